"""The rest between two sets, counting down."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gymtrainer_desktop.ui.theme.tokens import Delay, Space
from gymtrainer_desktop.ui.widgets.buttons import quiet_button
from gymtrainer_desktop.ui.widgets.card import Card
from gymtrainer_desktop.ui.widgets.logging.words import clock_text
from gymtrainer_desktop.ui.widgets.meters import TimerRing

_MORE_SECONDS = 15


class RestCard(Card):
    """A ring that empties; hidden while nobody rests.

    Args:
        now: A clock that never jumps, in seconds; for tests.
    """

    over = Signal()
    """The rest has ended by itself."""

    def __init__(self, parent: QWidget | None = None, *, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent=parent)
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

    def start(self, seconds: int, number: int) -> None:
        """Begin to rest after a set.

        Args:
            seconds: How long.
            number: Of the set, from 1.
        """
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
            self.over.emit()

    def _on_more_clicked(self) -> None:
        left = self.seconds_left
        self._ends = self._now() + left + _MORE_SECONDS
        self._whole = max(self._whole, left + _MORE_SECONDS)
        self._is_over = False
        self.skip_button.setText(self.tr("Skip rest"))
        self._timer.start()
        self.tick()
