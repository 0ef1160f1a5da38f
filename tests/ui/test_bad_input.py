"""The kiosk's window and what people, readers, clocks and disks do to it: every answer in words, nothing lost."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from sqlalchemy import text

from gymtrainer_desktop.database import identity
from gymtrainer_desktop.database.drafts import DraftStore
from gymtrainer_desktop.database.engine import Database, Identity
from gymtrainer_desktop.database.local_file import LocalFile
from gymtrainer_desktop.database.outbox import Outbox, new_key
from gymtrainer_desktop.database.plan_cache import PlanCache
from gymtrainer_desktop.domain.assignments import AssignmentStatus
from gymtrainer_desktop.domain.changes import Change
from gymtrainer_desktop.domain.errors import Unavailable
from gymtrainer_desktop.domain.my_training import MyTraining
from gymtrainer_desktop.services.drafts import DraftsService
from gymtrainer_desktop.services.kiosk_door import KioskDoor
from gymtrainer_desktop.services.outbox import OutboxService
from gymtrainer_desktop.services.recording import RecordingService
from gymtrainer_desktop.services.server_clock import ServerClock, steady_seconds
from gymtrainer_desktop.services.sign_in import SignInService
from gymtrainer_desktop.ui.kiosk.idle_guard import awake_clock
from gymtrainer_desktop.ui.kiosk.reader_filter import ReaderFilter
from gymtrainer_desktop.ui.tasks import Tasks
from gymtrainer_desktop.ui.theme.style import Theme
from tests.factories import CHEAP, Gym
from tests.ui.kiosk_gym import NUMBER, WRONG, Kiosk, KioskGym
from tests.ui.member_gym import SARAH, ZONE

ENDED = "Your session has ended. Sign in again, or ask the front desk."


@pytest.fixture
def kiosk_gym() -> KioskGym:
    gym = KioskGym()
    gym.follow_the_clock()
    return gym


@pytest.fixture
def kiosk(qtbot, theme: Theme, tasks: Tasks, kiosk_gym: KioskGym) -> Iterator[Kiosk]:
    kiosk = Kiosk(qtbot, tasks, kiosk_gym)
    yield kiosk
    kiosk.close()


def front(kiosk: Kiosk) -> str:
    page = kiosk.window.stack.currentWidget()
    assert page is not None
    return page.objectName()


# A real door


@pytest.fixture
def door(gym: Gym, station: Callable[..., Database], monkeypatch: pytest.MonkeyPatch) -> Iterator[KioskDoor]:
    """The door of a kiosk's own login, with files in memory."""
    monkeypatch.setattr(identity, "DEFAULTS", CHEAP)
    database, drafts, plans = station("station_kiosk"), DraftStore(None), PlanCache(None, new_key)
    queue = Outbox(None)
    outbox = OutboxService(database, queue, drafts, plans)
    yield KioskDoor(SignInService(database, drafts, outbox), plans, drafts, outbox)
    for file in (drafts, plans, queue):
        file.close()


def test_wrong_pins_a_lock_and_a_session_that_ends_are_said_in_words(
    kiosk: Kiosk, door: KioskDoor, gym: Gym
) -> None:
    member = gym.member("Sarah Johnson")
    gym.secret(member, "pin", "2468")
    number, pin = str(member.member_number), kiosk.window.pin
    kiosk.session._door = door
    for name in (number, "M9999"):
        kiosk.scan(name)
        for _ in range(4):
            kiosk.enter_pin("0000")
            assert (pin.said, pin.digits) == (WRONG, 0)
        for guess in ("0000", "2468", "0000"):
            kiosk.enter_pin(guess)
            assert re.fullmatch(r"Too many tries\. Wait (30|29|28) seconds and try again\.", pin.said)
        kiosk.touch("pinBackButton")
    assert kiosk.window.visit_view is None
    state = (int(time.time()) - 31) * 1000 + 5
    gym.one("SELECT setval(attempts::regclass, :state) FROM auth.credentials", state=state)
    kiosk.scan(number)
    kiosk.enter_pin("2468")
    kiosk.until(lambda: kiosk.window.visit_view is not None and kiosk.view.page is kiosk.view.today)
    assert kiosk.view.header.greeting.text() == "Hi Sarah"

    # Whoever trains for longer than the server lets a session rest stays signed in.
    gym.owner.execute(text("UPDATE auth.sessions SET last_seen_at = now() - interval '290 seconds'"))
    assert kiosk.session.presence.isActive()
    kiosk.session.presence.timeout.emit()
    kiosk.settle()
    assert gym.one("SELECT last_seen_at > now() - interval '10 seconds' FROM auth.sessions")
    assert kiosk.window.visit_view is not None
    # Switched off at the desk: the kiosk hears of it, and says so at once.
    gym.owner.execute(text("UPDATE public.profiles SET is_active = false"))
    kiosk.session._on_heard(Change("profiles", None))
    kiosk.settle()
    assert (front(kiosk), kiosk.window.idle.hint.text()) == ("idlePage", ENDED)
    assert not kiosk.session.presence.isActive()


