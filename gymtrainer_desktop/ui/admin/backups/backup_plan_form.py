"""The form of the daily back-ups: how many are kept, from when on, and where they go."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QWidget

from gymtrainer_desktop.domain.backups import BackUpPlan
from gymtrainer_desktop.domain.errors import SignedOut, UserError
from gymtrainer_desktop.services.backups import BackUpsOverview
from gymtrainer_desktop.ui.admin.form_layout import side_by_side
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme.tokens import Space
from gymtrainer_desktop.ui.widgets.buttons import plain_button, primary_button, quiet_button
from gymtrainer_desktop.ui.widgets.card import Card
from gymtrainer_desktop.ui.widgets.fields import FormField
from gymtrainer_desktop.ui.widgets.text import label


class BackUpPlanForm(Card):
    """Number kept, time of day and folder; what is half typed survives a refresh of the page."""

    saved = Signal()
    """The plan was stored."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("Daily back-ups"))
        self._context = context
        self._stored: tuple[str, str, str] | None = None
        self._is_busy = False
        self._own = ""
        self.keep, self.at, self.folder = QLineEdit(), QLineEdit(), QLineEdit()
        self.demo_words = label(
            self.tr("A demo gym takes no daily back-ups."), "secondary", "caution", wrap=True
        )
        self._build()
        self._connect_signals()
        self._update_buttons()

    def show_stored(self, overview: BackUpsOverview) -> None:
        """Take what is stored, unless something is half typed or being saved."""
        plan = overview.plan
        if plan is None or self._is_busy or self.is_dirty():
            return
        self.demo_words.setVisible(overview.is_demo)
        self._own = str(overview.own_folder)
        self.folder.setPlaceholderText(self._own)
        self._fill((str(plan.keep), f"{plan.at:%H:%M}", self._folder_of(plan)))

    def is_dirty(self) -> bool:
        """Whether the fields say something else than what is stored."""
        return self._stored is not None and self._typed() != self._stored

    def revert(self) -> None:
        """Show what is stored."""
        if self._stored is not None:
            self._fill(self._stored)

    def save(self) -> None:
        """Save what the fields say."""
        if self._is_busy or not self.is_dirty():
            return
        for field in self._fields.values():
            field.clear_error()
        keep, at, folder = self._typed()
        self._set_busy(True)
        backups = self._context.services.backups
        self._context.tasks.write(
            self, lambda: backups.save_plan(keep, at, folder), self._on_saved, self._on_failed
        )

    def error_of(self, name: str) -> str:
        """Return the sentence beside a field."""
        return self._fields[name].error

    # Building

    def _build(self) -> None:
        self._fields = {
            "keep": FormField(self.tr("&How many are kept"), self.keep),
            "at": FormField(self.tr("&Due from"), self.at, self.tr("(time of day)")),
            "folder": FormField(self.tr("F&older"), self.folder, self.tr("(empty for the program’s own)")),
        }
        for key, field in self._fields.items():
            field.field.setObjectName(f"backup_{key}")
        inner = self.padded(Space.L)
        words = self.tr(
            "Taken by an open program once a day, in the background. Another disk is the safer place."
        )
        inner.addWidget(label(words, "secondary", "muted", wrap=True))
        self.demo_words.hide()
        inner.addWidget(self.demo_words)
        inner.addLayout(side_by_side(self._fields["keep"], self._fields["at"]))
        inner.addWidget(self._fields["folder"])
        foot = QHBoxLayout()
        foot.setSpacing(Space.S)
        self.choose_button = plain_button(self.tr("&Choose folder …"), "folder-open")
        self.choose_button.setObjectName("chooseBackupFolderButton")
        self.revert_button = quiet_button(self.tr("Re&vert"))
        self.save_button = primary_button(self.tr("&Save"))
        self.save_button.setObjectName("saveBackupPlanButton")
        foot.addWidget(self.choose_button)
        foot.addStretch(1)
        foot.addWidget(self.revert_button)
        foot.addWidget(self.save_button)
        inner.addLayout(foot)

    def _connect_signals(self) -> None:
        for edit in (self.keep, self.at, self.folder):
            edit.textChanged.connect(self._update_buttons)
            edit.returnPressed.connect(self.save)
        self.choose_button.clicked.connect(self._on_choose_clicked)
        self.revert_button.clicked.connect(self.revert)
        self.save_button.clicked.connect(self.save)

    # Reading and showing

    def _typed(self) -> tuple[str, str, str]:
        return self.keep.text().strip(), self.at.text().strip(), self.folder.text().strip()

    def _folder_of(self, plan: BackUpPlan) -> str:
        return "" if str(plan.folder) == self._own else str(plan.folder)

    def _fill(self, stored: tuple[str, str, str]) -> None:
        self._stored = stored
        for edit, words in zip((self.keep, self.at, self.folder), stored, strict=True):
            edit.setText(words)
        for field in self._fields.values():
            field.clear_error()
        self._update_buttons()

    def _set_busy(self, busy: bool) -> None:
        self._is_busy = busy
        self._update_buttons()

    def _update_buttons(self) -> None:
        can = self.is_dirty() and not self._is_busy
        self.save_button.setEnabled(can)
        self.revert_button.setEnabled(can)

    # Slots

    def _on_choose_clicked(self) -> None:
        start = self.folder.text().strip() or self._own
        folder = QFileDialog.getExistingDirectory(self, self.tr("Folder for back-ups"), start)
        if folder:
            self.folder.setText(folder)
            self._fields["folder"].clear_error()

    def _on_saved(self, plan: BackUpPlan) -> None:
        self._set_busy(False)
        self._fill((str(plan.keep), f"{plan.at:%H:%M}", self._folder_of(plan)))
        self._context.notices.toast(self.tr("Daily back-ups are set"))
        self.saved.emit()

    def _on_failed(self, exc: Exception) -> None:
        self._set_busy(False)
        field = self._fields.get(getattr(exc, "field", None) or "")
        if field is not None and isinstance(exc, UserError) and not isinstance(exc, SignedOut):
            field.set_error(exc.message)
            field.field.setFocus()
        else:
            self._context.notices.error(exc, self.tr("What you typed is still here."))
