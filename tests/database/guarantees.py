"""What every constraint of the schema is for, each with a probe that would miss it.

The gym of the probes is made in test_guarantees.py. Tess trains Mara (a plan, a logged exercise, notes, a message);
Oscar trains Nils; Frank trained Mara before; Idle has free places and nobody; Full takes nobody, and Wanda waits for
Full (Tess has asked for her). Free is a member without a trainer, Left one who left, Resting pauses with Tess.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Probe:
    """Something done as somebody, and what must come of it.

    Attributes:
        actor: "admin", "trainer" (Tess) or "member" (Mara), each at their own station; "owner" for what no station may.
        do: The statement.
        refused: Name of the constraint that has to refuse it.
        shows: Or a condition that has to hold afterwards.
        behind: What else stands in the way and is taken aside first.
    """

    actor: str
    do: str
    refused: str = ""
    shows: str = ""
    behind: str = ""


# Rows that the changes below are tried on.
ROWS = {
    "gym_settings": "id = 1",
    "profiles": "id = %(mara)s",
    "instructors": "id = %(tess)s",
    "trainer_assignments": "id = %(assignment)s",
    "workout_plans": "id = %(plan)s",
    "workout_exercises": "id = %(unlogged)s",
    "workout_progress": "id = %(progress)s",
    "workout_sets": "progress_id = %(progress)s",
    "exercise_skips": "member_id = %(mara)s",
    "import_names": "member_id = %(mara)s",
    "member_cards": "member_id = %(mara)s",
    "refused_entries": "id = %(refused)s",
    "trainer_client_notes": "id = %(note)s",
    "client_visits": "trainer_id = %(tess)s AND member_id = %(mara)s",
    "client_records": "member_id = %(mara)s",
    "notifications": "recipient_id = %(mara)s",
    "stations": "role_name = 'station_desk'",
    "exercises": "id = %(library)s",
    "plan_templates": "id = %(template)s",
    "template_exercises": "template_id = %(template)s",
    "trainer_waitlist": "id = %(waiting)s",
    "client_requests": "id = %(request)s",
    "messages": "id = %(message)s",
    "auth.credentials": "profile_id = %(mara)s",
    "auth.sessions": "profile_id = %(mara)s",
    "auth.pepper": "true",
}

# Changes that are fine: they count a version, are written down, are announced.
FINE = {
    "gym_settings": "name = 'New'",
    "profiles": "phone = '123'",
    "instructors": "bio = 'New'",
    "trainer_assignments": "notes = 'New'",
    "workout_plans": "goals = 'New'",
    "workout_exercises": "order_index = 7",
    "workout_progress": "rating = 2",
    "workout_sets": "reps = 5",
    "exercise_skips": "reason = 'New'",
    "import_names": "exercise_name = 'New'",
    "member_cards": "code = 'NEW-CARD'",
    "refused_entries": "reason = 'New'",
    "trainer_client_notes": "note = 'New'",
    "client_records": "goals = 'New'",
    "notifications": "read_at = now()",
    "stations": "name = 'New'",
    "exercises": "instructions = 'New'",
    "plan_templates": "goals = 'New'",
    "template_exercises": "notes = 'New'",
    "trainer_waitlist": "wants = 'New'",
    "client_requests": "note = 'New'",
    "messages": "read_at = now()",
}

_DAY_BEHIND = "ALTER TABLE public.{} ALTER COLUMN iso_day DROP NOT NULL"
_STAMP_BEHIND = "ALTER TABLE public.workout_progress DISABLE TRIGGER stamp_progress"

_DELOAD_WEEKS = (
    "deload_weeks = '{0}'",
    "deload_weeks = '{4,105}'",
    "deload_weeks = '{4,NULL}'",
    "deload_weeks = array_fill(4, '{53}')",
)
_SUPERSET = ("superset = ''", "superset = 'a'", "superset = 'AB'", "superset = 'Ä'", "superset = E'A\\n'")
_PROGRESSION = ("progression = ' '", "progression = repeat('x', 61)")

# Check -> the table, and changes just beyond what it lets through. Tried by an admin where a station may write the
# column, else by the owner. A change that is a whole statement is that statement.
CHECKS: dict[str, tuple[str, tuple[str, ...]]] = {
    "gym_settings_one_row": ("gym_settings", ("id = 2",)),
    "gym_name_length": ("gym_settings", ("name = ' '", "name = repeat('x', 121)")),
    "gym_time_zone_known": ("gym_settings", ("time_zone = 'Mars/Olympus'",)),
    "gym_week_start_range": ("gym_settings", ("week_start = 0", "week_start = 8")),
    "gym_weight_unit": ("gym_settings", ("weight_unit = 'st'",)),
    "gym_e1rm_formula": ("gym_settings", ("e1rm_formula = 'guess'",)),
    "gym_staff_idle_range": ("gym_settings", ("staff_idle_minutes = 0", "staff_idle_minutes = 721")),
    "gym_kiosk_idle_range": ("gym_settings", ("kiosk_idle_minutes = 0", "kiosk_idle_minutes = 61")),
    "gym_offer_days_range": ("gym_settings", ("offer_days = 0", "offer_days = 61")),
    "gym_bar_kg_range": ("gym_settings", ("bar_kg = -0.01", "bar_kg = 100.01", "bar_kg = 'NaN'")),
    "gym_bar_lb_range": ("gym_settings", ("bar_lb = -0.01", "bar_lb = 220.01", "bar_lb = 'NaN'")),
    "gym_plates_kg": (
        "gym_settings",
        (
            "plates_kg = '{}'", "plates_kg = array_fill(1, '{21}')", "plates_kg = '{1,NULL}'", "plates_kg = '{20,0.09}'",
            "plates_kg = '{-5}'", "plates_kg = '{100.01,5}'", "plates_kg = '{NaN}'",
        ),
    ),
    "gym_plates_lb": (
        "gym_settings",
        (
            "plates_lb = '{}'", "plates_lb = array_fill(1, '{21}')", "plates_lb = '{1,NULL}'", "plates_lb = '{45,0.09}'",
            "plates_lb = '{-5}'", "plates_lb = '{220.01,5}'", "plates_lb = '{NaN}'",
        ),
    ),
    "gym_kiosk_offline_range": ("gym_settings", ("kiosk_offline_days = -1", "kiosk_offline_days = 15")),
    "person_name_length": ("profiles", ("full_name = ' '", "full_name = repeat('x', 201)")),
    "person_email_shape": ("profiles", ("email = 'nobody'", "email = repeat('x', 251) || '@x.x'")),
    "person_phone_length": ("profiles", ("phone = repeat('1', 41)",)),
    "member_number_shape": ("profiles", ("member_number = 'a b'", "member_number = repeat('x', 33)")),
    "person_birth_date_range": ("profiles", ("birth_date = '1899-12-31'", "birth_date = CURRENT_DATE + 1")),
    "person_photo_size": ("profiles", ("photo = convert_to(repeat('x', 1048577), 'UTF8')",)),
    "person_weight_unit": ("profiles", ("weight_unit = 'st'",)),
    "person_locale_length": ("profiles", ("locale = repeat('x', 36)",)),
    "instructor_name_length": ("instructors", ("name = ' '", "name = repeat('x', 201)")),
    "instructor_max_clients_range": ("instructors", ("max_clients = -1", "max_clients = 501")),
    "instructor_rate_range": ("instructors", ("hourly_rate = -1", "hourly_rate = 100001")),
    "instructor_years_range": ("instructors", ("years_experience = -1", "years_experience = 81")),
    "instructor_bio_length": ("instructors", ("bio = repeat('x', 4001)",)),
    "instructor_photo_size": ("instructors", ("photo = convert_to(repeat('x', 1048577), 'UTF8')",)),
    "instructor_lists_length": (
        "instructors",
        (
            "specializations = array_fill('x'::text, ARRAY[21])",
            "specializations = ARRAY[repeat('x', 2001)]",
            "certifications = array_fill('x'::text, ARRAY[21])",
            "certifications = ARRAY[repeat('x', 2001)]",
        ),
    ),
    "instructor_active_clients_range": ("instructors", ("active_clients = -1",)),
    "assignment_status": ("trainer_assignments", ("status = 'lost'",)),
    "assignment_notes_length": ("trainer_assignments", ("notes = repeat('x', 4001)",)),
    "assignment_dates": ("trainer_assignments", ("end_date = start_date - 1",)),
    "plan_title_length": ("workout_plans", ("title = ' '", "title = repeat('x', 201)")),
    "plan_description_length": ("workout_plans", ("description = repeat('x', 4001)",)),
    "plan_goals_length": ("workout_plans", ("goals = repeat('x', 4001)",)),
    "plan_duration_range": ("workout_plans", ("duration_weeks = 0", "duration_weeks = 105")),
    "plan_status": ("workout_plans", ("status = 'lost'",)),
    "plan_deload_weeks": ("workout_plans", _DELOAD_WEEKS),
    "plan_deload_sets_range": ("workout_plans", ("deload_sets_percent = 9", "deload_sets_percent = 101")),
    "plan_deload_weight_range": ("workout_plans", ("deload_weight_percent = 9", "deload_weight_percent = 101")),
    "exercise_day": ("workout_exercises", ("day_of_week = 'Someday'",)),
    "exercise_name_length": ("workout_exercises", ("exercise_name = ' '", "exercise_name = repeat('x', 201)")),
    "exercise_type": ("workout_exercises", ("exercise_type = 'magic'",)),
    "exercise_sets_range": ("workout_exercises", ("sets = 0", "sets = 51")),
    "exercise_reps_length": ("workout_exercises", ("reps = repeat('x', 41)",)),
    "exercise_weight_length": ("workout_exercises", ("weight = repeat('x', 61)",)),
    "exercise_rest_range": ("workout_exercises", ("rest_seconds = -1", "rest_seconds = 3601")),
    "exercise_notes_length": ("workout_exercises", ("notes = repeat('x', 4001)",)),
    "exercise_order_range": ("workout_exercises", ("order_index = -1", "order_index = 1000")),
    "exercise_validity": ("workout_exercises", ("archived_on = valid_from - 1",)),
    "exercise_superset": ("workout_exercises", _SUPERSET),
    "exercise_from_week_range": ("workout_exercises", ("from_week = 0", "from_week = 105")),
    "exercise_progression_length": ("workout_exercises", _PROGRESSION),
    "exercise_weeks_valid": (
        "workout_exercises",
        (
            "weeks = '[]'", "weeks = 'null'", "weeks = '{}'", "weeks = '[null]'", "weeks = '[[4, \"8\"]]'",
            "weeks = '[[0, \"8\", \"\"]]'", "weeks = '[[51, \"8\", \"\"]]'", "weeks = '[[4, 8, \"\"]]'", "weeks = '[[4, \"8\", null]]'",
            "weeks = jsonb_build_array(jsonb_build_array(4, repeat('8', 41), ''))",
            "weeks = jsonb_build_array(jsonb_build_array(4, '8', repeat('6', 61)))",
            "weeks = to_jsonb(array_fill(4, '{105,3}'))",
        ),
    ),
    "progress_exercise_name_length": (
        "workout_progress",
        tuple(
            f"INSERT INTO public.workout_progress (member_id, exercise_name) VALUES (%(mara)s, {name})"
            for name in ("' '", "repeat('x', 201)")
        ),
    ),
    "progress_target_length": ("workout_progress", ("target = repeat('x', 401)",)),
    "progress_sets_range": ("workout_progress", ("sets_completed = -1", "sets_completed = 201")),
    "progress_reps_range": ("workout_progress", ("reps_completed = -1", "reps_completed = 1001")),
    "progress_weight_range": ("workout_progress", ("weight_used = -1", "weight_used = 2001", "weight_used = 'NaN'")),
    "progress_weight_unit": ("workout_progress", ("weight_unit = 'st'",)),
    "progress_weight_has_unit": ("workout_progress", ("weight_unit = NULL",)),
    "progress_duration_range": ("workout_progress", ("duration_minutes = -1", "duration_minutes = 1441")),
    "progress_notes_length": ("workout_progress", ("notes = repeat('x', 2001)",)),
    "progress_rating_range": ("workout_progress", ("rating = 0", "rating = 6")),
    "progress_source": (
        "workout_progress",
        ("INSERT INTO public.workout_progress (member_id, exercise_name, source) VALUES (%(mara)s, 'Row', 'rumour')",),
    ),
    "progress_workout_name_length": ("workout_progress", ("workout_name = repeat('x', 201)",)),
    "set_number_range": ("workout_sets", ("number = 0", "number = 201")),
    "set_type": ("workout_sets", ("type = 'magic'",)),
    "set_reps_range": ("workout_sets", ("reps = -1", "reps = 1001")),
    "set_weight_range": ("workout_sets", ("weight = -1", "weight = 2001")),
    "set_weight_unit": ("workout_sets", ("weight_unit = 'st'",)),
    "set_weight_has_unit": ("workout_sets", ("weight_unit = NULL",)),
    "set_rir_range": ("workout_sets", ("rir = -1", "rir = 11")),
    "set_duration_range": ("workout_sets", ("duration_seconds = -1", "duration_seconds = 86401")),
    "set_distance_range": ("workout_sets", ("distance_m = -1", "distance_m = 1000001")),
    "skip_reason_length": ("exercise_skips", ("reason = repeat('x', 201)",)),
    "import_name_written_length": ("import_names", ("written = ' '", "written = repeat('x', 201)")),
    "import_name_exercise_length": ("import_names", ("exercise_name = ' '", "exercise_name = repeat('x', 201)")),
    "card_code_shape": (
        "member_cards", ("code = 'abc'", "code = repeat('x', 65)", "code = 'a bc'", "code = 'a@b.c'", "code = E'abcd\n'")
    ),
    "refused_kind": ("refused_entries", ("kind = 'rumour'",)),
    "refused_entry_size": (
        "refused_entries", ("entry = '[]'", "entry = 'null'", "entry = jsonb_build_object('notes', repeat('x', 60000))")
    ),
    "refused_reason_length": ("refused_entries", ("reason = ''", "reason = repeat('x', 501)")),
    "refused_aside_reason_length": ("refused_entries", ("aside_reason = ' '", "aside_reason = repeat('x', 201)")),
    "refused_made_at_range": (
        "refused_entries",
        ("made_at = '1969-12-31'", "made_at = '2200-01-02'", "made_at = 'infinity'", "made_at = '-infinity'"),
    ),
    "note_length": ("trainer_client_notes", ("note = ' '", "note = repeat('x', 4001)")),
    "notification_kind": ("notifications", ("kind = 'gossip'",)),
    "station_name_length": ("stations", ("name = ' '", "name = repeat('x', 81)")),
    "station_kind": ("stations", ("kind = 'fridge'",)),
    "audit_operation": (
        "audit_log",
        ("INSERT INTO public.audit_log (station, table_name, row_id, operation) VALUES ('x', 'x', %(mara)s, 'GUESS')",),
    ),
    "credential_kind": ("auth.credentials", ("kind = 'smile'",)),
    "credential_salt_length": ("auth.credentials", ("salt = ''", "salt = sha256('') || sha256('') || '\\x00'")),
    "credential_time_cost": ("auth.credentials", ("time_cost = 0", "time_cost = 21")),
    "credential_memory_cost": ("auth.credentials", ("memory_cost = 8191", "memory_cost = 1048577")),
    "credential_parallelism": ("auth.credentials", ("parallelism = 0", "parallelism = 17")),
    "credential_proof_hash_length": ("auth.credentials", ("proof_hash = ''",)),
    "session_scope": ("auth.sessions", ("scope = 'god'",)),
    "pepper_id_check": ("auth.pepper", ("id = 2",)),
    "library_name_length": ("exercises", ("name = ' '", "name = repeat('x', 201)")),
    "library_category": ("exercises", ("category = 'magic'",)),
    "library_equipment": ("exercises", ("equipment = 'wand'",)),
    "library_primary_muscles": ("exercises", ("primary_muscles = '{wings}'", "primary_muscles = array_fill('abs'::text, '{9}')")),
    "library_secondary_muscles": (
        "exercises",
        ("secondary_muscles = '{wings}'", "secondary_muscles = array_fill('abs'::text, '{13}')"),
    ),
    "library_aliases_length": (
        "exercises",
        ("aliases = array_fill('x'::text, '{21}')", "aliases = ARRAY[repeat('x', 2001)]", "aliases = ARRAY['x', NULL]"),
    ),
    "library_group_length": ("exercises", ("substitution_group = ' '", "substitution_group = repeat('x', 61)")),
    "library_instructions_length": ("exercises", ("instructions = repeat('x', 4001)",)),
    "template_title_length": ("plan_templates", ("title = ' '", "title = repeat('x', 201)")),
    "template_description_length": ("plan_templates", ("description = repeat('x', 4001)",)),
    "template_goals_length": ("plan_templates", ("goals = repeat('x', 4001)",)),
    "template_duration_range": ("plan_templates", ("duration_weeks = 0", "duration_weeks = 105")),
    "template_deload_weeks": ("plan_templates", _DELOAD_WEEKS),
    "template_deload_sets_range": ("plan_templates", ("deload_sets_percent = 9", "deload_sets_percent = 101")),
    "template_deload_weight_range": ("plan_templates", ("deload_weight_percent = 9", "deload_weight_percent = 101")),
    "template_exercise_superset": ("template_exercises", _SUPERSET),
    "template_exercise_progression_length": ("template_exercises", _PROGRESSION),
    "template_exercise_day": ("template_exercises", ("day_of_week = 'Someday'",)),
    "template_exercise_name_length": ("template_exercises", ("exercise_name = ' '", "exercise_name = repeat('x', 201)")),
    "template_exercise_type": ("template_exercises", ("exercise_type = 'magic'",)),
    "template_exercise_sets_range": ("template_exercises", ("sets = 0", "sets = 51")),
    "template_exercise_reps_length": ("template_exercises", ("reps = repeat('x', 41)",)),
    "template_exercise_weight_length": ("template_exercises", ("weight = repeat('x', 61)",)),
    "template_exercise_rest_range": ("template_exercises", ("rest_seconds = -1", "rest_seconds = 3601")),
    "template_exercise_notes_length": ("template_exercises", ("notes = repeat('x', 4001)",)),
    "template_exercise_order_range": ("template_exercises", ("order_index = -1", "order_index = 1000")),
    "record_goals_length": ("client_records", ("goals = repeat('x', 4001)",)),
    "record_injuries_length": ("client_records", ("injuries = repeat('x', 4001)",)),
    "waitlist_status": ("trainer_waitlist", ("status = 'lost'",)),
    "waitlist_wants_length": ("trainer_waitlist", ("wants = repeat('x', 1001)",)),
    "waitlist_offer_whole": ("trainer_waitlist", ("status = 'accepted'",)),
    "client_request_status": ("client_requests", ("status = 'lost'",)),
    "client_request_note_length": ("client_requests", ("note = repeat('x', 1001)",)),
    "message_length": (
        "messages",
        tuple(
            f"INSERT INTO public.messages (assignment_id, from_trainer, body) VALUES (%(assignment)s, false, {body})"
            for body in ("' '", "repeat('x', 4001)")
        ),
    ),
}  # fmt: skip
# Tables that are a member's own: an admin writes nothing there.
OF_MEMBERS = {"exercise_skips", "import_names"}
# What another rule would catch first: a day that is none has no number either, and targets are stamped.
BEHIND = {
    "exercise_day": _DAY_BEHIND.format("workout_exercises"),
    "template_exercise_day": _DAY_BEHIND.format("template_exercises"),
    "progress_target_length": _STAMP_BEHIND,
}

ASSIGN = "INSERT INTO public.trainer_assignments (id, member_id, trainer_id, start_date) VALUES (%(new)s, {}, {}, '2026-01-05')"

# Sets hold on to their log by two of its columns, which would speak first.
ALONE = {"workout_progress": "DELETE FROM public.workout_sets"}

# Unique keys, by constraint or index.
UNIQUE = {
    "person_email_unique": Probe(
        "admin", "UPDATE public.profiles SET email = upper(%(nils_email)s) WHERE id = %(mara)s", "person_email_unique"
    ),
    "member_number_unique": Probe(
        "admin", "UPDATE public.profiles SET member_number = lower(%(nils_number)s) WHERE id = %(mara)s", "member_number_unique"
    ),
    "instructor_user_unique": Probe(
        "admin", "INSERT INTO public.instructors (name, user_id) VALUES ('Tess again', %(tess_person)s)", "instructor_user_unique"
    ),
    "unique_active_assignment": Probe("admin", ASSIGN.format("%(mara)s", "%(idle)s"), "unique_active_assignment"),
    "unique_active_plan": Probe(
        "trainer",
        "INSERT INTO public.workout_plans (assignment_id, title, starts_on) VALUES (%(assignment)s, 'Second', '2026-01-05')",
        "unique_active_plan",
    ),
    "set_number_unique": Probe(
        "member",
        "INSERT INTO public.workout_sets (progress_id, member_id, number, reps) VALUES (%(progress)s, %(mara)s, 1, 8)",
        "set_number_unique",
    ),
    # What the sets' reference to log and member together rests on.
    "progress_member_key": Probe(
        "owner",
        "INSERT INTO public.workout_sets (progress_id, member_id, number, reps) VALUES (%(progress)s, %(nils)s, 9, 8)",
        "workout_sets_progress_fkey",
    ),
    "skip_once_a_day": Probe(
        "member",
        "INSERT INTO public.exercise_skips (exercise_id, member_id, skipped_on) VALUES (%(exercise)s, %(mara)s, public.gym_today())",
        "skip_once_a_day",
    ),
    "import_name_once": Probe(
        "member",
        "INSERT INTO public.import_names (member_id, written, exercise_name) VALUES (%(mara)s, 'BÄNCH press', 'Row')",
        "import_name_once",
    ),
    "card_code_unique": Probe(
        "admin", "INSERT INTO public.member_cards (member_id, code) VALUES (%(nils)s, 'mara-card')", "card_code_unique"
    ),
    "station_role_unique": Probe(
        "owner", "INSERT INTO public.stations (name, role_name, kind) VALUES ('Twin', 'station_desk', 'staff')", "station_role_unique"
    ),
    "sessions_token_hash_key": Probe("owner", "UPDATE auth.sessions SET token_hash = sha256('x')", "sessions_token_hash_key"),
    "client_records_one_each": Probe(
        "trainer", "INSERT INTO public.client_records (member_id) VALUES (%(mara)s)", "client_records_one_each"
    ),
    "library_name_unique": Probe(
        "trainer",
        "INSERT INTO public.exercises (name, category, equipment) VALUES (' ODE SWING ', 'strength', 'kettlebell')",
        "library_name_unique",
    ),
    "waitlist_open_unique": Probe(
        "admin", "INSERT INTO public.trainer_waitlist (member_id, trainer_id) VALUES (%(wanda)s, %(full)s)", "waitlist_open_unique"
    ),
    "client_request_open_unique": Probe(
        "owner",
        "INSERT INTO public.client_requests (waitlist_id, trainer_id) VALUES (%(waiting)s, %(tess)s)",
        "client_request_open_unique",
    ),
}  # fmt: skip

# What goes along when the row it points to goes; everything else holds on to that row.
CASCADES = {
    "credentials_profile_id_fkey",
    "sessions_profile_id_fkey",
    "client_visits_trainer_id_fkey",
    "client_visits_member_id_fkey",
    "notifications_recipient_id_fkey",
    "workout_sets_progress_fkey",
    "template_exercises_template_id_fkey",
    "client_requests_waitlist_id_fkey",
    "client_records_member_id_fkey",
    "exercise_skips_exercise_id_fkey",
    "exercise_skips_member_id_fkey",
    "import_names_member_id_fkey",
    "member_cards_member_id_fkey",
    "refused_entries_member_id_fkey",
}
# What forgets the row it points to when that goes: the row stays, about somebody else.
FORGETS = {"client_records_written_by_fkey", "refused_entries_settled_by_fkey"}


def table_name(table: str) -> str:
    """The table with its schema."""
    return table if "." in table else f"public.{table}"


def columns(change: str) -> list[str]:
    """The columns that a change sets."""
    return re.findall(r"(?:^|, )([a-z_]+) = ", change)


def check_statement(table: str, change: str) -> str:
    """A change of a row as a statement; one that is a statement already stays as it is."""
    if change.startswith("INSERT"):
        return change
    return f"UPDATE {table_name(table)} SET {change} WHERE {ROWS[table]}"
