"""The members page: search, filters, the table, and one member in a panel on the right."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.assignments import AssignmentRecord, AssignmentStatus
from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.people import (
    MemberCounts,
    MemberFilter,
    MemberPage,
    MemberQuery,
    MemberRow,
    MemberSort,
)
from gymtrainer_desktop.ui.admin.assign_trainer_dialog import Assignee, AssignTrainerDialog
from gymtrainer_desktop.ui.admin.member_dialogs import AddMemberDialog
from gymtrainer_desktop.ui.admin.member_panel import MemberPanel
from gymtrainer_desktop.ui.admin.members_table import MembersTable
from gymtrainer_desktop.ui.admin.secret_dialog import set_pin_dialog
from gymtrainer_desktop.ui.admin.words import SEARCH_LIMIT
from gymtrainer_desktop.ui.shell.page import Page, PageContext
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.buttons import primary_button, quiet_button
from gymtrainer_desktop.ui.widgets.fields import SearchField
from gymtrainer_desktop.ui.widgets.segmented import Segment, Segmented
from gymtrainer_desktop.ui.widgets.states import StateStack

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
            "workout_plans",
            "workout_exercises",
            "workout_progress",
            "gym_settings",
        }
    )

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._query = MemberQuery(limit=ROWS)
        self._next: tuple[str, UUID] | None = None
        self._wanted: UUID | None = None
        self.set_title(self.tr("Members"))
        self.members = MembersTable(context.settings)
        self.panel = MemberPanel(context)
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
        self._load(limit=max(ROWS, self.members.loaded))
        self.panel.refresh()

    # Building

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
        column.setSpacing(Space.M)
        column.addLayout(self._bar())
        row = QHBoxLayout()
        row.setSpacing(Space.L)
        self._states = StateStack(self.members)
        row.addWidget(self._states, 1)
        row.addWidget(self.panel)
        column.addLayout(row, 1)

    def _bar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setSpacing(Space.S)
        self.filters = Segmented(
            (
                Segment(MemberFilter.ALL, self.tr("All")),
                Segment(MemberFilter.NO_TRAINER, self.tr("No trainer")),
                Segment(MemberFilter.PAUSED, self.tr("Paused")),
                Segment(MemberFilter.QUIET, self.tr("Quiet")),
            )
        )
        self.filters.setObjectName("memberFilters")
        self.filters.setAccessibleName(self.tr("Filter"))
        self.search = SearchField(self.tr("Name, number, e-mail or phone"))
        self.search.setObjectName("memberSearch")
        self.search.setMaxLength(SEARCH_LIMIT)
        self.search.setMinimumWidth(Size.SEARCH_MIN_WIDTH)
        self.search.setMaximumWidth(Size.SEARCH_WIDTH)
        self.columns_button = quiet_button(self.tr("Columns"), "columns-3")
        self.columns_button.setObjectName("columnsButton")
        self.add_button = primary_button(self.tr("&Add member"), "plus")
        self.add_button.setObjectName("addMemberButton")
        self.add_button.setAccessibleName(self.tr("Add member"))
        bar.addWidget(self.filters)
        bar.addWidget(self.search, 2)
        bar.addStretch(1)
        bar.addWidget(self.columns_button)
        bar.addWidget(self.add_button)
        return bar

    def _connect_signals(self) -> None:
        self._states.retry_requested.connect(self.refresh)
        self.filters.chosen.connect(self._on_filter_chosen)
        self.search.searched.connect(self._on_searched)
        self.search.left_downwards.connect(self.members.table.enter_from_above)
        self.members.sort_requested.connect(self._on_sort_requested)
        self.members.more_wanted.connect(self._on_more_wanted)
        self.members.opened.connect(self._on_opened)
        self.members.current_changed.connect(self._on_current_changed)
        self.columns_button.clicked.connect(self._on_columns_clicked)
        self.add_button.clicked.connect(self.add_member)
        self.panel.assign_requested.connect(self._on_assign_requested)
        self.panel.pin_requested.connect(self._on_pin_requested)
        self.panel.changed.connect(self._reload)
        self.panel.closed.connect(self._on_panel_closed)
        QShortcut(QKeySequence("Ctrl+T"), self).activated.connect(self._on_assign_shortcut)

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
        counts = answer.counts
        by_filter = {
            MemberFilter.ALL: counts.all,
            MemberFilter.NO_TRAINER: counts.no_trainer,
            MemberFilter.PAUSED: counts.paused,
            MemberFilter.QUIET: counts.quiet,
        }
        self.filters.set_counts({str(key): count for key, count in by_filter.items()})
        rows, has_more = answer.page.rows, answer.page.next is not None
        self.members.set_rows(rows, has_more=has_more, total=by_filter[query.filter], today=answer.today)
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
        after = self._next
        query = replace(self._query, after=after, limit=ROWS)
        people = self.context.services.people
        self.context.tasks.query(
            self,
            lambda: people.members(query),
            lambda page: self._on_more_loaded(query, page),
            self._on_more_failed,
            key="more",
        )

    def _on_more_loaded(self, query: MemberQuery, page: MemberPage) -> None:
        # Rows that follow others than those shown now are of no use.
        if query.after == self._next and query == replace(self._query, after=self._next, limit=ROWS):
            self._next = page.next
            self.members.extend(page.rows, has_more=page.next is not None)
        else:
            self.members.model.fetch_failed()

    def _on_more_failed(self, exc: Exception) -> None:
        self.members.model.fetch_failed()
        self.context.notices.error(exc)

    # Asking other questions

    def _on_filter_chosen(self, key: str) -> None:
        self._ask(replace(self._query, filter=MemberFilter(key)))

    def _on_searched(self, text: str) -> None:
        if text != self._query.text:
            self._ask(replace(self._query, text=text))

    def _on_sort_requested(self, sort: MemberSort, descending: bool) -> None:
        self._ask(replace(self._query, sort=sort, descending=descending))

    def _ask(self, query: MemberQuery) -> None:
        self._query = query
        self.members.table.scrollToTop()
        self._load()

    # One member

    def _on_opened(self, row: MemberRow) -> None:
        self.panel.open(row.id)

    def _on_current_changed(self, row: MemberRow | None) -> None:
        if row is not None and self.panel.member_id is not None and row.id != self.panel.member_id:
            self.panel.open(row.id)

    def _on_panel_closed(self) -> None:
        self.members.table.setFocus()

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

    def _on_member_added(self, person_id: UUID, name: str) -> None:
        self.context.notices.toast(self.tr("{0} is a member now").format(name))
        self._wanted = person_id
        self.panel.open(person_id)
        self._reload()

    def _on_pin_requested(self) -> None:
        if (details := self.panel.details) is not None:
            name = details.full_name
            dialog = set_pin_dialog(self.context, details.id, name, self)
            dialog.secret_set.connect(
                lambda: self.context.notices.toast(self.tr("{0} has a new PIN").format(name))
            )
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    # Assigning

    def _on_assign_shortcut(self) -> None:
        """Assign the member in the panel, or else the current row."""
        details = self.panel.details
        row: MemberRow | None = self.members.table.current_row()
        if details is not None:
            record = self.panel.active
            self._offer_trainers(
                Assignee(details.id, details.full_name), record.trainer_name if record else None
            )
        elif row is not None:
            trainer = row.trainer_name if row.status is AssignmentStatus.ACTIVE else None
            self._offer_trainers(Assignee(row.id, row.full_name), trainer)
        else:
            self.context.notices.error(UserError(self.tr("Please choose a member first.")))

    def _on_assign_requested(self) -> None:
        if (details := self.panel.details) is not None:
            self._offer_trainers(Assignee(details.id, details.full_name), None)

    def _offer_trainers(self, member: Assignee, current_trainer: str | None) -> None:
        if current_trainer is not None:
            words = self.tr("{0} already trains with {1}. Complete that first.")
            self.context.notices.error(UserError(words.format(member.name, current_trainer)))
            return
        dialog = AssignTrainerDialog(self.context, (member,), self)
        dialog.assigned.connect(self._on_assigned)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_assigned(self, records: tuple[AssignmentRecord, ...]) -> None:
        for record in records:
            words = self.tr("{0} assigned to {1}").format(record.member_name, record.trainer_name)
            self.context.notices.toast(words, functools.partial(self._withdraw, record))
        self.refresh()

    def _withdraw(self, record: AssignmentRecord) -> None:
        assignments = self.context.services.assignments
        self.context.tasks.write(
            self,
            lambda: assignments.withdraw(record.id),
            lambda _nothing: self._on_withdrawn(record),
            self._on_withdraw_failed,
        )

    def _on_withdrawn(self, record: AssignmentRecord) -> None:
        self.context.notices.toast(self.tr("{0} is not assigned any more").format(record.member_name))
        self.refresh()

    def _on_withdraw_failed(self, exc: Exception) -> None:
        self.context.notices.error(exc, self.tr("The assignment stands."))
        self.refresh()
