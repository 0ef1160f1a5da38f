"""A gym held in memory that answers as the services of a member do: Sarah Johnson of the mock-ups.

`fail` makes the next call of a service raise; `hold` makes it wait until the event is set. Every call is noted
in `calls`.
"""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gymtrainer_desktop.domain.calendar import Weekday, week_dates
from gymtrainer_desktop.domain.errors import Conflict, Denied, Unavailable, UserError
from gymtrainer_desktop.domain.gym import GymSettings
from gymtrainer_desktop.domain.measures import day_state
from gymtrainer_desktop.domain.my_training import MyTraining
from gymtrainer_desktop.domain.notes import Note
from gymtrainer_desktop.domain.notifications import Notification
from gymtrainer_desktop.domain.outbox import NewSkip
from gymtrainer_desktop.domain.people import MyTrainer, Role, SignedIn
from gymtrainer_desktop.domain.plans import (
    DayOfWeek,
    DayState,
    ExerciseOfDay,
    LastTime,
    Plan,
    PlannedExercise,
    PlanStatus,
    Skip,
    WeekOfPlan,
)
from gymtrainer_desktop.domain.progress import (
    ExerciseProgress,
    ExerciseSummary,
    LogPage,
    LogQuery,
    LogRow,
    PersonalRecord,
    ProgressSummary,
    TrainingWeek,
    TrainingWeeks,
)
from gymtrainer_desktop.domain.strength import E1rmFormula, summary_of_sets
from gymtrainer_desktop.domain.targets import format_prescription
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.domain.waitlist import WaitingEntry
from gymtrainer_desktop.domain.workouts import ImportOutcome, LoggedSet, NewLog, WorkoutLog
from gymtrainer_desktop.importers.history import ImportedHistory
from gymtrainer_desktop.services.server_clock import ServerClock
from gymtrainer_desktop.ui.shell.page import Page, PageContext
from tests.ui.home_gym import Bell, Training, Waiting
from tests.ui.import_gym import FewExercises, ImportNames, OwnData
from tests.ui.messages_gym import Messages
from tests.ui.recording_gym import Recording
from tests.ui.trainer_gym_plans import Drafts

TODAY = date(2026, 11, 20)
ZONE = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 20, 15, 30, tzinfo=ZONE)
SARAH = UUID("018f7e00-0000-7000-8000-0000000000aa")
JOHN = UUID("018f7e00-0000-7000-8000-0000000000bb")

_WEEK = (
    # day, name, sets, reps, weight, rest, notes
    ("Monday", "Bench press", 4, "8", "95 lb", 90, "Elbows at 45 degrees."),
    ("Monday", "Overhead press", 3, "10", "60 lb", 90, ""),
    ("Tuesday", "Back squat", 4, "6", "135 lb", 120, ""),
    ("Tuesday", "Leg press", 3, "12", "220 lb", 90, ""),
    ("Wednesday", "Barbell row", 4, "8", "75 lb", 90, ""),
    ("Wednesday", "Lat pulldown", 3, "8-12", "80 lb", 75, ""),
    ("Friday", "Deadlift", 4, "5", "165 lb", 150, "Brace before you pull. If the bar drifts forward, stop the set."),
    ("Friday", "Romanian deadlift", 3, "8", "115 lb", 90, ""),
    ("Friday", "Leg curl", 3, "12", "60 lb", 60, ""),
    ("Friday", "Plank", 3, "45 s", "bodyweight", 45, ""),
    ("Saturday", "Rowing machine", None, "20 min", "", None, "Easy pace."),
    ("Saturday", "Kettlebell swing", 5, "15", "16 kg", 60, ""),
)  # fmt: skip


def uid(number: int) -> UUID:
    """A fixed id."""
    return UUID(int=(0x018F7E00_0000_7000_8000 << 48) + number)


def planned_week() -> tuple[PlannedExercise, ...]:
    """The week of the mock-ups."""
    return tuple(
        PlannedExercise(uid(7000 + n), Weekday(day), name, None, sets, reps, weight, rest, notes, n)
        for n, (day, name, sets, reps, weight, rest, notes) in enumerate(_WEEK)
    )


def strength_plan() -> Plan:
    """The running plan."""
    return Plan(
        uid(6000), uid(5000), "12-Week Strength Program", "Build overall strength", "", 12, date(2026, 11, 2),
        date(2027, 1, 24), PlanStatus.ACTIVE, "John Smith", 3, planned_week(),
    )  # fmt: skip


def lifted(number: int, reps: int, weight: str | None, unit: Unit = Unit.LB) -> LoggedSet:
    """A set of reps."""
    return LoggedSet(
        number, reps=reps, weight=None if weight is None else Decimal(weight), unit=unit if weight else None
    )


