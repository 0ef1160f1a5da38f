"""Two versions of an exercise side by side, and the choice between them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gymtrainer_desktop.domain.exercises import LibraryExercise, NewLibraryExercise
from gymtrainer_desktop.ui.library.words import category_text, equipment_text, muscles_text
from gymtrainer_desktop.ui.theme.tokens import Size
from gymtrainer_desktop.ui.widgets.buttons import quiet_button
from gymtrainer_desktop.ui.widgets.sheet import SheetDialog
from gymtrainer_desktop.ui.widgets.versions_grid import VersionsGrid

_LONGEST = 400


class ExerciseConflictDialog(SheetDialog):
    """Shows what is saved now beside what was typed.

    Args:
        theirs: What is saved now.
        mine: What was typed.
    """

    theirs_chosen = Signal()
    mine_chosen = Signal()

    def __init__(
        self, theirs: LibraryExercise, mine: NewLibraryExercise, parent: QWidget | None = None
    ) -> None:
        super().__init__("", parent, width=Size.SHEET_WIDE)
        self.setObjectName("exerciseConflictDialog")
        self.set_title(self.tr("“{0}” was changed meanwhile").format(theirs.name))
        self.set_subtitle(self.tr("Somebody else saved first. What you typed is still here."))
        self.cancel_button.setText(self.tr("Keep editing"))
        self.theirs_button = quiet_button(self.tr("Take &theirs"))
        self.theirs_button.setObjectName("takeTheirsButton")
        self.add_footer_widget(self.theirs_button)
        self.set_confirm_text(self.tr("&Save mine"))
        self.confirm_button.setObjectName("saveMineButton")
        grid = VersionsGrid(self.tr("Saved now"), self.tr("Yours"))
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
        for caption, left, right in zip(captions, _facts(theirs.edit().content), _facts(mine), strict=True):
            grid.add(caption, left, right)
        self.body.addWidget(grid)
        self.theirs_button.clicked.connect(self._on_theirs_clicked)

    def submit(self) -> None:
        """Save what was typed on top of the newer version."""
        self.accept()
        self.mine_chosen.emit()

    def _on_theirs_clicked(self) -> None:
        self.accept()
        self.theirs_chosen.emit()


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
