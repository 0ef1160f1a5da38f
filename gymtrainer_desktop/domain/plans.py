"""Workout plans: what is prescribed for each weekday, and how a week of it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.progression import (
    MAX_WEEKS,
    NO_DELOAD,
    STANDARD_STEPS,
    Deload,
    LoadSteps,
    WeekTarget,
    check_progression,
    reached_by,
)
from gymtrainer_desktop.domain.targets import check_reps, check_weight_target
from gymtrainer_desktop.domain.units import Unit

TITLE_LIMIT = 200
PROGRESSION_LIMIT = 60
TEXT_LIMIT = 4000
EXERCISE_NAME_LIMIT = 200


class PlanStatus(StrEnum):
    """State of a plan; an assignment has at most one active."""

    ACTIVE = "active"
    COMPLETED = "completed"
    ARCHIVED = "archived"


class ExerciseType(StrEnum):
    """The guide's three kinds of exercise."""

    STRENGTH = "strength"
    CARDIO = "cardio"
    FLEXIBILITY = "flexibility"


@dataclass(frozen=True, slots=True)
class DraftExercise:
    """An exercise of a day as a trainer writes it.

    Attributes:
        id: Key made by the client for a new one, or the id of the exercise being edited.
        sets: 1 to 50, or None where sets make no sense.
        reps: As written: "8-12", "10", "AMRAP", "45 s", "2 km".
        weight: Target as written: "135 lb", "60% of max", "bodyweight"; empty for none.
        rest_seconds: 0 to 3600, None for no rest stated.
        superset: A letter, A to Z: exercises of one day with the same letter are done in turn; empty: none.
        progression: Rule as written, such as "+2.5 kg every 2 weeks"; empty for the same every week.
        from_week: Week of the plan, from 1, in which sets, reps and weight are asked for as they stand here;
            the progression counts from there.
    """

    id: UUID
    day: Weekday
    name: str
    sets: int | None = None
    reps: str = ""
    weight: str = ""
    rest_seconds: int | None = 60
    notes: str = ""
    type: ExerciseType | None = None
    superset: str = ""
    progression: str = ""
    from_week: int = 1

    def checked(self) -> DraftExercise:
        """Return the exercise with spaces trimmed.

        Raises:
            UserError: A value breaks a rule; `field` names it.
        """
        name = " ".join(self.name.split())
        if not name:
            raise UserError("An exercise needs a name.", field="name")
        if len(name) > EXERCISE_NAME_LIMIT:
            raise UserError(
                f"An exercise name can have at most {EXERCISE_NAME_LIMIT} characters.", field="name"
            )
        if self.sets is not None and not 1 <= self.sets <= 50:
            raise UserError("Sets must be between 1 and 50.", field="sets")
        if self.rest_seconds is not None and not 0 <= self.rest_seconds <= 3600:
            raise UserError("Rest must be between 0 and 3600 seconds.", field="rest_seconds")
        if len(self.notes) > TEXT_LIMIT:
            raise UserError(f"Notes can have at most {TEXT_LIMIT} characters.", field="notes")
        superset = self.superset.strip().upper()
        if superset and not (len(superset) == 1 and "A" <= superset <= "Z"):
            raise UserError("A superset is named by one letter, A to Z.", field="superset")
        progression = " ".join(self.progression.split())
        if len(progression) > PROGRESSION_LIMIT:
            raise UserError(
                f"A progression can have at most {PROGRESSION_LIMIT} characters.", field="progression"
            )
        reps, weight = check_reps(self.reps), check_weight_target(self.weight)
        check_progression(WeekTarget(self.sets, reps, weight), progression)
        return DraftExercise(
            self.id,
            self.day,
            name,
            self.sets,
            reps,
            weight,
            self.rest_seconds,
            self.notes.strip(),
            self.type,
            superset,
            progression,
            min(max(self.from_week, 1), MAX_WEEKS),
        )

    def as_of(self, week: int, deload: Deload, duration_weeks: int, steps: LoadSteps) -> DraftExercise:
        """Return the same exercise with the numbers reached by a week, for changing them from then on.

        A lighter week is passed over: what counts is the last normal week until then. An exercise that begins
        later is returned as it is.
        """
        if week <= self.from_week:
            return self
        base = WeekTarget(self.sets, self.reps, self.weight)
        reached, progression = reached_by(
            base, self.progression, deload, duration_weeks, steps, self.from_week, week
        )
        return replace(
            self,
            sets=reached.sets,
            reps=reached.reps,
            weight=reached.weight,
            progression=progression,
            from_week=week,
        )


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A whole plan as the editor holds it; the exercises' order in the tuple is their order in the day.

    Attributes:
        id: Key made by the client for a new plan, or the id of the plan being adjusted.
        version: The version that was read; None for a new plan.
    """

    id: UUID
    assignment_id: UUID
    title: str
    goals: str
    description: str
    duration_weeks: int
    starts_on: date
    exercises: tuple[DraftExercise, ...]
    version: int | None = None
    deload: Deload = NO_DELOAD

    def checked(self) -> PlanDraft:
        """Return the plan with spaces trimmed.

        Raises:
            UserError: A value breaks a rule, or the plan has no exercise; `field` names it.
        """
        title = " ".join(self.title.split())
        if not title:
            raise UserError("A plan needs a title.", field="title")
        if len(title) > TITLE_LIMIT:
            raise UserError(f"A title can have at most {TITLE_LIMIT} characters.", field="title")
        if len(self.goals) > TEXT_LIMIT:
            raise UserError(f"Goals can have at most {TEXT_LIMIT} characters.", field="goals")
        if len(self.description) > TEXT_LIMIT:
            raise UserError(f"A description can have at most {TEXT_LIMIT} characters.", field="description")
        if not 1 <= self.duration_weeks <= 104:
            raise UserError("A plan lasts between 1 and 104 weeks.", field="duration_weeks")
        if not self.exercises:
            raise UserError("Add at least one exercise before you publish.", field="exercises")
        return PlanDraft(
            self.id,
            self.assignment_id,
            title,
            self.goals.strip(),
            self.description.strip(),
            self.duration_weeks,
            self.starts_on,
            tuple(e.checked() for e in self.exercises),
            self.version,
            self.deload.checked(self.duration_weeks),
        )


@dataclass(frozen=True, slots=True)
class PlannedExercise:
    """A prescribed exercise as it stands in the database.

    Attributes:
        weeks: What every week of the plan asks for, from the first; empty where it is the same all along.
    """

    id: UUID
    day: Weekday
    name: str
    type: ExerciseType | None
    sets: int | None
    reps: str
    weight: str
    rest_seconds: int | None
    notes: str
    order_index: int
    superset: str = ""
    progression: str = ""
    weeks: tuple[WeekTarget, ...] = ()
    from_week: int = 1

    def target(self, week: int | None) -> WeekTarget:
        """Return what a week of the plan asks for, counted from 1; None means the first."""
        if not self.weeks:
            return WeekTarget(self.sets, self.reps, self.weight)
        return self.weeks[min(max(week or 1, 1), len(self.weeks)) - 1]


def as_planned(
    exercises: Iterable[DraftExercise], weeks: Mapping[UUID, tuple[WeekTarget, ...]] | None = None
) -> tuple[PlannedExercise, ...]:
    """Return what is being written as if it stood in the database.

    Args:
        exercises: In the order they have within their days.
        weeks: What every week asks for, by exercise; the same all along where it is not there.
    """
    places: Counter[Weekday] = Counter()
    planned = []
    for one in exercises:
        planned.append(
            PlannedExercise(
                one.id,
                one.day,
                one.name,
                one.type,
                one.sets,
                one.reps,
                one.weight,
                one.rest_seconds,
                one.notes,
                places[one.day],
                one.superset,
                one.progression,
                weeks.get(one.id, ()) if weeks else (),
                one.from_week,
            )
        )
        places[one.day] += 1
    return tuple(planned)


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan with the exercises that are prescribed from now on."""

    id: UUID
    assignment_id: UUID
    title: str
    goals: str
    description: str
    duration_weeks: int
    starts_on: date
    ends_on: date
    status: PlanStatus
    created_by_name: str
    version: int
    exercises: tuple[PlannedExercise, ...]
    deload: Deload = NO_DELOAD


