"""One real Postgres for the whole run, one migrated template, one clone of it per test."""

from __future__ import annotations

import itertools
import logging
import os
import secrets
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from keyring.backends.fail import Keyring as FailKeyring
from sqlalchemy import URL, Connection, create_engine, make_url, text

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from gymtrainer_desktop.credentials import CredentialStore
from gymtrainer_desktop.database import migrate
from gymtrainer_desktop.database.catalogue import install_built_in
from gymtrainer_desktop.database.embedded import EmbeddedCluster
from gymtrainer_desktop.database.engine import Database
from gymtrainer_desktop.database.provision import StationLogin, enroll, provision
from tests import scratch
from tests.factories import Gym

TEMPLATE = "gym_template"
STATIONS = {
    "station_desk": StationLogin("station_desk", "Front desk", "staff", secrets.token_urlsafe(16)),
    "station_room": StationLogin("station_room", "Trainers' room", "staff", secrets.token_urlsafe(16)),
    "station_kiosk": StationLogin("station_kiosk", "Kiosk", "kiosk", secrets.token_urlsafe(16)),
}
MIGRATOR_PASSWORD = secrets.token_urlsafe(16)
_numbers = itertools.count(1)


_SCRATCH = pytest.StashKey[Path]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--on-disk", action="store_true", help="keep databases and files on the disk, as users have them"
    )


def pytest_configure(config: pytest.Config) -> None:
    # Workers work in the folder of the run that started them.
    if not hasattr(config, "workerinput"):
        config.stash[_SCRATCH] = scratch.begin(on_disk=config.getoption("on_disk"))


def pytest_unconfigure(config: pytest.Config) -> None:
    if _SCRATCH in config.stash:
        scratch.end(config.stash[_SCRATCH])


class Server:
    """The run's own server, and databases on it."""

    def __init__(self, cluster: EmbeddedCluster) -> None:
        self.cluster = cluster
        self._connection: psycopg.Connection | None = None

    def superuser(self, database: str = "postgres") -> URL:
        return make_url(self.cluster.superuser_url(database))

    def migrator(self, database: str) -> URL:
        return make_url(self.cluster.url("gym_migrator", MIGRATOR_PASSWORD, database))

    def station(self, database: str, role: str = "station_desk") -> URL:
        return make_url(self.cluster.url(role, STATIONS[role].password, database))

    def admin(self, statement: str) -> None:
        """Run a statement as the superuser, over one connection that stays open."""
        if self._connection is None:
            url = self.superuser().set(drivername="postgresql").render_as_string(hide_password=False)
            self._connection = psycopg.connect(url, autocommit=True)
        self._connection.execute(statement)  # type: ignore[call-overload]

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()

    def clone(self, template: str = TEMPLATE) -> str:
        name = f"gym_{next(_numbers)}"
        self.admin(f"CREATE DATABASE {name} TEMPLATE {template} OWNER gym_owner STRATEGY FILE_COPY")
        self.admin(
            f"REVOKE ALL ON DATABASE {name} FROM PUBLIC; "
            f"GRANT CONNECT ON DATABASE {name} TO gym_client, gym_migrator"
        )
        return name

    def drop(self, name: str) -> None:
        self.admin(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def server_folder() -> Iterator[Path]:
    """A folder that the server's own system user can reach, as pytest's is not when run by root."""
    folder = Path(tempfile.mkdtemp(prefix="gym-tests-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def server(server_folder: Path) -> Iterator[Server]:
    # Tests keep their throw-away secrets in their own folder, never in anybody's keyring.
    store = CredentialStore("gymtrainer-tests", server_folder / "credentials.json", backend=FailKeyring())
    cluster = EmbeddedCluster(server_folder / "cluster", store)
    cluster.start()
    server = Server(cluster)
    # Nothing here outlives the run: a clone and its end take 0.1 s instead of 0.8 s. What has to survive a
    # killed server is tested on clusters of their own, as users have them.
    server.admin("ALTER SYSTEM SET fsync = off")
    server.admin("SELECT pg_reload_conf()")
    provision(server.superuser(), MIGRATOR_PASSWORD, database=TEMPLATE)
    migrate.upgrade(server.migrator(TEMPLATE))
    for station in STATIONS.values():
        enroll(server.superuser(), station, database=TEMPLATE)
    engine = create_engine(server.migrator(TEMPLATE))
    with engine.begin() as connection:
        connection.execute(text("SET ROLE gym_owner"))
        connection.execute(
            text("INSERT INTO public.gym_settings (name, time_zone) VALUES ('Test Gym', 'Europe/Berlin')")
        )
        install_built_in(connection)
    engine.dispose()
    yield server
    server.close()
    cluster.stop()


@pytest.fixture
def database_name(server: Server) -> Iterator[str]:
    name = server.clone()
    yield name
    server.drop(name)


@pytest.fixture
def station(server: Server, database_name: str) -> Iterator[Callable[..., Database]]:
    """Open databases as stations; all are closed at the end."""
    opened: list[Database] = []

    def open_station(role: str = "station_desk", pool_size: int = 5) -> Database:
        database = Database(server.station(database_name, role), pool_size=pool_size)
        opened.append(database)
        return database

    yield open_station
    for database in opened:
        database.dispose()


@pytest.fixture
def owner(server: Server, database_name: str) -> Iterator[Connection]:
    """A connection as the owner, committing each statement: for arranging, never for acting."""
    engine = create_engine(server.migrator(database_name), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("SET ROLE gym_owner"))
        yield connection
    engine.dispose()


@pytest.fixture
def gym(owner: Connection, station: Callable[..., Database]) -> Gym:
    """An empty gym with factories for people, signed in where asked."""
    return Gym(owner, station())


@pytest.fixture(autouse=True)
def no_unexpected_warnings(
    caplog: pytest.LogCaptureFixture, request: pytest.FixtureRequest
) -> Iterator[None]:
    """A log record at WARNING or above that a test did not expect fails it; so does a thread left running.

    A test that expects one says so: `@pytest.mark.expects_log("part of the message")`.
    """
    before = set(threading.enumerate())
    yield
    expected = [marker.args[0] for marker in request.node.iter_markers("expects_log")]
    records = [r for when in ("setup", "call") for r in caplog.get_records(when)]
    unexpected = [
        f"{r.name}: {r.getMessage()}"
        for r in records
        if r.levelno >= logging.WARNING and not any(part in r.getMessage() for part in expected)
    ]
    assert not unexpected, f"unexpected log records: {unexpected}"
    left = [t for t in threading.enumerate() if t not in before and t.is_alive() and not t.daemon]
    assert not left, f"threads left running: {left}"
