"""What the desk makes of refused entries: aside with a reason, a skip after all, and the way back; admins only."""

from __future__ import annotations

from collections.abc import Callable
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

ASIDE = "SELECT public.put_refused_aside(:id, :reason)"
SKIP = "SELECT public.enter_refused_skip(:id, :e, public.gym_today(), 'Sore')"
REOPEN = "SELECT public.reopen_refused(:id)"
LOG = "INSERT INTO public.workout_progress (id, exercise_id, member_id, exercise_name) VALUES (:id, :e, :m, 'Bench press')"


@pytest.fixture
def gym(shared: SharedGym) -> Gym:
    return shared.gym


@pytest.fixture
def client(gym: Gym) -> Client:
    return Client(gym)


def _refused(gym: Gym, client: Client, kind: str = "log") -> UUID:
    id = uuid4()
    gym.owner.execute(
        text(
            "INSERT INTO public.refused_entries (id, member_id, station, made_at, kind, entry, reason)"
            " VALUES (:id, :m, 'station_kiosk', now(), :kind, '{}', 'No')"
        ),
        {"id": id, "m": client.member.id, "kind": kind},
    )
    return id


def _settled(gym: Gym, id: UUID) -> tuple[object, ...]:
    read = "SELECT settled_by, aside_reason FROM public.refused_entries WHERE id = :id"
    return tuple(gym.owner.execute(text(read), {"id": id}).one())


def _count(gym: Gym, table: str, id: UUID) -> object:
    return gym.one(f"SELECT count(*) FROM public.{table} WHERE id = :id", id=id)


def test_it_is_put_aside_with_a_reason_that_is_written_down(gym: Gym, client: Client, act: Act) -> None:
    id, admin = _refused(gym, client), gym.admin()
    desk = gym.session(admin)
    for reason in ("", "   ", None, "x" * 201):
        with pytest.raises(UserError) as refused:
            act(desk, ASIDE, id=id, reason=reason)
        assert refused.value.code == "refused_aside_reason_length"
    assert act(desk, ASIDE, id=id, reason=" Entered twice ") is True
    assert act(desk, ASIDE, id=id, reason="Something else") is False, "once"
    assert _settled(gym, id) == (admin.id, "Entered twice")
    said = "SELECT after ->> 'aside_reason' FROM public.audit_log WHERE table_name = 'refused_entries' AND row_id = :id"
    assert gym.one(said, id=id) == "Entered twice"
    assert act(desk, REOPEN, id=id) is True
    assert act(desk, REOPEN, id=id) is False, "it waits already"
    assert _settled(gym, id) == (None, None)


def test_a_skip_is_entered_for_the_member_and_taken_back(gym: Gym, client: Client, act: Act) -> None:
    desk, id, log = gym.session(gym.admin()), _refused(gym, client, "skip"), _refused(gym, client)
    other = Client(gym)
    with pytest.raises(UserError) as refused:
        act(desk, SKIP, id=id, e=other.exercise)
    assert refused.value.code == "skip_exercise_of_member"
    assert _settled(gym, id) == (None, None), "nothing half done"
    assert act(desk, SKIP, id=log, e=client.exercise) is False, "that is no skip"
    assert act(desk, SKIP, id=id, e=client.exercise) is True
    assert act(desk, SKIP, id=id, e=client.exercise) is False, "once"
    assert gym.one("SELECT member_id FROM public.exercise_skips WHERE id = :id", id=id) == client.member.id
    again = _refused(gym, client, "skip")
    assert act(desk, SKIP, id=again, e=client.exercise) is True, "skipped twice that day is skipped once"
    assert _count(gym, "exercise_skips", again) == 0
    act(desk, REOPEN, id=again)
    assert _count(gym, "exercise_skips", id) == 1, "the other one stands"
    act(desk, REOPEN, id=id)
    assert _count(gym, "exercise_skips", id) == 0


def test_undo_takes_the_log_that_was_entered_and_no_other(gym: Gym, client: Client, raw: Raw) -> None:
    desk = raw(autocommit=False)
    token = gym.session(gym.admin()).token
    entered, before = _refused(gym, client), _refused(gym, client)
    gym.owner.execute(text(LOG), {"id": before, "e": client.exercise, "m": client.member.id})
    insert = "INSERT INTO public.workout_progress (id, exercise_id, member_id, exercise_name) VALUES (%s, %s, %s, 'Row')"
    for id in (entered, before):
        desk.execute("SELECT set_config('gym.token', %s, true)", [token])
        if id == entered:
            desk.execute(insert.encode(), [id, client.exercise, client.member.id])
        assert desk.execute("SELECT public.settle_refused(%s)", [id]).fetchone() == (True,)
        desk.commit()
        desk.execute("SELECT set_config('gym.token', %s, true)", [token])
        assert desk.execute("SELECT public.reopen_refused(%s)", [id]).fetchone() == (True,)
        desk.commit()
    assert (_count(gym, "workout_progress", entered), _count(gym, "workout_progress", before)) == (0, 1)


def test_only_admins_do_any_of_it(gym: Gym, client: Client, act: Act) -> None:
    id = _refused(gym, client, "skip")
    member = gym.session(client.member, "member")
    for who in (client.own, client.coach, member, gym.session(gym.trainer())):
        for call, values in (
            (ASIDE, {"reason": "Mine"}),
            (SKIP, {"e": client.exercise}),
            (REOPEN, {}),
        ):
            with pytest.raises(Denied):
                act(who, call, id=id, **values)
    assert _settled(gym, id) == (None, None) and _count(gym, "exercise_skips", id) == 0


@pytest.mark.parametrize("call", ["enter_refused_skip(%s, %s, public.gym_today(), '')", "reopen_refused(%s)"])
def test_whoever_mends_holds_the_member_first(
    shared: SharedGym, gym: Gym, client: Client, raw: Raw, call: str
) -> None:
    """As erasing does: whoever comes second waits, and neither holds what the other wants."""
    id, token = _refused(gym, client, "skip"), gym.session(gym.admin()).token
    eraser = shared.superuser(autocommit=False)
    eraser.execute("SELECT 1 FROM public.profiles WHERE id = %s FOR UPDATE", [client.member.id])
    desk = raw("station_desk", autocommit=False)
    desk.execute("SELECT set_config('gym.token', %s, true)", [token])
    desk.execute("SET LOCAL lock_timeout = '200ms'")
    with pytest.raises(psycopg.errors.LockNotAvailable):
        desk.execute(f"SELECT public.{call}".encode(), [id, client.exercise][: call.count("%s")])
    eraser.execute("SET LOCAL lock_timeout = '200ms'")
    eraser.execute("UPDATE public.refused_entries SET settled_at = now() WHERE id = %s", [id])
    eraser.rollback()
    desk.rollback()
