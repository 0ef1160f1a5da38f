"""Marks, notes and corrections at the kiosk: what is saved can be changed, deleted and brought back by touch."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QPoint

from gymtrainer_desktop.domain.errors import Conflict, Unavailable
from gymtrainer_desktop.domain.plans import Skip
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.domain.workouts import SetType
from gymtrainer_desktop.services.keys import new_id
from gymtrainer_desktop.ui.kiosk.entry_state import EntryAct, shown_state
from gymtrainer_desktop.ui.kiosk.kiosk_words import queue_words
from gymtrainer_desktop.ui.kiosk.staff_exit_dialog import StaffExitDialog
from gymtrainer_desktop.ui.tasks import Tasks
from gymtrainer_desktop.ui.theme.style import Theme
from gymtrainer_desktop.ui.theme.tokens import KioskSize
from gymtrainer_desktop.ui.widgets.logging.exercise_entry import EntryState, ExerciseEntry
from gymtrainer_desktop.ui.widgets.logging.workout_sets import Measure
from tests.ui.kiosk_gym import Kiosk, KioskGym
from tests.ui.member_gym import SARAH, lifted


def away() -> Unavailable:
    """A failure of its own each time: one that was raised holds on to whoever it passed."""
    return Unavailable("The database cannot be reached.")


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


def _start(kiosk: Kiosk) -> None:
    kiosk.sign_in()
    kiosk.touch("startButton")


def _saved(kiosk: Kiosk) -> Any:
    """Log the first exercise and look at it again."""
    _start(kiosk)
    kiosk.save_sets(4)
    kiosk.touch("rate3")
    kiosk.settle()
    kiosk.touch("backButton")
    return kiosk.view.exercise


def _line(kiosk: Kiosk, place: int, x: int = 200) -> None:
    """Touch the line of a set, or its mark."""
    kiosk.touch(kiosk.view.exercise.sets, QPoint(x, place * KioskSize.ROW + KioskSize.ROW // 2))


def _draft(gym: KioskGym) -> dict[str, Any] | None:
    found = gym.drafts.kept.load("workout", SARAH)
    return found.content if found is not None else None


# Marks


def test_one_touch_on_its_mark_makes_a_set_a_warm_up(kiosk: Kiosk, gym: KioskGym) -> None:
    _start(kiosk)
    page = kiosk.view.exercise
    _line(kiosk, 0, 30)
    assert kiosk.entry.sets[0].type is SetType.WARM_UP
    assert page.sets.accessibleName().startswith("Warm-up 165 lb × 5; Set 2 ")
    assert kiosk.window.said.startswith("Set 1: warm-up. It does not count for records.")
    for kind in (SetType.DROP, SetType.FAILURE, SetType.WORKING, SetType.WARM_UP):
        _line(kiosk, 0, 30)
        assert kiosk.entry.sets[0].type is kind
    kiosk.save_sets(3)
    _line(kiosk, 1, 30)  # also of a set that was done, which stays done
    assert len(kiosk.entry.done) == 3
    draft = _draft(gym)
    assert draft is not None
    kiosk.settle()
    kiosk.touch("finishButton")
    kiosk.settle()
    assert [one.type for one in gym.called("log")[0].sets] == [
        SetType.WARM_UP,
        SetType.WARM_UP,
        SetType.WORKING,
    ]


# Notes


def test_a_note_is_touched_together_kept_letter_by_letter_and_sent(kiosk: Kiosk, gym: KioskGym) -> None:
    _start(kiosk)
    kiosk.save_sets(4)
    kiosk.touch("noteButton")
    note = kiosk.view.acts.note
    assert (kiosk.view.page, note.title.text()) == (note, "Your note to Deadlift")
    kiosk.touch(note.phrases["Shoulder pain"])
    kiosk.touch(note.phrases["Felt easy"])
    kiosk.touch(note.phrases["Shoulder pain"])  # touched by mistake: touched again it goes
    for key in ("keySpace", "keyn", "keyo", "keyx", "keyDelete"):
        kiosk.touch(kiosk.find(key, note.keys))
    kiosk.settle()
    assert note.shown.text() == "Felt easy. No"
    draft = _draft(gym)
    assert draft is not None and draft["exercises"][0]["note"] == "Felt easy. No"
    kiosk.touch("saveNoteButton")
    assert kiosk.view.exercise.difficulty.note.text() == "Your note: Felt easy. No"
    kiosk.touch("noteButton")
    kiosk.touch("clearNoteButton")
    kiosk.touch("noteBackButton")  # back leaves it as it was
    kiosk.touch("rate4")
    kiosk.settle()
    assert gym.called("log")[0].notes == "Felt easy. No"

    # The note of what is saved is corrected, sets and difficulty stay.
    kiosk.touch("backButton")
    kiosk.touch("noteButton")
    kiosk.touch(note.phrases["Felt easy"])
    kiosk.touch("saveNoteButton")
    kiosk.settle()
    _, sets, rating, text, _ = gym.called("correct")[0]
    assert (len(sets), rating, text) == (4, 4, "No")
    assert kiosk.view.exercise.state.note.text() == "Your note: No"
    assert len(gym.stored_logs) == 1


def test_a_note_is_never_longer_than_it_may_be(kiosk: Kiosk) -> None:
    _start(kiosk)
    kiosk.touch("moreButton")
    kiosk.touch("choice-note")
    note = kiosk.view.acts.note
    for _ in range(300):
        note.type("a")
    kiosk.touch(note.phrases["Knee pain"])
    assert note.text == "A" + "a" * 239 and not note.phrases["Knee pain"].isChecked()


# Corrections


def test_a_saved_set_is_touched_changed_and_saved(kiosk: Kiosk, gym: KioskGym) -> None:
    page = _saved(kiosk)
    assert page.state.detail.text() == "Your trainer can see it. Touch a set to change it."
    kiosk.touches = 0
    _line(kiosk, 1)
    page.steppers[Measure.REPS].step_by(-2)
    assert (page.save.accessibleName(), page.next.isVisible()) == ("Save the change", False)
    kiosk.touch("saveSetButton")
    kiosk.settle()
    assert kiosk.touches == 2
    log = gym.stored_logs[0]
    assert ([one.reps for one in log.sets], log.rating, log.version) == ([5, 3, 5, 5], 3, 2)
    assert (page.state.title.text(), kiosk.window.said) == ("Saved", "Deadlift is changed.")

    # Left as it was, whatever was entered; and a correction that nobody saved is no draft.
    _line(kiosk, 0)
    page.steppers[Measure.REPS].step_by(3)
    kiosk.touch("backButton")
    assert (page.state.isVisible(), kiosk.entry.sets[0].reps) == (True, 5)
    _line(kiosk, 0, 30)
    assert page.difficulty.isVisible()
    kiosk.session.end_visit()
    kiosk.settle()
    assert ([one.reps for one in gym.stored_logs[0].sets], len(gym.called("correct"))) == ([5, 3, 5, 5], 1)
    assert (len(gym.stored_logs), _draft(gym)) == (1, None)


def test_what_was_changed_is_saved_by_finish_and_what_was_not_stays(kiosk: Kiosk, gym: KioskGym) -> None:
    page = _saved(kiosk)
    kiosk.touch("changeButton")
    kiosk.touch("addSetButton")  # and nothing entered into it
    kiosk.touch("finishButton")
    kiosk.until(lambda: kiosk.view.is_finished)
    assert gym.called("correct") == []
    kiosk.touch("resumeButton")
    kiosk.touch(kiosk.view.today.list.rows[0])
    _line(kiosk, 3)
    page.steppers[Measure.REPS].step_by(1)
    kiosk.touch("finishButton")
    kiosk.until(lambda: kiosk.view.is_finished)
    kiosk.settle()
    assert [one.reps for one in gym.stored_logs[0].sets] == [5, 5, 5, 6]


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (away, "The server cannot be reached. What is saved stands as it was."),
        (lambda: Conflict("Somebody else changed this meanwhile."), "Somebody else changed this meanwhile."),
    ],
)
def test_a_change_that_is_refused_is_said_and_nothing_is_lost(
    kiosk: Kiosk, gym: KioskGym, error: Callable[[], Exception], sentence: str
) -> None:
    page = _saved(kiosk)
    gym.fail("correct", error())
    kiosk.touch("changeButton")
    kiosk.touch("rate5")
    kiosk.settle()
    assert (kiosk.window.said, gym.stored_logs[0].rating) == (sentence, 3)
    kiosk.touch("backButton")
    assert page.state.title.text() == "Saved"
    gym.fail("delete", error())
    kiosk.touch("deleteButton")
    kiosk.settle()
    assert (kiosk.window.said, page.state.title.text(), len(gym.stored_logs)) == (sentence, "Saved", 1)


def test_what_is_deleted_can_be_taken_back(kiosk: Kiosk, gym: KioskGym) -> None:
    page = _saved(kiosk)
    before = gym.stored_logs[0]
    kiosk.touch("deleteButton")
    kiosk.settle()
    assert (gym.stored_logs, page.state.title.text()) == ([], "Deleted")
    kiosk.touch("takeBackButton")
    kiosk.settle()
    (after,) = gym.stored_logs
    assert after.id != before.id
    assert dataclasses.replace(after, id=before.id) == before
    assert page.state.title.text() == "Saved"
    # Deleted and gone: what nobody takes back does not come back by itself.
    kiosk.touch("deleteButton")
    kiosk.settle()
    kiosk.touch("finishButton")
    kiosk.settle()
    kiosk.session.end_visit()
    kiosk.settle()
    assert (gym.stored_logs, _draft(gym)) == ([], None)


def test_entries_of_the_last_seven_days_are_changed_and_deleted(kiosk: Kiosk, gym: KioskGym) -> None:
    days = [gym.now.date() - timedelta(days=days) for days in (2, 5, 9)]
    squat = gym.log_of("Front squat", days[0], lifted(1, 5, "95"), lifted(2, 5, "95"), planned=False)
    gym.log_of("Cable row", days[1], lifted(1, 12, "60"), planned=False)
    gym.log_of("Long ago", days[2], lifted(1, 1, "60"), planned=False)
    kiosk.sign_in()
    kiosk.touch("lastDaysButton")
    kiosk.settle()
    rows = kiosk.view.entries.list.rows
    assert [(row.title, row.detail) for row in rows] == [
        ("Front squat", "2 × 5 · 95 lb"), ("Cable row", "60 lb × 12"),
    ]  # fmt: skip
    kiosk.touch(rows[0])
    page = kiosk.view.exercise
    assert (page.next.isVisible(), page.target.text()) == (False, kiosk.view._past_words)
    _line(kiosk, 1)
    page.steppers[Measure.WEIGHT].enter("90")
    kiosk.touch("saveSetButton")
    kiosk.settle()
    stored = next(log for log in gym.stored_logs if log.id == squat.id)
    assert [one.weight for one in stored.sets] == [95, 90]
    kiosk.touch("deleteButton")
    kiosk.settle()
    assert [a for a, button in page.state.acts.items() if button.isVisible()] == [EntryAct.TAKE_BACK]
    kiosk.touch("backButton")
    kiosk.settle()
    assert kiosk.view.entries.list.rows[0].end == "Deleted"
    kiosk.touch("deletedRow")
    kiosk.touch("takeBackButton")
    kiosk.settle()
    back = next(log for log in gym.stored_logs if log.exercise_name == "Front squat")
    assert (back.completed_at, [one.weight for one in back.sets]) == (squat.completed_at, [95, 90])
    kiosk.touch("backButton")
    kiosk.settle()
    kiosk.touch("entriesBackButton")
    assert kiosk.view.page is kiosk.view.today and kiosk.view.entry is kiosk.entry
    assert kiosk.view.today.list.rows[0].title == "Deadlift"


# The queue


def test_what_waits_says_when_it_can_be_changed_and_can_be_then(kiosk: Kiosk, gym: KioskGym) -> None:
    gym.recording.is_away = True
    page = _saved(kiosk)
    assert page.state.detail.text().endswith("sent as soon as the server is back. Then it can be changed.")
    _line(kiosk, 0)
    assert kiosk.window.said == "It waits for the server. It can be changed as soon as it has arrived."
    assert (page.state.isVisible(), gym.called("correct")) == (True, [])
    (queued,) = gym.recording.queued
    gym.workouts.log(queued)
    kiosk.window.notices.offline(None, 0)
    kiosk.settle()
    assert page.state.detail.text() == "Your trainer can see it. Touch a set to change it."
    _line(kiosk, 0)
    page.steppers[Measure.REPS].step_by(1)
    kiosk.touch("saveSetButton")
    kiosk.settle()
    assert [one.reps for one in gym.stored_logs[0].sets] == [6, 5, 5, 5]


def test_left_out_in_the_dark_and_done_after_all(kiosk: Kiosk, gym: KioskGym) -> None:
    gym.recording.is_away = True
    _start(kiosk)
    kiosk.touch("moreButton")
    kiosk.touch("choice-skip")
    kiosk.touch("choice-1")
    kiosk.settle()
    kiosk.touch("backButton")
    kiosk.touch("reopenButton")
    kiosk.settle()
    assert gym.called("withdraw") == [gym.recording.skips[0].id]
    assert gym.called("take_skip_back") == []
    assert kiosk.view.exercise.save.isVisible()


def test_skipped_earlier_today_is_done_after_all_although_the_server_is_away(
    kiosk: Kiosk, gym: KioskGym
) -> None:
    exercise = gym.exercise("Deadlift")
    gym.skipped[exercise.id] = Skip(new_id(), "It hurts.")
    kiosk.sign_in()
    kiosk.touch(kiosk.view.today.list.rows[0])
    page = kiosk.view.exercise
    assert page.state.title.text() == "Skipped: It hurts"
    gym.fail("take_skip_back", away())
    kiosk.touch("reopenButton")
    kiosk.settle()
    assert kiosk.window.said == "The server cannot be reached. Log Deadlift, and it counts as done."
    kiosk.touch("saveSetButton")
    assert len(kiosk.entry.done) == 1


def test_an_attempt_whose_answer_was_lost_is_replaced_and_not_doubled(kiosk: Kiosk, gym: KioskGym) -> None:
    _start(kiosk)
    gym.lose_answer("log")
    kiosk.save_sets(4)
    kiosk.touch("rate3")
    kiosk.settle()
    assert len(gym.stored_logs) == 1
    kiosk.touch("backButton")
    kiosk.touch("rate5")  # the same exercise again, said to have been harder
    kiosk.settle()
    (log,) = gym.stored_logs
    assert log.rating == 5


# Words


def _entry(state: EntryState, **given: Any) -> ExerciseEntry:
    return ExerciseEntry(new_id(), "Plank", Unit.KG, state=state, **given)


@pytest.mark.parametrize(
    ("entry", "title", "acts"),
    [
        (_entry(EntryState.SENDING), "Saving…", ()),
        (_entry(EntryState.SKIPPED), "Skipped", (EntryAct.REOPEN,)),
        (_entry(EntryState.SKIPPED, skip=Skip(new_id(), "No time today")), "Skipped: No time today",
         (EntryAct.REOPEN,)),
        (_entry(EntryState.LOGGED), "Saved", ()),
        (_entry(EntryState.LOGGED, is_waiting=True), "Saved here, waits for the server", ()),
    ],
)  # fmt: skip
def test_how_an_exercise_stands(entry: ExerciseEntry, title: str, acts: tuple[EntryAct, ...]) -> None:
    changes: Any = SimpleNamespace(
        is_under_way=lambda _: False,
        may_change=lambda _: False,
        deleted={},
        is_offline=False,
        has_trainer=True,
    )
    state = shown_state(entry, changes)
    assert (state.title, state.acts) == (title, acts)


@pytest.mark.parametrize(
    ("waiting", "held", "sentence"),
    [
        (0, 0, ""),
        (3, 0, "3 entries wait for the server. Nothing is lost: they stay on this computer."),
        (1, 2, "1 entry waits for the server. 2 entries wait until their members sign in at this kiosk again."
         " Nothing is lost: they stay on this computer."),
        (0, 1, "1 entry waits until its member signs in at this kiosk again."
         " Nothing is lost: they stay on this computer."),
    ],
)  # fmt: skip
def test_staff_are_told_what_waits_here(waiting: int, held: int, sentence: str) -> None:
    assert queue_words(waiting, held) == sentence


def test_the_way_out_tells_of_what_is_held(kiosk: Kiosk) -> None:
    kiosk.session._held = lambda: 2
    kiosk.window.idle.mark.held.emit()
    dialog = kiosk.window.findChild(StaffExitDialog)
    assert dialog is not None
    assert dialog.sentence.text() == queue_words(0, 2)
