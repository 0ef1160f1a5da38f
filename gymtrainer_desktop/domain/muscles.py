"""Hard sets per muscle, planned or done, and the band that they are held against."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.exercises import LibraryExercise, Muscle
from gymtrainer_desktop.domain.plans import ExerciseType

MAX_BAND = 100
_PRIMARY, _SECONDARY = Decimal(1), Decimal("0.5")
_IN_PARTICULAR = frozenset(Muscle) - {Muscle.FULL_BODY, Muscle.CARDIOVASCULAR}


class BandState(StrEnum):
    """How a number of sets stands to a band."""

    NONE = "none"
    BELOW = "below"
    WITHIN = "within"
    ABOVE = "above"


@dataclass(frozen=True, slots=True)
class SetsBand:
    """Hard sets a week that are thought to be enough and not too much for one muscle; a hint, no rule.

    The usual 10 to 20 are Schoenfeld, Ogborn, Krieger, "Dose-response relationship between weekly resistance
    training volume and increases in muscle mass", J Sports Sci 35 (2017), and Baz-Valle et al., "A systematic
    review of the effects of different resistance training volumes on muscle hypertrophy", J Hum Kinet 81
    (2022).
    """

    low: int = 10
    high: int = 20

    def checked(self) -> SetsBand:
        """Return itself.

        Raises:
            UserError: An end is out of range, or the low one above the high one; `field` is "band".
        """
        if not (0 <= self.low <= MAX_BAND and 1 <= self.high <= MAX_BAND):
            raise UserError(f"The band lies between 0 and {MAX_BAND} sets a week.", field="band")
        if self.low > self.high:
            raise UserError("The band goes from fewer sets to more.", field="band")
        return self


def sets_per_muscle(items: Iterable[tuple[Decimal | int, LibraryExercise]]) -> dict[Muscle, Decimal]:
    """Return hard sets by muscle, in the order of `Muscle`, muscles without any left out.

    A set counts 1 for each primary and ½ for each secondary muscle. Only exercises for strength have hard
    sets: a stretch or a run tells nothing about the growth of a muscle.
    """
    sets: defaultdict[Muscle, Decimal] = defaultdict(Decimal)
    for count, exercise in items:
        if exercise.category is not ExerciseType.STRENGTH or count <= 0:
            continue
        for muscle in dict.fromkeys(exercise.primary_muscles):
            sets[muscle] += count * _PRIMARY
        for muscle in set(exercise.secondary_muscles).difference(exercise.primary_muscles):
            sets[muscle] += count * _SECONDARY
    return {muscle: sets[muscle] for muscle in Muscle if muscle in sets}


def band_state(sets: Decimal | int, band: SetsBand, muscle: Muscle | None = None) -> BandState:
    """Return how a week's sets of a muscle stand to the band, both ends of which are within.

    Nothing trained, or no muscle in particular ("full body"), is neither too little nor too much.
    """
    if sets <= 0 or (muscle is not None and muscle not in _IN_PARTICULAR):
        return BandState.NONE
    if sets < band.low:
        return BandState.BELOW
    return BandState.WITHIN if sets <= band.high else BandState.ABOVE
