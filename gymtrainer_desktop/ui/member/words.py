"""How the member's pages write days, greetings, prescriptions and volumes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from gymtrainer_desktop.domain.plans import DayOfWeek, DayState, ExerciseOfDay, LastTime, PlannedExercise
from gymtrainer_desktop.domain.progression import LoadSteps, format_resolved
from gymtrainer_desktop.domain.targets import (
    WeightTargetKind,
    format_sets,
    read_reps_target,
    read_weight_target,
)
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.ui.widgets.delegates import NO_VALUE
from gymtrainer_desktop.ui.widgets.logging.words import counted
from gymtrainer_desktop.ui.widgets.workout_words import distance_text, duration_text, shown_weight

_SET_SECONDS = 40
"""How long a set of reps takes, roughly."""
_CHANGE_SECONDS = 60
"""From one exercise to the next."""
_USUAL_REST = 60
_MORNING_ENDS, _EVENING_BEGINS = 12, 18


def greeting(now: datetime, full_name: str) -> str:
    """Return "Good afternoon, Sarah", by the hour of `now`, which is the gym's clock."""
    first = full_name.split()[0] if full_name.split() else full_name
    if now.hour < _MORNING_ENDS:
        return _tr("Good morning, {0}").format(first)
    if now.hour < _EVENING_BEGINS:
        return _tr("Good afternoon, {0}").format(first)
    return _tr("Good evening, {0}").format(first)


def sets_text(one: ExerciseOfDay) -> str:
    """Return "4 × 8" for its week, "—" where neither sets nor reps are stated."""
    return format_sets(one.target.sets, one.target.reps) or NO_VALUE


def target_weight_text(one: ExerciseOfDay, reader: Unit, steps: LoadSteps) -> str:
    """Return "135 lb", "80% ≈ 92.5 kg" or "body" for its week; "—" where no weight is stated."""
    return format_resolved(one.target.weight, one.maximum_kg, reader, steps) or NO_VALUE


def no_maximum_text(one: ExerciseOfDay) -> str:
    """Return what is said where a percentage has nothing to be a percentage of yet; empty otherwise."""
    target = read_weight_target(one.target.weight)
    if target is None or one.maximum_kg is not None:
        return ""
    if all(each.kind is not WeightTargetKind.PERCENT for each in target.each or (target,)):
        return ""
    return _tr("No maximum of this exercise is known yet: log a hard set of up to 12 reps.")


def skipped_text(one: ExerciseOfDay) -> str:
    """Return "Left out: shoulder hurts" for an exercise that was, and not done after all; empty otherwise."""
    if one.skipped is None or one.logged:
        return ""
    reason = one.skipped.reason.strip()
    return _tr("Left out: {0}").format(reason) if reason else _tr("Left out")


def last_time_text(last: LastTime | None, reader: Unit) -> str:
    """Return "160 lb × 5, difficulty 3", "3 × 12" for body weight, "3 × 40 s", "—" for the first time."""
    if last is None:
        return NO_VALUE
    way = distance_text(last.metres, reader) if last.metres else ""
    effort = " · ".join(filter(None, (way, duration_text(last.seconds) if last.seconds else "")))
    if last.weight:
        weight = shown_weight(last.weight, last.unit, reader)
        done = " · ".join(filter(None, (weight, effort))) if last.reps is None else f"{weight} × {last.reps}"
    elif last.reps is not None:
        done = f"{last.sets} × {last.reps}" if last.sets else _tr("{0} reps").format(last.reps)
    elif effort:
        done = f"{last.sets} × {effort}" if last.sets and last.sets > 1 else effort
    else:
        done = counted(last.sets or 0, _tr("1 set"), _tr("{0} sets")) if last.sets else NO_VALUE
    return done if last.rating is None else _tr("{0}, difficulty {1}").format(done, last.rating)


def about_minutes(exercises: Iterable[PlannedExercise]) -> int:
    """Return roughly how long a workout takes, in steps of five minutes.

    Counted are 40 s for a set of reps or the time it states, the rest after it, and a minute per exercise.
    """
    seconds = 0
    for one in exercises:
        target = read_reps_target(one.reps)
        work = target.seconds if target is not None and target.seconds else _SET_SECONDS
        rest = _USUAL_REST if one.rest_seconds is None else one.rest_seconds
        seconds += (one.sets or 1) * (work + rest) + _CHANGE_SECONDS
    return max(5, round(seconds / 300) * 5)


def exercises_text(count: int) -> str:
    """Return "1 exercise" or "4 exercises"."""
    return counted(count, _tr("1 exercise"), _tr("{0} exercises"))


def day_state_words(day: DayOfWeek) -> str:
    """Return how a day stands: "completed", "2 of 4 exercises logged", "rest day" …."""
    logged = sum(one.logged for one in day.exercises)
    match day.state:
        case DayState.COMPLETED:
            return _tr("completed")
        case DayState.PARTIAL:
            return _tr("{0} of {1} exercises logged").format(logged, len(day.exercises))
        case DayState.REST:
            return _tr("rest day")
        case DayState.MISSED:
            return _tr("not done")
        case DayState.TODAY | DayState.PLANNED:
            return exercises_text(len(day.exercises))


def _tr(text: str) -> str:
    return QCoreApplication.translate("member", text)
