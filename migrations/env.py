"""How migrations run: as the owner, one at a time, and never waiting long on people at work."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection, create_engine, text

# Two workstations that upgrade at once wait for one another here; the second then finds nothing to do.
UPGRADE_LOCK = 4_207_001


def run(connection: Connection) -> None:
    connection.execute(text("SET ROLE gym_owner"))
    connection.execute(text("SET statement_timeout = '10min'"))
    connection.execute(text("SELECT set_config('search_path', 'public, extensions', false)"))
    connection.commit()
    context.configure(connection=connection, transaction_per_migration=False, version_table_schema="public")
    with context.begin_transaction():
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": UPGRADE_LOCK})
        # From here on others may be at work on the tables: give up rather than hold them all up.
        connection.execute(text("SET lock_timeout = '10s'"))
        context.run_migrations()


def main() -> None:
    connection = context.config.attributes.get("connection")
    if connection is not None:
        run(connection)
        return
    url = context.get_x_argument(as_dictionary=True)["url"]
    engine = create_engine(url)
    with engine.connect() as connection:
        run(connection)
    engine.dispose()


main()
