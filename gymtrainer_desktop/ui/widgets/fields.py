"""Fields of forms: label above, inline error below; the search field; the stepper."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import QDate, QEvent, QLocale, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCalendarWidget,
    QComboBox,
    QDateEdit,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from gymtrainer_desktop.ui.theme import icons
from gymtrainer_desktop.ui.theme.tokens import Delay, Size, Space
from gymtrainer_desktop.ui.widgets.buttons import icon_button
from gymtrainer_desktop.ui.widgets.text import icon_label, label, repolish


def place_of(box: QComboBox, value: object) -> int:
    """Return the place of the entry whose data equals a value, -1 without one.

    Qt's own `findData` takes a Python object for the same only if it is the very same.
    """
    return next((place for place in range(box.count()) if box.itemData(place) == value), -1)


class FormField(QWidget):
    """A label, the field below it, and below that an error in words when there is one.

    Args:
        text: The label.
        field: The input; it gets the label as its accessible name.
        hint: Quiet words beside the label, such as "(optional)".
    """

    def __init__(self, text: str, field: QWidget, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        head = QHBoxLayout()
        head.setSpacing(Space.XS)
        self._label = label(text, "secondary", weight="medium")
        self._label.setBuddy(field)
        head.addWidget(self._label)
        self._hint = label(hint, "secondary", "muted")
        head.addWidget(self._hint)
        head.addStretch(1)
        column.addLayout(head)
        column.addWidget(field)
        self._error_row = QWidget()
        row = QHBoxLayout(self._error_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.XS + 2)
        row.addWidget(icon_label("triangle-alert", "critical", Size.ICON_SMALL), 0, Qt.AlignmentFlag.AlignTop)
        self._error = label("", "secondary", "critical", wrap=True)
        row.addWidget(self._error, 1)
        self._error_row.hide()
        column.addWidget(self._error_row)
        if not field.sizePolicy().expandingDirections() & Qt.Orientation.Vertical:
            # Beside a field with an error, the label stays at the top.
            column.addStretch(1)
        field.setAccessibleName(text)
        if isinstance(field, QAbstractSpinBox) and not field.property("calendarPopup"):
            # A style sheet's padding does not reach the text of a spin box.
            field.lineEdit().setTextMargins(Space.S, 0, 0, 0)
        if isinstance(field, QDateEdit) and field.calendarPopup():
            calm_calendar(field)
        if isinstance(field, QPlainTextEdit | QTextEdit):
            field.setTabChangesFocus(True)
            field.textChanged.connect(self.clear_error)
        elif isinstance(field, QLineEdit):
            field.textEdited.connect(self.clear_error)
        elif isinstance(field, QComboBox):
            field.currentIndexChanged.connect(self.clear_error)

    @property
    def error(self) -> str:
        """The sentence shown, empty for none."""
        return self._error.text() if not self._error_row.isHidden() else ""

    def set_error(self, sentence: str) -> None:
        """Say below the field what is wrong with it; empty for nothing."""
        self._error.setText(sentence)
        self._error_row.setVisible(bool(sentence))
        self.field.setProperty("invalid", bool(sentence))
        self.field.setAccessibleDescription(sentence)
        repolish(self.field)

    def clear_error(self) -> None:
        """Nothing is wrong any more."""
        if self.error:
            self.set_error("")

    def set_label(self, text: str) -> None:
        """Change the label."""
        self._label.setText(text)
        self.field.setAccessibleName(text)

    def set_hint(self, hint: str) -> None:
        """Change the quiet words beside the label."""
        self._hint.setText(hint)


def calm_calendar(edit: QDateEdit) -> None:
    """Take from a date field's calendar Qt's own red for week-ends, and its grid and week numbers."""
    calendar = edit.calendarWidget()
    calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        calendar.setWeekdayTextFormat(day, QTextCharFormat())


class DateField(QDateEdit):
    """A date with a calendar below it, written as "Mon 16 Nov 2026".

    Args:
        value: The date shown first.
        week_start: ISO number of the calendar's first weekday, 1 = Monday to 7 = Sunday.
    """

    def __init__(self, value: date, week_start: int = 1, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCalendarPopup(True)
        # The British locale writes one month with four letters ("Sept"); the order is the one of the format.
        self.setLocale(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
        self.setDisplayFormat("ddd d MMM yyyy")
        self.calendarWidget().setFirstDayOfWeek(Qt.DayOfWeek(week_start))
        calm_calendar(self)
        self.set_value(value)

    @property
    def value(self) -> date:
        """The date shown."""
        shown = self.date()
        return date(shown.year(), shown.month(), shown.day())

    def set_value(self, value: date) -> None:
        """Show another date."""
        self.setDate(QDate(value.year, value.month, value.day))


class SearchField(QLineEdit):
    """A field with a magnifying glass that tells of its text when typing pauses."""

    searched = Signal(str)
    """The trimmed text, 150 ms after the last key, or at once with Enter and when cleared."""
    left_downwards = Signal()
    """Arrow down: on to what was found."""

    def __init__(self, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setClearButtonEnabled(False)
        self._told = ""
        self._glass = QAction(self)
        self.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(Delay.SEARCH)
        self._pause.timeout.connect(self._tell)
        self.textChanged.connect(self._on_text_changed)
        self.returnPressed.connect(self._tell)
        self._tint()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the glass again in the colours of another scheme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_glass"):
            self._tint()

    def event(self, event: QEvent) -> bool:
        """Leave Ctrl+E to the page, whose shortcut it may be: X11 takes it for another End key."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_E
            and event.modifiers() == Qt.KeyboardModifier.ControlModifier
        ):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc empties the field, arrow down leaves it for what was found."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        if event.key() == Qt.Key.Key_Down:
            self.left_downwards.emit()
            return
        super().keyPressEvent(event)

    def _on_text_changed(self, text: str) -> None:
        if text.strip():
            self._pause.start()
        else:
            self._tell()

    def _tell(self) -> None:
        self._pause.stop()
        text = self.text().strip()
        if text != self._told:
            self._told = text
            self.searched.emit(text)

    def _tint(self) -> None:
        self._glass.setIcon(icons.icon("search"))


