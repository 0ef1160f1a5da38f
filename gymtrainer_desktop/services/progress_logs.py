"""A member's logs a page at a time, filtered by the database, each with the records it set."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, text

from gymtrainer_desktop.domain.progress import LogPage, LogQuery, LogRow
from gymtrainer_desktop.domain.records import RecordKind
from gymtrainer_desktop.domain.strength import MAX_E1RM_REPS, E1rmFormula
from gymtrainer_desktop.services.progress_names import KG, NAMED, WORKING, estimate_of, key_of
from gymtrainer_desktop.services.workout_rows import LOG_SQL, log_of, sets_of

# Every day against the days before it, as domain/records.py has it: several logs of a day do not beat one another.
_BEFORE = "ORDER BY l.completed_on GROUPS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING"
_RECORDS = """
    WITH {named}, lifted AS MATERIALIZED (
        SELECT w.id, w.completed_on, n.key, coalesce({kg}, 0) AS kg, s.reps
        FROM public.workout_progress w JOIN named n ON n.name = lower(w.exercise_name)
        JOIN public.workout_sets s ON s.progress_id = w.id
        WHERE w.member_id = :member AND {working} {only}),
    formula AS MATERIALIZED (SELECT g.e1rm_formula FROM public.gym_settings g),
    -- A line for each weight of a log: the same weight again and again is compared once.
    heaved AS (
        SELECT l.id, l.completed_on, l.key, l.kg, max(l.reps) AS reps, max(l.reps) FILTER (WHERE l.reps <= {most}) AS counted
        FROM lifted l GROUP BY l.id, l.completed_on, l.key, l.kg),
    estimated AS (
        SELECT l.*, CASE (SELECT e1rm_formula FROM formula) WHEN 'epley' THEN {epley} ELSE {brzycki} END AS e1rm
        FROM heaved l),
    compared AS (
        SELECT l.id, l.kg > max(l.kg) OVER earlier AND max(l.kg) OVER earlier > 0 AS weight,
            l.e1rm > max(l.e1rm) OVER earlier AS e1rm,
            l.reps > max(l.reps) OVER (PARTITION BY l.key, l.kg {before}) AS reps
        FROM estimated l WINDOW earlier AS (PARTITION BY l.key {before})),
    best AS MATERIALIZED (
        SELECT c.id, bool_or(c.weight) AS weight, bool_or(c.e1rm) AS e1rm, bool_or(c.reps) AS reps
        FROM compared c GROUP BY c.id)
"""


def page_of_logs(
    connection: Connection,
    member_id: UUID,
    query: LogQuery,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> LogPage:
    """Read a page of logs in two statements, within a transaction; see `ProgressService.logs`."""
    values: dict[str, object] = {"member": member_id, "limit": limit + 1}
    conditions = ["w.member_id = :member"]
    only = ""
    if query.exercise is not None:
        values["name"] = " ".join(query.exercise.split())
        only = f"AND n.key = {key_of(':name')}"
        conditions.append(
            f"lower(w.exercise_name) IN (SELECT n.name FROM named n WHERE n.key = {key_of(':name')})"
        )
    if words := " ".join(query.words.replace("\0", " ").split()):
        values["words"] = f"%{_literal(words)}%"
        conditions.append(
            "(public.search_key(coalesce(w.notes, '')) LIKE public.search_key(:words)"
            " OR public.search_key(w.exercise_name) LIKE public.search_key(:words))"
        )
    if query.with_notes:
        conditions.append("w.notes IS NOT NULL")
    if query.records:
        conditions.append("(b.weight OR b.e1rm OR b.reps)")
    if query.difficulty is not None:
        conditions.append("w.rating >= :difficulty")
        values["difficulty"] = query.difficulty
    if query.by_trainer:
        conditions.append("w.logged_by IS NOT NULL AND w.logged_by <> w.member_id")
    if query.since is not None:
        conditions.append("w.completed_on >= :since")
        values["since"] = query.since
    if query.until is not None:
        conditions.append("w.completed_on <= :until")
        values["until"] = query.until
    counted = "NULL::bigint"
    if after is None:
        counted = "count(*) OVER ()"
    else:
        conditions.append("(w.completed_at, w.id) < (:at, CAST(:id AS uuid))")
        values["at"], values["id"] = after
    records = _RECORDS.format(
        named=NAMED,
        kg=KG,
        working=WORKING,
        only=only,
        before=_BEFORE,
        most=MAX_E1RM_REPS,
        epley=estimate_of(E1rmFormula.EPLEY, "l.kg", "l.counted"),
        brzycki=estimate_of(E1rmFormula.BRZYCKI, "l.kg", "l.counted"),
    )
    columns = LOG_SQL.replace(
        "FROM public.workout_progress w",
        f", b.weight AS is_weight, b.e1rm AS is_e1rm, b.reps AS is_reps, {counted} AS total"
        " FROM public.workout_progress w LEFT JOIN best b ON b.id = w.id",
    )
    rows = connection.execute(
        text(
            f"{records} {columns} WHERE {' AND '.join(conditions)}"
            " ORDER BY w.completed_at DESC, w.id DESC LIMIT :limit"
        ),
        values,
    ).all()
    shown = rows[:limit]
    sets = sets_of(connection, [row.id for row in shown])
    page = tuple(
        LogRow(
            log_of(row, sets[row.id]),
            row.completed_on,
            tuple(kind for kind in RecordKind if getattr(row, f"is_{kind.value}")),
        )
        for row in shown
    )
    following = (shown[-1].completed_at, shown[-1].id) if len(rows) > limit else None
    total = (rows[0].total if rows else 0) if after is None else None
    return LogPage(page, following, total)


def _literal(words: str) -> str:
    """Return words in which LIKE finds nothing special."""
    for special in ("\\", "%", "_"):
        words = words.replace(special, "\\" + special)
    return words
