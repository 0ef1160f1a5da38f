"""Names of somebody else's making: a function that runs as the owner meets only the owner's."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import psycopg
import pytest

from tests.database.conftest import SharedGym
from tests.database.matrix import ACTORS
from tests.database.world import World

Raw = Callable[..., psycopg.Connection]

# Functions that put SQL together. Each one quotes what it puts in, as the reason says.
BUILDS_SQL = {
    "auth.set_credential(uuid,text,bytea,integer,integer,integer,bytea,bytea)": "a sequence, named with %I",
    "auth.add_station_counter()": "a sequence, named with %I after the station's id",
    "erase_person(uuid)": "a sequence, named with %I by what set_credential stored",
}

# Everything that the bodies of the functions name without a schema, made by a stranger with a better fit.
HOSTILE = """
    CREATE SCHEMA evil;
    CREATE FUNCTION evil.shout() RETURNS void LANGUAGE plpgsql AS
      $$ BEGIN RAISE NOTICE 'evil ran as %', current_user; END $$;
    CREATE FUNCTION evil.same(a uuid, b uuid) RETURNS boolean LANGUAGE plpgsql AS
      $$ BEGIN PERFORM evil.shout(); RETURN true; END $$;
    CREATE FUNCTION evil.same(a text, b text) RETURNS boolean LANGUAGE plpgsql AS
      $$ BEGIN PERFORM evil.shout(); RETURN true; END $$;
    CREATE FUNCTION evil.same(a bytea, b bytea) RETURNS boolean LANGUAGE plpgsql AS
      $$ BEGIN PERFORM evil.shout(); RETURN true; END $$;
    CREATE OPERATOR evil.= (LEFTARG = uuid, RIGHTARG = uuid, FUNCTION = evil.same);
    CREATE OPERATOR evil.= (LEFTARG = text, RIGHTARG = text, FUNCTION = evil.same);
    CREATE OPERATOR evil.= (LEFTARG = bytea, RIGHTARG = bytea, FUNCTION = evil.same);
    CREATE FUNCTION evil.sha256(bytea) RETURNS bytea LANGUAGE plpgsql AS
      $$ BEGIN PERFORM evil.shout(); RETURN $1; END $$;
    CREATE FUNCTION evil.now() RETURNS timestamptz LANGUAGE plpgsql AS
      $$ BEGIN PERFORM evil.shout(); RETURN '1999-01-01'; END $$;
    CREATE FUNCTION evil.lower(text) RETURNS text LANGUAGE plpgsql AS
      $$ BEGIN PERFORM evil.shout(); RETURN $1; END $$;
    CREATE FUNCTION evil.uid() RETURNS uuid LANGUAGE plpgsql AS
      $$ BEGIN PERFORM evil.shout(); RETURN NULL; END $$;
    CREATE FUNCTION evil.is_admin() RETURNS boolean LANGUAGE plpgsql AS
      $$ BEGIN PERFORM evil.shout(); RETURN true; END $$;
    CREATE FUNCTION evil.count_one(bigint) RETURNS bigint LANGUAGE plpgsql AS
      $$ BEGIN PERFORM evil.shout(); RETURN $1 + 1; END $$;
    CREATE AGGREGATE evil.count(*) (SFUNC = evil.count_one, STYPE = bigint, INITCOND = '0');
    CREATE TABLE evil.profiles (id uuid, full_name text, is_admin boolean DEFAULT true);
    CREATE TABLE evil.sessions (id uuid);
    CREATE TABLE evil.gym_settings (id integer, time_zone text);
"""
# A cast to the type `text` of this schema, and a table of it, run the stranger's code.
HOSTILE_TYPES = """
    CREATE FUNCTION {schema}.heard(pg_catalog.text) RETURNS boolean LANGUAGE plpgsql AS
      $$ BEGIN RAISE NOTICE 'evil ran as %', current_user; RETURN true; END $$;
    CREATE DOMAIN {schema}.text AS pg_catalog.text CHECK ({schema}.heard(VALUE));
    CREATE DOMAIN {schema}.uuid AS pg_catalog.uuid CHECK ({schema}.heard(''));
    CREATE DOMAIN {schema}.bytea AS pg_catalog.bytea CHECK ({schema}.heard(''));
    CREATE DOMAIN {schema}.date AS pg_catalog.date CHECK ({schema}.heard(''));
    CREATE DOMAIN {schema}.jsonb AS pg_catalog.jsonb CHECK ({schema}.heard(''));
    CREATE DOMAIN {schema}.regclass AS pg_catalog.regclass CHECK ({schema}.heard(''));
