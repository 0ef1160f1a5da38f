"""Members selected for an action in bulk: ticked one by one, or everybody that a question finds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from gymtrainer_desktop.domain.assignments import AssignmentStatus
from gymtrainer_desktop.domain.people import MemberQuery, MemberRow
from gymtrainer_desktop.ui.widgets.bars import BulkBar
from gymtrainer_desktop.ui.widgets.buttons import link_button
from gymtrainer_desktop.ui.widgets.rows import RowsModel

_EVERYBODY = 1_000_000
"""More than any gym has members."""


@dataclass(frozen=True, slots=True)
class MemberSelection:
    """Whom an action in bulk is about.

    Attributes:
        rows: The members, when they were ticked one by one.
        query: Set when everybody it finds is meant; its order and paging mean nothing.
        without: Those of them who were unticked again.
        count: How many there are, as far as is known now.
    """

    rows: tuple[MemberRow, ...] = ()
    query: MemberQuery | None = None
    without: frozenset[UUID] = frozenset()
    count: int = 0

    def ids(self, people: Any) -> tuple[UUID, ...]:
        """Return the members' ids; asks the database for those of a query, so call it in the background.

        Args:
            people: The `PeopleService`.
        """
        if self.query is None:
            return tuple(row.id for row in self.rows)
        found = people.ids(self.query, limit=_EVERYBODY)
        return tuple(one for one in found if one not in self.without)


class MemberPicks(QObject):
    """Keeps who is ticked while rows come and go.

    Ticks stay on members that another search or filter hides. "Everybody that matches" belongs to its
    question and ends with it.
    """

    changed = Signal()
    """Others are selected, or what is known of them changed."""

    def __init__(self, model: RowsModel[MemberRow], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._picked: dict[UUID, MemberRow] = {}
        self._question: MemberQuery | None = None
        self._everybody: MemberQuery | None = None
        self._without: frozenset[UUID] = frozenset()
        self._total = 0
        self._is_loading = False
        model.checked_changed.connect(self._on_checked_changed)

    @property
    def selection(self) -> MemberSelection:
        """Who is selected now."""
        if self._everybody is None:
            return MemberSelection(tuple(self._picked.values()), count=len(self._picked))
        return MemberSelection((), self._everybody, self._without, max(self._total - len(self._without), 0))

    @property
    def is_everybody(self) -> bool:
        """Whether everybody that matches is selected, loaded or not."""
        return self._everybody is not None

    @property
    def hidden(self) -> int:
        """How many of the ticked members the list does not show now."""
        shown = {row.id for row in self._model.rows}
        return sum(one not in shown for one in self._picked)

    @property
    def more(self) -> int:
        """How many match the question when all that are loaded are ticked and there are more; else 0."""
        loaded = self._model.rows
        if self.is_everybody or not loaded or len(loaded) >= self._total:
            return 0
        return self._total if all(row.id in self._picked for row in loaded) else 0

    def ask(self, question: MemberQuery) -> None:
        """Take note of what the list is asked: everybody who matched another question is let go."""
        before, self._question = self._question, question
        is_other = before is not None and (before.text, before.filter) != (question.text, question.filter)
        if is_other and self.is_everybody:
            self.clear()

    def select_everybody(self) -> None:
        """Select all who match, whether loaded or not."""
        self._everybody, self._without, self._picked = self._question, frozenset(), {}
        self._show()

    def clear(self) -> None:
        """Select nobody."""
        self._everybody, self._without, self._picked = None, frozenset(), {}
        self._show()

    def drop(self, member_id: UUID) -> None:
        """Let one go who is not there any more."""
        if self._picked.pop(member_id, None) is not None:
            self._show()

    @contextmanager
    def kept(self, total: int) -> Iterator[None]:
        """Have the ticks survive rows that are changed inside; `total` is how many match now."""
        self._is_loading = True
        try:
            yield
        finally:
            self._is_loading = False
        self._total = total
        for row in self._model.rows:
            if row.id in self._picked:
                self._picked[row.id] = row
        self._show()

    def _show(self) -> None:
        if self.is_everybody:
            self._model.check_only({row.id for row in self._model.rows} - self._without)
        else:
            self._model.check_only(self._picked)
        self.changed.emit()

    def _on_checked_changed(self) -> None:
        if self._is_loading:
            return
        loaded = {row.id: row for row in self._model.rows}
        ticked = {row.id for row in self._model.checked}
        if self.is_everybody:
            self._without = (self._without - loaded.keys()) | (loaded.keys() - ticked)
            if not self.selection.count:
                self._everybody, self._without = None, frozenset()
        else:
            for one, row in loaded.items():
                if one in ticked:
                    self._picked[one] = row
                else:
                    self._picked.pop(one, None)
        self.changed.emit()


class MembersBulkBar(BulkBar):
    """What can be done with the selected members, with a way to select all who match."""

    assign_requested = Signal()
    everybody_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.everybody_button = link_button("")
        self.everybody_button.setObjectName("selectEverybodyButton")
        self.everybody_button.clicked.connect(self.everybody_requested)
        # After the quiet words, before the stretch.
        self._row.insertWidget(3, self.everybody_button)
        self.assign_button = self.add_action(
            self.tr("Assign…"), self.assign_requested.emit, "whistle", primary=True
        )
        self.assign_button.setObjectName("bulkAssignButton")
        self.assign_button.setToolTip(self.tr("Assign the selected members to trainers"))

    def show_picks(self, picks: MemberPicks) -> None:
        """Say who is selected."""
        selection = picks.selection
        self.set_selection(selection.count, self._describe(picks, selection))
        more = picks.more
        self.everybody_button.setText(self.tr("Select all {0} that match").format(f"{more:,}"))
        self.everybody_button.setVisible(bool(more))

    def _describe(self, picks: MemberPicks, selection: MemberSelection) -> str:
        if picks.is_everybody:
            return self.tr("everybody in this list, loaded or not")
        if hidden := picks.hidden:
            return self.tr("{0} of them not in this list").format(f"{hidden:,}")
        taken = sum(row.status is AssignmentStatus.ACTIVE for row in selection.rows)
        if taken == 0:
            return self.tr("none of them has a trainer")
        if taken == selection.count:
            return self.tr("all of them have a trainer")
        one, many = self.tr("1 of them has a trainer already"), self.tr("{0} of them have a trainer already")
        return one if taken == 1 else many.format(f"{taken:,}")
