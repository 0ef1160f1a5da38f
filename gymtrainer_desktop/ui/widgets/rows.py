"""A table's model: rows of frozen dataclasses held in memory, columns that say how to read them."""

from __future__ import annotations

from collections.abc import Callable, Container, Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QStyledItemDelegate, QWidget

R = TypeVar("R")
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()

CHECK_COLUMN = "check"


class RowsRole(IntEnum):
    """What delegates ask the model for, beside Qt's own roles."""

    ROW = Qt.ItemDataRole.UserRole + 1
    VALUE = Qt.ItemDataRole.UserRole + 2
    TONE = Qt.ItemDataRole.UserRole + 3
    IS_CHECKED_ROW = Qt.ItemDataRole.UserRole + 4


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """A column of a table.

    Attributes:
        key: Name under which width and place are remembered.
        text: What a row says in this column, also to a screen reader.
        align: Right for numbers.
        value: What the delegate paints; `text` when not given.
        delegate: Makes the delegate, called with the view.
        sort_key: Key for sorting in memory.
        sort: Name for sorting in SQL: a click on the header then emits `RowsModel.sort_requested`.
        width: Pixels to begin with.
        stretch: Share of the space left over that this column takes.
        tone: Token of the text colour for a row ("critical" for "No plan").
        can_hide: Whether the person may hide the column.
    """

    key: str
    title: str
    text: Callable[[R], str]
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft
    value: Callable[[R], Any] | None = None
    delegate: Callable[[QWidget], QStyledItemDelegate] | None = None
    sort_key: Callable[[R], Any] | None = None
    sort: str = ""
    width: int = 120
    stretch: int = 0
    tooltip: Callable[[R], str] | None = None
    tone: Callable[[R], str] | None = None
    can_hide: bool = True
    is_hidden: bool = False

    @property
    def is_sortable(self) -> bool:
        """Whether a click on the header sorts."""
        return bool(self.sort_key or self.sort)


def _id_of(row: Any) -> Hashable:
    key: Hashable = row.id
    return key


