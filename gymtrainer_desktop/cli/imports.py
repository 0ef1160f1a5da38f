"""`gymtrainer import`: workouts, exercises and members from files."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from gymtrainer_desktop.cli.frame import AS_JSON, DATA_DIR, errors_in_words, fail, paths_of, print_facts


@click.group(name="import")
def import_group() -> None:
    """Bring data along from elsewhere."""


@import_group.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--member", required=True, metavar="NUMBER", help="Member number of whose workouts they are.")
@click.option(
    "--unit", type=click.Choice(["kg", "lb"]), help="Unit of the weights, where the file does not say."
)
@click.option("--dry-run", is_flag=True, help="Only say what would be added.")
@DATA_DIR
@AS_JSON
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
    from gymtrainer_desktop.cli.importing import import_workouts

    facts = _imported(
        file, as_json, lambda: import_workouts(paths_of(data_dir, context), file, member, unit, dry_run)
    )

    def words() -> str:
        verb = "would be added" if dry_run else "added"
        found = f"{facts['format']}: {facts['sets']} sets in {facts['workouts']} workouts"
        lines = [f"{found}; {facts['added']} {verb}, {facts['skipped']} were there already."]
        if differing := facts["differing"]:
            have = "1 exercise has" if differing == 1 else f"{differing} exercises have"
            lines.append(f"  {have} other sets here than in the file; what is here stays.")
        return "\n".join(lines)

    print_facts(as_json, facts, words)


@import_group.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would be added.")
@DATA_DIR
@AS_JSON
@click.pass_context
def exercises(
    context: click.Context, file: Path, dry_run: bool, data_dir: Path | None, as_json: bool
) -> None:
    """Import a library of exercises (JSON). What is there already, by name or alias, is skipped."""
    from gymtrainer_desktop.cli.importing import import_exercises

    facts = _imported(file, as_json, lambda: import_exercises(paths_of(data_dir, context), file, dry_run))

    def words() -> str:
        verb = "would be added" if dry_run else "added"
        lines = [
            f"{facts['exercises']} exercises: {facts['added']} {verb}, {facts['skipped']} were there already."
        ]
        lines += [f"  Exercise {e['entry']}: {e['reason']}" for e in facts["errors"]]
        return "\n".join(lines)

    print_facts(as_json, facts, words)


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
@DATA_DIR
@AS_JSON
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
    from gymtrainer_desktop.cli.member_list import MemberOptions, import_members, words_of
    from gymtrainer_desktop.domain.member_import import DateOrder

    options = MemberOptions(columns, DateOrder(dates) if dates else None, sheet, fill, strict, dry_run)
    facts = _imported(file, as_json, lambda: import_members(paths_of(data_dir, context), file, options))
    print_facts(as_json, facts, lambda: words_of(facts))


def _imported(file: Path, as_json: bool, work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Do the work of an import; a refused file ends the program, with its lines where JSON is asked for."""
    from gymtrainer_desktop.importers.history import ImportRefused

    try:
        with errors_in_words():
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
        fail(f"There is no file {file}.")
    except IsADirectoryError:
        fail(f"{file} is a folder.")
    except PermissionError:
        fail(f"{file} cannot be read.")
