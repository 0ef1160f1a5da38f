"""Cards by mouse: chosen, carried between days and within one, put down, brought back."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDrag, QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.exercises import library_key
from gymtrainer_desktop.domain.progression import Deload, LoadSteps
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.trainer.plan.clipboard import mime_of
from tests.ui.plan_week import FRI, MON, SAT, SUN, THU, TUE, WED, Week, exercise, make_week, uid

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton
MOVE, COPY = Qt.DropAction.MoveAction, Qt.DropAction.CopyAction


@pytest.fixture
def week(qtbot: QtBot, window: QWidget, page_context: PageContext) -> Week:
    return make_week(qtbot, window, page_context)


def click(week: Week, number: int, modifiers: Qt.KeyboardModifier = NONE) -> None:
    week.qtbot.mouseClick(week.card(number), LEFT, modifiers, QPoint(12, 12))


def carry(data: QMimeData, week: Week, day: Weekday, y: int, action: Qt.DropAction = MOVE) -> None:
    """Carry something over a column to a height."""
    column = week.editor.grid.columns[day]
    enter = QDragEnterEvent(QPoint(10, y), action, data, LEFT, NONE)
    QApplication.sendEvent(column, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(column, QDragMoveEvent(QPoint(10, y), action, data, LEFT, NONE))


def drop(data: QMimeData, week: Week, day: Weekday, y: int, action: Qt.DropAction = MOVE) -> None:
    carry(data, week, day, y, action)
    assert week.editor.grid.columns[day].slot.isVisible()
    column = week.editor.grid.columns[day]
    QApplication.sendEvent(column, QDropEvent(QPointF(10, y), action, data, LEFT, NONE))
    assert not any(column.slot.isVisible() for column in week.editor.grid.columns.values())


def middle(week: Week, number: int) -> int:
    return week.card(number).geometry().center().y()


# Choosing


def test_a_click_makes_a_card_the_current_one(week: Week) -> None:
    click(week, 2)
    assert week.focused == 2 and week.chosen == []
    assert week.editor.grid.targets == (uid(2),)
    assert week.editor.quick.day is MON
    click(week, 5)
    assert week.editor.quick.day is TUE


def test_ctrl_and_shift_choose_several(week: Week) -> None:
    click(week, 1)
    click(week, 3, CTRL)
    assert week.chosen == [1, 3]
    click(week, 5, CTRL)
    click(week, 3, CTRL)
    assert week.chosen == [1, 5]
    click(week, 2)
    assert week.chosen == [] and week.editor.grid.targets == (uid(2),)
    click(week, 5, SHIFT)
    assert week.chosen == [2, 3, 4, 5], "in reading order, over the days"
    click(week, 1, SHIFT)
    assert week.chosen == [1, 2], "from where it began"
    assert week.card(1).accessibleDescription() == "Monday, 1 of 4, chosen"
    assert week.card(3).accessibleDescription() == "Monday, 3 of 4"


def test_pressing_one_of_several_keeps_them_until_it_is_let_go(week: Week) -> None:
    click(week, 1)
    click(week, 2, CTRL)
    week.qtbot.mousePress(week.card(1), LEFT, NONE, QPoint(12, 12))
    assert week.chosen == [1, 2]
    week.qtbot.mouseRelease(week.card(1), LEFT, NONE, QPoint(12, 12))
    assert week.chosen == [] and week.editor.grid.targets == (uid(1),)


# Carrying


def test_a_card_is_put_between_others_and_onto_other_days(week: Week) -> None:
    click(week, 5)
    drop(week.editor.grid.drag().mimeData(), week, MON, middle(week, 2) - 5)
    assert week.order() == [1, 5, 2, 3, 4] and week.order(TUE) == [6]
    assert week.focused == 5 and week.undo_words == "move Back squat"
    drop(week.editor.grid.drag().mimeData(), week, MON, 2000)
    assert week.order() == [1, 2, 3, 4, 5]
    drop(week.editor.grid.drag().mimeData(), week, SUN, 0)
    assert week.order(SUN) == [5]
    drop(week.editor.grid.drag().mimeData(), week, SUN, 500)
    assert week.document.undo_stack.count() == 3, "put down where it was: no change"
    for _step in range(3):
        week.undo()
    assert week.order(TUE) == [5, 6] and not week.document.is_dirty


def test_all_that_are_chosen_travel_together(week: Week) -> None:
    click(week, 1)
    click(week, 3, CTRL)
    click(week, 7, CTRL)
    drag = week.editor.grid.drag()
    drop(drag.mimeData(), week, TUE, middle(week, 6))
    assert week.order(TUE) == [5, 1, 3, 7, 6] and week.order() == [2, 4] and week.order(FRI) == []
    assert week.chosen == [1, 3, 7] and week.undo_words == "move 3 exercises"
    week.undo()
    assert week.order() == [1, 2, 3, 4] and week.order(FRI) == [7]


def test_the_slot_opens_where_it_would_land_and_closes_again(week: Week) -> None:
    click(week, 1)
    data = week.editor.grid.drag().mimeData()
    column = week.editor.grid.columns[MON]
    top = week.card(3).y()
    carry(data, week, MON, middle(week, 2) + 5)
    assert column.slot.geometry().top() == top and week.card(3).y() > top
    QApplication.sendEvent(column, QDragLeaveEvent())
    assert not column.slot.isVisible() and week.card(3).y() == top
    assert not week.document.is_dirty


def test_with_ctrl_a_copy_is_put_down(week: Week) -> None:
    click(week, 1)
    drop(week.editor.grid.drag().mimeData(), week, WED, 50, COPY)
    assert week.names(WED) == ["Bench press"] and week.order()[0] == 1
    assert week.order(WED) != [1] and week.undo_words == "add Bench press"


def test_from_another_window_a_copy_arrives(week: Week) -> None:
    foreign = mime_of([exercise(70, FRI, "Hip thrust"), exercise(71, FRI, "Step-up")])
    drop(foreign, week, THU, 50)
    assert week.names(THU) == ["Hip thrust", "Step-up"]
    assert not {70, 71} & set(week.order(THU))


def test_only_exercises_can_be_dropped(week: Week) -> None:
    data = QMimeData()
    data.setText("file:///etc/passwd")
    event = QDragEnterEvent(QPoint(1, 1), MOVE, data, LEFT, NONE)
    event.ignore()
    column = week.editor.grid.columns[MON]
    column.dragEnterEvent(event)
    assert not event.isAccepted()
    column.dragMoveEvent(QDragMoveEvent(QPoint(1, 1), MOVE, data, LEFT, NONE))
    column.dropEvent(QDropEvent(QPointF(1, 1), MOVE, data, LEFT, NONE))
    assert not column.slot.isVisible() and not week.document.is_dirty


def pull(week: Week, number: int, during: Callable[[QDrag], Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Press a card and move the pointer away; `during` is what happens until the button is up.

    Without a screen Qt carries nothing: there `exec` returns at once.
    """
    monkeypatch.setattr(QDrag, "exec", lambda drag, *_actions: during(drag))
    card = week.card(number)
    week.qtbot.mousePress(card, LEFT, NONE, QPoint(12, 12))
    week.qtbot.mouseMove(card, QPoint(14, 12))
    week.qtbot.mouseMove(card, QPoint(12, 12 + QApplication.startDragDistance() + 5))


