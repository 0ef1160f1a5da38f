"""The list of trainers to choose from: rows with a radio, what the trainer is good at, places and rate."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any
from uuid import UUID

from PySide6.QtCore import (
    QCoreApplication,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QListView, QWidget

from gymtrainer_desktop.domain.assignments import TrainerChoice
from gymtrainer_desktop.ui.admin.assigning.trainer_choice_delegate import TrainerChoiceDelegate, wait_rect
from gymtrainer_desktop.ui.admin.words import places_text
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.people_words import folded
from gymtrainer_desktop.ui.widgets.rows import Column, RowsModel

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
    """The trainers that match what was typed, with those who cannot be chosen and why.

    Args:
        needed: How many places have to be free.
    """

    def __init__(self, needed: int = 1) -> None:
        column: Column[TrainerChoice] = Column("trainer", "", self._words)
        super().__init__((column,), lambda choice: choice.trainer_id)
        self.needed = needed
        self._choices: tuple[TrainerChoice, ...] = ()
        self._gone: frozenset[UUID] = frozenset()
        self._search = ""
        self._order = ChoiceOrder.BEST

    @property
    def choices(self) -> tuple[TrainerChoice, ...]:
        """All trainers, in the order of the ranking."""
        return self._choices

    @property
    def best(self) -> UUID | None:
        """The first trainer of the ranking who can be chosen."""
        return next((c.trainer_id for c in self._choices if self.refusal_of(c) is None), None)

    def set_choices(self, choices: Sequence[TrainerChoice]) -> None:
        """Offer these trainers, ranked best first."""
        self._choices, self._gone = tuple(choices), frozenset()
        self._apply()

    def update_choices(self, choices: Sequence[TrainerChoice]) -> None:
        """Show the same trainers with other figures, each where they stand.

        Who is not among `choices` stays, and says that they take no clients any more; new ones come last.
        """
        fresh = {choice.trainer_id: choice for choice in choices}
        known = {choice.trainer_id for choice in self._choices}
        self._gone = frozenset(known - fresh.keys())
        kept = tuple(fresh.get(choice.trainer_id, choice) for choice in self._choices)
        self._choices = kept + tuple(choice for choice in choices if choice.trainer_id not in known)
        self._apply()

    def refusal_of(self, choice: TrainerChoice) -> str | None:
        """Say why a trainer cannot be chosen, or None when they can."""
        if choice.trainer_id in self._gone:
            return QCoreApplication.translate("words", "Takes no clients any more")
        return choice.refusal(self.needed)

    def can_wait_for(self, choice: TrainerChoice) -> bool:
        """Whether a member can be put on the waiting list of a trainer: they take clients, but are full."""
        return self.needed == 1 and choice.free == 0 and choice.trainer_id not in self._gone

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
        return self.refusal_of(self.row_at(row)) is None

    def first_choosable(self) -> int:
        """Return the number of the first row that can be chosen, -1 for none."""
        return next((row for row in range(self.rowCount()) if self.is_choosable(row)), -1)

    def _apply(self) -> None:
        words = self._search.split()
        found = [choice for choice in self._choices if all(word in _searched(choice) for word in words)]
        if (key := _SORT_KEYS.get(self._order)) is not None:
            found.sort(key=lambda choice: (self.refusal_of(choice) is not None, key(choice)))
        self.set_rows(found)

    def _words(self, choice: TrainerChoice) -> str:
        tr = QCoreApplication.translate
        parts = [choice.name, f"{choice.active_clients}/{choice.max_clients}"]
        if (refusal := self.refusal_of(choice)) is not None:
            parts.append(tr("words", "cannot be chosen: {0}").format(refusal))
        else:
            parts.append(places_text(choice.free))
        if choice.had_before:
            parts.append(tr("words", "had before"))
        if choice.fit:
            parts.append(tr("words", "fits: {0}").format(", ".join(choice.fit)))
        return ", ".join(parts)


def _searched(choice: TrainerChoice) -> str:
    return folded(" ".join((choice.name, *choice.specializations, *choice.certifications)))


class TrainerChoicesView(QListView):
    """Shows the trainers; the current one is the choice, if they have room.

    The arrows reach those without room, too, so that everybody can read why.
    """

    choice_changed = Signal(object)
    """Another `TrainerChoice` is chosen, or None."""
    walked = Signal()
    """Somebody moved to another trainer, by key or mouse."""
    wait_requested = Signal(object)
    """"Add to waiting list" was clicked in the row of a full trainer; carries the `TrainerChoice`."""

    def __init__(self, model: TrainerChoicesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choices = model
        self.hovered_row = -1
        self._kept: object = None
        self.wait_words = self.tr("Add to waiting list")
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
        """The trainer chosen; None while nobody is, or while the current one has no room."""
        at = self.at
        return at if at is not None and self.choices.refusal_of(at) is None else None

    @property
    def at(self) -> TrainerChoice | None:
        """The trainer that the keyboard is at, whether they can be chosen or not."""
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
        if (refusal := self.choices.refusal_of(choice)) is not None:
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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk; whoever listens learns that it was a person who did."""
        before = self.currentIndex()
        super().keyPressEvent(event)
        if self.currentIndex() != before:
            self.walked.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose, unless the press is meant for the button in a row."""
        if self._waits_at(event) is None:
            super().mousePressEvent(event)
            self.walked.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell of a click on "Add to waiting list"."""
        if (choice := self._waits_at(event)) is not None:
            self.wait_requested.emit(choice)
        else:
            super().mouseReleaseEvent(event)

    def wait_button(self, row: int) -> QRectF:
        """Return where the button of a full trainer's row is, in the viewport."""
        area = QRectF(self.visualRect(self.choices.index(row, 0))).adjusted(Space.XL, 0, -Space.XL, 0)
        return wait_rect(area, self)

    def _waits_at(self, event: QMouseEvent) -> TrainerChoice | None:
        index = self.indexAt(event.position().toPoint())
        if not index.isValid():
            return None
        choice = self.choices.row_at(index)
        is_button = self.choices.can_wait_for(choice) and self.wait_button(index.row()).contains(
            event.position()
        )
        return choice if is_button else None

    def _on_about_to_be_reset(self) -> None:
        if (choice := self.at) is not None:
            self._kept = choice.trainer_id

    def _on_reset(self) -> None:
        # Whoever was chosen stays current even without room now: a choice never jumps to somebody else.
        place = self.choices.place_of(self._kept)
        self.choose(place if place >= 0 else self.choices.first_choosable())
        self.choice_changed.emit(self.choice)

    def _on_data_changed(self) -> None:
        self.choice_changed.emit(self.choice)

    def _on_current_changed(self) -> None:
        self.viewport().update()
        self.choice_changed.emit(self.choice)
