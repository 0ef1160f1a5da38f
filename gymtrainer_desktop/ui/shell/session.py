"""Somebody signed in: their main window, what keeps it fresh, and how it ends."""

from __future__ import annotations

import importlib
import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from gymtrainer_desktop.domain.changes import Event, Lost, Reconnected
from gymtrainer_desktop.domain.errors import Unavailable
from gymtrainer_desktop.domain.notifications import Notification
from gymtrainer_desktop.domain.people import Role
from gymtrainer_desktop.ui.shell.app_window import AppWindow
from gymtrainer_desktop.ui.shell.jumps import SearchHit, exercise_hits
from gymtrainer_desktop.ui.shell.main_window import MainWindow
from gymtrainer_desktop.ui.shell.notifications import NotificationItem
from gymtrainer_desktop.ui.shell.page import Page
from gymtrainer_desktop.ui.tasks import Listener, Tasks
from gymtrainer_desktop.ui.theme.tokens import Delay

# Imported when somebody with that role signs in: nobody waits for pages that are not theirs.
_PAGES = {
    Role.ADMIN: "gymtrainer_desktop.ui.admin",
    Role.TRAINER: "gymtrainer_desktop.ui.trainer",
    Role.MEMBER: "gymtrainer_desktop.ui.member",
}
REFUSED_PAGE = "refused"
"""Key of the admin's page with the entries that the server refused."""


