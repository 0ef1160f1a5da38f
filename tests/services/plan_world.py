"""A trainer, a client and a programme that began some weeks ago, on the real database."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import text

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.plans import DraftExercise, Plan, PlanDraft
from gymtrainer_desktop.domain.progression import NO_DELOAD, Deload, format_target
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.domain.workouts import LoggedSet, NewLog, WorkoutLog
from gymtrainer_desktop.services.gym_services import GymServices
from tests.factories import Gym, Person

ZONE = ZoneInfo("Europe/Berlin")


def exercise(
    name: str, day: Weekday, weight: str = "60 kg", progression: str = "", **changed: object
) -> DraftExercise:
    """4 × 8 of something."""
    one = DraftExercise(uuid4(), day, name, 4, "8", weight, 90, progression=progression)
    return replace(one, **changed)  # type: ignore[arg-type]


@dataclass
class Programme:
    """Somebody's plan, written by their trainer and followed by them."""

    gym: Gym
    trainer: Person
    member: Person
    assignment: UUID
    coach: GymServices
    own: GymServices

    @property
    def today(self) -> date:
        return self.gym.today

    @property
    def monday(self) -> date:
        return self.today - timedelta(days=self.today.weekday())

    @property
    def day(self) -> Weekday:
        """Today's weekday, so that there is something to do today."""
        return Weekday.of(self.today)

    def draft(
        self,
        *exercises: DraftExercise,
        weeks: int = 8,
        weeks_ago: int = 0,
        deload: Deload = NO_DELOAD,
    ) -> PlanDraft:
        starts_on = self.monday - timedelta(weeks=weeks_ago)
        return PlanDraft(
            uuid4(), self.assignment, "Strength", "", "", weeks, starts_on, exercises, None, deload
        )

    def begun(self, draft: PlanDraft) -> Plan:
        """Publish a draft as if that had been done on its first day."""
        plan = self.coach.plans.publish(draft)
        self.gym.owner.execute(
            text("UPDATE public.workout_exercises SET valid_from = :start WHERE plan_id = :plan"),
            {"start": draft.starts_on, "plan": plan.id},
        )
        return plan

    def log(self, exercise_id: UUID, name: str, weeks_ago: int = 0, weight: str = "60") -> WorkoutLog:
        """Let the member log an exercise, on today's weekday some weeks ago."""
        at = None
        if weeks_ago:
            at = datetime.combine(self.today - timedelta(weeks=weeks_ago), time(12), ZONE)
        done = (LoggedSet(1, reps=8, weight=Decimal(weight), unit=Unit.KG),)
        return self.own.workouts.log(NewLog(uuid4(), self.member.id, exercise_id, name, done, at))

    def targets(self) -> list[str | None]:
        """What the member's logs say was asked for, oldest first; trainer and member read the same."""
        mine = [log.target for log in reversed(self.own.workouts.logs(self.member.id))]
        assert mine == [log.target for log in reversed(self.coach.workouts.logs(self.member.id))]
        return mine


def programme(gym: Gym) -> Programme:
    trainer, member = gym.trainer("John"), gym.member("Sarah")
    start = gym.today - timedelta(weeks=30)
    assignment = gym.assignment(member, trainer, start=start)
    return Programme(gym, trainer, member, assignment, gym.services(trainer), gym.services(member, "member"))


def weeks_of(plan: Plan, name: str) -> list[str]:
    """What every week asks for, "4 × 8 · 60 kg"."""
    one = next(e for e in plan.exercises if e.name == name)
    return [format_target(one.target(n)) for n in range(1, plan.duration_weeks + 1)]


def weights_of(plan: Plan, name: str) -> list[str]:
    one = next(e for e in plan.exercises if e.name == name)
    return [one.target(n).weight for n in range(1, plan.duration_weeks + 1)]


def again(plan: Plan, draft: PlanDraft, *exercises: DraftExercise, **changed: object) -> PlanDraft:
    """The draft of an adjustment: of the plan as it stands."""
    wanted = replace(draft, exercises=exercises or draft.exercises, version=plan.version)
    return replace(wanted, **changed)  # type: ignore[arg-type]
