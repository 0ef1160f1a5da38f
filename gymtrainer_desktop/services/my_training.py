"""How the signed-in member's training stands."""

from __future__ import annotations

from sqlalchemy import text

from gymtrainer_desktop.domain.assignments import AssignmentStatus
from gymtrainer_desktop.domain.my_training import MyTraining, weeks_in_a_row
from gymtrainer_desktop.domain.people import MyTrainer
from gymtrainer_desktop.services.base import Service

_STANDING = """
    WITH me AS MATERIALIZED (SELECT auth.uid() AS id, public.gym_today() AS today,
        public.week_start_of(public.gym_today(), coalesce((SELECT s.week_start FROM public.gym_settings s), 1)::integer)
            AS this_week)
    SELECT me.today, me.this_week, a.id, a.status, a.trainer_id, a.assigned_at,
        CASE a.status WHEN 'paused' THEN a.paused_on WHEN 'completed' THEN a.end_date END AS stopped_on,
        i.name, i.specializations, i.certifications, i.hourly_rate,
        CASE WHEN a.status <> 'completed' THEN i.photo END AS photo, p.title, p.ends_on
    FROM me
    LEFT JOIN LATERAL (SELECT x.* FROM public.trainer_assignments x WHERE x.member_id = me.id
        ORDER BY array_position(ARRAY['active', 'paused', 'completed'], x.status), x.assigned_at DESC, x.id LIMIT 1) a ON true
    LEFT JOIN public.instructors i ON i.id = a.trainer_id
    LEFT JOIN LATERAL (SELECT pl.title, pl.ends_on FROM public.workout_plans pl
        JOIN public.trainer_assignments x ON x.id = pl.assignment_id
        WHERE x.member_id = me.id AND pl.ends_on < me.today ORDER BY pl.ends_on DESC, pl.id LIMIT 1) p ON true
"""
_WEEKS = """
    SELECT DISTINCT public.week_start_of(w.completed_on, extract(isodow FROM CAST(:this_week AS date))::integer) AS first_day
    FROM public.workout_progress w WHERE w.member_id = (SELECT auth.uid()) AND w.completed_on <= CAST(:this_week AS date) + 6
"""


class MyTrainingService(Service):
    """What a member's home page says about their training."""

    def standing(self) -> MyTraining:
        """Return how the signed-in person's training stands, in two statements."""
        with self._transaction() as connection:
            row = connection.execute(text(_STANDING)).one()
            weeks = connection.execute(text(_WEEKS), {"this_week": row.this_week}).scalars().all()
        trainer = None
        if row.name is not None:
            trainer = MyTrainer(
                row.id,
                row.trainer_id,
                row.name,
                tuple(row.specializations or ()),
                tuple(row.certifications or ()),
                row.assigned_at,
                row.hourly_rate,
            )
        return MyTraining(
            row.today,
            AssignmentStatus(row.status) if row.status is not None else None,
            trainer,
            bytes(row.photo) if row.photo is not None else None,
            row.stopped_on,
            row.title or "",
            row.ends_on,
            weeks_in_a_row(weeks, row.this_week),
        )
