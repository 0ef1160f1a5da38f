"""The week by keyboard alone: going, choosing, moving, changing, grouping, taking back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.shell.shortcuts_sheet import shortcuts_of
from gymtrainer_desktop.ui.trainer.plan.exercise_dialog import ExerciseDialog
from gymtrainer_desktop.ui.trainer.plan.substitute_dialog import SubstituteDialog
from gymtrainer_desktop.ui.trainer.plan.week_actions import stepped, substituted
from tests.ui.plan_week import FRI, MON, SAT, SUN, THU, TUE, WED, Library, Week, exercise, make_week, uid

CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
Key = Qt.Key


@pytest.fixture
def week(qtbot: QtBot, window: QWidget, page_context: PageContext) -> Week:
    return make_week(qtbot, window, page_context)


def press(week: Week, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key on whatever has the keyboard."""
    focus = week.editor.window().focusWidget()
    assert focus is not None
    week.qtbot.keyClick(focus, key, modifiers)


def answer(kind: type[QDialog], act: Callable[[Any], None]) -> None:
    """Do something in the next dialog of a kind, as soon as it is open."""

    def look() -> None:
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, kind) and widget.isVisible():
                act(widget)
                return
        timer.start()

    timer = QTimer(QApplication.instance())
    timer.setSingleShot(True)
    timer.setInterval(10)
    timer.timeout.connect(look)
    timer.start()


# Going


def test_arrows_go_from_card_to_card(week: Week) -> None:
    week.focus(1)
    press(week, Key.Key_Down)
    assert week.focused == 2
    press(week, Key.Key_Right)
    assert week.focused == 6
    press(week, Key.Key_Right)
    assert week.focused == 7, "days without cards are passed over"
    press(week, Key.Key_Right)
    assert week.focused == 7
    press(week, Key.Key_Left)
    press(week, Key.Key_Left)
    press(week, Key.Key_End)
    assert week.focused == 4
    press(week, Key.Key_Home)
    assert week.focused == 1 and not week.document.is_dirty


def test_every_day_can_be_reached_empty_ones_too(week: Week) -> None:
    week.focus(1)
    press(week, Key.Key_Up)
    heads = {day: column.head for day, column in week.editor.grid.columns.items()}
    assert heads[MON].hasFocus()
    for day in (TUE, WED, THU):
        press(week, Key.Key_Right)
        assert heads[day].hasFocus() and week.editor.quick.day is day
    press(week, Key.Key_Down)
    assert week.editor.grid.columns[THU].add_button.hasFocus()
    press(week, Key.Key_Up)
    assert heads[THU].hasFocus()
    assert heads[THU].accessibleName() == "Thursday, rest day"
    press(week, Key.Key_Left)
    press(week, Key.Key_Left)
    press(week, Key.Key_Down)
    assert week.focused == 5
    press(week, Key.Key_Down)
    press(week, Key.Key_Down)
    assert week.editor.grid.columns[TUE].add_button.hasFocus()
    press(week, Key.Key_Up)
    assert week.focused == 6


