-- Sign-in again: the same work for who is known and who is not, and a limit on what one workstation may get wrong.

CREATE OR REPLACE FUNCTION auth.find_credential(p_kind text, p_login text) RETURNS auth.credentials
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
  person uuid;
  found_one auth.credentials;
BEGIN
  -- Each by its index: a scan that ends at the row it looks for tells by its length that there is one.
  IF p_kind = 'password' THEN
    SELECT p.id INTO person FROM public.profiles p WHERE lower(p.email) = lower(btrim(p_login)) AND p.is_active;
  ELSE
    SELECT p.id INTO person FROM public.profiles p WHERE upper(p.member_number) = upper(btrim(p_login)) AND p.is_active;
  END IF;
  -- Looked up for nobody, too.
  SELECT c.* INTO found_one FROM auth.credentials c
    WHERE c.profile_id = coalesce(person, '00000000-0000-0000-0000-000000000000') AND c.kind = p_kind;
  RETURN found_one;
END $$;

CREATE OR REPLACE FUNCTION auth.sign_in_challenge(login text)
RETURNS TABLE (salt bytea, time_cost integer, memory_cost integer, parallelism integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
  wanted text := CASE WHEN strpos(login, '@') > 0 THEN 'password' ELSE 'pin' END;
  found_one auth.credentials := auth.find_credential(wanted, login);
  usual record;
  steady bytea;
BEGIN
  -- The same unknown log-in gets the same salt every time, and the parameters most people here have. Both are
  -- worked out for a known one as well: else the time it takes would tell which log-ins exist.
  SELECT c.time_cost, c.memory_cost, c.parallelism INTO usual FROM auth.credentials c
    WHERE c.kind = wanted
    GROUP BY c.time_cost, c.memory_cost, c.parallelism ORDER BY count(*) DESC, 1, 2, 3 LIMIT 1;
  steady := substr(sha256((SELECT p.value FROM auth.pepper p) || convert_to(lower(btrim(coalesce(login, ''))), 'UTF8')), 1, 16);
  RETURN QUERY SELECT coalesce(found_one.salt, steady), coalesce(found_one.time_cost, usual.time_cost, 3),
    coalesce(found_one.memory_cost, usual.memory_cost, 65536), coalesce(found_one.parallelism, usual.parallelism, 4);
END $$;

-- What one workstation gets wrong, whatever the log-in: without a limit, one PIN is tried on every member, and the
-- counters that unknown log-ins share are filled until only known ones answer "wrong" (3,171 tries, a second).
-- The value is the moment, in seconds, at which all tries so far are forgotten: each failure moves it 30 s on.
CREATE SEQUENCE auth.attempts_elsewhere INCREMENT BY 30 MINVALUE 0 START 0;

CREATE FUNCTION auth.station_counter(p_station text) RETURNS regclass
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$
  SELECT coalesce(
    (SELECT to_regclass('auth.attempts_at_' || replace(s.id::text, '-', '')) FROM public.stations s WHERE s.role_name = p_station),
    'auth.attempts_elsewhere'::regclass)
$$;
COMMENT ON FUNCTION auth.station_counter(text) IS 'The sequence that counts the failed sign-ins of a workstation.';

CREATE FUNCTION auth.station_wait_seconds(p_counter regclass) RETURNS integer
LANGUAGE sql VOLATILE SET search_path = ''
AS $$
  -- 100 failures at once are forgiven, then one every 30 seconds.
  SELECT greatest(0, ceil(coalesce(pg_catalog.pg_sequence_last_value(p_counter), 0) - 3000
    - extract(epoch FROM clock_timestamp())))::integer
$$;
COMMENT ON FUNCTION auth.station_wait_seconds(regclass) IS 'Seconds until a workstation may try again: 100 failures, then one every 30 s.';

CREATE FUNCTION auth.count_station_failure(p_counter regclass) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = ''
AS $$
DECLARE
  today bigint := floor(extract(epoch FROM clock_timestamp()));
BEGIN
  IF coalesce(pg_catalog.pg_sequence_last_value(p_counter), 0) < today THEN
    PERFORM pg_catalog.setval(p_counter, today);
  END IF;
  -- One step for everybody who fails at the same moment: nothing is lost and a rollback takes nothing back.
  PERFORM pg_catalog.nextval(p_counter);
END $$;
COMMENT ON FUNCTION auth.count_station_failure(regclass) IS 'Counts a failed sign-in of a workstation where a rollback cannot undo it.';

CREATE FUNCTION auth.add_station_counter() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
  EXECUTE format('CREATE SEQUENCE IF NOT EXISTS auth.%I INCREMENT BY 30 MINVALUE 0 START 0', 'attempts_at_' || replace(NEW.id::text, '-', ''));
  RETURN NULL;
END $$;
COMMENT ON FUNCTION auth.add_station_counter() IS 'A counter of failed sign-ins for every workstation.';
CREATE TRIGGER add_counter AFTER INSERT ON public.stations FOR EACH ROW EXECUTE FUNCTION auth.add_station_counter();

DO $$
DECLARE
  s record;
BEGIN
  FOR s IN SELECT id FROM public.stations LOOP
    EXECUTE format('CREATE SEQUENCE auth.%I INCREMENT BY 30 MINVALUE 0 START 0', 'attempts_at_' || replace(s.id::text, '-', ''));
  END LOOP;
END $$;

CREATE OR REPLACE FUNCTION auth.try_secret(p_kind text, p_login text, p_proof bytea)
RETURNS TABLE (status text, profile_id uuid, retry_after_seconds integer)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
  found_one auth.credentials := auth.find_credential(p_kind, coalesce(p_login, ''));
  digest bytea := sha256((SELECT p.value FROM auth.pepper p) || convert_to(lower(btrim(coalesce(p_login, ''))), 'UTF8'));
  counter text := coalesce(found_one.attempts, 'auth.attempts_unknown_' || get_byte(digest, 0));
  station_counter regclass := auth.station_counter(session_user::text);
  state bigint;
  wait integer;
  right_one boolean;
BEGIN
  -- A lock of the session, not of the transaction: a guess whose transaction is left open must not hold up
  -- the next try, and eight connections guessing at once must still be counted one after the other. No station
  -- may take such a lock itself.
  PERFORM pg_catalog.pg_advisory_lock(1953066081, pg_catalog.hashtext(counter));
  BEGIN
    state := coalesce(pg_catalog.pg_sequence_last_value(counter::regclass), 0);
    wait := greatest(auth.lock_seconds(state), auth.station_wait_seconds(station_counter));
    IF wait > 0 THEN
      PERFORM pg_catalog.pg_advisory_unlock(1953066081, pg_catalog.hashtext(counter));
      RETURN QUERY SELECT 'locked', NULL::uuid, wait;
      RETURN;
    END IF;
    -- Compared as hashes, so the time it takes says nothing about the proof; an unknown log-in compares too.
    right_one := sha256(coalesce(p_proof, '')) = coalesce(found_one.proof_hash, digest)
      AND found_one.profile_id IS NOT NULL;
    IF right_one THEN
      PERFORM pg_catalog.setval(counter::regclass, 0);
    ELSE
      PERFORM auth.count_station_failure(station_counter);
      state := floor(extract(epoch FROM clock_timestamp()))::bigint * 1000 + least(999, state % 1000 + 1);
      PERFORM pg_catalog.setval(counter::regclass, state);
      wait := auth.lock_seconds(state);
    END IF;
    PERFORM pg_catalog.pg_advisory_unlock(1953066081, pg_catalog.hashtext(counter));
  EXCEPTION
    WHEN query_canceled THEN
      PERFORM pg_catalog.pg_advisory_unlock(1953066081, pg_catalog.hashtext(counter));
      RAISE;
    WHEN OTHERS THEN
    PERFORM pg_catalog.pg_advisory_unlock(1953066081, pg_catalog.hashtext(counter));
    RETURN QUERY SELECT 'locked', NULL::uuid, 1;
    RETURN;
  END;
  RETURN QUERY SELECT CASE WHEN right_one THEN 'ok' ELSE 'wrong' END,
    CASE WHEN right_one THEN found_one.profile_id END, wait;
END $$;

-- Deleting brings the right to lock a whole table, and at a kiosk nobody deletes these.
REVOKE DELETE ON public.trainer_assignments, public.workout_plans, public.workout_exercises, public.trainer_client_notes,
  public.exercises, public.plan_templates, public.template_exercises FROM gym_client;
GRANT DELETE ON public.trainer_assignments, public.workout_plans, public.workout_exercises, public.trainer_client_notes,
  public.exercises, public.plan_templates, public.template_exercises TO gym_staff;

-- DROP OWNED BY gym_client, which every member of that role may say, drops the policies that name it. PUBLIC has
-- no right to any table, so the meaning stays.
DO $$
DECLARE
  p record;
BEGIN
  FOR p IN SELECT schemaname, tablename, policyname FROM pg_catalog.pg_policies WHERE schemaname IN ('public', 'auth') LOOP
    EXECUTE format('ALTER POLICY %I ON %I.%I TO PUBLIC', p.policyname, p.schemaname, p.tablename);
  END LOOP;
END $$;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA auth FROM PUBLIC;

-- An empty search path still looks for types and tables among the temporary ones first: whoever could make a
-- temporary type named "text" would have its check run as the owner. Only a path that names pg_temp, last, does not.
DO $$
DECLARE
  f regprocedure;
BEGIN
  FOR f IN SELECT p.oid FROM pg_catalog.pg_proc p
      WHERE p.pronamespace IN ('auth'::regnamespace, 'public'::regnamespace) AND 'search_path=""' = ANY (p.proconfig) LOOP
    EXECUTE format('ALTER FUNCTION %s SET search_path = pg_catalog, pg_temp', f);
  END LOOP;
END $$;
