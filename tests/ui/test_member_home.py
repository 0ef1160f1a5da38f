"""The member's first page: what it says about today, and where it leads."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget

from gymtrainer_desktop.domain.errors import Unavailable
from gymtrainer_desktop.domain.people import MyTrainer
from gymtrainer_desktop.ui.member.home_page import HomePage
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.widgets.records_card import RecordButton
from tests.ui.member_gym import NOW, TODAY, MemberGym, lifted, show_page


@pytest.fixture
def gym() -> MemberGym:
    return MemberGym()


@pytest.fixture
def page(window: QWidget, page_context: PageContext, gym: MemberGym) -> HomePage:
    return HomePage(gym.context(page_context), clock=gym.clock)


def _open(qtbot, window: QWidget, page: HomePage, state: str = "content") -> None:
    show_page(window, page)
    qtbot.waitUntil(lambda: page.states.state == state)


def _cells(page: HomePage, row: int) -> list[str]:
    model = page.today.model
    return [model.index(row, column).data() for column in range(model.columnCount())]


def test_it_greets_by_the_gym_s_clock(qtbot, window: QWidget, page: HomePage, gym: MemberGym) -> None:
    assert page.title == "Good afternoon, Sarah"
    gym.now = NOW.replace(hour=19)
    _open(qtbot, window, page)
    assert page.title == "Good evening, Sarah"


def test_today_s_workout_is_listed_with_last_time(qtbot, window: QWidget, page: HomePage) -> None:
    _open(qtbot, window, page)
    assert page.today.headline == "12-Week Strength Program"
    assert page.today.words == "4 exercises, about 35 minutes"
    assert [_cells(page, row) for row in range(4)] == [
        ["Deadlift", "4 × 5", "165 lb", "160 lb × 5, difficulty 3"],
        ["Romanian deadlift", "3 × 8", "115 lb", "110 lb × 8, difficulty 3"],
        ["Leg curl", "3 × 12", "60 lb", "60 lb × 12, difficulty 4"],
        ["Plank", "3 × 45 s", "body", "3 sets, difficulty 4"],
    ]


def test_start_workout_opens_the_log_of_today(qtbot, window: QWidget, page: HomePage, gym: MemberGym) -> None:
    _open(qtbot, window, page)
    assert page.today.start_button.accessibleName() == "Start workout"
    qtbot.mouseClick(page.today.start_button, Qt.MouseButton.LeftButton)
    assert gym.went == [("log", {"day": TODAY})]


def test_enter_on_an_exercise_begins_with_it(qtbot, window: QWidget, page: HomePage, gym: MemberGym) -> None:
    _open(qtbot, window, page)
    page.today.table.select_id(gym.exercise("Leg curl").id)
    page.today.table.setFocus()
    qtbot.keyClick(page.today.table, Qt.Key.Key_Return)
    assert gym.went == [("log", {"day": TODAY, "exercise_id": gym.exercise("Leg curl").id})]


def test_a_begun_workout_goes_on_and_a_done_one_is_praised(
    qtbot, window: QWidget, page: HomePage, gym: MemberGym
) -> None:
    gym.log_of("Deadlift", TODAY, lifted(1, 5, "165"))
    _open(qtbot, window, page)
    assert page.today.words == "1 of 4 exercises logged"
    assert page.today.start_button.accessibleName() == "Continue workout"
    for name in ("Romanian deadlift", "Leg curl", "Plank"):
        gym.log_of(name, TODAY, lifted(1, 8, "60"))
    page.refresh()
    qtbot.waitUntil(lambda: page.today.words == "All 4 exercises logged. Well done.")
    assert not page.today.start_button.isVisible()
    qtbot.mouseClick(page.today.second_button, Qt.MouseButton.LeftButton)
    assert gym.went == [("log", {"day": TODAY})]
    assert page.trainer.week_words == "4/5 workouts completed"


def test_the_week_and_its_days(qtbot, window: QWidget, page: HomePage, gym: MemberGym) -> None:
    _open(qtbot, window, page)
    assert "Mon: completed, Tue: completed, Wed: completed, Thu: rest day, Fri: planned" in (
        page.week.dots.accessibleName()
    )
    third = QPoint(round(page.week.dots.width() * 2.5 / 7), page.week.dots.height() // 2)
    qtbot.mouseClick(page.week.dots, Qt.MouseButton.LeftButton, pos=third)
    qtbot.mouseClick(page.week.plan_link, Qt.MouseButton.LeftButton)
    assert gym.went == [("my_plan", {"day": date(2026, 11, 18)}), ("my_plan", {})]


def test_my_trainer_as_the_guide_draws_it(qtbot, window: QWidget, page: HomePage, gym: MemberGym) -> None:
    _open(qtbot, window, page)
    card = page.trainer
    assert (card.name, card.week_words) == ("John Smith", "3/5 workouts completed")
    texts = [label.text() for label in card.findChildren(QLabel) if label.isVisible()]
    assert {"My Trainer", "Strength & Conditioning", "NASM-CPT", "CSCS", "This week"} <= set(texts)
    qtbot.mouseClick(card.plan_button, Qt.MouseButton.LeftButton)
    assert gym.went == [("my_plan", {})]


def test_the_newest_shared_note(qtbot, window: QWidget, page: HomePage, gym: MemberGym) -> None:
    _open(qtbot, window, page)
    assert page.note.title == "John wrote a note for you"
    assert page.note.text.startswith("Great depth on squats.")
    hostile = "<b>'; DROP TABLE notes;</b> 💪 " * 100
    gym.stored_notes.insert(0, dataclasses.replace(gym.stored_notes[0], text=hostile))
    page.refresh()
    qtbot.waitUntil(lambda: page.note.text == hostile)
    words = next(label for label in page.note.findChildren(QLabel) if label.text() == hostile)
    assert words.textFormat() is Qt.TextFormat.PlainText


def test_a_record_opens_its_chart(qtbot, window: QWidget, page: HomePage, gym: MemberGym) -> None:
    _open(qtbot, window, page)
    button = next(b for b in page.records.findChildren(RecordButton) if b.text() == "Deadlift")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.progress_link, Qt.MouseButton.LeftButton)
    assert gym.went == [("my_progress", {"exercise": "Deadlift"}), ("my_progress", {})]


def test_a_rest_day_says_what_is_next(qtbot, window: QWidget, page: HomePage, gym: MemberGym) -> None:
    gym.now = NOW - timedelta(days=1)
    _open(qtbot, window, page)
    assert page.today.headline == "Rest day"
    assert page.today.words == "Nothing is planned today. Next: Fri 20 Nov 2026, 4 exercises."
    assert not page.today.start_button.isVisible()
    assert not page.today.table.isVisible()


def test_a_missed_workout_can_be_caught_up_on(qtbot, window: QWidget, page: HomePage, gym: MemberGym) -> None:
    gym.now = NOW - timedelta(days=1)
    gym.stored_logs = [log for log in gym.stored_logs if log.exercise_name != "Lat pulldown"]
    _open(qtbot, window, page)
    assert page.today.start_button.accessibleName() == "Catch up on Wednesday"
    qtbot.mouseClick(page.today.start_button, Qt.MouseButton.LeftButton)
    assert gym.went == [("log", {"day": date(2026, 11, 18), "done_today": True})]


@pytest.mark.parametrize(
    ("starts", "ends", "headline"),
    [
        (date(2026, 11, 23), date(2027, 2, 14), "Your plan is ready"),
        (date(2026, 8, 3), date(2026, 11, 15), "Your plan is over"),
    ],
)
def test_a_plan_before_and_after_its_time(
    qtbot, window: QWidget, page: HomePage, gym: MemberGym, starts: date, ends: date, headline: str
) -> None:
    gym.replan(starts_on=starts, ends_on=ends)
    _open(qtbot, window, page)
    assert page.today.headline == headline


@pytest.mark.parametrize("has_trainer", [True, False])
def test_without_a_plan_it_says_who_makes_one(
    qtbot, window: QWidget, page: HomePage, gym: MemberGym, has_trainer: bool
) -> None:
    gym.plan, gym.stored_notes, gym.stored_records = None, [], []
    gym.trainer = gym.trainer if has_trainer else None
    _open(qtbot, window, page)
    assert page.today.headline == "No plan yet"
    assert ("John Smith has not published" in page.today.words) == has_trainer
    assert ("front desk assigns you a trainer" in page.today.words) != has_trainer
    assert not page.week.isVisible()
    assert not page.note.isVisible()
    qtbot.mouseClick(page.today.start_button, Qt.MouseButton.LeftButton)
    assert gym.went == [("log", {})]


def test_an_error_says_what_happened_and_retry_loads_again(
    qtbot, window: QWidget, page: HomePage, gym: MemberGym
) -> None:
    gym.fail("week", Unavailable("The database cannot be reached."))
    _open(qtbot, window, page, "error")
    assert page.context.notices.offline_since is not None
    page.states.retry_requested.emit()
    qtbot.waitUntil(lambda: page.states.state == "content")


def test_a_refresh_keeps_the_row_that_is_chosen(
    qtbot, window: QWidget, page: HomePage, gym: MemberGym
) -> None:
    _open(qtbot, window, page)
    page.today.table.select_id(gym.exercise("Leg curl").id)
    gym.log_of("Deadlift", TODAY, lifted(1, 5, "165"))
    page.refresh()
    qtbot.waitUntil(lambda: page.today.words == "1 of 4 exercises logged")
    assert page.today.table.current_row().planned.name == "Leg curl"


def test_endless_names_do_not_widen_the_page(qtbot, window: QWidget, page: HomePage, gym: MemberGym) -> None:
    endless = "X" * 10_000
    assert gym.plan is not None and isinstance(gym.trainer, MyTrainer)
    gym.replan(
        title=endless, exercises=tuple(dataclasses.replace(e, name=endless) for e in gym.plan.exercises)
    )
    gym.trainer = dataclasses.replace(gym.trainer, name=endless)
    _open(qtbot, window, page)
    assert window.width() == 1440
    assert page.trainer.width() < 500
    area = page.states.content
    assert isinstance(area, QScrollArea) and area.horizontalScrollBar().maximum() == 0