def test_tab_passes_the_cards_except_the_current_one(week: Week) -> None:
    week.focus(2)
    tabbed = [n for n in range(1, 8) if week.card(n).focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert tabbed == [2]


def test_the_keys_are_listed(week: Week) -> None:
    listed = {line.text: line.keys for line in shortcuts_of(week.editor)}
    assert listed["In the days: a superset, and apart again"] == ("Ctrl+G", "Ctrl+Shift+G")
    assert listed["In the days: edit the exercise"] == ("Return", "F2")
    every = [key for keys in listed.values() for key in keys]
    assert len(every) == len(set(every)) == 16


# Choosing


def test_shift_and_arrows_choose_more_and_esc_none(week: Week) -> None:
    week.focus(2)
    press(week, Key.Key_Down, SHIFT)
    press(week, Key.Key_Down, SHIFT)
    assert week.chosen == [2, 3, 4] and week.focused == 4
    press(week, Key.Key_Up, SHIFT)
    assert week.chosen == [2, 3]
    press(week, Key.Key_Right, SHIFT)
    assert week.chosen == [2, 3, 4, 5, 6]
    press(week, Key.Key_Escape)
    assert week.chosen == [] and week.focused == 6
    press(week, Key.Key_A, CTRL)
    assert week.chosen == [5, 6]
    press(week, Key.Key_Space)
    assert week.chosen == [5]
    press(week, Key.Key_Down)
    assert week.chosen == []


# Moving


def test_alt_and_arrows_move_a_card(week: Week) -> None:
    week.focus(1)
    press(week, Key.Key_Up, ALT)
    press(week, Key.Key_Left, ALT)
    assert not week.document.is_dirty
    press(week, Key.Key_Down, ALT)
    assert week.order() == [2, 1, 3, 4] and week.undo_words == "move Bench press"
    press(week, Key.Key_Right, ALT)
    assert week.order(TUE) == [5, 1, 6] and week.focused == 1
    for _day in range(9):
        press(week, Key.Key_Right, ALT)
    assert week.order(SUN) == [1]
    while week.document.undo_stack.canUndo():
        week.undo()
    assert week.order() == [1, 2, 3, 4]


def test_several_move_together(week: Week) -> None:
    week.focus(2)
    press(week, Key.Key_Down, SHIFT)
    press(week, Key.Key_Down, ALT)
    assert week.order() == [1, 4, 2, 3] and week.chosen == [2, 3]
    press(week, Key.Key_Down, ALT)
    assert week.document.undo_stack.count() == 1, "at the bottom already"
    press(week, Key.Key_Up, ALT)
    press(week, Key.Key_Up, ALT)
    assert week.order() == [2, 3, 1, 4]
    press(week, Key.Key_Right, ALT)
    assert week.order() == [1, 4] and week.order(TUE) == [2, 3, 5, 6] and week.chosen == [2, 3]
    assert week.focused == 3 and week.undo_words == "move 2 exercises"


def test_cards_of_neighbouring_days_move_without_meeting(week: Week) -> None:
    week.editor.grid.focus_exercise(uid(1))
    week.editor.grid.choose([uid(1), uid(5)])
    press(week, Key.Key_Right, ALT)
    assert (week.order(), week.order(TUE), week.order(WED)) == ([2, 3, 4], [1, 6], [5])
    press(week, Key.Key_Left, ALT)
    assert (week.order(), week.order(TUE), week.order(WED)) == ([1, 2, 3, 4], [5, 6], [])
    week.editor.grid.choose([uid(1), uid(5)])
    press(week, Key.Key_Left, ALT)
    assert week.order(TUE) == [5, 6], "Monday has no day before it: nothing moves"


@pytest.mark.parametrize(
    ("marks", "targets", "down", "order"),
    [
        ("---", {1}, -1, [1, 0, 2]),
        ("---", {0, 2}, -1, [0, 2, 1]),
        ("-AA-", {0}, 1, [1, 2, 0, 3]),
        ("-AA-", {3}, -1, [0, 3, 1, 2]),
        ("-AA-", {1}, 1, [0, 2, 1, 3]),
        ("AABB", {0, 1}, 1, [2, 3, 0, 1]),
        ("AABB", {2, 3}, -1, [2, 3, 0, 1]),
    ],
)
def test_a_superset_in_the_way_is_passed_as_a_whole(
    marks: str, targets: set[int], down: int, order: list[int]
) -> None:
    day = [exercise(n, superset=mark.strip("-")) for n, mark in enumerate(marks)]
    assert [id.int for id in stepped(day, {uid(n) for n in targets}, down)] == order


# Changing


def test_enter_opens_the_form(week: Week) -> None:
    def fill(dialog: ExerciseDialog) -> None:
        dialog.reps.setText("8-12")
        week.qtbot.keyClick(dialog.name, Key.Key_Return)

    for number, key in ((1, Key.Key_Return), (2, Key.Key_F2)):
        week.focus(number)
        answer(ExerciseDialog, fill)
        press(week, key)
        assert week.find(number).reps == "8-12" and week.focused == number
    assert week.undo_words == "edit Barbell row"


def test_copies_and_deletions_can_be_undone(week: Week) -> None:
    week.focus(1)
    press(week, Key.Key_D, CTRL)
    assert week.names()[:2] == ["Bench press", "Bench press"] and week.focused not in (None, 1)
    press(week, Key.Key_Delete)
    assert week.order() == [1, 2, 3, 4] and week.focused == 2
    week.undo()
    week.undo()
    assert not week.document.is_dirty
    week.focus(3)
    press(week, Key.Key_Down, SHIFT)
    press(week, Key.Key_D, CTRL)
    assert week.names() == ["Bench press", "Barbell row", "Leg press", "Plank", "Leg press", "Plank"]
    assert len(week.chosen) == 2 and week.undo_words == "duplicate 2 exercises"
    press(week, Key.Key_Backspace)
    assert week.order() == [1, 2, 3, 4] and week.focused == 4
    press(week, Key.Key_A, CTRL)
    press(week, Key.Key_Delete)
    assert week.order() == [] and week.editor.grid.columns[MON].is_rest_day
    assert week.editor.grid.columns[MON].add_button.hasFocus()
    week.undo()
    assert week.order() == [1, 2, 3, 4]


def test_a_day_is_cleared_and_brought_back(week: Week) -> None:
    week.editor.grid.focus_day(TUE)
    press(week, Key.Key_Delete)
    assert week.order(TUE) == [] and week.toasts == ["Tuesday cleared"]
    [toast] = week.context.notices.toasts.toasts
    toast._on_undo_clicked()
    assert week.order(TUE) == [5, 6]


def test_the_undo_of_a_toast_never_takes_back_something_else(week: Week) -> None:
    week.editor.actions_.clear_day(TUE)
    week.focus(1)
    press(week, Key.Key_Delete)
    [toast] = week.context.notices.toasts.toasts
    toast._on_undo_clicked()
    assert week.order() == [2, 3, 4] and week.order(TUE) == []


# Supersets


def test_exercises_are_grouped_and_ungrouped(week: Week) -> None:
    week.focus(1)
    press(week, Key.Key_G, CTRL)
    assert (
        week.toasts[-1].startswith("Choose two or more exercises of one day") and not week.document.is_dirty
    )
    week.editor.grid.choose([uid(1), uid(3)])
    press(week, Key.Key_G, CTRL)
    assert week.order() == [1, 3, 2, 4] and week.marks() == ["A1", "A2", "", ""]
    assert week.undo_words == "superset of 2 exercises"
    week.editor.grid.choose([uid(2), uid(4)])
    press(week, Key.Key_G, CTRL)
    assert week.marks() == ["A1", "A2", "B1", "B2"]
    assert week.card(3).accessibleName().startswith("A2 Leg press")
    week.editor.grid.choose(())
    week.focus(3)
    press(week, Key.Key_G, CTRL | SHIFT)
    assert week.marks() == ["", "", "B1", "B2"] and week.undo_words == "take the superset apart"
    week.editor.grid.choose([uid(1), uid(5)])
    press(week, Key.Key_G, CTRL)
    assert week.toasts[-1].startswith("Choose two or more exercises of one day")


def test_a_superset_stays_together_when_its_cards_move(week: Week) -> None:
    week.focus(1)
    press(week, Key.Key_Down, SHIFT)
    press(week, Key.Key_G, CTRL)
    press(week, Key.Key_Right, ALT)
    assert week.order(TUE) == [1, 2, 5, 6] and week.marks(TUE) == ["A1", "A2", "", ""]
    press(week, Key.Key_Down, ALT)
    assert week.marks(TUE) == ["", "A1", "A2", ""]
    week.editor.grid.choose(())
    week.focus(5)
    press(week, Key.Key_Down, ALT)
    assert week.order(TUE) == [1, 2, 5, 6], "past the whole superset"
    week.focus(2)
    press(week, Key.Key_Down, ALT)
    assert week.marks(TUE) == ["", "", "", ""], "one alone is none"


# Menus


def words_of(menu: QMenu) -> list[str]:
    return [action.text().split("\t")[0] for action in menu.actions() if action.isEnabled()]


def choose(menu: QMenu, *path: str) -> None:
    """Choose an entry by its words."""
    for step, words in enumerate(path):
        action = next(one for one in menu.actions() if one.text().split("\t")[0] == words)
        if step == len(path) - 1:
            action.trigger()
            return
        inner = action.menu()
        assert isinstance(inner, QMenu)
        menu = inner


def test_the_menu_of_a_card_offers_everything(week: Week) -> None:
    week.focus(1)
    menu = week.editor.menu()
    assert words_of(menu) == [
        "Edit…", "Substitute…", "", "Copy", "Cut", *(["Paste below"] if week.editor.actions_.can_paste() else []),
        "Duplicate", "", "", "Move up", "Move down", "Move a day back", "Move a day on", "Move to", "", "Delete",
    ]  # fmt: skip
    choose(menu, "Move to", "Saturday")
    assert week.order(SAT) == [1]
    week.editor.grid.choose([uid(2), uid(3)])
    menu = week.editor.menu()
    assert "Make a superset" in words_of(menu) and "Edit…" not in words_of(menu)
    choose(menu, "Make a superset")
    assert week.marks()[:2] == ["A1", "A2"]
    choose(week.editor.menu(), "Take the superset apart")
    choose(week.editor.menu(), "Delete")
    assert week.order() == [4]


def test_the_menu_key_opens_the_menu(week: Week) -> None:
    card = week.focus(2)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0))
    QApplication.sendEvent(card, event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu) and "Edit…" in words_of(menu)
    menu.close()
    week.editor.grid.focus_day(THU)
    press(week, Key.Key_Return)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu) and words_of(menu)[-1] != "Clear day"
    menu.close()


