"""The gym's clock, and the days of a week of a plan."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from gymtrainer_desktop.domain.plans import DayOfWeek, WeekOfPlan

Clock = Callable[[], datetime]


def gym_clock(time_zone: str, now: Clock | None = None) -> Clock:
    """Return a function that tells the time by the gym's clock.

    Args:
        time_zone: IANA name.
        now: Tells the time, in whatever zone; this computer's clock when None.
    """
    zone = ZoneInfo(time_zone)
    return (lambda: datetime.now(zone)) if now is None else (lambda: now().astimezone(zone))


def day_of(week: WeekOfPlan, on: date) -> DayOfWeek | None:
    """Return a day of the week, None if the date lies outside it."""
    return next((day for day in week.days if day.date == on), None)
