"""One value over days: a line with dots on the card's surface."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QStackedLayout, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.calendar import format_date
from gymtrainer_desktop.ui.charts.axes import DateAxis, ValueAxis, round_steps
from gymtrainer_desktop.ui.theme import fonts
from gymtrainer_desktop.ui.theme.scheme import scheme_of
from gymtrainer_desktop.ui.theme.tokens import Size, Space, Type
from gymtrainer_desktop.ui.widgets.text import label

_SIDE_SHARE = 0.02
_HEAD_SHARE = 0.05
_LINE, _MARK, _HOVERED = 1, 2, 3


class Plot(pg.PlotWidget):  # type: ignore[misc]
    """The drawing; tells where the pointer is and leaves the wheel to the page."""

    pointed = Signal(QPointF)

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


class LineChart(QWidget):
    """A line of values by day, with a card of date and value for the point below the pointer.

    Left and right go from point to point when the chart has the keyboard focus.
    """

    hovered = Signal(int)
    """Another point is looked at; carries its index, -1 for none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._days: tuple[date, ...] = ()
        self._values: tuple[float, ...] = ()
        self._titles: tuple[str, ...] = ()
        self._details: tuple[str, ...] = ()
        self._marked: tuple[int, ...] = ()
        self._places = np.zeros(0)
        self._hovered = -1
        self.setMinimumHeight(Size.CHART_HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._build()
        self._dress()

    @property
    def count(self) -> int:
        """How many points there are."""
        return len(self._days)

    @property
    def hovered_index(self) -> int:
        """Index of the point looked at, -1 for none."""
        return self._hovered

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(2 * Size.CHART_HEIGHT, Size.CHART_HEIGHT)

    def set_points(
        self,
        days: Sequence[date],
        values: Sequence[float],
        titles: Sequence[str] = (),
        details: Sequence[str] = (),
        marked: Collection[int] = (),
    ) -> None:
        """Show other points.

        Args:
            days: In ascending order.
            values: As many as days, finite.
            titles: What the card says in bold for each point; the value when left out.
            details: A quiet line below it.
            marked: Indexes of the points with a dot in the trophy's colour.

        Raises:
            ValueError: There are not as many values as days.
        """
        if len(days) != len(values):
            raise ValueError(f"{len(values)} values for {len(days)} days")
        self._days, self._values = tuple(days), tuple(float(value) for value in values)
        self._titles, self._details = tuple(titles), tuple(details)
        self._marked = tuple(sorted(marked))
        self._places = np.array([float(day.toordinal()) for day in days])
        self._hovered = -1
        self._stack.setCurrentWidget(self._plot if days else self._empty)
        self._draw()
        self._show_hovered()
        self._name()

    def set_empty_text(self, text: str) -> None:
        """Say what stands there when there are no points."""
        self._empty.setText(text)

    def set_hovered(self, index: int) -> None:
        """Look at a point, -1 for none, without telling anybody."""
        index = index if 0 <= index < self.count else -1
        if index != self._hovered:
            self._hovered = index
            self._show_hovered()

    def place_of(self, index: int) -> QPoint:
        """Return where a point is painted, in the chart's coordinates."""
        at = self._view.mapViewToScene(QPointF(self._places[index], self._values[index]))
        place: QPoint = self._plot.mapTo(self, self._plot.mapFromScene(at))
        return place

    # Building

    def _build(self) -> None:
        self._value_axis = ValueAxis()
        self._plot = Plot(
            axisItems={"bottom": DateAxis(Size.CHART_DAY, Size.CHART_LABEL), "left": self._value_axis}
        )
        self._plot.setFrameShape(QFrame.Shape.NoFrame)
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._plot.viewport().setMouseTracking(True)
        self._item = self._plot.getPlotItem()
        # As arguments of plot() these two fail.
        self._item.setDownsampling(auto=True, mode="peak")
        self._item.setClipToView(True)
        # Room for the half of the last date, and of the highest value, that stands out.
        self._item.layout.setContentsMargins(0, Space.S, Space.XL, 0)
        self._item.setMenuEnabled(False)
        self._item.hideButtons()
        self._view = self._item.getViewBox()
        self._view.setMouseEnabled(x=False, y=False)
        self._view.disableAutoRange()
        for name in ("bottom", "left"):
            self._item.getAxis(name).setStyle(
                tickLength=0, tickAlpha=0, tickTextOffset=Space.S, hideOverlappingLabels=False
            )
        self._line = self._item.plot([], [], antialias=True)
        self._line.setZValue(_LINE)
        self._marks = pg.ScatterPlotItem(antialias=True)
        self._marks.setZValue(_MARK)
        self._cross = pg.InfiniteLine(angle=90)
        self._dot = pg.ScatterPlotItem(antialias=True)
        self._dot.setZValue(_HOVERED)
        for item in (self._marks, self._cross, self._dot):
            self._item.addItem(item, ignoreBounds=True)
        self._grid: list[pg.InfiniteLine] = []
        self._empty = label("", tone="muted", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._plot)
        self._stack.addWidget(self._empty)
        self._card = PointCard(self)
        self._plot.pointed.connect(self._on_pointed)
        self._view.sigResized.connect(self._on_view_resized)

    def _dress(self) -> None:
        """Put on the colours of the scheme."""
        scheme = self._scheme = scheme_of(self)
        self._plot.setBackground(QColor(scheme.surface))
        nothing = QPen(Qt.PenStyle.NoPen)
        font = fonts.font(Type.SECONDARY, tabular=True)
        for name in ("bottom", "left"):
            axis = self._item.getAxis(name)
            axis.setPen(nothing)
            axis.setTickPen(nothing)
            axis.setTextPen(QColor(scheme.text_muted))
            axis.setTickFont(font)
        self._cross.setPen(pg.mkPen(scheme.line_strong, width=Size.BORDER))
        self._draw()
        self._show_hovered()

    # Drawing

    def _draw(self) -> None:
        scheme = self._scheme
        for line in self._grid:
            self._item.removeItem(line)
        self._grid = []
        if not self._days:
            self._line.setData([], [])
            self._marks.setData([], [])
            return
        steps = round_steps(min(self._values), max(self._values))
        for step in steps:
            line = pg.InfiniteLine(step, angle=0, pen=pg.mkPen(scheme.line, width=Size.BORDER))
            line.setZValue(0)
            self._grid.append(line)
            self._item.addItem(line, ignoreBounds=True)
        self._value_axis.set_values(steps)
        margin = max((self._places[-1] - self._places[0]) * _SIDE_SHARE, 0.5 if self.count > 1 else 3)
        room = (steps[-1] - steps[0]) * _HEAD_SHARE
        self._view.setRange(
            xRange=(self._places[0] - margin, self._places[-1] + margin),
            yRange=(steps[0] - room, steps[-1] + room),
            padding=0,
        )
        around = pg.mkPen(scheme.surface, width=Size.FOCUS)
        with_dots = self.count * (Size.CHART_DOT + Space.XS) <= max(self.width(), Size.CHART_HEIGHT)
        self._line.setData(
            self._places,
            np.array(self._values),
            pen=pg.mkPen(scheme.series[0], width=Size.CHART_LINE),
            symbol="o" if with_dots else None,
            symbolSize=Size.CHART_DOT,
            symbolBrush=QColor(scheme.series[0]),
            symbolPen=around,
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
            pen=pg.mkPen(scheme.surface, width=Size.FOCUS),
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
        if left < 0:
            left = min(at.x() + Space.L, self.width() - size.width())
        top = min(max(at.y() - size.height() // 2, 0), max(self.height() - size.height(), 0))
        self._card.setGeometry(left, top, size.width(), size.height())
        self._card.show()
        self._card.raise_()

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

    # Slots and events

    def _on_pointed(self, where: QPointF) -> None:
        if not self.count:
            return
        x = self._view.mapSceneToView(self._plot.mapToScene(where.toPoint())).x()
        after = int(np.searchsorted(self._places, x))
        near = [index for index in (after - 1, after) if 0 <= index < self.count]
        self._look_at(min(near, key=lambda index: abs(self._places[index] - x)))

    def _on_view_resized(self) -> None:
        if self._hovered >= 0:
            self._place_card()

    def _look_at(self, index: int) -> None:
        if index != self._hovered:
            self.set_hovered(index)
            self.hovered.emit(self._hovered)

    def leaveEvent(self, event: QEvent) -> None:
        """No point is below the pointer any more."""
        self._look_at(-1)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right, Home and End go from point to point; Esc looks at none."""
        last = self.count - 1
        start = self._hovered
        target = {
            Qt.Key.Key_Left: max(start - 1, 0) if start >= 0 else last,
            Qt.Key.Key_Right: min(start + 1, last),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }.get(Qt.Key(event.key()))
        if Qt.Key(event.key()) == Qt.Key.Key_Escape and start >= 0:
            self._look_at(-1)
        elif target is not None and self.count:
            self._look_at(target)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is: at the newest point."""
        super().focusInEvent(event)
        if self._hovered < 0 and self.count and event.reason() != Qt.FocusReason.MouseFocusReason:
            self._look_at(self.count - 1)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Look at nothing any more."""
        super().focusOutEvent(event)
        self._look_at(-1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Dots that would touch are left out."""
        super().resizeEvent(event)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Wear the other scheme as soon as the window does."""
        super().changeEvent(event)
        changed = event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange)
        if changed and hasattr(self, "_scheme") and scheme_of(self) is not self._scheme:
            self._dress()


class PointCard(QFrame):
    """Date, value and a quiet line for one point."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "popover")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        column.setSpacing(Space.HAIR)
        self._date = label("", "secondary", "muted")
        self._title = label("", weight="semibold")
        self._detail = label("", "secondary", "muted")
        for words in (self._date, self._title, self._detail):
            column.addWidget(words)
        self.hide()

    @property
    def words(self) -> str:
        """All it says."""
        return " ".join(part.text() for part in (self._date, self._title, self._detail) if part.text())

    def show_point(self, day: str, title: str, detail: str) -> None:
        """Say something about a point."""
        self._date.setText(day)
        self._date.setVisible(bool(day))
        self._title.setText(title)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self.ensurePolished()
