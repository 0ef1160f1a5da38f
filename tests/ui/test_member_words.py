"""How the member's pages write things."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.plans import LastTime, PlannedExercise
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.ui.member.words import about_minutes, greeting, last_time_text
from gymtrainer_desktop.ui.widgets.logging.words import clock_text, long_day, volume_words
from gymtrainer_desktop.ui.widgets.workout_words import target_text
from tests.ui.member_gym import TODAY, ZONE, days_before, uid


@pytest.mark.parametrize(
    ("hour", "words"),
    [(0, "morning"), (11, "morning"), (12, "afternoon"), (17, "afternoon"), (18, "evening"), (23, "evening")],
)
def test_the_greeting_follows_the_hour(hour: int, words: str) -> None:
    now = datetime(2026, 11, 20, hour, 59, tzinfo=ZONE)
    assert greeting(now, "Sarah Johnson") == f"Good {words}, Sarah"


def _last(**values: object) -> LastTime:
    base = {"sets": 3, "reps": None, "weight": None, "unit": None, "rating": None}
    return LastTime(days_before(7), **{**base, **values})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("last", "words"),
    [
        (None, "—"),
        (_last(reps=5, weight=Decimal(160), unit=Unit.LB, rating=3), "160 lb × 5, difficulty 3"),
        (_last(reps=5, weight=Decimal(60), unit=Unit.KG), "132.3 lb × 5"),
        (_last(reps=12, rating=4), "3 × 12, difficulty 4"),
        (_last(rating=4), "3 sets, difficulty 4"),
        (_last(seconds=40, rating=4), "3 × 40 s, difficulty 4"),
        (_last(sets=1, seconds=1800, metres=Decimal(5000)), "3.11 mi · 30 min"),
        (_last(metres=Decimal(40), weight=Decimal(45), unit=Unit.LB), "45 lb · 40 m"),
        (_last(sets=None), "—"),
    ],
)
def test_last_time_in_words(last: LastTime | None, words: str) -> None:
    assert last_time_text(last, Unit.LB) == words


@pytest.mark.parametrize(
    ("sets", "reps", "weight", "rest", "words"),
    [
        (4, "5", "165 lb", 150, "Target 4 × 5 at 165 lb, rest 150 s"),
        (3, "12", "bodyweight", None, "Target 3 × 12 at bodyweight"),
        (5, "20 m", "heavy", 90, "Target 5 × 20 m, heavy, rest 90 s"),
        (None, "20 min", "", None, "Target 20 min"),
        (None, "", "", 60, "rest 60 s"),
        (None, "", "", None, ""),
    ],
)
def test_targets_in_words(sets: int | None, reps: str, weight: str, rest: int | None, words: str) -> None:
    planned = PlannedExercise(uid(1), Weekday.MONDAY, "Row", None, sets, reps, weight, rest, "", 0)
    assert target_text(planned) == words


def test_a_workout_s_length_is_estimated_in_steps_of_five_minutes() -> None:
    planned = PlannedExercise(uid(1), Weekday.MONDAY, "Row", None, 4, "8", "", 80, "", 0)
    assert about_minutes([planned] * 4) == 35  # 4 × (4 × (40 + 80) + 60) s = 36 min
    assert about_minutes([]) == 5


def test_small_words() -> None:
    assert long_day(TODAY) == "Friday 20 November"
    assert clock_text(108) == "1:48"
    assert volume_words(Decimal(1928), Unit.LB) == "4,251 lb"
