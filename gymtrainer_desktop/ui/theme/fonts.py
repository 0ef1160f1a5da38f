"""The platform's own UI font, and the few variations of it that the window draws."""

from __future__ import annotations

import sys

from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QGuiApplication

from gymtrainer_desktop.ui.theme.tokens import Type, Weight

_LINUX_PREFERENCES = ("Inter", "Noto Sans", "Cantarell", "DejaVu Sans")
# What fontconfig answers with when nobody has chosen a UI font.
_FALLBACKS = frozenset(
    {"", "dejavu sans", "bitstream vera sans", "sans", "sans serif", "sans-serif", "monospace"}
)


def application_font() -> QFont:
    """Return the font of the window: the platform's, or on a bare Linux the best sans-serif installed."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    if sys.platform.startswith("linux") and _resolved(font) in _FALLBACKS:
        families = set(QFontDatabase.families())
        font = QFont(next((name for name in _LINUX_PREFERENCES if name in families), font.family()))
    font.setPixelSize(Type.BODY)
    font.setWeight(QFont.Weight.Normal)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def _resolved(font: QFont) -> str:
    return QFontInfo(font).family().lower()


def font(size: int = Type.BODY, weight: int = Weight.REGULAR, *, tabular: bool = False) -> QFont:
    """Return the application's font in a size (pixels) and weight; `tabular` makes digits equally wide."""
    result = QFont(QGuiApplication.font())
    result.setPixelSize(size)
    result.setWeight(QFont.Weight(weight))
    if tabular:
        make_tabular(result)
    return result


def make_tabular(font: QFont) -> None:
    """Give a font figures of equal width."""
    tag = QFont.Tag.fromString("tnum")
    if tag is not None:
        font.setFeature(tag, 1)
