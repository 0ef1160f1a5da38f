"""One note: who can read it, its text, and for its author the means to change it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.calendar import format_date
from gymtrainer_desktop.domain.notes import Note
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.trainer.clients.note_editor import NoteEditor
from gymtrainer_desktop.ui.trainer.words import readers_text
from gymtrainer_desktop.ui.widgets.buttons import icon_button
from gymtrainer_desktop.ui.widgets.card import Card
from gymtrainer_desktop.ui.widgets.text import ElidedLabel, icon_label, label
from gymtrainer_desktop.ui.widgets.workout_words import gym_day


class NoteCard(Card):
    """A note that can be changed in place; a reload leaves alone what is being typed."""

    save_wanted = Signal(object)
    """The changed note should be saved; carries this card."""
    delete_wanted = Signal(object)
    """The note should go; carries this card."""

    def __init__(self, note: Note, client_name: str, time_zone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("noteCard")
        self.note = note
        self._client_name = client_name
        self._time_zone = time_zone
        self.editor: NoteEditor | None = None
        self._build()
        self.set_note(note)

    @property
    def is_editing(self) -> bool:
        """Whether the note is being changed."""
        return self.editor is not None

    @property
    def is_dirty(self) -> bool:
        """Whether closing the editor would lose something."""
        editor = self.editor
        return editor is not None and (editor.text.strip(), editor.is_private) != (
            self.note.text.strip(),
            self.note.is_private,
        )

    def set_note(self, note: Note) -> None:
        """Show a fresh version, unless it is being changed: then saving finds out."""
        if self.is_editing:
            return
        self.note = note
        readers, icon = readers_text(note, self._client_name)
        while (item := self._icon_place.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self._icon_place.addWidget(icon_label(icon, size=Size.ICON_SMALL))
        self._readers.setText(readers)
        day = format_date(gym_day(note.created_at, self._time_zone))
        self._when.setText(day if note.mine else f"{note.author_name}, {day}")
        self._text.setText(note.text)
        self.edit_button.setVisible(note.mine)
        self.delete_button.setVisible(note.mine)

    def begin(self) -> None:
        """Change the note."""
        if self.is_editing:
            return
        self.editor = NoteEditor(self.tr("Change the note"), can_cancel=True)
        self.editor.set_client(self._client_name)
        self.editor.set_note(self.note.text, self.note.is_private)
        self.editor.saved.connect(lambda: self.save_wanted.emit(self))
        self.editor.cancelled.connect(self.end)
        self._text.hide()
        self._inner.addWidget(self.editor)
        self.edit_button.setEnabled(False)
        self.editor.edit.setFocus()

    def end(self) -> None:
        """Show the note again, as it was or as it was saved."""
        if self.editor is None:
            return
        self.editor.hide()
        self.editor.deleteLater()
        self.editor = None
        self._text.show()
        self.edit_button.setEnabled(True)
        self.edit_button.setFocus()
        self.set_note(self.note)

    def rebase(self, note: Note) -> None:
        """Somebody changed the note meanwhile: the next Save is about their version."""
        self.note = note

    def _build(self) -> None:
        self._inner = QVBoxLayout()
        self._inner.setContentsMargins(Space.L, Space.S, Space.L, Space.L)
        self._inner.setSpacing(Space.XS)
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        self._icon_place = QHBoxLayout()
        head.addLayout(self._icon_place)
        self._readers = ElidedLabel("", "secondary", "muted")
        head.addWidget(self._readers, 1)
        self._when = label("", "secondary", "muted")
        head.addWidget(self._when)
        self.edit_button = icon_button("pencil", self.tr("Change this note"), size=Size.CONTROL_SMALL)
        self.edit_button.setObjectName("editNoteButton")
        self.delete_button = icon_button("trash-2", self.tr("Delete this note"), size=Size.CONTROL_SMALL)
        self.delete_button.setObjectName("deleteNoteButton")
        head.addWidget(self.edit_button)
        head.addWidget(self.delete_button)
        self._inner.addLayout(head)
        self._text = label("", wrap=True)
        self._inner.addWidget(self._text)
        self.body.addLayout(self._inner)
        self.edit_button.clicked.connect(self.begin)
        self.delete_button.clicked.connect(lambda: self.delete_wanted.emit(self))
