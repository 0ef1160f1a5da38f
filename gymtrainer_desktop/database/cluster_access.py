"""Whose hands the private cluster is in: the user the server runs as, and the way to its folder.

Postgres refuses to run as root. An ordinary person's server runs as that person. For root the server runs as
a system user made for it, or as the owner of a cluster that somebody else made.
"""

from __future__ import annotations

import os
import stat
import struct
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.settings import is_root

SYSTEM_USER = "gymtrainer-db"

_ACL = "system.posix_acl_access"
_ACL_VERSION = 2
_USER_OBJ, _USER, _GROUP_OBJ, _GROUP, _MASK, _OTHER = 0x01, 0x02, 0x04, 0x08, 0x10, 0x20
_NO_ID = 0xFFFFFFFF
_SEARCH = 1

_AclEntry = tuple[int, int, int]
"""Tag, permission bits, id."""


@dataclass(frozen=True, slots=True)
class ServerUser:
    """The account the server's programs run under when this process is root."""

    uid: int
    gid: int

    def give(self, path: Path) -> None:
        """Make the account the owner of one file or folder."""
        if sys.platform != "win32":
            os.chown(path, self.uid, self.gid)


def server_user(data: Path) -> ServerUser | None:
    """Who runs the server of this data folder; None when it is simply the user of this process.

    Raises:
        UserError: This process is root and the system user can be neither found nor made.
    """
    if not is_root():
        return None
    if data.exists():
        owner = data.stat()
        if owner.st_uid != 0:
            return ServerUser(owner.st_uid, owner.st_gid)
    return _system_user()


def _system_user() -> ServerUser:
    if sys.platform == "win32":
        raise AssertionError("there is no root on Windows")
    import pwd

    try:
        entry = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        command = ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
        command += ["--shell", "/usr/sbin/nologin", SYSTEM_USER]
        try:
            # Another process may be making the same user: what counts is that it is there afterwards.
            subprocess.run(command, check=False, capture_output=True)
            entry = pwd.getpwnam(SYSTEM_USER)
        except (OSError, KeyError):
            raise UserError(
                f"The database server cannot run as root and the user {SYSTEM_USER} could not be made: "
                "start Gym Trainer as an ordinary user.",
                code="server_user",
            ) from None
    return ServerUser(entry.pw_uid, entry.pw_gid)


def let_through(folder: Path, user: ServerUser) -> None:
    """Let the server's user pass through every folder down to `folder`, and no more than pass.

    Folders closed to others (root's home, a temporary folder of root) get one more entry in their access
    list: search, for this one account. Their mode for everybody else stays as it is, and the account still
    cannot list them. Only root's own folders are touched.

    Raises:
        UserError: A folder on the way belongs to somebody else, or its file system keeps no access lists.
    """
    for place in reversed([folder, *folder.parents]):
        if _may_search(place, user):
            continue
        refusal = UserError(
            f"The database server, which cannot run as root, cannot reach {folder}: "
            f'run chmod o+x "{place}", or choose another folder with --data-dir.',
            code="unreachable",
        )
        if place.stat().st_uid != 0:
            raise refusal
        try:
            _grant_search(place, user)
        except OSError as error:
            raise refusal from error


def _may_search(folder: Path, user: ServerUser) -> bool:
    status = folder.stat()
    if status.st_uid == user.uid:
        return bool(status.st_mode & stat.S_IXUSR)
    entries = _entries(folder, status.st_mode)
    mask = next((bits for tag, bits, _ in entries if tag == _MASK), 7)
    for tag, bits, ident in entries:
        if tag == _USER and ident == user.uid:
            return bool(bits & mask & _SEARCH)
    if status.st_gid == user.gid:
        return any(bits & mask & _SEARCH for tag, bits, _ in entries if tag == _GROUP_OBJ)
    return bool(status.st_mode & stat.S_IXOTH)


def _entries(folder: Path, mode: int) -> list[_AclEntry]:
    """The access list of a folder; the three entries that its mode stands for when it has none."""
    if sys.platform == "linux":
        try:
            raw = os.getxattr(folder, _ACL)
        except OSError:
            raw = b""  # no list, or a file system without lists: the mode says it all
        if len(raw) > 4:
            return list(struct.iter_unpack("<HHI", raw[4:]))
    return [
        (_USER_OBJ, mode >> 6 & 7, _NO_ID),
        (_GROUP_OBJ, mode >> 3 & 7, _NO_ID),
        (_OTHER, mode & 7, _NO_ID),
    ]


def _grant_search(folder: Path, user: ServerUser) -> None:
    if sys.platform != "linux":
        raise OSError("access lists are only written on Linux")
    entries = _entries(folder, folder.stat().st_mode)
    kept = [entry for entry in entries if entry[0] != _MASK and entry[::2] != (_USER, user.uid)]
    kept.append((_USER, _SEARCH, user.uid))
    old_mask = next((bits for tag, bits, _ in entries if tag == _MASK), None)
    if old_mask is None:
        old_mask = next(bits for tag, bits, _ in entries if tag == _GROUP_OBJ)
    kept.append((_MASK, old_mask | _SEARCH, _NO_ID))
    # The kernel wants the entries sorted by tag, then by id.
    packed = b"".join(struct.pack("<HHI", *entry) for entry in sorted(kept, key=lambda e: (e[0], e[2])))
    os.setxattr(folder, _ACL, struct.pack("<I", _ACL_VERSION) + packed)
