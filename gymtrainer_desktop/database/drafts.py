"""Drafts on this workstation: a small SQLite file that a crash, a kill or a power cut does not empty.

What is here has not reached the gym's database: a plan that is being written, a workout half entered. The
journal mode is TRUNCATE, with `synchronous=FULL`: when `save` returns, the disk has it. Unlike with WAL that
holds on network folders too, and no second file is left in which a discarded draft could be read.
"""

from __future__ import annotations

import json
import logging
import os
import sqlite3
import threading
import weakref
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from gymtrainer_desktop.domain.drafts import KEPT_FOR, SavedDraft
from gymtrainer_desktop.domain.errors import Unavailable, UserError
from gymtrainer_desktop.settings import storage_error

R = TypeVar("R")

_FORMAT = 1
_BUSY_SECONDS = 3.0
_TABLE = """
    CREATE TABLE drafts (
        owner TEXT NOT NULL,
        kind TEXT NOT NULL,
        subject TEXT NOT NULL,
        content TEXT NOT NULL,
        saved_at REAL NOT NULL,
        PRIMARY KEY (owner, kind, subject)
    ) WITHOUT ROWID
"""

_log = logging.getLogger(__name__)
_lock = threading.RLock()
"""One for the process: a file is opened, set aside and written by one thread at a time."""


class _BrokenFileError(sqlite3.DatabaseError):
    """The file opens and is none of ours."""


