"""A day of the plan as the guide draws it: exercises with sets, weight, rest and notes, and "Log workout"."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.calendar import format_date, week_start
from gymtrainer_desktop.domain.plans import DayOfWeek, DayState, ExerciseOfDay
from gymtrainer_desktop.domain.progression import LoadSteps
from gymtrainer_desktop.domain.supersets import superset_marks
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.ui.member.words import (
    day_state_words,
    no_maximum_text,
    sets_text,
    skipped_text,
    target_weight_text,
)
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.buttons import primary_button
from gymtrainer_desktop.ui.widgets.delegates import NO_VALUE
from gymtrainer_desktop.ui.widgets.logging.words import long_day
from gymtrainer_desktop.ui.widgets.text import ElidedLabel, hairline, icon_label, label

_FIGURES = 3


class PlanDay(QWidget):
    """The exercises of one day of the plan.

    Args:
        first_weekday: ISO number of the gym's first weekday.
        reader: Unit in which the weight of a percentage is shown.
    """

    log_requested = Signal(object)
    """ "Log workout" was pressed; carries the `date`."""

    def __init__(self, first_weekday: int, reader: Unit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("planDay")
        self._first_weekday = first_weekday
        self._reader = reader
        self._day: DayOfWeek | None = None
        self._names: list[str] = []
        self._marks: dict[UUID, str] = {}
        self._figures: list[tuple[str, str, str]] = []
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
    def figures(self) -> tuple[tuple[str, str, str], ...]:
        """Sets × reps, weight and rest of each exercise, as shown."""
        return tuple(self._figures)

    @property
    def marks(self) -> tuple[str, ...]:
        """Place of each exercise in a superset, "A1"; empty outside of one."""
        exercises = self._day.exercises if self._day is not None else ()
        return tuple(self._marks.get(one.planned.id, "") for one in exercises)

    @property
    def sentence(self) -> str:
        """What is said instead of, or above, the list; empty for nothing."""
        return "" if self._sentence.isHidden() else self._sentence.text()

    def show_day(self, day: DayOfWeek, today: date, steps: LoadSteps) -> None:
        """Show a day; `steps` is what the weights of percentages are rounded to."""
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
        self._show_list(day.exercises, steps)

    def _say(self, sentence: str) -> None:
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))

    def _show_list(self, exercises: tuple[ExerciseOfDay, ...], steps: LoadSteps) -> None:
        fresh = QWidget()
        grid = QGridLayout(fresh)
        grid.setContentsMargins(0, 0, 0, Space.S if exercises else 0)
        grid.setHorizontalSpacing(Space.L)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 2 * _FIGURES)
        for place in range(_FIGURES):
            grid.setColumnStretch(2 + place, 1)
        self._names = [one.planned.name for one in exercises]
        self._marks = superset_marks(one.planned for one in exercises)
        self._figures = []
        row = 0
        before = ""
        for n, one in enumerate(exercises):
            letter = one.planned.superset
            if not letter or letter != before:
                grid.addWidget(hairline(), row, 0, 1, 2 + _FIGURES)
            before = letter
            after = exercises[n + 1].planned if n + 1 < len(exercises) else None
            following = self._marks.get(after.id, "") if after and letter and after.superset == letter else ""
            row = self._add(grid, row, one, steps, following)
        self._column.replaceWidget(self._list, fresh)
        self._list.hide()
        self._list.deleteLater()
        self._list = fresh

    def _add(self, grid: QGridLayout, row: int, one: ExerciseOfDay, steps: LoadSteps, following: str) -> int:
        """Add an exercise; return the row after it.

        Args:
            grid: Where to.
            row: First free row.
            one: The exercise.
            steps: What the weights of percentages are rounded to.
            following: "A2" where that is done next without a rest; empty otherwise.
        """
        planned = one.planned
        is_skipped = one.skipped is not None and not one.logged
        if one.logged:
            mark = icon_label("circle-check", "positive")
            mark.setAccessibleName(self.tr("logged"))
        elif is_skipped:
            mark = icon_label("skip-forward", "text_muted")
            mark.setAccessibleName(self.tr("left out"))
        else:
            mark = icon_label("circle", "line_strong")
            mark.setAccessibleName(self.tr("not logged"))
        lead = QWidget()
        inner = QHBoxLayout(lead)
        inner.setContentsMargins(Space.L, 0, 0, 0)
        inner.addWidget(mark)
        grid.addWidget(lead, row + 1, 0)
        grid.addLayout(self._name_of(one), row + 1, 1)
        rest = self.tr("rest {0} s").format(planned.rest_seconds) if planned.rest_seconds else NO_VALUE
        if following:
            rest = self.tr("then {0}").format(following)
        texts = (sets_text(one), target_weight_text(one, self._reader, steps), rest)
        self._figures.append(texts)
        for place, text in enumerate(texts):
            figure = self._figure(text, "muted" if place == _FIGURES - 1 or text == NO_VALUE else "text")
            if place == _FIGURES - 1:
                figure.setContentsMargins(0, 0, Space.L, 0)
            grid.addWidget(figure, row + 1, 2 + place)
        words = "\n".join(filter(None, (skipped_text(one), planned.notes, no_maximum_text(one))))
        if words:
            notes = label(words, tone="muted", wrap=True)
            notes.setContentsMargins(0, 0, Space.L, Space.M)
            grid.addWidget(notes, row + 2, 1, 1, 1 + _FIGURES)
        return row + 3

    def _name_of(self, one: ExerciseOfDay) -> QHBoxLayout:
        """Return the exercise's name, its place in a superset before it."""
        line = QHBoxLayout()
        line.setSpacing(Space.S)
        if mark := self._marks.get(one.planned.id):
            badge = label(mark, tone="accent", weight="semibold")
            badge.setAccessibleName(self.tr("superset {0}").format(mark))
            line.addWidget(badge)
        name = ElidedLabel(one.planned.name, weight="medium")
        name.setMinimumHeight(Size.ROW)
        line.addWidget(name, 1)
        return line

    @staticmethod
    def _figure(text: str, tone: str) -> QLabel:
        figure = label(text, tone=tone)
        figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        figure.setMinimumWidth(Size.CHART_LABEL)
        return figure

    def _on_log_clicked(self) -> None:
        if self._day is not None:
            self.log_requested.emit(self._day.date)
