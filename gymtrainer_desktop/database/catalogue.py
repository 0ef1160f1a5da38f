"""The exercises that come with the program, put into the library of a database."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from gymtrainer_desktop.domain.exercises import Equipment, Muscle, NewLibraryExercise, built_in_id
from gymtrainer_desktop.domain.plans import ExerciseType

_PACKAGE = Path(__file__).resolve().parent.parent

_LOCK = 4207010

_CONTENT = (
    "name, category, equipment, primary_muscles, secondary_muscles, aliases, substitution_group, instructions"
)
# Without a difference no row is touched and no version moves. A gym's own exercise of the same name keeps it:
# ours stays away then.
_INSTALL = f"""
    WITH given AS (
        SELECT * FROM jsonb_to_recordset(CAST(:catalogue AS jsonb)) AS entry (id uuid, name text,
            category text, equipment text, primary_muscles text[], secondary_muscles text[], aliases text[],
            substitution_group text, instructions text)),
    news AS MATERIALIZED (
        SELECT id, {_CONTENT} FROM given
        EXCEPT SELECT id, {_CONTENT} FROM public.exercises WHERE is_builtin)
    INSERT INTO public.exercises AS e (id, {_CONTENT}, is_builtin)
    SELECT news.*, true FROM news
    WHERE NOT EXISTS (
        SELECT 1 FROM public.exercises other
        WHERE other.id <> news.id
          AND public.search_key(btrim(other.name)) = public.search_key(btrim(news.name)))
    ON CONFLICT (id) DO UPDATE SET ({_CONTENT}) = ROW (
        excluded.name, excluded.category, excluded.equipment, excluded.primary_muscles,
        excluded.secondary_muscles, excluded.aliases, excluded.substitution_group, excluded.instructions)
"""  # noqa: S608 - put together from constants of this module


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What the resource holds.

    Attributes:
        exercises: Checked, with the ids they have in every gym.
        slugs: Their stable keys, in the same order.
    """

    exercises: tuple[NewLibraryExercise, ...]
    slugs: tuple[str, ...]


def catalogue_file() -> Path:
    """Return the catalogue: of the checkout, or inside the installed package."""
    inside = _PACKAGE / "_data" / "resources"
    folder = inside if inside.is_dir() else _PACKAGE.parent / "resources"
    return folder / "exercises" / "catalogue.json"


def read_catalogue(file: Path | None = None) -> Catalogue:
    """Read the exercises that come with the program.

    Raises:
        FileNotFoundError: The installation is incomplete.
    """
    entries = json.loads((file or catalogue_file()).read_text(encoding="utf-8"))
    return Catalogue(tuple(_exercise(one) for one in entries), tuple(one["slug"] for one in entries))


def install_built_in(connection: Connection, catalogue: Catalogue | None = None) -> int:
    """Bring the built-in exercises of a migrated database to this program's catalogue.

    What a gym added stays as it is, what it archived stays archived, and what an earlier version of the
    program brought and this one does not is left alone: plans may name it.

    Args:
        connection: A transaction as the owner of the database, such as `LocalGym.maintenance`.
        catalogue: The program's own unless given.

    Returns:
        How many exercises were added or brought up to date; 0 when nothing was to be done.
    """
    wanted = catalogue or read_catalogue()
    rows = [
        {
            "id": str(one.id),
            "name": one.name,
            "category": one.category,
            "equipment": one.equipment,
            "primary_muscles": one.primary_muscles,
            "secondary_muscles": one.secondary_muscles,
            "aliases": one.aliases,
            "substitution_group": one.substitution_group or None,
            "instructions": one.instructions or None,
        }
        for one in wanted.exercises
    ]
    # Two windows that open a new gym at once would otherwise meet at the unique name.
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    return connection.execute(text(_INSTALL), {"catalogue": json.dumps(rows)}).rowcount


def _exercise(entry: dict[str, Any]) -> NewLibraryExercise:
    return NewLibraryExercise(
        built_in_id(entry["slug"]),
        entry["name"],
        ExerciseType(entry["category"]),
        Equipment(entry["equipment"]),
        tuple(map(Muscle, entry["primary_muscles"])),
        tuple(map(Muscle, entry["secondary_muscles"])),
        tuple(entry["aliases"]),
        entry["substitution_group"],
        entry["instructions"],
    )
