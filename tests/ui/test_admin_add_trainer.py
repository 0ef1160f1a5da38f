"""Adding a trainer and setting a trainer's password: refusals beside their fields, nothing twice, nothing lost."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from gymtrainer_desktop.domain.errors import Unavailable, UserError
from gymtrainer_desktop.ui.admin.people.secret_dialog import SetSecretDialog
from gymtrainer_desktop.ui.admin.trainers.trainer_dialog import AddTrainerDialog
from gymtrainer_desktop.ui.admin.trainers.trainers_page import TrainersPage
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.widgets.sheet import SheetDialog
from tests.ui.admin_gym import Gym, click_row, show_page


@pytest.fixture
def desk() -> Gym:
    return Gym()


@pytest.fixture
def page(qtbot, window: QWidget, page_context: PageContext, desk: Gym) -> TrainersPage:
    page = TrainersPage(desk.context(page_context))
    show_page(window, page)
    qtbot.waitUntil(lambda: page._states.state == "content")
    return page


@pytest.fixture
def dialog(qtbot, window: QWidget, page_context: PageContext, desk: Gym) -> Iterator[AddTrainerDialog]:
    dialog = AddTrainerDialog(desk.context(page_context), window)
    with qtbot.waitActive(dialog):
        dialog.open()
    yield dialog
    if dialog.isVisible():
        dialog.accept()


def _edit(dialog: SheetDialog, name: str) -> QLineEdit:
    edit = dialog.findChild(QLineEdit, name)
    assert edit is not None
    return edit


def _names(page: TrainersPage) -> list[str]:
    return [row.name for row in page.model.rows]


def _toasts(page: TrainersPage) -> list[str]:
    return [toast.words.text() for toast in page.context.notices.toasts.toasts]


def _adding(qtbot, page: TrainersPage) -> AddTrainerDialog:
    found = [dialog for dialog in page.window().findChildren(AddTrainerDialog) if dialog.isVisible()]
    assert len(found) == 1
    return found[0]


def _fill(dialog: AddTrainerDialog, name: str = "Nadia Haddad", email: str = "nadia@gym.example") -> None:
    _edit(dialog, "name").setText(name)
    _edit(dialog, "email").setText(email)


def test_the_keyboard_fills_in_a_trainer(qtbot, dialog: AddTrainerDialog, desk: Gym) -> None:
    assert _edit(dialog, "name").hasFocus()
    for typed in (
        "  Nadia   Haddad ",
        " nadia@gym.example",
        "020 7946 0133",
        "correct horse",
        "correct horse",
    ):
        qtbot.keyClicks(dialog.focusWidget(), typed)
        qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
    assert dialog.is_trainer.hasFocus() and dialog.is_trainer.isChecked()
    qtbot.keyClick(dialog.is_trainer, Qt.Key.Key_Space)
    qtbot.keyClick(dialog.is_trainer, Qt.Key.Key_Tab)
    assert _edit(dialog, "max_clients").hasFocus() and _edit(dialog, "max_clients").text() == "15"
    _edit(dialog, "max_clients").setText("12")
    with qtbot.waitSignal(dialog.added) as added:
        qtbot.keyClick(_edit(dialog, "max_clients"), Qt.Key.Key_Return)
    new = desk.called("add_trainer")[0]
    assert dataclasses.astuple(new)[2:] == (
        "Nadia Haddad",
        "nadia@gym.example",
        "020 7946 0133",
        False,
        12,
        "correct horse",
    )
    assert new.id != new.person_id and added.args[0].id == new.id
    assert "correct horse" not in repr(new)


def test_a_name_and_an_email_are_enough(qtbot, dialog: AddTrainerDialog, desk: Gym) -> None:
    _fill(dialog)
    with qtbot.waitSignal(dialog.added):
        qtbot.keyClick(_edit(dialog, "email"), Qt.Key.Key_Return)
    new = desk.called("add_trainer")[0]
    assert (new.password, new.phone, new.is_personal_trainer, new.max_clients) == ("", "", True, 15)


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", "", "Please enter a name."),
        ("name", "x" * 10_000, "A name can have at most 200 characters."),
        ("email", "", "This does not look like an e-mail address."),
        ("email", "'; DROP TABLE instructors", "This does not look like an e-mail address."),
        ("phone", "1" * 41, "A phone number can have at most 40 characters."),
        ("password", "seven77", "A password has at least 8 characters."),
        ("password", "long enough", "The two passwords differ."),
        ("again", "long enough", "The two passwords differ."),
        ("max_clients", "", "Please enter how many clients at most."),
        ("max_clients", "-3", "A whole number from 0 to 500, please."),
        ("max_clients", "501", "A whole number from 0 to 500, please."),
        ("max_clients", "🏋️", "A whole number from 0 to 500, please."),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(
    qtbot, dialog: AddTrainerDialog, desk: Gym, field: str, typed: str, sentence: str
) -> None:
    _fill(dialog, "Nadia 🏋️ <b>Haddad</b>")
    _edit(dialog, field).setText(typed)
    qtbot.mouseClick(dialog.confirm_button, Qt.MouseButton.LeftButton)
    beside = "again" if "differ" in sentence else field
    assert {name: one.error for name, one in dialog._fields.items() if one.error} == {beside: sentence}
    assert _edit(dialog, beside).hasFocus() and _edit(dialog, field).text() == typed
    assert desk.called("add_trainer") == [] and dialog.isVisible()


def test_the_sheet_grows_so_that_the_last_sentence_is_seen(qtbot, dialog: AddTrainerDialog) -> None:
    _fill(dialog)
    before, field = dialog.height(), dialog._fields["max_clients"]
    _edit(dialog, "max_clients").setText("-3")
    qtbot.mouseClick(dialog.confirm_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: field.visibleRegion().boundingRect() == field.rect())
    assert field.error and dialog.height() > before


def test_an_email_that_is_taken_is_told_beside_it_and_nothing_is_lost(
    qtbot, dialog: AddTrainerDialog, desk: Gym
) -> None:
    _fill(dialog, email="john@gym.example")
    _edit(dialog, "password").setText("correct horse")
    _edit(dialog, "again").setText("correct horse")
    qtbot.mouseClick(dialog.confirm_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(dialog._fields["email"].error))
    assert dialog._fields["email"].error == "Somebody else already has this e-mail address."
    assert _edit(dialog, "password").text() == "correct horse"
    _edit(dialog, "email").setText("nadia@gym.example")
    with qtbot.waitSignal(dialog.added):
        qtbot.mouseClick(dialog.confirm_button, Qt.MouseButton.LeftButton)
    first, second = desk.called("add_trainer")
    assert {first.id, first.person_id}.isdisjoint({second.id, second.person_id})


def test_a_retry_of_the_same_sends_the_same_keys(qtbot, dialog: AddTrainerDialog, desk: Gym) -> None:
    _fill(dialog)
    desk.fail("add_trainer", Unavailable("The server was stopped. Trying to reach it again."))
    qtbot.mouseClick(dialog.confirm_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog._context.notices.offline_since is not None)
    qtbot.waitUntil(dialog.confirm_button.isEnabled)
    with qtbot.waitSignal(dialog.added):
        qtbot.mouseClick(dialog.confirm_button, Qt.MouseButton.LeftButton)
    first, second = desk.called("add_trainer")
    assert first == second


def test_esc_asks_only_when_something_would_be_lost(qtbot, dialog: AddTrainerDialog, monkeypatch) -> None:
    asked = []
    monkeypatch.setattr(dialog, "_may_discard", lambda: asked.append(True) and False)
    for change, back in (
        (lambda: dialog.is_trainer.setChecked(False), lambda: dialog.is_trainer.setChecked(True)),
        (
            lambda: _edit(dialog, "max_clients").setText("7"),
            lambda: _edit(dialog, "max_clients").setText("15"),
        ),
        (lambda: _edit(dialog, "again").setText("x"), lambda: _edit(dialog, "again").clear()),
    ):
        before = len(asked)
        change()
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        assert len(asked) == before + 1 and dialog.isVisible()
        back()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert len(asked) == 3 and not dialog.isVisible()


def test_the_trainer_added_is_selected_and_opened_on_the_page(qtbot, page: TrainersPage, desk: Gym) -> None:
    qtbot.keyClicks(page.search, "lifting")
    qtbot.waitUntil(lambda: len(_names(page)) == 2)
    qtbot.mouseClick(page.add_button, Qt.MouseButton.LeftButton)
    dialog = _adding(qtbot, page)
    _fill(dialog)
    dialog.is_trainer.setChecked(False)
    qtbot.mouseClick(dialog.confirm_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.panel.row is not None and page.panel.row.name == "Nadia Haddad")
    assert _toasts(page) == ["Nadia Haddad was added"]
    assert page.filters.current == "others" and page.search.text() == ""
    assert page.table.current_row().name == "Nadia Haddad" and page.panel.isVisible()
    qtbot.waitUntil(lambda: not page.context.tasks.is_busy)
    assert page.table.current_row().name == "Nadia Haddad", "the list that is loaded again keeps the choice"


def test_what_is_typed_in_the_panel_is_not_lost_to_adding(qtbot, page, desk: Gym, monkeypatch) -> None:
    click_row(qtbot, page.table, _names(page).index("John Smith"))
    page.panel.form.limit.setText("18")
    answers = iter((False, True))
    monkeypatch.setattr(page.context.notices, "question", lambda *_, **__: next(answers))
    qtbot.mouseClick(page.add_button, Qt.MouseButton.LeftButton)
    assert page.window().findChild(AddTrainerDialog) is None and page.panel.form.limit.text() == "18"
    qtbot.mouseClick(page.add_button, Qt.MouseButton.LeftButton)
    assert page.panel.form.limit.text() == "15"
    _adding(qtbot, page).reject()


def test_an_empty_roster_offers_to_add(qtbot, page: TrainersPage, desk: Gym) -> None:
    desk.trainer_rows = []
    page.refresh()
    qtbot.waitUntil(lambda: page._states.state == "empty")
    assert [segment.count for segment in page.filters.segments] == [0, 0]
    qtbot.mouseClick(page._states._empty.findChild(QPushButton), Qt.MouseButton.LeftButton)
    dialog = _adding(qtbot, page)
    _fill(dialog)
    qtbot.mouseClick(dialog.confirm_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page._states.state == "content" and _names(page) == ["Nadia Haddad"])
    assert page.panel.head.name.text() == "Nadia Haddad"
    assert [segment.count for segment in page.filters.segments] == [1, 0]
    qtbot.waitUntil(lambda: not page.context.tasks.is_busy)


def test_opened_in_order_to_add_the_page_does_so_once(qtbot, page: TrainersPage) -> None:
    page.open(add=True)
    page.refresh()
    _adding(qtbot, page).reject()
    page.refresh()
    assert not any(dialog.isVisible() for dialog in page.window().findChildren(AddTrainerDialog))
    qtbot.waitUntil(lambda: not page.context.tasks.is_busy)


def _setting_password(qtbot, page: TrainersPage, name: str = "John Smith") -> SetSecretDialog:
    click_row(qtbot, page.table, _names(page).index(name))
    qtbot.mouseClick(page.panel.head.password_button, Qt.MouseButton.LeftButton)
    dialog = page.window().findChild(SetSecretDialog)
    assert dialog is not None and dialog.objectName() == "setPasswordDialog"
    return dialog


def test_set_password(qtbot, page: TrainersPage, desk: Gym) -> None:
    dialog = _setting_password(qtbot, page)
    password, again = dialog._fields["password"], dialog._fields["again"]
    assert password.field.echoMode() is QLineEdit.EchoMode.Password
    qtbot.waitUntil(password.field.hasFocus)
    assert not dialog.is_dirty()
    qtbot.keyClicks(password.field, "short")
    qtbot.keyClick(password.field, Qt.Key.Key_Return)
    assert password.error == "A password has at least 8 characters." and dialog.is_dirty()
    qtbot.keyClicks(password.field, " but longer")
    qtbot.keyClicks(again.field, "short but longe")
    qtbot.keyClick(again.field, Qt.Key.Key_Return)
    assert again.error == "The two passwords differ." and desk.called("set_password") == []
    qtbot.keyClicks(again.field, "r")
    qtbot.keyClick(again.field, Qt.Key.Key_Return)
    qtbot.waitUntil(
        lambda: desk.called("set_password") == [(desk.trainer("John Smith").id, "short but longer")]
    )
    qtbot.waitUntil(lambda: _toasts(page) == ["John Smith has a new password"])
    qtbot.waitUntil(lambda: page.window().findChild(SetSecretDialog) is None)


def test_a_refused_password_is_told_beside_it_and_stays(qtbot, page: TrainersPage, desk: Gym) -> None:
    words = "This instructor has no e-mail to sign in with."
    dialog = _setting_password(qtbot, page)
    for error, seen in (
        (UserError(words, field="password"), lambda: dialog._fields["password"].error == words),
        (Unavailable("Away."), lambda: page.context.notices.offline_since is not None),
    ):
        desk.fail("set_password", error)
        for name in ("password", "again"):
            dialog._fields[name].field.setText("correct horse")
        qtbot.mouseClick(dialog.confirm_button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda seen=seen: seen() and dialog.confirm_button.isEnabled())
        assert dialog._fields["again"].field.text() == "correct horse" and dialog.isVisible()
    assert _toasts(page) == []
    dialog.accept()


def test_a_long_name_with_html_is_clipped_and_plain(qtbot, page: TrainersPage, desk: Gym) -> None:
    name = "<h1>Big</h1> '; DROP TABLE x; " + "w" * 10_000
    desk.set_trainer("John Smith", name=name)
    page.refresh()
    qtbot.waitUntil(lambda: name in _names(page))
    dialog = _setting_password(qtbot, page, name)
    assert dialog.subtitle.textFormat() == Qt.TextFormat.PlainText and len(dialog.subtitle.text()) < 200
    assert all(
        label.textFormat() == Qt.TextFormat.PlainText
        for label in dialog.findChildren(QLabel)
        if "<" in label.text()
    )
    assert dialog.width() < page.width()
    dialog.reject()
