from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gymtrainer_desktop.domain.errors import Unavailable
from gymtrainer_desktop.domain.progress import ProgressPoint
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.domain.workouts import LoggedSet, SetType
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.widgets import workout_words
from gymtrainer_desktop.ui.widgets.progress_measures import (
    Measure,
    Span,
    chart_line,
    chart_words,
    usable_measures,
)
from gymtrainer_desktop.ui.widgets.progress_view import ProgressView
from gymtrainer_desktop.ui.widgets.records_card import RecordButton
from tests.ui.trainer_gym import TODAY, Gym, uid, working_sets

SARAH, MIKE = uid(0), uid(1)


@pytest.fixture
def gym() -> Gym:
    return Gym()


@pytest.fixture
def view(qtbot: QtBot, window: QWidget, page_context: PageContext, gym: Gym) -> ProgressView:
    layout = QVBoxLayout(window)
    view = ProgressView(gym.context(page_context), SARAH)
    layout.addWidget(view)
    view.refresh()
    qtbot.waitUntil(lambda: view._states.state == "content" and view.logs_table.rows_model.rowCount() > 0)
    return view


def asked(gym: Gym) -> tuple[str, date | None, date | None]:
    _, name, since, until = gym.called("exercise")[-1]
    return name, since, until


def test_it_begins_with_the_exercise_logged_most_over_12_weeks(view: ProgressView, gym: Gym) -> None:
    assert asked(gym) == ("Bench press", TODAY - timedelta(days=83), None)
    assert view.exercise_picker.currentText() == "Bench press"
    assert view.chart_card.chart is not None and view.chart_card.chart.count == 6
    assert view.chart_card._title.text() == "Bench press"
    assert view.chart_card._count.text() == "heaviest set per day, lb; dashed: target"
    assert view.logs_card._count.text() == "6 in this range"
    model = view.logs_table.rows_model
    first = [model.index(0, column).data() for column in range(model.columnCount())]
    assert first == [
        *("Mon 16 Nov 2026", "Bench press", "4 × 8", "95 lb", "3,040 lb", "2 of 5", "4 × 8 · 95 lb", "met"),
        "Record: weight · logged by John Smith",
    ]
    assert view.logs_table.isColumnHidden(1) and not view.logs_table.isColumnHidden(2)
    assert "Record: weight" in view.chart_card.chart._details[5] and view.chart_card.chart._marked == (3, 5)


@pytest.mark.parametrize(
    ("key", "since"),
    [(Span.WEEKS_4, TODAY - timedelta(days=27)), (Span.YEAR, TODAY - timedelta(days=364)), (Span.ALL, None)],
)
def test_a_range_asks_for_its_days(
    qtbot: QtBot, view: ProgressView, gym: Gym, key: Span, since: date | None
) -> None:
    rect = view.ranges.rect_of(key).center().toPoint()
    qtbot.mouseClick(view.ranges, Qt.MouseButton.LeftButton, pos=rect)
    qtbot.waitUntil(lambda: asked(gym) == ("Bench press", since, None))


def test_a_custom_range_has_two_ends_that_never_cross(qtbot: QtBot, view: ProgressView, gym: Gym) -> None:
    view.ranges.choose(Span.CUSTOM)
    assert view.tools.since_edit.isVisible()
    qtbot.waitUntil(lambda: asked(gym)[1:] == (date(2026, 10, 12), TODAY))
    view.tools.until_edit.setDate(QDate(2026, 11, 1))
    qtbot.waitUntil(lambda: asked(gym)[1:] == (date(2026, 10, 12), date(2026, 11, 1)))
    qtbot.waitUntil(lambda: view.logs_card._count.text() == "3 in this range")
    view.tools.since_edit.setDate(QDate(2026, 11, 9))
    qtbot.waitUntil(lambda: asked(gym)[1:] == (date(2026, 11, 9), date(2026, 11, 9)))


def test_another_measure_draws_other_values(qtbot: QtBot, view: ProgressView) -> None:
    assert view.chart_card.chart is not None
    view.measure_picker.setCurrentIndex(view.measure_picker.findData(Measure.VOLUME))
    assert view.chart_card.chart._values == (2720, 2720, 2720, 2880, 2880, 3040)
    assert view.chart_card.chart._titles[-1] == "3,040 lb"
    view.measure_picker.setCurrentIndex(view.measure_picker.findData(Measure.E1RM))
    assert view.chart_card.chart._titles[-1] == "120.3 lb"
    assert view.chart_card._count.text() == "estimated 1RM per day, lb"


