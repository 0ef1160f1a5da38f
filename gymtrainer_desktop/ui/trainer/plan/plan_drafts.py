"""Drafts in the plan editor: kept while one writes, offered when one comes back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from gymtrainer_desktop.domain.calendar import Weekday, format_short_date
from gymtrainer_desktop.domain.drafts import SavedDraft
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.trainer.plan.draft_content import PlanDraftState, from_values, to_values
from gymtrainer_desktop.ui.trainer.plan.draft_keeper import KIND, TEMPLATE_KIND, DraftKeeper
from gymtrainer_desktop.ui.trainer.plan.plan_document import PlanContent, content_of
from gymtrainer_desktop.ui.trainer.plan.plan_merge import days_that_differ, facts_differ
from gymtrainer_desktop.ui.trainer.plan.plan_session import PlanSession
from gymtrainer_desktop.ui.trainer.plan.plan_view import PlanView


class PlanDrafts(QObject):
    """Watches what is written, and brings back what was.

    Args:
        context: Whose services and background tasks are used.
        session: What is written.
        view: Where a draft is offered.
        kind: Of a plan, or of a template.
    """

    continued = Signal(bool)
    """A draft is in the editor again; carries whether the plan was published by somebody else since."""
    decided = Signal()
    """An offered draft was taken or thrown away."""
    compare_wanted = Signal(object)
    """What a draft changes should be shown; carries its content."""

    def __init__(
        self,
        context: Callable[[], PageContext],
        session: PlanSession,
        view: PlanView,
        kind: str = KIND,
    ) -> None:
        super().__init__(view)
        self._kind = kind
        self._context = context
        self._session = session
        self._view = view
        self._offered: PlanDraftState | None = None
        self.keeper = DraftKeeper(context(), self._collect, self, kind)
        self.keeper.state_changed.connect(view.set_state)
        session.document.changed.connect(self._on_changed)
        view.week.quick.edit.textChanged.connect(self._on_changed)
        view.draft_continued.connect(self.resume)
        view.draft_discarded.connect(self.throw_away)
        view.draft_compared.connect(self._on_compared)

    @property
    def is_offering(self) -> bool:
        """Whether a draft waits for a decision; until then nothing can be changed."""
        return self._offered is not None

    def begin(self, draft: SavedDraft | None) -> None:
        """The editor holds what is published: keep what is written from now on, and offer what there was."""
        self._withdraw()
        self.keeper.begin(self._session.assignment_id, draft is not None)
        self._view.set_state("", "muted")
        state = None if draft is None else from_values(draft.content)
        if draft is None or state is None:
            return
        if self._is_nothing(state):
            self.keeper.discard()
            return
        self._offered = state
        self._view.offer.set_words(self._title(draft.saved_at), self._words(state))
        self._view.offer.show()
        self._view.lock(True)
        self._view.publish_button.setEnabled(False)
        self._view.continue_draft.setFocus(Qt.FocusReason.OtherFocusReason)

    def resume(self) -> None:
        """Put the offered draft into the editor."""
        state = self._offered
        if state is None:
            return
        self._withdraw()
        self._put(state)
        self.decided.emit()

    def throw_away(self) -> None:
        """Throw the offered draft away; it can be brought back for a moment."""
        state = self._offered
        if state is None:
            return
        self._withdraw()
        self.keeper.discard()
        subject = self._session.assignment_id

        def bring_back() -> None:
            if self._session.assignment_id == subject and not self._session.document.is_dirty:
                self._put(state)

        self._context().notices.toast(self.tr("Draft discarded"), bring_back)
        self.decided.emit()

    # Details

    def _put(self, state: PlanDraftState) -> None:
        is_changed = self._session.resume(state, self.tr("continue the draft"))
        quick = self._view.week.quick
        if state.line:
            quick.set_day(state.line_day)
            quick.edit.setText(state.line)
        self.continued.emit(is_changed)

    def _withdraw(self) -> None:
        if self._offered is not None:
            self._offered = None
            self._view.lock(False)
            self._view.publish_button.setEnabled(not self._session.ended)
        self._view.offer.hide()

    def _collect(self) -> dict[str, Any] | None:
        quick, session = self._view.week.quick, self._session
        if not session.document.is_dirty and not quick.text:
            return None
        # Whose it is, for when they are no client any more and their name can be looked up nowhere.
        return to_values(session.state(quick.text, quick.day)) | {"client": session.name}

    def _on_changed(self) -> None:
        if self._session.is_loaded and not self.is_offering and not self._session.is_publishing:
            self.keeper.note_change()

    def _on_compared(self) -> None:
        if self._offered is not None:
            self.compare_wanted.emit(self._offered.content)

    def _is_nothing(self, state: PlanDraftState) -> bool:
        base = self._base(state)
        return not state.line and state.content.same_as(base)

    def _base(self, state: PlanDraftState) -> PlanContent:
        plan = self._session.published
        if plan is None or state.version is None:
            return PlanContent(self._session.today)
        return content_of(plan)

    def _title(self, saved_at: datetime) -> str:
        at = self.keeper.gym_time(saved_at)
        day = f"{Weekday.of(at.date()).short} {format_short_date(at.date())}"
        return self.tr("Draft of {0}, {1}").format(day, f"{at:%H:%M}")

    def _words(self, state: PlanDraftState) -> str:
        """Say what it changes of what is published."""
        if state.version is None:
            count = len(state.content.exercises)
            words = (
                self.tr("A new plan with 1 exercise")
                if count == 1
                else self.tr("A new plan with {0} exercises")
            )
            return words.format(count)
        base = self._base(state)
        parts = []
        days = days_that_differ(base, state.content)
        if days:
            parts.append(", ".join(day.short for day in self._view.week.grid.days if day in days))
        if facts_differ(base, state.content):
            parts.append(self.tr("title, goals or weeks"))
        if state.line:
            parts.append(self.tr("a line that was not added yet"))
        plan = self._session.published
        is_template = self._kind == TEMPLATE_KIND
        differs = self.tr("Differs from the published plan in: {0}.")
        if is_template:
            differs = self.tr("Differs from the saved template in: {0}.")
        words = differs.format("; ".join(parts))
        if plan is not None and (plan.id, plan.version) != (state.plan_id, state.version):
            since = self.tr("The plan was published again since.")
            words += " " + (self.tr("The template was saved again since.") if is_template else since)
        return words
