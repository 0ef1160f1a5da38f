"""What the front desk does with the waiting list: each write is told in a toast, most with an undo."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any
from uuid import UUID

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from gymtrainer_desktop.domain.assignments import AssignmentRecord
from gymtrainer_desktop.domain.errors import Conflict, SignedOut, UserError
from gymtrainer_desktop.domain.waitlist import ClientRequest, WaitingEntry
from gymtrainer_desktop.services.keys import new_id
from gymtrainer_desktop.ui.shell.page import PageContext

_CLOSED = ("waitlist_closed", "request_answered", "no_row")
"""Refusals which say that the list shown is out of date."""


def tell_waiting(context: PageContext, entry: WaitingEntry, before: WaitingEntry | None = None) -> None:
    """Say in a toast that somebody waits now, with an undo.

    Args:
        context: Of a page.
        entry: What was stored.
        before: What it was before, when it was changed and not added.
    """
    tr = functools.partial(QCoreApplication.translate, "waiting")
    waitlist = context.services.waitlist
    if entry.trainer_name:
        words = tr("{0} waits for {1}").format(entry.member_name, entry.trainer_name)
    else:
        words = tr("{0} is on the waiting list").format(entry.member_name)
    undo: Callable[[], object]
    if before is None:
        undo = functools.partial(waitlist.remove, entry.id)
        undone = tr("{0} is off the waiting list").format(entry.member_name)
    else:
        undo = functools.partial(
            waitlist.change, entry.id, entry.version, trainer_id=before.trainer_id, wants=before.wants
        )
        undone = tr("{0} waits as before").format(entry.member_name)
    context.notices.toast(
        words,
        # The notices live as long as the window: whoever asked may be gone when Undo is pressed.
        lambda: context.tasks.write(
            context.notices, undo, lambda _: context.notices.toast(undone), context.notices.error
        ),
    )


class WaitingActs(QObject):
    """Opens the dialogs of the waiting list and carries out what needs none.

    Args:
        context: Of the page.
        host: Dialogs open over its window.
    """

    changed = Signal()
    """Something was saved, or turned out to be different: load the list again."""

    def __init__(self, context: PageContext, host: QWidget) -> None:
        super().__init__(host)
        self._context = context
        self._host = host
        # Made once for each thing that can be sent, so that sending it again after a lost answer is harmless.
        self._keys: dict[tuple[str, UUID], UUID] = {}

    # Dialogs

    def add(self) -> None:
        """Ask who is to wait, and for whom."""
        from gymtrainer_desktop.ui.admin.waiting.waiting_dialog import WaitingDialog

        dialog = WaitingDialog(self._context, self._host)
        dialog.saved.connect(self._on_added)
        self._show(dialog)

    def edit(self, entry: WaitingEntry) -> None:
        """Ask for other wishes."""
        from gymtrainer_desktop.ui.admin.waiting.waiting_dialog import WaitingDialog

        dialog = WaitingDialog(self._context, self._host, entry=entry)
        dialog.saved.connect(lambda stored: self._on_edited(entry, stored))
        dialog.conflicted.connect(self.changed)
        self._show(dialog)

    def assign(self, entry: WaitingEntry) -> None:
        """Offer trainers for a waiting member."""
        from gymtrainer_desktop.ui.admin.assigning.assign_trainer_dialog import Assignee, AssignTrainerDialog

        member = Assignee(entry.member_id, entry.member_name)
        dialog = AssignTrainerDialog(self._context, (member,), self._host, entry=entry)
        dialog.assigned.connect(lambda records: self._on_assigned(records[0], entry))
        dialog.waits.connect(self.changed)
        self._show(dialog)

    def offer(self, entry: WaitingEntry) -> None:
        """Ask with whom a place is to be offered."""
        from gymtrainer_desktop.ui.admin.waiting.offer_place_dialog import OfferPlaceDialog

        dialog = OfferPlaceDialog(self._context, entry, self._host)
        dialog.offered.connect(self._on_offered)
        dialog.conflicted.connect(self.changed)
        self._show(dialog)

    # Writes

    def take_back(self, entry: WaitingEntry) -> None:
        """Take an offer back: the place passes on to the next in line."""
        waitlist = self._context.services.waitlist
        words = self.tr("The offer to {0} is taken back").format(entry.member_name)
        self._change(functools.partial(waitlist.take_back, entry.id, entry.version), words)

    def remove(self, entry: WaitingEntry) -> None:
        """Take an entry off the list, with an undo that puts it back in its place."""
        waitlist, key = self._context.services.waitlist, self._key("restore", entry.id)
        self._change(
            functools.partial(waitlist.remove, entry.id),
            self.tr("{0} is off the waiting list").format(entry.member_name),
            lambda: self._change(
                functools.partial(waitlist.restore, key, entry),
                self.tr("{0} waits again, in the same place").format(entry.member_name),
            ),
        )

    def grant(self, request: ClientRequest) -> None:
        """Give a trainer the member they ask for."""
        waitlist, key = self._context.services.waitlist, self._key("grant", request.id)
        self._context.tasks.write(
            self,
            lambda: waitlist.grant(request.id, key),
            lambda record: self._on_assigned(record, None),
            self._on_failed,
        )

    def refuse(self, request: ClientRequest) -> None:
        """Refuse a trainer's request; the trainer is told."""
        waitlist = self._context.services.waitlist
        words = self.tr("{0} is told that {1} is not to be their client").format(
            request.trainer_name, request.member_name
        )
        self._change(functools.partial(waitlist.refuse, request.id), words)

    # Details

    def _key(self, of: str, id: UUID) -> UUID:
        return self._keys.setdefault((of, id), new_id())

    def _show(self, dialog: QDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _change(self, op: Callable[[], Any], done: str, undo: Callable[[], None] | None = None) -> None:
        def succeeded(_answer: object) -> None:
            self._context.notices.toast(done, undo)
            self.changed.emit()

        self._context.tasks.write(self, op, succeeded, self._on_failed)

    def _on_failed(self, exc: Exception) -> None:
        self._context.notices.error(self.in_words(exc), self.tr("The list is as it was before."))
        self.changed.emit()

    def in_words(self, exc: Exception) -> Exception:
        """Return what to tell of a failure: a list that is out of date is loaded again, and that is said."""
        is_stale = isinstance(exc, Conflict) or (isinstance(exc, UserError) and exc.code in _CLOSED)
        if not is_stale or isinstance(exc, SignedOut):
            return exc
        return Conflict(
            self.tr("Somebody else changed this first. You see the list as it is now; please look again.")
        )

    def _on_added(self, entry: WaitingEntry) -> None:
        tell_waiting(self._context, entry)
        self.changed.emit()

    def _on_edited(self, before: WaitingEntry, stored: WaitingEntry) -> None:
        waitlist = self._context.services.waitlist
        self._context.notices.toast(
            self.tr("The wishes of {0} are saved").format(stored.member_name),
            lambda: self._change(
                functools.partial(
                    waitlist.change,
                    stored.id,
                    stored.version,
                    trainer_id=before.trainer_id,
                    wants=before.wants,
                ),
                self.tr("{0} waits as before").format(stored.member_name),
            ),
        )
        self.changed.emit()

    def _on_offered(self, entry: WaitingEntry) -> None:
        words = self.tr("A place with {0} is offered to {1}")
        self._context.notices.toast(
            words.format(entry.offered_trainer_name, entry.member_name), lambda: self.take_back(entry)
        )
        self.changed.emit()

    def _on_assigned(self, record: AssignmentRecord, entry: WaitingEntry | None) -> None:
        words = self.tr("{0} assigned to {1}").format(record.member_name, record.trainer_name)
        self._context.notices.toast(words, lambda: self._withdraw(record, entry))
        self.changed.emit()

    def _withdraw(self, record: AssignmentRecord, entry: WaitingEntry | None) -> None:
        """Undo an assignment; whoever waited before waits again, in the same place."""
        services, key = self._context.services, self._key("restore", record.id)

        def undo() -> None:
            services.assignments.withdraw(record.id)
            if entry is not None:
                services.waitlist.restore(key, entry)

        words = self.tr("{0} is not assigned any more") if entry is None else self.tr("{0} waits again")
        self._change(undo, words.format(record.member_name))
