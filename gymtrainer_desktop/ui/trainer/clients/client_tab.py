"""What the tabs of a client have in common."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from gymtrainer_desktop.domain.clients import ClientRow
from gymtrainer_desktop.ui.shell.page import PageContext


class ClientTab(QWidget):
    """One tab of the client: told whom to show, loads when it is looked at."""

    tab_wanted = Signal(str)
    """Another tab should come to the front; carries its key."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.client: ClientRow | None = None
        self.today = date.min

    def set_client(self, client: ClientRow, today: date) -> None:
        """Show a client; the same one again brings fresh figures of their line."""
        is_other = self.client is None or client.member_id != self.client.member_id
        self.client, self.today = client, today
        if is_other:
            self.context.tasks.drop(self)
            self.clear()

    def clear(self) -> None:
        """Forget what was shown: it is somebody else's."""

    def refresh(self) -> None:
        """Load what the tab shows."""


def scroll_area(content: QWidget) -> QScrollArea:
    """Return a scroll area for a tab's content."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(content)
    return area
