"""The panel beside the templates: what one of them prescribes, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gymtrainer_desktop.domain.people import Role
from gymtrainer_desktop.domain.templates import Template, TemplateRow
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.templates.template_week import TemplateWeek
from gymtrainer_desktop.ui.templates.words import facts_text
from gymtrainer_desktop.ui.theme import icons
from gymtrainer_desktop.ui.theme.tokens import Space
from gymtrainer_desktop.ui.widgets.buttons import primary_button
from gymtrainer_desktop.ui.widgets.catalogue import CataloguePanel
from gymtrainer_desktop.ui.widgets.states import StateStack
from gymtrainer_desktop.ui.widgets.text import label


class TemplatePanel(CataloguePanel):
    """Shows a template. What changes it is asked of the page.

    Args:
        for_clients: Whether plans can be begun from here.
    """

    use_requested = Signal(object)
    """Carries the `Template`, as do the others."""
    weeks_requested = Signal(object)
    change_requested = Signal(object)
    duplicate_requested = Signal(object)
    share_requested = Signal(object)
    archive_requested = Signal(object)
    delete_requested = Signal(object)

    def __init__(self, context: PageContext, *, for_clients: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("templatePanel")
        self._context = context
        self._for_clients = for_clients
        self._is_admin = Role.ADMIN in context.person.roles
        self._row: TemplateRow | None = None
        self._template: Template | None = None
        self._build()
        self._states.retry_requested.connect(self._load)

    @property
    def row(self) -> TemplateRow | None:
        """What is shown, None while it is closed."""
        return self._row

    @property
    def template(self) -> Template | None:
        """What is shown with its content, None until that is there."""
        return self._template

    def open(self, row: TemplateRow) -> None:
        """Show a template; its content is loaded."""
        is_other = self._row is None or self._row.id != row.id
        self._row = row
        self._say(row.title, facts_text(row), archived=row.archived)
        if is_other:
            self._template = None
            self._states.show_loading_anew()
        self._show_actions()
        self.show()
        self._load()

    def close_panel(self) -> None:
        """Go away."""
        self._row = self._template = None
        super().close_panel()

    # Building

    def _add_parts(self) -> None:
        self.body.setSpacing(Space.M)
        self._goals = label("", wrap=True)
        self._description = label("", tone="muted", wrap=True)
        self.week = TemplateWeek(int(self._context.gym.week_start), self._context.gym.load_steps)
        for widget in (self._goals, self._description, self.week):
            self.body.addWidget(widget)

    def _content(self) -> QWidget:
        self._states = StateStack(self.area)
        return self._states

    def _add_actions(self) -> None:
        self.more_button.setObjectName("moreOfTemplateButton")
        self.weeks_action = self.menu.addAction(icons.icon("calendar-days"), self.tr("Edit &weeks…"))
        self.change_action = self.menu.addAction(icons.icon("pencil"), self.tr("&Rename and describe…"))
        self.duplicate_action = self.menu.addAction(icons.icon("copy"), self.tr("&Duplicate"))
        self.share_action = self.menu.addAction(icons.icon("users"), self.tr("&Share with the gym…"))
        self.archive_action = self.menu.addAction(icons.icon("archive"), self.tr("&Archive"))
        self.delete_action = self.menu.addAction(icons.icon("trash-2"), self.tr("D&elete"))
        self.use_button = primary_button(self.tr("&Use for a client…"))
        self.use_button.setObjectName("useTemplateButton")
        self.use_button.setAccessibleName(self.tr("Use for a client"))
        self.foot.addWidget(self.use_button)
        self.weeks_action.triggered.connect(lambda: self.weeks_requested.emit(self._template))
        self.change_action.triggered.connect(lambda: self.change_requested.emit(self._template))
        self.duplicate_action.triggered.connect(lambda: self.duplicate_requested.emit(self._template))
        self.share_action.triggered.connect(lambda: self.share_requested.emit(self._template))
        self.archive_action.triggered.connect(lambda: self.archive_requested.emit(self._template))
        self.restore_button.clicked.connect(lambda: self.archive_requested.emit(self._template))
        self.delete_action.triggered.connect(lambda: self.delete_requested.emit(self._template))
        self.use_button.clicked.connect(lambda: self.use_requested.emit(self._template))

    # Showing

    def _load(self) -> None:
        row, templates = self._row, self._context.services.templates
        if row is None:
            return
        self._states.show_loading()
        self._context.tasks.query(
            self, lambda: templates.get(row.id), self._on_loaded, self._on_failed, key="template"
        )

    def _on_loaded(self, template: Template) -> None:
        if self._row is None or template.row.id != self._row.id:
            return
        self._template = template
        self._row = template.row
        self._say(template.row.title, facts_text(template.row), archived=template.row.archived)
        for words, widget in (
            (template.draft.goals, self._goals),
            (template.draft.description, self._description),
        ):
            widget.setText(words)
            widget.setVisible(bool(words))
        self.week.show_draft(template.draft)
        self._states.show_content()
        self._show_actions()

    def _on_failed(self, exc: Exception) -> None:
        self._states.show_error(self.tr("The template could not be loaded"), exc)

    def _show_actions(self) -> None:
        row, is_there = self._row, self._template is not None
        assert row is not None
        for action in (self.change_action, self.archive_action, self.delete_action):
            action.setVisible(row.may_change)
        # The front desk has no editor of weeks.
        self.weeks_action.setVisible(row.may_change and self._for_clients)
        self.archive_action.setVisible(row.may_change and not row.archived)
        self.share_action.setVisible(self._is_admin and not row.for_gym)
        for action in self.menu.actions():
            action.setEnabled(is_there)
        self.restore_button.setVisible(row.may_change and row.archived)
        self.restore_button.setEnabled(is_there)
        self.use_button.setVisible(self._for_clients and not row.archived)
        self.use_button.setEnabled(is_there)
