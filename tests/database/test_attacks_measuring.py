"""What work tells: EXPLAIN, the server's statistics and its locks say nothing about rows that one may not see."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from sqlalchemy import text

from gymtrainer_desktop.database.identity import derive_proof
from tests.database.conftest import SharedGym
from tests.database.world import World
from tests.factories import CHEAP

Raw = Callable[..., psycopg.Connection]

IN = "SELECT * FROM auth.sign_in_member(%s, %s)"
WRONG = b"\0" * 32
EVERYWHERE = ("gym_settings", "stations", "alembic_version")
"""What a station reads before anybody signs in."""


@pytest.fixture(scope="module")
def world(shared: SharedGym) -> World:
    """The gym of the matrix among five hundred others, so that searching is done by index."""
    world = World(shared.gym)
    shared.gym.owner.execute(
        text(
            "INSERT INTO public.profiles (full_name, member_number, email)"
            " SELECT 'Stranger ' || n, 'T' || n, 't' || n || '@gym.test' FROM generate_series(1, 500) n"
        )
    )
    shared.superuser().execute("VACUUM ANALYZE")
    return world


@pytest.fixture
def explained(raw: Raw) -> Iterator[Callable[..., dict[str, Any]]]:
    """Run a statement in a transaction that is taken back, and return its plan with what it cost."""
    connection = raw("station_kiosk", autocommit=False)

    def explain(statement: str, *values: object, token: str = "", read_only: bool = False) -> dict[str, Any]:
        if read_only:
            connection.execute("SET TRANSACTION READ ONLY")
        connection.execute("SELECT set_config('gym.token', %s, true)", [token])
        row = connection.execute(
            f"EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) {statement}".encode(), values
        ).fetchone()
        connection.rollback()
        assert row is not None
        plan: dict[str, Any] = row[0][0]["Plan"]
        return plan

    yield explain


def _pages(plan: dict[str, Any]) -> int:
    return sum(plan[f"Shared {kind} Blocks"] for kind in ("Hit", "Read", "Dirtied", "Written"))


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", ()):
        yield from _nodes(part)


def test_a_guess_that_cannot_be_counted_is_not_looked_at(
    shared: SharedGym, raw: Raw, explained: Callable[..., dict[str, Any]]
) -> None:
    """In a transaction that only reads, and on a copy of the server, the counters cannot move."""
    member = shared.gym.member()
    shared.gym.secret(member, "pin", "1357")
    salt = shared.gym.one("SELECT salt FROM auth.credentials WHERE profile_id = :p", p=member.id)
    assert isinstance(salt, bytes)
    right = derive_proof("1357", salt, CHEAP)
    guesses = (WRONG, right, b"\1" * 32)
    for guess in guesses * 3:  # catalogues are read, and plans made, once per connection
        explained(IN, member.member_number, guess, read_only=True)
    pages = {
        guess: min(_pages(explained(IN, member.member_number, guess, read_only=True)) for _ in range(3))
        for guess in guesses
    }
    assert len(set(pages.values())) == 1, pages
    reader = raw("station_kiosk", autocommit=False)
    for guess in guesses:
        reader.execute("SET TRANSACTION READ ONLY")
        assert reader.execute(IN, [member.member_number, guess]).fetchall() == [("locked", None, 1)]
        reader.rollback()
    row = reader.execute(IN, [member.member_number, right]).fetchone()
    assert row is not None and row[0] == "ok", "and where it can be counted it is looked at"


@pytest.mark.parametrize("actor", ["kiosk", "member"])
def test_searching_people_takes_the_same_work_whoever_is_there(
    world: World, explained: Callable[..., dict[str, Any]], actor: str
) -> None:
    token = world.sessions[actor].token
    search = "SELECT * FROM public.people_matching(%s)"
    for _ in range(6):  # plans and catalogues are made once per connection
        explained(search, "warm", token=token)
    found = {
        word: min(_pages(explained(search, word, token=token)) for _ in range(3))
        for word in ("stranger 123", "stranger", "nils", "@gym.test", "nobody of that name", "zzz")
    }
    assert len(set(found.values())) == 1, found
    admin = world.sessions["admin"]
    with world.gym.station.transaction(admin) as connection:
        count = connection.execute(text("SELECT count(*) FROM public.people_matching('stranger 12')"))
        assert count.scalar() == 11, "who may search finds"


@pytest.fixture(autouse=True, scope="module")
def _born(world: World) -> None:
    world.gym.one(
        "UPDATE public.profiles SET birth_date = '1990-05-06' WHERE id = :n RETURNING 1", n=world.nils.id
    )


def test_without_a_session_nothing_is_compared(
    world: World, explained: Callable[..., dict[str, Any]]
) -> None:
    """Numbers, days and ticks of people whose ids were heard: true or not, the same is asked afterwards."""
    id = world.nils.id
    for table, key, true, false in (
        ("profiles", id, "birth_date IS NULL", "birth_date IS NOT NULL"),
        ("profiles", id, "birth_date = '1990-05-06'", "birth_date > '1990-05-06'"),
        ("profiles", id, "is_active", "is_admin"),
        ("profiles", id, "version >= 1", "version < 1"),
        ("profiles", id, "NOT is_admin", "NOT is_active"),
        ("workout_sets", world.row("workout_progress", "others")[1]["row"], "reps >= 0", "reps < 0"),
        ("trainer_client_notes", world.row("trainer_client_notes", "others-private")[1]["row"], "is_private", "NOT is_private"),
        ("gym_settings", 1, "true", "true"),
    ):  # fmt: skip
        column = "progress_id" if table == "workout_sets" else "id"
        answers = [
            _asked(explained(f"SELECT 1 FROM public.{table} WHERE {column} = %s AND {condition}", key))
            for condition in (true, false)
        ]
        assert answers[0] == answers[1], (table, true)


def _asked(plan: dict[str, Any]) -> list[bool]:
    """Which of the questions that policies ask once were asked."""
    return [
        bool(node["Actual Loops"]) for node in _nodes(plan) if node.get("Parent Relationship") == "InitPlan"
    ]


# A text that one may not see, by the id that every station hears announced.
SECRETS = (
    ("profiles", "full_name", "Nils", "SELECT id FROM public.profiles WHERE full_name = 'Nils'"),
    ("trainer_client_notes", "note", None, "SELECT id FROM public.trainer_client_notes WHERE is_private LIMIT 1"),
    ("messages", "body", "Hello", "SELECT m.id FROM public.messages m JOIN public.trainer_assignments a"
     " ON a.id = m.assignment_id JOIN public.profiles p ON p.id = a.member_id WHERE p.full_name = 'Nils'"),
)  # fmt: skip


@pytest.mark.parametrize(("table", "column", "value", "find"), SECRETS, ids=[s[0] for s in SECRETS])
def test_texts_of_others_are_compared_with_nothing(
    world: World,
    explained: Callable[..., dict[str, Any]],
    table: str,
    column: str,
    value: str | None,
    find: str,
) -> None:
    """A member's session, too: whether a comparison was true must not show in what was asked after it."""
    id = world.gym.one(find)
    assert isinstance(id, UUID)
    value = value or str(world.gym.one(f"SELECT {column} FROM public.{table} WHERE id = :id", id=id))
    statement = f"SELECT 1 FROM public.{table} WHERE id = %s AND {column} {{}} %s"
    token = world.sessions["member"].token
    for comparison in ("=", "<", "<=", ">", ">=", "<>", "~<~", "LIKE", "^@", "= ANY (ARRAY[%s::text])", "::bpchar =",
                       "::name =", "::bytea ="):  # fmt: skip
        ask = statement.format(comparison) if "%s" not in comparison else (
            f"SELECT 1 FROM public.{table} WHERE id = %s AND {column} {comparison}")  # fmt: skip
        answers = {
            guess: _asked(explained(ask, id, guess, token=token)) for guess in ("", "M", value, value + "x")
        }
        assert len({tuple(asked) for asked in answers.values()}) == 1, (comparison, answers)


