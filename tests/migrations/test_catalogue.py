"""What holds for everything in the database: rights, comments, row security, indexes."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from gymtrainer_desktop.database.provision import provision
from tests.conftest import MIGRATOR_PASSWORD, STATIONS, Server
from tests.migrations.conftest import plain

# Everything a station may call. What is added to the database is closed until it is written down here.
OPEN_TO_STATIONS = {
    "auth.client_ids()",
    "auth.is_admin()",
    "auth.open_assignment_ids()",
    "auth.own_assignment_ids()",
    "auth.set_active(uuid,boolean,integer)",
    "auth.set_admin(uuid,boolean,integer)",
    "auth.known_person_ids()",
    "auth.own_trainer_ids()",
    "auth.readable_assignment_ids()",
    "auth.readable_plan_ids()",
    "auth.set_credential(uuid,text,bytea,integer,integer,integer,bytea,bytea)",
    "auth.sign_in_challenge(text)",
    "auth.sign_ins_of(uuid[])",
    "auth.sign_in_member(text,bytea)",
    "auth.sign_out()",
    "auth.touch()",
    "auth.trainer_id()",
    "auth.uid()",
    "auth.whoami()",
    "auth.writable_assignment_ids()",
    "auth.writable_plan_ids()",
    "answer_offer(uuid,boolean)",
    "answer_request(uuid,boolean,uuid)",
    "assign_members(uuid[],uuid[],uuid[],date)",
    "complete_expired_plans()",
    "erase_person(uuid)",
    "erase_preview(uuid)",
    "erased_rows(uuid[])",
    "lapse_offers()",
    "leave_waitlist(uuid)",
    "mark_messages_read(uuid[])",
    "people_matching(text)",
    "request_client(uuid,uuid,text)",
    "search_keys(text,text[])",
    "search_line(text,text[])",
    "take_waiting_client(uuid,uuid)",
    "transfer_assignment(uuid,uuid,uuid,integer,text,boolean)",
    "waiting_members()",
    "compliance_of(uuid[],date,date)",
    "exercise_days(uuid[],date,date)",
    "get_member_active_trainer(uuid)",
    "get_trainer_client_count(uuid)",
    "get_workout_completion_stats(uuid,uuid,date,date)",
    "gym_day(timestamp with time zone)",
    "gym_today()",
    "gym_week_start(date)",
    "is_time_zone(text)",
    "is_trainer_at_capacity(uuid)",
    "mark_notifications_read(uuid[])",
    "search_key(text)",
    "week_start_of(date,integer)",
    "valid_weeks(jsonb)",
    "target_of_week(jsonb,integer,text,text,integer)",
    "week_of_plan(date,date)",
    "auth.check_staff(text,bytea)",
    "auth.correctable_since()",
    "delete_own_log(uuid)",
    "replace_own_sets(uuid,jsonb)",
    "replay_entry(text,timestamp with time zone,text,jsonb)",
    "report_refused(uuid,text,timestamp with time zone,text,jsonb,text)",
    "settle_refused(uuid)",
    "put_refused_aside(uuid,text)",
    "enter_refused_skip(uuid,uuid,date,text)",
    "reopen_refused(uuid)",
    "take_skip_back(uuid)",
}
OURS = "(SELECT oid FROM pg_namespace WHERE nspname IN ('public', 'auth'))"


@pytest.fixture(scope="module")
def installed(server: Server) -> Iterator[psycopg.Connection]:
    name = server.clone()
    with psycopg.connect(plain(server.superuser(name)), autocommit=True) as connection:
        yield connection
    server.drop(name)


def _column(connection: psycopg.Connection, query: str, *values: object) -> set[str]:
    return {str(row[0]) for row in connection.execute(query, values or None)}


def _may_call(connection: psycopg.Connection, role: str) -> set[str]:
    return _column(
        connection,
        f"SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace IN {OURS}"
        " AND has_function_privilege(%s, oid, 'EXECUTE')",
        role,
    )


def test_nothing_is_left_to_everybody(installed: psycopg.Connection) -> None:
    assert _may_call(installed, "public") == set()
    relations = f"""
        SELECT c.oid::regclass || ' ' || g.privilege_type FROM pg_class c, aclexplode(c.relacl) g
        WHERE c.relnamespace IN {OURS} AND g.grantee = 0"""
    assert _column(installed, relations) == set()
    for schema in ("public", "auth"):
        for right in ("USAGE", "CREATE"):
            allowed = installed.execute(
                "SELECT has_schema_privilege('public', %s, %s)", [schema, right]
            ).fetchone()
            assert allowed == (False,), (schema, right)


@pytest.mark.parametrize("role", ["public", "gym_client", "gym_staff", "gym_kiosk", *STATIONS])
def test_stations_make_nothing(installed: psycopg.Connection, role: str) -> None:
    for right in ("TEMP", "CREATE"):
        allowed = installed.execute(
            "SELECT has_database_privilege(%s, current_database(), %s)", [role, right]
        ).fetchone()
        assert allowed == (False,), right
    for schema in ("public", "auth", "extensions"):
        allowed = installed.execute(
            "SELECT has_schema_privilege(%s, %s, 'CREATE')", [role, schema]
        ).fetchone()
        assert allowed == (False,), schema


def test_a_provisioned_database_gives_everybody_nothing(server: Server, empty: str) -> None:
    with psycopg.connect(plain(server.superuser(empty)), autocommit=True) as connection:
        for right in ("CONNECT", "TEMP", "CREATE"):
            allowed = connection.execute(
                "SELECT has_database_privilege('public', current_database(), %s)", [right]
            ).fetchone()
            assert allowed == (False,), right


def test_a_window_waits_for_another_that_prepares_the_same_database(server: Server, empty: str) -> None:
    """Both change the rights of the same functions, which Postgres refuses to do side by side."""
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND wait_event_type = 'Lock'"
    with (
        psycopg.connect(plain(server.superuser(empty)), autocommit=True) as other,
        psycopg.connect(plain(server.superuser()), autocommit=True) as watch,
        ThreadPoolExecutor(1) as window,
    ):
        other.execute("GRANT EXECUTE ON FUNCTION lo_create(oid) TO PUBLIC")
        other.execute("SELECT pg_advisory_lock(4207002)")
        with other.transaction():
            other.execute("REVOKE EXECUTE ON FUNCTION lo_create(oid) FROM PUBLIC")
            prepared = window.submit(provision, server.superuser(), MIGRATOR_PASSWORD, database=empty)
            while watch.execute(waiting, [empty]).fetchone() == (0,):
                assert not prepared.done()
        other.execute("SELECT pg_advisory_unlock(4207002)")
        prepared.result()
        allowed = other.execute(
            "SELECT has_function_privilege('public', 'lo_create(oid)', 'EXECUTE')"
        ).fetchone()
        assert allowed == (False,)


def test_stations_call_what_is_open_to_them_and_nothing_else(installed: psycopg.Connection) -> None:
    assert _may_call(installed, "station_kiosk") == OPEN_TO_STATIONS
    assert _may_call(installed, "station_desk") == OPEN_TO_STATIONS | {"auth.sign_in(text,bytea)"}


def test_roles_are_as_small_as_they_can_be(installed: psycopg.Connection) -> None:
    rows = installed.execute(
        "SELECT rolname, rolcanlogin, rolsuper OR rolbypassrls OR rolcreatedb OR rolcreaterole OR rolreplication"
        " FROM pg_roles WHERE rolname LIKE 'gym\\_%' OR rolname LIKE 'station\\_%'"
    ).fetchall()
    for name, login, mighty in rows:
        assert not mighty, name
        assert login == (name.startswith("station_") or name == "gym_migrator"), name
    members = installed.execute(
        "SELECT m.roleid::regrole::text, m.member::regrole::text FROM pg_auth_members m"
        " WHERE m.roleid::regrole::text LIKE 'gym\\_%'"
    ).fetchall()
    assert set(members) == {
        ("gym_owner", "gym_migrator"),
        ("gym_client", "gym_staff"),
        ("gym_client", "gym_kiosk"),
        ("gym_staff", "station_desk"),
        ("gym_staff", "station_room"),
        ("gym_kiosk", "station_kiosk"),
    }


def test_functions_that_run_as_the_owner_look_nowhere_else(installed: psycopg.Connection) -> None:
    loose = _column(
        installed,
        f"SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace IN {OURS} AND prosecdef"
        " AND NOT coalesce('search_path=pg_catalog, pg_temp' = ANY (proconfig), false)",
    )
    assert loose == set()
    running = _column(
        installed, f"SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace IN {OURS} AND prosecdef"
    )
    assert len(running) > 30


def test_everything_belongs_to_the_owner(installed: psycopg.Connection) -> None:
    owners = _column(
        installed,
        f"SELECT DISTINCT relowner::regrole::text FROM pg_class WHERE relnamespace IN {OURS}"
        f" UNION SELECT DISTINCT proowner::regrole::text FROM pg_proc WHERE pronamespace IN {OURS}"
        f" UNION SELECT nspowner::regrole::text FROM pg_namespace WHERE oid IN {OURS}",
    )
    assert owners == {"gym_owner"}


def test_everything_says_what_it_is(installed: psycopg.Connection) -> None:
    silent = _column(
        installed,
        f"SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace IN {OURS}"
        " AND coalesce(obj_description(oid, 'pg_proc'), '') = ''"
        f" UNION SELECT oid::regclass::text FROM pg_class WHERE relnamespace IN {OURS} AND relkind = 'r'"
        " AND coalesce(obj_description(oid, 'pg_class'), '') = ''",
    )
    assert silent == set()


def test_every_table_is_guarded(installed: psycopg.Connection) -> None:
    tables = (
        f"SELECT oid::regclass::text FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace IN {OURS}"
    )
    assert _column(installed, tables + " AND NOT relrowsecurity") == set()
    assert len(_column(installed, tables)) == 30
    views = f"SELECT oid::regclass::text FROM pg_class WHERE relkind = 'v' AND relnamespace IN {OURS}"
    assert (
        _column(installed, views + " AND NOT coalesce('security_invoker=true' = ANY (reloptions), false)")
        == set()
    )


def test_every_reference_is_indexed(installed: psycopg.Connection) -> None:
    unindexed = _column(
        installed,
        f"""
        SELECT k.conrelid::regclass || ' ' || k.conname FROM pg_constraint k
        WHERE k.contype = 'f' AND k.connamespace IN {OURS} AND NOT EXISTS (
            SELECT 1 FROM pg_index i WHERE i.indrelid = k.conrelid AND i.indpred IS NULL
              AND (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey)""",
    )
    assert unindexed == set()


def test_what_policies_compare_is_indexed(installed: psycopg.Connection) -> None:
    """Every column of a policy's own table that a policy compares: first in some index."""
    rows = installed.execute(
        "SELECT tablename, coalesce(qual, '') || ' ' || coalesce(with_check, '') FROM pg_policies"
        " WHERE schemaname = 'public'"
    ).fetchall()
    unindexed = set()
    for table, expression in rows:
        for name in (
            "id",
            "member_id",
            "trainer_id",
            "assignment_id",
            "plan_id",
            "recipient_id",
            "role_name",
            "progress_id",
        ):
            if f"({name} = " not in expression and f"({name} IN " not in expression:
                continue
            first = installed.execute(
                "SELECT 1 FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]"
                " WHERE i.indrelid = %s::regclass AND a.attname = %s AND i.indpred IS NULL",
                [f"public.{table}", name],
            ).fetchone()
            if first is None:
                unindexed.add(f"{table}.{name}")
    assert unindexed == set()
