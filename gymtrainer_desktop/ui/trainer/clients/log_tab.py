"""A client's logs: newest first, the chosen one set by set, target against actual."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.calendar import format_date
from gymtrainer_desktop.domain.progress import ExerciseSummary
from gymtrainer_desktop.domain.workouts import LoggedSet, WorkoutLog
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.trainer.clients.client_tab import ClientTab, scroll_area
from gymtrainer_desktop.ui.trainer.clients.overview_cards import clear_layout
from gymtrainer_desktop.ui.trainer.words import day_text
from gymtrainer_desktop.ui.widgets.card import Card
from gymtrainer_desktop.ui.widgets.delegates import StrongTextDelegate
from gymtrainer_desktop.ui.widgets.rows import Column, RowsModel
from gymtrainer_desktop.ui.widgets.states import StateStack
from gymtrainer_desktop.ui.widgets.table import DataTable
from gymtrainer_desktop.ui.widgets.text import hairline, label
from gymtrainer_desktop.ui.widgets.workout_words import (
    difficulty_text,
    gym_day,
    set_type_words,
    set_words,
    sets_words,
    source_words,
)

PAGE = 100
_SETS_SHOWN = 60


class LogTab(ClientTab):
    """Every log of the client, by exercise if wanted."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setObjectName("logTab")
        self._build()
        self._connect_signals()

    @property
    def exercise_name(self) -> str | None:
        """The exercise filtered by, None for all."""
        name: str | None = self.exercise_filter.currentData()
        return name

    def clear(self) -> None:
        """Another client: all exercises, from the newest log on."""
        with QSignalBlocker(self.exercise_filter):
            self.exercise_filter.clear()
            self.exercise_filter.addItem(self.tr("All exercises"), None)
        self.model.set_rows(())
        self.details.show_log(None)
        self._states.show_loading_anew()

    def refresh(self) -> None:
        """Load the newest logs again, as many as are shown; the chosen one stays chosen."""
        if self.client is None:
            return
        self._states.show_loading()
        services, member_id, name = self.context.services, self.client.member_id, self.exercise_name
        limit = max(self.model.rowCount(), PAGE)
        self.context.tasks.query(
            self,
            lambda: (
                services.progress.exercises(member_id),
                services.workouts.logs(member_id, exercise_name=name, limit=limit),
                limit,
            ),
            self._on_loaded,
            self._on_failed,
            key="logs",
        )

    # Building

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(Space.XL, Space.L, Space.XL, Space.XL)
        outer.setSpacing(Space.M)
        self.exercise_filter = QComboBox()
        self.exercise_filter.setObjectName("logExerciseFilter")
        self.exercise_filter.setAccessibleName(self.tr("Exercise"))
        self.exercise_filter.setProperty("kind", "quiet")
        self.exercise_filter.addItem(self.tr("All exercises"), None)
        self.exercise_filter.setFixedWidth(Size.COLUMN_XL)
        self.exercise_filter.setMaxVisibleItems(16)
        outer.addWidget(self.exercise_filter)
        unit = self.context.person.weight_unit
        columns: tuple[Column[WorkoutLog], ...] = (
            Column("date", self.tr("Date"), self._day_text, width=Size.COLUMN_S + Space.L),
            Column(
                "exercise",
                self.tr("Exercise"),
                lambda log: log.exercise_name,
                delegate=StrongTextDelegate,
                tooltip=lambda log: log.exercise_name,
                width=Size.COLUMN_S,
                stretch=2,
            ),
            Column("target", self.tr("Target"), _target, width=Size.COLUMN_M, tone=lambda log: "text_muted"),
            Column(
                "done",
                self.tr("Done"),
                lambda log: sets_words(log.sets, unit),
                tooltip=lambda log: sets_words(log.sets, unit),
                width=Size.COLUMN_M,
                stretch=2,
            ),
        )
        self.model: RowsModel[WorkoutLog] = RowsModel(columns, parent=self)
        self.table = DataTable(self.model, self.context.settings, "client_logs")
        self.table.setObjectName("logTable")
        self.table.setAccessibleName(self.tr("Logs"))
        card = Card()
        card.body.addWidget(self.table)
        self.details = LogDetailsCard(self.context)
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.L)
        row.addWidget(card, 1)
        row.addWidget(self.details)
        self._states = StateStack(content)
        outer.addWidget(self._states, 1)

    def _connect_signals(self) -> None:
        self._states.retry_requested.connect(self.refresh)
        self.exercise_filter.currentIndexChanged.connect(self._on_filter_changed)
        self.table.current_row_changed.connect(self.details.show_log)
        self.model.more_wanted.connect(self._on_more_wanted)

    # Showing

    def _on_loaded(self, answer: tuple[tuple[ExerciseSummary, ...], tuple[WorkoutLog, ...], int]) -> None:
        exercises, logs, limit = answer
        self._offer(exercises)
        if not logs and self.exercise_name is None:
            self._states.show_empty(
                self.tr("Nothing logged yet"),
                self.tr("Every logged exercise appears here, set by set."),
                icon="clipboard-list",
            )
            return
        self._states.show_content()
        self.model.set_rows(logs, has_more=len(logs) == limit)
        current: WorkoutLog | None = self.table.current_row()
        if current is None and logs:
            self.table.select_id(logs[0].id)
            current = logs[0]
        self.details.show_log(current)

    def _on_failed(self, exc: Exception) -> None:
        self._states.show_error(self.tr("The logs could not be loaded"), exc)

    def _offer(self, exercises: tuple[ExerciseSummary, ...]) -> None:
        chosen = self.exercise_name
        with QSignalBlocker(self.exercise_filter):
            self.exercise_filter.clear()
            self.exercise_filter.addItem(self.tr("All exercises"), None)
            for one in exercises:
                self.exercise_filter.addItem(one.name, one.name)
            self.exercise_filter.setCurrentIndex(max(self.exercise_filter.findData(chosen), 0))

    def _on_filter_changed(self, _place: int) -> None:
        self.model.set_rows(())
        self.table.verticalScrollBar().setValue(0)
        self.refresh()

    def _on_more_wanted(self) -> None:
        """Load the next page: from the day of the oldest log shown on, which may bring some twice."""
        if self.client is None:
            return
        workouts, member_id, name = self.context.services.workouts, self.client.member_id, self.exercise_name
        oldest = self._day(self.model.rows[-1])
        known = {log.id for log in self.model.rows}
        of_that_day = sum(self._day(log) == oldest for log in self.model.rows)
        limit = PAGE + of_that_day
        self.context.tasks.query(
            self,
            lambda: workouts.logs(member_id, until=oldest, exercise_name=name, limit=limit),
            lambda logs: self.model.extend([log for log in logs if log.id not in known], len(logs) == limit),
            self._on_more_failed,
            key="more",
        )

    def _on_more_failed(self, exc: Exception) -> None:
        self.model.fetch_failed()
        self.context.notices.error(exc)

    def _day(self, log: WorkoutLog) -> date:
        return gym_day(log.completed_at, self.context.gym.time_zone)

    def _day_text(self, log: WorkoutLog) -> str:
        return day_text(self._day(log), self.today)


