"""Where a plan can be taken from, and what becomes of the plan that takes it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.progression import MAX_WEEKS
from gymtrainer_desktop.domain.templates import Template, TemplateDraft
from gymtrainer_desktop.ui.trainer.plan.plan_document import PlanContent


@dataclass(frozen=True, slots=True)
class PlanSource:
    """What somebody chose to take.

    Attributes:
        title: What it is called there.
        content: All of it.
        days: Weekdays to take; None takes the whole plan, its weeks and its goals too.
    """

    title: str
    content: PlanContent
    days: frozenset[Weekday] | None = None


def content_of_template(template: Template, starts_on: date) -> PlanContent:
    """Return a template as the content of a plan that begins on a day."""
    draft = template.draft
    return PlanContent(
        starts_on,
        draft.title,
        draft.goals,
        draft.description,
        draft.duration_weeks,
        draft.exercises,
        draft.deload,
    )


def template_of(
    content: PlanContent, id: UUID, title: str, for_gym: bool, key: Callable[[], UUID], version: int | None
) -> TemplateDraft:
    """Return the content as a template; its exercises get keys of their own."""
    return TemplateDraft(
        id,
        title,
        content.goals,
        content.description,
        content.duration_weeks,
        tuple(dataclasses.replace(one, id=key(), from_week=1) for one in content.exercises),
        content.deload,
        for_gym,
        version,
    )


def taken(
    content: PlanContent, source: PlanSource, key: Callable[[], UUID], from_week: int = 1
) -> PlanContent:
    """Return the content with what was chosen in place of what it had there.

    A whole plan brings its weeks and deload weeks, and its words where none are written yet; the start stays.
    Some days bring their exercises only, in place of those of the same days.

    Args:
        content: What is written.
        source: What was chosen.
        key: Makes the key of a copied exercise.
        from_week: Week of the plan in which what is copied begins.
    """
    from_there = source.content
    if source.days is None:
        return dataclasses.replace(
            from_there,
            starts_on=content.starts_on,
            title=content.title or from_there.title,
            goals=content.goals or from_there.goals,
            description=content.description or from_there.description,
            duration_weeks=min(from_there.duration_weeks, MAX_WEEKS),
            exercises=tuple(
                dataclasses.replace(one, id=key(), from_week=from_week) for one in from_there.exercises
            ),
        )
    stays = tuple(one for one in content.exercises if one.day not in source.days)
    comes = tuple(
        dataclasses.replace(one, id=key(), from_week=from_week)
        for one in from_there.exercises
        if one.day in source.days
    )
    return dataclasses.replace(content, exercises=(*stays, *comes))


def lost(content: PlanContent, source: PlanSource) -> int:
    """Return how many exercises would go."""
    days = frozenset(Weekday) if source.days is None else source.days
    return sum(one.day in days for one in content.exercises)
