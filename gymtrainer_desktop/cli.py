"""The `gymtrainer` command: opens the window, or works on the data folder without one."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from gymtrainer_desktop.domain.errors import GymError, Unavailable, UserError
from gymtrainer_desktop.settings import Paths

if TYPE_CHECKING:
    from gymtrainer_desktop.services.demo_folder import DemoOptions

_FOLDER = click.Path(file_okay=False, path_type=Path)
_AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
_DATA_DIR = click.option(
    "--data-dir", type=_FOLDER, help="Folder of the gym; the platform's own unless given."
)


def _paths(data_dir: Path | None, context: click.Context | None = None) -> Paths:
    chosen = data_dir or (context.find_root().params.get("data_dir") if context else None)
    paths = Paths.at(chosen) if chosen else Paths.default()
    paths.create()
    return paths


def _fail(sentence: str) -> NoReturn:
    click.echo(f"gymtrainer: {sentence}", err=True)
    sys.exit(1)


@contextmanager
def _errors_in_words() -> Iterator[None]:
    """Turn what is expected to go wrong into one line on stderr and exit code 1."""
    try:
        yield
    except (UserError, Unavailable) as error:
        _fail(error.message)
    except GymError as error:
        _fail(str(error))


def _print(as_json: bool, facts: dict[str, Any], lines: Callable[[], str]) -> None:
    click.echo(json.dumps(facts, ensure_ascii=False, indent=2, default=str) if as_json else lines())


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@_DATA_DIR
@click.option("--kiosk", is_flag=True, help="Fill the screen for members; left with a staff password only.")
@click.version_option(package_name="gymtrainer-desktop")
@click.pass_context
def main(context: click.Context, data_dir: Path | None, kiosk: bool) -> None:
    """Gym Trainer: the personal training of a gym. Without a command it opens the window."""
    if context.invoked_subcommand is None:
        with _errors_in_words():
            sys.exit(_opened(_paths(data_dir), kiosk))


def _opened(paths: Paths, kiosk: bool, demo: DemoOptions | None = None) -> int:
    """Open the window, or the kiosk; return the exit code when it is closed."""
    if kiosk:
        from gymtrainer_desktop.kiosk_app import run_kiosk

        return run_kiosk(paths, demo)
    from gymtrainer_desktop.app import run

    return run(paths, demo)


@main.command()
@click.option("--members", type=click.IntRange(1, 5000), default=300, show_default=True)
@click.option("--trainers", type=click.IntRange(1, 100), default=12, show_default=True)
@click.option("--weeks", type=click.IntRange(1, 104), default=12, show_default=True)
@click.option("--seed", type=int, default=7, show_default=True, help="The same seed makes the same gym.")
@click.option("--no-window", is_flag=True, help="Only fill the gym and print its sign-ins.")
@_DATA_DIR
@_AS_JSON
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
    with _errors_in_words():
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
    _print(
        as_json,
        facts,
        lambda: "\n".join(
            [
                f"{made.name} is ready in {paths.data_dir}.",
                *(f"  {s.role}: {s.name}, {s.login} / {s.secret}" for s in samples),
            ]
        ),
    )


@main.group()
def database() -> None:
    """Look at and look after the database."""


@database.command()
@_DATA_DIR
@_AS_JSON
@click.pass_context
def status(context: click.Context, data_dir: Path | None, as_json: bool) -> None:
    """Say what database this is, its versions, and where the data lies."""
    with _errors_in_words():
        facts = _database_facts(_paths(data_dir, context), upgrade=False)
    _print(
        as_json, facts, lambda: "\n".join(f"{key.replace('_', ' ')}: {value}" for key, value in facts.items())
    )


@database.command()
@_DATA_DIR
@_AS_JSON
@click.pass_context
def upgrade(context: click.Context, data_dir: Path | None, as_json: bool) -> None:
    """Bring the database to this program's schema."""
    with _errors_in_words():
        facts = _database_facts(_paths(data_dir, context), upgrade=True)
    _print(as_json, facts, lambda: f"The database has schema {facts['schema']}.")


@database.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Replace the file if there is one of that name.")
@_DATA_DIR
@_AS_JSON
@click.pass_context
def backup(context: click.Context, file: Path, force: bool, data_dir: Path | None, as_json: bool) -> None:
    """Write the whole gym into one file, while people work."""
    from gymtrainer_desktop.database.backups import back_up
    from gymtrainer_desktop.database.local import LocalGym

    with _errors_in_words():
        local = LocalGym.of(_paths(data_dir, context))
        try:
            made = back_up(local, file, replace=force)
        finally:
            local.close()
    facts = {
        "file": str(made.file),
        "bytes": made.size,
        "schema": made.schema,
        "taken_at": made.taken_at.isoformat(timespec="seconds"),
    }
    _print(as_json, facts, lambda: f"The gym is backed up in {made.file} ({made.size / 1e6:,.1f} MB).")


