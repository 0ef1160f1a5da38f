"""What happens when a plan changes elsewhere while it is written here: told, compared, chosen, never lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.clients import ClientOverview
from gymtrainer_desktop.domain.errors import Denied
from gymtrainer_desktop.domain.plans import Plan
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.trainer.plan.conflict_dialog import ConflictChoice, ConflictDialog
from gymtrainer_desktop.ui.trainer.plan.plan_document import PlanContent, content_of
from gymtrainer_desktop.ui.trainer.plan.plan_session import PlanSession
from gymtrainer_desktop.ui.trainer.plan.plan_view import PlanView


@dataclass(frozen=True, slots=True)
class _Now:
    client: ClientOverview
    plan: Plan | None


class PlanComparer(QObject):
    """Looks at what is published now, and lets the trainer choose.

    Args:
        context: Whose services and background tasks it uses.
        session: What is written, and on top of what.
        view: Where it is told.
        days: In the order of the gym's week.
    """

    publish_wanted = Signal()
    """What was written should be published on top of the newer version."""
    ended = Signal(str)
    """Nothing can be published for the client any more; carries the reason."""

    def __init__(
        self,
        context: Callable[[], PageContext],
        session: PlanSession,
        view: PlanView,
        days: tuple[Weekday, ...],
    ) -> None:
        super().__init__(view)
        self._context = context
        self._session = session
        self._view = view
        self._days = days
        self._dialog: ConflictDialog | None = None

    def tell(self, plan: Plan | None) -> None:
        """Say that the plan was changed, or ended, elsewhere."""
        words = self.tr("What you wrote is still here, and not published.")
        changed = self.tr("Somebody else published this plan meanwhile.")
        ended = self.tr("This plan was ended meanwhile.")
        self._view.tell(ended if plan is None else changed, words, compare=True)

    def look(self) -> None:
        """Load what is published now, and let the trainer choose."""
        member_id = self._session.member_id
        if member_id is None or self._dialog is not None:
            return
        context = self._context()
        services = context.services

        def load() -> _Now:
            return _Now(services.trainers.client(member_id), services.plans.active(member_id))

        context.tasks.query(self, load, self._on_looked, self._on_failed, key="look")

    def show_differences(self, content: PlanContent) -> None:
        """Show what a draft changes of the published plan; nothing is decided."""
        published = self._session.published
        base = self._session.document.base if published is None else content_of(published)
        dialog = ConflictDialog(base, content, self._days, self._view, is_only_compared=True)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_looked(self, now: _Now) -> None:
        self._session.client = now.client
        theirs = content_of(now.plan) if now.plan is not None else None
        dialog = ConflictDialog(theirs, self._session.document.content, self._days, self._view)
        dialog.finished.connect(lambda: self._on_chosen(now.plan))
        self._dialog = dialog
        dialog.open()

    def _on_chosen(self, plan: Plan | None) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is None:
            return  # Closed once more, with everything, when the session ends.
        choice, content = dialog.choice, dialog.result_content
        dialog.deleteLater()
        document = self._session.document
        if choice is ConflictChoice.KEEP_WRITING:
            self.tell(plan)
            return
        self._view.banner.hide()
        self._session.rebase(plan)
        if choice is ConflictChoice.PUBLISH_MINE:
            if plan is None:
                content = content.begun_in(1)
            document.apply(content, self.tr("put two versions together"))
            self.publish_wanted.emit()
        elif plan is not None:
            document.apply(content_of(plan), self.tr("take the published version"))

    def _on_failed(self, exc: Exception) -> None:
        if isinstance(exc, Denied):
            self.ended.emit(exc.message)
            return
        self._context().notices.error(exc, self.tr("Everything you wrote is still in the editor."))
