"""Keeps what is written on this workstation, a moment after every change, until it is published."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QTimer, Signal

from gymtrainer_desktop.domain.drafts import SavedDraft
from gymtrainer_desktop.domain.errors import Unavailable, UserError
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme.tokens import Delay

KIND = "plan"
"""Under which the drafts of plans are kept; their subject is the assignment."""
TEMPLATE_KIND = "template"
"""Under which the drafts of templates are kept; their subject is the template."""


class DraftKeeper(QObject):
    """Saves in a worker: soon after the last change, and at latest a few seconds after the first.

    Args:
        context: Whose services and background tasks it uses.
        collect: Returns what is to be kept as plain values, or None when nothing is left to keep.
        kind: What it is a draft of.
    """

    state_changed = Signal(str, str)
    """What to say about the draft, and in which tone: "Draft saved 14:02"."""

    def __init__(
        self,
        context: PageContext,
        collect: Callable[[], dict[str, Any] | None],
        parent: QObject,
        kind: str = KIND,
    ) -> None:
        super().__init__(parent)
        self._kind = kind
        self._context = context
        self._collect = collect
        self._subject: UUID | None = None
        self._is_saved = False
        self._is_saving = False
        self._is_waiting = False
        self.problem = ""
        """Why the last draft could not be saved; empty when it was."""
        self._quiet = self._timer(Delay.DRAFT_QUIET)
        self._latest = self._timer(Delay.DRAFT_LATEST)

    @property
    def has_unsaved(self) -> bool:
        """Whether a change is not on disk yet."""
        return self._is_waiting or self._is_saving

    def begin(self, subject: UUID, is_saved: bool = False) -> None:
        """Keep the drafts of another plan from now on.

        Args:
            subject: The assignment, or the template.
            is_saved: Whether there is a draft of it already.
        """
        self.stop()
        self._subject, self._is_saved = subject, is_saved

    def stop(self) -> None:
        """Keep nothing until `begin`; what waits is not saved any more."""
        self._rest()
        self.problem = ""
        self._subject = None

    def note_change(self) -> None:
        """Something was written: it is saved soon."""
        if self._subject is None:
            return
        self._is_waiting = True
        self._quiet.start()
        if not self._latest.isActive():
            self._latest.start()

    def flush(self) -> None:
        """Save at once what waits."""
        if self._context.tasks.is_closed:
            # Whoever closed the window was asked first, and what waited then was saved.
            self._rest()
        elif self._is_waiting and self._subject is not None:
            self._save()

    def discard(self) -> None:
        """Throw the draft away: it was published, or nobody wants it."""
        self._rest()
        self.problem = ""
        if self._subject is None:
            return
        subject, drafts = self._subject, self._context.services.drafts
        self._is_saved = False
        kind = self._kind
        self._write(lambda: drafts.discard(kind, subject), lambda _: self._on_discarded())

    def saved_words(self, at: datetime) -> str:
        """Return "Draft saved 14:02"."""
        return self.tr("Draft saved {0}").format(f"{self.gym_time(at):%H:%M}")

    def gym_time(self, at: datetime) -> datetime:
        """Return a moment by the gym's clock."""
        return at.astimezone(ZoneInfo(self._context.gym.time_zone))

    # Saving

    def _save(self) -> None:
        if self._is_saving:
            return  # What came meanwhile is saved once the answer is here.
        values = self._collect()
        self._rest()
        if values is None:
            if self._is_saved:
                self.discard()
            else:
                self.state_changed.emit("", "muted")
            return
        assert self._subject is not None
        subject, drafts = self._subject, self._context.services.drafts
        self._is_saving = True
        kind = self._kind
        self._write(lambda: drafts.save(kind, subject, values), lambda at: self._on_saved(subject, at))

    def _on_saved(self, subject: UUID, at: datetime) -> None:
        self._is_saving = False
        if subject != self._subject:
            return
        self._is_saved, self.problem = True, ""
        if self._is_waiting and not self._quiet.isActive():
            self._save()
        else:
            self.state_changed.emit(self.saved_words(at), "muted")

    def _on_discarded(self) -> None:
        if not self._is_waiting and not self._is_saved:
            self.state_changed.emit("", "muted")

    def _on_failed(self, exc: Exception) -> None:
        self._is_saving = False
        if self._subject is None:
            return
        if isinstance(exc, UserError | Unavailable):
            reason = exc.message
        else:
            reason = self.tr("This is a fault in the program.")
            self._context.notices.error(exc, self.tr("Your plan is still in the editor."))
        self.problem = reason
        self.state_changed.emit(self.tr("Draft not saved: {0}").format(reason), "critical")
        # Tried again after a while, also when nobody types any more.
        self._is_waiting = True
        self._latest.start()

    def _write(self, op: Callable[[], Any], done: Callable[[Any], None]) -> None:
        self._context.tasks.write(self, op, done, self._on_failed)

    def _timer(self, milliseconds: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(self.flush)
        return timer

    def _rest(self) -> None:
        self._is_waiting = False
        self._quiet.stop()
        self._latest.stop()


def load_draft(drafts: Any, subject: UUID, kind: str = KIND) -> SavedDraft | None:
    """Return the draft of an assignment's plan, or of a template; call it in a worker."""
    found: SavedDraft | None = drafts.load(kind, subject)
    return found
