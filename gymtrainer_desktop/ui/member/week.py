"""The week of a plan as the row of discs shows it, and the gym's clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from gymtrainer_desktop.domain.plans import DayOfWeek, DayState, WeekOfPlan
from gymtrainer_desktop.ui.member.words import day_state_words
from gymtrainer_desktop.ui.widgets import week_dots
from gymtrainer_desktop.ui.widgets.week_dots import DayDot

Clock = Callable[[], datetime]

_DOTS = {
    DayState.REST: week_dots.DayState.REST,
    DayState.PLANNED: week_dots.DayState.PLANNED,
    DayState.TODAY: week_dots.DayState.PLANNED,
    DayState.PARTIAL: week_dots.DayState.PARTIAL,
    DayState.COMPLETED: week_dots.DayState.COMPLETED,
    DayState.MISSED: week_dots.DayState.MISSED,
}


def gym_clock(time_zone: str) -> Clock:
    """Return a function that tells the time by the gym's clock (an IANA name)."""
    zone = ZoneInfo(time_zone)
    return lambda: datetime.now(zone)


def dots_of(week: WeekOfPlan) -> tuple[DayDot, ...]:
    """Return the seven discs of a week."""
    return tuple(
        DayDot(day.date, _DOTS[day.state], day.date == week.today, day_state_words(day)) for day in week.days
    )


def day_of(week: WeekOfPlan, on: date) -> DayOfWeek | None:
    """Return a day of the week, None if the date lies outside it."""
    return next((day for day in week.days if day.date == on), None)


def next_workout(week: WeekOfPlan) -> DayOfWeek | None:
    """Return the first day after today in this week that still has something to do."""
    return next(
        (
            day
            for day in week.days
            if day.date > week.today and day.state in (DayState.PLANNED, DayState.PARTIAL)
        ),
        None,
    )


def missed_workout(week: WeekOfPlan) -> DayOfWeek | None:
    """Return the latest day before today in this week that was not done, or only partly."""
    return next(
        (
            day
            for day in reversed(week.days)
            if day.date < week.today and day.state in (DayState.MISSED, DayState.PARTIAL)
        ),
        None,
    )
