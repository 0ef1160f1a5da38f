"""Buttons in the looks there are: one primary button per view, everything else quiet."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from gymtrainer_desktop.ui.theme import icons
from gymtrainer_desktop.ui.theme.tokens import Size

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _EnterButton(QPushButton):
    """A push button that Enter presses too: Qt gives it to the space bar alone outside of dialogs."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press with Enter as with the space bar."""
        if event.key() in _ENTER and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)


class _EnterToolButton(QToolButton):
    """The same for a button with an icon only."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press with Enter as with the space bar; a button with a menu opens it."""
        if event.key() in _ENTER and not event.isAutoRepeat():
            if self.menu() is not None:
                self.showMenu()
            else:
                self.click()
            return
        super().keyPressEvent(event)


def primary_button(text: str, icon: str = "", size: str = "", parent: QWidget | None = None) -> QPushButton:
    """Return the filled button; `size` is "", "small", "large" or "touch"."""
    return _button(text, icon, "primary", size, "on_accent", parent)


def quiet_button(text: str, icon: str = "", size: str = "", parent: QWidget | None = None) -> QPushButton:
    """Return an outlined button."""
    return _button(text, icon, "", size, "text_muted", parent)


def plain_button(text: str, icon: str = "", size: str = "", parent: QWidget | None = None) -> QPushButton:
    """Return a button without an outline ("+ Add")."""
    return _button(text, icon, "plain", size, "text_muted", parent)


def destructive_button(
    text: str, icon: str = "", size: str = "", parent: QWidget | None = None
) -> QPushButton:
    """Return the filled button of something that cannot be undone."""
    return _button(text, icon, "destructive", size, "on_critical", parent)


def link_button(text: str, size: str = "", parent: QWidget | None = None) -> QPushButton:
    """Return a button that looks like a link ("Show all")."""
    button = _button(text, "", "link", size, "accent", parent)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    return button


def icon_button(
    icon: str, name: str, *, outlined: bool = False, size: int = Size.CONTROL, parent: QWidget | None = None
) -> QToolButton:
    """Return a square button with an icon only.

    Args:
        icon: Which icon.
        name: What it does, for the tool tip and for screen readers.
        outlined: With an outline, for use beside other buttons.
        size: Edge in pixels.
        parent: The parent widget.
    """
    button = _EnterToolButton(parent)
    button.setProperty("kind", "outlined" if outlined else "plain")
    button.setFixedSize(size, size)
    button.setIconSize(QSize(Size.ICON, Size.ICON))
    button.setToolTip(name)
    button.setAccessibleName(name)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    icons.set_icon(button, icon)
    return button


def _button(text: str, icon: str, kind: str, size: str, token: str, parent: QWidget | None) -> QPushButton:
    button = _EnterButton(text, parent)
    button.setProperty("kind", kind)
    button.setProperty("scale", size)
    button.setAutoDefault(False)
    # A click leaves focus where it was; the ring is for the keyboard.
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if icon:
        edge = Size.ICON_SMALL if size == "small" else Size.ICON
        button.setIconSize(QSize(edge, edge))
        icons.set_icon(button, icon, token)
        # Qt leaves four pixels between icon and word; two thin spaces bring it to the look's eight.
        button.setText(f"\u2009\u2009{text}" if text else text)
        button.setAccessibleName(text)
    return button
