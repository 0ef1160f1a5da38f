"""Which of somebody's days set a record, and in what."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from gymtrainer_desktop.domain.strength import SetRecords, weight_in_kg
from gymtrainer_desktop.domain.units import trimmed

_CENT = Decimal("0.01")


class RecordKind(StrEnum):
    """What can be better than ever before."""

    WEIGHT = "weight"
    E1RM = "e1rm"
    REPS = "reps"


@dataclass(slots=True)
class Bests:
    """The best of an exercise so far, by working sets; grows day by day.

    Attributes:
        weight_kg: The heaviest, in kilograms; 0 before there is one.
        e1rm_kg: The best estimated one-rep maximum, in kilograms to a hundredth: it is what is shown that
            has to be better.
        reps: By weight in kilograms, 0 for body weight: the most reps.
    """

    weight_kg: Decimal = Decimal(0)
    e1rm_kg: Decimal = Decimal(0)
    reps: dict[Decimal, int] = field(default_factory=dict)

    def take(self, day: SetRecords) -> tuple[RecordKind, ...]:
        """Return the records that the best of a day sets, and keep it.

        Nothing is a record the first time: it takes something to beat.
        """
        weight = (weight_in_kg(day.heaviest) if day.heaviest is not None else None) or Decimal(0)
        estimate = rounded(day.best_e1rm) or Decimal(0)
        found = []
        if weight > self.weight_kg > 0:
            found.append(RecordKind.WEIGHT)
        if estimate > self.e1rm_kg > 0:
            found.append(RecordKind.E1RM)
        more = {kg: one.reps or 0 for kg, one in day.most_reps.items()}
        if any(count > self.reps.get(kg, count) for kg, count in more.items()):
            found.append(RecordKind.REPS)
        self.weight_kg, self.e1rm_kg = max(weight, self.weight_kg), max(estimate, self.e1rm_kg)
        for kg, count in more.items():
            self.reps[kg] = max(count, self.reps.get(kg, 0))
        return tuple(found)


def rounded(kilograms: Decimal | None) -> Decimal | None:
    """Return an estimate to a hundredth, as records of it are compared."""
    return None if kilograms is None else trimmed(kilograms.quantize(_CENT, ROUND_HALF_UP))
