"""Telling somebody something at the kiosk: never in a window of its own, never with a trace."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal

from gymtrainer_desktop.domain.errors import SignedOut, UserError
from gymtrainer_desktop.ui.notices import Notices


class KioskNotices(Notices):
    """As on the desktop, but every sentence goes into the bar at the foot of the screen."""

    said = Signal(str, str)
    """A sentence and its tone."""

    def toast(self, text: str, act: Callable[[], None] | None = None, act_text: str = "") -> None:
        """Say what succeeded; nothing is undone here."""
        self.said.emit(text, "muted")

    def kept_here(self) -> None:
        """Say that what was entered is kept on this computer until the server is back."""
        self.offline(self.offline_since or datetime.now().astimezone(), self.waiting + 1)
        self.said.emit(self.tr("Saved here, waits for the server."), "caution")
        self.entry_kept.emit()

    def error(self, exc: Exception, kept: str = "") -> None:
        """Tell of a failure in the way of its kind."""
        if isinstance(exc, UserError) and not isinstance(exc, SignedOut):
            self.said.emit(exc.message, "critical")
        else:
            super().error(exc, kept)

    def question(self, *_args: object, **_named: object) -> bool:
        """Nothing is asked in a window here."""
        raise AssertionError("the kiosk asks within its own window")

    def _report(self, exc: Exception, kept: str) -> None:
        # The trace is in the program's log; whoever stands here can do nothing with it.
        self.said.emit(self.tr("Something went wrong. What you saved before is safe."), "critical")
