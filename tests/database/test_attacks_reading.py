"""A station's own login, used from psql: what it reads, hears and finds out."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import text

from gymtrainer_desktop.database.changes import ChangeListener
from gymtrainer_desktop.domain.changes import Change
from tests.database.conftest import SharedGym
from tests.database.test_changes import Ear
from tests.database.world import World

Raw = Callable[..., psycopg.Connection]

refused = psycopg.errors.InsufficientPrivilege


@pytest.fixture(scope="module")
def world(shared: SharedGym) -> World:
    return World(shared.gym)


# Before anybody is signed in: the gym's name, the version of the schema, and which station this is.
OPEN_TO_ALL = {"public.gym_settings": 1, "public.alembic_version": 1, "public.stations": 1}


def _relations(connection: psycopg.Connection, schemas: str) -> list[tuple[str, bool]]:
    return connection.execute(
        "SELECT format('%I.%I', n.nspname, c.relname), has_table_privilege(c.oid, 'SELECT')"
        " OR has_any_column_privilege(c.oid, 'SELECT')"
        " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        f" WHERE c.relkind IN ('r', 'v', 'm', 'p', 'f', 'S', 't') AND {schemas} ORDER BY 1"
    ).fetchall()


@pytest.mark.parametrize("token", ["", "0" * 64, "f" * 64])
def test_before_sign_in_there_is_nothing_to_read(world: World, raw: Raw, token: str) -> None:
    for station in ("station_kiosk", "station_desk"):
        connection = raw(station)
        connection.execute("SELECT set_config('gym.token', %s, false)", [token])
        seen = {}
        ours = "(n.nspname IN ('public', 'auth', 'extensions') OR n.nspname NOT LIKE 'pg\\_%%' AND n.nspname <> 'information_schema')"
        relations = _relations(connection, ours.replace("%%", "%"))
        assert len(relations) > 17 + 256
        for name, readable in relations:
            if readable:
                row = connection.execute(f"SELECT count(*) FROM {name}".encode()).fetchone()
                assert row is not None
                seen[name] = row[0]
            else:
                with pytest.raises(refused):
                    connection.execute(f"SELECT * FROM {name}".encode())
        assert {name: n for name, n in seen.items() if n} == OPEN_TO_ALL
        assert len(seen) > 12, "tables are granted; it is the policies that show nothing"


@pytest.mark.parametrize("actor", ["kiosk", "other-member", "admin-as-member"])
def test_no_view_of_the_server_shows_another_person(
    shared: SharedGym, world: World, raw: Raw, actor: str
) -> None:
    """A word that is in a name, a log-in, a note and a running statement: everything readable is searched for it."""
    word = f"Kanarienvogel{uuid4().hex[:8]}"
    person = shared.gym.person(word)
    shared.gym.owner.execute(
        text("UPDATE public.profiles SET email = :mail, phone = :word, member_number = :word WHERE id = :id"),
        {"mail": f"{word}@gym.test", "word": word, "id": person.id},
    )
    shared.gym.secret(person, "pin", word)
    shared.superuser().execute("ANALYZE public.profiles")
    busy = raw("station_room", autocommit=False)
    busy.execute(f"SELECT '{word}', pg_notify('{word.lower()}', '{word}')".encode())
    busy.execute(f"LISTEN {word.lower()}".encode())
    busy.execute(f"SET application_name = '{word[:40]}'".encode())
    connection = raw("station_kiosk", autocommit=False)
    searched = 0
    for name, _ in _relations(connection, "n.nspname <> 'pg_toast'"):
        cells = connection.execute(
            "SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
            " AND NOT attisdropped AND has_column_privilege(attrelid, attnum, 'SELECT')"
            # The name of a client program is shown to everybody by Postgres: it is ours, and says nothing.
            " AND attname <> 'application_name'",
            [name],
        ).fetchone()
        if cells is None or cells[0] is None:
            continue
        connection.execute("SELECT set_config('gym.token', %s, true)", [world.sessions[actor].token])
        try:
            found = connection.execute(f"SELECT ROW({cells[0]})::text FROM {name}".encode()).fetchall()
        except refused:
            # A view that is granted, of functions that are not.
            assert name.startswith(("pg_catalog.", "information_schema.")), name
        else:
            searched += 1
            assert not [row for row in found if word.lower() in row[0].lower()], name
        connection.rollback()
    assert searched > 150
    seen = shared.superuser().execute(
        "SELECT 1 FROM pg_stat_activity WHERE usename = 'station_room' AND application_name = %s", [word[:40]]
    )
    assert seen.fetchone() == (1,), "somebody who may see it does"
    busy.rollback()


def test_statements_of_other_stations_are_hidden(shared: SharedGym, raw: Raw) -> None:
    other, kiosk = raw("station_room"), raw("station_kiosk")
    other.execute("SELECT 'what another station asked'")
    seen = kiosk.execute(
        "SELECT query, client_addr, state, backend_start FROM pg_stat_activity WHERE pid = %s",
        [other.info.backend_pid],
    ).fetchone()
    assert seen == ("<insufficient privilege>", None, None, None)
    asked = kiosk.execute(
        "SELECT pg_stat_get_backend_activity(b) FROM pg_stat_get_backend_idset() b"
    ).fetchall()
    assert asked and not [row for row in asked if "another station" in str(row[0])]
    own = kiosk.execute("SELECT query FROM pg_stat_activity WHERE pid = pg_backend_pid()").fetchone()
    assert own is not None and "pg_stat_activity" in own[0]
    with pytest.raises(
        psycopg.errors.UndefinedTable
    ):  # not loaded here; where it is, it hides others' text, too
        kiosk.execute("SELECT * FROM pg_stat_statements")
    rows = kiosk.execute("SELECT count(*) FROM pg_stats WHERE schemaname IN ('public', 'auth')").fetchone()
    assert rows == (0,), "what ANALYZE sampled of people's rows"


def test_a_kiosk_finds_out_no_member_numbers(shared: SharedGym, world: World, raw: Raw) -> None:
    """Unknown log-ins share counters: filled, they would answer "locked" where a known one answers "wrong"."""
    known = world.mara.member_number
    kiosk = raw("station_kiosk")
    ask = "SELECT status FROM auth.sign_in_member(%s, '\\x00')"
    answers = [kiosk.execute(ask, [f"X-{n}"]).fetchone() for n in range(1_000)]
    assert answers.count(("wrong",)) <= 101, "a workstation gets so many tries, whatever the log-in"
    assert kiosk.execute(ask, [known]).fetchone() == kiosk.execute(ask, ["X-new"]).fetchone() == ("locked",)
    row = kiosk.execute("SELECT retry_after_seconds FROM auth.sign_in_member('X-new', '')").fetchone()
    assert row is not None and 0 < row[0] <= 60
    assert raw("station_room").execute(ask, [known]).fetchone() == ("wrong",), "other stations go on"


def test_a_forged_announcement_costs_a_look_and_shows_nothing(
    shared: SharedGym, world: World, raw: Raw
) -> None:
    kiosk = raw("station_kiosk")
    ear = Ear(ChangeListener(shared.server.station(shared.name, "station_room")))
    ear.thread.start()
    try:
        first = Change("profiles", frozenset({uuid4()}))
        announced = json.dumps({"table": "profiles", "ids": [str(next(iter(first.ids or ())))]})
        heard = threading.Event()

        def say_until_heard() -> None:
            while not heard.wait(0.05):
                kiosk.execute("SELECT pg_notify('gym_changes', %s)", [announced])

        saying = threading.Thread(target=say_until_heard)
        saying.start()
        assert ear.next() == first
        heard.set()
        saying.join()

        for payload in (
            "x" * 7_999,
            "[" * 7_999,
            '{"table": "' + "p" * 7_900 + '", "ids": null}',
            '{"table": "profiles", "ids": [' + "1e999," * 900 + "1]}",
            '{"table": "__class__", "ids": null, "__init__": {}}',
            '{"table": "profiles\\u0000", "ids": null}',
            '{"table": "../../etc/passwd", "ids": null}',
            '{"table": "<script>alert(1)</script>", "ids": null}',
            '{"table": "profiles", "ids": ["\'; DROP TABLE profiles; --"]}',
            "\\x00\\xff",
            "%s%s%s%n",
            "💪" * 1_900,
        ):
            kiosk.execute("SELECT pg_notify('gym_changes', %s)", [payload])
        with pytest.raises(psycopg.errors.InvalidParameterValue):
            kiosk.execute("SELECT pg_notify('gym_changes', %s)", ["x" * 8_000])
        kiosk.execute(
            "SELECT pg_notify('gym_changes', %s || i) FROM generate_series(1, 5000) i", ["garbage "]
        )
        forged = Change("profiles", frozenset({world.mara.id}))
        kiosk.execute(
            "SELECT pg_notify('gym_changes', %s)",
            [json.dumps({"table": "profiles", "ids": [str(world.mara.id)]})],
        )
        assert [c for c in ear.until(forged) if c != first] == [forged], (
            "garbage is passed over, and it listens on"
        )
    finally:
        heard.set()
        assert ear.end() < 2
    # Whoever looks because of it looks with their own eyes.
    stranger = shared.gym.session(world.nils, "member")
    with shared.desk.transaction(stranger) as connection:
        found = connection.execute(
            text("SELECT 1 FROM public.profiles WHERE id = ANY (:ids)"), {"ids": list(forged.ids or ())}
        )
        assert found.all() == []


def test_announcements_name_no_person(shared: SharedGym, raw: Raw) -> None:
    """Every station hears every announcement, a kiosk before sign-in included: tables and ids, nothing more."""
    kiosk = raw("station_kiosk")
    kiosk.execute("LISTEN gym_changes")
    person = shared.gym.person("Kanarienvogel")
    shared.gym.one(
        "UPDATE public.profiles SET phone = 'Kanarienvogel' WHERE id = :p RETURNING 1", p=person.id
    )
    said = [n.payload for n in kiosk.notifies(timeout=5, stop_after=2)]
    assert [json.loads(payload) for payload in said] == [{"table": "profiles", "ids": [str(person.id)]}] * 2
