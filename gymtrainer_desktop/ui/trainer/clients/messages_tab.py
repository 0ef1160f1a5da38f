"""The thread with a client, as a tab."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gymtrainer_desktop.domain.clients import ClientRow
from gymtrainer_desktop.ui.messages.message_drafts import MessageDrafts
from gymtrainer_desktop.ui.messages.thread_view import ThreadView
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.trainer.clients.client_tab import ClientTab


class MessagesTab(ClientTab):
    """What trainer and client write to one another; paused clients can be written to, too."""

    was_read = Signal()

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setObjectName("messagesTab")
        self.drafts = MessageDrafts(context, self)
        self.view = ThreadView(context, self.drafts)
        self.view.was_read.connect(self.was_read)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)

    def set_client(self, client: ClientRow, today: date) -> None:
        """Show somebody's thread."""
        super().set_client(client, today)
        self.view.set_thread(client.assignment_id, client.name)

    def refresh(self) -> None:
        """Load the newest messages."""
        self.view.refresh()

    def write(self) -> None:
        """Put the keyboard where a message is written."""
        self.view.composer.take_focus()
