-- Guesses count before they are looked at, a kiosk's way out locks no desk, and who may not see people searches none.

-- What is left at a kiosk is counted apart, known log-ins and unknown ones alike: anybody can stand there, and who
-- types an admin's e-mail five times must not lock the desk.
DO $$
BEGIN
  FOR n IN 0..255 LOOP
    EXECUTE format('CREATE SEQUENCE auth.%I MINVALUE 0 START 0', 'attempts_leaving_' || n);
  END LOOP;
END $$;

CREATE FUNCTION auth.login_digest(p_kind text, p_login text) RETURNS bytea
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  -- Two ways to write one log-in are one here exactly where find_credential finds one person by both: else the salt of
  -- 'ſ1' would differ from that of 'S1' for nobody, and be the same for somebody.
  SELECT sha256((SELECT p.value FROM auth.pepper p) || convert_to(CASE
    WHEN p_kind = 'password' THEN lower(x.login)
    WHEN octet_length(upper(x.login)) = length(upper(x.login)) THEN lower(upper(x.login))
    ELSE upper(x.login) END, 'UTF8'))
  FROM (SELECT btrim(coalesce(p_login, '')) AS login) x
$$;
COMMENT ON FUNCTION auth.login_digest(text, text) IS 'Steady random bytes for a log-in, whether anybody has it or not.';

CREATE OR REPLACE FUNCTION auth.find_credential(p_kind text, p_login text) RETURNS auth.credentials
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  nobody uuid := '00000000-0000-0000-0000-000000000000';
  -- Of each way to somebody the first there is: looked up where the wanted one is not there.
  first_email text := (SELECT lower(p.email) FROM public.profiles p ORDER BY lower(p.email) LIMIT 1);
  first_number text := (SELECT upper(p.member_number) FROM public.profiles p ORDER BY upper(p.member_number) LIMIT 1);
  first_card text := (SELECT upper(c.code) FROM public.member_cards c ORDER BY upper(c.code) LIMIT 1);
  somebody uuid := (SELECT p.id FROM public.profiles p ORDER BY p.id LIMIT 1);
  proven record;
  hit record;
  other record;
  person uuid;
  found_one auth.credentials;
  other_one auth.credentials;
BEGIN
  -- Everything is looked up twice, once so that a row is found and once so that none is; what was typed only decides
  -- which is which. A row that is found is a page more than one that is not, and EXPLAIN shows pages to everybody.
  SELECT c.profile_id, c.kind INTO proven FROM auth.credentials c ORDER BY c.profile_id, c.kind LIMIT 1;
  IF p_kind = 'password' THEN
    SELECT p.id, p.is_active INTO hit FROM public.profiles p WHERE lower(p.email) = lower(btrim(p_login));
    SELECT p.id, p.is_active INTO other FROM public.profiles p WHERE lower(p.email) = CASE WHEN hit.id IS NULL THEN first_email ELSE '' END;
    person := CASE WHEN hit.is_active THEN hit.id END;
  ELSE
    -- A number wins over a card.
    SELECT p.id, p.is_active INTO hit FROM public.profiles p WHERE upper(p.member_number) = upper(btrim(p_login));
    SELECT p.id, p.is_active INTO other FROM public.profiles p
      WHERE upper(p.member_number) = CASE WHEN hit.id IS NULL THEN first_number ELSE '' END;
    person := CASE WHEN hit.is_active THEN hit.id END;
    SELECT c.member_id AS id, true AS is_active INTO hit FROM public.member_cards c WHERE upper(c.code) = upper(btrim(p_login));
    SELECT c.member_id AS id, true AS is_active INTO other FROM public.member_cards c
      WHERE upper(c.code) = CASE WHEN hit.id IS NULL THEN first_card ELSE '' END;
    person := coalesce(person, hit.id);
    SELECT p.id, p.is_active INTO hit FROM public.profiles p WHERE p.id = coalesce(person, nobody);
    SELECT p.id, p.is_active INTO other FROM public.profiles p WHERE p.id = CASE WHEN hit.id IS NULL THEN somebody ELSE nobody END;
    person := CASE WHEN hit.is_active THEN hit.id END;
  END IF;
  SELECT c.* INTO found_one FROM auth.credentials c WHERE c.profile_id = coalesce(person, nobody) AND c.kind = p_kind;
  SELECT c.* INTO other_one FROM auth.credentials c
    WHERE c.profile_id = CASE WHEN found_one.profile_id IS NULL THEN proven.profile_id ELSE nobody END
    AND c.kind = CASE WHEN found_one.profile_id IS NULL THEN proven.kind ELSE p_kind END;
  RETURN found_one;
