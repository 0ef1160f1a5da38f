"""What a plan asks for from week to week: progression written as text, and weeks that ask for less.

Every step starts from what the last normal week showed, never from decimals behind it. Steps are due in the
weeks 1 + n, 1 + 2n, … of a rule "every n weeks". A week that asks for less (a deload) is a part of the last
normal week, takes no step and moves no later one; a step that was due in it is taken by the first normal week
after it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.progression_rules import (
    MAX_SETS,
    MAX_WEEKS,
    SECONDS,
    Progression,
    ProgressionKind,
    read_progression,
)
from gymtrainer_desktop.domain.target_steps import (
    add_distance,
    add_percent,
    add_reps,
    add_seconds,
    add_weight,
    cut_weight,
    first_sets,
    first_weights,
    reps_text,
    rounded,
)
from gymtrainer_desktop.domain.targets import (
    RepsTarget,
    RepsTargetKind,
    WeightTargetKind,
    format_prescription,
    format_weight_target,
    joined,
    read_reps_target,
    read_weight_target,
)
from gymtrainer_desktop.domain.units import Unit, format_weight, from_kg

__all__ = [
    "MAX_DELOADS",
    "MAX_SETS",
    "MAX_WEEKS",
    "NO_DELOAD",
    "STANDARD_STEPS",
    "Deload",
    "LoadSteps",
    "Progression",
    "ProgressionKind",
    "WeekTarget",
    "check_progression",
    "format_resolved",
    "format_target",
    "planned_weeks",
    "reached_by",
    "read_progression",
    "resolve_weight",
    "resolve_weights",
]

MAX_DELOADS = 52


@dataclass(frozen=True, slots=True)
class WeekTarget:
    """What an exercise asks for in one week, as it is shown and stored.

    Attributes:
        sets: 1 to 50, or None where sets make no sense.
        reps: As written: "8-12", "10", "AMRAP", "45 s", "2 km"; empty for none.
        weight: As written: "62.5 kg", "80%", "bodyweight"; empty for none.
    """

    sets: int | None
    reps: str
    weight: str


@dataclass(frozen=True, slots=True)
class Deload:
    """Weeks in which a plan asks for less.

    Attributes:
        weeks: Numbers of the weeks, from 1, in order.
        sets_percent: What is left of the sets, 10 to 100; at least one set is.
        weight_percent: What is left of the weight, 10 to 100.
    """

    weeks: tuple[int, ...] = ()
    sets_percent: int = 50
    weight_percent: int = 90

    def checked(self, duration_weeks: int) -> Deload:
        """Return it with the weeks in order and within the plan.

        Raises:
            UserError: A number is out of range; `field` is "deload".
        """
        weeks = tuple(sorted({week for week in self.weeks if week <= duration_weeks}))
        if any(week < 1 for week in weeks):
            raise UserError("Weeks count from 1.", field="deload")
        if len(weeks) > MAX_DELOADS:
            raise UserError(f"A plan can have at most {MAX_DELOADS} deload weeks.", field="deload")
        for percent in (self.sets_percent, self.weight_percent):
            if not 10 <= percent <= 100:
                raise UserError("A deload week keeps between 10 and 100 percent.", field="deload")
        return Deload(weeks, self.sets_percent, self.weight_percent)


NO_DELOAD = Deload()
"""Every week asks for all of it."""


@dataclass(frozen=True, slots=True)
class LoadSteps:
    """What weights are rounded to, in either unit: twice the gym's smallest plate."""

    kg: Decimal = Decimal("2.5")
    lb: Decimal = Decimal(5)

    def of(self, unit: Unit) -> Decimal:
        """Return the step of a unit."""
        return self.kg if unit is Unit.KG else self.lb


STANDARD_STEPS = LoadSteps()
"""Those of a gym whose smallest plates are 1.25 kg and 2.5 lb."""


@lru_cache(maxsize=1024)
def check_progression(base: WeekTarget, progression: str) -> None:
    """See whether a rule can be followed from what the first week asks for.

    Raises:
        UserError: The rule cannot be read, there is nothing that it could change, or a step down would leave
            nothing; `field` is "progression".
    """
    rule = _rule_of(base, progression)
    if rule is None:
        return
    first, step = _follow(base, rule, STANDARD_STEPS)
    if step(first) == first and rule.step < 0:
        raise _refused(f"“{rule.text}” would leave nothing of {format_target(base) or 'it'}.")


def planned_weeks(
    base: WeekTarget,
    progression: str,
    deload: Deload,
    duration_weeks: int,
    steps: LoadSteps,
    from_week: int = 1,
) -> tuple[WeekTarget, ...]:
    """Return what every week of a plan asks for, from the first; empty where each asks for `base`.

    The first normal week from `from_week` on asks for the base, as do the weeks before it; with a double
    progression for the lowest of its reps. What is at its limit (2000 kg, 1000 reps, 50 sets, or nothing left
    below) stays there. Never raises for what `check_progression` let pass.

    Raises:
        UserError: The rule cannot be read or followed; `field` is "progression".
    """
    return _planned(base, progression, deload, duration_weeks, steps, from_week)


