"""A client's notes: write one, change or delete one's own, read the others."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gymtrainer_desktop.domain.assignments import AssignmentStatus
from gymtrainer_desktop.domain.clients import ClientRow
from gymtrainer_desktop.domain.errors import Conflict, Unavailable, UserError
from gymtrainer_desktop.domain.notes import Note
from gymtrainer_desktop.services.keys import new_id
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme.tokens import Space
from gymtrainer_desktop.ui.trainer.clients.client_tab import ClientTab, scroll_area
from gymtrainer_desktop.ui.trainer.clients.note_card import NoteCard
from gymtrainer_desktop.ui.trainer.clients.note_editor import NoteEditor
from gymtrainer_desktop.ui.trainer.words import first_name
from gymtrainer_desktop.ui.widgets.card import Card
from gymtrainer_desktop.ui.widgets.states import StateStack
from gymtrainer_desktop.ui.widgets.text import label

_QUOTE = 160


@dataclass(slots=True)
class _Draft:
    """A note being written about a client.

    Attributes:
        id: Key of the note, the same for every try to save the same words.
    """

    text: str = ""
    is_private: bool = True
    id: UUID = field(default_factory=new_id)


class NotesTab(ClientTab):
    """Writing and reading notes. What is half written stays with its client."""

    notes_changed = Signal()
    """A note was written, changed or deleted: load them again."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setObjectName("notesTab")
        self._drafts: dict[UUID, _Draft] = {}
        self._cards: dict[UUID, NoteCard] = {}
        self._is_filling = False
        self._build()

    @property
    def cards(self) -> tuple[NoteCard, ...]:
        """The notes shown, newest first."""
        items = (self._column.itemAt(place) for place in range(self._column.count()))
        widgets = (item.widget() for item in items if item is not None)
        return tuple(widget for widget in widgets if isinstance(widget, NoteCard))

    def unsaved(self) -> UUID | None:
        """Return a client about whom something written is not saved, None if all is."""
        if any(card.is_dirty for card in self._cards.values()) and self.client is not None:
            return self.client.member_id
        return next((member for member, draft in self._drafts.items() if draft.text.strip()), None)

    def set_client(self, client: ClientRow, today: object) -> None:
        """Show another client, with what was half written about them."""
        is_other = self.client is None or self.client.member_id != client.member_id
        super().set_client(client, today)  # type: ignore[arg-type]
        if is_other:
            draft = self._drafts.setdefault(client.member_id, _Draft())
            self._is_filling = True
            self.editor.set_client(client.name)
            self.editor.set_note(draft.text, draft.is_private)
            self.editor.set_busy(False)
            self._is_filling = False
        is_active = client.status is AssignmentStatus.ACTIVE
        self._write_card.setVisible(is_active)
        self._paused.setVisible(not is_active)

    def clear(self) -> None:
        """Take the notes of another client away."""
        for card in self._cards.values():
            self._remove(card)
        self._cards = {}
        self._states.show_loading_anew()

    def set_notes(self, notes: tuple[Note, ...]) -> None:
        """Show the notes, newest first; one that is being changed is left alone."""
        if self.client is None:
            return
        gone = set(self._cards) - {note.id for note in notes}
        for id in gone:
            if not self._cards[id].is_dirty:
                self._remove(self._cards.pop(id))
        for place, note in enumerate(notes):
            card = self._cards.get(note.id)
            if card is None:
                card = NoteCard(note, self.client.name, self.context.gym.time_zone)
                card.save_wanted.connect(self._on_change_wanted)
                card.delete_wanted.connect(self._on_delete_wanted)
                self._cards[note.id] = card
                self._column.insertWidget(place, card)
            else:
                card.set_note(note)
        self._empty.setVisible(not notes)
        self._states.show_content()

    def show_error(self, exc: Exception) -> None:
        """The notes could not be loaded; the panel tries again."""
        self._states.show_error(self.tr("The notes could not be loaded"), exc)

    def write(self) -> None:
        """Put the cursor where a note is written."""
        self.editor.edit.setFocus()

    # Building

    def _build(self) -> None:
        content = QWidget()
        outer = QVBoxLayout(content)
        outer.setContentsMargins(Space.XL, Space.L, Space.XL, Space.XL)
        outer.setSpacing(Space.L)
        self._write_card = Card()
        self.editor = NoteEditor(self.tr("Write a note"))
        self.editor.edit.setObjectName("noteText")
        self._write_card.padded().addWidget(self.editor)
        outer.addWidget(self._write_card)
        self._paused = label(self.tr("Notes can be written again when the training goes on."), tone="muted")
        self._paused.hide()
        outer.addWidget(self._paused)
        notes = QWidget()
        below = QVBoxLayout(notes)
        below.setContentsMargins(0, 0, 0, 0)
        self._column = QVBoxLayout()
        self._column.setSpacing(Space.M)
        below.addLayout(self._column)
        self._empty = label(self.tr("No notes yet. The first one goes above."), tone="muted")
        below.addWidget(self._empty)
        below.addStretch(1)
        self._states = StateStack(notes)
        self._states.retry_requested.connect(self.notes_changed)
        outer.addWidget(self._states, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(scroll_area(content))
        self.editor.saved.connect(self._on_add_wanted)
        self.editor.edited.connect(self._on_draft_edited)

    def _remove(self, card: NoteCard) -> None:
        self._column.removeWidget(card)
        card.hide()
        card.deleteLater()

    # Writing

    def _on_draft_edited(self) -> None:
        if self.client is None or self._is_filling:
            return
        # Other words are another note: the key of a try whose answer was lost must not be used for them.
        self._drafts[self.client.member_id] = _Draft(self.editor.text, self.editor.is_private)

    def _on_add_wanted(self) -> None:
        client = self.client
        if client is None:
            return
        draft, notes = self._drafts[client.member_id], self.context.services.notes
        if not draft.text.strip():
            self.editor.field.set_error(self.tr("Write something first."))
            return
        self.editor.set_busy(True)

        def done(_note: Note) -> None:
            if self._drafts.get(client.member_id) is draft:
                self._drafts[client.member_id] = _Draft()
            if self.client is not None and self.client.member_id == client.member_id:
                self._show_draft()
                self.notes_changed.emit()
            told = self.tr("Note saved, {0} was told").format(first_name(client.name))
            self.context.notices.toast(self.tr("Note saved") if draft.is_private else told)

        def failed(exc: Exception) -> None:
            self._explain(self.editor, exc)

        self.context.tasks.write(
            self,
            lambda: notes.add(draft.id, client.assignment_id, draft.text, draft.is_private),
            done,
            failed,
        )

    def _show_draft(self) -> None:
        """Empty the editor after saving, unless something new was begun meanwhile."""
        assert self.client is not None
        draft = self._drafts[self.client.member_id]
        self.editor.set_busy(False)
        if draft.text != self.editor.text:
            self._is_filling = True
            self.editor.set_note(draft.text, draft.is_private)
            self._is_filling = False

    def _explain(self, editor: NoteEditor, exc: Exception) -> None:
        editor.set_busy(False)
        if isinstance(exc, UserError):
            editor.field.set_error(exc.message)
            return
        if isinstance(exc, Unavailable):
            editor.field.set_error(self.tr("The server cannot be reached. Your words are kept: save again."))
        self.context.notices.error(exc, self.tr("What you wrote is still in the editor."))

    # Changing

    def _on_change_wanted(self, card: NoteCard) -> None:
        editor, note, notes = card.editor, card.note, self.context.services.notes
        if editor is None:
            return
        text, is_private = editor.text.strip(), editor.is_private
        if not text:
            editor.field.set_error(self.tr("Write something first."))
            return
        editor.set_busy(True)

        def done(fresh: Note) -> None:
            card.note = fresh
            card.end()
            self.context.notices.toast(self.tr("Note changed"))
            self.notes_changed.emit()

        def failed(exc: Exception) -> None:
            if isinstance(exc, Conflict):
                self._look_again(card, exc)
            else:
                self._explain(editor, exc)

        self.context.tasks.write(
            self, lambda: notes.change(note.id, note.version, text, is_private), done, failed
        )

    def _look_again(self, card: NoteCard, conflict: Conflict) -> None:
        """Show what the note says now; what was typed stays, and Save is then about that version."""
        if self.client is None:
            return
        notes, member_id = self.context.services.notes, self.client.member_id

        def done(found: tuple[Note, ...]) -> None:
            editor = card.editor
            if editor is None:
                return
            editor.set_busy(False)
            now = next((note for note in found if note.id == card.note.id), None)
            if now is None:
                words = self.tr("This note was deleted meanwhile. Copy your words into a new one.")
                editor.field.set_error(words)
            elif (now.text.strip(), now.is_private) == (editor.text.strip(), editor.is_private):
                card.note = now
                card.end()
            else:
                card.rebase(now)
                says = " ".join(now.text.split())
                says = says if len(says) <= _QUOTE else f"{says[:_QUOTE].rstrip()}…"
                words = self.tr("It was changed meanwhile and now says “{0}”. Save again to replace it.")
                editor.field.set_error(words.format(says))

        def failed(_exc: Exception) -> None:
            if card.editor is not None:
                self._explain(card.editor, conflict)

        self.context.tasks.query(
            self, lambda: notes.notes(member_id), done, failed, key=f"look again {card.note.id}"
        )

    # Deleting

    def _on_delete_wanted(self, card: NoteCard) -> None:
        client, note, notes = self.client, card.note, self.context.services.notes
        if client is None:
            return
        card.setEnabled(False)

        def undo() -> None:
            self.context.tasks.write(
                self,
                lambda: notes.add(note.id, client.assignment_id, note.text, note.is_private),
                lambda _note: self.notes_changed.emit(),
                self.context.notices.error,
            )

        def done(_nothing: object) -> None:
            self.context.notices.toast(self.tr("Note deleted"), undo)
            self.notes_changed.emit()

        def failed(exc: Exception) -> None:
            card.setEnabled(True)
            self.context.notices.error(exc)
            self.notes_changed.emit()

        self.context.tasks.write(self, lambda: notes.delete(note.id, note.version), done, failed)
