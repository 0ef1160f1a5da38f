"""The waiting list: the line, what is offered, and trainers who ask for a waiting member."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection, Update, text, update
from sqlalchemy.dialects.postgresql import insert

from gymtrainer_desktop.database.tables.assignments import TrainerAssignment
from gymtrainer_desktop.database.tables.waitlist import WaitlistEntry
from gymtrainer_desktop.domain.assignments import AssignmentRecord
from gymtrainer_desktop.domain.errors import Denied, UserError
from gymtrainer_desktop.domain.waitlist import (
    OPEN_STATUSES,
    NewWaiting,
    WaitingEntry,
    WaitingForMe,
    WaitStatus,
    checked_wants,
)
from gymtrainer_desktop.services.assignments import RECORD_SQL, assignment_record
from gymtrainer_desktop.services.base import Service, changed_one
from gymtrainer_desktop.services.gym import gym_today
from gymtrainer_desktop.services.waiting_entries import ENTRY, OPEN, entry_of, find_entry, waiting_entry

# Two who move entries at once would both find the same gap in the line. The settings' one row stands for the line:
# the entries themselves must stay free, since offers pass over those that somebody holds.
_LINE = text("SELECT g.id FROM public.gym_settings g FOR NO KEY UPDATE")


class WaitlistService(Service):
    """Who waits for whom."""

    # For the desk ------------------------------------------------------------------------------------

    def entries(self) -> tuple[WaitingEntry, ...]:
        """Return everybody who waits, in order."""
        with self._transaction() as connection:
            rows = connection.execute(text(f"{ENTRY} WHERE {OPEN} ORDER BY w.rank, w.id")).all()
        return tuple(waiting_entry(r) for r in rows)

    def add(self, new: NewWaiting) -> WaitingEntry:
        """Put a member at the end of the line; where a place is free already, it is offered at once.

        Sending the same again is harmless.

        Raises:
            UserError: The member waits already (`waitlist_open_unique`), has a trainer, or is not active.
            Denied: Not an admin.
        """
        with self._transaction() as connection:
            found = find_entry(connection, new.id)
            if found is not None:
                if (found.member_id, found.trainer_id) != (new.member_id, new.trainer_id):
                    raise UserError("This was already saved for somebody else.", code="key_reused")
                return found
            _insert(connection, new)
            return entry_of(connection, new.id)

    def restore(self, new_id: UUID, entry: WaitingEntry) -> WaitingEntry:
        """Put an entry that was taken off back where it stood, as a fresh one: the way back for Undo.

        Sending the same again is harmless.

        Raises:
            UserError: The member waits again already, has a trainer, or is not active.
            Denied: Not an admin.
        """
        with self._transaction() as connection:
            found = find_entry(connection, new_id)
            if found is not None:
                return found
            _insert(connection, NewWaiting(new_id, entry.member_id, entry.trainer_id, entry.wants))
            connection.execute(
                update(WaitlistEntry).where(WaitlistEntry.id == new_id).values(rank=entry.rank)
            )
            return entry_of(connection, new_id)

    def change(self, id: UUID, version: int, *, trainer_id: UUID | None, wants: str) -> WaitingEntry:
        """Change whom a member waits for, and what they wish; sending it again is harmless.

        Raises:
            Conflict: It was changed since `version` was read.
            UserError: Too long, or the member is that trainer.
        """
        wants = checked_wants(wants)
        with self._transaction() as connection:
            result = connection.execute(_at(id, version).values(trainer_id=trainer_id, wants=wants or None))
            stored = entry_of(connection, id)
            same = (stored.trainer_id, stored.wants) == (trainer_id, wants)
            changed_one(result, versioned=True, sent_again=same and stored.version == version + 1)
            return stored

    def move(self, id: UUID, version: int, *, before: UUID | None) -> WaitingEntry:
        """Move an entry to the place before another one, or to the end; sending it again is harmless.

        Raises:
            Conflict: It was changed since `version` was read, or `before` waits no longer.
        """
        with self._transaction() as connection:
            connection.execute(_LINE)
            if before == id:
                return entry_of(connection, id)
            # Ranks lie between those of the neighbours: nobody else's row is touched. At the end it stays below
            # the next whole number, which is what the next member in line will be given.
            result = connection.execute(
                text(
                    f"""
                    WITH line AS (SELECT w.id, w.rank FROM public.trainer_waitlist w WHERE {OPEN} AND w.id <> :id),
                    place AS (
                        SELECT coalesce((SELECT max(l.rank) FROM line l WHERE l.rank < b.rank), b.rank - 2) AS low, b.rank AS high
                        FROM line b WHERE b.id = :before
                        UNION ALL
                        SELECT max(l.rank), floor(max(l.rank)) + 1 FROM line l
                        WHERE CAST(:before AS uuid) IS NULL HAVING count(*) > 0)
                    UPDATE public.trainer_waitlist w SET rank = (place.low + place.high) * 0.5 FROM place
                    WHERE w.id = :id AND w.version = :version AND {OPEN}
                    """
                ),
                {"id": id, "version": version, "before": before},
            )
            stored = entry_of(connection, id)
            if result.rowcount == 0:
                follower = connection.execute(
                    text(
                        f"SELECT w.id FROM public.trainer_waitlist w WHERE {OPEN}"
                        " AND (w.rank, w.id) > (:rank, :id) ORDER BY w.rank, w.id LIMIT 1"
                    ),
                    {"rank": stored.rank, "id": id},
                ).scalar()
                alone = before is None and stored.version == version
                in_place = follower == before and (alone or stored.version == version + 1)
                changed_one(result, versioned=True, sent_again=in_place)
            return stored

    def offer(self, id: UUID, version: int, trainer_id: UUID) -> WaitingEntry:
        """Offer a member a place with a trainer; both the member and the admins are told.

        Sending it again is harmless.

        Raises:
            UserError: The trainer has no place that is not offered already (`place_offered`), is full
                (`trainer_capacity`), or takes no clients.
            Conflict: It was changed since `version` was read.
        """
        with self._transaction() as connection:
            _check_place(connection, id, trainer_id)
            result = connection.execute(
                _at(id, version).values(status=WaitStatus.OFFERED.value, offered_trainer_id=trainer_id)
            )
            stored = entry_of(connection, id)
            offered = (stored.status, stored.offered_trainer_id) == (WaitStatus.OFFERED, trainer_id)
            changed_one(result, versioned=True, sent_again=offered and stored.version == version + 1)
            return stored

    def take_back(self, id: UUID, version: int) -> WaitingEntry:
        """Take an offer back: the place passes on to the next in line, and the member waits on behind them.

        Sending it again is harmless.

        Raises:
            UserError: Nobody else waits for this place (`nobody_else`): it would be offered again at once.
            Conflict: It was changed since `version` was read.
        """
        with self._transaction() as connection:
            connection.execute(_LINE)
            # Behind the next one who would take this place, else it comes straight back here.
            result = connection.execute(
                text(
                    """
                    UPDATE public.trainer_waitlist w SET status = 'waiting', rank = coalesce((
                        SELECT (n.rank + coalesce((SELECT min(m.rank) FROM public.trainer_waitlist m
                            WHERE m.status IN ('waiting', 'offered', 'accepted') AND m.rank > n.rank AND m.id <> w.id),
                            floor(n.rank) + 1)) * 0.5
                        FROM public.trainer_waitlist n
                        WHERE n.status = 'waiting' AND n.rank > w.rank
                          AND (n.trainer_id = w.offered_trainer_id OR n.trainer_id IS NULL)
                          AND (w.trainer_id = w.offered_trainer_id OR w.trainer_id IS NULL)
                        ORDER BY n.rank LIMIT 1), w.rank)
                    WHERE w.id = :id AND w.version = :version AND w.status IN ('offered', 'accepted')
                    """
                ),
                {"id": id, "version": version},
            )
            stored = entry_of(connection, id)
            if result.rowcount == 1 and stored.status is WaitStatus.OFFERED:
                raise UserError(
                    "Nobody else waits for this place, so it stays offered. Take the member off the list instead.",
                    code="nobody_else",
                )
            waits = stored.status is WaitStatus.WAITING and stored.version == version + 1
            changed_one(result, versioned=True, sent_again=waits)
            return stored

    def remove(self, id: UUID) -> None:
        """Take an entry off the list: by an admin, or one's own. Sending it again is harmless.

        Raises:
            UserError: It is closed already (`waitlist_closed`).
        """
        with self._transaction() as connection:
            connection.execute(text("SELECT public.leave_waitlist(:id)"), {"id": id})

    def assign(self, entry_id: UUID, trainer_id: UUID, assignment_id: UUID) -> AssignmentRecord:
        """Assign a waiting member, which closes their entry. Sending the same again is harmless.

        Raises:
            UserError: The trainer is full (`trainer_capacity`), or the member waits no longer.
            Denied: Not an admin.
        """
        with self._transaction() as connection:
            found = _record(connection, assignment_id)
            if found is not None:
                if found.trainer_id != trainer_id:
                    raise UserError("This was already saved for other people.", code="key_reused")
                return found
            entry = entry_of(connection, entry_id)
            if entry.status not in OPEN_STATUSES:
                raise UserError(
                    "This member does not wait any more. Reload the list.", code="waitlist_closed"
                )
            connection.execute(
                insert(TrainerAssignment).values(
                    id=assignment_id,
                    member_id=entry.member_id,
                    trainer_id=trainer_id,
                    start_date=gym_today(connection),
                )
            )
            return _made(connection, assignment_id)

    def grant(self, request_id: UUID, assignment_id: UUID) -> AssignmentRecord:
        """Give a trainer the member they ask for, which assigns them; sending it again is harmless.

        Raises:
            UserError: Answered already (`request_answered`), or the trainer is full by now.
            Denied: Not an admin.
        """
        with self._transaction() as connection:
            made = connection.execute(
                text("SELECT public.answer_request(:id, true, :assignment)"),
                {"id": request_id, "assignment": assignment_id},
            ).scalar_one()
            return _made(connection, made)

    def refuse(self, request_id: UUID) -> None:
        """Refuse a trainer's request; the trainer is told. Sending it again is harmless.

        Raises:
            UserError: Granted already (`request_answered`).
            Denied: Not an admin.
        """
        with self._transaction() as connection:
            connection.execute(text("SELECT public.answer_request(:id, false)"), {"id": request_id})

    def lapse(self) -> int:
        """Pass on the offers that nobody answered in time; return how many.

        Raises:
            Denied: Not staff.
        """
        with self._transaction() as connection:
            count: int = connection.execute(text("SELECT public.lapse_offers()")).scalar_one()
        return count

    # For trainers ------------------------------------------------------------------------------------

    def waiting(self) -> tuple[WaitingForMe, ...]:
        """Return whom the signed-in trainer may ask for, in order; nobody for who is no trainer."""
        with self._transaction() as connection:
            rows = connection.execute(text("SELECT * FROM public.waiting_members()")).all()
        return tuple(
            WaitingForMe(
                r.waitlist_id,
                r.member_id,
                r.full_name,
                r.wants or "",
                r.waiting_since,
                r.for_me,
                r.requested,
            )
            for r in rows
        )

    def request(self, id: UUID, waitlist_id: UUID, note: str = "") -> None:
        """Ask the desk for a waiting member; the admins are told. Sending it again is harmless.

        Raises:
            UserError: Asked already (`client_request_open_unique`), or the member waits no longer.
            Denied: Not a personal trainer.
        """
        note = checked_wants(note, "note")
        with self._transaction() as connection:
            connection.execute(
                text("SELECT public.request_client(:id, :entry, :note)"),
                {"id": id, "entry": waitlist_id, "note": note or None},
            )

    def take(self, waitlist_id: UUID, assignment_id: UUID) -> UUID:
        """Take a waiting member oneself, where the gym allows it; return the assignment.

        Sending it again is harmless.

        Raises:
            Denied: The desk assigns here (`trainers_may_not_assign`), or not a personal trainer.
            UserError: Full, or the member waits no longer.
        """
        with self._transaction() as connection:
            made: UUID = connection.execute(
                text("SELECT public.take_waiting_client(:entry, :assignment)"),
                {"entry": waitlist_id, "assignment": assignment_id},
            ).scalar_one()
        return made

    # For members -------------------------------------------------------------------------------------

    def my_entry(self) -> WaitingEntry | None:
        """Return the signed-in person's own open entry, or None."""
        with self._transaction() as connection:
            row = connection.execute(
                text(f"{ENTRY} WHERE w.member_id = (SELECT auth.uid()) AND {OPEN}")
            ).one_or_none()
        return waiting_entry(row) if row else None

    def answer(self, id: UUID, yes: bool) -> WaitStatus:
        """Answer an offered place; the desk is told and assigns. Sending it again is harmless.

        Raises:
            UserError: It is not offered any more (`offer_gone`).
        """
        with self._transaction() as connection:
            status: str = connection.execute(
                text("SELECT public.answer_offer(:id, :yes)"), {"id": id, "yes": yes}
            ).scalar_one()
        return WaitStatus(status)


