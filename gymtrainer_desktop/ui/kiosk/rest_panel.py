"""The rest between two sets: a ring that empties, a sound at its end."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from gymtrainer_desktop.ui.kiosk.idle_guard import awake_clock
from gymtrainer_desktop.ui.kiosk.touch_parts import column, row, touch_button
from gymtrainer_desktop.ui.theme import fonts, icons
from gymtrainer_desktop.ui.theme.scheme import scheme_of
from gymtrainer_desktop.ui.theme.tokens import Delay, KioskSize, KioskType, Space, Weight
from gymtrainer_desktop.ui.widgets import paint
from gymtrainer_desktop.ui.widgets.logging.words import clock_text

_MORE_SECONDS = 15


class RestRing(QWidget):
    """A ring with the time in its middle."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(KioskSize.RING, KioskSize.RING)
        self._share, self._over, self._figure, self._under = 0.0, "", "", ""

    def set_state(self, share: float, over: str, figure: str, under: str) -> None:
        """Fill the ring to a share (0 to 1) and write three lines into it."""
        self._share, self._over, self._figure, self._under = share, over, figure, under
        self.setAccessibleName(f"{over} {figure} {under}".strip())
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ring and words."""
        painter = QPainter(self)
        scheme = scheme_of(self)
        area = QRectF(self.rect())
        paint.ring(painter, area, scheme.track, scheme.accent, self._share, KioskSize.RING_STROKE)
        middle = Qt.AlignmentFlag.AlignHCenter
        center = area.center().y()
        line = KioskType.BODY + Space.S
        figure = QRectF(area.left(), center - KioskType.FIGURE / 2, area.width(), KioskType.FIGURE)
        upper = QRectF(area.left(), figure.top() - line, area.width(), line)
        lower = QRectF(area.left(), figure.bottom(), area.width(), line)
        small = fonts.font(KioskType.BODY)
        paint.elided(painter, upper, self._over, small, scheme.text_muted, middle)
        big = fonts.font(KioskType.FIGURE, Weight.SEMIBOLD, tabular=True)
        paint.elided(painter, figure, self._figure, big, scheme.text, middle)
        paint.elided(painter, lower, self._under, small, scheme.text_muted, middle)


class RestPanel(QFrame):
    """Hidden while nobody rests.

    Args:
        now: A clock that never jumps, in seconds; for tests.
        beep: Makes the sound.
    """

    over = Signal()

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        now: Callable[[], float] = awake_clock,
        beep: Callable[[], None] = QApplication.beep,
    ) -> None:
        super().__init__(parent)
        self.setProperty("kiosk", "card")
        self.setObjectName("restPanel")
        self._now, self._beep = now, beep
        self._ends, self._whole = 0.0, 0
        self.has_sound = True
        self.ring = RestRing()
        self.more = touch_button(self.tr("+15 s"), "raised")
        self.more.setObjectName("moreRestButton")
        self.skip = touch_button(self.tr("Skip"), "raised")
        self.skip.setObjectName("skipRestButton")
        self.sound = touch_button("", "plain", "volume-2", name=self.tr("Sound at the end of the rest"))
        self.sound.setObjectName("soundButton")
        self.sound.setFixedWidth(KioskSize.MARK_TARGET)
        whole = column(self, Space.L + Space.XS, Space.L)
        whole.addWidget(self.ring, 0, Qt.AlignmentFlag.AlignHCenter)
        line = row(spacing=KioskSize.GAP)
        line.addWidget(self.more, 1)
        line.addWidget(self.skip, 1)
        line.addWidget(self.sound)
        whole.addLayout(line)
        self._timer = QTimer(self)
        self._timer.setInterval(Delay.REST_TICK)
        self._timer.timeout.connect(self.tick)
        self.more.clicked.connect(self._on_more_clicked)
        self.skip.clicked.connect(self.stop)
        self.sound.clicked.connect(self._on_sound_clicked)
        self._show_sound()
        self.hide()

    @property
    def is_running(self) -> bool:
        """Whether a rest is under way."""
        return self._timer.isActive()

    @property
    def seconds_left(self) -> int:
        """Whole seconds to go, rounded up."""
        return max(0, math.ceil(self._ends - self._now()))

    def start(self, seconds: int) -> None:
        """Begin to rest."""
        self._whole, self._ends = seconds, self._now() + seconds
        self._timer.start()
        self.show()
        self.tick()

    def stop(self) -> None:
        """No rest any more."""
        self._timer.stop()
        self.hide()

    def tick(self) -> None:
        """Look at the clock."""
        left = self.seconds_left
        if left:
            under = self.tr("of {0}").format(clock_text(self._whole))
            self.ring.set_state(left / self._whole, self.tr("Rest"), clock_text(left), under)
            return
        self.stop()
        if self.has_sound:
            self._beep()
        self.over.emit()

    def _on_more_clicked(self) -> None:
        left = self.seconds_left + _MORE_SECONDS
        self._ends, self._whole = self._now() + left, max(self._whole, left)
        self.tick()

    def _on_sound_clicked(self) -> None:
        self.has_sound = not self.has_sound
        self._show_sound()

    def _show_sound(self) -> None:
        icons.set_icon(self.sound, "volume-2" if self.has_sound else "volume-x", "text")
        state = self.tr("on") if self.has_sound else self.tr("off")
        self.sound.setAccessibleName(self.tr("Sound at the end of the rest: {0}").format(state))
