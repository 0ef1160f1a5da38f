"""Finding members: how a question of the members page becomes SQL.

100,000 members are searched, filtered and sorted before anything else is looked up, and only the page that comes
out is joined with trainers, plans and logs.
"""

from __future__ import annotations

from sqlalchemy import Row

from gymtrainer_desktop.domain.assignments import AssignmentStatus
from gymtrainer_desktop.domain.measures import QUIET_DAYS, compliance
from gymtrainer_desktop.domain.people import MemberFilter, MemberQuery, MemberRow, MemberSort
from gymtrainer_desktop.services.member_details import COMPLIANCE_DAYS

# The index knows groups of three letters; of shorter texts nearly everybody has some part.
_INDEXED_LENGTH = 3

MEMBERS = "public.profiles p WHERE p.member_number IS NOT NULL AND p.is_active"
_WITH_TRAINER = "SELECT x.member_id FROM public.trainer_assignments x WHERE x.status <> 'completed'"
_WITH_ACTIVE = "SELECT x.member_id FROM public.trainer_assignments x WHERE x.status = 'active'"
_QUIET = f"""
    SELECT x.member_id FROM public.trainer_assignments x
    JOIN public.workout_plans pl ON pl.assignment_id = x.id AND pl.status = 'active'
    WHERE x.status = 'active' AND pl.starts_on <= public.gym_today() - {QUIET_DAYS} AND NOT EXISTS (
        SELECT 1 FROM public.workout_progress w
        WHERE w.member_id = x.member_id AND w.completed_on > public.gym_today() - {QUIET_DAYS})
"""
_WAITING = (
    "SELECT w.member_id FROM public.trainer_waitlist w WHERE w.status IN ('waiting', 'offered', 'accepted')"
)
FILTERS = {
    MemberFilter.ALL: "true",
    MemberFilter.NO_TRAINER: f"NOT EXISTS ({_WITH_TRAINER} AND x.member_id = p.id)",
    MemberFilter.PAUSED: f"""p.id IN (SELECT x.member_id FROM public.trainer_assignments x WHERE x.status = 'paused')
        AND NOT EXISTS ({_WITH_ACTIVE} AND x.member_id = p.id)""",
    MemberFilter.QUIET: f"p.id IN ({_QUIET})",
    MemberFilter.WAITING: f"p.id IN ({_WAITING})",
}
_CURRENT_TRAINER = """SELECT public.search_key(i.name) FROM public.trainer_assignments x
    JOIN public.instructors i ON i.id = x.trainer_id WHERE x.member_id = p.id AND x.status <> 'completed'
    ORDER BY x.status, x.assigned_at DESC LIMIT 1"""
_LAST_WORKOUT = "SELECT max(w.completed_on) FROM public.workout_progress w WHERE w.member_id = p.id"
# Name and number are sorted by their indexes.
_SORT_KEYS = {
    MemberSort.NAME: "public.search_key(p.full_name)",
    MemberSort.NUMBER: "upper(p.member_number)",
    MemberSort.TRAINER: f"coalesce(({_CURRENT_TRAINER}), '')",
    MemberSort.LAST_WORKOUT: f"coalesce(to_char(({_LAST_WORKOUT}), 'YYYY-MM-DD'), '')",
    MemberSort.JOINED: "to_char(p.joined_on, 'YYYY-MM-DD')",
}


def text_filter(text: str) -> tuple[str, dict[str, object]]:
    """Return the condition for people `p` whose search text holds `text`, and its parameters."""
    wanted = text.strip()
    if not wanted:
        return "true", {}
    if len(wanted) < _INDEXED_LENGTH:
        return "strpos(p.search, public.search_key(:text)) > 0", {"text": wanted}
    return "p.id IN (SELECT public.people_matching(:text))", {"text": wanted}


def found(query: MemberQuery) -> tuple[str, str, dict[str, object]]:
    """Return FROM and WHERE of a question without its page, how it is sorted, and its parameters."""
    matches, parameters = text_filter(query.text)
    direction = "DESC" if query.descending else "ASC"
    order = f"{_SORT_KEYS[query.sort]} {direction}, p.id {direction}"
    return f"{MEMBERS} AND {FILTERS[query.filter]} AND {matches}", order, parameters


