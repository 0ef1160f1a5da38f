"""Workstations and kiosks, each with a login of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class StationKind(StrEnum):
    """What a station may open."""

    STAFF = "staff"
    KIOSK = "kiosk"


@dataclass(frozen=True, slots=True)
class StationRow:
    """A line of the page "Stations".

    Attributes:
        revoked_at: From when it can open nothing any more; None while it can.
        is_this: Whether it is the one that asks.
    """

    id: UUID
    name: str
    kind: StationKind
    enrolled_at: datetime
    revoked_at: datetime | None
    is_this: bool
