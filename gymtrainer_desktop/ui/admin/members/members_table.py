"""The table of members: what its columns say, who is ticked, and the footer that says how many there are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QMenu, QWidget

from gymtrainer_desktop.domain.assignments import AssignmentStatus
from gymtrainer_desktop.domain.calendar import ago_text
from gymtrainer_desktop.domain.measures import QUIET_DAYS
from gymtrainer_desktop.domain.people import MemberRow, MemberSort
from gymtrainer_desktop.ui.admin.members.member_selection import MemberPicks
from gymtrainer_desktop.ui.admin.words import day_text
from gymtrainer_desktop.ui.theme.tokens import Size
from gymtrainer_desktop.ui.widgets.card import Card
from gymtrainer_desktop.ui.widgets.check_table import CheckTable
from gymtrainer_desktop.ui.widgets.delegates import (
    NO_VALUE,
    ComplianceDelegate,
    PersonCell,
    PersonDelegate,
    PillCell,
    PillDelegate,
    SmallPersonDelegate,
    SparklineDelegate,
    percent,
)
from gymtrainer_desktop.ui.widgets.people_words import status_words
from gymtrainer_desktop.ui.widgets.rows import Column, RowsModel

_FOLDED = ("plan", "compliance", "weeks", "joined")
_FOLDED_AGAIN = ("status", "last_workout")
_RIGHT = Qt.AlignmentFlag.AlignRight


class MembersTable(Card):
    """Members as rows; sorting and paging are asked for, not done here."""

    opened = Signal(object)
    """A member was clicked, or Enter pressed; carries the `MemberRow`."""
    current_changed = Signal(object)
    """The arrow keys moved to another member; carries the `MemberRow`, or None."""
    sort_requested = Signal(object, bool)
    """A heading was clicked: the `MemberSort`, and whether descending."""
    more_wanted = Signal()
    """The end of what is loaded was reached."""
    menu_requested = Signal(object, object)
    """The menu of a member was asked for: the `MemberRow`, and where on the screen."""
    escaped = Signal()
    """Esc was pressed in the table."""

    def __init__(self, settings: Any = None, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._today = date.min
        self._total = 0
        self.model: RowsModel[MemberRow] = RowsModel(
            (*self._people_columns(), *self._work_columns()), checkable=True, parent=self
        )
        self.picks = MemberPicks(self.model, self)
        self.table = CheckTable(self.model, settings, "members", activates_on_click=True)
        self.table.setObjectName("membersTable")
        self.table.setAccessibleName(self.tr("Members"))
        self.body.addWidget(self.table, 1)
        footer = self.add_footer("")
        assert isinstance(footer, QLabel)
        self.footer = footer
        self.footer.setObjectName("membersFooter")
        self.model.sort_requested.connect(self._on_sort_requested)
        self.model.more_wanted.connect(self.more_wanted)
        self.table.row_activated.connect(self.opened)
        self.table.current_row_changed.connect(self.current_changed)
        self.table.menu_requested.connect(self.menu_requested)
        self.table.escaped.connect(self.escaped)

    @property
    def loaded(self) -> int:
        """How many rows are loaded."""
        return self.model.rowCount()

    def show_sorted(self, sort: MemberSort, descending: bool) -> None:
        """Show the arrow of an order without asking for it."""
        key = next(column.key for column in self.model.columns if column.sort == sort)
        was_blocked = self.model.blockSignals(True)
        self.table.show_sorted(key, descending)
        self.model.blockSignals(was_blocked)

    def set_rows(self, rows: Sequence[MemberRow], *, has_more: bool, total: int, today: date) -> None:
        """Show the first rows of an answer; `total` is how many the filter holds.

        Whoever stands at the top of the view stays there, whatever was added or went above.
        """
        self._today, self._total = today, total
        bar = self.table.verticalScrollBar()
        top, offset = divmod(bar.value(), Size.ROW)
        anchor = self.model.id_at(top) if bar.value() and top < self.loaded else None
        with self.picks.kept(total):
            self.model.set_rows(rows, has_more)
        place = -1 if anchor is None else self.model.place_of(anchor)
        if place >= 0 and place != top:
            self.table.doItemsLayout()
            bar.setValue(place * Size.ROW + offset)
        self._update_footer()

    def extend(self, rows: Sequence[MemberRow], *, has_more: bool) -> None:
        """Add the rows that follow; whoever moved there meanwhile and is shown already is not shown twice."""
        shown = {row.id for row in self.model.rows}
        with self.picks.kept(self._total):
            self.model.extend([row for row in rows if row.id not in shown], has_more)
        self._update_footer()

    def select(self, member_id: UUID) -> bool:
        """Make a member the current row; return whether they are loaded."""
        return self.table.select_id(member_id)

    def columns_menu(self, parent: QWidget) -> QMenu:
        """Return the menu that shows and hides columns."""
        return self.table.columns_menu(parent)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what matters less when there is little room."""
        super().resizeEvent(event)
        width = self.width()
        folded = _FOLDED if width < Size.TABLE_FOLDS_BELOW else ()
        self.table.fold((*folded, *(_FOLDED_AGAIN if width < Size.TABLE_FOLDS_AGAIN_BELOW else ())))

    def _on_sort_requested(self, sort: str, descending: bool) -> None:
        self.sort_requested.emit(MemberSort(sort), descending)

    def _update_footer(self) -> None:
        shown, total = self.loaded, max(self._total, self.loaded)
        if shown < total:
            words = self.tr("{0} of {1} members shown, more when you scroll")
            words = words.format(f"{shown:,}", f"{total:,}")
        else:
            words = self.tr("1 member") if total == 1 else self.tr("{0} members").format(f"{total:,}")
        self.footer.setText(words)

    # Columns

    def _people_columns(self) -> tuple[Column[MemberRow], ...]:
        return (
            Column(
                "member",
                self.tr("Member"),
                lambda row: row.full_name,
                value=lambda row: PersonCell(row.id, row.full_name, row.member_number),
                delegate=PersonDelegate,
                sort=MemberSort.NAME,
                width=Size.COLUMN_XL,
                stretch=3,
                can_hide=False,
                tooltip=lambda row: _plain(f"{row.full_name}, {row.member_number}"),
            ),
            Column(
                "number",
                self.tr("Number"),
                lambda row: row.member_number,
                sort=MemberSort.NUMBER,
                width=Size.COLUMN_S,
                is_hidden=True,
            ),
            Column(
                "email",
                self.tr("E-mail"),
                lambda row: row.email or NO_VALUE,
                width=Size.COLUMN_XL,
                is_hidden=True,
            ),
            Column(
                "phone",
                self.tr("Phone"),
                lambda row: row.phone or NO_VALUE,
                width=Size.COLUMN_M,
                is_hidden=True,
            ),
            Column(
                "trainer",
                self.tr("Trainer"),
                lambda row: row.trainer_name or self.tr("No trainer"),
                value=self._trainer_cell,
                delegate=SmallPersonDelegate,
                sort=MemberSort.TRAINER,
                width=Size.COLUMN_L,
                stretch=2,
            ),
            Column(
                "status",
                self.tr("Status"),
                lambda row: cell.text if (cell := self._state_cell(row)) else NO_VALUE,
                value=self._state_cell,
                delegate=PillDelegate,
                width=Size.COLUMN_M - Size.ICON,
            ),
        )

    def _work_columns(self) -> tuple[Column[MemberRow], ...]:
        return (
            Column(
                "plan",
                self.tr("Plan"),
                self._plan_text,
                tone=lambda row: "critical" if _lacks_plan(row) else "text",
                width=Size.COLUMN_M,
                stretch=2,
                tooltip=lambda row: _plain(row.plan_title or ""),
            ),
            Column(
                "last_workout",
                self.tr("Last workout"),
                lambda row: ago_text(row.last_workout_on, self._today),
                tone=self._last_workout_tone,
                sort=MemberSort.LAST_WORKOUT,
                width=Size.COLUMN_M - Size.ICON,
            ),
            Column(
                "compliance",
                self.tr("Compliance"),
                lambda row: percent(row.compliance),
                align=_RIGHT,
                value=lambda row: row.compliance,
                delegate=ComplianceDelegate,
                width=Size.COLUMN_S + Size.ICON,
            ),
            Column(
                "weeks",
                self.tr("8 weeks"),
                lambda row: ", ".join(map(str, row.weeks)),
                align=_RIGHT,
                value=lambda row: row.weeks,
                delegate=SparklineDelegate,
                width=Size.COLUMN_S + Size.ICON,
                tooltip=lambda row: self.tr("Workouts a week: {0}").format(", ".join(map(str, row.weeks))),
            ),
            Column(
                "joined",
                self.tr("Joined"),
                lambda row: day_text(row.joined_on),
                align=_RIGHT,
                sort=MemberSort.JOINED,
                width=Size.COLUMN_M - Size.ICON,
            ),
        )

    def _state_cell(self, row: MemberRow) -> PillCell | None:
        if row.is_waiting and row.status is not AssignmentStatus.ACTIVE:
            return PillCell(self.tr("Waiting"), "accent")
        return PillCell(*status_words(row.status)) if row.status else None

    def _trainer_cell(self, row: MemberRow) -> PersonCell:
        return PersonCell(row.trainer_id or "", row.trainer_name or "", placeholder=self.tr("No trainer"))

    def _plan_text(self, row: MemberRow) -> str:
        if row.plan_title:
            return row.plan_title
        return self.tr("No plan") if _lacks_plan(row) else NO_VALUE

    def _last_workout_tone(self, row: MemberRow) -> str:
        if row.last_workout_on is None:
            return "text_muted"
        is_late = (self._today - row.last_workout_on).days >= QUIET_DAYS
        return "caution" if is_late and row.status is AssignmentStatus.ACTIVE else "text"


def _lacks_plan(row: MemberRow) -> bool:
    return row.status is AssignmentStatus.ACTIVE and not row.plan_title


def _plain(text: str) -> str:
    """Keep a tool tip from reading names as rich text."""
    return text.replace("&", "&amp;").replace("<", "&lt;") if "<" in text else text
