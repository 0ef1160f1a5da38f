"""A kiosk before a gym held in memory: the window, the session, and hands that touch."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.outbox import NewSkip, Recorded
from gymtrainer_desktop.domain.people import Role, SignedIn
from gymtrainer_desktop.domain.progress import LogPage, TrainingWeek, TrainingWeeks
from gymtrainer_desktop.domain.records import RecordKind
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.ui.kiosk.idle_guard import IdleGuard
from gymtrainer_desktop.ui.kiosk.kiosk_session import KioskSession
from gymtrainer_desktop.ui.kiosk.kiosk_window import KioskWindow
from gymtrainer_desktop.ui.kiosk.reader_filter import ReaderFilter
from gymtrainer_desktop.ui.tasks import Tasks
from tests.ui.member_gym import NOW, SARAH, MemberGym
from tests.ui.recording_gym import Recording

SIZES = ((1280, 800), (1920, 1080), (1080, 1920))
NUMBER, PIN = "40217", "4711"
WRONG = "Member number and PIN do not match."


class FakeClock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds

    def wait(self, seconds: float) -> None:
        self.seconds += seconds


class Library:
    """The exercise library."""

    names = ("Trap bar deadlift", "Hip thrust", "Good morning", "Cable row")

    def __init__(self, gym: MemberGym) -> None:
        self.gym = gym

    def search(self, words: str = "", filters: Any = None, limit: int = 50) -> tuple[Any, ...]:
        self.gym.note("search", words)
        found = (n for n in self.names if words.casefold() in n.casefold())
        return tuple(SimpleNamespace(name=name) for name in found)[:limit]

    def substitutes(self, name: str) -> tuple[Any, ...]:
        self.gym.note("substitutes", name)
        return tuple(SimpleNamespace(name=one) for one in self.names[:2])


class KioskRecording(Recording):
    """The queue of the kiosk; what is left out is noted in `skips`, whether it waits or not."""

    def __init__(self, gym: MemberGym) -> None:
        super().__init__(gym)
        self.all = gym
        self.skips: list[NewSkip] = []

    def skip(self, skip: NewSkip) -> Recorded:
        self.all.note("skip", skip)
        self.skips.append(skip)
        return Recorded(None, self.is_away)

    def withdraw(self, id: UUID) -> None:
        self.all.note("withdraw", id)
        super().withdraw(id)


class KioskProgress:
    """The gym's figures, with the records of today and the weeks in a row that the gym says."""

    def __init__(self, gym: KioskGym) -> None:
        self._gym, self._progress = gym, gym.progress

    def __getattr__(self, name: str) -> Any:
        return getattr(self._progress, name)

    def logs(self, member_id: UUID, query: Any = None, after: Any = None, limit: int = 100) -> LogPage:
        page: LogPage = self._progress.logs(member_id, query, after, limit)
        records = self._gym.day_records
        rows = [replace(row, records=records.get(row.exercise_name, ())) for row in page.rows]
        return replace(page, rows=tuple(rows))

    def weeks(self, member_id: UUID, since: date | None = None, until: date | None = None) -> TrainingWeeks:
        self._gym.note("weeks", (since, until))
        today = self._gym.now.date()
        weeks = [TrainingWeek(today - timedelta(weeks=n), 10, 6, 3) for n in range(self._gym.weeks_trained)]
        return TrainingWeeks(tuple(reversed(weeks)), today)


class KioskGym(MemberGym):
    """A member's services, as the door hands them out."""

    def __init__(self) -> None:
        super().__init__()
        self.day_records: dict[str, tuple[RecordKind, ...]] = {}
        self.weeks_trained = 1
        self.progress = KioskProgress(self)  # type: ignore[assignment]
        self.recording = KioskRecording(self)
        self.unit = Unit.LB
        self.exercises = Library(self)
        self.person = SignedIn(SARAH, "Sarah Johnson", (Role.MEMBER,), None, True, self.unit, 5)
        self.gym.settings = lambda: self.settings  # type: ignore[attr-defined]


