"""What the tests of the waiting list and of people ask again and again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text

from gymtrainer_desktop.database.engine import Identity
from gymtrainer_desktop.domain.errors import UserError
from tests.factories import Gym, Person

Act = Callable[..., Any]

ASSIGN = (
    "INSERT INTO public.trainer_assignments (id, member_id, trainer_id, start_date)"
    " VALUES (:id, :m, :t, public.gym_today())"
)


def refusal(act: Act, who: Identity, sql: str, **values: object) -> str:
    """Name of the rule that refuses a statement; "done" when none does."""
    try:
        act(who, sql, **values)
    except UserError as refused:
        return refused.code
    return "done"


def news(gym: Gym) -> dict[UUID, list[str]]:
    """Who was told what since the last time this was asked, by person."""
    told: dict[UUID, list[str]] = defaultdict(list)
    rows = gym.owner.execute(text("DELETE FROM public.notifications RETURNING recipient_id, kind"))
    for recipient, kind in rows:
        told[recipient].append(kind)
    return {person: sorted(kinds) for person, kinds in told.items()}


def clear(gym: Gym) -> None:
    """Nobody waits, no trainer has a place, and nothing is unread: what earlier tests left plays no part."""
    for statement in (
        "UPDATE public.trainer_waitlist SET status = 'withdrawn' WHERE status IN ('waiting', 'offered', 'accepted')",
        "UPDATE public.instructors SET max_clients = 0",
        "DELETE FROM public.notifications",
    ):
        gym.owner.execute(text(statement))


class Line:
    """The waiting list, as the front desk sees it."""

    def __init__(self, gym: Gym, act: Act, desk: Identity) -> None:
        self.gym, self.act, self.desk = gym, act, desk

    def wait(self, member: Person, trainer: Person | None = None, wants: str | None = None) -> UUID:
        """Put a member on the list: for a trainer, or for anyone."""
        id = uuid4()
        self.act(
            self.desk,
            "INSERT INTO public.trainer_waitlist (id, member_id, trainer_id, wants) VALUES (:id, :m, :t, :w)",
            id=id,
            m=member.id,
            t=trainer.trainer_id if trainer else None,
            w=wants,
        )
        return id

    def state(self, entry: UUID) -> tuple[str, UUID | None]:
        """Status of an entry, and whose place is offered."""
        row = self.gym.owner.execute(
            text("SELECT status, offered_trainer_id FROM public.trainer_waitlist WHERE id = :id"),
            {"id": entry},
        ).one()
        return row.status, row.offered_trainer_id

    def assign(self, member: Person, trainer: Person) -> UUID:
        id = uuid4()
        self.act(self.desk, ASSIGN, id=id, m=member.id, t=trainer.trainer_id)
        return id

    def set_limit(self, trainer: Person, limit: int) -> None:
        self.act(
            self.desk,
            "UPDATE public.instructors SET max_clients = :n WHERE id = :t",
            n=limit,
            t=trainer.trainer_id,
        )

    def answer(self, member: Person, entry: UUID, yes: bool) -> str:
        """The member's answer to an offer; the status that comes of it."""
        own = self.gym.session(member, "member")
        answer: str = self.act(own, "SELECT public.answer_offer(:id, :yes)", id=entry, yes=yes)
        return answer