def test_the_menu_of_a_day_moves_and_clears_it(week: Week) -> None:
    choose(week.editor.day_menu(MON), "Move day to", "Tuesday")
    assert week.order(TUE) == [5, 6, 1, 2, 3, 4] and week.order() == []
    assert week.undo_words == "move 4 exercises"
    choose(week.editor.day_menu(TUE), "Clear day")
    assert week.order(TUE) == []


# Substitutes


def test_a_substitute_keeps_sets_and_reps(week: Week) -> None:
    def take(dialog: SubstituteDialog) -> None:
        week.qtbot.waitUntil(lambda: dialog.list.count() > 0)
        shown = [dialog.list.item(row).text() for row in range(dialog.list.count())]
        assert shown[0] == "Incline dumbbell press, Chest · dumbbell" and len(shown) == 2
        week.qtbot.keyClick(dialog.list, Key.Key_Down)
        week.qtbot.keyClick(dialog.list, Key.Key_Up)
        week.qtbot.keyClick(dialog.list, Key.Key_Return)

    week.focus(1)
    answer(SubstituteDialog, take)
    choose(week.editor.menu(), "Substitute…")
    changed = week.find(1)
    assert (changed.name, changed.sets, changed.reps, changed.weight) == (
        "Incline dumbbell press",
        4,
        "8",
        "",
    )
    assert week.focused == 1
    assert week.toasts[-1] == (
        "Incline dumbbell press replaces Bench press. Sets and reps are kept, the weight is yours to set."
    )
    assert week.undo_words == "replace Bench press by Incline dumbbell press"
    week.context.notices.toasts.toasts[-1]._on_undo_clicked()
    assert week.find(1).weight == "60 kg" and week.names()[0] == "Bench press"


