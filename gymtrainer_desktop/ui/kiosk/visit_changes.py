"""Changing what is saved: other numbers, another note, or nothing at all; each can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from gymtrainer_desktop.domain.errors import Denied, SignedOut, Unavailable, UserError
from gymtrainer_desktop.domain.outbox import Recorded
from gymtrainer_desktop.domain.workouts import NewLog, WorkoutLog
from gymtrainer_desktop.services.keys import new_id
from gymtrainer_desktop.ui.kiosk.visit_sending import VisitSending
from gymtrainer_desktop.ui.kiosk.visit_worker import VisitWorker
from gymtrainer_desktop.ui.kiosk.winding_up import record
from gymtrainer_desktop.ui.widgets.logging.exercise_entry import EntryState, ExerciseEntry
from gymtrainer_desktop.ui.widgets.logging.workout_sets import SetEntry

if TYPE_CHECKING:
    from gymtrainer_desktop.ui.kiosk.kiosk_visit import KioskVisit


class VisitChanges(QObject):
    """Corrects and deletes a member's own entries of the last seven days, as the database allows.

    An entry that waits on this computer may be under way to the server at any moment, so it cannot be changed
    before it has arrived; but during a visit that began while the server was away nothing of it can be sent,
    and it is simply entered anew.

    Args:
        visit: Whose.
        worker: Its background.
        sending: Sends what is entered.
        keep: Has the draft saved.
    """

    changed = Signal()
    """An entry was corrected, deleted or brought back, or was not."""

    def __init__(
        self, visit: KioskVisit, worker: VisitWorker, sending: VisitSending, keep: Callable[[], None]
    ) -> None:
        super().__init__(visit)
        self._visit, self._worker, self._sending, self._keep = visit, worker, sending, keep
        self.deleted: dict[UUID, tuple[ExerciseEntry, NewLog]] = {}
        """What was deleted during this visit, and what would bring it back, by the key of its entry."""
        self._under_way: set[UUID] = set()
        self._reopened: set[UUID] = set()

    @property
    def is_offline(self) -> bool:
        """Whether the visit goes by what was kept of an earlier one."""
        return self._visit.is_offline

    @property
    def has_trainer(self) -> bool:
        """Whether somebody reads what is logged."""
        return self._visit.has_trainer

    def is_under_way(self, entry: ExerciseEntry) -> bool:
        """Whether an entry is being deleted or brought back."""
        return entry.key in self._under_way

    def is_changing(self, entry: ExerciseEntry) -> bool:
        """Whether the numbers of a saved entry are being changed."""
        return entry.is_editable and (entry.corrects is not None or entry.key in self._reopened)

    def may_change(self, entry: ExerciseEntry) -> bool:
        """Whether a saved entry can be changed now."""
        if self.is_under_way(entry) or entry.state is not EntryState.LOGGED:
            return False
        if entry.is_refused:
            return False
        if entry.is_waiting:
            return self._visit.is_offline and entry.sent is not None
        return not self._visit.is_offline and entry.log is not None and entry.log.is_correctable

    def why_not(self, entry: ExerciseEntry) -> str:
        """Return why a saved entry cannot be changed now; empty where it can, or is not saved."""
        if entry.state is not EntryState.LOGGED or self.may_change(entry) or self.is_under_way(entry):
            return ""
        if entry.is_refused:
            return self.tr("The server did not take it. The front desk has it.")
        if entry.is_waiting:
            return self.tr("It waits for the server. It can be changed as soon as it has arrived.")
        if self._visit.is_offline:
            return self.tr("The server cannot be reached. What is saved can be changed when it is back.")
        return self.tr("Only what was entered within seven days can be changed. Ask the front desk.")

    # Other numbers

    def begin(self, entry: ExerciseEntry) -> None:
        """Let the numbers of a saved entry be changed."""
        if not self.may_change(entry):
            return
        if entry.log is not None:
            entry.begin_correction()
        else:
            # Never sent, and not sent before it is saved again; its former key is withdrawn then.
            entry.state, entry.is_waiting = EntryState.OPEN, False
            self._reopened.add(entry.key)
            self._keep()
        self.changed.emit()

    def save(self, entry: ExerciseEntry) -> None:
        """Put what was entered in the place of what is saved.

        Raises:
            UserError: A value breaks a rule; nothing is sent.
        """
        log = entry.corrects
        if log is None:
            if not entry.matches_sent():
                entry.send_anew()
            self._sending.send(entry)
            self._reopened.discard(entry.key)
            return
        workouts, new = self._visit.services.workouts, entry.to_correct(log)
        entry.state = EntryState.SENDING
        self._worker.write(
            lambda: workouts.correct(log.id, new.sets, new.rating, new.notes, log.version),
            partial(self._on_corrected, entry),
            partial(self._on_not_corrected, entry),
        )
        self.changed.emit()

    def save_or_leave(self, entry: ExerciseEntry) -> None:
        """Save what was changed without a touch on "Save"; where nothing was, leave it as it was.

        Raises:
            UserError: A value breaks a rule; nothing is sent.
        """
        before = entry.corrects.sets if entry.corrects is not None else entry.sent.sets if entry.sent else ()
        while len(entry.sets) > len(before) and not (entry.sets[-1].is_done or entry.sets[-1].is_edited):
            entry.remove_set(len(entry.sets) - 1)  # added, and nothing entered
        if len(entry.sets) == len(before) and not any(one.is_edited for one in entry.sets):
            self.leave(entry)
            return
        for place, one in enumerate(entry.sets):
            if not one.is_done:
                entry.finish_set(place)
        self.save(entry)

    def leave(self, entry: ExerciseEntry) -> None:
        """Leave a saved entry as it was."""
        if not self.is_changing(entry):
            return
        self._reopened.discard(entry.key)
        if entry.corrects is not None:
            entry.take_log(entry.corrects)
        elif entry.sent is not None:
            _take_sent(entry, entry.sent)
        self.changed.emit()

    def note(self, entry: ExerciseEntry, text: str) -> None:
        """Write another note; that of a saved entry is sent at once.

        Raises:
            UserError: It is too long.
        """
        if entry.state is EntryState.LOGGED:
            if not self.may_change(entry) or text.strip() == entry.note:
                return
            self.begin(entry)
            entry.note = text
            self.save(entry)
        else:
            entry.note = text
            self._keep()
            self.changed.emit()

    def _on_corrected(self, entry: ExerciseEntry, log: WorkoutLog) -> None:
        entry.take_log(log)
        self._worker.said.emit(self.tr("{0} is changed.").format(entry.name), "positive")
        self.changed.emit()

    def _on_not_corrected(self, entry: ExerciseEntry, error: Exception) -> None:
        entry.state = EntryState.OPEN
        self._tell(error)
        self.changed.emit()

    # Nothing at all, and back

    def delete(self, entry: ExerciseEntry) -> None:
        """Delete a saved entry; until the visit is over it can be taken back."""
        log, sent = entry.log, entry.sent
        if not self.may_change(entry):
            return
        services = self._visit.services

        def act() -> None:
            if log is None:
                assert sent is not None
                services.recording.withdraw(sent.id)
                return
            try:
                services.workouts.delete(log.id)
            except Denied as error:
                if error.code != "no_row":  # else deleted before, by an attempt whose answer was lost
                    raise

        back = _anew(self._visit.member_id, log) if log is not None else sent
        assert back is not None
        self._under_way.add(entry.key)
        self._worker.write(
            act,
            lambda _: self._on_deleted(entry, replace(back, id=new_id())),
            partial(self._on_not_changed, entry),
        )
        self.changed.emit()

    def take_back(self, entry: ExerciseEntry) -> None:
        """Bring a deleted entry back, with its time, under another key."""
        if entry.key not in self.deleted or self.is_under_way(entry):
            return
        new = self.deleted[entry.key][1]
        self._under_way.add(entry.key)
        self._worker.write(
            partial(record, self._visit.services, new, self._sending.outcomes),
            partial(self._on_back, entry, new),
            partial(self._on_not_changed, entry),
        )
        self.changed.emit()

    def do_again(self, entry: ExerciseEntry) -> None:
        """Enter anew what was deleted."""
        if self.deleted.pop(entry.key, None) is not None:
            entry.state = EntryState.OPEN
            self.changed.emit()

    def _on_deleted(self, entry: ExerciseEntry, back: NewLog) -> None:
        was_waiting = entry.is_waiting
        self._under_way.discard(entry.key)
        self.deleted[entry.key] = (entry, back)
        entry.reopen()
        # Not to be done again by itself, nor kept for the next time: it was deleted on purpose.
        entry.state, entry.rating, entry.note = EntryState.SKIPPED, None, ""
        entry.fill_in()
        self._keep()
        if was_waiting:
            self._sending.taken_out.emit()
        self.changed.emit()

    def _on_back(self, entry: ExerciseEntry, new: NewLog, recorded: Recorded) -> None:
        self._under_way.discard(entry.key)
        del self.deleted[entry.key]
        if recorded.log is not None:
            entry.take_log(recorded.log)
        else:
            _take_sent(entry, new)
            self._sending.kept_here.emit()
        self._keep()
        self.changed.emit()

    def _on_not_changed(self, entry: ExerciseEntry, error: Exception) -> None:
        self._under_way.discard(entry.key)
        self._tell(error)
        self.changed.emit()

    def _tell(self, error: Exception) -> None:
        if isinstance(error, Unavailable):
            sentence = self.tr("The server cannot be reached. What is saved stands as it was.")
            self._worker.said.emit(sentence, "critical")
        elif isinstance(error, UserError) and not isinstance(error, SignedOut):
            self._worker.said.emit(error.message, "critical")
        else:
            self._worker.tell(error)


def _anew(member_id: UUID, log: WorkoutLog) -> NewLog:
    """Return what logs the same again."""
    return NewLog(
        log.id,
        member_id,
        log.exercise_id,
        log.exercise_name,
        log.sets,
        log.completed_at,
        log.rating,
        log.notes or "",
        log.duration_minutes,
    )


def _take_sent(entry: ExerciseEntry, sent: NewLog) -> None:
    """Show what waits on this computer, as it was sent."""
    entry.sent, entry.rating, entry.note = sent, sent.rating, sent.notes
    entry.sets = [SetEntry.of(one, entry.unit) for one in sent.sets]
    entry.take_waiting()
