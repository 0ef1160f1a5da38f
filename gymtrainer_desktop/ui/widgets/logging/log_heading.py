"""What the page where a workout is logged says at its head: which workout, of which day, by whom."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from gymtrainer_desktop.domain.calendar import format_date, week_start
from gymtrainer_desktop.ui.widgets.logging.log_side import LogSide
from gymtrainer_desktop.ui.widgets.logging.words import day_words
from gymtrainer_desktop.ui.widgets.logging.workout_list import WorkoutList
from gymtrainer_desktop.ui.widgets.logging.workout_loader import LoadedWorkout
from gymtrainer_desktop.ui.widgets.logging.workout_session import WorkoutSession


def show_heading(
    to: WorkoutList, side: LogSide, session: WorkoutSession, loaded: LoadedWorkout, first_weekday: int
) -> None:
    """Say which workout is shown, offer to have done another day's today, and name its author."""
    week = loaded.week
    has_plan = week is not None and any(entry.planned is not None for entry in session.entries)
    own_work = QCoreApplication.translate("log_heading", "Own workout")
    to.set_heading(
        week.plan.title if week is not None and has_plan else own_work, day_words(session.day, loaded.today)
    )
    is_this_week = week_start(session.day, first_weekday) == week_start(loaded.today, first_weekday)
    is_earlier = session.day < loaded.today and is_this_week
    to.set_when(format_date(session.day)[:-5] if is_earlier else "", session.done_today)
    author = week.plan.created_by_name if week is not None else ""
    trainer = loaded.trainer
    is_trainers = trainer is not None and trainer.name == author
    side.set_author(author, trainer.trainer_id if trainer is not None and is_trainers else author)
