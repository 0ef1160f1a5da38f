"""The gym-wide templates that a new gym begins with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Connection
from sqlalchemy.dialects.postgresql import insert

from gymtrainer_desktop.database.catalogue import catalogue_file, read_catalogue
from gymtrainer_desktop.database.tables.templates import PlanTemplate
from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.exercises import library_key
from gymtrainer_desktop.domain.plans import DraftExercise, ExerciseType
from gymtrainer_desktop.domain.progression import Deload
from gymtrainer_desktop.domain.templates import TemplateDraft
from gymtrainer_desktop.services.templates import insert_exercises, template_values

_NAMESPACE = UUID("0b6c7a52-3f0d-4b0e-8f6f-5a1d5f1a9c27")


def read_starter_templates(folder: Path | None = None) -> tuple[TemplateDraft, ...]:
    """Read the programmes that come with the program, each with the key it has in every gym.

    Args:
        folder: Of JSON files, one a template; the program's own unless given.
    """
    kinds = {library_key(e.name): e.category for e in read_catalogue().exercises}
    files = sorted((folder or catalogue_file().parents[1] / "templates").glob("*.json"))
    return tuple(_template(json.loads(file.read_text(encoding="utf-8")), kinds) for file in files)


def install_starter_templates(connection: Connection) -> int:
    """Add the templates that are not there yet, and return how many were; what a gym made of one stays.

    Args:
        connection: A transaction as the owner of the database, such as `LocalGym.maintenance`.
    """
    added = 0
    for draft in read_starter_templates():
        statement = insert(PlanTemplate).values(id=draft.id, owner_id=None, **template_values(draft))
        statement = statement.on_conflict_do_nothing()
        if connection.execute(statement.returning(PlanTemplate.id)).scalar() is not None:
            insert_exercises(connection, draft.id, draft.exercises)
            added += 1
    return added


def _template(entry: dict[str, Any], kinds: dict[str, ExerciseType]) -> TemplateDraft:
    id = uuid5(_NAMESPACE, entry["slug"])
    exercises = [
        _exercise(uuid5(id, f"{day}/{n}"), Weekday(day), one, kinds.get(library_key(one["name"])))
        for day, of_day in entry["days"].items()
        for n, one in enumerate(of_day)
    ]
    deload = entry["deload"]
    return TemplateDraft(
        id,
        entry["title"],
        entry["goals"],
        entry["description"],
        entry["duration_weeks"],
        tuple(exercises),
        Deload(tuple(deload["weeks"]), deload["sets_percent"], deload["weight_percent"]),
        for_gym=True,
    ).checked()


def _exercise(id: UUID, day: Weekday, one: dict[str, Any], kind: ExerciseType | None) -> DraftExercise:
    return DraftExercise(
        id,
        day,
        one["name"],
        one["sets"],
        one["reps"],
        one.get("weight", ""),
        one.get("rest_seconds"),
        one.get("notes", ""),
        kind,
        one.get("superset", ""),
        one.get("progression", ""),
    )
