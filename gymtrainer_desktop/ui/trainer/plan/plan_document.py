"""What the plan editor edits: the content of a plan, every change of which can be undone."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.plans import DraftExercise, Plan, PlanDraft
from gymtrainer_desktop.domain.progression import NO_DELOAD, Deload
from gymtrainer_desktop.domain.supersets import beside_group, grouped, settled, ungrouped
from gymtrainer_desktop.services.keys import new_id
from gymtrainer_desktop.ui.trainer.plan.running_week import RunningWeek

DEFAULT_WEEKS = 4


@dataclass(frozen=True, slots=True)
class PlanContent:
    """A plan as it is written; the order of the exercises in the tuple is their order in the day."""

    starts_on: date
    title: str = ""
    goals: str = ""
    description: str = ""
    duration_weeks: int = DEFAULT_WEEKS
    exercises: tuple[DraftExercise, ...] = ()
    deload: Deload = NO_DELOAD

    def of_day(self, day: Weekday) -> tuple[DraftExercise, ...]:
        """Return the exercises of a day."""
        return tuple(one for one in self.exercises if one.day is day)

    def find(self, id: UUID) -> DraftExercise | None:
        """Return an exercise, None if it is not there."""
        return next((one for one in self.exercises if one.id == id), None)

    def place_of(self, id: UUID) -> int:
        """Return the place of an exercise within its day, -1 if it is not there."""
        found = self.find(id)
        return -1 if found is None else self.of_day(found.day).index(found)

    def added(self, exercise: DraftExercise) -> PlanContent:
        """Return the content with an exercise at the end of its day, or behind the others of its superset."""
        return self._with(beside_group((*self.exercises, exercise), exercise.id))

    def replaced(self, exercise: DraftExercise) -> PlanContent:
        """Return the content with an exercise changed; on another day it goes to that day's end.

        With a letter that it did not have before it goes behind the others of that superset.
        """
        before = self.find(exercise.id)
        if before is None:
            return self
        if before.day is not exercise.day:
            rest = settled(self.exercises, self._without({exercise.id}))
            changed = (*rest, exercise)
            if before.superset != exercise.superset:
                return self._with(beside_group(changed, exercise.id))
            return self._with(settled(self.exercises, changed, {exercise.id}))
        changed = tuple(exercise if one.id == exercise.id else one for one in self.exercises)
        if before.superset == exercise.superset:
            return self._with(changed)
        return self._with(settled(self.exercises, beside_group(changed, exercise.id), {exercise.id}))

    def removed(self, *ids: UUID) -> PlanContent:
        """Return the content without some exercises."""
        return self._with(settled(self.exercises, self._without(ids)))

    def moved(self, id: UUID, day: Weekday, place: int) -> PlanContent:
        """Return the content with an exercise at a place of a day, counted without the exercise itself."""
        return self.moved_all((id,), day, place)

    def moved_all(self, ids: Collection[UUID], day: Weekday, place: int) -> PlanContent:
        """Return the content with exercises, in their order, at a place of a day, counted without them.

        Supersets that are torn apart or are moved into settle by the rules of `domain.supersets.settled`.
        """
        taken = tuple(dataclasses.replace(one, day=day) for one in self.exercises if one.id in ids)
        after = _inserted(self._without(ids), taken, day, place)
        return self._with(settled(self.exercises, after, frozenset(ids)))

    def reordered(self, day: Weekday, order: Sequence[UUID], moved: Collection[UUID]) -> PlanContent:
        """Return the content with the exercises of a day in another order.

        Args:
            day: Which day.
            order: Ids of all its exercises.
            moved: Those of them that somebody moved.
        """
        of_day = {one.id: one for one in self.of_day(day)}
        places = iter(order)
        after = tuple(of_day[next(places)] if one.day is day else one for one in self.exercises)
        return self._with(settled(self.exercises, after, moved))

    def with_pasted(
        self, exercises: Sequence[DraftExercise], day: Weekday, place: int, from_week: int = 1
    ) -> PlanContent:
        """Return the content with other exercises, under new ids, at a place of a day, from a week on.

        Those of several days keep their weekdays and go to the ends of them. What was a superset stays one.
        """
        fresh = tuple(dataclasses.replace(one, id=new_id(), from_week=from_week) for one in exercises)
        if len({one.day for one in fresh}) > 1:
            after = (*self.exercises, *fresh)
        else:
            moved = tuple(dataclasses.replace(one, day=day) for one in fresh)
            after = _inserted(self.exercises, moved, day, place)
        return self._with(settled(self.exercises, after, {one.id for one in fresh}))

    def duplicated_all(
        self, copies: dict[UUID, UUID], copied: Callable[[DraftExercise], DraftExercise] = lambda one: one
    ) -> PlanContent:
        """Return the content with copies of exercises of it below the last of each day.

        Args:
            copies: The id of the copy by the id of the exercise.
            copied: Returns what a copy prescribes.
        """
        content = self
        for day in Weekday:
            originals = [one for one in self.of_day(day) if one.id in copies]
            if not originals:
                continue
            last = content.of_day(day).index(originals[-1]) + 1
            fresh = tuple(dataclasses.replace(copied(one), id=copies[one.id]) for one in originals)
            after = _inserted(content.exercises, fresh, day, last)
            content = content._with(settled(content.exercises, after, {one.id for one in fresh}))
        return content

    def grouped(self, ids: Collection[UUID]) -> PlanContent:
        """Return the content with exercises of one day as a superset."""
        return self._with(grouped(self.exercises, ids))

    def ungrouped(self, ids: Collection[UUID]) -> PlanContent:
        """Return the content without the supersets that some exercises belong to."""
        return self._with(ungrouped(self.exercises, ids))

    def begun_in(self, week: int) -> PlanContent:
        """Return the content with every exercise asked for as it is written from one week on."""
        return self._with(tuple(dataclasses.replace(one, from_week=week) for one in self.exercises))

    def _with(self, exercises: tuple[DraftExercise, ...]) -> PlanContent:
        return dataclasses.replace(self, exercises=exercises)

    def _without(self, ids: Collection[UUID]) -> tuple[DraftExercise, ...]:
        return tuple(one for one in self.exercises if one.id not in ids)

    def same_as(self, other: PlanContent) -> bool:
        """Whether both prescribe the same; the order between days does not matter."""
        mine, theirs = (
            (dataclasses.replace(one, exercises=()), tuple(one.of_day(day) for day in Weekday))
            for one in (self, other)
        )
        return mine == theirs


def _inserted(
    exercises: tuple[DraftExercise, ...], new: tuple[DraftExercise, ...], day: Weekday, place: int
) -> tuple[DraftExercise, ...]:
    of_day = [one for one in exercises if one.day is day]
    at = exercises.index(of_day[place]) if 0 <= place < len(of_day) else len(exercises)
    return (*exercises[:at], *new, *exercises[at:])


def content_of(plan: Plan) -> PlanContent:
    """Return a published plan's content."""
    return PlanContent(
        plan.starts_on,
        plan.title,
        plan.goals,
        plan.description,
        plan.duration_weeks,
        tuple(
            DraftExercise(
                e.id,
                e.day,
                e.name,
                e.sets,
                e.reps,
                e.weight,
                e.rest_seconds,
                e.notes,
                e.type,
                e.superset,
                e.progression,
                e.from_week,
            )
            for e in plan.exercises
        ),
        plan.deload,
    )


