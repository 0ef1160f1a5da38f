-- A trainer who logged for a client corrects that slip as the client does: for seven days, while they train.

CREATE FUNCTION auth.holding_correctable(p_id uuid) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  me uuid := auth.uid();
  clients uuid[] := auth.client_ids();
  whose uuid;
BEGIN
  SELECT w.member_id INTO whose FROM public.workout_progress w WHERE w.id = p_id;
  -- The member before anything of theirs, as everywhere: whoever erases them waits, or is waited for.
  PERFORM 1 FROM public.profiles p WHERE p.id = whose AND (whose = me OR whose = ANY (clients)) FOR KEY SHARE;
  SELECT w.member_id INTO whose FROM public.workout_progress w
  WHERE w.id = p_id AND w.created_at > auth.correctable_since()
    AND (w.member_id = me OR (w.logged_by = me AND w.member_id = ANY (clients))) FOR UPDATE;
  RETURN whose;
END $$;
COMMENT ON FUNCTION auth.holding_correctable(uuid) IS 'Holds a log that the acting person may correct, and returns whose it is: one''s own, or one''s entry for a client, within seven days; null for none.';
REVOKE EXECUTE ON FUNCTION auth.holding_correctable(uuid) FROM PUBLIC;

CREATE OR REPLACE FUNCTION public.delete_own_log(p_id uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF auth.holding_correctable(p_id) IS NULL THEN RETURN false; END IF;
  DELETE FROM public.workout_progress w WHERE w.id = p_id;
  RETURN FOUND;
END $$;
COMMENT ON FUNCTION public.delete_own_log(uuid) IS 'Deletes a log of one''s own, or that one entered for a client, with its sets, within seven days of its entry; false when there is none.';

CREATE OR REPLACE FUNCTION public.replace_own_sets(p_id uuid, p_sets jsonb) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  whose uuid := auth.holding_correctable(p_id);
BEGIN
  IF whose IS NULL THEN RETURN false; END IF;
  DELETE FROM public.workout_sets s WHERE s.progress_id = p_id;
  BEGIN
    INSERT INTO public.workout_sets (progress_id, member_id, number, type, reps, weight, weight_unit, rir, duration_seconds, distance_m)
    SELECT p_id, whose, s.number, coalesce(s.type, 'working'), s.reps, s.weight, s.weight_unit, s.rir, s.duration_seconds, s.distance_m
    FROM jsonb_to_recordset(p_sets) AS s (number integer, type text, reps integer, weight numeric, weight_unit text, rir integer,
      duration_seconds integer, distance_m numeric);
  EXCEPTION WHEN data_exception THEN
    RAISE EXCEPTION 'these are no sets' USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_shape';
  END;
  RETURN true;
END $$;
COMMENT ON FUNCTION public.replace_own_sets(uuid, jsonb) IS 'Puts other sets in the place of those of one''s own log, or of one''s entry for a client, within seven days of its entry; false when there is none.';

CREATE POLICY "Trainers correct what they entered" ON public.workout_progress FOR UPDATE
  USING (logged_by = (SELECT auth.uid()) AND member_id = ANY ((SELECT auth.client_ids())::uuid[])
    AND created_at > (SELECT auth.correctable_since()))
  WITH CHECK (member_id = ANY ((SELECT auth.client_ids())::uuid[]));
