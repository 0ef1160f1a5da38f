"""Handing clients over to other trainers: one, or all of a trainer who leaves."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Connection, Row, text
from sqlalchemy.exc import DBAPIError

from gymtrainer_desktop.database.errors import translate
from gymtrainer_desktop.domain.assignments import AssignmentStatus
from gymtrainer_desktop.domain.bulk import BulkMember, Progress, report, spread
from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.handover import HandoverClient, HandoverLine, HandoverPlan, SuggestedHandover
from gymtrainer_desktop.domain.notes import NOTE_LIMIT
from gymtrainer_desktop.services.base import Service
from gymtrainer_desktop.services.bulk import ANSWER_SECONDS, bulk_trainers, loads_of
from gymtrainer_desktop.services.keys import new_id

_CLIENTS = """
    SELECT a.id, a.member_id, p.full_name, a.status, a.start_date, a.version, pl.title, pl.goals,
        (SELECT array_agg(DISTINCT b.trainer_id) FROM public.trainer_assignments b WHERE b.member_id = a.member_id) AS had
    FROM public.trainer_assignments a
    JOIN public.profiles p ON p.id = a.member_id
    LEFT JOIN public.workout_plans pl ON pl.assignment_id = a.id AND pl.status = 'active'
    WHERE a.trainer_id = :trainer AND a.status <> 'completed'
"""


class HandoverService(Service):
    """Clients who change their trainer and keep their plan."""

    def clients(self, trainer_id: UUID) -> tuple[HandoverClient, ...]:
        """Return a trainer's clients, active and paused, by name."""
        with self._transaction() as connection:
            rows = connection.execute(
                text(_CLIENTS + " ORDER BY public.search_key(p.full_name), a.id"), {"trainer": trainer_id}
            ).all()
        return tuple(_client(r) for r in rows)

    def suggest(self, trainer_id: UUID, assignment_ids: Sequence[UUID], to: Sequence[UUID]) -> HandoverPlan:
        """Say who could take which client: by free places, then by fit. Nothing is written.

        Args:
            trainer_id: Whose clients.
            assignment_ids: Which of them.
            to: Trainers who could take some; paused clients are given a place, too, since they come back.
        """
        with self._transaction() as connection:
            rows = connection.execute(
                text(_CLIENTS + " AND a.id = ANY (:ids) ORDER BY public.search_key(p.full_name), a.id"),
                {"trainer": trainer_id, "ids": list(assignment_ids)},
            ).all()
            trainers = bulk_trainers(connection, [id for id in to if id != trainer_id])
        members = [BulkMember(r.member_id, r.full_name, r.goals or "", frozenset(r.had or ())) for r in rows]
        taken = spread(members, trainers)
        names = {t.trainer_id: t.name for t in trainers}
        lines = []
        for row in rows:
            chosen = taken.get(row.member_id)
            lines.append(
                SuggestedHandover(
                    _client(row),
                    new_id(),
                    chosen,
                    names[chosen] if chosen else None,
                    "" if chosen else "No place left with the chosen trainers.",
                )
            )
        # A paused client takes no place of anybody's until they come back.
        active = (taken[r.member_id] for r in rows if r.status == "active" and r.member_id in taken)
        return HandoverPlan(tuple(lines), loads_of(trainers, active))

    def hand_over(
        self, lines: Sequence[HandoverLine], note: str, carry_plan: bool, progress: Progress | None = None
    ) -> tuple[UUID, ...]:
        """Hand clients over, all or none; everybody is told. Sending the same lines again is harmless.

        Args:
            lines: Who goes to whom.
            note: Left for the new trainers as a private note "Hand-over from …: …"; none when empty.
            carry_plan: Whether the running plans go on with the new trainer; they end otherwise.
            progress: Told after every client; returns False to stop, and nothing stays.

        Returns:
            The new assignments, in the order of the lines.

        Raises:
            UserError: One of them cannot be; the sentence says who and why.
            Conflict: An assignment was changed since it was read.
            Cancelled: `progress` said so.
            Denied: Not an admin.
        """
        note = note.strip()
        if len(note) > NOTE_LIMIT - 250:
            raise UserError(f"The note can have at most {NOTE_LIMIT - 250:,} characters.", field="note")
        with self._transaction(answer_seconds=ANSWER_SECONDS) as connection:
            names = _lock(connection, lines)
            report(progress, 0, len(lines))
            for done, line in enumerate(lines, 1):
                member, former = names.get(line.assignment_id, ("", ""))
                _transfer(
                    connection, line, f"Hand-over from {former}: {note}" if note else None, carry_plan, member
                )
                report(progress, done, len(lines))
        return tuple(line.new_id for line in lines)


def _client(row: Row[tuple[object, ...]]) -> HandoverClient:
    return HandoverClient(
        row.id,
        row.member_id,
        row.full_name,
        AssignmentStatus(row.status),
        row.title,
        row.start_date,
        row.version,
    )


def _lock(connection: Connection, lines: Sequence[HandoverLine]) -> dict[UUID, tuple[str, str]]:
    """Lock everything in one order, so that two desks never wait for one another; return the names."""
    ids = [line.assignment_id for line in lines]
    connection.execute(
        text(
            "SELECT a.id FROM public.trainer_assignments a WHERE a.id = ANY (:ids) ORDER BY a.id FOR UPDATE"
        ),
        {"ids": ids},
    )
    connection.execute(
        text(
            "SELECT i.id FROM public.instructors i WHERE i.id = ANY (:trainers) OR i.id IN"
            " (SELECT a.trainer_id FROM public.trainer_assignments a WHERE a.id = ANY (:ids))"
            " ORDER BY i.id FOR NO KEY UPDATE"
        ),
        {"ids": ids, "trainers": [line.trainer_id for line in lines]},
    )
    rows = connection.execute(
        text(
            "SELECT a.id, p.full_name, i.name FROM public.trainer_assignments a"
            " JOIN public.profiles p ON p.id = a.member_id JOIN public.instructors i ON i.id = a.trainer_id"
            " WHERE a.id = ANY (:ids)"
        ),
        {"ids": ids},
    ).all()
    return {r.id: (r.full_name, r.name) for r in rows}


def _transfer(
    connection: Connection, line: HandoverLine, note: str | None, carry_plan: bool, member: str
) -> None:
    try:
        connection.execute(
            text("SELECT public.transfer_assignment(:id, :trainer, :new, :version, :note, :carry)"),
            {
                "id": line.assignment_id,
                "trainer": line.trainer_id,
                "new": line.new_id,
                "version": line.version,
                "note": note,
                "carry": carry_plan,
            },
        )
    except DBAPIError as error:
        meant = translate(error)
        if not isinstance(meant, UserError) or not member:
            raise
        # With many lines, the rule alone does not say whose.
        raise type(meant)(f"{member}: {meant.message}", code=meant.code, field=meant.field) from None