@pytest.mark.parametrize(
    ("weight", "progression", "kept_weight", "kept_progression"),
    [
        ("60 kg", "+2.5 kg every week", "", ""),
        ("60 kg", "+1 rep every week", "", "+1 rep every week"),
        ("80%", "+2.5% every week", "80%", "+2.5% every week"),
        ("bodyweight", "", "bodyweight", ""),
        ("RPE 8", "+1 set every 2 weeks", "RPE 8", "+1 set every 2 weeks"),
        ("135 stones", "", "", ""),
        ("", "nonsense", "", "nonsense"),
    ],
)
def test_what_a_substitute_keeps(
    weight: str, progression: str, kept_weight: str, kept_progression: str
) -> None:
    push_up = Library().named("Push-up")
    result = substituted(exercise(1, weight=weight, progression=progression, notes="slow"), push_up)
    assert (result.name, result.weight, result.progression) == ("Push-up", kept_weight, kept_progression)
    assert (result.sets, result.reps, result.rest_seconds, result.notes) == (4, "8", 90, "slow")


def test_an_exercise_nobody_knows_has_no_substitutes(week: Week) -> None:
    said: list[str] = []

    def look(dialog: SubstituteDialog) -> None:
        week.qtbot.waitUntil(lambda: dialog._states.state == "empty")
        assert not dialog.confirm_button.isEnabled()
        dialog.submit()
        said.append(dialog._states.state)
        dialog.reject()

    week.document.apply(week.document.content.added(exercise(50, SAT, "Zercher march")), "add")
    week.focus(50)
    answer(SubstituteDialog, look)
    choose(week.editor.menu(), "Substitute…")
    assert said == ["empty"] and week.names(SAT) == ["Zercher march"]


