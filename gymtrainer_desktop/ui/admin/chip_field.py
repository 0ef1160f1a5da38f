"""A field of chips: words in boxes that can be taken away, and a line to add more."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from gymtrainer_desktop.ui.theme.tokens import Space
from gymtrainer_desktop.ui.widgets.buttons import icon_button
from gymtrainer_desktop.ui.widgets.pills import ChipList

_LONGEST = 60


class ChipField(QWidget):
    """Enter, a comma or the button adds what was typed."""

    changed = Signal()

    def __init__(self, placeholder: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.chips = ChipList(removable=True)
        self.edit = QLineEdit()
        self.edit.setObjectName(f"{name}Edit")
        self.edit.setPlaceholderText(placeholder)
        self.edit.setAccessibleName(placeholder)
        self.edit.setMaxLength(_LONGEST)
        self.setFocusProxy(self.edit)
        self._add = icon_button("plus", self.tr("Add"), outlined=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self.chips)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self.edit, 1)
        row.addWidget(self._add)
        column.addLayout(row)
        self.edit.returnPressed.connect(self.take)
        self.edit.textEdited.connect(self._on_text_edited)
        self._add.clicked.connect(self.take)
        self.chips.removed.connect(lambda _text: self._on_removed())
        self._show_chips()

    @property
    def texts(self) -> tuple[str, ...]:
        """The words in the boxes."""
        return self.chips.texts

    @property
    def pending(self) -> str:
        """What is typed and not added yet."""
        return " ".join(self.edit.text().split())

    def set_texts(self, texts: Iterable[str]) -> None:
        """Show other words, and forget what is typed."""
        self.chips.set_texts(texts)
        self.edit.clear()
        self._show_chips()

    def take(self) -> None:
        """Add what is typed, unless it is there already."""
        if text := self.pending:
            known = {one.casefold() for one in self.texts}
            if text.casefold() not in known:
                self.chips.add_text(text)
            self.edit.clear()
            self._show_chips()
            self.changed.emit()

    def _on_text_edited(self, text: str) -> None:
        if text.endswith((",", ";")):
            self.edit.setText(text.rstrip(",; "))
            self.take()
        self.changed.emit()

    def _on_removed(self) -> None:
        self._show_chips()
        self.changed.emit()

    def _show_chips(self) -> None:
        self.chips.setVisible(bool(self.texts))
