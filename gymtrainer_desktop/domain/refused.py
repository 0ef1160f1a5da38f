"""What the server would not take afterwards: entries made while it was away, for the desk to mend."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.outbox import EntryKind, NewSkip
from gymtrainer_desktop.domain.workouts import NewLog

ASIDE_REASON_LIMIT = 200


@dataclass(frozen=True, slots=True)
class RefusedEntry:
    """An entry that somebody made and that the server refused.

    Attributes:
        id: Key of the entry; what is made of it gets it, so that it is there once.
        made_at: When it was made, by the clock of that workstation.
        station: The workstation's name.
        reason: Why it was refused, as a sentence.
        exercise_name: What was done or left out; empty where it cannot be read.
        log: What was entered, or None for a skip and for what cannot be read. An exercise that is not in the
            member's plan is unplanned here.
        skip: The same of a skip.
    """

    id: UUID
    member_id: UUID
    member_name: str
    member_number: str | None
    station: str
    made_at: datetime
    reported_at: datetime
    kind: EntryKind
    reason: str
    exercise_name: str
    log: NewLog | None = None
    skip: NewSkip | None = None


def checked_aside_reason(reason: str) -> str:
    """Return why an entry is put aside, without the spaces around it.

    Raises:
        UserError: Nothing is said, or too much.
    """
    reason = " ".join(reason.split())
    if not reason:
        raise UserError("Say why, so that the member can be told.", field="reason")
    if len(reason) > ASIDE_REASON_LIMIT:
        raise UserError(f"A reason can have at most {ASIDE_REASON_LIMIT} characters.", field="reason")
    return reason


@dataclass(frozen=True, slots=True)
class PlanEntry:
    """A planned exercise that an entry may have been meant for.

    Attributes:
        target: What it asked for in that week: "4 × 8 · 60 kg"; may be empty.
        is_running: Whether its plan runs now.
    """

    exercise_id: UUID
    weekday: Weekday
    exercise_name: str
    target: str
    plan_title: str
    is_running: bool
