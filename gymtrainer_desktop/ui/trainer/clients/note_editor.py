"""Writing a note: the text, who can read it, and Save."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.trainer.words import first_name
from gymtrainer_desktop.ui.widgets.buttons import plain_button, quiet_button
from gymtrainer_desktop.ui.widgets.fields import FormField
from gymtrainer_desktop.ui.widgets.segmented import Segment, Segmented
from gymtrainer_desktop.ui.widgets.text import label

_PRIVATE, _SHARED = "private", "shared"


class NoteEditor(QWidget):
    """The text and its readers. Ctrl+Enter saves, Esc cancels.

    Args:
        caption: Above the text.
        can_cancel: Offers to give up, for a note that exists.
    """

    saved = Signal()
    """Save was pressed."""
    cancelled = Signal()
    edited = Signal()

    def __init__(self, caption: str, *, can_cancel: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._client = ""
        self._can_cancel = can_cancel
        self.edit = _NoteEdit()
        self.edit.setFixedHeight(Size.NOTE_BOX)
        self.edit.setTabChangesFocus(True)
        self.field = FormField(caption, self.edit)
        self.readers = Segmented(
            (Segment(_PRIVATE, self.tr("Only me")), Segment(_SHARED, self.tr("Shared"))),
            height=Size.CONTROL_SMALL,
        )
        self.readers.setObjectName("noteReaders")
        self.readers.setAccessibleName(self.tr("Who can read it"))
        self._hint = label("", "secondary", "muted", wrap=True)
        self.save_button = quiet_button(self.tr("Save note"), size="small")
        self.save_button.setObjectName("saveNoteButton")
        self.save_button.setToolTip("Ctrl+Enter")
        self.cancel_button = plain_button(self.tr("Cancel"), size="small")
        self.cancel_button.setVisible(can_cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self.field)
        row = QHBoxLayout()
        row.setSpacing(Space.M)
        row.addWidget(self.readers)
        row.addWidget(self._hint, 1)
        row.addWidget(self.cancel_button)
        row.addWidget(self.save_button)
        column.addLayout(row)
        self.save_button.clicked.connect(self.saved)
        self.cancel_button.clicked.connect(self.cancelled)
        self.edit.submitted.connect(self.save_button.click)
        self.edit.left.connect(self._on_left)
        self.edit.textChanged.connect(self._on_text_changed)
        self.readers.chosen.connect(lambda _key: self._on_readers_chosen())

    @property
    def text(self) -> str:
        """What was written."""
        return self.edit.toPlainText()

    @property
    def is_private(self) -> bool:
        """Whether only the trainer reads it."""
        return self.readers.current == _PRIVATE

    def set_client(self, name: str) -> None:
        """Say whom it would be shared with."""
        self._client = first_name(name)
        self.readers.set_segments(
            (
                Segment(_PRIVATE, self.tr("Only me")),
                Segment(_SHARED, self.tr("Shared with {0}").format(self._client[:24])),
            )
        )
        self._explain()

    def set_note(self, text: str, is_private: bool) -> None:
        """Put a note into the editor."""
        self.edit.setPlainText(text)
        self.readers.set_current(_PRIVATE if is_private else _SHARED)
        self.field.clear_error()
        self._explain()

    def set_busy(self, busy: bool) -> None:
        """Lock Save while the answer is on its way."""
        self.save_button.setEnabled(not busy)

    def _explain(self) -> None:
        private = self.tr("{0} does not see it; you and the gym's admins do.").format(self._client)
        shared = self.tr("{0} can read it and is told.").format(self._client)
        self._hint.setText(private if self.is_private else shared)

    def _on_text_changed(self) -> None:
        self.field.clear_error()
        self.edited.emit()

    def _on_readers_chosen(self) -> None:
        self._explain()
        self.edited.emit()

    def _on_left(self) -> None:
        if self._can_cancel:
            self.cancelled.emit()


class _NoteEdit(QPlainTextEdit):
    """The text; pasted pictures and formats stay outside."""

    submitted = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.submitted.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
