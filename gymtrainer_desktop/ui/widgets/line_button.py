"""A button that is a line of a list."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton


class LineButton(QAbstractButton):
    """Enter chooses it, up and down walk to the lines beside it; how it looks, who builds on it paints."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose, walk, or leave the key to others."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.focusNextPrevChild(key == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)