def rebased(
    content: PlanContent, base: PlanContent, known: frozenset[UUID], keys: dict[UUID, UUID]
) -> PlanContent:
    """Return the content with ids that fit the version it is published on.

    An exercise that came from an older version may have been archived since, and its id with it. It takes the
    id of the same exercise of the same day in the base, or else a new one.

    Args:
        content: What was written.
        base: The version it will be published on.
        known: Ids of exercises that have ever come from the database.
        keys: New ids given before, extended here: a second try sends the same.
    """
    standing = {one.id for one in base.exercises}
    taken = {one.id for one in content.exercises if one.id in standing}
    fitted = []
    for one in content.exercises:
        if one.id in standing or one.id not in known:
            fitted.append(one)
            continue
        twin = next(
            (e.id for e in base.exercises if e.id not in taken and (e.day, e.name) == (one.day, one.name)),
            None,
        )
        id = twin or keys.setdefault(one.id, new_id())
        taken.add(id)
        fitted.append(dataclasses.replace(one, id=id))
    return dataclasses.replace(content, exercises=tuple(fitted))


class PlanTarget:
    """Which plan, and which version of it, the next publishing is about."""

    def __init__(self) -> None:
        self._plan_id = new_id()
        self._version: int | None = None
        self._known: frozenset[UUID] = frozenset()
        self._keys: dict[UUID, UUID] = {}

    def is_on(self, plan: Plan) -> bool:
        """Whether this is the version it is about."""
        return (plan.id, plan.version) == (self._plan_id, self._version)

    def take(self, plan: Plan) -> None:
        """Publish on top of this version."""
        self._plan_id, self._version = plan.id, plan.version
        self._known |= {one.id for one in plan.exercises}

    @property
    def plan_id(self) -> UUID:
        """Which plan the next publishing makes or changes."""
        return self._plan_id

    @property
    def version(self) -> int | None:
        """The version that the next publishing is on top of; None for a new plan."""
        return self._version

    @property
    def known(self) -> frozenset[UUID]:
        """Ids of exercises that have ever come from the database."""
        return self._known

    def resume(self, plan_id: UUID, version: int | None, known: frozenset[UUID]) -> None:
        """Go on where a draft was left: the same plan, on top of the version that was read then."""
        self._plan_id, self._version, self._known = plan_id, version, known

    def begin_anew(self) -> None:
        """Publish as a new plan."""
        self._plan_id, self._version = new_id(), None

    def draft(self, document: PlanDocument, assignment_id: UUID) -> PlanDraft:
        """Return what is sent; the same for every try as long as nothing is changed."""
        base = document.base if self._version is not None else PlanContent(document.base.starts_on)
        content = rebased(document.content, base, self._known, self._keys)
        return PlanDraft(
            self._plan_id,
            assignment_id,
            content.title,
            content.goals,
            content.description,
            content.duration_weeks,
            content.starts_on,
            content.exercises,
            self._version,
            content.deload,
        )


