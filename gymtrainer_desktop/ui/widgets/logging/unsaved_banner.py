"""The banner above a workout that says how many exercises are not saved yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from gymtrainer_desktop.ui.widgets.bars import Banner
from gymtrainer_desktop.ui.widgets.logging.exercise_entry import ExerciseEntry
from gymtrainer_desktop.ui.widgets.logging.words import counted


class UnsavedBanner(Banner):
    """Says what is not saved, why, and offers to try again.

    Args:
        retry: Called by "Retry".
    """

    def __init__(self, retry: Callable[[], None], parent: QWidget | None = None) -> None:
        super().__init__("triangle-alert", "critical", parent)
        self.setObjectName("unsavedBanner")
        self.retry_all = self.add_action(self.tr("Retry"), retry, "refresh-cw")
        self.retry_all.setObjectName("retryAllButton")
        self.hide()

    def show_waiting(self, waiting: Sequence[ExerciseEntry], shown: ExerciseEntry | None) -> None:
        """Say what waits to be saved; the exercise that is `shown` says so itself."""
        self.setVisible(any(one is not shown for one in waiting))
        if not waiting:
            return
        title = counted(
            len(waiting),
            self.tr("1 exercise is not saved yet"),
            self.tr("{0} exercises are not saved yet"),
        )
        words = self.tr("{0} Nothing is lost: it stays here until it is saved.")
        self.set_words(title, words.format(waiting[0].problem).strip())
