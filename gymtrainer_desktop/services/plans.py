"""Plans: reading a week of one, and publishing without ever rewriting what was logged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import Connection, Row, delete, text, update
from sqlalchemy.dialects.postgresql import insert

from gymtrainer_desktop.database.tables.plans import WorkoutExercise, WorkoutPlan
from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.errors import Conflict, Denied
from gymtrainer_desktop.domain.measures import day_state
from gymtrainer_desktop.domain.plans import (
    DayOfWeek,
    DayState,
    DraftExercise,
    ExerciseOfDay,
    ExerciseType,
    LastTime,
    Plan,
    PlanDraft,
    PlannedExercise,
    PlanStatus,
    WeekOfPlan,
)
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.services.base import Service, changed_one
from gymtrainer_desktop.services.gym import gym_today
from gymtrainer_desktop.services.keys import new_id

_PLAN = """
    SELECT pl.id, pl.assignment_id, pl.title, pl.goals, pl.description, pl.duration_weeks, pl.starts_on, pl.ends_on,
        pl.status, pl.version, i.name AS author
    FROM public.workout_plans pl
    JOIN public.trainer_assignments a ON a.id = pl.assignment_id
    LEFT JOIN public.instructors i ON i.id = pl.created_by
"""
_EXERCISE = """
    SELECT e.id, e.plan_id, e.day_of_week, e.exercise_name, e.exercise_type, e.sets, e.reps, e.weight, e.rest_seconds,
        e.notes, e.order_index, e.valid_from
    FROM public.workout_exercises e
