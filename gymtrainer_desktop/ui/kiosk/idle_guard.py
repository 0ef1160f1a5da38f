"""Nobody stays signed in who has walked away."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from gymtrainer_desktop.ui.theme.tokens import Delay

_TOUCHES = frozenset({QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.TouchBegin})


def awake_clock() -> float:
    """Return seconds that never jump and go on while the computer sleeps, where the system counts those."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.clock_gettime(boot) if boot is not None else time.monotonic()


class IdleGuard(QObject):
    """Warns, and then ends, when nobody touches the screen.

    Args:
        warn_after: Milliseconds without a touch until the warning.
        end_after: Milliseconds without a touch until the end.
        now: A clock that never jumps, in seconds; for tests.
    """

    warned = Signal(int)
    """Seconds that are left; every time the number changes."""
    resumed = Signal()
    """Somebody touched the screen after a warning."""
    timed_out = Signal()

    def __init__(
        self,
        warn_after: int = Delay.KIOSK_WARNING,
        end_after: int = Delay.KIOSK_RESET,
        parent: QObject | None = None,
        *,
        now: Callable[[], float] = awake_clock,
    ) -> None:
        super().__init__(parent)
        self._warn_after, self._end_after = warn_after / 1000, end_after / 1000
        self._now = now
        self._since: float | None = None
        self._said: int | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(Delay.KIOSK_TICK)
        self._timer.timeout.connect(self.tick)

    @property
    def is_running(self) -> bool:
        """Whether somebody is watched over."""
        return self._since is not None

    def start(self) -> None:
        """Begin to watch, as if the screen had just been touched."""
        self._since, self._said = self._now(), None
        self._timer.start()
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(self)

    def stop(self) -> None:
        """Watch no more."""
        self._since, self._said = None, None
        self._timer.stop()
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)

    def touch(self) -> None:
        """Somebody is there."""
        if self._since is None:
            return
        # Who has been away for too long does not come back by touching: the screen may already be another's.
        if self._now() - self._since >= self._end_after:
            self.tick()
            return
        self._since = self._now()
        if self._said is not None:
            self._said = None
            self.resumed.emit()

    def tick(self) -> None:
        """Look at the clock."""
        if self._since is None:
            return
        idle = self._now() - self._since
        if idle >= self._end_after:
            self.stop()
            self.timed_out.emit()
        elif idle >= self._warn_after:
            left = max(1, math.ceil(self._end_after - idle))
            if left != self._said:
                self._said = left
                self.warned.emit(left)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Notice touches, whatever they are for."""
        if event.type() in _TOUCHES:
            self.touch()
        return False
