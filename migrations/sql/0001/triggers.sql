-- What is stamped, what is counted, what is refused, who is told. Trigger functions run as the owner.

CREATE FUNCTION public.stamp_row() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    NEW.version := OLD.version + 1;
  END IF;
  NEW.updated_at := now();
  RETURN NEW;
END $$;
COMMENT ON FUNCTION public.stamp_row() IS 'Keeps updated_at and version.';

CREATE TRIGGER stamp BEFORE UPDATE ON public.gym_settings FOR EACH ROW EXECUTE FUNCTION public.stamp_row();
CREATE TRIGGER stamp BEFORE UPDATE ON public.profiles FOR EACH ROW EXECUTE FUNCTION public.stamp_row();
-- The counter moves without anybody having edited the instructor: no new version, else every assignment would
-- be a conflict for whoever has the editor open.
CREATE TRIGGER stamp BEFORE UPDATE ON public.instructors FOR EACH ROW
  WHEN (OLD.active_clients = NEW.active_clients) EXECUTE FUNCTION public.stamp_row();
CREATE TRIGGER stamp BEFORE UPDATE ON public.trainer_assignments FOR EACH ROW EXECUTE FUNCTION public.stamp_row();
CREATE TRIGGER stamp BEFORE UPDATE ON public.workout_plans FOR EACH ROW EXECUTE FUNCTION public.stamp_row();
CREATE TRIGGER stamp BEFORE UPDATE ON public.workout_exercises FOR EACH ROW EXECUTE FUNCTION public.stamp_row();
CREATE TRIGGER stamp BEFORE UPDATE ON public.workout_progress FOR EACH ROW EXECUTE FUNCTION public.stamp_row();
CREATE TRIGGER stamp BEFORE UPDATE ON public.trainer_client_notes FOR EACH ROW EXECUTE FUNCTION public.stamp_row();

-- Profiles ------------------------------------------------------------------------------------------------

CREATE FUNCTION public.guard_profile() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
  -- Members keep their own phone, photo, unit and language; name, number and log-in are the desk's.
  IF NOT coalesce(auth.is_admin(), false) AND NOT auth.acting_as_owner()
     AND (NEW.full_name, NEW.email, NEW.member_number, NEW.birth_date, NEW.is_admin, NEW.is_active, NEW.joined_on)
         IS DISTINCT FROM
         (OLD.full_name, OLD.email, OLD.member_number, OLD.birth_date, OLD.is_admin, OLD.is_active, OLD.joined_on) THEN
    RAISE EXCEPTION 'only the desk changes this' USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'profile_desk_only';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION public.guard_profile() IS 'Refuses changes of a profile that only an admin may make.';
CREATE TRIGGER guard BEFORE UPDATE ON public.profiles FOR EACH ROW EXECUTE FUNCTION public.guard_profile();

-- Assignments ---------------------------------------------------------------------------------------------

CREATE FUNCTION public.stamp_assignment() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NOT auth.acting_as_owner() THEN
      NEW.assigned_by := auth.uid();
      NEW.assigned_at := now();
    END IF;
    NEW.start_date := coalesce(NEW.start_date, public.gym_today());
  ELSE
    NEW.assigned_by := OLD.assigned_by;
    NEW.assigned_at := OLD.assigned_at;
    IF NEW.member_id <> OLD.member_id THEN
      RAISE EXCEPTION 'an assignment keeps its member' USING ERRCODE = 'check_violation', CONSTRAINT = 'assignment_member_fixed';
    END IF;
    IF OLD.status = 'completed' AND NEW.status <> 'completed' THEN
      RAISE EXCEPTION 'a completed assignment stays completed' USING ERRCODE = 'check_violation', CONSTRAINT = 'assignment_completed_final';
    END IF;
  END IF;
  IF TG_OP = 'UPDATE' THEN
    NEW.paused_days := OLD.paused_days;
    IF OLD.status = 'paused' AND NEW.status <> 'paused' AND OLD.paused_on < public.gym_today() THEN
      -- What a pause did not ask for must not be owed once it is over.
      NEW.paused_days := OLD.paused_days + datemultirange(daterange(OLD.paused_on, public.gym_today()));
    END IF;
  END IF;
  IF NEW.status = 'paused' THEN
    NEW.paused_on := coalesce(NEW.paused_on, public.gym_today());
  ELSIF NEW.status = 'active' THEN
    NEW.paused_on := NULL;
  ELSE
    NEW.end_date := coalesce(NEW.end_date, greatest(public.gym_today(), NEW.start_date));
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION public.stamp_assignment() IS 'Stamps who assigned and when, and the dates that go with the status.';
CREATE TRIGGER stamp_assignment BEFORE INSERT OR UPDATE ON public.trainer_assignments
  FOR EACH ROW EXECUTE FUNCTION public.stamp_assignment();

