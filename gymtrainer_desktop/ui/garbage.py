"""Garbage is collected on the GUI thread, and nowhere else while there are workers.

Python collects cycles in whichever thread happens to allocate next. In a worker that would take widgets apart
away from the thread they live in, which crashes Qt sooner or later. So the automatic collection is off while
background work is possible, and a timer on the GUI thread does the same work by the same thresholds.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

from gymtrainer_desktop.ui.theme.tokens import Delay


class GuiCollector(QObject):
    """Collects as long as it is held; several may be held at once."""

    _held = 0
    _was_enabled = True

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._is_held = True
        if GuiCollector._held == 0:
            GuiCollector._was_enabled = gc.isenabled()
            gc.disable()
        GuiCollector._held += 1
        self._timer = QTimer(self)
        self._timer.setInterval(Delay.COLLECT)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Collect the generations whose thresholds were passed, as Python itself would have."""
        thresholds = gc.get_threshold()
        for generation in (0, 1, 2):
            if 0 < thresholds[generation] < gc.get_count()[generation]:
                gc.collect(generation)

    def release(self) -> None:
        """Let go, once no worker runs any more; the last one gives collecting back to Python."""
        if not self._is_held:
            return
        self._is_held = False
        self._timer.stop()
        GuiCollector._held -= 1
        if GuiCollector._held == 0 and GuiCollector._was_enabled:
            gc.enable()
