"""What the server refused: the desk sees whose it is and why, mends it once or puts it aside."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.errors import Conflict, Denied, UserError
from gymtrainer_desktop.domain.outbox import EntryKind, NewSkip, content_of_log, content_of_skip
from gymtrainer_desktop.domain.workouts import NewLog
from tests.factories import Gym
from tests.faults.writes import Pair, pair, sets


def put(gym: Gym, p: Pair, entry: object, kind: str = "log", id: UUID | None = None) -> UUID:
    id = id or uuid4()
    gym.owner.execute(
        text(
            "INSERT INTO public.refused_entries (id, member_id, station, made_at, kind, entry, reason)"
            " VALUES (:id, :m, 'station_kiosk', now(), :kind, CAST(:entry AS jsonb), 'This waited too long.')"
        ),
        {
            "id": id,
            "m": p.member.id,
            "kind": kind,
            "entry": entry if isinstance(entry, str) else json.dumps(entry),
        },
    )
    return id


def log_of(p: Pair, **changed: object) -> NewLog:
    new = NewLog(uuid4(), p.member.id, p.exercise, "Bench press", sets(8, 7), rating=4, notes="ok")
    return replace(new, **changed)


def test_the_desk_sees_whose_it_is_what_and_why(gym: Gym) -> None:
    p, desk = pair(gym), gym.services(gym.admin())
    new = log_of(p, completed_at=datetime(2026, 1, 5, 18, tzinfo=UTC))
    put(gym, p, content_of_log(new, datetime.now(UTC)), id=new.id)
    skip = NewSkip(uuid4(), p.member.id, p.exercise, gym.today, "Sore")
    put(gym, p, content_of_skip(skip), "skip", skip.id)
    log, left_out = desk.refused.open()
    assert (log.member_name, log.member_number, log.station) == (
        p.member.name,
        p.member.member_number,
        "Kiosk",
    )
    assert (log.kind, log.exercise_name, log.reason) == (
        EntryKind.LOG,
        "Bench press",
        "This waited too long.",
    )
    assert (log.log, log.skip) == (new, None)
    assert (left_out.kind, left_out.exercise_name, left_out.skip, left_out.log) == (
        EntryKind.SKIP, "Bench press", skip, None,
    )  # fmt: skip
    assert desk.refused.count() == 2
    for other in (gym.services(p.trainer), gym.services(p.member, "member")):
        assert other.refused.open() == () and other.refused.count() == 0


def test_mended_it_is_the_members_log_once_and_settled(gym: Gym) -> None:
    p, admin = pair(gym), gym.admin("Rosa")
    desk = gym.services(admin)
    new = log_of(p)
    put(gym, p, content_of_log(new, datetime.now(UTC)), id=new.id)
    (entry,) = desk.refused.open()
    assert entry.log is not None
    mended = replace(entry.log, sets=sets(9), notes="as they said")
    log = desk.refused.mend(entry.id, mended)
    assert ([s.reps for s in log.sets], log.notes, log.logged_by_name) == ([9], "as they said", "Rosa")
    assert desk.refused.mend(entry.id, mended) == log, "sent again"
    assert desk.refused.open() == ()
    assert [one.id for one in gym.services(p.member, "member").workouts.logs(p.member.id)] == [new.id]


def test_a_skip_is_entered_for_the_member_once_and_taken_back(gym: Gym) -> None:
    p, other, desk = pair(gym), pair(gym), gym.services(gym.admin())
    skip = NewSkip(uuid4(), p.member.id, p.exercise, gym.today, "Sore")
    put(gym, p, content_of_skip(skip), "skip", skip.id)
    skips = "SELECT count(*) FROM public.exercise_skips"
    with pytest.raises(UserError) as wrong:
        desk.refused.enter_skip(skip.id, replace(skip, member_id=other.member.id))
    assert wrong.value.code == "refused_member"
    desk.refused.enter_skip(skip.id, skip)
    desk.refused.enter_skip(skip.id, skip)
    assert gym.one(skips) == 1 and desk.refused.count() == 0
    with pytest.raises(Conflict):
        desk.refused.enter_skip(skip.id, replace(skip, on=gym.today - timedelta(days=1)))
    desk.refused.reopen(skip.id)
    desk.refused.reopen(skip.id)
    assert gym.one(skips) == 0 and desk.refused.count() == 1


def test_what_was_mended_is_taken_back_and_mended_otherwise(gym: Gym) -> None:
    p, desk = pair(gym), gym.services(gym.admin())
    new = log_of(p)
    put(gym, p, content_of_log(new, datetime.now(UTC)), id=new.id)
    desk.refused.mend(new.id, new)
    desk.refused.reopen(new.id)
    assert desk.workouts.logs(p.member.id) == () and desk.refused.count() == 1
    desk.refused.mend(new.id, replace(new, sets=sets(9), exercise_id=None))
    (log,) = desk.workouts.logs(p.member.id)
    assert ([one.reps for one in log.sets], log.exercise_id) == ([9], None)


@pytest.mark.parametrize("reason", ["", "  ", "x" * 201])
def test_a_reason_is_said_and_not_too_long(gym: Gym, reason: str) -> None:
    with pytest.raises(UserError) as refused:
        gym.services(gym.admin()).refused.put_aside(uuid4(), reason)
    assert refused.value.field == "reason"


def test_two_at_the_desk_do_not_both_enter_it(gym: Gym) -> None:
    p, one, other = pair(gym), gym.services(gym.admin()), gym.services(gym.admin())
    id = put(gym, p, {})
    one.refused.put_aside(id, " Entered  twice ")
    one.refused.put_aside(id, "Entered twice")
    with pytest.raises(Conflict):
        other.refused.put_aside(id, "Something else")
    with pytest.raises(Conflict):
        other.refused.mend(id, log_of(p))
    assert other.workouts.logs(p.member.id) == (), "nothing half done"


def test_what_does_not_belong_together_is_refused(gym: Gym) -> None:
    p, other, desk = pair(gym), pair(gym), gym.services(gym.admin())
    id = put(gym, p, {})
    with pytest.raises(UserError) as wrong:
        desk.refused.mend(id, log_of(other))
    assert wrong.value.code == "refused_member"
    for call in (
        lambda: desk.refused.put_aside(uuid4(), "No"),
        lambda: desk.refused.reopen(uuid4()),
        lambda: desk.refused.mend(uuid4(), log_of(p)),
        lambda: gym.services(p.trainer).refused.put_aside(id, "No"),
        lambda: gym.services(p.trainer).refused.reopen(id),
        lambda: gym.services(p.trainer).refused.mend(id, log_of(p)),
    ):
        with pytest.raises(Denied):
            call()
    assert desk.refused.count() == 1
    assert desk.workouts.logs(p.member.id) == ()


def test_an_exercise_that_left_the_plan_is_unplanned(gym: Gym) -> None:
    p, other, desk = pair(gym), pair(gym), gym.services(gym.admin())
    new = log_of(p, exercise_id=other.exercise)
    put(gym, p, content_of_log(new, datetime.now(UTC)), id=new.id)
    (entry,) = desk.refused.open()
    assert entry.log is not None and entry.log.exercise_id is None
    assert desk.refused.mend(entry.id, entry.log).exercise_id is None


def test_what_an_entry_may_have_been_meant_for(gym: Gym) -> None:
    p, desk = pair(gym), gym.services(gym.admin())
    names = {day: f"Lift {day.number}" for day in Weekday if day is not Weekday.of(gym.today)}
    for day, name in names.items():
        gym.exercise(p.plan, day.value, name, sets=3, reps="8-12", weight="bodyweight")
    found = desk.refused.choices(p.member.id, gym.today)
    assert [one.weekday for one in found] == list(Weekday) and all(one.is_running for one in found)
    for one in found:
        assert one.exercise_name == names.get(one.weekday, "Bench press")
    assert next(one for one in found if one.exercise_id == p.exercise).target == "4 × 8 · 60 kg"
    assert desk.refused.choices(gym.member().id, gym.today) == ()
    assert gym.services(gym.trainer()).refused.choices(p.member.id, gym.today) == (), "nobody else's client"
    gym.owner.execute(text("UPDATE public.workout_plans SET status = 'completed'"))
    over = desk.refused.choices(p.member.id, gym.today)
    assert len(over) == 7 and not over[0].is_running, "what was done before it ended still belongs there"
    assert desk.refused.choices(p.member.id, gym.today + timedelta(days=60)) == ()


def test_whatever_a_workstation_sent_the_list_opens(gym: Gym) -> None:
    p, desk = pair(gym), gym.services(gym.admin())
    good = content_of_log(log_of(p), datetime.now(UTC))
    hostile = [
        "{}",
        '{"exercise_name": {"a": [1, 2]}}',
        '{"n": ' + "9" * 9000 + "}",
        '{"sets": ' + "[" * 1200 + "]" * 1200 + "}",
        json.dumps({**good, "sets": "many"}),
        json.dumps({**good, "sets": [7]}),
        json.dumps({**good, "completed_at": "infinity"}),
        json.dumps({**good, "completed_at": 7}),
        json.dumps({**good, "notes": ["x"]}),
        json.dumps({**good, "rating": "high"}),
        json.dumps({**good, "exercise_name": 7}),
        json.dumps({**good, "duration_minutes": {}}),
        json.dumps({**good, "exercise_id": "'; --"}),
        json.dumps({**good, "sets": [{**good["sets"][0], "weight": "NaN"}]}),
        json.dumps({**good, "sets": [{**good["sets"][0], "reps": "x"}]}),
        json.dumps({**good, "exercise_name": "<b>x</b>\u202e" * 40}),
    ]
    for entry in hostile:
        put(gym, p, entry)
        put(gym, p, entry, "skip")
    found = desk.refused.open()
    assert len(found) == 2 * len(hostile)
    readable = [one for one in found if one.log is not None]
    for one in readable:
        assert one.log is not None
        assert all(
            isinstance(each, str) for each in (one.log.exercise_name, one.log.notes, one.exercise_name)
        )
        assert one.log.rating is None or isinstance(one.log.rating, int)
    assert all(one.skip is None for one in found if one.kind is EntryKind.LOG)
    assert len(desk.refused.open(limit=3)) == 3
