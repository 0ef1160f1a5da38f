-- The exercise library, and templates of plans.

CREATE FUNCTION public.search_keys(p_name text, p_aliases text[]) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = ''
AS $$
  SELECT array_agg(DISTINCT public.search_key(btrim(n)) ORDER BY public.search_key(btrim(n)))
  FROM unnest(array_prepend(p_name, coalesce(p_aliases, '{}'))) n
$$;
COMMENT ON FUNCTION public.search_keys(text, text[]) IS 'A name and its aliases without accents and case, for finding an exercise by whatever it is called.';

CREATE FUNCTION public.search_line(p_name text, p_aliases text[]) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = ''
AS $$ SELECT string_agg(k, ' ') FROM unnest(public.search_keys(p_name, p_aliases)) k $$;
COMMENT ON FUNCTION public.search_line(text, text[]) IS 'The search keys in one line, for searching as one types.';

CREATE TABLE public.exercises (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL CONSTRAINT library_name_length CHECK (length(btrim(name)) BETWEEN 1 AND 200),
  category text NOT NULL CONSTRAINT library_category CHECK (category IN ('strength', 'cardio', 'flexibility')),
  equipment text NOT NULL CONSTRAINT library_equipment CHECK (equipment IN ('barbell', 'dumbbell', 'kettlebell', 'machine',
    'cable', 'smith machine', 'band', 'body weight', 'ez bar', 'medicine ball', 'exercise ball', 'foam roller',
    'suspension trainer', 'sled', 'plate', 'box', 'rope', 'cardio machine', 'other')),
  primary_muscles text[] NOT NULL DEFAULT '{}' CONSTRAINT library_primary_muscles CHECK (cardinality(primary_muscles) <= 8
    AND primary_muscles <@ ARRAY['chest', 'front delts', 'side delts', 'rear delts', 'upper back', 'lats', 'lower back', 'traps',
    'biceps', 'triceps', 'forearms', 'abs', 'obliques', 'glutes', 'quads', 'hamstrings', 'adductors', 'abductors', 'calves',
    'hip flexors', 'neck', 'full body', 'cardiovascular']),
  secondary_muscles text[] NOT NULL DEFAULT '{}' CONSTRAINT library_secondary_muscles CHECK (cardinality(secondary_muscles) <= 12
    AND secondary_muscles <@ ARRAY['chest', 'front delts', 'side delts', 'rear delts', 'upper back', 'lats', 'lower back', 'traps',
    'biceps', 'triceps', 'forearms', 'abs', 'obliques', 'glutes', 'quads', 'hamstrings', 'adductors', 'abductors', 'calves',
    'hip flexors', 'neck', 'full body', 'cardiovascular']),
  aliases text[] NOT NULL DEFAULT '{}' CONSTRAINT library_aliases_length CHECK (cardinality(aliases) <= 20
    AND length(array_to_string(aliases, '')) <= 2000 AND array_position(aliases, NULL) IS NULL),
  substitution_group text CONSTRAINT library_group_length CHECK (length(btrim(substitution_group)) BETWEEN 1 AND 60),
  instructions text CONSTRAINT library_instructions_length CHECK (length(instructions) <= 4000),
  is_builtin boolean NOT NULL DEFAULT false,
  archived_at timestamptz,
  created_by uuid REFERENCES public.profiles (id) ON DELETE RESTRICT,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  keys text[] NOT NULL GENERATED ALWAYS AS (public.search_keys(name, aliases)) STORED,
  search text NOT NULL GENERATED ALWAYS AS (public.search_line(name, aliases)) STORED
);
CREATE UNIQUE INDEX library_name_unique ON public.exercises (public.search_key(btrim(name)));
CREATE INDEX idx_exercises_keys ON public.exercises USING gin (keys);
CREATE INDEX idx_exercises_search ON public.exercises USING gin (search extensions.gin_trgm_ops);
CREATE INDEX idx_exercises_group ON public.exercises (substitution_group);
CREATE INDEX idx_exercises_created_by ON public.exercises (created_by);
COMMENT ON TABLE public.exercises IS 'The exercise library: what comes with the program and what the gym added.';
COMMENT ON COLUMN public.exercises.substitution_group IS 'Exercises of one group stand in for one another when a machine is taken.';

CREATE TABLE public.plan_templates (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  owner_id uuid REFERENCES public.instructors (id) ON DELETE RESTRICT,
  title text NOT NULL CONSTRAINT template_title_length CHECK (length(btrim(title)) BETWEEN 1 AND 200),
  description text CONSTRAINT template_description_length CHECK (length(description) <= 4000),
  goals text CONSTRAINT template_goals_length CHECK (length(goals) <= 4000),
  duration_weeks integer NOT NULL DEFAULT 4 CONSTRAINT template_duration_range CHECK (duration_weeks BETWEEN 1 AND 104),
  archived_at timestamptz,
  created_by uuid REFERENCES public.profiles (id) ON DELETE RESTRICT,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1
);
CREATE INDEX idx_plan_templates_owner ON public.plan_templates (owner_id);
CREATE INDEX idx_plan_templates_created_by ON public.plan_templates (created_by);
COMMENT ON TABLE public.plan_templates IS 'Programmes to start from: a trainer''s own, or the gym''s where owner_id is null.';

