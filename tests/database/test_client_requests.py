"""Trainers who ask for waiting members, and those who may take them."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from gymtrainer_desktop.database.engine import NOBODY, Identity
from tests.database.conftest import SharedGym
from tests.database.line import Act, Line, clear, news, refusal
from tests.factories import Gym, Person

ASK = "SELECT public.request_client(:id, :e, :note)"
ANSWER = "SELECT public.answer_request(:r, :yes, :a)"
TAKE = "SELECT public.take_waiting_client(:e, :a)"


@pytest.fixture
def gym(shared: SharedGym) -> Gym:
    clear(shared.gym)
    return shared.gym


@pytest.fixture
def line(gym: Gym, act: Act, desk: Identity) -> Line:
    return Line(gym, act, desk)


@pytest.fixture
def trainers_assign(gym: Gym) -> Iterator[None]:
    gym.owner.execute(text("UPDATE public.gym_settings SET trainers_may_assign = true"))
    yield
    gym.owner.execute(text("UPDATE public.gym_settings SET trainers_may_assign = false"))


def _ask(line: Line, trainer: Person, entry: UUID, note: str | None = None) -> UUID:
    id = uuid4()
    asked: UUID = line.act(line.gym.session(trainer), ASK, id=id, e=entry, note=note)
    assert asked == id
    return id


def _request(gym: Gym, id: UUID) -> tuple[str, UUID | None]:
    row = gym.owner.execute(
        text("SELECT status, answered_by FROM public.client_requests WHERE id = :id"), {"id": id}
    ).one()
    return row.status, row.answered_by


def _admins(gym: Gym, kind: str) -> dict[UUID, list[str]]:
    rows = gym.owner.execute(text("SELECT id FROM public.profiles WHERE is_admin AND is_active")).scalars()
    return {admin: [kind] for admin in rows}


# Whom one may ask for ---------------------------------------------------------------------------------------


def test_trainers_see_who_waits_for_them_or_for_anyone(
    gym: Gym, line: Line, shared: SharedGym, desk: Identity
) -> None:
    me, colleague = gym.trainer(limit=0), gym.trainer(limit=0)
    mine, anyones, theirs, gone = (gym.member(n) for n in ("Mara", "Anna", "Theo", "Gone"))
    entries = [line.wait(mine, me), line.wait(anyones), line.wait(theirs, colleague)]
    line.wait(me), line.wait(gone, me)
    gym.one("UPDATE public.profiles SET is_active = false WHERE id = :m RETURNING 1", m=gone.id)
    _ask(line, me, entries[1])

    def seen(who: Identity) -> list[tuple[object, ...]]:
        with shared.desk.transaction(who) as connection:
            rows = connection.execute(
                text("SELECT waitlist_id, full_name, for_me, requested FROM public.waiting_members()")
            ).all()
        return [tuple(r) for r in rows]

    assert seen(gym.session(me)) == [
        (entries[0], "Mara", True, False),
        (entries[1], "Anna", False, True),
    ]
    assert {row[1] for row in seen(gym.session(colleague))} == {"Anna", "Theo", me.name}
    as_member = gym.session(me, "member")
    for who in (as_member, gym.session(mine, "member"), desk, NOBODY):
        assert seen(who) == []


def test_a_trainer_asks_for_a_member(gym: Gym, line: Line, act: Act) -> None:
    me = gym.trainer("Tess", limit=0)
    entry = line.wait(gym.member("Mara"))
    coach = gym.session(me)
    id = _ask(line, me, entry, "  We know each other. ")
    assert gym.one("SELECT note FROM public.client_requests WHERE id = :id", id=id) == "We know each other."
    said = gym.one("SELECT data FROM public.notifications WHERE kind = 'client_requested' LIMIT 1")
    assert said == {"trainer": "Tess", "member": "Mara"}
    assert news(gym) == _admins(gym, "client_requested")
    assert act(coach, ASK, id=id, e=entry, note="again") == id
    assert news(gym) == {}, "sent again, told once"
    assert refusal(act, coach, ASK, id=uuid4(), e=entry, note=None) == "client_request_open_unique"


def test_requests_that_cannot_be(gym: Gym, line: Line, act: Act, desk: Identity) -> None:
    me, colleague, member = gym.trainer(limit=1), gym.trainer(limit=0), gym.member()
    coach = gym.session(me)
    theirs, mine = line.wait(member, colleague), line.wait(me)
    used = _ask(line, colleague, theirs)

    def ask(who: Identity, entry: UUID, id: UUID | None = None, note: str | None = None) -> str:
        return refusal(act, who, ASK, id=id or uuid4(), e=entry, note=note)

    assert ask(coach, theirs) == "waitlist_closed", "who waits for somebody else is not shown"
    assert ask(coach, mine) == "waitlist_closed", "nobody asks for themselves"
    assert ask(coach, uuid4()) == "waitlist_closed"
    for who in (desk, gym.session(member, "member"), gym.session(me, "member"), NOBODY):
        assert ask(who, theirs) == "trainer_only"
    entry = line.wait(gym.member())
    assert ask(coach, entry, note="x" * 1001) == "client_request_note_length"
    assert ask(coach, entry, id=used) == "client_requests_pkey"
    gone = line.wait(gym.member())
    act(desk, "SELECT public.leave_waitlist(:e)", e=gone)
    assert ask(coach, gone) == "waitlist_closed"


# Answers ----------------------------------------------------------------------------------------------------


def test_granting_assigns_and_answers_everybody_who_asked(
    gym: Gym, line: Line, act: Act, desk: Identity
) -> None:
    me, colleague, member = gym.trainer("Tess", limit=0), gym.trainer("Olaf", limit=0), gym.member("Mara")
    admin = act(desk, "SELECT auth.uid()")
    entry = line.wait(member)
    mine, theirs = _ask(line, me, entry), _ask(line, colleague, entry)
    news(gym)
    full = {"r": mine, "yes": True, "a": uuid4()}
    assert refusal(act, desk, ANSWER, **full) == "trainer_capacity"
    assert (_request(gym, mine), _request(gym, theirs)) == (("open", None), ("open", None))
    line.set_limit(me, 1)
    news(gym)
    assignment = uuid4()
    assert act(desk, ANSWER, r=mine, yes=True, a=assignment) == assignment
    assert (_request(gym, mine), _request(gym, theirs)) == (("granted", admin), ("refused", admin))
    assert line.state(entry) == ("assigned", me.trainer_id)
    whose = "SELECT trainer_id FROM public.trainer_assignments WHERE id = :a AND member_id = :m AND status = 'active'"
    assert gym.one(whose, a=assignment, m=member.id) == me.trainer_id
    told = {
        me.id: ["new_client", "request_granted"],
        colleague.id: ["request_refused"],
        member.id: ["assigned"],
    }
    assert news(gym) == told
    # Sent again after a lost answer.
    assert act(desk, ANSWER, r=mine, yes=True, a=assignment) == assignment
    assert news(gym) == {}
    for request, yes in ((mine, False), (theirs, True)):
        assert refusal(act, desk, ANSWER, r=request, yes=yes, a=None) == "request_answered"
    assert refusal(act, desk, ANSWER, r=mine, yes=True, a=uuid4()) == "waitlist_closed"


def test_refusing_leaves_the_member_waiting(gym: Gym, line: Line, act: Act, desk: Identity) -> None:
    me = gym.trainer(limit=0)
    entry = line.wait(gym.member())
    mine = _ask(line, me, entry)
    news(gym)
    for _ in range(2):
        assert act(desk, ANSWER, r=mine, yes=False, a=None) is None
    assert news(gym) == {me.id: ["request_refused"]}
    assert _request(gym, mine)[0] == "refused"
    assert line.state(entry) == ("waiting", None)
    assert _request(gym, _ask(line, me, entry))[0] == "open", "one may ask again"


def test_only_admins_answer(gym: Gym, line: Line, act: Act, desk: Identity) -> None:
    me, member = gym.trainer(limit=1), gym.member()
    entry = line.wait(member)
    mine = _ask(line, me, entry)
    for who in (gym.session(me), gym.session(member, "member"), NOBODY):
        for request in (mine, uuid4()):
            assert refusal(act, who, ANSWER, r=request, yes=True, a=None) == "admin_only"
    for yes, request in ((True, uuid4()), (False, uuid4()), (None, mine)):
        assert refusal(act, desk, ANSWER, r=request, yes=yes, a=None) == "request_answered"


def test_whoever_leaves_or_is_assigned_answers_the_requests(
    gym: Gym, line: Line, act: Act, desk: Identity
) -> None:
    me, other = gym.trainer(limit=0), gym.trainer(limit=0)
    member, leaver = gym.member(), gym.member()
    a, b = line.wait(member), line.wait(leaver)
    wanted, left = _ask(line, me, a), _ask(line, me, b)
    line.set_limit(other, 2)
    line.assign(member, other)
    act(gym.session(leaver, "member"), "SELECT public.leave_waitlist(:e)", e=b)
    assert (_request(gym, wanted)[0], _request(gym, left)) == ("refused", ("refused", leaver.id))
    assert news(gym)[me.id].count("request_refused") == 2


# Taking without asking --------------------------------------------------------------------------------------


def test_the_desk_assigns_unless_the_gym_says_otherwise(gym: Gym, line: Line, act: Act) -> None:
    me = gym.trainer(limit=1)
    entry = line.wait(gym.member())
    coach = gym.session(me)
    assert refusal(act, coach, TAKE, e=entry, a=uuid4()) == "trainers_may_not_assign"
    assert refusal(act, coach, "UPDATE public.gym_settings SET trainers_may_assign = true") == "done"
    assert refusal(act, coach, TAKE, e=entry, a=uuid4()) == "trainers_may_not_assign", "that is no trainer's"


def test_a_trainer_takes_a_waiting_member(
    gym: Gym, line: Line, act: Act, desk: Identity, trainers_assign: None
) -> None:
    me, colleague, member = gym.trainer(limit=1), gym.trainer(limit=0), gym.member()
    coach = gym.session(me)
    entry, wish = line.wait(member), line.wait(gym.member(), colleague)
    asked = _ask(line, colleague, entry)
    news(gym)
    id = uuid4()
    for _ in range(2):
        assert act(coach, TAKE, e=entry, a=id) == id
    assert line.state(entry) == ("assigned", me.trainer_id)
    assert _request(gym, asked)[0] == "refused"
    assert news(gym) == {
        me.id: ["new_client"],
        member.id: ["assigned"],
        colleague.id: ["request_refused"],
    }
    assert gym.one("SELECT assigned_by FROM public.trainer_assignments WHERE id = :a", a=id) == me.id
    late = line.wait(gym.member())
    assert refusal(act, coach, TAKE, e=late, a=uuid4()) == "trainer_capacity"
    assert refusal(act, coach, TAKE, e=wish, a=uuid4()) == "waitlist_closed", "who waits for somebody else"
    assert refusal(act, coach, TAKE, e=uuid4(), a=uuid4()) == "waitlist_closed"
    assert refusal(act, coach, TAKE, e=entry, a=uuid4()) == "waitlist_closed"
    assert refusal(act, coach, TAKE, e=line.wait(me), a=uuid4()) == "assignment_not_oneself"
    for who in (desk, gym.session(member, "member"), NOBODY):
        assert refusal(act, who, TAKE, e=late, a=uuid4()) == "trainer_only"
