"""Publishing: writing a plan, and adjusting a running one without ever rewriting what was logged or due.

However long a plan is, it is written in a handful of statements: the rows travel as one JSON value each.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, delete, text, update
from sqlalchemy.dialects.postgresql import insert

from gymtrainer_desktop.database.tables.plans import WorkoutExercise, WorkoutPlan
from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.errors import Denied, UserError
from gymtrainer_desktop.domain.plans import DraftExercise, Plan, PlanDraft, PlannedExercise, PlanStatus
from gymtrainer_desktop.domain.progression import MAX_WEEKS, LoadSteps, WeekTarget, planned_weeks
from gymtrainer_desktop.services.base import changed_one
from gymtrainer_desktop.services.keys import new_id
from gymtrainer_desktop.services.plan_rows import deload_values, prescription_values, weeks_value

_COLUMNS = (
    "day_of_week, exercise_name, exercise_type, sets, reps, weight, rest_seconds, notes, order_index, superset,"
    " from_week, progression, weeks"
)
_RECORD = """
    jsonb_to_recordset(CAST(:rows AS jsonb)) AS r (id uuid, plan_id uuid, day_of_week text, exercise_name text,
        exercise_type text, sets integer, reps text, weight text, rest_seconds integer, notes text,
        order_index integer, superset text, from_week integer, progression text, weeks jsonb, valid_from date, archived_on date,
        replaces_id uuid)
"""
_INSERT = f"""
    INSERT INTO public.workout_exercises (id, plan_id, {_COLUMNS}, valid_from, replaces_id)
    SELECT r.id, r.plan_id, {", ".join(f"r.{name}" for name in _COLUMNS.split(", "))}, r.valid_from, r.replaces_id
    FROM {_RECORD}
"""
_REWRITE = f"""
    UPDATE public.workout_exercises e SET {", ".join(f"{name} = r.{name}" for name in _COLUMNS.split(", "))}
    FROM {_RECORD} WHERE e.id = r.id
"""
_ARCHIVE = f"""
    UPDATE public.workout_exercises e SET archived_on = r.archived_on FROM {_RECORD} WHERE e.id = r.id
"""


@dataclass(frozen=True, slots=True)
class GymFrame:
    """What the gym gives to every plan.

    Attributes:
        today: The gym's day.
        week_first: First day of the gym's week that was asked for.
        steps: What weights that are computed are rounded to: twice the smallest plate.
    """

    today: date
    week_first: date
    steps: LoadSteps


def gym_frame(connection: Connection, on: date | None = None) -> GymFrame:
    """Read the gym's calendar and plates in one statement; the week is that of `on`, or of today."""
    row = connection.execute(
        text(
            "SELECT public.gym_today() AS today, public.gym_week_start(coalesce(:on, public.gym_today())) AS first,"
            " (SELECT min(p) * 2 FROM unnest(g.plates_kg) p) AS kg, (SELECT min(p) * 2 FROM unnest(g.plates_lb) p) AS lb"
            " FROM public.gym_settings g"
        ),
        {"on": on},
    ).one()
    return GymFrame(row.today, row.first, LoadSteps(row.kg, row.lb))


def create_plan(connection: Connection, draft: PlanDraft, frame: GymFrame) -> None:
    """Write a new plan; the one that was active until now is archived."""
    rows = [
        _values(e, order, draft.id, _weeks(e, draft, frame))
        # Days of this week that were over when the plan was written are not owed by anybody.
        | {"valid_from": max(draft.starts_on, frame.today)}
        for order, e in _ordered(draft.exercises)
    ]
    connection.execute(
        update(WorkoutPlan)
        .where(WorkoutPlan.assignment_id == draft.assignment_id, WorkoutPlan.status == "active")
        .values(status=PlanStatus.ARCHIVED.value)
    )
    connection.execute(
        insert(WorkoutPlan).values(id=draft.id, assignment_id=draft.assignment_id, **_head(draft))
    )
    _run(connection, _INSERT, rows)


