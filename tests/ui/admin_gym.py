"""A gym held in memory that answers as the services of the front desk do, with the people of the mock-ups.

`fail` makes the next call of a service raise; `hold` makes it wait until `release`. Every call is noted in
`calls`.
"""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gymtrainer_desktop.domain.assignments import (
    AssignmentRecord,
    AssignmentStatus,
    NewAssignment,
    TrainerChoice,
)
from gymtrainer_desktop.domain.errors import Conflict, UserError
from gymtrainer_desktop.domain.gym import GymSettings
from gymtrainer_desktop.domain.people import (
    MemberCounts,
    MemberFilter,
    MemberPage,
    MemberQuery,
    MemberRow,
    MemberSort,
    NewMember,
)
from gymtrainer_desktop.domain.strength import E1rmFormula
from gymtrainer_desktop.domain.trainers import AttentionLine, NewInstructor, Overview, TrainerEdit, TrainerRow
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.domain.waitlist import WaitingEntry
from gymtrainer_desktop.services.gym import ComputerFacts
from gymtrainer_desktop.ui.shell.page import Page, PageContext
from gymtrainer_desktop.ui.widgets.table import DataTable
from tests.ui.admin_people import PeopleOfDesk, Persons, Waitlist
from tests.ui.records_gym import ClientRecords
from tests.ui.refused_gym import Cards, Refused

TODAY = date(2026, 11, 20)
ACTIVE, PAUSED, COMPLETED = AssignmentStatus.ACTIVE, AssignmentStatus.PAUSED, AssignmentStatus.COMPLETED

_TRAINERS = (
    # name, specializations, certifications, years, rate, clients, limit, compliance
    ("Maya Okafor", "Weight loss, nutrition", "ACE-CPT", 8, "58.00", 15, 15, 0.91),
    ("Victor Almeida", "Boxing, conditioning", "NASM-CPT", 10, "52.00", 12, 12, 0.78),
    ("Daniel Reyes", "Powerlifting", "CSCS", 11, "60.00", 14, 15, 0.88),
    ("Elena Petrova", "Olympic lifting", "USAW-L2", 12, "65.00", 11, 12, 0.84),
    ("Hannah Cole", "Pre- and postnatal", "ACE-CPT", 7, "50.00", 9, 10, 0.81),
    ("John Smith", "Strength & conditioning", "CSCS", 9, "55.00", 12, 15, 0.86),
    ("Priya Nair", "Mobility, rehab", "ACSM-EP", 6, "54.00", 9, 12, 0.79),
    ("Samuel Adeyemi", "Hypertrophy", "NASM-CPT", 4, "45.00", 10, 15, 0.72),
    ("Chloe Martin", "Functional training", "ACSM-CPT", 5, "50.00", 7, 12, 0.83),
    ("Tom Lindqvist", "Endurance, running", "ACE-CPT", 6, "48.00", 6, 15, 0.69),
    ("Marcus Webb", "Senior fitness", "ACSM-CPT", 17, "52.00", 4, 10, 0.90),
    ("Aiko Tanaka", "Pilates, core", "PMA-CPT", 3, "47.00", 3, 12, 0.94),
)
_MEMBERS = (
    # name, trainer, status, plan, days since last workout, compliance, weeks, joined
    ("Ava Novak", "John Smith", ACTIVE, None, None, None, (0,) * 8, "2026-11-18"),
    ("Grace Osei", None, None, None, None, None, (0,) * 8, "2026-11-16"),
    ("Liam Becker", None, None, None, None, None, (0,) * 8, "2026-11-12"),
    ("Sofia Marino", None, None, None, None, None, (0,) * 8, "2026-11-09"),
    ("Noah Fischer", "Daniel Reyes", ACTIVE, "Powerlifting Base", 1, 0.92, (1, 4, 3, 4, 4, 4, 3, 4), "2026-10-05"),
    ("Oliver Grant", "Victor Almeida", ACTIVE, None, 9, None, (3, 4, 3, 2, 3, 3, 2, 1), "2026-09-28"),
    ("Isla McKenzie", "Maya Okafor", ACTIVE, "Lean in 8 Weeks", 3, 0.74, (4, 4, 3, 3, 4, 2, 3, 3), "2026-09-21"),
    ("Yuki Sato", "Aiko Tanaka", ACTIVE, "Core and Posture", 1, 0.96, (2, 3, 3, 3, 4, 3, 3, 3), "2026-09-14"),
    ("Emma Larsen", "Hannah Cole", PAUSED, "Postnatal Return", 27, 0.68, (4, 4, 3, 4, 2, 1, 1, 1), "2026-09-07"),
    ("Mike Davis", "John Smith", ACTIVE, "Bench 100 kg", 0, 1.0, (3, 4, 4, 4, 5, 4, 4, 5), "2026-08-31"),
    ("Ben Turner", "Priya Nair", COMPLETED, "Knee Rehab", 7, 0.9, (2, 3, 3, 3, 3, 3, 2, 3), "2026-08-24"),
    ("Ethan Brooks", "Tom Lindqvist", ACTIVE, "Half Marathon", 16, 0.41, (5, 5, 4, 4, 3, 2, 1, 1), "2026-08-17"),
    ("Sarah Johnson", "John Smith", ACTIVE, "12-Week Strength Program", 2, 0.85, (2, 3, 3, 4, 2, 3, 4, 3), "2026-08-03"),
    ("Carlos Mendez", "Samuel Adeyemi", ACTIVE, "Push Pull Legs", 0, 0.88, (4, 4, 3, 4, 5, 4, 4, 4), "2026-07-28"),
)  # fmt: skip


