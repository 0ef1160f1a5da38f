"""Damaged files of a workstation: their names beside the file, and what can still be read of them."""

from __future__ import annotations

import logging
import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

_log = logging.getLogger(__name__)


_KEY = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def broken_files(file: Path) -> dict[int, Path]:
    """Return what was set aside of a file, by its number."""
    found = [one for one in file.parent.glob(file.name + ".broken*") if one.is_file()]
    return {number: one for one in found if (number := number_of(one, file)) is not None}


def keys_in(kept: Path) -> frozenset[UUID]:
    """Return every key that a damaged file still names: of people, and of what else it is about.

    Raises:
        OSError: It cannot be read.
    """
    return frozenset(UUID(found.decode()) for found in _KEY.findall(kept.read_bytes()))


def number_of(kept: Path, file: Path) -> int | None:
    """Return which of the damaged files this is: 1 for `.broken`, 2 for `.broken-2`; None for another's."""
    said = re.fullmatch(r"\.broken(?:-([1-9][0-9]{0,8}))?", kept.name.removeprefix(file.name))
    return None if said is None else int(said[1] or 1)


def broken_name(file: Path, number: int) -> Path:
    """Return the name of the damaged file of a number."""
    return file.with_name(f"{file.name}.broken" + ("" if number == 1 else f"-{number}"))


@dataclass(frozen=True, slots=True)
class TableRows:
    """How the rows of a table are read, from either end, and written."""

    reads: tuple[str, str]
    insert: str


def shape_of(connection: sqlite3.Connection) -> dict[str, TableRows]:
    """Return the tables of a file of ours, by name."""
    tables = {}
    for name, sql in connection.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'table'"
    ).fetchall():
        if name.startswith("sqlite_"):
            continue
        about = connection.execute(f"PRAGMA table_info({name})").fetchall()
        columns = ", ".join(column[1] for column in about)
        keys = [column[1] for column in sorted(about, key=lambda each: each[5]) if column[5]]
        by = keys if "WITHOUT ROWID" in sql.upper() else ["rowid"]
        ways = (", ".join(f"{key} {way}" for key in by) for way in ("ASC", "DESC"))
        # The names are those of our own tables.
        first, last = (f"SELECT {columns} FROM {name} ORDER BY {way}" for way in ways)  # noqa: S608
        marks = ", ".join("?" * len(about))
        insert = f"INSERT OR IGNORE INTO {name} ({columns}) VALUES ({marks})"  # noqa: S608
        tables[name] = TableRows((first, last), insert)
    return tables


def readable_rows(
    file: Path, format: int, tables: Mapping[str, TableRows]
) -> dict[str, list[tuple[object, ...]]]:
    """Return the rows of a damaged file that can be read, by table."""
    found: dict[str, list[tuple[object, ...]]] = {}
    connection = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        if connection.execute("PRAGMA user_version").fetchone() != (format,):
            return {}
        for name, table in tables.items():
            rows: dict[tuple[object, ...], None] = {}
            for read in table.reads:
                try:
                    for row in connection.execute(read):
                        rows[row] = None
                except sqlite3.DatabaseError as error:
                    _log.info("%s cannot be read to its end: %s", file.name, error)
            found[name] = list(rows)
    finally:
        connection.close()
    return found
