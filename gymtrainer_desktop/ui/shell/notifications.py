"""The bell's popover: what happened since one last looked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from gymtrainer_desktop.ui.theme import icons
from gymtrainer_desktop.ui.theme.scheme import scheme_of
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets import paint
from gymtrainer_desktop.ui.widgets.buttons import link_button
from gymtrainer_desktop.ui.widgets.text import hairline, icon_label, label


@dataclass(frozen=True, slots=True)
class NotificationItem:
    """A line of the popover.

    Attributes:
        text: The sentence.
        when: When it happened, in words ("Today, 14:32").
        page: Key of the page a click opens, empty for none.
        args: What to open it with.
    """

    id: UUID | str
    text: str
    when: str
    is_read: bool
    page: str = ""
    args: Mapping[str, Any] = field(default_factory=dict)
    icon: str = "bell"


class NotificationLine(QAbstractButton):
    """One notification; a click opens what it is about."""

    def __init__(self, item: NotificationItem) -> None:
        super().__init__()
        self.item = item
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(f"{item.text}, {item.when}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        row.setSpacing(Space.M)
        row.addWidget(icon_label(item.icon, "text_muted"), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(Space.HAIR)
        words.addWidget(label(item.text, weight="" if item.is_read else "medium", wrap=True))
        words.addWidget(label(item.when, "secondary", "muted"))
        row.addLayout(words, 1)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        """Return the size of its words."""
        return self._row.sizeHint()

    def hasHeightForWidth(self) -> bool:
        """Yes: wrapped words are higher when narrow."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of its words."""
        return self._row.totalHeightForWidth(width)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter clicks."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a dot where it is unread."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scheme = scheme_of(self)
        if self.underMouse():
            painter.fillRect(self.rect(), QColor(scheme.hover))
        if not self.item.is_read:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(scheme.accent))
            right = self.width() - Space.S
            painter.drawEllipse(
                QRectF(right - Size.DOT, self.height() / 2 - Size.DOT / 2, Size.DOT, Size.DOT)
            )
        if self.hasFocus():
            paint.focus_ring(painter, QRectF(self.rect()), scheme, 0)


class NotificationPopover(QWidget):
    """Covers the window while open: a click beside the popover, or Esc, closes it."""

    opened = Signal(object)
    """A line was clicked; carries its `NotificationItem`."""
    all_read_requested = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._corner = QPoint()
        self._items: tuple[NotificationItem, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._frame = QFrame(self)
        self._frame.setProperty("kind", "popover")
        self._frame.setFixedWidth(Size.POPOVER_WIDTH)
        column = QVBoxLayout(self._frame)
        column.setContentsMargins(0, 0, 0, 0)  # the border of the frame is its own
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        head.addWidget(label(self.tr("Notifications"), "section"))
        head.addStretch(1)
        self._all_read = link_button(self.tr("Mark all as read"))
        self._all_read.clicked.connect(self.all_read_requested)
        head.addWidget(self._all_read)
        self._head = head
        column.addLayout(head)
        column.addWidget(hairline())
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(self._area)
        self.set_items(())
        self.hide()

    @property
    def items(self) -> tuple[NotificationItem, ...]:
        """The lines, newest first."""
        return self._items

    def set_items(self, items: Sequence[NotificationItem]) -> None:
        """Show other lines."""
        self._items = tuple(items)
        content = QWidget()
        column = self._lines = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, Space.XS)
        column.setSpacing(0)
        for item in self._items:
            line = NotificationLine(item)
            line.clicked.connect(lambda _checked=False, at=item: self._on_line_clicked(at))
            column.addWidget(line)
        if not self._items:
            nothing = label(self.tr("Nothing new. What concerns you appears here."), tone="muted", wrap=True)
            nothing.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
            column.addWidget(nothing)
        column.addStretch(1)
        self._area.setWidget(content)
        self._all_read.setVisible(any(not item.is_read for item in self._items))
        icons.retint(content)
        if self.isVisible():
            self._place()

    def open_below(self, anchor: QWidget) -> None:
        """Open below a widget, its right edge below the widget's."""
        parent = self._window
        self.setGeometry(parent.rect())
        self._corner = anchor.mapTo(parent, QPoint(anchor.width(), anchor.height() + Space.XS))
        self.show()
        # Only what is shown has its final fonts, and so its size.
        self._place()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes, up and down walk."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.hide()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(key == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside it closes it."""
        if not self._frame.geometry().contains(event.position().toPoint()):
            self.hide()

    def _place(self) -> None:
        content = self._area.widget()
        assert content is not None
        for line in content.findChildren(NotificationLine):
            line.setFixedHeight(line.heightForWidth(Size.POPOVER_WIDTH - Size.SCROLL_BAR))
        wanted = self._lines.sizeHint().height() + self._head.sizeHint().height() + 3 * Size.BORDER
        room = self.height() - self._corner.y() - Space.L
        height = min(wanted, Size.POPOVER_HEIGHT, room)
        left = min(self._corner.x() - Size.POPOVER_WIDTH, self.width() - Size.POPOVER_WIDTH - Space.L)
        self._frame.setGeometry(max(left, Space.L), self._corner.y(), Size.POPOVER_WIDTH, height)

    def _on_line_clicked(self, item: NotificationItem) -> None:
        self.hide()
        self.opened.emit(item)
