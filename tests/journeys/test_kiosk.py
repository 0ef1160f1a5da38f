"""The real kiosk on a real gym: a hundred members one after the other, and nothing of any of them left."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.kiosk_app import KioskApplication
from gymtrainer_desktop.services.gym_services import GymServices
from gymtrainer_desktop.settings import Paths
from gymtrainer_desktop.ui.kiosk.kiosk_visit import KioskVisit
from gymtrainer_desktop.ui.kiosk.kiosk_window import KioskWindow
from gymtrainer_desktop.ui.kiosk.staff_exit_dialog import StaffExitDialog
from gymtrainer_desktop.ui.kiosk.visit_view import VisitView
from gymtrainer_desktop.ui.theme.style import Theme
from gymtrainer_desktop.ui.widgets.logging.exercise_entry import ExerciseEntry
from gymtrainer_desktop.ui.widgets.logging.workout_session import WorkoutSession
from tests.factories import Gym, Person
from tests.journeys.conftest import PATIENCE, kill_server

MEMBERS, EXERCISES, WARM_UP, LOOK = 10, 11, 30, 10
MOST_GROWTH = 5_000_000
NOTE = "Felt easy.zqx"


class Wall:
    """The kiosk on the wall and whoever stands before it."""

    def __init__(self, app: KioskApplication, qtbot: QtBot) -> None:
        self.app, self.qtbot = app, qtbot
        self.until(
            lambda: self.app.kiosk is not None and self.window.stack.currentWidget() is self.window.idle
        )

    @property
    def window(self) -> KioskWindow:
        window: KioskWindow = self.app.window
        return window

    @property
    def kiosk(self) -> Any:
        assert self.app.kiosk is not None
        return self.app.kiosk

    @property
    def view(self) -> VisitView:
        assert self.window.visit_view is not None, "nobody is signed in"
        return self.window.visit_view

    def until(self, check: Callable[[], object], patience: int = PATIENCE) -> None:
        self.qtbot.waitUntil(lambda: bool(check()), timeout=patience)

    def settled(self) -> None:
        self.until(lambda: not self.app.tasks.is_busy)
        QApplication.processEvents()

    def touch(self, name: str) -> None:
        found = [b for b in self.window.findChildren(QAbstractButton, name) if b.isVisible()]
        assert found, f"no {name} to touch"
        self.qtbot.mouseClick(found[0], Qt.MouseButton.LeftButton)

    def scan(self, code: str) -> None:
        for letter in code:
            QTest.keyClick(self.window, letter)
        QTest.keyClick(self.window, Qt.Key.Key_Return)

    def picture(self) -> QImage:
        """Return what the idle screen looks like, but for the time."""
        picture = self.window.grab().toImage()
        painter = QPainter(picture)
        for label in (self.window.idle.time, self.window.idle.date):
            painter.eraseRect(QRect(label.mapTo(self.window, QPoint(0, 0)), label.size()))
        painter.end()
        return picture

    def sign_in(self, member: Person) -> None:
        assert member.member_number is not None
        self.scan(member.member_number)
        self.until(lambda: self.window.stack.currentWidget() is self.window.pin)
        for digit in "2468":
            self.touch(f"key{digit}")
        self.touch("signInButton")
        self.until(lambda: self.window.visit_view is not None and self.view.page is self.view.today)


@pytest.fixture
def hang_up(qtbot: QtBot, qapp: QApplication) -> Iterator[Callable[[Paths], Wall]]:
    """Start the kiosk on a folder; it is closed at the end as staff close it."""
    started: list[KioskApplication] = []
    theme = Theme(qapp, "dark")

    def begin(paths: Paths) -> Wall:
        app = KioskApplication(paths)
        started.append(app)
        app.window.resize(1280, 800)
        app.window.show()
        app.start()
        return Wall(app, qtbot)

    yield begin
    for app in started:
        assert app.close(), "background work goes on"
        app.window.hide()
        app.window.deleteLater()
        app.deleteLater()
    theme.deleteLater()
    QApplication.processEvents()


def members_of(gym: Gym, count: int = MEMBERS) -> list[Person]:
    """Members with a workout of many exercises of one set today."""
    trainer = gym.trainer("Maya Okafor", limit=count)
    today = Weekday.of(gym.today).value
    members = []
    for number in range(count):
        member = gym.member(f"Zebediah{number} Quillfeather{number}")
        plan = gym.plan(gym.assignment(member, trainer), title=f"Secretplan{number}")
        gym.one(
            "INSERT INTO public.workout_exercises (plan_id, day_of_week, exercise_name, sets, reps, weight,"
            " order_index, valid_from) SELECT p.id, :day, :name || n, 1, '8', 61 + n || ' kg', n, p.starts_on"
            " FROM public.workout_plans p, generate_series(1, :count) n WHERE p.id = :plan RETURNING id",
            plan=plan,
            day=today,
            name=f"Oddlift{number} No ",
            count=EXERCISES,
        )
        gym.secret(member, "pin", "2468")
        members.append(member)
    return members


def words_of(widget: QWidget) -> Iterator[str]:
    """Go through every word that a widget holds."""
    yield from (
        widget.accessibleName(),
        widget.accessibleDescription(),
        widget.toolTip(),
        widget.windowTitle(),
    )
    for getter in ("text", "placeholderText", "toPlainText", "said"):
        held = getattr(widget, getter, "")
        yield str(held() if callable(held) else held)


def said_of(secrets: Iterable[str]) -> list[str]:
    """Return which widgets still say something of a member."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return [
        f"{type(widget).__name__} {widget.objectName()}: {word}"
        for widget in QApplication.allWidgets()
        for word in words_of(widget)
        for secret in secrets
        if secret in word
    ]


