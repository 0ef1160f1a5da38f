"""Grid and volume in step with the week that is shown."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QObject

from gymtrainer_desktop.domain.plans import Plan
from gymtrainer_desktop.domain.progression import LoadSteps
from gymtrainer_desktop.ui.trainer.plan.plan_session import PlanSession
from gymtrainer_desktop.ui.trainer.plan.plan_view import PlanView
from gymtrainer_desktop.ui.trainer.plan.week_volume import week_volume
from gymtrainer_desktop.ui.trainer.plan.weeks_shown import WeeksShown


class WeekFollower(QObject):
    """Hands the grid and the panel which week is shown, and what it asks for.

    Args:
        session: What is written, and what is published.
        view: Whose grid and panel these are.
        shown: Which week is shown.
    """

    def __init__(self, session: PlanSession, view: PlanView, shown: WeeksShown) -> None:
        super().__init__(view)
        self._session = session
        self._view = view
        self._shown = shown
        self._basis: tuple[LoadSteps, Plan | None, int, frozenset[UUID]] | None = None
        shown.changed.connect(self.show)
        view.volume_button.toggled.connect(lambda _shown: self._show_volume())
        view.week.book.changed.connect(self._show_volume)
        view.week.week_wanted.connect(view.strip.show_week)

    def show(self) -> None:
        """Show the week once more."""
        shown, week = self._shown, self._view.week
        basis = (shown.steps, self._session.adjusted, shown.done, shown.logged)
        if basis != self._basis:
            self._basis = basis
            week.set_basis(*basis)
        week.set_week(shown.week)
        self._show_volume()

    def _show_volume(self) -> None:
        if self._view.volume.isHidden():
            return
        targets, exercises = self._shown.shown_targets, self._session.document.content.exercises
        items = ((one.name, targets[one.id]) for one in exercises if one.id in targets)
        self._view.volume.show_volume(week_volume(items, self._view.week.book), self._shown.week)
