"""Nobody reads or writes what is not theirs: the matrix, and that no policy in it could be missing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import groupby

import psycopg
import pytest

from tests.database.conftest import SharedGym, plain
from tests.database.matrix import ACTORS, ALLOWED, COMMANDS, SIGNED_IN, cells
from tests.database.world import World


@pytest.fixture(scope="module")
def world(shared: SharedGym) -> World:
    return World(shared.gym)


@pytest.fixture(scope="module")
def stations(shared: SharedGym) -> Iterator[dict[str, psycopg.Connection]]:
    """One connection a station for the whole matrix; every cell takes back what it did."""
    roles = {role: plain(shared.server.station(shared.name, role)) for role in set(ACTORS.values())}
    opened = {role: psycopg.connect(url) for role, url in roles.items()}
    yield opened
    for connection in opened.values():
        connection.close()


@pytest.mark.parametrize("table", ALLOWED)
def test_everybody_gets_what_is_theirs_and_no_more(
    world: World, stations: dict[str, psycopg.Connection], table: str
) -> None:
    wrong = []
    for actor, asked in groupby(cells(table), key=lambda cell: cell.actor):
        connection = stations[ACTORS[actor]]
        try:
            world.bind(connection, actor)
            wrong += [str(cell) for cell in asked if world.happens(connection, cell) != cell.allowed]
        finally:
            connection.rollback()
    assert not wrong, f"not so: {wrong}"


def test_the_matrix_knows_every_table(shared: SharedGym) -> None:
    tables = shared.superuser().execute(
        "SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname IN ('public', 'auth')"
    )
    assert {t if s == "public" else f"{s}.{t}" for s, t in tables} == set(ALLOWED)
    for table, commands in ALLOWED.items():
        assert set(commands) == set(COMMANDS), table


def _policies(connection: psycopg.Connection) -> list[tuple[str, str, str]]:
    return connection.execute(
        "SELECT tablename, policyname, lower(cmd) FROM pg_policies"
        " WHERE schemaname = 'public' AND permissive = 'PERMISSIVE' ORDER BY 1, 2"
    ).fetchall()


def test_no_policy_could_be_missing(world: World, shared: SharedGym) -> None:
    connection = shared.superuser(autocommit=False)
    policies = _policies(connection)
    connection.rollback()
    assert len(policies) > 60
    unnoticed = []
    for table, policy, command in policies:
        # Within one transaction the drop is seen by nobody else; session_user becomes the station's, which
        # is what sessions are tied to.
        connection.execute(f'DROP POLICY "{policy}" ON public.{table}')
        noticed = False
        for actor, asked in groupby(cells(table, command), key=lambda cell: cell.actor):
            connection.execute(f"SET LOCAL SESSION AUTHORIZATION {ACTORS[actor]}")
            world.bind(connection, actor)
            noticed = any(world.happens(connection, cell) != cell.allowed for cell in asked)
            if noticed:
                break
        connection.rollback()
        if not noticed:
            unnoticed.append(f"{policy} on {table}")
    assert not unnoticed, f"the matrix would not miss {unnoticed}"


def test_a_policy_for_everybody_would_be_noticed(world: World, shared: SharedGym) -> None:
    """The other direction: one careless policy opens a cell that the matrix keeps shut."""
    connection = shared.superuser(autocommit=False)
    unnoticed = []
    for table, command in sorted({(table, command) for table, _, command in _policies(connection)}):
        if all(set(SIGNED_IN.split()) <= set(who.split()) for who in ALLOWED[table][command].values()):
            continue  # everybody may already, or everybody who is signed in
        check = "WITH CHECK (true)" if command == "insert" else "USING (true)"
        # Changing a row needs sight of it, too; without that this policy would have nothing to open.
        connection.execute(f"CREATE POLICY sight ON public.{table} FOR SELECT TO gym_client USING (true)")
        connection.execute(
            f"CREATE POLICY careless ON public.{table} FOR {command.upper()} TO gym_client {check}"
        )
        noticed = False
        for actor, asked in groupby(cells(table, command), key=lambda cell: cell.actor):
            connection.execute(f"SET LOCAL SESSION AUTHORIZATION {ACTORS[actor]}")
            world.bind(connection, actor)
            noticed = noticed or any(world.happens(connection, cell) != cell.allowed for cell in asked)
        connection.rollback()
        if not noticed:
            unnoticed.append(f"{command} {table}")
    assert not unnoticed, f"the matrix would not miss a careless policy for {unnoticed}"


# Columns that decide about rights or say who did it: stamped by triggers, set by nobody.
STAMPED = {
    "profiles": ("is_admin", "is_active", "version", "search", "created_at", "updated_at"),
    "instructors": ("active_clients", "version", "created_at", "updated_at"),
    "trainer_assignments": (
        "assigned_by",
        "assigned_at",
        "paused_on",
        "paused_days",
        "version",
        "created_at",
        "updated_at",
    ),
    "workout_plans": ("created_by", "created_at", "ended_on", "ends_on", "version", "updated_at"),
    "workout_exercises": ("version", "created_at", "updated_at", "iso_day"),
    "workout_progress": (
        "logged_by",
        "assignment_id",
        "target",
        "completed_on",
        "version",
        "created_at",
        "updated_at",
    ),
    "trainer_client_notes": ("version", "created_at", "updated_at"),
    "gym_settings": ("id", "version", "updated_at"),
    "exercises": (
        "is_builtin",
        "created_by",
        "keys",
        "search",
        "version",
        "created_at",
        "updated_at",
    ),
    "plan_templates": ("created_by", "version", "created_at", "updated_at"),
    "template_exercises": ("iso_day",),
    "trainer_waitlist": (
        "added_by",
        "offered_at",
        "offer_until",
        "closed_at",
        "version",
        "created_at",
        "updated_at",
    ),
    "client_requests": ("status", "trainer_id", "answered_by", "answered_at"),
    "messages": ("sender_id", "sent_at", "from_trainer", "read_at"),
    "client_records": ("written_by", "version", "created_at", "updated_at"),
    "exercise_skips": ("created_at",),
    "import_names": ("created_at",),
    "member_cards": ("created_at",),
    "refused_entries": (
        "id",
        "member_id",
        "station",
        "made_at",
        "kind",
        "entry",
        "reason",
        "settled_at",
        "settled_by",
    ),
}
# Written once, with the row.
FIXED = {
    "profiles": ("id",),
    "instructors": ("id", "user_id"),
    "trainer_assignments": ("id", "member_id"),
    "workout_plans": ("id", "assignment_id"),
    "workout_exercises": ("id", "plan_id", "valid_from", "replaces_id"),
    "workout_progress": ("id", "exercise_id", "member_id", "source", "exercise_name"),
    "workout_sets": ("id", "progress_id", "member_id"),
    "trainer_client_notes": ("id", "assignment_id", "trainer_id"),
    "client_visits": ("trainer_id", "member_id"),
    "exercises": ("id",),
    "plan_templates": ("id",),
    "template_exercises": ("id", "template_id"),
    "trainer_waitlist": ("id", "member_id"),
    "messages": ("id", "assignment_id", "body"),
    "client_records": ("id", "member_id"),
    "exercise_skips": ("id", "exercise_id", "member_id", "skipped_on"),
    "import_names": ("id", "member_id", "written"),
    "member_cards": ("id", "member_id", "code"),
}


@pytest.mark.parametrize("station", ["station_desk", "station_kiosk", "gym_client", "gym_staff", "gym_kiosk"])
def test_no_station_writes_what_is_stamped(shared: SharedGym, station: str) -> None:
    connection = shared.superuser()

    def granted(table: str, column: str, right: str) -> bool:
        row = connection.execute(
            "SELECT has_column_privilege(%s, %s, %s, %s)", (station, f"public.{table}", column, right)
        ).fetchone()
        return row == (True,)

    open_ = [
        f"{right} {table}.{column}"
        for columns, rights in ((STAMPED, ("INSERT", "UPDATE")), (FIXED, ("UPDATE",)))
        for table, names in columns.items()
        for column in names
        for right in rights
        if granted(table, column, right)
    ]
    assert not open_
    assert granted("profiles", "phone", "UPDATE"), "the question itself works"


def test_even_an_admin_is_refused_at_a_stamped_column(
    world: World, raw: Callable[..., psycopg.Connection]
) -> None:
    connection = raw(autocommit=False)
    world.bind(connection, "admin")
    for statement in (
        "UPDATE public.profiles SET is_admin = true WHERE id = %(member)s",
        "UPDATE public.profiles SET is_active = true WHERE id = %(member)s",
        "INSERT INTO public.profiles (full_name, is_admin) VALUES ('Mallory', true)",
        "UPDATE public.instructors SET user_id = %(member)s WHERE id = %(trainer)s",
        "UPDATE public.instructors SET active_clients = 0 WHERE id = %(trainer)s",
        "UPDATE public.trainer_assignments SET assigned_by = NULL WHERE id = %(assignment)s",
        "UPDATE public.workout_plans SET created_by = %(trainer)s WHERE id = %(plan)s",
        "UPDATE public.workout_progress SET logged_by = %(member)s WHERE id = %(progress)s",
        "UPDATE public.workout_plans SET version = 1 WHERE id = %(plan)s",
    ):
        connection.execute("SAVEPOINT s")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement, world.row("workout_progress", "now")[1])
        connection.execute("ROLLBACK TO SAVEPOINT s")
    connection.rollback()


def _count(connection: psycopg.Connection, query: str, *values: object) -> int:
    row = connection.execute(query, values).fetchone()
    assert row is not None
    return int(row[0])


NOTES = (
    "SELECT count(*) FROM public.trainer_client_notes n JOIN public.trainer_assignments a ON a.id = n.assignment_id"
    " WHERE a.member_id = %s"
)


def test_a_paused_client_stays_readable_and_is_not_written(
    shared: SharedGym, raw: Callable[..., psycopg.Connection]
) -> None:
    gym = shared.gym
    trainer, member = gym.trainer(), gym.member()
    assignment = gym.assignment(member, trainer)
    plan = gym.plan(assignment)
    gym.log(member, gym.exercise(plan, "Monday"))
    gym.note(assignment)
    identity = gym.session(trainer)
    connection = raw(autocommit=False)

    def sees() -> tuple[int, ...]:
        connection.execute("SELECT set_config('gym.token', %s, true)", [identity.token])
        seen = (
            _count(connection, "SELECT count(*) FROM public.profiles WHERE id = %s", member.id),
            _count(
                connection, "SELECT count(*) FROM public.workout_plans WHERE assignment_id = %s", assignment
            ),
            _count(connection, NOTES, member.id),
            _count(
                connection, "SELECT count(*) FROM public.workout_progress WHERE member_id = %s", member.id
            ),
            connection.execute("UPDATE public.workout_plans SET goals = 'x' WHERE id = %s", [plan]).rowcount,
        )
        connection.rollback()
        return seen

    assert sees() == (1, 1, 1, 1, 1)
    gym.one("UPDATE public.trainer_assignments SET status = 'paused' WHERE id = :a RETURNING 1", a=assignment)
    assert sees() == (1, 1, 1, 0, 0), "name, own plan and own note stay; logs and writing rest"
    gym.one("UPDATE public.trainer_assignments SET status = 'active' WHERE id = :a RETURNING 1", a=assignment)
    assert sees() == (1, 1, 1, 1, 1)


def test_a_trainer_who_is_switched_off_acts_as_none(
    shared: SharedGym, raw: Callable[..., psycopg.Connection]
) -> None:
    gym = shared.gym
    trainer, member = gym.trainer(), gym.member()
    assignment = gym.assignment(member, trainer, status="completed")
    gym.plan(assignment)
    identity = gym.session(trainer)
    connection = raw()
    connection.execute("SELECT set_config('gym.token', %s, false)", [identity.token])
    plans = "SELECT count(*) FROM public.workout_plans WHERE assignment_id = %s"
    assert _count(connection, plans, assignment) == 1
    gym.one("UPDATE public.instructors SET is_active = false WHERE id = :i RETURNING 1", i=trainer.trainer_id)
    assert _count(connection, plans, assignment) == 0
    gym.one(
        "UPDATE public.instructors SET is_active = true, is_personal_trainer = false WHERE id = :i RETURNING 1",
        i=trainer.trainer_id,
    )
    assert _count(connection, plans, assignment) == 0


@pytest.mark.parametrize("column", ["active_clients", "max_clients"])
def test_a_kiosk_learns_nothing_about_the_load_of_trainers(
    shared: SharedGym, raw: Callable[..., psycopg.Connection], column: str
) -> None:
    """Policies hide rows, not columns; so the columns are the staff stations' alone."""
    gym = shared.gym
    trainer, member = gym.trainer(), gym.member()
    gym.assignment(member, trainer)
    seen = f"SELECT {column} FROM public.instructors WHERE id = %s"
    kiosk = raw("station_kiosk")
    kiosk.execute(
        "SELECT set_config('gym.token', %s, false)", [gym.session(member, "member", "station_kiosk").token]
    )
    assert _count(kiosk, "SELECT count(name) FROM public.instructors WHERE id = %s", trainer.trainer_id) == 1
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        kiosk.execute(seen, [trainer.trainer_id])
    desk = raw("station_desk")
    desk.execute("SELECT set_config('gym.token', %s, false)", [gym.session(gym.admin()).token])
    assert desk.execute(seen, [trainer.trainer_id]).fetchone() is not None


