"""Bringing members along from elsewhere: what a line of a file says, and what is to become of it."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID, uuid5

from gymtrainer_desktop.domain.units import Unit

_KEYS = UUID("6c1f7b0e-5d0a-5c8e-9a53-0d2f4be1a7c4")
"""Namespace of the keys that lines of files get, so that a file sent again adds nobody twice."""


class MemberField(StrEnum):
    """What a column of a file can be."""

    FULL_NAME = "full_name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    NUMBER = "member_number"
    EMAIL = "email"
    PHONE = "phone"
    BIRTH_DATE = "birth_date"
    WEIGHT_UNIT = "weight_unit"
    JOINED_ON = "joined_on"


class Confidence(StrEnum):
    """How sure a guess is."""

    SURE = "sure"
    LIKELY = "likely"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """What a column seems to be; no field for one that is to be left out."""

    field: MemberField | None
    confidence: Confidence = Confidence.SURE


class DateOrder(StrEnum):
    """Which number of 03/04/1990 is the day."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


class ExistingRule(StrEnum):
    """What happens to lines about people who are here already."""

    SKIP = "skip"
    FILL = "fill"
    """What is empty is filled in; nothing that is there is changed."""


class ErrorRule(StrEnum):
    """What happens when lines are wrong."""

    LEAVE_OUT = "leave-out"
    REFUSE = "refuse"
    """Then nothing is imported."""


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One person of a file, checked by itself.

    Attributes:
        line: Where the record begins in the file, from 1.
        id: Key made from what the line says; see `line_key`.
        member_number: Empty where the gym is to give one.
        weight_unit: None for the gym's.
        joined_on: None for today.
    """

    line: int
    id: UUID
    full_name: str
    member_number: str = ""
    email: str = ""
    phone: str = ""
    birth_date: date | None = None
    weight_unit: Unit | None = None
    joined_on: date | None = None


@dataclass(frozen=True, slots=True)
class LineProblem:
    """What is wrong with a line; `name` is who it seems to be about, as far as that can be read."""

    line: int
    reason: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class ImportedMembers:
    """What one file holds.

    Attributes:
        lines: Whoever can be read, in the order of the file.
        problems: The other lines.
        order: How dates such as 03/04/1990 were read.
        asks_order: Whether such dates are there and none of them says which number is the day.
    """

    lines: tuple[MemberLine, ...]
    problems: tuple[LineProblem, ...]
    order: DateOrder = DateOrder.DAY_FIRST
    asks_order: bool = False

    @property
    def read(self) -> int:
        """Number of lines with something on them, the header left out."""
        return len(self.lines) + len(self.problems)


class Match(StrEnum):
    """What somebody who is here has in common with a line."""

    KEY = "key"
    NUMBER = "number"
    EMAIL = "email"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class ExistingPerson:
    """Somebody who is here already; without a member number they are staff."""

    id: UUID
    full_name: str
    member_number: str | None
    email: str | None
    phone: str | None
    birth_date: date | None
    is_active: bool = True


class Verdict(StrEnum):
    """What is to become of a line."""

    NEW = "new"
    FILL = "fill"
    ALREADY = "already"
    REPEATED = "repeated"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class CheckedLine:
    """A line of the preview.

    Attributes:
        member_number: As it will be; given by the gym where the file has none.
        reason: Why, in words; for somebody new what is worth knowing, often nothing.
        person_id: Who it is about: the new key, or whoever is here.
        fills: What of them is empty and will be filled in.
    """

    line: int
    name: str
    member_number: str
    verdict: Verdict
    reason: str = ""
    person_id: UUID | None = None
    fills: tuple[MemberField, ...] = ()


@dataclass(frozen=True, slots=True)
class MemberCheck:
    """What an import would do, line by line in the order of the file."""

    lines: tuple[CheckedLine, ...]

    def of(self, verdict: Verdict) -> tuple[CheckedLine, ...]:
        """Return the lines of one verdict."""
        return tuple(line for line in self.lines if line.verdict is verdict)

    def counts(self) -> Counter[Verdict]:
        """Return how many lines each verdict has."""
        return Counter(line.verdict for line in self.lines)


@dataclass(frozen=True, slots=True)
class MemberImport:
    """What an import did, or with `dry_run` would have done.

    Attributes:
        added: Ids of the members who are new, in the order of the file.
        filled: Of the people whose empty fields were filled in.
    """

    check: MemberCheck
    added: tuple[UUID, ...]
    filled: tuple[UUID, ...]
    dry_run: bool


# Who is who


def person_key(name: str) -> str:
    """Return a name as it is compared: without accents, case and double spaces."""
    flat = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(c for c in flat if not unicodedata.combining(c)).split())


def line_key(line: MemberLine) -> UUID:
    """Return the key of a line: the same content gives the same key, wherever in whichever file it stands.

    What tells people apart counts: number, e-mail, name and date of birth; the phone only where there is
    nothing but a name beside it.
    """
    born = line.birth_date.isoformat() if line.birth_date else ""
    parts = [line.member_number.upper(), line.email.lower(), person_key(line.full_name), born]
    if not (line.member_number or line.email or born):
        parts.append("".join(c for c in line.phone if c.isdigit()))
    return uuid5(_KEYS, "\x1f".join(parts))


def is_same_person(name: str, born: date | None, other: str, other_born: date | None) -> bool:
    """Say whether two records that share a number or an e-mail address are about one person.

    Families share addresses, and another program counts members in its own way: so the names have to agree
    as well. They do when they are the same, when all of one is in the other (a middle name more), when the
    first names are the same (a marriage), or when the dates of birth are and a part of the name is. With
    different dates of birth only the very same name will do: then one of the dates is wrong.
    """
    if person_key(name) == person_key(other):
        return True
    if born and other_born and born != other_born:
        return False
    words, others = _name_words(name), _name_words(other)
    shared = set(words) & set(others)
    if not shared:
        return False
    if shared in (set(words), set(others)) or (born and born == other_born):
        return True
    return words[0] == others[0]


def _name_words(name: str) -> list[str]:
    words = "".join(c if c.isalnum() else " " for c in person_key(name)).split()
    return words or [person_key(name)]
