"""Back-ups of the gym on this computer: one file that holds all of it. The way back is in `restoring`.

A back-up is an archive of `pg_dump` in its custom format. Only the owner of the database works on one: a
file that somebody sends could make the superuser of a server run anything, but not the owner.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from gymtrainer_desktop.database import archives
from gymtrainer_desktop.database.cluster_locks import FileLock
from gymtrainer_desktop.domain.backups import BackUpKind, BackUpName
from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.settings import is_root, storage_error, sync_folder

if TYPE_CHECKING:
    from gymtrainer_desktop.database.local import LocalGym

UPGRADES_KEPT = 5
"""How many back-ups taken before upgrades stay in the folder of back-ups."""

_UPGRADE_PATIENCE = 300
"""Seconds an upgrade waits for a back-up that another window is taking."""

_COPIED_AT_ONCE = 1 << 20

_log = logging.getLogger(__name__)

Progress = Callable[[str], None]
Written = Callable[[int], None]
"""Told a few times a second how many bytes are written; what it raises cancels and leaves nothing behind."""


@dataclass(frozen=True, slots=True)
class BackUpFacts:
    """What a back-up holds.

    Attributes:
        file: Where it lies.
        size: Its size in bytes.
        schema: Revision of the schema inside.
        taken_at: When it was begun, UTC: later work is not in it.
    """

    file: Path
    size: int
    schema: str
    taken_at: datetime


def back_up(
    local: LocalGym,
    file: Path,
    progress: Progress | None = None,
    written: Written | None = None,
    *,
    replace: bool = True,
) -> BackUpFacts:
    """Write all of the gym, as it is at this moment, into one file; people go on working meanwhile.

    The server is started when it does not run; letting go of it is left to the caller. The file is readable
    by its owner only, and appears whole and read back to its last byte, or not at all.

    Args:
        local: The gym.
        file: Where to.
        progress: Told in a few words what is being done.
        written: Told how far it is; may cancel.
        replace: Whether a file of that name may be replaced.

    Raises:
        UserError: There is no gym, or the file cannot be written, or it exists and may not be replaced, or
            another back-up is under way.
        Unavailable: The server is away.
    """
    file = file.expanduser().absolute()
    if file.is_dir():
        raise UserError(f"{file} is a folder: name a file.", code="backup_folder")
    if file.exists() and not replace:
        raise UserError(f"{file} exists already.", code="backup_exists")
    if not local.exists:
        raise UserError(f"There is no gym in {local.paths.data_dir} yet.", code="no_gym")
    with one_at_a_time(local):
        return write(local, file, progress, written)


def back_up_before_upgrade(local: LocalGym, revision: str) -> BackUpFacts:
    """Back the gym up into its own folder before its schema changes, and keep the newest few of these.

    Args:
        local: The gym.
        revision: Its present revision, for the file's name.

    Raises:
        UserError: The back-up cannot be written; the upgrade must not go ahead then.
        Unavailable: The server is away.
    """
    folder = local.paths.backups
    name = BackUpName(BackUpKind.BEFORE_UPGRADE, datetime.now(UTC), revision)
    make_folder(folder)
    with one_at_a_time(local, _UPGRADE_PATIENCE):
        facts = write(local, folder / str(name))
        keep_newest(folder, BackUpKind.BEFORE_UPGRADE, UPGRADES_KEPT, facts.file)
    return facts


def copy(file: Path, to: Path, written: Written | None = None) -> int:
    """Write another copy of a back-up, which appears whole and read back to its last byte, or not at all.

    Returns:
        Its size in bytes.

    Raises:
        UserError: The file is gone, is no whole back-up, or cannot be written there.
    """
    to = to.expanduser().absolute()
    if to.exists() and to.samefile(file):
        raise UserError("This is the back-up itself: choose another name or folder.", code="backup_itself")
    try:
        source = file.open("rb")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UserError(f"{file} cannot be read ({reason}).", code="backup_unreadable") from error
    with source, appearing_whole(to) as fragment:
        size = 0
        try:
            with fragment.open("wb") as target:
                while block := source.read(_COPIED_AT_ONCE):
                    size += target.write(block)
                    if written is not None:
                        written(size)
        except OSError as error:
            raise _folder_error(error, to.parent) from error
        archives.read_to_the_end(fragment, file.name, _watching(fragment, written))
    return size


@contextlib.contextmanager
def one_at_a_time(local: LocalGym, patience: float = 0.0) -> Iterator[None]:
    """Nobody else backs this gym up or restores it meanwhile; a program that crashes lets go.

    Raises:
        UserError: Somebody does; its code is "backup_busy".
    """
    lock = FileLock(local.cluster.directory / "back-up")
    try:
        is_ours = lock.acquire(patience=patience)
    except OSError as error:
        raise storage_error(error, local.cluster.directory) from error
    if not is_ours:
        raise UserError(
            "Another back-up or restore of this gym is under way: wait until it is done.", code="backup_busy"
        )
    try:
        yield
    finally:
        lock.release()


def write(
    local: LocalGym, file: Path, progress: Progress | None = None, written: Written | None = None
) -> BackUpFacts:
    """Do what `back_up` promises; for those who hold `one_at_a_time` already."""
    say = progress or _say_nothing
    local.cluster.start(progress)
    say("Writing the back-up")
    taken_at = datetime.now(UTC)
    with appearing_whole(file) as fragment:
        watch = _watching(fragment, written)
        done = archives.run(
            "pg_dump",
            "--format=custom",
            "--role=gym_owner",
            "--lock-wait-timeout=60s",
            f"--file={fragment}",
            login=local.migrator_url(),
            watch=watch,
        )
        if done.code != 0:
            raise archives.refusal(done.text, "The back-up could not be written", file.parent)
        say("Checking the back-up")
        archives.read_to_the_end(fragment, file.name, watch)
        schema = archives.schema_of(fragment, file.name)
        size = fragment.stat().st_size
    return BackUpFacts(file, size, schema, taken_at)


def keep_newest(folder: Path, kind: BackUpKind, keep: int, made: Path) -> None:
    """Remove all but the newest back-ups of a kind; the one just made stays whatever the clock said.

    Raises:
        UserError: An old one cannot be removed.
    """
    others = [file for file, name in named(folder) if name.kind is kind and file != made]
    try:
        for old in others[max(keep - 1, 0) :]:
            old.unlink(missing_ok=True)  # somebody may be tidying up as well
    except OSError as error:
        raise _folder_error(error, folder) from error


def named(folder: Path) -> list[tuple[Path, BackUpName]]:
    """Return the back-ups in a folder that bear the program's own names, newest first; none if it is gone.

    Raises:
        UserError: The folder cannot be looked into.
    """
    try:
        read = [(file, BackUpName.read(file.name)) for file in folder.iterdir()]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise _folder_error(error, folder) from error
    found = [(file, name) for file, name in read if name is not None]
    return sorted(found, key=lambda each: (each[1].taken_at, each[0].name), reverse=True)


def clear_fragments(folder: Path) -> None:
    """Remove what back-ups that were cut off left in a folder; only while holding `one_at_a_time`."""
    try:
        for file in folder.glob(".*.dump.*"):
            found = re.fullmatch(r"\.(.+\.dump)\.\w+", file.name)
            if found and BackUpName.read(found[1]) is not None:
                _log.info("removing %s, which was never finished", file)
                file.unlink(missing_ok=True)
    except OSError as error:
        # It does no harm, and the next back-up will say what is wrong with the folder.
        _log.info("unfinished back-ups stay in %s: %s", folder, error)


def make_folder(folder: Path) -> None:
    """Make a folder for back-ups, for this person only; harmless when it is there.

    Raises:
        UserError: It cannot be made.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise storage_error(error, folder) from error


