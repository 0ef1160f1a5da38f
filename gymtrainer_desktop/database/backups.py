"""Back-ups of the gym on this computer: one file that holds all of it, and the way back from such a file.

A back-up is an archive of `pg_dump` in its custom format. Only the owner of the database works on one: a
file that somebody sends could make the superuser of a server run anything, but not the owner.
"""

from __future__ import annotations

import contextlib
import logging
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql
from sqlalchemy import URL

from gymtrainer_desktop.database import cluster_programs, migrate
from gymtrainer_desktop.database.errors import translate
from gymtrainer_desktop.database.provision import DATABASE
from gymtrainer_desktop.domain.errors import GymError, Unavailable, UserError
from gymtrainer_desktop.settings import is_root, storage_error, sync_folder

if TYPE_CHECKING:
    from gymtrainer_desktop.database.local import LocalGym

RESTORING = "gym_restoring"
"""The database that a restore fills; half-filled it is worth nothing, and it becomes the gym in one step."""

BEFORE = "gym_before_"
"""How the name of the database begins that the last restore replaced; the time of the restore follows."""

UPGRADES_KEPT = 5
"""How many back-ups taken before upgrades stay in the folder of back-ups."""

_MAGIC = b"PGDMP"
_TABLES = {"alembic_version", "gym_settings"}
"""What makes an archive one of ours."""

_RESTORE_LOCK = 4_207_003
_SWAP_TRIES = 5

_log = logging.getLogger(__name__)

Progress = Callable[[str], None]


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
    local: LocalGym, file: Path, progress: Progress | None = None, *, replace: bool = True
) -> BackUpFacts:
    """Write all of the gym, as it is at this moment, into one file; people go on working meanwhile.

    The server is started when it does not run; letting go of it is left to the caller. The file is readable
    by its owner only and appears whole or not at all.

    Args:
        local: The gym.
        file: Where to.
        progress: Told in a few words what is being done.
        replace: Whether a file of that name may be replaced.

    Raises:
        UserError: There is no gym, or the file cannot be written, or it exists and may not be replaced.
        Unavailable: The server is away.
    """
    say = progress or _say_nothing
    file = file.expanduser().absolute()
    if file.is_dir():
        raise UserError(f"{file} is a folder: name a file.", code="backup_folder")
    if file.exists() and not replace:
        raise UserError(f"{file} exists already.", code="backup_exists")
    if not local.exists:
        raise UserError(f"There is no gym in {local.paths.data_dir} yet.", code="no_gym")
    local.cluster.start(progress)
    say("Writing the back-up")
    taken_at = datetime.now(UTC)
    with _appearing_whole(file) as fragment:
        done = _program(
            "pg_dump",
            "--format=custom",
            "--role=gym_owner",
            "--lock-wait-timeout=60s",
            f"--file={fragment}",
            login=local.migrator_url(),
        )
        if done.code != 0:
            raise _refusal(done.text, "The back-up could not be written", file.parent)
        schema = _schema_of(fragment, file.name)
        size = fragment.stat().st_size
    return BackUpFacts(file, size, schema, taken_at)


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
    name = f"before-upgrade-{datetime.now(UTC):%Y%m%dT%H%M%SZ}-schema-{revision}.dump"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise storage_error(error, folder) from error
    facts = back_up(local, folder / name)
    # The names begin with the time, so they sort by age.
    for old in sorted(folder.glob("before-upgrade-*.dump"))[:-UPGRADES_KEPT]:
        old.unlink(missing_ok=True)  # another window may be tidying up as well
    return facts


