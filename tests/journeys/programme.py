"""A trainer, a client and a member's window, and short words for what is done with them in the journeys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from uuid import UUID

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton, QWidget
from sqlalchemy import text

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.plans import Plan
from gymtrainer_desktop.domain.progression import format_target
from gymtrainer_desktop.services.gym_services import GymServices
from gymtrainer_desktop.services.sign_in import SignInService
from gymtrainer_desktop.ui.trainer.clients.client_panel import ClientPanel
from gymtrainer_desktop.ui.trainer.plan.exercise_card import ExerciseCard
from gymtrainer_desktop.ui.trainer.plan.plan_editor_page import PlanEditorPage
from gymtrainer_desktop.ui.widgets.logging.workout_log_page import WorkoutLogPage
from gymtrainer_desktop.ui.widgets.table import DataTable
from tests.factories import Gym, Person
from tests.journeys.conftest import Workstation

Key = Qt.Key
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
NONE = Qt.KeyboardModifier.NoModifier
TRAINER_PASSWORD, MEMBER_PIN = "coach-john-1", "2468"


@dataclass
class Cast:
    """Who takes part, and under which assignment."""

    gym: Gym
    trainer: Person
    member: Person
    assignment: UUID

    @cached_property
    def coach(self) -> GymServices:
        """The trainer's services past the window, for looking at what is stored."""
        identity = self.gym.session(self.trainer, "staff", "station_local")
        return SignInService(self.gym.station).with_identity(identity)

    @property
    def plan(self) -> Plan:
        """What the member follows now."""
        plan = self.coach.plans.active(self.member.id)
        assert plan is not None
        return plan

    def targets(self) -> dict[UUID, str | None]:
        """What every log of the member says was asked for."""
        return {log.id: log.target for log in self.coach.workouts.logs(self.member.id)}

    def weeks_back(self, weeks: int) -> None:
        """Let the plan have begun some weeks ago, as if the gym had lived through them since."""
        today = self.gym.today
        start = today - timedelta(days=today.weekday(), weeks=weeks)
        for statement in (
            "UPDATE public.workout_plans SET starts_on = :start",
            "UPDATE public.workout_exercises SET valid_from = :start",
        ):
            self.gym.owner.execute(text(statement), {"start": start})


def cast_of(gym: Gym) -> Cast:
    """A trainer with three clients; one of them has a log-in and a maximum in the back squat."""
    trainer, member = gym.trainer("John Smith"), gym.member("Sarah Johnson")
    long_ago = gym.today - timedelta(weeks=30)
    assignment = gym.assignment(member, trainer, start=long_ago)
    for name in ("Ava Martinez", "Mike Davis"):
        gym.assignment(gym.member(name), trainer, start=long_ago)
    gym.secret(trainer, "password", TRAINER_PASSWORD)
    gym.secret(member, "pin", MEMBER_PIN)
    return Cast(gym, trainer, member, assignment)


def trainer_at(station: Workstation, cast: Cast) -> Workstation:
    station.sign_in(cast.trainer.email, TRAINER_PASSWORD)
    return station


def member_at(station: Workstation, cast: Cast) -> Workstation:
    station.sign_in(cast.member.member_number or "", MEMBER_PIN, member=True)
    return station


@dataclass
class Hands:
    """What a person does at a window: a click, a key or a chord, and a typed line count one each."""

    room: Workstation
    done: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.done)

    def click(self, widget: QWidget, at: QPoint | None = None, modifiers: Qt.KeyboardModifier = NONE) -> None:
        self.done.append(f"click {widget.objectName() or type(widget).__name__}")
        self.room.until(lambda: widget.isEnabled() and widget.isVisible())
        place = at or widget.rect().center()
        self.room.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, modifiers, place)
        self.room.settled()

    def card(self, name: str, day: Weekday, modifiers: Qt.KeyboardModifier = NONE) -> None:
        self.click(card(self.room, name, day), QPoint(12, 12), modifiers)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        self.done.append(f"key {key.name} {modifiers.name or ''}")
        focus = _focus(self.room)
        self.room.qtbot.keyClick(focus, key, modifiers)
        self.room.settled()

    def line(self, words: str) -> None:
        """Type a line and press Enter: one action, wherever the keyboard is."""
        self.done.append(f"line {words}")
        edit = _focus(self.room)
        assert isinstance(edit, QLineEdit), f"{edit} has the keyboard"
        self.room.qtbot.keyClicks(edit, words)
        self.room.qtbot.keyClick(edit, Key.Key_Return)
        self.room.settled()


