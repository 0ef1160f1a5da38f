"""The right of the page where a workout is logged: the rest, a new record, what the trainer wrote."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.calendar import format_short_date
from gymtrainer_desktop.domain.progress import PersonalRecord
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.avatar import Avatar
from gymtrainer_desktop.ui.widgets.card import Card
from gymtrainer_desktop.ui.widgets.logging.exercise_entry import ExerciseEntry
from gymtrainer_desktop.ui.widgets.logging.rest_card import RestCard
from gymtrainer_desktop.ui.widgets.records_card import record_text
from gymtrainer_desktop.ui.widgets.text import ElidedLabel, icon_label, label
from gymtrainer_desktop.ui.widgets.workout_words import shown_weight


class LogSide(QWidget):
    """Cards that come and go with what is being done.

    Args:
        reader: Unit that records are shown in.
    """

    def __init__(self, reader: Unit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reader = reader
        self.rest = RestCard()
        self.record = Card()
        self.record.setObjectName("recordCard")
        self._record_title = label("", weight="semibold", wrap=True)
        self._record_words = label("", "secondary", "muted", wrap=True)
        self.advice = Card()
        self.advice.setObjectName("adviceCard")
        self._avatar = Avatar("", "", Size.AVATAR_S)
        self._advice_title = ElidedLabel("", weight="semibold")
        self._advice_text = label("", wrap=True)
        self._build()

    @property
    def record_words(self) -> str:
        """The record card's first line, empty while there is none."""
        return "" if self.record.isHidden() else self._record_title.text()

    @property
    def advice_words(self) -> str:
        """What the trainer wrote about the exercise, empty for nothing."""
        return "" if self.advice.isHidden() else self._advice_text.text()

    def set_author(self, name: str, identity: UUID | str) -> None:
        """Say who wrote the plan; `identity` decides the hue of the avatar."""
        self._avatar.set_person(identity, name)
        first = name.split()[0] if name.split() else self.tr("your trainer")
        self._advice_title.setText(self.tr("From {0}").format(first))

    def show_entry(self, entry: ExerciseEntry | None, record: PersonalRecord | None) -> None:
        """Show what belongs to an exercise."""
        notes = entry.planned.notes if entry is not None and entry.planned is not None else ""
        self._advice_text.setText(notes)
        self.advice.setVisible(bool(notes))
        best = entry.beaten(record) if entry is not None else None
        self.record.setVisible(best is not None)
        if best is not None and record is not None:
            weight = shown_weight(best.weight, best.unit, self._reader)
            self._record_title.setText(self.tr("{0} is a new record").format(weight))
            before = self.tr("before: {0} on {1}")
            self._record_words.setText(before.format(record_text(record), format_short_date(record.on)))

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.L)
        row = QHBoxLayout()
        row.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        row.setSpacing(Space.M)
        row.addWidget(icon_label("trophy", "caution"), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(Space.XS)
        words.addWidget(self._record_title)
        words.addWidget(self._record_words)
        row.addLayout(words, 1)
        self.record.body.addLayout(row)
        inner = QVBoxLayout()
        inner.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        inner.setSpacing(Space.S)
        head = QHBoxLayout()
        head.setSpacing(Space.M)
        head.addWidget(self._avatar)
        head.addWidget(self._advice_title, 1)
        inner.addLayout(head)
        inner.addWidget(self._advice_text)
        self.advice.body.addLayout(inner)
        for card in (self.rest, self.record, self.advice):
            column.addWidget(card)
        self.record.hide()
        self.advice.hide()
