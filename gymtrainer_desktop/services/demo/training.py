"""What a client did: which planned workouts happened, when, and what was lifted in each."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from gymtrainer_desktop.domain.plans import ExerciseType
from gymtrainer_desktop.domain.progression import LoadSteps, WeekTarget, planned_weeks
from gymtrainer_desktop.services.demo.cast import Client, Keys, Stage
from gymtrainer_desktop.services.demo.lifting import DoneExercise, DoneSet, Habits, Lifter
from gymtrainer_desktop.services.demo.moves import Move, moves, weekday_name
from gymtrainer_desktop.services.demo.people import SARAH, Today
from gymtrainer_desktop.services.demo.programmes import PROGRAMMES
from gymtrainer_desktop.services.demo.timeline import Engagement, PlanSpan
from gymtrainer_desktop.services.demo.words import LOG_NOTES
from gymtrainer_desktop.services.plan_rows import weeks_value

_DAY = timedelta(days=1)
_ADJUST_AFTER_WEEKS = 4
_MORNING_IS_OVER = time(10, 30)

Row = Sequence[object]


@dataclass(slots=True)
class Record:
    """Rows of a client, ready for the database.

    Attributes:
        exercises: Prescriptions of plans as they were first written.
        replacements: Prescriptions that followed one of those.
        last_workout: When the last logged workout began and ended.
    """

    exercises: list[Row] = field(default_factory=list)
    replacements: list[Row] = field(default_factory=list)
    progress: list[Row] = field(default_factory=list)
    sets: list[Row] = field(default_factory=list)
    last_workout: tuple[datetime, datetime] | None = None


@dataclass(slots=True)
class _Prescription:
    id: str
    move: Move
    weight_text: str
    row: list[object]
    weeks: tuple[WeekTarget, ...] = ()


@dataclass(slots=True)
class _Session:
    engagement: Engagement
    plan: PlanSpan
    day: date
    offset: int
    moves: tuple[Move, ...]
    done: list[int] = field(default_factory=list)
    on: date | None = None


def record_of(stage: Stage, client: Client, engagements: list[Engagement]) -> Record:
    """Return what a client's plans prescribed and what they logged."""
    return _Training(stage, client, engagements).record()


