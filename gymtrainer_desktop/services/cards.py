"""Cards that members hold to the reader of a kiosk."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection, delete, text
from sqlalchemy.dialects.postgresql import insert

from gymtrainer_desktop.database.tables.cards import MemberCard as MemberCardRow
from gymtrainer_desktop.domain.cards import MemberCard, MovedCard, checked_code
from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.services.base import Service, changed_one

_SELECT = "SELECT c.id, c.member_id, c.code, c.created_at FROM public.member_cards c WHERE "
_TAKEN = text("""
    SELECT NULL::uuid AS card_id, p.id, p.full_name FROM public.profiles p WHERE upper(p.member_number) = upper(:code)
    UNION ALL
    SELECT c.id, p.id, p.full_name FROM public.member_cards c JOIN public.profiles p ON p.id = c.member_id
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
            UserError: It is no card, they have it already (`card_own`), somebody else has it (`card_taken`: it can
                be moved), or it is somebody's member number, which would win (`card_is_number`).
            Denied: Not an admin.
        """
        code = checked_code(code)
        with self._transaction() as connection:
            there = _cards(connection, "c.id = :id", id) or (_added(connection, id, member_id, code),)
            return _same(there[0], member_id, code)

    def move(self, id: UUID, member_id: UUID, code: str) -> MovedCard:
        """Give a card to a member, and take it from whoever has it; sending the same again is harmless.

        Args:
            id: Key made by the client.
            member_id: Whose it becomes.
            code: As the reader types it.

        Raises:
            UserError: As `give`, except that somebody else may have it.
            Denied: Not an admin.
        """
        code = checked_code(code)
        with self._transaction() as connection:
            if there := _cards(connection, "c.id = :id", id):
                return MovedCard(_same(there[0], member_id, code))
            rows = connection.execute(_TAKEN, {"code": code}).all()
            if len(rows) != 1 or rows[0].card_id is None or rows[0].id == member_id:
                return MovedCard(_added(connection, id, member_id, code))
            former = rows[0]
            changed_one(connection.execute(delete(MemberCardRow).where(MemberCardRow.id == former.card_id)))
            return MovedCard(_added(connection, id, member_id, code), former.id, former.full_name)

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


def _added(connection: Connection, id: UUID, member_id: UUID, code: str) -> MemberCard:
    """Write a card that is nobody's."""
    for taken in connection.execute(_TAKEN, {"code": code}):
        if taken.card_id is None:
            message, reason = f"This is the member number of {taken.full_name}.", "card_is_number"
        elif taken.id == member_id:
            message, reason = f"{taken.full_name} has this card already.", "card_own"
        else:
            message, reason = f"This is a card of {taken.full_name} already.", "card_taken"
        raise UserError(message, code=reason, field="code")
    connection.execute(insert(MemberCardRow).values(id=id, member_id=member_id, code=code))
    return _cards(connection, "c.id = :id", id)[0]


def _same(card: MemberCard, member_id: UUID, code: str) -> MemberCard:
    if (card.member_id, card.code) != (member_id, code):
        raise UserError("This was already saved with other content.", code="key_reused")
    return card
