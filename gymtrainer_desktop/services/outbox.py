"""Sending what waits on this workstation, in order, each entry once."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from uuid import UUID

from sqlalchemy import text

from gymtrainer_desktop.database.engine import NOBODY, Database
from gymtrainer_desktop.database.outbox import Outbox
from gymtrainer_desktop.domain.errors import Unavailable, UserError
from gymtrainer_desktop.domain.outbox import (
    EntryKind,
    QueuedEntry,
    SendOutcome,
    log_of_content,
    skip_of_content,
)
from gymtrainer_desktop.services.erased import ErasedService, KeepsPeople
from gymtrainer_desktop.services.server_clock import ServerClock
from gymtrainer_desktop.services.workouts import WorkoutsService

HELD = "Waits until this member signs in here again."
_FAULT = "This could not be written because of a fault in the program."
_UNKNOWN_SESSION = "replay_session"
_TURN = 2.0
"""Seconds for which somebody who presses a button waits for a sending that is under way."""

_log = logging.getLogger(__name__)


class OutboxService:
    """The queue of this workstation; it belongs to nobody who is signed in.

    Safe to use from several threads, and by several programs on one folder: sending an entry twice is
    harmless.

    Args:
        database: As this station.
        outbox: Of this workstation.
        beside: Further files of this workstation with things of people in them.

    Attributes:
        clock: The server's time, by which entries are dated.
    """

    def __init__(self, database: Database, outbox: Outbox, *beside: KeepsPeople) -> None:
        self._database = database
        self._outbox = outbox
        self._sending = threading.Lock()
        self._in_hand: set[UUID] = set()
        self._stopped = threading.Event()
        self.clock = ServerClock()
        self._files: tuple[KeepsPeople, ...] = (outbox, *beside)

    @contextmanager
    def in_hand(self, id: UUID) -> Iterator[None]:
        """Leave an entry to whoever sends it within: nobody else does, whether it is in the queue or not."""
        self._in_hand.add(id)
        try:
            yield
        finally:
            self._in_hand.discard(id)

    def put(self, entry: QueuedEntry) -> None:
        """Keep an entry; when this returns it survives a crash and a power cut.

        Raises:
            UserError: The disk is full or cannot be written, or the key is that of another entry
                (`key_reused`).
            Unavailable: Another program holds the file.
        """
        self._outbox.put(entry)

    def done(self, id: UUID) -> None:
        """Forget an entry that was sent, or refused to its maker's face.

        Where the file cannot be written now the entry is sent once more later, which changes nothing.
        """
        try:
            self._outbox.take_out(id)
        except (UserError, Unavailable) as error:
            _log.info("an entry that was sent is still in the queue: %s", error.message)

    def count(self) -> int:
        """Return how many entries wait here."""
        return self._outbox.count()

    def waiting(self) -> tuple[QueuedEntry, ...]:
        """Return the entries that wait here, the first one first."""
        return self._outbox.waiting()

    def take_problem(self) -> str:
        """Return what people should be told about the file, once; empty when nothing."""
        return self._outbox.take_problem()

    def stop(self) -> None:
        """End a sending after the entry it is at; nothing is sent any more. The program is closing."""
        self._stopped.set()

    def send_all(self) -> SendOutcome:
        """Send what waits, in order; stop where the server is away.

        Each entry is written under the session it was made in, ended or not, if that session held then. What
        the server refuses goes to the desk's list; nothing is dropped but what is of people who were erased.

        Raises:
            UserError: The queue itself cannot be read or written.
            Unavailable: Another program holds the file.
        """
        with self._sending:
            mine = [one for one in self._outbox.waiting() if not one.is_held]
            outcome = self._send_each(mine, self._replay)
        if outcome.is_away or self._stopped.is_set() or not self.forget_erased():
            return outcome
        left = self._outbox.waiting()
        return replace(outcome, waiting=len(left), held=sum(one.is_held for one in left))

    def forget_erased(self) -> int:
        """Throw away what this workstation keeps of people who were erased; return how many things that were.

        Where the server is away, or a file is in use, that is done another time.
        """
        try:
            return ErasedService(self._database, self.clock, self._files).forget()
        except (UserError, Unavailable) as error:
            _log.info("who was erased is asked another time: %s", error.message)
            return 0

    def send_earlier(self, entry: QueuedEntry) -> bool:
        """Send what the same person did before an entry; return whether it is this one's turn now.

        Raises:
            UserError: The queue itself cannot be read.
            Unavailable: Another program holds the file.
        """

        def earlier() -> list[QueuedEntry]:
            before = []
            for one in self._outbox.waiting():
                if one.id == entry.id:
                    break
                if one.person_id == entry.person_id and not one.is_held:
                    before.append(one)
            return before

        if not earlier():
            return True
        if not self._sending.acquire(timeout=_TURN):
            return False
        try:
            self._send_each(earlier(), self._replay)
        finally:
            self._sending.release()
        return not earlier()

    def send_own(self, person_id: UUID, token: str, workouts: WorkoutsService) -> SendOutcome:
        """Send what is held for a member who is signed in now, under the session they have now.

        Args:
            person_id: The member's.
            token: Of their session.
            workouts: Bound to that session.

        Raises:
            UserError: The queue itself cannot be read.
            Unavailable: Another program holds the file.
        """

        def send(entry: QueuedEntry) -> bool:
            return self._write_or_report(entry, token, lambda: _write_as_member(workouts, entry))

        with self._sending:
            everything = self._outbox.waiting()
            mine = [one for one in everything if one.person_id == person_id and _needs_member(one)]
            return self._send_each(mine, send)

    def _send_each(self, entries: Iterable[QueuedEntry], send: Callable[[QueuedEntry], bool]) -> SendOutcome:
        """Send entries one after the other; `send` returns whether one was written, or else refused."""
        sent = refused = 0
        is_away = False
        for entry in entries:
            if self._stopped.is_set():
                break
            if entry.id in self._in_hand:
                continue
            try:
                is_written = send(entry)
            except Unavailable as away:
                self._note(entry, away.message)
                is_away = True
                break
            except UserError as error:
                # Not even the desk can be given it: it stays, and is said.
                is_held = error.code == _UNKNOWN_SESSION
                self._note(entry, HELD if is_held else error.message, is_held=is_held)
            else:
                if self._outbox.take_out(entry.id):  # else another program was at it, too
                    sent += is_written
                    refused += not is_written
        left = self._outbox.waiting()
        return SendOutcome(sent, refused, len(left), sum(one.is_held for one in left), is_away)

    def _note(self, entry: QueuedEntry, problem: str, *, is_held: bool = False) -> None:
        if (entry.problem, entry.is_held) != (problem, is_held):
            self._outbox.note_problem(entry.id, problem, is_held=is_held)

    def _replay(self, entry: QueuedEntry) -> bool:
        if not entry.token:
            raise UserError(HELD, code=_UNKNOWN_SESSION)
        return self._write_or_report(entry, entry.token, lambda: self._replay_as_it_was(entry))

    def _write_or_report(self, entry: QueuedEntry, token: str, write: Callable[[], object]) -> bool:
        """Write an entry, or hand it to the desk; return whether it was written.

        Raises:
            Unavailable: The server is away.
            UserError: It was refused, and so was handing it to the desk.
        """
        try:
            write()
        except Unavailable:
            raise
        except UserError as error:
            self._report(entry, token, error.message)
        except Exception:
            # One entry that cannot be written must not keep all others waiting.
            _log.exception("a queued entry could not be written")
            self._report(entry, token, _FAULT)
        else:
            return True
        return False

    def _replay_as_it_was(self, entry: QueuedEntry) -> None:
        with self._database.transaction(NOBODY) as connection:
            connection.execute(
                text("SELECT public.replay_entry(:token, :made_at, :kind, CAST(:entry AS jsonb))"),
                _values(entry, entry.token),
            )

    def _report(self, entry: QueuedEntry, token: str, reason: str) -> None:
        with self._database.transaction(NOBODY) as connection:
            connection.execute(
                text(
                    "SELECT public.report_refused(:id, :token, :made_at, :kind, CAST(:entry AS jsonb), :reason)"
                ),
                {**_values(entry, token), "id": entry.id, "reason": reason[:500] or _FAULT},
            )


def _values(entry: QueuedEntry, token: str) -> dict[str, object]:
    return {
        "token": token,
        "made_at": entry.made_at,
        "kind": entry.kind.value,
        "entry": json.dumps(dict(entry.content)),
    }


def _needs_member(entry: QueuedEntry) -> bool:
    return entry.is_held or not entry.token


def _write_as_member(workouts: WorkoutsService, entry: QueuedEntry) -> None:
    if entry.kind is EntryKind.LOG:
        workouts.log(log_of_content(entry.person_id, entry.content))
    else:
        workouts.skip(skip_of_content(entry.person_id, entry.content))
