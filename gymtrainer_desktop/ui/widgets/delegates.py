"""How table cells are painted: text, people, pills, capacity bars, compliance rings, sparklines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from gymtrainer_desktop.ui.theme import fonts, icons
from gymtrainer_desktop.ui.theme.scheme import scheme_of
from gymtrainer_desktop.ui.theme.tokens import Scheme, Size, Space, Type, Weight
from gymtrainer_desktop.ui.widgets import paint
from gymtrainer_desktop.ui.widgets.rows import RowsRole

_Index = QModelIndex | QPersistentModelIndex
NO_VALUE = "—"


@dataclass(frozen=True, slots=True)
class PersonCell:
    """A person in a table; an empty `name` paints `placeholder` in quiet words ("No trainer")."""

    id: UUID | str | int
    name: str
    secondary: str = ""
    photo: QPixmap | None = None
    placeholder: str = NO_VALUE


@dataclass(frozen=True, slots=True)
class PillCell:
    """A state in a table: its word, and the token of the dot."""

    text: str
    token: str


@dataclass(frozen=True, slots=True)
class CapacityCell:
    """A trainer's clients and limit."""

    active: int
    limit: int


class CellDelegate(QStyledItemDelegate):
    """Paints the row behind a cell (hover, selection, hairline, focus) and the cell's text.

    Subclasses override `paint_content`.
    """

    is_bold = False

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint the row's background, then the content."""
        scheme = scheme_of(option.widget)
        self._paint_row(painter, option, index, scheme)
        painter.save()
        inner = QRectF(option.rect).adjusted(*self._insets(option, index))
        self.paint_content(painter, inner, scheme, option, index)
        painter.restore()

    def paint_content(
        self, painter: QPainter, rect: QRectF, scheme: Scheme, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        """Paint what the cell says into `rect`."""
        align = Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole) or Qt.AlignmentFlag.AlignLeft)
        align &= Qt.AlignmentFlag.AlignHorizontal_Mask
        text = index.data(Qt.ItemDataRole.DisplayRole) or ""
        tone = index.data(RowsRole.TONE) or "text"
        if text == NO_VALUE:
            tone = "text_muted"
        weight = Weight.MEDIUM if self.is_bold else Weight.REGULAR
        paint.elided(
            painter, rect, text, fonts.font(Type.BODY, weight, tabular=True), scheme.color(tone), align
        )

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return a fixed height; widths are the columns' own."""
        return QSize(0, Size.ROW)

    def _insets(self, option: QStyleOptionViewItem, index: _Index) -> tuple[int, int, int, int]:
        side = Space.S
        edge = Space.L
        is_first, is_last = _edges(option, index)
        return edge if is_first else side, 0, -(edge if is_last else side), 0

    def _paint_row(
        self, painter: QPainter, option: QStyleOptionViewItem, index: _Index, scheme: Scheme
    ) -> None:
        rect = option.rect
        view = option.widget
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected) or bool(
            index.data(RowsRole.IS_CHECKED_ROW)
        )
        if is_selected:
            painter.fillRect(rect, QColor(scheme.accent_soft))
        elif getattr(view, "hovered_row", -1) == index.row():
            painter.fillRect(rect, QColor(scheme.hover))
        # Hairlines stand between rows only: the card's own edge closes the last one.
        if index.row() < index.model().rowCount() - 1:
            painter.fillRect(
                QRect(rect.left(), rect.bottom(), rect.width(), Size.BORDER), QColor(scheme.line)
            )
        if getattr(view, "focused_row", -1) == index.row():
            color = QColor(scheme.accent)
            is_first, is_last = _edges(option, index)
            painter.fillRect(QRect(rect.left(), rect.top(), rect.width(), Size.FOCUS), color)
            painter.fillRect(QRect(rect.left(), rect.bottom() - 1, rect.width(), Size.FOCUS), color)
            if is_first:
                painter.fillRect(QRect(rect.left(), rect.top(), Size.FOCUS, rect.height()), color)
            if is_last:
                painter.fillRect(QRect(rect.right() - 1, rect.top(), Size.FOCUS, rect.height()), color)


def _edges(option: QStyleOptionViewItem, index: _Index) -> tuple[bool, bool]:
    position = option.viewItemPosition
    kinds = QStyleOptionViewItem.ViewItemPosition
    if position == kinds.OnlyOne:
        return True, True
    if position == kinds.Invalid:
        return index.column() == 0, False
    return position == kinds.Beginning, position == kinds.End


class TextDelegate(CellDelegate):
    """Plain text; the delegate of columns that name no other."""


class StrongTextDelegate(CellDelegate):
    """Text in medium weight, for the column that names the row."""

    is_bold = True


class CheckDelegate(CellDelegate):
    """The check box at the start of a row."""

    def paint_content(
        self, painter: QPainter, rect: QRectF, scheme: Scheme, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        """Paint the box."""
        state = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole))
        check_box(painter, QRectF(option.rect), scheme, state)


