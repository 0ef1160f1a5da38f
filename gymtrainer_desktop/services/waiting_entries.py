"""Entries of the waiting list as screens show them, read within a transaction."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, Row, text

from gymtrainer_desktop.domain.errors import Denied
from gymtrainer_desktop.domain.waitlist import ClientRequest, WaitingEntry, WaitStatus

OPEN = "w.status IN ('waiting', 'offered', 'accepted')"
ENTRY = """
    SELECT w.id, w.member_id, p.full_name AS member_name, p.member_number, w.trainer_id, t.name AS trainer_name,
        w.status, w.rank, w.wants, w.offered_trainer_id, o.name AS offered_name, w.offered_at, w.offer_until,
        w.created_at, w.version,
        (SELECT json_agg(json_build_object('id', r.id, 'trainer_id', r.trainer_id, 'trainer', i.name,
                'note', r.note, 'status', r.status, 'asked_at', r.asked_at) ORDER BY r.asked_at, r.id)
            FROM public.client_requests r JOIN public.instructors i ON i.id = r.trainer_id
            WHERE r.waitlist_id = w.id AND r.status = 'open') AS requests
    FROM public.trainer_waitlist w
    JOIN public.profiles p ON p.id = w.member_id
    LEFT JOIN public.instructors t ON t.id = w.trainer_id
    LEFT JOIN public.instructors o ON o.id = w.offered_trainer_id
"""


def open_entries(connection: Connection) -> tuple[WaitingEntry, ...]:
    """Return everybody who waits, in order, within a transaction."""
    rows = connection.execute(text(f"{ENTRY} WHERE {OPEN} ORDER BY w.rank, w.id")).all()
    return tuple(waiting_entry(r) for r in rows)


def open_entry_of(connection: Connection, member_id: UUID) -> WaitingEntry | None:
    """Return a member's open entry within a transaction, or None."""
    row = connection.execute(
        text(f"{ENTRY} WHERE w.member_id = :member AND {OPEN}"), {"member": member_id}
    ).one_or_none()
    return waiting_entry(row) if row else None


def waiting_entry(row: Row[tuple[object, ...]]) -> WaitingEntry:
    """Turn a row of the list into what screens show."""
    return WaitingEntry(
        row.id,
        row.member_id,
        row.member_name,
        row.member_number or "",
        row.trainer_id,
        row.trainer_name,
        WaitStatus(row.status),
        row.rank,
        row.wants or "",
        row.offered_trainer_id,
        row.offered_name,
        row.offered_at,
        row.offer_until,
        row.created_at,
        row.version,
        tuple(
            ClientRequest(
                UUID(r["id"]),
                row.id,
                UUID(r["trainer_id"]),
                r["trainer"],
                row.member_id,
                row.member_name,
                r["note"] or "",
                r["status"],
                datetime.fromisoformat(r["asked_at"]),
            )
            for r in row.requests or ()
        ),
    )


def find_entry(connection: Connection, id: UUID) -> WaitingEntry | None:
    """Return an entry within a transaction, or None."""
    row = connection.execute(text(f"{ENTRY} WHERE w.id = :id"), {"id": id}).one_or_none()
    return waiting_entry(row) if row else None


def entry_of(connection: Connection, id: UUID) -> WaitingEntry:
    """Return an entry within a transaction.

    Raises:
        Denied: It is not there for the signed-in person.
    """
    found = find_entry(connection, id)
    if found is None:
        raise Denied("This entry is not there any more, or it is not yours to change.", code="no_row")
    return found
