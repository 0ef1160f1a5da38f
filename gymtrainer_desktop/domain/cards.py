"""Cards: what a reader at the kiosk reads, where that is not the member number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from gymtrainer_desktop.domain.errors import UserError

_CODE = re.compile(r"[A-Za-z0-9:_-]{4,64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class MemberCard:
    """A card, tag or code of a member."""

    id: UUID
    member_id: UUID
    code: str
    added_at: datetime


def checked_code(code: str) -> str:
    """Return what a reader typed, without the spaces around it.

    Raises:
        UserError: It is too short, too long, or holds what no card holds.
    """
    code = code.strip()
    if not code:
        raise UserError("Hold the card to the reader.", field="code")
    if not _CODE.fullmatch(code):
        raise UserError("A card has 4 to 64 letters, digits or dashes.", code="card_code_shape", field="code")
    return code


@dataclass(frozen=True, slots=True)
class MovedCard:
    """A card that changed hands.

    Attributes:
        former_id: Whose it was; None where it was nobody's any more, or where this was sent again.
        former_name: Their name, else empty.
    """

    card: MemberCard
    former_id: UUID | None = None
    former_name: str = ""