@database.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="Do not ask first.")
@_DATA_DIR
@_AS_JSON
@click.pass_context
def restore(context: click.Context, file: Path, yes: bool, data_dir: Path | None, as_json: bool) -> None:
    """Put a back-up in the gym's place. Everybody is signed out; what was entered since is set aside."""
    from gymtrainer_desktop.database import archives, restoring
    from gymtrainer_desktop.database.local import LocalGym

    with _errors_in_words():
        paths = _paths(data_dir, context)
        schema = archives.check(file)
        question = f"Replace the gym in {paths.data_dir} with what is in {file}?"
        if not yes and not _agreed(question):
            _fail("Nothing was changed.")
        local = LocalGym.of(paths)
        try:
            restoring.restore(local, file)
        finally:
            local.close()
    facts = {"file": str(file.absolute()), "restored_schema": schema, "data": str(paths.data_dir)}
    _print(as_json, facts, lambda: f"The gym in {paths.data_dir} is what {file} held.")


def _agreed(question: str) -> bool:
    try:
        return click.confirm(question, err=True)
    except click.Abort:
        click.echo(err=True)  # nobody there to answer: end the line of the question
        return False


def _database_facts(paths: Paths, *, upgrade: bool) -> dict[str, Any]:
    from gymtrainer_desktop.database.local import LocalGym

    local = LocalGym.of(paths)
    if not local.exists and not upgrade:
        raise UserError(
            f"There is no gym in {paths.data_dir} yet. Open the window once, or run 'gymtrainer demo'."
        )
    if upgrade:
        local.open()
    else:
        local.cluster.start()
    try:
        schema = local.schema_status()
        return {
            "mode": "embedded",
            "server": local.cluster.version,
            "schema": schema.current,
            "schema_wanted": schema.wanted,
            "up_to_date": schema.up_to_date,
            "data": str(paths.cluster),
            "secrets": local.credentials.place,
        }
    finally:
        local.close()


@main.group(name="import")
def import_group() -> None:
    """Bring data along from elsewhere."""


@import_group.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--member", required=True, metavar="NUMBER", help="Member number of whose workouts they are.")
@click.option(
    "--unit", type=click.Choice(["kg", "lb"]), help="Unit of the weights, where the file does not say."
)
@click.option("--dry-run", is_flag=True, help="Only say what would be added.")
@_DATA_DIR
@_AS_JSON
@click.pass_context
def workouts(
    context: click.Context,
    file: Path,
    member: str,
    unit: str | None,
    dry_run: bool,
    data_dir: Path | None,
    as_json: bool,
) -> None:
    """Import workouts from a Strong, Hevy or FitNotes export. Importing a file again adds nothing."""
    facts = _imported(
        file, as_json, lambda: _import_workouts(_paths(data_dir, context), file, member, unit, dry_run)
    )

    def words() -> str:
        verb = "would be added" if dry_run else "added"
        found = f"{facts['format']}: {facts['sets']} sets in {facts['workouts']} workouts"
        return f"{found}; {facts['added']} {verb}, {facts['skipped']} were there already."

    _print(as_json, facts, words)


@import_group.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would be added.")
@_DATA_DIR
@_AS_JSON
@click.pass_context
def exercises(
    context: click.Context, file: Path, dry_run: bool, data_dir: Path | None, as_json: bool
) -> None:
    """Import a library of exercises (JSON). What is there already, by name or alias, is skipped."""
    facts = _imported(file, as_json, lambda: _import_exercises(_paths(data_dir, context), file, dry_run))

    def words() -> str:
        verb = "would be added" if dry_run else "added"
        lines = [
            f"{facts['exercises']} exercises: {facts['added']} {verb}, {facts['skipped']} were there already."
        ]
        lines += [f"  Exercise {e['entry']}: {e['reason']}" for e in facts["errors"]]
        return "\n".join(lines)

    _print(as_json, facts, words)