CREATE FUNCTION public.count_clients() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
  -- AFTER, so that WITH CHECK has spoken first: a caller without the right must not learn who is full.
  IF TG_OP <> 'INSERT' AND OLD.status = 'active'
     AND (TG_OP = 'DELETE' OR NEW.status <> 'active' OR NEW.trainer_id <> OLD.trainer_id) THEN
    UPDATE public.instructors SET active_clients = active_clients - 1 WHERE id = OLD.trainer_id;
  END IF;
  IF TG_OP <> 'DELETE' AND (TG_OP = 'INSERT' OR NEW.trainer_id <> OLD.trainer_id) THEN
    PERFORM 1 FROM public.instructors i WHERE i.id = NEW.trainer_id AND i.user_id = NEW.member_id;
    IF FOUND THEN
      RAISE EXCEPTION 'nobody trains themselves' USING ERRCODE = 'check_violation', CONSTRAINT = 'assignment_not_oneself';
    END IF;
    PERFORM 1 FROM public.profiles p WHERE p.id = NEW.member_id AND p.is_active;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'this member is not active' USING ERRCODE = 'check_violation', CONSTRAINT = 'assignment_member_active';
    END IF;
  END IF;
  IF TG_OP <> 'DELETE' AND NEW.status = 'active'
     AND (TG_OP = 'INSERT' OR OLD.status <> 'active' OR NEW.trainer_id <> OLD.trainer_id) THEN
    -- One statement that locks, checks and counts: a second place can never be sold twice.
    UPDATE public.instructors SET active_clients = active_clients + 1
    WHERE id = NEW.trainer_id AND is_personal_trainer AND is_active AND active_clients < max_clients;
    IF NOT FOUND THEN
      PERFORM 1 FROM public.instructors i WHERE i.id = NEW.trainer_id AND i.is_personal_trainer AND i.is_active;
      IF FOUND THEN
        RAISE EXCEPTION 'the trainer is full' USING ERRCODE = 'check_violation', CONSTRAINT = 'trainer_capacity';
      END IF;
      RAISE EXCEPTION 'not an active personal trainer' USING ERRCODE = 'check_violation', CONSTRAINT = 'trainer_not_available';
    END IF;
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION public.count_clients() IS 'Moves instructors.active_clients and refuses an assignment without a free place.';
CREATE TRIGGER count_clients AFTER INSERT OR DELETE OR UPDATE OF status, trainer_id ON public.trainer_assignments
  FOR EACH ROW EXECUTE FUNCTION public.count_clients();

CREATE FUNCTION public.guard_instructor() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
  IF (OLD.is_personal_trainer AND NOT NEW.is_personal_trainer OR OLD.is_active AND NOT NEW.is_active) AND NEW.active_clients > 0 THEN
    RAISE EXCEPTION 'hand the clients over first' USING ERRCODE = 'check_violation', CONSTRAINT = 'trainer_has_clients';
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION public.guard_instructor() IS 'A trainer with active clients stays a trainer until they are handed over.';
CREATE TRIGGER guard BEFORE UPDATE OF is_personal_trainer, is_active ON public.instructors
  FOR EACH ROW EXECUTE FUNCTION public.guard_instructor();

