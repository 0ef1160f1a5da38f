"""The member's first page: today's workout, the week, the trainer, the newest note, recent records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.calendar import format_date
from gymtrainer_desktop.domain.my_training import MyTraining
from gymtrainer_desktop.domain.notes import Note
from gymtrainer_desktop.domain.notifications import Notification
from gymtrainer_desktop.domain.people import Role
from gymtrainer_desktop.domain.plans import DayOfWeek, DayState, ExerciseOfDay, WeekOfPlan
from gymtrainer_desktop.domain.progress import PersonalRecord
from gymtrainer_desktop.domain.waitlist import WaitingEntry, WaitStatus
from gymtrainer_desktop.ui.member.home_cards import NoteCard, TrainerCard, WeekCard, streak_words
from gymtrainer_desktop.ui.member.home_news import NewsCard, WaitingCard
from gymtrainer_desktop.ui.member.today_card import TodayCard
from gymtrainer_desktop.ui.member.week import missed_workout, next_workout
from gymtrainer_desktop.ui.member.words import about_minutes, exercises_text, greeting
from gymtrainer_desktop.ui.shell.notification_items import notification_items
from gymtrainer_desktop.ui.shell.notifications import NotificationItem
from gymtrainer_desktop.ui.shell.page import Page, PageContext
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.buttons import link_button
from gymtrainer_desktop.ui.widgets.gym_week import Clock, day_of, gym_clock
from gymtrainer_desktop.ui.widgets.logging.words import day_words
from gymtrainer_desktop.ui.widgets.records_card import RecordsCard
from gymtrainer_desktop.ui.widgets.states import StateStack
from gymtrainer_desktop.ui.widgets.workout_words import gym_day

_RECORDS = 5


@dataclass(frozen=True, slots=True)
class _Home:
    """Everything the page shows."""

    training: MyTraining
    week: WeekOfPlan | None
    waiting: WaitingEntry | None
    notes: tuple[Note, ...]
    records: tuple[PersonalRecord, ...]
    notifications: tuple[Notification, ...]
    unread: int

    @property
    def today(self) -> date:
        """The gym's day."""
        return self.training.today


