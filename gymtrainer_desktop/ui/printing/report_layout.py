"""Lays a report out in pages: tables break between rows and repeat their headings, nothing is cut off."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QCoreApplication, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QPageSize

from gymtrainer_desktop.domain.bulk import Progress, report
from gymtrainer_desktop.ui.printing.paper import (
    BODY,
    FIGURE,
    HEADING,
    MUTED,
    SECTION,
    STRONG,
    TITLE,
    UNIT,
    BoxMark,
    PaperPage,
    PaperPages,
    TextMark,
    TextStyle,
    Typesetter,
)
from gymtrainer_desktop.ui.printing.report_document import (
    ReportBars,
    ReportColumn,
    ReportDocument,
    ReportFigure,
    ReportTable,
    Value,
)
from gymtrainer_desktop.ui.theme.tokens import Print

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
_MIDDLE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
_FIGURES_IN_A_ROW = 4
_MEASURED_ROWS = 2000
_ROWS_PER_REPORT = 200
_KEPT_TOGETHER = 2
_LONGEST = 400
_NARROWEST = 40 * UNIT


def lay_out(
    document: ReportDocument, size: QPageSize, font: QFont, progress: Progress | None = None
) -> PaperPages:
    """Lay a report out; needs no window and may run in a worker.

    Args:
        document: What it says.
        size: Of the paper.
        font: The application's.
        progress: Told how many rows of how many are placed; returns False to stop.

    Raises:
        Cancelled: `progress` said so.
    """
    return _Layout(document, size, font, progress).made()


class _Layout:
    """The work of `lay_out`: the page that is being filled, and how far down it is."""

    def __init__(
        self, document: ReportDocument, size: QPageSize, font: QFont, progress: Progress | None
    ) -> None:
        points = size.size(QPageSize.Unit.Point)
        self._size = QSizeF(points.width() * UNIT, points.height() * UNIT)
        self._document = document
        self._setter = Typesetter(font)
        self._progress = progress
        self._placed = 0
        self._left = Print.MARGIN * UNIT
        self._width = self._size.width() - 2 * self._left
        self._foot = self._size.height() - Print.MARGIN * UNIT
        self._bottom = self._foot - Print.GAP * UNIT
        self._pages: list[PaperPage] = []
        self._y = 0.0

    def made(self) -> PaperPages:
        """Place everything, then number the pages."""
        report(self._progress, 0, self._document.row_count)
        self._begin_page()
        self._add_head()
        self._add_figures(self._document.figures)
        if self._document.bars is not None and any(self._document.bars.values):
            self._add_bars(self._document.bars)
        for table in self._document.tables:
            self._add_table(table)
        self._number_pages()
        return PaperPages(self._size, tuple(self._pages), self._setter)

    # Pages

    def _begin_page(self) -> None:
        self._pages.append(PaperPage())
        self._y = Print.MARGIN * UNIT
        if len(self._pages) > 1:
            words = f"{self._document.gym} · {self._document.title}"
            line = self._setter.line(MUTED)
            half = self._width / 2
            self._write(QRectF(self._left, self._y, half, line), words, MUTED)
            right = QRectF(self._left + half, self._y, half, line)
            self._write(right, self._document.subtitle, MUTED, _RIGHT)
            self._y += line + Print.GAP * UNIT

    def _number_pages(self) -> None:
        count = len(self._pages)
        line = self._setter.line(MUTED)
        words = QCoreApplication.translate("report", "Page {0} of {1}")
        for number, page in enumerate(self._pages, 1):
            top = self._foot - line
            page.boxes.append(self._rule(top - Print.ROW * UNIT))
            half = self._width / 2
            foot = QRectF(self._left, top, half, line)
            page.texts.append(self._mark(foot, self._document.foot, MUTED, _LEFT))
            right = QRectF(self._left + half, top, half, line)
            page.texts.append(self._mark(right, words.format(number, count), MUTED, _RIGHT))

    def _room(self) -> float:
        return self._bottom - self._y

    # Parts

    def _add_head(self) -> None:
        for text, style in (
            (self._document.gym, MUTED),
            (self._document.title, TITLE),
            (self._document.subtitle, BODY),
        ):
            height = self._setter.height(text, style, self._width)
            self._write(QRectF(self._left, self._y, self._width, height), text, style)
            self._y += height
        self._y += Print.GAP * UNIT

    def _add_figures(self, figures: Sequence[ReportFigure]) -> None:
        for first in range(0, len(figures), _FIGURES_IN_A_ROW):
            row = figures[first : first + _FIGURES_IN_A_ROW]
            width = self._width / _FIGURES_IN_A_ROW - Print.CELL * UNIT
            parts = [
                tuple(
                    (text, style, self._setter.height(text, style, width) if text else 0.0)
                    for text, style in (
                        (each.caption, MUTED),
                        (each.figure, FIGURE),
                        (each.detail, MUTED),
                    )
                )
                for each in row
            ]
            height = max(sum(h for _, _, h in each) for each in parts)
            self._make_room(height)
            for place, each in enumerate(parts):
                left, top = self._left + place * self._width / _FIGURES_IN_A_ROW, self._y
                for text, style, h in each:
                    if text:
                        self._write(QRectF(left, top, width, h), text, style)
                        top += h
            self._y += height + Print.GAP * UNIT

    def _add_bars(self, bars: ReportBars) -> None:
        line, chart = self._setter.line(MUTED), Print.CHART * UNIT
        self._make_room(self._setter.line(SECTION) + chart + 3 * line)
        self._add_section(bars.title)
        highest = bars.highest or max(bars.values)
        base = self._y + line + chart
        slot = self._width / len(bars.values)
        wide = max(self._setter.width(label, MUTED) for label in bars.labels) + Print.RULE * UNIT
        step = max(1, -(-int(wide) // max(int(slot), 1)))
        figures = [f"{value:,.10g}" for value in bars.values]
        has_figures = max(self._setter.width(figure, MUTED) for figure in figures) < slot
        for number, (label, value) in enumerate(zip(bars.labels, bars.values, strict=True)):
            middle = self._left + (number + 0.5) * slot
            height = chart * min(value / highest, 1.0)
            thick = min(slot * Print.BAR_SHARE, Print.GAP * UNIT)
            self._page.boxes.append(
                BoxMark(QRectF(middle - thick / 2, base - height, thick, height), "accent")
            )
            if has_figures and value:
                place = QRectF(middle - slot / 2, base - height - line, slot, line)
                self._write(place, figures[number], MUTED, _MIDDLE)
            if number % step == 0:
                half = max(slot * step, self._setter.width(label, MUTED)) / 2
                place = QRectF(middle - half, base + Print.ROW * UNIT / 2, 2 * half, line)
                self._write(place, label, MUTED, _MIDDLE)
        self._page.boxes.append(self._rule(base))
        self._y = base + line + (Print.ROW + Print.GAP) * UNIT

    def _add_table(self, table: ReportTable) -> None:
        if not table.rows:
            self._make_room(self._setter.line(SECTION) + self._setter.line(BODY) + Print.GAP * UNIT)
            self._add_section(table.title)
            height = self._setter.height(table.empty, BODY, self._width)
            self._write(QRectF(self._left, self._y, self._width, height), table.empty, BODY)
            self._y += height + Print.GAP * UNIT
            return
        grid = _Grid(table, self._setter, self._width)
        first = grid.rows_height(table.rows[:_KEPT_TOGETHER]) + grid.group_height * bool(table.group)
        self._make_room(self._setter.line(SECTION) + Print.ROW * UNIT + grid.head_height + first)
        self._add_section(table.title)
        self._add_row(grid, grid.head, HEADING, rule=True)
        group = ""
        for row in table.rows:
            cells = grid.cells(row.values)
            height = grid.height(cells, BODY)
            is_new = bool(table.group) and row.group != group
            wanted = height + (grid.group_height if is_new else 0)
            if wanted > self._room():
                self._begin_page()
                self._add_row(grid, grid.head, HEADING, rule=True)
                if table.group and not is_new:
                    words = QCoreApplication.translate("report", "{0}, continued").format(row.group)
                    self._add_group(grid, words)
            if is_new:
                group = row.group
                self._add_group(grid, group)
            self._add_row(grid, cells, BODY)
            self._count()
        if table.total is not None:
            cells = grid.cells(table.total)
            if grid.height(cells, STRONG) > self._room():
                self._begin_page()
                self._add_row(grid, grid.head, HEADING, rule=True)
            self._add_row(grid, cells, STRONG)
        self._y += Print.GAP * UNIT

    def _add_section(self, title: str) -> None:
        if title:
            height = self._setter.height(title, SECTION, self._width)
            self._write(QRectF(self._left, self._y, self._width, height), title, SECTION)
            self._y += height + Print.ROW * UNIT

    def _add_group(self, grid: _Grid, words: str) -> None:
        self._y += Print.ROW * UNIT
        line = self._setter.height(words, STRONG, self._width)
        self._write(QRectF(self._left, self._y, self._width, line), words, STRONG)
        self._y += line + Print.ROW * UNIT
        self._page.boxes.append(self._rule(self._y))

    def _add_row(self, grid: _Grid, cells: Sequence[str], style: TextStyle, *, rule: bool = False) -> None:
        height = grid.height(cells, style)
        for text, (left, width), column in zip(cells, grid.places, grid.table.columns, strict=True):
            place = QRectF(
                self._left + left, self._y + Print.ROW * UNIT, width, height - 2 * Print.ROW * UNIT
            )
            self._write(place, text, style, _RIGHT if column.is_right else _LEFT)
        self._y += height
        self._page.boxes.append(self._rule(self._y, strong=rule))

    # Details

    @property
    def _page(self) -> PaperPage:
        return self._pages[-1]

    def _make_room(self, height: float) -> None:
        is_fresh = len(self._pages) > 1 and not self._page.boxes
        if height > self._room() and not is_fresh:
            self._begin_page()

    def _rule(self, y: float, *, strong: bool = False) -> BoxMark:
        return BoxMark(
            QRectF(self._left, y, self._width, Print.RULE * UNIT), "line_strong" if strong else "line"
        )

    def _write(self, rect: QRectF, text: str, style: TextStyle, align: Qt.AlignmentFlag = _LEFT) -> None:
        self._page.texts.append(self._mark(rect, text, style, align))

    def _mark(self, rect: QRectF, text: str, style: TextStyle, align: Qt.AlignmentFlag) -> TextMark:
        # A hair of room: the painter rounds otherwise than who measured, and would break a line that fits.
        roomy = rect.adjusted(-1 if align & Qt.AlignmentFlag.AlignRight else 0, 0, 1, 1)
        return TextMark(roomy, text, style, align | self._setter.wrapping(text, style, roomy.width()))

    def _count(self) -> None:
        self._placed += 1
        if self._placed % _ROWS_PER_REPORT == 0:
            report(self._progress, self._placed, self._document.row_count)


class _Grid:
    """Where the columns of a table stand, and how high its rows are."""

    def __init__(self, table: ReportTable, setter: Typesetter, width: float) -> None:
        self.table = table
        self._setter = setter
        self.head = tuple(column.title for column in table.columns)
        self.places = self._placed(width)
        self.head_height = self.height(self.head, HEADING)
        self.group_height = setter.line(STRONG) + 2 * Print.ROW * UNIT

    def cells(self, values: Sequence[Value]) -> tuple[str, ...]:
        """Return a row in words; a text of absurd length is shortened."""
        texts = (column.words(value) for column, value in zip(self.table.columns, values, strict=True))
        return tuple(text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…" for text in texts)

    def height(self, cells: Sequence[str], style: TextStyle) -> float:
        """Return the height of a row with its margins."""
        heights = (
            self._setter.height(text, style, width)
            for text, (_, width) in zip(cells, self.places, strict=True)
        )
        return max(heights) + 2 * Print.ROW * UNIT

    def rows_height(self, rows: Sequence[object]) -> float:
        """Return a guess of how high some rows are."""
        return len(rows) * (self._setter.line(BODY) + 2 * Print.ROW * UNIT)

    def _placed(self, width: float) -> tuple[tuple[float, float], ...]:
        gap = Print.CELL * UNIT
        room = width - gap * (len(self.table.columns) - 1)
        widths = _shared(self._natural(), self.table.columns, room)
        lefts = [0.0]
        for before in widths[:-1]:
            lefts.append(lefts[-1] + before + gap)
        assert all(a <= b for a, b in pairwise(lefts))
        return tuple(zip(lefts, widths, strict=True))

    def _natural(self) -> list[float]:
        """Return how wide each column would be in one line."""
        rows = [self.cells(row.values) for row in self.table.rows[:_MEASURED_ROWS]]
        if self.table.total is not None:
            rows.append(self.cells(self.table.total))
        return [
            max(
                self._setter.width(self.head[place], HEADING),
                *(self._setter.width(row[place], STRONG) for row in rows),
            )
            + UNIT
            for place in range(len(self.head))
        ]


def _shared(natural: Sequence[float], columns: Sequence[ReportColumn], room: float) -> list[float]:
    """Share the room: figures get what they need, texts what is left; all shrink where it is too little."""
    texts = [place for place, column in enumerate(columns) if not column.is_right]
    widths = list(natural)
    spare = room - sum(widths)
    if spare >= 0:
        takers = texts or list(range(len(widths)))
        total = sum(columns[place].weight for place in takers)
        for place in takers:
            widths[place] += spare * columns[place].weight / total
        return widths
    floor = {place: min(widths[place], _NARROWEST) for place in texts}
    loose = sum(widths[place] - floor[place] for place in texts)
    if loose > 0:
        share = min(1.0, -spare / loose)
        for place in texts:
            widths[place] -= (widths[place] - floor[place]) * share
    over = sum(widths) - room
    if over > 1:
        factor = room / sum(widths)
        widths = [width * factor for width in widths]
    return widths
