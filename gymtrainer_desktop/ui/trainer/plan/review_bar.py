"""What an exercise asked for and what was done, side by side, above the grid it is adjusted in."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.buttons import quiet_button
from gymtrainer_desktop.ui.widgets.delegates import NO_VALUE
from gymtrainer_desktop.ui.widgets.text import ElidedLabel, icon_label, label

_LONGEST = 120


class ReviewBar(QFrame):
    """Name, last time, target; "Show" puts the keyboard on the card again."""

    show_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reviewBar")
        self.setProperty("kind", "banner")
        self.setProperty("tone", "accent")
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.M, Space.S, Space.L, Space.S)
        row.setSpacing(Space.XL)
        row.addWidget(icon_label("target", "accent"), 0, Qt.AlignmentFlag.AlignVCenter)
        self._name = ElidedLabel("", weight="semibold")
        row.addWidget(self._name, 2)
        self.last = self._fact(row, self.tr("Last time"))
        self.target = self._fact(row, self.tr("Target"))
        self.show_button = quiet_button(self.tr("Show"), size="small")
        self.show_button.clicked.connect(self.show_requested)
        self.done_button = quiet_button(self.tr("Done"), size="small")
        self.done_button.clicked.connect(self.hide)
        row.addWidget(self.show_button)
        row.addWidget(self.done_button)
        self.setMinimumHeight(Size.OFFLINE_BAR)
        self.hide()

    def set_words(self, name: str, last: str, target: str) -> None:
        """Change what it says."""
        self._name.setText(name[:_LONGEST])
        self.last.setText(last[:_LONGEST] or NO_VALUE)
        self.target.setText(target[:_LONGEST] or NO_VALUE)
        words = self.tr("{0}, last time {1}, target {2}")
        self.setAccessibleName(words.format(name[:_LONGEST], self.last.text(), self.target.text()))

    def _fact(self, row: QHBoxLayout, caption: str) -> ElidedLabel:
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(label(caption, "secondary", "muted"))
        value = ElidedLabel("", weight="medium")
        column.addWidget(value)
        row.addLayout(column, 3)
        return value
