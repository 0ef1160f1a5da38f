"""The dialog that hands clients over: a preview of every client, then all of them or none."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.assignments import TrainerChoice
from gymtrainer_desktop.domain.errors import Conflict, UserError
from gymtrainer_desktop.domain.handover import HandoverClient, HandoverPlan
from gymtrainer_desktop.ui.admin.assigning.bulk_lines import TrainerOfLineDelegate
from gymtrainer_desktop.ui.admin.assigning.spread_dialog import SpreadDialog
from gymtrainer_desktop.ui.admin.assigning.trainer_pick_dialog import for_button
from gymtrainer_desktop.ui.admin.trainers.hand_over_lines import (
    TO_COLUMN,
    HandOverModel,
    HandOverPreview,
    HandOverRow,
    HandOverTable,
)
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.fields import FormField
from gymtrainer_desktop.ui.widgets.text import label

_Loaded = tuple[tuple[HandoverClient, ...], tuple[TrainerChoice, ...]]


class HandOverDialog(SpreadDialog):
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
        super().__init__(context, "handOverDialog", parent)
        self._trainer_id, self._name = trainer_id, name
        self._only = None if only is None else frozenset(only)
        self._is_first = True
        self.preview = HandOverPreview()
        self.clients = HandOverModel()
        self.set_title(self.tr("Hand over clients of {0}").format(for_button(name).replace("&&", "&")))
        self._build_content()
        self._connect_signals()
        self._update()
        self.reload()

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
        self.note_field.clear_error()
        handover = self._context.services.handover
        note, carries = self.note.toPlainText().strip(), self.carry.isChecked()
        takers = self.preview.takers
        names = tuple(row.client.name for row in self.preview.rows if row.is_ready)
        self._write(
            len(lines),
            lambda run: handover.hand_over(lines, note, carries, run),
            lambda _made: self._on_handed_over(names, takers),
            self._on_hand_over_failed,
        )

    # Building

    def _build_content(self) -> None:
        self.table = HandOverTable(self.clients)
        delegate = self.table.itemDelegateForColumn(TO_COLUMN)
        assert isinstance(delegate, TrainerOfLineDelegate)
        delegate.offers = self._offers
        self._build_frame(self.table, None, self._fields())
        self._line_states.show_content()
        self.trainer_table.setAccessibleName(self.tr("Trainers who take clients"))
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
        self._connect_frame()
        self.trainers.checked_changed.connect(self._on_trainers_ticked)
        self.clients.checked_changed.connect(self._on_clients_ticked)
        self.table.row_activated.connect(self._on_line_activated)
        self.clients.trainer_wanted.connect(self._on_trainer_wanted)
        self.carry.toggled.connect(lambda _on: self._update())

    # Loading and planning

    def _on_loaded(self, answer: _Loaded) -> None:
        if self.is_running or self._is_unsure:
            return
        clients, choices = answer
        is_first, self._is_first = self._is_first, False
        self._take_choices(choice for choice in choices if choice.trainer_id != self._trainer_id)
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
            self.trainers.tick(self._suggested(max(len(self.preview.ticked), 1)))
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

    def _on_load_failed(self, exc: Exception) -> None:
        self._show_load_failure(self.tr("The clients could not be loaded"), exc)

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
        return self._offers_with_room(self.preview.added)

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
        words = self.tr("Everything is still here. Press the button again: nobody is handed over twice.")
        self._say_failure(exc, self.tr("Nobody was handed over."), words, self._refuse)

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

    # Showing

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
        self._enable((self.table, self.note, self.carry))
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
