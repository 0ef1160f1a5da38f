"""How long the queries behind the pages take on a demo gym, as multiples of an empty round trip.

Run by `make bench`, never by `make test`: nothing here fails for being slow.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from sqlalchemy import text

from gymtrainer_desktop.database.engine import Database
from gymtrainer_desktop.domain.people import MemberFilter, MemberQuery, MemberSort, Role
from gymtrainer_desktop.domain.progress import LogQuery
from gymtrainer_desktop.services.demo import DemoGym, fill_demo_gym
from gymtrainer_desktop.services.gym_services import GymServices
from gymtrainer_desktop.services.sign_in import SignInService
from tests.conftest import Server
from tests.factories import Gym

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
        "progress, first page": lambda: member.progress.summary(me),
        "weeks and muscles": lambda: member.progress.weeks(me),
        "logs, a page": lambda: member.progress.logs(me),
    }
    for name, act in pages.items():
        took = median_ms(act)
        sys.stdout.write(f"{name:28} {took:7.1f} ms   {took / nothing:5.1f} ×\n")


def test_ten_years_of_one_member(gym: Gym) -> None:
    """2,080 sessions of one exercise among 10,400 logs with four sets each, 520 weeks."""
    member = gym.member("Veteran")
    gym.owner.execute(
        text(
            """
            WITH log AS (
                INSERT INTO public.workout_progress (member_id, exercise_name, completed_at, sets_completed, reps_completed,
                    weight_used, weight_unit, rating, logged_by)
                SELECT CAST(:member AS uuid), (ARRAY['Bench press', 'Back squat', 'Deadlift', 'Barbell row', 'Overhead press'])[n % 5 + 1],
                    now() - (n / 5 * interval '42 hours') - interval '1 day', 4, 5, 40 + (10400 - n) / 200.0, 'kg', n % 5 + 1,
                    CAST(:member AS uuid)
                FROM generate_series(0, 10399) n RETURNING id, member_id, weight_used)
            INSERT INTO public.workout_sets (progress_id, member_id, number, reps, weight, weight_unit)
            SELECT id, member_id, k, 4 + k, weight_used, 'kg' FROM log, generate_series(1, 4) k
            """
        ),
        {"member": member.id},
    )
    gym.owner.execute(text("ANALYZE public.workout_progress, public.workout_sets"))
    own, me = gym.services(member, "member"), member.id
    points = own.progress.exercise(me, "Bench press").points
    assert len(points) == 2080
    year = points[-1].on - timedelta(days=365)
    nothing = median_ms(own.gym.today)
    sys.stdout.write(f"\nten years, empty round trip {nothing:.1f} ms\n")
    for name, act in {
        "first page": lambda: own.progress.summary(me),
        "chart, everything": lambda: own.progress.exercise(me, "Bench press"),
        "chart, a year": lambda: own.progress.exercise(me, "Bench press", year),
        "logs of it, a page": lambda: own.progress.logs(me, LogQuery("Bench press")),
        "all logs, a page": lambda: own.progress.logs(me),
        "all records, a page": lambda: own.progress.logs(me, LogQuery(records=True)),
        "weeks, everything": lambda: own.progress.weeks(me),
        "weeks, a year": lambda: own.progress.weeks(me, year),
    }.items():
        took = median_ms(act)
        sys.stdout.write(f"{name:28} {took:7.1f} ms   {took / nothing:5.1f} ×\n")
