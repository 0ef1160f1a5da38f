-- The screen on the wall: cards, what was entered while the server was away, and the way out.

CREATE TABLE public.member_cards (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  member_id uuid NOT NULL REFERENCES public.profiles (id) ON DELETE CASCADE,
  code text NOT NULL CONSTRAINT card_code_shape CHECK (code ~ '^[A-Za-z0-9:_-]{4,64}$'),
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX card_code_unique ON public.member_cards (upper(code));
CREATE INDEX idx_member_cards_member ON public.member_cards (member_id);
COMMENT ON TABLE public.member_cards IS 'What a reader reads from a member''s card, tag or code, where that is not the member number.';
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON public.member_cards FOR EACH ROW EXECUTE FUNCTION public.audit_row();
CREATE TRIGGER announce_insert AFTER INSERT ON public.member_cards REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.announce();
CREATE TRIGGER announce_update AFTER UPDATE ON public.member_cards REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.announce();
CREATE TRIGGER announce_delete AFTER DELETE ON public.member_cards REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.announce();
ALTER TABLE public.member_cards ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Admins view cards" ON public.member_cards FOR SELECT USING ((SELECT auth.is_admin()));
CREATE POLICY "Admins give cards" ON public.member_cards FOR INSERT WITH CHECK ((SELECT auth.is_admin()));
CREATE POLICY "Admins take cards" ON public.member_cards FOR DELETE USING ((SELECT auth.is_admin()));
GRANT SELECT, DELETE, INSERT (id, member_id, code) ON public.member_cards TO gym_staff;

CREATE OR REPLACE FUNCTION auth.find_credential(p_kind text, p_login text) RETURNS auth.credentials
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  person uuid;
  by_card uuid;
  found_one auth.credentials;
BEGIN
  -- Each by its index: a scan that ends at the row it looks for tells by its length that there is one.
  IF p_kind = 'password' THEN
    SELECT p.id INTO person FROM public.profiles p WHERE lower(p.email) = lower(btrim(p_login)) AND p.is_active;
  ELSE
    -- A number wins over a card. All is looked up whatever is found, so that the time says nothing.
    SELECT p.id INTO person FROM public.profiles p WHERE upper(p.member_number) = upper(btrim(p_login)) AND p.is_active;
    SELECT c.member_id INTO by_card FROM public.member_cards c WHERE upper(c.code) = upper(btrim(p_login));
    SELECT p.id INTO person FROM public.profiles p
      WHERE p.id = coalesce(person, by_card, '00000000-0000-0000-0000-000000000000') AND p.is_active;
  END IF;
  -- Looked up for nobody, too.
  SELECT c.* INTO found_one FROM auth.credentials c
    WHERE c.profile_id = coalesce(person, '00000000-0000-0000-0000-000000000000') AND c.kind = p_kind;
  RETURN found_one;
END $$;

ALTER TABLE public.gym_settings ADD COLUMN kiosk_offline_days integer NOT NULL DEFAULT 0
  CONSTRAINT gym_kiosk_offline_range CHECK (kiosk_offline_days BETWEEN 0 AND 14);
COMMENT ON COLUMN public.gym_settings.kiosk_offline_days IS 'For how many days a kiosk keeps plans it has shown, encrypted, for when the server is away; 0 for not at all.';
GRANT UPDATE (kiosk_offline_days) ON public.gym_settings TO gym_client;

CREATE FUNCTION auth.check_staff(login text, proof bytea) RETURNS TABLE (status text, retry_after_seconds integer)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  person uuid;
  staff boolean;
BEGIN
  -- Both are looked up for nobody, too, so that the time says nothing.
  SELECT p.id, p.is_admin INTO person, staff FROM public.profiles p WHERE lower(p.email) = lower(btrim(login)) AND p.is_active;
  SELECT coalesce(staff, false) OR count(*) > 0 INTO staff FROM public.instructors i
    WHERE i.user_id = coalesce(person, '00000000-0000-0000-0000-000000000000') AND i.is_active;
  -- Whoever is no staff has no right password here: it counts as a wrong one, and clears no counter.
  RETURN QUERY SELECT t.status, t.retry_after_seconds FROM auth.try_secret('password', login, CASE WHEN staff THEN proof END) t;
END $$;
COMMENT ON FUNCTION auth.check_staff(text, bytea) IS 'Whether e-mail and password are those of staff, counted like a sign-in, without opening a session: how a kiosk is left.';

-- Whoever sends what waited has no session any more. Only logs and skips get in that way, only of the person the token
-- was issued to, and only for moments at which it held.
CREATE TABLE auth.replaying (
  transaction bigint PRIMARY KEY,
  person_id uuid NOT NULL
);
ALTER TABLE auth.replaying ENABLE ROW LEVEL SECURITY;
COMMENT ON TABLE auth.replaying IS 'Marks the transaction in which an entry made earlier is written; empty at every other time.';

CREATE FUNCTION auth.replaying_for() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT r.person_id FROM auth.replaying r WHERE r.transaction = pg_current_xact_id_if_assigned()::text::bigint $$;
COMMENT ON FUNCTION auth.replaying_for() IS 'In whose name the running transaction writes what waited; nobody can claim so from outside.';

CREATE FUNCTION public.replay_entry(p_token text, p_made_at timestamptz, p_kind text, p_entry jsonb) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  person uuid;
  active boolean;
  added boolean;
  owner uuid;
  new_id uuid;
  made timestamptz;
BEGIN
  SELECT s.profile_id, p.is_active INTO person, active FROM auth.sessions s JOIN public.profiles p ON p.id = s.profile_id
  WHERE s.token_hash = CASE WHEN p_token ~ '^[0-9a-f]{64}$' THEN sha256(decode(p_token, 'hex')) END
    AND s.station = session_user AND s.scope = 'member'
    AND p_made_at BETWEEN s.issued_at - interval '5 minutes' AND s.expires_at
    AND p_made_at <= least(s.revoked_at, now() + interval '5 minutes');
  IF person IS NULL THEN
    RAISE EXCEPTION 'nobody was signed in then' USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'replay_session';
  ELSIF NOT active THEN
    RAISE EXCEPTION 'this person is switched off' USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'replay_person_inactive';
  ELSIF p_made_at < now() - interval '30 days' THEN
    RAISE EXCEPTION 'this waited too long' USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'replay_too_old';
  ELSIF p_kind IS DISTINCT FROM 'log' AND p_kind IS DISTINCT FROM 'skip' THEN
    RAISE EXCEPTION 'no such kind of entry' USING ERRCODE = 'check_violation', CONSTRAINT = 'replay_kind';
  ELSIF jsonb_typeof(p_entry) IS DISTINCT FROM 'object' OR octet_length(p_entry::text) > 60000 THEN
    RAISE EXCEPTION 'this is no entry' USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_shape';
  END IF;
  INSERT INTO auth.replaying (transaction, person_id) VALUES (pg_current_xact_id()::text::bigint, person);
  -- What lies in it was read by nobody so far: what is no number or no date is refused by name, too.
  BEGIN
    new_id := (p_entry ->> 'id')::uuid;
    made := coalesce((p_entry ->> 'completed_at')::timestamptz, p_made_at);
    IF new_id IS NULL THEN
      RAISE EXCEPTION 'an entry has a key' USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_shape';
    ELSIF p_kind = 'log' THEN
      INSERT INTO public.workout_progress (id, exercise_id, member_id, exercise_name, completed_at, sets_completed, reps_completed,
        weight_used, weight_unit, duration_minutes, notes, rating)
      VALUES (new_id, (p_entry ->> 'exercise_id')::uuid, person, coalesce(p_entry ->> 'exercise_name', ''), made,
        (p_entry ->> 'sets_completed')::integer, (p_entry ->> 'reps_completed')::integer, (p_entry ->> 'weight_used')::numeric,
        p_entry ->> 'weight_unit', (p_entry ->> 'duration_minutes')::integer, p_entry ->> 'notes', (p_entry ->> 'rating')::integer)
      ON CONFLICT DO NOTHING;
      added := FOUND;
      IF added THEN
        INSERT INTO public.workout_sets (progress_id, member_id, number, type, reps, weight, weight_unit, rir, duration_seconds, distance_m)
        SELECT new_id, person, s.number, coalesce(s.type, 'working'), s.reps, s.weight, s.weight_unit, s.rir, s.duration_seconds, s.distance_m
        FROM jsonb_to_recordset(coalesce(p_entry -> 'sets', '[]')) AS s (number integer, type text, reps integer, weight numeric,
          weight_unit text, rir integer, duration_seconds integer, distance_m numeric);
      ELSE
        SELECT w.member_id INTO owner FROM public.workout_progress w WHERE w.id = new_id;
      END IF;
    ELSE
      -- Skipped twice that day is skipped once.
      INSERT INTO public.exercise_skips (id, exercise_id, member_id, skipped_on, reason)
      VALUES (new_id, (p_entry ->> 'exercise_id')::uuid, person, coalesce((p_entry ->> 'skipped_on')::date, public.gym_day(made)),
        coalesce(p_entry ->> 'reason', '')) ON CONFLICT DO NOTHING;
      added := FOUND;
      SELECT k.member_id INTO owner FROM public.exercise_skips k WHERE k.id = new_id;
    END IF;
  EXCEPTION WHEN data_exception THEN
    RAISE EXCEPTION 'this is no entry' USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_shape';
  END;
  IF NOT added AND owner <> person THEN
    RAISE EXCEPTION 'this key was used' USING ERRCODE = 'unique_violation', CONSTRAINT = 'entry_key_used';
  END IF;
  DELETE FROM auth.replaying WHERE transaction = pg_current_xact_id()::text::bigint;
  RETURN CASE WHEN added THEN 'added' ELSE 'present' END;
END $$;
COMMENT ON FUNCTION public.replay_entry(text, timestamptz, text, jsonb) IS 'Writes a log or a skip that was made at this station while the server was away, under the session of the member who made it, if it held then. Returns added or present.';

-- What the server would not take is kept for the desk, never dropped.
CREATE TABLE public.refused_entries (
  id uuid PRIMARY KEY,
  member_id uuid NOT NULL REFERENCES public.profiles (id) ON DELETE CASCADE,
  station text NOT NULL,
  made_at timestamptz NOT NULL CONSTRAINT refused_made_at_range CHECK (made_at >= '1970-01-01' AND made_at < '2200-01-01'),
  kind text NOT NULL CONSTRAINT refused_kind CHECK (kind IN ('log', 'skip')),
  entry jsonb NOT NULL CONSTRAINT refused_entry_size CHECK (jsonb_typeof(entry) = 'object' AND octet_length(entry::text) <= 60000),
  reason text NOT NULL CONSTRAINT refused_reason_length CHECK (length(reason) BETWEEN 1 AND 500),
  created_at timestamptz NOT NULL DEFAULT now(),
  settled_at timestamptz,
  settled_by uuid REFERENCES public.profiles (id) ON DELETE SET NULL
);
CREATE INDEX idx_refused_entries_open ON public.refused_entries (created_at) WHERE settled_at IS NULL;
CREATE INDEX idx_refused_entries_member ON public.refused_entries (member_id);
CREATE INDEX idx_refused_entries_settled_by ON public.refused_entries (settled_by);
COMMENT ON TABLE public.refused_entries IS 'Entries made while the server was away that it refused afterwards, for the desk to mend or to put aside.';
CREATE TRIGGER announce_insert AFTER INSERT ON public.refused_entries REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.announce();
CREATE TRIGGER announce_update AFTER UPDATE ON public.refused_entries REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.announce();
CREATE TRIGGER announce_delete AFTER DELETE ON public.refused_entries REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.announce();

CREATE FUNCTION public.report_refused(p_id uuid, p_token text, p_made_at timestamptz, p_kind text, p_entry jsonb, p_reason text)
RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  person uuid;
  owner uuid;
BEGIN
  -- Whose it is follows from the session it was made in, ended or not, and from nothing that is claimed.
  SELECT s.profile_id INTO person FROM auth.sessions s
  WHERE s.token_hash = CASE WHEN p_token ~ '^[0-9a-f]{64}$' THEN sha256(decode(p_token, 'hex')) END AND s.station = session_user;
  IF person IS NULL THEN
    RAISE EXCEPTION 'nobody was signed in' USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'replay_session';
  END IF;
  -- One after the other, so that they are counted rightly.
  PERFORM 1 FROM public.profiles p WHERE p.id = person FOR KEY SHARE;
  PERFORM 1 FROM public.stations s WHERE s.role_name = session_user FOR NO KEY UPDATE;
  SELECT r.member_id INTO owner FROM public.refused_entries r WHERE r.id = p_id;
  IF owner = person THEN
    RETURN;
  ELSIF FOUND THEN
    RAISE EXCEPTION 'this key was used' USING ERRCODE = 'unique_violation', CONSTRAINT = 'entry_key_used';
  END IF;
  IF (SELECT count(*) FROM public.refused_entries r WHERE r.station = session_user AND r.settled_at IS NULL) >= 1000 THEN
    RAISE EXCEPTION 'the desk has not looked for long' USING ERRCODE = 'check_violation', CONSTRAINT = 'refused_too_many';
  END IF;
  INSERT INTO public.refused_entries (id, member_id, station, made_at, kind, entry, reason)
  VALUES (p_id, person, session_user, p_made_at, p_kind, p_entry, left(coalesce(nullif(btrim(p_reason), ''), '-'), 500));
END $$;
COMMENT ON FUNCTION public.report_refused(uuid, text, timestamptz, text, jsonb, text) IS 'Hands an entry that the server refused to the desk, under the session in which it was made, ended or not.';

CREATE FUNCTION public.settle_refused(p_id uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM auth.require_admin();
  UPDATE public.refused_entries r SET settled_at = now(), settled_by = auth.uid() WHERE r.id = p_id AND r.settled_at IS NULL;
  RETURN FOUND;
END $$;
COMMENT ON FUNCTION public.settle_refused(uuid) IS 'Puts a refused entry aside, mended or not; false when it was already.';
CREATE TRIGGER audit AFTER UPDATE OR DELETE ON public.refused_entries FOR EACH ROW EXECUTE FUNCTION public.audit_row();
ALTER TABLE public.refused_entries ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Admins view refused entries" ON public.refused_entries FOR SELECT USING ((SELECT auth.is_admin()));
GRANT SELECT ON public.refused_entries TO gym_staff;
GRANT EXECUTE ON FUNCTION public.report_refused(uuid, text, timestamptz, text, jsonb, text), public.settle_refused(uuid) TO gym_client;

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
      -- Whoever stands there now did not do what waited.
      NEW.logged_by := coalesce(auth.replaying_for(), auth.uid());
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

CREATE OR REPLACE FUNCTION auth.person_rows(p_person_id uuid) RETURNS TABLE (what text, row_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  -- Every row about a person, by the table it lies in: read by the preview, the erasing and the blanking of the log.
  WITH mine AS (SELECT a.id FROM public.trainer_assignments a WHERE a.member_id = p_person_id),
  plans AS (SELECT p.id FROM public.workout_plans p WHERE p.assignment_id IN (SELECT id FROM mine)),
  trainer AS (SELECT i.id FROM public.instructors i WHERE i.user_id = p_person_id)
  SELECT 'profiles', p.id FROM public.profiles p WHERE p.id = p_person_id
  UNION ALL SELECT 'trainer_assignments', id FROM mine
  UNION ALL SELECT 'workout_plans', id FROM plans
  UNION ALL SELECT 'workout_exercises', e.id FROM public.workout_exercises e WHERE e.plan_id IN (SELECT id FROM plans)
  UNION ALL SELECT 'workout_progress', w.id FROM public.workout_progress w WHERE w.member_id = p_person_id
  UNION ALL SELECT 'workout_sets', s.id FROM public.workout_sets s WHERE s.member_id = p_person_id
  UNION ALL SELECT 'trainer_client_notes', n.id FROM public.trainer_client_notes n WHERE n.assignment_id IN (SELECT id FROM mine)
  UNION ALL SELECT 'messages', m.id FROM public.messages m WHERE m.assignment_id IN (SELECT id FROM mine)
  UNION ALL SELECT 'client_records', c.id FROM public.client_records c WHERE c.member_id = p_person_id
  UNION ALL SELECT 'exercise_skips', k.id FROM public.exercise_skips k WHERE k.member_id = p_person_id
  UNION ALL SELECT 'import_names', n.id FROM public.import_names n WHERE n.member_id = p_person_id
  UNION ALL SELECT 'refused_entries', r.id FROM public.refused_entries r WHERE r.member_id = p_person_id
  UNION ALL SELECT 'member_cards', c.id FROM public.member_cards c WHERE c.member_id = p_person_id
  UNION ALL SELECT 'trainer_waitlist', w.id FROM public.trainer_waitlist w WHERE w.member_id = p_person_id
  UNION ALL SELECT 'client_requests', r.id FROM public.client_requests r JOIN public.trainer_waitlist w ON w.id = r.waitlist_id
    WHERE w.member_id = p_person_id OR r.trainer_id IN (SELECT id FROM trainer)
  UNION ALL SELECT 'notifications', n.id FROM public.notifications n WHERE n.recipient_id = p_person_id
  UNION ALL SELECT 'auth.credentials', c.profile_id FROM auth.credentials c WHERE c.profile_id = p_person_id
  UNION ALL SELECT 'instructors', id FROM trainer
  UNION ALL SELECT 'plan_templates', t.id FROM public.plan_templates t WHERE t.owner_id IN (SELECT id FROM trainer)
$$;
COMMENT ON FUNCTION auth.person_rows(uuid) IS 'Every row about a person, by table.';

GRANT EXECUTE ON FUNCTION auth.check_staff(text, bytea), public.replay_entry(text, timestamptz, text, jsonb) TO gym_client;
