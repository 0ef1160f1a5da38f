"""What a week of the plan asks for, as the member reads it and logs it: progression, supersets, percentages."""

from __future__ import annotations

import dataclasses
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.plans import PlannedExercise, PlanStatus
from gymtrainer_desktop.domain.progression import Deload, WeekTarget
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.ui.member.home_page import HomePage
from gymtrainer_desktop.ui.member.log_workout_page import LogWorkoutPage
from gymtrainer_desktop.ui.member.my_plan_page import MyPlanPage
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.widgets.logging.exercise_entry import EntryState, ExerciseEntry
from gymtrainer_desktop.ui.widgets.logging.set_row import RowState
from tests.ui.member_gym import TODAY, MemberGym, show_page, strength_plan, uid

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def gym() -> MemberGym:
    gym = MemberGym()
    change(gym, "Deadlift", weeks=tuple(WeekTarget(4, "5", f"{160 + 5 * n} lb") for n in range(12)))
    change(gym, "Romanian deadlift", superset="A", sets=2)
    change(gym, "Leg curl", superset="A", sets=2, weight="80%")
    return gym


def change(gym: MemberGym, name: str, **changes: Any) -> None:
    """Prescribe an exercise otherwise."""
    one = dataclasses.replace(gym.exercise(name), **changes)
    assert gym.plan is not None
    gym.replan(exercises=tuple(one if e.id == one.id else e for e in gym.plan.exercises))


def _open(qtbot, window: QWidget, page: Any, **args: object) -> None:
    show_page(window, page, **args)
    qtbot.waitUntil(lambda: page.states.state == "content")


def _done(qtbot, page: LogWorkoutPage) -> None:
    row = next(row for row in page.panel.table.rows if row.state is RowState.CURRENT)
    qtbot.mouseClick(row.done_button, LEFT)


def test_the_plan_shows_what_each_week_asks_for(
    qtbot, window: QWidget, page_context: PageContext, gym: MemberGym
) -> None:
    gym.replan(deload=Deload((4,)))
    page = MyPlanPage(gym.context(page_context))
    _open(qtbot, window, page)
    assert page.day.figures[0] == ("4 × 5", "170 lb", "rest 150 s")
    qtbot.mouseClick(page.later, LEFT)
    qtbot.waitUntil(lambda: page.facts[2] == "Week 4 of 12, a light one")
    assert page.day.figures[0] == ("4 × 5", "175 lb", "rest 150 s")


def test_supersets_and_percentages_on_the_plan(
    qtbot, window: QWidget, page_context: PageContext, gym: MemberGym
) -> None:
    page = MyPlanPage(gym.context(page_context))
    _open(qtbot, window, page)
    assert page.day.marks == ("", "A1", "A2", "")
    # A rest counts after the last of a superset only.
    assert [figures[2] for figures in page.day.figures] == ["rest 150 s", "then A2", "rest 60 s", "rest 45 s"]
    assert page.day.figures[2][1] == "80%"
    texts = [label.text() for label in page.day.findChildren(QWidget) if hasattr(label, "text")]
    assert any(text.startswith("No maximum of this exercise is known yet") for text in texts)
    gym.maxima["Leg curl"] = Decimal(40)
    page.refresh()
    qtbot.waitUntil(lambda: page.day.figures[2][1] == "80% ≈ 70 lb")


def test_home_lists_today_s_targets(
    qtbot, window: QWidget, page_context: PageContext, gym: MemberGym
) -> None:
    gym.maxima["Leg curl"] = Decimal(40)
    page = HomePage(gym.context(page_context), clock=gym.clock)
    show_page(window, page)
    qtbot.waitUntil(lambda: page.today.model.rowCount() == 4)
    model = page.today.model
    cells = [[model.index(row, column).data() for column in range(3)] for row in range(3)]
    assert cells == [
        ["Deadlift", "4 × 5", "170 lb"],
        ["A1 Romanian deadlift", "2 × 8", "115 lb"],
        ["A2 Leg curl", "2 × 12", "80% ≈ 70 lb"],
    ]


