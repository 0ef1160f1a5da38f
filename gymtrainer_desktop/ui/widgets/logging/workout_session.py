"""A workout while it is being logged: its exercises, how far they are, and what a changed plan does to it.

Nothing here knows Qt or the database, so a half-entered workout lives on while other pages are shown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from uuid import UUID

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.plans import EXERCISE_NAME_LIMIT, DayOfWeek, ExerciseOfDay
from gymtrainer_desktop.domain.progress import PersonalRecord
from gymtrainer_desktop.domain.progression import STANDARD_STEPS, LoadSteps
from gymtrainer_desktop.domain.strength import volume_load
from gymtrainer_desktop.domain.supersets import superset_marks
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.domain.workouts import WorkoutLog
from gymtrainer_desktop.services.keys import new_id
from gymtrainer_desktop.ui.widgets.logging.exercise_entry import EntryState, ExerciseEntry

_LAST_MOMENT = time(23, 59, 59)


@dataclass(slots=True, eq=False)
class WorkoutSession:
    """The workout of one day.

    Attributes:
        day: The day it is planned for, or is done on.
        done_today: It is done today although planned for another day.
        began_at: When something was first entered; aware, None before.
    """

    day: date
    unit: Unit
    done_today: bool = False
    entries: list[ExerciseEntry] = field(default_factory=list)
    place: int = 0
    began_at: datetime | None = None

    @property
    def current(self) -> ExerciseEntry | None:
        """The exercise in the middle of the page."""
        return self.entries[self.place] if 0 <= self.place < len(self.entries) else None

    @property
    def unsaved(self) -> tuple[ExerciseEntry, ...]:
        """Exercises with something entered that is not in the database."""
        return tuple(entry for entry in self.entries if entry.is_touched)

    @property
    def waiting(self) -> tuple[ExerciseEntry, ...]:
        """Exercises that are in the queue of this computer."""
        return tuple(entry for entry in self.entries if entry.is_waiting)

    def take_queue(self, queued: Collection[UUID]) -> None:
        """Learn which entries are still in the queue of this computer; call it after the logs were taken.

        What is neither there nor among the logs, the server did not take: the front desk has it then.
        """
        for entry in self.waiting:
            entry.is_refused = entry.sent is not None and entry.sent.id not in queued

    def completed_at(self, entry: ExerciseEntry, now: datetime) -> datetime | None:
        """Return when an exercise counts as done: None for now, by the server's clock.

        A workout stays with the day that it is planned for or was begun on: one that goes on after midnight
        ends with the last moment of its day, and one of a day that is over is done at this time of that day.

        Args:
            entry: The exercise.
            now: By the gym's clock.
        """
        if self.done_today or self.day >= now.date():
            return None
        times = [one.done_at.astimezone(now.tzinfo) for one in entry.done if one.done_at is not None]
        that_day = [at for at in times if at.date() == self.day]
        if that_day:
            # Of two times of the hour that is there twice, the later one: compared as moments.
            return max(that_day, key=datetime.timestamp)
        if self.began_at is not None and self.began_at.astimezone(now.tzinfo).date() == self.day:
            return datetime.combine(self.day, _LAST_MOMENT, now.tzinfo)
        return now.replace(year=self.day.year, month=self.day.month, day=self.day.day)

    def take_back_unanswered(self) -> None:
        """Count what was under way as not sent: nobody waits for its answer, and a retry is harmless."""
        for entry in self.entries:
            if entry.state is EntryState.SENDING:
                entry.state = EntryState.UNSENT

    @property
    def sets_done(self) -> int:
        """Sets done of all exercises."""
        return sum(len(entry.done) for entry in self.entries)

    @property
    def sets_planned(self) -> int:
        """Sets of all exercises that were not skipped, done or to come."""
        return sum(
            len(entry.done) if entry.state is EntryState.SKIPPED else len(entry.sets)
            for entry in self.entries
        )

    @property
    def volume_kg(self) -> Decimal:
        """Reps × weight of the working sets that are saved."""
        return sum((volume_load(entry.log.sets) for entry in self.entries if entry.log), Decimal(0))

    @property
    def sets_saved(self) -> int:
        """Sets that are in the database."""
        return sum(len(entry.log.sets) for entry in self.entries if entry.log)

    def find(self, key: UUID) -> ExerciseEntry | None:
        """Return an exercise by its key, or by the id of the planned exercise."""
        return next((entry for entry in self.entries if entry.key == key), None)

    def choose(self, key: UUID) -> None:
        """Put an exercise into the middle."""
        keys = [entry.key for entry in self.entries]
        if key in keys:
            self.place = keys.index(key)

    def next_open(self) -> ExerciseEntry | None:
        """Return the next exercise that is still to do, after the current one and then from the start."""
        later = self.entries[self.place + 1 :] + self.entries[: self.place]
        return next((entry for entry in later if entry.state is EntryState.OPEN), None)

    def add(self, name: str) -> ExerciseEntry:
        """Add unplanned work at the end and put it into the middle.

        Raises:
            UserError: The name is empty or too long.
        """
        name = " ".join(name.split())
        if not name:
            raise UserError("An exercise needs a name.", field="exercise_name")
        if len(name) > EXERCISE_NAME_LIMIT:
            raise UserError(
                f"An exercise name can have at most {EXERCISE_NAME_LIMIT} characters.", field="exercise_name"
            )
        entry = self._begun(new_id(), name)
        entry.fill_in()
        self.entries.append(entry)
        self.place = len(self.entries) - 1
        return entry

    def remove(self, entry: ExerciseEntry) -> None:
        """Take unplanned work off the list again."""
        current = self.current
        self.entries.remove(entry)
        self._keep_place(current)

    def finished_beside(self, entry: ExerciseEntry) -> tuple[ExerciseEntry, ...]:
        """Return the others of an exercise's superset whose sets are all done, and that are not saved yet."""
        return tuple(
            e
            for e in self._superset_of(entry)
            if e is not entry and e.is_editable and e.done and e.current is None
        )

    def next_in_round(self, entry: ExerciseEntry) -> ExerciseEntry | None:
        """Return what is done in turn with an exercise of a superset, once a set of it is done.

        It is the one that is behind, so that A1 is followed by A2. After the last of a round it is the first
        that has sets left, None when none has or outside a superset.
        """
        around = self._superset_of(entry)
        at = around.index(entry) if entry in around else 0
        left = [e for e in around[at + 1 :] + around[:at] if e.is_editable and e.current is not None]
        behind = [e for e in left if len(e.done) < len(entry.done)]
        if behind:
            return behind[0]
        return next((e for e in around if e in left or (e is entry and e.current is not None)), None)

    def ends_round(self, entry: ExerciseEntry) -> bool:
        """Return whether a rest follows the set just done: within a superset only after its last."""
        following = self.next_in_round(entry)
        return following is None or len(following.done) >= len(entry.done)

    def update(
        self, day: DayOfWeek | None, logs: Iterable[WorkoutLog], steps: LoadSteps = STANDARD_STEPS
    ) -> None:
        """Take the plan and the logs as they are now; what was entered stays.

        Args:
            day: The day of the plan, None without one.
            logs: The logs of the week; those that belong to this workout's exercises are picked out.
            steps: What weights that stand for a percentage are rounded to.
        """
        by_id = {log.id: log for log in logs}
        current = self.current
        planned = day.exercises if day is not None else ()
        marks = superset_marks(one.planned for one in planned)
        kept = [self._updated(one, by_id, steps, marks.get(one.planned.id, "")) for one in planned]
        ids = {entry.key for entry in kept}
        for entry in self.entries:
            if entry.key in ids:
                continue
            if entry.planned is None:
                self._update_unplanned(entry, by_id)
                kept.append(entry)
            elif entry.is_touched or entry.log is not None or entry.is_waiting:
                kept.append(entry)
        self.entries = kept
        self._keep_place(current)

    def take_unplanned(self, logs: Iterable[WorkoutLog]) -> None:
        """List unplanned work of this day that was saved before."""
        known = {entry.log.id for entry in self.entries if entry.log}
        known |= {entry.sent.id for entry in self.entries if entry.sent}
        known |= {entry.corrects.id for entry in self.entries if entry.corrects}
        for log in logs:
            if log.id not in known:
                entry = self._begun(log.id, log.exercise_name)
                entry.take_log(log)
                self.entries.append(entry)

    def start(self) -> None:
        """Begin with the first exercise that is still to do."""
        states = [entry.state for entry in self.entries]
        self.place = states.index(EntryState.OPEN) if EntryState.OPEN in states else 0

    def _begun(self, key: UUID, name: str) -> ExerciseEntry:
        """Return an exercise entered in the units of whoever trains: miles go with pounds."""
        return ExerciseEntry(key, name, self.unit, in_miles=self.unit is Unit.LB)

    def _superset_of(self, entry: ExerciseEntry) -> list[ExerciseEntry]:
        return [e for e in self.entries if entry.mark and e.mark[:1] == entry.mark[:1]]

    def _updated(
        self, one: ExerciseOfDay, logs: Mapping[UUID, WorkoutLog], steps: LoadSteps, mark: str
    ) -> ExerciseEntry:
        entry = self.find(one.planned.id)
        if entry is None:
            entry = self._begun(one.planned.id, one.planned.name)
        entry.take_prescription(one.asked, one.maximum_kg, steps, mark)
        log = logs.get(one.log_id) if one.log_id is not None else None
        if log is None:
            entry.take_skip(one.skipped)
        if entry.state is EntryState.SENDING:
            return entry
        if log is not None:
            arrived = entry.sent is not None and entry.sent.id == log.id and entry.matches_sent()
            arrived = arrived or entry.is_waiting
            if arrived or not entry.is_touched:
                entry.take_log(log)
        elif entry.state is EntryState.LOGGED and not entry.is_waiting:
            entry.reopen()
        return entry

    @staticmethod
    def _update_unplanned(entry: ExerciseEntry, logs: Mapping[UUID, WorkoutLog]) -> None:
        if entry.state is EntryState.LOGGED and entry.log is not None and entry.log.id not in logs:
            entry.reopen()
        elif entry.sent is not None and entry.sent.id in logs and entry.matches_sent():
            entry.take_log(logs[entry.sent.id])

    def _keep_place(self, current: ExerciseEntry | None) -> None:
        if current in self.entries:
            self.place = self.entries.index(current)
        else:
            self.place = min(self.place, max(len(self.entries) - 1, 0))


def records_by_name(records: Iterable[PersonalRecord]) -> dict[str, PersonalRecord]:
    """Return records by the name of their exercise, whatever its case."""
    return {record.exercise_name.casefold(): record for record in records}