def test_planning_tells_nothing_of_what_texts_there_are(world: World, raw: Raw) -> None:
    """ANALYZE keeps samples of every column; what the planner guesses from them it shows in EXPLAIN."""
    kiosk = raw("station_kiosk")
    guessed = set()
    for word in ("Nils", "Stranger 250", "Nobody", "A", "Z"):
        row = kiosk.execute(
            b"EXPLAIN (FORMAT JSON) SELECT 1 FROM public.profiles WHERE full_name >= %s", [word]
        ).fetchone()
        assert row is not None
        guessed.add(tuple(node["Plan Rows"] for node in _nodes(row[0][0]["Plan"])))
    assert len(guessed) == 1, guessed


def test_the_server_s_own_figures_are_its_own(world: World, raw: Raw) -> None:
    """Whether a row was fetched, or whose counter is locked, says who is known; a station reads neither."""
    for station in ("station_kiosk", "station_desk"):
        connection = raw(station, autocommit=False)
        connection.execute(IN, [world.mara.member_number, WRONG])
        for view in (
            "pg_locks",
            "pg_stat_xact_all_tables",
            "pg_stat_all_tables",
            "pg_stat_all_indexes",
            "pg_statio_all_tables",
            "pg_statio_all_indexes",
            "pg_statio_all_sequences",
            "pg_stat_io",
            "pg_stat_database",
        ):
            connection.execute("SAVEPOINT s")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(f"SELECT * FROM {view}".encode())
            connection.execute("ROLLBACK TO SAVEPOINT s")
        left = connection.execute(
            "SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace"
            " AND (proname ~ '^pg_stat_get_.*(tuples|blocks|numscans|lastscan)' OR proname = 'pg_lock_status')"
            " AND has_function_privilege(oid, 'EXECUTE')"
        )
        assert left.fetchall() == []
        connection.rollback()