def test_an_exercise_without_weight_offers_reps_and_difficulty(qtbot: QtBot, view: ProgressView) -> None:
    view.show_exercise("Triceps dips")
    qtbot.waitUntil(lambda: view.chart_card._title.text() == "Triceps dips")
    measures = [view.measure_picker.itemData(place) for place in range(view.measure_picker.count())]
    assert measures == [Measure.DIFFICULTY, Measure.REPS]
    chart = view.chart_card.chart
    assert chart is not None and chart._titles[0] == "Difficulty 5 of 5"
    assert chart._scale == (1, 2, 3, 4, 5) and chart._plot.value_axis._values == chart._scale
    view.measure_picker.setCurrentIndex(1)
    assert chart._titles == ("12 reps",) * 6 and chart._scale == ()


def test_who_runs_sees_how_far_and_how_long_in_their_own_unit() -> None:
    point = ProgressPoint(
        TODAY, uid(1), None, None, None, Decimal(0), 2, 3, seconds=1500, metres=Decimal("5000")
    )
    assert usable_measures((point,)) == (Measure.DISTANCE, Measure.TIME, Measure.DIFFICULTY)
    for unit, far, words in ((Unit.KG, 5.0, "5 km · 25 min"), (Unit.LB, 3.11, "3.11 mi · 25 min")):
        line = chart_line((point,), Measure.DISTANCE, unit)
        assert (line.values, line.titles) == ((far,), (words,))
        assert chart_line((point,), Measure.TIME, unit).values == (25.0,)
    assert chart_words(Measure.DISTANCE, Unit.LB) == "distance per day, mi"


def test_the_chart_as_a_table_by_keyboard(qtbot: QtBot, view: ProgressView) -> None:
    view.chart_card.table_switch.setFocus()
    qtbot.keyClick(view.chart_card.table_switch, Qt.Key.Key_Space)
    assert view.chart_card.points_table.isVisible()
    model = view.chart_card.points_table.rows_model
    words = [model.index(0, column).data() for column in range(model.columnCount())]
    assert words == [
        *("Mon 16 Nov 2026", "95 lb × 8", "120.3 lb", "3,040 lb", "2 of 5"),
        "weight",
    ]
    qtbot.keyClick(view.chart_card.table_switch, Qt.Key.Key_Space)
    assert view.chart_card.chart is not None and view.chart_card.chart.isVisible()


def test_point_and_log_light_up_together(view: ProgressView) -> None:
    assert view.chart_card.chart is not None
    view.chart_card.chart._look_at(4)
    assert view.logs_table.hovered_row == 1
    view.chart_card.chart._look_at(-1)
    assert view.logs_table.hovered_row == -1
    view._on_log_entered(view.logs_table.rows_model.index(2, 0))
    assert view.chart_card.chart.hovered_index == 3


def test_a_click_on_a_record_shows_its_exercise(qtbot: QtBot, view: ProgressView) -> None:
    button = next(b for b in view.records_card.findChildren(RecordButton) if b.text() == "Face pull")
    assert button.accessibleName() == "Face pull, 25 lb × 15, 14 Oct"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: view.chart_card._title.text() == "Face pull")
    assert button._is_shown


def test_a_reload_keeps_exercise_measure_and_range(qtbot: QtBot, view: ProgressView, gym: Gym) -> None:
    view.show_exercise("Back squat")
    view.ranges.choose(Span.ALL)
    qtbot.waitUntil(lambda: asked(gym) == ("Back squat", None, None))
    view.measure_picker.setCurrentIndex(view.measure_picker.findData(Measure.VOLUME))
    gym.log(SARAH, "Back squat", datetime(2026, 11, 20, 9, tzinfo=UTC), working_sets(5, 5, "150"))
    view.refresh()
    qtbot.waitUntil(lambda: view.logs_card._count.text() == "7 in this range")
    assert view.exercise_name == "Back squat" and view.ranges.current == Span.ALL
    assert Measure(view.measure_picker.currentData()) is Measure.VOLUME
    # The chart and the logs are asked for apart; either may come first.
    qtbot.waitUntil(lambda: view.chart_card.chart is not None and view.chart_card.chart._values[-1] == 3750)


