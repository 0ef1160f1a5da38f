"""Up, down, and up again: with people in it, twice at once, from a wheel, and never onto something newer."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, make_url, text

from gymtrainer_desktop.database import migrate
from gymtrainer_desktop.database.engine import Database
from tests.conftest import Server
from tests.factories import Gym, Person
from tests.migrations.conftest import Catalogue, plain

Run = Callable[..., list[tuple[object, ...]]]
Read = Callable[[str], Catalogue]


def test_there_is_one_head_and_every_revision_leads_to_it() -> None:
    script = ScriptDirectory.from_config(migrate._config())
    assert len(script.get_heads()) == 1
    assert len(script.get_bases()) == 1
    revisions = list(script.walk_revisions())
    assert revisions[0].revision == script.get_current_head()
    for revision in revisions:
        assert revision.doc, revision.revision


def _fill(server: Server, name: str) -> None:
    engine = create_engine(server.migrator(name), isolation_level="AUTOCOMMIT")
    station = Database(server.station(name))
    with engine.connect() as owner:
        owner.execute(text("SET ROLE gym_owner"))
        owner.execute(text("INSERT INTO public.gym_settings (name) VALUES ('Gym') ON CONFLICT DO NOTHING"))
        gym = Gym(owner, station)
        trainer, former = gym.trainer(), gym.trainer()
        for n in range(3):
            member = gym.member()
            gym.secret(member, "pin", "1234")
            if n == 0:
                gym.assignment(member, former, status="completed")
            assignment = gym.assignment(member, trainer)
            plan = gym.plan(assignment)
            gym.log(member, gym.exercise(plan, "Monday"))
            gym.note(assignment, private=bool(n))
            _fill_programming(gym, member, plan)
        person = gym.services(gym.admin()).people.counts()
        assert person.all == 3
    station.dispose()
    engine.dispose()


def _fill_programming(gym: Gym, member: Person, plan: UUID) -> None:
    """What the third revision brings, with something logged in the first of its weeks."""
    exercise = gym.exercise(plan, "Tuesday", "Squat")
    for statement in (
        "UPDATE public.workout_plans SET deload_weeks = '{4}' WHERE id = :p",
        "UPDATE public.workout_exercises SET superset = 'A', progression = '+2.5 kg every week',"
        ' weeks = \'[[4, "8", "60 kg"], [4, "8", "62.5 kg"]]\' WHERE id = :e',
        "INSERT INTO public.client_records (member_id, injuries, written_by) VALUES (:m, 'Knee', :m)",
        "WITH t AS (INSERT INTO public.plan_templates (title, deload_weeks) VALUES ('Template', '{4}') RETURNING id)"
        " INSERT INTO public.template_exercises (template_id, day_of_week, exercise_name, superset)"
        " SELECT t.id, 'Monday', 'Row', 'A' FROM t",
        "UPDATE public.gym_settings SET plates_kg = '{20,10,5}', bar_kg = 15",
    ):
        gym.owner.execute(text(statement), {"p": plan, "e": exercise, "m": member.id})
    gym.log(member, exercise, name="Squat")
    for table, columns, values in (
        ("exercise_skips", "exercise_id, skipped_on", ":e, public.gym_today()"),
        ("import_names", "written, exercise_name", "'Back squat', 'Squat'"),
        ("member_cards", "code", "'CARD-' || CAST(:m AS text)"),
        (
            "refused_entries",
            "id, station, made_at, kind, entry, reason",
            "gen_random_uuid(), 'x', now(), 'log', '{}', 'No'",
        ),
    ):
        gym.owner.execute(
            text(f"INSERT INTO public.{table} (member_id, {columns}) VALUES (:m, {values})"),
            {"m": member.id, "e": exercise},
        )


def _rules(catalogue: Catalogue) -> Catalogue:
    """The catalogue without the counters that belong to people."""
    return {k: v for k, v in catalogue.items() if not re.search(r"attempts_[0-9a-f]{32}", k)}


def _differing(one: Catalogue, other: Catalogue) -> dict[str, tuple[object, object]]:
    return {k: (one.get(k), other.get(k)) for k in one.keys() | other.keys() if one.get(k) != other.get(k)}


def test_up_down_and_up_again_with_people_in_it(
    server: Server, empty: str, run: Run, catalogue: Read
) -> None:
    url = server.migrator(empty)
    script = ScriptDirectory.from_config(migrate._config())
    revisions = [r.revision for r in script.walk_revisions()][::-1]
    before = catalogue(empty)
    fresh = {}
    for revision in revisions:
        migrate.upgrade(url, revision=revision)
        fresh[revision] = catalogue(empty)
    _fill(server, empty)
    for lower in [*revisions[-2::-1], None]:
        migrate.downgrade(url, lower or "base")
        if lower is not None:
            assert _differing(_rules(catalogue(empty)), fresh[lower]) == {}, f"down to {lower}"
            people = run(empty, "SELECT count(*) FROM public.profiles")
            assert people == [(6,)], "everybody is still there"
    after = catalogue(empty)
    assert {k for k in after.items() ^ before.items() if "alembic_version" not in k[0]} == set(), (
        "nothing of ours stays behind"
    )
    assert migrate.upgrade(url).up_to_date
    assert _differing(_rules(catalogue(empty)), fresh[revisions[-1]]) == {}


def test_every_older_revision_is_brought_up_with_people_in_it(
    server: Server, empty: str, run: Run, catalogue: Read
) -> None:
    url = server.migrator(empty)
    migrate.upgrade(url)
    fresh = catalogue(empty)
    _fill(server, empty)
    counted = "SELECT (SELECT count(*) FROM public.profiles), (SELECT count(*) FROM public.workout_progress),"
    counted += " (SELECT count(*) FROM public.trainer_client_notes), (SELECT sum(active_clients) FROM public.instructors)"
    there = run(empty, counted)
    script = ScriptDirectory.from_config(migrate._config())
    for revision in [r.revision for r in script.walk_revisions()][1:]:
        migrate.downgrade(url, revision)
        told: list[migrate.SchemaStatus] = []
        assert migrate.upgrade(url, before=told.append).up_to_date
        assert [s.current for s in told] == [revision]
        assert _differing(_rules(catalogue(empty)), fresh) == {}, f"up from {revision}"
        assert run(empty, counted) == there


def test_without_the_third_revision_plans_go_on_as_they_did(server: Server, empty: str, run: Run) -> None:
    """Down: what was logged keeps its target, and every week asks for the same again. Up: weeks can come back."""
    url = server.migrator(empty)
    migrate.upgrade(url)
    _fill(server, empty)
    targets = "SELECT DISTINCT target FROM public.workout_progress WHERE exercise_name = 'Squat'"
    log = (
        "INSERT INTO public.workout_progress (exercise_id, member_id, exercise_name, completed_at)"
        " SELECT e.id, a.member_id, '', now() FROM public.workout_exercises e JOIN public.workout_plans p ON p.id = e.plan_id"
        " JOIN public.trainer_assignments a ON a.id = p.assignment_id WHERE e.exercise_name = 'Squat' LIMIT 1 RETURNING target"
    )
    change = "UPDATE public.workout_exercises SET sets = 5 WHERE exercise_name = 'Squat'"
    migrate.downgrade(url, "0002")
    assert run(empty, targets) == [("4 × 8 · 60 kg",)]
    assert run(empty, log) == [("4 × 8 · 60 kg",)]
    with pytest.raises(psycopg.errors.CheckViolation, match="archived, not changed"):
        run(empty, change)
    assert migrate.upgrade(url).up_to_date
    assert run(empty, "SELECT DISTINCT weeks, superset, progression FROM public.workout_exercises") == [
        (None, None, None)
    ]
    assert run(empty, "SELECT plates_kg[1], bar_kg FROM public.gym_settings") == [(25, 20)]
    assert run(empty, targets) == [("4 × 8 · 60 kg",)]
    again = 'UPDATE public.workout_exercises SET weeks = \'[[{}, "8", "60 kg"], [4, "8", "65 kg"]]\''
    again += " WHERE exercise_name = 'Squat'"
    with pytest.raises(psycopg.errors.CheckViolation, match="weeks that were logged stay"):
        run(empty, again.format(5))
    run(empty, again.format(4))
    run(empty, "UPDATE public.workout_plans SET starts_on = starts_on - 7")
    assert run(empty, log) == [("4 × 8 · 65 kg",)]


def test_without_the_fourth_revision_members_correct_as_they_did(
    server: Server, empty: str, run: Run
) -> None:
    """Down: what is gone is gone, logs and people stay. Up: the days for corrections count from the entry."""
    url = server.migrator(empty)
    migrate.upgrade(url)
    _fill(server, empty)
    logs = run(empty, "SELECT count(*) FROM public.workout_progress")
    deletes = (
        "SELECT count(*) FROM pg_policies WHERE policyname = 'Members delete own progress'"
        " AND roles = '{public}' AND qual ~ 'auth.uid'"
    )
    for _ in range(2):
        assert run(empty, deletes) == [(0,)]
        migrate.downgrade(url, "0003")
        assert run(empty, deletes) == [(2,)]
        assert run(empty, "SELECT to_regclass('public.member_cards'), to_regclass('auth.replaying')") == [
            (None, None)
        ]
        assert migrate.upgrade(url).up_to_date
    assert run(empty, "SELECT count(*) FROM public.workout_progress") == logs
    for table in ("exercise_skips", "import_names", "member_cards", "refused_entries"):
        assert run(empty, f"SELECT count(*) FROM public.{table}") == [(0,)]
    assert run(empty, "SELECT kiosk_offline_days FROM public.gym_settings") == [(0,)]


def test_a_second_upgrade_does_nothing(server: Server, empty: str, catalogue: Read) -> None:
    told: list[migrate.SchemaStatus] = []
    migrate.upgrade(server.migrator(empty), before=told.append)
    assert [(s.current, s.known) for s in told] == [(None, True)]
    before = catalogue(empty)
    assert migrate.upgrade(server.migrator(empty), before=told.append).up_to_date
    assert len(told) == 1, "there is nothing to take a backup for"
    assert catalogue(empty) == before


def test_a_failed_migration_leaves_nothing_behind(
    server: Server, empty: str, catalogue: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = _wheel_layout(tmp_path)
    (package / "_data/migrations/sql/0001/grants.sql").write_text("SELECT 1 / 0")
    monkeypatch.setattr(migrate, "_PACKAGE", package)
    before = catalogue(empty)
    with pytest.raises(psycopg.errors.DivisionByZero):
        migrate.upgrade(server.migrator(empty))
    assert catalogue(empty) == before


UPGRADE = """
import os
from sqlalchemy import make_url
from gymtrainer_desktop.database import migrate
print(migrate.upgrade(make_url(os.environ["GYM_TEST_URL"])).up_to_date)
"""


@pytest.fixture
def holding_the_lock(server: Server, empty: str) -> Iterator[psycopg.Connection]:
    """Somebody who is migrating just now."""
    with psycopg.connect(plain(server.migrator(empty))) as connection:
        connection.execute("SELECT pg_advisory_xact_lock(4207001)")
        yield connection


def test_two_workstations_upgrade_at_once(
    server: Server, empty: str, run: Run, holding_the_lock: psycopg.Connection
) -> None:
    environment = {**os.environ, "GYM_TEST_URL": server.migrator(empty).render_as_string(hide_password=False)}
    command = [sys.executable, "-c", UPGRADE]
    both = [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    # Both have looked and found something to do before either may begin.
    waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 4207001 AND NOT granted"
    deadline = time.monotonic() + 60
    while run(empty, waiting, superuser=True) != [(2,)]:
        assert time.monotonic() < deadline
        assert all(process.poll() is None for process in both)
    holding_the_lock.rollback()
    for process in both:
        said, complaint = process.communicate(timeout=60)
        assert (process.returncode, said.strip(), complaint) == (0, "True", "")
    assert run(empty, "SELECT count(*) FROM public.alembic_version") == [(1,)]


def test_a_newer_schema_is_refused_and_left_alone(
    server: Server, empty: str, run: Run, catalogue: Read
) -> None:
    migrate.upgrade(server.migrator(empty))
    run(empty, "UPDATE public.alembic_version SET version_num = '9999'")
    before = catalogue(empty)
    asked: list[migrate.SchemaStatus] = []
    with pytest.raises(migrate.SchemaTooNew, match="newer version") as refused:
        migrate.upgrade(server.migrator(empty), before=asked.append)
    assert refused.value.code == "schema_too_new"
    assert "nothing was changed" in refused.value.message
    assert asked == []
    assert catalogue(empty) == before
    assert run(empty, "SELECT version_num FROM public.alembic_version") == [("9999",)]
    engine = create_engine(server.migrator(empty))
    status = migrate.status(engine)
    engine.dispose()
    assert (status.known, status.current, status.up_to_date) == (False, "9999", False)


def test_a_station_cannot_migrate(server: Server, empty: str, catalogue: Read) -> None:
    before = catalogue(empty)
    with pytest.raises(Exception, match="permission denied") as refused:
        migrate.upgrade(server.station(empty))
    assert isinstance(getattr(refused.value, "orig", None), psycopg.errors.InsufficientPrivilege)
    assert catalogue(empty) == before


def _wheel_layout(tmp_path: Path) -> Path:
    """What pip unpacks: the package, with the migrations inside it."""
    package = tmp_path / "site-packages" / "gymtrainer_desktop"
    shutil.copytree(
        migrate.migrations_directory(),
        package / "_data" / "migrations",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    return package


def test_an_installed_wheel_finds_its_migrations(
    server: Server, empty: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = _wheel_layout(tmp_path / "a folder with 100% blanks")
    monkeypatch.setattr(migrate, "_PACKAGE", package)
    assert migrate.migrations_directory() == package / "_data" / "migrations"
    assert migrate.upgrade(server.migrator(empty)).up_to_date
    assert run(empty, "SELECT count(*) FROM public.workout_plans") == [(0,)]


def test_migrations_run_by_hand(server: Server, empty: str, run: Run) -> None:
    """As CONTRIBUTING and the head of alembic.ini say."""
    ini = migrate.migrations_directory() / "alembic.ini"
    url = server.migrator(empty).render_as_string(hide_password=False)
    done = subprocess.run(
        [sys.executable, "-m", "alembic", "-c", str(ini), "-x", f"url={url}", "upgrade", "head"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert make_url(url).database == empty
    assert run(empty, "SELECT count(*) FROM public.alembic_version") == [(1,)]
