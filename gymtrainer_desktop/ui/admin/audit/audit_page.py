"""The audit trail: who changed what, when, before and after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.audit import AUDIT_KINDS, AuditEntryRow, AuditQuery
from gymtrainer_desktop.domain.audit import AuditPage as Changes
from gymtrainer_desktop.domain.exports import ExportKind
from gymtrainer_desktop.ui.admin.audit.audit_details import AuditDetails
from gymtrainer_desktop.ui.admin.audit.audit_filters import AuditFilters, Part
from gymtrainer_desktop.ui.admin.audit.audit_table import AuditTable
from gymtrainer_desktop.ui.admin.audit.audit_words import AuditReader
from gymtrainer_desktop.ui.admin.reports.export_table_dialog import ExportTableDialog
from gymtrainer_desktop.ui.shell.page import Crumb, Page, PageContext
from gymtrainer_desktop.ui.theme.tokens import Space
from gymtrainer_desktop.ui.widgets.card import Card
from gymtrainer_desktop.ui.widgets.more_rows import load_more
from gymtrainer_desktop.ui.widgets.states import StateStack

ROWS = 100
"""Changes a page of the keyset paging holds."""


@dataclass(frozen=True, slots=True)
class _Answer:
    page: Changes
    today: date


class AuditPage(Page):
    """Every change, newest first.

    `open` takes `by` and `about`, each a pair of id and name.
    """

    key: ClassVar[str] = "audit"
    tables: ClassVar[frozenset[str]] = frozenset(AUDIT_KINDS)

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.set_title(self.tr("Audit trail"), trail=(Crumb(self.tr("Settings"), "settings"),))
        self._next: int | None = None
        self._asked: AuditQuery | None = None
        self.filters = AuditFilters(context)
        self.table = AuditTable(self._reader(), context.settings)
        self.details = AuditDetails(self._reader())
        self._build()
        self._connect_signals()

    def open(self, **args: Any) -> None:
        """Take whose deeds, or what was done to whom, to show."""
        for name, part in (("by", Part.BY), ("about", Part.ABOUT)):
            if name in args:
                self.filters.blockSignals(True)  # the shell refreshes after this
                self.filters.set_person(part, *args[name])
                self.filters.blockSignals(False)

    def refresh(self) -> None:
        """Load again as many changes as there are, so that nobody's place is lost."""
        reader = self._reader()
        self.table.set_reader(reader)
        self.details.reader = reader
        self._load(max(ROWS, self.table.audit_model.rowCount()))

    def export(self) -> None:
        """Ask where what the filters leave is to be written."""
        words, query = self.filters.words, self.filters.query
        dialog = ExportTableDialog(self.context, ExportKind.AUDIT, query if words else None, words, self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    # Building

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
        column.setSpacing(Space.M)
        column.addWidget(self.filters)
        card = Card()
        card.body.addWidget(self.table, 1)
        row = QHBoxLayout()
        row.setSpacing(Space.L)
        self._states = StateStack(card)
        row.addWidget(self._states, 1)
        row.addWidget(self.details)
        column.addLayout(row, 1)

    def _connect_signals(self) -> None:
        self._states.retry_requested.connect(self.refresh)
        self.filters.changed.connect(self._on_filters_changed)
        self.filters.export_requested.connect(self.export)
        self.filters.search.left_downwards.connect(self.table.enter_from_above)
        self.table.row_activated.connect(self.details.show_entry)
        self.table.clicked.connect(lambda index: self.details.show_entry(self.table.rows_model.row_at(index)))
        self.table.current_row_changed.connect(self._on_current_changed)
        self.table.audit_model.more_wanted.connect(self._on_more_wanted)
        self.details.shown.connect(self._on_details_shown)
        self.details.by_wanted.connect(lambda id, name: self.filters.set_person(Part.BY, id, name))
        self.details.about_wanted.connect(lambda id, name: self.filters.set_person(Part.ABOUT, id, name))
        for keys, act, words in (
            ("Ctrl+F", self._on_search_wanted, self.tr("Search")),
            ("/", self._on_search_wanted, self.tr("Search")),
            ("Ctrl+C", self._on_copy_wanted, self.tr("Copy the change as text")),
        ):
            self._shortcut(keys, act, words, self)
        for place in (self.table, self.details):
            # Not of the page: in the search field, Esc empties it.
            shortcut = self._shortcut("Esc", self.details.close_panel, self.tr("Close the change"), place)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _shortcut(self, keys: str, act: Callable[[], None], words: str, place: QWidget) -> QShortcut:
        shortcut = QShortcut(QKeySequence(keys), place)
        shortcut.setWhatsThis(words)
        shortcut.activated.connect(act)
        return shortcut

    def _reader(self) -> AuditReader:
        return AuditReader(ZoneInfo(self.context.gym.time_zone), self.context.person.weight_unit)

    # Loading

    def _load(self, limit: int = ROWS) -> None:
        self._states.show_loading()
        query = replace(self.filters.query, limit=limit)
        self._asked = self.filters.query
        services = self.context.services
        self.context.tasks.query(
            self,
            lambda: _Answer(services.audit.entries(query), services.gym.today()),
            self._on_loaded,
            self._on_failed,
            key="audit",
        )

    def _on_loaded(self, answer: _Answer) -> None:
        self.filters.set_today(answer.today)
        self._next = answer.page.next
        self.table.rows_model.set_rows(answer.page.rows, answer.page.next is not None)
        if answer.page.rows:
            self._states.show_content()
        elif self.filters.is_set:
            self._states.show_empty(
                self.tr("No change fits the filters"),
                "",
                self.tr("Clear the filters"),
                self.filters.clear,
                icon="search",
                action_icon="x",
            )
        else:
            self._states.show_empty(
                self.tr("Nothing was changed yet"),
                self.tr("Every change from now on stands here."),
                icon="history",
            )

    def _on_failed(self, exc: Exception) -> None:
        self._states.show_error(self.tr("The audit trail could not be loaded"), exc)

    def _on_more_wanted(self) -> None:
        load_more(
            self,
            self.context,
            self.table.rows_model,
            lambda: replace(self.filters.query, after=self._next, limit=ROWS),
            self.context.services.audit.entries,
            self._on_more_loaded,
        )

    def _on_more_loaded(self, page: Changes) -> None:
        self._next = page.next
        self.table.rows_model.extend(page.rows, page.next is not None)

    # Slots

    def _on_filters_changed(self) -> None:
        if self.filters.query != self._asked:
            self.table.scrollToTop()
            self.details.close_panel()
            self._load()

    def _on_current_changed(self, row: AuditEntryRow | None) -> None:
        if self.details.entry is None:
            return
        if row is not None:
            self.details.show_entry(row)

    def _on_details_shown(self, is_shown: bool) -> None:
        # The sentence needs the room; kind and place stand in the panel.
        self.table.fold(("kind", "station") if is_shown else ())
        if not is_shown:
            self.table.setFocus()

    def _on_search_wanted(self) -> None:
        self.filters.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filters.search.selectAll()

    def _on_copy_wanted(self) -> None:
        row: AuditEntryRow | None = self.table.current_row()
        if self.details.entry is None and row is not None:
            self.details.show_entry(row)
        self.details.copy()
