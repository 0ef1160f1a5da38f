"""Two versions of a plan side by side, and the choice between them, as a whole or day by day."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.calendar import Weekday, format_date
from gymtrainer_desktop.domain.plans import DraftExercise
from gymtrainer_desktop.domain.progression import Deload
from gymtrainer_desktop.domain.supersets import superset_marks
from gymtrainer_desktop.services.keys import new_id
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.trainer.plan.plan_document import PlanContent
from gymtrainer_desktop.ui.trainer.plan.plan_merge import days_that_differ, facts_differ, merged
from gymtrainer_desktop.ui.trainer.words import prescription_text, rest_text, weeks_text
from gymtrainer_desktop.ui.widgets.buttons import quiet_button
from gymtrainer_desktop.ui.widgets.sheet import SheetDialog
from gymtrainer_desktop.ui.widgets.text import hairline, label

_LONGEST = 200
FACTS = "facts"
"""The part that is no day: title, goals, weeks, start, deload weeks."""


class ConflictChoice(StrEnum):
    """What to do about another version."""

    KEEP_WRITING = "keep"
    TAKE_THEIRS = "theirs"
    PUBLISH_MINE = "mine"


class ConflictDialog(SheetDialog):
    """Shows what is published now beside what was written; differences stand out in accent.

    Args:
        theirs: What is published now; None when the plan was ended.
        mine: What was written.
        days: In the order of the gym's week.
        is_only_compared: Nothing is to be decided: the versions are just shown.
        is_template: It is a template: it is saved, not published, and begins on no day.
    """

    def __init__(
        self,
        theirs: PlanContent | None,
        mine: PlanContent,
        days: tuple[Weekday, ...],
        parent: QWidget,
        *,
        is_only_compared: bool = False,
        is_template: bool = False,
    ) -> None:
        super().__init__("", parent, width=Size.SHEET_WIDE)
        self.setObjectName("conflictDialog")
        self.choice = ConflictChoice.KEEP_WRITING
        self.parts: dict[str, PartChoice] = {}
        self._theirs, self._mine = theirs, mine
        self._is_only_compared = is_only_compared
        self._is_template = is_template
        self.theirs_button = quiet_button(self.tr("Take the published version"))
        self.theirs_button.setObjectName("takeTheirsButton")
        self.confirm_button.setObjectName("publishMineButton")
        self.cancel_button.setText(self.tr("Keep writing"))
        self.set_title(self.tr("This plan was changed meanwhile"))
        if theirs is None:
            self.set_subtitle(
                self.tr("The plan was ended while you were writing. What you wrote is still here.")
            )
            self.set_confirm_text(self.tr("Publish mine as a new plan"))
            if is_template:
                self.set_title(self.tr("This template is not there any more"))
                self.set_subtitle(
                    self.tr("It was deleted while you were writing. What you wrote is still here.")
                )
                self.set_confirm_text(self.tr("Save mine as a new template"))
            return
        self.set_subtitle(
            self.tr("Somebody else published it while you were writing. What you wrote is still here.")
        )
        if is_template:
            self.theirs_button.setText(self.tr("Take the saved version"))
            self.set_title(self.tr("This template was changed meanwhile"))
            self.set_subtitle(
                self.tr("Somebody else saved it while you were writing. What you wrote is still here.")
            )
        self.theirs_button.clicked.connect(self._on_theirs_clicked)
        self.body.addWidget(self._versions(theirs, mine, days))
        if is_only_compared:
            self.set_title(
                self.tr("What differs from the saved template")
                if is_template
                else self.tr("What differs from the published plan")
            )
            self.set_subtitle("")
            self.cancel_button.hide()
            self.set_confirm_text(self.tr("Close"))
        else:
            self.add_footer_widget(self.theirs_button)
            self._on_chosen()
            for part in list(self.parts.values())[:1]:
                part.mine.setFocus()

    @property
    def result_content(self) -> PlanContent:
        """What was written, with the parts that were chosen from the published version."""
        if self._theirs is None:
            return self._mine
        days = {Weekday(key) for key, part in self.parts.items() if key != FACTS and part.is_theirs}
        facts = FACTS in self.parts and self.parts[FACTS].is_theirs
        if not days and not facts:
            return self._mine
        return merged(self._theirs, self._mine, days, facts, new_id)

    def submit(self) -> None:
        """Publish what was chosen on top of the newer version."""
        self.choice = ConflictChoice.KEEP_WRITING if self._is_only_compared else ConflictChoice.PUBLISH_MINE
        self.accept()

    def _on_theirs_clicked(self) -> None:
        self.choice = ConflictChoice.TAKE_THEIRS
        self.accept()

    def _on_chosen(self) -> None:
        theirs = sum(part.is_theirs for part in self.parts.values())
        mine, both = self.tr("Publish mine instead"), self.tr("Publish the two together")
        if self._is_template:
            mine, both = self.tr("Save mine instead"), self.tr("Save the two together")
        self.set_confirm_text(both if theirs else mine)
        # All of theirs is what the other button is for.
        self.confirm_button.setEnabled(theirs < len(self.parts) or not self.parts)

    # Building

    def _versions(self, theirs: PlanContent, mine: PlanContent, days: tuple[Weekday, ...]) -> QWidget:
        widget = QWidget()
        grid = QGridLayout(widget)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(Space.XL)
        grid.setVerticalSpacing(Space.S)
        grid.setColumnMinimumWidth(0, Size.FACT_LABEL - Space.XXL)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        now = self.tr("Saved now") if self._is_template else self.tr("Published now")
        grid.addWidget(label(now, weight="semibold"), 0, 1)
        grid.addWidget(label(self.tr("Yours"), weight="semibold"), 0, 2)
        there, here = self._facts(theirs), self._facts(mine)
        self._add_part(grid, FACTS, self.tr("Plan"), there, here, facts_differ(theirs, mine))
        differing = days_that_differ(theirs, mine)
        for day in days:
            published, written = (_lines(content.of_day(day)) for content in (theirs, mine))
            if published or written:
                self._add_part(grid, day.value, day.short, published, written, day in differing)
        return widget

    def _add_part(
        self,
        grid: QGridLayout,
        key: str,
        caption: str,
        theirs: Sequence[str],
        mine: Sequence[str],
        differs: bool,
    ) -> None:
        row = grid.rowCount()
        grid.addWidget(hairline(), row, 0, 1, 3)
        grid.addWidget(label(caption, tone="muted"), row + 1, 0, Qt.AlignmentFlag.AlignTop)
        cells = (_cell(theirs, mine), _cell(mine, theirs))
        for place, cell in enumerate(cells, 1):
            grid.addWidget(cell, row + 1, place, Qt.AlignmentFlag.AlignTop)
        if differs and not self._is_only_compared:
            part = PartChoice(caption, self)
            for place, button in enumerate((part.theirs, part.mine)):
                layout = cells[place].layout()
                assert isinstance(layout, QVBoxLayout)
                layout.insertWidget(0, button)
            part.group.buttonClicked.connect(self._on_chosen)
            self.parts[key] = part

    def _facts(self, content: PlanContent) -> list[str]:
        weeks = self.tr("{0} from {1}").format(
            weeks_text(content.duration_weeks), format_date(content.starts_on)
        )
        if self._is_template:
            weeks = weeks_text(content.duration_weeks)
        return [
            self.tr("Title: {0}").format(content.title[:_LONGEST] or "—"),
            self.tr("Goals: {0}").format(content.goals[:_LONGEST] or "—"),
            weeks,
            self._deload_words(content.deload),
        ]

    def _deload_words(self, deload: Deload) -> str:
        if not deload.weeks:
            return self.tr("No deload weeks")
        weeks = ", ".join(map(str, deload.weeks))
        return self.tr("Deload in {0}: {1} % of the sets, {2} % of the weight").format(
            weeks, deload.sets_percent, deload.weight_percent
        )


class PartChoice:
    """Whose version of one part is taken; one's own at first."""

    def __init__(self, caption: str, parent: SheetDialog) -> None:
        self.theirs = QRadioButton(parent.tr("Take this"))
        self.mine = QRadioButton(parent.tr("Keep this"))
        self.theirs.setAccessibleName(parent.tr("{0}: take the published one").format(caption))
        self.mine.setAccessibleName(parent.tr("{0}: keep yours").format(caption))
        self.mine.setChecked(True)
        self.group = QButtonGroup(parent)
        self.group.addButton(self.theirs)
        self.group.addButton(self.mine)

    @property
    def is_theirs(self) -> bool:
        """Whether the published one is taken."""
        return self.theirs.isChecked()


def _cell(lines: Sequence[str], other: Sequence[str]) -> QWidget:
    cell = QWidget()
    column = QVBoxLayout(cell)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(Space.XS)
    for words in lines or ("—",):
        differs = bool(lines) and words not in other
        tone, weight = ("accent", "medium") if differs else ("text", "")
        column.addWidget(label(words, tone=tone, weight=weight, wrap=True))
    return cell


def _lines(exercises: Sequence[DraftExercise]) -> tuple[str, ...]:
    marks = superset_marks(exercises)
    return tuple(_line(one, marks.get(one.id, "")) for one in exercises)


def _line(exercise: DraftExercise, mark: str) -> str:
    name = exercise.name[:_LONGEST]
    parts = (
        f"{mark} {name}" if mark else name,
        prescription_text(exercise.sets, exercise.reps, exercise.weight),
        exercise.progression,
        rest_text(exercise.rest_seconds),
        " ".join(exercise.notes.split())[:_LONGEST],
    )
    return ", ".join(part for part in parts if part)
