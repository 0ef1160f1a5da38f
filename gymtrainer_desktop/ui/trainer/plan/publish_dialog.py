"""What the member will see change, before a plan is published; or what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.plan_changes import ChangeKind, ExerciseChange, PlanChanges
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.trainer.plan.plan_problems import PlanProblem
from gymtrainer_desktop.ui.trainer.words import first_name
from gymtrainer_desktop.ui.widgets.buttons import link_button
from gymtrainer_desktop.ui.widgets.sheet import SheetDialog
from gymtrainer_desktop.ui.widgets.text import hairline, icon_label, label

_MOST_LINES = 60
_LONGEST = 300
_ICONS = {
    ChangeKind.ADDED: ("plus", "positive"),
    ChangeKind.REMOVED: ("minus", "critical"),
    ChangeKind.MOVED: ("arrow-right", "accent"),
    ChangeKind.CHANGED: ("pencil", "accent"),
    ChangeKind.ORDER: ("list", "accent"),
}


class PublishDialog(SheetDialog):
    """Summary with "Publish" as its default button.

    Args:
        changes: What the member will see change; None while something is wrong.
        problems: What has to be put right first; a click on one shows the exercise.
        name: The member's.
        days: In the order of the gym's week.
        is_new: A new plan is published.
        replaced: Title of the plan that it takes the place of; empty for none.
    """

    problem_chosen = Signal(object)
    """An exercise that breaks a rule should be shown; carries its id."""

    def __init__(
        self,
        changes: PlanChanges | None,
        problems: Sequence[PlanProblem],
        name: str,
        days: tuple[Weekday, ...],
        parent: QWidget,
        *,
        is_new: bool = False,
        replaced: str = "",
    ) -> None:
        super().__init__("", parent, width=Size.FORM_WIDTH)
        self.setObjectName("publishDialog")
        self.lines: list[str] = []
        self.problem_buttons: list[QPushButton] = []
        self._order = days
        self._first = first_name(name)
        self.cancel_button.setText(self.tr("Keep writing"))
        self.set_confirm_text(self.tr("Publish"))
        self.confirm_button.setObjectName("confirmPublishButton")
        self.body.setSpacing(Space.S)
        if problems or changes is None:
            self._show_problems(problems)
            return
        if not changes:
            self.set_title(self.tr("Nothing to publish"))
            self.set_subtitle(self.tr("{0} would see no change.").format(self._first))
            self.confirm_button.setEnabled(False)
            return
        title = self.tr("Publish this plan?") if is_new else self.tr("Publish these changes?")
        self.set_title(title)
        words = self.tr("{0} is told, and sees this:").format(self._first)
        if replaced:
            stays = self.tr("It replaces “{0}”, whose history stays.").format(replaced[:60])
            words = f"{stays} {words}"
        self.set_subtitle(words)
        self._show_changes(changes)

    def _show_problems(self, problems: Sequence[PlanProblem]) -> None:
        count = len(problems)
        one, many = self.tr("1 thing to put right first"), self.tr("{0} things to put right first")
        self.set_title(one if count == 1 else many.format(count))
        self.set_subtitle(self.tr("Nothing is published yet. A click shows the exercise."))
        self.set_confirm_text(self.tr("Show the first"))
        for problem in problems:
            button = link_button(f"{problem.name[:_LONGEST]}, {problem.day.value}")
            button.clicked.connect(lambda _=False, id=problem.exercise_id: self.problem_chosen.emit(id))
            self.problem_buttons.append(button)
            self._add_line("triangle-alert", "critical", button, problem.message)
            self.lines.append(problem.message)

    def submit(self) -> None:
        """Publish, or show what is wrong."""
        if self.problem_buttons:
            self.problem_buttons[0].click()
        elif self.confirm_button.isEnabled():
            self.accept()

    def _show_changes(self, changes: PlanChanges) -> None:
        for line in changes.head:
            self._add_words(line)
        order = {day: place for place, day in enumerate(self._order)}
        for day in sorted(changes.days, key=lambda one: order[one.day]):
            self._add_heading(day.day.value)
            for change in day.changes:
                self._add_change(change)
        if changes.weeks:
            self._add_heading(self.tr("Weeks to come"))
            for week in changes.weeks:
                self._add_words(week.text)
        hidden = len(self.lines) - _MOST_LINES
        if hidden > 0:
            self.body.addWidget(label(self.tr("and {0} more").format(hidden), "secondary", "muted"))

    def _add_heading(self, words: str) -> None:
        if len(self.lines) < _MOST_LINES:
            self.body.addWidget(hairline())
            self.body.addWidget(label(words, "secondary", "muted", "semibold"))

    def _add_change(self, change: ExerciseChange) -> None:
        self.lines.append(change.text)
        if len(self.lines) <= _MOST_LINES:
            icon, token = _ICONS[change.kind]
            self._add_line(icon, token, label(change.text[:_LONGEST], wrap=True), "")

    def _add_words(self, words: str) -> None:
        self.lines.append(words)
        if len(self.lines) <= _MOST_LINES:
            self.body.addWidget(label(words[:_LONGEST], wrap=True))

    def _add_line(self, icon: str, token: str, widget: QWidget, words: str) -> None:
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(widget)
        if words:
            column.addWidget(label(words[:_LONGEST], "secondary", "muted", wrap=True))
        row.addWidget(icon_label(icon, token, Size.ICON_SMALL))
        row.addLayout(column, 1)
        self.body.addLayout(row)
