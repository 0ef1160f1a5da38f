from __future__ import annotations

import locale
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gymtrainer_desktop.domain.calendar import (
    Weekday,
    ago_text,
    format_date,
    format_short_date,
    runway_text,
    week_dates,
    week_start,
)

TODAY = date(2026, 11, 16)
days = st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 1, 1))


def test_weekdays_are_the_guides_words_in_iso_order() -> None:
    assert [day.value for day in Weekday] == [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ]
    assert [day.number for day in Weekday] == [1, 2, 3, 4, 5, 6, 7]
    assert [day.short for day in Weekday] == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    assert Weekday.of(TODAY) is Weekday.MONDAY


@pytest.mark.parametrize("number", [0, 8, -1])
def test_a_number_that_is_no_weekday_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="not an ISO weekday"):
        Weekday.from_number(number)


def test_a_week_begins_on_the_gyms_first_weekday() -> None:
    assert week_start(date(2026, 11, 22), Weekday.MONDAY) == TODAY
    assert week_start(date(2026, 11, 21), Weekday.SUNDAY) == date(2026, 11, 15)
    assert week_start(date(2026, 11, 22), 7) == date(2026, 11, 22)
    assert Weekday.week(Weekday.SATURDAY)[:3] == (Weekday.SATURDAY, Weekday.SUNDAY, Weekday.MONDAY)


@given(days, st.sampled_from(Weekday))
def test_every_day_lies_in_its_week_of_seven(day: date, first: Weekday) -> None:
    dates = week_dates(day, first)
    assert day in dates
    assert [Weekday.of(one) for one in dates] == list(Weekday.week(first))
    assert {week_start(one, first) for one in dates} == {dates[0]}
    assert week_start(day, first) == week_start(day, first.number)


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (TODAY, "Today"),
        (TODAY - timedelta(days=1), "Yesterday"),
        (TODAY - timedelta(days=2), "2 days ago"),
        (TODAY - timedelta(days=40), "40 days ago"),
        (TODAY + timedelta(days=1), "Tue 17 Nov 2026"),
        (None, "never"),
    ],
)
def test_how_long_ago(day: date | None, text: str) -> None:
    assert ago_text(day, TODAY) == text


@pytest.mark.parametrize(
    ("ends_on", "text"),
    [
        (None, "no plan"),
        (TODAY - timedelta(days=1), "ended"),
        (TODAY, "ends today"),
        (TODAY + timedelta(days=1), "1 day left"),
        (TODAY + timedelta(days=7), "7 days left"),
        (TODAY + timedelta(days=13), "13 days left"),
        (TODAY + timedelta(days=14), "2 weeks left"),
        (TODAY + timedelta(days=42), "6 weeks left"),
        (TODAY + timedelta(days=48), "6 weeks left"),
    ],
)
def test_how_much_of_a_plan_is_left(ends_on: date | None, text: str) -> None:
    assert runway_text(ends_on, TODAY) == text


def test_dates_are_british_whatever_the_systems_locale() -> None:
    before = locale.setlocale(locale.LC_TIME)
    try:
        locale.setlocale(locale.LC_TIME, "C")
        assert format_date(TODAY) == "Mon 16 Nov 2026"
        assert format_short_date(date(2026, 3, 4)) == "4 Mar"
    finally:
        locale.setlocale(locale.LC_TIME, before)


@given(days)
def test_a_date_as_shown_names_that_date(day: date) -> None:
    weekday, number, month, year = format_date(day).split()
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    assert date(int(year), months.index(month) + 1, int(number)) == day
    assert Weekday.of(day).value.startswith(weekday)
    assert format_short_date(day) == f"{number} {month}"
