"""What every trigger of the schema is for, each with probes that would miss it; see guarantees.py for the gym."""

from __future__ import annotations

from tests.database.guarantees import ASSIGN, Probe

_LOG = "INSERT INTO public.workout_progress (id, exercise_id, member_id, exercise_name) VALUES (%(new)s, %(exercise)s, %(mara)s, {})"
_SKIP = "INSERT INTO public.exercise_skips (exercise_id, member_id, skipped_on) VALUES ({}, %(mara)s, {})"
_HOLD = "ALTER TABLE public.exercise_skips DROP CONSTRAINT exercise_skips_member_id_fkey"
_NOTE = "INSERT INTO public.trainer_client_notes (id, assignment_id, trainer_id, note, is_private) VALUES (%(new)s, %(assignment)s, {}, 'New', {})"
_NEW = "EXISTS (SELECT 1 FROM public.{} WHERE id = %(new)s AND {})"
_TOLD = "EXISTS (SELECT 1 FROM public.notifications WHERE recipient_id = %({})s AND kind = '{}' AND created_at = now())"
_AWAY = "trainer_assignments WHERE id = %(assignment)s"

# Triggers of their own kind, by table and name.
TRIGGERS: dict[tuple[str, str], tuple[Probe, ...]] = {
    ("profiles", "guard"): (
        Probe("member", "UPDATE public.profiles SET full_name = 'Boss' WHERE id = %(mara)s", "profile_desk_only"),
        Probe("member", "UPDATE public.profiles SET email = 'new@gym.test' WHERE id = %(mara)s", "profile_desk_only"),
    ),
    ("instructors", "guard"): (
        Probe("admin", "UPDATE public.instructors SET is_active = false WHERE id = %(tess)s", "trainer_has_clients"),
        Probe("admin", "UPDATE public.instructors SET is_personal_trainer = false WHERE id = %(tess)s", "trainer_has_clients"),
    ),
    ("instructors", "offer_places"): (
        Probe(
            "admin", "UPDATE public.instructors SET max_clients = 1 WHERE id = %(full)s",
            shows="(SELECT status = 'offered' AND offered_trainer_id = %(full)s FROM public.trainer_waitlist WHERE id = %(waiting)s)",
        ),
    ),
    ("trainer_assignments", "stamp_assignment"): (
        Probe("admin", ASSIGN.format("%(free)s", "%(idle)s"), shows=_NEW.format("trainer_assignments", "assigned_by = %(admin)s")),
        Probe("owner", "UPDATE public.trainer_assignments SET member_id = %(free)s WHERE id = %(assignment)s", "assignment_member_fixed"),
        Probe("admin", "UPDATE public.trainer_assignments SET status = 'paused' WHERE id = %(ended)s", "assignment_completed_final"),
        Probe("owner", "UPDATE public.trainer_assignments SET assigned_by = %(nils)s WHERE id = %(assignment)s",
              shows=f"(SELECT assigned_by IS NULL FROM public.{_AWAY})"),
        Probe("admin", "UPDATE public.trainer_assignments SET status = 'paused' WHERE id = %(assignment)s",
              shows=f"(SELECT paused_on = public.gym_today() FROM public.{_AWAY})"),
        Probe("admin", "UPDATE public.trainer_assignments SET status = 'completed' WHERE id = %(assignment)s",
              shows=f"(SELECT end_date IS NOT NULL FROM public.{_AWAY})"),
        Probe("admin", "UPDATE public.trainer_assignments SET status = 'active' WHERE id = %(resting)s",
              shows="(SELECT paused_on IS NULL AND NOT isempty(paused_days) FROM public.trainer_assignments WHERE id = %(resting)s)"),
    ),
    ("trainer_assignments", "count_clients"): (
        Probe("admin", ASSIGN.format("%(free)s", "%(full)s"), "trainer_capacity"),
        Probe("admin", ASSIGN.format("%(free)s", "%(yoga)s"), "trainer_not_available"),
        Probe("admin", ASSIGN.format("%(tess_person)s", "%(tess)s"), "assignment_not_oneself"),
        Probe("admin", ASSIGN.format("%(left)s", "%(idle)s"), "assignment_member_active"),
        Probe("admin", ASSIGN.format("%(free)s", "%(idle)s"), shows="(SELECT active_clients = 1 FROM public.instructors WHERE id = %(idle)s)"),
        Probe("admin", f"DELETE FROM public.{_AWAY.replace('%(assignment)s', '%(unused)s')}",
              shows="(SELECT active_clients = 0 FROM public.instructors WHERE id = %(spare)s)"),
    ),
    ("trainer_assignments", "notify_people"): (
        Probe("admin", ASSIGN.format("%(free)s", "%(idle)s"), shows=_TOLD.format("free", "assigned")),
        Probe("admin", ASSIGN.format("%(free)s", "%(idle)s"), shows=_TOLD.format("idle_person", "new_client")),
        Probe("admin", "UPDATE public.trainer_assignments SET status = 'paused' WHERE id = %(assignment)s",
              shows=_TOLD.format("mara", "assignment_paused")),
    ),
    ("trainer_assignments", "close_waiting"): (
        Probe("admin", ASSIGN.format("%(wanda)s", "%(idle)s"),
              shows="(SELECT status = 'assigned' FROM public.trainer_waitlist WHERE id = %(waiting)s)"),
        Probe("admin", ASSIGN.format("%(wanda)s", "%(tess)s"),
              shows="(SELECT status = 'granted' FROM public.client_requests WHERE id = %(request)s)"),
    ),
    ("workout_plans", "stamp_plan"): (
        Probe("trainer",
              "INSERT INTO public.workout_plans (id, assignment_id, title, starts_on, status) VALUES (%(new)s, %(assignment)s, 'New', '2026-01-05', 'archived')",
              shows=_NEW.format("workout_plans", "created_by = %(tess)s AND ended_on IS NOT NULL")),
        Probe("owner", "UPDATE public.workout_plans SET assignment_id = %(other_assignment)s WHERE id = %(plan)s", "plan_assignment_fixed"),
        Probe("trainer", "UPDATE public.workout_plans SET status = 'completed' WHERE id = %(plan)s",
              shows="(SELECT ended_on IS NOT NULL FROM public.workout_plans WHERE id = %(plan)s)"),
    ),
    ("workout_plans", "notify_people"): (
        Probe("trainer", "UPDATE public.workout_plans SET title = 'New' WHERE id = %(plan)s", shows=_TOLD.format("mara", "plan_changed")),
    ),
    ("workout_exercises", "guard"): (
        Probe("trainer", "UPDATE public.workout_exercises SET sets = 9 WHERE id = %(exercise)s", "exercise_logged"),
        Probe("trainer", "DELETE FROM public.workout_exercises WHERE id = %(exercise)s", "exercise_logged"),
        Probe("trainer", """UPDATE public.workout_exercises SET weeks = '[[5, "8", "60 kg"]]' WHERE id = %(exercise)s""", "exercise_week_logged"),
        Probe("trainer", "INSERT INTO public.workout_exercises (id, plan_id, day_of_week, exercise_name) VALUES (%(new)s, %(plan)s, 'Friday', 'Row')",
              shows=_NEW.format("workout_exercises", "valid_from = public.gym_today()")),
        Probe("trainer",
              "INSERT INTO public.workout_exercises (plan_id, day_of_week, exercise_name, valid_from, replaces_id) VALUES (%(plan)s, 'Friday', 'Row', '2026-01-05', %(other_exercise)s)",
              "exercise_replaces_own_plan"),
    ),
    ("workout_progress", "stamp_progress"): (
        Probe("member", _LOG.format("'Bench press'"), shows=_NEW.format("workout_progress", "logged_by = %(mara)s AND assignment_id = %(assignment)s")),
        Probe("trainer", _LOG.format("'Push-up'"), shows=_NEW.format("workout_progress", "logged_by = %(tess_person)s AND target LIKE 'Bench press · 4 × 8%%'")),
        Probe("member", _LOG.format("'Bench press'").replace("%(exercise)s", "%(in_week_two)s"),
              shows=_NEW.format("workout_progress", "target = '3 × 9 · 62.5 kg'")),
        Probe("owner", _LOG.format("''"), shows=_NEW.format("workout_progress", "exercise_name = 'Bench press' AND completed_on = public.gym_today()")),
        Probe("member", "UPDATE public.workout_progress SET completed_at = now() + interval '6 minutes' WHERE id = %(progress)s", "progress_not_in_future"),
        Probe("member", "UPDATE public.workout_progress SET completed_at = '1969-01-01' WHERE id = %(progress)s", "progress_too_old"),
        Probe("owner", "UPDATE public.workout_progress SET source = 'hevy' WHERE id = %(progress)s", "progress_fixed"),
    ),
    ("workout_progress", "check_progress"): (
        Probe("member", _LOG.format("'Row'").replace("%(exercise)s", "%(other_exercise)s"), "progress_exercise_of_member"),
    ),
    ("exercise_skips", "hold_member"): (
        # What holds the member is seen on their row; the reference, which holds them late, is out of the way.
        Probe("member", _SKIP.format("%(unlogged)s", "public.gym_today()"), behind=_HOLD,
              shows="(SELECT xmax::text::bigint >= pg_current_xact_id()::text::bigint FROM public.profiles WHERE id = %(mara)s)"),
    ),
    ("exercise_skips", "check_skip"): (
        Probe("member", _SKIP.format("%(other_exercise)s", "public.gym_today()"), "skip_exercise_of_member"),
        *(Probe("member", _SKIP.format("%(exercise)s", day), "skip_day_range")
          for day in ("public.gym_today() - 15", "public.gym_today() + 2", "date 'infinity'")),
    ),
    ("trainer_client_notes", "stamp_note"): (
        Probe("trainer", _NOTE.format("%(oscar)s", "true"), shows=_NEW.format("trainer_client_notes", "trainer_id = %(tess)s")),
        Probe("owner", "UPDATE public.trainer_client_notes SET assignment_id = %(other_assignment)s WHERE id = %(note)s",
              shows="(SELECT assignment_id = %(assignment)s FROM public.trainer_client_notes WHERE id = %(note)s)"),
    ),
    ("trainer_client_notes", "check_note"): (
        Probe("admin", _NOTE.format("%(oscar)s", "true"), "note_of_own_client"),
    ),
    ("trainer_client_notes", "notify_people"): (
        Probe("trainer", _NOTE.format("%(tess)s", "false"), shows=_TOLD.format("mara", "note_shared")),
        Probe("trainer", "UPDATE public.trainer_client_notes SET is_private = false WHERE id = %(note)s", shows=_TOLD.format("mara", "note_shared")),
    ),
    ("client_records", "stamp_record"): (
        Probe("trainer", "INSERT INTO public.client_records (id, member_id) VALUES (%(new)s, %(unwritten)s)",
              shows=_NEW.format("client_records", "written_by = %(tess_person)s")),
        Probe("admin", "UPDATE public.client_records SET goals = 'New' WHERE member_id = %(mara)s",
              shows="(SELECT written_by = %(admin)s FROM public.client_records WHERE member_id = %(mara)s)"),
        Probe("owner", "UPDATE public.client_records SET member_id = %(free)s WHERE member_id = %(mara)s", "record_member_fixed"),
        Probe("owner", "UPDATE public.client_records SET created_at = '2000-01-01' WHERE member_id = %(mara)s",
              shows="(SELECT created_at > '2000-01-01' FROM public.client_records WHERE member_id = %(mara)s)"),
    ),
    ("client_visits", "stamp_visit"): (
        Probe("trainer", "UPDATE public.client_visits SET seen_at = '2000-01-01' WHERE member_id = %(mara)s",
              shows="(SELECT seen_at = now() FROM public.client_visits WHERE trainer_id = %(tess)s AND member_id = %(mara)s)"),
    ),
    ("audit_log", "append_only"): (
        Probe("owner", "UPDATE public.audit_log SET person_id = NULL", "audit_append_only"),
        Probe("owner", "DELETE FROM public.audit_log", "audit_append_only"),
        Probe("owner", "TRUNCATE public.audit_log", "audit_append_only"),
    ),
    ("exercises", "keep_builtin"): (Probe("admin", "DELETE FROM public.exercises WHERE id = %(builtin)s", "library_builtin_kept"),),
    ("exercises", "stamp_author"): (
        Probe("trainer", "INSERT INTO public.exercises (id, name, category, equipment) VALUES (%(new)s, 'New', 'cardio', 'rope')",
              shows=_NEW.format("exercises", "created_by = %(tess_person)s")),
        Probe("owner", "UPDATE public.exercises SET created_by = %(nils)s WHERE id = %(library)s",
              shows="(SELECT created_by = %(tess_person)s FROM public.exercises WHERE id = %(library)s)"),
    ),
    ("plan_templates", "stamp_author"): (
        Probe("trainer", "INSERT INTO public.plan_templates (id, owner_id, title) VALUES (%(new)s, %(tess)s, 'New')",
              shows=_NEW.format("plan_templates", "created_by = %(tess_person)s")),
    ),
    ("messages", "stamp_message"): (
        Probe("member", "INSERT INTO public.messages (id, assignment_id, body) VALUES (%(new)s, %(assignment)s, 'Hello')",
              shows=_NEW.format("messages", "sender_id = %(mara)s AND NOT from_trainer")),
        Probe("trainer", "INSERT INTO public.messages (id, assignment_id, body) VALUES (%(new)s, %(assignment)s, 'Hello')",
              shows=_NEW.format("messages", "sender_id = %(tess_person)s AND from_trainer")),
    ),
    ("messages", "notify_people"): (
        Probe("trainer", "INSERT INTO public.messages (assignment_id, body) VALUES (%(assignment)s, 'Hello')", shows=_TOLD.format("mara", "message")),
    ),
    ("trainer_waitlist", "stamp_waiting"): (
        Probe("admin", "INSERT INTO public.trainer_waitlist (id, member_id, trainer_id) VALUES (%(new)s, %(free)s, %(full)s)",
              shows=_NEW.format("trainer_waitlist", "added_by = %(admin)s AND rank > 0")),
        Probe("admin", "UPDATE public.trainer_waitlist SET status = 'waiting' WHERE id = %(gone)s", "waitlist_closed"),
        Probe("admin", "UPDATE public.trainer_waitlist SET status = 'withdrawn' WHERE id = %(waiting)s",
              shows="(SELECT closed_at = now() FROM public.trainer_waitlist WHERE id = %(waiting)s)"),
    ),
    ("trainer_waitlist", "check_waiting"): tuple(
        Probe("admin", f"INSERT INTO public.trainer_waitlist (member_id, trainer_id) VALUES ({member}, {trainer})", refused)
        for member, trainer, refused in (
            ("%(mara)s", "%(full)s", "waitlist_has_trainer"),
            ("%(left)s", "%(full)s", "waitlist_member_active"),
            ("%(tess_person)s", "%(tess)s", "assignment_not_oneself"),
        )
    ),
    ("trainer_waitlist", "follow_waiting"): (
        Probe("admin", "INSERT INTO public.trainer_waitlist (id, member_id, trainer_id) VALUES (%(new)s, %(free)s, %(idle)s)",
              shows=_NEW.format("trainer_waitlist", "status = 'offered'")),
        Probe("admin", "INSERT INTO public.trainer_waitlist (id, member_id, trainer_id) VALUES (%(new)s, %(free)s, %(idle)s)",
              shows=_TOLD.format("free", "place_offered")),
        Probe("admin", "UPDATE public.trainer_waitlist SET status = 'withdrawn' WHERE id = %(waiting)s",
              shows="(SELECT status = 'refused' FROM public.client_requests WHERE id = %(request)s)"),
    ),
    ("client_requests", "follow_request"): (
        Probe("admin", "SELECT public.answer_request(%(request)s, false)",
              shows="(SELECT answered_by = %(admin)s AND answered_at = now() FROM public.client_requests WHERE id = %(request)s)"),
        Probe("admin", "SELECT public.answer_request(%(request)s, false)", shows=_TOLD.format("tess_person", "request_refused")),
    ),
    ("stations", "add_counter"): (
        Probe("owner", "INSERT INTO public.stations (id, name, role_name, kind) VALUES (%(new)s, 'New', 'station_new', 'kiosk')",
              shows="to_regclass('auth.attempts_at_' || replace(%(new)s::text, '-', '')) IS NOT NULL"),
    ),
}  # fmt: skip

