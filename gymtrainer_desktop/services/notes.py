"""Notes about a client."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection, Row, delete, select, text, update
from sqlalchemy.dialects.postgresql import insert

from gymtrainer_desktop.database.tables.assignments import TrainerAssignment
from gymtrainer_desktop.database.tables.notes import TrainerClientNote
from gymtrainer_desktop.domain.errors import Denied, UserError
from gymtrainer_desktop.domain.notes import Note, checked_note
from gymtrainer_desktop.services.base import Service, changed_one

_SELECT = """
    SELECT n.id, n.note, n.is_private, n.created_at, n.version, n.assignment_id, i.name AS author,
        n.trainer_id = (SELECT auth.trainer_id()) AS mine
    FROM public.trainer_client_notes n
    JOIN public.trainer_assignments a ON a.id = n.assignment_id
    LEFT JOIN public.instructors i ON i.id = n.trainer_id
"""


class NotesService(Service):
    """What a trainer writes about a client, for themselves or shared."""

    def notes(self, member_id: UUID) -> tuple[Note, ...]:
        """Return the notes the signed-in person may read about a member, newest first."""
        with self._transaction() as connection:
            rows = connection.execute(
                text(_SELECT + " WHERE a.member_id = :member ORDER BY n.created_at DESC, n.id DESC"),
                {"member": member_id},
            ).all()
        return tuple(_note(r) for r in rows)

    def add(self, id: UUID, assignment_id: UUID, text: str, is_private: bool) -> Note:
        """Write a note; sending the same again is harmless.

        Args:
            id: Key made by the client.
            assignment_id: Active assignment of the client.
            text: 1 to 4,000 characters.
            is_private: Whether only the trainer reads it; otherwise the client does too, and is told.

        Raises:
            UserError: The text breaks a rule, or the key was used for another note.
            Denied: Not one's own active client.
        """
        note = checked_note(text)
        with self._transaction() as connection:
            # The trigger puts the signed-in trainer's id in place; the policy then compares it.
            result = connection.execute(
                insert(TrainerClientNote)
                .values(id=id, assignment_id=assignment_id, note=note, is_private=is_private)
                .on_conflict_do_nothing()
            )
            stored, assignment = _one(connection, id)
            if result.rowcount == 0 and (stored.text, stored.is_private, assignment) != (
                note,
                is_private,
                assignment_id,
            ):
                raise UserError("This note was already saved with other words.", code="key_reused")
            return stored

    def tell_trainer(self, id: UUID, assignment_id: UUID, text: str) -> Note:
        """Write a note that the trainer of an assignment alone reads, from the desk; sending it again is harmless.

        Raises:
            UserError: The text breaks a rule, or the key was used for another note.
            Denied: Not an admin, or the assignment is not there any more.
        """
        note = checked_note(text)
        with self._transaction() as connection:
            trainer = connection.execute(
                select(TrainerAssignment.trainer_id).where(TrainerAssignment.id == assignment_id)
            ).scalar()
            if trainer is None:
                raise Denied("This assignment is not there any more.", code="no_row")
            connection.execute(
                insert(TrainerClientNote)
                .values(id=id, assignment_id=assignment_id, trainer_id=trainer, note=note, is_private=True)
                .on_conflict_do_nothing()
            )
            stored, assignment = _one(connection, id)
            if (stored.text, assignment) != (note, assignment_id):
                raise UserError("This note was already saved with other words.", code="key_reused")
            return stored

    def change(self, id: UUID, version: int, text: str, is_private: bool) -> Note:
        """Change one's own note; sending the same again is harmless.

        Raises:
            UserError: The text breaks a rule.
            Conflict: It was changed or deleted since `version` was read, or it is not one's own.
        """
        note = checked_note(text)
        with self._transaction() as connection:
            result = connection.execute(
                update(TrainerClientNote)
                .where(TrainerClientNote.id == id, TrainerClientNote.version == version)
                .values(note=note, is_private=is_private)
            )
            stored = _find(connection, id)
            changed_one(
                result,
                versioned=True,
                sent_again=stored is not None
                and (stored[0].version, stored[0].text, stored[0].is_private)
                == (version + 1, note, is_private),
            )
            return _one(connection, id)[0]

    def delete(self, id: UUID, version: int) -> None:
        """Delete one's own note.

        Raises:
            Conflict: It was changed since `version` was read, or it is not one's own.
            Denied: It is not there, for example because this was sent before and its answer lost.
        """
        with self._transaction() as connection:
            result = connection.execute(
                delete(TrainerClientNote).where(
                    TrainerClientNote.id == id, TrainerClientNote.version == version
                )
            )
            changed_one(result, versioned=result.rowcount == 0 and _find(connection, id) is not None)


def _find(connection: Connection, id: UUID) -> tuple[Note, UUID] | None:
    row = connection.execute(text(_SELECT + " WHERE n.id = :id"), {"id": id}).one_or_none()
    return (_note(row), row.assignment_id) if row else None


def _one(connection: Connection, id: UUID) -> tuple[Note, UUID]:
    row = connection.execute(text(_SELECT + " WHERE n.id = :id"), {"id": id}).one()
    return _note(row), row.assignment_id


def _note(row: Row[tuple[object, ...]]) -> Note:
    return Note(
        row.id, row.note, row.is_private, row.author or "", row.created_at, row.version, bool(row.mine)
    )
