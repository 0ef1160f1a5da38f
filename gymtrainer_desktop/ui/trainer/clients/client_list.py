"""My clients: one line each, whoever needs the trainer on top."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QStyleOptionViewItem, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.assignments import AssignmentStatus
from gymtrainer_desktop.domain.clients import ClientRow
from gymtrainer_desktop.ui.theme import fonts
from gymtrainer_desktop.ui.theme.tokens import Scheme, Size, Space, Type, Weight
from gymtrainer_desktop.ui.trainer.words import SOON_DAYS, last_workout_text, runway
from gymtrainer_desktop.ui.widgets import paint
from gymtrainer_desktop.ui.widgets.delegates import NO_VALUE, CellDelegate, percent
from gymtrainer_desktop.ui.widgets.fields import SearchField
from gymtrainer_desktop.ui.widgets.people_words import folded
from gymtrainer_desktop.ui.widgets.rows import Column, RowsModel, RowsRole
from gymtrainer_desktop.ui.widgets.states import Skeleton, StateStack
from gymtrainer_desktop.ui.widgets.table import DataTable
from gymtrainer_desktop.ui.widgets.text import hairline, label

_Index = QModelIndex | QPersistentModelIndex
_LEFT, _RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
_SEARCH_LIMIT = 200


class ClientOrder(StrEnum):
    """How the list is sorted."""

    NEEDS_ME = "needs_me"
    NAME = "name"
    LAST_WORKOUT = "last_workout"


def needs_rank(row: ClientRow, today: date) -> int:
    """Return how urgently a client needs the trainer, 0 for the most urgent.

    New logs come first, then plans that end within a week or have ended, clients without a plan, clients
    without a log for a week, everybody else, and paused ones last.
    """
    if row.status is AssignmentStatus.PAUSED:
        return 5
    if row.new_logs:
        return 0
    if row.runway_days is not None and row.runway_days <= SOON_DAYS:
        return 1
    if row.runway_days is None:
        return 2
    is_quiet = row.last_workout_on is None or (today - row.last_workout_on).days >= SOON_DAYS
    return 3 if is_quiet else 4


class ClientDelegate(CellDelegate):
    """Avatar, name with a dot for new logs, last workout and runway, compliance on the right."""

    def paint_content(
        self, painter: QPainter, rect: QRectF, scheme: Scheme, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        """Paint the client."""
        row: ClientRow = index.data(RowsRole.ROW)
        today: date = index.data(RowsRole.VALUE)
        disc = QRectF(rect.left(), rect.center().y() - Size.AVATAR_M / 2, Size.AVATAR_M, Size.AVATAR_M)
        is_paused = row.status is AssignmentStatus.PAUSED
        paint.avatar(painter, disc, scheme, row.member_id, row.name, faded=is_paused)
        right = self._paint_right(painter, rect, scheme, row)
        words = QRectF(
            disc.right() + Space.M, rect.top(), right - disc.right() - 2 * Space.M, rect.height() / 2
        )
        upper = words.adjusted(0, Space.S + Space.HAIR, 0, 0)
        lower = words.translated(0, words.height()).adjusted(0, 0, 0, -Space.S - Space.HAIR)
        room = upper.adjusted(0, 0, -(Space.L if row.new_logs else 0), 0)
        used = paint.elided(painter, room, row.name, fonts.font(Type.BODY, Weight.MEDIUM), scheme.text, _LEFT)
        if row.new_logs:
            self._paint_dot(painter, upper.left() + used + Space.S, upper.center().y(), scheme)
        font = fonts.font(Type.SECONDARY)
        last = f"{last_workout_text(row.last_workout_on, today)} · "
        used = paint.elided(painter, lower, last, font, scheme.text_muted, _LEFT)
        lower.setLeft(lower.left() + used)
        text, token = runway(row)
        paint.elided(painter, lower, text, font, scheme.color(token), _LEFT)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the height of a client."""
        return QSize(0, Size.ROW_CLIENT)

    def _paint_right(self, painter: QPainter, rect: QRectF, scheme: Scheme, row: ClientRow) -> float:
        """Paint compliance, or a word; return where it begins."""
        font = fonts.font(Type.SECONDARY, tabular=True)
        if row.status is AssignmentStatus.PAUSED or row.compliance is None:
            word = self.tr("paused") if row.status is AssignmentStatus.PAUSED else NO_VALUE
            if row.status is AssignmentStatus.ACTIVE and row.last_workout_on is None:
                word = self.tr("new")
            used = paint.elided(painter, rect, word, font, scheme.text_muted, _RIGHT)
            return rect.right() - used
        ring = QRectF(rect.right() - Size.AVATAR_XS, 0, Size.AVATAR_XS, Size.AVATAR_XS)
        ring.moveTop(rect.center().y() - Size.AVATAR_XS / 2)
        paint.compliance(painter, ring, scheme, row.compliance, Size.RING_STROKE)
        words = QRectF(rect)
        words.setRight(ring.left() - Space.S)
        used = paint.elided(painter, words, percent(row.compliance), font, scheme.text, _RIGHT)
        return words.right() - used

    @staticmethod
    def _paint_dot(painter: QPainter, left: float, middle: float, scheme: Scheme) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(scheme.accent))
        painter.drawEllipse(QRectF(left, middle - Size.NEW_DOT / 2, Size.NEW_DOT, Size.NEW_DOT))


