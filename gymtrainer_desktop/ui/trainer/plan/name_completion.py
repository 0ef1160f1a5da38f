"""Completes the name of an exercise in the quick entry with what the library knows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from gymtrainer_desktop.domain.exercises import LibraryExercise, library_key
from gymtrainer_desktop.ui.theme import fonts
from gymtrainer_desktop.ui.theme.scheme import scheme_of
from gymtrainer_desktop.ui.theme.tokens import Delay, Radius, Size, Space, Type, Weight
from gymtrainer_desktop.ui.trainer.plan.library_book import LibraryBook, muscles_and_equipment
from gymtrainer_desktop.ui.widgets import paint

_EXERCISE = Qt.ItemDataRole.UserRole
_ALIAS = Qt.ItemDataRole.UserRole + 1
_MOST = 8
_FEWEST_LETTERS = 2
_MARK = re.compile(r"\s*(?:[A-Za-z][1-9]\s+)?")
_AFTER_NAME = re.compile(r"\s+(?:[\d@+−–-]|(?:bw|bodyweight|rpe|rest|double)\b)", re.IGNORECASE)


def name_span(line: str) -> tuple[int, int]:
    """Return where the name stands in a line: after the mark of a superset, before sets, weight or rest."""
    mark = _MARK.match(line)
    start = mark.end() if mark else 0
    after = _AFTER_NAME.search(line, start)
    return start, after.start() if after else len(line.rstrip())


def matching_alias(exercise: LibraryExercise, words: str) -> str:
    """Return the alias that made an exercise fit, empty where its name does."""
    key = library_key(words)
    if all(part in library_key(exercise.name) for part in key.split()):
        return ""
    return next((alias for alias in exercise.aliases if key in library_key(alias)), "")


def set_name_item(item: QListWidgetItem, exercise: LibraryExercise, alias: str = "") -> None:
    """Fill a line of a list for `NameDelegate`; screen readers hear all of it."""
    item.setText(f"{exercise.name}, {muscles_and_equipment(exercise)}")
    item.setData(_EXERCISE, exercise)
    item.setData(_ALIAS, alias)


class NameCompletion(QObject):
    """Watches a line, offers names while one is typed, and puts the chosen one into it.

    Args:
        edit: The line.
        book: Where names are looked up.
    """

    def __init__(self, edit: QLineEdit, book: LibraryBook) -> None:
        super().__init__(edit)
        self._edit = edit
        self._book = book
        self.popup = NamePopup(edit)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(Delay.SEARCH)
        self._pause.timeout.connect(self._look_up)
        edit.textEdited.connect(self._on_text_edited)
        book.found.connect(self._on_found)
        self.popup.list.itemClicked.connect(lambda item: self.accept(item.data(_EXERCISE)))

    @property
    def words(self) -> str:
        """The name as far as it is typed, empty while the cursor is elsewhere."""
        start, end = name_span(self._edit.text())
        return self._edit.text()[start:end] if start <= self._edit.cursorPosition() <= end else ""

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key means while the list is open; return whether it means anything."""
        if not self.popup.isVisible():
            return False
        key = event.key()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.popup.walk(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Escape:
            self.close()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
            chosen = self.popup.current
            if chosen is None or (key != Qt.Key.Key_Tab and self._is_written(chosen)):
                self.close()
                return False
            self.accept(chosen)
        else:
            return False
        return True

    def accept(self, exercise: LibraryExercise) -> None:
        """Write the name of an exercise, and leave the cursor behind it."""
        text = self._edit.text()
        start, end = name_span(text)
        rest = text[end:].lstrip()
        self._edit.setText(f"{text[:start]}{exercise.name} {rest}")
        self._edit.setCursorPosition(start + len(exercise.name) + 1)
        self.close()

    def close(self) -> None:
        """Offer nothing any more."""
        self._pause.stop()
        self.popup.hide()

    def _is_written(self, exercise: LibraryExercise) -> bool:
        return not self.popup.is_walked and library_key(exercise.name) == library_key(self.words)

    def _on_text_edited(self) -> None:
        if len(self.words) < _FEWEST_LETTERS:
            self.close()
        else:
            self._pause.start()

    def _look_up(self) -> None:
        words = self.words
        if len(words) >= _FEWEST_LETTERS and (found := self._book.search(words, _MOST)) is not None:
            self._show(words, found)

    def _on_found(self, words: str) -> None:
        if words == self.words and (found := self._book.search(words, _MOST)) is not None:
            self._show(words, found)

    def _show(self, words: str, found: Sequence[LibraryExercise]) -> None:
        is_all = len(found) == 1 and found[0].name == words
        if not self._edit.hasFocus() or not found or is_all:
            self.popup.hide()
        else:
            self.popup.show_exercises(words, found)


class NamePopup(QFrame):
    """The list beside the line. It never takes the focus.

    Attributes:
        is_walked: Whether somebody moved the choice with the arrows.
    """

    def __init__(self, edit: QLineEdit) -> None:
        super().__init__(edit.window())
        self.setObjectName("namePopup")
        self.setProperty("kind", "popover")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._edit = edit
        self.is_walked = False
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XS, Space.XS, Space.XS, Space.XS)
        self.list = QListWidget()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setItemDelegate(NameDelegate(self.list))
        self.list.setAccessibleName(self.tr("Exercises of the library"))
        column.addWidget(self.list)
        self.hide()

    @property
    def current(self) -> LibraryExercise | None:
        """The one that Enter and Tab take, None where nothing fits well enough."""
        item = self.list.currentItem()
        exercise = item.data(_EXERCISE) if item is not None else None
        return exercise if isinstance(exercise, LibraryExercise) else None

    @property
    def names(self) -> tuple[str, ...]:
        """The names offered."""
        return tuple(self.list.item(row).data(_EXERCISE).name for row in range(self.list.count()))

    def show_exercises(self, words: str, exercises: Sequence[LibraryExercise]) -> None:
        """Offer exercises; the first is chosen if it holds what is typed, not if it is merely similar."""
        self.is_walked = False
        self.list.clear()
        for one in exercises:
            item = QListWidgetItem()
            set_name_item(item, one, matching_alias(one, words))
            self.list.addItem(item)
        parts = library_key(words).split()
        keys = map(library_key, (exercises[0].name, *exercises[0].aliases))
        fits = any(all(part in key for part in parts) for key in keys)
        self.list.setCurrentRow(0 if fits else -1)
        self._tell()
        window = self._edit.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        height = len(exercises) * Size.ROW + 2 * Space.XS + 2 * Size.BORDER
        width = max(self._edit.width(), Size.POPOVER_WIDTH)
        corner = self._edit.mapTo(window, QPoint(0, self._edit.height() + Space.S))
        if corner.y() + height > window.height():
            corner = self._edit.mapTo(window, QPoint(0, -Space.S))
            height = min(height, corner.y() - Space.S)
            corner.setY(corner.y() - height)
        self.setGeometry(corner.x(), corner.y(), min(width, window.width() - corner.x()), height)
        self.show()
        self.raise_()

    def walk(self, step: int) -> None:
        """Choose another line."""
        self.is_walked = True
        row, count = self.list.currentRow(), self.list.count()
        self.list.setCurrentRow((row + step) % count if row >= 0 else 0 if step > 0 else count - 1)
        self._tell()

    def _tell(self) -> None:
        current = self.current
        words = self.tr("{0} found").format(self.list.count())
        self._edit.setAccessibleDescription(f"{current.name}, {words}" if current is not None else words)


class NameDelegate(QStyledItemDelegate):
    """Name, what it is also called if that is why it is here, and muscles and equipment below."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the height of every line."""
        return QSize(0, Size.ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint a line."""
        exercise, alias = index.data(_EXERCISE), index.data(_ALIAS)
        assert isinstance(exercise, LibraryExercise)
        scheme = scheme_of(option.widget)
        area = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(scheme.accent_soft))
            painter.drawRoundedRect(area, Radius.CONTROL, Radius.CONTROL)
        left = Qt.AlignmentFlag.AlignLeft
        words = area.adjusted(Space.S, Space.XS, -Space.S, -Space.XS)
        upper = QRectF(words.left(), words.top(), words.width(), words.height() / 2)
        used = paint.elided(
            painter, upper, exercise.name, fonts.font(Type.BODY, Weight.MEDIUM), scheme.text, left
        )
        second = fonts.font(Type.SECONDARY)
        if alias:
            beside = upper.adjusted(used + Space.S, 0, 0, 0)
            paint.elided(painter, beside, self.tr("also {0}").format(alias), second, scheme.text_muted, left)
        lower = upper.translated(0, upper.height())
        paint.elided(painter, lower, muscles_and_equipment(exercise), second, scheme.text_muted, left)
        painter.restore()
