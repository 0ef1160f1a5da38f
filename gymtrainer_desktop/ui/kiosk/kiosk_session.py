"""Who is at the kiosk: identified, signed in, logging, gone. Never is there anything of two people."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QPixmapCache
from PySide6.QtWidgets import QApplication

from gymtrainer_desktop.domain.changes import Change, Event, Lost, Reconnected
from gymtrainer_desktop.domain.errors import SignedOut, Unavailable, UserError
from gymtrainer_desktop.ui.kiosk.idle_guard import IdleGuard
from gymtrainer_desktop.ui.kiosk.kiosk_visit import KioskVisit
from gymtrainer_desktop.ui.kiosk.kiosk_window import KioskWindow
from gymtrainer_desktop.ui.kiosk.kiosk_words import queue_words
from gymtrainer_desktop.ui.kiosk.reader_filter import ReaderFilter
from gymtrainer_desktop.ui.kiosk.staff_exit_dialog import StaffExitDialog
from gymtrainer_desktop.ui.kiosk.visit_view import VisitView
from gymtrainer_desktop.ui.tasks import Listener, Tasks
from gymtrainer_desktop.ui.theme.tokens import Delay
from gymtrainer_desktop.ui.widgets.gym_week import gym_clock

_CODE = 64


class KioskSession(QObject):
    """Runs as long as the kiosk does, through the visits of many members.

    Args:
        window: The kiosk's.
        tasks: The background.
        door: Signs members in and out, and knows staff.
        listen: Runs in a thread of its own and reports lost and regained connections.
        revive: Starts a private server again that died.
        guard: Watches over whoever is signed in; for tests.
        reader: Tells cards from typing; for tests.
        held: How many entries wait here until their members sign in again.
    """

    exit_allowed = Signal()
    """Staff have said who they are: the kiosk may be closed."""
    member_signed_in = Signal(object)
    """Carries the member's services."""
    visit_ended = Signal()
    """Nothing of the last member is left, and their session is being revoked."""
    people_changed = Signal()
    """Somebody was changed or erased, or may have been while nothing was heard."""

    def __init__(
        self,
        window: KioskWindow,
        tasks: Tasks,
        door: Any,
        listen: Callable[[Callable[[Any], None], threading.Event], None] | None = None,
        revive: Callable[[], None] | None = None,
        parent: QObject | None = None,
        *,
        guard: IdleGuard | None = None,
        reader: ReaderFilter | None = None,
        held: Callable[[], int] = lambda: 0,
    ) -> None:
        super().__init__(parent)
        self._window, self._tasks, self._door = window, tasks, door
        self._revive = revive or (lambda: None)
        self._held = held
        self._number = ""
        self._is_asking = False
        self._was_away = False
        self.visit: KioskVisit | None = None
        self._exit: StaffExitDialog | None = None
        self._listener: Listener | None = None
        self._listen = listen
        self.guard = guard or IdleGuard()
        self.guard.setParent(self)
        self.reader = reader or ReaderFilter()
        self.reader.setParent(self)
        self.goodbye = QTimer(self)
        self.goodbye.setSingleShot(True)
        self.goodbye.setInterval(Delay.KIOSK_GOODBYE)
        self._away = QTimer(self)
        self._away.setInterval(Delay.KIOSK_RETRY)
        self.presence = QTimer(self)
        self.presence.setInterval(Delay.KIOSK_PRESENCE)
        self._connect_signals()

    def begin(self) -> None:
        """Show the idle page and listen to readers."""
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self.reader.install(application)
        if self._listen is not None:
            self._listener = self._tasks.listen(self._listen, self._on_heard)
        self._window.show_idle()

    def end(self) -> None:
        """The kiosk is being closed: whoever is here is signed out, and nothing listens any more."""
        self.end_visit()
        self._away.stop()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            self.reader.remove(application)
        if self._listener is not None:
            self._listener.stop()
            self._listener = None

    # Who is there

    def identify(self, number: str) -> None:
        """Take a member number, or what a card holds; the PIN is asked for whether it is known or not."""
        self._number = number
        self._window.show_pin()

    def end_visit(self, sentence: str = "") -> None:
        """Sign out and leave nothing behind: no model, no words, no picture, no copy."""
        visit, self.visit = self.visit, None
        self._number = ""
        self.guard.stop()
        self.goodbye.stop()
        self.presence.stop()
        if visit is not None:
            visit.end()
            sign_out = partial(self._door.sign_out, visit.services)
            self._tasks.write(self, sign_out, lambda _: None, self._on_not_signed_out)
            self._window.drop_visit()
            visit.deleteLater()
            QPixmapCache.clear()
            QGuiApplication.clipboard().clear()
        self._window.show_idle(sentence)
        if visit is not None:
            self.visit_ended.emit()

    def _connect_signals(self) -> None:
        window = self._window
        window.idle.number_entered.connect(self.identify)
        window.idle.mark.held.connect(self._on_mark_held)
        window.pin.pin_entered.connect(self._on_pin_entered)
        window.pin.given_up.connect(self._on_pin_given_up)
        window.notices.offline_changed.connect(self._on_offline_changed)
        window.notices.session_ended.connect(self._on_session_lost)
        self.reader.code_read.connect(self._on_code_read)
        self.reader.typed.connect(self._on_typed)
        self.guard.warned.connect(window.warn)
        self.guard.resumed.connect(window.hide_warning)
        self.guard.timed_out.connect(self._on_timed_out)
        self.goodbye.timeout.connect(self.end_visit)
        self._away.timeout.connect(self._look_whether_back)
        self.presence.timeout.connect(lambda: self._say_who_is_there(is_certain=False))

    # Keys and cards

    def _on_code_read(self, code: str) -> None:
        window = self._window
        if self._exit is not None or len(code) > _CODE:
            return
        view = window.visit_view
        if view is not None and not view.is_finished:
            window.say(self.tr("Finish first, please. Then the next card can be read."), "caution")
        elif self._is_asking or window.stack.currentWidget() is window.pin:
            if code.casefold() != self._number.casefold():
                window.pin.say(self.tr("Another card was read. The first one counts: its PIN, please."))
        elif view is not None:
            self.end_visit()
            self.identify(code)
        elif window.stack.currentWidget() is window.idle:
            self.identify(code)

    def _on_typed(self, text: str) -> None:
        current = self._window.stack.currentWidget()
        if current is self._window.idle:
            self._window.idle.type(text)
        elif current is self._window.pin:
            self._window.pin.type(text)

    # Signing in

    def _on_pin_given_up(self) -> None:
        self._number = ""
        self._window.show_idle()

    def _on_pin_entered(self, pin: str) -> None:
        door, number = self._door, self._number
        self._is_asking = True

        def work() -> tuple[Any, Any]:
            services = door.sign_in_member(number, pin)
            return services, services.gym.settings()

        self._tasks.query(self, work, self._on_signed_in, self._on_refused, key="sign-in")

    def _on_refused(self, error: Exception) -> None:
        self._is_asking = False
        pin = self._window.pin
        if isinstance(error, UserError):
            pin.refuse(error.message)
            return
        self._window.notices.error(error)
        if isinstance(error, Unavailable):
            pin.refuse(self.tr("The gym’s server cannot be reached now. Try again in a moment."))
            self._revive()
        else:
            pin.refuse(self.tr("Something went wrong. Try again."))

    def _on_signed_in(self, opened: tuple[Any, Any]) -> None:
        services, gym = opened
        self._is_asking = False
        self._number = ""
        self._was_away = self._window.notices.offline_since is not None
        # Not this computer's: a workout dated by a clock that runs ahead would be refused.
        clock = gym_clock(gym.time_zone, services.outbox.clock.now)
        self._window.idle.use_clock(clock)
        visit = self.visit = KioskVisit(services, gym, self._tasks, clock, self)
        view = VisitView(visit, self._tasks)
        visit.said.connect(self._window.say)
        visit.sending.kept_here.connect(self._window.notices.kept_here)
        visit.sending.taken_out.connect(self._window.notices.entry_kept)
        view.left.connect(self.end_visit)
        view.finished.connect(self._on_finished)
        view.resumed.connect(self.goodbye.stop)
        self._window.show_visit(view)
        view.set_waiting(self._window.waiting)
        self.guard.start()
        self.presence.start()
        view.begin()
        self.member_signed_in.emit(services)

    def _on_finished(self) -> None:
        self.goodbye.start()

    def _on_timed_out(self) -> None:
        self.end_visit()

    def _say_who_is_there(self, *, is_certain: bool) -> None:
        """Keep the session awake as long as somebody trains: only the guard here knows who walked away.

        Args:
            is_certain: A session that has ended then was ended by somebody.
        """
        visit, door = self.visit, self._door
        if visit is not None:
            services = visit.services
            self._tasks.query(
                self,
                lambda: door.touch(services),
                partial(self._on_touched, visit, is_certain),
                self._window.notices.error,
                key="touch",
            )

    def _on_touched(self, visit: KioskVisit, is_certain: bool, still_there: bool) -> None:
        if visit is not self.visit or still_there:
            return
        # While the server was away the session may have fallen asleep: what is entered goes by the queue.
        if is_certain or not self._was_away:
            self.end_visit(self.tr("Your session has ended. Sign in again, or ask the front desk."))

    def _on_session_lost(self, sentence: str) -> None:
        if self.visit is not None:
            self.end_visit(sentence)

    def _on_not_signed_out(self, error: Exception) -> None:
        # A server that is away forgets the session by itself when its idle time is over.
        if not isinstance(error, Unavailable | SignedOut):
            self._window.notices.error(error)

    # The server

    def _on_offline_changed(self, since: datetime | None, waiting: int) -> None:
        if self._window.visit_view is not None:
            self._window.visit_view.set_waiting(waiting)
        self._was_away = self._was_away or since is not None
        if since is None:
            self._away.stop()
        elif not self._away.isActive():
            self._away.start()
            self._revive()

    def _on_heard(self, heard: Event) -> None:
        notices = self._window.notices
        if isinstance(heard, Lost):
            notices.error(Unavailable(self.tr("The database cannot be reached.")))
        elif isinstance(heard, Reconnected):
            notices.offline(None)
            self.people_changed.emit()
        elif isinstance(heard, Change) and heard.table == "profiles":
            self.people_changed.emit()
            if self.visit is not None and (heard.ids is None or self.visit.member_id in heard.ids):
                self._say_who_is_there(is_certain=True)

    def _look_whether_back(self) -> None:
        self._revive()
        self._tasks.query(self, self._door.gym_name, self._on_back, self._on_still_away, key="back")

    def _on_back(self, _name: object) -> None:
        self._window.notices.offline(None)

    def _on_still_away(self, error: Exception) -> None:
        if not isinstance(error, Unavailable):
            self._window.notices.error(error)

    # The way out

    def _on_mark_held(self) -> None:
        if self._exit is not None:
            return
        self._exit = StaffExitDialog(queue_words(self._window.waiting, self._held()), self._window)
        self._exit.leave_requested.connect(self._on_leave_requested)
        self._exit.closed.connect(self._on_exit_closed)
        self._window.idle.clear()
        self._exit.show_over()

    def _on_exit_closed(self) -> None:
        self._exit = None

    def _on_leave_requested(self, email: str, password: str) -> None:
        door = self._door
        self._tasks.query(
            self,
            lambda: door.check_staff(email, password),
            lambda _: self._on_staff_known(),
            self._on_staff_refused,
            key="leave",
        )

    def _on_staff_known(self) -> None:
        if self._exit is not None:
            self._exit.leave()
        self.exit_allowed.emit()

    def _on_staff_refused(self, error: Exception) -> None:
        if self._exit is None:
            return
        if isinstance(error, UserError | Unavailable):
            self._exit.refuse(error.message)
        else:
            self._exit.refuse(self.tr("Something went wrong. Try again."))
            self._window.notices.error(error)