class MemberGym:
    """What `context.services` is for a member's page."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, Any]] = []
        self._failures: dict[str, list[Exception]] = {}
        self._lost: set[str] = set()
        self._gates: dict[str, threading.Event] = {}
        self.now = NOW
        self.unit = Unit.LB
        self.plan: Plan | None = strength_plan()
        # By planned exercise: that it was left out this week.
        self.skipped: dict[UUID, Skip] = {}
        self.former_plans: tuple[Plan, ...] = ()
        # Best estimated maxima in kilograms, by the name of the exercise.
        self.maxima: dict[str, Decimal] = {}
        self.trainer: MyTrainer | None = MyTrainer(
            uid(5000), JOHN, "John Smith", ("Strength & Conditioning",), ("NASM-CPT", "CSCS"),
            datetime(2026, 8, 3, 9, tzinfo=UTC),
        )  # fmt: skip
        self.stored_notes: list[Note] = [
            Note(
                uid(8001), "Great depth on squats. Next week we add 5 lb to every set.", False, "John Smith",
                datetime(2026, 11, 17, 17, tzinfo=UTC), 1, False,
            )
        ]  # fmt: skip
        self.stored_records: list[PersonalRecord] = [
            PersonalRecord("Back squat", date(2026, 11, 17), Decimal(135), Unit.LB, 6),
            PersonalRecord("Bench press", date(2026, 11, 16), Decimal(95), Unit.LB, 8),
            PersonalRecord("Lat pulldown", date(2026, 11, 11), Decimal(80), Unit.LB, 10),
            PersonalRecord("Deadlift", date(2026, 11, 6), Decimal(160), Unit.LB, 5),
            PersonalRecord("Overhead press", date(2026, 11, 2), Decimal(60), Unit.LB, 10),
        ]
        self.stored_logs: list[WorkoutLog] = []
        # How the training stands, where it is not simply active with the trainer.
        self.training: MyTraining | None = None
        self.weeks_in_a_row = 0
        self.waiting: WaitingEntry | None = None
        self.stored_notifications: list[Notification] = []
        # What other apps call an exercise, chosen once.
        self.remembered_names: dict[str, str] = {}
        self._remember()
        self.settings = GymSettings(
            "Harbour Street Gym", "Europe/London", 1, Unit.LB, E1rmFormula.EPLEY, 15, 5, 1
        )
        self.gym, self.people, self.plans = _Gym(self), _People(self), _Plans(self)
        self.recording = Recording(self)
        self.outbox = SimpleNamespace(clock=ServerClock())
        self.workouts, self.progress, self.notes = _Workouts(self), _Progress(self), _Notes(self)
        self.exercises, self.import_names = FewExercises(self), ImportNames(self)
        self.persons = OwnData(self)
        self.my_training, self.waitlist, self.notifications = Training(self), Waiting(self), Bell(self)
        self.messages, self.drafts = Messages(self, as_member=True), Drafts(self)
        self.messages.add_thread(uid(5000), "John Smith", JOHN, member_id=SARAH)
        self.went: list[tuple[str, dict[str, Any]]] = []

    def context(self, base: PageContext) -> PageContext:
        """A page context on this gym, whose `navigate` notes where it was asked to go in `went`."""
        person = SignedIn(SARAH, "Sarah Johnson", (Role.MEMBER,), None, True, self.unit, 5)
        return dataclasses.replace(
            base,
            services=self,
            gym=self.settings,
            person=person,
            navigate=lambda key, args: self.went.append((key, dict(args))),
        )

    def clock(self) -> datetime:
        """The gym's clock."""
        return self.now

    def follow_the_clock(self) -> None:
        """Have today be the computer's: today then has Friday's exercises, and nothing is logged."""
        self.now = datetime.now(ZONE)
        assert self.plan is not None
        today = Weekday.of(self.now.date())
        friday = [e for e in self.plan.exercises if e.day is Weekday.FRIDAY]
        self.replan(
            exercises=tuple(dataclasses.replace(e, day=today) for e in friday),
            starts_on=self.now.date() - timedelta(days=14),
            ends_on=self.now.date() + timedelta(days=14),
        )
        self.stored_logs = []

    def fail(self, call: str, *errors: Exception) -> None:
        """Have the next calls raise, nothing being written."""
        self._failures.setdefault(call, []).extend(errors)

    def lose_answer(self, call: str) -> None:
        """Have the next call write, and then raise as if its answer had been lost."""
        self._lost.add(call)

    def hold(self, call: str) -> threading.Event:
        """Have calls wait until the event returned is set."""
        return self._gates.setdefault(call, threading.Event())

    def note(self, call: str, value: Any = None) -> None:
        """Called by each service first."""
        self.calls.append((call, value))
        if (gate := self._gates.get(call)) is not None:
            assert gate.wait(10)
        if self._failures.get(call):
            raise self._failures[call].pop(0)

    def is_lost(self, call: str) -> bool:
        """Whether the answer to this call gets lost; once."""
        lost = call in self._lost
        self._lost.discard(call)
        return lost

    def called(self, call: str) -> list[Any]:
        """What a service was called with."""
        return [value for name, value in self.calls if name == call]

    def exercise(self, name: str) -> PlannedExercise:
        """The planned exercise of a name."""
        assert self.plan is not None
        return next(one for one in self.plan.exercises if one.name == name)

    def replan(self, **changes: Any) -> None:
        """Change the plan."""
        assert self.plan is not None
        self.plan = dataclasses.replace(self.plan, **changes)

    def log_of(
        self, name: str, on: date, *sets: LoggedSet, rating: int | None = 3, planned: bool = True
    ) -> WorkoutLog:
        """Store a log and return it."""
        is_planned = planned and self.plan is not None and any(e.name == name for e in self.plan.exercises)
        exercise = self.exercise(name) if is_planned else None
        log = _log(
            uid(9000 + len(self.stored_logs)), exercise, name, datetime(on.year, on.month, on.day, 17, tzinfo=UTC),
            sets, rating, "",
        )  # fmt: skip
        self.stored_logs.append(log)
        return log

    def _remember(self) -> None:
        """Last week in full, and Monday to Wednesday of this one."""
        before = date(2026, 11, 13)
        self.log_of("Deadlift", before, *(lifted(n, 5 if n < 4 else 4, "160") for n in range(1, 5)))
        self.log_of("Romanian deadlift", before, *(lifted(n, 8, "110") for n in range(1, 4)))
        self.log_of("Leg curl", before, *(lifted(n, 12, "60") for n in range(1, 4)), rating=4)
        plank = (LoggedSet(n, duration_seconds=40) for n in range(1, 4))
        self.log_of("Plank", before, *plank, rating=4)
        for day, name, weight, reps in (
            (16, "Bench press", "95", 8), (16, "Overhead press", "60", 10), (17, "Back squat", "135", 6),
            (17, "Leg press", "220", 12), (18, "Barbell row", "75", 8), (18, "Lat pulldown", "80", 10),
        ):  # fmt: skip
            self.log_of(name, date(2026, 11, day), *(lifted(n, reps, weight) for n in range(1, 4)))