def test_an_old_history_is_shown_whole(qtbot: QtBot, view: ProgressView, gym: Gym) -> None:
    gym.log(
        MIKE, "Bench", datetime(2019, 5, 1, 9, tzinfo=UTC), working_sets(3, 5, "80", Unit.KG), source="strong"
    )
    view.set_member(MIKE)
    view.refresh()
    qtbot.waitUntil(lambda: view.logs_card._count.text() == "1 in this range")
    assert view.ranges.current == Span.ALL and asked(gym) == ("Bench", None, None)
    assert view.logs_table.rows_model.index(0, 3).data() == "176.4 lb"


def test_nothing_logged_says_so(qtbot: QtBot, view: ProgressView) -> None:
    view.set_member(uid(3))
    assert view._states.state == "loading"
    view.refresh()
    qtbot.waitUntil(lambda: view._states.state == "empty")


def test_a_failure_offers_another_try(qtbot: QtBot, view: ProgressView, gym: Gym) -> None:
    gym.fail("exercises", Unavailable("The server does not answer."))
    view.set_member(MIKE)
    gym.log(MIKE, "Bench", datetime(2026, 11, 1, 9, tzinfo=UTC), working_sets(3, 5, "80"))
    view.refresh()
    qtbot.waitUntil(lambda: view._states.state == "error")
    assert view._states._error is not None
    qtbot.mouseClick(view._states._error.retry, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: view._states.state == "content" and view.exercise_name == "Bench")
    gym.fail("exercise", Unavailable("The server does not answer."))
    view.ranges.choose(Span.ALL)
    qtbot.waitUntil(lambda: view.chart_card.states.state == "error")
    view.chart_card.states.retry_requested.emit()
    qtbot.waitUntil(lambda: view.chart_card.states.state == "content")


def test_an_answer_for_somebody_else_is_dropped(qtbot: QtBot, view: ProgressView, gym: Gym) -> None:
    gate = gym.hold("exercises")
    view.refresh()
    view.set_member(MIKE)
    gate.set()
    view.refresh()
    qtbot.waitUntil(lambda: view._states.state == "empty")
    assert view.member_id == MIKE


def test_sets_are_written_as_they_were_done() -> None:
    lb, kg = Unit.LB, Unit.KG
    mixed = (
        LoggedSet(1, SetType.WARM_UP, reps=10, weight=Decimal(45), unit=lb),
        LoggedSet(2, reps=8, weight=Decimal(95), unit=lb),
        LoggedSet(3, reps=7, weight=Decimal(95), unit=lb),
        LoggedSet(4, reps=5, weight=Decimal("100.5"), unit=lb),
    )
    assert workout_words.sets_words(mixed, lb) == "95 lb × 8, 7; 100.5 lb × 5"
    assert workout_words.sets_words(mixed, kg) == "43.1 kg × 8, 7; 45.6 kg × 5"
    assert workout_words.sets_words(working_sets(3, 12), lb) == "3 × 12"
    assert workout_words.sets_words(working_sets(4, 8, "95"), lb) == "4 × 8 · 95 lb"
    assert workout_words.sets_words((LoggedSet(1, reps=12), LoggedSet(2, reps=9)), lb) == "12 reps, 9 reps"
    planks = tuple(LoggedSet(number, duration_seconds=45) for number in (1, 2, 3))
    assert workout_words.sets_words(planks, lb) == "3 × 45 s"
    assert workout_words.sets_words((), lb) == "—"
    row = LoggedSet(1, distance_m=Decimal(2000), duration_seconds=485)
    assert workout_words.set_words(row, kg) == "2 km · 8:05 min"
    assert workout_words.set_words(row, lb) == "1.24 mi · 8:05 min", "who reads pounds reads miles"
    assert workout_words.set_words(LoggedSet(1, duration_seconds=45), lb) == "45 s"
    assert workout_words.set_words(LoggedSet(1, reps=1), lb) == "1 rep"
    assert workout_words.gym_day(datetime(2026, 11, 20, 23, 30, tzinfo=UTC), "Europe/Berlin") == date(
        2026, 11, 21
    )


def test_converted_weights_are_tidied_and_plates_are_not() -> None:
    kg = Unit.KG
    assert workout_words.tidy_weight(Decimal("36.29"), kg) == "36.3 kg"
    assert workout_words.tidy_weight(Decimal("61.25"), kg) == "61.25 kg"
    assert workout_words.tidy_weight(Decimal("92.5"), kg) == "92.5 kg"
    assert workout_words.tidy_weight(None, kg) == "—"
