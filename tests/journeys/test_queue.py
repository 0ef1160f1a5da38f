"""A member saves while the server is away, through the real window: it waits, and arrives by itself."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from sqlalchemy import text

from gymtrainer_desktop.database.embedded import EmbeddedCluster
from gymtrainer_desktop.database.local import LocalGym
from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.errors import Unavailable
from gymtrainer_desktop.settings import Paths
from tests.factories import Gym, Person
from tests.journeys.conftest import Workstation, kill_server
from tests.journeys.saving import open_workout, save_exercises

NAMES = ["Back squat", "Bench press", "Deadlift"]
ROOT = Path(__file__).parents[2]


def member_of(gym: Gym) -> Person:
    """A member with three exercises today."""
    john, sarah = gym.trainer("John Smith"), gym.member("Sarah Johnson")
    plan = gym.plan(gym.assignment(sarah, john))
    for name in NAMES:
        gym.exercise(plan, Weekday.of(gym.today).value, name)
    gym.secret(sarah, "pin", "2468")
    return sarah


def arrived(gym: Gym) -> list[str]:
    """What the server has, in the order in which it got it."""
    rows = gym.owner.execute(text("SELECT exercise_name FROM public.workout_progress ORDER BY created_at"))
    return list(rows.scalars())


def order_of(gym: Gym) -> list[str]:
    """Today's exercises as the page lists them."""
    rows = gym.owner.execute(
        text("SELECT exercise_name FROM public.workout_exercises ORDER BY order_index, exercise_name")
    )
    return list(rows.scalars())


def never_back(_cluster: EmbeddedCluster) -> None:
    raise Unavailable("The server is away.")


def save_while_away(
    floor: Workstation, member: Person, paths: Paths, patch: pytest.MonkeyPatch, count: int
) -> None:
    """Sign a member in, kill the server for good, and save so many exercises."""
    floor.sign_in(member.member_number or "", "2468", member=True)
    open_workout(floor)
    patch.setattr(EmbeddedCluster, "ensure_running", never_back)
    kill_server(paths)
    save_exercises(floor, count)
    floor.until(lambda: floor.window.notices.waiting == count)


def test_three_entries_wait_are_said_at_the_door_and_arrive_with_nobody_signed_in(
    own_gym: tuple[Paths, Gym], start: Callable[[Paths], Workstation], monkeypatch: pytest.MonkeyPatch
) -> None:
    paths, gym = own_gym
    sarah, floor = member_of(gym), start(paths)
    with monkeypatch.context() as patch:
        save_while_away(floor, sarah, paths, patch, 3)
        assert "Saved here. It is sent when the server is back." in floor.said
        assert "3 entries wait for the server" in floor.main.offline_bar.accessibleName()
        floor.sign_out()
        bar = floor.app.window.offline_bar
        floor.until(bar.isVisible)
        assert "3 entries wait for the server" in bar.accessibleName()
    floor.click(bar.findChild(QPushButton))
    floor.until(lambda: "3 entries have arrived" in floor.said)
    floor.until(lambda: not bar.isVisible())
    assert sorted(arrived(gym)) == NAMES
    assert gym.one("SELECT count(*) FROM public.workout_sets") == 3
    floor.sign_in(sarah.member_number or "", "2468", member=True)
    assert gym.one("SELECT count(DISTINCT logged_by) FROM public.workout_progress") == 1
    floor.sign_out()


def test_a_window_that_is_killed_with_entries_waiting_sends_them_when_it_starts_anew(
    own_gym: tuple[Paths, Gym], start: Callable[[Paths], Workstation]
) -> None:
    paths, gym = own_gym
    sarah = member_of(gym)
    command = [sys.executable, "-m", "tests.journeys.killed_window"]
    with subprocess.Popen(
        [*command, str(paths.data_dir), sarah.member_number or "", "2468"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as program:
        assert program.stdin is not None and program.stdout is not None
        assert program.stdout.readline() == "ready\n"
        kill_server(paths)
        program.stdin.write("the server is away\n")
        program.stdin.flush()
        assert program.stdout.readline() == "saved\n"
        program.send_signal(signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
    LocalGym.of(paths).cluster.ensure_running()
    assert arrived(gym) == []
    again = start(paths)
    again.until(lambda: "3 entries have arrived" in again.said)
    assert sorted(arrived(gym)) == NAMES
    assert gym.one("SELECT count(*) FROM public.workout_sets") == 3
    assert again.app.session is None, "nobody had to sign in"


def test_what_the_server_refuses_is_said_to_the_admin_who_signs_in_and_leads_to_the_list(
    own_gym: tuple[Paths, Gym], start: Callable[[Paths], Workstation], monkeypatch: pytest.MonkeyPatch
) -> None:
    paths, gym = own_gym
    sarah, floor = member_of(gym), start(paths)
    with monkeypatch.context() as patch:
        save_while_away(floor, sarah, paths, patch, 2)
        floor.sign_out()
        LocalGym.of(paths).cluster.start()
        gym.owner.execute(
            text("UPDATE public.profiles SET is_active = false WHERE id = :id"), {"id": sarah.id}
        )
    floor.click(floor.app.window.offline_bar.findChild(QPushButton))
    floor.until(lambda: gym.one("SELECT count(*) FROM public.refused_entries") == 2)
    assert arrived(gym) == []
    floor.until(lambda: floor.window.notices.waiting == 0)
    floor.sign_in("rosa@harbour.test", "front-desk-1")
    floor.until(lambda: "2 entries were refused" in floor.said)
    toast = next(t for t in floor.window.notices.toasts.toasts if "refused" in t.words.text())
    floor.click(next(each for each in toast.findChildren(QPushButton) if each.text() == "Show"))
    floor.settled()
    assert floor.main.current_page is not None and floor.main.current_page.key == "refused"
    floor.sign_out()
