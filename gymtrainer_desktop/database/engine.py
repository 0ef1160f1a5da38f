"""The engine, and the one way to a transaction: with somebody's identity, or expressly with nobody's."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

import psycopg
from psycopg import waiting
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text

from gymtrainer_desktop.database.errors import forget_rows, translate
from gymtrainer_desktop.domain.errors import SignedOut

R = TypeVar("R")

# Whoever presses a button hears within 5 s what became of it, whatever happens to the network: the server's
# answer to a statement is waited for that long, or a test of a pooled connection plus a new connection.
ANSWER_SECONDS = 4.0
"""How long the server may leave one statement without an answer."""
PING_SECONDS = 1.0
"""How long a pooled connection may take to show that it still works; a new one is made otherwise."""
CONNECT_SECONDS = 3
"""How long a connection attempt may take before the person hears that the server is away."""

# Shares of that time after which the server itself gives up, so that it usually says why and keeps the
# connection; and after which it drops a transaction whose client it can no longer hear.
_LOCK_SHARE = 0.8
_STATEMENT_SHARE = 0.9
_SILENT_CLIENT_SHARE = 2.0


@dataclass(frozen=True, slots=True)
class Identity:
    """What a transaction acts with: the opaque token of a session. It never shows in a repr or a log."""

    token: str = field(repr=False)


NOBODY = Identity("")
"""Before sign-in: sees the gym's name and may sign in."""


_BIND = text(
    "SELECT auth.uid() FROM set_config('gym.token', :token, true) AS bound,"
    " set_config('lock_timeout', :lock, true) AS lock,"
    " set_config('statement_timeout', :statement, true) AS statement,"
    " set_config('idle_in_transaction_session_timeout', :silent, true) AS silent"
)


def _limits(seconds: float) -> dict[str, str]:
    shares = {"lock": _LOCK_SHARE, "statement": _STATEMENT_SHARE, "silent": _SILENT_CLIENT_SHARE}
    return {name: f"{max(1, round(seconds * share * 1000))}ms" for name, share in shares.items()}


class _Patience(threading.local):
    """How long this thread waits for one answer; a connection is worked with by one thread at a time."""

    seconds: float = math.inf


_patience = _Patience()


class _PatientConnection(psycopg.Connection[Any]):
    """A connection that does not wait for ever.

    A server that vanished without a word, or that hangs while its system still acknowledges every packet, is
    noticed by neither keepalives nor `tcp_user_timeout`. The driver wakes up ten times a second while it
    waits; that is when the time is looked at. Nothing runs beside it: no thread, no alarm.
    """

    def wait(self, gen: Generator[Any, Any, R], *args: Any, **kwargs: Any) -> R:
        return super().wait(self._heard_of(gen), *args, **kwargs)

    def _heard_of(self, gen: Generator[Any, Any, R]) -> Generator[Any, Any, R]:
        heard = time.monotonic()
        try:
            wanted = next(gen)
            while True:
                ready = yield wanted
                if ready & waiting.Ready.R:
                    heard = time.monotonic()  # it is alive: many rows go out in one wait
                elif time.monotonic() >= heard + _patience.seconds:
                    # Nobody knows what the server made of it, so the connection is of no more use.
                    self.pgconn.finish()
                    raise psycopg.OperationalError("the server does not answer")
                wanted = gen.send(ready)
        except StopIteration as end:
            result: R = end.value
            return result


def _connect_patiently(_dialect: Any, _record: Any, args: Any, options: Any) -> _PatientConnection:
    connection = _PatientConnection.connect(*args, **options)
    if math.isfinite(_patience.seconds):
        # What SQLAlchemy asks of a fresh connection is no test of an old one.
        _patience.seconds = CONNECT_SECONDS
    return connection


class Database:
    """A pool of connections as one station.

    Args:
        url: `postgresql+psycopg://` URL of the station's login role.
        pool_size: Connections kept open.
        answer_seconds: How long the server may leave one statement without an answer.
    """

    def __init__(self, url: URL | str, *, pool_size: int = 5, answer_seconds: float = ANSWER_SECONDS) -> None:
        self.url = make_url(url)
        self.answer_seconds = answer_seconds
        self.engine: Engine = create_engine(
            self.url,
            pool_size=pool_size,
            max_overflow=5,
            pool_timeout=CONNECT_SECONDS,
            pool_pre_ping=True,
            # An error that ends in a log or a report shows its statement, never a token, a proof or a name.
            hide_parameters=True,
            # Whether an INSERT … ON CONFLICT DO NOTHING wrote its row is asked of rowcount.
            execution_options={"preserve_rowcount": True},
            connect_args={
                "connect_timeout": CONNECT_SECONDS,
                "application_name": "gymtrainer",
                # A pooler in transaction mode would meet prepared statements of another connection.
                "prepare_threshold": None,
                "keepalives_idle": 10,
                "keepalives_interval": 3,
                "keepalives_count": 3,
                "tcp_user_timeout": 10_000,
            },
        )
        event.listen(self.engine, "do_connect", _connect_patiently)

    @contextmanager
    def transaction(self, identity: Identity, *, answer_seconds: float | None = None) -> Iterator[Connection]:
        """Open a transaction as `identity`; commit at the end, roll back on any exception.

        The token is bound for this transaction only, so that no pool, ours or one in between, can hand one
        person's rights to the next. So are the limits after which the server gives up by itself.

        Args:
            identity: Whose rights hold.
            answer_seconds: How long each statement may stay without an answer, where the database's own
                limit is too short for it: for work in bulk that says so to the person.

        Yields:
            The connection, with the token bound before its first statement.

        Raises:
            SignedOut: The session behind the identity has ended.
            UserError: A rule of the database was broken; the sentence says which.
            Unavailable: The server is away or busy; nothing is known to be written.
        """
        seconds = self.answer_seconds if answer_seconds is None else answer_seconds
        before = _patience.seconds
        _patience.seconds = PING_SECONDS
        try:
            with self.engine.begin() as connection:
                _patience.seconds = seconds
                # One statement binds the token and asks whose it is: the functions in FROM run first.
                person = connection.execute(_BIND, {"token": identity.token, **_limits(seconds)}).scalar_one()
                if person is None and identity != NOBODY:
                    raise SignedOut("Your session has ended. Sign in again; nothing was changed.")
                yield connection
                _patience.seconds = self.answer_seconds  # a COMMIT is quick whatever it ends
        except Exception as error:
            meant = translate(error)
            if meant is None or meant is error:
                forget_rows(error)
                raise
            # `from None`: the driver's message may quote what people typed.
            raise meant from None
        finally:
            _patience.seconds = before

    def dispose(self) -> None:
        """Close every idle connection; those in use close when they come back."""
        self.engine.dispose()
