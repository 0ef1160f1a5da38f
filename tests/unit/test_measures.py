from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gymtrainer_desktop.domain.measures import (
    compliance,
    compliance_percent,
    day_state,
    exercises_due,
    week_summary,
)
from gymtrainer_desktop.domain.plans import DayState

TODAY = date(2026, 11, 18)
YESTERDAY = TODAY - timedelta(days=1)
TOMORROW = TODAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("logged", "due", "percent"),
    [
        (0, 0, None),
        (0, 4, 0),
        (17, 20, 85),
        (29, 100, 29),
        (2, 3, 67),
        (999, 1000, 99),
        (4, 4, 100),
    ],
)
def test_compliance_is_logged_by_due(logged: int, due: int, percent: int | None) -> None:
    assert compliance_percent(compliance(logged, due)) == percent


@pytest.mark.parametrize(("logged", "due"), [(-1, 3), (1, -3), (4, 3), (1, 0)])
def test_impossible_counts_are_refused(logged: int, due: int) -> None:
    with pytest.raises(ValueError, match="cannot be"):
        compliance(logged, due)


@given(st.integers(1, 10_000).flatmap(lambda due: st.tuples(st.integers(0, due), st.just(due))))
def test_compliance_is_full_only_when_all_is_done(counts: tuple[int, int]) -> None:
    logged, due = counts
    percent = compliance_percent(compliance(logged, due))
    assert percent is not None
    assert 0 <= percent <= 100
    assert (percent == 100) == (logged == due)


@pytest.mark.parametrize(
    ("logged", "day", "due"),
    [(0, YESTERDAY, 5), (2, YESTERDAY, 5), (0, TODAY, 0), (1, TODAY, 5), (0, TOMORROW, 0), (3, TOMORROW, 0)],
)
def test_exercises_are_due_when_their_day_is_over_or_begun(logged: int, day: date, due: int) -> None:
    assert exercises_due(5, logged, day, TODAY) == due


@pytest.mark.parametrize(
    ("planned", "logged", "day", "state"),
    [
        (0, 0, TODAY, DayState.REST),
        (0, 0, YESTERDAY, DayState.REST),
        (4, 0, TODAY, DayState.TODAY),
        (4, 0, TOMORROW, DayState.PLANNED),
        (4, 0, YESTERDAY, DayState.MISSED),
        (4, 1, TODAY, DayState.PARTIAL),
        (4, 3, YESTERDAY, DayState.PARTIAL),
        (4, 2, TOMORROW, DayState.PARTIAL),
        (4, 4, TODAY, DayState.COMPLETED),
        (4, 4, TOMORROW, DayState.COMPLETED),
    ],
)
def test_how_a_day_stands(planned: int, logged: int, day: date, state: DayState) -> None:
    assert day_state(planned, logged, day, TODAY) is state


def test_the_week_in_one_line() -> None:
    assert week_summary(3, 5) == "3/5 workouts completed"
    assert week_summary(0, 1) == "0/1 workouts completed"
    assert week_summary(0, 0) == "No workouts planned this week"
