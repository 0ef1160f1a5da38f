"""Back-ups: what they are called, what they hold, and when the next one is due."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path

KEPT = 14
"""How many daily back-ups are kept unless somebody chooses otherwise."""

MOST_KEPT = 366

AT = time(3, 0)
"""From when on a day's back-up is due unless somebody chooses otherwise."""

_CLOCK_SLACK = timedelta(hours=1)
_NAME = re.compile(r"(daily|before-upgrade|by-hand)-(\d{8}T\d{6}Z)-schema-(\w{1,32})\.dump")


class BackUpKind(StrEnum):
    """Why a back-up was taken; the beginning of its file's name."""

    DAILY = "daily"
    BEFORE_UPGRADE = "before-upgrade"
    BY_HAND = "by-hand"


@dataclass(frozen=True, slots=True)
class BackUpName:
    """What the name of a back-up's file says. Nothing about anybody is in it.

    Attributes:
        kind: Why it was taken.
        taken_at: When it was begun, UTC, to the second.
        schema: Revision of the schema inside.
    """

    kind: BackUpKind
    taken_at: datetime
    schema: str

    def __str__(self) -> str:
        return f"{self.kind}-{self.taken_at.astimezone(UTC):%Y%m%dT%H%M%SZ}-schema-{self.schema}.dump"

    @classmethod
    def read(cls, name: str) -> BackUpName | None:
        """Return what a file's name says; None when the program did not name it."""
        found = _NAME.fullmatch(name)
        if found is None:
            return None
        try:
            taken_at = datetime.strptime(found[2], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        except ValueError:
            return None
        return cls(BackUpKind(found[1]), taken_at, found[3])


@dataclass(frozen=True, slots=True)
class GymFacts:
    """What somebody needs to know of a gym before it is replaced by another, or takes another's place.

    Attributes:
        gym_name: Its name; empty when none was begun.
        schema: Revision of its schema.
        members: Active members.
        trainers: Active personal trainers.
        logs: Logged exercises.
        last_log: Day of the latest of these, None when there is none.
        taken_at: When the back-up was begun, None for the gym as it is.
    """

    gym_name: str
    schema: str
    members: int
    trainers: int
    logs: int
    last_log: date | None
    taken_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class KeptBackUp:
    """A back-up in one of the program's own folders.

    Attributes:
        members: Active members inside, None when the file cannot be read.
        problem: Why it cannot be read, empty when it can.
    """

    file: Path
    name: BackUpName
    size: int
    members: int | None = None
    problem: str = ""

    @property
    def id(self) -> Path:
        """Names it in a table."""
        return self.file


@dataclass(frozen=True, slots=True)
class FoundBackUp:
    """A file that was read to its last byte and is a back-up this program can restore."""

    file: Path
    size: int
    facts: GymFacts


@dataclass(frozen=True, slots=True)
class BackUpPlan:
    """How the daily back-ups of this computer are taken.

    Attributes:
        folder: Where to.
        keep: How many stay.
        at: From when on, by this computer's clock, a day's back-up is due.
    """

    folder: Path
    keep: int = KEPT
    at: time = AT


@dataclass(frozen=True, slots=True)
class BackUpOutcome:
    """How a back-up, or the copy of one, went.

    Attributes:
        kind: Which kind; None for a copy.
        at: When it ended.
        file: What was written, None when nothing was.
        size: Its size in bytes.
        error: What went wrong, None for nothing.
    """

    kind: BackUpKind | None
    at: datetime
    file: Path | None = None
    size: int = 0
    error: Exception | None = None


def last_due(now: datetime, at: time) -> datetime:
    """Return the latest moment, not after `now`, at which a daily back-up fell due; in the zone of `now`."""
    due = datetime.combine(now.date(), at, tzinfo=now.tzinfo)
    return due if due <= now else due - timedelta(days=1)


def is_due(latest: datetime | None, now: datetime, at: time) -> bool:
    """Whether a daily back-up is to be taken now.

    Args:
        latest: When the latest one was begun; None when there is none.
        now: With a zone; the day is that zone's.
        at: From when on a day's back-up is due.

    Returns:
        True also when the latest one lies in the future: a clock that ran ahead once must not stop the
        back-ups until that time has come.
    """
    return latest is None or latest > now + _CLOCK_SLACK or latest < last_due(now, at)