# The form


def test_the_form_previews_the_first_weeks(week: Week) -> None:
    dialog = ExerciseDialog(week.find(1), Weekday.week(1), week.editor, content=week.document.content)
    assert dialog.preview.text() == ""
    dialog.progression.setText("+2.5 kg every week")
    assert dialog.preview.text() == (
        "Week 1: 4 × 8 · 60 kg, week 2: 4 × 8 · 62.5 kg, week 3: 4 × 8 · 65 kg, week 4: 4 × 8 · 67.5 kg"
    )
    dialog.progression.setText("+1 rep every 2 weeks")
    assert dialog.preview.text() == "Week 1: 4 × 8 · 60 kg, week 3: 4 × 9 · 60 kg"
    dialog.weight.setText("the red band")
    dialog.reps.setText("lots")
    hints = [dialog.fields[key]._hint.text() for key in ("reps", "weight")]
    assert hints == ["(kept as written)", "(kept as written)"]
    dialog.progression.setText("+2.5 kg")
    assert dialog.preview.text() != "" and "Week 1" not in dialog.preview.text()
    dialog.submit()
    assert dialog.fields["progression"].error != ""
    dialog.progression.setText("a bit more")
    dialog.submit()
    assert "cannot be read" in dialog.fields["progression"].error
    dialog.deleteLater()


@pytest.mark.parametrize(("field", "text"), [("reps", "8-12-15"), ("weight", "135 stones"), ("rest", "soon")])
def test_what_makes_no_sense_is_explained_beside_its_field(week: Week, field: str, text: str) -> None:
    dialog = ExerciseDialog(week.find(1), Weekday.week(1), week.editor)
    getattr(dialog, field).setText(text)
    dialog.submit()
    shown = dialog.fields["rest_seconds" if field == "rest" else field]
    assert shown.error.startswith("Write ") and dialog.focusWidget() is shown.field
    dialog.deleteLater()


@pytest.mark.parametrize("sets", ["0", "99", "-4", "four", "9" * 5000])
def test_impossible_sets_are_refused_in_their_place(week: Week, sets: str) -> None:
    dialog = ExerciseDialog(week.find(1), Weekday.week(1), week.editor)
    dialog.progression.setText("+1 rep")
    dialog.sets.setText(sets)
    dialog.submit()
    assert dialog.fields["sets"].error == "Sets must be between 1 and 50."
    assert dialog.result() != QDialog.DialogCode.Accepted
    dialog.deleteLater()


def test_a_letter_in_the_form_brings_the_card_to_its_superset(week: Week) -> None:
    week.editor.grid.choose([uid(1), uid(2)])
    week.editor.actions_.group()
    week.editor.grid.choose(())

    def join(dialog: ExerciseDialog) -> None:
        dialog.superset.setCurrentIndex(dialog.superset.findData("A"))
        dialog.submit()

    answer(ExerciseDialog, join)
    week.focus(4)
    press(week, Key.Key_Return)
    assert week.order() == [1, 2, 4, 3] and week.marks() == ["A1", "A2", "A3", ""]


def test_a_day_in_the_form_moves_the_card(week: Week) -> None:
    def send(dialog: ExerciseDialog) -> None:
        dialog.day.setCurrentIndex(dialog.day.findData(FRI))
        dialog.submit()

    answer(ExerciseDialog, send)
    week.focus(1)
    press(week, Key.Key_Return)
    assert week.order(FRI) == [7, 1] and week.focused == 1
