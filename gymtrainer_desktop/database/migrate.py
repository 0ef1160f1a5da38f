"""Bringing a database to this program's schema, and telling when it is newer than the program."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import URL, Engine, create_engine, text

from gymtrainer_desktop.domain.errors import UserError

if TYPE_CHECKING:
    from alembic.config import Config

_PACKAGE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class SchemaStatus:
    """Where a database stands.

    Attributes:
        current: Revision of the database, None when it is empty.
        wanted: Newest revision this program knows.
        known: Whether the program knows the database's revision; if not, the database is newer.
    """

    current: str | None
    wanted: str
    known: bool

    @property
    def up_to_date(self) -> bool:
        """Whether nothing is to be done."""
        return self.current == self.wanted


class SchemaTooNew(UserError):
    """The database was upgraded by a newer version of the program."""

    def __init__(self, current: str) -> None:
        super().__init__(
            f"This gym's database (schema {current}) was upgraded by a newer version of Gym Trainer Desktop. "
            "Update the program on this workstation; nothing was changed.",
            code="schema_too_new",
        )


def migrations_directory() -> Path:
    """Return the folder of the migrations: of the checkout, or inside the installed package."""
    checkout = _PACKAGE.parent / "migrations"
    return checkout if (checkout / "env.py").is_file() else _PACKAGE / "_data" / "migrations"


def _config() -> Config:
    from alembic.config import Config  # slow to import, and only needed when something is to be done

    config = Config()
    config.set_main_option("script_location", str(migrations_directory()).replace("%", "%%"))
    return config


def newest_revision() -> str:
    """Return the newest revision by the names of the files, which are numbered, without importing alembic."""
    return max(
        file.name.partition("_")[0] for file in (migrations_directory() / "versions").glob("[0-9]*.py")
    )


def current_revision(engine: Engine) -> str | None:
    """Return the revision of a database, None when it is empty."""
    with engine.connect() as connection:
        there = connection.execute(text("SELECT to_regclass('public.alembic_version')")).scalar_one()
        if there is None:
            return None
        return connection.execute(text("SELECT version_num FROM public.alembic_version")).scalar()


def status(engine: Engine) -> SchemaStatus:
    """Compare a database with this program.

    Raises:
        Unavailable: Through the caller's translation, when the server is away.
    """
    current, newest = current_revision(engine), newest_revision()
    if current == newest:
        # The usual case at every start: nobody waits for alembic to be imported.
        return SchemaStatus(current, newest, True)
    from alembic.script import ScriptDirectory

    script = ScriptDirectory.from_config(_config())
    wanted = script.get_current_head() or ""
    return SchemaStatus(current, wanted, current is None or knows(current))


def knows(revision: str) -> bool:
    """Whether this program can work with a database of this revision, after an upgrade if need be."""
    if revision == newest_revision():
        return True
    from alembic.script import ScriptDirectory

    script = ScriptDirectory.from_config(_config())
    return any(known.revision == revision for known in script.walk_revisions())


def upgrade(
    url: URL, *, revision: str = "head", before: Callable[[SchemaStatus], None] | None = None
) -> SchemaStatus:
    """Bring the database to the program's schema; does nothing when it is there already.

    Args:
        url: A login that is a member of `gym_owner`.
        revision: Target, the newest unless told.
        before: Called with the status when there is something to do, for example to take a backup.

    Returns:
        The status afterwards.

    Raises:
        SchemaTooNew: The database is newer than the program; nothing was touched.
    """
    engine = create_engine(url)
    try:
        now = status(engine)
        if not now.known:
            raise SchemaTooNew(str(now.current))
        if revision == "head" and now.up_to_date:
            return now
        if before is not None:
            before(now)
        _run(engine, "upgrade", revision)
        return status(engine)
    finally:
        engine.dispose()


def downgrade(url: URL, revision: str) -> None:
    """Take migrations back down to `revision` ("base" for none), data of dropped tables included."""
    engine = create_engine(url)
    try:
        _run(engine, "downgrade", revision)
    finally:
        engine.dispose()


def _run(engine: Engine, direction: str, revision: str) -> None:
    from alembic import command

    config = _config()
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        getattr(command, direction)(config, revision)
