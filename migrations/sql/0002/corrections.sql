-- What 0001 did and is done better now.

ALTER TABLE public.notifications DROP CONSTRAINT notification_kind;
ALTER TABLE public.notifications ADD CONSTRAINT notification_kind CHECK (kind IN ('assigned', 'new_client', 'assignment_paused',
  'assignment_resumed', 'assignment_ended', 'plan_published', 'plan_changed', 'note_shared', 'trainer_changed', 'place_offered',
  'place_free', 'offer_answered', 'client_requested', 'request_granted', 'request_refused', 'message'));
CREATE INDEX idx_notifications_subject ON public.notifications (subject_id);

-- Erasing a person is the one exception to "history stays as it is".
CREATE OR REPLACE FUNCTION public.refuse_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND auth.is_erasing() THEN RETURN NULL; END IF;
  RAISE EXCEPTION 'the audit log is only added to' USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'audit_append_only';
END $$;
COMMENT ON FUNCTION public.refuse_change() IS 'Refuses to change or delete, the owner included; only erasing a person blanks what was about them.';

CREATE OR REPLACE FUNCTION public.stamp_assignment() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
  -- Everybody locks in one order, so that nobody waits for one another: assignments that are there, people, the open
  -- entry of the waiting list, trainers. Whoever deactivates, erases or puts on the list holds the member, too, so
  -- what is asked of the member afterwards stays true.
  IF TG_OP = 'INSERT' OR NEW.status = 'active' AND OLD.status <> 'active' THEN
    PERFORM 1 FROM public.profiles p WHERE p.id = NEW.member_id FOR NO KEY UPDATE;
    PERFORM 1 FROM public.trainer_waitlist w
    WHERE w.member_id = NEW.member_id AND w.status IN ('waiting', 'offered', 'accepted') FOR UPDATE;
  END IF;
  IF TG_OP = 'INSERT' THEN
    PERFORM 1 FROM public.instructors i WHERE i.id = NEW.trainer_id FOR NO KEY UPDATE;
  ELSIF (NEW.status, NEW.trainer_id) IS DISTINCT FROM (OLD.status, OLD.trainer_id) THEN
    PERFORM 1 FROM public.instructors i WHERE i.id IN (OLD.trainer_id, NEW.trainer_id) ORDER BY i.id FOR NO KEY UPDATE;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NOT auth.acting_as_owner() THEN
      NEW.assigned_by := auth.uid();
      NEW.assigned_at := now();
    END IF;
    NEW.start_date := coalesce(NEW.start_date, public.gym_today());
  ELSE
    IF NOT auth.is_erasing() THEN
      NEW.assigned_by := OLD.assigned_by;
      NEW.assigned_at := OLD.assigned_at;
    END IF;
    IF NEW.member_id <> OLD.member_id THEN
      RAISE EXCEPTION 'an assignment keeps its member' USING ERRCODE = 'check_violation', CONSTRAINT = 'assignment_member_fixed';
    END IF;
    IF OLD.status = 'completed' AND NEW.status <> 'completed' THEN
      RAISE EXCEPTION 'a completed assignment stays completed' USING ERRCODE = 'check_violation', CONSTRAINT = 'assignment_completed_final';
    END IF;
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

-- An admin who is a trainer, too, wrote a plan for somebody else's client in their own name.
CREATE OR REPLACE FUNCTION public.stamp_plan() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NOT auth.acting_as_owner() THEN
      -- A trainer only writes for clients of their own; an admin writes for the client's trainer.
      NEW.created_by := (SELECT a.trainer_id FROM public.trainer_assignments a WHERE a.id = NEW.assignment_id);
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

-- The check that tied a note to its client ran ahead of WITH CHECK and told strangers who belongs to whom.
CREATE OR REPLACE FUNCTION public.stamp_note() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NOT auth.acting_as_owner() THEN
      -- An admin may write one for a trainer, also where the admin is a trainer, too.
      NEW.trainer_id := CASE WHEN auth.is_admin() THEN coalesce(NEW.trainer_id, auth.trainer_id())
        ELSE coalesce(auth.trainer_id(), NEW.trainer_id) END;
      NEW.created_at := now();
    END IF;
  ELSE
    NEW.trainer_id := OLD.trainer_id;
    NEW.assignment_id := OLD.assignment_id;
    NEW.created_at := OLD.created_at;
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION public.stamp_note() IS 'Stamps whose note it is, and when; what it is about stays.';

CREATE FUNCTION public.check_note() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
  PERFORM 1 FROM public.trainer_assignments a WHERE a.id = NEW.assignment_id AND a.trainer_id = NEW.trainer_id;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'this is not the trainer''s client' USING ERRCODE = 'check_violation', CONSTRAINT = 'note_of_own_client';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION public.check_note() IS 'Ties note, trainer and assignment together.';
