"""Progress: what the charts, the records and the log table of a member show."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from uuid import UUID

from sqlalchemy import Connection, Row, text

from gymtrainer_desktop.domain.outcomes import asked_kg, outcome_of, read_kept_target
from gymtrainer_desktop.domain.progress import (
    ExerciseProgress,
    ExerciseSummary,
    LogPage,
    LogQuery,
    PersonalRecord,
    ProgressPoint,
    ProgressSummary,
    TrainingWeeks,
)
from gymtrainer_desktop.domain.records import Bests, rounded
from gymtrainer_desktop.domain.strength import (
    MAX_E1RM_REPS,
    E1rmFormula,
    e1rm,
    heaviest_working_set,
    records_of_sets,
    volume_load,
    weight_in_kg,
)
from gymtrainer_desktop.domain.units import Unit, from_kg, trimmed
from gymtrainer_desktop.domain.workouts import LoggedSet, SetType
from gymtrainer_desktop.services.base import Service
from gymtrainer_desktop.services.maxima import maxima_of
from gymtrainer_desktop.services.progress_logs import page_of_logs
from gymtrainer_desktop.services.progress_names import KG, NAMED, WORKING, key_of, logged_exercises
from gymtrainer_desktop.services.progress_weeks import training_weeks

_CENT = Decimal("0.01")


class ProgressService(Service):
    """How it went, for the member and for who trains them: across plans, and across trainers."""

    def summary(self, member_id: UUID, records: int = 5) -> ProgressSummary:
        """Return what a progress page begins with: what was logged, and the latest records.

        Args:
            member_id: Whose progress.
            records: How many records at most.
        """
        with self._transaction() as connection:
            logged = logged_exercises(connection, member_id)
            best = _records(connection, member_id)
        return ProgressSummary(logged.today, logged.exercises, best[:records])

    def exercises(self, member_id: UUID) -> tuple[ExerciseSummary, ...]:
        """Return the exercises a member has logged, most logged first; all names of one exercise are one."""
        with self._transaction() as connection:
            return logged_exercises(connection, member_id).exercises

    def exercise(
        self, member_id: UUID, name: str, since: date | None = None, until: date | None = None
    ) -> ExerciseProgress:
        """Return one exercise of a member, a point a day, in the reader's unit.

        Args:
            member_id: Whose progress.
            name: Exercise, by any of its names, whatever the case.
            since: First day, from the beginning when None.
            until: Last day, to the end when None.
        """
        with self._transaction() as connection:
            facts = connection.execute(
                text(
                    f"""
                    WITH {NAMED}
                    SELECT g.e1rm_formula, p.weight_unit,
                        (SELECT array_agg(n.name) FROM named n WHERE n.key = {key_of(":name")}) AS names
                    FROM public.gym_settings g, public.profiles p WHERE p.id = (SELECT auth.uid())
                    """
                ),
                {"member": member_id, "name": " ".join(name.split())},
            ).one()
            unit, formula = Unit(facts.weight_unit), E1rmFormula(facts.e1rm_formula)
            names = list(facts.names or ())
            bests = Bests()
            if since is not None:
                bests = _bests_before(connection, member_id, names, since, formula)
            rows = connection.execute(
                text(
                    f"""
                    SELECT w.id, w.completed_on, w.exercise_name, w.target, w.rating, w.sets_completed, s.number, s.type,
                        s.reps, s.weight, s.weight_unit, s.duration_seconds, s.distance_m
                    FROM public.workout_progress w LEFT JOIN public.workout_sets s ON s.progress_id = w.id
                    WHERE w.member_id = :member AND lower(w.exercise_name) = ANY (:names)
                        {"AND w.completed_on >= :since" if since is not None else ""}
                        {"AND w.completed_on <= :until" if until is not None else ""}
                    ORDER BY w.completed_at, w.id, s.number
                    """
                ),
                {"member": member_id, "names": names}
                | ({"since": since} if since is not None else {})
                | ({"until": until} if until is not None else {}),
            ).all()
        points = [
            _point(on, list(of_day), unit, formula, bests)
            for on, of_day in groupby(rows, key=lambda row: row.completed_on)
        ]
        return ExerciseProgress(rows[-1].exercise_name if rows else name, unit, tuple(points))

    def weeks(self, member_id: UUID, since: date | None = None, until: date | None = None) -> TrainingWeeks:
        """Return the gym's weeks of a range whole, with what was due, what was done, and sets per muscle.

        Args:
            member_id: Whose weeks.
            since: A day of the first week; from the first plan or log on when None.
            until: A day of the last week; this week when None or later.
        """
        with self._transaction() as connection:
            return training_weeks(connection, member_id, since, until)

    def logs(
        self,
        member_id: UUID,
        query: LogQuery | None = None,
        after: tuple[datetime, UUID] | None = None,
        limit: int = 100,
    ) -> LogPage:
        """Return a member's logs, newest first, with the records they set.

        Args:
            member_id: Whose logs.
            query: Which of them.
            after: `LogPage.next` for older ones, None for the newest.
            limit: Logs per page.
        """
        with self._transaction() as connection:
            return page_of_logs(connection, member_id, query or LogQuery(), after, limit)

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
            return _records(connection, member_id)[:limit]


def _records(connection: Connection, member_id: UUID) -> tuple[PersonalRecord, ...]:
    rows = connection.execute(
        text(
            f"""
            WITH {NAMED}, reader AS MATERIALIZED (
                SELECT p.weight_unit FROM public.profiles p WHERE p.id = (SELECT auth.uid())),
            lifted AS MATERIALIZED (
                SELECT n.key, w.exercise_name, w.completed_on, w.completed_at, coalesce({KG}, 0) AS kg, s.reps
                FROM public.workout_progress w JOIN named n ON n.name = lower(w.exercise_name)
                JOIN public.workout_sets s ON s.progress_id = w.id
                WHERE w.member_id = :member AND {WORKING}),
            -- The heaviest first, then only among those: nobody sorts ten years of sets.
            heaviest AS (SELECT l.key, max(l.kg) AS kg FROM lifted l GROUP BY l.key)
            SELECT r.*, (SELECT weight_unit FROM reader) AS weight_unit FROM (
                SELECT DISTINCT ON (l.key) l.exercise_name, l.completed_on, l.completed_at, l.kg, l.reps
                FROM lifted l JOIN heaviest h ON h.key = l.key AND h.kg = l.kg
                ORDER BY l.key, l.reps DESC, l.completed_at) r
            ORDER BY r.completed_at DESC
            """
        ),
        {"member": member_id},
    ).all()
    return tuple(
        PersonalRecord(
            r.exercise_name, r.completed_on, _shown(r.kg, Unit(r.weight_unit)), Unit(r.weight_unit), r.reps
        )
        for r in rows
    )


def _bests_before(
    connection: Connection, member_id: UUID, names: list[str], since: date, formula: E1rmFormula
) -> Bests:
    rows = connection.execute(
        text(
            f"""
            SELECT coalesce({KG}, 0) AS kg, max(s.reps) AS reps,
                max(s.reps) FILTER (WHERE s.reps <= {MAX_E1RM_REPS}) AS counted
            FROM public.workout_progress w JOIN public.workout_sets s ON s.progress_id = w.id
            WHERE w.member_id = :member AND lower(w.exercise_name) = ANY (:names) AND w.completed_on < :since AND {WORKING}
            GROUP BY 1
            """
        ),
        {"member": member_id, "names": names, "since": since},
    ).all()
    estimates = [
        estimate for r in rows if r.counted and (estimate := e1rm(r.kg, r.counted, formula)) is not None
    ]
    return Bests(
        max((r.kg for r in rows), default=Decimal(0)),
        rounded(max(estimates, default=None)) or Decimal(0),
        {trimmed(r.kg): r.reps for r in rows},
    )


def _shown(kg: Decimal | None, unit: Unit) -> Decimal | None:
    """Return kilograms in the reader's unit to the cent, None for no weight."""
    return from_kg(kg, unit).quantize(_CENT) if kg else None


