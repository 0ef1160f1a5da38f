"""What the desk's reports say, and the ratio of members to trainers over time."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby

from sqlalchemy import Connection, Row, text

from gymtrainer_desktop.domain.bulk import TrainerLoad
from gymtrainer_desktop.domain.errors import Denied, UserError
from gymtrainer_desktop.domain.reports import (
    AdherenceReport,
    CapacityReport,
    ClientAdherence,
    MonthReport,
    RatioPoint,
    TrainerAdherence,
    TrainerLoadReport,
    TrainerPeriod,
)
from gymtrainer_desktop.services.base import Service
from gymtrainer_desktop.services.gym import gym_today
from gymtrainer_desktop.services.month_figures import month_figures
from gymtrainer_desktop.services.ratio import ratio_on

ANSWER_SECONDS = 30.0
"""A report over years of a large gym may take its time; the page says that it is being made."""

_PERIOD = """
    SELECT i.id, i.name, i.active_clients, i.max_clients,
        (SELECT count(DISTINCT a.member_id) FROM public.trainer_assignments a WHERE a.trainer_id = i.id
            AND a.start_date <= :until AND (a.status <> 'completed' OR a.end_date >= :since)
            -- Paused throughout is not trained.
            AND NOT a.paused_days @> daterange(:since, :until, '[]')
            AND NOT (a.status = 'paused' AND a.paused_on <= CAST(:since AS date))) AS trained,
        (SELECT count(*) FROM public.trainer_assignments a WHERE a.trainer_id = i.id
            AND a.start_date BETWEEN :since AND :until) AS started,
        (SELECT count(*) FROM public.trainer_assignments a WHERE a.trainer_id = i.id AND a.status = 'completed'
            AND a.end_date BETWEEN :since AND :until) AS ended,
        (SELECT count(*) FROM public.workout_plans p WHERE p.created_by = i.id
            AND public.gym_day(p.created_at) BETWEEN :since AND :until) AS plans,
        (SELECT count(DISTINCT (w.member_id, w.completed_on)) FROM public.trainer_assignments a
            JOIN public.workout_progress w ON w.assignment_id = a.id
            WHERE a.trainer_id = i.id AND w.completed_on BETWEEN :since AND :until) AS workouts,
        (SELECT count(*) FROM public.trainer_client_notes n WHERE n.trainer_id = i.id
            AND public.gym_day(n.created_at) BETWEEN :since AND :until) AS notes
    FROM public.instructors i
    WHERE i.is_personal_trainer AND i.is_active ORDER BY public.search_key(i.name), i.id
"""
_ADHERENCE = """
    WITH clients AS (
        SELECT a.trainer_id, a.member_id FROM public.trainer_assignments a
        JOIN public.instructors i ON i.id = a.trainer_id WHERE a.status = 'active' AND i.is_active)
    SELECT c.trainer_id, i.name AS trainer_name, c.member_id, p.full_name, k.due, k.logged, last.on_date
    FROM clients c
    JOIN public.instructors i ON i.id = c.trainer_id
    JOIN public.profiles p ON p.id = c.member_id
    LEFT JOIN public.compliance_of(ARRAY(SELECT d.member_id FROM clients d), :since, :until) k ON k.member_id = c.member_id
    LEFT JOIN LATERAL (SELECT max(w.completed_on) AS on_date FROM public.workout_progress w
        WHERE w.member_id = c.member_id) last ON true
    ORDER BY public.search_key(i.name), i.id, k.logged::float / nullif(k.due, 0) NULLS LAST, public.search_key(p.full_name)