class LogDetailsCard(Card):
    """One log set by set, with its target, difficulty, note, and who entered it."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("logDetails")
        self.setFixedWidth(Size.LOG_DETAILS)
        self._context = context
        self._column = QVBoxLayout()
        self._column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        self._column.setSpacing(Space.S)
        content = QWidget()
        content.setLayout(self._column)
        self.body.addWidget(scroll_area(content))

    def show_log(self, log: WorkoutLog | None) -> None:
        """Show a log, or a hint without one."""
        clear_layout(self._column)
        if log is None:
            self._column.addWidget(label(self.tr("Choose a log to see its sets."), tone="muted", wrap=True))
            self._column.addStretch(1)
            return
        unit = self._context.person.weight_unit
        self._column.addWidget(label(log.exercise_name, "section", wrap=True))
        zone = ZoneInfo(self._context.gym.time_zone)
        at = log.completed_at.astimezone(zone)
        self._column.addWidget(label(f"{format_date(at.date())}, {at:%H:%M}", "secondary", "muted"))
        self._fact(self.tr("Target"), log.target or self.tr("not planned"))
        self._fact(self.tr("Done"), sets_words(log.sets, unit))
        self._column.addWidget(hairline())
        grid = QWidget()
        cells = QGridLayout(grid)
        cells.setContentsMargins(0, 0, 0, 0)
        cells.setHorizontalSpacing(Space.M)
        cells.setVerticalSpacing(Space.XS)
        cells.setColumnStretch(1, 1)
        for row, one in enumerate(log.sets[:_SETS_SHOWN]):
            cells.addWidget(label(str(one.number), tone="muted"), row, 0)
            cells.addWidget(label(set_words(one, unit), weight="medium"), row, 1)
            words = label(self._extra(one), "secondary", "muted")
            cells.addWidget(words, row, 2, Qt.AlignmentFlag.AlignRight)
        self._column.addWidget(grid)
        self._column.addWidget(hairline())
        self._fact(self.tr("Difficulty"), difficulty_text(log.rating))
        if log.duration_minutes:
            self._fact(self.tr("Time"), self.tr("{0} min").format(log.duration_minutes))
        if log.workout_name:
            self._fact(self.tr("Workout"), log.workout_name)
        who = log.logged_by_name or source_words(log.source)
        self._fact(self.tr("Logged by"), who or self.tr("the member"))
        if log.notes:
            self._column.addWidget(hairline())
            self._column.addWidget(label(log.notes, wrap=True))
        self._column.addStretch(1)

    def _fact(self, caption: str, words: str) -> None:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.M)
        quiet = label(caption, "secondary", "muted")
        quiet.setFixedWidth(Size.COLUMN_S - Space.XL)
        row.addWidget(quiet, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(words, "secondary", wrap=True), 1)
        self._column.addWidget(line)

    def _extra(self, one: LoggedSet) -> str:
        parts = [] if one.type.value == "working" else [set_type_words(one.type)]
        if one.rir is not None:
            parts.append(self.tr("{0} in reserve").format(one.rir))
        return ", ".join(parts)


def _target(log: WorkoutLog) -> str:
    return log.target or "—"
