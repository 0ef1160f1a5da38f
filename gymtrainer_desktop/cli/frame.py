"""What every command has: the gym's folder, JSON for programs, and failures in words."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import click

from gymtrainer_desktop.domain.errors import GymError, Unavailable, UserError
from gymtrainer_desktop.settings import Paths

DATA_DIR = click.option(
    "--data-dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the gym; the platform's own unless given.",
)
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")


def paths_of(data_dir: Path | None, context: click.Context | None = None) -> Paths:
    """Return the paths of the folder named at the command, before it, or not at all; the folder is made."""
    chosen = data_dir or (context.find_root().params.get("data_dir") if context else None)
    paths = Paths.at(chosen) if chosen else Paths.default()
    paths.create()
    return paths


def fail(sentence: str) -> NoReturn:
    """End the program with a line on stderr and exit code 1."""
    click.echo(f"gymtrainer: {sentence}", err=True)
    sys.exit(1)


@contextmanager
def errors_in_words() -> Iterator[None]:
    """Turn what is expected to go wrong into one line on stderr and exit code 1."""
    try:
        yield
    except (UserError, Unavailable) as error:
        fail(error.message)
    except GymError as error:
        fail(str(error))


def print_facts(as_json: bool, facts: dict[str, Any], lines: Callable[[], str]) -> None:
    """Print what was done, as JSON or in words."""
    click.echo(json.dumps(facts, ensure_ascii=False, indent=2, default=str) if as_json else lines())
