"""The chart of one exercise, which can also be read as a table."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QStackedWidget, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.progress import ExerciseProgress
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.card import Card
from gymtrainer_desktop.ui.widgets.progress_measures import ChartLine, Measure, chart_line, chart_words
from gymtrainer_desktop.ui.widgets.progress_tables import points_table
from gymtrainer_desktop.ui.widgets.states import StateStack

if TYPE_CHECKING:
    from gymtrainer_desktop.ui.charts.line_chart import LineChart


class ProgressChartCard(Card):
    """A card with the chart and the switch "Show as table"."""

    point_hovered = Signal(object)
    """Another point is looked at; carries the id of its log, or None."""
    retry_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent=parent)
        self.setObjectName("chartCard")
        self.line = ChartLine((), (), (), (), ())
        self.chart: LineChart | None = None
        self.table_switch = QCheckBox(self.tr("Show as table"))
        self.table_switch.setObjectName("showAsTableSwitch")
        self.table_switch.setProperty("kind", "switch")
        self.table_switch.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.add_action(self.table_switch)
        self.points_table = points_table()
        self._faces = QStackedWidget()
        self._faces.setMinimumHeight(Size.CHART_HEIGHT)
        self._chart_place = QWidget()
        place = QVBoxLayout(self._chart_place)
        place.setContentsMargins(Space.S, 0, Space.L, Space.S)
        self._faces.addWidget(self._chart_place)
        self._faces.addWidget(self.points_table)
        self.states = StateStack(self._faces)
        self.body.addWidget(self.states)
        self.table_switch.toggled.connect(self._on_table_toggled)
        self.states.retry_requested.connect(self.retry_requested)

    def show_progress(self, progress: ExerciseProgress, measure: Measure) -> None:
        """Draw a measure of an exercise."""
        self.line = line = chart_line(progress.points, measure, progress.unit)
        words = chart_words(measure, progress.unit)
        self.set_title(progress.exercise_name)
        self.set_count(words)
        self.points_table.show_points(line.points, progress.unit)
        chart = self._chart_made()
        chart.setAccessibleName(f"{progress.exercise_name}, {words}")
        chart.set_points(line.days, line.values, line.titles, line.details, line.marked)
        self.states.show_content()

    def look_at(self, day: date | None) -> None:
        """Point at a day, or at nothing."""
        if self.chart is not None:
            days = self.line.days
            self.chart.set_hovered(days.index(day) if day in days else -1)

    def _chart_made(self) -> LineChart:
        """Return the chart, made when the first one is shown: drawing libraries are slow to load."""
        if self.chart is None:
            from gymtrainer_desktop.ui.charts.line_chart import LineChart

            self.chart = LineChart()
            self.chart.setObjectName("progressChart")
            self.chart.set_empty_text(self.tr("Nothing to draw in this range. Choose a longer one."))
            self.chart.hovered.connect(self._on_hovered)
            layout = self._chart_place.layout()
            assert layout is not None
            layout.addWidget(self.chart)
        return self.chart

    def _on_hovered(self, index: int) -> None:
        self.point_hovered.emit(self.line.points[index].log_id if index >= 0 else None)

    def _on_table_toggled(self, as_table: bool) -> None:
        self._faces.setCurrentWidget(self.points_table if as_table else self._chart_place)