@dataclass(frozen=True, slots=True)
class LastTime:
    """What the member did the last time they logged the same exercise (by name).

    Attributes:
        seconds: Of the longest working set, where time and not reps counted.
        metres: Of the farthest one, likewise.
    """

    on: date
    sets: int | None
    reps: int | None
    weight: Decimal | None
    unit: Unit | None
    rating: int | None
    seconds: int | None = None
    metres: Decimal | None = None


class DayState(StrEnum):
    """How a day of the week stands."""

    REST = "rest"
    PLANNED = "planned"
    TODAY = "today"
    PARTIAL = "partial"
    COMPLETED = "completed"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Skip:
    """An exercise that the member left out; it does not count as done."""

    id: UUID
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ExerciseOfDay:
    """A prescribed exercise on one date, with its log of that week if there is one.

    Attributes:
        week: Number of the date's week in the plan, from 1; None outside the plan's dates.
        maximum_kg: The member's best estimated one-rep maximum of the exercise lately, in kilograms, where
            the target is a percentage of it; None where it is not, or where there is none.
        skipped: That the member left it out in that week, the last time they did; None when they did not.
    """

    planned: PlannedExercise
    log_id: UUID | None
    last_time: LastTime | None
    week: int | None = None
    maximum_kg: Decimal | None = None
    skipped: Skip | None = None

    @property
    def target(self) -> WeekTarget:
        """What that date's week asks for."""
        return self.planned.target(self.week)

    @property
    def asked(self) -> PlannedExercise:
        """The exercise with what that date's week asks for in the place of what the first week does."""
        if not self.planned.weeks:
            return self.planned
        asked = self.target
        return replace(self.planned, sets=asked.sets, reps=asked.reps, weight=asked.weight, weeks=())

    @property
    def logged(self) -> bool:
        """Whether the member logged it this week."""
        return self.log_id is not None


@dataclass(frozen=True, slots=True)
class DayOfWeek:
    """One day of a week of a plan."""

    date: date
    day: Weekday
    state: DayState
    exercises: tuple[ExerciseOfDay, ...]


@dataclass(frozen=True, slots=True)
class WeekOfPlan:
    """A week of the active plan, seven days from the gym's first weekday.

    Attributes:
        week: Number of this week in the plan, from 1; None outside the plan's dates.
        completed: Planned workouts of this week that are completed.
        planned: Planned workouts of this week.
        steps: What weights that stand for a percentage are rounded to.
    """

    plan: Plan
    today: date
    week: int | None
    days: tuple[DayOfWeek, ...]
    completed: int
    planned: int
    steps: LoadSteps = STANDARD_STEPS