def check_box(painter: QPainter, cell: QRectF, scheme: Scheme, state: Qt.CheckState) -> None:
    """Paint a check box at the left of a table cell."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    edge = Size.CHECK_BOX
    rect = QRectF(cell.left() + Space.L, cell.center().y() - edge / 2, edge, edge).adjusted(
        0.75, 0.75, -0.75, -0.75
    )
    is_on = state != Qt.CheckState.Unchecked
    pen = painter.pen()
    pen.setColor(QColor(scheme.accent if is_on else scheme.line_strong))
    pen.setWidthF(Size.SPARK_STROKE)
    painter.setPen(pen)
    painter.setBrush(QColor(scheme.accent if is_on else scheme.surface))
    painter.drawRoundedRect(rect, Space.XS - 0.5, Space.XS - 0.5)
    if is_on:
        name = "check" if state == Qt.CheckState.Checked else "minus"
        inner = edge - Space.XS
        picture = icons.pixmap(name, scheme.on_accent, inner, painter.device().devicePixelRatioF(), 3.5)
        painter.drawPixmap(
            QRectF(rect.center().x() - inner / 2, rect.center().y() - inner / 2, inner, inner).toRect(),
            picture,
        )
    painter.restore()


class PersonDelegate(CellDelegate):
    """Avatar, name and, if there is room, secondary words. Takes a `PersonCell`."""

    diameter = Size.AVATAR_S
    is_bold = True

    def paint_content(
        self, painter: QPainter, rect: QRectF, scheme: Scheme, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        """Paint the person."""
        cell: PersonCell | None = index.data(RowsRole.VALUE)
        if cell is None or not cell.name:
            words = cell.placeholder if cell else NO_VALUE
            paint.elided(painter, rect, words, fonts.font(), scheme.text_muted, Qt.AlignmentFlag.AlignLeft)
            return
        disc = QRectF(rect.left(), rect.center().y() - self.diameter / 2, self.diameter, self.diameter)
        paint.avatar(painter, disc, scheme, cell.id, cell.name, cell.photo)
        words_rect = QRectF(rect)
        words_rect.setLeft(disc.right() + Space.M)
        weight = Weight.MEDIUM if self.is_bold else Weight.REGULAR
        tone = scheme.color(index.data(RowsRole.TONE) or "text")
        used = paint.elided(
            painter, words_rect, cell.name, fonts.font(Type.BODY, weight), tone, Qt.AlignmentFlag.AlignLeft
        )
        words_rect.setLeft(words_rect.left() + used + Space.S)
        if cell.secondary and words_rect.width() > Space.XXL:
            paint.elided(
                painter,
                words_rect,
                cell.secondary,
                fonts.font(),
                scheme.text_muted,
                Qt.AlignmentFlag.AlignLeft,
            )


class SmallPersonDelegate(PersonDelegate):
    """A person who is not the subject of the row: smaller avatar, regular weight."""

    diameter = Size.AVATAR_XS
    is_bold = False


class PillDelegate(CellDelegate):
    """An outlined pill. Takes a `PillCell`, or None for no state."""

    def paint_content(
        self, painter: QPainter, rect: QRectF, scheme: Scheme, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        """Paint the pill."""
        cell: PillCell | None = index.data(RowsRole.VALUE)
        if cell is None:
            paint.elided(painter, rect, NO_VALUE, fonts.font(), scheme.text_muted, Qt.AlignmentFlag.AlignLeft)
            return
        width = min(paint.pill_width(cell.text), rect.width())
        align = Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole))
        left = rect.right() - width if align & Qt.AlignmentFlag.AlignRight else rect.left()
        shape = QRectF(left, rect.center().y() - Size.PILL / 2, width, Size.PILL)
        paint.pill(painter, shape, scheme, cell.text, cell.token)


class CapacityDelegate(CellDelegate):
    """A bar and "12/15". Takes a `CapacityCell`."""

    def paint_content(
        self, painter: QPainter, rect: QRectF, scheme: Scheme, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        """Paint the bar and the figures."""
        cell: CapacityCell = index.data(RowsRole.VALUE)
        font = fonts.font(Type.BODY, tabular=True)
        figures = QFontMetricsF(font).horizontalAdvance("000/000")
        shape = QRectF(rect)
        shape.setWidth(max(rect.width() - figures - Space.M, 0))
        shape.setTop(rect.center().y() - Size.BAR / 2)
        shape.setHeight(Size.BAR)
        paint.capacity(painter, shape, scheme, cell.active, cell.limit)
        text = f"{cell.active}/{cell.limit}"
        paint.elided(painter, rect, text, font, scheme.text, Qt.AlignmentFlag.AlignRight)


class ComplianceDelegate(CellDelegate):
    """The number and a ring, on the right. Takes a share from 0 to 1, or None when nothing was due."""

    def paint_content(
        self, painter: QPainter, rect: QRectF, scheme: Scheme, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        """Paint number and ring."""
        share: float | None = index.data(RowsRole.VALUE)
        right = Qt.AlignmentFlag.AlignRight
        if share is None:
            paint.elided(painter, rect, NO_VALUE, fonts.font(), scheme.text_muted, right)
            return
        shape = QRectF(rect.right() - Size.RING, rect.center().y() - Size.RING / 2, Size.RING, Size.RING)
        paint.compliance(painter, shape, scheme, share, Size.RING_SMALL_STROKE)
        words = QRectF(rect)
        words.setRight(shape.left() - Space.S)
        paint.elided(painter, words, percent(share), fonts.font(tabular=True), scheme.text, right)


def percent(share: float | None) -> str:
    """Return a share (0 to 1) as the window writes it: "85 %", "—" for none."""
    return NO_VALUE if share is None else f"{round(share * 100)} %"


class SparklineDelegate(CellDelegate):
    """A small line, on the right. Takes a sequence of numbers, oldest first."""

    def paint_content(
        self, painter: QPainter, rect: QRectF, scheme: Scheme, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        """Paint the line."""
        values: Any = index.data(RowsRole.VALUE)
        points: Sequence[float] = values if isinstance(values, tuple | list) else ()
        width = min(Size.SPARK_WIDTH, rect.width())
        shape = QRectF(
            rect.right() - width, rect.center().y() - Size.SPARK_HEIGHT / 2, width, Size.SPARK_HEIGHT
        )
        paint.sparkline(painter, shape, scheme, points)
