"""What a plan asks for from week to week, and what a log remembers of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import text

from gymtrainer_desktop.domain.calendar import Weekday, week_start
from gymtrainer_desktop.domain.errors import UserError
from tests.database.conftest import SharedGym
from tests.database.world import Client
from tests.factories import Gym

Act = Callable[..., object]
Week = list[Any]

SET_WEEKS = "UPDATE public.workout_exercises SET weeks = CAST(:w AS jsonb) WHERE id = :e"
LOG = (
    "INSERT INTO public.workout_progress (exercise_id, member_id, exercise_name, completed_at)"
    " VALUES (:e, :m, :name, :at) RETURNING target"
)
THREE: list[Week] = [[3, "8", "60 kg"], [3, "9", "62.5 kg"], [4, "8-12", "80%"]]
TARGETS = ["3 × 8 · 60 kg", "3 × 9 · 62.5 kg", "4 × 8-12 · 80%"]


@pytest.fixture
def gym(shared: SharedGym) -> Iterator[Gym]:
    yield shared.gym
    _calendar(shared.gym, "Europe/Berlin", 1)


def _calendar(gym: Gym, time_zone: str, first_weekday: int) -> None:
    gym.owner.execute(
        text("UPDATE public.gym_settings SET time_zone = :z, week_start = :w"),
        {"z": time_zone, "w": first_weekday},
    )


class Programme:
    """An exercise of a plan that began on a given day, with a target of its own for every week."""

    def __init__(self, gym: Gym, act: Act, starts_on: date, weeks: list[Week] | None = None) -> None:
        self.act, client = act, Client(gym)
        self.own, self.coach, self.member = client.own, client.coach, client.member
        gym.one(
            "UPDATE public.workout_plans SET starts_on = :s, duration_weeks = 8 WHERE id = :p RETURNING 1",
            s=starts_on,
            p=client.plan,
        )
        self.plan = client.plan
        self.exercise: UUID = gym.exercise(self.plan, "Monday", sets=3, valid_from=starts_on)
        self.set_weeks(THREE if weeks is None else weeks)

    def set_weeks(self, weeks: list[Week] | None) -> object:
        return self.act(
            self.coach, SET_WEEKS, e=self.exercise, w=None if weeks is None else json.dumps(weeks)
        )

    def log(self, at: datetime, name: str = "Bench press") -> object:
        return self.act(self.own, LOG, e=self.exercise, m=self.member.id, name=name, at=at)

    def refused(self, weeks: list[Week] | None) -> str:
        with pytest.raises(UserError) as refused:
            self.set_weeks(weeks)
        return refused.value.code


@pytest.fixture(scope="module")
def look(shared: SharedGym) -> psycopg.Connection:
    return shared.superuser()


# Which week it is -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("week", "asked"),
    [(-(2**31), 0), (-1, 0), (0, 0), (1, 0), (2, 1), (3, 2), (4, 2), (104, 2), (2**31 - 1, 2), (None, 0)],
)
def test_weeks_before_the_first_and_after_the_last_ask_for_those(
    look: psycopg.Connection, week: int | None, asked: int
) -> None:
    row = look.execute(
        "SELECT public.target_of_week(%s::jsonb, 9, '99', 'heavy', %s::integer)", [json.dumps(THREE), week]
    ).fetchone()
    assert row == (THREE[asked],)


def test_without_weeks_every_week_asks_for_the_same(look: psycopg.Connection) -> None:
    for week in (0, 1, 7):
        row = look.execute("SELECT public.target_of_week(NULL, 3, '8', NULL, %s)", [week]).fetchone()
        assert row == ([3, "8", ""],)
    assert look.execute("SELECT public.target_of_week(NULL, NULL, NULL, NULL, 1)").fetchone() == (
        [None, "", ""],
    )


@pytest.mark.parametrize("first", list(Weekday))
def test_weeks_of_a_plan_are_the_gyms_weeks(gym: Gym, look: psycopg.Connection, first: Weekday) -> None:
    """For a plan that begins on any day of a week, over the turn of a year and the end of summer time."""
    _calendar(gym, "Europe/Berlin", first.number)
    for begin in (date(2026, 10, 19), date(2025, 12, 24)):
        rows = look.execute(
            "SELECT s::date, d::date, public.week_of_plan(s::date, d::date)"
            " FROM generate_series(%s::date, %s::date, '1 day') s, generate_series(%s::date, %s::date, '1 day') d",
            [begin, begin + timedelta(days=6), begin - timedelta(days=20), begin + timedelta(days=40)],
        ).fetchall()
        assert len(rows) == 7 * 61
        for starts_on, on, week in rows:
            days = (week_start(on, first) - week_start(starts_on, first)).days
            assert week == days // 7 + 1, (starts_on, on)
        assert {week for starts_on, on, week in rows if starts_on == on} == {1}


def test_a_plan_without_a_beginning_or_a_day_at_the_end_of_time_have_a_week_too(
    look: psycopg.Connection,
) -> None:
    for begin, on in (("-infinity", "2026-01-05"), ("2026-01-05", "infinity"), ("infinity", "-infinity")):
        assert look.execute("SELECT public.week_of_plan(%s::date, %s::date)", [begin, on]).fetchone() == (1,)


# What a log remembers ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("time_zone", "first", "starts_on", "moment", "week"),
    [
        # Begun on a Wednesday: the first week has five days.
        ("Europe/Berlin", 1, "2026-01-07", "2026-01-07 00:00+01", 1),
        ("Europe/Berlin", 1, "2026-01-07", "2026-01-11 22:59:59+00", 1),
        ("Europe/Berlin", 1, "2026-01-07", "2026-01-11 23:00:00+00", 2),
        ("Europe/Berlin", 1, "2026-01-07", "2026-01-18 22:59:59+00", 2),
        ("Europe/Berlin", 1, "2026-01-07", "2026-01-18 23:00:00+00", 3),
        # Weeks that begin on Sunday, or on Wednesday itself.
        ("Europe/Berlin", 7, "2026-01-07", "2026-01-10 22:59:59+00", 1),
        ("Europe/Berlin", 7, "2026-01-07", "2026-01-10 23:00:00+00", 2),
        ("Europe/Berlin", 3, "2026-01-07", "2026-01-13 22:59:59+00", 1),
        ("Europe/Berlin", 3, "2026-01-07", "2026-01-13 23:00:00+00", 2),
        # Far from Greenwich the same moment lies in another week.
        ("Pacific/Kiritimati", 1, "2026-01-07", "2026-01-11 10:00:00+00", 2),
        ("Pacific/Kiritimati", 1, "2026-01-07", "2026-01-11 09:59:59+00", 1),
        ("America/Los_Angeles", 1, "2026-01-07", "2026-01-12 07:59:59+00", 1),
        ("America/Los_Angeles", 1, "2026-01-07", "2026-01-12 08:00:00+00", 2),
        # Summer time begins in the night to 29 March, a Sunday, and ends in the night to 25 October 2026.
        ("Europe/Berlin", 1, "2026-03-23", "2026-03-29 21:59:59+00", 1),
        ("Europe/Berlin", 1, "2026-03-23", "2026-03-29 22:00:00+00", 2),
        ("Europe/Berlin", 1, "2026-10-19", "2026-10-25 22:59:59+00", 1),
        ("Europe/Berlin", 1, "2026-10-19", "2026-10-25 23:00:00+00", 2),
        # Before the first week the first one held, after the last the last.
        ("Europe/Berlin", 1, "2026-01-07", "2026-01-04 12:00:00+00", 1),
        ("Europe/Berlin", 1, "2026-01-07", "1970-01-02 12:00:00+00", 1),
        ("Europe/Berlin", 1, "2026-01-07", "2026-02-10 12:00:00+00", 3),
        ("Europe/Berlin", 1, "2026-01-07", "2026-10-10 12:00:00+00", 3),
    ],
)
def test_a_log_keeps_the_target_of_the_week_it_was_done_in(
    gym: Gym, act: Act, time_zone: str, first: int, starts_on: str, moment: str, week: int
) -> None:
    _calendar(gym, time_zone, first)
    programme = Programme(gym, act, date.fromisoformat(starts_on))
    assert programme.log(datetime.fromisoformat(moment)) == TARGETS[week - 1]


MONDAY = date(2026, 1, 5)


def _in_week(n: int) -> datetime:
    return datetime(2026, 1, 7, 12, tzinfo=UTC) + timedelta(weeks=n - 1)


def test_what_was_done_instead_says_what_that_week_asked_for(gym: Gym, act: Act) -> None:
    programme = Programme(gym, act, MONDAY)
    assert programme.log(_in_week(2), "Push-up") == "Bench press · " + TARGETS[1]


@pytest.mark.parametrize(
    ("week", "target"),
    [
        ([None, "", ""], None),
        ([None, "30 s", ""], "30 s"),
        ([None, "", "heavy"], "heavy"),
        ([5, "", ""], "5"),
        ([50, "8" * 40, "w" * 60], "50 × " + "8" * 40 + " · " + "w" * 60),
    ],
)
def test_a_week_that_leaves_something_open_is_kept_so(gym: Gym, act: Act, week: Week, target: object) -> None:
    assert Programme(gym, act, MONDAY, [week]).log(_in_week(1)) == target


def test_a_log_that_is_moved_to_another_day_keeps_what_was_asked(gym: Gym, act: Act) -> None:
    programme = Programme(gym, act, MONDAY)
    programme.log(_in_week(1))
    moved = "UPDATE public.workout_progress SET completed_at = :at WHERE exercise_id = :e RETURNING target"
    assert act(programme.own, moved, at=_in_week(3), e=programme.exercise) == TARGETS[0]


def test_later_changes_of_the_plan_rewrite_no_log(gym: Gym, act: Act) -> None:
    programme = Programme(gym, act, MONDAY)
    programme.log(_in_week(1))
    programme.set_weeks([THREE[0], [9, "9", "9 kg"]])
    act(
        programme.coach,
        "UPDATE public.workout_plans SET starts_on = '2025-12-01' WHERE id = :p",
        p=programme.plan,
    )
    kept = gym.one("SELECT target FROM public.workout_progress WHERE exercise_id = :e", e=programme.exercise)
    assert kept == TARGETS[0]


@pytest.mark.parametrize("logged_by", ["own", "coach"])
def test_a_trainers_entry_keeps_the_same_target(gym: Gym, act: Act, logged_by: str) -> None:
    programme = Programme(gym, act, MONDAY)
    who = getattr(programme, logged_by)
    target = act(who, LOG, e=programme.exercise, m=programme.member.id, name="", at=_in_week(3))
    assert target == TARGETS[2]


# What was logged stays --------------------------------------------------------------------------------------


OTHER: Week = [5, "5", "100 kg"]


def test_weeks_to_come_may_be_planned_anew_and_weeks_that_were_logged_not(gym: Gym, act: Act) -> None:
    programme = Programme(gym, act, MONDAY)
    programme.log(_in_week(2))
    one, two, three = THREE
    for weeks in ([OTHER, two, three], [one, OTHER, three], [two, one, three], [one], [OTHER], None):
        assert programme.refused(weeks) == "exercise_week_logged", weeks
    for weeks in ([one, two, OTHER], [one, two], [one, two, three, OTHER], [one, two, three]):
        assert programme.set_weeks(weeks) == 1, weeks
    programme.log(_in_week(3))
    assert programme.refused([one, two, OTHER]) == "exercise_week_logged"
    assert programme.set_weeks([one, two, three, OTHER]) == 1
    act(
        programme.coach,
        "UPDATE public.workout_exercises SET progression = '+5 kg every week', superset = 'B' WHERE id = :e",
        e=programme.exercise,
    )
    with pytest.raises(UserError) as refused:
        act(
            programme.coach,
            "UPDATE public.workout_exercises SET sets = 9 WHERE id = :e",
            e=programme.exercise,
        )
    assert refused.value.code == "exercise_logged"


def test_weeks_come_to_an_exercise_that_was_the_same_all_along(gym: Gym, act: Act) -> None:
    programme = Programme(gym, act, MONDAY)
    programme.set_weeks(None)
    programme.log(_in_week(2))
    same: Week = [3, "8", "60 kg"]
    assert programme.refused([same, OTHER]) == "exercise_week_logged"
    assert programme.refused([OTHER]) == "exercise_week_logged"
    assert programme.set_weeks([same, same, OTHER]) == 1
    assert programme.log(_in_week(3)) == "5 × 5 · 100 kg"


def test_an_entry_before_the_first_week_was_asked_for_by_the_first(gym: Gym, act: Act) -> None:
    programme = Programme(gym, act, MONDAY)
    programme.log(_in_week(-2))
    assert programme.refused([OTHER, *THREE[1:]]) == "exercise_week_logged"
    assert programme.set_weeks([THREE[0], OTHER]) == 1


def test_an_entry_long_after_the_plan_holds_its_last_week(gym: Gym, act: Act) -> None:
    programme = Programme(gym, act, date(1990, 1, 1))
    programme.log(_in_week(1))
    for weeks in ([*THREE[:2], OTHER], [*THREE, OTHER], THREE[:2]):
        assert programme.refused(weeks) == "exercise_week_logged"
    assert programme.set_weeks([*THREE, THREE[2]]) == 1


def test_a_log_that_was_a_mistake_frees_its_weeks(gym: Gym, act: Act) -> None:
    programme = Programme(gym, act, MONDAY)
    programme.log(_in_week(2))
    (id,) = gym.owner.execute(
        text("SELECT id FROM public.workout_progress WHERE exercise_id = :e"), {"e": programme.exercise}
    ).scalars()
    assert act(programme.own, "SELECT public.delete_own_log(:id)", id=id) is True
    assert programme.set_weeks([OTHER]) == 1
