"""Databases to migrate, and what one consists of."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

import psycopg
import pytest
from sqlalchemy import URL

from gymtrainer_desktop.database.provision import provision
from tests.conftest import MIGRATOR_PASSWORD, Server

_numbers = itertools.count(1)


def plain(url: URL) -> str:
    """The URL as the driver itself takes it."""
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


@pytest.fixture
def empty(server: Server) -> Iterator[str]:
    """A provisioned database without a schema."""
    name = f"gym_empty_{next(_numbers)}"
    provision(server.superuser(), MIGRATOR_PASSWORD, database=name)
    yield name
    server.drop(name)


@pytest.fixture
def run(server: Server) -> Callable[..., list[tuple[object, ...]]]:
    """Run one statement in a database, as the owner of its tables unless told; returns its rows."""

    def run(
        database: str, statement: str, *values: object, superuser: bool = False
    ) -> list[tuple[object, ...]]:
        url = server.superuser(database) if superuser else server.migrator(database)
        with psycopg.connect(plain(url), autocommit=True) as connection:
            if not superuser:
                connection.execute("SET ROLE gym_owner")
            cursor = connection.execute(statement, values or None)
            return cursor.fetchall() if cursor.description else []

    return run


_OURS = "(SELECT oid FROM pg_namespace WHERE nspname IN ('public', 'auth'))"
_CATALOGUE = {
    "column": f"""
        SELECT a.attrelid::regclass || '.' || a.attname, concat_ws(' ', format_type(a.atttypid, a.atttypmod),
            CASE WHEN a.attnotnull THEN 'not null' END, a.attgenerated, a.attidentity,
            pg_get_expr(d.adbin, d.adrelid), col_description(a.attrelid, a.attnum))
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE c.relnamespace IN {_OURS} AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped""",
    "constraint": f"""
        SELECT conrelid::regclass || ' ' || conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace IN {_OURS}""",
    "index": f"""
        SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index i
        JOIN pg_class c ON c.oid = i.indexrelid WHERE c.relnamespace IN {_OURS}""",
    "trigger": f"""
        SELECT tgrelid::regclass || ' ' || tgname, pg_get_triggerdef(t.oid) || ' ' || tgenabled::text FROM pg_trigger t
        JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT tgisinternal AND c.relnamespace IN {_OURS}""",
    "policy": """
        SELECT schemaname || '.' || tablename || ' ' || policyname,
            concat_ws(' ', permissive, roles::text, cmd, qual, with_check) FROM pg_policies""",
    "function": f"""
        SELECT p.oid::regprocedure::text, concat_ws(' ', pg_get_functiondef(p.oid), r.rolname,
            obj_description(p.oid, 'pg_proc')) FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner
        WHERE p.pronamespace IN {_OURS}""",
    "relation": f"""
        SELECT c.oid::regclass::text, concat_ws(' ', c.relkind, r.rolname, c.relrowsecurity, c.relforcerowsecurity,
            obj_description(c.oid, 'pg_class')) FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner
        WHERE c.relnamespace IN {_OURS} AND c.relkind <> 'i'""",
    "grant on relation": f"""
        SELECT c.oid::regclass || ' ' || g.grantee::regrole || ' ' || g.privilege_type, g.is_grantable::text
        FROM pg_class c, aclexplode(c.relacl) g WHERE c.relnamespace IN {_OURS}""",
    "grant on column": f"""
        SELECT c.oid::regclass || '.' || a.attname || ' ' || g.grantee::regrole || ' ' || g.privilege_type,
            g.is_grantable::text
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid, aclexplode(a.attacl) g
        WHERE c.relnamespace IN {_OURS} AND NOT a.attisdropped""",
    "grant on function": f"""
        SELECT p.oid::regprocedure || ' ' || g.grantee::regrole, g.is_grantable::text
        FROM pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) g WHERE p.pronamespace IN {_OURS}""",
    "grant on schema": """
        SELECT n.nspname || ' ' || g.grantee::regrole || ' ' || g.privilege_type, g.is_grantable::text
        FROM pg_namespace n, aclexplode(n.nspacl) g WHERE n.nspname IN ('public', 'auth', 'extensions')""",
    "default privilege": """
        SELECT a.defaclrole::regrole || ' ' || a.defaclobjtype::text || ' ' || g.grantee::regrole || ' ' || g.privilege_type, ''
        FROM pg_default_acl a, aclexplode(a.defaclacl) g""",
    "extension": "SELECT extname, extnamespace::regnamespace::text FROM pg_extension",
}

Catalogue = dict[str, str]


@pytest.fixture
def catalogue(run: Callable[..., list[tuple[object, ...]]]) -> Callable[[str], Catalogue]:
    """Everything that a database of ours consists of, people aside: kind and name -> definition."""

    def read(database: str) -> Catalogue:
        return {
            f"{kind} {name}": str(definition).strip()
            for kind, query in _CATALOGUE.items()
            for name, definition in run(database, query, superuser=True)
        }

    return read
