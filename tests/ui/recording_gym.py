"""What a member's pages record through: the queue of the workstation, as a fake."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from gymtrainer_desktop.domain.outbox import NewSkip, Recorded
from gymtrainer_desktop.domain.workouts import NewLog


class Recording:
    """Keeps what is logged while the server is away; a failure of "log" is one of the queue itself.

    Args:
        gym: With a fake of the workouts service.
    """

    def __init__(self, gym: Any) -> None:
        self._gym = gym
        self.is_away = False
        self.queued: list[NewLog] = []
        self.skips: list[NewSkip] = []

    def log(self, new: NewLog) -> Recorded:
        if self.is_away:
            self.queued.append(new.checked())
            return Recorded(None, True)
        return Recorded(self._gym.workouts.log(new), False)

    def skip(self, skip: NewSkip) -> Recorded:
        if self.is_away:
            self.skips.append(skip)
            return Recorded(None, True)
        self._gym.workouts.skip(skip)
        return Recorded(None, False)

    def withdraw(self, id: UUID) -> None:
        self.queued = [one for one in self.queued if one.id != id]

    def kept(self, member_id: UUID) -> frozenset[UUID]:
        return frozenset(new.id for new in self.queued if new.member_id == member_id)

    def waiting(self) -> int:
        return len(self.queued)