CREATE TABLE public.template_exercises (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  template_id uuid NOT NULL REFERENCES public.plan_templates (id) ON DELETE CASCADE,
  day_of_week text NOT NULL CONSTRAINT template_exercise_day CHECK (day_of_week IN
    ('Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday')),
  iso_day integer NOT NULL GENERATED ALWAYS AS (array_position(
    ARRAY['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'], day_of_week)) STORED,
  exercise_name text NOT NULL CONSTRAINT template_exercise_name_length CHECK (length(btrim(exercise_name)) BETWEEN 1 AND 200),
  exercise_type text CONSTRAINT template_exercise_type CHECK (exercise_type IN ('strength', 'cardio', 'flexibility')),
  sets integer CONSTRAINT template_exercise_sets_range CHECK (sets BETWEEN 1 AND 50),
  reps text CONSTRAINT template_exercise_reps_length CHECK (length(reps) <= 40),
  weight text CONSTRAINT template_exercise_weight_length CHECK (length(weight) <= 60),
  rest_seconds integer DEFAULT 60 CONSTRAINT template_exercise_rest_range CHECK (rest_seconds BETWEEN 0 AND 3600),
  notes text CONSTRAINT template_exercise_notes_length CHECK (length(notes) <= 4000),
  order_index integer NOT NULL DEFAULT 0 CONSTRAINT template_exercise_order_range CHECK (order_index BETWEEN 0 AND 999)
);
CREATE INDEX idx_template_exercises_template ON public.template_exercises (template_id, iso_day, order_index);
COMMENT ON TABLE public.template_exercises IS 'The exercises of a template, by weekday.';

-- Triggers ------------------------------------------------------------------------------------------------

CREATE FUNCTION public.stamp_author() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NOT auth.acting_as_owner() THEN
      NEW.created_by := auth.uid();
      NEW.created_at := now();
    END IF;
  ELSIF NOT auth.is_erasing() THEN
    NEW.created_by := OLD.created_by;
    NEW.created_at := OLD.created_at;
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION public.stamp_author() IS 'Stamps who added a row, and when.';
CREATE TRIGGER stamp_author BEFORE INSERT OR UPDATE ON public.exercises FOR EACH ROW EXECUTE FUNCTION public.stamp_author();
CREATE TRIGGER stamp_author BEFORE INSERT OR UPDATE ON public.plan_templates FOR EACH ROW EXECUTE FUNCTION public.stamp_author();
CREATE TRIGGER stamp BEFORE UPDATE ON public.exercises FOR EACH ROW EXECUTE FUNCTION public.stamp_row();
CREATE TRIGGER stamp BEFORE UPDATE ON public.plan_templates FOR EACH ROW EXECUTE FUNCTION public.stamp_row();

CREATE FUNCTION public.keep_builtin() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
  -- Generated columns are not filled in yet, so rows are compared by what people write.
  IF OLD.is_builtin AND NOT auth.acting_as_owner() AND (TG_OP = 'DELETE' OR (NEW.name, NEW.category, NEW.equipment,
      NEW.primary_muscles, NEW.secondary_muscles, NEW.aliases, NEW.substitution_group, NEW.instructions) IS DISTINCT FROM
      (OLD.name, OLD.category, OLD.equipment, OLD.primary_muscles, OLD.secondary_muscles, OLD.aliases, OLD.substitution_group,
      OLD.instructions)) THEN
    RAISE EXCEPTION 'what comes with the program is archived, not changed' USING ERRCODE = 'check_violation', CONSTRAINT = 'library_builtin_kept';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
COMMENT ON FUNCTION public.keep_builtin() IS 'Exercises that come with the program are archived, never changed or deleted: the next upgrade would bring them back.';
CREATE TRIGGER keep_builtin BEFORE UPDATE OR DELETE ON public.exercises FOR EACH ROW EXECUTE FUNCTION public.keep_builtin();

CREATE TRIGGER audit AFTER UPDATE OR DELETE ON public.exercises FOR EACH ROW EXECUTE FUNCTION public.audit_row();
CREATE TRIGGER audit AFTER UPDATE OR DELETE ON public.plan_templates FOR EACH ROW EXECUTE FUNCTION public.audit_row();

-- Policies ------------------------------------------------------------------------------------------------

ALTER TABLE public.exercises ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.plan_templates ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.template_exercises ENABLE ROW LEVEL SECURITY;

CREATE POLICY "People view the library" ON public.exercises FOR SELECT TO gym_client USING ((SELECT auth.uid()) IS NOT NULL);
CREATE POLICY "Trainers add to the library" ON public.exercises FOR INSERT TO gym_client
  WITH CHECK ((SELECT auth.trainer_id()) IS NOT NULL);
