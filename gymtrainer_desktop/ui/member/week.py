"""The week of a plan as the row of discs shows it."""

from __future__ import annotations

from gymtrainer_desktop.domain.plans import DayOfWeek, DayState, WeekOfPlan
from gymtrainer_desktop.ui.member.words import day_state_words
from gymtrainer_desktop.ui.widgets import week_dots
from gymtrainer_desktop.ui.widgets.week_dots import DayDot

_DOTS = {
    DayState.REST: week_dots.DayState.REST,
    DayState.PLANNED: week_dots.DayState.PLANNED,
    DayState.TODAY: week_dots.DayState.PLANNED,
    DayState.PARTIAL: week_dots.DayState.PARTIAL,
    DayState.COMPLETED: week_dots.DayState.COMPLETED,
    DayState.MISSED: week_dots.DayState.MISSED,
}


def dots_of(week: WeekOfPlan) -> tuple[DayDot, ...]:
    """Return the seven discs of a week."""
    return tuple(
        DayDot(day.date, _DOTS[day.state], day.date == week.today, day_state_words(day)) for day in week.days
    )


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
