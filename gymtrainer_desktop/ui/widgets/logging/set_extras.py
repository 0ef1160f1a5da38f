"""What helps with the set being done: which plates, a stopwatch, and how many reps were left."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from gymtrainer_desktop.domain.plates import Gear, format_plates
from gymtrainer_desktop.ui.theme.tokens import Delay, Size, Space
from gymtrainer_desktop.ui.widgets.buttons import plain_button
from gymtrainer_desktop.ui.widgets.logging.words import clock_text
from gymtrainer_desktop.ui.widgets.logging.workout_sets import SetEntry
from gymtrainer_desktop.ui.widgets.text import ElidedLabel

_MOST_RIR = 5
"""More are no measure of how hard a set was."""


class SetExtras(QWidget):
    """A quiet line below the set being done; hidden when it has nothing to say.

    Args:
        one: The set.
        gear: The gym's bar and plates in the set's unit; None where they are not for this exercise.
        has_watch: Whether the set is timed.
        has_rir: Whether reps in reserve can be said.
        now: A clock that never jumps, in seconds; for tests.
    """

    timed = Signal(int)
    """The stopwatch was stopped; carries the seconds."""
    rir_chosen = Signal(object)
    """How many reps were left, None for not said."""

    def __init__(
        self,
        one: SetEntry,
        gear: Gear | None,
        *,
        has_watch: bool,
        has_rir: bool,
        now: Callable[[], float] = time.monotonic,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._one, self._gear, self._now = one, gear, now
        self.setFixedHeight(Size.CONTROL)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.L + Size.LOG_NUMBER + Space.S, 0, Space.L, Space.S)
        row.setSpacing(Space.S)
        self._plates = ElidedLabel("", "secondary", "muted")
        row.addWidget(self._plates, 1)
        self.watch_button = plain_button(self.tr("Start the stopwatch"), "timer", "small")
        self.watch_button.setObjectName("stopwatchButton")
        self.watch_button.clicked.connect(self._on_watch_clicked)
        row.addWidget(self.watch_button)
        self.watch_button.setVisible(has_watch)
        self.rir_button = plain_button("", size="small")
        self.rir_button.setObjectName("rirButton")
        self.rir_menu = QMenu(self.rir_button)
        self.rir_button.setMenu(self.rir_menu)
        row.addWidget(self.rir_button)
        self.rir_button.setVisible(has_rir)
        self._timer = QTimer(self)
        self._timer.setInterval(Delay.REST_TICK)
        self._timer.timeout.connect(self.tick)
        self._fill_menu()
        self._show_rir()
        self.show_plates()
        if one.timed_since is not None:
            self._timer.start()
            self.tick()
        if not (has_watch or has_rir or gear is not None):
            self.hide()

    @property
    def plates(self) -> str:
        """What goes on the bar, in words; empty where nothing is known."""
        return self._plates.text()

    def show_plates(self) -> None:
        """Say which plates make the weight entered."""
        weight = self._one.weight
        self._plates.setText(format_plates(weight, self._gear) if self._gear is not None and weight else "")

    def tick(self) -> None:
        """Show the time that has gone by."""
        self.watch_button.setText(self.tr("Stop at {0}").format(clock_text(self._seconds())))

    def _seconds(self) -> int:
        since = self._one.timed_since
        return 0 if since is None else max(0, int(self._now() - since))

    def _on_watch_clicked(self) -> None:
        if self._one.timed_since is None:
            self._one.timed_since = self._now()
            self._timer.start()
            self.tick()
            return
        seconds = self._seconds()
        self._one.timed_since = None
        self._timer.stop()
        self.watch_button.setText(self.tr("Start the stopwatch"))
        self.timed.emit(seconds)

    def _fill_menu(self) -> None:
        choices = {None: self.tr("Not said")} | {n: self._rir_words(n) for n in range(_MOST_RIR + 1)}
        for rir, words in choices.items():
            action = self.rir_menu.addAction(words)
            action.setCheckable(True)
            action.triggered.connect(lambda _=False, to=rir: self._on_rir_chosen(to))

    def _rir_words(self, rir: int) -> str:
        return self.tr("1 rep left") if rir == 1 else self.tr("{0} reps left").format(rir)

    def _show_rir(self) -> None:
        rir = self._one.rir
        self.rir_button.setText(self.tr("Reps left: —") if rir is None else self._rir_words(rir))
        for place, action in enumerate(self.rir_menu.actions()):
            action.setChecked(place == (0 if rir is None else rir + 1))

    def _on_rir_chosen(self, rir: int | None) -> None:
        self._one.rir = rir
        self._show_rir()
        self.rir_chosen.emit(rir)
