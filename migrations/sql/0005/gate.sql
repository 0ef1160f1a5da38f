-- Without a session nothing is compared. Policies decide row by row, and a condition of the asker's own may be tried
-- before them: what was asked afterwards tells how it came out, of rows that are never shown. This one costs nothing, so
-- it goes first: of somebody who is not signed in, no condition is tried at all.
DO $$
DECLARE
  t text;
BEGIN
  FOR t IN SELECT c.relname FROM pg_catalog.pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
      -- What a station asks before anybody signs in.
      AND c.relname NOT IN ('gym_settings', 'stations', 'alembic_version') LOOP
    EXECUTE format('CREATE POLICY "Only who is signed in" ON public.%I AS RESTRICTIVE USING ((SELECT auth.uid()) IS NOT NULL)', t);
  END LOOP;
END $$;
