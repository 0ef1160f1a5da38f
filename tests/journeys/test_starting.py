"""From nothing to the sign-in page, and what is imported on the way."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from gymtrainer_desktop.settings import DatabaseMode, Paths, Settings
from gymtrainer_desktop.ui.shell.first_start import FirstStartPage
from gymtrainer_desktop.ui.shell.set_up_gym import SetUpGymPage
from tests.factories import Gym
from tests.journeys.conftest import Workstation

# Polls what another process writes, which sends no signal.
window_pause = threading.Event()

START = """
import json, sys
from PySide6.QtWidgets import QApplication
from PySide6.QtCore import QTimer
from gymtrainer_desktop.app import GymApplication
from gymtrainer_desktop.settings import Paths
from gymtrainer_desktop.ui.theme.style import Theme
qt = QApplication([])
app = GymApplication(Paths.at(sys.argv[1]))
Theme(qt, "light")
app.start()
def look():
    page = app.window.sign_in
    if page.isVisible() and app.window.grab().toImage().pixelColor(5, 5).isValid():
        slow = [name for name in ("pyqtgraph", "numpy", "alembic") if name in sys.modules]
        print(json.dumps({"slow": slow, "painted": page.isVisible()}))
        app.close()
        qt.exit(0)
timer = QTimer()
timer.timeout.connect(look)
timer.start(20)
QTimer.singleShot(60000, lambda: qt.exit(3))
sys.exit(qt.exec())
"""


def test_the_sign_in_page_is_painted_before_anything_slow_is_imported(own_gym: tuple[Paths, Gym]) -> None:
    paths, _ = own_gym
    environment = {
        **os.environ,
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        "QT_QPA_PLATFORM": "offscreen",
    }
    done = subprocess.run(
        [sys.executable, "-c", START, str(paths.data_dir)],
        capture_output=True,
        text=True,
        env=environment,
        timeout=90,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"slow": [], "painted": True}


def test_setting_up_ones_own_gym(
    folder: Path, no_keyring: None, start: Callable[[Paths], Workstation]
) -> None:
    desk = start(Paths.at(folder / "gym"))
    first = desk.window.findChild(FirstStartPage)
    assert first is not None and first.isVisible()
    first.set_up_requested.emit()
    form = desk.window.findChild(SetUpGymPage)
    assert form is not None
    words = {
        "gym_name": "Nordbad 💪",
        "admin_name": "Rosa '; DROP TABLE",
        "email": "rosa@nordbad.test",
        "password": "short",
        "password_again": "short",
    }
    for name, value in words.items():
        field: QLineEdit = getattr(form, name)
        desk.enter(field, value)
    desk.click(form.submit)
    assert form.fields["password"].error
    assert not (folder / "gym" / "cluster").exists()  # nothing was made for a form with mistakes
    for name in ("password", "password_again"):
        desk.enter(getattr(form, name), "long enough")
    desk.qtbot.keyClick(form.password_again, Qt.Key.Key_Return)
    desk.until(desk.app.window.sign_in.isVisible)
    assert Settings(Paths.at(folder / "gym").settings_file).mode is DatabaseMode.EMBEDDED
    desk.sign_in("rosa@nordbad.test", "long enough")
    assert desk.main.context.gym.name == "Nordbad 💪"
    desk.sign_out()


def test_a_wrong_password_is_said_in_words(
    own_gym: tuple[Paths, Gym], start: Callable[[Paths], Workstation]
) -> None:
    paths, _ = own_gym
    desk = start(paths)
    page = desk.app.window.sign_in
    desk.until(page.isVisible)
    desk.enter(page.login, "rosa@harbour.test")
    desk.enter(page.secret, "wrong")
    desk.qtbot.keyClick(page.secret, Qt.Key.Key_Return)
    desk.until(lambda: page.error)
    assert "do not match" in page.error
    assert desk.app.session is None


def test_the_server_stops_with_a_window_that_is_asked_to_end(folder: Path) -> None:
    place = folder / "demo"
    environment = {
        **os.environ,
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        "QT_QPA_PLATFORM": "offscreen",
    }
    small = ("--members", "5", "--trainers", "1", "--weeks", "1")
    window = subprocess.Popen(
        [sys.executable, "-m", "gymtrainer_desktop", "demo", *small, "--data-dir", str(place)],
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    ready = place / "demo.json"
    pid_file = place / "cluster" / "data" / "postmaster.pid"
    deadline = time.monotonic() + 60
    while not (ready.exists() and '"sign_ins"' in ready.read_text(encoding="utf-8")):
        assert window.poll() is None and time.monotonic() < deadline
        window_pause.wait(0.05)
    assert pid_file.exists()
    window.terminate()
    window.send_signal(signal.SIGINT)  # an impatient second one changes nothing
    _, said = window.communicate(timeout=30)
    assert window.returncode == 0
    assert "Traceback" not in said
    assert not pid_file.exists()
