-- What a member did not do, corrects, or brought along under another name.

CREATE TABLE public.exercise_skips (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  exercise_id uuid NOT NULL REFERENCES public.workout_exercises (id) ON DELETE CASCADE,
  member_id uuid NOT NULL REFERENCES public.profiles (id) ON DELETE CASCADE,
  skipped_on date NOT NULL,
  reason text NOT NULL DEFAULT '' CONSTRAINT skip_reason_length CHECK (length(reason) <= 200),
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT skip_once_a_day UNIQUE (exercise_id, member_id, skipped_on)
);
CREATE INDEX idx_exercise_skips_member ON public.exercise_skips (member_id, skipped_on);
COMMENT ON TABLE public.exercise_skips IS 'A planned exercise left out on a day, with the member''s reason; it does not count as done.';

CREATE FUNCTION public.hold_member() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  -- The member before anything of theirs, as in stamp_progress: the references would lock the exercise first.
  PERFORM 1 FROM public.profiles p WHERE p.id = NEW.member_id FOR KEY SHARE;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION public.hold_member() IS 'Holds the member a row is about, so that whoever erases them waits, or is waited for.';
CREATE TRIGGER hold_member BEFORE INSERT ON public.exercise_skips FOR EACH ROW EXECUTE FUNCTION public.hold_member();

CREATE FUNCTION public.check_skip() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  -- After WITH CHECK, so that nobody learns here whose exercise it is.
  PERFORM 1 FROM public.workout_exercises x JOIN public.workout_plans p ON p.id = x.plan_id
  JOIN public.trainer_assignments a ON a.id = p.assignment_id WHERE x.id = NEW.exercise_id AND a.member_id = NEW.member_id;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'this exercise is not in the member''s plan' USING ERRCODE = 'check_violation', CONSTRAINT = 'skip_exercise_of_member';
  END IF;
  IF NEW.skipped_on NOT BETWEEN public.gym_today() - 14 AND public.gym_today() + 1 THEN
    RAISE EXCEPTION 'a day of these two weeks' USING ERRCODE = 'check_violation', CONSTRAINT = 'skip_day_range';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION public.check_skip() IS 'Ties a skipped exercise to its member, and to these days.';
CREATE TRIGGER check_skip AFTER INSERT OR UPDATE ON public.exercise_skips FOR EACH ROW EXECUTE FUNCTION public.check_skip();
CREATE TRIGGER announce_insert AFTER INSERT ON public.exercise_skips REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.announce();
CREATE TRIGGER announce_update AFTER UPDATE ON public.exercise_skips REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.announce();
CREATE TRIGGER announce_delete AFTER DELETE ON public.exercise_skips REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.announce();

