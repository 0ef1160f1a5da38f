"""The throw-away gym on disk: filled when it is not there yet, when other options are asked for, or on a new day."""

from __future__ import annotations

import dataclasses
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import URL

from gymtrainer_desktop.database.local import LocalGym
from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.people import Role
from gymtrainer_desktop.services.demo import DemoSignIn, fill_demo_gym
from gymtrainer_desktop.settings import Paths, write_atomically

_MARK = "demo.json"


@dataclass(frozen=True, slots=True)
class DemoOptions:
    """How large the demo gym is; the same options make the same gym on the same day."""

    members: int = 300
    trainers: int = 12
    weeks: int = 12
    seed: int = 7


@dataclass(frozen=True, slots=True)
class OpenDemo:
    """A demo gym whose server runs; `url` is the station's."""

    local: LocalGym
    url: URL
    name: str
    sign_ins: tuple[DemoSignIn, ...]


def demo_paths(directory: Path | None = None) -> Paths:
    """Return where the demo gym lies: the folder that was named, or "demo" beside one's own gym."""
    return Paths.at(directory) if directory else Paths.at(Paths.default().data_dir / "demo")


def open_demo(paths: Paths, options: DemoOptions, progress: Callable[[str], None] | None = None) -> OpenDemo:
    """Open the demo gym, filled with these options for today.

    Raises:
        UserError: The folder holds something that is not a demo gym; it is left alone.
    """
    say = progress or (lambda _: None)
    wanted = {**dataclasses.asdict(options), "day": date.today().isoformat()}  # noqa: DTZ011 - any day will do
    mark = paths.data_dir / _MARK
    known = _read(mark)
    if known is None and LocalGym.of(paths).exists:
        raise UserError(
            f"{paths.data_dir} holds a gym that is not a demo. Name another folder.", code="not_a_demo"
        )
    if known is not None and known.get("options") != wanted:
        say("Clearing the last demo gym")
        _clear(paths)
        known = None
    paths.create()
    local = LocalGym.of(paths)
    if known is None:
        # Marked first: a fill that was cut short is cleared the next time and never taken for somebody's gym.
        write_atomically(mark, json.dumps({"options": None}).encode())
    url = local.open(progress)
    if known is not None:
        sign_ins = tuple(DemoSignIn(**{**s, "role": Role(s["role"])}) for s in known["sign_ins"])
        return OpenDemo(local, url, known["name"], sign_ins)
    try:
        with local.maintenance() as connection:
            made = fill_demo_gym(
                connection,
                members=options.members,
                trainers=options.trainers,
                weeks=options.weeks,
                seed=options.seed,
                progress=progress,
            )
    except BaseException:
        local.close()
        raise
    content = {
        "options": wanted,
        "name": made.name,
        "sign_ins": [dataclasses.asdict(s) for s in made.sign_ins],
    }
    write_atomically(mark, json.dumps(content, ensure_ascii=False).encode())
    return OpenDemo(local, url, made.name, made.sign_ins)


def _read(mark: Path) -> dict[str, Any] | None:
    try:
        content = json.loads(mark.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}


def _clear(paths: Paths) -> None:
    """Take the demo's own files away and nothing else.

    Raises:
        UserError: Another window has this demo gym open.
    """
    local = LocalGym.of(paths)
    if local.exists and local.cluster.running:
        raise UserError("Another window has the demo gym open. Close it first.", code="demo_in_use")
    shutil.rmtree(paths.cluster, ignore_errors=True)
    for file in (paths.credentials_file, paths.data_dir / _MARK):
        file.unlink(missing_ok=True)