@pytest.mark.parametrize("heard", [None, Change("profiles", frozenset({SARAH}))])
def test_a_session_that_fell_asleep_while_the_server_was_away_throws_nobody_out(
    kiosk: Kiosk, heard: Change | None
) -> None:
    """What they enter goes by the queue; only where somebody ended it the screen clears itself."""
    kiosk.door.touch = lambda _services: False  # type: ignore[attr-defined]
    kiosk.sign_in()
    kiosk.window.notices.error(Unavailable("The database cannot be reached."))
    kiosk.window.notices.offline(None)
    kiosk.session.presence.timeout.emit()
    kiosk.settle()
    assert kiosk.window.visit_view is not None
    kiosk.session._on_heard(Change("profiles", frozenset()))
    if heard is not None:
        kiosk.session._on_heard(heard)
    kiosk.settle()
    assert (kiosk.window.visit_view is None) == (heard is not None)


def test_who_was_paused_is_told_and_logs_all_the_same(kiosk: Kiosk, kiosk_gym: KioskGym) -> None:
    kiosk.sign_in()
    assert "paused" not in kiosk.view.today.detail.text()
    kiosk.session.end_visit()
    kiosk.settle()
    kiosk_gym.training = MyTraining(kiosk_gym.now.date(), AssignmentStatus.PAUSED, kiosk_gym.trainer)
    kiosk.sign_in()
    assert kiosk.view.today.detail.text() == "Your training is paused: nothing is due now."
    kiosk.touch("startButton")
    kiosk.save_sets(4)
    kiosk.touch("rate3")
    kiosk.settle()
    assert [log.exercise_name for log in kiosk_gym.called("log")] == ["Deadlift"]


# Readers


def test_two_cards_read_at_the_same_moment_are_nobody_s(kiosk: Kiosk) -> None:
    """Two readers type at once: one mixed code, an Enter too many, and no guess at anybody's PIN."""
    kiosk.seconds.wait(1)
    for one, other in zip(NUMBER, "77777", strict=True):
        for letter in (one, other):
            QTest.keyClick(QApplication.focusWidget() or kiosk.window, letter)
            kiosk.seconds.wait(0.003)
    for _ in range(2):
        QTest.keyClick(QApplication.focusWidget() or kiosk.window, Qt.Key.Key_Return)
    kiosk.seconds.wait(1)
    kiosk.session.reader.settle()
    kiosk.settle()
    assert (front(kiosk), kiosk.door.calls) == ("pinPage", [])
    kiosk.enter_pin()
    assert kiosk.window.pin.said == WRONG and kiosk.window.visit_view is None
    kiosk.touch("pinBackButton")
    assert kiosk.window.idle.number == "", "nothing of a burst gets into the number"
    kiosk.sign_in()


def test_of_two_cards_directly_after_another_the_pin_is_of_the_first(kiosk: Kiosk) -> None:
    kiosk.scan(NUMBER)
    kiosk.scan("77777")
    assert "The first one counts" in kiosk.window.pin.said
    kiosk.enter_pin()
    assert kiosk.door.calls == [("sign_in_member", NUMBER)] and kiosk.window.visit_view is not None


# Clocks


