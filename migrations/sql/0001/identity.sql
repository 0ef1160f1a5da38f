-- Who is asking. A setting that holds a user id can be forged with one SET; an opaque token cannot.

CREATE FUNCTION auth.session_row() RETURNS auth.sessions
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$
  SELECT s FROM auth.sessions s
  JOIN public.profiles p ON p.id = s.profile_id AND p.is_active
  WHERE s.token_hash = CASE
      WHEN current_setting('gym.token', true) ~ '^[0-9a-f]{64}$'
      THEN sha256(decode(current_setting('gym.token', true), 'hex')) END
    -- A token that was carried to another workstation is worth nothing there.
    AND s.station = session_user
    AND s.revoked_at IS NULL
    AND s.expires_at > now()
    AND s.last_seen_at + s.idle > now()
$$;
COMMENT ON FUNCTION auth.session_row() IS 'The valid session behind the bound token, or null.';

CREATE FUNCTION auth.uid() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$ SELECT (auth.session_row()).profile_id $$;
COMMENT ON FUNCTION auth.uid() IS 'The signed-in person, or null.';

CREATE FUNCTION auth.is_admin() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$
  SELECT EXISTS (
    SELECT 1 FROM (SELECT (auth.session_row()).*) s
    JOIN public.profiles p ON p.id = s.profile_id
    WHERE s.scope = 'staff' AND p.is_admin)
$$;
COMMENT ON FUNCTION auth.is_admin() IS 'Whether the session acts as an admin; a member session never does.';

CREATE FUNCTION auth.trainer_id() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$
  SELECT i.id FROM (SELECT (auth.session_row()).*) s
  JOIN public.instructors i ON i.user_id = s.profile_id
  WHERE s.scope = 'staff' AND i.is_active AND i.is_personal_trainer
$$;
COMMENT ON FUNCTION auth.trainer_id() IS 'The instructor the session acts as, or null; a member session never acts as one.';

CREATE FUNCTION auth.client_ids() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$
  SELECT coalesce(array_agg(a.member_id), '{}') FROM public.trainer_assignments a
  WHERE a.trainer_id = (SELECT auth.trainer_id()) AND a.status = 'active'
$$;
COMMENT ON FUNCTION auth.client_ids() IS 'Members whose active trainer the session acts as.';

CREATE FUNCTION auth.known_person_ids() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$
  SELECT coalesce(array_agg(DISTINCT a.member_id), '{}') FROM public.trainer_assignments a
  WHERE a.trainer_id = (SELECT auth.trainer_id())
$$;
COMMENT ON FUNCTION auth.known_person_ids() IS 'Members the acting trainer trains or has trained: their names stay readable.';

CREATE FUNCTION auth.own_trainer_ids() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$
  SELECT coalesce(array_agg(DISTINCT a.trainer_id), '{}') FROM public.trainer_assignments a
  WHERE a.member_id = (SELECT auth.uid())
$$;
COMMENT ON FUNCTION auth.own_trainer_ids() IS 'Trainers the signed-in person trains or has trained with.';

CREATE FUNCTION auth.readable_assignment_ids() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$
  SELECT coalesce(array_agg(a.id), '{}') FROM public.trainer_assignments a
  WHERE a.member_id = (SELECT auth.uid())
     OR a.trainer_id = (SELECT auth.trainer_id())
     -- History has to stay readable for whoever trains the member now.
     OR a.member_id = ANY ((SELECT auth.client_ids())::uuid[])
$$;
COMMENT ON FUNCTION auth.readable_assignment_ids() IS 'Assignments whose plans the session may read: own as member, own as trainer, and all former ones of current clients.';

CREATE FUNCTION auth.writable_assignment_ids() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$
  SELECT coalesce(array_agg(a.id), '{}') FROM public.trainer_assignments a
  WHERE a.trainer_id = (SELECT auth.trainer_id()) AND a.status = 'active'
$$;
COMMENT ON FUNCTION auth.writable_assignment_ids() IS 'Active assignments of the acting trainer: the only ones they may write to.';

