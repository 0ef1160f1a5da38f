"""One set while it is being logged: what is measured, what is filled in beforehand, what is sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum

from gymtrainer_desktop.domain.plans import ExerciseType
from gymtrainer_desktop.domain.targets import (
    RepsTarget,
    RepsTargetKind,
    WeightTarget,
    WeightTargetKind,
)
from gymtrainer_desktop.domain.units import Unit, convert, trimmed
from gymtrainer_desktop.domain.workouts import LoggedSet, SetType, WorkoutLog

_LONG_SECONDS = 300
"""From here on a time is entered in minutes."""
_LONG_METRES = 1000
"""From here on a distance is entered in kilometres."""
_STEPS = {Unit.KG: Decimal("0.5"), Unit.LB: Decimal(1)}
"""What a converted weight is rounded to, so that it can be loaded on a bar."""
_MINUTE = Decimal(60)
_KILOMETRE = Decimal(1000)
_MILE = Decimal("1609.344")
_TENTH = Decimal("0.1")
_HUNDREDTH = Decimal("0.01")


class EntryKind(StrEnum):
    """What is entered for a set."""

    REPS = "reps"
    TIME = "time"
    DISTANCE = "distance"
    CARDIO = "cardio"


class Measure(StrEnum):
    """A number that can be entered."""

    WEIGHT = "weight"
    REPS = "reps"
    SECONDS = "seconds"
    METRES = "metres"
    MINUTES = "minutes"
    KILOMETRES = "kilometres"
    MILES = "miles"


MEASURES = {
    EntryKind.REPS: (Measure.WEIGHT, Measure.REPS),
    EntryKind.TIME: (Measure.WEIGHT, Measure.SECONDS),
    EntryKind.DISTANCE: (Measure.WEIGHT, Measure.METRES),
    EntryKind.CARDIO: (Measure.MINUTES, Measure.KILOMETRES),
}


@dataclass(slots=True)
class SetEntry:
    """One set on the page.

    Attributes:
        weight: In `unit`; None for body weight.
        seconds: How long.
        metres: How far.
        is_done: The member pressed "Done".
        is_edited: The member changed a number that was filled in.
        last: The set of the same number last time.
        rir: Reps in reserve, None when not said.
        done_at: When it was done; aware, None for a set that is still to do.
        timed_since: While a stopwatch runs: when it was started, by a clock that never jumps.
    """

    unit: Unit
    type: SetType = SetType.WORKING
    weight: Decimal | None = None
    reps: int | None = None
    seconds: int | None = None
    metres: Decimal | None = None
    is_done: bool = False
    is_edited: bool = False
    last: LoggedSet | None = None
    rir: int | None = None
    done_at: datetime | None = None
    timed_since: float | None = None

    @classmethod
    def of(cls, one: LoggedSet, unit: Unit) -> SetEntry:
        """Return a logged set as it stands on the page; `unit` is for a set without weight."""
        return cls(
            one.unit or unit,
            one.type,
            one.weight,
            one.reps,
            one.duration_seconds,
            one.distance_m,
            is_done=True,
            rir=one.rir,
        )

    def value(self, measure: Measure) -> Decimal | None:
        """Return a number as it is entered."""
        match measure:
            case Measure.WEIGHT:
                return self.weight
            case Measure.REPS:
                return None if self.reps is None else Decimal(self.reps)
            case Measure.SECONDS:
                return None if self.seconds is None else Decimal(self.seconds)
            case Measure.METRES:
                return self.metres
            case Measure.MINUTES:
                return None if self.seconds is None else trimmed(self.seconds / _MINUTE)
            case Measure.KILOMETRES:
                return None if self.metres is None else trimmed(self.metres / _KILOMETRE)
            case Measure.MILES:
                return (
                    None
                    if self.metres is None
                    else trimmed((self.metres / _MILE).quantize(_HUNDREDTH, ROUND_HALF_EVEN))
                )

    def put(self, measure: Measure, value: Decimal | None) -> None:
        """Take a number as it was entered."""
        match measure:
            case Measure.WEIGHT:
                self.weight = value
            case Measure.REPS:
                self.reps = None if value is None else int(value)
            case Measure.SECONDS:
                self.seconds = None if value is None else int(value)
            case Measure.METRES:
                self.metres = value
            case Measure.MINUTES:
                self.seconds = None if value is None else round(value * _MINUTE)
            case Measure.KILOMETRES:
                self.metres = None if value is None else value * _KILOMETRE
            case Measure.MILES:
                self.metres = None if value is None else (value * _MILE).quantize(_TENTH, ROUND_HALF_EVEN)
        self.is_edited = True

    def use_unit(self, unit: Unit) -> None:
        """Enter the weight in another unit; what is filled in is converted and rounded to a step."""
        if unit is not self.unit and self.weight is not None:
            self.weight = in_steps(self.weight, self.unit, unit)
        self.unit = unit

    def logged(self, number: int, kind: EntryKind) -> LoggedSet:
        """Return the set as it is sent, with only what its kind measures; a weight of 0 is none."""
        used = MEASURES[kind]
        weight = self.weight if Measure.WEIGHT in used and self.weight else None
        has_time = kind in (EntryKind.TIME, EntryKind.CARDIO)
        has_distance = kind in (EntryKind.DISTANCE, EntryKind.CARDIO)
        return LoggedSet(
            number,
            self.type,
            self.reps if kind is EntryKind.REPS else None,
            weight,
            self.unit if weight is not None else None,
            self.rir if kind is EntryKind.REPS else None,
            self.seconds if has_time else None,
            self.metres if has_distance else None,
        )


def in_steps(value: Decimal, source: Unit, target: Unit) -> Decimal:
    """Return a weight in `target`: as it is in the same unit, else rounded to half a kilogram or a pound."""
    if source is target:
        return value
    step = _STEPS[target]
    return trimmed((convert(value, source, target) / step).quantize(Decimal(1), ROUND_HALF_EVEN) * step)


def kind_of(
    reps: RepsTarget | None, exercise_type: ExerciseType | None, last: WorkoutLog | None
) -> EntryKind:
    """Return what is entered for an exercise: from its target, else from last time, else from its type."""
    if reps is not None and reps.kind is RepsTargetKind.TIME:
        is_long = exercise_type is ExerciseType.CARDIO or (reps.seconds or 0) >= _LONG_SECONDS
        return EntryKind.CARDIO if is_long else EntryKind.TIME
    if reps is not None and reps.kind is RepsTargetKind.DISTANCE:
        is_long = exercise_type is ExerciseType.CARDIO or (reps.distance_m or 0) >= _LONG_METRES
        return EntryKind.CARDIO if is_long else EntryKind.DISTANCE
    if exercise_type is ExerciseType.CARDIO:
        return EntryKind.CARDIO
    if reps is None and last is not None:
        return kind_of_log(last)
    if reps is None and exercise_type is ExerciseType.FLEXIBILITY:
        return EntryKind.TIME
    return EntryKind.REPS


def kind_of_log(log: WorkoutLog) -> EntryKind:
    """Return how a log was entered."""
    if any(one.reps is not None for one in log.sets) or not log.sets:
        return EntryKind.REPS
    times = [one.duration_seconds for one in log.sets if one.duration_seconds]
    ways = [one.distance_m for one in log.sets if one.distance_m]
    if (times and ways) or any(t >= _LONG_SECONDS for t in times) or any(w >= _LONG_METRES for w in ways):
        return EntryKind.CARDIO
    if ways:
        return EntryKind.DISTANCE
    return EntryKind.TIME if times else EntryKind.REPS


def first_weight(target: WeightTarget | None, last: LoggedSet | None, unit: Unit) -> Decimal | None:
    """Return the weight to fill in: the target's, else last time's, else none."""
    if target is not None and target.value is not None and target.unit is not None:
        if target.kind is WeightTargetKind.LOAD:
            return in_steps(target.value, target.unit, unit)
        if target.kind is WeightTargetKind.BODYWEIGHT_PLUS and target.value > 0:
            return in_steps(target.value, target.unit, unit)
    if target is not None and target.kind is WeightTargetKind.BODYWEIGHT:
        return None
    if last is not None and last.weight and last.unit is not None:
        return in_steps(last.weight, last.unit, unit)
    return None


def first_reps(target: RepsTarget | None, last: LoggedSet | None) -> int | None:
    """Return the reps to fill in: a fixed target's, last time's within a range, else its lower end."""
    before = last.reps if last is not None else None
    if target is None or target.low is None:
        return before
    if target.high is not None and before is not None and target.low <= before <= target.high:
        return before
    return target.low


def uses_weight(kind: EntryKind, target: WeightTarget | None, last: WorkoutLog | None) -> bool:
    """Return whether a weight is asked for: always beside reps, else only where one was meant or used."""
    if kind is EntryKind.REPS:
        return True
    if kind is EntryKind.CARDIO:
        return False
    meant = target is not None and target.kind is not WeightTargetKind.BODYWEIGHT
    return meant or (last is not None and any(one.weight for one in last.sets))
