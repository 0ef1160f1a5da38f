"""The library beside the week: searched, filtered, dragged and added from."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gymtrainer_desktop.domain.errors import Unavailable, UserError
from gymtrainer_desktop.domain.plans import ExerciseType
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.theme.tokens import Size, Space
from tests.ui.plan_week import SAT, THU, TUE, Week, exercise, make_week, uid

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
COPY = Qt.DropAction.CopyAction


@pytest.fixture
def week(qtbot: QtBot, window: QWidget, page_context: PageContext) -> Week:
    return make_week(qtbot, window, page_context)


@pytest.fixture
def opened(week: Week) -> Week:
    week.qtbot.mouseClick(week.editor.drawer.toggle_button, LEFT)
    week.qtbot.waitUntil(lambda: len(week.editor.drawer.exercises) == 8)
    return week


def names(week: Week) -> list[str]:
    return [one.name for one in week.editor.drawer.exercises]


def test_it_is_closed_at_first_and_asks_nothing(week: Week) -> None:
    drawer = week.editor.drawer
    assert not drawer.isVisible() and not drawer.is_open and drawer.toggle_button.isVisible()
    week.settle()
    assert week.library.called("search") == []


def test_it_is_remembered(qtbot: QtBot, opened: Week, page_context: PageContext) -> None:
    drawer = opened.editor.drawer
    assert drawer.isVisible() and not drawer.toggle_button.isVisible()
    assert page_context.settings.get("plan_library") is True
    again = QWidget()
    qtbot.addWidget(again)
    other = make_week(qtbot, again, page_context)
    assert other.editor.drawer.is_open
    other.editor.drawer.set_open(False)
    assert page_context.settings.get("plan_library") is False
    other.settle()


def test_settings_that_cannot_be_written_are_told_and_harmless(
    week: Week, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_key: str, _value: object) -> None:
        raise UserError("The settings cannot be written.")

    monkeypatch.setattr(week.context.settings, "put", refuse)
    week.editor.drawer.set_open(True)
    assert week.editor.drawer.isVisible() and week.toasts == ["The settings cannot be written."]
    week.settle()


def test_words_and_filters_narrow_it(opened: Week) -> None:
    drawer = opened.editor.drawer
    opened.qtbot.keyClicks(drawer.search, "press")
    opened.qtbot.waitUntil(lambda: names(opened) == ["Bench press", "Incline dumbbell press", "Leg press"])
    assert drawer._foot.text() == "3 exercises · drag onto a day"
    drawer.muscle.setCurrentIndex(drawer.muscle.findData("chest"))
    opened.qtbot.waitUntil(lambda: names(opened) == ["Bench press", "Incline dumbbell press"])
    drawer.equipment.setCurrentIndex(drawer.equipment.findData("dumbbell"))
    opened.qtbot.waitUntil(lambda: names(opened) == ["Incline dumbbell press"])
    drawer.search.clear()
    drawer.muscle.setCurrentIndex(drawer.muscle.findData("quads"))
    opened.qtbot.waitUntil(lambda: drawer._states.state == "empty")
    assert drawer._foot.text() == ""


def test_enter_adds_to_the_day_of_the_keyboard(opened: Week) -> None:
    drawer = opened.editor.drawer
    opened.editor.grid.focus_day(SAT)
    drawer.search.setFocus()
    opened.qtbot.keyClick(drawer.search, Qt.Key.Key_Down)
    assert drawer.list.hasFocus()
    opened.qtbot.keyClick(drawer.list, Qt.Key.Key_Down)
    opened.qtbot.keyClick(drawer.list, Qt.Key.Key_Return)
    [added] = opened.document.content.of_day(SAT)
    assert (added.name, added.sets, added.reps, added.weight) == ("Incline dumbbell press", 3, "10", "")
    assert (added.rest_seconds, added.type) == (60, ExerciseType.STRENGTH)
    assert opened.undo_words == "add Incline dumbbell press" and drawer.list.hasFocus()
    assert "3 × 10" in opened.editor.grid.columns[SAT].cards[0].accessibleName()
    opened.undo()
    assert opened.names(SAT) == []


def test_a_double_click_and_the_plus_add_too(opened: Week) -> None:
    listed = opened.editor.drawer.list
    opened.editor.grid.focus_day(THU)
    row = listed.visualItemRect(listed.item(3))
    place = QPoint(row.left() + 60, row.center().y())
    opened.qtbot.mouseClick(listed.viewport(), LEFT, NONE, place)
    assert opened.names(THU) == [], "one click only selects"
    opened.qtbot.mouseDClick(listed.viewport(), LEFT, NONE, place)
    assert opened.names(THU) == ["Back squat"]
    row = listed.visualItemRect(listed.item(4))
    plus = QPoint(row.right() - Size.CONTROL_SMALL // 2 - Space.XS, row.center().y())
    opened.qtbot.mouseClick(listed.viewport(), LEFT, NONE, plus)
    assert opened.names(THU) == ["Back squat", "Leg press"]


def test_an_exercise_is_dragged_onto_a_day(opened: Week) -> None:
    listed = opened.editor.drawer.list
    assert listed.dragEnabled() and listed.supportedDropActions() == COPY
    data = listed.mimeData([listed.item(7)])
    column = opened.editor.grid.columns[TUE]
    y = opened.card(6).y() + 2
    enter = QDragEnterEvent(QPoint(10, y), COPY, data, LEFT, NONE)
    QApplication.sendEvent(column, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(column, QDropEvent(QPointF(10, y), COPY, data, LEFT, NONE))
    assert opened.names(TUE) == ["Back squat", "Plank", "Push-up"]


def test_without_the_server_it_says_so_and_tries_again(week: Week) -> None:
    drawer = week.editor.drawer
    week.library.error = Unavailable("The server does not answer.")
    drawer.set_open(True)
    week.qtbot.waitUntil(lambda: drawer._states.state == "error")
    week.library.error = None
    drawer._states.retry_requested.emit()
    week.qtbot.waitUntil(lambda: len(drawer.exercises) == 8)


def test_what_changes_elsewhere_is_shown(opened: Week) -> None:
    opened.document.apply(opened.document.content.added(exercise(50, SAT, "Zercher march")), "add")
    opened.qtbot.waitUntil(lambda: opened.editor.book.is_unknown("Zercher march"))
    march = dataclasses.replace(opened.library.named("Plank"), id=uid(9100), name="Zercher march")
    opened.library.stored.append(march)
    opened.context.changes.heard.emit(frozenset({"messages"}))
    opened.settle()
    assert len(names(opened)) == 8
    opened.context.changes.heard.emit(frozenset({"exercises"}))
    opened.qtbot.waitUntil(lambda: names(opened)[-1] == "Zercher march")
    opened.qtbot.waitUntil(lambda: opened.editor.book.get("zercher march") == march)


def test_many_are_shown_in_part(week: Week) -> None:
    week.library.stored = [week.library.stored[0]] * 200
    week.editor.drawer.set_open(True)
    week.qtbot.waitUntil(lambda: len(week.editor.drawer.exercises) == 60)
    assert week.editor.drawer._foot.text().startswith("The first 60")


def test_the_cross_closes_it(opened: Week) -> None:
    close = next(
        button
        for button in opened.editor.drawer.findChildren(QWidget)
        if button.accessibleName() == "Close the library"
    )
    opened.qtbot.mouseClick(close, LEFT)
    assert not opened.editor.drawer.isVisible() and opened.editor.drawer.toggle_button.isVisible()
