"""The gym as it is on Monday before it opens."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from tests.factories import Gym, Person
from tests.journeys.messy_list import MessyList, messy_list

LIMITS = {"John Smith": 220, "Priya Nair": 150, "Daniel Reyes": 60, "Elena Petrova": 35}
"""Who takes the new members, 465 places for 520 people without a trainer; four are taken already."""
BEFORE = {"John Smith": 3, "Priya Nair": 1, "Daniel Reyes": 0, "Elena Petrova": 0}
TAKERS = {"Chloe Martin": 3, "Aiko Tanaka": 4}
"""Who has room for the clients of the trainer who leaves."""
NOTE = "Victor moves to Lisbon. Mind the left knees."


@dataclass
class Monday:
    """Who is there before the day begins."""

    gym: Gym
    folder: Path
    list: MessyList
    tom: Person
    trainers: dict[str, Person] = field(default_factory=dict)
    leaving: dict[str, str] = field(default_factory=dict)
    """The clients of the trainer who leaves, and the titles of their plans."""

    def count(self, what: str, **values: object) -> int:
        """Count rows, past the window."""
        found = self.gym.one(f"SELECT count(*) FROM {what}", **values)
        assert isinstance(found, int)
        return found

    def loads(self) -> dict[str, int]:
        """Count the active clients of every trainer, from the assignments themselves."""
        return {
            name: self.count(
                "public.trainer_assignments WHERE trainer_id = :id AND status = 'active'", id=one.trainer_id
            )
            for name, one in self.trainers.items()
        }


def begin_monday(gym: Gym, folder: Path) -> Monday:
    """Put trainers, clients and a second receptionist into a gym."""
    here = [gym.member(f"Here Member{chr(65 + place)}") for place in range(20)]
    owners = [gym.member(f"Owner Person{chr(65 + place)}") for place in range(20)]
    day = Monday(gym, folder, messy_list(here, owners), gym.admin("Tom Berger"))
    gym.secret(day.tom, "password", "second-desk-1")
    for name, limit in LIMITS.items():
        day.trainers[name] = gym.trainer(name, limit=limit)
    maya = day.trainers["Maya Okafor"] = gym.trainer("Maya Okafor", limit=3)
    victor = day.trainers["Victor Almeida"] = gym.trainer("Victor Almeida", limit=8)
    day.trainers |= {name: gym.trainer(name, limit=limit) for name, limit in TAKERS.items()}
    clients = iter(owners)
    for name, count in BEFORE.items():
        for _ in range(count):
            gym.assignment(next(clients), day.trainers[name])
    for _ in range(2):
        gym.assignment(next(clients), maya)
    for place in range(5):
        client = next(clients)
        plan = gym.plan(gym.assignment(client, victor), title=f"Plan of {client.name}")
        gym.exercise(plan, "Monday", "Deadlift", weight=f"{100 + place} kg")
        day.leaving[client.name] = f"Plan of {client.name}"
    return day