def _focus(room: Workstation) -> QWidget:
    """What has the keyboard: in the dialog in front, or in this window though another one is active."""
    open_here = [one for one in room.app.window.findChildren(QDialog) if one.isVisible()]
    within: QWidget = open_here[-1] if open_here else room.app.window
    # Where no window manager does it, nothing is active any more once a dialog is gone.
    within.activateWindow()
    room.until(within.isActiveWindow)
    found = within.focusWidget()
    assert found is not None, "nothing has the keyboard"
    return found


def open_client(room: Workstation, name: str) -> ClientPanel:
    """Click a client in the list."""
    table = room.find(DataTable, "clientList")
    names = [table.model().index(row, 0).data() for row in range(table.model().rowCount())]
    row = next(n for n, words in enumerate(names) if name in str(words))
    place = table.visualRect(table.model().index(row, 0)).center()
    room.qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, NONE, place)
    panel = room.find(ClientPanel, "clientPanel")
    room.until(lambda: panel.client is not None and panel.client.name == name)
    room.settled()
    return panel


def editor_of(room: Workstation) -> PlanEditorPage:
    """The plan editor, filled."""
    room.until(lambda: isinstance(room.main.current_page, PlanEditorPage))
    page = room.main.current_page
    assert isinstance(page, PlanEditorPage)
    room.until(lambda: page.session.is_loaded)
    room.settled()
    return page


def card(room: Workstation, name: str, day: Weekday | None = None) -> ExerciseCard:
    """A card of the plan editor."""
    return next(
        one
        for one in room.window.findChildren(ExerciseCard)
        if one.isVisible() and one.exercise.name == name and day in (None, one.exercise.day)
    )


def names_of(page: PlanEditorPage, day: Weekday) -> list[str]:
    return [one.name for one in page.document.content.of_day(day)]


def publish(room: Workstation) -> None:
    """Press Publish, and confirm what the member will see change."""
    room.click(room.find(QPushButton, "publishButton"))
    room.click(room.find(QPushButton, "confirmPublishButton"))
    room.until(lambda: room.main.current_page is not None and room.main.current_page.key == "clients")
    room.settled()


def write_plan(room: Workstation, cast: Cast, *lines: str, publishes: bool = True) -> PlanEditorPage:
    """Open the client and write a plan, every line on today's weekday."""
    panel = open_client(room, cast.member.name)
    room.click(panel.plan_button)
    page = editor_of(room)
    room.enter(room.find(QLineEdit, "planTitleEdit"), "Strength")
    page.week.quick.set_day(Weekday.of(cast.gym.today))
    type_lines(room, *lines)
    if publishes:
        publish(room)
    return page


def type_lines(room: Workstation, *lines: str) -> None:
    for words in lines:
        line = room.find(QLineEdit, "quickEntry")
        room.enter(line, words)
        room.qtbot.keyClick(line, Key.Key_Return)
        room.settled()


def log_day(floor: Workstation, page: WorkoutLogPage) -> int:
    """Press Done on every set of a day and save every exercise; return how many are saved then.

    A superset is saved with one press.
    """
    session = page.session
    assert session is not None
    while (entry := session.current) is not None and entry.log is None:
        while entry.current is not None:
            floor.click(floor.find(QPushButton, "setDoneButton", page.panel))
            entry = session.current
            assert entry is not None
        floor.click(page.panel.save_button)
        floor.until(lambda one=entry: one.log is not None)  # type: ignore[misc]
        floor.settled()
    return sum(one.log is not None for one in session.entries)


def prescribed(plan: Plan, week: int) -> dict[tuple[str, str], str]:
    """What a week of a plan asks for, by day and exercise."""
    return {(one.day.value, one.name): format_target(one.target(week)) for one in plan.exercises}


def is_said(room: Workstation, words: str) -> Callable[[], bool]:
    """Whether a toast says this."""
    return lambda: any(words in one for one in room.said)
