"""The front desk's gym in memory with its waiting list and bulk assignment, beside what `admin_gym` holds."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from gymtrainer_desktop.domain.assignments import (
    AssignmentRecord,
    LastAssigned,
    NewAssignment,
    TrainerChoice,
)
from gymtrainer_desktop.domain.bulk import (
    NO_PLACE,
    BulkLine,
    BulkMember,
    BulkPlan,
    BulkResult,
    BulkTrainer,
    Progress,
    TrainerLoad,
    fit,
    report,
    spread,
)
from gymtrainer_desktop.domain.errors import Conflict, UserError
from gymtrainer_desktop.domain.waitlist import ClientRequest, NewWaiting, WaitingEntry, WaitStatus
from gymtrainer_desktop.services.keys import new_id
from tests.ui.admin_gym import ACTIVE, TODAY, Gym, uid

_NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
_WAITING = (
    # name, waits for, wants, days, status, offered by, asked for by
    ("Sofia Marino", None, "Strength, evenings after 18:00", 9, WaitStatus.WAITING, None, ("John Smith", "Tom Lindqvist")),
    ("Liam Becker", "Maya Okafor", "Lose 5 kg before the summer", 6, WaitStatus.WAITING, None, ()),
    ("Grace Osei", None, "Conditioning", 2, WaitStatus.OFFERED, "John Smith", ("Priya Nair",)),
    ("Ben Turner", "Victor Almeida", "", 1, WaitStatus.ACCEPTED, "Victor Almeida", ()),
)  # fmt: skip


class Desk(Gym):
    """A gym whose waiting list holds the four people of the mock-ups, unless `waits` is False."""

    def __init__(self, extra_members: int = 0, *, waits: bool = True) -> None:
        super().__init__(extra_members)
        self.stored = dataclasses.replace(self.stored, offer_days=2)
        self.wishes: dict[str, str] = {}
        self.last: LastAssigned | None = None
        self.line: list[WaitingEntry] = self._line() if waits else []
        self.waitlist: Any = DeskWaitlist(self)
        self.bulk = DeskBulk(self)
        ranked = self.assignments.choices

        def choices(member_ids: Sequence[UUID], wants: str = "") -> tuple[TrainerChoice, ...]:
            taking = {row.id for row in self.trainer_rows if row.is_active}
            return tuple(
                dataclasses.replace(
                    choice,
                    fit=fit(wants, choice.specializations),
                    had_before=choice.name in self.wishes.get("had", ""),
                )
                for choice in ranked(member_ids)
                if choice.trainer_id in taking
            )

        def last_assigned(trainer_id: UUID) -> LastAssigned | None:
            self.note("last_assigned", trainer_id)
            return self.last

        self.assignments.choices = choices  # type: ignore[method-assign]
        self.assignments.last_assigned = last_assigned  # type: ignore[attr-defined]

    def entry(self, name: str) -> WaitingEntry:
        return next(entry for entry in self.line if entry.member_name == name)

    def names(self) -> list[str]:
        """The line, by first names."""
        return [entry.member_name.split()[0] for entry in self.line]

    def put(self, name: str, **changes: Any) -> WaitingEntry:
        """Change an entry as another desk would."""
        entry = self.entry(name)
        fresh = dataclasses.replace(entry, version=entry.version + 1, **changes)
        self.line = [fresh if one.id == entry.id else one for one in self.line]
        return fresh

    def _line(self) -> list[WaitingEntry]:
        trainers = {row.name: row.id for row in self.trainer_rows}
        line = []
        for number, (name, wish, wants, days, status, offered, asked) in enumerate(_WAITING):
            member = self.member(name)
            requests = tuple(
                ClientRequest(
                    uid(8000 + 10 * number + n), uid(7000 + number), trainers[trainer], trainer, member.id, name,
                    "We know each other from the rowing class.", "open", _NOON - timedelta(days=1),
                )
                for n, trainer in enumerate(asked)
            )  # fmt: skip
            until = datetime(2026, 11, 22, 12, tzinfo=UTC) if offered else None
            line.append(
                WaitingEntry(
                    uid(7000 + number), member.id, name, member.member_number, trainers.get(wish or ""), wish, status,
                    Decimal(number + 1), wants, trainers.get(offered or ""), offered, _NOON if offered else None,
                    until, _NOON - timedelta(days=days), 1, requests,
                )
            )  # fmt: skip
        return line


class DeskWaitlist:
    def __init__(self, gym: Desk) -> None:
        self.gym = gym

    def entries(self) -> tuple[WaitingEntry, ...]:
        self.gym.note("entries")
        return tuple(self.gym.line)

    def add(self, new: NewWaiting) -> WaitingEntry:
        self.gym.note("wait", new)
        for entry in self.gym.line:
            if entry.id == new.id:
                return entry
            if entry.member_id == new.member_id:
                words = "This member is on the waiting list already."
                raise UserError(words, code="waitlist_open_unique", field="member")
        return self._insert(new, Decimal(len(self.gym.line) + 1))

    def restore(self, new_id: UUID, entry: WaitingEntry) -> WaitingEntry:
        self.gym.note("restore", (new_id, entry.id))
        return self._insert(NewWaiting(new_id, entry.member_id, entry.trainer_id, entry.wants), entry.rank)

    def change(self, id: UUID, version: int, *, trainer_id: UUID | None, wants: str) -> WaitingEntry:
        self.gym.note("change", (id, trainer_id, wants))
        return self._put(
            self._at(id, version), trainer_id=trainer_id, trainer_name=self._name(trainer_id), wants=wants
        )

    def move(self, id: UUID, version: int, *, before: UUID | None) -> WaitingEntry:
        self.gym.note("move", (id, before))
        entry = self._at(id, version)
        others = [one for one in self.gym.line if one.id != id]
        at = next((n for n, one in enumerate(others) if one.id == before), len(others))
        fresh = dataclasses.replace(entry, version=version + 1)
        self.gym.line = [*others[:at], fresh, *others[at:]]
        return fresh

    def offer(self, id: UUID, version: int, trainer_id: UUID) -> WaitingEntry:
        self.gym.note("offer", (id, trainer_id))
        return self._put(
            self._at(id, version), status=WaitStatus.OFFERED, offered_trainer_id=trainer_id,
            offered_trainer_name=self._name(trainer_id), offered_at=_NOON, offer_until=_NOON + timedelta(days=2),
        )  # fmt: skip

    def take_back(self, id: UUID, version: int) -> WaitingEntry:
        self.gym.note("take_back", id)
        return self._put(
            self._at(id, version), status=WaitStatus.WAITING, offered_trainer_id=None,
            offered_trainer_name=None, offered_at=None, offer_until=None,
        )  # fmt: skip

    def remove(self, id: UUID) -> None:
        self.gym.note("remove", id)
        self.gym.line = [entry for entry in self.gym.line if entry.id != id]

    def grant(self, request_id: UUID, assignment_id: UUID) -> AssignmentRecord:
        self.gym.note("grant", (request_id, assignment_id))
        entry, request = self._request(request_id)
        self.gym.line.remove(entry)
        return self.gym.assignments.assign(
            NewAssignment(assignment_id, request.member_id, request.trainer_id, TODAY)
        )

    def refuse(self, request_id: UUID) -> None:
        self.gym.note("refuse", request_id)
        entry, request = self._request(request_id)
        self._put(entry, requests=tuple(one for one in entry.requests if one is not request))

    def _request(self, id: UUID) -> tuple[WaitingEntry, ClientRequest]:
        for entry in self.gym.line:
            for request in entry.requests:
                if request.id == id:
                    return entry, request
        raise UserError("This request is answered already.", code="request_answered")

    def _insert(self, new: NewWaiting, rank: Decimal) -> WaitingEntry:
        member = next(row for row in self.gym.member_rows if row.id == new.member_id)
        entry = WaitingEntry(
            new.id, member.id, member.full_name, member.member_number, new.trainer_id,
            self._name(new.trainer_id), WaitStatus.WAITING, rank, new.wants, None, None, None, None, _NOON, 1,
        )  # fmt: skip
        self.gym.line = sorted([*self.gym.line, entry], key=lambda one: one.rank)
        return entry

    def _name(self, trainer_id: UUID | None) -> str | None:
        return next((row.name for row in self.gym.trainer_rows if row.id == trainer_id), None)

    def _at(self, id: UUID, version: int) -> WaitingEntry:
        entry = next((one for one in self.gym.line if one.id == id), None)
        if entry is None or entry.version != version:
            raise Conflict("Somebody else changed this meanwhile. Reload to see it.", code="stale")
        return entry

    def _put(self, entry: WaitingEntry, **changes: Any) -> WaitingEntry:
        return self.gym.put(entry.member_name, **changes)


class DeskBulk:
    """Plans as the real service does; `refuse` names members whom the database refuses at the last moment."""

    def __init__(self, gym: Desk) -> None:
        self.gym = gym
        self.refuse: dict[UUID, str] = {}
        self.written: dict[UUID, BulkLine] = {}

    def plan(self, member_ids: Sequence[UUID], trainer_ids: Sequence[UUID]) -> BulkPlan:
        self.gym.note("plan", (tuple(member_ids), tuple(trainer_ids)))
        rows = {row.id: row for row in self.gym.member_rows}
        trainers = [
            BulkTrainer(row.id, row.name, row.active_clients, row.max_clients, row.specializations)
            for row in self.gym.trainer_rows
            if row.id in trainer_ids and row.is_active
        ]
        problems = {
            id: f"Trains with {rows[id].trainer_name} already."
            for id in member_ids
            if rows[id].status is ACTIVE
        }
        taken = spread(
            [BulkMember(id, rows[id].full_name) for id in member_ids if id not in problems], trainers
        )
        names = {trainer.trainer_id: trainer.name for trainer in trainers}
        nobody = f"{NO_PLACE} these trainers."
        lines = tuple(
            BulkLine(
                new_id(), id, rows[id].full_name, taken.get(id), names.get(taken.get(id)),  # type: ignore[arg-type]
                problems.get(id) or ("" if id in taken else nobody),
            )
            for id in member_ids
        )  # fmt: skip
        added = list(taken.values())
        loads = tuple(
            TrainerLoad(t.trainer_id, t.name, t.active, added.count(t.trainer_id), t.limit) for t in trainers
        )
        return BulkPlan(lines, loads)

    def assign(
        self, lines: Sequence[BulkLine], start_date: date, progress: Progress | None = None
    ) -> BulkResult:
        self.gym.note("assign_bulk", (tuple(lines), start_date))
        report(progress, 0, len(lines))
        for done in range(200, len(lines), 200):
            self.gym.note("chunk", done)
            report(progress, done, len(lines))
        refused = tuple(
            dataclasses.replace(line, problem=self.refuse[line.member_id])
            for line in lines
            if line.member_id in self.refuse
        )
        if refused:
            return BulkResult((), refused)
        report(progress, len(lines), len(lines))
        for line in lines:
            self.written[line.id] = line
            row = next(row for row in self.gym.member_rows if row.id == line.member_id)
            self.gym.set_member(
                row.full_name, trainer_id=line.trainer_id, trainer_name=line.trainer_name, status=ACTIVE
            )
        return BulkResult(tuple(line.id for line in lines), ())

    def undo(self, assignment_ids: Sequence[UUID]) -> int:
        self.gym.note("undo_bulk", tuple(assignment_ids))
        for id in assignment_ids:
            line = self.written.pop(id)
            self.gym.set_member(line.member_name, trainer_id=None, trainer_name=None, status=None)
        return len(assignment_ids)
