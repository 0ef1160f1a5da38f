"""The numbers of a set while it is being done: between − and +, typed, or entered on a keypad."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QInputDevice, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from gymtrainer_desktop.domain.units import format_number
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.delegates import NO_VALUE
from gymtrainer_desktop.ui.widgets.fields import Stepper
from gymtrainer_desktop.ui.widgets.logging.number_pad import NumberPad
from gymtrainer_desktop.ui.widgets.logging.workout_sets import Measure, SetEntry

_WIDE = Decimal(9_999_999)
"""Typed numbers are not cut short: the domain's rule says what is too much, beside the set."""
_LONGEST = 9


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
    Measure.MILES: MeasureSpec(Decimal("0.25"), 2, "mi"),
}


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
        case Measure.METRES | Measure.KILOMETRES | Measure.MILES:
            return tr("SetRow", "Distance")


def measure_width() -> int:
    """Return the width of a number's column."""
    return 2 * Size.CONTROL_LARGE + Size.NUMBER_FIELD + Space.L + Space.HAIR


def measure_text(one: SetEntry, measure: Measure, empty_weight: str) -> str:
    """Return a number of a set with its unit; `empty_weight` stands for no weight."""
    value = one.value(measure)
    if measure is Measure.WEIGHT:
        return f"{format_number(value)} {one.unit.value}" if value else empty_weight
    if value is None:
        return NO_VALUE
    return f"{format_number(value)} {_SPECS[measure].suffix}".strip()


class SetStepper(Stepper):
    """A stepper that takes every number as typed, and steps down to nothing less than zero.

    Args:
        measure: Which number.
        one: Of this set.
        name: For who hears and does not see it.
        weight_step: What a click adds to a weight, in the unit of the set.
    """

    def __init__(
        self,
        measure: Measure,
        one: SetEntry,
        name: str,
        weight_step: Decimal,
        parent: QWidget | None = None,
    ) -> None:
        self.measure = measure
        if measure is Measure.WEIGHT:
            spec = MeasureSpec(weight_step, 2, one.unit.value)
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
        self.pad: NumberPad | None = None
        self._decimals_taken = spec.decimals
        self.edit.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A finger on the number opens the keypad; F2 does, too."""
        if watched is self.edit:
            by_finger = (
                event.type() == QEvent.Type.MouseButtonRelease
                and isinstance(event, QMouseEvent)
                and event.deviceType() == QInputDevice.DeviceType.TouchScreen
            )
            by_key = (
                event.type() == QEvent.Type.KeyPress
                and isinstance(event, QKeyEvent)
                and event.key() == Qt.Key.Key_F2
            )
            if by_finger or by_key:
                self.open_pad()
                return by_key
        return super().eventFilter(watched, event)

    def open_pad(self) -> None:
        """Let the number be entered with big keys."""
        self.pad = NumberPad(self.edit.text().strip(), has_point=self._decimals_taken > 0, parent=self)
        self.pad.typed.connect(self._on_pad_typed)
        self.pad.open_below(self.edit)

    def _on_pad_typed(self, text: str) -> None:
        self.edit.setText(text)
        self.edit.textEdited.emit(text)

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
