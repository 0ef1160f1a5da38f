"""The waiting list: who waits for whom, what is offered, and which trainers ask for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from gymtrainer_desktop.domain.errors import UserError

WANTS_LIMIT = 1000
"""Most characters of what a waiting member wishes, and of a trainer's note (the database checks the same)."""


class WaitStatus(StrEnum):
    """State of an entry; the first three are open, the others closed for good."""

    WAITING = "waiting"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    ASSIGNED = "assigned"
    WITHDRAWN = "withdrawn"


OPEN_STATUSES = (WaitStatus.WAITING, WaitStatus.OFFERED, WaitStatus.ACCEPTED)
"""An entry in one of these stands in the line."""


@dataclass(frozen=True, slots=True)
class ClientRequest:
    """A trainer who asks the desk for a waiting member.

    Attributes:
        status: "open", "granted" or "refused".
    """

    id: UUID
    waitlist_id: UUID
    trainer_id: UUID
    trainer_name: str
    member_id: UUID
    member_name: str
    note: str
    status: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class WaitingEntry:
    """A member in the line.

    Attributes:
        trainer_id: Whom they wait for; None for anyone.
        rank: Place in the line, lowest first; only the order means something.
        wants: Goals and times, as the desk wrote them down.
        offered_trainer_id: Whose place is offered or was accepted.
        offer_until: When an unanswered offer passes on to the next.
        since: When they began to wait.
        requests: Trainers who ask for this member and have no answer yet.
    """

    id: UUID
    member_id: UUID
    member_name: str
    member_number: str
    trainer_id: UUID | None
    trainer_name: str | None
    status: WaitStatus
    rank: Decimal
    wants: str
    offered_trainer_id: UUID | None
    offered_trainer_name: str | None
    offered_at: datetime | None
    offer_until: datetime | None
    since: datetime
    version: int
    requests: tuple[ClientRequest, ...] = ()


@dataclass(frozen=True, slots=True)
class NewWaiting:
    """What the dialog "Add to waiting list" holds; `id` is made by the client and makes a retry harmless."""

    id: UUID
    member_id: UUID
    trainer_id: UUID | None
    wants: str = ""


@dataclass(frozen=True, slots=True)
class WaitingForMe:
    """A waiting member as a trainer sees them.

    Attributes:
        for_me: They wait for this very trainer, not for anyone.
        requested: The trainer has asked for them already.
    """

    waitlist_id: UUID
    member_id: UUID
    name: str
    wants: str
    since: datetime
    for_me: bool
    requested: bool


def checked_wants(text: str, field: str = "wants") -> str:
    """Return the text without surrounding space.

    Raises:
        UserError: It is longer than 1,000 characters.
    """
    text = text.strip()
    if len(text) > WANTS_LIMIT:
        raise UserError(f"At most {WANTS_LIMIT:,} characters, please.", field=field)
    return text
