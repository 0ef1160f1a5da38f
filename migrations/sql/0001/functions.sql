-- The guide's helpers by name and meaning, and what the screens count with.

CREATE FUNCTION public.get_trainer_client_count(p_trainer_id uuid) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$
  -- The load of a trainer is nothing a member needs: asked without the right it is null.
  SELECT i.active_clients FROM public.instructors i
  WHERE i.id = p_trainer_id AND ((SELECT auth.is_admin()) OR (SELECT auth.trainer_id()) IS NOT NULL OR (SELECT auth.acting_as_owner()))
$$;
COMMENT ON FUNCTION public.get_trainer_client_count(uuid) IS 'Active clients of a trainer; null for who may not know.';

CREATE FUNCTION public.is_trainer_at_capacity(p_trainer_id uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$
  SELECT i.active_clients >= i.max_clients FROM public.instructors i
  WHERE i.id = p_trainer_id AND ((SELECT auth.is_admin()) OR (SELECT auth.trainer_id()) IS NOT NULL OR (SELECT auth.acting_as_owner()))
$$;
COMMENT ON FUNCTION public.is_trainer_at_capacity(uuid) IS 'Whether a trainer has no place left; null for who may not know.';

CREATE FUNCTION public.get_member_active_trainer(p_member_id uuid)
RETURNS TABLE (assignment_id uuid, trainer_id uuid, trainer_name text, assigned_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$
  SELECT a.id, a.trainer_id, i.name::text, a.assigned_at
  FROM public.trainer_assignments a JOIN public.instructors i ON i.id = a.trainer_id
  WHERE a.member_id = p_member_id AND a.status = 'active'
    AND (p_member_id = (SELECT auth.uid()) OR (SELECT auth.is_admin())
      OR a.trainer_id = (SELECT auth.trainer_id()) OR (SELECT auth.acting_as_owner()))
  LIMIT 1
$$;
COMMENT ON FUNCTION public.get_member_active_trainer(uuid) IS 'The member''s active trainer, for the member, that trainer and admins.';

CREATE FUNCTION public.exercise_days(p_members uuid[], p_from date, p_to date)
RETURNS TABLE (member_id uuid, plan_id uuid, exercise_id uuid, due_on date, log_id uuid)
LANGUAGE sql STABLE SECURITY INVOKER
AS $$
  -- An exercise stands on every date of its weekday on which its plan and itself held. It counts as done by a
  -- log in the same week of the gym, on whichever day of it.
  -- Asked for once each: as arguments they would be put in place and run again for every row.
  WITH span AS MATERIALIZED (
    SELECT p_from AS a, p_to AS b, coalesce((SELECT s.week_start FROM public.gym_settings s), 1)::integer AS week_start)
  SELECT a.member_id, p.id, e.id, d.on_date, w.id
  FROM span CROSS JOIN public.trainer_assignments a
  JOIN public.workout_plans p ON p.assignment_id = a.id
  JOIN public.workout_exercises e ON e.plan_id = p.id
  CROSS JOIN LATERAL (SELECT greatest(span.a, p.starts_on, e.valid_from) AS first_day,
    least(span.b, p.ends_on, p.ended_on - 1, e.archived_on - 1, a.paused_on - 1,
      CASE WHEN a.status = 'completed' THEN a.end_date - 1 END) AS last_day) r
  CROSS JOIN LATERAL (
    SELECT r.first_day + (e.iso_day - extract(isodow FROM r.first_day)::integer + 7) % 7 + 7 * n AS on_date
    FROM generate_series(0, (r.last_day - r.first_day) / 7) n
    WHERE r.last_day >= r.first_day) d
  CROSS JOIN LATERAL (SELECT public.week_start_of(d.on_date, span.week_start) AS first_day) week
  LEFT JOIN LATERAL (
    SELECT l.id FROM public.workout_progress l
    WHERE l.exercise_id = e.id AND l.member_id = a.member_id
      AND l.completed_on BETWEEN week.first_day AND week.first_day + 6
    ORDER BY l.completed_at DESC LIMIT 1) w ON true
  WHERE a.member_id = ANY (p_members) AND d.on_date <= r.last_day AND NOT a.paused_days @> d.on_date
$$;
COMMENT ON FUNCTION public.exercise_days(uuid[], date, date) IS 'Every planned exercise of the given members on every date in the range, with its log of that week; policies apply.';

CREATE FUNCTION public.compliance_of(p_members uuid[], p_from date, p_to date)
RETURNS TABLE (member_id uuid, due integer, logged integer)
LANGUAGE sql STABLE SECURITY INVOKER
AS $$
  WITH today AS MATERIALIZED (SELECT public.gym_today() AS on_date)
  SELECT x.member_id, count(*)::integer, count(x.log_id)::integer
  FROM (
    SELECT d.*, today.on_date AS today, bool_or(d.log_id IS NOT NULL) OVER (PARTITION BY d.member_id, d.due_on) AS begun
    FROM today, public.exercise_days(p_members, p_from, least(p_to, today.on_date)) d) x
  -- Days that are over, and today once any of today's is logged.
  WHERE x.due_on < x.today OR x.begun
  GROUP BY x.member_id
$$;
COMMENT ON FUNCTION public.compliance_of(uuid[], date, date) IS 'Exercises due and logged per member in a range; members with nothing due have no row.';

CREATE FUNCTION public.get_workout_completion_stats(p_member_id uuid, p_plan_id uuid, p_from date DEFAULT NULL, p_to date DEFAULT NULL)
RETURNS TABLE (total_exercises integer, completed_exercises integer, completion_percentage numeric)
LANGUAGE sql STABLE SECURITY INVOKER
AS $$
  WITH span AS (SELECT coalesce(p_from, public.gym_week_start(public.gym_today())) AS a,
                       coalesce(p_to, public.gym_week_start(public.gym_today()) + 6) AS b),
  counted AS (
    SELECT count(*)::integer AS total, count(d.log_id)::integer AS done
    FROM span, public.exercise_days(ARRAY[p_member_id], span.a, span.b) d WHERE d.plan_id = p_plan_id)
  SELECT total, done, CASE WHEN total > 0 THEN round(done::numeric / total * 100, 2) ELSE 0 END FROM counted
$$;
COMMENT ON FUNCTION public.get_workout_completion_stats(uuid, uuid, date, date) IS 'Planned and logged exercises of a plan in a range of dates, this week unless told; policies apply.';

CREATE FUNCTION public.complete_expired_plans() RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
  n integer;
BEGIN
  IF NOT (coalesce(auth.is_admin(), false) OR auth.trainer_id() IS NOT NULL OR auth.acting_as_owner()) THEN
    RAISE EXCEPTION 'only staff complete plans' USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'staff_only';
  END IF;
  UPDATE public.workout_plans SET status = 'completed' WHERE status = 'active' AND ends_on < public.gym_today();
  GET DIAGNOSTICS n = ROW_COUNT;
  RETURN n;
END $$;
COMMENT ON FUNCTION public.complete_expired_plans() IS 'Completes plans whose last day is over; run when staff sign in. Returns how many.';

CREATE FUNCTION public.mark_notifications_read(p_ids uuid[]) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
  n integer;
BEGIN
  UPDATE public.notifications SET read_at = now()
  WHERE recipient_id = auth.uid() AND read_at IS NULL AND id = ANY (p_ids);
  GET DIAGNOSTICS n = ROW_COUNT;
  RETURN n;
END $$;
COMMENT ON FUNCTION public.mark_notifications_read(uuid[]) IS 'Marks own notifications as read; returns how many were unread.';
