"""What an importer hands over: workouts as somebody logged them elsewhere, and why a file was refused."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.exercises import library_key
from gymtrainer_desktop.domain.strength import load_of
from gymtrainer_desktop.domain.workouts import LoggedSet


@dataclass(frozen=True, slots=True)
class LineError:
    """What is wrong with one line of a file; lines count from 1, the header included."""

    line: int
    reason: str

    def __str__(self) -> str:
        return f"Line {self.line}: {self.reason}"


class ImportRefused(UserError):
    """The file cannot be imported, and nothing of it was.

    Attributes:
        errors: What is wrong, line by line; empty when it is about the file as a whole.
    """

    def __init__(self, message: str, errors: tuple[LineError, ...] = ()) -> None:
        super().__init__(message, code="import_refused", field="file")
        self.errors = errors


class UnitNeeded(UserError):
    """The file is fine but does not say whether its weights are kilograms or pounds."""

    def __init__(self) -> None:
        super().__init__(
            "This file does not say whether its weights are in kg or lb. Please choose one.",
            code="unit_needed",
            field="unit",
        )


@dataclass(frozen=True, slots=True)
class ImportedEntry:
    """One exercise of a workout.

    Attributes:
        exercise_name: As the file has it; it decides the keys.
        position: Place within the workout, from 1.
        occurrence: 1 the first time this exercise is done in the workout, 2 the second time.
        completed_at: Aware. Exports give one time per workout; microseconds keep the order of its exercises.
        name_here: What it is called here; empty to keep what the file says.
    """

    exercise_name: str
    position: int
    occurrence: int
    sets: tuple[LoggedSet, ...]
    notes: str
    completed_at: datetime
    name_here: str = ""

    @property
    def name(self) -> str:
        """The name under which it is stored."""
        return self.name_here or self.exercise_name


@dataclass(frozen=True, slots=True)
class ImportedWorkout:
    """One workout.

    Attributes:
        source: "strong", "hevy" or "fitnotes".
        started_at: Aware, in the time zone the file was read with; midnight where only the day is known.
        duration_minutes: None when the file does not say, or says something over a day.
    """

    source: str
    started_at: datetime
    name: str
    duration_minutes: int | None
    notes: str
    entries: tuple[ImportedEntry, ...]


@dataclass(frozen=True, slots=True)
class ImportedHistory:
    """Everything one file holds, oldest workout first.

    Attributes:
        format: Name of the format, such as "Strong".
        source: The same as it is stored: "strong", "hevy" or "fitnotes".
        needs_unit: Whether the file names no unit, so that the weights are in the one that was chosen.
        warnings: Sentences worth showing although the file was read.
    """

    format: str
    source: str
    workouts: tuple[ImportedWorkout, ...]
    needs_unit: bool
    warnings: tuple[str, ...]

    @property
    def workouts_count(self) -> int:
        """Number of workouts."""
        return len(self.workouts)

    @property
    def sets_count(self) -> int:
        """Number of sets of every type."""
        return sum(len(entry.sets) for workout in self.workouts for entry in workout.entries)

    @property
    def exercises(self) -> tuple[tuple[str, int], ...]:
        """Every exercise as it is written first, and its sets; what is done most comes first."""
        written: dict[str, str] = {}
        sets: dict[str, int] = {}
        for workout in self.workouts:
            for entry in workout.entries:
                key = library_key(entry.exercise_name)
                written.setdefault(key, entry.exercise_name)
                sets[key] = sets.get(key, 0) + len(entry.sets)
        return tuple((written[key], sets[key]) for key in sorted(sets, key=lambda key: (-sets[key], key)))

    def named(self, names: Mapping[str, str]) -> ImportedHistory:
        """Return the same history with its exercises called as they are here.

        The keys stay: whatever the exercises are called, the same file is the same workouts.

        Args:
            names: Name as written -> name here, compared like names of the library; others stay as written.
        """
        here = {library_key(written): name for written, name in names.items()}

        def called(entry: ImportedEntry) -> ImportedEntry:
            name = here.get(library_key(entry.exercise_name), "")
            return replace(entry, name_here=name if name != entry.exercise_name else "")

        workouts = (replace(one, entries=tuple(map(called, one.entries))) for one in self.workouts)
        return replace(self, workouts=tuple(workouts))

    @property
    def volume(self) -> Decimal:
        """Reps × weight in kilograms over every set, warm-ups included, as one counts it in the file."""
        return sum(
            (load_of(one) for workout in self.workouts for entry in workout.entries for one in entry.sets),
            Decimal(0),
        )


def workout_key(workout: ImportedWorkout) -> str:
    """Return what identifies a workout in every export that holds it.

    It is the app and the time as written in the file: neither the place in the file nor the time zone it is
    read with matters, and a workout renamed on the phone stays itself.
    """
    return f"{workout.source}|{workout.started_at.replace(tzinfo=None).isoformat(timespec='seconds')}"


def entry_key(entry: ImportedEntry, workout: ImportedWorkout) -> str:
    """Return what identifies an exercise of a workout in every export that holds it.

    It follows from what the file says, never from what the exercise is called here.
    """
    return f"{workout_key(workout)}|{entry.occurrence}|{comparable_name(entry.exercise_name)}"


def comparable_name(name: str) -> str:
    """Return an exercise name as it is compared: composed, without case, single spaces."""
    return unicodedata.normalize("NFC", " ".join(name.split())).casefold()
