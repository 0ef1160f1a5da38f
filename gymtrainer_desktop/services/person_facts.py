"""Everything the database holds about one person, read within a transaction."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection, text

from gymtrainer_desktop.domain.errors import Denied
from gymtrainer_desktop.domain.persons import PersonExport

KINDS: dict[str, str] = {
    "profiles": "person with name, contact and photo",
    "auth.credentials": "ways of signing in",
    "instructors": "trainer's card (emptied; it stays as “Former trainer”)",
    "trainer_assignments": "assignments",
    "trainer_waitlist": "entries of the waiting list",
    "client_requests": "requests for clients",
    "workout_plans": "plans",
    "workout_exercises": "planned exercises",
    "workout_progress": "logged exercises",
    "workout_sets": "logged sets",
    "exercise_skips": "skipped exercises",
    "import_names": "names of exercises in other apps",
    "member_cards": "cards",
    "refused_entries": "entries that wait for the front desk",
    "trainer_client_notes": "notes",
    "client_records": "record of goals, injuries and limits",
    "messages": "messages",
    "notifications": "notifications",
    "plan_templates": "templates",
    "audit_log": "lines of the audit trail (blanked; that something happened stays)",
}
"""What there is about a person, by table, in words and in the order in which it is told."""

_MINE = "SELECT a.id FROM public.trainer_assignments a WHERE a.member_id = :person"
_PLANS = f"SELECT x.id FROM public.workout_plans x WHERE x.assignment_id IN ({_MINE})"
_TRAINER = "SELECT i.id FROM public.instructors i WHERE i.user_id = :person"

# Name of the table in words -> its rows. The person's own columns and those of others' names, no ids of others.
FACTS: dict[str, str] = {
    "Person": """
        SELECT p.id, p.full_name, p.member_number, p.email, p.phone, p.birth_date, p.weight_unit, p.locale, p.joined_on,
            p.is_active, p.is_admin, p.created_at, p.updated_at FROM public.profiles p WHERE p.id = :person""",
    "Sign-ins": """
        SELECT s.has_password, s.has_pin, s.last_seen FROM auth.sign_ins_of(ARRAY[CAST(:person AS uuid)]) s""",
    "Trainer": """
        SELECT i.name, i.email, i.phone, i.is_personal_trainer, i.is_active, i.specializations, i.certifications,
            i.hourly_rate, i.bio, i.years_experience, i.created_at FROM public.instructors i WHERE i.user_id = :person""",
    "Assignments": """
        SELECT i.name AS trainer, a.status, a.start_date, a.end_date, a.paused_on,
            CAST(a.paused_days AS text) AS paused_days, a.notes, a.assigned_at, b.full_name AS assigned_by
        FROM public.trainer_assignments a JOIN public.instructors i ON i.id = a.trainer_id
        LEFT JOIN public.profiles b ON b.id = a.assigned_by
        WHERE a.member_id = :person ORDER BY a.assigned_at, a.id""",
    "Waiting list": """
        SELECT w.status, t.name AS waits_for, o.name AS offered, w.wants, w.created_at, w.offered_at, w.offer_until,
            w.closed_at, b.full_name AS added_by
        FROM public.trainer_waitlist w LEFT JOIN public.instructors t ON t.id = w.trainer_id
        LEFT JOIN public.instructors o ON o.id = w.offered_trainer_id LEFT JOIN public.profiles b ON b.id = w.added_by
        WHERE w.member_id = :person ORDER BY w.created_at, w.id""",
    "Requests for clients": f"""
        SELECT i.name AS trainer, r.status, r.note, r.asked_at, r.answered_at FROM public.client_requests r
        LEFT JOIN public.instructors i ON i.id = r.trainer_id
        WHERE r.trainer_id IN ({_TRAINER})
            OR r.waitlist_id IN (SELECT w.id FROM public.trainer_waitlist w WHERE w.member_id = :person)
        ORDER BY r.asked_at, r.id""",
    "Plans": f"""
        SELECT x.title, x.description, x.goals, x.starts_on, x.ends_on, x.ended_on, x.duration_weeks, x.status,
            x.deload_weeks, x.deload_sets_percent, x.deload_weight_percent, i.name AS author, x.created_at
        FROM public.workout_plans x LEFT JOIN public.instructors i ON i.id = x.created_by
        WHERE x.assignment_id IN ({_MINE}) ORDER BY x.starts_on, x.created_at, x.id""",
    "Planned exercises": f"""
        SELECT x.title AS plan, e.day_of_week, e.exercise_name, e.exercise_type, e.sets, e.reps, e.weight, e.rest_seconds,
            e.notes, e.superset, e.from_week, e.progression, e.weeks, e.valid_from, e.archived_on
        FROM public.workout_exercises e JOIN public.workout_plans x ON x.id = e.plan_id
        WHERE e.plan_id IN ({_PLANS}) ORDER BY x.starts_on, x.id, e.iso_day, e.order_index, e.id""",
    "Logged exercises": """
        SELECT w.completed_at, w.completed_on, w.exercise_name, w.target, w.sets_completed, w.reps_completed, w.weight_used,
            w.weight_unit, w.duration_minutes, w.rating AS difficulty, w.notes, w.source, w.workout_name,
            w.workout_started_at, b.full_name AS logged_by, w.created_at AS entered_at
        FROM public.workout_progress w LEFT JOIN public.profiles b ON b.id = w.logged_by WHERE w.member_id = :person ORDER BY w.completed_at, w.id""",
    "Logged sets": """
        SELECT w.completed_at, w.exercise_name, s.number, s.type, s.reps, s.weight, s.weight_unit, s.rir,
            s.duration_seconds, s.distance_m
        FROM public.workout_sets s JOIN public.workout_progress w ON w.id = s.progress_id
        WHERE s.member_id = :person ORDER BY w.completed_at, w.id, s.number""",
    "Skipped exercises": """
        SELECT k.skipped_on, e.exercise_name, k.reason, k.created_at
        FROM public.exercise_skips k LEFT JOIN public.workout_exercises e ON e.id = k.exercise_id
        WHERE k.member_id = :person ORDER BY k.skipped_on, k.created_at, k.id""",
    "Names in other apps": """
        SELECT n.written, n.exercise_name, n.created_at FROM public.import_names n
        WHERE n.member_id = :person ORDER BY n.written, n.id""",
    "Cards": """
        SELECT c.code, c.created_at FROM public.member_cards c WHERE c.member_id = :person ORDER BY c.created_at, c.id""",
    "Entries that were refused": """
        SELECT r.made_at, r.kind, r.entry, r.reason, r.created_at, r.settled_at, r.aside_reason FROM public.refused_entries r
        WHERE r.member_id = :person ORDER BY r.created_at, r.id""",
    "Notes": f"""
        SELECT i.name AS author, n.note, n.is_private, n.created_at, n.updated_at
        FROM public.trainer_client_notes n JOIN public.instructors i ON i.id = n.trainer_id
        WHERE n.assignment_id IN ({_MINE}) ORDER BY n.created_at, n.id""",
    # Health that others wrote down about a person is theirs to have when they ask for it; the desk hands it out.
    # The writer is told by name where the reader may see who it was.
    "Goals and injuries": """
        SELECT c.goals, c.injuries, w.full_name AS written_by, c.created_at, c.updated_at
        FROM public.client_records c LEFT JOIN public.profiles w ON w.id = c.written_by WHERE c.member_id = :person""",
    "Messages": f"""
        SELECT m.sent_at, CASE WHEN m.from_trainer THEN 'trainer' ELSE 'member' END AS written_by, m.body, m.read_at
        FROM public.messages m WHERE m.assignment_id IN ({_MINE}) OR m.sender_id = :person ORDER BY m.sent_at, m.id""",
    "Notifications": """
        SELECT n.created_at, n.kind, n.data, n.read_at FROM public.notifications n
        WHERE n.recipient_id = :person ORDER BY n.created_at, n.id""",
    "Templates": f"""
        SELECT t.title, t.description, t.goals, t.duration_weeks, t.deload_weeks, t.deload_sets_percent,
            t.deload_weight_percent, t.archived_at, t.created_at FROM public.plan_templates t
        WHERE t.owner_id IN ({_TRAINER}) ORDER BY t.created_at, t.id""",
    "Exercises of templates": f"""
        SELECT t.title AS template, e.day_of_week, e.exercise_name, e.exercise_type, e.sets, e.reps, e.weight,
            e.rest_seconds, e.notes, e.superset, e.progression
        FROM public.template_exercises e JOIN public.plan_templates t ON t.id = e.template_id
        WHERE t.owner_id IN ({_TRAINER}) ORDER BY t.created_at, t.id, e.iso_day, e.order_index, e.id""",
    "Changes": f"""
        SELECT l.at, l.table_name, l.operation, l.before, l.after FROM public.audit_log l
        WHERE (l.table_name = 'profiles' AND l.row_id = :person)
           OR (l.table_name = 'trainer_assignments' AND l.row_id IN ({_MINE})) ORDER BY l.id""",
}


# Nothing for a kiosk: its role may not even ask.
_STAFF_STATIONS = {
    "Goals and injuries": "public.client_records",
    "Cards": "public.member_cards",
    "Entries that were refused": "public.refused_entries",
}


def facts_of(connection: Connection, person_id: UUID) -> PersonExport:
    """Return everything about a person that the signed-in person may read.

    Raises:
        Denied: Nobody of that id is there for them.
    """
    person = connection.execute(
        text(
            "SELECT p.full_name, coalesce(p.photo, i.photo) AS photo FROM public.profiles p"
            " LEFT JOIN public.instructors i ON i.user_id = p.id WHERE p.id = :person"
        ),
        {"person": person_id},
    ).one_or_none()
    if person is None:
        raise Denied("This person is not there any more.", code="no_row")
    tables = {}
    for name, statement in FACTS.items():
        if (guarded := _STAFF_STATIONS.get(name)) and not _may_ask(connection, guarded):
            continue
        result = connection.execute(text(statement), {"person": person_id})
        rows = tuple(tuple(row) for row in result)
        if rows:
            tables[name] = (tuple(result.keys()), rows)
    return PersonExport(person.full_name, tables, bytes(person.photo) if person.photo is not None else None)


def _may_ask(connection: Connection, table: str) -> bool:
    asked = text("SELECT has_table_privilege(CAST(:table AS text), 'SELECT')")
    return bool(connection.execute(asked, {"table": table}).scalar_one())
