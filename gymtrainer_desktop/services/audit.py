"""The audit trail, as an admin reads it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from sqlalchemy import Connection, Row, text

from gymtrainer_desktop.domain.audit import AUDIT_KINDS, AuditEntryRow, AuditPage, AuditQuery, FieldChange
from gymtrainer_desktop.domain.audit_words import UNTOLD_COLUMNS
from gymtrainer_desktop.domain.progression import WeekTarget, format_target
from gymtrainer_desktop.domain.units import trimmed
from gymtrainer_desktop.services.base import Service

MAINTENANCE = "Maintenance"
ERASED = "Erased"
ANSWER_SECONDS = 15.0
"""How long a search through years of changes may take."""

_KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

# Weights are written with the unit that stands in the same row.
_WEIGHTS = {"workout_progress": "weight_used", "workout_sets": "weight"}

# The page is found in the log alone, by its key; names are looked up for what came out.
_NAMED = """
    SELECT l.id, l.at, l.person_id, w.full_name AS person_name, coalesce(s.name, 'Server') AS station, l.table_name,
        l.row_id, l.operation, l.before, l.after, m.full_name AS member_name, t.name AS trainer_name
    FROM (SELECT l.*, coalesce(l.after, l.before) AS facts FROM public.audit_log l WHERE {where}
        ORDER BY l.id DESC {limit}) l
    LEFT JOIN public.profiles w ON w.id = l.person_id
    LEFT JOIN public.stations s ON s.role_name = l.station
    LEFT JOIN public.trainer_assignments a ON a.id = (l.facts ->> 'assignment_id')::uuid
    LEFT JOIN public.trainer_waitlist q ON q.id = (l.facts ->> 'waitlist_id')::uuid
    LEFT JOIN public.profiles m ON m.id = coalesce((l.facts ->> 'member_id')::uuid, a.member_id, q.member_id)
    LEFT JOIN public.instructors t ON t.id = coalesce((l.facts ->> 'trainer_id')::uuid, a.trainer_id)
    ORDER BY l.id DESC
