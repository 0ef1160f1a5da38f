"""`gymtrainer` itself, which opens the window or the kiosk, and `gymtrainer demo`."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gymtrainer_desktop.cli.frame import AS_JSON, DATA_DIR, errors_in_words, paths_of, print_facts
from gymtrainer_desktop.settings import Paths

if TYPE_CHECKING:
    from gymtrainer_desktop.services.demo_folder import DemoOptions


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@DATA_DIR
@click.option("--kiosk", is_flag=True, help="Fill the screen for members; left with a staff password only.")
@click.version_option(package_name="gymtrainer-desktop")
@click.pass_context
def main(context: click.Context, data_dir: Path | None, kiosk: bool) -> None:
    """Gym Trainer: the personal training of a gym. Without a command it opens the window."""
    if context.invoked_subcommand is None:
        with errors_in_words():
            sys.exit(_opened(paths_of(data_dir), kiosk))


def _opened(paths: Paths, kiosk: bool, demo: DemoOptions | None = None) -> int:
    """Open the window, or the kiosk; return the exit code when it is closed."""
    if kiosk:
        from gymtrainer_desktop.kiosk_app import run_kiosk

        return run_kiosk(paths, demo)
    from gymtrainer_desktop.app import run

    return run(paths, demo)


@click.command()
@click.option("--members", type=click.IntRange(1, 5000), default=300, show_default=True)
@click.option("--trainers", type=click.IntRange(1, 100), default=12, show_default=True)
@click.option("--weeks", type=click.IntRange(1, 104), default=12, show_default=True)
@click.option("--seed", type=int, default=7, show_default=True, help="The same seed makes the same gym.")
@click.option("--no-window", is_flag=True, help="Only fill the gym and print its sign-ins.")
@DATA_DIR
@AS_JSON
@click.pass_context
def demo(
    context: click.Context,
    members: int,
    trainers: int,
    weeks: int,
    seed: int,
    no_window: bool,
    data_dir: Path | None,
    as_json: bool,
) -> None:
    """Open a throw-away gym full of people and workouts.

    Without --data-dir it lives in a folder "demo" of the data folder. It is filled anew when the options or
    the day have changed; what was tried out in it is gone then.
    """
    from gymtrainer_desktop.services.demo_folder import DemoOptions, demo_paths, open_demo

    options = DemoOptions(members, trainers, weeks, seed)
    with errors_in_words():
        chosen = data_dir or context.find_root().params.get("data_dir")
        paths = demo_paths(chosen)
        if not no_window:
            sys.exit(_opened(paths, bool(context.find_root().params.get("kiosk")), options))
        made = open_demo(paths, options, lambda sentence: click.echo(sentence + " …", err=True))
        made.local.close()
    facts = {
        "gym": made.name,
        "data": str(paths.data_dir),
        "sign_ins": [dataclasses.asdict(s) for s in made.sign_ins],
    }
    samples = [next(s for s in made.sign_ins if s.role == role) for role in ("admin", "trainer", "member")]
    print_facts(
        as_json,
        facts,
        lambda: "\n".join(
            [
                f"{made.name} is ready in {paths.data_dir}.",
                *(f"  {s.role}: {s.name}, {s.login} / {s.secret}" for s in samples),
            ]
        ),
    )
