"""What was entered during a visit, kept on this computer from the first set on."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from gymtrainer_desktop.ui.tasks import Tasks
from gymtrainer_desktop.ui.widgets.logging.workout_draft_content import KIND


class VisitDraft(QObject):
    """Saves the draft of one member; one save at a time, and of many changes meanwhile only the last.

    Args:
        tasks: The background.
        drafts: Of whoever is signed in.
        member_id: Whose.
    """

    failed = Signal(object)
    """It could not be saved; carries the exception."""

    def __init__(self, tasks: Tasks, drafts: Any, member_id: UUID, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._drafts, self._member_id = tasks, drafts, member_id
        self._is_saving = False
        self._next: dict[str, Any] | None = None
        self.is_there = False
        """Whether something is kept."""

    def save(self, content: dict[str, Any]) -> None:
        """Keep this."""
        self._next = content
        self._save_next()

    def discard(self) -> None:
        """Nothing is to be kept any more."""
        drafts, member_id = self._drafts, self._member_id
        self._tasks.write(self, lambda: drafts.discard(KIND, member_id), lambda _: None)

    def stop(self) -> None:
        """The visit is over: what is still to be kept is kept in another way."""
        self._next = None

    def _save_next(self) -> None:
        if self._is_saving or self._next is None:
            return
        content, self._next = self._next, None
        self._is_saving = self.is_there = True
        drafts, member_id = self._drafts, self._member_id

        def done(_: Any) -> None:
            self._is_saving = False
            self._save_next()

        def failed(error: Exception) -> None:
            self._is_saving = False
            self.failed.emit(error)

        self._tasks.write(self, lambda: drafts.save(KIND, member_id, content), done, failed)
