"""One value for each of several things: bars on the card's surface."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QColor, QFontMetricsF
from PySide6.QtWidgets import QWidget

from gymtrainer_desktop.ui.charts.axes import round_steps
from gymtrainer_desktop.ui.charts.chart import Chart
from gymtrainer_desktop.ui.theme import fonts
from gymtrainer_desktop.ui.theme.tokens import Space, Type

_WIDTH = 0.62
_HEAD_SHARE = 0.05
_BAND = -2


class BarChart(Chart):
    """Bars with words below; the one looked at says more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._labels: tuple[str, ...] = ()
        self._values: tuple[float, ...] = ()
        self._words: tuple[str, ...] = ()
        self._highest: float | None = None
        self._band: tuple[float, float] | None = None
        self._label_axis = pg.AxisItem("bottom")
        super().__init__(self._label_axis, Space.L, parent)
        self._bars = pg.BarGraphItem(x=[], height=[], width=_WIDTH)
        self._item.addItem(self._bars, ignoreBounds=True)
        self._usual = pg.LinearRegionItem(orientation="horizontal", movable=False)
        self._usual.setZValue(_BAND)
        self._item.addItem(self._usual, ignoreBounds=True)
        self._dress()

    @property
    def count(self) -> int:
        """How many bars there are."""
        return len(self._values)

    def set_bars(
        self,
        labels: Sequence[str],
        values: Sequence[float],
        words: Sequence[str],
        highest: float | None = None,
        *,
        band: tuple[float, float] | None = None,
    ) -> None:
        """Show other bars.

        Args:
            labels: Below them; some are left out where they would touch.
            values: As many, finite, none below 0.
            words: What a bar says when it is looked at.
            highest: Where the scale ends; above the highest value when None.
            band: What is usual, from and to, tinted across the chart.

        Raises:
            ValueError: There are not as many values or words as labels.
        """
        if not len(labels) == len(values) == len(words):
            raise ValueError(f"{len(values)} values and {len(words)} words for {len(labels)} labels")
        self._labels, self._words = tuple(labels), tuple(words)
        self._values = tuple(float(value) for value in values)
        self._highest, self._band, self._hovered = highest, band, -1
        self._stack.setCurrentWidget(self._plot if self._values or not self._empty.text() else self._empty)
        self._draw()
        self._show_hovered()

    # Drawing

    def _draw(self) -> None:
        scheme = self._scheme
        top = self._highest if self._highest is not None else max(self._values, default=0.0)
        if self._band is not None:
            top = max(top, self._band[1])
        steps = _steps(max(top, 1.0), is_whole=all(value.is_integer() for value in self._values))
        self._plot.set_steps(steps, scheme)
        self._usual.setVisible(self._band is not None)
        if self._band is not None:
            self._usual.setRegion(self._band)
            self._usual.setBrush(QColor(scheme.accent_soft))
            for line in self._usual.lines:
                line.setPen(pg.mkPen(None))
        self._view.setRange(
            xRange=(-0.5, max(self.count, 1) - 0.5),
            yRange=(0, steps[-1] * (1 + _HEAD_SHARE)),
            padding=0,
        )
        brushes = [
            QColor(scheme.accent_hover if number == self._hovered else scheme.series[0])
            for number in range(self.count)
        ]
        self._bars.setOpts(
            x=np.arange(self.count), height=np.array(self._values), brushes=brushes, pen=pg.mkPen(None)
        )
        self._label_axis.setTicks([self._ticks()])

    def _ticks(self) -> list[tuple[float, str]]:
        metrics = QFontMetricsF(fonts.font(Type.SECONDARY, tabular=True))
        widest = max((metrics.horizontalAdvance(label) for label in self._labels), default=0.0) + Space.S
        slot = max((self.width() - self._plot.value_axis.width() - Space.L) / max(self.count, 1), 1.0)
        step = max(1, -(-int(widest) // int(slot)))
        return [(float(place), self._labels[place]) for place in range(0, self.count, step)]

    def _show_hovered(self) -> None:
        self._draw()
        if self._hovered < 0:
            self._card.hide()
            self.setAccessibleDescription(self.tr("{0} bars").format(self.count))
            return
        self._card.show_point("", self._words[self._hovered], "")
        self._place_card()
        self.setAccessibleDescription(self._words[self._hovered])

    def _place_card(self) -> None:
        at = self._place(self._hovered, self._values[self._hovered])
        size = self._card.sizeHint()
        self._move_card(at.x() - size.width() // 2, at.y() - size.height() - Space.XS)

    def _index_at(self, x: float) -> int:
        return round(x)


def _steps(top: float, *, is_whole: bool) -> tuple[float, ...]:
    """Return round values from 0 to at least `top`; whole ones where only whole values are shown."""
    found = (round_steps(0.0, top, wanted) for wanted in (4, 5, 3, 2, 1))
    return next((s for s in found if not is_whole or all(v.is_integer() for v in s)), (0.0, top))
