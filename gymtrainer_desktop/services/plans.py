"""Plans: what a member follows now and followed before, a week of it, and publishing."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text, update

from gymtrainer_desktop.database.tables.plans import WorkoutPlan
from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.errors import Conflict, Denied
from gymtrainer_desktop.domain.exercises import library_key
from gymtrainer_desktop.domain.measures import day_state
from gymtrainer_desktop.domain.plans import (
    DayOfWeek,
    DayState,
    ExerciseOfDay,
    Plan,
    PlanDraft,
    PlannedExercise,
    PlanStatus,
    Skip,
    WeekOfPlan,
)
from gymtrainer_desktop.domain.targets import WeightTargetKind, read_weight_target
from gymtrainer_desktop.services.base import Service, changed_one
from gymtrainer_desktop.services.maxima import maxima_of
from gymtrainer_desktop.services.plan_publishing import adjust_plan, create_plan, gym_frame, same_content
from gymtrainer_desktop.services.plan_rows import PLAN_SQL, read_exercise, read_last_time, read_plans

_IS_ACTIVE = "a.status <> 'completed' AND pl.status = 'active'"
_ACTIVE_SQL = f"{PLAN_SQL} WHERE a.member_id = :member AND {_IS_ACTIVE} ORDER BY a.status LIMIT 1"
_FORMER_SQL = (
    f"{PLAN_SQL} WHERE a.member_id = :member AND NOT ({_IS_ACTIVE})"
    " ORDER BY pl.starts_on DESC, pl.created_at DESC, pl.id"
)
_ALL_SQL = (
    f"{PLAN_SQL} WHERE a.member_id = :member"
    f" ORDER BY NOT ({_IS_ACTIVE}), a.status, pl.starts_on DESC, pl.created_at DESC, pl.id"
)
_WEEK_SQL = """
    SELECT d.due_on, d.log_id, e.*, lt.completed_on AS last_on, lt.sets_completed AS last_sets,
        lt.reps_completed AS last_reps, lt.weight_used AS last_weight, lt.weight_unit AS last_unit,
        lt.rating AS last_rating, lt.seconds AS last_seconds, lt.metres AS last_metres, sk.id AS skip_id, sk.reason AS skip_reason
    FROM public.exercise_days(ARRAY[:member]::uuid[], :first, :last) d
    JOIN public.workout_exercises e ON e.id = d.exercise_id
    LEFT JOIN LATERAL (
        SELECT w.completed_on, w.sets_completed, w.reps_completed, w.weight_used, w.weight_unit, w.rating,
            s.seconds, s.metres
        FROM public.workout_progress w
        LEFT JOIN LATERAL (
            SELECT max(s.duration_seconds) AS seconds, max(s.distance_m) AS metres FROM public.workout_sets s
            WHERE s.progress_id = w.id AND s.type = 'working') s ON w.reps_completed IS NULL
        WHERE w.member_id = d.member_id AND lower(w.exercise_name) = lower(e.exercise_name)
          AND w.completed_on < d.due_on AND w.id IS DISTINCT FROM d.log_id
        ORDER BY w.completed_at DESC LIMIT 1) lt ON true
    LEFT JOIN LATERAL (
        SELECT k.id, k.reason FROM public.exercise_skips k
        WHERE k.exercise_id = d.exercise_id AND k.member_id = d.member_id AND k.skipped_on BETWEEN :first AND :last
        ORDER BY k.skipped_on DESC LIMIT 1) sk ON true
    WHERE d.plan_id = :plan
    ORDER BY d.due_on, e.order_index, e.created_at, e.id