"""


class PlansService(Service):
    """What trainers prescribe."""

    def active(self, member_id: UUID) -> Plan | None:
        """Return the plan the member follows now, with the exercises prescribed from now on, or None."""
        with self._transaction() as connection:
            row = connection.execute(
                text(
                    _PLAN
                    + " WHERE a.member_id = :member AND a.status <> 'completed' AND pl.status = 'active'"
                    + " ORDER BY a.status LIMIT 1"
                ),
                {"member": member_id},
            ).one_or_none()
            return _plans(connection, [row])[0] if row else None

    def former(self, member_id: UUID) -> tuple[Plan, ...]:
        """Return the member's ended plans, newest first, each with its last exercises."""
        with self._transaction() as connection:
            rows = connection.execute(
                text(
                    _PLAN
                    + " WHERE a.member_id = :member AND (pl.status <> 'active' OR a.status = 'completed')"
                    + " ORDER BY pl.starts_on DESC, pl.created_at DESC, pl.id"
                ),
                {"member": member_id},
            ).all()
            return _plans(connection, rows)

    def week(self, member_id: UUID, on: date | None = None) -> WeekOfPlan | None:
        """Return a week of the member's active plan: what each day prescribes and what was logged.

        Args:
            member_id: Whose plan.
            on: A date in the week that is asked for; today when None.
        """
        plan = self.active(member_id)
        if plan is None:
            return None
        with self._transaction() as connection:
            today = gym_today(connection)
            first = connection.execute(
                text("SELECT public.gym_week_start(:on)"), {"on": on or today}
            ).scalar_one()
            rows = connection.execute(
                text(
                    """
                    SELECT d.due_on, d.log_id, e.*, lt.completed_on AS last_on, lt.sets_completed AS last_sets,
                        lt.reps_completed AS last_reps, lt.weight_used AS last_weight, lt.weight_unit AS last_unit,
                        lt.rating AS last_rating
                    FROM public.exercise_days(ARRAY[:member]::uuid[], :first, :last) d
                    JOIN public.workout_exercises e ON e.id = d.exercise_id
                    LEFT JOIN LATERAL (
                        SELECT w.completed_on, w.sets_completed, w.reps_completed, w.weight_used, w.weight_unit, w.rating
                        FROM public.workout_progress w
                        WHERE w.member_id = d.member_id AND lower(w.exercise_name) = lower(e.exercise_name)
                          AND w.completed_on < :first
                        ORDER BY w.completed_at DESC LIMIT 1) lt ON true
                    WHERE d.plan_id = :plan
                    ORDER BY d.due_on, e.order_index, e.created_at, e.id
                    """
                ),
                {
                    "member": member_id,
                    "plan": plan.id,
                    "first": first,
                    "last": first + timedelta(days=6),
                },
            ).all()
            start = connection.execute(
                text("SELECT public.gym_week_start(:on)"), {"on": plan.starts_on}
            ).scalar_one()
        by_day: dict[date, list[ExerciseOfDay]] = defaultdict(list)
        for r in rows:
            by_day[r.due_on].append(ExerciseOfDay(_planned(r), r.log_id, _last_time(r)))
        days = tuple(_day(first + timedelta(days=n), by_day, today) for n in range(7))
        number = (first - start).days // 7 + 1
        return WeekOfPlan(
            plan,
            today,
            number if 1 <= number <= plan.duration_weeks else None,
            days,
            sum(d.state is DayState.COMPLETED for d in days),
            sum(bool(d.exercises) for d in days),
        )

    def publish(self, draft: PlanDraft) -> Plan:
        """Publish a plan: a new one, or the adjustment of a running one. The member is told.

        Nothing that was logged or due is rewritten: such a prescription is archived from a date on and a new
        one follows it. Sending the same again is harmless.

        Raises:
            UserError: The plan breaks a rule, for example has no exercises.
            Conflict: The plan was changed since `draft.version` was read.
            Denied: Not one's own active client.
        """
        draft = draft.checked()
        with self._transaction() as connection:
            today = gym_today(connection)
            row = connection.execute(
                text(_PLAN + " WHERE pl.id = :id FOR UPDATE OF pl"), {"id": draft.id}
            ).one_or_none()
            if row is None and draft.version is None:
                _create(connection, draft, today)
            elif row is None:
                raise Denied("This plan is not there any more, or it is not yours to change.", code="no_row")
            else:
                current = _plans(connection, [row])[0]
                if _content(current) == _draft_content(draft):
                    return current  # sent again after its answer was lost, or nothing changed
                if draft.version is None or current.version != draft.version:
                    raise Conflict("Somebody else published this plan meanwhile.", code="stale")
                _adjust(connection, draft, current, today)
            made = connection.execute(text(_PLAN + " WHERE pl.id = :id"), {"id": draft.id}).one()
            return _plans(connection, [made])[0]

    def complete_expired(self) -> int:
        """Complete the plans whose last day is over, of the whole gym; return how many.

        Raises:
            Denied: Not staff.
        """
        with self._transaction() as connection:
            count: int = connection.execute(text("SELECT public.complete_expired_plans()")).scalar_one()
        return count

    def end(self, plan_id: UUID, version: int) -> None:
        """End a plan before its time; its history stays. Sending it again is harmless.

        Raises:
            Conflict: It was changed since `version` was read.
        """
        with self._transaction() as connection:
            result = connection.execute(
                update(WorkoutPlan)
                .where(WorkoutPlan.id == plan_id, WorkoutPlan.version == version)
                .values(status=PlanStatus.ARCHIVED.value)
            )
            row = connection.execute(text(_PLAN + " WHERE pl.id = :id"), {"id": plan_id}).one_or_none()
            ended = (version + 1, PlanStatus.ARCHIVED.value)
            changed_one(
                result, versioned=True, sent_again=row is not None and (row.version, row.status) == ended
            )


def _create(connection: Connection, draft: PlanDraft, today: date) -> None:
    connection.execute(
        update(WorkoutPlan)
        .where(WorkoutPlan.assignment_id == draft.assignment_id, WorkoutPlan.status == "active")
        .values(status=PlanStatus.ARCHIVED.value)
    )
    connection.execute(
        insert(WorkoutPlan).values(
            id=draft.id,
            assignment_id=draft.assignment_id,
            title=draft.title,
            goals=draft.goals or None,
            description=draft.description or None,
            duration_weeks=draft.duration_weeks,
            starts_on=draft.starts_on,
        )
    )
    # Days of this week that were over when the plan was written are not owed by anybody.
    valid_from = max(draft.starts_on, today)
    connection.execute(
        insert(WorkoutExercise),
        [_values(e, order, draft.id, valid_from) for order, e in _ordered(draft.exercises)],
    )


