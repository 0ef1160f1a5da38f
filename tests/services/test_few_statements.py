"""One screen, one query: what a page asks does not grow with what it shows, and the search goes by its index."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest
from sqlalchemy import event, text

from gymtrainer_desktop.domain.audit import AuditQuery
from gymtrainer_desktop.domain.people import MemberQuery
from gymtrainer_desktop.domain.persons import PersonQuery
from gymtrainer_desktop.domain.waitlist import NewWaiting
from gymtrainer_desktop.services.gym_services import GymServices
from tests.factories import Gym

# The first statement of each transaction says whose it is.
IDENTITY = 1


@contextmanager
def statements(gym: Gym) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(gym.station.engine, "before_cursor_execute", note)
    yield seen
    event.remove(gym.station.engine, "before_cursor_execute", note)


def fill(gym: Gym, desk: GymServices) -> None:
    busy, full = gym.trainer("Busy"), gym.trainer("Full", limit=0)
    for n in range(6):
        member = gym.member(f"Member {n}")
        gym.log(member, None)
        if n % 2:
            gym.plan(gym.assignment(member, busy))
        else:
            entry = desk.waitlist.add(NewWaiting(uuid4(), member.id, full.trainer_id))
            gym.services(full).waitlist.request(uuid4(), entry.id)


@pytest.mark.parametrize(
    ("most", "ask"),
    [
        (1, lambda s, gym: s.people.members(MemberQuery())),
        (1, lambda s, gym: s.people.members(MemberQuery("member"))),
        (1, lambda s, gym: s.people.counts()),
        (1, lambda s, gym: s.people.ids(MemberQuery())),
        (1, lambda s, gym: s.persons.page(PersonQuery())),
        (1, lambda s, gym: s.waitlist.entries()),
        (2, lambda s, gym: s.audit.entries(AuditQuery())),
        (1, lambda s, gym: s.assignments.choices([gym.one("SELECT id FROM public.profiles LIMIT 1")])),
        (
            4,
            lambda s, gym: s.people.details(
                gym.one("SELECT member_id FROM public.trainer_assignments LIMIT 1")
            ),
        ),
        (
            2,
            lambda s, gym: s.bulk.plan(
                gym.owner.execute(text("SELECT id FROM public.profiles")).scalars().all(), []
            ),
        ),
        (
            1,
            lambda s, gym: s.handover.clients(
                gym.one("SELECT trainer_id FROM public.trainer_assignments LIMIT 1")
            ),
        ),
        (4, lambda s, gym: s.reports.ratio_history()),
        (4, lambda s, gym: s.reports.capacity()),
    ],
)
def test_a_screen_asks_little_however_much_there_is(
    gym: Gym, most: int, ask: Callable[[GymServices, Gym], object]
) -> None:
    desk = gym.services(gym.admin())
    fill(gym, desk)
    with statements(gym) as seen:
        ask(desk, gym)
    assert len(seen) - IDENTITY <= most, seen


def test_a_part_of_a_word_is_found_by_the_index(gym: Gym) -> None:
    gym.member("Sarah Nakamura")
    body = str(gym.one("SELECT prosrc FROM pg_proc WHERE proname = 'people_matching'"))
    condition = body[body.index("WHERE") : body.index("ELSE")].split(";")[0].replace("pattern", "'%akamu%'")
    gym.owner.execute(text("SET enable_seqscan = off"))  # with one row, reading all of them is always quicker
    rows = gym.owner.execute(text(f"EXPLAIN SELECT p.id FROM public.profiles p {condition}"))
    plan = "\n".join(str(row[0]) for row in rows)
    gym.owner.execute(text("RESET enable_seqscan"))
    assert "idx_profiles_search" in plan, plan
    assert [r.full_name for r in gym.services(gym.admin()).people.members(MemberQuery("akamu")).rows] == [
        "Sarah Nakamura"
    ]


def test_a_search_finds_only_whom_one_may_see(gym: Gym) -> None:
    john = gym.trainer("John Nakamura")
    own, other = gym.member("Sarah Nakamura"), gym.member("Tom Nakamura")
    gym.assignment(own, john)
    matching = "SELECT count(*) FROM public.people_matching('nakamura')"

    def seen(services: GymServices) -> int:
        with services.people._transaction() as connection:
            return int(connection.execute(text(matching)).scalar_one())

    assert seen(gym.services(gym.admin())) == 3
    assert seen(gym.services(john)) == 2
    assert seen(gym.services(other, "member")) == 1
    assert [h.name for h in gym.services(john).people.search("nakamura")] == [
        "John Nakamura",
        "Sarah Nakamura",
    ]
