"""What a trainer does about a client's log: comment on it, or adjust the plan after it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from gymtrainer_desktop.domain.assignments import AssignmentStatus
from gymtrainer_desktop.domain.calendar import Weekday, format_short_date
from gymtrainer_desktop.domain.clients import ClientRow
from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.notes import Note
from gymtrainer_desktop.domain.progress import LogRow
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.trainer.clients.log_comment_dialog import LogCommentDialog
from gymtrainer_desktop.ui.trainer.words import first_name
from gymtrainer_desktop.ui.widgets.workout_words import sets_words


class LogActs(QObject):
    """Serves the tabs that show logs.

    Args:
        context: Of the page.
        owner: The tab, over which dialogs open.
    """

    notes_changed = Signal()
    """A note was written, or taken back."""

    def __init__(self, context: PageContext, owner: QWidget) -> None:
        super().__init__(owner)
        self._context, self._owner = context, owner
        self.client: ClientRow | None = None
        self.dialog: LogCommentDialog | None = None

    def comment(self, row: LogRow) -> None:
        """Ask for a comment on a log."""
        client = self._active_client()
        if client is None:
            return
        self.dialog = dialog = LogCommentDialog(
            self._context, client, row, subject_of(row), self._done(row), self._owner
        )
        dialog.commented.connect(lambda note: self._on_commented(client, note))
        dialog.finished.connect(self._on_dialog_finished)
        dialog.open()

    def adjust(self, row: LogRow) -> None:
        """Open the plan editor at a log's exercise, beside what was done and what had been asked for."""
        client = self._active_client()
        if client is None:
            return
        day = f"{Weekday.of(row.on).short} {format_short_date(row.on)}"
        self._context.navigate(
            "plan",
            {
                "member_id": client.member_id,
                "name": client.name,
                "exercise": row.exercise_name,
                "last": self.tr("{0} on {1}").format(self._done(row), day),
                "target": row.log.target or "",
            },
        )

    def _active_client(self) -> ClientRow | None:
        if self.client is not None and self.client.status is not AssignmentStatus.ACTIVE:
            paused = self.tr("The training is paused: nothing can be written until it goes on.")
            self._context.notices.error(UserError(paused))
            return None
        return self.client

    def _done(self, row: LogRow) -> str:
        return sets_words(row.log.sets, self._context.person.weight_unit)

    def _on_commented(self, client: ClientRow, note: Note | None) -> None:
        name = first_name(client.name)
        if note is None:
            self._context.notices.toast(self.tr("Message sent to {0}").format(name))
            return
        told = self.tr("Note saved, {0} was told").format(name)
        words = self.tr("Note saved") if note.is_private else told
        self._context.notices.toast(words, lambda: self._take_back(note))
        self.notes_changed.emit()

    def _take_back(self, note: Note) -> None:
        notes = self._context.services.notes
        self._context.tasks.write(
            self._owner,
            lambda: notes.delete(note.id, note.version),
            lambda _nothing: self._on_taken_back(),
            self._context.notices.error,
        )

    def _on_taken_back(self) -> None:
        self._context.notices.toast(self.tr("The note was taken back"))
        self.notes_changed.emit()

    def _on_dialog_finished(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None


def subject_of(row: LogRow) -> str:
    """Return what a comment on a log begins with: "Bench press, Mon 16 Nov"."""
    return f"{row.exercise_name}, {Weekday.of(row.on).short} {format_short_date(row.on)}"
