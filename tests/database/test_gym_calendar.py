"""The gym's day and week, and what is counted by them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from gymtrainer_desktop.database.engine import Identity
from gymtrainer_desktop.domain.calendar import Weekday, week_start
from gymtrainer_desktop.domain.errors import Denied
from tests.database.conftest import SharedGym
from tests.database.world import Client
from tests.factories import Gym

Act = Callable[..., object]


@pytest.fixture
def gym(shared: SharedGym) -> Iterator[Gym]:
    yield shared.gym
    _settings(shared.gym, "Europe/Berlin", 1)


def _settings(gym: Gym, time_zone: str, first_weekday: int) -> None:
    gym.owner.execute(
        text("UPDATE public.gym_settings SET time_zone = :z, week_start = :w"),
        {"z": time_zone, "w": first_weekday},
    )


@pytest.mark.parametrize(
    ("time_zone", "moment", "day"),
    [
        ("Europe/Berlin", "2026-01-05 22:59:59+00", "2026-01-05"),
        ("Europe/Berlin", "2026-01-05 23:00:00+00", "2026-01-06"),
        # Summer time begins on 29 March 2026 and ends on 25 October 2026.
        ("Europe/Berlin", "2026-03-28 22:59:59+00", "2026-03-28"),
        ("Europe/Berlin", "2026-03-28 23:00:00+00", "2026-03-29"),
        ("Europe/Berlin", "2026-03-29 21:59:59+00", "2026-03-29"),
        ("Europe/Berlin", "2026-03-29 22:00:00+00", "2026-03-30"),
        ("Europe/Berlin", "2026-10-25 22:59:59+00", "2026-10-25"),
        ("Europe/Berlin", "2026-10-25 23:00:00+00", "2026-10-26"),
        ("America/Los_Angeles", "2026-01-06 07:59:59+00", "2026-01-05"),
        ("Pacific/Kiritimati", "2026-01-05 10:00:00+00", "2026-01-06"),
        ("Asia/Kathmandu", "2026-01-05 18:14:59+00", "2026-01-05"),
        ("Asia/Kathmandu", "2026-01-05 18:15:00+00", "2026-01-06"),
    ],
)
def test_a_day_is_the_gyms(gym: Gym, time_zone: str, moment: str, day: str) -> None:
    _settings(gym, time_zone, 1)
    for session_zone in ("UTC", "Pacific/Auckland"):
        gym.owner.execute(text("SELECT set_config('TimeZone', :z, false)"), {"z": session_zone})
        answer = gym.one("SELECT public.gym_day(CAST(:m AS timestamptz))", m=moment)
        assert answer == date.fromisoformat(day), "the station's own time zone does not matter"
    gym.owner.execute(text("SET TimeZone = 'UTC'"))


def test_a_log_of_a_late_evening_belongs_to_that_evening(gym: Gym) -> None:
    _settings(gym, "America/New_York", 1)
    member = gym.member()
    log = gym.log(member, None, at=datetime(2026, 1, 6, 4, 30, tzinfo=UTC))  # 23:30 on the 5th
    stored = "SELECT completed_on FROM public.workout_progress WHERE id = :l"
    assert gym.one(stored, l=log) == date(2026, 1, 5)
    gym.one(
        "UPDATE public.workout_progress SET completed_at = completed_at + interval '1 hour' WHERE id = :l RETURNING 1",
        l=log,
    )
    assert gym.one(stored, l=log) == date(2026, 1, 6)


def test_weeks_begin_when_the_gym_says(gym: Gym) -> None:
    first = date(2025, 12, 20)
    for weekday in Weekday:
        _settings(gym, "UTC", weekday.number)
        rows = gym.owner.execute(
            text("SELECT d::date AS day, public.gym_week_start(d::date) AS start"
                 " FROM generate_series(CAST(:first AS date), :first + 40, '1 day') d"),
            {"first": first},
        ).all()  # fmt: skip
        assert len(rows) == 41
        for row in rows:
            assert row.start == week_start(row.day, weekday)
            assert row.start.isoweekday() == weekday.number


# What was due and what was done -------------------------------------------------------------------------------

STATS = (
    "SELECT total_exercises || '/' || completed_exercises || ' ' || completion_percentage"
    " FROM public.get_workout_completion_stats(:m, :p{})"
)


class Fortnight:
    """A plan with a Monday, a Wednesday and a Sunday that began last week."""

    def __init__(self, gym: Gym) -> None:
        self.gym = gym
        self.monday = gym.one("SELECT public.week_start_of(public.gym_today(), 1)")
        assert isinstance(self.monday, date)
        self.trainer, self.member = gym.trainer(), gym.member()
        self.assignment = gym.assignment(self.member, self.trainer, start=self.monday - timedelta(days=7))
        self.plan = gym.plan(self.assignment, starts_on=self.monday - timedelta(days=7), weeks=4)
        self.exercises = {day: gym.exercise(self.plan, day) for day in ("Monday", "Wednesday", "Sunday")}
        self.coach = gym.session(self.trainer)
        self.own = gym.session(self.member, "member")

    def done(self, day: str, on: date) -> UUID:
        """Log an exercise as the owner, on any day."""
        id = self.gym.log(self.member, self.exercises[day], at=datetime(1990, 1, 1, 12, tzinfo=UTC))
        # Days ahead of today are part of this week, too; the trigger would refuse them from a station.
        self.gym.owner.execute(text("ALTER TABLE public.workout_progress DISABLE TRIGGER stamp_progress"))
        self.gym.owner.execute(
            text("UPDATE public.workout_progress SET completed_on = :d WHERE id = :id"), {"d": on, "id": id}
        )
        self.gym.owner.execute(text("ALTER TABLE public.workout_progress ENABLE TRIGGER stamp_progress"))
        return id


def test_completion_is_of_this_week_and_starts_anew_each_week(gym: Gym, act: Act) -> None:
    f = Fortnight(gym)
    stats = STATS.format("")
    values = {"m": f.member.id, "p": f.plan}
    last = f.monday - timedelta(days=7)
    for day in f.exercises:
        f.done(day, last)
    assert act(f.coach, stats, **values) == "3/0 0.00", "last week's work does not tick this week"
    f.done("Monday", f.monday)
    f.done("Monday", f.monday)
    assert act(f.coach, stats, **values) == "3/1 33.33", "logged twice is done once"
    f.done("Sunday", f.monday)  # done on another day of the week
    assert act(f.own, stats, **values) == "3/2 66.67"
    ranged = STATS.format(", :a, :b")
    assert act(f.coach, ranged, **values, a=last, b=f.monday - timedelta(days=1)) == "3/3 100.00"
    assert act(f.coach, ranged, **values, a=last, b=f.monday + timedelta(days=6)) == "6/5 83.33"
    assert act(f.coach, ranged, **values, a=last, b=last) == "1/1 100.00"
    assert (
        act(f.coach, ranged, **values, a=f.monday + timedelta(days=70), b=f.monday + timedelta(days=80))
        == "0/0 0"
    )
    stranger = gym.session(gym.member(), "member")
    assert act(stranger, stats, **values) == "0/0 0", "policies apply"


def test_a_week_that_begins_on_sunday_ticks_from_sunday(gym: Gym, act: Act) -> None:
    _settings(gym, "UTC", 7)
    f = Fortnight(gym)
    sunday = gym.one("SELECT public.gym_week_start(public.gym_today())")
    assert isinstance(sunday, date) and sunday.isoweekday() == 7
    values = {"m": f.member.id, "p": f.plan}
    f.done("Sunday", sunday - timedelta(days=1))
    assert act(f.coach, STATS.format(""), **values) == "3/0 0.00"
    f.done("Wednesday", sunday)
    assert act(f.coach, STATS.format(""), **values) == "3/1 33.33"


def _due(gym: Gym, f: Fortnight, first: date, last: date) -> list[date]:
    return list(
        gym.owner.execute(
            text("SELECT due_on FROM public.exercise_days(ARRAY[CAST(:m AS uuid)], :a, :b) ORDER BY due_on"),
            {"m": f.member.id, "a": first, "b": last},
        ).scalars()
    )


def test_nothing_is_due_outside_of_what_held(gym: Gym) -> None:
    f = Fortnight(gym)
    begin = f.monday - timedelta(days=7)
    far = (begin - timedelta(days=30), begin + timedelta(days=60))
    expected = [begin + timedelta(days=7 * week + day) for week in range(4) for day in (0, 2, 6)]
    assert _due(gym, f, *far) == expected
    assert _due(gym, f, begin + timedelta(days=1), begin + timedelta(days=2)) == [begin + timedelta(days=2)]
    gym.one(
        "UPDATE public.workout_exercises SET archived_on = :d WHERE id = :e RETURNING 1",
        d=begin + timedelta(days=9),
        e=f.exercises["Wednesday"],
    )
    assert _due(gym, f, *far) == [d for d in expected if d.isoweekday() != 3 or d < begin + timedelta(days=9)]
    gym.one("UPDATE public.workout_exercises SET archived_on = NULL WHERE plan_id = :p RETURNING 1", p=f.plan)
    gym.one("UPDATE public.workout_plans SET status = 'archived' WHERE id = :p RETURNING 1", p=f.plan)
    assert _due(gym, f, *far) == [d for d in expected if d < gym.today]


@pytest.mark.parametrize("status", ["paused", "completed"])
def test_nothing_is_due_once_they_stopped_working_together(gym: Gym, status: str) -> None:
    f = Fortnight(gym)
    gym.one(
        "UPDATE public.trainer_assignments SET status = :s WHERE id = :a RETURNING 1",
        s=status,
        a=f.assignment,
    )
    due = _due(gym, f, f.monday - timedelta(days=7), f.monday + timedelta(days=40))
    assert due, "the days before stay"
    assert all(day < gym.today for day in due)


def test_a_pause_is_not_owed_once_it_is_over(gym: Gym) -> None:
    f = Fortnight(gym)
    begin = f.monday - timedelta(days=7)
    span = (begin, f.monday + timedelta(days=13))
    before = _due(gym, f, *span)
    change = "UPDATE public.trainer_assignments SET status = :s, paused_on = :p WHERE id = :a RETURNING 1"
    gym.one(change, s="paused", p=begin + timedelta(days=1), a=f.assignment)
    assert _due(gym, f, *span) == [begin]
    gym.one(change, s="active", p=None, a=f.assignment)
    paused = (begin + timedelta(days=1), gym.today)
    assert _due(gym, f, *span) == [day for day in before if not paused[0] <= day < paused[1]]
    # A second pause adds to the first; pausing and resuming on one day takes nothing away.
    after = _due(gym, f, *span)
    gym.one(change, s="paused", p=None, a=f.assignment)
    gym.one(change, s="active", p=None, a=f.assignment)
    assert _due(gym, f, *span) == after


def test_compliance_counts_days_that_are_over(gym: Gym, act: Act) -> None:
    trainer, member = gym.trainer(), gym.member()
    today = gym.today
    plan = gym.plan(
        gym.assignment(member, trainer, start=today - timedelta(days=3)), starts_on=today - timedelta(days=3)
    )
    for ago in range(3, -2, -1):
        gym.exercise(plan, Weekday.of(today - timedelta(days=ago)), f"Exercise {ago}")
    second_of_today = gym.exercise(plan, Weekday.of(today), "Exercise 0b")
    coach = gym.session(trainer)
    ask = "SELECT due || ' ' || logged FROM public.compliance_of(ARRAY[CAST(:m AS uuid)], :a, :b)"
    window = {"m": member.id, "a": today - timedelta(days=29), "b": today + timedelta(days=5)}
    assert act(coach, ask, **window) == "3 0", "today is open, tomorrow lies ahead"
    gym.log(member, second_of_today)
    assert act(coach, ask, **window) == "5 1", "once begun, today counts whole"
    assert act(coach, ask, **{**window, "b": today - timedelta(days=20)}) is None, (
        "nothing due: no row, not 0 %"
    )
    gym.log(member, None, name="Unplanned")
    assert act(coach, ask, **window) == "5 1"


def test_expired_plans_are_completed_and_running_ones_are_not(gym: Gym, desk: Identity, act: Act) -> None:
    today = gym.today
    expired, last_day, running = (Client(gym) for _ in range(3))
    for c, starts in ((expired, 28), (last_day, 27), (running, 3)):
        gym.one(
            "UPDATE public.workout_plans SET starts_on = :d WHERE id = :p RETURNING 1",
            d=today - timedelta(days=starts),
            p=c.plan,
        )
    complete = "SELECT public.complete_expired_plans()"
    with pytest.raises(Denied) as refused:
        act(expired.own, complete)
    assert refused.value.code == "staff_only"
    assert act(running.coach, complete) == 1, "any trainer's station may do it for the whole gym"
    assert act(desk, complete) == 0
    states = [
        gym.one("SELECT status FROM public.workout_plans WHERE id = :p", p=c.plan)
        for c in (expired, last_day, running)
    ]
    assert states == ["completed", "active", "active"]
    ended = gym.one("SELECT ended_on FROM public.workout_plans WHERE id = :p", p=expired.plan)
    assert ended == today, "it held through its last day"
