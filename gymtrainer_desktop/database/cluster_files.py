"""The files of a private cluster: its settings, who may connect, its address, and the trace of its server."""

from __future__ import annotations

import hashlib
import os
import socket
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from gymtrainer_desktop.database.cluster_access import ServerUser
from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.settings import storage_error, write_atomically

LOOPBACK = "127.0.0.1"
SOCKET_PORT = 5432
"""Names the socket file; the socket's folder is private, so every cluster uses the same."""

_SOCKET_PATH_LIMIT = 103
"""Bytes that the shortest of the supported systems leaves for a socket's path (macOS; Linux has 107)."""

_SETTINGS = """\
# Written by Gym Trainer at every start of the server. Changes made here are lost.
listen_addresses = {listen}
port = {port}
unix_socket_directories = {sockets}
unix_socket_permissions = 0700

max_connections = 100
shared_buffers = '128MB'
min_wal_size = '80MB'
max_wal_size = '512MB'
# One gym's tables are small: a second process costs more than it saves, and containers have little /dev/shm.
max_parallel_workers_per_gather = 0
max_parallel_maintenance_workers = 0

fsync = on
full_page_writes = on
synchronous_commit = on
password_encryption = 'scram-sha-256'

timezone = 'UTC'
datestyle = 'iso, ymd'
lc_messages = 'C'
default_text_search_config = 'pg_catalog.simple'

logging_collector = on
log_directory = {log}
log_filename = 'server-%a.log'
log_file_mode = 0600
log_rotation_age = '1d'
log_rotation_size = 0
log_truncate_on_rotation = on
log_timezone = 'UTC'
log_line_prefix = '%m [%p] %q%u@%d '
# No secret and no person's data reaches a log: neither statements, nor parameters, nor the details that
# quote a row.
log_statement = 'none'
log_min_duration_statement = -1
log_min_error_statement = 'panic'
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
log_error_verbosity = 'terse'
"""

_HBA = """\
# Written by Gym Trainer at every start of the server. Changes made here are lost.
local all all scram-sha-256
"""

