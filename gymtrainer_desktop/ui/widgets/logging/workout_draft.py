"""Keeps a half-entered workout on this computer, a moment after every change, until all of it is sent."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal

from gymtrainer_desktop.domain.drafts import SavedDraft
from gymtrainer_desktop.domain.errors import SignedOut, Unavailable, UserError
from gymtrainer_desktop.ui.tasks import Tasks
from gymtrainer_desktop.ui.theme.tokens import Delay
from gymtrainer_desktop.ui.widgets.logging.workout_draft_content import (
    KIND,
    KeptWorkout,
    draft_of,
    joined,
    read_drafts,
)
from gymtrainer_desktop.ui.widgets.logging.workout_session import WorkoutSession


class WorkoutDraftKeeper(QObject):
    """The draft of one member's workouts: saved in a worker soon after the last change, and at latest a few
    seconds after the first; thrown away when nothing of it is left to send.

    Give it what was found on this computer with `take`, before the first change.

    Args:
        tasks: The background.
        drafts: The drafts of whoever is signed in.
        member_id: Whose workouts.
        sessions: The workouts that were begun, as they are at the moment they are gone through.
    """

    failed = Signal(object)
    """The draft could not be saved; carries the exception. It is tried again after a while."""

    def __init__(
        self,
        tasks: Tasks,
        drafts: Any,
        member_id: UUID,
        sessions: Iterable[WorkoutSession],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._tasks, self._drafts, self._member_id = tasks, drafts, member_id
        self._sessions = sessions
        self._kept: tuple[KeptWorkout, ...] = ()
        self._is_read = self._is_there = False
        self._has_change = self._is_busy = False
        self._written: dict[str, Any] | None = None
        self.problem = ""
        """Why the last save failed; empty when it did not."""
        self._quiet = self._timer(Delay.DRAFT_QUIET)
        self._latest = self._timer(Delay.DRAFT_LATEST)

    @property
    def is_read(self) -> bool:
        """Whether what was on this computer is known."""
        return self._is_read

    @property
    def has_unsaved(self) -> bool:
        """Whether a change is not on the disk yet."""
        return self._has_change or self._is_busy

    @property
    def offered(self) -> KeptWorkout | None:
        """A workout that was left unfinished and that nobody has decided about."""
        return next((one for one in self._kept if one.is_unfinished), None)

    def take(self, draft: SavedDraft | None) -> None:
        """Take what was found on this computer, loaded by `load_workout_draft`."""
        if self._is_read:
            return
        self._is_read, self._is_there = True, draft is not None
        self._kept = read_drafts(draft)

    def of_day(self, day: date) -> KeptWorkout | None:
        """Return what was kept of a day and has not been continued or discarded."""
        return next((one for one in self._kept if one.day == day), None)

    def settle(self, kept: KeptWorkout) -> None:
        """It was continued or nobody wants it: what is entered now takes its place."""
        self._kept = tuple(one for one in self._kept if one is not kept)
        self.note_change()

    def put_back(self, kept: KeptWorkout) -> None:
        """Offer what was discarded again."""
        self._kept = (kept, *self._kept)
        self.note_change()

    def note_change(self) -> None:
        """Something was entered, sent or answered: it is kept soon."""
        if not self._is_read:
            return
        self._has_change = True
        self._quiet.start()
        if not self._latest.isActive():
            self._latest.start()

    def flush(self) -> None:
        """Save at once what waits."""
        if self._has_change and not self._is_busy:
            self._write()

    def _content(self) -> dict[str, Any] | None:
        sessions = [one for one in self._sessions if one.unsaved or one.waiting]
        # The one that somebody works on now comes first: a program that reads one workout reads that.
        sessions.sort(key=lambda one: one.day, reverse=True)
        return joined([*map(draft_of, sessions), *(one.content for one in self._kept)])

    def _write(self) -> None:
        content = self._content()
        self._rest()
        if (content is None and not self._is_there) or (content is not None and content == self._written):
            return
        drafts, member_id = self._drafts, self._member_id

        def work() -> None:
            if content is None:
                drafts.discard(KIND, member_id)
            else:
                drafts.save(KIND, member_id, content)

        def done(_: Any) -> None:
            self._is_busy, self.problem = False, ""
            self._is_there, self._written = content is not None, content
            if self._has_change and not self._quiet.isActive():
                self._write()

        self._is_busy = True
        self._tasks.write(self, work, done, self._on_failed)

    def _on_failed(self, error: Exception) -> None:
        self._is_busy = False
        is_first = not self.problem
        said = isinstance(error, UserError | Unavailable) and not isinstance(error, SignedOut)
        self.problem = getattr(error, "message", "") if said else str(error)
        self.problem = self.problem or self.tr("This is a fault in the program.")
        # Tried again after a while, also when nobody enters anything any more.
        self._has_change = True
        self._latest.start()
        if is_first:
            self.failed.emit(error)

    def _timer(self, milliseconds: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(self.flush)
        return timer

    def _rest(self) -> None:
        self._has_change = False
        self._quiet.stop()
        self._latest.stop()


def load_workout_draft(drafts: Any, member_id: UUID) -> SavedDraft | None:
    """Return what was kept of a member's workouts; call it in a worker."""
    found: SavedDraft | None = drafts.load(KIND, member_id)
    return found
