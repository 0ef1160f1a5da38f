"""What is asked, and said at the end, while a workout is logged."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.ui.notices import Notices
from gymtrainer_desktop.ui.widgets.logging.exercise_entry import ExerciseEntry
from gymtrainer_desktop.ui.widgets.logging.words import sets_count_text, volume_words
from gymtrainer_desktop.ui.widgets.logging.workout_session import WorkoutSession


def is_given_up(notices: Notices, waiting: Sequence[ExerciseEntry]) -> bool:
    """Ask whether to sign out although something is not saved."""
    names = ", ".join(entry.name for entry in waiting[:3])
    words = _tr("{0}: what you entered is not saved and is lost when you sign out.").format(names)
    return notices.question(
        _tr("Sign out without saving?"),
        words,
        _tr("Sign out"),
        destructive=True,
        cancel_text=_tr("Keep logging"),
    )


def is_to_be_deleted(notices: Notices, entry: ExerciseEntry) -> bool:
    """Ask whether to delete a log."""
    return notices.question(
        _tr("Delete this log?"),
        _tr("{0} then counts as not logged. Its numbers come back here.").format(entry.name),
        _tr("Delete"),
        destructive=True,
    )


def finished_words(session: WorkoutSession, reader: Unit) -> str:
    """Return "Workout finished: 13 sets, 4,250 kg lifted."."""
    words = _tr("Workout finished: {0}").format(sets_count_text(session.sets_saved))
    if session.volume_kg:
        words = _tr("{0}, {1} lifted").format(words, volume_words(session.volume_kg, reader))
    return f"{words}."


def _tr(text: str) -> str:
    return QCoreApplication.translate("log_questions", text)
