"""Where a message is written: Enter sends, Shift+Enter begins a new line."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.messages import MESSAGE_LIMIT
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.buttons import primary_button
from gymtrainer_desktop.ui.widgets.growing_edit import GrowingEdit
from gymtrainer_desktop.ui.widgets.text import icon_label, label, set_tone

_WARN_FROM = MESSAGE_LIMIT - 400
"""From so many characters on, those that are left are counted."""


class Composer(QFrame):
    """The text, Send, and a line below that says how, or what is wrong."""

    send_requested = Signal(str)
    """Send was asked for; carries the text as typed."""
    edited = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "surface")
        self._is_sending = False
        self._problem = ""
        self._build()
        self.edit.textChanged.connect(self._on_text_changed)
        self.edit.submitted.connect(self._on_send)
        self.send_button.clicked.connect(self._on_send)
        self._update()

    @property
    def text(self) -> str:
        """What is typed."""
        return self.edit.toPlainText()

    @property
    def problem(self) -> str:
        """What is wrong, in a sentence; empty for nothing."""
        return self._problem

    @property
    def hint(self) -> str:
        """The line below the text."""
        return self._hint.text()

    def set_text(self, text: str) -> None:
        """Put a text into the field without telling anybody."""
        self.edit.blockSignals(True)
        self.edit.setPlainText(text)
        self.edit.blockSignals(False)
        self.edit.fit()
        self.edit.moveCursor(self.edit.textCursor().MoveOperation.End)
        self._problem = ""
        self._update()

    def set_name(self, name: str) -> None:
        """Say whom the message goes to."""
        self.edit.setPlaceholderText(self.tr("Write to {0}").format(name))
        self.edit.setAccessibleName(self.tr("Write to {0}").format(name))

    def set_sending(self, sending: bool) -> None:
        """Lock the field while the answer is on its way."""
        self._is_sending = sending
        self.edit.setReadOnly(sending)
        self._update()

    def set_problem(self, sentence: str) -> None:
        """Say why it was not sent; what was typed stays."""
        self._problem = sentence
        self._update()

    def set_closed(self, reason: str) -> None:
        """Let nothing be written and say why; empty lets it be written."""
        self._open.setVisible(not reason)
        self._closed.setVisible(bool(reason))
        self._reason.setText(reason)

    @property
    def closed_reason(self) -> str:
        """Why nothing can be written, empty when something can."""
        return self._reason.text() if not self._closed.isHidden() else ""

    def take_focus(self) -> None:
        """Put the keyboard into the text."""
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(Space.XL, Space.M, Space.XL, Space.M)
        outer.setSpacing(0)
        self._open = QWidget()
        column = QVBoxLayout(self._open)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        self.edit = GrowingEdit(1, 8, enter_submits=True)
        self.edit.setObjectName("messageText")
        self.send_button = primary_button(self.tr("Send"))
        self.send_button.setObjectName("sendMessageButton")
        row.addWidget(self.edit, 1)
        row.addWidget(self.send_button, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(row)
        self._hint = label("", "secondary", "muted", wrap=True)
        self._hint.setObjectName("messageHint")
        column.addWidget(self._hint)
        outer.addWidget(self._open)
        self._closed = QWidget()
        words = QHBoxLayout(self._closed)
        words.setContentsMargins(0, Space.S, 0, Space.S)
        words.setSpacing(Space.S)
        words.addWidget(icon_label("lock", size=Size.ICON_SMALL))
        self._reason = label("", tone="muted", wrap=True)
        words.addWidget(self._reason, 1)
        outer.addWidget(self._closed)
        self._closed.hide()

    def _update(self) -> None:
        length = len(self.text.strip())
        is_too_long = length > MESSAGE_LIMIT
        self.send_button.setEnabled(bool(length) and not is_too_long and not self._is_sending)
        if self._problem:
            words, tone = self._problem, "critical"
        elif is_too_long:
            over = self.tr("{0} characters too many: a message can have {1}. Send it in parts.")
            words, tone = over.format(f"{length - MESSAGE_LIMIT:,}", f"{MESSAGE_LIMIT:,}"), "critical"
        elif self._is_sending:
            words, tone = self.tr("Sending …"), "muted"
        elif length >= _WARN_FROM:
            words, tone = self.tr("{0} characters left").format(MESSAGE_LIMIT - length), "muted"
        else:
            words, tone = self.tr("Enter sends, Shift+Enter begins a new line"), "muted"
        self._hint.setText(words)
        set_tone(self._hint, tone)

    def _on_text_changed(self) -> None:
        self._problem = ""
        self._update()
        self.edited.emit(self.text)

    def _on_send(self) -> None:
        if self.send_button.isEnabled():
            self.send_requested.emit(self.text)