_HBA_LOOPBACK = f"host all all {LOOPBACK}/32 scram-sha-256\n"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server listens.

    Attributes:
        host: A socket's folder, or the loopback address.
        port: The TCP port, or the number in the socket's name.
    """

    host: str
    port: int

    @property
    def is_socket(self) -> bool:
        """Whether it is a Unix socket."""
        return self.host != LOOPBACK

    def url(self, user: str, password: str, database: str) -> str:
        """SQLAlchemy URL for psycopg."""
        who = f"{quote(user, safe='')}:{quote(password, safe='')}"
        # A stranger listening in the server's place is never told the password.
        options = "require_auth=scram-sha-256"
        if self.is_socket:
            where = f"/{quote(database, safe='')}?host={quote(self.host, safe='')}&port={self.port}&"
        else:
            where = f"{self.host}:{self.port}/{quote(database, safe='')}?"
            options += "&sslmode=disable&gssencmode=disable"
        return f"postgresql+psycopg://{who}@{where}{options}"

    def answers(self) -> bool:
        """Whether something listens; well under a millisecond."""
        if not self.is_socket:
            target: str | tuple[str, int] = (self.host, self.port)
            family = socket.AF_INET
        elif sys.platform == "win32":
            return False
        else:
            target = f"{self.host}/.s.PGSQL.{self.port}"
            family = socket.AF_UNIX
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.settimeout(2)
            try:
                probe.connect(target)
            except OSError:
                return False
        return True


@dataclass(frozen=True, slots=True)
class ServerTrace:
    """What `postmaster.pid` says about the server that wrote it.

    Attributes:
        pid: Its process id.
        address: Where it listens; None while it is only starting.
        ready: Whether it takes connections.
    """

    pid: int
    address: Address | None
    ready: bool

    @classmethod
    def read(cls, data: Path) -> ServerTrace | None:
        """The trace in this data folder; None when there is none or nothing can be read from it."""
        try:
            lines = (data / "postmaster.pid").read_text(errors="replace").splitlines()
        except FileNotFoundError:
            return None
        lines = [line.strip() for line in lines] + [""] * 8
        if not lines[0].isdigit():
            return None
        address = None
        if lines[3].isdigit():
            host = lines[4] or lines[5]
            address = Address(host, int(lines[3])) if host else None
        return cls(int(lines[0]), address, lines[7] == "ready")


def data_version(data: Path) -> int | None:
    """The major version of Postgres that made a data folder; None when it holds no cluster."""
    try:
        return int((data / "PG_VERSION").read_text().split(".")[0])
    except (FileNotFoundError, ValueError):
        return None


def choose_address(directory: Path, user: ServerUser | None, *, tcp: bool) -> Address:
    """Where the server of this folder is to listen: the same place at every start, if that is possible.

    A socket in a folder of the cluster, closed to others; where its path would not do, one with a short name
    among the temporary files; with `tcp`, a port of the loopback address.

    Raises:
        UserError: The short folder exists and is somebody else's.
    """
    if tcp:
        return Address(LOOPBACK, _choose_port(directory / "port"))
    folder = directory / "run"
    name = f"/.s.PGSQL.{SOCKET_PORT}.lock"
    # To the client library a comma separates two servers.
    if len(os.fsencode(folder)) + len(name) > _SOCKET_PATH_LIMIT or "," in str(folder):
        # Not XDG_RUNTIME_DIR: it differs between a desktop session and a terminal of the same person.
        digest = hashlib.sha256(os.fsencode(directory)).hexdigest()[:16]
        folder = Path("/tmp") / f"gymtrainer-{digest}"
    _make_private(folder, user)
    return Address(str(folder), SOCKET_PORT)


def write_settings(directory: Path, data: Path, address: Address) -> None:
    """Write `postgresql.conf` and `pg_hba.conf` for a server that is about to start.

    Raises:
        OSError: They cannot be written.
    """
    settings = _SETTINGS.format(
        listen=_quoted("" if address.is_socket else LOOPBACK),
        port=address.port,
        sockets=_quoted('"' + address.host.replace('"', '""') + '"' if address.is_socket else ""),
        log=_quoted((directory / "log").as_posix()),
    )
    hba = _HBA if address.is_socket else _HBA_LOOPBACK
    for name, text in (("postgresql.conf", settings), ("pg_hba.conf", hba)):
        write_atomically(data / name, text.encode())


def make_log_folder(directory: Path, user: ServerUser | None) -> dict[Path, int]:
    """Make the folder for the server's logs and clear the messages of the last start.

    Returns:
        How many bytes each log has now, for `start_messages`.
    """
    _make_private(directory / "log", user)
    (directory / "log" / "start.log").unlink(missing_ok=True)
    return {log: log.stat().st_size for log in (directory / "log").glob("*.log")}


def start_messages(directory: Path, sizes: dict[Path, int]) -> str:
    """What the server said since its logs had these sizes."""
    texts = []
    for log in sorted((directory / "log").glob("*.log")):
        with log.open("rb") as stream:
            stream.seek(sizes.get(log, 0))
            texts.append(stream.read(100_000).decode(errors="replace"))
    return "\n".join(texts)


def _make_private(folder: Path, user: ServerUser | None) -> None:
    folder.mkdir(mode=0o700, exist_ok=True)
    if user is not None and folder.lstat().st_uid == 0:
        user.give(folder)
    if sys.platform != "win32":
        status = folder.lstat()
        owner = os.geteuid() if user is None else user.uid
        if folder.is_symlink() or status.st_uid != owner:
            # In a shared folder a stranger may have put theirs here to catch passwords.
            raise UserError(
                f"{folder} belongs to somebody else: remove it and start again.", code="other_owner"
            )
        if status.st_mode & 0o077:
            folder.chmod(0o700)


def _choose_port(memory: Path) -> int:
    """The port of the last time if it is free, else any free one."""
    try:
        wanted = int(memory.read_text())
    except (FileNotFoundError, ValueError):
        wanted = 0
    for port in (wanted, 0):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            if sys.platform != "win32":
                # As the server itself does, or a port just left would count as taken for a minute.
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((LOOPBACK, port))
            except OSError:
                continue
            chosen = int(probe.getsockname()[1])
        if chosen != wanted:
            write_atomically(memory, f"{chosen}\n".encode())
        return chosen
    raise storage_error(OSError("no free port"), memory)


def _quoted(value: str) -> str:
    """A value for `postgresql.conf`."""
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"
