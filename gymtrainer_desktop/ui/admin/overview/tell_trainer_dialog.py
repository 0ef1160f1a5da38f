"""The dialog that writes a note to a client's trainer from the front desk."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from gymtrainer_desktop.domain.notes import Note, checked_note
from gymtrainer_desktop.domain.trainers import AttentionKind, AttentionLine
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme.tokens import Size
from gymtrainer_desktop.ui.widgets.form_dialog import AddDialog
from gymtrainer_desktop.ui.widgets.text import label


@dataclass(frozen=True, slots=True)
class _Word:
    id: UUID
    assignment_id: UUID
    text: str


class TellTrainerDialog(AddDialog):
    """Asks what the trainer should know; it becomes a private note about the client.

    Args:
        line: About whom, and why.
    """

    told = Signal(str)
    """The note was written; carries the trainer's name."""

    def __init__(self, context: PageContext, line: AttentionLine, parent: QWidget | None = None) -> None:
        super().__init__("", "", context, parent)
        assert line.assignment_id is not None, "only clients have a trainer"
        self.setObjectName("tellTrainerDialog")
        self._about, self._assignment_id = line, line.assignment_id
        self.set_title(self.tr("Tell {0}").format(line.trainer_name[: Size.CONTROL]))
        self.set_subtitle(self.tr("About {0}").format(line.name[: Size.FACT_LABEL]))
        self.set_confirm_text(self.tr("&Send"))
        self.confirm_button.setObjectName("sendToTrainerButton")
        self.note = QPlainTextEdit(self._proposal())
        self.note.setObjectName("wordToTrainer")
        self.note.setFixedHeight(Size.NOTE_BOX)
        self.body.addWidget(self._field("note", self.tr("&Note"), self.note))
        words = self.tr(
            "It stands among the trainer’s private notes about this client. The client does not see it."
        )
        self.body.addWidget(label(words, "secondary", "muted", wrap=True))
        self.note.setFocus()
        self.note.selectAll()

    def is_dirty(self) -> bool:
        """Whether closing would lose what was written."""
        return self.note.toPlainText() != self._proposal()

    def submit(self) -> None:
        """Write the note."""
        notes = self._context.services.notes
        self._send(
            self._entered,
            lambda word: notes.tell_trainer(word.id, word.assignment_id, word.text),
            self._on_told,
        )

    def _entered(self) -> _Word:
        return _Word(self._key("note"), self._assignment_id, checked_note(self.note.toPlainText()))

    def _proposal(self) -> str:
        desk = self.tr("From the front desk ({0}):").format(self._context.person.full_name)
        why = {
            AttentionKind.PLAN_ENDS: self.tr("this plan ends on {0}. Please plan what comes next."),
            AttentionKind.NO_PLAN: self.tr("{1} has no plan yet. Please write one."),
            AttentionKind.QUIET: self.tr("{1} has gone quiet, {0}. Please get in touch."),
        }.get(AttentionKind(self._about.kind), "")
        return f"{desk} {why.format(self._about.detail, self._about.name)}"

    def _on_told(self, _word: _Word, _note: Note) -> None:
        self.told.emit(self._about.trainer_name)
