"""What belongs to each member at the page where workouts are logged: what was begun, and what sends it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.widgets.gym_week import Clock
from gymtrainer_desktop.ui.widgets.logging.exercise_entry import ExerciseEntry
from gymtrainer_desktop.ui.widgets.logging.workout_draft import WorkoutDraftKeeper
from gymtrainer_desktop.ui.widgets.logging.workout_sender import WorkoutSender
from gymtrainer_desktop.ui.widgets.logging.workout_shelf import WorkoutShelf


@dataclass(frozen=True, slots=True)
class WorkoutDesk:
    """One member's."""

    shelf: WorkoutShelf
    outgoing: WorkoutSender
    keeper: WorkoutDraftKeeper


class WorkoutDesks(QObject):
    """The desks, each made when its member is first logged for; all of them speak with one voice.

    Args:
        context: As for every page.
        clock: The gym's.
    """

    saved = Signal(object)
    failed = Signal(object, object)
    deleted = Signal(object)
    not_deleted = Signal(object, object)
    not_kept = Signal(object)
    """What was begun could not be kept on this computer; carries the exception."""

    def __init__(self, context: PageContext, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._clock = clock
        self._desks: dict[UUID, WorkoutDesk] = {}

    def of(self, member_id: UUID) -> WorkoutDesk:
        """Return a member's desk."""
        if member_id not in self._desks:
            # Outlives the page: whoever was signed out for idling finds it again at this window.
            key = (f"workout {member_id}", self._context.person.person_id)
            outgoing = WorkoutSender(self._context, member_id, self._clock, self)
            outgoing.saved.connect(self.saved)
            outgoing.failed.connect(self.failed)
            outgoing.deleted.connect(self.deleted)
            outgoing.not_deleted.connect(self.not_deleted)
            shelf = WorkoutShelf(self._context.drafts.setdefault(key, {}))
            drafts = self._context.services.drafts
            keeper = WorkoutDraftKeeper(self._context.tasks, drafts, member_id, shelf, self)
            keeper.failed.connect(self.not_kept)
            self._desks[member_id] = WorkoutDesk(shelf, outgoing, keeper)
        return self._desks[member_id]

    def holding(self, entry: ExerciseEntry) -> WorkoutDesk | None:
        """Return the desk that an exercise lies on: another member may be shown by now."""
        return next((desk for desk in self._desks.values() if desk.shelf.holding(entry) is not None), None)

    @property
    def at_risk(self) -> list[ExerciseEntry]:
        """Exercises of all members with something entered that is not on its way to the database."""
        return [entry for desk in self._desks.values() for entry in desk.shelf.at_risk]

    @property
    def is_kept(self) -> bool:
        """Whether what was begun is on this computer's disk, or about to be."""
        return not any(desk.keeper.problem for desk in self._desks.values())

    def flush(self) -> None:
        """Put what was begun on the disk at once."""
        for desk in self._desks.values():
            desk.keeper.flush()

    def clear(self) -> None:
        """Forget what was begun."""
        for desk in self._desks.values():
            desk.shelf.clear()
