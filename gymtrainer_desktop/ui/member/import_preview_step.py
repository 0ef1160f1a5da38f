"""The last steps of bringing history along: what would be added, and what was."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gymtrainer_desktop.domain.calendar import format_date
from gymtrainer_desktop.domain.workouts import ImportOutcome
from gymtrainer_desktop.importers.history import ImportedHistory, ImportedWorkout, workout_key
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.delegates import NO_VALUE
from gymtrainer_desktop.ui.widgets.logging.words import counted, sets_count_text
from gymtrainer_desktop.ui.widgets.rows import Column, RowsModel
from gymtrainer_desktop.ui.widgets.states import Message, StateStack
from gymtrainer_desktop.ui.widgets.table import DataTable
from gymtrainer_desktop.ui.widgets.text import label


class HistoryPreviewStep(QWidget):
    """What would be added, in a sentence and workout by workout."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sentence = label("", "section", wrap=True)
        self._sentence.setObjectName("importSentence")
        self._detail = label("", tone="muted", wrap=True)
        self.model: RowsModel[ImportedWorkout] = RowsModel(self._columns(), workout_key, parent=self)
        self.table = DataTable(self.model)
        self.table.setObjectName("importWorkouts")
        self.table.setAccessibleName(self.tr("Workouts of the file"))
        self.states = StateStack(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, 0, Space.XL, Space.L)
        column.setSpacing(Space.S)
        column.addWidget(self._sentence)
        column.addWidget(self._detail)
        column.addSpacing(Space.XS)
        column.addWidget(self.states, 1)

    @property
    def report(self) -> str:
        """What is said above the table."""
        return f"{self._sentence.text()} {self._detail.text()}".strip()

    def show_preview(self, history: ImportedHistory, outcome: ImportOutcome, mapped: int) -> None:
        """Show what importing would add.

        Args:
            history: With the names as they are here.
            outcome: What the database says would be added.
            mapped: Exercises that are called something else here than in the file.
        """
        first, last = history.workouts[0].started_at.date(), history.workouts[-1].started_at.date()
        self._sentence.setText(self._adding(outcome))
        words = [
            self.tr("{0} export, from {1} to {2}.").format(
                outcome.format, format_date(first), format_date(last)
            ),
            counted(
                mapped,
                self.tr("1 exercise is called as it is here."),
                self.tr("{0} exercises are called as they are here.") if mapped else "",
            ),
            self._already(outcome),
            differing_words(outcome),
        ]
        self._detail.setText(" ".join(part for part in words if part))
        self.model.set_rows(tuple(reversed(history.workouts)))
        self.states.show_content()

    def _adding(self, outcome: ImportOutcome) -> str:
        if not outcome.added_sets and outcome.differing:
            return self.tr("Nothing new: every exercise of the file is here already.")
        if not outcome.added_sets:
            return counted(
                outcome.sets,
                self.tr("Nothing new: the set was already here."),
                self.tr("Nothing new: all {0} sets were already here."),
            )
        workouts = counted(outcome.added_workouts, self.tr("1 workout"), self.tr("{0} workouts"))
        return self.tr("To be added: {0} with {1}.").format(workouts, sets_count_text(outcome.added_sets))

    def _already(self, outcome: ImportOutcome) -> str:
        if not outcome.added_sets or not outcome.skipped_sets:
            return ""
        return counted(
            outcome.skipped_sets, self.tr("1 set is already here."), self.tr("{0} sets are already here.")
        )

    def _columns(self) -> tuple[Column[ImportedWorkout], ...]:
        return (
            Column(
                "day",
                self.tr("Day"),
                lambda one: format_date(one.started_at.date()),
                sort_key=lambda one: one.started_at,
                width=Size.COLUMN_L,
            ),
            Column(
                "workout",
                self.tr("Workout"),
                lambda one: one.name or NO_VALUE,
                sort_key=lambda one: one.name.casefold() or None,
                width=Size.COLUMN_L,
                stretch=1,
            ),
            Column(
                "exercises",
                self.tr("Exercises"),
                lambda one: ", ".join(dict.fromkeys(entry.name for entry in one.entries)),
                width=Size.COLUMN_XL,
                stretch=3,
            ),
            Column(
                "sets",
                self.tr("Sets"),
                lambda one: f"{_sets(one):,}",
                align=Qt.AlignmentFlag.AlignRight,
                sort_key=_sets,
                width=Size.COLUMN_S,
            ),
        )


class HistoryDoneStep(Message):
    """Says what was added."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("circle-check", "positive", parent)
        self.setObjectName("importDone")

    def show_done(self, outcome: ImportOutcome, remembered: int) -> None:
        """Say what an import did, and that names are remembered."""
        workouts = counted(outcome.added_workouts, self.tr("1 workout"), self.tr("{0} workouts"))
        title = self.tr("{0} with {1} added").format(workouts, sets_count_text(outcome.added_sets))
        words = []
        if outcome.skipped_sets:
            words.append(
                counted(
                    outcome.skipped_sets,
                    self.tr("1 set was already here."),
                    self.tr("{0} sets were already here."),
                )
            )
        if different := differing_words(outcome):
            words.append(different)
        if remembered:
            words.append(self.tr("The names you settled are remembered for the next file."))
        words.append(self.tr("A later export can be imported over it: only what is new is added."))
        self.set_words(title, " ".join(words))


def differing_words(outcome: ImportOutcome) -> str:
    """Return what is said of exercises that are here with other sets than in the file; empty for none."""
    if not outcome.differing:
        return ""
    tr = QCoreApplication.translate
    return counted(
        outcome.differing,
        tr("import_preview", "1 exercise has other sets here than in the file; what is here stays."),
        tr("import_preview", "{0} exercises have other sets here than in the file; what is here stays."),
    )


def _sets(workout: ImportedWorkout) -> int:
    return sum(len(entry.sets) for entry in workout.entries)
