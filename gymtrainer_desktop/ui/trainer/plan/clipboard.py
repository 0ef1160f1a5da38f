"""Exercises on the clipboard and under the pointer: JSON for this program, plain lines for all others."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from PySide6.QtCore import QMimeData

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.plans import DraftExercise, ExerciseType
from gymtrainer_desktop.domain.quick_entry import QuickEntry, read_quick_entry
from gymtrainer_desktop.domain.supersets import superset_marks
from gymtrainer_desktop.domain.targets import RepsTargetKind, read_reps_target
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.services.keys import new_id

EXERCISES_MIME = "application/x-gymtrainer-exercises"
CARRIED_MIME = "application/x-gymtrainer-carried"
"""Ids of the exercises that travel with the pointer, first the id of the editor they come from."""
DEFAULT_REST = 60
_VERSION = 1
_MOST_BYTES = 4_000_000
_MOST_EXERCISES = 1000
_MOST_LINES = 500


@dataclass(frozen=True, slots=True)
class PasteProblem:
    """A line, or an entry, that could not be read; lines count from 1."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was read from the clipboard."""

    exercises: tuple[DraftExercise, ...] = ()
    problems: tuple[PasteProblem, ...] = ()


def has_exercises(data: QMimeData) -> bool:
    """Whether exercises of this program are there."""
    return data.hasFormat(EXERCISES_MIME)


def mime_of(exercises: Sequence[DraftExercise]) -> QMimeData:
    """Return exercises for the clipboard."""
    data = QMimeData()
    content = {"version": _VERSION, "exercises": [_dumped(one) for one in exercises]}
    data.setData(EXERCISES_MIME, json.dumps(content).encode())
    data.setText(lines_of(exercises))
    return data


def mark_carried(data: QMimeData, editor: UUID, ids: Iterable[UUID]) -> None:
    """Note which exercises of which editor are carried, so that dropping them there moves them."""
    data.setData(CARRIED_MIME, " ".join(map(str, (editor, *ids))).encode())


def carried_from(data: QMimeData) -> UUID | None:
    """Return the editor that exercises are carried from, None where they come from nowhere."""
    found = _carried(data)
    return found[0] if found else None


def carried_ids(data: QMimeData) -> tuple[UUID, ...]:
    """Return which exercises are carried."""
    return _carried(data)[1:]


def exercises_of(data: QMimeData, day: Weekday, unit: Unit | None = None) -> Pasted:
    """Return what the clipboard holds, as exercises with ids of their own.

    Args:
        data: From this program, from another window of it, or plain lines from anywhere.
        day: The day that lines are meant for.
        unit: What a number without a unit is.
    """
    if data.hasFormat(EXERCISES_MIME):
        return _loaded(bytes(data.data(EXERCISES_MIME).data()))
    return read_lines(data.text(), day, unit) if data.hasText() else Pasted()


def read_lines(text: str, day: Weekday, unit: Unit | None = None) -> Pasted:
    """Read one exercise a line; empty lines are passed over."""
    found: list[DraftExercise] = []
    problems: list[PasteProblem] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        if len(found) + len(problems) >= _MOST_LINES:
            problems.append(PasteProblem(number, line, f"Only {_MOST_LINES} lines are read at once."))
            break
        try:
            found.append(exercise_of(read_quick_entry(line, unit), day))
        except UserError as error:
            problems.append(PasteProblem(number, line.strip(), error.message))
    return Pasted(tuple(found), tuple(problems))


def exercise_of(entry: QuickEntry, day: Weekday) -> DraftExercise:
    """Return the exercise that a line stands for, with a minute of rest where it has sets and names none.

    Raises:
        UserError: It breaks a rule that lines do not know.
    """
    rest = entry.rest_seconds
    if rest is None and entry.sets is not None:
        rest = DEFAULT_REST
    return DraftExercise(
        new_id(),
        day,
        entry.name,
        entry.sets,
        entry.reps,
        entry.weight,
        rest,
        type=_type_of(entry),
        superset=entry.superset,
        progression=entry.progression,
    ).checked()


