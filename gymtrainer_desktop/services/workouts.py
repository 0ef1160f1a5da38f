"""Workouts: logging an exercise with its sets, reading logs, and bringing history along."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from uuid import UUID, uuid5

from sqlalchemy import Connection, Row, delete, text
from sqlalchemy.dialects.postgresql import insert

from gymtrainer_desktop.database.tables.skips import ExerciseSkip
from gymtrainer_desktop.database.tables.workouts import WorkoutProgress, WorkoutSet
from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.outbox import NewSkip
from gymtrainer_desktop.domain.strength import summary_of_sets
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.domain.workouts import ImportOutcome, LoggedSet, NewLog, SetType, WorkoutLog
from gymtrainer_desktop.importers.history import ImportedHistory, entry_key, workout_key
from gymtrainer_desktop.services.base import Service, changed_one

LOG_SQL = """
    SELECT w.id, w.exercise_id, w.exercise_name, w.target, w.completed_at, w.completed_on, w.sets_completed,
        w.reps_completed, w.weight_used, w.weight_unit, w.duration_minutes, w.rating, w.notes, w.source, w.workout_name,
        w.member_id,
        CASE WHEN w.logged_by IS DISTINCT FROM w.member_id AND w.logged_by IS NOT NULL THEN coalesce(
            (SELECT i.name FROM public.instructors i WHERE i.user_id = w.logged_by),
            (SELECT p.full_name FROM public.profiles p WHERE p.id = w.logged_by), 'Front desk') END AS logged_by_name
    FROM public.workout_progress w
