"""Saving exercises of the workout at hand, taking them back, correcting them, and finishing the workout."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from gymtrainer_desktop.domain.errors import SignedOut, UserError
from gymtrainer_desktop.domain.workouts import WorkoutLog
from gymtrainer_desktop.ui.widgets.logging.exercise_entry import EntryState, ExerciseEntry
from gymtrainer_desktop.ui.widgets.logging.exercise_panel import ExercisePanel
from gymtrainer_desktop.ui.widgets.logging.far_beyond import is_right
from gymtrainer_desktop.ui.widgets.logging.log_questions import is_to_be_deleted
from gymtrainer_desktop.ui.widgets.logging.words import sets_count_text
from gymtrainer_desktop.ui.widgets.logging.workout_at_hand import WorkoutAtHand
from gymtrainer_desktop.ui.widgets.logging.workout_list import WorkoutList
from gymtrainer_desktop.ui.widgets.logging.workout_sender import WorkoutSender
from gymtrainer_desktop.ui.widgets.logging.workout_session import WorkoutSession


class WorkoutSaving(QObject):
    """What becomes of what was entered.

    Args:
        at: The workout at hand.
        panel: The exercise in the middle.
        list: The exercises on the left.
        go_on: Called to show the next exercise that is to do.
    """

    finished = Signal(object)
    """Everything of a `WorkoutSession` is saved, and its member is done with it."""

    def __init__(
        self,
        at: WorkoutAtHand,
        panel: ExercisePanel,
        list: WorkoutList,
        go_on: Callable[[], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._at, self._panel, self._list, self._go_on = at, panel, list, go_on
        self._notices = at.context.notices
        self._finishing = False
        self._moves_on: ExerciseEntry | None = None
        at.desks.saved.connect(self._on_saved)
        at.desks.failed.connect(self._on_not_saved)
        at.desks.deleted.connect(self._on_deleted)
        at.desks.not_deleted.connect(self._on_not_deleted)

    def begin_anew(self) -> None:
        """Another member is shown."""
        self._finishing, self._moves_on = False, None

    def save(self) -> None:
        """Save the exercise in the middle, and what is done in turn with it, and go on."""
        session, entry = self._at.session, self._at.entry
        if session is None or entry is None:
            return
        if entry.corrects is not None:
            self._correct(session, entry)
        elif self._send(session, entry):
            self._moves_on = entry
            all(self._send(session, one) for one in session.finished_beside(entry))
            self._at.changed.emit()

    def retry_all(self) -> None:
        """Send again what could not be sent."""
        shelf = self._at.desk.shelf
        for entry in shelf.unsent:
            session = shelf.holding(entry)
            if session is not None and not self._send(session, entry):
                return
        self._at.changed.emit()

    def correct(self) -> None:
        """Let the numbers of a saved exercise be changed."""
        entry = self._at.entry
        if entry is not None and entry.log is not None and entry.log.is_correctable:
            entry.begin_correction()
            self._at.changed.emit()
            self._panel.table.focus_current()

    def leave_correction(self) -> None:
        """Leave a saved exercise as it was."""
        entry = self._at.entry
        if entry is not None and entry.corrects is not None:
            entry.take_log(entry.corrects)
            self._at.changed.emit()

    def delete(self) -> None:
        """Delete the log of the exercise in the middle, after a question."""
        entry = self._at.entry
        if entry is not None and entry.log is not None and is_to_be_deleted(self._notices, entry):
            self._at.desk.outgoing.delete(entry)

    def finish(self) -> None:
        """Save what is left, and end the workout."""
        session = self._at.session
        if session is None:
            return
        if not session.unsaved and not session.sets_saved and not session.waiting:
            words = self.tr("Nothing is logged yet. Press Done on a set first.")
            self._list.set_problem(words)
            return
        self._finishing = True
        for entry in session.unsaved:
            if entry.corrects is not None:
                self._correct(session, entry)
                if entry.state is not EntryState.SENDING:
                    self._finishing = False
                    return
            elif entry.state is not EntryState.SENDING and not self._send(session, entry):
                self._finishing = False
                return
        self._at.changed.emit()
        self._finish_if_done()

    def _send(self, session: WorkoutSession, entry: ExerciseEntry) -> bool:
        """Send an exercise; return False when something is wrong with it, which then is shown."""
        return self._try(session, entry, lambda: self._at.desk.outgoing.send(session, entry))

    def _try(self, session: WorkoutSession, entry: ExerciseEntry, act: Callable[[], None]) -> bool:
        """Do something with an exercise, after its numbers were checked and strange weights asked about."""
        try:
            entry.check_sets()
            if not self._are_right(session, entry):
                return False
            act()
        except UserError as error:
            session.choose(entry.key)
            self._at.changed.emit()
            self._panel.show_error(error)
            return False
        return True

    def _are_right(self, session: WorkoutSession, entry: ExerciseEntry) -> bool:
        best, unit = self._at.record(entry), self._at.context.person.weight_unit
        for one in entry.meant:
            if not is_right(self._notices, entry, one, best, unit):
                session.choose(entry.key)
                self._at.changed.emit()
                return False
        return True

    def _correct(self, session: WorkoutSession, entry: ExerciseEntry) -> None:
        """Put the numbers entered in the place of those of a log."""
        log = entry.corrects
        if log is None:
            return
        workouts = self._at.context.services.workouts

        def send() -> None:
            new = entry.to_correct(log)
            entry.state = EntryState.SENDING
            tasks = self._at.context.tasks
            tasks.write(
                self,
                lambda: workouts.correct(log.id, new.sets, new.rating, new.notes, log.version),
                partial(self._on_corrected, entry),
                partial(self._on_not_corrected, entry),
            )

        if self._try(session, entry, send):
            self._at.changed.emit()

    def _on_corrected(self, entry: ExerciseEntry, log: WorkoutLog) -> None:
        entry.take_log(log)
        if not self._finishing:
            self._notices.toast(self.tr("{0} corrected.").format(entry.name))
        self._at.changed.emit()
        self._at.stale.emit()
        self._finish_if_done()

    def _on_not_corrected(self, entry: ExerciseEntry, exc: Exception) -> None:
        self._finishing = False
        entry.state = EntryState.OPEN
        self._at.changed.emit()
        if isinstance(exc, UserError) and not isinstance(exc, SignedOut) and self._at.entry is entry:
            self._panel.show_error(exc)
        else:
            self._notices.error(exc, self.tr("The log is as it was. What you entered is still on the page."))

    # What became of it

    def _on_saved(self, entry: ExerciseEntry) -> None:
        log = entry.log
        if log is not None and not self._finishing:
            words = self.tr("{0} saved, {1}").format(entry.name, sets_count_text(len(log.sets)))
            desk = self._at.desks.holding(entry)
            outgoing = desk.outgoing if desk is not None else self._at.desk.outgoing
            undo = partial(self._undo, entry, log, outgoing) if log.is_correctable else None
            self._notices.toast(words, undo)
        if self._at.entry is entry and self._moves_on is entry and not self._finishing:
            self._go_on()
        else:
            self._at.changed.emit()
        # Answers to earlier questions do not know of this log; asking again makes them late.
        if log is not None:
            self._at.stale.emit()
        self._finish_if_done()

    def _undo(self, entry: ExerciseEntry, log: WorkoutLog, outgoing: WorkoutSender) -> None:
        if entry.log is log or (entry.log is not None and entry.log.id == log.id):
            outgoing.delete(entry)

    def _on_not_saved(self, entry: ExerciseEntry, exc: Exception) -> None:
        self._finishing = False
        session = self._at.desk.shelf.holding(entry)
        if session is not None and session is self._at.session and entry.state is EntryState.OPEN:
            session.choose(entry.key)
        if not entry.problem and entry.state is EntryState.UNSENT:
            entry.problem = self.tr("This is a fault in the program.")
        self._at.changed.emit()
        if self._at.entry is entry and entry.state is EntryState.OPEN and isinstance(exc, UserError):
            self._panel.show_error(exc)
        else:
            self._notices.error(exc, self.tr("What you entered is still on the page."))

    def _on_deleted(self, entry: ExerciseEntry) -> None:
        if self._at.session is not None:
            self._at.session.choose(entry.key)
        self._notices.toast(self.tr("{0} deleted. Enter it anew and save.").format(entry.name))
        self._at.changed.emit()
        self._at.stale.emit()

    def _on_not_deleted(self, _entry: ExerciseEntry, exc: Exception) -> None:
        self._notices.error(exc, self.tr("The log was not deleted."))
        self._at.stale.emit()

    def _finish_if_done(self) -> None:
        session = self._at.session
        if not self._finishing or session is None or session.unsaved:
            return
        self._finishing = False
        self.finished.emit(session)
