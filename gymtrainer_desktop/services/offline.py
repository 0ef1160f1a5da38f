"""What a member's pages at the kiosk ask for, from what was kept of an earlier visit: the server is away."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NoReturn
from uuid import UUID
from zoneinfo import ZoneInfo

from gymtrainer_desktop.database.drafts import DraftStore
from gymtrainer_desktop.database.engine import NOBODY
from gymtrainer_desktop.domain.errors import Unavailable
from gymtrainer_desktop.domain.gym import GymSettings
from gymtrainer_desktop.domain.measures import day_state
from gymtrainer_desktop.domain.people import SignedIn
from gymtrainer_desktop.domain.plans import DayOfWeek, WeekOfPlan
from gymtrainer_desktop.domain.progress import ExerciseSummary, PersonalRecord
from gymtrainer_desktop.domain.workouts import WorkoutLog
from gymtrainer_desktop.services.drafts import DraftsService
from gymtrainer_desktop.services.gym_services import GymServices
from gymtrainer_desktop.services.outbox import OutboxService
from gymtrainer_desktop.services.recording import RecordingService

AWAY = "The gym's server cannot be reached now."
_RECORDS = 1000
_LOGS = 500
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What is kept of a member's plan, for some days.

    Attributes:
        since: First day that it says something of; the day it was taken.
        until: Last day.
        weeks: Of the plan, with the weeks of these days; empty without a plan.
        logs: Of the last days before it was taken.
        last: The last time of each exercise of those weeks, by its name in lower case.
    """

    person: SignedIn
    gym: GymSettings
    since: date
    until: date
    weeks: tuple[WeekOfPlan, ...]
    logs: tuple[WorkoutLog, ...]
    records: tuple[PersonalRecord, ...]
    known: tuple[ExerciseSummary, ...]
    last: dict[str, WorkoutLog | None]

    def covers(self, day: date) -> bool:
        """Whether it says something of a day."""
        return self.since <= day <= self.until


def take_snapshot(services: GymServices, gym: GymSettings) -> Snapshot:
    """Return what a signed-in member may see of their plan, today and for as long as the gym keeps it.

    Raises:
        UserError: The session has ended.
        Unavailable: The server is away.
    """
    me = services.person.person_id
    since = services.gym.today()
    until = since + timedelta(days=gym.kiosk_offline_days)
    weeks: list[WeekOfPlan] = []
    day = since
    while day <= until:
        week = services.plans.week(me, day)
        if week is None:
            break
        weeks.append(week)
        day = week.days[-1].date + timedelta(days=1)
    names = {one.planned.name for week in weeks for each in week.days for one in each.exercises}
    return Snapshot(
        services.person,
        gym,
        since,
        until,
        tuple(weeks),
        services.workouts.logs(me, since=since - _WEEK, limit=_LOGS),
        services.progress.records(me, _RECORDS),
        services.progress.exercises(me),
        {name.casefold(): services.workouts.last_sets(me, name) for name in sorted(names)},
    )


class OfflineServices:
    """In the place of `GymServices` for one visit: shows what was kept, and records into the queue.

    What is recorded waits for the member's next sign-in here: there is no session now that could send it.

    Args:
        snapshot: What was kept.
        drafts: Of this workstation.
        outbox: Of this workstation.
    """

    def __init__(self, snapshot: Snapshot, drafts: DraftStore, outbox: OutboxService) -> None:
        self.identity = NOBODY
        self.person = snapshot.person
        self.gym = OfflineGym(snapshot, outbox)
        self.plans = OfflinePlans(snapshot, self.gym)
        self.workouts = OfflineWorkouts(snapshot)
        self.progress = OfflineProgress(snapshot)
        self.exercises = OfflineExercises(snapshot)
        self.drafts = DraftsService(drafts, snapshot.person, outbox.clock)
        self.outbox = outbox
        self.recording = RecordingService(NOBODY, snapshot.person, self.workouts, outbox)


class OfflineGym:
    """The gym as it was."""

    def __init__(self, snapshot: Snapshot, outbox: OutboxService) -> None:
        self._kept = snapshot
        self._clock = outbox.clock

    def settings(self) -> GymSettings:
        """Return the settings of then."""
        return self._kept.gym

    def today(self) -> date:
        """Return the gym's day, by the server's clock as far as it is known."""
        return self._clock.now().astimezone(ZoneInfo(self._kept.gym.time_zone)).date()


class OfflinePlans:
    """The plan as it was; what a day is, past or to come, is as of now."""

    def __init__(self, snapshot: Snapshot, gym: OfflineGym) -> None:
        self._kept = snapshot
        self._gym = gym

    def week(self, _member_id: UUID, on: date) -> WeekOfPlan | None:
        """Return the week of a day.

        Raises:
            Unavailable: Nothing of that day was kept.
        """
        today = self._gym.today()
        for week in self._kept.weeks:
            if any(each.date == on for each in week.days):
                return replace(week, today=today, days=tuple(_as_of(each, today) for each in week.days))
        if not self._kept.weeks and self._kept.covers(on):
            return None
        raise Unavailable(AWAY)


class OfflineWorkouts:
    """Logs as they were; nothing can be sent."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._kept = snapshot

    def logs(
        self,
        _member_id: UUID,
        *,
        since: date | None = None,
        until: date | None = None,
        exercise_name: str | None = None,
        limit: int = 200,
    ) -> tuple[WorkoutLog, ...]:
        """Return the logs that were kept, as `WorkoutsService.logs` does."""
        zone = ZoneInfo(self._kept.gym.time_zone)

        def fits(log: WorkoutLog) -> bool:
            on = log.completed_at.astimezone(zone).date()
            is_named = exercise_name is None or log.exercise_name.casefold() == exercise_name.casefold()
            return is_named and (since is None or on >= since) and (until is None or on <= until)

        return tuple(log for log in self._kept.logs if fits(log))[:limit]

    def last_sets(self, _member_id: UUID, exercise_name: str) -> WorkoutLog | None:
        """Return the last time of an exercise, None where it was not kept."""
        return self._kept.last.get(exercise_name.casefold())

    def log(self, _new: object) -> NoReturn:
        """Say that the server is away.

        Raises:
            Unavailable: Always.
        """
        raise Unavailable(AWAY)

    def skip(self, _skip: object) -> NoReturn:
        """Say that the server is away.

        Raises:
            Unavailable: Always.
        """
        raise Unavailable(AWAY)


class OfflineProgress:
    """Records as they were."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._kept = snapshot

    def records(self, _member_id: UUID, limit: int = _RECORDS) -> tuple[PersonalRecord, ...]:
        """Return the records that were kept."""
        return self._kept.records[:limit]

    def exercises(self, _member_id: UUID) -> tuple[ExerciseSummary, ...]:
        """Return the exercises the member had logged."""
        return self._kept.known


class OfflineExercises:
    """Names that the member knows; the library is on the server."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._kept = snapshot

    def search(self, text: str, limit: int = 20) -> tuple[ExerciseSummary, ...]:
        """Return what the member has logged before and that contains a text."""
        found = [one for one in self._kept.known if text.casefold() in one.name.casefold()]
        return tuple(found[:limit])

    def substitutes(self, _name: str) -> tuple[ExerciseSummary, ...]:
        """Return nothing: only the library knows."""
        return ()


def _as_of(day: DayOfWeek, today: date) -> DayOfWeek:
    logged = sum(one.logged for one in day.exercises)
    return replace(day, state=day_state(len(day.exercises), logged, day.date, today))