def reached_by(
    base: WeekTarget,
    progression: str,
    deload: Deload,
    duration_weeks: int,
    steps: LoadSteps,
    from_week: int,
    week: int,
) -> tuple[WeekTarget, str]:
    """Return what the last normal week up to `week` asks for, and the rule that goes on from there.

    The rule stays as it is but for a double progression, whose range of reps moves into the rule: the reps
    reached are one number. A rule downwards that has come to its end is gone.
    """
    weeks = planned_weeks(base, progression, deload, duration_weeks, steps, from_week)
    normal = [n for n in range(from_week, min(week, len(weeks)) + 1) if n not in deload.weeks]
    reached = weeks[normal[-1] - 1] if normal else base
    rule = _rule_of(base, progression)
    if rule is not None and rule.kind is ProgressionKind.DOUBLE and rule.low is None and reached != base:
        target = read_reps_target(base.reps)
        if target is not None and target.low != target.high:
            return reached, replace(rule, low=target.low, high=target.high).text
    if rule is not None and rule.step < 0 and _follow(reached, rule, steps)[1](reached) == reached:
        return reached, ""
    return reached, progression


# The editor asks for every exercise after every change; of all but one the answer is the same as before.
@lru_cache(maxsize=4096)
def _planned(
    base: WeekTarget, progression: str, deload: Deload, duration_weeks: int, steps: LoadSteps, from_week: int
) -> tuple[WeekTarget, ...]:
    rule = _rule_of(base, progression)
    every_weeks = rule.every_weeks if rule is not None else MAX_WEEKS
    most = max(duration_weeks - from_week, 0) // every_weeks
    reached = _reached(base, progression, steps, most)
    before = (base,) * min(from_week - 1, duration_weeks)
    weeks = before + tuple(
        _cut(reached[taken], deload.sets_percent, deload.weight_percent, steps)
        if is_light
        else reached[taken]
        for taken, is_light in _steps_taken(every_weeks, deload.weeks, duration_weeks, from_week)
    )
    return () if all(one == base for one in weeks) else weeks


# What the steps lead to does not depend on the deload weeks, which only say when they are taken.
@lru_cache(maxsize=4096)
def _reached(base: WeekTarget, progression: str, steps: LoadSteps, most: int) -> tuple[WeekTarget, ...]:
    """Return what is asked for after no step, one, and so on to the most that can be due."""
    rule = _rule_of(base, progression)
    if rule is None:
        return (base,) * (most + 1)
    current, step = _follow(base, rule, steps)
    reached = [current]
    for _ in range(most):
        current = step(current)
        reached.append(current)
    return tuple(reached)


@lru_cache(maxsize=256)
def _steps_taken(
    every_weeks: int, light: tuple[int, ...], duration_weeks: int, from_week: int
) -> tuple[tuple[int, bool], ...]:
    """Return of every week from `from_week` on how many steps were taken by then, and whether it is light."""
    weeks: list[tuple[int, bool]] = []
    steps, taken, lighter = 0, None, frozenset(light)
    for week in range(from_week, duration_weeks + 1):
        if week not in lighter:
            due = (week - from_week) // every_weeks
            # However many were due in the weeks before it, a week takes one step.
            if taken is not None and due > taken:
                steps += 1
            taken = due
        weeks.append((steps, week in lighter))
    return tuple(weeks)


def resolve_weight(weight: str, maximum_kg: Decimal | None, unit: Unit, steps: LoadSteps) -> Decimal | None:
    """Return the weight that a percentage of the maximum stands for, in the reader's unit.

    It is rounded to what can be loaded, at least one step of it. None where the target is no percentage or
    there is no maximum.
    """
    resolved = resolve_weights(weight, maximum_kg, unit, steps)
    return resolved[0] if len(resolved) == 1 else None


def resolve_weights(
    weight: str, maximum_kg: Decimal | None, unit: Unit, steps: LoadSteps
) -> tuple[Decimal, ...]:
    """Return the weights of a percentage or a list of them ("65/75/85%"), as `resolve_weight`; else none."""
    target = read_weight_target(weight)
    if target is None or maximum_kg is None or maximum_kg <= 0:
        return ()
    each = target.each or (target,)
    if any(one.kind is not WeightTargetKind.PERCENT for one in each):
        return ()
    step = steps.of(unit)
    maximum = from_kg(maximum_kg, unit)
    return tuple(
        max(rounded(maximum * one.value / 100, step), step) if one.value else Decimal(0) for one in each
    )


def format_resolved(weight: str, maximum_kg: Decimal | None, unit: Unit, steps: LoadSteps) -> str:
    """Return "80% ≈ 92.5 kg" for a percentage whose maximum is known; any other target in short."""
    short = format_weight_target(weight)
    resolved = resolve_weights(weight, maximum_kg, unit, steps)
    return f"{short} ≈ {joined(format_weight(one, unit) for one in resolved)}" if resolved else short


