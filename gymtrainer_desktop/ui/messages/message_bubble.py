"""One message: a day above the first of a day, the text, and below it when, and whether it was read."""

from __future__ import annotations

import math
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextOption, QWheelEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTextEdit, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.messages import Message
from gymtrainer_desktop.ui.messages.message_words import receipt_text
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.text import hairline, label

_SHARE = 0.72
"""Of the width, at most, for a message."""


class _BubbleText(QTextEdit):
    """Text that can be selected and copied, as wide and high as it is; words without end are broken."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "bubble-text")
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.document().setDocumentMargin(0)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # A stop of the Tab key at every message would be many.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def fit(self, most: int) -> None:
        """Take the width of the text, at most so many pixels, and the height it has then."""
        document = self.document()
        document.setTextWidth(max(most, 1))
        # A pixel or two more: letters may lean over the width they say they have.
        width = min(math.ceil(document.idealWidth()) + Size.CURSOR_GAP, max(most, 1))
        document.setTextWidth(width)
        self.setFixedSize(width, math.ceil(document.size().height()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel turns the thread."""
        event.ignore()


class MessageBubble(QWidget):
    """A message as it stands in its thread. Text is shown as it was typed, links and all.

    Args:
        message: What to show.
        other_name: Who is at the other end, for screen readers.
        zone: The gym's time zone.
    """

    def __init__(
        self, message: Message, other_name: str, zone: ZoneInfo, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._zone = zone
        self._other_name = other_name
        self._build(message.from_me)
        self.message = message
        self.set_message(message)

    @property
    def day_heading(self) -> str:
        """The day written above, empty for none."""
        return "" if self._day_row.isHidden() else self._day.text()

    @property
    def foot(self) -> str:
        """When it was sent and, for one's own, whether it was read."""
        return self._foot.text()

    @property
    def text(self) -> str:
        """The words."""
        return self._text.toPlainText()

    def set_message(self, message: Message) -> None:
        """Show a fresh version: somebody may have read it."""
        self.message = message
        if self._text.toPlainText() != message.body:
            self._text.setPlainText(message.body)
        sent = f"{message.sent_at.astimezone(self._zone):%H:%M}"
        self._foot.setText(f"{sent} · {receipt_text(message, self._zone)}" if message.from_me else sent)
        who = self.tr("You") if message.from_me else self._other_name
        self.setAccessibleName(f"{who}, {self._foot.text()}: {message.body}")

    def set_day(self, heading: str) -> None:
        """Write a day above the message; empty for none."""
        self._day.setText(heading)
        self._day_row.setVisible(bool(heading))

    def fit(self, width: int) -> None:
        """Take at most a part of a width, and no more than the words need."""
        self._text.fit(min(Size.FORM_WIDTH, int(width * _SHARE)) - 2 * Space.M)

    def _build(self, from_me: bool) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        self._day_row = QWidget()
        day = QHBoxLayout(self._day_row)
        day.setContentsMargins(0, Space.S, 0, 0)
        day.setSpacing(Space.M)
        self._day = label("", "secondary", "muted", "medium")
        day.addWidget(hairline(), 1)
        day.addWidget(self._day)
        day.addWidget(hairline(), 1)
        column.addWidget(self._day_row)
        self._day_row.hide()
        frame = QFrame()
        frame.setProperty("kind", "bubble-own" if from_me else "bubble")
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        self._text = _BubbleText()
        inner.addWidget(self._text)
        self._foot = label("", "secondary", "muted")
        side = Qt.AlignmentFlag.AlignRight if from_me else Qt.AlignmentFlag.AlignLeft
        block = QVBoxLayout()
        block.setSpacing(Space.HAIR)
        block.addWidget(frame, 0, side)
        block.addWidget(self._foot, 0, side)
        column.addLayout(block)
