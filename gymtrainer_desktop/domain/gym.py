"""The gym's own settings, one row in the database, and the bars and plates that it has."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.plates import HEAVIEST, LIGHTEST_PLATE, MAX_PLATES, Gear
from gymtrainer_desktop.domain.progression import LoadSteps
from gymtrainer_desktop.domain.strength import E1rmFormula
from gymtrainer_desktop.domain.units import Unit, format_number, trimmed

PLATES_KG = tuple(Decimal(plate) for plate in ("25", "20", "15", "10", "5", "2.5", "1.25"))
PLATES_LB = tuple(Decimal(plate) for plate in ("45", "35", "25", "10", "5", "2.5"))

_WEIGHT = re.compile(r"(\d{1,4}(?:\.\d{1,2})?)\s*(kg|kgs|lb|lbs)?", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class GymSettings:
    """What holds for the whole gym.

    Attributes:
        time_zone: IANA name; decides what "day" and "week" mean.
        week_start: ISO number of the first weekday, 1 = Monday to 7 = Sunday.
        staff_idle_minutes: Idle minutes after which a staff session ends.
        kiosk_idle_minutes: The same for a member's session.
        trainers_may_assign: Whether trainers take waiting members themselves, without asking the desk.
        offer_days: Days until an offered place passes on to the next in line, 1 to 60.
        bar_kg: Weight of the bar in kilograms; 0 where bars are not counted.
        bar_lb: The same in pounds.
        plates_kg: Plates in kilograms, each kind once, the heaviest first; each is there in pairs.
        plates_lb: The same in pounds.
        kiosk_offline_days: For how many days a kiosk keeps plans that it has shown, encrypted, for when the
            server is away, 0 to 14; 0 for not at all.
    """

    name: str
    time_zone: str
    week_start: int
    weight_unit: Unit
    e1rm_formula: E1rmFormula
    staff_idle_minutes: int
    kiosk_idle_minutes: int
    version: int
    trainers_may_assign: bool = False
    offer_days: int = 3
    bar_kg: Decimal = Decimal(20)
    bar_lb: Decimal = Decimal(45)
    plates_kg: tuple[Decimal, ...] = PLATES_KG
    plates_lb: tuple[Decimal, ...] = PLATES_LB
    kiosk_offline_days: int = 0

    def gear(self, unit: Unit) -> Gear:
        """Return the bar and the plates, in `unit`."""
        if unit is Unit.KG:
            return Gear(self.bar_kg, self.plates_kg, unit)
        return Gear(self.bar_lb, self.plates_lb, unit)

    @property
    def load_steps(self) -> LoadSteps:
        """What weights are rounded to: the smallest plate on either side of a bar."""
        return LoadSteps(self.gear(Unit.KG).step, self.gear(Unit.LB).step)


def ordered_plates(plates: Iterable[Decimal]) -> tuple[Decimal, ...]:
    """Return each kind of plate once, the heaviest first."""
    return tuple(sorted({trimmed(plate) for plate in plates}, reverse=True))


def read_bar(text: str, unit: Unit, field: str) -> Decimal:
    """Read the weight of a bar: "20", "20.5", "45 lb".

    Args:
        text: As typed.
        unit: Of the field; another one is refused.
        field: What a refusal belongs beside.

    Raises:
        UserError: It is no weight, or too heavy for a bar.
    """
    weight = _weight(text, unit)
    if weight is None or weight > HEAVIEST[unit]:
        raise UserError(f"A bar weighs between 0 and {HEAVIEST[unit]} {unit}, such as 20.", field=field)
    return weight


def read_plates(text: str, unit: Unit, field: str) -> tuple[Decimal, ...]:
    """Read a list of plates: "25, 20, 15, 10, 5, 2.5, 1.25"; with semicolons a comma is a decimal point.

    Args:
        text: As typed.
        unit: Of the field; another one is refused.
        field: What a refusal belongs beside.

    Returns:
        Each kind once, the heaviest first.

    Raises:
        UserError: There is none, one cannot be read, one is too light or too heavy, or there are too many.
    """
    words = text.replace(",", ".").split(";") if ";" in text else re.split(r"[,\n]|(?<=[\d.])\s+(?=\d)", text)
    words = [word.strip() for word in words if word.strip(" .")]
    if not words:
        raise UserError("Name at least one plate, such as: 20, 10, 5, 2.5.", field=field)
    plates = []
    for word in words:
        plate = _weight(word, unit)
        if plate is None:
            shown = word if len(word) <= 20 else word[:19] + "…"
            raise UserError(
                f"“{shown}” is not a weight in {unit}. Plates read like this: 20, 10, 5, 2.5.", field=field
            )
        if not LIGHTEST_PLATE <= plate <= HEAVIEST[unit]:
            limits = f"{LIGHTEST_PLATE} and {HEAVIEST[unit]} {unit}"
            raise UserError(f"A plate weighs between {limits}, not {format_number(plate)}.", field=field)
        plates.append(plate)
    kinds = ordered_plates(plates)
    if len(kinds) > MAX_PLATES:
        raise UserError(f"At most {MAX_PLATES} kinds of plates.", field=field)
    return kinds


def format_plate_list(plates: Iterable[Decimal]) -> str:
    """Return "25, 20, 15, 10, 5, 2.5, 1.25"."""
    return ", ".join(format_number(plate) for plate in plates)


def _weight(text: str, unit: Unit) -> Decimal | None:
    match = _WEIGHT.fullmatch(text.strip())
    if match is None or (match[2] and not match[2].lower().startswith(unit.value)):
        return None
    return trimmed(Decimal(match[1]))