"""
_FACT = "(coalesce(l.after, l.before) ->> '{key}')::uuid"
# What is about some people: their own rows, and those that name them, their assignment or their place in the line.
_ABOUT = " OR ".join(
    (
        "l.row_id IN ({people})",
        *(f"{_FACT.format(key=key)} IN ({{people}})" for key in ("member_id", "user_id")),
        _FACT.format(key="assignment_id")
        + " IN (SELECT a.id FROM public.trainer_assignments a WHERE a.member_id IN ({people}))",
        _FACT.format(key="waitlist_id")
        + " IN (SELECT q.id FROM public.trainer_waitlist q WHERE q.member_id IN ({people}))",
    )
)
_NAMES = ("full_name", "name", "title", "exercise_name")


def audit_statement(query: AuditQuery, *, paged: bool) -> tuple[str, dict[str, object]]:
    """Return the statement of one question, newest first, and its parameters.

    Args:
        query: What is asked.
        paged: Only one page, and one row more; everything otherwise.
    """
    where: list[str] = ["true"]
    parameters: dict[str, object] = {}
    if query.text.strip():
        matching = "SELECT public.people_matching(:text)"
        where.append(f"(l.person_id IN ({matching}) OR {_ABOUT.format(people=matching)})")
        parameters["text"] = query.text.strip()
    if query.person_id is not None:
        where.append("l.person_id = :person")
        parameters["person"] = query.person_id
    if query.about_id is not None:
        where.append(f"({_ABOUT.format(people='SELECT CAST(:about AS uuid)')})")
        parameters["about"] = query.about_id
    if query.table is not None:
        where.append("l.table_name = :table")
        parameters["table"] = query.table
    # The gym's days as moments, so that the bounds are worked out once.
    zone = "(SELECT g.time_zone FROM public.gym_settings g)"
    if query.since is not None:
        where.append(f"l.at >= CAST(:since AS date)::timestamp AT TIME ZONE {zone}")
        parameters["since"] = query.since
    if query.until is not None:
        where.append(f"l.at < (CAST(:until AS date) + 1)::timestamp AT TIME ZONE {zone}")
        parameters["until"] = query.until
    if query.after is not None:
        where.append("l.id < :after")
        parameters["after"] = query.after
    if paged:
        parameters["limit"] = query.limit + 1
    return _NAMED.format(where=" AND ".join(where), limit="LIMIT :limit" if paged else ""), parameters


class AuditService(Service):
    """Who changed what; only admins see anything."""

    def entries(self, query: AuditQuery) -> AuditPage:
        """Return one page of changes, newest first: filtered and paged by the database."""
        statement, parameters = audit_statement(query, paged=True)
        with self._transaction(answer_seconds=ANSWER_SECONDS) as connection:
            rows = connection.execute(text(statement), parameters).all()
            shown = rows[: query.limit]
            names = names_of(connection, shown)
        return AuditPage(
            tuple(audit_entry(r, names) for r in shown), shown[-1].id if len(rows) > query.limit else None
        )


def names_of(connection: Connection, rows: Sequence[Row[tuple[object, ...]]]) -> dict[str, str]:
    """Return the names of the people and trainers whom rows of the log refer to by key, within a transaction."""
    keys = {
        value
        for row in rows
        for facts in (row.before, row.after)
        for value in (facts or {}).values()
        if isinstance(value, str) and _KEY.fullmatch(value)
    }
    if not keys:
        return {}
    found = connection.execute(
        text(
            "SELECT p.id, p.full_name AS name FROM public.profiles p WHERE p.id = ANY(CAST(:keys AS uuid[]))"
            " UNION ALL SELECT i.id, i.name FROM public.instructors i WHERE i.id = ANY(CAST(:keys AS uuid[]))"
        ),
        {"keys": sorted(keys)},
    )
    return {str(r.id): r.name for r in found}


def audit_entry(row: Row[tuple[object, ...]], names: Mapping[str, str] | None = None) -> AuditEntryRow:
    """Turn a row of the log into what screens show.

    Args:
        row: Of `audit_statement`.
        names: Of people and trainers by their keys; a reference to anything else is left out.
    """
    before: Mapping[str, object] = row.before or {}
    after: Mapping[str, object] = row.after or {}
    return AuditEntryRow(
        row.id,
        row.at,
        row.person_id,
        row.person_name or (ERASED if row.person_id else MAINTENANCE),
        row.station,
        row.table_name,
        AUDIT_KINDS.get(row.table_name, row.table_name),
        row.row_id,
        _subject(row, {**before, **after}),
        row.operation,
        _changes(row.table_name, before, after, names or {}),
    )


def _subject(row: Row[tuple[object, ...]], facts: Mapping[str, object]) -> str:
    if facts.get("erased"):
        return ERASED
    if row.table_name == "gym_settings":
        return AUDIT_KINDS["gym_settings"]
    own = next((str(facts[key]) for key in _NAMES if facts.get(key)), "")
    if row.table_name == "trainer_assignments":
        own = row.trainer_name or ""
    return " · ".join(part for part in (row.member_name, own) if part) or "—"


def _changes(
    table: str, before: Mapping[str, object], after: Mapping[str, object], names: Mapping[str, str]
) -> tuple[FieldChange, ...]:
    if before.get("erased") or after.get("erased"):
        return ()
    weight = _WEIGHTS.get(table)
    told = []
    for column in dict.fromkeys((*before, *after)):
        if column in UNTOLD_COLUMNS or (weight and column == "weight_unit"):
            continue
        was, now = (
            _words(facts.get(column), names, facts.get("weight_unit") if column == weight else None)
            for facts in (before, after)
        )
        if was != now:
            told.append(FieldChange(column, was, now))
    return tuple(told)


def _words(value: object, names: Mapping[str, str], unit: object = None) -> str | None:
    if value is None or value == "" or value == []:
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(_entry(entry) for entry in value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    if isinstance(value, str) and _KEY.fullmatch(value):
        return names.get(value)
    told = _entry(value)
    return f"{told} {unit}" if unit else told


def _entry(value: object) -> str:
    """One value, or one of a list: a number without trailing zeros, the target of a week as it is read."""
    if isinstance(value, float):
        return str(trimmed(Decimal(str(value))))
    if isinstance(value, list):
        return format_target(WeekTarget(*value))
    return str(value)
