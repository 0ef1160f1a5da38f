"""Notifications: short messages the database leaves for a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class NotificationKind(StrEnum):
    """What happened; the window turns kind and data into a sentence."""

    ASSIGNED = "assigned"
    NEW_CLIENT = "new_client"
    ASSIGNMENT_PAUSED = "assignment_paused"
    ASSIGNMENT_RESUMED = "assignment_resumed"
    ASSIGNMENT_ENDED = "assignment_ended"
    PLAN_PUBLISHED = "plan_published"
    PLAN_CHANGED = "plan_changed"
    NOTE_SHARED = "note_shared"


@dataclass(frozen=True, slots=True)
class Notification:
    """One notification.

    Attributes:
        data: Names to put into the sentence: "trainer", "member", "plan".
        subject_id: The assignment, plan or note it is about.
    """

    id: UUID
    kind: NotificationKind
    data: Mapping[str, str]
    subject_id: UUID | None
    created_at: datetime
    read: bool
