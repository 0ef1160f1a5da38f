"""One line into an exercise: completed, understood while it is typed, explained in place."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gymtrainer_desktop.domain.errors import Unavailable, UserError
from gymtrainer_desktop.domain.exercises import Equipment, Muscle
from gymtrainer_desktop.domain.plans import ExerciseType
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.trainer.plan.add_exercise_dialog import AddExerciseDialog
from gymtrainer_desktop.ui.trainer.plan.name_completion import name_span
from tests.ui.plan_week import MON, SAT, SUN, TUE, WED, Week, make_week

Key = Qt.Key


@pytest.fixture
def week(qtbot: QtBot, window: QWidget, page_context: PageContext) -> Week:
    week = make_week(qtbot, window, page_context, ())
    week.editor.quick.begin(SAT)
    return week


def type_in(week: Week, text: str) -> None:
    week.qtbot.keyClicks(week.editor.quick.edit, text)


def press(week: Week, key: Qt.Key) -> None:
    week.qtbot.keyClick(week.editor.quick.edit, key)


def offered(week: Week, *names: str) -> None:
    popup = week.editor.quick.completion.popup
    week.qtbot.waitUntil(lambda: popup.isVisible() and popup.names == names)


# Completion


def test_names_are_offered_and_tab_completes(week: Week) -> None:
    quick = week.editor.quick
    type_in(week, "press")
    offered(week, "Bench press", "Incline dumbbell press", "Leg press")
    assert quick.edit.hasFocus() and quick.edit.accessibleDescription() == "Bench press, 3 found"
    press(week, Key.Key_Down)
    press(week, Key.Key_Tab)
    assert quick.edit.text() == "Incline dumbbell press " and quick.edit.hasFocus()
    assert quick.edit.cursorPosition() == len(quick.edit.text())
    assert not quick.completion.popup.isVisible()
    type_in(week, "4x8 20")
    assert quick.chips == ("Incline dumbbell press", "4 sets", "8 reps", "20 kg", "rest 60 s")
    press(week, Key.Key_Return)
    assert week.names(SAT) == ["Incline dumbbell press"] and quick.text == ""


def test_enter_completes_too_and_aliases_fit(week: Week) -> None:
    quick = week.editor.quick
    type_in(week, "rdl")
    offered(week, "Romanian deadlift")
    item = quick.completion.popup.list.item(0)
    assert item.text() == "Romanian deadlift, Hamstrings · barbell"
    assert item.data(Qt.ItemDataRole.UserRole + 1) == "RDL"
    assert not quick.completion.popup.grab().isNull()
    press(week, Key.Key_Return)
    assert quick.edit.text() == "Romanian deadlift " and week.names(SAT) == []
    press(week, Key.Key_Return)
    assert week.names(SAT) == ["Romanian deadlift"]


def test_a_name_that_is_written_out_is_added_at_once(week: Week) -> None:
    type_in(week, "bench press")
    offered(week, "Bench press")
    press(week, Key.Key_Return)
    assert week.names(SAT) == ["bench press"]


def test_the_name_in_front_of_a_target_is_completed(week: Week) -> None:
    edit = week.editor.quick.edit
    edit.setText("A1  4x8 60 kg")
    edit.setCursorPosition(3)
    type_in(week, "leg")
    offered(week, "Leg press")
    press(week, Key.Key_Tab)
    assert edit.text() == "A1 Leg press 4x8 60 kg" and edit.cursorPosition() == len("A1 Leg press ")


def test_a_click_takes_a_name(week: Week) -> None:
    popup = week.editor.quick.completion.popup
    type_in(week, "squ")
    offered(week, "Back squat")
    place = popup.list.visualItemRect(popup.list.item(0)).center()
    week.qtbot.mouseClick(popup.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert week.editor.quick.edit.text() == "Back squat "


def test_nothing_is_offered_behind_the_name(week: Week) -> None:
    popup = week.editor.quick.completion.popup
    type_in(week, "leg")
    offered(week, "Leg press")
    press(week, Key.Key_Escape)
    assert not popup.isVisible() and week.editor.quick.text == "leg"
    type_in(week, " 4x8")
    assert not week.editor.quick.completion._pause.isActive()
    press(week, Key.Key_Return)
    assert week.names(SAT) == ["leg"]


def test_answers_are_remembered_and_late_ones_dropped(week: Week) -> None:
    type_in(week, "leg")
    offered(week, "Leg press")
    type_in(week, " ")
    press(week, Key.Key_Backspace)
    week.qtbot.waitUntil(lambda: not week.editor.quick.completion._pause.isActive())
    week.settle()
    assert week.library.called("search").count("leg") == 1
    type_in(week, "x")
    press(week, Key.Key_Escape)
    assert not week.editor.quick.completion.popup.isVisible()


def test_the_list_closes_with_the_line(week: Week) -> None:
    type_in(week, "leg")
    offered(week, "Leg press")
    week.editor.grid.focus_day(MON)
    assert not week.editor.quick.completion.popup.isVisible()


def test_without_the_server_lines_are_written_without_help(week: Week) -> None:
    week.library.error = Unavailable("The server does not answer.")
    type_in(week, "leg")
    week.qtbot.waitUntil(lambda: week.context.notices.offline_since is not None)
    type_in(week, " press 4x8")
    press(week, Key.Key_Return)
    week.settle()
    assert week.names(SAT) == ["leg press"] and week.editor.quick.note.text() == ""


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Bench press 4x8 60 kg", "Bench press"),
        ("A1 Bench press 4x8", "Bench press"),
        ("Plank", "Plank"),
        ("Pull-up bodyweight", "Pull-up"),
        ("Squat @80%", "Squat"),
        ("Dip rest 90", "Dip"),
        ("Bench press   ", "Bench press"),
        ("", ""),
        ("B2 ", ""),
    ],
)
def test_where_the_name_stands(line: str, name: str) -> None:
    start, end = name_span(line)
    assert line[start:end] == name


# Reading


def test_everything_can_be_said_in_one_line(week: Week) -> None:
    quick = week.editor.quick
    type_in(week, "A1 Bench press 4x8-12 60 kg +2.5 kg/2 weeks 90s")
    assert quick.chips == (
        "superset A", "Bench press", "4 sets", "8-12 reps", "60 kg", "+2.5 kg / 2 wk", "rest 90 s",
    )  # fmt: skip
    press(week, Key.Key_Return)
    type_in(week, "A2 Barbell row 4x10 50 kg")
    press(week, Key.Key_Return)
    first, second = week.document.content.of_day(SAT)
    assert (first.superset, first.progression) == ("A", "+2.5 kg every 2 weeks")
    assert (second.superset, second.weight) == ("A", "50 kg")
    assert week.marks(SAT) == ["A1", "A2"]
    type_in(week, "Plank 3x45s")
    press(week, Key.Key_Return)
    type_in(week, "A3 Push-up 3x12")
    press(week, Key.Key_Return)
    assert week.names(SAT) == ["Bench press", "Barbell row", "Push-up", "Plank"], "beside its superset"


@pytest.mark.parametrize(
    ("line", "part", "sentence"),
    [
        ("Bench 400x8 60 kg", "400", "Sets must be between 1 and 50."),
        ("  Bench   0x8", "0", "Sets must be between 1 and 50."),
        ("Bench 4x8-12-15", "8-12-15", "Write a range of two numbers"),
        ("Squat 5x5 135 stones", "135 stones", "Write weights in kg or lb"),
        ("Bench 4x8 60 kg 90s 2 min", "2 min", "Write one rest time only."),
        ("4x8 135 lb", "", "Start with the exercise's name"),
        ("", "", "Type an exercise"),
    ],
)
def test_the_wrong_part_is_marked_and_explained_below(
    week: Week, line: str, part: str, sentence: str
) -> None:
    quick = week.editor.quick
    quick.edit.setText(line)
    assert quick.error == "", "half a line is not a mistake yet"
    press(week, Key.Key_Return)
    assert quick.error.startswith(sentence) and quick.note.isVisible()
    assert quick.edit.underlined == part and quick.edit.text() == line
    assert quick.edit.accessibleDescription() == quick.error
    assert week.document.content.exercises == ()
    type_in(week, "x")
    assert quick.error == "" and quick.edit.underlined == ""


def test_up_and_down_change_the_day_and_esc_goes_back_to_the_week(week: Week) -> None:
    quick = week.editor.quick
    press(week, Key.Key_Down)
    assert quick.day is SUN
    press(week, Key.Key_Down)
    assert quick.day is MON and quick.day_button.accessibleName() == "Add to Monday"
    type_in(week, "Plank 3x45s")
    press(week, Key.Key_Return)
    press(week, Key.Key_Escape)
    press(week, Key.Key_Escape)
    assert week.focused is not None
    quick.begin(WED)
    press(week, Key.Key_Escape)
    assert week.editor.grid.columns[WED].head.hasFocus()


def test_the_day_of_the_keyboard_is_the_day_of_the_line(week: Week) -> None:
    week.editor.grid.focus_day(TUE)
    assert week.editor.quick.day is TUE
    assert week.editor.grid.columns[TUE].head.name.property("tone") == "accent"
    assert week.editor.grid.columns[SAT].head.name.property("tone") == "text"


def test_a_number_without_a_unit_is_the_clients(week: Week) -> None:
    week.editor.set_unit(Unit.LB)
    type_in(week, "Squat 5x5 135")
    assert "135 lb" in week.editor.quick.chips


# Names nobody knows


def test_an_unknown_name_is_kept_and_offered_for_the_library(week: Week) -> None:
    quick = week.editor.quick
    type_in(week, "Zercher march 3x10 40 kg")
    week.qtbot.waitUntil(lambda: quick.learn_button.isVisible())
    assert quick.note.text() == "“Zercher march” is not in the library." and quick.error == ""
    assert quick.chips[0] == "Zercher march"
    press(week, Key.Key_Return)
    assert week.names(SAT) == ["Zercher march"]
    assert quick.learn_button.isVisible(), "still offered once it is added"
    type_in(week, "P")
    assert not quick.learn_button.isVisible()
    press(week, Key.Key_Backspace)
    assert not quick.learn_button.isVisible()
    type_in(week, "Plank 3x45s")
    week.settle()
    press(week, Key.Key_Return)
    week.settle()
    assert not quick.learn_button.isVisible()


def add(week: Week, fill: object) -> None:
    """Open the dialog that adds to the library, and do something in it."""

    def look() -> None:
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, AddExerciseDialog) and widget.isVisible():
                fill(widget)  # type: ignore[operator]
                return
        timer.start()

    timer = QTimer(QApplication.instance())
    timer.setSingleShot(True)
    timer.setInterval(10)
    timer.timeout.connect(look)
    timer.start()
    week.qtbot.mouseClick(week.editor.quick.learn_button, Qt.MouseButton.LeftButton)


def test_an_unknown_exercise_is_added_without_leaving_the_editor(week: Week) -> None:
    quick = week.editor.quick
    type_in(week, "Zercher march 3x10 40 kg")
    press(week, Key.Key_Return)
    week.qtbot.waitUntil(lambda: quick.learn_button.isVisible())

    def fill(dialog: AddExerciseDialog) -> None:
        assert dialog.name.text() == "Zercher march"
        dialog.equipment.setCurrentIndex(dialog.equipment.findData("barbell"))
        dialog.muscle.setCurrentIndex(dialog.muscle.findData("quads"))
        dialog.aliases.setText("Zercher walk, ZM")
        week.qtbot.keyClick(dialog.name, Key.Key_Return)

    add(week, fill)
    week.qtbot.waitUntil(lambda: week.toasts[-1:] == ["Zercher march is in the library now"])
    [new] = week.library.called("add")
    assert (new.name, new.equipment, new.primary_muscles) == (
        "Zercher march",
        Equipment.BARBELL,
        (Muscle.QUADS,),
    )
    assert new.aliases == ("Zercher walk", "ZM") and new.category is ExerciseType.STRENGTH
    assert not quick.learn_button.isVisible() and not week.editor.book.is_unknown("zercher MARCH")


def test_what_the_library_refuses_is_said_beside_its_field(week: Week) -> None:
    type_in(week, "Zercher march 3x10")
    press(week, Key.Key_Return)
    week.qtbot.waitUntil(lambda: week.editor.quick.learn_button.isVisible())
    seen: list[str] = []

    def fill(dialog: AddExerciseDialog) -> None:
        dialog.name.setText("  ")
        dialog.submit()
        seen.append(dialog.fields["name"].error)
        dialog.name.setText("Bench press")
        week.library.error = UserError("There is a Bench press already.", field="name")
        dialog.submit()
        week.qtbot.waitUntil(lambda: dialog.fields["name"].error != "")
        seen.append(dialog.fields["name"].error)
        week.library.error = Unavailable("The server does not answer.")
        dialog.submit()
        week.qtbot.waitUntil(lambda: week.context.notices.offline_since is not None)
        assert dialog.confirm_button.isEnabled() and dialog.isVisible()
        dialog.reject()

    add(week, fill)
    assert seen == ["An exercise needs a name.", "There is a Bench press already."]


def test_strange_names_are_kept_as_written(week: Week) -> None:
    week.editor.quick.edit.setText("<b>Curl</b> 🏋️ '; DROP TABLE 3x10")
    press(week, Key.Key_Return)
    [added] = week.document.content.exercises
    assert added.name == "<b>Curl</b> 🏋️ '; DROP TABLE"
    assert week.editor.quick.note.textFormat() == Qt.TextFormat.PlainText
