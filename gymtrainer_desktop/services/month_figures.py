"""The figures of a month in review, within a transaction."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import Connection, text

from gymtrainer_desktop.domain.measures import compliance
from gymtrainer_desktop.domain.reports import MonthReport, RatioPoint
from gymtrainer_desktop.services.ratio import ratio_on

TOP_EXERCISES = 8

# completed_at narrows it by the index, completed_on is the gym's day.
_LOGS = """
    WITH logs AS (
        SELECT w.id, w.member_id, w.completed_on, w.exercise_name FROM public.workout_progress w
        WHERE w.completed_at >= CAST(:first AS date) - interval '2 days' AND w.completed_at < CAST(:last AS date) + interval '3 days'
          AND w.completed_on BETWEEN :first AND :last)
"""
_FIGURES = (
    _LOGS
    + """
    SELECT (SELECT count(*) FROM public.profiles p
            WHERE p.member_number IS NOT NULL AND p.joined_on BETWEEN :first AND :last) AS joined,
        (SELECT count(*) FROM public.trainer_assignments a WHERE a.start_date BETWEEN :first AND :last) AS assigned,
        (SELECT count(*) FROM public.trainer_assignments a
            WHERE a.status = 'completed' AND a.end_date BETWEEN :first AND :last) AS completed,
        (SELECT count(*) FROM public.trainer_assignments a WHERE a.status = 'completed' AND a.end_date BETWEEN :first AND :last
            AND EXISTS (SELECT 1 FROM public.trainer_assignments b WHERE b.member_id = a.member_id AND b.id <> a.id
                AND b.trainer_id <> a.trainer_id AND b.start_date = a.end_date AND b.assigned_at > a.assigned_at)) AS handed_over,
        (SELECT count(*) FROM public.workout_plans pl
            WHERE public.gym_day(pl.created_at) BETWEEN :first AND :last) AS plans,
        (SELECT count(DISTINCT (l.member_id, l.completed_on)) FROM logs l) AS workouts,
        (SELECT count(DISTINCT l.member_id) FROM logs l) AS active_people,
        (SELECT coalesce(sum(s.reps * CASE s.weight_unit WHEN 'lb' THEN s.weight * 0.45359237 ELSE s.weight END), 0)
            FROM logs l JOIN public.workout_sets s ON s.progress_id = l.id WHERE s.type = 'working') AS volume,
        (SELECT array_agg(coalesce(c.n, 0) ORDER BY d.day)
            FROM (SELECT CAST(:first AS date) + g AS day FROM generate_series(0, CAST(:last AS date) - CAST(:first AS date)) g) d
            LEFT JOIN (SELECT l.completed_on, count(DISTINCT l.member_id) AS n FROM logs l GROUP BY l.completed_on) c
                ON c.completed_on = d.day) AS per_day
"""
)
_TOP = (
    _LOGS
    + """
    SELECT (array_agg(l.exercise_name ORDER BY l.completed_on DESC, l.id))[1] AS name, count(*) AS logs
    FROM logs l GROUP BY lower(l.exercise_name) ORDER BY count(*) DESC, lower(l.exercise_name) LIMIT :limit
"""
)
_KEPT = """
    SELECT sum(k.due) AS due, sum(k.logged) AS logged FROM public.compliance_of(ARRAY(
        SELECT DISTINCT a.member_id FROM public.trainer_assignments a
        JOIN public.workout_plans pl ON pl.assignment_id = a.id
        WHERE pl.starts_on <= :last AND pl.ends_on >= :first), :first, :last) k
"""


def month_figures(
    connection: Connection, gym: str, first: date, today: date, previous: MonthReport | None
) -> MonthReport:
    """Return the figures of the month that begins on `first`; of a running month up to today.

    Args:
        connection: Of an admin: others do not see everybody.
        gym: Its name.
        first: First day of the month.
        today: The gym's.
        previous: The same of the month before, None for none.
    """
    end = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    last = min(end, today)
    days = {"first": first, "last": last}
    figures = connection.execute(text(_FIGURES), days).one()
    kept = connection.execute(text(_KEPT), days).one()
    top = connection.execute(text(_TOP), {**days, "limit": TOP_EXERCISES}).all()
    ((members, trainers, clients),) = ratio_on(connection, [last])
    return MonthReport(
        gym,
        first,
        last,
        figures.joined,
        members,
        figures.assigned,
        figures.completed,
        figures.handed_over,
        figures.plans,
        figures.workouts,
        figures.active_people,
        float(figures.volume),
        compliance(int(kept.logged or 0), int(kept.due or 0)),
        tuple(figures.per_day),
        RatioPoint(first, members, trainers, clients),
        tuple((r.name, r.logs) for r in top),
        previous,
    )
