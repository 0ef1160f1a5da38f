"""What the member's home page asks for beside the plan: how the training stands, the waiting list, what is new."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from gymtrainer_desktop.domain.assignments import AssignmentStatus
from gymtrainer_desktop.domain.my_training import MyTraining
from gymtrainer_desktop.domain.notifications import Notification
from gymtrainer_desktop.domain.waitlist import WaitingEntry, WaitStatus


class Training:
    """How the member's training stands: active with `gym.trainer`, unless `gym.training` says otherwise."""

    def __init__(self, gym: Any) -> None:
        self.gym = gym

    def standing(self) -> MyTraining:
        self.gym.note("standing")
        today = self.gym.now.date()
        if self.gym.training is not None:
            training: MyTraining = dataclasses.replace(self.gym.training, today=today)
            return training
        status = AssignmentStatus.ACTIVE if self.gym.trainer is not None else None
        return MyTraining(today, status, self.gym.trainer, weeks_in_a_row=self.gym.weeks_in_a_row)


class Waiting:
    """The member's place in the line."""

    def __init__(self, gym: Any) -> None:
        self.gym = gym

    def my_entry(self) -> WaitingEntry | None:
        self.gym.note("my_entry")
        entry: WaitingEntry | None = self.gym.waiting
        return entry

    def answer(self, id: UUID, yes: bool) -> WaitStatus:
        self.gym.note("answer", (id, yes))
        status = WaitStatus.ACCEPTED if yes else WaitStatus.WITHDRAWN
        self.gym.waiting = dataclasses.replace(self.gym.waiting, status=status) if yes else None
        return status


class Bell:
    """The member's notifications."""

    def __init__(self, gym: Any) -> None:
        self.gym = gym

    def latest(self, limit: int = 30) -> tuple[Notification, ...]:
        self.gym.note("latest")
        return tuple(self.gym.stored_notifications[:limit])

    def unread(self) -> int:
        return sum(not one.read for one in self.gym.stored_notifications)

    def mark_read(self, ids: Sequence[UUID] | None) -> None:
        self.gym.note("mark_read", ids)
        self.gym.stored_notifications = [
            dataclasses.replace(one, read=one.read or ids is None or one.id in ids)
            for one in self.gym.stored_notifications
        ]
