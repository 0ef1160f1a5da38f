"""The panel beside the exercises: everything about one of them, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.exercises import LibraryExercise
from gymtrainer_desktop.domain.people import Role
from gymtrainer_desktop.ui.library.words import equipment_text, facts_text, muscle_text
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme import icons
from gymtrainer_desktop.ui.theme.tokens import Space
from gymtrainer_desktop.ui.widgets.buttons import link_button, primary_button, quiet_button
from gymtrainer_desktop.ui.widgets.catalogue import CataloguePanel
from gymtrainer_desktop.ui.widgets.pills import ChipList
from gymtrainer_desktop.ui.widgets.text import label

_SUBSTITUTES = 8


class ExercisePanel(CataloguePanel):
    """Shows an exercise. What changes it is asked of the page."""

    change_requested = Signal(object)
    copy_requested = Signal(object)
    archive_requested = Signal(object)
    """Archive, or offer again what is archived."""
    delete_requested = Signal(object)
    other_requested = Signal(object)
    """A substitute was clicked; carries its `LibraryExercise`."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("exercisePanel")
        self._context = context
        self._exercise: LibraryExercise | None = None
        self._is_admin = Role.ADMIN in context.person.roles
        self.substitutes: tuple[LibraryExercise, ...] = ()
        self._build()

    @property
    def exercise(self) -> LibraryExercise | None:
        """What is shown, None while it is closed."""
        return self._exercise

    def open(self, exercise: LibraryExercise) -> None:
        """Show an exercise, and load what can stand in for it."""
        is_other = self._exercise is None or self._exercise.id != exercise.id
        self._exercise = exercise
        self._say(exercise.name, facts_text(exercise), archived=exercise.archived)
        self._primary.set_texts(muscle_text(one) for one in exercise.primary_muscles)
        self._secondary.set_texts(muscle_text(one) for one in exercise.secondary_muscles)
        self._aliases.set_texts(exercise.aliases)
        self._group.setText(exercise.substitution_group or "")
        self._instructions.setText(exercise.instructions)
        for part, there in (
            (self._primary_part, exercise.primary_muscles),
            (self._secondary_part, exercise.secondary_muscles),
            (self._aliases_part, exercise.aliases),
            (self._group_part, exercise.substitution_group),
            (self._instructions_part, exercise.instructions),
        ):
            part.setVisible(bool(there))
        self._show_actions(exercise)
        if is_other:
            self._show_substitutes(())
            self.area.verticalScrollBar().setValue(0)
        self.show()
        exercises, name = self._context.services.exercises, exercise.name
        self._context.tasks.query(
            self,
            lambda: exercises.substitutes(name, limit=_SUBSTITUTES),
            self._show_substitutes,
            self._context.notices.error,
            key="substitutes",
        )

    def close_panel(self) -> None:
        """Go away."""
        self._exercise = None
        super().close_panel()

    # Building

    def _add_parts(self) -> None:
        self.body.setSpacing(Space.L)
        self._primary, self._secondary, self._aliases = ChipList(), ChipList(), ChipList()
        self._group = label("", wrap=True)
        self._instructions = label("", wrap=True)
        self._instructions.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._primary_part = _part(self.tr("Muscles"), self._primary)
        self._secondary_part = _part(self.tr("Helping"), self._secondary)
        self._aliases_part = _part(self.tr("Also called"), self._aliases)
        self._group_part = _part(self.tr("Group"), self._group)
        self._instructions_part = _part(self.tr("How it is done"), self._instructions)
        inside = QWidget()
        self._lines = QVBoxLayout(inside)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(Space.XS)
        self._substitutes_part = _part(self.tr("Instead, when it is taken"), inside)
        for part in (
            self._primary_part,
            self._secondary_part,
            self._aliases_part,
            self._group_part,
            self._instructions_part,
            self._substitutes_part,
        ):
            self.body.addWidget(part)

    def _add_actions(self) -> None:
        self.more_button.setObjectName("moreOfExerciseButton")
        self.copy_action = self.menu.addAction(icons.icon("copy"), self.tr("Save a &copy as your own…"))
        self.archive_action = self.menu.addAction(icons.icon("archive"), self.tr("&Archive"))
        self.delete_action = self.menu.addAction(icons.icon("trash-2"), self.tr("&Delete"))
        self.copy_button = quiet_button(self.tr("Copy and change…"), "copy")
        self.copy_button.setObjectName("copyExerciseButton")
        self.change_button = primary_button(self.tr("&Change…"))
        self.change_button.setObjectName("changeExerciseButton")
        self.foot.addWidget(self.copy_button)
        self.foot.addWidget(self.change_button)
        self.copy_action.triggered.connect(lambda: self.copy_requested.emit(self._exercise))
        self.copy_button.clicked.connect(lambda: self.copy_requested.emit(self._exercise))
        self.change_button.clicked.connect(lambda: self.change_requested.emit(self._exercise))
        self.archive_action.triggered.connect(lambda: self.archive_requested.emit(self._exercise))
        self.restore_button.clicked.connect(lambda: self.archive_requested.emit(self._exercise))
        self.delete_action.triggered.connect(lambda: self.delete_requested.emit(self._exercise))

    # Details

    def _show_actions(self, exercise: LibraryExercise) -> None:
        may_archive = exercise.may_change or (exercise.is_builtin and self._is_admin)
        self.change_button.setVisible(exercise.may_change)
        self.copy_button.setVisible(not exercise.may_change)
        self.copy_action.setVisible(exercise.may_change)
        self.restore_button.setVisible(may_archive and exercise.archived)
        self.archive_action.setVisible(may_archive and not exercise.archived)
        self.delete_action.setVisible(exercise.may_change)
        self.more_button.setVisible(any(action.isVisible() for action in self.menu.actions()))

    def _show_substitutes(self, found: Sequence[LibraryExercise]) -> None:
        self.substitutes = tuple(found)
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for one in found:
            self._lines.addWidget(self._line(one))
        self._substitutes_part.setVisible(bool(found))

    def _line(self, one: LibraryExercise) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        button: QPushButton = link_button(one.name)
        button.setToolTip(one.name)
        button.clicked.connect(lambda: self.other_requested.emit(one))
        row.addWidget(button)
        row.addStretch(1)
        row.addWidget(label(equipment_text(one.equipment), "secondary", "muted"))
        return line


def _part(title: str, content: QWidget) -> QWidget:
    part = QWidget()
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(Space.XS)
    column.addWidget(label(title, "secondary", "muted", "medium"))
    column.addWidget(content)
    content.setAccessibleName(title)
    return part
