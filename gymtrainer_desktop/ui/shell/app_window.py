"""The one window on the desktop: it shows the first start, the sign-in, or the main window."""

from __future__ import annotations

from typing import Any, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QStackedWidget, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.ui.notices import Notices
from gymtrainer_desktop.ui.shell.first_start import FirstStartPage, ProgressPage
from gymtrainer_desktop.ui.shell.main_window import MainWindow
from gymtrainer_desktop.ui.shell.sign_in import SignInPage
from gymtrainer_desktop.ui.theme.style import dress
from gymtrainer_desktop.ui.theme.tokens import Size
from gymtrainer_desktop.ui.widgets.bars import OfflineBar

_NAME = "main"


class GeometryMemory(Protocol):
    """Where the window's place is remembered: the program's settings."""

    def geometry(self, window: str) -> bytes | None:
        """Return a stored place."""

    def put_geometry(self, window: str, geometry: bytes) -> None:
        """Store a place."""


class AppWindow(QWidget):
    """Holds what is in front of the person, one thing at a time."""

    closing = Signal()
    """The window is about to close, and nothing objects."""
    retry_requested = Signal()
    """"Try now" in the bar above the sign-in."""

    def __init__(self, settings: GeometryMemory | None = None) -> None:
        super().__init__()
        dress(self)
        self._settings = settings
        self._main: MainWindow | None = None
        self._sign_in: SignInPage | None = None
        self._progress: ProgressPage | None = None
        self.drafts: dict[Any, Any] = {}
        self.setWindowTitle(self.tr("Gym Trainer"))
        self.setProperty("kind", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumSize(Size.WINDOW_MIN_WIDTH, Size.WINDOW_MIN_HEIGHT)
        self._stack = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.offline_bar = OfflineBar()
        column.addWidget(self.offline_bar)
        column.addWidget(self._stack)
        self.notices = Notices(self)
        self.notices.offline_changed.connect(self._show_offline)
        self.offline_bar.retry_requested.connect(self.retry_requested)
        self.resize(Size.WINDOW_WIDTH, Size.WINDOW_HEIGHT)
        stored = settings.geometry(_NAME) if settings else None
        if stored:
            self.restoreGeometry(stored)

    def fit_to_screen(self) -> None:
        """Fill the screen where it has no room for the usual size; a remembered place stays as it is."""
        if self._settings is not None and self._settings.geometry(_NAME):
            return
        area = self.screen().availableGeometry()
        # As high as the screen is too high: the frame has a title bar.
        if area.width() < self.width() or area.height() <= self.height():
            self.setWindowState(self.windowState() | Qt.WindowState.WindowMaximized)

    @property
    def main_window(self) -> MainWindow | None:
        """The main window while somebody is signed in."""
        return self._main

    @property
    def sign_in(self) -> SignInPage:
        """The sign-in page, made when first asked for."""
        if self._sign_in is None:
            self._sign_in = SignInPage()
            self._stack.addWidget(self._sign_in)
        return self._sign_in

    @property
    def progress(self) -> ProgressPage:
        """The page with the bar, made when first asked for."""
        if self._progress is None:
            self._progress = ProgressPage()
            self._stack.addWidget(self._progress)
        return self._progress

    @property
    def current(self) -> QWidget | None:
        """What is in front."""
        return self._stack.currentWidget()

    def show_first_start(self) -> FirstStartPage:
        """Ask how to begin; return the page, to connect to."""
        page = FirstStartPage()
        self._show_once(page)
        return page

    def show_set_up(self) -> QWidget:
        """Show the form for one's own gym; return it, to connect to (`SetUpGymPage`)."""
        from gymtrainer_desktop.ui.shell.set_up_gym import SetUpGymPage  # only the very first start needs it

        page = SetUpGymPage()
        self._show_once(page)
        return page

    def show_progress(self, title: str, sentence: str = "") -> ProgressPage:
        """Show that something takes a while."""
        self.progress.start(title, sentence)
        self._bring(self.progress)
        return self.progress

    def show_sign_in(self, sentence: str = "") -> SignInPage:
        """Show the sign-in, empty; `sentence` says why ("You were signed out after 15 minutes.")."""
        self._leave_main()
        self.sign_in.clear()
        self._bring(self.sign_in)
        if sentence:
            self.sign_in.set_error(sentence)
        self.sign_in.login.setFocus(Qt.FocusReason.OtherFocusReason)
        return self.sign_in

    def show_main(self, main: MainWindow) -> None:
        """Show a main window in place of the one before, and open its first page."""
        self._leave_main()
        self._main = main
        self._stack.addWidget(main)
        self._bring(main)
        if self._sign_in is not None:
            self._sign_in.clear()
        main.start()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close, unless the page in front would lose something."""
        if self._main is not None and not self._main.may_close():
            event.ignore()
            return
        if self._settings is not None:
            try:
                self._settings.put_geometry(_NAME, bytes(self.saveGeometry().data()))
            except UserError as error:
                self.notices.error(error)
        self.closing.emit()
        super().closeEvent(event)

    def _leave_main(self) -> None:
        if self._main is not None:
            for dialog in self.findChildren(QDialog):
                # done(), not reject(): whoever comes next is not asked about somebody else's draft.
                dialog.done(QDialog.DialogCode.Rejected)
            self.notices.toasts.clear()
            self.notices.toasts.left = 0
            self._stack.removeWidget(self._main)
            self._main.hide()
            self._main.deleteLater()
            self._main = None

    def _show_once(self, page: QWidget) -> None:
        before = self._stack.currentWidget()
        self._stack.addWidget(page)
        self._bring(page)
        if before is not None and before not in (self._main, self._sign_in, self._progress):
            self._stack.removeWidget(before)
            before.deleteLater()

    def _show_offline(self) -> None:
        """Say at the door that entries wait; whoever is signed in has a bar of their own."""
        notices, is_at_door = self.notices, self._stack.currentWidget() is self._sign_in
        has_news = is_at_door and self._sign_in is not None and notices.waiting > 0
        self.offline_bar.set_state(notices.offline_since if has_news else None, notices.waiting)

    def _bring(self, widget: QWidget) -> None:
        self._stack.setCurrentWidget(widget)
        self._show_offline()
        widget.setFocus(Qt.FocusReason.OtherFocusReason)
