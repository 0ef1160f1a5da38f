"""Opening the window, from the command's point of view."""

from __future__ import annotations

import logging
import logging.handlers
import sys
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from gymtrainer_desktop.app.application import GymApplication
from gymtrainer_desktop.settings import Paths, Settings
from gymtrainer_desktop.ui.shell.ending import ending_on_signals
from gymtrainer_desktop.ui.theme.style import Theme

if TYPE_CHECKING:
    from gymtrainer_desktop.services.demo_folder import DemoOptions


def run(paths: Paths, demo: DemoOptions | None = None) -> int:
    """Open the window and return the exit code when it is closed."""
    paths.create()
    log_to_file(paths)
    application = QApplication(sys.argv[:1])
    application.setApplicationName("Gym Trainer")
    application.setDesktopFileName("gymtrainer")
    # Dressed before the first widget is made: fonts set later do not reach all that is there.
    Theme(application, Settings(paths.settings_file).theme)
    gym = GymApplication(paths, demo)
    gym.window.fit_to_screen()
    with ending_on_signals(application):
        gym.start()
        code = application.exec()
    gym.close()
    return code


def log_to_file(paths: Paths) -> None:
    """Have the program's log written into the data folder."""
    handler = logging.handlers.RotatingFileHandler(
        paths.logs / "gymtrainer.log", maxBytes=1_000_000, backupCount=3, encoding="utf-8"
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
