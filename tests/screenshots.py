"""Write a picture of every page, light and dark: `python tests/screenshots.py build/screenshots`."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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

from PySide6.QtCore import QEvent, QEventLoop
from PySide6.QtGui import QPainter, QPixmap
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
        self.theme = Theme(self.qt, "light")  # type: ignore[arg-type]
        self.open(paths, DemoOptions())
        self.taken: list[str] = []
        self._only: tuple[str, ...] = ()

    def open(self, paths: Paths, demo: DemoOptions | None) -> None:
        """Begin with another gym; the one before is closed."""
        self.app = GymApplication(paths, demo)
        self.window = self.app.window
        self.window.resize(WIDTH, HEIGHT)

    def settle(self, seconds: float = 0.2) -> None:
        """Let the answers arrive and the pages draw them."""
        quiet_since = time.monotonic()
        deadline = quiet_since + 60
        while time.monotonic() - quiet_since < seconds:
            self.qt.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            # Without a loop around it nothing that was closed goes, and all of it is dressed anew for ever.
            self.qt.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            if self.app.tasks.is_busy:
                quiet_since = time.monotonic()
            if time.monotonic() > deadline:
                raise TimeoutError("the window does not come to rest")

    def take(self, name: str, over: QWidget | None = None, *, waits: bool = True) -> None:
        """Write the window, with a dialog drawn over it where it is, in both schemes."""
        for scheme in self._only or self._schemes():
            self.theme.set_choice(scheme)
            if waits:
                self.settle(0.1)
            else:
                self.qt.processEvents()
            picture = self.window.grab()
            if over is not None and over.isWindow():
                painter = QPainter(picture)
                painter.drawPixmap(over.geometry().topLeft() - self.window.geometry().topLeft(), over.grab())
                painter.end()
            self.save(picture, f"{name}-{scheme}")

    def each_scheme(self) -> Iterator[str]:
        """Go through many pages in one scheme and then in the other: to dress the window takes longest."""
        for scheme in self._schemes():
            self.theme.set_choice(scheme)
            self._only = (scheme,)
            yield scheme
        self._only = ()

    def _schemes(self) -> tuple[str, ...]:
        # The scheme it wears is the first one, whichever it is.
        return ("light", "dark") if self.theme.choice == "light" else ("dark", "light")

    def save(self, picture: QPixmap, name: str) -> None:
        """Write a picture; no two have one name."""
        if name in self.taken:
            raise ValueError(f"{name} is taken twice")
        picture.save(str(self.target / f"{name}.png"))
        self.taken.append(name)

    def sign_in(self, role: str, name: str = "") -> None:
        """Sign in as somebody of the demo gym."""
        sign_in = next(s for s in self.sign_ins if s.role == role and (not name or s.name == name))
        self.enter(role, sign_in.login, sign_in.secret)

    def enter(self, role: str, login: str, secret: str) -> None:
        """Sign in; members do with number and PIN."""
        act: Callable[[str, str], Any] = (
            self.app._on_member_sign_in_requested if role == "member" else self.app._on_sign_in_requested
        )
        act(login, secret)
        self.until(lambda: self.app.session is not None)
        self.settle()

    @property
    def services(self) -> Any:
        """Of whoever is signed in."""
        assert self.app.session is not None
        return self.app.session._services

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
        assert main is not None and main.navigate(key, args)
        self.settle()

    def forget(self, key: str) -> None:
        """Have a page made anew when it is next opened."""
        main = self.window.main_window
        assert main is not None
        if (page := main._pages.pop(key, None)) is not None:
            self.app.tasks.drop(page)
            if main.current_page is page:
                main._current = None
                main.setFocus()  # and not the first item of the rail, as if somebody had pressed Tab
            main.stack.removeWidget(page)
            page.deleteLater()

    @contextmanager
    def answering(self, query: Callable[..., object]) -> Iterator[None]:
        """Have something else answer what pages ask, as when the server is slow or away."""
        tasks: Any = self.app.tasks
        tasks.query = query
        try:
            yield
        finally:
            del tasks.query
            self.window.notices.offline(None)


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
        from tests.screenshot_new_gym import new_gym
        from tests.screenshot_tour import tour

        tour(walk)
        kiosk(walk)
        new_gym(walk, Paths.at(folder / "new"))
        sys.stdout.write(f"{len(walk.taken)} pictures in {target}\n")
    finally:
        walk.app.close()
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
