"""Rows of plans, read: a plan with the exercises that stand, and what each of its weeks asks for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, text

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.plans import (
    DraftExercise,
    ExerciseType,
    LastTime,
    Plan,
    PlannedExercise,
    PlanStatus,
)
from gymtrainer_desktop.domain.progression import Deload, WeekTarget
from gymtrainer_desktop.domain.units import Unit

PLAN_SQL = """
    SELECT pl.id, pl.assignment_id, pl.title, pl.goals, pl.description, pl.duration_weeks, pl.starts_on, pl.ends_on,
        pl.status, pl.version, pl.deload_weeks, pl.deload_sets_percent, pl.deload_weight_percent, i.name AS author,
        public.week_of_plan(pl.starts_on, public.gym_today()) AS this_week
    FROM public.workout_plans pl
    JOIN public.trainer_assignments a ON a.id = pl.assignment_id
    LEFT JOIN public.instructors i ON i.id = pl.created_by
"""
_EXERCISES_SQL = """
    SELECT e.id, e.plan_id, e.day_of_week, e.exercise_name, e.exercise_type, e.sets, e.reps, e.weight, e.rest_seconds,
        e.notes, e.order_index, e.valid_from, e.superset, e.progression, e.weeks, e.from_week
    FROM public.workout_exercises e
    WHERE e.plan_id = ANY (:plans) AND e.archived_on IS NULL
    ORDER BY e.plan_id, e.iso_day, e.order_index, e.created_at, e.id
"""


def read_plans(connection: Connection, rows: Sequence[Row[Any]]) -> tuple[Plan, ...]:
    """Return plans with their standing exercises, in one query for all of them; `rows` are of `PLAN_SQL`."""
    if not rows:
        return ()
    exercises: dict[UUID, list[PlannedExercise]] = defaultdict(list)
    for e in connection.execute(text(_EXERCISES_SQL), {"plans": [r.id for r in rows]}):
        exercises[e.plan_id].append(read_exercise(e))
    return tuple(
        Plan(
            r.id,
            r.assignment_id,
            r.title,
            r.goals or "",
            r.description or "",
            r.duration_weeks,
            r.starts_on,
            r.ends_on,
            PlanStatus(r.status),
            r.author or "",
            r.version,
            tuple(exercises[r.id]),
            read_deload(r),
        )
        for r in rows
    )


def read_exercise(row: Row[Any]) -> PlannedExercise:
    """Return a prescription from a row with the columns of `workout_exercises`."""
    return PlannedExercise(
        row.id,
        Weekday(row.day_of_week),
        row.exercise_name,
        ExerciseType(row.exercise_type) if row.exercise_type else None,
        row.sets,
        row.reps or "",
        row.weight or "",
        row.rest_seconds,
        row.notes or "",
        row.order_index,
        row.superset or "",
        row.progression or "",
        tuple(WeekTarget(sets, reps, weight) for sets, reps, weight in row.weeks or ()),
        row.from_week,
    )


def prescription_values(exercise: DraftExercise | PlannedExercise) -> dict[str, object]:
    """Return the columns that say what is prescribed, of a plan's exercise or of a template's."""
    return {
        "day_of_week": exercise.day.value,
        "exercise_name": exercise.name,
        "exercise_type": exercise.type.value if exercise.type else None,
        "sets": exercise.sets,
        "reps": exercise.reps or None,
        "weight": exercise.weight or None,
        "rest_seconds": exercise.rest_seconds,
        "notes": exercise.notes or None,
        "superset": exercise.superset or None,
        "progression": exercise.progression or None,
    }


def read_deload(row: Row[Any]) -> Deload:
    """Return the deload weeks from a row of a plan or of a template."""
    return Deload(tuple(row.deload_weeks), row.deload_sets_percent, row.deload_weight_percent)


def deload_values(deload: Deload) -> dict[str, object]:
    """Return the columns that hold deload weeks, of a plan or of a template."""
    return {
        "deload_weeks": list(deload.weeks),
        "deload_sets_percent": deload.sets_percent,
        "deload_weight_percent": deload.weight_percent,
    }


def weeks_value(weeks: Iterable[WeekTarget]) -> list[list[object]] | None:
    """Return what every week asks for as it is stored; None for the same every week."""
    return [[week.sets, week.reps, week.weight] for week in weeks] or None


def read_last_time(row: Row[Any]) -> LastTime | None:
    """Return what was done the last time from the columns `last_…`, None where it was never done."""
    if row.last_on is None:
        return None
    return LastTime(
        row.last_on,
        row.last_sets,
        row.last_reps,
        row.last_weight,
        Unit(row.last_unit) if row.last_unit else None,
        row.last_rating,
        row.last_seconds,
        row.last_metres,
    )