def kept_of_visits() -> list[object]:
    """Return what is still in memory of a visit: its widgets, its workout, and the services it went through."""
    gc.collect()
    kinds = (KioskVisit, VisitView, ExerciseEntry, WorkoutSession, GymServices)
    return [one for one in gc.get_objects() if type(one) in kinds]


def test_a_hundred_members_leave_nothing_behind(
    own_gym: tuple[Paths, Gym], hang_up: Callable[[Paths], Wall]
) -> None:
    paths, gym = own_gym
    members = members_of(gym)
    wall = hang_up(paths)
    process = psutil.Process()
    secrets = ["Zebediah", "Quillfeather", "Secretplan", "Oddlift", "2468", *NOTE.split(".")]
    secrets += [str(member.member_number) for member in members]
    before: QImage | None = None
    sizes = []
    others = kept_of_visits()  # of tests that this process ran before
    for cycle in range(100):
        member = members[cycle % MEMBERS]
        wall.sign_in(member)
        assert wall.view.header.greeting.text() == f"Hi Zebediah{cycle % MEMBERS}"
        wall.touch("startButton")
        wall.touch("saveSetButton")
        if cycle % 5 == 0:
            wall.touch("noteButton")
            wall.touch("phraseButton")
            for letter in NOTE.rpartition(".")[2]:
                wall.touch(f"key{letter}")
            assert wall.view.acts.note.shown.text() == NOTE
        if cycle % 10 == 5:
            wall.touch("saveNoteButton")  # the others walk away from the keys
        if cycle % 2:
            wall.touch("rate3")
            wall.settled()
            wall.touch("finishButton")
            wall.until(lambda: wall.view.page is wall.view.finish)
            wall.touch("goodbyeButton")
        else:
            wall.kiosk.guard.timed_out.emit()  # walked away; what is complete is sent all the same
        wall.settled()
        assert said_of(secrets) == []
        if cycle % LOOK == LOOK - 1:
            assert [type(one) for one in kept_of_visits() if not any(one is other for other in others)] == []
            picture = wall.picture()
            before = before or picture
            assert picture == before
        sizes.append((len(QApplication.allWidgets()), process.memory_info().rss))
    assert {count for count, _ in sizes[1:]} == {sizes[1][0]}
    growth = sizes[-1][1] - sizes[WARM_UP][1]
    assert growth < MOST_GROWTH, f"grew by {growth / 1e6:.1f} MB"
    logged = gym.one("SELECT count(*) FROM public.workout_progress")
    once = gym.one("SELECT count(DISTINCT exercise_id) FROM public.workout_progress")
    assert (logged, once) == (100, 100)
    assert gym.one("SELECT count(*) FROM public.workout_progress WHERE notes = :note", note=NOTE) == 20
    assert gym.one("SELECT count(*) FROM auth.sessions WHERE revoked_at IS NULL AND scope = 'member'") == 0
    assert gym.one("SELECT count(*) FROM auth.sessions WHERE scope = 'member'") == 100


