"""A gym that has just been begun, in a folder of its own.

Beginning one takes a server of its own, every revision of the schema and the built-in exercises: seconds. A
process does it once, and copies the folder from then on.
"""

from __future__ import annotations

import functools
import os
import shutil
import tempfile
from pathlib import Path

from gymtrainer_desktop.database.local import LocalGym
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.services.set_up import create_gym
from gymtrainer_desktop.settings import Paths

ADMIN = "rosa@harbour.test"
PASSWORD = "front-desk-1"


def begin_gym(paths: Paths) -> LocalGym:
    """Return a begun gym in a folder that is not there or empty; its server does not run yet.

    There has to be no keyring: a copied folder brings its secrets along in the file for such machines.
    """
    paths.data_dir.parent.mkdir(parents=True, exist_ok=True)
    _copy(_original(), paths.data_dir)
    return LocalGym.of(paths)


@functools.cache
def _original() -> Path:
    # Among the temporary files of the run, and gone with them.
    folder = Path(tempfile.mkdtemp(prefix="gym-begun-"))
    folder.chmod(0o755)
    paths = Paths.at(folder / "gym")
    paths.create()
    local = LocalGym.of(paths)
    local.open()
    with local.maintenance() as connection:
        create_gym(
            connection,
            name="Harbour Street Gym",
            time_zone="Europe/London",
            week_start=1,
            weight_unit=Unit.KG,
            admin_name="Rosa Delgado",
            email=ADMIN,
            password=PASSWORD,
        )
    local.close()
    assert paths.credentials_file.exists(), "a keyring has the secrets of this folder"
    return paths.data_dir


def _copy(source: Path, target: Path) -> None:
    """Copy a folder with the owners of its files: the server refuses what is another user's."""
    shutil.copytree(source, target, symlinks=True, dirs_exist_ok=True)
    for path in (source, *source.rglob("*")):
        status = path.lstat()
        os.chown(target / path.relative_to(source), status.st_uid, status.st_gid, follow_symlinks=False)
