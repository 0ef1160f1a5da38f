"""Rows of logs: written and read within a transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID, uuid5

from sqlalchemy import Connection, Row, text
from sqlalchemy.dialects.postgresql import insert

from gymtrainer_desktop.database.tables.workouts import WorkoutProgress, WorkoutSet
from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.strength import summary_of_sets
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.domain.workouts import LoggedSet, NewLog, SetType, WorkoutLog

_ROWS = 250
LOG_SQL = """
    SELECT w.id, w.exercise_id, w.exercise_name, w.target, w.completed_at, w.completed_on, w.sets_completed,
        w.reps_completed, w.weight_used, w.weight_unit, w.duration_minutes, w.rating, w.notes, w.source, w.workout_name,
        w.member_id, w.version,
        w.created_at > auth.correctable_since() AND (SELECT auth.uid()) IN (w.member_id, w.logged_by) AS is_correctable,
        CASE WHEN w.logged_by IS DISTINCT FROM w.member_id AND w.logged_by IS NOT NULL THEN coalesce(
            (SELECT i.name FROM public.instructors i WHERE i.user_id = w.logged_by),
            (SELECT p.full_name FROM public.profiles p WHERE p.id = w.logged_by), 'Front desk') END AS logged_by_name
    FROM public.workout_progress w
"""


def logs_of(
    connection: Connection,
    member_id: UUID,
    since: date | None,
    until: date | None,
    exercise_name: str | None,
    limit: int,
) -> tuple[WorkoutLog, ...]:
    """Read a member's logs within a transaction; see `WorkoutsService.logs`."""
    where = " WHERE w.member_id = :member"
    values: dict[str, object] = {"member": member_id, "limit": limit}
    if since is not None:
        where += " AND w.completed_on >= :since"
        values["since"] = since
    if until is not None:
        where += " AND w.completed_on <= :until"
        values["until"] = until
    if exercise_name is not None:
        where += " AND lower(w.exercise_name) = lower(:name)"
        values["name"] = exercise_name
    return logs(connection, where + " ORDER BY w.completed_at DESC, w.id DESC LIMIT :limit", values)


def logs(connection: Connection, clause: str, values: dict[str, object]) -> tuple[WorkoutLog, ...]:
    """Read logs and all their sets in two statements, however many there are."""
    rows = connection.execute(text(LOG_SQL + clause), values).all()
    sets = sets_of(connection, [r.id for r in rows])
    return tuple(log_of(r, sets[r.id]) for r in rows)


def sets_of(connection: Connection, log_ids: Sequence[UUID]) -> dict[UUID, list[LoggedSet]]:
    """Read the sets of some logs within a transaction, in their order; nothing for a log without any."""
    sets: dict[UUID, list[LoggedSet]] = defaultdict(list)
    for s in connection.execute(
        text(
            "SELECT s.progress_id, s.number, s.type, s.reps, s.weight, s.weight_unit, s.rir, s.duration_seconds,"
            " s.distance_m FROM public.workout_sets s WHERE s.progress_id = ANY (:ids) ORDER BY s.progress_id, s.number"
        ),
        {"ids": list(log_ids)},
    ):
        sets[s.progress_id].append(
            LoggedSet(
                s.number,
                SetType(s.type),
                s.reps,
                s.weight,
                Unit(s.weight_unit) if s.weight_unit else None,
                s.rir,
                s.duration_seconds,
                s.distance_m,
            )
        )
    return sets


def log_of(row: Row[tuple[object, ...]], sets: Iterable[LoggedSet]) -> WorkoutLog:
    """Return the log of a row of `LOG_SQL` with its sets."""
    return WorkoutLog(
        row.id,
        row.exercise_id,
        row.exercise_name,
        row.target,
        row.completed_at,
        tuple(sets),
        row.sets_completed,
        row.reps_completed,
        row.weight_used,
        Unit(row.weight_unit) if row.weight_unit else None,
        row.duration_minutes,
        row.rating,
        row.notes,
        row.logged_by_name,
        row.source,
        row.workout_name,
        row.version,
        row.is_correctable,
    )


def write_log(connection: Connection, new: NewLog) -> tuple[WorkoutLog, bool]:
    """Log an exercise within a transaction; see `WorkoutsService.log`.

    Returns:
        The log, and whether it was not there before.
    """
    summary = summary_of_sets(new.sets)
    values: dict[str, object] = {
        "id": new.id,
        "exercise_id": new.exercise_id,
        "member_id": new.member_id,
        "exercise_name": new.exercise_name.strip(),
        "sets_completed": summary.sets_completed,
        "reps_completed": summary.reps_completed,
        "weight_used": summary.weight_used,
        "weight_unit": summary.weight_unit.value if summary.weight_unit else None,
        "duration_minutes": new.duration_minutes,
        "notes": new.notes.strip() or None,
        "rating": new.rating,
    }
    if new.completed_at is not None:
        values["completed_at"] = new.completed_at
    is_new = connection.execute(insert(WorkoutProgress).values(values).on_conflict_do_nothing()).rowcount == 1
    if is_new:
        insert_sets(connection, [(new.id, new.member_id, new.sets)])
    stored = logs(connection, " WHERE w.id = :id", {"id": new.id})
    if not stored or not (is_new or _same(stored[0], new)):
        raise UserError("This was already logged with other content.", code="key_reused")
    return stored[0], is_new


def insert_sets(connection: Connection, logged: Iterable[tuple[UUID, UUID, Sequence[LoggedSet]]]) -> None:
    """Write the sets of logs, each with its log's id and its member's."""
    rows = [
        {
            "id": uuid5(progress_id, str(s.number)),
            "progress_id": progress_id,
            "member_id": member_id,
            "number": s.number,
            "type": s.type.value,
            "reps": s.reps,
            "weight": s.weight,
            "weight_unit": s.unit.value if s.unit and s.weight is not None else None,
            "rir": s.rir,
            "duration_seconds": s.duration_seconds,
            "distance_m": s.distance_m,
        }
        for progress_id, member_id, sets in logged
        for s in sets
    ]
    # Many rows a statement: what the policies ask once per statement would be asked for every set.
    for start in range(0, len(rows), _ROWS):
        connection.execute(insert(WorkoutSet).values(rows[start : start + _ROWS]))


def _same(stored: WorkoutLog, new: NewLog) -> bool:
    return (
        stored.exercise_id == new.exercise_id
        and stored.sets == new.sets
        and stored.rating == new.rating
        and (stored.notes or "") == new.notes.strip()
    )
