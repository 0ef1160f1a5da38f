"""The clients of the trainer who is signed in, read within a transaction: all of them, or one."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection, Row, text
from sqlalchemy.dialects.postgresql import insert

from gymtrainer_desktop.database.tables.trainers import ClientVisit
from gymtrainer_desktop.domain.assignments import AssignmentStatus
from gymtrainer_desktop.domain.clients import (
    COMPLIANCE_SPANS,
    USUAL_SPAN,
    ClientList,
    ClientOverview,
    ClientRow,
    WeekShare,
    urgency,
)
from gymtrainer_desktop.domain.errors import Denied
from gymtrainer_desktop.domain.measures import compliance
from gymtrainer_desktop.domain.units import Unit

TREND_WEEKS = 12

_COUNTS = ",\n            ".join(
    f"max(c.due) FILTER (WHERE span.days = {days}) AS due_{days},"
    f" max(c.logged) FILTER (WHERE span.days = {days}) AS logged_{days}"
    for days in COMPLIANCE_SPANS
)
_SHARES = ", ".join(f"s.due_{days}, s.logged_{days}" for days in COMPLIANCE_SPANS)
_SPANS = ", ".join(f"({days})" for days in COMPLIANCE_SPANS)
_CLIENTS = f"""
    WITH me AS MATERIALIZED (
        SELECT i.id, i.active_clients, i.max_clients, public.gym_today() AS today
        FROM public.instructors i WHERE i.id = (SELECT auth.trainer_id())),
    mine AS MATERIALIZED (
        SELECT a.* FROM public.trainer_assignments a JOIN me ON me.id = a.trainer_id
        WHERE a.status <> 'completed' AND (CAST(:member AS uuid) IS NULL OR a.member_id = :member)),
    shares AS (
        SELECT c.member_id,
            {_COUNTS}
        FROM me CROSS JOIN (VALUES {_SPANS}) AS span (days)
        CROSS JOIN LATERAL public.compliance_of(
            ARRAY(SELECT m.member_id FROM mine m), me.today - span.days + 1, me.today) c
        GROUP BY c.member_id)
    SELECT me.active_clients, me.max_clients, me.today,
        a.id AS assignment_id, a.member_id, p.full_name, a.status, a.start_date, p.weight_unit,
        pl.title, pl.goals, pl.starts_on, pl.ends_on, pl.duration_weeks, last.on_date,
        {_SHARES},
        CASE WHEN pl.starts_on <= me.today AND me.today <= pl.ends_on
            THEN (public.gym_week_start(me.today) - public.gym_week_start(pl.starts_on)) / 7 + 1 END AS week,
        (SELECT count(*) FROM public.workout_progress w
            WHERE w.member_id = a.member_id AND w.created_at > coalesce(v.seen_at, a.assigned_at)
              AND w.logged_by IS DISTINCT FROM (SELECT auth.uid())) AS new_logs,
        (SELECT count(*) FROM public.messages m
            WHERE m.assignment_id = a.id AND m.read_at IS NULL AND NOT m.from_trainer) AS unread
    FROM me LEFT JOIN mine a ON true
    LEFT JOIN public.profiles p ON p.id = a.member_id
    LEFT JOIN public.workout_plans pl ON pl.assignment_id = a.id AND pl.status = 'active'
    LEFT JOIN LATERAL (SELECT max(w.completed_on) AS on_date FROM public.workout_progress w
        WHERE w.member_id = a.member_id) last ON true
    LEFT JOIN public.client_visits v ON v.trainer_id = me.id AND v.member_id = a.member_id
    LEFT JOIN shares s ON s.member_id = a.member_id
    ORDER BY public.search_key(p.full_name), a.status, a.id
"""
_TREND = f"""
    SELECT w.first_day, coalesce(c.due, 0) AS due, coalesce(c.logged, 0) AS logged
    FROM (SELECT public.gym_week_start(public.gym_today()) - 7 * n AS first_day
        FROM generate_series(0, {TREND_WEEKS - 1}) n) w
    LEFT JOIN LATERAL public.compliance_of(ARRAY[CAST(:member AS uuid)], w.first_day, w.first_day + 6) c ON true
    ORDER BY w.first_day
"""


def client_list(connection: Connection) -> ClientList:
    """Read all clients of the signed-in trainer, active and paused, in one statement.

    Raises:
        Denied: The signed-in person does not act as a trainer.
    """
    rows = _rows(connection, None)
    first = rows[0]
    clients = [_client_row(r) for r in rows if r.assignment_id is not None]
    # Equal needs stay as the database sorted them: by name, accents ignored.
    clients.sort(key=lambda one: urgency(one, first.today))
    return ClientList(first.active_clients, first.max_clients, tuple(clients), first.today)


def client_overview(connection: Connection, member_id: UUID) -> ClientOverview:
    """Read one client of the signed-in trainer, with the last weeks.

    Raises:
        Denied: Not, or no longer, a client.
    """
    row = _rows(connection, member_id)[0]
    if row.assignment_id is None:
        raise Denied("This member is not your client any more.", code="no_row")
    weeks = connection.execute(text(_TREND), {"member": member_id}).all()
    return ClientOverview(
        _client_row(row),
        Unit(row.weight_unit),
        getattr(row, f"due_{USUAL_SPAN}") or 0,
        getattr(row, f"logged_{USUAL_SPAN}") or 0,
        min(row.week, row.duration_weeks) if row.week else None,
        row.duration_weeks,
        row.ends_on,
        tuple(WeekShare(w.first_day, w.due, w.logged) for w in weeks),
    )


def note_visit(connection: Connection, member_id: UUID) -> None:
    """Write down that the signed-in trainer has seen a client's logs.

    Raises:
        Denied: The signed-in person does not act as a trainer.
    """
    trainer_id = connection.execute(text("SELECT auth.trainer_id()")).scalar()
    if trainer_id is None:
        raise Denied("Only trainers have clients.", code="not_a_trainer")
    connection.execute(
        insert(ClientVisit)
        .values(trainer_id=trainer_id, member_id=member_id)
        .on_conflict_do_update(
            index_elements=[ClientVisit.trainer_id, ClientVisit.member_id],
            # The trigger puts the server's clock in place.
            set_={"seen_at": text("now()")},
        )
    )


def _rows(connection: Connection, member_id: UUID | None) -> list[Row[tuple[object, ...]]]:
    """Return a row for each client; without any, one that holds the trainer's own figures alone."""
    rows = list(connection.execute(text(_CLIENTS), {"member": member_id}).all())
    if not rows:
        raise Denied("Only trainers have clients.", code="not_a_trainer")
    return rows


def _client_row(row: Row[tuple[object, ...]]) -> ClientRow:
    shares = {
        days: compliance(getattr(row, f"logged_{days}") or 0, getattr(row, f"due_{days}") or 0)
        for days in COMPLIANCE_SPANS
    }
    return ClientRow(
        row.assignment_id,
        row.member_id,
        row.full_name,
        AssignmentStatus(row.status),
        row.start_date,
        row.title,
        row.goals,
        row.on_date,
        shares[USUAL_SPAN],
        (row.ends_on - row.today).days if row.ends_on else None,
        row.new_logs,
        row.unread,
        shares[7],
        shares[90],
        row.starts_on,
    )
