"""SQL in the arguments of everything a station may call, and a member session of somebody who is more."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

import psycopg
import pytest
from sqlalchemy import text

from gymtrainer_desktop.database.engine import Identity
from tests.database.conftest import SharedGym
from tests.database.matrix import ACTORS
from tests.database.world import World

Raw = Callable[..., psycopg.Connection]

HOSTILE = (
    "'; DROP TABLE public.canary; --",
    "x'; UPDATE public.profiles SET is_admin = true; --",
    "') RETURNING pg_sleep(60) --",
    '"; DROP TABLE public.canary; --',
    "$$; DROP TABLE public.canary; $$",
    "\\'; DROP TABLE public.canary; --",
    "{1,2}'; DELETE FROM public.canary; --",
    "public.canary",
    "auth.attempts_unknown_0",
    "pg_catalog.pg_authid",
    "%I %L %s",
    "\\x27",
    "1 OR 1=1",
    "' UNION SELECT token_hash::text FROM auth.sessions --",
    '{"$ne": null}',
    "ʼ；DROP TABLE public.canary；--",
)
# Refusals of data (22), of rules (23), of rights, and of what is no name. Anything else, a syntax error or a
# table that does not exist above all, would mean that the text was read as SQL.
ORDINARY = ("22", "23", "42501", "42602")
TEXT_TYPES = ("text", "uuid", "json", "jsonb", "text[]", "uuid[]", "regclass", "character varying")

Function = tuple[str, str, list[str]]


def _functions(shared: SharedGym) -> list[Function]:
    """What a staff station or a kiosk may call: schema and name, volatility, types of the arguments."""
    rows = (
        shared.superuser()
        .execute(
            "SELECT n.nspname || '.' || p.proname, p.provolatile::text,"
            " (SELECT array_agg(t::regtype::text ORDER BY o) FROM unnest(p.proargtypes) WITH ORDINALITY a(t, o))"
            " FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
            " WHERE n.nspname IN ('public', 'auth') AND p.prokind = 'f' AND p.prorettype <> 'trigger'::regtype"
            " AND (has_function_privilege('gym_client', p.oid, 'EXECUTE')"
            "   OR has_function_privilege('gym_staff', p.oid, 'EXECUTE')) ORDER BY 1, 2"
        )
        .fetchall()
    )
    return [(name, volatile, list(types or [])) for name, volatile, types in rows]


def _plausible(type_: str, somebody: UUID) -> object:
    """A value that gets past the type, so that the function comes to the hostile one."""
    values: dict[str, object] = {
        "text": "pin",
        "text[]": ["pin"],
        "uuid": somebody,
        "uuid[]": [somebody],
        "integer": 4,
        "jsonb": '[[4, "8", "60 kg"]]',
        "bytea": b"too short",
        "date": "2026-01-05",
        "boolean": True,
        "timestamp with time zone": "2026-01-05",
    }
    return values[type_]


def _call(name: str, types: list[str]) -> str:
    return f"SELECT * FROM {name}({', '.join(f'%s::{t}' for t in types)})"


def _everything(shared: SharedGym) -> dict[str, object]:
    """A fingerprint of every row, and of everything there is."""
    superuser = shared.superuser()
    tables = superuser.execute(
        "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE c.relkind = 'r' AND n.nspname IN ('public', 'auth') ORDER BY 1"
    ).fetchall()
    seen: dict[str, object] = {}
    for (table,) in tables:
        # Table names come from the catalogue, quoted by it.
        rows = f"SELECT count(*), md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {table} t"
        seen[table] = superuser.execute(rows.encode()).fetchone()
    for catalogue in ("pg_class", "pg_proc", "pg_roles", "pg_policy", "pg_trigger", "pg_constraint"):
        counted = f"SELECT count(*) FROM pg_catalog.{catalogue}"
        seen[catalogue] = superuser.execute(counted.encode()).fetchone()
    superuser.close()
    return seen


def _forget_tries(shared: SharedGym) -> None:
    """Set the counters of failed sign-ins back, so that every call gets as far as the comparing."""
    shared.gym.one(
        "SELECT count(setval(c.oid, 0)) FROM pg_class c WHERE c.relkind = 'S' AND c.relnamespace = 'auth'::regnamespace"
    )


@pytest.fixture(scope="module")
def world(shared: SharedGym) -> World:
    shared.gym.owner.execute(text("CREATE TABLE public.canary (sings boolean)"))
    shared.gym.owner.execute(text("INSERT INTO public.canary VALUES (true)"))
    return World(shared.gym)


def test_sql_in_arguments_stays_text(shared: SharedGym, world: World, raw: Raw) -> None:
    functions = [f for f in _functions(shared) if set(f[2]) & set(TEXT_TYPES)]
    assert len(functions) > 10
    for name, _, types in functions:
        assert all(_plausible(t, world.mara.id) is not None for t in types), name
    before = _everything(shared)
    called = 0
    for actor, station in ACTORS.items():
        _forget_tries(shared)
        connection = raw(station)
        connection.execute("SELECT set_config('gym.token', %s, false)", [world.sessions[actor].token])
        for name, volatile, types in functions:
            # What writes is asked about somebody who does not exist, else it might rightly do it.
            somebody = world.mara.id if volatile != "v" else uuid4()
            for place, type_ in enumerate(types):
                if type_ not in TEXT_TYPES:
                    continue
                for hostile in HOSTILE:
                    values = [_plausible(t, somebody) for t in types]
                    values[place] = [hostile] if type_ == "text[]" else hostile
                    called += 1
                    try:
                        connection.execute(_call(name, types), values).fetchall()
                    except psycopg.Error as error:
                        assert (error.sqlstate or "").startswith(ORDINARY), f"{actor}: {name}({hostile})"
    assert called > 1_000
    assert _everything(shared) == before
    assert shared.gym.one("SELECT sings FROM public.canary") is True


def test_an_admin_names_a_sign_in_with_sql(shared: SharedGym, world: World, raw: Raw) -> None:
    """`set_credential` makes a sequence named after its arguments: for whoever may call it, too, that is a name."""
    before = _everything(shared)
    connection = raw("station_desk")
    connection.execute("SELECT set_config('gym.token', %s, false)", [world.sessions["admin"].token])
    statement = "SELECT auth.set_credential(%s, %s, %s, 3, 65536, 4, %s)"
    for kind in (*HOSTILE, "PIN", "pin ", "", "x" * 100):
        with pytest.raises(psycopg.Error) as refused:
            connection.execute(statement, [world.mara.id, kind, b"s" * 16, b"p" * 32])
        # Refused as a kind, or as the name of a sequence: of no form, or of another database.
        assert (refused.value.sqlstate or "").startswith((*ORDINARY, "0A000")), kind
    assert _everything(shared) == before
    connection.execute(statement, [world.nils.id, "pin", b"s" * 16, b"p" * 32])
    after = _everything(shared)
    changed = {what for what in after if after[what] != before[what]}
    assert changed == {"auth.credentials", "auth.sessions", "pg_class"}, (
        "the call itself works: credential, sequence"
    )


@pytest.fixture(scope="module")
def boss(shared: SharedGym, world: World) -> dict[str, Identity]:
    """An admin who trains members and is one: signed in as staff, and as a member, and a plain member."""
    gym = shared.gym
    person = gym.person("Boss", admin=True)
    trainer = gym.one(
        "INSERT INTO public.instructors (user_id, name, is_personal_trainer) VALUES (:p, 'Boss', true) RETURNING id",
        p=person.id,
    )
    client = gym.member("Client")
    gym.one(
        "INSERT INTO public.trainer_assignments (member_id, trainer_id, start_date) VALUES (:m, :t, '2026-01-05')"
        " RETURNING id",
        m=client.id,
        t=trainer,
    )
    return {
        "staff": gym.session(person),
        "member": gym.session(person, "member"),
        "nobody in particular": gym.session(gym.member("Plain"), "member"),
    }


# What says who one is, is about oneself, or tells the time: these rightly differ between two people.
ABOUT_ONESELF = {"auth.uid", "auth.whoami", "auth.touch", "auth.sign_out", "auth.correctable_since"}


def _answer(connection: psycopg.Connection, token: str, call: str, values: list[object]) -> object:
    """What a function answers, or how it refuses; taken back."""
    connection.execute("SELECT set_config('gym.token', %s, true)", [token])
    try:
        return connection.execute(call, values).fetchall()
    except psycopg.Error as error:
        return (error.sqlstate, error.diag.constraint_name)
    finally:
        connection.rollback()


def test_a_member_session_of_an_admin_who_trains_calls_what_any_member_calls(
    shared: SharedGym, world: World, raw: Raw, boss: dict[str, Identity]
) -> None:
    connection = raw("station_desk", autocommit=False)
    assignment = world.row("trainer_assignments", "now")[1]["assignment"]
    staff_only = set()
    walked = 0
    for name, _, types in _functions(shared):
        if name in ABOUT_ONESELF or name.startswith(("auth.sign_in", "auth.check_staff")):
            continue
        for somebody in (world.mara.id, world.tess.trainer_id, assignment):
            assert somebody is not None
            values = [_plausible(t, somebody) for t in types]
            if name == "auth.set_credential":
                values[2], values[4], values[6] = b"s" * 16, 65536, b"p" * 32
            call = _call(name, types)
            answers = {who: _answer(connection, id.token, call, values) for who, id in boss.items()}
            assert answers["member"] == answers["nobody in particular"], f"{name}: {answers}"
            walked += 1
            if answers["staff"] != answers["member"]:
                staff_only.add(name)
    assert walked > 60
    assert {
        "auth.is_admin",
        "auth.trainer_id",
        "auth.client_ids",
        "auth.writable_assignment_ids",
        "auth.set_credential",
        "public.complete_expired_plans",
        "public.get_trainer_client_count",
        "public.get_member_active_trainer",
    } <= staff_only, "as staff the same person is answered otherwise"