class PlanDocument(QObject):
    """The content being written and the changes that led to it."""

    changed = Signal()
    """The content changed, by an edit, an undo or a redo."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.undo_stack = QUndoStack(self)
        self.now = RunningWeek()
        """The week that the plan is in: what is added begins there, what is changed goes on from there."""
        self._content = self._base = PlanContent(date.min)
        self._last: _Change | None = None

    @property
    def content(self) -> PlanContent:
        """What is written now."""
        return self._content

    @property
    def base(self) -> PlanContent:
        """The version it began from: what is published, or an empty plan."""
        return self._base

    @property
    def is_dirty(self) -> bool:
        """Whether something is written that is not published."""
        return not self._content.same_as(self._base)

    def reached(self, exercise: DraftExercise) -> DraftExercise:
        """Return an exercise with the numbers that it has come to by now."""
        return self.now.reached(exercise, self._content.deload, self._content.duration_weeks)

    def load(self, content: PlanContent) -> None:
        """Begin from a version; nothing before it can be undone."""
        self.undo_stack.clear()
        self._last = None
        self._content = self._base = content
        self.changed.emit()

    def set_base(self, content: PlanContent) -> None:
        """Compare with another version from now on; what is written stays."""
        self._base = content
        self.changed.emit()

    def apply(self, content: PlanContent, words: str, merge: str = "") -> None:
        """Make a change.

        Args:
            content: What it leads to.
            words: What it is, for the undo button: "add Bench press".
            merge: Changes one after the other with the same name are one, as the letters of a title.
        """
        if content == self._content:
            return
        stack, last = self.undo_stack, self._last
        is_on_top = last is not None and stack.index() == stack.count() > 0
        if merge and is_on_top and last is not None and last.merge == merge:
            last.after = content
            self._set(content)
            return
        change = _Change(self, self._content, content, words, merge)
        self._last = change
        stack.push(change)

    def _set(self, content: PlanContent) -> None:
        self._content = content
        self.changed.emit()


class _Change(QUndoCommand):
    """One change: the content before and after it."""

    def __init__(
        self, document: PlanDocument, before: PlanContent, after: PlanContent, words: str, merge: str
    ) -> None:
        super().__init__(words)
        self.merge = merge
        self.after = after
        self._document = document
        self._before = before

    def undo(self) -> None:
        """Go back."""
        self._document._last = None
        self._document._set(self._before)

    def redo(self) -> None:
        """Make the change, or make it again."""
        self._document._set(self.after)
