"""How logged workouts are written: sets, weights, difficulty, and the gym's day of a moment."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from itertools import groupby
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from gymtrainer_desktop.domain.plans import PlannedExercise
from gymtrainer_desktop.domain.strength import volume_load
from gymtrainer_desktop.domain.targets import (
    WeightTargetKind,
    format_sets,
    format_weight_target,
    read_weight_target,
)
from gymtrainer_desktop.domain.units import (
    METRES_PER_MILE,
    Unit,
    convert,
    format_number,
    format_weight,
    from_kg,
)
from gymtrainer_desktop.domain.workouts import LoggedSet, SetType, WorkoutLog
from gymtrainer_desktop.ui.widgets.delegates import NO_VALUE

_TENTH = Decimal("0.1")
_METRES_PER_KM = 1000
_WORDS = (WeightTargetKind.EFFORT, WeightTargetKind.AS_WRITTEN)


def gym_day(moment: datetime, time_zone: str) -> date:
    """Return the day of a moment in the gym's time zone (an IANA name)."""
    return moment.astimezone(ZoneInfo(time_zone)).date()


def shown_weight(value: Decimal | None, unit: Unit | None, reader: Unit) -> str:
    """Return a weight in the reader's unit: as entered in the same unit, else to a tenth; "—" for none."""
    if value is None:
        return NO_VALUE
    if unit is None or unit is reader:
        return format_weight(value, reader)
    converted = convert(value, unit, reader).quantize(_TENTH, ROUND_HALF_EVEN)
    return format_weight(converted, reader)


def tidy_weight(value: Decimal | None, reader: Unit) -> str:
    """Return a weight that is in the reader's unit already, and may have been converted to it.

    What plates add up to is written exactly ("61.25 kg"), anything else to a tenth.
    """
    if value is None:
        return NO_VALUE
    is_plates = value * 4 == (value * 4).to_integral_value()
    return format_weight(value if is_plates else value.quantize(_TENTH, ROUND_HALF_EVEN), reader)


def set_words(one: LoggedSet, reader: Unit) -> str:
    """Return one set in words: "95 lb × 8", "12 reps", "45 s", "2 km" or, for who reads pounds, "1.24 mi"."""
    weight = "" if one.weight is None or not one.weight else shown_weight(one.weight, one.unit, reader)
    effort = _effort(one, reader)
    if weight and one.reps is not None:
        return f"{weight} × {one.reps}"
    return " · ".join(part for part in (weight, effort) if part) or NO_VALUE


def sets_words(sets: Iterable[LoggedSet], reader: Unit) -> str:
    """Return the working sets in one line, those of equal weight together: "4 × 8 · 95 lb; 100 lb × 5, 4".

    Sets of other types are counted only when there are no working sets.
    """
    all_sets = tuple(sets)
    working = tuple(one for one in all_sets if one.type is SetType.WORKING) or all_sets
    parts = []
    for (weight, unit), group in groupby(working, key=lambda one: (one.weight or None, one.unit)):
        same = tuple(group)
        load = "" if weight is None else shown_weight(weight, unit, reader)
        efforts = [_effort(one, reader) for one in same]
        is_even = len(same) > 1 and len(set(efforts)) == 1 and bool(efforts[0])
        if is_even and same[0].reps is not None:
            effort = f"{len(same)} × {same[0].reps}"
            parts.append(f"{effort} · {load}" if load else effort)
        elif is_even:
            parts.append(" · ".join(part for part in (f"{len(same)} × {efforts[0]}", load) if part))
        elif load and all(one.reps is not None for one in same):
            parts.append(f"{load} × {', '.join(str(one.reps) for one in same)}")
        else:
            parts.append(", ".join(set_words(one, reader) for one in same))
    return "; ".join(parts) or NO_VALUE


