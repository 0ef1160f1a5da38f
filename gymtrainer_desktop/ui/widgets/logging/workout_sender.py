"""Sending what was logged, once and only once, and taking it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from gymtrainer_desktop.domain.errors import SignedOut, Unavailable, UserError
from gymtrainer_desktop.domain.outbox import Recorded
from gymtrainer_desktop.domain.workouts import WorkoutLog
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.widgets.logging.exercise_entry import EntryState, ExerciseEntry
from gymtrainer_desktop.ui.widgets.logging.workout_session import WorkoutSession

_RECENT = 20
"""An attempt whose answer was lost is among so many of the exercise's newest logs."""


class WorkoutSender(QObject):
    """Writes logs in the background.

    What members log themselves is kept on this computer while the server is away, and counts as saved. What a
    trainer logs for a client is not: nothing could send it later in the trainer's name, so it stays on the
    page until the server is back.

    A log keeps its key over all attempts, so that one whose answer was lost is not written twice. When its
    numbers were changed between two attempts and the first had arrived after all, the new numbers take its
    place.

    Args:
        context: As for every page.
        member_id: Whose workout it is.
        clock: The gym's.
    """

    saved = Signal(object)
    """An `ExerciseEntry` is in the database, or waits on this computer for it."""
    failed = Signal(object, object)
    """An `ExerciseEntry` could not be saved; carries it and the exception."""
    deleted = Signal(object)
    """The log of an `ExerciseEntry` is gone; its numbers are back on the page."""
    not_deleted = Signal(object, object)

    def __init__(
        self,
        context: PageContext,
        member_id: UUID,
        clock: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._member_id = member_id
        self._clock = clock

    def send(self, session: WorkoutSession, entry: ExerciseEntry) -> None:
        """Save an exercise.

        Raises:
            UserError: A value breaks a rule; nothing is sent.
        """
        new = entry.to_send(self._member_id, session.completed_at(entry, self._clock()))
        replaces, services = entry.replaces, self._context.services
        person = self._context.person
        keeps = person.member_session and person.person_id == self._member_id

        def log() -> Recorded:
            if replaces is not None:
                if keeps:
                    services.recording.withdraw(replaces)
                _delete_if_there(services.workouts, new.member_id, new.exercise_name, replaces)
            if keeps:
                recorded: Recorded = services.recording.log(new)
                return recorded
            return Recorded(services.workouts.log(new), False)

        entry.state, entry.problem = EntryState.SENDING, ""
        self._context.tasks.write(
            self, log, partial(self._on_saved, entry), partial(self._on_not_saved, session, entry)
        )

    def delete(self, entry: ExerciseEntry) -> None:
        """Delete the log of an exercise; its numbers stay on the page to be entered anew."""
        log = entry.log
        if log is None:
            return
        workouts, member_id = self._context.services.workouts, self._member_id

        def delete() -> None:
            _delete_if_there(workouts, member_id, log.exercise_name, log.id)

        self._context.tasks.write(
            self, delete, partial(self._on_deleted, entry, log), partial(self._on_not_deleted, entry)
        )

    def _on_saved(self, entry: ExerciseEntry, recorded: Recorded) -> None:
        if recorded.log is not None:
            entry.take_log(recorded.log)
        else:
            entry.take_waiting()
            self._context.notices.kept_here()
        self.saved.emit(entry)

    def _on_not_saved(self, session: WorkoutSession, entry: ExerciseEntry, exc: Exception) -> None:
        if isinstance(exc, UserError) and exc.code == "key_reused" and entry.replaces is None:
            entry.state = EntryState.OPEN
            entry.send_anew()
            self.send(session, entry)
            return
        if isinstance(exc, UserError) and not isinstance(exc, SignedOut):
            # Refused: nothing was written.
            entry.state = EntryState.OPEN
        else:
            entry.state = EntryState.UNSENT
            entry.problem = exc.message if isinstance(exc, Unavailable | UserError) else ""
        self.failed.emit(entry, exc)

    def _on_deleted(self, entry: ExerciseEntry, log: WorkoutLog, _nothing: Any) -> None:
        if entry.log is log:
            entry.reopen()
        self.deleted.emit(entry)

    def _on_not_deleted(self, entry: ExerciseEntry, exc: Exception) -> None:
        self.not_deleted.emit(entry, exc)


def _delete_if_there(workouts: Any, member_id: UUID, exercise_name: str, log_id: UUID) -> None:
    """Delete a log unless an earlier attempt, whose answer was lost, has done so."""
    recent = workouts.logs(member_id, exercise_name=exercise_name, limit=_RECENT)
    if any(log.id == log_id for log in recent):
        workouts.delete(log_id)
