"""The durable queue of this workstation: what members did, kept on disk until the server has it.

An entry is put here before it is sent and taken out after the server answered. So nothing that somebody
pressed "Save" for is lost by a kill, a power cut or a server that is away. Tokens of sessions are encrypted
with a key that lies with the workstation's other secrets; the entries themselves stay readable for whoever
owns the folder, so that a lost key loses no entry.
"""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from gymtrainer_desktop.database.local_file import FileWords, LocalFile
from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.outbox import EntryKind, QueuedEntry

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

    from gymtrainer_desktop.credentials import CredentialStore

HELD_FOR = timedelta(days=60)
"""How long an entry waits for a member who does not come back."""
KEY_NAME = "outbox-key"
"""Under this name the key lies among the workstation's secrets."""

_UNSEEN = 0.0
"""Since when an entry is kept, until a clock that can be relied on says so."""
_FORMAT = 1
_TABLE = """
    CREATE TABLE entries (
        position INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        person TEXT NOT NULL,
        made_at TEXT NOT NULL,
        kept_at REAL NOT NULL,
        content TEXT NOT NULL,
        token BLOB,
        problem TEXT NOT NULL DEFAULT '',
        held INTEGER NOT NULL DEFAULT 0
    )
"""
_WORDS = FileWords(
    code="outbox",
    damaged="The file of entries that wait for the server was damaged; it is kept as {0}. Tell the desk.",
    busy="Another window is saving an entry. Try again in a moment.",
    full="The disk is full: this entry is not kept. Tell the front desk.",
    unusable="Entries cannot be kept on this computer ({0}). Tell the front desk.",
)

_DROPPED = "Entries that waited {1} days for their members to sign in here are not kept any longer: {0}."

_log = logging.getLogger(__name__)


def new_key() -> str:
    """Return a fresh key for the tokens."""
    from cryptography.fernet import Fernet  # slow to import

    return Fernet.generate_key().decode()


def stored_key(credentials: CredentialStore) -> str:
    """Return the key of this workstation; one is made where there is none that can be used.

    Raises:
        UserError: It cannot be kept.
    """
    key = credentials.get(KEY_NAME)
    if key is None or not _is_key(key):
        credentials.set(KEY_NAME, new_key())
        # Read back: of two programs that begin at once, one was the later.
        key = credentials.get(KEY_NAME)
        if key is None:
            raise UserError("The key of waiting entries cannot be kept on this computer.", code="outbox_key")
    return key


def _is_key(text: str) -> bool:
    from cryptography.fernet import Fernet

    try:
        Fernet(text)
    except ValueError:
        _log.info("the key of queued entries is damaged; their members sign in again to have them sent")
        return False
    return True


