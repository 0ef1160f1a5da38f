"""One exercise of a workout while it is being logged.

Nothing here knows Qt or the database.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from gymtrainer_desktop.domain.plans import PlannedExercise, Skip
from gymtrainer_desktop.domain.progress import PersonalRecord
from gymtrainer_desktop.domain.progression import STANDARD_STEPS, LoadSteps, format_resolved
from gymtrainer_desktop.domain.units import Unit, to_kg
from gymtrainer_desktop.domain.workouts import LoggedSet, NewLog, SetType, WorkoutLog
from gymtrainer_desktop.services.keys import new_id
from gymtrainer_desktop.ui.widgets.logging.prescription import Prescription
from gymtrainer_desktop.ui.widgets.logging.workout_sets import (
    MEASURES,
    EntryKind,
    Measure,
    SetEntry,
    kind_of,
    kind_of_log,
    uses_weight,
)

_DAY_MINUTES = 24 * 60


class EntryState(StrEnum):
    """How an exercise of the workout stands."""

    OPEN = "open"
    SKIPPED = "skipped"
    SENDING = "sending"
    UNSENT = "unsent"
    LOGGED = "logged"


@dataclass(slots=True, eq=False)
class ExerciseEntry:
    """One exercise of the workout.

    Attributes:
        key: Names the exercise on the page.
        planned: As prescribed for this week; None for unplanned work.
        mark: Its place in a superset, "A1"; empty for none.
        maximum_kg: What a percentage is one of; None where there is none.
        steps: What the weight that stands for a percentage is rounded to.
        sent: What was sent last and may or may not have arrived; a retry sends it again, with its key.
        replaces: Key of an earlier attempt that did arrive, with numbers that were changed since.
        log: As it stands in the database, once it is there.
        last: The last time before this workout.
        problem: Why sending failed, in a sentence.
        skip: That it was left out, and why; None for an exercise that was not, or while it is being sent.
        skip_seen: The database knows that it was left out.
        corrects: The log whose numbers are being changed.
        confirmed_kg: The heaviest weight that somebody was asked about and said was right.
        has_bar: It is done with a bar that plates go on.
        in_miles: Distances are entered in miles.
        is_waiting: It is kept in the queue of this computer until the server is back; then it is saved
            although there is no log yet.
        is_refused: It is in that queue no more, and among the logs neither.
    """

    key: UUID
    name: str
    unit: Unit
    planned: PlannedExercise | None = None
    kind: EntryKind = EntryKind.REPS
    has_weight: bool = True
    sets: list[SetEntry] = field(default_factory=list)
    rating: int | None = None
    note: str = ""
    state: EntryState = EntryState.OPEN
    sent: NewLog | None = None
    replaces: UUID | None = None
    log: WorkoutLog | None = None
    last: WorkoutLog | None = None
    problem: str = ""
    skip: Skip | None = None
    skip_seen: bool = False
    corrects: WorkoutLog | None = None
    confirmed_kg: Decimal | None = None
    has_bar: bool = False
    in_miles: bool = False
    is_waiting: bool = False
    is_refused: bool = False
    mark: str = ""
    maximum_kg: Decimal | None = None
    steps: LoadSteps = STANDARD_STEPS

    @property
    def weight_words(self) -> str:
        """The weight that is asked for: "92.5 kg", "80% ≈ 92.5 kg"; empty for none."""
        if self.planned is None or self.is_substitute:
            return ""
        return format_resolved(self.planned.weight, self.maximum_kg, self.unit, self.steps)

    @property
    def is_substitute(self) -> bool:
        """Whether something else is done instead of what is planned."""
        return self.planned is not None and self.name.casefold() != self.planned.name.casefold()

    @property
    def meant(self) -> tuple[SetEntry, ...]:
        """The sets that saving would send: those that were done, and the one whose numbers were changed."""
        place = self.current
        current = (self.sets[place],) if place is not None and self.sets[place].is_edited else ()
        return (*self.done, *current)

    @property
    def measures(self) -> tuple[Measure, ...]:
        """What is entered for a set, in the order shown."""
        found = tuple(m for m in MEASURES[self.kind] if m is not Measure.WEIGHT or self.has_weight)
        if not self.in_miles:
            return found
        return tuple(Measure.MILES if m is Measure.KILOMETRES else m for m in found)

    @property
    def done(self) -> tuple[SetEntry, ...]:
        """The sets that were done."""
        return tuple(one for one in self.sets if one.is_done)

    @property
    def current(self) -> int | None:
        """Place of the set that is being done; None when all are."""
        return next((place for place, one in enumerate(self.sets) if not one.is_done), None)

    @property
    def is_editable(self) -> bool:
        """Whether numbers can be entered now."""
        return self.state in (EntryState.OPEN, EntryState.UNSENT, EntryState.SKIPPED)

    @property
    def is_touched(self) -> bool:
        """Whether anything was entered that is not saved."""
        if self.state in (EntryState.SENDING, EntryState.UNSENT):
            return True
        if self.state is EntryState.LOGGED:
            return False
        if self.corrects is not None:
            return True
        entered = any(one.is_done or one.is_edited for one in self.sets)
        return entered or self.rating is not None or bool(self.note.strip())

    @property
    def rest_seconds(self) -> int | None:
        """Rest after a set, None when none is stated."""
        return self.planned.rest_seconds if self.planned is not None else None

    def fill_in(self) -> None:
        """Begin anew, with as many sets as prescribed or done last time, and their numbers filled in."""
        count = self._prescription.sets
        if count is None:
            count = max(1, len(self._last_sets(SetType.WORKING))) if self.planned is None else 1
        self.sets = []
        self.sets = [self._filled_in(place, SetType.WORKING) for place in range(count)]

    def add_set(self) -> None:
        """Add a set like the one before it."""
        place = len(self.sets)
        fresh = self._filled_in(place, SetType.WORKING)
        if self.sets:
            model = self.sets[-1]
            fresh.weight, fresh.reps = model.weight, model.reps
            fresh.seconds, fresh.metres = model.seconds, model.metres
            fresh.use_unit(model.unit)
            fresh.unit = model.unit
        self.sets.append(fresh)

    def remove_set(self, place: int) -> None:
        """Take a set away."""
        del self.sets[place]

    def finish_set(self, place: int) -> None:
        """Mark a set as done; the sets after it take over a weight that differs from what was filled in.

        Raises:
            UserError: A number is out of range; `field` is "set1" and so on.
        """
        self.check_set(place)
        one = self.sets[place]
        one.is_done = True
        for later in self.sets[place + 1 :]:
            if not later.is_done and not later.is_edited and later.type is one.type:
                later.unit, later.weight = one.unit, one.weight

    def check_set(self, place: int) -> None:
        """Check the numbers of a set.

        Raises:
            UserError: One is out of range; `field` is "set1" and so on.
        """
        self.sets[place].logged(place + 1, self.kind).checked()

    def check_sets(self) -> None:
        """Check the numbers of all sets that saving would send; raises as `check_set` does."""
        meant = self.meant
        for place, one in enumerate(self.sets):
            if any(one is each for each in meant):
                self.check_set(place)

    def substitute(self, name: str) -> None:
        """Do something else instead of what is planned, or what is planned after all."""
        self.name = name
        self.confirmed_kg = None

    def use_unit(self, unit: Unit) -> None:
        """Enter the weights that are still to come in another unit."""
        self.unit = unit
        for one in self.sets:
            if not one.is_done:
                one.use_unit(unit)

    def use_kind(self, kind: EntryKind) -> None:
        """Enter something else for each set; the numbers already there stay."""
        self.kind = kind
        self.has_weight = kind is not EntryKind.CARDIO
        for one in self.sets:
            one.is_done = False

    def to_send(self, member_id: UUID, completed_at: datetime | None) -> NewLog:
        """Return what to send: the sets that were done, and the one whose numbers were changed.

        The key, and the time, stay those of an earlier attempt.

        Raises:
            UserError: A value breaks a rule; `field` is "set1" and so on, "sets", "notes" or "rating".
        """
        place = self.current
        if place is not None and self.sets[place].is_edited:
            self.finish_set(place)
        sets = tuple(one.logged(number, self.kind) for number, one in enumerate(self.done, start=1))
        seconds = sum(one.duration_seconds or 0 for one in sets)
        minutes = min(round(seconds / 60), _DAY_MINUTES) if self.kind is EntryKind.CARDIO else 0
        before = self.sent
        self.sent = NewLog(
            before.id if before is not None else new_id(),
            member_id,
            self.planned.id if self.planned is not None else None,
            self.name,
            sets,
            before.completed_at if before is not None else completed_at,
            self.rating,
            self.note.strip(),
            minutes or None,
        ).checked()
        return self.sent

    def take_skip(self, skip: Skip | None) -> None:
        """Take from the database whether its member left it out; what was entered since counts for more."""
        if skip is not None and not self.is_touched and self.state in (EntryState.OPEN, EntryState.SKIPPED):
            self.state, self.skip, self.skip_seen = EntryState.SKIPPED, skip, True
        elif skip is None and self.skip_seen:
            self.skip, self.skip_seen = None, False
            if self.state is EntryState.SKIPPED:
                self.state = EntryState.OPEN

    def begin_correction(self) -> None:
        """Let the numbers of its log be changed; all its sets stay done."""
        self.corrects, self.log, self.state = self.log, None, EntryState.OPEN

    def to_correct(self, log: WorkoutLog) -> NewLog:
        """Return what is to stand in a log; its key and time are those of the log.

        Raises:
            UserError: As for `to_send`.
        """
        place = self.current
        if place is not None and self.sets[place].is_edited:
            self.finish_set(place)
        sets = tuple(one.logged(number, self.kind) for number, one in enumerate(self.done, start=1))
        note = self.note.strip()
        return NewLog(log.id, log.id, None, self.name, sets, None, self.rating, note).checked()

    def matches_sent(self) -> bool:
        """Return whether nothing was changed since it was sent."""
        if self.sent is None:
            return False
        sets = tuple(one.logged(number, self.kind) for number, one in enumerate(self.done, start=1))
        entered = (sets, self.rating, self.note.strip())
        return entered == (self.sent.sets, self.sent.rating, self.sent.notes)

    def send_anew(self) -> None:
        """An earlier attempt arrived with other numbers: those entered now shall take its place."""
        if self.sent is not None:
            self.replaces, self.sent = self.sent.id, None

    def take_waiting(self) -> None:
        """It is in the queue of this computer, which sends it when the server is back."""
        self.state, self.problem, self.is_waiting = EntryState.LOGGED, "", True

    def take_log(self, log: WorkoutLog) -> None:
        """It is in the database."""
        self.state, self.log, self.problem = EntryState.LOGGED, log, ""
        self.sent, self.replaces, self.is_waiting, self.is_refused = None, None, False, False
        self.corrects = self.skip = None
        if self.planned is not None:
            self.name = log.exercise_name
        self.rating, self.note = log.rating, log.notes or ""
        self.kind = kind_of_log(log)
        self.has_weight = self.kind is EntryKind.REPS or any(one.weight for one in log.sets)
        self.sets = [SetEntry.of(one, self.unit) for one in log.sets]
        self._line_up_with_last()

    def reopen(self) -> None:
        """Its log was deleted: the numbers are here to be corrected and saved anew, under another key."""
        self.state, self.log, self.problem, self.sent = EntryState.OPEN, None, "", None
        self.is_waiting = False
        if not self.sets:
            self.fill_in()
        prescribed = (self.planned.sets or 0) if self.planned is not None else 0
        while len(self.sets) < prescribed:
            self.sets.append(self._filled_in(len(self.sets), SetType.WORKING))

    def take_last(self, last: WorkoutLog | None) -> None:
        """Take what was done the last time; fills in what nobody has entered yet."""
        self.last = last
        if self.planned is None and last is not None and not self.is_touched and self.log is None:
            self.kind = kind_of_log(last)
        if self.is_touched or self.log is not None:
            self._line_up_with_last()
            return
        self._read_prescription()
        self.fill_in()

    def take_prescription(
        self,
        planned: PlannedExercise,
        maximum_kg: Decimal | None = None,
        steps: LoadSteps = STANDARD_STEPS,
        mark: str = "",
    ) -> None:
        """Take what is prescribed now; nothing that was entered changes."""
        self.mark = mark
        if (planned, maximum_kg, steps) == (self.planned, self.maximum_kg, self.steps):
            return
        if self.planned is None or self.name == self.planned.name:
            self.name = planned.name  # else something else is done instead, whatever is asked for
        self.planned = planned
        self.maximum_kg, self.steps = maximum_kg, steps
        if not self.is_touched and self.log is None:
            self._read_prescription()
            self.fill_in()

    def beaten(self, record: PersonalRecord | None) -> SetEntry | None:
        """Return the heaviest working set done that is heavier than a record, if there is one."""
        if record is None or record.weight is None or self.log is not None:
            return None
        mark = to_kg(record.weight, record.unit) + Decimal("0.01")
        heavier = [
            one
            for one in self.done
            if one.type is SetType.WORKING and one.reps and one.weight and to_kg(one.weight, one.unit) > mark
        ]
        return max(heavier, key=lambda one: to_kg(one.weight or Decimal(0), one.unit), default=None)

    @property
    def _prescription(self) -> Prescription:
        return Prescription(self.planned, self.unit, self.maximum_kg, self.steps, self.is_substitute)

    def _read_prescription(self) -> None:
        asked = self._prescription
        reps = asked.reps
        if self.planned is not None:
            self.kind = kind_of(reps and reps.of_set(1), self.planned.type, self.last)
        self.has_weight = uses_weight(self.kind, asked.weight, self.last)

    def _filled_in(self, place: int, kind: SetType) -> SetEntry:
        before = self._last_sets(kind)
        nth = sum(one.type is kind for one in self.sets[:place]) if place <= len(self.sets) else place
        last = before[nth] if nth < len(before) else None
        return self._prescription.filled_in(nth, kind, last, has_weight=self.has_weight)

    def _last_sets(self, kind: SetType) -> tuple[LoggedSet, ...]:
        """Last time's sets of a kind: a warm-up of then is no measure for a working set of now."""
        return tuple(one for one in self.last.sets if one.type is kind) if self.last is not None else ()

    def _line_up_with_last(self) -> None:
        count: dict[SetType, int] = {}
        for one in self.sets:
            nth = count.get(one.type, 0)
            count[one.type] = nth + 1
            before = self._last_sets(one.type)
            one.last = before[nth] if nth < len(before) else None
