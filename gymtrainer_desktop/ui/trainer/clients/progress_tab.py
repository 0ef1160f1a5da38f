"""A client's progress, with comments on logs and the way back into the plan."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gymtrainer_desktop.domain.clients import ClientRow
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.trainer.clients.client_tab import ClientTab
from gymtrainer_desktop.ui.trainer.clients.log_acts import LogActs
from gymtrainer_desktop.ui.widgets.progress_view import ProgressView


class ProgressTab(ClientTab):
    """The progress view as a tab."""

    notes_changed = Signal()
    """A note about a log was written, or taken back."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.view = ProgressView(context, for_trainer=True)
        self.acts = LogActs(context, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self.view.comment_wanted.connect(self.acts.comment)
        self.view.adjust_wanted.connect(self.acts.adjust)
        self.acts.notes_changed.connect(self.notes_changed)

    def set_client(self, client: ClientRow, today: date) -> None:
        """Show somebody's progress."""
        super().set_client(client, today)
        self.acts.client = client
        self.view.set_member(client.member_id)

    def refresh(self) -> None:
        """Load it."""
        self.view.refresh()
