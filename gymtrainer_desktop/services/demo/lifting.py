"""How people get stronger: what somebody does of an exercise today, and what that makes of tomorrow.

Double progression: reps grow within a range, then the weight; a fixed number of reps grows in weight after a
few good sessions; two bad ones in a row take some of it off again. Deload weeks are a tenth lighter.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from gymtrainer_desktop.domain.plans import ExerciseType
from gymtrainer_desktop.domain.progression import WeekTarget
from gymtrainer_desktop.domain.targets import (
    RepsTargetKind,
    WeightTargetKind,
    read_reps_target,
    read_weight_target,
)
from gymtrainer_desktop.domain.units import KG_PER_LB, Unit
from gymtrainer_desktop.services.demo.moves import Move

_DELOAD = 0.9
_FAILS = 0.07
"""Share of the sessions whose last set falls short of what a week asks for."""
_LB = float(KG_PER_LB)
# Seconds a kilometre takes a steady beginner.
_PACES = {"run": 375, "Intervals": 330, "Rowing": 275, "bike": 150, "walk": 640}


@dataclass(frozen=True, slots=True)
class DoneSet:
    """A set as it was done; `weight` in the person's unit."""

    type: str = "working"
    reps: int | None = None
    weight: float | None = None
    rir: int | None = None
    seconds: int | None = None
    metres: float | None = None


@dataclass(frozen=True, slots=True)
class DoneExercise:
    """An exercise as it was done.

    Attributes:
        rating: How hard it felt, 1 to 5.
        mood: What a note about it could say: "record", "hard", "easy" or "".
    """

    sets: tuple[DoneSet, ...]
    rating: int
    minutes: int | None
    mood: str


@dataclass(slots=True)
class Habits:
    """How somebody trains.

    Attributes:
        strength: 1 for ordinary.
        pace: Time per kilometre against a steady beginner's; less is faster.
        patience: Good sessions before the weight goes up.
    """

    unit: Unit
    strength: float
    pace: float
    patience: int
    warms_up: bool
    notes_rir: bool


@dataclass(slots=True)
class _Form:
    """How far somebody has come with an exercise."""

    weight: float
    reps: int
    good: int = 0
    bad: int = 0
    times: int = 0
    best: float = 0.0


