"""What a text field offers while somebody types."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QObject, Qt
from PySide6.QtWidgets import QCompleter, QListView, QStyledItemDelegate

from gymtrainer_desktop.ui.theme.style import dress


def completer(names: QAbstractItemModel, parent: QObject) -> QCompleter:
    """Return a completer that finds parts of the names in a list, whatever their case."""
    result = QCompleter(names, parent)
    result.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    result.setFilterMode(Qt.MatchFlag.MatchContains)
    popup = QListView()
    popup.setProperty("kind", "popup")
    result.setPopup(popup)
    popup.setItemDelegate(QStyledItemDelegate(popup))  # the completer's own knows no style sheet
    dress(popup)  # a window of its own, without a parent
    return result
