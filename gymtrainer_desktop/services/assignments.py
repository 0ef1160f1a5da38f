"""Assigning members to trainers; whether there is room is for the database to say."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Connection, CursorResult, Row, delete, text, update
from sqlalchemy.dialects.postgresql import insert

from gymtrainer_desktop.database.tables.assignments import TrainerAssignment
from gymtrainer_desktop.domain.assignments import (
    AssignmentRecord,
    AssignmentStatus,
    LastAssigned,
    NewAssignment,
    TrainerChoice,
)
from gymtrainer_desktop.domain.bulk import fit
from gymtrainer_desktop.domain.errors import Denied, UserError
from gymtrainer_desktop.services.base import Service, changed_one

RECORD_SQL = """
    SELECT a.id, a.member_id, p.full_name AS member_name, a.trainer_id, i.name AS trainer_name, a.status,
        a.start_date, a.end_date, a.notes, a.assigned_at, a.version
    FROM public.trainer_assignments a
    JOIN public.profiles p ON p.id = a.member_id
    JOIN public.instructors i ON i.id = a.trainer_id
"""

# What members want, in words: from the waiting list, and the goals of their latest plan.
WISHES = """
    SELECT w.member_id, w.wants AS words FROM public.trainer_waitlist w
    WHERE w.member_id = ANY (:members) AND w.status IN ('waiting', 'offered', 'accepted')
    UNION ALL
    SELECT latest.member_id, latest.goals FROM (
        SELECT DISTINCT ON (a.member_id) a.member_id, pl.goals FROM public.trainer_assignments a
        JOIN public.workout_plans pl ON pl.assignment_id = a.id
        WHERE a.member_id = ANY (:members) ORDER BY a.member_id, pl.starts_on DESC, pl.created_at DESC) latest
