"""Exercises on the clipboard: within a plan, between windows, from and to plain text."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from gymtrainer_desktop.domain.plans import DraftExercise, ExerciseType
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.trainer.plan.clipboard import (
    EXERCISES_MIME,
    carried_from,
    carried_ids,
    exercises_of,
    line_of,
    lines_of,
    mark_carried,
    mime_of,
    read_lines,
)
from gymtrainer_desktop.ui.trainer.plan.paste_problems_dialog import PasteProblemsDialog
from tests.ui.plan_week import FRI, MON, SAT, THU, TUE, WED, Week, exercise, make_week, uid

CTRL = Qt.KeyboardModifier.ControlModifier
Key = Qt.Key


@pytest.fixture
def week(qtbot: QtBot, window: QWidget, page_context: PageContext) -> Week:
    QApplication.clipboard().clear()
    return make_week(qtbot, window, page_context)


def press(week: Week, key: Qt.Key, modifiers: Qt.KeyboardModifier = CTRL) -> None:
    focus = week.editor.window().focusWidget()
    assert focus is not None
    week.qtbot.keyClick(focus, key, modifiers)


def answer(act: Callable[[PasteProblemsDialog], None]) -> None:
    def look() -> None:
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, PasteProblemsDialog) and widget.isVisible():
                act(widget)
                return
        timer.start()

    timer = QTimer(QApplication.instance())
    timer.setSingleShot(True)
    timer.setInterval(10)
    timer.timeout.connect(look)
    timer.start()


def content(one: DraftExercise) -> tuple[Any, ...]:
    return (
        one.name,
        one.sets,
        one.reps,
        one.weight,
        one.rest_seconds,
        one.notes,
        one.superset,
        one.progression,
    )


# Within a plan


def test_exercises_are_copied_below_the_one_with_the_keyboard(week: Week) -> None:
    week.editor.grid.focus_exercise(uid(1))
    week.editor.grid.choose([uid(1), uid(3)])
    press(week, Key.Key_C)
    assert week.toasts == ["2 exercises copied"] and not week.document.is_dirty
    week.editor.grid.choose(())
    week.focus(5)
    press(week, Key.Key_V)
    assert week.names(TUE) == ["Back squat", "Bench press", "Leg press", "Push-up"]
    fresh = week.order(TUE)[1:3]
    assert week.chosen == fresh and not {1, 3} & set(fresh), "new ids"
    assert week.undo_words == "paste 2 exercises"
    press(week, Key.Key_V)
    assert len(week.names(TUE)) == 6 and len(set(week.order(TUE))) == 6
    week.undo()
    week.undo()
    assert not week.document.is_dirty


def test_cutting_takes_away_and_pasting_brings_it_elsewhere(week: Week) -> None:
    week.focus(2)
    press(week, Key.Key_X)
    assert week.order() == [1, 3, 4] and week.undo_words == "cut Barbell row"
    week.editor.grid.focus_day(SAT)
    press(week, Key.Key_V)
    assert week.names(SAT) == ["Barbell row"] and week.undo_words == "paste Barbell row"
    week.undo()
    week.undo()
    assert week.order() == [1, 2, 3, 4]


def test_a_whole_day_is_copied(week: Week) -> None:
    week.editor.grid.focus_day(MON)
    press(week, Key.Key_C)
    assert week.toasts == ["Monday copied"]
    week.editor.grid.focus_day(WED)
    press(week, Key.Key_V)
    assert week.names(WED) == week.names(MON) and len(set(week.order(WED)) & set(week.order(MON))) == 0
    week.editor.grid.focus_day(TUE)
    press(week, Key.Key_X)
    assert week.names(TUE) == [] and week.toasts[-1] == "Tuesday cleared"
    menu = week.editor.day_menu(THU)
    entries = {action.text().split("\t")[0]: action for action in menu.actions()}
    assert not entries["Copy day"].isEnabled() and not entries["Clear day"].isEnabled()
    entries["Paste day"].trigger()
    assert week.names(THU) == ["Back squat", "Push-up"]


def test_what_is_copied_from_several_days_keeps_its_days(week: Week) -> None:
    week.editor.grid.focus_exercise(uid(1))
    week.editor.grid.choose([uid(1), uid(5)])
    press(week, Key.Key_C)
    week.editor.grid.focus_day(FRI)
    press(week, Key.Key_V)
    assert week.names()[-1] == "Bench press" and week.names(TUE)[-1] == "Back squat"
    assert week.names(FRI) == ["Romanian deadlift"]


def test_a_superset_stays_one_under_a_free_letter(week: Week) -> None:
    week.editor.grid.focus_exercise(uid(1))
    week.editor.grid.choose([uid(1), uid(2)])
    week.editor.actions_.group()
    press(week, Key.Key_C)
    week.editor.grid.focus_day(MON)
    press(week, Key.Key_V)
    assert week.marks() == ["A1", "A2", "", "", "B1", "B2"]
    week.editor.grid.choose(())
    week.focus(1)
    press(week, Key.Key_C)
    week.editor.grid.focus_day(SAT)
    press(week, Key.Key_V)
    assert week.marks(SAT) == [""], "one alone is none"


def test_pasting_nothing_changes_nothing(week: Week) -> None:
    QApplication.clipboard().clear()
    week.focus(1)
    press(week, Key.Key_V)
    data = QMimeData()
    data.setText("\n \n")
    QApplication.clipboard().setMimeData(data)
    press(week, Key.Key_V)
    assert not week.document.is_dirty


def test_another_window_and_another_client_take_it(
    qtbot: QtBot, week: Week, page_context: PageContext
) -> None:
    other_window = QWidget()
    qtbot.addWidget(other_window)
    other = make_week(qtbot, other_window, page_context, ())
    week.focus(1)
    press(week, Key.Key_C)
    other.editor.grid.focus_day(THU)
    other.editor.actions_.paste_into(THU)
    assert other.names(THU) == ["Bench press"] and other.order(THU) != [1]
    assert not week.document.is_dirty


# Lines


def test_lines_from_anywhere_are_read(week: Week) -> None:
    QApplication.clipboard().setText(
        "A1 Bench press 4x8 60 kg +2.5 kg/week 90s\r\n\r\nA2 Barbell row 4x10 50\nRow 2 km\n"
    )
    week.editor.grid.focus_day(SAT)
    press(week, Key.Key_V)
    first, second, third = week.document.content.of_day(SAT)
    assert content(first) == ("Bench press", 4, "8", "60 kg", 90, "", "A", "+2.5 kg every week")
    assert content(second) == ("Barbell row", 4, "10", "50 kg", 60, "", "A", "")
    assert (third.name, third.reps, third.type) == ("Row", "2 km", ExerciseType.CARDIO)
    assert week.marks(SAT) == ["A1", "A2", ""]


def test_what_is_wrong_is_said_line_by_line(week: Week) -> None:
    lines = "Bench press 4x8 60 kg\n4x8 60 kg\nSquat 0x5\nPlank 3x45s"
    seen: list[str] = []

    def look(dialog: PasteProblemsDialog) -> None:
        seen.extend(label.text() for label in dialog.findChildren(QLabel))
        assert dialog.confirm_button.text() == "Add 2 exercises"
        dialog.reject()

    QApplication.clipboard().setText(lines)
    week.editor.grid.focus_day(SAT)
    answer(look)
    press(week, Key.Key_V)
    assert "2 lines cannot be read" in seen and "Line 2: 4x8 60 kg" in seen and "Line 3: Squat 0x5" in seen
    assert "Sets must be between 1 and 50." in seen
    assert week.names(SAT) == []
    answer(lambda dialog: dialog.confirm_button.click())
    press(week, Key.Key_V)
    assert week.names(SAT) == ["Bench press", "Plank"]


def test_where_nothing_can_be_read_there_is_nothing_to_add(week: Week) -> None:
    def look(dialog: PasteProblemsDialog) -> None:
        assert dialog.confirm_button.text() == "Close" and not dialog.cancel_button.isVisible()
        dialog.confirm_button.click()

    QApplication.clipboard().setText("4x8\n5x5\n" * 60)
    week.editor.grid.focus_day(SAT)
    answer(look)
    press(week, Key.Key_V)
    assert not week.document.is_dirty


def test_several_lines_pasted_into_the_line_become_exercises(week: Week) -> None:
    QApplication.clipboard().setText("Bench press 4x8\nSquat 5x5\n")
    week.editor.quick.begin(SAT)
    press(week, Key.Key_V)
    assert week.names(SAT) == ["Bench press", "Squat"] and week.editor.quick.text == ""
    QApplication.clipboard().setText("Bench press 4x8")
    week.editor.quick.begin(SAT)
    press(week, Key.Key_V)
    assert week.editor.quick.text == "Bench press 4x8" and len(week.names(SAT)) == 2


@pytest.mark.parametrize(
    ("one", "line"),
    [
        (exercise(1), "Exercise 1 4x8 60 kg rest 90 s"),
        (exercise(1, name="Squat", weight="80%"), "Squat 4x8 @80% rest 90 s"),
        (exercise(1, name="Squat", reps="5/5/3", sets=3, weight="60/65/70 kg"), "Squat 3x5/5/3 60/65/70 kg rest 90 s"),
        (exercise(1, name="Pull-up", weight="bodyweight"), "Pull-up 4x8 bodyweight rest 90 s"),
        (exercise(1, name="Dip", weight="RPE 8", reps="AMRAP"), "Dip 4xAMRAP RPE 8 rest 90 s"),
        (exercise(1, name="Row", sets=None, reps="2 km", weight="", rest_seconds=None), "Row 2 km"),
        (exercise(1, name="Plank", sets=3, reps="45 s", weight="", rest_seconds=0), "Plank 3x45 s rest 0 s"),
        (
            exercise(1, name="Press", progression="+2.5 kg every 2 weeks"),
            "Press 4x8 60 kg rest 90 s +2.5 kg every 2 weeks",
        ),
    ],
)  # fmt: skip
def test_a_line_reads_as_it_was_written(one: DraftExercise, line: str) -> None:
    assert line_of(one) == line
    [back] = read_lines(line, MON, Unit.KG).exercises
    assert content(back) == content(one)


def test_supersets_are_marked_in_lines() -> None:
    group = [exercise(1, superset="B"), exercise(2, superset="B"), exercise(3)]
    assert [line.split()[0] for line in lines_of(group).splitlines()] == ["B1", "B2", "Exercise"]


# What comes from elsewhere


def test_everything_of_an_exercise_travels() -> None:
    one = exercise(
        1, FRI, notes="Elbows\nclose", superset="C", progression="+1 rep", type=ExerciseType.CARDIO
    )
    data = mime_of([one])
    pasted = exercises_of(data, MON)
    [back] = pasted.exercises
    assert pasted.problems == () and content(back) == content(one)
    assert (back.day, back.type) == (FRI, ExerciseType.CARDIO) and back.id != one.id
    assert data.text() == "C1 Exercise 1 4x8 60 kg rest 90 s +1 rep"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe",
        b"null",
        b"[]",
        b'{"version": 2, "exercises": []}',
        b'{"version": 1, "exercises": 7}',
        b"[" * 100_000,
        b"x" * 5_000_000,
    ],
)
def test_a_clipboard_that_makes_no_sense_is_refused_in_words(raw: bytes) -> None:
    data = QMimeData()
    data.setData(EXERCISES_MIME, raw)
    pasted = exercises_of(data, MON)
    assert pasted.exercises == () and len(pasted.problems) == 1
    assert "another version" in pasted.problems[0].reason


@pytest.mark.parametrize(
    "change",
    [
        {"day": "Someday"},
        {"sets": "4"},
        {"sets": True},
        {"sets": 99},
        {"name": ""},
        {"name": 7},
        {"reps": None},
        {"type": "magic"},
        {"rest_seconds": 1.5},
        {"weight": "135 stones"},
        {"superset": "AA"},
    ],
)
def test_an_entry_that_breaks_a_rule_is_left_out(change: dict[str, Any]) -> None:
    data = mime_of([exercise(1), exercise(2)])
    written = json.loads(bytes(data.data(EXERCISES_MIME).data()))
    written["exercises"][0] |= change
    data.setData(EXERCISES_MIME, json.dumps(written).encode())
    pasted = exercises_of(data, MON)
    assert [one.name for one in pasted.exercises] == ["Exercise 2"]
    assert len(pasted.problems) == 1 and pasted.problems[0].reason


def test_a_missing_field_is_no_crash() -> None:
    data = QMimeData()
    data.setData(EXERCISES_MIME, json.dumps({"version": 1, "exercises": [{}, None, 3]}).encode())
    assert len(exercises_of(data, MON).problems) == 3


def test_who_carries_what_is_read_back() -> None:
    data = mime_of([exercise(1)])
    assert carried_from(data) is None and carried_ids(data) == ()
    mark_carried(data, uid(99), [uid(1), uid(2)])
    assert carried_from(data) == uid(99) and carried_ids(data) == (uid(1), uid(2))
    data.setData("application/x-gymtrainer-carried", b"no ids")
    assert carried_from(data) is None and carried_ids(data) == ()


def test_a_book_is_not_read_whole() -> None:
    pasted = read_lines("Squat 5x5\n" * 2000, MON)
    assert len(pasted.exercises) == 500 and pasted.problems[0].line == 501
