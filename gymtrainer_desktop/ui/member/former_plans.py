"""The plans a member followed before, each with the exercises it ended with."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.calendar import Weekday, format_short_date
from gymtrainer_desktop.domain.plans import Plan, PlannedExercise, PlanStatus
from gymtrainer_desktop.domain.progression import format_target
from gymtrainer_desktop.domain.supersets import superset_marks
from gymtrainer_desktop.ui.theme.tokens import Space
from gymtrainer_desktop.ui.widgets.buttons import link_button
from gymtrainer_desktop.ui.widgets.card import Card
from gymtrainer_desktop.ui.widgets.logging.words import counted
from gymtrainer_desktop.ui.widgets.text import ElidedLabel, hairline, label


class FormerPlansCard(Card):
    """One line per former plan, newest first; a click shows its exercises."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("formerPlansCard")
        self.set_title(self.tr("Former plans"))
        self._plans: tuple[Plan, ...] = ()
        self._lines: list[FormerPlan] = []

    @property
    def lines(self) -> tuple[FormerPlan, ...]:
        """The lines shown."""
        return tuple(self._lines)

    def set_plans(self, plans: tuple[Plan, ...], first_weekday: int) -> None:
        """Show other plans; the card hides when there are none."""
        self.setVisible(bool(plans))
        if plans == self._plans:
            return
        self._plans = plans
        self.set_count(str(len(plans)))
        for line in self._lines:
            line.hide()
            line.deleteLater()
        self._lines = [FormerPlan(plan, first_weekday) for plan in plans]
        for line in self._lines:
            self.body.addWidget(line)


class FormerPlan(QWidget):
    """A former plan: title, when, by whom; its exercises on demand."""

    def __init__(self, plan: Plan, first_weekday: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plan = plan
        self._days: QLabel | None = None
        self._first_weekday = first_weekday
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(hairline())
        row = QHBoxLayout()
        row.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        row.setSpacing(Space.M)
        words = QVBoxLayout()
        words.setSpacing(Space.HAIR)
        words.addWidget(ElidedLabel(plan.title, weight="medium"))
        words.addWidget(ElidedLabel(self._facts(), "secondary", "muted"))
        row.addLayout(words, 1)
        self.toggle = link_button(self.tr("Show exercises"))
        self.toggle.clicked.connect(self._on_toggle_clicked)
        row.addWidget(self.toggle)
        self._column.addLayout(row)

    @property
    def days_text(self) -> str:
        """The exercises shown, empty while they are hidden."""
        return "" if self._days is None or self._days.isHidden() else self._days.text()

    def _facts(self) -> str:
        plan = self._plan
        ended = self.tr("followed to its end") if plan.status is PlanStatus.COMPLETED else self.tr("replaced")
        weeks = counted(plan.duration_weeks, self.tr("1 week"), self.tr("{0} weeks"))
        return " · ".join(
            (
                f"{format_short_date(plan.starts_on)} {plan.starts_on.year}",
                weeks,
                self.tr("by {0}").format(plan.created_by_name),
                ended,
            )
        )

    def _exercises(self) -> str:
        lines = []
        marks = superset_marks(self._plan.exercises)
        for day in Weekday.week(self._first_weekday):
            words = [
                f"{marks.get(one.id, '')} {self._words(one)}".strip()
                for one in self._plan.exercises
                if one.day is day
            ]
            if words:
                lines.append(f"{day.value}: {', '.join(words)}")
        return "\n".join(lines) or self.tr("No exercises.")

    @staticmethod
    def _words(one: PlannedExercise) -> str:
        """Return "Bench press 4 × 8 · 60 kg (+2.5 kg every week)"."""
        first = f"{one.name} {format_target(one.target(1))}".strip()
        return f"{first} ({one.progression})" if one.progression else first

    def _on_toggle_clicked(self) -> None:
        if self._days is None:
            self._days = label(self._exercises(), tone="muted", wrap=True)
            self._days.setContentsMargins(Space.L, 0, Space.L, Space.M)
            self._days.hide()
            self._column.addWidget(self._days)
        is_shown = self._days.isHidden()
        self._days.setVisible(is_shown)
        self.toggle.setText(self.tr("Hide exercises") if is_shown else self.tr("Show exercises"))
