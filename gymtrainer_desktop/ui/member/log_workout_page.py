"""The page where a member logs their own workout."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.widgets.gym_week import Clock
from gymtrainer_desktop.ui.widgets.logging.workout_log_page import WorkoutLogPage


class LogWorkoutPage(WorkoutLogPage):
    """One's own workouts. `open` is described with the page that this one is made from."""

    key: ClassVar[str] = "log"

    def __init__(
        self, context: PageContext, parent: QWidget | None = None, *, clock: Clock | None = None
    ) -> None:
        super().__init__(context, parent, clock=clock)
        self.use_member(context.person.person_id)

    def leave(self, day: date) -> None:
        """Go home, which says what was done."""
        # With an argument the page loads at once, whether or not it has heard of the logs yet.
        self.context.navigate("home", {"finished": day})
