"""One template being written: a plan without a client, whose weeks have no dates."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from gymtrainer_desktop.domain.plans import Plan, PlanStatus, as_planned
from gymtrainer_desktop.domain.templates import Template, TemplateDraft
from gymtrainer_desktop.services.keys import new_id
from gymtrainer_desktop.ui.trainer.plan.plan_document import PlanDocument
from gymtrainer_desktop.ui.trainer.plan.plan_session import PlanSession
from gymtrainer_desktop.ui.trainer.plan.plan_sources import template_of

_SOME_DAY = date(2001, 1, 1)
"""Weeks are counted from here; nobody sees it."""


class TemplateSession(PlanSession):
    """What the parts of the editor share while a template is written.

    Attributes:
        template_id: Under which drafts are kept.
        template: As it was read last.
        starts_on: The first day of the week that weeks are counted from.
    """

    def __init__(self, document: PlanDocument) -> None:
        super().__init__(document)
        self.template_id: UUID | None = None
        self.template: Template | None = None
        self.starts_on = _SOME_DAY
        # No week of a template is this week, and none is over.
        self.today = _SOME_DAY - timedelta(weeks=1)

    @property
    def assignment_id(self) -> UUID:
        """What drafts belong to: the template."""
        assert self.template_id is not None
        return self.template_id

    @property
    def is_active(self) -> bool:
        """Nobody pauses a template."""
        return True

    def hear_template(self, template: Template, first_weekday: int) -> Plan:
        """Take what was read; returns it as a plan.

        Args:
            template: As it is saved now.
            first_weekday: 1 to 7, the first day of the gym's week.
        """
        self.template = template
        # 1 January 2001 is a Monday.
        self.starts_on = _SOME_DAY + timedelta(days=first_weekday - 1)
        self.today = self.starts_on - timedelta(weeks=1)
        return self.plan_of(template)

    def plan_of(self, template: Template) -> Plan:
        """Return a template as a plan that begins some day."""
        draft = template.draft
        return Plan(
            draft.id,
            draft.id,
            draft.title,
            draft.goals,
            draft.description,
            draft.duration_weeks,
            self.starts_on,
            self.starts_on + timedelta(weeks=draft.duration_weeks, days=-1),
            PlanStatus.ACTIVE,
            template.row.owner_name,
            template.row.version,
            as_planned(draft.exercises),
            draft.deload,
        )

    def template_draft(self) -> TemplateDraft:
        """Return what is sent; without a version, after it was deleted, as a new template."""
        content = self.document.content
        for_gym = self.template.row.for_gym if self.template is not None else False
        return template_of(content, self.target.plan_id, content.title, for_gym, new_id, self.target.version)