def _adjust(connection: Connection, draft: PlanDraft, current: Plan, today: date) -> None:
    changed_one(
        connection.execute(
            update(WorkoutPlan)
            .where(WorkoutPlan.id == draft.id, WorkoutPlan.version == draft.version)
            .values(
                title=draft.title,
                goals=draft.goals or None,
                description=draft.description or None,
                duration_weeks=draft.duration_weeks,
                starts_on=draft.starts_on,
            )
        ),
        versioned=True,
    )
    standing = {e.id: e for e in current.exercises}
    used = _used(connection, draft.id)
    week_first = connection.execute(text("SELECT public.gym_week_start(:d)"), {"d": today}).scalar_one()
    kept: set[UUID] = set()
    fresh: list[dict[str, object]] = []
    for order, e in _ordered(draft.exercises):
        old = standing.get(e.id)
        if old is None:
            fresh.append(_values(e, order, draft.id, max(draft.starts_on, today)))
            continue
        kept.add(old.id)
        if _prescription(old) == _draft_prescription(e):
            if old.order_index != order:
                connection.execute(
                    update(WorkoutExercise).where(WorkoutExercise.id == old.id).values(order_index=order)
                )
            continue
        until = _cut(old, used[old.id], today, week_first)
        if until is None:
            values = _values(e, order, draft.id, today)
            for fixed in ("id", "plan_id", "valid_from"):
                del values[fixed]
            connection.execute(update(WorkoutExercise).where(WorkoutExercise.id == old.id).values(**values))
            continue
        _archive(connection, old.id, until)
        values = _values(e, order, draft.id, max(draft.starts_on, until))
        fresh.append({**values, "id": new_id(), "replaces_id": old.id})
    for old in current.exercises:
        if old.id in kept:
            continue
        until = _cut(old, used[old.id], today, week_first)
        if until is None:
            connection.execute(delete(WorkoutExercise).where(WorkoutExercise.id == old.id))
        else:
            _archive(connection, old.id, until)
    for values in fresh:
        connection.execute(insert(WorkoutExercise).values(**values))


def _used(connection: Connection, plan_id: UUID) -> dict[UUID, Row[tuple[object, ...]]]:
    rows = connection.execute(
        text(
            """
            SELECT e.id, e.valid_from, count(w.id) > 0 AS logged,
                coalesce(bool_or(w.completed_on >= public.gym_week_start(public.gym_today())), false) AS this_week
            FROM public.workout_exercises e LEFT JOIN public.workout_progress w ON w.exercise_id = e.id
            WHERE e.plan_id = :plan GROUP BY e.id
            """
        ),
        {"plan": plan_id},
    ).all()
    return {r.id: r for r in rows}


def _cut(old: PlannedExercise, use: Row[tuple[object, ...]], today: date, week_first: date) -> date | None:
    """Return the first day on which an exercise no longer holds; None when it may still be rewritten."""
    if not use.logged and use.valid_from >= today:
        return None
    until: date = max(today, use.valid_from)
    if use.this_week:
        # Done this week: its day of this week stays ticked as it was done; the change holds from then on.
        slot = week_first + timedelta(days=(old.day.number - Weekday.of(week_first).number) % 7)
        until = max(until, slot + timedelta(days=1))
    return until


def _archive(connection: Connection, id: UUID, until: date) -> None:
    changed_one(
        connection.execute(update(WorkoutExercise).where(WorkoutExercise.id == id).values(archived_on=until))
    )


