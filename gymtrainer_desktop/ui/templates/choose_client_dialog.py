"""Chooses for which client a plan begins from a template."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gymtrainer_desktop.domain.assignments import AssignmentStatus
from gymtrainer_desktop.domain.clients import ClientList, ClientRow
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme.tokens import Size
from gymtrainer_desktop.ui.widgets.delegates import PersonCell, PersonDelegate
from gymtrainer_desktop.ui.widgets.fields import SearchField
from gymtrainer_desktop.ui.widgets.people_words import folded
from gymtrainer_desktop.ui.widgets.rows import Column, RowsModel
from gymtrainer_desktop.ui.widgets.sheet import SheetDialog
from gymtrainer_desktop.ui.widgets.states import StateStack
from gymtrainer_desktop.ui.widgets.table import DataTable

_ROWS = 7
_SEARCH_LIMIT = 100


class ChooseClientDialog(SheetDialog):
    """Lists the trainer's active clients, with the plan each has now."""

    client_chosen = Signal(object)
    """Carries the `ClientRow`."""

    def __init__(self, context: PageContext, title: str, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setObjectName("chooseClientDialog")
        self.set_title(self.tr("Use for a client"))
        self.set_subtitle(title)
        self.set_confirm_text(self.tr("Write the plan"))
        self._context = context
        self._clients: tuple[ClientRow, ...] = ()
        self.search = SearchField(self.tr("Name"))
        self.search.setObjectName("clientSearch")
        self.search.setMaxLength(_SEARCH_LIMIT)
        self.model: RowsModel[ClientRow] = RowsModel(self._columns(), lambda row: row.member_id, parent=self)
        self.table = DataTable(self.model, row_height=Size.ROW_LIBRARY)
        self.table.setObjectName("chooseClientTable")
        self.table.setAccessibleName(self.tr("Clients"))
        self.table.setFixedHeight(self.table.height_of_rows(_ROWS))
        self.states = StateStack(self.table)
        self.body.addWidget(self.search)
        self.body.addWidget(self.states)
        self.confirm_button.setEnabled(False)
        self.search.searched.connect(lambda _text: self._show())
        self.search.left_downwards.connect(self.table.enter_from_above)
        self.table.current_row_changed.connect(lambda row: self.confirm_button.setEnabled(row is not None))
        self.table.row_activated.connect(lambda _row: self.submit())
        self.states.retry_requested.connect(self.load)
        self.load()

    def load(self) -> None:
        """Ask for the clients."""
        self.states.show_loading()
        trainers = self._context.services.trainers
        self._context.tasks.query(self, trainers.my_clients, self._on_loaded, self._on_failed, key="clients")

    def submit(self) -> None:
        """Take the client that is chosen."""
        row = self.table.current_row()
        if row is not None and self.states.state == "content":
            self.accept()
            self.client_chosen.emit(row)

    def _on_loaded(self, found: ClientList) -> None:
        active = [row for row in found.clients if row.status is AssignmentStatus.ACTIVE]
        self._clients = tuple(sorted(active, key=lambda row: row.name.casefold()))
        self._show()

    def _on_failed(self, exc: Exception) -> None:
        self.states.show_error(self.tr("Your clients could not be loaded"), exc)

    def _show(self) -> None:
        words = folded(self.search.text()).split()
        rows = [row for row in self._clients if all(word in folded(row.name) for word in words)]
        self.model.set_rows(rows)
        if rows:
            self.states.show_content()
            if self.table.current_row() is None:
                self.table.setCurrentIndex(self.model.index(0, 0))
        elif self._clients:
            title = self.tr("None of your clients is called “{0}”").format(self.search.text().strip())
            self.states.show_empty(title, icon="search")
        else:
            self.states.show_empty(self.tr("You have no active client yet"), icon="users")
        self.confirm_button.setEnabled(bool(rows))

    def _columns(self) -> tuple[Column[Any], ...]:
        none = self.tr("no plan yet")
        return (
            Column(
                "client",
                self.tr("Client"),
                lambda row: row.name,
                value=lambda row: PersonCell(row.member_id, row.name, row.plan_title or none),
                delegate=PersonDelegate,
                stretch=1,
                can_hide=False,
            ),
        )
