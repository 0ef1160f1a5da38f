"""The sets of an exercise, one line each; a touch on the mark of one says what kind of set it is."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from gymtrainer_desktop.domain.workouts import SetType
from gymtrainer_desktop.ui.kiosk.kiosk_words import set_line
from gymtrainer_desktop.ui.theme import fonts, icons
from gymtrainer_desktop.ui.theme.scheme import scheme_of
from gymtrainer_desktop.ui.theme.tokens import KioskSize, KioskType, Radius, Scheme, Size, Space, Weight
from gymtrainer_desktop.ui.widgets import paint
from gymtrainer_desktop.ui.widgets.logging.exercise_entry import ExerciseEntry
from gymtrainer_desktop.ui.widgets.workout_words import set_type_words


class SetList(QFrame):
    """Painted lines; where there is no room for all, those around the set being done."""

    set_touched = Signal(int)
    """Place of a set, from 0."""
    mark_touched = Signal(int)
    """Place of a set whose mark was touched."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("setList")
        self._entry: ExerciseEntry | None = None
        self._has_marks = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_entry(self, entry: ExerciseEntry | None, *, has_marks: bool = False) -> None:
        """Show the sets of an exercise.

        Args:
            entry: The exercise.
            has_marks: Whether the marks can be touched, and are drawn so.
        """
        self._entry, self._has_marks = entry, has_marks
        lines = [self._line(entry, place) for place in range(len(entry.sets))] if entry is not None else []
        self.setAccessibleName("; ".join(" ".join(line) for line in lines))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for all sets."""
        count = len(self._entry.sets) if self._entry is not None else 1
        return QSize(KioskSize.SIDE, count * KioskSize.ROW)

    def minimumSizeHint(self) -> QSize:
        """Return room for three."""
        return QSize(KioskSize.SIDE // 2, min(self.sizeHint().height(), 3 * KioskSize.ROW))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell which set was touched."""
        place = self._first + int(event.position().y() // KioskSize.ROW)
        if self._entry is None or not 0 <= place < min(len(self._entry.sets), self._first + self._fits):
            return
        if self._has_marks and event.position().x() < KioskSize.MARK_TARGET:
            self.mark_touched.emit(place)
        else:
            self.set_touched.emit(place)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the lines that fit."""
        entry = self._entry
        if entry is None or not entry.sets:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scheme = scheme_of(self)
        count = min(self._fits, len(entry.sets))
        area = QRectF(0, 0, self.width(), count * KioskSize.ROW).adjusted(0.5, 0.5, -0.5, -0.5)
        path = QPainterPath()
        path.addRoundedRect(area, Radius.CARD, Radius.CARD)
        painter.fillPath(path, QColor(scheme.surface))
        painter.save()
        painter.setClipPath(path)
        for nth in range(count):
            line = QRectF(0, nth * KioskSize.ROW, self.width(), KioskSize.ROW)
            self._paint_line(painter, line, scheme, entry, self._first + nth, has_edge=nth > 0)
        painter.restore()
        painter.setPen(QPen(QColor(scheme.line), Size.BORDER))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)

    @property
    def _fits(self) -> int:
        return max(1, self.height() // KioskSize.ROW)

    @property
    def _first(self) -> int:
        if self._entry is None or len(self._entry.sets) <= self._fits:
            return 0
        current = self._entry.current
        last = len(self._entry.sets) - self._fits
        return last if current is None else min(max(0, current - self._fits // 2), last)

    def _line(self, entry: ExerciseEntry, place: int) -> tuple[str, str]:
        one = entry.sets[place]
        if one.type is SetType.WORKING:
            return self.tr("Set {0}").format(place + 1), set_line(one, entry)
        return set_type_words(one.type), set_line(one, entry)

    def _mark(self, entry: ExerciseEntry, place: int) -> str:
        letters = {SetType.WARM_UP: self.tr("W"), SetType.DROP: self.tr("D"), SetType.FAILURE: self.tr("F")}
        return letters.get(entry.sets[place].type, str(place + 1))

    def _paint_line(
        self,
        painter: QPainter,
        line: QRectF,
        scheme: Scheme,
        entry: ExerciseEntry,
        place: int,
        *,
        has_edge: bool,
    ) -> None:
        is_done = entry.sets[place].is_done
        is_current = place == entry.current and self._has_marks
        if is_current:
            painter.fillRect(line, QColor(scheme.accent_soft))
        elif has_edge:
            painter.fillRect(QRectF(line.left(), line.top(), line.width(), Size.BORDER), QColor(scheme.line))
        tone = scheme.text if is_done or is_current else scheme.text_muted
        box = QRectF(line.left() + Space.S, line.top(), KioskSize.SET_MARK, KioskSize.SET_MARK)
        box.moveTop(line.center().y() - KioskSize.SET_MARK / 2)
        if self._has_marks:
            painter.setPen(QPen(QColor(scheme.line_strong), Size.BORDER))
            painter.setBrush(QColor(scheme.surface_raised))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), Radius.CARD, Radius.CARD)
        kind = entry.sets[place].type
        mark_font = fonts.font(KioskType.BODY, Weight.SEMIBOLD, tabular=True)
        mark_tone = tone if kind is SetType.WORKING else scheme.accent
        paint.elided(
            painter, box, self._mark(entry, place), mark_font, mark_tone, Qt.AlignmentFlag.AlignHCenter
        )
        inner = line.adjusted(KioskSize.MARK_TARGET, 0, -(Space.L + KioskSize.ICON + Space.M), 0)
        title, figures = self._line(entry, place)
        bold = Weight.SEMIBOLD if is_current else Weight.REGULAR
        used = paint.elided(
            painter, inner, title, fonts.font(KioskType.BODY, bold), tone, Qt.AlignmentFlag.AlignLeft
        )
        right = inner.adjusted(used + Space.M, 0, 0, 0)
        weight = Weight.SEMIBOLD if is_done or is_current else Weight.REGULAR
        font = fonts.font(KioskType.BODY, weight, tabular=True)
        paint.elided(painter, right, figures, font, tone, Qt.AlignmentFlag.AlignRight)
        center = QPointF(line.right() - Space.L - KioskSize.ICON / 2, line.center().y())
        if is_done:
            edge = KioskSize.ICON
            ratio = painter.device().devicePixelRatioF()
            tick = icons.pixmap("check", scheme.positive, edge, ratio, 3)
            painter.drawPixmap(center - QPointF(edge / 2, edge / 2), tick)
            return
        radius = KioskSize.DOT / 2
        painter.setPen(QPen(QColor(scheme.accent if is_current else scheme.line_strong), Size.FOCUS))
        painter.setBrush(QColor(scheme.accent) if is_current else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(center, radius, radius)
