"""A field for text of several lines that is as high as its text, between two limits."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from gymtrainer_desktop.ui.theme.tokens import Space

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class GrowingEdit(QPlainTextEdit):
    """Takes plain text only. Ctrl+Enter submits, Esc leaves, Tab goes on to the next field.

    Args:
        least: Lines of height while there is little text.
        most: Lines of height at most; longer text scrolls.
        enter_submits: Enter alone submits too, and Shift+Enter begins a new line.
    """

    submitted = Signal()
    left = Signal()

    def __init__(
        self, least: int = 2, most: int = 12, *, enter_submits: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._least, self._most = least, most
        self._enter_submits = enter_submits
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._fitting = QTimer(self)
        self._fitting.setSingleShot(True)
        self._fitting.timeout.connect(self.fit)
        self.textChanged.connect(self.fit)
        self.fit()

    def fit(self) -> None:
        """Take the height of the text."""
        line = self.fontMetrics().lineSpacing()
        blocks = self.document().documentLayout()
        # The layout of plain text counts lines, wrapped ones too, not pixels.
        count = round(blocks.documentSize().height())
        lines = min(max(count, self._least), self._most)
        edges = 2 * (round(self.document().documentMargin()) + Space.S)
        self.setFixedHeight(lines * line + edges)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width wraps the text elsewhere."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fitting.start()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Take the text alone of what is pasted or dropped."""
        if source.hasText():
            self.textCursor().insertText(source.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Ctrl+Enter and Esc."""
        modifiers = event.modifiers()
        has_control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        has_shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        if event.key() in _ENTER and (has_control or (self._enter_submits and not has_shift)):
            if not event.isAutoRepeat():
                self.submitted.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
