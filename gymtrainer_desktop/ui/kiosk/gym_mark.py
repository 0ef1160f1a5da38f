"""The gym's mark and name; pressed for three seconds it asks staff for the way out."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from gymtrainer_desktop.ui.kiosk.touch_parts import LineLabel, row
from gymtrainer_desktop.ui.theme.tokens import Delay, KioskSize, Space
from gymtrainer_desktop.ui.widgets.text import icon_label


class GymMark(QWidget):
    """The dumbbell and the gym's name."""

    held = Signal()
    """Pressed for as long as it takes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("gymMark")
        self.setMinimumHeight(KioskSize.MARK_TARGET)
        logo = QFrame()
        logo.setProperty("kind", "logo")
        logo.setProperty("large", "true")
        logo.setFixedSize(KioskSize.MARK, KioskSize.MARK)
        inner = QHBoxLayout(logo)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(icon_label("dumbbell", "on_accent", KioskSize.ICON), 0, Qt.AlignmentFlag.AlignCenter)
        self._name = LineLabel("", weight="semibold")
        line = row(self, spacing=Space.L)
        line.addWidget(logo)
        line.addWidget(self._name, 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(Delay.LONG_PRESS)
        self._timer.timeout.connect(self.held)

    @property
    def timer(self) -> QTimer:
        """Runs while the mark is pressed."""
        return self._timer

    def set_name(self, name: str) -> None:
        """Show the gym's name."""
        self._name.setText(name)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to count."""
        self._timer.start()
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A finger that slides off does not count."""
        if not self.rect().contains(event.position().toPoint()):
            self._timer.stop()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Lifted too early."""
        self._timer.stop()
        event.accept()
