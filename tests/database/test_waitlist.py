"""The waiting list: who may wait, and who is offered a place when one frees."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from gymtrainer_desktop.database.engine import NOBODY, Identity
from tests.database.conftest import SharedGym
from tests.database.line import ASSIGN, Act, Line, clear, news, refusal
from tests.factories import Gym, Person

JOIN = "INSERT INTO public.trainer_waitlist (id, member_id, trainer_id, wants) VALUES (:id, :m, :t, :w)"
LAPSE = "SELECT public.lapse_offers()"
LEAVE = "SELECT public.leave_waitlist(:e)"


@pytest.fixture
def gym(shared: SharedGym) -> Gym:
    clear(shared.gym)
    return shared.gym


@pytest.fixture
def line(gym: Gym, act: Act, desk: Identity) -> Line:
    return Line(gym, act, desk)


@pytest.fixture
def admins(gym: Gym) -> set[UUID]:
    return set(gym.owner.execute(text("SELECT id FROM public.profiles WHERE is_admin")).scalars())


def _offer_told(admins: set[UUID], *members: Person) -> dict[UUID, list[str]]:
    """What is told when these members are offered one place each."""
    return {m.id: ["place_offered"] for m in members} | {a: ["place_free"] * len(members) for a in admins}


# Who waits --------------------------------------------------------------------------------------------------


def test_the_desk_puts_members_on_the_list(gym: Gym, line: Line, desk: Identity, act: Act) -> None:
    full = gym.trainer(limit=0)
    members = [gym.member() for _ in range(3)]
    entries = [line.wait(m, full) for m in members]
    rows = gym.owner.execute(
        text(
            "SELECT id, added_by, status, closed_at, offered_at FROM public.trainer_waitlist"
            " WHERE status = 'waiting' ORDER BY rank"
        )
    ).all()
    admin = act(desk, "SELECT auth.uid()")
    assert [tuple(r) for r in rows] == [(e, admin, "waiting", None, None) for e in entries]
    assert news(gym) == {}, "who is put on the list stands at the desk, and no place is free"


def test_who_cannot_wait(gym: Gym, line: Line, desk: Identity, act: Act) -> None:
    trainer, other = gym.trainer(limit=5), gym.trainer(limit=0)
    taken, gone, waits, free = (gym.member() for _ in range(4))
    gym.assignment(taken, trainer)
    gym.one("UPDATE public.profiles SET is_active = false WHERE id = :m RETURNING 1", m=gone.id)
    line.wait(waits, other)

    def join(member: Person, wish: Person | None, wants: str | None = None) -> str:
        trainer_id = wish.trainer_id if wish else None
        return refusal(act, desk, JOIN, id=uuid4(), m=member.id, t=trainer_id, w=wants)

    assert join(taken, other) == "waitlist_has_trainer"
    assert join(gone, other) == "waitlist_member_active"
    assert join(waits, other) == "waitlist_open_unique"
    assert join(other, other) == "assignment_not_oneself"
    assert join(free, other, "x" * 1001) == "waitlist_wants_length"
    assert join(Person(uuid4(), "", "", None), other) == "trainer_waitlist_member_id_fkey"
    paused = gym.member()
    gym.assignment(paused, trainer, status="paused")
    assert join(paused, other) == "done", "who pauses may look for somebody else"
    assert join(free, other, "x" * 1000) == "done"


def test_nobody_else_adds_anybody_or_learns_who_has_a_trainer(gym: Gym, act: Act) -> None:
    trainer, taken, free = gym.trainer(limit=5), gym.member(), gym.member()
    gym.assignment(taken, trainer)
    for who in (gym.session(trainer), gym.session(free, "member"), NOBODY):
        for member in (taken, free):
            values = {"id": uuid4(), "m": member.id, "t": trainer.trainer_id, "w": None}
            assert refusal(act, who, JOIN, **values) == "denied"


# Places that free -------------------------------------------------------------------------------------------


def _complete(line: Line, trainer: Person, assignment: UUID) -> None:
    line.act(
        line.desk, "UPDATE public.trainer_assignments SET status = 'completed' WHERE id = :a", a=assignment
    )


def _pause(line: Line, trainer: Person, assignment: UUID) -> None:
    line.act(line.desk, "UPDATE public.trainer_assignments SET status = 'paused' WHERE id = :a", a=assignment)


def _delete(line: Line, trainer: Person, assignment: UUID) -> None:
    line.act(line.desk, "DELETE FROM public.trainer_assignments WHERE id = :a", a=assignment)


def _hand_over(line: Line, trainer: Person, assignment: UUID) -> None:
    sql = "SELECT public.transfer_assignment(:a, :t, :new, 1)"
    line.act(line.desk, sql, a=assignment, t=line.gym.trainer(limit=1).trainer_id, new=uuid4())


def _move(line: Line, trainer: Person, assignment: UUID) -> None:
    sql = "UPDATE public.trainer_assignments SET trainer_id = :t WHERE id = :a"
    line.act(line.desk, sql, a=assignment, t=line.gym.trainer(limit=1).trainer_id)


def _raise_the_limit(line: Line, trainer: Person, assignment: UUID) -> None:
    line.set_limit(trainer, 2)


def _erase_the_client(line: Line, trainer: Person, assignment: UUID) -> None:
    member = line.gym.one("SELECT member_id FROM public.trainer_assignments WHERE id = :a", a=assignment)
    line.act(line.desk, "SELECT count(*) FROM public.erase_person(:m)", m=member)


FREED = (_complete, _pause, _delete, _raise_the_limit, _erase_the_client)


@pytest.mark.parametrize("free_a_place", FREED)
def test_a_place_that_frees_is_offered_to_the_next_who_wants_it(
    gym: Gym, line: Line, admins: set[UUID], free_a_place: Callable[[Line, Person, UUID], None]
) -> None:
    trainer, other = gym.trainer("Tess", limit=1), gym.trainer(limit=0)
    assignment = gym.assignment(gym.member(), trainer)
    elsewhere, first, second = gym.member(), gym.member(), gym.member()
    entries = [line.wait(elsewhere, other), line.wait(first, trainer), line.wait(second)]
    news(gym)
    free_a_place(line, trainer, assignment)
    assert [line.state(e)[0] for e in entries] == ["waiting", "offered", "waiting"]
    assert line.state(entries[1])[1] == trainer.trainer_id
    told = news(gym)
    for person, kinds in _offer_told(admins, first).items():
        assert told[person] == kinds
    assert not {elsewhere.id, second.id} & set(told)


@pytest.mark.parametrize("move", [_hand_over, _move])
def test_a_client_who_leaves_for_another_trainer_leaves_a_place(
    gym: Gym, line: Line, move: Callable[[Line, Person, UUID], None]
) -> None:
    trainer = gym.trainer("Tess", limit=1)
    assignment = gym.assignment(gym.member(), trainer)
    entry = line.wait(gym.member(), trainer)
    move(line, trainer, assignment)
    assert line.state(entry) == ("offered", trainer.trainer_id)


def test_a_trainer_who_is_switched_on_or_hired_brings_places(gym: Gym, line: Line, act: Act) -> None:
    trainer = gym.trainer(limit=1)
    for column in ("is_active", "is_personal_trainer"):
        switch = f"UPDATE public.instructors SET {column} = :on WHERE id = :t"
        act(line.desk, switch, on=False, t=trainer.trainer_id)
        entry = line.wait(gym.member())
        assert line.state(entry) == ("waiting", None)
        act(line.desk, switch, on=True, t=trainer.trainer_id)
        assert line.state(entry) == ("offered", trainer.trainer_id)
        act(line.desk, switch, on=False, t=trainer.trainer_id)
        assert line.state(entry) == ("waiting", None), "who is off has no places"
        act(line.desk, LEAVE, e=entry)
        act(line.desk, switch, on=True, t=trainer.trainer_id)
    clear(gym)
    entries = [line.wait(gym.member()) for _ in range(3)]
    hired = gym.trainer(limit=2)
    assert [line.state(e) for e in entries] == [("offered", hired.trainer_id)] * 2 + [("waiting", None)]


def test_a_free_place_is_offered_to_whoever_joins(gym: Gym, line: Line, admins: set[UUID]) -> None:
    some, most = gym.trainer(limit=1), gym.trainer(limit=2)
    wish, anyone, late = gym.member(), gym.member(), gym.member()
    assert line.state(line.wait(wish, some)) == ("offered", some.trainer_id)
    assert news(gym) == _offer_told(admins, wish)
    assert line.state(line.wait(anyone)) == ("offered", most.trainer_id)
    assert line.state(line.wait(late, some)) == ("waiting", None), "the one place is offered already"
    # Another wish, another place.
    change = "UPDATE public.trainer_waitlist SET trainer_id = :t WHERE member_id = :m"
    line.act(line.desk, change, t=most.trainer_id, m=late.id)
    assert gym.one("SELECT status FROM public.trainer_waitlist WHERE member_id = :m", m=late.id) == "offered"


def test_wishes_that_only_the_desk_can_match_are_left_to_it(gym: Gym, line: Line) -> None:
    trainer, client = gym.trainer(limit=1), gym.member()
    assignment = gym.assignment(client, trainer)
    mornings = line.wait(gym.member(), wants="Strength, mornings")
    blank = line.wait(gym.member(), wants="  ")
    _complete(line, trainer, assignment)
    assert line.state(mornings) == ("waiting", None), "the next free place need not suit them"
    assert line.state(blank) == ("offered", trainer.trainer_id), "blanks are no wishes"
    later = line.wait(gym.member(), gym.trainer(limit=1), wants="Mornings")
    assert line.state(later)[0] == "offered", "who named a trainer has chosen"


def test_the_desk_decides_on_the_order(gym: Gym, line: Line) -> None:
    trainer = gym.trainer(limit=0)
    entries = [line.wait(gym.member(), trainer) for _ in range(3)]
    first = (
        "UPDATE public.trainer_waitlist SET rank = (SELECT min(rank) - 0.5 FROM public.trainer_waitlist"
        " WHERE status = 'waiting') WHERE id = :e"
    )
    line.act(line.desk, first, e=entries[2])
    for n in (1, 2, 3):
        line.set_limit(trainer, n)
        offered = [e for e in entries if line.state(e)[0] == "offered"]
        assert set(offered) == set([entries[2], entries[0], entries[1]][:n])
    line.set_limit(trainer, 2)
    assert line.state(entries[1]) == ("waiting", None), "places that go are taken from the end of the line"


def test_nobody_is_offered_themselves(gym: Gym, line: Line) -> None:
    trainer, other = gym.trainer(limit=0), gym.member()
    own = line.wait(trainer)
    theirs = line.wait(other)
    line.set_limit(trainer, 2)
    assert line.state(own) == ("waiting", None)
    assert line.state(theirs) == ("offered", trainer.trainer_id)


# Answers ----------------------------------------------------------------------------------------------------


def test_a_member_says_yes_or_no(gym: Gym, line: Line, admins: set[UUID]) -> None:
    trainer = gym.trainer(limit=1)
    first, second = gym.member(), gym.member()
    a, b = line.wait(first, trainer), line.wait(second, trainer)
    news(gym)
    assert line.answer(first, a, True) == "accepted"
    assert news(gym) == {admin: ["offer_answered"] for admin in admins}
    assert line.answer(first, a, True) == "accepted"
    assert news(gym) == {}, "said again, told once"
    assert line.state(a) == ("accepted", trainer.trainer_id)
    # Who said yes may think again; the desk hears of it, and the place passes on.
    assert line.answer(first, a, False) == "withdrawn"
    told = news(gym)
    assert told.pop(second.id) == ["place_offered"]
    assert told == {admin: ["offer_answered", "place_free"] for admin in admins}
    assert line.state(b) == ("offered", trainer.trainer_id)
    assert line.answer(first, a, False) == "withdrawn"
    assert line.answer(second, b, False) == "withdrawn"
    assert news(gym) == {admin: ["offer_answered"] for admin in admins}


def test_what_the_desk_is_told_of_an_answer(gym: Gym, line: Line) -> None:
    trainer, member = gym.trainer("Tess", limit=1), gym.member("Mara")
    entry = line.wait(member, trainer)
    line.answer(member, entry, True)
    said = "SELECT data FROM public.notifications WHERE kind = 'offer_answered' AND subject_id = :e LIMIT 1"
    assert gym.one(said, e=entry) == {"member": "Mara", "trainer": "Tess", "answer": "yes"}


def test_only_an_offer_of_ones_own_is_answered(gym: Gym, line: Line, act: Act) -> None:
    trainer = gym.trainer(limit=1)
    first, second, third = gym.member(), gym.member(), gym.member()
    a, b = line.wait(first, trainer), line.wait(second, trainer)
    ask = "SELECT public.answer_offer(:e, :yes)"
    strangers = (gym.session(third, "member"), gym.session(trainer), line.desk, NOBODY)
    assert {refusal(act, who, ask, e=a, yes=True) for who in strangers} == {"offer_gone"}
    own = gym.session(second, "member")
    for yes in (True, False, None):
        assert refusal(act, own, ask, e=b, yes=yes) == "offer_gone", "nothing is offered"
    assert refusal(act, gym.session(first, "member"), ask, e=a, yes=None) == "offer_gone"
    assert refusal(act, own, ask, e=uuid4(), yes=True) == "offer_gone"
    line.assign(first, trainer)
    assert refusal(act, gym.session(first, "member"), ask, e=a, yes=True) == "offer_gone"
    assert line.state(a)[0] == "assigned"


def test_an_offer_that_lapsed_passes_on(gym: Gym, line: Line, act: Act, admins: set[UUID]) -> None:
    act(line.desk, "UPDATE public.gym_settings SET offer_days = 5")
    trainer = gym.trainer(limit=2)
    first, sure, second = gym.member(), gym.member(), gym.member()
    a, b, c = (line.wait(m, trainer) for m in (first, sure, second))
    line.answer(sure, b, True)
    days = "SELECT extract(day FROM offer_until - offered_at)::integer FROM public.trainer_waitlist WHERE id = :e"
    assert gym.one(days, e=a) == 5
    assert act(line.desk, LAPSE) == 0
    news(gym)
    late = "UPDATE public.trainer_waitlist SET offer_until = now() - interval '1 second' WHERE id = :e RETURNING 1"
    for entry in (a, b):
        gym.one(late, e=entry)
    assert act(gym.session(trainer), LAPSE) == 1, "whoever said yes has the desk to wait for"
    assert [line.state(e)[0] for e in (a, b, c)] == ["waiting", "accepted", "offered"]
    assert news(gym) == _offer_told(admins, second)
    last = "SELECT id FROM public.trainer_waitlist WHERE status = ANY ('{waiting,offered,accepted}') ORDER BY rank DESC LIMIT 1"
    assert gym.one(last) == a, "who let it lapse stands at the end of the line"
    assert act(line.desk, LAPSE) == 0
    assert news(gym) == {}
    act(line.desk, "UPDATE public.gym_settings SET offer_days = 3")
    member = gym.session(first, "member")
    assert [refusal(act, who, LAPSE) for who in (member, NOBODY)] == ["staff_only"] * 2


def test_places_that_nobody_was_offered_are_looked_over(gym: Gym, line: Line, act: Act) -> None:
    trainer = gym.trainer(limit=0)
    entry = line.wait(gym.member(), trainer)
    gym.owner.execute(text("ALTER TABLE public.instructors DISABLE TRIGGER offer_places"))
    line.set_limit(trainer, 1)
    gym.owner.execute(text("ALTER TABLE public.instructors ENABLE TRIGGER offer_places"))
    assert line.state(entry) == ("waiting", None)
    assert act(gym.session(trainer), LAPSE) == 0
    assert line.state(entry) == ("offered", trainer.trainer_id)


# Places that go ---------------------------------------------------------------------------------------------


def test_the_last_place_taken_by_somebody_else_takes_the_offer_back(gym: Gym, line: Line) -> None:
    trainer, spare = gym.trainer(limit=2), gym.trainer(limit=0)
    sure, unsure = gym.member(), gym.member()
    a, b = line.wait(sure), line.wait(unsure, trainer)
    line.answer(unsure, b, True)
    line.assign(gym.member(), trainer)
    assert line.state(a) == ("waiting", None)
    assert line.state(b) == ("accepted", trainer.trainer_id), "whoever said yes keeps it longest"
    line.set_limit(spare, 1)
    assert line.state(a) == ("offered", spare.trainer_id)
    line.assign(gym.member(), trainer)
    assert line.state(b) == ("waiting", None)
    # A place that is free elsewhere is offered to whoever is back in line.
    line.set_limit(spare, 2)
    c = line.wait(gym.member(), trainer)
    line.set_limit(trainer, 3)
    assert [line.state(e)[1] for e in (a, b, c)] == [spare.trainer_id, trainer.trainer_id, None]
    line.act(line.desk, "UPDATE public.trainer_waitlist SET trainer_id = NULL WHERE id = :e", e=b)
    line.set_limit(trainer, 2)
    assert line.state(b) == ("offered", spare.trainer_id)


def test_whoever_is_assigned_waits_no_longer(gym: Gym, line: Line) -> None:
    wanted, other = gym.trainer(limit=1), gym.trainer(limit=0)
    member, next_one = gym.member(), gym.member()
    a, b = line.wait(member, wanted), line.wait(next_one, wanted)
    line.set_limit(other, 1)
    line.assign(member, other)
    assert line.state(a) == ("assigned", other.trainer_id)
    assert line.state(b) == ("offered", wanted.trainer_id), "what was offered elsewhere passes on"
    assert gym.one("SELECT closed_at = updated_at FROM public.trainer_waitlist WHERE id = :e", e=a)
    line.assign(next_one, wanted)
    assert line.state(b) == ("assigned", wanted.trainer_id)
    paused = gym.member()
    line.set_limit(wanted, 2)
    assignment = gym.assignment(paused, wanted, status="paused")
    c = line.wait(paused, other)
    line.act(line.desk, "UPDATE public.trainer_assignments SET status = 'active' WHERE id = :a", a=assignment)
    assert line.state(c) == ("assigned", wanted.trainer_id), "resuming ends the waiting, too"


def test_a_refused_assignment_leaves_the_entry_open(gym: Gym, line: Line, act: Act) -> None:
    full, member = gym.trainer(limit=0), gym.member()
    entry = line.wait(member, full)
    values = {"id": uuid4(), "m": member.id, "t": full.trainer_id}
    assert refusal(act, line.desk, ASSIGN, **values) == "trainer_capacity"
    assert line.state(entry) == ("waiting", None)


def test_leaving_the_list(gym: Gym, line: Line, act: Act) -> None:
    trainer = gym.trainer(limit=1)
    first, second, third = gym.member(), gym.member(), gym.member()
    a, b, c = (line.wait(m, trainer) for m in (first, second, third))
    for who in (gym.session(second, "member"), gym.session(trainer), NOBODY):
        assert refusal(act, who, LEAVE, e=a) == "waitlist_closed"
    news(gym)
    own = gym.session(first, "member")
    assert [refusal(act, own, LEAVE, e=a) for _ in range(2)] == ["done", "done"]
    assert (line.state(a)[0], line.state(b)[0]) == ("withdrawn", "offered")
    assert news(gym)[second.id] == ["place_offered"]
    assert refusal(act, line.desk, LEAVE, e=c) == "done"
    line.assign(second, trainer)
    assert refusal(act, gym.session(second, "member"), LEAVE, e=b) == "waitlist_closed"
    assert refusal(act, line.desk, LEAVE, e=uuid4()) == "waitlist_closed"
    assert refusal(act, line.desk, "UPDATE public.trainer_waitlist SET status = 'waiting' WHERE id = :e", e=a) == "waitlist_closed"  # fmt: skip
    again = line.wait(first, trainer)
    assert line.state(again) == ("waiting", None), "one may come back, with a new entry"


def test_a_version_that_is_stale_changes_nothing(gym: Gym, line: Line, act: Act) -> None:
    entry = line.wait(gym.member(), gym.trainer(limit=0))
    change = "UPDATE public.trainer_waitlist SET wants = :w WHERE id = :e AND version = :v"
    assert [act(line.desk, change, w=w, e=entry, v=1) for w in ("one", "two")] == [1, 0]
    assert gym.one("SELECT wants || version FROM public.trainer_waitlist WHERE id = :e", e=entry) == "one2"
