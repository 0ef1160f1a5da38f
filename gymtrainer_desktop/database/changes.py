"""What changed elsewhere: the announcements of the database's triggers, as they are committed.

An announcement names a table and rows, nothing more. Whoever hears it reads the rows under their own rights;
so a forged announcement, which any station can send, costs a needless reload and tells nothing.
"""

from __future__ import annotations

import json
import logging
import re
import selectors
import threading
import time
from collections.abc import Callable
from contextlib import closing
from uuid import UUID

import psycopg
from psycopg import pq
from psycopg.conninfo import make_conninfo
from sqlalchemy import URL

from gymtrainer_desktop.database.engine import CONNECT_SECONDS
from gymtrainer_desktop.domain.changes import Change, Event, Lost, Reconnected

CHANNEL = "gym_changes"
MOST_IDS = 50
"""The trigger names the rows of a statement up to this many."""

# How long one wait for the server may last, so that `stop` is heeded soon.
_SLICE_SECONDS = 0.5
_FIRST_DELAY_SECONDS = 0.5
_LONGEST_DELAY_SECONDS = 5.0
_TABLE_NAME = re.compile(r"[a-z_]{1,63}")

_log = logging.getLogger(__name__)


class ChangeListener:
    """Listens as a station, on a connection of its own.

    Args:
        url: `postgresql+psycopg://` URL of the station's login role.
    """

    def __init__(self, url: URL) -> None:
        self._conninfo = make_conninfo(
            url.set(drivername="postgresql").render_as_string(hide_password=False),
            application_name="gymtrainer listener",
            # A server that vanished without a word is noticed in some 20 seconds.
            keepalives_idle=10,
            keepalives_interval=3,
            keepalives_count=3,
            tcp_user_timeout=10_000,
            client_encoding="UTF8",
        )

    def run(self, received: Callable[[Event], None], stop: threading.Event) -> None:
        """Report changes until `stop` is set; returns within a second of that.

        Blocks, so it belongs in a thread of its own. A connection that ends or cannot be made is reported
        once as `Lost` and tried again after 0.5 to 5 s; `Reconnected` says that the server is heard again.

        Args:
            received: Called in this thread with each event. What it raises ends the listening.
            stop: Ends the listening.
        """
        lost = False
        delay = _FIRST_DELAY_SECONDS
        while not stop.is_set():
            try:
                with closing(self._connect(stop)) as connection:
                    connection.execute(f"LISTEN {CHANNEL}")
                    if lost:
                        received(Reconnected())
                    lost = False
                    delay = _FIRST_DELAY_SECONDS
                    _listen(connection, received, stop)
            except _Stopped:
                return
            except (psycopg.OperationalError, psycopg.InterfaceError) as error:
                # The class only: the message may name the server and the role.
                _log.info("not listening for changes: %s", type(error).__name__)
                if not lost:
                    lost = True
                    received(Lost())
                stop.wait(delay)
                delay = min(delay * 2, _LONGEST_DELAY_SECONDS)

    def _connect(self, stop: threading.Event) -> psycopg.Connection[tuple[object, ...]]:
        """Connect step by step: the driver's `connect` cannot be told to stop while a server is silent."""
        deadline = time.monotonic() + CONNECT_SECONDS
        pgconn = pq.PGconn.connect_start(self._conninfo.encode())
        try:
            while True:
                polled = pgconn.connect_poll()
                if polled == pq.PollingStatus.OK:
                    break
                if polled == pq.PollingStatus.FAILED:
                    raise psycopg.OperationalError("the server refuses the connection")
                _wait(pgconn.socket, polled == pq.PollingStatus.READING)
                if stop.is_set():
                    raise _Stopped
                if time.monotonic() > deadline:
                    raise psycopg.OperationalError("the server does not answer")
            pgconn.nonblocking = 1
        except BaseException:
            pgconn.finish()
            raise
        connection = psycopg.Connection[tuple[object, ...]](pgconn)
        connection.autocommit = True
        return connection


class _Stopped(Exception):
    """`stop` was set while connecting."""


def _wait(descriptor: int, reading: bool) -> None:
    with selectors.DefaultSelector() as selector:
        selector.register(descriptor, selectors.EVENT_READ if reading else selectors.EVENT_WRITE)
        selector.select(_SLICE_SECONDS)


def _listen(
    connection: psycopg.Connection[tuple[object, ...]],
    received: Callable[[Event], None],
    stop: threading.Event,
) -> None:
    while not stop.is_set():
        for notice in connection.notifies(timeout=_SLICE_SECONDS):
            if stop.is_set():
                return
            change = parse_change(notice.payload)
            if change is not None:
                received(change)


def parse_change(payload: str) -> Change | None:
    """Read an announcement; None for what the trigger would never have sent.

    Args:
        payload: `{"table": name, "ids": [uuid, …] or null}`.
    """
    try:
        said = json.loads(payload)
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict) or said.keys() != {"table", "ids"}:
        return None
    table, ids = said["table"], said["ids"]
    if not isinstance(table, str) or not _TABLE_NAME.fullmatch(table):
        return None
    if ids is None:
        return Change(table, None)
    if not isinstance(ids, list) or not 0 < len(ids) <= MOST_IDS:
        return None
    try:
        named = frozenset(UUID(id) for id in ids)
    except (ValueError, AttributeError, TypeError):
        return None
    return Change(table, named)