"""
# What a station asks that runs functions of the owner: helpers, policies, triggers, sign-in.
ASKED = (
    "SELECT auth.uid(), auth.is_admin(), auth.trainer_id(), auth.client_ids(), auth.known_person_ids()",
    "SELECT auth.readable_plan_ids(), auth.writable_plan_ids(), auth.own_trainer_ids()",
    "SELECT auth.whoami(), auth.touch()",
    "SELECT auth.sign_in_challenge('nobody'::pg_catalog.text)",
    "SELECT auth.sign_in_member('nobody'::pg_catalog.text, '\\x00'::pg_catalog.bytea)",
    "SELECT public.gym_today(), public.gym_week_start('2026-01-05'::pg_catalog.date)",
    "SELECT full_name, search FROM public.profiles",
    "SELECT public.get_member_active_trainer(id) FROM public.profiles",
    "SELECT public.get_workout_completion_stats(NULL, NULL)",
    "UPDATE public.profiles SET phone = '1' WHERE phone IS DISTINCT FROM '1'",
    "INSERT INTO public.workout_progress (member_id, exercise_name, reps_completed)"
    " SELECT id, 'Row', 8 FROM public.profiles LIMIT 1",
    "UPDATE public.workout_plans SET goals = 'New'",
    "SELECT public.mark_notifications_read(array_agg(id)) FROM public.notifications",
)


@pytest.fixture(scope="module")
def world(shared: SharedGym) -> World:
    return World(shared.gym)


@pytest.fixture
def planted(shared: SharedGym) -> Iterator[None]:
    """A schema of a stranger's, open to everybody, as only a superuser's carelessness could let it be."""
    superuser = shared.superuser()
    superuser.execute(HOSTILE + HOSTILE_TYPES.format(schema="evil"))
    superuser.execute(
        "GRANT USAGE ON SCHEMA evil TO PUBLIC; GRANT ALL ON ALL TABLES IN SCHEMA evil TO PUBLIC;"
        "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA evil TO PUBLIC"
    )
    yield
    superuser.execute("DROP SCHEMA evil CASCADE")


@pytest.fixture
def temporary(shared: SharedGym) -> Iterator[None]:
    """TEMP for a kiosk: what every database that somebody makes by hand gives to everybody."""
    superuser = shared.superuser()
    superuser.execute(f"GRANT TEMP ON DATABASE {shared.name} TO station_kiosk, station_desk")
    yield
    superuser.execute(f"REVOKE TEMP ON DATABASE {shared.name} FROM station_kiosk, station_desk")


def _heard(connection: psycopg.Connection) -> list[str]:
    notices: list[str] = []
    connection.add_notice_handler(lambda said: notices.append(said.message_primary or ""))
    return notices


def _ask_everything(connection: psycopg.Connection, world: World, actor: str) -> int:
    """Ask what can be asked, each in a transaction that is taken back; returns how many were answered."""
    answered = 0
    for asked in ASKED:
        world.bind(connection, actor)
        try:
            connection.execute(asked)
            answered += 1
        except psycopg.Error as error:
            assert error.sqlstate is not None, asked
        connection.rollback()
    return answered


@pytest.mark.parametrize("path", ["evil, public", "pg_temp, evil, public, auth", "evil, pg_catalog"])
def test_planted_names_never_run_as_the_owner(
    shared: SharedGym, world: World, raw: Raw, planted: None, path: str
) -> None:
    answered = 0
    for actor, station in ACTORS.items():
        connection = raw(station, autocommit=False)
        connection.execute(f"SET search_path = {path}")
        connection.commit()
        notices = _heard(connection)
        answered += _ask_everything(connection, world, actor)
        assert {n for n in notices if n.startswith("evil")} <= {f"evil ran as {station}"}, actor
    assert answered > len(ACTORS) * len(ASKED) // 3
    trap = raw("station_desk", autocommit=False)
    notices = _heard(trap)
    trap.execute("SET search_path = evil, pg_catalog")
    trap.execute("SELECT lower('X'::text), now()")
    assert set(notices) == {"evil ran as station_desk"}, "the trap itself works"


def test_planted_temporary_types_never_run_as_the_owner(
    shared: SharedGym, world: World, raw: Raw, temporary: None
) -> None:
    """An empty search path would not do: it still finds temporary types first."""
    for actor in ("kiosk", "member", "admin"):
        station = ACTORS[actor]
        connection = raw(station, autocommit=False)
        connection.execute(HOSTILE_TYPES.format(schema="pg_temp"))
        connection.execute("CREATE TEMP TABLE profiles (id pg_catalog.uuid, is_admin boolean)")
        connection.commit()
        notices = _heard(connection)
        assert _ask_everything(connection, world, actor) > 5
        assert {n for n in notices if n.startswith("evil")} <= {f"evil ran as {station}"}, actor
        notices.clear()
        connection.execute("SELECT 'x'::text")
        assert notices == [f"evil ran as {station}"], "the trap itself works"
        connection.rollback()


def test_functions_look_for_temporary_names_last(shared: SharedGym) -> None:
    loose = shared.superuser().execute(
        "SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace IN ('public'::regnamespace,"
        " 'auth'::regnamespace) AND p.prosecdef"
        " AND NOT coalesce('search_path=pg_catalog, pg_temp' = ANY (p.proconfig), false)"
    )
    assert {name for (name,) in loose} == set()


def test_functions_that_build_sql_are_known(shared: SharedGym) -> None:
    bodies = (
        shared.superuser()
        .execute(
            "SELECT p.oid::regprocedure::text, p.prosrc FROM pg_proc p"
            " WHERE p.pronamespace IN ('public'::regnamespace, 'auth'::regnamespace) AND p.prosrc ~* '\\mEXECUTE\\M'"
        )
        .fetchall()
    )
    assert {name for name, _ in bodies} == set(BUILDS_SQL)
    for name, body in bodies:
        for line in body.splitlines():
            if "EXECUTE" in line.upper():
                assert "format('" in line and "%s" not in line and "%I" in line, f"{name}: {line}"


def test_stations_plant_nothing(raw: Raw) -> None:
    for station in ("station_desk", "station_kiosk"):
        connection = raw(station)
        connection.execute("SET search_path = pg_temp, public")
        for statement in (
            "CREATE TEMP TABLE mine (id int)",
            "CREATE TEMP VIEW profiles AS SELECT 1",
            "CREATE TEMP SEQUENCE mine",
            "SELECT 1 AS id INTO TEMP mine",
            "CREATE FUNCTION pg_temp.uid() RETURNS uuid LANGUAGE sql AS 'SELECT NULL::uuid'",
            "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
            "CREATE FUNCTION auth.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
            "CREATE FUNCTION extensions.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
            "CREATE OR REPLACE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql AS 'SELECT NULL::uuid'",
            "CREATE DOMAIN pg_temp.text AS pg_catalog.text",
            "CREATE TYPE public.mine AS (id int)",
            "CREATE OPERATOR public.=== (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq)",
            "CREATE CAST (text AS uuid) WITH INOUT",
            "CREATE VIEW public.mine AS SELECT 1",
            "CREATE POLICY mine ON public.profiles USING (true)",
            "CREATE TRIGGER mine AFTER INSERT ON public.profiles EXECUTE FUNCTION public.announce()",
            "CREATE RULE mine AS ON SELECT TO public.profiles DO INSTEAD SELECT 1",
            "CREATE INDEX mine ON public.profiles (phone)",
            "CREATE STATISTICS public.mine ON id, phone FROM public.profiles",
            "CREATE EXTENSION dblink",
            "CREATE EXTENSION file_fdw",
            "CREATE SERVER mine FOREIGN DATA WRAPPER postgres_fdw",
            "CREATE SUBSCRIPTION mine CONNECTION 'dbname=gym' PUBLICATION p",
            "CREATE PUBLICATION mine FOR TABLE public.profiles",
            "CREATE EVENT TRIGGER mine ON ddl_command_start EXECUTE FUNCTION public.announce()",
            "ALTER FUNCTION auth.uid() SET search_path = pg_temp",
            "ALTER FUNCTION auth.uid() OWNER TO CURRENT_USER",
            "ALTER DEFAULT PRIVILEGES FOR ROLE gym_owner GRANT ALL ON TABLES TO PUBLIC",
            "GRANT EXECUTE ON FUNCTION auth.session_row() TO PUBLIC",
            "COMMENT ON FUNCTION auth.uid() IS 'mine'",
            "ALTER TABLE public.profiles OWNER TO CURRENT_USER",
        ):
            with pytest.raises(
                (psycopg.errors.InsufficientPrivilege, psycopg.errors.UndefinedObject)
            ) as refused:
                connection.execute(statement)
            if isinstance(refused.value, psycopg.errors.UndefinedObject):
                assert "SERVER" in statement, statement
