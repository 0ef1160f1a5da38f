"""The navigation rail: where one can go, and what waits there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from gymtrainer_desktop.ui.shell.page import NavItem
from gymtrainer_desktop.ui.theme import fonts, icons
from gymtrainer_desktop.ui.theme.scheme import scheme_of
from gymtrainer_desktop.ui.theme.tokens import Radius, Size, Space, Type, Weight
from gymtrainer_desktop.ui.widgets import paint
from gymtrainer_desktop.ui.widgets.text import ElidedLabel, icon_label

_MOST = 99


class Logo(QFrame):
    """The program's mark: a dumbbell on the accent."""

    def __init__(self, *, large: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "logo")
        self.setProperty("large", large)
        edge = Size.LOGO_LARGE if large else Size.LOGO
        self.setFixedSize(edge, edge)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(icon_label("barbell", "on_accent", edge // 2), 0, Qt.AlignmentFlag.AlignCenter)


class RailItem(QAbstractButton):
    """An icon, a word and a count; folded, only the icon and a dot."""

    def __init__(self, item: NavItem, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = item.key
        self._icon = item.icon
        self._badge = item.badge
        self._is_folded = False
        self.setText(item.text)
        self.setCheckable(True)
        self.setAutoExclusive(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedHeight(Size.RAIL_ITEM)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._name()

    @property
    def badge(self) -> int:
        """The count shown, 0 for none."""
        return self._badge

    def set_badge(self, count: int) -> None:
        """Show another count, none at 0."""
        self._badge = count
        self._name()
        self.update()

    def set_folded(self, folded: bool) -> None:
        """Show the icon only."""
        self._is_folded = folded
        self.setToolTip(self.text() if folded else "")
        self.update()

    def nextCheckState(self) -> None:
        """A click asks to navigate; the window decides what is current."""

    def sizeHint(self) -> QSize:
        """Return the size unfolded."""
        return QSize(Size.RAIL - 2 * Space.M, Size.RAIL_ITEM)

    def minimumSizeHint(self) -> QSize:
        """Return the size folded."""
        return QSize(Size.RAIL_ITEM, Size.RAIL_ITEM)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the item."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scheme = scheme_of(self)
        area = QRectF(self.rect())
        if self.isChecked() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(scheme.accent_soft if self.isChecked() else scheme.hover))
            painter.drawRoundedRect(area, Radius.CONTROL, Radius.CONTROL)
        color = scheme.accent if self.isChecked() else scheme.text_muted
        edge = Size.ICON
        left = (area.width() - edge) / 2 if self._is_folded else Space.M
        top = area.center().y() - edge / 2
        painter.drawPixmap(
            round(left), round(top), icons.pixmap(self._icon, color, edge, self.devicePixelRatioF())
        )
        if self._is_folded:
            if self._badge:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(scheme.accent))
                painter.drawEllipse(QRectF(left + edge - Space.HAIR, top - Space.XS, Space.S, Space.S))
        else:
            self._paint_words(painter, area, color, scheme.accent if self.isChecked() else scheme.text)
        if self.hasFocus():
            paint.focus_ring(painter, area, scheme, Radius.CONTROL)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, up and down move between items."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def _paint_words(self, painter: QPainter, area: QRectF, color: str, badge_color: str) -> None:
        right = area.right() - Space.M
        if self._badge:
            text = str(self._badge) if self._badge <= _MOST else f"{_MOST}+"
            font = fonts.font(Type.SECONDARY, Weight.SEMIBOLD, tabular=True)
            width = QFontMetrics(font).horizontalAdvance(text)
            place = QRectF(right - width, area.top(), width + 1, area.height())
            paint.elided(painter, place, text, font, badge_color, Qt.AlignmentFlag.AlignRight)
            right -= width + Space.S
        weight = Weight.SEMIBOLD if self.isChecked() else Weight.MEDIUM
        start = Space.M + Size.ICON + Space.M + Space.HAIR
        words = QRectF(start, area.top(), right - start, area.height())
        paint.elided(
            painter, words, self.text(), fonts.font(Type.BODY, weight), color, Qt.AlignmentFlag.AlignLeft
        )

    def _name(self) -> None:
        self.setAccessibleName(f"{self.text()}, {self._badge}" if self._badge else self.text())


class NavigationRail(QFrame):
    """The rail at the left: gym, items, and at its foot the settings."""

    chosen = Signal(str)
    """An item was clicked; carries its key."""

    def __init__(
        self, items: Sequence[NavItem], gym_name: str, place_name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "rail")
        self.items: dict[str, RailItem] = {}
        self._is_folded = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, Size.BORDER, Space.M)
        column.setSpacing(Size.RAIL_GAP)
        self._head = QWidget()
        self._head.setFixedHeight(Size.TOP_BAR)
        row = QHBoxLayout(self._head)
        row.setContentsMargins(Space.M, 0, Space.M, 0)
        row.setSpacing(Space.M)
        row.addWidget(Logo())
        self._words = QWidget()
        words = QVBoxLayout(self._words)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(0)
        words.addStretch(1)
        self._gym_name = ElidedLabel(gym_name, weight="semibold")
        words.addWidget(self._gym_name)
        words.addWidget(ElidedLabel(place_name, "secondary", "muted"))
        words.addStretch(1)
        row.addWidget(self._words, 1)
        column.addWidget(self._head)
        column.addSpacing(Space.XS)
        self._column = QVBoxLayout()
        self._column.setContentsMargins(Space.M, 0, Space.M, 0)
        self._column.setSpacing(Size.RAIL_GAP)
        column.addLayout(self._column, 1)
        shown = [item for item in items if item.in_rail]
        for item in [item for item in shown if not item.bottom]:
            self._add(item)
        self._column.addStretch(1)
        for item in [item for item in shown if item.bottom]:
            self._add(item)
        self.set_folded(False)

    @property
    def is_folded(self) -> bool:
        """Whether only icons show."""
        return self._is_folded

    def set_folded(self, folded: bool) -> None:
        """Show icons only, or icons and words."""
        self._is_folded = folded
        self.setFixedWidth(Size.RAIL_FOLDED if folded else Size.RAIL)
        self._words.setVisible(not folded)
        side = (Size.RAIL_FOLDED - Size.RAIL_ITEM) // 2 if folded else Space.M
        self._column.setContentsMargins(side, 0, side - Size.BORDER if folded else side, 0)
        for item in self.items.values():
            item.set_folded(folded)

    def set_current(self, key: str) -> None:
        """Light up an item, or none."""
        for name, item in self.items.items():
            item.setChecked(name == key)

    def set_gym_name(self, name: str) -> None:
        """Change the name above the items."""
        self._gym_name.setText(name)

    def set_badge(self, key: str, count: int) -> None:
        """Change the count beside an item, if it is in the rail."""
        if key in self.items:
            self.items[key].set_badge(count)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down move between items."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        items = list(self.items.values())
        focus = self.focusWidget()
        if step is None or not isinstance(focus, RailItem) or focus not in items:
            super().keyPressEvent(event)
            return
        place = items.index(focus) + step
        if 0 <= place < len(items):
            items[place].setFocus(Qt.FocusReason.TabFocusReason)

    def _add(self, item: NavItem) -> None:
        widget = RailItem(item)
        widget.clicked.connect(lambda: self.chosen.emit(item.key))
        self.items[item.key] = widget
        self._column.addWidget(widget)
