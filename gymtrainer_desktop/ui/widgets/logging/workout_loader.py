"""What the page where a workout is logged needs from the database."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from gymtrainer_desktop.domain.calendar import week_dates
from gymtrainer_desktop.domain.drafts import SavedDraft
from gymtrainer_desktop.domain.exercises import Equipment
from gymtrainer_desktop.domain.people import MyTrainer
from gymtrainer_desktop.domain.plans import DayOfWeek, WeekOfPlan
from gymtrainer_desktop.domain.progress import ExerciseSummary, PersonalRecord
from gymtrainer_desktop.domain.workouts import WorkoutLog
from gymtrainer_desktop.ui.widgets.gym_week import day_of
from gymtrainer_desktop.ui.widgets.logging.workout_draft import load_workout_draft
from gymtrainer_desktop.ui.widgets.workout_words import gym_day

_WEEK_LOGS = 500
_ALL_RECORDS = 1000


@dataclass(frozen=True, slots=True)
class LoadedWorkout:
    """The workout of a day as the database knows it.

    Attributes:
        today: The gym's day.
        day: The day asked for.
        logs: Of the week that the day lies in.
        known: Exercises the member has logged before.
        trainer: The member's now; None where nobody asked.
        last: By name in lower case: the last time, None for the first.
        draft: What was kept of the member's workouts on this computer; None for nothing, or where it was not
            asked for.
        equipment: By name: what an exercise is done with, where the library knows and was asked.
        queued: Keys of the entries that were in the queue of this computer just before; None where nobody
            asked or can tell.
    """

    today: date
    day: date
    week: WeekOfPlan | None
    logs: tuple[WorkoutLog, ...]
    records: tuple[PersonalRecord, ...]
    known: tuple[ExerciseSummary, ...]
    trainer: MyTrainer | None
    last: dict[str, WorkoutLog | None]
    draft: SavedDraft | None = None
    equipment: Mapping[str, Equipment] = field(default_factory=dict)
    queued: frozenset[UUID] | None = None

    @property
    def planned(self) -> DayOfWeek | None:
        """The day of the plan, None without a plan."""
        return day_of(self.week, self.day) if self.week is not None else None

    def own_work(self, time_zone: str) -> tuple[WorkoutLog, ...]:
        """Return the logs of that day that no plan asked for; `time_zone` is the gym's (IANA name)."""
        return tuple(
            log
            for log in self.logs
            if log.exercise_id is None
            and log.source == "app"
            and gym_day(log.completed_at, time_zone) == self.day
        )


def load_workout(
    services: Any,
    member_id: UUID,
    day: date | None,
    first_weekday: int,
    known_last: Set[str],
    *,
    with_trainer: bool = True,
    with_draft: bool = False,
    with_equipment: bool = False,
    with_queue: bool = False,
) -> LoadedWorkout:
    """Load a workout; runs in a worker.

    Args:
        services: The use cases.
        member_id: Whose workout.
        day: Its day; today when None.
        first_weekday: ISO number of the gym's first weekday.
        known_last: Names in lower case whose last time need not be loaded again.
        with_trainer: The member asks, and wants to know who trains them.
        with_draft: Ask what was kept on this computer as well.
        with_equipment: Ask the library what the exercises are done with.
        with_queue: Ask which entries wait on this computer.
    """
    # Before the logs: what leaves the queue meanwhile is among them, or is still taken for waiting.
    queued = services.recording.kept(member_id) if with_queue else None
    today = services.gym.today()
    day = day or today
    week = services.plans.week(member_id, day)
    dates = week_dates(day, first_weekday)
    planned = day_of(week, day) if week is not None else None
    called = [one.planned.name for one in planned.exercises] if planned is not None else []
    names = {name.casefold() for name in called}
    in_library = services.exercises.by_names(called) if with_equipment and called else {}
    loaded = LoadedWorkout(
        today,
        day,
        week,
        services.workouts.logs(member_id, since=dates[0], until=dates[6], limit=_WEEK_LOGS),
        services.progress.records(member_id, _ALL_RECORDS),
        services.progress.exercises(member_id),
        services.people.my_trainer() if with_trainer else None,
        {name: services.workouts.last_sets(member_id, name) for name in sorted(names - known_last)},
        load_workout_draft(services.drafts, member_id) if with_draft else None,
        {name: one.equipment for name, one in in_library.items()},
        queued,
    )
    # And after them: what came into it meanwhile is not taken for refused.
    since = services.recording.kept(member_id) if queued is not None else None
    return loaded if queued is None or since is None else replace(loaded, queued=queued | since)
