"""The trainers of a bulk assignment: ticked, with their loads before and after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QCoreApplication, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from gymtrainer_desktop.domain.assignments import TrainerChoice
from gymtrainer_desktop.ui.admin.words import places_text
from gymtrainer_desktop.ui.theme import fonts
from gymtrainer_desktop.ui.theme.tokens import Scheme, Size, Space, Type
from gymtrainer_desktop.ui.widgets import paint
from gymtrainer_desktop.ui.widgets.delegates import CellDelegate, PersonCell, PersonDelegate
from gymtrainer_desktop.ui.widgets.rows import Column, RowsModel, RowsRole
from gymtrainer_desktop.ui.widgets.table import DataTable

_Index = QModelIndex | QPersistentModelIndex
_ROWS_WANTED = 8


@dataclass(frozen=True, slots=True)
class BulkTrainerRow:
    """A trainer, and how many would come.

    Attributes:
        needed: How many places everybody needs, while this trainer is the only one ticked; else 1.
    """

    choice: TrainerChoice
    added: int = 0
    needed: int = 1

    @property
    def id(self) -> UUID:
        """The trainer's."""
        return self.choice.trainer_id

    @property
    def after(self) -> int:
        """Clients when all is done."""
        return self.choice.active_clients + self.added


class LoadDelegate(CellDelegate):
    """A bar of the load afterwards, "12 → 15/15" beside it, and the places left below."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the height of these rows."""
        return QSize(0, Size.ROW_LIBRARY)

    def paint_content(
        self, painter: QPainter, rect: QRectF, scheme: Scheme, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        """Paint bar, figures and words."""
        row: BulkTrainerRow = index.data(RowsRole.ROW)
        choice, left = row.choice, Qt.AlignmentFlag.AlignLeft
        font = fonts.font(Type.BODY, tabular=True)
        figures = QFontMetricsF(font).horizontalAdvance("00 → 00/00")
        upper = QRectF(rect.left(), rect.center().y() - Size.PILL, rect.width(), Size.PILL)
        bar = QRectF(rect.left(), upper.center().y() - Size.BAR / 2, rect.width() - figures, Size.BAR)
        bar.setWidth(max(bar.width() - Space.S, 0))
        paint.capacity(painter, bar, scheme, row.after, choice.max_clients)
        paint.elided(painter, upper, load_words(row), font, scheme.text, Qt.AlignmentFlag.AlignRight)
        lower = upper.translated(0, Size.PILL)
        token = "text_muted" if choice.refusal(row.needed) is None else "critical"
        paint.elided(painter, lower, places_words(row), fonts.font(Type.SECONDARY), scheme.color(token), left)


def load_words(row: BulkTrainerRow) -> str:
    """Return "12 → 15/15", or "12/15" where nobody comes."""
    before = row.choice.active_clients
    return (
        f"{before} → {row.after}/{row.choice.max_clients}"
        if row.added
        else f"{before}/{row.choice.max_clients}"
    )


def places_words(row: BulkTrainerRow) -> str:
    """Return how many places are free afterwards, or why there is none."""
    if (refusal := row.choice.refusal(row.needed)) is not None:
        return refusal
    left = row.choice.max_clients - row.after
    return places_text(left) if left > 0 else QCoreApplication.translate("words", "full afterwards")


class BulkTrainersModel(RowsModel[BulkTrainerRow]):
    """The trainers; those without a place cannot be ticked."""

    def __init__(self) -> None:
        super().__init__(
            (
                Column(
                    "trainer",
                    self.tr("Trainer"),
                    lambda row: row.choice.name,
                    value=lambda row: PersonCell(row.id, row.choice.name),
                    delegate=PersonDelegate,
                    tone=lambda row: "text" if row.choice.free else "text_muted",
                    tooltip=lambda row: ", ".join(row.choice.specializations).replace("<", "&lt;"),
                    width=Size.COLUMN_M,
                    stretch=1,
                    can_hide=False,
                ),
                Column(
                    "load",
                    self.tr("Clients, before and after"),
                    lambda row: f"{load_words(row)}, {places_words(row)}",
                    delegate=LoadDelegate,
                    width=Size.COLUMN_L + Space.L,
                    can_hide=False,
                ),
            ),
            checkable=True,
        )

    @property
    def ticked(self) -> tuple[UUID, ...]:
        """Those who are to take members, in the order shown."""
        return tuple(row.id for row in self.checked)

    def set_choices(
        self, choices: Sequence[TrainerChoice], added: Mapping[UUID, int], needed: int = 1
    ) -> None:
        """Show trainers with how many each would get; whoever has no place any more loses the tick.

        Args:
            choices: All trainers.
            added: How many each would get.
            needed: How many places everybody needs, to say so where a single trainer has too few.
        """
        alone = self.ticked[0] if len(self.ticked) == 1 else None
        self.set_rows(
            [
                BulkTrainerRow(one, added.get(one.trainer_id, 0), needed if one.trainer_id == alone else 1)
                for one in choices
            ]
        )
        lost = [row for row in self.checked if not row.choice.free]
        if lost:
            super()._check(lost, False)

    def tick(self, ids: Iterable[UUID]) -> None:
        """Tick these trainers."""
        wanted = set(ids)
        self._check([row for row in self.rows if row.id in wanted], True)

    def _check(self, rows: Iterable[BulkTrainerRow], checked: bool) -> None:
        super()._check([row for row in rows if not checked or row.choice.free], checked)


class BulkTrainersTable(DataTable):
    """The list at the left of the dialog."""

    def __init__(self, model: BulkTrainersModel) -> None:
        super().__init__(model, row_height=Size.ROW_LIBRARY, activates_on_click=True)
        self.setObjectName("bulkTrainers")
        self.setAccessibleName(self.tr("Trainers who take members"))
        # A current row that looks ticked would mislead: the keyboard's frame shows where it is.
        self.setSelectionMode(DataTable.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is for the dialog; space ticks."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Ask for eight rows."""
        return QSize(Size.HOME_SIDE, self.height_of_rows(_ROWS_WANTED))
