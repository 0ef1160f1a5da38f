"""What was achieved, shown when a workout is finished."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.units import Unit, format_number
from gymtrainer_desktop.domain.workouts import WorkoutLog
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.buttons import primary_button
from gymtrainer_desktop.ui.widgets.card import Card
from gymtrainer_desktop.ui.widgets.delegates import NO_VALUE
from gymtrainer_desktop.ui.widgets.logging.finish_facts import FinishFacts, mean_difficulty
from gymtrainer_desktop.ui.widgets.logging.words import counted, volume_words
from gymtrainer_desktop.ui.widgets.logging.workout_session import WorkoutSession
from gymtrainer_desktop.ui.widgets.outcome_words import kinds_words
from gymtrainer_desktop.ui.widgets.text import hairline, icon_label, label
from gymtrainer_desktop.ui.widgets.workout_words import shown_weight


class FinishCard(QWidget):
    """Sets, volume, difficulty, streak and records of a workout, and the way on.

    Args:
        reader: Unit for the volume.
    """

    closed = Signal()
    """Whoever finished has seen it."""

    def __init__(self, reader: Unit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("finishCard")
        self._reader = reader
        self._headline = label(self.tr("Workout finished"), "title")
        self._words = label("", tone="muted", wrap=True)
        self._figures: dict[str, str] = {}
        self._figure_row = QHBoxLayout()
        self._records = QVBoxLayout()
        self.close_button = primary_button(self.tr("&Home"), "check")
        self.close_button.setObjectName("closeFinishButton")
        self.close_button.clicked.connect(self.closed)
        self.record_lines: list[str] = []
        self._build()

    @property
    def figures(self) -> dict[str, str]:
        """The key figures by their heading."""
        return dict(self._figures)

    def show_session(self, session: WorkoutSession) -> None:
        """Show what the page knows of a workout."""
        sets = session.sets_saved + sum(len(entry.done) for entry in session.waiting)
        done = [entry for entry in session.entries if entry.log is not None or entry.is_waiting]
        rating = mean_difficulty([entry.rating for entry in done if entry.rating is not None])
        lifted = volume_words(session.volume_kg, self._reader) if session.volume_kg else NO_VALUE
        felt = NO_VALUE if rating is None else self.tr("{0} of 5").format(format_number(rating))
        self._figures = {
            self.tr("Exercises"): str(len(done)),
            self.tr("Sets"): str(sets),
            self.tr("Lifted"): lifted,
            self.tr("Difficulty"): felt,
        }
        waiting = len(session.waiting)
        words = counted(
            waiting,
            self.tr("1 exercise waits on this computer and is sent when the server is back."),
            self.tr("{0} exercises wait on this computer and are sent when the server is back."),
        )
        self._words.setText(words if waiting else self.tr("Well done. All of it is saved."))
        self._show_figures()
        self._show_records(())
        self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_facts(self, facts: FinishFacts) -> None:
        """Add what the database knows."""
        if facts.streak:
            self._figures[self.tr("Streak")] = counted(facts.streak, self.tr("1 week"), self.tr("{0} weeks"))
        self._show_figures()
        self._show_records(
            tuple(
                self.tr("{0}, new record: {1}").format(self._done(name, facts.logs), kinds_words(kinds))
                for name, kinds in facts.records
            )
        )

    def _done(self, name: str, logs: Mapping[str, WorkoutLog]) -> str:
        """Return "Bench press 105 lb × 8": the heaviest set, where a weight was lifted."""
        log = logs.get(name)
        if log is None or not log.weight_used:
            return name
        weight = shown_weight(log.weight_used, log.weight_unit, self._reader)
        return f"{name} {weight} × {log.reps_completed}" if log.reps_completed else f"{name} {weight}"

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
        card = Card()
        card.setMaximumWidth(Size.SHEET_WIDE)
        inner = card.padded(Space.L)
        inner.addWidget(self._headline)
        inner.addWidget(self._words)
        self._figure_row.setSpacing(Space.XL)
        inner.addLayout(self._figure_row)
        inner.addWidget(hairline())
        self._records.setSpacing(Space.S)
        inner.addLayout(self._records)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.close_button)
        inner.addLayout(row)
        outer.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(1)

    def _show_figures(self) -> None:
        _clear(self._figure_row)
        for heading, figure in self._figures.items():
            holder = QWidget()
            column = QVBoxLayout(holder)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            column.addWidget(label(figure, "figure"))
            column.addWidget(label(heading, "secondary", "muted"))
            self._figure_row.addWidget(holder)
        self._figure_row.addStretch(1)

    def _show_records(self, lines: tuple[str, ...]) -> None:
        self.record_lines = list(lines)
        _clear(self._records)
        for words in lines:
            holder = QWidget()
            row = QHBoxLayout(holder)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(Space.M)
            row.addWidget(icon_label("trophy", "caution"))
            row.addWidget(label(words, wrap=True), 1)
            self._records.addWidget(holder)


def _clear(layout: QHBoxLayout | QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
