"""Weights and their two units."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from enum import StrEnum

KG_PER_LB = Decimal("0.45359237")
"""The international avoirdupois pound, exact by definition (1959)."""

METRES_PER_MILE = Decimal("1609.344")
"""The international mile, exact by definition (1959)."""

_HUNDREDTH = Decimal("0.01")


class Unit(StrEnum):
    """A unit of weight, spelled as it is stored and shown."""

    KG = "kg"
    LB = "lb"


def to_kg(value: Decimal, unit: Unit) -> Decimal:
    """Return a weight in kilograms, unrounded, so that weights of both units can be compared."""
    return value if unit is Unit.KG else value * KG_PER_LB


def from_kg(value: Decimal, unit: Unit) -> Decimal:
    """Return a weight given in kilograms in `unit`, unrounded."""
    return value if unit is Unit.KG else value / KG_PER_LB


def convert(value: Decimal, source: Unit, target: Unit) -> Decimal:
    """Return a weight given in `source` in `target`, unrounded; the same unit gives the same value."""
    return value if source is target else from_kg(to_kg(value, source), target)


def clean_weight(value: Decimal | float | str) -> Decimal:
    """Return a weight rounded to hundredths, which is what is stored, without trailing zeros.

    Other programs export what binary floating point made of a plate: 149.99999999999997 is 150.

    Raises:
        ValueError: `value` is not a finite number.
    """
    try:
        number = Decimal(str(value))
        if not number.is_finite():
            raise ValueError(f"not a finite number: {value!r}")
        rounded = number.quantize(_HUNDREDTH, rounding=ROUND_HALF_EVEN)
    except InvalidOperation as error:
        raise ValueError(f"not a weight: {value!r}") from error
    return trimmed(rounded)


def trimmed(value: Decimal) -> Decimal:
    """Return the same number without trailing zeros and without an exponent: 80.50 is 80.5, 1E+2 is 100."""
    return Decimal(f"{value.normalize():f}") if value else Decimal(0)


def format_number(value: Decimal) -> str:
    """Return a number with at most two decimals and no trailing zeros, as it is read on screen."""
    return f"{clean_weight(value):f}"


def format_weight(value: Decimal | None, unit: Unit | None) -> str:
    """Return "82.5 kg"; "—" when there is no weight, the bare number when there is no unit."""
    if value is None:
        return "—"
    return f"{format_number(value)} {unit.value}" if unit is not None else format_number(value)
