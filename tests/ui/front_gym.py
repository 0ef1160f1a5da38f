"""The front desk's gym in memory with what overview, audit trail and settings ask for, beside the waiting list."""

from __future__ import annotations

import dataclasses
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from gymtrainer_desktop.domain.audit import AUDIT_KINDS, AuditEntryRow, AuditPage, AuditQuery, FieldChange
from gymtrainer_desktop.domain.exports import ExportKind
from gymtrainer_desktop.domain.notes import Note
from gymtrainer_desktop.domain.reports import RatioPoint
from gymtrainer_desktop.domain.stations import StationKind, StationRow
from gymtrainer_desktop.domain.trainers import AttentionLine, Overview
from gymtrainer_desktop.services.attention import (
    first_of_each,
    longest_wait,
    trainers_over_capacity,
    waiting_lines,
)
from tests.ui.admin_gym import TODAY, Gym, uid
from tests.ui.desk_gym import Desk

_LONDON = ZoneInfo("Europe/London")


class FrontGym(Desk):
    """A desk with a history, notes to trainers, an audit trail and stations."""

    def __init__(self, extra_members: int = 0, *, waits: bool = True) -> None:
        super().__init__(extra_members, waits=waits)
        self.attention = [self._of_client(line) for line in self.attention]
        self.history = ratio_points()
        self.notes = DeskNotes(self)
        self.reports = DeskReports(self)
        self.trainers: Any = DeskTrainers(self, self.trainers)
        self.changes = audit_rows(self)
        self.audit = DeskAudit(self)
        self.exports = DeskExports(self)
        self.station_rows = station_rows()
        self.stations = DeskStations(self)

    def _of_client(self, line: AttentionLine) -> AttentionLine:
        row = next((row for row in self.member_rows if row.id == line.person_id), None)
        if row is None:
            return line
        return dataclasses.replace(line, trainer_name=row.trainer_name or "", assignment_id=row.assignment_id)


class DeskTrainers:
    """The overview with the waiting list in it; all else as it is."""

    def __init__(self, gym: FrontGym, trainers: Any) -> None:
        self.gym, self._trainers = gym, trainers

    def __getattr__(self, name: str) -> Any:
        return getattr(self._trainers, name)

    def overview(self) -> Overview:
        found: Overview = self._trainers.overview()
        waiting = waiting_lines(self.gym.line, TODAY, _LONDON)
        lines = (*waiting, *trainers_over_capacity(found.trainers), *self.gym.attention)
        return dataclasses.replace(
            found,
            attention=first_of_each(lines),
            counts=dict(Counter(line.kind for line in lines)),
            waiting=len(self.gym.line),
            longest_wait=longest_wait(self.gym.line, TODAY, _LONDON),
        )


class DeskReports:
    def __init__(self, gym: FrontGym) -> None:
        self.gym = gym

    def ratio_history(self, weeks: int = 26) -> tuple[RatioPoint, ...]:
        self.gym.note("ratio_history", weeks)
        return self.gym.history[-weeks:]


class DeskNotes:
    def __init__(self, gym: Gym) -> None:
        self.gym = gym

    def tell_trainer(self, id: UUID, assignment_id: UUID, text: str) -> Note:
        self.gym.note("tell_trainer", (id, assignment_id, text))
        return Note(id, text, True, "", datetime(2026, 11, 20, 10, tzinfo=UTC), 1, False)


class DeskAudit:
    """Filters and pages as the database does, for what the tests ask."""

    def __init__(self, gym: FrontGym) -> None:
        self.gym = gym

    def entries(self, query: AuditQuery) -> AuditPage:
        self.gym.note("audit", query)
        rows = [row for row in self.gym.changes if self._fits(row, query)]
        shown = tuple(rows[: query.limit])
        return AuditPage(shown, shown[-1].id if len(rows) > query.limit else None)

    @staticmethod
    def _fits(row: AuditEntryRow, query: AuditQuery) -> bool:
        day = row.at.astimezone(_LONDON).date()
        return (
            query.text.casefold() in f"{row.person_name} {row.subject}".casefold()
            and query.person_id in (None, row.person_id)
            and query.about_id in (None, row.row_id)
            and query.table in (None, row.table)
            and (query.since is None or day >= query.since)
            and (query.until is None or day <= query.until)
            and (query.after is None or row.id < query.after)
        )