def _insert(connection: Connection, new: NewWaiting) -> None:
    wants = checked_wants(new.wants)
    connection.execute(
        insert(WaitlistEntry).values(
            id=new.id, member_id=new.member_id, trainer_id=new.trainer_id, wants=wants or None
        )
    )


def _at(id: UUID, version: int) -> Update:
    open_now = WaitlistEntry.status.in_([s.value for s in OPEN_STATUSES])
    return update(WaitlistEntry).where(WaitlistEntry.id == id, WaitlistEntry.version == version, open_now)


def _check_place(connection: Connection, id: UUID, trainer_id: UUID) -> None:
    row = connection.execute(
        text(
            f"""
            SELECT i.name, i.is_active AND i.is_personal_trainer AS takes, i.max_clients - i.active_clients AS free,
                (SELECT count(*) FROM public.trainer_waitlist w
                    WHERE w.offered_trainer_id = i.id AND w.id <> :id AND {OPEN}) AS offered
            FROM public.instructors i WHERE i.id = :trainer
            """
        ),
        {"id": id, "trainer": trainer_id},
    ).one_or_none()
    if row is None:
        raise Denied("This trainer is not there any more.", code="no_row")
    if not row.takes:
        raise UserError(
            f"{row.name} does not take clients at the moment.", code="trainer_not_available", field="trainer"
        )
    if row.free <= 0:
        raise UserError(f"{row.name} has no place free.", code="trainer_capacity", field="trainer")
    if row.free <= row.offered:
        raise UserError(
            f"Every free place with {row.name} is offered to somebody already.",
            code="place_offered",
            field="trainer",
        )


def _record(connection: Connection, id: UUID) -> AssignmentRecord | None:
    row = connection.execute(text(RECORD_SQL + " WHERE a.id = :id"), {"id": id}).one_or_none()
    return assignment_record(row) if row else None


def _made(connection: Connection, id: UUID) -> AssignmentRecord:
    found = _record(connection, id)
    if found is None:
        raise Denied("This assignment is not there any more.", code="no_row")
    return found