CREATE TRIGGER check_note AFTER INSERT ON public.trainer_client_notes FOR EACH ROW EXECUTE FUNCTION public.check_note();
DROP TRIGGER audit ON public.trainer_client_notes;
-- Written, too: an admin may write one for a trainer, and who did must not be lost.
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON public.trainer_client_notes FOR EACH ROW EXECUTE FUNCTION public.audit_row();

-- The same for a log and the exercise it belongs to.
CREATE OR REPLACE FUNCTION public.stamp_progress() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
  e record;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF (NEW.member_id, NEW.exercise_id, NEW.source) IS DISTINCT FROM (OLD.member_id, OLD.exercise_id, OLD.source) THEN
      RAISE EXCEPTION 'a log keeps its member and its exercise' USING ERRCODE = 'check_violation', CONSTRAINT = 'progress_fixed';
    END IF;
    IF NOT auth.is_erasing() THEN
      NEW.logged_by := OLD.logged_by;
    END IF;
    NEW.created_at := OLD.created_at;
    NEW.assignment_id := OLD.assignment_id;
    NEW.target := OLD.target;
    NEW.exercise_name := OLD.exercise_name;
  ELSE
    -- The member before anything of theirs: whoever erases them waits, or is waited for, before either holds more.
    PERFORM 1 FROM public.profiles p WHERE p.id = NEW.member_id FOR KEY SHARE;
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
      -- Of the member's own plans only: somebody else's exercise is refused afterwards and tells nothing here.
      SELECT x.exercise_name, x.sets, x.reps, x.weight, a.id AS assignment_id INTO e
      FROM public.workout_exercises x JOIN public.workout_plans p ON p.id = x.plan_id
      JOIN public.trainer_assignments a ON a.id = p.assignment_id WHERE x.id = NEW.exercise_id AND a.member_id = NEW.member_id;
      NEW.assignment_id := e.assignment_id;
      -- Name and target as prescribed now, so that later changes of the plan do not rewrite history. A member
      -- may have done something else instead: then the name they give stands, and the target says what was asked.
      NEW.exercise_name := coalesce(nullif(btrim(NEW.exercise_name), ''), e.exercise_name, '-');
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
COMMENT ON FUNCTION public.stamp_progress() IS 'Stamps who logged, and keeps name and target as prescribed.';

CREATE FUNCTION public.check_progress() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
  PERFORM 1 FROM public.workout_exercises x JOIN public.workout_plans p ON p.id = x.plan_id
  JOIN public.trainer_assignments a ON a.id = p.assignment_id WHERE x.id = NEW.exercise_id AND a.member_id = NEW.member_id;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'this exercise is not in the member''s plan' USING ERRCODE = 'check_violation', CONSTRAINT = 'progress_exercise_of_member';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION public.check_progress() IS 'Ties log, exercise and member together.';
CREATE TRIGGER check_progress AFTER INSERT ON public.workout_progress
  FOR EACH ROW WHEN (NEW.exercise_id IS NOT NULL) EXECUTE FUNCTION public.check_progress();

CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON public.stations FOR EACH ROW EXECUTE FUNCTION public.audit_row();

DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['exercises', 'plan_templates', 'template_exercises', 'trainer_waitlist', 'client_requests', 'messages', 'stations'] LOOP
    EXECUTE format('CREATE TRIGGER announce_insert AFTER INSERT ON public.%I REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.announce()', t);
    EXECUTE format('CREATE TRIGGER announce_update AFTER UPDATE ON public.%I REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.announce()', t);
    EXECUTE format('CREATE TRIGGER announce_delete AFTER DELETE ON public.%I REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.announce()', t);
  END LOOP;
END $$;

-- A former trainer kept the whole profile of a former client in sight: phone, date of birth, photo. Not any more.
CREATE OR REPLACE FUNCTION auth.known_person_ids() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$
  SELECT coalesce(array_agg(a.member_id), '{}') FROM public.trainer_assignments a
  WHERE a.trainer_id = (SELECT auth.trainer_id()) AND a.status <> 'completed'
$$;
COMMENT ON FUNCTION auth.known_person_ids() IS 'Members the acting trainer trains now, paused ones included: who they are is readable.';

-- How loaded a trainer is, is nothing that a kiosk shows.
REVOKE SELECT ON public.instructors FROM gym_client;
GRANT SELECT (id, user_id, name, email, phone, photo, is_active, is_personal_trainer, specializations, certifications,
  hourly_rate, bio, years_experience, created_at, updated_at, version) ON public.instructors TO gym_client;
GRANT SELECT ON public.instructors TO gym_staff;
