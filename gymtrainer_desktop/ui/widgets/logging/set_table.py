"""The sets of an exercise, one below the other, and "Add a set"."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.plates import Gear
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.domain.workouts import SetType
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.buttons import plain_button
from gymtrainer_desktop.ui.widgets.delegates import NO_VALUE
from gymtrainer_desktop.ui.widgets.logging.exercise_entry import EntryState, ExerciseEntry
from gymtrainer_desktop.ui.widgets.logging.set_row import RowState, SetRow
from gymtrainer_desktop.ui.widgets.logging.set_stepper import measure_width, measure_words
from gymtrainer_desktop.ui.widgets.logging.workout_sets import EntryKind, Measure, SetEntry
from gymtrainer_desktop.ui.widgets.text import ElidedLabel, hairline, label


class SetTable(QWidget):
    """Shows and changes the sets of one exercise.

    Args:
        reader: Unit for last time's weights.
        gear: The gym's bar and plates, in a unit.

    Attributes:
        confirm: Asked before a set counts as done; False leaves it to be changed.
    """

    edited = Signal()
    """A number was changed; the rows stay as they are."""
    changed = Signal()
    """Sets came, went or were done: show the exercise again."""
    set_finished = Signal(int)
    """A set was marked as done; carries its number, from 1."""

    focus_left = Signal()
    """The keyboard has no set to be in any more: all are done."""

    def __init__(self, reader: Unit, gear: Callable[[Unit], Gear], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reader, self._gear = reader, gear
        self.confirm: Callable[[SetEntry], bool] = lambda _one: True
        self._entry: ExerciseEntry | None = None
        self.rows: list[SetRow] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        heads = QWidget()
        heads.setFixedHeight(Size.ROW_HEADER)
        self._headings = QHBoxLayout(heads)
        self._headings.setContentsMargins(Space.L, 0, Space.L, 0)
        self._headings.setSpacing(Space.S)
        column.addWidget(heads)
        column.addWidget(hairline())
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        column.addLayout(self._column)
        self.add_button = plain_button(self.tr("Add a set"), "plus")
        self.add_button.setObjectName("addSetButton")
        self.add_button.clicked.connect(self._on_add_clicked)
        self._add_row = QWidget()
        add = QHBoxLayout(self._add_row)
        add.setContentsMargins(Space.S, Space.S, Space.L, Space.S)
        add.addWidget(self.add_button)
        add.addStretch(1)
        column.addWidget(self._add_row)

    def show_entry(self, entry: ExerciseEntry) -> None:
        """Show the sets of an exercise; the keyboard stays with the set being done."""
        focus = self.focusWidget()
        had_focus = focus is not None and any(row.isAncestorOf(focus) for row in self.rows)
        self._entry = entry
        self._show_headings(entry.measures)
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [self._row(place, entry) for place in range(len(entry.sets))]
        for row in self.rows:
            self._column.addWidget(row)
        self._add_row.setVisible(entry.is_editable)
        if had_focus:
            self.focus_current()

    def focus_current(self) -> None:
        """Put the keyboard into the set being done, or beyond the sets where all are."""
        row = next((row for row in self.rows if row.state is RowState.CURRENT), None)
        if row is not None:
            row.focus_first()
        else:
            self.focus_left.emit()

    def show_error(self, error: UserError) -> bool:
        """Say what is wrong beside its set; return whether it is about a set."""
        row = next((row for row in self.rows if error.field == f"set{row.number}"), None)
        if row is not None:
            row.set_error(error.message)
        return row is not None

    def refuse_unreadable(self) -> bool:
        """Say beside a set that something typed is no number that can be taken; return whether it is so."""
        for row in self.rows:
            if strange := row.unreadable():
                words = self.tr("Set {0}: “{1}” cannot be logged as it stands.")
                row.set_error(words.format(row.number, strange))
                return True
        return False

    def _show_headings(self, measures: tuple[Measure, ...]) -> None:
        while (item := self._headings.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        number = label(self.tr("Set"), "secondary", "muted", "medium")
        number.setFixedWidth(Size.LOG_NUMBER)
        self._headings.addWidget(number)
        self._headings.addWidget(ElidedLabel(self.tr("Last time"), "secondary", "muted", "medium"), 1)
        for measure in measures:
            heading = label(measure_words(measure), "secondary", "muted", "medium")
            heading.setAlignment(Qt.AlignmentFlag.AlignCenter)
            heading.setFixedWidth(measure_width())
            self._headings.addWidget(heading)
        blank = QWidget()
        blank.setFixedWidth(Size.SET_ACTION)
        self._headings.addWidget(blank)

    def _row(self, place: int, entry: ExerciseEntry) -> SetRow:
        one = entry.sets[place]
        if not entry.is_editable:
            state = RowState.SAVED if entry.state is EntryState.LOGGED else RowState.LATER
        elif one.is_done:
            state = RowState.DONE
        else:
            state = RowState.CURRENT if place == entry.current else RowState.LATER
        empty = self.tr("bodyweight") if entry.kind is EntryKind.REPS else NO_VALUE
        gear = self._gear(one.unit)
        has_bar = entry.has_bar and Measure.WEIGHT in entry.measures
        row = SetRow(
            place + 1,
            one,
            entry.measures,
            state,
            self._reader,
            gear if has_bar else None,
            gear.step,
            has_rir=entry.kind is EntryKind.REPS,
            empty_weight=empty,
        )
        row.done_requested.connect(lambda: self._on_done(row))
        row.change_requested.connect(lambda: self._on_change(row))
        row.remove_requested.connect(lambda: self._on_remove(row))
        row.type_chosen.connect(lambda kind: self._on_type_chosen(row, kind))
        row.edited.connect(self.edited)
        return row

    def _on_done(self, row: SetRow) -> None:
        entry = self._entry
        if entry is None or not entry.is_editable or self.refuse_unreadable():
            return
        try:
            entry.check_set(row.number - 1)
            if not self.confirm(row.one):
                row.focus_first()
                return
            entry.finish_set(row.number - 1)
        except UserError as error:
            self.show_error(error)
            return
        self.edited.emit()
        self.changed.emit()
        self.set_finished.emit(row.number)
        self.focus_current()

    def _on_change(self, row: SetRow) -> None:
        row.one.is_done, row.one.is_edited, row.one.done_at = False, True, None
        self.changed.emit()
        self.focus_current()

    def _on_remove(self, row: SetRow) -> None:
        if self._entry is not None:
            self._entry.remove_set(row.number - 1)
            self.changed.emit()

    def _on_type_chosen(self, row: SetRow, kind: SetType) -> None:
        row.one.type, row.one.is_edited = kind, True
        self.edited.emit()
        self.changed.emit()

    def _on_add_clicked(self) -> None:
        if self._entry is not None:
            self._entry.add_set()
            self.edited.emit()
            self.changed.emit()
            self.focus_current()