class Outbox(LocalFile):
    """Entries of everybody who was at this workstation, in the order in which they were made.

    Args:
        file: Where they are kept; None keeps them in memory, for programs that end with their work.
        key: Gives the key of the tokens, when it is first needed.
    """

    def __init__(self, file: Path | None, key: Callable[[], str] = new_key) -> None:
        super().__init__(file, format=_FORMAT, tables=(_TABLE,), words=_WORDS)
        self._key = key
        self._cipher: Fernet | None = None

    def put(self, entry: QueuedEntry) -> None:
        """Keep an entry; when this returns it is on the disk. The same entry again changes nothing.

        Raises:
            UserError: The disk is full or cannot be written, or the key is that of an entry with other
                content (`key_reused`).
            Unavailable: Another program holds the file.
        """
        text = json.dumps(dict(entry.content), allow_nan=False)
        token = self._fernet().encrypt(entry.token.encode()) if entry.token else None
        made_at = entry.made_at.astimezone(UTC).isoformat()

        def work(connection: sqlite3.Connection) -> bool:
            there = connection.execute(
                "SELECT kind, person, content FROM entries WHERE id = ?", (str(entry.id),)
            ).fetchone()
            if there is not None:
                kind, person, content = there
                mine = (entry.kind.value, str(entry.person_id))
                return (kind, person) == mine and _same(content, text)
            connection.execute(
                "INSERT INTO entries (id, kind, person, made_at, kept_at, content, token)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    str(entry.id),
                    entry.kind.value,
                    str(entry.person_id),
                    made_at,
                    _UNSEEN,
                    text,
                    token,
                ),
            )
            return True

        if not self.use(work):
            raise UserError("This was already saved with other content.", code="key_reused")

    def waiting(self) -> tuple[QueuedEntry, ...]:
        """Return all entries, the first one first; what cannot be read as an entry hides no other.

        Raises:
            UserError: The file cannot be read.
            Unavailable: Another program holds the file.
        """
        rows = self.use(
            lambda connection: connection.execute(
                "SELECT id, kind, person, made_at, content, token, problem, held FROM entries"
                " ORDER BY position"
            ).fetchall()
        )
        return tuple(entry for row in rows if (entry := self._entry(*row)) is not None)

    def count(self) -> int:
        """Return how many entries are here.

        Raises:
            UserError: The file cannot be read.
            Unavailable: Another program holds the file.
        """
        (number,) = self.use(lambda connection: connection.execute("SELECT count(*) FROM entries").fetchone())
        return int(number)

    def take_out(self, id: UUID) -> bool:
        """Forget an entry that the server, or the desk, has; return whether it was still here."""

        def work(connection: sqlite3.Connection) -> bool:
            return connection.execute("DELETE FROM entries WHERE id = ?", (str(id),)).rowcount == 1

        return self.use(work)

    def note_problem(self, id: UUID, problem: str, *, is_held: bool = False) -> None:
        """Keep why an entry could not be sent, and whether it waits for its member from now on."""
        self.use(
            lambda connection: connection.execute(
                "UPDATE entries SET problem = ?, held = ? WHERE id = ?", (problem, is_held, str(id))
            )
        )

    def people(self) -> frozenset[UUID]:
        """Return the keys of the people whose entries are here.

        Raises:
            UserError: The file cannot be read.
            Unavailable: Another program holds the file.
        """
        rows = self.use(
            lambda connection: connection.execute("SELECT DISTINCT person FROM entries").fetchall()
        )
        return frozenset(key for (text,) in rows if (key := _key_of(text)) is not None)

    def forget(self, ids: frozenset[UUID]) -> int:
        """Drop the entries of these people, who were erased; return how many those were.

        Raises:
            UserError: The file cannot be written.
            Unavailable: Another program holds the file.
        """
        gone = [(str(id),) for id in ids]
        return self.use(
            lambda connection: connection.executemany("DELETE FROM entries WHERE person = ?", gone).rowcount
        )

    def drop_old(self, now: datetime) -> int:
        """Drop what waited in vain for its member for `HELD_FOR`; return how many entries that were.

        The time counts from the first time that this was asked: whatever this computer's clock said when an
        entry was made, nothing is dropped before.

        Args:
            now: By a clock that can be relied on; aware.

        Raises:
            UserError: The file cannot be written.
            Unavailable: Another program holds the file.
        """
        at = now.timestamp()

        def work(connection: sqlite3.Connection) -> int:
            connection.execute(
                "UPDATE entries SET kept_at = ? WHERE kept_at = ? OR kept_at > ?", (at, _UNSEEN, at)
            )
            before = at - HELD_FOR.total_seconds()
            return connection.execute(
                "DELETE FROM entries WHERE held = 1 AND kept_at < ?", (before,)
            ).rowcount

        if dropped := self.use(work):
            self.tell(_DROPPED.format(dropped, HELD_FOR.days))
        return dropped

    def _fernet(self) -> Fernet:
        if self._cipher is None:
            from cryptography.fernet import Fernet  # slow to import

            self._cipher = Fernet(self._key())
        return self._cipher

    def _entry(
        self,
        id: str,
        kind: str,
        person: str,
        made_at: str,
        content: str,
        token: bytes | None,
        problem: str,
        held: int,
    ) -> QueuedEntry | None:
        try:
            values: dict[str, Any] = json.loads(content)
            return QueuedEntry(
                UUID(id),
                EntryKind(kind),
                UUID(person),
                datetime.fromisoformat(made_at),
                values,
                self._plain(token),
                problem,
                bool(held),
            )
        except (ValueError, TypeError) as error:
            _log.info("a queued entry cannot be read: %s", type(error).__name__)
            return None

    def _plain(self, token: bytes | None) -> str:
        """Return a token as it was, empty where its key is lost."""
        from cryptography.fernet import InvalidToken

        if token is None:
            return ""
        try:
            return self._fernet().decrypt(token).decode()
        except InvalidToken:
            _log.info("the key of a queued entry's session is lost")
            return ""


def _same(stored: str, text: str) -> bool:
    """Whether two contents say the same; the moment of a log made "now" differs from try to try."""
    mine, theirs = json.loads(stored), json.loads(text)
    for each in (mine, theirs):
        each.pop("completed_at", None)
    return bool(mine == theirs)


def _key_of(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
