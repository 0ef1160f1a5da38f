"""What a kiosk has shown lately, encrypted, for members who come while the server is away.

Nothing of it can be read without the PIN it was kept under. As four digits are soon guessed, the
workstation's own secret is part of the key: the file alone, on a stolen disk, is of no use. By that secret
the workstation also knows the keys of the people, and nothing else of them, so that it can forget whoever
was erased. A wrong PIN is counted before it is tried; after five, only a sign-in that the server accepts
opens the entry again.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
import os
import sqlite3
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from gymtrainer_desktop.database.identity import DEFAULTS, derive_proof
from gymtrainer_desktop.database.local_file import FileWords, LocalFile

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

WRONG_TRIES = 5
"""So many wrong PINs lock an entry."""

_FORMAT = 2
_DAY = 86_400.0
_SALT = 16
_TABLE = """
    CREATE TABLE plans (
        who BLOB PRIMARY KEY,
        salt BLOB NOT NULL,
        content BLOB NOT NULL,
        kept_until REAL NOT NULL,
        wrong INTEGER NOT NULL DEFAULT 0,
        person BLOB NOT NULL
    )
"""
# The first format did not say whose a plan is, so that nobody's could be forgotten: all are shown anew.
_UPGRADES = {1: ("DROP TABLE plans", _TABLE)}
_WORDS = FileWords(
    code="plan_cache",
    damaged="The file of plans for when the server is away was damaged; it is kept as {0}.",
    busy="Another window is saving a plan. Try again in a moment.",
    full="The disk is full: this plan is not kept here.",
    unusable="Plans cannot be kept on this computer ({0}).",
)

_log = logging.getLogger(__name__)


class PlanCache(LocalFile):
    """Plans by member number, or by what a card says.

    Args:
        file: Where they are kept; None keeps them in memory.
        secret: Gives the workstation's own secret, when it is first needed.
    """

    def __init__(self, file: Path | None, secret: Callable[[], str]) -> None:
        super().__init__(file, format=_FORMAT, tables=(_TABLE,), words=_WORDS, upgrades=_UPGRADES)
        self._secret = secret

    def put(
        self,
        person_id: UUID,
        number: str,
        pin: str,
        content: dict[str, Any],
        days: int,
        now: datetime | None = None,
    ) -> None:
        """Keep something for some days in the place of what was kept; it can be opened anew.

        Args:
            person_id: Whose it is.
            number: What the member identified themselves by.
            pin: What they will say again; it is stored nowhere.
            content: Plain JSON values.
            days: For so long.
            now: Aware; this computer's clock says when None.

        Raises:
            UserError: The disk is full or cannot be written.
            Unavailable: Another program holds the file.
        """
        from cryptography.fernet import Fernet  # slow to import

        salt = os.urandom(_SALT)
        hidden = Fernet(self._key(number, pin, salt)).encrypt(json.dumps(content).encode())
        person = self._people_cipher().encrypt(person_id.bytes)
        row = (self._who(number), salt, hidden, _seconds(now) + days * _DAY, person)
        self.use(lambda connection: connection.execute("REPLACE INTO plans VALUES (?, ?, ?, ?, 0, ?)", row))

    def open_with(self, number: str, pin: str, now: datetime | None = None) -> dict[str, Any] | None:
        """Return what was kept; None for a wrong PIN, an unknown number, or too many wrong PINs.

        Takes the same time for all of these.

        Raises:
            UserError: The file cannot be read or written.
            Unavailable: Another program holds the file.
        """
        from cryptography.fernet import Fernet, InvalidToken

        who = self._who(number)

        def count(connection: sqlite3.Connection) -> tuple[bytes, bytes] | None:
            # Counted first: whoever pulls the plug after each try gains nothing.
            connection.execute("UPDATE plans SET wrong = wrong + 1 WHERE who = ?", (who,))
            found: tuple[bytes, bytes] | None = connection.execute(
                "SELECT salt, content FROM plans WHERE who = ? AND wrong <= ? AND kept_until > ?",
                (who, WRONG_TRIES, _seconds(now)),
            ).fetchone()
            return found

        found = self.use(count)
        salt, hidden = found or (bytes(_SALT), b"")
        key = self._key(number, pin, salt)
        try:
            content: dict[str, Any] = json.loads(Fernet(key).decrypt(hidden))
        except InvalidToken:
            return None
        self.use(lambda connection: connection.execute("UPDATE plans SET wrong = 0 WHERE who = ?", (who,)))
        return content

    def count(self) -> int:
        """Return how many plans are kept.

        Raises:
            UserError: The file cannot be read.
            Unavailable: Another program holds the file.
        """
        (number,) = self.use(lambda connection: connection.execute("SELECT count(*) FROM plans").fetchone())
        return int(number)

    def clear(self) -> None:
        """Forget everything.

        Raises:
            UserError: The file cannot be written.
            Unavailable: Another program holds the file.
        """
        self.use(lambda connection: connection.execute("DELETE FROM plans"))

    def people(self) -> frozenset[UUID]:
        """Return the keys of the people whose plans are kept, as far as the workstation's secret tells.

        Raises:
            UserError: The file cannot be read.
            Unavailable: Another program holds the file.
        """
        return frozenset(self.use(self._owners).values())

    def forget(self, ids: frozenset[UUID]) -> int:
        """Forget the plans of these people; return how many those were.

        Raises:
            UserError: The file cannot be written.
            Unavailable: Another program holds the file.
        """

        def work(connection: sqlite3.Connection) -> int:
            theirs = [(who,) for who, person in self._owners(connection).items() if person in ids]
            connection.executemany("DELETE FROM plans WHERE who = ?", theirs)
            return len(theirs)

        return self.use(work)

    def drop_old(self, now: datetime) -> int:
        """Forget what was kept long enough; return how many plans that were.

        Args:
            now: By a clock that can be relied on; aware.

        Raises:
            UserError: The file cannot be written.
            Unavailable: Another program holds the file.
        """
        return self.use(
            lambda connection: (
                connection.execute("DELETE FROM plans WHERE kept_until <= ?", (now.timestamp(),)).rowcount
            )
        )

    def _owners(self, connection: sqlite3.Connection) -> dict[bytes, UUID]:
        from cryptography.fernet import InvalidToken

        cipher, owners = self._people_cipher(), {}
        for who, person in connection.execute("SELECT who, person FROM plans"):
            try:
                owners[who] = UUID(bytes=cipher.decrypt(person))
            except InvalidToken:
                _log.info("a plan was kept under a secret that is lost")
        return owners

    def _people_cipher(self) -> Fernet:
        from cryptography.fernet import Fernet  # slow to import

        key = hmac.digest(self._secret().encode(), b"people", hashlib.sha256)
        return Fernet(base64.urlsafe_b64encode(key))

    def _who(self, number: str) -> bytes:
        name = number.strip().upper().encode("utf-8", "replace")
        return hmac.digest(self._secret().encode(), b"who " + name, hashlib.sha256)

    def _key(self, number: str, pin: str, salt: bytes) -> bytes:
        proof = derive_proof(f"{number.strip().upper()}\n{pin}", salt, DEFAULTS)
        return base64.urlsafe_b64encode(hmac.digest(self._secret().encode(), b"key " + proof, hashlib.sha256))


def _seconds(now: datetime | None) -> float:
    return now.timestamp() if now is not None else time.time()
