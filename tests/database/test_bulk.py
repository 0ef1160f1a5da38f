"""Assigning many at once: all or nothing, with the reason for every line."""

from __future__ import annotations

import time
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from gymtrainer_desktop.database.engine import ANSWER_SECONDS, NOBODY, Identity
from tests.database.conftest import SharedGym
from tests.database.line import Act, Line, clear, news, refusal
from tests.factories import Gym, Person

BULK = (
    "SELECT line, member_id, trainer_id, assignment_id, problem FROM public.assign_members("
    "CAST(:ids AS uuid[]), CAST(:members AS uuid[]), CAST(:trainers AS uuid[]), CAST(:start AS date))"
)
Lines = list[tuple[Person, Person]]
NOT_THERE = Person(uuid4(), "", "", None, uuid4())


@pytest.fixture
def gym(shared: SharedGym) -> Gym:
    clear(shared.gym)
    return shared.gym


class Bulk:
    """One call with many lines."""

    def __init__(
        self, shared: SharedGym, desk: Identity, lines: Lines, ids: list[UUID] | None = None
    ) -> None:
        self.shared, self.desk, self.lines = shared, desk, lines
        self.ids = ids or [uuid4() for _ in lines]

    def go(self, start: object = None) -> list[tuple[int, UUID, UUID, UUID | None, str | None]]:
        with self.shared.desk.transaction(self.desk) as connection:
            rows = connection.execute(
                text(BULK),
                {
                    "ids": self.ids,
                    "members": [m.id for m, _ in self.lines],
                    "trainers": [t.trainer_id for _, t in self.lines],
                    "start": start,
                },
            ).all()
        return [(r.line, r.member_id, r.trainer_id, r.assignment_id, r.problem) for r in rows]

    def done(self) -> list[tuple[int, UUID, UUID | None, UUID, None]]:
        """What comes back when all went well."""
        return [
            (n, m.id, t.trainer_id, id, None)
            for n, ((m, t), id) in enumerate(zip(self.lines, self.ids, strict=True), 1)
        ]


def _all(gym: Gym) -> object:
    return gym.one("SELECT count(*) FROM public.trainer_assignments")


def test_many_are_assigned_at_once(gym: Gym, shared: SharedGym, desk: Identity) -> None:
    a, b = gym.trainer(limit=2), gym.trainer(limit=3)
    lines = [(gym.member(), t) for t in (a, b, a, b, b)]
    bulk = Bulk(shared, desk, lines)
    before = _all(gym)
    assert bulk.go() == bulk.done()
    told = news(gym)
    assert [told[m.id] for m, _ in lines] == [["assigned"]] * 5
    assert (told[a.id], told[b.id]) == (["new_client"] * 2, ["new_client"] * 3)
    row = "SELECT start_date, assigned_by FROM public.trainer_assignments WHERE id = :id"
    starts = gym.owner.execute(text(row), {"id": bulk.ids[0]}).one()
    admin = gym.one("SELECT person_id FROM public.audit_log WHERE row_id = :id", id=bulk.ids[0])
    assert tuple(starts) == (gym.today, admin)
    # Sent again after a lost answer: the same answer, nothing new.
    assert bulk.go() == bulk.done()
    assert (_all(gym), news(gym)) == (before + 5, {})  # type: ignore[operator]
    assert gym.one("SELECT active_clients FROM public.instructors WHERE id = :t", t=b.trainer_id) == 3


def test_a_day_to_begin(gym: Gym, shared: SharedGym, desk: Identity) -> None:
    bulk = Bulk(shared, desk, [(gym.member(), gym.trainer())])
    later = gym.today + timedelta(days=10)
    bulk.go(later)
    assert gym.one("SELECT start_date FROM public.trainer_assignments WHERE id = :i", i=bulk.ids[0]) == later