CREATE FUNCTION public.notify_assignment() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
  member_name text := (SELECT p.full_name FROM public.profiles p WHERE p.id = NEW.member_id);
  trainer public.instructors;
  former public.instructors;
  what text;
BEGIN
  SELECT * INTO trainer FROM public.instructors i WHERE i.id = NEW.trainer_id;
  IF TG_OP = 'UPDATE' AND NEW.trainer_id <> OLD.trainer_id THEN
    SELECT * INTO former FROM public.instructors i WHERE i.id = OLD.trainer_id;
    IF former.user_id IS NOT NULL AND OLD.status <> 'completed' THEN
      INSERT INTO public.notifications (recipient_id, kind, data, subject_id)
      VALUES (former.user_id, 'assignment_ended', jsonb_build_object('trainer', former.name, 'member', member_name), NEW.id);
    END IF;
    what := CASE WHEN NEW.status = 'active' THEN 'assigned' END;
  ELSIF TG_OP = 'INSERT' THEN
    what := CASE WHEN NEW.status = 'active' THEN 'assigned' END;
  ELSIF NEW.status <> OLD.status THEN
    what := CASE NEW.status WHEN 'paused' THEN 'assignment_paused' WHEN 'completed' THEN 'assignment_ended' ELSE 'assignment_resumed' END;
  END IF;
  IF what IS NULL THEN RETURN NULL; END IF;
  INSERT INTO public.notifications (recipient_id, kind, data, subject_id)
  VALUES (NEW.member_id, what, jsonb_build_object('trainer', trainer.name, 'member', member_name), NEW.id);
  IF trainer.user_id IS NOT NULL THEN
    INSERT INTO public.notifications (recipient_id, kind, data, subject_id)
    VALUES (trainer.user_id, CASE what WHEN 'assigned' THEN 'new_client' ELSE what END,
      jsonb_build_object('trainer', trainer.name, 'member', member_name), NEW.id);
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION public.notify_assignment() IS 'Tells member and trainer of a new, paused, resumed or ended assignment, and of a change of trainer.';
CREATE TRIGGER notify_people AFTER INSERT OR UPDATE OF status, trainer_id ON public.trainer_assignments
  FOR EACH ROW EXECUTE FUNCTION public.notify_assignment();

-- Plans ---------------------------------------------------------------------------------------------------

CREATE FUNCTION public.stamp_plan() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NOT auth.acting_as_owner() THEN
      -- An admin who writes a plan writes it for the client's trainer.
      NEW.created_by := coalesce(auth.trainer_id(), (SELECT a.trainer_id FROM public.trainer_assignments a WHERE a.id = NEW.assignment_id));
      NEW.created_at := now();
    END IF;
  ELSE
    NEW.created_by := OLD.created_by;
    NEW.created_at := OLD.created_at;
    IF NEW.assignment_id <> OLD.assignment_id THEN
      RAISE EXCEPTION 'a plan keeps its assignment' USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_assignment_fixed';
    END IF;
  END IF;
  IF NEW.status <> 'active' THEN
    NEW.ended_on := coalesce(NEW.ended_on, least(public.gym_today(), NEW.starts_on + NEW.duration_weeks * 7));
  ELSE
    NEW.ended_on := NULL;
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION public.stamp_plan() IS 'Stamps who wrote the plan, and the day it was ended.';
CREATE TRIGGER stamp_plan BEFORE INSERT OR UPDATE ON public.workout_plans FOR EACH ROW EXECUTE FUNCTION public.stamp_plan();

CREATE FUNCTION public.notify_plan() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
  IF NEW.status <> 'active' THEN RETURN NULL; END IF;
  INSERT INTO public.notifications (recipient_id, kind, data, subject_id)
  SELECT a.member_id, CASE TG_OP WHEN 'INSERT' THEN 'plan_published' ELSE 'plan_changed' END,
    jsonb_build_object('trainer', i.name, 'plan', NEW.title), NEW.id
  FROM public.trainer_assignments a JOIN public.instructors i ON i.id = a.trainer_id WHERE a.id = NEW.assignment_id;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION public.notify_plan() IS 'Tells the member of a new or changed plan.';