class Lifter:
    """One person's form in every exercise, moving on with each session."""

    def __init__(self, habits: Habits, rng: Random) -> None:
        self._habits, self._rng = habits, rng
        # By exercise and reps: five heavy ones and ten light ones move on apart.
        self._forms: dict[tuple[str, str], _Form] = {}

    def begin_anew(self) -> None:
        """Forget every form: the next plan states its own weights."""
        self._forms.clear()

    def weight_text(self, move: Move, level: float) -> str:
        """Return the weight target a trainer would write for this person now."""
        if move.kg is None:
            return move.weight_text
        return f"{self._form(move, level).weight:g} {self._habits.unit.value}"

    def do(self, move: Move, level: float, *, first: bool, deload: bool) -> DoneExercise:
        """Do an exercise of a session.

        Args:
            move: What is prescribed.
            level: Where somebody who never did it begins, 1 for the programme's own numbers.
            first: Whether it opens the session, so that a warm-up makes sense.
            deload: Whether the week is a light one.
        """
        form = self._form(move, level)
        form.times += 1
        kind = move.reps.kind if move.reps else RepsTargetKind.AS_WRITTEN
        if kind is RepsTargetKind.DISTANCE or (move.type is ExerciseType.CARDIO):
            return self._endure(move, form)
        if kind is RepsTargetKind.TIME:
            return self._hold(move, form)
        return self._lift(move, form, first=first, deload=deload)

    def follow(
        self, move: Move, target: WeekTarget, level: float, *, first: bool, deload: bool
    ) -> DoneExercise:
        """Do what a week of a plan asks for; see `do`.

        Args:
            move: What the first week asks for.
            target: What this one does.
            level: As for `do`.
            first: As for `do`.
            deload: Whether this week is a light one.
        """
        reps = read_reps_target(target.reps)
        asked = replace(move, sets=target.sets, reps_text=target.reps, reps=reps)
        form = self._form(move, level)
        if reps is None or reps.low is None:
            if reps is not None and reps.kind is RepsTargetKind.TIME and move.type is not ExerciseType.CARDIO:
                return self._hold(asked, form, 0)
            return self.do(asked, level, first=first, deload=deload)
        form.times += 1
        weight = self._weight_of(move, target.weight)
        count = target.sets or 1
        done = [reps.low] * count
        failed = not deload and self._rng.random() < _FAILS
        if failed:
            done[-1] = max(1, done[-1] - self._rng.randint(1, 2))
        record = weight > form.best > 0
        rating = self._rating(3 + failed - deload + (record and self._rng.random() < 0.4))
        form.best = max(form.best, weight)
        if not deload:
            form.weight, form.reps = weight, reps.low
        sets = [
            DoneSet("working", n, weight or None, self._rir(rating, count - place))
            for place, n in enumerate(done)
        ]
        if first and weight and self._habits.warms_up:
            sets = self._warm_up(weight) + sets
        mood = "record" if record and not failed else "hard" if failed else "easy" if rating <= 2 else ""
        return DoneExercise(tuple(sets), rating, None, mood)

    def _weight_of(self, move: Move, text: str) -> float:
        """Return the weight that a target stands for in the person's unit, 0 for none."""
        target = read_weight_target(text)
        if target is None or target.value is None:
            return 0.0
        if target.kind is WeightTargetKind.PERCENT:
            mine = (f for (name, _), f in self._forms.items() if name == move.name and f.weight)
            best = max((f.weight * (30 + f.reps) / 30 for f in mine), default=0.0)
            return self._round(best * float(target.value) / 100) if best else 0.0
        return float(target.value) if target.kind is WeightTargetKind.LOAD else 0.0

    def _warm_up(self, weight: float) -> list[DoneSet]:
        return [DoneSet("warm-up", r, self._round(weight * part)) for r, part in ((8, 0.5), (4, 0.75))]

    def _form(self, move: Move, level: float) -> _Form:
        key = (move.name, move.reps_text)
        form = self._forms.get(key)
        if form is None:
            low = move.reps.low if move.reps and move.reps.low else 0
            amrap = max(3, round(7 * self._habits.strength * level + self._rng.randint(-1, 2)))
            form = self._forms[key] = _Form(self._first_weight(move, level, low), low or amrap)
        return form

    def _first_weight(self, move: Move, level: float, reps: int) -> float:
        if move.kg is None:
            return 0.0
        known = [f for (name, _), f in self._forms.items() if name == move.name and f.weight]
        if known:
            # As hard as what is done with other reps, by Epley's formula.
            last = known[-1]
            return self._round(last.weight * (30 + last.reps) / (30 + reps))
        return self._round(move.kg * self._habits.strength * level / self._one)

    @property
    def _one(self) -> float:
        return _LB if self._habits.unit is Unit.LB else 1.0

    def _step(self, weight: float) -> float:
        if self._habits.unit is Unit.LB:
            return 2.5 if weight < 50 else 5.0
        return 1.0 if weight < 12 else 2.0 if weight < 30 else 2.5

    def _round(self, weight: float) -> float:
        step = self._step(weight)
        return max(step, round(weight / step) * step)

    def _lift(self, move: Move, form: _Form, *, first: bool, deload: bool) -> DoneExercise:
        rng, target = self._rng, move.reps
        loaded = form.weight > 0
        weight = self._round(form.weight * _DELOAD) if deload and loaded else form.weight
        high = target.high if target and target.high else None
        amrap = target is not None and target.kind is RepsTargetKind.AMRAP
        failed = not deload and rng.random() < (0.22 if form.good == 0 and form.times > 1 else 0.08)
        count = move.sets or 3
        if rng.random() < 0.03 and count > 2:
            count -= 1
        reps = [form.reps] * count
        if amrap or (high is not None and high > (target.low if target and target.low else high)):
            # The last sets of a range or of "as many as possible" give a little less.
            floor = 1 if amrap or target is None else max(1, (target.low or 2) - 1)
            reps = [max(floor, r - (n * rng.randint(0, 2 if amrap else 1)) // 2) for n, r in enumerate(reps)]
        if failed:
            short = rng.randint(1, 2)
            reps = [r if n < count - short else max(1, r - rng.randint(1, 2)) for n, r in enumerate(reps)]
        record = loaded and weight > form.best > 0
        rating = self._rating(3 + failed - deload + (record and rng.random() < 0.4))
        form.best = max(form.best, weight)
        if not deload:
            self._move_on(form, failed=failed, amrap=amrap, high=high, low=target.low if target else None)
        sets = [
            DoneSet("working", r, weight if loaded else None, self._rir(rating, count - n))
            for n, r in enumerate(reps)
        ]
        if failed and rng.random() < 0.25:
            sets[-1] = DoneSet(
                "failure", sets[-1].reps, sets[-1].weight, 0 if self._habits.notes_rir else None
            )
        if first and loaded and self._habits.warms_up:
            sets = self._warm_up(weight) + sets
        mood = "record" if record and not failed else "hard" if failed else "easy" if rating <= 2 else ""
        return DoneExercise(tuple(sets), rating, None, mood)

    def _move_on(self, form: _Form, *, failed: bool, amrap: bool, high: int | None, low: int | None) -> None:
        if failed:
            form.good = 0
            form.bad += 1
            if form.bad >= 2 and form.weight:
                form.weight, form.bad = self._round(form.weight * 0.95), 0
            return
        form.good += 1
        form.bad = 0
        if amrap:
            if form.good >= 3:
                form.reps, form.good = form.reps + 1, 0
            return
        if high is not None and low is not None and form.reps < high:
            if form.good >= 2:
                form.reps, form.good = form.reps + 1, 0
            return
        # A step is a large part of a small weight.
        small = form.weight * self._one < 22
        if form.weight and form.good >= self._habits.patience + 2 * small:
            form.weight, form.good = form.weight + self._step(form.weight), 0
            form.reps = low or form.reps

    def _hold(self, move: Move, form: _Form, longer: int | None = None) -> DoneExercise:
        asked = move.reps.seconds if move.reps and move.reps.seconds else 30
        if longer is None:
            longer = 5 * min(6, form.times // 3) if move.type is ExerciseType.STRENGTH else 0
        count = move.sets or 1
        sets = tuple(
            DoneSet(seconds=max(10, asked + longer - 5 * self._rng.randint(0, 1) * n)) for n in range(count)
        )
        return DoneExercise(sets, self._rating(3 if move.type is ExerciseType.STRENGTH else 2), None, "")

    def _endure(self, move: Move, form: _Form) -> DoneExercise:
        rng, target = self._rng, move.reps
        pace = next((float(p) for word, p in _PACES.items() if word in move.name), 0.0)
        pace *= self._habits.pace * max(0.88, 1 - 0.004 * form.times) * rng.uniform(0.97, 1.04)
        metres = float(target.distance_m) if target and target.distance_m else None
        seconds: float | None = None
        if metres is not None:
            seconds = metres / 1000 * pace if pace else None
        elif target and target.seconds:
            seconds = float(target.seconds)
            metres = round(seconds / pace * 1000, -1) if pace and seconds >= 600 else None
        count = move.sets or 1
        once = DoneSet(seconds=round(seconds) if seconds else None, metres=metres)
        minutes = (
            max(1, round(count * seconds / 60)) if seconds and move.type is ExerciseType.CARDIO else None
        )
        rating = self._rating(4 if move.name in ("Intervals", "Heavy bag", "Sled push") else 3)
        return DoneExercise(
            (once,) * count, rating, minutes, "easy" if rating <= 2 else "hard" if rating == 5 else ""
        )

    def _rating(self, about: int) -> int:
        return max(1, min(5, about + self._rng.choice((-1, 0, 0, 0, 0, 1))))

    def _rir(self, rating: int, left: int) -> int | None:
        return min(5, max(0, 5 - rating) + left // 3) if self._habits.notes_rir else None
