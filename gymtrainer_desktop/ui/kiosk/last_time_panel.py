"""What it was the last time, and what the trainer wrote."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from gymtrainer_desktop.domain.calendar import Weekday, format_short_date
from gymtrainer_desktop.ui.kiosk.touch_parts import column, words
from gymtrainer_desktop.ui.theme.tokens import Space
from gymtrainer_desktop.ui.widgets.logging.exercise_entry import ExerciseEntry
from gymtrainer_desktop.ui.widgets.workout_words import gym_day, sets_words


class LastTimePanel(QFrame):
    """Stands where the rest does while there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kiosk", "card")
        self.setObjectName("lastTimePanel")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.day = words("", tone="muted", wrap=True)
        self.sets = words("", weight="semibold", wrap=True)
        self.note = words("", tone="muted", wrap=True)
        whole = column(self, Space.XL, Space.S)
        for label in (self.day, self.sets, self.note):
            whole.addWidget(label)

    def show_entry(self, entry: ExerciseEntry, time_zone: str) -> None:
        """Show what belongs to an exercise."""
        last = entry.last
        if last is None:
            self.day.setText(self.tr("No last time yet"))
            self.sets.hide()
        else:
            on = gym_day(last.completed_at, time_zone)
            self.day.setText(
                self.tr("Last time, {0}").format(f"{Weekday.of(on).short} {format_short_date(on)}")
            )
            self.sets.setText(sets_words(last.sets, entry.unit))
            self.sets.show()
        note = entry.planned.notes if entry.planned is not None else ""
        self.note.setText(note)
        self.note.setVisible(bool(note))
