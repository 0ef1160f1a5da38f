"""Which processes belong to a private cluster, and how to end those that a crash left behind."""

from __future__ import annotations

import logging
import signal
import sys
from pathlib import Path

import psutil  # type: ignore[import-untyped]

_PATIENCE = 5.0
"""Seconds that a left-over process gets before it is killed."""

_log = logging.getLogger(__name__)


def serves(pid: int, data: Path) -> bool:
    """Whether this process is alive and a server of this data folder.

    A process id outlives its process in `postmaster.pid`, and after a crash another program may have it.
    """
    try:
        return _belongs(psutil.Process(pid), data)
    except psutil.NoSuchProcess:
        return False


def end_left_overs(data: Path) -> int:
    """End every server process of this data folder, as after `kill -9` of the one that leads them.

    The signal is Postgres's own for "stop at once, recover at the next start": nothing that was committed is
    lost. Call it only when no server of this folder is in use.

    Returns:
        How many there were.
    """
    found = []
    for process in psutil.process_iter():
        try:
            if _belongs(process, data):
                process.send_signal(signal.SIGTERM if sys.platform == "win32" else signal.SIGQUIT)
                found.append(process)
        except psutil.NoSuchProcess:
            continue
    _, stubborn = psutil.wait_procs(found, timeout=_PATIENCE)
    for process in stubborn:
        process.kill()
    psutil.wait_procs(stubborn, timeout=_PATIENCE)
    if found:
        _log.info("ended %d processes that a crashed server left behind", len(found))
    return len(found)


def _belongs(process: psutil.Process, data: Path) -> bool:
    if not process.name().startswith("postgres") or process.status() == psutil.STATUS_ZOMBIE:
        return False
    if sys.platform != "win32" and process.uids().effective != data.stat().st_uid:
        return False
    try:
        # Every process of a server works inside its data folder.
        return Path(process.cwd()) == data
    except psutil.AccessDenied:
        # Better a server too many taken for ours, which is then asked for the password, than ours taken for
        # dead and its files cleared away.
        return True
