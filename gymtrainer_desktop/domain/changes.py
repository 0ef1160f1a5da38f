"""What a window hears of writes made elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Change:
    """Somebody's committed write.

    Attributes:
        table: Name of the table, without its schema.
        ids: Rows that were written or deleted; None when there were too many to name.
    """

    table: str
    ids: frozenset[UUID] | None


@dataclass(frozen=True, slots=True)
class Lost:
    """The connection is gone: from now on changes go unheard."""


@dataclass(frozen=True, slots=True)
class Reconnected:
    """Changes are heard again; what happened in between is unknown, so what is visible has to be reloaded."""


Event = Change | Lost | Reconnected