def check(file: Path) -> str:
    """Read a back-up to its last byte, without touching any database.

    Returns:
        The revision of its schema.

    Raises:
        UserError: The file is missing, no back-up of a gym, damaged, or of a newer version of the program.
    """
    file = file.expanduser().absolute()
    try:
        with file.open("rb") as stream:
            beginning = stream.read(len(_MAGIC))
    except FileNotFoundError:
        raise UserError(f"There is no file {file}.", code="backup_missing") from None
    except IsADirectoryError:
        raise UserError(f"{file} is a folder: name a file.", code="backup_folder") from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UserError(f"{file} cannot be read ({reason}).", code="backup_unreadable") from error
    foreign = UserError(f"{file.name} is no back-up of a gym.", code="backup_foreign")
    if not beginning:
        raise UserError(f"{file.name} is empty.", code="backup_empty")
    if beginning != _MAGIC:
        raise foreign
    listed = _program("pg_restore", "--list", str(file))
    if listed.code != 0:
        raise _damaged(file.name, listed.text)
    if not set(re.findall(r"^\d+; .* TABLE DATA public (\w+) ", listed.text, re.MULTILINE)) >= _TABLES:
        raise foreign
    read = _program("pg_restore", f"--file={os.devnull}", str(file))
    if read.code != 0:
        raise _damaged(file.name, read.text)
    revision = _schema_of(file, file.name)
    if not migrate.knows(revision):
        raise UserError(
            f"{file.name} was made by a newer version of Gym Trainer (schema {revision}): "
            "update the program first.",
            code="backup_too_new",
        )
    return revision


def restore(local: LocalGym, file: Path, progress: Progress | None = None) -> None:
    """Put a back-up in the place of the gym; a folder without a gym gets one.

    The back-up fills a database of its own, which takes the gym's place only when it is complete and of this
    program's schema, so whatever goes wrong before leaves the gym as it was. The replaced one stays on the
    server, as `gym_before_` and the time, until the next restore. Everybody is signed out.

    The server is started when it does not run; letting go of it is left to the caller.

    Args:
        local: The gym.
        file: What `back_up` wrote.
        progress: Told in a few words what is being done.

    Raises:
        UserError: The file is refused (see `check`), or the disk is full.
        Unavailable: The server is away, or another restore is under way.
    """
    say = progress or _say_nothing
    file = file.expanduser().absolute()
    say("Checking the back-up")
    check(file)
    local.prepare(progress)
    try:
        with psycopg.connect(_conninfo(local.superuser_url("postgres")), autocommit=True) as superuser:
            alone = superuser.execute("SELECT pg_try_advisory_lock(%s)", [_RESTORE_LOCK]).fetchone()
            if alone != (True,):
                raise Unavailable("Another back-up is being restored: wait until it is done.")
            try:
                _drop(superuser, RESTORING)  # of a restore that was cut off
                _fill(local, file, say)
                say("Taking the gym's place")
                _swap(local, superuser)
            finally:
                _clear_up(superuser)
    except Exception as error:
        meant = translate(error)
        if meant is None or meant is error:
            raise
        raise meant from error


def _fill(local: LocalGym, file: Path, say: Progress) -> None:
    """Make the new database: restored, with nobody signed in, of the newest schema, open to this station."""
    say("Restoring the back-up")
    local.provision(RESTORING)
    login = local.migrator_url(RESTORING)
    done = _program(
        "pg_restore",
        "--role=gym_owner",
        "--exit-on-error",
        "--single-transaction",
        f"--dbname={RESTORING}",
        str(file),
        login=login,
    )
    if done.code != 0:
        raise _refusal(done.text, f"{file.name} could not be restored", local.paths.cluster)
    with psycopg.connect(_conninfo(login)) as owner:
        owner.execute("SET ROLE gym_owner")
        owner.execute("UPDATE auth.sessions SET revoked_at = now() WHERE revoked_at IS NULL")
    migrate.upgrade(login)
    local.enroll_station(RESTORING)


def _swap(local: LocalGym, superuser: psycopg.Connection[tuple[object, ...]]) -> None:
    """Let the filled database take the gym's place, in one transaction."""
    worth_keeping = local.schema_status().current is not None
    before = f"{BEFORE}{datetime.now(UTC):%Y%m%dt%H%M%S%fz}"
    # Stations would come back faster than they can be disconnected, and have no business in what is replaced.
    # Should this process die here, the next start lets them in again.
    superuser.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM gym_client").format(sql.Identifier(DATABASE)))
    try:
        _exchange(superuser, before)
    except Exception:
        _let_in_again(local)
        raise
    kept = before if worth_keeping else ""
    for (name,) in superuser.execute(
        "SELECT datname FROM pg_database WHERE starts_with(datname, %s) AND datname <> %s", [BEFORE, kept]
    ).fetchall():
        _drop(superuser, str(name))


