"""Writing many rows at once over SQLAlchemy's own connection."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, LiteralString

import psycopg
from sqlalchemy import Connection


class Copier:
    """COPY and pipelined statements within the transaction of a SQLAlchemy connection."""

    def __init__(self, connection: Connection) -> None:
        driver = connection.connection.driver_connection
        if not isinstance(driver, psycopg.Connection):
            raise TypeError("COPY needs psycopg")
        self._driver: psycopg.Connection[Any] = driver

    def copy(self, table: LiteralString, columns: LiteralString, rows: Iterable[Sequence[object]]) -> None:
        """Write rows into a table of the schema `public`, values in the order of the columns."""
        statement = psycopg.sql.SQL("COPY public.{} ({}) FROM STDIN").format(
            psycopg.sql.Identifier(table), psycopg.sql.SQL(columns)
        )
        with self._driver.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)

    def many(self, statement: LiteralString, rows: Sequence[Sequence[object]]) -> None:
        """Run a statement once per row, without waiting for one answer before the next."""
        with self._driver.cursor() as cursor:
            cursor.executemany(statement, rows)
