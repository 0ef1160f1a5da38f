"""Templates: programmes to start a plan from, a trainer's own or the gym's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.plans import TEXT_LIMIT, TITLE_LIMIT, DraftExercise, PlanDraft
from gymtrainer_desktop.domain.progression import NO_DELOAD, Deload


@dataclass(frozen=True, slots=True)
class TemplateDraft:
    """A whole template as it is written; the order of the exercises is their order in the day.

    Attributes:
        id: Key made by the client for a new one, or the id of the one being changed.
        for_gym: Whether all trainers of the gym see it; only admins write such.
        version: The version that was read; None for a new one.
    """

    id: UUID
    title: str
    goals: str
    description: str
    duration_weeks: int
    exercises: tuple[DraftExercise, ...]
    deload: Deload = NO_DELOAD
    for_gym: bool = False
    version: int | None = None

    def checked(self) -> TemplateDraft:
        """Return the template with spaces trimmed.

        Raises:
            UserError: A value breaks a rule, or there is no exercise; `field` names it.
        """
        title = " ".join(self.title.split())
        if not title:
            raise UserError("A template needs a title.", field="title")
        if len(title) > TITLE_LIMIT:
            raise UserError(f"A title can have at most {TITLE_LIMIT} characters.", field="title")
        for field, text in (("goals", self.goals), ("description", self.description)):
            if len(text) > TEXT_LIMIT:
                raise UserError(f"At most {TEXT_LIMIT} characters.", field=field)
        if not 1 <= self.duration_weeks <= 104:
            raise UserError("A plan lasts between 1 and 104 weeks.", field="duration_weeks")
        if not self.exercises:
            raise UserError("Add at least one exercise before you save.", field="exercises")
        return replace(
            self,
            title=title,
            goals=self.goals.strip(),
            description=self.description.strip(),
            exercises=tuple(e.checked() for e in self.exercises),
            deload=self.deload.checked(self.duration_weeks),
        )

    def plan(
        self, plan_id: UUID, assignment_id: UUID, starts_on: date, new_id: Callable[[], UUID]
    ) -> PlanDraft:
        """Return a new plan with this content; every exercise gets a key of its own from `new_id`."""
        return PlanDraft(
            plan_id,
            assignment_id,
            self.title,
            self.goals,
            self.description,
            self.duration_weeks,
            starts_on,
            tuple(replace(e, id=new_id()) for e in self.exercises),
            None,
            self.deload,
        )


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A template as a list shows it.

    Attributes:
        owner_name: Whose it is; empty for the gym's.
        training_days: Weekdays with at least one exercise.
        may_change: Whether the signed-in person may change, archive or delete it.
    """

    id: UUID
    title: str
    goals: str
    description: str
    duration_weeks: int
    owner_name: str
    for_gym: bool
    training_days: int
    exercises: int
    archived: bool
    may_change: bool
    updated_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class Template:
    """A template with its content."""

    row: TemplateRow
    draft: TemplateDraft
