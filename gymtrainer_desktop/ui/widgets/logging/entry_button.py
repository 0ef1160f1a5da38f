"""One exercise in the list of a workout."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gymtrainer_desktop.domain.targets import format_sets
from gymtrainer_desktop.ui.theme import fonts, icons
from gymtrainer_desktop.ui.theme.scheme import scheme_of
from gymtrainer_desktop.ui.theme.tokens import Scheme, Size, Space, Type, Weight
from gymtrainer_desktop.ui.widgets import paint
from gymtrainer_desktop.ui.widgets.line_button import LineButton
from gymtrainer_desktop.ui.widgets.logging.exercise_entry import EntryState, ExerciseEntry
from gymtrainer_desktop.ui.widgets.logging.words import sets_count_text


class EntryButton(LineButton):
    """One exercise: its number or a tick, its name, and how far it is."""

    def __init__(self, number: int, entry: ExerciseEntry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entry = entry
        self._number = number
        self._is_current = False
        self.joins_above = self.joins_below = False
        self.setFixedHeight(Size.ROW_CLIENT)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def words(self) -> str:
        """How far the exercise is."""
        entry = self.entry
        done, count = len(entry.done), len(entry.sets)
        match entry.state:
            case EntryState.LOGGED if entry.is_waiting:
                return self.tr("Saved here, {0}").format(sets_count_text(done))
            case EntryState.LOGGED:
                return self.tr("Saved, {0}").format(sets_count_text(done))
            case EntryState.SENDING:
                return self.tr("Saving…")
            case EntryState.UNSENT:
                return self.tr("Not saved yet")
            case EntryState.SKIPPED:
                reason = entry.skip.reason if entry.skip is not None else ""
                return self.tr("Skipped: {0}").format(reason) if reason else self.tr("Skipped")
        if done:
            return self.tr("{0} of {1} sets done").format(done, count)
        planned = entry.planned
        sets = format_sets(planned.sets, planned.reps) if planned else ""
        return " · ".join(filter(None, (sets, entry.weight_words))) or self.tr("Not in the plan")

    def set_current(self, current: bool) -> None:
        """Light it up as the exercise in the middle of the page."""
        self._is_current = current
        self.setAccessibleName(f"{self.entry.mark} {self.entry.name}, {self.words}".strip())
        self.setToolTip(self.entry.name)
        self.update()

    def sizeHint(self) -> QSize:
        """Return a fixed height; the list decides the width."""
        return QSize(Size.LOG_LIST, Size.ROW_CLIENT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scheme = scheme_of(self)
        area = QRectF(self.rect())
        if self._is_current or self.underMouse():
            painter.fillRect(self.rect(), QColor(scheme.accent_soft if self._is_current else scheme.hover))
        painter.fillRect(QRectF(0, 0, area.width(), Size.BORDER), QColor(scheme.line))
        disc = QRectF(Space.L, area.center().y() - Size.STATE_DISC / 2, Size.STATE_DISC, Size.STATE_DISC)
        self._paint_bond(painter, disc, scheme)
        self._paint_disc(painter, disc, scheme)
        words = area.adjusted(disc.right() + Space.M, 0, -Space.M, 0)
        half = Space.L + Space.HAIR
        upper = QRectF(words.left(), area.center().y() - half - 1, words.width(), half)
        lower = QRectF(words.left(), area.center().y() + 1, words.width(), half)
        left = Qt.AlignmentFlag.AlignLeft
        name = fonts.font(Type.BODY, Weight.SEMIBOLD if self._is_current else Weight.MEDIUM)
        is_skipped = self.entry.state is EntryState.SKIPPED
        color = scheme.text_muted if is_skipped else scheme.text
        paint.elided(painter, upper, self.entry.name, name, color, left)
        is_unsent = self.entry.state is EntryState.UNSENT
        tone = scheme.critical if is_unsent else scheme.text_muted
        paint.elided(painter, lower, self.words, fonts.font(Type.SECONDARY), tone, left)
        if self.hasFocus():
            paint.focus_ring(painter, area, scheme, 0)

    def _paint_bond(self, painter: QPainter, disc: QRectF, scheme: Scheme) -> None:
        """Join the discs of a superset by a line."""
        area, middle = QRectF(self.rect()), disc.center()
        painter.setPen(QPen(QColor(scheme.line_strong), Size.DAY_STROKE))
        if self.joins_above:
            painter.drawLine(QPointF(middle.x(), area.top()), QPointF(middle.x(), disc.top()))
        if self.joins_below:
            painter.drawLine(QPointF(middle.x(), disc.bottom()), QPointF(middle.x(), area.bottom()))

    def _paint_disc(self, painter: QPainter, disc: QRectF, scheme: Scheme) -> None:
        state = self.entry.state
        icon = {
            EntryState.LOGGED: "check",
            EntryState.UNSENT: "triangle-alert",
            EntryState.SKIPPED: "skip-forward",
        }.get(state)
        if state is EntryState.LOGGED:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(scheme.positive))
            painter.drawEllipse(disc)
        elif state is not EntryState.UNSENT:
            edge = scheme.accent if self._is_current else scheme.line
            width = Size.DAY_STROKE if self._is_current else Size.BORDER
            painter.setPen(QPen(QColor(edge), width))
            painter.setBrush(QColor(scheme.surface))
            inset = width / 2
            painter.drawEllipse(disc.adjusted(inset, inset, -inset, -inset))
        if icon is not None:
            colors = {EntryState.LOGGED: scheme.surface, EntryState.UNSENT: scheme.critical}
            color = colors.get(state, scheme.text_muted)
            edge_of_icon = Size.ICON_LARGE if state is EntryState.UNSENT else Size.ICON_SMALL
            picture = icons.pixmap(icon, color, edge_of_icon, self.devicePixelRatioF())
            half = edge_of_icon / 2
            painter.drawPixmap(round(disc.center().x() - half), round(disc.center().y() - half), picture)
            return
        color = scheme.accent if self._is_current else scheme.text_muted
        font = fonts.font(Type.BODY, Weight.SEMIBOLD)
        number = self.entry.mark or str(self._number)
        paint.elided(painter, disc, number, font, color, Qt.AlignmentFlag.AlignHCenter)
