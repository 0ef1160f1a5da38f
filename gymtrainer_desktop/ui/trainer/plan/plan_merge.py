"""Two versions of a plan: in which parts they differ, and one plan out of both."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection
from uuid import UUID

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.plans import DraftExercise
from gymtrainer_desktop.ui.trainer.plan.plan_document import PlanContent


def prescribes(exercises: Collection[DraftExercise]) -> tuple[DraftExercise, ...]:
    """Return exercises without what only the database needs, to compare what they prescribe."""
    return tuple(dataclasses.replace(one, id=UUID(int=0)) for one in exercises)


def facts_differ(theirs: PlanContent, mine: PlanContent) -> bool:
    """Whether title, goals, weeks, start or deload weeks differ."""
    return dataclasses.replace(theirs, exercises=()) != dataclasses.replace(mine, exercises=())


def days_that_differ(theirs: PlanContent, mine: PlanContent) -> frozenset[Weekday]:
    """Return the days on which the versions prescribe something else."""
    return frozenset(day for day in Weekday if prescribes(theirs.of_day(day)) != prescribes(mine.of_day(day)))


def merged(
    theirs: PlanContent,
    mine: PlanContent,
    days_of_theirs: Collection[Weekday],
    facts_of_theirs: bool,
    key: Callable[[], UUID],
) -> PlanContent:
    """Return one plan with some days of either version.

    An exercise that one version moved to another day may come from both: the second gets a key of its own.

    Args:
        theirs: What is published.
        mine: What was written.
        days_of_theirs: The days taken from what is published; all others are taken from what was written.
        facts_of_theirs: Whether title, goals, weeks, start and deload weeks are taken from what is published.
        key: Makes a key.
    """
    chosen: list[DraftExercise] = []
    seen: set[UUID] = set()
    for day in Weekday:
        for one in (theirs if day in days_of_theirs else mine).of_day(day):
            fresh = dataclasses.replace(one, id=key()) if one.id in seen else one
            seen.add(fresh.id)
            chosen.append(fresh)
    return dataclasses.replace(theirs if facts_of_theirs else mine, exercises=tuple(chosen))
