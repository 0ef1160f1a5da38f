"""The member's plan: week by week, day by day, and the plans before."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from gymtrainer_desktop.domain.assignments import AssignmentStatus
from gymtrainer_desktop.domain.errors import Unavailable
from gymtrainer_desktop.domain.my_training import MyTraining
from gymtrainer_desktop.domain.plans import PlanStatus, Skip
from gymtrainer_desktop.ui.member.my_plan_page import MyPlanPage
from gymtrainer_desktop.ui.printing.plan_paper_dialog import PlanPaperDialog
from gymtrainer_desktop.ui.shell.page import PageContext
from tests.ui.member_gym import NOW, TODAY, MemberGym, lifted, show_page, strength_plan, uid


@pytest.fixture
def gym() -> MemberGym:
    return MemberGym()


@pytest.fixture
def page(window: QWidget, page_context: PageContext, gym: MemberGym) -> MyPlanPage:
    return MyPlanPage(gym.context(page_context))


def _open(qtbot, window: QWidget, page: MyPlanPage, state: str = "content", **args: object) -> None:
    show_page(window, page, **args)
    qtbot.waitUntil(lambda: page.states.state == state)


def _click_day(qtbot, page: MyPlanPage, place: int) -> None:
    where = QPoint(round(page.dots.width() * (place + 0.5) / 7), page.dots.height() // 2)
    qtbot.mouseClick(page.dots, Qt.MouseButton.LeftButton, pos=where)


def _visible_texts(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible() and label.text()]


def test_the_plan_as_the_guide_draws_it(qtbot, window: QWidget, page: MyPlanPage) -> None:
    _open(qtbot, window, page)
    assert page.headline == "12-Week Strength Program"
    assert page.facts == ("Created by: John Smith", "Goal: Build overall strength", "Week 3 of 12")
    assert page.day.shown_day == TODAY
    assert page.dots.accessibleName().startswith("Mon: completed, Tue: completed, Wed: completed")


def test_a_chosen_day_shows_sets_weight_rest_notes_and_ticks(
    qtbot, window: QWidget, page: MyPlanPage, gym: MemberGym
) -> None:
    gym.stored_logs = [log for log in gym.stored_logs if log.exercise_name != "Overhead press"]
    _open(qtbot, window, page)
    _click_day(qtbot, page, 0)
    assert page.day.shown_day == date(2026, 11, 16)
    assert page.day.exercise_names == ("Bench press", "Overhead press")
    texts = (
        "Monday 16 November", "1 of 2 exercises logged", "4 × 8", "95 lb", "rest 90 s", "Elbows at 45 degrees.",
    )  # fmt: skip
    qtbot.waitUntil(lambda: set(texts) <= set(_visible_texts(page.day)))
    names = [label.accessibleName() for label in page.day.findChildren(QLabel) if label.isVisible()]
    assert [name for name in names if name] == ["logged", "not logged"]


def test_the_arrow_keys_walk_through_the_days(qtbot, window: QWidget, page: MyPlanPage) -> None:
    _open(qtbot, window, page)
    page.dots.setFocus()
    qtbot.keyClick(page.dots, Qt.Key.Key_Left)
    assert page.day.shown_day == date(2026, 11, 19)
    assert page.day.sentence == "Nothing is planned on this day."
    assert not page.day.log_button.isVisible()
    qtbot.keyClick(page.dots, Qt.Key.Key_Left)
    assert page.day.exercise_names == ("Barbell row", "Lat pulldown")


def test_log_workout_opens_the_log_of_the_day_shown(
    qtbot, window: QWidget, page: MyPlanPage, gym: MemberGym
) -> None:
    _open(qtbot, window, page)
    _click_day(qtbot, page, 5)
    qtbot.mouseClick(page.day.log_button, Qt.MouseButton.LeftButton)
    assert gym.went == [("log", {"day": date(2026, 11, 21)})]


def test_turning_the_weeks_keeps_the_weekday(qtbot, window: QWidget, page: MyPlanPage) -> None:
    _open(qtbot, window, page)
    assert not page.this_week.isVisible()
    qtbot.mouseClick(page.later, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.facts[2] == "Week 4 of 12")
    assert page.day.shown_day == TODAY + timedelta(days=7)
    assert not page.day.log_button.isEnabled()
    assert page.day.sentence == "This workout can be logged from Mon 23 Nov 2026 on."
    qtbot.mouseClick(page.this_week, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.facts[2] == "Week 3 of 12")
    for week in ("Week 2 of 12", "Week 1 of 12"):
        qtbot.mouseClick(page.earlier, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda week=week: page.facts[2] == week)
    assert not page.earlier.isEnabled()


def test_it_opens_on_the_day_asked_for(qtbot, window: QWidget, page: MyPlanPage) -> None:
    _open(qtbot, window, page, day=date(2026, 11, 10))
    assert page.facts[2] == "Week 2 of 12"
    assert page.day.exercise_names == ("Back squat", "Leg press")


def test_a_refresh_keeps_the_day_and_shows_the_new_tick(
    qtbot, window: QWidget, page: MyPlanPage, gym: MemberGym
) -> None:
    _open(qtbot, window, page)
    _click_day(qtbot, page, 5)
    gym.log_of("Rowing machine", date(2026, 11, 21), lifted(1, 1, None))
    page.refresh()
    qtbot.waitUntil(lambda: "1 of 2 exercises logged" in _visible_texts(page.day))
    assert page.day.shown_day == date(2026, 11, 21)


def test_former_plans_are_listed_and_opened(qtbot, window: QWidget, page: MyPlanPage, gym: MemberGym) -> None:
    first = dataclasses.replace(
        strength_plan(), id=uid(6001), title="Getting started", status=PlanStatus.COMPLETED,
        starts_on=date(2026, 8, 3), duration_weeks=6,
    )  # fmt: skip
    gym.former_plans = (first, dataclasses.replace(first, id=uid(6002), title="<b>X</b>" * 2000))
    _open(qtbot, window, page)
    assert len(page.former.lines) == 2
    line = page.former.lines[0]
    assert "3 Aug 2026 · 6 weeks · by John Smith · followed to its end" in _visible_texts(line)
    qtbot.mouseClick(line.toggle, Qt.MouseButton.LeftButton)
    assert "Friday: Deadlift 4 × 5 · 165 lb, Romanian deadlift 3 × 8 · 115 lb" in line.days_text
    page.refresh()
    qtbot.waitUntil(lambda: gym.called("former")[1:] != [])
    assert page.former.lines[0].days_text != ""
    qtbot.mouseClick(line.toggle, Qt.MouseButton.LeftButton)
    assert line.days_text == ""


@pytest.mark.parametrize("has_trainer", [True, False])
def test_without_a_plan(qtbot, window: QWidget, page: MyPlanPage, gym: MemberGym, has_trainer: bool) -> None:
    gym.plan = None
    gym.trainer = gym.trainer if has_trainer else None
    _open(qtbot, window, page)
    assert page.no_plan.title.text() == "You have no plan at the moment"
    assert ("John Smith" in page.no_plan.words.text()) == has_trainer
    assert not page.day.isVisible()
    assert not page.former.isVisible()


def test_a_plan_that_begins_later_shows_this_week_empty(
    qtbot, window: QWidget, page: MyPlanPage, gym: MemberGym
) -> None:
    gym.now = NOW - timedelta(days=28)
    _open(qtbot, window, page)
    assert page.facts[2] == "Before the plan"
    assert page.later.isEnabled()


def test_an_error_and_retry(qtbot, window: QWidget, page: MyPlanPage, gym: MemberGym) -> None:
    gym.fail("week", Unavailable("The database cannot be reached."))
    _open(qtbot, window, page, "error")
    page.states.retry_requested.emit()
    qtbot.waitUntil(lambda: page.states.state == "content")
    assert page.headline == "12-Week Strength Program"


def test_what_was_left_out_says_so_with_its_reason(
    qtbot, window: QWidget, page: MyPlanPage, gym: MemberGym
) -> None:
    gym.skipped = {
        gym.exercise("Leg curl").id: Skip(uid(14_001), "Knee hurts"),
        gym.exercise("Plank").id: Skip(uid(14_002)),
    }
    gym.log_of("Plank", TODAY, lifted(1, 8, None))
    _open(qtbot, window, page)
    assert "Left out: Knee hurts" in _visible_texts(page.day)
    # Done after all: what was left out for a while counts no more.
    assert "Left out" not in _visible_texts(page.day)
    names = [one.accessibleName() for one in page.day.findChildren(QWidget) if one.isVisible()]
    assert [names.count(name) for name in ("left out", "logged", "not logged")] == [1, 1, 2]


def test_a_paused_training_is_told_above_the_plan(
    qtbot, window: QWidget, page: MyPlanPage, gym: MemberGym
) -> None:
    gym.training = MyTraining(TODAY, AssignmentStatus.PAUSED, gym.trainer, stopped_on=date(2026, 11, 9))
    _open(qtbot, window, page)
    assert page.headline == "12-Week Strength Program"
    assert page._paused.isVisible()
    assert page._paused.accessibleName() == (
        "Your training is paused Since Mon 9 Nov 2026 nothing is due. Tell the front desk when you want to go on."
    )
    gym.training = None
    page.refresh()
    qtbot.waitUntil(lambda: not page._paused.isVisible())


def test_a_plan_that_ended_says_when_and_whom_to_ask(
    qtbot, window: QWidget, page: MyPlanPage, gym: MemberGym
) -> None:
    gym.plan = None
    gym.training = MyTraining(
        TODAY, AssignmentStatus.ACTIVE, gym.trainer, None, None, "Upper / Lower", date(2026, 11, 15)
    )
    _open(qtbot, window, page)
    assert (
        page.no_plan.words.text() == "Upper / Lower ended on Sun 15 Nov 2026. Ask John Smith what comes next."
    )


def test_the_plan_is_printed_from_the_week_shown(
    qtbot, window: QWidget, page: MyPlanPage, gym: MemberGym
) -> None:
    _open(qtbot, window, page)
    qtbot.mouseClick(page.print_button, Qt.MouseButton.LeftButton)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, PlanPaperDialog)
    assert dialog.windowTitle() == "Print “12-Week Strength Program”"
    qtbot.waitUntil(lambda: dialog.pages is not None)
    dialog.reject()
