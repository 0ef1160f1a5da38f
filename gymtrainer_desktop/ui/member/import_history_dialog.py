"""Brings along what a member logged in another app: Strong, Hevy or FitNotes, in four steps."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QProgressBar, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.errors import SignedOut, Unavailable, UserError
from gymtrainer_desktop.domain.exercise_matching import NameChoice, NameMatcher, NameOrigin
from gymtrainer_desktop.domain.workouts import ImportOutcome
from gymtrainer_desktop.importers.history import ImportedHistory, ImportRefused, UnitNeeded
from gymtrainer_desktop.importers.workouts import read_workouts
from gymtrainer_desktop.ui.folders import usual_folder
from gymtrainer_desktop.ui.member.import_file_step import HistoryFileStep
from gymtrainer_desktop.ui.member.import_names_step import HistoryNamesStep
from gymtrainer_desktop.ui.member.import_preview_step import HistoryDoneStep, HistoryPreviewStep
from gymtrainer_desktop.ui.member.import_steps import HistoryStep
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme.tokens import Delay, Size, Space
from gymtrainer_desktop.ui.widgets.bars import Banner
from gymtrainer_desktop.ui.widgets.buttons import quiet_button
from gymtrainer_desktop.ui.widgets.logging.words import counted, sets_count_text
from gymtrainer_desktop.ui.widgets.sheet import SheetDialog
from gymtrainer_desktop.ui.widgets.steps_stack import StepsStack
from gymtrainer_desktop.ui.widgets.text import label

_CANCELLED = "cancelled"
_LIBRARY_LIMIT = 20_000


@dataclass(frozen=True, slots=True)
class _Read:
    """What a file holds, and what its exercises seem to be called here."""

    history: ImportedHistory
    choices: tuple[NameChoice, ...]
    matcher: NameMatcher


@dataclass(frozen=True, slots=True)
class _Preview:
    """The history with its names, and what importing it would add."""

    history: ImportedHistory
    outcome: ImportOutcome


class ImportHistoryDialog(SheetDialog):
    """File, names, preview, done. Nothing is written before the last button, and then all or nothing."""

    imported = Signal(object)
    """Workouts were added; carries the `ImportOutcome`."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__("", parent, width=Size.IMPORT_WIDTH, scrolls=False)
        self.set_title(self.tr("Import history"))
        self.setObjectName("importHistoryDialog")
        self._context = context
        self._path: Path | None = None
        self._found: _Read | None = None
        self._preview: _Preview | None = None
        self._is_busy = self._is_importing = False
        self._stop = threading.Event()
        self._done = self._total = 0
        self._retry: Callable[[], None] = self._read
        self.file_step = HistoryFileStep(context.gym.time_zone)
        self.names_step = HistoryNamesStep(context)
        self.preview_step = HistoryPreviewStep()
        self.done_step = HistoryDoneStep()
        self.choose_button, self.units = self.file_step.choose_button, self.file_step.units
        self.unit_field, self.errors = self.file_step.unit_field, self.file_step.errors
        self._steps = StepsStack()
        self.banner = Banner("triangle-alert", "critical")
        self.retry_button = self.banner.add_action(self.tr("Retry"), lambda: self._retry(), "refresh-cw")
        self._doing = label("", tone="muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._ticking = QTimer(self)
        self._ticking.setInterval(Delay.PROGRESS)
        self.back_button = quiet_button(self.tr("&Back"), "arrow-left")
        self.back_button.setObjectName("importBackButton")
        self.confirm_button.setObjectName("importNextButton")
        self._fill()
        self._connect_signals()
        self._go(HistoryStep.FILE)

    @property
    def step(self) -> HistoryStep:
        """Where one is."""
        return HistoryStep(self._steps.currentIndex())

    @property
    def report(self) -> str:
        """What the step shown, or the work under way, says."""
        if self._is_busy:
            return self._doing.text()
        if self.step is HistoryStep.PREVIEW:
            return self.preview_step.report
        if self.step is HistoryStep.DONE:
            return f"{self.done_step.title.text()}. {self.done_step.words.text()}"
        return self.file_step.report

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
        self._found = None
        self.file_step.show_file(path)
        self._read()

    def is_dirty(self) -> bool:
        """Whether names were chosen that nothing was imported with yet."""
        return self.names_step.is_changed and self.step in (HistoryStep.NAMES, HistoryStep.PREVIEW)

    def submit(self) -> None:
        """Go on to the next step."""
        if self._is_busy:
            return
        {
            HistoryStep.FILE: lambda: self._go(HistoryStep.NAMES),
            HistoryStep.NAMES: self._look,
            HistoryStep.PREVIEW: self._import,
            HistoryStep.DONE: self.accept,
        }[self.step]()

    def reject(self) -> None:
        """Close; an import under way is cancelled first, and then nothing of it is added."""
        if self._is_importing:
            self._stop.set()
            self.cancel_button.setEnabled(False)
            self._doing.setText(self.tr("Cancelling…"))
            return
        if self.step is HistoryStep.DONE:
            super().accept()
            return
        if self.is_dirty() and not self._may_discard():
            return
        self._context.tasks.drop(self)
        self.names_step.is_changed = False
        super().reject()

    # Building

    def _fill(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(Space.XL, 0, Space.XL, Space.S)
        head.addWidget(self.banner)
        self.body.addLayout(head)
        for step in (self.file_step, self.names_step, self.preview_step, self.done_step):
            self._steps.addWidget(step)
        self.body.addWidget(self._steps, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(Space.XL, 0, Space.XL, Space.M)
        foot.setSpacing(Space.XS)
        foot.addWidget(self._doing)
        foot.addWidget(self._bar)
        self.body.addLayout(foot)
        self.add_footer_widget(self.back_button)
        for hidden in (self.banner, self._doing, self._bar):
            hidden.hide()

    def _connect_signals(self) -> None:
        self.choose_button.clicked.connect(self._on_choose_clicked)
        self.back_button.clicked.connect(self._on_back_clicked)
        self.file_step.reading_changed.connect(self._read)
        self.names_step.changed.connect(self._show)
        self._ticking.timeout.connect(self._show_progress)

    # File

    def _read(self) -> None:
        path = self._path
        if path is None:
            return
        kept = {one.written: one for one in self.names_step.choices if one.origin is NameOrigin.CHOSEN}
        kept = kept if self._found is not None else {}
        self._found = None
        services, member_id = self._context.services, self._context.person.person_id
        unit, time_zone = self.file_step.unit, self.file_step.time_zone

        def read() -> _Read:
            history = read_workouts(path, unit=unit, time_zone=time_zone)
            library = services.exercises.search("", None, _LIBRARY_LIMIT)
            remembered = services.import_names.names(member_id)
            matcher = NameMatcher(library, remembered)
            choices = matcher.suggest(history.exercises)
            return _Read(history, tuple(kept.get(one.written, one) for one in choices), matcher)

        self._retry = self._read
        self._begin(self.tr("Reading {0}…").format(path.name))
        self._context.tasks.query(self, read, self._on_read, self._on_not_read, key="work")

    def _on_read(self, found: _Read) -> None:
        self._end()
        self._found = found
        self.file_step.show_history(found.history)
        self.names_step.show_choices(found.choices, found.matcher)
        self._show()
        if self.confirm_button.isVisible():
            self.confirm_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_not_read(self, exc: Exception) -> None:
        self._end()
        if isinstance(exc, UnitNeeded):
            self.file_step.ask_for_unit(exc.message)
        elif isinstance(exc, ImportRefused):
            self.banner.set_words(self.tr("Nothing was imported"), self.file_step.show_refusal(exc))
            self.retry_button.hide()
            self.banner.show()
        else:
            self._fail(self.tr("The file could not be checked"), exc)
        self._show()

    # Preview

    def _look(self) -> None:
        found = self._found
        assert found is not None
        history = found.history.named(self.names_step.names)
        workouts, member_id = self._context.services.workouts, self._context.person.person_id

        def look() -> _Preview:
            return _Preview(history, workouts.preview_import(member_id, history))

        self._retry = self._look
        self._begin(self.tr("Looking what is here already…"))
        self._context.tasks.query(self, look, self._on_looked, self._on_not_looked, key="work")

    def _on_looked(self, preview: _Preview) -> None:
        self._end()
        self._preview = preview
        self.preview_step.show_preview(preview.history, preview.outcome, len(self.names_step.names))
        self._go(HistoryStep.PREVIEW)

    def _on_not_looked(self, exc: Exception) -> None:
        self._end()
        self._fail(self.tr("The file could not be checked"), exc)

    # Import

    def _import(self) -> None:
        preview = self._preview
        if preview is None or not preview.outcome.added_sets:
            return
        self._is_importing = True
        self._stop = stop = threading.Event()
        services, member_id = self._context.services, self._context.person.person_id
        to_remember = self.names_step.to_remember

        def tell(done: int, total: int) -> None:
            self._done, self._total = done, total

        def add() -> ImportOutcome:
            # The names first: they are the person's own, and stay theirs should the rest be cancelled.
            if to_remember:
                services.import_names.remember(member_id, to_remember)
            outcome: ImportOutcome = services.workouts.import_history(
                member_id, preview.history, stop.is_set, tell
            )
            return outcome

        self._retry = self._import
        self._begin(self.tr("Adding {0}…").format(sets_count_text(preview.outcome.added_sets)))
        self._context.tasks.write(self, add, self._on_imported, self._on_not_imported)

    def _on_imported(self, outcome: ImportOutcome) -> None:
        self._is_importing = False
        self._end()
        self.done_step.show_done(outcome, len(self.names_step.to_remember))
        self.names_step.is_changed = False
        self._go(HistoryStep.DONE)
        self.imported.emit(outcome)

    def _on_not_imported(self, exc: Exception) -> None:
        self._is_importing = False
        self._end()
        if isinstance(exc, UserError) and exc.code == _CANCELLED:
            self._context.notices.toast(exc.message)
            super().reject()
            return
        self._fail(self.tr("Nothing was imported"), exc)

    # Working

    def _begin(self, words: str) -> None:
        self.banner.hide()
        self._is_busy = True
        self._done = self._total = 0
        self._doing.setText(words)
        self._show_progress()
        self._ticking.start()
        self._show()

    def _end(self) -> None:
        self._ticking.stop()
        self._is_busy = False
        self._show()

    def _show_progress(self) -> None:
        self._bar.setRange(0, self._total)
        self._bar.setValue(self._done)

    def _fail(self, title: str, exc: Exception) -> None:
        is_expected = isinstance(exc, UserError | Unavailable) and not isinstance(exc, SignedOut)
        if not is_expected or isinstance(exc, Unavailable):
            self._context.notices.error(exc)
        words = exc.message if isinstance(exc, UserError | Unavailable) else ""
        self.banner.set_words(title, words)
        self.retry_button.show()
        self.banner.show()
        self._show()

    # Showing

    def _go(self, step: HistoryStep) -> None:
        self._steps.setCurrentIndex(step)
        self.set_subtitle(self._step_words(step))
        self._show()
        if self.isVisible():
            self._order_focus()
        first = {
            HistoryStep.FILE: self.choose_button,
            HistoryStep.NAMES: self.names_step.table,
            HistoryStep.PREVIEW: self.confirm_button,
            HistoryStep.DONE: self.confirm_button,
        }[step]
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _step_words(self, step: HistoryStep) -> str:
        return {
            HistoryStep.FILE: self.tr(
                "Workouts that you exported from Strong, Hevy or FitNotes as a file of values (.csv)."
            ),
            HistoryStep.NAMES: self.tr(
                "What your app calls an exercise may be called something else here."
                " Under one name your progress goes on where it was."
            ),
            HistoryStep.PREVIEW: self.tr("Nothing has been written yet."),
            HistoryStep.DONE: "",
        }[step]

    def _show(self) -> None:
        """Enable what makes sense now."""
        step, preview = self.step, self._preview
        self._doing.setVisible(self._is_busy)
        self._bar.setVisible(self._is_busy)
        self._steps.setEnabled(not self._is_importing)
        self.back_button.setVisible(step in (HistoryStep.NAMES, HistoryStep.PREVIEW))
        self.back_button.setEnabled(not self._is_importing)
        self.cancel_button.setVisible(step is not HistoryStep.DONE)
        self.cancel_button.setEnabled(True)
        nothing_new = step is HistoryStep.PREVIEW and preview is not None and not preview.outcome.added_sets
        self.cancel_button.setText(self.tr("Close") if nothing_new else self.tr("Cancel"))
        can_go_on = {
            HistoryStep.FILE: self._found is not None,
            HistoryStep.NAMES: self._found is not None,
            HistoryStep.PREVIEW: preview is not None and preview.outcome.added_sets > 0,
            HistoryStep.DONE: True,
        }[step]
        self.confirm_button.setEnabled(can_go_on and not self._is_busy)
        words = {HistoryStep.PREVIEW: self.tr("Import"), HistoryStep.DONE: self.tr("Close")}
        if step is HistoryStep.PREVIEW and preview is not None and preview.outcome.added_sets:
            words[step] = counted(
                preview.outcome.added_workouts, self.tr("Import 1 workout"), self.tr("Import {0} workouts")
            )
        self.set_confirm_text(words.get(step, self.tr("Next")))

    # Slots

    def _on_choose_clicked(self) -> None:
        start = str(self._path.parent) if self._path is not None else _downloads()
        name, _ = QFileDialog.getOpenFileName(
            self, self.tr("Import history"), start, self.tr("Exports (*.csv *.txt);;All files (*)")
        )
        if name:
            self.read_file(Path(name))

    def _on_back_clicked(self) -> None:
        if self._is_importing:
            return
        self._context.tasks.drop(self)
        self._end()
        self.banner.hide()
        self._preview = None
        self._go(HistoryStep.NAMES if self.step is HistoryStep.PREVIEW else HistoryStep.FILE)


def _downloads() -> str:
    return str(usual_folder(QStandardPaths.StandardLocation.DownloadLocation))
