"""Members correct, delete and take back what is theirs, for seven days, and a kiosk deletes nothing itself."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import psycopg
import pytest
from sqlalchemy import text

from gymtrainer_desktop.domain.errors import Denied, UserError
from tests.database.conftest import SharedGym
from tests.database.world import Client
from tests.factories import Gym

Act = Callable[..., object]
Raw = Callable[..., psycopg.Connection]

DELETE = "SELECT public.delete_own_log(:id)"
REPLACE = "SELECT public.replace_own_sets(:id, CAST(:sets AS jsonb))"
RATE = "UPDATE public.workout_progress SET rating = 1 WHERE id = :id"
ADD_SET = "INSERT INTO public.workout_sets (progress_id, member_id, number, reps) VALUES (:id, :m, 9, 8)"
CHANGE_SET = "UPDATE public.workout_sets SET reps = 9 WHERE progress_id = :id"
SETS = json.dumps([{"number": 1, "reps": 5, "weight": "62.5", "weight_unit": "kg"}, {"number": 2, "reps": 4}])


@pytest.fixture
def gym(shared: SharedGym) -> Gym:
    return shared.gym


@pytest.fixture
def client(gym: Gym) -> Client:
    return Client(gym)


def _entered(gym: Gym, client: Client, ago: timedelta) -> UUID:
    """A log that the member entered some time ago."""
    id = uuid4()
    gym.owner.execute(
        text(
            "INSERT INTO public.workout_progress (id, exercise_id, member_id, exercise_name, logged_by, created_at)"
            " VALUES (:id, :e, :m, 'Bench press', :m, now() - CAST(:ago AS interval))"
        ),
        {"id": id, "e": client.exercise, "m": client.member.id, "ago": ago},
    )
    gym.owner.execute(
        text("INSERT INTO public.workout_sets (progress_id, member_id, number, reps) VALUES (:id, :m, 1, 8)"),
        {"id": id, "m": client.member.id},
    )
    return id


def _there(gym: Gym, id: UUID) -> tuple[object, ...]:
    return tuple(
        gym.owner.execute(
            text(
                "SELECT w.rating, array_agg(s.reps ORDER BY s.number) FROM public.workout_progress w"
                " LEFT JOIN public.workout_sets s ON s.progress_id = w.id WHERE w.id = :id GROUP BY w.id"
            ),
            {"id": id},
        ).one()
    )


def test_for_seven_days_what_was_entered_is_ones_own(gym: Gym, client: Client, act: Act) -> None:
    id = _entered(gym, client, timedelta(days=6, hours=23))
    assert act(client.own, RATE, id=id) == 1
    assert act(client.own, ADD_SET, id=id, m=client.member.id) == 1
    assert act(client.own, CHANGE_SET, id=id) == 2
    assert act(client.own, REPLACE, id=id, sets=SETS) is True
    assert _there(gym, id) == (1, [5, 4])
    assert act(client.own, DELETE, id=id) is True
    assert act(client.own, DELETE, id=id) is False, "and is not there a second time"
    audit = "SELECT string_agg(DISTINCT table_name || ' ' || operation, ', ' ORDER BY table_name || ' ' || operation)"
    audit += " FROM public.audit_log WHERE person_id = :m AND station = 'station_desk'"
    assert gym.one(audit, m=client.member.id) == (
        "workout_progress DELETE, workout_progress UPDATE, workout_sets DELETE, workout_sets UPDATE"
    )


def test_after_seven_days_it_is_the_desks(gym: Gym, client: Client, act: Act) -> None:
    id = _entered(gym, client, timedelta(days=7, seconds=5))
    assert act(client.own, RATE, id=id) == 0
    assert act(client.own, CHANGE_SET, id=id) == 0
    assert act(client.own, REPLACE, id=id, sets=SETS) is False
    assert act(client.own, DELETE, id=id) is False
    with pytest.raises(Denied):
        act(client.own, ADD_SET, id=id, m=client.member.id)
    assert _there(gym, id) == (None, [8])
    admin = gym.session(gym.admin())
    assert act(admin, RATE, id=id) == 1
    assert act(admin, ADD_SET, id=id, m=client.member.id) == 1
    assert act(admin, "DELETE FROM public.workout_progress WHERE id = :id", id=id) == 1


def test_seven_days_are_not_made_longer(gym: Gym, client: Client, act: Act, raw: Raw) -> None:
    """What decides is when it was entered, and that is nobody's to write; a log of another day is no way round."""
    old, new = _entered(gym, client, timedelta(days=7, seconds=5)), _entered(gym, client, timedelta(days=1))
    for column in ("created_at", "updated_at", "member_id", "logged_by"):
        with pytest.raises(Denied):
            act(client.own, f"UPDATE public.workout_progress SET {column} = {column} WHERE id = :id", id=new)
    assert (
        act(client.own, "UPDATE public.workout_progress SET completed_at = now() WHERE id = :id", id=old) == 0
    )
    # A set of a log that is open does not move to one that is closed, nor are sets put there by key.
    with pytest.raises(Denied):
        act(
            client.own,
            "UPDATE public.workout_sets SET progress_id = :old WHERE progress_id = :id",
            id=new,
            old=old,
        )
    taken = gym.one("SELECT id FROM public.workout_sets WHERE progress_id = :id", id=old)
    with pytest.raises(Denied):
        act(
            client.own,
            "INSERT INTO public.workout_sets (id, progress_id, member_id, number, reps) VALUES (:t, :id, :m, 1, 99)"
            " ON CONFLICT (id) DO UPDATE SET reps = 99",
            t=taken, id=new, m=client.member.id,
        )  # fmt: skip
    kiosk = raw("station_kiosk")
    token = gym.session(client.member, "member", "station_kiosk").token
    kiosk.execute("SELECT set_config('gym.token', %s, false)", [token])
    content = json.dumps(
        {"id": str(old), "exercise_name": "Row", "rating": 5, "sets": [{"number": 1, "reps": 99}]}
    )
    replayed = kiosk.execute("SELECT public.replay_entry(%s, now(), 'log', %s)", [token, content]).fetchone()
    assert replayed == ("present",), "what is there is not written again"
    assert _there(gym, old) == (None, [8])


