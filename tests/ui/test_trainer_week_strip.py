"""The weeks of a plan: figures, the strip, deload weeks, and the preview of every week."""

from __future__ import annotations

import dataclasses
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.plans import DraftExercise, Plan, PlannedExercise, PlanStatus
from gymtrainer_desktop.domain.progression import Deload, LoadSteps, WeekTarget
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.ui.trainer.plan.deload_popover import DeloadPopover
from gymtrainer_desktop.ui.trainer.plan.plan_document import PlanContent
from gymtrainer_desktop.ui.trainer.plan.progression_dialog import ProgressionDialog
from gymtrainer_desktop.ui.trainer.plan.week_figures import (
    figures_of,
    targets_of,
    volume_of,
    week_number,
)
from gymtrainer_desktop.ui.trainer.plan.week_strip import WeekStrip

MON, TUE = Weekday.MONDAY, Weekday.TUESDAY
START, TODAY = date(2026, 10, 12), date(2026, 11, 20)
STEPS = LoadSteps()
DAYS = Weekday.week(1)
DELOAD = Deload((4, 8, 12), 50, 90)


def exercise(n: int, name: str = "Bench press", **more: object) -> DraftExercise:
    values: dict[str, object] = {
        "sets": 4,
        "reps": "8",
        "weight": "60 kg",
        "progression": "+2.5 kg every week",
    }
    return DraftExercise(UUID(int=n), MON, name, **(values | more))  # type: ignore[arg-type]


def content(*exercises: DraftExercise, weeks: int = 12, deload: Deload = DELOAD) -> PlanContent:
    return PlanContent(START, "Strength", "", "", weeks, exercises or (exercise(1),), deload)


def figures(of: PlanContent):
    return figures_of(of, targets_of(of, STEPS), TODAY, 1)


# Figures


def test_weeks_of_a_plan_know_where_they_stand() -> None:
    weeks = figures(content())
    assert [week.number for week in weeks] == list(range(1, 13))
    assert [week.number for week in weeks if week.is_deload] == [4, 8, 12]
    assert [week.number for week in weeks if week.is_over] == [1, 2, 3, 4, 5]
    assert [week.number for week in weeks if week.is_current] == [6]
    assert (weeks[5].first, weeks[5].last) == (date(2026, 11, 16), date(2026, 11, 22))
    assert weeks[1].change == pytest.approx(2.5 / 60)
    assert weeks[3].load < weeks[0].load < weeks[2].load < weeks[4].load


def test_change_is_said_beside_the_last_normal_week() -> None:
    weeks = figures(content(weeks=5, deload=Deload((3,), 50, 90)))
    # 60, 62.5, (deload), then on from 62.5.
    assert weeks[3].change > 0
    assert weeks[3].load == pytest.approx(float(weeks[1].load) * (1 + weeks[3].change))


def test_a_plan_that_stays_the_same_is_flat() -> None:
    weeks = figures(content(exercise(1, progression=""), weeks=4, deload=Deload()))
    assert {week.load for week in weeks} == {1.0} and {week.change for week in weeks} == {0.0}


def test_exercises_that_do_not_change_do_not_water_down_those_that_do() -> None:
    one = content(exercise(1), weeks=3, deload=Deload())
    both = content(
        exercise(1), exercise(2, "Plank", reps="45 s", weight="", progression=""), weeks=3, deload=Deload()
    )
    assert [week.load for week in figures(both)] == [week.load for week in figures(one)]


def test_weeks_are_counted_as_the_gym_begins_them() -> None:
    thursday = date(2026, 10, 15)
    assert (
        week_number(thursday, date(2026, 10, 18), 1) == 1
        and week_number(thursday, date(2026, 10, 18), 7) == 2
    )
    assert week_number(thursday, date(2026, 10, 5), 1) == 0
    weeks = figures_of(dataclasses.replace(content(), starts_on=thursday), {}, TODAY, 7)
    assert weeks[0].first == date(2026, 10, 11)


def test_weeks_that_are_over_stay_as_they_were_published() -> None:
    kept = PlannedExercise(
        UUID(int=1), MON, "Bench press", None, 3, "5", "50 kg", 90, "", 0, "", "+5 kg every week",
        tuple(WeekTarget(3, "5", f"{50 + 5 * n} kg") for n in range(4)),
    )  # fmt: skip
    plan = Plan(
        UUID(int=9),
        UUID(int=8),
        "Strength",
        "",
        "",
        4,
        START,
        date(2026, 11, 8),
        PlanStatus.ACTIVE,
        "John",
        3,
        (kept,),
    )
    written = content(exercise(1), exercise(2), weeks=4, deload=Deload())
    targets = targets_of(written, STEPS, plan, 2)
    assert [week.weight for week in targets[UUID(int=1)]] == ["50 kg", "55 kg", "65 kg", "67.5 kg"]
    assert [week.weight for week in targets[UUID(int=2)]] == ["60 kg", "62.5 kg", "65 kg", "67.5 kg"]


