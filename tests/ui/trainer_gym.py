"""A gym held in memory that answers as the services of a trainer do, with the people of the mock-ups.

`fail` makes the next call of a service raise; `hold` makes it wait until the event is set. Every call is noted
in `calls`.
"""

from __future__ import annotations

import dataclasses
import threading
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from gymtrainer_desktop.domain.assignments import AssignmentStatus
from gymtrainer_desktop.domain.calendar import Weekday, week_dates
from gymtrainer_desktop.domain.clients import ClientList, ClientOverview, ClientRow, WeekShare, urgency
from gymtrainer_desktop.domain.errors import Conflict, Denied
from gymtrainer_desktop.domain.exercises import Muscle
from gymtrainer_desktop.domain.gym import GymSettings
from gymtrainer_desktop.domain.measures import day_state
from gymtrainer_desktop.domain.notes import Note, checked_note
from gymtrainer_desktop.domain.outcomes import asked_kg, outcome_of, read_kept_target
from gymtrainer_desktop.domain.plans import (
    DayOfWeek,
    DayState,
    ExerciseOfDay,
    Plan,
    PlanDraft,
    PlannedExercise,
    PlanStatus,
    WeekOfPlan,
)
from gymtrainer_desktop.domain.progress import (
    ExerciseProgress,
    ExerciseSummary,
    LogPage,
    LogQuery,
    LogRow,
    PersonalRecord,
    ProgressPoint,
    ProgressSummary,
    TrainingWeek,
    TrainingWeeks,
)
from gymtrainer_desktop.domain.progression import LoadSteps, WeekTarget, planned_weeks
from gymtrainer_desktop.domain.records import RecordKind
from gymtrainer_desktop.domain.strength import (
    E1rmFormula,
    heaviest_working_set,
    summary_of_sets,
    volume_load,
)
from gymtrainer_desktop.domain.targets import format_prescription
from gymtrainer_desktop.domain.units import Unit, from_kg
from gymtrainer_desktop.domain.workouts import LoggedSet, NewLog, WorkoutLog
from gymtrainer_desktop.ui.shell.page import PageContext
from tests.ui.messages_gym import Messages
from tests.ui.records_gym import ClientRecords
from tests.ui.trainer_gym_plans import Drafts, Exercises, Templates

TODAY = date(2026, 11, 20)
ACTIVE, PAUSED = AssignmentStatus.ACTIVE, AssignmentStatus.PAUSED
_CLIENTS = (
    # name, status, since, plan, goals, days since last workout, compliance, days of plan left, new logs
    ("Sarah Johnson", ACTIVE, "2026-08-03", "12-Week Strength Program", "build overall strength", 2, 0.85, 44, 4),
    ("Mike Davis", ACTIVE, "2026-08-31", "Bench 100 kg", "bench press 100 kg", 0, 1.0, 30, 1),
    ("Jonas Weber", ACTIVE, "2026-09-14", "Half marathon base", "run 21 km", 1, 0.78, 7, 0),
    ("Ava Novak", ACTIVE, "2026-11-18", None, None, None, None, None, 0),
    ("Layla Haddad", ACTIVE, "2026-07-01", "Strong back", "less back pain", 0, 0.92, 23, 0),
    ("Owen Clarke", ACTIVE, "2026-07-20", "Push Pull Legs", "muscle", 3, 0.66, 15, 0),
    ("Nina Kowalski", ACTIVE, "2026-10-05", "Full body", "", 1, 0.88, 65, 0),
    ("Peter Lund", ACTIVE, "2026-06-15", "Knee friendly", "", 6, 0.52, 9, 0),
    ("Zoe Bennett", ACTIVE, "2026-09-01", "Powerlifting base", "", 0, 0.95, 51, 0),
    ("Rafael Costa", ACTIVE, "2026-10-19", "Lean in 10", "", 2, 0.81, 58, 0),
    ("Helen Marsh", ACTIVE, "2026-10-01", "Bone density", "", 9, 0.31, 44, 0),
    ("Ines Duarte", PAUSED, "2026-09-21", "Return to running", "", 27, 0.83, 37, 0),
)  # fmt: skip
_WEEK = (
    ("Monday", "Bench press", 4, "8", "95 lb", 90),
    ("Monday", "Overhead press", 3, "10", "60 lb", 90),
    ("Monday", "Incline dumbbell press", 3, "10", "30 lb", 75),
    ("Monday", "Triceps dips", 3, "12", "bodyweight", 60),
    ("Tuesday", "Back squat", 4, "6", "135 lb", 120),
    ("Tuesday", "Leg press", 3, "12", "220 lb", 90),
    ("Wednesday", "Barbell row", 4, "8", "75 lb", 90),
    ("Wednesday", "Lat pulldown", 3, "10", "80 lb", 75),
    ("Wednesday", "Face pull", 3, "15", "25 lb", 60),
    ("Wednesday", "Dumbbell curl", 3, "12", "17.5 lb", 60),
    ("Friday", "Deadlift", 4, "5", "165 lb", 150),
    ("Friday", "Romanian deadlift", 3, "8", "115 lb", 90),
    ("Friday", "Leg curl", 3, "12", "60 lb", 60),
    ("Friday", "Plank", 3, "45 s", "", 45),
    ("Saturday", "Rowing machine", None, "20 min", "", None),
    ("Saturday", "Kettlebell swing", 5, "15", "35 lb", 60),
)


