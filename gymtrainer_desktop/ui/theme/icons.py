"""Icons: Lucide's outlines, drawn in the colour of a token."""

from __future__ import annotations

import functools

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from gymtrainer_desktop.ui import resources
from gymtrainer_desktop.ui.theme.scheme import application_scheme, scheme_of
from gymtrainer_desktop.ui.theme.tokens import Scheme, Size

_NAME = "icon_name"
_TOKEN = "icon_token"
_CHECKED_TOKEN = "icon_checked_token"


def svg(name: str, color: str, stroke: float | None = None) -> str:
    """Return the text of an icon drawn in `color`, optionally with another stroke width (24 px grid).

    Raises:
        FileNotFoundError: There is no icon of this name.
    """
    source = resources.text(f"icons/{name}.svg").replace("currentColor", color)
    if stroke is not None:
        source = source.replace('stroke-width="2"', f'stroke-width="{stroke}"')
    return source


@functools.lru_cache(maxsize=512)
def _rendered(name: str, color: str, size: int, ratio: float, stroke: float | None) -> QPixmap:
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer = QSvgRenderer(QByteArray(svg(name, color, stroke).encode()))
    renderer.render(painter, QRectF(pixmap.rect()))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def pixmap(
    name: str, color: str, size: int = Size.ICON, ratio: float = 0.0, stroke: float | None = None
) -> QPixmap:
    """Return an icon as a picture.

    Args:
        name: File in resources/icons, without its ending.
        color: As in the tokens.
        size: Edge in device independent pixels.
        ratio: Device pixels per pixel; 0 takes the screen's.
        stroke: Another stroke width, on the icon's 24 px grid.
    """
    screen = QGuiApplication.primaryScreen()
    return _rendered(name, color, size, ratio or (screen.devicePixelRatio() if screen else 1.0), stroke)


def icon(
    name: str, token: str = "text_muted", scheme: Scheme | None = None, checked_token: str = ""
) -> QIcon:
    """Return an icon in the colour of a token, paler while disabled, and in another token while checked."""
    scheme = scheme or application_scheme()
    result = QIcon()
    for size in (Size.ICON, Size.ICON_LARGE, Size.ICON_STATE):
        result.addPixmap(pixmap(name, scheme.color(token), size))
        result.addPixmap(pixmap(name, scheme.track, size), QIcon.Mode.Disabled)
        if checked_token:
            result.addPixmap(pixmap(name, scheme.color(checked_token), size), state=QIcon.State.On)
    return result


def set_icon(
    target: QAbstractButton | QLabel, name: str, token: str = "text_muted", checked_token: str = ""
) -> None:
    """Give a button or a label an icon that follows the colour scheme."""
    target.setProperty(_NAME, name)
    target.setProperty(_TOKEN, token)
    target.setProperty(_CHECKED_TOKEN, checked_token)
    _tint(target)


def retint(root: QWidget | None = None) -> None:
    """Draw the icons set by `set_icon` again, below `root` or in the whole application."""
    widgets = QApplication.allWidgets() if root is None else [root, *root.findChildren(QWidget)]
    for widget in widgets:
        if isinstance(widget, QAbstractButton | QLabel) and widget.property(_NAME):
            _tint(widget)


def _tint(target: QAbstractButton | QLabel) -> None:
    name, token = str(target.property(_NAME)), str(target.property(_TOKEN))
    scheme = scheme_of(target)
    if isinstance(target, QLabel):
        target.setPixmap(pixmap(name, scheme.color(token), target.property("icon_size") or Size.ICON))
    else:
        target.setIcon(icon(name, token, scheme, str(target.property(_CHECKED_TOKEN) or "")))
