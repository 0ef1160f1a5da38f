"""The week of its plan that a document stands in: what is added or changed holds from there."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from uuid import UUID

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.plans import DraftExercise
from gymtrainer_desktop.domain.progression import MAX_WEEKS, STANDARD_STEPS, Deload, LoadSteps


@dataclass(frozen=True, slots=True)
class RunningWeek:
    """A week of a plan.

    Attributes:
        number: From 1; a plan that is not running yet is written from its first week.
        steps: What the gym's weights are rounded to.
        logged: Exercises that were done in this week already: they go on in the next.
    """

    number: int = 1
    steps: LoadSteps = STANDARD_STEPS
    logged: frozenset[UUID] = frozenset()

    def week_of(self, exercise: DraftExercise) -> int:
        """Return the week in which what is changed of an exercise is asked for first."""
        return min(self.number + 1, MAX_WEEKS) if exercise.id in self.logged else self.number

    def begun(self, exercise: DraftExercise) -> DraftExercise:
        """Return an exercise whose numbers are asked for from now on, and count from here."""
        return dataclasses.replace(exercise, from_week=self.week_of(exercise))

    def reached(self, exercise: DraftExercise, deload: Deload, duration_weeks: int) -> DraftExercise:
        """Return an exercise with the numbers that it has come to by now, as `DraftExercise.as_of`.

        One whose progression cannot be followed has come to nothing: it is returned as it is.
        """
        try:
            return exercise.as_of(self.week_of(exercise), deload, duration_weeks, self.steps)
        except UserError:
            return exercise