def test_the_pointer_takes_cards_along(week: Week, monkeypatch: pytest.MonkeyPatch) -> None:
    lifted: list[list[int]] = []

    def onto_wednesday(drag: QDrag) -> None:
        lifted.append([n for n in range(1, 8) if week.card(n).is_lifted])
        assert not drag.pixmap().isNull()
        drop(drag.mimeData(), week, WED, 60)

    pull(week, 2, onto_wednesday, monkeypatch)
    assert lifted == [[2]] and week.order(WED) == [2]
    assert not week.card(2).is_lifted
    click(week, 3)
    click(week, 4, CTRL)
    pull(week, 3, onto_wednesday, monkeypatch)
    assert lifted[-1] == [3, 4] and week.order(WED) == [3, 4, 2]
    pull(week, 1, onto_wednesday, monkeypatch)
    assert lifted[-1] == [1], "another one than those that are chosen travels alone"


def test_esc_leaves_everything_where_it_was(week: Week, monkeypatch: pytest.MonkeyPatch) -> None:
    def change_of_mind(drag: QDrag) -> None:
        carry(drag.mimeData(), week, WED, 60)
        QApplication.sendEvent(week.editor.grid.columns[WED], QDragLeaveEvent())

    pull(week, 2, change_of_mind, monkeypatch)
    assert not week.document.is_dirty and not week.card(2).is_lifted
    assert not week.editor.grid.columns[WED].slot.isVisible()


