"""My clients: the list on the left, the client on the right."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.clients import ClientList, ClientRow
from gymtrainer_desktop.domain.waitlist import WaitingForMe
from gymtrainer_desktop.ui.shell.page import Page, PageContext
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.trainer.clients.ask_client_dialog import AskClientDialog
from gymtrainer_desktop.ui.trainer.clients.client_list import ClientListPanel
from gymtrainer_desktop.ui.trainer.clients.client_panel import ClientPanel
from gymtrainer_desktop.ui.trainer.words import first_name
from gymtrainer_desktop.ui.widgets.buttons import quiet_button
from gymtrainer_desktop.ui.widgets.states import StateStack
from gymtrainer_desktop.ui.widgets.text import hairline


class MyClientsPage(Page):
    """The trainer's clients.

    `open` takes `member_id`, and `tab`: "overview", "plan", "progress", "log", "notes", "messages",
    "add_note" or "write".
    """

    key: ClassVar[str] = "clients"
    tables: ClassVar[frozenset[str]] = frozenset(
        {
            "profiles",
            "instructors",
            "trainer_assignments",
            "workout_plans",
            "workout_exercises",
            "workout_progress",
            "trainer_client_notes",
            "client_records",
            "messages",
            "gym_settings",
        }
    )

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._today = date.min
        self._wanted: UUID | None = None
        self._wanted_tab = ""
        self.set_title(self.tr("My clients"))
        self.list = ClientListPanel(context)
        self.panel = ClientPanel(context)
        self._build()
        self._connect_signals()

    def open(self, **args: Any) -> None:
        """Take the client and the tab to show."""
        self._wanted = args.get("member_id") or self._wanted
        self._wanted_tab = args.get("tab") or self._wanted_tab

    def refresh(self) -> None:
        """Load the list, then the client that is open."""
        self._states.show_loading()
        trainers = self.context.services.trainers
        self.context.tasks.query(self, trainers.my_clients, self._on_loaded, self._on_failed, key="clients")

    def ask_for_client(self) -> None:
        """Open the list of members who wait, to ask the desk for one or to take one."""
        dialog = AskClientDialog(self.context, self)
        dialog.asked.connect(self._on_client_asked)
        dialog.taken.connect(self._on_client_taken)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def may_leave(self) -> bool:
        """Ask when a note or a record is not saved yet. It stays where it is until signing out."""
        self.panel.messages.drafts.flush()
        note = self.list.row_of(self.panel.notes.unsaved())
        record = self.list.row_of(self.panel.overview.record.unsaved())
        row = note or record
        if row is None:
            return True
        kept = self.tr("What you wrote about {0} stays here, but is lost when you sign out.")
        return self.context.notices.question(
            self.tr("Leave without saving the note?")
            if note is not None
            else self.tr("Leave without saving goals and injuries?"),
            kept.format(first_name(row.name)),
            self.tr("Leave"),
            cancel_text=self.tr("Keep writing"),
        )

    # Building

    def _build(self) -> None:
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(self._left())
        self._right = QStackedWidget()
        self._right.addWidget(QWidget())
        self._right.addWidget(self.panel)
        row.addWidget(self._right, 1)
        self._states = StateStack(content)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._states)

    def _left(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.list, 1)
        foot = QFrame()
        foot.setProperty("kind", "list-panel")
        foot.setFixedWidth(Size.CLIENT_LIST)
        inner = QVBoxLayout(foot)
        inner.setContentsMargins(0, 0, Size.BORDER, 0)
        inner.setSpacing(0)
        inner.addWidget(hairline())
        row = QHBoxLayout()
        row.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        self.ask_button = quiet_button(self.tr("Assign &new client"), "plus")
        self.ask_button.setObjectName("askClientButton")
        self.ask_button.setAccessibleName(self.tr("Assign new client"))
        row.addWidget(self.ask_button)
        inner.addLayout(row)
        column.addWidget(foot)
        return column

    def _connect_signals(self) -> None:
        self.ask_button.clicked.connect(self.ask_for_client)
        shortcut = QShortcut(QKeySequence("Ctrl+F"), self)
        shortcut.setWhatsThis(self.tr("Find a client"))
        shortcut.activated.connect(self.list.focus_search)
        self._states.retry_requested.connect(self.refresh)
        self.list.retry_requested.connect(self.refresh)
        self.list.chosen.connect(self._on_chosen)
        self.panel.looked_into.connect(self._on_looked_into)
        self.panel.messages.was_read.connect(self.refresh)

    # Showing

    def _on_loaded(self, clients: ClientList) -> None:
        self._today = clients.today
        self.set_title(self.tr("My clients"), f"{clients.active}/{clients.limit}")
        self._count(clients.clients)
        if not clients.clients:
            self.list.set_clients((), clients.today)
            self._states.show_empty(
                self.tr("You have no clients yet"),
                self.tr("Members whom the front desk assigns to you appear here."),
                self.tr("Assign new client"),
                self.ask_for_client,
                icon="users",
            )
            return
        self._states.show_content()
        self.list.set_clients(clients.clients, clients.today)
        wanted = self.list.row_of(self._wanted)
        before = self.panel.client
        if self._wanted is not None and wanted is None:
            self.context.notices.toast(self.tr("This member is not your client."))
        elif before is not None and wanted is None and self.list.row_of(before.member_id) is None:
            self.context.notices.toast(self.tr("{0} is not your client any more.").format(before.name[:80]))
        row = wanted or self.list.row_of(self.panel.member_id) or self.list.shown_or_all[0]
        self._wanted = None
        self._show(row, was_asked_for=wanted is not None)
        if self._wanted_tab:
            tab, self._wanted_tab = self._wanted_tab, ""
            self.panel.open_tab(tab)

    def _on_failed(self, exc: Exception) -> None:
        unsaved = self.panel.notes.unsaved() is not None
        kept = self.tr("The note you were writing is kept.") if unsaved else ""
        self._states.show_error(self.tr("Your clients could not be loaded"), exc, kept)

    def _show(self, row: ClientRow, *, was_asked_for: bool) -> None:
        self._right.setCurrentWidget(self.panel)
        self.panel.show_client(row, self._today)
        self.list.select(row.member_id)
        self.panel.refresh()
        if was_asked_for:
            self._mark_seen(row.member_id)

    def _count(self, clients: tuple[ClientRow, ...]) -> None:
        self.context.badge(self.key, sum(row.new_logs > 0 for row in clients))

    def _mark_seen(self, member_id: UUID) -> None:
        """Tell the database that the client's logs were seen, if there are new ones."""
        row = self.list.row_of(member_id)
        if row is None:
            return
        trainers = self.context.services.trainers
        self.context.tasks.write(
            self,
            lambda: trainers.opened(member_id),
            lambda _nothing: self._on_seen(member_id),
            self.context.notices.error,
        )

    # Slots

    def _on_client_asked(self, row: WaitingForMe) -> None:
        words = self.tr("The desk was asked for {0} and tells you the answer")
        self.context.notices.toast(words.format(row.name[:80]))

    def _on_client_taken(self, row: WaitingForMe) -> None:
        self.context.notices.toast(self.tr("{0} is your client now").format(row.name[:80]))
        self._wanted = row.member_id
        self.refresh()

    def _on_seen(self, member_id: UUID) -> None:
        self.list.mark_seen(member_id)
        self._count(self.list.clients)

    def _on_chosen(self, row: ClientRow) -> None:
        if row.member_id != self.panel.member_id:
            self._show(row, was_asked_for=True)
        elif row.new_logs:
            self._mark_seen(row.member_id)

    def _on_looked_into(self, member_id: UUID) -> None:
        row = self.list.row_of(member_id)
        if row is not None and row.new_logs:
            self._mark_seen(member_id)
