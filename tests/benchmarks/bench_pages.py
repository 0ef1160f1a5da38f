"""How long the queries behind the pages take on a demo gym, as multiples of an empty round trip.

Run by `make bench`, never by `make test`: nothing here fails for being slow.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import text

from gymtrainer_desktop.database.engine import Database
from gymtrainer_desktop.domain.people import MemberFilter, MemberQuery, MemberSort, Role
from gymtrainer_desktop.services.demo import DemoGym, fill_demo_gym
from gymtrainer_desktop.services.gym_services import GymServices
from gymtrainer_desktop.services.sign_in import SignInService
from tests.conftest import Server

ROUNDS = 15


def median_ms(act: Callable[[], object]) -> float:
    act()
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        act()
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


@pytest.fixture
def filled(server: Server, database_name: str) -> Iterator[tuple[DemoGym, Database]]:
    from sqlalchemy import create_engine

    engine = create_engine(server.migrator(database_name))
    with engine.begin() as connection:
        connection.execute(text("SET ROLE gym_owner"))
        connection.execute(text("DELETE FROM public.gym_settings"))
        demo = fill_demo_gym(connection)
    engine.dispose()
    database = Database(server.station(database_name))
    yield demo, database
    database.dispose()


def test_pages(filled: tuple[DemoGym, Database]) -> None:
    demo, database = filled
    door = SignInService(database)
    first = {role: next(s for s in demo.sign_ins if s.role is role) for role in Role}
    admin: GymServices = door.sign_in(first[Role.ADMIN].login, first[Role.ADMIN].secret)
    trainer = door.sign_in(first[Role.TRAINER].login, first[Role.TRAINER].secret)
    member = door.sign_in_member(first[Role.MEMBER].login, first[Role.MEMBER].secret)
    me = member.person.person_id
    favourite = member.progress.exercises(me)[0].name
    nothing = median_ms(admin.gym.today)
    sys.stdout.write(f"\nempty round trip with identity: {nothing:.1f} ms\n")
    pages: dict[str, Callable[[], object]] = {
        "overview": admin.trainers.overview,
        "members, by name": lambda: admin.people.members(MemberQuery()),
        "members, by last workout": lambda: admin.people.members(
            MemberQuery(sort=MemberSort.LAST_WORKOUT, descending=True)
        ),
        "members, quiet": lambda: admin.people.members(MemberQuery(filter=MemberFilter.QUIET)),
        "members, search": lambda: admin.people.members(MemberQuery("an")),
        "my clients": trainer.trainers.my_clients,
        "week of a plan": lambda: member.plans.week(me),
        "chart of an exercise": lambda: member.progress.exercise(me, favourite),
        "records": lambda: member.progress.records(me),
    }
    for name, act in pages.items():
        took = median_ms(act)
        sys.stdout.write(f"{name:28} {took:7.1f} ms   {took / nothing:5.1f} ×\n")
