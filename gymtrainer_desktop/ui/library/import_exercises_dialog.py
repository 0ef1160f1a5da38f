"""Brings exercises along from a file: chosen, read, shown, and only then added."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QListWidget, QScrollArea, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.errors import SignedOut, UserError
from gymtrainer_desktop.domain.exercises import LibraryImport
from gymtrainer_desktop.importers.exercise_library import ImportedLibrary, read_library
from gymtrainer_desktop.ui.library.words import count_text
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.bars import Banner
from gymtrainer_desktop.ui.widgets.buttons import quiet_button
from gymtrainer_desktop.ui.widgets.sheet import SheetDialog
from gymtrainer_desktop.ui.widgets.text import label


class ImportExercisesDialog(SheetDialog):
    """Reads a library (JSON), says what it would add, and adds it: all of it or nothing."""

    imported = Signal(object)
    """Carries the `LibraryImport`."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__("", parent, width=Size.SHEET_WIDE)
        self.setObjectName("importExercisesDialog")
        self.set_title(self.tr("Import exercises"))
        words = self.tr(
            "A file of exercises (JSON). What the library has already, by any name, is left alone."
        )
        self.set_subtitle(words)
        self._context = context
        self._library: ImportedLibrary | None = None
        self._outcome: LibraryImport | None = None
        self.choose_button = quiet_button(self.tr("Choose &file…"), "folder-open")
        self.choose_button.setObjectName("chooseLibraryButton")
        self.body.addWidget(self.choose_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.banner = Banner("triangle-alert", "critical")
        self.banner.hide()
        self.body.addWidget(self.banner)
        self.summary = label("", weight="medium", wrap=True)
        self.summary.setObjectName("importSummary")
        self.body.addWidget(self.summary)
        self.new_names = _List(self.tr("New"))
        self.problems = _List(self.tr("Cannot be read"))
        self.body.addWidget(self.new_names)
        self.body.addWidget(self.problems)
        self._show_nothing()
        self.choose_button.clicked.connect(self.choose)

    @property
    def outcome(self) -> LibraryImport | None:
        """What the file would add, None while none is read."""
        return self._outcome

    def choose(self) -> None:
        """Ask for a file, and read it."""
        name, _ = QFileDialog.getOpenFileName(
            self, self.tr("Import exercises"), "", self.tr("Exercises (*.json);;All files (*)")
        )
        if name:
            self.read(Path(name))

    def read(self, path: Path) -> None:
        """Read a file in the background, and say what it would add."""
        self._show_nothing()
        self.summary.setText(self.tr("Reading {0} …").format(path.name))
        self.choose_button.setEnabled(False)
        exercises = self._context.services.exercises

        def work() -> tuple[ImportedLibrary, LibraryImport]:
            library = read_library(path)
            return library, exercises.import_library(library, dry_run=True)

        self._context.tasks.query(self, work, self._on_read, self._on_read_failed, key="read")

    def submit(self) -> None:
        """Add what is new."""
        library = self._library
        if library is None:
            return
        self.set_busy(True)
        self.choose_button.setEnabled(False)
        exercises = self._context.services.exercises

        def done(outcome: LibraryImport) -> None:
            self.accept()
            self.imported.emit(outcome)

        def failed(exc: Exception) -> None:
            self.set_busy(False)
            self.choose_button.setEnabled(True)
            self._context.notices.error(exc, self.tr("Nothing was added."))

        self._context.tasks.write(self, lambda: exercises.import_library(library), done, failed)

    # Details

    def _show_nothing(self) -> None:
        self._library = self._outcome = None
        self.banner.hide()
        self.summary.setText("")
        self.new_names.show_lines(())
        self.problems.show_lines(())
        self.set_confirm_text(self.tr("Add"))
        self.confirm_button.setEnabled(False)

    def _on_read(self, answer: tuple[ImportedLibrary, LibraryImport]) -> None:
        library, outcome = answer
        self.choose_button.setEnabled(True)
        self._outcome = outcome
        new = len(outcome.added)
        parts = [self.tr("{0} in the file").format(count_text(outcome.read))]
        parts.append(self.tr("{0} new").format(f"{new:,}"))
        parts.append(self.tr("{0} there already").format(f"{outcome.skipped:,}"))
        if outcome.problems:
            parts.append(self.tr("{0} cannot be read").format(f"{len(outcome.problems):,}"))
        self.summary.setText(" · ".join(parts))
        self.new_names.show_lines(outcome.added)
        self.problems.show_lines([str(problem) for problem in outcome.problems])
        if new:
            self._library = library
            self.set_confirm_text(self.tr("Add {0}").format(count_text(new)))
            self.confirm_button.setEnabled(True)
            self.confirm_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._grow()

    def _grow(self) -> None:
        """Make room for what has just appeared."""
        area = self.findChild(QScrollArea)
        assert area is not None, "a sheet scrolls"
        # Layouts learn of each other's new heights only with the events to come; the sheet asks now.
        self.body.activate()
        area.updateGeometry()
        self._place()

    def _on_read_failed(self, exc: Exception) -> None:
        self._show_nothing()
        self.choose_button.setEnabled(True)
        if isinstance(exc, UserError) and not isinstance(exc, SignedOut):
            self.banner.set_words(self.tr("Not imported"), exc.message)
            self.banner.show()
        else:
            self._context.notices.error(exc, self.tr("Nothing was added."))


class _List(QWidget):
    """Lines below a heading; not there while there are none."""

    def __init__(self, title: str) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(label(title, "secondary", "muted", "medium"))
        self.lines = QListWidget()
        self.lines.setAccessibleName(title)
        self.lines.setMinimumHeight(Size.NOTE_BOX)
        self.lines.setUniformItemSizes(True)
        column.addWidget(self.lines)

    def show_lines(self, lines: Sequence[str]) -> None:
        """Show other lines."""
        self.lines.clear()
        self.lines.addItems(list(lines))
        self.setVisible(bool(lines))
