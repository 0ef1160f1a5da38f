"""A client's plan: the week as prescribed, with ticks and what was logged; earlier plans below."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.assignments import AssignmentStatus
from gymtrainer_desktop.domain.calendar import format_date, format_short_date
from gymtrainer_desktop.domain.plans import DayOfWeek, DayState, Plan, WeekOfPlan
from gymtrainer_desktop.domain.supersets import superset_marks
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.domain.workouts import WorkoutLog
from gymtrainer_desktop.ui.printing.plan_paper_dialog import PlanPaperDialog
from gymtrainer_desktop.ui.printing.plan_sheet import with_maxima
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.trainer.clients.client_tab import ClientTab, scroll_area
from gymtrainer_desktop.ui.trainer.clients.overview_cards import clear_layout
from gymtrainer_desktop.ui.trainer.plan.exercise_face import ExerciseFace
from gymtrainer_desktop.ui.trainer.words import days_text, exercises_text, first_name, weeks_text
from gymtrainer_desktop.ui.widgets.buttons import icon_button, quiet_button
from gymtrainer_desktop.ui.widgets.card import Card
from gymtrainer_desktop.ui.widgets.states import StateStack
from gymtrainer_desktop.ui.widgets.text import ElidedLabel, hairline, icon_label, label
from gymtrainer_desktop.ui.widgets.workout_words import sets_words


@dataclass(frozen=True, slots=True)
class _Whole:
    """What the tab shows."""

    week: WeekOfPlan | None
    logs: dict[UUID, WorkoutLog]
    former: tuple[Plan, ...]


class PlanTab(ClientTab):
    """The plan as the client sees it; it is changed in the editor."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setObjectName("planTab")
        self._on: date | None = None
        self._week: WeekOfPlan | None = None
        self._build()
        self._connect_signals()

    def clear(self) -> None:
        """Another client: this week of their plan."""
        self._on = None
        self._states.show_loading_anew()

    def refresh(self) -> None:
        """Load the week that is shown."""
        if self.client is None:
            return
        self._states.show_loading()
        services, member_id, on = self.context.services, self.client.member_id, self._on

        def load() -> _Whole:
            week = services.plans.week(member_id, on)
            logs: tuple[WorkoutLog, ...] = ()
            if week is not None:
                first, last = week.days[0].date, week.days[-1].date
                logs = services.workouts.logs(member_id, since=first, until=last)
            return _Whole(week, {log.id: log for log in logs}, services.plans.former(member_id))

        self.context.tasks.query(self, load, self._on_loaded, self._on_failed, key="plan")

    # Building

    def _build(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.XL)
        column.setSpacing(Space.L)
        column.addLayout(self._head())
        self._goals = label("", tone="muted", wrap=True)
        column.addWidget(self._goals)
        self.week_view = WeekView(self.context.person.weight_unit)
        column.addWidget(self.week_view)
        column.addStretch(1)
        self.former_card = FormerPlansCard()
        column.addWidget(self.former_card)
        self._states = StateStack(scroll_area(content))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._states)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        words = QVBoxLayout()
        words.setSpacing(Space.HAIR)
        self._title = ElidedLabel("", "section")
        self._title.setObjectName("planTitle")
        self._dates = ElidedLabel("", "secondary", "muted")
        words.addWidget(self._title)
        words.addWidget(self._dates)
        head.addLayout(words, 1)
        self.before_button = icon_button("chevron-left", self.tr("The week before"), outlined=True)
        self.after_button = icon_button("chevron-right", self.tr("The week after"), outlined=True)
        self.today_button = quiet_button(self.tr("This week"))
        self.print_button = icon_button("printer", self.tr("Print, or save as PDF"), outlined=True)
        self.print_button.setObjectName("printPlanButton")
        self.new_button = quiet_button(self.tr("New plan"), "plus")
        self.new_button.setObjectName("newPlanButton")
        self.end_button = quiet_button(self.tr("End plan"))
        self.end_button.setObjectName("endPlanButton")
        for button in (
            self.before_button,
            self.today_button,
            self.after_button,
            self.print_button,
            self.new_button,
            self.end_button,
        ):
            head.addWidget(button)
        return head

    def _connect_signals(self) -> None:
        self._states.retry_requested.connect(self.refresh)
        self.before_button.clicked.connect(lambda: self._go(-7))
        self.after_button.clicked.connect(lambda: self._go(7))
        self.today_button.clicked.connect(lambda: self._go(0))
        self.print_button.clicked.connect(self.print)
        self.new_button.clicked.connect(lambda: self.edit(new=True))
        self.end_button.clicked.connect(self._on_end_clicked)

    # Showing

    def _on_loaded(self, whole: _Whole) -> None:
        self._week = whole.week
        client = self.client
        assert client is not None
        is_active = client.status is AssignmentStatus.ACTIVE
        self.former_card.set_plans(whole.former)
        if whole.week is None:
            self._show_none(is_active, whole.former)
            return
        plan, week = whole.week.plan, whole.week
        self._title.setText(plan.title)
        first, last = week.days[0].date, week.days[-1].date
        number = self.tr("week {0} of {1}").format(week.week, plan.duration_weeks)
        where = number if week.week is not None else self.tr("outside the plan’s weeks")
        until = self.tr("until {0}").format(format_date(plan.ends_on))
        self._dates.setText(f"{days_text(first, last)} {last.year} · {where} · {until}")
        self._goals.setText(self.tr("Goal: {0}").format(plan.goals) if plan.goals else "")
        self._goals.setVisible(bool(plan.goals))
        self.week_view.set_week(week, whole.logs)
        self.today_button.setEnabled(not first <= week.today <= last)
        self.new_button.setEnabled(is_active)
        self.end_button.setEnabled(is_active)
        self._states.show_content()

    def _show_none(self, is_active: bool, former: tuple[Plan, ...]) -> None:
        assert self.client is not None
        name = first_name(self.client.name)
        title = self.tr("{0} has no plan yet").format(name)
        words = self.tr("Write the first week and publish it: {0} sees it at once.").format(name)
        if former:
            title = self.tr("{0} has no plan now").format(name)
            words = self.tr("The last one was “{0}”.").format(former[0].title[:80])
        if not is_active:
            words = self.tr("The training is paused. A plan can be written when it goes on.")
        action = (lambda: self.edit(new=True)) if is_active else None
        self._states.show_empty(
            title, words, self.tr("Create plan"), action, icon="clipboard-list", action_icon="plus"
        )

    def _on_failed(self, exc: Exception) -> None:
        self._states.show_error(self.tr("The plan could not be loaded"), exc)

    # Acting

    def edit(self, *, new: bool = False) -> None:
        """Open the editor on the plan, or on a new one."""
        client = self.client
        if client is None:
            return
        self.context.navigate(
            "plan",
            {
                "member_id": client.member_id,
                "assignment_id": client.assignment_id,
                "name": client.name,
                "new": new or client.plan_title is None,
            },
        )

    def print(self) -> None:
        """Open the dialog that prints the plan, beginning with the week that is shown."""
        if self._week is None or self.client is None:
            return
        context, week = self.context, self._week
        maxima = {one.planned.id: one.maximum_kg for day in week.days for one in day.exercises}
        words = with_maxima(maxima, context.person.weight_unit, context.gym.load_steps)
        dialog = PlanPaperDialog(
            context, week.plan, self.client.name, week.week, self, today=week.today, words=words
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _go(self, days: int) -> None:
        if self._week is not None and days:
            self._on = self._week.days[0].date + timedelta(days=days)
        else:
            self._on = None
        self.refresh()

    def _on_end_clicked(self) -> None:
        if self._week is None or self.client is None:
            return
        plan, plans, name = self._week.plan, self.context.services.plans, first_name(self.client.name)
        if not self.context.notices.question(
            self.tr("End “{0}”?").format(plan.title[:80]),
            self.tr("{0} has no plan from now on. What was logged stays.").format(name),
            self.tr("End plan"),
            destructive=True,
        ):
            return
        self.end_button.setEnabled(False)

        def done(_nothing: object) -> None:
            self.context.notices.toast(self.tr("Plan ended"))
            self.refresh()

        def failed(exc: Exception) -> None:
            self.end_button.setEnabled(True)
            self.context.notices.error(exc)
            self.refresh()

        self.context.tasks.write(self, lambda: plans.end(plan.id, plan.version), done, failed)


class WeekView(QWidget):
    """Seven columns of prescribed exercises, each with how it stands."""

    def __init__(self, unit: Unit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("weekView")
        self._unit = unit
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._columns: list[QWidget] = []

    def set_week(self, week: WeekOfPlan, logs: dict[UUID, WorkoutLog]) -> None:
        """Show a week with the logs that belong to it, by id."""
        for old in self._columns:
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._columns = []
        for place, day in enumerate(week.days):
            if place:
                self._add(hairline(vertical=True), 0)
            column = self._day(day, week.today, logs, 0 if not place else Space.S)
            self._add(column, 1)

    def _add(self, widget: QWidget, stretch: int) -> None:
        self._columns.append(widget)
        self._row.addWidget(widget, stretch)

    def _day(self, day: DayOfWeek, today: date, logs: dict[UUID, WorkoutLog], left: int) -> QWidget:
        column = QWidget()
        column.setMinimumWidth(Size.COLUMN_S)
        lines = QVBoxLayout(column)
        lines.setContentsMargins(left, 0, Space.S, 0)
        lines.setSpacing(Space.S)
        head = QHBoxLayout()
        head.setSpacing(Space.XS)
        is_today = day.date == today
        head.addWidget(label(day.day.short, tone="accent" if is_today else "text", weight="semibold"))
        head.addWidget(ElidedLabel(format_short_date(day.date), "secondary", "muted"), 1)
        if day.state is DayState.COMPLETED:
            head.addWidget(icon_label("circle-check", "positive"))
        lines.addLayout(head)
        if not day.exercises:
            lines.addWidget(label(self.tr("Rest day"), "secondary", "muted"))
        marks = superset_marks(one.planned for one in day.exercises)
        for one in day.exercises:
            planned = one.asked
            face = ExerciseFace()
            face.set_exercise(
                planned.name,
                planned.sets,
                planned.reps,
                planned.weight,
                planned.rest_seconds,
                planned.notes,
                marks.get(planned.id, ""),
            )
            if one.log_id is not None:
                log = logs.get(one.log_id)
                words = sets_words(log.sets, self._unit) if log is not None else self.tr("logged")
                face.add_line("check", "positive", words, "positive")
            elif day.date < today:
                face.add_line("minus", "text_muted", self.tr("not logged"), "muted")
            lines.addWidget(face)
        lines.addStretch(1)
        column.setAccessibleName(f"{format_date(day.date)}, {exercises_text(len(day.exercises))}")
        column.setSizePolicy(column.sizePolicy().Policy.Ignored, column.sizePolicy().Policy.Preferred)
        return column


class FormerPlansCard(Card):
    """Plans that have ended."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("Earlier plans"))
        self.setObjectName("formerPlans")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self.body.addLayout(self._lines)

    def set_plans(self, plans: tuple[Plan, ...]) -> None:
        """Show plans, newest first; nothing at all without one."""
        clear_layout(self._lines)
        self.setVisible(bool(plans))
        self.set_count(str(len(plans)))
        for plan in plans:
            self._lines.addWidget(hairline())
            line = QWidget()
            line.setFixedHeight(Size.ROW)
            row = QHBoxLayout(line)
            row.setContentsMargins(Space.L, 0, Space.L, 0)
            row.setSpacing(Space.M)
            row.addWidget(ElidedLabel(plan.title, weight="medium"), 1)
            starts = f"{format_short_date(plan.starts_on)} {plan.starts_on.year}"
            words = self.tr("{0}, from {1}, by {2}").format(
                weeks_text(plan.duration_weeks), starts, plan.created_by_name or "—"
            )
            quiet = ElidedLabel(words, tone="muted")
            quiet.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            row.addWidget(quiet, 1)
            self._lines.addWidget(line)
