from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from gymtrainer_desktop.domain.my_training import weeks_in_a_row

MONDAY = date(2026, 11, 23)


def before(*weeks: int) -> list[date]:
    return [MONDAY - timedelta(days=7 * week) for week in weeks]


def test_this_week_counts_once_it_has_a_workout_and_breaks_nothing_before() -> None:
    assert weeks_in_a_row(before(0, 1, 2), MONDAY) == 3
    assert weeks_in_a_row(before(1, 2), MONDAY) == 2
    assert weeks_in_a_row(before(2, 3), MONDAY) == 0
    assert weeks_in_a_row(before(0, 2, 3), MONDAY) == 1
    assert weeks_in_a_row((), MONDAY) == 0


@given(st.sets(st.integers(0, 60)))
def test_the_row_ends_at_the_first_gap(weeks: set[int]) -> None:
    count = weeks_in_a_row(before(*weeks), MONDAY)
    start = 0 if 0 in weeks else 1
    assert all(start + n in weeks for n in range(count))
    assert start + count not in weeks
