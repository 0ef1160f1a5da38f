-- Who is an admin, who is active, and erasing a person.

CREATE FUNCTION auth.changing_person(p_person_id uuid, p_version integer) RETURNS public.profiles
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
  person public.profiles;
BEGIN
  PERFORM auth.require_admin();
  -- In the order of stamp_assignment. All admins, too: two who take each other's right at once would leave none.
  PERFORM 1 FROM public.profiles p WHERE p.is_admin AND p.is_active OR p.id = p_person_id ORDER BY p.id FOR NO KEY UPDATE;
  PERFORM 1 FROM public.trainer_waitlist w
  WHERE w.member_id = p_person_id AND w.status IN ('waiting', 'offered', 'accepted') FOR UPDATE;
  PERFORM 1 FROM public.instructors i WHERE i.user_id = p_person_id FOR NO KEY UPDATE;
  -- Whoever waited may have lost the right meanwhile.
  PERFORM auth.require_admin();
  SELECT * INTO person FROM public.profiles p WHERE p.id = p_person_id;
  IF person.id IS NULL THEN
    RAISE EXCEPTION 'no such person' USING ERRCODE = 'check_violation', CONSTRAINT = 'person_gone';
  ELSIF p_version IS NOT NULL AND person.version <> p_version THEN
    RAISE EXCEPTION 'changed since it was read' USING ERRCODE = 'check_violation', CONSTRAINT = 'profile_stale';
  END IF;
  RETURN person;
END $$;
COMMENT ON FUNCTION auth.changing_person(uuid, integer) IS 'The person an admin is about to change, locked together with all admins; refuses others, and a stale version.';

CREATE FUNCTION auth.keep_an_admin(p_person_id uuid) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
  PERFORM 1 FROM public.profiles p WHERE p.is_admin AND p.is_active AND p.id <> p_person_id
    AND EXISTS (SELECT 1 FROM auth.credentials c WHERE c.profile_id = p.id AND c.kind = 'password');
  IF NOT FOUND THEN
    RAISE EXCEPTION 'somebody has to be left' USING ERRCODE = 'check_violation', CONSTRAINT = 'last_admin';
  END IF;
END $$;
COMMENT ON FUNCTION auth.keep_an_admin(uuid) IS 'Refuses where no other active admin who can sign in would be left.';

CREATE FUNCTION auth.set_admin(p_person_id uuid, p_is_admin boolean, p_version integer) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
  person public.profiles := auth.changing_person(p_person_id, NULL);
BEGIN
  IF person.is_admin = p_is_admin THEN RETURN person.version; END IF;
  PERFORM auth.changing_person(p_person_id, p_version);
  IF NOT p_is_admin THEN
    PERFORM auth.keep_an_admin(p_person_id);
  END IF;
  UPDATE public.profiles SET is_admin = p_is_admin WHERE id = p_person_id;
  RETURN person.version + 1;
END $$;
COMMENT ON FUNCTION auth.set_admin(uuid, boolean, integer) IS 'Makes a person an admin, or no longer; the last one stays. Returns the new version.';

CREATE FUNCTION auth.set_active(p_person_id uuid, p_is_active boolean, p_version integer) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
  person public.profiles := auth.changing_person(p_person_id, NULL);
BEGIN
  IF person.is_active = p_is_active THEN RETURN person.version; END IF;
  PERFORM auth.changing_person(p_person_id, p_version);
  IF NOT p_is_active THEN
    IF p_person_id = auth.uid() THEN
      RAISE EXCEPTION 'not oneself' USING ERRCODE = 'check_violation', CONSTRAINT = 'deactivate_oneself';
    END IF;
    IF person.is_admin THEN
      PERFORM auth.keep_an_admin(p_person_id);
    END IF;
    PERFORM 1 FROM public.trainer_assignments a WHERE a.member_id = p_person_id AND a.status <> 'completed';
    IF FOUND THEN
      RAISE EXCEPTION 'complete the assignment first' USING ERRCODE = 'check_violation', CONSTRAINT = 'person_has_assignment';
    END IF;
    -- A trainer with clients is refused by the trigger of the table.
    UPDATE public.instructors SET is_active = false WHERE user_id = p_person_id AND is_active;
    UPDATE public.trainer_waitlist SET status = 'withdrawn' WHERE member_id = p_person_id AND status IN ('waiting', 'offered', 'accepted');
    UPDATE auth.sessions SET revoked_at = now() WHERE profile_id = p_person_id AND revoked_at IS NULL;
  END IF;
  UPDATE public.profiles SET is_active = p_is_active WHERE id = p_person_id;
  RETURN person.version + 1;
END $$;
COMMENT ON FUNCTION auth.set_active(uuid, boolean, integer) IS 'Deactivates a person, which ends their sessions, or lets them in again. Returns the new version.';

-- Erasing -------------------------------------------------------------------------------------------------

