"""Two versions of a client's record side by side, and the choice between them."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from gymtrainer_desktop.domain.client_records import ClientRecord
from gymtrainer_desktop.ui.widgets.versions_dialog import VersionsDialog


class RecordConflictDialog(VersionsDialog):
    """Shows what is saved now beside what was typed.

    Args:
        name: Of the member.
        theirs: What is saved now.
        goals: As typed.
        injuries: As typed.
    """

    def __init__(
        self, name: str, theirs: ClientRecord, goals: str, injuries: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("recordConflictDialog")
        self.compare(
            self.tr("The record of {0} was changed meanwhile").format(name[:80]),
            (
                (self.tr("Injuries"), theirs.injuries, injuries),
                (self.tr("Goals"), theirs.goals, goals),
            ),
            who=theirs.written_by,
        )
