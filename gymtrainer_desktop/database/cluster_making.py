"""Making a private cluster, and giving its superuser a new password when the old one was lost."""

from __future__ import annotations

import base64
import hashlib
import hmac
import logging
import secrets
from pathlib import Path

from gymtrainer_desktop.database import cluster_programs
from gymtrainer_desktop.database.cluster_access import ServerUser

_SCRAM_ITERATIONS = 4096

_log = logging.getLogger(__name__)


def make(folder: Path, user: ServerUser | None, superuser: str) -> str:
    """Make a cluster in `folder / "data"`; `folder` is empty and goes to the server's user.

    Returns:
        The superuser's password: 256 random bits, in hexadecimal.

    Raises:
        GymError: It cannot be made; the message says what to do.
        OSError: The folder cannot be written to.
    """
    data, password_file = folder / "data", folder / "password"
    data.mkdir(mode=0o700)
    password = secrets.token_hex(32)
    password_file.touch(mode=0o600)
    password_file.write_text(password)
    if user is not None:
        for path in (folder, data, password_file):
            user.give(path)
    # No libc or ICU collation: the wheel is built without ICU, and libc's order changes with the system
    # underneath, which corrupts indexes. The built-in one knows the cases of all letters and sorts by code
    # point; lists meant for people sort by a key without accents.
    outcome = cluster_programs.run(
        "initdb",
        [
            "--pgdata=data",
            f"--username={superuser}",
            "--pwfile=password",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--data-checksums",
            "--no-instructions",
        ],
        folder=folder,
        user=user,
    )
    if outcome.code != 0:
        _log.info("initdb failed: %s", outcome.text)
        raise cluster_programs.explain(outcome.text, folder.parent)
    return password


def renew_password(directory: Path, user: ServerUser | None, superuser: str) -> str:
    """Give the superuser of the stopped cluster in `directory / "data"` a new password.

    Whoever owns the data folder could read all of it anyway, so nothing is given away. It is done in
    single-user mode, where no server listens at all: opening `pg_hba.conf` with `trust` for a moment would
    let in whoever connects in that moment. Only the password's verifier is handed over.

    Returns:
        The password.

    Raises:
        GymError: The server refuses.
    """
    password = secrets.token_hex(32)
    outcome = cluster_programs.run(
        "postgres",
        ["--single", "-D", "data", "postgres"],
        folder=directory,
        user=user,
        stdin=f"alter role {superuser} with login superuser password '{_scram_verifier(password)}'\n",
    )
    if outcome.code != 0 or "ERROR:" in outcome.text:
        _log.info("the password could not be renewed: %s", outcome.text)
        raise cluster_programs.explain(outcome.text, directory)
    return password


def _scram_verifier(password: str) -> str:
    """What Postgres stores for a password with SCRAM-SHA-256 (RFC 5803), computed here."""
    salt = secrets.token_bytes(16)
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, _SCRAM_ITERATIONS)
    client_key = hmac.digest(salted, b"Client Key", "sha256")
    server_key = hmac.digest(salted, b"Server Key", "sha256")
    stored_key = hashlib.sha256(client_key).digest()
    parts = (base64.b64encode(part).decode() for part in (salt, stored_key, server_key))
    salt_text, stored_text, server_text = parts
    return f"SCRAM-SHA-256${_SCRAM_ITERATIONS}:{salt_text}${stored_text}:{server_text}"
