"""Workouts: logging an exercise with its sets, reading logs, and bringing history along."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from uuid import UUID, uuid5

from sqlalchemy import Connection, text
from sqlalchemy.dialects.postgresql import insert

from gymtrainer_desktop.database.tables.workouts import WorkoutProgress
from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.outbox import NewSkip
from gymtrainer_desktop.domain.plans import Skip
from gymtrainer_desktop.domain.strength import summary_of_sets
from gymtrainer_desktop.domain.workouts import ImportOutcome, LoggedSet, NewLog, WorkoutLog
from gymtrainer_desktop.importers.history import ImportedHistory, entry_key, workout_key
from gymtrainer_desktop.services.base import Service
from gymtrainer_desktop.services.workout_changes import correct_log, delete_log, take_skip, write_skip
from gymtrainer_desktop.services.workout_rows import insert_sets, logs_of, write_log


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
            return write_log(connection, new)[0]

    def correct(
        self, log_id: UUID, sets: Sequence[LoggedSet], rating: int | None, notes: str, version: int
    ) -> WorkoutLog:
        """Put other sets, difficulty and notes in the place of those of a log; the change is in the audit trail.

        Members correct what they entered, or had entered for them, for seven days; admins everything.
        Sending the same again is harmless.

        Args:
            log_id: Of the log.
            sets: All of them, at least one.
            rating: How hard it felt, 1 to 5, or None.
            notes: At most 2,000 characters.
            version: The one that was read (`WorkoutLog.version`).

        Raises:
            UserError: A value is out of range.
            Conflict: It was changed since `version` was read.
            Denied: It is not there, not one's own, or too old (`correct_too_late`).
        """
        new = NewLog(log_id, log_id, None, "-", tuple(sets), rating=rating, notes=notes).checked()
        with self._transaction() as connection:
            return correct_log(connection, new, version)

    def delete(self, log_id: UUID) -> None:
        """Delete a log with its sets, for example to log it anew; it stays readable in the audit trail.

        Members delete what they entered for seven days; admins everything.

        Raises:
            Denied: It is not there, not one's own, or too old (`correct_too_late`).
        """
        with self._transaction() as connection:
            delete_log(connection, log_id)

    def skip(self, skip: NewSkip) -> Skip:
        """Leave a planned exercise out on a day; sending the same again is harmless.

        Leaving it out a second time that day changes nothing: the first reason stands.

        Returns:
            What stands: the skip that was sent, or the one of that day.

        Raises:
            UserError: The exercise is not in the member's plan, the day is not one of these two weeks, the
                reason is too long, or the key was used for something else.
            Denied: Not oneself.
        """
        with self._transaction() as connection:
            return write_skip(connection, skip)

    def take_skip_back(self, skip_id: UUID) -> None:
        """Take a skip back.

        Raises:
            Denied: It is not there any more, or not one's own.
        """
        with self._transaction() as connection:
            take_skip(connection, skip_id)

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
            return _outcome(member_id, history, _stored(connection, member_id, history), dry_run=True)

    def import_history(
        self,
        member_id: UUID,
        history: ImportedHistory,
        cancelled: Callable[[], bool] = lambda: False,
        progress: Callable[[int, int], None] = lambda done, total: None,
    ) -> ImportOutcome:
        """Add the workouts of a file that are not there yet, all or nothing.

        The keys come from the content of the file, so importing it again adds nothing, whatever its exercises
        are called here by then.

        Args:
            member_id: Whose history.
            history: What the importer read.
            cancelled: Asked now and then; True rolls everything back.
            progress: Told now and then how many exercises of how many are written.

        Raises:
            UserError: Cancelled (`cancelled`), or a value breaks a rule.
            Denied: Not oneself, not an active client, not an admin.
        """
        with self._transaction() as connection:
            stored = _stored(connection, member_id, history)
            rows: list[dict[str, object]] = []
            sets: list[tuple[UUID, UUID, Sequence[LoggedSet]]] = []
            for workout in history.workouts:
                for entry in workout.entries:
                    id = uuid5(member_id, entry_key(entry, workout))
                    if id in stored:
                        continue
                    summary = summary_of_sets(entry.sets)
                    notes = entry.notes or (workout.notes if entry.position == 1 else "")
                    rows.append(
                        {
                            "id": id,
                            "member_id": member_id,
                            "exercise_name": entry.name,
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
            for start in range(0, len(rows), 200):
                if cancelled():
                    raise UserError("The import was cancelled. Nothing was added.", code="cancelled")
                connection.execute(insert(WorkoutProgress), rows[start : start + 200])
                insert_sets(connection, sets[start : start + 200])
                progress(min(start + 200, len(rows)), len(rows))
            if cancelled():
                raise UserError("The import was cancelled. Nothing was added.", code="cancelled")
            return _outcome(member_id, history, stored, dry_run=False)


def _stored(connection: Connection, member_id: UUID, history: ImportedHistory) -> dict[UUID, int]:
    """Return the keys of the file's exercises that are stored already, each with the number of its sets here."""
    keys = [uuid5(member_id, entry_key(e, w)) for w in history.workouts for e in w.entries]
    rows = connection.execute(
        text(
            "SELECT w.id, count(s.id) AS sets FROM public.workout_progress w"
            " LEFT JOIN public.workout_sets s ON s.progress_id = w.id WHERE w.id = ANY (:ids) GROUP BY w.id"
        ),
        {"ids": keys},
    )
    return {row.id: row.sets for row in rows}


def _outcome(
    member_id: UUID, history: ImportedHistory, stored: Mapping[UUID, int], *, dry_run: bool
) -> ImportOutcome:
    added_sets, differing, added_workouts = 0, 0, set()
    for workout in history.workouts:
        for entry in workout.entries:
            here = stored.get(uuid5(member_id, entry_key(entry, workout)))
            if here is None:
                added_sets += len(entry.sets)
                added_workouts.add(workout_key(workout))
            elif here != len(entry.sets):
                differing += 1
    return ImportOutcome(
        history.format,
        history.workouts_count,
        history.sets_count,
        len(added_workouts),
        added_sets,
        history.sets_count - added_sets,
        dry_run,
        differing,
    )