def uid(number: int) -> UUID:
    """A fixed id."""
    return UUID(int=(0x018F7E00_0000_7000_8000 << 48) + number)


def trainer_rows() -> list[TrainerRow]:
    """The twelve trainers of the mock-ups, and an instructor who only teaches classes."""
    rows = [
        TrainerRow(
            uid(1000 + number), name, f"{name.split()[0].lower()}@gym.example", "020 7946 0100",
            (skills,), (papers,), "Trains people patiently.", years, Decimal(rate), True, True,
            clients, limit, compliance, 3,
        )
        for number, (name, skills, papers, years, rate, clients, limit, compliance) in enumerate(_TRAINERS)
    ]  # fmt: skip
    yoga = dataclasses.replace(
        rows[0], id=uid(1900), name="Rosa Delgado", specializations=("Yoga",), certifications=(),
        is_personal_trainer=False, active_clients=0, max_clients=15, compliance=None, hourly_rate=None,
    )  # fmt: skip
    return [*rows, yoga]


def member_rows(extra: int = 0) -> list[MemberRow]:
    """The members of the mock-ups, and some more without a trainer."""
    trainers = {row.name: row.id for row in trainer_rows()}
    rows = [
        MemberRow(
            uid(number), name, f"M-{1001 + number}", f"{name.split()[0].lower()}@mail.example", "020 7946 0199",
            date.fromisoformat(joined), uid(5000 + number) if trainer else None, trainers.get(trainer or ""),
            trainer, status, plan, None if days is None else TODAY - timedelta(days), compliance, weeks,
        )
        for number, (name, trainer, status, plan, days, compliance, weeks, joined) in enumerate(_MEMBERS)
    ]  # fmt: skip
    rows += [
        MemberRow(
            uid(100 + number), f"Zara {number:03}", f"M-{2000 + number}", None, None, date(2026, 1, 5),
            None, None, None, None, None, None, None, (0,) * 8,
        )
        for number in range(extra)
    ]  # fmt: skip
    return rows


