"""A line of the page where sets are logged: only the set being done has steppers."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.units import Unit, format_number
from gymtrainer_desktop.domain.workouts import SetType
from gymtrainer_desktop.ui.theme import icons
from gymtrainer_desktop.ui.theme.scheme import scheme_of
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.buttons import icon_button, primary_button
from gymtrainer_desktop.ui.widgets.delegates import NO_VALUE
from gymtrainer_desktop.ui.widgets.fields import Stepper
from gymtrainer_desktop.ui.widgets.logging.workout_sets import Measure, SetEntry
from gymtrainer_desktop.ui.widgets.text import ElidedLabel, icon_label, label
from gymtrainer_desktop.ui.widgets.workout_words import set_type_words, set_words

_WIDE = Decimal(9_999_999)
"""Typed numbers are not cut short: the domain's rule says what is too much, beside the set."""
_LONGEST = 9
_WEIGHT_STEPS = {Unit.KG: Decimal("2.5"), Unit.LB: Decimal(5)}


@dataclass(frozen=True, slots=True)
class MeasureSpec:
    """How a number is entered: how much a click adds, its decimals, and the quiet word behind it."""

    step: Decimal
    decimals: int
    suffix: str


_SPECS = {
    Measure.REPS: MeasureSpec(Decimal(1), 0, ""),
    Measure.SECONDS: MeasureSpec(Decimal(5), 0, "s"),
    Measure.METRES: MeasureSpec(Decimal(50), 1, "m"),
    Measure.MINUTES: MeasureSpec(Decimal(1), 2, "min"),
    Measure.KILOMETRES: MeasureSpec(Decimal("0.5"), 2, "km"),
}


class RowState(StrEnum):
    """How a set stands."""

    DONE = "done"
    CURRENT = "current"
    LATER = "later"
    SAVED = "saved"


def measure_words(measure: Measure) -> str:
    """Return the heading of a number's column."""
    tr = QCoreApplication.translate
    match measure:
        case Measure.WEIGHT:
            return tr("SetRow", "Weight")
        case Measure.REPS:
            return tr("SetRow", "Reps")
        case Measure.SECONDS | Measure.MINUTES:
            return tr("SetRow", "Time")
        case Measure.METRES | Measure.KILOMETRES:
            return tr("SetRow", "Distance")


def measure_width() -> int:
    """Return the width of a number's column."""
    return 2 * Size.CONTROL_LARGE + Size.NUMBER_FIELD + Space.L + Space.HAIR


class SetStepper(Stepper):
    """A stepper that takes every number as typed, and steps down to nothing less than zero."""

    def __init__(self, measure: Measure, one: SetEntry, name: str, parent: QWidget | None = None) -> None:
        self.measure = measure
        if measure is Measure.WEIGHT:
            spec = MeasureSpec(_WEIGHT_STEPS[one.unit], 2, one.unit.value)
        else:
            spec = _SPECS[measure]
        super().__init__(
            one.value(measure),
            unit=spec.suffix,
            step=spec.step,
            minimum=-_WIDE,
            maximum=_WIDE,
            decimals=spec.decimals,
            name=name,
            parent=parent,
        )
        self.edit.setMaxLength(_LONGEST)
        self.setObjectName(f"{measure.value}Stepper")

    @property
    def is_readable(self) -> bool:
        """Whether what is typed can be taken as it stands."""
        text = self.edit.text().strip()
        number = self._read(text)
        return not text or (number is not None and number == self._within(number))

    def step_by(self, steps: int) -> None:
        """Add so many steps, down to zero."""
        base = self.value if self.value is not None else Decimal(0)
        self.set_value(max(base + steps * self._step, Decimal(0)))

    def _on_editing_finished(self) -> None:
        """Leave what cannot be taken where it is, in red, for the person to mend."""
        if self.is_readable:
            super()._on_editing_finished()


class SetRow(QWidget):
    """One set.

    Args:
        number: From 1.
        one: The set; what is typed is put into it.
        measures: The numbers shown.
        state: Decides between steppers and plain text.
        reader: Unit for last time's weight.
        empty_weight: What stands for no weight ("body").
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
        empty_weight: str = NO_VALUE,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(f"set{number}")
        self.number, self.one, self.state = number, one, state
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
        column.addWidget(self._error_row)

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
            stepper = SetStepper(measure, self.one, words)
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
            self._written(measure, empty_weight),
            tone="muted" if is_quiet else "text",
            weight="" if is_quiet else "semibold",
        )
        figure.setAlignment(Qt.AlignmentFlag.AlignCenter)
        figure.setFixedWidth(measure_width())
        return figure

    def _written(self, measure: Measure, empty_weight: str) -> str:
        value = self.one.value(measure)
        if measure is Measure.WEIGHT:
            return f"{format_number(value)} {self.one.unit.value}" if value else empty_weight
        if value is None:
            return NO_VALUE
        return f"{format_number(value)} {_SPECS[measure].suffix}".strip()

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
        self.edited.emit()
