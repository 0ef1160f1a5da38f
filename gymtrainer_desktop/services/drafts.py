"""Drafts of the signed-in person, kept on this workstation until they are sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from gymtrainer_desktop.database.drafts import DraftStore
from gymtrainer_desktop.domain.drafts import SavedDraft
from gymtrainer_desktop.domain.people import SignedIn
from gymtrainer_desktop.services.server_clock import ServerClock


class DraftsService:
    """What one person began and did not finish; nobody else's drafts can be reached through it.

    A session opened with a member's PIN acts as a member whatever else the person is: it has drafts of its own
    and does not see those of the same person's staff sessions.

    Args:
        store: Of this workstation.
        person: Who is signed in.
        clock: Says when a draft was saved; this computer's by default.
    """

    def __init__(self, store: DraftStore, person: SignedIn, clock: ServerClock | None = None) -> None:
        self._store = store
        self._clock = clock or ServerClock()
        self._owner = f"{person.person_id}/{'member' if person.member_session else 'staff'}"

    def save(self, kind: str, subject_id: UUID, content: dict[str, Any]) -> datetime:
        """Keep a draft in place of the former one; when this returns it survives a crash and a power cut.

        Args:
            kind: What it is a draft of: "plan", "workout".
            subject_id: What it belongs to, for example the client.
            content: Plain JSON values.

        Returns:
            When it was saved.

        Raises:
            UserError: The disk is full or cannot be written.
            Unavailable: Another program holds the file.
        """
        return self._store.save(self._owner, kind, subject_id, content, self._clock.now())

    def load(self, kind: str, subject_id: UUID) -> SavedDraft | None:
        """Return a draft, None where there is none.

        Raises:
            UserError: The file cannot be read.
            Unavailable: Another program holds the file.
        """
        return self._store.load(self._owner, kind, subject_id)

    def discard(self, kind: str, subject_id: UUID) -> None:
        """Throw a draft away; harmless where there is none.

        Raises:
            UserError: The disk cannot be written.
            Unavailable: Another program holds the file.
        """
        self._store.discard(self._owner, kind, subject_id)

    def all(self, kind: str) -> tuple[SavedDraft, ...]:
        """Return all of one kind, the newest first.

        Raises:
            UserError: The file cannot be read.
            Unavailable: Another program holds the file.
        """
        return self._store.all(self._owner, kind)