CREATE TABLE public.import_names (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  member_id uuid NOT NULL REFERENCES public.profiles (id) ON DELETE CASCADE,
  written text NOT NULL CONSTRAINT import_name_written_length CHECK (length(btrim(written)) BETWEEN 1 AND 200),
  exercise_name text NOT NULL CONSTRAINT import_name_exercise_length CHECK (length(btrim(exercise_name)) BETWEEN 1 AND 200),
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX import_name_once ON public.import_names (member_id, public.search_key(written));
COMMENT ON TABLE public.import_names IS 'What a member''s other app calls an exercise, and what it is called here: chosen once, remembered.';
CREATE TRIGGER announce_insert AFTER INSERT ON public.import_names REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.announce();
CREATE TRIGGER announce_update AFTER UPDATE ON public.import_names REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.announce();
CREATE TRIGGER announce_delete AFTER DELETE ON public.import_names REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.announce();

CREATE FUNCTION auth.correctable_since() RETURNS timestamptz
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$ SELECT now() - interval '7 days' $$;
COMMENT ON FUNCTION auth.correctable_since() IS 'What members entered after this moment they may still correct and delete: for seven days.';

ALTER POLICY "Members correct own progress" ON public.workout_progress
  USING (member_id = (SELECT auth.uid()) AND created_at > (SELECT auth.correctable_since()))
  WITH CHECK (member_id = (SELECT auth.uid()));
-- The log decides for its sets. Looked up by its key: an import adds sets one by one, beside thousands of logs.
ALTER POLICY "Members log own progress" ON public.workout_sets
  WITH CHECK (member_id = (SELECT auth.uid()) AND EXISTS (SELECT 1 FROM public.workout_progress w
    WHERE w.id = progress_id AND w.created_at > (SELECT auth.correctable_since())));
ALTER POLICY "Members correct own progress" ON public.workout_sets
  USING (member_id = (SELECT auth.uid()) AND EXISTS (SELECT 1 FROM public.workout_progress w
    WHERE w.id = progress_id AND w.created_at > (SELECT auth.correctable_since())))
  WITH CHECK (member_id = (SELECT auth.uid()));
-- Deleting brings the right to lock a whole table, and a screen on the wall is nobody's: members delete by function.
DROP POLICY "Members delete own progress" ON public.workout_progress;
DROP POLICY "Members delete own progress" ON public.workout_sets;
REVOKE DELETE ON public.workout_progress, public.workout_sets FROM gym_client;
GRANT DELETE ON public.workout_progress, public.workout_sets TO gym_staff;

ALTER TABLE public.exercise_skips ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.import_names ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Members view own skips" ON public.exercise_skips FOR SELECT USING (member_id = (SELECT auth.uid()));
CREATE POLICY "Trainers view skips of clients" ON public.exercise_skips FOR SELECT USING (member_id = ANY ((SELECT auth.client_ids())::uuid[]));
CREATE POLICY "Admins view all skips" ON public.exercise_skips FOR SELECT USING ((SELECT auth.is_admin()));
CREATE POLICY "Members skip" ON public.exercise_skips FOR INSERT WITH CHECK (member_id = (SELECT auth.uid()));
CREATE POLICY "Members change own skips" ON public.exercise_skips FOR UPDATE
  USING (member_id = (SELECT auth.uid())) WITH CHECK (member_id = (SELECT auth.uid()));
CREATE POLICY "Members view own names" ON public.import_names FOR SELECT USING (member_id = (SELECT auth.uid()));
CREATE POLICY "Members remember names" ON public.import_names FOR INSERT WITH CHECK (member_id = (SELECT auth.uid()));
CREATE POLICY "Members change own names" ON public.import_names FOR UPDATE
  USING (member_id = (SELECT auth.uid())) WITH CHECK (member_id = (SELECT auth.uid()));

GRANT SELECT, INSERT (id, exercise_id, member_id, skipped_on, reason), UPDATE (reason) ON public.exercise_skips TO gym_client;
GRANT SELECT, INSERT (id, member_id, written, exercise_name), UPDATE (exercise_name) ON public.import_names TO gym_client;
GRANT EXECUTE ON FUNCTION auth.correctable_since() TO gym_client;

CREATE FUNCTION public.delete_own_log(p_id uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  me uuid := auth.uid();
BEGIN
  PERFORM 1 FROM public.profiles p WHERE p.id = me FOR KEY SHARE;
  DELETE FROM public.workout_progress w WHERE w.id = p_id AND w.member_id = me AND w.created_at > auth.correctable_since();
  RETURN FOUND;
END $$;
COMMENT ON FUNCTION public.delete_own_log(uuid) IS 'Deletes a log of one''s own with its sets, within seven days of its entry; false when there is none.';

CREATE FUNCTION public.replace_own_sets(p_id uuid, p_sets jsonb) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  me uuid := auth.uid();
BEGIN
  PERFORM 1 FROM public.profiles p WHERE p.id = me FOR KEY SHARE;
  PERFORM 1 FROM public.workout_progress w WHERE w.id = p_id AND w.member_id = me AND w.created_at > auth.correctable_since() FOR UPDATE;
  IF NOT FOUND THEN RETURN false; END IF;
  DELETE FROM public.workout_sets s WHERE s.progress_id = p_id;
  BEGIN
    INSERT INTO public.workout_sets (progress_id, member_id, number, type, reps, weight, weight_unit, rir, duration_seconds, distance_m)
    SELECT p_id, me, s.number, coalesce(s.type, 'working'), s.reps, s.weight, s.weight_unit, s.rir, s.duration_seconds, s.distance_m
    FROM jsonb_to_recordset(p_sets) AS s (number integer, type text, reps integer, weight numeric, weight_unit text, rir integer,
      duration_seconds integer, distance_m numeric);
  EXCEPTION WHEN data_exception THEN
    RAISE EXCEPTION 'these are no sets' USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_shape';
  END;
  RETURN true;
END $$;
COMMENT ON FUNCTION public.replace_own_sets(uuid, jsonb) IS 'Puts other sets in the place of those of one''s own log, within seven days of its entry; false when there is none.';

CREATE FUNCTION public.take_skip_back(p_id uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  me uuid := auth.uid();
BEGIN
  PERFORM 1 FROM public.profiles p WHERE p.id = me FOR KEY SHARE;
  DELETE FROM public.exercise_skips k WHERE k.id = p_id AND k.member_id = me;
  RETURN FOUND;
END $$;
COMMENT ON FUNCTION public.take_skip_back(uuid) IS 'Takes a skip of one''s own back; false when there is none.';
GRANT EXECUTE ON FUNCTION public.delete_own_log(uuid), public.replace_own_sets(uuid, jsonb), public.take_skip_back(uuid) TO gym_client;