END $$;

CREATE OR REPLACE FUNCTION auth.sign_in_challenge(login text)
RETURNS TABLE (salt bytea, time_cost integer, memory_cost integer, parallelism integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
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
  steady := substr(auth.login_digest(wanted, login), 1, 16);
  RETURN QUERY SELECT coalesce(found_one.salt, steady), coalesce(found_one.time_cost, usual.time_cost, 3),
    coalesce(found_one.memory_cost, usual.memory_cost, 65536), coalesce(found_one.parallelism, usual.parallelism, 4);
END $$;

CREATE FUNCTION auth.try_proof(p_found auth.credentials, p_counter text, p_proof bytea)
RETURNS TABLE (status text, profile_id uuid, retry_after_seconds integer)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  nobodys bytea := sha256((SELECT p.value FROM auth.pepper p));
  station_counter regclass := auth.station_counter(session_user::text);
  state bigint;
  wait integer;
  right_one boolean;
BEGIN
  -- A lock of the session, not of the transaction: a guess whose transaction is left open must not hold up
  -- the next try, and eight connections guessing at once must still be counted one after the other. No station
  -- may take such a lock itself.
  PERFORM pg_catalog.pg_advisory_lock(1953066081, pg_catalog.hashtext(p_counter));
  BEGIN
    state := coalesce(pg_catalog.pg_sequence_last_value(p_counter::regclass), 0);
    wait := greatest(auth.lock_seconds(state), auth.station_wait_seconds(station_counter));
    IF wait > 0 THEN
      PERFORM pg_catalog.pg_advisory_unlock(1953066081, pg_catalog.hashtext(p_counter));
      RETURN QUERY SELECT 'locked', NULL::uuid, wait;
      RETURN;
    END IF;
    -- Counted before it is looked at: where nothing can be written, in a transaction that was begun to read or on a
    -- copy of the server, nothing is compared either. Else the work it takes would tell how it came out.
    state := floor(extract(epoch FROM clock_timestamp()))::bigint * 1000 + least(999, state % 1000 + 1);
    PERFORM pg_catalog.setval(p_counter::regclass, state);
    -- Compared as hashes, so the time it takes says nothing about the proof; an unknown log-in compares too.
    right_one := sha256(coalesce(p_proof, '')) = coalesce(p_found.proof_hash, nobodys) AND p_found.profile_id IS NOT NULL;
    IF right_one THEN
      PERFORM pg_catalog.setval(p_counter::regclass, 0);
    ELSE
      PERFORM auth.count_station_failure(station_counter);
      wait := auth.lock_seconds(state);
    END IF;
    PERFORM pg_catalog.pg_advisory_unlock(1953066081, pg_catalog.hashtext(p_counter));
  EXCEPTION
    WHEN query_canceled THEN
      PERFORM pg_catalog.pg_advisory_unlock(1953066081, pg_catalog.hashtext(p_counter));
      RAISE;
    WHEN OTHERS THEN
    PERFORM pg_catalog.pg_advisory_unlock(1953066081, pg_catalog.hashtext(p_counter));
    RETURN QUERY SELECT 'locked', NULL::uuid, 1;
    RETURN;
  END;
  RETURN QUERY SELECT CASE WHEN right_one THEN 'ok' ELSE 'wrong' END,
    CASE WHEN right_one THEN p_found.profile_id END, wait;
END $$;
COMMENT ON FUNCTION auth.try_proof(auth.credentials, text, bytea) IS 'Counts a try where a rollback cannot undo it, then checks its proof; never raises.';

CREATE OR REPLACE FUNCTION auth.try_secret(p_kind text, p_login text, p_proof bytea)
RETURNS TABLE (status text, profile_id uuid, retry_after_seconds integer)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  found_one auth.credentials := auth.find_credential(p_kind, coalesce(p_login, ''));
  digest bytea := auth.login_digest(p_kind, p_login);
BEGIN
  RETURN QUERY SELECT t.status, t.profile_id, t.retry_after_seconds FROM auth.try_proof(found_one,
    coalesce(found_one.attempts, 'auth.attempts_unknown_' || get_byte(digest, 0)), p_proof) t;
END $$;

CREATE OR REPLACE FUNCTION auth.check_staff(login text, proof bytea) RETURNS TABLE (status text, retry_after_seconds integer)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  found_one auth.credentials := auth.find_credential('password', coalesce(login, ''));
  digest bytea := auth.login_digest('password', login);
  nobody uuid := '00000000-0000-0000-0000-000000000000';
  somebody uuid := (SELECT p.id FROM public.profiles p ORDER BY p.id LIMIT 1);
  instructor uuid := (SELECT i.user_id FROM public.instructors i ORDER BY i.user_id LIMIT 1);
  hit record;
  other record;
  staff boolean;
BEGIN
  -- Found once and not found once, see find_credential.
  SELECT p.id, p.is_admin INTO hit FROM public.profiles p WHERE p.id = coalesce(found_one.profile_id, nobody);
  SELECT p.id, p.is_admin INTO other FROM public.profiles p WHERE p.id = CASE WHEN hit.id IS NULL THEN somebody ELSE nobody END;
  staff := coalesce(hit.is_admin, false);
  SELECT i.id, i.is_active INTO hit FROM public.instructors i WHERE i.user_id = coalesce(found_one.profile_id, nobody);
  SELECT i.id, i.is_active INTO other FROM public.instructors i WHERE i.user_id = CASE WHEN hit.id IS NULL THEN instructor ELSE nobody END;
  staff := staff OR coalesce(hit.is_active, false);
  -- Whoever is no staff has no right password here: it counts as a wrong one, and clears no counter.
  RETURN QUERY SELECT t.status, t.retry_after_seconds FROM auth.try_proof(found_one,
    'auth.attempts_leaving_' || get_byte(digest, 0), CASE WHEN staff THEN proof END) t;
END $$;
COMMENT ON FUNCTION auth.check_staff(text, bytea) IS 'Whether e-mail and password are those of staff, without opening a session: how a kiosk is left. Counted like a sign-in, and apart from it: what is typed at the wall locks nobody out of the desk.';

-- Asked of everybody, it told by its work whether there was anybody: from a kiosk, before sign-in, whole names, e-mails
-- and phone numbers could be spelled out letter by letter.
CREATE OR REPLACE FUNCTION public.people_matching(p_text text) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  pattern text := '%' || replace(replace(replace(public.search_key(p_text), '\', '\\'), '%', '\%'), '_', '\_') || '%';
BEGIN
  IF auth.is_admin() THEN
    RETURN QUERY SELECT p.id FROM public.profiles p WHERE p.search LIKE pattern;
  ELSE
    -- First whose ids may come out, then which of them match.
    RETURN QUERY WITH seen AS MATERIALIZED (
      SELECT p.id, p.search FROM public.profiles p WHERE p.id = ANY (array_append(auth.known_person_ids(), auth.uid())))
    SELECT s.id FROM seen s WHERE s.search LIKE pattern;
  END IF;
END $$;

REVOKE ALL ON FUNCTION auth.login_digest(text, text), auth.try_proof(auth.credentials, text, bytea) FROM PUBLIC;
