"""Drafts on this workstation: what is being written and has not reached the gym's database.

A plan that is being written, a workout half entered: neither a crash nor a power cut loses them.
"""

from __future__ import annotations

import json
import logging
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from gymtrainer_desktop.database.local_file import FileWords, LocalFile
from gymtrainer_desktop.domain.drafts import KEPT_FOR, SavedDraft

_FORMAT = 1
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
_WORDS = FileWords(
    code="drafts",
    damaged="The file of unfinished drafts was damaged; it was kept as {0} and a fresh one begun.",
    busy="Another window is saving drafts. Try again in a moment.",
    full="The disk is full: the draft is not kept. Free some space.",
    unusable="Drafts cannot be kept on this computer ({0}).",
)

_log = logging.getLogger(__name__)


class DraftStore(LocalFile):
    """Drafts of everybody who works at this workstation; `DraftsService` shows each person their own.

    Args:
        file: Where they are kept; None keeps them in memory, for programs that end with their work.
    """

    def __init__(self, file: Path | None) -> None:
        super().__init__(file, format=_FORMAT, tables=(_TABLE,), words=_WORDS)

    def save(
        self, owner: str, kind: str, subject_id: UUID, content: dict[str, Any], now: datetime | None = None
    ) -> datetime:
        """Keep a draft in place of the former one; when this returns it is on the disk.

        Args:
            owner: Whose it is: a person's key, a slash, and how they are signed in.
            kind: What it is a draft of.
            subject_id: What it belongs to.
            content: Plain JSON values.
            now: Aware; this computer's clock says when None.

        Returns:
            When it was saved.

        Raises:
            UserError: The disk is full or cannot be written.
            Unavailable: Another program holds the file.
        """
        text = json.dumps(content, allow_nan=False)
        now = (now or datetime.now(UTC)).astimezone(UTC)

        def write(connection: sqlite3.Connection) -> None:
            connection.execute(
                "INSERT INTO drafts (owner, kind, subject, content, saved_at) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT DO UPDATE SET content = excluded.content, saved_at = excluded.saved_at",
                (owner, kind, str(subject_id), text, now.timestamp()),
            )

        self.use(write)
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
        rows = self.use(
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
        self.use(
            lambda connection: connection.execute(
                "DELETE FROM drafts WHERE owner = ? AND kind = ? AND subject = ?",
                (owner, kind, str(subject_id)),
            )
        )

    def people(self) -> frozenset[UUID]:
        """Return the keys of whom drafts are, or are about; and of what else they belong to.

        Raises:
            UserError: The file cannot be read.
            Unavailable: Another program holds the file.
        """
        rows = self.use(
            lambda connection: connection.execute("SELECT DISTINCT owner, subject FROM drafts").fetchall()
        )
        said = {text for owner, subject in rows for text in (_person_of(owner), subject)}
        return frozenset(UUID(text) for text in said if _is_key(text))

    def forget(self, ids: frozenset[UUID]) -> int:
        """Throw away what is of, or about, any of these; return how many drafts that were.

        Raises:
            UserError: The disk cannot be written.
            Unavailable: Another program holds the file.
        """
        gone = {str(id) for id in ids}

        def work(connection: sqlite3.Connection) -> int:
            rows = connection.execute("SELECT owner, kind, subject FROM drafts").fetchall()
            theirs = [row for row in rows if gone & {_person_of(row[0]), row[2]}]
            connection.executemany("DELETE FROM drafts WHERE owner = ? AND kind = ? AND subject = ?", theirs)
            return len(theirs)

        return self.use(work)

    def drop_old(self, now: datetime) -> int:
        """Throw away what nobody came back to; return how many drafts that were.

        Args:
            now: By a clock that can be relied on; aware. This computer's may stand in another century.

        Raises:
            UserError: The disk cannot be written.
            Unavailable: Another program holds the file.
        """
        oldest = (now - KEPT_FOR).timestamp()
        return self.use(
            lambda connection: connection.execute("DELETE FROM drafts WHERE saved_at < ?", (oldest,)).rowcount
        )


def _person_of(owner: str) -> str:
    return owner.partition("/")[0]


def _is_key(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def _draft(kind: str, subject: str, content: str, saved_at: float) -> SavedDraft | None:
    try:
        values, subject_id = json.loads(content), UUID(subject)
    except ValueError:
        values = None
    if not isinstance(values, dict):
        _log.info("a draft of a %s cannot be read", kind)
        return None
    return SavedDraft(kind, subject_id, values, datetime.fromtimestamp(saved_at, UTC))
