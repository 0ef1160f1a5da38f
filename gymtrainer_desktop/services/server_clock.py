"""What time it is by the server, whatever happens to this computer's clock."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


def steady_seconds() -> float:
    """Return seconds that only ever go forward, those asleep included where the system counts them."""
    asleep_too: int | None = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if asleep_too is None else time.clock_gettime(asleep_too)


class ServerClock:
    """The server's time, as it was told last and carried on from there.

    Args:
        steady: Seconds that no change of this computer's clock touches.
        local: This computer's clock.
    """

    def __init__(
        self,
        steady: Callable[[], float] = steady_seconds,
        local: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._steady = steady
        self._local = local
        self._known: tuple[datetime, float] | None = None

    def learn(self, now: datetime) -> None:
        """Take the server's time, asked for just now."""
        self._known = (now, self._steady())

    def now(self) -> datetime:
        """Return the time; by this computer's clock as long as the server was never asked."""
        if self._known is None:
            return self._local()
        then, at = self._known
        return then + timedelta(seconds=self._steady() - at)