class Gym:
    """What `context.services` is for a front desk page."""

    def __init__(self, extra_members: int = 0, extra_people: int = 0) -> None:
        self.trainer_rows = trainer_rows()
        self.member_rows = member_rows(extra_members)
        self.records: dict[UUID, list[AssignmentRecord]] = {}
        self.attention = self._needs_attention()
        self.pins: dict[UUID, str] = {}
        self.waiting: dict[UUID, WaitingEntry] = {}
        self.extras: dict[UUID, dict[str, Any]] = {}
        self.extra_people = extra_people
        self.added: list[NewMember] = []
        self.calls: list[tuple[str, Any]] = []
        self._failures: dict[str, Exception] = {}
        self._gates: dict[str, threading.Event] = {}
        self.stored = GymSettings(
            "Harbour Street Gym", "Europe/London", 1, Unit.KG, E1rmFormula.EPLEY, 15, 5, 4
        )
        for row in self.member_rows:
            self.records[row.id] = self._history(row)
        self.people = _People(self)
        self.persons = Persons(self)
        self.waitlist = Waitlist(self)
        self.trainers = _Trainers(self)
        self.assignments = _Assignments(self)
        self.gym = _Settings(self)
        self.client_records = ClientRecords(self, "Rosa Delgado")
        self.cards = Cards(self)
        self.refused = Refused(self)

    def context(self, context: PageContext) -> PageContext:
        """A page context on this gym."""
        return dataclasses.replace(context, services=self, gym=self.stored)

    def fail(self, call: str, error: Exception) -> None:
        """Have the next call raise."""
        self._failures[call] = error

    def hold(self, call: str) -> threading.Event:
        """Have calls wait until the event returned is set."""
        return self._gates.setdefault(call, threading.Event())

    def note(self, call: str, value: Any = None) -> None:
        """Called by each service first."""
        self.calls.append((call, value))
        if (gate := self._gates.get(call)) is not None:
            assert gate.wait(10)
        if (error := self._failures.pop(call, None)) is not None:
            raise error

    def called(self, call: str) -> list[Any]:
        """What a service was called with."""
        return [value for name, value in self.calls if name == call]

    def computer(self) -> ComputerFacts:
        self.note("computer")
        return ComputerFacts(
            "Embedded, on this computer",
            "PostgreSQL 18.6",
            "0001",
            "the data folder",
            "the system keyring",
            "Desk 1",
        )

    def member(self, name: str) -> MemberRow:
        return next(row for row in self.member_rows if row.full_name == name)

    def trainer(self, name: str) -> TrainerRow:
        return next(row for row in self.trainer_rows if row.name == name)

    def put_extra(self, member_id: UUID, **changes: Any) -> None:
        """What the details of a member say beside the row."""
        self.extras.setdefault(member_id, {}).update(changes)

    def set_trainer(self, who: str, **changes: Any) -> TrainerRow:
        row = dataclasses.replace(self.trainer(who), **changes)
        self.trainer_rows = [row if one.id == row.id else one for one in self.trainer_rows]
        return row

    def set_member(self, who: str, **changes: Any) -> MemberRow:
        row = dataclasses.replace(self.member(who), **changes)
        self.member_rows = [row if one.id == row.id else one for one in self.member_rows]
        return row

    def _history(self, row: MemberRow) -> list[AssignmentRecord]:
        if row.assignment_id is None or row.trainer_id is None or row.status is None:
            return []
        ended = TODAY - timedelta(3) if row.status is COMPLETED else None
        begun = datetime(2026, 8, 3, 9, tzinfo=UTC)
        return [
            AssignmentRecord(
                row.assignment_id, row.id, row.full_name, row.trainer_id, row.trainer_name or "",
                row.status, begun.date(), ended, "Prefers mornings", begun, 1,
            )
        ]  # fmt: skip

    def _needs_attention(self) -> list[AttentionLine]:
        def line(kind: str, name: str, detail: str) -> AttentionLine:
            return AttentionLine(kind, self.member(name).id, name, detail)

        return [
            line("plan_ends", "Noah Fischer", "Sun 22 Nov"),
            line("plan_ends", "Isla McKenzie", "Tue 24 Nov"),
            line("plan_ends", "Yuki Sato", "Fri 27 Nov"),
            line("plan_ends", "Carlos Mendez", "Fri 27 Nov"),
            line("no_plan", "Oliver Grant", "Victor Almeida, 4 days"),
            line("no_plan", "Ava Novak", "John Smith, 2 days"),
            line("quiet", "Ethan Brooks", "no workout for 16 days"),
            line("quiet", "Emma Larsen", "no workout for 14 days"),
        ]


class _Service:
    def __init__(self, gym: Gym) -> None:
        self.gym = gym


