"""The dialog that assigns a trainer to one member; `BulkAssignDialog` does so for several."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QLineEdit, QWidget

from gymtrainer_desktop.domain.assignments import AssignmentRecord, NewAssignment, TrainerChoice
from gymtrainer_desktop.domain.errors import Conflict, SignedOut, UserError
from gymtrainer_desktop.domain.waitlist import NewWaiting, WaitingEntry
from gymtrainer_desktop.services.keys import new_id
from gymtrainer_desktop.ui.admin.assigning.trainer_pick_dialog import Assignee, TrainerPickDialog, for_button
from gymtrainer_desktop.ui.admin.waiting.waiting_acts import tell_waiting
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.fields import FormField
from gymtrainer_desktop.ui.widgets.text import label

__all__ = ["CAPACITY_CODE", "AssignTrainerDialog", "Assignee"]

CAPACITY_CODE = "trainer_capacity"
"""The rule by which the database refuses one client too many."""

_LOSSES = (CAPACITY_CODE, "trainer_not_available")


class AssignTrainerDialog(TrainerPickDialog):
    """Offers the trainers ranked for this member; the primary button repeats the decision.

    At a full trainer the button puts the member on that trainer's waiting list instead.

    Args:
        members: Whom to assign, just one.
        entry: The member's entry of the waiting list, if they wait.
    """

    assigned = Signal(object)
    """The assignment that was made, as a tuple of one `AssignmentRecord`."""
    waits = Signal(object)
    """The member waits for a full trainer instead; carries the `WaitingEntry`. A toast has said so."""

    def __init__(
        self,
        context: PageContext,
        members: Sequence[Assignee],
        parent: QWidget | None = None,
        *,
        entry: WaitingEntry | None = None,
    ) -> None:
        self._entry = entry
        # What was last sent, and its key: it is kept for a retry of the same, so that it does no harm.
        self._sent: tuple[UUID, date, str] | None = None
        self._key = new_id()
        self._wait_keys: dict[tuple[UUID, str], UUID] = {}
        wish = None if entry is None else entry.offered_trainer_id or entry.trainer_id
        super().__init__(context, members, parent, prefer=wish)
        self.setObjectName("assignTrainerDialog")
        self.set_title(self.tr("Assign a trainer"))
        self.add_footer_widget(label(self.tr("The trainer and the member are told."), tone="muted"))
        self.confirm_button.setObjectName("confirmAssignButton")
        self.start_date.dateChanged.connect(self._start_field.clear_error)
        self.list.wait_requested.connect(self._wait_for)

    def is_dirty(self) -> bool:
        """Whether a note was written that closing would lose."""
        return bool(self.note.text().strip())

    def submit(self) -> None:
        """Assign the member to the trainer chosen, or let them wait for the full one."""
        choice, at = self.list.choice, self.list.at
        if self._is_busy or at is None:
            return
        if choice is None:
            self._wait_for(at)
            return
        content = (choice.trainer_id, self._starts_on(), self.note.text().strip())
        if content != self._sent:
            self._sent, self._key = content, new_id()
        wanted = NewAssignment(self._key, self._members[0].id, *content)
        assignments = self._context.services.assignments
        self._set_waiting(True)
        self._context.tasks.write(
            self,
            lambda: (assignments.assign(wanted),),
            self._on_assigned,
            self._on_assign_failed,
        )

    # Building

    def _extra(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        row.setSpacing(Space.L)
        self.start_date = QDateEdit()
        self.start_date.setObjectName("startDate")
        self.start_date.setCalendarPopup(True)
        self.start_date.setDisplayFormat("ddd d MMM yyyy")
        self.start_date.setDate(QDate.currentDate())
        self._start_field = FormField(self.tr("&Start date"), self.start_date)
        self._start_field.setFixedWidth(Size.DATE_WIDTH)
        self.note = QLineEdit()
        self.note.setObjectName("noteForTrainer")
        self.note.setPlaceholderText(self.tr("Prefers weekday mornings"))
        self._note_field = FormField(self.tr("&Note for the trainer"), self.note, self.tr("(optional)"))
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(self._start_field, 0, top)
        row.addWidget(self._note_field, 1, top)
        return row

    def _confirm_words(self, at: TrainerChoice | None) -> str:
        if at is None:
            return ""
        if self._model.can_wait_for(at):
            return self.tr("&Add to {0}’s waiting list").format(for_button(at.name, 24))
        if self._model.refusal_of(at) is not None:
            return ""
        return self.tr("&Assign to {0}").format(for_button(at.name))

    def _on_today(self, today: date) -> None:
        self.start_date.setDate(QDate(today.year, today.month, today.day))

    def _kept(self) -> str:
        return self.tr("Your note is kept.")

    # Assigning

    def _on_assigned(self, records: tuple[AssignmentRecord, ...]) -> None:
        self.accept()
        self.assigned.emit(records)

    def _on_assign_failed(self, exc: Exception) -> None:
        self._set_waiting(False)
        if not isinstance(exc, UserError) or isinstance(exc, SignedOut):
            self._context.notices.error(exc, self.tr("Nothing was assigned; what you entered is still here."))
            return
        field = {"start_date": self._start_field, "notes": self._note_field}.get(exc.field or "")
        if field is not None:
            field.set_error(exc.message)
            field.field.setFocus()
            return
        self._say(self.tr("Not assigned"), exc.message)
        if exc.code in _LOSSES:
            # What the list says now tells more: who got the place, or that the trainer takes nobody any more.
            self.reload()

    def _starts_on(self) -> date:
        day = self.start_date.date()
        return date(day.year(), day.month(), day.day())

    # Waiting instead

    def _on_banner_clicked(self) -> None:
        if (at := self.list.at) is not None:
            self._wait_for(at)

    def _wait_for(self, choice: TrainerChoice) -> None:
        """Put the member on the trainer's waiting list, or change whom they wait for."""
        if self._is_busy or not self._model.can_wait_for(choice):
            return
        member, entry, waitlist = self._members[0], self._entry, self._context.services.waitlist
        wants = self.note.text().strip()
        self._set_waiting(True)
        if entry is not None:
            both = "\n".join(filter(None, (entry.wants, wants)))
            self._context.tasks.write(
                self,
                lambda: waitlist.change(entry.id, entry.version, trainer_id=choice.trainer_id, wants=both),
                self._on_waits,
                self._on_wait_failed,
            )
            return
        key = self._wait_keys.setdefault((choice.trainer_id, wants), new_id())
        new = NewWaiting(key, member.id, choice.trainer_id, wants)
        self._context.tasks.write(self, lambda: waitlist.add(new), self._on_waits, self._on_wait_failed)

    def _on_waits(self, entry: WaitingEntry) -> None:
        self.accept()
        tell_waiting(self._context, entry, self._entry)
        self.waits.emit(entry)

    def _on_wait_failed(self, exc: Exception) -> None:
        self._set_waiting(False)
        if isinstance(exc, Conflict):
            words = self.tr("Somebody else changed the entry meanwhile. Close and look at the list again.")
            self._say(self.tr("Not added"), words)
        elif isinstance(exc, UserError) and not isinstance(exc, SignedOut):
            self._say(self.tr("Not added to the waiting list"), exc.message)
        else:
            self._context.notices.error(exc, self.tr("What you entered is still here."))