def uid(number: int) -> UUID:
    """A fixed id."""
    return UUID(int=(0x018F7E00_0000_7000_8000 << 48) + number)


def planned_week() -> tuple[PlannedExercise, ...]:
    """The week of the mock-ups."""
    return tuple(
        PlannedExercise(uid(7000 + n), Weekday(day), name, None, sets, reps, weight, rest, "", n)
        for n, (day, name, sets, reps, weight, rest) in enumerate(_WEEK)
    )


class Gym:
    """The services a trainer's pages call, and what they hold. `who` is a client's number in the list."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, Any]] = []
        self._failures: dict[str, Exception] = {}
        self._gates: dict[str, threading.Event] = {}
        self.limit = 15
        self.unit = Unit.LB
        self.rows: list[ClientRow] = [
            ClientRow(
                uid(5000 + n), uid(n), name, status, date.fromisoformat(since), plan, goals,
                None if days is None else TODAY - timedelta(days), compliance, runway, new,
            )
            for n, (name, status, since, plan, goals, days, compliance, runway, new) in enumerate(_CLIENTS)
        ]  # fmt: skip
        self.stored_plans: dict[UUID, Plan] = {
            row.member_id: Plan(
                uid(6000 + n), row.assignment_id, row.plan_title, row.goals or "", "", 12, date(2026, 10, 12),
                date(2027, 1, 3), PlanStatus.ACTIVE, "John Smith", 3, planned_week(),
            )
            for n, row in enumerate(self.rows)
            if row.plan_title
        }  # fmt: skip
        self.former_plans: dict[UUID, tuple[Plan, ...]] = {}
        self.stored_notes: dict[UUID, list[Note]] = {uid(n): [] for n in range(len(self.rows))}
        self.stored_notes[uid(0)] = [
            Note(
                uid(8000), "Left shoulder tight on overhead work. Keep presses under 65 lb until December.", True,
                "John Smith", datetime(2026, 11, 18, 17, tzinfo=UTC), 1, True,
            ),
            Note(
                uid(8001), "Great depth on squats. Next week we add 5 lb to every set.", False,
                "John Smith", datetime(2026, 11, 17, 17, tzinfo=UTC), 1, True,
            ),
            Note(
                uid(8002), "Prefers mornings.", False, "Elena Petrova", datetime(2026, 8, 4, 9, tzinfo=UTC), 1, False
            ),
        ]  # fmt: skip
        self.stored_logs: dict[UUID, list[WorkoutLog]] = {uid(n): [] for n in range(len(self.rows))}
        self.stored_logs[uid(0)] = _history_of_sarah()
        self.may_correct = True
        self.client_records = ClientRecords(self, "John Smith")
        self.gym, self.trainers, self.plans = _GymSettings(self), _Trainers(self), _Plans(self)
        self.workouts, self.progress, self.notes = _Workouts(self), _Progress(self), _Notes(self)
        self.exercises, self.templates, self.drafts = Exercises(self), Templates(self), Drafts(self)
        self.messages = Messages(self)
        for row in self.rows:
            self.messages.add_thread(row.assignment_id, row.name, row.member_id, status=row.status)
        self.maxima: dict[str, Decimal] = {}
        self.settings = GymSettings(
            "Harbour Street Gym", "Europe/London", 1, Unit.LB, E1rmFormula.EPLEY, 15, 5, 1
        )

    def context(self, base: PageContext) -> PageContext:
        """A page context on this gym, whose `navigate` notes where it was asked to go."""
        return dataclasses.replace(
            base,
            services=self,
            gym=self.settings,
            person=dataclasses.replace(base.person, full_name="John Smith", weight_unit=self.unit),
            navigate=lambda key, args: self.calls.append(("navigate", (key, dict(args)))),
            badge=lambda key, count: self.calls.append(("badge", (key, count))),
        )

    def fail(self, call: str, error: Exception) -> None:
        """Have the next call raise."""
        self._failures[call] = error

    def hold(self, call: str) -> threading.Event:
        """Have calls wait until the event returned is set."""
        return self._gates.setdefault(call, threading.Event())

    def note(self, call: str, value: Any = None) -> None:
        """Called by each service first."""
        self.calls.append((call, value))
        if (gate := self._gates.get(call)) is not None:
            assert gate.wait(10)
        if (error := self._failures.pop(call, None)) is not None:
            raise error

    def called(self, call: str) -> list[Any]:
        """What a service was called with."""
        return [value for name, value in self.calls if name == call]

    def row(self, name: str) -> ClientRow:
        return next(row for row in self.rows if row.name == name)

    def set_row(self, who: str, **changes: Any) -> ClientRow:
        fresh = dataclasses.replace(self.row(who), **changes)
        self.rows = [fresh if row.member_id == fresh.member_id else row for row in self.rows]
        return fresh

    def log(
        self, member: UUID, name: str, when: datetime, sets: tuple[LoggedSet, ...], **more: Any
    ) -> WorkoutLog:
        """Have a member log an exercise."""
        log = make_log(uid(90_000 + len(self.stored_logs[member])), name, when, sets, **more)
        self.stored_logs[member] = sorted(
            [*self.stored_logs[member], log], key=lambda one: one.completed_at, reverse=True
        )
        return log


def make_log(id: UUID, name: str, when: datetime, sets: tuple[LoggedSet, ...], **more: Any) -> WorkoutLog:
    """A log with its summary."""
    summary = summary_of_sets(sets)
    values: dict[str, Any] = {
        "exercise_id": None, "target": None, "duration_minutes": None, "rating": 3, "notes": None,
        "logged_by_name": None, "source": "app", "workout_name": None,
    }  # fmt: skip
    values.update(more)
    return WorkoutLog(
        id=id, exercise_name=name, completed_at=when, sets=sets, sets_completed=summary.sets_completed,
        reps_completed=summary.reps_completed, weight_used=summary.weight_used, weight_unit=summary.weight_unit,
        **values,
    )  # fmt: skip


def working_sets(count: int, reps: int, weight: str = "", unit: Unit = Unit.LB) -> tuple[LoggedSet, ...]:
    """Equal working sets."""
    load = Decimal(weight) if weight else None
    return tuple(
        LoggedSet(n + 1, reps=reps, weight=load, unit=unit if load is not None else None)
        for n in range(count)
    )


def _history_of_sarah() -> list[WorkoutLog]:
    """Six weeks of the plan's Mondays to Wednesdays."""
    bench = ("85", "85", "85", "90", "90", "95")
    logs = []
    for week, weight in enumerate(bench):
        monday = datetime(2026, 10, 12, 17, tzinfo=UTC) + timedelta(weeks=week)
        for n, (day, name, sets, reps, target, _rest) in enumerate(_WEEK):
            offset = Weekday(day).number - 1
            if offset > 2:
                continue
            load = weight if name == "Bench press" else target.split()[0] if "lb" in target else ""
            logs.append(
                make_log(
                    uid(20_000 + week * 100 + n), name, monday + timedelta(days=offset, minutes=10 * n),
                    working_sets(sets or 1, int(reps), load), exercise_id=uid(7000 + n), rating=2 + n % 4,
                    target=format_prescription(sets, reps, target),
                    notes="Slept badly, stopped early." if (week + n) % 7 == 3 else None,
                    logged_by_name="John Smith" if week == 5 and n == 0 else None,
                )
            )  # fmt: skip
    return sorted(logs, key=lambda one: one.completed_at, reverse=True)


