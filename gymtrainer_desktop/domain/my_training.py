"""How a member's training stands: who trains them, whether it rests, and how many weeks in a row it has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from gymtrainer_desktop.domain.assignments import AssignmentStatus
from gymtrainer_desktop.domain.people import MyTrainer

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class MyTraining:
    """What the member's home page says about their training.

    Attributes:
        today: The gym's day.
        status: Of the assignment that counts: the active one, else a paused one, else the one that ended
            last; None for somebody who never had a trainer.
        trainer: Its trainer.
        photo: The trainer's picture as it was saved; None without one, and where the assignment has ended.
        stopped_on: Since when it is paused, or on which day it ended.
        last_plan: Title of the plan that ended last; empty for none.
        last_plan_ended: Its last day.
        weeks_in_a_row: Weeks with at least one workout, see `weeks_in_a_row`.
    """

    today: date
    status: AssignmentStatus | None = None
    trainer: MyTrainer | None = None
    photo: bytes | None = None
    stopped_on: date | None = None
    last_plan: str = ""
    last_plan_ended: date | None = None
    weeks_in_a_row: int = 0

    @property
    def active_trainer(self) -> MyTrainer | None:
        """Who trains the member now."""
        return self.trainer if self.status is AssignmentStatus.ACTIVE else None

    @property
    def is_paused(self) -> bool:
        """Whether the training rests."""
        return self.status is AssignmentStatus.PAUSED


def weeks_in_a_row(first_days: Iterable[date], this_week: date) -> int:
    """Return how many weeks in a row had at least one workout.

    This week counts as soon as it has one, and until it is over it breaks nothing.

    Args:
        first_days: First days of weeks with a workout, in any order.
        this_week: First day of the week that today is in.
    """
    trained = set(first_days)
    week = this_week if this_week in trained else this_week - _WEEK
    count = 0
    while week in trained:
        count += 1
        week -= _WEEK
    return count
