"""The member's panel: contact and its conflicts, workouts, waiting list, activity, export and erasing."""

from __future__ import annotations

import dataclasses
import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QPushButton, QWidget

from gymtrainer_desktop.domain.errors import Conflict, Unavailable, UserError
from gymtrainer_desktop.domain.waitlist import NewWaiting, WaitStatus
from gymtrainer_desktop.services import person_files
from gymtrainer_desktop.ui.admin.members.erase_dialog import EraseDialog
from gymtrainer_desktop.ui.admin.members.export_dialog import ExportPersonDialog
from gymtrainer_desktop.ui.admin.members.member_edit_dialog import EditMemberDialog, MemberConflictDialog
from gymtrainer_desktop.ui.admin.members.member_sections import WorkoutLine
from gymtrainer_desktop.ui.admin.members.members_page import MembersPage
from gymtrainer_desktop.ui.admin.trainers.hand_over_dialog import HandOverDialog
from gymtrainer_desktop.ui.admin.waiting.waiting_dialog import WaitingDialog
from gymtrainer_desktop.ui.shell.page import PageContext
from tests.ui.admin_gym import Gym, show_page
from tests.ui.trainers_gym import TrainersGym

NAME = "Grace Osei"


@pytest.fixture
def desk() -> Gym:
    return Gym()


@pytest.fixture
def page(qtbot, window: QWidget, page_context: PageContext, desk: Gym) -> MembersPage:
    page = MembersPage(desk.context(page_context))
    show_page(window, page, member_id=desk.member(NAME).id)
    qtbot.waitUntil(lambda: page.panel.details is not None and page._states.state == "content")
    return page


def _toasts(page: MembersPage) -> list[str]:
    return [toast.words.text() for toast in page.context.notices.toasts.toasts]


def _undo(qtbot, page: MembersPage) -> None:
    button = next(b for b in page.window().findChildren(QPushButton) if b.text() == "Undo")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def _menu(page: MembersPage, text: str) -> None:
    page.panel.more_menu.aboutToShow.emit()
    next(action for action in page.panel.more_menu.actions() if action.text() == text).trigger()


def _edit(qtbot, page: MembersPage) -> EditMemberDialog:
    page.panel.contact.edit_button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(page.panel.contact.edit_button, Qt.Key.Key_Return)
    dialog = page.window().findChild(EditMemberDialog)
    assert dialog is not None
    return dialog


def _type(qtbot, dialog: QWidget, name: str, text: str) -> QLineEdit:
    edit = dialog.findChild(QLineEdit, name)
    assert edit is not None
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClicks(edit, text)
    return edit


def test_the_panel_tells_of_workouts_and_sign_in(qtbot, page: MembersPage, desk: Gym) -> None:
    assert page.panel.sign_in.facts["pin"].text == "none, cannot sign in at a kiosk"
    assert page.panel.sign_in.facts["password"].isHidden()
    page.open(member_id=desk.member("Mike Davis").id)
    qtbot.waitUntil(lambda: len(page.panel.findChildren(WorkoutLine)) == 3)
    said = [line.accessibleName() for line in page.panel.findChildren(WorkoutLine)]
    assert said == [
        "Upper body, Today, 6 exercises · 4,250 kg",
        "Squat, Deadlift and 2 more, 3 days ago, 4 exercises · 6,120 kg",
        "Rowing, 5 days ago, 1 exercise",
    ]


def test_contact_is_changed_by_keyboard(qtbot, page: MembersPage, desk: Gym) -> None:
    dialog = _edit(qtbot, page)
    qtbot.waitUntil(dialog.findChild(QLineEdit, "full_name").hasFocus)
    assert not dialog.is_dirty()
    _type(qtbot, dialog, "phone", "07700 900123")
    edit = _type(qtbot, dialog, "birth_date", "31/2/1990")
    assert dialog.is_dirty()
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert dialog._fields["birth_date"].error == "There is no such day in the calendar."
    _type(qtbot, dialog, "birth_date", "28/02/1990")
    with qtbot.waitSignal(dialog.saved):
        qtbot.keyClick(edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.panel.contact.facts["phone"].text == "07700 900123")
    assert page.panel.contact.facts["born"].text == "Wed 28 Feb 1990"
    assert _toasts(page) == ["Grace Osei is saved"]


