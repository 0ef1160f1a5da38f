"""What a member does on the page that logs a workout, for journeys with a server that is away."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton

from gymtrainer_desktop.ui.widgets.logging.exercise_entry import EntryState
from gymtrainer_desktop.ui.widgets.logging.exercise_panel import ExercisePanel
from gymtrainer_desktop.ui.widgets.logging.workout_log_page import WorkoutLogPage
from tests.journeys.conftest import Workstation


def open_workout(floor: Workstation) -> None:
    """Start today's workout from the home page."""
    floor.click(floor.find(QPushButton, "startWorkoutButton"))
    floor.settled()


def save_exercises(floor: Workstation, count: int) -> None:
    """Press Done on one set of each exercise, and save it."""
    page = floor.main.current_page
    assert isinstance(page, WorkoutLogPage) and page.session is not None
    for place in range(count):
        entry = page.session.entries[place]
        panel = floor.find(ExercisePanel, "exercisePanel")
        floor.until(lambda panel=panel, entry=entry: panel.title == entry.name)
        floor.click(floor.find(QPushButton, "setDoneButton"))
        floor.click(panel.save_button)
        floor.until(lambda entry=entry: entry.state is EntryState.LOGGED)
