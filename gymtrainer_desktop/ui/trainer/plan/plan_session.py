"""One plan being written for one client: for whom, on top of what, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from gymtrainer_desktop.domain.assignments import AssignmentStatus
from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.clients import ClientOverview
from gymtrainer_desktop.domain.drafts import SavedDraft
from gymtrainer_desktop.domain.plans import Plan, PlanDraft, PlanStatus, WeekOfPlan, as_planned
from gymtrainer_desktop.ui.trainer.plan.draft_content import PlanDraftState
from gymtrainer_desktop.ui.trainer.plan.plan_document import PlanContent, PlanDocument, PlanTarget, content_of
from gymtrainer_desktop.ui.trainer.plan.week_figures import Targets


@dataclass(frozen=True, slots=True)
class LoadedPlan:
    """What the editor begins from.

    Attributes:
        plan: What the client follows now.
        maxima: The client's best estimated maxima in kilograms, by the library's key of the exercise's name.
        draft: What was begun here before and not published.
        logged: Exercises of the plan that were logged this week.
    """

    client: ClientOverview
    plan: Plan | None
    today: date
    maxima: dict[str, Decimal]
    draft: SavedDraft | None = None
    logged: frozenset[UUID] = frozenset()


def logged_of(week: WeekOfPlan) -> frozenset[UUID]:
    """Return the exercises that were logged in a week of a plan."""
    return frozenset(one.planned.id for day in week.days for one in day.exercises if one.logged)


class PlanSession:
    """What the parts of the editor share.

    Attributes:
        document: The content and how to undo its changes.
        is_new: A plan is written that replaces the running one.
        is_loaded: The editor holds something.
        is_publishing: It is on its way; nothing may change under it.
        published: What the client follows now, as last heard.
        logged: Exercises that were logged this week.
        ended: Why nothing can be published for the client any more, in a sentence; empty while it can.
    """

    def __init__(self, document: PlanDocument) -> None:
        self.document = document
        self.member_id: UUID | None = None
        self.name = ""
        self.is_new = False
        self.is_loaded = False
        self.is_publishing = False
        self.client: ClientOverview | None = None
        self.published: Plan | None = None
        self.today = date.min
        self.maxima: dict[str, Decimal] = {}
        self.ended = ""
        self.logged: frozenset[UUID] = frozenset()
        self.target = PlanTarget()

    @property
    def assignment_id(self) -> UUID:
        """Under which the client trains."""
        assert self.client is not None
        return self.client.client.assignment_id

    @property
    def replaced(self) -> Plan | None:
        """The plan that a new one takes the place of."""
        return self.published if self.is_new else None

    @property
    def adjusted(self) -> Plan | None:
        """The running plan that is changed; None while a new one is written."""
        return None if self.is_new else self.published

    @property
    def is_active(self) -> bool:
        """Whether the client trains with the trainer now, not paused."""
        return self.client is not None and self.client.client.status is AssignmentStatus.ACTIVE

    def hear(self, loaded: LoadedPlan) -> None:
        """Take what was loaded about the client and the day."""
        self.client, self.today, self.maxima = loaded.client, loaded.today, loaded.maxima
        self.name = loaded.client.client.name
        self.logged = loaded.logged

    def begin(self, plan: Plan | None) -> None:
        """Fill the document with what is published, or with an empty plan."""
        self.is_loaded = True
        self.target = PlanTarget()
        self.published = plan
        if plan is None or self.is_new:
            self.is_new = True
            self.document.load(PlanContent(self.today))
        else:
            self.target.take(plan)
            self.document.load(content_of(plan))

    def took(self, plan: Plan) -> None:
        """What was written is published: go on from there."""
        self.is_new = False
        self.published = plan
        self.target = PlanTarget()
        self.target.take(plan)
        self.document.load(content_of(plan))

    def rebase(self, plan: Plan | None) -> None:
        """Publish on top of another version from now on, or as a new plan; what is written stays."""
        self.published = plan
        if plan is None:
            self.target.begin_anew()
            self.is_new = True
            self.document.set_base(PlanContent(self.today))
        else:
            self.target.take(plan)
            self.document.set_base(content_of(plan))

    def resume(self, state: PlanDraftState, words: str) -> bool:
        """Go on with a draft, as a change that can be undone.

        Returns:
            Whether the plan was published by somebody else since the draft was begun.
        """
        plan = self.published
        is_current = plan is not None and (plan.id, plan.version) == (state.plan_id, state.version)
        self.is_new = state.version is None
        if not is_current:
            self.target.resume(state.plan_id, state.version, state.known)
            base = PlanContent(self.today) if self.is_new or plan is None else content_of(plan)
            self.document.load(base)
        else:
            assert plan is not None
            self.target = PlanTarget()
            self.target.take(plan)
            self.document.load(content_of(plan))
        self.document.apply(state.content, words)
        return state.version is not None and not is_current

    def state(self, line: str, line_day: Weekday) -> PlanDraftState:
        """Return what has to be kept so that one can go on writing."""
        target = self.target
        return PlanDraftState(
            self.document.content, target.plan_id, target.version, target.known, line, line_day
        )

    def draft(self) -> PlanDraft:
        """Return what is sent."""
        return self.target.draft(self.document, self.assignment_id)

    def as_plan(self, targets: Targets, author: str) -> Plan:
        """Return what is written as a plan, published or not, for putting it on paper.

        Args:
            targets: What every week asks of every exercise.
            author: Who writes it.
        """
        content = self.document.content
        last = content.starts_on + timedelta(weeks=content.duration_weeks) - timedelta(days=1)
        return Plan(
            self.target.plan_id,
            self.assignment_id,
            content.title,
            content.goals,
            content.description,
            content.duration_weeks,
            content.starts_on,
            last,
            PlanStatus.ACTIVE,
            author,
            self.target.version or 0,
            as_planned(content.exercises, targets),
            content.deload,
        )
