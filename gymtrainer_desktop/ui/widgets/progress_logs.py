"""Somebody's logs, filtered and a page at a time."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gymtrainer_desktop.domain.progress import LogPage, LogQuery, LogRow
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.widgets.more_rows import load_more
from gymtrainer_desktop.ui.widgets.progress_files import ProgressFiles, Table, logs_rows
from gymtrainer_desktop.ui.widgets.progress_filters import LogFilters
from gymtrainer_desktop.ui.widgets.rows import Column, RowsModel
from gymtrainer_desktop.ui.widgets.states import StateStack
from gymtrainer_desktop.ui.widgets.table import DataTable

PAGE = 100
_EXPORTED_AT_A_TIME = 1000


class LogsList(QWidget):
    """The table and its states. The filters are made here and stand wherever the owner puts them.

    Args:
        context: Of the page it stands on.
        columns: Of the table.
        settings_key: Under which the table remembers its columns.
    """

    counted = Signal(int)
    """How many logs fit, in all."""
    current_changed = Signal(object)
    """Another log became the current one; carries its `LogRow`, or None."""
    shown = Signal()
    """Fresh logs are in the table."""

    def __init__(
        self,
        context: PageContext,
        columns: tuple[Column[LogRow], ...],
        settings_key: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._member_id: UUID | None = None
        self._base = LogQuery()
        self._next: tuple[datetime, UUID] | None = None
        self.total = 0
        self.filters = LogFilters()
        self.model: RowsModel[LogRow] = RowsModel(columns, parent=self)
        self.table = DataTable(self.model, context.settings, settings_key)
        self.files = ProgressFiles(self, context)
        self.states = StateStack(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.states)
        self.filters.changed.connect(self._on_filters_changed)
        self.filters.left_downwards.connect(self.table.enter_from_above)
        self.model.more_wanted.connect(self._on_more_wanted)
        self.table.current_row_changed.connect(self.current_changed)
        self.states.retry_requested.connect(self.refresh)

    @property
    def query(self) -> LogQuery:
        """Which logs are listed."""
        return self.filters.query(self._base)

    def set_member(self, member_id: UUID | None) -> None:
        """Show somebody else's logs, all of them; loads nothing yet."""
        self._member_id, self._base = member_id, LogQuery()
        self._context.tasks.drop(self)
        self.filters.clear()
        self._forget()

    def set_base(self, base: LogQuery) -> None:
        """Ask for one exercise, or for some days: what the filters narrow further; loads nothing yet."""
        if base != self._base:
            self._base = base
            self._forget()

    def refresh(self) -> None:
        """Load the newest logs again, as many as are shown; the current one stays current."""
        member_id, query = self._member_id, self.query
        if member_id is None:
            return
        self.states.show_loading()
        progress, limit = self._context.services.progress, max(PAGE, self.model.rowCount())
        self._context.tasks.query(
            self,
            lambda: progress.logs(member_id, query, limit=limit),
            lambda page: self._on_loaded(page, query),
            self._on_failed,
            key="logs",
        )

    def export(self, name: str) -> None:
        """Save every log that fits as CSV, those not loaded yet too."""
        member_id, query, unit = self._member_id, self.query, self._context.person.weight_unit
        if member_id is None:
            return
        progress = self._context.services.progress
        self.files.save_table(lambda: _all_rows(progress, member_id, query, unit), name)

    def _forget(self) -> None:
        self._next, self.total = None, 0
        self.model.set_rows(())
        self.states.show_loading_anew()

    # Loading

    def _on_loaded(self, page: LogPage, query: LogQuery) -> None:
        self._next, self.total = page.next, page.total or 0
        self.counted.emit(self.total)
        if not page.rows:
            self.model.set_rows(())
            self._show_nothing(query)
        else:
            self.states.show_content()
            self.model.set_rows(page.rows, has_more=page.next is not None)
        self.shown.emit()

    def _show_nothing(self, query: LogQuery) -> None:
        if query.is_narrow:
            self.states.show_empty(
                self.tr("No log fits"),
                self.tr("No log here is like what you asked for."),
                self.tr("Clear the filters"),
                self.filters.clear_button.click,
                icon="list-filter",
                action_icon="x",
            )
        elif query.since is not None or query.until is not None or query.exercise is not None:
            self.states.show_empty(
                self.tr("Nothing logged in this range"),
                self.tr("Choose a longer one to see older logs."),
                icon="clipboard-list",
            )
        else:
            self.states.show_empty(
                self.tr("Nothing logged yet"),
                self.tr("Every logged exercise appears here, set by set."),
                icon="clipboard-list",
            )

    def _on_failed(self, exc: Exception) -> None:
        self.states.show_error(self.tr("The logs could not be loaded"), exc)

    def _on_filters_changed(self) -> None:
        self.model.set_rows(())
        self.table.verticalScrollBar().setValue(0)
        self.states.show_loading_anew()
        self.refresh()

    def _on_more_wanted(self) -> None:
        member_id, progress = self._member_id, self._context.services.progress
        if member_id is None or self._next is None:
            return
        load_more(
            self,
            self._context,
            self.model,
            lambda: (self._member_id, self.query, self._next),
            lambda asked: progress.logs(member_id, asked[1], asked[2]),
            self._on_more,
        )

    def _on_more(self, page: LogPage) -> None:
        self._next = page.next
        self.model.extend(page.rows, page.next is not None)


def _all_rows(progress: Any, member_id: UUID, query: LogQuery, unit: Unit) -> Table:
    """Runs in a worker."""
    rows: list[LogRow] = []
    after = None
    while True:
        page = progress.logs(member_id, query, after, _EXPORTED_AT_A_TIME)
        rows += page.rows
        after = page.next
        if after is None:
            return logs_rows(rows, unit)
