"""Assignments: which member trains with which trainer, and whether there is room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID


class AssignmentStatus(StrEnum):
    """State of an assignment; only `ACTIVE` takes one of the trainer's places."""

    ACTIVE = "active"
    PAUSED = "paused"
    COMPLETED = "completed"


@dataclass(frozen=True, slots=True)
class NewAssignment:
    """What the dialog "Assign a trainer" holds; `id` is made by the client and makes a retry harmless."""

    id: UUID
    member_id: UUID
    trainer_id: UUID
    start_date: date
    notes: str = ""


@dataclass(frozen=True, slots=True)
class AssignmentRecord:
    """An assignment with the names a screen needs."""

    id: UUID
    member_id: UUID
    member_name: str
    trainer_id: UUID
    trainer_name: str
    status: AssignmentStatus
    start_date: date
    end_date: date | None
    notes: str | None
    assigned_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class LastAssigned:
    """Who got a trainer's last place, for the sentence that tells whoever was too late.

    Attributes:
        by_name: Who assigned them; None when that is not known any more.
    """

    member_name: str
    by_name: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class TrainerChoice:
    """A trainer as the dialog offers them, with the places they have.

    Attributes:
        hourly_rate: In the gym's currency; None when not stated.
        active_clients: Active assignments.
        max_clients: The trainer's limit.
        fit: Specializations that match what is wanted.
        had_before: One of the members trained with them before.
    """

    trainer_id: UUID
    name: str
    specializations: tuple[str, ...]
    certifications: tuple[str, ...]
    years_experience: int | None
    hourly_rate: Decimal | None
    active_clients: int
    max_clients: int
    fit: tuple[str, ...] = ()
    had_before: bool = False

    @property
    def free(self) -> int:
        """Places left; 0 when full or over capacity."""
        return max(0, self.max_clients - self.active_clients)

    def refusal(self, needed: int = 1) -> str | None:
        """Say in words why this trainer cannot take `needed` more clients, or None when they can."""
        if self.free >= needed:
            return None
        if self.active_clients > self.max_clients:
            return f"Over capacity, {self.active_clients} of {self.max_clients}"
        if self.free == 0:
            return "Full"
        places = "place" if self.free == 1 else "places"
        return f"Only {self.free} {places} free, {needed} needed"