# A row of a table that may come and go, for hearing it come and go.
PASSING = {
    "gym_settings": "SELECT * FROM public.kept",
    "stations": "(id, name, role_name, kind) VALUES (%(new)s, 'Passing', 'station_passing', 'kiosk')",
    "profiles": "(id, full_name) VALUES (%(new)s, 'Passing')",
    "instructors": "(id, name) VALUES (%(new)s, 'Passing')",
    "trainer_assignments": "(id, member_id, trainer_id, start_date, status) VALUES (%(new)s, %(free)s, %(idle)s, '2026-01-05', 'paused')",
    "workout_plans": "(id, assignment_id, title, starts_on, status, created_by) VALUES (%(new)s, %(assignment)s, 'Passing', '2026-01-05', 'archived', %(tess)s)",
    "workout_exercises": "(id, plan_id, day_of_week, exercise_name, valid_from) VALUES (%(new)s, %(plan)s, 'Friday', 'Row', '2026-01-05')",
    "workout_progress": "(id, member_id, exercise_name) VALUES (%(new)s, %(mara)s, 'Row')",
    "exercise_skips": "(id, exercise_id, member_id, skipped_on) VALUES (%(new)s, %(unlogged)s, %(mara)s, public.gym_today())",
    "import_names": "(id, member_id, written, exercise_name) VALUES (%(new)s, %(mara)s, 'Passing', 'Row')",
    "member_cards": "(id, member_id, code) VALUES (%(new)s, %(mara)s, 'PASSING')",
    "refused_entries": "(id, member_id, station, made_at, kind, entry, reason) VALUES (%(new)s, %(mara)s, 'station_kiosk', now(), 'log', '{}', 'No')",
    "trainer_client_notes": "(id, assignment_id, trainer_id, note) VALUES (%(new)s, %(assignment)s, %(tess)s, 'Passing')",
    "client_records": "(id, member_id) VALUES (%(new)s, %(free)s)",
    "notifications": "(id, recipient_id, kind) VALUES (%(new)s, %(mara)s, 'assigned')",
    "exercises": "(id, name, category, equipment) VALUES (%(new)s, 'Passing', 'cardio', 'rope')",
    "plan_templates": "(id, title) VALUES (%(new)s, 'Passing')",
    "template_exercises": "(id, template_id, day_of_week, exercise_name) VALUES (%(new)s, %(template)s, 'Friday', 'Passing')",
    "trainer_waitlist": "(id, member_id, trainer_id, status) VALUES (%(new)s, %(free)s, %(full)s, 'withdrawn')",
    "client_requests": "(id, waitlist_id, trainer_id, status) VALUES (%(new)s, %(waiting)s, %(oscar)s, 'refused')",
    "messages": "(id, assignment_id, sender_id, from_trainer, body) VALUES (%(new)s, %(assignment)s, %(mara)s, false, 'Passing')",
}  # fmt: skip
