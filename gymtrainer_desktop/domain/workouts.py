"""Workouts: what a member did, set by set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.units import Unit

MAX_REPS = 1000
MAX_WEIGHT = Decimal(2000)
NOTE_LIMIT = 2000


class SetType(StrEnum):
    """Kinds of set; only working sets count for records and volume."""

    WORKING = "working"
    WARM_UP = "warm-up"
    DROP = "drop"
    FAILURE = "failure"


@dataclass(frozen=True, slots=True)
class LoggedSet:
    """One set as it was done.

    Attributes:
        number: Position within the exercise, from 1.
        weight: In `unit`, as entered; None for no weight.
        rir: Reps in reserve, 0 to 10.
        distance_m: Metres.
    """

    number: int
    type: SetType = SetType.WORKING
    reps: int | None = None
    weight: Decimal | None = None
    unit: Unit | None = None
    rir: int | None = None
    duration_seconds: int | None = None
    distance_m: Decimal | None = None

    def checked(self) -> LoggedSet:
        """Return itself.

        Raises:
            UserError: A value is out of range or the set is empty; the sentence names the set.
        """
        where = f"Set {self.number}: "
        if (
            self.reps is None
            and self.duration_seconds is None
            and self.distance_m is None
            and self.weight is None
        ):
            raise UserError(where + "enter what you did.", field=f"set{self.number}")
        if self.reps is not None and not 0 <= self.reps <= MAX_REPS:
            raise UserError(where + f"reps must be between 0 and {MAX_REPS}.", field=f"set{self.number}")
        if self.weight is not None and not 0 <= self.weight <= MAX_WEIGHT:
            raise UserError(where + f"weight must be between 0 and {MAX_WEIGHT}.", field=f"set{self.number}")
        if self.weight is not None and self.unit is None:
            raise UserError(where + "a weight needs a unit.", field=f"set{self.number}")
        if self.rir is not None and not 0 <= self.rir <= 10:
            raise UserError(where + "RIR must be between 0 and 10.", field=f"set{self.number}")
        if self.duration_seconds is not None and not 0 <= self.duration_seconds <= 86_400:
            raise UserError(where + "a set lasts at most a day.", field=f"set{self.number}")
        if self.distance_m is not None and not 0 <= self.distance_m <= 1_000_000:
            raise UserError(where + "a distance is at most 1,000 km.", field=f"set{self.number}")
        return self


@dataclass(frozen=True, slots=True)
class NewLog:
    """What "Log" of one exercise sends.

    Attributes:
        id: Key made by the client; sending the same again is harmless.
        member_id: Whose workout it is: oneself, or a client standing beside the trainer.
        exercise_id: The planned exercise; None for unplanned work.
        completed_at: Aware; None means now, by the server's clock.
        rating: How hard it felt, 1 to 5; None when not said.
    """

    id: UUID
    member_id: UUID
    exercise_id: UUID | None
    exercise_name: str
    sets: tuple[LoggedSet, ...]
    completed_at: datetime | None = None
    rating: int | None = None
    notes: str = ""
    duration_minutes: int | None = None

    def checked(self) -> NewLog:
        """Return itself, or raise `UserError` naming the field that breaks a rule."""
        if not self.exercise_name.strip():
            raise UserError("An exercise needs a name.", field="exercise_name")
        if not self.sets:
            raise UserError("Log at least one set.", field="sets")
        for one in self.sets:
            one.checked()
        if self.rating is not None and not 1 <= self.rating <= 5:
            raise UserError("Difficulty is a number from 1 to 5.", field="rating")
        if len(self.notes) > NOTE_LIMIT:
            raise UserError(f"A note can have at most {NOTE_LIMIT} characters.", field="notes")
        return self


@dataclass(frozen=True, slots=True)
class WorkoutLog:
    """One logged exercise, as it was prescribed and as it was done.

    Attributes:
        target: The prescription when it was logged, such as "4 × 8 · 135 lb"; None for unplanned work.
        logged_by_name: Who entered it, when that was not the member.
        source: "app", "strong", "hevy" or "fitnotes".
        workout_name: Name of the workout it belongs to, where known.
        version: Counts its changes; for `WorkoutsService.correct`.
        is_correctable: Whether who reads it may still correct or delete it: for seven days after its entry.
    """

    id: UUID
    exercise_id: UUID | None
    exercise_name: str
    target: str | None
    completed_at: datetime
    sets: tuple[LoggedSet, ...]
    sets_completed: int | None
    reps_completed: int | None
    weight_used: Decimal | None
    weight_unit: Unit | None
    duration_minutes: int | None
    rating: int | None
    notes: str | None
    logged_by_name: str | None
    source: str
    workout_name: str | None
    version: int = 1
    is_correctable: bool = False


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What an import did, or with a dry run would do; counts of workouts and sets.

    Attributes:
        skipped_sets: Sets of exercises that are here already.
        differing: Of those exercises, how many have another number of sets here; what is here stays.
    """

    format: str
    workouts: int
    sets: int
    added_workouts: int
    added_sets: int
    skipped_sets: int
    dry_run: bool
    differing: int = 0