def adjust_plan(connection: Connection, draft: PlanDraft, current: Plan, frame: GymFrame) -> None:
    """Write what a running plan is to be from now on.

    Raises:
        UserError: The week it begins in was changed after something was logged.
        Conflict: The plan was changed since `draft.version` was read.
    """
    used = _used(connection, draft)
    moved = next(iter(used.values())).moved if used else False
    if moved and any(use.logged for use in used.values()):
        raise UserError(
            "Workouts of this plan were logged, so the week it begins in stays. Start a new plan instead.",
            code="plan_start_logged",
            field="starts_on",
        )
    changes = _Changes(draft, current, used, frame, moved=moved)
    changed_one(
        connection.execute(
            update(WorkoutPlan)
            .where(WorkoutPlan.id == draft.id, WorkoutPlan.version == draft.version)
            .values(**_head(draft))
        ),
        versioned=True,
    )
    if changes.gone:
        deleted = connection.execute(delete(WorkoutExercise).where(WorkoutExercise.id.in_(changes.gone)))
        _all_of(deleted.rowcount, len(changes.gone))
    _run(connection, _ARCHIVE, changes.archived)
    _run(connection, _REWRITE, changes.rewritten)
    _run(connection, _INSERT, changes.fresh)


def same_content(plan: Plan, draft: PlanDraft) -> bool:
    """Tell whether a plan says just what a draft says, whatever the keys of its exercises."""
    return _plan_content(plan) == _draft_content(draft)


class _Changes:
    """What has to become of each exercise of a running plan.

    Attributes:
        gone: Exercises that nobody has to be shown any more.
        archived: Those that held until a day.
        rewritten: Those that go on with the same key.
        fresh: Those that begin, in the place of another or not.
    """

    def __init__(
        self,
        draft: PlanDraft,
        current: Plan,
        used: dict[UUID, Row[Any]],
        frame: GymFrame,
        *,
        moved: bool,
    ) -> None:
        self.gone: list[UUID] = []
        self.archived: list[dict[str, object]] = []
        self.rewritten: list[dict[str, object]] = []
        self.fresh: list[dict[str, object]] = []
        self._draft, self._used, self._frame, self._moved = draft, used, frame, moved
        standing = {e.id: e for e in current.exercises}
        for order, e in _ordered(draft.exercises):
            old = standing.pop(e.id, None)
            if old is None:
                self._begin(e, order)
            else:
                self._go_on(old, e, order)
        for old in standing.values():
            self._end(old)

    def _begin(self, e: DraftExercise, order: int) -> None:
        values = _values(e, order, self._draft.id, _weeks(e, self._draft, self._frame))
        self.fresh.append(values | {"valid_from": max(self._draft.starts_on, self._frame.today)})

    def _go_on(self, old: PlannedExercise, e: DraftExercise, order: int) -> None:
        use = self._used[old.id]
        weeks = _weeks(e, self._draft, self._frame, old, 0 if self._moved else use.weeks_done)
        values = _values(e, order, self._draft.id, weeks)
        until = None if _prescription(old) == _prescription(e) else self._cut(old)
        if until is not None:
            self.archived.append({"id": old.id, "archived_on": until})
            values |= {"id": new_id(), "replaces_id": old.id}
            self.fresh.append(values | {"valid_from": max(self._draft.starts_on, until)})
        elif _stored(values) != _stored(_old_values(old, self._draft.id)):
            self.rewritten.append(values)

    def _end(self, old: PlannedExercise) -> None:
        until = self._cut(old)
        if until is None:
            self.gone.append(old.id)
        else:
            self.archived.append({"id": old.id, "archived_on": until})

    def _cut(self, old: PlannedExercise) -> date | None:
        """Return the first day on which an exercise no longer holds; None when it may still be rewritten."""
        use, today = self._used[old.id], self._frame.today
        if not use.logged and use.valid_from >= today:
            return None
        until: date = max(today, use.valid_from)
        if use.this_week:
            # Done this week: its day of this week stays ticked as it was done; the change holds from then on.
            first = self._frame.week_first
            slot = first + timedelta(days=(old.day.number - Weekday.of(first).number) % 7)
            until = max(until, slot + timedelta(days=1))
        return until


