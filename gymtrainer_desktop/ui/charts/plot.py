"""The plot that every chart stands on, in the dress they share: surface, axes, light horizontal grid."""

from __future__ import annotations

from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QFrame

from gymtrainer_desktop.ui.charts.axes import ValueAxis
from gymtrainer_desktop.ui.theme import fonts
from gymtrainer_desktop.ui.theme.tokens import Scheme, Size, Space, Type


class Plot(pg.PlotWidget):  # type: ignore[misc]
    """The drawing; tells where the pointer is and leaves the wheel to the page.

    Args:
        bottom: The horizontal axis.
        right_margin: Room for what stands out at the right: half a date, or nothing.
    """

    pointed = Signal(object)
    """Where the pointer is, a QPointF in the viewport's coordinates."""

    def __init__(self, bottom: pg.AxisItem, right_margin: int) -> None:
        self.value_axis = ValueAxis()
        super().__init__(axisItems={"bottom": bottom, "left": self.value_axis})
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setMouseTracking(True)
        self.item = self.getPlotItem()
        # As arguments of plot() these two fail.
        self.item.setDownsampling(auto=True, mode="peak")
        self.item.setClipToView(True)
        self.item.layout.setContentsMargins(0, Space.S, right_margin, 0)
        self.item.setMenuEnabled(False)
        self.item.hideButtons()
        self.view = self.item.getViewBox()
        self.view.setMouseEnabled(x=False, y=False)
        self.view.disableAutoRange()
        for axis in self._axes():
            axis.setStyle(tickLength=0, tickAlpha=0, tickTextOffset=Space.S, hideOverlappingLabels=False)
        self._grid: list[pg.InfiniteLine] = []

    def dress(self, scheme: Scheme) -> None:
        """Put on the colours of a scheme; the grid follows with `set_steps`."""
        self.setBackground(QColor(scheme.surface))
        font = fonts.font(Type.SECONDARY, tabular=True)
        for axis in self._axes():
            axis.setPen(QPen(Qt.PenStyle.NoPen))
            axis.setTickPen(QPen(Qt.PenStyle.NoPen))
            axis.setTextPen(QColor(scheme.text_muted))
            axis.setTickFont(font)

    def set_steps(self, steps: Sequence[float], scheme: Scheme) -> None:
        """Write these values at the left, each with a line across; none takes the grid away."""
        for line in self._grid:
            self.item.removeItem(line)
        self._grid = []
        for step in steps:
            line = pg.InfiniteLine(step, angle=0, pen=pg.mkPen(scheme.line, width=Size.BORDER))
            line.setZValue(-1)
            self._grid.append(line)
            self.item.addItem(line, ignoreBounds=True)
        if steps:
            self.value_axis.set_values(tuple(steps))

    def _axes(self) -> tuple[pg.AxisItem, pg.AxisItem]:
        return self.item.getAxis("bottom"), self.item.getAxis("left")

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell where the pointer is."""
        self.pointed.emit(event.position())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell where it was pressed."""
        self.pointed.emit(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Nothing is dragged."""
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave it to the page."""
        event.ignore()
