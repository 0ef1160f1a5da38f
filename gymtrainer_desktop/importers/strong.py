"""Exports of the Strong app: the comma and the semicolon form, which share their column names.

Header lines, as the app has written them over the years::

    Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE
    Date;Workout Name;Exercise Name;Set Order;Weight;Weight Unit;Reps;RPE;Distance;Distance Unit;…
    Workout #;Date;Workout Name;Duration (sec);Exercise Name;Set Order;Weight (kg);Reps;RPE;…
"""

from __future__ import annotations

from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.domain.workouts import LoggedSet, SetType
from gymtrainer_desktop.importers import fields
from gymtrainer_desktop.importers.fields import BadValueError
from gymtrainer_desktop.importers.rows import ReadOptions, SetRow, WorkoutFormat, made_set

_LETTERS = {"w": SetType.WARM_UP, "d": SetType.DROP, "f": SetType.FAILURE}
_WITHOUT_SET = frozenset({"rest timer", "note"})
_WEIGHT_COLUMNS = {
    "weight": None,
    "weight (kg)": Unit.KG,
    "weight (kgs)": Unit.KG,
    "weight (lb)": Unit.LB,
    "weight (lbs)": Unit.LB,
}
_DISTANCE_COLUMNS = {
    "distance (meters)": "m",
    "distance (m)": "m",
    "distance (km)": "km",
    "distance (miles)": "mi",
    "distance (mi)": "mi",
}


def _read(row: dict[str, str], options: ReadOptions) -> SetRow:
    order, kind = _set_order(row["set order"])
    exercise_name = fields.name(row["exercise name"], "the exercise name")
    if not exercise_name:
        raise BadValueError("the exercise has no name.")
    duration = row.get("duration") or row.get("duration (sec)") or row.get("workout duration") or ""
    return SetRow(
        started=fields.iso_moment(row["date"]),
        workout_name=fields.name(row["workout name"], "the workout name"),
        duration_minutes=fields.duration_minutes(duration),
        workout_notes=fields.note(row.get("workout notes", "")),
        exercise_name=exercise_name,
        order=order,
        logged=_logged(row, kind, options) if kind is not None else None,
        notes=fields.note(row.get("notes", "")),
    )


def _set_order(text: str) -> tuple[int | None, SetType | None]:
    """Return the set's number and type; no type for rows that hold no set."""
    written = " ".join(text.split()).lower()
    if written in _WITHOUT_SET:
        return None, None
    if written in _LETTERS:
        return None, _LETTERS[written]
    if written.isascii() and written.isdecimal() and len(written) <= 4:
        return int(written), SetType.WORKING
    raise BadValueError(f"the set order “{fields.shown(text)}” is neither a number nor W, D or F.")


def _logged(row: dict[str, str], kind: SetType, options: ReadOptions) -> LoggedSet:
    comma = options.decimal_comma
    weight_column = next(column for column in _WEIGHT_COLUMNS if column in row)
    weight = fields.weight(row[weight_column], decimal_comma=comma)
    unit = _WEIGHT_COLUMNS[weight_column] or fields.weight_unit(row.get("weight unit", "")) or options.unit
    if weight is not None and unit is None and "weight unit" in row:
        raise BadValueError("the weight has no unit.")
    distance_column = next((column for column in _DISTANCE_COLUMNS if column in row), "distance")
    distance_unit = _DISTANCE_COLUMNS.get(distance_column) or row.get("distance unit", "").strip()
    if not distance_unit:
        # The app writes kilometres for those who lift kilograms and miles for those who lift pounds.
        distance_unit = "mi" if unit is Unit.LB else "km"
    return made_set(
        kind,
        reps=fields.reps(row["reps"], decimal_comma=comma),
        weight=weight,
        unit=unit,
        rir=fields.rir(row.get("rpe", ""), decimal_comma=comma),
        duration_seconds=fields.seconds(row.get("seconds", ""), decimal_comma=comma),
        distance_m=fields.distance(row.get(distance_column, ""), distance_unit, decimal_comma=comma),
    )


def _has_unit(columns: frozenset[str]) -> bool:
    return "weight unit" in columns or "weight" not in columns


STRONG = WorkoutFormat(
    name="Strong",
    source="strong",
    required=frozenset({"date", "workout name", "exercise name", "set order", "reps"}),
    weights=frozenset(_WEIGHT_COLUMNS),
    read=_read,
    has_unit=_has_unit,
    splits=True,
)
