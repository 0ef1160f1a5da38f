"""The dialog that adds a member: one name is enough, and every wrong field is told beside it."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from gymtrainer_desktop.domain.errors import Unavailable, UserError
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.ui.admin.members.member_dialogs import AddMemberDialog, read_birth_date
from gymtrainer_desktop.ui.admin.members.members_page import MembersPage
from gymtrainer_desktop.ui.shell.page import PageContext
from tests.ui.admin_gym import Gym, show_page


@pytest.fixture
def desk() -> Gym:
    return Gym()


@pytest.fixture
def dialog(qtbot, window: QWidget, page_context: PageContext, desk: Gym) -> AddMemberDialog:
    dialog = AddMemberDialog(desk.context(page_context), window)
    with qtbot.waitActive(dialog):
        dialog.open()
    qtbot.waitUntil(lambda: _edit(dialog, "member_number").text() == "M-1385")
    yield dialog
    if dialog.isVisible():
        dialog.accept()


def _edit(dialog: AddMemberDialog, name: str) -> QLineEdit:
    edit = dialog.findChild(QLineEdit, name)
    assert edit is not None
    return edit


def test_a_name_and_enter_are_enough(qtbot, dialog: AddMemberDialog, desk: Gym) -> None:
    assert _edit(dialog, "full_name").hasFocus()
    qtbot.keyClicks(_edit(dialog, "full_name"), "  Nina   Kowalski ")
    with qtbot.waitSignal(dialog.added) as added:
        qtbot.keyClick(_edit(dialog, "full_name"), Qt.Key.Key_Return)
    new = desk.added[0]
    assert added.args == [new.id, "Nina Kowalski"]
    assert (new.full_name, new.member_number, new.pin, new.weight_unit) == (
        "Nina Kowalski",
        "M-1385",
        "",
        Unit.KG,
    )


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("full_name", "", "Please enter a name."),
        ("full_name", "x" * 10_000, "A name can have at most 200 characters."),
        ("member_number", "-- '; DROP TABLE", "A member number has 1 to 32 letters, digits or dashes."),
        ("birth_date", "31/02/1990", "There is no such day in the calendar."),
        ("birth_date", "soon", "Please write the date as day/month/year, such as 16/11/1990."),
        ("email", "nina@", "This does not look like an e-mail address."),
        ("phone", "1" * 41, "A phone number can have at most 40 characters."),
        ("pin", "-123", "A PIN has 4 to 8 digits."),
        ("pin", "12345678901", "A PIN has 4 to 8 digits."),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(
    qtbot, dialog: AddMemberDialog, desk: Gym, field: str, typed: str, sentence: str
) -> None:
    _edit(dialog, "full_name").setText("Nina Kowalski 🏋️")
    _edit(dialog, field).setText(typed)
    qtbot.mouseClick(dialog.confirm_button, Qt.MouseButton.LeftButton)
    assert dialog._fields[field].error == sentence
    assert [name for name, one in dialog._fields.items() if one.error] == [field]
    assert _edit(dialog, field).hasFocus() and _edit(dialog, field).text() == typed
    assert desk.called("add") == []


def test_a_number_that_is_taken_is_told_beside_it_and_nothing_is_lost(
    qtbot, dialog: AddMemberDialog, desk: Gym
) -> None:
    _edit(dialog, "full_name").setText("Nina Kowalski")
    _edit(dialog, "birth_date").setText("16/11/1990")
    _edit(dialog, "member_number").setText("M-1001")
    qtbot.mouseClick(dialog.confirm_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(dialog._fields["member_number"].error))
    assert dialog._fields["member_number"].error == "Somebody else already has this member number."
    _edit(dialog, "member_number").setText("M-9")
    with qtbot.waitSignal(dialog.added):
        qtbot.mouseClick(dialog.confirm_button, Qt.MouseButton.LeftButton)
    first, second = desk.called("add")
    assert second.birth_date == date(1990, 11, 16) and second.member_number == "M-9"
    assert first.id != second.id


def test_a_retry_of_the_same_sends_the_same_key(qtbot, dialog: AddMemberDialog, desk: Gym) -> None:
    _edit(dialog, "full_name").setText("Nina Kowalski")
    desk.fail("add", Unavailable("The server was stopped. Trying to reach it again."))
    qtbot.mouseClick(dialog.confirm_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog._context.notices.offline_since is not None)
    qtbot.waitUntil(dialog.confirm_button.isEnabled)
    with qtbot.waitSignal(dialog.added):
        qtbot.mouseClick(dialog.confirm_button, Qt.MouseButton.LeftButton)
    first, second = desk.called("add")
    assert first == second


def test_closing_asks_only_when_something_was_typed(dialog: AddMemberDialog) -> None:
    assert not dialog.is_dirty(), "the number was filled in by the program"
    _edit(dialog, "phone").setText("020")
    assert dialog.is_dirty()


def test_the_member_added_is_opened_on_the_page(qtbot, window, page_context, desk: Gym) -> None:
    page = MembersPage(desk.context(page_context))
    show_page(window, page)
    qtbot.waitUntil(lambda: page._states.state == "content")
    qtbot.mouseClick(page.add_button, Qt.MouseButton.LeftButton)
    dialog = page.window().findChild(AddMemberDialog)
    qtbot.waitUntil(lambda: _edit(dialog, "member_number").text() == "M-1385")
    qtbot.keyClicks(_edit(dialog, "full_name"), "Nina Kowalski")
    qtbot.keyClick(_edit(dialog, "full_name"), Qt.Key.Key_Return)
    qtbot.waitUntil(
        lambda: page.panel.details is not None and page.panel.details.full_name == "Nina Kowalski"
    )
    assert page.panel.assign_button.isVisible()
    assert [toast.words.text() for toast in page.context.notices.toasts.toasts] == [
        "Nina Kowalski is a member now"
    ]
    qtbot.waitUntil(lambda: page.members.table.current_row() is not None)
    assert page.members.table.current_row().full_name == "Nina Kowalski"


def test_birth_dates_in_the_ways_people_write_them() -> None:
    assert read_birth_date("") is None
    for text in ("16/11/1990", "16.11.1990", "16-11-1990", " 1990-11-16 "):
        assert read_birth_date(text) == date(1990, 11, 16)
    with pytest.raises(UserError) as caught:
        read_birth_date("01/01/1650")
    assert caught.value.message == "The year of birth must be 1900 or later."
