"""What happens when many do at once what belongs together: nobody waits for one another, nothing is half done."""

from __future__ import annotations

import random
from collections.abc import Iterator
from uuid import UUID, uuid4

import psycopg
import pytest
from sqlalchemy import text

from tests.database.conftest import SharedGym
from tests.database.crowd import Crowd, Work
from tests.database.line import clear
from tests.database.promises import OVER, WRONG
from tests.factories import Gym, Person

DESKS = 16
ASSIGN = (
    "INSERT INTO public.trainer_assignments (id, member_id, trainer_id, start_date)"
    " VALUES (%s, %s, %s, public.gym_today())"
)
BULK = "SELECT assignment_id, problem FROM public.assign_members(%s, %s, %s)"
HAND_OVER = "SELECT public.transfer_assignment(%s, %s, %s, 1)"
COMPLETE = (
    "UPDATE public.trainer_assignments SET status = 'completed' WHERE id = %s AND status <> 'completed'"
)
PAUSE = "UPDATE public.trainer_assignments SET status = 'paused' WHERE id = %s AND status = 'active'"
WAIT = "INSERT INTO public.trainer_waitlist (member_id, trainer_id) VALUES (%s, %s)"
ACTIVE = "SELECT auth.set_active(%s, false, NULL)"
LOG = "INSERT INTO public.workout_progress (exercise_id, member_id, exercise_name) VALUES (%s, %s, 'Row')"
ERASE = "SELECT count(*) FROM public.erase_person(%s)"


@pytest.fixture(scope="module")
def crowd(shared: SharedGym) -> Iterator[Crowd]:
    crowd = Crowd(shared, DESKS)
    yield crowd
    crowd.go_home()


def _everybody_goes(gym: Gym) -> None:
    gym.owner.execute(
        text("UPDATE public.trainer_assignments SET status = 'completed' WHERE status <> 'completed'")
    )
    clear(gym)


@pytest.fixture
def gym(shared: SharedGym) -> Gym:
    _everybody_goes(shared.gym)
    return shared.gym


@pytest.fixture
def look(shared: SharedGym) -> psycopg.Connection:
    return shared.superuser()


def _nothing_is_wrong(look: psycopg.Connection) -> None:
    # Nobody waits to offer a place or to take an offer back: what two left to one another is put right when
    # offers are looked over, at the next sign-in of staff. The places themselves are never given twice.
    look.execute("SELECT public.lapse_offers()")
    wrong = {what: look.execute(ask).fetchall() for what, ask in (WRONG | OVER).items()}
    assert not any(wrong.values()), wrong


def _loads(look: psycopg.Connection, *trainers: Person) -> list[int]:
    ask = "SELECT active_clients FROM public.instructors WHERE id = %s"
    return [look.execute(ask, [t.trainer_id]).fetchone()[0] for t in trainers]  # type: ignore[index]


@pytest.mark.parametrize("spare", [DESKS, 0], ids=["room enough", "both full"])
def test_hand_overs_in_opposite_directions(
    gym: Gym, crowd: Crowd, look: psycopg.Connection, spare: int
) -> None:
    half = DESKS // 2
    for _ in range(6):
        a, b = gym.trainer(limit=half + spare), gym.trainer(limit=half + spare)
        clients = [(gym.assignment(gym.member(), t), u) for t, u in ((a, b), (b, a)) * half]
        ended = crowd.all_at_once([(HAND_OVER, (id, to.trainer_id, uuid4())) for id, to in clients])
        if spare:
            assert ended == {"done": DESKS}
            assert _loads(look, a, b) == [half, half]
        else:
            # Whoever is first finds the other full; nobody gets in where nobody has left.
            assert ended == {"trainer_capacity": DESKS}
        _nothing_is_wrong(look)


def test_bulk_and_single_assignments_to_the_last_places(
    gym: Gym, crowd: Crowd, look: psycopg.Connection
) -> None:
    chance = random.Random(20_260_112)
    seen: set[str] = set()
    for _ in range(20):
        trainers = [gym.trainer(limit=3) for _ in range(3)]
        members = [gym.member() for _ in range(8)]
        for member in members[:4]:
            look.execute(WAIT, [member.id, chance.choice([None, *[t.trainer_id for t in trainers]])])
        work: list[Work] = []
        keys: list[list[UUID]] = []
        for n in range(DESKS):
            size = 3 if n % 2 else 1
            keys.append([uuid4() for _ in range(size)])
            who = [m.id for m in chance.sample(members, size)]
            where = [chance.choice(trainers).trainer_id for _ in range(size)]
            work.append((BULK, (keys[n], who, where)) if n % 2 else (ASSIGN, (keys[n][0], who[0], where[0])))
        crowd.all_at_once(work)
        there = {row[0] for row in look.execute("SELECT id FROM public.trainer_assignments")}
        for n, outcome in enumerate(crowd.outcomes):
            written = [k in there for k in keys[n]]
            if n % 2:
                assert outcome == "done", outcome
                problems = {problem for _, problem in crowd.answers[n] if problem}
                seen |= problems
                assert all(written) if not problems else not any(written), "all or nothing"
            else:
                seen.add(outcome)
                assert written == [outcome == "done"]
        assert sum(_loads(look, *trainers)) <= len(members)
        _nothing_is_wrong(look)
        _everybody_goes(gym)
    assert seen == {"done", "trainer_capacity", "unique_active_assignment"}, "every refusal has its name"