def _log(
    id: UUID, exercise: PlannedExercise | None, name: str, at: datetime, sets: tuple[LoggedSet, ...],
    rating: int | None, notes: str, source: str = "app",
) -> WorkoutLog:  # fmt: skip
    summary = summary_of_sets(sets)
    target = format_prescription(exercise.sets, exercise.reps, exercise.weight) if exercise else None
    return WorkoutLog(
        id, exercise.id if exercise else None, name, target, at, sets, summary.sets_completed,
        summary.reps_completed, summary.weight_used, summary.weight_unit, None, rating, notes or None, None,
        source, None, is_correctable=source == "app",
    )  # fmt: skip


def _day(moment: datetime) -> date:
    return moment.astimezone(ZONE).date()


class _Service:
    def __init__(self, gym: MemberGym) -> None:
        self.gym = gym


class _Gym(_Service):
    def today(self) -> date:
        self.gym.note("today")
        return self.gym.now.date()


class _People(_Service):
    def my_trainer(self) -> MyTrainer | None:
        self.gym.note("my_trainer")
        return self.gym.trainer


class _Notes(_Service):
    def notes(self, member_id: UUID) -> tuple[Note, ...]:
        self.gym.note("notes", member_id)
        return tuple(self.gym.stored_notes)


class _Plans(_Service):
    def active(self, member_id: UUID) -> Plan | None:
        self.gym.note("active", member_id)
        return self.gym.plan

    def former(self, member_id: UUID) -> tuple[Plan, ...]:
        self.gym.note("former", member_id)
        return self.gym.former_plans

    def week(self, member_id: UUID, on: date | None = None) -> WeekOfPlan | None:
        self.gym.note("week", on)
        plan, today = self.gym.plan, self.gym.now.date()
        if plan is None:
            return None
        dates = week_dates(on or today, 1)
        number = (dates[0] - week_dates(plan.starts_on, 1)[0]).days // 7 + 1
        days = tuple(self._of_day(plan, day, today, dates, number) for day in dates)
        return WeekOfPlan(
            plan,
            today,
            number if 1 <= number <= plan.duration_weeks else None,
            days,
            sum(day.state is DayState.COMPLETED for day in days),
            sum(bool(day.exercises) for day in days),
        )

    def _of_day(self, plan: Plan, day: date, today: date, dates: tuple[date, ...], number: int) -> DayOfWeek:
        exercises: list[ExerciseOfDay] = []
        for one in plan.exercises if plan.starts_on <= day <= plan.ends_on else ():
            if one.day is not Weekday.of(day):
                continue
            mine = [log for log in self.gym.stored_logs if log.exercise_id == one.id]
            now = next((log for log in mine if dates[0] <= _day(log.completed_at) <= dates[6]), None)
            past = [log for log in mine if _day(log.completed_at) < dates[0]]
            last = _last_time(past[-1]) if past else None
            maximum = self.gym.maxima.get(one.name)
            skipped = self.gym.skipped.get(one.id)
            exercises.append(ExerciseOfDay(one, now.id if now else None, last, number, maximum, skipped))
        logged = sum(one.logged for one in exercises)
        return DayOfWeek(
            day, Weekday.of(day), day_state(len(exercises), logged, day, today), tuple(exercises)
        )


