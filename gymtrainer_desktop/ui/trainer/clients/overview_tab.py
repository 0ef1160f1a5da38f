"""A client at a glance: key figures, this week, the main lift, notes, the last workout."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.assignments import AssignmentStatus
from gymtrainer_desktop.domain.calendar import format_short_date
from gymtrainer_desktop.domain.client_records import ClientRecord
from gymtrainer_desktop.domain.clients import ClientOverview, ClientRow
from gymtrainer_desktop.domain.notes import Note
from gymtrainer_desktop.domain.plans import WeekOfPlan
from gymtrainer_desktop.domain.progress import ExerciseProgress, ExerciseSummary, PersonalRecord
from gymtrainer_desktop.domain.workouts import WorkoutLog
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.trainer.clients.client_tab import ClientTab, scroll_area
from gymtrainer_desktop.ui.trainer.clients.overview_cards import (
    LastWorkoutCard,
    NotesCard,
    TrendFigure,
    WeekCard,
)
from gymtrainer_desktop.ui.trainer.words import until_text
from gymtrainer_desktop.ui.widgets.buttons import link_button
from gymtrainer_desktop.ui.widgets.card import Card, KeyFigure, KeyFigureCard
from gymtrainer_desktop.ui.widgets.client_record import ClientRecordView
from gymtrainer_desktop.ui.widgets.delegates import NO_VALUE, percent
from gymtrainer_desktop.ui.widgets.progress_measures import (
    Measure,
    Span,
    chart_line,
    chart_words,
    since_of,
    usable_measures,
)
from gymtrainer_desktop.ui.widgets.records_card import RecordsCard
from gymtrainer_desktop.ui.widgets.states import StateStack
from gymtrainer_desktop.ui.widgets.text import label
from gymtrainer_desktop.ui.widgets.workout_words import gym_day, tidy_weight

if TYPE_CHECKING:
    from gymtrainer_desktop.services.gym_services import GymServices
    from gymtrainer_desktop.ui.charts.line_chart import LineChart

_LATEST_LOGS = 30
_RECORDS = 3


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """All the tab shows but the notes."""

    overview: ClientOverview
    week: WeekOfPlan | None
    last_workout: tuple[WorkoutLog, ...]
    progress: ExerciseProgress | None
    records: tuple[PersonalRecord, ...]


class OverviewTab(ClientTab):
    """The first tab of a client."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setObjectName("overviewTab")
        self._progress: ExerciseProgress | None = None
        self._chart: LineChart | None = None
        self._build()
        self._connect_signals()

    def clear(self) -> None:
        """Another client is loaded as if for the first time."""
        self._states.show_loading_anew()

    def set_client(self, client: ClientRow, today: date) -> None:
        """Show a client; whose record it is changes with them."""
        super().set_client(client, today)
        is_active = client.status is AssignmentStatus.ACTIVE
        self.record.set_member(client.member_id, client.name, may_edit=is_active)

    def refresh(self) -> None:
        """Load everything but the notes, which the panel brings."""
        if self.client is None:
            return
        self._states.show_loading()
        self.record.refresh()
        services, member_id, today = self.context.services, self.client.member_id, self.today
        time_zone = self.context.gym.time_zone
        self.context.tasks.query(
            self,
            lambda: _load(services, member_id, today, time_zone),
            self._on_loaded,
            self._on_failed,
            key="overview",
        )

    def set_notes(self, notes: tuple[Note, ...]) -> None:
        """Show the newest notes."""
        if self.client is not None:
            self.notes_card.set_notes(notes, self.client.name, self.context.gym.time_zone)

    # Building

    def _build(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.XL)
        column.setSpacing(Space.L)
        self._column = column
        self.compliance = TrendFigure(self.tr("Compliance"))
        self.week_figure = KeyFigure(self.tr("This week"))
        self.plan_figure = KeyFigure(self.tr("Plan week"))
        self.best = KeyFigure(self.tr("Best set"))
        figures = (self.compliance, self.week_figure, self.plan_figure, self.best)
        for figure in figures:
            # Equally wide, whatever the exercise is called.
            figure.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        column.addWidget(KeyFigureCard(*figures))
        grid = QGridLayout()
        grid.setSpacing(Space.L)
        grid.setColumnStretch(0, 5)
        grid.setColumnStretch(1, 6)
        self.week_card = WeekCard()
        self.notes_card = NotesCard()
        self.last_card = LastWorkoutCard(self.context.person.weight_unit)
        grid.addWidget(self.week_card, 0, 0)
        grid.addWidget(self._chart_card(), 0, 1)
        grid.addWidget(self.notes_card, 1, 0)
        grid.addWidget(self.last_card, 1, 1)
        self.records_card = RecordsCard()
        grid.addWidget(self.records_card, 2, 0)
        self._grid = grid
        grid.addWidget(self._record_card(), 2, 1)
        column.addLayout(grid)
        column.addStretch(1)
        self._states = StateStack(scroll_area(content))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._states)

    def _record_card(self) -> Card:
        words = self.tr("Only you and the front desk see this.")
        self.record = ClientRecordView(self.context, words)
        self.record_card = Card(self.tr("Goals and injuries"), actions=(self.record.edit_button,))
        self.record_card.setObjectName("recordCard")
        self.record_card.padded().addWidget(self.record)
        self.record_card.body.addStretch(1)
        return self.record_card

    def _chart_card(self) -> Card:
        self.progress_link = link_button(self.tr("Open progress"))
        self.progress_link.setObjectName("openProgressLink")
        self.chart_card = Card(self.tr("Progress"), actions=(self.progress_link,))
        self._chart_place = QVBoxLayout()
        self._chart_place.setContentsMargins(Space.S, 0, Space.S, Space.S)
        self.chart_card.body.addLayout(self._chart_place)
        self._no_chart = label(self.tr("The chart begins with the first logged workout."), tone="muted")
        self._no_chart.setContentsMargins(Space.S, 0, 0, Space.L)
        self._chart_place.addWidget(self._no_chart)
        return self.chart_card

    def _connect_signals(self) -> None:
        self._states.retry_requested.connect(self.refresh)
        self.progress_link.clicked.connect(lambda: self.tab_wanted.emit("progress"))
        self.notes_card.all_wanted.connect(lambda: self.tab_wanted.emit("notes"))
        self.notes_card.add_wanted.connect(lambda: self.tab_wanted.emit("add_note"))
        self.last_card.all_wanted.connect(lambda: self.tab_wanted.emit("log"))
        self.records_card.chosen.connect(lambda _name: self.tab_wanted.emit("progress"))
        self.record.shown.connect(self._on_record_shown)

    # Showing

    def _on_loaded(self, snapshot: _Snapshot) -> None:
        self._show_figures(snapshot)
        self.week_card.set_week(snapshot.week)
        self._show_chart(snapshot.progress)
        self.records_card.set_records(snapshot.records)
        self.last_card.set_logs(snapshot.last_workout, self.context.gym.time_zone)
        self._states.show_content()

    def _on_record_shown(self, record: ClientRecord) -> None:
        """Injuries stand above everything else; without any, the card has its place among the others."""
        self._grid.removeWidget(self.record_card)
        self._column.removeWidget(self.record_card)
        if record.injuries:
            self._column.insertWidget(0, self.record_card)
        else:
            self._grid.addWidget(self.record_card, 2, 1)

    def _on_failed(self, exc: Exception) -> None:
        if self.record.is_dirty:
            # What is being typed is worth more than what could not be loaded.
            self.context.notices.error(exc)
            return
        self._states.show_error(self.tr("The overview could not be loaded"), exc)

    def _show_figures(self, snapshot: _Snapshot) -> None:
        overview, week = snapshot.overview, snapshot.week
        due = self.tr("{0} of {1} in 30 days").format(overview.exercises_logged, overview.exercises_due)
        nothing = self.tr("nothing due in 30 days")
        share = overview.client.compliance
        self.compliance.set_figure(percent(share), due if overview.exercises_due else nothing)
        weeks = tuple(one for one in overview.weeks if one.due)
        self.compliance.spark.set_values(
            tuple(one.share or 0.0 for one in weeks),
            self.tr("Compliance per week since {0}").format(format_short_date(weeks[0].starts_on))
            if weeks
            else "",
        )
        if week is None or not week.planned:
            words = self.tr("no plan") if week is None else self.tr("no workouts planned")
            self.week_figure.set_figure(NO_VALUE, words)
        else:
            self.week_figure.set_figure(f"{week.completed}/{week.planned}", self.tr("workouts completed"))
        ends = until_text(overview.plan_ends_on) if overview.plan_ends_on else self.tr("no plan")
        if overview.plan_week is not None:
            self.plan_figure.set_figure(f"{overview.plan_week}/{overview.plan_weeks}", ends)
        elif week is not None and week.plan.starts_on > week.today:
            starts = self.tr("starts {0}").format(format_short_date(week.plan.starts_on))
            self.plan_figure.set_figure(NO_VALUE, starts)
        else:
            self.plan_figure.set_figure(NO_VALUE, ends)
        self._show_best(snapshot.progress)

    def _show_best(self, progress: ExerciseProgress | None) -> None:
        if progress is None or not progress.points:
            self.best.set_caption(self.tr("Best set"))
            self.best.set_figure(NO_VALUE, self.tr("nothing logged yet"))
            return
        self.best.set_caption(self.tr("{0}, best set").format(progress.exercise_name))
        weighed = [point for point in progress.points if point.heaviest]
        if not weighed:
            reps = max((point.reps or 0 for point in progress.points), default=0)
            self.best.set_figure(
                str(reps or NO_VALUE), self.tr("reps") if reps else self.tr("no weight logged")
            )
            return
        top = max(weighed, key=lambda point: point.heaviest or Decimal(0))
        gained = (top.heaviest or Decimal(0)) - (weighed[0].heaviest or Decimal(0))
        since = format_short_date(weighed[0].on)
        more = self.tr("+{0} since {1}").format(tidy_weight(gained, progress.unit), since)
        same = self.tr("× {0}, {1}").format(top.reps or NO_VALUE, format_short_date(top.on))
        self.best.set_figure(tidy_weight(top.heaviest, progress.unit), more if gained > 0 else same)

    def _show_chart(self, progress: ExerciseProgress | None) -> None:
        self._progress = progress
        has_points = progress is not None and bool(progress.points)
        self._no_chart.setVisible(not has_points)
        self.progress_link.setVisible(has_points)
        if self._chart is not None:
            self._chart.setVisible(has_points)
        if progress is None or not has_points:
            self.chart_card.set_title(self.tr("Progress"))
            self.chart_card.set_count("")
            return
        measure = _measure(progress)
        line = chart_line(progress.points, measure, progress.unit)
        self.chart_card.set_title(progress.exercise_name)
        self.chart_card.set_count(chart_words(measure, progress.unit))
        self._chart_made().set_points(line.days, line.values, line.titles, line.details, line.marked)

    def _chart_made(self) -> LineChart:
        """Return the chart, made when the first one is shown: drawing libraries are slow to load."""
        if self._chart is None:
            from gymtrainer_desktop.ui.charts.line_chart import LineChart

            self._chart = LineChart()
            self._chart.setObjectName("overviewChart")
            self._chart.setFixedHeight(Size.CHART_HEIGHT)
            self._chart_place.addWidget(self._chart)
        return self._chart


def _measure(progress: ExerciseProgress) -> Measure:
    return usable_measures(progress.points)[0]


def _load(services: GymServices, member_id: UUID, today: date, time_zone: str) -> _Snapshot:
    """Runs in a worker."""
    logs = services.workouts.logs(member_id, limit=_LATEST_LOGS)
    last = gym_day(logs[0].completed_at, time_zone) if logs else None
    since = since_of(Span.WEEKS_12, today) or today - timedelta(weeks=12)
    chosen = _main_exercise(services.progress.exercises(member_id), since)
    progress = None
    if chosen is not None:
        recent = chosen.last_on >= since
        progress = services.progress.exercise(member_id, chosen.name, since if recent else None, None)
    return _Snapshot(
        services.trainers.client(member_id),
        services.plans.week(member_id),
        tuple(log for log in reversed(logs) if gym_day(log.completed_at, time_zone) == last),
        progress,
        services.progress.records(member_id, _RECORDS),
    )


def _main_exercise(exercises: tuple[ExerciseSummary, ...], since: date) -> ExerciseSummary | None:
    """Return the exercise logged most, if possible one that is still done."""
    recent = next((one for one in exercises if one.last_on >= since), None)
    return recent or next(iter(exercises), None)
