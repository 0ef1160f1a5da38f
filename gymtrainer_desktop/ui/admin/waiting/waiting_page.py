"""The waiting list: who waits for whom, what is offered, and which trainers ask for whom."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.waitlist import WaitingEntry, WaitStatus
from gymtrainer_desktop.ui.admin.waiting.requests_card import RequestsCard
from gymtrainer_desktop.ui.admin.waiting.waiting_acts import WaitingActs
from gymtrainer_desktop.ui.admin.waiting.waiting_card import WaitingCard
from gymtrainer_desktop.ui.admin.waiting.waiting_moves import WaitingMoves
from gymtrainer_desktop.ui.admin.waiting.waiting_table import WaitingTable
from gymtrainer_desktop.ui.shell.page import Page, PageContext
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.buttons import primary_button, quiet_button
from gymtrainer_desktop.ui.widgets.states import StateStack
from gymtrainer_desktop.ui.widgets.text import label


class WaitingPage(Page):
    """The line in order, the current entry and the trainers' requests beside it.

    `open` takes `entry_id`: the entry to show.
    """

    key: ClassVar[str] = "waiting"
    tables: ClassVar[frozenset[str]] = frozenset(
        {
            "trainer_waitlist",
            "client_requests",
            "trainer_assignments",
            "instructors",
            "profiles",
            "gym_settings",
        }
    )

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._today = date.min
        self._wanted: UUID | None = None
        self.set_title(self.tr("Waiting list"))
        zone = context.gym.time_zone
        self.line = WaitingTable(context.settings, zone)
        self.card = WaitingCard(zone)
        self.requests = RequestsCard(zone)
        self.acts = WaitingActs(context, self)
        self.moves = WaitingMoves(context, self.line, self.acts)
        self._build()
        self._connect_signals()

    def open(self, **args: Any) -> None:
        """Take the entry to show."""
        self._wanted = args.get("entry_id") or self._wanted

    def refresh(self) -> None:
        """Load the line."""
        self._states.show_loading()
        services = self.context.services
        self.context.tasks.query(
            self,
            lambda: (services.waitlist.entries(), services.gym.today()),
            self._on_loaded,
            self._on_failed,
            key="waiting",
        )

    # Building

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
        column.setSpacing(Space.M)
        bar = QHBoxLayout()
        bar.setSpacing(Space.S)
        self.summary = label("", tone="muted")
        self.columns_button = quiet_button(self.tr("Columns"), "columns-3")
        self.columns_button.setObjectName("waitingColumnsButton")
        self.add_button = primary_button(self.tr("Add &member"), "plus")
        self.add_button.setObjectName("addWaitingButton")
        self.add_button.setAccessibleName(self.tr("Add a member to the waiting list"))
        bar.addWidget(self.summary)
        bar.addStretch(1)
        bar.addWidget(self.columns_button)
        bar.addWidget(self.add_button)
        column.addLayout(bar)
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.L)
        row.addWidget(self.line, 1)
        side = QWidget()
        side.setFixedWidth(Size.CLIENT_LIST)
        cards = QVBoxLayout(side)
        cards.setContentsMargins(0, 0, 0, 0)
        cards.setSpacing(Space.L)
        cards.addWidget(self.card)
        cards.addWidget(self.requests, 1)
        row.addWidget(side)
        self._states = StateStack(content)
        column.addWidget(self._states, 1)

    def _connect_signals(self) -> None:
        self._states.retry_requested.connect(self.refresh)
        self.add_button.clicked.connect(self.acts.add)
        self.columns_button.clicked.connect(self._on_columns_clicked)
        table = self.line.table
        table.current_row_changed.connect(self._on_current_changed)
        table.row_activated.connect(self.acts.assign)
        table.stepped.connect(self.moves.step)
        table.dropped.connect(self.moves.move)
        table.removed.connect(self.acts.remove)
        table.edited.connect(self.acts.edit)
        self.card.assign_requested.connect(self.acts.assign)
        self.card.offer_requested.connect(self.acts.offer)
        self.card.take_back_requested.connect(self.acts.take_back)
        self.card.edit_requested.connect(self.acts.edit)
        self.card.remove_requested.connect(self.acts.remove)
        self.requests.granted.connect(self.acts.grant)
        self.requests.refused.connect(self.acts.refuse)
        self.requests.entry_opened.connect(table.select_id)
        self.acts.changed.connect(self.refresh)
        self.moves.settled.connect(self.refresh)

    # Showing

    def _on_loaded(self, answer: tuple[tuple[WaitingEntry, ...], date]) -> None:
        if self.moves.is_busy:
            # What is on its way is newer than this; the line is loaded again when it has arrived.
            return
        entries, self._today = answer
        self.set_title(self.tr("Waiting list"), str(len(entries)) if entries else "")
        self.context.badge(self.key, len(entries))
        self.summary.setText(self._summary(entries))
        # Before the line: whoever goes from it leaves a place, and the next one takes the keyboard there.
        place = self.line.table.currentIndex().row()
        self.line.set_entries(entries, self._today)
        self.requests.set_entries(entries, self._today)
        if not entries:
            self._show_nobody()
        else:
            self._states.show_content()
            self._take_current(place)
            if place < 0 and self.columns_button.hasFocus():
                # The first of the page, where Qt puts the keyboard when nobody has chosen.
                self.line.table.setFocus()
        self.card.show_entry(self.line.current, self._today)
        self._tell_wanted(entries)

    def _take_current(self, place: int) -> None:
        """Show who was asked for, or whoever stands where the current entry was."""
        table = self.line.table
        if self._wanted is not None and table.select_id(self._wanted):
            self._wanted = None
        elif not table.currentIndex().isValid():
            place = min(max(place, 0), self.line.model.rowCount() - 1)
            table.setCurrentIndex(self.line.model.index(place, 0))

    def _tell_wanted(self, entries: tuple[WaitingEntry, ...]) -> None:
        if self._wanted is not None and all(entry.id != self._wanted for entry in entries):
            self.context.notices.toast(self.tr("This member does not wait any more."))
        self._wanted = None

    def _summary(self, entries: tuple[WaitingEntry, ...]) -> str:
        offered = sum(entry.status is WaitStatus.OFFERED for entry in entries)
        accepted = sum(entry.status is WaitStatus.ACCEPTED for entry in entries)
        words = []
        if offered:
            words.append(self.tr("{0} with an offer").format(offered))
        if accepted:
            words.append(self.tr("{0} accepted, to be assigned").format(accepted))
        return ", ".join(words)

    def _show_nobody(self) -> None:
        self._states.show_empty(
            self.tr("Nobody waits for a trainer"),
            self.tr("Whoever wants a trainer without a free place stands here, and is offered the next one."),
            self.tr("Add member"),
            self.acts.add,
            icon="clock",
        )

    def _on_failed(self, exc: Exception) -> None:
        self._states.show_error(self.tr("The waiting list could not be loaded"), exc)

    def _on_current_changed(self, entry: WaitingEntry | None) -> None:
        self.card.show_entry(entry, self._today)

    def _on_columns_clicked(self) -> None:
        menu = self.line.columns_menu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.columns_button.mapToGlobal(self.columns_button.rect().bottomLeft()))
