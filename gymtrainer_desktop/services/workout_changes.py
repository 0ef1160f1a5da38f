"""Changes of what was logged, and exercises left out, within a transaction."""

from __future__ import annotations

import json
from uuid import UUID

from sqlalchemy import Connection, delete, text, update
from sqlalchemy.dialects.postgresql import insert

from gymtrainer_desktop.database.tables.skips import ExerciseSkip
from gymtrainer_desktop.database.tables.workouts import WorkoutProgress, WorkoutSet
from gymtrainer_desktop.domain.errors import Conflict, Denied, UserError
from gymtrainer_desktop.domain.outbox import NewSkip, content_of_sets
from gymtrainer_desktop.domain.plans import Skip
from gymtrainer_desktop.domain.strength import summary_of_sets
from gymtrainer_desktop.domain.workouts import NewLog, WorkoutLog
from gymtrainer_desktop.services.base import changed_one
from gymtrainer_desktop.services.workout_rows import insert_sets, logs

_STALE = "Somebody else changed this meanwhile. Reload to see it."
_TOO_LATE = "This was entered more than seven days ago. Ask the front desk to change it."
_GONE = "This is not there any more, or it is not yours to change."


def correct_log(connection: Connection, new: NewLog, version: int) -> WorkoutLog:
    """Correct sets, rating and notes of the log `new.id`; see `WorkoutsService.correct`."""
    stored = _read(connection, new.id)
    if stored is None:
        raise Denied(_GONE, code="no_row")
    notes = new.notes.strip() or None
    wanted = (new.sets, new.rating, notes)
    if stored.version == version + 1 and (stored.sets, stored.rating, stored.notes) == wanted:
        return stored  # sent again after its answer was lost
    if stored.version != version:
        raise Conflict(_STALE, code="stale")
    # The sets first: that function locks as all others do, the member before the log.
    _replace_sets(connection, new)
    summary = summary_of_sets(new.sets)
    result = connection.execute(
        update(WorkoutProgress)
        .where(WorkoutProgress.id == new.id, WorkoutProgress.version == version)
        .values(
            sets_completed=summary.sets_completed,
            reps_completed=summary.reps_completed,
            weight_used=summary.weight_used,
            weight_unit=summary.weight_unit.value if summary.weight_unit else None,
            rating=new.rating,
            notes=notes,
        )
    )
    changed_one(result, versioned=True)
    corrected = _read(connection, new.id)
    assert corrected is not None
    return corrected


def delete_log(connection: Connection, log_id: UUID) -> None:
    """Delete a log with its sets; see `WorkoutsService.delete`."""
    if connection.execute(text("SELECT public.delete_own_log(:id)"), {"id": log_id}).scalar_one():
        return
    if not _is_admin(connection):
        raise _refusal(connection, log_id)
    changed_one(connection.execute(delete(WorkoutProgress).where(WorkoutProgress.id == log_id)))


def write_skip(connection: Connection, skip: NewSkip) -> Skip:
    """Leave an exercise out; see `WorkoutsService.skip`."""
    reason = skip.reason.strip()
    connection.execute(
        insert(ExerciseSkip)
        .values(
            id=skip.id,
            exercise_id=skip.exercise_id,
            member_id=skip.member_id,
            skipped_on=skip.on,
            reason=reason,
        )
        .on_conflict_do_nothing()
    )
    stands = connection.execute(
        text(
            "SELECT k.id, k.reason FROM public.exercise_skips k"
            " WHERE k.exercise_id = :exercise AND k.member_id = :member AND k.skipped_on = :on"
        ),
        {"exercise": skip.exercise_id, "member": skip.member_id, "on": skip.on},
    ).one_or_none()
    if stands is None:
        raise UserError("This was already saved with other content.", code="key_reused")
    return Skip(stands.id, stands.reason)


def take_skip(connection: Connection, skip_id: UUID) -> None:
    """Take a skip back; see `WorkoutsService.take_skip_back`."""
    if not connection.execute(text("SELECT public.take_skip_back(:id)"), {"id": skip_id}).scalar_one():
        raise Denied(_GONE, code="no_row")


def _replace_sets(connection: Connection, new: NewLog) -> None:
    own = connection.execute(
        text("SELECT public.replace_own_sets(:id, CAST(:sets AS jsonb))"),
        {"id": new.id, "sets": json.dumps(content_of_sets(new.sets))},
    ).scalar_one()
    if own:
        return
    if not _is_admin(connection):
        raise _refusal(connection, new.id)
    member: UUID = connection.execute(
        text("SELECT w.member_id FROM public.workout_progress w WHERE w.id = :id FOR UPDATE"), {"id": new.id}
    ).scalar_one()
    connection.execute(delete(WorkoutSet).where(WorkoutSet.progress_id == new.id))
    insert_sets(connection, [(new.id, member, new.sets)])


def _read(connection: Connection, log_id: UUID) -> WorkoutLog | None:
    return next(iter(logs(connection, " WHERE w.id = :id", {"id": log_id})), None)


def _is_admin(connection: Connection) -> bool:
    return bool(connection.execute(text("SELECT auth.is_admin()")).scalar_one())


def _refusal(connection: Connection, log_id: UUID) -> Denied:
    own = connection.execute(
        text("SELECT w.member_id = auth.uid() FROM public.workout_progress w WHERE w.id = :id"),
        {"id": log_id},
    ).scalar()
    return Denied(_TOO_LATE, code="correct_too_late") if own else Denied(_GONE, code="no_row")
