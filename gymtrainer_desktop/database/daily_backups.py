"""The back-ups that a program takes by itself or at somebody's wish, into the folder of back-ups."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from gymtrainer_desktop.database.backups import (
    BackUpFacts,
    Progress,
    Written,
    clear_fragments,
    keep_newest,
    make_folder,
    named,
    one_at_a_time,
    write,
)
from gymtrainer_desktop.domain.backups import BackUpKind, BackUpName, BackUpPlan, is_due
from gymtrainer_desktop.domain.errors import UserError

if TYPE_CHECKING:
    from gymtrainer_desktop.database.local import LocalGym


def due(plan: BackUpPlan, now: datetime) -> bool:
    """Whether a daily back-up is to be taken now. The files themselves say when the latest was taken.

    Raises:
        UserError: The folder cannot be looked into.
    """
    return is_due(latest(plan.folder), now, plan.at)


def latest(folder: Path) -> datetime | None:
    """Return when the latest daily back-up in a folder was begun, None when there is none.

    Raises:
        UserError: The folder cannot be looked into.
    """
    taken = (name.taken_at for _, name in named(folder) if name.kind is BackUpKind.DAILY)
    return next(taken, None)


def take(
    local: LocalGym,
    plan: BackUpPlan,
    kind: BackUpKind,
    now: datetime,
    progress: Progress | None = None,
    written: Written | None = None,
) -> BackUpFacts | None:
    """Back the gym up into the folder of back-ups; of daily ones, keep as many as planned.

    Old ones go only when the new one is complete and checked. The program's own folder is made when it is
    missing; one that somebody chose is not, since it may be the place of a disk that is not plugged in.

    Args:
        local: The gym.
        plan: Where to and how many.
        kind: Which kind.
        now: The time in the file's name.
        progress: Told in a few words what is being done.
        written: Told how far it is; may cancel.

    Returns:
        What was written; None for a daily one that another window has taken meanwhile.

    Raises:
        UserError: The folder cannot be used, or somebody else is at it (code "backup_busy").
        Unavailable: The server is away.
    """
    with one_at_a_time(local):
        if kind is BackUpKind.DAILY and not due(plan, now):
            return None
        if plan.folder == local.paths.backups:
            make_folder(plan.folder)
        clear_fragments(plan.folder)
        local.cluster.start(progress)
        schema = local.schema_status().current
        if schema is None:
            raise UserError(f"There is no gym in {local.paths.data_dir} yet.", code="no_gym")
        file = plan.folder / str(BackUpName(kind, now.astimezone(UTC), schema))
        if file.exists():
            raise UserError(f"{file} exists already.", code="backup_exists")
        facts = write(local, file, progress, written)
        if kind is BackUpKind.DAILY:
            keep_newest(plan.folder, kind, plan.keep, facts.file)
        return facts
