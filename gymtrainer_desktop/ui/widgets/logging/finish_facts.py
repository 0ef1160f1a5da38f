"""What a finished workout amounts to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from gymtrainer_desktop.domain.progress import LogQuery, TrainingWeek
from gymtrainer_desktop.domain.records import RecordKind
from gymtrainer_desktop.domain.workouts import WorkoutLog

_LOOK_BACK = timedelta(weeks=104)
_LOGS = 100


@dataclass(frozen=True, slots=True)
class FinishFacts:
    """What the database adds to what the page knows of a workout.

    Attributes:
        records: Name of the exercise and what of it was better than ever before.
        streak: Weeks in a row with a workout, this one included.
        logs: By the name of the exercise: the log that set its record.
    """

    records: tuple[tuple[str, tuple[RecordKind, ...]], ...] = ()
    streak: int = 0
    logs: Mapping[str, WorkoutLog] = field(default_factory=dict)


def load_finish_facts(services: Any, member_id: UUID, day: date) -> FinishFacts:
    """Ask for the records of a day, and how many weeks in a row there was a workout; runs in a worker."""
    page = services.progress.logs(member_id, LogQuery(records=True, since=day, until=day), None, _LOGS)
    weeks = services.progress.weeks(member_id, day - _LOOK_BACK, day)
    found: dict[str, tuple[RecordKind, ...]] = {}
    for row in reversed(page.rows):
        if row.records:
            kinds = (*found.get(row.exercise_name, ()), *row.records)
            found[row.exercise_name] = tuple(dict.fromkeys(kinds))
    logs = {row.exercise_name: row.log for row in page.rows if row.records}
    return FinishFacts(tuple(found.items()), weeks_in_a_row(weeks.weeks), logs)


def weeks_in_a_row(weeks: Sequence[TrainingWeek]) -> int:
    """Return how many weeks in a row, up to the last, had a workout; weeks are given oldest first.

    The last one breaks nothing while it has none: it is not over.
    """
    streak = 0
    for place, week in enumerate(reversed(weeks)):
        if week.workouts:
            streak += 1
        elif place:
            break
    return streak


def mean_difficulty(ratings: Sequence[int]) -> Decimal | None:
    """Return the mean of what was said of each exercise, to a tenth; None where nobody said."""
    if not ratings:
        return None
    return (Decimal(sum(ratings)) / len(ratings)).quantize(Decimal("0.1"), ROUND_HALF_UP)
