"""The bar at the top: where one is, the search, the connection, the bell, and who is signed in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from gymtrainer_desktop.ui.shell.page import Crumb, Page
from gymtrainer_desktop.ui.shell.search import SearchBox
from gymtrainer_desktop.ui.theme import fonts, icons
from gymtrainer_desktop.ui.theme.scheme import scheme_of
from gymtrainer_desktop.ui.theme.tokens import Radius, Size, Space, Type, Weight
from gymtrainer_desktop.ui.widgets import paint
from gymtrainer_desktop.ui.widgets.buttons import plain_button
from gymtrainer_desktop.ui.widgets.text import ElidedLabel, icon_label, label

_MOST = 99
"""A badge has no room for more; the words for who hears and does not see it say them all."""


class TopBar(QFrame):
    """The top bar of the main window."""

    crumb_chosen = Signal(object)
    """A step of the trail was clicked; carries the `Crumb`."""

    def __init__(self, search: SearchBox | None, person: PersonButton, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "top-bar")
        self.setFixedHeight(Size.TOP_BAR)
        self.bell = BellButton()
        self.connection = ConnectionState()
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.XL, 0, Space.L, Size.BORDER)
        row.setSpacing(Space.S)
        self._trail = QHBoxLayout()
        self._trail.setSpacing(Space.XS)
        row.addLayout(self._trail)
        self._title = ElidedLabel("", "title")
        self._subtitle = ElidedLabel("", "section", "muted")
        self._subtitle.setProperty("scale", "crumb")
        row.addWidget(self._title)
        row.addSpacing(Space.XS)
        row.addWidget(self._subtitle)
        row.addStretch(1)
        if search is not None:
            search.setMinimumWidth(Size.SEARCH_MIN_WIDTH)
            search.setMaximumWidth(Size.SEARCH_WIDTH)
            search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            row.addWidget(search, 3)
        row.addSpacing(Space.L)
        row.addWidget(self.connection)
        row.addSpacing(Space.S)
        row.addWidget(self.bell)
        row.addSpacing(Space.S)
        row.addWidget(person)

    def show_page(self, page: Page) -> None:
        """Show a page's title, subtitle and trail."""
        self._title.setText(page.title)
        self._subtitle.setText(page.subtitle)
        self._subtitle.setVisible(bool(page.subtitle))
        self._show_trail(page.trail)

    @property
    def title(self) -> str:
        """The heading shown."""
        return self._title.text()

    @property
    def subtitle(self) -> str:
        """The quiet words shown beside it."""
        return self._subtitle.text()

    def _show_trail(self, trail: Sequence[Crumb]) -> None:
        while (item := self._trail.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for crumb in trail:
            button = plain_button(crumb.text)
            button.setProperty("tone", "crumb")
            button.clicked.connect(lambda _checked=False, at=crumb: self.crumb_chosen.emit(at))
            self._trail.addWidget(button)
            self._trail.addWidget(icon_label("chevron-right"))


class ConnectionState(QWidget):
    """Whether the server can be reached."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        self._icon = icon_label("wifi", "positive")
        self._words = label("", "secondary", "muted", "medium")
        row.addWidget(self._icon)
        row.addWidget(self._words)
        self.set_online(True)

    @property
    def is_online(self) -> bool:
        """What is shown."""
        return self._is_online

    def set_online(self, online: bool) -> None:
        """Show whether the server can be reached."""
        self._is_online = online
        self._words.setText(self.tr("Online") if online else self.tr("Offline"))
        icons.set_icon(self._icon, "wifi" if online else "wifi-off", "positive" if online else "caution")
        self.setAccessibleName(self._words.text())


class BellButton(QToolButton):
    """The bell, with a number on it while something is unread."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._unread = 0
        self.setFixedSize(Size.CONTROL, Size.CONTROL)
        self.setIconSize(QSize(Size.ICON, Size.ICON))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        icons.set_icon(self, "bell", "text")
        self.set_unread(0)

    @property
    def unread(self) -> int:
        """How many notifications are unread."""
        return self._unread

    @property
    def badge(self) -> str:
        """The number as it is painted, empty for none."""
        if not self._unread:
            return ""
        return str(self._unread) if self._unread <= _MOST else f"{_MOST}+"

    def set_unread(self, count: int) -> None:
        """Show how many, or no number at 0."""
        self._unread = count
        text = self.tr("Notifications, {0} unread").format(count) if count else self.tr("Notifications")
        self.setToolTip(text)
        self.setAccessibleName(text)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bell and the number."""
        super().paintEvent(event)
        if not self._unread:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scheme = scheme_of(self)
        text = self.badge
        font = fonts.font(Type.BADGE, Weight.SEMIBOLD, tabular=True)
        high = Size.ICON
        wide = max(high, QFontMetrics(font).horizontalAdvance(text) + Space.S)
        # It grows to the left: its right edge stays on the button.
        badge = QRectF(self.width() - wide - Size.BORDER, Size.BORDER, wide, high)
        ring = badge.adjusted(-Size.BORDER, -Size.BORDER, Size.BORDER, Size.BORDER)
        painter.setPen(Qt.PenStyle.NoPen)
        for color, area in ((scheme.surface, ring), (scheme.accent, badge)):
            painter.setBrush(QColor(color))
            painter.drawRoundedRect(area, area.height() / 2, area.height() / 2)
        painter.setPen(QColor(scheme.on_accent))
        painter.setFont(font)
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text)


class PersonButton(QAbstractButton):
    """Who is signed in and as what; opens the menu with the role switch."""

    role_chosen = Signal(object)
    sign_out_requested = Signal()
    theme_chosen = Signal(str)
    shortcuts_requested = Signal()

    def __init__(
        self,
        identity: UUID | str,
        name: str,
        roles: Sequence[tuple[Any, str]],
        role: Any,
        theme: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Make the button.

        Args:
            identity: Id of the person.
            name: Their name.
            roles: What they can act as, each with its word.
            role: What they act as now.
            theme: The chosen theme; empty leaves the choice out of the menu.
            parent: The parent widget.
        """
        super().__init__(parent)
        self._identity, self._person = identity, name
        self._word = next((word for each, word in roles if each == role), "")
        self._roles_in_menu = tuple(roles)
        self._is_narrow = False
        self.setFixedHeight(Size.AVATAR_XL - Space.XS)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(f"{name}, {self._word}")
        self.menu = QMenu(self)
        self.menu.setMinimumWidth(Size.MENU_WIDTH)
        self._fill_menu(roles, role, theme)
        self.clicked.connect(self.open_menu)

    def open_menu(self) -> None:
        """Open the menu below the button."""
        corner = self.mapToGlobal(self.rect().bottomRight())
        corner.setX(corner.x() - self.menu.sizeHint().width())
        self.menu.popup(corner)

    def set_narrow(self, narrow: bool) -> None:
        """Show the avatar only."""
        self._is_narrow = narrow
        self.setToolTip(self.accessibleName() if narrow else "")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for the avatar and the words."""
        side = Space.S + Size.AVATAR_S + Space.S
        if self._is_narrow:
            return QSize(side, self.height())
        name = QFontMetrics(fonts.font(Type.BODY, Weight.SEMIBOLD)).horizontalAdvance(self._person)
        words = min(name, Size.MENU_WIDTH)
        return QSize(side + Space.XS + words + Space.M + Size.ICON_SMALL + Space.S, self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and the down arrow open the menu."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.open_menu()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint avatar, name and role."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scheme = scheme_of(self)
        area = QRectF(self.rect())
        if self.underMouse() or self.menu.isVisible():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(scheme.hover))
            painter.drawRoundedRect(area, Radius.CONTROL, Radius.CONTROL)
        disc = QRectF(Space.S, area.center().y() - Size.AVATAR_S / 2, Size.AVATAR_S, Size.AVATAR_S)
        paint.avatar(painter, disc, scheme, self._identity, self._person)
        if not self._is_narrow:
            left = disc.right() + Space.S + Space.HAIR
            width = area.width() - left - Space.M - Size.ICON_SMALL - Space.XS
            middle = area.center().y()
            start = Qt.AlignmentFlag.AlignLeft
            upper = QRectF(left, middle - Space.L - 1, width, Space.L)
            paint.elided(
                painter, upper, self._person, fonts.font(Type.BODY, Weight.SEMIBOLD), scheme.text, start
            )
            lower = QRectF(left, middle, width, Space.L)
            paint.elided(painter, lower, self._word, fonts.font(Type.SECONDARY), scheme.text_muted, start)
            edge = Size.ICON_SMALL
            picture = icons.pixmap("chevron-down", scheme.text_muted, edge, self.devicePixelRatioF())
            painter.drawPixmap(round(area.right() - edge - Space.S), round(middle - edge / 2), picture)
        if self.hasFocus():
            paint.focus_ring(painter, area, scheme, Radius.CONTROL)

    def _fill_menu(self, roles: Sequence[tuple[Any, str]], role: Any, theme: str) -> None:
        if len(roles) > 1:
            for each, word in roles:
                action = self.menu.addAction(self.tr("Work as {0}").format(word))
                action.setCheckable(True)
                action.setChecked(each == role)
                action.triggered.connect(lambda _checked=False, at=each: self._on_role_triggered(at, role))
            self.menu.addSeparator()
        if theme:
            appearance = self.menu.addMenu(self.tr("Appearance"))
            for key, word in (
                ("system", self.tr("As the system")),
                ("light", self.tr("Light")),
                ("dark", self.tr("Dark")),
            ):
                action = appearance.addAction(word)
                action.setCheckable(True)
                action.setChecked(key == theme)
                action.triggered.connect(lambda _checked=False, at=key: self._on_theme_triggered(at))
            self._appearance = appearance
            self.menu.addSeparator()
        shortcuts = self.menu.addAction(self.tr("Keyboard shortcuts"))
        shortcuts.setShortcut(QKeySequence("F1"))
        shortcuts.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)  # F1 itself is the window's
        shortcuts.triggered.connect(self.shortcuts_requested)
        sign_out = self.menu.addAction(self.tr("Sign out"))
        sign_out.triggered.connect(self.sign_out_requested)

    def _on_role_triggered(self, chosen: Any, current: Any) -> None:
        for action, (each, _word) in zip(self.menu.actions(), self._roles_in_menu, strict=False):
            action.setChecked(each == current)
        if chosen != current:
            self.role_chosen.emit(chosen)

    def _on_theme_triggered(self, chosen: str) -> None:
        for action, key in zip(self._appearance.actions(), ("system", "light", "dark"), strict=True):
            action.setChecked(key == chosen)
        self.theme_chosen.emit(chosen)
