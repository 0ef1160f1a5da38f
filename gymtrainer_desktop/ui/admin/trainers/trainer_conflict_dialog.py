"""Two versions of a trainer side by side, and the choice between them."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from gymtrainer_desktop.domain.trainers import TrainerEdit
from gymtrainer_desktop.ui.admin.words import rate_text
from gymtrainer_desktop.ui.widgets.versions_dialog import VersionsDialog

_LONGEST = 400


class TrainerConflictDialog(VersionsDialog):
    """Shows what is saved now beside what was typed; what differs stands out in accent.

    Args:
        name: Of the trainer.
        theirs: What is saved now.
        mine: What was typed.
    """

    def __init__(
        self, name: str, theirs: TrainerEdit, mine: TrainerEdit, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("trainerConflictDialog")
        self.compare(
            self.tr("{0} was changed meanwhile").format(name),
            zip(self._captions(), self._facts(theirs), self._facts(mine), strict=True),
        )

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
