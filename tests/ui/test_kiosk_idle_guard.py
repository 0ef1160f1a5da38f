"""Nobody stays signed in who has walked away, whatever the clock on the wall does."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from gymtrainer_desktop.ui.kiosk.idle_guard import IdleGuard, awake_clock
from tests.ui.kiosk_gym import FakeClock


class Watch:
    def __init__(self) -> None:
        self.seconds = FakeClock()
        self.guard = IdleGuard(now=self.seconds)
        self.heard: list[object] = []
        self.guard.warned.connect(self.heard.append)
        self.guard.resumed.connect(lambda: self.heard.append("back"))
        self.guard.timed_out.connect(lambda: self.heard.append("gone"))

    def wait(self, seconds: float) -> None:
        self.seconds.wait(seconds)
        self.guard.tick()


@pytest.fixture
def watch(qapp: object) -> Iterator[Watch]:
    watch = Watch()
    yield watch
    watch.guard.stop()


def test_a_warning_at_45_seconds_counts_down_to_the_end_at_60(watch: Watch) -> None:
    watch.guard.start()
    watch.wait(44.9)
    assert watch.heard == []
    watch.wait(0.1)
    watch.wait(0.5)
    watch.wait(1)
    assert watch.heard == [15, 14]
    watch.wait(13.5)
    assert watch.heard[-1] == "gone" and not watch.guard.is_running


def test_a_touch_begins_anew(qtbot, watch: Watch, window: QWidget) -> None:
    watch.guard.start()
    watch.wait(50)
    qtbot.mouseClick(window, Qt.MouseButton.LeftButton)
    assert watch.heard == [10, "back"]
    watch.wait(44)
    assert watch.heard == [10, "back"]
    watch.wait(16)
    assert watch.heard[-1] == "gone"


def test_who_touches_after_the_time_is_over_does_not_come_back(qtbot, watch: Watch, window: QWidget) -> None:
    watch.guard.start()
    watch.seconds.wait(3600)  # the computer slept
    qtbot.mouseClick(window, Qt.MouseButton.LeftButton)
    assert watch.heard == ["gone"]


def test_nothing_is_said_while_nobody_is_watched(watch: Watch) -> None:
    watch.guard.start()
    watch.guard.stop()
    watch.wait(100)
    assert watch.heard == []


def test_the_clock_never_goes_back() -> None:
    assert awake_clock() <= awake_clock()