def _used(connection: Connection, draft: PlanDraft) -> dict[UUID, Row[Any]]:
    """Return of every exercise of a plan, archived ones too, what has become of it.

    Columns: `valid_from`; `logged`; `this_week`, whether it was logged this week; `weeks_done`, up to which week
    of the plan it stays as it was asked for: all that are over, and the last that was logged; `moved`, whether the
    draft begins in another week than the plan.
    """
    rows = connection.execute(
        text(
            """
            SELECT e.id, e.valid_from, w.last_on IS NOT NULL AS logged,
                coalesce(w.last_on >= gym.week_first, false) AS this_week,
                public.gym_week_start(:starts_on) <> gym.plan_first AS moved,
                greatest(gym.week - 1, CASE WHEN w.last_on IS NOT NULL
                    THEN greatest((public.gym_week_start(w.last_on) - gym.plan_first) / 7 + 1, 1) END, 0) AS weeks_done
            FROM (SELECT public.gym_week_start(p.starts_on) AS plan_first, public.gym_week_start(public.gym_today()) AS week_first,
                    public.week_of_plan(p.starts_on, public.gym_today()) AS week
                FROM public.workout_plans p WHERE p.id = :plan) gym
            JOIN public.workout_exercises e ON e.plan_id = :plan
            CROSS JOIN LATERAL (SELECT max(l.completed_on) AS last_on FROM public.workout_progress l
                WHERE l.exercise_id = e.id) w
            """
        ),
        {"plan": draft.id, "starts_on": draft.starts_on},
    ).all()
    return {r.id: r for r in rows}


def _weeks(
    e: DraftExercise,
    draft: PlanDraft,
    frame: GymFrame,
    old: PlannedExercise | None = None,
    done: int = 0,
) -> list[list[object]] | None:
    """Return what every week asks for as it is stored: the weeks done as they were, the others computed."""
    base = WeekTarget(e.sets, e.reps, e.weight)
    weeks = list(
        planned_weeks(base, e.progression, draft.deload, draft.duration_weeks, frame.steps, e.from_week)
    )
    if old is not None and done and old.name == e.name:
        weeks += [weeks[-1] if weeks else base] * (draft.duration_weeks - len(weeks))
        # The last week holds for all that follow it, so beyond the most that is stored nothing is lost.
        weeks[:done] = [old.target(week) for week in range(1, min(done, MAX_WEEKS) + 1)]
        if all(week == base for week in weeks):
            return None
    return weeks_value(weeks)


def _ordered(exercises: Iterable[DraftExercise]) -> list[tuple[int, DraftExercise]]:
    """Number the exercises within their days."""
    count: dict[Weekday, int] = defaultdict(int)
    numbered = []
    for e in exercises:
        numbered.append((count[e.day], e))
        count[e.day] += 1
    return numbered


def _head(draft: PlanDraft) -> dict[str, object]:
    return {
        "title": draft.title,
        "goals": draft.goals or None,
        "description": draft.description or None,
        "duration_weeks": draft.duration_weeks,
        "starts_on": draft.starts_on,
        **deload_values(draft.deload),
    }


def _values(
    e: DraftExercise | PlannedExercise, order: int, plan_id: UUID, weeks: list[list[object]] | None
) -> dict[str, object]:
    return {
        "id": e.id,
        "plan_id": plan_id,
        **prescription_values(e),
        "order_index": order,
        "from_week": e.from_week,
        "weeks": weeks,
    }


def _old_values(e: PlannedExercise, plan_id: UUID) -> dict[str, object]:
    return _values(e, e.order_index, plan_id, weeks_value(e.weeks))


def _stored(row: dict[str, object]) -> str:
    return json.dumps(row, default=str, sort_keys=True)


def _run(connection: Connection, statement: str, rows: list[dict[str, object]]) -> None:
    """Write many rows by one statement."""
    if rows:
        written = connection.execute(text(statement), {"rows": json.dumps(rows, default=str)})
        _all_of(written.rowcount, len(rows))


def _all_of(touched: int, wanted: int) -> None:
    if touched != wanted:
        raise Denied("This plan is not yours to change.", code="no_row")


def _prescription(e: DraftExercise | PlannedExercise) -> tuple[object, ...]:
    """What a day asks for: once it was due or logged it stays as it is."""
    return (e.day, e.name, e.type, e.sets, e.reps, e.weight, e.rest_seconds, e.notes, e.from_week)


def _draft_content(draft: PlanDraft) -> tuple[object, ...]:
    head = (draft.title, draft.goals, draft.description, draft.duration_weeks, draft.starts_on, draft.deload)
    return (*head, _by_day(draft.exercises))


def _plan_content(plan: Plan) -> tuple[object, ...]:
    head = (plan.title, plan.goals, plan.description, plan.duration_weeks, plan.starts_on, plan.deload)
    return (*head, _by_day(plan.exercises))


def _by_day(exercises: Iterable[DraftExercise | PlannedExercise]) -> list[tuple[object, ...]]:
    ordered = sorted(exercises, key=lambda e: e.day.number)
    return [(*_prescription(e), e.superset, e.progression) for e in ordered]
