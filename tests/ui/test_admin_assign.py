"""Assigning a trainer: by keyboard, with full trainers, when somebody else was faster, and its undo."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from gymtrainer_desktop.domain.errors import Unavailable, UserError
from gymtrainer_desktop.ui.admin.assigning.assign_trainer_dialog import Assignee, AssignTrainerDialog
from gymtrainer_desktop.ui.admin.assigning.trainer_choices import TrainerChoicesModel
from gymtrainer_desktop.ui.admin.members.members_page import MembersPage
from gymtrainer_desktop.ui.shell.page import PageContext
from tests.ui.admin_gym import Gym, click_row, show_page


@pytest.fixture
def desk() -> Gym:
    return Gym()


@pytest.fixture
def context(page_context: PageContext, desk: Gym) -> PageContext:
    return desk.context(page_context)


@pytest.fixture
def page(qtbot, window: QWidget, context: PageContext) -> MembersPage:
    page = MembersPage(context)
    show_page(window, page)
    qtbot.waitUntil(lambda: page._states.state == "content")
    return page


def _dialog(qtbot, window: QWidget, context: PageContext, desk: Gym, *names: str) -> AssignTrainerDialog:
    dialog = AssignTrainerDialog(context, [Assignee(desk.member(name).id, name) for name in names], window)
    with qtbot.waitActive(dialog):
        dialog.open()
    qtbot.waitUntil(lambda: dialog._states.state == "content")
    return dialog


def _open_dialog(page: QWidget) -> AssignTrainerDialog | None:
    return next((d for d in page.window().findChildren(AssignTrainerDialog) if d.isVisible()), None)


def test_three_keys_from_a_selected_member_to_an_assigned_one(qtbot, page: MembersPage, desk: Gym) -> None:
    row = next(n for n, one in enumerate(page.members.model.rows) if one.full_name == "Grace Osei")
    page.members.table.setFocus()
    page.members.table.selectRow(row)
    qtbot.keyClick(page.members.table, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: _open_dialog(page) is not None)
    dialog = _open_dialog(page)
    qtbot.waitUntil(lambda: dialog.confirm_button.isEnabled())
    qtbot.waitUntil(lambda: QApplication.focusWidget() is dialog.search)
    qtbot.keyClick(dialog.search, Qt.Key.Key_Down)
    assert dialog.confirm_button.text() == "&Assign to Aiko Tanaka"
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.member("Grace Osei").trainer_name == "Aiko Tanaka")
    toasts = page.context.notices.toasts
    qtbot.waitUntil(
        lambda: [toast.words.text() for toast in toasts.toasts] == ["Grace Osei assigned to Aiko Tanaka"]
    )
    new = desk.called("assign")[0]
    assert (new.member_id, new.start_date, new.notes) == (
        desk.member("Grace Osei").id,
        date(2026, 11, 20),
        "",
    )
    qtbot.waitUntil(
        lambda: any(
            r.trainer_name == "Aiko Tanaka" and r.full_name == "Grace Osei" for r in page.members.model.rows
        )
    )


def test_undo_takes_the_assignment_back(qtbot, page: MembersPage, desk: Gym) -> None:
    row = next(n for n, one in enumerate(page.members.model.rows) if one.full_name == "Liam Becker")
    click_row(qtbot, page.members.table, row)
    qtbot.waitUntil(lambda: page.panel.assign_button.isVisible())
    qtbot.mouseClick(page.panel.assign_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: _open_dialog(page) is not None and _open_dialog(page).confirm_button.isEnabled())
    qtbot.mouseClick(_open_dialog(page).confirm_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.member("Liam Becker").trainer_name == "John Smith")
    qtbot.waitUntil(lambda: page.panel.pause_button.isVisible())
    undo = next(b for b in page.window().findChildren(QPushButton) if b.text() == "Undo")
    qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.member("Liam Becker").trainer_name is None)
    assert desk.called("withdraw") == [desk.called("assign")[0].id]
    qtbot.waitUntil(lambda: page.panel.assign_button.isVisible())


def test_an_undo_that_comes_too_late_is_explained(qtbot, page: MembersPage, desk: Gym) -> None:
    row = next(n for n, one in enumerate(page.members.model.rows) if one.full_name == "Liam Becker")
    click_row(qtbot, page.members.table, row)
    qtbot.waitUntil(lambda: page.panel.assign_button.isVisible())
    qtbot.mouseClick(page.panel.assign_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: _open_dialog(page) is not None and _open_dialog(page).confirm_button.isEnabled())
    qtbot.mouseClick(_open_dialog(page).confirm_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: any(b.text() == "Undo" for b in page.window().findChildren(QPushButton)))
    desk.fail("withdraw", UserError("They have begun to work together. Complete the assignment instead."))
    undo = next(b for b in page.window().findChildren(QPushButton) if b.text() == "Undo")
    qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)

    def said() -> list[str]:
        return [toast.words.text() for toast in page.context.notices.toasts.toasts]

    qtbot.waitUntil(lambda: "They have begun to work together. Complete the assignment instead." in said())
    assert desk.member("Liam Becker").trainer_name == "John Smith"


def test_a_member_with_a_trainer_is_not_offered_another(qtbot, page: MembersPage, desk: Gym) -> None:
    row = next(n for n, one in enumerate(page.members.model.rows) if one.full_name == "Mike Davis")
    page.members.table.setFocus()
    page.members.table.selectRow(row)
    qtbot.keyClick(page.members.table, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    toasts = page.context.notices.toasts
    qtbot.waitUntil(lambda: bool(toasts.toasts))
    assert toasts.toasts[0].words.text() == "Mike Davis already trains with John Smith. Complete that first."
    assert _open_dialog(page) is None


def test_full_trainers_are_shown_say_why_and_cannot_be_chosen(qtbot, window, context, desk: Gym) -> None:
    dialog = _dialog(qtbot, window, context, desk, "Grace Osei")
    model = dialog.list.choices
    names = [choice.name for choice in model.rows]
    assert set(names[-2:]) == {"Maya Okafor", "Victor Almeida"}
    full = model.index(names.index("Maya Okafor"), 0)
    assert dialog.list.places_of(model.row_at(full)) == "Full"
    assert "cannot be chosen: Full" in full.data()
    dialog.list.scrollTo(full)
    qtbot.mouseClick(
        dialog.list.viewport(), Qt.MouseButton.LeftButton, pos=dialog.list.visualRect(full).center()
    )
    assert dialog.list.choice is None and dialog.list.at.name == "Maya Okafor"
    assert dialog.confirm_button.text() == "&Add to Maya Okafor’s waiting list"
    assert not desk.called("assign")
    elena = next(choice for choice in model.rows if choice.name == "Elena Petrova")
    assert dialog.list.places_of(elena) == "1 place free, full afterwards"
    dialog.reject()


def test_search_finds_by_certification_without_accents(qtbot, window, context, desk: Gym) -> None:
    desk.set_trainer("Aiko Tanaka", name="Áiko Tanaka")
    dialog = _dialog(qtbot, window, context, desk, "Grace Osei")
    qtbot.keyClicks(dialog.search, "aiko pma")
    assert [choice.name for choice in dialog.list.choices.rows] == ["Áiko Tanaka"]
    assert dialog.confirm_button.text() == "&Assign to Áiko Tanaka"
    qtbot.keyClicks(dialog.search, "zzz")
    assert dialog._states.state == "empty" and not dialog.confirm_button.isEnabled()
    dialog.search.clear()
    qtbot.waitUntil(lambda: dialog._states.state == "content")
    dialog.reject()


def test_the_order_can_be_changed(qtbot, window, context, desk: Gym) -> None:
    dialog = _dialog(qtbot, window, context, desk, "Grace Osei")
    dialog.order.setCurrentIndex(1)
    free = [choice.free for choice in dialog.list.choices.rows]
    assert free == sorted(free, reverse=True)
    dialog.order.setCurrentIndex(2)
    rates = [choice.hourly_rate for choice in dialog.list.choices.rows if choice.free]
    assert rates == sorted(rates)
    assert dialog.list.choice.name == "John Smith", "the choice made stays"
    dialog.reject()


def test_a_retry_after_a_lost_answer_sends_the_same_key(qtbot, window, context, desk: Gym) -> None:
    dialog = _dialog(qtbot, window, context, desk, "Grace Osei")
    dialog.start_date.setDate(QDate(2026, 11, 23))
    desk.fail("assign", Unavailable("The server was stopped. Trying to reach it again."))
    qtbot.mouseClick(dialog.confirm_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: context.notices.offline_since is not None)
    qtbot.waitUntil(dialog.confirm_button.isEnabled)
    with qtbot.waitSignal(dialog.assigned):
        qtbot.mouseClick(dialog.confirm_button, Qt.MouseButton.LeftButton)
    first, second = desk.called("assign")
    assert first == second and second.start_date == date(2026, 11, 23)


def test_a_refused_field_is_told_beside_it(qtbot, window, context, desk: Gym) -> None:
    dialog = _dialog(qtbot, window, context, desk, "Grace Osei")
    dialog.note.setText("n" * 10_000)
    words = "The note is too long: at most 4,000 characters."
    desk.fail("assign", UserError(words, code="assignment_notes_length", field="notes"))
    qtbot.mouseClick(dialog.confirm_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog._note_field.error == words)
    assert len(dialog.note.text()) == 10_000 and dialog.isVisible()
    dialog.note.clear()
    dialog.reject()


def test_another_refusal_is_told_above_the_list(qtbot, window, context, desk: Gym) -> None:
    dialog = _dialog(qtbot, window, context, desk, "Grace Osei")
    desk.fail(
        "assign", UserError("This member already has an active trainer.", code="unique_active_assignment")
    )
    qtbot.mouseClick(dialog.confirm_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(dialog.banner.isVisible)
    assert dialog.banner.accessibleName() == "Not assigned This member already has an active trainer."
    dialog.reject()


def test_without_trainers_the_dialog_says_where_to_make_one(
    qtbot, window, context, page_context, desk: Gym
) -> None:
    desk.trainer_rows.clear()
    dialog = AssignTrainerDialog(context, [Assignee(desk.member("Grace Osei").id, "Grace Osei")], window)
    dialog.open()
    qtbot.waitUntil(lambda: dialog._states.state == "empty")
    assert not dialog.confirm_button.isEnabled()
    qtbot.mouseClick(dialog._states._empty.findChild(QPushButton), Qt.MouseButton.LeftButton)
    assert page_context.services.went == [("trainers", {})] and not dialog.isVisible()


def test_a_failing_load_offers_retry(qtbot, window, context, desk: Gym) -> None:
    desk.fail("choices", Unavailable("The server is starting. Trying again."))
    dialog = AssignTrainerDialog(context, [Assignee(desk.member("Grace Osei").id, "Grace Osei")], window)
    dialog.open()
    qtbot.waitUntil(lambda: dialog._states.state == "error")
    qtbot.mouseClick(dialog._states._error.retry, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog._states.state == "content")
    dialog.reject()


def test_the_model_of_choices_keeps_qts_rules(desk: Gym) -> None:
    model = TrainerChoicesModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_choices(desk.assignments.choices(()))
    model.set_search("csc")
    assert {choice.name for choice in model.rows} == {"Daniel Reyes", "John Smith"}
    model.set_search("")
    assert model.rowCount() == 12 and tester.model() is model


def test_long_names_elide_everywhere(qtbot, window, context, desk: Gym) -> None:
    name = "<i>Grace</i> & " + "o" * 10_000
    desk.set_member("Grace Osei", full_name=name)
    desk.set_trainer("John Smith", name="Joh&n " + "S" * 10_000)
    dialog = _dialog(qtbot, window, context, desk, name)
    assert dialog.width() < 1000
    assert dialog.confirm_button.text().startswith("&Assign to ") and dialog.confirm_button.text().endswith(
        "…"
    )
    dialog.reject()


def test_the_dialog_fits_a_low_window(qtbot, window, context, desk: Gym) -> None:
    window.resize(960, 600)
    dialog = _dialog(qtbot, window, context, desk, "Grace Osei")
    assert dialog.height() <= 600
    assert dialog.confirm_button.isVisible()
    assert dialog.list.height() >= 2 * 64
    dialog.reject()