def lines_of(exercises: Sequence[DraftExercise]) -> str:
    """Return exercises as one reads and types them, one a line."""
    marks = superset_marks(exercises)
    return "\n".join(line_of(one, marks.get(one.id, "")) for one in exercises)


def line_of(exercise: DraftExercise, mark: str = "") -> str:
    """Return an exercise as the quick entry reads it: "A1 Bench press 4x8 60 kg 90s +2.5 kg every week"."""
    target = exercise.reps
    if exercise.sets is not None:
        target = f"{exercise.sets}x{exercise.reps}" if exercise.reps else ""
    rest = "" if exercise.rest_seconds is None else f"rest {exercise.rest_seconds} s"
    weight = exercise.weight
    if weight and target and weight[0].isdigit() and weight.endswith("%"):
        weight = f"@{weight}"
    parts = (mark, exercise.name, target, weight, rest, exercise.progression)
    return " ".join(part for part in parts if part)


def _type_of(entry: QuickEntry) -> ExerciseType | None:
    """Guess what kind of exercise a line means: sets are strength, a time or a distance alone is cardio."""
    if entry.sets is not None:
        return ExerciseType.STRENGTH
    target = read_reps_target(entry.reps)
    is_cardio = target is not None and target.kind in (RepsTargetKind.TIME, RepsTargetKind.DISTANCE)
    return ExerciseType.CARDIO if is_cardio else None


def _dumped(one: DraftExercise) -> dict[str, Any]:
    return {
        "day": one.day.value,
        "name": one.name,
        "sets": one.sets,
        "reps": one.reps,
        "weight": one.weight,
        "rest_seconds": one.rest_seconds,
        "notes": one.notes,
        "type": one.type.value if one.type is not None else None,
        "superset": one.superset,
        "progression": one.progression,
    }


def _loaded(raw: bytes) -> Pasted:
    """Read what another window, or whoever calls itself one, has put there."""
    whole = "These exercises cannot be read: they may come from another version of the program."
    if len(raw) > _MOST_BYTES:
        return Pasted((), (PasteProblem(0, "", whole),))
    try:
        content = json.loads(raw)
        entries = content["exercises"]
        if content["version"] != _VERSION or not isinstance(entries, list):
            raise ValueError("another version")
    except (ValueError, TypeError, KeyError, RecursionError):
        return Pasted((), (PasteProblem(0, "", whole),))
    found: list[DraftExercise] = []
    problems: list[PasteProblem] = []
    for number, entry in enumerate(entries[:_MOST_EXERCISES], 1):
        try:
            found.append(_exercise(entry))
        except UserError as error:
            problems.append(PasteProblem(number, str(entry["name"])[:80], error.message))
        except (ValueError, TypeError, KeyError, AttributeError):
            problems.append(PasteProblem(number, "", "This exercise cannot be read."))
    return Pasted(tuple(found), tuple(problems))


def _exercise(entry: dict[str, Any]) -> DraftExercise:
    for number in (entry["sets"], entry["rest_seconds"]):
        if number is not None and type(number) is not int:
            raise TypeError("not a whole number")
    texts = {key: entry[key] for key in ("name", "reps", "weight", "notes", "superset", "progression")}
    if not all(isinstance(text, str) for text in texts.values()):
        raise TypeError("not a text")
    exercise = DraftExercise(
        new_id(),
        Weekday(entry["day"]),
        sets=entry["sets"],
        rest_seconds=entry["rest_seconds"],
        type=ExerciseType(kind) if (kind := entry["type"]) is not None else None,
        **texts,
    )
    return replace(exercise.checked(), id=exercise.id)


def _carried(data: QMimeData) -> tuple[UUID, ...]:
    if not data.hasFormat(CARRIED_MIME):
        return ()
    try:
        return tuple(UUID(word) for word in bytes(data.data(CARRIED_MIME).data()).decode().split())
    except ValueError:
        return ()
