"""The end of a workout: what was achieved, and what the buttons beside the sets do on the way."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gymtrainer_desktop.domain.errors import Denied, Unavailable, UserError
from gymtrainer_desktop.domain.progress import LogPage, LogQuery, LogRow, TrainingWeek
from gymtrainer_desktop.domain.records import RecordKind
from gymtrainer_desktop.domain.workouts import SetType
from gymtrainer_desktop.ui.member.log_workout_page import LogWorkoutPage
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.widgets.logging.exercise_entry import EntryState
from gymtrainer_desktop.ui.widgets.logging.finish_facts import mean_difficulty, weeks_in_a_row
from gymtrainer_desktop.ui.widgets.logging.set_row import RowState, SetRow
from gymtrainer_desktop.ui.widgets.logging.workout_sets import Measure
from tests.ui.member_gym import SARAH, TODAY, MemberGym, lifted, show_page

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def gym() -> MemberGym:
    return MemberGym()


@pytest.fixture
def page(qtbot: QtBot, window: QWidget, page_context: PageContext, gym: MemberGym) -> LogWorkoutPage:
    page = LogWorkoutPage(gym.context(page_context), clock=gym.clock)
    show_page(window, page)
    qtbot.waitUntil(lambda: page.states.state == "content")
    return page


def _row(page: LogWorkoutPage) -> SetRow:
    return next(row for row in page.panel.table.rows if row.state is RowState.CURRENT)


def _done(qtbot: QtBot, page: LogWorkoutPage, count: int = 1) -> None:
    for _ in range(count):
        qtbot.mouseClick(_row(page).done_button, LEFT)


def _type(qtbot: QtBot, page: LogWorkoutPage, measure: Measure, text: str) -> None:
    edit = _row(page).steppers[measure].edit
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClicks(edit, text)


def _finish(qtbot: QtBot, page: LogWorkoutPage) -> None:
    qtbot.mouseClick(page.list.finish_button, LEFT)
    qtbot.waitUntil(page.finish_card.isVisible)


def _questions(page: LogWorkoutPage, monkeypatch: pytest.MonkeyPatch, *answers: bool) -> list[str]:
    asked: list[str] = []
    left = list(answers)

    def question(title: str, text: str, *_args: object, **_kwargs: object) -> bool:
        asked.append(text)
        return left.pop(0)

    monkeypatch.setattr(page.context.notices, "question", question)
    return asked


# Finishing


def test_finish_says_what_was_achieved_and_then_goes_home(
    qtbot: QtBot, page: LogWorkoutPage, gym: MemberGym, monkeypatch: pytest.MonkeyPatch
) -> None:
    def logs(member_id: object, query: LogQuery, after: object, limit: int) -> LogPage:
        assert (member_id, query) == (SARAH, LogQuery(records=True, since=TODAY, until=TODAY))
        log = next(log for log in reversed(gym.stored_logs) if log.exercise_name == "Deadlift")
        return LogPage((LogRow(log, TODAY, (RecordKind.WEIGHT, RecordKind.E1RM)),), None, 1)

    monkeypatch.setattr(gym.progress, "logs", logs)
    _done(qtbot, page, 4)
    page.panel.difficulty.choose("4")
    qtbot.mouseClick(page.panel.save_button, LEFT)
    qtbot.waitUntil(lambda: page.panel.title == "Romanian deadlift")
    _done(qtbot, page, 3)
    page.panel.difficulty.choose("3")
    _finish(qtbot, page)
    assert [new.exercise_name for new in gym.called("log")] == ["Deadlift", "Romanian deadlift"]
    qtbot.waitUntil(lambda: "Streak" in page.finish_card.figures)
    assert page.finish_card.figures == {
        "Exercises": "2",
        "Sets": "7",
        "Lifted": "6,060 lb",
        "Difficulty": "3.5 of 5",
        "Streak": "1 week",
    }
    assert page.finish_card.record_lines == ["Deadlift 165 lb × 5, new record: weight, e1RM"]
    assert gym.went == [] and page.session is None
    qtbot.mouseClick(page.finish_card.close_button, LEFT)
    assert gym.went == [("home", {"finished": TODAY})]
    assert page.is_stale and page.may_close()


def test_a_workout_can_be_begun_anew_after_finishing(
    qtbot: QtBot, page: LogWorkoutPage, gym: MemberGym
) -> None:
    _done(qtbot, page)
    _finish(qtbot, page)
    page.open()
    page.refresh()
    qtbot.waitUntil(lambda: page.session is not None)
    assert page.finish_card.isHidden() or not page.finish_card.isVisible()
    assert page.list.buttons[0].words == "Saved, 1 set"


def test_without_the_server_it_says_what_waits(qtbot: QtBot, page: LogWorkoutPage, gym: MemberGym) -> None:
    gym.recording.is_away = True
    gym.fail("log page", Unavailable("The database cannot be reached."))
    _done(qtbot, page, 2)
    _finish(qtbot, page)
    assert page.finish_card.figures["Sets"] == "2"
    assert "Streak" not in page.finish_card.figures
    assert len(gym.recording.queued) == 1


def _week(workouts: int, ago: int) -> TrainingWeek:
    return TrainingWeek(date(2026, 11, 16) - timedelta(weeks=ago), 0, 0, workouts)


@pytest.mark.parametrize(
    ("workouts", "expected"),
    [((1, 2, 3), 3), ((1, 0, 3), 1), ((2, 2, 0), 2), ((2, 0, 0), 0), ((0,), 0), ((), 0)],
)
def test_weeks_in_a_row(workouts: tuple[int, ...], expected: int) -> None:
    weeks = [_week(count, len(workouts) - n) for n, count in enumerate(workouts)]
    assert weeks_in_a_row(weeks) == expected


def test_difficulty_is_a_mean_of_what_was_said() -> None:
    assert mean_difficulty([3, 4, 4]) == Decimal("3.7")
    assert mean_difficulty([]) is None


# Strange weights


def test_a_weight_far_beyond_the_best_is_asked_about_once(
    qtbot: QtBot, page: LogWorkoutPage, gym: MemberGym, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = _questions(page, monkeypatch, False, True)
    _type(qtbot, page, Measure.WEIGHT, "600")
    _done(qtbot, page)
    assert asked == ["600 lb is far more than the best so far, 160 lb. Is it right?"]
    assert _row(page).number == 1, "it is to be changed"
    _done(qtbot, page)
    _done(qtbot, page)
    assert len(asked) == 2
    qtbot.mouseClick(page.panel.save_button, LEFT)
    qtbot.waitUntil(lambda: gym.called("log") != [])
    assert [one.weight for one in gym.called("log")[0].sets] == [Decimal(600)] * 2


def test_saving_without_pressing_done_asks_as_well(
    qtbot: QtBot, page: LogWorkoutPage, gym: MemberGym, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = _questions(page, monkeypatch, False)
    _type(qtbot, page, Measure.WEIGHT, "600")
    qtbot.mouseClick(page.panel.save_button, LEFT)
    assert len(asked) == 1 and gym.called("log") == []


def test_ten_thousand_is_refused_and_not_asked_about(
    qtbot: QtBot, page: LogWorkoutPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = _questions(page, monkeypatch)
    _type(qtbot, page, Measure.WEIGHT, "10000")
    _done(qtbot, page)
    assert asked == []
    assert "weight must be between" in page.panel.table.rows[0].error


# Left out, replaced, added


def test_left_out_for_a_reason_and_taken_back(qtbot: QtBot, page: LogWorkoutPage, gym: MemberGym) -> None:
    qtbot.mouseClick(page.panel.skip_button, LEFT)
    page.panel.foot.skip_row.edit.setText("  Bad   knee ")
    qtbot.keyClick(page.panel.foot.skip_row.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: gym.called("skip") != [])
    (skip,) = gym.called("skip")
    assert (skip.exercise_id, skip.on, skip.reason) == (gym.exercise("Deadlift").id, TODAY, "Bad knee")
    assert page.panel.title == "Romanian deadlift"
    qtbot.waitUntil(lambda: page.session is not None and page.session.entries[0].skip_seen)
    qtbot.mouseClick(page.list.buttons[0], LEFT)
    assert page.panel.footer_words == "Left out: Bad knee."
    qtbot.mouseClick(page.panel.foot.back_button, LEFT)
    qtbot.waitUntil(lambda: gym.called("take_skip_back") == [skip.id])
    qtbot.waitUntil(lambda: page.list.buttons[0].words == "4 × 5 · 165 lb")


def test_leaving_out_can_be_thought_better_of(qtbot: QtBot, page: LogWorkoutPage, gym: MemberGym) -> None:
    qtbot.mouseClick(page.panel.skip_button, LEFT)
    assert not page.panel.foot.skip_row.isHidden()
    qtbot.keyClick(page.panel.foot.skip_row.edit, Qt.Key.Key_Escape)
    assert page.panel.foot.skip_row.isHidden()
    assert gym.called("skip") == []


def test_a_refused_skip_opens_the_exercise_again(qtbot: QtBot, page: LogWorkoutPage, gym: MemberGym) -> None:
    gym.fail("skip", UserError("The day is over."))
    qtbot.mouseClick(page.panel.skip_button, LEFT)
    qtbot.mouseClick(page.panel.foot.skip_row.skip_button, LEFT)
    qtbot.waitUntil(lambda: page.list.buttons[0].words == "4 × 5 · 165 lb")


def test_a_skip_that_cannot_be_taken_back_stays(qtbot: QtBot, page: LogWorkoutPage, gym: MemberGym) -> None:
    qtbot.mouseClick(page.panel.skip_button, LEFT)
    qtbot.mouseClick(page.panel.foot.skip_row.skip_button, LEFT)
    qtbot.waitUntil(lambda: page.session is not None and page.session.entries[0].skip_seen)
    gym.fail("take_skip_back", Denied("This is not there any more."))
    qtbot.mouseClick(page.list.buttons[0], LEFT)
    qtbot.mouseClick(page.panel.foot.back_button, LEFT)
    qtbot.waitUntil(lambda: page.list.buttons[0].words == "Skipped")


def test_something_else_instead(qtbot: QtBot, page: LogWorkoutPage, gym: MemberGym) -> None:
    qtbot.mouseClick(page.panel.head.swap_button, LEFT)
    menu = page.panel.head.swap_menu
    qtbot.waitUntil(lambda: [a.text() for a in menu.actions()] == ["Leg press", "Back squat"])
    menu.actions()[1].trigger()
    squat = _row(page).extras
    assert squat is not None and squat._gear is not None, "a barbell has plates"
    page.panel.head.offer_substitutes(["Leg press"])
    assert menu.actions()[0].text() == "Deadlift, as planned"
    menu.actions()[-1].trigger()
    menu.close()
    assert (page.panel.title, page.panel.target) == (
        "Leg press",
        "Instead of Deadlift, Target 4 × 5 at 165 lb, rest 150 s",
    )
    qtbot.waitUntil(lambda: _row(page).steppers[Measure.WEIGHT].value == Decimal(220))
    _done(qtbot, page)
    qtbot.mouseClick(page.panel.save_button, LEFT)
    qtbot.waitUntil(lambda: gym.called("log") != [])
    (new,) = gym.called("log")
    assert (new.exercise_name, new.exercise_id) == ("Leg press", gym.exercise("Deadlift").id)


def test_names_are_completed_from_the_library(qtbot: QtBot, page: LogWorkoutPage, gym: MemberGym) -> None:
    qtbot.mouseClick(page.list.add_button, LEFT)
    qtbot.keyClicks(page.list.name_edit, "dumbbell")
    qtbot.waitUntil(lambda: "dumbbell" in gym.called("search"))
    qtbot.waitUntil(lambda: "Dumbbell bench press" in page.list.completer.model().stringList())  # type: ignore[attr-defined]
    page.list.completer.popup().hide()


def test_a_log_of_the_history_is_opened_where_it_can_be_corrected(
    qtbot: QtBot, page: LogWorkoutPage, gym: MemberGym
) -> None:
    log = gym.log_of("Back squat", date(2026, 11, 18), lifted(1, 6, "140"))
    page.open(day=date(2026, 11, 18), log_id=log.id)
    page.refresh()
    qtbot.waitUntil(lambda: page.panel.title == "Back squat")
    assert page.session is not None and page.session.day == date(2026, 11, 18)
    assert not page.panel.correct_button.isHidden()


# Beside a set


def _with_barbell(gym: MemberGym, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    found = gym.exercises.by_names(["Back squat"])["Back squat"]
    known: dict[str, Any] = {name: dataclasses.replace(found, name=name)}
    monkeypatch.setattr(gym.exercises, "by_names", lambda names: {n: known[n] for n in names if n in known})


def test_the_plates_of_a_barbell_follow_the_weight(
    qtbot: QtBot, page: LogWorkoutPage, gym: MemberGym, monkeypatch: pytest.MonkeyPatch
) -> None:
    _with_barbell(gym, monkeypatch, "Deadlift")
    page.refresh()
    qtbot.waitUntil(lambda: _row(page).extras is not None and _row(page).extras.plates != "")
    extras = _row(page).extras
    assert extras is not None and extras.plates == "35 + 25 per side"
    qtbot.mouseClick(_row(page).steppers[Measure.WEIGHT].more, LEFT)
    assert extras.plates == "35 + 25 + 2.5 per side"
    qtbot.mouseClick(page.list.buttons[2], LEFT)
    leg_curl = _row(page).extras
    assert leg_curl is not None and leg_curl.plates == "", "no plates on a machine"


def test_steps_are_those_of_the_gym_s_plates(
    qtbot: QtBot, window: QWidget, page_context: PageContext, gym: MemberGym
) -> None:
    gym.settings = dataclasses.replace(gym.settings, plates_lb=(Decimal(45), Decimal(1)))
    page = LogWorkoutPage(gym.context(page_context), clock=gym.clock)
    show_page(window, page)
    qtbot.waitUntil(lambda: page.states.state == "content")
    qtbot.mouseClick(_row(page).steppers[Measure.WEIGHT].more, LEFT)
    assert _row(page).steppers[Measure.WEIGHT].value == Decimal(167)


def test_reps_left_are_said_per_set(qtbot: QtBot, page: LogWorkoutPage, gym: MemberGym) -> None:
    extras = _row(page).extras
    assert extras is not None
    extras.rir_menu.actions()[3].trigger()
    assert extras.rir_button.text() == "2 reps left"
    _done(qtbot, page)
    qtbot.mouseClick(page.panel.save_button, LEFT)
    qtbot.waitUntil(lambda: gym.called("log") != [])
    assert gym.called("log")[0].sets[0].rir == 2


def test_a_stopwatch_fills_in_the_seconds(qtbot: QtBot, page: LogWorkoutPage) -> None:
    qtbot.mouseClick(page.list.buttons[3], LEFT)
    extras = _row(page).extras
    assert extras is not None and not extras.watch_button.isHidden()
    now = [100.0]
    extras._now = lambda: now[0]
    qtbot.mouseClick(extras.watch_button, LEFT)
    now[0] += 61.7
    extras.tick()
    assert extras.watch_button.text() == "Stop at 1:01"
    qtbot.mouseClick(extras.watch_button, LEFT)
    assert _row(page).steppers[Measure.SECONDS].value == Decimal(61)


def test_the_keypad_replaces_the_number_and_takes_a_point(qtbot: QtBot, page: LogWorkoutPage) -> None:
    stepper = _row(page).steppers[Measure.WEIGHT]
    qtbot.keyClick(stepper.edit, Qt.Key.Key_F2)
    pad = stepper.pad
    assert pad is not None and pad.isVisible()
    for key in ("1", "7", "2", ".", "5"):
        qtbot.mouseClick(pad.keys[key], LEFT)
    assert stepper.value == Decimal("172.5")
    qtbot.mouseClick(pad.back, LEFT)
    assert stepper.edit.text() == "172."
    qtbot.mouseClick(pad.done, LEFT)
    assert not pad.isVisible()


def test_whole_numbers_have_no_point(qtbot: QtBot, page: LogWorkoutPage) -> None:
    stepper = _row(page).steppers[Measure.REPS]
    stepper.open_pad()
    assert stepper.pad is not None and "." not in stepper.pad.keys
    stepper.pad.press("8")
    stepper.pad.close()
    assert stepper.value == Decimal(8)


def test_warm_up_drop_and_failure_are_marked(qtbot: QtBot, page: LogWorkoutPage, gym: MemberGym) -> None:
    for kind in (SetType.WARM_UP, SetType.WORKING, SetType.DROP, SetType.FAILURE):
        _row(page).type_chosen.emit(kind)
        _done(qtbot, page)
    qtbot.mouseClick(page.panel.save_button, LEFT)
    qtbot.waitUntil(lambda: gym.called("log") != [])
    assert [one.type for one in gym.called("log")[0].sets] == [
        SetType.WARM_UP, SetType.WORKING, SetType.DROP, SetType.FAILURE,
    ]  # fmt: skip


# The rest


def test_the_rest_can_be_switched_off_and_that_is_remembered(
    qtbot: QtBot, page: LogWorkoutPage, gym: MemberGym
) -> None:
    page.panel.head.timer_action.trigger()
    _done(qtbot, page)
    assert not page.side.rest.is_running
    again = LogWorkoutPage(page.context, clock=gym.clock)
    assert not again.panel.head.has_timer
    assert again.panel.head.has_sound
    again.deleteLater()


def test_a_deleted_log_can_be_entered_anew(
    qtbot: QtBot, page: LogWorkoutPage, gym: MemberGym, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = gym.log_of("Deadlift", TODAY, lifted(1, 5, "165"))
    page.refresh()
    qtbot.waitUntil(lambda: page.list.buttons[0].words == "Saved, 1 set")
    asked = _questions(page, monkeypatch, True)
    qtbot.mouseClick(page.list.buttons[0], LEFT)
    qtbot.mouseClick(page.panel.foot.delete_button, LEFT)
    qtbot.waitUntil(lambda: gym.called("delete") == [log.id])
    assert asked[0].startswith("Deadlift then counts as not logged.")
    qtbot.waitUntil(lambda: page.session is not None and page.session.entries[0].state is EntryState.OPEN)
