"""Cards: a surface with a title row, and the card of a key figure."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.text import ElidedLabel, hairline, label


class Card(QFrame):
    """A surface with an optional title row: title, quiet count, actions on the right.

    Add content to `body`, a vertical layout without margins; `padded()` gives one with the card's margins.
    """

    def __init__(
        self,
        title: str = "",
        count: str = "",
        actions: tuple[QWidget, ...] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._layout = QVBoxLayout(self)
        edge = Size.BORDER
        self._layout.setContentsMargins(edge, edge, edge, edge)
        self._layout.setSpacing(0)
        self._title = ElidedLabel(title, "section")
        self._count = ElidedLabel(count, "body", "muted")
        self.header = QWidget()
        self.header.setFixedHeight(Size.CARD_HEADER)
        if not title:
            self.header.hide()
        self._header_row = QHBoxLayout(self.header)
        self._header_row.setContentsMargins(Space.L - 1, 0, Space.L - 1, 0)
        self._header_row.setSpacing(Space.S)
        self._header_row.addWidget(self._title)
        self._header_row.addWidget(self._count)
        self._header_row.addStretch(1)
        for action in actions:
            self._header_row.addWidget(action)
        self._layout.addWidget(self.header)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self._layout.addLayout(self.body, 1)

    def set_title(self, title: str) -> None:
        """Change the title; the row shows once there is one."""
        self._title.setText(title)
        self.header.setVisible(bool(title))

    def set_count(self, text: str) -> None:
        """Change the quiet words beside the title."""
        self._count.setText(text)

    def add_action(self, widget: QWidget) -> None:
        """Add a control at the right of the title row."""
        self._header_row.addWidget(widget)

    def padded(self, spacing: int = Space.S) -> QVBoxLayout:
        """Add to the body, and return, a layout with the card's margins."""
        inner = QVBoxLayout()
        top = 0 if self._title.text() else Space.L
        inner.setContentsMargins(Space.L, top, Space.L, Space.L)
        inner.setSpacing(spacing)
        self.body.addLayout(inner)
        return inner

    def add_hairline(self) -> None:
        """Add a line across the card."""
        self.body.addWidget(hairline())

    def add_footer(self, text: str) -> QWidget:
        """Add a line of quiet words at the bottom, above it a hairline; return the label."""
        self.add_hairline()
        words = label(text, "secondary", "muted")
        words.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        self.body.addWidget(words)
        return words


class KeyFigure(QWidget):
    """A caption, a large figure and a line of explanation."""

    def __init__(
        self, caption: str, figure: str = "—", detail: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        column.setSpacing(Space.XS)
        self._caption = ElidedLabel(caption, "secondary", "muted", "medium")
        self._figure = label(figure, "figure")
        self._detail = label(detail, "secondary", "muted")
        for words in (self._caption, self._figure, self._detail):
            words.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            column.addWidget(words)
        self.setAccessibleName(caption)

    def set_figure(self, figure: str, detail: str = "") -> None:
        """Show another figure and explanation."""
        self._figure.setText(figure)
        self._detail.setText(detail)
        self.setAccessibleDescription(f"{figure} {detail}".strip())

    def set_caption(self, caption: str) -> None:
        """Change what the figure is of; a long caption is shortened."""
        self._caption.setText(caption)
        self.setAccessibleName(caption)

    @property
    def figure(self) -> str:
        """The figure shown."""
        return self._figure.text()


class KeyFigureCard(QFrame):
    """A card with one key figure, or several side by side with lines between them."""

    def __init__(self, *figures: KeyFigure, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.figures = figures
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for place, figure in enumerate(figures):
            if place:
                row.addWidget(hairline(vertical=True))
            row.addWidget(figure, 1)

    def set_figure(self, figure: str, detail: str = "") -> None:
        """Change the first, usually the only, figure."""
        self.figures[0].set_figure(figure, detail)
