"""What this workstation keeps of people goes when they were erased, and what nobody comes back for."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy import text

from gymtrainer_desktop.database.engine import NOBODY, Database
from gymtrainer_desktop.services.server_clock import ServerClock

_MOST = 1000
"""So many keys are asked about at once."""

_log = logging.getLogger(__name__)


class KeepsPeople(Protocol):
    """A file of this workstation with things of people in it."""

    def people(self) -> frozenset[UUID]:
        """Return the keys of whom, or of what of theirs, something is kept."""

    def forget(self, ids: frozenset[UUID]) -> int:
        """Throw away what is of these; return how many things that were."""

    def drop_old(self, now: datetime) -> int:
        """Throw away what was kept long enough."""

    def broken_keys(self) -> frozenset[UUID]:
        """Return the keys that damaged files beside it still name."""

    def drop_broken(self, now: datetime, erased: frozenset[UUID]) -> int:
        """Throw away damaged files that were kept long enough, or name who was erased."""


class ErasedService:
    """Has the files of this workstation forget people who were erased.

    Only the server knows who was, and it is believed about nobody else: who is merely not there, since an
    older back-up was restored, may come back.

    Args:
        database: As this station.
        clock: Learns the server's time on the way.
        files: Of this workstation.
    """

    def __init__(self, database: Database, clock: ServerClock, files: Sequence[KeepsPeople]) -> None:
        self._database = database
        self._clock = clock
        self._files = files

    def forget(self) -> int:
        """Forget whoever was erased, and what was kept long enough by the server's clock.

        Returns:
            How many things of erased people were thrown away.

        Raises:
            UserError: A file cannot be read or written.
            Unavailable: The server is away, or another program holds a file.
        """
        known = sorted({id for file in self._files for id in file.people() | file.broken_keys()})
        if not known:
            return 0
        erased: set[UUID] = set()
        with self._database.transaction(NOBODY) as connection:
            for start in range(0, len(known), _MOST):
                row = connection.execute(
                    text(
                        "SELECT clock_timestamp() AS now,"
                        " ARRAY(SELECT public.erased_rows(CAST(:ids AS uuid[]))) AS erased"
                    ),
                    {"ids": known[start : start + _MOST]},
                ).one()
                erased.update(row.erased)
        self._clock.learn(row.now)
        forgotten = 0
        for file in self._files:
            if erased:
                forgotten += file.forget(frozenset(erased))
            file.drop_old(row.now)
            file.drop_broken(row.now, frozenset(erased))
        if forgotten:
            _log.info("%d things that were kept here of people who were erased are gone", forgotten)
        return forgotten
