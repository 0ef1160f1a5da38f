"""Saving a template that is written: what is wrong with it, and what to do when somebody else saved it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.errors import Conflict, Denied, Unavailable, UserError
from gymtrainer_desktop.domain.plans import Plan
from gymtrainer_desktop.domain.templates import Template
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.trainer.plan.conflict_dialog import ConflictChoice, ConflictDialog
from gymtrainer_desktop.ui.trainer.plan.plan_document import PlanContent, content_of
from gymtrainer_desktop.ui.trainer.plan.plan_problems import problems_of
from gymtrainer_desktop.ui.trainer.plan.plan_view import PlanView
from gymtrainer_desktop.ui.trainer.plan.template_session import TemplateSession


class TemplateSaver(QObject):
    """Sends what is written.

    Args:
        context: Whose services and background tasks it uses.
        session: What is written.
        view: Where refusals are shown.
        days: In the order of the gym's week.
    """

    saved = Signal(object)
    """It is saved; carries the `Template`."""

    def __init__(
        self,
        context: Callable[[], PageContext],
        session: TemplateSession,
        view: PlanView,
        days: tuple[Weekday, ...],
    ) -> None:
        super().__init__(view)
        self._context = context
        self._session = session
        self._view = view
        self._days = days
        self._dialog: ConflictDialog | None = None

    def save(self) -> None:
        """Check the template and send it."""
        session, view = self._session, self._view
        if not session.is_loaded or session.is_publishing or not view.publish_button.isEnabled():
            return
        if view.week.quick.text:
            view.week.quick.show_error(self.tr("Press Enter to add this line, or Esc to clear it."))
            view.week.quick.edit.setFocus()
            return
        self.hide_refusal()
        view.form.clear_errors()
        problems = problems_of(session.document.content, self._days)
        if problems:
            first = problems[0]
            words = f"{first.name}, {first.day.value}: {first.message}"
            view.tell(self.tr("The template cannot be saved."), words)
            view.week.focus_exercise(first.exercise_id)
            return
        draft = session.template_draft()
        try:
            draft.checked()
        except UserError as error:
            self._show_refusal(error)
            return
        context = self._context()
        templates = context.services.templates
        self._set_saving(True)
        context.tasks.write(self, lambda: templates.save(draft), self._on_saved, self._on_failed)

    def tell(self, *, is_gone: bool = False) -> None:
        """Say that the template was changed, or deleted, elsewhere."""
        words = self.tr("What you wrote is still here, and not saved.")
        changed = self.tr("Somebody else saved this template meanwhile.")
        gone = self.tr("This template is not there any more.")
        self._view.tell(gone if is_gone else changed, words, compare=True)

    def look(self) -> None:
        """Load what is saved now, and let the person choose."""
        template_id = self._session.template_id
        if template_id is None or self._dialog is not None:
            return
        context = self._context()
        templates = context.services.templates
        context.tasks.query(
            self, lambda: templates.get(template_id), self._on_looked, self._on_look_failed, key="look"
        )

    def show_differences(self, content: PlanContent) -> None:
        """Show what a draft changes of the saved template; nothing is decided."""
        base = self._session.document.base
        dialog = ConflictDialog(
            base, content, self._days, self._view, is_only_compared=True, is_template=True
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def hide_refusal(self) -> None:
        """Nothing is refused any more; a conflict stays said."""
        if self._view.look_button.isHidden():
            self._view.banner.hide()

    # Details

    def _show_refusal(self, error: UserError) -> None:
        if error.field in self._view.form.fields:
            self._view.show_details()
        if not self._view.form.set_error(error.field or "", error.message):
            self._view.tell(self.tr("The template cannot be saved."), error.message)

    def _set_saving(self, saving: bool) -> None:
        self._session.is_publishing = saving
        self._view.publish_button.setEnabled(not saving)
        self._view.lock(saving)

    def _on_saved(self, template: Template) -> None:
        self._set_saving(False)
        self._view.banner.hide()
        self.saved.emit(template)

    def _on_failed(self, exc: Exception) -> None:
        self._set_saving(False)
        if isinstance(exc, Conflict):
            self.look()
        elif isinstance(exc, Denied) and exc.code == "no_row":
            self._choose(None)
        elif isinstance(exc, UserError):
            self._show_refusal(exc)
        else:
            if isinstance(exc, Unavailable):
                words = self.tr("{0} Everything you wrote is kept as a draft.").format(exc.message)
                self._view.tell(self.tr("The template is not saved yet."), words, retry=True)
            self._context().notices.error(exc, self.tr("Everything you wrote is still in the editor."))

    def _on_looked(self, template: Template) -> None:
        first_weekday = int(self._context().gym.week_start)
        self._choose(self._session.hear_template(template, first_weekday))

    def _on_look_failed(self, exc: Exception) -> None:
        if isinstance(exc, Denied):
            self._choose(None)
        else:
            self._context().notices.error(exc, self.tr("Everything you wrote is still in the editor."))

    def _choose(self, theirs: Plan | None) -> None:
        content = content_of(theirs) if theirs is not None else None
        mine = self._session.document.content
        dialog = ConflictDialog(content, mine, self._days, self._view, is_template=True)
        dialog.finished.connect(lambda: self._on_chosen(theirs))
        self._dialog = dialog
        dialog.open()

    def _on_chosen(self, theirs: Plan | None) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is None:
            return  # Closed once more, with everything, when the session ends.
        choice, content = dialog.choice, dialog.result_content
        dialog.deleteLater()
        document = self._session.document
        if choice is ConflictChoice.KEEP_WRITING:
            self.tell(is_gone=theirs is None)
            return
        self._view.banner.hide()
        self._session.rebase(theirs)
        if choice is ConflictChoice.PUBLISH_MINE:
            document.apply(content, self.tr("put two versions together"))
            self.save()
        elif theirs is not None:
            document.apply(content_of(theirs), self.tr("take the saved version"))