class Door:
    """Knows one member and one of the staff."""

    def __init__(self, gym: KioskGym) -> None:
        self.gym = gym
        self.calls: list[tuple[str, Any]] = []
        self.failures: list[Exception] = []
        self.gate: threading.Event | None = None
        self.signed_in = 0

    def gym_name(self) -> str:
        self._fail("gym_name")
        return "Harbour Street Gym"

    def sign_in_member(self, number: str, pin: str) -> KioskGym:
        self._fail("sign_in_member", number)
        if self.gate is not None:
            assert self.gate.wait(10)
        if (number.upper(), pin) != (NUMBER, PIN):
            raise UserError(WRONG, code="wrong", field="secret")
        self.signed_in += 1
        return self.gym

    def sign_out(self, services: KioskGym) -> None:
        assert services is self.gym
        self.signed_in -= 1
        self._fail("sign_out")

    def check_staff(self, email: str, password: str) -> None:
        self._fail("check_staff", email)
        if (email, password) != ("rosa@harbour.test", "front-desk-1"):
            raise UserError("E-mail and password do not match.", code="wrong", field="secret")

    def _fail(self, call: str, value: Any = None) -> None:
        self.calls.append((call, value))
        if self.failures:
            raise self.failures.pop(0)


class Kiosk:
    """What a person in front of the screen does and sees."""

    def __init__(self, qtbot: QtBot, tasks: Tasks, gym: KioskGym, size: tuple[int, int] = SIZES[0]) -> None:
        self.qtbot, self.tasks, self.gym = qtbot, tasks, gym
        self.seconds = FakeClock()
        self.door = Door(gym)
        self.window = KioskWindow(lambda: NOW)
        self.session = KioskSession(
            self.window,
            tasks,
            self.door,
            guard=IdleGuard(now=self.seconds),
            reader=ReaderFilter(now=self.seconds),
        )
        self.touches = 0
        tasks.unhandled.connect(self.window.notices.error)
        tasks.session_lost.connect(self.window.notices.error)
        self.window.resize(*size)
        self.window.idle.mark.set_name("Harbour Street Gym")
        self.window.show()
        self.session.begin()
        qtbot.waitExposed(self.window)

    def close(self) -> None:
        self.session.end()
        self.settle()
        self.window.allow_closing()
        self.window.close()
        self.window.deleteLater()

    @property
    def view(self) -> Any:
        assert self.window.visit_view is not None, "nobody is signed in"
        return self.window.visit_view

    @property
    def entry(self) -> Any:
        return self.view.visit.session.current

    def until(self, check: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(check()), timeout=5000)

    def settle(self) -> None:
        self.until(lambda: not self.tasks.is_busy)
        QApplication.processEvents()

    def find(self, name: str, parent: QWidget | None = None) -> QAbstractButton:
        """Return the visible button of a name."""
        found = [b for b in (parent or self.window).findChildren(QAbstractButton, name) if b.isVisible()]
        assert found, f"no {name} to touch"
        return found[0]

    def touch(self, what: str | QWidget, at: QPoint | None = None) -> None:
        """Touch a button, or a point of a widget."""
        widget = self.find(what) if isinstance(what, str) else what
        assert widget.isEnabled(), widget.objectName()
        self.touches += 1
        self.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at or widget.rect().center())

    def scan(self, code: str, end: Qt.Key = Qt.Key.Key_Return, target: QWidget | None = None) -> None:
        """Have a reader read a code: keys a few milliseconds apart."""
        self.seconds.wait(1)
        widget = target or QApplication.focusWidget() or self.window
        for letter in code:
            QTest.keyClick(widget, letter)
            self.seconds.wait(0.005)
        QTest.keyClick(widget, end)
        self.seconds.wait(1)

    def type(self, text: str, target: QWidget | None = None) -> None:
        """Type as people do, at an attached keyboard."""
        for letter in text:
            self.seconds.wait(0.2)
            QTest.keyClick(target or QApplication.focusWidget() or self.window, letter)
        self.session.reader.settle()

    def enter_pin(self, pin: str = PIN) -> None:
        for digit in pin:
            self.touch(self.window.pin.keypad.keys[digit])
        self.touch("signInButton")
        self.settle()

    def sign_in(self) -> None:
        """Hold the card under the reader, type the PIN."""
        self.scan(NUMBER)
        self.enter_pin()
        self.until(lambda: self.window.visit_view is not None and self.view.page is self.view.today)

    def save_sets(self, count: int = 1) -> None:
        for _ in range(count):
            self.touch("saveSetButton")
        self.settle()
