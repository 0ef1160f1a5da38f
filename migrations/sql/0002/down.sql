-- Takes the second revision away again, with what was written in its tables. Functions that it replaced are put
-- back by the migration itself, from the files of the first revision.
DROP TABLE public.messages, public.client_requests, public.template_exercises, public.plan_templates, public.exercises CASCADE;
DROP TRIGGER close_waiting ON public.trainer_assignments;
DROP TRIGGER offer_places ON public.instructors;
DROP TABLE public.trainer_waitlist CASCADE;
DROP SEQUENCE public.trainer_waitlist_rank;
DROP TRIGGER check_note ON public.trainer_client_notes;
DROP TRIGGER check_progress ON public.workout_progress;
DROP TRIGGER audit ON public.trainer_client_notes;
CREATE TRIGGER audit AFTER UPDATE OR DELETE ON public.trainer_client_notes FOR EACH ROW EXECUTE FUNCTION public.audit_row();
DROP TRIGGER audit ON public.stations;
DROP TRIGGER announce_insert ON public.stations;
DROP TRIGGER announce_update ON public.stations;
DROP TRIGGER announce_delete ON public.stations;
DROP FUNCTION public.search_line(text, text[]), public.search_keys(text, text[]), public.stamp_author(), public.keep_builtin(),
  public.offer_freed_places(), public.stamp_waiting(), public.check_waiting(), public.follow_waiting(), public.close_waiting(),
  public.lapse_offers(), public.answer_offer(uuid, boolean), public.leave_waitlist(uuid), public.waiting_members(),
  public.request_client(uuid, uuid, text), public.follow_request(), public.answer_request(uuid, boolean, uuid),
  public.take_waiting_client(uuid, uuid), public.stamp_message(), public.notify_message(), public.mark_messages_read(uuid[]),
  public.transfer_assignment(uuid, uuid, uuid, integer, text, boolean), public.assign_members(uuid[], uuid[], uuid[], date),
  public.erase_preview(uuid), public.erase_person(uuid), public.check_note(), public.check_progress();
DROP FUNCTION auth.sign_ins_of(uuid[]), public.people_matching(text);
DROP FUNCTION auth.offer_places(uuid), auth.assign_waiting(uuid, uuid, uuid), auth.own_assignment_ids(), auth.open_assignment_ids(),
  auth.set_admin(uuid, boolean, integer), auth.set_active(uuid, boolean, integer), auth.changing_person(uuid, integer),
  auth.keep_an_admin(uuid), auth.person_rows(uuid), auth.require_admin(), auth.require_trainer(), auth.tell_admins(text, jsonb, uuid);
ALTER TABLE public.gym_settings DROP COLUMN trainers_may_assign, DROP COLUMN offer_days;
DELETE FROM public.notifications WHERE kind IN ('trainer_changed', 'place_offered', 'place_free', 'offer_answered',
  'client_requested', 'request_granted', 'request_refused', 'message');
ALTER TABLE public.notifications DROP CONSTRAINT notification_kind;
ALTER TABLE public.notifications ADD CONSTRAINT notification_kind CHECK (kind IN ('assigned', 'new_client', 'assignment_paused',
  'assignment_resumed', 'assignment_ended', 'plan_published', 'plan_changed', 'note_shared'));
DROP INDEX public.idx_notifications_subject;

REVOKE SELECT ON public.instructors FROM gym_client, gym_staff;
REVOKE SELECT (id, user_id, name, email, phone, photo, is_active, is_personal_trainer, specializations, certifications,
  hourly_rate, bio, years_experience, created_at, updated_at, version) ON public.instructors FROM gym_client;
GRANT SELECT ON public.instructors TO gym_client;

-- Sign-in.
DROP TRIGGER add_counter ON public.stations;
DROP FUNCTION auth.add_station_counter(), auth.station_wait_seconds(regclass), auth.count_station_failure(regclass);
DROP FUNCTION auth.station_counter(text);
DO $$
DECLARE
  c regclass;
BEGIN
  FOR c IN SELECT s.oid FROM pg_class s WHERE s.relkind = 'S' AND s.relnamespace = 'auth'::regnamespace
      AND (s.relname = 'attempts_elsewhere' OR s.relname LIKE 'attempts\_at\_%') LOOP
    EXECUTE format('DROP SEQUENCE %s', c);
  END LOOP;
END $$;
REVOKE DELETE ON public.trainer_assignments, public.workout_plans, public.workout_exercises, public.trainer_client_notes FROM gym_staff;
GRANT DELETE ON public.trainer_assignments, public.workout_plans, public.workout_exercises, public.trainer_client_notes TO gym_client;
DO $$
DECLARE
  p record;
  f regprocedure;
BEGIN
  FOR p IN SELECT schemaname, tablename, policyname FROM pg_policies WHERE schemaname IN ('public', 'auth') LOOP
    EXECUTE format('ALTER POLICY %I ON %I.%I TO gym_client', p.policyname, p.schemaname, p.tablename);
  END LOOP;
  FOR f IN SELECT q.oid FROM pg_proc q WHERE q.pronamespace IN ('auth'::regnamespace, 'public'::regnamespace)
      AND 'search_path=pg_catalog, pg_temp' = ANY (q.proconfig) LOOP
    EXECUTE format('ALTER FUNCTION %s SET search_path = %L', f, '');
  END LOOP;
END $$;
