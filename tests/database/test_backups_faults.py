"""Killed in the middle, from an older program, or of a newer one: the gym is the old one or the new one, whole."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import keyring
import psycopg
import pytest
from keyring.backends.fail import Keyring as FailKeyring

from gymtrainer_desktop.database import archives, migrate
from gymtrainer_desktop.database.backups import back_up, named
from gymtrainer_desktop.database.restoring import BEFORE, RESTORING, clear_left_overs, restore
from tests.database.gym_folder import Place, fill, place_at

# A program that kills itself at a place of its work, as `kill -9` from outside would at that moment.
DIES = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from gymtrainer_desktop.database import archives, daily_backups, migrate, restoring
from gymtrainer_desktop.database.local import LocalGym
from gymtrainer_desktop.domain.backups import BackUpKind, BackUpPlan
from gymtrainer_desktop.settings import Paths

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

said = []
def die_while(sentence):
    return lambda *_: die() if said[-1:] == [sentence] else None

def die_after(module, name):
    real = getattr(module, name)
    def wrapped(*words, **options):
        real(*words, **options)
        die()
    setattr(module, name, wrapped)

archives._LOOK_SECONDS = 0.001
local = LocalGym.of(Paths.at(sys.argv[1]))
what, file = sys.argv[2], Path(sys.argv[3])
local.open()
watch = None
if what == "reading":
    watch = die_while("Restoring the back-up")
elif what == "upgrading":
    migrate.upgrade = die
elif what == "swapping":
    restoring._exchange = die
elif what == "swapped":
    die_after(restoring, "_exchange")
elif what == "dumping":
    watch = die_while("Writing the back-up")
elif what == "naming":
    archives.schema_of = die
if what in ("dumping", "naming"):
    plan = BackUpPlan(file)
    daily_backups.take(local, plan, BackUpKind.DAILY, datetime.now(UTC), said.append, watch)
else:
    restoring.restore(local, file, said.append, watch)
"""


def dies(place: Place, what: str, file: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", DIES, str(place.local.paths.data_dir), what, str(file)],
        env={**os.environ, "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr


@pytest.fixture(scope="module")
def root() -> Iterator[Path]:
    before = keyring.get_keyring()
    keyring.set_keyring(FailKeyring())
    folder = Path(tempfile.mkdtemp(prefix="gym-killed-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)
    keyring.set_keyring(before)


@pytest.fixture(scope="module")
def place(root: Path) -> Iterator[Place]:
    place = place_at(root / "gym")
    fill(place)
    yield place
    place.local.close()


@pytest.fixture(scope="module")
def saved(place: Place, root: Path) -> tuple[Path, dict[str, str]]:
    """A back-up, what it holds; the gym goes on after it."""
    contents = place.contents()
    file = back_up(place.local, root / "saved.dump").file
    place.rows("UPDATE public.gym_settings SET name = 'Entered since'")
    return file, contents


def started_again(place: Place) -> set[str]:
    """What an open program does first; returns the databases there are then."""
    url = place.local.open().set(drivername="postgresql").render_as_string(hide_password=False)
    clear_left_overs(place.local, place.local.paths.backups)
    psycopg.connect(url).close()
    return place.databases()


@pytest.mark.parametrize("what", ["reading", "upgrading", "swapping"])
def test_killed_before_the_swap_the_gym_is_as_it_was(
    place: Place, saved: tuple[Path, dict[str, str]], what: str
) -> None:
    before, databases = place.contents(), place.databases()
    dies(place, what, saved[0])
    assert RESTORING in place.databases()
    assert started_again(place) == databases
    assert place.contents() == before


def test_killed_after_the_swap_the_gym_is_the_one_of_the_file(
    place: Place, saved: tuple[Path, dict[str, str]]
) -> None:
    before = place.contents()
    dies(place, "swapped", saved[0])
    (former,) = started_again(place) - {"gym"}
    assert former.startswith(BEFORE)
    assert place.contents() == saved[1] and place.contents(former) == before
    assert place.rows("SELECT count(*) FROM auth.sessions WHERE revoked_at IS NULL") == [(0,)]


@pytest.mark.parametrize("what", ["dumping", "naming"])
def test_killed_while_backing_up_no_half_a_file_counts(place: Place, what: str) -> None:
    folder = place.local.paths.backups
    contents = place.contents()
    dies(place, what, folder)
    (fragment,) = folder.iterdir()
    assert named(folder) == [] and fragment.name.startswith(".daily-")
    # The part of it that went on by itself is done or ended before anybody looks.
    while place.rows("SELECT 1 FROM pg_stat_activity WHERE application_name = 'pg_dump'"):
        pass
    started_again(place)
    assert list(folder.iterdir()) == []
    assert place.contents() == contents


def test_one_of_the_first_schema_is_brought_up_to_date(place: Place, root: Path) -> None:
    older = place_at(root / "older")
    older.local.prepare()
    migrate.upgrade(older.local.migrator_url(), revision="0001")
    older.rows(
        "INSERT INTO public.gym_settings (name, time_zone) VALUES ('Old \\ House', 'Europe/London');"
        "INSERT INTO public.profiles (full_name, member_number) VALUES ('Mia', 'M-1'), ('Ōba', 'M-2'), ('Tom', NULL);"
        "INSERT INTO public.instructors (user_id, name, is_personal_trainer)"
        " SELECT id, full_name, true FROM public.profiles WHERE full_name = 'Tom';"
        "INSERT INTO public.trainer_assignments (member_id, trainer_id)"
        " SELECT p.id, i.id FROM public.profiles p, public.instructors i WHERE p.full_name = 'Mia'"
    )
    tables = [
        str(name) for (name,) in older.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    ]
    rows = {name: older.rows(f"SELECT count(*) FROM public.{name}") for name in tables}
    kept = older.rows("SELECT id, full_name, member_number, joined_on FROM public.profiles ORDER BY id")
    file = back_up(older.local, root / "older.dump").file
    older.local.close()
    assert archives.check(file) == "0001" != migrate.newest_revision()
    facts = archives.facts(file)
    assert (facts.gym_name, facts.members, facts.trainers, facts.last_log) == ("Old \\ House", 2, 1, None)

    restore(place.local, file)
    assert place.local.schema_status().up_to_date
    assert (
        place.rows("SELECT id, full_name, member_number, joined_on FROM public.profiles ORDER BY id") == kept
    )
    # The station that restores, and that it was enrolled; what the newer schema brings along.
    grown = {"alembic_version", "stations", "audit_log", "exercises"}
    assert {name: place.rows(f"SELECT count(*) FROM public.{name}") for name in rows.keys() - grown} == {
        name: count for name, count in rows.items() if name not in grown
    }
    assert place.rows("SELECT active_clients FROM public.instructors") == [(1,)]
    later = place.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    assert len(later) > len(tables)
    place.local.open()