def test_one_log_in_is_one_however_it_is_written(shared: SharedGym, raw: Raw) -> None:
    """'ſ' is an 'S' in capitals, and 'ı' an 'I': who is known and who is not are asked alike for both."""
    member = shared.gym.member()
    shared.gym.one(
        "UPDATE public.profiles SET member_number = 'SIK-7' WHERE id = :p RETURNING 1", p=member.id
    )
    shared.gym.secret(member, "pin", "1357")
    kiosk = raw("station_kiosk")

    def salt(login: str) -> object:
        row = kiosk.execute("SELECT salt FROM auth.sign_in_challenge(%s)", [login]).fetchone()
        assert row is not None
        return row[0]

    for written, also, is_one in (
        ("SIK-{}", "ſık-{}", True),
        ("SIK-{}", "sik-{}", True),
        ("SIK-{}", " sIK-{} ", True),
        ("SIK-{}", "SI\u212a-{}", False),  # the sign of Kelvin, which has no other capital
        ("SIK-{}", "SÍK-{}", False),
    ):
        known, unknown = (salt(written.format(n)) == salt(also.format(n)) for n in (7, 8))
        assert known == unknown == is_one, also
    for _ in range(5):
        kiosk.execute(IN, ["ſIK-8", WRONG])
        kiosk.execute(IN, ["ſIK-7", WRONG])
    for number in ("SIK-7", "SIK-8"):
        row = kiosk.execute(IN, [number, WRONG]).fetchone()
        assert row is not None and row[0] == "locked", number


def test_ids_are_no_key_to_anything(world: World, raw: Raw) -> None:
    """Every station hears ids announced; what one can do with them is what the matrix says, whatever the statement."""
    kiosk = raw("station_kiosk", autocommit=False)
    world.bind(kiosk, "member")
    where, values = world.row("workout_progress", "others")
    mine = world.row("workout_progress", "now")[1]
    values = {**values, "mine": mine["member"]}
    for statement in (
        "MERGE INTO public.workout_progress w USING (SELECT 1) x ON w.id = %(row)s"
        " WHEN MATCHED THEN UPDATE SET rating = 1",
        "UPDATE public.workout_progress SET rating = 1 WHERE id = %(row)s RETURNING old.notes, new.notes",
        "SELECT 1 FROM public.workout_progress WHERE id = %(row)s FOR UPDATE",
        "INSERT INTO public.workout_progress (id, member_id, exercise_name) VALUES (%(row)s, %(mine)s, 'x')"
        " ON CONFLICT DO NOTHING RETURNING id",
        "WITH d AS (UPDATE public.workout_sets SET reps = 1 WHERE progress_id = %(row)s RETURNING 1) SELECT * FROM d",
    ):
        kiosk.execute("SAVEPOINT s")
        cursor = kiosk.execute(statement, values)
        assert cursor.rowcount == 0, statement
        kiosk.execute("ROLLBACK TO SAVEPOINT s")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        kiosk.execute(
            "INSERT INTO public.workout_progress (id, member_id, exercise_name) VALUES (%(row)s, %(mine)s, 'x')"
            " ON CONFLICT (id) DO UPDATE SET rating = 1",
            values,
        )
    assert where and uuid4()