def test_a_taken_number_is_said_beside_the_field_and_nothing_is_lost(
    qtbot, page: MembersPage, desk: Gym
) -> None:
    dialog = _edit(qtbot, page)
    edit = _type(qtbot, dialog, "member_number", "M-1001")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(dialog._fields["member_number"].error))
    assert dialog._fields["member_number"].error == "Somebody else already has this member number."
    assert dialog.isVisible() and edit.text() == "M-1001"
    desk.fail("save_member", Unavailable("The server was stopped. Trying to reach it again."))
    edit = _type(qtbot, dialog, "member_number", "M-9999")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.context.notices.offline_since is not None)
    assert dialog.isVisible() and edit.text() == "M-9999"
    dialog.accept()


def _changed_elsewhere(desk: Gym) -> None:
    member = desk.set_member(NAME, email="grace.new@mail.example")
    desk.put_extra(member.id, version=5)


def test_both_versions_are_shown_and_mine_goes_on_top_of_theirs(qtbot, page: MembersPage, desk: Gym) -> None:
    dialog = _edit(qtbot, page)
    _changed_elsewhere(desk)
    edit = _type(qtbot, dialog, "phone", "07700 900123")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(dialog.findChildren(MemberConflictDialog)))
    conflict = dialog.findChild(MemberConflictDialog)
    said = [each.text() for each in conflict.findChildren(QLabel)]
    assert "020 7946 0199" in said and "07700 900123" in said
    assert said.count("grace.new@mail.example") == 2, "what only they changed is kept in both"
    with qtbot.waitSignal(dialog.saved):
        qtbot.keyClick(conflict, Qt.Key.Key_Return)
    saved = desk.called("save_member")[-1]
    assert (saved.version, saved.phone, saved.email) == (5, "07700 900123", "grace.new@mail.example")


def test_theirs_can_be_taken_and_writing_can_go_on(qtbot, page: MembersPage, desk: Gym) -> None:
    dialog = _edit(qtbot, page)
    _changed_elsewhere(desk)
    edit = _type(qtbot, dialog, "phone", "07700 900123")
    for keep_writing in (True, False):
        qtbot.keyClick(edit, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: any(c.isVisible() for c in dialog.findChildren(MemberConflictDialog)))
        conflict = next(c for c in dialog.findChildren(MemberConflictDialog) if c.isVisible())
        if keep_writing:
            qtbot.keyClick(conflict, Qt.Key.Key_Escape)
            assert edit.text() == "07700 900123" and dialog.is_dirty()
        else:
            qtbot.mouseClick(conflict.theirs_button, Qt.MouseButton.LeftButton)
    assert dialog.findChild(QLineEdit, "email").text() == "grace.new@mail.example"
    assert edit.text() == "020 7946 0199" and not dialog.is_dirty()
    dialog.reject()
    assert len(desk.called("save_member")) == 2


def test_onto_the_waiting_list_and_off_again_with_undo(qtbot, page: MembersPage, desk: Gym) -> None:
    waiting = page.panel.waiting
    assert waiting.words.text() == "Does not wait for a trainer."
    qtbot.mouseClick(waiting.wait_button, Qt.MouseButton.LeftButton)
    dialog = page.window().findChild(WaitingDialog)
    dialog.wants.setPlainText("Weekday mornings")
    qtbot.waitUntil(lambda: dialog.trainer.count() > 3)
    dialog.trainer.setCurrentIndex(dialog.trainer.findData(desk.trainer("Maya Okafor").id))
    with qtbot.waitSignal(dialog.saved):
        qtbot.mouseClick(dialog.confirm_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: waiting.words.text() == "Waits for Maya Okafor since 20 Nov 2026.")
    assert waiting.wants.text() == "Weekday mornings"
    qtbot.waitUntil(waiting.stop_button.isEnabled)
    page.context.notices.toasts.clear()
    qtbot.mouseClick(waiting.stop_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not waiting.stop_button.isVisible())
    entry = desk.called("stop_waiting")
    _undo(qtbot, page)
    qtbot.waitUntil(waiting.stop_button.isVisible)
    key, restored = desk.called("restore_waiting")[0]
    assert [restored.id] == entry and key != restored.id


