"""The sheet that lists the keys of a page, read off the page itself so that it never says what is not so."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QTableView, QVBoxLayout, QWidget

from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.segmented import Segmented
from gymtrainer_desktop.ui.widgets.sheet import SheetDialog
from gymtrainer_desktop.ui.widgets.text import hairline, label


@dataclass(frozen=True, slots=True)
class ShortcutLine:
    """Keys that do the same, and what they do."""

    keys: tuple[str, ...]
    text: str


class ShortcutsSheet(SheetDialog):
    """The shortcuts of a page, those that work everywhere, and how one moves in lists.

    A `QShortcut` is listed when its `whatsThis` says what it does; a button by its underlined letter.

    Args:
        window: The main window, whose own shortcuts work everywhere.
        page: The page in front.
    """

    def __init__(self, window: QWidget, page: QWidget | None) -> None:
        super().__init__("", window, confirm_text="", cancel_text="", width=Size.SHEET_WIDTH)
        self.setObjectName("shortcutsSheet")
        self.set_title(self.tr("Keyboard shortcuts"))
        self.set_confirm_text(self.tr("Close"))
        self.confirm_button.setObjectName("closeShortcutsButton")
        self.body.setSpacing(Space.XL)
        self.groups: dict[str, tuple[ShortcutLine, ...]] = {}
        if page is not None:
            title = getattr(page, "title", "") or self.tr("This page")
            self._add(title, (*shortcuts_of(page), *letters_of(page)))
        self._add(self.tr("Everywhere"), (*own_shortcuts_of(window), *self._everywhere()))
        if page is not None and any(view.isVisible() for view in page.findChildren(QTableView)):
            self._add(self.tr("In tables"), self._in_tables())
        if page is not None and any(row.isVisible() for row in page.findChildren(Segmented)):
            keys = (self._named(Qt.Key.Key_Left), self._named(Qt.Key.Key_Right))
            self._add(self.tr("In rows of choices"), (ShortcutLine(keys, self.tr("Choose another one")),))
        self.body.addStretch(1)

    def _everywhere(self) -> tuple[ShortcutLine, ...]:
        return (
            ShortcutLine(("Tab", self.tr("Shift+Tab")), self.tr("To the next field or button, and back")),
            ShortcutLine((self.tr("Enter"),), self.tr("Press the button, send the form")),
            ShortcutLine(("Esc",), self.tr("Close, or empty the search")),
        )

    def _in_tables(self) -> tuple[ShortcutLine, ...]:
        keys = (self._named(Qt.Key.Key_Up), self._named(Qt.Key.Key_Down))
        return (
            ShortcutLine(keys, self.tr("Another row")),
            ShortcutLine((self.tr("Enter"),), self.tr("Open the row")),
            ShortcutLine((self.tr("Space"),), self.tr("Tick the row, where rows have boxes")),
            ShortcutLine(
                (self._named(Qt.Key.Key_Home), self._named(Qt.Key.Key_End)), self.tr("First and last row")
            ),
        )

    def _add(self, title: str, lines: tuple[ShortcutLine, ...]) -> None:
        if not lines:
            return
        self.groups[title] = lines
        group = QWidget()
        column = QVBoxLayout(group)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(label(title, "secondary", "muted", "semibold"))
        for line in lines:
            column.addWidget(hairline())
            row = QHBoxLayout()
            row.setSpacing(Space.XS)
            words = label(line.text, wrap=True)
            words.setAccessibleName(f"{line.text}: {', '.join(line.keys)}")
            row.addWidget(words, 1)
            for key in line.keys:
                face = label(key)
                face.setProperty("kind", "key")
                face.setMinimumHeight(Size.CHIP)
                row.addWidget(face, 0, Qt.AlignmentFlag.AlignTop)
            column.addLayout(row)
        self.body.addWidget(group)

    @staticmethod
    def _named(key: Qt.Key) -> str:
        return _native(QKeySequence(key))


def shortcuts_of(widget: QWidget) -> tuple[ShortcutLine, ...]:
    """Return the shortcuts within a widget that say what they do and can be pressed now."""
    return _lines(
        shortcut
        for shortcut in widget.findChildren(QShortcut)
        if isinstance(parent := shortcut.parent(), QWidget) and parent.isVisible()
    )


def own_shortcuts_of(widget: QWidget) -> tuple[ShortcutLine, ...]:
    """Return the shortcuts of a widget itself."""
    return _lines(widget.findChildren(QShortcut, options=Qt.FindChildOption.FindDirectChildrenOnly))


def letters_of(widget: QWidget) -> tuple[ShortcutLine, ...]:
    """Return the visible buttons that have an underlined letter, each with its keys."""
    found: dict[str, ShortcutLine] = {}
    for button in widget.findChildren(QAbstractButton):
        if button.isVisible() and not button.shortcut().isEmpty():
            keys = _native(button.shortcut())
            name = button.accessibleName() or button.text()
            found.setdefault(keys, ShortcutLine((keys,), name.replace("&", "").strip()))
    return tuple(found.values())


def _lines(shortcuts: object) -> tuple[ShortcutLine, ...]:
    found: dict[str, list[str]] = {}
    for shortcut in shortcuts:  # type: ignore[attr-defined]
        keys = _native(shortcut.key())
        if shortcut.whatsThis() and shortcut.isEnabled() and keys not in found.get(shortcut.whatsThis(), []):
            found.setdefault(shortcut.whatsThis(), []).append(keys)
    return tuple(ShortcutLine(tuple(keys), text) for text, keys in found.items())


def _native(keys: QKeySequence) -> str:
    return keys.toString(QKeySequence.SequenceFormat.NativeText)
