"""People and roles: who may do what, everything that is known of a person, and erasing it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from gymtrainer_desktop.domain.people import Role


class PersonFilter(StrEnum):
    """The filters of the page "People and roles"; all but `INACTIVE` show active people only."""

    ALL = "all"
    STAFF = "staff"
    ADMINS = "admins"
    TRAINERS = "trainers"
    MEMBERS = "members"
    INACTIVE = "inactive"


@dataclass(frozen=True, slots=True)
class PersonQuery:
    """One question of the page "People and roles", sorted by name.

    Attributes:
        text: Any part of a name, number, e-mail or phone; accents and case do not matter.
        after: Keyset cursor (`PersonPage.next`), None for the first page.
        limit: Rows per page.
    """

    text: str = ""
    filter: PersonFilter = PersonFilter.ALL
    after: tuple[str, UUID] | None = None
    limit: int = 100


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person and what they may do.

    Attributes:
        roles: Most powerful first; empty for somebody without any.
        has_password: Can sign in with the e-mail.
        has_pin: Can sign in at a kiosk.
        last_seen: When a session of theirs was last used.
        trainer_id: `instructors.id` if they are an instructor, personal trainer or not.
    """

    id: UUID
    name: str
    email: str | None
    member_number: str | None
    roles: tuple[Role, ...]
    is_active: bool
    has_password: bool
    has_pin: bool
    version: int
    last_seen: datetime | None = None
    trainer_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class PersonPage:
    """One page of people; `next` asks for the following one and is None on the last."""

    rows: tuple[PersonRow, ...]
    next: tuple[str, UUID] | None


@dataclass(frozen=True, slots=True)
class PersonExport:
    """Everything the database holds about a person, as far as the reader may see it; no secrets.

    Attributes:
        name: Whose it is.
        tables: Columns and rows by the table's name in words.
        photo: As it was saved, None without one.
    """

    name: str
    tables: Mapping[str, tuple[tuple[str, ...], tuple[tuple[object, ...], ...]]]
    photo: bytes | None = None


@dataclass(frozen=True, slots=True)
class EraseLine:
    """How many rows of one kind go, or went: "42 logged exercises".

    Attributes:
        what: In words, plural.
        stays: The row itself stays and only loses what is personal.
    """

    what: str
    rows: int
    stays: bool = False
