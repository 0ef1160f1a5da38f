"""The private cluster in everyday use, on the real server."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import keyring.backends.fail
import psycopg
import pytest

from gymtrainer_desktop.credentials import CredentialStore
from gymtrainer_desktop.database.embedded import SUPERUSER_PASSWORD, EmbeddedCluster
from gymtrainer_desktop.domain.errors import Unavailable

OTHER_PROCESS = """
import os, sys
from pathlib import Path
import keyring.backends.fail
from gymtrainer_desktop.credentials import CredentialStore
from gymtrainer_desktop.database.embedded import EmbeddedCluster

home = Path(sys.argv[1])
store = CredentialStore("test", home / "credentials.json", backend=keyring.backends.fail.Keyring())
cluster = EmbeddedCluster(home / "cluster", store)
cluster.start()
print("started", flush=True)
if sys.stdin.readline().strip() == "crash":
    os._exit(1)
cluster.stop()
"""


def cluster_in(home: Path, *, tcp: bool | None = None) -> EmbeddedCluster:
    store = CredentialStore("test", home / "credentials.json", backend=keyring.backends.fail.Keyring())
    return EmbeddedCluster(home / "cluster", store, tcp=tcp)


def connect(cluster: EmbeddedCluster) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(cluster.superuser_url().replace("+psycopg", ""), autocommit=True)


def ask(cluster: EmbeddedCluster, query: str) -> list[tuple[object, ...]]:
    with connect(cluster) as connection:
        return connection.execute(query.encode()).fetchall()


def other_process(home: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", OTHER_PROCESS, str(home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def await_start(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    assert process.stdout.readline() == "started\n"


def finish(process: subprocess.Popen[str], word: str, code: int) -> None:
    process.communicate(word + "\n", timeout=60)
    assert process.returncode == code


@pytest.fixture
def home() -> Iterator[Path]:
    """A data folder with a short name: a socket's path is limited, and pytest's own folders are long."""
    folder = Path(tempfile.mkdtemp(prefix="gym-"))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def cluster() -> Iterator[EmbeddedCluster]:
    """One running cluster for the tests that only look at it."""
    folder = Path(tempfile.mkdtemp(prefix="gym-"))
    cluster = cluster_in(folder)
    cluster.start()
    yield cluster
    cluster.stop()
    assert not cluster.running
    shutil.rmtree(folder)


def test_a_new_cluster_is_of_the_bundled_version(cluster: EmbeddedCluster) -> None:
    assert cluster.data_major_version == 18
    assert cluster.version.startswith("18.")
    assert cluster.running


def test_starting_again_changes_nothing(cluster: EmbeddedCluster) -> None:
    told: list[str] = []
    before = ask(cluster, "select pg_postmaster_start_time()")
    cluster.start(told.append)
    assert cluster.ensure_running(told.append) is False
    assert ask(cluster, "select pg_postmaster_start_time()") == before
    assert told == []


def test_nobody_gets_in_without_the_password(cluster: EmbeddedCluster) -> None:
    rules = ask(cluster, "select type, auth_method, error from pg_hba_file_rules")
    assert rules == [("local", "scram-sha-256", None)]
    for password in ("", "postgres", "wrong"):
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(cluster.url("postgres", password, "postgres").replace("+psycopg", ""))


def test_the_password_is_long_random_and_kept(cluster: EmbeddedCluster) -> None:
    stored = CredentialStore("test", cluster.directory.parent / "credentials.json").get(SUPERUSER_PASSWORD)
    assert stored is not None
    assert len(bytes.fromhex(stored)) == 32
    verifiers = ask(cluster, "select rolpassword from pg_authid where rolname = 'postgres'")
    assert str(verifiers[0][0]).startswith("SCRAM-SHA-256$")


def test_nothing_listens_on_the_network(cluster: EmbeddedCluster) -> None:
    assert ask(cluster, "show listen_addresses") == [("",)]
    assert (cluster.directory / "run").stat().st_mode & 0o077 == 0
    assert (cluster.directory / "data").stat().st_mode & 0o077 == 0


def test_what_was_committed_is_on_disk(cluster: EmbeddedCluster) -> None:
    names = "'fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums'"
    assert ask(cluster, f"select name, setting from pg_settings where name in ({names}) order by 1") == [
        ("data_checksums", "on"),
        ("fsync", "on"),
        ("full_page_writes", "on"),
        ("synchronous_commit", "on"),
    ]
    assert ask(cluster, "select name, error from pg_file_settings where error is not null") == []
    assert ask(cluster, "select current_setting('timezone'), current_setting('max_connections')") == [
        ("UTC", "100")
    ]


def test_letters_with_accents_have_cases(cluster: EmbeddedCluster) -> None:
    query = "select lower('ÉCOLE Ö'), upper('zoë'), 'ZOË' ilike 'zoë', 'É' ~ '^[[:alpha:]]$'"
    assert ask(cluster, query) == [("école ö", "ZOË", True, True)]
    assert (
        ask(cluster, "select pg_encoding_to_char(encoding), datlocprovider, datlocale from pg_database")
        == [("UTF8", "b", "C.UTF-8")] * 3
    )


def test_no_secret_reaches_the_servers_log(cluster: EmbeddedCluster) -> None:
    with connect(cluster) as connection:
        connection.execute("create temporary table people (pin text check (length(pin) < 5))")
        with pytest.raises(psycopg.errors.CheckViolation):
            connection.execute("insert into people values (%s)", ("secret-parameter",))
        with pytest.raises(psycopg.errors.CheckViolation):
            connection.execute("insert into people values ('secret-literal')")
        with pytest.raises(psycopg.errors.UndefinedObject):
            connection.execute("alter role nobody_here password 'secret-password'")
    log = "".join(file.read_text() for file in (cluster.directory / "log").iterdir())
    assert "people_pin_check" in log
    assert "secret" not in log


def test_url_carries_awkward_names(cluster: EmbeddedCluster) -> None:
    with connect(cluster) as connection:
        connection.execute("""create role "a@b/c:d" login password 'p@ss/w:rd?&%'""")
        connection.execute("""create database "my gym?" """)
    url = cluster.url("a@b/c:d", "p@ss/w:rd?&%", "my gym?").replace("+psycopg", "")
    with psycopg.connect(url) as connection:
        assert connection.execute("select current_user, current_database()").fetchone() == (
            "a@b/c:d",
            "my gym?",
        )


def test_before_the_start_there_is_no_address(home: Path) -> None:
    cluster = cluster_in(home)
    assert not cluster.running
    assert cluster.data_major_version is None
    with pytest.raises(Unavailable, match="not running"):
        cluster.superuser_url()
    cluster.stop()
    assert not (home / "cluster").exists()


def test_rows_and_address_survive_a_restart(home: Path) -> None:
    cluster = cluster_in(home)
    told: list[str] = []
    cluster.start(told.append)
    with connect(cluster) as connection:
        connection.execute("create table logs as select 1 as reps")
    address = cluster.address
    cluster.stop()
    assert not cluster.running
    (home / "cluster" / "data").chmod(0o755)

    again = cluster_in(home)
    again.start(told.append)
    assert ask(again, "select reps from logs") == [(1,)]
    assert again.address == address
    again.stop()
    assert told == ["Creating the database", "Starting the database", "Starting the database"]


def test_a_second_window_joins_and_the_last_one_stops_the_server(home: Path) -> None:
    cluster = cluster_in(home)
    cluster.start()
    started = ask(cluster, "select pg_postmaster_start_time()")
    other = other_process(home)
    await_start(other)
    assert ask(cluster, "select pg_postmaster_start_time()") == started
    cluster.stop()
    assert cluster.running, "the other process still uses it"
    finish(other, "stop", 0)
    assert not cluster.running


def test_a_window_that_crashed_holds_nothing(home: Path) -> None:
    other = other_process(home)
    await_start(other)
    finish(other, "crash", 1)
    cluster = cluster_in(home)
    told: list[str] = []
    cluster.start(told.append)
    assert told == [], "the server outlived its window and was joined"
    cluster.stop()
    assert not cluster.running


def test_two_windows_opened_at_once_share_one_new_cluster(home: Path) -> None:
    first, second = other_process(home), other_process(home)
    await_start(first)
    await_start(second)
    finish(first, "stop", 0)
    finish(second, "stop", 0)
    assert sorted(entry.name for entry in (home / "cluster").iterdir()) == [
        "data",
        "in-use",
        "lock",
        "log",
        "run",
    ]


def test_loopback_port_is_kept_across_restarts(home: Path) -> None:
    cluster = cluster_in(home, tcp=True)
    cluster.start()
    assert ask(cluster, "show listen_addresses") == [("127.0.0.1",)]
    assert ask(cluster, "show unix_socket_directories") == [("",)]
    methods = ask(cluster, "select distinct auth_method from pg_hba_file_rules")
    assert methods == [("scram-sha-256",)]
    address = cluster.address
    cluster.stop()
    cluster.start()
    assert cluster.address == address
    cluster.stop()


@pytest.mark.parametrize("name", ['my gym, it\'s "50 $HOME" é', "n" * 120])
def test_any_folder_name_will_do(home: Path, name: str) -> None:
    folder = home / name
    folder.mkdir()
    cluster = cluster_in(folder)
    cluster.start()
    run = Path(cluster.address.host)
    assert run.stat().st_mode & 0o077 == 0
    assert ask(cluster, "select 1") == [(1,)]
    cluster.stop()
    if not run.is_relative_to(home):
        shutil.rmtree(run)


def test_two_users_within_one_process_count_as_two(home: Path) -> None:
    first, second = cluster_in(home), cluster_in(home)
    first.start()
    second.start()
    first.stop()
    assert second.running
    assert ask(second, "select 1") == [(1,)]
    second.stop()
    assert not second.running