def test_an_offer_is_told_with_its_end(qtbot, page: MembersPage, desk: Gym) -> None:
    grace = desk.member(NAME)
    entry = desk.waitlist.add(NewWaiting(grace.id, grace.id, None))
    offered = dataclasses.replace(
        entry, status=WaitStatus.OFFERED, offered_trainer_name="John Smith", offer_until=entry.since
    )
    desk.waiting[grace.id] = offered
    page.panel.refresh()
    words = "A place with John Smith is offered until Fri 20 Nov 2026, 09:00."
    qtbot.waitUntil(lambda: page.panel.waiting.words.text().endswith(words))
    desk.waiting[grace.id] = dataclasses.replace(offered, status=WaitStatus.ACCEPTED)
    page.panel.refresh()
    qtbot.waitUntil(lambda: page.panel.waiting.words.text().endswith("Has accepted a place with John Smith."))


def test_deactivated_reactivated_and_undone(qtbot, page: MembersPage, desk: Gym) -> None:
    _menu(page, "Deactivate")
    qtbot.waitUntil(page.panel.reactivate_button.isVisible)
    assert not page.panel.assign_button.isVisible()
    assert _toasts(page) == ["Grace Osei is deactivated and cannot sign in any more"]
    _undo(qtbot, page)
    qtbot.waitUntil(lambda: not page.panel.reactivate_button.isVisible())
    assert [(active, version) for _id, active, version in desk.called("set_active")] == [
        (False, 1),
        (True, 2),
    ]
    qtbot.waitUntil(page.panel.more_button.isEnabled)
    _menu(page, "Deactivate")
    qtbot.waitUntil(page.panel.reactivate_button.isVisible)
    qtbot.waitUntil(page.panel.more_button.isEnabled)
    qtbot.mouseClick(page.panel.reactivate_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.panel.assign_button.isVisible)


def test_the_undo_gives_a_waiting_member_the_place_in_the_line_back(
    qtbot, page: MembersPage, desk: Gym
) -> None:
    grace = desk.member(NAME)
    entry = desk.waitlist.add(NewWaiting(grace.id, grace.id, None, "Evenings"))
    page.panel.refresh()
    qtbot.waitUntil(page.panel.waiting.stop_button.isVisible)
    _menu(page, "Deactivate")
    qtbot.waitUntil(page.panel.reactivate_button.isVisible)
    desk.waiting.clear()
    _undo(qtbot, page)
    qtbot.waitUntil(lambda: bool(desk.called("restore_waiting")))
    assert desk.called("restore_waiting")[0][1] == entry
    qtbot.waitUntil(page.panel.waiting.stop_button.isVisible)


def test_a_member_with_a_trainer_is_not_deactivated_and_the_reason_is_said(
    qtbot, page: MembersPage, desk: Gym
) -> None:
    page.open(member_id=desk.member("Mike Davis").id)
    qtbot.waitUntil(lambda: page.panel.active is not None)
    _menu(page, "Deactivate")
    qtbot.waitUntil(lambda: bool(_toasts(page)))
    assert _toasts(page) == ["This member still has a trainer. Complete the assignment first."]
    qtbot.waitUntil(page.panel.pause_button.isEnabled)


def test_a_stale_photo_is_a_conflict_in_words(qtbot, page: MembersPage, desk: Gym) -> None:
    desk.fail("set_photo", Conflict("x", code="stale"))
    page.panel.photo.photo_chosen.emit(None)
    qtbot.waitUntil(lambda: bool(_toasts(page)))
    assert _toasts(page)[0].startswith("Somebody else changed this first.")


def test_one_client_is_handed_over_from_the_panel(qtbot, window, page_context) -> None:
    desk = TrainersGym()
    page = MembersPage(desk.context(page_context))
    show_page(window, page, member_id=desk.member("Mike Davis").id)
    qtbot.waitUntil(lambda: page.panel.active is not None)
    qtbot.mouseClick(page.panel.hand_over_button, Qt.MouseButton.LeftButton)
    dialog = page.window().findChild(HandOverDialog)
    qtbot.waitUntil(lambda: dialog.clients.rowCount() > 0)
    assert page.panel.active is not None
    assert dialog._only == {page.panel.active.id}
    qtbot.waitUntil(lambda: not page.context.tasks.is_busy)
    dialog.reject()


# Export


