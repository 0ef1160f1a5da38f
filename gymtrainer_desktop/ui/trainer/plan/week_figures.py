"""What each week of a plan asks for, and how much that is beside the week it begins with."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from uuid import UUID

from gymtrainer_desktop.domain.calendar import week_start
from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.plans import DraftExercise, Plan
from gymtrainer_desktop.domain.progression import Deload, LoadSteps, WeekTarget, planned_weeks
from gymtrainer_desktop.domain.targets import WeightTargetKind, read_reps_target, read_weight_target
from gymtrainer_desktop.domain.units import to_kg
from gymtrainer_desktop.ui.trainer.plan.plan_document import PlanContent

Targets = Mapping[UUID, tuple[WeekTarget, ...]]
"""What every week asks of each exercise, from the first week to the last of the plan."""


@dataclass(frozen=True, slots=True)
class WeekFigures:
    """A week of the plan as the strip shows it.

    Attributes:
        number: From 1.
        first: Its first day, as the gym's weeks begin.
        load: Planned volume as a share of the first week's, the mean over the exercises that change.
        change: The same beside the last normal week before it, as a share: 0.025 is "+2.5 %".
        is_over: It lies before the current week.
    """

    number: int
    first: date
    load: float
    change: float
    is_deload: bool
    is_over: bool
    is_current: bool

    @property
    def last(self) -> date:
        """Its last day."""
        return self.first + timedelta(days=6)


def week_number(starts_on: date, today: date, first_weekday: int) -> int:
    """Return the number of the week that a day lies in; 0 or less before the plan begins."""
    first, now = week_start(starts_on, first_weekday), week_start(today, first_weekday)
    return (now - first).days // 7 + 1


def targets_of(
    content: PlanContent,
    steps: LoadSteps,
    published: Plan | None = None,
    done: int = 0,
    logged: Collection[UUID] = (),
) -> dict[UUID, tuple[WeekTarget, ...]]:
    """Return what every week asks of every exercise.

    A progression that cannot be read counts as none; publishing says what is wrong with it.

    Args:
        content: What is written.
        steps: What the gym's weights are rounded to.
        published: What the member follows now: weeks that are over stay as they were asked for.
        done: How many weeks are over.
        logged: Exercises that were done this week: for them it is over too.
    """
    standing = {one.id: one for one in published.exercises} if published is not None else {}
    found: dict[UUID, tuple[WeekTarget, ...]] = {}
    for one in content.exercises:
        weeks = weeks_of(one, content.deload, content.duration_weeks, steps)
        before = standing.get(one.id)
        # Another exercise in its place was asked for in no week before.
        is_same = before is not None and before.name == one.name
        over = done + 1 if one.id in logged else done
        if before is not None and is_same and published is not None and over > 0:
            kept = min(over, published.duration_weeks, content.duration_weeks)
            weeks = (*(before.target(week) for week in range(1, kept + 1)), *weeks[kept:])
        found[one.id] = weeks
    return found


def weeks_of(
    exercise: DraftExercise, deload: Deload, duration_weeks: int, steps: LoadSteps
) -> tuple[WeekTarget, ...]:
    """Return what every week asks of one exercise."""
    base = WeekTarget(exercise.sets, exercise.reps, exercise.weight)
    weeks = _weeks(base, exercise.progression, deload, duration_weeks, steps, exercise.from_week)
    return weeks or (base,) * duration_weeks


@lru_cache(maxsize=4096)
def _weeks(
    base: WeekTarget, progression: str, deload: Deload, duration_weeks: int, steps: LoadSteps, from_week: int
) -> tuple[WeekTarget, ...]:
    try:
        return planned_weeks(base, progression, deload, duration_weeks, steps, from_week)
    except UserError:
        return ()


def figures_of(
    content: PlanContent, targets: Targets, today: date, first_weekday: int
) -> tuple[WeekFigures, ...]:
    """Return the weeks of a plan, from the first to the last."""
    current = week_number(content.starts_on, today, first_weekday)
    first = week_start(content.starts_on, first_weekday)
    loads = _loads(content, targets)
    deloads = set(content.deload.weeks)
    weeks: list[WeekFigures] = []
    normal = 1.0
    for number in range(1, content.duration_weeks + 1):
        load = loads[number - 1]
        change = load / normal - 1 if number > 1 and normal else 0.0
        is_deload = number in deloads
        weeks.append(
            WeekFigures(
                number,
                first + timedelta(weeks=number - 1),
                load,
                change,
                is_deload,
                number < current,
                number == current,
            )
        )
        if not is_deload:
            normal = load
    return tuple(weeks)


@lru_cache(maxsize=1 << 14)
def volume_of(target: WeekTarget) -> Decimal:
    """Return sets × reps × weight of a target; what it does not say counts as one.

    A time counts its seconds, a distance its metres, a percentage its percent: only the share of one week in
    another is ever shown.
    """
    amount = Decimal(target.sets or 1)
    reps = read_reps_target(target.reps)
    if reps is not None:
        amount *= reps.distance_m or Decimal(reps.low or reps.seconds or 1)
    weight = read_weight_target(target.weight)
    if weight is not None and weight.value:
        if weight.kind is WeightTargetKind.LOAD and weight.unit is not None:
            amount *= to_kg(weight.value, weight.unit)
        elif weight.kind is WeightTargetKind.PERCENT:
            amount *= weight.value
    return amount


@lru_cache(maxsize=1 << 15)
def _share(target: WeekTarget, of: WeekTarget) -> float:
    return float(volume_of(target) / volume_of(of))


def _loads(content: PlanContent, targets: Targets) -> list[float]:
    """Return each week's volume as a share of the first normal week's."""
    count = content.duration_weeks
    normal = next((week for week in range(1, count + 1) if week not in content.deload.weeks), 1)
    shares: list[list[float]] = []
    for weeks in {targets[one.id] for one in content.exercises if one.id in targets}:
        if len(weeks) != count or all(week == weeks[0] for week in weeks):
            continue
        if volume_of(weeks[normal - 1]):
            shares.append([_share(week, weeks[normal - 1]) for week in weeks])
    if not shares:
        return [1.0] * count
    return [sum(column) / len(shares) for column in zip(*shares, strict=True)]
