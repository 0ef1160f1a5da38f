"""The real application on a real gym of its own, driven as people drive it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import keyring
import psutil
import pytest
from keyring.backends.fail import Keyring as FailKeyring
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid
from sqlalchemy import Engine, Executable, NullPool, create_engine, text

from gymtrainer_desktop.app import GymApplication
from gymtrainer_desktop.database.engine import Database
from gymtrainer_desktop.settings import DatabaseMode, Paths, Settings
from gymtrainer_desktop.ui.shell.main_window import MainWindow
from gymtrainer_desktop.ui.shell.page import Page
from gymtrainer_desktop.ui.theme.style import Theme
from tests.begun_gym import begin_gym
from tests.factories import Gym

W = TypeVar("W", bound=QObject)
D = TypeVar("D", bound=QDialog)
PATIENCE = 15_000


class Workstation:
    """The application's window and what a person does with it."""

    def __init__(self, app: GymApplication, qtbot: QtBot) -> None:
        self.app = app
        self.qtbot = qtbot

    @property
    def window(self) -> QWidget:
        return self.app.window

    @property
    def main(self) -> MainWindow:
        main = self.app.window.main_window
        assert main is not None, "nobody is signed in"
        return main

    def until(self, check: Callable[[], object]) -> None:
        """Wait until something is so; the GUI stays alive meanwhile."""
        self.qtbot.waitUntil(lambda: bool(check()), timeout=PATIENCE)

    def settled(self) -> None:
        """Wait until no read or write is under way and the pages have shown the answers."""
        self.until(lambda: not self.app.tasks.is_busy)
        QApplication.processEvents()
        shown = [w for w in QApplication.topLevelWidgets() if w.isVisible() and w.parent() is None]
        assert all(w.styleSheet() for w in shown), f"not dressed: {[w for w in shown if not w.styleSheet()]}"

    @contextmanager
    def outage(self) -> Iterator[None]:
        """Within, the server goes away: the window says so, and afterwards that it is back.

        It may be back before anybody looks: what is said is taken down as it is said.
        """
        notices, bar = self.window.notices, self.main.offline_bar
        said: list[bool] = []

        def take_down(since: object, _waiting: int) -> None:
            said.append(since is not None and bar.isVisible())

        notices.offline_changed.connect(take_down)
        yield
        self.until(lambda: True in said and notices.offline_since is None)
        notices.offline_changed.disconnect(take_down)
        self.settled()

    def find(self, kind: type[W], name: str, parent: QObject | None = None) -> W:
        """Return the visible widget of that name, waiting for it."""
        found: list[W] = []

        def look() -> bool:
            found[:] = [
                w
                for w in (parent or self.app.window).findChildren(kind, name)
                if not isinstance(w, QWidget) or w.isVisible()
            ]
            return bool(found)

        self.until(look)
        return found[0]

    def dialog(self, name: str) -> QWidget:
        """Return an open dialog by its object name, waiting for it."""
        found: list[QWidget] = []

        def look() -> bool:
            found[:] = [w for w in QApplication.topLevelWidgets() if w.objectName() == name and w.isVisible()]
            found.extend(w for w in self.app.window.findChildren(QWidget, name) if w.isVisible())
            return bool(found)

        self.until(look)
        return found[0]

    def in_window(self, kind: type[D]) -> D:
        """Return an open dialog of this window, waiting for it; other windows may have their own."""
        found: list[D] = []

        def look() -> bool:
            found[:] = [dialog for dialog in self.app.window.findChildren(kind) if dialog.isVisible()]
            return bool(found)

        self.until(look)
        return found[0]

    def in_dialog(
        self, kind: type[D], act: Callable[[D], None], trigger: Callable[[], object], name: str = ""
    ) -> None:
        """Do something that opens a dialog which waits for its answer, and answer it from within."""
        met: list[D] = []
        look = QTimer()

        def when_there() -> None:
            dialog = QApplication.activeModalWidget()
            if isinstance(dialog, kind) and dialog.objectName().startswith(name) and not met:
                met.append(dialog)
                look.stop()
                act(dialog)

        look.timeout.connect(when_there)
        look.start(20)
        trigger()
        self.until(lambda: met)

    def click(self, widget: QWidget) -> None:
        self.until(lambda: widget.isEnabled() and widget.isVisible())
        self.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)

    def enter(self, widget: QWidget, words: str) -> None:
        """Replace what a field holds by typing."""
        widget.setFocus()
        if hasattr(widget, "selectAll"):
            widget.selectAll()
        if words.isascii():
            self.qtbot.keyClicks(widget, words)
        else:
            # Qt's test library types ASCII only; what an input method composes arrives whole, as here.
            widget.insert(words)  # type: ignore[attr-defined]

    @property
    def said(self) -> list[str]:
        """The words of the toasts that are shown."""
        return [toast.words.text() for toast in self.app.window.notices.toasts.toasts]

    def undo(self, words: str) -> None:
        """Press Undo on the toast that says this."""
        self.until(lambda: words in self.said)
        toast = next(t for t in self.app.window.notices.toasts.toasts if t.words.text() == words)
        self.click(next(button for button in toast.findChildren(QPushButton) if button.text() == "Undo"))

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key on whatever has the keyboard."""
        focus = QApplication.focusWidget()
        assert focus is not None, "nothing has the keyboard"
        self.qtbot.keyClick(focus, key, modifier)

    def go(self, page: str) -> Page:
        """Open a page by its key, and wait for what it shows."""
        self.main.navigate(page)
        self.settled()
        assert self.main.current_page is not None and self.main.current_page.key == page
        return self.main.current_page

    def sign_in(self, login: str, secret: str, *, member: bool = False) -> None:
        page = self.app.window.sign_in
        self.until(page.isVisible)
        page.set_member(member)
        self.enter(page.login, login)
        self.enter(page.secret, secret)
        self.qtbot.keyClick(page.secret, Qt.Key.Key_Return)
        self.until(lambda: self.app.session is not None and self.app.window.main_window is not None)
        self.settled()

    def sign_out(self) -> None:
        self.main.person_button.sign_out_requested.emit()
        self.until(lambda: self.app.session is None and self.app.window.sign_in.isVisible())
        self.settled()


@contextmanager
def without_keyring() -> Iterator[None]:
    """Nothing of a test goes into the keyring of whoever runs it."""
    before = keyring.get_keyring()
    keyring.set_keyring(FailKeyring())
    yield
    keyring.set_keyring(before)


@pytest.fixture
def no_keyring() -> Iterator[None]:
    with without_keyring():
        yield


@contextmanager
def new_folder() -> Iterator[Path]:
    """A folder that is gone at the end."""
    folder = Path(tempfile.mkdtemp(prefix="gym-journey-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@contextmanager
def begun_gym(folder: Path) -> Iterator[tuple[Paths, Gym]]:
    """A gym begun in a folder, its server running, with factories."""
    paths = Paths.at(folder / "gym")
    local = begin_gym(paths)
    url = local.open()
    station = Database(url)
    engine = create_engine(local.migrator_url(), isolation_level="AUTOCOMMIT", poolclass=NullPool)
    Settings(paths.settings_file).mode = DatabaseMode.EMBEDDED
    yield paths, Gym(_Owner(engine), station)  # type: ignore[arg-type]
    engine.dispose()
    station.dispose()
    local.close()


@pytest.fixture
def folder() -> Iterator[Path]:
    with new_folder() as folder:
        yield folder


@pytest.fixture
def own_gym(folder: Path, no_keyring: None) -> Iterator[tuple[Paths, Gym]]:
    """A gym of this test only."""
    with begun_gym(folder) as gym:
        yield gym


class _Owner:
    """The owner's statements, each on a connection of its own: they outlive a killed server."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def execute(self, statement: Executable, values: dict[str, object] | None = None) -> Any:
        with self._engine.connect() as connection:
            connection.execute(text("SET ROLE gym_owner"))
            result = connection.execute(statement, values or {})
            return result.freeze()() if result.returns_rows else result


