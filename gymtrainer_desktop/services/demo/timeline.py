"""When everybody trained with whom by which plan: assignments and plans laid out over the weeks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from gymtrainer_desktop.domain.progression import Deload
from gymtrainer_desktop.services.demo.cast import Client, Keys, Person, Stage, Trainer
from gymtrainer_desktop.services.demo.people import Course, Story, Today
from gymtrainer_desktop.services.demo.programmes import PROGRAMMES

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)


@dataclass(slots=True)
class PlanSpan:
    """A plan on the calendar.

    Attributes:
        shift: Days by which the programme's weekdays are moved.
        ended_on: First day on which it no longer held; None while it is active.
        until: Last day on which workouts can have been logged by it.
    """

    id: str
    programme: str
    starts_on: date
    weeks: int
    status: str
    shift: int
    ended_on: date | None
    until: date
    created_at: datetime

    @property
    def title(self) -> str:
        """The programme's name."""
        return PROGRAMMES[self.programme].title

    @property
    def deload(self) -> Deload:
        """Its light weeks."""
        return Deload(tuple(week for week in PROGRAMMES[self.programme].deload if week <= self.weeks))

    @property
    def goals(self) -> str:
        """What it is for."""
        return PROGRAMMES[self.programme].goals

    @property
    def description(self) -> str:
        """How it goes about it."""
        return PROGRAMMES[self.programme].description


@dataclass(slots=True)
class Engagement:
    """An assignment with its plans, oldest first."""

    id: str
    member: Person
    trainer: Trainer
    status: str
    start: date
    end: date | None
    paused_on: date | None
    assigned_at: datetime
    notes: str | None
    plans: list[PlanSpan] = field(default_factory=list)


_WISHES = (
    "Prefers weekday mornings before 9:00.",
    "Works shifts; please agree times by message.",
    "Comes with a letter from the physiotherapist.",
    "Asked for somebody patient.",
    "Trained elsewhere for two years.",
)


def engagements_of(stage: Stage, client: Client) -> list[Engagement]:
    """Return a client's assignments, oldest first."""
    made = _Timeline(stage, client, stage.chance("timeline", client.person.name)).engagements()
    for engagement in made:
        for plan in engagement.plans:
            # Nobody writes a plan for somebody who is not their client yet.
            plan.created_at = min(
                stage.now, max(plan.created_at, engagement.assigned_at + timedelta(hours=1))
            )
    return made


