"""Copying from another plan: an earlier one of the client, or one of another client."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtWidgets import QComboBox, QWidget

from gymtrainer_desktop.domain.calendar import Weekday, format_date
from gymtrainer_desktop.domain.clients import ClientList
from gymtrainer_desktop.domain.plans import Plan, PlanStatus
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.trainer.plan.plan_document import content_of
from gymtrainer_desktop.ui.trainer.plan.plan_source_dialog import PlanSourceDialog, SourceRow
from gymtrainer_desktop.ui.trainer.words import first_name
from gymtrainer_desktop.ui.widgets.fields import place_of


class CopyFromDialog(PlanSourceDialog):
    """Lists the plans of a client; the client whose plan is written comes first.

    Args:
        member_id: Whose plan is written.
        name: What they are called.
    """

    def __init__(
        self, context: PageContext, days: tuple[Weekday, ...], member_id: UUID, name: str, parent: QWidget
    ) -> None:
        super().__init__(context, days, "", parent)
        self.setObjectName("copyFromDialog")
        self.set_title(self.tr("Copy from another plan"))
        self.search.setPlaceholderText(self.tr("Search plans"))
        self.search.setAccessibleName(self.tr("Search plans"))
        self.clients = QComboBox()
        self.clients.setObjectName("copyFromClient")
        self.clients.setAccessibleName(self.tr("Client"))
        self.clients.addItem(name, member_id)
        self.head.insertWidget(0, self.clients)
        self.clients.currentIndexChanged.connect(self.load)
        trainers = context.services.trainers
        context.tasks.query(
            self, trainers.my_clients, self._on_clients_loaded, context.notices.error, key="who"
        )
        self.load()

    def load(self) -> None:
        """Ask for the plans of the client chosen."""
        plans, member_id = self.context.services.plans, self.clients.currentData()
        self.states.show_loading_anew()
        self.context.tasks.query(
            self, lambda: plans.of_client(member_id), self._on_loaded, self._on_load_failed, key="plans"
        )

    def fetch(self, row: SourceRow) -> None:
        """The plan is there already."""
        self.show_source(row, content_of(row.item))

    def choose_client(self, member_id: UUID) -> None:
        """List the plans of another client."""
        self.clients.setCurrentIndex(place_of(self.clients, member_id))

    def _on_clients_loaded(self, clients: ClientList) -> None:
        for row in sorted(clients.clients, key=lambda row: row.name.casefold()):
            if place_of(self.clients, row.member_id) < 0:
                self.clients.addItem(row.name, row.member_id)

    def _on_loaded(self, plans: tuple[Plan, ...]) -> None:
        if not plans:
            self.preview.set_content(None)
            self.model.set_rows([])
            self._update()
            who = first_name(self.clients.currentText())
            self.states.show_empty(
                self.tr("{0} has no plan yet").format(who),
                self.tr("Choose another client."),
                icon="clipboard-list",
            )
            return
        self.set_rows(tuple(SourceRow(plan.id, plan.title, self._detail(plan), plan) for plan in plans))

    def _on_load_failed(self, exc: Exception) -> None:
        self.states.show_error(self.tr("The plans could not be loaded"), exc)

    def _detail(self, plan: Plan) -> str:
        if plan.status is PlanStatus.ACTIVE:
            return self.tr("now, until {0}").format(format_date(plan.ends_on))
        return self.tr("until {0}").format(format_date(plan.ends_on))
