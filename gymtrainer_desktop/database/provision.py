"""Roles and the database itself: what a superuser does once, before the first migration."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import psycopg
from psycopg import sql
from sqlalchemy import URL, create_engine, text

DATABASE = "gym"
MIGRATOR = "gym_migrator"


@dataclass(frozen=True, slots=True)
class StationLogin:
    """A workstation's login role.

    Attributes:
        role: Name of the login role.
        name: What people call the station.
        kind: "staff" or "kiosk".
    """

    role: str
    name: str
    kind: str
    password: str = field(repr=False)


def provision(superuser: URL, migrator_password: str, *, database: str = DATABASE) -> None:
    """Make the roles and the empty database; harmless when they are there.

    Args:
        superuser: A superuser's login on the server.
        migrator_password: Password of the login that runs migrations and maintenance.
        database: Name of the database.
    """
    with psycopg.connect(_conninfo(superuser), autocommit=True) as connection:
        _one_at_a_time(connection)
        for role in ("gym_owner", "gym_client", "gym_staff", "gym_kiosk"):
            _ensure_role(connection, role, login=False)
        _grant(connection, "gym_client", "gym_staff")
        _grant(connection, "gym_client", "gym_kiosk")
        _ensure_role(connection, MIGRATOR, login=True, password=migrator_password)
        _grant(connection, "gym_owner", MIGRATOR)
        name = sql.Identifier(database)
        exists = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (database,)).fetchone()
        if exists is None:
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER gym_owner").format(name))
        connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))
        connection.execute(
            sql.SQL("GRANT CONNECT ON DATABASE {} TO gym_client, {}").format(name, sql.Identifier(MIGRATOR))
        )
    with psycopg.connect(_conninfo(superuser.set(database=database)), autocommit=True) as connection:
        # An advisory lock counts within its database only: this one needs its own.
        _one_at_a_time(connection)
        connection.execute("ALTER SCHEMA public OWNER TO gym_owner")
        connection.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
        connection.execute(_SHARED_BY_ALL)
        connection.execute(_POLICIES_BEFORE_TEXTS)


# What any login may call by default and no station needs: locks in memory that all share, files of its own,
# and what tells of the work that others' rows made: whose counter is locked, how often rows were fetched.
_SHARED_BY_ALL = """
    DO $$
    DECLARE f regprocedure;
    BEGIN
      FOR f IN SELECT p.oid FROM pg_catalog.pg_proc p WHERE p.pronamespace = 'pg_catalog'::regnamespace
          AND has_function_privilege('public', p.oid, 'EXECUTE')
          AND (p.proname ~ '^pg_(try_)?advisory' OR p.proname ~ '^(lo_|lowrite|loread)'
               OR p.proname IN ('be_lo_unlink', 'pg_logical_emit_message', 'pg_lock_status')
               OR p.proname ~ '^pg_stat_get_' AND p.proname !~ '^pg_stat_get_(activity|backend)') LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', f);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO gym_owner', f);
      END LOOP;
    END $$"""

# Postgres may compare texts before it asks the policies, since comparing has no side effect. That they were
# not asked any more shows in EXPLAIN and in the time, and so does what is guessed from samples: letter by
# letter somebody could spell out what they may not see.
_POLICIES_BEFORE_TEXTS = """
    DO $$
    DECLARE f regprocedure;
    BEGIN
      FOR f IN SELECT p.oid FROM pg_catalog.pg_proc p WHERE p.pronamespace = 'pg_catalog'::regnamespace
          AND p.proleakproof
          AND p.proargtypes::oid[] && '{text,bpchar,varchar,name,bytea}'::regtype[]::oid[] LOOP
        EXECUTE format('ALTER FUNCTION %s NOT LEAKPROOF', f);
      END LOOP;
    END $$"""


def enroll(superuser: URL, station: StationLogin, *, database: str = DATABASE) -> None:
    """Make or renew a station's login role and note the station in the migrated database."""
    if not re.fullmatch(r"[a-z][a-z0-9_]{2,62}", station.role):
        raise ValueError("a station's role is lower-case letters, digits and underscores")
    with psycopg.connect(_conninfo(superuser.set(database=database)), autocommit=True) as connection:
        _one_at_a_time(connection)
        _ensure_role(connection, station.role, login=True, password=station.password)
        _grant(connection, "gym_kiosk" if station.kind == "kiosk" else "gym_staff", station.role)
        role = sql.Identifier(station.role)
        # A login may change its own settings for good; what somebody planted there goes.
        connection.execute(sql.SQL("ALTER ROLE {} RESET ALL").format(role))
        connection.execute(
            sql.SQL("ALTER ROLE {} IN DATABASE {} RESET ALL").format(role, sql.Identifier(database))
        )
        connection.execute(sql.SQL("ALTER ROLE {} CONNECTION LIMIT 40").format(role))
        # A forgotten transaction or a lost statement of one station must not hold up the others.
        for setting, value in (
            ("statement_timeout", "30s"),
            ("lock_timeout", "10s"),
            ("idle_in_transaction_session_timeout", "60s"),
            ("temp_file_limit", "1GB"),
        ):
            connection.execute(
                sql.SQL("ALTER ROLE {} SET {} = {}").format(role, sql.Identifier(setting), sql.Literal(value))
            )
    engine = create_engine(superuser.set(database=database))
    try:
        with engine.begin() as owner:
            owner.execute(
                text(
                    "INSERT INTO public.stations (name, role_name, kind) VALUES (:name, :role, :kind) "
                    "ON CONFLICT (role_name) DO UPDATE "
                    "SET name = excluded.name, kind = excluded.kind, revoked_at = NULL"
                ),
                {"name": station.name, "role": station.role, "kind": station.kind},
            )
    finally:
        engine.dispose()


def _one_at_a_time(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    """Wait for another window that prepares the same database; the lock goes with the connection."""
    connection.execute("SELECT pg_advisory_lock(4207002)")


def _conninfo(url: URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def _ensure_role(
    connection: psycopg.Connection[tuple[object, ...]], name: str, *, login: bool, password: str = ""
) -> None:
    role = sql.Identifier(name)
    if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (name,)).fetchone() is None:
        connection.execute(
            sql.SQL("CREATE ROLE {} {} NOSUPERUSER NOCREATEDB NOCREATEROLE").format(
                role, sql.SQL("LOGIN" if login else "NOLOGIN")
            )
        )
    if password:
        # The verifier is made here, so that the password itself is in no statement and no log.
        verifier = connection.pgconn.encrypt_password(password.encode(), name.encode(), b"scram-sha-256")
        connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(role, sql.Literal(verifier.decode())))


def _grant(connection: psycopg.Connection[tuple[object, ...]], role: str, to: str) -> None:
    connection.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(role), sql.Identifier(to)))