class Stepper(QFrame):
    """A number between − and +, which can also be typed.

    Args:
        unit: Quiet word behind the number ("lb").
        step: How much a click adds.
        minimum: Smallest value; the largest is `maximum`.
        decimals: Most decimal places.
        touch: For fingers: 64 px high.
    """

    value_changed = Signal(object)
    """Another number; carries a `Decimal`, or None when the field is empty."""

    def __init__(
        self,
        value: Decimal | int | None = None,
        *,
        unit: str = "",
        step: Decimal | int = 1,
        minimum: Decimal | int = 0,
        maximum: Decimal | int = 9999,
        decimals: int = 0,
        touch: bool = False,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "stepper")
        self._step, self._minimum, self._maximum = Decimal(step), Decimal(minimum), Decimal(maximum)
        self._decimals = decimals
        self._value: Decimal | None = None
        height = Size.CONTROL_TOUCH if touch else Size.CONTROL_LARGE
        self.setFixedHeight(height + 2)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.less = icon_button("minus", self.tr("Less"), size=height)
        self.more = icon_button("plus", self.tr("More"), size=height)
        for button in (self.less, self.more):
            button.setAutoRepeat(True)
        self.edit = QLineEdit()
        self.edit.setProperty("kind", "bare")
        self.edit.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.edit.setFixedWidth(Size.NUMBER_FIELD_TOUCH if touch else Size.NUMBER_FIELD)
        self.edit.setAccessibleName(name)
        self._unit = label(unit, "body", "muted")
        if not unit:
            self._unit.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        for widget in (self.less, self.edit, self._unit, self.more):
            row.addWidget(widget)
        if unit:
            self.edit.setFixedWidth(self.edit.width() - Space.L)
            self._unit.setContentsMargins(0, 0, Space.S, 0)
        self.less.clicked.connect(lambda: self.step_by(-1))
        self.more.clicked.connect(lambda: self.step_by(1))
        self.edit.editingFinished.connect(self._on_editing_finished)
        self.edit.textEdited.connect(self._on_text_edited)
        self.set_value(None if value is None else Decimal(value))

    @property
    def value(self) -> Decimal | None:
        """The number, None when the field is empty."""
        return self._value

    def set_value(self, value: Decimal | int | None) -> None:
        """Show another number, kept within the limits."""
        number = None if value is None else self._within(Decimal(value))
        self.edit.setText("" if number is None else self._written(number))
        self._take(number)

    def set_unit(self, unit: str) -> None:
        """Change the quiet word behind the number."""
        self._unit.setText(unit)
        self._unit.setVisible(bool(unit))

    def step_by(self, steps: int) -> None:
        """Add so many steps."""
        base = self._value if self._value is not None else self._minimum
        self.set_value(base + steps * self._step)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down step."""
        if event.key() == Qt.Key.Key_Up:
            self.step_by(1)
        elif event.key() == Qt.Key.Key_Down:
            self.step_by(-1)
        else:
            super().keyPressEvent(event)

    def _on_text_edited(self, text: str) -> None:
        number = self._read(text)
        is_wrong = bool(text.strip()) and (number is None or number != self._within(number))
        self.edit.setProperty("tone", "critical" if is_wrong else "text")
        repolish(self.edit)
        if not is_wrong:
            self._take(number)

    def _on_editing_finished(self) -> None:
        number = self._read(self.edit.text())
        if number is None and self.edit.text().strip():
            number = self._value
        self.edit.setProperty("tone", "text")
        repolish(self.edit)
        self.set_value(number)

    def _take(self, number: Decimal | None) -> None:
        self.less.setEnabled(number is None or number > self._minimum)
        self.more.setEnabled(number is None or number < self._maximum)
        if number != self._value:
            self._value = number
            self.value_changed.emit(number)

    def _within(self, number: Decimal) -> Decimal:
        number = min(max(number, self._minimum), self._maximum)
        return number.quantize(Decimal(1).scaleb(-self._decimals))

    def _read(self, text: str) -> Decimal | None:
        try:
            number = Decimal(text.strip().replace(",", "."))
        except InvalidOperation:
            return None
        return number if number.is_finite() else None

    def _written(self, number: Decimal) -> str:
        text = f"{number:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
