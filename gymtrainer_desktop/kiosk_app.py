"""The kiosk's composition root: opens a gym as the desktop's does, and shows it on the wall."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from gymtrainer_desktop.app import GymApplication, log_to_file
from gymtrainer_desktop.settings import Paths, Settings
from gymtrainer_desktop.settings import Theme as ThemeSetting
from gymtrainer_desktop.ui.kiosk.kiosk_session import KioskSession
from gymtrainer_desktop.ui.kiosk.kiosk_window import KioskWindow
from gymtrainer_desktop.ui.shell.ending import ending_on_signals
from gymtrainer_desktop.ui.theme.style import Theme, ThemeChoice

if TYPE_CHECKING:
    from gymtrainer_desktop.database.local import LocalGym
    from gymtrainer_desktop.services.demo_folder import DemoOptions, OpenDemo
    from gymtrainer_desktop.services.gym_services import GymServices
    from gymtrainer_desktop.ui.shell.outbox_desk import OutboxDesk


class KioskApplication(GymApplication):
    """Start-up and end of a kiosk. What opens and closes the gym is the desktop's.

    Args:
        paths: Of the gym.
        demo: Open the demo gym of this folder.
    """

    ended = Signal()
    """Staff have closed the kiosk."""

    def __init__(self, paths: Paths, demo: DemoOptions | None = None, parent: QObject | None = None) -> None:
        super().__init__(paths, demo, parent)
        self.kiosk: KioskSession | None = None

    def close(self) -> bool:
        """End everything in order: the visit first, then as on the desktop.

        Returns:
            Whether all background work ended in time.
        """
        self.window.allow_closing()
        if self.kiosk is not None:
            self.kiosk.end()
            self.kiosk = None
        return super().close()

    def _make_window(self) -> KioskWindow:
        return KioskWindow(lambda: datetime.now().astimezone())

    def _connect_signals(self) -> None:
        self.tasks.unhandled.connect(self.window.notices.error)
        self.tasks.session_lost.connect(self.window.notices.error)

    def _show_first_start(self) -> None:
        page = self.window.show_progress(
            self.tr("This kiosk has no gym yet"),
            self.tr("Open Gym Trainer on this computer once, without --kiosk, and set it up."),
        )
        del page

    def _on_set_up_requested(self) -> None:
        self._show_first_start()

    def _on_demo_opened(self, opened: OpenDemo) -> None:
        self._announce(opened.local, opened.url)

    def _keep_backups(self, local: LocalGym) -> None:
        """Back-ups are the desk's."""

    def _ask_at_the_door(self, notice: str) -> None:
        assert self._door is not None
        door = self._door
        self.tasks.query(self, lambda: (door.gym_name(), door.station_name()), self._on_door_ready)

    def _on_door_ready(self, names: tuple[str | None, str]) -> None:
        from gymtrainer_desktop.database.changes import ChangeListener

        gym, _station = names
        if gym is None:
            self._show_first_start()
            return
        assert self._station is not None and self._database is not None
        self.window.idle.mark.set_name(gym)
        if self.kiosk is None:
            listen = ChangeListener(self._database.url).run
            self.kiosk = KioskSession(
                self.window,
                self.tasks,
                self._station.kiosk_door(),
                listen,
                self._revive,
                self,
                held=lambda: self._outbox.held_here if self._outbox is not None else 0,
            )
            self.kiosk.exit_allowed.connect(self._on_exit_allowed)
            self.kiosk.member_signed_in.connect(self._on_member_signed_in)
            self.kiosk.people_changed.connect(self._on_people_changed)
            self.kiosk.begin()

    def _tell_of_outbox(self, desk: OutboxDesk) -> None:
        notices = self.window.notices
        desk.changed.connect(self._on_outbox_changed)
        desk.failed.connect(notices.error)
        notices.entry_kept.connect(desk.send)

    def _on_outbox_changed(self, since: datetime | None, waiting: int) -> None:
        notices = self.window.notices
        notices.offline(notices.offline_since or since, waiting)

    def _on_member_signed_in(self, services: GymServices) -> None:
        if self._outbox is not None:
            self._outbox.send_for(services)

    def _on_exit_allowed(self) -> None:
        self.window.allow_closing()
        self.ended.emit()

    def _on_session_ended(self, sentence: str) -> None:
        """The kiosk's own session hears of it."""


def run_kiosk(paths: Paths, demo: DemoOptions | None = None) -> int:
    """Open the kiosk and return the exit code when staff have closed it."""
    paths.create()
    log_to_file(paths)
    application: Any = QApplication(sys.argv[:1])
    application.setApplicationName("Gym Trainer")
    application.setDesktopFileName("gymtrainer")
    application.setQuitOnLastWindowClosed(False)
    is_light = Settings(paths.settings_file).theme is ThemeSetting.LIGHT
    Theme(application, ThemeChoice.LIGHT if is_light else ThemeChoice.DARK)
    gym = KioskApplication(paths, demo)
    gym.ended.connect(application.quit)
    with ending_on_signals(application):
        gym.window.cover_screen()
        gym.start()
        code: int = application.exec()
    gym.close()
    return code
