"""The editor of a template: the weeks of a plan, without a client and without dates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.drafts import SavedDraft
from gymtrainer_desktop.domain.errors import Denied
from gymtrainer_desktop.domain.templates import Template
from gymtrainer_desktop.ui.shell.page import Crumb, Page, PageContext
from gymtrainer_desktop.ui.trainer.plan.draft_keeper import TEMPLATE_KIND, load_draft
from gymtrainer_desktop.ui.trainer.plan.editor_keys import add_editor_keys
from gymtrainer_desktop.ui.trainer.plan.plan_actions import PlanActions
from gymtrainer_desktop.ui.trainer.plan.plan_document import PlanDocument
from gymtrainer_desktop.ui.trainer.plan.plan_drafts import PlanDrafts
from gymtrainer_desktop.ui.trainer.plan.plan_facts import PlanFacts
from gymtrainer_desktop.ui.trainer.plan.plan_view import PlanView
from gymtrainer_desktop.ui.trainer.plan.template_saver import TemplateSaver
from gymtrainer_desktop.ui.trainer.plan.template_session import TemplateSession
from gymtrainer_desktop.ui.trainer.plan.week_follower import WeekFollower
from gymtrainer_desktop.ui.trainer.plan.weeks_shown import WeeksShown
from gymtrainer_desktop.ui.trainer.words import exercises_text, weeks_text
from gymtrainer_desktop.ui.widgets.states import StateStack


@dataclass(frozen=True, slots=True)
class _Loaded:
    template: Template
    draft: SavedDraft | None


class TemplateEditorPage(Page):
    """Writes the weeks of a template. `open` takes `template_id`."""

    key: ClassVar[str] = "template"
    tables: ClassVar[frozenset[str]] = frozenset({"plan_templates"})

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        days = Weekday.week(context.gym.week_start)
        self.document = PlanDocument(self)
        self.session = TemplateSession(self.document)
        self.view = view = PlanView(context, self.document, days)
        view.publish_button.setText(self.tr("Save template"))
        view.publish_button.setObjectName("saveTemplateButton")
        view.print_button.hide()
        view.form.fields["starts_on"].hide()
        view.week.has_dates = view.strip.cells.has_dates = False
        self.week, self.banner, self.publish_button = view.week, view.banner, view.publish_button
        self._states = StateStack(view)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._states)
        self.shown = WeeksShown(self._context, self.session, view.strip)
        self.drafts = PlanDrafts(self._context, self.session, view, TEMPLATE_KIND)
        self.saver = TemplateSaver(self._context, self.session, view, days)
        self.actions_of_plan = PlanActions(
            self._context, self.session, view, self.shown, days, for_client=False
        )
        self.facts = PlanFacts(self.document, view)
        self.weeks = WeekFollower(self.session, view, self.shown)
        self._connect_signals()

    def open(self, **args: Any) -> None:
        """Take the template. What is being written in the same one stays."""
        self.drafts.keeper.flush()
        session = self.session
        wanted: UUID | None = args.get("template_id", session.template_id)
        if session.is_loaded and wanted == session.template_id and self._is_written:
            return
        session.template_id = wanted
        session.is_loaded = False
        self._show_title()
        self._states.show_loading_anew()

    def refresh(self) -> None:
        """Load what is saved. What is being written is never replaced by it."""
        session, services = self.session, self.context.services
        template_id = session.template_id
        if template_id is None or session.is_publishing:
            return
        self._states.show_loading()
        needs_draft = not session.is_loaded

        def load() -> _Loaded:
            draft = load_draft(services.drafts, template_id, TEMPLATE_KIND) if needs_draft else None
            return _Loaded(services.templates.get(template_id), draft)

        self.context.tasks.query(self, load, self._on_loaded, self._on_load_failed, key="template")

    def may_leave(self) -> bool:
        """Keep what is written as a draft; ask only when it could not be kept."""
        keeper = self.drafts.keeper
        keeper.flush()
        if not keeper.problem or not self._is_written:
            return True
        words = self.tr("What you changed could not be kept: {0} It is lost when the window is closed.")
        return self.context.notices.question(
            self.tr("Leave without a draft?"),
            words.format(keeper.problem),
            self.tr("Leave"),
            destructive=True,
            cancel_text=self.tr("Keep writing"),
        )

    def may_close(self) -> bool:
        """Likewise."""
        return self.may_leave()

    # Loading

    @property
    def _is_written(self) -> bool:
        return self.document.is_dirty or bool(self.view.week.quick.text)

    def _on_loaded(self, loaded: _Loaded) -> None:
        session, view = self.session, self.view
        if loaded.template.row.id != session.template_id:
            return
        is_other = session.template is None or session.template.row.version != loaded.template.row.version
        view.week.set_unit(self.shown.unit)
        if not session.is_loaded:
            self._begin(loaded)
        elif is_other and (self.drafts.is_offering or self._is_written):
            self.saver.tell()
        elif is_other:
            session.begin(session.hear_template(loaded.template, int(self.context.gym.week_start)))
            self.shown.begin()
        self._show_title()
        self._states.show_content()

    def _begin(self, loaded: _Loaded) -> None:
        session, view = self.session, self.view
        view.form.clear_errors()
        view.week.quick.clear()
        view.banner.hide()
        view.publish_button.setEnabled(True)
        session.is_new = False
        plan = session.hear_template(loaded.template, int(self.context.gym.week_start))
        session.begin(plan)
        view.week.quick.set_day(view.week.grid.days[0])
        self.shown.begin()
        self.weeks.show()
        self.drafts.begin(loaded.draft)

    def _on_load_failed(self, exc: Exception) -> None:
        if not self.session.is_loaded:
            self._states.show_error(self.tr("The template could not be loaded"), exc)
            return
        self._states.show_content()
        if isinstance(exc, Denied):
            self.saver.tell(is_gone=True)
        else:
            self.context.notices.error(exc, self.tr("What you wrote is still in the editor."))

    # Showing

    def _show_title(self) -> None:
        content = self.document.content
        self.set_title(self.tr("Template"), "", (Crumb(self.tr("Plan templates"), "templates"),))
        self.view.heading.setText(content.title or self.tr("Template"))
        parts = [weeks_text(content.duration_weeks), exercises_text(len(content.exercises))]
        if self.session.is_loaded and content.duration_weeks > 1:
            parts.append(self.tr("week {0} is shown").format(self.shown.week))
        self.view.subheading.setText(" · ".join(parts))

    # Slots

    def _connect_signals(self) -> None:
        view = self.view
        self._states.retry_requested.connect(self.refresh)
        self.document.changed.connect(self._on_document_changed)
        self.shown.changed.connect(self._show_title)
        view.week.exercise_added.connect(self.saver.hide_refusal)
        view.publish_button.clicked.connect(self.saver.save)
        view.retry_requested.connect(self.saver.save)
        view.compare_requested.connect(self.saver.look)
        self.saver.saved.connect(self._on_saved)
        self.drafts.compare_wanted.connect(self.saver.show_differences)
        self.drafts.continued.connect(self._on_draft_continued)
        add_editor_keys(self, view, self.document)

    def _on_document_changed(self) -> None:
        if self.session.is_loaded:
            self.shown.update()

    def _on_saved(self, template: Template) -> None:
        self.drafts.keeper.discard()
        session = self.session
        session.template_id = template.row.id
        session.took(session.hear_template(template, int(self.context.gym.week_start)))
        self.drafts.keeper.begin(template.row.id)
        self.view.details_button.setChecked(False)
        self.context.notices.toast(self.tr("“{0}” was saved").format(template.row.title[:60]))
        if self.isVisible():
            self.context.navigate("templates", {"template_id": template.row.id})

    def _on_draft_continued(self, is_changed: bool) -> None:
        self._show_title()
        if is_changed:
            self.saver.tell()

    def _context(self) -> PageContext:
        return self.context
