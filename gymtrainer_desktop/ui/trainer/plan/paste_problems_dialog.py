"""Which of the lines that were pasted cannot be read, and why."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.trainer.plan.clipboard import Pasted
from gymtrainer_desktop.ui.trainer.words import exercises_text
from gymtrainer_desktop.ui.widgets.sheet import SheetDialog
from gymtrainer_desktop.ui.widgets.text import ElidedLabel, label

_MOST = 50


class PasteProblemsDialog(SheetDialog):
    """Says line by line what is wrong; what could be read may be added without the rest."""

    def __init__(self, pasted: Pasted, parent: QWidget) -> None:
        super().__init__("", parent, width=Size.SHEET_WIDTH)
        self.setObjectName("pasteProblemsDialog")
        count = len(pasted.problems)
        self.set_title(
            self.tr("One line cannot be read")
            if count == 1
            else self.tr("{0} lines cannot be read").format(count)
        )
        readable = len(pasted.exercises)
        if readable:
            self.set_confirm_text(self.tr("Add {0}").format(exercises_text(readable)))
        else:
            self.set_confirm_text(self.tr("Close"))
            self.cancel_button.hide()
        self._can_add = bool(readable)
        self.body.setSpacing(Space.S)
        for problem in pasted.problems[:_MOST]:
            if problem.text:
                words = self.tr("Line {0}: {1}").format(problem.line, problem.text)
                self.body.addWidget(ElidedLabel(words, weight="medium"))
            self.body.addWidget(label(problem.reason, "secondary", "critical", wrap=True))
        if count > _MOST:
            self.body.addWidget(label(self.tr("and {0} more").format(count - _MOST), "secondary", "muted"))

    def submit(self) -> None:
        """Add what could be read; without any there is nothing to do."""
        if self._can_add:
            self.accept()
        else:
            self.reject()
