"""Rows of an export -> workouts: what belongs together, in which order, which time it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import groupby
from zoneinfo import ZoneInfo

from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.domain.workouts import LoggedSet, SetType
from gymtrainer_desktop.importers.fields import BadValueError
from gymtrainer_desktop.importers.history import ImportedEntry, ImportedWorkout, comparable_name

_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How the values of a file are to be read.

    Attributes:
        unit: Unit of weights that name none; None when it has not been chosen.
        decimal_comma: Whether a comma may be a decimal sign, that is, does not separate values.
    """

    unit: Unit | None
    decimal_comma: bool


@dataclass(frozen=True, slots=True)
class SetRow:
    """One row of an export.

    Attributes:
        started: When its workout began, as written, without a zone.
        order: The set's number within its exercise; None where a letter stands instead.
        logged: The set, its number not yet given; None for a row that only carries a note or a rest.
    """

    started: datetime
    workout_name: str
    duration_minutes: int | None
    workout_notes: str
    exercise_name: str
    order: int | None
    logged: LoggedSet | None
    notes: str


@dataclass(frozen=True, slots=True)
class WorkoutFormat:
    """An app's export.

    Attributes:
        name: The app's name.
        source: The same as it is stored.
        required: Names of columns that must be there, in lower case.
        weights: Further columns of which one must be there.
        read: Reads one row, given by column name in lower case.
        has_unit: Says from the columns whether the file names the unit of its weights.
        splits: Whether a set number that starts again begins the exercise anew; otherwise all of a workout's
            sets of an exercise are one entry.
    """

    name: str
    source: str
    required: frozenset[str]
    weights: frozenset[str]
    read: Callable[[dict[str, str], ReadOptions], SetRow]
    has_unit: Callable[[frozenset[str]], bool]
    splits: bool

    def matches(self, columns: frozenset[str]) -> bool:
        """Return whether a header with these columns is this format's."""
        return self.required <= columns and bool(self.weights & columns)


def made_set(
    kind: SetType,
    *,
    reps: int | None,
    weight: Decimal | None,
    unit: Unit | None,
    rir: int | None,
    duration_seconds: int | None,
    distance_m: Decimal | None,
) -> LoggedSet:
    """Return a set, its number not yet given.

    Apps write 0 reps beside a time or a distance where they mean none; a row without any value is a set of
    0 reps, so that the sets agree with the rows of the file.
    """
    timed = duration_seconds is not None or distance_m is not None
    if timed and not reps:
        reps = None
    elif reps is None and weight is None and not timed:
        reps = 0
    return LoggedSet(
        number=0,
        type=kind,
        reps=reps,
        weight=weight,
        unit=unit if weight is not None else None,
        rir=rir,
        duration_seconds=duration_seconds,
        distance_m=distance_m,
    )


def zoned(started: datetime, zone: ZoneInfo, now: datetime) -> datetime:
    """Return the time of a row in the zone; BadValueError when it lies in the future or before 1970."""
    moment = started.replace(tzinfo=zone)
    if moment > now:
        raise BadValueError(f"the date {started.isoformat(' ', 'minutes')} lies in the future.")
    if moment < _EARLIEST:
        raise BadValueError(f"the date {started.isoformat(' ', 'minutes')} lies before {_EARLIEST.year}.")
    return moment


def workouts_of(rows: Iterable[SetRow], form: WorkoutFormat, zone: ZoneInfo) -> tuple[ImportedWorkout, ...]:
    """Put rows together to workouts, oldest first; rows of one workout have the same start.

    Only the order of rows within a workout counts, never their place in the file.
    """
    by_start: dict[datetime, list[SetRow]] = {}
    for row in rows:
        by_start.setdefault(row.started, []).append(row)
    built = (_workout(by_start[started], form, zone) for started in sorted(by_start))
    return tuple(workout for workout in built if workout.entries)


def _workout(rows: list[SetRow], form: WorkoutFormat, zone: ZoneInfo) -> ImportedWorkout:
    started_at = rows[0].started.replace(tzinfo=zone)
    entries: list[ImportedEntry] = []
    seen: dict[str, int] = {}
    for part in _parts(rows, form.splits):
        sets = [row.logged for row in part if row.logged is not None]
        if not sets:
            continue
        known = comparable_name(part[0].exercise_name)
        seen[known] = seen.get(known, 0) + 1
        entries.append(
            ImportedEntry(
                exercise_name=part[0].exercise_name,
                position=len(entries) + 1,
                occurrence=seen[known],
                sets=tuple(replace(one, number=number) for number, one in enumerate(sets, start=1)),
                notes=_joined(row.notes for row in part),
                completed_at=started_at + timedelta(microseconds=len(entries)),
            )
        )
    return ImportedWorkout(
        source=form.source,
        started_at=started_at,
        name=next((row.workout_name for row in rows if row.workout_name), ""),
        duration_minutes=next((row.duration_minutes for row in rows if row.duration_minutes), None),
        notes=_joined(row.workout_notes for row in rows),
        entries=tuple(entries),
    )


def _parts(rows: list[SetRow], splits: bool) -> list[list[SetRow]]:
    """Return the rows of each entry."""
    if not splits:
        by_name: dict[str, list[SetRow]] = {}
        for row in rows:
            by_name.setdefault(comparable_name(row.exercise_name), []).append(row)
        return list(by_name.values())
    parts: list[list[SetRow]] = []
    for _, run in groupby(rows, key=lambda row: comparable_name(row.exercise_name)):
        parts.extend(_split_where_numbers_restart(list(run)))
    return parts


def _split_where_numbers_restart(run: list[SetRow]) -> list[list[SetRow]]:
    parts: list[list[SetRow]] = []
    current: list[SetRow] = []
    last = -1
    for row in run:
        if row.order is not None:
            if row.order <= last:
                # Warm-ups carry a letter instead of a number, so those just before belong to the new start.
                cut = len(current)
                while cut and current[cut - 1].order is None and _is_warm_up(current[cut - 1]):
                    cut -= 1
                parts.append(current[:cut])
                current = current[cut:]
            last = row.order
        current.append(row)
    return [*parts, current]


def _is_warm_up(row: SetRow) -> bool:
    return row.logged is not None and row.logged.type is SetType.WARM_UP


def _joined(notes: Iterable[str]) -> str:
    """Return the different notes of some rows, one a line, in order."""
    return "\n".join(dict.fromkeys(note for note in notes if note))
