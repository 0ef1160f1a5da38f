"""Messages between a member and their trainer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, Row, text
from sqlalchemy.dialects.postgresql import insert

from gymtrainer_desktop.database.tables.messages import Message as MessageRow
from gymtrainer_desktop.domain.assignments import AssignmentStatus
from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.messages import Message, MessagePage, Thread, checked_message
from gymtrainer_desktop.services.base import Service

_OWN = "(a.member_id = (SELECT auth.uid()) OR a.trainer_id = (SELECT auth.trainer_id()))"
_END = "(CAST(:as_member AS boolean) IS NULL OR (a.member_id = (SELECT auth.uid())) = :as_member)"
_MESSAGE = """
    SELECT m.id, CASE WHEN a.trainer_id = (SELECT auth.trainer_id()) THEN m.from_trainer
        WHEN a.member_id = (SELECT auth.uid()) THEN NOT m.from_trainer ELSE false END AS from_me, m.from_trainer, m.body, m.sent_at, m.read_at
    FROM public.messages m JOIN public.trainer_assignments a ON a.id = m.assignment_id
"""


class MessagesService(Service):
    """One thread an assignment; it stays readable when the assignment is over."""

    def threads(self, as_member: bool | None = None) -> tuple[Thread, ...]:
        """Return one's own threads: those with the latest message first, then those without any.

        Args:
            as_member: Only those in which one is the member, or only those in which one is the trainer;
                None for both.
        """
        with self._transaction() as connection:
            rows = connection.execute(
                text(
                    f"""
                    SELECT a.id, a.member_id, a.status, a.end_date, o.as_member,
                        CASE WHEN o.as_member THEN i.name ELSE p.full_name END AS other,
                        CASE WHEN o.as_member THEN a.trainer_id ELSE a.member_id END AS other_id,
                        last.body, last.sent_at, coalesce(last.from_trainer <> o.as_member, false) AS last_from_me,
                        (SELECT count(*) FROM public.messages m WHERE m.assignment_id = a.id AND m.read_at IS NULL
                            AND m.from_trainer = o.as_member) AS unread
                    FROM public.trainer_assignments a
                    JOIN public.instructors i ON i.id = a.trainer_id
                    JOIN public.profiles p ON p.id = a.member_id
                    CROSS JOIN LATERAL (SELECT a.member_id = (SELECT auth.uid()) AS as_member) o
                    LEFT JOIN LATERAL (SELECT m.body, m.sent_at, m.from_trainer FROM public.messages m
                        WHERE m.assignment_id = a.id ORDER BY m.sent_at DESC, m.id DESC LIMIT 1) last ON true
                    WHERE {_OWN} AND {_END} AND (a.status <> 'completed' OR last.body IS NOT NULL)
                    ORDER BY last.sent_at DESC NULLS LAST, a.assigned_at DESC, a.id
                    """
                ),
                {"as_member": as_member},
            ).all()
        return tuple(
            Thread(
                r.id,
                r.other,
                r.status != AssignmentStatus.COMPLETED,
                r.body,
                r.sent_at,
                r.unread,
                r.other_id,
                r.member_id,
                r.as_member,
                AssignmentStatus(r.status),
                r.end_date if r.status == AssignmentStatus.COMPLETED else None,
                r.last_from_me,
            )
            for r in rows
        )

    def unread(self, as_member: bool | None = None) -> int:
        """Return how many messages of the other ends were not read; `as_member` as for `threads`."""
        with self._transaction() as connection:
            count: int = connection.execute(
                text(
                    f"""
                    SELECT count(*) FROM public.messages m
                    JOIN public.trainer_assignments a ON a.id = m.assignment_id
                    WHERE m.read_at IS NULL AND {_OWN} AND {_END}
                        AND m.from_trainer = (a.member_id = (SELECT auth.uid()))
                    """
                ),
                {"as_member": as_member},
            ).scalar_one()
        return count

    def thread(
        self, assignment_id: UUID, after: tuple[datetime, UUID] | None = None, limit: int = 50
    ) -> MessagePage:
        """Return messages of a thread, newest first; empty where there is nothing one may read.

        Args:
            assignment_id: Which thread.
            after: `MessagePage.next` for older ones, None for the newest.
            limit: Messages per page.
        """
        older = "" if after is None else " AND (m.sent_at, m.id) < (:sent, CAST(:id AS uuid))"
        parameters: dict[str, object] = {"assignment": assignment_id, "limit": limit + 1}
        if after is not None:
            parameters["sent"], parameters["id"] = after
        with self._transaction() as connection:
            rows = connection.execute(
                text(
                    f"{_MESSAGE} WHERE m.assignment_id = :assignment{older}"
                    " ORDER BY m.sent_at DESC, m.id DESC LIMIT :limit"
                ),
                parameters,
            ).all()
        shown = rows[:limit]
        following = (shown[-1].sent_at, shown[-1].id) if len(rows) > limit else None
        return MessagePage(tuple(_message(r) for r in shown), following)

    def send(self, id: UUID, assignment_id: UUID, body: str) -> Message:
        """Write to the other end; they are told. Sending the same again is harmless.

        Raises:
            UserError: Empty or too long.
            Denied: Not one's own thread, or the assignment is over.
        """
        body = checked_message(body)
        with self._transaction() as connection:
            found = _find(connection, id)
            if found is not None:
                if found.body != body:
                    raise UserError("This was already sent with another text.", code="key_reused")
                return found
            connection.execute(insert(MessageRow).values(id=id, assignment_id=assignment_id, body=body))
            return _message(connection.execute(text(f"{_MESSAGE} WHERE m.id = :id"), {"id": id}).one())

    def mark_read(self, ids: Sequence[UUID]) -> int:
        """Mark messages of the other end as read; return how many were unread. Others are left alone."""
        with self._transaction() as connection:
            count: int = connection.execute(
                text("SELECT public.mark_messages_read(:ids)"), {"ids": list(ids)}
            ).scalar_one()
        return count


def _find(connection: Connection, id: UUID) -> Message | None:
    row = connection.execute(text(f"{_MESSAGE} WHERE m.id = :id"), {"id": id}).one_or_none()
    return _message(row) if row else None


def _message(row: Row[tuple[object, ...]]) -> Message:
    return Message(row.id, row.from_me, row.from_trainer, row.body, row.sent_at, row.read_at)
