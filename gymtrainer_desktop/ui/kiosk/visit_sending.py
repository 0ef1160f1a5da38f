"""What a member does at the kiosk on its way to the server: exercises, and those that are left out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from gymtrainer_desktop.domain.errors import Denied, SignedOut, Unavailable, UserError
from gymtrainer_desktop.domain.outbox import NewSkip, Recorded
from gymtrainer_desktop.domain.plans import Skip
from gymtrainer_desktop.domain.workouts import WorkoutLog
from gymtrainer_desktop.services.keys import new_id
from gymtrainer_desktop.ui.kiosk.visit_worker import VisitWorker
from gymtrainer_desktop.ui.kiosk.winding_up import record
from gymtrainer_desktop.ui.widgets.logging.exercise_entry import EntryState, ExerciseEntry

if TYPE_CHECKING:
    from gymtrainer_desktop.ui.kiosk.kiosk_visit import KioskVisit

_LATELY = timedelta(days=8)
_MOST_LOGS = 200


class VisitSending(QObject):
    """Sends, or has kept on this computer, what is done during a visit.

    Args:
        visit: Whose.
        worker: Its background.
        keep: Has the draft saved.
    """

    changed = Signal()
    """An exercise was saved, refused or left out."""
    kept_here = Signal()
    """What was recorded waits on this computer for the server."""
    taken_out = Signal()
    """What waited on this computer is not to be sent any more."""

    def __init__(self, visit: KioskVisit, worker: VisitWorker, keep: Callable[[], None]) -> None:
        super().__init__(visit)
        self._visit, self._worker, self._keep = visit, worker, keep
        self.outcomes: dict[UUID, Recorded] = {}
        """What became of everything sent so far, by its key; written by the worker."""

    def send(self, entry: ExerciseEntry) -> None:
        """Save an exercise: the sets that were done, under a key that stays over all attempts.

        Raises:
            UserError: A value breaks a rule; nothing is sent.
        """
        visit = self._visit
        assert visit.session is not None
        for one in entry.sets:
            one.is_edited = one.is_edited and one.is_done
        new = entry.to_send(visit.member_id, visit.session.completed_at(entry, visit.clock()))
        entry.state, entry.problem = EntryState.SENDING, ""
        self._keep()
        self._worker.write(
            partial(record, visit.services, new, self.outcomes, entry.replaces),
            partial(self._on_recorded, entry),
            partial(self._on_not_recorded, entry),
        )
        self.changed.emit()

    def skip(self, entry: ExerciseEntry, reason: str) -> None:
        """Leave a planned exercise out."""
        session = self._visit.session
        if session is None or entry.planned is None or entry.done:
            return
        new = NewSkip(new_id(), self._visit.member_id, entry.planned.id, session.day, reason)
        entry.state, entry.skip = EntryState.SKIPPED, Skip(new.id, reason)
        recording, outcomes = self._visit.services.recording, self.outcomes

        def act() -> Recorded:
            outcomes[new.id] = recording.skip(new)
            return outcomes[new.id]

        self._worker.write(act, self._on_skipped, partial(self._on_not_skipped, entry))
        self._keep()

    def take_skip_back(self, entry: ExerciseEntry) -> None:
        """Do an exercise after all that was left out."""
        skip = entry.skip
        entry.state, entry.skip, entry.skip_seen = EntryState.OPEN, None, False
        if skip is not None:
            services, outcomes, is_offline = self._visit.services, self.outcomes, self._visit.is_offline

            def act() -> None:
                outcome = outcomes.get(skip.id)
                if outcome is not None and outcome.is_waiting:
                    services.recording.withdraw(skip.id)
                elif not is_offline:
                    services.workouts.take_skip_back(skip.id)

            self._worker.write(act, self._on_taken_back, partial(self._on_not_taken_back, entry, skip))
        self._keep()
        self.changed.emit()

    def look_for_arrived(self) -> None:
        """The queue is empty: what waited has a log now, and can be changed."""
        session, visit = self._visit.session, self._visit
        if session is None or visit.is_offline or not session.waiting:
            return
        workouts, member_id = visit.services.workouts, visit.member_id
        since = min(session.day, visit.clock().date()) - _LATELY
        self._worker.ask(
            lambda: workouts.logs(member_id, since=since, limit=_MOST_LOGS), self._on_logs, "arrived"
        )

    def _on_logs(self, logs: tuple[WorkoutLog, ...]) -> None:
        there = {log.id: log for log in logs}
        session = self._visit.session
        for entry in session.waiting if session is not None else ():
            if entry.sent is not None and entry.sent.id in there:
                entry.take_log(there[entry.sent.id])
                self.changed.emit()

    def _on_recorded(self, entry: ExerciseEntry, recorded: Recorded) -> None:
        if recorded.is_waiting or recorded.log is None:
            entry.replaces = None
            entry.take_waiting()
            self.kept_here.emit()
        else:
            entry.take_log(recorded.log)
        self._keep()
        self.changed.emit()

    def _on_not_recorded(self, entry: ExerciseEntry, error: Exception) -> None:
        entry.state = EntryState.OPEN
        if isinstance(error, UserError) and error.code == "key_reused" and entry.replaces is None:
            # An earlier attempt had arrived after all, with other numbers.
            entry.send_anew()
            self.send(entry)
            return
        self._worker.tell(error)
        self._keep()
        self.changed.emit()

    def _on_skipped(self, recorded: Recorded) -> None:
        if recorded.is_waiting:
            self.kept_here.emit()
        self.changed.emit()

    def _on_not_skipped(self, entry: ExerciseEntry, error: Exception) -> None:
        if entry.state is EntryState.SKIPPED:
            entry.state, entry.skip = EntryState.OPEN, None
        self._worker.tell(error)
        self.changed.emit()

    def _on_taken_back(self, _: object) -> None:
        self.taken_out.emit()

    def _on_not_taken_back(self, entry: ExerciseEntry, skip: Skip, error: Exception) -> None:
        if isinstance(error, Denied) and error.code == "no_row":
            return  # taken back before, by an attempt whose answer was lost
        if isinstance(error, Unavailable):
            sentence = self.tr("The server cannot be reached. Log {0}, and it counts as done.")
            self._worker.said.emit(sentence.format(entry.name), "caution")
            return
        if entry.state is EntryState.OPEN and not entry.is_touched and not isinstance(error, SignedOut):
            entry.state, entry.skip = EntryState.SKIPPED, skip
        self._worker.tell(error)
        self.changed.emit()