class _Training:
    def __init__(self, stage: Stage, client: Client, engagements: list[Engagement]) -> None:
        self.stage, self.client, self.story = stage, client, client.story
        self.engagements = engagements
        self.rng = stage.chance("training", client.person.name)
        self.keys = Keys(stage.chance("keys of training", client.person.name))
        rng = self.rng
        named = self.story.name == SARAH
        habits = Habits(
            client.person.unit,
            self.story.strength,
            min(1.25, max(0.75, rng.gauss(1, 0.1))),
            patience=2 if PROGRAMMES[self.story.programme].personal or rng.random() < 0.5 else 3,
            warms_up=named or rng.random() < 0.25,
            notes_rir=rng.random() < 0.2,
        )
        self.lifter = Lifter(habits, rng)
        # Minutes after midnight: before work, at lunch, or in the evening.
        habit = rng.random()
        self.starts_at = (
            rng.randint(380, 500)
            if habit < 0.35
            else rng.randint(700, 760)
            if habit < 0.45
            else rng.randint(1020, 1190)
        )
        self.writes_notes = rng.uniform(0.02, 0.12)
        # Some are logged for by the trainer who stands beside them.
        self.by_trainer = 0.5 if self.story.programme == "senior" else 0.3 if rng.random() < 0.06 else 0.0

    def record(self) -> Record:
        made = Record()
        sessions = [s for e in self.engagements for p in e.plans for s in self._sessions(e, p)]
        self._decide(sessions)
        weeks = max((self.stage.today - s.day).days // 7 for s in sessions) if sessions else 0
        # Who has a long history began it a little below where the present plan begins.
        level = 1 - 0.012 * min(12, weeks)
        for engagement in self.engagements:
            for plan in engagement.plans:
                mine = [s for s in sessions if s.plan is plan]
                if PROGRAMMES[plan.programme].personal:
                    self.lifter.begin_anew()
                    self._follow(plan, mine, 1 / self.story.strength, made)
                else:
                    self._follow(plan, mine, level, made)
        return made

    def _sessions(self, engagement: Engagement, plan: PlanSpan) -> Iterator[_Session]:
        by_day = moves(plan.programme)
        day = plan.starts_on
        while day <= plan.until:
            offset = (day.weekday() - plan.shift) % 7
            if offset in by_day:
                yield _Session(engagement, plan, day, offset, by_day[offset])
            day += _DAY

    # Which workouts happened ------------------------------------------------------------------------------

    def _decide(self, sessions: list[_Session]) -> None:
        """Decide from the newest to the oldest, carrying over what is owed, so that the share comes out right
        in every window of some weeks.
        """
        rng, story, today = self.rng, self.story, self.stage.today
        missing = 1 - story.adherence
        past = [s for s in sessions if s.day < today]
        for s in sessions:
            if s.day == today:
                s.done = self._todays(s)
                s.on = today
        last_day = today - _DAY * story.last_ago if story.last_ago is not None else today
        sure = self._sure_day(past, last_day)
        owed = 0.5 * min(1.0, missing * 4) * (len(past[-1].moves) if past else 0)
        for s in reversed(past):
            n = len(s.moves)
            everything = list(range(n))
            owed += missing * n
            if s.day > last_day:
                owed = max(owed - n, -2.5 * n)
            elif s.day == sure:
                s.done = everything
            elif owed >= n * rng.uniform(0.35, 1.0):
                owed -= n
            elif owed >= 1 and n > 2 and rng.random() < 0.4:
                owed -= 1
                skipped = rng.randrange(1, n)
                s.done = [i for i in everything if i != skipped]
            else:
                s.done = everything
            s.on = self._logged_on(s, sessions)

    def _sure_day(self, past: list[_Session], last_day: date) -> date | None:
        days = [s.day for s in past if s.day <= last_day]
        if not days:
            return None
        recent = [d for d in days if (self.stage.today - d).days <= 6]
        if self.story.last_ago is None and len(recent) > 1 and self.rng.random() > self.story.adherence:
            return recent[-2]
        return days[-1]

    def _logged_on(self, s: _Session, sessions: list[_Session]) -> date:
        """Return the day of a workout: now and then the day after the planned one, in the same week."""
        after = s.day + _DAY
        old = (self.stage.today - s.day).days > 8
        free = after.weekday() != 0 and after <= s.plan.until and all(o.day != after for o in sessions)
        return after if old and free and self.rng.random() < 0.05 else s.day

    def _todays(self, s: _Session) -> list[int]:
        everything = list(range(len(s.moves)))
        luck = self.rng.random()
        match self.story.today:
            case Today.OPEN:
                return []
            case Today.DONE:
                return everything
            case Today.PART:
                return everything[: max(1, len(everything) // 2)]
            case _:
                if self.story.last_ago or self._start_of(s.day) > 520 or luck > self.story.adherence:
                    return []
                return everything if luck > 0.2 else everything[: max(1, len(everything) - 1)]

    # What was done ----------------------------------------------------------------------------------------

    def _follow(self, plan: PlanSpan, sessions: list[_Session], level: float, made: Record) -> None:
        written = self._write(plan, level, made)
        adjust_on = plan.starts_on + timedelta(weeks=_ADJUST_AFTER_WEEKS)
        adjusts = self.story.name == SARAH or self.rng.random() < 0.6
        for s in sessions:
            if adjusts and s.day >= adjust_on:
                self._adjust(plan, written, adjust_on, level, made)
                adjusts = False
            if s.done:
                self._log(s, [written[s.offset, i] for i in s.done], level, made)

    def _write(self, plan: PlanSpan, level: float, made: Record) -> dict[tuple[int, int], _Prescription]:
        written = {}
        unit, deload = self.client.person.unit, plan.deload
        for offset, of_day in moves(plan.programme).items():
            for i, move in enumerate(of_day):
                weight = self.lifter.weight_text(move, level)
                progression = move.progression_in(unit)
                base = WeekTarget(move.sets, move.reps_text, weight)
                weeks = planned_weeks(base, progression, deload, plan.weeks, LoadSteps())
                row: list[object] = [
                    self.keys.at(plan.created_at),
                    plan.id,
                    weekday_name(offset + plan.shift),
                    move.name,
                    move.type.value,
                    move.sets,
                    move.reps_text or None,
                    weight or None,
                    move.rest_seconds,
                    move.cue or None,
                    i,
                    plan.starts_on,
                    None,
                    None,
                    plan.created_at,
                    plan.created_at,
                    move.superset or None,
                    progression or None,
                    json.dumps(weeks_value(weeks)) if weeks else None,
                ]
                written[offset, i] = _Prescription(str(row[0]), move, weight, row, weeks)
        # Lists, not copies of them: an adjustment still sets `archived_on`.
        made.exercises.extend(p.row for p in written.values())
        return written

    def _adjust(
        self,
        plan: PlanSpan,
        written: dict[tuple[int, int], _Prescription],
        on: date,
        level: float,
        made: Record,
    ) -> None:
        """Let the trainer write the first exercise of each day anew with the weight that was reached."""
        at = self.stage.at(on - _DAY, 18, 30)
        for key, old in list(written.items()):
            weight = self.lifter.weight_text(old.move, level)
            if key[1] != 0 or old.weeks or weight == old.weight_text:
                continue
            old.row[12] = on
            new = list(old.row)
            new[0], new[7], new[11], new[12], new[13] = self.keys.at(at), weight, on, None, old.id
            new[14] = new[15] = at
            written[key] = _Prescription(str(new[0]), old.move, weight, new)
            made.replacements.append(tuple(new))

    def _log(self, s: _Session, prescriptions: list[_Prescription], level: float, made: Record) -> None:
        week = (_monday(s.day) - _monday(s.plan.starts_on)).days // 7 + 1
        done = [self._do(s.plan, p, week, level, first=n == 0) for n, p in enumerate(prescriptions)]
        times = self._times(s.on or s.day, prescriptions, done)
        member = self.client.person
        trainer = s.engagement.trainer.person
        by_trainer = self.by_trainer and self.rng.random() < self.by_trainer
        for p, d, at in zip(prescriptions, done, times, strict=True):
            key = self.keys.at(at)
            working = [x for x in d.sets if x.type == "working"]
            top = (
                max(enumerate(working), key=lambda x: (x[1].weight or 0, x[1].reps or 0, -x[0]))[1]
                if working
                else DoneSet()
            )
            made.progress.append(
                (
                    key,
                    p.id,
                    member.id,
                    p.move.name,
                    at,
                    len(working),
                    top.reps,
                    _number(top.weight),
                    member.unit.value if top.weight is not None else None,
                    d.minutes,
                    self._note(d),
                    d.rating if self.rng.random() < 0.92 else None,
                    trainer.id if by_trainer else member.id,
                    at,
                    at,
                )
            )
            made.sets.extend(set_rows(self.keys, at, key, member.id, member.unit.value, d.sets))
        if made.last_workout is None or times[-1] > made.last_workout[1]:
            made.last_workout = (times[0], times[-1])

    def _do(self, plan: PlanSpan, p: _Prescription, week: int, level: float, *, first: bool) -> DoneExercise:
        planned = plan.deload.weeks
        deload = week in planned if planned else week % 4 == 0
        if p.weeks and (p.move.progression or deload):
            target = p.weeks[min(week, len(p.weeks)) - 1]
            return self.lifter.follow(p.move, target, level, first=first, deload=deload)
        return self.lifter.do(p.move, level, first=first, deload=deload)

    def _note(self, done: DoneExercise) -> str | None:
        likely = 0.25 if done.mood in ("record", "hard") else 1.0
        if self.rng.random() > self.writes_notes * (1 + likely):
            return None
        return self.rng.choice(LOG_NOTES[done.mood])

    def _start_of(self, day: date) -> int:
        """Return the minute after midnight at which this person begins on such a day."""
        if day == self.stage.today and self.story.today in (Today.DONE, Today.PART):
            return 385 + self.starts_at % 70
        if day.weekday() >= 5:
            return 490 + self.starts_at % 140
        return self.starts_at

    def _times(
        self, day: date, prescriptions: list[_Prescription], done: list[DoneExercise]
    ) -> list[datetime]:
        """Return when each exercise was finished, in UTC."""
        start = self._start_of(day) * 60 + self.rng.randint(-900, 900)
        at, seconds = start + self.rng.randint(180, 480), []
        for p, d in zip(prescriptions, done, strict=True):
            each = 40 + (p.move.rest_seconds or 45)
            if p.move.type is ExerciseType.CARDIO:
                each = 45 + max((x.seconds or 60 for x in d.sets), default=60)
            at += len(d.sets) * each + self.rng.randint(20, 110)
            seconds.append(at)
        midnight = datetime.combine(day, time(), self.stage.zone).astimezone(UTC)
        if day == self.stage.today:
            seconds = self._before_now(seconds, (self.stage.now - midnight).total_seconds() - 1)
        return [midnight + timedelta(seconds=x) for x in seconds]

    def _before_now(self, seconds: list[int], limit: float) -> list[int]:
        """Move a morning's workout before now, when the gym is filled earlier than that."""
        latest = min(limit, _MORNING_IS_OVER.hour * 3600 + _MORNING_IS_OVER.minute * 60)
        if seconds[-1] <= latest:
            return seconds
        early = seconds[-1] - max(0, int(latest))
        if seconds[0] >= early:
            return [x - early for x in seconds]
        return [int(x * max(0.0, latest) / seconds[-1]) for x in seconds]


def set_rows(
    keys: Keys, at: datetime, progress_id: str, member_id: str, unit: str, sets: tuple[DoneSet, ...]
) -> Iterator[Row]:
    """Yield the rows of an exercise's sets."""
    for n, one in enumerate(sets, 1):
        yield (
            keys.at(at),
            progress_id,
            member_id,
            n,
            one.type,
            one.reps,
            _number(one.weight),
            unit if one.weight is not None else None,
            one.rir,
            one.seconds,
            _number(one.metres),
        )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _number(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(f"{value:.2f}")
