"""The desk's figures: the ratio over time, capacity, load, adherence, a month in review."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from gymtrainer_desktop.domain.calendar import week_start
from gymtrainer_desktop.domain.errors import Denied, UserError
from gymtrainer_desktop.services.gym_services import GymServices
from tests.factories import Gym, Person

HERE = ZoneInfo("Europe/Berlin")


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=HERE)


def joined(gym: Gym, person: Person, on: date) -> None:
    gym.one("UPDATE public.profiles SET joined_on = :on WHERE id = :id RETURNING 1", on=on, id=person.id)


def changed_at(gym: Gym, person: UUID, at: datetime) -> None:
    """Pretend that the latest change of a row happened at another time."""
    gym.owner.exec_driver_sql("ALTER TABLE public.audit_log DISABLE TRIGGER append_only")
    gym.one(
        "UPDATE public.audit_log SET at = :at WHERE id = (SELECT max(id) FROM public.audit_log WHERE row_id = :id)"
        " RETURNING 1",
        at=at,
        id=person,
    )
    gym.owner.exec_driver_sql("ALTER TABLE public.audit_log ENABLE TRIGGER append_only")


def test_the_ratio_is_told_week_by_week(gym: Gym) -> None:
    today = gym.today
    monday = week_start(today, 1)
    old, gone, new = gym.member("Old"), gym.member("Gone"), gym.member("New")
    for person, weeks in ((old, 10), (gone, 10), (new, 1)):
        joined(gym, person, monday - timedelta(weeks=weeks))
    john, maya = gym.trainer("John"), gym.trainer("Maya")
    for trainer in (john, maya):
        joined(gym, trainer, monday - timedelta(weeks=9))
    gym.assignment(old, john, start=monday - timedelta(weeks=3))
    ended = gym.assignment(gone, maya, start=monday - timedelta(weeks=4))
    gym.one(
        "UPDATE public.trainer_assignments SET status = 'completed', end_date = :on WHERE id = :id RETURNING 1",
        id=ended,
        on=monday - timedelta(weeks=2),
    )
    gym.one("UPDATE public.profiles SET is_active = false WHERE id = :id RETURNING 1", id=gone.id)
    changed_at(gym, gone.id, noon(monday - timedelta(weeks=2, days=-1)))
    gym.one(
        "UPDATE public.instructors SET is_personal_trainer = false WHERE id = :id RETURNING 1",
        id=maya.trainer_id,
    )
    assert maya.trainer_id is not None
    changed_at(gym, maya.trainer_id, noon(monday - timedelta(weeks=1)))
    history = gym.services(gym.admin()).reports.ratio_history(6)
    assert [p.week for p in history] == [monday - timedelta(weeks=n) for n in range(5, -1, -1)]
    assert [(p.members, p.trainers, p.clients) for p in history] == [
        (2, 2, 0),
        (2, 2, 1),
        (2, 2, 2),
        (1, 2, 1),
        (2, 1, 1),
        (2, 1, 1),
    ]
    assert (history[-1].members_per_trainer, history[-1].clients_per_trainer) == (2.0, 1.0)


def test_an_empty_gym_has_no_ratio(gym: Gym) -> None:
    history = gym.services(gym.admin()).reports.ratio_history(2)
    assert [(p.members, p.trainers, p.members_per_trainer) for p in history] == [(0, 0, None), (0, 0, None)]


def test_capacity(gym: Gym) -> None:
    john, maya = gym.trainer("John", limit=2), gym.trainer("Maya", limit=1)
    gym.assignment(gym.member(), john)
    gym.assignment(gym.member(), maya)
    gym.assignment(gym.member(), maya, status="paused")
    gym.one("UPDATE public.instructors SET max_clients = 0 WHERE id = :id RETURNING 1", id=maya.trainer_id)
    gym.member()
    report = gym.services(gym.admin()).reports.capacity()
    assert (report.gym, report.on, report.members, report.without_trainer) == ("Test Gym", gym.today, 4, 1)
    assert [(t.name, t.before, t.limit) for t in report.trainers] == [("John", 1, 2), ("Maya", 1, 0)]
    assert (report.clients, report.places, report.free, report.waiting) == (2, 2, 1, 0)


def test_load_and_adherence_by_trainer(gym: Gym) -> None:
    today = gym.today
    john, maya = gym.trainer("John"), gym.trainer("Maya")
    sarah, tom = gym.member("Sarah"), gym.member("Tom")
    start = today - timedelta(days=21)
    assignment = gym.assignment(sarah, john, start=start)
    plan = gym.plan(assignment, starts_on=start, weeks=8)
    for name in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"):
        gym.exercise(plan, name)
    exercises = {
        row.day_of_week: row.id
        for row in gym.owner.exec_driver_sql("SELECT id, day_of_week FROM public.workout_exercises")
    }
    for days in (1, 2, 3):
        day = today - timedelta(days=days)
        gym.log(sarah, exercises[day.strftime("%A")], at=noon(day))
    gym.assignment(tom, john)
    gym.note(assignment)
    desk = gym.services(gym.admin())
    load = desk.reports.trainer_load(today - timedelta(days=6), today)
    assert [
        (t.name, t.clients, t.trained, t.started, t.ended, t.plans, t.workouts, t.notes)
        for t in load.trainers
    ] == [("John", 2, 2, 1, 0, 1, 3, 1), ("Maya", 0, 0, 0, 0, 0, 0, 0)]
    assert maya.name == "Maya"
    adherence = desk.reports.adherence(today - timedelta(days=6), today - timedelta(days=1))
    assert [(t.name, [(c.name, c.due, c.logged) for c in t.clients]) for t in adherence.trainers] == [
        ("John", [("Sarah", 6, 3), ("Tom", 0, 0)])
    ]
    (of_john,) = adherence.trainers
    assert of_john.compliance == 0.5
    assert of_john.clients[1].compliance is None
    with pytest.raises(UserError) as backwards:
        desk.reports.adherence(today, today - timedelta(days=1))
    assert backwards.value.field == "until"


def test_a_month_in_review(gym: Gym) -> None:
    today = gym.today
    first = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    last = today.replace(day=1) - timedelta(days=1)
    sarah, tom = gym.member("Sarah"), gym.member("Tom")
    joined(gym, sarah, first)
    joined(gym, tom, first - timedelta(days=400))
    john = gym.trainer("John")
    joined(gym, john, first - timedelta(days=400))
    gym.assignment(tom, john, start=first + timedelta(days=1))
    for day, name in ((0, "Squat"), (0, "squat"), (4, "Row")):
        gym.log(sarah, None, at=noon(first + timedelta(days=day)), name=name, reps=10, weight=100)
    gym.log(tom, None, at=noon(first), name="Row", reps=1, weight=50)
    gym.log(tom, None, name="This month")
    gym.log(tom, None, at=noon(first - timedelta(days=1)), name="Last month")
    month = gym.services(gym.admin()).reports.month(first.year, first.month)
    assert (month.first, month.last, month.gym) == (first, last, "Test Gym")
    assert (month.joined, month.members, month.assigned, month.completed) == (1, 2, 1, 0)
    assert (month.workouts, month.active_people, month.volume_kg) == (3, 2, 3050.0)
    assert (len(month.per_day), month.per_day[0], month.per_day[4], sum(month.per_day)) == (last.day, 2, 1, 3)
    assert [(name.lower(), n) for name, n in month.top_exercises] == [("row", 2), ("squat", 2)]
    assert month.compliance is None
    assert (month.ratio.trainers, month.ratio.clients) == (1, 1)
    assert month.previous is not None
    assert (month.previous.workouts, month.previous.members, month.previous.previous) == (1, 1, None)


def test_months_to_come_are_refused_and_figures_are_the_desks(gym: Gym) -> None:
    today = gym.today
    following = (today.replace(day=28) + timedelta(days=4)).replace(day=1)
    with pytest.raises(UserError) as future:
        gym.services(gym.admin()).reports.month(following.year, following.month)
    assert future.value.field == "month"
    asks: list[Callable[[GymServices], object]] = [
        lambda s: s.reports.capacity(),
        lambda s: s.reports.trainer_load(today, today),
        lambda s: s.reports.adherence(today, today),
        lambda s: s.reports.month(today.year, today.month),
        lambda s: s.reports.ratio_history(),
    ]
    for services in (gym.services(gym.trainer()), gym.services(gym.member(), "member")):
        for ask in asks:
            with pytest.raises(Denied):
                ask(services)
