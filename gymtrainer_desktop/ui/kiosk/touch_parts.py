"""Labels, buttons and frames of the kiosk: huge, and nothing of them ever takes the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gymtrainer_desktop.ui.theme import icons
from gymtrainer_desktop.ui.theme.tokens import KioskSize, Space
from gymtrainer_desktop.ui.widgets.text import ElidedLabel, icon_label

_GAP = "\u2009\u2009"


def words(
    text: str = "", size: str = "body", tone: str = "text", weight: str = "", *, wrap: bool = False
) -> QLabel:
    """Return a label; `size` is "body", "section", "title", "figure" or "clock"."""
    result = QLabel()
    result.setTextFormat(Qt.TextFormat.PlainText)
    result.setText(text)
    result.setProperty("kiosk", size)
    result.setProperty("tone", tone)
    result.setProperty("weight", weight)
    result.setWordWrap(wrap)
    return result


class LineLabel(ElidedLabel):
    """One line that is shortened where there is no room; no tool tip, for nobody hovers here."""

    def __init__(self, text: str = "", size: str = "body", tone: str = "text", weight: str = "") -> None:
        super().__init__(text, "body", tone, weight)
        self.setProperty("kiosk", size)

    def setToolTip(self, _text: str) -> None:
        """Show none: what is on this screen is gone with the person."""


def touch_button(
    text: str, look: str = "quiet", icon: str = "", *, name: str = "", leads_on: bool = False
) -> QPushButton:
    """Return a button for fingers.

    Args:
        text: What it says; "&" is shown as it stands.
        look: "quiet", "raised", "primary", "plain", "key", "letter", "step", "row" or "value".
        icon: Drawn before the text.
        name: For screen readers, where the text is an icon or a sign.
        leads_on: The icon stands behind the text.
    """
    button = QPushButton()
    button.setProperty("touch", look)
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    button.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
    button.setAutoDefault(False)
    button.setProperty("leads_on", leads_on)
    if leads_on:
        button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    if icon:
        edge = KioskSize.ICON_LARGE if look == "step" else KioskSize.ICON
        button.setIconSize(QSize(edge, edge))
        icons.set_icon(button, icon, "on_accent" if look == "primary" else "text")
        button.setProperty("has_icon", True)
    set_button_text(button, text)
    if name:
        button.setAccessibleName(name)
    return button


def set_button_text(button: QPushButton, text: str) -> None:
    """Change what a button says; never read as a shortcut."""
    shown = text.replace("&", "&&")
    if button.property("has_icon") and shown:
        shown = shown + _GAP if button.property("leads_on") else _GAP + shown
    button.setText(shown)
    button.setAccessibleName(text)


def card(kind: str = "card") -> QFrame:
    """Return a frame: "card", "header", "dialog", "scrim" or "bar"."""
    frame = QFrame()
    frame.setProperty("kiosk", kind)
    return frame


def column(parent: QWidget | None = None, margin: int = 0, spacing: int = 0) -> QVBoxLayout:
    """Return an upright layout with an even margin."""
    layout = QVBoxLayout(parent) if parent is not None else QVBoxLayout()
    layout.setContentsMargins(margin, margin, margin, margin)
    layout.setSpacing(spacing)
    return layout


def row(parent: QWidget | None = None, margin: int = 0, spacing: int = 0) -> QHBoxLayout:
    """Return a layout side by side with an even margin."""
    layout = QHBoxLayout(parent) if parent is not None else QHBoxLayout()
    layout.setContentsMargins(margin, margin, margin, margin)
    layout.setSpacing(spacing)
    return layout


def page_head(title: QWidget, detail: QWidget, button: QWidget) -> QHBoxLayout:
    """Return the head of a page: its title over a detail, and a button at its end."""
    head = row(spacing=Space.L)
    names = column(spacing=Space.XS)
    names.addWidget(title)
    names.addWidget(detail)
    head.addLayout(names, 1)
    head.addWidget(button)
    return head


def turn(layout: QBoxLayout, *, upright: bool) -> None:
    """Lay two parts out below one another on an upright screen, side by side on the other."""
    direction = QBoxLayout.Direction.TopToBottom if upright else QBoxLayout.Direction.LeftToRight
    if layout.direction() != direction:
        layout.setDirection(direction)


class RowButton(QPushButton):
    """A line that is touched as a whole: an icon, a name, quiet words below it, and words at its end."""

    def __init__(self, title: str, detail: str = "", end: str = "", icon: str = "", tone: str = "") -> None:
        super().__init__()
        self.setProperty("touch", "row")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.title, self.detail, self.end = title, detail, end
        self.setAccessibleName(", ".join(part for part in (title, detail, end) if part))
        self.setFixedHeight(KioskSize.ROW_LARGE)
        line = row(self, spacing=Space.L)
        line.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        line.setContentsMargins(Space.XL, Space.XS, Space.XL, Space.XS)
        if icon:
            line.addWidget(icon_label(icon, tone or "text_muted", KioskSize.ICON))
        middle = column(spacing=Space.HAIR)
        middle.addStretch(1)
        middle.addWidget(LineLabel(title, weight="semibold"))
        if detail:
            middle.addWidget(LineLabel(detail, tone="muted"))
        middle.addStretch(1)
        line.addLayout(middle, 1)
        if end:
            line.addWidget(words(end, tone=tone if tone in ("positive", "caution") else "muted"))
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
