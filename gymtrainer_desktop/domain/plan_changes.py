"""What a member will see change when a plan is published, in lines that a trainer reads before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from gymtrainer_desktop.domain.calendar import Weekday, format_date
from gymtrainer_desktop.domain.exercises import library_key
from gymtrainer_desktop.domain.plans import DraftExercise, Plan, PlanDraft, PlannedExercise
from gymtrainer_desktop.domain.progression import (
    STANDARD_STEPS,
    Deload,
    LoadSteps,
    WeekTarget,
    format_target,
    planned_weeks,
)

_QUOTED = 60
_ARROW = " → "
_NONE = "none"


class ChangeKind(StrEnum):
    """What becomes of an exercise."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    CHANGED = "changed"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class ExerciseChange:
    """What the member will see change of one exercise, or of the order of a day.

    Attributes:
        id: The exercise in the draft, in the published plan where it is removed; None for the order of a day.
        details: Before → after, one entry for each thing that changes; of an added one what it asks for.
    """

    kind: ChangeKind
    id: UUID | None
    name: str
    details: tuple[str, ...]

    @property
    def text(self) -> str:
        """As one line: "Bench press: 3 × 8 · 60 kg → 4 × 8 · 60 kg, rest 60 s → 90 s"."""
        head = {ChangeKind.ADDED: "New: ", ChangeKind.REMOVED: "Removed: "}.get(self.kind, "")
        details = ", ".join(one for one in self.details if one)
        return f"{head}{self.name}: {details}" if details else f"{head}{self.name}"


@dataclass(frozen=True, slots=True)
class DayChanges:
    """What changes on one weekday; a moved exercise is listed on the day it goes to."""

    day: Weekday
    changes: tuple[ExerciseChange, ...]


@dataclass(frozen=True, slots=True)
class WeeksChange:
    """Weeks of an exercise that will ask for something else than they did.

    Attributes:
        weeks: Their numbers, in order.
        before: What the first of them asked for.
        after: What it will ask for.
    """

    id: UUID
    day: Weekday
    name: str
    weeks: tuple[int, ...]
    before: WeekTarget
    after: WeekTarget

    @property
    def text(self) -> str:
        """As one line: "Bench press, weeks 3–8: 3 × 8 · 60 kg → 3 × 8 · 62.5 kg in week 3"."""
        change = _arrow(format_target(self.before), format_target(self.after))
        if len(self.weeks) == 1:
            return f"{self.name}, week {self.weeks[0]}: {change}"
        return f"{self.name}, weeks {weeks_text(self.weeks)}: {change} in week {self.weeks[0]}"


@dataclass(frozen=True, slots=True)
class PlanChanges:
    """What the member will see change.

    Attributes:
        head: Lines about the plan as a whole: title, dates, goals, lighter weeks.
        days: Days on which something changes, in the order of the week.
        weeks: Exercises of both plans whose weeks to come will ask for something else.
    """

    head: tuple[str, ...]
    days: tuple[DayChanges, ...]
    weeks: tuple[WeeksChange, ...]

    def __bool__(self) -> bool:
        """Whether the member will see any change."""
        return bool(self.head or self.days or self.weeks)

    def lines(self) -> tuple[str, ...]:
        """Return all of it as text, a heading for each day."""
        found = list(self.head)
        for day in self.days:
            found.append(day.day.value)
            found += [f"  {change.text}" for change in day.changes]
        if self.weeks:
            found.append("Weeks to come")
            found += [f"  {change.text}" for change in self.weeks]
        return tuple(found)


