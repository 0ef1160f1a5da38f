"""The private Postgres cluster: made, started, joined, repaired and stopped for the person at this machine.

What lies in the cluster's folder:

    data/        the cluster itself, the server's alone
    run/         its socket, closed to others
    log/         its logs, one file per weekday
    lock         held while somebody starts or stops the server
    in-use       held, shared, by every process that uses the server; a crash lets go of it
    back-up      held by whoever backs the gym up or restores it
    new-…        a cluster in the making; it becomes `data` in one step, so a half-made one held nothing
"""

from __future__ import annotations

import atexit
import contextlib
import logging
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from gymtrainer_desktop.credentials import CredentialStore
from gymtrainer_desktop.database import cluster_files, cluster_making, cluster_processes, cluster_programs
from gymtrainer_desktop.database.cluster_access import ServerUser, let_through, server_user
from gymtrainer_desktop.database.cluster_files import Address, ServerTrace
from gymtrainer_desktop.database.cluster_locks import FileLock
from gymtrainer_desktop.domain.errors import Unavailable, UserError
from gymtrainer_desktop.settings import is_root, storage_error, sync_folder

SUPERUSER = "postgres"
SUPERUSER_PASSWORD = "embedded superuser"
"""The name of the superuser's password in the credential store."""

_START_PATIENCE = 300
"""Seconds a server may take to become ready: after a crash it first replays what it had promised."""

_STOP_PATIENCE = 60

_log = logging.getLogger(__name__)


