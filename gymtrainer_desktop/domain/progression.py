"""What a plan asks for from week to week."""

from __future__ import annotations

from dataclasses import dataclass

from gymtrainer_desktop.domain.errors import UserError

MAX_WEEKS = 104
MAX_DELOADS = 52


@dataclass(frozen=True, slots=True)
class WeekTarget:
    """What an exercise asks for in one week, as it is shown and stored.

    Attributes:
        sets: 1 to 50, or None where sets make no sense.
        reps: As written: "8-12", "10", "AMRAP", "45 s", "2 km"; empty for none.
        weight: As written: "62.5 kg", "80%", "bodyweight"; empty for none.
    """

    sets: int | None
    reps: str
    weight: str


@dataclass(frozen=True, slots=True)
class Deload:
    """Weeks in which a plan asks for less.

    Attributes:
        weeks: Numbers of the weeks, from 1, in order.
        sets_percent: What is left of the sets, 10 to 100; at least one set is.
        weight_percent: What is left of the weight, 10 to 100.
    """

    weeks: tuple[int, ...] = ()
    sets_percent: int = 50
    weight_percent: int = 90

    def checked(self, duration_weeks: int) -> Deload:
        """Return it with the weeks in order and within the plan.

        Raises:
            UserError: A number is out of range; `field` is "deload".
        """
        weeks = tuple(sorted({week for week in self.weeks if week <= duration_weeks}))
        if any(week < 1 for week in weeks):
            raise UserError("Weeks count from 1.", field="deload")
        if len(weeks) > MAX_DELOADS:
            raise UserError(f"A plan can have at most {MAX_DELOADS} deload weeks.", field="deload")
        for percent in (self.sets_percent, self.weight_percent):
            if not 10 <= percent <= 100:
                raise UserError("A deload week keeps between 10 and 100 percent.", field="deload")
        return Deload(weeks, self.sets_percent, self.weight_percent)


NO_DELOAD = Deload()
"""Every week asks for all of it."""
