"""What a trainer has to know of a client before the first set."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection, text, update
from sqlalchemy.dialects.postgresql import insert

from gymtrainer_desktop.database.tables.client_records import ClientRecordRow
from gymtrainer_desktop.domain.client_records import ClientRecord, RecordEdit
from gymtrainer_desktop.services.base import Service, changed_one

# Whoever wrote may be somebody whose profile the reader may not see: then the record has no name beside it.
_SELECT = text("""
    SELECT c.member_id, c.goals, c.injuries, c.version, coalesce(w.full_name, '') AS written_by, c.updated_at
    FROM public.client_records c LEFT JOIN public.profiles w ON w.id = c.written_by
    WHERE c.member_id = :member
""")


class ClientRecordsService(Service):
    """Goals, injuries and limits of clients: for the trainer who trains them now and for admins."""

    def of(self, member_id: UUID) -> ClientRecord:
        """Return what is known of a client; empty with version 0 while nothing is, or when it is not shown.

        Raises:
            Denied: On a kiosk: health is nothing for a screen on the wall.
        """
        with self._transaction() as connection:
            return _of(connection, member_id)

    def save(self, edit: RecordEdit) -> ClientRecord:
        """Write the record of a client; sending the same again is harmless.

        Raises:
            UserError: A text is too long.
            Conflict: Somebody wrote since `edit.version` was read, or it is not shown any more.
            Denied: Neither an admin nor the trainer of this client.
        """
        edit = edit.checked()
        with self._transaction() as connection:
            if edit.version == 0:
                result = connection.execute(
                    insert(ClientRecordRow)
                    .values(id=edit.id, member_id=edit.member_id, goals=edit.goals, injuries=edit.injuries)
                    .on_conflict_do_nothing()
                )
            else:
                result = connection.execute(
                    update(ClientRecordRow)
                    .where(
                        ClientRecordRow.member_id == edit.member_id, ClientRecordRow.version == edit.version
                    )
                    .values(goals=edit.goals, injuries=edit.injuries)
                )
            stored = _of(connection, edit.member_id)
            wanted = (edit.version + 1, edit.goals, edit.injuries)
            changed_one(
                result,
                versioned=True,
                sent_again=(stored.version, stored.goals, stored.injuries) == wanted,
            )
            return stored


def _of(connection: Connection, member_id: UUID) -> ClientRecord:
    row = connection.execute(_SELECT, {"member": member_id}).one_or_none()
    if row is None:
        return ClientRecord(member_id)
    return ClientRecord(row.member_id, row.goals, row.injuries, row.version, row.written_by, row.updated_at)