class ClientListPanel(QFrame):
    """Search, order and the clients; tells who was chosen."""

    chosen = Signal(object)
    """A client was opened by click or key; carries the `ClientRow`."""
    retry_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "list-panel")
        self.setFixedWidth(Size.CLIENT_LIST)
        self._clients: tuple[ClientRow, ...] = ()
        self._today = date.min
        self._kept: tuple[UUID, tuple[int, int]] | None = None
        self._is_selecting = False
        self._build()
        self._connect_signals()

    @property
    def clients(self) -> tuple[ClientRow, ...]:
        """Everybody, whether the search shows them or not."""
        return self._clients

    @property
    def shown(self) -> tuple[ClientRow, ...]:
        """The clients in the order shown."""
        return self.model.rows

    @property
    def shown_or_all(self) -> tuple[ClientRow, ...]:
        """The clients shown, or everybody while the search shows none."""
        return self.model.rows or self._clients

    def set_clients(self, clients: tuple[ClientRow, ...], today: date) -> None:
        """Show other clients, or the same with other figures."""
        self._clients, self._today = clients, today
        self._show()

    def mark_seen(self, member_id: UUID) -> None:
        """Take away the dot of a client; the line stays where it is as long as it is the one opened."""
        for row in self._clients:
            if row.member_id == member_id and row.new_logs:
                self._kept = (member_id, self._need(row))
                changed = dataclasses.replace(row, new_logs=0)
                self._clients = tuple(changed if one is row else one for one in self._clients)
                self._show()
                return

    def select(self, member_id: UUID) -> bool:
        """Make a client the current line without telling anybody; return whether they are shown."""
        if self._kept is not None and self._kept[0] != member_id:
            self._kept = None
        self._is_selecting = True
        found = self.table.select_id(member_id)
        self._is_selecting = False
        return found

    def row_of(self, member_id: UUID | None) -> ClientRow | None:
        """Return a client, None if they are not in the list."""
        return next((row for row in self._clients if row.member_id == member_id), None)

    # Building

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, Size.BORDER, 0)
        column.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(Space.L, Space.L, Space.L, Space.S)
        head.setSpacing(Space.S)
        self.search = SearchField(self.tr("Find a client"))
        self.search.setObjectName("clientSearch")
        self.search.setMaxLength(_SEARCH_LIMIT)
        head.addWidget(self.search)
        row = QHBoxLayout()
        self._count = label("", "secondary", "muted")
        row.addWidget(self._count, 1)
        self.order = QComboBox()
        self.order.setObjectName("clientOrder")
        self.order.setAccessibleName(self.tr("Order"))
        self.order.setProperty("kind", "quiet")
        self.order.setProperty("scale", "small")
        self.order.addItem(self.tr("Needs me first"), ClientOrder.NEEDS_ME)
        self.order.addItem(self.tr("Name"), ClientOrder.NAME)
        self.order.addItem(self.tr("Last workout"), ClientOrder.LAST_WORKOUT)
        row.addWidget(self.order)
        head.addLayout(row)
        column.addLayout(head)
        column.addWidget(hairline())
        text: Callable[[ClientRow], str] = self._line
        self.model: RowsModel[ClientRow] = RowsModel(
            (
                Column(
                    "client",
                    self.tr("Client"),
                    text,
                    value=lambda row: self._today,
                    delegate=ClientDelegate,
                    width=Size.CLIENT_LIST - Space.L,
                    stretch=1,
                    tooltip=lambda row: row.name,
                ),
            ),
            lambda row: row.member_id,
            parent=self,
        )
        self.table = _ClientTable(self.model, row_height=Size.ROW_CLIENT, activates_on_click=True)
        self.table.setObjectName("clientList")
        self.table.setAccessibleName(self.tr("My clients"))
        self.table.horizontalHeader().hide()
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.states = StateStack(self.table, Skeleton(Size.ROW_CLIENT))
        column.addWidget(self.states, 1)

    def _connect_signals(self) -> None:
        self.search.searched.connect(lambda _text: self._show())
        self.order.currentIndexChanged.connect(self._on_order_changed)
        self.table.current_row_changed.connect(self._on_current_row_changed)
        self.table.row_activated.connect(self.chosen)
        self.states.retry_requested.connect(self.retry_requested)

    # Showing

    def _show(self) -> None:
        words = folded(self.search.text()).split()
        rows = [row for row in self._clients if all(word in folded(row.name) for word in words)]
        rows.sort(key=self._place)
        self._is_selecting = True
        self.model.set_rows(rows)
        self._is_selecting = False
        active = sum(row.status is AssignmentStatus.ACTIVE for row in self._clients)
        self._count.setText(self.tr("Active {0}").format(active))
        if rows:
            self.states.show_content()
        elif words:
            self.states.show_empty(
                self.tr("No client matches"),
                f"“{self.search.text().strip()}”",
                self.tr("Clear the search"),
                self.search.clear,
                icon="search",
                action_icon="x",
            )

    def _place(self, row: ClientRow) -> tuple[Any, ...]:
        by_name = folded(row.name)
        order = ClientOrder(self.order.currentData())
        if order is ClientOrder.NAME:
            return (by_name,)
        if order is ClientOrder.LAST_WORKOUT:
            return (-row.last_workout_on.toordinal() if row.last_workout_on else 0, by_name)
        need = self._need(row)
        if self._kept is not None and self._kept[0] == row.member_id:
            need = min(self._kept[1], need)
        return (need, by_name)

    def _need(self, row: ClientRow) -> tuple[int, int]:
        return needs_rank(row, self._today), -row.new_logs

    def _line(self, row: ClientRow) -> str:
        """Return a line as a screen reader reads it."""
        parts = [row.name, last_workout_text(row.last_workout_on, self._today), runway(row)[0]]
        parts.append(self.tr("compliance {0}").format(percent(row.compliance)))
        if row.new_logs == 1:
            parts.append(self.tr("1 new log"))
        elif row.new_logs:
            parts.append(self.tr("{0} new logs").format(row.new_logs))
        return ", ".join(parts)

    # Slots

    def _on_order_changed(self, _place: int) -> None:
        self._kept = None
        self._show()

    def _on_current_row_changed(self, row: ClientRow | None) -> None:
        if row is not None and not self._is_selecting and not self.table.is_pressing:
            self.chosen.emit(row)


class _ClientTable(DataTable):
    """The list; while the mouse is pressed, the click tells, so that a second click tells again."""

    is_pressing = False

    def mousePressEvent(self, event: Any) -> None:
        self.is_pressing = True
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: Any) -> None:
        super().mouseReleaseEvent(event)
        self.is_pressing = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.is_pressing = False
        super().keyPressEvent(event)
