"""Commenting on a log: a note for oneself, a note the client reads, or a message."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from gymtrainer_desktop.domain.clients import ClientRow
from gymtrainer_desktop.domain.errors import SignedOut, Unavailable, UserError
from gymtrainer_desktop.domain.messages import MESSAGE_LIMIT
from gymtrainer_desktop.domain.notes import NOTE_LIMIT, Note
from gymtrainer_desktop.domain.progress import LogRow
from gymtrainer_desktop.services.keys import new_id
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.trainer.words import first_name
from gymtrainer_desktop.ui.widgets.fields import FormField
from gymtrainer_desktop.ui.widgets.segmented import Segment, Segmented
from gymtrainer_desktop.ui.widgets.sheet import SheetDialog
from gymtrainer_desktop.ui.widgets.text import label

_NAME_SHOWN = 24


class CommentKind(StrEnum):
    """What a comment becomes."""

    PRIVATE = "private"
    SHARED = "shared"
    MESSAGE = "message"


class LogCommentDialog(SheetDialog):
    """Asks for the words and who reads them; saves through the services, once however often it is tried.

    Args:
        context: Of the page.
        client: Whose log it is.
        row: The log.
        subject: What the words begin with: "Bench press, Mon 16 Nov".
        done: What was done that day, in words.
    """

    commented = Signal(object)
    """It was saved; carries the `Note`, or None for a message."""

    def __init__(
        self,
        context: PageContext,
        client: ClientRow,
        row: LogRow,
        subject: str,
        done: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", parent)
        self.setObjectName("logCommentDialog")
        self.set_title(self.tr("Comment on {0}").format(row.exercise_name))
        self._context, self._client, self._subject = context, client, subject
        self._key: UUID = new_id()
        self._is_sending = False
        self.set_subtitle(f"{subject}: {done}")
        self.kinds = Segmented(
            (
                Segment(CommentKind.PRIVATE, self.tr("Only me")),
                Segment(
                    CommentKind.SHARED,
                    self.tr("Shared with {0}").format(first_name(client.name)[:_NAME_SHOWN]),
                ),
                Segment(CommentKind.MESSAGE, self.tr("Message")),
            )
        )
        self.kinds.setObjectName("commentKind")
        self.kinds.setAccessibleName(self.tr("Who reads it"))
        self.edit = QPlainTextEdit()
        self.edit.setObjectName("commentText")
        self.edit.setTabChangesFocus(True)
        self.edit.setFixedHeight(Size.NOTE_BOX)
        self.field = FormField(self.tr("Comment"), self.edit)
        self._hint = label("", "secondary", "muted", wrap=True)
        self.body.setSpacing(Space.M)
        for widget in (self.field, self.kinds, self._hint):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.body.setAlignment(self.kinds, Qt.AlignmentFlag.AlignLeft)
        self.edit.textChanged.connect(self._on_edited)
        self.kinds.chosen.connect(self._on_kind_chosen)
        self._explain()
        self.edit.setFocus()

    @property
    def kind(self) -> CommentKind:
        """What it becomes."""
        return CommentKind(self.kinds.current)

    @property
    def text(self) -> str:
        """What is saved: the words after what they are about."""
        return f"{self._subject}: {self.edit.toPlainText().strip()}"

    def is_dirty(self) -> bool:
        """Whether something was written."""
        return bool(self.edit.toPlainText().strip()) and not self._is_sending

    def submit(self) -> None:
        """Save it."""
        limit = MESSAGE_LIMIT if self.kind is CommentKind.MESSAGE else NOTE_LIMIT
        if not self.edit.toPlainText().strip():
            self.field.set_error(self.tr("Write something first."))
            return
        if len(self.text) > limit:
            self.field.set_error(self.tr("That is {0} characters too many.").format(len(self.text) - limit))
            return
        self.set_busy(True)
        self._context.tasks.write(self, self._op(), self._on_saved, self._on_failed)

    def _op(self) -> Callable[[], Note | None]:
        services, key, text = self._context.services, self._key, self.text
        assignment, kind = self._client.assignment_id, self.kind

        def save() -> Note | None:
            if kind is CommentKind.MESSAGE:
                services.messages.send(key, assignment, text)
                return None
            note: Note = services.notes.add(key, assignment, text, kind is CommentKind.PRIVATE)
            return note

        return save

    def _explain(self) -> None:
        name = first_name(self._client.name)
        words = {
            CommentKind.PRIVATE: self.tr("A note that {0} does not see; you and the gym's admins do."),
            CommentKind.SHARED: self.tr("A note that {0} can read; they are told."),
            CommentKind.MESSAGE: self.tr("{0} gets it as a message and can answer. It cannot be taken back."),
        }
        self._hint.setText(words[self.kind].format(name))
        is_message = self.kind is CommentKind.MESSAGE
        self.set_confirm_text(self.tr("Send message") if is_message else self.tr("Save note"))

    # Slots

    def _on_edited(self) -> None:
        # Other words are another note: the key of a try whose answer was lost must not be used for them.
        self._key = new_id()
        self.field.clear_error()

    def _on_kind_chosen(self, _key: str) -> None:
        self._key = new_id()
        self._explain()

    def _on_saved(self, note: Note | None) -> None:
        self._is_sending = True
        self.commented.emit(note)
        self.accept()

    def _on_failed(self, exc: Exception) -> None:
        self.set_busy(False)
        if isinstance(exc, UserError) and not isinstance(exc, SignedOut):
            self.field.set_error(exc.message)
            return
        if isinstance(exc, Unavailable):
            self.field.set_error(self.tr("The server cannot be reached. Your words are kept: try again."))
        self._context.notices.error(exc, self.tr("What you wrote is still in the dialog."))