def changes_of(
    before: Plan | None,
    after: PlanDraft,
    *,
    steps: LoadSteps = STANDARD_STEPS,
    done_weeks: int = 0,
    logged: Collection[UUID] = (),
) -> PlanChanges:
    """Compare a draft with the plan that the member has now, None for none.

    Exercises are the same by their id, or else by name: what was removed and written anew on the same day
    with the same content is no change.

    Args:
        before: The running plan.
        after: The draft, checked.
        steps: What computed weights are rounded to.
        done_weeks: Weeks of the plan that are over; they stay as they were and are not compared.
        logged: Exercises that were done in the week after those: for them it is over too.
    """
    if before is None:
        added: defaultdict[Weekday, list[ExerciseChange]] = defaultdict(list)
        for one in after.exercises:
            added[one.day].append(ExerciseChange(ChangeKind.ADDED, one.id, one.name, _content(one)))
        return PlanChanges(_new_head(after), _in_order(added), ())
    pairs = _pairs(before.exercises, after.exercises)
    changes: defaultdict[Weekday, list[ExerciseChange]] = defaultdict(list)
    for one in after.exercises:
        old = pairs.get(one.id)
        if old is None:
            changes[one.day].append(ExerciseChange(ChangeKind.ADDED, one.id, one.name, _content(one)))
            continue
        details = tuple(_details(old, one))
        if old.day is not one.day:
            moved = _arrow(old.day.value, one.day.value)
            changes[one.day].append(ExerciseChange(ChangeKind.MOVED, one.id, one.name, (moved, *details)))
        elif details:
            changes[one.day].append(ExerciseChange(ChangeKind.CHANGED, one.id, one.name, details))
    kept = {old.id for old in pairs.values()}
    for gone in _by_order(before.exercises):
        if gone.id not in kept:
            changes[gone.day].append(ExerciseChange(ChangeKind.REMOVED, gone.id, gone.name, ()))
    for day in Weekday:
        if order := _new_order(day, before, after, pairs):
            changes[day].append(order)
    return PlanChanges(
        tuple(_head(before, after)),
        _in_order(changes),
        tuple(_weeks(before, after, pairs, steps, done_weeks, logged)),
    )


def weeks_text(weeks: Iterable[int]) -> str:
    """Return numbers of weeks as they are read: "3–8, 10"."""
    runs: list[list[int]] = []
    for week in sorted(set(weeks)):
        if runs and runs[-1][-1] == week - 1:
            runs[-1].append(week)
        else:
            runs.append([week])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def _by_order(exercises: Iterable[PlannedExercise]) -> list[PlannedExercise]:
    return sorted(exercises, key=lambda one: one.order_index)


def _pairs(
    before: tuple[PlannedExercise, ...], after: tuple[DraftExercise, ...]
) -> dict[UUID, PlannedExercise]:
    """Return the published exercise that each exercise of the draft was, by the id in the draft."""
    known = {one.id: one for one in before}
    pairs = {one.id: known[one.id] for one in after if one.id in known}
    for same_day in (True, False):
        free: defaultdict[tuple[object, ...], list[PlannedExercise]] = defaultdict(list)
        taken = {one.id for one in pairs.values()}
        for old in reversed(_by_order(before)):
            if old.id not in taken:
                free[library_key(old.name), old.day if same_day else None].append(old)
        for one in after:
            if one.id not in pairs and free[library_key(one.name), one.day if same_day else None]:
                pairs[one.id] = free[library_key(one.name), one.day if same_day else None].pop()
    return pairs


def _new_head(after: PlanDraft) -> tuple[str, ...]:
    lines = [
        f"New plan: {after.title}",
        f"{_weeks_long(after.duration_weeks)} from {format_date(after.starts_on)}",
    ]
    if after.deload.weeks:
        lines.append(f"Lighter weeks: {_deload_text(after.deload, after.duration_weeks)}")
    return tuple(lines)


def _head(before: Plan, after: PlanDraft) -> Iterator[str]:
    if before.title != after.title:
        yield f"Title: {_arrow(before.title, after.title)}"
    if before.starts_on != after.starts_on:
        yield f"Starts: {_arrow(format_date(before.starts_on), format_date(after.starts_on))}"
    if before.duration_weeks != after.duration_weeks:
        lasts = _arrow(_weeks_long(before.duration_weeks), _weeks_long(after.duration_weeks))
        yield f"Lasts: {lasts}"
    light = (
        _deload_text(before.deload, before.duration_weeks),
        _deload_text(after.deload, after.duration_weeks),
    )
    if light[0] != light[1]:
        yield f"Lighter weeks: {_arrow(*light)}"
    for what, old, new in (
        ("Goals", before.goals, after.goals),
        ("Description", before.description, after.description),
    ):
        if old.strip() != new.strip():
            yield f"{what}: {_arrow(_quoted(old), _quoted(new))}"


