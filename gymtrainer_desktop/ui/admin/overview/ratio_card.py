"""Members for each trainer over time: a line, or the same as a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QStackedWidget, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.calendar import format_date
from gymtrainer_desktop.domain.reports import RatioPoint
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.card import Card
from gymtrainer_desktop.ui.widgets.delegates import NO_VALUE, StrongTextDelegate
from gymtrainer_desktop.ui.widgets.rows import Column, RowsModel
from gymtrainer_desktop.ui.widgets.segmented import Segment, Segmented
from gymtrainer_desktop.ui.widgets.states import StateStack
from gymtrainer_desktop.ui.widgets.table import DataTable

if TYPE_CHECKING:
    from gymtrainer_desktop.ui.charts.line_chart import LineChart

_RIGHT = Qt.AlignmentFlag.AlignRight
WEEKS = {"12": 12, "52": 52}
"""The ranges and how many weeks they hold."""


class RatioCard(Card):
    """Active members for each active personal trainer, week by week; loads itself."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._context = context
        self._points: tuple[RatioPoint, ...] = ()
        self.setObjectName("ratioCard")
        self.set_title(self.tr("Members per trainer"))
        self.ranges = Segmented((Segment("12", self.tr("12 weeks")), Segment("52", self.tr("1 year"))))
        self.ranges.setObjectName("ratioRange")
        self.ranges.setAccessibleName(self.tr("Range"))
        self.table_switch = QCheckBox(self.tr("Show as table"))
        self.table_switch.setObjectName("ratioTableSwitch")
        self.table_switch.setProperty("kind", "switch")
        self.table_switch.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.add_action(self.table_switch)
        self.add_action(self.ranges)
        self.chart: LineChart | None = None
        self.table = DataTable(RowsModel(self._columns(), identity=lambda point: point.week, parent=self))
        self.table.setObjectName("ratioTable")
        self.table.setAccessibleName(self.tr("Members per trainer as a table"))
        self.table.show_sorted("week", descending=True)
        self._faces = QStackedWidget()
        self._faces.setMinimumHeight(Size.CHART_HEIGHT)
        self._chart_place = QWidget()
        place = QVBoxLayout(self._chart_place)
        place.setContentsMargins(Space.S, 0, Space.L, Space.S)
        self._faces.addWidget(self._chart_place)
        self._faces.addWidget(self.table)
        self.states = StateStack(self._faces)
        self.body.addWidget(self.states)
        self.states.retry_requested.connect(self.refresh)
        self.ranges.chosen.connect(self.refresh)
        self.table_switch.toggled.connect(self._on_table_toggled)

    def refresh(self) -> None:
        """Load the range chosen."""
        self.states.show_loading()
        weeks, reports = WEEKS[self.ranges.current], self._context.services.reports
        self._context.tasks.query(
            self, lambda: reports.ratio_history(weeks), self._on_loaded, self._on_failed, key="ratio"
        )

    @property
    def points(self) -> tuple[RatioPoint, ...]:
        """The weeks that the line shows, oldest first: those with a trainer."""
        return self._points

    # Showing

    def _on_loaded(self, history: Sequence[RatioPoint]) -> None:
        self._points = tuple(point for point in history if point.trainers)
        self.table.rows_model.set_rows(history)
        if not self._points:
            self.set_count("")
            self.states.show_empty(
                self.tr("No weeks to show yet"),
                self.tr("Once there is a personal trainer, each week adds a point."),
                icon="chart-line",
            )
            return
        self.set_count(self._now_words(self._points[-1]))
        chart = self._chart_made()
        chart.set_points(
            [point.week for point in self._points],
            [point.members_per_trainer or 0 for point in self._points],
            [
                self.tr("{0} members per trainer").format(ratio_text(p.members_per_trainer))
                for p in self._points
            ],
            [self._detail(point) for point in self._points],
        )
        self.states.show_content()

    def _on_failed(self, exc: Exception) -> None:
        self.states.show_error(self.tr("The weeks could not be loaded"), exc)

    def _now_words(self, point: RatioPoint) -> str:
        return self.tr("{0} now, {1} clients per trainer").format(
            ratio_text(point.members_per_trainer), ratio_text(point.clients_per_trainer)
        )

    def _detail(self, point: RatioPoint) -> str:
        words = self.tr("{0} members, {1} trainers, {2} clients ({3} each)")
        return words.format(
            f"{point.members:,}", point.trainers, f"{point.clients:,}", ratio_text(point.clients_per_trainer)
        )

    def _chart_made(self) -> LineChart:
        """Return the chart, made when the first line is shown: drawing libraries are slow to load."""
        if self.chart is None:
            from gymtrainer_desktop.ui.charts.line_chart import LineChart

            self.chart = LineChart()
            self.chart.setObjectName("ratioChart")
            self.chart.setAccessibleName(self.tr("Members per trainer, week by week"))
            layout = self._chart_place.layout()
            assert layout is not None
            layout.addWidget(self.chart)
        return self.chart

    def _on_table_toggled(self, as_table: bool) -> None:
        self._faces.setCurrentWidget(self.table if as_table else self._chart_place)

    def _columns(self) -> tuple[Column[RatioPoint], ...]:
        def number(key: str, title: str, of: str) -> Column[RatioPoint]:
            return Column(
                key,
                title,
                lambda point: f"{getattr(point, of):,}",
                align=_RIGHT,
                sort_key=lambda point: getattr(point, of),
                width=Size.COLUMN_S,
                stretch=1,
            )

        def ratio(key: str, title: str, of: str) -> Column[RatioPoint]:
            return Column(
                key,
                title,
                lambda point: ratio_text(getattr(point, of)),
                align=_RIGHT,
                sort_key=lambda point: getattr(point, of),
                width=Size.COLUMN_M,
                stretch=1,
            )

        return (
            Column(
                "week",
                self.tr("Week from"),
                lambda point: format_date(point.week),
                delegate=StrongTextDelegate,
                sort_key=lambda point: point.week,
                width=Size.COLUMN_L,
                stretch=2,
                can_hide=False,
            ),
            number("members", self.tr("Members"), "members"),
            number("trainers", self.tr("Trainers"), "trainers"),
            ratio("ratio", self.tr("Per trainer"), "members_per_trainer"),
            number("clients", self.tr("Clients"), "clients"),
            ratio("clients_each", self.tr("Clients each"), "clients_per_trainer"),
        )


def ratio_text(ratio: float | None) -> str:
    """Return "32" or "9.3", "—" without a trainer."""
    return NO_VALUE if ratio is None else f"{ratio:,.0f}" if ratio >= 20 else f"{ratio:,.1f}"
