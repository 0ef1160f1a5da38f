"""Brings along what a member logged in another app: Strong, Hevy or FitNotes."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QProgressBar,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gymtrainer_desktop.domain.calendar import format_date
from gymtrainer_desktop.domain.errors import SignedOut, Unavailable, UserError
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.domain.workouts import ImportOutcome
from gymtrainer_desktop.importers.history import ImportedHistory, ImportRefused, UnitNeeded
from gymtrainer_desktop.importers.workouts import read_workouts
from gymtrainer_desktop.ui.folders import usual_folder
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.bars import Banner
from gymtrainer_desktop.ui.widgets.buttons import quiet_button
from gymtrainer_desktop.ui.widgets.fields import FormField
from gymtrainer_desktop.ui.widgets.logging.words import counted, sets_count_text
from gymtrainer_desktop.ui.widgets.segmented import Segment, Segmented
from gymtrainer_desktop.ui.widgets.sheet import SheetDialog
from gymtrainer_desktop.ui.widgets.text import ElidedLabel, label

_CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class _Found:
    """What a file holds, and what importing it would add."""

    history: ImportedHistory
    outcome: ImportOutcome


class ImportHistoryDialog(SheetDialog):
    """Choose a file, see what is in it, then import all of it or nothing."""

    imported = Signal(object)
    """Workouts were added; carries the `ImportOutcome`."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__("", parent, width=Size.FORM_WIDTH)
        self.set_title(self.tr("Import history"))
        self.setObjectName("importHistoryDialog")
        self.set_subtitle(
            self.tr("Workouts that you exported from Strong, Hevy or FitNotes as a file of values (.csv).")
        )
        self._context = context
        self._path: Path | None = None
        self._found: _Found | None = None
        self._is_importing = False
        self._stop = threading.Event()
        self.choose_button = quiet_button(self.tr("Choose &file…"), "folder-open")
        self.choose_button.setObjectName("chooseFileButton")
        self._file_name = ElidedLabel(self.tr("No file chosen"), tone="muted")
        self.units = Segmented([Segment(unit, unit.value) for unit in Unit])
        self.units.setObjectName("importUnit")
        self.units.set_current("")
        self.unit_field = FormField(self.tr("The weights in this file are in"), self.units)
        self._report = label("", wrap=True)
        self._report.setObjectName("importReport")
        self._warnings = label("", tone="muted", wrap=True)
        self.banner = Banner("triangle-alert", "critical")
        self.retry_button = self.banner.add_action(self.tr("Retry"), self._read, "refresh-cw")
        self.errors = QListWidget()
        self.errors.setObjectName("importErrors")
        self.errors.setAccessibleName(self.tr("What is wrong with the file, line by line"))
        self.errors.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.errors.setWordWrap(True)
        self._progress = QProgressBar()
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        self._fill()
        self.choose_button.clicked.connect(self._on_choose_clicked)
        self.units.chosen.connect(self._on_unit_chosen)
        self._show()

    @property
    def report(self) -> str:
        """What the dialog says about the file."""
        return "" if self._report.isHidden() else self._report.text()

    @property
    def is_importing(self) -> bool:
        """Whether workouts are being added."""
        return self._is_importing

    @property
    def path(self) -> Path | None:
        """The file chosen."""
        return self._path

    def read_file(self, path: Path) -> None:
        """Read a file and say what is in it."""
        self._path = path
        self._file_name.setText(path.name)
        self.units.set_current("")
        self.unit_field.hide()
        self._read()

    def submit(self) -> None:
        """Import what was found."""
        found = self._found
        if found is None or self._is_importing or not found.outcome.added_sets:
            return
        self._is_importing = True
        self._stop = stop = threading.Event()
        workouts, member_id = self._context.services.workouts, self._context.person.person_id

        def add() -> ImportOutcome:
            outcome: ImportOutcome = workouts.import_history(member_id, found.history, stop.is_set)
            return outcome

        self.banner.hide()
        self._show()
        words = self.tr("Adding {0}…").format(sets_count_text(found.outcome.added_sets))
        self._say(words)
        self._context.tasks.write(self, add, self._on_imported, self._on_not_imported)

    def reject(self) -> None:
        """Close; an import under way is cancelled first, and then nothing of it is added."""
        if self._is_importing:
            self._stop.set()
            self.cancel_button.setEnabled(False)
            self._say(self.tr("Cancelling…"))
            return
        self._context.tasks.drop(self)
        super().reject()

    # Building

    def _fill(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(Space.M)
        row.addWidget(self.choose_button)
        row.addWidget(self._file_name, 1)
        self.body.addLayout(row)
        # What is said about a file has its room from the start: the dialog does not jump.
        room = QWidget()
        room.setMinimumHeight(Size.LOGS_HEIGHT)
        words = QVBoxLayout(room)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(Space.M)
        for widget in (self.banner, self.unit_field, self._report, self._warnings, self._progress):
            words.addWidget(widget)
        words.addWidget(self.errors, 10)
        words.addStretch(1)
        self.body.addWidget(room)
        for hidden in (self.banner, self.unit_field, self._report, self._warnings, self.errors):
            hidden.hide()

    # Reading

    def _read(self) -> None:
        path = self._path
        if path is None:
            return
        self._found = None
        for widget in (self.banner, self.errors, self._warnings):
            widget.hide()
        workouts, member_id = self._context.services.workouts, self._context.person.person_id
        time_zone = self._context.gym.time_zone
        unit = Unit(self.units.current) if self.units.current else None

        def read() -> _Found:
            history = read_workouts(path, unit=unit, time_zone=time_zone)
            return _Found(history, workouts.preview_import(member_id, history))

        self._say(self.tr("Reading {0}…").format(path.name))
        self._show(reading=True)
        self._context.tasks.query(self, read, self._on_read, self._on_not_read, key="read")

    def _on_read(self, found: _Found) -> None:
        self._found = found
        history, outcome = found.history, found.outcome
        first, last = history.workouts[0].started_at.date(), history.workouts[-1].started_at.date()
        count = counted(outcome.workouts, self.tr("1 workout"), self.tr("{0} workouts"))
        found_words = self.tr("{0} export: {1} with {2}, from {3} to {4}.").format(
            outcome.format, count, sets_count_text(outcome.sets), format_date(first), format_date(last)
        )
        self._say(f"{found_words}\n{self._adding(outcome)}")
        self._warnings.setText("\n".join(history.warnings))
        self._warnings.setVisible(bool(history.warnings))
        self.unit_field.setVisible(history.needs_unit)
        self._show()

    def _adding(self, outcome: ImportOutcome) -> str:
        if not outcome.added_sets:
            return counted(
                outcome.sets,
                self.tr("Nothing new: the set was already here."),
                self.tr("Nothing new: all {0} sets were already here."),
            )
        workouts = counted(outcome.added_workouts, self.tr("1 workout"), self.tr("{0} workouts"))
        added = self.tr("To be added: {0} with {1}.").format(workouts, sets_count_text(outcome.added_sets))
        if not outcome.skipped_sets:
            return added
        skipped = counted(
            outcome.skipped_sets, self.tr("1 set is already here."), self.tr("{0} sets are already here.")
        )
        return f"{added} {skipped}"

    def _on_not_read(self, exc: Exception) -> None:
        self._say("")
        if isinstance(exc, UnitNeeded):
            self._say(exc.message)
            self.unit_field.show()
            self.units.setFocus(Qt.FocusReason.OtherFocusReason)
        elif isinstance(exc, ImportRefused):
            self._refuse(exc)
        else:
            self._fail(self.tr("The file could not be checked"), exc)
        self._show()

    def _refuse(self, exc: ImportRefused) -> None:
        self.errors.clear()
        self.errors.addItems([str(error) for error in exc.errors])
        self.errors.setVisible(len(exc.errors) > 1)
        words = exc.message
        if len(exc.errors) == 1:
            words = str(exc.errors[0])
        elif exc.errors:
            words = self.tr("{0} lines are wrong.").format(len(exc.errors))
        self.banner.set_words(self.tr("Nothing was imported"), words)
        self.retry_button.hide()
        self.banner.show()

    def _fail(self, title: str, exc: Exception) -> None:
        is_expected = isinstance(exc, UserError | Unavailable) and not isinstance(exc, SignedOut)
        if not is_expected or isinstance(exc, Unavailable):
            self._context.notices.error(exc)
        words = exc.message if isinstance(exc, UserError | Unavailable) else ""
        self.banner.set_words(title, words)
        self.retry_button.show()
        self.banner.show()

    # Importing

    def _on_imported(self, outcome: ImportOutcome) -> None:
        self._is_importing = False
        workouts = counted(outcome.added_workouts, self.tr("1 workout"), self.tr("{0} workouts"))
        words = self.tr("{0} with {1} added").format(workouts, sets_count_text(outcome.added_sets))
        self._context.notices.toast(words)
        self.imported.emit(outcome)
        self.accept()

    def _on_not_imported(self, exc: Exception) -> None:
        self._is_importing = False
        if isinstance(exc, UserError) and exc.code == _CANCELLED:
            self._context.notices.toast(exc.message)
            super().reject()
            return
        self._say("")
        self._fail(self.tr("Nothing was imported"), exc)
        self._show()

    # Showing

    def _say(self, words: str) -> None:
        self._report.setText(words)
        self._report.setVisible(bool(words))

    def _show(self, *, reading: bool = False) -> None:
        """Enable what makes sense now."""
        outcome = self._found.outcome if self._found is not None else None
        is_busy = reading or self._is_importing
        self._progress.setVisible(is_busy)
        self.choose_button.setEnabled(not self._is_importing)
        self.units.setEnabled(not self._is_importing)
        self.cancel_button.setEnabled(True)
        can_import = outcome is not None and outcome.added_sets > 0 and not is_busy
        self.confirm_button.setEnabled(can_import)
        if outcome is not None and outcome.added_sets:
            words = counted(
                outcome.added_workouts, self.tr("Import 1 workout"), self.tr("Import {0} workouts")
            )
        else:
            words = self.tr("Import")
        self.set_confirm_text(words)
        nothing_new = outcome is not None and not outcome.added_sets
        self.cancel_button.setText(self.tr("Close") if nothing_new else self.tr("Cancel"))

    def _on_choose_clicked(self) -> None:
        start = str(self._path.parent) if self._path is not None else _downloads()
        name, _ = QFileDialog.getOpenFileName(
            self, self.tr("Import history"), start, self.tr("Exports (*.csv *.txt);;All files (*)")
        )
        if name:
            self.read_file(Path(name))

    def _on_unit_chosen(self, _key: str) -> None:
        self._read()


def _downloads() -> str:
    return str(usual_folder(QStandardPaths.StandardLocation.DownloadLocation))
