"""What the plan's menu does: templates, copying, progression, deload weeks. All of it can be undone."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.exercises import library_key
from gymtrainer_desktop.domain.plans import PlannedExercise
from gymtrainer_desktop.domain.progression import Deload, WeekTarget
from gymtrainer_desktop.domain.templates import Template
from gymtrainer_desktop.services.keys import new_id
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.trainer.plan.card_words import Reading, target_words
from gymtrainer_desktop.ui.trainer.plan.copy_from_dialog import CopyFromDialog
from gymtrainer_desktop.ui.trainer.plan.deload_popover import DeloadPopover
from gymtrainer_desktop.ui.trainer.plan.plan_session import PlanSession
from gymtrainer_desktop.ui.trainer.plan.plan_sources import PlanSource, content_of_template, lost, taken
from gymtrainer_desktop.ui.trainer.plan.plan_view import PlanView
from gymtrainer_desktop.ui.trainer.plan.progression_dialog import ProgressionDialog
from gymtrainer_desktop.ui.trainer.plan.template_dialogs import SaveTemplateDialog, StartFromTemplateDialog
from gymtrainer_desktop.ui.trainer.plan.weeks_shown import WeeksShown
from gymtrainer_desktop.ui.trainer.words import exercises_text
from gymtrainer_desktop.ui.widgets.sheet import SheetDialog


class PlanActions(QObject):
    """Opens the dialogs, and makes what was chosen in them a change of the document.

    Args:
        context: Whose services and notices are used.
        session: What is written.
        view: Over which the dialogs open.
        shown: What every week asks for.
        days: In the order of the gym's week.
        for_client: Whether a client's plan is written, not a template.
    """

    source_taken = Signal()
    """Exercises came from somewhere else."""

    def __init__(
        self,
        context: Callable[[], PageContext],
        session: PlanSession,
        view: PlanView,
        shown: WeeksShown,
        days: tuple[Weekday, ...],
        *,
        for_client: bool = True,
    ) -> None:
        super().__init__(view)
        self._for_client = for_client
        self._context = context
        self._session = session
        self._view = view
        self._shown = shown
        self._days = days
        self._wanted: UUID | None = None
        self.deload = DeloadPopover(view)
        self.deload.changed.connect(self.set_deload)
        view.strip.deload_toggled.connect(self.toggle_deload)
        view.strip.settings_requested.connect(self.show_deload)
        view.menu_button.setMenu(self._menu())
        view.print_button.clicked.connect(self.print_plan)

    def _menu(self) -> QMenu:
        menu = QMenu(self._view)
        for words, keys, act in (
            (self.tr("Start from a template…"), "Ctrl+T", self.start_from_template),
            (self.tr("Copy from another plan…"), "Ctrl+Shift+O", self.copy_from),
            (self.tr("Save as template…"), "Ctrl+Shift+S", self.save_as_template),
            ("", "", None),
            (self.tr("Progression…"), "Ctrl+Shift+P", self.show_progression),
            (self.tr("Deload weeks…"), "Ctrl+L", self.show_deload),
            ("", "", None),
            (self.tr("Print…"), "Ctrl+P", self.print_plan),
        ):
            if act in (self.copy_from, self.print_plan) and not self._for_client:
                continue
            if act is None:
                menu.addSeparator()
                continue
            menu.addAction(f"{words}\t{keys}").triggered.connect(act)
            shortcut = QShortcut(QKeySequence(keys), self._view)
            shortcut.setWhatsThis(words.rstrip("…"))
            shortcut.activated.connect(act)
        return menu

    # Templates and copies

    def start_from_template(self) -> None:
        """Choose a template."""
        today = self._session.document.content.starts_on
        self._open_source(StartFromTemplateDialog(self._context(), self._days, today, self._view))

    def want_template(self, template_id: UUID | None) -> None:
        """Remember which template a new plan is begun from."""
        self._wanted = template_id

    def take_wanted(self) -> None:
        """Put the template that the page was opened with into the new plan, once."""
        wanted, self._wanted = self._wanted, None
        session = self._session
        member_id = session.member_id
        if wanted is None or not session.is_new:
            return

        def take(template: Template) -> None:
            if session.is_new and session.member_id == member_id:
                content = content_of_template(template, session.document.content.starts_on)
                self.take(PlanSource(content.title, content))

        context = self._context()
        templates = context.services.templates
        context.tasks.query(self, lambda: templates.get(wanted), take, context.notices.error, key="template")

    def copy_from(self) -> None:
        """Choose another plan, of this client or of another one."""
        session = self._session
        if session.member_id is None:
            return
        dialog = CopyFromDialog(self._context(), self._days, session.member_id, session.name, self._view)
        self._open_source(dialog)

    def save_as_template(self) -> None:
        """Keep what is written for other clients."""
        content = self._session.document.content
        if not content.exercises:
            self._context().notices.toast(self.tr("Add at least one exercise before you save a template"))
            return
        dialog = SaveTemplateDialog(self._context(), content, self._view)
        dialog.saved.connect(self._on_template_saved)
        self._open(dialog)

    def take(self, source: PlanSource) -> None:
        """Put what was chosen in place of what is there; asks only if exercises would go."""
        document = self._session.document
        goes = lost(document.content, source)
        if goes and not self._context().notices.question(
            self.tr("Replace what is in the plan?"),
            self.tr("{0} of this plan make way for those of “{1}”. Undo brings them back.").format(
                exercises_text(goes), source.title[:60]
            ),
            self.tr("Replace"),
        ):
            return
        words = self.tr("take {0}").format(source.title[:40])
        document.apply(taken(document.content, source, new_id, document.now.number), words)
        self.source_taken.emit()

    # Weeks

    def show_progression(self) -> None:
        """Preview every week, and set rules."""
        document = self._session.document
        shown = self._shown
        dialog = ProgressionDialog(
            document.content,
            shown.targets_of,
            shown.weeks,
            self._days,
            shown.unit,
            self._view,
            frozenset(self._chosen()),
            reached=document.reached,
        )
        dialog.accepted.connect(lambda: document.apply(dialog.content, self.tr("set progressions")))
        self._open(dialog)

    def show_deload(self) -> None:
        """Set how much less deload weeks ask for."""
        content = self._session.document.content
        self.deload.set_deload(content.deload, content.duration_weeks)
        self.deload.open_below(self._view.strip)

    def toggle_deload(self, week: int) -> None:
        """Make a week a deload week, or a normal one again."""
        deload = self._session.document.content.deload
        weeks = set(deload.weeks) ^ {week}
        words = self.tr("week {0} as deload") if week in weeks else self.tr("week {0} as usual")
        self._apply_deload(dataclasses.replace(deload, weeks=tuple(sorted(weeks))), words.format(week))

    def set_deload(self, deload: Deload) -> None:
        """Change deload weeks, or how much less they ask for."""
        self._apply_deload(deload, self.tr("change deload weeks"), "deload")

    def _apply_deload(self, deload: Deload, words: str, merge: str = "") -> None:
        document = self._session.document
        document.apply(dataclasses.replace(document.content, deload=deload), words, merge=merge)

    # Paper

    def print_plan(self) -> None:
        """Print what is written, or save it as PDF, published or not."""
        # The painter of pages is not needed before the first one is printed.
        from gymtrainer_desktop.ui.printing.plan_paper_dialog import PlanPaperDialog

        context, session, shown = self._context(), self._session, self._shown
        if not session.document.content.exercises:
            context.notices.toast(self.tr("Add at least one exercise before you print the plan"))
            return
        reading = Reading(shown.unit, shown.steps, shown.week)

        def words(exercise: PlannedExercise, target: WeekTarget) -> str:
            return target_words(target, session.maxima.get(library_key(exercise.name)), reading)

        plan = session.as_plan(shown.targets, context.person.full_name)
        dialog = PlanPaperDialog(
            context, plan, session.name, shown.week, self._view, today=session.today, words=words
        )
        self._open(dialog)

    # Details

    def _chosen(self) -> tuple[UUID, ...]:
        return self._view.week.grid.chosen

    def _open_source(self, dialog: StartFromTemplateDialog | CopyFromDialog) -> None:
        dialog.source_chosen.connect(self.take)
        self._open(dialog)

    def _open(self, dialog: SheetDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_template_saved(self, template: Template) -> None:
        self._context().notices.toast(self.tr("Saved as template “{0}”").format(template.row.title[:60]))