@contextlib.contextmanager
def appearing_whole(file: Path) -> Iterator[Path]:
    """Give a name beside `file` to write to; it becomes `file`, on the disk for good, when all went well.

    Raises:
        UserError: The folder is missing, or cannot be written to, or its disk is full.
    """
    try:
        # mkstemp creates with mode 0600, so at no moment can others read a byte of it.
        handle, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    except FileNotFoundError:
        raise UserError(f"There is no folder {file.parent}.", code="backup_no_folder") from None
    except OSError as error:
        raise _folder_error(error, file.parent) from error
    fragment = Path(name)
    try:
        yield fragment
        try:
            os.fsync(handle)
            if is_root():
                owner = file.parent.stat()
                os.chown(fragment, owner.st_uid, owner.st_gid, follow_symlinks=False)
            os.close(handle)
            handle = -1
            fragment.replace(file)
            sync_folder(file.parent)
        except OSError as error:
            raise _folder_error(error, file.parent) from error
    finally:
        if handle >= 0:
            os.close(handle)
        fragment.unlink(missing_ok=True)


def _folder_error(error: OSError, folder: Path) -> UserError:
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return UserError(
            f"{folder} cannot be written to: make it writable for you, or choose another folder.",
            code="read_only",
        )
    if error.errno in (errno.ENOTDIR, errno.EEXIST):
        return UserError(f"{folder} is no folder: choose another one.", code="not_a_folder")
    return storage_error(error, folder)


def _watching(fragment: Path, written: Written | None) -> archives.Watch | None:
    return None if written is None else lambda: written(fragment.stat().st_size)


def _say_nothing(_: str) -> None:
    """For callers that show no progress."""
