"""Choices side by side: filters with counts, ranges of a chart, difficulty, and the tabs of a page."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from gymtrainer_desktop.ui.theme import fonts
from gymtrainer_desktop.ui.theme.scheme import scheme_of
from gymtrainer_desktop.ui.theme.tokens import Radius, Scheme, Size, Space, Type, Weight
from gymtrainer_desktop.ui.widgets import paint


@dataclass(frozen=True, slots=True)
class Segment:
    """A choice: what names it, its word, and a quiet count beside it (None for none)."""

    key: str
    text: str
    count: int | None = None
    is_urgent: bool = False
    """Paint the count as a filled badge (unread messages in a tab)."""


class _Choices(QWidget):
    """Keyboard, mouse and state of a row of choices."""

    chosen = Signal(str)
    """Somebody chose; carries the key. Not emitted by `set_current`."""

    def __init__(self, segments: Iterable[Segment], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._segments = tuple(segments)
        self._current = self._segments[0].key if self._segments else ""
        self._hovered = -1
        self._shows_focus = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    @property
    def current(self) -> str:
        """Key of the choice made."""
        return self._current

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The choices."""
        return self._segments

    def set_current(self, key: str) -> None:
        """Show a choice as made, without telling anybody."""
        self._current = key
        self._name()
        self.update()

    def set_segments(self, segments: Iterable[Segment]) -> None:
        """Offer other choices; the one made stays if it is among them."""
        self._segments = tuple(segments)
        if self._segments and self._current not in {segment.key for segment in self._segments}:
            self._current = self._segments[0].key
        self._name()
        self.updateGeometry()
        self.update()

    def set_counts(self, counts: dict[str, int | None]) -> None:
        """Change counts by key."""
        self.set_segments(
            Segment(s.key, s.text, counts.get(s.key, s.count), s.is_urgent) for s in self._segments
        )

    def choose(self, key: str) -> None:
        """Make a choice as a click would."""
        if key != self._current:
            self.set_current(key)
            self.chosen.emit(key)

    def rect_of(self, key: str) -> QRectF:
        """Return where a choice is painted."""
        place = next(place for place, segment in enumerate(self._segments) if segment.key == key)
        return self._rects()[place]

    def _rects(self) -> list[QRectF]:
        raise AssertionError("a row of choices says where they are")

    def _name(self) -> None:
        text = next((segment.text for segment in self._segments if segment.key == self._current), "")
        self.setAccessibleDescription(text)

    def _at(self, event: QMouseEvent) -> int:
        where = event.position()
        return next((place for place, rect in enumerate(self._rects()) if rect.contains(where)), -1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose."""
        if event.button() == Qt.MouseButton.LeftButton and (place := self._at(event)) >= 0:
            self.choose(self._segments[place].key)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up what is below the pointer."""
        place = self._at(event)
        if place != self._hovered:
            self._hovered = place
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is below the pointer."""
        self._hovered = -1
        self.update()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Home and End choose."""
        keys = [segment.key for segment in self._segments]
        if self._current not in keys:
            place = -1
        else:
            place = keys.index(self._current)
        target = {
            Qt.Key.Key_Left: place - 1,
            Qt.Key.Key_Right: place + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(keys) - 1,
        }.get(Qt.Key(event.key()))
        if target is None:
            super().keyPressEvent(event)
        elif 0 <= target < len(keys):
            self.choose(keys[target])


class Segmented(_Choices):
    """Choices in one outlined box, the one made on `accent_soft`."""

    def __init__(
        self, segments: Iterable[Segment], parent: QWidget | None = None, *, height: int = Size.CONTROL
    ) -> None:
        super().__init__(segments, parent)
        self._height = height
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the width of all words."""
        return QSize(sum(self._widths()), self._height)

    def minimumSizeHint(self) -> QSize:
        """The words cannot shrink."""
        return self.sizeHint()

    def _widths(self) -> list[int]:
        bold = QFontMetrics(fonts.font(Type.BODY, Weight.SEMIBOLD))
        plain = QFontMetrics(fonts.font(tabular=True))
        return [
            bold.horizontalAdvance(segment.text)
            + (0 if segment.count is None else Space.XS + 2 + plain.horizontalAdvance(str(segment.count)))
            + 2 * (Space.M + 2)
            for segment in self._segments
        ]

    def _rects(self) -> list[QRectF]:
        rects, left = [], 0
        for width in self._widths():
            rects.append(QRectF(left, 0, width, self.height()))
            left += width
        return rects

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the box."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scheme = scheme_of(self)
        rects = self._rects()
        box = QRectF(0, 0, rects[-1].right() if rects else 0, self.height()).adjusted(0.5, 0.5, -0.5, -0.5)
        path = QPainterPath()
        path.addRoundedRect(box, Radius.CONTROL, Radius.CONTROL)
        painter.fillPath(path, QColor(scheme.surface))
        for place, (segment, rect) in enumerate(zip(self._segments, rects, strict=True)):
            is_current = segment.key == self._current
            painter.save()
            painter.setClipPath(path)
            if is_current or place == self._hovered:
                painter.fillRect(rect, QColor(scheme.accent_soft if is_current else scheme.hover))
            if place:
                painter.fillRect(QRectF(rect.left(), 0, Size.BORDER, rect.height()), QColor(scheme.line))
            painter.restore()
            self._paint_words(painter, segment, rect, scheme, is_current)
        painter.setPen(QPen(QColor(scheme.line), Size.BORDER))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)
        if self.hasFocus():
            paint.focus_ring(painter, QRectF(self.rect()), scheme, Radius.CONTROL)

    def _paint_words(
        self, painter: QPainter, segment: Segment, rect: QRectF, scheme: Scheme, is_current: bool
    ) -> None:
        font = fonts.font(Type.BODY, Weight.SEMIBOLD if is_current else Weight.MEDIUM)
        color = scheme.accent if is_current else scheme.text_muted
        if segment.count is None:
            paint.elided(painter, rect, segment.text, font, color, Qt.AlignmentFlag.AlignHCenter)
            return
        inner = rect.adjusted(Space.M + 2, 0, 0, 0)
        used = paint.elided(painter, inner, segment.text, font, color, Qt.AlignmentFlag.AlignLeft)
        inner.setLeft(inner.left() + used + Space.XS + 2)
        paint.elided(
            painter, inner, str(segment.count), fonts.font(tabular=True), color, Qt.AlignmentFlag.AlignLeft
        )


class DifficultyPicker(_Choices):
    """How hard it felt, from 1 (very easy) to 5 (all I had)."""

    rated = Signal(int)

    def __init__(self, parent: QWidget | None = None, *, height: int = Size.DIFFICULTY) -> None:
        words = (
            self.tr("Very easy"),
            self.tr("Easy"),
            self.tr("Just right"),
            self.tr("Hard"),
            self.tr("All I had"),
        )
        super().__init__((Segment(str(place), word) for place, word in enumerate(words, start=1)), parent)
        self._current = ""
        self.setFixedHeight(height)
        self.setAccessibleName(self.tr("Difficulty"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.chosen.connect(lambda key: self.rated.emit(int(key)))

    @property
    def rating(self) -> int | None:
        """The choice, None before one was made."""
        return int(self._current) if self._current else None

    def set_rating(self, rating: int | None) -> None:
        """Show a rating, or none."""
        self.set_current("" if rating is None else str(rating))

    def sizeHint(self) -> QSize:
        """Return the width at which every word fits."""
        widest = max(
            QFontMetrics(fonts.font(Type.SECONDARY)).horizontalAdvance(s.text) for s in self._segments
        )
        return QSize((widest + 2 * Space.S) * len(self._segments), self.height())

    def minimumSizeHint(self) -> QSize:
        """The words cannot shrink."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits choose, too."""
        if event.text() in {segment.key for segment in self._segments}:
            self.choose(event.text())
        else:
            super().keyPressEvent(event)

    def _rects(self) -> list[QRectF]:
        width = self.width() / len(self._segments)
        return [QRectF(place * width, 0, width, self.height()) for place in range(len(self._segments))]

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint five boxes, a figure and a word in each."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scheme = scheme_of(self)
        path = QPainterPath()
        path.addRoundedRect(
            QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), Radius.CONTROL, Radius.CONTROL
        )
        painter.fillPath(path, QColor(scheme.surface))
        middle = Qt.AlignmentFlag.AlignHCenter
        for place, (segment, rect) in enumerate(zip(self._segments, self._rects(), strict=True)):
            is_current = segment.key == self._current
            painter.save()
            painter.setClipPath(path)
            if is_current or place == self._hovered:
                painter.fillRect(rect, QColor(scheme.accent_soft if is_current else scheme.hover))
            if place:
                painter.fillRect(QRectF(rect.left(), 0, Size.BORDER, rect.height()), QColor(scheme.line))
            painter.restore()
            center = rect.center().y()
            upper = QRectF(
                rect.left(), center - Space.L - Size.CURSOR_GAP, rect.width(), Space.L + Size.CURSOR_GAP
            )
            lower = QRectF(rect.left(), center, rect.width(), Space.L)
            figure = fonts.font(Type.BODY, Weight.SEMIBOLD)
            word = fonts.font(Type.SECONDARY, Weight.MEDIUM if is_current else Weight.REGULAR)
            paint.elided(
                painter, upper, segment.key, figure, scheme.accent if is_current else scheme.text, middle
            )
            paint.elided(
                painter, lower, segment.text, word, scheme.accent if is_current else scheme.text_muted, middle
            )
        painter.setPen(QPen(QColor(scheme.line_strong), Size.BORDER))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)
        if self.hasFocus():
            paint.focus_ring(painter, QRectF(self.rect()), scheme, Radius.CONTROL)


