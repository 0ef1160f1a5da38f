"""One member as the side panel shows them, read within a transaction."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy import text as sql

from gymtrainer_desktop.domain.errors import Denied
from gymtrainer_desktop.domain.measures import compliance
from gymtrainer_desktop.domain.people import MemberDetails, RecentWorkout
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.services.assignments import RECORD_SQL, assignment_record
from gymtrainer_desktop.services.waiting_entries import open_entry_of

COMPLIANCE_DAYS = 30
RECENT_WORKOUTS = 5
_NAMED_EXERCISES = 2

_DETAILS = f"""
    SELECT p.full_name, p.member_number, p.email, p.phone, p.birth_date, p.joined_on, p.is_active, p.version, p.photo,
        p.weight_unit, pl.id AS plan_id, pl.title, pl.ends_on, last.on_date, c.due, c.logged, s.has_pin, s.has_password,
        (SELECT count(DISTINCT w.completed_on) FROM public.workout_progress w WHERE w.member_id = p.id) AS workouts
    FROM public.profiles p
    LEFT JOIN LATERAL (
        SELECT wp.id, wp.title, wp.ends_on FROM public.workout_plans wp
        JOIN public.trainer_assignments a ON a.id = wp.assignment_id
        WHERE a.member_id = p.id AND wp.status = 'active' AND a.status <> 'completed'
        ORDER BY a.status LIMIT 1) pl ON true
    LEFT JOIN LATERAL (SELECT max(w.completed_on) AS on_date FROM public.workout_progress w
        WHERE w.member_id = p.id) last ON true
    LEFT JOIN LATERAL public.compliance_of(ARRAY[p.id],
        public.gym_today() - {COMPLIANCE_DAYS - 1}, public.gym_today()) c ON true
    LEFT JOIN LATERAL auth.sign_ins_of(ARRAY[p.id]) s ON true
    WHERE p.id = :member
"""
_RECENT = """
    SELECT w.completed_on, max(w.workout_name) AS workout_name, count(*) AS exercises,
        array_agg(w.exercise_name ORDER BY w.completed_at, w.created_at, w.id) AS names,
        coalesce(sum((SELECT sum(s.reps * CASE s.weight_unit WHEN 'lb' THEN s.weight * 0.45359237 ELSE s.weight END)
            FROM public.workout_sets s WHERE s.progress_id = w.id AND s.type = 'working')), 0) AS volume
    FROM public.workout_progress w
    WHERE w.member_id = :member AND w.completed_on IN (
        SELECT DISTINCT d.completed_on FROM public.workout_progress d
        WHERE d.member_id = :member ORDER BY d.completed_on DESC LIMIT :limit)
    GROUP BY w.completed_on ORDER BY w.completed_on DESC
"""


def member_details(connection: Connection, member_id: UUID) -> MemberDetails:
    """Return a member with their assignments, newest first.

    Raises:
        Denied: Nobody of that id is there for the signed-in person.
    """
    row = connection.execute(sql(_DETAILS), {"member": member_id}).one_or_none()
    if row is None:
        raise Denied("This member is not there any more.", code="no_row")
    assignments = connection.execute(
        sql(RECORD_SQL + " WHERE a.member_id = :member ORDER BY a.assigned_at DESC, a.id"),
        {"member": member_id},
    ).all()
    return MemberDetails(
        member_id,
        row.full_name,
        row.member_number or "",
        row.email,
        row.phone,
        row.birth_date,
        row.joined_on,
        row.is_active,
        Unit(row.weight_unit),
        tuple(assignment_record(a) for a in assignments),
        row.title,
        row.ends_on,
        row.on_date,
        compliance(row.logged or 0, row.due or 0),
        row.workouts,
        row.version,
        bytes(row.photo) if row.photo is not None else None,
        row.plan_id,
        _recent(connection, member_id),
        bool(row.has_pin),
        bool(row.has_password),
        open_entry_of(connection, member_id),
    )


def _recent(connection: Connection, member_id: UUID) -> tuple[RecentWorkout, ...]:
    rows = connection.execute(sql(_RECENT), {"member": member_id, "limit": RECENT_WORKOUTS}).all()
    return tuple(
        RecentWorkout(
            r.completed_on,
            r.workout_name or _title(r.names),
            r.exercises,
            Decimal(r.volume).quantize(Decimal("0.01")),
        )
        for r in rows
    )


def _title(names: Sequence[str]) -> str:
    distinct = list(dict.fromkeys(names))
    shown, more = distinct[:_NAMED_EXERCISES], len(distinct) - _NAMED_EXERCISES
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")
