"""Assigning many at once: the preview, single lines, progress and stop, refusals, lost answers, undo."""

from __future__ import annotations

import time
from collections.abc import Sequence
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QComboBox, QPushButton, QWidget

from gymtrainer_desktop.domain.bulk import BulkLine, BulkPlan
from gymtrainer_desktop.domain.errors import Denied, Unavailable, UserError
from gymtrainer_desktop.ui.admin.assigning.bulk_assign_dialog import BulkAssignDialog
from gymtrainer_desktop.ui.admin.assigning.bulk_lines import BulkLinesModel, BulkPreview
from gymtrainer_desktop.ui.admin.assigning.bulk_trainers import BulkTrainersModel, load_words, places_words
from gymtrainer_desktop.ui.shell.page import PageContext
from tests.ui.desk_gym import Desk


@pytest.fixture
def desk() -> Desk:
    return Desk(extra_members=40, waits=False)


@pytest.fixture
def context(page_context: PageContext, desk: Desk) -> PageContext:
    return desk.context(page_context)


def _zaras(desk: Desk, count: int) -> list[UUID]:
    return [row.id for row in desk.member_rows if row.full_name.startswith("Zara")][:count]


def _open(qtbot, window: QWidget, context: PageContext, ids: Sequence[UUID]) -> BulkAssignDialog:
    dialog = BulkAssignDialog(context, lambda: ids, len(ids), window)
    with qtbot.waitActive(dialog):
        dialog.open()
    qtbot.waitUntil(lambda: bool(dialog.preview.lines) and not dialog._is_planning)
    return dialog


def _tick_only(qtbot, dialog: BulkAssignDialog, *names: str) -> None:
    """Tick trainers by keyboard."""
    table = dialog.trainer_table
    table.setFocus(Qt.FocusReason.TabFocusReason)
    for place, row in enumerate(dialog.trainers.rows):
        table.setCurrentIndex(dialog.trainers.index(place, 0))
        if (row.id in dialog.trainers.ticked) != (row.choice.name in names):
            qtbot.keyClick(table, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not dialog._is_planning)


