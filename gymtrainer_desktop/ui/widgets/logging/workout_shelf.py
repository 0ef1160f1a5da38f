"""The workouts that were begun at this window and are not finished, by day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.ui.widgets.logging.exercise_entry import EntryState, ExerciseEntry
from gymtrainer_desktop.ui.widgets.logging.workout_session import WorkoutSession


class WorkoutShelf:
    """Half-entered workouts. What lies in `sessions` outlives the page.

    Args:
        sessions: Kept by the window: whoever was signed out for idling finds them again.
    """

    def __init__(self, sessions: dict[date, WorkoutSession]) -> None:
        self._sessions = sessions
        for one in sessions.values():
            one.take_back_unanswered()

    def __iter__(self) -> Iterator[WorkoutSession]:
        """Go through all workouts."""
        return iter(tuple(self._sessions.values()))

    @property
    def unsent(self) -> list[ExerciseEntry]:
        """Exercises whose sending failed."""
        return [e for one in self for e in one.entries if e.state is EntryState.UNSENT]

    @property
    def at_risk(self) -> list[ExerciseEntry]:
        """Exercises with something entered that is not on its way to the database either."""
        return [e for one in self for e in one.unsaved if e.state is not EntryState.SENDING]

    @property
    def day_under_way(self) -> date | None:
        """The day of a workout with something that is not saved, None for none."""
        return next((one.day for one in self if one.unsaved), None)

    def of(self, day: date | None) -> WorkoutSession | None:
        """Return the workout of a day, None when it was not begun."""
        return self._sessions.get(day) if day is not None else None

    def begin(self, day: date, unit: Unit, done_today: bool) -> WorkoutSession:
        """Begin the workout of a day."""
        session = self._sessions[day] = WorkoutSession(day, unit, done_today)
        return session

    def holding(self, entry: ExerciseEntry) -> WorkoutSession | None:
        """Return the workout that an exercise belongs to."""
        return next((one for one in self if entry in one.entries), None)

    def finish(self, session: WorkoutSession) -> None:
        """Forget a workout."""
        self._sessions.pop(session.day, None)

    def clear(self) -> None:
        """Forget all of them."""
        self._sessions.clear()
