"""A name that nobody knows becomes an exercise of the gym's library."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from gymtrainer_desktop.domain.errors import UserError
from gymtrainer_desktop.domain.exercises import Equipment, LibraryExercise, Muscle, NewLibraryExercise
from gymtrainer_desktop.domain.plans import ExerciseType
from gymtrainer_desktop.services.keys import new_id
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.widgets.fields import FormField
from gymtrainer_desktop.ui.widgets.sheet import SheetDialog


class AddExerciseDialog(SheetDialog):
    """Asks for what the library needs; `added` holds the exercise once it is saved."""

    def __init__(self, name: str, context: PageContext, parent: QWidget) -> None:
        super().__init__("", parent)
        self.setObjectName("addExerciseDialog")
        self.set_title(self.tr("Add to the library"))
        self.set_subtitle(self.tr("Everybody in the gym can use it in plans from now on."))
        self.set_confirm_text(self.tr("Add"))
        self.added: LibraryExercise | None = None
        self._context = context
        self._id = new_id()
        self.name = QLineEdit(name)
        self.name.setObjectName("newExerciseName")
        self.kind = self._choice("newExerciseKind", tuple(ExerciseType))
        self.equipment = self._choice("newExerciseEquipment", tuple(Equipment))
        # Nobody should find a barbell where none was meant.
        self.equipment.setCurrentIndex(self.equipment.findData(Equipment.OTHER.value))
        self.muscle = self._choice("newExerciseMuscle", tuple(Muscle), self.tr("Not said"))
        self.second = self._choice("newExerciseSecond", tuple(Muscle), self.tr("None"))
        self.aliases = QLineEdit()
        self.aliases.setObjectName("newExerciseAliases")
        self.aliases.setPlaceholderText(self.tr("RDL, stiff-leg deadlift"))
        self.fields = {
            "name": FormField(self.tr("Name"), self.name),
            "category": FormField(self.tr("Kind"), self.kind),
            "equipment": FormField(self.tr("Equipment"), self.equipment),
            "primary_muscles": FormField(self.tr("Works mostly"), self.muscle),
            "secondary_muscles": FormField(self.tr("Helps"), self.second),
            "aliases": FormField(self.tr("Also called"), self.aliases, self.tr("(separated by commas)")),
        }
        for field in self.fields.values():
            self.body.addWidget(field)

    def is_dirty(self) -> bool:
        """Whether anything was entered beside the name."""
        return bool(self.aliases.text().strip())

    def submit(self) -> None:
        """Save it; stay open and say which field breaks a rule."""
        for field in self.fields.values():
            field.clear_error()
        muscle, second = self.muscle.currentData(), self.second.currentData()
        new = NewLibraryExercise(
            self._id,
            self.name.text(),
            ExerciseType(self.kind.currentData()),
            Equipment(self.equipment.currentData()),
            (Muscle(muscle),) if muscle else (),
            (Muscle(second),) if second else (),
            tuple(self.aliases.text().split(",")),
        )
        try:
            new = new.checked()
        except UserError as error:
            self._on_failed(error)
            return
        self.set_busy(True)
        service = self._context.services.exercises
        self._context.tasks.write(self, lambda: service.add(new), self._on_added, self._on_failed)

    def _on_added(self, exercise: LibraryExercise) -> None:
        self.added = exercise
        self.accept()

    def _on_failed(self, exc: Exception) -> None:
        self.set_busy(False)
        field = self.fields.get(exc.field or "") if isinstance(exc, UserError) else None
        if field is None:
            self._context.notices.error(exc, self.tr("What you entered is still here."))
            return
        assert isinstance(exc, UserError)
        field.set_error(exc.message)
        field.field.setFocus()

    @staticmethod
    def _choice(
        name: str, values: tuple[ExerciseType | Equipment | Muscle, ...], none: str = ""
    ) -> QComboBox:
        box = QComboBox()
        box.setObjectName(name)
        if none:
            box.addItem(none, "")
        for value in values:
            box.addItem(value.value[:1].upper() + value.value[1:], value.value)
        return box
