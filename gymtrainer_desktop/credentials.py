"""The secrets of one workstation: in the system's keyring, or in a file only its owner can read.

The only module that imports keyring, and only when a secret is first asked for: finding the keyring takes
a fifth of a second, which start-up would feel.
"""

from __future__ import annotations

import json
import logging
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from gymtrainer_desktop.settings import storage_error, write_atomically

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

_log = logging.getLogger(__name__)


class CredentialStore:
    """Named secrets of one service.

    A new secret goes to the keyring. Where there is none, or it is locked or refuses, the secret goes to the
    file, and stays readable there when a keyring turns up later: the file is asked first, and a secret leaves
    it only when the keyring has been seen to hold its newer value. Safe to use from several threads.
    """

    def __init__(self, service: str, fallback_file: Path, *, backend: KeyringBackend | None = None) -> None:
        """Remember where to look; nothing is opened yet.

        Args:
            service: The name the secrets are filed under in the keyring. Two data folders need two services.
            fallback_file: The file for a machine without keyring.
            backend: The keyring to use instead of the system's.
        """
        self._service = service
        self._file = fallback_file
        self._backend = backend
        self._lock = threading.RLock()

    def get(self, name: str) -> str | None:
        """The secret, or None when it was never stored or its keyring cannot be opened now.

        Raises:
            UserError: The fallback file exists and cannot be read.
        """
        with self._lock:
            secret = self._read_file().get(name)
            return self._from_keyring(name) if secret is None else secret

    def set(self, name: str, secret: str) -> None:
        """Store a secret, replacing the one of that name.

        Raises:
            UserError: There is no keyring and the file cannot be written.
        """
        with self._lock:
            secrets = self._read_file()
            if self._to_keyring(name, secret):
                if secrets.pop(name, None) is not None:
                    self._write_file(secrets)
                return
            secrets[name] = secret
            self._write_file(secrets)

    def delete(self, name: str) -> None:
        """Forget a secret wherever it is; it is no error when there is none.

        Raises:
            UserError: The file holds it and cannot be written.
        """
        with self._lock:
            secrets = self._read_file()
            if secrets.pop(name, None) is not None:
                self._write_file(secrets)
            if self._from_keyring(name) is not None:
                try:
                    self._keyring().delete_password(self._service, name)
                except Exception as error:
                    self._explain("delete", error)

    @property
    def in_keyring(self) -> bool:
        """Whether secrets are in the system's keyring, none of them in the file."""
        with self._lock:
            return not self._read_file() and self._usable()

    @property
    def place(self) -> str:
        """Where secrets are, as one phrase for the settings page."""
        if self.in_keyring:
            return f"system keyring ({self._keyring().name})"
        return f"file {self._file}, readable only by you"

    def _keyring(self) -> KeyringBackend:
        if self._backend is None:
            import keyring

            self._backend = keyring.get_keyring()
        return self._backend

    def _usable(self) -> bool:
        """Whether the backend keeps secrets: keyring's placeholders have a priority of 0 or less."""
        try:
            return bool(self._keyring().priority > 0)
        except Exception as error:
            self._explain("find", error)
            return False

    def _from_keyring(self, name: str) -> str | None:
        if not self._usable():
            return None
        try:
            return self._keyring().get_password(self._service, name)
        except Exception as error:
            # Backends raise whatever their system bus raises, not only keyring's own errors.
            self._explain("read", error)
            return None

    def _to_keyring(self, name: str, secret: str) -> bool:
        if not self._usable():
            return False
        try:
            self._keyring().set_password(self._service, name, secret)
            # Read back: a keyring that takes everything and keeps nothing would lose the database's password.
            return self._keyring().get_password(self._service, name) == secret
        except Exception as error:
            self._explain("write", error)
            return False

    def _explain(self, action: str, error: Exception) -> None:
        # The kind only: what a backend puts in its message is not ours to vouch for.
        _log.info("keyring could not %s: %s; using %s", action, type(error).__name__, self._file)

    def _read_file(self) -> dict[str, str]:
        try:
            values = json.loads(self._file.read_bytes())
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise storage_error(error, self._file) from error
        except ValueError:
            values = None
        if isinstance(values, dict) and all(isinstance(value, str) for value in values.values()):
            return values
        # A damaged file holds no secret that could be used; the database's password is made anew.
        _log.info("%s is damaged and is ignored", self._file)
        return {}

    def _write_file(self, secrets: dict[str, str]) -> None:
        try:
            if secrets:
                write_atomically(self._file, json.dumps(secrets, indent=2).encode() + b"\n")
            else:
                self._file.unlink(missing_ok=True)
        except OSError as error:
            raise storage_error(error, self._file) from error
