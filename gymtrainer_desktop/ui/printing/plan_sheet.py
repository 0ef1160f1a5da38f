"""What a plan on paper says: a week of it to read, or a log sheet to write on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from PySide6.QtCore import QCoreApplication

from gymtrainer_desktop.domain.calendar import Weekday, format_date, format_short_date, week_start
from gymtrainer_desktop.domain.plans import Plan, PlannedExercise
from gymtrainer_desktop.domain.progression import LoadSteps, WeekTarget, format_resolved
from gymtrainer_desktop.domain.targets import (
    RepsTargetKind,
    format_prescription,
    format_sets,
    read_reps_target,
)
from gymtrainer_desktop.domain.units import Unit

TargetWords = Callable[[PlannedExercise, WeekTarget], str]
"""What an exercise asks for in words, such as "4 × 8 · 80% ≈ 92.5 kg"."""

_GOAL_LENGTH = 240
_COUNTED = (RepsTargetKind.FIXED, RepsTargetKind.RANGE, RepsTargetKind.PER_SIDE, RepsTargetKind.AMRAP)


class SheetKind(StrEnum):
    """What is printed."""

    PLAN = "plan"
    LOG = "log"


@dataclass(frozen=True, slots=True)
class SheetLine:
    """An exercise.

    Attributes:
        tag: Its place in a superset ("A1"); empty outside one.
        rest: "rest 90 s"; empty where nothing is said, and inside a superset before its last exercise.
        boxes: How many sets are written down.
        is_counted: Whether a set is a weight and reps; otherwise it is a time, a distance or something else.
    """

    tag: str
    name: str
    target: str
    rest: str
    notes: str
    boxes: int
    is_counted: bool


@dataclass(frozen=True, slots=True)
class SheetDay:
    """A weekday with its exercises."""

    title: str
    lines: tuple[SheetLine, ...]


@dataclass(frozen=True, slots=True)
class PlanSheet:
    """What one page says.

    Attributes:
        facts: Below the title: whose plan it is, and whose work.
        week: "Week 3 of 12, Mon 16 – Sun 22 Nov 2026"; empty outside the plan's weeks.
        foot: At the left of the foot, such as "Harbour Street Gym · printed Mon 23 Nov 2026".
    """

    kind: SheetKind
    title: str
    facts: str
    goal: str
    week: str
    days: tuple[SheetDay, ...]
    foot: str

    @property
    def exercises(self) -> int:
        """How many exercises it has."""
        return sum(len(day.lines) for day in self.days)


@dataclass(frozen=True, slots=True)
class PaperChoice:
    """What of a plan is printed.

    Attributes:
        week: Number of the week whose targets are printed, from 1.
        days: Weekdays that are printed.
        is_daily: Whether every day has a page of its own.
    """

    kinds: tuple[SheetKind, ...]
    week: int
    days: tuple[Weekday, ...]
    is_daily: bool = False


@dataclass(frozen=True, slots=True)
class PlanPaper:
    """A plan with what its sheets say about it.

    Attributes:
        client: First name, and with it a member number where it is wanted; nothing more personal.
        first_weekday: ISO number of the gym's first weekday.
        words: How a target is written; "4 × 8 · 135 lb" by default.
    """

    plan: Plan
    client: str
    gym: str
    today: date
    first_weekday: int
    words: TargetWords | None = None

    def days(self) -> tuple[Weekday, ...]:
        """Return the weekdays with exercises, in the gym's order."""
        used = {one.day for one in self.plan.exercises}
        return tuple(day for day in Weekday.week(self.first_weekday) if day in used)

    def week_of(self, day: date) -> int:
        """Return the number of the plan's week that a date lies in, its first or last one outside of it."""
        first = week_start(self.plan.starts_on, self.first_weekday)
        return min(max((day - first).days // 7 + 1, 1), self.plan.duration_weeks)

    def week_words(self, week: int) -> str:
        """Return "Mon 16 – Sun 22 Nov 2026", the days of a week of the plan."""
        first = week_start(self.plan.starts_on, self.first_weekday) + timedelta(weeks=week - 1)
        last = first + timedelta(days=6)
        same = (first.month, first.year) == (last.month, last.year)
        begins = str(first.day) if same else format_short_date(first)
        if first.year != last.year:
            begins = f"{begins} {first.year}"
        return f"{Weekday.of(first).short} {begins} – {format_date(last)}"

    def sheets(self, choice: PaperChoice) -> tuple[PlanSheet, ...]:
        """Return the pages in the order in which they are printed: a day's plan, then its log sheet."""
        days = [day for day in self.days() if day in choice.days]
        groups = [[day] for day in days] if choice.is_daily else [days]
        return tuple(self._sheet(kind, choice.week, group) for group in groups for kind in choice.kinds)

    def _sheet(self, kind: SheetKind, week: int, days: Sequence[Weekday]) -> PlanSheet:
        plan = self.plan
        title = plan.title if kind is SheetKind.PLAN else _tr("Log sheet: {0}").format(plan.title)
        facts = [self.client] if self.client else []
        if plan.created_by_name:
            facts.append(_tr("Trainer {0}").format(plan.created_by_name))
        words = _tr("Week {0} of {1}").format(week, plan.duration_weeks)
        if week in plan.deload.weeks:
            words = _tr("{0}, deload").format(words)
        goal = " ".join(plan.goals.split())
        if goal:
            goal = _tr("Goal: {0}").format(_cut(goal, _GOAL_LENGTH))
        foot = _tr("{0} · printed {1}").format(self.gym, format_date(self.today))
        return PlanSheet(
            kind,
            title,
            " · ".join(facts),
            goal,
            f"{words} · {self.week_words(week)}",
            tuple(self._day(day, week) for day in days),
            foot,
        )

    def _day(self, day: Weekday, week: int) -> SheetDay:
        exercises = sorted((e for e in self.plan.exercises if e.day is day), key=lambda e: e.order_index)
        lines = []
        for one, tag, is_last in _tagged(exercises):
            target = one.target(week)
            words = self.words or _target_words
            rest = _tr("rest {0} s").format(one.rest_seconds) if one.rest_seconds and is_last else ""
            reps = read_reps_target(target.reps)
            is_counted = (reps.kind in _COUNTED) if reps is not None else target.sets is not None
            notes = " ".join(one.notes.split())
            lines.append(
                SheetLine(tag, one.name, words(one, target), rest, notes, target.sets or 1, is_counted)
            )
        return SheetDay(day_name(day), tuple(lines))


def with_maxima(maxima: Mapping[UUID, Decimal | None], unit: Unit, steps: LoadSteps) -> TargetWords:
    """Return how targets are written where percentages are of something known: "5 × 5 · 80% ≈ 92.5 kg".

    Args:
        maxima: Estimated one-rep maxima in kilograms, by id of the exercise of the plan.
        unit: Of whoever reads it.
        steps: What the gym's plates allow.
    """

    def words(one: PlannedExercise, target: WeekTarget) -> str:
        weight = format_resolved(target.weight, maxima.get(one.id), unit, steps)
        return " · ".join(part for part in (format_sets(target.sets, target.reps), weight) if part)

    return words


def _tagged(exercises: Sequence[PlannedExercise]) -> Iterable[tuple[PlannedExercise, str, bool]]:
    """Yield a day's exercises with their places in supersets, and whether they end one or are in none."""
    sizes: dict[str, int] = {}
    for one in exercises:
        sizes[one.superset] = sizes.get(one.superset, 0) + 1
    places: dict[str, int] = {}
    for one in exercises:
        places[one.superset] = place = places.get(one.superset, 0) + 1
        if one.superset:
            yield one, f"{one.superset}{place}", place == sizes[one.superset]
        else:
            yield one, "", True


def _target_words(_one: PlannedExercise, target: WeekTarget) -> str:
    return format_prescription(target.sets, target.reps, target.weight)


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def day_name(day: Weekday) -> str:
    """Return the name of a weekday as people read it."""
    return {
        Weekday.MONDAY: _tr("Monday"),
        Weekday.TUESDAY: _tr("Tuesday"),
        Weekday.WEDNESDAY: _tr("Wednesday"),
        Weekday.THURSDAY: _tr("Thursday"),
        Weekday.FRIDAY: _tr("Friday"),
        Weekday.SATURDAY: _tr("Saturday"),
        Weekday.SUNDAY: _tr("Sunday"),
    }[day]


def _tr(text: str) -> str:
    return QCoreApplication.translate("plan sheet", text)
