"""Waiting entries: seen with the reason, entered after all with what is mended, or put aside."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QPushButton, QWidget

from gymtrainer_desktop.domain.errors import Conflict, Unavailable, UserError
from gymtrainer_desktop.domain.outbox import EntryKind
from gymtrainer_desktop.settings import Settings
from gymtrainer_desktop.ui.admin.refused.aside_dialog import AsideDialog
from gymtrainer_desktop.ui.admin.refused.mend_dialog import MendDialog
from gymtrainer_desktop.ui.admin.refused.refused_page import RefusedPage
from gymtrainer_desktop.ui.admin.refused.skip_dialog import SkipDialog
from gymtrainer_desktop.ui.shell.page import PageContext
from tests.ui.admin_gym import Gym, show_page
from tests.ui.refused_gym import AT


@pytest.fixture
def desk() -> Gym:
    desk = Gym()
    desk.refused.put("Mike Davis")
    desk.refused.put("Sarah Johnson", EntryKind.SKIP)
    desk.refused.put("Ava Novak", readable=False)
    return desk


@pytest.fixture
def page(qtbot, window: QWidget, page_context: PageContext, desk: Gym, tmp_path: Path) -> RefusedPage:
    context = dataclasses.replace(desk.context(page_context), settings=Settings(tmp_path / "settings.json"))
    page = RefusedPage(context)
    show_page(window, page)
    qtbot.waitUntil(lambda: page._states.state in ("content", "empty"))
    return page


def _select(page: RefusedPage, place: int) -> None:
    page.table.setCurrentIndex(page.model.index(place, 0))


def _open(qtbot, page: RefusedPage, place: int = 0) -> MendDialog:
    _select(page, place)
    qtbot.mouseClick(page.mend_button, Qt.MouseButton.LeftButton)
    dialog = page.window().findChild(MendDialog)
    assert dialog is not None
    return dialog


def test_the_list_says_who_when_what_and_why(qtbot, page: RefusedPage) -> None:
    QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Warning)
    shown = [[page.model.index(row, column).data() for column in range(5)] for row in range(3)]
    reason = "This waited for more than 30 days."
    when = "Wed 18 Nov 2026, 18:30"
    assert shown[0] == ["Mike Davis", when, "Bench press: 60 kg × 8; 62.5 kg × 7", reason, "Kiosk"]
    assert [row[2] for row in shown[1:]] == ["Bench press skipped: Sore", "Bench press (cannot be read)"]


def test_it_is_entered_as_it_was_or_as_it_is_mended(qtbot, page: RefusedPage, desk: Gym) -> None:
    entry = desk.refused.stored[0]
    dialog = _open(qtbot, page)
    assert dialog._edit("exercise_name").text() == "Bench press" and not dialog.is_dirty()
    reps, weight, _, _ = dialog.sets.lines[0]
    reps.setText("9")
    weight.setText("61,25")
    for edit in dialog.sets.lines[1]:
        edit.clear()
    qtbot.mouseClick(dialog.add_button, Qt.MouseButton.LeftButton)
    dialog.sets.lines[2][2].setText("30")
    dialog._edit("notes").setText("as they said")
    dialog.rating.setCurrentIndex(5)
    assert dialog.is_dirty()
    with qtbot.waitSignal(dialog.mended):
        qtbot.mouseClick(dialog.confirm_button, Qt.MouseButton.LeftButton)
    ((id, new),) = desk.called("mend")
    assert entry.log is not None and id == entry.id == new.id
    assert (new.member_id, new.exercise_id, new.duration_minutes) == (
        entry.member_id,
        entry.log.exercise_id,
        40,
    )
    assert (new.completed_at, new.rating, new.notes) == (AT, 5, "as they said")
    first, second = new.sets
    assert (first.number, first.reps, first.weight, first.rir) == (1, 9, Decimal("61.25"), 2)
    assert (second.number, second.reps, second.weight, second.unit, second.duration_seconds) == (
        2,
        None,
        None,
        None,
        30,
    )
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    assert [toast.words.text() for toast in page.context.notices.toasts.toasts] == ["Entered for Mike Davis"]


def test_it_counts_for_another_exercise_of_the_plan_or_for_none(qtbot, page: RefusedPage, desk: Gym) -> None:
    wednesday, monday, former = desk.refused.plan
    entry = desk.refused.stored[0]
    dialog = _open(qtbot, page)
    box, name = dialog.plan_entry, dialog._edit("exercise_name")
    qtbot.waitUntil(lambda: box.count() == 4)
    assert [box.itemText(place) for place in range(4)] == [
        "Mon · Back squat · 5 × 5 · 80 kg",
        "Wed · Bench press · 4 × 8 · 60 kg",
        "Mon · Plank · Former plan",
        "Unplanned, beside the plan",
    ]
    assert box.exercise_id == wednesday.exercise_id and not dialog.is_dirty(), "what was meant stays chosen"
    assert f"{entry.member_number} · made at Kiosk, Wed 18 Nov 2026, 18:30" == dialog.subtitle.text()
    box.setCurrentIndex(0)
    assert name.text() == "Back squat" and dialog.is_dirty()
    name.setText("Front squat")
    box.setCurrentIndex(2)
    assert name.text() == "Front squat", "what somebody wrote stays"
    box.setCurrentIndex(3)
    with qtbot.waitSignal(dialog.mended):
        dialog.submit()
    ((_, new),) = desk.called("mend")
    assert (new.exercise_id, new.exercise_name) == (None, "Front squat")
    assert desk.called("choices of the desk") == [(entry.member_id, AT.date())]
    assert former.exercise_id != wednesday.exercise_id != monday.exercise_id


def test_the_plan_is_that_of_the_day_and_the_library_has_names(qtbot, page: RefusedPage, desk: Gym) -> None:
    found = SimpleNamespace(name="Bench pull")
    desk.exercises = SimpleNamespace(search=lambda _words, limit: (found,))
    dialog = _open(qtbot, page)
    qtbot.waitUntil(lambda: dialog.plan_entry.count() == 4)
    dialog.day.set_value(date(2026, 11, 17))
    qtbot.waitUntil(lambda: len(desk.called("choices of the desk")) == 2)
    assert desk.called("choices of the desk")[1][1] == date(2026, 11, 17)
    edit = dialog._edit("exercise_name")
    edit.selectAll()
    qtbot.keyClicks(edit, "Bench")
    offered = ["Bench press", "Back squat", "Plank", "Bench pull"]
    qtbot.waitUntil(lambda: dialog._names.stringList() == offered)
    dialog.accept()


def test_how_many_wait_stands_in_the_navigation(
    qtbot, window: QWidget, page_context: PageContext, desk: Gym
) -> None:
    told: list[tuple[str, int]] = []
    context = dataclasses.replace(
        desk.context(page_context), badge=lambda key, count: told.append((key, count))
    )
    page = RefusedPage(context)
    show_page(window, page)
    qtbot.waitUntil(lambda: told == [("refused", 3)])


def test_another_day_and_time_are_those_of_the_gym(qtbot, page: RefusedPage, desk: Gym) -> None:
    dialog = _open(qtbot, page)
    dialog._edit("time").setText("7:05")
    with qtbot.waitSignal(dialog.mended):
        dialog.submit()
    ((_, new),) = desk.called("mend")
    assert new.completed_at.astimezone(UTC) == datetime(2026, 11, 18, 7, 5, tzinfo=UTC)


def test_what_is_wrong_is_told_beside_its_field(qtbot, page: RefusedPage, desk: Gym) -> None:
    dialog = _open(qtbot, page)
    for field, typed, sentence in (
        ("time", "25:00", "Please write the time as 18:30."),
        ("time", "six", "Please write the time as 18:30."),
        ("time", "", "Please write the time as 18:30."),
        ("exercise_name", " ", "An exercise needs a name."),
        ("sets", "many", "Set 1: “many” is no whole number."),
        ("sets", "9" * 10_000, "Set 1: “99999999999999999999” is no whole number."),
        ("sets", "1001", "Set 1: reps must be between 0 and 1000."),
        ("sets", "-1", "Set 1: “-1” is no whole number."),
    ):
        edit = dialog.sets.lines[0][0] if field == "sets" else dialog._edit(field)
        before = edit.text()
        edit.setText(typed)
        dialog.submit()
        assert dialog._fields[field].error == sentence
        edit.setText(before)
    assert desk.called("mend") == [] and dialog.isVisible()
    dialog.accept()


def test_an_entry_that_cannot_be_read_is_entered_anew(qtbot, page: RefusedPage, desk: Gym) -> None:
    dialog = _open(qtbot, page, 2)
    dialog.submit()
    assert dialog._fields["sets"].error == "Log at least one set."
    dialog.sets.lines[0][0].setText("8")
    with qtbot.waitSignal(dialog.mended):
        dialog.submit()
    ((_, new),) = desk.called("mend")
    assert (new.exercise_id, new.exercise_name, len(new.sets)) == (None, "Bench press", 1)


@pytest.mark.parametrize("error", ["away", "conflict", "refused"])
def test_what_fails_leaves_everything_as_typed(qtbot, page: RefusedPage, desk: Gym, error: str) -> None:
    failures = {
        "away": Unavailable("The server was stopped. Trying to reach it again."),
        "conflict": Conflict("Somebody else settled this entry meanwhile.", code="stale"),
        "refused": UserError("A workout cannot lie in the future.", field="completed_at"),
    }
    desk.fail("mend", failures[error])
    dialog = _open(qtbot, page)
    dialog._edit("notes").setText("typed")
    dialog.submit()
    qtbot.waitUntil(lambda: dialog.confirm_button.isEnabled())
    assert dialog.isVisible() and dialog._edit("notes").text() == "typed"
    if error == "refused":
        assert dialog._fields["completed_at"].error == "A workout cannot lie in the future."
    dialog.accept()


def _undo(qtbot, page: RefusedPage) -> None:
    undo = next(b for b in page.window().findChildren(QPushButton) if b.text() == "Undo")
    qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)


def test_it_is_put_aside_with_a_reason_and_back_again(qtbot, page: RefusedPage, desk: Gym) -> None:
    entry = desk.refused.stored[1]
    _select(page, 1)
    qtbot.mouseClick(page.settle_button, Qt.MouseButton.LeftButton)
    dialog = page.window().findChild(AsideDialog)
    assert dialog is not None and not dialog.is_dirty()
    for reason, sentence in (
        ("", "Say why, so that the member can be told."),
        ("x" * 201, "A reason can have at most 200 characters."),
    ):
        dialog.reason.setEditText(reason)
        dialog.submit()
        assert dialog._fields["reason"].error == sentence
    dialog.reason.setCurrentIndex(0)
    with qtbot.waitSignal(dialog.put_aside):
        qtbot.mouseClick(dialog.confirm_button, Qt.MouseButton.LeftButton)
    assert desk.called("put_aside") == [(entry.id, "Is entered already")]
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    assert [one.member_name for one in page.model.rows] == ["Mike Davis", "Ava Novak"]
    _undo(qtbot, page)
    qtbot.waitUntil(lambda: page.model.rowCount() == 3)
    assert desk.called("reopen") == [entry.id]


def test_a_skip_is_entered_for_another_exercise_and_day(qtbot, page: RefusedPage, desk: Gym) -> None:
    entry = desk.refused.stored[1]
    _select(page, 1)
    qtbot.mouseClick(page.mend_button, Qt.MouseButton.LeftButton)
    dialog = page.window().findChild(SkipDialog)
    assert dialog is not None
    box = dialog.plan_entry
    qtbot.waitUntil(lambda: box.count() == 3)
    assert box.exercise_id == desk.refused.plan[0].exercise_id and not dialog.is_dirty()
    box.setCurrentIndex(0)
    dialog.day.set_value(date(2026, 11, 16))
    dialog._edit("reason").setText("Sore knee")
    with qtbot.waitSignal(dialog.mended):
        qtbot.mouseClick(dialog.confirm_button, Qt.MouseButton.LeftButton)
    ((id, skip),) = desk.called("enter_skip")
    assert id == skip.id == entry.id and skip.member_id == entry.member_id
    assert (skip.exercise_id, skip.on, skip.reason) == (
        desk.refused.plan[1].exercise_id, date(2026, 11, 16), "Sore knee",
    )  # fmt: skip
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    _undo(qtbot, page)
    qtbot.waitUntil(lambda: page.model.rowCount() == 3)


def test_a_skip_of_no_exercise_of_the_plan_is_asked_about(qtbot, page: RefusedPage, desk: Gym) -> None:
    entry = desk.refused.stored[1]
    lost = dataclasses.replace(entry, exercise_name="", skip=None)
    dialog = SkipDialog(lost, page.context, page.window())
    dialog.open()
    qtbot.waitUntil(lambda: dialog.plan_entry.count() == 3)
    dialog.submit()
    assert dialog._fields["exercise_id"].error == "Choose the exercise that was left out."
    dialog.plan_entry.setCurrentIndex(0)
    desk.fail("enter_skip", Conflict("Somebody else settled this entry meanwhile.", code="stale"))
    dialog.submit()
    qtbot.waitUntil(lambda: dialog._banner.isVisible() or bool(page.context.notices.toasts.toasts))
    assert dialog.isVisible()
    dialog.accept()


def test_when_nothing_waits_it_says_so(qtbot, window: QWidget, page_context: PageContext) -> None:
    page = RefusedPage(Gym().context(page_context))
    show_page(window, page)
    qtbot.waitUntil(lambda: page._states.state == "empty")


def test_what_cannot_be_loaded_can_be_tried_again(qtbot, page: RefusedPage, desk: Gym) -> None:
    desk.fail("refused", RuntimeError("broken"))
    page.refresh()
    qtbot.waitUntil(lambda: page._states.state == "error")
    page.refresh()
    qtbot.waitUntil(lambda: page._states.state == "content")
