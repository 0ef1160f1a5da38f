from __future__ import annotations

import subprocess
import sys
import time
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gymtrainer_desktop.ui.charts.axes import date_steps, round_steps
from gymtrainer_desktop.ui.charts.bar_chart import BarChart
from gymtrainer_desktop.ui.charts.line_chart import LineChart
from gymtrainer_desktop.ui.theme.style import Theme
from gymtrainer_desktop.ui.theme.tokens import DARK, LIGHT, Size, Space
from gymtrainer_desktop.ui.widgets.progress_files import picture_of

MONDAY = date(2026, 10, 12)
WEEKS = [MONDAY + timedelta(weeks=n) for n in range(6)]
WEIGHTS = [85, 85, 85, 90, 90, 95]


@pytest.fixture
def chart(qtbot: QtBot, window: QWidget) -> LineChart:
    layout = QVBoxLayout(window)
    chart = LineChart()
    layout.addWidget(chart)
    chart.resize(800, 300)
    qtbot.waitExposed(window)
    qtbot.waitUntil(lambda: chart.isVisible() and chart.width() > 500)
    return chart


def has_color(image: QImage, color: str) -> bool:
    wanted = QColor(color).rgb()
    return any(image.pixel(x, y) == wanted for x in range(image.width()) for y in range(0, image.height(), 2))


@pytest.mark.parametrize(
    ("low", "high", "steps"),
    [
        (85, 95, (85, 87.5, 90, 92.5, 95)),
        (77.5, 92.5, (75, 80, 85, 90, 95)),
        (0, 0, (0, 0.25, 0.5, 0.75, 1)),
        (1312.5, 1800, (1200, 1400, 1600, 1800)),
    ],
)
def test_values_stand_at_round_numbers(low: float, high: float, steps: tuple[float, ...]) -> None:
    assert round_steps(low, high) == steps


@given(st.floats(-1e6, 1e6), st.floats(0, 1e6))
def test_round_steps_enclose_what_is_shown(low: float, room: float) -> None:
    steps = round_steps(low, low + room)
    assert 2 <= len(steps) <= 7
    slack = (steps[-1] - steps[0]) * 1e-6
    assert steps[0] <= low + slack and steps[-1] >= low + room - slack


def test_dates_stand_at_days_mondays_or_months() -> None:
    days, in_months = date_steps(date(2026, 11, 16), date(2026, 11, 20), 8)
    assert (days[0], len(days), in_months) == (date(2026, 11, 16), 5, False)
    weeks, in_months = date_steps(date(2026, 10, 14), date(2026, 11, 20), 8)
    assert all(day.weekday() == 0 for day in weeks) and not in_months
    months, in_months = date_steps(date(2025, 11, 20), date(2026, 11, 20), 8)
    assert all(day.day == 1 for day in months) and in_months
    years, _ = date_steps(date(2016, 3, 1), date(2026, 11, 20), 8)
    assert {(day.day, day.month) for day in years} == {(1, 1)}


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(1, 20_000), st.integers(1, 15))
def test_dates_never_crowd(first: date, days: int, most: int) -> None:
    last = first + timedelta(days=days)
    steps, _ = date_steps(first, last, most)
    assert len(steps) <= most + 1
    assert list(steps) == sorted(steps) and all(first <= day <= last for day in steps)


def test_pointing_tells_the_point_and_shows_its_card(qtbot: QtBot, chart: LineChart) -> None:
    titles = [f"{weight} lb × 8 reps" for weight in WEIGHTS]
    chart.set_points(WEEKS, WEIGHTS, titles, ["4 sets, difficulty 3 of 5"] * 6, marked=[3, 5])
    chart.grab()
    viewport = chart._plot.viewport()
    with qtbot.waitSignal(chart.hovered, check_params_cb=lambda index: index == 3):
        qtbot.mouseMove(viewport, viewport.mapFrom(chart, chart.place_of(3)) + QPoint(3, 20))
    assert chart.hovered_index == 3
    assert chart._card.isVisible()
    assert chart._card.words == "Mon 2 Nov 2026 90 lb × 8 reps 4 sets, difficulty 3 of 5"
    card, point = chart._card.geometry(), chart.place_of(3)
    assert chart.rect().contains(card) and not card.contains(point)
    with qtbot.waitSignal(chart.hovered, check_params_cb=lambda index: index == -1):
        qtbot.keyClick(chart, Qt.Key.Key_Escape)
    assert not chart._card.isVisible()


