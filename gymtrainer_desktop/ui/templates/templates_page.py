"""The templates page: a trainer's own and the gym's, what each prescribes, and plans begun from them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, ClassVar
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.clients import ClientRow
from gymtrainer_desktop.domain.errors import Conflict
from gymtrainer_desktop.domain.people import Role
from gymtrainer_desktop.domain.plans import TITLE_LIMIT
from gymtrainer_desktop.domain.templates import Template, TemplateDraft, TemplateRow
from gymtrainer_desktop.services.keys import new_id
from gymtrainer_desktop.ui.shell.page import Page, PageContext
from gymtrainer_desktop.ui.templates.choose_client_dialog import ChooseClientDialog
from gymtrainer_desktop.ui.templates.template_dialogs import TemplateDetailsDialog
from gymtrainer_desktop.ui.templates.template_panel import TemplatePanel
from gymtrainer_desktop.ui.templates.templates_table import TemplatesTable
from gymtrainer_desktop.ui.templates.words import SEARCH_LIMIT
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.fields import SearchField
from gymtrainer_desktop.ui.widgets.people_words import folded
from gymtrainer_desktop.ui.widgets.segmented import Segment, Segmented
from gymtrainer_desktop.ui.widgets.states import StateStack

_ALL, _OWN, _GYM, _ARCHIVED = "all", "own", "gym", "archived"


@dataclass(frozen=True, slots=True)
class _Answer:
    offered: tuple[TemplateRow, ...]
    archived: tuple[TemplateRow, ...]


class TemplatesPage(Page):
    """Search, rows, and a panel with the template that is open. `open` takes `template_id`.

    Args:
        for_clients: Whether plans can be begun from here: for trainers, not for the front desk.
    """

    key: ClassVar[str] = "templates"
    tables: ClassVar[frozenset[str]] = frozenset({"plan_templates"})

    def __init__(
        self, context: PageContext, parent: QWidget | None = None, *, for_clients: bool = True
    ) -> None:
        super().__init__(context, parent)
        self.set_title(self.tr("Plan templates"))
        self._for_clients = for_clients
        self._is_admin = Role.ADMIN in context.person.roles
        self._answer = _Answer((), ())
        self._wanted: UUID | None = None
        self.rows = TemplatesTable(context.settings, context.gym.time_zone)
        self.panel = TemplatePanel(context, for_clients=for_clients)
        self._build()
        self._connect_signals()

    def open(self, **args: Any) -> None:
        """Take a template to show."""
        self._wanted = args.get("template_id")

    def refresh(self) -> None:
        """Load the templates."""
        self._states.show_loading()
        templates = self.context.services.templates
        self.context.tasks.query(
            self,
            lambda: _Answer(templates.list(), templates.list(archived=True)),
            self._on_loaded,
            lambda exc: self._states.show_error(self.tr("The templates could not be loaded"), exc),
            key="templates",
        )

    # Building

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
        column.setSpacing(Space.M)
        bar = QHBoxLayout()
        bar.setSpacing(Space.S)
        own = self.tr("Own") if self._for_clients else self.tr("Trainers’")
        self.filters = Segmented(
            (
                Segment(_ALL, self.tr("All")),
                Segment(_OWN, own),
                Segment(_GYM, self.tr("The gym’s")),
                Segment(_ARCHIVED, self.tr("Archived")),
            )
        )
        self.filters.setObjectName("templateFilters")
        self.filters.setAccessibleName(self.tr("Which templates"))
        self.search = SearchField(self.tr("Title, goal or trainer"))
        self.search.setObjectName("templateSearch")
        self.search.setMaxLength(SEARCH_LIMIT)
        self.search.setMinimumWidth(Size.SEARCH_MIN_WIDTH)
        self.search.setMaximumWidth(Size.SEARCH_WIDTH)
        self.search.setToolTip(self.tr("Search (/ or Ctrl+F)"))
        bar.addWidget(self.filters)
        bar.addWidget(self.search, 2)
        bar.addStretch(1)
        column.addLayout(bar)
        self._states = StateStack(self.rows)
        row = QHBoxLayout()
        row.setSpacing(Space.L)
        row.addWidget(self._states, 1)
        row.addWidget(self.panel)
        column.addLayout(row, 1)

    def _connect_signals(self) -> None:
        self._states.retry_requested.connect(self.refresh)
        self.filters.chosen.connect(lambda _key: self._show_rows())
        self.search.searched.connect(lambda _text: self._show_rows())
        self.search.left_downwards.connect(self.rows.table.enter_from_above)
        self.rows.opened.connect(self.panel.open)
        self.rows.current_changed.connect(self._on_current_changed)
        self.rows.escaped.connect(self.panel.close_panel)
        self.panel.closed.connect(self.rows.table.setFocus)
        self.panel.use_requested.connect(self._on_use_requested)
        self.panel.weeks_requested.connect(
            lambda one: self.context.navigate("template", {"template_id": one.row.id})
        )
        self.panel.change_requested.connect(self._on_change_requested)
        self.panel.duplicate_requested.connect(self._on_duplicate_requested)
        self.panel.share_requested.connect(self._on_share_requested)
        self.panel.archive_requested.connect(lambda one: self._set_archived(one.row))
        self.panel.delete_requested.connect(self._on_delete_requested)
        for key in ("Ctrl+F", "/"):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setWhatsThis(self.tr("Search"))
            shortcut.activated.connect(self._on_search_wanted)

    # Showing

    def _on_loaded(self, answer: _Answer) -> None:
        self._answer = answer
        if (wanted := self._row_of(self._wanted)) is not None:
            self._wanted = None
            self.filters.set_current(_ARCHIVED if wanted.archived else _ALL)
            self.search.clear()
            self._show_rows()
            self.rows.table.select_id(wanted.id)
            self.panel.open(wanted)
            return
        self._show_rows()
        shown = self.panel.row
        if shown is None:
            return
        if (now := self._row_of(shown.id)) is not None:
            if now != shown:
                self.panel.open(now)
        else:
            self.panel.close_panel()

    def _show_rows(self) -> None:
        offered = self._answer.offered
        groups = {
            _ALL: offered,
            _OWN: tuple(row for row in offered if not row.for_gym),
            _GYM: tuple(row for row in offered if row.for_gym),
            _ARCHIVED: self._answer.archived,
        }
        self.filters.set_counts({key: len(rows) for key, rows in groups.items()})
        key = self.filters.current
        words = folded(self.search.text()).split()
        found = [row for row in groups[key] if all(word in _searched(row) for word in words)]
        self.rows.model.set_rows(found)
        if found:
            self._states.show_content()
            if self.panel.row is not None:
                self.rows.table.select_id(self.panel.row.id)
        elif words:
            title = self.tr("No template matches “{0}”").format(self.search.text().strip())
            clear = self.tr("Clear the search")
            self._states.show_empty(title, "", clear, self.search.clear, icon="search", action_icon="x")
        else:
            self._show_empty(key)

    def _show_empty(self, key: str) -> None:
        if key == _ARCHIVED:
            self._states.show_empty(self.tr("Nothing is archived"), icon="archive")
            return
        titles = {
            _ALL: self.tr("There are no templates yet"),
            _OWN: self.tr("You have no template of your own yet"),
            _GYM: self.tr("The gym has no template yet"),
        }
        if self._for_clients:
            self._states.show_empty(
                titles[key],
                self.tr("Write a plan for a client and choose “Save as template” in the plan editor."),
                self.tr("My clients"),
                self._go_to_clients,
                icon="clipboard-list",
                action_icon="users",
            )
        else:
            titles[_OWN] = self.tr("No trainer has a template yet")
            words = self.tr("Trainers save plans as templates; admins share them with the gym here.")
            self._states.show_empty(titles[key], words, icon="clipboard-list")

    def _go_to_clients(self) -> None:
        self.context.navigate("clients", {})

    def _row_of(self, template_id: UUID | None) -> TemplateRow | None:
        rows = (*self._answer.offered, *self._answer.archived)
        return next((row for row in rows if row.id == template_id), None)

    def _on_current_changed(self, row: TemplateRow | None) -> None:
        """Follow the arrow keys while the panel is open."""
        shown = self.panel.row
        if row is not None and shown is not None and row.id != shown.id:
            self.panel.open(row)

    def _on_search_wanted(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    # Acting

    def _on_use_requested(self, template: Template) -> None:
        dialog = ChooseClientDialog(self.context, template.row.title, self)
        dialog.client_chosen.connect(lambda client: self._begin_plan(template.row.id, client))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _begin_plan(self, template_id: UUID, client: ClientRow) -> None:
        self.context.navigate(
            "plan",
            {
                "member_id": client.member_id,
                "assignment_id": client.assignment_id,
                "name": client.name,
                "new": True,
                "template": template_id,
            },
        )

    def _on_change_requested(self, template: Template) -> None:
        dialog = TemplateDetailsDialog(self.context, template, self)
        dialog.saved.connect(lambda now: self._on_saved(now, self.tr("“{0}” was saved")))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_duplicate_requested(self, template: Template) -> None:
        ending = self.tr(" (copy)")
        title = template.draft.title[: TITLE_LIMIT - len(ending)] + ending
        # Whoever is no trainer has no template of their own: what they copy is the gym's.
        for_gym = self.context.person.trainer_id is None
        draft = replace(template.draft, id=new_id(), title=title, for_gym=for_gym, version=None)

        def done(now: Template) -> None:
            made = now.row
            self.context.notices.toast(
                self.tr("“{0}” is a template now").format(made.title),
                undo=lambda: self._delete(made, undo=None),
            )
            self._show_now(made)

        self._save(draft, done)

    def _on_share_requested(self, template: Template) -> None:
        row = template.row
        if not self.context.notices.question(
            self.tr("Share “{0}” with the gym?").format(row.title[:SEARCH_LIMIT]),
            self.tr("It becomes the gym’s: every trainer can use it, and only admins change it."),
            self.tr("Share"),
        ):
            return
        self._save(
            replace(template.draft, for_gym=True),
            lambda now: self._on_saved(now, self.tr("“{0}” is the gym’s now")),
        )

    def _set_archived(self, row: TemplateRow) -> None:
        templates = self.context.services.templates
        act = templates.unarchive if row.archived else templates.archive

        def done(now: TemplateRow) -> None:
            words = self.tr("“{0}” is archived") if now.archived else self.tr("“{0}” is offered again")
            self.context.notices.toast(words.format(now.title), undo=lambda: self._set_archived(now))
            self._show_now(now)

        self.context.tasks.write(self, lambda: act(row.id, row.version), done, self._on_refused)

    def _on_delete_requested(self, template: Template) -> None:
        row = template.row
        # A trainer's template that an admin brings back would be the admin's: asked before instead.
        can_undo = row.for_gym or not self._is_admin
        if not can_undo and not self.context.notices.question(
            self.tr("Delete “{0}”?").format(row.title[:SEARCH_LIMIT]),
            self.tr("Plans that began with it go on. To offer it again later, archive it instead."),
            self.tr("Delete"),
            destructive=True,
        ):
            return
        self._delete(row, undo=(lambda: self._bring_back(template)) if can_undo else None)

    def _delete(self, row: TemplateRow, undo: Callable[[], None] | None) -> None:
        templates = self.context.services.templates

        def done(_nothing: object) -> None:
            self.context.notices.toast(self.tr("“{0}” was deleted").format(row.title), undo=undo)
            if self.panel.row is not None and self.panel.row.id == row.id:
                self.panel.close_panel()
            self.refresh()

        self.context.tasks.write(self, lambda: templates.delete(row.id, row.version), done, self._on_refused)

    def _bring_back(self, template: Template) -> None:
        templates, draft = self.context.services.templates, replace(template.draft, version=None)

        def work() -> TemplateRow:
            made: TemplateRow = templates.save(draft).row
            if template.row.archived:
                made = templates.archive(made.id, made.version)
            return made

        self.context.tasks.write(self, work, self._show_now, self._on_refused)

    def _save(self, draft: TemplateDraft, done: Callable[[Template], None]) -> None:
        templates = self.context.services.templates
        self.context.tasks.write(self, lambda: templates.save(draft), done, self._on_refused)

    def _on_saved(self, now: Template, words: str) -> None:
        self.context.notices.toast(words.format(now.row.title))
        self._show_now(now.row)

    def _show_now(self, row: TemplateRow) -> None:
        self.panel.open(row)
        self.refresh()

    def _on_refused(self, exc: Exception) -> None:
        self.context.notices.error(exc)
        if isinstance(exc, Conflict):
            # What is shown is old: show what it is now, so that the next try knows what it does.
            self.refresh()


def _searched(row: TemplateRow) -> str:
    return folded(" ".join((row.title, row.goals, row.owner_name)))
