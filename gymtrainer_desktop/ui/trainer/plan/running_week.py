"""The week of its plan that a document stands in: what is added or changed holds from there."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.plans import DraftExercise
from gymtrainer_desktop.domain.progression import STANDARD_STEPS, Deload, LoadSteps


@dataclass(frozen=True, slots=True)
class RunningWeek:
    """A week of a plan.

    Attributes:
        number: From 1; a plan that is not running yet is written from its first week.
        steps: What the gym's weights are rounded to.
    """

    number: int = 1
    steps: LoadSteps = STANDARD_STEPS

    def begun(self, exercise: DraftExercise) -> DraftExercise:
        """Return an exercise whose numbers are asked for in this week, and count from here."""
        return dataclasses.replace(exercise, from_week=self.number)

    def reached(self, exercise: DraftExercise, deload: Deload, duration_weeks: int) -> DraftExercise:
        """Return an exercise with the numbers that it has come to by now, as `DraftExercise.as_of`.

        One whose progression cannot be followed has come to nothing: it is returned as it is.
        """
        try:
            return exercise.as_of(self.number, deload, duration_weeks, self.steps)
        except UserError:
            return exercise
