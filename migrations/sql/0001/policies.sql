-- Row level security: separate per command, for stations only, and every helper inside a sub-select, so that it
-- is asked once per statement and not once per row.

-- Tables that were there before may have policies of their own; policies add up, so they would stay open doors.
DO $$
DECLARE
  t text;
  p text;
BEGIN
  FOR t, p IN SELECT tablename, policyname FROM pg_policies WHERE schemaname = 'public' AND tablename IN ('profiles', 'instructors') LOOP
    EXECUTE format('DROP POLICY %I ON public.%I', p, t);
  END LOOP;
END $$;

DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['public.gym_settings', 'public.profiles', 'public.instructors', 'public.trainer_assignments',
      'public.workout_plans', 'public.workout_exercises', 'public.workout_progress', 'public.workout_sets',
      'public.trainer_client_notes', 'public.client_visits', 'public.alembic_version', 'public.notifications', 'public.stations', 'public.audit_log',
      'auth.credentials', 'auth.sessions', 'auth.pepper'] LOOP
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', t);
  END LOOP;
END $$;

-- Gym settings: the sign-in page shows the gym's name before anybody is signed in.
CREATE POLICY "Everybody views the gym" ON public.gym_settings FOR SELECT TO gym_client USING (true);
CREATE POLICY "Admins change the gym" ON public.gym_settings FOR UPDATE TO gym_client
  USING ((SELECT auth.is_admin())) WITH CHECK ((SELECT auth.is_admin()));

-- Profiles
CREATE POLICY "People view themselves" ON public.profiles FOR SELECT TO gym_client USING (id = (SELECT auth.uid()));
CREATE POLICY "Trainers view their clients" ON public.profiles FOR SELECT TO gym_client
  USING (id = ANY ((SELECT auth.known_person_ids())::uuid[]));
CREATE POLICY "Admins view everybody" ON public.profiles FOR SELECT TO gym_client USING ((SELECT auth.is_admin()));
CREATE POLICY "Admins add people" ON public.profiles FOR INSERT TO gym_client WITH CHECK ((SELECT auth.is_admin()));
CREATE POLICY "Admins change people" ON public.profiles FOR UPDATE TO gym_client
  USING ((SELECT auth.is_admin())) WITH CHECK ((SELECT auth.is_admin()));
CREATE POLICY "People change themselves" ON public.profiles FOR UPDATE TO gym_client
  USING (id = (SELECT auth.uid())) WITH CHECK (id = (SELECT auth.uid()));

-- Instructors
CREATE POLICY "Members view their trainers" ON public.instructors FOR SELECT TO gym_client
  USING (id = ANY ((SELECT auth.own_trainer_ids())::uuid[]));
CREATE POLICY "Trainers view colleagues" ON public.instructors FOR SELECT TO gym_client
  USING ((SELECT auth.trainer_id()) IS NOT NULL);
CREATE POLICY "Admins view instructors" ON public.instructors FOR SELECT TO gym_client USING ((SELECT auth.is_admin()));
CREATE POLICY "Admins add instructors" ON public.instructors FOR INSERT TO gym_client WITH CHECK ((SELECT auth.is_admin()));
CREATE POLICY "Admins change instructors" ON public.instructors FOR UPDATE TO gym_client
  USING ((SELECT auth.is_admin())) WITH CHECK ((SELECT auth.is_admin()));

-- Assignments
CREATE POLICY "Members view own assignments" ON public.trainer_assignments FOR SELECT TO gym_client
  USING (member_id = (SELECT auth.uid()));
CREATE POLICY "Trainers view their assignments" ON public.trainer_assignments FOR SELECT TO gym_client
  USING (trainer_id = (SELECT auth.trainer_id()));
CREATE POLICY "Trainers view former assignments of clients" ON public.trainer_assignments FOR SELECT TO gym_client
  USING (member_id = ANY ((SELECT auth.client_ids())::uuid[]));
CREATE POLICY "Admins view all assignments" ON public.trainer_assignments FOR SELECT TO gym_client USING ((SELECT auth.is_admin()));
CREATE POLICY "Admins make assignments" ON public.trainer_assignments FOR INSERT TO gym_client WITH CHECK ((SELECT auth.is_admin()));
CREATE POLICY "Admins change assignments" ON public.trainer_assignments FOR UPDATE TO gym_client
  USING ((SELECT auth.is_admin())) WITH CHECK ((SELECT auth.is_admin()));
CREATE POLICY "Admins delete assignments" ON public.trainer_assignments FOR DELETE TO gym_client USING ((SELECT auth.is_admin()));

-- Plans
CREATE POLICY "People view plans of their assignments" ON public.workout_plans FOR SELECT TO gym_client
  USING (assignment_id = ANY ((SELECT auth.readable_assignment_ids())::uuid[]));
