"""Archives of `pg_dump`: running the programs that write and read them, and looking into one."""

from __future__ import annotations

import logging
import os
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import URL

from gymtrainer_desktop.database import cluster_programs, migrate
from gymtrainer_desktop.domain.backups import GymFacts
from gymtrainer_desktop.domain.errors import GymError, Unavailable, UserError

_MAGIC = b"PGDMP"
_TABLES = {"alembic_version", "gym_settings"}
"""What makes an archive one of ours."""

_COUNTED = ("gym_settings", "profiles", "instructors", "workout_progress")
_LOOK_SECONDS = 0.1
_COPY = re.compile(rb"COPY public\.(\w+) \((.+)\) FROM stdin;\n")
_ESCAPES = {b"b": b"\b", b"f": b"\f", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"v": b"\v"}

_log = logging.getLogger(__name__)

Watch = Callable[[], None]
"""Called a few times a second while a program runs; what it raises ends it and goes on to the caller."""


def run(
    program: str, *arguments: str, login: URL | None = None, watch: Watch | None = None
) -> cluster_programs.Outcome:
    """Run `pg_dump` or `pg_restore` to its end, connected as `login` where one is given.

    Raises:
        Unavailable: The program is missing.
    """
    with tempfile.TemporaryFile() as output:
        process = cluster_programs.start(
            program, arguments, folder=Path(tempfile.gettempdir()), output=output, environment=_login(login)
        )
        try:
            while not _ended(process, watch):
                pass
        except BaseException:
            process.kill()
            process.wait()
            raise
        output.seek(0)
        return cluster_programs.Outcome(process.returncode, output.read().decode(errors="replace"))


def check(file: Path, watch: Watch | None = None) -> str:
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
    listed = run("pg_restore", "--list", str(file), watch=watch)
    if listed.code != 0:
        raise _damaged(file.name, listed.text)
    if not set(re.findall(r"^\d+; .* TABLE DATA public (\w+) ", listed.text, re.MULTILINE)) >= _TABLES:
        raise foreign
    read_to_the_end(file, file.name, watch)
    revision = schema_of(file, file.name)
    if not migrate.knows(revision):
        raise UserError(
            f"{file.name} was made by a newer version of Gym Trainer (schema {revision}): "
            "update the program first.",
            code="backup_too_new",
        )
    return revision


def read_to_the_end(archive: Path, name: str, watch: Watch | None = None) -> None:
    """Unpack every byte of an archive into nowhere.

    Raises:
        UserError: It is damaged; `name` stands for it in the sentence.
    """
    read = run("pg_restore", f"--file={os.devnull}", str(archive), watch=watch)
    if read.code != 0:
        raise _damaged(name, read.text)


def facts(file: Path) -> GymFacts:
    """Look what gym an archive holds; the rows stream by, whatever their number.

    Raises:
        UserError: It cannot be read.
    """
    file = file.expanduser().absolute()
    name, members, trainers, logs, last = "", 0, 0, 0, b""
    for table, row in _rows(file, _COUNTED):
        if table == "gym_settings":
            name = _unescaped(row[b"name"]).decode()
        elif table == "profiles":
            members += row[b"is_active"] == b"t" and row[b"member_number"] != b"\\N"
        elif table == "instructors":
            trainers += row[b"is_active"] == b"t" and row[b"is_personal_trainer"] == b"t"
        else:
            logs += 1
            last = max(last, row[b"completed_at"][:10])
    return GymFacts(
        name,
        schema_of(file, file.name),
        members,
        trainers,
        logs,
        date.fromisoformat(last.decode()) if last else None,
        _taken_at(file),
    )


def schema_of(archive: Path, name: str) -> str:
    """Return the revision that an archive's `alembic_version` holds.

    Raises:
        UserError: It is damaged or holds no gym; `name` stands for it in the sentence.
    """
    done = run(
        "pg_restore", "--data-only", "--schema=public", "--table=alembic_version", "--file=-", str(archive)
    )
    if done.code != 0:
        raise _damaged(name, done.text)
    found = re.search(r"^COPY public\.alembic_version .*;\n(\w+)\n", done.text, re.MULTILINE)
    if found is None:
        raise UserError(f"{name} holds no gym.", code="backup_foreign")
    return found[1]