def target_text(planned: PlannedExercise, weight: str = "") -> str:
    """Return "Target 4 × 5 at 165 lb, rest 150 s", leaving out what is not stated.

    Args:
        planned: What is asked for.
        weight: The weight as it is to be written, "80% ≈ 92.5 kg"; as the target says when empty.
    """
    sets, weight = format_sets(planned.sets, planned.reps), weight or format_weight_target(planned.weight)
    parts = []
    if sets and weight:
        # "at 165 lb", but not "at heavy": what cannot be read stands as it was written.
        target = read_weight_target(planned.weight)
        is_words = target is not None and target.kind in _WORDS
        words = _tr("Target {0}, {1}") if is_words else _tr("Target {0} at {1}")
        parts.append(words.format(sets, weight))
    elif sets or weight:
        parts.append(_tr("Target {0}").format(sets or weight))
    if planned.rest_seconds:
        parts.append(_tr("rest {0} s").format(planned.rest_seconds))
    return ", ".join(parts)


def sets_reps_text(log: WorkoutLog, reader: Unit) -> str:
    """Return "4 × 8" for a log: working sets and the reps of the heaviest; time or distance where no reps."""
    if log.sets_completed and log.reps_completed:
        return f"{log.sets_completed} × {log.reps_completed}"
    if log.duration_minutes:
        return _tr("{0} min").format(log.duration_minutes)
    efforts = [effort for one in log.sets if (effort := _effort(one, reader))]
    if len(efforts) == 1:
        return efforts[0]
    return f"{len(efforts)} × {efforts[0]}" if efforts else NO_VALUE


def weight_text(log: WorkoutLog, reader: Unit) -> str:
    """Return the heaviest working set's weight in the reader's unit, "—" without one."""
    return shown_weight(log.weight_used or None, log.weight_unit, reader)


def volume_text(log: WorkoutLog, reader: Unit) -> str:
    """Return the volume load of a log in the reader's unit, "—" where nothing was lifted."""
    kilograms = volume_load(log.sets)
    if not kilograms:
        return NO_VALUE
    return f"{from_kg(kilograms, reader).quantize(_TENTH, ROUND_HALF_EVEN).normalize():,f} {reader.value}"


def distance_text(metres: Decimal, reader: Unit) -> str:
    """Return "5 km" for who reads kilograms, "3.11 mi" for who reads pounds; short ways stay in metres."""
    is_long = metres >= _METRES_PER_KM
    # What was entered as part of a mile is no round number of metres.
    if reader is Unit.LB and (is_long or metres != metres.to_integral_value()):
        return f"{format_number(metres / METRES_PER_MILE)} mi"
    return f"{format_number(metres / _METRES_PER_KM)} km" if is_long else f"{format_number(metres)} m"


def duration_text(seconds: int) -> str:
    """Return "45 s", "20 min" or "8:05 min"."""
    minutes, rest = divmod(seconds, 60)
    if not minutes:
        return f"{rest} s"
    return f"{minutes} min" if not rest else f"{minutes}:{rest:02} min"


def difficulty_text(rating: int | None) -> str:
    """Return "4 of 5", "—" when nobody said."""
    return NO_VALUE if rating is None else _tr("{0} of 5").format(rating)


def set_type_words(kind: SetType) -> str:
    """Return the kind of a set in words."""
    return {
        SetType.WORKING: _tr("Working"),
        SetType.WARM_UP: _tr("Warm-up"),
        SetType.DROP: _tr("Drop"),
        SetType.FAILURE: _tr("To failure"),
    }[kind]


def source_words(source: str) -> str:
    """Return where a log came from, "" for those entered here."""
    names = {"strong": "Strong", "hevy": "Hevy", "fitnotes": "FitNotes"}
    return _tr("Imported from {0}").format(names[source]) if source in names else ""


def _effort(one: LoggedSet, reader: Unit) -> str:
    parts = []
    if one.distance_m:
        parts.append(distance_text(one.distance_m, reader))
    if one.duration_seconds:
        parts.append(duration_text(one.duration_seconds))
    if one.reps is not None and not parts:
        parts.append(_tr("1 rep") if one.reps == 1 else _tr("{0} reps").format(one.reps))
    return " · ".join(parts)


def _tr(text: str) -> str:
    return QCoreApplication.translate("workout_words", text)
