"""The front desk's first page: how full the trainers are, and who needs attention."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.people import MemberFilter
from gymtrainer_desktop.domain.trainers import AttentionLine, Overview
from gymtrainer_desktop.ui.admin.attention_card import AttentionCard
from gymtrainer_desktop.ui.admin.capacity_board import CapacityBoard
from gymtrainer_desktop.ui.shell.page import Page, PageContext
from gymtrainer_desktop.ui.theme.tokens import Space
from gymtrainer_desktop.ui.widgets.card import KeyFigure, KeyFigureCard
from gymtrainer_desktop.ui.widgets.delegates import NO_VALUE, percent
from gymtrainer_desktop.ui.widgets.states import StateStack


class OverviewPage(Page):
    """Key figures, the capacity board, and who needs attention."""

    key: ClassVar[str] = "overview"
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
        self.set_title(self.tr("Overview"))
        self.clients = KeyFigure(self.tr("Active clients"))
        self.places = KeyFigure(self.tr("Free places"))
        self.ratio = KeyFigure(self.tr("Members per trainer"))
        self.without = KeyFigure(self.tr("Without a trainer"))
        self.board = CapacityBoard(context.settings)
        self.attention = AttentionCard()
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

    def _content(self) -> QWidget:
        area = QScrollArea()
        area.setWidgetResizable(True)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
        column.setSpacing(Space.L)
        figures = QHBoxLayout()
        figures.setSpacing(Space.L)
        for figure in (self.clients, self.places, self.ratio, self.without):
            figures.addWidget(KeyFigureCard(figure), 1)
        column.addLayout(figures)
        row = QHBoxLayout()
        row.setSpacing(Space.L)
        row.addWidget(self.board, 19)
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

    def _on_loaded(self, overview: Overview) -> None:
        self._show_figures(overview)
        self.board.set_trainers([row for row in overview.trainers if row.is_personal_trainer])
        self.attention.set_lines(overview.attention, has_clients=overview.active_clients > 0)
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
        self.without.set_figure(str(overview.without_trainer), self.tr("of {0}").format(members))

    def _on_failed(self, exc: Exception) -> None:
        self._states.show_error(self.tr("The overview could not be loaded"), exc)

    def _on_trainer_opened(self, trainer_id: object) -> None:
        self.context.navigate("trainers", {"trainer_id": trainer_id})

    def _on_add_requested(self) -> None:
        self.context.navigate("trainers", {"add": True})

    def _on_assign_requested(self) -> None:
        self.context.navigate("members", {"filter": MemberFilter.NO_TRAINER})

    def _on_line_opened(self, line: AttentionLine) -> None:
        if line.kind == "over_capacity":
            self.context.navigate("trainers", {"trainer_id": line.person_id})
        else:
            self.context.navigate("members", {"member_id": line.person_id})


def _counted(count: int, one: str, many: str) -> str:
    return one if count == 1 else many.format(count)
