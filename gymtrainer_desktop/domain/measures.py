"""How a member is doing against the plan: compliance, the state of a day, the week in one line."""

from __future__ import annotations

from datetime import date

from gymtrainer_desktop.domain.plans import DayState

QUIET_DAYS = 7
"""From this many days without a log a client with an active plan is quiet."""


def compliance(logged: int, due: int) -> float | None:
    """Return exercises logged ÷ exercises due, from 0 to 1; None when nothing was due.

    Raises:
        ValueError: A count is negative, or more was logged than was due.
    """
    if logged < 0 or due < 0 or logged > due:
        raise ValueError(f"{logged} of {due} exercises cannot be")
    return None if due == 0 else logged / due


def compliance_percent(value: float | None) -> int | None:
    """Return the nearest whole percent of a compliance; 100 only when every exercise was logged."""
    if value is None:
        return None
    return 100 if value >= 1 else min(99, int(value * 100 + 0.5))


def exercises_due(planned: int, logged: int, day: date, today: date) -> int:
    """Return how many of a day's planned exercises are due.

    All of a day that is over, and all of today's once any of them is logged; none before.
    """
    if day < today or (day == today and logged > 0):
        return planned
    return 0


def day_state(planned: int, logged: int, day: date, today: date) -> DayState:
    """Return how a day stands, from the number of its planned exercises and of those logged that week.

    Something logged counts wherever the day lies: Friday's workout done on Thursday is completed.
    """
    if planned <= 0:
        return DayState.REST
    if logged >= planned:
        return DayState.COMPLETED
    if logged > 0:
        return DayState.PARTIAL
    if day == today:
        return DayState.TODAY
    return DayState.MISSED if day < today else DayState.PLANNED


def week_summary(completed: int, planned: int) -> str:
    """Return "3/5 workouts completed"; a week without workouts says so."""
    if planned <= 0:
        return "No workouts planned this week"
    return f"{completed}/{planned} workouts completed"
