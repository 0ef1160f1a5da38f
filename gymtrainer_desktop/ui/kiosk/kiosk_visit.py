"""One member at the kiosk: the workout, what becomes of it, and what is kept when they walk away."""

from __future__ import annotations

import logging
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from gymtrainer_desktop.domain.drafts import SavedDraft
from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.progress import PersonalRecord
from gymtrainer_desktop.domain.strength import volume_load
from gymtrainer_desktop.domain.workouts import NewLog, SetType, WorkoutLog
from gymtrainer_desktop.ui.kiosk.visit_changes import VisitChanges
from gymtrainer_desktop.ui.kiosk.visit_draft import VisitDraft
from gymtrainer_desktop.ui.kiosk.visit_sending import VisitSending
from gymtrainer_desktop.ui.kiosk.visit_worker import VisitWorker
from gymtrainer_desktop.ui.kiosk.winding_up import Leftovers, is_offline, wind_up
from gymtrainer_desktop.ui.tasks import Tasks
from gymtrainer_desktop.ui.widgets.gym_week import Clock
from gymtrainer_desktop.ui.widgets.logging.exercise_entry import EntryState, ExerciseEntry
from gymtrainer_desktop.ui.widgets.logging.far_beyond import is_far_beyond
from gymtrainer_desktop.ui.widgets.logging.workout_draft_content import (
    KIND,
    KeptWorkout,
    apply_draft,
    draft_of,
    joined,
    read_drafts,
)
from gymtrainer_desktop.ui.widgets.logging.workout_loader import LoadedWorkout, load_workout
from gymtrainer_desktop.ui.widgets.logging.workout_session import WorkoutSession, records_by_name
from gymtrainer_desktop.ui.widgets.logging.workout_sets import SetEntry

_log = logging.getLogger(__name__)


