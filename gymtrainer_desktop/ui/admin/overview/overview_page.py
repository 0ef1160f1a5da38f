"""The front desk's first page: how full the trainers are, how that went, and who needs attention."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.people import MemberFilter
from gymtrainer_desktop.domain.trainers import AttentionKind, AttentionLine, Overview
from gymtrainer_desktop.ui.admin.overview.attention_card import AttentionAction, AttentionCard
from gymtrainer_desktop.ui.admin.overview.capacity_board import CapacityBoard
from gymtrainer_desktop.ui.admin.overview.ratio_card import RatioCard
from gymtrainer_desktop.ui.admin.overview.tell_trainer_dialog import TellTrainerDialog
from gymtrainer_desktop.ui.admin.waiting.waiting_acts import WaitingActs
from gymtrainer_desktop.ui.shell.page import Page, PageContext
from gymtrainer_desktop.ui.theme.tokens import Space
from gymtrainer_desktop.ui.widgets.card import KeyFigure, KeyFigureCard
from gymtrainer_desktop.ui.widgets.delegates import NO_VALUE, percent
from gymtrainer_desktop.ui.widgets.states import StateStack


class OverviewPage(Page):
    """Key figures, the capacity board, members per trainer over time, and who needs attention."""

    key: ClassVar[str] = "overview"
    tables: ClassVar[frozenset[str]] = frozenset(
        {
            "profiles",
            "instructors",
            "trainer_assignments",
            "trainer_waitlist",
            "client_requests",
            "workout_plans",
            "workout_exercises",
            "workout_progress",
            "gym_settings",
        }
    )

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.set_title(self.tr("Overview"))
        self.clients = KeyFigure(self.tr("Active clients"))
        self.places = KeyFigure(self.tr("Free places"))
        self.ratio = KeyFigure(self.tr("Members per trainer"))
        self.waiting = KeyFigure(self.tr("Waiting"))
        self.board = CapacityBoard(context.settings)
        self.ratio_card = RatioCard(context)
        self.attention = AttentionCard()
        self.acts = WaitingActs(context, self)
        self._states = StateStack(self._content())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._states)
        self._connect_signals()

    def refresh(self) -> None:
        """Load the figures."""
        self._states.show_loading()
        trainers = self.context.services.trainers
        self.context.tasks.query(self, trainers.overview, self._on_loaded, self._on_failed, key="overview")
        self.ratio_card.refresh()

    def _content(self) -> QWidget:
        area = QScrollArea()
        area.setWidgetResizable(True)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
        column.setSpacing(Space.L)
        figures = QHBoxLayout()
        figures.setSpacing(Space.L)
        for figure in (self.clients, self.places, self.ratio, self.waiting):
            figures.addWidget(KeyFigureCard(figure), 1)
        column.addLayout(figures)
        row = QHBoxLayout()
        row.setSpacing(Space.L)
        main = QVBoxLayout()
        main.setSpacing(Space.L)
        main.addWidget(self.board)
        main.addWidget(self.ratio_card, 1)
        row.addLayout(main, 19)
        row.addWidget(self.attention, 10)
        column.addLayout(row, 1)
        area.setWidget(inner)
        return area

    def _connect_signals(self) -> None:
        self._states.retry_requested.connect(self.refresh)
        self.board.trainer_opened.connect(self._on_trainer_opened)
        self.board.assign_requested.connect(self._on_assign_requested)
        self.board.add_requested.connect(self._on_add_requested)
        self.attention.line_opened.connect(self._on_line_opened)
        self.attention.action_requested.connect(self._on_action_requested)
        self.attention.group_opened.connect(self._on_group_opened)
        self.acts.changed.connect(self.refresh)

    def _on_loaded(self, overview: Overview) -> None:
        self._show_figures(overview)
        self.board.set_trainers([row for row in overview.trainers if row.is_personal_trainer])
        has_clients = overview.active_clients > 0
        self.attention.set_lines(overview.attention, overview.counts, has_clients=has_clients)
        self._states.show_content()

    def _show_figures(self, overview: Overview) -> None:
        members = _counted(overview.active_members, self.tr("1 member"), self.tr("{0} members"))
        trainers = _counted(overview.active_trainers, self.tr("1 trainer"), self.tr("{0} trainers"))
        taken = self.tr("no places yet")
        if overview.places:
            share = percent(overview.active_clients / overview.places)
            taken = self.tr("{0} of {1} places taken").format(share, overview.places)
        self.clients.set_figure(str(overview.active_clients), taken)
        room = self.tr("with {0} of {1}").format(overview.trainers_with_room, trainers)
        self.places.set_figure(str(overview.free_places), room)
        ratio = NO_VALUE if overview.ratio is None else f"{round(overview.ratio)} : 1"
        self.ratio.set_figure(ratio, f"{members}, {trainers}")
        self.waiting.set_figure(f"{overview.waiting:,}", self._waiting_words(overview))

    def _waiting_words(self, overview: Overview) -> str:
        if overview.longest_wait is None:
            without = f"{overview.without_trainer:,}"
            return _counted(
                overview.without_trainer,
                self.tr("1 member is without a trainer"),
                self.tr("{0} members are without a trainer").format(without),
            )
        name, days = overview.longest_wait
        if days < 1:
            return self.tr("since today, {0}").format(name)
        return self.tr("longest: {0}, {1}").format(
            _counted(days, self.tr("1 day"), self.tr("{0} days")), name
        )

    def _on_failed(self, exc: Exception) -> None:
        self._states.show_error(self.tr("The overview could not be loaded"), exc)

    def _on_trainer_opened(self, trainer_id: object) -> None:
        self.context.navigate("trainers", {"trainer_id": trainer_id})

    def _on_add_requested(self) -> None:
        self.context.navigate("trainers", {"add": True})

    def _on_assign_requested(self) -> None:
        self.context.navigate("members", {"filter": MemberFilter.NO_TRAINER})

    def _on_line_opened(self, line: AttentionLine) -> None:
        if line.kind == AttentionKind.OVER_CAPACITY:
            self.context.navigate("trainers", {"trainer_id": line.person_id})
        else:
            self.context.navigate("members", {"member_id": line.person_id})

    def _on_action_requested(self, line: AttentionLine, action: str) -> None:
        if action == AttentionAction.HAND_OVER:
            self.context.navigate("trainers", {"trainer_id": line.person_id, "hand_over": True})
        elif action == AttentionAction.TELL_TRAINER:
            self._tell_trainer(line)
        elif action == AttentionAction.ASSIGN and line.entry is not None:
            self.acts.assign(line.entry)
        elif action == AttentionAction.GRANT and line.request is not None:
            self.acts.grant(line.request)
        elif line.request is not None and self._is_to_be_refused(line):
            self.acts.refuse(line.request)

    def _is_to_be_refused(self, line: AttentionLine) -> bool:
        return self.context.notices.question(
            self.tr("Refuse the request?"),
            self.tr("{0} is told that {1} is not to be their client. {1} waits on.").format(
                line.trainer_name, line.name
            ),
            self.tr("Refuse"),
            cancel_text=self.tr("Keep it"),
        )

    def _tell_trainer(self, line: AttentionLine) -> None:
        dialog = TellTrainerDialog(self.context, line, self)
        dialog.told.connect(self._on_told)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_told(self, trainer: str) -> None:
        self.context.notices.toast(self.tr("{0} finds your note with the client").format(trainer))

    def _on_group_opened(self, kind: str) -> None:
        if kind == AttentionKind.OVER_CAPACITY:
            self.context.navigate("trainers", {})
        elif kind == AttentionKind.QUIET:
            self.context.navigate("members", {"filter": MemberFilter.QUIET})
        else:
            self.context.navigate("waiting", {})


def _counted(count: int, one: str, many: str) -> str:
    return one if count == 1 else many.format(count)
