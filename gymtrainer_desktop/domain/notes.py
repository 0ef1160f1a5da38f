"""Notes a trainer writes about a client, private or shared with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from gymtrainer_desktop.domain.errors import UserError

NOTE_LIMIT = 4000


@dataclass(frozen=True, slots=True)
class Note:
    """A note; `mine` says whether the signed-in person wrote it and so may change it."""

    id: UUID
    text: str
    is_private: bool
    author_name: str
    created_at: datetime
    version: int
    mine: bool


def checked_note(text: str) -> str:
    """Return the text without surrounding space.

    Raises:
        UserError: It is empty or longer than 4,000 characters.
    """
    text = text.strip()
    if not text:
        raise UserError("Write something first.", field="note")
    if len(text) > NOTE_LIMIT:
        raise UserError(f"A note can have at most {NOTE_LIMIT:,} characters.", field="note")
    return text
