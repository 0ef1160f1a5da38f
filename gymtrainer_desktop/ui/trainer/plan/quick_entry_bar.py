"""One line into an exercise, shown as it was understood while it is typed."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QTextCharFormat,
)
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.quick_entry import LINE_LIMIT, QuickEntry, QuickEntryError, read_quick_entry
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.ui.theme.scheme import scheme_of
from gymtrainer_desktop.ui.theme.tokens import Radius, Size, Space
from gymtrainer_desktop.ui.trainer.plan.card_words import progression_words
from gymtrainer_desktop.ui.trainer.plan.clipboard import DEFAULT_REST
from gymtrainer_desktop.ui.trainer.plan.library_book import LibraryBook
from gymtrainer_desktop.ui.trainer.plan.name_completion import NameCompletion
from gymtrainer_desktop.ui.widgets.buttons import link_button
from gymtrainer_desktop.ui.widgets.pills import Chip
from gymtrainer_desktop.ui.widgets.text import ElidedLabel, label, set_tone

_LONGEST_CHIP = 24
_LONGEST_NAME = 60


def with_usual_rest(entry: QuickEntry) -> QuickEntry:
    """Return an entry with a minute of rest where it has sets and says nothing of a rest."""
    if entry.sets is None or entry.rest_seconds is not None:
        return entry
    return dataclasses.replace(entry, rest_seconds=DEFAULT_REST)


class QuickEntryBar(QWidget):
    """The line at the bottom of the editor. Enter adds, up and down change the day, Esc empties.

    Args:
        days: In the order of the gym's week.
        book: What the library knows, for completing names.
    """

    entered = Signal(object, object)
    """A line was understood and should be added: the `QuickEntry` and the `Weekday`."""
    lines_pasted = Signal(str)
    """Several lines were pasted into the line."""
    learn_wanted = Signal(str)
    """A name that nobody knows should be added to the library."""
    day_changed = Signal(object)
    left = Signal()
    """Esc on an empty line."""

    def __init__(self, days: tuple[Weekday, ...], book: LibraryBook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("quickEntryBar")
        self._days = days
        self._day = days[0]
        self._book = book
        self._unit: Unit | None = None
        self._chips: list[Chip] = []
        self._unknown = ""
        self._added = ""
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
        return self.note.text() if self.note.property("tone") == "critical" else ""

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
        """Empty the line, and forget what was added last."""
        self._added = ""
        self.edit.clear()
        self._show_unknown("")

    def take(self, name: str) -> None:
        """Empty the line: an exercise of this name was added. Should nobody know it, that is said."""
        self.edit.clear()
        self._added = name
        self._book.want([name])
        self._on_book_changed()

    def show_error(self, sentence: str, span: tuple[int, int] | None = None) -> None:
        """Say below the line what is wrong with it, and underline the part meant: its columns from, to."""
        self._show_chips(())
        self._hint.hide()
        self._show_note(sentence, "critical")
        self.edit.setAccessibleDescription(sentence)
        if span is not None:
            self.edit.underline(*span)

    # Building

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        frame = self._frame = _Frame()
        row = QHBoxLayout(frame)
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
        # Without words it takes no room from the line.
        self._hint.hide()
        row.addWidget(self._hint, 3)
        self._chip_row = QHBoxLayout()
        self._chip_row.setSpacing(Space.XS + Space.HAIR)
        row.addLayout(self._chip_row)
        key = label("Enter", "secondary", "muted")
        key.setProperty("kind", "key")
        key.setFixedHeight(Size.PILL)
        row.addWidget(key)
        column.addWidget(frame)
        column.addLayout(self._note_row())
        self.completion = NameCompletion(self.edit, self._book)
        self.edit.completion = self.completion
        self.edit.textChanged.connect(self._on_text_changed)
        self.edit.textEdited.connect(self._on_text_edited)
        self.edit.returnPressed.connect(self._on_return_pressed)
        self.edit.stepped.connect(self._on_stepped)
        self.edit.left.connect(self._on_left)
        self.edit.lines_pasted.connect(self.lines_pasted)
        self.edit.focused.connect(frame.set_lit)
        self._book.changed.connect(self._on_book_changed)

    def _note_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(Space.L, 0, Space.L, 0)
        row.setSpacing(Space.S)
        self.note = ElidedLabel("", "secondary", "muted")
        self.note.setObjectName("quickEntryNote")
        self.note.hide()
        self.learn_button = link_button(self.tr("Add it"), "small")
        self.learn_button.setObjectName("learnButton")
        self.learn_button.clicked.connect(lambda: self.learn_wanted.emit(self._unknown))
        self.learn_button.hide()
        row.addWidget(self.note)
        row.addWidget(self.learn_button)
        row.addStretch(1)
        return row

    # Reading

    def _on_text_edited(self) -> None:
        self._added = ""

    def _on_text_changed(self) -> None:
        text = self.text
        self._hint.hide()
        self._show_note("", "muted")
        self.edit.underline(0, 0)
        self.edit.setAccessibleDescription("")
        if not text:
            self._show_chips(())
            return
        try:
            entry = with_usual_rest(read_quick_entry(text, self._unit))
        except QuickEntryError as error:
            # Half a line is not a mistake yet: said quietly until Enter.
            self._show_chips(())
            self._hint.setText(error.message)
            self._hint.show()
            return
        self._show_chips(self._words(entry))
        self.edit.setAccessibleDescription(", ".join(self.chips))
        if entry.reps or entry.weight:
            # The name is whole once something follows it.
            self._book.want([entry.name])
            self._show_unknown(entry.name)

    def _words(self, entry: QuickEntry) -> tuple[str, ...]:
        words = [self.tr("superset {0}").format(entry.superset)] if entry.superset else []
        words.append(_shortened(entry.name))
        if entry.sets is not None:
            words.append(self.tr("1 set") if entry.sets == 1 else self.tr("{0} sets").format(entry.sets))
        if entry.reps:
            is_plain = entry.reps.replace("-", "").isdigit()
            words.append(self.tr("{0} reps").format(entry.reps) if is_plain else _shortened(entry.reps))
        if entry.weight:
            words.append(_shortened(entry.weight))
        if entry.progression:
            words.append(progression_words(entry.progression))
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
            entry = with_usual_rest(read_quick_entry(self.edit.text(), self._unit))
        except QuickEntryError as error:
            self.show_error(error.message, (error.start, error.end))
            return
        self.entered.emit(entry, self._day)

    # The library

    def _on_book_changed(self) -> None:
        if self.error:
            return
        if not self.text:
            self._show_unknown(self._added)
            return
        self._on_text_changed()

    def _show_unknown(self, name: str) -> None:
        """Offer a name to the library that nobody knows there."""
        self._unknown = name if name and self._book.is_unknown(name) else ""
        self.learn_button.setVisible(bool(self._unknown))
        if self._unknown:
            shown = self._unknown if len(self._unknown) <= _LONGEST_NAME else f"{self._unknown[:59]}…"
            self._show_note(self.tr("“{0}” is not in the library.").format(shown), "muted")
            self.learn_button.setAccessibleName(self.tr("Add {0} to the library").format(shown))
            self.learn_button.show()
        elif not self.error:
            self._show_note("", "muted")

    def _show_note(self, words: str, tone: str) -> None:
        set_tone(self.note, tone)
        self.note.setText(words)
        self.note.setVisible(bool(words))
        self.learn_button.hide()

    # The day

    def _on_stepped(self, step: int) -> None:
        self.set_day(self._days[(self._days.index(self._day) + step) % len(self._days)])

    def _on_day_clicked(self) -> None:
        menu = QMenu(self)
        for day in self._days:
            menu.addAction(day.value).triggered.connect(lambda _=False, to=day: self.begin(to))
        menu.popup(self._frame.mapToGlobal(self.day_button.pos()))

    def _on_left(self) -> None:
        if self.edit.text() or self._added:
            self.clear()
        else:
            self.left.emit()


class _Frame(QWidget):
    """The box around the line, in accent while it is typed into."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(Size.QUICK_ENTRY)
        self._is_lit = False

    def set_lit(self, lit: bool) -> None:
        """Show whether the cursor is in the line."""
        self._is_lit = lit
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scheme = scheme_of(self)
        width = Size.FOCUS if self._is_lit else Size.BORDER
        painter.setPen(QPen(QColor(scheme.accent if self._is_lit else scheme.line_strong), width))
        painter.setBrush(QColor(scheme.surface))
        inset = width / 2
        shape = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(shape, Radius.CARD, Radius.CARD)