class DraftStore:
    """Drafts of everybody who works at this workstation; `DraftsService` shows each person their own.

    Safe to use from several threads, and by several programs that share the folder. The file is opened when
    it is first needed, and anew when somebody moved it away.

    Args:
        file: Where they are kept; None keeps them in memory, for programs that end with their work.
    """

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._connection: sqlite3.Connection | None = None
        self._opened: tuple[int, int] | None = None
        self._closing: weakref.finalize[[], DraftStore] | None = None
        self._problem = ""

    def open(self) -> None:
        """Open the file and drop what is too old; what is wrong with it is kept for `take_problem`."""
        try:
            self._use(lambda connection: None)
        except (UserError, Unavailable) as error:
            self._problem = error.message

    def take_problem(self) -> str:
        """Return what the person should be told about the file, once; empty when nothing."""
        with _lock:
            problem, self._problem = self._problem, ""
            return problem

    def save(self, owner: str, kind: str, subject_id: UUID, content: dict[str, Any]) -> datetime:
        """Keep a draft in place of the former one; when this returns it is on the disk.

        Returns:
            When it was saved.

        Raises:
            UserError: The disk is full or cannot be written.
            Unavailable: Another program holds the file.
        """
        text = json.dumps(content, allow_nan=False)
        now = datetime.now(UTC)

        def write(connection: sqlite3.Connection) -> None:
            connection.execute(
                "INSERT INTO drafts (owner, kind, subject, content, saved_at) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT DO UPDATE SET content = excluded.content, saved_at = excluded.saved_at",
                (owner, kind, str(subject_id), text, now.timestamp()),
            )

        self._use(write)
        return now

    def load(self, owner: str, kind: str, subject_id: UUID) -> SavedDraft | None:
        """Return one draft, None where there is none.

        Raises:
            UserError: The file cannot be read.
            Unavailable: Another program holds the file.
        """
        return next((draft for draft in self.all(owner, kind) if draft.subject_id == subject_id), None)

    def all(self, owner: str, kind: str) -> tuple[SavedDraft, ...]:
        """Return all drafts of one kind, the newest first.

        Raises:
            UserError: The file cannot be read.
            Unavailable: Another program holds the file.
        """
        rows = self._use(
            lambda connection: connection.execute(
                "SELECT subject, content, saved_at FROM drafts WHERE owner = ? AND kind = ?"
                " ORDER BY saved_at DESC, subject",
                (owner, kind),
            ).fetchall()
        )
        drafts = (_draft(kind, *row) for row in rows)
        return tuple(draft for draft in drafts if draft is not None)

    def discard(self, owner: str, kind: str, subject_id: UUID) -> None:
        """Throw a draft away; harmless where there is none.

        Raises:
            UserError: The disk cannot be written.
            Unavailable: Another program holds the file.
        """
        self._use(
            lambda connection: connection.execute(
                "DELETE FROM drafts WHERE owner = ? AND kind = ? AND subject = ?",
                (owner, kind, str(subject_id)),
            )
        )

    def close(self) -> None:
        """Let go of the file; harmless when it is not open."""
        with _lock:
            if self._closing is not None:
                self._closing()
            self._connection = self._opened = self._closing = None

    # The file

    def _use(self, work: Callable[[sqlite3.Connection], R]) -> R:
        """Do something in a transaction of its own; a broken file is set aside and a new one begun."""
        with _lock:
            try:
                return self._try(work)
            except sqlite3.DatabaseError as error:
                if not _is_broken(error):
                    raise self._meaning(error) from error
                self._set_aside(error)
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

    @staticmethod
    def _prepare(connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA journal_mode = TRUNCATE")
        connection.execute("PRAGMA synchronous = FULL")
        # What was thrown away is overwritten, not only forgotten: it was about somebody.
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("BEGIN IMMEDIATE")
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version == 0 and not connection.execute("SELECT 1 FROM sqlite_schema").fetchone():
            connection.execute(_TABLE)
            connection.execute(f"PRAGMA user_version = {_FORMAT}")
        elif version != _FORMAT:
            raise _BrokenFileError("drafts of another format")
        (sound,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if sound != "ok":
            raise _BrokenFileError(sound)
        oldest = (datetime.now(UTC) - KEPT_FOR).timestamp()
        connection.execute("DELETE FROM drafts WHERE saved_at < ?", (oldest,))
        connection.execute("COMMIT")

    def _inode(self) -> tuple[int, int] | None:
        if self._file is None:
            return None
        try:
            found = self._file.stat()
        except OSError:
            return (-1, -1)  # gone or out of reach: opening it says which
        return (found.st_dev, found.st_ino)

    def _set_aside(self, error: sqlite3.DatabaseError) -> None:
        self.close()
        if self._file is None:
            raise error
        kept = self._file.with_name(self._file.name + ".broken")
        _log.info("drafts damaged (%s), kept as %s", error, kept.name)
        journal = self._file.with_name(self._file.name + "-journal")
        try:
            self._file.replace(kept)
            journal.unlink(missing_ok=True)  # of the broken file: a new one must not be rolled back by it
        except OSError as reason:
            raise storage_error(reason, self._file) from reason
        self._problem = (
            f"The file of unfinished drafts was damaged; it was kept as {kept.name} and a fresh one begun."
        )

    def _meaning(self, error: sqlite3.DatabaseError) -> UserError | Unavailable:
        """What to tell the person about an error of the file."""
        name = getattr(error, "sqlite_errorname", "") or ""
        if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            return Unavailable("Another window is saving drafts. Try again in a moment.")
        self.close()
        if name.startswith("SQLITE_FULL"):
            return UserError("The disk is full: the draft is not kept. Free some space.", code="disk_full")
        return UserError(f"Drafts cannot be kept on this computer ({error}).", code="drafts")


def _is_broken(error: sqlite3.DatabaseError) -> bool:
    """Whether the file, not the disk or the moment, is at fault; SQLITE_ERROR: our table is not in it."""
    name = getattr(error, "sqlite_errorname", "") or ""
    return isinstance(error, _BrokenFileError) or name.startswith(
        ("SQLITE_NOTADB", "SQLITE_CORRUPT", "SQLITE_ERROR")
    )


def _make_private(file: Path) -> None:
    """Have the file with rights for its owner only, before the first byte is in it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    os.close(handle)
    if os.name != "nt" and file.stat().st_mode & 0o077:
        file.chmod(0o600)


def _draft(kind: str, subject: str, content: str, saved_at: float) -> SavedDraft | None:
    try:
        values, subject_id = json.loads(content), UUID(subject)
    except ValueError:
        values = None
    if not isinstance(values, dict):
        _log.info("a draft of a %s cannot be read", kind)
        return None
    return SavedDraft(kind, subject_id, values, datetime.fromtimestamp(saved_at, UTC))
