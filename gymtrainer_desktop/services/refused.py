"""Entries that were made while the server was away and that it refused: the desk mends them or puts them aside."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, text

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.errors import Conflict, Denied, UserError
from gymtrainer_desktop.domain.outbox import EntryKind, NewSkip, log_of_content, skip_of_content
from gymtrainer_desktop.domain.refused import PlanEntry, RefusedEntry, checked_aside_reason
from gymtrainer_desktop.domain.targets import format_prescription
from gymtrainer_desktop.domain.workouts import NewLog, WorkoutLog
from gymtrainer_desktop.services.base import Service
from gymtrainer_desktop.services.workout_rows import write_log

# The entry as text: it is what a workstation sent, and may hold anything that is JSON.
_OPEN = text("""
    SELECT r.id, r.member_id, p.full_name, p.member_number, coalesce(s.name, 'A workstation that is gone') AS station, r.made_at, r.created_at,
        r.kind, r.reason, r.entry::text AS entry, x.id AS exercise_id, x.exercise_name
    FROM public.refused_entries r
    JOIN public.profiles p ON p.id = r.member_id
    LEFT JOIN public.stations s ON s.role_name = r.station
    LEFT JOIN LATERAL (
        SELECT e.id, e.exercise_name FROM public.workout_exercises e
        JOIN public.workout_plans pl ON pl.id = e.plan_id
        JOIN public.trainer_assignments a ON a.id = pl.assignment_id
        WHERE a.member_id = r.member_id AND e.id::text = lower(r.entry ->> 'exercise_id')) x ON true
    WHERE r.settled_at IS NULL
    ORDER BY r.created_at, r.id LIMIT :limit
""")

# What the member's plans held in that week, and what those that run hold now.
_CHOICES = text("""
    SELECT x.id, x.day_of_week, x.exercise_name, p.title, p.status = 'active' AS is_running,
        public.target_of_week(x.weeks, x.sets, x.reps, x.weight, public.week_of_plan(p.starts_on, :on)) AS target
    FROM public.trainer_assignments a
    JOIN public.workout_plans p ON p.assignment_id = a.id
    JOIN public.workout_exercises x ON x.plan_id = p.id
    WHERE a.member_id = :member AND (x.archived_on IS NULL AND p.status = 'active'
        OR x.archived_on > :on AND x.valid_from <= CAST(:on AS date) + 6
        OR x.archived_on IS NULL AND p.starts_on <= CAST(:on AS date) + 6
            AND coalesce(p.ended_on, p.ends_on, 'infinity') >= CAST(:on AS date) - 6)
    ORDER BY p.status <> 'active', p.starts_on DESC, p.id, x.iso_day, x.order_index, x.id
    LIMIT 500
""")
_SKIPPED = text("""
    SELECT EXISTS (SELECT FROM public.exercise_skips k
    WHERE k.member_id = :member AND k.exercise_id = :exercise AND k.skipped_on = :on)
