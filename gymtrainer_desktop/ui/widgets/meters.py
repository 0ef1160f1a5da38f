"""Bars and rings with their figures: capacity, compliance, progress."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gymtrainer_desktop.ui.theme import fonts
from gymtrainer_desktop.ui.theme.scheme import scheme_of
from gymtrainer_desktop.ui.theme.tokens import Size, Space, Type, Weight
from gymtrainer_desktop.ui.widgets import paint
from gymtrainer_desktop.ui.widgets.delegates import percent


class CapacityBar(QWidget):
    """A trainer's clients against the limit: a bar and "12/15" beside it."""

    def __init__(self, active: int = 0, limit: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_capacity(active, limit)

    def set_capacity(self, active: int, limit: int) -> None:
        """Show other figures."""
        self._active, self._limit = active, limit
        self.setAccessibleName(self.tr("{0} of {1} places taken").format(active, limit))
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for a bar and the figures."""
        return QSize(2 * Size.BAR_MIN_WIDTH + self._figures(), Space.L + Space.XS)

    def minimumSizeHint(self) -> QSize:
        """Return room for a short bar and the figures."""
        return QSize(Size.BAR_MIN_WIDTH + self._figures(), Space.L + Space.XS)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint bar and figures."""
        painter = QPainter(self)
        scheme = scheme_of(self)
        area = QRectF(self.rect())
        shape = QRectF(0, area.center().y() - Size.BAR / 2, area.width() - self._figures(), Size.BAR)
        paint.capacity(painter, shape, scheme, self._active, self._limit)
        text = f"{self._active}/{self._limit}"
        font = fonts.font(tabular=True)
        paint.elided(painter, area, text, font, scheme.text, Qt.AlignmentFlag.AlignRight)

    def _figures(self) -> int:
        return QFontMetrics(fonts.font(tabular=True)).horizontalAdvance("000/00") + Space.M


class ProgressBar(QWidget):
    """A bar filled to a share, in the colour of a token."""

    def __init__(self, share: float = 0.0, token: str = "positive", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share, self._token = share, token
        self.setFixedHeight(Size.BAR)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_share(self, share: float, token: str = "") -> None:
        """Fill to another share (0 to 1), optionally in another token."""
        self._share, self._token = share, token or self._token
        self.setAccessibleDescription(percent(share))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bar."""
        scheme = scheme_of(self)
        painter = QPainter(self)
        paint.bar(painter, QRectF(self.rect()), scheme.track, scheme.color(self._token), self._share)


class Sparkline(QWidget):
    """A small line through a few values, with a dot on the last."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: tuple[float, ...] = ()
        self.setFixedSize(Size.SPARK_WIDTH, Size.SPARK_HEIGHT)

    @property
    def values(self) -> tuple[float, ...]:
        """The values shown, oldest first."""
        return self._values

    def set_values(self, values: tuple[float, ...], words: str = "") -> None:
        """Show other values, oldest first; `words` say what they are."""
        self._values = values
        self.setToolTip(words)
        self.setAccessibleName(words)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line."""
        paint.sparkline(QPainter(self), QRectF(self.rect()), scheme_of(self), self._values)


class ComplianceRing(QWidget):
    """A compliance: "85 %" and a ring, or "—" when nothing was due."""

    def __init__(
        self, share: float | None = None, diameter: int = Size.RING, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._diameter = diameter
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_share(share)

    def set_share(self, share: float | None) -> None:
        """Show another share (0 to 1), None when nothing was due."""
        self._share = share
        self.setAccessibleName(self.tr("Compliance {0}").format(percent(share)))
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for the words and the ring."""
        words = QFontMetrics(fonts.font(tabular=True)).horizontalAdvance("100 %")
        # One pixel more: whole pixels may be a fraction short, and the words would be elided.
        return QSize(words + 1 + Space.S + self._diameter, self._diameter)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint words and ring."""
        painter = QPainter(self)
        scheme = scheme_of(self)
        area = QRectF(self.rect())
        font = fonts.font(tabular=True)
        tone = scheme.text_muted if self._share is None else scheme.text
        words = percent(self._share)
        paint.elided(painter, area, words, font, tone, Qt.AlignmentFlag.AlignLeft)
        if self._share is not None:
            left = area.left() + QFontMetrics(font).horizontalAdvance(words) + 1 + Space.S
            top = area.center().y() - self._diameter / 2
            shape = QRectF(left, top, self._diameter, self._diameter)
            paint.compliance(painter, shape, scheme, self._share, Size.RING_SMALL_STROKE)


class TimerRing(QWidget):
    """A large ring with a figure and quiet words in its middle, for the rest between sets."""

    def __init__(self, diameter: int = Size.TIMER_RING, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(diameter, diameter)
        self._share, self._figure, self._words = 0.0, "", ""

    def set_state(self, share: float, figure: str, words: str = "") -> None:
        """Fill the ring to a share (0 to 1) and write into it."""
        self._share, self._figure, self._words = share, figure, words
        self.setAccessibleName(f"{figure} {words}".strip())
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ring, figure and words."""
        painter = QPainter(self)
        scheme = scheme_of(self)
        area = QRectF(self.rect())
        paint.ring(painter, area, scheme.track, scheme.accent, self._share, Space.S)
        line = area.height() / 2
        upper = QRectF(area.left(), area.center().y() - line * 0.36, area.width(), Type.FIGURE + Space.S)
        font = fonts.font(Type.FIGURE, Weight.SEMIBOLD, tabular=True)
        paint.elided(painter, upper, self._figure, font, scheme.text, Qt.AlignmentFlag.AlignHCenter)
        lower = QRectF(area.left(), upper.bottom(), area.width(), Space.L + Space.XS)
        paint.elided(
            painter,
            lower,
            self._words,
            fonts.font(Type.SECONDARY),
            scheme.text_muted,
            Qt.AlignmentFlag.AlignHCenter,
        )
