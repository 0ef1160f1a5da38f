"""What a trainer has to know of a client before the first set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from gymtrainer_desktop.domain.errors import UserError

RECORD_LIMIT = 4000


@dataclass(frozen=True, slots=True)
class ClientRecord:
    """Goals, injuries and limits of a client, for the trainer and admins only.

    Attributes:
        injuries: Injuries, limits, medicines: whatever the trainer must not forget.
        version: 0 while nothing is written yet.
        written_by: Who wrote last; empty while nothing is written yet, or once that person is erased.
    """

    member_id: UUID
    goals: str = ""
    injuries: str = ""
    version: int = 0
    written_by: str = ""
    updated_at: datetime | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to read."""
        return not (self.goals or self.injuries)


@dataclass(frozen=True, slots=True)
class RecordEdit:
    """A record as somebody changed it, and the version that they saw.

    Attributes:
        id: Key made by the client, used where there is no record yet.
    """

    id: UUID
    member_id: UUID
    goals: str
    injuries: str
    version: int

    def checked(self) -> RecordEdit:
        """Return it with spaces trimmed.

        Raises:
            UserError: A text is too long; `field` names it.
        """
        for field, text in (("goals", self.goals), ("injuries", self.injuries)):
            if len(text) > RECORD_LIMIT:
                raise UserError(f"At most {RECORD_LIMIT:,} characters.", field=field)
        return RecordEdit(self.id, self.member_id, self.goals.strip(), self.injuries.strip(), self.version)