_SORTS = {
    MemberSort.NAME: lambda row: row.full_name,
    MemberSort.NUMBER: lambda row: row.member_number,
    MemberSort.TRAINER: lambda row: row.trainer_name or "",
    MemberSort.LAST_WORKOUT: lambda row: str(row.last_workout_on or ""),
    MemberSort.JOINED: lambda row: str(row.joined_on),
}


class _People(PeopleOfDesk, _Service):
    def members(self, query: MemberQuery) -> MemberPage:
        self.gym.note("members", query)
        key = _SORTS[query.sort]
        rows = [row for row in self._matching(query.text) if self._is_in(row, query.filter)]
        rows.sort(key=lambda row: (key(row), row.id), reverse=query.descending)
        if query.after is not None:
            at = [(key(row), row.id) for row in rows].index(query.after)
            rows = rows[at + 1 :]
        shown = tuple(rows[: query.limit])
        more = len(rows) > query.limit
        return MemberPage(shown, (key(shown[-1]), shown[-1].id) if more else None)

    def counts(self, text: str = "") -> MemberCounts:
        found = self._matching(text)
        return MemberCounts(*(sum(self._is_in(row, one) for row in found) for one in MemberFilter))

    def add(self, new: NewMember) -> UUID:
        self.gym.note("add", new)
        if any(row.member_number == new.member_number for row in self.gym.member_rows):
            words = "Somebody else already has this member number."
            raise UserError(words, code="member_number_unique", field="member_number")
        self.gym.added.append(new)
        self.gym.member_rows.append(
            MemberRow(
                new.id,
                new.full_name,
                new.member_number,
                new.email,
                new.phone,
                TODAY,
                None,
                None,
                None,
                None,
                None,
                None,
                None,
                (0,) * 8,
            )
        )
        self.gym.records[new.id] = []
        return new.id

    def next_member_number(self) -> str:
        self.gym.note("next_member_number")
        return "M-1385"

    def _matching(self, text: str) -> list[MemberRow]:
        text = text.casefold()
        return [
            row for row in self.gym.member_rows if text in f"{row.full_name} {row.member_number}".casefold()
        ]

    @staticmethod
    def _is_in(row: MemberRow, wanted: MemberFilter) -> bool:
        return {
            MemberFilter.ALL: True,
            MemberFilter.NO_TRAINER: row.status in (None, COMPLETED),
            MemberFilter.PAUSED: row.status is PAUSED,
            MemberFilter.QUIET: row.full_name == "Ethan Brooks",
            MemberFilter.WAITING: row.is_waiting,
        }[wanted]


class _Trainers(_Service):
    def overview(self) -> Overview:
        self.gym.note("overview")
        trainers = tuple(row for row in self.gym.trainer_rows if row.is_personal_trainer)
        members = len(self.gym.member_rows)
        return Overview(
            members,
            len(trainers),
            sum(row.active_clients for row in trainers),
            sum(row.max_clients for row in trainers),
            sum(row.active_clients < row.max_clients for row in trainers),
            sum(row.trainer_id is None for row in self.gym.member_rows),
            trainers,
            tuple(self.gym.attention),
        )

    def roster(self) -> tuple[TrainerRow, ...]:
        self.gym.note("roster")
        return tuple(self.gym.trainer_rows)

    def photo(self, trainer_id: UUID) -> bytes | None:
        return None

    def save(self, edit: TrainerEdit) -> TrainerRow:
        self.gym.note("save", edit)
        row = next(row for row in self.gym.trainer_rows if row.id == edit.id)
        if row.version != edit.version:
            raise Conflict("Somebody else changed this first.")
        changes = dataclasses.asdict(edit) | {"version": row.version + 1}
        return self.gym.set_trainer(row.name, **changes)

    def add(self, new: NewInstructor) -> TrainerRow:
        self.gym.note("add_trainer", new)
        if any(row.email == new.email for row in self.gym.trainer_rows):
            words = "Somebody else already has this e-mail address."
            raise UserError(words, code="person_email_unique", field="email")
        row = TrainerRow(
            new.id, new.name, new.email, new.phone or None, (), (), None, None, None,
            new.is_personal_trainer, True, 0, new.max_clients, None, 1,
        )  # fmt: skip
        self.gym.trainer_rows = [*self.gym.trainer_rows, row]
        return row

    def set_password(self, trainer_id: UUID, password: str) -> None:
        self.gym.note("set_password", (trainer_id, password))


