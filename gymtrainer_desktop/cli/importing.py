"""The work of `gymtrainer import`: a file's content into the gym of a data folder."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gymtrainer_desktop.database.engine import Database
from gymtrainer_desktop.database.local import STATION, LocalGym
from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.importers.exercise_library import read_library
from gymtrainer_desktop.importers.workouts import read_workouts
from gymtrainer_desktop.services.set_up import session_for_admin, session_for_member
from gymtrainer_desktop.services.sign_in import SignInService
from gymtrainer_desktop.settings import Paths

if TYPE_CHECKING:
    from gymtrainer_desktop.services.gym_services import GymServices


def gym_in(paths: Paths) -> LocalGym:
    """Return the gym of a folder.

    Raises:
        UserError: There is none.
    """
    local = LocalGym.of(paths)
    if not local.exists:
        raise UserError(f"There is no gym in {paths.data_dir} yet.")
    return local


@contextmanager
def signed_in(local: LocalGym, member_number: str | None = None) -> Iterator[GymServices]:
    """Open a gym for a member, or for its admin, as the owner of the data folder; it is closed again."""
    database = Database(local.open())
    door = SignInService(database)
    try:
        with local.maintenance() as connection:
            if member_number is None:
                identity = session_for_admin(connection, STATION)
            else:
                _, identity = session_for_member(connection, member_number, STATION)
        services = door.with_identity(identity)
        yield services
        door.sign_out(services)
    finally:
        database.dispose()
        local.close()


def import_workouts(paths: Paths, file: Path, member: str, unit: str | None, dry_run: bool) -> dict[str, Any]:
    """Import a member's workouts.

    Returns:
        What was done, as the command prints it as JSON.

    Raises:
        UserError: There is no gym or no such member, or the file is refused.
    """
    with signed_in(gym_in(paths), member) as services:
        member_id = services.person.person_id
        history = read_workouts(
            file, unit=Unit(unit) if unit else None, time_zone=services.gym.settings().time_zone
        )
        # Exercises keep the names of the file, except those for which the member chose one once.
        history = history.named(services.import_names.names(member_id))
        act = services.workouts.preview_import if dry_run else services.workouts.import_history
        outcome = act(member_id, history)
    return {
        "format": outcome.format,
        "workouts": outcome.workouts,
        "sets": outcome.sets,
        "added": outcome.added_sets,
        "added_workouts": outcome.added_workouts,
        "skipped": outcome.skipped_sets,
        "differing": outcome.differing,
        "dry_run": dry_run,
        "warnings": list(history.warnings),
        "errors": [],
    }


def import_exercises(paths: Paths, file: Path, dry_run: bool) -> dict[str, Any]:
    """Import a library of exercises.

    Returns:
        What was done, as the command prints it as JSON.

    Raises:
        UserError: There is no gym, or the file is refused.
    """
    local = gym_in(paths)
    library = read_library(file)
    with signed_in(local) as services:
        outcome = services.exercises.import_library(library, dry_run=dry_run)
    return {
        "exercises": outcome.read,
        "added": len(outcome.added),
        "skipped": outcome.skipped,
        "dry_run": dry_run,
        "errors": [dataclasses.asdict(problem) for problem in outcome.problems],
    }
