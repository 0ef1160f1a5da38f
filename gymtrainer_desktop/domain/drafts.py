"""What somebody began and did not finish: kept on this workstation until it is sent or thrown away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

KEPT_FOR = timedelta(days=60)
"""Older drafts are dropped: whoever has not come back by then will not."""


@dataclass(frozen=True, slots=True)
class SavedDraft:
    """One draft of one person.

    Attributes:
        kind: What it is a draft of: "plan", "workout".
        subject_id: What it belongs to: for plans the client, for workouts the member.
        content: What was entered, as whoever saved it described it; plain JSON values.
        saved_at: Of the last save; by the server's clock, as far as it is known.
    """

    kind: str
    subject_id: UUID
    content: dict[str, Any]
    saved_at: datetime
