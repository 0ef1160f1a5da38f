"""Lays each sheet of a plan out on exactly one page: smaller type first, then more columns, then notes go.

What does not fit even so is left out from the end, and the page says how much it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSizeF
from PySide6.QtGui import QFont, QPageSize

from gymtrainer_desktop.ui.printing.paper import (
    UNIT,
    BoxMark,
    PaperPage,
    PaperPages,
    TextStyle,
    Typesetter,
)
from gymtrainer_desktop.ui.printing.plan_blocks import RIGHT, Block, BlockMaker, mark_of
from gymtrainer_desktop.ui.printing.plan_sheet import PlanSheet, SheetKind
from gymtrainer_desktop.ui.theme.tokens import Print, SheetPrint, Weight

_NOTES = (600, 160, 60, 0)
_HALVINGS = 12


@dataclass(frozen=True, slots=True)
class PlanPages:
    """Sheets laid out.

    Attributes:
        left_out: How many exercises did not fit, over all pages.
        is_shortened: Whether notes were shortened or left out to make room.
        smallest: Smallest size of type, in points.
    """

    pages: PaperPages
    left_out: int
    is_shortened: bool
    smallest: float


@dataclass(frozen=True, slots=True)
class _Shape:
    """A way to use the paper."""

    is_landscape: bool
    columns: int


@dataclass(frozen=True, slots=True)
class _Fit:
    """Blocks in columns: each with its column and how far down it is.

    Attributes:
        left_out: Blocks of exercises that found no place.
        is_broken: Whether a day may go on in the next column.
    """

    size: float
    shape: _Shape
    notes: int
    placed: tuple[tuple[int, float, Block], ...]
    left_out: int
    is_broken: bool


def lay_out_plan(sheets: Sequence[PlanSheet], size: QPageSize, font: QFont) -> PlanPages:
    """Lay sheets out, a page each; needs no window and may run in a worker.

    Args:
        sheets: At least one.
        size: Of the paper.
        font: The application's.
    """
    points = size.size(QPageSize.Unit.Point)
    paper = QSizeF(points.width() * UNIT, points.height() * UNIT)
    setter = Typesetter(font)
    made = [_OnePage(sheet, paper, setter) for sheet in sheets]
    fits = [one.fit for one in made]
    return PlanPages(
        PaperPages(paper, tuple(one.page for one in made), setter),
        sum(fit.left_out for fit in fits),
        any(one.is_shortened for one in made),
        min(fit.size for fit in fits),
    )


class _OnePage:
    """The work for one sheet; `page` is what comes of it."""

    def __init__(self, sheet: PlanSheet, paper: QSizeF, setter: Typesetter) -> None:
        self._sheet = sheet
        self._paper = paper
        self._setter = setter
        self._margin: float = SheetPrint.MARGIN * UNIT
        lines = [line for day in sheet.days for line in day.lines if sheet.kind is SheetKind.PLAN]
        self._longest = max((len(line.notes) for line in lines), default=0)
        self._heads: dict[bool, tuple[PaperPage, float]] = {}
        self.fit = self._fitted()
        self.is_shortened = self._longest > self.fit.notes
        self.page = self._drawn()

    # Choosing

    def _fitted(self) -> _Fit:
        """Return the largest type that fits, with notes as long as the smallest type allows."""
        for notes in self._notes():
            if self._try(SheetPrint.SMALLEST, notes) is None:
                continue
            low, high = 0, round((SheetPrint.LARGEST - SheetPrint.SMALLEST) / SheetPrint.STEP)
            while low < high:
                middle = (low + high + 1) // 2
                if self._try(SheetPrint.SMALLEST + middle * SheetPrint.STEP, notes) is None:
                    high = middle - 1
                else:
                    low = middle
            fit = self._try(SheetPrint.SMALLEST + low * SheetPrint.STEP, notes)
            assert fit is not None, "it was tried before"
            return fit
        fits = [
            self._packed(SheetPrint.SMALLEST, shape, 0, 1.0, force=True)
            for shape in self._shapes(SheetPrint.SMALLEST)
        ]
        return min((fit for fit in fits if fit is not None), key=lambda fit: fit.left_out)

    def _notes(self) -> Sequence[int]:
        """Return how long notes may be, from all of them down to none."""
        return (_NOTES[0], *(length for length in _NOTES[1:] if length < self._longest))

    def _shapes(self, size: float) -> list[_Shape]:
        """Return the ways to use the paper, the pleasantest first, no column narrower than words need."""
        days = len(self._sheet.days)
        upright = [_Shape(False, 1)] if days <= 1 else []
        upright += [_Shape(False, 2), _Shape(True, 3), _Shape(False, 3)]
        shapes = [*upright, *(_Shape(True, count) for count in (2, 4, 5, 6)), _Shape(False, 4)]
        return [shape for shape in shapes if self._width(shape) >= size * SheetPrint.NARROWEST_EMS * UNIT]

    def _try(self, size: float, notes: int) -> _Fit | None:
        for shape in self._shapes(size):
            whole = self._packed(size, shape, notes, 1.0)
            if whole is not None:
                return self._balanced(whole)
        return None

    def _balanced(self, fit: _Fit) -> _Fit:
        """Return the same with columns as even as can be."""
        low, high, best = 0.0, 1.0, fit
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            found = self._packed(fit.size, fit.shape, fit.notes, middle)
            if found is None or found.is_broken is not fit.is_broken:
                low = middle
            else:
                high, best = middle, found
        return best

    # Packing

    def _packed(
        self, size: float, shape: _Shape, notes: int, share: float, *, force: bool = False
    ) -> _Fit | None:
        """Fill the columns, whole days first, broken ones where that is not enough.

        Args:
            share: How much of the height there is may be used, from 0 to 1.
            force: Leave out what does not fit.
        """
        maker = BlockMaker(self._setter, size, self._width(shape), notes)
        blocks = self._blocks(size, shape, notes, maker)
        height = self._room(shape, has_line=force) * share
        gap = size * SheetPrint.DAY_GAP_EMS * UNIT
        for breaks in (False, True):
            placed, left_out = self._flow(blocks, maker, shape.columns, height, gap, breaks=breaks)
            if not left_out or (breaks and force):
                return _Fit(size, shape, notes, tuple(placed), left_out, breaks)
        return None

    def _blocks(self, size: float, shape: _Shape, notes: int, maker: BlockMaker) -> list[list[Block]]:
        """Return the blocks of each day, measured once for a size and a shape."""
        key = (size, shape, notes)
        if self._measured is None or self._measured[0] != key:
            days: list[list[Block]] = [[] for _ in self._sheet.days]
            for block in maker.blocks(self._sheet):
                days[block.day].append(block)
            self._measured = (key, days)
        return self._measured[1]

    _measured: tuple[object, list[list[Block]]] | None = None

    def _flow(
        self,
        days: list[list[Block]],
        maker: BlockMaker,
        columns: int,
        height: float,
        gap: float,
        *,
        breaks: bool,
    ) -> tuple[list[tuple[int, float, Block]], int]:
        """Fill columns of a height; return what stands where, and how many exercises found no place."""
        placed: list[tuple[int, float, Block]] = []
        column, y = 0, 0.0
        for number, day in enumerate(days):
            start = y + gap if y else 0.0
            least = day[0].height + day[1].height if breaks else sum(block.height for block in day)
            if start + least > height and y:
                column, start = column + 1, 0.0
            y = start
            for place, block in enumerate(day):
                if y + block.height > height and block is not day[0]:
                    again = maker.head(self._sheet.days[number].title, number, is_continued=True)
                    column, y = column + 1, 0.0
                    if column < columns:
                        placed.append((column, y, again))
                        y += again.height
                if column >= columns or y + block.height > height:
                    if placed and placed[-1][2].is_head:
                        placed.pop()
                    rest = sum(not one.is_head for later in days[number + 1 :] for one in later)
                    return placed, rest + sum(not one.is_head for one in day[place:])
                placed.append((column, y, block))
                y += block.height
        return placed, 0

    # Drawing

    def _drawn(self) -> PaperPage:
        fit = self.fit
        head, top = self._head(fit.shape.is_landscape)
        page = PaperPage(list(head.texts), list(head.boxes), list(head.frames), fit.shape.is_landscape)
        step = self._width(fit.shape) + SheetPrint.GUTTER * UNIT
        for column, y, block in fit.placed:
            block.place(page, QPointF(self._margin + column * step, top + y))
        self._add_foot(page, fit)
        return page

    def _head(self, is_landscape: bool) -> tuple[PaperPage, float]:
        """Return the head of the page, and where it ends."""
        if is_landscape in self._heads:
            return self._heads[is_landscape]
        page, sheet, width = PaperPage(), self._sheet, self._size(is_landscape).width() - 2 * self._margin
        quiet = TextStyle(SheetPrint.HEAD, token="text_muted")
        y: float = self._margin
        lines = [
            (sheet.title, TextStyle(SheetPrint.TITLE, Weight.SEMIBOLD)),
            (sheet.week, TextStyle(SheetPrint.HEAD, Weight.SEMIBOLD)),
            (sheet.facts, TextStyle(SheetPrint.HEAD)),
            (sheet.goal, quiet),
        ]
        if sheet.kind is SheetKind.LOG:
            words = (
                "In each box: weight × reps, a time or a distance. Circle how hard it was: 1 easy, 5 all out."
            )
            lines.append((QCoreApplication.translate("plan sheet", words), quiet))
        for text, style in lines:
            if text:
                mark = mark_of(self._setter, QRectF(self._margin, y, width, 0), text, style)
                page.texts.append(mark)
                y += self._setter.height(text, style, width)
        self._heads[is_landscape] = page, y + SheetPrint.GAP * UNIT
        return self._heads[is_landscape]

    def _add_foot(self, page: PaperPage, fit: _Fit) -> None:
        style = TextStyle(SheetPrint.SMALLEST + 1, token="text_muted")
        size = self._size(fit.shape.is_landscape)
        width, line = size.width() - 2 * self._margin, self._setter.line(style)
        y = size.height() - self._margin - line
        page.boxes.append(
            BoxMark(QRectF(self._margin, y - Print.ROW * UNIT, width, Print.RULE * UNIT), "line")
        )
        place = QRectF(self._margin, y, width / 2, line)
        page.texts.append(mark_of(self._setter, place, self._sheet.foot, style))
        if fit.left_out:
            words = self._left_out_words(fit.left_out)
            strong = TextStyle(SheetPrint.HEAD, Weight.SEMIBOLD, "critical")
            above = QRectF(self._margin, y - Print.ROW * UNIT - self._line_of(strong), width, 0)
            page.texts.append(mark_of(self._setter, above, words, strong))
        elif self._longest > fit.notes:
            words = QCoreApplication.translate("plan sheet", "Notes are shortened")
            right = QRectF(self._margin + width / 2, y, width / 2, line)
            page.texts.append(mark_of(self._setter, right, words, style, RIGHT))

    def _left_out_words(self, count: int) -> str:
        tr = QCoreApplication.translate
        more = tr("plan sheet", "1 more exercise" if count == 1 else "{0} more exercises").format(count)
        if len(self._sheet.days) > 1:
            return tr("plan sheet", "{0}: print day by day").format(more)
        return tr("plan sheet", "{0}: there is no room for more on one page").format(more)

    # Measures

    def _size(self, is_landscape: bool) -> QSizeF:
        return self._paper.transposed() if is_landscape else self._paper

    def _width(self, shape: _Shape) -> float:
        gutters = SheetPrint.GUTTER * UNIT * (shape.columns - 1)
        return (self._size(shape.is_landscape).width() - 2 * self._margin - gutters) / shape.columns

    def _room(self, shape: _Shape, *, has_line: bool) -> float:
        """Return the height of a column, with `has_line` less a line about what was left out."""
        foot = self._line_of(TextStyle(SheetPrint.SMALLEST + 1)) + (SheetPrint.GAP + Print.ROW) * UNIT
        if has_line:
            foot += self._line_of(TextStyle(SheetPrint.HEAD, Weight.SEMIBOLD))
        bottom = self._size(shape.is_landscape).height() - self._margin - foot
        return bottom - self._head(shape.is_landscape)[1]

    def _line_of(self, style: TextStyle) -> float:
        return self._setter.line(style)
