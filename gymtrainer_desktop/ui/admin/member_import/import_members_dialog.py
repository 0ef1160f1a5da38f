"""Imports members from a file in four steps: file, columns, check, done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.errors import Conflict, SignedOut, Unavailable, UserError
from gymtrainer_desktop.domain.member_import import (
    ErrorRule,
    ImportedMembers,
    MemberCheck,
    MemberImport,
    Verdict,
)
from gymtrainer_desktop.importers.history import ImportRefused
from gymtrainer_desktop.importers.members import (
    MemberTable,
    ReadChoice,
    open_members,
    read_members,
)
from gymtrainer_desktop.ui.admin.member_import.import_check_step import CheckStep
from gymtrainer_desktop.ui.admin.member_import.import_columns_step import ColumnsStep
from gymtrainer_desktop.ui.admin.member_import.import_ends import DoneStep, FileStep
from gymtrainer_desktop.ui.admin.member_import.import_error_lines import ErrorLinesSaver
from gymtrainer_desktop.ui.admin.member_import.import_steps import Step
from gymtrainer_desktop.ui.folders import usual_folder
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.bars import Banner
from gymtrainer_desktop.ui.widgets.buttons import quiet_button
from gymtrainer_desktop.ui.widgets.sheet import SheetDialog
from gymtrainer_desktop.ui.widgets.steps_stack import StepsStack
from gymtrainer_desktop.ui.widgets.work import Work, WorkBar


@dataclass(frozen=True, slots=True)
class _Checked:
    """The lines of the file as read with the mapping, and what would become of them."""

    members: ImportedMembers
    check: MemberCheck


class ImportMembersDialog(SheetDialog):
    """Nothing is written before the last button of the check is pressed, and then all of it or nothing."""

    imported = Signal(object)
    """Members were added or filled in; carries the `MemberImport`."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__("", parent, width=Size.IMPORT_WIDTH, scrolls=False)
        self.setObjectName("importMembersDialog")
        self.set_title(self.tr("Import members"))
        self._context = context
        self._path: Path | None = None
        self._table: MemberTable | None = None
        self._checked: _Checked | None = None
        self._work: Work | None = None
        self._is_importing = False
        self._is_busy = False
        self._retry: Callable[[], None] = self._check
        self.columns = ColumnsStep()
        self.check_step = CheckStep()
        self._fill()
        self._connect_signals()
        self._go(Step.FILE)

    @property
    def step(self) -> Step:
        """Where one is."""
        return Step(self._steps.currentIndex())

    @property
    def is_busy(self) -> bool:
        """Whether something is read, looked up or written."""
        return self._is_busy

    def read_file(self, path: Path, choice: ReadChoice | None = None) -> None:
        """Open a file and go on to its columns."""
        self._path = path
        self._begin(self.tr("Reading {0}…").format(path.name))
        self._retry = lambda: self.read_file(path, choice)
        self._context.tasks.query(
            self, lambda: open_members(path, choice), self._on_opened, self._on_not_opened, key="work"
        )

    def is_dirty(self) -> bool:
        """Whether columns were corrected that nothing was imported with yet."""
        return self.columns.is_corrected and self.step in (Step.COLUMNS, Step.CHECK)

    def submit(self) -> None:
        """Go on to the next step."""
        if self._is_busy:
            return
        {
            Step.FILE: self._choose,
            Step.COLUMNS: self._check,
            Step.CHECK: self._import,
            Step.DONE: self.accept,
        }[self.step]()

    def reject(self) -> None:
        """Close; writing under way is cancelled first, and then nothing of it is kept."""
        if self._is_importing:
            assert self._work is not None
            self._work.stop()
            self.cancel_button.setEnabled(False)
            self._bar.say(self.tr("Cancelling…"))
            return
        if self.step is Step.DONE:
            super().accept()
            return
        if self.is_dirty() and not self._may_discard():
            return
        self._stop_reading()
        self.columns.is_corrected = False
        super().reject()

    # Building

    def _fill(self) -> None:
        self._banner = Banner("triangle-alert", "critical")
        self._banner.setObjectName("importBanner")
        self.retry_button = self._banner.add_action(self.tr("Retry"), lambda: self._retry(), "refresh-cw")
        self._banner.hide()
        self._bar = WorkBar()
        head = QVBoxLayout()
        head.setContentsMargins(Space.XL, 0, Space.XL, Space.S)
        head.setSpacing(Space.S)
        head.addWidget(self._banner)
        self.body.addLayout(head)
        self._file_step = FileStep()
        self.choose_button = self._file_step.choose_button
        self.done_step = DoneStep()
        self._steps = StepsStack()
        for step in (self._file_step, self.columns, self.check_step, self.done_step):
            self._steps.addWidget(step)
        self.body.addWidget(self._steps, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(Space.XL, 0, Space.XL, Space.M)
        foot.addWidget(self._bar)
        self.body.addLayout(foot)
        self.back_button = quiet_button(self.tr("&Back"), "arrow-left")
        self.back_button.setObjectName("importBackButton")
        self.add_footer_widget(self.back_button)
        self.confirm_button.setObjectName("importNextButton")

    def _connect_signals(self) -> None:
        self.choose_button.clicked.connect(self._choose)
        self.back_button.clicked.connect(self._on_back_clicked)
        self.done_step.show_button.clicked.connect(self._on_show_clicked)
        self.columns.changed.connect(self._show)
        self.columns.reading_changed.connect(self._on_reading_changed)
        self.check_step.choices_changed.connect(self._check)
        self.check_step.states.retry_requested.connect(self._check)
        self.check_step.errors_changed.connect(self._show)
        self.check_step.save_requested.connect(self._on_save_requested)

    # File

    def _choose(self) -> None:
        start = str(self._path.parent) if self._path is not None else _downloads()
        name, _ = QFileDialog.getOpenFileName(
            self,
            self.tr("Import members"),
            start,
            self.tr("Lists (*.csv *.tsv *.txt *.xlsx);;All files (*)"),
        )
        if name:
            self.read_file(Path(name))

    def _on_opened(self, table: MemberTable) -> None:
        self._end()
        self._table = table
        self._checked = None
        self.columns.set_reading(False)
        self.columns.show_table(table)
        self.check_step.reset()
        self._go(Step.COLUMNS)

    def _on_not_opened(self, exc: Exception) -> None:
        self._end()
        self.columns.set_reading(False)
        if self._table is not None and self.step is Step.COLUMNS:
            # Read in another way it is nothing; what is shown is still right.
            self.columns.show_table(self._table)
        self._fail(self.tr("Nothing was imported"), exc)

    def _on_reading_changed(self, choice: ReadChoice) -> None:
        if self._path is not None:
            self.columns.set_reading(True)
            self.read_file(self._path, choice)

    # Check

    def _check(self) -> None:
        table, mapped = self._table, self.columns.mapped
        assert table is not None
        if self.columns.problem:
            return
        services, order = self._context.services, self.check_step.date_order
        existing = self.check_step.existing_rule
        work = self._begin(self.tr("Reading the lines…"), self.tr("Looking everybody up…"))
        self._retry = self._check

        def check() -> _Checked:
            members = read_members(table, mapped, today=services.gym.today(), order=order, progress=work)
            return _Checked(members, services.member_import.check(members, existing, work))

        if self.step is not Step.CHECK:
            self.check_step.states.show_loading_anew()
            self._go(Step.CHECK)
        self._context.tasks.query(self, check, self._on_checked, self._on_not_checked, key="work")

    def _on_checked(self, checked: _Checked) -> None:
        self._end()
        self._checked = checked
        self.check_step.show_check(checked.check, checked.members)
        self._go(Step.CHECK)

    def _on_not_checked(self, exc: Exception) -> None:
        self._end()
        self._checked = None
        if isinstance(exc, Unavailable):
            self._context.notices.error(exc)
        self.check_step.states.show_error(self.tr("The file could not be checked"), exc)
        self._show()

    # Import

    def _import(self) -> None:
        checked = self._checked
        if checked is None or not self._may_import():
            return
        service = self._context.services.member_import
        members, existing = checked.members, self.check_step.existing_rule
        errors = self.check_step.error_rule
        self._is_importing = True
        work = self._begin(self.tr("Looking everybody up once more…"), self.tr("Adding members…"))
        self._retry = self._import

        def add() -> MemberImport:
            done: MemberImport = service.import_members(members, existing, errors, work)
            return done

        self._context.tasks.write(self, add, self._on_imported, self._on_not_imported)

    def _on_imported(self, done: MemberImport) -> None:
        self._is_importing = False
        self._end()
        self.done_step.show_done(done)
        self.columns.is_corrected = False
        self._go(Step.DONE)
        if done.added or done.filled:
            self.imported.emit(done)

    def _on_not_imported(self, exc: Exception) -> None:
        self._is_importing = False
        self._end()
        if isinstance(exc, Conflict):
            self._retry = self._check
        self._fail(self.tr("Nothing was imported"), exc)

    def _may_import(self) -> bool:
        if self._checked is None:
            return False
        counts = self._checked.check.counts()
        refuses = self.check_step.error_rule is ErrorRule.REFUSE and counts[Verdict.ERROR] > 0
        return counts[Verdict.NEW] + counts[Verdict.FILL] > 0 and not refuses

    # Slots

    def _on_back_clicked(self) -> None:
        if self._is_importing:
            return
        self._stop_reading()
        self._banner.hide()
        if self.step is Step.CHECK:
            self._checked = None
            self.check_step.reset()
            self._go(Step.COLUMNS)
        else:
            self._go(Step.FILE)

    def _on_show_clicked(self) -> None:
        self.accept()
        self._context.navigate("members", {"filter": "no_trainer"})

    def _on_save_requested(self) -> None:
        if self._checked is not None and self._table is not None and self._path is not None:
            saver = ErrorLinesSaver(self._context, self._table, self._checked.check, self)
            saver.ask(self._path)

    def save_errors(self, path: Path) -> None:
        """Write the lines with errors into a file of their own, to mend and import later."""
        assert self._checked is not None and self._table is not None
        ErrorLinesSaver(self._context, self._table, self._checked.check, self).save(path)

    # Working

    def _begin(self, *parts: str) -> Work:
        if self._work is not None:
            self._work.stop()
        self._work = work = Work()
        self._banner.hide()
        self._is_busy = True
        self._bar.begin(work, *parts)
        self._show()
        return work

    def _end(self) -> None:
        self._work = None
        self._is_busy = False
        self._bar.end()
        self._show()

    def _stop_reading(self) -> None:
        """Forget what is being read or looked up."""
        if self._work is not None:
            self._work.stop()
        self._context.tasks.drop(self)
        self.columns.set_reading(False)
        self._end()

    def _fail(self, title: str, exc: Exception) -> None:
        is_said = isinstance(exc, UserError | Unavailable) and not isinstance(exc, SignedOut)
        if not is_said or isinstance(exc, Unavailable):
            self._context.notices.error(exc)
        words = exc.message if isinstance(exc, UserError | Unavailable) else ""
        if isinstance(exc, ImportRefused) and exc.errors:
            words = str(exc.errors[0])  # the title says the rest
        self._banner.set_words(title, words)
        can_retry = isinstance(exc, Unavailable | Conflict) or not is_said
        self.retry_button.setText(self.tr("Check again") if isinstance(exc, Conflict) else self.tr("Retry"))
        self.retry_button.setVisible(can_retry)
        self._banner.show()
        self._show()
        # What was pressed was locked meanwhile and lost the keyboard.
        again = self.retry_button if can_retry else self.confirm_button
        focus = self.choose_button if self.step is Step.FILE and not can_retry else again
        focus.setFocus(Qt.FocusReason.OtherFocusReason)

    # Showing

    def _go(self, step: Step) -> None:
        self._steps.setCurrentIndex(step)
        self.set_subtitle(self._step_words(step))
        self._show()
        if self.isVisible():
            self._order_focus()
        first: dict[Step, QWidget] = {
            Step.FILE: self.choose_button,
            Step.CHECK: self.check_step.filters,
            Step.DONE: self.confirm_button,
        }
        if step is Step.COLUMNS and self.columns.cards:
            first[step] = self.columns.cards[0].box
        if step in first:
            first[step].setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        """Enable what makes sense now."""
        step = self.step
        self.back_button.setVisible(step in (Step.COLUMNS, Step.CHECK))
        self.back_button.setEnabled(not self._is_importing)
        self.check_step.setEnabled(not self._is_importing)
        self.cancel_button.setEnabled(True)
        self.cancel_button.setVisible(step is not Step.DONE)
        self.choose_button.setEnabled(not self._is_busy)
        self.confirm_button.setVisible(step is not Step.FILE)
        can_go_on = {
            Step.FILE: True,
            Step.COLUMNS: not self.columns.problem,
            Step.CHECK: self._may_import(),
            Step.DONE: True,
        }[step]
        self.confirm_button.setEnabled(can_go_on and not self._is_busy)
        self.set_confirm_text(self._confirm_words(step))

    def _step_words(self, step: Step) -> str:
        name = self._path.name if self._path is not None else ""
        return {
            Step.FILE: self.tr("Step 1 of 3: the file"),
            Step.COLUMNS: self.tr("Step 2 of 3: the columns of {0}").format(name),
            Step.CHECK: self.tr("Step 3 of 3: what would be imported from {0}").format(name),
            Step.DONE: "",
        }[step]

    def _confirm_words(self, step: Step) -> str:
        if step is Step.CHECK and self._checked is not None:
            counts = self._checked.check.counts()
            new, fill = counts[Verdict.NEW], counts[Verdict.FILL]
            if new and fill:
                return self.tr("Import {0}, fill in {1}").format(f"{new:,}", f"{fill:,}")
            if fill:
                return self.tr("Fill in {0}").format(f"{fill:,}")
            return (
                self.tr("Import 1 member") if new == 1 else self.tr("Import {0} members").format(f"{new:,}")
            )
        return {
            Step.FILE: self.tr("Next"),
            Step.COLUMNS: self.tr("Check"),
            Step.CHECK: self.tr("Import"),
            Step.DONE: self.tr("Close"),
        }[step]


def _downloads() -> str:
    return str(usual_folder(QStandardPaths.StandardLocation.DownloadLocation))
