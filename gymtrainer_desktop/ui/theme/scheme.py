"""Which colour scheme a widget wears.

Most wear the application's. Toasts and the bulk bar carry the property `scheme = "inverse"`, and they and all
their children wear the other one.
"""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QColor, QGuiApplication, QPalette

from gymtrainer_desktop.ui.theme.tokens import DARK, LIGHT, Scheme

_MARK = QPalette.ColorRole.Shadow
INVERSE = "inverse"


def mark(palette: QPalette, scheme: Scheme) -> None:
    """Note in the application's palette which scheme it was made from."""
    palette.setColor(_MARK, QColor(scheme.canvas))


def application_scheme() -> Scheme:
    """Return the scheme that the application's palette was made from."""
    return DARK if QGuiApplication.palette().color(_MARK).name().upper() == DARK.canvas else LIGHT


def scheme_of(widget: QObject | None) -> Scheme:
    """Return the scheme a widget wears."""
    scheme = application_scheme()
    while widget is not None:
        if widget.property("scheme") == INVERSE:
            return scheme.inverse
        widget = widget.parent()
    return scheme
