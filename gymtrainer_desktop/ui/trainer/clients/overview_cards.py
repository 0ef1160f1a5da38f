"""The cards of a client's overview: this week, the newest notes, the last workout."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.calendar import format_date
from gymtrainer_desktop.domain.notes import Note
from gymtrainer_desktop.domain.plans import DayOfWeek, DayState, WeekOfPlan
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.domain.workouts import WorkoutLog
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.trainer.words import (
    day_title,
    days_text,
    dots_of,
    exercises_text,
    readers_text,
)
from gymtrainer_desktop.ui.widgets.buttons import link_button, quiet_button
from gymtrainer_desktop.ui.widgets.card import Card, KeyFigure
from gymtrainer_desktop.ui.widgets.delegates import StrongTextDelegate
from gymtrainer_desktop.ui.widgets.meters import Sparkline
from gymtrainer_desktop.ui.widgets.rows import Column, RowsModel
from gymtrainer_desktop.ui.widgets.table import DataTable
from gymtrainer_desktop.ui.widgets.text import ElidedLabel, hairline, icon_label, label
from gymtrainer_desktop.ui.widgets.week_dots import WeekDots
from gymtrainer_desktop.ui.widgets.workout_words import (
    difficulty_text,
    gym_day,
    sets_reps_text,
    sets_words,
    weight_text,
)

_LINES = 3
_NOTES = 2
_MOST_ROWS = 8
_NOTE_LETTERS = 280
_TO_DO = (DayState.TODAY, DayState.PLANNED, DayState.PARTIAL)


def clear_layout(layout: QVBoxLayout) -> None:
    """Take every widget out of a column."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()


class TrendFigure(KeyFigure):
    """A key figure with a small line at its right."""

    def __init__(self, caption: str, parent: QWidget | None = None) -> None:
        super().__init__(caption, parent=parent)
        self.spark = Sparkline(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the line at the right, where it never covers the figure."""
        super().resizeEvent(event)
        left = self.width() - self.spark.width() - Space.L
        self.spark.move(left, (self.height() - self.spark.height()) // 2)
        self.spark.setVisible(left > self.width() // 2)


class WeekCard(Card):
    """Seven days with ticks, and what is still to come."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("This week"))
        self.setObjectName("weekCard")
        inner = QVBoxLayout()
        inner.setContentsMargins(Space.S, 0, Space.S, Space.L)
        self.dots = WeekDots()
        inner.addWidget(self.dots)
        self.body.addLayout(inner)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self.body.addLayout(self._lines)
        self.body.addStretch(1)

    def set_week(self, week: WeekOfPlan | None) -> None:
        """Show a week, None without a plan."""
        clear_layout(self._lines)
        self.dots.setVisible(week is not None)
        if week is None:
            self.set_count("")
            self._say(self.tr("No plan yet. Create one and the week appears here."))
            return
        self.set_count(days_text(week.days[0].date, week.days[-1].date))
        self.dots.set_days(dots_of(week))
        ahead = [day for day in week.days if day.date >= week.today and day.state in _TO_DO]
        for day in ahead[:_LINES]:
            self._add_line(day, day.date == week.today)
        if not ahead:
            self._say(self.tr("Nothing more is planned this week."))

    def _add_line(self, day: DayOfWeek, is_today: bool) -> None:
        self._lines.addWidget(hairline())
        line = QWidget()
        line.setFixedHeight(Size.ROW)
        row = QHBoxLayout(line)
        row.setContentsMargins(Space.L, 0, Space.L, 0)
        row.setSpacing(Space.S)
        row.addWidget(label(self.tr("Today") if is_today else day.day.short, tone="muted"))
        names = [one.planned.name for one in day.exercises if not one.logged]
        row.addWidget(ElidedLabel(day_title(names), weight="medium"), 1)
        row.addWidget(label(exercises_text(len(names)), tone="muted"))
        self._lines.addWidget(line)

    def _say(self, sentence: str) -> None:
        self._lines.addWidget(hairline())
        words = label(sentence, tone="muted", wrap=True)
        words.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        self._lines.addWidget(words)


class NotesCard(Card):
    """The newest notes and who can read them."""

    add_wanted = Signal()
    all_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("Notes"))
        self.setObjectName("notesCard")
        self.all_link = link_button(self.tr("All notes"))
        self.all_link.clicked.connect(self.all_wanted)
        self.add_button = quiet_button(self.tr("Add note"), "plus", "small")
        self.add_button.clicked.connect(self.add_wanted)
        self.add_action(self.all_link)
        self.add_action(self.add_button)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self.body.addLayout(self._lines)
        self.body.addStretch(1)

    def set_notes(self, notes: tuple[Note, ...], client_name: str, time_zone: str) -> None:
        """Show the newest of the notes, which come newest first."""
        clear_layout(self._lines)
        self.set_count(str(len(notes)) if notes else "")
        self.all_link.setVisible(len(notes) > _NOTES)
        for note in notes[:_NOTES]:
            self._lines.addWidget(hairline())
            self._lines.addWidget(_NoteLine(note, client_name, time_zone))
        if not notes:
            self._lines.addWidget(hairline())
            words = label(self.tr("No notes yet."), tone="muted")
            words.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
            self._lines.addWidget(words)


