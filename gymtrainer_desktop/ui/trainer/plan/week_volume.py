"""What a week of a plan asks of each muscle."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from gymtrainer_desktop.domain.exercises import LibraryExercise, Muscle
from gymtrainer_desktop.domain.muscles import sets_per_muscle
from gymtrainer_desktop.domain.progression import WeekTarget


class KnownExercises(Protocol):
    """What the library knows, as far as it was asked."""

    def get(self, name: str) -> LibraryExercise | None:
        """Return the exercise that goes by a name; None for one that nobody knows, or not yet."""

    def is_unknown(self, name: str) -> bool:
        """Whether the library was asked and does not know a name."""


@dataclass(frozen=True, slots=True)
class MuscleSets:
    """A line of the panel: a muscle, and the hard sets of one week."""

    muscle: Muscle
    sets: Decimal


@dataclass(frozen=True, slots=True)
class WeekVolume:
    """What a week asks for.

    Attributes:
        muscles: Those that work, most sets first.
        unknown: Exercises that the library does not know; their sets are not counted.
    """

    muscles: tuple[MuscleSets, ...] = ()
    unknown: tuple[str, ...] = ()


def week_volume(exercises: Iterable[tuple[str, WeekTarget]], known: KnownExercises) -> WeekVolume:
    """Return the hard sets of a week.

    Args:
        exercises: Name and target of every exercise of the week.
        known: What the names stand for. One that was not looked up yet counts for nothing.
    """
    items: list[tuple[Decimal | int, LibraryExercise]] = []
    unknown: dict[str, None] = {}
    for name, target in exercises:
        found = known.get(name)
        if found is None:
            if known.is_unknown(name):
                unknown[name] = None
        elif target.sets is not None:
            items.append((target.sets, found))
    counted = sets_per_muscle(items)
    order = list(Muscle)
    lines = sorted(counted.items(), key=lambda pair: (-pair[1], order.index(pair[0])))
    return WeekVolume(tuple(MuscleSets(muscle, sets) for muscle, sets in lines if sets), tuple(unknown))
