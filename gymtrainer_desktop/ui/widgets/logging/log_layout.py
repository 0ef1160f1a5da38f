"""Three columns: the workout, the exercise, what helps; the third folds below the first for want of room."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from gymtrainer_desktop.ui.theme.tokens import Size, Space


class LogLayout(QScrollArea):
    """Scrolls the three columns.

    Args:
        left: Stands on the left.
        middle: Stand in the middle, one below the other.
        side: Stands on the right, or below `left`.
    """

    def __init__(
        self, left: QWidget, middle: tuple[QWidget, ...], side: QWidget, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._list, self._side = left, side
        self._is_narrow = False
        self.setWidgetResizable(True)
        inner = QWidget()
        row = QHBoxLayout(inner)
        row.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
        row.setSpacing(Space.L)
        self._left, center, self._right = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        for column, stretch in ((self._left, 0), (center, 1), (self._right, 0)):
            column.setSpacing(Space.L)
            row.addLayout(column, stretch)
        left.setFixedWidth(Size.LOG_LIST)
        side.setFixedWidth(Size.LOG_SIDE)
        self._left.addWidget(left)
        self._left.addStretch(1)
        for widget in middle:
            center.addWidget(widget)
        center.addStretch(1)
        self._right.addWidget(side)
        self._right.addStretch(1)
        self.setWidget(inner)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold or unfold the third column."""
        super().resizeEvent(event)
        is_narrow = self.width() < Size.LOG_FOLDS_BELOW
        if is_narrow == self._is_narrow:
            return
        self._is_narrow = is_narrow
        source, target = (self._right, self._left) if is_narrow else (self._left, self._right)
        source.removeWidget(self._side)
        target.insertWidget(target.count() - 1, self._side)
        width = Size.LOG_LIST - Space.XXL if is_narrow else Size.LOG_LIST
        self._list.setFixedWidth(width)
        self._side.setFixedWidth(width if is_narrow else Size.LOG_SIDE)
