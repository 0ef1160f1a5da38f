"""Notifications for the signed-in person."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select, text

from gymtrainer_desktop.database.tables.notifications import NotificationRow
from gymtrainer_desktop.domain.notifications import Notification, NotificationKind
from gymtrainer_desktop.services.base import Service

# Inside a sub-select it is asked once per statement, not once per row.
_ME = select(func.auth.uid()).scalar_subquery()


class NotificationsService(Service):
    """What the bell shows."""

    def latest(self, limit: int = 30) -> tuple[Notification, ...]:
        """Return one's own notifications, newest first."""
        n = NotificationRow
        with self._transaction() as connection:
            rows = connection.execute(
                select(n.id, n.kind, n.data, n.subject_id, n.created_at, n.read_at)
                .where(n.recipient_id == _ME)
                .order_by(n.created_at.desc(), n.id.desc())
                .limit(limit)
            ).all()
        return tuple(
            Notification(r.id, NotificationKind(r.kind), r.data, r.subject_id, r.created_at, bool(r.read_at))
            for r in rows
        )

    def unread(self) -> int:
        """Return how many notifications have not been read."""
        with self._transaction() as connection:
            count: int = connection.execute(
                select(func.count())
                .select_from(NotificationRow)
                .where(NotificationRow.recipient_id == _ME, NotificationRow.read_at.is_(None))
            ).scalar_one()
        return count

    def mark_read(self, ids: Sequence[UUID] | None) -> None:
        """Mark notifications as read, all of one's own for None; those of others are left alone."""
        with self._transaction() as connection:
            if ids is None:
                n = NotificationRow
                unread = select(n.id).where(n.recipient_id == _ME, n.read_at.is_(None))
                ids = connection.execute(unread).scalars().all()
            connection.execute(text("SELECT public.mark_notifications_read(:ids)"), {"ids": list(ids)})
