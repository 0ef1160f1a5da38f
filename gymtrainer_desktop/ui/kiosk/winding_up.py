"""What becomes of a workout whose member has left: sent where it is complete, kept where it is not.

All of it runs in the worker that writes, after everything that was sent while the member was there.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from gymtrainer_desktop.domain.errors import Unavailable, UserError
from gymtrainer_desktop.domain.outbox import Recorded
from gymtrainer_desktop.domain.workouts import NewLog
from gymtrainer_desktop.ui.widgets.logging.workout_draft_content import KIND, KeptWorkout, joined

_RECENT = 20
"""An attempt whose answer was lost is among so many of the exercise's newest logs."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Leftovers:
    """What a member left behind.

    Attributes:
        draft: Everything that was entered, those of other days included.
        kept: The workouts of other days alone.
        complete: Exercises whose sets are all done, and that nobody pressed on from.
        outcomes: What became of everything sent so far, by its key.
    """

    member_id: UUID
    draft: dict[str, Any]
    kept: tuple[KeptWorkout, ...]
    complete: tuple[NewLog, ...]
    outcomes: dict[UUID, Recorded]


def is_offline(services: Any) -> bool:
    """Whether a visit goes by what was kept of an earlier one: nothing of it is sent before the next."""
    from gymtrainer_desktop.services.offline import OfflineServices  # imports the database's libraries

    return isinstance(services, OfflineServices)


def record(
    services: Any, new: NewLog, outcomes: dict[UUID, Recorded], replaces: UUID | None = None
) -> Recorded:
    """Record an exercise; what became of it is noted here, whether or not anybody waits for the answer.

    Args:
        services: Of the member.
        new: The exercise.
        outcomes: Takes what became of it, by its key.
        replaces: Key of an earlier attempt with other numbers, which may have arrived: this takes its place.
    """
    if replaces is not None:
        services.recording.withdraw(replaces)
        if not is_offline(services):
            recent = services.workouts.logs(new.member_id, exercise_name=new.exercise_name, limit=_RECENT)
            if any(log.id == replaces for log in recent):
                services.workouts.delete(replaces)
    result: Recorded = services.recording.log(new)
    outcomes[new.id] = result
    return result


def wind_up(services: Any, left: Leftovers) -> None:
    """Keep everything, send what is complete, and keep then only what has not arrived."""
    drafts, outcomes = services.drafts, left.outcomes
    try:
        drafts.save(KIND, left.member_id, left.draft)
    except (UserError, Unavailable) as error:
        # It is sent all the same; what cannot be sent either is said by the last line.
        _log.info("what was left behind could not be kept before it was sent: %s", error.message)
    for new in left.complete:
        try:
            record(services, new, outcomes)
        except (UserError, Unavailable) as error:
            # Its maker has gone; it stays in the draft, to be mended the next time.
            _log.info("an exercise was refused and is kept: %s", error.message)
    exercises = []
    for one in left.draft["exercises"]:
        outcome = outcomes.get(UUID(one["sent_id"])) if one["sent_id"] else None
        if outcome is None or outcome.is_waiting:
            exercises.append(one if outcome is None else {**one, "waiting": True})
    others = [one.content for one in left.kept]
    content = joined([{**left.draft, "exercises": exercises}, *others] if exercises else others)
    if content is not None:
        drafts.save(KIND, left.member_id, content)
    else:
        drafts.discard(KIND, left.member_id)
