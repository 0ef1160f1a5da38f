"""Progress: what the charts and the log table of a member show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.domain.workouts import WorkoutLog


@dataclass(frozen=True, slots=True)
class ExerciseSummary:
    """An exercise somebody has logged, for the picker; most logged first."""

    name: str
    logs: int
    last_on: date


@dataclass(frozen=True, slots=True)
class ProgressPoint:
    """One day of one exercise; weights in the reader's unit.

    Attributes:
        heaviest: Heaviest working set's weight, None for body weight or cardio.
        reps: Reps of that set.
        e1rm: Best estimated one-rep maximum by the gym's formula; None when no set qualifies.
        volume: Volume load, reps × weight summed over working sets.
        rating: Difficulty, 1 to 5.
        is_record: Whether the heaviest set beat every day before it.
    """

    on: date
    log_id: UUID
    heaviest: Decimal | None
    reps: int | None
    e1rm: Decimal | None
    volume: Decimal
    sets: int
    rating: int | None
    is_record: bool


@dataclass(frozen=True, slots=True)
class PersonalRecord:
    """The heaviest working set of an exercise; `reps` alone where it is done without weight."""

    exercise_name: str
    on: date
    weight: Decimal | None
    unit: Unit
    reps: int | None


@dataclass(frozen=True, slots=True)
class ExerciseProgress:
    """The chart and the logs of one exercise in a range of dates, points oldest first, logs newest first."""

    exercise_name: str
    unit: Unit
    points: tuple[ProgressPoint, ...]
    logs: tuple[WorkoutLog, ...]