class DeskExports:
    def __init__(self, gym: FrontGym) -> None:
        self.gym = gym

    def table_csv(
        self, kind: ExportKind, path: Path, progress: object = None, *, query: object = None
    ) -> int:
        self.gym.note("table_csv", (kind, path, query))
        return len(self.gym.changes)


class DeskStations:
    def __init__(self, gym: FrontGym) -> None:
        self.gym = gym

    def stations(self) -> tuple[StationRow, ...]:
        self.gym.note("stations")
        return tuple(self.gym.station_rows)


ROSA = uid(9000)
_MORNING = datetime(2026, 11, 20, 9, 12, tzinfo=UTC)


def change(
    number: int,
    table: str,
    operation: str,
    subject: str,
    *changes: tuple[str, str | None, str | None],
    by: str = "Rosa Delgado",
    row_id: UUID | None = None,
    at: datetime | None = None,
) -> AuditEntryRow:
    """One change of the trail; the higher its number the newer it is."""
    person = None if by == "Maintenance" else uid(9500) if by == "Erased" else ROSA
    return AuditEntryRow(
        number, at or _MORNING + timedelta(minutes=number), person, by, "Front desk", table, AUDIT_KINDS[table],
        row_id or uid(9100 + number), subject, operation, tuple(FieldChange(*each) for each in changes),
    )  # fmt: skip


def audit_rows(gym: Gym) -> list[AuditEntryRow]:
    """A morning at the desk, newest first."""
    ava, yesterday = gym.member("Ava Novak").id, _MORNING - timedelta(days=1)
    return [
        change(9, "profiles", "UPDATE", "Ava Novak", ("phone", None, "020 7946 0101"), row_id=ava),
        change(
            8, "workout_progress", "UPDATE", "Mike Davis · Bench press", ("weight_used", "60 kg", "62.5 kg"),
            ("completed_at", "2026-11-19T17:36:00+00:00", "2026-11-19T18:06:00+00:00"),
        ),
        change(7, "trainer_assignments", "UPDATE", "Emma Larsen · Hannah Cole", ("status", "active", "paused"),
            ("paused_on", None, "2026-11-20")),
        change(6, "trainer_assignments", "INSERT", "Ava Novak · John Smith", ("status", None, "active"),
            ("start_date", None, "2026-11-18"), ("member_id", None, "Ava Novak"), ("trainer_id", None, "John Smith")),
        change(5, "trainer_waitlist", "INSERT", "Sofia Marino", ("wants", None, "Strength, evenings")),
        change(4, "gym_settings", "UPDATE", "Settings", ("week_start", "1", "7"), ("staff_idle_minutes", "15", "30")),
        change(3, "profiles", "UPDATE", "Erased", row_id=uid(9400)),
        change(2, "instructors", "UPDATE", "John Smith", ("is_personal_trainer", "no", "yes"), by="Erased", at=yesterday),
        change(1, "stations", "INSERT", "Front desk", ("kind", None, "staff"), by="Maintenance", at=yesterday),
    ]  # fmt: skip


def station_rows() -> list[StationRow]:
    """The desk, the trainers' room, and a kiosk that was lost."""
    since = datetime(2026, 1, 5, 8, 30, tzinfo=UTC)
    return [
        StationRow(uid(9600), "Front desk", StationKind.STAFF, since, None, True),
        StationRow(uid(9601), "Trainers' room", StationKind.STAFF, since, None, False),
        StationRow(uid(9602), "Kiosk at the door", StationKind.KIOSK, since, _MORNING, False),
    ]


def ratio_points(weeks: int = 52) -> tuple[RatioPoint, ...]:
    """A year in which the gym grew, and took on a trainer now and then."""
    first = date(2026, 11, 16) - timedelta(weeks=weeks - 1)
    return tuple(
        RatioPoint(first + timedelta(weeks=n), 230 + 3 * n, 8 + n // 12, 60 + n) for n in range(weeks)
    )
