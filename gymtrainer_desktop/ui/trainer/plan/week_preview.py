"""The week of a plan or a template in words, day by day; days can be ticked."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QScrollArea, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.plans import DraftExercise
from gymtrainer_desktop.ui.theme.tokens import Space
from gymtrainer_desktop.ui.trainer.plan.plan_document import PlanContent
from gymtrainer_desktop.ui.trainer.words import exercises_text, prescription_text, weeks_text
from gymtrainer_desktop.ui.widgets.text import label

_LONGEST = 120


class WeekPreview(QScrollArea):
    """What a plan prescribes. All days are ticked at first; that means the whole plan."""

    ticked = Signal()
    """Other days are ticked."""

    def __init__(self, days: tuple[Weekday, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._days = days
        self.boxes: dict[Weekday, QCheckBox] = {}
        self.content: PlanContent | None = None

    @property
    def chosen_days(self) -> frozenset[Weekday]:
        """Days that are ticked."""
        return frozenset(day for day, box in self.boxes.items() if box.isChecked())

    @property
    def is_whole(self) -> bool:
        """Whether all days are ticked."""
        return len(self.chosen_days) == len(self.boxes)

    def set_content(self, content: PlanContent | None) -> None:
        """Show another plan, or nothing."""
        self.content = content
        self.boxes = {}
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(Space.L, Space.S, Space.L, Space.L)
        column.setSpacing(Space.XS)
        if content is not None:
            self._fill(column, content)
        column.addStretch(1)
        self.setWidget(inner)

    def _fill(self, column: QVBoxLayout, content: PlanContent) -> None:
        facts = [weeks_text(content.duration_weeks), exercises_text(len(content.exercises))]
        if content.deload.weeks:
            facts.append(self.tr("deload in {0}").format(", ".join(map(str, content.deload.weeks))))
        column.addWidget(label(content.title[:_LONGEST], "section", wrap=True))
        column.addWidget(label(" · ".join(facts), "secondary", "muted", wrap=True))
        if content.goals:
            column.addWidget(label(" ".join(content.goals.split())[:_LONGEST], "secondary", wrap=True))
        for day in self._days:
            exercises = content.of_day(day)
            if not exercises:
                continue
            column.addSpacing(Space.S)
            box = QCheckBox(day.value)
            box.setChecked(True)
            box.toggled.connect(self.ticked)
            self.boxes[day] = box
            column.addWidget(box)
            for one in exercises:
                line = label(_line(one), "secondary", wrap=True)
                line.setContentsMargins(Space.XL, 0, 0, 0)
                column.addWidget(line)


def _line(one: DraftExercise) -> str:
    parts = (
        f"{one.superset}  {one.name}" if one.superset else one.name,
        prescription_text(one.sets, one.reps, one.weight),
        one.progression,
    )
    return ", ".join(part[:_LONGEST] for part in parts if part)
