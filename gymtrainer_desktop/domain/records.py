"""Which of somebody's days set a record, and in what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from gymtrainer_desktop.domain.strength import E1rmFormula, records_of_sets, weight_in_kg
from gymtrainer_desktop.domain.units import trimmed
from gymtrainer_desktop.domain.workouts import LoggedSet

_CENT = Decimal("0.01")


class RecordKind(StrEnum):
    """What can be better than ever before."""

    WEIGHT = "weight"
    E1RM = "e1rm"
    REPS = "reps"


@dataclass(frozen=True, slots=True)
class Bests:
    """The best of an exercise so far, by working sets.

    Attributes:
        weight_kg: The heaviest, in kilograms; 0 before there is one.
        e1rm_kg: The best estimated one-rep maximum, in kilograms to a hundredth: it is what is shown that
            has to be better.
        reps: By weight in kilograms, 0 for body weight: the most reps.
    """

    weight_kg: Decimal = Decimal(0)
    e1rm_kg: Decimal = Decimal(0)
    reps: Mapping[Decimal, int] = field(default_factory=dict)


def beaten(
    bests: Bests, sets: Iterable[LoggedSet], formula: E1rmFormula
) -> tuple[tuple[RecordKind, ...], Bests]:
    """Return the records that a day's sets set, and the bests with them.

    Nothing is a record the first time: it takes something to beat.
    """
    best = records_of_sets(sets, formula)
    weight = (weight_in_kg(best.heaviest) if best.heaviest is not None else None) or Decimal(0)
    estimate = rounded(best.best_e1rm) or Decimal(0)
    most = {kg: one.reps or 0 for kg, one in best.most_reps.items()}
    found = []
    if weight > bests.weight_kg > 0:
        found.append(RecordKind.WEIGHT)
    if estimate > bests.e1rm_kg > 0:
        found.append(RecordKind.E1RM)
    if any(count > bests.reps.get(kg, count) for kg, count in most.items()):
        found.append(RecordKind.REPS)
    merged = {**bests.reps, **{kg: max(count, bests.reps.get(kg, 0)) for kg, count in most.items()}}
    return tuple(found), Bests(max(weight, bests.weight_kg), max(estimate, bests.e1rm_kg), merged)


def rounded(kilograms: Decimal | None) -> Decimal | None:
    """Return an estimate to a hundredth, as records of it are compared."""
    return None if kilograms is None else trimmed(kilograms.quantize(_CENT, ROUND_HALF_UP))
