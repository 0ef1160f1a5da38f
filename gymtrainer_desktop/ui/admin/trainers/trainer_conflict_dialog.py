"""Two versions of a trainer side by side, and the choice between them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gymtrainer_desktop.domain.trainers import TrainerEdit
from gymtrainer_desktop.ui.admin.words import rate_text
from gymtrainer_desktop.ui.theme.tokens import Size
from gymtrainer_desktop.ui.widgets.buttons import quiet_button
from gymtrainer_desktop.ui.widgets.sheet import SheetDialog
from gymtrainer_desktop.ui.widgets.versions_grid import VersionsGrid

_LONGEST = 400


class TrainerConflictDialog(SheetDialog):
    """Shows what is saved now beside what was typed; what differs stands out in accent.

    Args:
        name: Of the trainer.
        theirs: What is saved now.
        mine: What was typed.
    """

    theirs_chosen = Signal()
    mine_chosen = Signal()

    def __init__(
        self, name: str, theirs: TrainerEdit, mine: TrainerEdit, parent: QWidget | None = None
    ) -> None:
        super().__init__("", parent, width=Size.SHEET_WIDE)
        self.setObjectName("trainerConflictDialog")
        self.set_title(self.tr("{0} was changed meanwhile").format(name))
        self.set_subtitle(self.tr("Somebody else saved first. What you typed is still here."))
        self.cancel_button.setText(self.tr("Keep editing"))
        self.theirs_button = quiet_button(self.tr("Take &theirs"))
        self.theirs_button.setObjectName("showTheirsButton")
        self.add_footer_widget(self.theirs_button)
        self.set_confirm_text(self.tr("&Save mine"))
        self.confirm_button.setObjectName("saveMineButton")
        self.grid = VersionsGrid(self.tr("Saved now"), self.tr("Yours"))
        for caption, left, right in zip(
            self._captions(), self._facts(theirs), self._facts(mine), strict=True
        ):
            self.grid.add(caption, left, right)
        self.body.addWidget(self.grid)
        self.theirs_button.clicked.connect(self._on_theirs_clicked)

    def submit(self) -> None:
        """Save what was typed on top of the newer version."""
        self.accept()
        self.mine_chosen.emit()

    def _on_theirs_clicked(self) -> None:
        self.accept()
        self.theirs_chosen.emit()

    def _captions(self) -> tuple[str, ...]:
        return (
            self.tr("Personal trainer"),
            self.tr("Most clients"),
            self.tr("Rate an hour"),
            self.tr("Years"),
            self.tr("Specializations"),
            self.tr("Certifications"),
            self.tr("Bio"),
        )

    def _facts(self, edit: TrainerEdit) -> tuple[str, ...]:
        bio = " ".join(edit.bio.split())
        return (
            self.tr("yes") if edit.is_personal_trainer else self.tr("no"),
            str(edit.max_clients),
            rate_text(edit.hourly_rate),
            "" if edit.years_experience is None else str(edit.years_experience),
            ", ".join(edit.specializations),
            ", ".join(edit.certifications),
            bio if len(bio) <= _LONGEST else f"{bio[:_LONGEST]}…",
        )
