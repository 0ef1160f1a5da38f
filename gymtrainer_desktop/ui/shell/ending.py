"""Ending in order when the terminal or the system asks."""

from __future__ import annotations

import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QSocketNotifier, QTimer
from PySide6.QtWidgets import QApplication


def _heed_no_more(*_: object) -> None:
    """The second Ctrl+C of somebody impatient; a function, since a signal on its way may not find SIG_IGN."""


@contextmanager
def ending_on_signals(application: QApplication) -> Iterator[None]:
    """End in order on Ctrl+C in the terminal and when the system asks: the server stops with the window."""
    heard, told = socket.socketpair()
    told.setblocking(False)
    signal.set_wakeup_fd(told.fileno())
    # Python looks at signals only when it runs: this wakes it up out of Qt's event loop.
    notifier = QSocketNotifier(heard.fileno(), QSocketNotifier.Type.Read, application)
    notifier.activated.connect(lambda: heard.recv(64))

    def end(*_: object) -> None:
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, _heed_no_more)
        # Not quit(), which asks every window; and not from within whatever Qt is doing at this moment.
        QTimer.singleShot(0, application, lambda: application.exit(0))

    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, end)
    try:
        yield
    finally:
        # What is closed now in order is not to be cut short by a second signal.
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, _heed_no_more)
        notifier.setEnabled(False)
        signal.set_wakeup_fd(-1)
        heard.close()
        told.close()