class _Timeline:
    def __init__(self, stage: Stage, client: Client, rng: Random) -> None:
        self.stage, self.client, self.rng = stage, client, rng
        self.story = client.story
        self.keys = Keys(stage.chance("keys of", client.person.name))

    def engagements(self) -> list[Engagement]:
        match self.story.course:
            case Course.NO_PLAN:
                return self._without_plan()
            case Course.COMPLETED:
                return [self._completed()]
            case _:
                return self._current()

    def _current(self) -> list[Engagement]:
        stage, story = self.stage, self.story
        paused_on = None
        if story.course is Course.PAUSED:
            paused_on = stage.today - _DAY * self.rng.randint(8, 27)
        start, weeks = self._present_plan(paused_on)
        shift = rotation(story, stage.today, self.rng)
        present = self._plan(story.programme, start, weeks, "active", shift, None)
        if paused_on is not None:
            present.until = min(present.until, paused_on - _DAY)
        first = self._first_day(start)
        former = self._former_plans(first, start)
        mine = self._engagement(self.client.trainer, "active", first, None)
        if paused_on is not None:
            mine.status, mine.paused_on = "paused", paused_on
        if self.client.former_trainer is not None and former:
            before = self._engagement(self.client.former_trainer, "completed", first, former[0].until)
            before.plans = [former.pop(0)]
            mine = self._engagement(self.client.trainer, "active", before.plans[0].until + _DAY, None)
            mine.plans = [*former, present]
            return [before, mine]
        mine.plans = [*former, present]
        return [mine]

    def _present_plan(self, paused_on: date | None) -> tuple[date, int]:
        """Return the first day of the present plan and its length in weeks."""
        stage, story = self.stage, self.story
        if story.ends_in is not None:
            after = stage.today + _DAY * (story.ends_in + 1)
            weeks = max(2, min(PROGRAMMES[story.programme].weeks, (after - stage.first_monday).days // 7))
            return after - _WEEK * weeks, weeks
        elapsed = min(story.elapsed, stage.weeks - 1)
        # Whoever is quiet or paused had time to train before, however short the history is.
        if story.last_ago is not None and story.last_ago >= 7:
            elapsed = max(elapsed, story.last_ago // 7 + 1)
        if paused_on is not None:
            elapsed = max(elapsed, (stage.today - paused_on).days // 7 + 2)
        return stage.monday - _WEEK * elapsed, elapsed + 1 + story.weeks_left

    def _first_day(self, start: date) -> date:
        """Return the day on which the training with anybody began: before the present plan for most."""
        gap = (start - self.stage.first_monday).days // 7
        if gap < 2:
            return start
        named = PROGRAMMES[self.story.programme].personal or self.client.former_trainer is not None
        back = gap if named or self.rng.random() < 0.5 else self.rng.randint(0, gap)
        return start - _WEEK * (back if back >= 2 else 0)

    def _former_plans(self, first: date, start: date) -> list[PlanSpan]:
        plans: list[PlanSpan] = []
        left = (start - first).days // 7
        while left > 0:
            weeks = left if left <= 7 else self.rng.choice((4, 5, 6))
            if 0 < left - weeks < 2:
                weeks = left
            begins = start - _WEEK * left
            programme = self._former_programme(plans)
            shift = rotation(None, self.stage.today, self.rng)
            plans.append(self._plan(programme, begins, weeks, "completed", shift, begins + _WEEK * weeks))
            left -= weeks
        return plans

    def _former_programme(self, plans: list[PlanSpan]) -> str:
        trainer = (
            self.client.former_trainer if not plans and self.client.former_trainer else self.client.trainer
        )
        used = {self.story.programme, *(p.programme for p in plans)}
        fresh = [p for p in trainer.profile.programmes if p not in used]
        return self.rng.choice(fresh or list(trainer.profile.programmes))

    def _without_plan(self) -> list[Engagement]:
        stage, story = self.stage, self.story
        if self.client.former_trainer is None or story.last_ago is None:
            return [
                self._engagement(
                    self.client.trainer, "active", stage.today - _DAY * (story.joined_ago or 2), None
                )
            ]
        last = stage.today - _DAY * story.last_ago
        first = min(stage.first_monday, stage.monday - _WEEK * 4)
        weeks = min(PROGRAMMES[story.programme].weeks, (last - first).days // 7)
        before = self._engagement(self.client.former_trainer, "completed", last - _WEEK * weeks, last + _DAY)
        shift = rotation(story, stage.today, self.rng)
        before.plans = [self._plan(story.programme, before.start, weeks + 2, "archived", shift, last + _DAY)]
        start = stage.today - _DAY * 4
        return [before, self._engagement(self.client.trainer, "active", start, None)]

    def _completed(self) -> Engagement:
        stage, story = self.stage, self.story
        end = stage.today - _DAY * self.rng.randint(7, 30)
        weeks = max(2, min(PROGRAMMES[story.programme].weeks, (end - stage.first_monday).days // 7))
        first = end + _DAY - _WEEK * weeks
        made = self._engagement(self.client.trainer, "completed", first, end)
        shift = rotation(None, stage.today, self.rng)
        made.plans = [self._plan(story.programme, first, weeks, "completed", shift, end + _DAY)]
        return made

    def _engagement(self, trainer: Trainer, status: str, start: date, end: date | None) -> Engagement:
        joined = self.client.person.joined_on
        assigned = max(joined, start - _DAY * self.rng.randint(1, 4))
        at = self.stage.at(min(assigned, start), self.rng.randint(10, 17), self.rng.randint(0, 59))
        notes = self.rng.choice(_WISHES) if self.rng.random() < 0.2 else None
        return Engagement(self.keys.at(at), self.client.person, trainer, status, start, end, None, at, notes)

    def _plan(
        self, programme: str, start: date, weeks: int, status: str, shift: int, ended_on: date | None
    ) -> PlanSpan:
        at = self.stage.at(start - _DAY, self.rng.randint(11, 19), self.rng.randint(0, 59))
        until = min(self.stage.today, start + _WEEK * weeks - _DAY)
        if ended_on is not None:
            until = min(until, ended_on - _DAY)
        return PlanSpan(self.keys.at(at), programme, start, weeks, status, shift, ended_on, until, at)


def rotation(story: Story | None, today: date, rng: Random) -> int:
    """Return by how many days a programme's weekdays move for somebody.

    Who has a story trains on the day of their last workout, and as seldom as possible between it and today.
    """
    if story is None or story.last_ago is None:
        return 0 if rng.random() < 0.5 else rng.randrange(7)
    last_ago, open_today = story.last_ago, story.today is Today.OPEN
    days = PROGRAMMES[story.programme].days

    def cost(shift: int) -> tuple[int, int]:
        on = [(today - _DAY * k).weekday() in {(d + shift) % 7 for d in days} for k in range(last_ago + 1)]
        wrong = 100 * (not on[last_ago]) + 10 * sum(on[1:last_ago])
        if last_ago:
            wrong += 5 * (on[0] is not open_today)
        return wrong, shift

    return min(range(7), key=cost)
