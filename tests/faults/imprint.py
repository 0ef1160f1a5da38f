"""What a write leaves behind, side effects included: the sums of everything in the database, before and after.

Nothing is listed by hand, so that a doubled notification, a counter that moved twice or a second line in the
audit log shows, whichever table it is in.
"""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import Connection, text

Imprint = dict[str, Decimal]

# Numbers from a sequence are left out: a rolled-back transaction moves it as well.
_COLUMNS = """
    SELECT c.table_schema || '.' || c.table_name AS place, c.column_name AS key,
        quote_ident(c.table_schema) || '.' || quote_ident(c.table_name) AS name,
        quote_ident(c.column_name) AS column, c.data_type AS type
    FROM information_schema.columns c
    JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE c.table_schema IN ('public', 'auth') AND t.table_type = 'BASE TABLE' AND c.column_name NOT IN ('id', 'rank')
    ORDER BY 1, c.ordinal_position
"""
_NUMBERS = {"smallint", "integer", "bigint", "numeric", "double precision", "real"}


def _measure(column: str, type: str) -> str:
    if type in _NUMBERS:
        return f"coalesce(sum({column}), 0)::numeric"
    if type == "boolean":
        return f"count(*) FILTER (WHERE {column})"
    if type == "ARRAY":
        return f"coalesce(sum(cardinality({column})), 0)"
    return f"count({column})"


def imprint_query(owner: Connection) -> str:
    """Return the statement that sums up every table, one row each; made once for a schema."""
    tables: dict[str, list[str]] = {}
    for row in owner.execute(text(_COLUMNS)):
        sums = tables.setdefault(row.name, [f"'{row.place} rows', count(*)"])
        sums.append(f"'{row.place}.{row.key}', {_measure(row.column, row.type)}")
    parts = [f"SELECT jsonb_build_object({', '.join(sums)}) FROM {name}" for name, sums in tables.items()]
    return " UNION ALL ".join(parts)


def take_imprint(owner: Connection, query: str) -> Imprint:
    """Sum up what is in the database now."""
    found: Imprint = {}
    for sums in owner.execute(text(query)).scalars():
        found.update({key: Decimal(str(value)) for key, value in sums.items()})
    return found


def changes(before: Imprint, after: Imprint) -> Imprint:
    """What is different, and by how much."""
    return {key: after[key] - before[key] for key in after if after[key] != before[key]}
