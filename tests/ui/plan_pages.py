"""The page of the plan editor on the gym of `trainer_gym`, and what tests do with it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.plans import DraftExercise, PlanDraft
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.trainer.plan.conflict_dialog import ConflictDialog
from gymtrainer_desktop.ui.trainer.plan.plan_editor_page import PlanEditorPage
from gymtrainer_desktop.ui.trainer.plan.publish_dialog import PublishDialog
from tests.ui.trainer_gym import Gym, uid

SARAH, MIKE, AVA = uid(0), uid(1), uid(3)
MON, TUE, WED, FRI = Weekday.MONDAY, Weekday.TUESDAY, Weekday.WEDNESDAY, Weekday.FRIDAY
BENCH, PRESS, SQUAT = uid(7000), uid(7001), uid(7004)


@dataclass
class Editor:
    """The page, the gym behind it, and short words for what is done with them."""

    qtbot: QtBot
    page: PlanEditorPage
    gym: Gym

    def open(self, member_id: UUID = SARAH, name: str = "Sarah Johnson", **args: Any) -> Editor:
        self.page.open(member_id=member_id, name=name, **args)
        return self.refresh()

    def refresh(self) -> Editor:
        self.page.refresh()
        self.settle()
        return self

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.page.context.tasks.is_busy)

    def names(self, day: Weekday = MON) -> list[str]:
        return [card.exercise.name for card in self.page.week.grid.columns[day].cards]

    def find(self, id: UUID) -> DraftExercise:
        found = self.page.document.content.find(id)
        assert found is not None
        return found

    def change(self, id: UUID, **changes: Any) -> None:
        changed = dataclasses.replace(self.find(id), **changes)
        self.page.document.apply(self.page.document.content.replaced(changed), "change it")

    def remove(self, id: UUID) -> None:
        self.page.document.apply(self.page.document.content.removed(id), "delete it")

    def type_line(self, line: str) -> None:
        edit = self.page.week.quick.edit
        edit.setFocus()
        self.qtbot.keyClicks(edit, line)
        self.qtbot.keyClick(edit, Qt.Key.Key_Return)

    def shown(self, id: UUID) -> str:
        """What the card says."""
        card = self.page.week.grid.card(id)
        assert card is not None
        return card.accessibleName()

    @property
    def toasts(self) -> list[str]:
        return [toast.words.text() for toast in self.page.context.notices.toasts.toasts]

    @property
    def sent(self) -> list[PlanDraft]:
        return self.gym.called("publish")

    @property
    def banner(self) -> str:
        banner = self.page.banner
        return banner.accessibleName() if not banner.isHidden() else ""

    @property
    def state(self) -> str:
        return self.page.view.state.text()

    def dialog(self, kind: type[QDialog]) -> Any:
        """Return the dialog of a kind that is open, waiting for it."""

        def found() -> list[QDialog]:
            return [
                one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()
            ]

        self.qtbot.waitUntil(lambda: bool(found()))
        return found()[0]

    def ask(self) -> PublishDialog:
        """Press "Publish" and return the summary."""
        self.page.publish_button.click()
        dialog = self.dialog(PublishDialog)
        assert isinstance(dialog, PublishDialog)
        return dialog

    def publish(self) -> None:
        """Publish, with the summary confirmed."""
        self.ask().confirm_button.click()
        self.settle()

    def conflict(self) -> ConflictDialog:
        dialog = self.dialog(ConflictDialog)
        assert isinstance(dialog, ConflictDialog)
        return dialog

    def publish_elsewhere(self, **changes: Any) -> None:
        """Another trainer's desk publishes: a later version, the bench press replaced."""
        plan = self.gym.stored_plans[SARAH]
        bench = dataclasses.replace(plan.exercises[0], id=uid(7900), weight="100 lb")
        exercises = (bench, *plan.exercises[1:])
        later = dataclasses.replace(plan, version=plan.version + 1, exercises=exercises)
        self.gym.stored_plans[SARAH] = dataclasses.replace(later, **changes)


def make_editor(qtbot: QtBot, window: QWidget, base: PageContext, gym: Gym | None = None) -> Editor:
    """Put a page into the window."""
    gym = gym or Gym()
    layout = window.layout() or QVBoxLayout(window)
    layout.setContentsMargins(0, 0, 0, 0)
    page = PlanEditorPage(gym.context(base))
    layout.addWidget(page)
    return Editor(qtbot, page, gym)


def answer(qtbot: QtBot, kind: type[QDialog], act: Callable[[Any], None]) -> None:
    """Do something in the next dialog of a kind that waits for an answer, as soon as it is open."""

    def look() -> None:
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, kind) and widget.isVisible():
                act(widget)
                return
        timer.start()

    timer = QTimer(QApplication.instance())
    timer.setSingleShot(True)
    timer.setInterval(10)
    timer.timeout.connect(look)
    timer.start()