class _NoteLine(QWidget):
    """A note, shortened to some lines."""

    def __init__(self, note: Note, client_name: str, time_zone: str) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        column.setSpacing(Space.XS + Space.HAIR)
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        readers, icon = readers_text(note, client_name)
        head.addWidget(icon_label(icon, size=Size.ICON_SMALL))
        head.addWidget(ElidedLabel(readers, "secondary", "muted"), 1)
        day = gym_day(note.created_at, time_zone)
        head.addWidget(label(format_date(day), "secondary", "muted"))
        column.addLayout(head)
        text = " ".join(note.text.split())
        shown = text if len(text) <= _NOTE_LETTERS else f"{text[:_NOTE_LETTERS].rstrip()}…"
        column.addWidget(label(shown, wrap=True))


class LastWorkoutCard(Card):
    """What was logged on the latest day."""

    all_wanted = Signal()

    def __init__(self, unit: Unit, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("Last workout"))
        self.setObjectName("lastWorkoutCard")
        self._unit = unit
        self.all_link = link_button(self.tr("All logs"))
        self.all_link.setObjectName("allLogsLink")
        self.all_link.clicked.connect(self.all_wanted)
        self.add_action(self.all_link)
        self.table = self._table()
        self.body.addWidget(self.table)
        self._empty = label(self.tr("Nothing logged yet."), tone="muted")
        self._empty.setContentsMargins(Space.L, 0, Space.L, Space.L)
        self.body.addWidget(self._empty)
        self._more = label("", "secondary", "muted")
        self._more.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        self.body.addWidget(self._more)
        self.body.addStretch(1)

    def set_logs(self, logs: tuple[WorkoutLog, ...], time_zone: str) -> None:
        """Show the logs of one day, in their order."""
        shown = logs[:_MOST_ROWS]
        self.table.rows_model.set_rows(shown)
        self.table.setVisible(bool(shown))
        self.table.setFixedHeight(self.table.height_of_rows(len(shown)) + Space.XS)
        self._empty.setVisible(not logs)
        self.all_link.setVisible(bool(logs))
        more = len(logs) - len(shown)
        self._more.setVisible(more > 0)
        self._more.setText(self.tr("and {0} more").format(more))
        if not logs:
            self.set_count("")
            return
        parts = [format_date(gym_day(logs[0].completed_at, time_zone))]
        if logs[0].workout_name:
            parts.insert(0, " ".join(logs[0].workout_name.split())[: _NOTE_LETTERS // 10])
        minutes = sum(log.duration_minutes or 0 for log in logs)
        if minutes:
            parts.append(self.tr("{0} min").format(minutes))
        self.set_count(", ".join(parts))

    def _table(self) -> DataTable:
        right = Qt.AlignmentFlag.AlignRight
        columns: tuple[Column[WorkoutLog], ...] = (
            Column(
                "exercise",
                self.tr("Exercise"),
                lambda log: log.exercise_name,
                delegate=StrongTextDelegate,
                tooltip=lambda log: log.exercise_name,
                width=Size.COLUMN_S,
                stretch=1,
            ),
            Column(
                "sets",
                self.tr("Sets × reps"),
                lambda log: sets_reps_text(log, self._unit),
                align=right,
                width=Size.COLUMN_S,
            ),
            Column(
                "weight",
                self.tr("Weight"),
                lambda log: weight_text(log, self._unit),
                align=right,
                tooltip=lambda log: sets_words(log.sets, self._unit),
                width=Size.COLUMN_S - Space.L,
            ),
            Column(
                "difficulty",
                self.tr("Difficulty"),
                lambda log: difficulty_text(log.rating),
                align=right,
                width=Size.COLUMN_S - Space.S,
            ),
        )
        table = DataTable(RowsModel(columns))
        table.setObjectName("lastWorkoutTable")
        table.setAccessibleName(self.tr("Last workout"))
        table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        table.setSelectionMode(DataTable.SelectionMode.NoSelection)
        table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return table