def _last_time(log: WorkoutLog) -> LastTime:
    return LastTime(
        _day(log.completed_at),
        log.sets_completed,
        log.reps_completed,
        log.weight_used,
        log.weight_unit,
        log.rating,
        max((s.duration_seconds for s in log.sets if s.duration_seconds), default=None),
        max((s.distance_m for s in log.sets if s.distance_m), default=None),
    )


class _Workouts(_Service):
    def log(self, new: NewLog) -> WorkoutLog:
        self.gym.note("log", new)
        new = new.checked()
        stored = next((log for log in self.gym.stored_logs if log.id == new.id), None)
        if stored is not None and (stored.sets, stored.rating) != (new.sets, new.rating):
            raise UserError("This was already logged with other content.", code="key_reused")
        if stored is None:
            plan = self.gym.plan
            exercises = plan.exercises if plan is not None else ()
            exercise = next((e for e in exercises if e.id == new.exercise_id), None)
            at = new.completed_at or self.gym.now
            stored = _log(new.id, exercise, new.exercise_name, at, new.sets, new.rating, new.notes)
            self.gym.stored_logs.append(stored)
        if self.gym.is_lost("log"):
            raise Unavailable("The database cannot be reached.")
        return stored

    def delete(self, log_id: UUID) -> None:
        self.gym.note("delete", log_id)
        kept = [log for log in self.gym.stored_logs if log.id != log_id]
        if len(kept) == len(self.gym.stored_logs):
            raise Denied("This is not there any more, or it is not yours to change.", code="no_row")
        self.gym.stored_logs = kept

    def correct(
        self, log_id: UUID, sets: tuple[LoggedSet, ...], rating: int | None, notes: str, version: int
    ) -> WorkoutLog:
        self.gym.note("correct", (log_id, sets, rating, notes, version))
        place = next((n for n, log in enumerate(self.gym.stored_logs) if log.id == log_id), None)
        if place is None:
            raise Denied("This is not there any more, or it is not yours to change.", code="no_row")
        before = self.gym.stored_logs[place]
        if before.version != version:
            raise Conflict("Somebody else changed this meanwhile.")
        after = dataclasses.replace(
            before, sets=sets, rating=rating, notes=notes or None, version=version + 1,
            sets_completed=summary_of_sets(sets).sets_completed,
        )  # fmt: skip
        self.gym.stored_logs[place] = after
        return after

    def skip(self, skip: NewSkip) -> Skip:
        self.gym.note("skip", skip)
        return self.gym.skipped.setdefault(skip.exercise_id, Skip(skip.id, skip.reason))

    def take_skip_back(self, skip_id: UUID) -> None:
        self.gym.note("take_skip_back", skip_id)
        self.gym.skipped = {key: one for key, one in self.gym.skipped.items() if one.id != skip_id}

    def logs(
        self, member_id: UUID, *, since: date | None = None, until: date | None = None,
        exercise_name: str | None = None, limit: int = 200,
    ) -> tuple[WorkoutLog, ...]:  # fmt: skip
        self.gym.note("logs", (since, until, limit))
        found = [
            log
            for log in self.gym.stored_logs
            if (since is None or _day(log.completed_at) >= since)
            and (until is None or _day(log.completed_at) <= until)
            and (exercise_name is None or log.exercise_name.casefold() == exercise_name.casefold())
        ]
        return tuple(sorted(found, key=lambda log: (log.completed_at, log.id), reverse=True)[:limit])

    def last_sets(self, member_id: UUID, exercise_name: str) -> WorkoutLog | None:
        self.gym.note("last_sets", exercise_name)
        found = self.logs(member_id, exercise_name=exercise_name, limit=1)
        return found[0] if found else None

    def preview_import(self, member_id: UUID, history: ImportedHistory) -> ImportOutcome:
        self.gym.note("preview_import", history)
        return self._outcome(history, dry_run=True)

    def import_history(
        self, member_id: UUID, history: ImportedHistory, cancelled: Callable[[], bool] = lambda: False,
        progress: Callable[[int, int], None] = lambda done, total: None,
    ) -> ImportOutcome:  # fmt: skip
        self.gym.note("import_history", history)
        progress(1, 2)
        if cancelled():
            raise UserError("The import was cancelled. Nothing was added.", code="cancelled")
        outcome = self._outcome(history, dry_run=False)
        for number, (workout, entry) in enumerate(self._missing(history)):
            self.gym.stored_logs.append(
                _log(uid(20_000 + len(self.gym.stored_logs) + number), None, entry.name,
                     entry.completed_at, entry.sets, None, entry.notes, workout.source)
            )  # fmt: skip
        return outcome

    def _missing(self, history: ImportedHistory) -> list[tuple[Any, Any]]:
        there = {log.completed_at for log in self.gym.stored_logs if log.source != "app"}
        entries = [(workout, entry) for workout in history.workouts for entry in workout.entries]
        return [(w, e) for w, e in entries if e.completed_at not in there]

    def _outcome(self, history: ImportedHistory, *, dry_run: bool) -> ImportOutcome:
        missing = self._missing(history)
        added = sum(len(entry.sets) for _, entry in missing)
        workouts = {id(workout) for workout, _ in missing}
        return ImportOutcome(
            history.format, history.workouts_count, history.sets_count, len(workouts), added,
            history.sets_count - added, dry_run,
        )  # fmt: skip