CREATE FUNCTION auth.readable_plan_ids() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$
  SELECT coalesce(array_agg(p.id), '{}') FROM public.workout_plans p
  WHERE p.assignment_id = ANY ((SELECT auth.readable_assignment_ids())::uuid[])
$$;
COMMENT ON FUNCTION auth.readable_plan_ids() IS 'Plans whose exercises the session may read.';

CREATE FUNCTION auth.writable_plan_ids() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$
  SELECT coalesce(array_agg(p.id), '{}') FROM public.workout_plans p
  WHERE p.assignment_id = ANY ((SELECT auth.writable_assignment_ids())::uuid[])
$$;
COMMENT ON FUNCTION auth.writable_plan_ids() IS 'Plans whose exercises the acting trainer may write.';

CREATE FUNCTION auth.acting_as_owner() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$ SELECT pg_has_role(session_user, 'gym_owner', 'MEMBER') $$;
COMMENT ON FUNCTION auth.acting_as_owner() IS 'Whether this is maintenance by whoever owns the database, not a station.';

-- Sign-in -------------------------------------------------------------------------------------------------

DO $$
BEGIN
  -- Unknown log-ins are counted too, else a lock would tell which log-ins exist.
  FOR n IN 0..255 LOOP
    EXECUTE format('CREATE SEQUENCE auth.%I MINVALUE 0 START 0', 'attempts_unknown_' || n);
  END LOOP;
END $$;

CREATE FUNCTION auth.find_credential(p_kind text, p_login text) RETURNS auth.credentials
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$
  SELECT c FROM auth.credentials c JOIN public.profiles p ON p.id = c.profile_id AND p.is_active
  WHERE c.kind = p_kind AND CASE p_kind
    WHEN 'password' THEN lower(p.email) = lower(btrim(p_login))
    ELSE upper(p.member_number) = upper(btrim(p_login)) END
$$;
COMMENT ON FUNCTION auth.find_credential(text, text) IS 'The credential behind an e-mail or a member number, of people who are active.';