@pytest.fixture
def start(qtbot: QtBot, qapp: QApplication) -> Iterator[Callable[[Paths], Workstation]]:
    """Start the application on a folder; it is closed at the end as by its close button."""
    started: list[GymApplication] = []
    theme = Theme(qapp)

    def begin(paths: Paths) -> Workstation:
        app = GymApplication(paths)
        started.append(app)
        app.start()
        qtbot.waitExposed(app.window)
        return Workstation(app, qtbot)

    yield begin
    for app in started:
        assert app.close(), "background work goes on"
        app.window.hide()  # not close(): after a failure a page could ask whether to leave it
        app.window.deleteLater()
        app.deleteLater()
    theme.deleteLater()
    QApplication.processEvents()


def is_open(dialog: QDialog) -> bool:
    """Whether a dialog is still there; closed ones are deleted."""
    return isValid(dialog) and dialog.isVisible()


def kill_server(paths: Paths) -> None:
    """`kill -9` of the server and all its processes, as a power cut would."""
    pid = int((paths.cluster / "data" / "postmaster.pid").read_text(encoding="ascii").splitlines()[0])
    postmaster = psutil.Process(pid)
    family = [postmaster, *postmaster.children(recursive=True)]
    for process in family:
        process.kill()
    psutil.wait_procs(family, timeout=10)