def test_everything_is_exported_into_a_file(
    qtbot, page: MembersPage, desk: Gym, tmp_path: Path, monkeypatch
) -> None:
    proposed = []

    def ask(_parent: QWidget, _title: str, start: str, _kinds: str) -> tuple[str, str]:
        proposed.append(Path(start).name)
        return str(tmp_path / "grace"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    _menu(page, "Export everything…")
    qtbot.waitUntil(lambda: _toasts(page) == ["Everything about Grace Osei is in grace.zip"])
    assert proposed == ["Grace-Osei.zip"]
    with zipfile.ZipFile(tmp_path / "grace.zip") as archive:
        assert archive.namelist() == ["Person.csv", "Logged exercises.csv", "Photo.jpg"]
    assert not any(d.isVisible() for d in page.window().findChildren(ExportPersonDialog))


def test_an_export_that_nobody_wants_is_not_begun(qtbot, page: MembersPage, desk: Gym, monkeypatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    _menu(page, "Export everything…")
    assert desk.called("export") == []


def test_an_export_can_be_given_up(qtbot, page: MembersPage, desk: Gym, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "grace.zip"), ""))
    gate = desk.hold("export")
    _menu(page, "Export everything…")
    dialog = page.window().findChild(ExportPersonDialog)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible(), "Enter does not close it"
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible() and not dialog.cancel_button.isEnabled()
    gate.set()
    qtbot.waitUntil(lambda: _toasts(page) == ["The export was given up; no file was written"])
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_told_and_leaves_no_file(
    qtbot, page: MembersPage, desk: Gym, tmp_path: Path, monkeypatch
) -> None:
    def full(*_args: object, **_options: object) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "grace.zip"), ""))
    monkeypatch.setattr(person_files, "_csv", full)
    _menu(page, "Export everything…")
    qtbot.waitUntil(lambda: bool(_toasts(page)))
    assert "full: free some space" in _toasts(page)[0]
    assert list(tmp_path.iterdir()) == []


# Erasing


def _erase(qtbot, page: MembersPage) -> EraseDialog:
    _menu(page, "Erase…")
    dialog = page.window().findChild(EraseDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog._states.state == "content")
    return dialog


def test_nothing_goes_before_the_name_is_typed(qtbot, page: MembersPage, desk: Gym) -> None:
    grace = desk.member(NAME)
    page.members.model.check_all(True)
    dialog = _erase(qtbot, page)
    said = [each.text() for each in dialog.findChildren(QLabel)]
    assert {"logged exercises", "1,204", "assignments", "2"} <= set(said)
    assert "31 lines of the audit trail" in dialog.stays.text()
    qtbot.waitUntil(dialog.typed.hasFocus)
    assert not dialog.confirm_button.isEnabled()
    qtbot.keyClicks(dialog.typed, "grace")
    qtbot.keyClick(dialog.typed, Qt.Key.Key_Return)
    assert desk.called("erase") == []
    qtbot.keyClicks(dialog.typed, "  OSEI")
    assert dialog.confirm_button.isEnabled()
    with qtbot.waitSignal(dialog.erased):
        qtbot.keyClick(dialog.typed, Qt.Key.Key_Return)
    assert desk.called("erase") == [grace.id]
    assert _toasts(page) == ["Grace Osei is erased: 1,207 records are gone"]
    qtbot.waitUntil(lambda: page.panel.member_id is None and page.members.loaded == 13)
    assert page.members.picks.selection.count == 13


def test_a_refusal_keeps_the_dialog_and_says_why(qtbot, page: MembersPage, desk: Gym) -> None:
    dialog = _erase(qtbot, page)
    words = "This trainer still has active clients. Complete or pause their assignments first."
    desk.fail("erase", UserError(words, code="trainer_has_clients"))
    qtbot.keyClicks(dialog.typed, NAME)
    qtbot.keyClick(dialog.typed, Qt.Key.Key_Return)
    qtbot.waitUntil(dialog.problem.isVisible)
    assert words in dialog.problem.accessibleName()
    assert dialog.confirm_button.isEnabled() and dialog.isVisible()
    dialog.reject()


def test_a_preview_that_fails_can_be_tried_again(qtbot, page: MembersPage, desk: Gym) -> None:
    desk.fail("erase_preview", Unavailable("The server is busy. Try again in a moment."))
    _menu(page, "Erase…")
    dialog = page.window().findChild(EraseDialog)
    qtbot.waitUntil(lambda: dialog._states.state == "error")
    qtbot.keyClicks(dialog.typed, NAME)
    assert not dialog.confirm_button.isEnabled(), "nobody erases what was not shown"
    qtbot.mouseClick(dialog._states._error.retry, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(dialog.confirm_button.isEnabled)
    dialog.reject()