def test_a_place_that_frees_while_desks_assign(gym: Gym, crowd: Crowd, look: psycopg.Connection) -> None:
    taken = 0
    for turn in range(20):
        trainer = gym.trainer(limit=1)
        client = gym.assignment(gym.member(), trainer)
        for _ in range(2):
            look.execute(WAIT, [gym.member().id, trainer.trainer_id])
        free: Work = (PAUSE if turn % 2 else COMPLETE, (client,))
        assigns: list[Work] = [(ASSIGN, (uuid4(), gym.member().id, trainer.trainer_id)) for _ in range(3)]
        crowd.all_at_once([free, *assigns])
        assert crowd.outcomes[0] == "done"
        assert set(crowd.outcomes[1:]) <= {"done", "trainer_capacity"}
        assert crowd.outcomes[1:].count("done") == _loads(look, trainer)[0]
        taken += _loads(look, trainer)[0]
        _nothing_is_wrong(look)
        # Nobody got it: then it is offered to the first who waits.
        offered = look.execute(
            "SELECT count(*) FROM public.trainer_waitlist WHERE status = 'offered'"
        ).fetchone()
        assert offered == (1 - _loads(look, trainer)[0],)
        _everybody_goes(gym)
    assert 0 < taken <= 20


def test_joining_assigning_and_leaving_at_once(gym: Gym, crowd: Crowd, look: psycopg.Connection) -> None:
    """One member is deactivated, assigned, put on the list and paused by everybody at the same moment."""
    seen: set[str] = set()
    for _ in range(20):
        a, b = gym.trainer(limit=2), gym.trainer(limit=1)
        member = gym.member()
        things: list[Work] = [
            (ACTIVE, (member.id,)),
            (ASSIGN, (uuid4(), member.id, a.trainer_id)),
            (ASSIGN, (uuid4(), member.id, b.trainer_id)),
            (WAIT, (member.id, a.trainer_id)),
            (WAIT, (member.id, None)),
            (BULK, ([uuid4()], [member.id], [b.trainer_id])),
            ("SELECT public.lapse_offers()", ()),
            ("UPDATE public.instructors SET max_clients = max_clients + 1 WHERE id = %s", (a.trainer_id,)),
        ]
        crowd.all_at_once(things * 2)
        seen |= set(crowd.outcomes)
        _nothing_is_wrong(look)
        _everybody_goes(gym)
    assert seen <= {
        "done", "unique_active_assignment", "assignment_member_active", "trainer_capacity", "trainer_assignments_pkey",
        "waitlist_open_unique", "waitlist_has_trainer", "waitlist_member_active", "person_has_assignment",
    }, seen  # fmt: skip


def test_admins_who_demote_one_another(shared: SharedGym, gym: Gym, look: psycopg.Connection) -> None:
    for size in (2, 4):
        ring = Crowd(shared, size)
        for _ in range(8):
            gym.owner.execute(text("UPDATE public.profiles SET is_admin = false WHERE is_admin"))
            admins = [gym.admin() for _ in range(size)]
            for admin in admins:
                gym.secret(admin, "password", "correct horse battery")
            ring.sign_in([gym.session(a).token for a in admins])
            demote = "SELECT auth.set_admin(%s, false, NULL)"
            ended = ring.all_at_once([(demote, (admins[n - 1].id,)) for n in range(size)])
            left = look.execute("SELECT count(*) FROM public.profiles WHERE is_admin").fetchone()
            assert left == (size - ended["done"],)
            assert left > (0,), "one is left"
            assert ended["done"] > 0
            assert set(ended) <= {"done", "admin_only", "last_admin"}
        ring.go_home()
    gym.owner.execute(text("UPDATE public.profiles SET is_admin = false WHERE is_admin"))


def test_erasing_somebody_whom_everybody_works_with(
    shared: SharedGym, gym: Gym, look: psycopg.Connection
) -> None:
    crowd = Crowd(shared, DESKS)
    seen: set[str] = set()
    for turn in range(15):
        a, b = gym.trainer(limit=3), gym.trainer(limit=3)
        member = gym.member()
        assignment = gym.assignment(member, a, status="active" if turn % 3 else "completed")
        exercise = gym.exercise(gym.plan(assignment), "Monday")
        gym.log(member, exercise)
        work: list[Work] = [(LOG, (exercise, member.id))] * 6 + [(LOG, (None, member.id))] * 3
        work += [(ASSIGN, (uuid4(), member.id, b.trainer_id))] * 4 + [(PAUSE, (assignment,))] * 2
        crowd.all_at_once([*work[:turn], (ERASE, (member.id,)), *work[turn:]])
        erased = crowd.outcomes.pop(turn)
        seen |= set(crowd.outcomes)
        assert erased == "done"
        for table, column in (("workout_progress", "member_id"), ("trainer_assignments", "member_id"), ("profiles", "id")):  # fmt: skip
            ask = f"SELECT count(*) FROM public.{table} WHERE {column} = %s"
            assert look.execute(ask, [member.id]).fetchone() == (0,)  # type: ignore[arg-type]
        left = look.execute(
            "SELECT count(*) FROM public.audit_log WHERE before ->> 'member_id' = %(m)s OR after ->> 'member_id' = %(m)s"
            " OR before ->> 'id' = %(m)s OR after ->> 'id' = %(m)s",
            {"m": str(member.id)},
        ).fetchone()
        assert left == (0,), "nor does the log know what was done in between"
        _nothing_is_wrong(look)
    crowd.go_home()
    assert seen <= {
        "done", "unique_active_assignment", "trainer_assignments_pkey", "trainer_assignments_member_id_fkey",
        "workout_progress_exercise_id_fkey", "workout_progress_member_id_fkey",
    }, seen  # fmt: skip
