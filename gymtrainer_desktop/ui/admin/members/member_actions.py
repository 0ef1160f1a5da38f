"""What the front desk does with a member: written in the background, told in a toast, undone if it can be."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from gymtrainer_desktop.domain.assignments import AssignmentRecord
from gymtrainer_desktop.domain.errors import Conflict, UserError
from gymtrainer_desktop.domain.people import MemberDetails
from gymtrainer_desktop.domain.persons import PersonRow
from gymtrainer_desktop.domain.waitlist import WaitingEntry
from gymtrainer_desktop.services.keys import new_id
from gymtrainer_desktop.ui.admin.assigning.assign_trainer_dialog import Assignee, AssignTrainerDialog
from gymtrainer_desktop.ui.admin.members.erase_dialog import EraseDialog
from gymtrainer_desktop.ui.admin.members.export_dialog import ExportPersonDialog, ask_for_zip
from gymtrainer_desktop.ui.admin.members.member_edit_dialog import EditMemberDialog
from gymtrainer_desktop.ui.admin.people.secret_dialog import set_pin_dialog
from gymtrainer_desktop.ui.admin.trainers.hand_over_dialog import HandOverDialog
from gymtrainer_desktop.ui.admin.waiting.waiting_acts import tell_waiting
from gymtrainer_desktop.ui.admin.waiting.waiting_dialog import WaitingDialog
from gymtrainer_desktop.ui.shell.page import PageContext


class MemberActions(QObject):
    """Opens the dialogs about a member and carries out what needs none.

    Args:
        context: Of the page.
        host: Dialogs open over its window, and unsent questions end with it.
    """

    changed = Signal()
    """Something about a member was saved, or could not be: load what is shown again."""
    assigned = Signal()
    """A member was assigned, or an assignment taken back."""
    erased = Signal(object)
    """A member is gone for good; carries the id."""
    busy_changed = Signal(bool)
    """A write is under way, or over."""

    def __init__(self, context: PageContext, host: QWidget) -> None:
        super().__init__(host)
        self._context = context
        self._host = host

    # Assignments

    def assign(self, members: tuple[Assignee, ...], current_trainer: str | None = None) -> None:
        """Offer trainers; someone with a trainer has to complete that first."""
        if current_trainer is not None:
            words = self.tr("{0} already trains with {1}. Complete that first.")
            self._context.notices.error(UserError(words.format(members[0].name, current_trainer)))
            return
        dialog = AssignTrainerDialog(self._context, members, self._host)
        dialog.assigned.connect(self._on_assigned)
        self._show(dialog)

    def pause(self, record: AssignmentRecord) -> None:
        """Pause, with an undo."""
        done = self.tr("{0} is paused, the place with {1} is free")
        assignments = self._context.services.assignments
        self._change(
            functools.partial(assignments.pause, record.id, record.version),
            done.format(record.member_name, record.trainer_name),
            self.resume,
        )

    def resume(self, record: AssignmentRecord) -> None:
        """Resume a paused assignment."""
        done = self.tr("{0} trains with {1} again")
        assignments = self._context.services.assignments
        self._change(
            functools.partial(assignments.resume, record.id, record.version),
            done.format(record.member_name, record.trainer_name),
        )

    def complete(self, record: AssignmentRecord) -> None:
        """Complete an assignment, once confirmed."""
        words = self.tr(
            "{0} no longer trains with {1} from today, and the place is free for somebody else. "
            "Plans, workouts and notes stay readable. This cannot be undone."
        ).format(record.member_name, record.trainer_name)
        title = self.tr("Complete the assignment?")
        if self._context.notices.question(title, words, self.tr("Complete"), cancel_text=self.tr("Keep it")):
            done = self.tr("{0} has completed the time with {1}")
            assignments = self._context.services.assignments
            self._change(
                functools.partial(assignments.complete, record.id, record.version),
                done.format(record.member_name, record.trainer_name),
            )

    def hand_over(self, record: AssignmentRecord) -> None:
        """Offer another trainer for this client; the others of the trainer can be ticked as well."""
        dialog = HandOverDialog(
            self._context, record.trainer_id, record.trainer_name, (record.id,), self._host
        )
        dialog.handed_over.connect(self.assigned)
        self._show(dialog)

    # Waiting list

    def wait(self, member_id: UUID, name: str) -> None:
        """Ask for whom the member is to wait."""
        dialog = WaitingDialog(self._context, self._host, member=(member_id, name))
        dialog.saved.connect(self._on_wait_added)
        self._show(dialog)

    def stop_waiting(self, entry: WaitingEntry) -> None:
        """Take the member off the waiting list, with an undo that puts them back in their place."""
        waitlist, key = self._context.services.waitlist, new_id()
        self._change(
            functools.partial(waitlist.remove, entry.id),
            self.tr("{0} is off the waiting list").format(entry.member_name),
            lambda _nothing: self._change(
                functools.partial(waitlist.restore, key, entry),
                self.tr("{0} waits again, in the same place").format(entry.member_name),
            ),
        )

    # The person

    def edit(self, details: MemberDetails) -> None:
        """Open the form of name, number and contact."""
        dialog = EditMemberDialog(self._context, details, self._host)
        dialog.saved.connect(self._on_edited)
        self._show(dialog)

    def set_photo(self, details: MemberDetails, photo: bytes | None) -> None:
        """Keep another photo, or none; the undo brings the former one back."""
        people, before = self._context.services.people, details.photo
        words = self.tr("{0} has a new photo") if photo else self.tr("The photo of {0} was removed")
        self._change(
            functools.partial(people.set_photo, details.id, details.version, photo),
            words.format(details.full_name),
            lambda version: self._change(
                functools.partial(people.set_photo, details.id, version, before),
                self.tr("{0} has the former photo again").format(details.full_name),
            ),
        )

    def set_pin(self, member_id: UUID, name: str) -> None:
        """Open the dialog that sets the PIN."""
        dialog = set_pin_dialog(self._context, member_id, name, self._host)
        dialog.secret_set.connect(lambda: self._on_pin_set(name))
        self._show(dialog)

    def set_active(self, details: MemberDetails, is_active: bool) -> None:
        """Deactivate or reactivate; the undo gives a place in the waiting list back as well."""
        persons, name = self._context.services.persons, details.full_name
        off = self.tr("{0} is deactivated and cannot sign in any more").format(name)
        on = self.tr("{0} is an active member again").format(name)

        waitlist, waited, key = self._context.services.waitlist, details.waiting, new_id()

        def undo(fresh: PersonRow) -> None:
            def let_in() -> None:
                persons.set_active(details.id, True, fresh.version)
                if waited is not None:
                    waitlist.restore(key, waited)

            self._change(let_in, on)

        self._change(
            functools.partial(persons.set_active, details.id, is_active, details.version),
            on if is_active else off,
            None if is_active else undo,
        )

    def export(self, person_id: UUID, name: str) -> None:
        """Ask where to, and write everything about a person into a ZIP file."""
        if (file := ask_for_zip(name, self._host)) is not None:
            self._show(ExportPersonDialog(self._context, person_id, name, file, self._host))

    def erase(self, person_id: UUID, name: str) -> None:
        """Show what would go; nothing goes before the name is typed."""
        dialog = EraseDialog(self._context, person_id, name, self._host)
        dialog.erased.connect(self.erased)
        dialog.export_requested.connect(lambda: self.export(person_id, name))
        self._show(dialog)

    # Details

    def _show(self, dialog: QDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _change(self, op: Callable[[], Any], done: str, undo: Callable[[Any], None] | None = None) -> None:
        """Write, then say `done`, with an undo that gets the answer."""
        notices = self._context.notices
        self.busy_changed.emit(True)

        def succeeded(answer: Any) -> None:
            notices.toast(done, None if undo is None else lambda: undo(answer))
            self._after()

        self._context.tasks.write(self, op, succeeded, self._on_failed)

    def _on_failed(self, exc: Exception) -> None:
        self._after()
        if isinstance(exc, Conflict):
            exc = Conflict(
                self.tr("Somebody else changed this first. You see it as it is now; please look again.")
            )
        self._context.notices.error(exc, self.tr("Everything is as it was before."))

    def _after(self) -> None:
        self.busy_changed.emit(False)
        self.changed.emit()

    def _on_edited(self, name: str) -> None:
        self._context.notices.toast(self.tr("{0} is saved").format(name))
        self.changed.emit()

    def _on_pin_set(self, name: str) -> None:
        self._context.notices.toast(self.tr("{0} has a new PIN").format(name))
        self.changed.emit()

    def _on_wait_added(self, entry: WaitingEntry) -> None:
        tell_waiting(self._context, entry)
        self.changed.emit()

    def _on_assigned(self, records: tuple[AssignmentRecord, ...]) -> None:
        if len(records) == 1:
            words = self.tr("{0} assigned to {1}").format(records[0].member_name, records[0].trainer_name)
        else:
            words = self.tr("{0} members assigned to {1}").format(len(records), records[0].trainer_name)
        self._context.notices.toast(words, lambda: self._withdraw(records))
        self.assigned.emit()

    def _withdraw(self, records: tuple[AssignmentRecord, ...]) -> None:
        assignments = self._context.services.assignments

        def withdraw() -> None:
            for record in records:
                assignments.withdraw(record.id)

        self._context.tasks.write(
            self, withdraw, lambda _nothing: self._on_withdrawn(records), self._on_withdraw_failed
        )

    def _on_withdrawn(self, records: tuple[AssignmentRecord, ...]) -> None:
        one = self.tr("{0} is not assigned any more").format(records[0].member_name)
        many = self.tr("{0} members are not assigned any more").format(len(records))
        self._context.notices.toast(one if len(records) == 1 else many)
        self.assigned.emit()

    def _on_withdraw_failed(self, exc: Exception) -> None:
        self._context.notices.error(exc, self.tr("The assignment stands."))
        self.assigned.emit()