def test_policies_ask_once_per_statement(shared: SharedGym) -> None:
    """A bare call of a helper is made for every row: 11 ms against 1,367 ms on 100,000 rows."""
    connection = shared.superuser()
    rows = connection.execute(
        "SELECT tablename, policyname, cmd, roles::text[], qual, with_check FROM pg_policies"
        " WHERE schemaname IN ('public', 'auth') AND permissive = 'PERMISSIVE'"
    ).fetchall()
    for table, policy, command, roles, using, check in rows:
        name = f"{policy} on {table}"
        # Of nobody in particular: DROP OWNED BY a role drops the policies that name it, and every member of
        # the role may say so. PUBLIC has no right to any table.
        assert roles == ["public"], name
        assert command in ("SELECT", "INSERT", "UPDATE", "DELETE"), name
        assert (using is not None) == (command != "INSERT"), name
        assert (check is not None) == (command in ("INSERT", "UPDATE")), name
        for expression in (using, check):
            calls = re.findall(r"\bauth\.\w+\(", expression or "")
            wrapped = re.findall(r"SELECT auth\.\w+\(", expression or "")
            assert len(calls) == len(wrapped), f"{name}: {expression}"


def test_every_table_asks_first_whether_anybody_is_signed_in(shared: SharedGym) -> None:
    """What it is for is shown in `test_attacks_measuring.py`: who may what stays the same without it."""
    gates = shared.superuser().execute(
        "SELECT c.relname, p.qual, p.with_check, p.cmd FROM pg_class c LEFT JOIN pg_policies p"
        " ON p.schemaname = 'public' AND p.tablename = c.relname AND p.permissive = 'RESTRICTIVE'"
        " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'"
    )
    asked = "(( SELECT auth.uid() AS uid) IS NOT NULL)"
    for table, using, check, command in gates.fetchall():
        before_sign_in = table in ("gym_settings", "stations", "alembic_version")
        assert (using, check, command) == ((None,) * 3 if before_sign_in else (asked, None, "ALL")), table