""")
_STALE = "Somebody else settled this entry meanwhile."
_OTHER_MEMBER = "This entry is another member's."


class RefusedService(Service):
    """The list "Waiting entries" of the front desk."""

    def open(self, limit: int = 500) -> tuple[RefusedEntry, ...]:
        """Return what waits for the desk, the first that came first; nothing for whoever is no admin."""
        with self._transaction() as connection:
            return tuple(_entry(row) for row in connection.execute(_OPEN, {"limit": limit}))

    def count(self) -> int:
        """Return how many wait for the desk."""
        with self._transaction() as connection:
            found: int = connection.execute(
                text("SELECT count(*) FROM public.refused_entries r WHERE r.settled_at IS NULL")
            ).scalar_one()
        return found

    def choices(self, member_id: UUID, on: date) -> tuple[PlanEntry, ...]:
        """Return what an entry of a day may have been meant for, the running plan's first, by weekday.

        Nothing for whoever may not see the member's plans.
        """
        with self._transaction() as connection:
            rows = connection.execute(_CHOICES, {"member": member_id, "on": on}).all()
        return tuple(
            PlanEntry(
                row.id,
                Weekday(row.day_of_week),
                row.exercise_name,
                format_prescription(*row.target),
                row.title,
                row.is_running,
            )
            for row in rows
        )

    def put_aside(self, id: UUID, reason: str) -> None:
        """Put an entry aside; sending the same again is harmless.

        Args:
            id: Of the entry.
            reason: Why, as the audit trail keeps it.

        Raises:
            UserError: Nothing is said, or too much (field "reason").
            Conflict: Somebody else settled the entry meanwhile.
            Denied: It is not there, or not an admin.
        """
        reason = checked_aside_reason(reason)
        with self._transaction() as connection:
            if _call(connection, "put_refused_aside(:id, :reason)", id=id, reason=reason):
                return
            _member_of(connection, id)
            stands = connection.execute(
                text("SELECT r.aside_reason FROM public.refused_entries r WHERE r.id = :id"), {"id": id}
            ).scalar()
            if stands != reason:
                raise Conflict(_STALE, code="stale")

    def reopen(self, id: UUID) -> None:
        """Have a settled entry wait again, and take back what was entered in its place; again is harmless.

        Raises:
            Denied: It is not there, or not an admin.
        """
        with self._transaction() as connection:
            if not _call(connection, "reopen_refused(:id)", id=id):
                _member_of(connection, id)

    def enter_skip(self, id: UUID, skip: NewSkip) -> None:
        """Enter for the member the skip that an entry should have been, and settle it; again is harmless.

        Args:
            id: Of the refused entry, a skip.
            skip: What was left out; its key is the entry's.

        Raises:
            UserError: A value breaks a rule, or it is about another member (`refused_member`).
            Conflict: Somebody else settled the entry meanwhile.
            Denied: It is not there, or not an admin.
        """
        values = {"id": id, "exercise": skip.exercise_id, "on": skip.on, "reason": skip.reason.strip()}
        with self._transaction() as connection:
            if _member_of(connection, id) != skip.member_id:
                raise UserError(_OTHER_MEMBER, code="refused_member")
            if _call(connection, "enter_refused_skip(:id, :exercise, :on, :reason)", **values):
                return
            there = connection.execute(_SKIPPED, values | {"member": skip.member_id}).scalar_one()
            if not there:
                raise Conflict(_STALE, code="stale")

    def mend(self, id: UUID, new: NewLog) -> WorkoutLog:
        """Log for the member what an entry should have been, and settle it; sending the same again is harmless.

        Args:
            id: Of the refused entry.
            new: What is logged. Its key is best the entry's own, so that it is there once whatever happens.

        Raises:
            UserError: A value breaks a rule, or it is about another member (`refused_member`).
            Conflict: Somebody else settled the entry meanwhile.
            Denied: It is not there, or not an admin.
        """
        new = new.checked()
        with self._transaction() as connection:
            if _member_of(connection, id) != new.member_id:
                raise UserError(_OTHER_MEMBER, code="refused_member")
            stored, is_new = write_log(connection, new)
            if not _call(connection, "settle_refused(:id)", id=id) and is_new:
                raise Conflict(_STALE, code="stale")
            return stored


def _call(connection: Connection, function: str, **values: object) -> bool:
    return bool(connection.execute(text(f"SELECT public.{function}"), values).scalar_one())


def _member_of(connection: Connection, id: UUID) -> UUID:
    member: UUID | None = connection.execute(
        text("SELECT r.member_id FROM public.refused_entries r WHERE r.id = :id"), {"id": id}
    ).scalar()
    if member is None:
        raise Denied("This is not there any more, or it is not yours to change.", code="no_row")
    return member


def _entry(row: Row[Any]) -> RefusedEntry:
    kind = EntryKind(row.kind)
    content = _content(row.entry)
    log, skip = _log(row, kind, content), _skip(row, kind, content)
    written = content.get("exercise_name")
    name = (written if isinstance(written, str) else "").strip() or row.exercise_name or ""
    return RefusedEntry(
        row.id,
        row.member_id,
        row.full_name,
        row.member_number,
        row.station,
        row.made_at,
        row.created_at,
        kind,
        row.reason,
        name[:200],
        log,
        skip,
    )


def _content(entry: str) -> Mapping[str, Any]:
    try:
        content = json.loads(entry)
    except (ValueError, RecursionError):  # a number of ten thousand digits, brackets without end
        return {}
    return content if isinstance(content, dict) else {}


def _log(row: Row[Any], kind: EntryKind, content: Mapping[str, Any]) -> NewLog | None:
    if kind is not EntryKind.LOG:
        return None
    try:
        log = log_of_content(row.member_id, content)
        # What holds no plain values would fail where it is shown.
        if not _is_plain(log):
            return None
        replace(log, exercise_name=log.exercise_name or "-").checked()
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError, UserError):
        return None
    return replace(log, id=row.id, exercise_id=row.exercise_id)


def _is_plain(log: NewLog) -> bool:
    numbers = [log.rating, log.duration_minutes]
    for one in log.sets:
        numbers += [one.number, one.reps, one.rir, one.duration_seconds]
    texts = (log.exercise_name, log.notes)
    aware = log.completed_at is None or log.completed_at.tzinfo is not None
    return (
        all(isinstance(text, str) for text in texts)
        and all(number is None or type(number) is int for number in numbers)
        and aware
    )


def _skip(row: Row[Any], kind: EntryKind, content: Mapping[str, Any]) -> NewSkip | None:
    if kind is not EntryKind.SKIP:
        return None
    try:
        skip = skip_of_content(row.member_id, content)
        return skip if isinstance(skip.reason, str) else None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