class HomePage(Page):
    """What a member sees first.

    Args:
        context: As for every page.
        clock: The gym's clock; the computer's, in the gym's time zone, by default.
    """

    key: ClassVar[str] = "home"
    tables: ClassVar[frozenset[str]] = frozenset(
        {
            "instructors",
            "trainer_assignments",
            "workout_plans",
            "workout_exercises",
            "workout_progress",
            "exercise_skips",
            "trainer_client_notes",
            "trainer_waitlist",
            "notifications",
        }
    )

    def __init__(
        self, context: PageContext, parent: QWidget | None = None, *, clock: Clock | None = None
    ) -> None:
        super().__init__(context, parent)
        self._clock = clock or gym_clock(context.gym.time_zone)
        self._start_args: dict[str, Any] = {}
        self._second: tuple[str, dict[str, Any]] = ("my_plan", {})
        self.today = TodayCard(context.person.weight_unit)
        self.week = WeekCard()
        self.note = NoteCard()
        self.waiting = WaitingCard(context.gym.time_zone)
        self.trainer = TrainerCard()
        self.news = NewsCard()
        self.records = RecordsCard(is_lit=True)
        self.records.set_title(self.tr("Recent records"))
        self.progress_link = link_button(self.tr("Progress"))
        self.progress_link.setObjectName("progressLink")
        self.records.add_action(self.progress_link)
        self.states = StateStack(self._content())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.states)
        self._greet()
        self._connect_signals()

    def open(self, **args: Any) -> None:
        """Greet by the hour."""
        self._greet()

    def refresh(self) -> None:
        """Load the plan, the trainer, what is new, notes and records."""
        self.states.show_loading()
        services, member_id = self.context.services, self.context.person.person_id

        def load() -> _Home:
            return _Home(
                services.my_training.standing(),
                services.plans.week(member_id),
                services.waitlist.my_entry(),
                services.notes.notes(member_id),
                services.progress.records(member_id, _RECORDS),
                services.notifications.latest(),
                services.notifications.unread(),
            )

        self.context.tasks.query(self, load, self._on_loaded, self._on_failed, key="home")

    # Building

    def _content(self) -> QWidget:
        area = QScrollArea()
        area.setWidgetResizable(True)
        inner = QWidget()
        row = QHBoxLayout(inner)
        row.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
        row.setSpacing(Space.XL)
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(Space.XL)
        for card in (self.today, self.week, self.note):
            left.addWidget(card)
        for beside in (self.waiting, self.trainer, self.news, self.records):
            right.addWidget(beside)
            beside.setMaximumWidth(Size.HOME_SIDE)
        left.addStretch(1)
        right.addStretch(1)
        row.addLayout(left, 15)
        row.addLayout(right, 8)
        area.setWidget(inner)
        return area

    def _connect_signals(self) -> None:
        self.states.retry_requested.connect(self.refresh)
        self.today.start_requested.connect(self._on_start_requested)
        self.today.second_requested.connect(self._on_second_requested)
        self.today.exercise_opened.connect(self._on_exercise_opened)
        self.week.plan_requested.connect(self._on_plan_requested)
        self.week.day_chosen.connect(self._on_day_chosen)
        self.waiting.answered.connect(self._on_offer_answered)
        self.news.opened.connect(self._on_news_opened)
        self.news.all_read_requested.connect(self._on_all_read_requested)
        self.trainer.plan_requested.connect(self._on_plan_requested)
        self.trainer.message_requested.connect(self._on_message_requested)
        self.records.chosen.connect(self._on_record_chosen)
        self.progress_link.clicked.connect(self._on_progress_requested)

    # Showing

    def _greet(self) -> None:
        self.set_title(greeting(self._clock(), self.context.person.full_name))

    def _on_loaded(self, home: _Home) -> None:
        self._show_today(home)
        self.week.setVisible(home.week is not None)
        if home.week is not None:
            self.week.set_week(home.week, home.training.weeks_in_a_row)
        self.waiting.set_entry(home.waiting)
        self.trainer.set_training(home.training, home.week)
        self._show_notes(home)
        self._show_news(home)
        self.records.set_records(home.records)
        self.states.show_content()

    def _on_failed(self, exc: Exception) -> None:
        self.context.notices.error(exc)
        self.states.show_error(self.tr("Your page could not be loaded"), exc)

    def _show_notes(self, home: _Home) -> None:
        self.note.setVisible(bool(home.notes))
        if not home.notes:
            return
        zone, trainer = self.context.gym.time_zone, home.training.trainer
        dated = [(note, gym_day(note.created_at, zone)) for note in home.notes]
        note, on = dated[0]
        is_trainers = trainer is not None and trainer.name == note.author_name
        self.note.set_note(note, on, trainer.trainer_id if trainer and is_trainers else note.author_name)
        self.note.set_earlier(dated[1:])

    def _show_news(self, home: _Home) -> None:
        zone, now = self.context.gym.time_zone, self._clock()
        self.news.set_items(notification_items(home.notifications, Role.MEMBER, zone, now), home.unread)

    def _show_today(self, home: _Home) -> None:
        week, card = home.week, self.today
        day = day_of(week, home.today) if week is not None else None
        self._start_args = {}
        self._second = ("my_plan", {})
        if home.training.is_paused:
            self._show_paused(home)
        elif week is None or day is None:
            self._show_no_plan(home)
        elif day.exercises:
            self._show_workout(week, day)
        else:
            card.show_exercises(())
            card.show_words(day_words(home.today, home.today), *self._rest_words(week))
            missed = missed_workout(week)
            if missed is not None:
                self._start_args = {"day": missed.date, "done_today": True}
                card.show_buttons(self.tr("Catch up on {0}").format(missed.day.value), self.tr("View plan"))
            else:
                card.show_buttons("", self.tr("View plan"))

    def _show_workout(self, week: WeekOfPlan, day: DayOfWeek) -> None:
        card = self.today
        card.show_exercises(day.exercises, week.steps)
        planned = [one.asked for one in day.exercises]
        words = self.tr("{0}, about {1} minutes").format(exercises_text(len(planned)), about_minutes(planned))
        self._start_args = {"day": day.date}
        match day.state:
            case DayState.COMPLETED:
                words = self.tr("All {0} logged. Well done.").format(exercises_text(len(planned)))
                card.show_buttons("", self.tr("Open the log"))
                self._second = ("log", {"day": day.date})
            case DayState.PARTIAL:
                logged = sum(one.logged for one in day.exercises)
                words = self.tr("{0} of {1} logged").format(logged, exercises_text(len(planned)))
                card.show_buttons(self.tr("Continue workout"))
            case _:
                card.show_buttons(self.tr("Start workout"))
        card.show_words(day_words(day.date, week.today), week.plan.title, words)

    def _show_paused(self, home: _Home) -> None:
        card, trainer = self.today, home.training.trainer
        card.show_exercises(())
        name = trainer.name if trainer is not None else self.tr("your trainer")
        words = self.tr(
            "The training with {0} rests, so nothing is planned. What you do on your own can be logged."
        ).format(name)
        card.show_words(day_words(home.today, home.today), self.tr("Your training is paused"), words)
        card.show_buttons(self.tr("Log a workout"), self.tr("View plan") if home.week is not None else "")

    def _show_no_plan(self, home: _Home) -> None:
        card, training = self.today, home.training
        card.show_exercises(())
        headline, trainer = self.tr("No plan yet"), training.active_trainer
        if training.last_plan_ended is not None and trainer is not None:
            headline = self.tr("Your plan is over")
            words = self.tr(
                "{0} ended on {1}. Ask {2} what comes next. What you do on your own can be logged already."
            ).format(training.last_plan, format_date(training.last_plan_ended), trainer.name)
        elif trainer is None:
            words = self.tr(
                "The front desk assigns you a trainer, who then writes your plan. "
                "What you do on your own can be logged already."
            )
        else:
            words = self.tr(
                "{0} has not published a plan for you yet. It appears here as soon as it is there. "
                "What you do on your own can be logged already."
            ).format(trainer.name)
        if streak := streak_words(training.weeks_in_a_row):
            words = f"{words}\n{streak}"
        card.show_words(day_words(home.today, home.today), headline, words)
        card.show_buttons(self.tr("Log a workout"))

    def _rest_words(self, week: WeekOfPlan) -> tuple[str, str]:
        """Return the headline and the sentence of a day without a workout."""
        plan, today = week.plan, week.today
        if plan.starts_on > today:
            begins = self.tr("{0} begins on {1}.").format(plan.title, format_date(plan.starts_on))
            return self.tr("Your plan is ready"), begins
        if plan.ends_on < today:
            ended = self.tr("{0} ended on {1}. Ask your trainer what comes next.")
            return self.tr("Your plan is over"), ended.format(plan.title, format_date(plan.ends_on))
        following = next_workout(week)
        if following is not None:
            count = exercises_text(len(following.exercises))
            words = self.tr("Nothing is planned today. Next: {0}, {1}.")
            return self.tr("Rest day"), words.format(format_date(following.date), count)
        if week.planned == 0:
            return self.tr("Rest day"), self.tr("No workouts are planned this week.")
        return self.tr("Rest day"), self.tr("Nothing more is planned this week. Enjoy the rest.")

    # Slots

    def _on_start_requested(self) -> None:
        self.context.navigate("log", self._start_args)

    def _on_second_requested(self) -> None:
        self.context.navigate(*self._second)

    def _on_exercise_opened(self, exercise: ExerciseOfDay) -> None:
        self.context.navigate("log", {**self._start_args, "exercise_id": exercise.planned.id})

    def _on_offer_answered(self, entry_id: UUID, yes: bool) -> None:
        waitlist = self.context.services.waitlist

        def answered(_status: WaitStatus) -> None:
            words = (
                self.tr("The front desk assigns you now") if yes else self.tr("The place goes to the next")
            )
            self.context.notices.toast(words)
            self.refresh()

        self.context.tasks.write(self, lambda: waitlist.answer(entry_id, yes), answered, self._on_not_written)

    def _on_news_opened(self, item: NotificationItem) -> None:
        self._mark_read([item.id])
        if item.page and item.page != self.key:
            self.context.navigate(item.page, dict(item.args))

    def _on_all_read_requested(self) -> None:
        self._mark_read(None)

    def _mark_read(self, ids: Sequence[Any] | None) -> None:
        notifications = self.context.services.notifications
        self.context.tasks.write(
            self, lambda: notifications.mark_read(ids), lambda _nothing: self.refresh(), self._on_not_written
        )

    def _on_not_written(self, exc: Exception) -> None:
        self.context.notices.error(exc)
        self.refresh()

    def _on_plan_requested(self) -> None:
        self.context.navigate("my_plan", {})

    def _on_message_requested(self, assignment_id: UUID) -> None:
        self.context.navigate("messages", {"assignment_id": assignment_id})

    def _on_day_chosen(self, day: date) -> None:
        self.context.navigate("my_plan", {"day": day})

    def _on_record_chosen(self, name: str) -> None:
        self.context.navigate("my_progress", {"exercise": name})

    def _on_progress_requested(self) -> None:
        self.context.navigate("my_progress", {})
