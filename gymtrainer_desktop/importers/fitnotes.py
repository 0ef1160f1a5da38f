"""Exports of the FitNotes app: days without a time, one workout a day.

Header lines::

    Date,Exercise,Category,Weight (lbs),Reps,Distance,Distance Unit,Time
    Date,Exercise,Category,Weight,Weight Unit,Reps,Distance,Distance Unit,Time,Comment
"""

from __future__ import annotations

from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.domain.workouts import LoggedSet, SetType
from gymtrainer_desktop.importers import fields
from gymtrainer_desktop.importers.fields import BadValueError
from gymtrainer_desktop.importers.rows import ReadOptions, SetRow, WorkoutFormat, made_set

_WEIGHT_COLUMNS = {
    "weight (kgs)": Unit.KG,
    "weight (kg)": Unit.KG,
    "weight (lbs)": Unit.LB,
    "weight (lb)": Unit.LB,
    "weight": None,
}


def _read(row: dict[str, str], options: ReadOptions) -> SetRow:
    exercise_name = fields.name(row["exercise"], "the exercise name")
    if not exercise_name:
        raise BadValueError("the exercise has no name.")
    day = fields.iso_moment(row["date"]).replace(hour=0, minute=0, second=0)
    return SetRow(
        started=day,
        workout_name="",
        duration_minutes=None,
        workout_notes="",
        exercise_name=exercise_name,
        order=None,
        logged=_logged(row, options),
        notes=fields.note(row.get("comment", "")),
    )


def _logged(row: dict[str, str], options: ReadOptions) -> LoggedSet:
    comma = options.decimal_comma
    weight_column = next(column for column in _WEIGHT_COLUMNS if column in row)
    weight = fields.weight(row[weight_column], decimal_comma=comma)
    unit = _WEIGHT_COLUMNS[weight_column] or fields.weight_unit(row.get("weight unit", "")) or options.unit
    if weight is not None and unit is None and "weight unit" in row:
        raise BadValueError("the weight has no unit.")
    return made_set(
        SetType.WORKING,
        reps=fields.reps(row["reps"], decimal_comma=comma),
        weight=weight,
        unit=unit,
        rir=None,
        duration_seconds=fields.clock_length(row.get("time", "")),
        distance_m=fields.distance(
            row.get("distance", ""), row.get("distance unit", ""), decimal_comma=comma
        ),
    )


def _has_unit(columns: frozenset[str]) -> bool:
    return "weight unit" in columns or "weight" not in columns


FITNOTES = WorkoutFormat(
    name="FitNotes",
    source="fitnotes",
    required=frozenset({"date", "exercise", "category", "reps"}),
    weights=frozenset(_WEIGHT_COLUMNS),
    read=_read,
    has_unit=_has_unit,
    splits=False,
)
