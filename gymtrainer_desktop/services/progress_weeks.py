"""A member's training week by week: compliance, and hard sets per muscle."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Connection, text

from gymtrainer_desktop.domain.exercises import LibraryExercise
from gymtrainer_desktop.domain.muscles import sets_per_muscle
from gymtrainer_desktop.domain.progress import TrainingWeek, TrainingWeeks
from gymtrainer_desktop.services.exercises import exercises_by_names

# Due and done as `compliance_of` counts them, for every week at once.
_WEEKS = """
    WITH gym AS MATERIALIZED (
        SELECT public.gym_today() AS today, coalesce((SELECT s.week_start FROM public.gym_settings s), 1)::integer AS week_start),
    span AS MATERIALIZED (
        SELECT gym.today, gym.week_start,
            public.week_start_of(least(coalesce(CAST(:since AS date), least(
                (SELECT min(p.starts_on) FROM public.workout_plans p JOIN public.trainer_assignments a ON a.id = p.assignment_id
                    WHERE a.member_id = :member),
                (SELECT min(w.completed_on) FROM public.workout_progress w WHERE w.member_id = :member)), gym.today),
                gym.today), gym.week_start) AS first_day,
            public.week_start_of(least(coalesce(CAST(:until AS date), gym.today), gym.today), gym.week_start) AS last_week
        FROM gym),
    counted AS MATERIALIZED (
        SELECT public.week_start_of(x.due_on, x.week_start) AS first_day, count(*) AS due, count(x.log_id) AS logged
        FROM (
            SELECT d.due_on, d.log_id, span.today, span.week_start,
                bool_or(d.log_id IS NOT NULL) OVER (PARTITION BY d.due_on) AS begun
            FROM span, public.exercise_days(ARRAY[CAST(:member AS uuid)], (SELECT s.first_day FROM span s),
                (SELECT least(s.last_week + 6, s.today) FROM span s)) d) x
        WHERE x.due_on < x.today OR x.begun GROUP BY 1)
    SELECT g.first_day::date AS first_day, span.week_start, span.today, coalesce(c.due, 0) AS due, coalesce(c.logged, 0) AS logged
    FROM span CROSS JOIN LATERAL generate_series(span.first_day, span.last_week, interval '7 days') g(first_day)
    LEFT JOIN counted c ON c.first_day = g.first_day::date
    ORDER BY 1
"""
# Exercises and days in one go: the days are the rows without a name.
_SETS = """
    SELECT public.week_start_of(w.completed_on, :week_start) AS first_day, lower(w.exercise_name) AS name,
        min(w.exercise_name) AS shown, sum(w.sets_completed) AS sets, count(DISTINCT w.completed_on) AS days
    FROM public.workout_progress w WHERE w.member_id = :member AND w.completed_on BETWEEN :first AND :last
    GROUP BY GROUPING SETS ((1, 2), (1))
"""


def training_weeks(
    connection: Connection, member_id: UUID, since: date | None, until: date | None
) -> TrainingWeeks:
    """Read weeks in three statements, within a transaction; see `ProgressService.weeks`."""
    weeks = connection.execute(text(_WEEKS), {"member": member_id, "since": since, "until": until}).all()
    if not weeks:
        return TrainingWeeks((), date.min)
    rows = connection.execute(
        text(_SETS),
        {
            "member": member_id,
            "week_start": weeks[0].week_start,
            "first": weeks[0].first_day,
            "last": date.fromordinal(weeks[-1].first_day.toordinal() + 6),
        },
    ).all()
    done = [row for row in rows if row.name is not None and row.sets]
    library = exercises_by_names(connection, {row.shown for row in done})
    workouts = {row.first_day: row.days for row in rows if row.name is None}
    trained: dict[date, list[tuple[Decimal | int, LibraryExercise]]] = defaultdict(list)
    unknown: dict[str, None] = {}
    for row in sorted(done, key=lambda one: str(one.shown)):
        if row.shown in library:
            trained[row.first_day].append((int(row.sets), library[row.shown]))
        else:
            unknown[row.shown] = None
    return TrainingWeeks(
        tuple(
            TrainingWeek(
                week.first_day,
                week.due,
                week.logged,
                workouts.get(week.first_day, 0),
                sets_per_muscle(trained[week.first_day]),
            )
            for week in weeks
        ),
        weeks[0].today,
        tuple(unknown),
    )
