"""A table for bulk actions: rows are ticked one by one, in ranges, or all that are loaded."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent

from gymtrainer_desktop.ui.widgets.rows import CHECK_COLUMN
from gymtrainer_desktop.ui.widgets.table import DataTable

_CONTROL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class CheckTable(DataTable):
    """Ticks with space, with a click on the box, with Ctrl and a click on the row; Shift ticks all rows
    between, with the mouse and with the arrow keys; Ctrl+A ticks whatever is loaded.
    """

    menu_requested = Signal(object, object)
    """The menu of a row was asked for, by mouse or key; carries the row and the `QPoint` on the screen."""
    escaped = Signal()
    """Esc was pressed."""

    def __init__(self, *args: Any, **options: Any) -> None:
        self._anchor: Hashable = None
        self._is_ticking = self._is_entering = False
        super().__init__(*args, **options)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tick with the modifiers' help, or do what a click does."""
        index = self.indexAt(event.position().toPoint())
        modifiers = event.modifiers()
        is_box = index.isValid() and self.rows_model.columns[index.column()].key == CHECK_COLUMN
        self._is_ticking = index.isValid() and (is_box or bool(modifiers & (_CONTROL | _SHIFT)))
        if event.button() != Qt.MouseButton.LeftButton or not self._is_ticking:
            self._is_ticking = False
            if index.isValid():
                self._anchor = self.rows_model.id_at(index.row())
            super().mousePressEvent(event)
        elif modifiers & _SHIFT:
            self._tick_through(index.row())
        else:
            self._flip(index.row())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A drag after a tick does not move the current row."""
        if not self._is_ticking:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The click that ticked is over; it opens nothing."""
        if self._is_ticking:
            self._is_ticking = False
            return
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Two quick clicks on a box are two ticks."""
        index = self.indexAt(event.position().toPoint())
        is_box = index.isValid() and self.rows_model.columns[index.column()].key == CHECK_COLUMN
        if is_box or event.modifiers() & (_CONTROL | _SHIFT):
            self.mousePressEvent(event)
        else:
            super().mouseDoubleClickEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space, Shift with the arrows, Ctrl+A; Esc is for whoever shows the table."""
        index, key = self.currentIndex(), Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif event.modifiers() == _CONTROL and key == Qt.Key.Key_A:
            self.rows_model.check_all(True)
        elif event.modifiers() == _SHIFT and key in _STEPS and index.isValid():
            self._walk(index, _STEPS[key])
        else:
            if key == Qt.Key.Key_Space and index.isValid():
                self._anchor = self.rows_model.id_at(index.row())
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is; that alone chooses nobody."""
        self._is_entering = True
        super().focusInEvent(event)
        self._is_entering = False

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the row below the pointer, or of the current row when a key asked."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if not index.isValid():
            return
        where = event.globalPos()
        if by_key:
            self.scrollTo(index)
            row = self.visualRect(index)
            where = self.viewport().mapToGlobal(QPoint(row.left() + row.height(), row.bottom()))
        self.menu_requested.emit(self.rows_model.row_at(index), where)

    def _on_current_row_changed(self, current: QModelIndex, previous: QModelIndex) -> None:
        if not self._is_entering:
            super()._on_current_row_changed(current, previous)

    def _flip(self, place: int) -> None:
        self._anchor = self.rows_model.id_at(place)
        self.rows_model.set_checked(place, not self._is_checked(place))

    def _tick_through(self, place: int) -> None:
        """Give all rows from the anchor to this one the anchor's state; it is ticked if it is not yet."""
        start = self.rows_model.place_of(self._anchor)
        if start < 0:
            start = max(self.currentIndex().row(), 0)
        first, last = sorted((start, place))
        self.rows_model.check_rows(range(first, last + 1), True)

    def _walk(self, index: QModelIndex, step: int) -> None:
        """Tick the current row and the next one; on the way back, untick what is left."""
        target = index.row() + step
        if not 0 <= target < self.rows_model.rowCount():
            return
        is_back = self._is_checked(index.row()) and self._is_checked(target)
        if is_back:
            self.rows_model.set_checked(index.row(), False)
        else:
            self.rows_model.check_rows((index.row(), target), True)
        self._shows_focus = True
        self.setCurrentIndex(self.rows_model.index(target, index.column()))
        self.viewport().update()

    def _is_checked(self, place: int) -> bool:
        state = self.rows_model.index(place, 0).data(Qt.ItemDataRole.CheckStateRole)
        return Qt.CheckState(state) == Qt.CheckState.Checked
