"""Adds an exercise to the library, or changes one of the gym's own."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from gymtrainer_desktop.domain.errors import Conflict
from gymtrainer_desktop.domain.exercises import (
    GROUP_LIMIT,
    Equipment,
    LibraryEdit,
    LibraryExercise,
    NewLibraryExercise,
)
from gymtrainer_desktop.domain.plans import EXERCISE_NAME_LIMIT, ExerciseType
from gymtrainer_desktop.ui.library.exercise_conflict_dialog import ExerciseConflictDialog
from gymtrainer_desktop.ui.library.muscle_field import MuscleField
from gymtrainer_desktop.ui.library.words import category_text, equipment_text
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.chip_field import ChipField
from gymtrainer_desktop.ui.widgets.completion import completer
from gymtrainer_desktop.ui.widgets.fields import FormField, place_of
from gymtrainer_desktop.ui.widgets.form_dialog import AddDialog


class ExerciseDialog(AddDialog):
    """The form of an exercise.

    Args:
        context: Of the page.
        exercise: What is changed; None to add one.
        copy_of: What a new one begins as.
    """

    saved = Signal(object)
    """Carries the `LibraryExercise` as it is now."""

    def __init__(
        self,
        context: PageContext,
        exercise: LibraryExercise | None = None,
        parent: QWidget | None = None,
        *,
        copy_of: LibraryExercise | None = None,
        name: str = "",
    ) -> None:
        super().__init__("", "", context, parent)
        self.setObjectName("exerciseDialog")
        self._exercise = exercise
        self._fill()
        if exercise is not None:
            self.set_title(self.tr("Change exercise"))
            self.set_confirm_text(self.tr("Save"))
            self._show(exercise.edit().content)
        else:
            self.set_title(self.tr("Add exercise") if copy_of is None else self.tr("Copy exercise"))
            self.set_confirm_text(self.tr("Add exercise"))
            if copy_of is not None:
                self.set_subtitle(self.tr("“{0}” stays as it is.").format(copy_of.name))
                # Names and aliases are unique in a library: a copy needs its own.
                content = replace(copy_of.edit().content, aliases=())
                self._show(replace(content, name=self.tr("{0} (own)").format(copy_of.name)))
                self._edit("name").selectAll()
            elif name:
                self._edit("name").setText(name)
        self._begun = self.content
        exercises = context.services.exercises
        context.tasks.query(
            self, exercises.groups, self._known_groups.setStringList, context.notices.error, key="groups"
        )

    @property
    def content(self) -> NewLibraryExercise:
        """What the form says, not checked yet."""
        # A box gives back plain strings.
        category = ExerciseType(self.category.currentData())
        equipment = Equipment(self.equipment.currentData())
        pending = self.aliases.pending
        return NewLibraryExercise(
            self._exercise.id if self._exercise is not None else self._key("exercise"),
            self._text("name"),
            category,
            equipment,
            self.primary.muscles,
            self.secondary.muscles,
            (*self.aliases.texts, *((pending,) if pending else ())),
            self._text("substitution_group"),
            self.instructions.toPlainText(),
        )

    def is_dirty(self) -> bool:
        """Whether something was entered that is not saved."""
        return replace(self.content, id=self._begun.id) != self._begun

    def submit(self) -> None:
        """Save it."""
        exercises = self._context.services.exercises
        if self._exercise is None:
            self._send(
                lambda: self.content.checked(), exercises.add, lambda _new, made: self.saved.emit(made)
            )
            return
        self._clear()
        edit = LibraryEdit(self.content, self._exercise.version)
        self.set_busy(True)

        def changed(now: LibraryExercise) -> None:
            self.accept()
            self.saved.emit(now)

        self._context.tasks.write(self, lambda: exercises.change(edit), changed, self._on_change_failed)

    # Building

    def _fill(self) -> None:
        name = self._line("name", self.tr("Name"))
        self._edit("name").setMaxLength(EXERCISE_NAME_LIMIT)
        self.category, self.equipment = QComboBox(), QComboBox()
        for category in ExerciseType:
            self.category.addItem(category_text(category), category)
        for equipment in sorted(Equipment, key=equipment_text):
            self.equipment.addItem(equipment_text(equipment), equipment)
        self.equipment.setMaxVisibleItems(self.equipment.count())
        self.equipment.setCurrentIndex(place_of(self.equipment, Equipment.BARBELL))
        self.primary, self.secondary = MuscleField("primaryMuscles"), MuscleField("secondaryMuscles")
        self.aliases = ChipField(self.tr("Add another name"), "aliases")
        self.aliases.edit.setMaxLength(EXERCISE_NAME_LIMIT)
        group = QLineEdit()
        group.setMaxLength(GROUP_LIMIT)
        self._known_groups = QStringListModel(self)
        group.setCompleter(completer(self._known_groups, self))
        self.instructions = QPlainTextEdit()
        self.instructions.setMinimumHeight(Size.NOTE_BOX)
        optional = self.tr("(optional)")
        for row in (
            (name,),
            (
                self._field("category", self.tr("Kind"), self.category),
                self._field("equipment", self.tr("Equipment"), self.equipment),
            ),
            (
                self._field("primary_muscles", self.tr("Muscles"), self.primary),
                self._field("secondary_muscles", self.tr("Helping"), self.secondary, optional),
            ),
            (self._field("aliases", self.tr("Also called"), self.aliases, optional),),
            (
                self._field(
                    "substitution_group",
                    self.tr("Group"),
                    group,
                    self.tr("(exercises of one stand in for one another)"),
                ),
            ),
            (self._field("instructions", self.tr("How it is done"), self.instructions, optional),),
        ):
            self.body.addLayout(_side_by_side(*row))

    def _show(self, content: NewLibraryExercise) -> None:
        self._edit("name").setText(content.name)
        self.category.setCurrentIndex(place_of(self.category, content.category))
        self.equipment.setCurrentIndex(place_of(self.equipment, content.equipment))
        self.primary.set_muscles(content.primary_muscles)
        self.secondary.set_muscles(content.secondary_muscles)
        self.aliases.set_texts(content.aliases)
        self._edit("substitution_group").setText(content.substitution_group)
        self.instructions.setPlainText(content.instructions)

    # Somebody else was faster

    def _on_change_failed(self, exc: Exception) -> None:
        if not isinstance(exc, Conflict) or self._exercise is None:
            self._on_failed(exc)
            return
        exercises, wanted = self._context.services.exercises, self._exercise.id
        self._context.tasks.query(
            self, lambda: exercises.get(wanted), self._on_theirs_loaded, self._on_failed, key="theirs"
        )

    def _on_theirs_loaded(self, theirs: LibraryExercise) -> None:
        self.set_busy(False)
        dialog = ExerciseConflictDialog(theirs, self.content, self)
        dialog.theirs_chosen.connect(lambda: self._take(theirs))
        dialog.mine_chosen.connect(lambda: self._save_over(theirs))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _take(self, theirs: LibraryExercise) -> None:
        self._exercise = theirs
        self._show(theirs.edit().content)
        self._begun = self.content
        self.saved.emit(theirs)

    def _save_over(self, theirs: LibraryExercise) -> None:
        self._exercise = theirs
        self.submit()


def _side_by_side(*fields: FormField) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(Space.L)
    for field in fields:
        policy = field.sizePolicy()
        policy.setHorizontalPolicy(policy.Policy.Ignored)
        field.setSizePolicy(policy)
        row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
    return row