"""


class WorkoutsService(Service):
    """What members did."""

    def log(self, new: NewLog) -> WorkoutLog:
        """Log one exercise with all its sets; sending the same again is harmless.

        Raises:
            UserError: A value is out of range, the exercise is not in the member's plan
                (`progress_exercise_of_member`), or the key was used for something else.
            Denied: Neither oneself nor an active client.
        """
        new = new.checked()
        with self._transaction() as connection:
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
            result = connection.execute(insert(WorkoutProgress).values(values).on_conflict_do_nothing())
            if result.rowcount == 1:
                _insert_sets(connection, [(new.id, new.member_id, new.sets)])
            stored = logs(connection, " WHERE w.id = :id", {"id": new.id})
            if not stored or (result.rowcount == 0 and not _same(stored[0], new)):
                raise UserError("This was already logged with other content.", code="key_reused")
            return stored[0]

    def delete(self, log_id: UUID) -> None:
        """Delete a log with its sets, for example to log it anew.

        Raises:
            Denied: It is not there, or not one's own.
        """
        with self._transaction() as connection:
            changed_one(connection.execute(delete(WorkoutProgress).where(WorkoutProgress.id == log_id)))

    def skip(self, skip: NewSkip) -> None:
        """Leave a planned exercise out on a day; again, under whichever key, changes nothing.

        Raises:
            UserError: The exercise is not in the member's plan, or the day is not of these two weeks.
            Denied: Not oneself.
        """
        values = {
            "id": skip.id,
            "exercise_id": skip.exercise_id,
            "member_id": skip.member_id,
            "skipped_on": skip.on,
            "reason": skip.reason.strip(),
        }
        with self._transaction() as connection:
            connection.execute(insert(ExerciseSkip).values(values).on_conflict_do_nothing())

    def logs(
        self,
        member_id: UUID,
        *,
        since: date | None = None,
        until: date | None = None,
        exercise_name: str | None = None,
        limit: int = 200,
    ) -> tuple[WorkoutLog, ...]:
        """Return a member's logs with their sets, newest first.

        Args:
            member_id: Whose logs.
            since: First day, by the gym's calendar.
            until: Last day.
            exercise_name: Only this exercise, whatever its case.
            limit: At most so many.
        """
        with self._transaction() as connection:
            return logs_of(connection, member_id, since, until, exercise_name, limit)

    def last_sets(self, member_id: UUID, exercise_name: str) -> WorkoutLog | None:
        """Return the member's latest log of an exercise, for filling in last time's numbers, or None."""
        found = self.logs(member_id, exercise_name=exercise_name, limit=1)
        return found[0] if found else None

    def preview_import(self, member_id: UUID, history: ImportedHistory) -> ImportOutcome:
        """Say what an import would add; writes nothing."""
        with self._transaction() as connection:
            return _outcome(member_id, history, _missing(connection, member_id, history), dry_run=True)

    def import_history(
        self, member_id: UUID, history: ImportedHistory, cancelled: Callable[[], bool] = lambda: False
    ) -> ImportOutcome:
        """Add the workouts of a file that are not there yet, all or nothing.

        The keys come from the content of the file, so importing it again adds nothing.

        Args:
            member_id: Whose history.
            history: What the importer read.
            cancelled: Asked now and then; True rolls everything back.

        Raises:
            UserError: Cancelled (`cancelled`), or a value breaks a rule.
            Denied: Not oneself, not an active client, not an admin.
        """
        with self._transaction() as connection:
            missing = _missing(connection, member_id, history)
            wanted = set(missing)
            progress: list[dict[str, object]] = []
            sets: list[tuple[UUID, UUID, Sequence[LoggedSet]]] = []
            for workout in history.workouts:
                for entry in workout.entries:
                    id = uuid5(member_id, entry_key(entry, workout))
                    if id not in wanted:
                        continue
                    summary = summary_of_sets(entry.sets)
                    notes = entry.notes or (workout.notes if entry.position == 1 else "")
                    progress.append(
                        {
                            "id": id,
                            "member_id": member_id,
                            "exercise_name": entry.exercise_name,
                            "completed_at": entry.completed_at,
                            "sets_completed": summary.sets_completed,
                            "reps_completed": summary.reps_completed,
                            "weight_used": summary.weight_used,
                            "weight_unit": summary.weight_unit.value if summary.weight_unit else None,
                            "duration_minutes": workout.duration_minutes if entry.position == 1 else None,
                            "notes": notes or None,
                            "source": workout.source,
                            "workout_name": workout.name[:200] or None,
                            "workout_started_at": workout.started_at,
                        }
                    )
                    sets.append((id, member_id, entry.sets))
            for start in range(0, len(progress), 200):
                if cancelled():
                    raise UserError("The import was cancelled. Nothing was added.", code="cancelled")
                connection.execute(insert(WorkoutProgress), progress[start : start + 200])
                _insert_sets(connection, sets[start : start + 200])
            if cancelled():
                raise UserError("The import was cancelled. Nothing was added.", code="cancelled")
            return _outcome(member_id, history, missing, dry_run=False)


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
    )


def _same(stored: WorkoutLog, new: NewLog) -> bool:
    return (
        stored.exercise_id == new.exercise_id
        and stored.sets == new.sets
        and stored.rating == new.rating
        and (stored.notes or "") == new.notes.strip()
    )


def _insert_sets(connection: Connection, logged: Iterable[tuple[UUID, UUID, Sequence[LoggedSet]]]) -> None:
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
    if rows:
        connection.execute(insert(WorkoutSet), rows)


def _missing(connection: Connection, member_id: UUID, history: ImportedHistory) -> list[UUID]:
    """Return the keys of the file's exercises that are not stored yet, in the file's order."""
    keys = [uuid5(member_id, entry_key(e, w)) for w in history.workouts for e in w.entries]
    there = set(
        connection.execute(
            text("SELECT id FROM public.workout_progress WHERE id = ANY (:ids)"), {"ids": keys}
        ).scalars()
    )
    return [key for key in keys if key not in there]


def _outcome(
    member_id: UUID, history: ImportedHistory, missing: Sequence[UUID], *, dry_run: bool
) -> ImportOutcome:
    wanted = set(missing)
    added_sets, added_workouts = 0, set()
    for workout in history.workouts:
        for entry in workout.entries:
            if uuid5(member_id, entry_key(entry, workout)) in wanted:
                added_sets += len(entry.sets)
                added_workouts.add(workout_key(workout))
    return ImportOutcome(
        history.format,
        history.workouts_count,
        history.sets_count,
        len(added_workouts),
        added_sets,
        history.sets_count - added_sets,
        dry_run,
    )