def test_what_somebody_did_long_ago_and_entered_today_can_be_corrected(
    gym: Gym, client: Client, act: Act
) -> None:
    log = (
        "INSERT INTO public.workout_progress (member_id, exercise_name, completed_at)"
        " VALUES (:m, 'Row', now() - interval '2 years') RETURNING id"
    )
    id = act(client.own, log, m=client.member.id)
    assert act(client.own, DELETE, id=id) is True


def test_nobody_elses_log_is_changed_or_deleted(gym: Gym, client: Client, act: Act) -> None:
    other, coach = Client(gym), client.coach
    for who in (other.own, other.coach, coach):
        assert act(who, DELETE, id=client.log) is False
        assert act(who, REPLACE, id=client.log, sets=SETS) is False
        assert act(who, "DELETE FROM public.workout_progress WHERE id = :id", id=client.log) == 0
    assert _there(gym, client.log) == (None, [8])


@pytest.fixture(scope="module")
def settled(shared: SharedGym) -> Client:
    """One for all who try in vain."""
    return Client(shared.gym)


@pytest.mark.parametrize(
    ("sets", "code"),
    [
        ("7", "entry_shape"),
        ('{"number": 1}', "entry_shape"),
        ('[{"number": "x"}]', "entry_shape"),
        ('[{"number": 1, "reps": 1e10}]', "entry_shape"),
        ('[{"number": 1, "reps": -1}]', "set_reps_range"),
        ('[{"number": 201, "reps": 1}]', "set_number_range"),
        (json.dumps([{"number": n, "reps": 1} for n in range(1, 20_000)]), "set_number_range"),
        ('[{"number": 1, "reps": {"a": 1}}]', "entry_shape"),
        ('[{"number": 1, "progress_id": null, "member_id": null, "reps": 1, "reps": -1}]', "set_reps_range"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_sets_that_are_none_change_nothing(gym: Gym, settled: Client, act: Act, sets: str, code: str) -> None:
    with pytest.raises(UserError) as refused:
        act(settled.own, REPLACE, id=settled.log, sets=sets)
    assert refused.value.code == code
    assert _there(gym, settled.log) == (None, [8])


def test_a_kiosk_has_no_right_to_delete_from_any_table(shared: SharedGym) -> None:
    rights = shared.superuser().execute(
        "SELECT c.oid::regclass::text FROM pg_class c WHERE c.relkind = 'r'"
        " AND c.relnamespace IN ('public'::regnamespace, 'auth'::regnamespace)"
        " AND (has_table_privilege('station_kiosk', c.oid, 'DELETE') OR has_table_privilege('gym_client', c.oid, 'TRUNCATE'))"
    )
    assert rights.fetchall() == []


def test_at_a_kiosk_it_goes_by_function(gym: Gym, client: Client, raw: Raw) -> None:
    kiosk = raw("station_kiosk")
    token = gym.session(client.member, "member", "station_kiosk").token
    kiosk.execute("SELECT set_config('gym.token', %s, false)", [token])
    for table in ("workout_progress", "workout_sets", "exercise_skips"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            kiosk.execute(f"DELETE FROM public.{table} WHERE member_id = %s".encode(), [client.member.id])
    skip = "INSERT INTO public.exercise_skips (exercise_id, member_id, skipped_on) VALUES (%s, %s, public.gym_today()) RETURNING id"
    row = kiosk.execute(skip, [client.exercise, client.member.id]).fetchone()
    assert row is not None
    assert kiosk.execute("SELECT public.take_skip_back(%s)", [row[0]]).fetchone() == (True,)
    assert kiosk.execute("SELECT public.take_skip_back(%s)", [row[0]]).fetchone() == (False,)
    assert kiosk.execute("SELECT public.delete_own_log(%s)", [client.log]).fetchone() == (True,)


def test_nobody_elses_skip_is_taken_back(gym: Gym, client: Client, act: Act) -> None:
    skip = "INSERT INTO public.exercise_skips (exercise_id, member_id, skipped_on) VALUES (:e, :m, public.gym_today()) RETURNING id"
    id = act(client.own, skip, e=client.exercise, m=client.member.id)
    other = Client(gym)
    for who in (other.own, other.coach, client.coach, gym.session(gym.admin())):
        assert act(who, "SELECT public.take_skip_back(:id)", id=id) is False
    with pytest.raises(Denied):
        act(other.own, skip, e=client.exercise, m=client.member.id)
    with pytest.raises(UserError) as refused:
        act(other.own, skip, e=client.exercise, m=other.member.id)
    assert refused.value.code == "skip_exercise_of_member"


@pytest.mark.parametrize("what", [DELETE, REPLACE, "skip"])
def test_whoever_corrects_holds_the_member_before_the_log(
    shared: SharedGym, gym: Gym, client: Client, raw: Raw, what: str
) -> None:
    """As erasing does: whoever comes second waits, and neither holds what the other wants."""
    eraser = shared.superuser(autocommit=False)
    eraser.execute("SELECT 1 FROM public.profiles WHERE id = %s FOR UPDATE", [client.member.id])
    desk = raw("station_desk", autocommit=False)
    desk.execute("SELECT set_config('gym.token', %s, true)", [client.own.token])
    desk.execute("SET LOCAL lock_timeout = '200ms'")
    skip = "INSERT INTO public.exercise_skips (exercise_id, member_id, skipped_on) VALUES (%s, %s, public.gym_today())"
    call, values = {
        DELETE: ("SELECT public.delete_own_log(%s)", [client.log]),
        REPLACE: ("SELECT public.replace_own_sets(%s, '[]')", [client.log]),
        "skip": (skip, [client.exercise, client.member.id]),
    }[what]
    with pytest.raises(psycopg.errors.LockNotAvailable):
        desk.execute(call.encode(), values)
    # What stands behind the member is free: the eraser gets it at once.
    eraser.execute("SET LOCAL lock_timeout = '200ms'")
    eraser.execute("SELECT 1 FROM public.workout_progress WHERE id = %s FOR UPDATE", [client.log])
    eraser.execute("SELECT 1 FROM public.workout_exercises WHERE id = %s FOR UPDATE", [client.exercise])
    eraser.rollback()
    desk.rollback()
