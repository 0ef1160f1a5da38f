"""The page where a workout is logged: exercises on the left, sets in the middle, the rest right."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any, ClassVar
from uuid import UUID

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.exercises import Equipment
from gymtrainer_desktop.ui.shell.page import Page, PageContext
from gymtrainer_desktop.ui.widgets.card import Card
from gymtrainer_desktop.ui.widgets.gym_week import Clock, gym_clock
from gymtrainer_desktop.ui.widgets.logging.draft_banner import DraftBanner
from gymtrainer_desktop.ui.widgets.logging.exercise_panel import ExercisePanel
from gymtrainer_desktop.ui.widgets.logging.finish_card import FinishCard
from gymtrainer_desktop.ui.widgets.logging.finish_facts import load_finish_facts
from gymtrainer_desktop.ui.widgets.logging.log_heading import show_heading
from gymtrainer_desktop.ui.widgets.logging.log_layout import LogLayout
from gymtrainer_desktop.ui.widgets.logging.log_questions import finished_words, is_given_up
from gymtrainer_desktop.ui.widgets.logging.log_side import LogSide
from gymtrainer_desktop.ui.widgets.logging.rest_choice import RestChoice
from gymtrainer_desktop.ui.widgets.logging.unsaved_banner import UnsavedBanner
from gymtrainer_desktop.ui.widgets.logging.workout_actions import WorkoutActions
from gymtrainer_desktop.ui.widgets.logging.workout_at_hand import WorkoutAtHand
from gymtrainer_desktop.ui.widgets.logging.workout_list import WorkoutList
from gymtrainer_desktop.ui.widgets.logging.workout_loader import LoadedWorkout, load_workout
from gymtrainer_desktop.ui.widgets.logging.workout_saving import WorkoutSaving
from gymtrainer_desktop.ui.widgets.logging.workout_sender import WorkoutSender
from gymtrainer_desktop.ui.widgets.logging.workout_session import WorkoutSession
from gymtrainer_desktop.ui.widgets.states import Message, StateStack


class WorkoutLogPage(Page):
    """Logs one exercise after the other, or a whole workout.

    What is entered stays here until it is saved, and is kept on this computer a moment after every change: a
    crash, a time-out and a power cut lose nothing. Whose workout it is, `use_member` says; where to go when
    it is finished, `leave`.

    Args:
        context: As for every page.
        clock: The gym's clock; the computer's, in the gym's time zone, by default.
    """

    tables: ClassVar[frozenset[str]] = frozenset(
        {"workout_plans", "workout_exercises", "workout_progress", "exercise_skips"}
    )
    is_own: ClassVar[bool] = True
    """The signed-in person logs their own workout."""

    def __init__(
        self, context: PageContext, parent: QWidget | None = None, *, clock: Clock | None = None
    ) -> None:
        super().__init__(context, parent)
        self.set_title(self.tr("Log workout"))
        unit = context.person.weight_unit
        self._at = WorkoutAtHand(
            context, clock or gym_clock(context.gym.time_zone, context.services.outbox.clock.now), self
        )
        self.list = WorkoutList()
        self.panel = ExercisePanel(unit, context.gym.time_zone, context.gym.gear, is_own=self.is_own)
        self.side = LogSide(unit)
        self.finish_card = FinishCard(unit)
        self.actions_of_workout = WorkoutActions(
            self._at, self.panel, self.list, self.side, self._go_on, is_own=self.is_own, parent=self
        )
        self.saving = WorkoutSaving(self._at, self.panel, self.list, self._go_on, self)
        self.draft_banner = DraftBanner(self._at, self._on_day_continued)
        self.unsaved_banner = UnsavedBanner(self.saving.retry_all)
        self._rest_choice = RestChoice(context.settings, context.person.person_id)
        self._finished_day: date | None = None
        self._build()
        self._use_rest_choice()
        self._connect_signals()

    def use_member(self, member_id: UUID) -> None:
        """Log the workouts of a member; what was entered for another one waits for them."""
        if member_id != self._at.member_id:
            self.context.tasks.drop(self)
            self._at.desks.flush()
            self._at.begin_anew()
            self.saving.begin_anew()
            self.states.show_loading_anew()
        self._at.member_id = member_id

    def leave(self, day: date) -> None:
        """Go on to another page: the workout of a day is finished."""
        raise AssertionError("a page that logs says where to go on")

    @property
    def session(self) -> WorkoutSession | None:
        """The workout shown."""
        return self._at.session

    @property
    def outgoing(self) -> WorkoutSender:
        """What sends the workouts of the member shown."""
        return self._at.desk.outgoing

    @property
    def _member_id(self) -> UUID:
        return self._at.member_id

    def open(self, **args: Any) -> None:
        """Take a `day`, an `exercise_id` to begin with, and `done_today` for a workout that is caught up on.

        With a `log_id` that log is shown, to be corrected or deleted.

        Without a day, a workout that is under way goes on.
        """
        at = self._at
        self._close_finished()
        day = args.get("day")
        if isinstance(day, date):
            at.day = day
            at.wants_today = bool(args.get("done_today"))
        elif at.session is None or not at.session.unsaved:
            at.day = at.desk.shelf.day_under_way
            if at.session is not None and at.session.day != (at.day or self._at.clock().date()):
                self.mark_stale()
        at.wanted, at.wanted_log = args.get("exercise_id"), args.get("log_id")
        self._show_day()

    def refresh(self) -> None:
        """Load the plan of the day, the week's logs and last time's; nothing that was entered changes."""
        if self._finished_day is not None:
            return
        at = self._at
        self.states.show_loading()
        load = partial(
            load_workout,
            self.context.services,
            at.member_id,
            at.day,
            self.context.gym.week_start,
            frozenset(at.last),
            with_trainer=self.is_own,
            with_draft=not at.desk.keeper.is_read,
            with_equipment=True,
            with_queue=self.is_own,
        )
        self.context.tasks.query(self, load, self._on_loaded, self._on_failed, key="workout")

    def may_close(self) -> bool:
        """Put what was entered on the disk; ask only when it could not be kept there."""
        desks = self._at.desks
        desks.flush()
        waiting = desks.at_risk
        if not waiting or desks.is_kept:
            return True
        gives_up = is_given_up(self.context.notices, waiting)
        if gives_up:
            desks.clear()
        return gives_up

    def hideEvent(self, event: QHideEvent) -> None:
        """Put what was entered on the disk."""
        super().hideEvent(event)
        self._at.desks.flush()

    # Building

    def _build(self) -> None:
        self.nothing = Message("dumbbell")
        self._nothing_card = Card()
        self._nothing_card.setObjectName("nothingPlanned")
        self._nothing_card.body.addWidget(self.nothing)
        self._faces = QStackedWidget()
        self._faces.addWidget(LogLayout(self.list, (self.panel, self._nothing_card), self.side))
        self._faces.addWidget(self.finish_card)
        self.states = StateStack(self._faces)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        for widget in (self.draft_banner, self.unsaved_banner, self.states):
            self.column.addWidget(widget)

    def _connect_signals(self) -> None:
        at, panel, saving = self._at, self.panel, self.saving
        at.changed.connect(self._show)
        at.stale.connect(self.refresh)
        at.desks.not_kept.connect(self._on_not_kept)
        self.states.retry_requested.connect(self.refresh)
        self.list.finish_requested.connect(saving.finish)
        panel.changed.connect(self._show_progress)
        panel.save_requested.connect(saving.save)
        panel.retry_requested.connect(saving.save)
        panel.next_requested.connect(self._go_on)
        panel.correct_requested.connect(saving.correct)
        panel.leave_correction_requested.connect(saving.leave_correction)
        panel.delete_requested.connect(saving.delete)
        panel.head.timer_chosen.connect(self._on_timer_chosen)
        panel.head.sound_chosen.connect(self._on_sound_chosen)
        self.side.rest.sound_chosen.connect(self._on_sound_chosen)
        saving.finished.connect(self._on_finished)
        self.finish_card.closed.connect(self._on_finish_closed)

    # Loading

    def _on_loaded(self, loaded: LoadedWorkout) -> None:
        at = self._at
        at.today = loaded.today
        at.take_records(loaded.records)
        at.last.update(loaded.last)
        at.equipment.update({name.casefold(): one for name, one in loaded.equipment.items()})
        at.logged = frozenset(log.id for log in loaded.logs)
        at.desk.keeper.take(loaded.draft)
        session = at.desk.shelf.of(loaded.day)
        is_new = session is None
        if session is None:
            session = at.desk.shelf.begin(loaded.day, self.context.person.weight_unit, at.wants_today)
        if loaded.week is not None:
            session.update(loaded.planned, loaded.logs, loaded.week.steps)
        else:
            session.update(None, loaded.logs)
        session.take_unplanned(loaded.own_work(self.context.gym.time_zone))
        for entry in session.entries:
            if entry.last is None and entry.name.casefold() in at.last and entry.log is None:
                entry.take_last(at.last[entry.name.casefold()])
        if is_new:
            session.start()
        at.session = session
        # The page keeps its day: past midnight it goes on with the workout that was begun.
        at.day = session.day
        self.draft_banner.settle()
        if loaded.queued is not None:
            session.take_queue(loaded.queued)
        if at.wanted is not None:
            session.choose(at.wanted)
            at.wanted = None
        self._choose_log(loaded)
        if self.is_own:
            self.panel.set_has_trainer(loaded.trainer is not None)
        show_heading(self.list, self.side, session, loaded, self.context.gym.week_start)
        self.list.set_names([one.name for one in loaded.known])
        self.states.show_content()
        self._show()

    def _choose_log(self, loaded: LoadedWorkout) -> None:
        """Put the log asked for into the middle, also one that was planned for another day."""
        at = self._at
        log_id, at.wanted_log = at.wanted_log, None
        if at.session is None or log_id is None:
            return
        at.session.take_unplanned(log for log in loaded.logs if log.id == log_id)
        entry = next((e for e in at.session.entries if e.log is not None and e.log.id == log_id), None)
        if entry is not None:
            at.session.choose(entry.key)

    def _on_failed(self, exc: Exception) -> None:
        self.context.notices.error(exc)
        if self._at.session is None:
            self.states.show_error(self.tr("The workout could not be loaded"), exc)
        else:
            # What is on the page is worth more than what could not be loaded.
            self.states.show_content()

    def _on_not_kept(self, exc: Exception) -> None:
        self.context.notices.error(exc, self.tr("What you entered is still on the page."))

    # Showing

    def _show_day(self) -> None:
        """Show the workout of the day asked for, as far as it was begun; loading brings the rest."""
        at = self._at
        if at.session is not None and at.day not in (None, at.session.day):
            at.session = at.desk.shelf.of(at.day)
            if at.session is None:
                self.states.show_loading_anew()
            else:
                self._show()

    def _on_day_continued(self) -> None:
        self._show_day()
        self.refresh()

    def _show(self) -> None:
        at = self._at
        if at.session is None:
            return
        entry = at.session.current
        self.panel.setVisible(entry is not None)
        self._nothing_card.setVisible(entry is None)
        if entry is not None:
            entry.has_bar = at.equipment.get(entry.name.casefold()) is Equipment.BARBELL
            following = at.session.next_open()
            self.panel.show_entry(entry, following.name if following is not None else "")
        else:
            self.nothing.set_words(
                self.tr("Nothing is planned for this day"),
                self.tr("Add an exercise by its name on the left to log what you do."),
            )
            self.list.open_name()
        self._show_progress()

    def _show_progress(self) -> None:
        at = self._at
        if at.session is None:
            return
        self.list.show_session(at.session)
        self.side.show_entry(at.entry, at.record(at.entry))
        self.unsaved_banner.show_waiting(at.desk.shelf.unsent, at.entry)
        self.draft_banner.show_offer()
        at.note_change()

    def _go_on(self) -> None:
        """Show the next exercise that is to do."""
        session = self._at.session
        following = session.next_open() if session is not None else None
        if session is not None and following is not None:
            session.choose(following.key)
        self._show()
        self.panel.table.focus_current()

    # The rest

    def _use_rest_choice(self) -> None:
        choice, head = self._rest_choice, self.panel.head
        head.has_timer, head.has_sound = choice.has_timer, choice.has_sound
        self.side.rest.set_timer(choice.has_timer)
        self.side.rest.set_sound(choice.has_sound)

    def _on_timer_chosen(self, on: bool) -> None:
        self._remember(partial(self._rest_choice.set_timer, on))

    def _on_sound_chosen(self, on: bool) -> None:
        self._remember(partial(self._rest_choice.set_sound, on))

    def _remember(self, put: Any) -> None:
        try:
            put()
        except UserError as error:
            self.context.notices.error(error, self.tr("It holds until the program ends."))
        self._use_rest_choice()
        self._show()

    # Finishing

    def _on_finished(self, session: WorkoutSession) -> None:
        at, day = self._at, session.day
        self.side.rest.stop()
        if not session.waiting:
            at.desk.shelf.finish(session)
        at.session = at.day = None
        at.desk.keeper.note_change()
        at.desk.keeper.flush()
        self.draft_banner.hide()
        self.unsaved_banner.hide()
        # An answer still under way would begin the workout anew.
        self.context.tasks.drop(self)
        self.mark_stale()
        if self.is_own:
            self._show_finished(session)
        else:
            words = finished_words(session, self.context.person.weight_unit)
            self.context.notices.toast(words)
            self.leave(day)

    def _show_finished(self, session: WorkoutSession) -> None:
        """Say what was achieved before going on."""
        self._finished_day = day = session.day
        self._faces.setCurrentWidget(self.finish_card)
        self.finish_card.show_session(session)
        services, member_id = self.context.services, self._at.member_id
        self.context.tasks.query(
            self,
            lambda: load_finish_facts(services, member_id, day),
            self.finish_card.show_facts,
            self.context.notices.error,
            key="finished",
        )

    def _close_finished(self) -> None:
        """Show workouts again."""
        if self._finished_day is not None:
            self._finished_day = None
            self._faces.setCurrentIndex(0)
            self.states.show_loading_anew()
            self.mark_stale()

    def _on_finish_closed(self) -> None:
        day = self._finished_day
        if day is not None:
            self._close_finished()
            self.leave(day)
