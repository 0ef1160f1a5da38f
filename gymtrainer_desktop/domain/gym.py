"""The gym's own settings, one row in the database."""

from __future__ import annotations

from dataclasses import dataclass

from gymtrainer_desktop.domain.strength import E1rmFormula
from gymtrainer_desktop.domain.units import Unit


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
