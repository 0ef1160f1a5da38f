"""The page where a workout is logged: exercises on the left, sets in the middle, the rest right."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any, ClassVar
from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.progress import PersonalRecord
from gymtrainer_desktop.domain.workouts import WorkoutLog
from gymtrainer_desktop.ui.shell.page import Page, PageContext
from gymtrainer_desktop.ui.widgets.card import Card
from gymtrainer_desktop.ui.widgets.gym_week import Clock, gym_clock
from gymtrainer_desktop.ui.widgets.logging.exercise_entry import EntryState, ExerciseEntry
from gymtrainer_desktop.ui.widgets.logging.exercise_panel import ExercisePanel
from gymtrainer_desktop.ui.widgets.logging.log_heading import show_heading
from gymtrainer_desktop.ui.widgets.logging.log_layout import LogLayout
from gymtrainer_desktop.ui.widgets.logging.log_questions import (
    finished_words,
    is_given_up,
    is_to_be_corrected,
)
from gymtrainer_desktop.ui.widgets.logging.log_side import LogSide
from gymtrainer_desktop.ui.widgets.logging.unsaved_banner import UnsavedBanner
from gymtrainer_desktop.ui.widgets.logging.words import sets_count_text
from gymtrainer_desktop.ui.widgets.logging.workout_desks import WorkoutDesks
from gymtrainer_desktop.ui.widgets.logging.workout_list import WorkoutList
from gymtrainer_desktop.ui.widgets.logging.workout_loader import LoadedWorkout, load_workout
from gymtrainer_desktop.ui.widgets.logging.workout_sender import WorkoutSender
from gymtrainer_desktop.ui.widgets.logging.workout_session import WorkoutSession, records_by_name
from gymtrainer_desktop.ui.widgets.logging.workout_shelf import WorkoutShelf
from gymtrainer_desktop.ui.widgets.states import Message, StateStack


class WorkoutLogPage(Page):
    """Logs one exercise after the other, or a whole workout. What is entered stays here until it is saved.

    Whose workout it is, `use_member` says; where to go when it is finished, `leave`.

    Args:
        context: As for every page.
        clock: The gym's clock; the computer's, in the gym's time zone, by default.
    """

    tables: ClassVar[frozenset[str]] = frozenset({"workout_plans", "workout_exercises", "workout_progress"})
    is_own: ClassVar[bool] = True
    """The signed-in person logs their own workout."""

    def __init__(
        self, context: PageContext, parent: QWidget | None = None, *, clock: Clock | None = None
    ) -> None:
        super().__init__(context, parent)
        self.set_title(self.tr("Log workout"))
        self._clock = clock or gym_clock(context.gym.time_zone)
        self._desks = WorkoutDesks(context, self._clock, self)
        self._member_id: UUID = context.person.person_id
        self._session: WorkoutSession | None = None
        self._day: date | None = None
        self._today: date | None = None
        self._wanted: UUID | None = None
        self._wants_today = False
        self._finishing = False
        self._moves_on: ExerciseEntry | None = None
        self._records: dict[str, PersonalRecord] = {}
        self._last: dict[str, WorkoutLog | None] = {}
        unit = context.person.weight_unit
        self.list = WorkoutList()
        self.panel = ExercisePanel(unit, context.gym.time_zone)
        self.side = LogSide(unit)
        self.unsaved_banner = UnsavedBanner(self._on_retry_all)
        self.nothing = Message("dumbbell")
        self._nothing_card = Card()
        self._nothing_card.setObjectName("nothingPlanned")
        self._nothing_card.body.addWidget(self.nothing)
        self.states = StateStack(LogLayout(self.list, (self.panel, self._nothing_card), self.side))
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.column.addWidget(self.unsaved_banner)
        self.column.addWidget(self.states)
        self._connect_signals()

    def use_member(self, member_id: UUID) -> None:
        """Log the workouts of a member; what was entered for another one waits for them."""
        if member_id != self._member_id:
            self.context.tasks.drop(self)
            self._session = self._day = self._wanted = self._moves_on = None
            self._finishing = False
            self._records, self._last = {}, {}
            self.states.show_loading_anew()
        self._member_id = member_id

    def leave(self, day: date) -> None:
        """Go on to another page: the workout of a day is finished."""
        raise AssertionError("a page that logs says where to go on")

    @property
    def outgoing(self) -> WorkoutSender:
        """What sends the workouts of the member shown."""
        return self._desks.of(self._member_id).outgoing

    @property
    def _shelf(self) -> WorkoutShelf:
        return self._desks.of(self._member_id).shelf

    def open(self, **args: Any) -> None:
        """Take a `day`, an `exercise_id` to begin with, and `done_today` for a workout that is caught up on.

        Without a day, a workout that is under way goes on.
        """
        day = args.get("day")
        if isinstance(day, date):
            self._day = day
            self._wants_today = bool(args.get("done_today"))
        elif self._session is None or not self._session.unsaved:
            self._day = self._shelf.day_under_way
        self._wanted = args.get("exercise_id")
        if self._session is not None and self._day not in (None, self._session.day):
            self._session = self._shelf.of(self._day)
            if self._session is None:
                self.states.show_loading_anew()
            else:
                self._show()

    def refresh(self) -> None:
        """Load the plan of the day, the week's logs and last time's; nothing that was entered changes."""
        self.states.show_loading()
        load = partial(
            load_workout,
            self.context.services,
            self._member_id,
            self._day,
            self.context.gym.week_start,
            frozenset(self._last),
            with_trainer=self.is_own,
        )
        self.context.tasks.query(self, load, self._on_loaded, self._on_failed, key="workout")

    def may_close(self) -> bool:
        """Ask before signing out when something was entered that is not saved."""
        waiting = self._desks.at_risk
        if not waiting:
            return True
        gives_up = is_given_up(self.context.notices, waiting)
        if gives_up:
            self._desks.clear()
        return gives_up

    @property
    def session(self) -> WorkoutSession | None:
        """The workout shown."""
        return self._session

    # Building

    def _connect_signals(self) -> None:
        self.states.retry_requested.connect(self.refresh)
        self.list.chosen.connect(self._on_entry_chosen)
        self.list.add_requested.connect(self._on_add_requested)
        self.list.finish_requested.connect(self._on_finish_requested)
        self.list.when_chosen.connect(self._on_when_chosen)
        self.panel.changed.connect(self._show_progress)
        self.panel.set_finished.connect(self._on_set_finished)
        self.panel.save_requested.connect(self._on_save_requested)
        self.panel.next_requested.connect(self._go_on)
        self.panel.skip_requested.connect(self._on_skip_requested)
        self.panel.correct_requested.connect(self._on_correct_requested)
        self.panel.remove_requested.connect(self._on_remove_requested)
        self.panel.retry_requested.connect(self._on_save_requested)
        self._desks.saved.connect(self._on_saved)
        self._desks.failed.connect(self._on_not_saved)
        self._desks.deleted.connect(self._on_deleted)
        self._desks.not_deleted.connect(self._on_not_deleted)

    # Loading

    def _on_loaded(self, loaded: LoadedWorkout) -> None:
        self._today = loaded.today
        self._records = records_by_name(loaded.records)
        self._last.update(loaded.last)
        session = self._shelf.of(loaded.day)
        is_new = session is None
        if session is None:
            session = self._shelf.begin(loaded.day, self.context.person.weight_unit, self._wants_today)
        if loaded.week is not None:
            session.update(loaded.planned, loaded.logs, loaded.week.steps)
        else:
            session.update(None, loaded.logs)
        session.take_unplanned(loaded.own_work(self.context.gym.time_zone))
        for entry in session.entries:
            if entry.last is None and entry.name.casefold() in self._last and entry.log is None:
                entry.take_last(self._last[entry.name.casefold()])
        if is_new:
            session.start()
        if self._wanted is not None:
            session.choose(self._wanted)
            self._wanted = None
        self._session = session
        show_heading(self.list, self.side, session, loaded, self.context.gym.week_start)
        self.list.set_names([one.name for one in loaded.known])
        self.states.show_content()
        self._show()

    def _on_failed(self, exc: Exception) -> None:
        self.context.notices.error(exc)
        if self._session is None:
            self.states.show_error(self.tr("The workout could not be loaded"), exc)
        else:
            # What is on the page is worth more than what could not be loaded.
            self.states.show_content()

    # Showing

    def _show(self) -> None:
        session = self._session
        if session is None:
            return
        entry = session.current
        self.panel.setVisible(entry is not None)
        self._nothing_card.setVisible(entry is None)
        if entry is not None:
            following = session.next_open()
            self.panel.show_entry(entry, following.name if following is not None else "")
        else:
            self.nothing.set_words(
                self.tr("Nothing is planned for this day"),
                self.tr("Add an exercise by its name on the left to log what you do."),
            )
            self.list.open_name()
        self._show_progress()

    def _show_progress(self) -> None:
        session = self._session
        if session is None:
            return
        self.list.show_session(session)
        entry = session.current
        record = self._records.get(entry.name.casefold()) if entry is not None else None
        self.side.show_entry(entry, record)
        self.unsaved_banner.show_waiting(self._shelf.unsent, entry)

    def _go_on(self) -> None:
        """Show the next exercise that is to do."""
        session = self._session
        following = session.next_open() if session is not None else None
        if session is not None and following is not None:
            session.choose(following.key)
        self._show()
        self.panel.table.focus_current()

    # Slots: the list

    def _on_entry_chosen(self, key: UUID) -> None:
        if self._session is not None:
            self._session.choose(key)
            self._show()

    def _on_add_requested(self, name: str) -> None:
        if self._session is None:
            return
        try:
            entry = self._session.add(name)
        except UserError as error:
            self.list.show_name_error(error)
            return
        self.list.close_name()
        self._show()
        self.panel.table.focus_current()
        workouts, member_id = self.context.services.workouts, self._member_id

        def take(last: WorkoutLog | None) -> None:
            entry.take_last(last)
            self._show()
            self.panel.table.focus_current()

        self.context.tasks.query(
            self,
            lambda: workouts.last_sets(member_id, entry.name),
            take,
            self.context.notices.error,
            key=f"last {entry.key}",
        )

    def _on_when_chosen(self, done_today: bool) -> None:
        if self._session is not None:
            self._session.done_today = done_today

    # Slots: the exercise

    def _on_set_finished(self, number: int) -> None:
        session = self._session
        entry = session.current if session is not None else None
        if session is None or entry is None:
            return
        following = session.next_in_round(entry)
        is_last = entry.current is None and session.next_open() is None
        if entry.rest_seconds and not is_last and session.ends_round(entry):
            self.side.rest.start(entry.rest_seconds, number)
        if following is not None and following is not entry:
            # A superset goes round: the rest comes after the last of its exercises.
            session.choose(following.key)
            self._show()
            self.panel.table.focus_current()

    def _on_save_requested(self) -> None:
        entry = self._session.current if self._session is not None else None
        if self._session is not None and entry is not None and self._send(self._session, entry):
            self._moves_on = entry
            all(self._send(self._session, one) for one in self._session.finished_beside(entry))
            self._show()

    def _on_skip_requested(self) -> None:
        entry = self._session.current if self._session is not None else None
        if entry is None:
            return
        if not entry.is_touched:
            entry.state = EntryState.SKIPPED
        self.side.rest.stop()
        self._go_on()

    def _on_remove_requested(self) -> None:
        session = self._session
        entry = session.current if session is not None else None
        if session is not None and entry is not None and entry.planned is None:
            session.remove(entry)
            self._show()

    def _on_correct_requested(self) -> None:
        entry = self._session.current if self._session is not None else None
        if entry is None or entry.log is None:
            return
        if is_to_be_corrected(self.context.notices, entry):
            self.outgoing.delete(entry)

    # Slots: what became of it

    def _send(self, session: WorkoutSession, entry: ExerciseEntry) -> bool:
        """Send an exercise; return False when something is wrong with it, which then is shown."""
        try:
            self.outgoing.send(session, entry)
        except UserError as error:
            session.choose(entry.key)
            self._show()
            self.panel.show_error(error)
            return False
        return True

    def _on_saved(self, entry: ExerciseEntry) -> None:
        log = entry.log
        if log is not None and not self._finishing:
            words = self.tr("{0} saved, {1}").format(entry.name, sets_count_text(len(log.sets)))
            desk = self._desks.holding(entry)
            outgoing = desk.outgoing if desk is not None else self.outgoing
            self.context.notices.toast(words, lambda: self._undo(entry, log, outgoing))
        is_shown = self._session is not None and self._session.current is entry
        if is_shown and self._moves_on is entry and not self._finishing:
            self._go_on()
        else:
            self._show()
        # Answers to earlier questions do not know of this log; asking again makes them late.
        self.refresh()
        self._finish_if_done()

    def _undo(self, entry: ExerciseEntry, log: WorkoutLog, outgoing: WorkoutSender | None = None) -> None:
        if entry.log is log or (entry.log is not None and entry.log.id == log.id):
            (outgoing or self.outgoing).delete(entry)

    def _on_not_saved(self, entry: ExerciseEntry, exc: Exception) -> None:
        self._finishing = False
        session = self._shelf.holding(entry)
        if session is not None and session is self._session and entry.state is EntryState.OPEN:
            session.choose(entry.key)
        if not entry.problem and entry.state is EntryState.UNSENT:
            entry.problem = self.tr("This is a fault in the program.")
        self._show()
        is_shown = self._session is not None and self._session.current is entry
        if is_shown and entry.state is EntryState.OPEN and isinstance(exc, UserError):
            self.panel.show_error(exc)
        else:
            self.context.notices.error(exc, self.tr("What you entered is still on the page."))

    def _on_deleted(self, entry: ExerciseEntry) -> None:
        if self._session is not None:
            self._session.choose(entry.key)
        self.context.notices.toast(self.tr("{0} deleted. Enter it anew and save.").format(entry.name))
        self._show()
        self.refresh()

    def _on_not_deleted(self, _entry: ExerciseEntry, exc: Exception) -> None:
        self.context.notices.error(exc, self.tr("The log was not deleted."))
        self.refresh()

    def _on_retry_all(self) -> None:
        for entry in self._shelf.unsent:
            session = self._shelf.holding(entry)
            if session is not None and not self._send(session, entry):
                return
        self._show()

    # Finishing

    def _on_finish_requested(self) -> None:
        session = self._session
        if session is None:
            return
        if not session.unsaved and not session.sets_saved:
            self.list.set_problem(self.tr("Nothing is logged yet. Press Done on a set first."))
            return
        self._finishing = True
        for entry in session.unsaved:
            if entry.state is not EntryState.SENDING and not self._send(session, entry):
                self._finishing = False
                return
        self._show()
        self._finish_if_done()

    def _finish_if_done(self) -> None:
        session = self._session
        if not self._finishing or session is None or session.unsaved:
            return
        self._finishing = False
        self.context.notices.toast(finished_words(session, self.context.person.weight_unit))
        self.side.rest.stop()
        day = session.day
        self._shelf.finish(session)
        self._session = self._day = None
        # An answer still under way would begin the workout anew.
        self.context.tasks.drop(self)
        self.mark_stale()
        self.leave(day)
