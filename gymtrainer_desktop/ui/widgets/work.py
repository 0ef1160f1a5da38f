"""How far work in the background is, for a dialog that shows it and may stop it."""

from __future__ import annotations

import threading

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from gymtrainer_desktop.ui.theme.tokens import Delay, Space
from gymtrainer_desktop.ui.widgets.text import label


class Work:
    """Told by a worker how far it is; the GUI thread reads it and may ask it to stop.

    Args:
        total: How much there is to do, where that is known before the worker tells it.
    """

    def __init__(self, total: int = 0) -> None:
        self.done = 0
        self.total = total
        self.part = 0
        """How many times the counting began anew: 1 while the first part is done."""
        self._stop = threading.Event()

    def __call__(self, done: int, total: int) -> bool:
        """Called by the worker; False asks it to stop."""
        if self.part == 0 or done < self.done or total != self.total:
            self.part += 1
        self.done, self.total = done, total
        return not self._stop.is_set()

    def stop(self) -> None:
        """Ask the worker to stop the next time it tells how far it is."""
        self._stop.set()

    @property
    def is_stopping(self) -> bool:
        """Whether the worker was asked to stop."""
        return self._stop.is_set()


class WorkBar(QWidget):
    """A bar and a sentence above it, shown while something is under way."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        self._words = label("", tone="muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        column.addWidget(self._words)
        column.addWidget(self._bar)
        self._work: Work | None = None
        self._parts: tuple[str, ...] = ()
        self._timer = QTimer(self)
        self._timer.setInterval(Delay.PROGRESS)
        self._timer.timeout.connect(self._show)
        self.hide()

    @property
    def sentence(self) -> str:
        """What it says."""
        return self._words.text()

    def begin(self, work: Work, *parts: str) -> None:
        """Show how far a work is; `parts` are what its parts are called, in order."""
        self._work, self._parts = work, parts
        self._show()
        self.show()
        self._timer.start()

    def say(self, words: str) -> None:
        """Say something else from now on."""
        self._parts = (words,)
        self._words.setText(words)

    def end(self) -> None:
        """It is done, one way or the other."""
        self._timer.stop()
        self._work = None
        self.hide()

    def _show(self) -> None:
        if self._work is None:
            return
        place = min(max(self._work.part - 1, 0), len(self._parts) - 1)
        self._words.setText(self._parts[place])
        self._words.setAccessibleName(self._parts[place])
        self._bar.setRange(0, self._work.total)
        self._bar.setValue(self._work.done)
