"""Where tests keep what lasts no longer than they do: in memory, where the machine has enough of it.

A database of its own for each test is three hundred files that are made and taken away again; on a disk that
several workers share, that is half of the time of a run. Nothing here outlives a run, and a process that is
killed loses nothing of what it wrote to a file in memory either, so no test proves less than on a disk.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import psutil

PREFIX = "gym-tests-"
_MEMORY = Path("/dev/shm")
_NEEDED = 4 << 30
"""Bytes that have to be free in the shared memory and in the machine; a run of four workers takes a third."""


def in_memory() -> Path | None:
    """The folder in shared memory, or None where there is none, too little of it, or programs do not run."""
    if not _MEMORY.is_dir() or not os.access(_MEMORY, os.W_OK):
        return None
    room = os.statvfs(_MEMORY)
    if room.f_flag & os.ST_NOEXEC or room.f_bavail * room.f_frsize < _NEEDED:
        return None
    return _MEMORY if psutil.virtual_memory().available >= _NEEDED else None


def begin(*, on_disk: bool = False) -> Path:
    """Make the folder of this run; temporary files of this process and of those it starts lie in it.

    What a killed run has left behind is taken away.
    """
    base = None if on_disk else in_memory()
    _clear(base or Path(tempfile.gettempdir()))
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=base))
    folder.chmod(0o755)  # the server's own system user comes through
    os.environ["TMPDIR"] = str(folder)
    tempfile.tempdir = str(folder)
    return folder


def end(folder: Path) -> None:
    """Take the folder of this run away."""
    tempfile.tempdir = None
    del os.environ["TMPDIR"]
    shutil.rmtree(folder)


def _clear(base: Path) -> None:
    for folder in base.glob(f"{PREFIX}*-*"):
        run = folder.name.removeprefix(PREFIX).partition("-")[0]
        if run.isdecimal() and not psutil.pid_exists(int(run)) and os.access(folder, os.W_OK):
            shutil.rmtree(folder)
