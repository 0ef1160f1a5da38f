"""Clients as their trainer sees them: the lines of "My clients", and who needs the trainer first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from uuid import UUID

from gymtrainer_desktop.domain.assignments import AssignmentStatus
from gymtrainer_desktop.domain.measures import QUIET_DAYS
from gymtrainer_desktop.domain.units import Unit

ENDS_SOON_DAYS = 7
"""A plan that ends within so many days needs a new one."""
LOW_COMPLIANCE = 0.5
"""Below this share of what was due in 30 days a client falls behind."""
COMPLIANCE_SPANS = (7, 30, 90)
"""The windows, in days, that compliance is shown over."""
USUAL_SPAN = 30


class ClientNeed(IntEnum):
    """Why a client needs the trainer, the most pressing first; a client counts under the first that holds."""

    MESSAGE = 0
    """Wrote something that is not read yet, paused or not."""
    NEW_LOGS = 1
    """Logged something since the trainer last looked."""
    QUIET = 2
    """Has an active plan and no log for 7 days."""
    PLAN_ENDS = 3
    """The plan is over, or ends within 7 days."""
    NO_PLAN = 4
    BEHIND = 5
    """Compliance over 30 days is below 50 %."""
    NOTHING = 6
    PAUSED = 7


@dataclass(frozen=True, slots=True)
class ClientRow:
    """A client in "My clients".

    Attributes:
        compliance: 0 to 1 over the last 30 days; None when nothing was due.
        runway_days: Days until the plan's last day (0 = ends today, negative = over); None without a plan.
        new_logs: Logs since the trainer last opened this client.
        unread_messages: Messages of the client that the trainer has not read.
        compliance_7: Over the last 7 days.
        compliance_90: Over the last 90 days.
        plan_starts_on: First day of the plan, None without one.
    """

    assignment_id: UUID
    member_id: UUID
    name: str
    status: AssignmentStatus
    since: date
    plan_title: str | None
    goals: str | None
    last_workout_on: date | None
    compliance: float | None
    runway_days: int | None
    new_logs: int
    unread_messages: int = 0
    compliance_7: float | None = None
    compliance_90: float | None = None
    plan_starts_on: date | None = None

    def compliance_over(self, days: int) -> float | None:
        """Return compliance over one of `COMPLIANCE_SPANS`; None when nothing was due."""
        return {7: self.compliance_7, 30: self.compliance, 90: self.compliance_90}[days]

    def silent_days(self, today: date) -> int:
        """Return for how many days of the plan nothing was logged; 0 without a plan."""
        if self.runway_days is None:
            return 0
        begun = self.plan_starts_on or self.since
        return max(0, (today - max(self.last_workout_on or begun, begun)).days)


@dataclass(frozen=True, slots=True)
class ClientList:
    """My clients (n/limit), whoever needs the trainer on top.

    Attributes:
        active: Active clients; paused ones hold no place.
        today: The gym's day that the lines are of.
    """

    active: int
    limit: int
    clients: tuple[ClientRow, ...]
    today: date


@dataclass(frozen=True, slots=True)
class WeekShare:
    """A week of the client: exercises due and logged, by the gym's calendar."""

    starts_on: date
    due: int
    logged: int

    @property
    def share(self) -> float | None:
        """0 to 1; None when nothing was due."""
        return self.logged / self.due if self.due else None


@dataclass(frozen=True, slots=True)
class ClientOverview:
    """The head of the client's page and its key figures.

    Attributes:
        exercises_due: In the last 30 days.
        exercises_logged: Of those.
        weeks: The last twelve weeks, oldest first, this one at the end.
    """

    client: ClientRow
    weight_unit: Unit
    exercises_due: int
    exercises_logged: int
    plan_week: int | None
    plan_weeks: int | None
    plan_ends_on: date | None
    weeks: tuple[WeekShare, ...] = ()


def need_of(row: ClientRow, today: date) -> ClientNeed:
    """Return why a client needs the trainer."""
    if row.unread_messages:
        return ClientNeed.MESSAGE
    if row.status is AssignmentStatus.PAUSED:
        return ClientNeed.PAUSED
    if row.new_logs:
        return ClientNeed.NEW_LOGS
    if row.silent_days(today) >= QUIET_DAYS:
        return ClientNeed.QUIET
    if row.runway_days is None:
        return ClientNeed.NO_PLAN
    if row.runway_days <= ENDS_SOON_DAYS:
        return ClientNeed.PLAN_ENDS
    is_behind = row.compliance is not None and row.compliance < LOW_COMPLIANCE
    return ClientNeed.BEHIND if is_behind else ClientNeed.NOTHING


def urgency(row: ClientRow, today: date) -> tuple[int, float]:
    """Return what to sort clients by: the need, and within it whom it presses most (the smallest first).

    Among equal needs come first: the most unread, the longest quiet, the plan that ends soonest, the lowest
    compliance. Whoever is still equal is sorted by name.
    """
    need = need_of(row, today)
    within = {
        ClientNeed.MESSAGE: -row.unread_messages,
        ClientNeed.NEW_LOGS: -row.new_logs,
        ClientNeed.QUIET: -row.silent_days(today),
        ClientNeed.PLAN_ENDS: row.runway_days or 0,
        ClientNeed.BEHIND: row.compliance or 0.0,
    }.get(need, 0)
    return int(need), float(within)
