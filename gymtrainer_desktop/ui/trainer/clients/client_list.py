"""My clients: one line each, whoever needs the trainer on top."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QActionGroup, QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gymtrainer_desktop.domain.assignments import AssignmentStatus
from gymtrainer_desktop.domain.clients import COMPLIANCE_SPANS, USUAL_SPAN, ClientRow, urgency
from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.trainer.clients.client_delegate import ClientDelegate, ClientLine
from gymtrainer_desktop.ui.trainer.words import last_workout_text, runway
from gymtrainer_desktop.ui.widgets.buttons import icon_button
from gymtrainer_desktop.ui.widgets.delegates import percent
from gymtrainer_desktop.ui.widgets.fields import SearchField, place_of
from gymtrainer_desktop.ui.widgets.people_words import folded
from gymtrainer_desktop.ui.widgets.rows import Column, RowsModel
from gymtrainer_desktop.ui.widgets.states import Skeleton, StateStack
from gymtrainer_desktop.ui.widgets.table import DataTable
from gymtrainer_desktop.ui.widgets.text import hairline, label

_SEARCH_LIMIT = 200
_REMEMBERED = "my_clients"
"""Where each person's order and window are remembered on this workstation."""


class ClientOrder(StrEnum):
    """How the list is sorted."""

    NEEDS_ME = "needs_me"
    NAME = "name"
    LAST_WORKOUT = "last_workout"
    COMPLIANCE = "compliance"
    PLAN_ENDS = "plan_ends"


class ClientListPanel(QFrame):
    """Search, order and the clients; tells who was chosen."""

    chosen = Signal(object)
    """A client was opened by click or key; carries the `ClientRow`."""
    retry_requested = Signal()

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setProperty("kind", "list-panel")
        self.setFixedWidth(Size.CLIENT_LIST)
        self._clients: tuple[ClientRow, ...] = ()
        self._today = date.min
        self._kept: tuple[UUID, tuple[int, float]] | None = None
        self._is_selecting = False
        self._opened: UUID | None = None
        self._build()
        self._recall()
        self._connect_signals()

    @property
    def span(self) -> int:
        """The window of compliance in days: 7, 30 or 90."""
        chosen = self.spans.checkedAction()
        return int(chosen.data()) if chosen is not None else USUAL_SPAN

    def choose_span(self, days: int) -> None:
        """Show compliance over another window, and remember it."""
        for action in self.spans.actions():
            if action.data() == days:
                action.trigger()

    def focus_search(self) -> None:
        """Put the keyboard into the search."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

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
                self._kept = (member_id, urgency(row, self._today))
                changed = dataclasses.replace(row, new_logs=0)
                self._clients = tuple(changed if one is row else one for one in self._clients)
                self._show()
                return

    def select(self, member_id: UUID) -> bool:
        """Make a client the current line without telling anybody; return whether they are shown."""
        if self._kept is not None and self._kept[0] != member_id:
            self._kept = None
        self._opened = member_id
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
        self.search.setToolTip(self.tr("Find a client (Ctrl+F)"))
        above = QHBoxLayout()
        above.setSpacing(Space.S)
        above.addWidget(self.search, 1)
        above.addWidget(self._span_button())
        head.addLayout(above)
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
        self.order.addItem(self.tr("Lowest compliance"), ClientOrder.COMPLIANCE)
        self.order.addItem(self.tr("Plan ends first"), ClientOrder.PLAN_ENDS)
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
                    value=lambda row: ClientLine(self._today, self.span),
                    delegate=ClientDelegate,
                    width=Size.CLIENT_LIST - Space.L,
                    stretch=1,
                    tooltip=self._line,
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

    def _span_button(self) -> QToolButton:
        self.span_button = icon_button("list-filter", self.tr("Compliance over"), outlined=True)
        self.span_button.setObjectName("complianceSpan")
        menu = QMenu(self.span_button)
        # A section's heading is not drawn in menus that wear a style sheet.
        menu.addAction(self.tr("Compliance over")).setEnabled(False)
        menu.addSeparator()
        self.spans = QActionGroup(menu)
        for days in COMPLIANCE_SPANS:
            action = menu.addAction(self.tr("{0} days").format(days))
            action.setCheckable(True)
            action.setChecked(days == USUAL_SPAN)
            action.setData(days)
            self.spans.addAction(action)
        self.span_button.setMenu(menu)
        return self.span_button

    def _connect_signals(self) -> None:
        self.spans.triggered.connect(self._on_span_chosen)
        self.search.left_downwards.connect(self.table.enter_from_above)
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
        if self._opened is not None and self.table.current_row() is None:
            # The search let go of the client who is open; they are found again.
            self.table.select_id(self._opened)
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
        match ClientOrder(self.order.currentData()):
            case ClientOrder.NAME:
                return (by_name,)
            case ClientOrder.LAST_WORKOUT:
                return (-row.last_workout_on.toordinal() if row.last_workout_on else 0, by_name)
            case ClientOrder.COMPLIANCE:
                share = row.compliance_over(self.span)
                return (share is None, share or 0.0, by_name)
            case ClientOrder.PLAN_ENDS:
                return (row.runway_days is not None, row.runway_days or 0, by_name)
        need = urgency(row, self._today)
        if self._kept is not None and self._kept[0] == row.member_id:
            need = min(self._kept[1], need)
        return (need, by_name)

    def _line(self, row: ClientRow) -> str:
        """Return a line as a screen reader reads it."""
        parts = [row.name, last_workout_text(row.last_workout_on, self._today), runway(row)[0]]
        share = percent(row.compliance_over(self.span))
        parts.append(self.tr("compliance {0} in {1} days").format(share, self.span))
        news = (
            (row.unread_messages, self.tr("1 new message"), self.tr("{0} new messages")),
            (row.new_logs, self.tr("1 new log"), self.tr("{0} new logs")),
        )
        parts += [one if count == 1 else many.format(count) for count, one, many in news if count]
        return ", ".join(parts)

    # Remembering

    def _recall(self) -> None:
        """Take up the order and the window that this person chose last time."""
        stored = self._context.settings.get(_REMEMBERED)
        mine = stored.get(str(self._context.person.person_id)) if isinstance(stored, dict) else None
        if not isinstance(mine, dict):
            return
        place = place_of(self.order, mine.get("order"))
        self.order.setCurrentIndex(max(place, 0))
        for action in self.spans.actions():
            action.setChecked(action.data() == mine.get("span"))
        if self.spans.checkedAction() is None:
            self.spans.actions()[COMPLIANCE_SPANS.index(USUAL_SPAN)].setChecked(True)

    def _remember(self) -> None:
        settings, me = self._context.settings, str(self._context.person.person_id)
        stored = settings.get(_REMEMBERED)
        chosen = {"order": str(self.order.currentData()), "span": self.span}
        try:
            settings.put(_REMEMBERED, {**(stored if isinstance(stored, dict) else {}), me: chosen})
        except UserError as error:
            self._context.notices.error(error)

    # Slots

    def _on_order_changed(self, _place: int) -> None:
        self._kept = None
        self._show()
        self._remember()

    def _on_span_chosen(self) -> None:
        self._show()
        self.table.viewport().update()
        self._remember()

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
