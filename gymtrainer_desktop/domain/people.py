"""People: who they are, what they may be, and how the front desk sees members."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from gymtrainer_desktop.domain.assignments import AssignmentRecord, AssignmentStatus
from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.units import Unit

NAME_LIMIT = 200
"""Most characters of a person's name (the database checks the same)."""


class Role(StrEnum):
    """What a signed-in person can act as; one person may have several."""

    ADMIN = "admin"
    TRAINER = "trainer"
    MEMBER = "member"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The person behind a session.

    Attributes:
        person_id: `profiles.id`.
        roles: What they can act as, most powerful first; a member session always holds only `MEMBER`.
        trainer_id: `instructors.id` if they are a personal trainer.
        idle_minutes: Minutes without use after which the session ends.
    """

    person_id: UUID
    full_name: str
    roles: tuple[Role, ...]
    trainer_id: UUID | None
    member_session: bool
    weight_unit: Unit
    idle_minutes: int


class MemberFilter(StrEnum):
    """The filters above the members table."""

    ALL = "all"
    NO_TRAINER = "no_trainer"
    PAUSED = "paused"
    QUIET = "quiet"


class MemberSort(StrEnum):
    """Columns the members table sorts by, in SQL."""

    NAME = "name"
    NUMBER = "number"
    TRAINER = "trainer"
    LAST_WORKOUT = "last_workout"
    JOINED = "joined"


@dataclass(frozen=True, slots=True)
class MemberQuery:
    """One question of the members page.

    Attributes:
        text: Any part of a name, number, e-mail or phone; accents and case do not matter.
        after: Keyset cursor of the row the next page follows (`MemberPage.next`), None for the first page.
        limit: Rows per page.
    """

    text: str = ""
    filter: MemberFilter = MemberFilter.ALL
    sort: MemberSort = MemberSort.NAME
    descending: bool = False
    after: tuple[str, UUID] | None = None
    limit: int = 100


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member as the members table shows them.

    Attributes:
        status: Status of the current (active or paused) or else the latest assignment; None without any.
        compliance: 0 to 1 over the last 30 days; None when nothing was due.
        weeks: Workouts logged in each of the last 8 weeks, oldest first.
    """

    id: UUID
    full_name: str
    member_number: str
    email: str | None
    phone: str | None
    joined_on: date
    assignment_id: UUID | None
    trainer_id: UUID | None
    trainer_name: str | None
    status: AssignmentStatus | None
    plan_title: str | None
    last_workout_on: date | None
    compliance: float | None
    weeks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MemberPage:
    """One page of members; `next` asks for the following one and is None on the last."""

    rows: tuple[MemberRow, ...]
    next: tuple[str, UUID] | None


@dataclass(frozen=True, slots=True)
class MemberCounts:
    """How many members each filter holds."""

    all: int
    no_trainer: int
    paused: int
    quiet: int


@dataclass(frozen=True, slots=True)
class MemberDetails:
    """A member as the side panel shows them, newest assignment first."""

    id: UUID
    full_name: str
    member_number: str
    email: str | None
    phone: str | None
    birth_date: date | None
    joined_on: date
    is_active: bool
    weight_unit: Unit
    assignments: tuple[AssignmentRecord, ...]
    plan_title: str | None
    plan_ends_on: date | None
    last_workout_on: date | None
    compliance: float | None
    workouts_logged: int


@dataclass(frozen=True, slots=True)
class NewMember:
    """What the form "Add member" holds.

    Attributes:
        id: Key made by the client, so that a retry adds nobody twice.
        pin: Digits the member signs in with at a kiosk; empty for none yet.
    """

    id: UUID
    full_name: str
    member_number: str
    email: str = ""
    phone: str = ""
    birth_date: date | None = None
    weight_unit: Unit = Unit.KG
    pin: str = field(default="", repr=False)

    def checked(self) -> NewMember:
        """Return the record with spaces trimmed.

        Raises:
            UserError: A field breaks a rule; `field` names it.
        """
        name = " ".join(self.full_name.split())
        number = self.member_number.strip()
        email = self.email.strip()
        phone = self.phone.strip()
        if not name:
            raise UserError("Please enter a name.", field="full_name")
        if len(name) > NAME_LIMIT:
            raise UserError(f"A name can have at most {NAME_LIMIT} characters.", field="full_name")
        if not re.fullmatch(r"[A-Za-z0-9-]{1,32}", number):
            raise UserError("A member number has 1 to 32 letters, digits or dashes.", field="member_number")
        if email and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", email):
            raise UserError("This does not look like an e-mail address.", field="email")
        if len(email) > 254:
            raise UserError("An e-mail address can have at most 254 characters.", field="email")
        if len(phone) > 40:
            raise UserError("A phone number can have at most 40 characters.", field="phone")
        if self.pin and not re.fullmatch(r"[0-9]{4,8}", self.pin):
            raise UserError("A PIN has 4 to 8 digits.", field="pin")
        return NewMember(self.id, name, number, email, phone, self.birth_date, self.weight_unit, self.pin)


@dataclass(frozen=True, slots=True)
class PersonHit:
    """A line of the global search (Ctrl+K)."""

    person_id: UUID
    name: str
    detail: str
    role: Role


@dataclass(frozen=True, slots=True)
class MyTrainer:
    """The member's "My Trainer" card."""

    assignment_id: UUID
    trainer_id: UUID
    name: str
    specializations: tuple[str, ...]
    certifications: tuple[str, ...]
    since: datetime
    hourly_rate: Decimal | None = None
