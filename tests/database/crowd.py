"""Workstations that all act at the same moment."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Sequence

import psycopg

from tests.database.conftest import SharedGym, plain

Work = tuple[str, Sequence[object]]
"""A statement and its values."""

PATIENCE = 100
"""Seconds until somebody who hangs fails the test."""


class Crowd:
    """Workstations that do one thing each, all at the same moment, in the name of an admin."""

    def __init__(self, shared: SharedGym, size: int) -> None:
        token = shared.gym.session(shared.gym.admin()).token
        url = plain(shared.server.station(shared.name))
        self.size = size
        self._connections = [psycopg.connect(url) for _ in range(size)]
        self.sign_in([token] * size)
        self._start = threading.Barrier(size)
        self._end = threading.Barrier(size + 1)
        self._work: list[Work | None] = [None] * size
        self.outcomes: list[str] = []
        self.answers: list[list[tuple[object, ...]]] = []
        # Daemons: a test that fails halfway must not keep the run from ending.
        self._threads = [threading.Thread(target=self._run, args=(n,), daemon=True) for n in range(size)]
        for thread in self._threads:
            thread.start()

    def sign_in(self, tokens: Sequence[str]) -> None:
        """Let each connection act with a session of its own."""
        for connection, token in zip(self._connections, tokens, strict=True):
            connection.execute("SELECT set_config('gym.token', %s, false)", [token])
            connection.commit()

    def isolation(self, level: psycopg.IsolationLevel) -> None:
        for connection in self._connections:
            connection.isolation_level = level

    def all_at_once(self, work: Sequence[Work]) -> Counter[str]:
        """Let everybody do their part; says how it ended: "done", or the constraint or class that refused it.

        `outcomes` and `answers` hold afterwards, in the order of the work, how each ended and the rows it got.
        """
        idle: list[Work] = [("SELECT 1", ())] * (self.size - len(work))
        self.outcomes = [""] * self.size
        self.answers = [[] for _ in range(self.size)]
        self._work[:] = [*work, *idle]
        self._end.wait()
        self._end.wait(PATIENCE)
        del self.outcomes[len(work) :], self.answers[len(work) :]
        return Counter(self.outcomes)

    def _run(self, n: int) -> None:
        while True:
            self._end.wait()
            work = self._work[n]
            if work is None:
                return
            self._start.wait()
            self.outcomes[n] = self._one(n, work)
            self._end.wait()

    def _one(self, n: int, work: Work) -> str:
        connection = self._connections[n]
        try:
            cursor = connection.execute(*work)  # type: ignore[call-overload]
            if cursor.description:
                self.answers[n] = cursor.fetchall()
            connection.commit()
        except psycopg.Error as error:
            connection.rollback()
            return error.diag.constraint_name or type(error).__name__
        return "done"

    def go_home(self) -> None:
        self._work[:] = [None] * len(self._work)
        self._end.wait()
        for thread in self._threads:
            thread.join()
        for connection in self._connections:
            connection.close()
