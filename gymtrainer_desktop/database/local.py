"""The gym on this computer: the private cluster, its roles, its schema and this station's login, together."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn

from sqlalchemy import URL, Connection, create_engine, make_url, text

from gymtrainer_desktop.credentials import CredentialStore
from gymtrainer_desktop.database import migrate
from gymtrainer_desktop.database.catalogue import install_built_in
from gymtrainer_desktop.database.embedded import EmbeddedCluster
from gymtrainer_desktop.database.errors import translate
from gymtrainer_desktop.database.provision import DATABASE, MIGRATOR, StationLogin, enroll, provision
from gymtrainer_desktop.settings import APPLICATION, Paths

STATION = "station_local"
MIGRATOR_PASSWORD = "embedded migrator"
STATION_PASSWORD = "embedded station"


class LocalGym:
    """A gym in a data folder.

    Args:
        paths: Where everything lies.
        credentials: Where the passwords of the three log-ins (superuser, migrator, station) are kept.
    """

    def __init__(self, paths: Paths, credentials: CredentialStore) -> None:
        self.paths = paths
        self.credentials = credentials
        self.cluster = EmbeddedCluster(paths.cluster, credentials)

    @classmethod
    def of(cls, paths: Paths) -> LocalGym:
        """Return the gym of a data folder; two folders never share a secret."""
        return cls(paths, CredentialStore(f"{APPLICATION} {paths.data_dir}", paths.credentials_file))

    @property
    def exists(self) -> bool:
        """Whether the folder holds a cluster already."""
        return self.cluster.data_major_version is not None

    def open(self, progress: Callable[[str], None] | None = None) -> URL:
        """Start or join the server, bring schema and catalogue up to date, and return the station's URL.

        Raises:
            UserError: The folder cannot be used, or the schema is newer than the program.
            Unavailable: The server does not start.
        """
        self.prepare(progress)
        try:
            migrate.upgrade(self.migrator_url(), before=self._back_up_before)
            with self.maintenance() as connection:
                install_built_in(connection)
            return self.enroll_station()
        except Exception as error:
            self._give_up(error)

    def prepare(self, progress: Callable[[str], None] | None = None) -> None:
        """Start or join the server and have its roles and the database, of whatever schema or none.

        Raises:
            UserError: The folder cannot be used.
            Unavailable: The server does not start.
        """
        self.cluster.start(progress)
        try:
            if progress is not None:
                progress("Preparing the database")
            self.provision()
        except Exception as error:
            self._give_up(error)

    def provision(self, database: str = DATABASE) -> None:
        """Make the roles, and a database without a schema; harmless when they are there."""
        provision(self.superuser_url("postgres"), self._secret(MIGRATOR_PASSWORD), database=database)

    def enroll_station(self, database: str = DATABASE) -> URL:
        """Make or renew this station's login in a migrated database, and return its URL for the gym."""
        station = StationLogin(STATION, "This computer", "staff", self._secret(STATION_PASSWORD))
        enroll(self.superuser_url("postgres"), station, database=database)
        return make_url(self.cluster.url(STATION, station.password, DATABASE))

    @contextmanager
    def maintenance(self) -> Iterator[Connection]:
        """Open a transaction as the owner of the database: for the command line and the first admin only."""
        engine = create_engine(self.migrator_url())
        try:
            with engine.begin() as connection:
                connection.execute(text("SET ROLE gym_owner"))
                yield connection
        except Exception as error:
            meant = translate(error)
            if meant is None or meant is error:
                raise
            raise meant from error
        finally:
            engine.dispose()

    def schema_status(self) -> migrate.SchemaStatus:
        """Compare the running database with this program."""
        engine = create_engine(self.migrator_url())
        try:
            return migrate.status(engine)
        finally:
            engine.dispose()

    def close(self) -> None:
        """Let go of the server; it stops when nobody else uses it."""
        self.cluster.stop()

    def migrator_url(self, database: str = DATABASE) -> URL:
        """The URL of the login that is a member of `gym_owner`, password included: never to be logged."""
        return make_url(self.cluster.url(MIGRATOR, self._secret(MIGRATOR_PASSWORD), database))

    def superuser_url(self, database: str) -> URL:
        """The superuser's URL, password included: never to be logged."""
        return make_url(self.cluster.superuser_url(database))

    def _back_up_before(self, upgrade: migrate.SchemaStatus) -> None:
        if upgrade.current is not None:
            from gymtrainer_desktop.database.backups import back_up_before_upgrade  # rarely needed

            back_up_before_upgrade(self, upgrade.current)

    def _give_up(self, error: Exception) -> NoReturn:
        """Let go of the server and say what went wrong."""
        self.cluster.stop()
        meant = translate(error)
        if meant is None or meant is error:
            raise error
        raise meant from error

    def _secret(self, name: str) -> str:
        secret = self.credentials.get(name)
        if secret is None:
            secret = secrets.token_urlsafe(32)
            self.credentials.set(name, secret)
        return secret
