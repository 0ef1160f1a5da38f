"""A day of the plan as the guide draws it: exercises with sets, weight, rest and notes, and "Log workout"."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.calendar import format_date, week_start
from gymtrainer_desktop.domain.plans import DayOfWeek, DayState, ExerciseOfDay
from gymtrainer_desktop.ui.member.words import day_state_words, long_day, sets_text, target_weight_text
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.buttons import primary_button
from gymtrainer_desktop.ui.widgets.delegates import NO_VALUE
from gymtrainer_desktop.ui.widgets.text import ElidedLabel, hairline, icon_label, label

_FIGURES = 3


class PlanDay(QWidget):
    """The exercises of one day of the plan.

    Args:
        first_weekday: ISO number of the gym's first weekday.
    """

    log_requested = Signal(object)
    """ "Log workout" was pressed; carries the `date`."""

    def __init__(self, first_weekday: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("planDay")
        self._first_weekday = first_weekday
        self._day: DayOfWeek | None = None
        self._names: list[str] = []
        self._title = label("", "section")
        self._state = label("", tone="muted")
        self.log_button = primary_button(self.tr("&Log workout"), "pencil")
        self.log_button.setObjectName("logWorkoutButton")
        self.log_button.setAccessibleName(self.tr("Log workout"))
        self.log_button.clicked.connect(self._on_log_clicked)
        self._sentence = label("", tone="muted", wrap=True)
        self._list = QWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        head.setSpacing(Space.S)
        head.addWidget(self._title)
        head.addWidget(self._state)
        head.addStretch(1)
        head.addWidget(self.log_button)
        column.addLayout(head)
        self._sentence.setContentsMargins(Space.L, 0, Space.L, Space.L)
        column.addWidget(self._sentence)
        self._column = column
        column.addWidget(self._list)

    @property
    def shown_day(self) -> date | None:
        """The day shown."""
        return self._day.date if self._day is not None else None

    @property
    def exercise_names(self) -> tuple[str, ...]:
        """The exercises listed."""
        return tuple(self._names)

    @property
    def sentence(self) -> str:
        """What is said instead of, or above, the list; empty for nothing."""
        return "" if self._sentence.isHidden() else self._sentence.text()

    def show_day(self, day: DayOfWeek, today: date) -> None:
        """Show a day."""
        self._day = day
        self._title.setText(long_day(day.date))
        self._state.setText(day_state_words(day))
        # A workout counts in the week it is done: one of a later week cannot be logged yet.
        opens = week_start(day.date, self._first_weekday)
        is_early = opens > today
        self.log_button.setVisible(bool(day.exercises))
        self.log_button.setEnabled(not is_early)
        words = self.tr("Open the log") if day.state is DayState.COMPLETED else self.tr("&Log workout")
        self.log_button.setText(f"\u2009\u2009{words}")
        if not day.exercises:
            self._say(self.tr("Nothing is planned on this day."))
        elif is_early:
            self._say(self.tr("This workout can be logged from {0} on.").format(format_date(opens)))
        else:
            self._say("")
        self._show_list(day.exercises)

    def _say(self, sentence: str) -> None:
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))

    def _show_list(self, exercises: tuple[ExerciseOfDay, ...]) -> None:
        fresh = QWidget()
        grid = QGridLayout(fresh)
        grid.setContentsMargins(0, 0, 0, Space.S if exercises else 0)
        grid.setHorizontalSpacing(Space.L)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 2 * _FIGURES)
        for place in range(_FIGURES):
            grid.setColumnStretch(2 + place, 1)
        self._names = [one.planned.name for one in exercises]
        row = 0
        for one in exercises:
            row = self._add(grid, row, one)
        self._column.replaceWidget(self._list, fresh)
        self._list.hide()
        self._list.deleteLater()
        self._list = fresh

    def _add(self, grid: QGridLayout, row: int, one: ExerciseOfDay) -> int:
        """Add an exercise; return the row after it."""
        planned = one.planned
        grid.addWidget(hairline(), row, 0, 1, 2 + _FIGURES)
        mark = icon_label(
            "circle-check" if one.logged else "circle", "positive" if one.logged else "line_strong"
        )
        mark.setAccessibleName(self.tr("logged") if one.logged else self.tr("not logged"))
        lead = QWidget()
        inner = QHBoxLayout(lead)
        inner.setContentsMargins(Space.L, 0, 0, 0)
        inner.addWidget(mark)
        grid.addWidget(lead, row + 1, 0)
        name = ElidedLabel(planned.name, weight="medium")
        name.setMinimumHeight(Size.ROW)
        grid.addWidget(name, row + 1, 1)
        rest = self.tr("rest {0} s").format(planned.rest_seconds) if planned.rest_seconds else NO_VALUE
        texts = (sets_text(planned), target_weight_text(planned), rest)
        for place, text in enumerate(texts):
            figure = self._figure(text, "muted" if place == _FIGURES - 1 or text == NO_VALUE else "text")
            if place == _FIGURES - 1:
                figure.setContentsMargins(0, 0, Space.L, 0)
            grid.addWidget(figure, row + 1, 2 + place)
        if planned.notes:
            notes = label(planned.notes, tone="muted", wrap=True)
            notes.setContentsMargins(0, 0, Space.L, Space.M)
            grid.addWidget(notes, row + 2, 1, 1, 1 + _FIGURES)
        return row + 3

    @staticmethod
    def _figure(text: str, tone: str) -> QLabel:
        figure = label(text, tone=tone)
        figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        figure.setMinimumWidth(Size.CHART_LABEL)
        return figure

    def _on_log_clicked(self) -> None:
        if self._day is not None:
            self.log_requested.emit(self._day.date)