CREATE TRIGGER notify_people AFTER INSERT OR UPDATE ON public.workout_plans FOR EACH ROW EXECUTE FUNCTION public.notify_plan();

CREATE FUNCTION public.guard_exercise() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    NEW.valid_from := coalesce(NEW.valid_from, public.gym_today());
    IF NEW.replaces_id IS NOT NULL THEN
      PERFORM 1 FROM public.workout_exercises e WHERE e.id = NEW.replaces_id AND e.plan_id = NEW.plan_id;
      IF NOT FOUND THEN
        RAISE EXCEPTION 'an exercise replaces one of its own plan' USING ERRCODE = 'check_violation', CONSTRAINT = 'exercise_replaces_own_plan';
      END IF;
    END IF;
    RETURN NEW;
  END IF;
  PERFORM 1 FROM public.workout_progress w WHERE w.exercise_id = OLD.id;
  IF FOUND THEN
    IF TG_OP = 'DELETE' OR (NEW.plan_id, NEW.day_of_week, NEW.exercise_name, NEW.exercise_type, NEW.sets, NEW.reps, NEW.weight,
        NEW.rest_seconds, NEW.notes, NEW.valid_from)
        IS DISTINCT FROM (OLD.plan_id, OLD.day_of_week, OLD.exercise_name, OLD.exercise_type, OLD.sets, OLD.reps, OLD.weight,
        OLD.rest_seconds, OLD.notes, OLD.valid_from) THEN
      RAISE EXCEPTION 'a logged exercise is archived, not changed' USING ERRCODE = 'check_violation', CONSTRAINT = 'exercise_logged';
    END IF;
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
COMMENT ON FUNCTION public.guard_exercise() IS 'What was logged stays as it was prescribed.';
CREATE TRIGGER guard BEFORE INSERT OR UPDATE OR DELETE ON public.workout_exercises
  FOR EACH ROW EXECUTE FUNCTION public.guard_exercise();

-- Progress ------------------------------------------------------------------------------------------------

CREATE FUNCTION public.stamp_progress() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
  e record;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF (NEW.member_id, NEW.exercise_id, NEW.source) IS DISTINCT FROM (OLD.member_id, OLD.exercise_id, OLD.source) THEN
      RAISE EXCEPTION 'a log keeps its member and its exercise' USING ERRCODE = 'check_violation', CONSTRAINT = 'progress_fixed';
    END IF;
    NEW.logged_by := OLD.logged_by;
    NEW.created_at := OLD.created_at;
    NEW.assignment_id := OLD.assignment_id;
    NEW.target := OLD.target;
    NEW.exercise_name := OLD.exercise_name;
  ELSE
    NEW.completed_at := coalesce(NEW.completed_at, now());
    IF NOT auth.acting_as_owner() THEN
      NEW.logged_by := auth.uid();
      NEW.created_at := now();
    END IF;
    IF NEW.exercise_id IS NULL THEN
      NEW.assignment_id := (SELECT a.id FROM public.trainer_assignments a WHERE a.member_id = NEW.member_id AND a.status = 'active'
        AND NEW.source = 'app');
      NEW.target := NULL;
    ELSE
      SELECT x.exercise_name, x.sets, x.reps, x.weight, a.id AS assignment_id, a.member_id INTO e
      FROM public.workout_exercises x JOIN public.workout_plans p ON p.id = x.plan_id
      JOIN public.trainer_assignments a ON a.id = p.assignment_id WHERE x.id = NEW.exercise_id;
      IF e.member_id IS DISTINCT FROM NEW.member_id THEN
        RAISE EXCEPTION 'this exercise is not in the member''s plan' USING ERRCODE = 'check_violation', CONSTRAINT = 'progress_exercise_of_member';
      END IF;
      NEW.assignment_id := e.assignment_id;
      -- Name and target as prescribed now, so that later changes of the plan do not rewrite history. A member
      -- may have done something else instead: then the name they give stands, and the target says what was asked.
      NEW.exercise_name := coalesce(nullif(btrim(NEW.exercise_name), ''), e.exercise_name);
      NEW.target := nullif(concat_ws(' · ',
        CASE WHEN lower(NEW.exercise_name) <> lower(e.exercise_name) THEN e.exercise_name END,
        nullif(concat_ws(' × ', e.sets::text, nullif(e.reps, '')), ''), nullif(e.weight, '')), '');
    END IF;
  END IF;
  IF NEW.completed_at > now() + interval '5 minutes' THEN
    RAISE EXCEPTION 'a workout lies in the past' USING ERRCODE = 'check_violation', CONSTRAINT = 'progress_not_in_future';
  END IF;
  IF NEW.completed_at < timestamptz '1970-01-01' THEN
    RAISE EXCEPTION 'a workout lies in this age' USING ERRCODE = 'check_violation', CONSTRAINT = 'progress_too_old';
  END IF;
  NEW.completed_on := public.gym_day(NEW.completed_at);
  RETURN NEW;
