"""The row above the chart: which exercise, which measure, over which time."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.exercises import Muscle
from gymtrainer_desktop.domain.progress import ExerciseSummary
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from gymtrainer_desktop.ui.widgets.fields import DateField
from gymtrainer_desktop.ui.widgets.progress_measures import Measure, Span, measure_words, since_of
from gymtrainer_desktop.ui.widgets.progress_weeks import WeekMeasure, week_measure_words
from gymtrainer_desktop.ui.widgets.segmented import Segment, Segmented
from gymtrainer_desktop.ui.widgets.text import label

_CUSTOM_DAYS = 83
_PICKER_LETTERS, _MEASURE_LETTERS = 7, 11
_PICKER_SHARE = 4


class ProgressTools(QWidget):
    """Pickers and range. The first entry of the exercises, "All exercises", stands for the whole training.

    Args:
        week_start: The gym's first weekday, for calendars.
    """

    subject_changed = Signal()
    """Another exercise, or the whole training."""
    measure_changed = Signal()
    """Another measure, or another muscle."""
    range_changed = Signal()

    def __init__(self, week_start: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = date.today()  # noqa: DTZ011 - until the gym's own day has been loaded
        self._first = self._today
        self._summaries: tuple[ExerciseSummary, ...] = ()
        self._measures: tuple[Measure, ...] = tuple(Measure)
        self._wanted = ""
        self._chose_span = False
        self._build(week_start)
        self._connect_signals()

    @property
    def summary(self) -> ExerciseSummary | None:
        """The exercise chosen; None for the whole training, and before there is anything."""
        place = self.exercise_picker.currentIndex() - 1
        return self._summaries[place] if 0 <= place < len(self._summaries) else None

    @property
    def is_whole(self) -> bool:
        """Whether the whole training is chosen."""
        return bool(self._summaries) and self.exercise_picker.currentIndex() == 0

    @property
    def measure(self) -> Measure:
        """What the chart of an exercise shows."""
        chosen = self.measure_picker.currentData()
        return Measure(chosen) if chosen in tuple(Measure) else Measure.HEAVIEST

    @property
    def week_measure(self) -> WeekMeasure:
        """What the chart of the whole training shows."""
        chosen = self.measure_picker.currentData()
        return WeekMeasure(chosen) if chosen in tuple(WeekMeasure) else WeekMeasure.COMPLIANCE

    @property
    def muscle(self) -> Muscle | None:
        """The muscle whose weeks are shown, None for all of them."""
        chosen = self.muscle_picker.currentData()
        is_asked = self.is_whole and self.week_measure is WeekMeasure.MUSCLES and chosen
        return Muscle(chosen) if is_asked else None

    def dates(self) -> tuple[date | None, date | None]:
        """Return the first and the last day of the range, None where it is open."""
        span = Span(self.ranges.current)
        if span is Span.CUSTOM:
            return self.since_edit.value, self.until_edit.value
        return since_of(span, self._today), None

    def clear(self) -> None:
        """Somebody else: nothing to choose from yet, and the usual range."""
        self._summaries, self._wanted, self._chose_span = (), "", False
        with QSignalBlocker(self.exercise_picker):
            self.exercise_picker.clear()
        self.ranges.set_current(Span.WEEKS_12)
        self._dates.hide()
        self._offer_measures()

    def set_summaries(self, summaries: tuple[ExerciseSummary, ...], today: date) -> None:
        """Offer exercises; the one chosen, or asked for before, stays, else the one logged most."""
        self._today = today
        was_whole, chosen = self.is_whole, self.summary
        wanted = self._wanted or (chosen.name if chosen is not None else "")
        if summaries != self._summaries:
            self._summaries = summaries
            with QSignalBlocker(self.exercise_picker):
                self.exercise_picker.clear()
                self.exercise_picker.addItem(self.tr("All exercises"), "")
                for summary in summaries:
                    self.exercise_picker.addItem(summary.name, summary.name)
                self.exercise_picker.setCurrentIndex(0)
        with QSignalBlocker(self.exercise_picker):
            if not was_whole or self._wanted:
                self.exercise_picker.setCurrentIndex(max(self._place_of(wanted), min(1, len(summaries))))
        self._wanted = ""
        self._offer_measures()
        self._widen()

    def show_exercise(self, name: str) -> None:
        """Choose an exercise by any of its names, now or as soon as it is offered."""
        place = self._place_of(name)
        if place > 0:
            self.exercise_picker.setCurrentIndex(place)
        else:
            self._wanted = name

    def set_measures(self, measures: tuple[Measure, ...], first: date) -> None:
        """Offer the measures that an exercise has; `first` is where a custom range begins."""
        self._measures, self._first = measures, first
        self._offer_measures()

    def show_muscle(self, muscle: Muscle | None) -> None:
        """Choose a muscle, None for all."""
        self.muscle_picker.setCurrentIndex(max(self.muscle_picker.findData(muscle), 0))

    def set_muscles(self, muscles: tuple[Muscle, ...]) -> None:
        """Offer the muscles that were trained; the one chosen stays."""
        chosen = self.muscle_picker.currentData()
        with QSignalBlocker(self.muscle_picker):
            self.muscle_picker.clear()
            self.muscle_picker.addItem(self.tr("All muscles"), None)
            for muscle in muscles:
                self.muscle_picker.addItem(muscle.value.capitalize(), muscle)
            self.muscle_picker.setCurrentIndex(max(self.muscle_picker.findData(chosen), 0))
        self._show_pickers()

    # Building

    def _build(self, week_start: int) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        self.exercise_picker = self._picker("exercisePicker", self.tr("Exercise"))
        self.exercise_picker.setMaxVisibleItems(16)
        self.measure_picker = self._picker("measurePicker", self.tr("Measure"))
        self.measure_picker.setMinimumContentsLength(_MEASURE_LETTERS)
        self.muscle_picker = self._picker("musclePicker", self.tr("Muscle"))
        self.muscle_picker.setMaxVisibleItems(16)
        for picker, width in (
            (self.exercise_picker, Size.COLUMN_XL),
            (self.measure_picker, Size.COLUMN_XL),
            (self.muscle_picker, Size.COLUMN_L),
        ):
            picker.setMaximumWidth(width)
            row.addWidget(picker, _PICKER_SHARE)
        row.addStretch(1)
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
        row.addWidget(self.ranges)
        column.addLayout(row)
        column.addWidget(self._custom_dates(week_start))
        self.set_muscles(())
        self._offer_measures()

    def _picker(self, name: str, words: str) -> QComboBox:
        picker = QComboBox()
        picker.setObjectName(name)
        picker.setAccessibleName(words)
        picker.setProperty("kind", "quiet")
        # Three of them stand beside the ranges: they share what room there is.
        picker.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        picker.setMinimumContentsLength(_PICKER_LETTERS)
        return picker

    def _custom_dates(self, week_start: int) -> QWidget:
        self._dates = QWidget()
        row = QHBoxLayout(self._dates)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addStretch(1)
        self.since_edit, self.until_edit = (DateField(self._today, week_start) for _ in range(2))
        for edit, name, words in (
            (self.since_edit, "sinceEdit", self.tr("From")),
            (self.until_edit, "untilEdit", self.tr("to")),
        ):
            edit.setObjectName(name)
            edit.setAccessibleName(words)
            edit.setFixedWidth(Size.DATE_WIDTH)
            # A date half typed is not asked for.
            edit.setKeyboardTracking(False)
            row.addWidget(label(words, tone="muted"))
            row.addWidget(edit)
        self._dates.hide()
        return self._dates

    def _connect_signals(self) -> None:
        self.exercise_picker.currentIndexChanged.connect(self._on_exercise_chosen)
        self.measure_picker.currentIndexChanged.connect(self._on_measure_chosen)
        self.muscle_picker.currentIndexChanged.connect(self._on_measure_chosen)
        self.ranges.chosen.connect(self._on_range_chosen)
        self.since_edit.dateChanged.connect(self._on_date_changed)
        self.until_edit.dateChanged.connect(self._on_date_changed)

    # Details

    def _place_of(self, name: str) -> int:
        """Return the place in the picker, -1 for a name that is not offered."""
        return next((p for p, s in enumerate(self._summaries, 1) if name and s.is_called(name)), -1)

    def _offer_measures(self) -> None:
        chosen = self.measure_picker.currentData()
        offered: tuple[Measure | WeekMeasure, ...] = (
            tuple(WeekMeasure) if self.is_whole else self._measures or tuple(Measure)
        )
        with QSignalBlocker(self.measure_picker):
            self.measure_picker.clear()
            for one in offered:
                words = week_measure_words(one) if isinstance(one, WeekMeasure) else measure_words(one)
                self.measure_picker.addItem(words, one)
            self.measure_picker.setCurrentIndex(offered.index(chosen) if chosen in offered else 0)
        self._show_pickers()

    def _show_pickers(self) -> None:
        is_shown = self.is_whole and self.week_measure is WeekMeasure.MUSCLES
        self.muscle_picker.setVisible(is_shown and self.muscle_picker.count() > 1)

    def _widen(self) -> None:
        """Show everything when nobody chose a range and the one shown would be empty: an old history."""
        since = since_of(Span.WEEKS_12, self._today)
        last = self.summary.last_on if self.summary is not None else self._last_on()
        if self._chose_span or last is None or since is None:
            return
        self.ranges.set_current(Span.ALL if last < since else Span.WEEKS_12)

    def _last_on(self) -> date | None:
        return max((summary.last_on for summary in self._summaries), default=None)

    # Slots

    def _on_exercise_chosen(self, _place: int) -> None:
        self._widen()
        self._offer_measures()
        self.subject_changed.emit()

    def _on_measure_chosen(self, _place: int) -> None:
        self._show_pickers()
        self.measure_changed.emit()

    def _on_range_chosen(self, key: str) -> None:
        self._chose_span = True
        is_custom = key == Span.CUSTOM
        self._dates.setVisible(is_custom)
        if is_custom:
            first = self._first if self._first < self._today else self._today - timedelta(days=_CUSTOM_DAYS)
            for edit, day in ((self.since_edit, first), (self.until_edit, self._today)):
                with QSignalBlocker(edit):
                    edit.set_value(day)
            self.since_edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.range_changed.emit()

    def _on_date_changed(self) -> None:
        """Keep the range a range: the other end follows."""
        if self.since_edit.date() > self.until_edit.date():
            moved = self.since_edit if self.sender() is self.since_edit else self.until_edit
            other = self.until_edit if moved is self.since_edit else self.since_edit
            with QSignalBlocker(other):
                other.setDate(moved.date())
        self.range_changed.emit()
