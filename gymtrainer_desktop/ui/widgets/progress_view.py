"""Somebody's progress: exercise, measure and range, the chart, the records, and the logs beneath."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from PySide6.QtCore import QDate, QSignalBlocker, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gymtrainer_desktop.domain.progress import ExerciseProgress, ExerciseSummary, PersonalRecord
from gymtrainer_desktop.domain.workouts import WorkoutLog
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.card import Card
from gymtrainer_desktop.ui.widgets.progress_chart_card import ProgressChartCard
from gymtrainer_desktop.ui.widgets.progress_measures import (
    Measure,
    Span,
    measure_words,
    since_of,
    usable_measures,
)
from gymtrainer_desktop.ui.widgets.progress_tables import logs_table
from gymtrainer_desktop.ui.widgets.records_card import RecordsCard
from gymtrainer_desktop.ui.widgets.segmented import Segment, Segmented
from gymtrainer_desktop.ui.widgets.states import StateStack
from gymtrainer_desktop.ui.widgets.text import label
from gymtrainer_desktop.ui.widgets.workout_words import gym_day


@dataclass(frozen=True, slots=True)
class _Whole:
    """What is there to choose from."""

    today: date
    exercises: tuple[ExerciseSummary, ...]
    records: tuple[PersonalRecord, ...]


class ProgressView(QWidget):
    """Progress of one person; brings its own margins and scroll area.

    Args:
        context: Of the page it stands on.
        member_id: Whose progress; None for nobody yet.
    """

    def __init__(
        self, context: PageContext, member_id: UUID | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("progressView")
        self._context = context
        self._member_id = member_id
        self._today = date.today()  # noqa: DTZ011 - until the gym's own day has been loaded
        self._summaries: tuple[ExerciseSummary, ...] = ()
        self._progress: ExerciseProgress | None = None
        self._wanted = ""
        self._chose_span = False
        self._build()
        self._connect_signals()

    @property
    def member_id(self) -> UUID | None:
        """Whose progress is shown."""
        return self._member_id

    @property
    def exercise_name(self) -> str:
        """The exercise shown, empty before there is one."""
        return self.exercise_picker.currentData() or ""

    def set_member(self, member_id: UUID | None) -> None:
        """Show somebody's progress; the same person again changes nothing."""
        if member_id == self._member_id:
            return
        self._context.tasks.drop(self)
        self._member_id = member_id
        self._summaries, self._progress, self._wanted = (), None, ""
        self._chose_span = False
        with QSignalBlocker(self.exercise_picker):
            self.exercise_picker.clear()
        self.ranges.set_current(Span.WEEKS_12)
        self._dates.hide()
        self.chart_card.states.show_loading_anew()
        self._states.show_loading_anew()

    def show_exercise(self, name: str) -> None:
        """Choose an exercise, now or as soon as it is loaded."""
        place = self._place_of(name)
        if place >= 0:
            self.exercise_picker.setCurrentIndex(place)
        else:
            self._wanted = name

    def refresh(self) -> None:
        """Load again; exercise, measure, range and scroll position stay."""
        member_id = self._member_id
        if member_id is None:
            return
        self._states.show_loading()
        services = self._context.services

        def load() -> _Whole:
            return _Whole(
                services.gym.today(),
                services.progress.exercises(member_id),
                services.progress.records(member_id, 5),
            )

        self._context.tasks.query(self, load, self._on_whole_loaded, self._on_whole_failed, key="whole")

    # Building

    def _build(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.XL)
        column.setSpacing(Space.L)
        column.addLayout(self._tools())
        column.addWidget(self._custom_dates())
        row = QHBoxLayout()
        row.setSpacing(Space.L)
        self.chart_card = ProgressChartCard()
        row.addWidget(self.chart_card, 1)
        self.records_card = RecordsCard()
        self.records_card.setFixedWidth(Size.RECORDS_WIDTH)
        row.addWidget(self.records_card)
        column.addLayout(row)
        self.logs_card = Card(self.tr("Logs"))
        self.logs_table = logs_table(lambda: self._context.gym.time_zone, self._context.person.weight_unit)
        self.logs_table.setMinimumHeight(Size.LOGS_HEIGHT)
        self.logs_card.body.addWidget(self.logs_table)
        column.addWidget(self.logs_card, 1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(content)
        self._states = StateStack(area)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._states)

    def _tools(self) -> QHBoxLayout:
        tools = QHBoxLayout()
        tools.setSpacing(Space.S)
        self.exercise_picker = QComboBox()
        self.exercise_picker.setObjectName("exercisePicker")
        self.exercise_picker.setAccessibleName(self.tr("Exercise"))
        self.exercise_picker.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.exercise_picker.setMinimumContentsLength(20)
        self.exercise_picker.setMaxVisibleItems(16)
        self.measure_picker = QComboBox()
        self.measure_picker.setObjectName("measurePicker")
        self.measure_picker.setAccessibleName(self.tr("Measure"))
        for measure in Measure:
            self.measure_picker.addItem(measure_words(measure), measure)
        for picker in (self.exercise_picker, self.measure_picker):
            picker.setProperty("kind", "quiet")
            tools.addWidget(picker)
        tools.addStretch(1)
        self.ranges = Segmented(
            (
                Segment(Span.WEEKS_4, self.tr("4 weeks")),
                Segment(Span.WEEKS_12, self.tr("12 weeks")),
                Segment(Span.YEAR, self.tr("1 year")),
                Segment(Span.ALL, self.tr("All")),
                Segment(Span.CUSTOM, self.tr("Custom")),
            )
        )
        self.ranges.setObjectName("rangeButtons")
        self.ranges.setAccessibleName(self.tr("Range"))
        self.ranges.set_current(Span.WEEKS_12)
        tools.addWidget(self.ranges)
        return tools

    def _custom_dates(self) -> QWidget:
        self._dates = QWidget()
        row = QHBoxLayout(self._dates)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addStretch(1)
        self.since_edit, self.until_edit = QDateEdit(), QDateEdit()
        for edit, name, words in (
            (self.since_edit, "sinceEdit", self.tr("From")),
            (self.until_edit, "untilEdit", self.tr("to")),
        ):
            edit.setObjectName(name)
            edit.setAccessibleName(words)
            edit.setCalendarPopup(True)
            edit.setDisplayFormat("d MMM yyyy")
            edit.setFixedWidth(Size.DATE_WIDTH)
            # A date half typed is not asked for.
            edit.setKeyboardTracking(False)
            row.addWidget(label(words, tone="muted"))
            row.addWidget(edit)
        self._dates.hide()
        return self._dates

    def _connect_signals(self) -> None:
        self._states.retry_requested.connect(self.refresh)
        self.chart_card.retry_requested.connect(self._load_exercise)
        self.chart_card.point_hovered.connect(self._on_point_hovered)
        self.exercise_picker.currentIndexChanged.connect(self._on_exercise_chosen)
        self.measure_picker.currentIndexChanged.connect(self._on_measure_chosen)
        self.ranges.chosen.connect(self._on_range_chosen)
        self.since_edit.dateChanged.connect(self._on_date_changed)
        self.until_edit.dateChanged.connect(self._on_date_changed)
        self.records_card.chosen.connect(self.show_exercise)
        self.logs_table.entered.connect(self._on_log_entered)
        self.logs_table.current_row_changed.connect(self._light_up)

    # Loading

    def _on_whole_loaded(self, whole: _Whole) -> None:
        self._today = whole.today
        self.records_card.set_records(whole.records)
        if not whole.exercises:
            self._summaries = ()
            self._states.show_empty(
                self.tr("Nothing logged yet"),
                self.tr("With the first logged workout, the chart, the records and every set appear here."),
                icon="chart-line",
            )
            return
        chosen = self.exercise_name or self._wanted
        if whole.exercises != self._summaries:
            self._summaries = whole.exercises
            with QSignalBlocker(self.exercise_picker):
                self.exercise_picker.clear()
                for summary in whole.exercises:
                    self.exercise_picker.addItem(summary.name, summary.name)
                self.exercise_picker.setCurrentIndex(max(self._place_of(chosen), 0))
        self._wanted = ""
        self._widen()
        self._states.show_content()
        self._load_exercise()

    def _widen(self) -> None:
        """Show everything when nobody chose a range and the one shown would be empty: an old history."""
        if self._chose_span or not self._summaries:
            return
        summary = self._summaries[max(self.exercise_picker.currentIndex(), 0)]
        since = since_of(Span.WEEKS_12, self._today)
        assert since is not None
        self.ranges.set_current(Span.ALL if summary.last_on < since else Span.WEEKS_12)

    def _on_whole_failed(self, exc: Exception) -> None:
        self._states.show_error(self.tr("The progress could not be loaded"), exc)

    def _load_exercise(self) -> None:
        member_id, name = self._member_id, self.exercise_name
        if member_id is None or not name:
            return
        since, until = self._range()
        progress = self._context.services.progress
        self.chart_card.states.show_loading()
        self._context.tasks.query(
            self,
            lambda: progress.exercise(member_id, name, since, until),
            self._on_exercise_loaded,
            self._on_exercise_failed,
            key="exercise",
        )

    def _on_exercise_loaded(self, progress: ExerciseProgress) -> None:
        self._progress = progress
        self._offer_measures(progress)
        self.records_card.set_shown(progress.exercise_name)
        self.logs_table.rows_model.set_rows(progress.logs)
        count = len(progress.logs)
        self.logs_card.set_count(
            self.tr("1 in this range") if count == 1 else self.tr("{0} in this range").format(count)
        )
        self._show_line()

    def _on_exercise_failed(self, exc: Exception) -> None:
        self.chart_card.states.show_error(self.tr("The chart could not be loaded"), exc)

    def _range(self) -> tuple[date | None, date | None]:
        span = Span(self.ranges.current)
        if span is Span.CUSTOM:
            return _date_of(self.since_edit), _date_of(self.until_edit)
        return since_of(span, self._today), None

    def _place_of(self, name: str) -> int:
        wanted = name.casefold()
        return next((p for p, s in enumerate(self._summaries) if s.name.casefold() == wanted), -1)

    # Showing

    def _offer_measures(self, progress: ExerciseProgress) -> None:
        """Leave out what this exercise never has: there is no weight in a pull-up."""
        usable = usable_measures(progress.points)
        chosen = self.measure_picker.currentData()
        with QSignalBlocker(self.measure_picker):
            self.measure_picker.clear()
            for measure in usable:
                self.measure_picker.addItem(measure_words(measure), measure)
            self.measure_picker.setCurrentIndex(usable.index(chosen) if chosen in usable else 0)

    def _show_line(self) -> None:
        if self._progress is not None:
            self.chart_card.show_progress(self._progress, Measure(self.measure_picker.currentData()))

    def _light_up(self, log: WorkoutLog | None) -> None:
        """Show in the chart the point that a log belongs to."""
        day = gym_day(log.completed_at, self._context.gym.time_zone) if log is not None else None
        self.chart_card.look_at(day)

    # Slots

    def _on_exercise_chosen(self, _place: int) -> None:
        self._widen()
        self._load_exercise()

    def _on_measure_chosen(self, _place: int) -> None:
        self._show_line()

    def _on_range_chosen(self, key: str) -> None:
        self._chose_span = True
        is_custom = key == Span.CUSTOM
        self._dates.setVisible(is_custom)
        if is_custom:
            points = self._progress.points if self._progress else ()
            first = points[0].on if points else self._today - timedelta(days=83)
            for edit, day in ((self.since_edit, first), (self.until_edit, self._today)):
                with QSignalBlocker(edit):
                    edit.setDate(QDate(day.year, day.month, day.day))
            self.since_edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self._load_exercise()

    def _on_date_changed(self, _day: QDate) -> None:
        """Keep the range a range: the other end follows."""
        if self.since_edit.date() > self.until_edit.date():
            other = self.until_edit if self.sender() is self.since_edit else self.since_edit
            changed = self.since_edit if other is self.until_edit else self.until_edit
            with QSignalBlocker(other):
                other.setDate(changed.date())
        self._load_exercise()

    def _on_point_hovered(self, log_id: UUID | None) -> None:
        """Light up the log of the point below the pointer, and scroll to it."""
        row = -1 if log_id is None else self.logs_table.rows_model.place_of(log_id)
        self.logs_table.hovered_row = row
        if row >= 0:
            self.logs_table.scrollTo(self.logs_table.rows_model.index(row, 0))
        self.logs_table.viewport().update()

    def _on_log_entered(self, index: Any) -> None:
        self._light_up(self.logs_table.rows_model.row_at(index))


def _date_of(edit: QDateEdit) -> date:
    day = edit.date()
    return date(day.year(), day.month(), day.day())
