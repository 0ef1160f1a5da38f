-- Tables. Names, columns and checks of the implementation guide are kept; what it gets wrong is put right.
-- Every constraint has a name of its own: the application turns that name into a sentence.

CREATE SCHEMA extensions;
CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA extensions;
CREATE EXTENSION IF NOT EXISTS unaccent SCHEMA extensions;
CREATE SCHEMA auth;

-- unaccent() is only STABLE because its dictionary could be replaced; ours is named, so an index may rely on it.
CREATE FUNCTION public.search_key(p_text text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = ''
AS $$ SELECT lower(extensions.unaccent('extensions.unaccent'::regdictionary, p_text)) $$;
COMMENT ON FUNCTION public.search_key(text) IS 'Text without accents and case, for searching.';

CREATE FUNCTION public.is_time_zone(p_name text) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE STRICT SET search_path = ''
AS $$
BEGIN
  PERFORM now() AT TIME ZONE p_name;
  RETURN true;
EXCEPTION WHEN invalid_parameter_value THEN
  RETURN false;
END $$;
COMMENT ON FUNCTION public.is_time_zone(text) IS 'Whether the server knows a time zone of this name.';

CREATE TABLE public.gym_settings (
  id smallint PRIMARY KEY DEFAULT 1 CONSTRAINT gym_settings_one_row CHECK (id = 1),
  name text NOT NULL CONSTRAINT gym_name_length CHECK (length(btrim(name)) BETWEEN 1 AND 120),
  time_zone text NOT NULL DEFAULT 'UTC' CONSTRAINT gym_time_zone_known CHECK (public.is_time_zone(time_zone)),
  week_start smallint NOT NULL DEFAULT 1 CONSTRAINT gym_week_start_range CHECK (week_start BETWEEN 1 AND 7),
  weight_unit text NOT NULL DEFAULT 'kg' CONSTRAINT gym_weight_unit CHECK (weight_unit IN ('kg', 'lb')),
  e1rm_formula text NOT NULL DEFAULT 'epley' CONSTRAINT gym_e1rm_formula CHECK (e1rm_formula IN ('epley', 'brzycki')),
  staff_idle_minutes integer NOT NULL DEFAULT 15 CONSTRAINT gym_staff_idle_range CHECK (staff_idle_minutes BETWEEN 1 AND 720),
  kiosk_idle_minutes integer NOT NULL DEFAULT 5 CONSTRAINT gym_kiosk_idle_range CHECK (kiosk_idle_minutes BETWEEN 1 AND 60),
  updated_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1
);
COMMENT ON TABLE public.gym_settings IS 'What holds for the whole gym; one row.';

-- `profiles` and `instructors` may be there already (the guide extends them): create what is missing, extend what is there.
CREATE TABLE IF NOT EXISTS public.profiles (id uuid PRIMARY KEY DEFAULT gen_random_uuid());
ALTER TABLE public.profiles
  ADD COLUMN IF NOT EXISTS full_name text NOT NULL DEFAULT '',
  ADD COLUMN IF NOT EXISTS email text,
  ADD COLUMN IF NOT EXISTS phone text,
  ADD COLUMN IF NOT EXISTS member_number text,
  ADD COLUMN IF NOT EXISTS birth_date date,
  ADD COLUMN IF NOT EXISTS photo bytea,
  ADD COLUMN IF NOT EXISTS is_admin boolean NOT NULL DEFAULT false,
  ADD COLUMN IF NOT EXISTS is_active boolean NOT NULL DEFAULT true,
  ADD COLUMN IF NOT EXISTS weight_unit text NOT NULL DEFAULT 'kg',
  ADD COLUMN IF NOT EXISTS locale text,
  ADD COLUMN IF NOT EXISTS joined_on date NOT NULL DEFAULT CURRENT_DATE,
  ADD COLUMN IF NOT EXISTS created_at timestamptz NOT NULL DEFAULT now(),
  ADD COLUMN IF NOT EXISTS updated_at timestamptz NOT NULL DEFAULT now(),
  ADD COLUMN IF NOT EXISTS version integer NOT NULL DEFAULT 1;
-- What was optional there gets a value, so that every row that was there comes along.
UPDATE public.profiles SET
  full_name = coalesce(nullif(btrim(full_name), ''), nullif(split_part(email, '@', 1), ''), 'Unnamed'),
  is_admin = coalesce(is_admin, false), is_active = coalesce(is_active, true), weight_unit = coalesce(weight_unit, 'kg'),
  joined_on = coalesce(joined_on, created_at::date, CURRENT_DATE), created_at = coalesce(created_at, now()),
  updated_at = coalesce(updated_at, now()), version = coalesce(version, 1);
ALTER TABLE public.profiles
  ALTER COLUMN id SET DEFAULT gen_random_uuid(),
  ALTER COLUMN full_name DROP DEFAULT, ALTER COLUMN full_name SET NOT NULL,
  ALTER COLUMN is_admin SET DEFAULT false, ALTER COLUMN is_admin SET NOT NULL,
  ALTER COLUMN is_active SET DEFAULT true, ALTER COLUMN is_active SET NOT NULL,
  ALTER COLUMN weight_unit SET DEFAULT 'kg', ALTER COLUMN weight_unit SET NOT NULL,
  ALTER COLUMN joined_on SET DEFAULT CURRENT_DATE, ALTER COLUMN joined_on SET NOT NULL,
  ALTER COLUMN created_at SET DEFAULT now(), ALTER COLUMN created_at SET NOT NULL,
  ALTER COLUMN updated_at SET DEFAULT now(), ALTER COLUMN updated_at SET NOT NULL,
  ALTER COLUMN version SET DEFAULT 1, ALTER COLUMN version SET NOT NULL;
ALTER TABLE public.profiles
  ADD CONSTRAINT person_name_length CHECK (length(btrim(full_name)) BETWEEN 1 AND 200),
  ADD CONSTRAINT person_email_shape CHECK (email ~ '^[^@[:space:]]+@[^@[:space:]]+\.[^@[:space:]]+$' AND length(email) <= 254),
  ADD CONSTRAINT person_phone_length CHECK (length(phone) <= 40),
  ADD CONSTRAINT member_number_shape CHECK (member_number ~ '^[A-Za-z0-9-]{1,32}$'),
  ADD CONSTRAINT person_birth_date_range CHECK (birth_date BETWEEN DATE '1900-01-01' AND CURRENT_DATE),
  ADD CONSTRAINT person_photo_size CHECK (octet_length(photo) <= 1048576),
  ADD CONSTRAINT person_weight_unit CHECK (weight_unit IN ('kg', 'lb')),
  ADD CONSTRAINT person_locale_length CHECK (length(locale) <= 35),
  ADD COLUMN search text GENERATED ALWAYS AS (public.search_key(
    full_name || ' ' || coalesce(member_number, '') || ' ' || coalesce(email, '') || ' ' || coalesce(phone, ''))) STORED;
CREATE UNIQUE INDEX person_email_unique ON public.profiles (lower(email));
CREATE UNIQUE INDEX member_number_unique ON public.profiles (upper(member_number));
CREATE INDEX idx_profiles_search ON public.profiles USING gin (search extensions.gin_trgm_ops);
CREATE INDEX idx_profiles_name ON public.profiles (public.search_key(full_name), id);
COMMENT ON TABLE public.profiles IS 'Every person the gym knows: members, trainers and staff.';

CREATE TABLE IF NOT EXISTS public.instructors (id uuid PRIMARY KEY DEFAULT gen_random_uuid());
ALTER TABLE public.instructors
  ADD COLUMN IF NOT EXISTS user_id uuid,
  ADD COLUMN IF NOT EXISTS name text NOT NULL DEFAULT '',
  ADD COLUMN IF NOT EXISTS email text,
  ADD COLUMN IF NOT EXISTS phone text,
  ADD COLUMN IF NOT EXISTS photo bytea,
  ADD COLUMN IF NOT EXISTS is_active boolean NOT NULL DEFAULT true,
  ADD COLUMN IF NOT EXISTS is_personal_trainer boolean DEFAULT false,
  ADD COLUMN IF NOT EXISTS specializations text[],
  ADD COLUMN IF NOT EXISTS certifications text[],
  ADD COLUMN IF NOT EXISTS max_clients integer DEFAULT 15,
  ADD COLUMN IF NOT EXISTS hourly_rate numeric(10,2),
  ADD COLUMN IF NOT EXISTS bio text,
  ADD COLUMN IF NOT EXISTS years_experience integer,
  ADD COLUMN IF NOT EXISTS active_clients integer NOT NULL DEFAULT 0,
  ADD COLUMN IF NOT EXISTS created_at timestamptz NOT NULL DEFAULT now(),
  ADD COLUMN IF NOT EXISTS updated_at timestamptz NOT NULL DEFAULT now(),
  ADD COLUMN IF NOT EXISTS version integer NOT NULL DEFAULT 1;
UPDATE public.instructors SET
  name = coalesce(nullif(btrim(name), ''), 'Unnamed'), is_active = coalesce(is_active, true),
  is_personal_trainer = coalesce(is_personal_trainer, false),
  -- NULL would have meant "unlimited".
  max_clients = greatest(0, least(500, coalesce(max_clients, 15))),
  specializations = coalesce(specializations, '{}'), certifications = coalesce(certifications, '{}'),
  active_clients = 0, created_at = coalesce(created_at, now()), updated_at = coalesce(updated_at, now()),
  version = coalesce(version, 1);
ALTER TABLE public.instructors
  ALTER COLUMN id SET DEFAULT gen_random_uuid(),
  ALTER COLUMN name DROP DEFAULT, ALTER COLUMN name SET NOT NULL,
  ALTER COLUMN is_active SET DEFAULT true, ALTER COLUMN is_active SET NOT NULL,
  ALTER COLUMN is_personal_trainer SET DEFAULT false, ALTER COLUMN is_personal_trainer SET NOT NULL,
  ALTER COLUMN max_clients SET DEFAULT 15, ALTER COLUMN max_clients SET NOT NULL,
  ALTER COLUMN specializations SET DEFAULT '{}', ALTER COLUMN specializations SET NOT NULL,
  ALTER COLUMN certifications SET DEFAULT '{}', ALTER COLUMN certifications SET NOT NULL,
  ALTER COLUMN active_clients SET DEFAULT 0, ALTER COLUMN active_clients SET NOT NULL,
  ALTER COLUMN created_at SET DEFAULT now(), ALTER COLUMN created_at SET NOT NULL,
  ALTER COLUMN updated_at SET DEFAULT now(), ALTER COLUMN updated_at SET NOT NULL,
  ALTER COLUMN version SET DEFAULT 1, ALTER COLUMN version SET NOT NULL,
  DROP CONSTRAINT IF EXISTS instructors_user_id_fkey;
ALTER TABLE public.instructors
  ADD CONSTRAINT instructors_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.profiles (id) ON DELETE RESTRICT,
  ADD CONSTRAINT instructor_user_unique UNIQUE (user_id),
  ADD CONSTRAINT instructor_name_length CHECK (length(btrim(name)) BETWEEN 1 AND 200),
  ADD CONSTRAINT instructor_max_clients_range CHECK (max_clients BETWEEN 0 AND 500),
  ADD CONSTRAINT instructor_rate_range CHECK (hourly_rate BETWEEN 0 AND 100000),
  ADD CONSTRAINT instructor_years_range CHECK (years_experience BETWEEN 0 AND 80),
  ADD CONSTRAINT instructor_bio_length CHECK (length(bio) <= 4000),
  ADD CONSTRAINT instructor_photo_size CHECK (octet_length(photo) <= 1048576),
  ADD CONSTRAINT instructor_lists_length CHECK (cardinality(specializations) <= 20 AND cardinality(certifications) <= 20
    AND length(array_to_string(specializations, '')) <= 2000 AND length(array_to_string(certifications, '')) <= 2000),
  ADD CONSTRAINT instructor_active_clients_range CHECK (active_clients >= 0);
COMMENT ON TABLE public.instructors IS 'Class instructors; those with is_personal_trainer take clients.';
COMMENT ON COLUMN public.instructors.active_clients IS 'Number of active assignments, moved by trigger; the capacity rule rests on it.';

CREATE TABLE public.trainer_assignments (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  member_id uuid NOT NULL REFERENCES public.profiles (id) ON DELETE RESTRICT,
  trainer_id uuid NOT NULL REFERENCES public.instructors (id) ON DELETE RESTRICT,
  assigned_at timestamptz NOT NULL DEFAULT now(),
  assigned_by uuid REFERENCES public.profiles (id) ON DELETE RESTRICT,
  status text NOT NULL DEFAULT 'active' CONSTRAINT assignment_status CHECK (status IN ('active', 'paused', 'completed')),
  start_date date NOT NULL,
  end_date date,
  paused_on date,
  paused_days datemultirange NOT NULL DEFAULT '{}',
  notes text CONSTRAINT assignment_notes_length CHECK (length(notes) <= 4000),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT assignment_dates CHECK (end_date >= start_date)
);
CREATE UNIQUE INDEX unique_active_assignment ON public.trainer_assignments (member_id) WHERE status = 'active';
CREATE INDEX idx_trainer_assignments_member ON public.trainer_assignments (member_id, status);
CREATE INDEX idx_trainer_assignments_trainer ON public.trainer_assignments (trainer_id, status);
CREATE INDEX idx_trainer_assignments_status ON public.trainer_assignments (status);
CREATE INDEX idx_trainer_assignments_assigned_by ON public.trainer_assignments (assigned_by);
COMMENT ON COLUMN public.trainer_assignments.paused_days IS 'Days of pauses that are over: nothing was due on them.';
COMMENT ON TABLE public.trainer_assignments IS 'Which member trains with which trainer, now and in the past.';

CREATE TABLE public.workout_plans (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  assignment_id uuid NOT NULL REFERENCES public.trainer_assignments (id) ON DELETE RESTRICT,
  title text NOT NULL CONSTRAINT plan_title_length CHECK (length(btrim(title)) BETWEEN 1 AND 200),
  description text CONSTRAINT plan_description_length CHECK (length(description) <= 4000),
  goals text CONSTRAINT plan_goals_length CHECK (length(goals) <= 4000),
  duration_weeks integer NOT NULL DEFAULT 4 CONSTRAINT plan_duration_range CHECK (duration_weeks BETWEEN 1 AND 104),
  starts_on date NOT NULL,
  ends_on date NOT NULL GENERATED ALWAYS AS (starts_on + duration_weeks * 7 - 1) STORED,
  ended_on date,
  created_by uuid NOT NULL REFERENCES public.instructors (id) ON DELETE RESTRICT,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  status text NOT NULL DEFAULT 'active' CONSTRAINT plan_status CHECK (status IN ('active', 'completed', 'archived')),
  version integer NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX unique_active_plan ON public.workout_plans (assignment_id) WHERE status = 'active';
CREATE INDEX idx_workout_plans_assignment ON public.workout_plans (assignment_id);
CREATE INDEX idx_workout_plans_trainer ON public.workout_plans (created_by);
COMMENT ON TABLE public.workout_plans IS 'A trainer''s programme for one client.';
COMMENT ON COLUMN public.workout_plans.ended_on IS 'First day on which the plan no longer held, when it was ended before its last day.';

CREATE TABLE public.workout_exercises (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  plan_id uuid NOT NULL REFERENCES public.workout_plans (id) ON DELETE RESTRICT,
  day_of_week text NOT NULL CONSTRAINT exercise_day CHECK (day_of_week IN
    ('Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday')),
  iso_day integer NOT NULL GENERATED ALWAYS AS (array_position(
    ARRAY['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'], day_of_week)) STORED,
  exercise_name text NOT NULL CONSTRAINT exercise_name_length CHECK (length(btrim(exercise_name)) BETWEEN 1 AND 200),
  exercise_type text CONSTRAINT exercise_type CHECK (exercise_type IN ('strength', 'cardio', 'flexibility')),
  sets integer CONSTRAINT exercise_sets_range CHECK (sets BETWEEN 1 AND 50),
  reps text CONSTRAINT exercise_reps_length CHECK (length(reps) <= 40),
  weight text CONSTRAINT exercise_weight_length CHECK (length(weight) <= 60),
  rest_seconds integer DEFAULT 60 CONSTRAINT exercise_rest_range CHECK (rest_seconds BETWEEN 0 AND 3600),
  notes text CONSTRAINT exercise_notes_length CHECK (length(notes) <= 4000),
  order_index integer NOT NULL DEFAULT 0 CONSTRAINT exercise_order_range CHECK (order_index BETWEEN 0 AND 999),
  valid_from date NOT NULL,
  archived_on date,
  replaces_id uuid REFERENCES public.workout_exercises (id) ON DELETE RESTRICT,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT exercise_validity CHECK (archived_on >= valid_from)
);
CREATE INDEX idx_workout_exercises_plan ON public.workout_exercises (plan_id);
CREATE INDEX idx_workout_exercises_day ON public.workout_exercises (plan_id, day_of_week);
CREATE INDEX idx_workout_exercises_replaces ON public.workout_exercises (replaces_id);
COMMENT ON TABLE public.workout_exercises IS 'A prescription: never changed once logged, but archived and replaced, so that a log always reads as it was prescribed.';
COMMENT ON COLUMN public.workout_exercises.archived_on IS 'First day on which it is no longer prescribed.';

CREATE TABLE public.workout_progress (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  -- Null for work nobody planned, imported history included.
  exercise_id uuid REFERENCES public.workout_exercises (id) ON DELETE RESTRICT,
  member_id uuid NOT NULL REFERENCES public.profiles (id) ON DELETE RESTRICT,
  assignment_id uuid REFERENCES public.trainer_assignments (id) ON DELETE RESTRICT,
  exercise_name text NOT NULL CONSTRAINT progress_exercise_name_length CHECK (length(btrim(exercise_name)) BETWEEN 1 AND 200),
  target text CONSTRAINT progress_target_length CHECK (length(target) <= 400),
  completed_at timestamptz NOT NULL DEFAULT now(),
  completed_on date NOT NULL,
  sets_completed integer CONSTRAINT progress_sets_range CHECK (sets_completed BETWEEN 0 AND 200),
  reps_completed integer CONSTRAINT progress_reps_range CHECK (reps_completed BETWEEN 0 AND 1000),
  weight_used numeric(10,2) CONSTRAINT progress_weight_range CHECK (weight_used BETWEEN 0 AND 2000),
  weight_unit text CONSTRAINT progress_weight_unit CHECK (weight_unit IN ('kg', 'lb')),
  duration_minutes integer CONSTRAINT progress_duration_range CHECK (duration_minutes BETWEEN 0 AND 1440),
  notes text CONSTRAINT progress_notes_length CHECK (length(notes) <= 2000),
  rating integer CONSTRAINT progress_rating_range CHECK (rating >= 1 AND rating <= 5),
  logged_by uuid REFERENCES public.profiles (id) ON DELETE RESTRICT,
  source text NOT NULL DEFAULT 'app' CONSTRAINT progress_source CHECK (source IN ('app', 'strong', 'hevy', 'fitnotes')),
  workout_name text CONSTRAINT progress_workout_name_length CHECK (length(workout_name) <= 200),
  workout_started_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT progress_weight_has_unit CHECK (weight_used IS NULL OR weight_unit IS NOT NULL),
  CONSTRAINT progress_member_key UNIQUE (id, member_id)
);
CREATE INDEX idx_workout_progress_member ON public.workout_progress (member_id, completed_on);
CREATE INDEX idx_workout_progress_exercise ON public.workout_progress (exercise_id, completed_on);
CREATE INDEX idx_workout_progress_date ON public.workout_progress (completed_at);
CREATE INDEX idx_workout_progress_name ON public.workout_progress (member_id, lower(exercise_name), completed_at DESC);
CREATE INDEX idx_workout_progress_assignment ON public.workout_progress (assignment_id);
CREATE INDEX idx_workout_progress_logged_by ON public.workout_progress (logged_by);
COMMENT ON TABLE public.workout_progress IS 'One logged exercise, with its name and target as they were when it was logged.';
COMMENT ON COLUMN public.workout_progress.completed_on IS 'The gym''s day of completed_at.';

CREATE TABLE public.workout_sets (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  progress_id uuid NOT NULL,
  member_id uuid NOT NULL,
  number integer NOT NULL CONSTRAINT set_number_range CHECK (number BETWEEN 1 AND 200),
  type text NOT NULL DEFAULT 'working' CONSTRAINT set_type CHECK (type IN ('working', 'warm-up', 'drop', 'failure')),
  reps integer CONSTRAINT set_reps_range CHECK (reps BETWEEN 0 AND 1000),
  weight numeric(10,2) CONSTRAINT set_weight_range CHECK (weight BETWEEN 0 AND 2000),
  weight_unit text CONSTRAINT set_weight_unit CHECK (weight_unit IN ('kg', 'lb')),
  rir integer CONSTRAINT set_rir_range CHECK (rir BETWEEN 0 AND 10),
  duration_seconds integer CONSTRAINT set_duration_range CHECK (duration_seconds BETWEEN 0 AND 86400),
  distance_m numeric(10,2) CONSTRAINT set_distance_range CHECK (distance_m BETWEEN 0 AND 1000000),
  CONSTRAINT set_weight_has_unit CHECK (weight IS NULL OR weight_unit IS NOT NULL),
  CONSTRAINT set_number_unique UNIQUE (progress_id, number),
  -- Member and log are tied together, so that a policy on the member is enough.
  CONSTRAINT workout_sets_progress_fkey FOREIGN KEY (progress_id, member_id)
    REFERENCES public.workout_progress (id, member_id) ON DELETE CASCADE
);
CREATE INDEX idx_workout_sets_member ON public.workout_sets (member_id);
CREATE INDEX idx_workout_sets_progress ON public.workout_sets (progress_id, member_id);
COMMENT ON TABLE public.workout_sets IS 'One row per set: what was lifted, for how many reps, or how long and how far.';

CREATE TABLE public.trainer_client_notes (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  assignment_id uuid NOT NULL REFERENCES public.trainer_assignments (id) ON DELETE RESTRICT,
  trainer_id uuid NOT NULL REFERENCES public.instructors (id) ON DELETE RESTRICT,
  note text NOT NULL CONSTRAINT note_length CHECK (length(btrim(note)) BETWEEN 1 AND 4000),
  created_at timestamptz NOT NULL DEFAULT now(),
  is_private boolean NOT NULL DEFAULT true,
  updated_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1
);
CREATE INDEX idx_trainer_notes_assignment ON public.trainer_client_notes (assignment_id);
CREATE INDEX idx_trainer_notes_trainer ON public.trainer_client_notes (trainer_id);
COMMENT ON TABLE public.trainer_client_notes IS 'A trainer''s notes about a client, private or shared with the client.';

CREATE TABLE public.client_visits (
  trainer_id uuid NOT NULL REFERENCES public.instructors (id) ON DELETE CASCADE,
  member_id uuid NOT NULL REFERENCES public.profiles (id) ON DELETE CASCADE,
  seen_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (trainer_id, member_id)
);
CREATE INDEX idx_client_visits_member ON public.client_visits (member_id);
COMMENT ON TABLE public.client_visits IS 'When a trainer last opened a client: what is newer counts as unread.';

CREATE TABLE public.notifications (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  recipient_id uuid NOT NULL REFERENCES public.profiles (id) ON DELETE CASCADE,
  kind text NOT NULL CONSTRAINT notification_kind CHECK (kind IN ('assigned', 'new_client', 'assignment_paused',
    'assignment_resumed', 'assignment_ended', 'plan_published', 'plan_changed', 'note_shared')),
  data jsonb NOT NULL DEFAULT '{}',
  subject_id uuid,
  created_at timestamptz NOT NULL DEFAULT now(),
  read_at timestamptz
);
CREATE INDEX idx_notifications_recipient ON public.notifications (recipient_id, created_at DESC);
COMMENT ON TABLE public.notifications IS 'Short messages the database leaves for a person; kind and data make the sentence.';

CREATE TABLE public.stations (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL CONSTRAINT station_name_length CHECK (length(btrim(name)) BETWEEN 1 AND 80),
  role_name text NOT NULL CONSTRAINT station_role_unique UNIQUE,
  kind text NOT NULL CONSTRAINT station_kind CHECK (kind IN ('staff', 'kiosk')),
  enrolled_at timestamptz NOT NULL DEFAULT now(),
  revoked_at timestamptz
);
COMMENT ON TABLE public.stations IS 'Workstations and kiosks, each with a login role of its own.';

CREATE TABLE public.audit_log (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  person_id uuid,
  station text NOT NULL,
  table_name text NOT NULL,
  row_id uuid NOT NULL,
  operation text NOT NULL CONSTRAINT audit_operation CHECK (operation IN ('INSERT', 'UPDATE', 'DELETE')),
  before jsonb,
  after jsonb
);
CREATE INDEX idx_audit_log_row ON public.audit_log (table_name, row_id);
CREATE INDEX idx_audit_log_person ON public.audit_log (person_id, at);
COMMENT ON TABLE public.audit_log IS 'Who changed what, when, before and after; written by trigger, never changed.';

CREATE TABLE auth.credentials (
  profile_id uuid NOT NULL REFERENCES public.profiles (id) ON DELETE CASCADE,
  kind text NOT NULL CONSTRAINT credential_kind CHECK (kind IN ('password', 'pin')),
  salt bytea NOT NULL CONSTRAINT credential_salt_length CHECK (octet_length(salt) BETWEEN 16 AND 64),
  time_cost integer NOT NULL CONSTRAINT credential_time_cost CHECK (time_cost BETWEEN 1 AND 20),
  memory_cost integer NOT NULL CONSTRAINT credential_memory_cost CHECK (memory_cost BETWEEN 8192 AND 1048576),
  parallelism integer NOT NULL CONSTRAINT credential_parallelism CHECK (parallelism BETWEEN 1 AND 16),
  proof_hash bytea NOT NULL CONSTRAINT credential_proof_hash_length CHECK (octet_length(proof_hash) = 32),
  -- Failed attempts live in a sequence: a transaction that rolls back does not take them along.
  attempts text NOT NULL,
  changed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (profile_id, kind)
);
COMMENT ON TABLE auth.credentials IS 'sha256 of argon2id proofs; the secret itself never reaches the server.';

CREATE TABLE auth.sessions (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  token_hash bytea NOT NULL UNIQUE,
  profile_id uuid NOT NULL REFERENCES public.profiles (id) ON DELETE CASCADE,
  station text NOT NULL,
  scope text NOT NULL CONSTRAINT session_scope CHECK (scope IN ('staff', 'member')),
  issued_at timestamptz NOT NULL DEFAULT now(),
  last_seen_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  idle interval NOT NULL,
  revoked_at timestamptz
);
CREATE INDEX idx_sessions_profile ON auth.sessions (profile_id);
COMMENT ON TABLE auth.sessions IS 'Open and past sessions; holds only the hash of each token.';

CREATE TABLE auth.pepper (
  id smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  value bytea NOT NULL
);
COMMENT ON TABLE auth.pepper IS 'Random bytes that make the answers for unknown log-ins steady and plausible.';
INSERT INTO auth.pepper (value) VALUES (sha256((gen_random_uuid()::text || gen_random_uuid()::text || gen_random_uuid()::text)::bytea));
