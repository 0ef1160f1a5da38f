"""The weeks of a plan in a row: how much each asks for, which are deload weeks, and which one is shown."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QMenu, QScrollArea, QToolTip, QWidget

from gymtrainer_desktop.ui.theme import fonts, icons
from gymtrainer_desktop.ui.theme.scheme import scheme_of
from gymtrainer_desktop.ui.theme.tokens import Radius, Scheme, Size, Space, Type, Weight
from gymtrainer_desktop.ui.trainer.plan.week_figures import WeekFigures
from gymtrainer_desktop.ui.trainer.words import days_text

_LEAST_CHANGE = 0.0005
_TOP, _BOTTOM = 0.38, 0.6
"""Between which shares of its height the line runs."""


class WeekStrip(QScrollArea):
    """A cell per week, as wide as there is room, scrolling where there are many.

    Arrow keys, Home and End show another week; the menu of a week makes it a deload week or a normal one.
    """

    week_chosen = Signal(int)
    """Another week is shown; carries its number."""
    deload_toggled = Signal(int)
    """A week should become a deload week, or a normal one again; carries its number."""
    settings_requested = Signal()
    """How much less deload weeks ask for should be set."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("weekStrip")
        self.setProperty("kind", "card")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFixedHeight(Size.WEEK_STRIP)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.cells = _Cells()
        self.setWidget(self.cells)
        self.cells.chosen.connect(self._on_chosen)
        self.cells.deload_toggled.connect(self.deload_toggled)
        self.cells.settings_requested.connect(self.settings_requested)

    @property
    def weeks(self) -> tuple[WeekFigures, ...]:
        """The weeks shown."""
        return self.cells.weeks

    @property
    def chosen(self) -> int:
        """Number of the week whose targets are shown."""
        return self.cells.chosen_week

    def set_weeks(self, weeks: Sequence[WeekFigures]) -> None:
        """Show other weeks; the one chosen stays if it is still there."""
        self.cells.set_weeks(tuple(weeks))

    def choose(self, number: int) -> None:
        """Show another week, without telling anybody."""
        self.cells.choose(number)
        self._scroll_to(number)

    def show_week(self, number: int) -> None:
        """Show another week, and tell; the nearest one there is."""
        self.cells.go(min(max(number, 1), max(len(self.weeks), 1)))

    def step(self, weeks: int) -> None:
        """Show a week before or after."""
        self.cells.go(self.chosen + weeks)

    def focus_weeks(self) -> None:
        """Put the keyboard on the weeks."""
        self.cells.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def toggle_chosen(self) -> None:
        """Make the week shown a deload week, or a normal one again."""
        if self.weeks:
            self.deload_toggled.emit(self.chosen)

    def words_of(self, week: WeekFigures) -> str:
        """Return what stands below a week."""
        return self.cells.words_of(week)

    def menu(self, number: int) -> QMenu:
        """Return what can be done with a week."""
        return self.cells.menu(number)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the chosen week in sight."""
        super().resizeEvent(event)
        self._scroll_to(self.chosen)

    def _on_chosen(self, number: int) -> None:
        self._scroll_to(number)
        self.week_chosen.emit(number)

    def _scroll_to(self, number: int) -> None:
        cell = self.cells.cell(number)
        self.ensureVisible(round(cell.center().x()), 0, round(cell.width()), 0)


class _Cells(QWidget):
    chosen = Signal(int)
    deload_toggled = Signal(int)
    settings_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("weekCells")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.weeks: tuple[WeekFigures, ...] = ()
        self.has_dates = True
        """Whether they are weeks of the calendar; those of a template are not."""
        self.chosen_week = 1
        self._hovered = 0

    def set_weeks(self, weeks: tuple[WeekFigures, ...]) -> None:
        if weeks == self.weeks:
            return
        self.weeks = weeks
        self.chosen_week = min(max(self.chosen_week, 1), max(len(weeks), 1))
        self.setMinimumWidth(len(weeks) * Size.WEEK_CELL)
        self._name()
        self.update()

    def choose(self, number: int) -> None:
        self.chosen_week = min(max(number, 1), max(len(self.weeks), 1))
        self._name()
        self.update()

    def words_of(self, week: WeekFigures) -> str:
        if week.is_deload:
            return self.tr("Deload")
        if week.number == 1:
            return self.tr("Start")
        if abs(week.change) < _LEAST_CHANGE:
            return "—"
        return f"{'+' if week.change > 0 else '−'}{abs(week.change) * 100:.1f} %".replace(".0 %", " %")

    def told(self, week: WeekFigures) -> str:
        """All about a week, for the tool tip and for screen readers."""
        words = [self.tr("Week {0} of {1}").format(week.number, len(self.weeks))]
        if self.has_dates:
            words.append(days_text(week.first, week.last))
        if week.is_current:
            words.append(self.tr("this week"))
        if week.is_deload:
            words.append(self.tr("deload"))
        elif week.number > 1 and abs(week.change) >= _LEAST_CHANGE:
            words.append(self.tr("planned volume {0}").format(self.words_of(week)))
        return ", ".join(words)

    def menu(self, number: int) -> QMenu:
        menu = QMenu(self)
        toggle = menu.addAction(self.tr("Deload week") + "\tD")
        toggle.setCheckable(True)
        toggle.setChecked(self.weeks[number - 1].is_deload)
        toggle.triggered.connect(lambda: self.deload_toggled.emit(number))
        settings = menu.addAction(self.tr("How much less…"))
        settings.triggered.connect(self.settings_requested)
        return menu

    def cell(self, number: int) -> QRectF:
        width = self.width() / max(len(self.weeks), 1)
        return QRectF((number - 1) * width, 0, width, self.height())

    def sizeHint(self) -> QSize:
        return QSize(len(self.weeks) * Size.WEEK_CELL, Size.WEEK_STRIP)

    # Keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: self.chosen_week - 1,
            Qt.Key.Key_Right: self.chosen_week + 1,
            Qt.Key.Key_Home: 1,
            Qt.Key.Key_End: len(self.weeks),
        }
        key = Qt.Key(event.key())
        if key in steps:
            self.go(steps[key])
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if (number := self._at(event.position())) and event.button() == Qt.MouseButton.LeftButton:
            self.go(number)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(0)
        super().leaveEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        number = self.chosen_week if by_key else self._at(QPointF(event.pos()))
        if number and self.weeks:
            below = self.mapToGlobal(self.cell(number).center().toPoint())
            self.menu(number).popup(below if by_key else event.globalPos())

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            if number := self._at(QPointF(event.pos())):
                QToolTip.showText(event.globalPos(), self.told(self.weeks[number - 1]), self)
            return True
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        return super().event(event)

    def go(self, number: int) -> None:
        if 1 <= number <= len(self.weeks) and number != self.chosen_week:
            self.choose(number)
            self.chosen.emit(number)

    def _at(self, position: QPointF) -> int:
        if not self.weeks or not 0 <= position.x() < self.width():
            return 0
        return min(int(position.x() * len(self.weeks) / self.width()) + 1, len(self.weeks))

    def _hover(self, number: int) -> None:
        if number != self._hovered:
            self._hovered = number
            self.update()

    def _name(self) -> None:
        if self.weeks:
            self.setAccessibleName(self.told(self.weeks[self.chosen_week - 1]))

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.weeks:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scheme = scheme_of(self)
        area = QRectF(event.rect())
        shown = [week for week in self.weeks if self.cell(week.number).intersects(area)]
        for week in shown:
            self._paint_ground(painter, scheme, week)
        dots = self._dots()
        painter.setPen(QPen(QColor(scheme.text_muted), Size.SPARK_STROKE))
        for before, after in pairwise(dots[max(shown[0].number - 2, 0) : shown[-1].number + 1]):
            painter.drawLine(before, after)
        for week in shown:
            self._paint_week(painter, scheme, week, dots[week.number - 1])

    def _dots(self) -> list[QPointF]:
        loads = [week.load for week in self.weeks]
        low, high = min(loads), max(loads)
        top, bottom = self.height() * _TOP, self.height() * _BOTTOM
        share = [(load - low) / (high - low) if high > low else 0.5 for load in loads]
        return [
            QPointF(self.cell(week.number).center().x(), bottom - (bottom - top) * share[place])
            for place, week in enumerate(self.weeks)
        ]

    def _paint_ground(self, painter: QPainter, scheme: Scheme, week: WeekFigures) -> None:
        is_chosen = week.number == self.chosen_week
        if not is_chosen and week.number != self._hovered:
            return
        inset = Space.XS
        ground = self.cell(week.number).adjusted(Space.HAIR, inset, -Space.HAIR, -inset)
        painter.setBrush(QColor(scheme.accent_soft if is_chosen else scheme.hover))
        has_ring = is_chosen and self.hasFocus()
        painter.setPen(QPen(QColor(scheme.accent), Size.FOCUS) if has_ring else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(ground, Radius.CONTROL, Radius.CONTROL)

    def _paint_week(self, painter: QPainter, scheme: Scheme, week: WeekFigures, dot: QPointF) -> None:
        cell = self.cell(week.number)
        is_chosen = week.number == self.chosen_week
        lit = scheme.accent if is_chosen or week.is_current else scheme.text_muted
        head = QRectF(cell.left(), Space.S, cell.width(), Size.CHIP)
        words = self.tr("Week {0}").format(week.number) if is_chosen else str(week.number)
        strong = is_chosen or week.is_current or week.is_over
        painter.setFont(fonts.font(Type.SECONDARY, Weight.SEMIBOLD if strong else Weight.REGULAR))
        painter.setPen(QColor(scheme.text if week.is_over and not is_chosen else lit))
        if week.is_over:
            head.translate(-Size.ICON_SMALL / 2, 0)
        painter.drawText(head, Qt.AlignmentFlag.AlignCenter, words)
        if week.is_over:
            wide = painter.fontMetrics().horizontalAdvance(words)
            tick = icons.pixmap("check", scheme.positive, Size.ICON_SMALL, self.devicePixelRatioF())
            left = head.center().x() + wide / 2 + Space.XS
            painter.drawPixmap(QPointF(left, head.center().y() - Size.ICON_SMALL / 2), tick)
        self._paint_dot(painter, scheme, week, dot)
        foot = QRectF(cell.left(), cell.bottom() - Space.S - Size.CHIP, cell.width(), Size.CHIP)
        painter.setFont(fonts.font(Type.SECONDARY, Weight.MEDIUM if week.is_deload else Weight.REGULAR))
        quiet = scheme.text if week.is_deload else scheme.text_muted
        painter.setPen(QColor(scheme.accent if is_chosen else quiet))
        painter.drawText(foot, Qt.AlignmentFlag.AlignCenter, self.words_of(week))

    def _paint_dot(self, painter: QPainter, scheme: Scheme, week: WeekFigures, dot: QPointF) -> None:
        is_now = week.is_current
        radius = Size.WEEK_DOT_CHOSEN if is_now or week.is_deload else Size.WEEK_DOT
        color = scheme.accent if is_now else scheme.text_muted
        if week.is_deload:
            painter.setPen(QPen(QColor(color), Size.SPARK_STROKE))
            painter.setBrush(QColor(scheme.surface))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(color))
        painter.drawEllipse(dot, radius, radius)