END $$;
COMMENT ON FUNCTION public.stamp_progress() IS 'Ties log, exercise and member together, stamps who logged, and keeps name and target as prescribed.';
CREATE TRIGGER stamp_progress BEFORE INSERT OR UPDATE ON public.workout_progress FOR EACH ROW EXECUTE FUNCTION public.stamp_progress();

-- Notes ---------------------------------------------------------------------------------------------------

CREATE FUNCTION public.stamp_note() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NOT auth.acting_as_owner() THEN
      NEW.trainer_id := coalesce(auth.trainer_id(), NEW.trainer_id);
      NEW.created_at := now();
    END IF;
    PERFORM 1 FROM public.trainer_assignments a WHERE a.id = NEW.assignment_id AND a.trainer_id = NEW.trainer_id;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'this is not the trainer''s client' USING ERRCODE = 'check_violation', CONSTRAINT = 'note_of_own_client';
    END IF;
  ELSE
    NEW.trainer_id := OLD.trainer_id;
    NEW.assignment_id := OLD.assignment_id;
    NEW.created_at := OLD.created_at;
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION public.stamp_note() IS 'Ties note, trainer and assignment together.';
CREATE TRIGGER stamp_note BEFORE INSERT OR UPDATE ON public.trainer_client_notes FOR EACH ROW EXECUTE FUNCTION public.stamp_note();

CREATE FUNCTION public.notify_note() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
  IF NEW.is_private OR (TG_OP = 'UPDATE' AND NOT OLD.is_private) THEN RETURN NULL; END IF;
  INSERT INTO public.notifications (recipient_id, kind, data, subject_id)
  SELECT a.member_id, 'note_shared', jsonb_build_object('trainer', i.name), NEW.id
  FROM public.trainer_assignments a JOIN public.instructors i ON i.id = NEW.trainer_id WHERE a.id = NEW.assignment_id;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION public.notify_note() IS 'Tells the member of a note that was shared with them.';
CREATE TRIGGER notify_people AFTER INSERT OR UPDATE ON public.trainer_client_notes FOR EACH ROW EXECUTE FUNCTION public.notify_note();

CREATE FUNCTION public.stamp_visit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
  IF NOT auth.acting_as_owner() THEN
    NEW.seen_at := now();
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION public.stamp_visit() IS 'Stamps when a trainer opened a client.';
CREATE TRIGGER stamp_visit BEFORE INSERT OR UPDATE ON public.client_visits FOR EACH ROW EXECUTE FUNCTION public.stamp_visit();

-- Audit ---------------------------------------------------------------------------------------------------

CREATE FUNCTION public.audit_row() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
  old_row jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) - 'photo' - 'search' END;
  new_row jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) - 'photo' - 'search' END;
