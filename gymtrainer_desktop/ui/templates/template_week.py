"""A week of a template in words, day by day."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.plans import DraftExercise
from gymtrainer_desktop.domain.progression import LoadSteps, WeekTarget, planned_weeks
from gymtrainer_desktop.domain.templates import TemplateDraft
from gymtrainer_desktop.ui.templates.words import tags, target_text
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.buttons import icon_button
from gymtrainer_desktop.ui.widgets.text import hairline, label


class TemplateWeek(QWidget):
    """What one week asks for; the arrows go to other weeks.

    Args:
        first_weekday: ISO number of the gym's first weekday.
        steps: What the gym's plates allow, for rounding what progresses.
    """

    def __init__(self, first_weekday: int, steps: LoadSteps, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._days = Weekday.week(first_weekday)
        self._steps = steps
        self._draft: TemplateDraft | None = None
        self.week = 1
        self.before = icon_button("chevron-left", self.tr("The week before"), size=Size.CONTROL_SMALL)
        self.after = icon_button("chevron-right", self.tr("The week after"), size=Size.CONTROL_SMALL)
        self.words = label("", weight="semibold")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        head = QHBoxLayout()
        head.addWidget(self.words, 1)
        head.addWidget(self.before)
        head.addWidget(self.after)
        column.addLayout(head)
        self._content: QWidget | None = None
        self._column = column
        self.before.clicked.connect(lambda: self.go_to(self.week - 1))
        self.after.clicked.connect(lambda: self.go_to(self.week + 1))

    def show_draft(self, draft: TemplateDraft) -> None:
        """Show another template, from its first week; the same one in the week that is shown."""
        is_other = self._draft is None or self._draft.id != draft.id
        self._draft = draft
        self.go_to(1 if is_other else min(self.week, draft.duration_weeks))

    def go_to(self, week: int) -> None:
        """Show a week, if the template has it."""
        draft = self._draft
        if draft is None or not 1 <= week <= draft.duration_weeks:
            return
        self.week = week
        words = self.tr("Week {0} of {1}").format(week, draft.duration_weeks)
        if week in draft.deload.weeks:
            words = self.tr("{0}, deload").format(words)
        self.words.setText(words)
        self.before.setEnabled(week > 1)
        self.after.setEnabled(week < draft.duration_weeks)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        for day in self._days:
            exercises = tuple(one for one in draft.exercises if one.day is day)
            if exercises:
                self._add_day(column, draft, day, exercises)
        if self._content is not None:
            self._column.replaceWidget(self._content, content)
            self._content.hide()
            self._content.deleteLater()
            content.show()
        else:
            self._column.addWidget(content)
        self._content = content

    def _add_day(
        self, column: QVBoxLayout, draft: TemplateDraft, day: Weekday, exercises: tuple[DraftExercise, ...]
    ) -> None:
        column.addSpacing(Space.XS)
        column.addWidget(label(day.value, "secondary", "muted", "semibold"))
        column.addWidget(hairline())
        for one, tag in zip(exercises, tags(exercises), strict=True):
            line = QVBoxLayout()
            line.setSpacing(0)
            line.addWidget(label(f"{tag} {one.name}".strip(), weight="medium", wrap=True))
            words = target_text(self._target(draft, one), one.rest_seconds)
            if words:
                line.addWidget(label(words, "secondary", wrap=True))
            for quiet in (one.progression, one.notes):
                if quiet:
                    line.addWidget(label(quiet, "secondary", "muted", wrap=True))
            column.addLayout(line)

    def _target(self, draft: TemplateDraft, one: DraftExercise) -> WeekTarget:
        base = WeekTarget(one.sets, one.reps, one.weight)
        try:
            weeks = planned_weeks(base, one.progression, draft.deload, draft.duration_weeks, self._steps)
        except UserError:
            # A rule that cannot be read is shown as written; the plan editor says what is wrong.
            return base
        return weeks[self.week - 1] if weeks else base
