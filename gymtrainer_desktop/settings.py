"""Where the application keeps its files, and the settings file of one workstation.

Nothing secret is written here: passwords and keys are the business of `credentials`.
"""

from __future__ import annotations

import contextlib
import errno
import json
import logging
import os
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from pathlib import Path
from typing import Any

import platformdirs

from gymtrainer_desktop.domain.backups import AT, KEPT, MOST_KEPT, BackUpPlan
from gymtrainer_desktop.domain.errors import UserError

APPLICATION = "gymtrainer-desktop"

_log = logging.getLogger(__name__)


class Theme(StrEnum):
    """Which colours the window wears."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class DatabaseMode(StrEnum):
    """Which database this workstation works on."""

    EMBEDDED = "embedded"
    SERVER = "server"


@dataclass(frozen=True, slots=True)
class Paths:
    """Every place in the file system that belongs to one gym on one workstation.

    Attributes:
        data_dir: The folder that holds all the others.
    """

    data_dir: Path

    @classmethod
    def default(cls) -> Paths:
        """The folder the platform keeps for this person and this application."""
        return cls.at(platformdirs.user_data_path(APPLICATION, appauthor=False))

    @classmethod
    def at(cls, directory: Path | str) -> Paths:
        """A folder the person named; `~` and relative paths are understood."""
        return cls(Path(directory).expanduser().absolute())

    @property
    def cluster(self) -> Path:
        """The private Postgres cluster."""
        return self.data_dir / "cluster"

    @property
    def backups(self) -> Path:
        """Back-ups made by the application."""
        return self.data_dir / "backups"

    @property
    def logs(self) -> Path:
        """Logs of the application; the server keeps its own beside the cluster."""
        return self.data_dir / "logs"

    @property
    def settings_file(self) -> Path:
        """What `Settings` reads and writes."""
        return self.data_dir / "settings.json"

    @property
    def drafts_file(self) -> Path:
        """What people at this workstation began and did not finish; with a shared server too."""
        return self.data_dir / "drafts.db"

    @property
    def outbox_file(self) -> Path:
        """What members did at this workstation and the server does not have yet."""
        return self.data_dir / "outbox.db"

    @property
    def plan_cache_file(self) -> Path:
        """What a kiosk has shown lately, encrypted, for when the server is away."""
        return self.data_dir / "plans.db"

    @property
    def credentials_file(self) -> Path:
        """Where secrets go when the system offers no keyring."""
        return self.data_dir / "credentials.json"

    def create(self) -> None:
        """Make the data folder and its log folder, for this person only.

        Raises:
            UserError: The folder cannot be made or written to.
        """
        # As root the database server runs as another user, who has to pass through the folder but never
        # needs to list it. What is secret inside has narrower rights of its own.
        mode = 0o711 if is_root() else 0o700
        try:
            if not self.data_dir.is_dir():
                self.data_dir.parent.mkdir(parents=True, exist_ok=True)
                self.data_dir.mkdir(mode=mode, exist_ok=True)
                self.data_dir.chmod(mode)
            self.logs.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise storage_error(error, self.data_dir) from error


class Settings:
    """What this workstation remembers: a small JSON file, written whole at each change.

    Safe to use from several threads. Two programs may share the file: a change to one key keeps what the
    other program wrote to the others.

    Attributes:
        problem: A sentence for the person when the file could not be read and a fresh one was begun.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.RLock()
        self.problem: str | None = None
        self._values = self._read()

    def get(self, key: str, default: Any = None) -> Any:
        """The value stored under `key`, or `default`."""
        with self._lock:
            return self._values.get(key, default)

    def put(self, key: str, value: Any) -> None:
        """Store a JSON value under `key`; None forgets it.

        Raises:
            UserError: The file cannot be written; the value still holds until the program ends.
        """
        with self._lock:
            unchanged = self._values.get(key) == value
            if unchanged and self._file.exists():
                return
            values = self._read()
            for each in (values, self._values):
                if value is None:
                    each.pop(key, None)
                else:
                    each[key] = value
            self._values = values
            text = json.dumps(values, ensure_ascii=False, indent=2, sort_keys=True)
            try:
                write_atomically(self._file, text.encode() + b"\n")
            except OSError as error:
                raise storage_error(error, self._file) from error

    @property
    def theme(self) -> Theme:
        """The chosen theme; the system's until somebody chooses."""
        value = self.get("theme")
        return Theme(value) if value in list(Theme) else Theme.SYSTEM

    @theme.setter
    def theme(self, value: Theme) -> None:
        self.put("theme", str(value))

    @property
    def mode(self) -> DatabaseMode | None:
        """Which database was chosen at the first start; None before that."""
        value = self.get("mode")
        return DatabaseMode(value) if value in list(DatabaseMode) else None

    @mode.setter
    def mode(self, value: DatabaseMode | None) -> None:
        self.put("mode", None if value is None else str(value))

    def columns(self, table: str) -> list[dict[str, Any]]:
        """What was remembered about the columns of one table, in their order; empty when nothing was."""
        value = self._section("columns").get(table)
        if isinstance(value, list) and all(isinstance(column, dict) for column in value):
            return value
        return []

    def put_columns(self, table: str, columns: Sequence[dict[str, Any]]) -> None:
        """Remember order, width and visibility of the columns of one table, as the table describes them."""
        self.put("columns", {**self._section("columns"), table: list(columns)})

    def geometry(self, window: str) -> bytes | None:
        """The saved geometry of a window, as Qt wrote it."""
        value = self._section("geometry").get(window)
        try:
            return bytes.fromhex(value) if isinstance(value, str) else None
        except ValueError:
            return None  # edited by hand: the window opens at its default size

    def put_geometry(self, window: str, geometry: bytes) -> None:
        """Remember the geometry of a window."""
        self.put("geometry", {**self._section("geometry"), window: geometry.hex()})

    def back_up_plan(self, own_folder: Path) -> BackUpPlan:
        """How daily back-ups are taken; into `own_folder` unless another one was chosen.

        What somebody edited into nonsense by hand counts as not chosen.
        """
        stored = self._section("backups")
        keep, at, folder = stored.get("keep"), stored.get("at"), stored.get("folder")
        try:
            clock = time.fromisoformat(at) if isinstance(at, str) else AT
        except ValueError:
            clock = AT
        chosen = Path(folder) if isinstance(folder, str) else own_folder
        return BackUpPlan(
            chosen if chosen.is_absolute() else own_folder,
            keep if isinstance(keep, int) and 1 <= keep <= MOST_KEPT else KEPT,
            clock.replace(second=0, microsecond=0, tzinfo=None),
        )

    def put_back_up_plan(self, plan: BackUpPlan, own_folder: Path) -> None:
        """Remember how daily back-ups are taken.

        Raises:
            UserError: The file cannot be written.
        """
        stored: dict[str, Any] = {"keep": plan.keep, "at": f"{plan.at:%H:%M}"}
        if plan.folder != own_folder:
            stored["folder"] = str(plan.folder)
        self.put("backups", stored)

    def _section(self, key: str) -> dict[str, Any]:
        value = self.get(key)
        return value if isinstance(value, dict) else {}

    def _read(self) -> dict[str, Any]:
        try:
            values = json.loads(self._file.read_bytes())
        except FileNotFoundError:
            return {}
        except OSError as error:
            self.problem = f"The settings could not be read ({error.strerror}), so the defaults are used."
            _log.info("settings unreadable: %s", error)
            return {}
        except ValueError:
            values = None
        if isinstance(values, dict):
            return values
        kept = self._file.with_name(self._file.name + ".broken")
        self.problem = f"The settings file was damaged; it was kept as {kept.name} and a fresh one begun."
        _log.info("settings damaged, kept as %s", kept)
        try:
            self._file.replace(kept)
        except OSError as error:
            self.problem = f"The settings file is damaged and cannot be set aside ({error.strerror})."
        return {}