CREATE FUNCTION auth.person_rows(p_person_id uuid) RETURNS TABLE (what text, row_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
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
  UNION ALL SELECT 'trainer_waitlist', w.id FROM public.trainer_waitlist w WHERE w.member_id = p_person_id
  UNION ALL SELECT 'client_requests', r.id FROM public.client_requests r JOIN public.trainer_waitlist w ON w.id = r.waitlist_id
    WHERE w.member_id = p_person_id OR r.trainer_id IN (SELECT id FROM trainer)
  UNION ALL SELECT 'notifications', n.id FROM public.notifications n WHERE n.recipient_id = p_person_id
  UNION ALL SELECT 'auth.credentials', c.profile_id FROM auth.credentials c WHERE c.profile_id = p_person_id
  UNION ALL SELECT 'instructors', id FROM trainer
  UNION ALL SELECT 'plan_templates', t.id FROM public.plan_templates t WHERE t.owner_id IN (SELECT id FROM trainer)
$$;
COMMENT ON FUNCTION auth.person_rows(uuid) IS 'Every row about a person, by table.';

CREATE FUNCTION public.erase_preview(p_person_id uuid) RETURNS TABLE (what text, rows bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
  PERFORM auth.require_admin();
  RETURN QUERY SELECT r.what, count(*) FROM auth.person_rows(p_person_id) r GROUP BY r.what ORDER BY r.what;
END $$;
COMMENT ON FUNCTION public.erase_preview(uuid) IS 'What erasing a person would remove: rows by table. An instructor''s row is emptied, not removed.';

CREATE FUNCTION public.erase_person(p_person_id uuid) RETURNS TABLE (what text, rows bigint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
  person public.profiles;
  trainer uuid[];
  names text[];
  assignments text[];
  plans text[];
  ids uuid[];
  kinds text[];
  counts jsonb;
  logged bigint;
  secret record;
BEGIN
  PERFORM auth.require_admin();
  -- In the order of stamp_assignment; at last the person entirely, so that nothing about them is added any more.
  PERFORM 1 FROM public.trainer_assignments a WHERE a.member_id = p_person_id ORDER BY a.id FOR NO KEY UPDATE;
  person := auth.changing_person(p_person_id, NULL);
  PERFORM 1 FROM public.instructors i WHERE i.id IN (SELECT a.trainer_id FROM public.trainer_assignments a
    WHERE a.member_id = p_person_id AND a.status = 'active') ORDER BY i.id FOR NO KEY UPDATE;
  PERFORM 1 FROM public.profiles p WHERE p.id = p_person_id FOR UPDATE;
  IF p_person_id = auth.uid() THEN
    RAISE EXCEPTION 'not oneself' USING ERRCODE = 'check_violation', CONSTRAINT = 'erase_oneself';
  END IF;
  IF person.is_admin AND person.is_active THEN
    PERFORM auth.keep_an_admin(p_person_id);
  END IF;
  INSERT INTO auth.erasing (transaction, person_id) VALUES (pg_current_xact_id()::text::bigint, p_person_id);
  SELECT array_agg(r.row_id), array_agg(r.what) INTO ids, kinds FROM auth.person_rows(p_person_id) r;
  SELECT jsonb_object_agg(x.what, x.n) INTO counts FROM
    (SELECT k AS what, count(*) AS n FROM unnest(kinds) k GROUP BY k) x;
  SELECT coalesce(array_agg(i.id), '{}') INTO trainer FROM public.instructors i WHERE i.user_id = p_person_id;
  -- What was deleted before still lies in the log, and so do former names.
  SELECT coalesce(array_agg(DISTINCT l.row_id::text), '{}') INTO assignments FROM public.audit_log l
  WHERE l.table_name = 'trainer_assignments' AND p_person_id::text IN (l.before ->> 'member_id', l.after ->> 'member_id');
  SELECT coalesce(array_agg(DISTINCT l.row_id::text), '{}') INTO plans FROM public.audit_log l
  WHERE l.table_name = 'workout_plans' AND (l.before ->> 'assignment_id' = ANY (assignments) OR l.after ->> 'assignment_id' = ANY (assignments));
  SELECT array_agg(DISTINCT x.name) INTO names FROM (
    SELECT i.name FROM public.instructors i WHERE i.id = ANY (trainer)
    UNION ALL SELECT v.name FROM public.audit_log l, LATERAL (VALUES (l.before ->> 'name'), (l.after ->> 'name')) v (name)
      WHERE l.table_name = 'instructors' AND l.row_id = ANY (trainer)) x WHERE x.name IS NOT NULL;

  -- As a trainer: the clients' plans and history stay theirs, under "Former trainer".
  UPDATE public.instructors SET is_active = false WHERE user_id = p_person_id AND is_active;
  DELETE FROM public.client_visits WHERE member_id = p_person_id
    OR trainer_id IN (SELECT i.id FROM public.instructors i WHERE i.user_id = p_person_id);
  DELETE FROM public.client_requests WHERE id = ANY (ids);
  DELETE FROM public.plan_templates WHERE id = ANY (ids);
  UPDATE public.instructors SET user_id = NULL, name = 'Former trainer', email = NULL, phone = NULL, photo = NULL, bio = NULL,
    specializations = '{}', certifications = '{}', hourly_rate = NULL, years_experience = NULL, is_personal_trainer = false
  WHERE user_id = p_person_id;

  -- What others were told about them, by name.
  DELETE FROM public.notifications WHERE recipient_id = p_person_id OR subject_id = ANY (ids)
    OR subject_id = ANY (assignments::uuid[]);
  UPDATE public.notifications n SET data = (
    SELECT jsonb_object_agg(d.key, CASE WHEN d.key IN ('trainer', 'former', 'from') AND d.value #>> '{}' = ANY (names)
      THEN '"Former trainer"'::jsonb ELSE d.value END) FROM jsonb_each(n.data) d)
  WHERE n.data ->> 'trainer' = ANY (names) OR n.data ->> 'former' = ANY (names) OR n.data ->> 'from' = ANY (names);
  DELETE FROM public.messages WHERE id = ANY (ids);
  -- First withdrawn, so that a place that was offered passes on.
  UPDATE public.trainer_waitlist SET status = 'withdrawn' WHERE member_id = p_person_id AND status IN ('waiting', 'offered', 'accepted');
  DELETE FROM public.trainer_waitlist WHERE member_id = p_person_id;
  DELETE FROM public.trainer_client_notes WHERE id = ANY (ids);
  DELETE FROM public.workout_progress WHERE member_id = p_person_id;
  UPDATE public.workout_exercises SET replaces_id = NULL WHERE replaces_id = ANY (ids);
  DELETE FROM public.workout_exercises WHERE id = ANY (ids);
  DELETE FROM public.workout_plans WHERE id = ANY (ids);
  DELETE FROM public.trainer_assignments WHERE member_id = p_person_id;

  -- Where they acted for others, the rows of the others stay.
  UPDATE public.trainer_assignments SET assigned_by = NULL WHERE assigned_by = p_person_id;
  UPDATE public.workout_progress SET logged_by = NULL WHERE logged_by = p_person_id;
  UPDATE public.messages SET sender_id = NULL WHERE sender_id = p_person_id;
  UPDATE public.exercises SET created_by = NULL WHERE created_by = p_person_id;
  UPDATE public.plan_templates SET created_by = NULL WHERE created_by = p_person_id;
  UPDATE public.trainer_waitlist SET added_by = NULL WHERE added_by = p_person_id;
  UPDATE public.client_requests SET answered_by = NULL WHERE answered_by = p_person_id;

  FOR secret IN SELECT c.attempts FROM auth.credentials c WHERE c.profile_id = p_person_id LOOP
    EXECUTE format('DROP SEQUENCE IF EXISTS auth.%I', substr(secret.attempts, 6));
  END LOOP;
  DELETE FROM public.profiles WHERE id = p_person_id;

  -- Last, so that what the lines above left in the log is blanked as well. That it happened stays readable.
  UPDATE public.audit_log SET
    before = CASE WHEN before IS NOT NULL THEN '{"erased": true}'::jsonb END,
    after = CASE WHEN after IS NOT NULL THEN '{"erased": true}'::jsonb END
  WHERE row_id = ANY (ids) OR p_person_id::text IN (before ->> 'member_id', after ->> 'member_id')
    OR before ->> 'assignment_id' = ANY (assignments) OR after ->> 'assignment_id' = ANY (assignments)
    OR before ->> 'plan_id' = ANY (plans) OR after ->> 'plan_id' = ANY (plans)
    OR table_name = 'plan_templates' AND (before ->> 'owner_id' = ANY (trainer::text[]) OR after ->> 'owner_id' = ANY (trainer::text[]));
  GET DIAGNOSTICS logged = ROW_COUNT;
  -- Where they acted for others, what became of the others stays readable; who it was does not.
  UPDATE public.audit_log SET before = replace(before::text, to_json(p_person_id)::text, 'null')::jsonb,
    after = replace(after::text, to_json(p_person_id)::text, 'null')::jsonb
  WHERE strpos(before::text, p_person_id::text) > 0 OR strpos(after::text, p_person_id::text) > 0;
  UPDATE public.audit_log SET before = jsonb_build_object('erased', true, 'rows', counts)
  WHERE table_name = 'profiles' AND row_id = p_person_id AND operation = 'DELETE';
  DELETE FROM auth.erasing WHERE transaction = pg_current_xact_id()::text::bigint;
  RETURN QUERY SELECT e.key, e.value::bigint FROM jsonb_each_text(counts) e
    UNION ALL SELECT 'audit_log', logged ORDER BY 1;
END $$;
COMMENT ON FUNCTION public.erase_person(uuid) IS 'Erases a person with everything about them, and blanks them in the audit log; returns rows by table. An instructor''s row stays, without anything personal, since clients'' history hangs on it.';

GRANT EXECUTE ON FUNCTION auth.set_admin(uuid, boolean, integer), auth.set_active(uuid, boolean, integer),
  public.erase_preview(uuid), public.erase_person(uuid) TO gym_client;
