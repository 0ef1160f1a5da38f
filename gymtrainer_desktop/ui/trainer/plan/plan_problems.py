"""What is wrong with the exercises of a plan before it can be published."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.progression import WeekTarget, check_progression
from gymtrainer_desktop.ui.trainer.plan.plan_document import PlanContent


@dataclass(frozen=True, slots=True)
class PlanProblem:
    """A rule that an exercise breaks.

    Attributes:
        message: The sentence to show.
    """

    exercise_id: UUID
    name: str
    day: Weekday
    message: str


def problems_of(content: PlanContent, days: tuple[Weekday, ...]) -> tuple[PlanProblem, ...]:
    """Return what is wrong, in the order of the week; nothing when it can be published."""
    found = []
    for day in days:
        for one in content.of_day(day):
            try:
                checked = one.checked()
                check_progression(WeekTarget(checked.sets, checked.reps, checked.weight), checked.progression)
            except UserError as error:
                found.append(PlanProblem(one.id, one.name, day, error.message))
    return tuple(found)
