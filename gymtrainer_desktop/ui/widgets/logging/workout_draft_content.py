"""A half-entered workout as it is kept on this computer, and back again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from gymtrainer_desktop.domain.drafts import SavedDraft
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.domain.workouts import NewLog, SetType
from gymtrainer_desktop.services.keys import new_id
from gymtrainer_desktop.ui.widgets.logging.exercise_entry import EntryState, ExerciseEntry
from gymtrainer_desktop.ui.widgets.logging.workout_session import WorkoutSession
from gymtrainer_desktop.ui.widgets.logging.workout_sets import EntryKind, SetEntry

KIND = "workout"
"""Under which drafts of workouts are kept; their subject is the member."""
_FORM = "workout 1"
_OTHERS = "others"
"""Further workouts of the same member, of other days."""
_UNREADABLE = (KeyError, TypeError, ValueError, InvalidOperation, AttributeError)


@dataclass(frozen=True, slots=True)
class KeptExercise:
    """One exercise of a draft.

    Attributes:
        exercise_id: Of the planned exercise, None for unplanned work.
        sent_id: Key it was sent under, answered or not; None when it was not sent.
        is_waiting: It is in the queue of this computer.
    """

    entry: ExerciseEntry
    exercise_id: UUID | None
    sent_id: UUID | None
    sent_at: datetime | None
    is_waiting: bool


@dataclass(frozen=True, slots=True)
class KeptWorkout:
    """A draft as it can be read.

    Attributes:
        saved_at: Aware; of the last change.
        at: Key of the exercise that was in front.
        began_at: Aware; when something was first entered, None where nobody noted it.
        content: What it was read from.
    """

    day: date
    done_today: bool
    saved_at: datetime
    at: UUID | None
    exercises: tuple[KeptExercise, ...]
    began_at: datetime | None = None
    content: dict[str, Any] = field(default_factory=dict, repr=False)

    @property
    def begun(self) -> datetime:
        """When it was begun, as far as that is known; aware."""
        return self.began_at or self.saved_at

    @property
    def is_unfinished(self) -> bool:
        """Whether something was entered that was never sent."""
        return any(one.entry.is_touched and not one.is_waiting for one in self.exercises)

    def logs(self, member_id: UUID) -> tuple[NewLog, ...]:
        """Return the sets that were done and never sent, as logs of the moment they were left at."""
        return tuple(
            NewLog(
                one.sent_id or new_id(),
                member_id,
                one.exercise_id,
                one.entry.name,
                tuple(s.logged(n, one.entry.kind) for n, s in enumerate(one.entry.done, start=1)),
                one.sent_at or self.saved_at,
                one.entry.rating,
                one.entry.note,
            )
            for one in self.exercises
            if one.entry.done and not one.is_waiting
        )


def draft_of(session: WorkoutSession, waiting: Collection[UUID] = ()) -> dict[str, Any]:
    """Return a workout as plain JSON values.

    Args:
        session: The workout.
        waiting: Keys of further exercises that are in the queue of this computer.
    """
    current = session.current
    return {
        "form": _FORM,
        "day": session.day.isoformat(),
        "done_today": session.done_today,
        "began_at": _time(session.began_at),
        "at": str(current.key) if current is not None else None,
        "exercises": [
            _exercise(entry, entry.is_waiting or entry.key in waiting)
            for entry in session.entries
            if entry.key in waiting or entry.is_waiting or (entry.is_touched and entry.corrects is None)
        ],
    }


def joined(drafts: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Return one draft that holds several workouts, the first of them in front; None for none."""
    return {**drafts[0], _OTHERS: drafts[1:]} if drafts else None


def read_draft(draft: SavedDraft | None) -> KeptWorkout | None:
    """Return the workout in front of a draft, None for nothing, or for what cannot be read."""
    return next(iter(read_drafts(draft)), None)


def read_drafts(draft: SavedDraft | None) -> tuple[KeptWorkout, ...]:
    """Return all workouts of a draft that can be read."""
    if draft is None:
        return ()
    others = draft.content.get(_OTHERS)
    contents = [draft.content, *(others if isinstance(others, list) else ())]
    found = (_workout(content, draft.saved_at) for content in contents)
    return tuple(one for one in found if one is not None)


