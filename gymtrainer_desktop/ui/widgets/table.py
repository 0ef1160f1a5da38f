"""The table: fixed rows, hairlines between them, a header that sorts, check boxes for bulk actions."""

from __future__ import annotations

import logging
from collections.abc import Hashable, Iterable, Sequence
from typing import Any, Protocol

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QTableView,
    QWidget,
)

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.ui.theme.tokens import Delay, Size, Space
from gymtrainer_desktop.ui.widgets.delegates import CheckDelegate, TextDelegate
from gymtrainer_desktop.ui.widgets.rows import CHECK_COLUMN, RowsModel
from gymtrainer_desktop.ui.widgets.table_header import TableHeader

_log = logging.getLogger(__name__)

_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class Memory(Protocol):
    """Where the table remembers its columns: the program's settings."""

    def columns(self, table: str) -> list[dict[str, Any]]:
        """Return what was remembered about the columns of a table."""

    def put_columns(self, table: str, columns: Sequence[dict[str, Any]]) -> None:
        """Remember the columns of a table, in their order."""


class DataTable(QTableView):
    """Shows a `RowsModel`. Enter or a double click activates a row, space ticks its check box.

    Args:
        model: The rows.
        settings: Where hidden columns, their order and widths are remembered; None to remember nothing.
        settings_key: Name of this table there.
        row_height: Height of every row.
    """

    row_activated = Signal(object)
    """Enter or double click on a row; carries the row."""
    current_row_changed = Signal(object)
    """Another row became the current one; carries it, or None."""

    def __init__(
        self,
        model: RowsModel[Any],
        settings: Memory | None = None,
        settings_key: str = "",
        parent: QWidget | None = None,
        *,
        row_height: int = Size.ROW,
        activates_on_click: bool = False,
    ) -> None:
        super().__init__(parent)
        self.rows_model = model
        self.hovered_row = -1
        self._settings = settings if settings_key else None
        self._settings_key = settings_key
        self._remembering = QTimer(self)
        self._remembering.setSingleShot(True)
        self._remembering.setInterval(Delay.REMEMBER)
        self._shows_focus = False
        self._is_fitting = False
        self._folded: set[str] = set()
        self._user_widths: dict[str, int] = {}
        self._kept: tuple[Hashable, int] | None = None
        self._activates_on_click = activates_on_click
        self._build(row_height)
        self._recall()
        self._connect_signals()

    @property
    def focused_row(self) -> int:
        """Row number that shows keyboard focus, -1 for none."""
        return self.currentIndex().row() if self._shows_focus and self.hasFocus() else -1

    def current_row(self) -> Any:
        """Return the current row, or None."""
        index = self.currentIndex()
        return self.rows_model.row_at(index) if index.isValid() else None

    def enter_from_above(self) -> None:
        """Take the keyboard from a search field: the current row, or else the first one, is ready."""
        if not self.currentIndex().isValid() and self.rows_model.rowCount():
            self.setCurrentIndex(self.rows_model.index(0, 0))
        self.setFocus(Qt.FocusReason.TabFocusReason)

    def select_id(self, identity: Hashable) -> bool:
        """Make the row of an identity the current one; return whether it is there."""
        place = self.rows_model.place_of(identity)
        if place < 0:
            return False
        self.setCurrentIndex(self.rows_model.index(place, 0))
        return True

    def show_sorted(self, key: str, descending: bool = False) -> None:
        """Show the sort arrow on a column and sort by it."""
        section = next(place for place, column in enumerate(self.rows_model.columns) if column.key == key)
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicator(section, order)

    def fold(self, keys: Iterable[str]) -> None:
        """Hide these columns for want of room, and show others again; what was chosen stays chosen."""
        wanted = frozenset(keys)
        # Showing and hiding resizes other columns, too: nobody chose those widths.
        self._is_fitting = True
        for place, column in enumerate(self.rows_model.columns):
            if column.key in self._folded and column.key not in wanted:
                self._folded.discard(column.key)
                self.setColumnHidden(place, False)
            elif column.key in wanted and not self.isColumnHidden(place):
                self._folded.add(column.key)
                self.setColumnHidden(place, True)
        self._is_fitting = False
        self._fit()

    def columns_menu(self, parent: QWidget | None = None) -> QMenu:
        """Return a menu that shows and hides columns, for a "Columns" button."""
        menu = QMenu(parent or self)
        for place, column in enumerate(self.rows_model.columns):
            if not column.title or not column.can_hide:
                continue
            action = menu.addAction(column.title)
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(place))
            action.toggled.connect(lambda shown, at=place: self._on_column_toggled(at, shown))
        menu.addSeparator()
        menu.addAction(self.tr("Standard columns"), self._forget)
        return menu

    def height_of_rows(self, count: int) -> int:
        """Return the height that shows `count` rows and the header without scrolling."""
        return self.horizontalHeader().height() + count * self.verticalHeader().defaultSectionSize()

    # Building

    def _build(self, row_height: int) -> None:
        header = TableHeader(self.rows_model, self)
        self.setHorizontalHeader(header)
        self.setModel(self.rows_model)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(row_height)
        rows.setMinimumSectionSize(row_height)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for place, column in enumerate(self.rows_model.columns):
            factory = CheckDelegate if column.key == CHECK_COLUMN else column.delegate or TextDelegate
            self.setItemDelegateForColumn(place, factory(self))
            self.setColumnHidden(place, column.is_hidden)
        if self.rows_model.is_checkable:
            header.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)

    def _connect_signals(self) -> None:
        header = self.horizontalHeader()
        assert isinstance(header, TableHeader)
        header.sortIndicatorChanged.connect(self._on_sort_indicator_changed)
        header.sectionResized.connect(self._on_section_resized)
        header.sectionMoved.connect(self._on_section_moved)
        header.all_checked.connect(self.rows_model.check_all)
        header.customContextMenuRequested.connect(self._on_header_menu_requested)
        self.rows_model.checked_changed.connect(header.viewport().update)
        self.rows_model.modelAboutToBeReset.connect(self._on_model_about_to_be_reset)
        self.rows_model.modelReset.connect(self._on_model_reset)
        self._remembering.timeout.connect(self._write_columns)
        self.doubleClicked.connect(self._on_double_clicked)
        self.clicked.connect(self._on_clicked)
        self.selectionModel().currentRowChanged.connect(self._on_current_row_changed)

    # Slots

    def _on_sort_indicator_changed(self, section: int, order: Qt.SortOrder) -> None:
        columns = self.rows_model.columns
        if 0 <= section < len(columns) and columns[section].is_sortable:
            self.rows_model.sort(section, order)
            return
        # A click on a heading that cannot sort leaves the arrow where it was.
        header = self.horizontalHeader()
        header.blockSignals(True)
        header.setSortIndicator(*self._sorted_by())
        header.blockSignals(False)

    def _sorted_by(self) -> tuple[int, Qt.SortOrder]:
        return self.rows_model.sorted_by or (-1, Qt.SortOrder.AscendingOrder)

    def _on_section_resized(self, section: int, _old: int, new: int) -> None:
        if not self._is_fitting and new > 0:
            self._user_widths[self.rows_model.columns[section].key] = new
            self._remember()

    def _on_section_moved(self, section: int, _old: int, _new: int) -> None:
        header = self.horizontalHeader()
        if self.rows_model.is_checkable and header.visualIndex(0) != 0:
            header.moveSection(header.visualIndex(0), 0)
            return
        self._remember()

    def _on_header_menu_requested(self, where: QPoint) -> None:
        self.columns_menu().popup(self.horizontalHeader().mapToGlobal(where))

    def _on_column_toggled(self, place: int, shown: bool) -> None:
        self._folded.discard(self.rows_model.columns[place].key)
        self.setColumnHidden(place, not shown)
        self._fit()
        self._remember()

    def _on_model_about_to_be_reset(self) -> None:
        index = self.currentIndex()
        if index.isValid():
            self._kept = (self.rows_model.id_at(index.row()), self.verticalScrollBar().value())

    def _on_model_reset(self) -> None:
        self.hovered_row = -1
        if self._kept is None:
            return
        identity, scrolled = self._kept
        self._kept = None
        # The same person stays current, without the page hearing of a change that is none.
        self.selectionModel().blockSignals(True)
        found = self.select_id(identity)
        self.selectionModel().blockSignals(False)
        if found:
            self.verticalScrollBar().setValue(scrolled)
            self.viewport().update()
        else:
            self.current_row_changed.emit(None)

    def _on_double_clicked(self, index: QModelIndex) -> None:
        if not self._activates_on_click and not self._is_check_cell(index):
            self.row_activated.emit(self.rows_model.row_at(index))

    def _on_clicked(self, index: QModelIndex) -> None:
        if self._activates_on_click and not self._is_check_cell(index):
            self.row_activated.emit(self.rows_model.row_at(index))

    def _on_current_row_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self.current_row_changed.emit(self.rows_model.row_at(current) if current.isValid() else None)

    # Events

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up the row below the pointer."""
        self._hover(self.indexAt(event.position().toPoint()).row())
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """No row is below the pointer any more."""
        self._hover(-1)
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tick a check box, or select the row."""
        self._shows_focus = False
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and self._is_check_cell(index):
            self._toggle(index.row())
            return
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter activates, space ticks, arrows move."""
        self._shows_focus = True
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self.row_activated.emit(self.rows_model.row_at(index))
            return
        if event.key() == Qt.Key.Key_Space and index.isValid() and self.rows_model.is_checkable:
            self._toggle(index.row())
            return
        super().keyPressEvent(event)
        self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is, if that is how focus came."""
        super().focusInEvent(event)
        self._shows_focus = event.reason() in _KEYBOARD
        if self._shows_focus and not self.currentIndex().isValid() and self.rows_model.rowCount():
            self.selectionModel().setCurrentIndex(
                self.rows_model.index(0, 0), self.selectionModel().SelectionFlag.NoUpdate
            )
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width among the columns again."""
        super().resizeEvent(event)
        self._fit()

    # Details

    def _hover(self, row: int) -> None:
        before, self.hovered_row = self.hovered_row, row
        if row == before:
            return
        width = self.viewport().width()
        for place in (before, row):
            if 0 <= place < self.rows_model.rowCount():
                self.viewport().update(0, self.rowViewportPosition(place), width, self.rowHeight(place))

    def _is_check_cell(self, index: QModelIndex) -> bool:
        return self.rows_model.columns[index.column()].key == CHECK_COLUMN

    def _toggle(self, row: int) -> None:
        state = self.rows_model.index(row, 0).data(Qt.ItemDataRole.CheckStateRole)
        self.rows_model.set_checked(row, Qt.CheckState(state) != Qt.CheckState.Checked)

    def _fit(self) -> None:
        """Give each column its width and share what is left over among those that stretch."""
        columns = self.rows_model.columns
        shown = [place for place in range(len(columns)) if not self.isColumnHidden(place)]
        widths = {place: self._width(place) for place in shown}
        spare = self.viewport().width() - sum(widths.values())
        flexible = [p for p in shown if columns[p].stretch and columns[p].key not in self._user_widths]
        flexible = flexible or [p for p in shown if columns[p].stretch][-1:]
        total = sum(columns[place].stretch for place in flexible)
        for place in flexible:
            # Too little room is shared, too, before the table has to scroll sideways.
            least = min(widths[place], Size.COLUMN_MIN)
            widths[place] = max(widths[place] + spare * columns[place].stretch // total, least)
        self._is_fitting = True
        for place, width in widths.items():
            self.setColumnWidth(place, width)
        self._is_fitting = False

    def _width(self, place: int) -> int:
        column = self.rows_model.columns[place]
        if column.key == CHECK_COLUMN:
            return Space.L + Size.CHECK_BOX + Space.S
        return self._user_widths.get(column.key, column.width)

    def _remember(self) -> None:
        """Write soon: a drag of a heading's edge is many small changes."""
        if self._settings is not None:
            self._remembering.start()

    def _write_columns(self) -> None:
        assert self._settings is not None
        header = self.horizontalHeader()
        columns = self.rows_model.columns
        in_order = sorted(range(len(columns)), key=header.visualIndex)
        remembered = [
            {
                "key": columns[place].key,
                "hidden": self.isColumnHidden(place) and columns[place].key not in self._folded,
                "width": self._user_widths.get(columns[place].key, 0),
            }
            for place in in_order
            if columns[place].key != CHECK_COLUMN
        ]
        try:
            self._settings.put_columns(self._settings_key, remembered)
        except UserError as error:
            # Nobody can do anything about it at this moment, and nothing but a width is lost.
            _log.warning("the columns of %s are not remembered: %s", self._settings_key, error.message)

    def _recall(self) -> None:
        stored = self._settings.columns(self._settings_key) if self._settings else []
        places = {column.key: place for place, column in enumerate(self.rows_model.columns)}
        known = [entry for entry in stored if entry.get("key") in places]
        header = self.horizontalHeader()
        for visual, entry in enumerate(known, start=1 if self.rows_model.is_checkable else 0):
            place = places[entry["key"]]
            header.moveSection(header.visualIndex(place), visual)
            can_hide = self.rows_model.columns[place].can_hide
            self.setColumnHidden(place, bool(entry.get("hidden")) and can_hide)
            if isinstance(width := entry.get("width"), int) and width > 0:
                self._user_widths[entry["key"]] = width

    def _forget(self) -> None:
        self._user_widths.clear()
        self._folded.clear()
        header = self.horizontalHeader()
        for place, column in enumerate(self.rows_model.columns):
            header.moveSection(header.visualIndex(place), place)
            self.setColumnHidden(place, column.is_hidden)
        self._fit()
        self._remember()