class _Line(QLineEdit):
    """The line; tells of the keys that are not text."""

    stepped = Signal(int)
    left = Signal()
    focused = Signal(bool)
    lines_pasted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.completion: NameCompletion | None = None
        self.underlined = ""

    def underline(self, start: int, end: int) -> None:
        """Mark a part of the text as wrong; an empty one marks nothing."""
        attributes = []
        self.underlined = self.text()[start:end]
        if self.underlined:
            format = QTextCharFormat()
            format.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            format.setUnderlineColor(QColor(scheme_of(self).critical))
            format.setForeground(QColor(scheme_of(self).critical))
            attributes.append(
                QInputMethodEvent.Attribute(
                    QInputMethodEvent.AttributeType.TextFormat,
                    start - self.cursorPosition(),
                    end - start,
                    format,
                )
            )
        # A line has no formats of its own; those of an input method stay until the next such event.
        QApplication.sendEvent(self, QInputMethodEvent("", attributes))

    def event(self, event: QEvent) -> bool:
        """Tab completes while names are offered."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Tab
            and self.completion is not None
            and self.completion.press(event)
        ):
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.completion is not None and self.completion.press(event):
            return
        text = QGuiApplication.clipboard().text() if event.matches(QKeySequence.StandardKey.Paste) else ""
        if len(text.strip().splitlines()) > 1:
            self.lines_pasted.emit(text)
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focused.emit(False)
        if self.completion is not None:
            self.completion.close()


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_CHIP else f"{text[: _LONGEST_CHIP - 1]}…"
