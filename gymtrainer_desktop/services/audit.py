"""The audit trail, as an admin reads it."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sqlalchemy import Row, text

from gymtrainer_desktop.domain.audit import AUDIT_KINDS, AuditEntryRow, AuditPage, AuditQuery, FieldChange
from gymtrainer_desktop.services.base import Service

MAINTENANCE = "Maintenance"
ERASED = "Erased"

# Kept by the database itself: they change with every write and say nothing.
_UNTOLD = {"version", "updated_at", "created_at", "id", "search", "keys", "iso_day"}

# Whose row it was: the member, the assignment's member, or the row's own name.
_LOG = """
    WITH matching AS MATERIALIZED (SELECT public.people_matching(:text) AS id WHERE :text <> '')
    SELECT l.id, l.at, l.person_id, w.full_name AS person_name, coalesce(s.name, l.station) AS station, l.table_name,
        l.row_id, l.operation, l.before, l.after,
        m.full_name AS member_name, t.name AS trainer_name
    FROM public.audit_log l
    CROSS JOIN LATERAL (SELECT coalesce(l.after, l.before) AS facts) f
    LEFT JOIN public.profiles w ON w.id = l.person_id
    LEFT JOIN public.stations s ON s.role_name = l.station
    LEFT JOIN public.trainer_assignments a ON a.id = (f.facts ->> 'assignment_id')::uuid
    LEFT JOIN public.trainer_waitlist q ON q.id = (f.facts ->> 'waitlist_id')::uuid
    LEFT JOIN public.profiles m ON m.id = coalesce((f.facts ->> 'member_id')::uuid, a.member_id, q.member_id)
    LEFT JOIN public.instructors t ON t.id = coalesce((f.facts ->> 'trainer_id')::uuid, a.trainer_id)
"""
_NAMES = ("full_name", "name", "title", "exercise_name")


def audit_statement(query: AuditQuery) -> tuple[str, dict[str, object]]:
    """Return the statement of one question without its limit, newest first, and its parameters."""
    where: list[str] = ["true"]
    parameters: dict[str, object] = {"text": query.text.strip()}
    if query.text.strip():
        # Who it was, or whom it was about; both by the people's own index.
        where.append(
            """(l.person_id IN (SELECT id FROM matching) OR m.id IN (SELECT id FROM matching)
                OR l.row_id IN (SELECT id FROM matching)
                OR (f.facts ->> 'user_id')::uuid IN (SELECT id FROM matching))"""
        )
    if query.person_id is not None:
        where.append("l.person_id = :person")
        parameters["person"] = query.person_id
    if query.about_id is not None:
        where.append("(l.row_id = :about OR m.id = :about)")
        parameters["about"] = query.about_id
    if query.table is not None:
        where.append("l.table_name = :table")
        parameters["table"] = query.table
    # The gym's days as moments: so the bounds are worked out once.
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
    return f"{_LOG} WHERE {' AND '.join(where)} ORDER BY l.id DESC", parameters


class AuditService(Service):
    """Who changed what; only admins see anything."""

    def entries(self, query: AuditQuery) -> AuditPage:
        """Return one page of changes, newest first: filtered and paged by the database."""
        statement, parameters = audit_statement(query)
        with self._transaction(answer_seconds=15) as connection:
            rows = connection.execute(
                text(statement + " LIMIT :limit"), {**parameters, "limit": query.limit + 1}
            ).all()
        shown = rows[: query.limit]
        return AuditPage(
            tuple(audit_entry(r) for r in shown), shown[-1].id if len(rows) > query.limit else None
        )


def audit_entry(row: Row[tuple[object, ...]]) -> AuditEntryRow:
    """Turn a row of the log into what screens show."""
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
        _changes(before, after, row.operation),
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
    before: Mapping[str, object], after: Mapping[str, object], operation: str
) -> tuple[FieldChange, ...]:
    if before.get("erased") or after.get("erased"):
        return ()
    columns = dict.fromkeys((*before, *after))
    return tuple(
        FieldChange(column, _words(before.get(column)), _words(after.get(column)))
        for column in columns
        if column not in _UNTOLD and before.get(column) != after.get(column)
    )


def _words(value: object) -> str | None:
    if value is None or value == "" or value == []:
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(str(v) for v in value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True) if isinstance(value, dict) else str(value)
