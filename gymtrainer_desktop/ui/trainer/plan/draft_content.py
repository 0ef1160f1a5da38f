"""A plan that is being written as plain values, so that it can be kept on disk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.plans import DraftExercise, ExerciseType
from gymtrainer_desktop.domain.progression import Deload
from gymtrainer_desktop.ui.trainer.plan.plan_document import PlanContent

FORMAT = 1
"""What this version writes. A draft in another format is not offered."""


@dataclass(frozen=True, slots=True)
class PlanDraftState:
    """Everything that is needed to go on writing.

    Attributes:
        plan_id: The plan that publishing makes or changes.
        version: The version that was read; None for a new plan.
        known: Ids of exercises that came from the database.
        line: What was typed in the quick entry and not added yet.
        line_day: The day it would have been added to.
    """

    content: PlanContent
    plan_id: UUID
    version: int | None
    known: frozenset[UUID] = frozenset()
    line: str = ""
    line_day: Weekday = Weekday.MONDAY


def to_values(state: PlanDraftState) -> dict[str, Any]:
    """Return a draft as values that JSON can hold."""
    content = state.content
    return {
        "format": FORMAT,
        "plan_id": str(state.plan_id),
        "version": state.version,
        "known": sorted(map(str, state.known)),
        "line": state.line,
        "line_day": state.line_day.value,
        "starts_on": content.starts_on.isoformat(),
        "title": content.title,
        "goals": content.goals,
        "description": content.description,
        "duration_weeks": content.duration_weeks,
        "deload": [list(content.deload.weeks), content.deload.sets_percent, content.deload.weight_percent],
        "exercises": [_exercise_values(one) for one in content.exercises],
    }


def from_values(values: dict[str, Any]) -> PlanDraftState | None:
    """Return a draft from its values; None for one that this version cannot read."""
    if values.get("format") != FORMAT:
        return None
    try:
        weeks, sets_percent, weight_percent = values["deload"]
        content = PlanContent(
            date.fromisoformat(values["starts_on"]),
            values["title"],
            values["goals"],
            values["description"],
            int(values["duration_weeks"]),
            tuple(map(_exercise, values["exercises"])),
            Deload(tuple(map(int, weeks)), int(sets_percent), int(weight_percent)),
        )
        return PlanDraftState(
            content,
            UUID(values["plan_id"]),
            None if values["version"] is None else int(values["version"]),
            frozenset(map(UUID, values["known"])),
            values["line"],
            Weekday(values["line_day"]),
        )
    except (KeyError, TypeError, ValueError):
        return None


def _exercise_values(one: DraftExercise) -> dict[str, Any]:
    return {
        "id": str(one.id),
        "day": one.day.value,
        "name": one.name,
        "sets": one.sets,
        "reps": one.reps,
        "weight": one.weight,
        "rest_seconds": one.rest_seconds,
        "notes": one.notes,
        "type": None if one.type is None else one.type.value,
        "superset": one.superset,
        "progression": one.progression,
        "from_week": one.from_week,
    }


def _exercise(values: dict[str, Any]) -> DraftExercise:
    return DraftExercise(
        UUID(values["id"]),
        Weekday(values["day"]),
        values["name"],
        values["sets"],
        values["reps"],
        values["weight"],
        values["rest_seconds"],
        values["notes"],
        None if values["type"] is None else ExerciseType(values["type"]),
        values["superset"],
        values["progression"],
        max(int(values.get("from_week", 1)), 1),
    )
