"""What may stand in the weeks of an exercise: every other shape, and every size, is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gymtrainer_desktop.domain.errors import UserError
from tests.database.conftest import SharedGym
from tests.database.world import Client
from tests.factories import Gym

Act = Callable[..., object]

SET_WEEKS = "UPDATE public.workout_exercises SET weeks = CAST(:w AS jsonb) WHERE id = :e"


@pytest.fixture
def gym(shared: SharedGym) -> Gym:
    return shared.gym


@pytest.fixture
def client(gym: Gym) -> Client:
    return Client(gym)


def _is_valid(value: object) -> bool:
    """What valid_weeks says, in words of Python."""

    def is_week(week: object) -> bool:
        if not isinstance(week, list) or len(week) != 3:
            return False
        sets, reps, weight = week
        return (
            (sets is None or (type(sets) is int and 1 <= sets <= 50))
            and isinstance(reps, str)
            and isinstance(weight, str)
            and len(reps) <= 40
            and len(weight) <= 60
        )

    return isinstance(value, list) and 1 <= len(value) <= 104 and all(is_week(week) for week in value)


WORDS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=70)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-3, 60)
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | WORDS
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=12,
)
WEEKS = st.lists(
    st.tuples(st.none() | st.integers(1, 50), WORDS.map(lambda t: t[:40]), WORDS.map(lambda t: t[:60])).map(
        list
    ),
    min_size=1,
    max_size=104,
)
NEARLY = st.lists(
    st.lists(SCALARS, max_size=4) | st.tuples(st.integers(-1, 52), WORDS, WORDS).map(list), max_size=4
)


@pytest.fixture(scope="module")
def look(shared: SharedGym) -> psycopg.Connection:
    return shared.superuser()


def _answer(look: psycopg.Connection, value: object) -> object:
    row = look.execute("SELECT public.valid_weeks(%s::jsonb)", [json.dumps(value)]).fetchone()
    assert row is not None
    return row[0]


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=WEEKS | NEARLY | ANYTHING)
def test_a_list_of_weeks_is_judged_as_its_words_say(look: psycopg.Connection, value: object) -> None:
    assert _answer(look, value) is _is_valid(value)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(weeks=WEEKS, at=st.integers(0, 103), wrong=ANYTHING)
def test_one_wrong_week_among_many_is_found(
    look: psycopg.Connection, weeks: list[object], at: int, wrong: object
) -> None:
    assert _answer(look, weeks) is True
    weeks[at % len(weeks)] = wrong
    assert _answer(look, weeks) is _is_valid(weeks)


@pytest.mark.parametrize(
    "written",
    ['[[3.0, "8", ""]]', '[[1e0, "8", ""], [0.5, "8", ""]]', '[["3", "8", ""]]', '[[1e400, "8", ""]]',
     '[[1e-400, "8", ""]]', '[[-0, "8", ""]]', '[[true, "8", ""]]', '[[3, "8", ""], null]', "3", '"[]"', "true",
     '{"0": [3, "8", ""]}', '[[[3], "8", ""]]', '[[3, ["8"], ""]]', '[[3, "8", {}]]'],
)  # fmt: skip
def test_numbers_and_shapes_that_are_only_nearly_right_are_refused(
    look: psycopg.Connection, written: str
) -> None:
    assert look.execute("SELECT public.valid_weeks(%s::jsonb)", [written]).fetchone() == (False,)


def test_no_weeks_are_no_answer(look: psycopg.Connection) -> None:
    """The same every week: the column is empty, and its check lets that through."""
    assert look.execute("SELECT public.valid_weeks(NULL)").fetchone() == (None,)


HUGE: dict[str, Callable[[], str]] = {
    "many weeks": lambda: "[" + ",".join(['[3,"8",""]'] * 300_000) + "]",
    "a long week": lambda: "[[" + ",".join(["3"] * 600_000) + "]]",
    "megabytes of reps": lambda: '[[3,"' + "8" * 5_000_000 + '",""]]',
    "an object of many keys": lambda: "{" + ",".join(f'"{n}":0' for n in range(250_000)) + "}",
    "a number of many digits": lambda: "[[" + "9" * 100_000 + ',"8",""]]',
    "brackets as deep as they go": lambda: "[" * 4_000 + "]" * 4_000,
}


@pytest.mark.parametrize("what", HUGE)
def test_huge_weeks_are_refused_within_the_time_of_one_answer(
    gym: Gym, client: Client, act: Act, what: str
) -> None:
    """Later than that the station gives up by itself, with another error than this one."""
    exercise = gym.exercise(client.plan, "Friday", what)
    with pytest.raises(UserError) as refused:
        act(client.coach, SET_WEEKS, e=exercise, w=HUGE[what]())
    assert refused.value.code == "exercise_weeks_valid"


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("workout_plans", "deload_weeks", "array_fill(4, '{1000000}')"),
        ("plan_templates", "deload_weeks", "array_fill(4, '{1000000}')"),
        ("gym_settings", "plates_kg", "array_fill(5, '{1000000}')"),
        ("gym_settings", "plates_lb", "array_fill(5, '{1000000}')"),
    ],
)
def test_huge_lists_are_refused_too(
    gym: Gym, client: Client, desk: Any, act: Act, table: str, column: str, value: str
) -> None:
    if table == "plan_templates":
        gym.one("INSERT INTO public.plan_templates (title) VALUES ('Template') RETURNING 1")
    which = "id = :p" if table == "workout_plans" else "id IS NOT NULL"
    with pytest.raises(UserError) as refused:
        act(desk, f"UPDATE public.{table} SET {column} = {value} WHERE {which}", p=client.plan)
    assert refused.value.code in {
        "plan_deload_weeks",
        "template_deload_weeks",
        "gym_plates_kg",
        "gym_plates_lb",
    }