def _choose(qtbot, dialog: BulkAssignDialog, place: int, words: str) -> None:
    """Choose a trainer in a line by keyboard: Enter, letters, Enter."""
    dialog.table.setFocus(Qt.FocusReason.TabFocusReason)
    dialog.table.setCurrentIndex(dialog.lines.index(place, 0))
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.table.findChild(QComboBox, "lineTrainer") is not None)
    combo = dialog.table.findChild(QComboBox, "lineTrainer")
    qtbot.waitUntil(combo.view().isVisible)
    qtbot.keyClicks(combo.view(), words)
    qtbot.keyClick(combo.view(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.table.findChild(QComboBox, "lineTrainer") is None)


def _load(dialog: BulkAssignDialog, name: str) -> str:
    return load_words(next(row for row in dialog.trainers.rows if row.choice.name == name))


def _problems(dialog: BulkAssignDialog) -> list[str]:
    return [one.line.problem for one in dialog.preview.lines if one.line.problem]


def _said(context: PageContext) -> list[str]:
    return [toast.words.text() for toast in context.notices.toasts.toasts]


# The preview


def test_enough_places_with_one_trainer_go_there_and_nothing_is_written(qtbot, window, context, desk) -> None:
    dialog = _open(qtbot, window, context, _zaras(desk, 3))
    assert dialog.windowTitle() == "Assign 3 members"
    assert dialog.spread_words.text() == "all to John Smith"
    assert _load(dialog, "John Smith") == "12 → 15/15"
    john = next(row for row in dialog.trainers.rows if row.choice.name == "John Smith")
    assert places_words(john) == "full afterwards"
    assert {one.line.trainer_name for one in dialog.preview.lines} == {"John Smith"}
    assert dialog.confirm_button.text() == "&Assign 3 members"
    assert not desk.called("assign_bulk")
    full = next(row for row in dialog.trainers.rows if row.choice.name == "Maya Okafor")
    assert places_words(full) == "Full"
    _tick_only(qtbot, dialog, "John Smith", "Maya Okafor")
    assert dialog.spread_words.text() == "all to John Smith", "a full trainer cannot be ticked"
    dialog.reject()


def test_many_are_spread_by_free_places_and_assigned_by_keyboard_with_undo(
    qtbot, window, context, desk
) -> None:
    ids = _zaras(desk, 37)
    dialog = _open(qtbot, window, context, ids)
    assert len(dialog.trainers.ticked) == 10 and dialog.spread_words.text() == "spread over 10 trainers"
    assert dialog.filter.segments[0].count == 37 and dialog.filter.segments[1].count == 0
    planned = {one.line.member_id: one.line.trainer_name for one in dialog.preview.lines}
    with qtbot.waitSignal(dialog.assigned):
        qtbot.keyClick(dialog.trainer_table, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert {id: desk.member(name).trainer_name for id, name in _by_id(desk, ids).items()} == planned
    assert _said(context) == [f"37 members assigned to {len(set(planned.values()))} trainers"]
    undo = next(b for b in window.findChildren(QPushButton) if b.text() == "Undo")
    undo.setFocus()
    qtbot.keyClick(undo, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "37 assignments are taken back" in _said(context))
    assert all(desk.member(name).trainer_name is None for name in _by_id(desk, ids).values())


def _by_id(desk: Desk, ids: Sequence[UUID]) -> dict[UUID, str]:
    return {row.id: row.full_name for row in desk.member_rows if row.id in ids}


def test_too_few_places_are_problems_in_their_lines_and_the_others_go(qtbot, window, context, desk) -> None:
    ids = [desk.member("Mike Davis").id, *_zaras(desk, 4)]
    dialog = _open(qtbot, window, context, ids)
    _tick_only(qtbot, dialog, "John Smith")
    assert _problems(dialog) == ["Trains with John Smith already.", "No place left with these trainers."]
    assert dialog.confirm_button.text() == "&Assign 3 members"
    john = next(row for row in dialog.trainers.rows if row.choice.name == "John Smith")
    assert places_words(john) == "Only 3 places free, 4 needed"
    assert "2 cannot be assigned" in dialog.counts.text()
    dialog.filter.setFocus()
    qtbot.keyClick(dialog.filter, Qt.Key.Key_Right)
    assert [row.line.member_name for row in dialog.lines.rows] == ["Mike Davis", "Zara 003"]
    qtbot.keyClick(dialog.filter, Qt.Key.Key_Left)
    with qtbot.waitSignal(dialog.assigned):
        qtbot.keyClick(dialog.confirm_button, Qt.Key.Key_Return)
    assert len(desk.called("assign_bulk")[0][0]) == 3
    assert _said(context) == ["3 members assigned to John Smith"]


def test_nobody_ticked_and_nobody_free(qtbot, window, context, desk) -> None:
    dialog = _open(qtbot, window, context, _zaras(desk, 2))
    _tick_only(qtbot, dialog)
    assert dialog._line_states.state == "empty" and not dialog.confirm_button.isEnabled()
    dialog.reject()
    for row in list(desk.trainer_rows):
        desk.set_trainer(row.name, active_clients=row.max_clients)
    dialog = BulkAssignDialog(context, lambda: _zaras(desk, 2), 2, window)
    dialog.open()
    qtbot.waitUntil(lambda: dialog._line_states.state == "empty")
    assert dialog._line_states._empty.title.text() == "No trainer has a place free"
    assert not dialog.confirm_button.isEnabled()
    dialog.reject()


def test_a_line_is_given_to_somebody_else_or_left_out_by_keyboard(qtbot, window, context, desk) -> None:
    dialog = _open(qtbot, window, context, _zaras(desk, 3))
    _choose(qtbot, dialog, 1, "Aiko")
    assert dialog.preview.lines[1].line.trainer_name == "Aiko Tanaka"
    assert (_load(dialog, "John Smith"), _load(dialog, "Aiko Tanaka")) == ("12 → 14/15", "3 → 4/12")
    _choose(qtbot, dialog, 2, "Leave")
    assert dialog.lines.index(2, 1).data() == "Left out"
    assert dialog.confirm_button.text() == "&Assign 2 members" and "1 left out" in dialog.counts.text()
    _tick_only(qtbot, dialog, "Chloe Martin")
    assert [one.line.trainer_name for one in dialog.preview.lines[:2]] == ["Chloe Martin", "Aiko Tanaka"]
    assert dialog.preview.lines[2].is_left_out, "what was chosen for a line stays"
    with qtbot.waitSignal(dialog.assigned):
        qtbot.keyClick(dialog.trainer_table, Qt.Key.Key_Return)
    assert [desk.member(f"Zara 00{n}").trainer_name for n in range(3)] == [
        "Chloe Martin",
        "Aiko Tanaka",
        None,
    ]


def test_more_by_hand_than_places_is_a_problem_at_once(desk) -> None:
    preview = BulkPreview()
    preview.trainers = {c.trainer_id: c for c in desk.assignments.choices(())}
    daniel, john = desk.trainer("Daniel Reyes").id, desk.trainer("John Smith").id
    ids = _zaras(desk, 3)
    preview.set_plan(BulkPlan(tuple(BulkLine(uuid4(), id, "Zara", john, "John Smith") for id in ids), ()))
    keys = {line.member_id: line.id for line in preview.ready}
    preview.choose(ids[0], daniel)
    preview.choose(ids[2], daniel)
    assert [one.line.problem for one in preview.lines] == ["", "", "No place left with Daniel Reyes."]
    assert preview.added == {daniel: 1, john: 1}
    assert preview.ready[0].id != keys[ids[0]], "another trainer is another assignment"
    preview.choose(ids[0], john)
    assert preview.ready[0].id == keys[ids[0]] and preview.problems == 0


def test_the_models_keep_qts_rules(desk) -> None:
    fatal = QAbstractItemModelTester.FailureReportingMode.Fatal
    lines, trainers = BulkLinesModel(), BulkTrainersModel()
    testers = [QAbstractItemModelTester(model, fatal) for model in (lines, trainers)]
    choices = desk.assignments.choices(())
    trainers.set_choices(choices, {})
    trainers.check_all(True)
    assert len(trainers.ticked) == 10, "two of twelve are full"
    preview = BulkPreview()
    preview.trainers = {c.trainer_id: c for c in choices}
    preview.set_plan(desk.bulk.plan(_zaras(desk, 5), trainers.ticked))
    trainers.set_choices(choices, preview.added)
    lines.set_rows(preview.lines)
    wanted: list[tuple[object, object]] = []
    lines.trainer_wanted.connect(lambda *asked: wanted.append(asked))
    assert lines.setData(lines.index(0, 1), None) and not lines.setData(lines.index(0, 0), None)
    assert wanted == [(preview.lines[0].id, None)] and lines.rows == preview.lines, "setData only asks"
    lines.set_rows(())
    assert len(testers) == 2


# While others work


def test_capacities_and_trainers_change_while_the_dialog_is_open(qtbot, window, context, desk) -> None:
    dialog = _open(qtbot, window, context, _zaras(desk, 3))
    desk.set_trainer("John Smith", active_clients=14)
    context.changes.heard.emit(frozenset({"instructors"}))
    qtbot.waitUntil(lambda: len(_problems(dialog)) == 2)
    assert dialog.confirm_button.text() == "&Assign 1 member"
    desk.set_trainer("John Smith", is_active=False)
    context.changes.heard.emit(frozenset({"instructors"}))
    qtbot.waitUntil(lambda: dialog.trainers.ticked == ())
    qtbot.waitUntil(lambda: dialog._line_states.state == "empty")
    assert not dialog.confirm_button.isEnabled()
    dialog.reject()


def test_what_the_database_refuses_is_shown_in_its_line_and_the_rest_goes_next(
    qtbot, window, context, desk
) -> None:
    ids = _zaras(desk, 3)
    dialog = _open(qtbot, window, context, ids)
    desk.bulk.refuse = {ids[1]: "John Smith is full by now."}
    qtbot.keyClick(dialog.trainer_table, Qt.Key.Key_Return)
    qtbot.waitUntil(dialog.banner.isVisible)
    assert dialog.banner.accessibleName().startswith("Nothing was assigned: 1 line has a problem")
    assert _problems(dialog) == ["John Smith is full by now."] and not desk.bulk.written
    assert dialog.confirm_button.text() == "&Assign 2 members" and dialog.confirm_button.isEnabled()
    desk.bulk.refuse = {}
    _choose(qtbot, dialog, 1, "Tom")
    assert dialog.confirm_button.text() == "&Assign 3 members"
    with qtbot.waitSignal(dialog.assigned):
        qtbot.keyClick(dialog.confirm_button, Qt.Key.Key_Return)
    assert [desk.member(f"Zara 00{n}").trainer_name for n in range(3)] == [
        "John Smith", "Tom Lindqvist", "John Smith",
    ]  # fmt: skip


def test_the_server_gone_between_preview_and_confirm(qtbot, window, context, desk) -> None:
    dialog = _open(qtbot, window, context, _zaras(desk, 3))
    desk.fail("assign_bulk", Unavailable("The server was stopped."))
    qtbot.keyClick(dialog.trainer_table, Qt.Key.Key_Return)
    qtbot.waitUntil(dialog.banner.isVisible)
    assert dialog.banner.accessibleName() == (
        "The server did not answer "
        "Everything is still here. Press the button again: nobody is assigned twice."
    )
    assert context.notices.offline_since is not None and dialog.isVisible()
    plans = len(desk.called("plan"))
    context.changes.heard.emit(None)
    with qtbot.waitSignal(dialog.assigned):
        qtbot.keyClick(dialog.trainer_table, Qt.Key.Key_Return)
    first, second = desk.called("assign_bulk")
    assert first == second, "the same lines under the same keys"
    assert len(desk.called("plan")) == plans, "what may be written already is not planned anew"


def test_other_failures_are_said_and_nothing_is_lost(qtbot, window, context, desk) -> None:
    dialog = _open(qtbot, window, context, _zaras(desk, 3))
    desk.fail("assign_bulk", Denied("Only the front desk does this."))
    qtbot.keyClick(dialog.trainer_table, Qt.Key.Key_Return)
    qtbot.waitUntil(dialog.banner.isVisible)
    assert dialog.banner.accessibleName() == "Nothing was assigned Only the front desk does this."
    desk.fail("assign_bulk", UserError("Too far ahead.", field="start_date"))
    qtbot.keyClick(dialog.trainer_table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.start_field.error == "Too far ahead.")
    desk.fail("plan", Unavailable("The server was stopped."))
    _press_space(qtbot, dialog)
    qtbot.waitUntil(lambda: dialog._line_states.state == "error")
    assert not dialog.confirm_button.isEnabled()
    retry = dialog._line_states._error.retry
    retry.setFocus()
    qtbot.keyClick(retry, Qt.Key.Key_Return)
    qtbot.waitUntil(dialog.confirm_button.isEnabled)
    dialog.reject()


def _press_space(qtbot, dialog: BulkAssignDialog) -> None:
    dialog.trainer_table.setFocus(Qt.FocusReason.TabFocusReason)
    dialog.trainer_table.setCurrentIndex(dialog.trainers.index(1, 0))
    qtbot.keyClick(dialog.trainer_table, Qt.Key.Key_Space)


def test_a_failing_load_offers_retry(qtbot, window, context, desk) -> None:
    desk.fail("choices", Unavailable("The server is starting."))
    dialog = BulkAssignDialog(context, lambda: _zaras(desk, 2), 2, window)
    dialog.open()
    qtbot.waitUntil(lambda: dialog._states.state == "error")
    retry = dialog._states._error.retry
    retry.setFocus()
    qtbot.keyClick(retry, Qt.Key.Key_Return)
    qtbot.waitUntil(dialog.confirm_button.isEnabled)
    dialog.reject()


# Five thousand


@pytest.fixture
def crowd() -> Desk:
    desk = Desk(extra_members=5000, waits=False)
    for row in list(desk.trainer_rows):
        desk.set_trainer(row.name, max_clients=row.active_clients + 500)
    return desk


def test_five_thousand_are_stopped_and_nothing_is_half_done(qtbot, window, page_context, crowd) -> None:
    context = crowd.context(page_context)
    ids = _zaras(crowd, 5000)
    dialog = _open(qtbot, window, context, ids)
    assert dialog.confirm_button.text() == "&Assign 5,000 members"
    gate = crowd.hold("chunk")
    qtbot.keyClick(dialog.trainer_table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(crowd.called("chunk")))
    dialog.running.look()
    assert dialog.running.isVisible() and dialog.running.words.text() == "0 of 5,000"
    assert not dialog.confirm_button.isEnabled() and not dialog.trainer_table.isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible(), "Esc stops first"
    assert dialog.running.words.text() == "Stopping, nothing stays …"
    gate.set()
    qtbot.waitUntil(dialog.banner.isVisible)
    assert dialog.banner.accessibleName() == "Stopped Nothing was assigned."
    assert not crowd.bulk.written and not dialog.running.isVisible()
    assert dialog.confirm_button.isEnabled() and len(dialog.preview.lines) == 5000
    dialog.reject()
    assert not dialog.isVisible()


def test_five_thousand_lines_are_shown_and_changed_quickly(qtbot, window, page_context, crowd) -> None:
    context = crowd.context(page_context)
    dialog = _open(qtbot, window, context, _zaras(crowd, 5000))
    began = time.perf_counter()
    dialog.lines.trainer_wanted.emit(dialog.preview.lines[2500].id, crowd.trainer("Aiko Tanaka").id)
    dialog.table.scrollToBottom()
    dialog.table.grab()
    taken = time.perf_counter() - began
    assert dialog.preview.lines[2500].line.trainer_name == "Aiko Tanaka"
    assert dialog.table.verticalHeader().sectionSize(4999) == 44
    assert taken < 1.0, f"{taken:.2f} s for one change among 5,000 lines"
    dialog.reject()