CREATE POLICY "Admins view all plans" ON public.workout_plans FOR SELECT TO gym_client USING ((SELECT auth.is_admin()));
CREATE POLICY "Trainers write plans of active clients" ON public.workout_plans FOR INSERT TO gym_client
  WITH CHECK (assignment_id = ANY ((SELECT auth.writable_assignment_ids())::uuid[]));
CREATE POLICY "Admins write plans" ON public.workout_plans FOR INSERT TO gym_client WITH CHECK ((SELECT auth.is_admin()));
CREATE POLICY "Trainers change plans of active clients" ON public.workout_plans FOR UPDATE TO gym_client
  USING (assignment_id = ANY ((SELECT auth.writable_assignment_ids())::uuid[]))
  WITH CHECK (assignment_id = ANY ((SELECT auth.writable_assignment_ids())::uuid[]));
CREATE POLICY "Admins change plans" ON public.workout_plans FOR UPDATE TO gym_client
  USING ((SELECT auth.is_admin())) WITH CHECK ((SELECT auth.is_admin()));
CREATE POLICY "Trainers delete plans of active clients" ON public.workout_plans FOR DELETE TO gym_client
  USING (assignment_id = ANY ((SELECT auth.writable_assignment_ids())::uuid[]));
CREATE POLICY "Admins delete plans" ON public.workout_plans FOR DELETE TO gym_client USING ((SELECT auth.is_admin()));

-- Exercises
CREATE POLICY "People view exercises of their plans" ON public.workout_exercises FOR SELECT TO gym_client
  USING (plan_id = ANY ((SELECT auth.readable_plan_ids())::uuid[]));
CREATE POLICY "Admins view all exercises" ON public.workout_exercises FOR SELECT TO gym_client USING ((SELECT auth.is_admin()));
CREATE POLICY "Trainers write exercises of active clients" ON public.workout_exercises FOR INSERT TO gym_client
  WITH CHECK (plan_id = ANY ((SELECT auth.writable_plan_ids())::uuid[]));
CREATE POLICY "Admins write exercises" ON public.workout_exercises FOR INSERT TO gym_client WITH CHECK ((SELECT auth.is_admin()));
CREATE POLICY "Trainers change exercises of active clients" ON public.workout_exercises FOR UPDATE TO gym_client
  USING (plan_id = ANY ((SELECT auth.writable_plan_ids())::uuid[]))
  WITH CHECK (plan_id = ANY ((SELECT auth.writable_plan_ids())::uuid[]));
CREATE POLICY "Admins change exercises" ON public.workout_exercises FOR UPDATE TO gym_client
  USING ((SELECT auth.is_admin())) WITH CHECK ((SELECT auth.is_admin()));
CREATE POLICY "Trainers delete exercises of active clients" ON public.workout_exercises FOR DELETE TO gym_client
  USING (plan_id = ANY ((SELECT auth.writable_plan_ids())::uuid[]));
CREATE POLICY "Admins delete exercises" ON public.workout_exercises FOR DELETE TO gym_client USING ((SELECT auth.is_admin()));

-- Progress and its sets: a member's own, a trainer's active clients', everybody's for admins.
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['workout_progress', 'workout_sets'] LOOP
    EXECUTE format('CREATE POLICY "Members view own progress" ON public.%I FOR SELECT TO gym_client USING (member_id = (SELECT auth.uid()))', t);
    EXECUTE format('CREATE POLICY "Trainers view client progress" ON public.%I FOR SELECT TO gym_client USING (member_id = ANY ((SELECT auth.client_ids())::uuid[]))', t);
    EXECUTE format('CREATE POLICY "Admins view all progress" ON public.%I FOR SELECT TO gym_client USING ((SELECT auth.is_admin()))', t);
    EXECUTE format('CREATE POLICY "Members log own progress" ON public.%I FOR INSERT TO gym_client WITH CHECK (member_id = (SELECT auth.uid()))', t);
    EXECUTE format('CREATE POLICY "Admins log progress" ON public.%I FOR INSERT TO gym_client WITH CHECK ((SELECT auth.is_admin()))', t);
    EXECUTE format('CREATE POLICY "Members correct own progress" ON public.%I FOR UPDATE TO gym_client USING (member_id = (SELECT auth.uid())) WITH CHECK (member_id = (SELECT auth.uid()))', t);
    EXECUTE format('CREATE POLICY "Admins correct progress" ON public.%I FOR UPDATE TO gym_client USING ((SELECT auth.is_admin())) WITH CHECK ((SELECT auth.is_admin()))', t);
    EXECUTE format('CREATE POLICY "Members delete own progress" ON public.%I FOR DELETE TO gym_client USING (member_id = (SELECT auth.uid()))', t);
    EXECUTE format('CREATE POLICY "Admins delete progress" ON public.%I FOR DELETE TO gym_client USING ((SELECT auth.is_admin()))', t);
  END LOOP;
