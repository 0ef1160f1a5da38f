"""The background of one visit: what is under way, and who is told of failures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from gymtrainer_desktop.domain.errors import SignedOut, Unavailable, UserError
from gymtrainer_desktop.ui.tasks import Tasks


class VisitWorker(QObject):
    """Runs what a visit writes, one after the other, and asks what it wants to know.

    Args:
        tasks: The background.
    """

    said = Signal(str, str)
    """Something to tell the member: a sentence and its tone."""
    settled = Signal()
    """Everything that was sent has been answered."""

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._under_way = 0
        self._is_over = False

    @property
    def is_busy(self) -> bool:
        """Whether something that was sent has not been answered."""
        return self._under_way > 0

    def write(
        self, act: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[Exception], None]
    ) -> None:
        """Write something; nobody hears of it any more once the visit is over."""
        self._under_way += 1

        def answered(result: Any) -> None:
            self._under_way -= 1
            if not self._is_over:
                done(result)
                self._settle()

        def refused(error: Exception) -> None:
            self._under_way -= 1
            if not self._is_over:
                failed(error)
                self._settle()
            elif not isinstance(error, UserError | Unavailable):
                self._tasks.unhandled.emit(error)
            # What was refused to somebody who has left is in their draft.

        self._tasks.write(self, act, answered, refused)

    def ask(self, what: Callable[[], Any], done: Callable[[Any], None], key: str) -> None:
        """Ask for something; a failure is told."""
        self._tasks.query(self, what, done, self.tell, key=key)

    def tell(self, error: Exception) -> None:
        """Tell the member of a failure, or report a bug."""
        if isinstance(error, UserError | Unavailable) and not isinstance(error, SignedOut):
            self.said.emit(error.message, "critical")
        else:
            self._tasks.unhandled.emit(error)

    def stop(self) -> None:
        """The visit is over: what was promised is still written."""
        self._is_over = True
        self._tasks.drop(self)

    def _settle(self) -> None:
        if not self._under_way:
            self.settled.emit()
