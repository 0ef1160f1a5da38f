"""A field of chips: words in boxes that can be taken away, and a line to add more."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from gymtrainer_desktop.ui.theme.tokens import Space
from gymtrainer_desktop.ui.widgets.buttons import icon_button
from gymtrainer_desktop.ui.widgets.completion import completer
from gymtrainer_desktop.ui.widgets.pills import ChipList

_LONGEST = 60


class _ChipEdit(QLineEdit):
    """Takes Enter while there is something to add, and Backspace in front of nothing."""

    backed = Signal()
    """Backspace was pressed in the empty field."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Add with Enter, and keep it from submitting the form; go back with Backspace."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and self._is_choosing():
            # The list of offered words asks here first whether Enter is meant for the field.
            event.ignore()
        elif is_enter and self.text().strip():
            self.returnPressed.emit()
        elif event.key() == Qt.Key.Key_Backspace and not self.text() and not event.isAutoRepeat():
            self.backed.emit()
        else:
            super().keyPressEvent(event)

    def _is_choosing(self) -> bool:
        completer = self.completer()
        popup = completer.popup() if completer is not None else None
        return popup is not None and popup.isVisible() and popup.currentIndex().isValid()


class ChipField(QWidget):
    """Enter, a comma or the button adds what was typed; Backspace takes the last word away.

    What others have is offered while one types, so that the same thing keeps one name.
    """

    changed = Signal()

    def __init__(self, placeholder: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.chips = ChipList(removable=True)
        self.edit = _ChipEdit()
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
        self._known = QStringListModel(self)
        offered = completer(self._known, self)
        self.edit.setCompleter(offered)
        self.edit.backed.connect(self._on_backed)
        # Queued: the completer writes the words into the field first.
        offered.activated.connect(self._on_completed, Qt.ConnectionType.QueuedConnection)
        self._words: tuple[str, ...] = ()
        self._show_chips()

    @property
    def offered(self) -> tuple[str, ...]:
        """The words offered while one types."""
        return tuple(self._known.stringList())

    def set_known(self, words: Iterable[str]) -> None:
        """Offer these words while one types, those in the boxes excepted."""
        self._words = tuple(sorted(set(words), key=str.casefold))
        self._offer()

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

    def _on_backed(self) -> None:
        if self.texts:
            self.chips.set_texts(self.texts[:-1])
            self._on_removed()

    def _on_completed(self, text: str) -> None:
        self.edit.setText(text)
        self.take()

    def _offer(self) -> None:
        taken = {one.casefold() for one in self.texts}
        self._known.setStringList([one for one in self._words if one.casefold() not in taken])

    def _show_chips(self) -> None:
        self._offer()
        self.chips.setVisible(bool(self.texts))