def test_half_a_workout_is_there_after_a_new_start_and_the_plan_stays_whole(
    own_gym: tuple[Paths, Gym], hang_up: Callable[[Paths], Wall]
) -> None:
    paths, gym = own_gym
    (member,) = members_of(gym, 1)
    wall = hang_up(paths)
    wall.sign_in(member)
    wall.touch("unplannedButton")
    for letter in "zz":
        wall.touch(f"key{letter}")
    wall.settled()
    wall.touch("nameRow")
    wall.settled()
    stepper = next(s for m, s in wall.view.exercise.steppers.items() if m.value == "reps")
    stepper.enter("12")
    wall.touch("saveSetButton")
    wall.touch("addSetButton")
    wall.settled()
    wall.kiosk.guard.timed_out.emit()
    wall.settled()
    assert gym.one("SELECT count(*) FROM public.workout_progress") == 0
    assert wall.app.close()
    again = hang_up(paths)
    again.sign_in(member)
    assert again.view.today.start.accessibleName().startswith("Continue where you stopped, ")
    again.touch("startButton")
    assert again.view.exercise.save.accessibleName() == "Save set 2"
    again.touch("saveSetButton")
    again.touch("rate5")
    again.settled()
    assert gym.one("SELECT reps_completed FROM public.workout_progress WHERE exercise_id IS NULL") == 12
    assert gym.one("SELECT sets_completed FROM public.workout_progress WHERE exercise_id IS NULL") == 2


@pytest.mark.expects_log("server")
def test_the_server_is_killed_and_what_was_logged_arrives_once(
    own_gym: tuple[Paths, Gym], hang_up: Callable[[Paths], Wall]
) -> None:
    paths, gym = own_gym
    (member,) = members_of(gym, 1)
    wall = hang_up(paths)
    wall.sign_in(member)
    wall.touch("startButton")
    kill_server(paths)
    for _ in range(3):
        wall.touch("saveSetButton")
        wall.touch("rate3")
    wall.touch("finishButton")
    wall.until(lambda: wall.view.page is wall.view.finish, 60_000)
    wall.touch("goodbyeButton")
    wall.until(lambda: wall.window.stack.currentWidget() is wall.window.idle)
    wall.until(lambda: wall.window.notices.offline_since is None and wall.window.waiting == 0, 60_000)
    wall.settled()
    assert gym.one("SELECT count(*) FROM public.workout_progress") == 3
    assert gym.one("SELECT count(DISTINCT exercise_name) FROM public.workout_progress") == 3
    assert wall.window.idle.online.text() == "Online"


def test_only_staff_close_the_kiosk(own_gym: tuple[Paths, Gym], hang_up: Callable[[Paths], Wall]) -> None:
    paths, gym = own_gym
    member = gym.member("Sarah Johnson")
    gym.secret(member, "password", "members-have-none")
    wall = hang_up(paths)
    ended: list[bool] = []
    wall.app.ended.connect(lambda: ended.append(True))
    wall.window.idle.mark.held.emit()
    dialog = wall.window.findChild(StaffExitDialog)
    assert dialog is not None
    for email, password in ((member.email, "members-have-none"), ("rosa@harbour.test", "front-desk-2")):
        dialog.email.setText(email)
        dialog.password.setText(password)
        wall.touch("exitButton")
        wall.settled()
        assert (dialog.sentence.text(), ended) == ("E-mail and password do not match.", [])
        assert not wall.window.close()
    dialog.email.setText("rosa@harbour.test")
    dialog.password.setText("front-desk-1")
    wall.touch("exitButton")
    wall.settled()
    assert ended == [True] and wall.window.close()
    assert gym.one("SELECT count(*) FROM auth.sessions") == 0


def test_a_folder_without_a_gym_says_what_to_do(
    folder: Path, no_keyring: None, qtbot: QtBot, qapp: QApplication
) -> None:
    app = KioskApplication(Paths.at(folder / "gym"))
    app.start()
    assert app.window.message.title.text() == "This kiosk has no gym yet"
    assert app.close()
    app.window.close()
    app.window.deleteLater()
    app.deleteLater()
