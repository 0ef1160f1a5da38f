"""What the window says of the queue: at the door, in the bar, when entries arrive and when they are refused."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from gymtrainer_desktop.domain.errors import Unavailable, UserError
from gymtrainer_desktop.domain.outbox import SendOutcome
from gymtrainer_desktop.ui.shell.app_window import AppWindow
from gymtrainer_desktop.ui.shell.outbox_desk import OutboxDesk, OutboxNews
from gymtrainer_desktop.ui.tasks import Tasks

AWAY = SendOutcome(waiting=3, is_away=True)
NOTHING = SendOutcome()


class Queue:
    """Answers as it is told, and notes what it was asked."""

    def __init__(self) -> None:
        self.answers: list[SendOutcome | Exception] = []
        self.asked: list[str] = []
        self.problem = ""
        self.gate = threading.Event()
        self.gate.set()

    def send_all(self) -> SendOutcome:
        return self._answer("all")

    def send_own(self, person_id: UUID, token: str, workouts: object) -> SendOutcome:
        return self._answer(f"own {token}")

    def take_problem(self) -> str:
        problem, self.problem = self.problem, ""
        return problem

    def stop(self) -> None:
        self.asked.append("stop")

    def _answer(self, asked: str) -> SendOutcome:
        assert self.gate.wait(5)
        self.asked.append(asked)
        answer = self.answers.pop(0) if self.answers else NOTHING
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def app_window(qtbot: QtBot, theme: Any) -> AppWindow:
    window = AppWindow()
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.show_sign_in()
    return window


@pytest.fixture
def queue() -> Queue:
    return Queue()


@pytest.fixture
def desk(tasks: Tasks, queue: Queue) -> Iterator[OutboxDesk]:
    desk = OutboxDesk(tasks, queue)  # type: ignore[arg-type]
    yield desk
    desk.close()


@pytest.fixture
def revived() -> list[int]:
    return []


@pytest.fixture
def news(desk: OutboxDesk, app_window: AppWindow, revived: list[int]) -> OutboxNews:
    return OutboxNews(desk, app_window.notices, lambda: revived.append(1), app_window)


def said(window: AppWindow) -> list[str]:
    return [toast.words.text() for toast in window.notices.toasts.toasts]


def send(qtbot: QtBot, desk: OutboxDesk, act: Callable[[], object] | None = None) -> None:
    with qtbot.waitSignal(desk.changed):
        (act or desk.send)()


def test_the_door_says_how_many_wait_until_they_have_arrived(
    qtbot: QtBot, desk: OutboxDesk, news: OutboxNews, queue: Queue, app_window: AppWindow, revived: list[int]
) -> None:
    bar = app_window.offline_bar
    assert not bar.isVisible()
    queue.answers = [AWAY, SendOutcome(sent=3)]
    send(qtbot, desk)
    assert bar.isVisible() and "3 entries wait for the server" in bar.accessibleName()
    assert revived == [1], "a private server that died is started again"
    assert desk._timer.isActive()
    send(qtbot, desk, desk._timer.timeout.emit)
    assert not bar.isVisible() and not desk._timer.isActive()
    assert said(app_window) == ["3 entries have arrived"]
    assert queue.asked == ["all", "all"]


def test_one_entry_is_one_entry(
    qtbot: QtBot, desk: OutboxDesk, news: OutboxNews, queue: Queue, app_window: AppWindow
) -> None:
    queue.answers = [SendOutcome(waiting=1, is_away=True), SendOutcome(sent=1)]
    send(qtbot, desk)
    assert "1 entry waits for the server" in app_window.offline_bar.accessibleName()
    send(qtbot, desk)
    assert said(app_window) == ["1 entry has arrived"]


def test_try_now_sends_and_a_regained_connection_sends(
    qtbot: QtBot, desk: OutboxDesk, news: OutboxNews, queue: Queue, app_window: AppWindow
) -> None:
    app_window.retry_requested.connect(desk.send)
    queue.answers = [AWAY, AWAY, SendOutcome(sent=3)]
    send(qtbot, desk)
    button = app_window.offline_bar.findChild(QPushButton)
    assert isinstance(button, QPushButton)
    send(qtbot, desk, lambda: qtbot.mouseClick(button, Qt.MouseButton.LeftButton))
    assert queue.asked == ["all", "all"]
    send(qtbot, desk, lambda: app_window.notices.offline(None))
    assert queue.asked == ["all"] * 3
    assert said(app_window) == ["3 entries have arrived"]


def test_an_entry_that_was_kept_is_said_and_sent_soon(
    qtbot: QtBot, desk: OutboxDesk, news: OutboxNews, queue: Queue, app_window: AppWindow
) -> None:
    queue.answers = [SendOutcome(waiting=1, is_away=True)]
    send(qtbot, desk, app_window.notices.kept_here)
    assert said(app_window) == ["Saved here. It is sent when the server is back."]
    assert app_window.notices.waiting == 1 and app_window.notices.offline_since is not None
    assert queue.asked == ["all"]


def test_what_was_refused_waits_for_an_admin_and_leads_to_the_list(
    qtbot: QtBot, desk: OutboxDesk, news: OutboxNews, queue: Queue, app_window: AppWindow
) -> None:
    queue.answers = [SendOutcome(refused=1), SendOutcome(refused=1)]
    send(qtbot, desk)
    send(qtbot, desk)
    assert said(app_window) == [], "members and trainers can do nothing about it"
    shown: list[int] = []
    news.set_admin(lambda: shown.append(1))
    assert said(app_window) == ["2 entries were refused"]
    (toast,) = app_window.notices.toasts.toasts
    button = next(each for each in toast.findChildren(QPushButton) if each.text() == "Show")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert shown == [1]
    news.set_admin(None)
    news.set_admin(lambda: None)
    assert said(app_window) == [], "said once"


def test_what_is_held_for_its_member_is_said_to_an_admin_and_not_tried_all_the_time(
    qtbot: QtBot, desk: OutboxDesk, news: OutboxNews, queue: Queue, app_window: AppWindow
) -> None:
    queue.answers = [SendOutcome(waiting=2, held=2), SendOutcome(waiting=2, held=2)]
    send(qtbot, desk)
    assert not desk._timer.isActive() and not app_window.offline_bar.isVisible()
    news.set_admin(lambda: None)
    assert said(app_window) == ["2 entries on this computer wait until their members sign in here"]
    send(qtbot, desk)
    assert len(said(app_window)) == 1, "said once"


def test_a_member_who_signs_in_has_their_own_sent_first(qtbot: QtBot, desk: OutboxDesk, queue: Queue) -> None:
    def services(is_member: bool) -> Any:
        person = SimpleNamespace(member_session=is_member, person_id=UUID(int=7))
        return SimpleNamespace(person=person, identity=SimpleNamespace(token="t"), workouts=None)

    queue.answers = [SendOutcome(sent=1, waiting=2), SendOutcome(sent=2)]
    arrived: list[int] = []
    desk.arrived.connect(arrived.append)
    send(qtbot, desk, lambda: desk.send_for(services(True)))
    assert queue.asked == ["own t", "all"] and arrived == [3]
    send(qtbot, desk, lambda: desk.send_for(services(False)))
    assert queue.asked[2:] == ["all"], "of staff nothing is held"
    queue.answers = [SendOutcome(waiting=2, is_away=True)]
    send(qtbot, desk, lambda: desk.send_for(services(True)))
    assert queue.asked[3:] == ["own t"]


def test_what_is_asked_while_it_sends_is_done_afterwards_and_once(
    qtbot: QtBot, desk: OutboxDesk, queue: Queue
) -> None:
    queue.gate.clear()
    queue.answers = [AWAY, SendOutcome(sent=3)]
    for _ in range(5):
        desk.send()
    with qtbot.waitSignal(desk.arrived):
        queue.gate.set()
    assert queue.asked == ["all", "all"]


@pytest.mark.parametrize("error", [UserError("The disk is full."), Unavailable("Another window.")])
def test_a_queue_that_cannot_be_used_is_said_once(
    qtbot: QtBot,
    desk: OutboxDesk,
    news: OutboxNews,
    queue: Queue,
    app_window: AppWindow,
    tasks: Tasks,
    error: Exception,
) -> None:
    queue.answers = [error, error, NOTHING, error]
    for _ in range(2):
        desk.send()
        qtbot.waitUntil(lambda: not tasks.is_busy)
        assert desk._timer.isActive(), "it is tried again"
    expected = ["The disk is full."] if isinstance(error, UserError) else []
    assert said(app_window) == expected
    send(qtbot, desk)
    desk.send()
    qtbot.waitUntil(lambda: not tasks.is_busy)
    assert said(app_window) == expected * 2, "and again when it was well meanwhile"


def test_a_damaged_file_is_said(
    qtbot: QtBot, desk: OutboxDesk, news: OutboxNews, queue: Queue, app_window: AppWindow
) -> None:
    queue.problem = "The file was damaged; it is kept as outbox.db.broken."
    send(qtbot, desk)
    assert said(app_window) == ["The file was damaged; it is kept as outbox.db.broken."]


def test_at_the_end_nothing_more_is_sent(qtbot: QtBot, desk: OutboxDesk, queue: Queue) -> None:
    queue.answers = [AWAY]
    send(qtbot, desk)
    desk.close()
    assert queue.asked == ["all", "stop"] and not desk._timer.isActive()