CREATE FUNCTION auth.sign_in_challenge(login text)
RETURNS TABLE (salt bytea, time_cost integer, memory_cost integer, parallelism integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
  wanted text := CASE WHEN strpos(login, '@') > 0 THEN 'password' ELSE 'pin' END;
  found_one auth.credentials := auth.find_credential(wanted, login);
  usual record;
BEGIN
  IF found_one.profile_id IS NOT NULL THEN
    RETURN QUERY SELECT found_one.salt, found_one.time_cost, found_one.memory_cost, found_one.parallelism;
    RETURN;
  END IF;
  -- The same unknown log-in gets the same salt every time, and the parameters most people here have.
  SELECT c.time_cost, c.memory_cost, c.parallelism INTO usual FROM auth.credentials c
    WHERE c.kind = wanted
    GROUP BY c.time_cost, c.memory_cost, c.parallelism ORDER BY count(*) DESC, 1, 2, 3 LIMIT 1;
  RETURN QUERY SELECT
    substr(sha256((SELECT p.value FROM auth.pepper p) || convert_to(lower(btrim(coalesce(login, ''))), 'UTF8')), 1, 16),
    coalesce(usual.time_cost, 3), coalesce(usual.memory_cost, 65536), coalesce(usual.parallelism, 4);
END $$;
COMMENT ON FUNCTION auth.sign_in_challenge(text) IS 'Salt and argon2id parameters for an e-mail or a member number; steady and plausible ones for an unknown log-in.';

CREATE FUNCTION auth.lock_seconds(p_state bigint) RETURNS integer
LANGUAGE sql STABLE SET search_path = ''
AS $$
  -- A state is epoch seconds of the last failure times 1000 plus the number of failures in a row.
  SELECT CASE WHEN p_state % 1000 < 5 THEN 0 ELSE greatest(0, ceil(
      p_state / 1000 + least(3600, 30 * 2 ^ least(20, p_state % 1000 - 5)) - extract(epoch FROM clock_timestamp())))::integer END
$$;
COMMENT ON FUNCTION auth.lock_seconds(bigint) IS 'Seconds a log-in stays locked: 5 tries, then 30 s doubling to 1 h.';

CREATE FUNCTION auth.try_secret(p_kind text, p_login text, p_proof bytea)
RETURNS TABLE (status text, profile_id uuid, retry_after_seconds integer)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
  found_one auth.credentials := auth.find_credential(p_kind, coalesce(p_login, ''));
  digest bytea := sha256((SELECT p.value FROM auth.pepper p) || convert_to(lower(btrim(coalesce(p_login, ''))), 'UTF8'));
  counter text := coalesce(found_one.attempts, 'auth.attempts_unknown_' || get_byte(digest, 0));
  state bigint;
  wait integer;
  right_one boolean;
BEGIN
  -- A lock of the session, not of the transaction: a guess whose transaction is left open must not hold up
  -- the next try, and eight connections guessing at once must still be counted one after the other.
  PERFORM pg_catalog.pg_advisory_lock(1953066081, pg_catalog.hashtext(counter));
  BEGIN
    state := coalesce(pg_catalog.pg_sequence_last_value(counter::regclass), 0);
    wait := auth.lock_seconds(state);
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
COMMENT ON FUNCTION auth.try_secret(text, text, bytea) IS 'Checks a proof and counts failures where a rollback cannot undo it; never raises.';

CREATE FUNCTION auth.issue_session(p_profile_id uuid, p_scope text, p_station text) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
  -- 256 random bits: two version 4 UUIDs hold 244, hashed together with a third.
  token bytea := sha256((gen_random_uuid()::text || gen_random_uuid()::text || gen_random_uuid()::text)::bytea);
  s public.gym_settings;
BEGIN
  SELECT * INTO s FROM public.gym_settings;
  INSERT INTO auth.sessions (token_hash, profile_id, station, scope, expires_at, idle)
  VALUES (sha256(token), p_profile_id, p_station, p_scope, now() + interval '12 hours',
    make_interval(mins => CASE p_scope WHEN 'staff' THEN coalesce(s.staff_idle_minutes, 15) ELSE coalesce(s.kiosk_idle_minutes, 5) END));
  RETURN encode(token, 'hex');
END $$;
COMMENT ON FUNCTION auth.issue_session(uuid, text, text) IS 'Opens a session for a person at a station; only sign-in and the owner of the database may call it.';

CREATE FUNCTION auth.sign_in(login text, proof bytea)
RETURNS TABLE (status text, token text, retry_after_seconds integer)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
  answer record;
BEGIN
  SELECT * INTO answer FROM auth.try_secret('password', login, proof);
  RETURN QUERY SELECT answer.status,
    CASE WHEN answer.status = 'ok' THEN auth.issue_session(answer.profile_id, 'staff', session_user::text) END,
    answer.retry_after_seconds;
END $$;
COMMENT ON FUNCTION auth.sign_in(text, bytea) IS 'Signs staff in by e-mail; status ok, wrong or locked.';

CREATE FUNCTION auth.sign_in_member(member_number text, proof bytea)
RETURNS TABLE (status text, token text, retry_after_seconds integer)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
  answer record;
BEGIN
  SELECT * INTO answer FROM auth.try_secret('pin', member_number, proof);
  RETURN QUERY SELECT answer.status,
    CASE WHEN answer.status = 'ok' THEN auth.issue_session(answer.profile_id, 'member', session_user::text) END,
    answer.retry_after_seconds;
END $$;
COMMENT ON FUNCTION auth.sign_in_member(text, bytea) IS 'Signs a member in by number and PIN; the session acts as a member whatever else the person is.';

CREATE FUNCTION auth.sign_out() RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = ''
AS $$ UPDATE auth.sessions SET revoked_at = now() WHERE id = (SELECT (auth.session_row()).id) $$;
COMMENT ON FUNCTION auth.sign_out() IS 'Revokes the session behind the bound token.';

CREATE FUNCTION auth.touch() RETURNS boolean
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = ''
AS $$
  WITH touched AS (
    UPDATE auth.sessions SET last_seen_at = now() WHERE id = (SELECT (auth.session_row()).id) RETURNING 1)
  SELECT EXISTS (SELECT 1 FROM touched)
$$;
COMMENT ON FUNCTION auth.touch() IS 'Says that the person is still there; false when the session has ended.';

CREATE FUNCTION auth.whoami()
RETURNS TABLE (profile_id uuid, full_name text, scope text, is_admin boolean, trainer_id uuid, is_member boolean,
  weight_unit text, idle_minutes integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$
  SELECT p.id, p.full_name, s.scope, auth.is_admin(), auth.trainer_id(), p.member_number IS NOT NULL, p.weight_unit,
    (extract(epoch FROM s.idle) / 60)::integer
  FROM (SELECT (auth.session_row()).*) s JOIN public.profiles p ON p.id = s.profile_id
$$;
COMMENT ON FUNCTION auth.whoami() IS 'The signed-in person and what the session may act as; no row when nobody is.';

CREATE FUNCTION auth.set_credential(p_profile_id uuid, p_kind text, p_salt bytea, p_time_cost integer,
  p_memory_cost integer, p_parallelism integer, p_proof bytea, p_old_proof bytea DEFAULT NULL) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
  counter text := 'auth.attempts_' || replace(p_profile_id::text, '-', '') || '_' || p_kind;
  allowed boolean := coalesce(auth.is_admin(), false) OR auth.acting_as_owner();
BEGIN
  IF NOT allowed AND p_profile_id = auth.uid() THEN
    -- One's own secret: the old one is asked for, and its guesses are counted.
    SELECT t.status = 'ok' INTO allowed FROM public.profiles p, auth.try_secret(p_kind,
      CASE p_kind WHEN 'password' THEN p.email ELSE p.member_number END, p_old_proof) t WHERE p.id = p_profile_id;
  END IF;
  IF NOT coalesce(allowed, false) THEN
    RAISE EXCEPTION 'not allowed to set this sign-in' USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'credential_denied';
  END IF;
  IF octet_length(p_proof) IS DISTINCT FROM 32 THEN
    RAISE EXCEPTION 'a proof has 32 bytes' USING ERRCODE = 'check_violation', CONSTRAINT = 'credential_proof_length';
  END IF;
  IF to_regclass(counter) IS NULL THEN
    EXECUTE format('CREATE SEQUENCE auth.%I MINVALUE 0 START 0', substr(counter, 6));
  END IF;
  INSERT INTO auth.credentials AS c (profile_id, kind, salt, time_cost, memory_cost, parallelism, proof_hash, attempts)
  VALUES (p_profile_id, p_kind, p_salt, p_time_cost, p_memory_cost, p_parallelism, sha256(p_proof), counter)
  ON CONFLICT ON CONSTRAINT credentials_pkey DO UPDATE SET salt = excluded.salt, time_cost = excluded.time_cost,
    memory_cost = excluded.memory_cost, parallelism = excluded.parallelism, proof_hash = excluded.proof_hash, changed_at = now();
  IF p_old_proof IS NULL THEN
    -- A reset by the desk ends what was open; one's own change keeps the session one is in.
    UPDATE auth.sessions s SET revoked_at = now() WHERE s.profile_id = p_profile_id AND s.revoked_at IS NULL
      AND s.scope = CASE p_kind WHEN 'password' THEN 'staff' ELSE 'member' END
      AND s.id IS DISTINCT FROM (auth.session_row()).id;
    PERFORM pg_catalog.setval(counter::regclass, 0);
  END IF;
END $$;
COMMENT ON FUNCTION auth.set_credential(uuid, text, bytea, integer, integer, integer, bytea, bytea) IS 'Sets a password or PIN: by an admin, by the owner of the database, or by oneself with the old proof.';
