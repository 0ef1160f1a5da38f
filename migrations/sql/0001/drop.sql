-- Takes everything of the first migration away again, people and their history included.
DROP POLICY "Everybody views the schema version" ON public.alembic_version;
ALTER TABLE public.alembic_version DISABLE ROW LEVEL SECURITY;
REVOKE ALL ON public.alembic_version FROM gym_client;
COMMENT ON TABLE public.alembic_version IS NULL;
REVOKE ALL ON SCHEMA public FROM gym_client;
ALTER DEFAULT PRIVILEGES FOR ROLE gym_owner GRANT EXECUTE ON FUNCTIONS TO PUBLIC;
DROP TABLE public.audit_log, public.notifications, public.client_visits, public.trainer_client_notes, public.workout_sets,
  public.workout_progress, public.workout_exercises, public.workout_plans, public.trainer_assignments, public.stations CASCADE;
DROP TABLE auth.credentials, auth.sessions, auth.pepper CASCADE;
DROP TABLE public.instructors, public.profiles, public.gym_settings CASCADE;
DROP SCHEMA auth CASCADE;
DO $$
DECLARE
  f regprocedure;
BEGIN
  FOR f IN SELECT p.oid::regprocedure FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') LOOP
    EXECUTE format('DROP FUNCTION %s CASCADE', f);
  END LOOP;
END $$;
DROP SCHEMA extensions CASCADE;
