"""Somebody's progress: exercise, measure and range, the chart, the records, and the logs beneath."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.exercises import Muscle
from gymtrainer_desktop.domain.progress import (
    ExerciseProgress,
    LogQuery,
    LogRow,
    ProgressSummary,
    TrainingWeeks,
)
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.progress_chart_card import ProgressChartCard
from gymtrainer_desktop.ui.widgets.progress_logs_card import ProgressLogsCard
from gymtrainer_desktop.ui.widgets.progress_measures import usable_measures
from gymtrainer_desktop.ui.widgets.progress_tools import ProgressTools
from gymtrainer_desktop.ui.widgets.progress_weeks import recalled_band
from gymtrainer_desktop.ui.widgets.records_card import RecordsCard
from gymtrainer_desktop.ui.widgets.states import StateStack


class ProgressView(QWidget):
    """Progress of one person; brings its own margins and scroll area.

    Args:
        context: Of the page it stands on.
        member_id: Whose progress; None for nobody yet.
        for_trainer: Whether it is a client's: then logs can be commented on, and the plan adjusted.
    """

    comment_wanted = Signal(object)
    """Somebody wants to comment on a log; carries its `LogRow`."""
    adjust_wanted = Signal(object)
    """The plan should be adjusted after a log; carries its `LogRow`."""

    def __init__(
        self,
        context: PageContext,
        member_id: UUID | None = None,
        parent: QWidget | None = None,
        *,
        for_trainer: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("progressView")
        self._context = context
        self._member_id: UUID | None = None
        self._progress: ExerciseProgress | None = None
        self._weeks: TrainingWeeks | None = None
        self._build(for_trainer)
        self._connect_signals()
        self.set_member(member_id)

    @property
    def member_id(self) -> UUID | None:
        """Whose progress is shown."""
        return self._member_id

    @property
    def exercise_name(self) -> str:
        """The exercise shown, empty for the whole training and before there is one."""
        summary = self.tools.summary
        return summary.name if summary is not None else ""

    def set_member(self, member_id: UUID | None) -> None:
        """Show somebody's progress; the same person again changes nothing."""
        if member_id == self._member_id:
            return
        self._context.tasks.drop(self)
        self._member_id = member_id
        self._progress, self._weeks = None, None
        self.tools.clear()
        self.logs_card.logs.set_member(member_id)
        self.chart_card.states.show_loading_anew()
        self._states.show_loading_anew()

    def show_exercise(self, name: str) -> None:
        """Choose an exercise by any of its names, now or as soon as it is loaded."""
        self.tools.show_exercise(name)

    def refresh(self) -> None:
        """Load again; exercise, measure, range, filters and scroll position stay."""
        member_id = self._member_id
        if member_id is None:
            return
        self._states.show_loading()
        progress = self._context.services.progress
        self._context.tasks.query(
            self,
            lambda: progress.summary(member_id),
            self._on_summary_loaded,
            self._on_summary_failed,
            key="whole",
        )

    # Building

    def _build(self, for_trainer: bool) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.XL)
        column.setSpacing(Space.L)
        self.tools = ProgressTools(self._context.gym.week_start)
        self.exercise_picker, self.measure_picker = self.tools.exercise_picker, self.tools.measure_picker
        self.ranges = self.tools.ranges
        column.addWidget(self.tools)
        row = QHBoxLayout()
        row.setSpacing(Space.L)
        self.chart_card = ProgressChartCard(self._context)
        row.addWidget(self.chart_card, 1)
        self.records_card = RecordsCard()
        self.records_card.setFixedWidth(Size.RECORDS_WIDTH)
        row.addWidget(self.records_card)
        column.addLayout(row)
        self.logs_card = ProgressLogsCard(self._context, for_trainer=for_trainer)
        self.logs_table = self.logs_card.table
        column.addWidget(self.logs_card, 1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(content)
        self._states = StateStack(area)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._states)

    def _connect_signals(self) -> None:
        self._states.retry_requested.connect(self.refresh)
        self.tools.subject_changed.connect(self._on_subject_changed)
        self.tools.measure_changed.connect(self._show_chart)
        self.tools.range_changed.connect(self._load_subject)
        self.chart_card.retry_requested.connect(self._load_subject)
        self.chart_card.point_hovered.connect(self._on_point_hovered)
        self.chart_card.muscle_chosen.connect(self.tools.show_muscle)
        self.records_card.chosen.connect(self.show_exercise)
        self.logs_table.entered.connect(self._on_log_entered)
        self.logs_card.logs.current_changed.connect(self._light_up)
        self.logs_card.comment_wanted.connect(self.comment_wanted)
        self.logs_card.adjust_wanted.connect(self.adjust_wanted)

    # Loading

    def _on_summary_loaded(self, summary: ProgressSummary) -> None:
        self.records_card.set_records(summary.records)
        if not summary.exercises:
            self.tools.clear()
            self._states.show_empty(
                self.tr("Nothing logged yet"),
                self.tr("With the first logged workout, the chart, the records and every set appear here."),
                icon="chart-line",
            )
            return
        self.tools.set_summaries(summary.exercises, summary.today)
        self._states.show_content()
        self._load_subject()

    def _on_summary_failed(self, exc: Exception) -> None:
        self._states.show_error(self.tr("The progress could not be loaded"), exc)

    def _load_subject(self) -> None:
        """Load the chart of what is chosen, and its logs."""
        member_id, name = self._member_id, self.exercise_name
        if member_id is None or not (name or self.tools.is_whole):
            return
        since, until = self.tools.dates()
        progress = self._context.services.progress
        self.chart_card.states.show_loading()
        if name:
            self._context.tasks.query(
                self,
                lambda: progress.exercise(member_id, name, since, until),
                self._on_exercise_loaded,
                self._on_chart_failed,
                key="chart",
            )
        else:
            self._context.tasks.query(
                self,
                lambda: progress.weeks(member_id, since, until),
                self._on_weeks_loaded,
                self._on_chart_failed,
                key="chart",
            )
        self.logs_card.set_base(
            LogQuery(name or None, since=since, until=until), self.tr("Logs {0}").format(name)
        )
        self.logs_card.logs.refresh()

    def _on_exercise_loaded(self, progress: ExerciseProgress) -> None:
        self._progress, self._weeks = progress, None
        points = progress.points
        self.tools.set_measures(usable_measures(points), points[0].on if points else date.max)
        self.records_card.set_shown(progress.exercise_name)
        self._show_chart()

    def _on_weeks_loaded(self, weeks: TrainingWeeks) -> None:
        self._progress, self._weeks = None, weeks
        trained = {muscle for week in weeks.weeks for muscle in week.muscles}
        self.tools.set_muscles(tuple(muscle for muscle in Muscle if muscle in trained))
        self.records_card.set_shown("")
        self._show_chart()

    def _on_chart_failed(self, exc: Exception) -> None:
        self.chart_card.states.show_error(self.tr("The chart could not be loaded"), exc)

    # Showing

    def _show_chart(self) -> None:
        if self.tools.is_whole and self._weeks is not None:
            band = recalled_band(self._context.settings)
            self.chart_card.show_weeks(self._weeks, self.tools.week_measure, self.tools.muscle, band)
        elif not self.tools.is_whole and self._progress is not None:
            self.chart_card.show_progress(self._progress, self.tools.measure)

    def _light_up(self, row: LogRow | None) -> None:
        """Show in the chart the point that a log belongs to."""
        self.chart_card.look_at(row.on if row is not None else None)

    # Slots

    def _on_subject_changed(self) -> None:
        self._progress, self._weeks = None, None
        self._load_subject()

    def _on_point_hovered(self, log_id: UUID | None) -> None:
        """Light up the log of the point below the pointer, and scroll to it."""
        model = self.logs_card.logs.model
        row = -1 if log_id is None else model.place_of(log_id)
        self.logs_table.hovered_row = row
        if row >= 0:
            self.logs_table.scrollTo(model.index(row, 0))
        self.logs_table.viewport().update()

    def _on_log_entered(self, index: Any) -> None:
        self._light_up(self.logs_card.logs.model.row_at(index))