@lru_cache(maxsize=1 << 14)
def format_target(target: WeekTarget) -> str:
    """Return "4 × 8 · 135 lb", leaving out what is not stated."""
    return format_prescription(target.sets, target.reps, target.weight)


def _rule_of(base: WeekTarget, progression: str) -> Progression | None:
    """Read a rule; a bare number is a weight in the unit of the exercise's."""
    target = read_weight_target(base.weight)
    units = {one.unit for one in target.each or (target,)} if target is not None else set()
    return read_progression(progression, units.pop() if len(units) == 1 else None)


def _follow(
    base: WeekTarget, rule: Progression, steps: LoadSteps
) -> tuple[WeekTarget, Callable[[WeekTarget], WeekTarget]]:
    """Return what the first normal week asks for, and what makes a week into the next.

    Raises:
        UserError: There is nothing of that kind to change; found out here, by the first step.
    """
    if rule.kind is ProgressionKind.DOUBLE:
        return _follow_double(base, rule, steps)

    def step(week: WeekTarget) -> WeekTarget:
        match rule.kind:
            case ProgressionKind.PERCENT:
                return replace(week, weight=add_percent(week.weight, rule.step, steps.of))
            case ProgressionKind.REPS if rule.measure in SECONDS:
                return replace(week, reps=add_seconds(week.reps, rule.step * SECONDS[rule.measure]))
            case ProgressionKind.REPS if rule.measure:
                return replace(week, reps=add_distance(week.reps, rule.step, rule.measure))
            case ProgressionKind.REPS:
                return replace(week, reps=add_reps(week.reps, int(rule.step)))
            case ProgressionKind.SETS:
                return replace(week, sets=_add_sets(week.sets, int(rule.step)))
            case _:
                return replace(week, weight=add_weight(week.weight, rule.step, rule.unit or Unit.KG))

    step(base)
    return base, step


def _follow_double(
    base: WeekTarget, rule: Progression, steps: LoadSteps
) -> tuple[WeekTarget, Callable[[WeekTarget], WeekTarget]]:
    target = read_reps_target(base.reps)
    ranged = target is not None and target.kind in (RepsTargetKind.RANGE, RepsTargetKind.PER_SIDE)
    written = (target.low, target.high) if target is not None and ranged else (None, None)
    low, high = (rule.low, rule.high) if rule.low is not None else written
    if low is None or high is None or low == high:
        raise _refused("Double progression needs a range of reps, such as 8-12.")
    if target is None:
        target = RepsTarget(RepsTargetKind.FIXED, "", low, low)
    if target.low is None or target.high is None or not low <= target.low <= target.high <= high:
        raise _refused(f"The rule counts reps from {low} to {high}, the exercise says {target.short}.")
    pattern = replace(target, kind=RepsTargetKind.FIXED)

    def heavier(weight: str) -> str:
        if rule.step and rule.unit is None:
            return add_percent(weight, rule.step, steps.of)
        return add_weight(weight, *_double_step(weight, rule, steps))

    def step(week: WeekTarget) -> WeekTarget:
        now = read_reps_target(week.reps)
        reps = now.low if now is not None and now.low is not None else low
        if reps < high:
            return replace(week, reps=reps_text(pattern, reps + 1, reps + 1))
        weight = heavier(week.weight)
        # Nothing can be added any more: the reps stay at the top.
        return week if weight == week.weight else WeekTarget(week.sets, reps_text(pattern, low, low), weight)

    heavier(base.weight)
    start = target.low if target.low == target.high else low
    return replace(base, reps=reps_text(pattern, start, start)), step


def _double_step(weight: str, rule: Progression, steps: LoadSteps) -> tuple[Decimal, Unit]:
    if rule.unit is not None:
        return rule.step, rule.unit
    target = read_weight_target(weight)
    units = {one.unit for one in target.each or (target,) if one.unit is not None} if target else set()
    if not units:
        # Says what is missing.
        add_weight(weight, steps.kg, Unit.KG)
    if len(units) != 1:
        raise _refused("Say what the weight grows by: double progression +2.5 kg.")
    unit = units.pop()
    return steps.of(unit), unit


def _add_sets(sets: int | None, step: int) -> int:
    if sets is None:
        raise _refused("There is no number of sets that could grow: write the sets, such as 3.")
    return sets if sets + step < 1 else max(sets, min(sets + step, MAX_SETS)) if step > 0 else sets + step


@lru_cache(maxsize=1 << 14)
def _cut(week: WeekTarget, sets_percent: int, weight_percent: int, steps: LoadSteps) -> WeekTarget:
    """Return what is left of a week: sets rounded half up, at least one; a list loses its last sets."""
    weight = cut_weight(week.weight, weight_percent, steps.of)
    if week.sets is None:
        return replace(week, weight=weight)
    left = (Decimal(week.sets) * sets_percent / 100).to_integral_value(ROUND_HALF_UP)
    sets = min(week.sets, max(1, int(left)))
    return WeekTarget(sets, first_sets(week.reps, sets, week.sets), first_weights(weight, sets, week.sets))


def _refused(message: str) -> UserError:
    return UserError(message, field="progression")