CREATE POLICY "Admins add to the library" ON public.exercises FOR INSERT TO gym_client WITH CHECK ((SELECT auth.is_admin()));
CREATE POLICY "Trainers change what they added" ON public.exercises FOR UPDATE TO gym_client
  USING ((SELECT auth.trainer_id()) IS NOT NULL AND created_by = (SELECT auth.uid()))
  WITH CHECK ((SELECT auth.trainer_id()) IS NOT NULL AND created_by = (SELECT auth.uid()));
CREATE POLICY "Admins change the library" ON public.exercises FOR UPDATE TO gym_client
  USING ((SELECT auth.is_admin())) WITH CHECK ((SELECT auth.is_admin()));
CREATE POLICY "Trainers delete what they added" ON public.exercises FOR DELETE TO gym_client
  USING ((SELECT auth.trainer_id()) IS NOT NULL AND created_by = (SELECT auth.uid()));
CREATE POLICY "Admins delete from the library" ON public.exercises FOR DELETE TO gym_client USING ((SELECT auth.is_admin()));

CREATE POLICY "Trainers view own and shared templates" ON public.plan_templates FOR SELECT TO gym_client
  USING ((SELECT auth.trainer_id()) IS NOT NULL AND (owner_id IS NULL OR owner_id = (SELECT auth.trainer_id())));
CREATE POLICY "Admins view all templates" ON public.plan_templates FOR SELECT TO gym_client USING ((SELECT auth.is_admin()));
CREATE POLICY "Trainers write own templates" ON public.plan_templates FOR INSERT TO gym_client
  WITH CHECK (owner_id = (SELECT auth.trainer_id()));
CREATE POLICY "Admins write templates" ON public.plan_templates FOR INSERT TO gym_client WITH CHECK ((SELECT auth.is_admin()));
CREATE POLICY "Trainers change own templates" ON public.plan_templates FOR UPDATE TO gym_client
  USING (owner_id = (SELECT auth.trainer_id())) WITH CHECK (owner_id = (SELECT auth.trainer_id()));
CREATE POLICY "Admins change templates" ON public.plan_templates FOR UPDATE TO gym_client
  USING ((SELECT auth.is_admin())) WITH CHECK ((SELECT auth.is_admin()));
CREATE POLICY "Trainers delete own templates" ON public.plan_templates FOR DELETE TO gym_client
  USING (owner_id = (SELECT auth.trainer_id()));
CREATE POLICY "Admins delete templates" ON public.plan_templates FOR DELETE TO gym_client USING ((SELECT auth.is_admin()));

-- Whoever sees a template sees its exercises; whoever owns it writes them.
CREATE POLICY "People view exercises of their templates" ON public.template_exercises FOR SELECT TO gym_client
  USING (template_id IN (SELECT t.id FROM public.plan_templates t));
CREATE POLICY "Trainers write exercises of own templates" ON public.template_exercises FOR INSERT TO gym_client
  WITH CHECK (template_id IN (SELECT t.id FROM public.plan_templates t WHERE t.owner_id = (SELECT auth.trainer_id())));
CREATE POLICY "Admins write exercises of templates" ON public.template_exercises FOR INSERT TO gym_client
  WITH CHECK ((SELECT auth.is_admin()));
CREATE POLICY "Trainers change exercises of own templates" ON public.template_exercises FOR UPDATE TO gym_client
  USING (template_id IN (SELECT t.id FROM public.plan_templates t WHERE t.owner_id = (SELECT auth.trainer_id())))
  WITH CHECK (template_id IN (SELECT t.id FROM public.plan_templates t WHERE t.owner_id = (SELECT auth.trainer_id())));
CREATE POLICY "Admins change exercises of templates" ON public.template_exercises FOR UPDATE TO gym_client
  USING ((SELECT auth.is_admin())) WITH CHECK ((SELECT auth.is_admin()));
CREATE POLICY "Trainers delete exercises of own templates" ON public.template_exercises FOR DELETE TO gym_client
  USING (template_id IN (SELECT t.id FROM public.plan_templates t WHERE t.owner_id = (SELECT auth.trainer_id())));
CREATE POLICY "Admins delete exercises of templates" ON public.template_exercises FOR DELETE TO gym_client
  USING ((SELECT auth.is_admin()));

-- Grants --------------------------------------------------------------------------------------------------

GRANT SELECT, DELETE ON public.exercises, public.plan_templates, public.template_exercises TO gym_client;
GRANT INSERT (id, name, category, equipment, primary_muscles, secondary_muscles, aliases, substitution_group, instructions),
  UPDATE (name, category, equipment, primary_muscles, secondary_muscles, aliases, substitution_group, instructions, archived_at)
  ON public.exercises TO gym_client;
GRANT INSERT (id, owner_id, title, description, goals, duration_weeks),
  UPDATE (owner_id, title, description, goals, duration_weeks, archived_at) ON public.plan_templates TO gym_client;
GRANT INSERT (id, template_id, day_of_week, exercise_name, exercise_type, sets, reps, weight, rest_seconds, notes, order_index),
  UPDATE (day_of_week, exercise_name, exercise_type, sets, reps, weight, rest_seconds, notes, order_index)
  ON public.template_exercises TO gym_client;
GRANT EXECUTE ON FUNCTION public.search_keys(text, text[]), public.search_line(text, text[]) TO gym_client;