@pytest.mark.parametrize("hours", [-5, 5, 9600])
def test_a_computer_whose_clock_jumps_dates_nothing(
    qtbot, theme: Theme, tasks: Tasks, kiosk_gym: KioskGym, hours: int
) -> None:
    """The server's time goes on by a watch that nobody sets; a workout begun before midnight goes on after it."""
    watch, jumped = [0.0], [timedelta(0)]
    late = datetime.combine(kiosk_gym.now.date(), datetime.min.time(), ZONE) + timedelta(hours=23, minutes=50)
    clock = ServerClock(lambda: watch[0], lambda: late + jumped[0])
    clock.learn(late)
    kiosk_gym.outbox = type("Queue", (), {"clock": clock})()  # type: ignore[assignment]
    kiosk = Kiosk(qtbot, tasks, kiosk_gym)
    kiosk.sign_in()
    kiosk.touch("startButton")
    kiosk.save_sets(2)
    jumped[0] = timedelta(hours=hours)
    watch[0] += 5 * 60.0
    kiosk.save_sets(1)
    visit = kiosk.session.visit
    assert visit is not None and visit.session is not None
    done = [one.done_at for one in kiosk.entry.done]
    assert done == [late, late, late + timedelta(minutes=5)] and visit.session.began_at == late
    assert visit.session.completed_at(kiosk.entry, visit.clock()) is None, "its own day: the server says when"
    watch[0] += 15 * 60.0
    kiosk.save_sets(1)
    kiosk.touch("rate3")
    kiosk.settle()
    (log,) = kiosk_gym.called("log")
    assert log.completed_at == late + timedelta(minutes=5), "after midnight: the last set of its day"
    kiosk.close()


def test_no_watch_at_the_kiosk_goes_by_the_computer_s_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither who is idle, nor what time it is by the server, nor how fast keys come."""
    for tells in (awake_clock, steady_seconds, ReaderFilter()._now):
        before = tells()
        with monkeypatch.context() as patch:
            patch.setattr(time, "time", lambda: 4e9)
            patch.setattr(time, "time_ns", lambda: 4 * 10**18)
            assert 0 <= tells() - before < 60


def test_a_visit_of_a_gym_in_another_zone_goes_by_the_gym_s(kiosk: Kiosk, kiosk_gym: KioskGym) -> None:
    kiosk.sign_in()
    visit = kiosk.session.visit
    assert visit is not None and visit.clock().tzinfo == ZoneInfo(kiosk_gym.settings.time_zone)
    assert abs(visit.clock() - datetime.now(ZONE)) < timedelta(minutes=1)


# Disks


class Away:
    """A server that is away, or there."""

    def __init__(self, gym: KioskGym) -> None:
        self.gym, self.is_away = gym, True

    def log(self, new: Any) -> object:
        if self.is_away:
            raise Unavailable("The database cannot be reached.")
        return self.gym.workouts.log(new)

    skip = log


def test_a_full_disk_is_said_and_nothing_is_called_saved(
    kiosk: Kiosk, kiosk_gym: KioskGym, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LocalFile, "_prepare", fill(LocalFile._prepare))
    queue, store = Outbox(tmp_path / "outbox.db"), DraftStore(tmp_path / "drafts.db")
    server = Away(kiosk_gym)
    outbox = OutboxService(Database("postgresql+psycopg://nobody@localhost/none"), queue)
    kiosk_gym.recording = RecordingService(Identity("f" * 64), kiosk_gym.person, server, outbox)  # type: ignore[assignment]
    kiosk_gym.drafts = DraftsService(store, kiosk_gym.person)  # type: ignore[assignment]
    kiosk.sign_in()
    kiosk.touch("startButton")
    kiosk.save_sets(1)
    assert kiosk.window.said == "The disk is full: the draft is not kept. Free some space."
    kiosk.save_sets(3)
    kiosk.touch("rate2")
    kiosk.settle()
    # The draft could not be kept either, and is said last.
    assert "is full" in kiosk.window.said and "Saved" not in kiosk.window.said
    assert kiosk_gym.called("log") == [] and outbox.count() == 0 and kiosk.window.waiting == 0
    session = kiosk.session.visit.session  # type: ignore[union-attr]
    assert session is not None and [entry.name for entry in session.unsaved] == ["Deadlift"], (
        "it can be sent again"
    )

    # With the server there it is saved although this computer can keep nothing; also when its maker walks away.
    server.is_away = False
    kiosk.session.end_visit()
    kiosk.settle()
    assert [log.exercise_name for log in kiosk_gym.called("log")] == ["Deadlift"]
    for file in (queue, store):
        file.close()


def fill(prepare: Callable[[LocalFile, sqlite3.Connection], None]) -> Callable[..., None]:
    """Have nothing go onto the disk beyond what is there."""

    def prepared(file: LocalFile, connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA page_size = 512")
        prepare(file, connection)
        connection.execute("PRAGMA max_page_count = 1").fetchall()

    return prepared
