"""Pills say a state; chips are small facts in a row (certifications, specializations)."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QLayoutItem, QSizePolicy, QWidget

from gymtrainer_desktop.ui.theme.scheme import scheme_of
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets import paint
from gymtrainer_desktop.ui.widgets.avatar import Avatar
from gymtrainer_desktop.ui.widgets.buttons import icon_button
from gymtrainer_desktop.ui.widgets.text import label


class Pill(QWidget):
    """An outlined pill: a dot in the colour of a token, and a word."""

    def __init__(self, text: str = "", token: str = "text_muted", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_state(text, token)

    def set_state(self, text: str, token: str) -> None:
        """Say another state."""
        self._text, self._token = text, token
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of the pill."""
        return QSize(round(paint.pill_width(self._text) + 0.5), Size.PILL)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the pill."""
        painter = QPainter(self)
        paint.pill(painter, QRectF(self.rect()), scheme_of(self), self._text, self._token)


class Chip(QFrame):
    """A word in a box; with `removable` it carries a cross."""

    remove_requested = Signal(str)

    def __init__(self, text: str, *, removable: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = text
        self.setProperty("kind", "chip")
        self.setFixedHeight(Size.CHIP)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.S, 0, Space.XS if removable else Space.S, 0)
        row.setSpacing(Space.XS)
        row.addWidget(label(text, "secondary"))
        if removable:
            cross = icon_button("x", self.tr("Remove {0}").format(text), size=Size.ICON + Space.XS)
            cross.clicked.connect(lambda: self.remove_requested.emit(self.text))
            row.addWidget(cross)


class PersonChip(QFrame):
    """A person's avatar and name in a rounded box."""

    def __init__(self, identity: UUID | str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "person-chip")
        self.setFixedHeight(Size.CONTROL_SMALL)
        row = QHBoxLayout(self)
        row.setContentsMargins(Size.CURSOR_GAP, 0, Space.M, 0)
        row.setSpacing(Space.S)
        row.addWidget(Avatar(identity, name, Size.AVATAR_XS))
        row.addWidget(label(name))


class ChipList(QWidget):
    """Chips in as many lines as they need."""

    removed = Signal(str)

    def __init__(
        self, texts: Iterable[str] = (), *, removable: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._removable = removable
        self._flow = FlowLayout(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_texts(texts)

    @property
    def texts(self) -> tuple[str, ...]:
        """The words shown."""
        items = (self._flow.itemAt(place) for place in range(self._flow.count()))
        widgets = (item.widget() for item in items if item is not None)
        return tuple(widget.text for widget in widgets if isinstance(widget, Chip))

    def set_texts(self, texts: Iterable[str]) -> None:
        """Show other words."""
        while (item := self._flow.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for text in texts:
            self._append(text)
        self.updateGeometry()

    def add_text(self, text: str) -> None:
        """Append a chip, unless the word is there already."""
        if text and text not in self.texts:
            self._append(text)
            self.updateGeometry()

    def _append(self, text: str) -> None:
        chip = Chip(text, removable=self._removable)
        chip.remove_requested.connect(self._on_remove_requested)
        self._flow.addWidget(chip)

    def _on_remove_requested(self, text: str) -> None:
        self.set_texts([other for other in self.texts if other != text])
        self.removed.emit(text)


class FlowLayout(QLayout):
    """Lays widgets out in a line and breaks it when it is full."""

    def __init__(self, parent: QWidget | None = None, spacing: int = Space.XS + Size.CURSOR_GAP) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = spacing
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Append an item."""
        self._items.append(item)

    def count(self) -> int:
        """Return how many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return an item, or None."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Remove and return an item, or None."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """None: it takes what it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Yes: narrow means more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines at a width."""
        return self._arrange(QRect(0, 0, width, 0), moves=False)

    def setGeometry(self, rect: QRect) -> None:
        """Put the items where they belong."""
        super().setGeometry(rect)
        self._arrange(rect, moves=True)

    def sizeHint(self) -> QSize:
        """Return the size of one long line."""
        hints = [item.sizeHint() for item in self._items]
        width = sum(hint.width() for hint in hints) + self._gap * max(len(hints) - 1, 0)
        return QSize(width, max((hint.height() for hint in hints), default=0))

    def minimumSize(self) -> QSize:
        """Return the size of the largest item."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _arrange(self, rect: QRect, *, moves: bool) -> int:
        x, y, line = rect.x(), rect.y(), 0
        for item in self._items:
            hint = item.sizeHint()
            if x > rect.x() and x + hint.width() > rect.right() + 1:
                x, y, line = rect.x(), y + line + self._gap, 0
            if moves:
                item.setGeometry(QRect(QPoint(x, y), hint))
            x += hint.width() + self._gap
            line = max(line, hint.height())
        return y + line - rect.y()
