"""Two versions of an exercise side by side, and the choice between them."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from gymtrainer_desktop.domain.exercises import LibraryExercise, NewLibraryExercise
from gymtrainer_desktop.ui.library.words import category_text, equipment_text, muscles_text
from gymtrainer_desktop.ui.widgets.versions_dialog import VersionsDialog

_LONGEST = 400


class ExerciseConflictDialog(VersionsDialog):
    """Shows what is saved now beside what was typed.

    Args:
        theirs: What is saved now.
        mine: What was typed.
    """

    def __init__(
        self, theirs: LibraryExercise, mine: NewLibraryExercise, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("exerciseConflictDialog")
        captions = (
            self.tr("Name"),
            self.tr("Kind"),
            self.tr("Equipment"),
            self.tr("Muscles"),
            self.tr("Helping"),
            self.tr("Also called"),
            self.tr("Group"),
            self.tr("How it is done"),
        )
        self.compare(
            self.tr("“{0}” was changed meanwhile").format(theirs.name),
            zip(captions, _facts(theirs.edit().content), _facts(mine), strict=True),
        )


def _facts(content: NewLibraryExercise) -> tuple[str, ...]:
    instructions = " ".join(content.instructions.split())
    return (
        content.name,
        category_text(content.category),
        equipment_text(content.equipment),
        muscles_text(content.primary_muscles),
        muscles_text(content.secondary_muscles),
        ", ".join(content.aliases),
        content.substitution_group,
        instructions if len(instructions) <= _LONGEST else f"{instructions[:_LONGEST]}…",
    )