def _ordered(exercises: Iterable[DraftExercise]) -> list[tuple[int, DraftExercise]]:
    """Number the exercises within their days."""
    count: dict[Weekday, int] = defaultdict(int)
    numbered = []
    for e in exercises:
        numbered.append((count[e.day], e))
        count[e.day] += 1
    return numbered


def _values(e: DraftExercise, order: int, plan_id: UUID, valid_from: date) -> dict[str, object]:
    return {
        "id": e.id,
        "plan_id": plan_id,
        "day_of_week": e.day.value,
        "exercise_name": e.name,
        "exercise_type": e.type.value if e.type else None,
        "sets": e.sets,
        "reps": e.reps or None,
        "weight": e.weight or None,
        "rest_seconds": e.rest_seconds,
        "notes": e.notes or None,
        "order_index": order,
        "valid_from": valid_from,
    }


def _draft_prescription(e: DraftExercise) -> tuple[object, ...]:
    return (e.day, e.name, e.type, e.sets, e.reps, e.weight, e.rest_seconds, e.notes)


def _prescription(e: PlannedExercise) -> tuple[object, ...]:
    return (e.day, e.name, e.type, e.sets, e.reps, e.weight, e.rest_seconds, e.notes)


def _by_day(exercises: Iterable[tuple[object, ...]]) -> list[tuple[object, ...]]:
    return sorted(exercises, key=lambda e: e[0].number if isinstance(e[0], Weekday) else 0)


def _draft_content(draft: PlanDraft) -> tuple[object, ...]:
    head = (draft.title, draft.goals, draft.description, draft.duration_weeks, draft.starts_on)
    return (*head, _by_day(_draft_prescription(e) for e in draft.exercises))


def _content(plan: Plan) -> tuple[object, ...]:
    head = (plan.title, plan.goals, plan.description, plan.duration_weeks, plan.starts_on)
    return (*head, _by_day(_prescription(e) for e in plan.exercises))


def _plans(connection: Connection, rows: Sequence[Row[tuple[object, ...]]]) -> tuple[Plan, ...]:
    """Return plans with their standing exercises, in one query for all of them."""
    found = connection.execute(
        text(
            _EXERCISE
            + " WHERE e.plan_id = ANY (:plans) AND e.archived_on IS NULL"
            + " ORDER BY e.plan_id, e.iso_day, e.order_index, e.created_at, e.id"
        ),
        {"plans": [r.id for r in rows]},
    ).all()
    exercises: dict[UUID, list[PlannedExercise]] = defaultdict(list)
    for e in found:
        exercises[e.plan_id].append(_planned(e))
    return tuple(
        Plan(
            r.id,
            r.assignment_id,
            r.title,
            r.goals or "",
            r.description or "",
            r.duration_weeks,
            r.starts_on,
            r.ends_on,
            PlanStatus(r.status),
            r.author or "",
            r.version,
            tuple(exercises[r.id]),
        )
        for r in rows
    )


def _planned(row: Row[tuple[object, ...]]) -> PlannedExercise:
    return PlannedExercise(
        row.id,
        Weekday(row.day_of_week),
        row.exercise_name,
        ExerciseType(row.exercise_type) if row.exercise_type else None,
        row.sets,
        row.reps or "",
        row.weight or "",
        row.rest_seconds,
        row.notes or "",
        row.order_index,
    )


def _last_time(row: Row[tuple[object, ...]]) -> LastTime | None:
    if row.last_on is None:
        return None
    return LastTime(
        row.last_on,
        row.last_sets,
        row.last_reps,
        row.last_weight,
        Unit(row.last_unit) if row.last_unit else None,
        row.last_rating,
    )


def _day(on: date, by_day: dict[date, list[ExerciseOfDay]], today: date) -> DayOfWeek:
    exercises = tuple(by_day.get(on, ()))
    state = day_state(len(exercises), sum(e.logged for e in exercises), on, today)
    return DayOfWeek(on, Weekday.of(on), state, exercises)
