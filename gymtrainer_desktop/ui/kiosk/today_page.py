"""Today's workout in huge type, and the one button that starts it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.plans import DayState
from gymtrainer_desktop.ui.kiosk.kiosk_visit import KioskVisit
from gymtrainer_desktop.ui.kiosk.kiosk_words import state_words, stopped_words, target_words
from gymtrainer_desktop.ui.kiosk.paged_rows import PagedRows
from gymtrainer_desktop.ui.kiosk.touch_parts import (
    LineLabel,
    RowButton,
    column,
    page_head,
    row,
    set_button_text,
    touch_button,
    words,
)
from gymtrainer_desktop.ui.theme.tokens import KioskSize, Space
from gymtrainer_desktop.ui.widgets.logging.exercise_entry import EntryState, ExerciseEntry
from gymtrainer_desktop.ui.widgets.logging.words import counted, day_words
from gymtrainer_desktop.ui.widgets.text import set_tone


class TodayPage(QWidget):
    """What is to be done today, how far it is, and what was left half done.

    Args:
        visit: Whose workout it is.
    """

    start_requested = Signal()
    exercise_chosen = Signal(object)
    """Key of an `ExerciseEntry`."""
    kept_requested = Signal()
    """The workout left on another day is to be gone on with."""
    days_requested = Signal()
    unplanned_requested = Signal()
    entries_requested = Signal()
    """What was logged lately is to be looked at, and mended."""

    def __init__(self, visit: KioskVisit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("todayPage")
        self._visit = visit
        self.title = LineLabel("", "title")
        self.detail = LineLabel("", "section", "muted")
        self.list = PagedRows()
        self.nothing = words("", "section", "muted", wrap=True)
        self.kept = touch_button("", "quiet", "history")
        self.kept.setObjectName("keptButton")
        self.start = touch_button("", "primary", "play")
        self.start.setObjectName("startButton")
        self.start.setProperty("high", "true")
        self.days = touch_button(self.tr("Another day"), "quiet", "calendar-days")
        self.days.setObjectName("otherDayButton")
        self.unplanned = touch_button(self.tr("Something else"), "quiet", "plus")
        self.unplanned.setObjectName("unplannedButton")
        self.lately = touch_button(self.tr("Last 7 days"), "quiet", "history")
        self.lately.setObjectName("lastDaysButton")
        self._build()
        self.lately.clicked.connect(self.entries_requested)
        self.start.clicked.connect(self.start_requested)
        self.kept.clicked.connect(self.kept_requested)
        self.days.clicked.connect(self.days_requested)
        self.unplanned.clicked.connect(self.unplanned_requested)

    def show_workout(self) -> None:
        """Show the workout as it stands."""
        visit = self._visit
        session, workout = visit.session, visit.workout
        if session is None or workout is None:
            return
        self.title.setText(day_words(session.day, workout.today))
        self.detail.setText(self._detail())
        set_tone(self.detail, "caution" if visit.is_paused else "muted")
        makers: list[Callable[[], RowButton]] = [partial(self._row, entry) for entry in session.entries]
        self.list.set_rows(makers, keep_page=True)
        self.list.setVisible(bool(makers))
        self.nothing.setVisible(not makers)
        week = workout.week
        has_days = week is not None and any(day.exercises for day in week.days)
        self.nothing.setText(self._nothing_words(week is not None, has_days))
        self.days.setVisible(has_days)
        kept = visit.kept
        self.kept.setVisible(kept is not None)
        if kept is not None:
            now = visit.clock()
            set_button_text(self.kept, stopped_words(kept.saved_at.astimezone(now.tzinfo), now, kept.day))
        is_open = any(entry.state is EntryState.OPEN for entry in session.entries)
        self.start.setVisible(bool(makers))
        set_button_text(self.start, self._start_words(is_open))

    def _detail(self) -> str:
        session, workout = self._visit.session, self._visit.workout
        assert session is not None and workout is not None
        if self._visit.is_paused:
            return self.tr("Your training is paused: nothing is due now.")
        if not session.entries:
            return workout.week.plan.title if workout.week is not None else ""
        count = len(session.entries)
        parts = [counted(count, self.tr("1 exercise"), self.tr("{0} exercises"))]
        if workout.week is not None:
            parts.insert(0, workout.week.plan.title)
            if workout.week.week is not None:
                total = workout.week.plan.duration_weeks
                parts.insert(1, self.tr("week {0} of {1}").format(workout.week.week, total))
        return ", ".join(parts)

    def _nothing_words(self, has_plan: bool, has_days: bool) -> str:
        if not has_plan:
            return self.tr("You have no plan yet. You can log what you do all the same.")
        if has_days:
            return self.tr("Nothing is planned for today. Do another day’s workout, or something else.")
        return self.tr("Nothing is planned this week. You can log what you do all the same.")

    def _start_words(self, is_open: bool) -> str:
        visit = self._visit
        if not is_open:
            return self.tr("Look at what you did")
        if visit.continued_at is not None and visit.session is not None:
            now = visit.clock()
            return stopped_words(visit.continued_at.astimezone(now.tzinfo), now, visit.session.day)
        return self.tr("Start")

    def _row(self, entry: ExerciseEntry) -> RowButton:
        words_, icon, tone = state_words(entry)
        one = RowButton(f"{entry.mark}  {entry.name}".strip(), target_words(entry), words_, icon, tone)
        one.setObjectName("exerciseRow")
        key: UUID = entry.key
        one.clicked.connect(lambda: self.exercise_chosen.emit(key))
        return one

    def _build(self) -> None:
        whole = column(self, KioskSize.MARGIN, Space.L)
        whole.addLayout(page_head(self.title, self.detail, self.lately))
        whole.addWidget(self.list, 1)
        whole.addWidget(self.nothing, 1)
        foot = row(spacing=KioskSize.GAP)
        for button in (self.kept, self.days, self.unplanned):
            foot.addWidget(button, 1)
        whole.addLayout(foot)
        whole.addWidget(self.start)


def day_rows(visit: KioskVisit) -> list[tuple[str, str]]:
    """Return the days of this week with something to do: ISO date, and words that say how they stand."""
    workout = visit.workout
    if workout is None or workout.week is None:
        return []
    states = {
        DayState.COMPLETED: visit.tr("done"),
        DayState.PARTIAL: visit.tr("partly done"),
        DayState.MISSED: visit.tr("missed"),
        DayState.TODAY: visit.tr("today"),
    }
    rows = []
    for day in workout.week.days:
        if day.exercises and visit.session is not None and day.date != visit.session.day:
            count = counted(len(day.exercises), visit.tr("1 exercise"), visit.tr("{0} exercises"))
            state = states.get(day.state, "")
            text = f"{Weekday.of(day.date).value}: {count}"
            rows.append((day.date.isoformat(), f"{text}, {state}" if state else text))
    return rows