def test_sets_are_filled_in_from_this_week_s_target(
    qtbot, window: QWidget, page_context: PageContext, gym: MemberGym
) -> None:
    gym.maxima["Leg curl"] = Decimal(40)
    page = LogWorkoutPage(gym.context(page_context), clock=gym.clock)
    _open(qtbot, window, page)
    assert page.panel.target == "Target 4 × 5 at 170 lb, rest 150 s"
    assert page.session is not None
    filled = {e.name: [(one.reps, one.weight) for one in e.sets] for e in page.session.entries}
    assert filled["Deadlift"] == [(5, Decimal(170))] * 4
    assert filled["Leg curl"] == [(12, Decimal(70))] * 2
    assert [button.words for button in page.list.buttons][2] == "2 × 12 · 80% ≈ 70 lb"
    page.session.choose(gym.exercise("Leg curl").id)
    page.refresh()
    qtbot.waitUntil(lambda: page.panel.title == "A2 Leg curl")
    assert page.panel.target == "Target 2 × 12 at 80% ≈ 70 lb, rest 60 s"


def test_a_superset_goes_round_and_rests_after_its_last(
    qtbot, window: QWidget, page_context: PageContext, gym: MemberGym
) -> None:
    page = LogWorkoutPage(gym.context(page_context), clock=gym.clock)
    _open(qtbot, window, page, exercise_id=gym.exercise("Romanian deadlift").id)
    assert [(b.entry.mark, b.joins_above, b.joins_below) for b in page.list.buttons] == [
        ("", False, False),
        ("A1", False, True),
        ("A2", True, False),
        ("", False, False),
    ]
    seen = []
    for _ in range(4):
        seen.append((page.panel.title, page.side.rest.isVisible()))
        page.side.rest.stop()
        _done(qtbot, page)
    assert seen == [
        ("A1 Romanian deadlift", False),
        ("A2 Leg curl", False),
        ("A1 Romanian deadlift", True),
        ("A2 Leg curl", False),
    ]
    assert page.session is not None
    # All sets of both are done: saving one saves the other too.
    qtbot.mouseClick(page.panel.save_button, LEFT)
    qtbot.waitUntil(lambda: [e.state for e in page.session.entries[1:3]] == [EntryState.LOGGED] * 2)
    assert {log.exercise_name for log in gym.called("log")} == {"Romanian deadlift", "Leg curl"}


def test_former_plans_say_how_they_went_on(
    qtbot, window: QWidget, page_context: PageContext, gym: MemberGym
) -> None:
    press = dataclasses.replace(
        gym.exercise("Bench press"), superset="A", progression="+5 lb every week", weeks=()
    )
    row = dataclasses.replace(gym.exercise("Barbell row"), day=press.day, superset="A")
    former = dataclasses.replace(
        strength_plan(),
        id=uid(6100),
        exercises=(press, row),
        status=PlanStatus.COMPLETED,
        starts_on=date(2026, 8, 3),
    )
    gym.former_plans = (former,)
    page = MyPlanPage(gym.context(page_context))
    _open(qtbot, window, page)
    line = page.former.lines[0]
    qtbot.mouseClick(line.toggle, LEFT)
    assert line.days_text == (
        "Monday: A1 Bench press 4 × 8 · 95 lb (+5 lb every week), A2 Barbell row 4 × 8 · 75 lb"
    )


@pytest.mark.parametrize(
    ("sets", "reps", "weight", "maximum", "filled"),
    [
        (3, "10/8/6", "60/65/70 kg", None, [(10, "60"), (8, "65"), (6, "70")]),
        (4, "10/8/6", "60/65/70 kg", None, [(10, "60"), (8, "65"), (6, "70"), (6, "70")]),
        (None, "5/3/1", "65/75/85%", "100", [(5, "65"), (3, "75"), (1, "85")]),
        (2, "5", "80%", "116", [(5, "92.5"), (5, "92.5")]),
        (2, "5", "80%", None, [(5, None), (5, None)]),
    ],
)
def test_lists_and_percentages_fill_in_each_set(
    sets: int | None, reps: str, weight: str, maximum: str | None, filled: list[tuple[int, str | None]]
) -> None:
    planned = PlannedExercise(uid(1), Weekday.of(TODAY), "Squat", None, sets, reps, weight, 90, "", 0)
    entry = ExerciseEntry(planned.id, planned.name, Unit.KG)
    entry.take_prescription(planned, Decimal(maximum) if maximum else None)
    assert [(one.reps, one.weight) for one in entry.sets] == [
        (done, Decimal(load) if load else None) for done, load in filled
    ]
