from __future__ import annotations

import json
import stat
import subprocess
import sys
from pathlib import Path

import keyring.backend
import keyring.backends.fail
import keyring.backends.null
import keyring.errors
import pytest

from gymtrainer_desktop.credentials import CredentialStore
from gymtrainer_desktop.domain.errors import UserError


class MemoryKeyring(keyring.backend.KeyringBackend):
    """A working keyring."""

    priority = 5
    name = "Memory Keyring"

    def __init__(self) -> None:
        super().__init__()
        self.secrets: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.secrets.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.secrets[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.secrets[service, username]


class LockedKeyring(keyring.backend.KeyringBackend):
    """A keyring whose owner dismissed the prompt."""

    priority = 5

    def get_password(self, service: str, username: str) -> str | None:
        raise keyring.errors.KeyringLocked("dismissed")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise keyring.errors.KeyringLocked("dismissed")

    def delete_password(self, service: str, username: str) -> None:
        raise keyring.errors.KeyringLocked("dismissed")


class BrokenKeyring(LockedKeyring):
    """A keyring whose system service fails in a way of its own."""

    def get_password(self, service: str, username: str) -> str | None:
        raise RuntimeError("the bus is gone")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise RuntimeError(f"the bus is gone, and so is {password}")


class ForgetfulKeyring(MemoryKeyring):
    """A keyring that takes everything and keeps nothing."""

    def set_password(self, service: str, username: str, password: str) -> None:
        return None


UNUSABLE = [
    keyring.backends.fail.Keyring,
    keyring.backends.null.Keyring,
    LockedKeyring,
    BrokenKeyring,
    ForgetfulKeyring,
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "gym" / "credentials.json"


def test_secrets_go_to_the_keyring(file: Path) -> None:
    backend = MemoryKeyring()
    store = CredentialStore("gym", file, backend=backend)
    assert store.get("owner") is None
    store.set("owner", "s3cret")
    assert backend.secrets == {("gym", "owner"): "s3cret"}
    assert store.get("owner") == "s3cret"
    assert store.in_keyring
    assert store.place == "system keyring (Memory Keyring)"
    assert not file.exists()
    store.delete("owner")
    store.delete("owner")
    assert store.get("owner") is None


def test_two_services_share_nothing(file: Path) -> None:
    backend = MemoryKeyring()
    CredentialStore("one", file, backend=backend).set("owner", "a")
    assert CredentialStore("two", file, backend=backend).get("owner") is None


@pytest.mark.parametrize("kind", UNUSABLE)
def test_without_a_keyring_secrets_go_to_a_private_file(
    file: Path, kind: type[keyring.backend.KeyringBackend]
) -> None:
    store = CredentialStore("gym", file, backend=kind())
    store.set("owner", "s3cret")
    store.set("station", "höhle")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert store.get("owner") == "s3cret"
    assert not store.in_keyring
    assert store.place == f"file {file}, readable only by you"
    again = CredentialStore("gym", file, backend=kind())
    assert (again.get("owner"), again.get("station"), again.get("none")) == ("s3cret", "höhle", None)
    again.delete("owner")
    again.delete("station")
    assert not file.exists()


def test_secret_in_the_file_is_still_read_when_a_keyring_turns_up(file: Path) -> None:
    CredentialStore("gym", file, backend=keyring.backends.fail.Keyring()).set("owner", "old")
    backend = MemoryKeyring()
    store = CredentialStore("gym", file, backend=backend)
    assert store.get("owner") == "old"
    assert not store.in_keyring
    store.set("owner", "new")
    assert store.get("owner") == "new"
    assert backend.secrets["gym", "owner"] == "new"
    assert not file.exists()


def test_newer_secret_in_the_file_wins_over_an_older_one_in_the_keyring(file: Path) -> None:
    backend = MemoryKeyring()
    CredentialStore("gym", file, backend=backend).set("owner", "old")
    CredentialStore("gym", file, backend=LockedKeyring()).set("owner", "new")
    assert CredentialStore("gym", file, backend=backend).get("owner") == "new"


@pytest.mark.parametrize("content", [b"{half", b"[]", b'{"owner": 3}', b"\xff"])
def test_damaged_file_holds_no_secret(file: Path, content: bytes) -> None:
    file.parent.mkdir()
    file.write_bytes(content)
    store = CredentialStore("gym", file, backend=keyring.backends.fail.Keyring())
    assert store.get("owner") is None
    store.set("owner", "new")
    assert json.loads(file.read_bytes()) == {"owner": "new"}


def test_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "gym").write_text("in the way")
    store = CredentialStore(
        "gym", tmp_path / "gym" / "credentials.json", backend=keyring.backends.fail.Keyring()
    )
    with pytest.raises(UserError, match=r"credentials\.json"):
        store.set("owner", "s3cret")


def test_no_secret_reaches_the_log(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    store = CredentialStore("gym", file, backend=BrokenKeyring())
    store.set("owner", "s3cret")
    assert store.get("owner") == "s3cret"
    assert "RuntimeError" in caplog.text
    assert "s3cret" not in caplog.text


def test_keyring_is_imported_when_first_needed() -> None:
    code = "import sys, gymtrainer_desktop.credentials; print('keyring' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
