"""Trainers: the roster, their load, and the client list of one trainer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.waitlist import ClientRequest, WaitingEntry

PASSWORD_LENGTH = 8
"""Fewest characters of a password."""


@dataclass(frozen=True, slots=True)
class TrainerRow:
    """A line of the roster and of the capacity board.

    Attributes:
        compliance: Mean of the clients' compliance over 30 days, 0 to 1; None when nothing was due.
    """

    id: UUID
    name: str
    email: str | None
    phone: str | None
    specializations: tuple[str, ...]
    certifications: tuple[str, ...]
    bio: str | None
    years_experience: int | None
    hourly_rate: Decimal | None
    is_personal_trainer: bool
    is_active: bool
    active_clients: int
    max_clients: int
    compliance: float | None
    version: int


@dataclass(frozen=True, slots=True)
class TrainerEdit:
    """What an admin may change of an instructor; `version` is the one that was read."""

    id: UUID
    version: int
    is_personal_trainer: bool
    max_clients: int
    hourly_rate: Decimal | None
    specializations: tuple[str, ...]
    certifications: tuple[str, ...]
    bio: str
    years_experience: int | None


@dataclass(frozen=True, slots=True)
class NewInstructor:
    """What the form "Add trainer" holds.

    Attributes:
        id: Key of the instructor, made by the client, so that a retry adds nobody twice.
        person_id: Key of the person, likewise.
        password: At least 8 characters, for signing in with the e-mail; empty for none yet.
    """

    id: UUID
    person_id: UUID
    name: str
    email: str
    phone: str = ""
    is_personal_trainer: bool = True
    max_clients: int = 15
    password: str = field(default="", repr=False)

    def checked(self) -> NewInstructor:
        """Return the record with spaces trimmed.

        Raises:
            UserError: A field breaks a rule; `field` names it.
        """
        name, email, phone = " ".join(self.name.split()), self.email.strip(), self.phone.strip()
        if not name:
            raise UserError("Please enter a name.", field="name")
        if len(name) > 200:
            raise UserError("A name can have at most 200 characters.", field="name")
        if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", email):
            raise UserError("This does not look like an e-mail address.", field="email")
        if len(email) > 254:
            raise UserError("An e-mail address can have at most 254 characters.", field="email")
        if len(phone) > 40:
            raise UserError("A phone number can have at most 40 characters.", field="phone")
        if not 0 <= self.max_clients <= 500:
            raise UserError("The limit must be between 0 and 500.", field="max_clients")
        return replace(
            self,
            name=name,
            email=email,
            phone=phone,
            password=checked_password(self.password) if self.password else "",
        )


def checked_password(password: str) -> str:
    """Return the password.

    Raises:
        UserError: It has fewer than 8 characters or more than 1,000.
    """
    if not PASSWORD_LENGTH <= len(password) <= 1000:
        raise UserError(f"A password has at least {PASSWORD_LENGTH} characters.", field="password")
    return password


class AttentionKind(StrEnum):
    """Why somebody needs the desk, the most pressing first."""

    REQUEST = "request"
    ACCEPTED = "accepted"
    WAITING = "waiting"
    OVER_CAPACITY = "over_capacity"
    PLAN_ENDS = "plan_ends"
    NO_PLAN = "no_plan"
    QUIET = "quiet"


ATTENTION_LINES = 50
"""Most lines of a kind that are listed one by one; `Overview.counts` counts all."""


@dataclass(frozen=True, slots=True)
class AttentionLine:
    """One line of "Needs attention".

    Attributes:
        person_id: The member; the trainer where the kind is `OVER_CAPACITY`.
        detail: Words on the right of the line, such as "Sun 22 Nov" or "no workout for 16 days".
        trainer_name: Whose client it is; empty where it is nobody's.
        assignment_id: Under which the member trains, None for whoever waits.
        entry: Place in the waiting list, for `REQUEST`, `ACCEPTED` and `WAITING`.
        request: What a trainer asks, for `REQUEST`.
    """

    kind: str
    person_id: UUID
    name: str
    detail: str
    trainer_name: str = ""
    assignment_id: UUID | None = None
    entry: WaitingEntry | None = None
    request: ClientRequest | None = None


@dataclass(frozen=True, slots=True)
class Overview:
    """The admin's first page.

    Attributes:
        attention: At most `ATTENTION_LINES` of each kind.
        counts: How many there are of each kind; kinds that nobody is of are left out.
        waiting: Members on the waiting list.
        longest_wait: Who has waited longest, and for how many days; None when nobody waits.
    """

    active_members: int
    active_trainers: int
    active_clients: int
    places: int
    trainers_with_room: int
    without_trainer: int
    trainers: tuple[TrainerRow, ...]
    attention: tuple[AttentionLine, ...]
    counts: Mapping[str, int] = field(default_factory=dict)
    waiting: int = 0
    longest_wait: tuple[str, int] | None = None

    @property
    def free_places(self) -> int:
        """Places left with all personal trainers; those over capacity count as none."""
        return sum(max(0, t.max_clients - t.active_clients) for t in self.trainers)

    @property
    def ratio(self) -> float | None:
        """Active members per active personal trainer; None without a trainer."""
        return self.active_members / self.active_trainers if self.active_trainers else None
