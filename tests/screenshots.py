"""Write a picture of every page, light and dark: `python tests/screenshots.py build/screenshots`."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

WIDTH, HEIGHT = 1440, 900

if os.environ.get("QT_QPA_PLATFORM", "offscreen") == "offscreen":
    # Without a screen Qt makes one of 800 × 800, and dialogs are squeezed into that.
    screen = {"name": "desk", "x": 0, "y": 0, "width": WIDTH, "height": HEIGHT, "dpr": 1}
    screen |= {"logicalDpi": 96, "logicalBaseDpi": 96}
    described = Path(tempfile.mkdtemp(prefix="gym-screen-")) / "screen.json"
    described.write_text(json.dumps({"screens": [screen]}), encoding="utf-8")
    atexit.register(shutil.rmtree, described.parent, ignore_errors=True)
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={described}"
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication, QWidget

from gymtrainer_desktop.app import GymApplication
from gymtrainer_desktop.services.demo_folder import DemoOptions
from gymtrainer_desktop.settings import Paths
from gymtrainer_desktop.ui.theme.style import Theme


class Walk:
    """Goes through the window as different people and takes pictures."""

    def __init__(self, target: Path, paths: Paths) -> None:
        self.target = target
        self.qt = QApplication.instance() or QApplication([])
        self.app = GymApplication(paths, DemoOptions())
        self.theme = Theme(self.qt, "light")  # type: ignore[arg-type]
        self.window = self.app.window
        self.window.resize(WIDTH, HEIGHT)
        self.taken = 0

    def settle(self, seconds: float = 0.35) -> None:
        """Let the answers arrive and the pages draw them."""
        quiet_since = time.monotonic()
        deadline = quiet_since + 60
        while time.monotonic() - quiet_since < seconds:
            self.qt.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            if self.app.tasks.is_busy:
                quiet_since = time.monotonic()
            if time.monotonic() > deadline:
                raise TimeoutError("the window does not come to rest")

    def take(self, name: str, over: QWidget | None = None, *, waits: bool = True) -> None:
        """Write the window, with a dialog drawn over it where it is, in both schemes."""
        for scheme in ("light", "dark"):
            self.theme.set_choice(scheme)
            if waits:
                self.settle(0.15)
            else:
                self.qt.processEvents()
            picture = self.window.grab()
            if over is not None and over.isWindow():
                from PySide6.QtGui import QPainter

                painter = QPainter(picture)
                painter.drawPixmap(over.geometry().topLeft() - self.window.geometry().topLeft(), over.grab())
                painter.end()
            picture.save(str(self.target / f"{name}-{scheme}.png"))
            self.taken += 1
        self.theme.set_choice("light")

    def sign_in(self, role: str, name: str = "") -> None:
        """Sign in as somebody of the demo gym."""
        sign_in = next(s for s in self.sign_ins if s.role == role and (not name or s.name == name))
        act: Callable[[str, str], Any] = (
            self.app._on_member_sign_in_requested if role == "member" else self.app._on_sign_in_requested
        )
        act(sign_in.login, sign_in.secret)
        self.until(lambda: self.app.session is not None)
        self.settle()

    def sign_out(self) -> None:
        assert self.app.session is not None
        self.app.session.leave()
        self.until(lambda: self.app.session is None)
        self.settle()

    def until(self, check: Callable[[], bool], seconds: float = 120) -> None:
        deadline = time.monotonic() + seconds
        while not check():
            self.qt.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            if time.monotonic() > deadline:
                raise TimeoutError("the window does not get there")

    def child(self, kind: type[Any], name: str) -> Any:
        """Return a visible widget by its object name, in the window or in an open dialog."""
        places: list[QWidget] = [self.window, *QApplication.topLevelWidgets()]
        for place in places:
            if place.objectName() == name and place.isVisible():
                return place
            for found in place.findChildren(kind, name):
                if found.isVisible():
                    return found
        raise LookupError(name)

    @property
    def sign_ins(self) -> Any:
        from types import SimpleNamespace

        content = json.loads((self.app.paths.data_dir / "demo.json").read_text(encoding="utf-8"))
        return [SimpleNamespace(**s) for s in content["sign_ins"]]

    def go(self, key: str, **args: Any) -> None:
        main = self.window.main_window
        assert main is not None
        main.navigate(key, args)
        self.settle()


def main() -> None:
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "build/screenshots")
    target.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="gym-pictures-"))
    folder.chmod(0o755)
    import keyring
    from keyring.backends.fail import Keyring

    keyring.set_keyring(Keyring())
    walk = Walk(target, Paths.at(folder / "demo"))
    try:
        from tests.screenshot_kiosk import kiosk
        from tests.screenshot_tour import tour

        tour(walk)
        kiosk(walk)
        sys.stdout.write(f"{walk.taken} pictures in {target}\n")
    finally:
        walk.app.close()
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
