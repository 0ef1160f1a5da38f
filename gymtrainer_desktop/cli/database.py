"""`gymtrainer database`: what the database is, its schema, back-ups."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from gymtrainer_desktop.cli.frame import AS_JSON, DATA_DIR, errors_in_words, fail, paths_of, print_facts
from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.settings import Paths


@click.group(name="database")
def database_group() -> None:
    """Look at and look after the database."""


@database_group.command()
@DATA_DIR
@AS_JSON
@click.pass_context
def status(context: click.Context, data_dir: Path | None, as_json: bool) -> None:
    """Say what database this is, its versions, and where the data lies."""
    with errors_in_words():
        facts = _database_facts(paths_of(data_dir, context), upgrade=False)
    print_facts(
        as_json, facts, lambda: "\n".join(f"{key.replace('_', ' ')}: {value}" for key, value in facts.items())
    )


@database_group.command()
@DATA_DIR
@AS_JSON
@click.pass_context
def upgrade(context: click.Context, data_dir: Path | None, as_json: bool) -> None:
    """Bring the database to this program's schema."""
    with errors_in_words():
        facts = _database_facts(paths_of(data_dir, context), upgrade=True)
    print_facts(as_json, facts, lambda: f"The database has schema {facts['schema']}.")


@database_group.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Replace the file if there is one of that name.")
@DATA_DIR
@AS_JSON
@click.pass_context
def backup(context: click.Context, file: Path, force: bool, data_dir: Path | None, as_json: bool) -> None:
    """Write the whole gym into one file, while people work."""
    from gymtrainer_desktop.database.backups import back_up
    from gymtrainer_desktop.database.local import LocalGym

    with errors_in_words():
        local = LocalGym.of(paths_of(data_dir, context))
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
    print_facts(as_json, facts, lambda: f"The gym is backed up in {made.file} ({made.size / 1e6:,.1f} MB).")


@database_group.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="Do not ask first.")
@DATA_DIR
@AS_JSON
@click.pass_context
def restore(context: click.Context, file: Path, yes: bool, data_dir: Path | None, as_json: bool) -> None:
    """Put a back-up in the gym's place. Everybody is signed out; what was entered since is set aside."""
    from gymtrainer_desktop.database import archives, restoring
    from gymtrainer_desktop.database.local import LocalGym

    with errors_in_words():
        paths = paths_of(data_dir, context)
        schema = archives.check(file)
        question = f"Replace the gym in {paths.data_dir} with what is in {file}?"
        if not yes and not _agreed(question):
            fail("Nothing was changed.")
        local = LocalGym.of(paths)
        try:
            restoring.restore(local, file)
        finally:
            local.close()
    facts = {"file": str(file.absolute()), "restored_schema": schema, "data": str(paths.data_dir)}
    print_facts(as_json, facts, lambda: f"The gym in {paths.data_dir} is what {file} held.")


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
