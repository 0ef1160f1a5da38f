"""Progress: what the charts and the log table of a member show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from gymtrainer_desktop.domain.exercises import Muscle
from gymtrainer_desktop.domain.measures import compliance
from gymtrainer_desktop.domain.outcomes import Outcome, outcome_of, read_kept_target
from gymtrainer_desktop.domain.records import RecordKind
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.domain.workouts import WorkoutLog

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class ExerciseSummary:
    """An exercise somebody has logged, for the picker; most logged first.

    Attributes:
        spellings: What it was called in the logs, in lower case: names and aliases of one exercise of the
            library are one exercise here.
    """

    name: str
    logs: int
    last_on: date
    spellings: tuple[str, ...] = ()

    def is_called(self, name: str) -> bool:
        """Whether a name stands for it."""
        return name.lower() in self.spellings or name.casefold() == self.name.casefold()


@dataclass(frozen=True, slots=True)
class ProgressPoint:
    """One day of one exercise; weights in the reader's unit.

    Attributes:
        heaviest: Heaviest working set's weight, None for body weight or cardio.
        reps: Reps of that set.
        e1rm: Best estimated one-rep maximum by the gym's formula; None when no set qualifies.
        volume: Volume load, reps × weight summed over working sets.
        rating: Difficulty, 1 to 5.
        records: What was better than on every day before it.
        target: What was asked for, as the day's last log keeps it; None for unplanned work.
        asked: The weight that was asked for, None where it was none that can be known.
        outcome: What was done against what was asked for.
        seconds: How long the working sets took together, None where none was timed.
        metres: How far they went together, None where none was measured.
    """

    on: date
    log_id: UUID
    heaviest: Decimal | None
    reps: int | None
    e1rm: Decimal | None
    volume: Decimal
    sets: int
    rating: int | None
    records: tuple[RecordKind, ...] = ()
    target: str | None = None
    asked: Decimal | None = None
    outcome: Outcome | None = None
    seconds: int | None = None
    metres: Decimal | None = None

    @property
    def is_record(self) -> bool:
        """Whether the day set any record."""
        return bool(self.records)


@dataclass(frozen=True, slots=True)
class PersonalRecord:
    """The heaviest working set of an exercise; `reps` alone where it is done without weight."""

    exercise_name: str
    on: date
    weight: Decimal | None
    unit: Unit
    reps: int | None


@dataclass(frozen=True, slots=True)
class ProgressSummary:
    """What somebody's progress page begins with.

    Attributes:
        today: The gym's day.
        records: The most recent records, the newest first.
    """

    today: date
    exercises: tuple[ExerciseSummary, ...]
    records: tuple[PersonalRecord, ...]


@dataclass(frozen=True, slots=True)
class ExerciseProgress:
    """The chart of one exercise in a range of dates, points oldest first."""

    exercise_name: str
    unit: Unit
    points: tuple[ProgressPoint, ...]


@dataclass(frozen=True, slots=True)
class TrainingWeek:
    """A week of the gym: what was due and done, and how many hard sets each muscle had.

    Attributes:
        workouts: Days with a log, planned or not.
        muscles: Working sets by muscle: 1 for a primary one, ½ for a secondary one.
    """

    first_day: date
    due: int
    logged: int
    workouts: int
    muscles: Mapping[Muscle, Decimal] = field(default_factory=dict)

    @property
    def compliance(self) -> float | None:
        """Exercises logged ÷ exercises due, None when nothing was due."""
        return compliance(self.logged, self.due)


@dataclass(frozen=True, slots=True)
class TrainingWeeks:
    """Whole weeks, oldest first.

    Attributes:
        today: The gym's day.
        unknown: Exercises with working sets that the library does not know, so that no muscle has them.
    """

    weeks: tuple[TrainingWeek, ...]
    today: date
    unknown: tuple[str, ...] = ()

    @property
    def over(self) -> tuple[TrainingWeek, ...]:
        """The weeks that are over: what an average is taken of. All of them where none is."""
        return tuple(w for w in self.weeks if w.first_day + _WEEK <= self.today) or self.weeks

    def average_sets(self) -> dict[Muscle, Decimal]:
        """Return the hard sets a week of each muscle that had any, in the order of the body."""
        weeks = self.over
        total = {m: sum((w.muscles.get(m, Decimal(0)) for w in weeks), Decimal(0)) for m in Muscle}
        return {muscle: sets / len(weeks) for muscle, sets in total.items() if sets}


@dataclass(frozen=True, slots=True)
class LogQuery:
    """Which logs of a member are wanted; all of them unless told.

    Attributes:
        exercise: Only this exercise, by any of its names.
        words: Part of the note or of the exercise's name, accents and case ignored.
        with_notes: Only logs with a note.
        records: Only logs that set a record.
        difficulty: Only logs that felt at least so hard, 1 to 5.
        by_trainer: Only logs that somebody other than the member entered.
        since: First day.
        until: Last day.
    """

    exercise: str | None = None
    words: str = ""
    with_notes: bool = False
    records: bool = False
    difficulty: int | None = None
    by_trainer: bool = False
    since: date | None = None
    until: date | None = None

    @property
    def is_narrow(self) -> bool:
        """Whether anything but exercise and dates is asked for."""
        return bool(
            self.words or self.with_notes or self.records or self.difficulty is not None or self.by_trainer
        )


@dataclass(frozen=True, slots=True)
class LogRow:
    """A log in a table.

    Attributes:
        on: The gym's day.
        records: What was better than on every day before.
    """

    log: WorkoutLog
    on: date
    records: tuple[RecordKind, ...] = ()

    @property
    def id(self) -> UUID:
        """Of the log."""
        return self.log.id

    @property
    def exercise_name(self) -> str:
        """As logged."""
        return self.log.exercise_name

    @property
    def logged_by_name(self) -> str | None:
        """Who entered it, when that was not the member."""
        return self.log.logged_by_name

    @property
    def outcome(self) -> Outcome | None:
        """What was done against what was asked for."""
        return outcome_of(read_kept_target(self.log.target), self.log.sets)


@dataclass(frozen=True, slots=True)
class LogPage:
    """Logs, newest first; `next` asks for older ones and is None when there are none.

    Attributes:
        total: How many there are in all; only the first page counts them.
    """

    rows: tuple[LogRow, ...]
    next: tuple[datetime, UUID] | None
    total: int | None = None
