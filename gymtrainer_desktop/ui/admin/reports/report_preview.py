"""A report on the screen: key figures, a chart, and its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gymtrainer_desktop.ui.printing.report_document import (
    ReportBars,
    ReportColumn,
    ReportDocument,
    ReportRow,
    ReportTable,
    ValueKind,
)
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.card import Card, KeyFigure, KeyFigureCard
from gymtrainer_desktop.ui.widgets.delegates import (
    CapacityCell,
    CapacityDelegate,
    ComplianceDelegate,
    StrongTextDelegate,
)
from gymtrainer_desktop.ui.widgets.rows import Column, RowsModel
from gymtrainer_desktop.ui.widgets.states import Message
from gymtrainer_desktop.ui.widgets.table import DataTable

if TYPE_CHECKING:
    from gymtrainer_desktop.ui.charts.bar_chart import BarChart

_MOST_ROWS = 14
_LONG_TITLE = 10
_DELEGATES = {ValueKind.COMPLIANCE: ComplianceDelegate, ValueKind.LOAD: CapacityDelegate}
_WIDTHS = {
    ValueKind.TEXT: Size.COLUMN_L,
    ValueKind.NUMBER: Size.COLUMN_S,
    ValueKind.MIXED: Size.COLUMN_M,
    ValueKind.COMPLIANCE: Size.COLUMN_M,
    ValueKind.LOAD: Size.COLUMN_XL,
    ValueKind.DAY: Size.COLUMN_M,
}


class _Line:
    """A row of a table with its place, which names it."""

    __slots__ = ("id", "row")

    def __init__(self, place: int, row: ReportRow) -> None:
        self.id = place
        self.row = row


class ReportPreview(QWidget):
    """Shows a `ReportDocument`; made anew for each."""

    def __init__(self, document: ReportDocument, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reportPreview")
        self.tables: list[DataTable] = []
        self.chart: BarChart | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, 0, Space.XL, Space.XL)
        column.setSpacing(Space.L)
        figures = tuple(KeyFigure(each.caption, each.figure, each.detail) for each in document.figures)
        for each, figure in zip(document.figures, figures, strict=True):
            figure.set_figure(each.figure, each.detail)
        column.addWidget(KeyFigureCard(*figures))
        if document.bars is not None and any(document.bars.values):
            column.addWidget(self._chart_card(document.bars))
        for table in document.tables:
            column.addWidget(self._table_card(table))
        column.addStretch(1)

    def _chart_card(self, bars: ReportBars) -> Card:
        # Drawing libraries are slow to load: only when there is something to draw.
        from gymtrainer_desktop.ui.charts.bar_chart import BarChart

        card = Card(bars.title)
        self.chart = BarChart()
        self.chart.setObjectName("reportChart")
        self.chart.setAccessibleName(bars.title)
        self.chart.set_bars(bars.labels, bars.values, bars.words, bars.highest)
        self.chart.setFixedHeight(Size.CHART_HEIGHT)
        card.padded().addWidget(self.chart)
        return card

    def _table_card(self, table: ReportTable) -> Card:
        count = f"{len(table.rows):,}" if table.rows else ""
        card = Card(table.title, count)
        if not table.rows:
            nothing = Message("list")
            nothing.set_words(table.empty, "")
            card.body.addWidget(nothing)
            return card
        model: RowsModel[Any] = RowsModel(tuple(self._columns(table)), parent=self)
        model.set_rows([_Line(place, row) for place, row in enumerate(table.rows)])
        view = DataTable(model)
        view.setObjectName("reportTable")
        view.setAccessibleName(table.title)
        view.setFixedHeight(view.height_of_rows(min(len(table.rows), _MOST_ROWS)))
        if len(table.rows) <= _MOST_ROWS:
            view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tables.append(view)
        card.body.addWidget(view)
        if table.total is not None:
            words = (
                f"{column.title}: {column.words(value)}" if place else column.words(value)
                for place, (column, value) in enumerate(zip(table.columns, table.total, strict=True))
                if value not in (None, "")
            )
            card.add_footer(" · ".join(words))
        return card

    def _columns(self, table: ReportTable) -> list[Column[Any]]:
        columns = [_column(place, column, is_first=place == 0) for place, column in enumerate(table.columns)]
        if table.group:
            columns.insert(
                1,
                Column(
                    "group",
                    table.group,
                    lambda line: line.row.group,
                    sort_key=lambda line: line.row.group.casefold(),
                    width=Size.COLUMN_L,
                    stretch=1,
                ),
            )
        return columns


def _column(place: int, column: ReportColumn, *, is_first: bool) -> Column[Any]:
    def text(line: _Line) -> str:
        return column.words(line.row.values[place])

    def value(line: _Line) -> Any:
        found = line.row.values[place]
        return CapacityCell(*found) if isinstance(found, tuple) else found

    def sort_key(line: _Line) -> Any:
        found = line.row.values[place]
        if isinstance(found, tuple):
            return found[0] / found[1] if found[1] else 1.0
        return found.casefold() if isinstance(found, str) else found

    delegate: Any = _DELEGATES.get(column.kind, StrongTextDelegate if is_first else None)
    return Column(
        f"column{place}",
        column.title,
        text,
        align=Qt.AlignmentFlag.AlignRight if column.is_right else Qt.AlignmentFlag.AlignLeft,
        value=value if column.kind in _DELEGATES else None,
        delegate=delegate,
        sort_key=None if column.kind is ValueKind.MIXED else sort_key,
        width=_WIDTHS[column.kind] + (Size.COLUMN_S // 2 if len(column.title) > _LONG_TITLE else 0),
        stretch=2 * column.weight if is_first else int(not column.is_right),
        can_hide=False,
    )
