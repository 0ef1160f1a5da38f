-- What the desk makes of refused entries: put aside with a reason, a skip entered after all, and the way back.
ALTER TABLE public.refused_entries ADD COLUMN aside_reason text
  CONSTRAINT refused_aside_reason_length CHECK (length(btrim(aside_reason)) BETWEEN 1 AND 200);
COMMENT ON COLUMN public.refused_entries.aside_reason IS 'Why the desk put it aside; nothing while it is open, and where it was entered after all.';

CREATE FUNCTION public.put_refused_aside(p_id uuid, p_reason text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM auth.require_admin();
  UPDATE public.refused_entries r SET settled_at = now(), settled_by = auth.uid(), aside_reason = btrim(coalesce(p_reason, ''))
  WHERE r.id = p_id AND r.settled_at IS NULL;
  RETURN FOUND;
END $$;
COMMENT ON FUNCTION public.put_refused_aside(uuid, text) IS 'Puts a refused entry aside, with the reason; false when it was settled already.';

CREATE FUNCTION public.enter_refused_skip(p_id uuid, p_exercise_id uuid, p_on date, p_reason text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  person uuid;
BEGIN
  PERFORM auth.require_admin();
  SELECT r.member_id INTO person FROM public.refused_entries r WHERE r.id = p_id AND r.kind = 'skip';
  -- The member before anything of theirs, as everywhere: whoever erases them waits, or is waited for.
  PERFORM 1 FROM public.profiles p WHERE p.id = person FOR KEY SHARE;
  UPDATE public.refused_entries r SET settled_at = now(), settled_by = auth.uid() WHERE r.id = p_id AND r.kind = 'skip' AND r.settled_at IS NULL;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  -- Skipped twice that day is skipped once.
  INSERT INTO public.exercise_skips (id, exercise_id, member_id, skipped_on, reason)
  VALUES (p_id, p_exercise_id, person, p_on, btrim(coalesce(p_reason, ''))) ON CONFLICT DO NOTHING;
  RETURN true;
END $$;
COMMENT ON FUNCTION public.enter_refused_skip(uuid, uuid, date, text) IS 'Enters for a member the skip that a refused entry should have been, and settles it; false when it was settled already.';

CREATE FUNCTION public.reopen_refused(p_id uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  person uuid;
  settled timestamptz;
BEGIN
  PERFORM auth.require_admin();
  SELECT r.member_id, r.settled_at INTO person, settled FROM public.refused_entries r WHERE r.id = p_id;
  PERFORM 1 FROM public.profiles p WHERE p.id = person FOR KEY SHARE;
  UPDATE public.refused_entries r SET settled_at = NULL, settled_by = NULL, aside_reason = NULL WHERE r.id = p_id AND r.settled_at = settled;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  -- What was made of it, in the transaction that settled it, goes with it. What had its key before stays.
  DELETE FROM public.workout_progress w WHERE w.id = p_id AND w.member_id = person AND w.created_at = settled;
  DELETE FROM public.exercise_skips k WHERE k.id = p_id AND k.member_id = person AND k.created_at = settled;
  RETURN true;
END $$;
COMMENT ON FUNCTION public.reopen_refused(uuid) IS 'Has a settled entry wait for the desk again, and takes back what was entered in its place; false when it waits already.';
GRANT EXECUTE ON FUNCTION public.put_refused_aside(uuid, text), public.enter_refused_skip(uuid, uuid, date, text), public.reopen_refused(uuid) TO gym_client;
