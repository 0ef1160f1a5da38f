"""Which week of the plan is shown, and what every week asks for."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from gymtrainer_desktop.domain.progression import MAX_WEEKS, LoadSteps, WeekTarget
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.trainer.plan.plan_document import PlanContent
from gymtrainer_desktop.ui.trainer.plan.plan_session import PlanSession
from gymtrainer_desktop.ui.trainer.plan.running_week import RunningWeek
from gymtrainer_desktop.ui.trainer.plan.week_figures import (
    WeekFigures,
    figures_of,
    targets_of,
    week_number,
)
from gymtrainer_desktop.ui.trainer.plan.week_strip import WeekStrip


class WeeksShown(QObject):
    """Follows the document and the strip.

    Args:
        context: The gym's settings and who reads.
        session: What is written, and what is published.
        strip: Where the weeks are shown and chosen.
    """

    changed = Signal()
    """Another week is shown, or the weeks ask for something else."""

    def __init__(self, context: Callable[[], PageContext], session: PlanSession, strip: WeekStrip) -> None:
        super().__init__(strip)
        self._context = context
        self._session = session
        self._strip = strip
        self.targets: dict[UUID, tuple[WeekTarget, ...]] = {}
        self.weeks: tuple[WeekFigures, ...] = ()
        strip.week_chosen.connect(lambda _week: self.changed.emit())

    @property
    def week(self) -> int:
        """Number of the week shown."""
        return self._strip.chosen

    @property
    def current(self) -> int:
        """Number of the week of today; below 1 before the plan begins."""
        content = self._session.document.content
        return week_number(content.starts_on, self._session.today, self._context().gym.week_start)

    @property
    def done(self) -> int:
        """How many weeks of a running plan are over."""
        plan, first_weekday = self._session.adjusted, self._context().gym.week_start
        if plan is None:
            return 0
        current = week_number(plan.starts_on, self._session.today, first_weekday)
        # With another start every week is computed anew.
        return max(current - 1, 0) if current == self.current else 0

    @property
    def logged(self) -> frozenset[UUID]:
        """Exercises of a running plan done this week: what is changed of them holds from the next on."""
        return self._session.logged if self.current > 0 and self._is_running else frozenset()

    @property
    def now(self) -> RunningWeek:
        """The week that what is added or changed begins in: the first of a plan that nobody follows yet."""
        number = min(max(self.current, 1), MAX_WEEKS) if self._is_running else 1
        return RunningWeek(number, self.steps, self.logged)

    @property
    def _is_running(self) -> bool:
        return self._session.adjusted is not None

    @property
    def steps(self) -> LoadSteps:
        """What the gym's weights are rounded to."""
        steps: LoadSteps = self._context().gym.load_steps
        return steps

    @property
    def unit(self) -> Unit:
        """In which weights are read."""
        unit: Unit = self._context().person.weight_unit
        return unit

    @property
    def shown_targets(self) -> dict[UUID, WeekTarget]:
        """What the week shown asks of every exercise."""
        return {id: weeks[self.week - 1] for id, weeks in self.targets.items() if len(weeks) >= self.week}

    def targets_of(self, content: PlanContent) -> dict[UUID, tuple[WeekTarget, ...]]:
        """Return what every week would ask for."""
        return targets_of(content, self.steps, self._session.adjusted, self.done, self.logged)

    def begin(self) -> None:
        """Show the week of today, or the first or last one."""
        self.update()
        self._strip.choose(min(max(self.current, 1), max(len(self.weeks), 1)))
        self.changed.emit()

    def update(self) -> None:
        """The document changed."""
        document = self._session.document
        content, document.now = document.content, self.now
        self.targets = self.targets_of(content)
        self.weeks = figures_of(content, self.targets, self._session.today, self._context().gym.week_start)
        self._strip.set_weeks(self.weeks)
        self.changed.emit()
