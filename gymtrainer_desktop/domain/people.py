"""People: who they are, what they may be, and how the front desk sees members."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from gymtrainer_desktop.domain.assignments import AssignmentRecord, AssignmentStatus
from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.domain.waitlist import WaitingEntry

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
    WAITING = "waiting"


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
        is_waiting: Has an open entry in the waiting list.
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
    is_waiting: bool = False


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
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class RecentWorkout:
    """What a member did on one day.

    Attributes:
        title: What the workout was called where it came from, else the names of its first exercises.
        exercises: How many were logged.
        volume_kg: Sum of reps times weight of the working sets; 0 where none had a weight.
    """

    on: date
    title: str
    exercises: int
    volume_kg: Decimal


@dataclass(frozen=True, slots=True)
class MemberDetails:
    """A member as the side panel shows them, newest assignment first.

    Attributes:
        version: Of the person, for saving changes.
        photo: PNG or JPEG as it was saved.
        plan_id: Of the active plan.
        recent: The last five workouts, newest first.
        has_pin: Can sign in at a kiosk.
        has_password: Can sign in with the e-mail.
        waiting: Their open entry of the waiting list.
    """

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
    version: int = 1
    photo: bytes | None = None
    plan_id: UUID | None = None
    recent: tuple[RecentWorkout, ...] = ()
    has_pin: bool = False
    has_password: bool = False
    waiting: WaitingEntry | None = None


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
        name, number, email, phone = checked_contact(
            self.full_name, self.member_number, self.email, self.phone
        )
        if self.pin and not re.fullmatch(r"[0-9]{4,8}", self.pin):
            raise UserError("A PIN has 4 to 8 digits.", field="pin")
        return NewMember(self.id, name, number, email, phone, self.birth_date, self.weight_unit, self.pin)


@dataclass(frozen=True, slots=True)
class MemberEdit:
    """What the desk changed of a member; `version` is the one that was read."""

    id: UUID
    version: int
    full_name: str
    member_number: str
    email: str = ""
    phone: str = ""
    birth_date: date | None = None
    weight_unit: Unit = Unit.KG

    def checked(self) -> MemberEdit:
        """Return the record with spaces trimmed.

        Raises:
            UserError: A field breaks a rule; `field` names it.
        """
        name, number, email, phone = checked_contact(
            self.full_name, self.member_number, self.email, self.phone
        )
        return replace(self, full_name=name, member_number=number, email=email, phone=phone)


def checked_contact(name: str, number: str, email: str, phone: str) -> tuple[str, str, str, str]:
    """Return name, member number, e-mail and phone with spaces trimmed.

    Raises:
        UserError: One of them breaks a rule; `field` names it.
    """
    name, number, email, phone = " ".join(name.split()), number.strip(), email.strip(), phone.strip()
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
    return name, number, email, phone


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


PHOTO_LIMIT = 1_048_576
"""Most bytes of a photo (the database checks the same)."""
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


def checked_photo(photo: bytes | None) -> bytes | None:
    """Return the photo as it came.

    Raises:
        UserError: It is neither PNG nor JPEG, or larger than 1 MB.
    """
    if photo is not None and not photo.startswith(_PICTURES):
        raise UserError("A photo is a PNG or a JPEG picture.", code="photo_kind", field="photo")
    if photo is not None and len(photo) > PHOTO_LIMIT:
        raise UserError("The photo is too large: at most 1 MB.", code="person_photo_size", field="photo")
    return photo
