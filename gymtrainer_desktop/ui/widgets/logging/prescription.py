"""What is asked for, set by set, and the numbers that are filled in from it beforehand."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from gymtrainer_desktop.domain.plans import PlannedExercise
from gymtrainer_desktop.domain.progression import LoadSteps, resolve_weights
from gymtrainer_desktop.domain.targets import RepsTarget, WeightTarget, read_reps_target, read_weight_target
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.domain.workouts import LoggedSet, SetType
from gymtrainer_desktop.ui.widgets.logging.workout_sets import SetEntry, first_reps, first_weight


@dataclass(frozen=True, slots=True)
class Prescription:
    """What a plan says of an exercise that is being done.

    Attributes:
        planned: As prescribed for this week; None for unplanned work.
        unit: Weights are entered in it.
        maximum_kg: What a percentage is one of; None where there is none.
        steps: What the weight that stands for a percentage is rounded to.
        is_substitute: Something else is done instead: of its weight the plan says nothing.
    """

    planned: PlannedExercise | None
    unit: Unit
    maximum_kg: Decimal | None
    steps: LoadSteps
    is_substitute: bool

    @property
    def reps(self) -> RepsTarget | None:
        """The reps asked for."""
        return read_reps_target(self.planned.reps) if self.planned is not None else None

    @property
    def weight(self) -> WeightTarget | None:
        """The weight asked for."""
        if self.planned is None or self.is_substitute:
            return None
        return read_weight_target(self.planned.weight, self.unit)

    @property
    def sets(self) -> int | None:
        """Sets that are asked for, None where none are stated; a list of reps states them."""
        if self.planned is None or self.planned.sets is not None:
            return self.planned.sets if self.planned is not None else None
        reps = self.reps
        return len(reps.each) or None if reps is not None else None

    def filled_in(self, nth: int, kind: SetType, last: LoggedSet | None, *, has_weight: bool) -> SetEntry:
        """Return a set with its numbers filled in.

        Args:
            nth: Which set of its kind, from 0.
            kind: Its type.
            last: The same set the last time, None without one.
            has_weight: Whether a weight is asked for.
        """
        reps, target = self.reps, self.weight
        reps = reps.of_set(nth + 1) if reps is not None else None
        weight = None
        if has_weight:
            weight = self._resolved(nth) or first_weight(target and target.of_set(nth + 1), last, self.unit)
        return SetEntry(
            self.unit,
            kind,
            weight,
            first_reps(reps, last),
            reps.seconds if reps is not None and reps.seconds else (last.duration_seconds if last else None),
            reps.distance_m if reps is not None and reps.distance_m else (last.distance_m if last else None),
            last=last,
        )

    def _resolved(self, nth: int) -> Decimal | None:
        """Return the weight that a percentage stands for in a set, counted from 0."""
        if self.planned is None or self.is_substitute:
            return None
        each = resolve_weights(self.planned.weight, self.maximum_kg, self.unit, self.steps)
        return each[min(nth, len(each) - 1)] if each else None
