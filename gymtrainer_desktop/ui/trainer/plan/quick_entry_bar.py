"""One line into an exercise, shown as it was understood while it is typed."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPushButton, QWidget

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.quick_entry import LINE_LIMIT, QuickEntry, read_quick_entry
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.ui.theme.scheme import scheme_of
from gymtrainer_desktop.ui.theme.tokens import Radius, Size, Space
from gymtrainer_desktop.ui.widgets.buttons import link_button
from gymtrainer_desktop.ui.widgets.pills import Chip
from gymtrainer_desktop.ui.widgets.text import ElidedLabel, label, set_tone

DEFAULT_REST = 60
_LONGEST_CHIP = 24


def with_usual_rest(entry: QuickEntry) -> QuickEntry:
    """Return an entry with a minute of rest where it has sets and says nothing of a rest."""
    if entry.sets is None or entry.rest_seconds is not None:
        return entry
    return QuickEntry(entry.name, entry.sets, entry.reps, entry.weight, DEFAULT_REST)


class QuickEntryBar(QWidget):
    """The line at the bottom of the editor. Enter adds, up and down change the day, Esc empties."""

    entered = Signal(object, object)
    """A line was understood and should be added: the `QuickEntry` and the `Weekday`."""
    day_changed = Signal(object)
    left = Signal()
    """Esc on an empty line."""

    def __init__(self, days: tuple[Weekday, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("quickEntryBar")
        self.setFixedHeight(Size.QUICK_ENTRY)
        self._days = days
        self._day = days[0]
        self._unit: Unit | None = None
        self._chips: list[Chip] = []
        self._build()
        self.set_day(days[0])

    @property
    def day(self) -> Weekday:
        """The day that the next exercise is added to."""
        return self._day

    @property
    def text(self) -> str:
        """What is typed and not added yet."""
        return self.edit.text().strip()

    @property
    def chips(self) -> tuple[str, ...]:
        """How the line is understood, piece by piece."""
        return tuple(chip.text for chip in self._chips)

    @property
    def error(self) -> str:
        """What is wrong with the line, empty for nothing."""
        return self._hint.text() if self._hint.property("tone") == "critical" else ""

    def set_day(self, day: Weekday) -> None:
        """Add to another day."""
        self._day = day
        self.day_button.setText(self.tr("Add to {0}").format(day.short))
        self.day_button.setAccessibleName(self.tr("Add to {0}").format(day.value))
        self.day_changed.emit(day)

    def set_unit(self, unit: Unit) -> None:
        """Say what a number without a unit is."""
        self._unit = unit
        self._on_text_changed()

    def begin(self, day: Weekday) -> None:
        """Put the cursor here, for a day."""
        self.set_day(day)
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def clear(self) -> None:
        """Empty the line."""
        self.edit.clear()

    def show_error(self, sentence: str) -> None:
        """Say in place of the chips what is wrong."""
        self._show_chips(())
        set_tone(self._hint, "critical")
        self._hint.setText(sentence)
        self._hint.show()
        self.edit.setAccessibleDescription(sentence)

    # Building

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.L, 0, Space.M, 0)
        row.setSpacing(Space.S)
        self.day_button: QPushButton = link_button("")
        self.day_button.setObjectName("quickEntryDay")
        self.day_button.setToolTip(self.tr("Up and down in the line change the day"))
        self.day_button.clicked.connect(self._on_day_clicked)
        row.addWidget(self.day_button)
        self.edit = _Line()
        self.edit.setObjectName("quickEntry")
        self.edit.setProperty("kind", "bare")
        self.edit.setMaxLength(10 * LINE_LIMIT)
        self.edit.setPlaceholderText(self.tr("Bench press 4x8 135 lb 90s"))
        self.edit.setAccessibleName(self.tr("Add an exercise in one line"))
        self.edit.setMinimumWidth(Size.SEARCH_MIN_WIDTH)
        row.addWidget(self.edit, 2)
        self._hint = ElidedLabel("", "secondary", "muted")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._hint, 3)
        self._chip_row = QHBoxLayout()
        self._chip_row.setSpacing(Space.XS + Space.HAIR)
        row.addLayout(self._chip_row)
        key = label("Enter", "secondary", "muted")
        key.setProperty("kind", "key")
        key.setFixedHeight(Size.PILL)
        row.addWidget(key)
        self.edit.textChanged.connect(self._on_text_changed)
        self.edit.returnPressed.connect(self._on_return_pressed)
        self.edit.stepped.connect(self._on_stepped)
        self.edit.left.connect(self._on_left)
        self.edit.focused.connect(self.update)

    # Reading

    def _on_text_changed(self) -> None:
        text = self.text
        set_tone(self._hint, "muted")
        self._hint.setText("")
        self.edit.setAccessibleDescription("")
        if not text:
            self._show_chips(())
            return
        try:
            entry = with_usual_rest(read_quick_entry(text, self._unit))
        except UserError as error:
            # Half a line is not a mistake yet: said quietly until Enter.
            self._show_chips(())
            self._hint.setText(error.message)
            return
        self._show_chips(self._words(entry))
        self.edit.setAccessibleDescription(", ".join(self.chips))

    def _words(self, entry: QuickEntry) -> tuple[str, ...]:
        words = [_shortened(entry.name)]
        if entry.sets is not None:
            words.append(self.tr("1 set") if entry.sets == 1 else self.tr("{0} sets").format(entry.sets))
        if entry.reps:
            is_plain = entry.reps.replace("-", "").isdigit()
            words.append(self.tr("{0} reps").format(entry.reps) if is_plain else _shortened(entry.reps))
        if entry.weight:
            words.append(_shortened(entry.weight))
        if entry.rest_seconds is not None:
            words.append(self.tr("rest {0} s").format(entry.rest_seconds))
        return tuple(words)

    def _show_chips(self, words: tuple[str, ...]) -> None:
        if words == self.chips:
            return
        for chip in self._chips:
            self._chip_row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = [Chip(word) for word in words]
        for chip in self._chips:
            self._chip_row.addWidget(chip)

    def _on_return_pressed(self) -> None:
        try:
            entry = with_usual_rest(read_quick_entry(self.text, self._unit))
        except UserError as error:
            self.show_error(error.message)
            return
        self.entered.emit(entry, self._day)

    # The day

    def _on_stepped(self, step: int) -> None:
        self.set_day(self._days[(self._days.index(self._day) + step) % len(self._days)])

    def _on_day_clicked(self) -> None:
        menu = QMenu(self)
        for day in self._days:
            menu.addAction(day.value).triggered.connect(lambda _=False, to=day: self.begin(to))
        menu.popup(self.mapToGlobal(self.day_button.pos()))

    def _on_left(self) -> None:
        if self.edit.text():
            self.edit.clear()
        else:
            self.left.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the frame, in accent while it is typed into."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scheme = scheme_of(self)
        is_lit = self.edit.hasFocus()
        width = Size.FOCUS if is_lit else Size.BORDER
        painter.setPen(QPen(QColor(scheme.accent if is_lit else scheme.line_strong), width))
        painter.setBrush(QColor(scheme.surface))
        inset = width / 2
        shape = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(shape, Radius.CARD, Radius.CARD)


class _Line(QLineEdit):
    """The line; tells of the keys that are not text."""

    stepped = Signal(int)
    left = Signal()
    focused = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: object) -> None:
        super().focusInEvent(event)  # type: ignore[arg-type]
        self.focused.emit()

    def focusOutEvent(self, event: object) -> None:
        super().focusOutEvent(event)  # type: ignore[arg-type]
        self.focused.emit()


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_CHIP else f"{text[: _LONGEST_CHIP - 1]}…"
