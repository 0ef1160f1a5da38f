"""What a log was asked to be against what it became."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from gymtrainer_desktop.domain.strength import heaviest_working_set, weight_in_kg
from gymtrainer_desktop.domain.targets import (
    RepsTarget,
    RepsTargetKind,
    WeightTarget,
    WeightTargetKind,
    read_reps_target,
    read_weight_target,
)
from gymtrainer_desktop.domain.units import to_kg
from gymtrainer_desktop.domain.workouts import LoggedSet, SetType

SAME_KG = Decimal("0.25")
"""Weights nearer to one another are the same: what was asked in pounds was lifted in kilograms."""

_BETWEEN = " · "
_SETS_AND_REPS = re.compile(r"(?P<sets>\d{1,2})(?: × (?P<reps>.+)| sets?)?")
_KNOWN_WEIGHTS = frozenset({WeightTargetKind.LOAD, WeightTargetKind.BODYWEIGHT})
_COUNTED = frozenset({RepsTargetKind.FIXED, RepsTargetKind.RANGE, RepsTargetKind.PER_SIDE})


@dataclass(frozen=True, slots=True)
class KeptTarget:
    """The target that a log keeps, read.

    Attributes:
        exercise: What was asked for where something else was done; empty where it was done.
        sets: None where none are stated.
    """

    exercise: str
    sets: int | None
    reps: RepsTarget | None
    weight: WeightTarget | None


class OutcomeKind(StrEnum):
    """How what was done compares with what was asked for."""

    BELOW = "below"
    MET = "met"
    ABOVE = "above"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done minus what was asked for; None where that cannot be compared.

    Attributes:
        sets: Working sets.
        reps: Reps: of the sets that were asked for, the one with the fewest; 0 anywhere within a range.
        weight_kg: Kilograms of the heaviest working set; 0 where it is as good as the same.
        seconds: Of the sets that were asked for, the shortest one.
        is_whole: Whether all of what was asked for is compared: nobody knows what "80%" or "RPE 8" weighed.
    """

    sets: int | None
    reps: int | None
    weight_kg: Decimal | None
    seconds: int | None = None
    is_whole: bool = True

    @property
    def kind(self) -> OutcomeKind:
        """The whole of it in one word."""
        known = [value for value in (self.sets, self.reps, self.weight_kg, self.seconds) if value is not None]
        is_more, is_less = any(value > 0 for value in known), any(value < 0 for value in known)
        if is_more and is_less:
            return OutcomeKind.MIXED
        if is_more:
            return OutcomeKind.ABOVE
        return OutcomeKind.BELOW if is_less else OutcomeKind.MET


def read_kept_target(text: str | None) -> KeptTarget | None:
    """Read the target that a log keeps, such as "4 × 8 · 135 lb" or "Bench press · 3 × 8-12 · 60 kg".

    A part that is neither sets and reps nor a weight at its place is taken for the name of the exercise.
    None where nothing was asked for.
    """
    parts = [part.strip() for part in (text or "").split(_BETWEEN) if part.strip()]
    if not parts:
        return None
    exercise, sets, reps, weight = "", None, None, None
    if len(parts) > 2 or (len(parts) == 2 and _effort(parts[0]) is None):
        exercise = parts.pop(0)
    for part in parts:
        effort = _effort(part) if sets is None and reps is None and weight is None else None
        if effort is not None:
            sets, reps = effort
        else:
            weight = read_weight_target(part)
    return KeptTarget(exercise, sets, reps, weight)


def outcome_of(target: KeptTarget | None, sets: Iterable[LoggedSet]) -> Outcome | None:
    """Compare a target with sets; None where nothing of it can be compared, or something else was done."""
    working = [one for one in sets if one.type is SetType.WORKING]
    if target is None or target.exercise or not working:
        return None
    ranked = sorted(working, key=lambda one: (weight_in_kg(one) or Decimal(0), one.reps or 0), reverse=True)
    asked = ranked[: target.sets]
    found = Outcome(
        None if target.sets is None else len(working) - target.sets,
        _reps_more(target.reps, [one.reps for one in asked if one.reps is not None]),
        _weight_more(target.weight, working),
        _seconds_more(target.reps, [one.duration_seconds for one in asked if one.duration_seconds]),
        target.weight is None or target.weight.kind in _KNOWN_WEIGHTS,
    )
    effort_known = target.reps is None or target.reps.kind is RepsTargetKind.AMRAP
    if not effort_known and found.reps is None and found.seconds is None:
        return None
    known = (found.sets, found.reps, found.weight_kg, found.seconds)
    return None if all(value is None for value in known) else found


def asked_kg(target: KeptTarget | None) -> Decimal | None:
    """Return the weight that was asked for in kilograms, None where it was none that can be known."""
    if target is None or target.exercise or target.weight is None or target.weight.value is None:
        return None
    if target.weight.kind is not WeightTargetKind.LOAD or target.weight.unit is None:
        return None
    return to_kg(target.weight.value, target.weight.unit)


def _effort(part: str) -> tuple[int | None, RepsTarget | None] | None:
    """Read "4 × 8", "4", "8-12" or "20 min"; None for anything else."""
    if found := _SETS_AND_REPS.fullmatch(part):
        return int(found["sets"]), read_reps_target(found["reps"] or "")
    reps = read_reps_target(part)
    return None if reps is None or reps.kind is RepsTargetKind.AS_WRITTEN else (None, reps)


def _reps_more(target: RepsTarget | None, done: list[int]) -> int | None:
    if target is None or target.kind not in _COUNTED or not done:
        return None
    low, high, fewest = target.low or 0, target.high or 0, min(done)
    if fewest < low:
        return fewest - low
    return max(fewest - high, 0)


def _seconds_more(target: RepsTarget | None, done: list[int]) -> int | None:
    if target is None or target.seconds is None or not done:
        return None
    return min(done) - target.seconds


def _weight_more(target: WeightTarget | None, working: list[LoggedSet]) -> Decimal | None:
    asked = asked_kg(KeptTarget("", None, None, target))
    top = heaviest_working_set(working)
    lifted = weight_in_kg(top) if top is not None else None
    if asked is None or lifted is None:
        return None
    more = lifted - asked
    return Decimal(0) if abs(more) < SAME_KG else more
