"""A station's own login, used from psql: whom it holds up, and what it makes of itself."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import psycopg
import pytest

from gymtrainer_desktop.database.provision import enroll
from tests.conftest import STATIONS, TEMPLATE
from tests.database.conftest import SharedGym
from tests.database.world import World

Raw = Callable[..., psycopg.Connection]

refused = psycopg.errors.InsufficientPrivilege


@pytest.fixture(scope="module")
def world(shared: SharedGym) -> World:
    return World(shared.gym)


def _relations(connection: psycopg.Connection, schemas: str) -> list[tuple[str, bool]]:
    return connection.execute(
        "SELECT format('%I.%I', n.nspname, c.relname), has_table_privilege(c.oid, 'SELECT')"
        " OR has_any_column_privilege(c.oid, 'SELECT')"
        " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        f" WHERE c.relkind IN ('r', 'v', 'm', 'p', 'f', 'S', 't') AND {schemas} ORDER BY 1"
    ).fetchall()


def test_a_station_takes_nothing_that_all_share(raw: Raw) -> None:
    """One statement of advisory locks fills the table of locks, and no other station gets in any more."""
    for station in ("station_kiosk", "station_desk"):
        connection = raw(station)
        callable_ = connection.execute(
            "SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace"
            " AND (proname LIKE '%advisory%' OR proname ~ '^(lo_|lowrite|loread|be_lo)' OR proname = 'pg_logical_emit_message')"
            " AND has_function_privilege(oid, 'EXECUTE')"
        ).fetchall()
        assert callable_ == []
        for statement in (
            "SELECT pg_advisory_lock(i) FROM generate_series(1, 2000000) i",
            "SELECT pg_advisory_lock(1953066081, 1)",
            "SELECT pg_try_advisory_xact_lock_shared(1)",
            "SELECT lo_create(0)",
            "SELECT lo_from_bytea(0, '\\x00')",
            "SELECT lo_import('/etc/passwd')",
            "SELECT lo_export(1, '/tmp/x')",
        ):
            with pytest.raises(refused):
                connection.execute(statement)


def test_a_station_drops_nothing_that_its_roles_are_given(shared: SharedGym, raw: Raw) -> None:
    """`DROP OWNED` is open to every member of a role, and takes policies along that name it."""
    superuser = shared.superuser()

    def rights() -> list[tuple[object, ...]]:
        return superuser.execute(
            "SELECT 'policy', polname::text, polroles::text FROM pg_policy"
            " UNION ALL SELECT 'table', oid::text, relacl::text FROM pg_class"
            " UNION ALL SELECT 'function', oid::text, proacl::text FROM pg_proc"
            " UNION ALL SELECT 'schema', nspname::text, nspacl::text FROM pg_namespace"
            " UNION ALL SELECT 'database', datname::text, datacl::text FROM pg_database"
            " UNION ALL SELECT 'column', attrelid || '.' || attnum, attacl::text FROM pg_attribute"
            " UNION ALL SELECT 'member', roleid::text, member::text FROM pg_auth_members"
            " UNION ALL SELECT 'default', defaclrole::text, defaclacl::text FROM pg_default_acl ORDER BY 1, 2, 3"
        ).fetchall()

    before = rights()
    for station, kind in (("station_kiosk", "gym_kiosk"), ("station_desk", "gym_staff")):
        connection = raw(station)
        for role in ("gym_client", kind, "CURRENT_USER"):
            with suppress(refused):  # where a right is one of single columns; no matter, it takes none
                connection.execute(f"DROP OWNED BY {role} CASCADE".encode())
            connection.execute(f"REASSIGN OWNED BY {role} TO {station}".encode())
        for role in ("gym_owner", "gym_migrator", "station_room"):
            with pytest.raises(refused):
                connection.execute(f"DROP OWNED BY {role}".encode())
        with pytest.raises(refused):
            connection.execute("REVOKE gym_client FROM gym_kiosk")
    assert rights() == before


# Tables whose rows a member deletes at a kiosk, and so may lock; the others wait 10 s and say that it is busy.
LOCKABLE_AT_A_KIOSK = {"workout_progress", "workout_sets"}


def test_a_kiosk_locks_few_tables(shared: SharedGym, raw: Raw) -> None:
    connection = raw("station_kiosk", autocommit=False)
    tables = [
        name
        for name, _ in _relations(shared.superuser(), "n.nspname IN ('public', 'auth') AND c.relkind = 'r'")
    ]
    locked = set()
    for table in tables:
        for mode in (
            "ACCESS EXCLUSIVE",
            "EXCLUSIVE",
            "SHARE ROW EXCLUSIVE",
            "SHARE",
            "SHARE UPDATE EXCLUSIVE",
        ):
            try:
                connection.execute(f"LOCK TABLE {table} IN {mode} MODE NOWAIT".encode())
                locked.add(table.removeprefix("public."))
            except refused:
                pass
            connection.rollback()
    assert locked <= LOCKABLE_AT_A_KIOSK
    for table in tables:
        # Nobody is signed in, so there is no row that could be locked.
        try:
            rows = connection.execute(f"SELECT 1 FROM {table} FOR UPDATE NOWAIT".encode()).fetchall()
            assert rows == [], table
        except refused:
            pass
        connection.rollback()


def test_a_station_ends_nobody(raw: Raw) -> None:
    other = raw("station_room")
    for station in ("station_kiosk", "station_desk"):
        connection = raw(station)
        for function in ("pg_terminate_backend", "pg_cancel_backend"):
            with pytest.raises(refused):
                connection.execute(f"SELECT {function}({other.info.backend_pid})".encode())
    assert other.execute("SELECT 1").fetchone() == (1,)


def test_a_station_leaves_the_database_in_no_direction(raw: Raw) -> None:
    for station in ("station_kiosk", "station_desk"):
        connection = raw(station)
        for statement in (
            "COPY public.gym_settings TO '/tmp/gym'",
            "COPY public.gym_settings TO PROGRAM 'cat > /tmp/gym'",
            "COPY public.workout_sets FROM '/etc/passwd'",
            "COPY public.workout_sets FROM PROGRAM 'id'",
            "COPY (SELECT 1) TO PROGRAM 'id'",
            "SELECT pg_read_file('pg_hba.conf')",
            "SELECT pg_read_binary_file('PG_VERSION')",
            "SELECT pg_ls_dir('.')",
            "SELECT pg_ls_logdir()",
            "SELECT pg_ls_waldir()",
            "SELECT pg_stat_file('PG_VERSION')",
            "SELECT pg_current_logfile()",
            "SELECT * FROM pg_hba_file_rules",
            "SELECT * FROM pg_file_settings",
            "SELECT * FROM pg_authid",
            "SELECT * FROM pg_shadow",
            "SELECT * FROM pg_user_mapping",
            "SELECT * FROM pg_statistic",
            "SELECT * FROM pg_backend_memory_contexts",
            "SHOW data_directory",
            "SHOW hba_file",
            "ALTER SYSTEM SET log_statement = 'all'",
            "SET log_statement = 'all'",
            "SET log_min_messages = 'debug5'",
            "SET session_preload_libraries = 'x'",
            "SET temp_file_limit = -1",
            "SELECT pg_reload_conf()",
            "SELECT pg_rotate_logfile()",
            "SELECT pg_create_restore_point('x')",
            "SELECT pg_switch_wal()",
            "SELECT pg_promote()",
            "SELECT pg_stat_reset()",
            "SELECT pg_create_physical_replication_slot('x')",
            "SELECT pg_replication_origin_create('x')",
            "LOAD 'auto_explain'",
            "CHECKPOINT",
            "CREATE DATABASE mine",
            "DROP DATABASE gym_template",
            "ALTER DATABASE gym_template SET search_path = 'x'",
            "CREATE TABLESPACE mine LOCATION '/tmp'",
            "CREATE EXTENSION plpython3u",
            "DO LANGUAGE sql ''",
        ):  # fmt: skip
            with pytest.raises(
                (refused, psycopg.errors.FeatureNotSupported, psycopg.errors.ObjectNotInPrerequisiteState)
            ):
                connection.execute(statement)


@pytest.mark.parametrize("station", ["station_kiosk", "station_desk"])
def test_a_station_makes_no_more_of_its_role(shared: SharedGym, raw: Raw, station: str) -> None:
    connection = raw(station)
    for statement in (
        "ALTER ROLE CURRENT_USER SUPERUSER",
        "ALTER ROLE CURRENT_USER CREATEROLE",
        "ALTER ROLE CURRENT_USER BYPASSRLS",
        "ALTER ROLE CURRENT_USER REPLICATION",
        "ALTER ROLE CURRENT_USER CONNECTION LIMIT -1",
        "ALTER ROLE CURRENT_USER VALID UNTIL 'infinity'",
        "ALTER ROLE CURRENT_USER SET gym.token = 'forged'",
        "ALTER ROLE CURRENT_USER RESET temp_file_limit",
        "ALTER ROLE CURRENT_USER SET temp_file_limit = -1",
        "ALTER ROLE CURRENT_USER SET log_min_messages = 'debug5'",
        "ALTER ROLE CURRENT_USER SET session_preload_libraries = 'x'",
        "ALTER ROLE station_room SET search_path = 'x'",
        "ALTER ROLE station_room PASSWORD 'x'",
        "ALTER ROLE gym_owner PASSWORD 'x'",
        "ALTER ROLE gym_client LOGIN",
        "ALTER ROLE ALL SET search_path = 'x'",
        "GRANT gym_client TO station_room",
        "GRANT gym_owner TO CURRENT_USER",
        "DROP ROLE station_room",
    ):
        with pytest.raises(refused):
            connection.execute(statement)


def test_what_a_station_may_change_about_itself_gives_it_nothing(shared: SharedGym, raw: Raw) -> None:
    """Postgres lets every login set its own defaults and password. The first ends with the next enrolment."""
    kiosk = raw("station_kiosk")
    try:
        kiosk.execute("ALTER ROLE CURRENT_USER SET statement_timeout = 0")
        kiosk.execute("ALTER ROLE CURRENT_USER SET search_path = 'pg_temp, evil'")
        kiosk.execute("ALTER ROLE CURRENT_USER SET row_security = off")
        # Roles that nobody logs in as: settings and passwords there are without effect.
        kiosk.execute("SET ROLE gym_client")
        kiosk.execute("ALTER ROLE CURRENT_USER SET search_path = 'x'")
        kiosk.execute("ALTER ROLE CURRENT_USER PASSWORD 'mine'")
        again = raw("station_kiosk")
        assert again.execute("SHOW search_path").fetchone() == ("pg_temp, evil",) or again.execute(
            "SHOW search_path"
        ).fetchone() == ('"pg_temp, evil"',)
        assert again.execute("SELECT auth.uid(), auth.is_admin()").fetchone() == (None, False)
        with pytest.raises(refused, match="row-level security"):
            again.execute("SELECT * FROM public.profiles")
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(
                shared.server.cluster.url("gym_client", "mine", shared.name).replace("+psycopg", ""),
                connect_timeout=5,
            )
        assert raw("station_room").execute("SHOW search_path").fetchone() != ("pg_temp, evil",)
    finally:
        shared.superuser().execute("ALTER ROLE gym_client RESET ALL; ALTER ROLE gym_client PASSWORD NULL")
        enroll(shared.server.superuser(), STATIONS["station_kiosk"], database=TEMPLATE)
    settings = shared.superuser().execute(
        "SELECT setconfig FROM pg_db_role_setting WHERE setrole = 'station_kiosk'::regrole"
    )
    assert [sorted(c) for (c,) in settings] == [
        [
            "idle_in_transaction_session_timeout=60s",
            "lock_timeout=10s",
            "statement_timeout=30s",
            "temp_file_limit=1GB",
        ]
    ]


def test_one_station_does_not_take_all_connections(shared: SharedGym) -> None:
    rows = (
        shared.superuser()
        .execute("SELECT rolname, rolconnlimit FROM pg_roles WHERE rolname LIKE 'station\\_%'")
        .fetchall()
    )
    most = shared.superuser().execute("SELECT current_setting('max_connections')::int").fetchone()
    assert most is not None and rows
    for name, limit in rows:
        # A window takes up to eleven: ten of its pool and a listener.
        assert 22 <= limit <= most[0] // 2, name
