"""The workout that the page where workouts are logged has before it; the parts of the page share it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from gymtrainer_desktop.domain.exercises import Equipment, LibraryExercise
from gymtrainer_desktop.domain.progress import PersonalRecord
from gymtrainer_desktop.domain.workouts import WorkoutLog
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.widgets.gym_week import Clock
from gymtrainer_desktop.ui.widgets.logging.exercise_entry import ExerciseEntry
from gymtrainer_desktop.ui.widgets.logging.workout_desks import WorkoutDesk, WorkoutDesks
from gymtrainer_desktop.ui.widgets.logging.workout_draft_content import KeptWorkout
from gymtrainer_desktop.ui.widgets.logging.workout_session import WorkoutSession, records_by_name


class WorkoutAtHand(QObject):
    """Whose workout of which day is logged, and what is known beside it.

    Attributes:
        member_id: Whose.
        session: The workout; None while it is loaded.
        day: The day asked for; None for today. A page keeps the day it was opened for, also past midnight.
        today: The gym's day, by the server's clock, when the workout was loaded.
        wants_today: A workout of another day is done today.
        wanted: The planned exercise to begin with.
        wanted_log: The log to begin with.
        continued: A draft to put into the workout once it is loaded.
        records: By name in lower case.
        last: By name in lower case: the last time, None for the first.
        equipment: By name in lower case, where the library knows.
        logged: Ids of the logs that the server has of that week.
    """

    changed = Signal()
    """Show the workout again."""
    stale = Signal()
    """Ask the database again."""

    def __init__(self, context: PageContext, clock: Clock, parent: QObject) -> None:
        super().__init__(parent)
        self.context, self.clock = context, clock
        self.desks = WorkoutDesks(context, clock, self)
        self.member_id: UUID = context.person.person_id
        self.day: date | None = None
        self.today: date | None = None
        self.wants_today = False
        self.begin_anew()

    @property
    def desk(self) -> WorkoutDesk:
        """What was begun for the member, what sends it and what keeps it."""
        return self.desks.of(self.member_id)

    @property
    def entry(self) -> ExerciseEntry | None:
        """The exercise in the middle of the page."""
        return self.session.current if self.session is not None else None

    def begin_anew(self) -> None:
        """Forget the workout shown, and what is known of its member."""
        self.session: WorkoutSession | None = None
        self.day = None
        self.wanted: UUID | None = None
        self.wanted_log: UUID | None = None
        self.continued: KeptWorkout | None = None
        self.records: dict[str, PersonalRecord] = {}
        self.last: dict[str, WorkoutLog | None] = {}
        self.equipment: dict[str, Equipment] = {}
        self.logged: frozenset[UUID] = frozenset()

    def take_records(self, records: tuple[PersonalRecord, ...]) -> None:
        """Take the records as they are now."""
        self.records = records_by_name(records)

    def take_library(self, found: Iterable[LibraryExercise]) -> None:
        """Take what the library says exercises are done with."""
        self.equipment.update({one.name.casefold(): one.equipment for one in found})

    def record(self, entry: ExerciseEntry | None) -> PersonalRecord | None:
        """Return the record of an exercise, None without one."""
        return self.records.get(entry.name.casefold()) if entry is not None else None

    def note_change(self) -> None:
        """Something was entered, sent or answered: what is not in the database is kept on this computer."""
        session = self.session
        if session is not None and session.began_at is None and session.unsaved:
            session.began_at = self.clock()
        self.desk.keeper.note_change()
