"""Composition root: the only place where objects are wired together."""

from __future__ import annotations

import logging
import logging.handlers
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from gymtrainer_desktop.domain.errors import Unavailable, UserError
from gymtrainer_desktop.settings import DatabaseMode, Paths, Settings
from gymtrainer_desktop.ui.shell.app_window import AppWindow
from gymtrainer_desktop.ui.shell.ending import ending_on_signals
from gymtrainer_desktop.ui.tasks import Tasks
from gymtrainer_desktop.ui.theme.style import Theme

if TYPE_CHECKING:
    from gymtrainer_desktop.database.engine import Database
    from gymtrainer_desktop.database.local import LocalGym
    from gymtrainer_desktop.services.demo_folder import DemoOptions, OpenDemo
    from gymtrainer_desktop.services.gym_services import GymServices
    from gymtrainer_desktop.services.sign_in import SignInService
    from gymtrainer_desktop.services.workstation import Workstation
    from gymtrainer_desktop.ui.shell.back_up_desk import BackUpDesk
    from gymtrainer_desktop.ui.shell.outbox_desk import OutboxDesk, OutboxNews
    from gymtrainer_desktop.ui.shell.session import Session
    from gymtrainer_desktop.ui.shell.set_up_gym import GymSetUp

_SAMPLES = 9


