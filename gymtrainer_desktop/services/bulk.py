"""Assigning many members at once: looked at line by line before, then all of it or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlalchemy import Connection, text

from gymtrainer_desktop.database.errors import SENTENCES
from gymtrainer_desktop.domain.bulk import (
    NO_PLACE,
    BulkLine,
    BulkMember,
    BulkPlan,
    BulkResult,
    BulkTrainer,
    Progress,
    TrainerLoad,
    report,
    spread,
)
from gymtrainer_desktop.domain.errors import Denied, UserError
from gymtrainer_desktop.services.assignments import WISHES
from gymtrainer_desktop.services.base import Service
from gymtrainer_desktop.services.keys import new_id

CHUNK = 200
"""Lines for one statement: often enough to show how far it is, and to be stopped."""
ANSWER_SECONDS = 30.0
"""How long one chunk may take where other desks are busy with the same trainers."""


class _Refused(Exception):
    """Leaves the transaction, so that nothing of it stays; never leaves this file."""


class BulkService(Service):
    """Many members, one press of a button."""

    def plan(self, member_ids: Sequence[UUID], trainer_ids: Sequence[UUID]) -> BulkPlan:
        """Say who would go to whom: by free places, then by fit. Nothing is written.

        Args:
            member_ids: Whom to assign.
            trainer_ids: To whom; one, or several to spread over.

        Returns:
            A line for every member, in their order, with a problem in words where it cannot be.
        """
        with self._transaction(answer_seconds=ANSWER_SECONDS) as connection:
            people = connection.execute(
                text(
                    f"""
                    WITH wishes AS (SELECT w.member_id, string_agg(w.words, ' ') AS words FROM ({WISHES}) w GROUP BY w.member_id)
                    SELECT p.id, p.full_name, p.is_active, now.trainer_name, wishes.words, coalesce(had.ids, '{{}}') AS had
                    FROM public.profiles p
                    LEFT JOIN wishes ON wishes.member_id = p.id
                    LEFT JOIN (
                        SELECT a.member_id, i.name AS trainer_name FROM public.trainer_assignments a
                        JOIN public.instructors i ON i.id = a.trainer_id
                        WHERE a.member_id = ANY (:members) AND a.status = 'active') now ON now.member_id = p.id
                    LEFT JOIN (
                        SELECT a.member_id, array_agg(DISTINCT a.trainer_id) AS ids FROM public.trainer_assignments a
                        WHERE a.member_id = ANY (:members) GROUP BY a.member_id) had ON had.member_id = p.id
                    WHERE p.id = ANY (:members)
                    """
                ),
                {"members": list(member_ids)},
            ).all()
            trainers = bulk_trainers(connection, trainer_ids)
        known = {p.id: p for p in people}
        problems = {}
        for id in member_ids:
            person = known.get(id)
            if person is None:
                problems[id] = "This member is not there any more."
            elif not person.is_active:
                problems[id] = "This member is no longer active."
            elif person.trainer_name is not None:
                problems[id] = f"Trains with {person.trainer_name} already."
        candidates = [
            BulkMember(id, known[id].full_name, known[id].words or "", frozenset(known[id].had))
            for id in dict.fromkeys(member_ids)
            if id not in problems
        ]
        taken = spread(candidates, trainers)
        names = {t.trainer_id: t.name for t in trainers}
        lines = []
        for id in dict.fromkeys(member_ids):
            problem, trainer_id = problems.get(id, ""), taken.get(id)
            if not problem and trainer_id is None:
                problem = f"{NO_PLACE} this trainer." if len(trainers) == 1 else f"{NO_PLACE} these trainers."
            name = known[id].full_name if id in known else "—"
            lines.append(
                BulkLine(new_id(), id, name, trainer_id, names[trainer_id] if trainer_id else None, problem)
            )
        return BulkPlan(tuple(lines), loads_of(trainers, taken.values()))

    def assign(
        self, lines: Sequence[BulkLine], start_date: date, progress: Progress | None = None
    ) -> BulkResult:
        """Assign all lines or none; everybody is notified. Sending the same lines again is harmless.

        Args:
            lines: `BulkPlan.ready`, as they were or with other trainers chosen.
            start_date: First day of all assignments.
            progress: Told after every 200 lines; returns False to stop, and nothing stays.

        Returns:
            All assignments; or none, and every line that stands in the way, its problem in words.

        Raises:
            Cancelled: `progress` said so.
            UserError: A line has no trainer (`bulk_lines`).
            Denied: Not an admin.
        """
        if any(line.trainer_id is None for line in lines):
            raise UserError("Every line needs a member and a trainer.", code="bulk_lines")
        # By trainer, so that two desks lock the trainers in the same order and never wait for one another.
        ordered = sorted(lines, key=lambda line: (line.trainer_id.int if line.trainer_id else 0, line.id.int))
        refused: dict[UUID, str] = {}
        try:
            with self._transaction(answer_seconds=ANSWER_SECONDS) as connection:
                report(progress, 0, len(ordered))
                for first in range(0, len(ordered), CHUNK):
                    refused |= _assign_chunk(connection, ordered[first : first + CHUNK], start_date)
                    report(progress, min(first + CHUNK, len(ordered)), len(ordered))
                if refused:
                    raise _Refused
        except _Refused:
            problems = tuple(
                replace(line, problem=_in_words(refused[line.id], line))
                for line in lines
                if line.id in refused
            )
            return BulkResult((), problems)
        return BulkResult(tuple(line.id for line in lines), ())

    def undo(self, assignment_ids: Sequence[UUID]) -> int:
        """Take fresh assignments back as if they had never been, all or none; return how many there were.

        Sending it again is harmless: what is gone already is not counted.

        Raises:
            UserError: Something hangs on one of them already: a plan, a note, a message or a log (`used`).
            Denied: Not an admin.
        """
        with self._transaction(answer_seconds=ANSWER_SECONDS) as connection:
            # Locked first, so that nobody begins to work with one of them in between.
            there = connection.execute(
                text(
                    "SELECT a.id FROM public.trainer_assignments a WHERE a.id = ANY (:ids) ORDER BY a.id FOR UPDATE"
                ),
                {"ids": list(assignment_ids)},
            ).all()
            found = connection.execute(
                text(
                    """
                    SELECT count(*) AS there, count(*) FILTER (WHERE
                        EXISTS (SELECT 1 FROM public.workout_plans x WHERE x.assignment_id = a.id)
                        OR EXISTS (SELECT 1 FROM public.trainer_client_notes x WHERE x.assignment_id = a.id)
                        OR EXISTS (SELECT 1 FROM public.messages x WHERE x.assignment_id = a.id)
                        OR EXISTS (SELECT 1 FROM public.workout_progress x WHERE x.assignment_id = a.id)) AS used
                    FROM public.trainer_assignments a WHERE a.id = ANY (:ids)
                    """
                ),
                {"ids": list(assignment_ids)},
            ).one()
            if found.there != len(there):
                raise Denied("Only the front desk can take assignments back.", code="denied")
            if found.used:
                who = "One of them has" if found.used == 1 else f"{found.used:,} of them have"
                raise UserError(f"{who} begun to work together. Nothing was taken back.", code="used")
            return connection.execute(
                text("DELETE FROM public.trainer_assignments a WHERE a.id = ANY (:ids)"),
                {"ids": [row.id for row in there]},
            ).rowcount


def bulk_trainers(connection: Connection, trainer_ids: Iterable[UUID]) -> list[BulkTrainer]:
    """Return those of the trainers who take clients, with their loads, within a transaction."""
    rows = connection.execute(
        text(
            "SELECT i.id, i.name, i.active_clients, i.max_clients, i.specializations, i.user_id"
            " FROM public.instructors i WHERE i.id = ANY (:ids) AND i.is_active AND i.is_personal_trainer"
            " ORDER BY i.name, i.id"
        ),
        {"ids": list(trainer_ids)},
    ).all()
    return [
        BulkTrainer(r.id, r.name, r.active_clients, r.max_clients, tuple(r.specializations), r.user_id)
        for r in rows
    ]


def loads_of(trainers: Iterable[BulkTrainer], taken: Iterable[UUID]) -> tuple[TrainerLoad, ...]:
    """Return the trainers' loads with those who would come."""
    added = Counter(taken)
    return tuple(TrainerLoad(t.trainer_id, t.name, t.active, added[t.trainer_id], t.limit) for t in trainers)


def _assign_chunk(connection: Connection, lines: Sequence[BulkLine], start_date: date) -> dict[UUID, str]:
    rows = connection.execute(
        text(
            "SELECT line, problem FROM public.assign_members(:ids, :members, :trainers, :start)"
            " WHERE problem IS NOT NULL"
        ),
        {
            "ids": [line.id for line in lines],
            "members": [line.member_id for line in lines],
            "trainers": [line.trainer_id for line in lines],
            "start": start_date,
        },
    ).all()
    return {lines[r.line - 1].id: r.problem for r in rows}


def _in_words(rule: str, line: BulkLine) -> str:
    if rule == "trainer_capacity":
        return f"{line.trainer_name or 'This trainer'} is full by now."
    if rule.endswith("_member_id_fkey"):
        return "This member is not there any more."
    if rule.endswith("_trainer_id_fkey"):
        return "This trainer is not there any more."
    return SENTENCES[rule][0] if rule in SENTENCES else "This was already saved with other content."
