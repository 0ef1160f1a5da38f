"""The preview of a hand-over: who would go to whom, what stands in the way, and what a person changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from PySide6.QtCore import QCoreApplication, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent

from gymtrainer_desktop.domain.assignments import AssignmentStatus, TrainerChoice
from gymtrainer_desktop.domain.handover import HandoverClient, HandoverLine, HandoverPlan
from gymtrainer_desktop.services.keys import new_id
from gymtrainer_desktop.ui.admin.assigning.bulk_lines import TrainerOfLineDelegate
from gymtrainer_desktop.ui.theme.tokens import Size
from gymtrainer_desktop.ui.widgets.delegates import NO_VALUE, PersonCell, PersonDelegate
from gymtrainer_desktop.ui.widgets.people_words import status_words
from gymtrainer_desktop.ui.widgets.rows import Column, RowsModel
from gymtrainer_desktop.ui.widgets.table import DataTable

_Index = QModelIndex | QPersistentModelIndex

TO_COLUMN = 3
_ROWS_WANTED = 8


@dataclass(frozen=True, slots=True)
class HandOverRow:
    """A client, and to whom they would go.

    Attributes:
        trainer_id: None while nobody is found, or while the client is not ticked.
        problem: Why it cannot be, in words; empty when it can.
    """

    client: HandoverClient
    trainer_id: UUID | None = None
    trainer_name: str = ""
    problem: str = ""
    is_ticked: bool = False

    @property
    def id(self) -> UUID:
        """Names the row: the assignment."""
        return self.client.assignment_id

    @property
    def is_ready(self) -> bool:
        """Whether the client would be handed over."""
        return self.is_ticked and not self.problem and self.trainer_id is not None


class HandOverPreview:
    """What was suggested, with the trainers that a person chose for single clients.

    Attributes:
        trainers: All that can be chosen, by id, with the places they have.
        ticked: The assignments to hand over.
    """

    def __init__(self) -> None:
        self.trainers: dict[UUID, TrainerChoice] = {}
        self.ticked: frozenset[UUID] = frozenset()
        self.rows: tuple[HandOverRow, ...] = ()
        self._clients: tuple[HandoverClient, ...] = ()
        self._suggested: dict[UUID, tuple[UUID | None, str]] = {}
        self._chosen: dict[UUID, UUID] = {}
        # One key for every client and trainer as long as the dialog is open: sending again is harmless.
        self._keys: dict[tuple[UUID, UUID], UUID] = {}

    @property
    def lines(self) -> tuple[HandoverLine, ...]:
        """What would be written."""
        return tuple(self._line(row) for row in self.rows if row.is_ready)

    @property
    def problems(self) -> int:
        """How many of the ticked clients cannot be handed over."""
        return sum(row.is_ticked and bool(row.problem) for row in self.rows)

    @property
    def added(self) -> Counter[UUID]:
        """How many active clients each trainer would get; paused ones take no place."""
        return Counter(
            row.trainer_id for row in self.rows if row.is_ready and row.trainer_id and _takes_a_place(row)
        )

    @property
    def takers(self) -> tuple[str, ...]:
        """The names of those who would get clients."""
        return tuple(sorted({row.trainer_name for row in self.rows if row.is_ready}))

    def set_clients(self, clients: Sequence[HandoverClient]) -> None:
        """Show the clients as they are now; ticks stay on those who are still there."""
        self._clients = tuple(clients)
        self.ticked = self.ticked & {client.assignment_id for client in clients}
        self._judge()

    def set_ticked(self, ids: Iterable[UUID]) -> None:
        """Tick these and no others."""
        self.ticked = frozenset(ids)
        self._judge()

    def set_plan(self, plan: HandoverPlan) -> None:
        """Take what was suggested. What was chosen for single clients stays."""
        self._suggested = {s.client.assignment_id: (s.trainer_id, s.problem) for s in plan.lines}
        for s in plan.lines:
            if s.trainer_id is not None:
                self._keys.setdefault((s.client.assignment_id, s.trainer_id), s.new_id)
        self._judge()

    def choose(self, assignment_id: UUID, trainer_id: UUID) -> None:
        """Choose a trainer for a client, who is ticked with it."""
        self._chosen[assignment_id] = trainer_id
        self.ticked |= {assignment_id}
        self._judge()

    def _line(self, row: HandOverRow) -> HandoverLine:
        assert row.trainer_id is not None, "a line that is ready has a trainer"
        key = self._keys.setdefault((row.id, row.trainer_id), new_id())
        return HandoverLine(row.id, key, row.trainer_id, row.client.version)

    def _judge(self) -> None:
        """Decide for every client whether it can be; those chosen by hand take places after the others."""
        left = {id: choice.free for id, choice in self.trainers.items()}
        by_hand = [one for one in self._clients if one.assignment_id in self._chosen]
        others = [one for one in self._clients if one.assignment_id not in self._chosen]
        judged = {one.assignment_id: self._judged(one, left) for one in (*others, *by_hand)}
        self.rows = tuple(judged[one.assignment_id] for one in self._clients)

    def _judged(self, client: HandoverClient, left: dict[UUID, int]) -> HandOverRow:
        if client.assignment_id not in self.ticked:
            return HandOverRow(client)
        tr = QCoreApplication.translate
        trainer_id, problem = self._suggested.get(client.assignment_id, (None, ""))
        if client.assignment_id in self._chosen:
            trainer_id, problem = self._chosen[client.assignment_id], ""
        trainer = self.trainers.get(trainer_id) if trainer_id is not None else None
        if trainer is None:
            gone = tr("handover", "This trainer takes no clients any more.") if trainer_id else ""
            return HandOverRow(client, None, "", problem or gone, is_ticked=True)
        row = HandOverRow(client, trainer.trainer_id, trainer.name, problem, is_ticked=True)
        if _takes_a_place(row) and not problem:
            if left[trainer.trainer_id] <= 0:
                words = tr("handover", "No place left with {0}.").format(trainer.name)
                return HandOverRow(client, trainer.trainer_id, trainer.name, words, is_ticked=True)
            left[trainer.trainer_id] -= 1
        return row


def _takes_a_place(row: HandOverRow) -> bool:
    return row.client.status is AssignmentStatus.ACTIVE


class HandOverModel(RowsModel[HandOverRow]):
    """The clients; ticked are those who go, and a trainer is asked for by whoever listens."""

    trainer_wanted = Signal(object, object)
    """A person chose a trainer for a client: the assignment's id, and the trainer's."""

    def __init__(self) -> None:
        super().__init__(
            (
                Column(
                    "client",
                    self.tr("Client"),
                    lambda row: f"{row.client.name}, {self._state(row)}".rstrip(", "),
                    value=lambda row: PersonCell(row.client.member_id, row.client.name, self._state(row)),
                    delegate=PersonDelegate,
                    sort_key=lambda row: row.client.name.casefold(),
                    width=Size.COLUMN_L,
                    stretch=2,
                    can_hide=False,
                ),
                Column(
                    "plan",
                    self.tr("Plan"),
                    lambda row: row.client.plan_title or NO_VALUE,
                    tooltip=lambda row: (row.client.plan_title or "").replace("<", "&lt;"),
                    width=Size.COLUMN_MIN,
                    stretch=1,
                    can_hide=False,
                ),
                Column(
                    "to",
                    self.tr("To"),
                    lambda row: row.trainer_name or (self.tr("Nobody") if row.is_ticked else NO_VALUE),
                    value=self._taker,
                    delegate=TrainerOfLineDelegate,
                    width=Size.COLUMN_M,
                    stretch=2,
                    can_hide=False,
                ),
                Column(
                    "problem",
                    self.tr("Problem"),
                    lambda row: row.problem,
                    tone=lambda row: "critical",
                    tooltip=lambda row: row.problem.replace("<", "&lt;"),
                    width=Size.COLUMN_L,
                    stretch=4,
                    can_hide=False,
                ),
            ),
            checkable=True,
        )

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """To whom a client goes can be edited."""
        flags = super().flags(index)
        if index.isValid() and index.column() == TO_COLUMN:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Serve a cell; to an editor, the trainer's id."""
        if role == Qt.ItemDataRole.EditRole and index.isValid() and index.column() == TO_COLUMN:
            return self.row_at(index).trainer_id
        return super().data(index, role)

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick a client, or ask for another trainer; the row changes when whoever listens shows it."""
        if role == Qt.ItemDataRole.CheckStateRole:
            return super().setData(index, value, role)
        if role != Qt.ItemDataRole.EditRole or not index.isValid() or index.column() != TO_COLUMN:
            return False
        self.trainer_wanted.emit(self.row_at(index).id, value)
        return True

    def _state(self, row: HandOverRow) -> str:
        is_active = row.client.status is AssignmentStatus.ACTIVE
        return "" if is_active else status_words(row.client.status)[0]

    def _taker(self, row: HandOverRow) -> PersonCell:
        placeholder = self.tr("Nobody") if row.is_ticked else NO_VALUE
        return PersonCell(row.trainer_id or "", row.trainer_name, placeholder=placeholder)


class HandOverTable(DataTable):
    """The clients of the dialog; fixed rows, however many there are."""

    def __init__(self, model: HandOverModel) -> None:
        super().__init__(model)
        self.setObjectName("handOverLines")
        self.setAccessibleName(self.tr("Clients, and to whom they go"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the plan out where there is little room: to whom, and why not, matter more."""
        super().resizeEvent(event)
        self.fold(("plan",) if self.width() < Size.FORM_WIDTH else ())

    def sizeHint(self) -> QSize:
        """Ask for eight rows."""
        return QSize(Size.FORM_WIDTH, self.height_of_rows(_ROWS_WANTED))