class EmbeddedCluster:
    """The private cluster of one folder, as this process uses it. Safe to call from several threads.

    Several processes may use the folder at once: the first starts the server, the others join it, the last to
    let go stops it. A process that crashes has let go.
    """

    def __init__(self, directory: Path, credentials: CredentialStore, *, tcp: bool | None = None) -> None:
        """Nothing is touched yet.

        Args:
            directory: The cluster's folder; made at the first start.
            credentials: Where the superuser's password is kept.
            tcp: Listen on a port of 127.0.0.1 and not on a socket; None lets the platform decide.
        """
        self.directory = directory.expanduser().absolute().resolve()
        self._data = self.directory / "data"
        self._credentials = credentials
        self._tcp = sys.platform == "win32" if tcp is None else tcp
        self._thread_lock = threading.RLock()
        self._in_use = FileLock(self.directory / "in-use")
        self._address: Address | None = None
        self._version = ""

    # What callers do

    def start(self, progress: Callable[[str], None] | None = None) -> None:
        """Have a running server: make the cluster when there is none, start it or join it. Repeating is free.

        Args:
            progress: Told in a few words what is being done when it takes a moment.

        Raises:
            UserError: The folder, the disk or the cluster's version stands in the way; the message says what
                to do.
            Unavailable: The server does not start now.
        """
        with self._thread_lock:
            if self._in_use.held and self._address is not None and self._address.answers():
                return
            try:
                self._make_folder()
                with self._exclusive():
                    self._have_server(progress or _say_nothing)
                    if not self._in_use.held:
                        self._in_use.acquire(shared=True)
                        atexit.register(self.stop)
            except OSError as error:
                raise storage_error(error, self.directory) from error

    def ensure_running(self, progress: Callable[[str], None] | None = None) -> bool:
        """Bring the server back if it is gone, on the same address; costs next to nothing when it is there.

        Returns:
            Whether it had to be brought back.

        Raises:
            UserError: As from `start`.
            Unavailable: It does not start now.
        """
        if self._in_use.held and self.running:
            return False
        self.start(progress)
        return True

    def stop(self) -> None:
        """Let go of the server; it stops when no other process uses it. Repeating is free.

        Raises:
            Unavailable: The server does not stop.
        """
        with self._thread_lock:
            if not self._in_use.held:
                return
            atexit.unregister(self.stop)
            if not self.directory.exists():
                # The folder was removed under the server, which notices and ends by itself.
                self._in_use.release()
                return
            with self._exclusive():
                self._in_use.release()
                if self._alone():
                    self._halt()

    def superuser_url(self, database: str = "postgres") -> str:
        """SQLAlchemy URL of the superuser, password included: for provisioning only, never to be logged.

        Raises:
            Unavailable: The server was not started.
        """
        return self.url(SUPERUSER, self._credentials.get(SUPERUSER_PASSWORD) or "", database)

    def url(self, user: str, password: str, database: str) -> str:
        """SQLAlchemy URL of a role, password included: never to be logged.

        Raises:
            Unavailable: The server was not started.
        """
        return self.address.url(user, password, database)

    @property
    def address(self) -> Address:
        """Where the server listens.

        Raises:
            Unavailable: The server was not started.
        """
        if self._address is None:
            raise Unavailable("The database is not running.")
        return self._address

    @property
    def running(self) -> bool:
        """Whether the server can be reached by this process."""
        return self._address is not None and self._address.answers()

    @property
    def version(self) -> str:
        """The server's version, such as "18.6"; empty before the first start."""
        return self._version

    @property
    def data_major_version(self) -> int | None:
        """The major version of Postgres that made the cluster; None when there is none yet."""
        return cluster_files.data_version(self._data)

    # Making

    def _make_folder(self) -> None:
        mode = 0o711 if is_root() else 0o700
        if not self.directory.exists():
            self.directory.mkdir(mode=mode, parents=True, exist_ok=True)
            self.directory.chmod(mode)

    def _have_server(self, progress: Callable[[str], None]) -> None:
        user = server_user(self._data)
        if user is not None:
            let_through(self.directory, user)
        self._check_data()
        if not self._data.exists():
            progress("Creating the database")
            self._create(user)
        self._address = self._join()
        if self._address is None:
            progress("Starting the database")
            self._address = self._launch(user)
        if not self._password_holds():
            progress("Renewing the database's password")
            self._renew_password(user)

    def _check_data(self) -> None:
        """Refuse a folder that is no cluster, or one of another version."""
        if not self._data.exists():
            return
        version = cluster_files.data_version(self._data)
        bundled = cluster_programs.bundled_major_version()
        if version is None:
            if any(self._data.iterdir()):
                raise UserError(
                    f"{self._data} holds files that are no database: move it away, or choose another folder "
                    "with --data-dir.",
                    code="not_a_cluster",
                )
            self._data.rmdir()
        elif version != bundled:
            raise UserError(
                f"This gym's data was written by PostgreSQL {version} and this program brings PostgreSQL "
                f"{bundled}: open it with the version of Gym Trainer that made it, back it up there, and "
                "restore the back-up here.",
                code="other_version",
            )

    def _create(self, user: ServerUser | None) -> None:
        for left_over in self.directory.glob("new-*"):
            _log.info("removing %s, which was never finished", left_over)
            shutil.rmtree(left_over, ignore_errors=True)  # whoever made it may still be writing
        staging = Path(tempfile.mkdtemp(prefix="new-", dir=self.directory))
        try:
            password = cluster_making.make(staging, user, SUPERUSER)
            self._credentials.set(SUPERUSER_PASSWORD, password)
            (staging / "data").rename(self._data)
            sync_folder(self.directory)
        finally:
            shutil.rmtree(staging, ignore_errors=True)  # only ever holds what is of no use any more

    # Starting and stopping

    def _join(self) -> Address | None:
        """The address of a server that already runs; None when there is none, its traces then cleared."""
        trace = ServerTrace.read(self._data)
        if trace is None:
            # An empty one is what a full disk leaves, and Postgres would not start over it.
            (self._data / "postmaster.pid").unlink(missing_ok=True)
            return None
        deadline = time.monotonic() + _START_PATIENCE
        while cluster_processes.serves(trace.pid, self._data):
            if trace.ready and trace.address is not None:
                return trace.address
            if time.monotonic() > deadline:
                raise Unavailable(
                    "The database is still recovering after a crash: wait a few minutes and try again."
                )
            time.sleep(0.05)
            trace = ServerTrace.read(self._data)
            if trace is None:
                return None
        # Its process is gone, or the number now belongs to another program, which would make Postgres refuse
        # to start for as long as that program runs.
        _log.info("the server with process id %d is gone; clearing its traces", trace.pid)
        (self._data / "postmaster.pid").unlink(missing_ok=True)
        if trace.address is not None and trace.address.is_socket:
            lock = Path(trace.address.host, f".s.PGSQL.{trace.address.port}.lock")
            lock.unlink(missing_ok=True)
        return None

    def _launch(self, user: ServerUser | None) -> Address:
        if sys.platform != "win32" and self._data.stat().st_mode & 0o077:
            self._data.chmod(0o700)  # copying a folder by hand loosens it, and the server then refuses it
        address = cluster_files.choose_address(self.directory, user, tcp=self._tcp)
        cluster_files.write_settings(self.directory, self._data, address)
        for attempt in (1, 2):
            sizes = cluster_files.make_log_folder(self.directory, user)
            outcome = cluster_programs.run(
                "pg_ctl",
                ["start", "-D", "data", "-l", "log/start.log", "-w", "-t", str(_START_PATIENCE)],
                folder=self.directory,
                user=user,
            )
            if outcome.code == 0:
                break
            said = outcome.text + cluster_files.start_messages(self.directory, sizes)
            _log.info("the server did not start: %s", said)
            if (
                attempt == 1
                and "pre-existing shared memory block" in said
                and cluster_processes.end_left_overs(self._data)
            ):
                continue
            raise cluster_programs.explain(said, self.directory)
        trace = ServerTrace.read(self._data)
        if trace is None or trace.address is None:
            raise Unavailable(
                f"The database ended right after its start: see the logs in {self.directory / 'log'}."
            )
        return trace.address

    def _halt(self) -> None:
        trace = ServerTrace.read(self._data)
        if trace is None or not cluster_processes.serves(trace.pid, self._data):
            return
        user = server_user(self._data)
        for mode in ("fast", "immediate"):
            outcome = cluster_programs.run(
                "pg_ctl",
                ["stop", "-D", "data", "-m", mode, "-w", "-t", str(_STOP_PATIENCE)],
                folder=self.directory,
                user=user,
            )
            if outcome.code == 0 or not cluster_processes.serves(trace.pid, self._data):
                return
            _log.info("the server does not stop: %s", outcome.text)
        raise Unavailable("The database does not stop: restart the computer before using it again.")

    # The superuser's password

    def _password_holds(self) -> bool:
        """Whether the server takes the password we keep. Learns the server's version on the way."""
        import psycopg

        password = self._credentials.get(SUPERUSER_PASSWORD)
        if password is None:
            return False
        address = self.address
        try:
            with psycopg.connect(
                host=address.host,
                port=address.port,
                user=SUPERUSER,
                password=password,
                dbname="postgres",
                connect_timeout=30,
                require_auth="scram-sha-256",
                autocommit=True,
            ) as connection:
                row = connection.execute("show server_version").fetchone()
        except psycopg.OperationalError as error:
            if "password authentication failed" in str(error):
                return False
            _log.info("the superuser cannot connect: %s", error)
            raise Unavailable("The database runs but does not answer: try again in a moment.") from error
        self._version = str(row[0]) if row else ""
        return True

    def _renew_password(self, user: ServerUser | None) -> None:
        """Give the superuser a new password: the old one was lost with the keyring or the file.

        Raises:
            Unavailable: Another process uses the server, or the server refuses.
        """
        if not self._in_use.held and not self._alone():
            raise Unavailable(
                "The database's password is known only to the Gym Trainer that is already open: close that "
                "one and try again."
            )
        if self._in_use.held:
            raise Unavailable("The database's password was lost: close Gym Trainer and open it again.")
        self._halt()
        password = cluster_making.renew_password(self.directory, user, SUPERUSER)
        self._credentials.set(SUPERUSER_PASSWORD, password)
        self._address = self._launch(user)
        if not self._password_holds():
            raise Unavailable("The database's password was lost and could not be renewed.")

    # Locks

    @contextlib.contextmanager
    def _exclusive(self) -> Iterator[None]:
        """Nobody else starts or stops this server meanwhile."""
        lock = FileLock(self.directory / "lock")
        if not lock.acquire(patience=_START_PATIENCE + 30):
            raise Unavailable(
                "Another Gym Trainer has been starting or stopping the database for minutes: close it and "
                "try again."
            )
        try:
            yield
        finally:
            lock.release()

    def _alone(self) -> bool:
        """Whether no process uses the server; asked while holding `_exclusive` and not using it ourselves."""
        probe = FileLock(self.directory / "in-use")
        alone = probe.acquire()
        probe.release()
        return alone


def _say_nothing(_: str) -> None:
    """For callers that show no progress."""
