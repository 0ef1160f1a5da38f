"""The list of trainers to choose from: rows with a radio, what the trainer is good at, places and rate."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any
from uuid import UUID

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyleOptionViewItem, QWidget

from gymtrainer_desktop.domain.assignments import TrainerChoice
from gymtrainer_desktop.ui.admin.words import places_text, rate_text, years_text
from gymtrainer_desktop.ui.theme import fonts
from gymtrainer_desktop.ui.theme.tokens import Scheme, Size, Space, Type, Weight
from gymtrainer_desktop.ui.widgets import paint
from gymtrainer_desktop.ui.widgets.delegates import CellDelegate
from gymtrainer_desktop.ui.widgets.people_words import folded
from gymtrainer_desktop.ui.widgets.rows import Column, RowsModel, RowsRole

_Index = QModelIndex | QPersistentModelIndex


_ROWS_WANTED = 6
_ROWS_NEEDED = 2


class ChoiceOrder(StrEnum):
    """In which order trainers are offered."""

    BEST = "best"
    ROOM = "room"
    RATE = "rate"


_SORT_KEYS: dict[ChoiceOrder, Callable[[TrainerChoice], Any]] = {
    ChoiceOrder.ROOM: lambda choice: -choice.free,
    ChoiceOrder.RATE: lambda choice: (choice.hourly_rate is None, choice.hourly_rate),
}


class TrainerChoicesModel(RowsModel[TrainerChoice]):
    """The trainers that match what was typed, those who cannot be chosen last and disabled.

    Args:
        needed: How many places have to be free.
    """

    def __init__(self, needed: int = 1) -> None:
        column: Column[TrainerChoice] = Column("trainer", "", self._words)
        super().__init__((column,), lambda choice: choice.trainer_id)
        self.needed = needed
        self._choices: tuple[TrainerChoice, ...] = ()
        self._search = ""
        self._order = ChoiceOrder.BEST

    @property
    def choices(self) -> tuple[TrainerChoice, ...]:
        """All trainers, in the order of the ranking."""
        return self._choices

    @property
    def best(self) -> UUID | None:
        """The first trainer of the ranking who can be chosen."""
        return next((c.trainer_id for c in self._choices if c.refusal(self.needed) is None), None)

    def set_choices(self, choices: Sequence[TrainerChoice]) -> None:
        """Offer these trainers, ranked best first."""
        self._choices = tuple(choices)
        self._apply()

    def set_search(self, text: str) -> None:
        """Offer only trainers whose name, specializations or certifications hold every word of a text."""
        self._search = folded(text)
        self._apply()

    def set_order(self, order: ChoiceOrder) -> None:
        """Offer them in another order."""
        self._order = order
        self._apply()

    def is_choosable(self, row: int) -> bool:
        """Whether the trainer of a row number has room."""
        return self.row_at(row).refusal(self.needed) is None

    def first_choosable(self) -> int:
        """Return the number of the first row that can be chosen, -1 for none."""
        return next((row for row in range(self.rowCount()) if self.is_choosable(row)), -1)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """A trainer without room is shown, but neither enabled nor selectable."""
        flags = super().flags(index)
        if index.isValid() and not self.is_choosable(index.row()):
            flags &= ~(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        return flags

    def _apply(self) -> None:
        words = self._search.split()
        found = [choice for choice in self._choices if all(word in _searched(choice) for word in words)]
        if (key := _SORT_KEYS.get(self._order)) is not None:
            found.sort(key=lambda choice: (choice.refusal(self.needed) is not None, key(choice)))
        self.set_rows(found)

    def _words(self, choice: TrainerChoice) -> str:
        places = choice.refusal(self.needed) or places_text(choice.free)
        return f"{choice.name}, {choice.active_clients}/{choice.max_clients}, {places}"


def _searched(choice: TrainerChoice) -> str:
    return folded(" ".join((choice.name, *choice.specializations, *choice.certifications)))


def detail_of(choice: TrainerChoice) -> str:
    """Return "Strength & conditioning · CSCS · 9 years"."""
    parts = [", ".join(choice.specializations), ", ".join(choice.certifications)]
    if choice.years_experience is not None:
        parts.append(years_text(choice.years_experience))
    return " · ".join(part for part in parts if part)


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
        view = option.widget
        assert isinstance(view, TrainerChoicesView)
        choice: TrainerChoice = index.data(RowsRole.ROW)
        refusal = choice.refusal(view.choices.needed)
        self._paint_radio(painter, rect, scheme, view.currentIndex() == index, refusal is None)
        disc = QRectF(0, 0, Size.AVATAR_L, Size.AVATAR_L)
        disc.moveCenter(rect.center())
        disc.moveLeft(rect.left() + Size.BADGE + Space.L)
        paint.avatar(painter, disc, scheme, choice.trainer_id, choice.name, faded=refusal is not None)
        upper, lower = _lines(rect)
        right = rect.right() - Size.RATE_WIDTH
        for line in (upper, lower):
            line.setLeft(disc.right() + Space.L)
            line.setRight(right - Size.CAPACITY_WIDTH - Space.XL)
        self._paint_name(painter, upper, scheme, choice, view, refusal is None)
        small = fonts.font(Type.SECONDARY)
        left = Qt.AlignmentFlag.AlignLeft
        paint.elided(painter, lower, detail_of(choice), small, scheme.text_muted, left)
        for line in (upper, lower):
            line.setLeft(right - Size.CAPACITY_WIDTH)
            line.setRight(right)
        self._paint_capacity(painter, upper, scheme, choice)
        words, token = view.places_of(choice), "text_muted" if refusal is None else "critical"
        paint.elided(painter, lower, words, small, scheme.color(token), left)
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
        is_best = choice.trainer_id == view.choices.best
        words = view.tr("Best match")
        width = paint.pill_width(words)
        room = QRectF(rect)
        if is_best:
            room.setRight(rect.right() - width - Space.S)
        tone = scheme.text if is_choosable else scheme.text_muted
        used = paint.elided(painter, room, choice.name, font, tone, Qt.AlignmentFlag.AlignLeft)
        if is_best:
            shape = QRectF(room.left() + used + Space.S, rect.center().y() - Size.PILL / 2, width, Size.PILL)
            paint.pill(painter, shape, scheme, words, "accent")

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


class TrainerChoicesView(QListView):
    """Shows the trainers; the current one is the choice. Arrows pass over those without room."""

    choice_changed = Signal(object)
    """Another `TrainerChoice` is chosen, or None."""

    def __init__(self, model: TrainerChoicesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choices = model
        self.hovered_row = -1
        self._kept: object = None
        self.setModel(model)
        self.setItemDelegate(TrainerChoiceDelegate(self))
        self.setUniformItemSizes(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setAccessibleName(self.tr("Trainers"))
        model.modelAboutToBeReset.connect(self._on_about_to_be_reset)
        model.modelReset.connect(self._on_reset)
        model.dataChanged.connect(self._on_data_changed)
        self.selectionModel().currentChanged.connect(self._on_current_changed)

    @property
    def focused_row(self) -> int:
        """Row number that shows keyboard focus, -1 for none."""
        return self.currentIndex().row() if self.hasFocus() else -1

    @property
    def choice(self) -> TrainerChoice | None:
        """The trainer chosen."""
        index = self.currentIndex()
        return self.choices.row_at(index) if index.isValid() else None

    def sizeHint(self) -> QSize:
        """Ask for six rows."""
        return QSize(Size.SHEET_WIDTH, _ROWS_WANTED * Size.ROW_TRAINER)

    def minimumSizeHint(self) -> QSize:
        """Make do with two on a low screen."""
        return QSize(0, _ROWS_NEEDED * Size.ROW_TRAINER)

    def places_of(self, choice: TrainerChoice) -> str:
        """Say how many places are free and what the choice leaves, or why there is no room."""
        if (refusal := choice.refusal(self.choices.needed)) is not None:
            return refusal
        words = places_text(choice.free)
        if choice.free == self.choices.needed:
            return self.tr("{0}, full afterwards").format(words)
        return words

    def choose(self, row: int) -> None:
        """Choose the trainer of a row number; -1 chooses nobody."""
        index = self.choices.index(row, 0) if row >= 0 else QModelIndex()
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if index.isValid():
            self.scrollTo(index)

    def press(self, event: QKeyEvent) -> None:
        """Take a key that was pressed elsewhere in the dialog."""
        self.keyPressEvent(event)

    def _on_about_to_be_reset(self) -> None:
        if (choice := self.choice) is not None:
            self._kept = choice.trainer_id

    def _on_reset(self) -> None:
        place = self.choices.place_of(self._kept)
        if place < 0 or not self.choices.is_choosable(place):
            place = self.choices.first_choosable()
        self.choose(place)
        self.choice_changed.emit(self.choice)

    def _on_data_changed(self) -> None:
        index = self.currentIndex()
        if not index.isValid() or not self.choices.is_choosable(index.row()):
            self.choose(self.choices.first_choosable())
        self.choice_changed.emit(self.choice)

    def _on_current_changed(self) -> None:
        self.viewport().update()
        self.choice_changed.emit(self.choice)