"""


def assignment_record(row: Row[tuple[object, ...]]) -> AssignmentRecord:
    """Turn a row of `RECORD_SQL` into what screens show."""
    return AssignmentRecord(
        row.id,
        row.member_id,
        row.member_name,
        row.trainer_id,
        row.trainer_name,
        AssignmentStatus(row.status),
        row.start_date,
        row.end_date,
        row.notes,
        row.assigned_at,
        row.version,
    )


class AssignmentsService(Service):
    """Who trains whom."""

    def choices(self, member_ids: Sequence[UUID], wants: str = "") -> tuple[TrainerChoice, ...]:
        """Return the active personal trainers, best choice first.

        Those with room for all of `member_ids` come first: a trainer one of them had before, then whose
        specializations fit, then the one with most places free. Full ones come last, so that they are seen and
        can say why.

        Args:
            member_ids: Who needs a trainer.
            wants: What is wanted, in words; when empty, what the waiting list and the members' last plans say.
        """
        with self._transaction() as connection:
            rows = connection.execute(
                text(
                    f"""
                    SELECT i.id, i.name, i.specializations, i.certifications, i.years_experience, i.hourly_rate,
                        i.active_clients, i.max_clients, i.id IN (SELECT a.trainer_id
                            FROM public.trainer_assignments a WHERE a.member_id = ANY (:members)) AS had_before,
                        (SELECT string_agg(w.words, ' ') FROM ({WISHES}) w) AS wishes
                    FROM public.instructors i
                    WHERE i.is_active AND i.is_personal_trainer
                    """
                ),
                {"members": list(member_ids)},
            ).all()
        choices = [
            TrainerChoice(
                r.id,
                r.name,
                tuple(r.specializations),
                tuple(r.certifications),
                r.years_experience,
                r.hourly_rate,
                r.active_clients,
                r.max_clients,
                fit(wants.strip() or r.wishes or "", r.specializations),
                r.had_before,
            )
            for r in rows
        ]
        needed = max(1, len(member_ids))
        return tuple(
            sorted(
                choices,
                key=lambda c: (
                    c.free < needed,
                    c.free <= 0,
                    not c.had_before,
                    -len(c.fit),
                    c.active_clients - c.max_clients,
                    c.name,
                    str(c.trainer_id),
                ),
            )
        )

    def last_assigned(self, trainer_id: UUID) -> LastAssigned | None:
        """Return who was given this trainer's latest place, by whom and when; None without any active client."""
        with self._transaction() as connection:
            row = connection.execute(
                text(
                    """
                    SELECT p.full_name AS member_name, b.full_name AS by_name, a.assigned_at
                    FROM public.trainer_assignments a
                    JOIN public.profiles p ON p.id = a.member_id
                    LEFT JOIN public.profiles b ON b.id = a.assigned_by
                    WHERE a.trainer_id = :trainer AND a.status = 'active'
                    ORDER BY a.assigned_at DESC, a.id DESC LIMIT 1
                    """
                ),
                {"trainer": trainer_id},
            ).one_or_none()
        return LastAssigned(row.member_name, row.by_name, row.assigned_at) if row else None

    def assign(self, new: NewAssignment) -> AssignmentRecord:
        """Assign a member to a trainer; both are notified. Sending the same again is harmless.

        Raises:
            UserError: The trainer is full (`trainer_capacity`), takes no clients (`trainer_not_available`),
                the member has an active trainer (`unique_active_assignment`), or another rule is broken.
            Denied: Not an admin.
        """
        with self._transaction() as connection:
            # The key is asked for first and not left to ON CONFLICT: with every unique index that would also
            # swallow "already has an active trainer".
            found = _record(connection, new.id)
            if found is not None:
                if (found.member_id, found.trainer_id) != (new.member_id, new.trainer_id):
                    raise UserError("This was already saved for other people.", code="key_reused")
                return found
            connection.execute(
                insert(TrainerAssignment).values(
                    id=new.id,
                    member_id=new.member_id,
                    trainer_id=new.trainer_id,
                    start_date=new.start_date,
                    notes=new.notes.strip() or None,
                )
            )
            row = connection.execute(text(RECORD_SQL + " WHERE a.id = :id"), {"id": new.id}).one()
            return assignment_record(row)

    def withdraw(self, assignment_id: UUID) -> None:
        """Undo a fresh assignment: it goes as if it had never been.

        Raises:
            UserError: Something hangs on it already: a plan, a note or a log; complete it instead.
        """
        with self._transaction() as connection:
            used = connection.execute(
                text(
                    "SELECT EXISTS (SELECT 1 FROM public.workout_plans WHERE assignment_id = :id)"
                    " OR EXISTS (SELECT 1 FROM public.trainer_client_notes WHERE assignment_id = :id)"
                    " OR EXISTS (SELECT 1 FROM public.workout_progress WHERE assignment_id = :id)"
                    " OR EXISTS (SELECT 1 FROM public.messages WHERE assignment_id = :id)"
                ),
                {"id": assignment_id},
            ).scalar_one()
            if used:
                raise UserError(
                    "They have begun to work together. Complete the assignment instead.", code="used"
                )
            changed_one(
                connection.execute(delete(TrainerAssignment).where(TrainerAssignment.id == assignment_id))
            )

    def pause(self, id: UUID, version: int) -> AssignmentRecord:
        """Pause an assignment: it gives its place free.

        Raises:
            Conflict: It was changed since `version` was read.
        """
        return self._set_status(id, version, AssignmentStatus.PAUSED)

    def resume(self, id: UUID, version: int) -> AssignmentRecord:
        """Resume a paused assignment, if the trainer has a place.

        Raises:
            UserError: `trainer_capacity`, or `unique_active_assignment`.
            Conflict: It was changed since `version` was read.
        """
        return self._set_status(id, version, AssignmentStatus.ACTIVE)

    def complete(self, id: UUID, version: int) -> AssignmentRecord:
        """End an assignment; its plans and history stay readable.

        Raises:
            Conflict: It was changed since `version` was read.
        """
        return self._set_status(id, version, AssignmentStatus.COMPLETED)

    def _set_status(self, id: UUID, version: int, status: AssignmentStatus) -> AssignmentRecord:
        with self._transaction() as connection:
            result: CursorResult[object] = connection.execute(
                update(TrainerAssignment)
                .where(TrainerAssignment.id == id, TrainerAssignment.version == version)
                .values(status=status.value)
            )
            record = _record(connection, id)
            if record is None:
                raise Denied("This assignment is not there any more.", code="no_row")
            sent_again = record.status is status and record.version == version + 1
            if result.rowcount == 0 and not sent_again:
                changed_one(result, versioned=True)
            return record


def _record(connection: Connection, id: UUID) -> AssignmentRecord | None:
    row = connection.execute(text(RECORD_SQL + " WHERE a.id = :id"), {"id": id}).one_or_none()
    return assignment_record(row) if row else None
