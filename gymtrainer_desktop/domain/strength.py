"""What sets of an exercise amount to: estimated maximum, volume load, summary and records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from gymtrainer_desktop.domain.units import Unit, to_kg, trimmed
from gymtrainer_desktop.domain.workouts import LoggedSet, SetType

MAX_E1RM_REPS = 12
"""Beyond this many reps neither formula predicts a one-rep maximum, so none is given."""


class E1rmFormula(StrEnum):
    """How the one-rep maximum is estimated; the gym chooses.

    Sources: Epley, "Poundage Chart", Boyd Epley Workout (1985); Brzycki, "Strength Testing: Predicting a
    One-Rep Max from Reps-to-Fatigue", JOPERD 64 (1993).
    """

    EPLEY = "epley"
    BRZYCKI = "brzycki"


@dataclass(frozen=True, slots=True)
class SetsSummary:
    """The guide's summary of the sets of one exercise.

    Attributes:
        sets_completed: Number of working sets.
        reps_completed: Reps of the heaviest working set.
        weight_used: Weight of the heaviest working set, as entered.
        weight_unit: Unit of `weight_used`.
    """

    sets_completed: int
    reps_completed: int | None
    weight_used: Decimal | None
    weight_unit: Unit | None


@dataclass(frozen=True, slots=True)
class SetRecords:
    """The best of some sets of one exercise; only working sets count.

    Attributes:
        heaviest: The heaviest set that has a weight and at least one rep.
        best_e1rm: The best estimated one-rep maximum, in kilograms.
        best_e1rm_set: The set which that estimate comes from.
        most_reps: By weight in kilograms, 0 for body weight: the set with the most reps.
    """

    heaviest: LoggedSet | None
    best_e1rm: Decimal | None
    best_e1rm_set: LoggedSet | None
    most_reps: Mapping[Decimal, LoggedSet]


def e1rm(weight: Decimal, reps: int, formula: E1rmFormula) -> Decimal | None:
    """Estimate the one-rep maximum from a set, in the unit of `weight`, unrounded.

    One rep is the maximum itself. Fewer than 1 or more than 12 reps, or no weight, give no estimate.
    """
    if weight <= 0 or not 1 <= reps <= MAX_E1RM_REPS:
        return None
    if reps == 1:
        return weight
    if formula is E1rmFormula.EPLEY:
        return weight * (30 + reps) / 30
    return weight * 36 / (37 - reps)


def weight_in_kg(one: LoggedSet) -> Decimal | None:
    """Return the set's weight in kilograms, None where it has none."""
    return None if one.weight is None or one.unit is None else to_kg(one.weight, one.unit)


def volume_load(sets: Iterable[LoggedSet]) -> Decimal:
    """Return reps × weight summed over working sets, in kilograms; a set without weight adds nothing."""
    return sum((load_of(one) for one in sets if one.type is SetType.WORKING), Decimal(0))


def load_of(one: LoggedSet) -> Decimal:
    """Return reps × weight of one set of any type, in kilograms."""
    return (weight_in_kg(one) or Decimal(0)) * (one.reps or 0)


def heaviest_working_set(sets: Iterable[LoggedSet]) -> LoggedSet | None:
    """Return the heaviest working set: of equal weights the one with more reps, then the earlier one.

    A set without weight weighs nothing, so among sets of body weight the one with the most reps is taken.
    """
    working = [one for one in sets if one.type is SetType.WORKING]
    if not working:
        return None
    return max(working, key=lambda one: (weight_in_kg(one) or Decimal(0), one.reps or 0, -one.number))


def summary_of_sets(sets: Iterable[LoggedSet]) -> SetsSummary:
    """Summarise sets the guide's way: working sets counted, reps and weight of the heaviest of them."""
    working = [one for one in sets if one.type is SetType.WORKING]
    top = heaviest_working_set(working)
    if top is None:
        return SetsSummary(0, None, None, None)
    return SetsSummary(len(working), top.reps, top.weight, top.unit if top.weight is not None else None)


def records_of_sets(sets: Iterable[LoggedSet], formula: E1rmFormula) -> SetRecords:
    """Find the records among sets of one exercise, given in the order they were done: ties stay with the
    earlier set.
    """
    heaviest: LoggedSet | None = None
    best: Decimal | None = None
    best_set: LoggedSet | None = None
    most: dict[Decimal, LoggedSet] = {}
    for one in sets:
        if one.type is not SetType.WORKING or not one.reps:
            continue
        weight = weight_in_kg(one) or Decimal(0)
        if weight > 0 and (heaviest is None or weight > (weight_in_kg(heaviest) or 0)):
            heaviest = one
        estimate = e1rm(weight, one.reps, formula)
        if estimate is not None and (best is None or estimate > best):
            best, best_set = estimate, one
        before = most.get(trimmed(weight))
        if before is None or one.reps > (before.reps or 0):
            most[trimmed(weight)] = one
    return SetRecords(heaviest, best, best_set, most)
