"""Exports of the Hevy app, which name their units in the column names.

Header line::

    "title","start_time","end_time","description","exercise_title","superset_id","exercise_notes","set_index",
    "set_type","weight_kg" or "weight_lbs","reps","distance_km" or "distance_miles","duration_seconds","rpe"
"""

from __future__ import annotations

from datetime import datetime

from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.domain.workouts import LoggedSet, SetType
from gymtrainer_desktop.importers import fields
from gymtrainer_desktop.importers.fields import BadValueError
from gymtrainer_desktop.importers.rows import ReadOptions, SetRow, WorkoutFormat, made_set

_TYPES = {
    "normal": SetType.WORKING,
    "": SetType.WORKING,
    "warmup": SetType.WARM_UP,
    "dropset": SetType.DROP,
    "failure": SetType.FAILURE,
}
_WEIGHT_COLUMNS = {"weight_kg": Unit.KG, "weight_lbs": Unit.LB}
_DISTANCE_COLUMNS = {
    "distance_km": "km",
    "distance_miles": "mi",
    "distance_meters": "m",
}


def _read(row: dict[str, str], options: ReadOptions) -> SetRow:
    started = fields.spoken_moment(row["start_time"])
    exercise_name = fields.name(row["exercise_title"], "the exercise name")
    if not exercise_name:
        raise BadValueError("the exercise has no name.")
    order = fields.number(row["set_index"], "the set index")
    return SetRow(
        started=started,
        workout_name=fields.name(row["title"], "the workout's title"),
        duration_minutes=_minutes_between(started, row.get("end_time", "")),
        workout_notes=fields.note(row.get("description", "")),
        exercise_name=exercise_name,
        order=int(order) if order is not None else None,
        logged=_logged(row, options),
        notes=fields.note(row.get("exercise_notes", "")),
    )


def _minutes_between(started: datetime, end: str) -> int | None:
    if not end.strip():
        return None
    minutes = round((fields.spoken_moment(end) - started).total_seconds() / 60)
    return minutes if minutes > 0 else None


def _logged(row: dict[str, str], options: ReadOptions) -> LoggedSet:
    comma = options.decimal_comma
    kind = _TYPES.get(row["set_type"].strip().lower().replace("_", "").replace("-", ""))
    if kind is None:
        raise BadValueError(f"the set type “{fields.shown(row['set_type'])}” is not known.")
    weight_column = next(column for column in _WEIGHT_COLUMNS if column in row)
    distance_column = next((column for column in _DISTANCE_COLUMNS if column in row), None)
    return made_set(
        kind,
        reps=fields.reps(row["reps"], decimal_comma=comma),
        weight=fields.weight(row[weight_column], decimal_comma=comma),
        unit=_WEIGHT_COLUMNS[weight_column],
        rir=fields.rir(row.get("rpe", ""), decimal_comma=comma),
        duration_seconds=fields.seconds(row.get("duration_seconds", ""), decimal_comma=comma),
        distance_m=None
        if distance_column is None
        else fields.distance(row[distance_column], _DISTANCE_COLUMNS[distance_column], decimal_comma=comma),
    )


HEVY = WorkoutFormat(
    name="Hevy",
    source="hevy",
    required=frozenset({"title", "start_time", "exercise_title", "set_index", "set_type", "reps"}),
    weights=frozenset(_WEIGHT_COLUMNS),
    read=_read,
    has_unit=lambda columns: True,
    splits=True,
)
