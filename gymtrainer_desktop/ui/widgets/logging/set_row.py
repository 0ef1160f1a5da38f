"""A line of the page where sets are logged: only the set being done has steppers."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.plates import Gear
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.domain.workouts import SetType
from gymtrainer_desktop.ui.theme import icons
from gymtrainer_desktop.ui.theme.scheme import scheme_of
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.buttons import icon_button, primary_button
from gymtrainer_desktop.ui.widgets.delegates import NO_VALUE
from gymtrainer_desktop.ui.widgets.logging.set_extras import SetExtras
from gymtrainer_desktop.ui.widgets.logging.set_stepper import (
    SetStepper,
    measure_text,
    measure_width,
    measure_words,
)
from gymtrainer_desktop.ui.widgets.logging.workout_sets import Measure, SetEntry
from gymtrainer_desktop.ui.widgets.text import ElidedLabel, icon_label, label
from gymtrainer_desktop.ui.widgets.workout_words import set_type_words, set_words


class RowState(StrEnum):
    """How a set stands."""

    DONE = "done"
    CURRENT = "current"
    LATER = "later"
    SAVED = "saved"


class SetRow(QWidget):
    """One set.

    Args:
        number: From 1.
        one: The set; what is typed is put into it.
        measures: The numbers shown.
        state: Decides between steppers and plain text.
        reader: Unit for last time's weight.
        gear: The gym's bar and plates, in the unit of the set; None where they are not for this exercise.
        weight_step: What a click adds to the weight.
        has_rir: Whether reps in reserve can be said.
        empty_weight: What stands for no weight ("bodyweight").
    """

    done_requested = Signal()
    change_requested = Signal()
    remove_requested = Signal()
    type_chosen = Signal(object)
    """Another `SetType` was chosen."""
    edited = Signal()
    """A number was changed."""

    def __init__(
        self,
        number: int,
        one: SetEntry,
        measures: tuple[Measure, ...],
        state: RowState,
        reader: Unit,
        gear: Gear | None = None,
        weight_step: Decimal = Decimal(1),
        *,
        has_rir: bool = False,
        empty_weight: str = NO_VALUE,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(f"set{number}")
        self.number, self.one, self.state = number, one, state
        self._gear, self._weight_step, self._has_rir = gear, weight_step, has_rir
        self.extras: SetExtras | None = None
        self.steppers: dict[Measure, SetStepper] = {}
        self._error = label("", "secondary", "critical", wrap=True)
        self._error_row = QWidget()
        self._build(measures, reader, empty_weight)

    @property
    def error(self) -> str:
        """The sentence below the set, empty for none."""
        return "" if self._error_row.isHidden() else self._error.text()

    def set_error(self, sentence: str) -> None:
        """Say below the set what is wrong with it."""
        self._error.setText(sentence)
        self._error_row.setVisible(bool(sentence))

    def unreadable(self) -> str:
        """Return what is typed and is no number that can be taken, empty if all is well."""
        return next((s.edit.text().strip() for s in self.steppers.values() if not s.is_readable), "")

    def focus_first(self) -> None:
        """Put the keyboard into the first number, ready to be typed over."""
        for stepper in self.steppers.values():
            stepper.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            stepper.edit.selectAll()
            return

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line below, and light up the set being done."""
        painter = QPainter(self)
        scheme = scheme_of(self)
        if self.state is RowState.CURRENT:
            painter.fillRect(self.rect(), QColor(scheme.accent_soft))
        line = QRectF(0, self.height() - Size.BORDER, self.width(), Size.BORDER)
        painter.fillRect(line, QColor(scheme.line))

    # Building

    def _build(self, measures: tuple[Measure, ...], reader: Unit, empty_weight: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        line = QWidget()
        is_current = self.state is RowState.CURRENT
        line.setFixedHeight(Size.SET_ROW_CURRENT if is_current else Size.SET_ROW)
        row = QHBoxLayout(line)
        row.setContentsMargins(Space.L, 0, Space.L, 0)
        row.setSpacing(Space.S)
        row.addWidget(self._number_button())
        before = set_words(self.one.last, reader) if self.one.last is not None else NO_VALUE
        row.addWidget(ElidedLabel(before, tone="muted"), 1)
        for measure in measures:
            row.addWidget(self._number(measure, empty_weight))
        row.addWidget(self._action())
        column.addWidget(line)
        inner = QHBoxLayout(self._error_row)
        inner.setContentsMargins(Space.L, 0, Space.L, Space.M)
        inner.setSpacing(Space.S)
        inner.addWidget(
            icon_label("triangle-alert", "critical", Size.ICON_SMALL), 0, Qt.AlignmentFlag.AlignTop
        )
        inner.addWidget(self._error, 1)
        self._error_row.hide()
        if is_current:
            self._add_extras(column, measures)
        column.addWidget(self._error_row)

    def _add_extras(self, column: QVBoxLayout, measures: tuple[Measure, ...]) -> None:
        has_watch = Measure.SECONDS in measures
        self.extras = SetExtras(self.one, self._gear, has_watch=has_watch, has_rir=self._has_rir)
        self.extras.timed.connect(self._on_timed)
        self.extras.rir_chosen.connect(self._on_rir_chosen)
        column.addWidget(self.extras)

    def _number_button(self) -> QToolButton:
        """Return the number of the set, or the letter of its type, with the menu behind it."""
        kind = self.one.type
        letters = {
            SetType.WORKING: str(self.number),
            SetType.WARM_UP: self.tr("W"),
            SetType.DROP: self.tr("D"),
            SetType.FAILURE: self.tr("F"),
        }
        button = QToolButton()
        button.setObjectName("setTypeButton")
        button.setProperty("kind", "plain" if self.state is RowState.SAVED else "outlined")
        button.setText(letters[kind])
        button.setFixedSize(Size.LOG_NUMBER, Size.LOG_NUMBER)
        words = self.tr("Set {0}, {1}").format(self.number, set_type_words(kind))
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        if self.state is RowState.SAVED:
            button.setEnabled(False)
        else:
            button.setMenu(self._menu(button))
        return button

    def _menu(self, parent: QWidget) -> QMenu:
        menu = QMenu(parent)
        for kind in SetType:
            action = menu.addAction(set_type_words(kind))
            action.setCheckable(True)
            action.setChecked(kind is self.one.type)
            action.triggered.connect(lambda _=False, to=kind: self.type_chosen.emit(to))
        menu.addSeparator()
        if self.state is RowState.DONE:
            menu.addAction(self.tr("Change this set"), self.change_requested.emit)
        menu.addAction(self.tr("Remove this set"), self.remove_requested.emit)
        return menu

    def _number(self, measure: Measure, empty_weight: str) -> QWidget:
        if self.state is RowState.CURRENT:
            words = self.tr("{0} of set {1}").format(measure_words(measure), self.number)
            stepper = SetStepper(measure, self.one, words, self._weight_step)
            if measure is Measure.WEIGHT:
                stepper.edit.setPlaceholderText(empty_weight)
            stepper.value_changed.connect(lambda value, at=measure: self._on_value_changed(at, value))
            stepper.edit.textEdited.connect(lambda _text: self.edited.emit())
            stepper.edit.returnPressed.connect(self.done_requested)
            self.steppers[measure] = stepper
            holder = QWidget()
            inner = QHBoxLayout(holder)
            inner.setContentsMargins(0, 0, 0, 0)
            inner.addWidget(stepper, 0, Qt.AlignmentFlag.AlignCenter)
            holder.setFixedWidth(measure_width())
            return holder
        is_quiet = self.state is RowState.LATER
        figure = label(
            measure_text(self.one, measure, empty_weight),
            tone="muted" if is_quiet else "text",
            weight="" if is_quiet else "semibold",
        )
        figure.setAlignment(Qt.AlignmentFlag.AlignCenter)
        figure.setFixedWidth(measure_width())
        return figure

    def _action(self) -> QWidget:
        holder = QWidget()
        holder.setFixedWidth(Size.SET_ACTION)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.XS)
        row.addStretch(1)
        if self.state is RowState.CURRENT:
            self.done_button = primary_button(self.tr("Done"), "check", "large")
            self.done_button.setObjectName("setDoneButton")
            self.done_button.clicked.connect(self.done_requested)
            row.addWidget(self.done_button)
        elif self.state is RowState.LATER:
            row.addWidget(label(self.tr("to do"), tone="muted"))
        else:
            row.addWidget(icon_label("check", "positive"))
            words = self.tr("Saved") if self.state is RowState.SAVED else self.tr("Done")
            row.addWidget(label(words, tone="positive"))
            if self.one.rir is not None:
                holder.setToolTip(self.tr("{0} reps in reserve").format(self.one.rir))
            if self.state is RowState.DONE:
                change = icon_button(
                    "pencil", self.tr("Change set {0}").format(self.number), size=Size.CONTROL_SMALL
                )
                change.setObjectName("changeSetButton")
                change.clicked.connect(self.change_requested)
                row.addWidget(change)
        icons.retint(holder)
        return holder

    def _on_value_changed(self, measure: Measure, value: Decimal | None) -> None:
        self.one.put(measure, value)
        self.set_error("")
        if self.extras is not None:
            self.extras.show_plates()
        self.edited.emit()

    def _on_timed(self, seconds: int) -> None:
        self.steppers[Measure.SECONDS].set_value(seconds)

    def _on_rir_chosen(self, rir: int | None) -> None:
        self.one.rir, self.one.is_edited = rir, True
        self.edited.emit()
