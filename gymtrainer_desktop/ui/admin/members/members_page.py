"""The members page: search, filters, the table, selection in bulk, and one member in a panel on the right."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.assignments import AssignmentStatus
from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.exports import ExportKind
from gymtrainer_desktop.domain.people import (
    MemberCounts,
    MemberFilter,
    MemberPage,
    MemberQuery,
    MemberRow,
    MemberSort,
)
from gymtrainer_desktop.ui.admin.assigning.assign_trainer_dialog import Assignee
from gymtrainer_desktop.ui.admin.assigning.bulk_assign_dialog import BulkAssignDialog
from gymtrainer_desktop.ui.admin.member_import.import_members_dialog import ImportMembersDialog
from gymtrainer_desktop.ui.admin.members.member_dialogs import AddMemberDialog
from gymtrainer_desktop.ui.admin.members.member_menu import member_menu
from gymtrainer_desktop.ui.admin.members.member_panel import MemberPanel
from gymtrainer_desktop.ui.admin.members.member_selection import MembersBulkBar, MemberSelection
from gymtrainer_desktop.ui.admin.members.members_bar import MembersBar, counts_by_filter
from gymtrainer_desktop.ui.admin.members.members_table import MembersTable
from gymtrainer_desktop.ui.admin.reports.export_table_dialog import ExportTableDialog
from gymtrainer_desktop.ui.shell.page import Page, PageContext
from gymtrainer_desktop.ui.theme.tokens import Space
from gymtrainer_desktop.ui.widgets.more_rows import load_more
from gymtrainer_desktop.ui.widgets.states import StateStack

_log = logging.getLogger(__name__)

_REMEMBERED = "members_view"
"""Name in the settings of the filter and the order chosen last."""

ROWS = 100
"""Rows a page of the keyset paging holds."""


@dataclass(frozen=True, slots=True)
class _Answer:
    page: MemberPage
    counts: MemberCounts
    today: date


class MembersPage(Page):
    """Everybody who trains here.

    `open` takes `member_id` (shows that member's panel) and `filter` (a `MemberFilter`).
    """

    key: ClassVar[str] = "members"
    tables: ClassVar[frozenset[str]] = frozenset(
        {
            "profiles",
            "instructors",
            "trainer_assignments",
            "trainer_waitlist",
            "workout_plans",
            "workout_exercises",
            "workout_progress",
            "gym_settings",
            "client_records",
            "member_cards",
        }
    )

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._query = self._recalled()
        self._next: tuple[str, UUID] | None = None
        self._wanted: UUID | None = None
        self.set_title(self.tr("Members"))
        self.members = MembersTable(context.settings)
        self.members.show_sorted(self._query.sort, self._query.descending)
        self.panel = MemberPanel(context)
        self.actions_of_member = self.panel.actions_of_member
        self._build()
        self._connect_signals()

    def open(self, **args: Any) -> None:
        """Take a member to show and a filter to set."""
        if "filter" in args:
            self._query = replace(self._query, filter=MemberFilter(args["filter"]), text="")
            self.filters.set_current(self._query.filter)
            self.search.clear()
        if (member_id := args.get("member_id")) is not None:
            self._wanted = member_id
            self.panel.open(member_id)

    def refresh(self) -> None:
        """Load again as many rows as there are, so that nobody's place in the list is lost."""
        self._reload()
        self.panel.refresh()

    def may_close(self) -> bool:
        """Ask when goals and injuries are half written."""
        return self.panel.record.may_close()

    # Building

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
        column.setSpacing(Space.M)
        self.bar = MembersBar()
        self.filters, self.search = self.bar.filters, self.bar.search
        self.columns_button, self.add_button = self.bar.columns_button, self.bar.add_button
        self.filters.set_current(self._query.filter)
        column.addWidget(self.bar)
        row = QHBoxLayout()
        row.setSpacing(Space.L)
        self._states = StateStack(self.members)
        row.addWidget(self._states, 1)
        row.addWidget(self.panel)
        column.addLayout(row, 1)
        self.bulk = MembersBulkBar()
        column.addWidget(self.bulk)

    def _connect_signals(self) -> None:
        self._states.retry_requested.connect(self.refresh)
        self.filters.chosen.connect(self._on_filter_chosen)
        self.search.searched.connect(self._on_searched)
        self.search.left_downwards.connect(self.members.table.enter_from_above)
        self.members.sort_requested.connect(self._on_sort_requested)
        self.members.more_wanted.connect(self._on_more_wanted)
        self.members.opened.connect(self._on_opened)
        self.members.current_changed.connect(self._on_current_changed)
        self.members.menu_requested.connect(self._on_menu_requested)
        self.members.escaped.connect(self._on_escaped)
        self.members.picks.changed.connect(self._on_picks_changed)
        self.bulk.cleared.connect(self._on_selection_cleared)
        self.bulk.everybody_requested.connect(self.members.picks.select_everybody)
        self.bulk.assign_requested.connect(self._on_bulk_assign_requested)
        self.columns_button.clicked.connect(self._on_columns_clicked)
        self.add_button.clicked.connect(self.add_member)
        self.bar.add_more(self.tr("&Import members…"), self.import_members, "upload")
        self.bar.add_more(self.tr("&Export as CSV…"), self.export_members, "download")
        self.panel.closed.connect(self._on_panel_closed)
        self.actions_of_member.changed.connect(self._reload)
        self.actions_of_member.assigned.connect(self.refresh)
        self.actions_of_member.erased.connect(self._on_erased)
        for key, act, words in (
            ("Ctrl+T", self._on_assign_shortcut, self.tr("Assign a trainer")),
            ("Ctrl+F", self._on_search_wanted, self.tr("Search")),
            ("/", self._on_search_wanted, self.tr("Search")),
        ):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setWhatsThis(words)
            shortcut.activated.connect(act)

    # Loading

    def _reload(self) -> None:
        self._load(limit=max(ROWS, self.members.loaded))

    def _load(self, limit: int = ROWS) -> None:
        """Load the first rows of the current question."""
        self._states.show_loading()
        query = replace(self._query, after=None, limit=limit)
        services = self.context.services
        self.context.tasks.query(
            self,
            lambda: _Answer(
                services.people.members(query), services.people.counts(query.text), services.gym.today()
            ),
            lambda answer: self._on_loaded(query, answer),
            self._on_load_failed,
            key="members",
        )

    def _on_loaded(self, query: MemberQuery, answer: _Answer) -> None:
        self._next = answer.page.next
        self.bar.show_counts(answer.counts)
        total = counts_by_filter(answer.counts)[query.filter]
        rows, has_more = answer.page.rows, answer.page.next is not None
        self.members.picks.ask(replace(query, limit=ROWS))
        self.members.set_rows(rows, has_more=has_more, total=total, today=answer.today)
        if rows:
            self._states.show_content()
            self._select_wanted()
        else:
            self._show_empty(query)

    def _show_empty(self, query: MemberQuery) -> None:
        if query.text:
            words = self.tr("No name, number, e-mail or phone holds “{0}”.").format(query.text)
            self._states.show_empty(
                self.tr("Nobody found"), words, self.tr("Clear the search"), self.search.clear, icon="search",
                action_icon="x",
            )  # fmt: skip
        elif query.filter is MemberFilter.ALL:
            self._states.show_empty(
                self.tr("There are no members yet"),
                self.tr("Members you add appear here with their trainer, plan and last workout."),
                self.tr("Add member"),
                self.add_member,
                icon="users",
            )
        else:
            titles = {
                MemberFilter.NO_TRAINER: self.tr("Every member has a trainer"),
                MemberFilter.PAUSED: self.tr("Nobody is paused"),
                MemberFilter.QUIET: self.tr("Nobody has gone quiet"),
                MemberFilter.WAITING: self.tr("Nobody waits for a trainer"),
            }
            self._states.show_empty(
                titles[query.filter],
                "",
                self.tr("Show all members"),
                lambda: self.filters.choose(MemberFilter.ALL),
                icon="circle-check",
                action_icon="users",
            )

    def _select_wanted(self) -> None:
        """Make the member that the page was opened with current, if they are among the rows."""
        if self._wanted is not None:
            self.members.select(self._wanted)
            self._wanted = None

    def _on_load_failed(self, exc: Exception) -> None:
        self._states.show_error(self.tr("The members could not be loaded"), exc)

    def _on_more_wanted(self) -> None:
        load_more(
            self,
            self.context,
            self.members.model,
            lambda: replace(self._query, after=self._next, limit=ROWS),
            self.context.services.people.members,
            self._on_more_loaded,
        )

    def _on_more_loaded(self, page: MemberPage) -> None:
        self._next = page.next
        self.members.extend(page.rows, has_more=page.next is not None)

    # Asking other questions

    def _on_filter_chosen(self, key: str) -> None:
        self._ask(replace(self._query, filter=MemberFilter(key)))
        self._remember()

    def _on_searched(self, text: str) -> None:
        if text != self._query.text:
            self._ask(replace(self._query, text=text))

    def _on_sort_requested(self, sort: MemberSort, descending: bool) -> None:
        self._ask(replace(self._query, sort=sort, descending=descending))
        self._remember()

    def _ask(self, query: MemberQuery) -> None:
        self._query = query
        self.members.table.scrollToTop()
        self._load()

    def _remember(self) -> None:
        view = {
            "filter": str(self._query.filter),
            "sort": str(self._query.sort),
            "descending": self._query.descending,
        }
        try:
            self.context.settings.put(_REMEMBERED, view)
        except UserError as error:
            # Nothing but the order of a list is lost, and nobody can do anything about it here.
            _log.warning("the view of the members is not remembered: %s", error.message)

    def _recalled(self) -> MemberQuery:
        """Return the question asked last on this workstation; what makes no sense counts for nothing."""
        stored = self.context.settings.get(_REMEMBERED)
        view = stored if isinstance(stored, dict) else {}
        query = MemberQuery(limit=ROWS, descending=view.get("descending") is True)
        if view.get("filter") in list(MemberFilter):
            query = replace(query, filter=MemberFilter(view["filter"]))
        if view.get("sort") in list(MemberSort):
            query = replace(query, sort=MemberSort(view["sort"]))
        return query

    # One member

    def _on_opened(self, row: MemberRow) -> None:
        self.panel.open(row.id)

    def _on_current_changed(self, row: MemberRow | None) -> None:
        if row is not None and self.panel.member_id is not None and row.id != self.panel.member_id:
            self.panel.open(row.id)

    def _on_panel_closed(self) -> None:
        self.members.table.setFocus()

    def _on_menu_requested(self, row: MemberRow, where: QPoint) -> None:
        menu = member_menu(row, self.panel, self.members, self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(where)

    def _on_escaped(self) -> None:
        if self.panel.member_id is not None:
            self.panel.close_panel()
        else:
            self.members.picks.clear()

    def _on_search_wanted(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _on_columns_clicked(self) -> None:
        menu = self.members.columns_menu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.columns_button.mapToGlobal(self.columns_button.rect().bottomLeft()))

    def add_member(self) -> None:
        """Open the dialog that adds a member."""
        dialog = AddMemberDialog(self.context, self)
        dialog.added.connect(self._on_member_added)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def export_members(self) -> None:
        """Open the dialog that writes the members as CSV: all, or those the page shows."""
        words = self._query.text or self.bar.filter_word(self._query.filter)
        dialog = ExportTableDialog(self.context, ExportKind.MEMBERS, self._query, words, self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def import_members(self) -> None:
        """Open the dialog that brings members along from a file."""
        dialog = ImportMembersDialog(self.context, self)
        dialog.imported.connect(self._reload)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_member_added(self, person_id: UUID, name: str) -> None:
        self.context.notices.toast(self.tr("{0} is a member now").format(name))
        self._wanted = person_id
        self.panel.open(person_id)
        self._reload()

    def _on_erased(self, person_id: UUID) -> None:
        self.members.picks.drop(person_id)
        if self.panel.member_id == person_id:
            self.panel.close_panel()
        self._reload()

    def _on_assign_shortcut(self) -> None:
        """Assign whoever is selected, or else the member in the panel, or else the current row."""
        row: MemberRow | None = self.members.table.current_row()
        if self.members.picks.selection.count:
            self._on_bulk_assign_requested()
        elif self.panel.details is not None:
            self.panel.assign()
        elif row is not None:
            self._assign(row)
        else:
            self.context.notices.error(UserError(self.tr("Please choose a member first.")))

    def _assign(self, row: MemberRow) -> None:
        trainer = row.trainer_name if row.status is AssignmentStatus.ACTIVE else None
        self.actions_of_member.assign((Assignee(row.id, row.full_name),), trainer)

    # Several members

    def _on_picks_changed(self) -> None:
        self.bulk.show_picks(self.members.picks)

    def _on_selection_cleared(self) -> None:
        self.members.picks.clear()
        self.members.table.setFocus()

    def _on_bulk_assign_requested(self) -> None:
        selection: MemberSelection = self.members.picks.selection
        if selection.count == 1 and selection.rows:
            self._assign(selection.rows[0])
            return
        people = self.context.services.people
        dialog = BulkAssignDialog(self.context, lambda: selection.ids(people), selection.count, self)
        dialog.assigned.connect(self._on_bulk_assigned)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_bulk_assigned(self) -> None:
        self.members.picks.clear()
        self.refresh()