class Tabs(_Choices):
    """Words in a row, the current one underlined; with counts, or badges for what is unread."""

    def __init__(self, segments: Iterable[Segment], parent: QWidget | None = None) -> None:
        super().__init__(segments, parent)
        self.setFixedHeight(Size.TAB)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the width of all words and the gaps between them."""
        rects = self._rects()
        return QSize(round(rects[-1].right()) if rects else 0, Size.TAB)

    def minimumSizeHint(self) -> QSize:
        """The words cannot shrink."""
        return self.sizeHint()

    def _rects(self) -> list[QRectF]:
        rects, left = [], 0.0
        for segment in self._segments:
            width = self._word(segment) + self._count_width(segment)
            rects.append(QRectF(left, 0, width, Size.TAB))
            left += width + Space.XL
        return rects

    def _word(self, segment: Segment) -> float:
        # Whole pixels: a fraction short, and the word would be elided.
        width = QFontMetricsF(fonts.font(Type.BODY, Weight.SEMIBOLD)).horizontalAdvance(segment.text)
        return math.ceil(width) + 1

    def _count_width(self, segment: Segment) -> float:
        if not segment.count:
            return 0
        digits = QFontMetrics(fonts.font(Type.SECONDARY)).horizontalAdvance(str(segment.count))
        return Space.XS + 2 + (max(Size.BADGE, digits + Space.S) if segment.is_urgent else digits)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint words, counts and the line below the current one."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scheme = scheme_of(self)
        left = Qt.AlignmentFlag.AlignLeft
        for place, (segment, rect) in enumerate(zip(self._segments, self._rects(), strict=True)):
            is_current = segment.key == self._current
            if is_current and self.hasFocus():
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(scheme.accent_soft))
                painter.drawRoundedRect(rect.adjusted(0, Space.S, 0, 0), Space.XS, Space.XS)
            font = fonts.font(Type.BODY, Weight.SEMIBOLD if is_current else Weight.MEDIUM)
            color = scheme.text if is_current or place == self._hovered else scheme.text_muted
            paint.elided(painter, rect, segment.text, font, color, left)
            if segment.count:
                beside = QRectF(rect)
                beside.setLeft(rect.left() + self._word(segment) + Space.XS + 2)
                self._paint_count(painter, beside, segment, scheme)
            if is_current:
                line = QRectF(rect.left(), rect.bottom() - Size.TAB_LINE, rect.width(), Size.TAB_LINE)
                painter.fillRect(line, QColor(scheme.accent))

    def _paint_count(self, painter: QPainter, rect: QRectF, segment: Segment, scheme: Scheme) -> None:
        font = fonts.font(Type.SECONDARY, Weight.SEMIBOLD if segment.is_urgent else Weight.REGULAR)
        text = str(segment.count)
        if not segment.is_urgent:
            paint.elided(painter, rect, text, font, scheme.text_muted, Qt.AlignmentFlag.AlignLeft)
            return
        disc = QRectF(rect.left(), rect.center().y() - Size.BADGE / 2, rect.width(), Size.BADGE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(scheme.accent))
        painter.drawRoundedRect(disc, Size.BADGE / 2, Size.BADGE / 2)
        paint.elided(painter, disc, text, font, scheme.on_accent, Qt.AlignmentFlag.AlignHCenter)
