"""Dresses the application: Fusion as the base, a palette and one style sheet made from the tokens.

Windows wear the style sheet, not the application. A sheet of the application is applied to a widget and to
all it holds each time it moves into another one; a page that is put together of parts made of parts went
through that again and again, for nine tenths of the time it took to open. A window's sheet is applied once,
when the finished page moves in. So a window without a parent is dressed by `dress`; its children follow.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from weakref import WeakSet

from PySide6.QtCore import QObject, Qt, QTemporaryDir, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from gymtrainer_desktop.ui.theme import fonts, glyphs, icons, scheme
from gymtrainer_desktop.ui.theme.sheet import style_sheet
from gymtrainer_desktop.ui.theme.tokens import DARK, LIGHT, Scheme


class _Wardrobe:
    """The sheet that is worn now, and who wears it."""

    def __init__(self) -> None:
        self._sheet = ""
        self._windows: WeakSet[QWidget] = WeakSet()

    def dress(self, window: QWidget) -> None:
        self._windows.add(window)
        window.setStyleSheet(self._sheet)

    def change(self, sheet: str) -> None:
        self._sheet = sheet
        for window in list(self._windows):
            if isValid(window):
                window.setStyleSheet(sheet)


_wardrobe = _Wardrobe()


def dress(window: QWidget) -> None:
    """Give a window without a parent the style sheet, now and whenever the scheme changes."""
    _wardrobe.dress(window)


class ThemeChoice(StrEnum):
    """What the settings say about the colour scheme."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Theme(QObject):
    """The colours the application wears; follows the system's scheme unless told otherwise."""

    changed = Signal()
    """The window has just been dressed in another scheme."""

    def __init__(self, application: QApplication, choice: str = ThemeChoice.SYSTEM) -> None:
        super().__init__(application)
        self._application = application
        self._choice = ThemeChoice(choice)
        self._folder = QTemporaryDir()
        if not self._folder.isValid():
            raise OSError(f"no temporary folder: {self._folder.errorString()}")
        application.setStyle("Fusion")
        application.setFont(fonts.application_font())
        self._scheme = self._wanted()
        self._dress()
        application.styleHints().colorSchemeChanged.connect(self._on_system_scheme_changed)

    @property
    def choice(self) -> ThemeChoice:
        """System, light or dark."""
        return self._choice

    @property
    def scheme(self) -> Scheme:
        """The colours worn now."""
        return self._scheme

    def set_choice(self, choice: str) -> None:
        """Wear the system's scheme, the light or the dark one."""
        self._choice = ThemeChoice(choice)
        self._apply()

    def _on_system_scheme_changed(self) -> None:
        self._apply()

    def _wanted(self) -> Scheme:
        if self._choice is ThemeChoice.SYSTEM:
            system = self._application.styleHints().colorScheme()
            return DARK if system == Qt.ColorScheme.Dark else LIGHT
        return DARK if self._choice is ThemeChoice.DARK else LIGHT

    def _apply(self) -> None:
        wanted = self._wanted()
        if wanted is not self._scheme:
            self._scheme = wanted
            self._dress()
            self.changed.emit()

    def _dress(self) -> None:
        folder = glyphs.write(Path(self._folder.path()), self._scheme)
        self._application.setPalette(palette(self._scheme))
        _wardrobe.change(style_sheet(self._scheme, folder))
        icons.retint()


def palette(tokens: Scheme) -> QPalette:
    """Return the palette of a scheme, for what the style sheet does not reach."""
    role = QPalette.ColorRole
    result = QPalette()
    for where, value in (
        (role.Window, tokens.canvas),
        (role.WindowText, tokens.text),
        (role.Base, tokens.surface),
        (role.AlternateBase, tokens.hover),
        (role.Text, tokens.text),
        (role.Button, tokens.surface),
        (role.ButtonText, tokens.text),
        (role.BrightText, tokens.on_accent),
        (role.PlaceholderText, tokens.text_muted),
        (role.Highlight, tokens.accent),
        (role.HighlightedText, tokens.on_accent),
        (role.Accent, tokens.accent),
        (role.Link, tokens.accent),
        (role.LinkVisited, tokens.accent),
        (role.ToolTipBase, tokens.surface_raised),
        (role.ToolTipText, tokens.text),
        (role.Light, tokens.surface_raised),
        (role.Midlight, tokens.hover),
        (role.Mid, tokens.line),
        (role.Dark, tokens.line_strong),
    ):
        result.setColor(where, QColor(value))
    for where in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, where, QColor(tokens.line_strong))
    scheme.mark(result, tokens)
    return result
