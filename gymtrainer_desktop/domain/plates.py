"""Which plates go on a bar."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from math import gcd

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.units import Unit, format_number, format_weight, trimmed

MAX_PLATES = 20
LIGHTEST_PLATE = Decimal("0.1")
HEAVIEST = {Unit.KG: Decimal(100), Unit.LB: Decimal(220)}
"""The heaviest bar and the heaviest plate that a gym can have."""

# Beyond this many of the smallest differences a bar is first filled with the heaviest plates.
_SEARCHED = 10_000


@dataclass(frozen=True, slots=True)
class Gear:
    """A bar and the plates for it.

    Attributes:
        bar: Weight of the empty bar, in `unit`.
        plates: Weights of the plates, one of each kind; every kind is there in as many pairs as are needed.
    """

    bar: Decimal
    plates: tuple[Decimal, ...]
    unit: Unit

    @property
    def step(self) -> Decimal:
        """By how much a bar can grow at least: the smallest plate on either side."""
        return trimmed(2 * min(self.plates))

    def checked(self) -> Gear:
        """Return it with every kind of plate once, the heaviest first.

        Raises:
            UserError: A weight is out of range, or there is no plate; `field` is "bar" or "plates".
        """
        most = HEAVIEST[self.unit]
        if not 0 <= self.bar <= most:
            raise UserError(f"A bar weighs 0 to {format_weight(most, self.unit)}.", field="bar")
        plates = tuple(sorted({trimmed(one) for one in self.plates}, reverse=True))
        if not plates:
            raise UserError("Name at least one plate.", field="plates")
        if len(plates) > MAX_PLATES:
            raise UserError(f"At most {MAX_PLATES} kinds of plates.", field="plates")
        if any(not LIGHTEST_PLATE <= one <= most for one in plates):
            raise UserError(
                f"A plate weighs {format_number(LIGHTEST_PLATE)} to {format_weight(most, self.unit)}.",
                field="plates",
            )
        if any(one != one.quantize(Decimal("0.01")) for one in (*plates, self.bar)):
            raise UserError("Weights of bars and plates have at most two decimals.", field="plates")
        return Gear(trimmed(self.bar), plates, self.unit)


@dataclass(frozen=True, slots=True)
class Loading:
    """A loaded bar.

    Attributes:
        plates: What goes on each side, from the inside out: the heaviest first.
        loaded: What the bar weighs with them on both sides; 0 where even the empty bar is too heavy.
    """

    plates: tuple[Decimal, ...]
    loaded: Decimal


@lru_cache(maxsize=4096)
def per_side(weight: Decimal, gear: Gear) -> Loading:
    """Return the plates for the heaviest bar that is not above a weight, in the fewest plates.

    Of loadings with as few plates the one with the heaviest plates is taken. Weights are in the gear's unit.
    """
    if weight < gear.bar:
        return Loading((), Decimal(0))
    plates = sorted({int(one * 100) for one in gear.plates}, reverse=True)
    # Half a hundredth on a side can be wanted, never loaded.
    room = int((weight - gear.bar) * 100) // 2
    unit = gcd(*plates)
    kinds = [one // unit for one in plates]
    left = room // unit
    chosen: list[int] = []
    while left > _SEARCHED and left >= kinds[0]:
        chosen.append(kinds[0])
        left -= kinds[0]
    chosen += _fewest(left, kinds)
    side = tuple(trimmed(Decimal(one * unit) / 100) for one in sorted(chosen, reverse=True))
    return Loading(side, trimmed(gear.bar + 2 * sum(side, Decimal(0))))


def format_plates(weight: Decimal, gear: Gear) -> str:
    """Return "20 + 5 + 1.25 per side"; what is on the bar is added where it is not the weight itself."""
    loading = per_side(weight, gear)
    if not loading.loaded:
        return f"lighter than the bar ({format_weight(gear.bar, gear.unit)})" if gear.bar else "no plates"
    plates = " + ".join(format_number(one) for one in loading.plates)
    text = f"{plates} per side" if plates else "empty bar"
    return text if loading.loaded == weight else f"{text} = {format_weight(loading.loaded, gear.unit)}"


def _fewest(room: int, kinds: list[int]) -> list[int]:
    """Return the plates that fill the most of a room, the fewest of them; `kinds` has the heaviest first."""
    best: list[tuple[int, int]] = [(0, 0)]
    # best[n]: how many plates make exactly n, and the first of them; none where it cannot be made.
    for total in range(1, room + 1):
        ways = [
            (best[total - kind][0] + 1, kind)
            for kind in kinds
            if kind <= total and (total == kind or best[total - kind][0])
        ]
        best.append(min(ways, key=lambda way: way[0]) if ways else (0, 0))
    total = next((n for n in range(room, 0, -1) if best[n][0]), 0)
    chosen = []
    while total:
        chosen.append(best[total][1])
        total -= best[total][1]
    return chosen
