"""Progress: what the charts, the records and the log table of a member show."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import groupby
from uuid import UUID

from sqlalchemy import Connection, text

from gymtrainer_desktop.domain.progress import (
    ExerciseProgress,
    ExerciseSummary,
    PersonalRecord,
    ProgressPoint,
)
from gymtrainer_desktop.domain.strength import (
    E1rmFormula,
    heaviest_working_set,
    records_of_sets,
    volume_load,
    weight_in_kg,
)
from gymtrainer_desktop.domain.units import Unit, from_kg
from gymtrainer_desktop.domain.workouts import WorkoutLog
from gymtrainer_desktop.services.base import Service
from gymtrainer_desktop.services.gym import gym_settings
from gymtrainer_desktop.services.maxima import maxima_of
from gymtrainer_desktop.services.workouts import logs_of

ALL_LOGS = 100_000
"""More logs of one exercise than anybody makes in a life."""

_CENT = Decimal("0.01")
# The same factor as in domain/units.py: 1 lb = 0.45359237 kg.
_KG = "CASE s.weight_unit WHEN 'lb' THEN s.weight * 0.45359237 ELSE s.weight END"


class ProgressService(Service):
    """How it went, for the member and for who trains them."""

    def exercises(self, member_id: UUID) -> tuple[ExerciseSummary, ...]:
        """Return the exercises a member has logged, most logged first; spellings that differ in case are one."""
        with self._transaction() as connection:
            rows = connection.execute(
                text(
                    """
                    SELECT (array_agg(w.exercise_name ORDER BY w.completed_at DESC))[1] AS name, count(*) AS logs,
                        max(w.completed_on) AS last_on
                    FROM public.workout_progress w WHERE w.member_id = :member
                    GROUP BY lower(w.exercise_name) ORDER BY count(*) DESC, 1
                    """
                ),
                {"member": member_id},
            ).all()
        return tuple(ExerciseSummary(r.name, r.logs, r.last_on) for r in rows)

    def exercise(
        self, member_id: UUID, name: str, since: date | None = None, until: date | None = None
    ) -> ExerciseProgress:
        """Return one exercise of a member, a point a day, in the reader's unit.

        Args:
            member_id: Whose progress.
            name: Exercise, whatever its case.
            since: First day, from the beginning when None.
            until: Last day, to the end when None.
        """
        with self._transaction() as connection:
            formula = gym_settings(connection).e1rm_formula
            unit = _reader_unit(connection)
            logs = logs_of(connection, member_id, since, until, name, ALL_LOGS)
            days: dict[UUID, date] = {
                r.id: r.completed_on
                for r in connection.execute(
                    text("SELECT id, completed_on FROM public.workout_progress WHERE id = ANY (:ids)"),
                    {"ids": [log.id for log in logs]},
                )
            }
            best = Decimal(0)
            if since is not None:
                best = connection.execute(
                    text(
                        f"""
                        SELECT coalesce(max({_KG}), 0) FROM public.workout_progress w
                        JOIN public.workout_sets s ON s.progress_id = w.id
                        WHERE w.member_id = :member AND lower(w.exercise_name) = lower(:name)
                          AND w.completed_on < :since AND s.type = 'working' AND s.reps > 0
                        """
                    ),
                    {"member": member_id, "name": name, "since": since},
                ).scalar_one()
        points = []
        for on, of_day in groupby(reversed(logs), key=lambda log: days[log.id]):
            point, best = _point(on, list(of_day), unit, formula, best)
            points.append(point)
        shown = logs[0].exercise_name if logs else name
        return ExerciseProgress(shown, unit, tuple(points), logs)

    def maxima(self, member_id: UUID) -> dict[str, Decimal]:
        """Return a member's best estimated one-rep maxima of the last 180 days, in one statement.

        Returns:
            `library_key` of an exercise's name, and of whatever else the library calls it -> kilograms.
        """
        with self._transaction() as connection:
            return maxima_of(connection, member_id)

    def records(self, member_id: UUID, limit: int = 5) -> tuple[PersonalRecord, ...]:
        """Return the heaviest working set of each exercise, the most recent records first."""
        with self._transaction() as connection:
            unit = _reader_unit(connection)
            rows = connection.execute(
                text(
                    f"""
                    SELECT r.exercise_name, r.completed_on, r.kg, r.reps FROM (
                        SELECT DISTINCT ON (lower(w.exercise_name)) w.exercise_name, w.completed_on, w.completed_at,
                            {_KG} AS kg, s.reps
                        FROM public.workout_progress w JOIN public.workout_sets s ON s.progress_id = w.id
                        WHERE w.member_id = :member AND s.type = 'working' AND s.reps > 0
                        ORDER BY lower(w.exercise_name), {_KG} DESC NULLS LAST, s.reps DESC, w.completed_at) r
                    ORDER BY r.completed_at DESC LIMIT :limit
                    """
                ),
                {"member": member_id, "limit": limit},
            ).all()
        return tuple(
            PersonalRecord(r.exercise_name, r.completed_on, _shown(r.kg, unit), unit, r.reps) for r in rows
        )


def _reader_unit(connection: Connection) -> Unit:
    return Unit(
        connection.execute(
            text("SELECT weight_unit FROM public.profiles WHERE id = (SELECT auth.uid())")
        ).scalar_one()
    )


def _shown(kg: Decimal | None, unit: Unit) -> Decimal | None:
    """Return kilograms in the reader's unit to the cent, None for no weight."""
    return from_kg(kg, unit).quantize(_CENT) if kg else None


def _point(
    on: date, logs: list[WorkoutLog], unit: Unit, formula: E1rmFormula, best: Decimal
) -> tuple[ProgressPoint, Decimal]:
    sets = [s for log in logs for s in log.sets]
    heaviest = heaviest_working_set(sets)
    kg = weight_in_kg(heaviest) if heaviest else None
    records = records_of_sets(sets, formula)
    ratings = [log.rating for log in logs if log.rating is not None]
    point = ProgressPoint(
        on,
        logs[-1].id,
        _shown(kg, unit),
        heaviest.reps if heaviest else None,
        _shown(records.best_e1rm, unit),
        from_kg(volume_load(sets), unit).quantize(_CENT),
        sum(log.sets_completed or 0 for log in logs),
        max(ratings) if ratings else None,
        kg is not None and kg > best > 0,
    )
    return point, max(best, kg or Decimal(0))
