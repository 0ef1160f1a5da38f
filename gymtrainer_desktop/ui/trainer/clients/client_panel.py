"""The client on the right: who they are, what can be done, and the tabs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.assignments import AssignmentStatus
from gymtrainer_desktop.domain.clients import ClientRow
from gymtrainer_desktop.domain.notes import Note
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme import icons
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.trainer.clients.client_tab import ClientTab
from gymtrainer_desktop.ui.trainer.clients.log_tab import LogTab
from gymtrainer_desktop.ui.trainer.clients.messages_tab import MessagesTab
from gymtrainer_desktop.ui.trainer.clients.notes_tab import NotesTab
from gymtrainer_desktop.ui.trainer.clients.overview_tab import OverviewTab
from gymtrainer_desktop.ui.trainer.clients.plan_tab import PlanTab
from gymtrainer_desktop.ui.trainer.clients.progress_tab import ProgressTab
from gymtrainer_desktop.ui.trainer.words import first_name, since_and_goal
from gymtrainer_desktop.ui.widgets.avatar import Avatar
from gymtrainer_desktop.ui.widgets.buttons import icon_button, primary_button, quiet_button
from gymtrainer_desktop.ui.widgets.people_words import status_words
from gymtrainer_desktop.ui.widgets.pills import Pill
from gymtrainer_desktop.ui.widgets.segmented import Segment, Tabs
from gymtrainer_desktop.ui.widgets.text import ElidedLabel, hairline

_NAME_LETTERS = 20
TABS = ("overview", "plan", "progress", "log", "notes", "messages")


class ClientPanel(QWidget):
    """One client. The tab in front loads at once, the others when they are looked at."""

    looked_into = Signal(object)
    """Another tab of the client was opened; carries the member's id."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("clientPanel")
        self._context = context
        self.client: ClientRow | None = None
        self._stale: set[str] = set()
        self.overview, self.plan, self.progress = OverviewTab(context), PlanTab(context), ProgressTab(context)
        self.log, self.notes, self.messages = LogTab(context), NotesTab(context), MessagesTab(context)
        tabs = (self.overview, self.plan, self.progress, self.log, self.notes, self.messages)
        self._tabs: dict[str, ClientTab] = dict(zip(TABS, tabs, strict=True))
        self._build()
        self._connect_signals()

    @property
    def member_id(self) -> UUID | None:
        """Whose client page it is."""
        return self.client.member_id if self.client is not None else None

    def show_client(self, client: ClientRow, today: date) -> None:
        """Show a client, or the same one with fresh figures; nothing is loaded yet."""
        is_other = self.client is None or client.member_id != self.client.member_id
        self.client = client
        self._show_head(client)
        for tab in self._tabs.values():
            tab.set_client(client, today)
        self.tabs.set_counts({"messages": client.unread_messages or None})
        if is_other:
            self.tabs.set_counts({"notes": None})
            self._stale = set(TABS)

    def refresh(self) -> None:
        """Load the tab in front and the notes; the other tabs load when they are looked at."""
        if self.client is None:
            return
        self._stale = set(TABS)
        self._load_front()
        self._load_notes()

    def open_tab(self, key: str) -> None:
        """Bring a tab to the front; "add_note" and "write" also put the cursor where one writes."""
        self.tabs.choose({"add_note": "notes", "write": "messages"}.get(key, key))
        if key == "add_note":
            self.notes.write()
        elif key == "write":
            self.messages.write()

    # Building

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QFrame()
        head.setProperty("kind", "surface")
        lines = QVBoxLayout(head)
        lines.setContentsMargins(Space.XL, Space.L, Space.XL, 0)
        lines.setSpacing(Space.S)
        lines.addLayout(self._head())
        self.tabs = Tabs(
            (
                Segment("overview", self.tr("Overview")),
                Segment("plan", self.tr("Plan")),
                Segment("progress", self.tr("Progress")),
                Segment("log", self.tr("Log")),
                Segment("notes", self.tr("Notes")),
                Segment("messages", self.tr("Messages"), is_urgent=True),
            )
        )
        self.tabs.setObjectName("clientTabs")
        self.tabs.setAccessibleName(self.tr("Sections"))
        lines.addWidget(self.tabs)
        column.addWidget(head)
        column.addWidget(hairline())
        self._stack = QStackedWidget()
        for tab in self._tabs.values():
            self._stack.addWidget(tab)
        column.addWidget(self._stack, 1)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        self._avatar = Avatar(diameter=Size.AVATAR_XL)
        row.addWidget(self._avatar)
        row.addSpacing(Space.S)
        words = QVBoxLayout()
        words.setSpacing(Space.XS)
        upper = QHBoxLayout()
        upper.setSpacing(Space.M)
        self._name = ElidedLabel("", "section")
        self._name.setObjectName("clientName")
        self._pill = Pill()
        upper.addWidget(self._name)
        upper.addWidget(self._pill)
        upper.addStretch(1)
        self._since = ElidedLabel("", tone="muted")
        words.addLayout(upper)
        words.addWidget(self._since)
        row.addLayout(words, 1)
        self.log_button = quiet_button("", "dumbbell")
        self.log_button.setObjectName("logForClientButton")
        self.message_button = quiet_button(self.tr("Message"), "message-square")
        self.message_button.setObjectName("messageClientButton")
        self.message_button.setToolTip("Ctrl+M")
        self.plan_button = primary_button(self.tr("Edit plan"), "pencil")
        self.plan_button.setObjectName("editPlanButton")
        self.more_button = icon_button("ellipsis", self.tr("More"), outlined=True)
        self.more_button.setObjectName("moreClientButton")
        menu = QMenu(self.more_button)
        self.note_action = menu.addAction(icons.icon("plus"), self.tr("Add note"))
        self.record_action = menu.addAction(icons.icon("pencil"), self.tr("Edit goals and injuries"))
        self.more_button.setMenu(menu)
        for button in (self.log_button, self.message_button, self.plan_button, self.more_button):
            row.addWidget(button)
        return row

    def _connect_signals(self) -> None:
        self.tabs.chosen.connect(self._on_tab_chosen)
        self.log_button.clicked.connect(self._on_log_clicked)
        self.message_button.clicked.connect(lambda: self.open_tab("write"))
        self.note_action.triggered.connect(lambda: self.open_tab("add_note"))
        self.record_action.triggered.connect(self._on_record_wanted)
        self.plan_button.clicked.connect(lambda: self.plan.edit())
        for writer in (self.notes, self.progress, self.log):
            writer.notes_changed.connect(self._load_notes)
        for tab in self._tabs.values():
            tab.tab_wanted.connect(self.open_tab)
        for place, key in enumerate(TABS, start=1):
            words = self.tr("Overview, plan, progress, log, notes, messages")
            self._shortcut(f"Ctrl+{place}", partial(self.open_tab, key), words)
        self._shortcut("Ctrl+E", self.plan_button.click, self.tr("Write or change the plan"))
        self._shortcut("Ctrl+Shift+N", self.note_action.trigger, self.tr("Write a note"))
        self._shortcut("Ctrl+M", self.message_button.click, self.tr("Write a message"))
        self._shortcut("Ctrl+L", self.log_button.click, self.tr("Log a workout for the client"))

    def _shortcut(self, keys: str, activated: Callable[[], None], words: str) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setWhatsThis(words)
        # Also from the list beside it: the whole window, while this page is in front.
        shortcut.activated.connect(activated)

    # Showing

    def _show_head(self, client: ClientRow) -> None:
        self._avatar.set_person(client.member_id, client.name)
        self._name.setText(client.name)
        self._pill.set_state(*status_words(client.status))
        self._since.setText(since_and_goal(client))
        has_plan = client.plan_title is not None
        words = self.tr("Edit plan") if has_plan else self.tr("Create plan")
        # The same two thin spaces between icon and word as every button has.
        self.plan_button.setText(f"\u2009\u2009{words}")
        self.plan_button.setAccessibleName(words)
        icons.set_icon(self.plan_button, "pencil" if has_plan else "plus", "on_accent")
        is_active = client.status is AssignmentStatus.ACTIVE
        paused = self.tr("The training is paused: nothing can be written until it goes on.")
        name = first_name(client.name)[:_NAME_LETTERS]
        words = self.tr("Log for {0}").format(name)
        self.log_button.setText(f"\u2009\u2009{words}")
        self.log_button.setAccessibleName(words)
        for one in (self.plan_button, self.log_button, self.note_action, self.record_action):
            one.setEnabled(is_active)
        self.plan_button.setToolTip("Ctrl+E" if is_active else paused)
        self.log_button.setToolTip("Ctrl+L" if is_active else paused)

    def _load_front(self) -> None:
        key = self.tabs.current
        self._stale.discard(key)
        self._tabs[key].refresh()

    def _load_notes(self) -> None:
        if self.client is None:
            return
        notes, member_id = self._context.services.notes, self.client.member_id
        self._context.tasks.query(
            self,
            lambda: (member_id, notes.notes(member_id)),
            self._on_notes_loaded,
            self._on_notes_failed,
            key="notes",
        )

    # Slots

    def _on_log_clicked(self) -> None:
        if self.client is not None:
            self._context.navigate("log_for", {"member_id": self.client.member_id, "name": self.client.name})

    def _on_record_wanted(self) -> None:
        self.open_tab("overview")
        self.overview.record.begin()

    def _on_notes_loaded(self, answer: tuple[UUID, tuple[Note, ...]]) -> None:
        member_id, notes = answer
        if member_id != self.member_id:
            return
        self.tabs.set_counts({"notes": len(notes) or None})
        self.notes.set_notes(notes)
        self.overview.set_notes(notes)

    def _on_notes_failed(self, exc: Exception) -> None:
        self.notes.show_error(exc)

    def _on_tab_chosen(self, key: str) -> None:
        self._stack.setCurrentWidget(self._tabs[key])
        if key in self._stale:
            self._load_front()
        self.looked_into.emit(self.member_id)