class _Assignments(_Service):
    def choices(self, member_ids: Sequence[UUID], wants: str = "") -> tuple[TrainerChoice, ...]:
        self.gym.note("choices", tuple(member_ids))
        rows = [row for row in self.gym.trainer_rows if row.is_personal_trainer]
        rows.sort(
            key=lambda r: (r.max_clients - r.active_clients < len(member_ids), r.id != uid(1005), r.name)
        )
        return tuple(
            TrainerChoice(
                r.id, r.name, r.specializations, r.certifications, r.years_experience, r.hourly_rate,
                r.active_clients, r.max_clients,
            )
            for r in rows
        )  # fmt: skip

    def assign(self, new: NewAssignment) -> AssignmentRecord:
        self.gym.note("assign", new)
        trainer = next(row for row in self.gym.trainer_rows if row.id == new.trainer_id)
        member = next(row for row in self.gym.member_rows if row.id == new.member_id)
        if trainer.active_clients >= trainer.max_clients:
            raise UserError(
                "This trainer is full. Choose another one.", code="trainer_capacity", field="trainer"
            )
        self.gym.set_trainer(trainer.name, active_clients=trainer.active_clients + 1)
        self.gym.set_member(
            member.full_name,
            trainer_id=trainer.id,
            trainer_name=trainer.name,
            status=ACTIVE,
            assignment_id=new.id,
        )
        record = AssignmentRecord(
            new.id, member.id, member.full_name, trainer.id, trainer.name, ACTIVE, new.start_date, None,
            new.notes or None, datetime(2026, 11, 20, 10, tzinfo=UTC), 1,
        )  # fmt: skip
        self.gym.records[member.id].insert(0, record)
        return record

    def withdraw(self, assignment_id: UUID) -> None:
        self.gym.note("withdraw", assignment_id)
        for member_id, records in self.gym.records.items():
            if any(record.id == assignment_id for record in records):
                self.gym.records[member_id] = [record for record in records if record.id != assignment_id]
                name = next(row.full_name for row in self.gym.member_rows if row.id == member_id)
                self.gym.set_member(name, trainer_id=None, trainer_name=None, status=None, assignment_id=None)

    def pause(self, id: UUID, version: int) -> AssignmentRecord:
        return self._change("pause", id, version, PAUSED)

    def resume(self, id: UUID, version: int) -> AssignmentRecord:
        return self._change("resume", id, version, ACTIVE)

    def complete(self, id: UUID, version: int) -> AssignmentRecord:
        return self._change("complete", id, version, COMPLETED)

    def _change(self, verb: str, id: UUID, version: int, status: AssignmentStatus) -> AssignmentRecord:
        self.gym.note(verb, (id, version))
        for records in self.gym.records.values():
            for place, record in enumerate(records):
                if record.id == id:
                    if record.version != version:
                        raise Conflict("Somebody else changed this first.")
                    records[place] = dataclasses.replace(record, status=status, version=version + 1)
                    self.gym.set_member(record.member_name, status=status)
                    return records[place]
        raise AssertionError(f"no assignment {id}")


class _Settings(_Service):
    def settings(self) -> GymSettings:
        self.gym.note("settings")
        return self.gym.stored

    def today(self) -> date:
        return TODAY

    def save(self, settings: GymSettings) -> GymSettings:
        self.gym.note("save_gym", settings)
        if settings.version != self.gym.stored.version:
            raise Conflict("Somebody else changed this first.")
        self.gym.stored = dataclasses.replace(settings, version=settings.version + 1)
        return self.gym.stored


def show_page(window: QWidget, page: Page, **args: Any) -> None:
    """Fill a window with a page and open it as the shell does."""
    layout = QVBoxLayout(window)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(page)
    page.open(**args)
    page.mark_fresh()
    page.refresh()


def click_row(qtbot: QtBot, table: DataTable, row: int) -> None:
    """Click the first cell of a row that holds no check box."""
    where = table.visualRect(table.rows_model.index(row, int(table.rows_model.is_checkable))).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=where)
