"""Copying from another plan: an earlier one of the client, one of another client, or a draft of one's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QComboBox, QWidget

from gymtrainer_desktop.domain.calendar import Weekday, format_date
from gymtrainer_desktop.domain.clients import ClientList
from gymtrainer_desktop.domain.drafts import SavedDraft
from gymtrainer_desktop.domain.plans import Plan, PlanStatus
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.trainer.plan.draft_content import from_values
from gymtrainer_desktop.ui.trainer.plan.draft_keeper import KIND
from gymtrainer_desktop.ui.trainer.plan.plan_document import PlanContent, content_of
from gymtrainer_desktop.ui.trainer.plan.plan_source_dialog import PlanSourceDialog, SourceRow
from gymtrainer_desktop.ui.trainer.words import first_name
from gymtrainer_desktop.ui.widgets.buttons import quiet_button
from gymtrainer_desktop.ui.widgets.fields import place_of

_DRAFTS = "drafts"
"""Stands in the list of clients for what was begun and never published."""


@dataclass(frozen=True, slots=True)
class _Choices:
    clients: ClientList
    drafts: tuple[SavedDraft, ...]


@dataclass(frozen=True, slots=True)
class _DraftItem:
    """A draft as the list holds it; `assignment_id` is what it was kept under."""

    assignment_id: UUID
    content: PlanContent


class CopyFromDialog(PlanSourceDialog):
    """Lists the plans of a client; the client whose plan is written comes first.

    Drafts that were never published are listed too: who trained with somebody else since is no client any
    more, and what was written for them can be reached nowhere else.

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
        self.discard_button = quiet_button(self.tr("Discard draft"), "trash-2")
        self.discard_button.setObjectName("discardFormerDraftButton")
        self.discard_button.clicked.connect(self._on_discard_clicked)
        self.discard_button.hide()
        self.add_footer_widget(self.discard_button)
        self._member_id = member_id
        self._choices: _Choices | None = None
        services = context.services
        context.tasks.query(
            self,
            lambda: _Choices(services.trainers.my_clients(), services.drafts.all(KIND)),
            self._on_choices_loaded,
            context.notices.error,
            key="who",
        )
        self.load()

    def load(self) -> None:
        """Ask for the plans of the client chosen."""
        plans, member_id = self.context.services.plans, self.clients.currentData()
        if member_id == _DRAFTS:
            drafts = self.context.services.drafts
            self.states.show_loading_anew()
            self.context.tasks.query(
                self, lambda: drafts.all(KIND), self._on_drafts_loaded, self._on_load_failed, key="plans"
            )
            return
        self.discard_button.hide()
        self.states.show_loading_anew()
        self.context.tasks.query(
            self, lambda: plans.of_client(member_id), self._on_loaded, self._on_load_failed, key="plans"
        )

    def fetch(self, row: SourceRow) -> None:
        """The plan, or the draft, is there already."""
        if isinstance(row.item, _DraftItem):
            self.discard_button.show()
            self.show_source(row, row.item.content)
        else:
            self.show_source(row, content_of(row.item))

    def choose_client(self, member_id: UUID) -> None:
        """List the plans of another client."""
        self.clients.setCurrentIndex(place_of(self.clients, member_id))

    def show_drafts(self) -> None:
        """List what was begun and never published."""
        self.clients.setCurrentIndex(place_of(self.clients, _DRAFTS))

    def _on_choices_loaded(self, choices: _Choices) -> None:
        self._choices = choices
        for row in sorted(choices.clients.clients, key=lambda row: row.name.casefold()):
            if place_of(self.clients, row.member_id) < 0:
                self.clients.addItem(row.name, row.member_id)
        if self._draft_rows():
            self.clients.addItem(self.tr("My drafts, former clients too"), _DRAFTS)

    def _on_drafts_loaded(self, drafts: tuple[SavedDraft, ...]) -> None:
        assert self._choices is not None
        self._choices = _Choices(self._choices.clients, drafts)
        self._show_drafts()

    def _draft_rows(self) -> tuple[SourceRow, ...]:
        """Return the drafts of others than the client whose plan is written, the newest first."""
        if self._choices is None:
            return ()
        clients = {row.assignment_id: row for row in self._choices.clients.clients}
        rows = []
        for draft in self._choices.drafts:
            state, client = from_values(draft.content), clients.get(draft.subject_id)
            if state is None or not state.content.exercises:
                continue
            if client is not None and client.member_id == self._member_id:
                continue
            name = client.name if client is not None else str(draft.content.get("client") or "")
            words = self._draft_words(name, draft.saved_at, is_former=client is None)
            title = state.content.title or self.tr("Without a title")
            rows.append(
                SourceRow(draft.subject_id, title, words, _DraftItem(draft.subject_id, state.content))
            )
        return tuple(rows)

    def _draft_words(self, name: str, saved_at: datetime, *, is_former: bool) -> str:
        day = format_date(saved_at.astimezone(ZoneInfo(self.context.gym.time_zone)).date())
        whose = self.tr("{0}, no client any more").format(name or "—") if is_former else name
        return self.tr("{0} · draft of {1}").format(whose, day)

    def _show_drafts(self) -> None:
        rows = self._draft_rows()
        self.preview.set_content(None)
        self.discard_button.setVisible(bool(rows))
        if not rows:
            self.model.set_rows([])
            self._update()
            self.states.show_empty(self.tr("No drafts are left"), icon="history")
            return
        self.set_rows(rows)

    def _on_discard_clicked(self) -> None:
        row = self.table.current_row()
        if row is None or not isinstance(row.item, _DraftItem):
            return
        subject = row.item.assignment_id
        if not self.context.notices.question(
            self.tr("Discard this draft?"),
            self.tr("“{0}” was never published. It cannot be brought back.").format(row.title[:60]),
            self.tr("Discard"),
            destructive=True,
        ):
            return
        drafts = self.context.services.drafts

        self.context.tasks.write(
            self,
            lambda: drafts.discard(KIND, subject),
            lambda _nothing: self.load(),
            self.context.notices.error,
        )

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
