"""Moving people in the line: shown at once, written one after the other, undone from the toast."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from gymtrainer_desktop.domain.waitlist import WaitingEntry
from gymtrainer_desktop.ui.admin.waiting.waiting_acts import WaitingActs
from gymtrainer_desktop.ui.admin.waiting.waiting_table import WaitingTable
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.widgets.toast import Toast


class WaitingMoves(QObject):
    """Keeps the order shown ahead of the database while keys are pressed quickly.

    Each move needs the version that the one before it made, so they are sent one at a time; of several moves
    of one person only the last is sent.
    """

    settled = Signal()
    """Everything is written, or something was refused: load the list again."""

    def __init__(self, context: PageContext, table: WaitingTable, acts: WaitingActs) -> None:
        super().__init__(table)
        self._context = context
        self._table = table
        self._acts = acts
        self._queue: list[tuple[UUID, UUID | None]] = []
        self._is_sending = False
        # Whom the last toast is about, before whom they stood, and the toast itself.
        self._moved: tuple[UUID, UUID | None] | None = None
        self._toast: Toast | None = None

    @property
    def is_busy(self) -> bool:
        """Whether the order shown is not written yet."""
        return self._is_sending

    def step(self, entry: WaitingEntry, by: int) -> None:
        """Move somebody one place up (-1) or down (1)."""
        entries = self._table.entries
        place = next(n for n, one in enumerate(entries) if one.id == entry.id)
        if 0 <= place + by < len(entries):
            behind = place + by + (1 if by > 0 else 0)
            self.move(entry, entries[behind].id if behind < len(entries) else None)

    def move(self, entry: WaitingEntry, before: UUID | None) -> None:
        """Move somebody before somebody else, or to the end."""
        entries = list(self._table.entries)
        place = next((n for n, one in enumerate(entries) if one.id == entry.id), -1)
        if place < 0 or before == entry.id:
            return
        follower = entries[place + 1].id if place + 1 < len(entries) else None
        if before == follower:
            return
        if not self._continues(entry.id):
            self._moved = (entry.id, follower)
        moved = entries.pop(place)
        at = next((n for n, one in enumerate(entries) if one.id == before), len(entries))
        entries.insert(at, moved)
        self._table.show_order(entries)
        self._table.table.select_id(entry.id)
        self._queue = [one for one in self._queue if one[0] != entry.id]
        self._queue.append((entry.id, before))
        if not self._is_sending:
            self._send()

    def _continues(self, entry_id: UUID) -> bool:
        """Whether the last move was of the same person, and nobody has been told of its end for long."""
        if self._moved is None or self._moved[0] != entry_id:
            return False
        return self._is_sending or self._toast in self._context.notices.toasts.toasts

    def _send(self) -> None:
        entry_id, before = self._queue.pop(0)
        version = next((one.version for one in self._table.entries if one.id == entry_id), 0)
        waitlist = self._context.services.waitlist
        self._is_sending = True
        self._context.tasks.write(
            self, lambda: waitlist.move(entry_id, version, before=before), self._on_moved, self._on_failed
        )

    def _on_moved(self, stored: WaitingEntry) -> None:
        self._table.show_order(
            [
                replace(one, version=stored.version, rank=stored.rank) if one.id == stored.id else one
                for one in self._table.entries
            ]
        )
        if self._queue:
            self._send()
            return
        self._is_sending = False
        self._tell(stored)
        self.settled.emit()

    def _on_failed(self, exc: Exception) -> None:
        self._queue.clear()
        self._is_sending = False
        self._moved = None
        self._context.notices.error(self._acts.in_words(exc), self.tr("The order is as it was before."))
        self.settled.emit()

    def _tell(self, entry: WaitingEntry) -> None:
        toasts, moved = self._context.notices.toasts, self._moved
        if self._toast in toasts.toasts and self._toast is not None:
            self._toast.close_now()
        place = next((n for n, one in enumerate(self._table.entries, start=1) if one.id == entry.id), 0)
        words = self.tr("{0} is number {1} in line now").format(entry.member_name, place)
        self._toast = toasts.show(words, lambda: self._undo(entry, moved))

    def _undo(self, entry: WaitingEntry, moved: tuple[UUID, UUID | None] | None) -> None:
        if moved is not None:
            self._moved = None
            self.move(entry, moved[1])
