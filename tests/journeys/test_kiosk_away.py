"""The server is away and the next member comes to the kiosk: their plan is there if it was shown lately."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLabel
from sqlalchemy import text

from gymtrainer_desktop.database.embedded import EmbeddedCluster
from gymtrainer_desktop.domain.errors import Unavailable
from gymtrainer_desktop.settings import Paths
from gymtrainer_desktop.ui.kiosk.kiosk_words import queue_words
from gymtrainer_desktop.ui.widgets.logging.workout_sets import Measure
from tests.factories import Gym
from tests.journeys.conftest import kill_server
from tests.journeys.test_kiosk import Wall, hang_up, members_of

assert hang_up, "a fixture"


def never_back(_cluster: EmbeddedCluster) -> None:
    raise Unavailable("The server is away.")


@pytest.mark.expects_log("server")
def test_a_member_whose_plan_was_shown_lately_trains_by_it_and_somebody_else_is_told(
    own_gym: tuple[Paths, Gym],
    hang_up: Callable[[Paths], Wall],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    paths, gym = own_gym
    known, unknown = members_of(gym, 2)
    gym.owner.execute(text("UPDATE public.gym_settings SET kiosk_offline_days = 3"))
    wall = hang_up(paths)
    wall.sign_in(known)
    wall.settled()
    wall.kiosk.guard.timed_out.emit()
    wall.settled()
    with monkeypatch.context() as patch:
        patch.setattr(EmbeddedCluster, "ensure_running", never_back)
        kill_server(paths)
        wall.scan(unknown.member_number or "")
        wall.until(lambda: wall.window.stack.currentWidget() is wall.window.pin)
        for digit in "2468":
            wall.touch(f"key{digit}")
        wall.touch("signInButton")
        wall.settled()
        assert wall.window.visit_view is None
        assert "opens only plans it has shown lately" in wall.window.pin.sentence.text()
        wall.kiosk.end_visit()

        wall.sign_in(known)
        assert wall.view.header.greeting.text() == "Hi Zebediah0"
        wall.touch("startButton")
        wall.touch("saveSetButton")
        wall.touch("rate3")
        wall.settled()
        # Nothing of this visit can be on its way: what waits is entered anew.
        wall.touch("backButton")
        wall.view.exercise.sets.set_touched.emit(0)
        wall.view.exercise.steppers[Measure.REPS].step_by(1)
        wall.touch("saveSetButton")
        wall.settled()
        assert wall.view.exercise.state.title.text() == "Saved here, waits for the server"
        wall.touch("deleteButton")
        wall.settled()
        wall.touch("takeBackButton")
        wall.settled()
        wall.kiosk.guard.timed_out.emit()
        wall.settled()
    wall.until(lambda: wall.window.notices.offline_since is None, 60_000)
    wall.settled()
    assert gym.one("SELECT count(*) FROM public.workout_progress") == 0, "there was no session to send it in"
    wall.until(lambda: wall.app._outbox is not None and wall.app._outbox.held_here == 1)
    wall.window.idle.mark.held.emit()
    assert queue_words(0, 1) in [label.text() for label in wall.window.findChildren(QLabel)]
    wall.touch("cancelButton")
    wall.sign_in(known)
    wall.until(lambda: gym.one("SELECT count(*) FROM public.workout_progress") == 1)
    assert gym.one("SELECT member_id FROM public.workout_progress") == known.id
    assert gym.one("SELECT rating FROM public.workout_progress") == 3
    assert gym.one("SELECT reps FROM public.workout_sets") == 9
    assert wall.app._outbox is not None and wall.app._outbox.held_here == 0
    wall.settled()
