"""A number between a huge − and a huge +; touched itself, it is typed."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QWidget

from gymtrainer_desktop.ui.kiosk.kiosk_words import (
    figure_words,
    measure_title,
    measure_unit,
)
from gymtrainer_desktop.ui.kiosk.touch_parts import (
    LineLabel,
    column,
    row,
    set_button_text,
    touch_button,
    words,
)
from gymtrainer_desktop.ui.theme.tokens import Delay, KioskSize, Space
from gymtrainer_desktop.ui.widgets.logging.workout_sets import Measure, SetEntry

_STEPS = {
    Measure.REPS: Decimal(1),
    Measure.SECONDS: Decimal(5),
    Measure.METRES: Decimal(50),
    Measure.MINUTES: Decimal(1),
    Measure.KILOMETRES: Decimal("0.5"),
    Measure.MILES: Decimal("0.25"),
}
_WHOLE = frozenset({Measure.REPS, Measure.SECONDS})


class TouchStepper(QFrame):
    """One number of a set.

    Args:
        measure: Which number.
    """

    changed = Signal()
    typing_requested = Signal(object)
    """The number was touched; carries the `Measure`."""

    def __init__(self, measure: Measure, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kiosk", "card")
        self.setObjectName(f"{measure.value}Stepper")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.measure = measure
        self._one: SetEntry | None = None
        self._step = Decimal(1)
        self._title = words("", weight="semibold")
        self._unit = words("", tone="muted")
        self._last = LineLabel("", tone="muted")
        self._last.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.hint = LineLabel("", tone="muted")
        self.hint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.less = self._side("minus", self.tr("Less"), "less")
        self.more = self._side("plus", self.tr("More"), "more")
        self.value = touch_button("", "value")
        self.value.setObjectName("valueButton")
        self.value.clicked.connect(lambda: self.typing_requested.emit(self.measure))
        self.less.clicked.connect(lambda: self.step_by(-1))
        self.more.clicked.connect(lambda: self.step_by(1))
        self._build()

    def show_set(self, one: SetEntry, weight_step: Decimal) -> None:
        """Show the number of a set.

        Args:
            one: The set; what is entered is put into it.
            weight_step: By how much a bar can grow, in the set's unit.
        """
        self._one = one
        self._step = weight_step if self.measure is Measure.WEIGHT else _STEPS[self.measure]
        self._title.setText(measure_title(self.measure))
        unit = measure_unit(self.measure, one)
        self._unit.setText(self.tr("in {0}").format(unit) if unit else "")
        self._unit.setVisible(bool(unit))
        last = SetEntry.of(one.last, one.unit) if one.last is not None else None
        before = last.value(self.measure) if last is not None else None
        unit_then = f" {last.unit.value}" if last is not None and last.unit is not one.unit else ""
        self._last.setText(
            self.tr("last time {0}").format(figure_words(self.measure, before) + unit_then)
            if before is not None
            else ""
        )
        self._show()

    def step_by(self, steps: int) -> None:
        """Add so many steps, down to nothing."""
        if self._one is None:
            return
        value = self._one.value(self.measure) or Decimal(0)
        self._put(max(value + steps * self._step, Decimal(0)))

    def enter(self, text: str) -> None:
        """Take a number that was typed."""
        value = Decimal(text)
        self._put(value.to_integral_value() if self.measure in _WHOLE else value)

    @property
    def text(self) -> str:
        """The number as it can be typed over."""
        value = self._one.value(self.measure) if self._one is not None else None
        return "" if value is None else figure_words(self.measure, value)

    @property
    def has_decimals(self) -> bool:
        """Whether the number may have a point."""
        return self.measure not in _WHOLE

    def _put(self, value: Decimal) -> None:
        assert self._one is not None
        self._one.put(self.measure, value)
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        value = self._one.value(self.measure) if self._one is not None else None
        set_button_text(self.value, figure_words(self.measure, value))
        self.value.setAccessibleName(f"{measure_title(self.measure)} {figure_words(self.measure, value)}")
        self.less.setEnabled(bool(value))

    def _side(self, icon: str, name: str, key: str) -> QPushButton:
        button = touch_button("", "step", icon, name=name)
        button.setObjectName(f"{key}Button")
        button.setFixedWidth(KioskSize.STEP_BUTTON)
        button.setAutoRepeat(True)
        button.setAutoRepeatDelay(Delay.STEP_REPEAT_AFTER)
        button.setAutoRepeatInterval(Delay.STEP_REPEAT)
        return button

    def _build(self) -> None:
        whole = column(self, spacing=Space.M)
        whole.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        head = row(spacing=Space.S)
        head.addWidget(self._title)
        head.addWidget(self._unit)
        head.addWidget(self._last, 1)
        whole.addLayout(head)
        middle = row(spacing=Space.S)
        middle.addWidget(self.less)
        middle.addWidget(self.value, 1)
        middle.addWidget(self.more)
        whole.addLayout(middle)
        whole.addWidget(self.hint)
