"""Clocks that are set back: the workstation's, which nothing depends on, and the server's, which only delays."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
import uuid6

from gymtrainer_desktop.database.engine import NOBODY
from gymtrainer_desktop.database.identity import SignInRefused
from gymtrainer_desktop.domain.errors import SignedOut
from gymtrainer_desktop.domain.workouts import NewLog
from gymtrainer_desktop.services.keys import new_id
from gymtrainer_desktop.services.sign_in import SignInService
from tests.factories import Gym
from tests.faults.writes import pair, sets

JUMP = timedelta(hours=2)


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Set this computer's clock, as Python's libraries see it."""
    true_ns = time.time_ns

    def set_by(by: timedelta) -> None:
        monkeypatch.setattr(time, "time_ns", lambda: true_ns() + int(by.total_seconds()) * 10**9)
        monkeypatch.setattr(time, "time", lambda: (true_ns() / 10**9) + by.total_seconds())

    return set_by


def test_keys_stay_unique_and_are_taken_when_the_clock_jumps_back(
    gym: Gym, set_clock: Callable[[timedelta], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uuid6, "_last_v7_timestamp", None)
    p = pair(gym)
    own = gym.services(p.member, "member")
    keys = []
    for by in (timedelta(0), -timedelta(days=400), timedelta(days=400), timedelta(0), -timedelta(seconds=1)):
        set_clock(by)
        fresh = [new_id() for _ in range(2_000)]
        keys += fresh
        assert (
            own.workouts.log(NewLog(fresh[0], p.member.id, p.exercise, "Bench press", sets(8))).id == fresh[0]
        )
    assert len(set(keys)) == len(keys)
    assert keys == sorted(keys), "in order for the index as well"
    today = "SELECT bool_and(completed_on = public.gym_today()) AND count(*) = 5 FROM public.workout_progress"
    assert gym.one(today), "a log's day is by the server's clock"


@pytest.mark.parametrize("by", [-timedelta(days=400), timedelta(days=400)])
def test_a_session_does_not_depend_on_the_clock_of_the_workstation(
    gym: Gym, set_clock: Callable[[timedelta], None], by: timedelta
) -> None:
    desk = gym.admin()
    gym.secret(desk, "password", "front-desk-1")
    door = SignInService(gym.station)
    before = door.sign_in(desk.email, "front-desk-1")
    set_clock(by)
    assert door.touch(before)
    after = door.sign_in(desk.email, "front-desk-1")
    assert after.gym.today() == gym.today
    set_clock(timedelta(0))
    assert door.touch(after)


def _move_sessions(gym: Gym, by: timedelta) -> None:
    gym.one(
        "UPDATE auth.sessions SET last_seen_at = last_seen_at + :by, expires_at = expires_at + :by,"
        " issued_at = issued_at + :by RETURNING 1",
        by=by,
    )


def test_a_session_from_before_the_servers_clock_was_set_back_ends_in_time(gym: Gym) -> None:
    """Seen from the server, every stored time then lies ahead by the jump."""
    door = SignInService(gym.station)
    used, left = gym.services(gym.admin()), gym.services(gym.admin())
    _move_sessions(gym, JUMP)
    assert door.touch(used)
    assert left.gym.today() == gym.today
    # Whoever uses it is measured by the new clock from then on; who left is out after the jump at the latest.
    idle = timedelta(minutes=15)
    _move_sessions(gym, -(idle + timedelta(seconds=1)))
    with pytest.raises(SignedOut):
        used.gym.today()
    assert left.gym.today() == gym.today
    _move_sessions(gym, -JUMP)
    with pytest.raises(SignedOut):
        left.gym.today()


def test_a_lock_from_before_the_servers_clock_was_set_back_ends_in_time(gym: Gym) -> None:
    desk, trainer = gym.admin(), gym.trainer()
    gym.secret(trainer, "password", "coach-john-1")
    counter = gym.one("SELECT attempts FROM auth.credentials WHERE profile_id = :id", id=trainer.id)
    door = SignInService(gym.station)
    jump = int(JUMP.total_seconds())

    def wait_after(password: str) -> int:
        with pytest.raises(SignInRefused) as caught:
            door.sign_in(trainer.email, password)
        return caught.value.retry_after_seconds

    def move(seconds: int) -> None:
        last = f"(SELECT pg_sequence_last_value('{counter}'::regclass))"
        gym.one(f"SELECT setval('{counter}', {last} + {seconds} * 1000::bigint)")

    for _ in range(5):
        wait = wait_after("a guess")
    assert 0 < wait <= 30
    move(jump)
    assert jump < wait_after("coach-john-1") <= jump + 30, "the jump more, and no longer"
    move(-jump - 31)
    assert door.sign_in(trainer.email, "coach-john-1").gym.today() == gym.today
    for _ in range(5):
        wait_after("a guess")
    move(jump)
    assert trainer.trainer_id is not None
    gym.services(desk).trainers.set_password(trainer.trainer_id, "coach-john-2")
    assert door.sign_in(trainer.email, "coach-john-2").gym.today() == gym.today, "the desk ends any lock"


def test_waiting_for_an_answer_does_not_depend_on_the_clock(
    gym: Gym, set_clock: Callable[[timedelta], None]
) -> None:
    with gym.station.transaction(NOBODY) as connection:
        set_clock(timedelta(days=400))
        assert connection.exec_driver_sql("SELECT 1 FROM pg_sleep(0.3)").scalar_one() == 1
        set_clock(-timedelta(days=400))
        assert connection.exec_driver_sql("SELECT 1 FROM pg_sleep(0.3)").scalar_one() == 1
