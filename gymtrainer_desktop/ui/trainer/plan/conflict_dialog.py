"""Two versions of a plan side by side, and the choice between them."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtWidgets import QWidget

from gymtrainer_desktop.domain.calendar import Weekday, format_date
from gymtrainer_desktop.domain.plans import DraftExercise
from gymtrainer_desktop.ui.theme.tokens import Size
from gymtrainer_desktop.ui.trainer.plan.plan_document import PlanContent
from gymtrainer_desktop.ui.trainer.words import prescription_text, rest_text, weeks_text
from gymtrainer_desktop.ui.widgets.buttons import quiet_button
from gymtrainer_desktop.ui.widgets.sheet import SheetDialog
from gymtrainer_desktop.ui.widgets.versions_grid import VersionsGrid

_LONGEST = 200


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
    """

    def __init__(
        self, theirs: PlanContent | None, mine: PlanContent, days: tuple[Weekday, ...], parent: QWidget
    ) -> None:
        super().__init__("", parent, width=Size.SHEET_WIDE)
        self.setObjectName("conflictDialog")
        self.choice = ConflictChoice.KEEP_WRITING
        self.set_title(self.tr("This plan was changed meanwhile"))
        self.cancel_button.setText(self.tr("Keep writing"))
        self.theirs_button = quiet_button(self.tr("Take the published version"))
        self.theirs_button.setObjectName("takeTheirsButton")
        self.confirm_button.setObjectName("publishMineButton")
        if theirs is None:
            self.set_subtitle(
                self.tr("The plan was ended while you were writing. What you wrote is still here.")
            )
            self.set_confirm_text(self.tr("Publish mine as a new plan"))
            return
        self.set_subtitle(
            self.tr("Somebody else published it while you were writing. What you wrote is still here.")
        )
        self.set_confirm_text(self.tr("Publish mine instead"))
        self.add_footer_widget(self.theirs_button)
        self.theirs_button.clicked.connect(self._on_theirs_clicked)
        self.body.addWidget(self._versions(theirs, mine, days))

    def submit(self) -> None:
        """Publish what was written on top of the newer version."""
        self.choice = ConflictChoice.PUBLISH_MINE
        self.accept()

    def _on_theirs_clicked(self) -> None:
        self.choice = ConflictChoice.TAKE_THEIRS
        self.accept()

    def _versions(self, theirs: PlanContent, mine: PlanContent, days: tuple[Weekday, ...]) -> QWidget:
        grid = VersionsGrid(self.tr("Published now"), self.tr("Yours"))
        for caption, left, right in self._facts(theirs, mine):
            grid.add(caption, left, right)
        for day in days:
            there, here = (tuple(map(_line, content.of_day(day))) for content in (theirs, mine))
            if there or here:
                grid.add_lines(
                    day.short,
                    tuple((words, words not in here) for words in there),
                    tuple((words, words not in there) for words in here),
                )
        return grid

    def _facts(self, theirs: PlanContent, mine: PlanContent) -> list[tuple[str, str, str]]:
        def weeks(content: PlanContent) -> str:
            return self.tr("{0} from {1}").format(
                weeks_text(content.duration_weeks), format_date(content.starts_on)
            )

        return [
            (self.tr("Title"), theirs.title[:_LONGEST] or "—", mine.title[:_LONGEST] or "—"),
            (self.tr("Goals"), theirs.goals[:_LONGEST] or "—", mine.goals[:_LONGEST] or "—"),
            (self.tr("Weeks"), weeks(theirs), weeks(mine)),
        ]


def _line(exercise: DraftExercise) -> str:
    parts = (
        exercise.name[:_LONGEST],
        prescription_text(exercise.sets, exercise.reps, exercise.weight),
        rest_text(exercise.rest_seconds),
        " ".join(exercise.notes.split())[:_LONGEST],
    )
    return ", ".join(part for part in parts if part)
