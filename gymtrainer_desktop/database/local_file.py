"""A small SQLite file of this workstation that a crash, a kill or a power cut does not empty.

What is in it has not reached the gym's database. The journal mode is TRUNCATE, with `synchronous=FULL`: when
`use` returns, the disk has it. Unlike with WAL that holds on network folders too, and no second file is left
in which something that was thrown away could be read.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
import weakref
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from gymtrainer_desktop.database.broken_file import (
    broken_files,
    broken_name,
    keys_in,
    readable_rows,
    shape_of,
)
from gymtrainer_desktop.domain.errors import Unavailable, UserError
from gymtrainer_desktop.settings import storage_error

R = TypeVar("R")

KEPT_BROKEN = 5
"""So many damaged files are kept beside a file, the latest ones."""
BROKEN_FOR = timedelta(days=60)
"""So long: what lies in them is about people, and can be erased by nobody."""

_UNSEEN = 0.0
"""When a damaged file was set aside, until a clock that can be relied on says so."""
_BUSY_SECONDS = 3.0
_RESCUED = "What could be read of it was taken over: {0}."
_NEWER = "a newer version of this program wrote its file; update this one"

_log = logging.getLogger(__name__)
_lock = threading.RLock()
"""One for the process: a file is opened, set aside and written by one thread at a time."""


@dataclass(frozen=True, slots=True)
class FileWords:
    """What people are told about a file.

    Attributes:
        code: Of the error that says it cannot be used.
        damaged: That it was damaged; "{0}" is the name under which it is kept.
        busy: That another window uses it at the moment.
        full: That the disk is full.
        unusable: That it cannot be used; "{0}" is the reason.
    """

    code: str
    damaged: str
    busy: str
    full: str
    unusable: str


class _BrokenFileError(sqlite3.DatabaseError):
    """The file opens and is none of ours."""


class _NewerFileError(sqlite3.DatabaseError):
    """The file is ours, of a later version of the program."""


class LocalFile:
    """One file with tables of one format, used in transactions.

    Safe to use from several threads, and by several programs that share the folder. The file is opened when
    it is first needed, and anew when somebody moved it away.

    Args:
        file: Where it lies; None keeps everything in memory, for programs that end with their work.
        format: Number of the tables' format. A file of a later one is left alone: another program of this
            folder works with it.
        tables: Statements that make them.
        words: What people are told.
        upgrades: By format: the statements that make the next one of it. A file of another format that none
            leads on from is set aside.
    """

    def __init__(
        self,
        file: Path | None,
        *,
        format: int,
        tables: tuple[str, ...],
        words: FileWords,
        upgrades: Mapping[int, tuple[str, ...]] | None = None,
    ) -> None:
        self._file = file
        self._format = format
        self._tables = tables
        self._words = words
        self._upgrades = upgrades or {}
        self._connection: sqlite3.Connection | None = None
        self._opened: tuple[int, int] | None = None
        self._closing: weakref.finalize[[], LocalFile] | None = None
        self._problem = ""

    def open(self) -> None:
        """Open the file; what is wrong with it is kept for `take_problem`."""
        try:
            self.use(lambda connection: None)
        except (UserError, Unavailable) as error:
            self._problem = error.message

    def take_problem(self) -> str:
        """Return what the person should be told about the file, once; empty when nothing."""
        with _lock:
            problem, self._problem = self._problem, ""
            return problem

    def tell(self, problem: str) -> None:
        """Have people told something about the file."""
        with _lock:
            self._problem = problem

    def close(self) -> None:
        """Let go of the file; harmless when it is not open."""
        with _lock:
            if self._closing is not None:
                self._closing()
            self._connection = self._opened = self._closing = None

    def use(self, work: Callable[[sqlite3.Connection], R]) -> R:
        """Do something in a transaction of its own; a broken file is set aside and a new one begun.

        Raises:
            UserError: The disk is full, or the file cannot be read or written.
            Unavailable: Another program holds the file.
        """
        with _lock:
            try:
                return self._try(work)
            except sqlite3.DatabaseError as error:
                if not _is_broken(error):
                    raise self._meaning(error) from error
                kept = self._set_aside(error)
                self._rescue(kept)
            try:
                return self._try(work)
            except sqlite3.DatabaseError as error:
                raise self._meaning(error) from error

    def _try(self, work: Callable[[sqlite3.Connection], R]) -> R:
        connection = self._ready()
        connection.execute("BEGIN IMMEDIATE")
        try:
            result = work(connection)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        return result

    def _ready(self) -> sqlite3.Connection:
        if self._connection is not None and self._opened == self._inode():
            return self._connection
        self.close()
        if self._file is not None:
            try:
                _make_private(self._file)
            except OSError as error:
                raise storage_error(error, self._file) from error
        connection = sqlite3.connect(
            self._file or ":memory:", timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            self._prepare(connection)
        except BaseException:
            connection.close()
            raise
        self._connection = connection
        self._closing = weakref.finalize(self, connection.close)
        self._opened = self._inode()
        return connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA journal_mode = TRUNCATE")
        connection.execute("PRAGMA synchronous = FULL")
        # What was thrown away is overwritten, not only forgotten: it was about somebody.
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("BEGIN IMMEDIATE")
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version == 0 and not connection.execute("SELECT 1 FROM sqlite_schema").fetchone():
            for table in self._tables:
                connection.execute(table)
            connection.execute(f"PRAGMA user_version = {self._format}")
        elif version > self._format:
            raise _NewerFileError(_NEWER)
        elif version != self._format:
            self._upgrade(connection, version)
        (sound,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if sound != "ok":
            raise _BrokenFileError(sound)
        connection.execute("COMMIT")

    def _upgrade(self, connection: sqlite3.Connection, version: int) -> None:
        for former in range(version, self._format):
            if former not in self._upgrades:
                raise _BrokenFileError("another format")
            for statement in self._upgrades[former]:
                try:
                    connection.execute(statement)
                except sqlite3.OperationalError as error:
                    if getattr(error, "sqlite_errorname", "") != "SQLITE_ERROR":
                        raise
                    raise _BrokenFileError(f"another format ({error})") from error
        connection.execute(f"PRAGMA user_version = {self._format}")

    def _inode(self) -> tuple[int, int] | None:
        if self._file is None:
            return None
        try:
            found = self._file.stat()
        except OSError:
            return (-1, -1)  # gone or out of reach: opening it says which
        return (found.st_dev, found.st_ino)

    def _set_aside(self, error: sqlite3.DatabaseError) -> Path:
        self.close()
        if self._file is None:
            raise error
        journal = self._file.with_name(self._file.name + "-journal")
        try:
            kept = self._free_name(self._file)
            _log.info("%s damaged (%s), kept as %s", self._file.name, error, kept.name)
            self._file.replace(kept)
            os.utime(kept, (_UNSEEN, _UNSEEN))
            journal.unlink(missing_ok=True)  # of the broken file: a new one must not be rolled back by it
        except OSError as reason:
            raise storage_error(reason, self._file) from reason
        self._problem = self._words.damaged.format(kept.name)
        return kept

    def _rescue(self, kept: Path) -> None:
        """Take over what can be read of a damaged file: often a single page of it is at fault."""
        try:
            tables = self._try(shape_of)
            rows = readable_rows(kept, self._format, tables)

            def work(connection: sqlite3.Connection) -> int:
                before = connection.total_changes
                for table, found in rows.items():
                    # What is no row any more breaks a rule of the table, or is passed over when it is read.
                    connection.executemany(tables[table].insert, found)
                return connection.total_changes - before

            rescued = self._try(work)
        except sqlite3.DatabaseError as error:
            _log.info("nothing of %s could be taken over: %s", kept.name, error)
            return
        if rescued:
            self._problem += " " + _RESCUED.format(rescued)

    def _free_name(self, file: Path) -> Path:
        """Return a name for a damaged file; where there are too many, the oldest gives way."""
        there = broken_files(file)
        for number in sorted(there)[: max(0, len(there) - KEPT_BROKEN + 1)]:
            _log.info("%s is given up: %d later ones are kept", there[number].name, KEPT_BROKEN)
            there.pop(number).unlink()
        return broken_name(file, max(there, default=0) + 1)

    def broken_keys(self) -> frozenset[UUID]:
        """Return the keys that damaged files still name, of people among others.

        Raises:
            UserError: They cannot be read.
        """
        if self._file is None:
            return frozenset()
        with _lock:
            try:
                return frozenset().union(*(keys_in(kept) for kept in broken_files(self._file).values()))
            except OSError as reason:
                raise storage_error(reason, self._file) from reason

    def drop_broken(self, now: datetime, erased: frozenset[UUID] = frozenset()) -> int:
        """Give up damaged files that nobody asked for in a long time; return how many.

        Args:
            now: By a clock that can be relied on; aware.
            erased: Keys of who was erased: what names them is given up at once.

        Raises:
            UserError: They cannot be removed.
        """
        if self._file is None:
            return 0
        before, dropped = (now - BROKEN_FOR).timestamp(), 0
        with _lock:
            try:
                for kept in broken_files(self._file).values():
                    since = kept.stat().st_mtime
                    if (since != _UNSEEN and since < before) or (erased and erased & keys_in(kept)):
                        kept.unlink()
                        dropped += 1
                    elif since == _UNSEEN:
                        os.utime(kept, (now.timestamp(), now.timestamp()))
            except OSError as reason:
                raise storage_error(reason, self._file) from reason
        return dropped

    def _meaning(self, error: sqlite3.DatabaseError) -> UserError | Unavailable:
        """What to tell the person about an error of the file."""
        name = getattr(error, "sqlite_errorname", "") or ""
        if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            return Unavailable(self._words.busy)
        self.close()
        if name.startswith("SQLITE_FULL"):
            return UserError(self._words.full, code="disk_full")
        return UserError(self._words.unusable.format(error), code=self._words.code)


def _is_broken(error: sqlite3.DatabaseError) -> bool:
    """Whether the file is at fault: not the disk, not the moment, and not a statement of ours."""
    name = getattr(error, "sqlite_errorname", "") or ""
    return (
        isinstance(error, _BrokenFileError)
        or name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT"))
        or (name == "SQLITE_ERROR" and str(error).startswith("no such table"))
    )


def _make_private(file: Path) -> None:
    """Have the file with rights for its owner only, before the first byte is in it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    os.close(handle)
    if os.name != "nt" and file.stat().st_mode & 0o077:
        file.chmod(0o600)
