"""How many members, trainers and clients there were on days in the past, within a transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, text

# Today's state is known; what it was on a day is what the first change after that day says it was before.
_RATIO = """
    WITH days AS (SELECT d.day, d.n FROM unnest(CAST(:days AS date[])) WITH ORDINALITY d(day, n)),
    -- Members: those of today by the day they joined, put right for those who came or went since.
    member_flips AS MATERIALIZED (
        SELECT l.row_id, l.id, public.gym_day(l.at) AS on_day, (l.before ->> 'is_active')::boolean AS was
        FROM public.audit_log l
        WHERE l.table_name = 'profiles' AND l.operation = 'UPDATE' AND l.at >= :first - interval '1 day'
          AND l.before ->> 'is_active' <> l.after ->> 'is_active'),
    members AS (
        SELECT d.n, sum(j.n_joined) AS n_members FROM days d JOIN (
            SELECT p.joined_on, count(*) AS n_joined FROM public.profiles p
            WHERE p.member_number IS NOT NULL AND p.is_active GROUP BY p.joined_on) j ON j.joined_on <= d.day
        GROUP BY d.n),
    members_put_right AS (
        SELECT d.n, sum(f.was::integer - p.is_active::integer) AS n_members
        FROM days d
        CROSS JOIN LATERAL (
            SELECT DISTINCT ON (m.row_id) m.row_id, m.was FROM member_flips m
            WHERE m.on_day > d.day ORDER BY m.row_id, m.id) f
        JOIN public.profiles p ON p.id = f.row_id AND p.member_number IS NOT NULL AND p.joined_on <= d.day
        GROUP BY d.n),
    -- Trainers are few: each day's state is looked up one by one.
    began AS MATERIALIZED (
        SELECT i.id, i.is_active AND i.is_personal_trainer AS is_one,
            least(public.gym_day(i.created_at), p.joined_on, (SELECT min(a.start_date)
                FROM public.trainer_assignments a WHERE a.trainer_id = i.id)) AS on_day
        FROM public.instructors i LEFT JOIN public.profiles p ON p.id = i.user_id),
    trainer_flips AS MATERIALIZED (
        SELECT l.row_id, l.id, public.gym_day(l.at) AS on_day,
            (l.before ->> 'is_active')::boolean AND (l.before ->> 'is_personal_trainer')::boolean AS was
        FROM public.audit_log l
        WHERE l.table_name = 'instructors' AND l.operation = 'UPDATE' AND l.at >= :first - interval '1 day'
          AND (l.before ->> 'is_active', l.before ->> 'is_personal_trainer')
            <> (l.after ->> 'is_active', l.after ->> 'is_personal_trainer')),
    trainers AS (
        SELECT d.n, count(*) AS n_trainers FROM days d JOIN began b ON b.on_day <= d.day
        LEFT JOIN LATERAL (SELECT t.was FROM trainer_flips t WHERE t.row_id = b.id AND t.on_day > d.day
            ORDER BY t.id LIMIT 1) f ON true
        WHERE coalesce(f.was, b.is_one) GROUP BY d.n),
    -- Those that are alike are counted once and not once a day.
    spans AS MATERIALIZED (
        SELECT a.start_date, CASE a.status WHEN 'completed' THEN a.end_date WHEN 'paused' THEN a.paused_on END AS over_on,
            a.paused_days, count(*) AS n_alike
        FROM public.trainer_assignments a
        WHERE a.status <> 'completed' OR a.end_date > :first GROUP BY 1, 2, 3),
    clients AS (
        SELECT d.n, sum(s.n_alike) AS n_clients FROM days d
        JOIN spans s ON s.start_date <= d.day AND coalesce(s.over_on > d.day, true) AND NOT s.paused_days @> d.day
        GROUP BY d.n)
    SELECT coalesce(m.n_members, 0) + coalesce(r.n_members, 0) AS members, coalesce(t.n_trainers, 0) AS trainers,
        coalesce(c.n_clients, 0) AS clients
    FROM days d LEFT JOIN members m USING (n) LEFT JOIN members_put_right r USING (n)
    LEFT JOIN trainers t USING (n) LEFT JOIN clients c USING (n) ORDER BY d.n
"""


def ratio_on(connection: Connection, days: Sequence[date]) -> list[tuple[int, int, int]]:
    """Return active members, active personal trainers and active clients at the end of each of the days.

    Args:
        connection: Of an admin: others do not see everybody.
        days: In the gym's time zone, none in the future; at least one.
    """
    rows = connection.execute(text(_RATIO), {"days": list(days), "first": min(days)}).all()
    return [(int(r.members), int(r.trainers), int(r.clients)) for r in rows]
