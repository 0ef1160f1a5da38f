"""A program with the real window, of a test that kills it: a member saves a workout while the server is away."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gymtrainer_desktop.app import GymApplication
from gymtrainer_desktop.database.embedded import EmbeddedCluster
from gymtrainer_desktop.domain.errors import Unavailable
from gymtrainer_desktop.settings import Paths
from gymtrainer_desktop.ui.theme.style import Theme
from tests.journeys.conftest import Workstation, without_keyring
from tests.journeys.saving import open_workout, save_exercises


class Fingers:
    """What a `Workstation` needs of pytest-qt's bot."""

    mouseClick = staticmethod(QTest.mouseClick)
    keyClick = staticmethod(QTest.keyClick)
    keyClicks = staticmethod(QTest.keyClicks)

    def waitUntil(self, check: Callable[[], bool], timeout: int) -> None:
        deadline = time.monotonic() + timeout / 1000
        while not check():
            assert time.monotonic() < deadline, "waited in vain"
            QApplication.processEvents()


def never_back(_cluster: EmbeddedCluster) -> None:
    raise Unavailable("The server is away.")


def say(word: str) -> None:
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


def main(folder: str, number: str, pin: str) -> None:
    application = QApplication(sys.argv[:1])
    Theme(application)
    fingers: Any = Fingers()
    floor = Workstation(GymApplication(Paths.at(folder)), fingers)
    floor.app.start()
    floor.sign_in(number, pin, member=True)
    open_workout(floor)
    EmbeddedCluster.ensure_running = never_back  # type: ignore[method-assign]
    say("ready")
    sys.stdin.readline()  # until the server was killed
    save_exercises(floor, 3)
    floor.until(lambda: floor.window.notices.waiting == 3)
    say("saved")
    sys.stdin.read()


if __name__ == "__main__":
    with without_keyring():
        main(*sys.argv[1:])
