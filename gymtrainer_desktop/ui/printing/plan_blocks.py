"""The blocks a plan's sheet is built of: headings of days and exercises, as high as a column makes them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt

from gymtrainer_desktop.ui.printing.paper import (
    UNIT,
    BoxMark,
    FrameMark,
    PaperPage,
    TextMark,
    TextStyle,
    Typesetter,
)
from gymtrainer_desktop.ui.printing.plan_sheet import PlanSheet, SheetKind, SheetLine
from gymtrainer_desktop.ui.theme.tokens import Print, SheetPrint, Weight

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
MIDDLE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter

_RATINGS = ("1", "2", "3", "4", "5")
_LONGEST = 600


@dataclass(frozen=True, slots=True)
class Block:
    """Something that stands in a column and is not broken.

    Attributes:
        height: With the room below it.
        page: Its marks, as if its corner were the page's.
        day: Number of its day in the sheet.
        is_head: Whether it is a day's heading.
    """

    height: float
    page: PaperPage
    day: int
    is_head: bool

    def place(self, page: PaperPage, at: QPointF) -> None:
        """Put it on a page."""
        page.texts.extend(replace(mark, rect=mark.rect.translated(at)) for mark in self.page.texts)
        page.boxes.extend(replace(mark, rect=mark.rect.translated(at)) for mark in self.page.boxes)
        page.frames.extend(replace(mark, rect=mark.rect.translated(at)) for mark in self.page.frames)


class BlockMaker:
    """Makes the blocks of a sheet for one size of type and one width of column.

    Args:
        setter: Measures texts.
        size: Of the type, in points.
        width: Of a column, in units.
        notes: How many characters of an exercise's notes are shown.
    """

    def __init__(self, setter: Typesetter, size: float, width: float, notes: int = _LONGEST) -> None:
        self._setter = setter
        self._width = width
        self._notes = notes
        self._em = size * UNIT
        self._day = TextStyle(size * SheetPrint.DAY_EMS, Weight.SEMIBOLD)
        self._name = TextStyle(size, Weight.SEMIBOLD)
        self._target = TextStyle(size)
        self._quiet = TextStyle(size * SheetPrint.SMALL_EMS, token="text_muted")
        self._gap = self._em * SheetPrint.LINE_GAP_EMS

    def blocks(self, sheet: PlanSheet) -> list[Block]:
        """Return the blocks of all days, in order."""
        made = []
        for number, day in enumerate(sheet.days):
            made.append(self.head(day.title, number))
            has_tags = any(line.tag for line in day.lines)
            indent = self._em * SheetPrint.TAG_EMS if has_tags else 0.0
            for line in day.lines:
                make = self._to_read if sheet.kind is SheetKind.PLAN else self._to_write
                made.append(make(line, number, indent))
        return made

    def head(self, title: str, day: int, *, is_continued: bool = False) -> Block:
        """Return the heading of a day; above it there is room, which the top of a column does not need."""
        words = QCoreApplication.translate("plan sheet", "{0}, continued").format(title)
        page = PaperPage()
        y = self._write(page, words if is_continued else title, self._day, 0.0, 0.0, self._width)
        y += self._gap / 2
        page.boxes.append(BoxMark(QRectF(0, y, self._width, Print.RULE * UNIT), "line_strong"))
        return Block(y + self._gap, page, day, True)

    # Exercises

    def _to_read(self, line: SheetLine, day: int, indent: float) -> Block:
        page = PaperPage()
        y = self._words(page, line, indent)
        if line.notes and self._notes:
            width = self._width - indent
            y = self._write(page, _cut(line.notes, self._notes), self._quiet, indent, y, width)
        return self._closed(page, y, day)

    def _to_write(self, line: SheetLine, day: int, indent: float) -> Block:
        page = PaperPage()
        y = self._words(page, line, indent) + self._gap
        y = self._boxes(page, line, y)
        line_height = self._setter.line(self._quiet)
        circle = self._em * SheetPrint.CIRCLE_EMS
        step = circle + self._em * SheetPrint.CIRCLE_GAP_EMS
        y += max(SheetPrint.NOTES_LINE * UNIT, circle)
        for place, rating in enumerate(reversed(_RATINGS)):
            spot = QRectF(self._width - circle - place * step, y - circle, circle, circle)
            page.frames.append(FrameMark(spot, "line_strong", is_round=True))
            words = QRectF(spot.left() - circle, spot.center().y() - line_height / 2, 3 * circle, line_height)
            page.texts.append(TextMark(words, rating, self._quiet, MIDDLE))
        caption = QCoreApplication.translate("plan sheet", "Notes")
        room = self._setter.width(caption, self._quiet) + self._em / 2
        self._write(page, caption, self._quiet, 0.0, y - line_height, room)
        free = self._width - room - step * len(_RATINGS) - self._em / 2
        rule = QRectF(room, y, free, Print.RULE * UNIT)
        page.boxes.append(BoxMark(rule, "line_strong"))
        return self._closed(page, y, day)

    def _words(self, page: PaperPage, line: SheetLine, indent: float) -> float:
        """Write name, target and rest; return where they end."""
        width, target = self._width - indent, line.target
        if line.tag:
            style = replace(self._name, token="accent")
            self._write(page, line.tag, style, 0.0, 0.0, indent)
        name = self._setter.width(line.name, self._name)
        if target and name + self._em + self._setter.width(target, self._target) <= width:
            y = self._write(page, line.name, self._name, indent, 0.0, name)
            self._write(page, target, self._target, indent + name, 0.0, width - name, RIGHT)
            return self._write(page, line.rest, self._quiet, indent, y, width) if line.rest else y
        y = self._write(page, line.name, self._name, indent, 0.0, width)
        if target:
            both = " · ".join(part for part in (target, line.rest) if part)
            return self._write(page, both, self._target, indent, y, width)
        return self._write(page, line.rest, self._quiet, indent, y, width) if line.rest else y

    def _boxes(self, page: PaperPage, line: SheetLine, top: float) -> float:
        gap, inset = SheetPrint.BOX_GAP * UNIT, SheetPrint.BOX_INSET * UNIT
        least, high = SheetPrint.BOX_WIDTH * UNIT, max(SheetPrint.BOX_HEIGHT * UNIT, 2 * self._em)
        in_row = max(1, min(line.boxes, int((self._width + gap) // (least + gap))))
        wide = min(max(least, self._em * SheetPrint.BOX_EMS), (self._width + gap) / in_row - gap)
        for number in range(line.boxes):
            row, place = divmod(number, in_row)
            box = QRectF(place * (wide + gap), top + row * (high + gap), wide, high)
            page.frames.append(FrameMark(box, "line_strong"))
            corner = QRectF(
                box.left() + inset, box.top(), box.width() - inset, self._setter.line(self._quiet)
            )
            page.texts.append(TextMark(corner, str(number + 1), self._quiet, LEFT))
            if line.is_counted:
                page.texts.append(TextMark(box, "×", self._quiet, MIDDLE))
        rows = -(-line.boxes // in_row)
        return top + rows * (high + gap)

    # Details

    def _write(
        self,
        page: PaperPage,
        text: str,
        style: TextStyle,
        left: float,
        top: float,
        width: float,
        align: Qt.AlignmentFlag = LEFT,
    ) -> float:
        """Write a text and return where it ends."""
        mark = mark_of(self._setter, QRectF(left, top, width, 0), text, style, align)
        page.texts.append(mark)
        return top + self._setter.height(text, style, width)

    def _closed(self, page: PaperPage, y: float, day: int) -> Block:
        y += self._gap
        page.boxes.append(BoxMark(QRectF(0, y, self._width, Print.RULE * UNIT), "line"))
        return Block(y + self._gap, page, day, False)


def mark_of(
    setter: Typesetter, rect: QRectF, text: str, style: TextStyle, align: Qt.AlignmentFlag = LEFT
) -> TextMark:
    """Return a text as high as it needs to be in the width of a rectangle."""
    high = setter.height(text, style, rect.width())
    # A hair of room: the painter rounds otherwise than who measured, and would break a line that fits.
    roomy = QRectF(rect.left(), rect.top(), rect.width(), high)
    roomy.adjust(-1 if align & Qt.AlignmentFlag.AlignRight else 0, 0, 1, 1)
    return TextMark(roomy, text, style, align | setter.wrapping(text, style, roomy.width()))


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"
