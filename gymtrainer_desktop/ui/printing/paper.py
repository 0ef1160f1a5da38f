"""Which paper a report is made for, and what is painted on a page."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QLocale, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPageLayout, QPageSize, QPainter, QPen

from gymtrainer_desktop.ui.theme.tokens import LIGHT, Print, Weight

UNIT = 20
"""Units of a layout in a point: fonts measured at twenty times their size have no rounded widths."""

_LETTER = frozenset(
    {
        QLocale.Country.UnitedStates,
        QLocale.Country.Canada,
        QLocale.Country.Mexico,
        QLocale.Country.Chile,
        QLocale.Country.Colombia,
        QLocale.Country.CostaRica,
        QLocale.Country.Guatemala,
        QLocale.Country.Panama,
        QLocale.Country.Philippines,
        QLocale.Country.PuertoRico,
        QLocale.Country.Venezuela,
    }
)


def page_size(locale: QLocale) -> QPageSize:
    """Return the paper that people use where a locale is from: Letter in the Americas' north, else A4."""
    is_letter = locale.territory() in _LETTER
    return QPageSize(QPageSize.PageSizeId.Letter if is_letter else QPageSize.PageSizeId.A4)


def page_layout(size: QPageSize, *, landscape: bool = False) -> QPageLayout:
    """Return a page, upright or lying, without margins of its own: a layout brings them along."""
    kinds = QPageLayout.Orientation
    orientation = kinds.Landscape if landscape else kinds.Portrait
    return QPageLayout(size, orientation, QMarginsF(), QPageLayout.Unit.Point)


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a text is written."""

    size: float = Print.BODY
    weight: int = Weight.REGULAR
    token: str = "text"


BODY = TextStyle()
STRONG = TextStyle(weight=Weight.SEMIBOLD)
MUTED = TextStyle(Print.SECONDARY, token="text_muted")
HEADING = TextStyle(Print.SECONDARY, Weight.SEMIBOLD, "text_muted")
SECTION = TextStyle(Print.SECTION, Weight.SEMIBOLD)
TITLE = TextStyle(Print.TITLE, Weight.SEMIBOLD)
FIGURE = TextStyle(Print.FIGURE, Weight.SEMIBOLD)


class Typesetter:
    """Measures and breaks texts in the units of a layout; for one thread.

    Args:
        base: The application's font, taken along from the GUI thread.
    """

    def __init__(self, base: QFont) -> None:
        self._base = QFont(base)
        self._fonts: dict[TextStyle, tuple[QFont, QFontMetricsF]] = {}

    def font(self, style: TextStyle) -> QFont:
        """Return the font of a style."""
        return self._made(style)[0]

    def width(self, text: str, style: TextStyle) -> float:
        """Return how wide a text is in one line."""
        return max((self._made(style)[1].horizontalAdvance(line) for line in text.split("\n")), default=0.0)

    def line(self, style: TextStyle) -> float:
        """Return the height of a line."""
        return self._made(style)[1].height()

    def height(self, text: str, style: TextStyle, width: float) -> float:
        """Return how high a text is in a width, broken where it has to be."""
        metrics = self._made(style)[1]
        if "\n" not in text and metrics.horizontalAdvance(text) <= width:
            return metrics.height()
        flags = int(self.wrapping(text, style, width))
        return max(metrics.boundingRect(QRectF(0, 0, width, 1e7), flags, text).height(), metrics.height())

    def wrapping(self, text: str, style: TextStyle, width: float) -> Qt.TextFlag:
        """Return how a text is broken: between words, or anywhere where a single word is too long."""
        metrics = self._made(style)[1]
        if any(metrics.horizontalAdvance(word) > width for word in text.split()):
            return Qt.TextFlag.TextWrapAnywhere
        return Qt.TextFlag.TextWordWrap

    def _made(self, style: TextStyle) -> tuple[QFont, QFontMetricsF]:
        if style not in self._fonts:
            font = QFont(self._base)
            font.setPixelSize(round(style.size * UNIT))
            font.setWeight(QFont.Weight(style.weight))
            font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
            _keep_letters(font)
            self._fonts[style] = (font, QFontMetricsF(font))
        return self._fonts[style]


def _keep_letters(font: QFont) -> None:
    """Write every letter as itself.

    Ligatures, forms that depend on their neighbours and figures of equal width are glyphs that belong to no
    letter: a PDF with them looks the same, but nobody can search it or copy a number from it.
    """
    for name in ("calt", "clig", "dlig", "liga", "tnum"):
        if (tag := QFont.Tag.fromString(name)) is not None:
            font.setFeature(tag, 0)


@dataclass(frozen=True, slots=True)
class TextMark:
    """A text on a page."""

    rect: QRectF
    text: str
    style: TextStyle
    flags: Qt.AlignmentFlag | Qt.TextFlag


@dataclass(frozen=True, slots=True)
class BoxMark:
    """A filled box on a page: a line, a bar."""

    rect: QRectF
    token: str


@dataclass(frozen=True, slots=True)
class FrameMark:
    """An outline on a page, for somebody to write in: a box, or with `is_round` a circle."""

    rect: QRectF
    token: str
    is_round: bool = False


@dataclass(slots=True)
class PaperPage:
    """What stands on one page.

    Attributes:
        is_landscape: Whether the paper lies: width and height are then the other way round.
    """

    texts: list[TextMark] = field(default_factory=list)
    boxes: list[BoxMark] = field(default_factory=list)
    frames: list[FrameMark] = field(default_factory=list)
    is_landscape: bool = False


@dataclass(frozen=True, slots=True)
class PaperPages:
    """Pages laid out; `size` is that of the paper standing upright, in units."""

    size: QSizeF
    pages: tuple[PaperPage, ...]
    setter: Typesetter

    def size_of(self, number: int) -> QSizeF:
        """Return the size of a page, counted from 0, as it lies or stands."""
        return self.size.transposed() if self.pages[number].is_landscape else self.size

    def paint(self, painter: QPainter, number: int, area: QRectF) -> None:
        """Paint a page, counted from 0, into an area of the device that has the page's shape."""
        page, size = self.pages[number], self.size_of(number)
        painter.save()
        painter.translate(area.topLeft())
        painter.scale(area.width() / size.width(), area.height() / size.height())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for box in page.boxes:
            painter.fillRect(box.rect, QColor(LIGHT.color(box.token)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for frame in page.frames:
            painter.setPen(QPen(QColor(LIGHT.color(frame.token)), Print.RULE * UNIT))
            if frame.is_round:
                painter.drawEllipse(frame.rect)
            else:
                painter.drawRect(frame.rect)
        for mark in page.texts:
            painter.setFont(self.setter.font(mark.style))
            painter.setPen(QColor(LIGHT.color(mark.style.token)))
            painter.drawText(mark.rect, int(mark.flags), mark.text)
        painter.restore()
