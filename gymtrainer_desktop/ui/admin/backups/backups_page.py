"""The page of back-ups: how the last one went, the kept ones, the plan, and the way back from a file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import ClassVar, TypeVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.backups import FoundBackUp, GymFacts, KeptBackUp
from gymtrainer_desktop.services.backups import BackUpsOverview
from gymtrainer_desktop.ui.admin.backups.backup_cards import LastBackUpCard, UnderWayBar
from gymtrainer_desktop.ui.admin.backups.backup_plan_form import BackUpPlanForm
from gymtrainer_desktop.ui.admin.backups.backup_words import moment_text
from gymtrainer_desktop.ui.admin.backups.backups_table import BackUpsTable
from gymtrainer_desktop.ui.admin.backups.restore_dialog import CheckedDialog, RestoreDialog
from gymtrainer_desktop.ui.shell.page import Crumb, Page, PageContext
from gymtrainer_desktop.ui.theme.tokens import Delay, Size, Space
from gymtrainer_desktop.ui.widgets.bars import Banner
from gymtrainer_desktop.ui.widgets.buttons import primary_button, quiet_button
from gymtrainer_desktop.ui.widgets.card import Card
from gymtrainer_desktop.ui.widgets.states import StateStack
from gymtrainer_desktop.ui.widgets.text import label

_FILES = "*.dump"

_Answer = TypeVar("_Answer")


class BackUpsPage(Page):
    """Back-ups of the gym on this computer; on a shared server, who looks after them."""

    key: ClassVar[str] = "backups"
    tables: ClassVar[frozenset[str]] = frozenset({"backups"})

    restore_confirmed = Signal(object)
    """The gym is to be replaced; carries the `FoundBackUp`."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.set_title(self.tr("Back-ups"), trail=(Crumb(self.tr("Settings"), "settings"),))
        self._shown: BackUpsOverview | None = None
        self._is_reading = False
        self.problem = Banner("triangle-alert", "critical")
        self.problem.setObjectName("backupProblem")
        self.problem.hide()
        self.under_way = UnderWayBar()
        self.last = LastBackUpCard()
        self.table = BackUpsTable(context.settings)
        self.rows = StateStack(self.table)
        self.plan = BackUpPlanForm(context)
        self._look = QTimer(self)
        self._look.setInterval(Delay.PROGRESS)
        self._states = StateStack(self._content())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._states)
        self._connect_signals()
        self._update_buttons()

    def refresh(self) -> None:
        """Load what there is."""
        self._states.show_loading()
        backups = self.context.services.backups
        self.context.tasks.query(self, backups.overview, self._on_loaded, self._on_failed, key="backups")
        self._watch()

    def may_leave(self) -> bool:
        """Ask when something typed would be lost."""
        if not self.plan.is_dirty():
            return True
        words = self.tr("What you changed of the daily back-ups has not been saved yet.")
        may = self.context.notices.may_discard(words)
        if may:
            self.plan.revert()
        return may

    def back_up(self) -> None:
        """Have a back-up taken now."""
        act = self.context.services.backups.back_up
        self.context.tasks.write(self, act, self._on_asked, self.context.notices.error)

    def save_copy(self, to: Path) -> None:
        """Have the chosen back-up copied."""
        row = self._chosen()
        if row is not None:
            backups, file = self.context.services.backups, row.file
            self.context.tasks.write(
                self, lambda: backups.save_copy(file, to), self._on_asked, self.context.notices.error
            )

    def check(self, file: Path) -> None:
        """Read a file to its last byte, and say what it holds or what is wrong with it."""
        backups = self.context.services.backups
        self._read(lambda: backups.look_into(file), self._on_checked)

    def restore(self, file: Path) -> None:
        """Ask whether a file is to take the gym's place, once it was read."""
        backups = self.context.services.backups
        self._read(lambda: backups.compare(file), self._on_compared)

    # Building

    def _content(self) -> QWidget:
        area = QScrollArea()
        area.setWidgetResizable(True)
        inner = QWidget()
        row = QHBoxLayout(inner)
        row.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
        row.setSpacing(Space.L)
        main = QVBoxLayout()
        main.setSpacing(Space.L)
        for widget in (self.problem, self.under_way):
            main.addWidget(widget)
        main.addWidget(self._kept_card(), 1)
        row.addLayout(main, 1)
        side = QVBoxLayout()
        side.setSpacing(Space.L)
        for card in (self.last, self.plan, self._file_card()):
            card.setFixedWidth(Size.SIDE_PANEL)
            side.addWidget(card)
        side.addStretch(1)
        row.addLayout(side)
        area.setWidget(inner)
        return area

    def _kept_card(self) -> Card:
        self.now_button = primary_button(self.tr("Back up now"), "save", "small")
        self.now_button.setObjectName("backUpNowButton")
        self._kept = Card(self.tr("Kept back-ups"), "", (self.now_button,))
        self._kept.body.addWidget(self.rows, 1)
        self._kept.add_hairline()
        foot = QHBoxLayout()
        foot.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        foot.setSpacing(Space.S)
        self.copy_button = self._button(foot, self.tr("Save a copy as …"), "copy", "copyBackupButton")
        self.check_button = self._button(foot, self.tr("Check"), "check", "checkBackupButton")
        foot.addStretch(1)
        self.restore_button = self._button(foot, self.tr("Restore …"), "history", "restoreBackupButton")
        self._kept.body.addLayout(foot)
        return self._kept

    def _file_card(self) -> Card:
        card = Card(self.tr("A file from elsewhere"))
        inner = card.padded(Space.M)
        words = self.tr("From a stick, another computer, or a copy you saved.")
        inner.addWidget(label(words, "secondary", "muted", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        self.check_file_button = self._button(row, self.tr("Check …"), "file-text", "checkFileButton")
        self.restore_file_button = self._button(
            row, self.tr("Restore from a file …"), "history", "restoreFileButton"
        )
        row.addStretch(1)
        inner.addLayout(row)
        self.demo_words = label(
            self.tr("Nothing is restored into a demo gym: it is made anew every day."),
            "secondary",
            "muted",
            wrap=True,
        )
        self.demo_words.hide()
        inner.addWidget(self.demo_words)
        return card

    def _button(self, row: QHBoxLayout, text: str, icon: str, name: str) -> QPushButton:
        button = quiet_button(text, icon, "small")
        button.setObjectName(name)
        row.addWidget(button)
        return button

    def _connect_signals(self) -> None:
        self._states.retry_requested.connect(self.refresh)
        self._look.timeout.connect(self._watch)
        self.under_way.cancel_requested.connect(self._on_cancel_requested)
        self.now_button.clicked.connect(self.back_up)
        self.copy_button.clicked.connect(self._on_copy_clicked)
        self.check_button.clicked.connect(self._on_check_clicked)
        self.restore_button.clicked.connect(self._on_restore_clicked)
        self.check_file_button.clicked.connect(self._on_check_file_clicked)
        self.restore_file_button.clicked.connect(self._on_restore_file_clicked)
        self.table.current_row_changed.connect(self._update_buttons)
        self.table.backups_model.modelReset.connect(self._update_buttons)
        self.table.row_activated.connect(self._on_check_clicked)
        self.plan.saved.connect(self.refresh)

    # Showing

    def _chosen(self) -> KeptBackUp | None:
        row: KeptBackUp | None = self.table.current_row()
        return row

    def _now(self) -> datetime:
        assert self._shown is not None and self._shown.now is not None
        return self._shown.now

    def _show_problem(self, shown: BackUpsOverview) -> None:
        last = shown.last
        if shown.problem:
            self.problem.set_words(self.tr("The back-ups cannot be listed"), shown.problem)
        elif last is not None and last.error is not None:
            happened = getattr(last.error, "message", "") or self.tr("Something unexpected went wrong.")
            words = f"{moment_text(last.at, self._now())}: {happened}"
            self.problem.set_words(self.tr("The last back-up failed"), words)
        self.problem.setVisible(bool(shown.problem) or (last is not None and last.error is not None))

    def _watch(self) -> None:
        """Show how far it is, and look again when nothing is under way any more."""
        doing = self.context.services.backups.under_way
        was_doing = self._look.isActive()
        if doing is not None:
            sentence = doing.sentence or self.tr("Beginning")
            self.under_way.show_step(f"{sentence} …", doing.written, doing.expected)
            self._look.start()
        elif self._is_reading:
            self.under_way.show_step(self.tr("Reading the file …"), can_cancel=False)
        else:
            self.under_way.hide()
        if doing is None and was_doing:
            self._look.stop()
            self.refresh()
        self._update_buttons()

    def _update_buttons(self) -> None:
        row, is_idle = self._chosen(), not self._look.isActive() and not self._is_reading
        is_demo = self._shown is not None and self._shown.is_demo
        self.now_button.setEnabled(not self._look.isActive())
        self.copy_button.setEnabled(is_idle and row is not None and not row.problem)
        self.check_button.setEnabled(is_idle and row is not None)
        self.restore_button.setEnabled(is_idle and row is not None and not row.problem and not is_demo)
        self.check_file_button.setEnabled(is_idle)
        self.restore_file_button.setEnabled(is_idle and not is_demo)

    def _read(self, look: Callable[[], _Answer], done: Callable[[_Answer], None]) -> None:
        def ended() -> None:
            self._is_reading = False
            self._watch()

        def succeeded(answer: _Answer) -> None:
            ended()
            done(answer)

        def failed(exc: Exception) -> None:
            ended()
            self.context.notices.error(exc)

        self._is_reading = True
        self._watch()
        self.context.tasks.query(self, look, succeeded, failed, key="file")

    # Slots

    def _on_loaded(self, shown: BackUpsOverview) -> None:
        self._shown = shown
        if not shown.is_here:
            where = self.tr("This gym is kept on the server {0}.").format(shown.server)
            words = self.tr(
                "Whoever looks after that server backs it up, and restores it when need be: ask them."
            )
            self._states.show_empty(
                self.tr("Back-ups are taken on the server"),
                f"{where} {words}" if shown.server else words,
                icon="server",
            )
            return
        self._kept.set_count(str(len(shown.kept)) if shown.kept else "")
        self.table.show_backups(shown.kept, self._now())
        self.now_button.setVisible(bool(shown.kept))  # else the empty table offers it
        if shown.kept:
            self.rows.show_content()
        else:
            self.rows.show_empty(
                self.tr("No back-ups yet"),
                self.tr("The first one of the day is taken by itself.") if not shown.is_demo else "",
                self.tr("Back up now"),
                self.back_up,
                icon="archive",
                action_icon="save",
            )
        self._show_problem(shown)
        self.last.show_overview(shown)
        self.plan.show_stored(shown)
        self.demo_words.setVisible(shown.is_demo)
        self._states.show_content()
        self._update_buttons()

    def _on_failed(self, exc: Exception) -> None:
        kept = self.tr("What you typed is still here.") if self.plan.is_dirty() else ""
        self._states.show_error(self.tr("The back-ups could not be listed"), exc, kept)

    def _on_asked(self, _answer: object) -> None:
        self._watch()

    def _on_cancel_requested(self) -> None:
        self.context.services.backups.cancel()

    def _on_copy_clicked(self) -> None:
        row = self._chosen()
        if row is not None:
            start = str(Path.home() / row.file.name)
            name, _ = QFileDialog.getSaveFileName(self, self.tr("Save a copy of the back-up"), start, _FILES)
            if name:
                self.save_copy(Path(name))

    def _on_check_clicked(self, *_: object) -> None:
        row = self._chosen()
        if row is not None and self.check_button.isEnabled():
            self.check(row.file)

    def _on_restore_clicked(self) -> None:
        row = self._chosen()
        if row is not None:
            self.restore(row.file)

    def _on_check_file_clicked(self) -> None:
        if name := self._ask_for_file(self.tr("Check a back-up")):
            self.check(Path(name))

    def _on_restore_file_clicked(self) -> None:
        if name := self._ask_for_file(self.tr("Restore from a back-up")):
            self.restore(Path(name))

    def _ask_for_file(self, title: str) -> str:
        files = self.tr("Back-ups ({0});;All files (*)").format(_FILES)
        name, _ = QFileDialog.getOpenFileName(self, title, str(Path.home()), files)
        return name

    def _on_checked(self, found: FoundBackUp) -> None:
        CheckedDialog(found, self._now(), self).open()

    def _on_compared(self, answer: tuple[FoundBackUp, GymFacts]) -> None:
        dialog = RestoreDialog(*answer, self._now(), self)
        dialog.confirmed.connect(self.restore_confirmed)
        dialog.open()
