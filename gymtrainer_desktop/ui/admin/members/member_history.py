"""Parts of the member's panel: a fact, and the history of assignments."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.assignments import AssignmentRecord
from gymtrainer_desktop.ui.admin.words import day_text
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.avatar import Avatar
from gymtrainer_desktop.ui.widgets.people_words import status_words
from gymtrainer_desktop.ui.widgets.pills import Pill
from gymtrainer_desktop.ui.widgets.text import ElidedLabel, label, set_tone


class Fact(QWidget):
    """A quiet word and, beside it, what it is for this person."""

    def __init__(self, caption: str, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(Space.M)
        words = label(caption, tone="muted")
        words.setFixedWidth(Size.FACT_LABEL)
        self._row.addWidget(words)
        self._text = ElidedLabel(text)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._row.addWidget(self._text, 1)
        self._caption = caption
        self.set_text(text)

    @property
    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def set_text(self, text: str) -> None:
        """Say something else."""
        self._text.setText(text)
        self.setAccessibleName(f"{self._caption}: {text}")

    def set_tone(self, tone: str) -> None:
        """Say it in another tone."""
        set_tone(self._text, tone)

    def put(self, widget: QWidget) -> None:
        """Show a widget in place of words."""
        self._text.hide()
        self._row.addWidget(widget)
        self._row.addStretch(1)


class AssignmentLine(QWidget):
    """A trainer of the member: from when to when, and the note that was written."""

    def __init__(self, record: AssignmentRecord, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("assignmentLine")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.M)
        avatar = Avatar(record.trainer_id, record.trainer_name, Size.AVATAR_S)
        row.addWidget(avatar, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(Space.HAIR)
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        head.addWidget(ElidedLabel(record.trainer_name, weight="medium"), 1)
        head.addWidget(Pill(*status_words(record.status)))
        column.addLayout(head)
        since = self.tr("since {0}").format(day_text(record.start_date))
        if record.end_date is not None:
            since = self.tr("{0} to {1}").format(day_text(record.start_date), day_text(record.end_date))
        column.addWidget(label(since, "secondary", "muted"))
        if record.notes:
            column.addWidget(label(record.notes, "secondary", wrap=True))
        row.addLayout(column, 1)
        self.setAccessibleName(f"{record.trainer_name}, {status_words(record.status)[0]}, {since}")
