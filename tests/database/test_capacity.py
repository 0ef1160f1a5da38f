"""Never over capacity, never two active trainers: however many ask at once."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from uuid import UUID, uuid4

import psycopg
import pytest
from sqlalchemy import text

from gymtrainer_desktop.domain.assignments import NewAssignment
from gymtrainer_desktop.domain.errors import UserError
from tests.database.conftest import SharedGym
from tests.database.crowd import Crowd, Work
from tests.factories import Gym

CONNECTIONS = 32
CAP = 15
ROUNDS = 50
ASSIGN = (
    "INSERT INTO public.trainer_assignments (id, member_id, trainer_id, start_date)"
    " VALUES (%s, %s, %s, public.gym_today())"
)


@pytest.fixture(scope="module")
def crowd(shared: SharedGym) -> Iterator[Crowd]:
    crowd = Crowd(shared, CONNECTIONS)
    yield crowd
    crowd.go_home()


@pytest.fixture(scope="module")
def members(shared: SharedGym) -> list[UUID]:
    return [shared.gym.member().id for _ in range(CONNECTIONS)]


def _loads(gym: Gym, trainer_id: UUID | None) -> tuple[int, int]:
    """What the counter says and what there is."""
    row = gym.owner.execute(
        text(
            "SELECT i.active_clients, (SELECT count(*) FROM public.trainer_assignments a"
            " WHERE a.trainer_id = i.id AND a.status = 'active') AS counted"
            " FROM public.instructors i WHERE i.id = :i"
        ),
        {"i": trainer_id},
    ).one()
    return row.active_clients, row.counted


def _nobody_has_a_trainer(gym: Gym) -> None:
    gym.owner.execute(
        text("UPDATE public.trainer_assignments SET status = 'completed' WHERE status = 'active'")
    )


def _clients(gym: Gym, trainer_id: UUID | None) -> set[UUID]:
    return set(
        gym.owner.execute(
            text("SELECT member_id FROM public.trainer_assignments WHERE trainer_id = :t"), {"t": trainer_id}
        ).scalars()
    )


def _give(gym: Gym, members: list[UUID], trainer_id: UUID | None, status: str) -> list[UUID]:
    return list(
        gym.owner.execute(
            text(
                "INSERT INTO public.trainer_assignments (member_id, trainer_id, status, start_date)"
                " SELECT m, :t, :s, public.gym_today() FROM unnest(CAST(:members AS uuid[])) m RETURNING id"
            ),
            {"t": trainer_id, "s": status, "members": members},
        ).scalars()
    )


def test_the_fifteen_places_are_given_fifteen_times(
    shared: SharedGym, crowd: Crowd, members: list[UUID]
) -> None:
    crowd.isolation(psycopg.IsolationLevel.READ_COMMITTED)
    for _ in range(ROUNDS):
        trainer = shared.gym.trainer(limit=CAP).trainer_id
        ended = crowd.all_at_once([(ASSIGN, (uuid4(), member, trainer)) for member in members])
        assert ended == {"done": CAP, "trainer_capacity": CONNECTIONS - CAP}
        assert _loads(shared.gym, trainer) == (CAP, CAP)
        _nobody_has_a_trainer(shared.gym)
        assert _loads(shared.gym, trainer) == (0, 0)


def test_at_repeatable_read_some_try_again_and_none_is_too_many(
    shared: SharedGym, crowd: Crowd, members: list[UUID]
) -> None:
    crowd.isolation(psycopg.IsolationLevel.REPEATABLE_READ)
    # At this level one at a time gets through, so most places are taken to begin with.
    early = [shared.gym.member().id for _ in range(CAP - 2)]
    for _ in range(ROUNDS):
        trainer = shared.gym.trainer(limit=CAP).trainer_id
        _give(shared.gym, early, trainer, "active")
        # Who lost against somebody else asks again, as a program would, until there is an answer for all.
        answers = Counter({"SerializationFailure": 1})
        while answers["SerializationFailure"]:
            served = _clients(shared.gym, trainer)
            work: list[Work] = [(ASSIGN, (uuid4(), m, trainer)) for m in members if m not in served]
            answers = crowd.all_at_once(work)
            assert set(answers) <= {"done", "trainer_capacity", "SerializationFailure"}
            counter, counted = _loads(shared.gym, trainer)
            assert counter == counted <= CAP
        assert _loads(shared.gym, trainer) == (CAP, CAP)
        _nobody_has_a_trainer(shared.gym)


def test_one_member_gets_one_trainer(shared: SharedGym, crowd: Crowd) -> None:
    crowd.isolation(psycopg.IsolationLevel.READ_COMMITTED)
    trainers = [shared.gym.trainer().trainer_id for _ in range(CONNECTIONS)]
    for _ in range(20):
        member = shared.gym.member().id
        ended = crowd.all_at_once([(ASSIGN, (uuid4(), member, trainer)) for trainer in trainers])
        assert ended == {"done": 1, "unique_active_assignment": CONNECTIONS - 1}
    loads = [_loads(shared.gym, trainer) for trainer in trainers]
    assert all(counter == counted for counter, counted in loads)
    assert sum(counter for counter, _ in loads) == 20
    _nobody_has_a_trainer(shared.gym)


@pytest.mark.parametrize(
    "level", [psycopg.IsolationLevel.READ_COMMITTED, psycopg.IsolationLevel.REPEATABLE_READ]
)
def test_resuming_takes_a_place_too(
    shared: SharedGym, crowd: Crowd, members: list[UUID], level: psycopg.IsolationLevel
) -> None:
    crowd.isolation(level)
    trainer = shared.gym.trainer(limit=5).trainer_id
    paused = _give(shared.gym, members, trainer, "paused")
    assert _loads(shared.gym, trainer) == (0, 0)
    resume = "UPDATE public.trainer_assignments SET status = 'active' WHERE id = %s AND status = 'paused'"
    ended = crowd.all_at_once([(resume, (id,)) for id in paused])
    counter, counted = _loads(shared.gym, trainer)
    assert counter == counted <= 5
    if level is psycopg.IsolationLevel.READ_COMMITTED:
        assert ended == {"done": 5, "trainer_capacity": CONNECTIONS - 5}
        assert counter == 5
    _nobody_has_a_trainer(shared.gym)


def test_a_change_of_trainer_takes_a_place_and_gives_one_free(
    shared: SharedGym, crowd: Crowd, members: list[UUID]
) -> None:
    crowd.isolation(psycopg.IsolationLevel.READ_COMMITTED)
    old, new = shared.gym.trainer(limit=CONNECTIONS).trainer_id, shared.gym.trainer(limit=5).trainer_id
    active = _give(shared.gym, members, old, "active")
    move = "UPDATE public.trainer_assignments SET trainer_id = %s WHERE id = %s"
    ended = crowd.all_at_once([(move, (new, id)) for id in active])
    assert ended == {"done": 5, "trainer_capacity": CONNECTIONS - 5}
    assert _loads(shared.gym, old) == (CONNECTIONS - 5, CONNECTIONS - 5)
    assert _loads(shared.gym, new) == (5, 5)
    # Both ways at once: everybody locks in one order, so nobody is told to try again.
    back = [(move, (old, id)) for id in active[: CONNECTIONS // 2]]
    forth = [(move, (new, id)) for id in active[CONNECTIONS // 2 :]]
    ended = crowd.all_at_once([pair for both in zip(back, forth, strict=True) for pair in both])
    assert set(ended) <= {"done", "trainer_capacity"}
    for trainer, limit in ((old, CONNECTIONS), (new, 5)):
        counter, counted = _loads(shared.gym, trainer)
        assert counter == counted <= limit
    _nobody_has_a_trainer(shared.gym)


def test_a_trainer_is_not_switched_off_while_clients_arrive(
    shared: SharedGym, crowd: Crowd, members: list[UUID]
) -> None:
    crowd.isolation(psycopg.IsolationLevel.READ_COMMITTED)
    off = "UPDATE public.instructors SET is_personal_trainer = false WHERE id = %s"
    for _ in range(10):
        trainer = shared.gym.trainer(limit=CAP).trainer_id
        work: list[Work] = [(ASSIGN, (uuid4(), member, trainer)) for member in members]
        work[::8] = [(off, (trainer,))] * len(work[::8])
        crowd.all_at_once(work)
        counter, counted = _loads(shared.gym, trainer)
        active = shared.gym.one("SELECT is_personal_trainer FROM public.instructors WHERE id = :t", t=trainer)
        assert counter == counted
        assert active == (counter > 0)
        _nobody_has_a_trainer(shared.gym)


def test_a_limit_lowered_below_the_load_holds_new_ones_off_and_nothing_else(shared: SharedGym) -> None:
    gym = shared.gym
    trainer, members = gym.trainer(limit=3), [gym.member() for _ in range(4)]
    assignments = [gym.assignment(member, trainer) for member in members[:3]]
    desk = gym.services(gym.admin())
    assert trainer.trainer_id
    gym.one("UPDATE public.instructors SET max_clients = 1 WHERE id = :t RETURNING 1", t=trainer.trainer_id)
    row = next(r for r in desk.trainers.roster() if r.id == trainer.trainer_id)
    assert (row.active_clients, row.max_clients) == (3, 1)
    assert gym.one("SELECT public.is_trainer_at_capacity(:t)", t=trainer.trainer_id) is True
    for place_freed in assignments[:2]:
        with pytest.raises(UserError) as refused:
            desk.assignments.assign(
                NewAssignment(uuid4(), members[3].id, trainer.trainer_id, desk.gym.today())
            )
        assert refused.value.code == "trainer_capacity"
        gym.one(
            "UPDATE public.trainer_assignments SET status = 'completed' WHERE id = :a RETURNING 1",
            a=place_freed,
        )
    gym.one("DELETE FROM public.trainer_assignments WHERE id = :a RETURNING 1", a=assignments[2])
    desk.assignments.assign(NewAssignment(uuid4(), members[3].id, trainer.trainer_id, desk.gym.today()))
    assert _loads(gym, trainer.trainer_id) == (1, 1)


def test_the_counter_agrees_with_a_model(shared: SharedGym, raw: Callable[..., psycopg.Connection]) -> None:
    """Four hundred random steps; a model in plain Python says before each what has to come of it."""
    gym = shared.gym
    chance = random.Random(20_260_105)
    connection = raw()
    connection.execute("SELECT set_config('gym.token', %s, false)", [gym.session(gym.admin()).token])
    people = [gym.member().id for _ in range(4)]
    limits = {t: n for n in (0, 1, 2, 3) if (t := gym.trainer(limit=n).trainer_id)}
    model: dict[UUID, tuple[UUID, UUID, str]] = {}  # assignment -> member, trainer, status

    def load(trainer: UUID) -> int:
        return sum(t == trainer and s == "active" for _, t, s in model.values())

    def expected(assignment: UUID, member: UUID, trainer: UUID, status: str) -> str:
        old = model.get(assignment)
        if old and old[2] == "completed" and status != "completed":
            return "assignment_completed_final"
        if status != "active":
            return "done"
        if any(m == member and s == "active" and a != assignment for a, (m, _, s) in model.items()):
            return "unique_active_assignment"
        takes = old is None or old[2] != "active" or old[1] != trainer
        return "trainer_capacity" if takes and load(trainer) >= limits[trainer] else "done"

    outcomes: Counter[str] = Counter()
    for _ in range(400):
        trainer = chance.choice(list(limits))
        status = chance.choice(["active"] * 4 + ["paused"] * 2 + ["completed"])
        step = chance.choice(["insert", "insert", "update", "update", "delete", "limit"])
        if step == "limit":
            limits[trainer] = chance.randrange(4)
            sql = "UPDATE public.instructors SET max_clients = %s WHERE id = %s"
            connection.execute(sql, [limits[trainer], trainer])
        elif step == "insert" or not model:
            id, member = uuid4(), chance.choice(people)
            want = expected(id, member, trainer, status)
            got = _outcome(
                connection,
                "INSERT INTO public.trainer_assignments (id, member_id, trainer_id, status, start_date)"
                " VALUES (%s, %s, %s, %s, '2026-01-05')",
                [id, member, trainer, status],
            )
            assert got == want
            outcomes[got] += 1
            if got == "done":
                model[id] = (member, trainer, status)
        elif step == "update":
            id = chance.choice(list(model))
            member = model[id][0]
            want = expected(id, member, trainer, status)
            got = _outcome(
                connection,
                "UPDATE public.trainer_assignments SET trainer_id = %s, status = %s WHERE id = %s",
                [trainer, status, id],
            )
            assert got == want
            outcomes[got] += 1
            if got == "done":
                model[id] = (member, trainer, status)
        else:
            id = chance.choice(list(model))
            connection.execute("DELETE FROM public.trainer_assignments WHERE id = %s", [id])
            del model[id]
        for one in limits:
            assert _loads(gym, one) == (load(one), load(one))
    assert min(outcomes[o] for o in ("done", "trainer_capacity", "unique_active_assignment")) > 10, outcomes


def _outcome(connection: psycopg.Connection, sql: str, values: list[object]) -> str:
    try:
        connection.execute(sql, values)
    except psycopg.IntegrityError as error:
        return error.diag.constraint_name or ""
    return "done"
