"""What the revisions under migrations/ share: running their SQL, and the way back of what they replaced.

It lies here and not beside them because alembic takes every file in their folder for a revision.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from alembic import context, op


def run_sql(file: str) -> None:
    """Run a file of migrations/sql, "0003/programming" for example."""
    execute(_read(file))


def execute(sql: str) -> None:
    """Run statements as they are written."""
    # The driver's own cursor, without parameters: colons and percent signs of the SQL stay what they are.
    with closing(op.get_bind().connection.cursor()) as cursor:
        cursor.execute(sql)


def bring_back(replaced: Mapping[str, Sequence[str]], *, search_path: str = "pg_catalog, pg_temp") -> None:
    """Make functions again what they were before a revision replaced them.

    Args:
        replaced: By the file of the former revision that says what they were, the functions' names with
            their schema: `{"0001/triggers": ("public.guard_exercise",)}`.
        search_path: Takes the place of an empty one, as the second revision left them: temporary objects
            are looked for last.
    """
    for file, names in replaced.items():
        former = _read(file)
        for name in names:
            body = re.search(
                rf"FUNCTION {re.escape(name)}\(.*?^(?:END )?\$\$;(?:\nCOMMENT ON FUNCTION [^\n]*;)?$",
                former,
                re.S | re.M,
            )
            assert body is not None, name
            there = body[0].replace("SET search_path = ''", f"SET search_path = {search_path}", 1)
            execute(f"CREATE OR REPLACE {there}")


def _read(file: str) -> str:
    # Beside the revision that is running, whether in a checkout or in an installed package.
    return (Path(context.script.dir) / "sql" / f"{file}.sql").read_text(encoding="utf-8")
