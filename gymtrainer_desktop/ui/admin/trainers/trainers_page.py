"""The trainers page: the roster, and one instructor in a panel on the right."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStyleOptionViewItem, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.exports import ExportKind
from gymtrainer_desktop.domain.trainers import TrainerRow
from gymtrainer_desktop.ui.admin.overview.capacity_board import load_of
from gymtrainer_desktop.ui.admin.reports.export_table_dialog import ExportTableDialog
from gymtrainer_desktop.ui.admin.trainers.trainer_dialog import AddTrainerDialog
from gymtrainer_desktop.ui.admin.trainers.trainer_panel import TrainerPanel
from gymtrainer_desktop.ui.admin.words import SEARCH_LIMIT, rate_text
from gymtrainer_desktop.ui.shell.page import Page, PageContext
from gymtrainer_desktop.ui.theme import fonts, icons
from gymtrainer_desktop.ui.theme.tokens import Scheme, Size, Space
from gymtrainer_desktop.ui.widgets import paint
from gymtrainer_desktop.ui.widgets.buttons import icon_button, primary_button
from gymtrainer_desktop.ui.widgets.card import Card
from gymtrainer_desktop.ui.widgets.delegates import (
    NO_VALUE,
    CapacityCell,
    CapacityDelegate,
    ComplianceDelegate,
    PersonCell,
    PersonDelegate,
    percent,
)
from gymtrainer_desktop.ui.widgets.fields import SearchField
from gymtrainer_desktop.ui.widgets.people_words import folded
from gymtrainer_desktop.ui.widgets.rows import Column, RowsModel, RowsRole
from gymtrainer_desktop.ui.widgets.segmented import Segment, Segmented
from gymtrainer_desktop.ui.widgets.states import StateStack
from gymtrainer_desktop.ui.widgets.table import DataTable

_PERSONAL, _OTHERS = "personal", "others"
_Index = QModelIndex | QPersistentModelIndex
_RIGHT = Qt.AlignmentFlag.AlignRight


class _LoadDelegate(CapacityDelegate):
    """The capacity of a personal trainer; other instructors have none."""

    def paint_content(
        self, painter: QPainter, rect: QRectF, scheme: Scheme, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        row: TrainerRow = index.data(RowsRole.ROW)
        if row.is_personal_trainer:
            super().paint_content(painter, rect, scheme, option, index)
        else:
            left = Qt.AlignmentFlag.AlignLeft
            paint.elided(painter, rect, NO_VALUE, fonts.font(), scheme.text_muted, left)


class _RosterCard(Card):
    """Holds the table, and leaves out what matters less when there is little room."""

    def __init__(self, table: DataTable) -> None:
        super().__init__()
        self._table = table
        self.body.addWidget(table, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        folded = ("certifications", "years") if self.width() < Size.TABLE_FOLDS_BELOW else ()
        again = ("compliance", "rate") if self.width() < Size.TABLE_FOLDS_AGAIN_BELOW else ()
        self._table.fold((*folded, *again))


class TrainersPage(Page):
    """Personal trainers and the other instructors.

    `open` takes `trainer_id` (shows that panel), with `hand_over` (opens the hand-over of that trainer's
    clients too), and `add` (opens the dialog that adds a trainer).
    """

    key: ClassVar[str] = "trainers"
    tables: ClassVar[frozenset[str]] = frozenset({"instructors", "trainer_assignments", "workout_progress"})

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._roster: tuple[TrainerRow, ...] = ()
        self._wanted: UUID | None = None
        self._wants_to_add = self._wants_hand_over = False
        self.set_title(self.tr("Trainers"))
        self.panel = TrainerPanel(context)
        self.model: RowsModel[TrainerRow] = RowsModel(self._columns(), parent=self)
        self._build()
        self._connect_signals()

    def open(self, **args: Any) -> None:
        """Take a trainer to show, or the wish to add one."""
        self._wants_to_add = bool(args.get("add"))
        trainer_id = args.get("trainer_id")
        self._wants_hand_over = bool(args.get("hand_over")) and trainer_id is not None
        if trainer_id is not None and trainer_id != self.panel.trainer_id and self.panel.close_panel():
            self._wanted = trainer_id
            self.search.clear()
        elif trainer_id is not None and trainer_id != self.panel.trainer_id:
            self._wants_hand_over = False

    def refresh(self) -> None:
        """Load the roster."""
        self._states.show_loading()
        trainers = self.context.services.trainers
        self.context.tasks.query(self, trainers.roster, self._on_loaded, self._on_failed, key="roster")
        if self._wants_to_add:
            # Not in `open`: the page is not in the window yet when it is made.
            self._wants_to_add = False
            self.add_trainer()

    def may_leave(self) -> bool:
        """Ask when something typed would be lost."""
        if not self.panel.may_leave():
            return False
        if self.panel.form.is_dirty() and (row := self._row_of(self.panel.trainer_id)) is not None:
            self.panel.open(row)
        return True

    # Building

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
        column.setSpacing(Space.M)
        bar = QHBoxLayout()
        bar.setSpacing(Space.S)
        self.filters = Segmented(
            (Segment(_PERSONAL, self.tr("Personal trainers")), Segment(_OTHERS, self.tr("Instructors")))
        )
        self.filters.setObjectName("trainerFilters")
        self.filters.setAccessibleName(self.tr("Filter"))
        self.search = SearchField(self.tr("Name, specialization or certification"))
        self.search.setObjectName("rosterSearch")
        self.search.setMaxLength(SEARCH_LIMIT)
        self.search.setMaximumWidth(Size.SEARCH_WIDTH)
        bar.addWidget(self.filters)
        bar.addWidget(self.search, 2)
        bar.addStretch(1)
        self.more_button = icon_button("ellipsis", self.tr("More"), outlined=True)
        self.more_button.setObjectName("moreTrainersButton")
        self.more_menu = QMenu(self.more_button)
        self.more_menu.addAction(icons.icon("download"), self.tr("&Export as CSV…"), self.export)
        self.more_button.setMenu(self.more_menu)
        bar.addWidget(self.more_button)
        self.add_button = primary_button(self.tr("&Add trainer"), "plus")
        self.add_button.setObjectName("addTrainerButton")
        self.add_button.setAccessibleName(self.tr("Add trainer"))
        bar.addWidget(self.add_button)
        column.addLayout(bar)
        self.table = DataTable(self.model, self.context.settings, "trainers", activates_on_click=True)
        self.table.setObjectName("trainersTable")
        self.table.setAccessibleName(self.tr("Trainers"))
        self.table.show_sorted("trainer")
        self._list_states = StateStack(_RosterCard(self.table))
        self._list_states.show_content()
        self._states = StateStack(self._list_states)
        row = QHBoxLayout()
        row.setSpacing(Space.L)
        row.addWidget(self._states, 1)
        row.addWidget(self.panel)
        column.addLayout(row, 1)

    def _columns(self) -> tuple[Column[TrainerRow], ...]:
        return (
            Column(
                "trainer",
                self.tr("Trainer"),
                lambda row: row.name,
                value=lambda row: PersonCell(row.id, row.name, self._secondary(row)),
                delegate=PersonDelegate,
                sort_key=lambda row: row.name.casefold(),
                width=Size.COLUMN_XL,
                stretch=3,
                can_hide=False,
            ),
            Column(
                "clients",
                self.tr("Clients"),
                lambda row: (
                    f"{row.active_clients}/{row.max_clients}" if row.is_personal_trainer else NO_VALUE
                ),
                value=lambda row: CapacityCell(row.active_clients, row.max_clients),
                delegate=_LoadDelegate,
                sort_key=load_of,
                width=Size.COLUMN_L,
                stretch=1,
            ),
            Column(
                "compliance",
                self.tr("Compliance"),
                lambda row: percent(row.compliance),
                align=_RIGHT,
                value=lambda row: row.compliance,
                delegate=ComplianceDelegate,
                sort_key=lambda row: row.compliance,
                width=Size.COLUMN_S + Size.ICON,
            ),
            Column(
                "certifications",
                self.tr("Certifications"),
                lambda row: ", ".join(row.certifications) or NO_VALUE,
                width=Size.COLUMN_M,
                stretch=1,
            ),
            Column(
                "years",
                self.tr("Years"),
                lambda row: NO_VALUE if row.years_experience is None else str(row.years_experience),
                align=_RIGHT,
                sort_key=lambda row: row.years_experience,
                width=Size.COLUMN_S,
            ),
            Column(
                "rate",
                self.tr("Rate"),
                lambda row: rate_text(row.hourly_rate),
                align=_RIGHT,
                sort_key=lambda row: row.hourly_rate,
                width=Size.COLUMN_S + Size.ICON,
            ),
        )

    def _connect_signals(self) -> None:
        self._states.retry_requested.connect(self.refresh)
        self.filters.chosen.connect(lambda _key: self._show_rows())
        self.search.searched.connect(lambda _text: self._show_rows())
        self.search.left_downwards.connect(self.table.enter_from_above)
        self.table.row_activated.connect(self._on_row_activated)
        self.table.current_row_changed.connect(self._on_current_row_changed)
        self.panel.saved.connect(self._on_saved)
        self.panel.outdated.connect(self.refresh)
        self.panel.closed.connect(self.table.setFocus)
        self.add_button.clicked.connect(self.add_trainer)

    # Showing

    def _on_loaded(self, roster: tuple[TrainerRow, ...]) -> None:
        self._roster = roster
        self.panel.set_known(roster)
        if not roster:
            self.filters.set_counts({_PERSONAL: 0, _OTHERS: 0})
            self._states.show_empty(
                self.tr("There are no trainers yet"),
                self.tr("Trainers you add appear here with their clients, compliance and rate."),
                self.tr("Add trainer"),
                self.add_trainer,
                icon="whistle",
            )
            return
        self._states.show_content()
        if (wanted := self._row_of(self._wanted)) is not None:
            self._wanted = None
            self.filters.set_current(_PERSONAL if wanted.is_personal_trainer else _OTHERS)
            self._show_rows()
            self.table.select_id(wanted.id)
            self.panel.open(wanted)
        else:
            self._show_rows()
            if (shown := self._row_of(self.panel.trainer_id)) is not None:
                self.panel.show_stored(shown)
        if self._wants_hand_over:
            self._wants_hand_over = False
            self.panel.hand_over()

    def _on_failed(self, exc: Exception) -> None:
        kept = self.tr("What you typed is still here.") if self.panel.form.is_dirty() else ""
        self._states.show_error(self.tr("The trainers could not be loaded"), exc, kept)

    def _show_rows(self) -> None:
        wants_personal = self.filters.current == _PERSONAL
        personal = sum(row.is_personal_trainer for row in self._roster)
        self.filters.set_counts({_PERSONAL: personal, _OTHERS: len(self._roster) - personal})
        words = folded(self.search.text()).split()
        rows = [
            row
            for row in self._roster
            if row.is_personal_trainer == wants_personal and all(word in _searched(row) for word in words)
        ]
        self.model.set_rows(rows)
        if rows:
            self._list_states.show_content()
        elif words:
            title = self.tr("No trainer matches “{0}”").format(self.search.text().strip())
            clear = self.tr("Clear the search")
            self._list_states.show_empty(title, "", clear, self.search.clear, icon="search", action_icon="x")
        elif wants_personal:
            self._list_states.show_empty(
                self.tr("There is no personal trainer yet"),
                self.tr("Open an instructor and switch on “Personal trainer”."),
                self.tr("Show instructors"),
                lambda: self.filters.choose(_OTHERS),
                icon="whistle",
                action_icon="arrow-right",
            )
        else:
            self._list_states.show_empty(
                self.tr("Every instructor is a personal trainer"), icon="circle-check"
            )

    def _secondary(self, row: TrainerRow) -> str:
        return ", ".join(row.specializations) if row.is_active else self.tr("not active")

    def _row_of(self, trainer_id: UUID | None) -> TrainerRow | None:
        return next((row for row in self._roster if row.id == trainer_id), None)

    # Adding, and exporting

    def add_trainer(self) -> None:
        """Open the dialog that adds a trainer, unless something typed in the panel is to be kept."""
        if not self.may_leave():
            return
        dialog = AddTrainerDialog(self.context, self)
        dialog.added.connect(self._on_added)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_added(self, row: TrainerRow) -> None:
        self.context.notices.toast(self.tr("{0} was added").format(row.name))
        self.search.clear()
        self._wanted = row.id
        self._on_loaded((*(one for one in self._roster if one.id != row.id), row))
        # An answer that is under way may be older than the new trainer.
        self.refresh()

    def export(self) -> None:
        """Ask where to, and write the trainers as CSV."""
        dialog = ExportTableDialog(self.context, ExportKind.TRAINERS, parent=self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    # Slots

    def _on_row_activated(self, row: TrainerRow) -> None:
        if row.id == self.panel.trainer_id:
            return
        if self.panel.may_leave():
            self.panel.open(row)
        elif self.panel.trainer_id is not None:
            self.table.select_id(self.panel.trainer_id)

    def _on_current_row_changed(self, row: TrainerRow | None) -> None:
        """Follow the arrow keys while the panel is open and nothing would be lost."""
        shown = self.panel.trainer_id
        if row is not None and shown is not None and row.id != shown and not self.panel.form.is_dirty():
            self.panel.open(row)

    def _on_saved(self, row: TrainerRow) -> None:
        self._roster = tuple(row if one.id == row.id else one for one in self._roster)
        self.filters.set_current(_PERSONAL if row.is_personal_trainer else _OTHERS)
        self._show_rows()
        self.table.select_id(row.id)


def _searched(row: TrainerRow) -> str:
    return folded(" ".join((row.name, *row.specializations, *row.certifications)))
