"""The chart of one exercise or of the whole training, which can also be read as a table, and saved."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QCheckBox, QFrame, QMenu, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.exercises import Muscle
from gymtrainer_desktop.domain.muscles import SetsBand
from gymtrainer_desktop.domain.progress import ExerciseProgress, TrainingWeeks
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme import icons
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.buttons import icon_button
from gymtrainer_desktop.ui.widgets.card import Card
from gymtrainer_desktop.ui.widgets.muscle_bars import MuscleBars
from gymtrainer_desktop.ui.widgets.progress_files import (
    SHARPNESS,
    ProgressFiles,
    Table,
    picture_of,
    points_rows,
    weeks_rows,
)
from gymtrainer_desktop.ui.widgets.progress_measures import ChartLine, Measure, chart_line, chart_words
from gymtrainer_desktop.ui.widgets.progress_tables import points_table
from gymtrainer_desktop.ui.widgets.progress_weeks import (
    WeekMeasure,
    band_words,
    compliance_bars,
    muscle_bars,
    muscles_table,
    week_chart_words,
    weeks_table,
)
from gymtrainer_desktop.ui.widgets.states import StateStack
from gymtrainer_desktop.ui.widgets.table import DataTable
from gymtrainer_desktop.ui.widgets.text import label

if TYPE_CHECKING:
    from gymtrainer_desktop.ui.charts.bar_chart import BarChart
    from gymtrainer_desktop.ui.charts.line_chart import LineChart

_LISTED = 20


class ProgressChartCard(Card):
    """A card with the chart, the switch "Show as table", and a menu that saves what is shown."""

    point_hovered = Signal(object)
    """Another point is looked at; carries the id of its log, or None."""
    muscle_chosen = Signal(object)
    """The weeks of a muscle are asked for."""
    retry_requested = Signal()

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent=parent)
        self.setObjectName("chartCard")
        self.line = ChartLine((), (), (), (), ())
        self.chart: LineChart | None = None
        self.bar_chart: BarChart | None = None
        self.files = ProgressFiles(self, context)
        self._shown: ExerciseProgress | TrainingWeeks | None = None
        self._table: DataTable | None = None
        self._face: QWidget
        self._build()
        self.table_switch.toggled.connect(self._show_face)
        self.states.retry_requested.connect(self.retry_requested)
        self.muscles.chosen.connect(self.muscle_chosen)

    @property
    def title(self) -> str:
        """What the chart is of."""
        return self._title.text()

    @property
    def words(self) -> str:
        """What the chart shows of it."""
        return self._count.text()

    def show_progress(self, progress: ExerciseProgress, measure: Measure) -> None:
        """Draw a measure of an exercise."""
        self._shown = progress
        self.line = line = chart_line(progress.points, measure, progress.unit)
        words = chart_words(measure, progress.unit)
        if line.asked:
            words = self.tr("{0}; dashed: target").format(words)
        self.set_title(progress.exercise_name)
        self.set_count(words)
        self.points_table.show_points(line.points, progress.unit)
        chart = self._line_made()
        chart.setAccessibleName(f"{progress.exercise_name}, {words}")
        chart.set_points(
            line.days, line.values, line.titles, line.details, line.marked, asked=line.asked, scale=line.scale
        )
        self._face, self._table = self._line_place, self.points_table
        self._show_face()
        self.states.show_content()

    def show_weeks(
        self, weeks: TrainingWeeks, measure: WeekMeasure, muscle: Muscle | None, band: SetsBand
    ) -> None:
        """Draw a measure of the whole training."""
        self._shown, self.line = weeks, ChartLine((), (), (), (), ())
        words = week_chart_words(measure, weeks, muscle, band)
        titles = {
            WeekMeasure.COMPLIANCE: self.tr("Compliance"),
            WeekMeasure.MUSCLES: self.tr("Sets per muscle"),
        }
        self.set_title(titles[measure] if muscle is None else muscle.value.capitalize())
        self.set_count(words)
        if measure is WeekMeasure.MUSCLES and muscle is None:
            self.muscles.set_sets(weeks.average_sets(), band)
            self.muscles.setAccessibleName(f"{titles[measure]}, {words}")
            self._face = self._muscles_place
            self._use_table(muscles_table(weeks))
        else:
            bars = compliance_bars(weeks) if muscle is None else muscle_bars(weeks, muscle, band)
            chart = self._bars_made()
            chart.setAccessibleName(f"{self.title}, {words}")
            chart.set_bars(bars.labels, bars.values, bars.words, bars.highest, band=bars.band)
            self._face = self._bars_place
            table = weeks_table() if muscle is None else muscles_table(weeks)
            table.rows_model.set_rows(weeks.weeks)
            self._use_table(table)
        self._show_foot(weeks, band)
        self._show_face()
        self.states.show_content()

    def look_at(self, day: date | None) -> None:
        """Point at a day, or at nothing."""
        if self.chart is not None:
            days = self.line.days
            self.chart.set_hovered(days.index(day) if day in days else -1)

    def picture(self) -> None:
        """Save the chart, or the table, as it is shown, as PNG."""
        self.files.save_picture(self.image(), f"{self.title} {self.words}")

    def image(self) -> QImage:
        """Return what is shown as a picture."""
        shown = self._faces.currentWidget()
        assert shown is not None
        chart = {self._line_place: self.chart, self._bars_place: self.bar_chart}.get(shown)
        if chart is None:
            return picture_of(self.muscles if shown is self._muscles_place else shown, self.title, self.words)
        with chart.sharpened(SHARPNESS):
            return picture_of(chart, self.title, self.words)

    def export(self) -> None:
        """Save what the chart shows as CSV."""
        if self._shown is not None:
            self.files.save_table(self.table, f"{self.title} {self.words}")

    def table(self) -> Table:
        """Return what the chart shows as a table."""
        if isinstance(self._shown, ExerciseProgress):
            return points_rows(self.line.points, self._shown.unit)
        assert self._shown is not None
        return weeks_rows(self._shown)

    # Building

    def _build(self) -> None:
        self.table_switch = QCheckBox(self.tr("Show as table"))
        self.table_switch.setObjectName("showAsTableSwitch")
        self.table_switch.setProperty("kind", "switch")
        self.table_switch.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.add_action(self.table_switch)
        self.save_button = icon_button("download", self.tr("Save the chart"), size=Size.CONTROL_SMALL)
        self.save_button.setObjectName("saveChartButton")
        menu = QMenu(self.save_button)
        menu.addAction(icons.icon("image"), self.tr("Picture (PNG)…"), self.picture)
        menu.addAction(icons.icon("table-2"), self.tr("Table (CSV)…"), self.export)
        self.save_button.setMenu(menu)
        self.add_action(self.save_button)
        self.points_table = points_table()
        self._faces = QStackedWidget()
        self._faces.setMinimumHeight(Size.CHART_HEIGHT)
        self._line_place, self._bars_place = self._place_for_chart(), self._place_for_chart()
        self.muscles = MuscleBars()
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self.muscles)
        self._foot = label("", "secondary", "muted")
        self._foot.setObjectName("musclesFoot")
        self._foot.setContentsMargins(Space.L, Space.S, Space.L, Space.M)
        self._muscles_place = QWidget()
        place = QVBoxLayout(self._muscles_place)
        place.setContentsMargins(0, 0, 0, 0)
        place.setSpacing(0)
        place.addWidget(area, 1)
        place.addWidget(self._foot)
        self._face = self._line_place
        for face in (self._line_place, self._bars_place, self._muscles_place, self.points_table):
            self._faces.addWidget(face)
        self.states = StateStack(self._faces)
        self.body.addWidget(self.states)

    def _place_for_chart(self) -> QWidget:
        place = QWidget()
        column = QVBoxLayout(place)
        column.setContentsMargins(Space.S, 0, Space.L, Space.S)
        return place

    def _line_made(self) -> LineChart:
        """Return the chart, made when the first one is shown: drawing libraries are slow to load."""
        if self.chart is None:
            from gymtrainer_desktop.ui.charts.line_chart import LineChart

            self.chart = LineChart()
            self.chart.setObjectName("progressChart")
            self.chart.set_empty_text(self.tr("Nothing to draw in this range. Choose a longer one."))
            self.chart.hovered.connect(self._on_hovered)
            self._put(self.chart, self._line_place)
        return self.chart

    def _bars_made(self) -> BarChart:
        if self.bar_chart is None:
            from gymtrainer_desktop.ui.charts.bar_chart import BarChart

            self.bar_chart = BarChart()
            self.bar_chart.setObjectName("weeksChart")
            self._put(self.bar_chart, self._bars_place)
        return self.bar_chart

    def _put(self, chart: QWidget, place: QWidget) -> None:
        layout = place.layout()
        assert layout is not None
        layout.addWidget(chart)

    def _use_table(self, table: DataTable) -> None:
        """Show another table of weeks from now on: its columns are the muscles trained."""
        before = self._table
        self._faces.addWidget(table)
        self._table = table
        if before is not None and before is not self.points_table:
            self._faces.removeWidget(before)
            before.deleteLater()

    def _show_foot(self, weeks: TrainingWeeks, band: SetsBand) -> None:
        """Say what is shaded, and which exercises no muscle has: the library does not know them."""
        count = len(weeks.unknown)
        one, many = (
            self.tr("1 exercise is not in the library"),
            self.tr("{0} exercises are not in the library"),
        )
        unknown = one if count == 1 else many.format(count)
        words = band_words(band).capitalize()
        self._foot.setText(f"{words} · {unknown}" if count else words)
        self._foot.setToolTip("\n".join(weeks.unknown[:_LISTED]))

    def _show_face(self) -> None:
        table = self._table if self.table_switch.isChecked() else None
        self._faces.setCurrentWidget(table if table is not None else self._face)

    def _on_hovered(self, index: int) -> None:
        self.point_hovered.emit(self.line.points[index].log_id if index >= 0 else None)
