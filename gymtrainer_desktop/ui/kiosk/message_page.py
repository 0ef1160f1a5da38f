"""One sentence while nothing else can be shown: something is being opened, or it went wrong."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from gymtrainer_desktop.domain.errors import GymError
from gymtrainer_desktop.ui.kiosk.touch_parts import column, touch_button, words
from gymtrainer_desktop.ui.theme.tokens import KioskSize, Space


class MessagePage(QWidget):
    """A title, a sentence, and Retry. Speaks as the desktop's page of progress does."""

    retry_requested = Signal()
    back_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("messagePage")
        self.title = words("", "title", wrap=True)
        self.detail = words("", "section", "muted", wrap=True)
        for label in (self.title, self.detail):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.retry = touch_button(self.tr("Try again"), "primary", "refresh-cw")
        self.retry.setObjectName("retryButton")
        self.retry.clicked.connect(self.retry_requested)
        whole = column(self, KioskSize.MARGIN_WIDE, Space.L)
        whole.addStretch(1)
        whole.addWidget(self.title)
        whole.addWidget(self.detail)
        whole.addWidget(self.retry, 0, Qt.AlignmentFlag.AlignHCenter)
        whole.addStretch(1)
        self.retry.hide()

    def show_busy(self, title: str, detail: str = "") -> None:
        """Say what is going on."""
        self.title.setText(title)
        self.detail.setText(detail)
        self.retry.hide()

    def show_problem(self, title: str, detail: str) -> None:
        """Say what went wrong, and offer to try again."""
        self.title.setText(title)
        self.detail.setText(detail)
        self.retry.show()

    def set_progress(self, sentence: str) -> None:
        """Say the step that has begun."""
        self.detail.setText(sentence)

    def show_error(self, error: Exception) -> None:
        """Say why it cannot be opened."""
        sentence = getattr(error, "message", "") if isinstance(error, GymError) else ""
        self.show_problem(
            self.tr("This kiosk cannot be opened"), sentence or self.tr("Something went wrong. Try again.")
        )