class Session(QObject):
    """One person at the window, from sign-in to sign-out.

    Args:
        window: Shows the main window.
        tasks: The background.
        settings: The program's own.
        services: Bound to the person.
        door: Signs out and keeps awake.
        gym: The gym's settings.
        listen: Runs in a thread of its own and reports changes, lost and regained connections.
        revive: Starts a private server again that died.
    """

    ended = Signal(str)
    """The session is over; carries the sentence for the sign-in page, empty after one's own sign-out."""
    theme_chosen = Signal(str)
    restore_requested = Signal(object)
    """A back-up is to take the gym's place, and no page objects; carries the `FoundBackUp`."""
    people_changed = Signal()
    """Somebody was changed or erased, or may have been while nothing was heard."""

    def __init__(
        self,
        window: AppWindow,
        tasks: Tasks,
        settings: Any,
        services: Any,
        door: Any,
        gym: Any,
        listen: Callable[[Callable[[Any], None], threading.Event], None],
        revive: Callable[[], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._tasks = tasks
        self._settings = settings
        self._services = services
        self._door = door
        self._gym = gym
        self._listen = listen
        self._revive = revive
        self._listener: Listener | None = None
        self._is_over = False
        self._role: Role = services.person.roles[0]
        self._connected: Page | None = None
        self._restorer: Page | None = None
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(services.person.idle_minutes * 60_000)
        self._idle.timeout.connect(self._on_idle)
        self._daily = QTimer(self)
        self._daily.setInterval(Delay.EXPIRED_PLANS)
        self._daily.timeout.connect(self._on_daily)
        self._away = QTimer(self)
        self._away.setInterval(Delay.REVIVE)
        self._away.timeout.connect(self._on_still_away)

    @property
    def main(self) -> MainWindow | None:
        """The main window in front."""
        return self._window.main_window

    def begin(self) -> None:
        """Show the first role's window and start listening."""
        self._window.notices.offline(None)
        self._window.notices.offline_changed.connect(self._on_offline_changed)
        self._listener = self._tasks.listen(self._listen, self._on_heard)
        self._idle.start()
        if self._services.person.roles[0] is not Role.MEMBER:
            self._daily.start()
        self._show_role(self._services.person.roles[0])

    def leave(self, sentence: str = "") -> None:
        """Sign out and go back to the door."""
        if self._is_over:
            return
        self.sign_out()
        self.end()
        self.ended.emit(sentence)

    def sign_out(self) -> None:
        """Have the session revoked, after the writes that still need it."""
        door, services, notices = self._door, self._services, self._window.notices

        def failed(error: Exception) -> None:
            # A server that is away forgets the session by itself when its idle time is over.
            if not isinstance(error, Unavailable):
                notices.error(error)

        self._tasks.write(self._window, lambda: door.sign_out(services), lambda _: None, failed)

    def end(self) -> None:
        """Stop what this session keeps running."""
        if self._is_over:
            return
        self._is_over = True
        self._idle.stop()
        self._daily.stop()
        self._away.stop()
        self._window.notices.offline_changed.disconnect(self._on_offline_changed)
        self._tasks.drop(self)
        if self._listener is not None:
            self._listener.stop()

    def _show_role(self, role: Role) -> None:
        person = self._services.person
        items = importlib.import_module(_PAGES[role]).nav_items()
        main = MainWindow(
            items,
            services=self._services,
            tasks=self._tasks,
            notices=self._window.notices,
            settings=self._settings,
            person=person,
            role=role,
            gym=self._gym,
            place_name=self.tr("My training") if role is Role.MEMBER else self._station_word(role),
            search=lambda text: self._search(role, text),
            search_hint=self._search_hint(role),
            theme=self._settings.theme.value,
            drafts=self._window.drafts,
        )
        main.role_chosen.connect(self._show_role)
        main.sign_out_requested.connect(self.leave)
        main.user_active.connect(self._on_user_active)
        main.theme_chosen.connect(self.theme_chosen)
        main.notification_opened.connect(self._on_notification_opened)
        main.notifications_read.connect(self._on_notifications_read)
        main.retry_requested.connect(self._on_retry_requested)
        main.page_shown.connect(self._on_page_shown)
        self._role = role
        self._window.show_main(main)
        self._load_notifications()
        self._load_waiting()
        self._load_messages()

    def _station_word(self, role: Role) -> str:
        return self.tr("Front desk") if role is Role.ADMIN else self.tr("Trainers’ room")

    def _search_hint(self, role: Role) -> str:
        return {
            Role.ADMIN: self.tr("Search members, trainers, pages"),
            Role.TRAINER: self.tr("Search clients, pages"),
            Role.MEMBER: self.tr("Search exercises, pages"),
        }[role]

    def _search(self, role: Role, text: str) -> Sequence[SearchHit]:
        """Find people, or for members what they have logged; runs in a worker."""
        if role is Role.MEMBER:
            return exercise_hits(text, self._services.progress.exercises(self._services.person.person_id))
        hits = self._services.people.search(text)
        if role is Role.TRAINER:
            return [
                SearchHit(h.name, h.detail, "clients", {"member_id": h.person_id}, identity=h.person_id)
                for h in hits
                if h.role is Role.MEMBER and h.person_id != self._services.person.person_id
            ]
        return [
            SearchHit(h.name, h.detail, "trainers", {"trainer_id": h.person_id}, identity=h.person_id)
            if h.role is Role.TRAINER
            else SearchHit(h.name, h.detail, "members", {"member_id": h.person_id}, identity=h.person_id)
            for h in hits
        ]

    def show_refused(self) -> None:
        """Open the list of entries that the server refused, as the admin who is signed in."""
        if self._role is not Role.ADMIN and self.main is not None and self.main.may_close():
            self._show_role(Role.ADMIN)
        if self._role is Role.ADMIN and self.main is not None:
            self.main.navigate(REFUSED_PAGE)

    # Staying fresh

    def _on_heard(self, heard: Event) -> None:
        if isinstance(heard, Lost):
            self._window.notices.error(Unavailable(self.tr("The database cannot be reached.")))
        elif isinstance(heard, Reconnected):
            self._window.notices.offline(None)
            if self.main is not None:
                self.main.refresh_all()
            self._load_notifications()
            self._load_waiting()
            self._load_messages()
            self.people_changed.emit()
        elif self.main is not None:
            self.main.announce([heard.table])
            if heard.table == "profiles":
                self.people_changed.emit()
            if heard.table == "notifications":
                self._load_notifications()
            elif heard.table in ("trainer_waitlist", "refused_entries"):
                self._load_waiting()
            elif heard.table == "messages":
                self._load_messages()

    def _on_offline_changed(self, since: datetime | None, _waiting: int) -> None:
        if since is None:
            self._away.stop()
        elif not self._away.isActive():
            self._away.start()
            self._revive()

    def _on_still_away(self) -> None:
        """Look whether the server is back, and have a private one started again."""
        self._revive()
        self._on_retry_requested()

    def _on_retry_requested(self) -> None:
        gym = self._services.gym
        self._tasks.query(self, gym.today, self._on_back, self._on_not_back, key="back")

    def _on_back(self, _today: object) -> None:
        self._window.notices.offline(None)
        if self.main is not None:
            self.main.refresh_all()

    def _on_not_back(self, error: Exception) -> None:
        if not isinstance(error, Unavailable):
            self._window.notices.error(error)

    # Notifications

    def _load_notifications(self) -> None:
        notifications = self._services.notifications
        # The list ends with the newest thirty; how many are unread does not.
        self._tasks.query(
            self,
            lambda: (notifications.latest(), notifications.unread()),
            self._on_notifications,
            self._on_not_back,
            key="notifications",
        )

    def _on_notifications(self, answer: tuple[Sequence[Notification], int]) -> None:
        from gymtrainer_desktop.ui.shell.notification_items import notification_items

        if self.main is None:
            return
        found, unread = answer
        self.main.set_unread(unread)
        self.main.set_notifications(notification_items(found, self._role, self._gym.time_zone))

    def _on_notification_opened(self, item: NotificationItem) -> None:
        self._mark_read([item.id])

    def _on_notifications_read(self) -> None:
        self._mark_read(None)

    def _mark_read(self, ids: Sequence[Any] | None) -> None:
        services = self._services
        self._tasks.write(
            self,
            lambda: services.notifications.mark_read(ids),
            lambda _: self._load_notifications(),
            self._on_not_back,
        )

    # What waits for the front desk: members for a place, and entries that were refused

    def _load_waiting(self) -> None:
        if self._role is Role.ADMIN:
            services = self._services
            self._tasks.query(
                self,
                lambda: (len(services.waitlist.entries()), services.refused.count()),
                self._on_waiting,
                self._on_not_back,
                key="waiting",
            )

    def _on_waiting(self, counts: tuple[int, int]) -> None:
        if self.main is not None and self._role is Role.ADMIN:
            for key, count in zip(("waiting", REFUSED_PAGE), counts, strict=True):
                self.main.set_badge(key, count)

    # Unread messages, for both ends of a thread

    def _load_messages(self) -> None:
        if self._role is not Role.ADMIN:
            messages, as_member = self._services.messages, self._role is Role.MEMBER
            self._tasks.query(
                self,
                lambda: messages.unread(as_member),
                self._on_unread_messages,
                self._on_not_back,
                key="messages",
            )

    def _on_unread_messages(self, count: int) -> None:
        if self.main is not None and self._role is not Role.ADMIN:
            self.main.set_badge("messages", count)

    # Pages, presence, the end

    def _on_page_shown(self, key: str) -> None:
        """The settings page says what it changed, the page of back-ups what to restore."""
        page: Any = self.main.current_page if self.main else None
        if key == "settings" and page is not None and page is not self._connected:
            self._connected = page
            page.theme_chosen.connect(self.theme_chosen)
            page.gym_saved.connect(self._on_gym_saved)
        elif key == "backups" and page is not None and page is not self._restorer:
            self._restorer = page
            page.restore_confirmed.connect(self._on_restore_confirmed)

    def _on_restore_confirmed(self, found: Any) -> None:
        if self.main is not None and self.main.may_close():
            self.restore_requested.emit(found)

    def _on_gym_saved(self, gym: Any) -> None:
        self._gym = gym
        if self.main is not None:
            self.main.set_gym(gym)

    def _on_user_active(self) -> None:
        self._idle.start()
        door, services = self._door, self._services
        self._tasks.query(
            self, lambda: door.touch(services), self._on_touched, self._on_not_back, key="touch"
        )

    def _on_touched(self, still_there: bool) -> None:
        if not still_there:
            self.leave(self.tr("Your session has ended. Sign in again."))

    def _on_daily(self) -> None:
        """An open staff station completes the plans that are over; signing in does it too."""
        self._tasks.write(self, self._services.plans.complete_expired, lambda _: None, self._on_not_back)

    def _on_idle(self) -> None:
        minutes = self._services.person.idle_minutes
        self.leave(self.tr("You were signed out after {} minutes without use.").format(minutes))