def test_arrow_keys_go_from_point_to_point(qtbot: QtBot, chart: LineChart) -> None:
    chart.set_points(WEEKS, WEIGHTS)
    seen: list[int] = []
    chart.hovered.connect(seen.append)
    chart.setFocus(Qt.FocusReason.TabFocusReason)
    for key in (
        Qt.Key.Key_Left,
        Qt.Key.Key_Left,
        Qt.Key.Key_Home,
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_End,
    ):
        qtbot.keyClick(chart, key)
    assert seen == [5, 4, 3, 0, 1, 5]
    assert chart.accessibleDescription() == "Mon 16 Nov 2026 95"


def test_without_points_a_sentence_stands_there(chart: LineChart) -> None:
    chart.set_empty_text("Nothing to draw.")
    chart.set_points(WEEKS, WEIGHTS)
    chart.set_hovered(2)
    chart.set_points([], [])
    assert chart._empty.isVisible() and chart._empty.text() == "Nothing to draw."
    assert chart.hovered_index == -1 and not chart._card.isVisible()
    assert not chart._plot.isVisible()


def test_a_single_point_is_drawn(chart: LineChart) -> None:
    chart.set_points(WEEKS[:1], [0])
    assert has_color(chart.grab().toImage(), LIGHT.accent)


def test_days_without_values_are_refused(chart: LineChart) -> None:
    with pytest.raises(ValueError, match="1 values for 6 days"):
        chart.set_points(WEEKS, [1])


def test_it_wears_the_scheme_of_the_window(qtbot: QtBot, chart: LineChart, theme: Theme) -> None:
    chart.set_points(WEEKS, WEIGHTS, marked=[5])
    light = chart.grab().toImage()
    assert (
        has_color(light, LIGHT.accent) and has_color(light, LIGHT.surface) and has_color(light, LIGHT.caution)
    )
    theme.set_choice("dark")
    qtbot.waitUntil(lambda: has_color(chart.grab().toImage(), DARK.accent))
    dark = chart.grab().toImage()
    assert has_color(dark, DARK.surface) and has_color(dark, DARK.caution)
    assert not has_color(dark, LIGHT.accent)


