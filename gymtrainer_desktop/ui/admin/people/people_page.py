"""The page "People and roles": who may do what, and how they sign in."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.errors import Conflict
from gymtrainer_desktop.domain.people import Role
from gymtrainer_desktop.domain.persons import PersonFilter, PersonPage, PersonQuery, PersonRow
from gymtrainer_desktop.ui.admin.members.erase_dialog import EraseDialog
from gymtrainer_desktop.ui.admin.members.export_dialog import ExportPersonDialog, ask_for_zip
from gymtrainer_desktop.ui.admin.people.people_table import PeopleTable
from gymtrainer_desktop.ui.admin.people.person_panel import PersonPanel
from gymtrainer_desktop.ui.admin.people.person_secrets import set_person_password_dialog
from gymtrainer_desktop.ui.admin.people.secret_dialog import SetSecretDialog, set_pin_dialog
from gymtrainer_desktop.ui.admin.words import SEARCH_LIMIT
from gymtrainer_desktop.ui.shell.page import Crumb, Page, PageContext
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.fields import SearchField
from gymtrainer_desktop.ui.widgets.more_rows import load_more
from gymtrainer_desktop.ui.widgets.segmented import Segment, Segmented
from gymtrainer_desktop.ui.widgets.sheet import SheetDialog
from gymtrainer_desktop.ui.widgets.states import StateStack

ROWS = 100
"""Rows a page of the keyset paging holds."""


@dataclass(frozen=True, slots=True)
class _Answer:
    page: PersonPage
    admins: tuple[PersonRow, ...]
    today: date


class PeoplePage(Page):
    """Everybody with rights first; everybody else by filter or search. `open` takes `person_id`."""

    key: ClassVar[str] = "people"
    tables: ClassVar[frozenset[str]] = frozenset({"profiles", "instructors", "credentials"})

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._query = PersonQuery(filter=PersonFilter.STAFF, limit=ROWS)
        self._next: tuple[str, UUID] | None = None
        self._wanted: UUID | None = None
        self._admins: tuple[PersonRow, ...] = ()
        self._today = date.min
        self.set_title(self.tr("People and roles"), trail=(Crumb(self.tr("Settings"), "settings"),))
        self.people = PeopleTable(context.settings, context.gym.time_zone)
        self.panel = PersonPanel(context.person.person_id, context.gym.time_zone)
        self._build()
        self._connect_signals()

    def open(self, **args: Any) -> None:
        """Take a person to show."""
        if (person_id := args.get("person_id")) is not None:
            self._wanted = person_id

    def refresh(self) -> None:
        """Load again as many rows as there are."""
        self._load(limit=max(ROWS, self.people.loaded))

    # Building

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
        column.setSpacing(Space.M)
        bar = QHBoxLayout()
        bar.setSpacing(Space.S)
        self.filters = Segmented(
            (
                Segment(PersonFilter.STAFF, self.tr("With rights")),
                Segment(PersonFilter.ADMINS, self.tr("Admins")),
                Segment(PersonFilter.TRAINERS, self.tr("Trainers")),
                Segment(PersonFilter.MEMBERS, self.tr("Members")),
                Segment(PersonFilter.INACTIVE, self.tr("Deactivated")),
                Segment(PersonFilter.ALL, self.tr("All")),
            )
        )
        self.filters.setObjectName("peopleFilters")
        self.filters.setAccessibleName(self.tr("Filter"))
        self.filters.set_current(self._query.filter)
        self.search = SearchField(self.tr("Name, number, e-mail or phone"))
        self.search.setObjectName("peopleSearch")
        self.search.setMaxLength(SEARCH_LIMIT)
        self.search.setMinimumWidth(Size.SEARCH_MIN_WIDTH)
        self.search.setMaximumWidth(Size.SEARCH_WIDTH)
        self.search.setToolTip(self.tr("Search (/ or Ctrl+F)"))
        bar.addWidget(self.filters)
        bar.addWidget(self.search, 2)
        bar.addStretch(1)
        column.addLayout(bar)
        row = QHBoxLayout()
        row.setSpacing(Space.L)
        self._states = StateStack(self.people)
        row.addWidget(self._states, 1)
        row.addWidget(self.panel)
        column.addLayout(row, 1)

    def _connect_signals(self) -> None:
        self._states.retry_requested.connect(self.refresh)
        self.filters.chosen.connect(self._on_filter_chosen)
        self.search.searched.connect(self._on_searched)
        self.search.left_downwards.connect(self.people.table.enter_from_above)
        self.people.more_wanted.connect(self._on_more_wanted)
        self.people.opened.connect(self._show)
        self.people.current_changed.connect(self._on_current_changed)
        panel = self.panel
        panel.closed.connect(self.people.table.setFocus)
        panel.admin_requested.connect(self._on_admin_requested)
        panel.active_requested.connect(self._on_active_requested)
        panel.password_requested.connect(self._on_password_requested)
        panel.pin_requested.connect(self._on_pin_requested)
        panel.member_requested.connect(self._on_member_requested)
        panel.trainer_requested.connect(self._on_trainer_requested)
        panel.export_requested.connect(self._on_export_requested)
        panel.erase_requested.connect(self._on_erase_requested)
        for key in ("Ctrl+F", "/"):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setWhatsThis(self.tr("Search"))
            shortcut.activated.connect(self._on_search_wanted)

    # Loading

    def _load(self, limit: int = ROWS) -> None:
        self._states.show_loading()
        query = replace(self._query, after=None, limit=limit)
        services = self.context.services
        # Enough to know whether an admin would be the last one who can sign in.
        admins = PersonQuery(filter=PersonFilter.ADMINS, limit=ROWS)
        self.context.tasks.query(
            self,
            lambda: _Answer(
                services.persons.page(query), services.persons.page(admins).rows, services.gym.today()
            ),
            lambda answer: self._on_loaded(query, answer),
            self._on_load_failed,
            key="people",
        )

    def _on_loaded(self, query: PersonQuery, answer: _Answer) -> None:
        self._next, self._admins, self._today = answer.page.next, answer.admins, answer.today
        rows = answer.page.rows
        self.people.set_rows(rows, has_more=answer.page.next is not None, today=answer.today)
        if rows:
            self._states.show_content()
        else:
            self._show_empty(query)
        if self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            if (row := self.people.row_of(wanted)) is not None:
                self.people.table.select_id(wanted)
                self._show(row)
        elif self.panel.row is not None:
            # Somebody who left the filter stays in the panel, as they were when last seen.
            self._show(self.people.row_of(self.panel.row.id) or self.panel.row)

    def _show_empty(self, query: PersonQuery) -> None:
        if query.text:
            words = self.tr("No name, number, e-mail or phone holds “{0}”.").format(query.text)
            self._states.show_empty(
                self.tr("Nobody found"), words, self.tr("Clear the search"), self.search.clear, icon="search",
                action_icon="x",
            )  # fmt: skip
            return
        titles = {PersonFilter.INACTIVE: self.tr("Nobody is deactivated")}
        self._states.show_empty(
            titles.get(query.filter, self.tr("Nobody here")),
            "",
            self.tr("Show everybody"),
            lambda: self.filters.choose(PersonFilter.ALL),
            icon="circle-check",
            action_icon="users",
        )

    def _on_load_failed(self, exc: Exception) -> None:
        self._states.show_error(self.tr("The people could not be loaded"), exc)

    def _on_more_wanted(self) -> None:
        load_more(
            self,
            self.context,
            self.people.model,
            lambda: replace(self._query, after=self._next, limit=ROWS),
            self.context.services.persons.page,
            self._on_more_loaded,
        )

    def _on_more_loaded(self, page: PersonPage) -> None:
        self._next = page.next
        self.people.extend(page.rows, has_more=page.next is not None)

    def _on_filter_chosen(self, key: str) -> None:
        self._ask(replace(self._query, filter=PersonFilter(key)))

    def _on_searched(self, text: str) -> None:
        if text != self._query.text:
            self._ask(replace(self._query, text=text))

    def _ask(self, query: PersonQuery) -> None:
        self._query = query
        self.people.table.scrollToTop()
        self._load()

    def _on_search_wanted(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    # One person

    def _show(self, row: PersonRow) -> None:
        others = any(one.id != row.id and one.is_active and one.has_password for one in self._admins)
        is_last = Role.ADMIN in row.roles and row.is_active and not others
        self.panel.show_person(row, self._today, is_last_admin=is_last)

    def _on_current_changed(self, row: PersonRow | None) -> None:
        if row is not None and self.panel.row is not None and row.id != self.panel.row.id:
            self._show(row)

    def _on_admin_requested(self, is_admin: bool) -> None:
        if (row := self.panel.row) is not None:
            made, taken = self.tr("{0} is an admin now"), self.tr("{0} is not an admin any more")
            set_admin = self.context.services.persons.set_admin
            self._change(set_admin, row, is_admin, (made if is_admin else taken, taken if is_admin else made))

    def _on_active_requested(self, is_active: bool) -> None:
        if (row := self.panel.row) is not None:
            on = self.tr("{0} can sign in again")
            off = self.tr("{0} is deactivated and signed out everywhere")
            set_active = self.context.services.persons.set_active
            self._change(set_active, row, is_active, (on if is_active else off, off if is_active else on))

    def _change(
        self,
        call: Callable[[UUID, bool, int], PersonRow],
        row: PersonRow,
        value: bool,
        words: tuple[str, str],
        *,
        can_undo: bool = True,
    ) -> None:
        """Write, say so, and offer to do the opposite; `words` are about this and about the opposite."""
        self.panel.set_busy(True)

        def succeeded(fresh: PersonRow) -> None:
            undo = functools.partial(self._change, call, fresh, not value, words[::-1], can_undo=False)
            self.context.notices.toast(words[0].format(row.name[:60]), undo if can_undo else None)
            if self.panel.row is not None and self.panel.row.id == fresh.id:
                self._show(fresh)
            self.refresh()

        self.context.tasks.write(
            self, functools.partial(call, row.id, value, row.version), succeeded, self._on_failed
        )

    def _on_failed(self, exc: Exception) -> None:
        self.panel.set_busy(False)
        if isinstance(exc, Conflict):
            exc = Conflict(
                self.tr("Somebody else changed this first. You see it as it is now; please look again.")
            )
        self.context.notices.error(exc, self.tr("Everything is as it was before."))
        self.refresh()

    def _on_password_requested(self) -> None:
        if (row := self.panel.row) is not None:
            self._open_secret(
                set_person_password_dialog(self.context, row.id, row.name, self),
                self.tr("{0} has a new password").format(row.name[:60]),
            )

    def _on_pin_requested(self) -> None:
        if (row := self.panel.row) is not None:
            self._open_secret(
                set_pin_dialog(self.context, row.id, row.name, self),
                self.tr("{0} has a new PIN").format(row.name[:60]),
            )

    def _open_secret(self, dialog: SetSecretDialog, done: str) -> None:
        def is_set() -> None:
            self.context.notices.toast(done)
            self.refresh()

        dialog.secret_set.connect(is_set)
        self._open(dialog)

    def _on_member_requested(self) -> None:
        if self.panel.row is not None:
            self.context.navigate("members", {"member_id": self.panel.row.id})

    def _on_trainer_requested(self) -> None:
        if self.panel.row is not None:
            self.context.navigate("trainers", {"trainer_id": self.panel.row.trainer_id})

    def _on_export_requested(self) -> None:
        row = self.panel.row
        if row is not None and (file := ask_for_zip(row.name, self)) is not None:
            self._open(ExportPersonDialog(self.context, row.id, row.name, file, self))

    def _on_erase_requested(self) -> None:
        if (row := self.panel.row) is not None:
            dialog = EraseDialog(self.context, row.id, row.name, self)
            dialog.erased.connect(self._on_erased)
            dialog.export_requested.connect(self._on_export_requested)
            self._open(dialog)

    def _on_erased(self, _person_id: UUID) -> None:
        self.panel.close_panel()
        self.refresh()

    def _open(self, dialog: SheetDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
