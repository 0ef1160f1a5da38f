"""The one window of the kiosk: it covers the screen and does not go away."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from gymtrainer_desktop.ui.kiosk.idle_page import IdlePage
from gymtrainer_desktop.ui.kiosk.kiosk_notices import KioskNotices
from gymtrainer_desktop.ui.kiosk.kiosk_words import entries_wait_words
from gymtrainer_desktop.ui.kiosk.message_page import MessagePage
from gymtrainer_desktop.ui.kiosk.overlay_dialog import OverlayDialog
from gymtrainer_desktop.ui.kiosk.pin_page import PinPage
from gymtrainer_desktop.ui.kiosk.touch_parts import LineLabel, card, column, row, touch_button, words
from gymtrainer_desktop.ui.kiosk.visit_view import VisitView
from gymtrainer_desktop.ui.theme.style import dress
from gymtrainer_desktop.ui.theme.tokens import Delay, KioskSize
from gymtrainer_desktop.ui.widgets.gym_week import Clock
from gymtrainer_desktop.ui.widgets.text import set_tone


class IdleWarning(OverlayDialog):
    """Asks whether anybody is there, and counts down."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(self.tr("Are you still there?"), parent)
        self.setObjectName("idleWarning")
        self.seconds = words("", "figure")
        self.seconds.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.body.addWidget(self.seconds)
        self.body.addWidget(
            words(
                self.tr("This screen clears itself. What you entered is kept for you."),
                tone="muted",
                wrap=True,
            )
        )
        self.here = touch_button(self.tr("I am here"), "primary")
        self.here.setObjectName("stillHereButton")
        self.foot.addWidget(self.here, 1)

    def set_seconds(self, left: int) -> None:
        """Show how long there is."""
        self.seconds.setText(str(left))


class KioskWindow(QWidget):
    """Idle, PIN or a member's visit, and a bar at the foot.

    Args:
        clock: The computer's, until the gym's is known.
    """

    closing = Signal()
    """The window is allowed to close, and does."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(None, Qt.WindowType.FramelessWindowHint)
        dress(self)
        self.setWindowTitle(self.tr("Gym Trainer"))
        self.setObjectName("kioskWindow")
        self.setProperty("kind", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setMinimumSize(KioskSize.PAD, KioskSize.PAD)
        self._may_close = self._covers_screen = False
        self._waiting = 0
        self._since: datetime | None = None
        self._warning: IdleWarning | None = None
        self.visit_view: VisitView | None = None
        self.message = MessagePage()
        self.idle = IdlePage(clock)
        self.pin = PinPage()
        self.stack = QStackedWidget()
        for page in (self.message, self.idle, self.pin):
            self.stack.addWidget(page)
        self.bar = card("bar")
        self.bar.setFixedHeight(KioskSize.BAR)
        self.bar_words = LineLabel("", tone="muted")
        inner = row(self.bar)
        inner.setContentsMargins(KioskSize.MARGIN, 0, KioskSize.MARGIN, 0)
        inner.addWidget(self.bar_words, 1)
        whole = column(self)
        whole.addWidget(self.stack, 1)
        whole.addWidget(self.bar)
        self.notices = KioskNotices(self)
        self.notices.said.connect(self.say)
        self.notices.offline_changed.connect(self.set_offline)
        self._said = QTimer(self)
        self._said.setSingleShot(True)
        self._said.setInterval(Delay.KIOSK_SAY)
        self._said.timeout.connect(self._show_bar)
        self.bar.hide()

    # What is in front

    def show_progress(self, title: str, sentence: str = "") -> MessagePage:
        """Show that something takes a while; return the page, to connect to."""
        self.message.show_busy(title, sentence)
        self._bring(self.message)
        return self.message

    def show_idle(self, sentence: str = "") -> None:
        """Show the clock; nothing of anybody is left."""
        self.pin.clear()
        self.idle.clear()
        self.idle.say(sentence)
        self._bring(self.idle)

    def show_pin(self) -> None:
        """Ask for a PIN."""
        self.pin.begin()
        self._bring(self.pin)

    def show_visit(self, view: VisitView) -> None:
        """Show what a signed-in member sees."""
        self.visit_view = view
        self.stack.addWidget(view)
        self._bring(view)

    def drop_visit(self) -> None:
        """Take away what a member saw, with everything in it."""
        view, self.visit_view = self.visit_view, None
        if view is not None:
            self.stack.removeWidget(view)
            view.hide()
            view.deleteLater()  # still a child: without a parent all of it would be dressed anew first
        self.hide_warning()
        self._said.stop()
        self._show_bar()

    def _bring(self, page: QWidget) -> None:
        self.stack.setCurrentWidget(page)
        self._show_bar()

    # Telling

    @property
    def warning(self) -> IdleWarning | None:
        """The question whether anybody is there, while it is asked."""
        return self._warning

    def warn(self, seconds_left: int) -> None:
        """Ask whether anybody is there."""
        if self._warning is None:
            self._warning = IdleWarning(self)
            self._warning.here.clicked.connect(self.hide_warning)
            self._warning.show_over()
        self._warning.set_seconds(seconds_left)

    def hide_warning(self) -> None:
        """Somebody is."""
        warning, self._warning = self._warning, None
        if warning is not None:
            warning.leave()

    def say(self, sentence: str, tone: str = "muted") -> None:
        """Say something for a while, on the page that is in front."""
        if self.stack.currentWidget() is self.idle:
            self.idle.say(sentence)
        elif self.stack.currentWidget() is self.pin:
            self.pin.say(sentence, is_wrong=tone == "critical")
        else:
            self.bar_words.setText(sentence)
            set_tone(self.bar_words, tone)
            self._said.start()

    @property
    def said(self) -> str:
        """What the bar says."""
        return self.bar_words.text()

    def set_offline(self, since: datetime | None, waiting: int) -> None:
        """Say whether the server is there, and how many entries wait for it."""
        self._since, self._waiting = since, waiting
        self.idle.set_offline(since, waiting)
        if not self._said.isActive():
            self._show_bar()

    @property
    def waiting(self) -> int:
        """Entries that wait, as far as is known."""
        return self._waiting

    def _show_bar(self) -> None:
        """Room for the bar is kept as long as a member is here, so that nothing moves under a finger."""
        self.bar.setVisible(self.visit_view is not None)
        parts = []
        if self._since is not None:
            parts.append(self.tr("The gym’s server cannot be reached."))
        if self._waiting:
            parts.append(entries_wait_words(self._waiting))
        self.bar_words.setText(" ".join(parts))
        set_tone(self.bar_words, "caution")

    # No way out

    def allow_closing(self) -> None:
        """Staff have said so, or the system ends."""
        self._may_close = True

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stay, unless staff have allowed it."""
        if not self._may_close:
            event.ignore()
            return
        self.closing.emit()
        super().closeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """No key does anything by itself."""
        event.accept()

    def changeEvent(self, event: QEvent) -> None:
        """Whatever makes the window small or takes it out of full screen is undone."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.WindowStateChange and not self._may_close and self.isVisible():
            wanted = Qt.WindowState.WindowFullScreen
            if self._covers_screen and not self.windowState() & wanted:
                self.setWindowState(wanted)

    def cover_screen(self) -> None:
        """Show the window over all of the screen."""
        self._covers_screen = True
        screen = self.screen()
        # A screen on the wall may run without a window manager: then nobody else gives the window its size.
        self.setGeometry(screen.geometry())
        screen.geometryChanged.connect(self.setGeometry, Qt.ConnectionType.UniqueConnection)
        self.showFullScreen()