def _exchange(superuser: psycopg.Connection[tuple[object, ...]], before: str) -> None:
    for left in range(_SWAP_TRIES, -1, -1):
        superuser.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ANY (%s)",
            [[DATABASE, RESTORING]],
        )
        try:
            with superuser.transaction():
                superuser.execute(_rename(DATABASE, before))
                superuser.execute(_rename(RESTORING, DATABASE))
            return
        except psycopg.errors.ObjectInUse:
            # A command line came in between the two statements; the server waits 5 s before it says so.
            if not left:
                raise Unavailable(
                    "The gym is in use by another program and could not be replaced: close it and try again."
                ) from None


def _let_in_again(local: LocalGym) -> None:
    try:
        local.provision()
    except psycopg.OperationalError as error:
        # The server is gone and what went wrong is already being told; the next start makes up for it.
        _log.info("stations are let in at the next start only: %s", error)


def _clear_up(superuser: psycopg.Connection[tuple[object, ...]]) -> None:
    try:
        _drop(superuser, RESTORING)
    except psycopg.OperationalError as error:
        # The server is gone and what went wrong is already being told; the next restore clears up.
        _log.info("an unfinished restore stays behind: %s", error)


def _drop(superuser: psycopg.Connection[tuple[object, ...]], name: str) -> None:
    superuser.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _rename(old: str, new: str) -> sql.Composed:
    return sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(old), sql.Identifier(new))


def _schema_of(archive: Path, name: str) -> str:
    """The revision that an archive's `alembic_version` holds."""
    done = _program(
        "pg_restore", "--data-only", "--schema=public", "--table=alembic_version", "--file=-", str(archive)
    )
    if done.code != 0:
        raise _damaged(name, done.text)
    found = re.search(r"^COPY public\.alembic_version .*;\n(\w+)\n", done.text, re.MULTILINE)
    if found is None:
        raise UserError(f"{name} holds no gym.", code="backup_foreign")
    return found[1]


def _damaged(name: str, text: str) -> UserError:
    _log.info("%s is refused: %s", name, text.strip())
    return UserError(
        f"{name} is damaged or incomplete, or was written by a newer PostgreSQL; nothing was changed.",
        code="backup_damaged",
    )


def _refusal(text: str, what: str, folder: Path) -> GymError:
    """One sentence about a program that failed; its own words go into the log, without quoted rows."""
    if "No space left on device" in text or "Disk quota exceeded" in text:
        return UserError(
            f"The disk that holds {folder} is full: free some space and try again.", code="disk_full"
        )
    complaints = re.findall(r"^pg_\w+: (?:error|fatal): (.+)$", text, re.MULTILINE)
    reason = complaints[0].strip().rstrip(".") if complaints else "it gave no reason"
    _log.info("%s: %s", what, reason)
    return Unavailable(f"{what} ({reason}).")


def _program(program: str, *arguments: str, login: URL | None = None) -> cluster_programs.Outcome:
    environment = {}
    if login is not None:
        # Arguments can be read by every process of the machine, another person's environment cannot.
        environment = {
            "PGUSER": str(login.username),
            "PGPASSWORD": str(login.password),
            "PGDATABASE": str(login.database),
            "PGHOST": str(login.query.get("host", login.host)),
            "PGPORT": str(login.query.get("port", login.port)),
            "PGREQUIREAUTH": "scram-sha-256",
            "PGSSLMODE": "disable",
            "PGGSSENCMODE": "disable",
            "PGPASSFILE": os.devnull,
        }
    return cluster_programs.run(
        program, [*arguments], folder=Path(tempfile.gettempdir()), user=None, environment=environment
    )


@contextlib.contextmanager
def _appearing_whole(file: Path) -> Iterator[Path]:
    """Give a name beside `file` to write to; it becomes `file`, on the disk for good, when all went well."""
    try:
        # mkstemp creates with mode 0600, so at no moment can others read a byte of it.
        handle, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    except FileNotFoundError:
        raise UserError(f"There is no folder {file.parent}.", code="backup_no_folder") from None
    except OSError as error:
        raise storage_error(error, file.parent) from error
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
            raise storage_error(error, file) from error
    finally:
        if handle >= 0:
            os.close(handle)
        fragment.unlink(missing_ok=True)


def _conninfo(url: URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def _say_nothing(_: str) -> None:
    """For callers that show no progress."""
