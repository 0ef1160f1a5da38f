"""Cards and refused entries held in memory, for the gym of the front desk's tests."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.cards import MemberCard, MovedCard, checked_code
from gymtrainer_desktop.domain.errors import Denied, UserError
from gymtrainer_desktop.domain.outbox import EntryKind, NewSkip
from gymtrainer_desktop.domain.refused import PlanEntry, RefusedEntry, checked_aside_reason
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.domain.workouts import LoggedSet, NewLog

AT = datetime(2026, 11, 18, 18, 30, 12, tzinfo=UTC)


class Cards:
    """Answers as `services.cards` does; calls are noted as "cards", "give", "move" and "take"."""

    def __init__(self, gym: Any) -> None:
        self.gym = gym
        self.stored: list[MemberCard] = []

    def of(self, member_id: UUID) -> tuple[MemberCard, ...]:
        self.gym.note("cards", member_id)
        return tuple(card for card in self.stored if card.member_id == member_id)

    def give(self, id: UUID, member_id: UUID, code: str) -> MemberCard:
        self.gym.note("give", (id, member_id, code))
        former = next((card for card in self.stored if card.code == code and card.id != id), None)
        if former is not None:
            name = self._name(former.member_id)
            raise UserError(f"This is a card of {name} already.", code="card_taken", field="code")
        card = MemberCard(id, member_id, checked_code(code), AT)
        self.stored = [*(one for one in self.stored if one.id != id), card]
        return card

    def move(self, id: UUID, member_id: UUID, code: str) -> MovedCard:
        self.gym.note("move", (id, member_id, code))
        former = next(card for card in self.stored if card.code == code)
        card = MemberCard(id, member_id, code, AT)
        self.stored = [card if one is former else one for one in self.stored]
        return MovedCard(card, former.member_id, self._name(former.member_id))

    def _name(self, id: UUID) -> str:
        return next(row.full_name for row in self.gym.member_rows if row.id == id)

    def take(self, id: UUID) -> None:
        self.gym.note("take", id)
        if not any(card.id == id for card in self.stored):
            raise Denied("This is not there any more.", code="no_row")
        self.stored = [card for card in self.stored if card.id != id]


class Refused:
    """Answers as `services.refused` does; calls are noted as "refused", "choices of the desk" and by their names."""

    def __init__(self, gym: Any) -> None:
        self.gym = gym
        self.stored: list[RefusedEntry] = []
        self.settled: dict[UUID, RefusedEntry] = {}
        self.plan = (
            PlanEntry(uuid4(), Weekday.WEDNESDAY, "Bench press", "4 × 8 · 60 kg", "Strength", True),
            PlanEntry(uuid4(), Weekday.MONDAY, "Back squat", "5 × 5 · 80 kg", "Strength", True),
            PlanEntry(uuid4(), Weekday.MONDAY, "Plank", "", "Former plan", False),
        )

    def put(self, name: str, kind: EntryKind = EntryKind.LOG, *, readable: bool = True) -> RefusedEntry:
        """Have an entry of a member wait."""
        member = self.gym.member(name)
        id = uuid4()
        sets = (
            LoggedSet(1, reps=8, weight=Decimal("60"), unit=Unit.KG, rir=2),
            LoggedSet(2, reps=7, weight=Decimal("62.5"), unit=Unit.KG),
        )
        log = NewLog(id, member.id, self.plan[0].exercise_id, "Bench press", sets, AT, 4, "ok", 40)
        entry = RefusedEntry(
            id, member.id, member.full_name, member.member_number, "Kiosk", AT, AT, kind,
            "This waited for more than 30 days.", "Bench press",
            log if readable and kind is EntryKind.LOG else None,
            NewSkip(id, member.id, self.plan[0].exercise_id, AT.date(), "Sore") if kind is EntryKind.SKIP else None,
        )  # fmt: skip
        self.stored.append(entry)
        return entry

    def open(self, limit: int = 500) -> tuple[RefusedEntry, ...]:
        self.gym.note("refused")
        return tuple(self.stored[:limit])

    def choices(self, member_id: UUID, on: date) -> tuple[PlanEntry, ...]:
        self.gym.note("choices of the desk", (member_id, on))
        return self.plan

    def count(self) -> int:
        return len(self.stored)

    def put_aside(self, id: UUID, reason: str) -> None:
        self.gym.note("put_aside", (id, checked_aside_reason(reason)))
        self._settle(id)

    def enter_skip(self, id: UUID, skip: NewSkip) -> None:
        self.gym.note("enter_skip", (id, skip))
        self._settle(id)

    def reopen(self, id: UUID) -> None:
        self.gym.note("reopen", id)
        self.stored.insert(0, self.settled.pop(id))

    def mend(self, id: UUID, new: NewLog) -> object:
        self.gym.note("mend", (id, new.checked()))
        self._settle(id)
        return new

    def _settle(self, id: UUID) -> None:
        self.settled |= {entry.id: entry for entry in self.stored if entry.id == id}
        self.stored = [entry for entry in self.stored if entry.id != id]
