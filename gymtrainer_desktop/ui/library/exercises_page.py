"""The exercises page: the library, searched and filtered, and one exercise of it in a panel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.errors import Conflict
from gymtrainer_desktop.domain.exercises import LibraryExercise, LibraryFilter, LibraryImport
from gymtrainer_desktop.domain.people import Role
from gymtrainer_desktop.ui.library.exercise_dialog import ExerciseDialog
from gymtrainer_desktop.ui.library.exercise_panel import ExercisePanel
from gymtrainer_desktop.ui.library.exercises_bar import ExercisesBar
from gymtrainer_desktop.ui.library.exercises_table import ExercisesTable
from gymtrainer_desktop.ui.library.import_exercises_dialog import ImportExercisesDialog
from gymtrainer_desktop.ui.library.words import count_text
from gymtrainer_desktop.ui.shell.page import Page, PageContext
from gymtrainer_desktop.ui.theme.tokens import Space
from gymtrainer_desktop.ui.widgets.more_rows import load_more
from gymtrainer_desktop.ui.widgets.states import StateStack

ROWS = 100
"""Exercises of a page; what is found by words comes in one."""
MOST_FOUND = 200


class ExercisesPage(Page):
    """Search, filters, rows, and a panel with the exercise that is open.

    `open` takes `exercise_id` (shows that one), `words` (searches for them), `add` (opens the dialog that
    adds one) and `import` (opens the one that reads a file).
    """

    key: ClassVar[str] = "exercises"
    tables: ClassVar[frozenset[str]] = frozenset({"exercises"})

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.set_title(self.tr("Exercises"))
        self._words = ""
        self._filter = LibraryFilter()
        self._wanted: UUID | None = None
        self._wants: Callable[[], None] | None = None
        self.bar = ExercisesBar()
        self.search = self.bar.search
        self.rows = ExercisesTable(context.settings)
        self.panel = ExercisePanel(context)
        self._build()
        self._connect_signals()

    def open(self, **args: Any) -> None:
        """Take what to show, or the wish to add or import."""
        self._wants = self.add if args.get("add") else self.import_file if args.get("import") else None
        if (words := args.get("words")) is not None:
            self._words = str(words)
            self.search.setText(self._words)
        self._wanted = args.get("exercise_id")

    def refresh(self) -> None:
        """Load again as many rows as there are, and the exercise that is open."""
        self._load(max(ROWS, self.rows.loaded))
        if self._wanted is not None:
            self._reopen(self._wanted)
            self._wanted = None
        elif self.panel.exercise is not None:
            self._reopen(self.panel.exercise.id)
        if self._wants is not None:
            # Not in `open`: the page is not in the window yet when it is made.
            wants, self._wants = self._wants, None
            wants()

    # Building

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
        column.setSpacing(Space.M)
        column.addWidget(self.bar)
        row = QHBoxLayout()
        row.setSpacing(Space.L)
        self._states = StateStack(self.rows)
        row.addWidget(self._states, 1)
        row.addWidget(self.panel)
        column.addLayout(row, 1)

    def _connect_signals(self) -> None:
        self._states.retry_requested.connect(self.refresh)
        self.search.searched.connect(self._on_searched)
        self.search.left_downwards.connect(self.rows.table.enter_from_above)
        self.bar.filter_changed.connect(self._on_filter_changed)
        self.bar.add_button.clicked.connect(self.add)
        self.bar.import_requested.connect(self.import_file)
        self.rows.opened.connect(self.panel.open)
        self.rows.current_changed.connect(self._on_current_changed)
        self.rows.more_wanted.connect(self._on_more_wanted)
        self.rows.escaped.connect(self.panel.close_panel)
        self.panel.closed.connect(self.rows.table.setFocus)
        self.panel.change_requested.connect(self._on_change_requested)
        self.panel.copy_requested.connect(self._on_copy_requested)
        self.panel.archive_requested.connect(self._on_archive_requested)
        self.panel.delete_requested.connect(self._on_delete_requested)
        self.panel.other_requested.connect(self._on_other_requested)
        for key in ("Ctrl+F", "/"):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setWhatsThis(self.tr("Search"))
            shortcut.activated.connect(self._on_search_wanted)

    # Loading

    def _load(self, limit: int = ROWS) -> None:
        self._states.show_loading()
        words, filters, exercises = self._words, self._filter, self.context.services.exercises
        wanted = MOST_FOUND if words else limit
        # One more than is shown tells whether there is more.
        self.context.tasks.query(
            self,
            lambda: exercises.search(words, filters, wanted + 1),
            lambda found: self._on_loaded(found, wanted),
            lambda exc: self._states.show_error(self.tr("The exercises could not be loaded"), exc),
            key="exercises",
        )

    def _on_loaded(self, found: tuple[LibraryExercise, ...], wanted: int) -> None:
        has_more = len(found) > wanted
        if not found:
            self._show_empty()
            return
        is_cut = has_more and bool(self._words)
        self.rows.set_rows(found[:wanted], has_more=has_more and not self._words, is_cut=is_cut)
        self._states.show_content()
        if self.panel.exercise is not None:
            self.rows.table.select_id(self.panel.exercise.id)

    def _show_empty(self) -> None:
        if self._words:
            self._states.show_empty(
                self.tr("No exercise is called “{0}”").format(self._words),
                self.tr("Add it, and every plan can use it."),
                self.tr("Add “{0}”").format(self._words),
                lambda: self.add(self._words),
                icon="search",
            )
        elif self._filter != LibraryFilter():
            title = self.tr("No exercise fits these filters")
            if self._filter == LibraryFilter(archived=True):
                title = self.tr("Nothing is archived")
            elif self._filter == LibraryFilter(added_here=True):
                title = self.tr("The gym has added no exercise of its own yet")
            self._states.show_empty(
                title, "", self.tr("Show all exercises"), self.bar.clear, icon="dumbbell", action_icon="x"
            )
        else:
            self._states.show_empty(
                self.tr("The library is empty"),
                self.tr("Exercises you add can be used in every plan."),
                self.tr("Add exercise"),
                self.add,
                icon="dumbbell",
            )

    def _on_more_wanted(self) -> None:
        filters, exercises = self._filter, self.context.services.exercises
        last = self.rows.model.rows[-1]
        load_more(
            self,
            self.context,
            self.rows.model,
            lambda: (self._words, self._filter, self._last_id()),
            lambda _question: exercises.search("", filters, ROWS + 1, last),
            lambda found: self.rows.extend(found[:ROWS], has_more=len(found) > ROWS),
        )

    def _last_id(self) -> UUID | None:
        rows = self.rows.model.rows
        return rows[-1].id if rows else None

    def _reopen(self, exercise_id: UUID) -> None:
        """Show an exercise as it is now."""
        exercises = self.context.services.exercises

        def loaded(found: LibraryExercise) -> None:
            self.panel.open(found)
            self.rows.table.select_id(found.id)

        def failed(exc: Exception) -> None:
            self.panel.close_panel()
            self.context.notices.error(exc)

        self.context.tasks.query(self, lambda: exercises.get(exercise_id), loaded, failed, key="exercise")

    # Asking other questions

    def _on_searched(self, text: str) -> None:
        if text != self._words:
            self._words = text
            self.rows.table.scrollToTop()
            self._load()

    def _on_filter_changed(self, wanted: LibraryFilter) -> None:
        self._filter = wanted
        self.rows.table.scrollToTop()
        self._load()

    def _on_search_wanted(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _on_current_changed(self, row: LibraryExercise | None) -> None:
        """Follow the arrow keys while the panel is open."""
        shown = self.panel.exercise
        if row is not None and shown is not None and row.id != shown.id:
            self.panel.open(row)

    def _on_other_requested(self, one: LibraryExercise) -> None:
        self.panel.open(one)
        self.rows.table.select_id(one.id)

    # Adding and changing

    def add(self, name: object = "") -> None:
        """Open the dialog that adds an exercise."""
        words = name if isinstance(name, str) else ""
        self._open_dialog(
            ExerciseDialog(self.context, None, self, name=words), self.tr("{0} is in the library")
        )

    def import_file(self) -> None:
        """Open the dialog that reads a file of exercises."""
        dialog = ImportExercisesDialog(self.context, self)
        dialog.imported.connect(self._on_imported)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_change_requested(self, exercise: LibraryExercise) -> None:
        self._open_dialog(ExerciseDialog(self.context, exercise, self), self.tr("{0} was saved"))

    def _on_copy_requested(self, exercise: LibraryExercise) -> None:
        dialog = ExerciseDialog(self.context, None, self, copy_of=exercise)
        self._open_dialog(dialog, self.tr("{0} is in the library"))

    def _open_dialog(self, dialog: ExerciseDialog, words: str) -> None:
        dialog.saved.connect(lambda now: self._on_saved(now, words))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_saved(self, now: LibraryExercise, words: str) -> None:
        self.context.notices.toast(words.format(now.name))
        self._show_now(now)

    def _on_imported(self, outcome: LibraryImport) -> None:
        self.context.notices.toast(self.tr("{0} added").format(count_text(len(outcome.added))))
        self._load(max(ROWS, self.rows.loaded))

    def _show_now(self, now: LibraryExercise) -> None:
        self.panel.open(now)
        self._load(max(ROWS, self.rows.loaded))

    # Archiving and deleting

    def _on_archive_requested(self, exercise: LibraryExercise) -> None:
        exercises = self.context.services.exercises
        act = exercises.unarchive if exercise.archived else exercises.archive

        def done(now: LibraryExercise) -> None:
            words = self.tr("{0} is archived") if now.archived else self.tr("{0} is offered again")
            self.context.notices.toast(words.format(now.name), undo=lambda: self._on_archive_requested(now))
            self._show_now(now)

        self.context.tasks.write(self, lambda: act(exercise.id, exercise.version), done, self._on_refused)

    def _on_delete_requested(self, exercise: LibraryExercise) -> None:
        is_admin = Role.ADMIN in self.context.person.roles
        if is_admin and not self.context.notices.question(
            self.tr("Delete “{0}”?").format(exercise.name),
            self.tr("Plans and logs keep its name. To offer it again later, archive it instead."),
            self.tr("Delete"),
            destructive=True,
        ):
            return
        exercises = self.context.services.exercises

        def done(_nothing: object) -> None:
            # An admin who brings back what a trainer added would make it their own: asked before instead.
            undo = None if is_admin else lambda: self._bring_back(exercise)
            self.context.notices.toast(self.tr("{0} was deleted").format(exercise.name), undo=undo)
            self.panel.close_panel()
            self._load(max(ROWS, self.rows.loaded))

        self.context.tasks.write(
            self, lambda: exercises.delete(exercise.id, exercise.version), done, self._on_refused
        )

    def _bring_back(self, exercise: LibraryExercise) -> None:
        exercises, content = self.context.services.exercises, exercise.edit().content

        def work() -> LibraryExercise:
            made: LibraryExercise = exercises.add(content)
            if exercise.archived:
                made = exercises.archive(made.id, made.version)
            return made

        self.context.tasks.write(self, work, self._show_now, self._on_refused)

    def _on_refused(self, exc: Exception) -> None:
        self.context.notices.error(exc)
        if isinstance(exc, Conflict):
            # What is shown is old: show what it is now, so that the next try knows what it does.
            self.refresh()
