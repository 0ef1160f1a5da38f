"""The way back from a back-up: the gym is replaced in one step, or stays as it was."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql
from sqlalchemy import URL

from gymtrainer_desktop.database import archives, migrate
from gymtrainer_desktop.database.backups import clear_fragments, one_at_a_time
from gymtrainer_desktop.database.errors import translate
from gymtrainer_desktop.database.provision import DATABASE
from gymtrainer_desktop.domain.errors import Unavailable, UserError

if TYPE_CHECKING:
    from gymtrainer_desktop.database.local import LocalGym

RESTORING = "gym_restoring"
"""The database that a restore fills; half-filled it is worth nothing, and it becomes the gym in one step."""

BEFORE = "gym_before_"
"""How the name of the database begins that the last restore replaced; the time of the restore follows."""

_SWAP_TRIES = 5
_PATIENCE = 5
"""Seconds to wait for somebody who is only tidying up."""

_log = logging.getLogger(__name__)

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Restored:
    """How a restore ended.

    Attributes:
        schema: Revision of the schema that the file held.
        former: Name of the database that holds the gym as it was before; empty when there was none.
    """

    schema: str
    former: str


def restore(
    local: LocalGym, file: Path, progress: Progress | None = None, watch: archives.Watch | None = None
) -> Restored:
    """Put a back-up in the place of the gym; a folder without a gym gets one.

    The back-up fills a database of its own, which takes the gym's place only when it is complete and of this
    program's schema, so whatever goes wrong before leaves the gym as it was. The replaced one stays on the
    server, as `gym_before_` and the time, until the next restore. Everybody is signed out.

    The server is started when it does not run; letting go of it is left to the caller.

    Args:
        local: The gym.
        file: What `back_up` wrote.
        progress: Told in a few words what is being done.
        watch: Called a few times a second until the swap; what it raises cancels.

    Raises:
        UserError: The file is refused (see `archives.check`), or the disk is full, or another back-up or
            restore is under way.
        Unavailable: The server is away.
    """
    say = progress or _say_nothing
    file = file.expanduser().absolute()
    say("Checking the back-up")
    schema = archives.check(file, watch)
    local.prepare(progress)
    try:
        with (
            one_at_a_time(local, _PATIENCE),
            psycopg.connect(_conninfo(local.superuser_url("postgres")), autocommit=True) as superuser,
        ):
            try:
                _drop(superuser, RESTORING)  # of a restore that was cut off
                _fill(local, file, say, watch)
                say("Taking the gym's place")
                former = _swap(local, superuser)
            finally:
                _clear_up(superuser)
    except Exception as error:
        meant = translate(error)
        if meant is None or meant is error:
            raise
        raise meant from error
    return Restored(schema, former)


def clear_left_overs(local: LocalGym, *folders: Path) -> None:
    """Remove what back-ups and restores that were cut off left behind, on the server and in these folders.

    Nothing is done while somebody is at it.

    Raises:
        Unavailable: The server is away.
    """
    try:
        with one_at_a_time(local):
            for folder in folders:
                clear_fragments(folder)
            with psycopg.connect(_conninfo(local.superuser_url("postgres")), autocommit=True) as superuser:
                there = superuser.execute("SELECT 1 FROM pg_database WHERE datname = %s", [RESTORING])
                if there.fetchone() is not None:
                    _log.info("removing a restore that was never finished")
                    _drop(superuser, RESTORING)
    except UserError as error:
        if error.code != "backup_busy":
            raise
        _log.info("left-overs stay for now: %s", error.message)
    except psycopg.OperationalError as error:
        raise translate(error) or error from error


def _fill(local: LocalGym, file: Path, say: Progress, watch: archives.Watch | None) -> None:
    """Make the new database: restored, with nobody signed in, of the newest schema, open to this station."""
    say("Restoring the back-up")
    local.provision(RESTORING)
    login = local.migrator_url(RESTORING)
    done = archives.run(
        "pg_restore",
        "--role=gym_owner",
        "--exit-on-error",
        "--single-transaction",
        f"--dbname={RESTORING}",
        str(file),
        login=login,
        watch=watch,
    )
    if done.code != 0:
        raise archives.not_restored(file, done.text, local.paths.cluster)
    with psycopg.connect(_conninfo(login)) as owner:
        owner.execute("SET ROLE gym_owner")
        owner.execute("UPDATE auth.sessions SET revoked_at = now() WHERE revoked_at IS NULL")
    migrate.upgrade(login)
    local.enroll_station(RESTORING)


def _swap(local: LocalGym, superuser: psycopg.Connection[tuple[object, ...]]) -> str:
    """Let the filled database take the gym's place, in one transaction; returns the former one's name."""
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
    try:
        for (name,) in superuser.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s) AND datname <> %s", [BEFORE, kept]
        ).fetchall():
            _drop(superuser, str(name))
    except psycopg.Error as error:
        # The gym is the restored one already, and nobody is to hear anything else.
        _log.info("an older gym stays on the server until the next restore: %s", error)
    return kept


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
        # The server is gone and what went wrong is already being told; the next start clears up.
        _log.info("an unfinished restore stays behind: %s", error)


def _drop(superuser: psycopg.Connection[tuple[object, ...]], name: str) -> None:
    superuser.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _rename(old: str, new: str) -> sql.Composed:
    return sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(old), sql.Identifier(new))


def _conninfo(url: URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def _say_nothing(_: str) -> None:
    """For callers that show no progress."""