@import_group.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would be added.")
@click.option(
    "--map",
    "columns",
    multiple=True,
    metavar="COLUMN=FIELD",
    help="What a column is, by name or number, where the guess is wrong: full_name, first_name, last_name,"
    " member_number, email, phone, birth_date, weight_unit, joined_on or ignore. May be given several times.",
)
@click.option("--dates", type=click.Choice(["day-first", "month-first"]), help="How to read 03/04/1990.")
@click.option("--sheet", help="Sheet of a workbook; the first with something on it unless given.")
@click.option("--fill", is_flag=True, help="Fill in what is empty of people who are here already.")
@click.option("--strict", is_flag=True, help="Import nothing when a line is wrong; it is left out otherwise.")
@_DATA_DIR
@_AS_JSON
@click.pass_context
def members(
    context: click.Context,
    file: Path,
    dry_run: bool,
    columns: tuple[str, ...],
    dates: str | None,
    sheet: str | None,
    fill: bool,
    strict: bool,
    data_dir: Path | None,
    as_json: bool,
) -> None:
    """Import members from a CSV, TSV or XLSX file. Importing a file again adds nobody twice."""
    from gymtrainer_desktop.cli_members import MemberOptions, import_members, words_of
    from gymtrainer_desktop.domain.member_import import DateOrder

    options = MemberOptions(columns, DateOrder(dates) if dates else None, sheet, fill, strict, dry_run)
    facts = _imported(file, as_json, lambda: import_members(_paths(data_dir, context), file, options))
    _print(as_json, facts, lambda: words_of(facts))


def _imported(file: Path, as_json: bool, work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Do the work of an import; a refused file ends the program, with its lines where JSON is asked for."""
    from gymtrainer_desktop.importers.history import ImportRefused

    try:
        with _errors_in_words():
            try:
                return work()
            except ImportRefused as refused:
                if as_json:
                    errors = [dataclasses.asdict(e) for e in refused.errors]
                    click.echo(
                        json.dumps({"error": refused.message, "errors": errors}, ensure_ascii=False, indent=2)
                    )
                raise
    except FileNotFoundError:
        _fail(f"There is no file {file}.")
    except IsADirectoryError:
        _fail(f"{file} is a folder.")
    except PermissionError:
        _fail(f"{file} cannot be read.")


def _import_workouts(
    paths: Paths, file: Path, member: str, unit: str | None, dry_run: bool
) -> dict[str, Any]:
    from gymtrainer_desktop.database.engine import Database
    from gymtrainer_desktop.database.local import STATION, LocalGym
    from gymtrainer_desktop.domain.units import Unit
    from gymtrainer_desktop.importers.workouts import read_workouts
    from gymtrainer_desktop.services.set_up import session_for_member
    from gymtrainer_desktop.services.sign_in import SignInService

    local = LocalGym.of(paths)
    if not local.exists:
        raise UserError(f"There is no gym in {paths.data_dir} yet.")
    database = Database(local.open())
    door = SignInService(database)
    try:
        with local.maintenance() as connection:
            member_id, identity = session_for_member(connection, member, STATION)
        services = door.with_identity(identity)
        history = read_workouts(
            file, unit=Unit(unit) if unit else None, time_zone=services.gym.settings().time_zone
        )
        # Exercises keep the names of the file, except those for which the member chose one once.
        history = history.named(services.import_names.names(member_id))
        act = services.workouts.preview_import if dry_run else services.workouts.import_history
        outcome = act(member_id, history)
        door.sign_out(services)
    finally:
        database.dispose()
        local.close()
    return {
        "format": outcome.format,
        "workouts": outcome.workouts,
        "sets": outcome.sets,
        "added": outcome.added_sets,
        "added_workouts": outcome.added_workouts,
        "skipped": outcome.skipped_sets,
        "dry_run": dry_run,
        "warnings": list(history.warnings),
        "errors": [],
    }


def _import_exercises(paths: Paths, file: Path, dry_run: bool) -> dict[str, Any]:
    from gymtrainer_desktop.database.engine import Database
    from gymtrainer_desktop.database.local import STATION, LocalGym
    from gymtrainer_desktop.importers.exercise_library import read_library
    from gymtrainer_desktop.services.set_up import session_for_admin
    from gymtrainer_desktop.services.sign_in import SignInService

    local = LocalGym.of(paths)
    if not local.exists:
        raise UserError(f"There is no gym in {paths.data_dir} yet.")
    library = read_library(file)
    database = Database(local.open())
    door = SignInService(database)
    try:
        with local.maintenance() as connection:
            identity = session_for_admin(connection, STATION)
        services = door.with_identity(identity)
        outcome = services.exercises.import_library(library, dry_run=dry_run)
        door.sign_out(services)
    finally:
        database.dispose()
        local.close()
    return {
        "exercises": outcome.read,
        "added": len(outcome.added),
        "skipped": outcome.skipped,
        "dry_run": dry_run,
        "errors": [dataclasses.asdict(problem) for problem in outcome.problems],
    }
