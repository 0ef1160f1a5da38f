"""What a member logged in the last seven days, for whoever mistyped a number and noticed it later."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gymtrainer_desktop.domain.calendar import Weekday, format_short_date
from gymtrainer_desktop.domain.workouts import WorkoutLog
from gymtrainer_desktop.ui.kiosk.kiosk_visit import KioskVisit
from gymtrainer_desktop.ui.kiosk.paged_rows import PagedRows
from gymtrainer_desktop.ui.kiosk.touch_parts import (
    LineLabel,
    RowButton,
    column,
    page_head,
    touch_button,
    words,
)
from gymtrainer_desktop.ui.theme.tokens import KioskSize, Space
from gymtrainer_desktop.ui.widgets.logging.exercise_entry import ExerciseEntry
from gymtrainer_desktop.ui.widgets.workout_words import gym_day, sets_words


class EntriesPage(QWidget):
    """One line for each entry, the newest first; those deleted during this visit come before them.

    Args:
        visit: Whose.
    """

    log_chosen = Signal(object)
    """A `WorkoutLog` was touched."""
    deleted_chosen = Signal(object)
    """An `ExerciseEntry` that was deleted during this visit was touched."""
    left = Signal()

    def __init__(self, visit: KioskVisit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("entriesPage")
        self._visit = visit
        self.title = LineLabel(self.tr("Your last seven days"), "title")
        self.detail = LineLabel(self.tr("Touch an entry to change or delete it."), "section", "muted")
        self.nothing = words(
            self.tr("You logged nothing in the last seven days."), "section", "muted", wrap=True
        )
        self.list = PagedRows()
        self.back = touch_button(self.tr("Back"), "quiet", "chevron-left")
        self.back.setObjectName("entriesBackButton")
        self.back.clicked.connect(self.left)
        whole = column(self, KioskSize.MARGIN, Space.L)
        whole.addLayout(page_head(self.title, self.detail, self.back))
        whole.addWidget(self.list, 1)
        whole.addWidget(self.nothing, 1)

    def show_logs(self, logs: Sequence[WorkoutLog]) -> None:
        """Show entries; only those that may still be changed are shown."""
        deleted = [entry for entry, _ in self._visit.changes.deleted.values()]
        makers = [partial(self._deleted_row, entry) for entry in deleted]
        makers += [partial(self._row, log) for log in logs if log.is_correctable]
        self.list.set_rows(makers, keep_page=True)
        self.list.setVisible(bool(makers))
        self.nothing.setVisible(not makers)

    def _row(self, log: WorkoutLog) -> RowButton:
        sets = sets_words(log.sets, self._visit.person.weight_unit)
        one = RowButton(log.exercise_name, sets, day_of_log(log, self._visit.gym.time_zone))
        one.setObjectName("entryRow")
        one.clicked.connect(lambda: self.log_chosen.emit(log))
        return one

    def _deleted_row(self, entry: ExerciseEntry) -> RowButton:
        one = RowButton(entry.name, self.tr("Touch it to take it back."), self.tr("Deleted"), "trash-2")
        one.setObjectName("deletedRow")
        one.clicked.connect(lambda: self.deleted_chosen.emit(entry))
        return one


def day_of_log(log: WorkoutLog, time_zone: str) -> str:
    """Return "Mon 16 Nov" for when something was done, by the gym's calendar."""
    day = gym_day(log.completed_at, time_zone)
    return f"{Weekday.of(day).short} {format_short_date(day)}"
