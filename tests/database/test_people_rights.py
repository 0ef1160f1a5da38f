"""Who is an admin and who is active: asked for by admins only, and somebody is always left."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from gymtrainer_desktop.database.engine import NOBODY, Identity
from gymtrainer_desktop.domain.errors import SignedOut
from tests.database.conftest import SharedGym
from tests.database.line import Act, Line, clear, refusal
from tests.database.world import Client
from tests.factories import Gym, Person

ADMIN = "SELECT auth.set_admin(:p, :on, :v)"
ACTIVE = "SELECT auth.set_active(:p, :on, :v)"
IS_ADMIN = "SELECT is_admin FROM public.profiles WHERE id = :p"
IS_ACTIVE = "SELECT is_active FROM public.profiles WHERE id = :p"


@pytest.fixture
def gym(shared: SharedGym) -> Gym:
    clear(shared.gym)
    shared.gym.owner.execute(text("UPDATE public.profiles SET is_admin = false"))
    return shared.gym


@pytest.fixture
def rosa(gym: Gym) -> Person:
    """An admin who can sign in; nobody else is one."""
    rosa = gym.admin("Rosa")
    gym.secret(rosa, "password", "correct horse battery")
    return rosa


@pytest.fixture
def desk(gym: Gym, rosa: Person) -> Identity:
    return gym.session(rosa)


def _version(gym: Gym, person: Person) -> object:
    return gym.one("SELECT version FROM public.profiles WHERE id = :p", p=person.id)


def test_an_admin_makes_another_and_takes_it_back(gym: Gym, desk: Identity, act: Act) -> None:
    person = gym.trainer()
    own = gym.session(person)
    assert act(desk, ADMIN, p=person.id, on=True, v=1) == 2
    assert act(own, "SELECT auth.is_admin()") is True, "at once, in sessions that are open"
    assert act(desk, ADMIN, p=person.id, on=True, v=1) == 2, "sent again after a lost answer"
    assert act(desk, ADMIN, p=person.id, on=False, v=2) == 3
    assert act(own, "SELECT auth.is_admin()") is False
    assert _version(gym, person) == 3


def test_a_person_that_was_changed_meanwhile_is_left_alone(gym: Gym, desk: Identity, act: Act) -> None:
    person = gym.member()
    act(desk, "UPDATE public.profiles SET phone = '1' WHERE id = :p", p=person.id)
    for ask, shown in ((ADMIN, IS_ADMIN), (ACTIVE, IS_ACTIVE)):
        before = gym.one(shown, p=person.id)
        assert refusal(act, desk, ask, p=person.id, on=not before, v=1) == "stale"
        assert gym.one(shown, p=person.id) == before
        assert refusal(act, desk, ask, p=uuid4(), on=True, v=1) == "person_gone"


def test_only_admins_ask(gym: Gym, act: Act, rosa: Person) -> None:
    client = Client(gym)
    as_member = gym.session(rosa, "member")
    for who in (client.own, client.coach, as_member, NOBODY):
        for ask in (ADMIN, ACTIVE):
            for person in (client.member.id, client.trainer.id, rosa.id, uuid4()):
                for on in (True, False):
                    assert refusal(act, who, ask, p=person, on=on, v=None) == "admin_only"
    columns = "UPDATE public.profiles SET {} WHERE id = :p"
    for who in (client.own, gym.session(rosa)):
        for change in ("is_admin = true", "is_active = false"):
            assert refusal(act, who, columns.format(change), p=client.member.id) == "denied"


def test_the_last_admin_stays(gym: Gym, desk: Identity, act: Act, rosa: Person) -> None:
    assert refusal(act, desk, ADMIN, p=rosa.id, on=False, v=1) == "last_admin"
    # One who cannot sign in does not count, nor one who is not active.
    deputy = gym.admin("Deputy")
    assert refusal(act, desk, ADMIN, p=rosa.id, on=False, v=1) == "last_admin"
    gym.secret(deputy, "pin", "1234")
    assert refusal(act, desk, ADMIN, p=rosa.id, on=False, v=1) == "last_admin"
    gym.secret(deputy, "password", "correct horse battery")
    gym.one("UPDATE public.profiles SET is_active = false WHERE id = :p RETURNING 1", p=deputy.id)
    assert refusal(act, desk, ADMIN, p=rosa.id, on=False, v=1) == "last_admin"
    gym.one("UPDATE public.profiles SET is_active = true WHERE id = :p RETURNING 1", p=deputy.id)
    assert act(desk, ADMIN, p=rosa.id, on=False, v=1) == 2, "one may step back when somebody is left"
    assert refusal(act, desk, ADMIN, p=deputy.id, on=False, v=None) == "admin_only"
    other = gym.session(deputy)
    assert refusal(act, other, ACTIVE, p=deputy.id, on=False, v=None) == "deactivate_oneself"
    assert refusal(act, other, ADMIN, p=deputy.id, on=False, v=None) == "last_admin"


def test_deactivating_ends_sessions_waiting_and_training(gym: Gym, desk: Identity, act: Act) -> None:
    trainer = gym.trainer(limit=1)
    first, second = gym.member(), gym.member()
    line = Line(gym, act, desk)
    a, b = line.wait(first, trainer), line.wait(second, trainer)
    own = gym.session(first, "member")
    assert act(own, "SELECT auth.uid()") == first.id
    assert act(desk, ACTIVE, p=first.id, on=False, v=1) == 2
    assert act(desk, ACTIVE, p=first.id, on=False, v=1) == 2
    with pytest.raises(SignedOut):
        act(own, "SELECT 1")
    assert (line.state(a)[0], line.state(b)[0]) == ("withdrawn", "offered")
    assert gym.one("SELECT count(*) FROM auth.sessions WHERE profile_id = :p AND revoked_at IS NULL", p=first.id) == 0  # fmt: skip
    # Back again: may sign in, waits no longer, and the old session stays ended.
    assert act(desk, ACTIVE, p=first.id, on=True, v=2) == 3
    assert line.state(a)[0] == "withdrawn"
    with pytest.raises(SignedOut):
        act(own, "SELECT 1")


def test_whoever_trains_or_is_trained_is_not_deactivated(gym: Gym, desk: Identity, act: Act) -> None:
    client = Client(gym)
    paused = gym.member()
    gym.assignment(paused, client.trainer, status="paused")
    for member in (client.member, paused):
        assert refusal(act, desk, ACTIVE, p=member.id, on=False, v=None) == "person_has_assignment"
    assert refusal(act, desk, ACTIVE, p=client.trainer.id, on=False, v=None) == "trainer_has_clients"
    assert gym.one(IS_ACTIVE, p=client.trainer.id) is True
    act(desk, "UPDATE public.trainer_assignments SET status = 'completed' WHERE id = :a", a=client.assignment)
    for person in (client.member, client.trainer):
        assert refusal(act, desk, ACTIVE, p=person.id, on=False, v=None) == "done"
    instructor = "SELECT is_active FROM public.instructors WHERE id = :t"
    assert gym.one(instructor, t=client.trainer.trainer_id) is False
    with pytest.raises(SignedOut):
        act(client.coach, "SELECT 1")


def test_it_is_written_down_who_did_it(gym: Gym, desk: Identity, act: Act, rosa: Person) -> None:
    person = gym.member()
    act(desk, ADMIN, p=person.id, on=True, v=1)
    act(desk, ACTIVE, p=person.id, on=False, v=2)
    rows = gym.owner.execute(
        text(
            "SELECT person_id, after ->> 'is_admin', after ->> 'is_active' FROM public.audit_log"
            " WHERE row_id = :p AND operation = 'UPDATE' ORDER BY id"
        ),
        {"p": person.id},
    ).all()
    by: UUID = rosa.id
    assert [tuple(r) for r in rows] == [(by, "true", "true"), (by, "true", "false")]
