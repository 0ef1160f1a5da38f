"""What was logged stays as it was prescribed, and nothing is overwritten."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import psycopg
import pytest

from gymtrainer_desktop.database.engine import Identity
from gymtrainer_desktop.domain.errors import Denied, UserError
from tests.database.conftest import SharedGym
from tests.database.world import Client, as_owner
from tests.factories import Gym

Act = Callable[..., object]


@pytest.fixture(scope="module")
def gym(shared: SharedGym) -> Gym:
    return shared.gym


@pytest.fixture(scope="module")
def client(gym: Gym) -> Client:
    return Client(gym)


LOG = "INSERT INTO public.workout_progress (exercise_id, member_id, exercise_name) VALUES (:e, :m, 'Bench press') RETURNING id"


@pytest.mark.parametrize(
    "change",
    ["exercise_name = 'Squat'", "sets = 5", "reps = '5'", "weight = '80 kg'", "day_of_week = 'Friday'", "notes = 'x'",
     "rest_seconds = 5"],
)  # fmt: skip
def test_what_was_logged_stays_as_it_was_prescribed(
    client: Client, desk: Identity, act: Act, change: str
) -> None:
    for who in (client.coach, desk):
        with pytest.raises(UserError) as refused:
            act(who, f"UPDATE public.workout_exercises SET {change} WHERE id = :e", e=client.exercise)
        assert refused.value.code == "exercise_logged"


def test_a_logged_exercise_is_archived_and_never_deleted(gym: Gym, desk: Identity, act: Act) -> None:
    c = Client(gym)
    for who in (c.coach, desk):
        with pytest.raises(UserError) as refused:
            act(who, "DELETE FROM public.workout_exercises WHERE id = :e", e=c.exercise)
        assert refused.value.code == "exercise_logged"
    with pytest.raises(psycopg.errors.CheckViolation):
        as_owner(gym, "DELETE FROM public.workout_exercises WHERE id = :e", e=c.exercise)
    archive = (
        "UPDATE public.workout_exercises SET archived_on = valid_from + 1, order_index = 5 WHERE id = :e"
    )
    assert act(c.coach, archive, e=c.exercise) == 1
    for table, id in (
        ("workout_plans", c.plan),
        ("trainer_assignments", c.assignment),
        ("profiles", c.member.id),
    ):
        with pytest.raises((psycopg.errors.ForeignKeyViolation, psycopg.errors.RestrictViolation)):
            as_owner(gym, f"DELETE FROM public.{table} WHERE id = :id", id=id)
    assert gym.one("SELECT count(*) FROM public.workout_progress WHERE id = :l", l=c.log) == 1


def test_an_exercise_replaces_one_of_its_own_plan(gym: Gym, client: Client, act: Act) -> None:
    other = Client(gym)
    add = (
        "INSERT INTO public.workout_exercises (plan_id, day_of_week, exercise_name, replaces_id)"
        " VALUES (:p, 'Monday', 'Row', :r)"
    )
    with pytest.raises(UserError) as refused:
        act(client.coach, add, p=client.plan, r=other.exercise)
    assert refused.value.code == "exercise_replaces_own_plan"
    assert act(client.coach, add, p=client.plan, r=client.exercise) == 1


def test_a_log_keeps_what_was_asked(gym: Gym, act: Act) -> None:
    c = Client(gym)
    longest = gym.exercise(c.plan, "Friday", "x" * 200, sets=50, reps="r" * 40, weight="w" * 60)
    asked = "INSERT INTO public.workout_progress (exercise_id, member_id, exercise_name) VALUES (:e, :m, :n) RETURNING target"
    assert act(c.own, asked, e=c.exercise, m=c.member.id, n="Bench press") == "4 × 8 · 60 kg"
    assert act(c.own, asked, e=c.exercise, m=c.member.id, n="Push-up") == "Bench press · 4 × 8 · 60 kg"
    assert act(c.own, asked, e=longest, m=c.member.id, n="Push-up") == (
        "x" * 200 + " · 50 × " + "r" * 40 + " · " + "w" * 60
    )
    log = act(c.own, LOG, e=c.exercise, m=c.member.id)
    for change in ("member_id = :other", "exercise_id = :other", "source = 'hevy'"):
        with pytest.raises(psycopg.errors.CheckViolation) as refused:
            as_owner(
                gym,
                f"UPDATE public.workout_progress SET {change} WHERE id = :id",
                id=log,
                **({"other": gym.member().id} if ":other" in change else {}),
            )
        assert refused.value.diag.constraint_name == "progress_fixed"


def test_a_row_counts_its_versions(gym: Gym, client: Client, act: Act) -> None:
    rename = "UPDATE public.workout_plans SET title = :t WHERE id = :p AND version = :v"
    version = gym.one("SELECT version FROM public.workout_plans WHERE id = :p", p=client.plan)
    assert isinstance(version, int)
    assert act(client.coach, rename, t="First", p=client.plan, v=version) == 1
    assert act(client.coach, rename, t="Second", p=client.plan, v=version) == 0, "two editors: 0 overwritten"
    row = "SELECT title FROM public.workout_plans WHERE id = :p AND version = :v AND updated_at > created_at"
    assert gym.one(row, p=client.plan, v=version + 1) == "First"
    before = gym.one("SELECT version FROM public.instructors WHERE id = :t", t=client.trainer.trainer_id)
    gym.assignment(gym.member(), client.trainer)
    after = gym.one("SELECT version FROM public.instructors WHERE id = :t", t=client.trainer.trainer_id)
    assert before == after, "a new client is no edit of the trainer"


def test_members_keep_their_phone_and_the_desk_the_rest(
    gym: Gym, client: Client, desk: Identity, act: Act
) -> None:
    change = "UPDATE public.profiles SET {} WHERE id = :id"
    for free in ("phone = '1'", "weight_unit = 'lb'", "locale = 'de'", "photo = '\\x00'"):
        assert act(client.own, change.format(free), id=client.member.id) == 1
    for kept in ("full_name = 'X'", "email = 'x@x.x'", "member_number = 'X'", "birth_date = '2000-01-01'",
                 "joined_on = '2000-01-01'"):  # fmt: skip
        with pytest.raises(Denied) as refused:
            act(client.own, change.format(kept), id=client.member.id)
        assert refused.value.code == "profile_desk_only"
        assert act(desk, change.format(kept), id=client.member.id) == 1


def test_ids_are_given_once(gym: Gym, client: Client, act: Act) -> None:
    taken: UUID = client.log
    with pytest.raises(UserError) as refused:
        act(client.own, LOG.replace("(exercise_id", "(id, exercise_id").replace("(:e", "(:id, :e"), id=taken,
            e=client.exercise, m=client.member.id)  # fmt: skip
    assert refused.value.code == "workout_progress_pkey"
