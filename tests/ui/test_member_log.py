"""Logging a workout: set by set, saved once, nothing lost, corrected, finished."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from gymtrainer_desktop.domain.errors import Conflict, Unavailable, UserError
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.domain.workouts import LoggedSet, SetType
from gymtrainer_desktop.ui.member.log_workout_page import LogWorkoutPage
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.widgets.logging.exercise_entry import EntryState
from gymtrainer_desktop.ui.widgets.logging.set_row import RowState, SetRow, SetStepper
from gymtrainer_desktop.ui.widgets.logging.workout_sets import EntryKind, Measure
from tests.ui.member_gym import NOW, SARAH, TODAY, ZONE, MemberGym, lifted, show_page

LEFT = Qt.MouseButton.LeftButton
AWAY = "The database cannot be reached."


@pytest.fixture
def gym() -> MemberGym:
    return MemberGym()


@pytest.fixture
def page(window: QWidget, page_context: PageContext, gym: MemberGym) -> LogWorkoutPage:
    return LogWorkoutPage(gym.context(page_context), clock=gym.clock)


def _open(qtbot, window: QWidget, page: LogWorkoutPage, **args: object) -> None:
    show_page(window, page, **args)
    qtbot.waitUntil(lambda: page.states.state == "content")


def _row(page: LogWorkoutPage) -> SetRow:
    return next(row for row in page.panel.table.rows if row.state is RowState.CURRENT)


def _stepper(page: LogWorkoutPage, measure: Measure) -> SetStepper:
    return _row(page).steppers[measure]


def _done(qtbot, page: LogWorkoutPage, count: int = 1) -> None:
    for _ in range(count):
        qtbot.mouseClick(_row(page).done_button, LEFT)


def _type(qtbot, page: LogWorkoutPage, measure: Measure, text: str) -> None:
    edit = _stepper(page, measure).edit
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClicks(edit, text)


def _save(qtbot, page: LogWorkoutPage) -> None:
    qtbot.mouseClick(page.panel.save_button, LEFT)


def _toasts(page: LogWorkoutPage) -> list[str]:
    return [toast.words.text() for toast in page.context.notices.toasts.toasts]


def _states(page: LogWorkoutPage) -> list[EntryState]:
    assert page.session is not None
    return [entry.state for entry in page.session.entries]


# What is shown


def test_today_s_exercises_stand_on_the_left_and_the_first_in_the_middle(
    qtbot, window: QWidget, page: LogWorkoutPage
) -> None:
    _open(qtbot, window, page)
    names = [(button.entry.name, button.words) for button in page.list.buttons]
    assert names == [
        ("Deadlift", "4 × 5 · 165 lb"),
        ("Romanian deadlift", "3 × 8 · 115 lb"),
        ("Leg curl", "3 × 12 · 60 lb"),
        ("Plank", "3 × 45 s · bodyweight"),
    ]
    assert page.list.progress_words == "0/13"
    assert page.panel.title == "Deadlift"
    assert page.panel.target == "Target 4 × 5 at 165 lb, rest 150 s"
    assert page.side.advice_words.startswith("Brace before you pull.")


def test_only_the_current_set_has_steppers_filled_in_beforehand(
    qtbot, window: QWidget, page: LogWorkoutPage
) -> None:
    _open(qtbot, window, page)
    assert [row.state for row in page.panel.table.rows] == [RowState.CURRENT, *[RowState.LATER] * 3]
    assert [len(row.steppers) for row in page.panel.table.rows] == [2, 0, 0, 0]
    assert _stepper(page, Measure.WEIGHT).value == Decimal(165)
    assert _stepper(page, Measure.REPS).value == Decimal(5)
    _done(qtbot, page)
    assert [row.state for row in page.panel.table.rows][:2] == [RowState.DONE, RowState.CURRENT]
    assert page.list.progress_words == "1/13"
    assert page.list.buttons[0].words == "1 of 4 sets done"


def test_enter_marks_a_set_as_done_and_goes_to_the_next(qtbot, window: QWidget, page: LogWorkoutPage) -> None:
    _open(qtbot, window, page)
    _type(qtbot, page, Measure.WEIGHT, "170")
    qtbot.keyClick(_stepper(page, Measure.WEIGHT).edit, Qt.Key.Key_Return)
    assert _row(page).number == 2
    assert _stepper(page, Measure.WEIGHT).value == Decimal(170)
    assert _stepper(page, Measure.WEIGHT).edit.hasFocus()
    for _ in range(3):
        qtbot.keyClick(_stepper(page, Measure.WEIGHT).edit, Qt.Key.Key_Return)
    assert page.panel.difficulty.hasFocus(), "after the last set, how hard it was"
    qtbot.keyClick(page.panel.difficulty, Qt.Key.Key_4)
    assert page.session is not None and page.session.entries[0].rating == 4


def test_the_arrow_keys_and_buttons_step(qtbot, window: QWidget, page: LogWorkoutPage) -> None:
    _open(qtbot, window, page)
    qtbot.mouseClick(_stepper(page, Measure.WEIGHT).more, LEFT)
    qtbot.keyClick(_stepper(page, Measure.REPS).edit, Qt.Key.Key_Down)
    _done(qtbot, page)
    assert page.session is not None
    assert (page.session.entries[0].sets[0].weight, page.session.entries[0].sets[0].reps) == (Decimal(170), 4)


def test_timed_and_cardio_exercises_get_their_own_fields(
    qtbot, window: QWidget, page: LogWorkoutPage, gym: MemberGym
) -> None:
    _open(qtbot, window, page)
    qtbot.mouseClick(page.list.buttons[3], LEFT)
    assert list(_row(page).steppers) == [Measure.SECONDS]
    assert _stepper(page, Measure.SECONDS).value == Decimal(45)
    gym.now = NOW + timedelta(days=1)
    page.open(day=date(2026, 11, 21))
    page.refresh()
    qtbot.waitUntil(lambda: page.panel.title == "Rowing machine")
    assert list(_row(page).steppers) == [Measure.MINUTES, Measure.MILES], "whoever lifts pounds runs miles"
    assert _stepper(page, Measure.MINUTES).value == Decimal(20)
    page.panel.kind_menu.actions()[3].trigger()
    assert list(_row(page).steppers) == [Measure.MINUTES, Measure.KILOMETRES]


def test_what_is_entered_can_be_chosen(qtbot, window: QWidget, page: LogWorkoutPage) -> None:
    _open(qtbot, window, page)
    action = next(a for a in page.panel.kind_menu.actions() if a.text() == "Distance in metres")
    action.trigger()
    assert list(_row(page).steppers) == [Measure.WEIGHT, Measure.METRES]
    assert page.panel.entry is not None and page.panel.entry.kind is EntryKind.DISTANCE


# Wrong input


@pytest.mark.parametrize(
    ("measure", "text", "words"),
    [
        (Measure.WEIGHT, "10000", "Set 1: weight must be between 0 and 2000."),
        (Measure.WEIGHT, "-60", "Set 1: weight must be between 0 and 2000."),
        (Measure.REPS, "5000", "Set 1: reps must be between 0 and 1000."),
        (Measure.REPS, "-3", "Set 1: reps must be between 0 and 1000."),
        (Measure.REPS, "8.5", "Set 1: “8.5” cannot be logged as it stands."),
        (Measure.REPS, "'; DROP", "Set 1: “'; DROP” cannot be logged as it stands."),
        (Measure.WEIGHT, "💪", "Set 1: “💪” cannot be logged as it stands."),
    ],
)
def test_impossible_numbers_are_refused_beside_the_set(
    qtbot, window: QWidget, page: LogWorkoutPage, gym: MemberGym, measure: Measure, text: str, words: str
) -> None:
    _open(qtbot, window, page)
    edit = _stepper(page, measure).edit
    edit.selectAll()
    edit.insert(text)
    edit.textEdited.emit(edit.text())
    for press in (lambda: _done(qtbot, page), lambda: qtbot.keyClick(edit, Qt.Key.Key_Return)):
        press()
        assert _row(page).number == 1
        assert _row(page).error == words
        assert _stepper(page, measure).edit.text() == text
    _save(qtbot, page)
    assert page.panel.table.rows[0].error == words
    assert gym.called("log") == []


def test_ten_thousand_digits_are_cut_before_they_are_read(
    qtbot, window: QWidget, page: LogWorkoutPage
) -> None:
    _open(qtbot, window, page)
    _stepper(page, Measure.WEIGHT).edit.selectAll()
    _stepper(page, Measure.WEIGHT).edit.insert("9" * 10_000)
    _done(qtbot, page)
    assert "between 0 and 2000" in _row(page).error or "cannot be logged" in _row(page).error


def test_saving_nothing_says_what_to_do(qtbot, window: QWidget, page: LogWorkoutPage, gym: MemberGym) -> None:
    _open(qtbot, window, page)
    _save(qtbot, page)
    assert page.panel.problem == "Log at least one set. Press Done on every set you did, then save."
    assert gym.called("log") == []


def test_a_note_of_ten_thousand_characters_is_refused_beside_the_note(
    qtbot, window: QWidget, page: LogWorkoutPage, gym: MemberGym
) -> None:
    _open(qtbot, window, page)
    _done(qtbot, page)
    page.panel.note.setPlainText("x" * 10_000)
    _save(qtbot, page)
    assert page.panel.note_field.error == "A note can have at most 2000 characters."
    assert len(page.panel.note.toPlainText()) == 10_000
    assert gym.called("log") == []


# Saving


def test_an_exercise_is_saved_with_all_its_sets_and_the_next_comes(
    qtbot, window: QWidget, page: LogWorkoutPage, gym: MemberGym
) -> None:
    _open(qtbot, window, page)
    assert page.panel.save_button.text() == "&Save, next: Romanian deadlift"
    assert page.panel.footer_words == "Kept on this computer as you enter it."
    _done(qtbot, page, 4)
    assert page.panel.save_button.property("kind") == "primary"
    page.panel.difficulty.setFocus()
    qtbot.keyClick(page.panel.difficulty, "4")
    page.panel.note.setFocus()
    qtbot.keyClicks(page.panel.note, "Grip got weak.")
    assert gym.called("log") == []
    _save(qtbot, page)
    qtbot.waitUntil(lambda: page.panel.title == "Romanian deadlift")
    (new,) = gym.called("log")
    assert new.exercise_id == gym.exercise("Deadlift").id
    assert new.sets == tuple(lifted(n, 5, "165") for n in range(1, 5))
    assert (new.rating, new.notes, new.completed_at) == (4, "Grip got weak.", None)
    assert page.list.buttons[0].words == "Saved, 4 sets"
    assert _toasts(page) == ["Deadlift saved, 4 sets"]


def test_a_saved_exercise_is_plain_text(qtbot, window: QWidget, page: LogWorkoutPage, gym: MemberGym) -> None:
    gym.log_of("Deadlift", TODAY, lifted(1, 5, "165"), lifted(2, 5, "165"), rating=2)
    _open(qtbot, window, page)
    assert page.panel.title == "Romanian deadlift"
    qtbot.mouseClick(page.list.buttons[0], LEFT)
    assert [row.state for row in page.panel.table.rows] == [RowState.SAVED, RowState.SAVED]
    assert not page.panel.difficulty.isEnabled() and page.panel.difficulty.rating == 2
    assert page.panel.footer_words == "Saved. Your trainer can see it."
    assert page.panel.save_button.text() == "&Next: Romanian deadlift"
    _save(qtbot, page)
    assert page.panel.title == "Romanian deadlift"
    assert gym.called("log") == []


def test_set_types_and_other_sets(qtbot, window: QWidget, page: LogWorkoutPage, gym: MemberGym) -> None:
    _open(qtbot, window, page)
    menu = _row(page)._menu(page)
    next(a for a in menu.actions() if a.text() == "Warm-up").trigger()
    _done(qtbot, page, 4)
    qtbot.mouseClick(page.panel.table.add_button, LEFT)
    _done(qtbot, page)
    last = page.panel.table.rows[3]._menu(page)
    next(a for a in last.actions() if a.text() == "Remove this set").trigger()
    _save(qtbot, page)
    qtbot.waitUntil(lambda: gym.called("log") != [])
    (new,) = gym.called("log")
    assert [(one.number, one.type) for one in new.sets] == [
        (1, SetType.WARM_UP),
        *((n, SetType.WORKING) for n in (2, 3, 4)),
    ]


def test_a_finished_set_can_be_changed_before_saving(
    qtbot, window: QWidget, page: LogWorkoutPage, gym: MemberGym
) -> None:
    _open(qtbot, window, page)
    _done(qtbot, page, 2)
    page.panel.table.rows[0].change_requested.emit()
    assert _row(page).number == 1
    _type(qtbot, page, Measure.REPS, "3")
    _done(qtbot, page)
    _save(qtbot, page)
    qtbot.waitUntil(lambda: gym.called("log") != [])
    assert [one.reps for one in gym.called("log")[0].sets] == [3, 5]


def test_kilograms_instead_of_pounds(qtbot, window: QWidget, page: LogWorkoutPage, gym: MemberGym) -> None:
    _open(qtbot, window, page)
    page.panel.units.choose("kg")
    assert _stepper(page, Measure.WEIGHT).value == Decimal(75)  # 74.8 kg, to half a kilogram
    _done(qtbot, page)
    _save(qtbot, page)
    qtbot.waitUntil(lambda: gym.called("log") != [])
    assert gym.called("log")[0].sets == (LoggedSet(1, reps=5, weight=Decimal(75), unit=Unit.KG),)
    qtbot.waitUntil(lambda: page.panel.title == "Romanian deadlift")
    assert page.panel.units.current == "lb"


def test_skip_moves_on_and_saves_nothing(
    qtbot, window: QWidget, page: LogWorkoutPage, gym: MemberGym
) -> None:
    _open(qtbot, window, page)
    qtbot.mouseClick(page.panel.skip_button, LEFT)
    qtbot.mouseClick(page.panel.foot.skip_row.reason_buttons[0], LEFT)
    assert page.panel.title == "Romanian deadlift"
    assert page.list.buttons[0].words == "Skipped: Equipment taken"
    assert page.list.progress_words == "0/9"
    qtbot.mouseClick(page.list.buttons[0], LEFT)
    _done(qtbot, page)
    assert _states(page)[0] is EntryState.OPEN
    assert gym.called("log") == []


def test_a_new_record_is_noticed(qtbot, window: QWidget, page: LogWorkoutPage) -> None:
    _open(qtbot, window, page)
    assert page.side.record_words == ""
    _done(qtbot, page)
    assert page.side.record_words == "165 lb is a new record"


def test_rest_begins_by_itself(qtbot, window: QWidget, page: LogWorkoutPage) -> None:
    _open(qtbot, window, page)
    _done(qtbot, page)
    assert page.side.rest.is_running
    assert 148 <= page.side.rest.seconds_left <= 150
    qtbot.mouseClick(page.side.rest.skip_button, LEFT)
    assert not page.side.rest.is_running


# Unplanned work


def test_unplanned_work_by_name(qtbot, window: QWidget, page: LogWorkoutPage, gym: MemberGym) -> None:
    gym.log_of("Dips", date(2026, 11, 10), lifted(1, 15, None), lifted(2, 12, None), planned=False)
    _open(qtbot, window, page)
    qtbot.mouseClick(page.list.add_button, LEFT)
    qtbot.keyClicks(page.list.name_edit, "dips")
    qtbot.keyClick(page.list.name_edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(page.panel.table.rows) == 2)
    assert (page.panel.title, page.panel.target) == ("dips", "Not in the plan")
    assert _stepper(page, Measure.REPS).value == Decimal(15)
    _done(qtbot, page)
    _save(qtbot, page)
    qtbot.waitUntil(lambda: _states(page)[-1] is EntryState.LOGGED)
    (new,) = gym.called("log")
    assert (new.exercise_id, new.exercise_name, new.sets) == (None, "dips", (LoggedSet(1, reps=15),))
    page.refresh()
    qtbot.waitUntil(lambda: len(gym.called("records")) >= 3)
    assert [button.entry.name for button in page.list.buttons][-1] == "dips"
    assert len(page.list.buttons) == 5


@pytest.mark.parametrize("name", ["", "x" * 300])
def test_a_name_that_cannot_be_is_refused_beside_the_field(
    qtbot, window: QWidget, page: LogWorkoutPage, name: str
) -> None:
    _open(qtbot, window, page)
    qtbot.mouseClick(page.list.add_button, LEFT)
    page.list.name_edit.setText(name)
    qtbot.keyClick(page.list.name_edit, Qt.Key.Key_Return)
    assert page.list.name_field.error != ""
    assert page.list.name_edit.text() == name
    assert len(page.list.buttons) == 4
    qtbot.keyClick(page.list.name_edit, Qt.Key.Key_Escape)
    assert not page.list.name_field.isVisible()


def test_a_day_without_a_plan_asks_for_a_name(
    qtbot, window: QWidget, page: LogWorkoutPage, gym: MemberGym
) -> None:
    gym.plan = None
    _open(qtbot, window, page)
    assert page.nothing.isVisible()
    assert page.list.name_edit.hasFocus()
    page.list.name_edit.setText("<b>'; DROP TABLE</b> 💪")
    qtbot.keyClick(page.list.name_edit, Qt.Key.Key_Return)
    assert page.panel.title == "<b>'; DROP TABLE</b> 💪"
    qtbot.mouseClick(page.panel.remove_button, LEFT)
    assert page.nothing.isVisible()


# The server away


def test_when_the_server_is_away_nothing_is_lost_and_retry_saves_it_once(
    qtbot, window: QWidget, page: LogWorkoutPage, gym: MemberGym
) -> None:
    _open(qtbot, window, page)
    _done(qtbot, page, 4)
    page.panel.difficulty.choose("5")
    gym.fail("log", Unavailable(AWAY))
    _save(qtbot, page)
    qtbot.waitUntil(lambda: _states(page)[0] is EntryState.UNSENT)
    assert page.panel.title == "Deadlift"
    assert page.panel.problem == f"Not saved yet {AWAY}"
    assert page.panel.footer_words == "Not saved yet. It stays here until it is."
    assert page.list.buttons[0].words == "Not saved yet"
    assert page.context.notices.offline_since is not None
    qtbot.mouseClick(page.panel._retry, LEFT)
    qtbot.waitUntil(lambda: _states(page)[0] is EntryState.LOGGED)
    first, second = gym.called("log")
    assert first == second
    assert len([log for log in gym.stored_logs if log.id == first.id]) == 1


def test_a_lost_answer_is_not_logged_twice(
    qtbot, window: QWidget, page: LogWorkoutPage, gym: MemberGym
) -> None:
    _open(qtbot, window, page)
    _done(qtbot, page, 4)
    gym.lose_answer("log")
    _save(qtbot, page)
    qtbot.waitUntil(lambda: _states(page)[0] is EntryState.UNSENT)
    before = len(gym.stored_logs)
    _save(qtbot, page)
    qtbot.waitUntil(lambda: _states(page)[0] is EntryState.LOGGED)
    assert len(gym.stored_logs) == before


def test_numbers_changed_after_a_lost_answer_take_the_place_of_the_first(
    qtbot, window: QWidget, page: LogWorkoutPage, gym: MemberGym
) -> None:
    _open(qtbot, window, page)
    _done(qtbot, page, 3)
    gym.lose_answer("log")
    _save(qtbot, page)
    qtbot.waitUntil(lambda: _states(page)[0] is EntryState.UNSENT)
    _done(qtbot, page)
    _save(qtbot, page)
    qtbot.waitUntil(lambda: _states(page)[0] is EntryState.LOGGED)
    today = [log for log in gym.stored_logs if log.completed_at == gym.now]
    assert [len(log.sets) for log in today] == [4]
    assert len(gym.called("delete")) == 1


def test_several_unsaved_exercises_are_sent_together(
    qtbot, window: QWidget, page: LogWorkoutPage, gym: MemberGym
) -> None:
    _open(qtbot, window, page)
    gym.fail("log", Unavailable(AWAY), Unavailable(AWAY))
    for place in (0, 1):
        qtbot.mouseClick(page.list.buttons[place], LEFT)
        _done(qtbot, page)
        _save(qtbot, page)
        qtbot.waitUntil(lambda place=place: _states(page)[place] is EntryState.UNSENT)
    assert page.unsaved_banner.isVisible()
    assert page.unsaved_banner.accessibleName().startswith("2 exercises are not saved yet")
    qtbot.mouseClick(page.unsaved_banner.retry_all, LEFT)
    qtbot.waitUntil(lambda: _states(page)[:2] == [EntryState.LOGGED] * 2)
    assert not page.unsaved_banner.isVisible()


def test_a_refusal_of_the_database_is_shown_and_can_be_mended(
    qtbot, window: QWidget, page: LogWorkoutPage, gym: MemberGym
) -> None:
    _open(qtbot, window, page)
    _done(qtbot, page, 2)
    gym.fail("log", UserError("Set 2: too heavy to be true.", field="set2"))
    _save(qtbot, page)
    qtbot.waitUntil(lambda: page.panel.table.rows[1].error == "Set 2: too heavy to be true.")
    assert _states(page)[0] is EntryState.OPEN
    _save(qtbot, page)
    qtbot.waitUntil(lambda: _states(page)[0] is EntryState.LOGGED)


@pytest.mark.expects_log("unexpected failure")
def test_a_fault_of_the_program_keeps_what_was_entered(
    qtbot, window: QWidget, page: LogWorkoutPage, gym: MemberGym
) -> None:
    _open(qtbot, window, page)
    _done(qtbot, page, 2)
    gym.fail("log", ZeroDivisionError("oops"))
    _save(qtbot, page)
    qtbot.waitUntil(lambda: _states(page)[0] is EntryState.UNSENT)
    assert page.panel.problem == "Not saved yet This is a fault in the program."
    assert page.session is not None and len(page.session.entries[0].done) == 2
    dialog = page.context.notices._bug_dialog
    assert dialog is not None
    dialog.reject()


def test_while_it_is_being_saved_nothing_can_be_changed(
    qtbot, window: QWidget, page: LogWorkoutPage, gym: MemberGym
) -> None:
    _open(qtbot, window, page)
    _done(qtbot, page)
    gate = gym.hold("log")
    _save(qtbot, page)
    assert _states(page)[0] is EntryState.SENDING
    assert page.panel.footer_words == "Saving…"
    assert not page.panel.save_button.isEnabled()
    assert [row.state for row in page.panel.table.rows if row.steppers] == []
    gate.set()
    qtbot.waitUntil(lambda: _states(page)[0] is EntryState.LOGGED)


def test_an_error_while_loading_leaves_what_was_entered(
    qtbot, window: QWidget, page: LogWorkoutPage, gym: MemberGym
) -> None:
    _open(qtbot, window, page)
    _done(qtbot, page)
    gym.fail("week", Unavailable(AWAY))
    page.refresh()
    qtbot.waitUntil(lambda: page.context.notices.offline_since is not None)
    assert page.states.state == "content"
    assert page.list.progress_words == "1/13"


def test_an_error_at_first_offers_to_try_again(
    qtbot, window: QWidget, page: LogWorkoutPage, gym: MemberGym
) -> None:
    gym.fail("week", Unavailable(AWAY))
    show_page(window, page)
    qtbot.waitUntil(lambda: page.states.state == "error")
    page.states.retry_requested.emit()
    qtbot.waitUntil(lambda: page.states.state == "content")


# Correcting


def _answer(monkeypatch: pytest.MonkeyPatch, page: LogWorkoutPage, answer: bool) -> list[str]:
    asked: list[str] = []

    def question(title: str, text: str, *args: object, **kwargs: object) -> bool:
        asked.append(f"{title} {text}")
        return answer

    monkeypatch.setattr(page.context.notices, "question", question)
    return asked


def test_a_log_is_corrected_in_its_place(
    qtbot, window: QWidget, page: LogWorkoutPage, gym: MemberGym
) -> None:
    log = gym.log_of("Deadlift", TODAY, lifted(1, 5, "165"), lifted(2, 50, "165"))
    _open(qtbot, window, page)
    qtbot.mouseClick(page.list.buttons[0], LEFT)
    qtbot.mouseClick(page.panel.correct_button, LEFT)
    assert page.panel.footer_words == "You change what is saved."
    page.panel.table.rows[1].change_requested.emit()
    _type(qtbot, page, Measure.REPS, "5")
    _done(qtbot, page)
    page.panel.difficulty.choose("4")
    assert page.panel.save_button.text() == "&Save the correction"
    page.panel.note.setFocus()
    qtbot.keyClick(page.panel.note, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: _states(page)[0] is EntryState.LOGGED)
    (sent,) = gym.called("correct")
    assert (sent[0], [one.reps for one in sent[1]], sent[2:]) == (log.id, [5, 5], (4, "", 1))
    assert gym.called("log") == gym.called("delete") == []
    assert "Deadlift corrected." in _toasts(page)


def test_a_correction_can_be_left(qtbot, window: QWidget, page: LogWorkoutPage, gym: MemberGym) -> None:
    gym.log_of("Deadlift", TODAY, lifted(1, 5, "165"))
    _open(qtbot, window, page)
    qtbot.mouseClick(page.list.buttons[0], LEFT)
    qtbot.mouseClick(page.panel.correct_button, LEFT)
    page.panel.table.rows[0].change_requested.emit()
    _type(qtbot, page, Measure.REPS, "9")
    qtbot.mouseClick(page.panel.foot.leave_button, LEFT)
    assert _states(page)[0] is EntryState.LOGGED
    assert page.session is not None and page.session.entries[0].sets[0].reps == 5
    assert gym.called("correct") == []


def test_a_correction_that_somebody_else_was_faster_with_is_said(
    qtbot, window: QWidget, page: LogWorkoutPage, gym: MemberGym
) -> None:
    gym.log_of("Deadlift", TODAY, lifted(1, 5, "165"))
    _open(qtbot, window, page)
    qtbot.mouseClick(page.list.buttons[0], LEFT)
    qtbot.mouseClick(page.panel.correct_button, LEFT)
    gym.fail("correct", Conflict("Somebody else changed this meanwhile."))
    _save(qtbot, page)
    qtbot.waitUntil(lambda: page.panel.problem == "Not saved Somebody else changed this meanwhile.")


def test_what_is_older_than_seven_days_stays_as_it_is(
    qtbot, window: QWidget, page: LogWorkoutPage, gym: MemberGym
) -> None:
    log = gym.log_of("Deadlift", TODAY, lifted(1, 5, "165"))
    gym.stored_logs[-1] = dataclasses.replace(log, is_correctable=False)
    _open(qtbot, window, page)
    qtbot.mouseClick(page.list.buttons[0], LEFT)
    assert page.panel.correct_button.isHidden() and page.panel.foot.delete_button.isHidden()


def test_undo_takes_a_saved_exercise_back(
    qtbot, window: QWidget, page: LogWorkoutPage, gym: MemberGym
) -> None:
    _open(qtbot, window, page)
    _done(qtbot, page)
    _save(qtbot, page)
    qtbot.waitUntil(lambda: _states(page)[0] is EntryState.LOGGED)
    page.context.notices.toasts.toasts[0]._on_undo_clicked()
    qtbot.waitUntil(lambda: _states(page)[0] is EntryState.OPEN)
    assert len(gym.called("delete")) == 1
    assert page.panel.title == "Deadlift"
    assert page.list.buttons[0].words == "1 of 4 sets done"


def test_a_log_that_cannot_be_deleted_stays_saved(
    qtbot, window: QWidget, page: LogWorkoutPage, gym: MemberGym, monkeypatch: pytest.MonkeyPatch
) -> None:
    gym.log_of("Deadlift", TODAY, lifted(1, 5, "165"))
    _open(qtbot, window, page)
    qtbot.mouseClick(page.list.buttons[0], LEFT)
    _answer(monkeypatch, page, True)
    gym.fail("delete", Unavailable(AWAY))
    qtbot.mouseClick(page.panel.foot.delete_button, LEFT)
    qtbot.waitUntil(lambda: page.context.notices.offline_since is not None)
    assert _states(page)[0] is EntryState.LOGGED


# Days


def test_a_past_day_of_this_week_is_logged_on_that_day_or_today(
    qtbot, window: QWidget, page: LogWorkoutPage, gym: MemberGym
) -> None:
    gym.stored_logs = [log for log in gym.stored_logs if log.exercise_name not in ("Back squat", "Leg press")]
    _open(qtbot, window, page, day=date(2026, 11, 17))
    assert [segment.text for segment in page.list.when.segments] == ["Tue 17 Nov", "Today"]
    assert page.list.when.current == "day"
    _done(qtbot, page)
    _save(qtbot, page)
    qtbot.waitUntil(lambda: gym.called("log") != [])
    assert gym.called("log")[0].completed_at == datetime(2026, 11, 17, 15, 30, tzinfo=ZONE)
    qtbot.waitUntil(lambda: page.panel.title == "Leg press")
    page.list.when.choose("today")
    _done(qtbot, page)
    _save(qtbot, page)
    qtbot.waitUntil(lambda: len(gym.called("log")) == 2)
    assert gym.called("log")[1].completed_at is None


def test_catching_up_counts_as_done_today(qtbot, window: QWidget, page: LogWorkoutPage) -> None:
    _open(qtbot, window, page, day=date(2026, 11, 17), done_today=True)
    assert page.list.when.current == "today"


def test_it_begins_with_the_exercise_asked_for(
    qtbot, window: QWidget, page: LogWorkoutPage, gym: MemberGym
) -> None:
    _open(qtbot, window, page, day=TODAY, exercise_id=gym.exercise("Leg curl").id)
    assert page.panel.title == "Leg curl"


def test_a_half_entered_workout_waits_while_another_day_is_shown(
    qtbot, window: QWidget, page: LogWorkoutPage
) -> None:
    _open(qtbot, window, page)
    _type(qtbot, page, Measure.WEIGHT, "172.5")
    _done(qtbot, page)
    assert page.may_leave()
    page.open(day=date(2026, 11, 18))
    page.refresh()
    qtbot.waitUntil(lambda: page.panel.title == "Barbell row")
    page.open()
    page.refresh()
    qtbot.waitUntil(lambda: page.panel.title == "Deadlift")
    assert page.session is not None
    assert page.session.entries[0].sets[0].weight == Decimal("172.5")
    assert page.list.progress_words == "1/13"


def test_a_change_of_the_plan_does_not_touch_what_is_being_typed(
    qtbot, window: QWidget, page: LogWorkoutPage, gym: MemberGym
) -> None:
    _open(qtbot, window, page)
    _type(qtbot, page, Measure.WEIGHT, "172")
    assert gym.plan is not None
    heavier = tuple(dataclasses.replace(e, weight="200 lb") for e in gym.plan.exercises)
    gym.replan(exercises=heavier)
    page.refresh()
    qtbot.waitUntil(lambda: page.list.buttons[1].words == "3 × 8 · 200 lb")
    assert _stepper(page, Measure.WEIGHT).edit.text() == "172"
    assert _stepper(page, Measure.WEIGHT).edit.hasFocus()


# Finishing


def test_finishing_nothing_says_so(qtbot, window: QWidget, page: LogWorkoutPage, gym: MemberGym) -> None:
    _open(qtbot, window, page)
    qtbot.mouseClick(page.list.finish_button, LEFT)
    assert page.list.problem == "Nothing is logged yet. Press Done on a set first."
    assert gym.went == []


def test_finishing_while_the_server_is_away_stays_here(
    qtbot, window: QWidget, page: LogWorkoutPage, gym: MemberGym
) -> None:
    _open(qtbot, window, page)
    _done(qtbot, page)
    gym.fail("log", Unavailable(AWAY))
    qtbot.mouseClick(page.list.finish_button, LEFT)
    qtbot.waitUntil(lambda: _states(page)[0] is EntryState.UNSENT)
    assert gym.went == []
    qtbot.mouseClick(page.list.finish_button, LEFT)
    qtbot.waitUntil(page.finish_card.isVisible)


def test_finishing_with_something_wrong_shows_it(
    qtbot, window: QWidget, page: LogWorkoutPage, gym: MemberGym
) -> None:
    _open(qtbot, window, page)
    page.panel.difficulty.choose("2")
    qtbot.mouseClick(page.list.buttons[1], LEFT)
    qtbot.mouseClick(page.list.finish_button, LEFT)
    assert page.panel.title == "Deadlift"
    assert page.panel.problem.startswith("Log at least one set.")
    assert gym.called("log") == []


# Signing out


def test_signing_out_asks_only_when_what_was_entered_could_not_be_kept(
    qtbot, window: QWidget, page: LogWorkoutPage, gym: MemberGym, monkeypatch: pytest.MonkeyPatch
) -> None:
    _open(qtbot, window, page)
    asked = _answer(monkeypatch, page, False)
    _done(qtbot, page)
    assert page.may_close()
    assert asked == []
    qtbot.waitUntil(lambda: gym.drafts.kept.load("workout", SARAH) is not None)
    _done(qtbot, page)
    gym.fail("save draft", UserError("The disk is full."))
    page.hide()
    qtbot.waitUntil(lambda: "The disk is full." in " ".join(_toasts(page)))
    assert not page.may_close()
    assert asked == [
        "Sign out without saving? Deadlift: what you entered is not saved and is lost when you sign out."
    ]