BEGIN
  IF TG_OP = 'UPDATE' AND old_row - '{version,updated_at,active_clients}'::text[] = new_row - '{version,updated_at,active_clients}'::text[] THEN
    RETURN NULL;
  END IF;
  -- The one row of the settings has the number 1 for its key.
  INSERT INTO public.audit_log (person_id, station, table_name, row_id, operation, before, after)
  VALUES (auth.uid(), session_user, TG_TABLE_NAME,
    CASE TG_TABLE_NAME WHEN 'gym_settings' THEN '00000000-0000-0000-0000-000000000001'
      ELSE coalesce(new_row, old_row) ->> 'id' END::uuid, TG_OP, old_row, new_row);
  RETURN NULL;
END $$;
COMMENT ON FUNCTION public.audit_row() IS 'Writes the audit log: who, where, what, before and after.';
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON public.gym_settings FOR EACH ROW EXECUTE FUNCTION public.audit_row();
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON public.profiles FOR EACH ROW EXECUTE FUNCTION public.audit_row();
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON public.instructors FOR EACH ROW EXECUTE FUNCTION public.audit_row();
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON public.trainer_assignments FOR EACH ROW EXECUTE FUNCTION public.audit_row();
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON public.workout_plans FOR EACH ROW EXECUTE FUNCTION public.audit_row();
CREATE TRIGGER audit AFTER UPDATE OR DELETE ON public.workout_exercises FOR EACH ROW EXECUTE FUNCTION public.audit_row();
CREATE TRIGGER audit AFTER UPDATE OR DELETE ON public.workout_progress FOR EACH ROW EXECUTE FUNCTION public.audit_row();
CREATE TRIGGER audit AFTER UPDATE OR DELETE ON public.workout_sets FOR EACH ROW EXECUTE FUNCTION public.audit_row();
CREATE TRIGGER audit AFTER UPDATE OR DELETE ON public.trainer_client_notes FOR EACH ROW EXECUTE FUNCTION public.audit_row();

CREATE FUNCTION public.refuse_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = ''
AS $$
BEGIN
  RAISE EXCEPTION 'the audit log is only added to' USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'audit_append_only';
END $$;
COMMENT ON FUNCTION public.refuse_change() IS 'Refuses to change or delete, the owner included.';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON public.audit_log
  FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

-- Announcements -------------------------------------------------------------------------------------------

CREATE FUNCTION public.announce() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
  ids text[];
  n bigint;
BEGIN
  -- Table and ids only: a listener reads the rows under its own rights. Beyond 50 rows the table alone, since
  -- a payload ends at 8,000 bytes; so, too, where the ids are no uuids.
  IF TG_OP = 'DELETE' THEN
    SELECT count(*), (array_agg(id::text))[1:50] INTO n, ids FROM old_rows;
  ELSE
    SELECT count(*), (array_agg(id::text))[1:50] INTO n, ids FROM new_rows;
  END IF;
  IF n > 0 THEN
    PERFORM pg_notify('gym_changes', jsonb_build_object('table', TG_TABLE_NAME,
      'ids', CASE WHEN n <= 50 AND TG_TABLE_NAME <> 'gym_settings' THEN to_jsonb(ids) ELSE 'null'::jsonb END)::text);
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION public.announce() IS 'Tells listeners which rows changed.';

DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['gym_settings', 'profiles', 'instructors', 'trainer_assignments', 'workout_plans', 'workout_exercises',
      'workout_progress', 'trainer_client_notes', 'notifications'] LOOP
    EXECUTE format('CREATE TRIGGER announce_insert AFTER INSERT ON public.%I REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.announce()', t);
    EXECUTE format('CREATE TRIGGER announce_update AFTER UPDATE ON public.%I REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.announce()', t);
    EXECUTE format('CREATE TRIGGER announce_delete AFTER DELETE ON public.%I REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.announce()', t);
  END LOOP;
END $$;
