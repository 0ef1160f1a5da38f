"""What the front desk does with a trainer beside the form: photo, password, switching off, handing over."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from gymtrainer_desktop.domain.errors import Conflict, UserError
from gymtrainer_desktop.domain.trainers import TrainerEdit, TrainerRow
from gymtrainer_desktop.ui.admin.people.secret_dialog import set_password_dialog
from gymtrainer_desktop.ui.admin.trainers.hand_over_dialog import HandOverDialog
from gymtrainer_desktop.ui.shell.page import PageContext

HAS_CLIENTS = "trainer_has_clients"
"""The rule by which the database keeps a trainer with clients a trainer."""


class TrainerActions(QObject):
    """Opens the dialogs about a trainer and carries out what needs none, with an undo where there is one.

    Args:
        context: Of the page.
        host: Dialogs open over its window, and unsent questions end with it.
    """

    changed = Signal(object)
    """Something was saved; carries the `TrainerRow` as it is now."""
    photo_changed = Signal(object, object)
    """A photo was saved; carries the trainer's id and the photo, None for none."""
    outdated = Signal()
    """Something could not be saved, or clients moved: load what is shown again."""
    clients_in_the_way = Signal(object)
    """A trainer cannot be switched off before the clients are handed over; carries the `TrainerRow`."""
    handed_over = Signal(object)
    """Clients of a trainer have another one now; carries the trainer's id."""

    def __init__(self, context: PageContext, host: QWidget) -> None:
        super().__init__(host)
        self._context = context
        self._host = host

    def hand_over(self, trainer_id: UUID, name: str, only: Sequence[UUID] | None = None) -> None:
        """Open the hand-over; `only` says which assignments are ticked at first, None all of them."""
        dialog = HandOverDialog(self._context, trainer_id, name, only, self._host)
        dialog.handed_over.connect(lambda _count: self.handed_over.emit(trainer_id))
        self._show(dialog)

    def set_password(self, row: TrainerRow) -> None:
        """Open the dialog that sets the password."""
        dialog = set_password_dialog(self._context, row.id, row.name, self._host)
        words = self.tr("{0} has a new password").format(row.name)
        dialog.secret_set.connect(lambda: self._context.notices.toast(words))
        self._show(dialog)

    def set_photo(self, row: TrainerRow, before: bytes | None, photo: bytes | None) -> None:
        """Keep another photo, or none; the undo brings the former one back."""
        words = self.tr("{0} has a new photo") if photo else self.tr("The photo of {0} was removed")
        self._change_photo(
            row,
            photo,
            words.format(row.name),
            lambda fresh: self._change_photo(
                fresh, before, self.tr("{0} has the former photo again").format(row.name)
            ),
        )

    def set_active(self, row: TrainerRow, is_active: bool) -> None:
        """Switch a trainer off or on, with an undo."""
        trainers = self._context.services.trainers
        off = self.tr("{0} is switched off and takes no clients").format(row.name)
        on = self.tr("{0} works here again").format(row.name)

        def back(fresh: TrainerRow) -> None:
            op = functools.partial(trainers.set_active, fresh.id, fresh.version, not is_active)
            self._write(op, off if is_active else on, row=fresh)

        op = functools.partial(trainers.set_active, row.id, row.version, is_active)
        self._write(op, on if is_active else off, back, row=row)

    def undo_save(self, before: TrainerEdit, row: TrainerRow) -> None:
        """Save again what was stored before, unless somebody else has saved since."""
        edit = replace(before, version=row.version)
        words = self.tr("{0} is as before").format(row.name)
        self._write(functools.partial(self._context.services.trainers.save, edit), words, row=row)

    # Details

    def _show(self, dialog: QDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _change_photo(
        self,
        row: TrainerRow,
        photo: bytes | None,
        done: str,
        undo: Callable[[TrainerRow], None] | None = None,
    ) -> None:
        op = functools.partial(self._context.services.trainers.set_photo, row.id, row.version, photo)
        self._write(op, done, undo, row=row, then=lambda fresh: self.photo_changed.emit(fresh.id, photo))

    def _write(
        self,
        op: Callable[[], TrainerRow],
        done: str,
        undo: Callable[[TrainerRow], None] | None = None,
        *,
        row: TrainerRow,
        then: Callable[[TrainerRow], None] | None = None,
    ) -> None:
        """Write, then say `done`, with an undo that gets the row as it is then."""

        def succeeded(fresh: TrainerRow) -> None:
            self._context.notices.toast(done, None if undo is None else lambda: undo(fresh))
            self.changed.emit(fresh)
            if then is not None:
                then(fresh)

        self._context.tasks.write(self, op, succeeded, lambda exc: self._on_failed(row, exc))

    def _on_failed(self, row: TrainerRow, exc: Exception) -> None:
        self.outdated.emit()
        if isinstance(exc, UserError) and exc.code == HAS_CLIENTS:
            self.clients_in_the_way.emit(row)
            return
        if isinstance(exc, Conflict):
            exc = Conflict(
                self.tr("Somebody else changed this first. You see it as it is now; please look again.")
            )
        self._context.notices.error(exc, self.tr("Everything is as it was before."))
