"""The exercises of the programmes, read from what a trainer would type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.plans import ExerciseType
from gymtrainer_desktop.domain.progression import read_progression
from gymtrainer_desktop.domain.quick_entry import read_quick_entry
from gymtrainer_desktop.domain.targets import (
    RepsTarget,
    WeightTarget,
    WeightTargetKind,
    read_reps_target,
    read_weight_target,
)
from gymtrainer_desktop.domain.units import Unit, from_kg, to_kg
from gymtrainer_desktop.services.demo.programmes import PROGRAMMES

_PLATE = Decimal("2.5")


@dataclass(frozen=True, slots=True)
class Move:
    """An exercise of a programme.

    Attributes:
        kg: The weight somebody of ordinary strength begins with; None where the target is no load.
        reps: The target as read.
    """

    name: str
    type: ExerciseType
    sets: int | None
    reps_text: str
    weight_text: str
    rest_seconds: int | None
    kg: float | None
    reps: RepsTarget | None
    cue: str
    superset: str = ""
    progression: str = ""

    def progression_in(self, unit: Unit) -> str:
        """Return the rule with a step of weight in the unit of the plates somebody loads: 2.5 kg, or 5 lb."""
        rule = read_progression(self.progression)
        if rule is None or rule.unit in (None, unit):
            return self.progression
        step = from_kg(to_kg(rule.step, rule.unit or unit), unit)
        return replace(rule, unit=unit, step=_PLATE * max(1, round(step / _PLATE))).text


CUES = {
    "Deadlift": "Brace before you pull. If the bar drifts forward, stop the set.",
    "Back squat": "Big breath, knees over toes, chest up out of the hole.",
    "Bench press": "Shoulder blades back and down, feet planted.",
    "Overhead press": "Squeeze the glutes; the ribs stay down.",
    "Front squat": "Elbows high all the way up.",
    "Power clean": "Patient off the floor, then jump.",
    "Dead bug": "Low back stays on the mat.",
    "Bird dog": "Slow. Nothing moves but arm and leg.",
    "Heel slide": "Pain-free range only.",
    "Box step-up": "Whole foot on the box, no push from the rear leg.",
    "Sit-to-stand": "No hands if you can.",
    "Easy run": "You should be able to talk the whole way.",
    "Pelvic floor breathing": "Exhale on effort, never hold the breath.",
}


@cache
def moves(key: str) -> Mapping[int, tuple[Move, ...]]:
    """Return the exercises of a programme by day offset, read once."""
    return {day: tuple(_move(line) for line in lines) for day, lines in PROGRAMMES[key].days.items()}


def _move(line: str) -> Move:
    kind = {"~": ExerciseType.CARDIO, "=": ExerciseType.FLEXIBILITY}.get(line[0], ExerciseType.STRENGTH)
    entry = read_quick_entry(line.lstrip("~="))
    return Move(
        entry.name,
        kind,
        entry.sets,
        entry.reps,
        entry.weight,
        entry.rest_seconds,
        _kg(read_weight_target(entry.weight)),
        read_reps_target(entry.reps),
        CUES.get(entry.name, ""),
        entry.superset,
        entry.progression,
    )


def _kg(target: WeightTarget | None) -> float | None:
    if (
        target is None
        or target.kind is not WeightTargetKind.LOAD
        or target.value is None
        or target.unit is None
    ):
        return None
    return float(to_kg(target.value, target.unit))


def weekday_name(offset: int) -> str:
    """Return the name of a weekday counted from Monday."""
    return list(Weekday)[offset % 7].value
