"""Locks between processes that the system itself lets go of when their holder crashes."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import IO, Any


class FileLock:
    """A lock on a file, held alone or shared; nothing is ever written to the file.

    Two objects on one file exclude each other within a process as well. On POSIX that takes `flock`: locks
    made with `lockf` belong to the whole process, which loses them when any handle on the file is closed.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._held: IO[bytes] | Any = None

    @property
    def held(self) -> bool:
        """Whether this object holds the lock."""
        return self._held is not None

    def acquire(self, *, shared: bool = False, patience: float = 0.0) -> bool:
        """Take the lock.

        Args:
            shared: Let others have it shared at the same time.
            patience: Seconds to wait for those who have it.

        Returns:
            Whether it was to be had.

        Raises:
            OSError: The file cannot be made or opened, or its file system knows no locks.
        """
        if sys.platform == "win32":
            from fasteners import InterProcessReaderWriterLock  # type: ignore[import-untyped]

            lock = InterProcessReaderWriterLock(self._path)
            take = lock.acquire_read_lock if shared else lock.acquire_write_lock
            if not take(timeout=patience):
                lock.lockfile.close()
                return False
            self._held = lock.lockfile
            return True
        import fcntl

        mode = fcntl.LOCK_NB | (fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
        file = self._path.open("ab")
        deadline = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(file, mode)
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    file.close()
                    return False
                time.sleep(0.02)
            except BaseException:
                file.close()
                raise
            else:
                self._held = file
                return True

    def release(self) -> None:
        """Let go; it is no error when the lock is not held."""
        if self._held is not None:
            self._held.close()
            self._held = None
