"""The workout at the kiosk: few touches, sets kept at once, everything recorded once, nothing lost."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.errors import SignedOut, Unavailable, UserError
from gymtrainer_desktop.domain.records import RecordKind
from gymtrainer_desktop.domain.workouts import LoggedSet
from gymtrainer_desktop.ui.kiosk.overlay_dialog import NumberDialog, QuestionDialog
from gymtrainer_desktop.ui.kiosk.rest_panel import RestPanel
from gymtrainer_desktop.ui.tasks import Tasks
from gymtrainer_desktop.ui.theme.style import Theme
from gymtrainer_desktop.ui.theme.tokens import KioskSize
from gymtrainer_desktop.ui.widgets.logging.exercise_entry import EntryState
from gymtrainer_desktop.ui.widgets.logging.workout_sets import EntryKind, Measure
from tests.ui.kiosk_gym import NUMBER, FakeClock, Kiosk, KioskGym
from tests.ui.member_gym import SARAH, ZONE, lifted


@pytest.fixture
def gym() -> KioskGym:
    gym = KioskGym()
    gym.follow_the_clock()
    return gym


@pytest.fixture
def kiosk(qtbot, theme: Theme, tasks: Tasks, gym: KioskGym) -> Iterator[Kiosk]:
    kiosk = Kiosk(qtbot, tasks, gym)
    yield kiosk
    kiosk.close()


def _front(kiosk: Kiosk) -> str:
    return kiosk.view.page.objectName()


def _logged(gym: KioskGym) -> list[tuple[str, tuple[LoggedSet, ...], int | None]]:
    return [(new.exercise_name, new.sets, new.rating) for new in gym.called("log")]


def _draft(gym: KioskGym) -> dict | None:
    found = gym.drafts.kept.load("workout", SARAH)
    return found.content if found is not None else None


def _start(kiosk: Kiosk) -> None:
    kiosk.sign_in()
    kiosk.touch("startButton")


# Today


def test_today_shows_what_is_to_do(kiosk: Kiosk) -> None:
    kiosk.sign_in()
    today = kiosk.view.today
    assert today.title.text().startswith("Today, ")
    rows = [(row.title, row.detail, row.end) for row in today.list.rows]
    assert rows[0] == ("Deadlift", "4 × 5 at 165 lb, rest 150 s", "")
    assert [row[0] for row in rows] == ["Deadlift", "Romanian deadlift", "Leg curl", "Plank"]
    assert today.start.accessibleName() == "Start"


def test_ticks_and_supersets(kiosk: Kiosk, gym: KioskGym) -> None:
    assert gym.plan is not None
    marked = [
        dataclasses.replace(one, superset="A" if one.name in ("Deadlift", "Leg curl") else "")
        for one in gym.plan.exercises
    ]
    gym.replan(exercises=tuple(marked))
    gym.log_of("Plank", gym.now.date(), *(LoggedSet(n, duration_seconds=45) for n in (1, 2, 3)))
    kiosk.sign_in()
    rows = {row.title: row.end for row in kiosk.view.today.list.rows}
    assert rows == {"A1  Deadlift": "", "Romanian deadlift": "", "A2  Leg curl": "", "Plank": "Done"}


def test_nothing_planned_today_offers_another_day_and_something_else(kiosk: Kiosk, gym: KioskGym) -> None:
    assert gym.plan is not None
    tomorrow = _weekday(gym.now.date() + timedelta(days=1))
    gym.replan(exercises=tuple(dataclasses.replace(e, day=tomorrow) for e in gym.plan.exercises))
    kiosk.sign_in()
    today = kiosk.view.today
    assert today.nothing.text().startswith("Nothing is planned")
    assert not today.start.isVisible() and today.unplanned.isVisible()


def test_another_days_workout_is_done_today(kiosk: Kiosk, gym: KioskGym) -> None:
    assert gym.plan is not None
    other = gym.now.date() + timedelta(days=1 if gym.now.weekday() < 6 else -1)
    moved = tuple(dataclasses.replace(e, day=_weekday(other)) for e in gym.plan.exercises)
    gym.replan(exercises=moved)
    kiosk.sign_in()
    kiosk.touch("otherDayButton")
    kiosk.touch(f"choice-{other.isoformat()}")
    kiosk.settle()
    kiosk.touch("startButton")
    kiosk.save_sets(4)
    kiosk.touch("rate3")
    kiosk.settle()
    assert gym.called("log")[0].completed_at is None
    assert gym.called("log")[0].exercise_id == moved[0].id


def test_no_plan_at_all(kiosk: Kiosk, gym: KioskGym) -> None:
    gym.plan = None
    kiosk.sign_in()
    assert kiosk.view.today.nothing.text() == "You have no plan yet. You can log what you do all the same."
    assert not kiosk.view.today.days.isVisible()


def test_unplanned_work_is_chosen_by_its_first_letters(kiosk: Kiosk, gym: KioskGym) -> None:
    kiosk.sign_in()
    kiosk.touch("unplannedButton")
    picker = kiosk.view.acts.picker
    for letter in "cab":
        kiosk.touch(kiosk.find(f"key{letter}", picker))
        kiosk.settle()
    assert [row.title for row in picker.rows.rows] == ["Cable row", "Cab"]
    kiosk.touch(picker.rows.rows[0])
    kiosk.settle()
    assert (kiosk.entry.name, kiosk.entry.planned) == ("Cable row", None)
    kiosk.view.exercise.steppers[Measure.REPS].enter("12")
    kiosk.save_sets()
    kiosk.touch("saveExerciseButton")
    kiosk.settle()
    assert [name for name, _, _ in _logged(gym)] == ["Cable row"]


# Sets


def test_at_most_eight_touches_from_the_card_to_the_first_set_logged(kiosk: Kiosk, gym: KioskGym) -> None:
    kiosk.touches = 0
    kiosk.scan(NUMBER)
    kiosk.enter_pin()
    kiosk.until(lambda: kiosk.window.visit_view is not None and _front(kiosk) == "todayPage")
    kiosk.touch("startButton")
    kiosk.touch("saveSetButton")
    kiosk.settle()
    assert kiosk.touches == 7
    draft = _draft(gym)
    assert draft is not None and [one["done"] for one in draft["exercises"][0]["sets"]] == [
        True, False, False, False,
    ]  # fmt: skip
    kiosk.touch("finishButton")
    kiosk.settle()
    assert kiosk.touches == 8
    assert _logged(gym) == [("Deadlift", (lifted(1, 5, "165"),), None)]


def test_numbers_are_stepped_and_typed(kiosk: Kiosk) -> None:
    _start(kiosk)
    weight, reps = (kiosk.view.exercise.steppers[m] for m in (Measure.WEIGHT, Measure.REPS))
    assert (weight.value.accessibleName(), weight._last.text()) == ("Weight 165", "")
    kiosk.touch(weight.more)
    assert (weight.value.text(), weight.hint.text()) == ("170", "35 + 25 + 2.5 per side")
    kiosk.touch(reps.less)
    assert reps.value.text() == "4"
    kiosk.touch(weight.value)
    for key in ("key1", "key8", "key2", "keyLeft", "key5"):
        kiosk.touch(kiosk.find(key, kiosk.view.findChild(NumberDialog)))
    kiosk.touch("acceptButton")
    assert (weight.value.text(), kiosk.entry.sets[0].weight) == ("182.5", Decimal("182.5"))
    kiosk.touch("saveSetButton")
    assert weight.value.text() == "182.5"  # the next set takes the weight over


def test_holding_a_step_repeats(kiosk: Kiosk) -> None:
    _start(kiosk)
    stepper = kiosk.view.exercise.steppers[Measure.REPS]
    for button in (stepper.less, stepper.more):
        assert button.autoRepeat() and button.autoRepeatDelay() == 400 and button.autoRepeatInterval() == 90


def test_last_time_stands_beside_the_numbers(qtbot, theme: Theme, tasks: Tasks) -> None:
    kiosk = Kiosk(qtbot, tasks, KioskGym())
    kiosk.sign_in()
    kiosk.touch("startButton")
    exercise = kiosk.view.exercise
    assert exercise.steppers[Measure.WEIGHT]._last.text() == "last time 160"
    assert exercise.last.day.text() == "Last time, Fri 13 Nov"
    assert exercise.last.sets.text() == "160 lb × 5, 5, 5, 4"
    assert exercise.last.note.text().startswith("Brace before you pull.")
    kiosk.close()


def test_a_set_is_taken_up_again_by_touching_its_line(kiosk: Kiosk) -> None:
    _start(kiosk)
    kiosk.save_sets(2)
    page = kiosk.view.exercise
    kiosk.touch(page.sets, QPoint(200, KioskSize.ROW // 2))
    assert page.save.accessibleName() == "Save set 1"
    page.steppers[Measure.REPS].step_by(-1)
    kiosk.touch("saveSetButton")
    assert [one.reps for one in kiosk.entry.done] == [4, 5]
    assert page.save.accessibleName() == "Save set 3"


def test_a_timed_exercise_is_entered_in_seconds(kiosk: Kiosk, gym: KioskGym) -> None:
    kiosk.sign_in()
    kiosk.touch(kiosk.view.today.list.rows[3])
    steppers = kiosk.view.exercise.steppers
    assert [m for m, s in steppers.items() if s.isVisible()] == [Measure.SECONDS]
    kiosk.touch(steppers[Measure.SECONDS].more)
    kiosk.save_sets(3)
    kiosk.touch("rate5")
    kiosk.settle()
    assert [s.duration_seconds for s in _logged(gym)[0][1]] == [50, 45, 45]


def test_a_distance_is_entered_where_it_is_asked_for_or_chosen(kiosk: Kiosk, gym: KioskGym) -> None:
    _start(kiosk)
    for kind in (EntryKind.TIME, EntryKind.DISTANCE):
        kiosk.touch("moreButton")
        kiosk.touch("choice-kind")
        assert kiosk.entry.kind is kind
    steppers = kiosk.view.exercise.steppers
    kiosk.touch(steppers[Measure.METRES].more)
    assert kiosk.entry.sets[0].metres == 50


def test_ten_thousand_kilograms_are_asked_about_and_then_refused_in_words(
    kiosk: Kiosk, gym: KioskGym
) -> None:
    _start(kiosk)
    stepper = kiosk.view.exercise.steppers[Measure.WEIGHT]
    stepper.enter("10000")
    kiosk.touch("saveSetButton")
    dialog = kiosk.view.findChild(QuestionDialog)
    assert dialog is not None and dialog.title.text() == "10000 lb, really?"
    kiosk.touch("confirmButton")
    assert kiosk.window.said == "Set 1: weight must be between 0 and 2000."
    assert kiosk.entry.done == ()
    stepper.enter("1500")
    kiosk.touch("saveSetButton")
    kiosk.touch("cancelButton")
    assert kiosk.entry.done == ()
    kiosk.touch("saveSetButton")
    kiosk.touch("confirmButton")
    assert len(kiosk.entry.done) == 1
    # Said to be right once, it is not asked about again.
    stepper.enter("1500")
    kiosk.touch("saveSetButton")
    assert len(kiosk.entry.done) == 2


def test_a_superset_goes_round_and_rests_after_the_last(kiosk: Kiosk, gym: KioskGym) -> None:
    assert gym.plan is not None
    pair = ("Deadlift", "Romanian deadlift")
    gym.replan(
        exercises=tuple(
            dataclasses.replace(
                e, superset="A" if e.name in pair else "", sets=2 if e.name in pair else e.sets
            )
            for e in gym.plan.exercises
        )
    )
    _start(kiosk)
    names = []
    for _ in range(4):
        names.append((kiosk.entry.mark, kiosk.view.exercise.rest.is_running))
        kiosk.view.exercise.rest.stop()
        kiosk.touch("saveSetButton")
    assert names == [("A1", False), ("A2", False), ("A1", True), ("A2", False)]
    kiosk.touch("rate3")
    kiosk.settle()
    assert sorted(name for name, _, _ in _logged(gym)) == sorted(pair)


# Difficulty, next, back, finish


def test_one_touch_says_how_hard_it_was_saves_and_goes_on(kiosk: Kiosk, gym: KioskGym) -> None:
    _start(kiosk)
    kiosk.save_sets(4)
    panel = kiosk.view.exercise.difficulty
    assert panel.isVisible() and panel.title.text() == "All 4 sets done"
    assert [b.accessibleName() for b in panel.buttons][3] == "4, Hard"
    kiosk.touch("rate4")
    kiosk.settle()
    assert _logged(gym) == [("Deadlift", tuple(lifted(n, 5, "165") for n in range(1, 5)), 4)]
    assert kiosk.entry.name == "Romanian deadlift"
    assert kiosk.view.header.place.text() == "Exercise 2 of 4"
    assert kiosk.view.header.bars._tokens == ("positive", "accent", "track", "track")


def test_next_saves_what_is_complete_and_back_shows_it(kiosk: Kiosk, gym: KioskGym) -> None:
    _start(kiosk)
    kiosk.save_sets(4)
    kiosk.touch("nextButton")
    kiosk.settle()
    kiosk.touch("backButton")
    state = kiosk.view.exercise.state
    assert (state.isVisible(), state.title.text()) == (True, "Saved")
    assert len(_logged(gym)) == 1
    kiosk.touch("backButton")
    assert _front(kiosk) == "todayPage"
    assert kiosk.view.today.list.rows[0].end == "Done"


def test_finish_says_what_was_achieved_and_goodbye(kiosk: Kiosk, gym: KioskGym) -> None:
    gym.log_of("Deadlift", gym.now.date() - timedelta(days=7), lifted(1, 5, "160"))
    gym.stored_records = [
        dataclasses.replace(one, on=gym.now.date() - timedelta(days=7)) for one in gym.stored_records
    ]
    gym.day_records["Deadlift"] = (RecordKind.WEIGHT, RecordKind.E1RM)
    gym.weeks_trained = 3
    _start(kiosk)
    kiosk.save_sets(4)
    kiosk.touch("rate4")
    kiosk.settle()
    kiosk.touch("saveSetButton")
    kiosk.touch("finishButton")
    kiosk.until(lambda: _front(kiosk) == "finishPage")
    page = kiosk.view.finish
    kiosk.settle()
    assert page.figures == {
        "sets": "5", "lb lifted": "4,220", "workouts this week": "0/1", "weeks in a row": "3",
    }  # fmt: skip
    assert (page.title.text(), page.records.text()) == (
        "Well done, Sarah!", "New record: Deadlift (weight, e1RM)",
    )  # fmt: skip
    assert page.sentences.text() == "Everything is saved. Your trainer can see it."
    assert [len(sets) for _, sets, _ in _logged(gym)] == [4, 1]
    assert kiosk.session.goodbye.isActive()
    kiosk.touch("goodbyeButton")
    kiosk.settle()
    assert kiosk.window.stack.currentWidget() is kiosk.window.idle
    assert (kiosk.door.signed_in, _draft(gym)) == (0, None)


def test_goodbye_goes_by_itself(kiosk: Kiosk) -> None:
    _start(kiosk)
    kiosk.touch("saveSetButton")
    kiosk.touch("finishButton")
    kiosk.until(lambda: _front(kiosk) == "finishPage")
    kiosk.session.goodbye.timeout.emit()
    kiosk.settle()
    assert kiosk.window.visit_view is None and kiosk.door.signed_in == 0


def test_the_next_card_ends_a_goodbye(kiosk: Kiosk) -> None:
    _start(kiosk)
    kiosk.touch("saveSetButton")
    kiosk.touch("finishButton")
    kiosk.until(lambda: _front(kiosk) == "finishPage")
    kiosk.scan("55555")
    kiosk.settle()
    assert kiosk.window.stack.currentWidget() is kiosk.window.pin and kiosk.door.signed_in == 0


def test_back_to_the_workout_keeps_the_member_signed_in(kiosk: Kiosk) -> None:
    _start(kiosk)
    kiosk.touch("saveSetButton")
    kiosk.touch("finishButton")
    kiosk.until(lambda: _front(kiosk) == "finishPage")
    kiosk.touch("resumeButton")
    assert _front(kiosk) == "todayPage" and not kiosk.session.goodbye.isActive()


# Instead, left out


def test_something_else_instead_is_logged_under_its_own_name(kiosk: Kiosk, gym: KioskGym) -> None:
    _start(kiosk)
    kiosk.touch("moreButton")
    kiosk.touch("choice-instead")
    kiosk.settle()
    assert kiosk.view.acts.picker.title.text() == "Instead of Deadlift"
    kiosk.touch(kiosk.view.acts.picker.rows.rows[0])
    kiosk.settle()
    assert kiosk.view.exercise.title.text() == "Trap bar deadlift"
    assert kiosk.view.exercise.target.text().endswith("instead of Deadlift")
    kiosk.save_sets(4)
    kiosk.touch("rate3")
    kiosk.settle()
    new = gym.called("log")[0]
    assert (new.exercise_name, new.exercise_id) == ("Trap bar deadlift", gym.exercise("Deadlift").id)


def test_leaving_an_exercise_out_asks_why(kiosk: Kiosk, gym: KioskGym) -> None:
    _start(kiosk)
    kiosk.touch("moreButton")
    kiosk.touch("choice-skip")
    kiosk.touch("choice-0")
    kiosk.settle()
    skip = gym.recording.skips[0]
    assert (skip.reason, skip.exercise_id) == ("The machine is taken", gym.exercise("Deadlift").id)
    assert kiosk.entry.name == "Romanian deadlift"
    kiosk.touch("backButton")
    assert kiosk.view.exercise.state.title.text() == "Skipped: The machine is taken"
    kiosk.touch("reopenButton")
    kiosk.settle()
    assert (kiosk.entry.state, gym.called("take_skip_back")) == (EntryState.OPEN, [skip.id])
    assert kiosk.view.exercise.save.isVisible()


# The rest


class Sounds:
    def __init__(self) -> None:
        self.count = 0

    def __call__(self) -> None:
        self.count += 1


def test_the_rest_counts_down_beeps_and_can_be_silent(qtbot, theme: Theme) -> None:
    seconds, sound = FakeClock(), Sounds()
    panel = RestPanel(now=seconds, beep=sound)
    qtbot.addWidget(panel)
    panel.start(90)
    seconds.wait(34)
    panel.tick()
    assert panel.ring.accessibleName() == "Rest 0:56 of 1:30"
    panel.more.click()
    assert panel.seconds_left == 71
    seconds.wait(71)
    panel.tick()
    assert (panel.is_running, panel.isHidden(), sound.count) == (False, True, 1)
    panel.sound.click()
    assert panel.sound.accessibleName() == "Sound at the end of the rest: off"
    panel.start(10)
    seconds.wait(10)
    panel.tick()
    assert sound.count == 1


def test_a_rest_begins_after_a_set_and_can_be_skipped(kiosk: Kiosk) -> None:
    _start(kiosk)
    kiosk.touch("saveSetButton")
    page = kiosk.view.exercise
    assert (page.rest.isVisible(), page.rest.seconds_left, page.last.isVisible()) == (True, 150, False)
    kiosk.touch("skipRestButton")
    assert (page.rest.isVisible(), page.last.isVisible()) == (False, True)


# Failures, the queue, walking away


def test_with_the_server_away_it_is_saved_here_and_the_bar_counts(kiosk: Kiosk, gym: KioskGym) -> None:
    _start(kiosk)
    gym.recording.is_away = True
    kiosk.save_sets(4)
    kiosk.touch("rate3")
    kiosk.settle()
    assert kiosk.window.said == "Saved here, waits for the server."
    assert len(gym.recording.queued) == 1 and kiosk.window.waiting == 1
    kiosk.touch("backButton")
    assert kiosk.view.exercise.state.title.text() == "Saved here, waits for the server"
    kiosk.window._said.timeout.emit()
    assert kiosk.window.said == "The gym’s server cannot be reached. 1 entry waits for the server."
    kiosk.touch("finishButton")
    kiosk.until(lambda: _front(kiosk) == "finishPage")
    assert "1 entry waits for the server." in kiosk.view.finish.sentences.text()
    kiosk.touch("goodbyeButton")
    kiosk.settle()
    # It is not offered again, nor shown as open, as long as it waits.
    kiosk.sign_in()
    assert kiosk.view.today.list.rows[0].end == "Saved here"
    assert kiosk.view.today.start.accessibleName() == "Start"
    kiosk.touch("finishButton")
    kiosk.settle()
    # The server did not take it: the desk was given it.
    gym.recording.queued.clear()
    gym.recording.is_away = False
    kiosk.sign_in()
    assert kiosk.view.today.list.rows[0].end == "Ask the desk"
    kiosk.touch(kiosk.view.today.list.rows[0])
    assert kiosk.view.exercise.state.title.text() == "The server did not take this"


def test_what_the_server_refuses_is_said_and_kept(kiosk: Kiosk, gym: KioskGym) -> None:
    _start(kiosk)
    gym.fail("log", UserError("Your plan has ended.", code="plan_ended"))
    kiosk.save_sets(4)
    kiosk.touch("nextButton")
    kiosk.settle()
    assert kiosk.window.said == "Your plan has ended."
    kiosk.touch("backButton")
    assert kiosk.view.exercise.difficulty.isVisible() and len(kiosk.entry.done) == 4


def test_a_plan_that_cannot_be_loaded_can_be_tried_again(kiosk: Kiosk, gym: KioskGym) -> None:
    gym.fail("week", Unavailable("The database cannot be reached."))
    kiosk.scan(NUMBER)
    kiosk.enter_pin()
    kiosk.until(lambda: kiosk.window.visit_view is not None)
    kiosk.settle()
    assert kiosk.view.message.title.text() == "Your workout could not be loaded"
    kiosk.touch("retryButton")
    kiosk.until(lambda: _front(kiosk) == "todayPage")


def test_who_walks_away_is_warned_signed_out_and_goes_on_next_time(kiosk: Kiosk, gym: KioskGym) -> None:
    _start(kiosk)
    kiosk.save_sets(2)
    kiosk.view.exercise.steppers[Measure.REPS].step_by(-2)
    kiosk.seconds.wait(46)
    kiosk.session.guard.tick()
    assert kiosk.window.warning is not None and kiosk.window.warning.seconds.text() == "14"
    kiosk.seconds.wait(14)
    kiosk.session.guard.tick()
    kiosk.settle()
    assert (kiosk.window.visit_view, kiosk.door.signed_in, _logged(gym)) == (None, 0, [])
    kiosk.sign_in()
    today = kiosk.view.today
    assert today.start.accessibleName().startswith("Continue where you stopped, ")
    assert today.list.rows[0].end == "2 of 4 sets"
    kiosk.touch("startButton")
    assert (kiosk.view.exercise.save.accessibleName(), kiosk.entry.sets[2].reps) == ("Save set 3", 3)


def test_a_touch_on_the_warning_goes_on(kiosk: Kiosk) -> None:
    _start(kiosk)
    kiosk.seconds.wait(50)
    kiosk.session.guard.tick()
    kiosk.touch("stillHereButton")
    assert kiosk.window.warning is None
    kiosk.seconds.wait(44)
    kiosk.session.guard.tick()
    assert kiosk.window.warning is None and _front(kiosk) == "exercisePage"


def test_a_complete_exercise_is_sent_although_nobody_pressed_on(kiosk: Kiosk, gym: KioskGym) -> None:
    _start(kiosk)
    kiosk.save_sets(4)
    kiosk.session.end_visit()
    kiosk.settle()
    assert [name for name, _, _ in _logged(gym)] == ["Deadlift"]
    assert _draft(gym) is None


def test_after_a_crash_the_sets_are_there_and_nothing_is_sent_twice(
    qtbot, theme: Theme, tasks: Tasks, gym: KioskGym
) -> None:
    kiosk = Kiosk(qtbot, tasks, gym)
    _start(kiosk)
    kiosk.save_sets(4)
    kiosk.touch("rate2")
    kiosk.settle()
    kiosk.save_sets(1)
    kiosk.settle()
    # The power goes: nothing is wound up, only what was on the disk is there.
    kiosk.session.visit._is_over = True
    kiosk.close()
    kiosk = Kiosk(qtbot, tasks, gym)
    kiosk.sign_in()
    assert [row.end for row in kiosk.view.today.list.rows] == ["Done", "1 of 3 sets", "", ""]
    kiosk.touch("startButton")
    assert kiosk.entry.name == "Romanian deadlift"
    assert len(_logged(gym)) == 1
    kiosk.close()


def test_a_workout_left_on_another_day_is_offered_beside_todays(kiosk: Kiosk, gym: KioskGym) -> None:
    _start(kiosk)
    kiosk.save_sets(2)
    kiosk.session.end_visit()
    kiosk.settle()
    content = _draft(gym)
    assert content is not None
    before = gym.now.date() - timedelta(days=1)
    gym.drafts.kept.save("workout", SARAH, {**content, "day": before.isoformat()})
    kiosk.sign_in()
    assert kiosk.view.today.kept.accessibleName().startswith("Continue ")
    # Starting today's instead loses nothing of it.
    kiosk.touch("startButton")
    kiosk.save_sets(1)
    kiosk.session.end_visit()
    kiosk.settle()
    content = _draft(gym)
    assert content is not None
    days = {content["day"], *(one["day"] for one in content["others"])}
    assert days == {gym.now.date().isoformat(), before.isoformat()}


def test_a_workout_across_midnight_stays_with_its_day(kiosk: Kiosk, gym: KioskGym) -> None:
    _start(kiosk)
    visit = kiosk.session.visit
    day = visit.session.day
    begun = visit.clock().replace(year=day.year, month=day.month, day=day.day, hour=23, minute=50)
    visit.clock = lambda: begun
    kiosk.save_sets(2)
    visit.clock = lambda: begun + timedelta(minutes=20)
    kiosk.save_sets(2)
    kiosk.touch("rate3")
    kiosk.settle()
    completed = gym.called("log")[0].completed_at
    assert completed is not None and completed.astimezone(ZONE).date() == day


def test_the_session_ending_elsewhere_clears_the_screen_and_says_why(kiosk: Kiosk) -> None:
    _start(kiosk)
    kiosk.tasks.session_lost.emit(SignedOut("Your session has ended. Sign in again."))
    kiosk.settle()
    assert kiosk.window.visit_view is None
    assert kiosk.window.idle.hint.text() == "Your session has ended. Sign in again."


def _weekday(day: date) -> Weekday:
    return Weekday.of(day)
