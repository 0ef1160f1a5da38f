"""The waiting list as a table: in order, moved by drag and by keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QStyleOptionViewItem, QWidget

from gymtrainer_desktop.domain.waitlist import WaitingEntry
from gymtrainer_desktop.ui.admin.waiting.waiting_words import asked_words, day_words, since_words, state_words
from gymtrainer_desktop.ui.theme import fonts
from gymtrainer_desktop.ui.theme.scheme import scheme_of
from gymtrainer_desktop.ui.theme.tokens import Scheme, Size, Space, Type
from gymtrainer_desktop.ui.widgets import paint
from gymtrainer_desktop.ui.widgets.card import Card
from gymtrainer_desktop.ui.widgets.delegates import (
    NO_VALUE,
    CellDelegate,
    PersonCell,
    PersonDelegate,
    SmallPersonDelegate,
)
from gymtrainer_desktop.ui.widgets.rows import Column, RowsModel, RowsRole
from gymtrainer_desktop.ui.widgets.table import DataTable

_Index = QModelIndex | QPersistentModelIndex

_FOLDED = ("asked",)
_FOLDED_AGAIN = ("wants",)
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class WaitStateDelegate(CellDelegate):
    """A pill, and quiet words after it. Takes the words and the token of `state_words`."""

    def paint_content(
        self, painter: QPainter, rect: QRectF, scheme: Scheme, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        """Paint pill and words."""
        word, token, rest = index.data(RowsRole.VALUE)
        width = min(paint.pill_width(word), rect.width())
        shape = QRectF(rect.left(), rect.center().y() - Size.PILL / 2, width, Size.PILL)
        paint.pill(painter, shape, scheme, word, token)
        rect.setLeft(shape.right() + Space.S)
        left = Qt.AlignmentFlag.AlignLeft
        paint.elided(painter, rect, rest, fonts.font(Type.SECONDARY), scheme.text_muted, left)


class LineTable(DataTable):
    """Rows that stand in a line: dragged with the mouse, or moved with Alt and the arrows."""

    dropped = Signal(object, object)
    """A row was dragged: the row, and the id of the one it is to stand before, None for the end."""
    stepped = Signal(object, int)
    """Alt and an arrow: the row, and -1 for up or 1 for down."""
    removed = Signal(object)
    """Delete was pressed on a row."""
    edited = Signal(object)
    """F2 was pressed on a row."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._pressed_at: QPoint | None = None
        self._gap = -1

    @property
    def gap(self) -> int:
        """Number of the row before which a dragged row would be dropped, -1 while nothing is dragged."""
        return self._gap

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt with the arrows moves, Delete removes, F2 edits, Esc gives up a drag."""
        key, row = Qt.Key(event.key()), self.current_row()
        if key == Qt.Key.Key_Escape and self._gap >= 0:
            self._end_drag()
        elif row is None:
            super().keyPressEvent(event)
        elif key in _STEPS and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._shows_focus = True
            self.stepped.emit(row, _STEPS[key])
        elif key == Qt.Key.Key_Delete:
            self.removed.emit(row)
        elif key == Qt.Key.Key_F2:
            self.edited.emit(row)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where a drag may begin."""
        super().mousePressEvent(event)
        is_row = self.indexAt(event.position().toPoint()).isValid()
        is_left = event.button() == Qt.MouseButton.LeftButton
        self._pressed_at = event.position().toPoint() if is_row and is_left else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the row that was pressed."""
        where = event.position().toPoint()
        if self._pressed_at is None or not event.buttons() & Qt.MouseButton.LeftButton:
            super().mouseMoveEvent(event)
            return
        far = (where - self._pressed_at).manhattanLength() >= QApplication.startDragDistance()
        if self._gap >= 0 or far:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._scroll_along(where.y())
            height = self.verticalHeader().defaultSectionSize()
            place = round((where.y() + self.verticalScrollBar().value()) / height)
            self._gap = min(max(place, 0), self.rows_model.rowCount())
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Drop."""
        gap, pressed_at = self._gap, self._pressed_at
        self._end_drag()
        if gap < 0 or pressed_at is None:
            super().mouseReleaseEvent(event)
            return
        rows, place = self.rows_model.rows, self.currentIndex().row()
        if place >= 0 and gap not in (place, place + 1):
            self.dropped.emit(rows[place], rows[gap].id if gap < len(rows) else None)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows, and a line where a dragged one would go."""
        super().paintEvent(event)
        if self._gap >= 0:
            painter = QPainter(self.viewport())
            height = self.verticalHeader().defaultSectionSize()
            top = self._gap * height - self.verticalScrollBar().value() - Size.FOCUS // 2
            line = QRect(0, max(top, 0), self.viewport().width(), Size.FOCUS)
            painter.fillRect(line, QColor(scheme_of(self).accent))
            painter.end()

    def _end_drag(self) -> None:
        self._gap, self._pressed_at = -1, None
        self.unsetCursor()
        self.viewport().update()

    def _scroll_along(self, y: int) -> None:
        bar, edge = self.verticalScrollBar(), self.verticalHeader().defaultSectionSize() // 2
        if y < edge:
            bar.setValue(bar.value() - edge)
        elif y > self.viewport().height() - edge:
            bar.setValue(bar.value() + edge)


class WaitingTable(Card):
    """The line, with a footer that says how to move it.

    Args:
        settings: Where the columns are remembered.
        time_zone: The gym's, for days.
    """

    def __init__(self, settings: Any, time_zone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._zone = ZoneInfo(time_zone)
        self._today = date.min
        self._places: dict[UUID, int] = {}
        self.model: RowsModel[WaitingEntry] = RowsModel(self._columns(), parent=self)
        self.table = LineTable(self.model, settings, "waiting")
        self.table.setObjectName("waitingTable")
        self.table.setAccessibleName(self.tr("Waiting list"))
        self.body.addWidget(self.table, 1)
        footer = self.add_footer(
            self.tr("Drag a line, or press Alt with the arrow keys, to change the order.")
        )
        assert isinstance(footer, QLabel)
        self.footer = footer

    @property
    def entries(self) -> tuple[WaitingEntry, ...]:
        """The line as it is shown."""
        return self.model.rows

    @property
    def current(self) -> WaitingEntry | None:
        """The current entry."""
        row: WaitingEntry | None = self.table.current_row()
        return row

    def set_entries(self, entries: Sequence[WaitingEntry], today: date) -> None:
        """Show a line."""
        self._today = today
        self.show_order(entries)

    def show_order(self, entries: Sequence[WaitingEntry]) -> None:
        """Show the same people in another order."""
        self._places = {entry.id: place for place, entry in enumerate(entries, start=1)}
        self.model.set_rows(entries)

    def columns_menu(self, parent: QWidget) -> QMenu:
        """Return the menu that shows and hides columns."""
        return self.table.columns_menu(parent)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what matters less when there is little room."""
        super().resizeEvent(event)
        folded = _FOLDED if self.width() < Size.TABLE_FOLDS_BELOW else ()
        self.table.fold((*folded, *(_FOLDED_AGAIN if self.width() < Size.LINE_FOLDS_BELOW else ())))

    def _columns(self) -> tuple[Column[WaitingEntry], ...]:
        return (
            Column(
                "place",
                self.tr("No."),
                lambda row: str(self._places.get(row.id, "")),
                align=Qt.AlignmentFlag.AlignRight,
                width=Size.COLUMN_S // 2 + Space.XS,
                can_hide=False,
            ),
            Column(
                "member",
                self.tr("Member"),
                lambda row: row.member_name,
                value=lambda row: PersonCell(row.member_id, row.member_name),
                delegate=PersonDelegate,
                width=Size.COLUMN_M,
                stretch=1,
                can_hide=False,
                tooltip=lambda row: _plain(f"{row.member_name}, {row.member_number}"),
            ),
            Column(
                "trainer",
                self.tr("Waits for"),
                lambda row: row.trainer_name or self.tr("Anyone"),
                value=lambda row: PersonCell(
                    row.trainer_id or "", row.trainer_name or "", placeholder=self.tr("Anyone")
                ),
                delegate=SmallPersonDelegate,
                width=Size.COLUMN_S + Space.L,
                stretch=1,
            ),
            Column(
                "wants",
                self.tr("Wishes"),
                lambda row: " ".join(row.wants.split()) or NO_VALUE,
                width=Size.COLUMN_S,
                stretch=4,
                tooltip=lambda row: _plain(row.wants),
            ),
            Column(
                "asked",
                self.tr("Asked for by"),
                asked_words,
                width=Size.COLUMN_M,
                stretch=1,
                tooltip=lambda row: _plain(", ".join(r.trainer_name for r in row.requests)),
            ),
            Column(
                "since",
                self.tr("Since"),
                lambda row: since_words(row.since, self._today, self._zone),
                align=Qt.AlignmentFlag.AlignRight,
                width=Size.COLUMN_S - Space.L,
                tooltip=lambda row: day_words(row.since, self._zone),
            ),
            Column(
                "state",
                self.tr("Status"),
                lambda row: " ".join(filter(None, (state_words(row, self._zone)[0], self._state_rest(row)))),
                value=lambda row: state_words(row, self._zone),
                delegate=WaitStateDelegate,
                width=Size.COLUMN_XL + Space.XL,
                tooltip=lambda row: _plain(self._state_rest(row)),
            ),
        )

    def _state_rest(self, row: WaitingEntry) -> str:
        return state_words(row, self._zone)[2]


def _plain(text: str) -> str:
    """Keep a tool tip from reading names as rich text."""
    return text.replace("&", "&amp;").replace("<", "&lt;") if "<" in text else text
