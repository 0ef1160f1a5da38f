"""A gym that the tests of one file share: for tests that only look, roll back, or bring people of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import psycopg
import pytest
from sqlalchemy import URL, create_engine, text

from gymtrainer_desktop.database.engine import Database, Identity
from tests.conftest import Server
from tests.factories import Gym


def plain(url: URL) -> str:
    """The URL as the driver itself takes it."""
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


@dataclass
class SharedGym:
    """A database with a gym in it, and ways to it."""

    server: Server
    name: str
    gym: Gym
    desk: Database
    _opened: list[psycopg.Connection[tuple[object, ...]]] = field(default_factory=list)

    def superuser(self, *, autocommit: bool = True) -> psycopg.Connection:
        """A connection that sees everything: for looking and for arranging."""
        # A test that failed may have left a lock behind: say so soon instead of hanging.
        connection = psycopg.connect(
            plain(self.server.superuser(self.name)), autocommit=autocommit, options="-c lock_timeout=20s"
        )
        self._opened.append(connection)
        return connection

    def close(self) -> None:
        for connection in self._opened:
            connection.close()


@pytest.fixture(scope="module")
def shared(server: Server) -> Iterator[SharedGym]:
    name = server.clone()
    engine = create_engine(server.migrator(name), isolation_level="AUTOCOMMIT")
    desk = Database(server.station(name, "station_desk"))
    with engine.connect() as owner:
        owner.execute(text("SET ROLE gym_owner"))
        shared = SharedGym(server, name, Gym(owner, desk), desk)
        yield shared
        shared.close()
    desk.dispose()
    engine.dispose()
    server.drop(name)


@pytest.fixture
def raw(shared: SharedGym) -> Iterator[Callable[..., psycopg.Connection]]:
    """Open driver connections as stations; all are closed at the end of the test."""
    opened: list[psycopg.Connection] = []

    def open_raw(role: str = "station_desk", *, autocommit: bool = True) -> psycopg.Connection:
        connection = psycopg.connect(plain(shared.server.station(shared.name, role)), autocommit=autocommit)
        opened.append(connection)
        return connection

    yield open_raw
    for connection in opened:
        connection.close()


@pytest.fixture(scope="module")
def desk(shared: SharedGym) -> Identity:
    """The session of an admin."""
    return shared.gym.session(shared.gym.admin("Rosa"))


@pytest.fixture
def act(shared: SharedGym) -> Callable[..., object]:
    """Run one statement as somebody at the front desk's station; returns the first column, if there is one."""

    def run(identity: Identity, sql: str, **values: object) -> object:
        with shared.desk.transaction(identity) as connection:
            result = connection.execute(text(sql), values)
            return result.scalar() if result.returns_rows else result.rowcount

    return run
