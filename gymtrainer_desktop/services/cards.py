"""Cards that members hold to the reader of a kiosk."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection, delete, text
from sqlalchemy.dialects.postgresql import insert

from gymtrainer_desktop.database.tables.cards import MemberCard as MemberCardRow
from gymtrainer_desktop.domain.cards import MemberCard, checked_code
from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.services.base import Service, changed_one

_SELECT = "SELECT c.id, c.member_id, c.code, c.created_at FROM public.member_cards c WHERE "
_TAKEN = text("""
    SELECT p.full_name, true AS is_number FROM public.profiles p WHERE upper(p.member_number) = upper(:code)
    UNION ALL
    SELECT p.full_name, false FROM public.member_cards c JOIN public.profiles p ON p.id = c.member_id
    WHERE upper(c.code) = upper(:code)
""")


class CardsService(Service):
    """What stands for a member's number at a reader; the PIN is asked for all the same."""

    def of(self, member_id: UUID) -> tuple[MemberCard, ...]:
        """Return a member's cards, the first one first; none where they may not be seen."""
        with self._transaction() as connection:
            return _cards(connection, "c.member_id = :id ORDER BY c.created_at, c.id", member_id)

    def give(self, id: UUID, member_id: UUID, code: str) -> MemberCard:
        """Give a card to a member; sending the same again is harmless.

        Args:
            id: Key made by the client.
            member_id: Whose it becomes.
            code: As the reader types it.

        Raises:
            UserError: It is no card, somebody has it, or it is somebody's member number, which would win.
            Denied: Not an admin.
        """
        code = checked_code(code)
        with self._transaction() as connection:
            there = _cards(connection, "c.id = :id", id)
            if not there:
                for taken in connection.execute(_TAKEN, {"code": code}):
                    what = "the member number of" if taken.is_number else "a card of"
                    raise UserError(
                        f"This is {what} {taken.full_name} already.", code="card_taken", field="code"
                    )
                connection.execute(insert(MemberCardRow).values(id=id, member_id=member_id, code=code))
                there = _cards(connection, "c.id = :id", id)
            (card,) = there
            if (card.member_id, card.code) != (member_id, code):
                raise UserError("This was already saved with other content.", code="key_reused")
            return card

    def take(self, id: UUID) -> None:
        """Take a card away; whoever holds it to a reader is nobody then.

        Raises:
            Denied: It is not there any more, or not an admin.
        """
        with self._transaction() as connection:
            changed_one(connection.execute(delete(MemberCardRow).where(MemberCardRow.id == id)))


def _cards(connection: Connection, where: str, id: UUID) -> tuple[MemberCard, ...]:
    rows = connection.execute(text(_SELECT + where), {"id": id})
    return tuple(MemberCard(r.id, r.member_id, r.code, r.created_at) for r in rows)
