"""Hard sets a week of each muscle: a bar each, held against the band that is usual."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gymtrainer_desktop.domain.exercises import Muscle
from gymtrainer_desktop.domain.muscles import BandState, SetsBand, band_state
from gymtrainer_desktop.domain.units import format_number
from gymtrainer_desktop.ui.theme import fonts
from gymtrainer_desktop.ui.theme.scheme import scheme_of
from gymtrainer_desktop.ui.theme.tokens import Scheme, Size, Space, Type, Weight
from gymtrainer_desktop.ui.widgets import paint

_TENTH = Decimal("0.1")
_STATES = {BandState.BELOW: "caution", BandState.WITHIN: "positive", BandState.ABOVE: "critical"}


class MuscleBars(QWidget):
    """One line for each muscle; a click, or Enter, asks for its weeks."""

    chosen = Signal(object)
    """A muscle was clicked; carries it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("muscleBars")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._lines: tuple[tuple[Muscle, Decimal], ...] = ()
        self._band = SetsBand()
        self._current = 0

    @property
    def lines(self) -> tuple[tuple[Muscle, Decimal], ...]:
        """Muscles and sets, as shown."""
        return self._lines

    def set_sets(self, sets: Mapping[Muscle, Decimal], band: SetsBand) -> None:
        """Show the sets of other weeks."""
        self._lines, self._band = tuple(sets.items()), band
        self._current = min(self._current, max(len(self._lines) - 1, 0))
        self.setMinimumHeight(len(self._lines) * Size.ROW_MENU + Space.L)
        self._name()
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for every line."""
        return QSize(2 * Size.CHART_HEIGHT, len(self._lines) * Size.ROW_MENU + Space.L)

    def _name(self) -> None:
        if self._lines:
            muscle, sets = self._lines[self._current]
            self.setAccessibleDescription(
                self.tr("{0}: {1} sets a week").format(muscle.value.capitalize(), _sets_text(sets))
            )

    # Events

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the lines: name, bar, sets, and the band across all of them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scheme = scheme_of(self)
        top = max([*(sets for _, sets in self._lines), Decimal(self._band.high)]) * Decimal("1.05")
        left, right = Size.COLUMN_MIN + Space.S, self.width() - Size.COLUMN_S - Space.L
        width = max(right - left, 1)
        height = len(self._lines) * Size.ROW_MENU
        low, high = (left + float(end / top) * width for end in (self._band.low, self._band.high))
        if self._lines:
            painter.fillRect(QRectF(low, 0, high - low, height), QColor(scheme.accent_soft))
        for number, (muscle, sets) in enumerate(self._lines):
            row = QRectF(0, number * Size.ROW_MENU, self.width(), Size.ROW_MENU)
            self._paint_line(painter, row, scheme, muscle, sets, (left, float(sets / top) * width, right))
            if self.hasFocus() and number == self._current:
                paint.focus_ring(painter, row, scheme, 0)

    def _paint_line(
        self,
        painter: QPainter,
        row: QRectF,
        scheme: Scheme,
        muscle: Muscle,
        sets: Decimal,
        places: tuple[float, float, float],
    ) -> None:
        left, length, right = places
        words = row.adjusted(Space.L, 0, 0, 0)
        words.setRight(left - Space.S)
        align = Qt.AlignmentFlag.AlignLeft
        paint.elided(painter, words, muscle.value.capitalize(), fonts.font(), scheme.text, align)
        painter.setPen(Qt.PenStyle.NoPen)
        token = _STATES.get(band_state(sets, self._band, muscle), "text_muted")
        painter.setBrush(QColor(scheme.series[0]))
        bar = QRectF(left, row.center().y() - Size.BAR / 2, max(length, Size.BAR), Size.BAR)
        painter.drawRoundedRect(bar, Size.BAR_RADIUS, Size.BAR_RADIUS)
        figure = QRectF(right, row.top(), row.right() - right - Space.L, row.height())
        font = fonts.font(Type.BODY, Weight.SEMIBOLD, tabular=True)
        used = paint.elided(painter, figure, _sets_text(sets), font, scheme.text, Qt.AlignmentFlag.AlignRight)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(scheme.color(token)))
        dot = QRectF(
            figure.right() - used - Space.S - Size.DOT, row.center().y() - Size.DOT / 2, Size.DOT, Size.DOT
        )
        painter.drawEllipse(dot)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Ask for the weeks of the muscle below the pointer."""
        number = int(event.position().y()) // Size.ROW_MENU
        if 0 <= number < len(self._lines):
            self._current = number
            self.chosen.emit(self._lines[number][0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down go from muscle to muscle, Enter asks for its weeks."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is not None and 0 <= self._current + step < len(self._lines):
            self._current += step
            self._name()
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._lines:
            self.chosen.emit(self._lines[self._current][0])
        else:
            super().keyPressEvent(event)


def _sets_text(sets: Decimal) -> str:
    return format_number(sets.quantize(_TENTH))
