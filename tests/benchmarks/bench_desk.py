"""The front desk with 100,000 members: searching, paging, and 5,000 assignments at one press of a button.

Run by `make bench`, never by `make test`: nothing here fails for being slow.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, event, text

from gymtrainer_desktop.database.engine import Database
from gymtrainer_desktop.domain.audit import AuditQuery
from gymtrainer_desktop.domain.errors import Unavailable
from gymtrainer_desktop.domain.exports import ExportKind
from gymtrainer_desktop.domain.people import MemberFilter, MemberQuery, MemberSort
from gymtrainer_desktop.domain.persons import PersonQuery
from gymtrainer_desktop.services.gym_services import GymServices
from tests.benchmarks.bench_pages import median_ms
from tests.conftest import Server
from tests.factories import Gym

MEMBERS = 100_000
TRAINERS = 300
CLIENTS = 6_000
BULK = 5_000

_FILL = (
    """
    INSERT INTO public.profiles (id, full_name, email, member_number, phone, joined_on)
    SELECT gen_random_uuid(), (ARRAY['Sarah','Tom','Léa','Jürgen','Aoife','Omar','Maya','Noah','Zoë','Piotr'])[n % 10 + 1]
        || ' ' || (ARRAY['Johnson','Müller','Baker','Nakamura','O''Brien','García','Kowalski','Smith','Lindqvist'])[n % 9 + 1]
        || chr(97 + n % 26) || ' ' || n, 'm' || n || '@members.test', lpad(n::text, 6, '0'),
        '+49 171 ' || n, CURRENT_DATE - n % 2000
    FROM generate_series(1, :members) n
    """,
    """
    INSERT INTO public.instructors (id, name, is_personal_trainer, max_clients, specializations)
    SELECT gen_random_uuid(), 'Trainer ' || n, true, 500, ARRAY[(ARRAY['Strength','Yoga','Boxing'])[n % 3 + 1]]
    FROM generate_series(1, :trainers) n
    """,
    """
    INSERT INTO public.trainer_assignments (id, member_id, trainer_id, status, start_date)
    SELECT gen_random_uuid(), m.id, t.id, CASE WHEN m.n % 20 = 0 THEN 'paused' ELSE 'active' END, CURRENT_DATE - 60
    FROM (SELECT id, row_number() OVER (ORDER BY member_number) AS n FROM public.profiles WHERE member_number IS NOT NULL) m
    JOIN (SELECT id, row_number() OVER (ORDER BY name) - 1 AS n FROM public.instructors) t ON t.n = m.n % :trainers
    WHERE m.n <= :clients
    """,
    """
    INSERT INTO public.workout_plans (id, assignment_id, title, goals, duration_weeks, starts_on, created_by)
    SELECT gen_random_uuid(), a.id, 'Strength', 'get strong', 12, CURRENT_DATE - 30, a.trainer_id
    FROM public.trainer_assignments a
    """,
    """
    INSERT INTO public.workout_exercises (plan_id, day_of_week, exercise_name, sets, reps, weight, valid_from)
    SELECT p.id, d, 'Bench press', 3, '8', '60 kg', p.starts_on
    FROM public.workout_plans p, unnest(ARRAY['Monday', 'Wednesday', 'Friday']) d
    """,
    """
    INSERT INTO public.workout_progress (id, exercise_id, member_id, exercise_name, completed_at, completed_on, sets_completed)
    SELECT gen_random_uuid(), NULL, a.member_id, 'Bench press', now() - make_interval(days => g * 3), CURRENT_DATE - g * 3, 3
    FROM (SELECT member_id, row_number() OVER () AS n FROM public.trainer_assignments) a, generate_series(1, 5) g
    WHERE a.n % 3 > 0
    """,
    """
    INSERT INTO public.audit_log (person_id, station, table_name, row_id, operation, after)
    SELECT NULL, 'station_desk', 'profiles', p.id, 'INSERT', to_jsonb(p) - 'photo' - 'search' FROM public.profiles p
    """,
)


@pytest.fixture
def crowd(server: Server, database_name: str) -> Iterator[tuple[GymServices, Connection]]:
    engine = create_engine(server.migrator(database_name), isolation_level="AUTOCOMMIT")
    station = Database(server.station(database_name))
    with engine.connect() as owner:
        owner.execute(text("SET ROLE gym_owner"))
        tables = (
            "profiles",
            "instructors",
            "trainer_assignments",
            "workout_plans",
            "workout_exercises",
            "workout_progress",
        )
        for table in tables:
            owner.execute(text(f"ALTER TABLE public.{table} DISABLE TRIGGER USER"))
        sizes = {"members": MEMBERS, "trainers": TRAINERS, "clients": CLIENTS}
        for statement in _FILL:
            used = {k: v for k, v in sizes.items() if f":{k}" in statement}
            owner.execute(text(statement), used)
        owner.execute(
            text(
                "UPDATE public.instructors i SET active_clients = (SELECT count(*) FROM public.trainer_assignments a"
                " WHERE a.trainer_id = i.id AND a.status = 'active')"
            )
        )
        for table in tables:
            owner.execute(text(f"ALTER TABLE public.{table} ENABLE TRIGGER USER"))
        owner.execute(text("VACUUM ANALYZE"))
        gym = Gym(owner, station)
        yield gym.services(gym.admin("Rosa Delgado")), owner
    station.dispose()
    engine.dispose()


def test_desk(crowd: tuple[GymServices, Connection], tmp_path: Path) -> None:
    desk, owner = crowd
    nothing = median_ms(desk.gym.today)
    sys.stdout.write(f"\n{MEMBERS:,} members; empty round trip with identity: {nothing:.1f} ms\n")
    middle = owner.execute(
        text(
            "SELECT public.search_key(full_name) AS name, id FROM public.profiles ORDER BY 1, 2"
            f" OFFSET {MEMBERS // 2} LIMIT 1"
        )
    ).one()
    deep = (middle.name, middle.id)
    member = desk.people.members(MemberQuery("000777")).rows[0]
    today = desk.gym.today()
    asks: dict[str, Callable[[], object]] = {
        "members, first page": lambda: desk.people.members(MemberQuery()),
        "members, page 500": lambda: desk.people.members(MemberQuery(after=deep)),
        "members, part of a word": lambda: desk.people.members(MemberQuery("akamu")),
        "members, one name": lambda: desk.people.members(MemberQuery("lea garciac 1022")),
        "members, a number": lambda: desk.people.members(MemberQuery("012345")),
        "members, nobody": lambda: desk.people.members(MemberQuery("xyzzy")),
        "members, two letters": lambda: desk.people.members(MemberQuery("an")),
        "members, by number": lambda: desk.people.members(MemberQuery(sort=MemberSort.NUMBER)),
        "members, by trainer": lambda: desk.people.members(MemberQuery(sort=MemberSort.TRAINER)),
        "members, by last workout": lambda: desk.people.members(
            MemberQuery(sort=MemberSort.LAST_WORKOUT, descending=True)
        ),
        "members, by joined": lambda: desk.people.members(
            MemberQuery(sort=MemberSort.JOINED, descending=True)
        ),
        "members, no trainer": lambda: desk.people.members(MemberQuery(filter=MemberFilter.NO_TRAINER)),
        "members, paused": lambda: desk.people.members(MemberQuery(filter=MemberFilter.PAUSED)),
        "members, quiet": lambda: desk.people.members(MemberQuery(filter=MemberFilter.QUIET)),
        "counts": desk.people.counts,
        "counts, part of a word": lambda: desk.people.counts("akamu"),
        "all 10,000 ids": lambda: desk.people.ids(MemberQuery()),
        "side panel": lambda: desk.people.details(member.id),
        "search with Ctrl+K": lambda: desk.people.search("akamu"),
        "next number": desk.people.next_member_number,
        "people and roles": lambda: desk.persons.page(PersonQuery()),
        "people and roles, search": lambda: desk.persons.page(PersonQuery("akamu")),
        "overview": desk.trainers.overview,
        "trainer choices": lambda: desk.assignments.choices([member.id]),
        "waiting list": desk.waitlist.entries,
        "audit trail": lambda: desk.audit.entries(AuditQuery()),
        "audit trail, a name": lambda: desk.audit.entries(AuditQuery("lea garciac 1022")),
        "audit trail, about one": lambda: desk.audit.entries(AuditQuery(about_id=member.id)),
        "ratio over 26 weeks": desk.reports.ratio_history,
        "capacity": desk.reports.capacity,
        "trainer load": lambda: desk.reports.trainer_load(today - timedelta(days=30), today),
        "adherence": lambda: desk.reports.adherence(today - timedelta(days=30), today),
        "month": lambda: desk.reports.month(today.year, today.month),
    }
    for name, act in asks.items():
        try:
            took = median_ms(act)
        except Unavailable as slow:
            sys.stdout.write(f"{name:28} {slow.message}\n")
            continue
        sys.stdout.write(f"{name:28} {took:8.1f} ms   {took / nothing:7.1f} ×\n")
    begun = time.perf_counter()
    rows = desk.exports.table_csv(ExportKind.MEMBERS, tmp_path / "members.csv")
    sys.stdout.write(f"CSV of {rows:,} members: {time.perf_counter() - begun:.1f} s\n")


def test_bulk(crowd: tuple[GymServices, Connection]) -> None:
    desk, owner = crowd
    members = desk.people.ids(MemberQuery(filter=MemberFilter.NO_TRAINER), BULK)
    trainers = list(owner.execute(text("SELECT id FROM public.instructors LIMIT 60")).scalars())
    times = {}

    def timed(name: str, act: Callable[[], object]) -> object:
        begun = time.perf_counter()
        result = act()
        times[name] = time.perf_counter() - begun
        return result

    plan = desk.bulk.plan(members, trainers)
    timed("plan", lambda: desk.bulk.plan(members, trainers))
    start = desk.gym.today()
    result = desk.bulk.assign
    timed("assign", lambda: result(plan.ready, start))
    timed("the same again", lambda: result(plan.ready, start))
    timed("undo", lambda: desk.bulk.undo([line.id for line in plan.ready]))
    sys.stdout.write(f"\nbulk of {len(plan.ready):,} of {MEMBERS:,}: ")
    sys.stdout.write(", ".join(f"{name} {seconds:.1f} s" for name, seconds in times.items()) + "\n")


def test_explain(crowd: tuple[GymServices, Connection], monkeypatch: pytest.MonkeyPatch) -> None:
    """The search for a part of a word goes by the trigram index, the first page by the index of names."""
    desk, owner = crowd
    plan = "\n".join(
        owner.execute(
            text(
                "EXPLAIN SELECT p.id FROM public.profiles p WHERE p.search LIKE '%' || public.search_key('akamu') || '%'"
            )
        ).scalars()
    )
    sys.stdout.write(f"\n{plan}\n")
    seen: list[str] = []
    engine = desk._database.engine
    event.listen(engine, "before_cursor_execute", lambda _c, _k, statement, *_: seen.append(statement))
    desk.people.members(MemberQuery("akamu"))
    sys.stdout.write(f"statements of one page: {len(seen)}\n")
