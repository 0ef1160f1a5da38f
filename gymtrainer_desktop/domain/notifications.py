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
    TRAINER_CHANGED = "trainer_changed"
    PLACE_OFFERED = "place_offered"
    PLACE_FREE = "place_free"
    OFFER_ANSWERED = "offer_answered"
    CLIENT_REQUESTED = "client_requested"
    REQUEST_GRANTED = "request_granted"
    REQUEST_REFUSED = "request_refused"
    MESSAGE = "message"


@dataclass(frozen=True, slots=True)
class Notification:
    """One notification.

    Attributes:
        data: What to put into the sentence: "trainer", "member", "plan"; "former" for the trainer
            before, "answer" ("yes" or "no") to an offer, "from" for who wrote a message.
        subject_id: What it is about: the assignment, the plan, the note, or the entry of the waiting list.
    """

    id: UUID
    kind: NotificationKind
    data: Mapping[str, str]
    subject_id: UUID | None
    created_at: datetime
    read: bool
