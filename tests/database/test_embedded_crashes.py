"""What goes wrong around a private cluster: each case recovers, or says in one sentence what to do."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keyring.backends.fail
import psutil
import psycopg
import pytest

from gymtrainer_desktop.credentials import CredentialStore
from gymtrainer_desktop.database import cluster_programs
from gymtrainer_desktop.database.cluster_access import server_user
from gymtrainer_desktop.database.cluster_programs import Outcome, explain
from gymtrainer_desktop.database.embedded import SUPERUSER_PASSWORD, EmbeddedCluster
from gymtrainer_desktop.domain.errors import GymError, Unavailable, UserError


def store_in(home: Path) -> CredentialStore:
    return CredentialStore("test", home / "credentials.json", backend=keyring.backends.fail.Keyring())


def cluster_in(home: Path) -> EmbeddedCluster:
    return EmbeddedCluster(home / "cluster", store_in(home))


def connect(cluster: EmbeddedCluster) -> psycopg.Connection[tuple[Any, ...]]:
    return psycopg.connect(cluster.superuser_url().replace("+psycopg", ""), autocommit=True)


def rows(cluster: EmbeddedCluster) -> int:
    with connect(cluster) as connection:
        row = connection.execute("select count(*) from promised").fetchone()
    assert row is not None
    return int(row[0])


def leader(cluster: EmbeddedCluster) -> int:
    return int((cluster.directory / "data" / "postmaster.pid").read_text().split()[0])


def new_home() -> Path:
    return Path(tempfile.mkdtemp(prefix="gym-"))


def assert_one_sentence(error: GymError) -> None:
    message = str(error)
    assert message.endswith(".")
    assert ". " not in message
    assert "\n" not in message


@pytest.fixture
def home() -> Iterator[Path]:
    folder = new_home()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def shared_home() -> Iterator[Path]:
    """A data folder whose cluster holds three promised rows; every test leaves it working."""
    folder = new_home()
    cluster = cluster_in(folder)
    cluster.start()
    with connect(cluster) as connection:
        connection.execute("create table promised as select generate_series(1, 3) as n")
    cluster.stop()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def cluster(shared_home: Path) -> Iterator[EmbeddedCluster]:
    cluster = cluster_in(shared_home)
    cluster.start()
    yield cluster
    cluster.stop()
    assert not cluster.running


def test_killed_server_comes_back_on_its_address_with_every_row(cluster: EmbeddedCluster) -> None:
    address = cluster.address
    with connect(cluster) as connection:
        connection.execute("create table logged as select 1 as n")
        os.kill(leader(cluster), signal.SIGKILL)
        # The server is gone for sure once this connection has seen it.
        with pytest.raises(psycopg.OperationalError):
            while True:
                connection.execute("select 1")
    assert cluster.ensure_running() is True
    assert cluster.address == address
    assert rows(cluster) == 3
    with connect(cluster) as connection:
        assert connection.execute("select n from logged").fetchall() == [(1,)]
        connection.execute("drop table logged")


def test_busy_processes_of_a_killed_server_do_not_keep_it_from_coming_back(cluster: EmbeddedCluster) -> None:
    began = threading.Event()
    ended: list[Exception] = []

    def count_for_minutes() -> None:
        with connect(cluster) as connection:
            began.set()
            try:
                # Busy and never waiting, so it does not notice by itself that its leader died.
                connection.execute("select count(*) from generate_series(1, 10000000000)")
            except psycopg.OperationalError as error:
                ended.append(error)

    worker = threading.Thread(target=count_for_minutes)
    worker.start()
    assert began.wait(30)
    with connect(cluster) as connection:
        busy = "select 1 from pg_stat_activity where state = 'active' and query like 'select count%'"
        while not connection.execute(busy.encode()).fetchall():
            pass
    os.kill(leader(cluster), signal.SIGKILL)
    while cluster.running:
        pass
    cluster.ensure_running()
    worker.join(30)
    assert not worker.is_alive()
    assert len(ended) == 1
    assert rows(cluster) == 3


def test_trace_of_a_dead_server_is_cleared(shared_home: Path) -> None:
    cluster = cluster_in(shared_home)
    cluster.start()
    trace = (shared_home / "cluster" / "data" / "postmaster.pid").read_text()
    cluster.stop()
    gone = subprocess.Popen(["true"])
    gone.wait()
    write_trace(shared_home, trace, gone.pid)
    cluster.start()
    assert rows(cluster) == 3
    cluster.stop()


def test_trace_whose_number_another_program_has_now_is_cleared(shared_home: Path) -> None:
    cluster = cluster_in(shared_home)
    cluster.start()
    trace = (shared_home / "cluster" / "data" / "postmaster.pid").read_text()
    cluster.stop()
    # Of the same user as the server: only then does Postgres take the number for a running server.
    user = server_user(shared_home / "cluster" / "data")
    options: dict[str, Any] = (
        {} if user is None else {"user": user.uid, "group": user.gid, "extra_groups": []}
    )
    bystander = subprocess.Popen(["sleep", "600"], cwd="/", **options)
    try:
        write_trace(shared_home, trace, bystander.pid)
        lock = shared_home / "cluster" / "run" / ".s.PGSQL.5432.lock"
        write_as_server(lock, trace.replace(trace.split()[0], str(bystander.pid)), shared_home)
        cluster.start()
        assert rows(cluster) == 3
        assert bystander.poll() is None, "the other program was left alone"
        cluster.stop()
    finally:
        bystander.kill()
        bystander.wait()


def test_empty_trace_is_no_obstacle(shared_home: Path) -> None:
    write_as_server(shared_home / "cluster" / "data" / "postmaster.pid", "", shared_home)
    cluster = cluster_in(shared_home)
    cluster.start()
    assert rows(cluster) == 3
    cluster.stop()


@pytest.mark.parametrize("left", [None, "wrong"])
def test_lost_password_is_renewed(shared_home: Path, left: str | None) -> None:
    store = store_in(shared_home)
    old = store.get(SUPERUSER_PASSWORD)
    store.delete(SUPERUSER_PASSWORD)
    if left is not None:
        store.set(SUPERUSER_PASSWORD, left)
    cluster = cluster_in(shared_home)
    told: list[str] = []
    cluster.start(told.append)
    assert rows(cluster) == 3
    assert "Renewing the database's password" in told
    new = store.get(SUPERUSER_PASSWORD)
    assert new not in (None, old, left)
    with connect(cluster) as connection:
        verifier = connection.execute(
            "select rolpassword from pg_authid where rolname = 'postgres'"
        ).fetchone()
        assert verifier is not None
        assert verifier[0].startswith("SCRAM-SHA-256$4096:")
        methods = connection.execute("select distinct auth_method from pg_hba_file_rules").fetchall()
        assert methods == [("scram-sha-256",)]
    cluster.stop()


def test_lost_password_is_not_renewed_under_somebody_who_uses_the_server(
    cluster: EmbeddedCluster, tmp_path: Path
) -> None:
    store = CredentialStore("test", tmp_path / "other.json", backend=keyring.backends.fail.Keyring())
    stranger = EmbeddedCluster(cluster.directory, store)
    with pytest.raises(Unavailable, match="already open") as caught:
        stranger.start()
    assert_one_sentence(caught.value)
    assert rows(cluster) == 3


def test_half_made_cluster_is_made_again(home: Path) -> None:
    abandoned = home / "cluster" / "new-abc" / "data"
    abandoned.mkdir(parents=True)
    (abandoned / "PG_VERSION").write_text("18\n")
    (abandoned.parent / "password").write_text("left behind")
    cluster = cluster_in(home)
    cluster.start()
    assert list(cluster.directory.glob("new-*")) == []
    cluster.stop()


def test_cluster_of_another_version_is_refused_and_untouched(home: Path) -> None:
    data = home / "cluster" / "data"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("17\n")
    cluster = cluster_in(home)
    with pytest.raises(UserError, match=r"PostgreSQL 17.*PostgreSQL 18") as caught:
        cluster.start()
    assert caught.value.code == "other_version"
    assert_one_sentence(caught.value)
    assert cluster.data_major_version == 17
    assert [entry.name for entry in data.iterdir()] == ["PG_VERSION"]


def test_folder_with_other_files_is_refused_and_untouched(home: Path) -> None:
    data = home / "cluster" / "data"
    data.mkdir(parents=True)
    (data / "holiday.jpg").write_text("a picture")
    with pytest.raises(UserError, match="no database") as caught:
        cluster_in(home).start()
    assert caught.value.code == "not_a_cluster"
    assert_one_sentence(caught.value)
    assert [entry.name for entry in data.iterdir()] == ["holiday.jpg"]


def test_file_where_the_folder_should_be_is_refused(home: Path) -> None:
    (home / "cluster").write_text("a file")
    with pytest.raises(UserError, match="--data-dir") as caught:
        cluster_in(home).start()
    assert caught.value.code == "not_a_folder"
    assert_one_sentence(caught.value)


def test_disk_that_fills_up_while_the_cluster_is_made(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    complaint = "initdb: error: could not write file: No space left on device"
    real_run = cluster_programs.run
    monkeypatch.setattr(cluster_programs, "run", lambda *_, **__: Outcome(1, complaint))
    with pytest.raises(UserError, match="is full") as caught:
        cluster_in(home).start()
    assert caught.value.code == "disk_full"
    assert_one_sentence(caught.value)
    assert sorted(entry.name for entry in (home / "cluster").iterdir()) == ["lock"]
    # With room again it goes on as if nothing had been.
    monkeypatch.setattr(cluster_programs, "run", real_run)
    cluster = cluster_in(home)
    cluster.start()
    cluster.stop()
    assert cluster.data_major_version == 18


def test_settings_somebody_broke_are_put_right(shared_home: Path) -> None:
    data = shared_home / "cluster" / "data"
    write_as_server(data / "postgresql.conf", "nonsense = = 1\n", shared_home)
    write_as_server(data / "pg_hba.conf", "local all all trust\n", shared_home)
    cluster = cluster_in(shared_home)
    cluster.start()
    with connect(cluster) as connection:
        methods = connection.execute("select distinct auth_method from pg_hba_file_rules").fetchall()
    assert methods == [("scram-sha-256",)]
    cluster.stop()


def test_server_that_cannot_start_points_to_its_log(shared_home: Path) -> None:
    auto = shared_home / "cluster" / "data" / "postgresql.auto.conf"
    kept = auto.read_text()
    write_as_server(auto, "shared_preload_libraries = 'no_such_library'\n", shared_home)
    with pytest.raises(Unavailable, match="no_such_library") as caught:
        cluster_in(shared_home).start()
    assert str(shared_home / "cluster" / "log") in str(caught.value)
    write_as_server(auto, kept, shared_home)
    cluster = cluster_in(shared_home)
    cluster.start()
    assert rows(cluster) == 3
    cluster.stop()


def test_folder_that_disappears_is_no_reason_to_fail_at_the_end(home: Path) -> None:
    cluster = cluster_in(home)
    cluster.start()
    pid = leader(cluster)
    server = psutil.Process(pid)
    server.send_signal(signal.SIGQUIT)
    psutil.wait_procs([server], timeout=30)
    shutil.rmtree(home / "cluster")
    cluster.stop()
    assert not (home / "cluster").exists()


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("FATAL:  could not write: No space left on device", UserError, "is full"),
        ("could not create file: Read-only file system", UserError, "writable"),
        ('FATAL:  data directory "x" has wrong ownership', UserError, "its owner"),
        ("FATAL:  could not map anonymous shared memory: Cannot allocate memory", Unavailable, "memory"),
        ("2026 [1] LOG:  x\n2026 [1] FATAL:  odd thing.\n", Unavailable, "(odd thing)"),
        ("", Unavailable, "no reason"),
    ],
)
def test_complaints_become_one_sentence(text: str, kind: type[GymError], words: str) -> None:
    error = explain(text, Path("/gym/cluster"))
    assert isinstance(error, kind)
    assert words in str(error)
    assert_one_sentence(error)


def write_trace(home: Path, trace: str, pid: int) -> None:
    first, rest = trace.split("\n", 1)
    assert first.isdigit()
    write_as_server(home / "cluster" / "data" / "postmaster.pid", f"{pid}\n{rest}", home)


def write_as_server(file: Path, text: str, home: Path) -> None:
    """Write a file into the server's folder, owned as the server would own it."""
    file.write_text(text)
    file.chmod(0o600)
    user = server_user(home / "cluster" / "data")
    if user is not None:
        user.give(file)
