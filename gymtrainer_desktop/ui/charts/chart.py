"""What the charts have in common: one thing of several is looked at, by pointer or by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QStackedLayout, QVBoxLayout, QWidget

from gymtrainer_desktop.ui.charts.plot import Plot
from gymtrainer_desktop.ui.theme.scheme import scheme_of
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.text import label


class Chart(QWidget):
    """A plot with a card that says more about what is looked at.

    Left and right, Home and End go from one to the next when the chart has the keyboard focus; Esc looks at
    none. A subclass draws, says which index lies below the pointer, and fills the card.

    Args:
        bottom: The horizontal axis.
        right_margin: See `Plot`.
    """

    hovered = Signal(int)
    """Another one is looked at; carries its index, -1 for none."""

    starts_at_end = False
    """Whether the keyboard begins at the last one."""

    def __init__(self, bottom: pg.AxisItem, right_margin: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hovered = -1
        self.setMinimumHeight(Size.CHART_HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._plot = Plot(bottom, right_margin)
        self._item, self._view = self._plot.item, self._plot.view
        self._empty = label("", tone="muted", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._plot)
        self._stack.addWidget(self._empty)
        self._card = PointCard(self)
        self._plot.pointed.connect(self._on_pointed)
        self._view.sigResized.connect(self._on_view_resized)
        self._scheme = scheme_of(self)
        self._sharpness = 1

    @property
    def count(self) -> int:
        """How many there are."""
        return 0

    @property
    def hovered_index(self) -> int:
        """Index of the one looked at, -1 for none."""
        return self._hovered

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(2 * Size.CHART_HEIGHT, Size.CHART_HEIGHT)

    def set_empty_text(self, text: str) -> None:
        """Say what stands there when there is nothing to draw."""
        self._empty.setText(text)

    def set_hovered(self, index: int) -> None:
        """Look at one, -1 for none, without telling anybody."""
        index = index if 0 <= index < self.count else -1
        if index != self._hovered:
            self._hovered = index
            self._show_hovered()

    @contextmanager
    def sharpened(self, sharpness: int) -> Iterator[None]:
        """Draw lines as many times as thick, for a picture that has so many times the pixels."""
        self._redraw(sharpness)
        try:
            yield
        finally:
            self._redraw(1)

    def _redraw(self, sharpness: int) -> None:
        self._sharpness = sharpness
        self._draw()
        self._show_hovered()

    # For subclasses

    def _draw(self) -> None:
        """Draw everything in the colours of `_scheme`."""

    def _show_hovered(self) -> None:
        """Show or hide the card."""

    def _index_at(self, x: float) -> int:
        """Return the index that lies nearest to a place of the horizontal axis, -1 for none."""
        return -1

    def _place_card(self) -> None:
        """Put the card beside what is looked at."""

    def _dress(self) -> None:
        """Put on the colours of the window's scheme."""
        self._scheme = scheme_of(self)
        self._plot.dress(self._scheme)
        self._draw()
        self._show_hovered()

    def _place(self, x: float, y: float) -> QPoint:
        """Return where a point of the plot is painted, in the chart's coordinates."""
        place: QPoint = self._plot.mapTo(
            self, self._plot.mapFromScene(self._view.mapViewToScene(QPointF(x, y)))
        )
        return place

    def _move_card(self, left: int, top: int) -> None:
        """Show the card near a place, within the chart."""
        size = self._card.sizeHint()
        left = min(max(left, 0), max(self.width() - size.width(), 0))
        top = min(max(top, 0), max(self.height() - size.height(), 0))
        self._card.setGeometry(left, top, size.width(), size.height())
        self._card.show()
        self._card.raise_()

    def _look_at(self, index: int) -> None:
        before = self._hovered
        self.set_hovered(index)
        if self._hovered != before:
            self.hovered.emit(self._hovered)

    # Slots and events

    def _on_pointed(self, where: QPointF) -> None:
        if self.count:
            self._look_at(
                self._index_at(self._view.mapSceneToView(self._plot.mapToScene(where.toPoint())).x())
            )

    def _on_view_resized(self) -> None:
        if self._hovered >= 0:
            self._place_card()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is below the pointer any more."""
        self._look_at(-1)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right, Home and End go from one to the next; Esc looks at none."""
        last, start = self.count - 1, self._hovered
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
        """Show where the keyboard is."""
        super().focusInEvent(event)
        if self._hovered < 0 and self.count and event.reason() != Qt.FocusReason.MouseFocusReason:
            self._look_at(self.count - 1 if self.starts_at_end else 0)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Look at nothing any more."""
        super().focusOutEvent(event)
        self._look_at(-1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words and dots that would touch are left out."""
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