def _trend() -> tuple[WeekShare, ...]:
    """Twelve weeks, this one at the end."""
    logged = (0, 2, 3, 4, 4, 3, 5, 5, 4, 5, 5, 3)
    monday = date(2026, 11, 16)
    return tuple(
        WeekShare(monday - timedelta(weeks=len(logged) - 1 - n), 5, done) for n, done in enumerate(logged)
    )


class _Service:
    def __init__(self, gym: Gym) -> None:
        self.all = gym


class _GymSettings(_Service):
    def today(self) -> date:
        return TODAY


class _Trainers(_Service):
    def my_clients(self) -> ClientList:
        self.all.note("my_clients")
        active = sum(row.status is ACTIVE for row in self.all.rows)
        rows = sorted(self.all.rows, key=lambda row: urgency(row, TODAY))
        return ClientList(active, self.all.limit, tuple(rows), TODAY)

    def client(self, member_id: UUID) -> ClientOverview:
        self.all.note("client", member_id)
        row = next((row for row in self.all.rows if row.member_id == member_id), None)
        if row is None:
            raise Denied("This member is not your client any more.", code="no_row")
        plan = self.all.stored_plans.get(member_id)
        return ClientOverview(
            row, Unit.LB, 20 if plan else 0, 17 if plan else 0, 6 if plan else None,
            plan.duration_weeks if plan else None, plan.ends_on if plan else None, _trend() if plan else (),
        )  # fmt: skip

    def opened(self, member_id: UUID) -> None:
        self.all.note("opened", member_id)
        row = next(row for row in self.all.rows if row.member_id == member_id)
        self.all.set_row(row.name, new_logs=0)


