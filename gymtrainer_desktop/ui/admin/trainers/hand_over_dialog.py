"""The dialog that hands clients over: a preview of every client, then all of them or none."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.assignments import TrainerChoice
from gymtrainer_desktop.domain.bulk import Cancelled
from gymtrainer_desktop.domain.errors import Conflict, SignedOut, Unavailable, UserError
from gymtrainer_desktop.domain.handover import HandoverClient, HandoverPlan
from gymtrainer_desktop.ui.admin.assigning.bulk_lines import TrainerOfLineDelegate
from gymtrainer_desktop.ui.admin.assigning.bulk_running import BulkRun, BulkRunningBar
from gymtrainer_desktop.ui.admin.assigning.bulk_trainers import BulkTrainersModel, BulkTrainersTable
from gymtrainer_desktop.ui.admin.assigning.trainer_pick_dialog import LIVE_TABLES, for_button
from gymtrainer_desktop.ui.admin.trainers.hand_over_lines import (
    TO_COLUMN,
    HandOverModel,
    HandOverPreview,
    HandOverRow,
    HandOverTable,
)
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme.tokens import Delay, Size, Space
from gymtrainer_desktop.ui.widgets.bars import Banner
from gymtrainer_desktop.ui.widgets.fields import FormField
from gymtrainer_desktop.ui.widgets.sheet import SheetDialog
from gymtrainer_desktop.ui.widgets.states import Skeleton, StateStack
from gymtrainer_desktop.ui.widgets.text import hairline, label

_Loaded = tuple[tuple[HandoverClient, ...], tuple[TrainerChoice, ...]]


class HandOverDialog(SheetDialog):
    """Ticks trainers at the left and clients at the right, and writes nothing before the button.

    With one trainer ticked every client goes there; with several they are spread by free places and fit. To
    whom a single client goes can be changed in the client's line.

    Args:
        trainer_id: Whose clients.
        name: That trainer's name.
        only: The assignments that are ticked at first; all of them when None.
    """

    handed_over = Signal(int)
    """Clients have a new trainer; carries how many. A toast has said so."""

    def __init__(
        self,
        context: PageContext,
        trainer_id: UUID,
        name: str,
        only: Sequence[UUID] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", parent, confirm_text=" ", width=Size.SHEET_WIDE + Size.COLUMN_XL, scrolls=False)
        self.setObjectName("handOverDialog")
        self._context = context
        self._trainer_id, self._name = trainer_id, name
        self._only = None if only is None else frozenset(only)
        self._choices: tuple[TrainerChoice, ...] = ()
        self._run: BulkRun | None = None
        self._is_first = True
        self._is_planning = False
        # An answer was lost: what was sent may be written. Until the person decides, nothing is planned anew.
        self._is_unsure = False
        self.preview = HandOverPreview()
        self.trainers = BulkTrainersModel()
        self.clients = HandOverModel()
        self._replan = QTimer(self)
        self._replan.setSingleShot(True)
        self._replan.setInterval(Delay.SEARCH)
        self.set_title(self.tr("Hand over clients of {0}").format(for_button(name).replace("&&", "&")))
        self._build_content()
        self._connect_signals()
        self._update()
        self.reload()

    @property
    def is_running(self) -> bool:
        """Whether clients are being handed over."""
        return self._run is not None

    def is_dirty(self) -> bool:
        """Whether a note was written that closing would lose."""
        return bool(self.note.toPlainText().strip())

    def reload(self) -> None:
        """Ask for the clients and who has how much room; ticks and what was chosen stay."""
        services, trainer_id = self._context.services, self._trainer_id

        def load() -> _Loaded:
            clients = services.handover.clients(trainer_id)
            return clients, services.assignments.choices(tuple(one.member_id for one in clients))

        self._states.show_loading()
        self._context.tasks.query(self, load, self._on_loaded, self._on_load_failed, key="clients")

    def submit(self) -> None:
        """Hand over the ticked clients that have a trainer, or none of them; more than one is asked about."""
        lines = self.preview.lines
        if not lines or self.is_running or self._is_planning:
            return
        if len(lines) > 1 and not self._is_unsure and not self._is_meant(len(lines)):
            return
        self.banner.hide()
        self.note_field.clear_error()
        run = self._run = BulkRun(len(lines))
        handover = self._context.services.handover
        note, carries = self.note.toPlainText().strip(), self.carry.isChecked()
        takers = self.preview.takers
        names = tuple(row.client.name for row in self.preview.rows if row.is_ready)
        self._update()
        self.running.watch(run)
        self.running.stop_button.setFocus()
        self._context.tasks.write(
            self,
            lambda: handover.hand_over(lines, note, carries, run.report),
            lambda _made: self._on_handed_over(names, takers),
            self._on_hand_over_failed,
        )

    def reject(self) -> None:
        """Close; while clients are handed over, stop that instead."""
        if self._run is not None:
            self._on_stop_requested()
        else:
            super().reject()

    # Building

    def _build_content(self) -> None:
        self.body.setSpacing(0)
        self.banner = Banner("triangle-alert", "critical")
        self.banner.setObjectName("handOverProblem")
        self.banner.hide()
        self.body.addWidget(self.banner)
        self.body.addWidget(hairline())
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.trainer_table = BulkTrainersTable(self.trainers)
        self.trainer_table.setAccessibleName(self.tr("Trainers who take clients"))
        self.trainer_table.setFixedWidth(Size.HOME_SIDE)
        row.addWidget(self.trainer_table)
        row.addWidget(hairline(vertical=True))
        self.table = HandOverTable(self.clients)
        delegate = self.table.itemDelegateForColumn(TO_COLUMN)
        assert isinstance(delegate, TrainerOfLineDelegate)
        delegate.offers = self._offers
        self._line_states = StateStack(self.table)
        self._line_states.show_content()
        row.addWidget(self._line_states, 1)
        self._states = StateStack(content, Skeleton(Size.ROW_LIBRARY))
        self.body.addWidget(self._states, 1)
        self.running = BulkRunningBar()
        self.body.addWidget(hairline())
        self.body.addWidget(self.running)
        self.body.addLayout(self._fields())
        self.add_footer_widget(
            label(self.tr("Trainers and members are told. This cannot be undone."), tone="muted")
        )
        self.confirm_button.setObjectName("confirmHandOverButton")

    def _fields(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(Space.XL, Space.M, Space.XL, Space.M)
        row.setSpacing(Space.XL)
        self.note = QPlainTextEdit()
        self.note.setObjectName("handOverNote")
        self.note.setPlaceholderText(self.tr("Back on 12 January. Mind the left knee."))
        self.note.setFixedHeight(Size.TEXT_BOX)
        self.note_field = FormField(
            self.tr("Hand-over &note"), self.note, self.tr("(optional, for the new trainers only)")
        )
        row.addWidget(self.note_field, 1)
        side = QVBoxLayout()
        side.setSpacing(Space.S)
        self.carry = QCheckBox(self.tr("Carry running &plans over"))
        self.carry.setObjectName("carryPlans")
        self.carry.setChecked(True)
        self.counts = label("", "secondary", "muted", wrap=True)
        self.counts.setObjectName("handOverCounts")
        side.addStretch(1)
        side.addWidget(self.carry)
        side.addWidget(self.counts)
        side.addStretch(1)
        place = QWidget()
        place.setLayout(side)
        side.setContentsMargins(0, 0, 0, 0)
        place.setFixedWidth(Size.SIDE_PANEL - Space.XXL)
        row.addWidget(place)
        return row

    def _connect_signals(self) -> None:
        self._states.retry_requested.connect(self.reload)
        self._line_states.retry_requested.connect(self._plan)
        self._replan.timeout.connect(self._plan)
        self.trainers.checked_changed.connect(self._on_trainers_ticked)
        self.clients.checked_changed.connect(self._on_clients_ticked)
        self.table.row_activated.connect(self._on_line_activated)
        self.clients.trainer_wanted.connect(self._on_trainer_wanted)
        self.running.stop_requested.connect(self._on_stop_requested)
        self.carry.toggled.connect(lambda _on: self._update())
        self._context.changes.heard.connect(self._on_heard)

    # Loading and planning

    def _on_heard(self, tables: frozenset[str] | None) -> None:
        is_ours = tables is None or bool(tables & LIVE_TABLES)
        if is_ours and self.isVisible() and not self.is_running and not self._is_unsure:
            self.reload()

    def _on_loaded(self, answer: _Loaded) -> None:
        if self.is_running or self._is_unsure:
            return
        clients, choices = answer
        is_first, self._is_first = self._is_first, False
        places = {choice.trainer_id: place for place, choice in enumerate(self._choices)}
        others = (choice for choice in choices if choice.trainer_id != self._trainer_id)
        # Whoever is shown already keeps the place below the pointer.
        self._choices = tuple(sorted(others, key=lambda one: places.get(one.trainer_id, len(places))))
        self.preview.trainers = {choice.trainer_id: choice for choice in self._choices}
        if self._only:
            clients = tuple(sorted(clients, key=lambda one: one.assignment_id not in (self._only or ())))
        self.preview.set_clients(clients)
        if not self._can_show(clients):
            return
        self._states.show_content()
        if is_first:
            everybody = frozenset(one.assignment_id for one in clients)
            self.preview.set_ticked(everybody if self._only is None else everybody & self._only)
        self._show_preview()
        if is_first:
            self.trainers.tick(self._suggested())
            self.trainer_table.enter_from_above()
        self._plan_soon()

    def _can_show(self, clients: Sequence[HandoverClient]) -> bool:
        """Say so where there is nobody to hand over, or nobody to take them."""
        if not clients:
            words = self.tr("{0} has no clients, active or paused.").format(self._name)
            self._states.show_empty(self.tr("There is nobody to hand over"), words, icon="users")
        elif not self._choices:
            self._states.show_empty(
                self.tr("There is no other personal trainer"),
                self.tr("Make an instructor a personal trainer on the Trainers page, then come back."),
                icon="whistle",
            )
        else:
            return True
        self._update()
        return False

    def _suggested(self) -> tuple[UUID, ...]:
        """Tick the best trainer if there is room for everybody with them, else all who have any."""
        needed = max(len(self.preview.ticked), 1)
        best = next((one for one in self._choices if one.free >= needed), None)
        if best is not None:
            return (best.trainer_id,)
        return tuple(one.trainer_id for one in self._choices if one.free)

    def _on_load_failed(self, exc: Exception) -> None:
        if self._states.state == "content":
            self._context.notices.error(exc)
        else:
            self._states.show_error(self.tr("The clients could not be loaded"), exc)
        self._update()

    def _on_trainers_ticked(self) -> None:
        self._is_unsure = False
        self._plan_soon()

    def _on_clients_ticked(self) -> None:
        self._is_unsure = False
        self.preview.set_ticked(row.id for row in self.clients.checked)
        self._show_preview()
        self._plan_soon()

    def _plan_soon(self) -> None:
        self._is_planning = True
        self._replan.start()
        self._update()

    def _plan(self) -> None:
        self._replan.stop()
        handover, whose = self._context.services.handover, self._trainer_id
        ids = tuple(row.id for row in self.preview.rows if row.is_ticked)
        to = self.trainers.ticked
        self._is_planning = True
        self._update()
        self._context.tasks.query(
            self, lambda: handover.suggest(whose, ids, to), self._on_planned, self._on_plan_failed, key="plan"
        )

    def _on_planned(self, plan: HandoverPlan) -> None:
        if self._replan.isActive():
            return
        self._is_planning = False
        self.preview.set_plan(plan)
        self._line_states.show_content()
        self._show_preview()

    def _on_plan_failed(self, exc: Exception) -> None:
        # Nothing shown fits the ticks any more.
        self._line_states.show_error(self.tr("The preview could not be made"), exc)
        self._update()

    # One line

    def _offers(self) -> list[tuple[str, UUID | None]]:
        """Return what the list in a line offers: everybody with room."""
        added = self.preview.added
        return [
            (f"{c.name}  {c.active_clients + added[c.trainer_id]}/{c.max_clients}", c.trainer_id)
            for c in self._choices
            if c.free
        ]

    def _on_line_activated(self, row: HandOverRow) -> None:
        if not self.is_running:
            self.table.edit(self.clients.index(self.clients.place_of(row.id), TO_COLUMN))

    def _on_trainer_wanted(self, assignment_id: UUID, trainer_id: UUID | None) -> None:
        if trainer_id is not None:
            self._is_unsure = False
            self.preview.choose(assignment_id, trainer_id)
            self._show_preview()
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

    # Writing

    def _is_meant(self, count: int) -> bool:
        takers = self.preview.takers
        to = takers[0] if len(takers) == 1 else self.tr("{0} trainers").format(len(takers))
        words = self.tr("{0} clients of {1} go to {2}. Everybody is told at once. This cannot be undone.")
        plans = self.tr("Their running plans end.") if not self.carry.isChecked() else ""
        return self._context.notices.question(
            self.tr("Hand over {0} clients?").format(f"{count:,}"),
            f"{words.format(f'{count:,}', self._name, to)} {plans}".strip(),
            self.tr("Hand over"),
            cancel_text=self.tr("Look again"),
        )

    def _on_stop_requested(self) -> None:
        if self._run is not None:
            self._run.stop()
            self.running.look()

    def _on_handed_over(self, names: tuple[str, ...], takers: tuple[str, ...]) -> None:
        self._end_run()
        self.accept()
        to = takers[0] if len(takers) == 1 else self.tr("{0} trainers").format(len(takers))
        if len(names) == 1:
            words = self.tr("{0} now trains with {1}, both are told").format(names[0], to)
        else:
            words = self.tr("{0} clients handed over to {1}, everybody is told").format(f"{len(names):,}", to)
        self._context.notices.toast(words)
        self.handed_over.emit(len(names))

    def _on_hand_over_failed(self, exc: Exception) -> None:
        self._end_run()
        if isinstance(exc, Cancelled):
            self._say(self.tr("Stopped"), self.tr("Nobody was handed over."))
        elif isinstance(exc, Unavailable):
            self._is_unsure = True
            words = self.tr("Everything is still here. Press the button again: nobody is handed over twice.")
            self._say(self.tr("The server did not answer"), words)
            self._context.notices.error(exc)
        elif isinstance(exc, UserError) and not isinstance(exc, SignedOut):
            self._refuse(exc)
        else:
            self._context.notices.error(exc, self.tr("Nobody was handed over."))
        self._update()

    def _refuse(self, exc: UserError) -> None:
        if exc.field == "note":
            self.note_field.set_error(exc.message)
            self.note.setFocus()
            return
        words = exc.message
        if isinstance(exc, Conflict):
            words = self.tr("{0} You see it as it is now.").format(exc.message)
        self._say(self.tr("Nobody was handed over"), words)
        self.reload()

    def _end_run(self) -> None:
        self._run = None
        self._is_unsure = False
        self.running.watch(None)

    # Showing

    def _say(self, title: str, words: str) -> None:
        self.banner.set_words(title, words)
        self.banner.show()

    def _show_preview(self) -> None:
        self.trainers.set_choices(self._choices, self.preview.added)
        self.clients.set_rows(self.preview.rows)
        self.clients.check_only(self.preview.ticked)
        # An empty column would take the room that names and plans need.
        self.table.fold(() if self.preview.problems else ("problem",))
        self._update()

    def _update(self) -> None:
        count, is_busy = len(self.preview.lines), self.is_running or self._is_planning
        words = self.tr("Nobody to hand over")
        if count == 1:
            name = next(row.client.name for row in self.preview.rows if row.is_ready)
            words = self.tr("&Hand over {0}").format(for_button(name))
        elif count:
            words = self.tr("&Hand over {0} clients").format(f"{count:,}")
        self.set_confirm_text(words)
        can_show = self._states.state == "content" and self._line_states.state == "content"
        self.confirm_button.setEnabled(bool(count) and not is_busy and can_show)
        for widget in (self.trainer_table, self.table, self.note, self.carry):
            widget.setEnabled(not self.is_running)
        self.counts.setText(self._count_words())

    def _count_words(self) -> str:
        parts = []
        if problems := self.preview.problems:
            one = self.tr("1 client cannot be handed over")
            many = self.tr("{0} clients cannot be handed over").format(f"{problems:,}")
            parts.append(one if problems == 1 else many)
        if left := len(self.preview.rows) - len(self.preview.ticked):
            parts.append(self.tr("{0} stay with {1}").format(f"{left:,}", self._name))
        if not self.carry.isChecked():
            parts.append(self.tr("running plans end"))
        return " · ".join(parts)
