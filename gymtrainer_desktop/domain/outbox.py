"""What members did while the server was away: entries that wait, in order, until it has them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.strength import summary_of_sets
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.domain.workouts import LoggedSet, NewLog, SetType, WorkoutLog


class EntryKind(StrEnum):
    """What an entry is."""

    LOG = "log"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class QueuedEntry:
    """One entry as it is kept until the server has it.

    Attributes:
        id: Key made by the client: the id that the row will have.
        made_at: When it was made; aware, by the server's clock as far as it is known.
        content: Plain JSON values, as `public.replay_entry` reads them.
        token: Of the session it was made in; empty where there was none, or where it cannot be read any more.
        problem: Why it could not be sent at the last try; empty before the first.
        is_held: Whether no try will send it until its member signs in here again: the server does not know
            its session.
    """

    id: UUID
    kind: EntryKind
    person_id: UUID
    made_at: datetime
    content: Mapping[str, Any]
    token: str = field(default="", repr=False)
    problem: str = ""
    is_held: bool = False


@dataclass(frozen=True, slots=True)
class SendOutcome:
    """What became of the queue.

    Attributes:
        sent: Entries that the server has now.
        refused: Entries that it would not take and that the desk was given.
        waiting: Entries that are still here, those that are held included.
        held: Entries that wait until their member signs in here again.
        is_away: Whether sending stopped because the server was away.
    """

    sent: int = 0
    refused: int = 0
    waiting: int = 0
    held: int = 0
    is_away: bool = False


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of an entry that somebody made just now.

    Attributes:
        log: As the server has it; None while it waits, and for what is no log.
        is_waiting: Whether it waits on this computer for the server.
    """

    log: WorkoutLog | None
    is_waiting: bool


@dataclass(frozen=True, slots=True)
class NewSkip:
    """A planned exercise that somebody leaves out.

    Attributes:
        id: Key made by the client; sending the same again is harmless.
        reason: In the member's words; may be empty.
    """

    id: UUID
    member_id: UUID
    exercise_id: UUID
    on: date
    reason: str = ""


def content_of_log(new: NewLog, made_at: datetime) -> dict[str, Any]:
    """Return a log as it is queued; numbers as text, so that nothing is rounded on the way.

    Raises:
        UserError: A text holds what no database takes (`bad_character`): said now, and not when it is sent.
    """
    summary = summary_of_sets(new.sets)
    return {
        "id": str(new.id),
        "exercise_id": str(new.exercise_id) if new.exercise_id else None,
        "exercise_name": _storable(new.exercise_name, "exercise_name"),
        "completed_at": (new.completed_at or made_at).isoformat(),
        "sets_completed": summary.sets_completed,
        "reps_completed": summary.reps_completed,
        "weight_used": _text(summary.weight_used),
        "weight_unit": summary.weight_unit.value if summary.weight_unit else None,
        "duration_minutes": new.duration_minutes,
        "notes": _storable(new.notes, "notes") or None,
        "rating": new.rating,
        "sets": content_of_sets(new.sets),
    }


def content_of_sets(sets: Iterable[LoggedSet]) -> list[dict[str, Any]]:
    """Return sets as they are queued, and as `public.replace_own_sets` reads them."""
    return [_set(one) for one in sets]


def log_of_content(member_id: UUID, content: Mapping[str, Any]) -> NewLog:
    """Return a log from what was queued of it; the inverse of `content_of_log`.

    Raises:
        ValueError, KeyError, TypeError: The content is none of `content_of_log`.
    """
    return NewLog(
        UUID(content["id"]),
        member_id,
        UUID(content["exercise_id"]) if content["exercise_id"] else None,
        content["exercise_name"],
        tuple(_logged_set(one) for one in content["sets"]),
        datetime.fromisoformat(content["completed_at"]),
        content["rating"],
        content["notes"] or "",
        content["duration_minutes"],
    )


def skip_of_content(member_id: UUID, content: Mapping[str, Any]) -> NewSkip:
    """Return a skip from what was queued of it; the inverse of `content_of_skip`.

    Raises:
        ValueError, KeyError, TypeError: The content is none of `content_of_skip`.
    """
    return NewSkip(
        UUID(content["id"]),
        member_id,
        UUID(content["exercise_id"]),
        date.fromisoformat(content["skipped_on"]),
        content["reason"],
    )


def content_of_skip(skip: NewSkip) -> dict[str, Any]:
    """Return a skip as it is queued; see `content_of_log`."""
    return {
        "id": str(skip.id),
        "exercise_id": str(skip.exercise_id),
        "skipped_on": skip.on.isoformat(),
        "reason": _storable(skip.reason, "reason"),
    }


def _set(one: LoggedSet) -> dict[str, Any]:
    return {
        "number": one.number,
        "type": one.type.value,
        "reps": one.reps,
        "weight": _text(one.weight),
        "weight_unit": one.unit.value if one.weight is not None and one.unit else None,
        "rir": one.rir,
        "duration_seconds": one.duration_seconds,
        "distance_m": _text(one.distance_m),
    }


def _logged_set(one: Mapping[str, Any]) -> LoggedSet:
    return LoggedSet(
        one["number"],
        SetType(one["type"]),
        one["reps"],
        None if one["weight"] is None else Decimal(one["weight"]),
        Unit(one["weight_unit"]) if one["weight_unit"] else None,
        one["rir"],
        one["duration_seconds"],
        None if one["distance_m"] is None else Decimal(one["distance_m"]),
    )


def _storable(words: str, field: str) -> str:
    if "\0" in words or any("\ud800" <= letter <= "\udfff" for letter in words):
        raise UserError("The text holds a character that cannot be saved.", code="bad_character", field=field)
    return words.strip()


def _text(number: object) -> str | None:
    return None if number is None else str(number)