class _Plans(_Service):
    def active(self, member_id: UUID) -> Plan | None:
        self.all.note("active", member_id)
        return self.all.stored_plans.get(member_id)

    def former(self, member_id: UUID) -> tuple[Plan, ...]:
        return self.all.former_plans.get(member_id, ())

    def of_client(self, member_id: UUID) -> tuple[Plan, ...]:
        self.all.note("of_client", member_id)
        active = self.all.stored_plans.get(member_id)
        return (*((active,) if active else ()), *self.former(member_id))

    def week(self, member_id: UUID, on: date | None = None) -> WeekOfPlan | None:
        self.all.note("week", (member_id, on))
        plan = self.all.stored_plans.get(member_id)
        if plan is None:
            return None
        days = []
        for day in week_dates(on or TODAY, self.all.settings.week_start):
            planned = [e for e in plan.exercises if e.day is Weekday.of(day)]
            exercises = []
            for e in planned:
                log = next(
                    (
                        log
                        for log in self.all.stored_logs[member_id]
                        if log.exercise_id == e.id and log.completed_at.date() == day
                    ),
                    None,
                )
                exercises.append(ExerciseOfDay(e, log.id if log else None, None))
            logged = sum(e.logged for e in exercises)
            state = day_state(len(planned), logged, day, TODAY)
            days.append(DayOfWeek(day, Weekday.of(day), state, tuple(exercises)))
        number = (days[0].date - plan.starts_on).days // 7 + 1
        return WeekOfPlan(
            plan, TODAY, number if 1 <= number <= plan.duration_weeks else None, tuple(days),
            sum(d.state is DayState.COMPLETED for d in days), sum(bool(d.exercises) for d in days),
        )  # fmt: skip

    def publish(self, draft: PlanDraft) -> Plan:
        self.all.note("publish", draft)
        draft = draft.checked()
        member = next(row.member_id for row in self.all.rows if row.assignment_id == draft.assignment_id)
        current = self.all.stored_plans.get(member)
        if draft.version is not None and (
            current is None or current.id != draft.id or current.version != draft.version
        ):
            raise Conflict("Somebody else published this plan meanwhile.", code="stale")
        plan = Plan(
            draft.id, draft.assignment_id, draft.title, draft.goals, draft.description, draft.duration_weeks,
            draft.starts_on, draft.starts_on + timedelta(weeks=draft.duration_weeks) - timedelta(days=1),
            PlanStatus.ACTIVE, "John Smith", (draft.version or 0) + 1, planned(draft), draft.deload,
        )  # fmt: skip
        self.all.stored_plans[member] = plan
        return plan

    def end(self, plan_id: UUID, version: int) -> None:
        self.all.note("end", (plan_id, version))
        member = next(m for m, plan in self.all.stored_plans.items() if plan.id == plan_id)
        plan = self.all.stored_plans.pop(member)
        ended = dataclasses.replace(plan, status=PlanStatus.ARCHIVED)
        self.all.former_plans[member] = (ended, *self.all.former_plans.get(member, ()))


