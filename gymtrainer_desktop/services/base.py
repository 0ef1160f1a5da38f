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

    def _transaction(self) -> AbstractContextManager[Connection]:
        return self._database.transaction(self._identity)


def changed_one(result: CursorResult[object], *, versioned: bool = False) -> None:
    """Make sure a write touched its row: a policy that hides a row hides it without a word.

    Raises:
        Conflict: Nothing was touched and the write asked for a version: somebody was faster.
        Denied: Nothing was touched.
    """
    if result.rowcount == 1:
        return
    if versioned:
        raise Conflict("Somebody else changed this meanwhile. Reload to see it.", code="stale")
    raise Denied("This is not there any more, or it is not yours to change.", code="no_row")