def _point(
    on: date, rows: list[Row[tuple[object, ...]]], unit: Unit, formula: E1rmFormula, bests: Bests
) -> ProgressPoint:
    """Return what a day amounts to, from its sets in the order they were done; the bests are those after it."""
    sets, last = _sets(rows), rows[-1]
    heaviest = heaviest_working_set(sets)
    kg = weight_in_kg(heaviest) if heaviest else None
    logs = {row.id: row for row in rows}.values()
    ratings = [log.rating for log in logs if log.rating is not None]
    kept = read_kept_target(last.target)
    best = records_of_sets(sets, formula)
    working = [one for one in sets if one.type is SetType.WORKING]
    return ProgressPoint(
        on,
        last.id,
        _shown(kg, unit),
        heaviest.reps if heaviest else None,
        _shown(best.best_e1rm, unit),
        from_kg(volume_load(sets), unit).quantize(_CENT),
        sum(log.sets_completed or 0 for log in logs),
        max(ratings) if ratings else None,
        bests.take(best),
        last.target,
        _shown(asked_kg(kept), unit),
        outcome_of(kept, _sets(row for row in rows if row.id == last.id)),
        sum(one.duration_seconds or 0 for one in working) or None,
        sum((one.distance_m or Decimal(0) for one in working), Decimal(0)) or None,
    )


def _sets(rows: Iterable[Row[tuple[object, ...]]]) -> list[LoggedSet]:
    return [
        LoggedSet(
            row.number,
            SetType(row.type),
            row.reps,
            row.weight,
            Unit(row.weight_unit) if row.weight_unit else None,
            duration_seconds=row.duration_seconds,
            distance_m=row.distance_m,
        )
        for row in rows
        if row.number is not None
    ]