def planned(draft: PlanDraft) -> tuple[PlannedExercise, ...]:
    """A draft's exercises as they stand in the database."""
    return tuple(
        PlannedExercise(
            e.id, e.day, e.name, e.type, e.sets, e.reps, e.weight, e.rest_seconds, e.notes, n, e.superset,
            e.progression, planned_weeks(
                WeekTarget(e.sets, e.reps, e.weight), e.progression, draft.deload, draft.duration_weeks, LoadSteps()
            ),
        )
        for n, e in enumerate(draft.exercises)
    )  # fmt: skip


class _Workouts(_Service):
    def log(self, new: NewLog) -> WorkoutLog:
        """Stored as the database would, stamped with who logged it."""
        self.all.note("log", new)
        new = new.checked()
        planned = self.all.stored_plans.get(new.member_id)
        prescribed = (
            next((e for e in planned.exercises if e.id == new.exercise_id), None) if planned else None
        )
        log = make_log(
            new.id, new.exercise_name, new.completed_at or datetime(2026, 11, 20, 15, tzinfo=UTC), new.sets,
            exercise_id=new.exercise_id, rating=new.rating, notes=new.notes or None, logged_by_name="John Smith",
            is_correctable=self.all.may_correct,
            target=format_prescription(prescribed.sets, prescribed.reps, prescribed.weight) if prescribed else None,
        )  # fmt: skip
        stored = [log, *(one for one in self.all.stored_logs[new.member_id] if one.id != new.id)]
        self.all.stored_logs[new.member_id] = sorted(stored, key=lambda one: one.completed_at, reverse=True)
        return log

    def correct(
        self, log_id: UUID, sets: tuple[LoggedSet, ...], rating: int | None, notes: str, version: int
    ) -> WorkoutLog:
        self.all.note("correct", log_id)
        (old,) = (one for stored in self.all.stored_logs.values() for one in stored if one.id == log_id)
        more = {
            "exercise_id": old.exercise_id,
            "rating": rating,
            "notes": notes or None,
            "version": version + 1,
        }
        made = make_log(old.id, old.exercise_name, old.completed_at, sets, is_correctable=True, **more)
        for stored in self.all.stored_logs.values():
            stored[:] = [made if one.id == log_id else one for one in stored]
        return made

    def delete(self, log_id: UUID) -> None:
        self.all.note("delete", log_id)
        for member, stored in self.all.stored_logs.items():
            self.all.stored_logs[member] = [one for one in stored if one.id != log_id]

    def logs(
        self,
        member_id: UUID,
        *,
        since: date | None = None,
        until: date | None = None,
        exercise_name: str | None = None,
        limit: int = 200,
    ) -> tuple[WorkoutLog, ...]:
        self.all.note(
            "logs", SimpleNamespace(member_id=member_id, since=since, until=until, name=exercise_name)
        )
        return tuple(
            log
            for log in self.all.stored_logs[member_id]
            if (since is None or log.completed_at.date() >= since)
            and (until is None or log.completed_at.date() <= until)
            and (exercise_name is None or log.exercise_name == exercise_name)
        )[:limit]

    def last_sets(self, member_id: UUID, exercise_name: str) -> WorkoutLog | None:
        self.all.note("last_sets", (member_id, exercise_name))
        return next(
            (log for log in self.all.stored_logs[member_id] if log.exercise_name == exercise_name), None
        )


