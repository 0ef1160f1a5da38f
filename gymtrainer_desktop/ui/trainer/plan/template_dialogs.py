"""Starting a plan from a template, and keeping a plan as one."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.people import Role
from gymtrainer_desktop.domain.plans import TITLE_LIMIT
from gymtrainer_desktop.domain.templates import Template, TemplateDraft, TemplateRow
from gymtrainer_desktop.services.keys import new_id
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.trainer.plan.plan_document import PlanContent
from gymtrainer_desktop.ui.trainer.plan.plan_source_dialog import PlanSourceDialog, SourceRow
from gymtrainer_desktop.ui.trainer.plan.plan_sources import content_of_template, template_of
from gymtrainer_desktop.ui.trainer.words import weeks_text
from gymtrainer_desktop.ui.widgets.fields import FormField
from gymtrainer_desktop.ui.widgets.sheet import SheetDialog


class StartFromTemplateDialog(PlanSourceDialog):
    """Lists the trainer's own templates and the gym's."""

    def __init__(self, context: PageContext, days: tuple[Weekday, ...], today: date, parent: QWidget) -> None:
        super().__init__(context, days, "", parent)
        self.setObjectName("startFromTemplateDialog")
        self.set_title(self.tr("Start from a template"))
        self.search.setPlaceholderText(self.tr("Search templates"))
        self.search.setAccessibleName(self.tr("Search templates"))
        self._today = today
        self.load()

    def load(self) -> None:
        """Ask for the templates."""
        templates = self.context.services.templates
        self.states.show_loading()
        self.context.tasks.query(self, templates.list, self._on_loaded, self._on_load_failed, key="list")

    def fetch(self, row: SourceRow) -> None:
        """Ask for the content of a template."""
        templates, id = self.context.services.templates, row.id
        self.context.tasks.query(
            self,
            lambda: templates.get(id),
            lambda template: self._on_fetched(row, template),
            self.context.notices.error,
            key="get",
        )

    def _on_loaded(self, rows: tuple[TemplateRow, ...]) -> None:
        if not rows:
            self.states.show_empty(
                self.tr("No templates yet"),
                self.tr("“Save as template” in the plan editor keeps a plan for others."),
                icon="clipboard-list",
            )
            return
        self.set_rows(tuple(SourceRow(row.id, row.title, self._detail(row), row) for row in rows))

    def _on_load_failed(self, exc: Exception) -> None:
        self.states.show_error(self.tr("The templates could not be loaded"), exc)

    def _on_fetched(self, row: SourceRow, template: Template) -> None:
        self.show_source(row, content_of_template(template, self._today))

    def _detail(self, row: TemplateRow) -> str:
        owner = self.tr("The gym's") if row.for_gym else row.owner_name
        one, many = self.tr("1 day a week"), self.tr("{0} days a week").format(row.training_days)
        days = one if row.training_days == 1 else many
        return f"{weeks_text(row.duration_weeks)} · {days} · {owner}"


class SaveTemplateDialog(SheetDialog):
    """Keeps what is written as a template: a new one, or a new version of one."""

    saved = Signal(object)
    """It is kept; carries the `Template`."""

    def __init__(self, context: PageContext, content: PlanContent, parent: QWidget) -> None:
        super().__init__("", parent)
        self.setObjectName("saveTemplateDialog")
        self.set_title(self.tr("Save as template"))
        self.set_subtitle(
            self.tr("Without the client's name and start; every exercise, progression and deload.")
        )
        self._context = context
        self._plan = content
        self._keys: dict[str, TemplateDraft] = {}
        self.title_edit = QLineEdit(content.title)
        self.title_edit.setObjectName("templateTitle")
        self.title_edit.setMaxLength(10 * TITLE_LIMIT)
        self.title_field = FormField(self.tr("Title"), self.title_edit)
        self.body.addWidget(self.title_field)
        self.place = QComboBox()
        self.place.setObjectName("templatePlace")
        self.place.addItem(self.tr("A new template"), None)
        self.place_field = FormField(self.tr("Save as"), self.place)
        self.body.addWidget(self.place_field)
        self.for_gym = QCheckBox(self.tr("For all trainers of the gym"))
        self.for_gym.setObjectName("templateForGym")
        self.for_gym.setVisible(Role.ADMIN in context.person.roles)
        self.body.addWidget(self.for_gym)
        self.place.currentIndexChanged.connect(self._on_place_changed)
        templates = context.services.templates
        context.tasks.query(self, templates.list, self._on_listed, context.notices.error, key="list")

    def submit(self) -> None:
        """Save it; stay open and say what is wrong with it."""
        if not self.confirm_button.isEnabled():
            return
        self.title_field.clear_error()
        row: TemplateRow | None = self.place.currentData()
        title, for_gym = self.title_edit.text(), self._is_for_gym(row)
        draft = template_of(
            self._plan,
            new_id() if row is None else row.id,
            title,
            for_gym,
            new_id,
            None if row is None else row.version,
        )
        try:
            draft = draft.checked()
        except UserError as error:
            self.title_field.set_error(error.message)
            return
        # A retry after a lost answer sends the same keys.
        draft = self._keys.setdefault(f"{title}/{for_gym}/{row.id if row else ''}", draft)
        templates = self._context.services.templates
        self.set_busy(True)
        self._context.tasks.write(self, lambda: templates.save(draft), self._on_saved, self._on_failed)

    def _is_for_gym(self, row: TemplateRow | None) -> bool:
        return self.for_gym.isChecked() if row is None else row.for_gym

    def _on_listed(self, rows: tuple[TemplateRow, ...]) -> None:
        for row in rows:
            if row.may_change:
                self.place.addItem(self.tr("A new version of “{0}”").format(row.title[:60]), row)

    def _on_place_changed(self) -> None:
        row: TemplateRow | None = self.place.currentData()
        self.for_gym.setEnabled(row is None)
        if row is not None:
            self.title_edit.setText(row.title)
            self.for_gym.setChecked(row.for_gym)

    def _on_saved(self, template: Template) -> None:
        self.set_busy(False)
        self.accept()
        self.saved.emit(template)

    def _on_failed(self, exc: Exception) -> None:
        self.set_busy(False)
        if isinstance(exc, UserError):
            self.title_field.set_error(exc.message)
        else:
            self._context.notices.error(
                exc, self.tr("The template is not saved yet; what you wrote is kept.")
            )
