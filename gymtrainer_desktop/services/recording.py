"""Recording what a member did: kept on this computer first, then sent, so that nothing is ever lost."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from gymtrainer_desktop.database.engine import Identity
from gymtrainer_desktop.domain.errors import Denied, SignedOut, Unavailable, UserError
from gymtrainer_desktop.domain.outbox import (
    EntryKind,
    NewSkip,
    QueuedEntry,
    Recorded,
    content_of_log,
    content_of_skip,
)
from gymtrainer_desktop.domain.people import SignedIn
from gymtrainer_desktop.domain.workouts import NewLog, WorkoutLog
from gymtrainer_desktop.services.outbox import OutboxService

_log = logging.getLogger(__name__)


class Sends(Protocol):
    """What sends at once."""

    def log(self, new: NewLog) -> object:
        """Send a log."""

    def skip(self, skip: NewSkip) -> object:
        """Send a skip."""


class RecordingService:
    """Logs and skips of the signed-in member, through the queue of this workstation.

    Only for a session opened with a member's number and PIN, and only for that member: nothing else can be
    sent later, without the session. Trainers who log for a client, and staff who log for themselves, use
    `services.workouts` and hear that the server is away.

    Args:
        identity: The member's session.
        person: Who is signed in.
        workouts: Sends at once.
        outbox: Keeps what cannot be sent.
    """

    def __init__(self, identity: Identity, person: SignedIn, workouts: Sends, outbox: OutboxService) -> None:
        self._identity = identity
        self._person = person
        self._workouts = workouts
        self._outbox = outbox

    def keeps_for(self, member_id: UUID) -> bool:
        """Whether what is recorded for somebody is kept here while the server is away."""
        return self._person.member_session and self._person.person_id == member_id

    def log(self, new: NewLog) -> Recorded:
        """Record one exercise; sending the same again is harmless.

        Where the server is away, or the session ended on the way, the entry waits here and is sent later.

        Raises:
            UserError: A value breaks a rule; or the server is away, and the disk cannot keep the entry.
            Denied: It is not the signed-in member's.
            Unavailable: The server is away, and another window holds the queue; nothing is kept.
        """
        new = new.checked()
        return self._record(
            new.id,
            EntryKind.LOG,
            new.member_id,
            lambda made_at: content_of_log(new, made_at),
            lambda: self._workouts.log(new),
        )

    def skip(self, skip: NewSkip) -> Recorded:
        """Leave a planned exercise out; see `log`."""
        return self._record(
            skip.id,
            EntryKind.SKIP,
            skip.member_id,
            lambda _made_at: content_of_skip(skip),
            lambda: self._workouts.skip(skip),
        )

    def withdraw(self, id: UUID) -> None:
        """Take back an entry that still waits here: other numbers take its place."""
        self._outbox.done(id)

    def waiting(self) -> int:
        """Return how many entries wait on this computer, whoever made them."""
        return self._outbox.count()

    def kept(self, member_id: UUID) -> frozenset[UUID] | None:
        """Return the keys of a member's entries that are still here; None where the file cannot be read."""
        try:
            waiting = self._outbox.waiting()
        except (UserError, Unavailable):
            return None
        return frozenset(entry.id for entry in waiting if entry.person_id == member_id)

    def _record(
        self,
        id: UUID,
        kind: EntryKind,
        member_id: UUID,
        content: Callable[[datetime], Mapping[str, Any]],
        send: Callable[[], object],
    ) -> Recorded:
        if not self.keeps_for(member_id):
            raise Denied("Only a member's own entries are kept here.", code="not_own_entry")
        made_at = self._outbox.clock.now()
        entry = QueuedEntry(id, kind, member_id, made_at, content(made_at), self._identity.token)
        with self._outbox.in_hand(id):
            try:
                self._outbox.put(entry)
            except (UserError, Unavailable) as error:
                if isinstance(error, UserError) and error.code == "key_reused":
                    raise
                return self._send_unkept(send, error)
            if not self._is_turn_of(entry):
                return Recorded(None, True)
            try:
                stored = send()
            except (Unavailable, SignedOut):
                return Recorded(None, True)
            except UserError:
                self._outbox.done(id)  # said to whoever made it, who can mend it at once
                raise
            self._outbox.done(id)
        return _sent(stored)

    def _send_unkept(self, send: Callable[[], object], error: UserError | Unavailable) -> Recorded:
        """Send what this computer cannot keep; where the server is away too, say why it is not kept."""
        try:
            return _sent(send())
        except (Unavailable, SignedOut):
            raise error from None

    def _is_turn_of(self, entry: QueuedEntry) -> bool:
        try:
            return self._outbox.send_earlier(entry)
        except (UserError, Unavailable) as error:
            _log.info("what was done before could not be sent: %s", error.message)
            return False


def _sent(stored: object) -> Recorded:
    return Recorded(stored if isinstance(stored, WorkoutLog) else None, False)