def test_a_rule_that_cannot_be_read_counts_as_none() -> None:
    written = content(exercise(1, progression="heavier and heavier"), weeks=3, deload=Deload())
    assert targets_of(written, STEPS)[UUID(int=1)] == (WeekTarget(4, "8", "60 kg"),) * 3


def test_volume_of_what_has_no_weight() -> None:
    assert volume_of(WeekTarget(3, "45 s", "")) == 135
    assert volume_of(WeekTarget(None, "2 km", "")) == 2000
    assert volume_of(WeekTarget(3, "10", "80%")) == 2400
    assert volume_of(WeekTarget(None, "", "heavy")) == 1
    assert volume_of(WeekTarget(2, "5", "100 lb")) == Decimal("453.592370")


# The strip


@pytest.fixture
def strip(qtbot: QtBot, window: QWidget) -> WeekStrip:
    layout = QVBoxLayout(window)
    strip = WeekStrip()
    layout.addWidget(strip)
    layout.addStretch(1)
    strip.set_weeks(figures(content()))
    strip.choose(6)
    qtbot.waitUntil(strip.cells.isVisible)
    return strip


def test_cells_say_what_a_week_is(strip: WeekStrip) -> None:
    words = [strip.words_of(week) for week in strip.weeks]
    assert words[0] == "Start" and words[3] == words[7] == "Deload" and words[1] == "+4.2 %"
    assert strip.cells.accessibleName() == "Week 6 of 12, 16 – 22 Nov, this week, planned volume +3.7 %"
    strip.choose(4)
    assert strip.cells.accessibleName() == "Week 4 of 12, 2 – 8 Nov, deload"


def test_arrow_keys_and_clicks_show_another_week(qtbot: QtBot, strip: WeekStrip) -> None:
    told: list[int] = []
    strip.week_chosen.connect(told.append)
    strip.focus_weeks()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Home, Qt.Key.Key_Left):
        qtbot.keyClick(strip.cells, key)
    assert told == [7, 6, 5, 1] and strip.chosen == 1
    qtbot.keyClick(strip.cells, Qt.Key.Key_End)
    qtbot.keyClick(strip.cells, Qt.Key.Key_Right)
    assert strip.chosen == 12
    where = strip.cells.cell(9).center().toPoint()
    qtbot.mouseClick(strip.cells, Qt.MouseButton.LeftButton, pos=where)
    assert strip.chosen == 9 and told[-1] == 9
    strip.show_week(99)
    assert strip.chosen == 12


def test_the_menu_of_a_week_makes_it_a_deload_week(qtbot: QtBot, strip: WeekStrip) -> None:
    told: list[int] = []
    strip.deload_toggled.connect(told.append)
    menu = strip.menu(4)
    toggle = menu.actions()[0]
    assert toggle.isChecked() and not strip.menu(5).actions()[0].isChecked()
    toggle.trigger()
    strip.toggle_chosen()
    assert told == [4, 6]
    with qtbot.waitSignal(strip.settings_requested):
        menu.actions()[1].trigger()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint())
    QApplication.sendEvent(strip.cells, event)
    popup = QApplication.activePopupWidget()
    assert popup is not None and popup.parent() is strip.cells
    popup.close()


def test_104_weeks_scroll_and_the_shown_one_is_in_sight(qtbot: QtBot, strip: WeekStrip) -> None:
    strip.set_weeks(figures(content(weeks=104)))
    assert len(strip.weeks) == 104 and strip.cells.width() > strip.width()
    strip.show_week(104)
    bar = strip.horizontalScrollBar()
    assert bar.value() == bar.maximum() > 0
    strip.show_week(1)
    assert bar.value() == 0
    pixmap = strip.grab()
    assert not pixmap.isNull()


def test_fewer_weeks_keep_the_chosen_one_within(strip: WeekStrip) -> None:
    strip.set_weeks(figures(content(weeks=3)))
    assert strip.chosen == 3
    strip.set_weeks(())
    strip.toggle_chosen()
    assert strip.chosen == 1 and strip.weeks == ()


