"""The member's own progress: the chart and every log."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QWidget

from gymtrainer_desktop.domain.errors import Unavailable
from gymtrainer_desktop.ui.member.my_progress_page import MyProgressPage
from gymtrainer_desktop.ui.shell.page import PageContext
from tests.ui.member_gym import TODAY, MemberGym, lifted, show_page


@pytest.fixture
def gym() -> MemberGym:
    return MemberGym()


@pytest.fixture
def page(window: QWidget, page_context: PageContext, gym: MemberGym) -> MyProgressPage:
    return MyProgressPage(gym.context(page_context))


# Chart and history


def test_the_chart_is_one_s_own_and_opens_on_the_exercise_asked_for(
    qtbot, window: QWidget, page: MyProgressPage, gym: MemberGym
) -> None:
    show_page(window, page, exercise="Leg curl")
    qtbot.waitUntil(lambda: page.view.exercise_name == "Leg curl")
    assert page.view.member_id == page.context.person.person_id
    qtbot.waitUntil(lambda: [call[0] for call in gym.called("exercise")] == ["Leg curl"])


def test_the_history_lists_every_log_newest_first(
    qtbot, window: QWidget, page: MyProgressPage, gym: MemberGym
) -> None:
    show_page(window, page)
    page.tabs.choose("history")
    model = page.table.rows_model
    qtbot.waitUntil(lambda: model.rowCount() == len(gym.stored_logs))
    first = [model.index(0, column).data() for column in range(model.columnCount())]
    assert first == [
        *("Wed 18 Nov 2026", "Lat pulldown", "3 × 10 · 80 lb"),
        *("3 × 8-12 · 80 lb", "met", "3 of 5", "—"),
    ]
    assert page._count.text() == f"{len(gym.stored_logs)} logs"


def test_a_long_history_comes_page_by_page_and_none_twice(
    qtbot, window: QWidget, page: MyProgressPage, gym: MemberGym
) -> None:
    for number in range(230):
        gym.log_of("Dips", TODAY - timedelta(days=30 + number // 3), lifted(1, 8, None), planned=False)
    show_page(window, page)
    page.tabs.choose("history")
    model = page.table.rows_model
    qtbot.waitUntil(lambda: model.rowCount() >= 100)
    for _ in range(5):
        if model.canFetchMore():
            before = model.rowCount()
            model.fetchMore()
            qtbot.waitUntil(lambda before=before: model.rowCount() > before)
    assert len({row.id for row in model.rows}) == model.rowCount() == len(gym.stored_logs)
    page.refresh()
    qtbot.waitUntil(lambda: len(gym.called("log page")) >= 5)
    assert model.rowCount() == len(gym.stored_logs)


def test_an_empty_history_offers_to_import_one(
    qtbot, window: QWidget, page: MyProgressPage, gym: MemberGym
) -> None:
    gym.stored_logs = []
    show_page(window, page)
    page.tabs.choose("history")
    qtbot.waitUntil(lambda: page.history.state == "empty")


def test_a_history_that_cannot_be_loaded_can_be_retried(
    qtbot, window: QWidget, page: MyProgressPage, gym: MemberGym
) -> None:
    show_page(window, page)
    qtbot.waitUntil(lambda: len(gym.called("log page")) == 1)
    gym.fail("log page", Unavailable("The database cannot be reached."))
    page.tabs.choose("history")
    qtbot.waitUntil(lambda: page.history.state == "error")
    page.history.retry_requested.emit()
    qtbot.waitUntil(lambda: page.history.state == "content")


def test_a_log_of_the_last_days_is_corrected_from_the_history(
    qtbot, window: QWidget, page: MyProgressPage, gym: MemberGym
) -> None:
    newest = gym.log_of("Dips", TODAY, lifted(1, 8, None), planned=False)
    old = gym.log_of("Dips", TODAY - timedelta(days=40), lifted(1, 8, None), planned=False)
    gym.stored_logs[-1] = dataclasses.replace(old, is_correctable=False)
    show_page(window, page)
    page.tabs.choose("history")
    qtbot.waitUntil(lambda: page.table.rows_model.rowCount() == len(gym.stored_logs))
    page.table.select_id(old.id)
    assert not page.correct_button.isEnabled(), "for seven days"
    page.table.select_id(newest.id)
    page.correct_button.click()
    assert gym.went == [("log", {"day": TODAY, "log_id": newest.id})]