def apply_draft(
    kept: KeptWorkout, session: WorkoutSession, member_id: UUID, there: Collection[UUID]
) -> set[UUID]:
    """Put what was kept into a workout that was loaded; what was entered into it since is left as it is.

    Args:
        kept: The draft.
        session: As the plan has it now.
        member_id: Whose it is.
        there: Keys of the logs that the server has.

    Returns:
        Keys of the exercises that still wait in the queue of this computer.
    """
    waiting = set()
    for one in kept.exercises:
        if one.sent_id is not None and one.sent_id in there:
            continue
        entry = session.find(one.entry.key)
        if entry is not None and (entry.log is not None or entry.is_waiting or entry.is_touched):
            continue  # logged elsewhere, or gone on with, meanwhile
        if entry is None:
            # Not in the plan any more, or never: what was done is logged all the same.
            entry = one.entry
            session.entries.append(entry)
        _take(entry, one, member_id)
        if one.is_waiting:
            entry.take_waiting()
            waiting.add(entry.key)
    session.began_at = session.began_at or kept.began_at or kept.saved_at
    session.start()
    if kept.at is not None:
        found = session.find(kept.at)
        if found is not None and found.is_editable:
            session.choose(kept.at)
    return waiting


def _take(entry: ExerciseEntry, kept: KeptExercise, member_id: UUID) -> None:
    there = kept.entry
    entry.name, entry.kind, entry.unit = there.name, there.kind, there.unit
    entry.has_weight, entry.in_miles = there.has_weight, there.in_miles
    entry.rating, entry.note = there.rating, there.note
    before = [one.last for one in entry.sets]
    entry.sets = [replace(one) for one in there.sets]
    for one, last in zip(entry.sets, before, strict=False):
        one.last = last
    entry.state = EntryState.OPEN
    if kept.sent_id is not None:
        # Whether it arrived is not known here: under its own key it can be sent again without harm.
        sets = tuple(s.logged(n, entry.kind) for n, s in enumerate(entry.done, start=1))
        exercise_id = entry.planned.id if entry.planned is not None else kept.exercise_id
        entry.sent = NewLog(
            kept.sent_id, member_id, exercise_id, entry.name, sets, kept.sent_at, entry.rating, entry.note
        )


def _exercise(entry: ExerciseEntry, is_waiting: bool) -> dict[str, Any]:
    sent = entry.sent
    return {
        "key": str(entry.key),
        "name": entry.name,
        "exercise_id": str(entry.planned.id) if entry.planned is not None else None,
        "kind": entry.kind.value,
        "unit": entry.unit.value,
        "has_weight": entry.has_weight,
        "in_miles": entry.in_miles,
        "rating": entry.rating,
        "note": entry.note,
        "waiting": is_waiting,
        "sent_id": str(sent.id) if sent is not None else None,
        "sent_at": _time(sent.completed_at) if sent is not None else None,
        "sets": [_set(one) for one in entry.sets],
    }


def _set(one: SetEntry) -> dict[str, Any]:
    return {
        "type": one.type.value,
        "unit": one.unit.value,
        "weight": None if one.weight is None else str(one.weight),
        "reps": one.reps,
        "seconds": one.seconds,
        "metres": None if one.metres is None else str(one.metres),
        "rir": one.rir,
        "done": one.is_done,
        "done_at": _time(one.done_at),
        "edited": one.is_edited,
    }


def _workout(content: Any, saved_at: datetime) -> KeptWorkout | None:
    """Return one workout, None for what another program, or another version, wrote."""
    try:
        if content["form"] != _FORM:
            return None
        at = content["at"]
        return KeptWorkout(
            date.fromisoformat(content["day"]),
            bool(content["done_today"]),
            saved_at,
            UUID(at) if at is not None else None,
            tuple(_kept(one) for one in content["exercises"]),
            _moment(content["began_at"]),
            {key: value for key, value in content.items() if key != _OTHERS},
        )
    except _UNREADABLE:
        return None


def _kept(one: dict[str, Any]) -> KeptExercise:
    entry = ExerciseEntry(
        UUID(one["key"]),
        str(one["name"]),
        Unit(one["unit"]),
        kind=EntryKind(one["kind"]),
        has_weight=bool(one["has_weight"]),
        in_miles=bool(one.get("in_miles", one["unit"] == Unit.LB)),  # older drafts do not say
        sets=[_kept_set(each) for each in one["sets"]],
        rating=one["rating"],
        note=str(one["note"]),
    )
    exercise_id, sent_id = one["exercise_id"], one["sent_id"]
    return KeptExercise(
        entry,
        UUID(exercise_id) if exercise_id else None,
        UUID(sent_id) if sent_id else None,
        _moment(one["sent_at"]),
        bool(one["waiting"]),
    )


def _kept_set(one: dict[str, Any]) -> SetEntry:
    weight, metres = one["weight"], one["metres"]
    return SetEntry(
        Unit(one["unit"]),
        SetType(one["type"]),
        None if weight is None else Decimal(weight),
        one["reps"],
        one["seconds"],
        None if metres is None else Decimal(metres),
        bool(one["done"]),
        bool(one["edited"]),
        rir=one["rir"],
        done_at=_moment(one["done_at"]),
    )


def _time(at: datetime | None) -> str | None:
    return at.isoformat() if at is not None else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
