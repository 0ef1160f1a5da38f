"""From the program's start to an open gym: first start, the demo, one's own gym and setting it up."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from gymtrainer_desktop.domain.errors import Unavailable, UserError
from gymtrainer_desktop.settings import DatabaseMode, Paths, Settings
from gymtrainer_desktop.ui.shell.app_window import AppWindow
from gymtrainer_desktop.ui.tasks import Tasks

if TYPE_CHECKING:
    from gymtrainer_desktop.database.local import LocalGym
    from gymtrainer_desktop.services.demo_folder import DemoOptions, OpenDemo
    from gymtrainer_desktop.ui.shell.set_up_gym import GymSetUp

_SAMPLES = 9


class GymOpening(QObject):
    """The window, and what it shows until there is a gym.

    The window is painted first; database and migration libraries are imported by the background work that
    needs them.

    Args:
        paths: Of the gym.
        demo: Open the demo gym of this folder instead of asking.
    """

    opened = Signal(object, object)
    """A gym is open: its `LocalGym` and the station's URL."""
    _stepped = Signal(str)
    """A step of something long has begun; emitted by the worker that does it."""

    def __init__(self, paths: Paths, demo: DemoOptions | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.paths = paths
        self.settings = Settings(paths.settings_file)
        self.tasks = Tasks(self)
        self.window = self._make_window()
        self._demo = demo
        self._local: LocalGym | None = None

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

        self._open(self.tr("Opening the gym"), work, lambda opened: self._announce(*opened), self._open_own)

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
        self._announce(opened.local, opened.url)

    def _announce(self, local: LocalGym, url: Any) -> None:
        self._local = local
        self.opened.emit(local, url)

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
            self._announce(*opened)

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