def test_the_wheel_is_left_to_the_page(chart: LineChart) -> None:
    chart.set_points(WEEKS, WEIGHTS)
    viewport = chart._plot.viewport()
    at = QPointF(300, 100)
    event = QWheelEvent(
        at, viewport.mapToGlobal(at), QPoint(0, -120), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    before = chart._view.viewRange()
    QApplication.sendEvent(viewport, event)
    assert not event.isAccepted()
    assert chart._view.viewRange() == before


def test_five_years_of_days_stay_smooth(qtbot: QtBot, chart: LineChart) -> None:
    days = [date(2021, 11, 20) + timedelta(days=n) for n in range(1826)]
    chart.set_points(days, [60 + n / 40 + n % 7 for n in range(1826)], marked=range(0, 1826, 90))
    chart.grab()
    begun = time.perf_counter()
    for index in range(0, 1800, 90):
        chart.set_hovered(index)
        chart.grab()
    # Twenty frames; one takes 5 to 15 ms, and this leaves room for a busy machine.
    assert time.perf_counter() - begun < 4


def test_nothing_of_it_is_loaded_with_the_views_that_use_it() -> None:
    program = (
        "import sys, gymtrainer_desktop.ui.widgets.progress_view, gymtrainer_desktop.ui.trainer as t; t.nav_items();"
        "print([m for m in ('pyqtgraph', 'numpy') if m in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_what_was_asked_for_is_a_line_of_its_own_and_within_sight(chart: LineChart) -> None:
    chart.set_points(WEEKS, WEIGHTS, asked=[60, None, 85, 90, None, 100])
    x, y = chart._target.getOriginalDataset()
    assert list(y) == [60, 85, 90, 100] and len(x) == 4
    low, high = chart._view.viewRange()[1]
    assert low <= 60 and high >= 100
    chart.set_points(WEEKS, WEIGHTS)
    assert chart._target.getOriginalDataset()[0] is None
    with pytest.raises(ValueError, match="1 values asked for on 6 days"):
        chart.set_points(WEEKS, WEIGHTS, asked=[1])


def test_a_scale_that_is_always_the_same_stays(chart: LineChart) -> None:
    chart.set_points(WEEKS, [3, 3, 3, 3, 3, 3], scale=(1, 2, 3, 4, 5))
    assert chart._plot.value_axis._values == (1, 2, 3, 4, 5)
    chart.set_points(WEEKS, WEIGHTS)
    assert chart._plot.value_axis._values[0] >= 85


def test_ten_years_of_days_are_thinned_out_and_drawn_at_once(chart: LineChart) -> None:
    days = [date(2016, 11, 20) + timedelta(days=n) for n in range(3650)]
    values = [60 + n / 40 + n % 7 for n in range(3650)]
    begun = time.perf_counter()
    chart.set_points(days, values, asked=[60.0] * 3650, marked=range(0, 3650, 30))
    chart.grab()
    assert time.perf_counter() - begun < 2
    # Of several points for each pixel, the line is drawn from the highest and the lowest.
    for line in (chart._line, chart._target):
        assert line.opts["autoDownsample"] and line.opts["downsampleMethod"] == "peak"
        assert line.opts["clipToView"]
    assert chart._line.opts["symbol"] is None
    chart._look_at(1234)
    assert chart._card.words.startswith("Tue 7 Apr 2020 92.85")


@pytest.fixture
def bars(qtbot: QtBot, window: QWidget) -> BarChart:
    layout = QVBoxLayout(window)
    bars = BarChart()
    layout.addWidget(bars)
    bars.resize(800, 300)
    qtbot.waitUntil(lambda: bars.isVisible() and bars.width() > 500)
    return bars


def test_bars_show_what_is_usual_behind_them(bars: BarChart) -> None:
    bars.set_bars(["a", "b"], [4, 6.5], ["a: 4", "b: 6.5"], band=(10, 20))
    assert bars._usual.isVisible() and bars._usual.getRegion() == (10, 20)
    assert bars._plot.value_axis._values[-1] == 20
    assert has_color(bars.grab().toImage(), LIGHT.accent_soft)
    bars.set_bars(["a"], [4], ["a: 4"])
    assert not bars._usual.isVisible()
    bars.set_bars([], [], [])
    assert bars.count == 0 and bars.hovered_index == -1


def test_bars_are_gone_through_by_keyboard(qtbot: QtBot, bars: BarChart) -> None:
    bars.set_bars(["a", "b", "c"], [1, 2, 3], ["a: 1", "b: 2", "c: 3"])
    seen: list[int] = []
    bars.hovered.connect(seen.append)
    bars.setFocus(Qt.FocusReason.TabFocusReason)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_End, Qt.Key.Key_Left, Qt.Key.Key_Escape):
        qtbot.keyClick(bars, key)
    assert seen == [0, 1, 2, 1, -1]
    viewport = bars._plot.viewport()
    qtbot.mouseMove(viewport, viewport.mapFrom(bars, bars._place(1, 1)))
    qtbot.waitUntil(lambda: bars.hovered_index == 1)
    assert bars._card.words == "b: 2" and bars.rect().contains(bars._card.geometry())


def test_a_picture_has_twice_the_pixels_and_lines_twice_as_thick(chart: LineChart) -> None:
    chart.set_points(WEEKS, [85, 85, 85, 85, 85, 85])
    with chart.sharpened(2):
        picture = picture_of(chart, "Bench press", "heaviest set per day, kg")
    assert picture.width() == 2 * (chart.width() + 2 * Space.L)
    at = chart.place_of(2) - chart.place_of(1)
    x = 2 * (Space.L + chart.place_of(1).x() + at.x() // 2)
    colors = [picture.pixelColor(x, y).name().upper() for y in range(picture.height())]
    assert colors.count(LIGHT.accent) >= 3
    assert picture.pixelColor(1, 1).name().upper() == LIGHT.surface
    assert chart._line.opts["symbolSize"] == Size.CHART_DOT
