"""Two versions of a client's record side by side, and the choice between them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gymtrainer_desktop.domain.client_records import ClientRecord
from gymtrainer_desktop.ui.theme.tokens import Size
from gymtrainer_desktop.ui.widgets.buttons import quiet_button
from gymtrainer_desktop.ui.widgets.sheet import SheetDialog
from gymtrainer_desktop.ui.widgets.versions_grid import VersionsGrid


class RecordConflictDialog(SheetDialog):
    """Shows what is saved now beside what was typed.

    Args:
        name: Of the member.
        theirs: What is saved now.
        goals: As typed.
        injuries: As typed.
    """

    theirs_chosen = Signal()
    mine_chosen = Signal()

    def __init__(
        self, name: str, theirs: ClientRecord, goals: str, injuries: str, parent: QWidget | None = None
    ) -> None:
        super().__init__("", parent, width=Size.SHEET_WIDE)
        self.setObjectName("recordConflictDialog")
        self.set_title(self.tr("The record of {0} was changed meanwhile").format(name[:80]))
        who = theirs.written_by or self.tr("Somebody else")
        self.set_subtitle(self.tr("{0} saved first. What you typed is still here.").format(who))
        self.cancel_button.setText(self.tr("Keep editing"))
        self.theirs_button = quiet_button(self.tr("Take &theirs"))
        self.theirs_button.setObjectName("takeTheirsButton")
        self.add_footer_widget(self.theirs_button)
        self.set_confirm_text(self.tr("&Save mine"))
        grid = VersionsGrid(self.tr("Saved now"), self.tr("Yours"))
        grid.add(self.tr("Injuries"), theirs.injuries, injuries)
        grid.add(self.tr("Goals"), theirs.goals, goals)
        self.body.addWidget(grid)
        self.theirs_button.clicked.connect(self._on_theirs_clicked)

    def submit(self) -> None:
        """Save what was typed on top of the newer version."""
        self.accept()
        self.mine_chosen.emit()

    def _on_theirs_clicked(self) -> None:
        self.accept()
        self.theirs_chosen.emit()