END $$;
CREATE POLICY "Trainers log for active clients" ON public.workout_progress FOR INSERT TO gym_client
  WITH CHECK (member_id = ANY ((SELECT auth.client_ids())::uuid[]));
-- Sets go with a log the trainer entered; what the member entered is the member's.
CREATE POLICY "Trainers log for active clients" ON public.workout_sets FOR INSERT TO gym_client
  WITH CHECK (member_id = ANY ((SELECT auth.client_ids())::uuid[])
    AND progress_id IN (SELECT w.id FROM public.workout_progress w WHERE w.logged_by = (SELECT auth.uid())));

-- Notes: one's own as a trainer, the shared ones about oneself, all for admins. A former trainer's private notes
-- stay private to that trainer; the shared ones are part of the client's history.
CREATE POLICY "Trainers view own notes" ON public.trainer_client_notes FOR SELECT TO gym_client
  USING (trainer_id = (SELECT auth.trainer_id()));
CREATE POLICY "People view shared notes" ON public.trainer_client_notes FOR SELECT TO gym_client
  USING (NOT is_private AND assignment_id = ANY ((SELECT auth.readable_assignment_ids())::uuid[]));
CREATE POLICY "Admins view all notes" ON public.trainer_client_notes FOR SELECT TO gym_client USING ((SELECT auth.is_admin()));
CREATE POLICY "Trainers write notes on active clients" ON public.trainer_client_notes FOR INSERT TO gym_client
  WITH CHECK (trainer_id = (SELECT auth.trainer_id()) AND assignment_id = ANY ((SELECT auth.writable_assignment_ids())::uuid[]));
CREATE POLICY "Admins write notes" ON public.trainer_client_notes FOR INSERT TO gym_client WITH CHECK ((SELECT auth.is_admin()));
CREATE POLICY "Trainers change own notes" ON public.trainer_client_notes FOR UPDATE TO gym_client
  USING (trainer_id = (SELECT auth.trainer_id()) AND assignment_id = ANY ((SELECT auth.writable_assignment_ids())::uuid[]))
  WITH CHECK (trainer_id = (SELECT auth.trainer_id()) AND assignment_id = ANY ((SELECT auth.writable_assignment_ids())::uuid[]));
CREATE POLICY "Admins correct notes" ON public.trainer_client_notes FOR UPDATE TO gym_client
  USING ((SELECT auth.is_admin())) WITH CHECK ((SELECT auth.is_admin()));
CREATE POLICY "Trainers delete own notes" ON public.trainer_client_notes FOR DELETE TO gym_client
  USING (trainer_id = (SELECT auth.trainer_id()) AND assignment_id = ANY ((SELECT auth.writable_assignment_ids())::uuid[]));
CREATE POLICY "Admins delete notes" ON public.trainer_client_notes FOR DELETE TO gym_client USING ((SELECT auth.is_admin()));

-- Visits
CREATE POLICY "Trainers view own visits" ON public.client_visits FOR SELECT TO gym_client USING (trainer_id = (SELECT auth.trainer_id()));
CREATE POLICY "Trainers note own visits" ON public.client_visits FOR INSERT TO gym_client
  WITH CHECK (trainer_id = (SELECT auth.trainer_id()) AND member_id = ANY ((SELECT auth.known_person_ids())::uuid[]));
CREATE POLICY "Trainers renew own visits" ON public.client_visits FOR UPDATE TO gym_client
  USING (trainer_id = (SELECT auth.trainer_id()))
  WITH CHECK (trainer_id = (SELECT auth.trainer_id()) AND member_id = ANY ((SELECT auth.known_person_ids())::uuid[]));

-- Notifications are written by triggers and marked read by a function.
CREATE POLICY "People view own notifications" ON public.notifications FOR SELECT TO gym_client USING (recipient_id = (SELECT auth.uid()));

-- Stations: the one asking sees itself, for its name on the sign-in page; admins see all.
CREATE POLICY "A station views itself" ON public.stations FOR SELECT TO gym_client USING (role_name = session_user);
CREATE POLICY "Admins view stations" ON public.stations FOR SELECT TO gym_client USING ((SELECT auth.is_admin()));

CREATE POLICY "Admins view the audit log" ON public.audit_log FOR SELECT TO gym_client USING ((SELECT auth.is_admin()));

COMMENT ON TABLE public.alembic_version IS 'The newest migration this database has seen.';
-- The application compares its own schema version before anybody signs in.
CREATE POLICY "Everybody views the schema version" ON public.alembic_version FOR SELECT TO gym_client USING (true);