class KioskVisit(QObject):
    """From sign-in to sign-out. Everything goes through the background; nothing here is a widget.

    Args:
        services: Bound to the member's session.
        gym: The gym's settings.
        tasks: The background.
        clock: The gym's.
    """

    loaded = Signal()
    load_failed = Signal(object)
    changed = Signal()
    """An exercise was saved, refused, left out, or changed."""
    said = Signal(str, str)
    """Something to tell the member: a sentence and its tone."""
    settled = Signal()
    """Everything that was sent has been answered."""

    def __init__(
        self, services: Any, gym: Any, tasks: Tasks, clock: Clock, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.services, self.gym, self.clock = services, gym, clock
        self.person = services.person
        self.session: WorkoutSession | None = None
        self.workout: LoadedWorkout | None = None
        self.is_paused = False
        """Whether their training rests: nothing is due then."""
        self._kept: tuple[KeptWorkout, ...] = ()
        self.continued_at: datetime | None = None
        """When the workout shown was left; None for one that is begun now."""
        self.records: list[str] = []
        self._best: dict[str, PersonalRecord] = {}
        self.is_offline = is_offline(services)
        """Whether it goes by what was kept of an earlier visit, for the server is away."""
        self._tasks = tasks
        self._is_over = False
        self.worker = VisitWorker(tasks, self)
        self._draft = VisitDraft(tasks, services.drafts, self.member_id, self)
        self.sending = VisitSending(self, self.worker, self.keep)
        self.changes = VisitChanges(self, self.worker, self.sending, self.keep)
        self.worker.said.connect(self.said)
        self.worker.settled.connect(self.settled)
        self._draft.failed.connect(self.worker.tell)
        self.sending.changed.connect(self.changed)
        self.changes.changed.connect(self.changed)

    @property
    def member_id(self) -> UUID:
        """Who is signed in."""
        result: UUID = self.person.person_id
        return result

    @property
    def is_busy(self) -> bool:
        """Whether something that was sent has not been answered."""
        return self.worker.is_busy

    # Loading

    def load(self, day: date | None = None) -> None:
        """Load the workout of a day, today's by default, and go on with what was kept of it."""
        self._leave_changes()
        self._shelve()
        services, member_id, week_start = self.services, self.member_id, self.gym.week_start
        is_first = self.workout is None

        was_paused = self.is_paused

        def work() -> tuple[LoadedWorkout, SavedDraft | None, bool]:
            draft = services.drafts.load(KIND, member_id) if is_first else None
            asks = is_first and not is_offline(services)
            is_paused = services.my_training.standing().is_paused if asks else was_paused
            found = load_workout(
                services,
                member_id,
                day,
                week_start,
                frozenset(),
                with_trainer=False,
                with_queue=not is_offline(services),
            )
            return found, draft, is_paused

        self._tasks.query(self, work, self._on_loaded, self.load_failed.emit, key="workout")

    def _shelve(self) -> None:
        """Keep what was entered into the workout shown; another day's takes its place."""
        session = self.session
        if session is not None and (session.unsaved or session.waiting):
            found = read_drafts(SavedDraft(KIND, self.member_id, draft_of(session), self.clock()))
            self._kept = (*(one for one in self._kept if one.day != session.day), *found)

    @property
    def kept(self) -> KeptWorkout | None:
        """A workout of another day that was left half entered and can be gone on with."""
        return next((one for one in self._kept if one.is_unfinished), None)

    def load_kept(self) -> None:
        """Go on with the workout that was left on another day."""
        kept = self.kept
        if kept is not None:
            self.load(kept.day)

    def _on_loaded(self, found: tuple[LoadedWorkout, SavedDraft | None, bool]) -> None:
        workout, draft, self.is_paused = found
        if draft is not None:
            self._draft.is_there = True
            self._kept = read_drafts(draft)
        unit = self.person.weight_unit
        session = WorkoutSession(workout.day, unit, workout.day != workout.today)
        self._best = records_by_name(workout.records)
        if workout.week is not None:
            session.update(workout.planned, workout.logs, workout.week.steps)
        else:
            session.update(None, workout.logs)
        if workout.day == workout.today:
            session.take_unplanned(workout.own_work(self.gym.time_zone))
        for entry in session.entries:
            last = workout.last.get(entry.name.casefold())
            if entry.last is None and entry.log is None and last is not None:
                entry.take_last(last)
        session.start()
        self.continued_at = None
        there = {log.id for log in workout.logs}
        for kept in [one for one in self._kept if one.day == workout.day]:
            apply_draft(kept, session, self.member_id, there)
            if session.unsaved:
                self.continued_at = kept.saved_at
                session.done_today = kept.done_today
        self._kept = tuple(one for one in self._kept if one.day != workout.day)
        if workout.queued is not None:
            session.take_queue(workout.queued)
        self.workout, self.session = workout, session
        self.loaded.emit()

    # What is entered

    def finish_set(self, entry: ExerciseEntry, place: int) -> None:
        """Take a set as done.

        Raises:
            UserError: A number is out of range.
        """
        entry.finish_set(place)
        entry.sets[place].is_edited = False
        entry.sets[place].done_at = self.clock()
        self.keep()

    def is_surprising(self, entry: ExerciseEntry, one: SetEntry) -> bool:
        """Return whether a weight is far beyond the member's best, or beyond what people lift."""
        return is_far_beyond(entry, one, self._best.get(entry.name.casefold()))

    def add(self, name: str) -> None:
        """Add unplanned work, and show what it was like the last time.

        Raises:
            UserError: The name is empty or too long.
        """
        assert self.session is not None
        entry = self.session.add(name)
        workouts, member_id = self.services.workouts, self.member_id

        def take(last: WorkoutLog | None) -> None:
            entry.take_last(last)
            self.changed.emit()

        self.worker.ask(lambda: workouts.last_sets(member_id, entry.name), take, f"last {entry.key}")
        self.keep()

    def substitute(self, entry: ExerciseEntry, name: str) -> None:
        """Do something else instead; the log says so, and what was asked for."""
        entry.name = name
        workouts, member_id = self.services.workouts, self.member_id

        def take(last: WorkoutLog | None) -> None:
            if not entry.done:
                entry.take_last(last)
            self.changed.emit()

        self.worker.ask(lambda: workouts.last_sets(member_id, name), take, f"last {entry.key}")
        self.keep()

    def mark(self, entry: ExerciseEntry, place: int) -> SetType:
        """Make a set the next kind of set, and return it: working, warm-up, drop, to failure."""
        one = entry.sets[place]
        kinds = tuple(SetType)
        one.type, one.is_edited = kinds[(kinds.index(one.type) + 1) % len(kinds)], True
        self.keep()
        return one.type

    def keep(self) -> None:
        """Keep what was entered on this computer; nothing of it gets lost by a power cut."""
        if self.session is None or self._is_over:
            return
        self.session.began_at = self.session.began_at or self.clock()
        self._draft.save(self._content())

    def _content(self) -> dict[str, Any]:
        """Return what is to be kept: the workout shown, and those of other days."""
        assert self.session is not None
        content = joined([draft_of(self.session), *(one.content for one in self._kept)])
        assert content is not None
        return content

    # Sending

    def send(self, entry: ExerciseEntry) -> None:
        """Save an exercise.

        Raises:
            UserError: A value breaks a rule; nothing is sent.
        """
        beaten = entry.beaten(self._best.get(entry.name.casefold()))
        self.sending.send(entry)
        if beaten is not None:
            self.records.append(entry.name)

    def send_done(self, past: ExerciseEntry | None = None) -> None:
        """Save every exercise with sets that were done, and what was changed of saved ones.

        Args:
            past: An exercise of an earlier workout that is in front, too.
        """
        entries = list(self.session.entries) if self.session is not None else []
        for entry in entries if past is None or past in entries else [*entries, past]:
            if not entry.is_editable:
                continue
            try:
                if self.changes.is_changing(entry):
                    self.changes.save_or_leave(entry)
                elif entry.done:
                    self.send(entry)
            except UserError as error:
                self.said.emit(error.message, "critical")

    def end(self) -> None:
        """Whoever was here is gone: what is complete is sent, what is not is kept for the next time."""
        if self._is_over:
            return
        self._leave_changes()
        complete = self._complete_logs()
        session = self.session
        if session is not None and (session.unsaved or session.waiting or self._kept):
            left = Leftovers(
                self.member_id, self._content(), self._kept, tuple(complete), self.sending.outcomes
            )
            self._tasks.write(self, partial(wind_up, self.services, left), lambda _: None)
        elif self._draft.is_there and session is not None:
            self._draft.discard()
        self._is_over = True
        self._draft.stop()
        self.worker.stop()
        self._tasks.drop(self)
        self.session, self.workout, self._kept = None, None, ()
        self.records, self._best = [], {}
        self.changes.deleted.clear()

    def _leave_changes(self) -> None:
        """What is being changed of saved exercises stays as it was."""
        for entry in self.session.entries if self.session is not None else ():
            self.changes.leave(entry)

    def _complete_logs(self) -> list[NewLog]:
        """Return the logs of exercises whose sets are all done, and that nobody pressed on from."""
        logs = []
        for entry in self.session.entries if self.session is not None else ():
            is_new = entry.is_editable and entry.replaces is None
            if is_new and entry.done and entry.current is None:
                try:
                    at = self.session.completed_at(entry, self.clock()) if self.session is not None else None
                    logs.append(entry.to_send(self.member_id, at))
                except UserError as error:
                    # Stays in the draft, as it is, for its maker to mend.
                    _log.info("a complete exercise is kept, not sent: %s", error.message)
        return logs

    @property
    def volume_kg(self) -> Decimal:
        """Reps × weight of what was saved, here or on the server."""
        return sum((volume_load(self._sets(entry)) for entry in self._saved()), Decimal(0))

    @property
    def sets_saved(self) -> int:
        """Sets that were saved, here or on the server."""
        return sum(len(self._sets(entry)) for entry in self._saved())

    @property
    def has_trainer(self) -> bool:
        """Whether somebody reads what is logged: nobody is told of a trainer they do not have."""
        return self.workout is not None and self.workout.week is not None

    @property
    def logged_on(self) -> date | None:
        """The day that the workout shown is logged on, None before there is one."""
        if self.session is None or self.workout is None:
            return None
        return self.workout.today if self.session.done_today else self.session.day

    @property
    def unfinished(self) -> tuple[ExerciseEntry, ...]:
        """Exercises with something entered that could not be saved."""
        return self.session.unsaved if self.session is not None else ()

    def _saved(self) -> list[ExerciseEntry]:
        entries = self.session.entries if self.session is not None else []
        return [entry for entry in entries if entry.state is EntryState.LOGGED]

    @staticmethod
    def _sets(entry: ExerciseEntry) -> Any:
        if entry.log is not None:
            return entry.log.sets
        return tuple(one.logged(n, entry.kind) for n, one in enumerate(entry.done, start=1))
