"""The guide's Workout Plan page: the plan, its week with ticks, and the exercises of a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.calendar import format_date, format_short_date, week_start
from gymtrainer_desktop.domain.measures import week_summary
from gymtrainer_desktop.domain.my_training import MyTraining
from gymtrainer_desktop.domain.plans import Plan, WeekOfPlan
from gymtrainer_desktop.ui.member.former_plans import FormerPlansCard
from gymtrainer_desktop.ui.member.plan_day import PlanDay
from gymtrainer_desktop.ui.member.week import dots_of
from gymtrainer_desktop.ui.shell.page import Page, PageContext
from gymtrainer_desktop.ui.theme.tokens import Space
from gymtrainer_desktop.ui.widgets.bars import Banner
from gymtrainer_desktop.ui.widgets.buttons import icon_button, link_button, quiet_button
from gymtrainer_desktop.ui.widgets.card import Card
from gymtrainer_desktop.ui.widgets.gym_week import day_of
from gymtrainer_desktop.ui.widgets.states import Message, StateStack
from gymtrainer_desktop.ui.widgets.text import ElidedLabel, label
from gymtrainer_desktop.ui.widgets.week_dots import WeekDots


@dataclass(frozen=True, slots=True)
class _Loaded:
    """Everything the page shows."""

    week: WeekOfPlan | None
    former: tuple[Plan, ...]
    training: MyTraining


class MyPlanPage(Page):
    """What the trainer wrote, week by week."""

    key: ClassVar[str] = "my_plan"
    tables: ClassVar[frozenset[str]] = frozenset(
        {
            "instructors",
            "trainer_assignments",
            "workout_plans",
            "workout_exercises",
            "workout_progress",
            "exercise_skips",
        }
    )

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.set_title(self.tr("My plan"))
        self._on: date | None = None
        self._chosen: date | None = None
        self._week: WeekOfPlan | None = None
        self._plan_card = Card()
        self._headline = ElidedLabel("", "title")
        self._author = ElidedLabel("", tone="muted")
        self._goal = label("", tone="muted", wrap=True)
        self._description = label("", wrap=True)
        self._week_number = label("", weight="medium")
        self._week_words = label("", tone="muted")
        self.earlier = icon_button("chevron-left", self.tr("Week before"), outlined=True)
        self.earlier.setObjectName("earlierWeekButton")
        self.later = icon_button("chevron-right", self.tr("Week after"), outlined=True)
        self.later.setObjectName("laterWeekButton")
        self.this_week = link_button(self.tr("This week"))
        self.this_week.setObjectName("thisWeekLink")
        self.print_button = quiet_button(self.tr("&Print"), "printer")
        self.print_button.setObjectName("printPlanButton")
        self.print_button.setAccessibleName(self.tr("Print"))
        self._paused = Banner("clock", "caution")
        self.dots = WeekDots()
        self.dots.setObjectName("planDays")
        self.dots.set_clickable(True)
        self.day = PlanDay(context.gym.week_start, context.person.weight_unit)
        self.no_plan = Message("clipboard-list")
        self._no_plan_card = Card()
        self.former = FormerPlansCard()
        self.states = StateStack(self._content())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.states)
        self._connect_signals()

    def open(self, **args: Any) -> None:
        """Show the week of `day`, or this one, with that day chosen."""
        day = args.get("day")
        if isinstance(day, date):
            self._on = self._chosen = day

    def refresh(self) -> None:
        """Load the week and the former plans."""
        self.states.show_loading()
        services, member_id, on = self.context.services, self.context.person.person_id, self._on

        def load() -> _Loaded:
            week = services.plans.week(member_id, on)
            return _Loaded(week, services.plans.former(member_id), services.my_training.standing())

        self.context.tasks.query(self, load, self._on_loaded, self._on_failed, key="plan")

    def print(self) -> None:
        """Open the dialog that prints the plan, beginning with the week that is shown."""
        from gymtrainer_desktop.ui.printing.plan_paper_dialog import PlanPaperDialog
        from gymtrainer_desktop.ui.printing.plan_sheet import with_maxima

        if self._week is None:
            return
        context, week = self.context, self._week
        maxima = {one.planned.id: one.maximum_kg for day in week.days for one in day.exercises}
        words = with_maxima(maxima, context.person.weight_unit, context.gym.load_steps)
        dialog = PlanPaperDialog(
            context, week.plan, context.person.full_name, week.week, self, today=week.today, words=words
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @property
    def headline(self) -> str:
        """Title of the plan shown."""
        return self._headline.text()

    @property
    def facts(self) -> tuple[str, str, str]:
        """Author, goal and week as shown."""
        return self._author.text(), self._goal.text(), self._week_number.text()

    # Building

    def _content(self) -> QWidget:
        area = QScrollArea()
        area.setWidgetResizable(True)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
        column.setSpacing(Space.XL)
        self._build_plan_card()
        self._no_plan_card.body.addWidget(self.no_plan)
        for card in (self._paused, self._plan_card, self._no_plan_card, self.former):
            column.addWidget(card)
        column.addStretch(1)
        area.setWidget(inner)
        return area

    def _build_plan_card(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        head.setSpacing(Space.L)
        words = QVBoxLayout()
        words.setSpacing(Space.XS)
        for line in (self._headline, self._author, self._goal, self._description):
            words.addWidget(line)
        head.addLayout(words, 1)
        column = QVBoxLayout()
        column.setSpacing(Space.XS)
        turn = QHBoxLayout()
        turn.setSpacing(Space.S)
        turn.addStretch(1)
        turn.addWidget(self.print_button)
        turn.addSpacing(Space.S)
        for widget in (self.this_week, self.earlier, self._week_number, self.later):
            turn.addWidget(widget)
        column.addLayout(turn)
        column.addWidget(self._week_words)
        column.addStretch(1)
        self._week_words.setAlignment(Qt.AlignmentFlag.AlignRight)
        head.addLayout(column)
        body = self._plan_card.body
        body.addLayout(head)
        self._plan_card.add_hairline()
        week = QVBoxLayout()
        week.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        week.addWidget(self.dots)
        body.addLayout(week)
        self._plan_card.add_hairline()
        body.addWidget(self.day)

    def _connect_signals(self) -> None:
        self.states.retry_requested.connect(self.refresh)
        self.earlier.clicked.connect(lambda: self._turn(-1))
        self.later.clicked.connect(lambda: self._turn(1))
        self.this_week.clicked.connect(self._on_this_week)
        self.print_button.clicked.connect(self.print)
        self.dots.day_chosen.connect(self._on_day_chosen)
        self.day.log_requested.connect(self._on_log_requested)

    # Showing

    def _on_loaded(self, loaded: _Loaded) -> None:
        self._week = loaded.week
        self._plan_card.setVisible(loaded.week is not None)
        self._no_plan_card.setVisible(loaded.week is None)
        self._show_paused(loaded.training)
        if loaded.week is not None:
            self._show_week(loaded.week)
        else:
            self._show_no_plan(loaded.training)
        self.former.set_plans(loaded.former, self.context.gym.week_start)
        self.states.show_content()

    def _on_failed(self, exc: Exception) -> None:
        self.context.notices.error(exc)
        self.states.show_error(self.tr("Your plan could not be loaded"), exc)

    def _show_week(self, week: WeekOfPlan) -> None:
        plan = week.plan
        self._headline.setText(plan.title)
        self._author.setText(self.tr("Created by: {0}").format(plan.created_by_name))
        for line, words in (
            (self._goal, self.tr("Goal: {0}").format(plan.goals) if plan.goals else ""),
            (self._description, plan.description),
        ):
            line.setText(words)
            line.setVisible(bool(words))
        first, last = week.days[0].date, week.days[-1].date
        span = f"{format_short_date(first)} – {format_short_date(last)}"
        if week.week is None:
            number = self.tr("Before the plan") if last < plan.starts_on else self.tr("After the plan")
        else:
            number = self.tr("Week {0} of {1}").format(week.week, plan.duration_weeks)
            if week.week in plan.deload.weeks:
                number = self.tr("{0}, a light one").format(number)
        self._week_number.setText(number)
        self._week_words.setText(f"{span} · {week_summary(week.completed, week.planned)}")
        starts, today = self.context.gym.week_start, week.today
        is_this = first == week_start(today, starts)
        self.this_week.setVisible(not is_this)
        # Turning goes from the plan's first week, or this one if that is earlier, to its last.
        self.earlier.setEnabled(first > min(week_start(plan.starts_on, starts), week_start(today, starts)))
        self.later.setEnabled(last < max(plan.ends_on, today))
        self.dots.set_days(dots_of(week))
        self._show_day(self._day_to_show(week))

    def _day_to_show(self, week: WeekOfPlan) -> date:
        """Return the day chosen if it is in this week, else today, else the first day with a workout."""
        if self._chosen is not None and day_of(week, self._chosen) is not None:
            return self._chosen
        if self._chosen is None and day_of(week, week.today) is not None:
            return week.today
        return next((day.date for day in week.days if day.exercises), week.days[0].date)

    def _show_day(self, on: date) -> None:
        week = self._week
        day = day_of(week, on) if week is not None else None
        if week is not None and day is not None:
            self.dots.set_chosen(on)
            self.day.show_day(day, week.today, week.steps)

    def _show_paused(self, training: MyTraining) -> None:
        self._paused.setVisible(training.is_paused)
        if training.is_paused:
            since = format_date(training.stopped_on) if training.stopped_on is not None else ""
            words = self.tr("Since {0} nothing is due. Tell the front desk when you want to go on.")
            self._paused.set_words(self.tr("Your training is paused"), words.format(since) if since else "")

    def _show_no_plan(self, training: MyTraining) -> None:
        trainer = training.active_trainer
        if trainer is not None and training.last_plan_ended is not None:
            words = self.tr("{0} ended on {1}. Ask {2} what comes next.").format(
                training.last_plan, format_date(training.last_plan_ended), trainer.name
            )
        elif trainer is not None:
            words = self.tr("{0} has not published a plan for you yet.").format(trainer.name)
        elif training.is_paused:
            words = self.tr("It is written when your training goes on.")
        else:
            words = self.tr("The front desk assigns you a trainer, who then writes your plan.")
        self.no_plan.set_words(self.tr("You have no plan at the moment"), words)

    # Slots

    def _turn(self, weeks: int) -> None:
        if self._week is None:
            return
        first = self._week.days[0].date
        shown = self.day.shown_day or first
        self._chosen = shown + timedelta(weeks=weeks)
        self._on = first + timedelta(weeks=weeks)
        self.refresh()

    def _on_this_week(self) -> None:
        self._on = self._chosen = None
        self.refresh()

    def _on_day_chosen(self, day: date) -> None:
        self._chosen = day
        self._show_day(day)

    def _on_log_requested(self, day: date) -> None:
        self.context.navigate("log", {"day": day})