# Deload


def test_deload_settings(qtbot: QtBot, window: QWidget) -> None:
    popover = DeloadPopover(window)
    popover.set_deload(Deload((4,), 50, 90), 10)
    told: list[Deload] = []
    popover.changed.connect(told.append)
    popover.open_below(window)
    assert popover.isVisible()
    popover.sets_percent.setValue(60)
    popover.weight_percent.setValue(80)
    popover.every_fourth.click()
    popover.none.click()
    popover.none.click()
    assert told == [Deload((4,), 60, 90), Deload((4,), 60, 80), Deload((4, 8), 60, 80), Deload((), 60, 80)]
    popover.sets_percent.setValue(5)
    assert popover.sets_percent.value() == 10
    popover.close()


# The preview


def preview(window: QWidget, of: PlanContent, ticked: frozenset[UUID] = frozenset()) -> ProgressionDialog:
    dialog = ProgressionDialog(
        of, lambda some: targets_of(some, STEPS), figures(of), DAYS, Unit.KG, window, ticked
    )
    dialog.open()
    return dialog


def test_every_exercise_in_every_week(qtbot: QtBot, window: QWidget) -> None:
    of = content(exercise(1), exercise(2, "Plank", reps="45 s", weight="", progression=""))
    dialog = preview(window, of)
    row = dialog.model.rows[0]
    assert [row.words(week) for week in (1, 2, 4, 5)] == [
        "4 × 8 · 60 kg", "4 × 8 · 62.5 kg", "2 × 8 · 57.5 kg", "4 × 8 · 67.5 kg"
    ]  # fmt: skip
    titles = [column.title for column in dialog.weeks_model.columns]
    assert titles[3] == "4 · Deload" and titles[5] == "6 · now" and titles[8] == "9" and len(titles) == 12
    assert [one.id for one in dialog.model.checked] == [UUID(int=1)]
    dialog.copy()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t")[:4] == ["Day", "Exercise", "Progression", "1"]
    assert lines[1].split("\t")[:4] == ["Monday", "Bench press", "+2.5 kg every week", "4 × 8 · 60 kg"]
    assert len(lines) == 3 and len(lines[2].split("\t")) == 15
    dialog.reject()


def test_a_rule_for_several_exercises_at_once(qtbot: QtBot, window: QWidget) -> None:
    of = content(
        exercise(1, progression=""), exercise(2, "Row", weight="40 kg", progression=""), deload=Deload()
    )
    dialog = preview(window, of)
    assert len(dialog.model.checked) == 2 and not dialog.is_dirty()
    dialog.rule.setText("+5 kg every 2 weeks")
    dialog.rule.setFocus()
    qtbot.keyClick(dialog.rule, Qt.Key.Key_Return)
    assert [one.progression for one in dialog.content.exercises] == ["+5 kg every 2 weeks"] * 2
    assert dialog.model.rows[1].words(3) == "4 × 8 · 45 kg" and dialog.is_dirty() and dialog.isVisible()
    dialog.model.check_all(False)
    assert not dialog.set_button.isEnabled()
    dialog.model.set_checked(0, True)
    dialog.rule.clear()
    assert dialog.set_rule()
    assert [one.progression for one in dialog.content.exercises] == ["", "+5 kg every 2 weeks"]
    dialog.confirm_button.click()
    assert not dialog.isVisible()


def test_a_rule_that_cannot_be_read_is_said_below_it(qtbot: QtBot, window: QWidget) -> None:
    dialog = preview(window, content(exercise(1, progression="")))
    dialog.rule.setText("heavier and heavier")
    assert not dialog.set_rule() and "cannot be read" in dialog.rule_field.error
    dialog.submit()
    assert dialog.isVisible() and dialog.content.exercises[0].progression == ""
    dialog.examples.menu().actions()[3].trigger()
    assert dialog.content.exercises[0].progression == "+1 rep every week"
    dialog.done(0)


def test_the_exercises_chosen_in_the_grid_are_ticked(window: QWidget) -> None:
    dialog = preview(window, content(exercise(1), exercise(2)), frozenset({UUID(int=2)}))
    assert [one.id for one in dialog.model.checked] == [UUID(int=2)]
    dialog.reject()


def test_an_empty_plan_says_so(window: QWidget) -> None:
    dialog = preview(window, dataclasses.replace(content(), exercises=()))
    assert dialog.model.rows == () and dialog.table_text().count("\n") == 1
    dialog.reject()