def page_statement(query: MemberQuery) -> tuple[str, dict[str, object]]:
    """Return the statement of one page of members, one row more than asked for, and its parameters."""
    source, order, parameters = found(query)
    key, direction = _SORT_KEYS[query.sort], "DESC" if query.descending else "ASC"
    parameters["limit"] = query.limit + 1
    if query.after is not None:
        source += (
            f" AND ({key}, p.id) {'<' if query.descending else '>'} (:after_key, CAST(:after_id AS uuid))"
        )
        parameters["after_key"], parameters["after_id"] = query.after
    statement = f"""
        WITH page AS MATERIALIZED (
            SELECT p.id, p.full_name, p.member_number, p.email, p.phone, p.joined_on, {key} AS sort_key
            FROM {source} ORDER BY {order} LIMIT :limit),
        ids AS (SELECT coalesce(array_agg(page.id), '{{}}') AS all FROM page),
        kept AS (
            SELECT c.member_id, c.due, c.logged
            FROM ids, public.compliance_of(ids.all, public.gym_today() - {COMPLIANCE_DAYS - 1}, public.gym_today()) c),
        weekly AS (
            SELECT d.member_id, d.week, count(*) AS workouts FROM (
                SELECT DISTINCT w.member_id, w.completed_on, public.week_start_of(w.completed_on,
                    (SELECT s.week_start FROM public.gym_settings s)) AS week
                FROM public.workout_progress w
                WHERE w.member_id IN (SELECT page.id FROM page)
                  AND w.completed_on >= public.gym_week_start(public.gym_today()) - 49) d
            GROUP BY d.member_id, d.week)
        SELECT page.*, a.id AS assignment_id, a.trainer_id, a.trainer_name, a.status, pl.title, last.on_date,
            kept.due, kept.logged, EXISTS ({_WAITING} AND w.member_id = page.id) AS is_waiting, (
                SELECT array_agg(coalesce(weekly.workouts, 0) ORDER BY n)
                FROM generate_series(0, 7) n
                LEFT JOIN weekly ON weekly.member_id = page.id
                    AND weekly.week = public.gym_week_start(public.gym_today()) - 49 + 7 * n) AS weeks
        FROM page
        LEFT JOIN kept ON kept.member_id = page.id
        -- The assignment that counts now: the active one, else the paused one, else the latest.
        LEFT JOIN LATERAL (
            SELECT a.id, a.trainer_id, a.status, i.name AS trainer_name
            FROM public.trainer_assignments a JOIN public.instructors i ON i.id = a.trainer_id
            WHERE a.member_id = page.id
            ORDER BY a.status = 'active' DESC, a.status = 'paused' DESC, a.assigned_at DESC LIMIT 1) a ON true
        LEFT JOIN LATERAL (
            SELECT wp.title FROM public.workout_plans wp
            WHERE wp.assignment_id = a.id AND wp.status = 'active') pl ON a.status <> 'completed'
        LEFT JOIN LATERAL (
            SELECT max(w.completed_on) AS on_date FROM public.workout_progress w
            WHERE w.member_id = page.id) last ON true
        ORDER BY page.sort_key {direction}, page.id {direction}
    """
    return statement, parameters


def counts_statement(text: str) -> tuple[str, dict[str, object]]:
    """Return the statement that counts the members each filter holds, and its parameters."""
    matches, parameters = text_filter(text)
    statement = f"""
        WITH training AS (
            SELECT x.member_id, bool_or(x.status = 'active') AS is_active FROM public.trainer_assignments x
            WHERE x.status <> 'completed' GROUP BY x.member_id),
        quiet AS ({_QUIET})
        SELECT count(*) AS all_, count(*) FILTER (WHERE t.member_id IS NULL) AS no_trainer,
            count(*) FILTER (WHERE NOT t.is_active) AS paused, count(*) FILTER (WHERE q.member_id IS NOT NULL) AS quiet,
            count(*) FILTER (WHERE w.member_id IS NOT NULL) AS waiting
        FROM (SELECT p.id FROM {MEMBERS} AND {matches}) p
        LEFT JOIN training t ON t.member_id = p.id LEFT JOIN quiet q ON q.member_id = p.id
        LEFT JOIN ({_WAITING}) w ON w.member_id = p.id
    """
    return statement, parameters


def member_row(row: Row[tuple[object, ...]]) -> MemberRow:
    """Turn a row of `page_statement` into what the table shows."""
    current = row.status in ("active", "paused")
    return MemberRow(
        row.id,
        row.full_name,
        row.member_number,
        row.email,
        row.phone,
        row.joined_on,
        row.assignment_id,
        row.trainer_id if current else None,
        row.trainer_name if current else None,
        AssignmentStatus(row.status) if row.status else None,
        row.title,
        row.on_date,
        compliance(row.logged or 0, row.due or 0),
        tuple(row.weeks),
        row.is_waiting,
    )
