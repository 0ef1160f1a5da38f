"""Publishing a plan: what is wrong with it, what the member will see change, and what came of sending it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.errors import Conflict, Denied, Unavailable, UserError
from gymtrainer_desktop.domain.plan_changes import changes_of
from gymtrainer_desktop.domain.plans import Plan, PlanDraft
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.trainer.plan.plan_problems import problems_of
from gymtrainer_desktop.ui.trainer.plan.plan_session import PlanSession
from gymtrainer_desktop.ui.trainer.plan.plan_view import PlanView
from gymtrainer_desktop.ui.trainer.plan.publish_dialog import PublishDialog
from gymtrainer_desktop.ui.trainer.plan.weeks_shown import WeeksShown


class PlanPublisher(QObject):
    """Sends what is written.

    Args:
        context: Whose services and background tasks it uses.
        session: What is written, and for whom.
        view: Where refusals are shown.
        shown: What every week asks for.
        days: In the order of the gym's week.
    """

    published = Signal(object)
    """The plan is published; carries the `Plan`."""
    refused = Signal()
    """The plan was changed or ended meanwhile, or the client is not the trainer's any more."""
    problem_chosen = Signal(object)
    """An exercise that breaks a rule should be shown; carries its id."""

    def __init__(
        self,
        context: Callable[[], PageContext],
        session: PlanSession,
        view: PlanView,
        shown: WeeksShown,
        days: tuple[Weekday, ...],
    ) -> None:
        super().__init__(view)
        self._shown = shown
        self._context = context
        self._session = session
        self._view = view
        self._days = days
        self._dialog: PublishDialog | None = None

    def ask(self) -> None:
        """Check the plan, and say what the member will see change before it is sent."""
        draft = self._checked()
        if draft is None or self._dialog is not None:
            return
        session, shown = self._session, self._shown
        problems = problems_of(session.document.content, self._days)
        changes = None
        if not problems:
            done = min(shown.done, session.adjusted.duration_weeks) if session.adjusted else 0
            changes = changes_of(
                session.adjusted, draft, steps=shown.steps, done_weeks=done, logged=shown.logged
            )
        replaced = session.replaced.title if session.replaced is not None else ""
        dialog = PublishDialog(
            changes,
            problems,
            session.name,
            self._days,
            self._view,
            is_new=session.is_new,
            replaced=replaced,
        )
        dialog.problem_chosen.connect(self._on_problem_chosen)
        dialog.accepted.connect(self.send)
        dialog.finished.connect(self._on_dialog_finished)
        self._dialog = dialog
        dialog.open()

    def send(self) -> None:
        """Publish without asking again."""
        draft = self._checked()
        if draft is None:
            return
        context = self._context()
        plans = context.services.plans
        self._set_publishing(True)
        context.tasks.write(self, lambda: plans.publish(draft), self._on_published, self._on_failed)

    def show_refusal(self, error: UserError) -> None:
        """Say what breaks a rule where it is."""
        if error.field in self._view.form.fields:
            self._view.show_details()
        if self._view.form.set_error(error.field or "", error.message):
            return
        self._view.tell(self.tr("The plan cannot be published."), error.message)
        if error.field == "exercises":
            self._view.week.quick.edit.setFocus()

    def hide_refusal(self) -> None:
        """Nothing is refused any more; a conflict stays said."""
        if self._view.look_button.isHidden() and not self._session.ended:
            self._view.banner.hide()

    # Details

    def _checked(self) -> PlanDraft | None:
        """Return what is sent; None, and say why, when it cannot be."""
        session, view = self._session, self._view
        if session.client is None or session.is_publishing or not view.publish_button.isEnabled():
            return None
        if view.week.quick.text:
            view.week.quick.show_error(self.tr("Press Enter to add this line, or Esc to clear it."))
            view.week.quick.edit.setFocus()
            return None
        self.hide_refusal()
        view.form.clear_errors()
        draft = session.draft()
        try:
            return draft.checked()
        except UserError as error:
            if error.field in view.form.fields or error.field in ("exercises", "deload"):
                self.show_refusal(error)
                return None
            return draft  # An exercise breaks a rule: the dialog lists which.

    def _set_publishing(self, publishing: bool) -> None:
        self._session.is_publishing = publishing
        self._view.publish_button.setEnabled(not publishing and not self._session.ended)
        # What is on its way must not change under it.
        self._view.lock(publishing)

    def _on_dialog_finished(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None

    def _on_problem_chosen(self, id: UUID) -> None:
        if self._dialog is not None:
            self._dialog.reject()
        self.problem_chosen.emit(id)

    def _on_published(self, plan: Plan) -> None:
        self._set_publishing(False)
        self._view.banner.hide()
        self.published.emit(plan)

    def _on_failed(self, exc: Exception) -> None:
        self._set_publishing(False)
        kept = self.tr("Everything you wrote is still in the editor.")
        if isinstance(exc, Conflict) or (isinstance(exc, Denied) and exc.code == "no_row"):
            self.refused.emit()
        elif isinstance(exc, UserError):
            self.show_refusal(exc)
        else:
            if isinstance(exc, Unavailable):
                words = self.tr("{0} Everything you wrote is kept as a draft.").format(exc.message)
                self._view.tell(self.tr("The plan is not published yet."), words, retry=True)
            self._context().notices.error(exc, kept)
