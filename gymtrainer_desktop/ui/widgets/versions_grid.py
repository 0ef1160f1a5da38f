"""Two versions of the same thing side by side, line by line; what differs stands out in accent."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.delegates import NO_VALUE
from gymtrainer_desktop.ui.widgets.text import hairline, label


class VersionsGrid(QWidget):
    """Captions on the left, then what is saved now, then what one's own version says.

    Args:
        theirs: Heading of what is saved now.
        mine: Heading of one's own version.
    """

    def __init__(self, theirs: str, mine: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(Space.XL)
        self._grid.setVerticalSpacing(Space.S)
        self._grid.setColumnMinimumWidth(0, Size.FACT_LABEL - Space.XXL)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        self._grid.addWidget(label(theirs, weight="semibold"), 0, 1)
        self._grid.addWidget(label(mine, weight="semibold"), 0, 2)
        self._row = 1

    def add(self, caption: str, theirs: str, mine: str) -> None:
        """Add a fact of one line."""
        differs = theirs != mine
        self.add_lines(caption, ((theirs, differs),), ((mine, differs),))

    def add_lines(
        self, caption: str, theirs: Sequence[tuple[str, bool]], mine: Sequence[tuple[str, bool]]
    ) -> None:
        """Add a fact of several lines: each with whether it differs from the other side."""
        self._grid.addWidget(hairline(), self._row, 0, 1, 3)
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(label(caption, tone="muted"), self._row + 1, 0, top)
        for place, lines in ((1, theirs), (2, mine)):
            cell = QWidget()
            column = QVBoxLayout(cell)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(Space.XS)
            for words, differs in lines or ((NO_VALUE, False),):
                tone, weight = ("accent", "medium") if differs else ("text", "")
                column.addWidget(label(words or NO_VALUE, tone=tone, weight=weight, wrap=True))
            self._grid.addWidget(cell, self._row + 1, place, top)
        self._row += 2
