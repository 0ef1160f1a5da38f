"""The mapped classes say what the tables are."""

from __future__ import annotations

import importlib
import pkgutil
import re
import warnings
from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, create_engine, inspect

from gymtrainer_desktop.database import tables
from gymtrainer_desktop.database.tables.base import Base
from tests.conftest import Server

# What is in the SQL alone: nothing in the program asks for it by class.
NOT_MAPPED = {
    "pepper": "no station may read it, and only functions of the database do",
    "erasing": "the same: it marks the transaction that erases a person",
    "replaying": "the same: it marks the transaction that writes what waited",
    "alembic_version": "alembic's own",
}
SQL_ALONE = {
    "add_index": "indexes serve the planner; their expressions and conditions live in sql/*/*.sql",
    "remove_index": "the same",
    "add_constraint": "checks and unique rules are named in sql/*/*.sql, their sentences in errors.py",
    "remove_constraint": "the same",
    "add_table_comment": "comments are for readers of the database",
    "remove_table_comment": "the same",
    "modify_comment": "the same, of columns",
}


@pytest.fixture
def connection(server: Server) -> Iterator[Connection]:
    name = server.clone()
    engine = create_engine(server.migrator(name))
    with engine.connect() as connection:
        # The classes name their schema; no schema counts as the one that need not be named.
        connection.dialect.default_schema_name = "none"
        connection.exec_driver_sql("SET search_path = ''")
        connection.commit()
        yield connection
    engine.dispose()
    server.drop(name)


def differences(connection: Connection) -> list[object]:
    for module in pkgutil.iter_modules(tables.__path__):
        importlib.import_module(f"{tables.__name__}.{module.name}")
    context = MigrationContext.configure(
        connection,
        opts={
            "include_schemas": True,
            "compare_type": True,
            "compare_server_default": True,
            "include_name": lambda name, kind, _: kind != "schema" or name in ("public", "auth"),
            "include_object": lambda _, name, kind, *__: kind != "table" or name not in NOT_MAPPED,
        },
    )
    with warnings.catch_warnings():
        # Of an expression alembic only says that it is spelled otherwise, and cannot say how; see below.
        warnings.filterwarnings("ignore", "Computed default on")
        found = [d[0] if isinstance(d, list) else d for d in compare_metadata(context, Base.metadata)]
    return [d for d in found if d[0] not in SQL_ALONE]


def test_models_equal_the_schema(connection: Connection) -> None:
    assert differences(connection) == []
    assert len(Base.metadata.tables) > 12


def test_models_compute_what_the_schema_computes(connection: Connection) -> None:
    def spelled(expression: object) -> str:
        return re.sub(r"[\s()]|\bpublic\.", "", str(expression))

    inspector = inspect(connection)
    mapped = {
        (table.schema, table.name, column.name): spelled(column.computed.sqltext)
        for table in Base.metadata.tables.values()
        for column in table.columns
        if column.computed is not None
    }
    there = {
        (table.schema, table.name, column["name"]): spelled(column["computed"]["sqltext"])
        for table in Base.metadata.tables.values()
        for column in inspector.get_columns(table.name, schema=table.schema)
        if "computed" in column
    }
    assert mapped == there
    assert len(mapped) == 6


def test_a_difference_would_be_found(connection: Connection) -> None:
    """The question itself works: a column more, a type, a default and a foreign key less are all seen."""
    connection.exec_driver_sql("SET ROLE gym_owner")
    for change in (
        "ALTER TABLE public.profiles ADD COLUMN nickname text",
        "ALTER TABLE public.workout_sets ALTER COLUMN rir TYPE bigint",
        "ALTER TABLE public.workout_sets ALTER COLUMN reps SET NOT NULL",
        "ALTER TABLE public.gym_settings ALTER COLUMN weight_unit SET DEFAULT 'lb'",
        "ALTER TABLE public.notifications DROP CONSTRAINT notifications_recipient_id_fkey",
    ):
        connection.exec_driver_sql(change)
        assert len(differences(connection)) == 1, change
        connection.rollback()
        connection.exec_driver_sql("SET ROLE gym_owner")
