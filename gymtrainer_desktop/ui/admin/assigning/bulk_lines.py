"""The preview of a bulk assignment: who would go to whom, what stands in the way, what a person changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from PySide6.QtCore import QCoreApplication, QModelIndex, QPersistentModelIndex, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QStyleOptionViewItem, QWidget

from gymtrainer_desktop.domain.assignments import TrainerChoice
from gymtrainer_desktop.domain.bulk import NO_PLACE, BulkLine, BulkPlan
from gymtrainer_desktop.services.keys import new_id
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.delegates import PersonCell, PersonDelegate, SmallPersonDelegate
from gymtrainer_desktop.ui.widgets.fields import place_of
from gymtrainer_desktop.ui.widgets.rows import Column, RowsModel
from gymtrainer_desktop.ui.widgets.table import DataTable

_Index = QModelIndex | QPersistentModelIndex

TRAINER_COLUMN = 1
_ROWS_WANTED = 9


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """A line as it is shown.

    Attributes:
        line: What would be sent.
        is_left_out: Somebody chose that this member is not assigned now.
        lacks_place: Nothing but a place stands in the way.
    """

    line: BulkLine
    is_left_out: bool = False
    lacks_place: bool = False

    @property
    def id(self) -> UUID:
        """Names the line while trainers change: the member."""
        return self.line.member_id

    @property
    def is_ready(self) -> bool:
        """Whether the line will be assigned."""
        return not self.is_left_out and not self.line.problem and self.line.trainer_id is not None


class BulkPreview:
    """A plan, with the trainers that a person chose for single lines.

    Args:
        trainers: All that can be chosen, by id, with the places they have.
    """

    def __init__(self) -> None:
        self.trainers: dict[UUID, TrainerChoice] = {}
        self.lines: tuple[PreviewLine, ...] = ()
        self._planned: tuple[BulkLine, ...] = ()
        self._chosen: dict[UUID, UUID | None] = {}
        self._refused: dict[UUID, str] = {}
        self._keys: dict[tuple[UUID, UUID | None], UUID] = {}

    @property
    def ready(self) -> tuple[BulkLine, ...]:
        """The lines that would be written."""
        return tuple(one.line for one in self.lines if one.is_ready)

    @property
    def problems(self) -> int:
        """How many lines cannot be assigned."""
        return sum(bool(one.line.problem) and not one.is_left_out for one in self.lines)

    @property
    def wanted(self) -> int:
        """How many places are needed for everybody who could have one."""
        return sum(one.is_ready or one.lacks_place for one in self.lines)

    @property
    def left_out(self) -> int:
        """How many lines a person left out."""
        return sum(one.is_left_out for one in self.lines)

    @property
    def added(self) -> Counter[UUID]:
        """How many each trainer would get."""
        return Counter(line.trainer_id for line in self.ready if line.trainer_id is not None)

    def set_plan(self, plan: BulkPlan) -> None:
        """Show another plan; what was chosen for single lines stays, and so do the keys of what was sent."""
        self._planned = tuple(replace(line, id=self._key(line, line.trainer_id)) for line in plan.lines)
        self._refused = {}
        self._judge()

    def choose(self, member_id: UUID, trainer_id: UUID | None) -> None:
        """Choose a trainer for a line; None leaves the member out."""
        self._chosen[member_id] = trainer_id
        self._refused.pop(member_id, None)
        self._judge()

    def refuse(self, problems: Sequence[BulkLine]) -> None:
        """Show what the database refused, each in its line; nothing was written."""
        self._refused = {line.member_id: line.problem for line in problems}
        self._judge()

    def note_sent(self, lines: Sequence[BulkLine]) -> None:
        """Remember the keys of lines that are sent: the same line sent again is then the same assignment."""
        self._keys |= {(line.member_id, line.trainer_id): line.id for line in lines}

    def _key(self, line: BulkLine, trainer_id: UUID | None) -> UUID:
        """Return the key of a member with a trainer: the one sent before, or one never sent with another."""
        if trainer_id == line.trainer_id:
            return self._keys.get((line.member_id, trainer_id), line.id)
        return self._keys.setdefault((line.member_id, trainer_id), new_id())

    def _judge(self) -> None:
        """Decide for every line whether it can be; those that a person chose take places after the others."""
        left = {id: choice.free for id, choice in self.trainers.items()}
        judged: dict[UUID, PreviewLine] = {}
        by_hand = [line for line in self._planned if line.member_id in self._chosen]
        for line in (*(one for one in self._planned if one.member_id not in self._chosen), *by_hand):
            judged[line.member_id] = self._judged(line, left)
        self.lines = tuple(judged[line.member_id] for line in self._planned)

    def _judged(self, line: BulkLine, left: dict[UUID, int]) -> PreviewLine:
        tr = QCoreApplication.translate
        if line.member_id in self._chosen:
            trainer_id = self._chosen[line.member_id]
            if trainer_id is None:
                return PreviewLine(line, is_left_out=True)
            name = self.trainers[trainer_id].name if trainer_id in self.trainers else line.trainer_name
            key = self._key(line, trainer_id)
            line = replace(line, id=key, trainer_id=trainer_id, trainer_name=name, problem="")
        if line.member_id in self._refused:
            return PreviewLine(replace(line, problem=self._refused[line.member_id]))
        if line.problem or line.trainer_id is None:
            return PreviewLine(line, lacks_place=line.problem.startswith(NO_PLACE))
        if left.get(line.trainer_id, 0) <= 0:
            words = tr("bulk", "No place left with {0}.").format(line.trainer_name)
            return PreviewLine(replace(line, problem=words), lacks_place=True)
        left[line.trainer_id] -= 1
        return PreviewLine(line)


class TrainerOfLineDelegate(SmallPersonDelegate):
    """The trainer of a line; edited with a list of those who can be chosen, and a way to leave the line out.

    Set `offers` to a function that returns words and ids.
    """

    offers: Callable[[], Sequence[tuple[str, UUID | None]]]

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        """Return the list, opened at once."""
        combo = QComboBox(parent)
        combo.setObjectName("lineTrainer")
        combo.setAccessibleName(self.tr("Trainer"))
        for words, trainer_id in self.offers():
            combo.addItem(words, trainer_id)
        # The column may be narrower than the names.
        combo.view().setMinimumWidth(combo.view().sizeHintForColumn(0) + Space.XXL)
        combo.activated.connect(lambda: self._finish(combo))
        QTimer.singleShot(0, combo, combo.showPopup)
        return combo

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        """Show the trainer of the line."""
        assert isinstance(editor, QComboBox)
        editor.setCurrentIndex(place_of(editor, index.data(Qt.ItemDataRole.EditRole)))

    def setModelData(self, editor: QWidget, model: Any, index: _Index) -> None:
        """Ask for the trainer chosen."""
        assert isinstance(editor, QComboBox)
        if editor.currentIndex() >= 0:
            model.setData(index, editor.currentData(), Qt.ItemDataRole.EditRole)

    def _finish(self, combo: QComboBox) -> None:
        self.commitData.emit(combo)
        self.closeEditor.emit(combo)


class BulkLinesModel(RowsModel[PreviewLine]):
    """The lines; a trainer is asked for, and whoever listens decides."""

    trainer_wanted = Signal(object, object)
    """A person chose a trainer for a line: the member's id, and the trainer's, None to leave the line out."""

    def __init__(self) -> None:
        super().__init__(
            (
                Column(
                    "member",
                    self.tr("Member"),
                    lambda row: row.line.member_name,
                    value=lambda row: PersonCell(row.line.member_id, row.line.member_name),
                    delegate=PersonDelegate,
                    tone=lambda row: "text_muted" if row.is_left_out else "text",
                    width=Size.COLUMN_M,
                    stretch=2,
                    can_hide=False,
                ),
                Column(
                    "trainer",
                    self.tr("Trainer"),
                    self._trainer_words,
                    value=self._trainer_cell,
                    delegate=TrainerOfLineDelegate,
                    width=Size.COLUMN_M,
                    stretch=1,
                    can_hide=False,
                ),
                Column(
                    "problem",
                    self.tr("Problem"),
                    lambda row: "" if row.is_left_out else row.line.problem,
                    tone=lambda row: "critical",
                    tooltip=lambda row: row.line.problem.replace("<", "&lt;"),
                    width=Size.COLUMN_XL,
                    stretch=2,
                    can_hide=False,
                ),
            )
        )

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """The trainer of a line can be edited."""
        flags = super().flags(index)
        if index.isValid() and index.column() == TRAINER_COLUMN:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Serve a cell; to an editor, the trainer's id."""
        if role == Qt.ItemDataRole.EditRole and index.isValid() and index.column() == TRAINER_COLUMN:
            row = self.row_at(index)
            return None if row.is_left_out else row.line.trainer_id
        return super().data(index, role)

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for another trainer; the row changes when whoever listens shows it."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid() or index.column() != TRAINER_COLUMN:
            return False
        self.trainer_wanted.emit(self.row_at(index).id, value)
        return True

    def _trainer_words(self, row: PreviewLine) -> str:
        if row.is_left_out:
            return self.tr("Left out")
        return row.line.trainer_name or self.tr("Nobody")

    def _trainer_cell(self, row: PreviewLine) -> PersonCell:
        name = "" if row.is_left_out or row.line.trainer_id is None else row.line.trainer_name or ""
        return PersonCell(row.line.trainer_id or "", name, placeholder=self._trainer_words(row))


class BulkLinesTable(DataTable):
    """The preview; fixed rows, so that five thousand cost no more than ten."""

    def __init__(self, model: BulkLinesModel) -> None:
        super().__init__(model)
        self.setObjectName("bulkLines")
        self.setAccessibleName(self.tr("Preview, line by line"))

    def sizeHint(self) -> QSize:
        """Ask for nine rows."""
        return QSize(Size.FORM_WIDTH, self.height_of_rows(_ROWS_WANTED))
