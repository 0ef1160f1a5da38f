"""Renaming and describing a template, and what happens when somebody else did at the same time."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPlainTextEdit, QSpinBox, QWidget

from gymtrainer_desktop.domain.errors import Conflict, UserError
from gymtrainer_desktop.domain.plans import TITLE_LIMIT
from gymtrainer_desktop.domain.progression import MAX_WEEKS
from gymtrainer_desktop.domain.templates import Template, TemplateDraft
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme.tokens import Size
from gymtrainer_desktop.ui.widgets.form_dialog import FormDialog
from gymtrainer_desktop.ui.widgets.versions_dialog import VersionsDialog

_LONGEST = 400


class TemplateDetailsDialog(FormDialog):
    """Title, goals, description and length; the exercises stay as they are."""

    saved = Signal(object)
    """Carries the `Template` as it is now."""

    def __init__(self, context: PageContext, template: Template, parent: QWidget | None = None) -> None:
        super().__init__("", "", context, parent)
        self.setObjectName("templateDetailsDialog")
        self.set_title(self.tr("Rename and describe"))
        self.set_confirm_text(self.tr("Save"))
        self._template = template
        self.body.addWidget(self._line("title", self.tr("Title")))
        self._edit("title").setMaxLength(TITLE_LIMIT)
        self.goals, self.description = QPlainTextEdit(), QPlainTextEdit()
        optional = self.tr("(optional)")
        for name, text, edit in (
            ("goals", self.tr("Goals"), self.goals),
            ("description", self.tr("Description"), self.description),
        ):
            edit.setFixedHeight(Size.NOTE_BOX)
            self.body.addWidget(self._field(name, text, edit, optional))
        self.weeks = QSpinBox()
        self.weeks.setRange(1, MAX_WEEKS)
        self.body.addWidget(
            self._field("duration_weeks", self.tr("Weeks"), self.weeks), 0, Qt.AlignmentFlag.AlignLeft
        )
        self._show(template.draft)

    @property
    def draft(self) -> TemplateDraft:
        """What the form says, with the exercises as they were read."""
        return replace(
            self._template.draft,
            title=self._text("title"),
            goals=self.goals.toPlainText(),
            description=self.description.toPlainText(),
            duration_weeks=self.weeks.value(),
        )

    def is_dirty(self) -> bool:
        """Whether something was changed."""
        return self.draft != self._template.draft

    def submit(self) -> None:
        """Save it."""
        self._clear()
        try:
            draft = self.draft.checked()
        except UserError as error:
            self._refuse(error)
            return
        templates = self._context.services.templates
        self.set_busy(True)

        def done(now: Template) -> None:
            self.accept()
            self.saved.emit(now)

        self._context.tasks.write(self, lambda: templates.save(draft), done, self._on_save_failed)

    def _show(self, draft: TemplateDraft) -> None:
        self._edit("title").setText(draft.title)
        self.goals.setPlainText(draft.goals)
        self.description.setPlainText(draft.description)
        self.weeks.setValue(draft.duration_weeks)

    # Somebody else was faster

    def _on_save_failed(self, exc: Exception) -> None:
        if not isinstance(exc, Conflict):
            self._on_failed(exc)
            return
        templates, wanted = self._context.services.templates, self._template.draft.id
        self._context.tasks.query(
            self, lambda: templates.get(wanted), self._on_theirs_loaded, self._on_failed, key="theirs"
        )

    def _on_theirs_loaded(self, theirs: Template) -> None:
        self.set_busy(False)
        dialog = TemplateConflictDialog(theirs.draft, self.draft, self)
        dialog.theirs_chosen.connect(lambda: self._take(theirs))
        dialog.mine_chosen.connect(lambda: self._save_over(theirs))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _take(self, theirs: Template) -> None:
        self._template = theirs
        self._show(theirs.draft)

    def _save_over(self, theirs: Template) -> None:
        # Their exercises stay: this form is about the words alone.
        self._template = theirs
        self.submit()


class TemplateConflictDialog(VersionsDialog):
    """Shows what is saved now beside what was typed."""

    def __init__(self, theirs: TemplateDraft, mine: TemplateDraft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("templateConflictDialog")
        captions = (self.tr("Title"), self.tr("Goals"), self.tr("Description"), self.tr("Weeks"))
        self.compare(
            self.tr("“{0}” was changed meanwhile").format(theirs.title[:_LONGEST]),
            zip(captions, _facts(theirs), _facts(mine), strict=True),
        )


def _facts(draft: TemplateDraft) -> tuple[str, ...]:
    texts = (draft.title, draft.goals, draft.description)
    return (*(" ".join(text.split())[:_LONGEST] for text in texts), str(draft.duration_weeks))
