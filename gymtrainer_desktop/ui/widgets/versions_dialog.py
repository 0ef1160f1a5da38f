"""The choice between what somebody else has saved meanwhile and what was typed."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gymtrainer_desktop.ui.theme.tokens import Size
from gymtrainer_desktop.ui.widgets.buttons import quiet_button
from gymtrainer_desktop.ui.widgets.sheet import SheetDialog
from gymtrainer_desktop.ui.widgets.versions_grid import VersionsGrid


class VersionsDialog(SheetDialog):
    """Shows what is saved now beside what was typed; what differs stands out in accent.

    Subclasses call `compare`.
    """

    theirs_chosen = Signal()
    mine_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent, width=Size.SHEET_WIDE)
        self.cancel_button.setText(self.tr("Keep editing"))
        self.theirs_button = quiet_button(self.tr("Take &theirs"))
        self.theirs_button.setObjectName("takeTheirsButton")
        self.add_footer_widget(self.theirs_button)
        self.set_confirm_text(self.tr("&Save mine"))
        self.confirm_button.setObjectName("saveMineButton")
        self.grid = VersionsGrid(self.tr("Saved now"), self.tr("Yours"))
        self.body.addWidget(self.grid)
        self.theirs_button.clicked.connect(self._on_theirs_clicked)

    def compare(self, title: str, facts: Iterable[tuple[str, str, str]], *, who: str = "") -> None:
        """Say what there is to choose.

        Args:
            title: What was changed.
            facts: Caption, what is saved now and what was typed, a line each.
            who: Saved first; somebody else where nobody knows.
        """
        self.set_title(title)
        words = self.tr("{0} saved first. What you typed is still here.")
        self.set_subtitle(words.format(who or self.tr("Somebody else")))
        for caption, theirs, mine in facts:
            self.grid.add(caption, theirs, mine)

    def submit(self) -> None:
        """Save what was typed on top of the newer version."""
        self.accept()
        self.mine_chosen.emit()

    def _on_theirs_clicked(self) -> None:
        self.accept()
        self.theirs_chosen.emit()
