-- Who may call and touch what. Nothing is left to PUBLIC; columns that decide about rights are never writable.

REVOKE ALL ON ALL TABLES IN SCHEMA public, auth FROM PUBLIC;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA public, auth FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public, auth FROM PUBLIC;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
REVOKE ALL ON SCHEMA auth FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE gym_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

GRANT USAGE ON SCHEMA public, auth, extensions TO gym_client;

GRANT SELECT ON public.gym_settings, public.profiles, public.instructors, public.trainer_assignments, public.workout_plans,
  public.workout_exercises, public.workout_progress, public.workout_sets, public.trainer_client_notes, public.client_visits,
  public.notifications, public.stations, public.audit_log, public.alembic_version TO gym_client;

GRANT UPDATE (name, time_zone, week_start, weight_unit, e1rm_formula, staff_idle_minutes, kiosk_idle_minutes)
  ON public.gym_settings TO gym_client;

GRANT INSERT (id, full_name, email, phone, member_number, birth_date, photo, weight_unit, locale, joined_on),
  UPDATE (full_name, email, phone, member_number, birth_date, photo, weight_unit, locale, joined_on) ON public.profiles TO gym_client;

GRANT INSERT (id, user_id, name, email, phone, photo, is_personal_trainer, specializations, certifications, max_clients,
    hourly_rate, bio, years_experience),
  UPDATE (name, email, phone, photo, is_active, is_personal_trainer, specializations, certifications, max_clients,
    hourly_rate, bio, years_experience) ON public.instructors TO gym_client;

GRANT INSERT (id, member_id, trainer_id, status, start_date, end_date, notes),
  UPDATE (trainer_id, status, start_date, end_date, notes), DELETE ON public.trainer_assignments TO gym_client;

GRANT INSERT (id, assignment_id, title, description, goals, duration_weeks, starts_on, status),
  UPDATE (title, description, goals, duration_weeks, starts_on, status), DELETE ON public.workout_plans TO gym_client;

GRANT INSERT (id, plan_id, day_of_week, exercise_name, exercise_type, sets, reps, weight, rest_seconds, notes, order_index,
    valid_from, archived_on, replaces_id),
  UPDATE (day_of_week, exercise_name, exercise_type, sets, reps, weight, rest_seconds, notes, order_index, archived_on),
  DELETE ON public.workout_exercises TO gym_client;

GRANT INSERT (id, exercise_id, member_id, exercise_name, completed_at, sets_completed, reps_completed, weight_used, weight_unit,
    duration_minutes, notes, rating, source, workout_name, workout_started_at),
  UPDATE (completed_at, sets_completed, reps_completed, weight_used, weight_unit, duration_minutes, notes, rating),
  DELETE ON public.workout_progress TO gym_client;

GRANT INSERT, DELETE, UPDATE (number, type, reps, weight, weight_unit, rir, duration_seconds, distance_m)
  ON public.workout_sets TO gym_client;

GRANT INSERT (id, assignment_id, trainer_id, note, is_private), UPDATE (note, is_private), DELETE
  ON public.trainer_client_notes TO gym_client;

GRANT INSERT (trainer_id, member_id), UPDATE (seen_at) ON public.client_visits TO gym_client;

GRANT EXECUTE ON FUNCTION auth.uid(), auth.is_admin(), auth.trainer_id(), auth.client_ids(), auth.known_person_ids(),
  auth.own_trainer_ids(), auth.readable_assignment_ids(), auth.writable_assignment_ids(),
  auth.readable_plan_ids(), auth.writable_plan_ids(), auth.sign_in_challenge(text), auth.sign_in_member(text, bytea),
  auth.sign_out(), auth.touch(), auth.whoami(),
  auth.set_credential(uuid, text, bytea, integer, integer, integer, bytea, bytea),
  public.search_key(text), public.gym_day(timestamptz), public.gym_today(), public.week_start_of(date, integer),
  public.gym_week_start(date), public.get_trainer_client_count(uuid), public.is_trainer_at_capacity(uuid),
  public.get_member_active_trainer(uuid), public.exercise_days(uuid[], date, date), public.compliance_of(uuid[], date, date),
  public.get_workout_completion_stats(uuid, uuid, date, date), public.complete_expired_plans(),
  public.mark_notifications_read(uuid[]), public.is_time_zone(text) TO gym_client;
GRANT EXECUTE ON FUNCTION auth.sign_in(text, bytea) TO gym_staff;
