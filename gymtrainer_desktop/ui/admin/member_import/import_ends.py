"""The first and the last step of an import: which file, and what was done."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from gymtrainer_desktop.domain.member_import import MemberImport, Verdict
from gymtrainer_desktop.ui.widgets.buttons import primary_button, quiet_button
from gymtrainer_desktop.ui.widgets.states import Message


class FileStep(Message):
    """Asks for a file and says what it can be."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("file-text", parent=parent)
        self.set_words(
            self.tr("Choose the file with your members"),
            self.tr(
                "CSV, text with tabs, or Excel (.xlsx), with any columns in any order. You see what would be"
                " imported before anything is saved."
            ),
        )
        self.choose_button = primary_button(self.tr("Choose &file…"), "folder-open")
        self.choose_button.setObjectName("chooseMembersFileButton")
        self.buttons.addWidget(self.choose_button)


class DoneStep(Message):
    """Says who was added and who was not."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("circle-check", "positive", parent)
        self.setObjectName("importDone")
        self.show_button = quiet_button(self.tr("&Show members without a trainer"), "users")
        self.show_button.setObjectName("showImportedButton")
        self.buttons.addWidget(self.show_button)

    def show_done(self, done: MemberImport) -> None:
        """Say what an import did."""
        added, filled = len(done.added), len(done.filled)
        one, many = self.tr("1 member was added"), self.tr("{0} members were added")
        title = one if added == 1 else many.format(f"{added:,}")
        if filled:
            title = self.tr("{0}, {1} filled in").format(title, f"{filled:,}")
        self.set_words(title, self._rest(done))
        self.show_button.setVisible(bool(added))

    def _rest(self, done: MemberImport) -> str:
        counts = done.check.counts()
        left = (
            (counts[Verdict.ALREADY], self.tr("Already here: {0}.")),
            (counts[Verdict.REPEATED], self.tr("On the list twice: {0}.")),
            (counts[Verdict.ERROR], self.tr("Left out with errors: {0}.")),
        )
        words = [text.format(f"{count:,}") for count, text in left if count]
        if done.added:
            words.append(self.tr("This cannot be undone in one go; each of them can be erased by hand."))
        return " ".join(words)
