"""How a trainer is painted in a list to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionViewItem

from gymtrainer_desktop.domain.assignments import TrainerChoice
from gymtrainer_desktop.ui.admin.words import rate_text, years_text
from gymtrainer_desktop.ui.theme import fonts
from gymtrainer_desktop.ui.theme.tokens import Radius, Scheme, Size, Space, Type, Weight
from gymtrainer_desktop.ui.widgets import paint
from gymtrainer_desktop.ui.widgets.delegates import CellDelegate
from gymtrainer_desktop.ui.widgets.rows import RowsRole

if TYPE_CHECKING:
    from gymtrainer_desktop.ui.admin.assigning.trainer_choices import TrainerChoicesView

_Index = QModelIndex | QPersistentModelIndex


def detail_of(choice: TrainerChoice) -> tuple[tuple[str, bool], ...]:
    """Return the parts of "Strength & conditioning · CSCS · 9 years", and whether each is what is wanted."""
    parts: list[tuple[str, bool]] = []
    for place, skill in enumerate(choice.specializations):
        parts += [(", ", False)] * bool(place) + [(skill, skill in choice.fit)]
    rest = [", ".join(choice.certifications)]
    if choice.years_experience is not None:
        rest.append(years_text(choice.years_experience))
    for words in filter(None, rest):
        parts += [(" · ", False)] * bool(parts) + [(words, False)]
    return tuple(parts)


class TrainerChoiceDelegate(CellDelegate):
    """Paints one trainer."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the fixed height of these rows."""
        return QSize(0, Size.ROW_TRAINER)

    def _insets(self, option: QStyleOptionViewItem, index: _Index) -> tuple[int, int, int, int]:
        return Space.XL, 0, -Space.XL, 0

    def paint_content(
        self, painter: QPainter, rect: QRectF, scheme: Scheme, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        """Paint radio, avatar, name and detail, capacity and rate."""
        view = cast("TrainerChoicesView", option.widget)
        choice: TrainerChoice = index.data(RowsRole.ROW)
        refusal = view.choices.refusal_of(choice)
        self._paint_radio(
            painter, rect, scheme, view.currentIndex() == index and refusal is None, refusal is None
        )
        disc = QRectF(0, 0, Size.AVATAR_L, Size.AVATAR_L)
        disc.moveCenter(rect.center())
        disc.moveLeft(rect.left() + Size.BADGE + Space.L)
        paint.avatar(painter, disc, scheme, choice.trainer_id, choice.name, faded=refusal is not None)
        upper, lower = _lines(rect)
        right = rect.right() - Size.RATE_WIDTH - Space.L
        for line in (upper, lower):
            line.setLeft(disc.right() + Space.L)
            line.setRight(right - Size.CAPACITY_WIDTH - Space.XL)
        self._paint_name(painter, upper, scheme, choice, view, refusal is None)
        small = fonts.font(Type.SECONDARY)
        left = Qt.AlignmentFlag.AlignLeft
        self._paint_detail(painter, lower, scheme, choice)
        for line in (upper, lower):
            line.setLeft(right - Size.CAPACITY_WIDTH)
            line.setRight(right)
        self._paint_capacity(painter, upper, scheme, choice)
        words, token = view.places_of(choice), "text_muted" if refusal is None else "critical"
        paint.elided(painter, lower, words, small, scheme.color(token), left)
        if view.choices.can_wait_for(choice):
            self._paint_wait(painter, wait_rect(rect, view), scheme, view)
            return
        beside = QRectF(rect)
        beside.setLeft(right + Space.M)
        tone = scheme.text if refusal is None else scheme.text_muted
        rate = rate_text(choice.hourly_rate)
        figures = fonts.font(Type.BODY, Weight.MEDIUM, tabular=True)
        paint.elided(painter, beside, rate, figures, tone, Qt.AlignmentFlag.AlignRight)

    def _paint_radio(
        self, painter: QPainter, rect: QRectF, scheme: Scheme, is_chosen: bool, is_choosable: bool
    ) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        disc = QRectF(0, 0, Size.BADGE, Size.BADGE)
        disc.moveCenter(rect.center())
        disc.moveLeft(rect.left())
        disc.adjust(1, 1, -1, -1)
        edge = scheme.accent if is_chosen else scheme.line_strong if is_choosable else scheme.line
        painter.setPen(QPen(QColor(edge), Size.SPARK_STROKE))
        painter.setBrush(QColor(scheme.surface if is_choosable else scheme.canvas))
        painter.drawEllipse(disc)
        if is_chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(scheme.accent))
            inset = Space.XS
            painter.drawEllipse(disc.adjusted(inset, inset, -inset, -inset))
        painter.restore()

    def _paint_name(
        self,
        painter: QPainter,
        rect: QRectF,
        scheme: Scheme,
        choice: TrainerChoice,
        view: TrainerChoicesView,
        is_choosable: bool,
    ) -> None:
        font = fonts.font(Type.BODY, Weight.SEMIBOLD)
        marks = []
        if choice.trainer_id == view.choices.best:
            marks.append((view.tr("Best match"), "accent"))
        if choice.had_before:
            marks.append((view.tr("Had before"), "positive"))
        room = QRectF(rect)
        room.setRight(rect.right() - sum(paint.pill_width(words) + Space.S for words, _ in marks))
        tone = scheme.text if is_choosable else scheme.text_muted
        used = paint.elided(painter, room, choice.name, font, tone, Qt.AlignmentFlag.AlignLeft)
        left = room.left() + used + Space.S
        for words, token in marks:
            width = paint.pill_width(words)
            shape = QRectF(left, rect.center().y() - Size.PILL / 2, width, Size.PILL)
            paint.pill(painter, shape, scheme, words, token)
            left += width + Space.S

    def _paint_detail(self, painter: QPainter, rect: QRectF, scheme: Scheme, choice: TrainerChoice) -> None:
        """Paint what the trainer is good at, what is wanted of it in strong letters."""
        room = QRectF(rect)
        for words, is_wanted in detail_of(choice):
            font = fonts.font(Type.SECONDARY, Weight.SEMIBOLD if is_wanted else Weight.REGULAR)
            tone = scheme.text if is_wanted else scheme.text_muted
            used = paint.elided(painter, room, words, font, tone, Qt.AlignmentFlag.AlignLeft)
            room.setLeft(room.left() + used)

    def _paint_wait(self, painter: QPainter, rect: QRectF, scheme: Scheme, view: TrainerChoicesView) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(scheme.line), Size.BORDER))
        painter.setBrush(QColor(scheme.surface))
        half = Size.BORDER / 2
        painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), Radius.CONTROL, Radius.CONTROL)
        painter.restore()
        font = fonts.font(Type.SECONDARY, Weight.MEDIUM)
        paint.elided(painter, rect, view.wait_words, font, scheme.text, Qt.AlignmentFlag.AlignHCenter)

    def _paint_capacity(self, painter: QPainter, rect: QRectF, scheme: Scheme, choice: TrainerChoice) -> None:
        font = fonts.font(Type.BODY, tabular=True)
        figures = QFontMetricsF(font).horizontalAdvance("000/000")
        bar = QRectF(rect.left(), rect.center().y() - Size.BAR / 2, rect.width() - figures, Size.BAR)
        paint.capacity(painter, bar, scheme, choice.active_clients, choice.max_clients)
        text = f"{choice.active_clients}/{choice.max_clients}"
        paint.elided(painter, rect, text, font, scheme.text, Qt.AlignmentFlag.AlignRight)


def _lines(rect: QRectF) -> tuple[QRectF, QRectF]:
    """Split a row into the line above its middle and the one below."""
    middle, height = rect.center().y(), Size.PILL
    upper = QRectF(rect.left(), middle - height, rect.width(), height)
    return upper, QRectF(rect.left(), middle, rect.width(), height)


def wait_rect(rect: QRectF, view: TrainerChoicesView) -> QRectF:
    """Return where "Add to waiting list" stands in the content of a row."""
    width = QFontMetricsF(fonts.font(Type.SECONDARY, Weight.MEDIUM)).horizontalAdvance(view.wait_words)
    width += 2 * Space.S + 2
    top = rect.center().y() - Size.CONTROL_SMALL / 2
    return QRectF(rect.right() - width, top, width, Size.CONTROL_SMALL)
