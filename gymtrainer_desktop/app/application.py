"""Whoever is signed in, the door they came through, and what goes on behind: queue, back-ups."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from gymtrainer_desktop.app.opening import GymOpening
from gymtrainer_desktop.domain.errors import Unavailable, UserError
from gymtrainer_desktop.settings import Paths
from gymtrainer_desktop.ui.theme.style import Theme

if TYPE_CHECKING:
    from gymtrainer_desktop.database.engine import Database
    from gymtrainer_desktop.database.local import LocalGym
    from gymtrainer_desktop.services.demo_folder import DemoOptions
    from gymtrainer_desktop.services.gym_services import GymServices
    from gymtrainer_desktop.services.sign_in import SignInService
    from gymtrainer_desktop.services.workstation import Workstation
    from gymtrainer_desktop.ui.shell.back_up_desk import BackUpDesk
    from gymtrainer_desktop.ui.shell.outbox_desk import OutboxDesk, OutboxNews
    from gymtrainer_desktop.ui.shell.session import Session


class GymApplication(GymOpening):
    """Start-up, the door, and whoever is signed in.

    Args:
        paths: Of the gym.
        demo: Open the demo gym of this folder instead of asking.
    """

    def __init__(self, paths: Paths, demo: DemoOptions | None = None, parent: QObject | None = None) -> None:
        super().__init__(paths, demo, parent)
        self.session: Session | None = None
        self._database: Database | None = None
        self._door: SignInService | None = None
        self._station: Workstation | None = None
        self._outbox: OutboxDesk | None = None
        self._outbox_news: OutboxNews | None = None
        self._backups: BackUpDesk | None = None
        self.opened.connect(self._on_opened)
        self._connect_signals()

    def close(self) -> bool:
        """End everything in order: the session, the workers, the connections, the server.

        Returns:
            Whether all background work ended in time.
        """
        if self.session is not None:
            self.session.sign_out()
            self.session.end()
            self.session = None
        if self._backups is not None:
            self._backups.close()
        if self._outbox is not None:
            self._outbox.close()
        ended = self.tasks.shutdown()
        self._leave_station()
        if self._local is not None:
            self._local.close()
            self._local = None
        return ended

    def _leave_station(self) -> None:
        if self._station is not None:
            self._station.close()
        self._station = self._database = self._door = None

    def _connect_signals(self) -> None:
        self.window.closing.connect(self.close)
        self.window.sign_in.sign_in_requested.connect(self._on_sign_in_requested)
        self.window.sign_in.member_sign_in_requested.connect(self._on_member_sign_in_requested)
        self.window.notices.session_ended.connect(self._on_session_ended)
        self.tasks.unhandled.connect(self.window.notices.error)
        self.tasks.session_lost.connect(lambda error: self._on_session_ended(error.message))

    def _on_opened(self, local: LocalGym, url: Any) -> None:
        from gymtrainer_desktop.services.workstation import Workstation

        self._leave_station()
        self._station = station = Workstation(self.paths, local, url)
        self._database, self._door = station.database, station.door
        self._keep_backups(local)
        self._keep_outbox(station)
        self._ask_at_the_door("")

    def _keep_backups(self, local: LocalGym) -> None:
        from gymtrainer_desktop.services.back_up_keeper import BackUpKeeper
        from gymtrainer_desktop.ui.shell.back_up_desk import BackUpDesk

        if self._backups is None:
            keeper = BackUpKeeper(local, is_demo=self._demo is not None)
            self._backups = BackUpDesk(self.window, self.tasks, keeper, self)
            self._backups.changed.connect(self._on_backups_changed)
            self._backups.restored.connect(self._ask_at_the_door)
            self._backups.given_up.connect(self.window.show_sign_in)

    def _keep_outbox(self, station: Workstation) -> None:
        from gymtrainer_desktop.ui.shell.outbox_desk import OutboxDesk

        if self._outbox is not None:
            self._outbox.close()
            self._outbox.deleteLater()
        self._outbox = OutboxDesk(self.tasks, station.outbox, self)
        self._tell_of_outbox(self._outbox)
        self._outbox.send()

    def _tell_of_outbox(self, desk: OutboxDesk) -> None:
        """Have the window say what becomes of the queue; the kiosk says it in its own way."""
        from gymtrainer_desktop.ui.shell.outbox_desk import OutboxNews

        if self._outbox_news is not None:
            self._outbox_news.deleteLater()
        self._outbox_news = OutboxNews(desk, self.window.notices, self._revive, self)
        self.window.retry_requested.connect(desk.send)

    def _ask_at_the_door(self, notice: str) -> None:
        assert self._door is not None
        door = self._door

        def ready(names: tuple[str | None, str]) -> None:
            self._on_door_ready(names)
            self.window.sign_in.set_notice(notice)

        self.tasks.query(self, lambda: (door.gym_name(), door.station_name()), ready)

    def _on_backups_changed(self) -> None:
        if self.session is not None and self.session.main is not None:
            self.session.main.announce(["backups"])

    def _on_restore_requested(self, found: Any) -> None:
        assert self.session is not None and self._backups is not None
        self.session.leave()
        self._backups.restore(found)

    def _on_door_ready(self, names: tuple[str | None, str]) -> None:
        gym, station = names
        if gym is None:  # the folder was made, and the form for the gym then left
            self._on_set_up_requested()
            return
        self.window.sign_in.set_gym(gym, station)
        self.window.show_sign_in()

    # The door

    def _on_sign_in_requested(self, login: str, secret: str) -> None:
        assert self._door is not None
        door = self._door
        self._sign_in(lambda: door.sign_in(login, secret))

    def _on_member_sign_in_requested(self, number: str, pin: str) -> None:
        assert self._door is not None
        door = self._door
        self._sign_in(lambda: door.sign_in_member(number, pin))

    def _sign_in(self, act: Callable[[], GymServices]) -> None:
        page, station = self.window.sign_in, self._station
        page.set_busy(True)

        def work() -> tuple[GymServices, Any]:
            services = act()
            if station is not None:
                station.drafts.open()
            return services, services.gym.settings()

        def failed(error: Exception) -> None:
            if isinstance(error, UserError | Unavailable):
                page.set_error(error.message)
            else:
                page.set_error(self.tr("Something went wrong. Try again."))
                self.window.notices.error(error)
            if isinstance(error, Unavailable):
                self._revive()

        self.tasks.query(self, work, self._on_signed_in, failed, key="sign-in")

    def _on_signed_in(self, opened: tuple[GymServices, Any]) -> None:
        from gymtrainer_desktop.database.changes import ChangeListener
        from gymtrainer_desktop.domain.people import Role
        from gymtrainer_desktop.ui.shell.session import Session

        services, gym = opened
        assert self._door is not None and self._local is not None and self._database is not None
        services.places.update(
            mode=self.tr("Demo gym on this computer") if self._demo else self.tr("On this computer"),
            data=str(self.paths.cluster),
            secrets=self._local.credentials.place,
        )
        self.window.sign_in.set_busy(False)
        self.session = Session(
            self.window,
            self.tasks,
            self.settings,
            services,
            self._door,
            gym,
            ChangeListener(self._database.url).run,
            self._revive,
            self,
        )
        self.session.ended.connect(self._on_session_over)
        self.session.theme_chosen.connect(self._on_theme_chosen)
        self.session.restore_requested.connect(self._on_restore_requested)
        self.session.people_changed.connect(self._on_people_changed)
        self.session.begin()
        if self._backups is not None:
            services.backups.keeper = self._backups.keeper
            self._backups.set_admin(Role.ADMIN in services.person.roles)
        if self._station is not None and (problem := self._station.drafts.take_problem()):
            self.window.notices.toast(problem)
        if self._outbox is not None and self._outbox_news is not None:
            self._outbox.send_for(services)
            if Role.ADMIN in services.person.roles:
                self._outbox_news.set_admin(self._show_refused)

    def _revive(self) -> None:
        """Have the private server started again if it died."""
        local = self._local
        if local is not None:
            run = local.cluster.ensure_running
            self.tasks.query(self, run, lambda _: self._on_revived(), lambda _: None, key="revive")

    def _on_revived(self) -> None:
        if self._outbox is not None:
            self._outbox.send_soon()

    def _show_refused(self) -> None:
        """Open the list of what the server refused."""
        if self.session is not None:
            self.session.show_refused()

    def _on_session_ended(self, sentence: str) -> None:
        if self.session is not None:
            self.session.leave(sentence)

    def _on_people_changed(self) -> None:
        """Whoever was erased is forgotten on this computer; that goes with the queue."""
        if self._outbox is not None:
            self._outbox.send()

    def _on_session_over(self, sentence: str) -> None:
        session, self.session = self.session, None
        if session is not None:
            session.deleteLater()
        if self._station is not None:
            # After what was half entered is on the disk: they may have been erased while they were signed in.
            self.tasks.write(self, self._station.outbox.forget_erased, lambda _: None)
        if self._backups is not None:
            self._backups.set_admin(False)
        if self._outbox_news is not None:
            self._outbox_news.set_admin(None)
        self.window.show_sign_in(sentence)
        if sentence and (door := self._door) is not None:
            # Whoever was thrown out may find another gym here: another window has restored one.
            self.tasks.query(
                self,
                lambda: (door.gym_name() or "", door.station_name()),
                lambda names: self.window.sign_in.set_gym(*names),
                lambda _: None,
                key="door",
            )

    def _on_theme_chosen(self, choice: str) -> None:
        from gymtrainer_desktop.settings import Theme as ThemeSetting

        self.settings.theme = ThemeSetting(choice)
        theme = QApplication.instance().findChild(Theme)  # type: ignore[union-attr]
        if theme is not None:
            theme.set_choice(choice)