class _Progress(_Service):
    def maxima(self, member_id: UUID) -> dict[str, Decimal]:
        self.all.note("maxima", member_id)
        return dict(self.all.maxima)

    def exercises(self, member_id: UUID) -> tuple[ExerciseSummary, ...]:
        self.all.note("exercises", member_id)
        logs = self.all.stored_logs[member_id]
        names = list(dict.fromkeys(log.exercise_name for log in reversed(logs)))
        summaries = [
            ExerciseSummary(
                name,
                sum(log.exercise_name == name for log in logs),
                max(log.completed_at.date() for log in logs if log.exercise_name == name),
            )
            for name in names
        ]
        return tuple(sorted(summaries, key=lambda one: -one.logs))

    def exercise(
        self, member_id: UUID, name: str, since: date | None = None, until: date | None = None
    ) -> ExerciseProgress:
        self.all.note("exercise", (member_id, name, since, until))
        return self._exercise(member_id, name, since, until)

    def _exercise(
        self, member_id: UUID, name: str, since: date | None = None, until: date | None = None
    ) -> ExerciseProgress:
        logs = tuple(
            log
            for log in self.all.stored_logs[member_id]
            if log.exercise_name == name
            and (since is None or log.completed_at.date() >= since)
            and (until is None or log.completed_at.date() <= until)
        )
        points, best = [], Decimal(0)
        for log in reversed(logs):
            top, kept = heaviest_working_set(log.sets), read_kept_target(log.target)
            weight = top.weight if top else None
            points.append(
                ProgressPoint(
                    log.completed_at.date(), log.id, weight, top.reps if top else None,
                    weight * (30 + (top.reps or 0)) / 30 if top and weight else None,
                    from_kg(volume_load(log.sets), self.all.unit).quantize(Decimal("0.01")),
                    log.sets_completed or 0, log.rating,
                    (RecordKind.WEIGHT,) if weight and weight > best > 0 else (),
                    log.target, asked_kg(kept) and from_kg(asked_kg(kept), self.all.unit).quantize(Decimal("0.01")),
                    outcome_of(kept, log.sets),
                )
            )  # fmt: skip
            best = max(best, weight or Decimal(0))
        return ExerciseProgress(name, self.all.unit, tuple(points))

    def summary(self, member_id: UUID, records: int = 5) -> ProgressSummary:
        self.all.note("summary", member_id)
        return ProgressSummary(TODAY, self.exercises(member_id), self.records(member_id, records))

    def weeks(self, member_id: UUID, since: date | None = None, until: date | None = None) -> TrainingWeeks:
        self.all.note("weeks", (member_id, since, until))
        days = [log.completed_at.date() for log in self.all.stored_logs[member_id]]
        first = week_dates(max(since or min(days), min(days)), 1)[0]
        last = week_dates(min(until or TODAY, TODAY), 1)[0]
        starts = [first + timedelta(weeks=n) for n in range((last - first).days // 7 + 1)]
        return TrainingWeeks(
            tuple(
                TrainingWeek(
                    start, 10, min(10, sum(start <= day < start + timedelta(7) for day in days)),
                    len({day for day in days if start <= day < start + timedelta(7)}),
                    {Muscle.CHEST: Decimal(12), Muscle.TRICEPS: Decimal("4.5") + n},
                )
                for n, start in enumerate(starts)
            ),
            TODAY, ("Trampoline",),
        )  # fmt: skip

    def logs(
        self, member_id: UUID, query: LogQuery | None = None, after: tuple[datetime, UUID] | None = None,
        limit: int = 100,
    ) -> LogPage:  # fmt: skip
        query = query or LogQuery()
        self.all.note("log page", (member_id, query, after))
        records = {
            point.log_id: point.records
            for name in {log.exercise_name for log in self.all.stored_logs[member_id]}
            for point in self._exercise(member_id, name).points
        }
        found = [
            log
            for log in self.all.stored_logs[member_id]
            if (query.exercise is None or log.exercise_name.casefold() == query.exercise.casefold())
            and (query.since is None or log.completed_at.date() >= query.since)
            and (query.until is None or log.completed_at.date() <= query.until)
            and query.words.casefold() in f"{log.exercise_name} {log.notes or ''}".casefold()
            and (not query.with_notes or log.notes)
            and (not query.records or records[log.id])
            and (query.difficulty is None or (log.rating or 0) >= query.difficulty)
            and (not query.by_trainer or log.logged_by_name)
        ]
        found.sort(key=lambda log: (log.completed_at, log.id), reverse=True)
        rest = [log for log in found if after is None or (log.completed_at, log.id) < after]
        page = tuple(LogRow(log, log.completed_at.date(), records[log.id]) for log in rest[:limit])
        following = (page[-1].log.completed_at, page[-1].id) if len(rest) > limit else None
        return LogPage(page, following, len(found) if after is None else None)

    def records(self, member_id: UUID, limit: int = 5) -> tuple[PersonalRecord, ...]:
        self.all.note("records", member_id)
        found: dict[str, PersonalRecord] = {}
        for log in reversed(self.all.stored_logs[member_id]):
            before = found.get(log.exercise_name)
            if before is None or (log.weight_used or 0) > (before.weight or 0):
                found[log.exercise_name] = PersonalRecord(
                    log.exercise_name, log.completed_at.date(), log.weight_used, Unit.LB, log.reps_completed
                )
        return tuple(sorted(found.values(), key=lambda one: one.on, reverse=True))[:limit]


class _Notes(_Service):
    def notes(self, member_id: UUID) -> tuple[Note, ...]:
        self.all.note("notes", member_id)
        return tuple(sorted(self.all.stored_notes[member_id], key=lambda one: one.created_at, reverse=True))

    def add(self, id: UUID, assignment_id: UUID, text: str, is_private: bool) -> Note:
        self.all.note("add", (id, assignment_id, text, is_private))
        member = next(row.member_id for row in self.all.rows if row.assignment_id == assignment_id)
        stored = next((n for n in self.all.stored_notes[member] if n.id == id), None)
        if stored is not None:
            return stored
        fresh = Note(
            id, checked_note(text), is_private, "John Smith", datetime(2026, 11, 20, 12, tzinfo=UTC), 1, True
        )
        self.all.stored_notes[member].append(fresh)
        return fresh

    def change(self, id: UUID, version: int, text: str, is_private: bool) -> Note:
        self.all.note("change", (id, version, text, is_private))
        member, stored = self._find(id, version)
        fresh = dataclasses.replace(
            stored, text=checked_note(text), is_private=is_private, version=version + 1
        )
        self.all.stored_notes[member] = [fresh if n.id == id else n for n in self.all.stored_notes[member]]
        return fresh

    def delete(self, id: UUID, version: int) -> None:
        self.all.note("delete", (id, version))
        member, stored = self._find(id, version)
        self.all.stored_notes[member] = [n for n in self.all.stored_notes[member] if n.id != stored.id]

    def _find(self, id: UUID, version: int) -> tuple[UUID, Note]:
        for member, notes in self.all.stored_notes.items():
            for one in notes:
                if one.id == id and one.version == version:
                    return member, one
        raise Conflict("Somebody else changed this meanwhile. Reload to see it.", code="stale")
