"""News of back-ups in the window, and a restore that succeeds, fails, and is tried again or given up."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gymtrainer_desktop.domain.backups import BackUpKind, BackUpOutcome, FoundBackUp, GymFacts
from gymtrainer_desktop.domain.errors import Unavailable, UserError
from gymtrainer_desktop.ui.shell.app_window import AppWindow
from gymtrainer_desktop.ui.shell.back_up_desk import BackUpDesk
from gymtrainer_desktop.ui.tasks import Tasks

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
FOUND = FoundBackUp(
    Path("/stick/gym.dump"), 7, GymFacts("Harbour Street Gym", "0002", 3, 1, 9, date(2026, 11, 19), NOW)
)


class Keeper:
    """Tells what it is given to tell, and restores or fails as it is told."""

    def __init__(self) -> None:
        self.tell: Callable[[BackUpOutcome], None] = lambda _: None
        self.started = threading.Event()
        self.answers: list[object] = []
        self.asked: list[Path] = []

    def run(self, tell: Callable[[BackUpOutcome], None], stop: threading.Event) -> None:
        self.tell = tell
        self.started.set()
        stop.wait()

    def restore(self, file: Path, progress: Callable[[str], None]) -> object:
        self.asked.append(file)
        progress("Checking the back-up")
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return SimpleNamespace(schema="0002", former=answer)

    def close(self) -> None:
        self.asked.append(Path("closed"))


@pytest.fixture
def app_window(qtbot: QtBot, theme) -> AppWindow:
    window = AppWindow()
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    return window


@pytest.fixture
def keeper() -> Keeper:
    return Keeper()


@pytest.fixture
def desk(app_window: AppWindow, tasks: Tasks, keeper: Keeper) -> Iterator[BackUpDesk]:
    desk = BackUpDesk(app_window, tasks, keeper)  # type: ignore[arg-type]
    assert keeper.started.wait(5)
    yield desk


def said(window: AppWindow) -> list[str]:
    return [toast.words.text() for toast in window.notices.toasts.toasts]


def tell(qtbot: QtBot, desk: BackUpDesk, keeper: Keeper, kind: BackUpKind | None, **rest: object) -> None:
    with qtbot.waitSignal(desk.changed):
        keeper.tell(BackUpOutcome(kind, NOW, **rest))  # type: ignore[arg-type]


def test_a_daily_failure_waits_for_an_admin_and_is_told_once(
    qtbot: QtBot, app_window: AppWindow, desk: BackUpDesk, keeper: Keeper
) -> None:
    full = UserError("The disk that holds /stick is full.")
    tell(qtbot, desk, keeper, BackUpKind.DAILY, error=full)
    assert said(app_window) == []
    desk.set_admin(True)
    assert said(app_window) == ["The daily back-up failed. The disk that holds /stick is full."]
    app_window.notices.toasts.clear()
    tell(qtbot, desk, keeper, BackUpKind.DAILY, error=full)
    desk.set_admin(False)
    desk.set_admin(True)
    assert said(app_window) == [], "every hour the same is said once"
    tell(qtbot, desk, keeper, BackUpKind.DAILY, file=FOUND.file, size=7)
    tell(qtbot, desk, keeper, BackUpKind.DAILY, error=full)
    assert len(said(app_window)) == 1, "after one that went well it is news again"


@pytest.mark.parametrize(
    ("kind", "rest", "words"),
    [
        (BackUpKind.BY_HAND, {"file": FOUND.file, "size": 7}, "The gym is backed up"),
        (None, {"file": FOUND.file, "size": 7}, "A copy is saved as gym.dump"),
        (None, {"error": UserError("There is no folder /stick.")}, "There is no folder /stick."),
        (BackUpKind.BY_HAND, {"error": Unavailable("The server is away.")}, "The server is away."),
        (
            BackUpKind.BY_HAND,
            {"error": UserError("x", code="backup_cancelled")},
            "The back-up was cancelled; nothing of it is left",
        ),
    ],
)
def test_what_was_asked_for_is_told(
    qtbot: QtBot,
    app_window: AppWindow,
    desk: BackUpDesk,
    keeper: Keeper,
    kind: BackUpKind | None,
    rest: dict[str, object],
    words: str,
) -> None:
    tell(qtbot, desk, keeper, kind, **rest)
    assert said(app_window) == [words]
    assert app_window.notices.offline_since is None


def test_a_restore_that_fails_is_tried_again(
    qtbot: QtBot, app_window: AppWindow, desk: BackUpDesk, keeper: Keeper
) -> None:
    keeper.answers = [UserError("The disk is full."), "gym_before_x"]
    desk.restore(FOUND)
    page = app_window.progress
    qtbot.waitUntil(lambda: page.problem == "The disk is full. The gym is as it was.")
    with qtbot.waitSignal(desk.restored) as restored:
        qtbot.mouseClick(page.retry, Qt.MouseButton.LeftButton)
    assert keeper.asked == [FOUND.file, FOUND.file]
    (notice,) = restored.args
    assert notice.startswith("Harbour Street Gym is back as it was on Fri 20 Nov 2026, ")
    assert "gym_before_x until the next restore" in notice


def test_a_restore_that_fails_can_be_left(
    qtbot: QtBot, app_window: AppWindow, desk: BackUpDesk, keeper: Keeper
) -> None:
    keeper.answers = [Unavailable("The server is away.")]
    desk.restore(FOUND)
    qtbot.waitUntil(lambda: bool(app_window.progress.problem))
    with qtbot.waitSignal(desk.given_up):
        qtbot.mouseClick(app_window.progress.back, Qt.MouseButton.LeftButton)
    app_window.progress.retry_requested.emit()
    assert keeper.asked == [FOUND.file], "a page that was left does nothing any more"
    desk.close()
    assert keeper.asked[-1] == Path("closed")
