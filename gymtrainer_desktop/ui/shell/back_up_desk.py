"""Back-ups in the open window, whoever is signed in: their news, and putting one in the gym's place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from gymtrainer_desktop.domain.backups import BackUpKind, BackUpOutcome, FoundBackUp
from gymtrainer_desktop.domain.calendar import format_date
from gymtrainer_desktop.domain.errors import GymError, Unavailable, UserError
from gymtrainer_desktop.services.back_up_keeper import BackUpKeeper, was_cancelled
from gymtrainer_desktop.ui.shell.app_window import AppWindow
from gymtrainer_desktop.ui.tasks import Tasks


class BackUpDesk(QObject):
    """Runs the keeper of back-ups, tells its news, and restores.

    Args:
        window: Where news are told and the progress of a restore is shown.
        tasks: The background.
        keeper: Takes the back-ups.
    """

    changed = Signal()
    """There is another back-up, or one failed: a page that lists them loads again."""
    restored = Signal(str)
    """Another gym is in place and nobody is signed in; carries what to say at the door."""
    given_up = Signal()
    """A restore did not happen, and nobody wants to try again: back to the door."""

    def __init__(
        self, window: AppWindow, tasks: Tasks, keeper: BackUpKeeper, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.keeper = keeper
        self._window = window
        self._tasks = tasks
        self._is_admin_there = False
        self._untold = ""
        self._told = ""
        tasks.listen(keeper.run, self._on_outcome)

    def set_admin(self, is_there: bool) -> None:
        """Say whether an admin is signed in: a failure of the daily back-up waits for one."""
        self._is_admin_there = is_there
        self._tell_failure()

    def restore(self, found: FoundBackUp) -> None:
        """Put a back-up in the gym's place, with its steps on the progress page; nobody is signed in."""
        page = self._window.show_progress(self.tr("Restoring the gym"), found.file.name)
        steps = _Steps(self)
        steps.said.connect(page.set_progress)

        def leave() -> None:
            page.retry_requested.disconnect(retry)
            page.back_requested.disconnect(back)
            steps.deleteLater()

        def retry() -> None:
            leave()
            self.restore(found)

        def back() -> None:
            leave()
            self.given_up.emit()

        def failed(error: Exception) -> None:
            if not isinstance(error, UserError | Unavailable):
                self._window.notices.error(error)
            page.show_error(error, self.tr("The gym is as it was."))

        def done(restored: Any) -> None:
            leave()
            self.restored.emit(self._notice(found, restored.former))

        page.retry_requested.connect(retry)
        page.back_requested.connect(back)
        keeper, say = self.keeper, _emitter(steps)
        self._tasks.write(self, lambda: keeper.restore(found.file, say), done, failed)

    def close(self) -> None:
        """Give up what is under way: the program is closing."""
        self.keeper.close()

    def _notice(self, found: FoundBackUp, former: str) -> str:
        words = self.tr("{0} is back as it was on {1}.").format(
            found.facts.gym_name, _moment(found.facts.taken_at)
        )
        if former:
            kept = self.tr("What it replaced is kept on this computer as {0} until the next restore.")
            words = f"{words} {kept.format(former)}"
        return words

    def _on_outcome(self, outcome: BackUpOutcome) -> None:
        self.changed.emit()
        if outcome.kind is BackUpKind.DAILY:
            self._on_daily(outcome)
        elif was_cancelled(outcome):
            self._window.notices.toast(self.tr("The back-up was cancelled; nothing of it is left"))
        elif outcome.error is not None:
            self._tell(outcome.error)
        elif outcome.kind is None:
            name = Path(outcome.file).name if outcome.file else ""
            self._window.notices.toast(self.tr("A copy is saved as {0}").format(name))
        else:
            self._window.notices.toast(self.tr("The gym is backed up"))

    def _on_daily(self, outcome: BackUpOutcome) -> None:
        if outcome.error is None:
            self._untold = self._told = ""
        elif isinstance(outcome.error, GymError):
            words = getattr(outcome.error, "message", str(outcome.error))
            if words != self._told:
                self._untold = words
                self._tell_failure()
        else:
            self._tell(outcome.error)

    def _tell_failure(self) -> None:
        if self._untold and self._is_admin_there:
            self._told, self._untold = self._untold, ""
            self._tell(UserError(self.tr("The daily back-up failed. {0}").format(self._told)))

    def _tell(self, error: Exception) -> None:
        # A server that is away has its own bar; here it is about the back-up.
        is_away = isinstance(error, Unavailable)
        self._window.notices.error(UserError(error.message) if is_away else error)  # type: ignore[attr-defined]


class _Steps(QObject):
    """Brings what a worker says to the window."""

    said = Signal(str)


def _emitter(steps: _Steps) -> Callable[[str], None]:
    return steps.said.emit


def _moment(moment: datetime | None) -> str:
    if moment is None:
        return ""
    local = moment.astimezone()
    return f"{format_date(local.date())}, {local:%H:%M}"
