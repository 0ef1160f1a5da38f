"""Messages: the threads on the left, the one that is open on the right."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.assignments import AssignmentStatus
from gymtrainer_desktop.domain.messages import Thread
from gymtrainer_desktop.ui.messages.message_drafts import MessageDrafts
from gymtrainer_desktop.ui.messages.message_words import closed_text
from gymtrainer_desktop.ui.messages.thread_list import ThreadListPanel
from gymtrainer_desktop.ui.messages.thread_view import ThreadView
from gymtrainer_desktop.ui.shell.page import Page, PageContext
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.avatar import Avatar
from gymtrainer_desktop.ui.widgets.buttons import quiet_button
from gymtrainer_desktop.ui.widgets.people_words import status_words
from gymtrainer_desktop.ui.widgets.pills import Pill
from gymtrainer_desktop.ui.widgets.states import StateStack
from gymtrainer_desktop.ui.widgets.text import ElidedLabel, hairline


class MessagesPage(Page):
    """The signed-in person's threads, as a trainer or as a member.

    `open` takes `assignment_id` (the thread to show), or `member_id` for a trainer.

    Args:
        context: As for every page.
        as_member: Shows the threads in which one is the member, not those in which one is the trainer.
    """

    key: ClassVar[str] = "messages"
    tables: ClassVar[frozenset[str]] = frozenset(
        {"messages", "trainer_assignments", "profiles", "instructors", "gym_settings"}
    )

    def __init__(self, context: PageContext, *, as_member: bool, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._as_member = as_member
        self._wanted: UUID | None = None
        self._wanted_member: UUID | None = None
        self._takes_focus = False
        self.set_title(self.tr("Messages"))
        self.drafts = MessageDrafts(context, self)
        self.list = ThreadListPanel(context.gym.time_zone)
        self.view = ThreadView(context, self.drafts)
        self._build()
        self._connect_signals()

    def open(self, **args: Any) -> None:
        """Take the thread to show."""
        self._wanted = args.get("assignment_id") or self._wanted
        self._wanted_member = args.get("member_id") or self._wanted_member
        self._takes_focus = bool(self._wanted or self._wanted_member)

    def refresh(self) -> None:
        """Load the threads, then the one that is open."""
        self._states.show_loading()
        services, as_member = self.context.services, self._as_member
        self.context.tasks.query(
            self,
            lambda: (services.gym.today(), services.messages.threads(as_member)),
            self._on_loaded,
            self._on_failed,
            key="threads",
        )

    def may_leave(self) -> bool:
        """Bring what is typed to the disk; nothing is lost by leaving."""
        self.drafts.flush()
        return True

    def may_close(self) -> bool:
        """As for leaving."""
        self.drafts.flush()
        return True

    # Building

    def _build(self) -> None:
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._head())
        right.addWidget(hairline())
        right.addWidget(self.view, 1)
        row.addLayout(right, 1)
        self._states = StateStack(content)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._states)

    def _head(self) -> QFrame:
        head = QFrame()
        head.setProperty("kind", "surface")
        row = QHBoxLayout(head)
        row.setContentsMargins(Space.XL, Space.M, Space.XL, Space.M)
        row.setSpacing(Space.M)
        self._avatar = Avatar(diameter=Size.AVATAR_M)
        self._name = ElidedLabel("", "section")
        self._name.setObjectName("threadName")
        self._pill = Pill()
        self.client_button = quiet_button(self.tr("Open client"), "user")
        self.client_button.setObjectName("openClientButton")
        row.addWidget(self._avatar)
        row.addWidget(self._name)
        row.addWidget(self._pill)
        row.addStretch(1)
        row.addWidget(self.client_button)
        return head

    def _connect_signals(self) -> None:
        self._states.retry_requested.connect(self.refresh)
        self.list.retry_requested.connect(self.refresh)
        self.list.chosen.connect(self._show)
        self.list.entered.connect(self._on_entered)
        self.view.was_read.connect(self.refresh)
        self.view.was_sent.connect(self.refresh)
        self.client_button.clicked.connect(self._on_client_clicked)
        for keys, activated, words in (
            ("Ctrl+F", self.list.focus_search, self.tr("Find a person")),
            ("Ctrl+M", self.view.composer.take_focus, self.tr("Write a message")),
            ("Ctrl+Up", self.view.load_older, self.tr("Show older messages")),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setWhatsThis(words)
            shortcut.activated.connect(activated)

    # Showing

    def _on_loaded(self, answer: tuple[date, tuple[Thread, ...]]) -> None:
        today, threads = answer
        self.context.badge(self.key, sum(thread.unread for thread in threads))
        self.list.set_threads(threads, today)
        if not threads:
            self._show_none()
            return
        self._states.show_content()
        wanted = self.list.thread_of(self._wanted) or next(
            (t for t in threads if self._wanted_member is not None and t.member_id == self._wanted_member),
            None,
        )
        if wanted is None and (self._wanted or self._wanted_member):
            self.context.notices.toast(self.tr("There is no such thread."))
        takes_focus = self._takes_focus and wanted is not None
        self._wanted = self._wanted_member = None
        self._takes_focus = False
        unread = next((thread for thread in threads if thread.unread), threads[0])
        self._show(wanted or self.list.thread_of(self.view.assignment_id) or unread)
        if takes_focus:
            self.view.composer.take_focus()

    def _show_none(self) -> None:
        words = self.tr("Threads with your clients appear here.")
        if self._as_member:
            words = self.tr("You can write to your trainer here. The front desk assigns one; just ask there.")
        self._states.show_empty(self.tr("No messages yet"), words, icon="message-square")

    def _on_failed(self, exc: Exception) -> None:
        if self.view.assignment_id is not None and self._states.state == "content":
            # What is typed and what was read stay in sight.
            self.context.notices.error(exc)
            return
        self._states.show_error(self.tr("The messages could not be loaded"), exc)

    def _show(self, thread: Thread) -> None:
        self._avatar.set_person(thread.other_id, thread.other_name)
        self._name.setText(thread.other_name)
        self._pill.set_state(*status_words(thread.status))
        self._pill.setVisible(thread.status is not AssignmentStatus.ACTIVE)
        self.client_button.setVisible(not self._as_member and thread.is_open)
        self.list.select(thread.assignment_id)
        self.view.set_thread(thread.assignment_id, thread.other_name, closed_text(thread))
        self.view.refresh()

    # Slots

    def _on_entered(self, thread: Thread) -> None:
        if thread.assignment_id != self.view.assignment_id:
            self._show(thread)
        self.view.composer.take_focus()

    def _on_client_clicked(self) -> None:
        thread = self.list.thread_of(self.view.assignment_id)
        if thread is not None:
            self.context.navigate("clients", {"member_id": thread.member_id, "tab": "messages"})
