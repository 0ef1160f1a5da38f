"""What a file holds, and the question before it takes the gym's place."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from gymtrainer_desktop.domain.backups import FoundBackUp, GymFacts
from gymtrainer_desktop.ui.admin.backups.backup_words import day_text, moment_text, size_text
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.bars import Banner
from gymtrainer_desktop.ui.widgets.delegates import NO_VALUE
from gymtrainer_desktop.ui.widgets.fields import FormField
from gymtrainer_desktop.ui.widgets.sheet import SheetDialog
from gymtrainer_desktop.ui.widgets.text import hairline, label


class FactsGrid(QWidget):
    """Facts about one or two gyms: a line a fact, a column a gym.

    Args:
        columns: Heading and facts of each.
        now: Its zone is this computer's.
    """

    def __init__(
        self, columns: tuple[tuple[str, GymFacts], ...], now: datetime, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(Space.L)
        grid.setVerticalSpacing(Space.S)
        grid.setColumnMinimumWidth(0, Size.FACT_LABEL)
        captions = (
            self.tr("Gym"),
            self.tr("As of"),
            self.tr("Members"),
            self.tr("Trainers"),
            self.tr("Logged exercises"),
            self.tr("Last logged"),
            self.tr("Schema"),
        )
        for row, caption in enumerate(captions, start=2):
            grid.addWidget(label(caption, "secondary", "muted", "medium"), row, 0, Qt.AlignmentFlag.AlignTop)
        for place, (heading, facts) in enumerate(columns, start=1):
            grid.setColumnStretch(place, 1)
            grid.addWidget(label(heading, weight="semibold"), 0, place)
            for row, words in enumerate(self._words(facts, now), start=2):
                shown = label(words, wrap=True)
                shown.setAccessibleName(f"{heading}: {captions[row - 2]}")
                grid.addWidget(shown, row, place, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(hairline(), 1, 0, 1, len(columns) + 1)

    def said(self) -> list[str]:
        """Return all words, line by line as they were added."""
        return [each.text() for each in self.findChildren(QLabel)]

    def _words(self, facts: GymFacts, now: datetime) -> tuple[str, ...]:
        return (
            facts.gym_name or NO_VALUE,
            moment_text(facts.taken_at, now) if facts.taken_at else self.tr("now"),
            f"{facts.members:,}",
            f"{facts.trainers:,}",
            f"{facts.logs:,}",
            day_text(facts.last_log),
            facts.schema,
        )


class CheckedDialog(SheetDialog):
    """Says that a file is a whole back-up, and of what."""

    def __init__(self, found: FoundBackUp, now: datetime, parent: QWidget | None = None) -> None:
        super().__init__("", parent, cancel_text="")
        self.setObjectName("checkedBackupDialog")
        self.set_title(self.tr("This back-up is whole"))
        self.set_confirm_text(self.tr("Close"))
        words = self.tr("{0} ({1}) was read to its last byte and can be restored.")
        self.set_subtitle(words.format(found.file.name, size_text(found.size)))
        self.grid = FactsGrid(((self.tr("In the back-up"), found.facts),), now)
        self.body.addWidget(self.grid)


class RestoreDialog(SheetDialog):
    """Says what would be replaced by what; the gym's name has to be typed."""

    confirmed = Signal(object)
    """The gym is to be replaced; carries the `FoundBackUp`."""

    def __init__(
        self, found: FoundBackUp, present: GymFacts, now: datetime, parent: QWidget | None = None
    ) -> None:
        super().__init__("", parent, width=Size.FORM_WIDTH, destructive=True)
        self.setObjectName("restoreDialog")
        self.set_title(self.tr("Replace the gym with this back-up?"))
        self.set_confirm_text(self.tr("Replace the gym"))
        self.set_subtitle(f"{found.file.name} ({size_text(found.size)})")
        self._found, self._wanted = found, present.gym_name
        self.grid = FactsGrid(
            ((self.tr("The gym now"), present), (self.tr("In the back-up"), found.facts)), now
        )
        self.body.addWidget(self.grid)
        self.banner = Banner("triangle-alert", "critical")
        since = moment_text(found.facts.taken_at, now)
        self.banner.set_words(
            "",
            self.tr(
                "What was entered after {0} will no longer be in the gym. Everybody is signed out, in every "
                "window. The gym as it is now is kept aside on this computer until the next restore."
            ).format(since),
        )
        self.body.addWidget(self.banner)
        self.typed = QLineEdit()
        self.typed.setObjectName("gymNameTyped")
        self.field = FormField(self.tr("Type the gym’s name to confirm"), self.typed, present.gym_name)
        self.body.addWidget(self.field)
        self.typed.textChanged.connect(self._on_typed)
        self._on_typed()

    def submit(self) -> None:
        """Confirm, when the name is right."""
        if self._is_right():
            self.accept()
            self.confirmed.emit(self._found)
        else:
            self.field.set_error(self.tr("This is not the gym’s name."))

    def _is_right(self) -> bool:
        return " ".join(self.typed.text().split()).casefold() == " ".join(self._wanted.split()).casefold()

    def _on_typed(self) -> None:
        self.confirm_button.setEnabled(self._is_right())