class GymApplication(QObject):
    """Start-up, the door, and whoever is signed in.

    The window is painted first; database, drawing and migration libraries are imported by the background work
    that needs them.

    Args:
        paths: Of the gym.
        demo: Open the demo gym of this folder instead of asking.
    """

    _stepped = Signal(str)
    """A step of something long has begun; emitted by the worker that does it."""

    def __init__(self, paths: Paths, demo: DemoOptions | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.paths = paths
        self.settings = Settings(paths.settings_file)
        self.tasks = Tasks(self)
        self.window = self._make_window()
        self.session: Session | None = None
        self._demo = demo
        self._local: LocalGym | None = None
        self._database: Database | None = None
        self._door: SignInService | None = None
        self._station: Workstation | None = None
        self._outbox: OutboxDesk | None = None
        self._outbox_news: OutboxNews | None = None
        self._backups: BackUpDesk | None = None
        self._connect_signals()

    def _make_window(self) -> Any:
        """Return the window; the kiosk has another one."""
        return AppWindow(self.settings)

    def start(self) -> None:
        """Show the window and open what there is to open."""
        if self._demo is not None:
            self._open_demo()
        elif self.settings.mode is DatabaseMode.EMBEDDED:
            self._open_own()
        else:
            self._show_first_start()
        self.window.show()
        if self.settings.problem:
            self.window.notices.toast(self.settings.problem)

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

    # Opening a gym

    def _show_first_start(self) -> None:
        page = self.window.show_first_start()
        page.demo_requested.connect(self._on_demo_requested)
        page.set_up_requested.connect(self._on_set_up_requested)

    def _on_demo_requested(self) -> None:
        from gymtrainer_desktop.services.demo_folder import DemoOptions

        self._demo = DemoOptions()
        self.paths = Paths.at(self.paths.data_dir / "demo")
        self._open_demo()

    def _open_demo(self) -> None:
        options, paths = self._demo, self.paths

        def work(say: Callable[[str], None]) -> OpenDemo:
            from gymtrainer_desktop.services.demo_folder import open_demo

            assert options is not None
            return open_demo(paths, options, say)

        self._open(self.tr("Making the demo gym"), work, self._on_demo_opened, self._open_demo)

    def _open_own(self) -> None:
        paths = self.paths

        def work(say: Callable[[str], None]) -> tuple[LocalGym, Any]:
            from gymtrainer_desktop.database.local import LocalGym

            local = LocalGym.of(paths)
            return local, local.open(say)

        self._open(self.tr("Opening the gym"), work, lambda opened: self._on_opened(*opened), self._open_own)

    def _open(
        self,
        title: str,
        work: Callable[[Callable[[str], None]], Any],
        done: Callable[[Any], None],
        again: Callable[[], None],
    ) -> None:
        """Run something long of the start, with its steps on the progress page and a way to try again."""
        page = self.window.show_progress(title)
        self._stepped.connect(page.set_progress)

        def leave() -> None:
            self._stepped.disconnect(page.set_progress)
            page.retry_requested.disconnect(retry)
            page.back_requested.disconnect(back)

        def failed(error: Exception) -> None:
            if not isinstance(error, UserError | Unavailable):
                self.window.notices.error(error)
            page.show_error(error)

        def retry() -> None:
            leave()
            again()

        def back() -> None:
            leave()
            self._show_first_start()

        page.retry_requested.connect(retry)
        page.back_requested.connect(back)

        def finished(result: Any) -> None:
            leave()
            done(result)

        self.tasks.write(self, lambda: work(self._stepped.emit), finished, failed)

    def _on_demo_opened(self, opened: OpenDemo) -> None:
        from gymtrainer_desktop.domain.people import Role
        from gymtrainer_desktop.ui.shell.sign_in import SampleSignIn

        words = {
            Role.ADMIN: self.tr("Admin"),
            Role.TRAINER: self.tr("Trainer"),
            Role.MEMBER: self.tr("Member"),
        }
        samples = [
            SampleSignIn(s.name, words[s.role], s.login, s.secret, s.role is Role.MEMBER)
            for s in opened.sign_ins[:_SAMPLES]
        ]
        self.window.sign_in.set_samples(samples)
        self._on_opened(opened.local, opened.url)

    def _on_opened(self, local: LocalGym, url: Any) -> None:
        from gymtrainer_desktop.services.workstation import Workstation

        self._local = local
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

    # One's own gym

    def _on_set_up_requested(self) -> None:
        page: Any = self.window.show_set_up()
        page.submitted.connect(self._on_set_up_submitted)
        page.back_requested.connect(self._show_first_start)

    def _on_set_up_submitted(self, form: GymSetUp) -> None:
        page: Any = self.window.current
        paths, known = self.paths, self._local

        def work() -> tuple[LocalGym, Any]:
            from gymtrainer_desktop.database.local import LocalGym
            from gymtrainer_desktop.services.set_up import create_gym

            local = known or LocalGym.of(paths)
            url = local.open()
            with local.maintenance() as connection:
                create_gym(
                    connection,
                    name=form.gym_name,
                    time_zone=form.time_zone,
                    week_start=form.week_start,
                    weight_unit=form.weight_unit,
                    admin_name=form.admin_name,
                    email=form.email,
                    password=form.password,
                )
            return local, url

        def done(opened: tuple[LocalGym, Any]) -> None:
            self.settings.mode = DatabaseMode.EMBEDDED
            self._on_opened(*opened)

        def failed(error: Exception) -> None:
            page.set_busy(False)
            if isinstance(error, UserError):
                field = "gym_name" if error.field == "name" else error.field or "gym_name"
                page.set_error({"full_name": "admin_name"}.get(field, field), error.message)
            elif isinstance(error, Unavailable):
                page.set_error("gym_name", error.message)
            else:
                self.window.notices.error(error)

        page.set_busy(True)
        self.tasks.write(self, work, done, failed)

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

    def _on_session_over(self, sentence: str) -> None:
        session, self.session = self.session, None
        if session is not None:
            session.deleteLater()
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


def run(paths: Paths, demo: DemoOptions | None = None) -> int:
    """Open the window and return the exit code when it is closed."""
    paths.create()
    log_to_file(paths)
    application = QApplication(sys.argv[:1])
    application.setApplicationName("Gym Trainer")
    application.setDesktopFileName("gymtrainer")
    # Dressed before the first widget is made: fonts set later do not reach all that is there.
    Theme(application, Settings(paths.settings_file).theme)
    gym = GymApplication(paths, demo)
    gym.window.fit_to_screen()
    with ending_on_signals(application):
        gym.start()
        code = application.exec()
    gym.close()
    return code


def log_to_file(paths: Paths) -> None:
    """Have the program's log written into the data folder."""
    handler = logging.handlers.RotatingFileHandler(
        paths.logs / "gymtrainer.log", maxBytes=1_000_000, backupCount=3, encoding="utf-8"
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