"""


class PlansService(Service):
    """What trainers prescribe."""

    def active(self, member_id: UUID) -> Plan | None:
        """Return the plan the member follows now, with the exercises prescribed from now on, or None."""
        with self._transaction() as connection:
            rows = connection.execute(text(_ACTIVE_SQL), {"member": member_id}).all()
            return next(iter(read_plans(connection, rows)), None)

    def former(self, member_id: UUID) -> tuple[Plan, ...]:
        """Return the member's ended plans, newest first, each with its last exercises."""
        return self._plans(_FORMER_SQL, member_id)

    def of_client(self, member_id: UUID) -> tuple[Plan, ...]:
        """Return all plans of a member that may be read: the active one first, then the former, newest first."""
        return self._plans(_ALL_SQL, member_id)

    def week(self, member_id: UUID, on: date | None = None) -> WeekOfPlan | None:
        """Return a week of the member's active plan: what each day asks for and what was logged.

        Args:
            member_id: Whose plan.
            on: A date in the week that is asked for; today when None.
        """
        with self._transaction() as connection:
            found = connection.execute(text(_ACTIVE_SQL), {"member": member_id}).all()
            if not found:
                return None
            plan = read_plans(connection, found)[0]
            frame = gym_frame(connection, on)
            first = frame.week_first
            values = {"member": member_id, "plan": plan.id, "first": first, "last": first + timedelta(days=6)}
            rows = connection.execute(text(_WEEK_SQL), values).all()
            # Weeks between the one asked for and today's: all weeks have seven days.
            today_first = first + timedelta(days=(frame.today - first).days // 7 * 7)
            number: int = found[0].this_week + (first - today_first).days // 7
            exercises = [read_exercise(r) for r in rows]
            maxima: dict[str, Decimal] = {}
            if any(_is_percentage(e, number) for e in exercises):
                maxima = maxima_of(connection, member_id)
        by_day: dict[date, list[ExerciseOfDay]] = defaultdict(list)
        for r, e in zip(rows, exercises, strict=True):
            maximum = maxima.get(library_key(e.name)) if _is_percentage(e, number) else None
            skipped = Skip(r.skip_id, r.skip_reason) if r.skip_id is not None else None
            by_day[r.due_on].append(ExerciseOfDay(e, r.log_id, read_last_time(r), number, maximum, skipped))
        days = tuple(_day(first + timedelta(days=n), by_day, frame.today) for n in range(7))
        return WeekOfPlan(
            plan,
            frame.today,
            number if 1 <= number <= plan.duration_weeks else None,
            days,
            sum(d.state is DayState.COMPLETED for d in days),
            sum(bool(d.exercises) for d in days),
            frame.steps,
        )

    def publish(self, draft: PlanDraft) -> Plan:
        """Publish a plan: a new one, or the adjustment of a running one. The member is told.

        Nothing that was logged or due is rewritten: such a prescription is archived from a date on and a new
        one follows it, and weeks that are over or logged keep what they asked for. What later weeks ask for is
        computed from progression and deload weeks. Sending the same again is harmless.

        Raises:
            UserError: The plan breaks a rule, for example has no exercises; or it is to begin in another week
                (field `starts_on`) after something was logged.
            Conflict: The plan was changed since `draft.version` was read.
            Denied: Not one's own active client.
        """
        draft = draft.checked()
        with self._transaction() as connection:
            row = connection.execute(
                text(PLAN_SQL + " WHERE pl.id = :id FOR UPDATE OF pl"), {"id": draft.id}
            ).one_or_none()
            if row is None and draft.version is None:
                create_plan(connection, draft, gym_frame(connection))
            elif row is None:
                raise Denied("This plan is not there any more, or it is not yours to change.", code="no_row")
            else:
                current = read_plans(connection, [row])[0]
                if same_content(current, draft):
                    return current  # sent again after its answer was lost, or nothing changed
                if draft.version is None or current.version != draft.version:
                    raise Conflict("Somebody else published this plan meanwhile.", code="stale")
                adjust_plan(connection, draft, current, gym_frame(connection))
            made = connection.execute(text(PLAN_SQL + " WHERE pl.id = :id"), {"id": draft.id}).one()
            return read_plans(connection, [made])[0]

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
            row = connection.execute(text(PLAN_SQL + " WHERE pl.id = :id"), {"id": plan_id}).one_or_none()
            ended = (version + 1, PlanStatus.ARCHIVED.value)
            changed_one(
                result, versioned=True, sent_again=row is not None and (row.version, row.status) == ended
            )

    def _plans(self, statement: str, member_id: UUID) -> tuple[Plan, ...]:
        with self._transaction() as connection:
            rows = connection.execute(text(statement), {"member": member_id}).all()
            return read_plans(connection, rows)


def _is_percentage(e: PlannedExercise, week: int) -> bool:
    target = read_weight_target(e.target(week).weight)
    return target is not None and any(
        one.kind is WeightTargetKind.PERCENT for one in target.each or (target,)
    )


def _day(on: date, by_day: dict[date, list[ExerciseOfDay]], today: date) -> DayOfWeek:
    exercises = tuple(by_day.get(on, ()))
    state = day_state(len(exercises), sum(e.logged for e in exercises), on, today)
    return DayOfWeek(on, Weekday.of(on), state, exercises)
