"""What the desk's reports say, and the ratio of members to trainers over time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gymtrainer_desktop.domain.bulk import TrainerLoad


@dataclass(frozen=True, slots=True)
class RatioPoint:
    """How things stood on the last day of one week; on today for the running week.

    Attributes:
        week: First day of the week.
        members: Active members.
        trainers: Active personal trainers.
        clients: Members with an active trainer.
    """

    week: date
    members: int
    trainers: int
    clients: int

    @property
    def members_per_trainer(self) -> float | None:
        """Active members for each active personal trainer, None without a trainer."""
        return self.members / self.trainers if self.trainers else None

    @property
    def clients_per_trainer(self) -> float | None:
        """Active clients for each active personal trainer, None without a trainer."""
        return self.clients / self.trainers if self.trainers else None


@dataclass(frozen=True, slots=True)
class CapacityReport:
    """Capacity on one day, trainer by trainer."""

    gym: str
    on: date
    members: int
    without_trainer: int
    waiting: int
    trainers: tuple[TrainerLoad, ...]

    @property
    def clients(self) -> int:
        """Active clients of all personal trainers."""
        return sum(t.before for t in self.trainers)

    @property
    def places(self) -> int:
        """Limits of all personal trainers."""
        return sum(t.limit for t in self.trainers)

    @property
    def free(self) -> int:
        """Places left; trainers over capacity count as none."""
        return sum(max(0, t.limit - t.before) for t in self.trainers)


@dataclass(frozen=True, slots=True)
class TrainerPeriod:
    """One trainer over a period.

    Attributes:
        clients: Active clients now; `limit` is the trainer's own.
        trained: Members who were active clients on at least one day of the period.
        started: Assignments that began in it.
        ended: Assignments that ended in it.
        plans: Plans published in it.
        workouts: Days on which clients logged something, summed up over the clients.
        notes: Notes written in it.
    """

    trainer_id: UUID
    name: str
    clients: int
    limit: int
    trained: int
    started: int
    ended: int
    plans: int
    workouts: int
    notes: int


@dataclass(frozen=True, slots=True)
class TrainerLoadReport:
    """What each personal trainer did between two days, both included."""

    gym: str
    since: date
    until: date
    trainers: tuple[TrainerPeriod, ...]


@dataclass(frozen=True, slots=True)
class ClientAdherence:
    """One client: exercises logged of exercises due, and the last workout."""

    member_id: UUID
    name: str
    due: int
    logged: int
    last_workout_on: date | None

    @property
    def compliance(self) -> float | None:
        """0 to 1; None when nothing was due."""
        return self.logged / self.due if self.due else None


@dataclass(frozen=True, slots=True)
class TrainerAdherence:
    """One trainer's clients, the least adherent first."""

    trainer_id: UUID
    name: str
    clients: tuple[ClientAdherence, ...]

    @property
    def compliance(self) -> float | None:
        """Mean of the clients' compliance; None when nothing was due."""
        values = [c.compliance for c in self.clients if c.compliance is not None]
        return sum(values) / len(values) if values else None


@dataclass(frozen=True, slots=True)
class AdherenceReport:
    """Adherence between two days, both included, by trainer."""

    gym: str
    since: date
    until: date
    trainers: tuple[TrainerAdherence, ...]


@dataclass(frozen=True, slots=True)
class MonthReport:
    """A month in review.

    Attributes:
        joined: Members who joined in it.
        members: Active members at its end, or now.
        assigned: Assignments that began.
        completed: Assignments that ended.
        handed_over: Those of them whose member began with another trainer on the same day.
        plans: Plans published.
        workouts: Days on which members logged something, summed up over the members.
        active_people: Members who logged something.
        volume_kg: Sum of reps times weight of all working sets.
        compliance: Exercises logged of exercises due, 0 to 1; None when nothing was due.
        per_day: Members who trained, by day of the month, the first day first.
        previous: The same figures of the month before, None in that one itself.
    """

    gym: str
    first: date
    last: date
    joined: int
    members: int
    assigned: int
    completed: int
    handed_over: int
    plans: int
    workouts: int
    active_people: int
    volume_kg: float
    compliance: float | None
    per_day: tuple[int, ...]
    ratio: RatioPoint
    top_exercises: tuple[tuple[str, int], ...]
    previous: MonthReport | None = None
