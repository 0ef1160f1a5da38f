"""The rest between two sets, counting down."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from gymtrainer_desktop.ui.theme import icons
from gymtrainer_desktop.ui.theme.tokens import Delay, Size, Space
from gymtrainer_desktop.ui.widgets.buttons import icon_button, quiet_button
from gymtrainer_desktop.ui.widgets.card import Card
from gymtrainer_desktop.ui.widgets.logging.words import clock_text
from gymtrainer_desktop.ui.widgets.meters import TimerRing

_MORE_SECONDS = 15


class RestCard(Card):
    """A ring that empties; hidden while nobody rests.

    Args:
        now: A clock that never jumps, in seconds; for tests.
        beep: Makes the sound.
    """

    over = Signal()
    """The rest has ended by itself."""
    sound_chosen = Signal(bool)
    """Whether rests end with a sound from now on."""

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        now: Callable[[], float] = time.monotonic,
        beep: Callable[[], None] = QApplication.beep,
    ) -> None:
        super().__init__(parent=parent)
        self._beep = beep
        self._has_sound = self._has_timer = True
        self.setObjectName("restCard")
        self.set_title(self.tr("Rest"))
        self._now = now
        self._ends = 0.0
        self._whole = 0
        self._is_over = True
        self._ring = TimerRing()
        self._timer = QTimer(self)
        self._timer.setInterval(Delay.REST_TICK)
        self._timer.timeout.connect(self.tick)
        self.more_button = quiet_button(self.tr("+15 s"))
        self.more_button.setObjectName("moreRestButton")
        self.more_button.setAccessibleName(self.tr("15 seconds more rest"))
        self.skip_button = quiet_button(self.tr("Skip rest"))
        self.skip_button.setObjectName("skipRestButton")
        self.more_button.clicked.connect(self._on_more_clicked)
        self.skip_button.clicked.connect(self.stop)
        self.sound_button = icon_button("volume-2", "", size=Size.CONTROL_SMALL)
        self.sound_button.setObjectName("restSoundButton")
        self.sound_button.clicked.connect(self._on_sound_clicked)
        self.add_action(self.sound_button)
        self.set_sound(True)
        inner = self.padded(Space.L)
        inner.addWidget(self._ring, 0, Qt.AlignmentFlag.AlignHCenter)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self.more_button, 1)
        row.addWidget(self.skip_button, 1)
        inner.addLayout(row)
        self.hide()

    @property
    def is_running(self) -> bool:
        """Whether a rest is under way."""
        return self._timer.isActive()

    @property
    def seconds_left(self) -> int:
        """Whole seconds to go, rounded up."""
        return max(0, math.ceil(self._ends - self._now()))

    @property
    def has_sound(self) -> bool:
        """Whether a rest ends with a sound."""
        return self._has_sound

    def set_sound(self, on: bool) -> None:
        """End rests with a sound, or without."""
        self._has_sound = on
        icons.set_icon(self.sound_button, "volume-2" if on else "volume-x", "text_muted")
        words = self.tr("Sound at the end of the rest: {0}").format(self.tr("on") if on else self.tr("off"))
        self.sound_button.setToolTip(words)
        self.sound_button.setAccessibleName(words)

    def set_timer(self, on: bool) -> None:
        """Count rests down, or not."""
        self._has_timer = on
        if not on:
            self.stop()

    def start(self, seconds: int, number: int) -> None:
        """Begin to rest after a set, unless rests are not counted down.

        Args:
            seconds: How long.
            number: Of the set, from 1.
        """
        if not self._has_timer:
            return
        self._whole, self._ends, self._is_over = seconds, self._now() + seconds, False
        self.set_count(self.tr("after set {0}").format(number))
        self.skip_button.setText(self.tr("Skip rest"))
        self._timer.start()
        self.tick()
        self.show()

    def stop(self) -> None:
        """No rest any more."""
        self._timer.stop()
        self._is_over = True
        self.hide()

    def tick(self) -> None:
        """Look at the clock."""
        left = self.seconds_left
        if left:
            words = self.tr("of {0}").format(clock_text(self._whole))
            self._ring.set_state(left / self._whole, clock_text(left), words)
        elif not self._is_over:
            self._is_over = True
            self._timer.stop()
            self._ring.set_state(0.0, clock_text(0), self.tr("rest is over"))
            self.skip_button.setText(self.tr("Close"))
            if self._has_sound:
                self._beep()
                # Not every computer has a bell: the window asks to be looked at as well.
                QApplication.alert(self.window())
            self.over.emit()

    def _on_sound_clicked(self) -> None:
        self.set_sound(not self._has_sound)
        self.sound_chosen.emit(self._has_sound)

    def _on_more_clicked(self) -> None:
        left = self.seconds_left
        self._ends = self._now() + left + _MORE_SECONDS
        self._whole = max(self._whole, left + _MORE_SECONDS)
        self._is_over = False
        self.skip_button.setText(self.tr("Skip rest"))
        self._timer.start()
        self.tick()
