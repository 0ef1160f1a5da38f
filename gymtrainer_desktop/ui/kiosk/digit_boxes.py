"""What was typed so far: a box for each digit, or a dot for each of a PIN's."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gymtrainer_desktop.ui.theme import fonts
from gymtrainer_desktop.ui.theme.scheme import scheme_of
from gymtrainer_desktop.ui.theme.tokens import KioskSize, KioskType, Radius, Size, Space, Weight


class DigitBoxes(QWidget):
    """Boxes for a number: five, and more once there are more digits; the last twelve of a longer one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self.setFixedHeight(KioskSize.DIGIT_BOX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        """What is shown."""
        return self._text

    def set_text(self, text: str) -> None:
        """Show what was typed."""
        self._text = text
        self.setAccessibleName(self.tr("{0} digits typed").format(len(text)) if text else "")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the boxes, the one that is next with a coloured edge."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scheme = scheme_of(self)
        count = min(max(KioskSize.DIGITS, len(self._text) + 1), KioskSize.MOST_DIGITS)
        shown = self._text[-(count - 1) :] if len(self._text) >= count else self._text
        gap = KioskSize.DIGIT_GAP if count == KioskSize.DIGITS else Space.XS
        width = min((self.width() - (count - 1) * gap) / count, float(KioskSize.DIGIT_BOX))
        left = (self.width() - count * width - (count - 1) * gap) / 2
        painter.setFont(fonts.font(KioskType.SECTION, Weight.SEMIBOLD, tabular=True))
        for place in range(count):
            box = QRectF(left + place * (width + gap), 0, width, self.height())
            is_next = place == len(shown)
            stroke = Size.FOCUS if is_next else Size.BORDER
            inner = box.adjusted(stroke / 2, stroke / 2, -stroke / 2, -stroke / 2)
            painter.setBrush(QColor(scheme.surface))
            painter.setPen(QPen(QColor(scheme.accent if is_next else scheme.line), stroke))
            painter.drawRoundedRect(inner, Radius.CARD, Radius.CARD)
            if place < len(shown):
                painter.setPen(QColor(scheme.text))
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown[place])


class PinDots(QWidget):
    """A dot for each digit of a PIN; never the digits."""

    _LEAST = 4

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = 0
        self.setFixedHeight(KioskSize.DIGIT_BOX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def count(self) -> int:
        """Digits typed."""
        return self._count

    def set_count(self, count: int) -> None:
        """Show so many digits."""
        self._count = count
        self.setAccessibleName(self.tr("{0} digits typed").format(count) if count else "")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the dots."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scheme = scheme_of(self)
        count = max(self._LEAST, self._count)
        edge, gap = KioskSize.PIN_DOT, KioskSize.DIGIT_GAP
        left = (self.width() - count * edge - (count - 1) * gap) / 2
        top = (self.height() - edge) / 2
        for place in range(count):
            is_filled = place < self._count
            painter.setPen(QPen(QColor(scheme.accent if is_filled else scheme.line_strong), Size.FOCUS))
            painter.setBrush(QColor(scheme.accent) if is_filled else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QRectF(left + place * (edge + gap), top, edge, edge))