class RowsModel(QAbstractTableModel, Generic[R]):
    """Serves rows from memory. Loading, and sorting of what can be long, is the page's business.

    Args:
        columns: What to show.
        identity: Names a row, so that check marks and the current row survive a reload; `row.id` by default.
        checkable: Adds a column of check boxes on the left.
    """

    more_wanted = Signal()
    """The view reached the end and there is more: load the next page and call `extend`."""
    sort_requested = Signal(str, bool)
    """A column that SQL sorts was clicked: its `sort` name, and whether descending."""
    checked_changed = Signal()

    def __init__(
        self,
        columns: Iterable[Column[R]],
        identity: Callable[[R], Hashable] = _id_of,
        *,
        checkable: bool = False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._columns: tuple[Column[R], ...] = tuple(columns)
        if checkable:
            check: Column[R] = Column(CHECK_COLUMN, "", lambda row: "", width=0, can_hide=False)
            self._columns = (check, *self._columns)
        self._identity = identity
        self._is_checkable = checkable
        self._rows: list[R] = []
        self._checked: dict[Hashable, R] = {}
        self._has_more = False
        self._is_fetching = False
        self._sorted: tuple[int, Qt.SortOrder] | None = None

    @property
    def columns(self) -> tuple[Column[R], ...]:
        """All columns, hidden ones and the check boxes' included."""
        return self._columns

    @property
    def rows(self) -> tuple[R, ...]:
        """The rows in the order shown."""
        return tuple(self._rows)

    @property
    def is_checkable(self) -> bool:
        """Whether the first column holds check boxes."""
        return self._is_checkable

    @property
    def sorted_by(self) -> tuple[int, Qt.SortOrder] | None:
        """Column number and direction of the order shown, None if nobody sorted."""
        return self._sorted

    def row_at(self, index: _Index | int) -> R:
        """Return the row of an index or of a row number."""
        return self._rows[index if isinstance(index, int) else index.row()]

    def id_at(self, row: int) -> Hashable:
        """Return what names the row of a row number."""
        return self._identity(self._rows[row])

    def place_of(self, identity: Hashable) -> int:
        """Return the row number of an identity, -1 if it is not shown."""
        return next((place for place, row in enumerate(self._rows) if self._identity(row) == identity), -1)

    def set_rows(self, rows: Sequence[R], has_more: bool = False) -> None:
        """Show other rows. Check marks stay on rows that are still there."""
        fresh = list(rows)
        if self._sorted and self._columns[self._sorted[0]].sort_key:
            fresh = self._in_order(fresh, *self._sorted)
        self._is_fetching = False
        self._has_more = has_more
        ids = [self._identity(row) for row in fresh]
        if fresh and ids == [self._identity(row) for row in self._rows]:
            # The same people in the same order: keep scroll position and selection.
            self._rows = fresh
            self.dataChanged.emit(self.index(0, 0), self.index(len(fresh) - 1, len(self._columns) - 1))
        else:
            self.beginResetModel()
            self._rows = fresh
            self.endResetModel()
        shown = dict(zip(ids, fresh, strict=True))
        kept = {key: shown[key] for key in self._checked if key in shown}
        lost = len(kept) != len(self._checked)
        self._checked = kept
        if lost:
            self.checked_changed.emit()

    def extend(self, rows: Sequence[R], has_more: bool) -> None:
        """Add the next page below."""
        self._is_fetching = False
        self._has_more = has_more
        if not rows:
            return
        first = len(self._rows)
        self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
        self._rows.extend(rows)
        self.endInsertRows()

    def fetch_failed(self) -> None:
        """The page asked for by `more_wanted` did not come; scrolling asks again."""
        self._is_fetching = False

    # Check marks

    @property
    def checked(self) -> tuple[R, ...]:
        """The rows with a check mark, in the order shown."""
        return tuple(row for row in self._rows if self._identity(row) in self._checked)

    def set_checked(self, place: int, checked: bool) -> None:
        """Set or clear the check mark of a row number."""
        self._check([self._rows[place]], checked)

    def check_rows(self, places: Iterable[int], checked: bool) -> None:
        """Set or clear the check marks of several row numbers at once."""
        self._check([self._rows[place] for place in places], checked)

    def check_only(self, identities: Container[Hashable]) -> None:
        """Show check marks on these rows alone, of those that are loaded, without telling anybody."""
        self._checked = {key: row for row in self._rows if (key := self._identity(row)) in identities}
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(self._columns) - 1))

    def check_all(self, checked: bool) -> None:
        """Set or clear the check marks of all rows that are loaded."""
        self._check(self._rows, checked)

    def check_state(self) -> Qt.CheckState:
        """Return the state of the box in the header."""
        if not self._checked:
            return Qt.CheckState.Unchecked
        whole = len(self._checked) == len(self._rows)
        return Qt.CheckState.Checked if whole else Qt.CheckState.PartiallyChecked

    def _check(self, rows: Iterable[R], checked: bool) -> None:
        before = len(self._checked)
        for row in rows:
            if checked:
                self._checked[self._identity(row)] = row
            else:
                self._checked.pop(self._identity(row), None)
        if len(self._checked) != before:
            last = self.index(len(self._rows) - 1, len(self._columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            self.checked_changed.emit()

    # Qt's side

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Return how many rows are loaded."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self._columns)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Rows can be selected; check boxes can be ticked."""
        flags = super().flags(index)
        if index.isValid() and self._is_checkable and index.column() == 0:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Serve a cell from memory."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], self._columns[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return column.text(row)
        if role == RowsRole.VALUE:
            return column.value(row) if column.value else column.text(row)
        if role == RowsRole.ROW:
            return row
        if role == RowsRole.TONE:
            return column.tone(row) if column.tone else "text"
        if role == RowsRole.IS_CHECKED_ROW:
            return self._identity(row) in self._checked
        if role == Qt.ItemDataRole.CheckStateRole and self._is_checkable and index.column() == 0:
            is_checked = self._identity(row) in self._checked
            return Qt.CheckState.Checked if is_checked else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return column.align | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ToolTipRole and column.tooltip:
            return column.tooltip(row)
        return None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick a check box; nothing else can be edited."""
        if role != Qt.ItemDataRole.CheckStateRole or not self._is_checkable or index.column() != 0:
            return False
        self.set_checked(index.row(), Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Serve a heading."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        column = self._columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return column.align | Qt.AlignmentFlag.AlignVCenter
        return None

    def canFetchMore(self, parent: _Index = _NOWHERE) -> bool:
        """Whether there is another page that nobody is loading yet."""
        return not parent.isValid() and self._has_more and not self._is_fetching

    def fetchMore(self, parent: _Index = _NOWHERE) -> None:
        """Ask the page for more rows."""
        if self.canFetchMore(parent):
            self._is_fetching = True
            self.more_wanted.emit()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort in memory, or ask the page to sort in SQL."""
        if not 0 <= column < len(self._columns) or not self._columns[column].is_sortable:
            return
        if self._sorted == (column, order):
            return
        self._sorted = (column, order)
        spec = self._columns[column]
        if spec.sort_key is None:
            self.sort_requested.emit(str(spec.sort), order == Qt.SortOrder.DescendingOrder)
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        ids = [self._identity(self._rows[index.row()]) for index in before]
        self._rows = self._in_order(self._rows, column, order)
        places = {self._identity(row): place for place, row in enumerate(self._rows)}
        after = [self.index(places[key], index.column()) for key, index in zip(ids, before, strict=True)]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _in_order(self, rows: list[R], column: int, order: Qt.SortOrder) -> list[R]:
        """Sort by a column, rows without a value last whatever the direction."""
        sort_key = self._columns[column].sort_key
        assert sort_key is not None
        keyed = [(sort_key(row), row) for row in rows]
        known = [pair for pair in keyed if pair[0] is not None]
        known.sort(key=lambda pair: pair[0], reverse=order == Qt.SortOrder.DescendingOrder)
        return [row for _, row in known] + [row for key, row in keyed if key is None]
