"""One value for each of several things: bars on the card's surface."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFontMetricsF, QKeyEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from gymtrainer_desktop.ui.charts.axes import ValueAxis, round_steps
from gymtrainer_desktop.ui.charts.line_chart import Plot, PointCard
from gymtrainer_desktop.ui.theme import fonts
from gymtrainer_desktop.ui.theme.scheme import scheme_of
from gymtrainer_desktop.ui.theme.tokens import Size, Space, Type

_WIDTH = 0.62
_HEAD_SHARE = 0.05


class BarChart(QWidget):
    """Bars with words below; the one looked at says more.

    Left and right go from bar to bar when the chart has the keyboard focus.
    """

    hovered = Signal(int)
    """Another bar is looked at; carries its index, -1 for none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels: tuple[str, ...] = ()
        self._values: tuple[float, ...] = ()
        self._words: tuple[str, ...] = ()
        self._highest: float | None = None
        self._hovered = -1
        self.setMinimumHeight(Size.CHART_HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._value_axis = ValueAxis()
        self._label_axis = pg.AxisItem("bottom")
        self._plot = Plot(axisItems={"bottom": self._label_axis, "left": self._value_axis})
        self._plot.setFrameShape(QFrame.Shape.NoFrame)
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._plot.viewport().setMouseTracking(True)
        self._item = self._plot.getPlotItem()
        self._item.layout.setContentsMargins(0, Space.S, Space.L, 0)
        self._item.setMenuEnabled(False)
        self._item.hideButtons()
        self._view = self._item.getViewBox()
        self._view.setMouseEnabled(x=False, y=False)
        self._view.disableAutoRange()
        for name in ("bottom", "left"):
            self._item.getAxis(name).setStyle(tickLength=0, tickAlpha=0, tickTextOffset=Space.S)
        self._bars = pg.BarGraphItem(x=[], height=[], width=_WIDTH)
        self._item.addItem(self._bars, ignoreBounds=True)
        self._grid: list[pg.InfiniteLine] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._plot)
        self._card = PointCard(self)
        self._plot.pointed.connect(self._on_pointed)
        self._dress()

    @property
    def count(self) -> int:
        """How many bars there are."""
        return len(self._values)

    @property
    def hovered_index(self) -> int:
        """Index of the bar looked at, -1 for none."""
        return self._hovered

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(2 * Size.CHART_HEIGHT, Size.CHART_HEIGHT)

    def set_bars(
        self,
        labels: Sequence[str],
        values: Sequence[float],
        words: Sequence[str],
        highest: float | None = None,
    ) -> None:
        """Show other bars.

        Args:
            labels: Below them; some are left out where they would touch.
            values: As many, finite, none below 0.
            words: What a bar says when it is looked at.
            highest: Where the scale ends; above the highest value when None.

        Raises:
            ValueError: There are not as many values or words as labels.
        """
        if not len(labels) == len(values) == len(words):
            raise ValueError(f"{len(values)} values and {len(words)} words for {len(labels)} labels")
        self._labels, self._words = tuple(labels), tuple(words)
        self._values = tuple(float(value) for value in values)
        self._highest, self._hovered = highest, -1
        self._draw()
        self._show_hovered()

    # Drawing

    def _dress(self) -> None:
        """Put on the colours of the scheme."""
        scheme = self._scheme = scheme_of(self)
        self._plot.setBackground(QColor(scheme.surface))
        for name in ("bottom", "left"):
            axis = self._item.getAxis(name)
            axis.setPen(QPen(Qt.PenStyle.NoPen))
            axis.setTickPen(QPen(Qt.PenStyle.NoPen))
            axis.setTextPen(QColor(scheme.text_muted))
            axis.setTickFont(fonts.font(Type.SECONDARY, tabular=True))
        self._draw()

    def _draw(self) -> None:
        scheme = self._scheme
        for line in self._grid:
            self._item.removeItem(line)
        self._grid = []
        top = self._highest if self._highest is not None else max(self._values, default=0.0)
        steps = _steps(max(top, 1.0), is_whole=all(value.is_integer() for value in self._values))
        for step in steps:
            line = pg.InfiniteLine(step, angle=0, pen=pg.mkPen(scheme.line, width=Size.BORDER))
            line.setZValue(-1)
            self._grid.append(line)
            self._item.addItem(line, ignoreBounds=True)
        self._value_axis.set_values(steps)
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
        slot = max((self.width() - self._value_axis.width() - Space.L) / max(self.count, 1), 1.0)
        step = max(1, -(-int(widest) // int(slot)))
        return [(float(place), self._labels[place]) for place in range(0, self.count, step)]

    def _show_hovered(self) -> None:
        if self._hovered < 0:
            self._card.hide()
            self.setAccessibleDescription(self.tr("{0} bars").format(self.count))
            return
        self._card.show_point("", self._words[self._hovered], "")
        value = self._values[self._hovered]
        at = self._plot.mapTo(
            self, self._plot.mapFromScene(self._view.mapViewToScene(QPointF(self._hovered, value)))
        )
        size = self._card.sizeHint()
        left = min(max(at.x() - size.width() // 2, 0), max(self.width() - size.width(), 0))
        top = min(max(at.y() - size.height() - Space.XS, 0), max(self.height() - size.height(), 0))
        self._card.setGeometry(left, top, size.width(), size.height())
        self._card.show()
        self._card.raise_()
        self.setAccessibleDescription(self._words[self._hovered])

    def _look_at(self, index: int) -> None:
        index = index if 0 <= index < self.count else -1
        if index != self._hovered:
            self._hovered = index
            self._draw()
            self._show_hovered()
            self.hovered.emit(index)

    # Slots and events

    def _on_pointed(self, where: QPointF) -> None:
        self._look_at(round(self._view.mapSceneToView(self._plot.mapToScene(where.toPoint())).x()))

    def leaveEvent(self, event: QEvent) -> None:
        """No bar is below the pointer any more."""
        self._look_at(-1)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right, Home and End go from bar to bar; Esc looks at none."""
        last = self.count - 1
        target = {
            Qt.Key.Key_Left: max(self._hovered - 1, 0) if self._hovered >= 0 else last,
            Qt.Key.Key_Right: min(self._hovered + 1, last),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }.get(Qt.Key(event.key()))
        if Qt.Key(event.key()) == Qt.Key.Key_Escape and self._hovered >= 0:
            self._look_at(-1)
        elif target is not None and self.count:
            self._look_at(target)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is: at the first bar."""
        super().focusInEvent(event)
        if self._hovered < 0 and self.count and event.reason() != Qt.FocusReason.MouseFocusReason:
            self._look_at(0)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Look at nothing any more."""
        super().focusOutEvent(event)
        self._look_at(-1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words that would touch are left out."""
        super().resizeEvent(event)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Wear the other scheme as soon as the window does."""
        super().changeEvent(event)
        changed = event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange)
        if changed and hasattr(self, "_scheme") and scheme_of(self) is not self._scheme:
            self._dress()


def _steps(top: float, *, is_whole: bool) -> tuple[float, ...]:
    """Return round values from 0 to at least `top`; whole ones where only whole values are shown."""
    found = (round_steps(0.0, top, wanted) for wanted in (4, 5, 3, 2, 1))
    return next((s for s in found if not is_whole or all(v.is_integer() for v in s)), (0.0, top))
