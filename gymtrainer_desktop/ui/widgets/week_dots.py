"""A week at a glance: seven discs from the gym's first weekday on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gymtrainer_desktop.ui.theme import fonts, icons
from gymtrainer_desktop.ui.theme.scheme import scheme_of
from gymtrainer_desktop.ui.theme.tokens import Radius, Scheme, Size, Space, Type, Weight
from gymtrainer_desktop.ui.widgets import paint


class DayState(StrEnum):
    """What is to be seen of a day."""

    COMPLETED = "completed"
    PARTIAL = "partial"
    PLANNED = "planned"
    MISSED = "missed"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class DayDot:
    """One day of the week."""

    day: date
    state: DayState
    is_today: bool = False
    detail: str = ""


class WeekDots(QWidget):
    """Seven days: a tick, half a disc, a ring, or "–" for rest; today is ringed in accent."""

    day_chosen = Signal(object)
    """A day was clicked; carries its `date`. Only emitted while `set_clickable(True)`."""

    def __init__(self, diameter: int = Size.DAY, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._days: tuple[DayDot, ...] = ()
        self._diameter = diameter
        self._is_clickable = False
        self._chosen: date | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_days(self, days: tuple[DayDot, ...]) -> None:
        """Show a week."""
        self._days = days
        names = [f"{self._name(day)}: {self._word(day)}" for day in days]
        self.setAccessibleName(", ".join(names))
        self.updateGeometry()
        self.update()

    def set_clickable(self, clickable: bool) -> None:
        """Let days be chosen, by mouse or with the arrow keys."""
        self._is_clickable = clickable
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if clickable else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if clickable else Qt.CursorShape.ArrowCursor)

    def set_chosen(self, day: date | None) -> None:
        """Mark a day as the one shown elsewhere."""
        self._chosen = day
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for seven discs and the words above them."""
        return QSize(7 * (self._diameter + Space.M), self._head() + self._diameter + 2 * Space.XS)

    def minimumSizeHint(self) -> QSize:
        """Return room for seven discs close together."""
        return QSize(7 * (self._diameter + Space.XS), self._head() + self._diameter + 2 * Space.XS)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the days."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scheme = scheme_of(self)
        for place, dot in enumerate(self._days):
            cell = self._cell(place)
            if self._is_clickable and dot.day == self._chosen:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(scheme.accent_soft))
                painter.drawRoundedRect(cell, Radius.CONTROL, Radius.CONTROL)
            weight = Weight.SEMIBOLD if dot.is_today else Weight.REGULAR
            head = QRectF(cell.left(), cell.top() + Space.XS, cell.width(), self._head() - Space.S)
            color = scheme.accent if dot.is_today else scheme.text_muted
            font = fonts.font(Type.SECONDARY, weight)
            paint.elided(painter, head, self._name(dot), font, color, Qt.AlignmentFlag.AlignHCenter)
            center = QPointF(cell.center().x(), cell.top() + self._head() + self._diameter / 2)
            self._paint_disc(painter, center, dot, scheme)
        if self.hasFocus():
            paint.focus_ring(painter, QRectF(self.rect()), scheme, Radius.CONTROL)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a day."""
        if not self._is_clickable:
            super().mousePressEvent(event)
            return
        for place, dot in enumerate(self._days):
            if self._cell(place).contains(event.position()):
                self._choose(dot)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right choose the day before and after."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None or not self._days:
            super().keyPressEvent(event)
            return
        days = [dot.day for dot in self._days]
        place = days.index(self._chosen) + step if self._chosen in days else 0
        if 0 <= place < len(days):
            self._choose(self._days[place])

    def event(self, event: QEvent) -> bool:
        """Say in words what a day's disc means."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            where = QPointF(event.pos())
            over = [dot for place, dot in enumerate(self._days) if self._cell(place).contains(where)]
            words = " · ".join(part for part in (self._word(over[0]), over[0].detail) if part) if over else ""
            self.setToolTip(words)
        return super().event(event)

    def _choose(self, dot: DayDot) -> None:
        self.set_chosen(dot.day)
        self.day_chosen.emit(dot.day)

    def _cell(self, place: int) -> QRectF:
        width = self.width() / max(len(self._days), 1)
        return QRectF(place * width, 0, width, self.height())

    def _head(self) -> int:
        return Type.SECONDARY + Space.L + Space.XS

    def _name(self, dot: DayDot) -> str:
        work = (self.tr("Mon"), self.tr("Tue"), self.tr("Wed"), self.tr("Thu"), self.tr("Fri"))
        return (*work, self.tr("Sat"), self.tr("Sun"))[dot.day.weekday()]

    def _word(self, dot: DayDot) -> str:
        return {
            DayState.COMPLETED: self.tr("completed"),
            DayState.PARTIAL: self.tr("partly done"),
            DayState.PLANNED: self.tr("planned"),
            DayState.MISSED: self.tr("not done"),
            DayState.REST: self.tr("rest day"),
        }[dot.state]

    def _paint_disc(self, painter: QPainter, center: QPointF, dot: DayDot, scheme: Scheme) -> None:
        radius = self._diameter / 2
        inner = radius - Size.DAY_STROKE / 2
        ring = QRectF(center.x() - inner, center.y() - inner, 2 * inner, 2 * inner)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if dot.state is DayState.COMPLETED:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(scheme.positive))
            painter.drawEllipse(center, radius, radius)
            edge = round(self._diameter * 0.5)
            ratio = self.devicePixelRatioF()
            tick = icons.pixmap("check", scheme.surface, edge, ratio, 3)
            painter.drawPixmap(QPointF(center.x() - edge / 2, center.y() - edge / 2), tick)
        elif dot.state is DayState.PARTIAL:
            paint.ring(
                painter, ring.adjusted(-1, -1, 1, 1), scheme.track, scheme.positive, 0.5, Size.RING_STROKE
            )
        elif dot.state is DayState.REST:
            rect = QRectF(center.x() - radius, center.y() - radius, 2 * radius, 2 * radius)
            color = scheme.accent if dot.is_today else scheme.text_muted
            paint.elided(painter, rect, "–", fonts.font(), color, Qt.AlignmentFlag.AlignHCenter)
        else:
            color = scheme.accent if dot.is_today else scheme.line_strong
            pen = QPen(QColor(color), Size.DAY_STROKE if dot.is_today else Size.BORDER)
            if dot.state is DayState.MISSED:
                pen.setStyle(Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.drawEllipse(ring)
        if dot.is_today and dot.state in (DayState.PLANNED, DayState.PARTIAL):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(scheme.accent))
            painter.drawEllipse(center, Space.XS, Space.XS)