def test_a_small_tremble_carries_nothing(week: Week, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(_drag: QDrag) -> None:
        raise AssertionError("carried")

    monkeypatch.setattr(QDrag, "exec", lambda drag, *_actions: never(drag))
    card = week.card(2)
    week.qtbot.mousePress(card, LEFT, NONE, QPoint(12, 12))
    week.qtbot.mouseMove(card, QPoint(13, 13))
    week.qtbot.mouseRelease(card, LEFT, NONE, QPoint(13, 13))
    assert week.focused == 2


def test_near_the_edge_the_week_scrolls(qtbot: QtBot, window: QWidget, page_context: PageContext) -> None:
    week = make_week(qtbot, window, page_context, tuple(exercise(n) for n in range(1, 40)))
    grid, column = week.editor.grid, week.editor.grid.columns[MON]
    bar = grid.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    click(week, 1)
    data = grid.drag().mimeData()
    carry(data, week, MON, grid.viewport().height() - 5)
    qtbot.waitUntil(lambda: bar.value() > 60)
    carry(data, week, MON, bar.value() + grid.viewport().height() // 2)
    resting = bar.value()
    assert not grid._scrolling.isActive()
    carry(data, week, MON, resting + 3)
    qtbot.waitUntil(lambda: bar.value() == 0)
    QApplication.sendEvent(column, QDragLeaveEvent())
    assert not grid._scrolling.isActive()


# What cards say


def test_a_card_says_everything_about_its_exercise(
    qtbot: QtBot, window: QWidget, page_context: PageContext
) -> None:
    week = make_week(
        qtbot,
        window,
        page_context,
        (
            exercise(1, name="Bench press", superset="A", reps="8-12", progression="+2.5 kg every week"),
            exercise(2, name="Row", superset="A", weight="80%", sets=3, reps="5", notes="Elbows in"),
            exercise(3, name="Stretch", sets=None, reps="", weight="", rest_seconds=None),
        ),
    )
    first, second, third = (week.card(n).words for n in (1, 2, 3))
    assert (first.mark, first.target.replace("\u00a0", " "), first.rest.replace("\u00a0", " ")) == (
        "A1",
        "4 × 8-12 · 60 kg",
        "rest 90 s",
    )
    assert first.progression.replace("\u00a0", " ") == "+2.5 kg" and not first.has_note
    assert (second.mark, second.has_note) == ("A2", True)
    assert "There is no maximum of this exercise yet." in second.tool_tip
    assert week.card(1).accessibleName() == (
        "A1 Bench press, 4 × 8-12 · 60 kg, +2.5 kg every week, rest 90 s"
    )
    assert third.target == "" and week.card(3).accessibleName() == "Stretch, no target"
    week.editor.set_maxima({library_key("ROW"): Decimal("116.2")})
    assert week.card(2).words.target.replace("\u00a0", " ") == "3 × 5 · 80% ≈ 92.5 kg"
    week.editor.set_unit(Unit.LB)
    assert week.card(2).words.target.replace("\u00a0", " ") == "3 × 5 · 80% ≈ 205 lb"


def test_another_week_shows_what_it_asks_for(
    qtbot: QtBot, window: QWidget, page_context: PageContext
) -> None:
    week = make_week(
        qtbot, window, page_context, (exercise(1, progression="+2.5 kg every week"), exercise(2))
    )
    editor, note = week.editor, week.editor.findChild(QWidget, "weekNote")
    assert note is not None and not note.isVisible()
    assert editor.grid.columns[TUE].head.accessibleDescription() == "Tue 17 Nov 2026"
    editor.set_week(3)
    assert week.card(1).words.target.replace("\u00a0", " ") == "4 × 8 · 65 kg"
    assert week.card(2).words.target.replace("\u00a0", " ") == "4 × 8 · 60 kg"
    assert note.isVisible() and editor.grid.columns[TUE].head.accessibleDescription() == "Tue 1 Dec 2026"
    content = week.document.content
    week.document.apply(dataclasses.replace(content, deload=Deload((3,), 50, 90)), "deload")
    assert week.card(1).words.target.replace("\u00a0", " ").startswith("2 × 8 · ")
    editor.set_basis(LoadSteps(Decimal(5), Decimal(10)))
    assert week.card(1).words.target.replace("\u00a0", " ") == "2 × 8 · 55 kg"
    with qtbot.waitSignal(editor.week_wanted) as wanted:
        editor._back_button.click()
    assert wanted.args == [1]


def test_a_week_of_forty_exercises_a_day_stays_light(
    qtbot: QtBot, window: QWidget, page_context: PageContext
) -> None:
    days = (MON, TUE, WED, THU, FRI, SAT, SUN)
    many = tuple(exercise(40 * d + n, day) for d, day in enumerate(days) for n in range(40))
    week = make_week(qtbot, window, page_context, many)
    assert sum(len(column.cards) for column in week.editor.grid.columns.values()) == 280
    assert not any(week.card(n).children() for n in range(280)), "one widget a card, painted in one piece"
    before = [week.card(n) for n in range(280)]
    click(week, 3)
    drop(week.editor.grid.drag().mimeData(), week, SUN, 10_000)
    assert week.order(SUN)[-1] == 3 and len(week.order()) == 39
    assert [week.card(n) for n in range(280)] == before, "cards are kept, none is made anew"
    week.editor.grid.choose([uid(n) for n in range(280)])
    week.editor.actions_.delete()
    assert week.document.content.exercises == ()
    week.undo()
    assert len(week.document.content.exercises) == 280


def test_percentages_and_strange_texts_never_break_a_card(
    qtbot: QtBot, window: QWidget, page_context: PageContext
) -> None:
    strange = "<b>Curl</b> 🏋️ " + "x" * 150
    week = make_week(
        qtbot,
        window,
        page_context,
        (exercise(1, name=strange, reps="8-12-15", weight="135 stones", notes="n" * 4000),),
    )
    card = week.card(1)
    assert card.exercise.name == strange and card.words.name.endswith("…")
    assert "135 stones" in card.words.target.replace("\u00a0", " ")
    assert card.height() < 200 and not card.grab().isNull()
