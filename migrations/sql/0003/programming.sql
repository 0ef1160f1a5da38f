-- What a plan asks for from week to week: supersets, progression, deload weeks; the plates that are there to load it.

CREATE FUNCTION public.valid_weeks(p_weeks jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
  SELECT CASE WHEN jsonb_typeof(p_weeks) <> 'array' THEN false
    ELSE jsonb_array_length(p_weeks) BETWEEN 1 AND 104 AND (SELECT bool_and(CASE
      WHEN jsonb_typeof(w) <> 'array' THEN false
      WHEN jsonb_array_length(w) <> 3 OR jsonb_typeof(w -> 1) <> 'string' OR jsonb_typeof(w -> 2) <> 'string' THEN false
      WHEN length(w ->> 1) > 40 OR length(w ->> 2) > 60 THEN false
      WHEN jsonb_typeof(w -> 0) = 'null' THEN true
      -- As it is written, too: 3.0 sets would be shown so.
      ELSE jsonb_typeof(w -> 0) = 'number' AND (w ->> 0) ~ '^([1-9]|[1-4][0-9]|50)$' END)
      FROM jsonb_array_elements(p_weeks) w) END
$$;
COMMENT ON FUNCTION public.valid_weeks(jsonb) IS 'Whether a value is a list of 1 to 104 weeks, each [sets or null, reps, weight] within the limits of an exercise.';

CREATE FUNCTION public.target_of_week(p_weeks jsonb, p_sets integer, p_reps text, p_weight text, p_week integer) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
  -- Before the first week the first one holds, after the last the last.
  SELECT coalesce(p_weeks -> (least(greatest(p_week, 1), jsonb_array_length(p_weeks)) - 1),
    jsonb_build_array(p_sets, coalesce(p_reps, ''), coalesce(p_weight, '')))
$$;
COMMENT ON FUNCTION public.target_of_week(jsonb, integer, text, text, integer) IS 'What an exercise asks for in a week of its plan, counted from 1: [sets, reps, weight].';

CREATE FUNCTION public.week_of_plan(p_starts_on date, p_on date) RETURNS integer
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
  -- A plan without a beginning stays in its first week.
  SELECT CASE WHEN isfinite(p_starts_on) AND isfinite(p_on)
    THEN (public.gym_week_start(p_on) - public.gym_week_start(p_starts_on)) / 7 + 1 ELSE 1 END
$$;
COMMENT ON FUNCTION public.week_of_plan(date, date) IS 'Number of a date''s week in a plan, from 1; weeks are the gym''s.';

ALTER TABLE public.workout_exercises
  ADD COLUMN superset text CONSTRAINT exercise_superset CHECK (superset ~ '^[A-Z]$'),
  -- Numbers of a running plan that are changed in week 5 are those of week 5, not of a week that is long over.
  ADD COLUMN from_week integer NOT NULL DEFAULT 1 CONSTRAINT exercise_from_week_range CHECK (from_week BETWEEN 1 AND 104),
  ADD COLUMN progression text CONSTRAINT exercise_progression_length CHECK (length(btrim(progression)) BETWEEN 1 AND 60),
  ADD COLUMN weeks jsonb CONSTRAINT exercise_weeks_valid CHECK (public.valid_weeks(weeks));
COMMENT ON COLUMN public.workout_exercises.superset IS 'Exercises of one day with the same letter are done in turn: A1, A2.';
COMMENT ON COLUMN public.workout_exercises.from_week IS 'Week of the plan in which sets, reps and weight are asked for as they stand; a progression counts from there.';
COMMENT ON COLUMN public.workout_exercises.progression IS 'The rule as written, such as "+2.5 kg every 2 weeks"; what comes of it is in weeks.';
COMMENT ON COLUMN public.workout_exercises.weeks IS 'What every week of the plan asks for, [sets, reps, weight] each, where it is not the same all along.';

ALTER TABLE public.workout_plans
  ADD COLUMN deload_weeks integer[] NOT NULL DEFAULT '{}' CONSTRAINT plan_deload_weeks CHECK (cardinality(deload_weeks) <= 52
    AND array_position(deload_weeks, NULL) IS NULL AND 1 <= ALL (deload_weeks) AND 104 >= ALL (deload_weeks)),
  ADD COLUMN deload_sets_percent integer NOT NULL DEFAULT 50 CONSTRAINT plan_deload_sets_range CHECK (deload_sets_percent BETWEEN 10 AND 100),
  ADD COLUMN deload_weight_percent integer NOT NULL DEFAULT 90 CONSTRAINT plan_deload_weight_range CHECK (deload_weight_percent BETWEEN 10 AND 100);
COMMENT ON COLUMN public.workout_plans.deload_weeks IS 'Weeks of the plan, from 1, in which sets and weights are cut.';

ALTER TABLE public.plan_templates
  ADD COLUMN deload_weeks integer[] NOT NULL DEFAULT '{}' CONSTRAINT template_deload_weeks CHECK (cardinality(deload_weeks) <= 52
    AND array_position(deload_weeks, NULL) IS NULL AND 1 <= ALL (deload_weeks) AND 104 >= ALL (deload_weeks)),
  ADD COLUMN deload_sets_percent integer NOT NULL DEFAULT 50 CONSTRAINT template_deload_sets_range CHECK (deload_sets_percent BETWEEN 10 AND 100),
  ADD COLUMN deload_weight_percent integer NOT NULL DEFAULT 90 CONSTRAINT template_deload_weight_range CHECK (deload_weight_percent BETWEEN 10 AND 100);
ALTER TABLE public.template_exercises
  ADD COLUMN superset text CONSTRAINT template_exercise_superset CHECK (superset ~ '^[A-Z]$'),
  ADD COLUMN progression text CONSTRAINT template_exercise_progression_length CHECK (length(btrim(progression)) BETWEEN 1 AND 60);

ALTER TABLE public.gym_settings
  ADD COLUMN bar_kg numeric(6,2) NOT NULL DEFAULT 20 CONSTRAINT gym_bar_kg_range CHECK (bar_kg BETWEEN 0 AND 100),
  ADD COLUMN bar_lb numeric(6,2) NOT NULL DEFAULT 45 CONSTRAINT gym_bar_lb_range CHECK (bar_lb BETWEEN 0 AND 220),
  -- No BETWEEN in these: what is restored from a back-up would read otherwise than what was backed up.
  ADD COLUMN plates_kg numeric(6,2)[] NOT NULL DEFAULT '{25,20,15,10,5,2.5,1.25}' CONSTRAINT gym_plates_kg CHECK (
    1 <= cardinality(plates_kg) AND cardinality(plates_kg) <= 20 AND array_position(plates_kg, NULL) IS NULL AND 0.1 <= ALL (plates_kg) AND 100 >= ALL (plates_kg)),
  ADD COLUMN plates_lb numeric(6,2)[] NOT NULL DEFAULT '{45,35,25,10,5,2.5}' CONSTRAINT gym_plates_lb CHECK (
    1 <= cardinality(plates_lb) AND cardinality(plates_lb) <= 20 AND array_position(plates_lb, NULL) IS NULL AND 0.1 <= ALL (plates_lb) AND 220 >= ALL (plates_lb));
COMMENT ON COLUMN public.gym_settings.plates_kg IS 'Weights of the plates that the gym has, one of each kind named; each is there in pairs.';

CREATE OR REPLACE FUNCTION public.guard_exercise() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  done integer;
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
  SELECT max(public.week_of_plan(p.starts_on, w.completed_on)) INTO done
  FROM public.workout_progress w JOIN public.workout_plans p ON p.id = OLD.plan_id WHERE w.exercise_id = OLD.id;
  IF done IS NOT NULL THEN
    IF TG_OP = 'DELETE' OR (NEW.plan_id, NEW.day_of_week, NEW.exercise_name, NEW.exercise_type, NEW.sets, NEW.reps, NEW.weight,
        NEW.rest_seconds, NEW.notes, NEW.valid_from)
        IS DISTINCT FROM (OLD.plan_id, OLD.day_of_week, OLD.exercise_name, OLD.exercise_type, OLD.sets, OLD.reps, OLD.weight,
        OLD.rest_seconds, OLD.notes, OLD.valid_from) THEN
      RAISE EXCEPTION 'a logged exercise is archived, not changed' USING ERRCODE = 'check_violation', CONSTRAINT = 'exercise_logged';
    END IF;
    -- Weeks to come may be planned anew; those up to the last that was logged stay as they were asked for. What was
    -- logged before the first week was asked for by the first; beyond 104 weeks every week is the last.
    PERFORM 1 FROM generate_series(1, least(greatest(done, 1), 104)) n
    WHERE public.target_of_week(NEW.weeks, NEW.sets, NEW.reps, NEW.weight, n)
      IS DISTINCT FROM public.target_of_week(OLD.weeks, OLD.sets, OLD.reps, OLD.weight, n);
    IF FOUND THEN
      RAISE EXCEPTION 'weeks that were logged stay' USING ERRCODE = 'check_violation', CONSTRAINT = 'exercise_week_logged';
    END IF;
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
COMMENT ON FUNCTION public.guard_exercise() IS 'What was logged stays as it was prescribed.';

CREATE OR REPLACE FUNCTION public.stamp_progress() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  e record;
  asked jsonb;
BEGIN
  -- First of all: the week of such a moment could not be counted.
  IF NEW.completed_at > now() + interval '5 minutes' THEN
    RAISE EXCEPTION 'a workout lies in the past' USING ERRCODE = 'check_violation', CONSTRAINT = 'progress_not_in_future';
  END IF;
  IF NEW.completed_at < timestamptz '1970-01-01' THEN
    RAISE EXCEPTION 'a workout lies in this age' USING ERRCODE = 'check_violation', CONSTRAINT = 'progress_too_old';
  END IF;
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
      SELECT x.exercise_name, x.weeks, x.sets, x.reps, x.weight, p.starts_on, a.id AS assignment_id INTO e
      FROM public.workout_exercises x JOIN public.workout_plans p ON p.id = x.plan_id
      JOIN public.trainer_assignments a ON a.id = p.assignment_id WHERE x.id = NEW.exercise_id AND a.member_id = NEW.member_id;
      NEW.assignment_id := e.assignment_id;
      -- Name and target as prescribed now, so that later changes of the plan do not rewrite history. A member
      -- may have done something else instead: then the name they give stands, and the target says what was asked.
      NEW.exercise_name := coalesce(nullif(btrim(NEW.exercise_name), ''), e.exercise_name, '-');
      asked := public.target_of_week(e.weeks, e.sets, e.reps, e.weight, public.week_of_plan(e.starts_on, public.gym_day(NEW.completed_at)));
      NEW.target := nullif(concat_ws(' · ',
        CASE WHEN lower(NEW.exercise_name) <> lower(e.exercise_name) THEN e.exercise_name END,
        nullif(concat_ws(' × ', asked ->> 0, nullif(asked ->> 1, '')), ''), nullif(asked ->> 2, '')), '');
    END IF;
  END IF;
  NEW.completed_on := public.gym_day(NEW.completed_at);
  RETURN NEW;
END $$;
COMMENT ON FUNCTION public.stamp_progress() IS 'Stamps who logged, and keeps name and target as prescribed for that week.';

CREATE OR REPLACE FUNCTION public.transfer_assignment(p_assignment_id uuid, p_trainer_id uuid, p_new_id uuid, p_version integer,
  p_note text DEFAULT NULL, p_carry_plan boolean DEFAULT true) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  former public.trainer_assignments;
  there public.trainer_assignments;
  plan public.workout_plans;
  today date := public.gym_today();
  new_plan uuid := gen_random_uuid();
BEGIN
  PERFORM auth.require_admin();
  SELECT * INTO former FROM public.trainer_assignments a WHERE a.id = p_assignment_id FOR UPDATE;
  SELECT * INTO there FROM public.trainer_assignments a WHERE a.id = p_new_id;
  IF there.id IS NOT NULL THEN
    IF there.member_id = former.member_id AND there.trainer_id = p_trainer_id THEN RETURN p_new_id; END IF;
    RAISE EXCEPTION 'this key was used' USING ERRCODE = 'unique_violation', CONSTRAINT = 'trainer_assignments_pkey';
  END IF;
  IF former.id IS NULL THEN
    RAISE EXCEPTION 'no such assignment' USING ERRCODE = 'check_violation', CONSTRAINT = 'assignment_gone';
  ELSIF former.status = 'completed' THEN
    RAISE EXCEPTION 'this assignment is over' USING ERRCODE = 'check_violation', CONSTRAINT = 'transfer_completed';
  ELSIF former.version <> p_version THEN
    RAISE EXCEPTION 'changed since it was read' USING ERRCODE = 'check_violation', CONSTRAINT = 'assignment_stale';
  ELSIF former.trainer_id = p_trainer_id THEN
    RAISE EXCEPTION 'the client is there already' USING ERRCODE = 'check_violation', CONSTRAINT = 'transfer_same_trainer';
  END IF;
  -- In the order of stamp_assignment, so that two hand-overs in opposite directions do not wait for one another.
  PERFORM 1 FROM public.profiles p WHERE p.id = former.member_id FOR NO KEY UPDATE;
  PERFORM 1 FROM public.trainer_waitlist w
  WHERE w.member_id = former.member_id AND w.status IN ('waiting', 'offered', 'accepted') FOR UPDATE;
  PERFORM 1 FROM public.instructors i WHERE i.id IN (former.trainer_id, p_trainer_id) ORDER BY i.id FOR NO KEY UPDATE;
  IF former.status = 'paused' THEN
    -- Nobody counts a paused client, so nobody else asks whether this trainer takes any.
    PERFORM 1 FROM public.instructors i WHERE i.id = p_trainer_id AND i.is_personal_trainer AND i.is_active;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'not an active personal trainer' USING ERRCODE = 'check_violation', CONSTRAINT = 'trainer_not_available';
    END IF;
  END IF;
  UPDATE public.trainer_assignments SET status = 'completed', end_date = greatest(today, former.start_date) WHERE id = former.id;
  INSERT INTO public.trainer_assignments (id, member_id, trainer_id, status, start_date, notes)
  VALUES (p_new_id, former.member_id, p_trainer_id, former.status, greatest(today, former.start_date), former.notes);
  SELECT * INTO plan FROM public.workout_plans p WHERE p.assignment_id = former.id AND p.status = 'active';
  IF plan.id IS NOT NULL AND p_carry_plan THEN
    UPDATE public.workout_plans SET status = 'archived' WHERE id = plan.id;
    -- Same title, same dates: the member goes on in week 3 of 8. What lies before today stays with the former plan.
    INSERT INTO public.workout_plans (id, assignment_id, title, description, goals, duration_weeks, starts_on, created_by,
      deload_weeks, deload_sets_percent, deload_weight_percent)
    VALUES (new_plan, p_new_id, plan.title, plan.description, plan.goals, plan.duration_weeks, plan.starts_on, p_trainer_id,
      plan.deload_weeks, plan.deload_sets_percent, plan.deload_weight_percent);
    -- What was done this week is not asked for a second time; what changes next week changes next week.
    INSERT INTO public.workout_exercises (plan_id, day_of_week, exercise_name, exercise_type, sets, reps, weight, rest_seconds,
      notes, order_index, superset, from_week, progression, weeks, valid_from, archived_on)
    SELECT new_plan, e.day_of_week, e.exercise_name, e.exercise_type, e.sets, e.reps, e.weight, e.rest_seconds, e.notes,
      e.order_index, e.superset, e.from_week, e.progression, e.weeks, x.valid_from, e.archived_on
    FROM public.workout_exercises e
    CROSS JOIN LATERAL (SELECT greatest(e.valid_from, CASE WHEN EXISTS (SELECT 1 FROM public.workout_progress w
      WHERE w.exercise_id = e.id AND w.completed_on >= public.gym_week_start(today))
      THEN public.gym_week_start(today) + 7 ELSE today END) AS valid_from) x
    WHERE e.plan_id = plan.id AND (e.archived_on IS NULL OR e.archived_on > x.valid_from);
  ELSIF plan.id IS NOT NULL THEN
    UPDATE public.workout_plans SET status = 'archived' WHERE id = plan.id;
  END IF;
  IF nullif(btrim(p_note), '') IS NOT NULL THEN
    INSERT INTO public.trainer_client_notes (assignment_id, trainer_id, note, is_private)
    VALUES (p_new_id, p_trainer_id, btrim(p_note), true);
  END IF;
  IF former.status = 'paused' THEN
    -- A paused assignment begins in silence; the new trainer has a client all the same.
    INSERT INTO public.notifications (recipient_id, kind, data, subject_id)
    SELECT i.user_id, 'new_client', jsonb_build_object('trainer', i.name, 'member', p.full_name), p_new_id
    FROM public.instructors i, public.profiles p
    WHERE i.id = p_trainer_id AND i.user_id IS NOT NULL AND p.id = former.member_id;
  END IF;
  -- One message for the member instead of "ended", "assigned" and "new plan".
  DELETE FROM public.notifications n WHERE n.recipient_id = former.member_id
    AND (n.subject_id, n.kind) IN ((former.id, 'assignment_ended'), (p_new_id, 'assigned'), (new_plan, 'plan_published'));
  INSERT INTO public.notifications (recipient_id, kind, data, subject_id)
  SELECT former.member_id, 'trainer_changed', jsonb_build_object('trainer', i.name, 'former', f.name, 'member', p.full_name), p_new_id
  FROM public.instructors i, public.instructors f, public.profiles p
  WHERE i.id = p_trainer_id AND f.id = former.trainer_id AND p.id = former.member_id;
  RETURN p_new_id;
END $$;
COMMENT ON FUNCTION public.transfer_assignment(uuid, uuid, uuid, integer, text, boolean) IS 'Hands a client over to another trainer: the former assignment is completed, the plan is carried over, the note is left for the new trainer, everyone is told. Sending it again with the same new id is harmless.';

GRANT INSERT (superset, from_week, progression, weeks), UPDATE (superset, from_week, progression, weeks) ON public.workout_exercises TO gym_client;
GRANT INSERT (deload_weeks, deload_sets_percent, deload_weight_percent), UPDATE (deload_weeks, deload_sets_percent, deload_weight_percent)
  ON public.workout_plans, public.plan_templates TO gym_client;
GRANT INSERT (superset, progression), UPDATE (superset, progression) ON public.template_exercises TO gym_client;
GRANT UPDATE (bar_kg, bar_lb, plates_kg, plates_lb) ON public.gym_settings TO gym_client;
GRANT EXECUTE ON FUNCTION public.valid_weeks(jsonb), public.target_of_week(jsonb, integer, text, text, integer),
  public.week_of_plan(date, date) TO gym_client;
