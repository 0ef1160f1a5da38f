"""Adjusting an exercise that was just looked at in a review: its card, last time's numbers, the target."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject

from gymtrainer_desktop.domain.calendar import Weekday, format_short_date
from gymtrainer_desktop.domain.exercises import library_key
from gymtrainer_desktop.domain.plans import DraftExercise
from gymtrainer_desktop.domain.progression import format_target
from gymtrainer_desktop.domain.workouts import WorkoutLog
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.trainer.plan.plan_session import PlanSession
from gymtrainer_desktop.ui.trainer.plan.plan_view import PlanView
from gymtrainer_desktop.ui.trainer.plan.weeks_shown import WeeksShown
from gymtrainer_desktop.ui.widgets.workout_words import gym_day, sets_words


class PlanReview(QObject):
    """Waits until the plan is there, then shows the exercise in next week's targets.

    Args:
        context: Whose services are asked for the last log.
        session: What is written.
        view: Where it is shown.
        shown: Which week is shown.
    """

    def __init__(
        self, context: Callable[[], PageContext], session: PlanSession, view: PlanView, shown: WeeksShown
    ) -> None:
        super().__init__(view)
        self._context = context
        self._session = session
        self._view = view
        self._shown = shown
        self._wanted: UUID | str | None = None
        self._last = self._target = ""
        self._exercise: DraftExercise | None = None
        view.review.show_requested.connect(self._focus)

    def take(self, args: Mapping[str, Any]) -> None:
        """Remember what the page was opened for."""
        self._wanted = args.get("exercise")
        self._last, self._target = str(args.get("last") or ""), str(args.get("target") or "")

    def show(self) -> None:
        """Show the exercise, once."""
        wanted, self._wanted = self._wanted, None
        if wanted is None:
            return
        exercise = self._find(wanted)
        if exercise is None:
            name = "" if isinstance(wanted, UUID) else wanted
            self._context().notices.toast(
                self.tr("{0} is not in this plan any more").format(name or self.tr("The exercise"))
            )
            return
        self._exercise = exercise
        self._view.strip.show_week(self._shown.current + 1)
        self._say(exercise, self._last)
        self._view.review.show()
        self._focus()
        if not self._last:
            self._ask(exercise)

    def _say(self, exercise: DraftExercise, last: str) -> None:
        week = max(self._shown.current, 1)
        weeks = self._shown.targets.get(exercise.id, ())
        target = self._target or (format_target(weeks[week - 1]) if len(weeks) >= week else "")
        self._view.review.set_words(exercise.name, last, target)

    def _ask(self, exercise: DraftExercise) -> None:
        context, member_id = self._context(), self._session.member_id
        assert member_id is not None
        workouts, name = context.services.workouts, exercise.name
        context.tasks.query(
            self,
            lambda: workouts.last_sets(member_id, name),
            lambda log: self._on_last(exercise, log),
            context.notices.error,
            key="last",
        )

    def _on_last(self, exercise: DraftExercise, log: WorkoutLog | None) -> None:
        if log is None:
            return
        context = self._context()
        day = gym_day(log.completed_at, context.gym.time_zone)
        words = self.tr("{0} on {1}").format(
            sets_words(log.sets, context.person.weight_unit),
            f"{Weekday.of(day).short} {format_short_date(day)}",
        )
        self._say(exercise, words)

    def _find(self, wanted: UUID | str) -> DraftExercise | None:
        content = self._session.document.content
        if isinstance(wanted, UUID):
            return content.find(wanted)
        key = library_key(wanted)
        return next((one for one in content.exercises if library_key(one.name) == key), None)

    def _focus(self) -> None:
        if self._exercise is not None:
            self._view.week.focus_exercise(self._exercise.id)
