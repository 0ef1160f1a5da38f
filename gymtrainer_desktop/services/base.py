"""What every service is made of: the database, and in whose name it acts."""

from __future__ import annotations

from contextlib import AbstractContextManager

from sqlalchemy import Connection, CursorResult

from gymtrainer_desktop.database.engine import Database, Identity
from gymtrainer_desktop.domain.errors import Conflict, Denied


class Service:
    """Base of the services: each call is one transaction of its own in the name of one identity.

    Args:
        database: As this station.
        identity: Session to act with.
    """

    def __init__(self, database: Database, identity: Identity) -> None:
        self._database = database
        self._identity = identity

    def _transaction(self, *, answer_seconds: float | None = None) -> AbstractContextManager[Connection]:
        """Open a transaction; `answer_seconds` lets each statement of work in bulk take longer."""
        return self._database.transaction(self._identity, answer_seconds=answer_seconds)


def changed_one(result: CursorResult[object], *, versioned: bool = False, sent_again: bool = False) -> None:
    """Make sure a write touched its row: a policy that hides a row hides it without a word.

    Args:
        result: Of the write.
        versioned: The write asked for a version.
        sent_again: The row is one version further and holds just what this write brings: it was done already,
            and its answer was lost on the way. Nobody is told of a conflict with themselves.

    Raises:
        Conflict: Nothing was touched and the write asked for a version: somebody was faster.
        Denied: Nothing was touched.
    """
    if result.rowcount == 1 or sent_again:
        return
    if versioned:
        raise Conflict("Somebody else changed this meanwhile. Reload to see it.", code="stale")
    raise Denied("This is not there any more, or it is not yours to change.", code="no_row")