def not_restored(file: Path, text: str, folder: Path) -> GymError:
    """One sentence about an archive that could not be restored; broken SQL in it is a broken file."""
    if _BROKEN_SQL.search(text):
        return _damaged(file.name, text)
    return refusal(text, f"{file.name} could not be restored", folder)


def refusal(text: str, what: str, folder: Path) -> GymError:
    """One sentence about a program that failed; its own words go into the log, without quoted rows."""
    if "No space left on device" in text or "Disk quota exceeded" in text:
        return UserError(
            f"The disk that holds {folder} is full: free some space and try again.", code="disk_full"
        )
    complaints = re.findall(r"^pg_\w+: (?:error|fatal): (.+)$", text, re.MULTILINE)
    reason = complaints[0].strip().rstrip(".") if complaints else "it gave no reason"
    _log.info("%s: %s", what, reason)
    return Unavailable(f"{what} ({reason}).")


# Into an empty database, only statements that are not as they were written fail like this.
_BROKEN_SQL = re.compile(
    r"could not execute query: ERROR:  (?:syntax error|unterminated|invalid|.* does not exist)"
)


def _ended(process: subprocess.Popen[bytes], watch: Watch | None) -> bool:
    if watch is None:
        process.wait()
        return True
    try:
        process.wait(_LOOK_SECONDS)
    except subprocess.TimeoutExpired:
        watch()
        return False
    return True


def _rows(file: Path, tables: tuple[str, ...]) -> Iterator[tuple[str, dict[bytes, bytes]]]:
    """The rows of some tables of an archive, as COPY writes their values."""
    wanted = [f"--table={table}" for table in tables]
    process = cluster_programs.start(
        "pg_restore",
        ["--data-only", "--schema=public", *wanted, "--file=-", str(file)],
        folder=Path(tempfile.gettempdir()),
        output=subprocess.PIPE,
    )
    assert process.stdout is not None
    table, columns, said = "", [b""], b""
    with process:
        try:
            for line in process.stdout:
                if table and line == b"\\.\n":
                    table = ""
                elif table:
                    yield table, dict(zip(columns, line[:-1].split(b"\t"), strict=True))
                elif begun := _COPY.fullmatch(line):
                    table, columns = begun[1].decode(), begun[2].split(b", ")
                elif line.startswith(b"pg_restore: "):
                    said += line
        except BaseException:
            process.kill()
            raise
    if process.returncode != 0:
        raise _damaged(file.name, said.decode(errors="replace"))


def _unescaped(value: bytes) -> bytes:
    return re.sub(rb"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), value)


def _taken_at(file: Path) -> datetime | None:
    # Written by the clock of whoever made it; our programs run in UTC.
    listed = run("pg_restore", "--list", str(file))
    found = re.search(r"^; Archive created at (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)", listed.text, re.MULTILINE)
    return None if found is None else datetime.fromisoformat(found[1]).replace(tzinfo=UTC)


def _damaged(name: str, text: str) -> UserError:
    _log.info("%s is refused: %s", name, text.strip())
    return UserError(
        f"{name} is damaged or incomplete, or was written by a newer PostgreSQL; nothing was changed.",
        code="backup_damaged",
    )


def _login(url: URL | None) -> dict[str, str]:
    """The environment that a program connects with: every process can read arguments, and no other's this."""
    if url is None:
        return {}
    return {
        "PGUSER": str(url.username),
        "PGPASSWORD": str(url.password),
        "PGDATABASE": str(url.database),
        "PGHOST": str(url.query.get("host", url.host)),
        "PGPORT": str(url.query.get("port", url.port)),
        "PGREQUIREAUTH": "scram-sha-256",
        "PGSSLMODE": "disable",
        "PGGSSENCMODE": "disable",
        "PGPASSFILE": os.devnull,
    }
