"""Why an exercise is left out: a few usual reasons, or words of one's own."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from gymtrainer_desktop.ui.theme.tokens import Space
from gymtrainer_desktop.ui.widgets.buttons import plain_button, quiet_button
from gymtrainer_desktop.ui.widgets.text import label

_REASON_LETTERS = 200


class SkipRow(QWidget):
    """Asks for the reason; one click says it and leaves the exercise out."""

    skipped = Signal(str)
    """Carries the reason, empty for none."""
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("skipRow")
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.L, Space.L, 0)
        column.setSpacing(Space.S)
        self._question = label("", weight="medium", wrap=True)
        column.addWidget(self._question)
        line = QHBoxLayout()
        line.setSpacing(Space.S)
        self.reason_buttons = []
        for words in (
            self.tr("Equipment taken"),
            self.tr("It hurts"),
            self.tr("No time"),
            self.tr("Too tired"),
        ):
            button = quiet_button(words)
            button.clicked.connect(lambda _=False, reason=words: self.skipped.emit(reason))
            self.reason_buttons.append(button)
            line.addWidget(button)
        line.addStretch(1)
        column.addLayout(line)
        line = QHBoxLayout()
        line.setSpacing(Space.S)
        self.edit = QLineEdit()
        self.edit.setObjectName("skipReason")
        self.edit.setMaxLength(_REASON_LETTERS)
        self.edit.setPlaceholderText(self.tr("Another reason (optional)"))
        self.edit.setAccessibleName(self.tr("Another reason"))
        self.edit.returnPressed.connect(self._on_skip)
        line.addWidget(self.edit, 1)
        self.skip_button = quiet_button(self.tr("Skip"))
        self.skip_button.setObjectName("confirmSkipButton")
        self.skip_button.clicked.connect(self._on_skip)
        self.cancel_button = plain_button(self.tr("Cancel"))
        self.cancel_button.setObjectName("cancelSkipButton")
        self.cancel_button.clicked.connect(self.closed)
        line.addWidget(self.skip_button)
        line.addWidget(self.cancel_button)
        column.addLayout(line)
        self.hide()

    def ask(self, name: str) -> None:
        """Ask why an exercise is left out."""
        self._question.setText(self.tr("Why do you leave out {0}?").format(name))
        self.edit.clear()
        self.show()
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves everything as it was."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _on_skip(self) -> None:
        self.skipped.emit(" ".join(self.edit.text().split()))
