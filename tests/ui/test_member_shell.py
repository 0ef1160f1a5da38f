"""The member's pages in the main window: navigation keeps a workout, signing out keeps it on this computer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from gymtrainer_desktop.domain.people import Role
from gymtrainer_desktop.ui.member import nav_items
from gymtrainer_desktop.ui.member.log_workout_page import LogWorkoutPage
from gymtrainer_desktop.ui.notices import Notices
from gymtrainer_desktop.ui.shell.main_window import MainWindow
from gymtrainer_desktop.ui.tasks import Tasks
from tests.ui.conftest import MemorySettings
from tests.ui.member_gym import SARAH, MemberGym

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def gym() -> MemberGym:
    return MemberGym()


@pytest.fixture
def main(
    window: QWidget, tasks: Tasks, notices: Notices, settings: MemorySettings, page_context, gym: MemberGym
) -> Iterator[MainWindow]:
    gym.follow_the_clock()
    main = MainWindow(
        nav_items(),
        services=gym,
        tasks=tasks,
        notices=notices,
        settings=settings,
        person=gym.context(page_context).person,
        role=Role.MEMBER,
        gym=gym.settings,
    )
    layout = QVBoxLayout(window)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(main)
    main.start()
    yield main


def _open_log(qtbot, main: MainWindow) -> LogWorkoutPage:
    main.navigate("log")
    page = main.current_page
    assert isinstance(page, LogWorkoutPage)
    qtbot.waitUntil(lambda: page.states.state == "content")
    return page


def test_the_rail_has_the_member_s_pages(main: MainWindow) -> None:
    assert [(item.key, item.text) for item in nav_items()] == [
        ("home", "Home"),
        ("my_plan", "My plan"),
        ("log", "Log workout"),
        ("my_progress", "Progress"),
        ("messages", "Messages"),
    ]
    assert main.current_page is main.page("home")


def _unreachable(page: QWidget) -> list[str]:
    """What can be pressed or typed into but not by keyboard, or has no name for who does not see it."""
    found = []
    for widget in page.findChildren(QWidget):
        parts_of_others = isinstance(widget, QHeaderView) or isinstance(widget.parent(), QLineEdit)
        kinds = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QAbstractItemView)
        if (
            parts_of_others
            or not isinstance(widget, kinds)
            or not widget.isVisible()
            or not widget.isEnabled()
        ):
            continue
        name = widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
        if isinstance(widget, QLineEdit):
            name = name or widget.placeholderText()
        if not name or not widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            found.append(f"{type(widget).__name__} {widget.objectName()} “{name}” {widget.focusPolicy()}")
    return found


def test_every_page_opens_and_everything_on_it_is_reached_by_tab(
    qtbot, main: MainWindow, tasks: Tasks
) -> None:
    for item in nav_items():
        assert main.navigate(item.key)
        qtbot.waitUntil(lambda: not tasks.is_busy)
        page = main.current_page
        assert page is not None and page.isVisible()
        assert _unreachable(page) == [], item.key


def test_a_half_entered_workout_waits_while_other_pages_are_shown(
    qtbot, main: MainWindow, gym: MemberGym, tasks: Tasks
) -> None:
    page = _open_log(qtbot, main)
    qtbot.mouseClick(page.panel.table.rows[0].done_button, LEFT)
    assert main.navigate("home")
    qtbot.waitUntil(lambda: not tasks.is_busy)
    assert main.navigate("log")
    qtbot.waitUntil(lambda: not tasks.is_busy)
    assert page.list.progress_words == "1/13"
    assert gym.called("log") == []


def test_signing_out_from_another_page_keeps_the_workout_on_this_computer(
    qtbot, main: MainWindow, gym: MemberGym, tasks: Tasks
) -> None:
    page = _open_log(qtbot, main)
    qtbot.mouseClick(page.panel.table.rows[0].done_button, LEFT)
    main.navigate("my_plan")
    qtbot.waitUntil(lambda: not tasks.is_busy)
    with qtbot.waitSignal(main.sign_out_requested):
        main.person_button.sign_out_requested.emit()
    draft = gym.drafts.kept.load("workout", SARAH)
    assert draft is not None and draft.content["exercises"][0]["name"] == "Deadlift"
