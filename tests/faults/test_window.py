"""Through the window: the network goes dark under a button, and the same button works when it is back."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from gymtrainer_desktop.database.local import LocalGym
from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.settings import Paths
from gymtrainer_desktop.ui.trainer.clients.client_panel import ClientPanel
from gymtrainer_desktop.ui.widgets.logging.exercise_panel import ExercisePanel
from tests.factories import Gym
from tests.faults.conftest import WITHIN, target_of, terminator
from tests.faults.proxy import Proxy
from tests.journeys.conftest import Workstation, folder, no_keyring, own_gym, start  # noqa: F401
from tests.journeys.test_four_flows import cards

_log = logging.getLogger(__name__)


@pytest.fixture
def proxy(own_gym: tuple[Paths, Gym], monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:  # noqa: F811
    """Stands between the windows and the gym's own server."""
    local = LocalGym.of(own_gym[0])
    local.open()
    proxy = Proxy(target_of(local.cluster.address), terminator(local.superuser_url("gym")))
    enroll = LocalGym.enroll_station
    monkeypatch.setattr(LocalGym, "enroll_station", lambda own: proxy.url(enroll(own)))
    yield proxy
    proxy.close()
    local.close()


def press_in_the_dark(desk: Workstation, proxy: Proxy, button: QWidget) -> float:
    """Press a button whose words go nowhere; return after how many seconds the offline bar says so."""
    desk.settled()
    proxy.go_black()
    began = time.monotonic()
    desk.click(button)
    desk.until(lambda: desk.main.offline_bar.isVisible())
    return time.monotonic() - began


def light_again(desk: Workstation, proxy: Proxy) -> None:
    proxy.heal()
    desk.until(lambda: desk.window.notices.offline_since is None)  # type: ignore[attr-defined]
    desk.until(lambda: not desk.main.offline_bar.isVisible())
    desk.settled()


def test_in_the_dark_nothing_entered_is_lost_and_the_same_button_works_once_it_is_light(
    own_gym: tuple[Paths, Gym],  # noqa: F811
    proxy: Proxy,
    start: Callable[[Paths], Workstation],  # noqa: F811
) -> None:
    paths, gym = own_gym
    trainer, member = gym.trainer("John Smith"), gym.member("Sarah Johnson")
    gym.assignment(member, trainer)
    gym.secret(trainer, "password", "coach-john-1")
    gym.secret(member, "pin", "2468")

    desk = start(paths)
    desk.sign_in(trainer.email, "coach-john-1")
    panel = desk.find(ClientPanel, "clientPanel")
    desk.until(lambda: panel.member_id is not None)
    desk.settled()
    desk.click(panel.plan_button)
    desk.settled()
    title = desk.find(QLineEdit, "planTitleEdit")
    desk.enter(title, "12-Week Strength Program")
    desk.click(desk.find(QPushButton, f"add_{Weekday.of(gym.today).value}"))
    line = desk.find(QLineEdit, "quickEntry")
    desk.enter(line, "Bench press 3x8 60 kg 90s")
    line.returnPressed.emit()
    desk.until(lambda: len(cards(desk)) == 1)
    publish = desk.find(QPushButton, "publishButton")
    desk.click(publish)

    seconds = press_in_the_dark(desk, proxy, desk.find(QPushButton, "confirmPublishButton"))
    _log.info("offline bar after %.2f s, publish", seconds)
    assert seconds < WITHIN
    desk.until(publish.isEnabled)
    assert (title.text(), len(cards(desk))) == ("12-Week Strength Program", 1)
    assert gym.one("SELECT count(*) FROM public.workout_plans") == 0
    light_again(desk, proxy)
    assert (title.text(), len(cards(desk))) == ("12-Week Strength Program", 1)
    desk.click(publish)
    desk.click(desk.find(QPushButton, "confirmPublishButton"))
    desk.until(lambda: desk.main.current_page is not None and desk.main.current_page.key == "clients")
    desk.settled()
    assert gym.one("SELECT count(*) FROM public.workout_plans") == 1
    assert gym.one("SELECT count(*) FROM public.workout_exercises") == 1
    told_member = "SELECT count(*) FROM public.notifications WHERE kind = 'plan_published'"
    assert gym.one(told_member) == 1
    desk.sign_out()

    desk.sign_in(member.member_number or "", "2468", member=True)
    desk.click(desk.find(QPushButton, "startWorkoutButton"))
    desk.settled()
    exercise = desk.find(ExercisePanel, "exercisePanel")
    for _ in range(3):
        desk.click(desk.find(QPushButton, "setDoneButton"))
    seconds = press_in_the_dark(desk, proxy, exercise.save_button)
    _log.info("offline bar after %.2f s, log", seconds)
    assert seconds < WITHIN
    assert gym.one("SELECT count(*) FROM public.workout_progress") == 0
    light_again(desk, proxy)
    # What a member logs waits on this computer, and goes by itself.
    desk.until(lambda: gym.one("SELECT count(*) FROM public.workout_progress") == 1)
    desk.settled()
    assert gym.one("SELECT count(*) FROM public.workout_sets") == 3
    desk.sign_out()
