"""One value over days: a line with dots on the card's surface."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from gymtrainer_desktop.domain.calendar import format_date
from gymtrainer_desktop.ui.charts.axes import DateAxis, round_steps
from gymtrainer_desktop.ui.charts.chart import Chart
from gymtrainer_desktop.ui.theme.tokens import Size, Space

_SIDE_SHARE = 0.02
_HEAD_SHARE = 0.05
_ASKED, _LINE, _MARK, _HOVERED = 0, 1, 2, 3


class LineChart(Chart):
    """A line of values by day, with a card of date and value for the point below the pointer."""

    starts_at_end = True

    def __init__(self, parent: QWidget | None = None) -> None:
        # Room for the half of the last date, and of the highest value, that stands out.
        super().__init__(DateAxis(Size.CHART_DAY, Size.CHART_LABEL), Space.XL, parent)
        self._days: tuple[date, ...] = ()
        self._values: tuple[float, ...] = ()
        self._titles: tuple[str, ...] = ()
        self._details: tuple[str, ...] = ()
        self._marked: tuple[int, ...] = ()
        self._asked: tuple[float | None, ...] = ()
        self._scale: tuple[float, ...] = ()
        self._places = np.zeros(0)
        self._target = self._item.plot([], [], antialias=True, connect="finite")
        self._target.setZValue(_ASKED)
        # Dots without a cache of pictures, which are blurred on screens and in files with more pixels.
        self._line = self._item.plot([], [], antialias=True, useCache=False)
        self._line.setZValue(_LINE)
        self._marks = pg.ScatterPlotItem(antialias=True, useCache=False)
        self._marks.setZValue(_MARK)
        self._cross = pg.InfiniteLine(angle=90)
        self._dot = pg.ScatterPlotItem(antialias=True, useCache=False)
        self._dot.setZValue(_HOVERED)
        for item in (self._marks, self._cross, self._dot):
            self._item.addItem(item, ignoreBounds=True)
        self._dress()

    @property
    def count(self) -> int:
        """How many points there are."""
        return len(self._days)

    def set_points(
        self,
        days: Sequence[date],
        values: Sequence[float],
        titles: Sequence[str] = (),
        details: Sequence[str] = (),
        marked: Collection[int] = (),
        *,
        asked: Sequence[float | None] = (),
        scale: Sequence[float] = (),
    ) -> None:
        """Show other points.

        Args:
            days: In ascending order.
            values: As many as days, finite.
            titles: What the card says in bold for each point; the value when left out.
            details: A quiet line below it.
            marked: Indexes of the points with a dot in the trophy's colour.
            asked: What was asked for on each day, drawn as a dashed line; None where nothing was.
            scale: The values written at the left, where it is always the same ones; round ones around the
                values when left out.

        Raises:
            ValueError: There are not as many values, or values asked for, as days.
        """
        if len(days) != len(values):
            raise ValueError(f"{len(values)} values for {len(days)} days")
        if asked and len(asked) != len(days):
            raise ValueError(f"{len(asked)} values asked for on {len(days)} days")
        self._days, self._values = tuple(days), tuple(float(value) for value in values)
        self._titles, self._details = tuple(titles), tuple(details)
        self._marked = tuple(sorted(marked))
        self._asked, self._scale = tuple(asked), tuple(scale)
        self._places = np.array([float(day.toordinal()) for day in days])
        self._hovered = -1
        self._stack.setCurrentWidget(self._plot if days else self._empty)
        self._draw()
        self._show_hovered()
        self._name()

    def place_of(self, index: int) -> QPoint:
        """Return where a point is painted, in the chart's coordinates."""
        return self._place(self._places[index], self._values[index])

    # Drawing

    def _draw(self) -> None:
        scheme = self._scheme
        self._cross.setPen(pg.mkPen(scheme.line_strong, width=Size.BORDER * self._sharpness))
        if not self._days:
            self._plot.set_steps((), scheme)
            for item in (self._line, self._target, self._marks):
                item.setData([], [])
            return
        shown = [*self._values, *(value for value in self._asked if value is not None)]
        steps = self._scale or round_steps(min(shown), max(shown))
        self._plot.set_steps(steps, scheme)
        margin = max((self._places[-1] - self._places[0]) * _SIDE_SHARE, 0.5 if self.count > 1 else 3)
        room = (steps[-1] - steps[0]) * _HEAD_SHARE
        self._view.setRange(
            xRange=(self._places[0] - margin, self._places[-1] + margin),
            yRange=(steps[0] - room, steps[-1] + room),
            padding=0,
        )
        around = pg.mkPen(scheme.surface, width=Size.FOCUS * self._sharpness)
        with_dots = self.count * (Size.CHART_DOT + Space.XS) <= max(self.width(), Size.CHART_HEIGHT)
        self._line.setData(
            self._places,
            np.array(self._values),
            pen=pg.mkPen(scheme.series[0], width=Size.CHART_LINE * self._sharpness),
            symbol="o" if with_dots else None,
            symbolSize=Size.CHART_DOT,
            symbolBrush=QColor(scheme.series[0]),
            symbolPen=around,
        )
        known = [index for index, value in enumerate(self._asked) if value is not None]
        self._target.setData(
            [self._places[index] for index in known],
            [self._asked[index] for index in known],
            pen=pg.mkPen(
                scheme.line_strong, width=Size.CHART_LINE * self._sharpness, style=Qt.PenStyle.DashLine
            ),
        )
        self._marks.setData(
            [self._places[index] for index in self._marked],
            [self._values[index] for index in self._marked],
            size=Size.CHART_MARK,
            brush=QColor(scheme.caution),
            pen=around,
        )

    def _show_hovered(self) -> None:
        index = self._hovered
        self._cross.setVisible(index >= 0)
        self._dot.setVisible(index >= 0)
        if index < 0:
            self._card.hide()
            return
        scheme = self._scheme
        self._cross.setPos(self._places[index])
        color = scheme.caution if index in self._marked else scheme.series[0]
        self._dot.setData(
            [self._places[index]],
            [self._values[index]],
            size=Size.CHART_DOT_HOVERED,
            brush=QColor(color),
            pen=pg.mkPen(scheme.surface, width=Size.FOCUS * self._sharpness),
        )
        self._card.show_point(
            format_date(self._days[index]),
            self._titles[index] if self._titles else f"{self._values[index]:,.10g}",
            self._details[index] if self._details else "",
        )
        self._place_card()
        self._name()

    def _place_card(self) -> None:
        at = self.place_of(self._hovered)
        size = self._card.sizeHint()
        left = at.x() - size.width() - Space.L
        self._move_card(left if left >= 0 else at.x() + Space.L, at.y() - size.height() // 2)

    def _name(self) -> None:
        if self._hovered >= 0:
            self.setAccessibleDescription(self._card.words)
        elif self._days:
            self.setAccessibleDescription(
                self.tr("{0} points from {1} to {2}").format(
                    self.count, format_date(self._days[0]), format_date(self._days[-1])
                )
            )
        else:
            self.setAccessibleDescription(self._empty.text())

    def _index_at(self, x: float) -> int:
        after = int(np.searchsorted(self._places, x))
        near = [index for index in (after - 1, after) if 0 <= index < self.count]
        return min(near, key=lambda index: abs(self._places[index] - x))
