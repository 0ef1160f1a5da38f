"""What is done with the exercises of the workout at hand: done, left out, replaced, added, removed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.exercises import LibraryExercise
from gymtrainer_desktop.domain.outbox import NewSkip, Recorded
from gymtrainer_desktop.domain.plans import Skip
from gymtrainer_desktop.domain.workouts import WorkoutLog
from gymtrainer_desktop.services.keys import new_id
from gymtrainer_desktop.ui.widgets.logging.exercise_entry import EntryState, ExerciseEntry
from gymtrainer_desktop.ui.widgets.logging.exercise_panel import ExercisePanel
from gymtrainer_desktop.ui.widgets.logging.far_beyond import is_right
from gymtrainer_desktop.ui.widgets.logging.log_side import LogSide
from gymtrainer_desktop.ui.widgets.logging.workout_at_hand import WorkoutAtHand
from gymtrainer_desktop.ui.widgets.logging.workout_list import WorkoutList
from gymtrainer_desktop.ui.widgets.logging.workout_sets import SetEntry

_SUBSTITUTES = 8
_FOUND = 12


class WorkoutActions(QObject):
    """Answers the buttons of the page that send no log.

    Args:
        at: The workout at hand.
        panel: The exercise in the middle.
        list: The exercises on the left.
        side: The rest on the right.
        go_on: Called to show the next exercise that is to do.
        is_own: Whether it is the signed-in person's workout: only members themselves leave out.
    """

    def __init__(
        self,
        at: WorkoutAtHand,
        panel: ExercisePanel,
        list: WorkoutList,
        side: LogSide,
        go_on: Callable[[], None],
        *,
        is_own: bool,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._at, self._panel, self._list, self._side = at, panel, list, side
        self._go_on, self._is_own = go_on, is_own
        panel.table.confirm = self._is_right
        panel.set_finished.connect(self._on_set_finished)
        panel.skip_requested.connect(self._on_skip_requested)
        panel.take_back_requested.connect(self._on_take_back_requested)
        panel.remove_requested.connect(self._on_remove_requested)
        panel.head.substitutes_requested.connect(self._on_substitutes_requested)
        panel.head.substitute_chosen.connect(self._on_substitute_chosen)
        list.chosen.connect(self._on_entry_chosen)
        list.add_requested.connect(self._on_add_requested)
        list.names_requested.connect(self._on_names_requested)
        list.when_chosen.connect(self._on_when_chosen)

    # The list

    def _on_entry_chosen(self, key: Any) -> None:
        if self._at.session is not None:
            self._at.session.choose(key)
            self._at.changed.emit()

    def _on_add_requested(self, name: str) -> None:
        if self._at.session is None:
            return
        try:
            entry = self._at.session.add(name)
        except UserError as error:
            self._list.show_name_error(error)
            return
        self._list.close_name()
        self._at.changed.emit()
        self._panel.table.focus_current()
        self._ask_last(entry)

    def _on_names_requested(self, words: str) -> None:
        """Complete a name from the library."""
        exercises = self._at.context.services.exercises

        def take(found: tuple[LibraryExercise, ...]) -> None:
            self._at.take_library(found)
            self._list.set_found([one.name for one in found])

        self._at.context.tasks.query(
            self,
            lambda: exercises.search(words, limit=_FOUND),
            take,
            self._at.context.notices.error,
            key="names",
        )

    def _on_when_chosen(self, done_today: bool) -> None:
        if self._at.session is not None:
            self._at.session.done_today = done_today

    def _ask_last(self, entry: ExerciseEntry) -> None:
        """Fill in what was done the last time."""
        workouts, member_id = self._at.context.services.workouts, self._at.member_id

        def take(last: WorkoutLog | None) -> None:
            entry.take_last(last)
            self._at.changed.emit()
            self._panel.table.focus_current()

        self._at.context.tasks.query(
            self,
            lambda: workouts.last_sets(member_id, entry.name),
            take,
            self._at.context.notices.error,
            key=f"last {entry.key}",
        )

    # The exercise

    def _is_right(self, one: SetEntry) -> bool:
        entry, context = self._at.entry, self._at.context
        if entry is None:
            return True
        return is_right(context.notices, entry, one, self._at.record(entry), context.person.weight_unit)

    def _on_set_finished(self, number: int) -> None:
        session, entry = self._at.session, self._at.entry
        if session is None or entry is None:
            return
        entry.sets[number - 1].done_at = self._at.clock()
        following = session.next_in_round(entry)
        is_last = entry.current is None and session.next_open() is None
        if entry.rest_seconds and not is_last and session.ends_round(entry):
            self._side.rest.start(entry.rest_seconds, number)
        if following is not None and following is not entry:
            # A superset goes round: the rest comes after the last of its exercises.
            session.choose(following.key)
            self._at.changed.emit()
            self._panel.table.focus_current()

    def _on_remove_requested(self) -> None:
        session, entry = self._at.session, self._at.entry
        if session is not None and entry is not None and entry.planned is None:
            session.remove(entry)
            self._at.changed.emit()

    # Left out

    def _on_skip_requested(self, reason: str) -> None:
        session, entry = self._at.session, self._at.entry
        if session is None or entry is None:
            return
        self._side.rest.stop()
        if not entry.is_touched and entry.planned is not None:
            entry.state, entry.skip = EntryState.SKIPPED, None
            if self._is_own:
                self._send_skip(
                    entry, NewSkip(new_id(), self._at.member_id, entry.planned.id, session.day, reason)
                )
            else:
                entry.skip = Skip(new_id(), reason)
        self._go_on()

    def _send_skip(self, entry: ExerciseEntry, new: NewSkip) -> None:
        services, person = self._at.context.services, self._at.context.person
        keeps = person.member_session and person.person_id == new.member_id

        def work() -> Recorded | None:
            if keeps:
                recorded: Recorded = services.recording.skip(new)
                return recorded
            services.workouts.skip(new)
            return None

        def done(recorded: Recorded | None) -> None:
            if recorded is not None and recorded.is_waiting:
                self._at.context.notices.kept_here()
            else:
                self._at.stale.emit()
            self._at.changed.emit()

        def failed(error: Exception) -> None:
            if entry.state is EntryState.SKIPPED:
                entry.state, entry.skip = EntryState.OPEN, None
            self._at.context.notices.error(
                error, self.tr("{0} is not marked as left out.").format(entry.name)
            )
            self._at.changed.emit()

        entry.skip = Skip(new.id, new.reason)
        self._at.context.tasks.write(self, work, done, failed)

    def _on_take_back_requested(self) -> None:
        entry = self._at.entry
        if entry is None or entry.state is not EntryState.SKIPPED:
            return
        skip, entry.state, entry.skip = entry.skip, EntryState.OPEN, None
        self._at.changed.emit()
        self._panel.table.focus_current()
        if skip is None or not self._is_own:
            return
        workouts = self._at.context.services.workouts
        self._at.context.tasks.write(
            self,
            lambda: workouts.take_skip_back(skip.id),
            lambda _: self._at.stale.emit(),
            partial(self._on_not_taken_back, entry, skip),
        )

    def _on_not_taken_back(self, entry: ExerciseEntry, skip: Skip, error: Exception) -> None:
        if entry.state is EntryState.OPEN and not entry.is_touched:
            entry.state, entry.skip = EntryState.SKIPPED, skip
        self._at.context.notices.error(error, self.tr("{0} is still left out.").format(entry.name))
        self._at.changed.emit()
        self._at.stale.emit()

    # Replaced

    def _on_substitutes_requested(self) -> None:
        entry = self._at.entry
        if entry is None or entry.planned is None:
            return
        exercises, name = self._at.context.services.exercises, entry.planned.name

        def take(found: tuple[LibraryExercise, ...]) -> None:
            self._at.take_library(found)
            if self._at.entry is entry:
                self._panel.offer_substitutes([one.name for one in found])

        self._at.context.tasks.query(
            self,
            lambda: exercises.substitutes(name, limit=_SUBSTITUTES),
            take,
            self._at.context.notices.error,
            key="substitutes",
        )

    def _on_substitute_chosen(self, name: str) -> None:
        entry = self._at.entry
        if entry is None or not entry.is_editable:
            return
        entry.substitute(name)
        self._at.changed.emit()
        self._ask_last(entry)