def _details(old: PlannedExercise, new: DraftExercise) -> Iterator[str]:
    if old.name != new.name:
        yield f"was {old.name}"
    # What is changed in week 5 is compared with what week 5 was to ask for.
    rebased = new.from_week > old.from_week
    asked = format_target(
        old.target(new.from_week) if rebased else WeekTarget(old.sets, old.reps, old.weight)
    )
    asks = format_target(WeekTarget(new.sets, new.reps, new.weight))
    if asked != asks:
        yield _arrow(asked, asks)
    if (old.rest_seconds or 0) != (new.rest_seconds or 0):
        yield f"rest {_arrow(_rest_text(old.rest_seconds), _rest_text(new.rest_seconds))}"
    if old.superset != new.superset:
        yield f"superset {_arrow(old.superset, new.superset)}"
    if old.progression != new.progression:
        yield f"progression {_arrow(old.progression, new.progression)}"
    if old.notes.strip() != new.notes.strip():
        yield f"notes {_arrow(_quoted(old.notes), _quoted(new.notes))}"


def _content(one: DraftExercise) -> tuple[str, ...]:
    return tuple(
        text
        for text in (
            format_target(WeekTarget(one.sets, one.reps, one.weight)),
            f"rest {_rest_text(one.rest_seconds)}" if one.rest_seconds else "",
            f"superset {one.superset}" if one.superset else "",
            one.progression,
        )
        if text
    )


def _new_order(
    day: Weekday, before: Plan, after: PlanDraft, pairs: dict[UUID, PlannedExercise]
) -> ExerciseChange | None:
    """Return the order of a day where exercises that stay on it change places."""
    was = [one.id for one in _by_order(before.exercises) if one.day is day]
    stays = [
        one for one in after.exercises if one.day is day and (old := pairs.get(one.id)) and old.day is day
    ]
    now = [pairs[one.id].id for one in stays]
    if now == [id for id in was if id in set(now)]:
        return None
    names = ", ".join(one.name for one in after.exercises if one.day is day)
    return ExerciseChange(ChangeKind.ORDER, None, "New order", (names,))


def _weeks(
    before: Plan,
    after: PlanDraft,
    pairs: dict[UUID, PlannedExercise],
    steps: LoadSteps,
    done_weeks: int,
    logged: Collection[UUID],
) -> Iterator[WeeksChange]:
    """Yield the exercises whose weeks to come change otherwise than their first week does."""
    for one in after.exercises:
        old = pairs.get(one.id)
        if old is None:
            continue
        base = WeekTarget(one.sets, one.reps, one.weight)
        computed = planned_weeks(
            base, one.progression, after.deload, after.duration_weeks, steps, one.from_week
        )
        first = done_weeks + (2 if old.id in logged else 1)
        weeks = [
            number
            for number in range(first, min(before.duration_weeks, after.duration_weeks) + 1)
            if not _same(old.target(number), computed[number - 1] if computed else base)
        ]
        alike = not computed and not old.weeks
        # Where every week is the same the change of the exercise has said it all.
        if weeks and not alike:
            new = computed[weeks[0] - 1] if computed else base
            yield WeeksChange(one.id, one.day, one.name, tuple(weeks), old.target(weeks[0]), new)


def _same(one: WeekTarget, other: WeekTarget) -> bool:
    return one == other or format_target(one) == format_target(other)


def _in_order(changes: dict[Weekday, list[ExerciseChange]]) -> tuple[DayChanges, ...]:
    return tuple(DayChanges(day, tuple(changes[day])) for day in Weekday if changes.get(day))


def _deload_text(deload: Deload, duration_weeks: int) -> str:
    weeks = [week for week in deload.weeks if week <= duration_weeks]
    if not weeks:
        return _NONE
    return f"{weeks_text(weeks)} ({deload.sets_percent}% of the sets, {deload.weight_percent}% of the weight)"


def _weeks_long(weeks: int) -> str:
    return "1 week" if weeks == 1 else f"{weeks} weeks"


def _rest_text(seconds: int | None) -> str:
    if not seconds:
        return _NONE
    return f"{seconds // 60} min" if seconds % 60 == 0 and seconds >= 120 else f"{seconds} s"


def _quoted(text: str) -> str:
    plain = " ".join(text.split())
    if not plain:
        return _NONE
    return f"“{plain}”" if len(plain) <= _QUOTED else f"“{plain[: _QUOTED - 1].rstrip()}…”"


def _arrow(before: str, after: str) -> str:
    return f"{before or _NONE}{_ARROW}{after or _NONE}"
