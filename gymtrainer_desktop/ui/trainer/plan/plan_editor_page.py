"""The plan editor: a week of exercises, written, undone, published."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.clients import ClientOverview
from gymtrainer_desktop.domain.errors import Conflict, Denied, Unavailable, UserError
from gymtrainer_desktop.domain.plans import Plan
from gymtrainer_desktop.ui.shell.page import Crumb, Page, PageContext
from gymtrainer_desktop.ui.theme.tokens import Space
from gymtrainer_desktop.ui.trainer.plan.conflict_dialog import ConflictChoice, ConflictDialog
from gymtrainer_desktop.ui.trainer.plan.plan_document import PlanContent, PlanDocument, PlanTarget, content_of
from gymtrainer_desktop.ui.trainer.plan.plan_form import PlanForm
from gymtrainer_desktop.ui.trainer.plan.week_editor import WeekEditor
from gymtrainer_desktop.ui.trainer.words import first_name, weeks_text
from gymtrainer_desktop.ui.widgets.bars import Banner
from gymtrainer_desktop.ui.widgets.buttons import icon_button, primary_button
from gymtrainer_desktop.ui.widgets.states import StateStack
from gymtrainer_desktop.ui.widgets.text import ElidedLabel, label


@dataclass(frozen=True, slots=True)
class _Loaded:
    """What the editor begins from."""

    client: ClientOverview
    plan: Plan | None
    today: date


class PlanEditorPage(Page):
    """Writes a client's plan.

    `open` takes `member_id`, optionally the client's `name`, and `new`: a plan that replaces the running one.
    """

    key: ClassVar[str] = "plan"
    tables: ClassVar[frozenset[str]] = frozenset({"workout_plans", "workout_exercises"})

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._days = Weekday.week(context.gym.week_start)
        self._member_id: UUID | None = None
        self._name = ""
        self._is_new = False
        self._is_loaded = False
        self._is_publishing = False
        self._client: ClientOverview | None = None
        self._replaced: Plan | None = None
        self._target = PlanTarget()
        self._today = date.min
        self.document = PlanDocument(self)
        self._build()
        self._connect_signals()

    def open(self, **args: Any) -> None:
        """Take the client and whether the plan is a new one; anything unsaved was asked about before."""
        self._member_id = args.get("member_id", self._member_id)
        self._name = str(args.get("name") or "")
        self._is_new = bool(args.get("new", False))
        self._is_loaded = False
        self._show_title()
        self._states.show_loading_anew()

    def refresh(self) -> None:
        """Load what is published. What is being written is never replaced by it."""
        member_id = self._member_id
        if member_id is None or self._is_publishing:
            return
        self._states.show_loading()
        services = self.context.services

        def load() -> _Loaded:
            return _Loaded(
                services.trainers.client(member_id), services.plans.active(member_id), services.gym.today()
            )

        self.context.tasks.query(self, load, self._on_loaded, self._on_load_failed, key="plan")

    def may_leave(self) -> bool:
        """Ask when something is written that is not published."""
        if not self._is_loaded or not (self.document.is_dirty or self.week.quick.text):
            return True
        if not self.context.notices.question(
            self.tr("Leave without publishing?"),
            self.tr("What you changed in this plan is lost. {0} keeps the plan as it was.").format(
                first_name(self._name)
            ),
            self.tr("Discard changes"),
            destructive=True,
            cancel_text=self.tr("Keep writing"),
        ):
            return False
        self.week.quick.clear()
        self.document.load(self.document.base)
        return True

    # Building

    def _build(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        column.setSpacing(Space.L)
        column.addLayout(self._head())
        self.banner = Banner("triangle-alert", "caution")
        self.banner.setObjectName("planBanner")
        self.banner.hide()
        self.look_button = self.banner.add_action(self.tr("Compare"), self._look_again)
        column.addWidget(self.banner)
        self.form = PlanForm()
        column.addWidget(self.form)
        self.week = WeekEditor(self.document, self._days)
        column.addWidget(self.week, 1)
        self._states = StateStack(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._states)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        words = QVBoxLayout()
        words.setSpacing(Space.HAIR)
        self._heading = ElidedLabel("", "section")
        self._subheading = ElidedLabel("", "secondary", "muted")
        words.addWidget(self._heading)
        words.addWidget(self._subheading)
        head.addLayout(words, 1)
        self._state = label("", "secondary", "muted")
        self._state.setObjectName("planState")
        head.addWidget(self._state)
        head.addSpacing(Space.S)
        self.undo_button = icon_button("undo-2", self.tr("Undo"), outlined=True)
        self.undo_button.setObjectName("undoButton")
        self.redo_button = icon_button("redo-2", self.tr("Redo"), outlined=True)
        self.redo_button.setObjectName("redoButton")
        self.publish_button = primary_button(self.tr("Publish"))
        self.publish_button.setObjectName("publishButton")
        self.publish_button.setToolTip("Ctrl+Enter")
        for button in (self.undo_button, self.redo_button, self.publish_button):
            head.addWidget(button)
        return head

    def _connect_signals(self) -> None:
        stack = self.document.undo_stack
        self._states.retry_requested.connect(self.refresh)
        self.document.changed.connect(self._on_document_changed)
        self.undo_button.clicked.connect(stack.undo)
        self.redo_button.clicked.connect(stack.redo)
        stack.canUndoChanged.connect(self.undo_button.setEnabled)
        stack.canRedoChanged.connect(self.redo_button.setEnabled)
        stack.undoTextChanged.connect(
            lambda words: self._name_button(self.undo_button, self.tr("Undo"), words)
        )
        stack.redoTextChanged.connect(
            lambda words: self._name_button(self.redo_button, self.tr("Redo"), words)
        )
        self.undo_button.setEnabled(False)
        self.redo_button.setEnabled(False)
        self.publish_button.clicked.connect(self.publish)
        self.form.edited.connect(self._on_form_edited)
        self.week.exercise_added.connect(self._hide_refusal)
        for keys, act, words in (
            ("Ctrl+Z", stack.undo, self.tr("Undo")),
            ("Ctrl+Shift+Z", stack.redo, self.tr("Redo")),
            ("Ctrl+Y", stack.redo, self.tr("Redo")),
            ("Ctrl+Return", self.publish_button.click, self.tr("Publish")),
            ("Ctrl+Enter", self.publish_button.click, ""),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setWhatsThis(words)
            shortcut.activated.connect(act)

    # Loading

    def _on_loaded(self, loaded: _Loaded) -> None:
        self._client, self._today = loaded.client, loaded.today
        self._name = loaded.client.client.name
        if not self._is_loaded:
            self._begin(loaded.plan)
        elif not self._is_new:
            self._compare(loaded.plan)
        else:
            self._replaced = loaded.plan
        self._show_title()
        self._states.show_content()

    def _on_load_failed(self, exc: Exception) -> None:
        if self._is_loaded:
            # What is being written stays in front; the next change or the next try tells more.
            self._states.show_content()
            self.context.notices.error(exc, self.tr("Your plan is still in the editor."))
            return
        self._states.show_error(self.tr("The plan could not be loaded"), exc)

    def _begin(self, plan: Plan | None) -> None:
        """Fill the editor with what is published, or with an empty plan."""
        self._is_loaded = True
        self._target = PlanTarget()
        self.banner.hide()
        self.form.clear_errors()
        self.week.quick.clear()
        assert self._client is not None
        self.week.quick.set_unit(self._client.weight_unit)
        self.week.quick.set_day(Weekday.of(self._today))
        if plan is None or self._is_new:
            self._is_new = True
            self._replaced = plan
            self.document.load(PlanContent(self._today))
            self.form.title.setFocus()
        else:
            self._replaced = None
            self._target.take(plan)
            self.document.load(content_of(plan))

    def _compare(self, plan: Plan | None) -> None:
        """Something changed in the database: follow it, or say so when something is written here."""
        if plan is not None and self._target.is_on(plan):
            return
        if not self.document.is_dirty and not self.week.quick.text:
            self._is_loaded = False
            self._is_new = False
            self._on_loaded_again(plan)
            return
        words = self.tr("What you wrote is still here.")
        ended = self.tr("This plan was ended meanwhile.")
        changed = self.tr("Somebody else published this plan meanwhile.")
        self.banner.set_words(ended if plan is None else changed, words)
        self.look_button.show()
        self.banner.show()

    def _on_loaded_again(self, plan: Plan | None) -> None:
        self._begin(plan)
        if plan is not None:
            self.context.notices.toast(self.tr("The plan was changed meanwhile: this is the newest version"))

    # Showing

    def _show_title(self) -> None:
        trail: tuple[Crumb, ...] = (Crumb(self.tr("My clients"), "clients"),)
        if self._name and self._member_id is not None:
            trail = (*trail, Crumb(self._name, "clients", {"member_id": self._member_id}))
        self.set_title(self.tr("New plan") if self._is_new else self.tr("Plan"), "", trail)
        self._heading.setText(
            self.document.content.title or (self.tr("New plan") if self._is_new else self.tr("Plan"))
        )
        parts = [self._name, weeks_text(self.document.content.duration_weeks)]
        if self._replaced is not None:
            replaces = self.tr("replaces “{0}”, whose history stays")
            parts.append(replaces.format(self._replaced.title[:60]))
        self._subheading.setText(" · ".join(part for part in parts if part))

    def _on_document_changed(self) -> None:
        content = self.document.content
        self.form.set_content(content)
        self._state.setText(self.tr("Not published yet") if self.document.is_dirty else "")
        self._show_title()

    def _name_button(self, button: QWidget, verb: str, words: str) -> None:
        button.setToolTip(f"{verb}: {words}" if words else verb)
        button.setAccessibleDescription(words)

    # Writing

    def _on_form_edited(self, field: str, value: object) -> None:
        words = {
            "title": self.tr("change the title"),
            "goals": self.tr("change the goals"),
            "duration_weeks": self.tr("change the weeks"),
            "starts_on": self.tr("change the start"),
        }[field]
        changes: dict[str, Any] = {field: value}
        self.document.apply(dataclasses.replace(self.document.content, **changes), words, merge=field)

    # Publishing

    def publish(self) -> None:
        """Check everything and publish; the client is told."""
        if self._client is None or self._is_publishing or not self.publish_button.isEnabled():
            return
        if self.week.quick.text:
            self.week.quick.show_error(self.tr("Press Enter to add this line, or Esc to clear it."))
            self.week.quick.edit.setFocus()
            return
        self._hide_refusal()
        self.form.clear_errors()
        try:
            draft = self._target.draft(self.document, self._client.client.assignment_id).checked()
        except UserError as error:
            self._show_refusal(error)
            return
        plans = self.context.services.plans
        self._set_publishing(True)
        self.context.tasks.write(
            self, lambda: plans.publish(draft), self._on_published, self._on_publish_failed
        )

    def _set_publishing(self, publishing: bool) -> None:
        self._is_publishing = publishing
        self.publish_button.setEnabled(not publishing)
        # What is on its way must not change under it.
        for part in (self.form, self.week):
            part.setEnabled(not publishing)

    def _on_published(self, plan: Plan) -> None:
        self._set_publishing(False)
        self._is_new = False
        self._replaced = None
        self._target = PlanTarget()
        self._target.take(plan)
        self.document.load(content_of(plan))
        self.banner.hide()
        self.context.notices.toast(self.tr("Plan published, {0} was told").format(first_name(self._name)))
        if self.isVisible():
            self.context.navigate("clients", {"member_id": self._member_id, "tab": "plan"})

    def _on_publish_failed(self, exc: Exception) -> None:
        self._set_publishing(False)
        kept = self.tr("Everything you wrote is still in the editor.")
        if isinstance(exc, Conflict) or (isinstance(exc, Denied) and exc.code == "no_row"):
            self._look_again()
        elif isinstance(exc, UserError):
            self._show_refusal(exc)
        else:
            if isinstance(exc, Unavailable):
                self.banner.set_words(self.tr("The plan is not published yet."), f"{exc.message} {kept}")
                self.look_button.hide()
                self.banner.show()
            self.context.notices.error(exc, kept)

    def _show_refusal(self, error: UserError) -> None:
        """Say what breaks a rule where it is."""
        if self.form.set_error(error.field or "", error.message):
            return
        self.banner.set_words(self.tr("The plan cannot be published."), error.message)
        self.look_button.hide()
        self.banner.show()
        if error.field == "exercises":
            self.week.quick.edit.setFocus()

    def _hide_refusal(self) -> None:
        if self.look_button.isHidden():
            self.banner.hide()

    # Conflicts

    def _look_again(self) -> None:
        """Load what is published now, and let the trainer choose."""
        member_id, plans = self._member_id, self.context.services.plans
        if member_id is None:
            return
        self.context.tasks.query(
            self, lambda: plans.active(member_id), self._on_looked, self._on_look_failed, key="look"
        )

    def _on_looked(self, plan: Plan | None) -> None:
        theirs = content_of(plan) if plan is not None else None
        dialog = ConflictDialog(theirs, self.document.content, self._days, self)
        dialog.exec()
        choice = dialog.choice
        dialog.deleteLater()
        if choice is ConflictChoice.KEEP_WRITING:
            self.banner.set_words(
                self.tr("Somebody else published this plan meanwhile."),
                self.tr("What you wrote is still here, and not published."),
            )
            self.look_button.show()
            self.banner.show()
            return
        self.banner.hide()
        if plan is None or theirs is None:
            self._target.begin_anew()
            self._is_new = True
            self.document.set_base(PlanContent(self._today))
        else:
            self._target.take(plan)
            self.document.set_base(theirs)
        if choice is ConflictChoice.PUBLISH_MINE:
            self.publish()
        elif theirs is not None:
            self.document.apply(theirs, self.tr("take the published version"))

    def _on_look_failed(self, exc: Exception) -> None:
        self.context.notices.error(exc, self.tr("Everything you wrote is still in the editor."))