"""


class ReportsService(Service):
    """Figures for the desk; only admins see them, since only they see everybody."""

    def ratio_history(self, weeks: int = 26) -> tuple[RatioPoint, ...]:
        """Return how members, trainers and clients stood at the end of each of the last weeks, oldest first.

        The last point is today's. Who was active then is read from the audit trail; who was erased since is
        not counted.

        Raises:
            Denied: Not an admin.
        """
        with self._transaction(answer_seconds=ANSWER_SECONDS) as connection:
            today = _admin_today(connection)
            starts = [
                r.week
                for r in connection.execute(
                    text(
                        "SELECT public.gym_week_start(:today) - 7 * n AS week"
                        " FROM generate_series(CAST(:weeks AS integer) - 1, 0, -1) n"
                    ),
                    {"today": today, "weeks": weeks},
                )
            ]
            counts = ratio_on(connection, [min(week + timedelta(days=6), today) for week in starts])
        return tuple(RatioPoint(week, *found) for week, found in zip(starts, counts, strict=True))

    def capacity(self) -> CapacityReport:
        """Return today's capacity, trainer by trainer, by name.

        Raises:
            Denied: Not an admin.
        """
        with self._transaction() as connection:
            today = _admin_today(connection)
            figures = connection.execute(
                text(
                    """
                    SELECT (SELECT g.name FROM public.gym_settings g) AS gym, count(*) AS members,
                        count(*) FILTER (WHERE NOT EXISTS (SELECT 1 FROM public.trainer_assignments a
                            WHERE a.member_id = p.id AND a.status <> 'completed')) AS without_trainer,
                        (SELECT count(*) FROM public.trainer_waitlist w
                            WHERE w.status IN ('waiting', 'offered', 'accepted')) AS waiting
                    FROM public.profiles p WHERE p.member_number IS NOT NULL AND p.is_active
                    """
                )
            ).one()
            rows = connection.execute(
                text(
                    "SELECT i.id, i.name, i.active_clients, i.max_clients FROM public.instructors i"
                    " WHERE i.is_personal_trainer AND i.is_active ORDER BY public.search_key(i.name), i.id"
                )
            ).all()
        trainers = tuple(TrainerLoad(r.id, r.name, r.active_clients, 0, r.max_clients) for r in rows)
        return CapacityReport(
            figures.gym, today, figures.members, figures.without_trainer, figures.waiting, trainers
        )

    def trainer_load(self, since: date, until: date) -> TrainerLoadReport:
        """Return what each active personal trainer did between two days, both included.

        Raises:
            UserError: `until` lies before `since`.
            Denied: Not an admin.
        """
        _check_period(since, until)
        with self._transaction(answer_seconds=ANSWER_SECONDS) as connection:
            _admin_today(connection)
            rows = connection.execute(text(_PERIOD), {"since": since, "until": until}).all()
            gym = _gym_name(connection)
        return TrainerLoadReport(gym, since, until, tuple(_period(r) for r in rows))

    def adherence(self, since: date, until: date) -> AdherenceReport:
        """Return how far today's active clients kept to their plans between two days, by trainer.

        Raises:
            UserError: `until` lies before `since`.
            Denied: Not an admin.
        """
        _check_period(since, until)
        with self._transaction(answer_seconds=ANSWER_SECONDS) as connection:
            _admin_today(connection)
            rows = connection.execute(text(_ADHERENCE), {"since": since, "until": until}).all()
            gym = _gym_name(connection)
        trainers = []
        for (id, name), lines in groupby(rows, key=lambda r: (r.trainer_id, r.trainer_name)):
            clients = (
                ClientAdherence(r.member_id, r.full_name, r.due or 0, r.logged or 0, r.on_date) for r in lines
            )
            trainers.append(TrainerAdherence(id, name, tuple(clients)))
        return AdherenceReport(gym, since, until, tuple(trainers))

    def month(self, year: int, month: int) -> MonthReport:
        """Return a month in review, with the month before beside it.

        Raises:
            UserError: The month has not begun.
            Denied: Not an admin.
        """
        first = date(year, month, 1)
        with self._transaction(answer_seconds=ANSWER_SECONDS) as connection:
            today = _admin_today(connection)
            if first > today:
                raise UserError("This month has not begun yet.", code="future_month", field="month")
            gym = _gym_name(connection)
            before = month_figures(connection, gym, (first - timedelta(days=1)).replace(day=1), today, None)
            return month_figures(connection, gym, first, today, before)


def _admin_today(connection: Connection) -> date:
    if not connection.execute(text("SELECT auth.is_admin()")).scalar_one():
        raise Denied("Only an admin can do this.", code="admin_only")
    return gym_today(connection)


def _gym_name(connection: Connection) -> str:
    name: str = connection.execute(text("SELECT g.name FROM public.gym_settings g")).scalar_one()
    return name


def _check_period(since: date, until: date) -> None:
    if until < since:
        raise UserError("The last day lies before the first.", code="period", field="until")


def _period(row: Row[tuple[object, ...]]) -> TrainerPeriod:
    return TrainerPeriod(
        row.id,
        row.name,
        row.active_clients,
        row.max_clients,
        row.trained,
        row.started,
        row.ended,
        row.plans,
        row.workouts,
        row.notes,
    )
