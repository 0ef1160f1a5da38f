"""Back-ups of a gym on this computer, on real clusters as users have them."""

from __future__ import annotations

import json
import shutil
import stat
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import keyring
import psycopg
import pytest
from keyring.backends.fail import Keyring as FailKeyring
from psycopg import sql
from sqlalchemy import text

from gymtrainer_desktop.database import archives, cluster_programs, migrate, restoring
from gymtrainer_desktop.database.backups import back_up, one_at_a_time
from gymtrainer_desktop.database.engine import Database
from gymtrainer_desktop.database.restoring import BEFORE, restore
from gymtrainer_desktop.domain.errors import Unavailable, UserError
from tests.database.gym_folder import (
    OTHER,
    Place,
    fill,
    gymtrainer,
    place_at,
    stations_that_come_back_at_once,
)
from tests.factories import Person

EMPTY = {"auth.erasing", "auth.replaying"}
"""Tables that are empty at every time that counts."""


@pytest.fixture(scope="module")
def root() -> Iterator[Path]:
    """A folder that the server's own user can reach; nothing of it goes into anybody's keyring."""
    before = keyring.get_keyring()
    keyring.set_keyring(FailKeyring())
    folder = Path(tempfile.mkdtemp(prefix="gym-backups-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)
    keyring.set_keyring(before)


@pytest.fixture(scope="module")
def source(root: Path) -> Iterator[tuple[Place, Person]]:
    """A gym with people, plans, logs, notes, a failed sign-in and an open session; and an admin of it."""
    place = place_at(root / "source")
    admin = fill(place)
    yield place, admin
    place.local.close()


@pytest.fixture(scope="module")
def saved(source: tuple[Place, Person], root: Path) -> Path:
    """A back-up of the source at rest."""
    return back_up(source[0].local, root / "saved.dump").file


@pytest.fixture(scope="module")
def target(root: Path, saved: Path) -> Iterator[Place]:
    """Another folder, empty until the back-up is restored into it."""
    place = place_at(root / "target")
    restore(place.local, saved)
    yield place
    place.local.close()


def test_restored_into_an_empty_folder_it_is_the_same_gym(
    source: tuple[Place, Person], saved: Path, target: Place
) -> None:
    kept, restored = source[0].contents(), target.contents()
    assert restored == kept
    empty = {
        name
        for (name,) in source[0].rows(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname IN ('public', 'auth')"
        )
        if source[0].rows(f"SELECT NOT EXISTS (SELECT 1 FROM {name})") == [(True,)]
    }
    assert empty <= EMPTY, "a table without rows shows nothing: have gym_folder.fill put some in"
    counters = source[0].rows(
        "SELECT last_value FROM pg_sequences WHERE schemaname = 'auth' AND last_value > 0"
    )
    assert counters, "no failed attempt was counted: the comparison of sequences shows nothing"
    assert target.catalogue() == source[0].catalogue()
    assert target.databases() == {"gym"}, "an empty database is not worth keeping"


def test_rights_on_the_database_and_ownership_come_along(source: tuple[Place, Person], target: Place) -> None:
    rights = (
        "SELECT r.rolname, has_database_privilege(r.oid, 'gym', p.p) FROM pg_roles r,"
        " unnest(ARRAY['CONNECT', 'CREATE', 'TEMP']) p(p) WHERE r.rolname ~ '^(gym|station)_' ORDER BY 1, p.p"
    )
    assert target.rows(rights) == source[0].rows(rights)
    assert target.rows(
        "SELECT extname, rolname FROM pg_extension e JOIN pg_roles r ON r.oid = extowner ORDER BY 1"
    ) == (
        source[0].rows(
            "SELECT extname, rolname FROM pg_extension e JOIN pg_roles r ON r.oid = extowner ORDER BY 1"
        )
    )
    assert target.rows("SELECT has_database_privilege('public', 'gym', 'CONNECT')") == [(False,)]


def test_everybody_is_signed_out(source: tuple[Place, Person], target: Place) -> None:
    open_sessions = "SELECT count(*) FROM auth.sessions WHERE revoked_at IS NULL"
    assert source[0].rows(open_sessions)[0][0] != 0
    assert target.rows(open_sessions) == [(0,)]
    assert target.rows("SELECT count(*) FROM auth.sessions") == source[0].rows(
        "SELECT count(*) FROM auth.sessions"
    )


def test_the_restored_gym_opens(target: Place) -> None:
    station = Database(target.local.open())
    with station.engine.connect() as connection:
        assert (
            connection.execute(text("SELECT count(*) FROM public.profiles")).scalar_one() == 0
        )  # nobody yet
    station.dispose()
    assert target.local.schema_status().up_to_date


def test_a_back_up_is_for_its_owner_only_and_says_what_it_is(
    source: tuple[Place, Person], root: Path
) -> None:
    file = root / "facts.dump"
    began = datetime.now(UTC)
    facts = back_up(source[0].local, file)
    assert (facts.file, facts.size, facts.schema) == (file, file.stat().st_size, migrate.newest_revision())
    assert began <= facts.taken_at <= datetime.now(UTC)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert not list(root.glob(".*.dump.*")), "a fragment is left"
    with pytest.raises(UserError, match="exists already"):
        back_up(source[0].local, file, replace=False)


def test_no_password_stands_on_a_command_line(
    source: tuple[Place, Person], root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    real = subprocess.Popen

    def watched(command: list[str], **options: object) -> object:
        seen.extend(command)
        return real(command, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(cluster_programs.subprocess, "Popen", watched)
    back_up(source[0].local, root / "watched.dump")
    password = source[0].local.migrator_url().password
    assert password and any("pg_dump" in word for word in seen)
    assert not any(password in word for word in seen)


def test_people_work_while_it_is_written(root: Path, target: Place) -> None:
    """Whoever works meanwhile is not held up, and the back-up is one moment: no pair is torn."""
    written, stop, mistakes = [0], threading.Event(), list[Exception]()
    first_write = threading.Event()

    def work() -> None:
        try:
            with target.connect() as connection:
                while not stop.is_set():
                    # Two rows that belong together, in tables which pg_dump reads at different times.
                    with connection.transaction():
                        name = f"Busy {written[0]}"
                        row = connection.execute(
                            "INSERT INTO public.profiles (id, full_name, email)"
                            " VALUES (gen_random_uuid(), %s, %s) RETURNING id",
                            [name, f"busy{written[0]}@gym.test"],
                        ).fetchone()
                        assert row is not None
                        connection.execute(
                            "INSERT INTO public.instructors (id, user_id, name, is_personal_trainer)"
                            " VALUES (gen_random_uuid(), %s, %s, true)",
                            [row[0], name],
                        )
                    written[0] += 1
                    first_write.set()
        except Exception as error:
            mistakes.append(error)
            first_write.set()

    worker = threading.Thread(target=work)
    worker.start()
    try:
        assert first_write.wait(10)
        before = written[0]
        file = back_up(target.local, root / "busy.dump").file
        after = written[0]
    finally:
        stop.set()
        worker.join()
    assert mistakes == []
    assert after > before, "nobody could work"

    restore(target.local, file)
    people, trainers = (
        target.rows(f"SELECT {column} FROM public.{table} WHERE {column} LIKE 'Busy %' ORDER BY 1")
        for column, table in (("full_name", "profiles"), ("name", "instructors"))
    )
    assert people == trainers
    assert before <= len(people) <= written[0]


@pytest.fixture
def foreign(target: Place, root: Path) -> Iterator[Path]:
    """An archive as `pg_dump` writes them, of a database that is none of ours."""
    target.rows(f"CREATE DATABASE {OTHER}", "postgres")
    target.rows("CREATE TABLE public.gym_settings AS SELECT 1 AS id", OTHER)
    file = root / "foreign.dump"
    done = archives.run(
        "pg_dump", "--format=custom", f"--file={file}", login=target.local.superuser_url(OTHER)
    )
    assert done.code == 0, done.text
    yield file
    target.rows(f"DROP DATABASE {OTHER}", "postgres")


def test_what_is_no_back_up_is_refused_before_anything_is_touched(
    root: Path, saved: Path, target: Place, foreign: Path
) -> None:
    contents, databases = target.contents(), target.databases()
    whole = saved.read_bytes()
    cuts = [
        3,
        5,
        40,
        len(whole) // 4,
        len(whole) // 2,
        len(whole) * 9 // 10,
        len(whole) - 100,
        len(whole) - 1,
    ]
    cases = [(whole[:cut], "damaged or incomplete|no back-up") for cut in cuts]
    flipped = bytearray(whole)
    flipped[len(whole) // 2 : len(whole) // 2 + 400] = bytes(400)
    # Where its statements lie, too: it is read to its end without a complaint, and cannot be carried out.
    misread = bytearray(whole)
    at = whole.index(b"CREATE FUNCTION public.target_of_week")
    misread[at + 20 : at + 420] = bytes(400)
    misspelt = whole.replace(
        b"CREATE FUNCTION public.target_of_week", b"CREATE FUNKTION public.target_of_week"
    )
    cases += [
        (bytes(flipped), "damaged"),
        (bytes(misread), "damaged"),
        (misspelt, "damaged"),
        (b"", "is empty"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(5000), "no back-up of a gym"),
        (b"PGDMP" + bytes(5000), "damaged"),
        (foreign.read_bytes(), "no back-up of a gym"),
    ]
    for content, words in cases:
        file = root / "refused.dump"
        file.write_bytes(content)
        with pytest.raises(UserError, match=words) as refused:
            restore(target.local, file)
        assert len(refused.value.message.splitlines()) == 1
    for missing, words in ((root / "nowhere.dump", "no file"), (root, "is a folder")):
        with pytest.raises(UserError, match=words):
            restore(target.local, missing)
    assert (target.contents(), target.databases()) == (contents, databases)


def test_a_newer_schema_is_refused(source: tuple[Place, Person], root: Path, target: Place) -> None:
    place = source[0]
    revision = migrate.newest_revision()
    place.rows("UPDATE public.alembic_version SET version_num = '9999'")
    try:
        file = back_up(place.local, root / "newer.dump").file
    finally:
        place.rows(f"UPDATE public.alembic_version SET version_num = '{revision}'")
    contents = target.contents()
    with pytest.raises(UserError, match="newer version of Gym Trainer"):
        restore(target.local, file)
    assert target.contents() == contents


def test_a_failure_half_way_leaves_the_gym_as_it_was(
    saved: Path, target: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    contents, databases = target.contents(), target.databases()

    def no_more(*_: object, **__: object) -> None:
        raise Unavailable("The server went away.")

    with monkeypatch.context() as patched:
        patched.setattr(migrate, "upgrade", no_more)
        with pytest.raises(Unavailable, match="went away"):
            restore(target.local, saved)
    assert (target.contents(), target.databases()) == (contents, databases)

    with monkeypatch.context() as patched:
        patched.setattr(restoring, "_rename", lambda old, new: sql.SQL("SELECT 1 / 0"))
        with pytest.raises(psycopg.errors.DivisionByZero):
            restore(target.local, saved)
    assert (target.contents(), target.databases()) == (contents, databases)
    assert target.rows("SELECT has_database_privilege('station_local', 'gym', 'CONNECT')") == [(True,)]


def test_a_second_back_up_or_restore_waits_for_the_first(
    saved: Path, root: Path, target: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    contents = target.contents()
    monkeypatch.setattr(restoring, "_PATIENCE", 0)
    with one_at_a_time(target.local):
        with pytest.raises(UserError, match="is under way: wait until it is done"):
            restore(target.local, saved)
        with pytest.raises(UserError, match="is under way: wait until it is done"):
            back_up(target.local, root / "second.dump")
    assert not (root / "second.dump").exists()
    assert target.contents() == contents


def test_the_replaced_gym_is_kept_once(source: tuple[Place, Person], saved: Path, target: Place) -> None:
    target.rows("UPDATE public.gym_settings SET name = 'Entered since'")
    replaced = target.contents()
    open_connection = target.connect()  # somebody at work, who is disconnected
    with stations_that_come_back_at_once(target):
        restore(target.local, saved)
    with pytest.raises(psycopg.OperationalError):
        open_connection.execute("SELECT 1")
    open_connection.close()
    assert target.contents() == source[0].contents()
    (before,) = target.databases() - {"gym"}
    assert before.startswith(BEFORE)
    assert target.contents(before) == replaced
    assert target.rows(f"SELECT has_database_privilege('station_local', '{before}', 'CONNECT')") == [(False,)]

    restore(target.local, saved)
    (later,) = target.databases() - {"gym"}
    assert later > before
    assert target.contents(later) == source[0].contents()


def test_a_back_up_is_taken_before_an_upgrade(
    root: Path, saved: Path, target: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program that knows one more revision opens the gym: first a file appears that restores."""
    revision = migrate.newest_revision()
    newer = root / "migrations"
    shutil.copytree(migrate.migrations_directory(), newer, ignore=shutil.ignore_patterns("__pycache__"))
    (newer / "versions" / "9000_one_more.py").write_text(
        f"from alembic import op\n\nrevision = '9000'\ndown_revision = '{revision}'\n"
        "branch_labels = depends_on = None\n\n\n"
        "def upgrade():\n    op.execute('CREATE TABLE public.one_more (id integer)')\n",
        encoding="utf-8",
    )
    folder = target.local.paths.backups
    folder.mkdir(mode=0o700, exist_ok=True)
    olds = [folder / f"before-upgrade-2026010{n}T080000Z-schema-0000.dump" for n in range(1, 7)]
    for old in olds:
        old.write_bytes(b"an older one")
    other = folder / "by-hand.dump"
    other.write_bytes(b"not ours to remove")
    contents = target.contents()

    with monkeypatch.context() as patched:
        patched.setattr(migrate, "migrations_directory", lambda: newer)
        target.local.open()
        assert target.local.schema_status().current == "9000"
        made = set(folder.iterdir()) - {*olds, other}
        target.local.open()
        assert set(folder.iterdir()) == {*made, *olds[2:], other}, "one back-up, the newest five kept"
        # An older back-up is brought up to date on its way in.
        restore(target.local, saved)
        assert target.rows("SELECT count(*) FROM public.one_more") == [(0,)]
    (file,) = made
    assert f"-schema-{revision}" in file.name
    with pytest.raises(UserError, match="newer version"):
        target.local.open()
    restore(target.local, file)
    target.local.open()
    assert target.contents() == contents


def test_without_a_back_up_nothing_is_upgraded(
    target: Place, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target.local.open()
    contents = target.contents()
    target.rows("UPDATE public.alembic_version SET version_num = '0000'")
    in_the_way = target.local.paths.backups
    aside = in_the_way.rename(in_the_way.with_name("aside")) if in_the_way.exists() else None
    in_the_way.write_bytes(b"a file where the folder should be")
    monkeypatch.setattr(migrate, "knows", lambda revision: True)
    with pytest.raises(UserError, match="in the way"):
        target.local.open()
    target.local.cluster.start()
    assert target.rows("SELECT version_num FROM public.alembic_version") == [("0000",)]
    in_the_way.unlink()
    if aside is not None:
        aside.rename(in_the_way)
    target.rows(f"UPDATE public.alembic_version SET version_num = '{migrate.newest_revision()}'")
    assert target.contents() == contents


def test_from_the_command_line(source: tuple[Place, Person], root: Path, target: Place) -> None:
    there, here = ("--data-dir", source[0].local.paths.data_dir), ("--data-dir", target.local.paths.data_dir)
    file = root / "by-command.dump"
    made = gymtrainer("backup", file, "--json", *there)
    assert made.returncode == 0, made.stderr
    facts = json.loads(made.stdout)
    assert (facts["file"], facts["bytes"]) == (str(file), file.stat().st_size)

    again = gymtrainer("backup", file, *there)
    assert (again.returncode, again.stdout) == (1, "")
    assert "exists already" in again.stderr and len(again.stderr.splitlines()) == 1
    assert gymtrainer("backup", file, "--force", *there).returncode == 0

    target.rows("UPDATE public.gym_settings SET name = 'As it is'")
    contents = target.contents()
    for answer in ("n\n", ""):
        declined = gymtrainer("restore", file, *here, answer=answer)
        assert (declined.returncode, declined.stdout) == (1, "")
        assert "Nothing was changed." in declined.stderr
    (root / "half.dump").write_bytes(file.read_bytes()[:-1])
    refused = gymtrainer("restore", root / "half.dump", "--yes", *here)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "damaged" in refused.stderr and len(refused.stderr.splitlines()) == 1
    assert target.contents() == contents

    done = gymtrainer("restore", file, "--yes", "--json", *here)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["restored_schema"] == migrate.newest_revision()
    assert target.contents() == source[0].contents()

    nothing = gymtrainer("backup", root / "none.dump", "--data-dir", root / "nowhere")
    assert (nothing.returncode, len(nothing.stderr.splitlines())) == (1, 1)
    assert not (root / "none.dump").exists()
