"""The front desk's gym in memory with what overview, audit trail and settings ask for, beside the waiting list."""

from __future__ import annotations

import dataclasses
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from gymtrainer_desktop.domain.notes import Note
from gymtrainer_desktop.domain.reports import RatioPoint
from gymtrainer_desktop.domain.trainers import AttentionLine, Overview
from gymtrainer_desktop.services.attention import (
    first_of_each,
    longest_wait,
    trainers_over_capacity,
    waiting_lines,
)
from tests.ui.admin_gym import TODAY, Gym
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


def ratio_points(weeks: int = 52) -> tuple[RatioPoint, ...]:
    """A year in which the gym grew, and took on a trainer now and then."""
    first = date(2026, 11, 16) - timedelta(weeks=weeks - 1)
    return tuple(
        RatioPoint(first + timedelta(weeks=n), 230 + 3 * n, 8 + n // 12, 60 + n) for n in range(weeks)
    )