class _Progress(_Service):
    def exercises(self, member_id: UUID) -> tuple[ExerciseSummary, ...]:
        self.gym.note("exercises", member_id)
        names: dict[str, list[date]] = {}
        for log in self.gym.stored_logs:
            names.setdefault(log.exercise_name, []).append(_day(log.completed_at))
        return tuple(ExerciseSummary(name, len(days), max(days)) for name, days in names.items())

    def exercise(
        self, member_id: UUID, name: str, since: date | None, until: date | None
    ) -> ExerciseProgress:
        self.gym.note("exercise", (name, since, until))
        return ExerciseProgress(name, self.gym.unit, ())

    def summary(self, member_id: UUID, records: int = 5) -> ProgressSummary:
        self.gym.note("summary", member_id)
        return ProgressSummary(TODAY, self.exercises(member_id), self.records(member_id, records))

    def weeks(self, member_id: UUID, since: date | None = None, until: date | None = None) -> TrainingWeeks:
        self.gym.note("weeks", (since, until))
        return TrainingWeeks((TrainingWeek(TODAY - timedelta(days=4), 10, 6, 3),), TODAY)

    def logs(
        self, member_id: UUID, query: LogQuery | None = None, after: tuple[datetime, UUID] | None = None,
        limit: int = 100,
    ) -> LogPage:  # fmt: skip
        self.gym.note("log page", (query, after))
        asked = query or LogQuery()
        found = [
            log
            for log in sorted(self.gym.stored_logs, key=lambda log: (log.completed_at, log.id), reverse=True)
            if (asked.exercise is None or log.exercise_name.casefold() == asked.exercise.casefold())
            and asked.words.casefold() in log.exercise_name.casefold()
        ]
        rest = [log for log in found if after is None or (log.completed_at, log.id) < after]
        page = tuple(LogRow(log, _day(log.completed_at)) for log in rest[:limit])
        following = (page[-1].log.completed_at, page[-1].id) if len(rest) > limit else None
        return LogPage(page, following, len(found) if after is None else None)

    def records(self, member_id: UUID, limit: int = 5) -> tuple[PersonalRecord, ...]:
        self.gym.note("records", limit)
        return tuple(self.gym.stored_records[:limit])


def show_page(window: QWidget, page: Page, **args: Any) -> None:
    """Fill a window with a page and open it as the shell does."""
    layout = QVBoxLayout(window)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(page)
    page.open(**args)
    page.mark_fresh()
    page.refresh()


def days_before(days: int) -> date:
    """A day before the day of the mock-ups."""
    return TODAY - timedelta(days=days)