def test_one_line_that_cannot_be_stops_all_and_each_is_named(
    gym: Gym, shared: SharedGym, desk: Identity, act: Act
) -> None:
    free, two, off = gym.trainer(limit=9), gym.trainer(limit=2), gym.trainer()
    taken, gone, twice, waits = (gym.member() for _ in range(4))
    gym.assignment(taken, free)
    gym.one("UPDATE public.profiles SET is_active = false WHERE id = :m RETURNING 1", m=gone.id)
    gym.one(
        "UPDATE public.instructors SET is_personal_trainer = false WHERE id = :t RETURNING 1",
        t=off.trainer_id,
    )
    entry = Line(gym, act, desk).wait(waits, off)
    used = gym.assignment(gym.member(), free)
    wrong: list[tuple[Person, Person, str | None]] = [
        (gym.member(), free, None),
        (taken, free, "unique_active_assignment"),
        (gone, free, "assignment_member_active"),
        (gym.member(), off, "trainer_not_available"),
        (free, free, "assignment_not_oneself"),
        (twice, two, None),
        (twice, free, "unique_active_assignment"),
        (gym.member(), two, None),
        (gym.member(), two, "trainer_capacity"),
        (NOT_THERE, free, "trainer_assignments_member_id_fkey"),
        (gym.member(), NOT_THERE, "trainer_assignments_trainer_id_fkey"),
        (waits, free, None),
        (gym.member(), free, "trainer_assignments_pkey"),
    ]
    bulk = Bulk(shared, desk, [(m, t) for m, t, _ in wrong])
    bulk.ids[-1] = used
    before = (_all(gym), news(gym))
    expected = [
        (n, m.id, t.trainer_id, None, problem) for n, (m, t, problem) in enumerate(wrong, 1) if problem
    ]
    assert bulk.go() == expected
    assert (_all(gym), news(gym)) == (before[0], {})
    assert gym.one("SELECT status FROM public.trainer_waitlist WHERE id = :e", e=entry) == "waiting"
    assert gym.one("SELECT active_clients FROM public.instructors WHERE id = :t", t=two.trainer_id) == 0
    # What was not the matter goes through, with the same keys.
    good = [n for n, (_, _, problem) in enumerate(wrong) if problem is None]
    rest = Bulk(shared, desk, [bulk.lines[n] for n in good], [bulk.ids[n] for n in good])
    assert rest.go() == rest.done()
    assert gym.one("SELECT status FROM public.trainer_waitlist WHERE id = :e", e=entry) == "assigned"


def test_a_call_that_was_cut_off_is_finished_by_the_next(gym: Gym, shared: SharedGym, desk: Identity) -> None:
    trainer = gym.trainer(limit=4)
    bulk = Bulk(shared, desk, [(gym.member(), trainer) for _ in range(4)])
    half = Bulk(shared, desk, bulk.lines[:2], bulk.ids[:2])
    half.go()
    assert bulk.go() == bulk.done()


def test_five_hundred_lines_within_one_answer(gym: Gym, shared: SharedGym, desk: Identity) -> None:
    gym.owner.execute(
        text(
            "INSERT INTO public.profiles (full_name, member_number)"
            " SELECT 'Member ' || n, 'B' || n FROM generate_series(1, 500) n"
        )
    )
    ids = gym.owner.execute(text("SELECT id FROM public.profiles WHERE member_number ~ '^B'")).scalars().all()
    trainers = [gym.trainer(limit=50) for _ in range(10)]
    bulk = Bulk(shared, desk, [(Person(m, "", "", None), trainers[n % 10]) for n, m in enumerate(ids)])
    start = time.perf_counter()
    answer = bulk.go()
    took = time.perf_counter() - start
    assert answer == bulk.done()
    assert took < ANSWER_SECONDS, f"{took:.1f} s"
    loads = gym.owner.execute(
        text("SELECT active_clients FROM public.instructors WHERE id = ANY (:t)"),
        {"t": [t.trainer_id for t in trainers]},
    ).scalars()
    assert list(loads) == [50] * 10


def test_lines_that_do_not_match_are_refused(gym: Gym, desk: Identity, act: Act) -> None:
    member, trainer = gym.member(), gym.trainer()
    one = {"ids": [uuid4()], "members": [member.id], "trainers": [trainer.trainer_id], "start": None}
    for missing in ("ids", "members", "trainers"):
        for instead in ([], None):
            assert refusal(act, desk, BULK, **{**one, missing: instead}) == "bulk_lines"
    assert act(desk, BULK, ids=[], members=[], trainers=[], start=None) is None


def test_only_admins_assign_in_bulk(gym: Gym, act: Act) -> None:
    member, trainer = gym.member(), gym.trainer()
    one = {"ids": [uuid4()], "members": [member.id], "trainers": [trainer.trainer_id], "start": None}
    for who in (gym.session(member, "member"), gym.session(trainer), NOBODY):
        assert refusal(act, who, BULK, **one) == "admin_only"
