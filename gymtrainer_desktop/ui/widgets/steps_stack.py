"""The steps of a dialog that leads through something, one at a time."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStackedWidget

from gymtrainer_desktop.ui.theme.tokens import Size


class StepsStack(QStackedWidget):
    """One step at a time, all of one size: the dialog does not jump."""

    def hasHeightForWidth(self) -> bool:
        """No: what a step says does not decide how high all of them are."""
        return False

    def sizeHint(self) -> QSize:
        """Return the size of every step."""
        return QSize(Size.IMPORT_WIDTH, Size.IMPORT_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Return a size that fits a small screen."""
        return QSize(Size.FORM_WIDTH, Size.LOGS_HEIGHT)
