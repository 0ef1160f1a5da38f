-- Handing a client over, and assigning many at once.

CREATE FUNCTION public.transfer_assignment(p_assignment_id uuid, p_trainer_id uuid, p_new_id uuid, p_version integer,
  p_note text DEFAULT NULL, p_carry_plan boolean DEFAULT true) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = ''
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
    INSERT INTO public.workout_plans (id, assignment_id, title, description, goals, duration_weeks, starts_on, created_by)
    VALUES (new_plan, p_new_id, plan.title, plan.description, plan.goals, plan.duration_weeks, plan.starts_on, p_trainer_id);
    -- What was done this week is not asked for a second time; what changes next week changes next week.
    INSERT INTO public.workout_exercises (plan_id, day_of_week, exercise_name, exercise_type, sets, reps, weight, rest_seconds,
      notes, order_index, valid_from, archived_on)
    SELECT new_plan, e.day_of_week, e.exercise_name, e.exercise_type, e.sets, e.reps, e.weight, e.rest_seconds, e.notes,
      e.order_index, x.valid_from, e.archived_on
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

CREATE FUNCTION public.assign_members(p_ids uuid[], p_members uuid[], p_trainers uuid[], p_start date DEFAULT NULL)
RETURNS TABLE (line integer, member_id uuid, trainer_id uuid, assignment_id uuid, problem text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
  asked record;
  there public.trainer_assignments;
  problems text[] := array_fill(NULL::text, ARRAY[coalesce(cardinality(p_ids), 0)]);
  refused boolean := false;
  reason text;
BEGIN
  PERFORM auth.require_admin();
  IF cardinality(p_ids) IS DISTINCT FROM cardinality(p_members) OR cardinality(p_ids) IS DISTINCT FROM cardinality(p_trainers) THEN
    RAISE EXCEPTION 'as many members and trainers as keys' USING ERRCODE = 'check_violation', CONSTRAINT = 'bulk_lines';
  END IF;
  BEGIN
    -- Everybody in the order of stamp_assignment, so that two desks that assign at once do not wait for one another.
    PERFORM 1 FROM public.profiles p WHERE p.id = ANY (p_members) ORDER BY p.id FOR NO KEY UPDATE;
    PERFORM 1 FROM public.trainer_waitlist w WHERE w.member_id = ANY (p_members)
      AND w.status IN ('waiting', 'offered', 'accepted') ORDER BY w.id FOR UPDATE;
    PERFORM 1 FROM public.instructors i WHERE i.id = ANY (p_trainers) ORDER BY i.id FOR NO KEY UPDATE;
    FOR asked IN SELECT * FROM unnest(p_ids, p_members, p_trainers) WITH ORDINALITY AS t (id, member, trainer, n) ORDER BY t.n LOOP
      BEGIN
        SELECT * INTO there FROM public.trainer_assignments a WHERE a.id = asked.id;
        IF there.id IS NULL THEN
          INSERT INTO public.trainer_assignments (id, member_id, trainer_id, start_date)
          VALUES (asked.id, asked.member, asked.trainer, p_start);
        ELSIF there.member_id IS DISTINCT FROM asked.member OR there.trainer_id IS DISTINCT FROM asked.trainer THEN
          RAISE EXCEPTION 'this key was used' USING ERRCODE = 'unique_violation', CONSTRAINT = 'trainer_assignments_pkey';
        END IF;
      EXCEPTION WHEN integrity_constraint_violation OR check_violation OR unique_violation OR foreign_key_violation OR not_null_violation THEN
        GET STACKED DIAGNOSTICS reason = CONSTRAINT_NAME;
        problems[asked.n] := coalesce(nullif(reason, ''), 'refused');
        refused := true;
      END;
    END LOOP;
    IF refused THEN
      RAISE EXCEPTION 'all or nothing' USING ERRCODE = 'GT001';
    END IF;
  EXCEPTION WHEN SQLSTATE 'GT001' THEN
    -- What was written since the BEGIN is gone again; what was found out stays in the variables.
    NULL;
  END;
  RETURN QUERY SELECT t.n::integer, t.member, t.trainer, CASE WHEN NOT refused THEN t.id END, problems[t.n]
  FROM unnest(p_ids, p_members, p_trainers) WITH ORDINALITY AS t (id, member, trainer, n)
  WHERE NOT refused OR problems[t.n] IS NOT NULL ORDER BY t.n;
END $$;
COMMENT ON FUNCTION public.assign_members(uuid[], uuid[], uuid[], date) IS 'Assigns many members at once, all or nothing; when refused it returns the lines that cannot be, each with the name of the rule, and nothing is written.';

GRANT EXECUTE ON FUNCTION public.transfer_assignment(uuid, uuid, uuid, integer, text, boolean),
  public.assign_members(uuid[], uuid[], uuid[], date) TO gym_client;
