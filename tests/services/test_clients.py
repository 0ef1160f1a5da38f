"""My clients: who comes first, compliance over three windows, and all of it in one statement."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from gymtrainer_desktop.domain.assignments import AssignmentStatus
from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.clients import ClientNeed, ClientRow, need_of, urgency
from gymtrainer_desktop.domain.errors import Denied
from tests.factories import Gym, Person
from tests.services.test_few_statements import IDENTITY, statements

TODAY = date(2026, 11, 20)
CALM = ClientRow(
    UUID(int=1), UUID(int=2), "Layla Haddad", AssignmentStatus.ACTIVE, date(2026, 7, 1), "Strong back", None,
    TODAY, 0.9, 23, 0, 0, 1.0, 0.8, date(2026, 7, 6),
)  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "need"),
    [
        ({}, ClientNeed.NOTHING),
        ({"compliance": 0.49}, ClientNeed.BEHIND),
        ({"compliance": 0.5}, ClientNeed.NOTHING),
        ({"compliance": None}, ClientNeed.NOTHING),
        ({"runway_days": None, "plan_starts_on": None, "compliance": 0.1}, ClientNeed.NO_PLAN),
        ({"runway_days": 8}, ClientNeed.NOTHING),
        ({"runway_days": 7, "compliance": 0.1}, ClientNeed.PLAN_ENDS),
        ({"runway_days": -3}, ClientNeed.PLAN_ENDS),
        ({"last_workout_on": TODAY - timedelta(days=6)}, ClientNeed.NOTHING),
        ({"last_workout_on": TODAY - timedelta(days=7), "runway_days": 2}, ClientNeed.QUIET),
        ({"last_workout_on": None}, ClientNeed.QUIET),
        ({"last_workout_on": None, "plan_starts_on": TODAY - timedelta(days=2)}, ClientNeed.NOTHING),
        ({"last_workout_on": None, "plan_starts_on": TODAY + timedelta(days=2)}, ClientNeed.NOTHING),
        ({"last_workout_on": None, "runway_days": None, "plan_starts_on": None}, ClientNeed.NO_PLAN),
        ({"new_logs": 1, "last_workout_on": None}, ClientNeed.NEW_LOGS),
        ({"unread_messages": 1, "new_logs": 9}, ClientNeed.MESSAGE),
        ({"status": AssignmentStatus.PAUSED, "new_logs": 9, "runway_days": 1}, ClientNeed.PAUSED),
        ({"status": AssignmentStatus.PAUSED, "unread_messages": 1}, ClientNeed.MESSAGE),
    ],
)
def test_why_a_client_needs_the_trainer(changes: dict[str, object], need: ClientNeed) -> None:
    assert need_of(dataclasses.replace(CALM, **changes), TODAY) is need  # type: ignore[arg-type]


def test_whom_a_need_presses_most_comes_first() -> None:
    def order(*rows: ClientRow) -> list[str]:
        return [row.name for row in sorted(rows, key=lambda one: urgency(one, TODAY))]

    def row(name: str, **changes: object) -> ClientRow:
        return dataclasses.replace(CALM, name=name, **changes)  # type: ignore[arg-type]

    quiet = [row(f"quiet {n}", last_workout_on=TODAY - timedelta(days=n)) for n in (8, 30, 12)]
    ends = [row(f"ends {n}", runway_days=n) for n in (5, -4, 0)]
    behind = [row(f"behind {n}", compliance=n / 100) for n in (40, 5)]
    logs = [row(f"logs {n}", new_logs=n) for n in (1, 6)]
    calm, paused = row("calm"), row("paused", status=AssignmentStatus.PAUSED)
    assert order(paused, calm, *behind, *ends, *quiet, *logs) == [
        "logs 6", "logs 1", "quiet 30", "quiet 12", "quiet 8", "ends -4", "ends 0", "ends 5", "behind 5",
        "behind 40", "calm", "paused",
    ]  # fmt: skip


def _at(gym: Gym, day: date) -> datetime:
    zone = str(gym.one("SELECT time_zone FROM public.gym_settings"))
    return datetime.combine(day, time(9), ZoneInfo(zone))


def _every_day(gym: Gym, member: Person, trainer: Person, days: int) -> dict[str, UUID]:
    """A plan of one exercise every day that began `days` days before today; its exercises by weekday."""
    thread = gym.assignment(member, trainer, start=gym.today - timedelta(days=days))
    plan = gym.plan(thread, starts_on=gym.today - timedelta(days=days), weeks=52)
    return {day.value: gym.exercise(plan, day.value, f"Lift of {day.value}") for day in Weekday}


def test_compliance_over_7_30_and_90_days(gym: Gym) -> None:
    john, sarah = gym.trainer("John Smith"), gym.member("Sarah Johnson")
    lifts = _every_day(gym, sarah, john, 200)
    # Logged on the day itself, for days of whole weeks only: an exercise counts once a week.
    for back in range(1, 21):
        day = gym.today - timedelta(days=back)
        gym.log(sarah, lifts[Weekday.of(day).value], at=_at(gym, day))
    (row,) = gym.services(john).trainers.my_clients().clients
    assert row.compliance_over(7) == row.compliance_7 == 1.0
    assert row.compliance_over(30) == row.compliance == pytest.approx(20 / 29)
    assert row.compliance_over(90) == row.compliance_90 == pytest.approx(20 / 89)
    whole = gym.services(john).trainers.client(sarah.id)
    assert whole.client == row
    assert (whole.exercises_logged, whole.exercises_due) == (20, 29)
    assert len(whole.weeks) == 12
    assert sum(week.logged for week in whole.weeks) == 20
    assert whole.weeks[-1].starts_on <= gym.today < whole.weeks[-1].starts_on + timedelta(days=7)
    assert [week.share for week in whole.weeks[:8]] == [0.0] * 8
    assert whole.weeks[-2].share == 1.0


def test_nothing_due_is_no_compliance(gym: Gym) -> None:
    john, ava = gym.trainer(), gym.member("Ava Novak")
    gym.assignment(ava, john)
    (row,) = gym.services(john).trainers.my_clients().clients
    assert [row.compliance_over(days) for days in (7, 30, 90)] == [None, None, None]
    assert (row.runway_days, row.last_workout_on, row.plan_starts_on) == (None, None, None)
    whole = gym.services(john).trainers.client(ava.id)
    assert (whole.plan_week, whole.plan_weeks) == (None, None)
    assert [week.share for week in whole.weeks] == [None] * 12


def test_my_clients_are_sorted_by_need_and_then_by_name_accents_ignored(gym: Gym) -> None:
    john = gym.trainer("John Smith", limit=20)
    made: dict[str, UUID] = {}
    for name in (
        "Zoe Calm",
        "Éva Calm",
        "Adam Calm",
        "Writer",
        "Logger",
        "Quiet",
        "Ends",
        "Planless",
        "Paused",
    ):
        member = gym.member(name)
        thread = gym.assignment(member, john, status="paused" if name == "Paused" else "active")
        made[name] = thread
        if name != "Planless":
            days = 20 if name == "Quiet" else 1
            weeks = 1 if name == "Ends" else 8
            gym.plan(thread, starts_on=gym.today - timedelta(days=days), weeks=weeks)
        if name in ("Logger", "Paused"):
            gym.log(member, None)
        if name == "Writer":
            gym.services(member, "member").messages.send(uuid4(), thread, "Hello")
    found = gym.services(john).trainers.my_clients()
    assert [row.name for row in found.clients] == [
        "Writer", "Logger", "Quiet", "Ends", "Planless", "Adam Calm", "Éva Calm", "Zoe Calm", "Paused",
    ]  # fmt: skip
    assert (found.active, found.limit, found.today) == (8, 20, gym.today)
    writer = found.clients[0]
    assert (writer.unread_messages, writer.new_logs) == (1, 0)
    assert found.clients[1].new_logs == 1


def test_looking_takes_new_logs_away_and_reading_takes_messages_away(gym: Gym) -> None:
    john, sarah = gym.trainer(), gym.member("Sarah")
    thread = gym.assignment(sarah, john)
    gym.log(sarah, None)
    key = uuid4()
    gym.services(sarah, "member").messages.send(key, thread, "Done!")
    coach = gym.services(john)
    (row,) = coach.trainers.my_clients().clients
    assert (row.new_logs, row.unread_messages) == (1, 1)
    coach.trainers.opened(sarah.id)
    coach.messages.mark_read([key])
    coach.messages.send(uuid4(), thread, "Well done")
    (row,) = coach.trainers.my_clients().clients
    assert (row.new_logs, row.unread_messages) == (0, 0)


def test_a_trainer_without_clients_knows_the_limit_and_others_are_refused(gym: Gym) -> None:
    john, other = gym.trainer(limit=7), gym.trainer()
    sarah = gym.member()
    gym.assignment(sarah, other)
    found = gym.services(john).trainers.my_clients()
    assert (found.active, found.limit, found.clients) == (0, 7, ())
    with pytest.raises(Denied, match="not your client"):
        gym.services(john).trainers.client(sarah.id)
    for services in (gym.services(sarah, "member"), gym.services(gym.admin())):
        with pytest.raises(Denied, match="Only trainers"):
            services.trainers.my_clients()
        with pytest.raises(Denied, match="Only trainers"):
            services.trainers.client(sarah.id)
        with pytest.raises(Denied, match="Only trainers"):
            services.trainers.opened(sarah.id)


@pytest.mark.parametrize("count", [15, 150])
def test_my_clients_are_one_statement_however_many(gym: Gym, count: int) -> None:
    john = gym.trainer(limit=count)
    for n in range(count):
        member = gym.member(f"Member {n:03}")
        thread = gym.assignment(member, john, start=gym.today - timedelta(days=20))
        plan = gym.plan(thread, starts_on=gym.today - timedelta(days=20), weeks=8)
        exercise = gym.exercise(plan, "Monday")
        if n % 3:
            gym.log(member, exercise, at=_at(gym, gym.today - timedelta(days=3)))
    coach = gym.services(john)
    with statements(gym) as seen:
        found = coach.trainers.my_clients()
    assert len(found.clients) == count
    assert len(seen) - IDENTITY == 1, seen
