"""The queue in an open program, whoever is signed in: it is sent by itself, and what became of it is said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from gymtrainer_desktop.domain.errors import Unavailable, UserError
from gymtrainer_desktop.domain.outbox import SendOutcome
from gymtrainer_desktop.ui.tasks import Tasks
from gymtrainer_desktop.ui.theme.tokens import Delay

if TYPE_CHECKING:
    from gymtrainer_desktop.services.gym_services import GymServices
    from gymtrainer_desktop.services.outbox import OutboxService


class OutboxDesk(QObject):
    """Sends what waits at the start, when the server is back, and every 30 s while something waits.

    The main window and the kiosk have one each; it shows nothing itself.

    Args:
        tasks: The background.
        outbox: Of this workstation.
    """

    changed = Signal(object, int)
    """Since when the server is away, None while it is not known to be, and how many entries wait for it."""
    came_back = Signal()
    """The server took entries: it is there."""
    arrived = Signal(int)
    """So many entries have arrived."""
    refused = Signal(int)
    """So many were refused, and are on the desk's list now."""
    held = Signal(int)
    """So many will wait here until their members sign in again; said when the number rises."""
    failed = Signal(object)
    """The queue cannot be used: a `UserError`, or a bug."""

    def __init__(self, tasks: Tasks, outbox: OutboxService, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._outbox = outbox
        self._is_sending = False
        self._next: Callable[[], SendOutcome] | None = None
        self._since: datetime | None = None
        self._told_held = 0
        self._told_failure = ""
        self.waiting = 0
        self.held_here = 0
        """Entries that wait here until their members sign in again."""
        self._timer = QTimer(self)
        self._timer.setInterval(Delay.OUTBOX)
        self._timer.timeout.connect(self.send)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(Delay.REVIVE)
        self._soon.timeout.connect(self.send)

    def send(self) -> None:
        """Send what waits, in the background."""
        self._run(self._outbox.send_all)

    def send_soon(self) -> None:
        """Send in a moment, if something waits: a server may be on its way."""
        if self.waiting and not self._soon.isActive():
            self._soon.start()

    def send_for(self, services: GymServices) -> None:
        """Send also what is held for a member who has signed in with number and PIN."""
        if not services.person.member_session:
            self.send()
            return
        outbox, identity, workouts = self._outbox, services.identity, services.workouts
        person_id = services.person.person_id

        def work() -> SendOutcome:
            own = outbox.send_own(person_id, identity.token, workouts)
            if own.is_away:
                return own
            rest = outbox.send_all()
            return SendOutcome(
                own.sent + rest.sent, own.refused + rest.refused, rest.waiting, rest.held, rest.is_away
            )

        self._run(work)

    def close(self) -> None:
        """Stop: the program is closing. What is not sent waits for the next start."""
        self._timer.stop()
        self._soon.stop()
        self._next = None
        self._outbox.stop()

    def _run(self, work: Callable[[], SendOutcome]) -> None:
        if self._is_sending:
            self._next = work  # whatever came in meanwhile is sent then
            return
        self._is_sending = True
        outbox = self._outbox
        self._tasks.query(
            self, lambda: (work(), outbox.take_problem()), self._on_sent, self._on_failed, key="outbox"
        )

    def _on_sent(self, answer: tuple[SendOutcome, str]) -> None:
        outcome, problem = answer
        self._told_failure = ""
        if problem:
            self.failed.emit(UserError(problem, code="outbox"))
        self.waiting, self.held_here = outcome.waiting - outcome.held, outcome.held
        if outcome.is_away:
            self._since = self._since or datetime.now().astimezone()
        else:
            self._since = None
        if self.waiting:
            self._timer.start()
        else:
            self._timer.stop()
        self.changed.emit(self._since, self.waiting)
        if outcome.sent or outcome.refused:
            if not outcome.is_away:
                self.came_back.emit()
            if outcome.sent:
                self.arrived.emit(outcome.sent)
            if outcome.refused:
                self.refused.emit(outcome.refused)
        if outcome.held > self._told_held:
            self.held.emit(outcome.held)
        self._told_held = outcome.held
        self._go_on()

    def _on_failed(self, error: Exception) -> None:
        self._timer.start()
        words = str(error)
        # Another window of this computer writes to the queue: the next try finds it free.
        if not isinstance(error, Unavailable) and words != self._told_failure:
            self._told_failure = words
            self.failed.emit(error)
        self._go_on()

    def _go_on(self) -> None:
        self._is_sending = False
        work, self._next = self._next, None
        if work is not None:
            self._run(work)


class OutboxNews(QObject):
    """Says in the main window what becomes of the queue.

    What was refused, and what is held, waits for an admin: nobody else can do anything about it.

    Args:
        desk: Sends.
        notices: Of the window.
        revive: Has a private server started again that died.
    """

    def __init__(
        self, desk: OutboxDesk, notices: Any, revive: Callable[[], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._notices = notices
        self._revive = revive
        self._show_refused: Callable[[], None] | None = None
        self._refused = self._held = 0
        desk.changed.connect(self._on_changed)
        desk.came_back.connect(self._on_came_back)
        desk.arrived.connect(self._on_arrived)
        desk.refused.connect(self._on_refused)
        desk.held.connect(self._on_held)
        desk.failed.connect(notices.error)
        notices.entry_kept.connect(desk.send)
        notices.offline_changed.connect(self._on_offline_changed)

    def set_admin(self, show_refused: Callable[[], None] | None) -> None:
        """Say that an admin is signed in, and how to open the list for them; None that nobody is."""
        self._show_refused = show_refused
        self._tell_desk()

    def _on_changed(self, since: datetime | None, waiting: int) -> None:
        if since is not None:
            self._notices.offline(self._notices.offline_since or since, waiting)
            self._revive()
        else:
            self._notices.offline(self._notices.offline_since, waiting)

    def _on_came_back(self) -> None:
        self._notices.offline(None)

    def _on_offline_changed(self, since: datetime | None, waiting: int) -> None:
        if since is None and waiting:
            self._desk.send()

    def _on_arrived(self, count: int) -> None:
        one, many = self.tr("1 entry has arrived"), self.tr("{0} entries have arrived")
        self._notices.toast(one if count == 1 else many.format(count))

    def _on_refused(self, count: int) -> None:
        self._refused += count
        self._tell_desk()

    def _on_held(self, count: int) -> None:
        self._held = count
        self._tell_desk()

    def _tell_desk(self) -> None:
        show = self._show_refused
        if show is None:
            return
        if self._refused:
            one = self.tr("1 entry was refused")
            words = one if self._refused == 1 else self.tr("{0} entries were refused").format(self._refused)
            self._refused = 0
            self._notices.offer(words, self.tr("Show"), show)
        if self._held:
            one = self.tr("1 entry on this computer waits until its member signs in here")
            many = self.tr("{0} entries on this computer wait until their members sign in here")
            self._notices.toast(one if self._held == 1 else many.format(self._held))
            self._held = 0
