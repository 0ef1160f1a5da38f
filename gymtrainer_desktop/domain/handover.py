"""Handing clients over from one trainer to others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gymtrainer_desktop.domain.assignments import AssignmentStatus
from gymtrainer_desktop.domain.bulk import TrainerLoad


@dataclass(frozen=True, slots=True)
class HandoverClient:
    """A client who could be handed over, active or paused.

    Attributes:
        plan_title: Of the active plan, None without one.
        version: Of the assignment, as it was read.
    """

    assignment_id: UUID
    member_id: UUID
    name: str
    status: AssignmentStatus
    plan_title: str | None
    since: date
    version: int


@dataclass(frozen=True, slots=True)
class HandoverLine:
    """One client to hand over; `new_id` becomes the new assignment and makes a retry harmless."""

    assignment_id: UUID
    new_id: UUID
    trainer_id: UUID
    version: int


@dataclass(frozen=True, slots=True)
class SuggestedHandover:
    """A line of the preview: the client, and who could take them.

    Attributes:
        trainer_id: None when there is no place for them; `problem` says so in words.
    """

    client: HandoverClient
    new_id: UUID
    trainer_id: UUID | None
    trainer_name: str | None
    problem: str = ""

    @property
    def line(self) -> HandoverLine | None:
        """The line to hand over with, None where nobody was found."""
        if self.trainer_id is None:
            return None
        return HandoverLine(self.client.assignment_id, self.new_id, self.trainer_id, self.client.version)


@dataclass(frozen=True, slots=True)
class HandoverPlan:
    """The preview of a hand-over, and what it would make of the trainers' loads."""

    lines: tuple[SuggestedHandover, ...]
    loads: tuple[TrainerLoad, ...]

    @property
    def ready(self) -> tuple[HandoverLine, ...]:
        """The lines that can be handed over."""
        return tuple(s.line for s in self.lines if s.line is not None)
