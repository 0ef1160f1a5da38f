"""Messages between a member and their trainer; one thread an assignment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from gymtrainer_desktop.domain.assignments import AssignmentStatus
from gymtrainer_desktop.domain.errors import UserError

MESSAGE_LIMIT = 4000
"""Most characters of a message (the database checks the same)."""


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread in the list of threads, the latest first.

    Attributes:
        other_name: Who is at the other end.
        is_open: One may still write: the assignment is not over.
        last_body: The latest message, None while nobody wrote any.
        unread: Messages of the other end that were not read.
        other_id: The member for the trainer's end, the trainer for the member's.
        member_id: Whose training it is about.
        as_member: The signed-in person is the member of it.
        status: Of the assignment.
        ended_on: When the assignment was over, None while it is not.
        last_from_me: The signed-in person wrote the latest message.
    """

    assignment_id: UUID
    other_name: str
    is_open: bool
    last_body: str | None
    last_at: datetime | None
    unread: int
    other_id: UUID
    member_id: UUID
    as_member: bool
    status: AssignmentStatus
    ended_on: date | None
    last_from_me: bool


@dataclass(frozen=True, slots=True)
class Message:
    """One message.

    Attributes:
        from_me: The signed-in person wrote it.
        from_trainer: The trainer's end wrote it, whoever reads.
        read_at: When the other end read it, None before.
    """

    id: UUID
    from_me: bool
    from_trainer: bool
    body: str
    sent_at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class MessagePage:
    """Messages of a thread, newest first; `next` asks for older ones and is None when there are none."""

    messages: tuple[Message, ...]
    next: tuple[datetime, UUID] | None


def checked_message(body: str) -> str:
    """Return the text without surrounding space.

    Raises:
        UserError: It is empty or longer than 4,000 characters.
    """
    body = body.strip()
    if not body:
        raise UserError("Write something first.", field="body")
    if len(body) > MESSAGE_LIMIT:
        raise UserError(f"A message can have at most {MESSAGE_LIMIT:,} characters.", field="body")
    return body