def is_root() -> bool:
    """Whether this process runs as root; never on Windows."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def write_atomically(file: Path, content: bytes) -> None:
    """Replace a file in one step, readable by its owner only: after a crash it is the old one or the new one.

    When root writes into somebody's folder the file stays theirs.

    Raises:
        OSError: It cannot be written; the old file is untouched and no fragment is left.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    # mkstemp creates with mode 0600, so at no moment can others read a byte of it.
    handle, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if is_root():
            owner = file.parent.stat()
            os.chown(name, owner.st_uid, owner.st_gid, follow_symlinks=False)
        Path(name).replace(file)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            Path(name).unlink()
        raise
    sync_folder(file.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` survive a power cut, where the platform can open folders."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def storage_error(error: OSError, path: Path) -> UserError:
    """What to tell the person about a folder or file that cannot be used, in one sentence."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return UserError(
            f"The disk that holds {path} is full: free some space and try again.", code="disk_full"
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return UserError(
            f"{path} cannot be written to: make it writable for you, or choose another folder "
            "with --data-dir.",
            code="read_only",
        )
    if error.errno in (errno.ENOTDIR, errno.EEXIST):
        return UserError(
            f"{path} is in the way of a folder of that name: choose another folder with --data-dir.",
            code="not_a_folder",
        )
    reason = error.strerror or type(error).__name__
    return UserError(
        f"{path} cannot be used ({reason}): choose another folder with --data-dir.", code="storage"
    )
