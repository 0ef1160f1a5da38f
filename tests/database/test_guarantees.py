"""Every trigger and every constraint is there for something: it is taken away, and its probe has to notice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from uuid import uuid4

import psycopg
import pytest

from tests.database import guarantees
from tests.database.conftest import SharedGym
from tests.database.guarantees import (
    ALONE,
    BEHIND,
    CASCADES,
    CHECKS,
    FINE,
    FORGETS,
    OF_MEMBERS,
    ROWS,
    UNIQUE,
    Probe,
    check_statement,
    columns,
    table_name,
)
from tests.database.guarantees_of_triggers import PASSING, TRIGGERS
from tests.database.guarantees_scene import Scene, build_scene

OURS = "('public'::regnamespace, 'auth'::regnamespace)"


@pytest.fixture(scope="module")
def scene(shared: SharedGym) -> Scene:
    return build_scene(shared)


@pytest.fixture(autouse=True)
def taken_back(scene: Scene) -> Iterator[None]:
    """Nothing of a test that fails half-way stays."""
    yield
    scene.connection.rollback()


def _constraints(scene: Scene, kind: str) -> list[tuple[str, str]]:
    rows = scene.connection.execute(
        "SELECT conrelid::regclass::text, conname FROM pg_constraint"
        f" WHERE connamespace IN {OURS} AND contype = %s ORDER BY 1, 2".encode(),
        [kind],
    ).fetchall()
    scene.connection.rollback()
    return [(str(table), str(name)) for table, name in rows]


def _drop(table: str, constraint: str) -> str:
    return f"ALTER TABLE {table_name(table)} DROP CONSTRAINT {constraint} CASCADE"


def _check_probes(scene: Scene, table: str, name: str) -> Iterator[Probe]:
    for change in CHECKS[name][1]:
        granted = scene.connection.execute(
            "SELECT bool_and(has_column_privilege('station_desk', %s, c, 'UPDATE')) FROM unnest(%s::text[]) c",
            [table_name(table), columns(change)],
        ).fetchone()
        station = "member" if table in OF_MEMBERS else "admin"
        actor = station if granted == (True,) else "owner"
        yield Probe(actor, check_statement(table, change), name, behind=BEHIND.get(name, ""))


def test_no_check_could_be_missing(scene: Scene) -> None:
    there = _constraints(scene, "c")
    assert {name for _, name in there} == set(CHECKS), "each check has its line in guarantees.py"
    assert {name: table for table, name in there} == {name: table for name, (table, _) in CHECKS.items()}
    wrong = []
    by_stations = 0
    for table, name in there:
        for probe in _check_probes(scene, table, name):
            by_stations += probe.actor != "owner"
            wrong.append(scene.unnoticed(_drop(table, name), probe))
    assert [line for line in wrong if line] == []
    assert by_stations > 90, "most are tried as a station"


def test_no_unique_key_could_be_missing(scene: Scene) -> None:
    indexes = scene.connection.execute(
        "SELECT c.relname, n.nspname || '.' || c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
        f" JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.oid IN {OURS} AND i.indisunique AND NOT i.indisprimary".encode()
    ).fetchall()
    assert {str(name) for name, _ in indexes} == set(UNIQUE)
    of_tables = {name: table for table, name in _constraints(scene, "u")}
    assert _constraints(scene, "x") == [], "an exclusion would need a probe here"
    wrong = [
        scene.unnoticed(
            _drop(of_tables[name], name) if name in of_tables else f"DROP INDEX {full}", UNIQUE[name]
        )
        for name, full in indexes
    ]
    assert [line for line in wrong if line] == []


def _row_alone(table: str, column: str) -> str:
    """A row of a table; one that carries a value, where there is one."""
    return f"(SELECT ctid FROM {table} ORDER BY {column} IS NULL LIMIT 1)"


def _alone(table: str) -> str:
    """Take out of the way what would speak before the rule that is asked about."""
    return f"ALTER TABLE {table_name(table)} DISABLE TRIGGER USER; {ALONE.get(table, '')}"


def test_no_primary_key_could_be_missing(scene: Scene) -> None:
    """The same row a second time is refused by its key."""
    wrong = []
    keys = _constraints(scene, "p")
    assert len(keys) >= 18
    for table, name in keys:
        name_ = table_name(table)
        cells = scene.connection.execute(
            "SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute WHERE attrelid = %s::regclass"
            " AND attnum > 0 AND NOT attisdropped AND attgenerated = ''",
            [name_],
        ).fetchone()
        assert cells is not None
        again = Probe(
            "owner",
            f"INSERT INTO {name_} ({cells[0]}) OVERRIDING SYSTEM VALUE SELECT {cells[0]} FROM {name_} LIMIT 1",
            name,
            behind=_alone(table),
        )
        wrong.append(scene.unnoticed(_drop(table, name), again))
    assert [line for line in wrong if line] == []


def test_no_reference_could_be_missing(scene: Scene) -> None:
    """A row that points to nothing is refused; triggers are out of the way, so that the key alone speaks."""
    keys = scene.connection.execute(
        "SELECT conrelid::regclass::text, conname, a.attname, confdeltype::text, confupdtype::text, convalidated"
        " FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]"
        f" WHERE connamespace IN {OURS} AND contype = 'f' ORDER BY 1, 2".encode()
    ).fetchall()
    assert len(keys) > 30
    assert {name for _, name, _, deleted, _, _ in keys if deleted == "c"} == CASCADES
    assert {name for _, name, _, deleted, _, _ in keys if deleted == "n"} == FORGETS
    assert {deleted for _, _, _, deleted, _, _ in keys} == {"c", "n", "r"}, "history holds on to its rows"
    assert all(updated == "a" and validated for *_, updated, validated in keys)
    wrong = []
    for table, name, column, *_ in keys:
        name_ = table_name(table)
        astray = Probe(
            "owner",
            f"UPDATE {name_} SET {column} = gen_random_uuid() WHERE ctid = {_row_alone(name_, column)}",
            name,
            behind=_alone(table),
        )
        wrong.append(scene.unnoticed(_drop(table, name), astray))
    assert [line for line in wrong if line] == []


def test_no_value_could_be_missing(scene: Scene) -> None:
    """Every column that must have a value refuses to have none."""
    cells = scene.connection.execute(
        "SELECT a.attrelid::regclass::text, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
        f" WHERE c.relnamespace IN {OURS} AND c.relkind = 'r' AND a.attnum > 0 AND a.attnotnull AND a.attgenerated = ''"
        " AND a.attidentity = '' AND NOT EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = a.attrelid AND i.indisprimary"
        "   AND a.attnum = ANY (i.indkey)) ORDER BY 1, 2".encode()
    ).fetchall()
    assert len(cells) > 100
    run = scene.connection.execute
    wrong = []
    for table, column in cells:
        name = table_name(table)
        empty = f"UPDATE {name} SET {column} = NULL WHERE ctid = {_row_alone(name, column)}"
        run(_alone(table).encode())
        run("SAVEPOINT whole")
        try:
            run(empty.encode())
            wrong.append(f"{name}.{column} takes none")
        except psycopg.errors.NotNullViolation as error:
            assert error.diag.column_name == column, (name, column)
        run("ROLLBACK TO SAVEPOINT whole")
        run(f"ALTER TABLE {name} ALTER COLUMN {column} DROP NOT NULL".encode())
        try:
            assert run(empty.encode()).rowcount == 1, f"{name} has no row to try"
        except psycopg.errors.NotNullViolation as error:
            # A generated column made of this one; its own rule speaks then.
            assert error.diag.column_name != column, (name, column)
        except psycopg.errors.CheckViolation as error:
            assert error.diag.constraint_name in CHECKS
        scene.connection.rollback()
    assert wrong == []


# Triggers ---------------------------------------------------------------------------------------------------


def _triggers(scene: Scene) -> list[tuple[str, str]]:
    rows = scene.connection.execute(
        "SELECT t.tgrelid::regclass::text, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
        f" WHERE NOT t.tgisinternal AND c.relnamespace IN {OURS} ORDER BY 1, 2".encode()
    ).fetchall()
    scene.connection.rollback()
    return [(str(table), str(name)) for table, name in rows]


def _common(scene: Scene, table: str, trigger: str) -> tuple[Probe, ...]:
    """Probes of what many tables have: a version that counts, a line in the audit log."""
    row = ROWS[table]
    change = f"UPDATE {table_name(table)} SET {FINE[table]} WHERE {row}"
    if trigger == "stamp":
        version = scene.connection.execute(
            f"SELECT version FROM {table_name(table)} WHERE {row}".encode(),
            scene.ids if "%(" in row else None,
        ).fetchone()
        assert version is not None
        counted = (
            f"(SELECT version = {version[0] + 1} AND updated_at = now() FROM {table_name(table)} WHERE {row})"
        )
        return (Probe("owner", change, shows=counted),)
    written = (
        f"EXISTS (SELECT 1 FROM public.audit_log WHERE table_name = '{table}' AND operation = '{{}}'"
        " AND at > now() AND {} IS NOT NULL)"
    )
    return (Probe("owner", change, shows=written.format("UPDATE", "after")),)


def test_no_trigger_could_be_missing(scene: Scene) -> None:
    there = [(table, name) for table, name in _triggers(scene) if not name.startswith("announce_")]
    common = {(table, name) for table, name in there if name in ("stamp", "audit")}
    assert set(there) - common == set(TRIGGERS), "each trigger has its lines in guarantees_of_triggers.py"
    wrong = []
    for table, name in there:
        probes = TRIGGERS[table, name] if (table, name) in TRIGGERS else _common(scene, table, name)
        assert probes
        for probe in probes:
            wrong.append(scene.unnoticed(f"DROP TRIGGER {name} ON {table_name(table)}", probe))
    assert [line for line in wrong if line] == []


def test_no_announcement_could_be_missing(shared: SharedGym, scene: Scene) -> None:
    """Announced when it is committed, so these are committed: each trigger is switched off, missed, and on again."""
    announcing = [(table, name) for table, name in _triggers(scene) if name.startswith("announce_")]
    assert {table for table, _ in announcing} == set(PASSING)
    assert len(announcing) == 3 * len(PASSING)
    ear = shared.superuser()
    ear.execute("LISTEN gym_changes")
    ids = {**scene.ids, "new": uuid4()}

    def heard(table: str, statement: str) -> bool:
        ear.execute(statement.encode(), ids if "%(" in statement else None)
        payloads = [json.loads(notice.payload) for notice in ear.notifies(timeout=0)]
        named = None if table == "gym_settings" else [str(ids["new"])]
        return {"table": table, "ids": named} in payloads

    wrong = []
    for table in PASSING:
        name = table_name(table)
        row = "WHERE true" if table == "gym_settings" else "WHERE id = %(new)s"
        add, change, remove = (
            f"INSERT INTO {name} {PASSING[table]}",
            f"UPDATE {name} SET {FINE[table]} {row}",
            f"DELETE FROM {name} {row}",
        )
        steps = {"announce_insert": add, "announce_update": change, "announce_delete": remove}
        if table == "gym_settings":
            # The one row is there already: it goes, comes back as it was, and is changed.
            ear.execute(f"CREATE TABLE public.kept AS SELECT * FROM {name}".encode())
            steps = {"announce_delete": remove, "announce_insert": add, "announce_update": change}
        for switched_off in (None, *steps):
            if switched_off is not None:
                ear.execute(f"ALTER TABLE {name} DISABLE TRIGGER {switched_off}".encode())
            answers = {trigger: heard(table, step) for trigger, step in steps.items()}
            if switched_off is not None:
                ear.execute(f"ALTER TABLE {name} ENABLE TRIGGER {switched_off}".encode())
            if answers != {trigger: trigger != switched_off for trigger in steps}:
                wrong.append((table, switched_off, answers))
        if table == "gym_settings":
            ear.execute("DROP TABLE public.kept")
    assert wrong == []


def test_the_probes_themselves_can_fail(scene: Scene) -> None:
    """A probe that expects the wrong thing does not hold, so none of the above is empty."""
    for probe in (
        Probe(
            "admin", "UPDATE public.profiles SET full_name = ' ' WHERE id = %(mara)s", "person_email_shape"
        ),
        Probe(
            "admin", "UPDATE public.profiles SET full_name = 'Mara' WHERE id = %(mara)s", "person_name_length"
        ),
        Probe("admin", "UPDATE public.profiles SET full_name = 'Mara' WHERE id = %(new)s", shows="true"),
        Probe("admin", "UPDATE public.profiles SET full_name = 'Mara' WHERE id = %(mara)s", shows="false"),
        Probe("member", "UPDATE public.profiles SET full_name = 'Mara' WHERE id = %(nils)s", shows="true"),
    ):
        assert not scene.holds(probe), probe
        scene.connection.rollback()
    assert guarantees.columns("weight = 5, weight_unit = NULL") == ["weight", "weight_unit"]
