"""People and roles: finding people, giving and taking rights, sign-ins, and whom one cannot touch."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from gymtrainer_desktop.domain.errors import Unavailable
from gymtrainer_desktop.domain.people import Role
from gymtrainer_desktop.domain.persons import PersonFilter
from gymtrainer_desktop.ui.admin.members.erase_dialog import EraseDialog
from gymtrainer_desktop.ui.admin.people.people_page import ROWS, PeoplePage
from gymtrainer_desktop.ui.admin.people.secret_dialog import SetSecretDialog
from gymtrainer_desktop.ui.shell.page import PageContext
from tests.ui.admin_gym import Gym, click_row, show_page


@pytest.fixture
def desk() -> Gym:
    return Gym(extra_people=230)


@pytest.fixture
def went() -> list[tuple[str, object]]:
    return []


@pytest.fixture
def page(qtbot, window: QWidget, page_context: PageContext, desk: Gym, went) -> PeoplePage:
    context = desk.context(page_context)
    page = PeoplePage(dataclasses.replace(context, navigate=lambda key, args: went.append((key, args))))
    show_page(window, page)
    qtbot.waitUntil(lambda: page._states.state == "content")
    return page


def _names(page: PeoplePage) -> list[str]:
    return [row.name for row in page.people.model.rows]


def _open(qtbot, page: PeoplePage, name: str) -> None:
    page.people.table.select_id(next(row.id for row in page.people.model.rows if row.name == name))
    page.people.table.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(page.people.table, Qt.Key.Key_Return)
    assert page.panel.row is not None and page.panel.row.name == name


def _press(qtbot, button: QPushButton) -> None:
    button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(button, Qt.Key.Key_Return)


def _toasts(page: PeoplePage) -> list[str]:
    return [toast.words.text() for toast in page.context.notices.toasts.toasts]


def _undo(qtbot, page: PeoplePage) -> None:
    button = next(b for b in page.window().findChildren(QPushButton) if b.text() == "Undo")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_those_with_rights_come_first_and_the_cells_say_what_they_may(page: PeoplePage) -> None:
    assert _names(page) == ["Harriet Stone", "John Smith", "Nadia Haddad", "Rosa Delgado"]
    places = {column.key: n for n, column in enumerate(page.people.model.columns)}

    def said(row: int) -> list[str]:
        return [page.people.model.index(row, places[key]).data() for key in ("roles", "sign_in", "seen")]

    assert said(0) == ["Admin", "Password", "3 days ago"]
    assert said(1) == ["Trainer, Member", "Password and PIN", "Today, 06:30"]
    assert said(2) == ["Instructor", "None", "—"]


def test_everybody_is_paged_once_and_the_model_keeps_qts_rules(qtbot, page: PeoplePage, desk: Gym) -> None:
    model = page.people.model
    page.filters.choose(PersonFilter.ALL)
    qtbot.waitUntil(lambda: page.people.loaded == ROWS)
    assert page.people.footer.text() == "100 people shown, more when you scroll"
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for loaded in (200, 235):
        page.people.table.scrollToBottom()
        qtbot.waitUntil(lambda wanted=loaded: page.people.loaded >= wanted)
    assert len({row.id for row in model.rows}) == 235
    assert page.people.footer.text() == "235 people"
    assert tester.model() is model


def test_filters_and_search_ask_the_database(qtbot, page: PeoplePage, desk: Gym) -> None:
    page.filters.setFocus()
    qtbot.keyClick(page.filters, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: _names(page) == ["Harriet Stone", "Rosa Delgado"])
    page.filters.choose(PersonFilter.INACTIVE)
    qtbot.waitUntil(lambda: _names(page) == ["Peter Marsh"])
    page.filters.choose(PersonFilter.ALL)
    page.people.table.setFocus()
    qtbot.keyClick(page.people.table, Qt.Key.Key_Slash)
    qtbot.keyClicks(page.search, "m-1002")
    qtbot.waitUntil(lambda: _names(page) == ["Grace Osei"])
    qtbot.keyClicks(page.search, "zzz")
    qtbot.waitUntil(lambda: page._states.state == "empty")
    assert page._states._empty.title.text() == "Nobody found"
    qtbot.mouseClick(page._states._empty.findChild(QPushButton), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.people.loaded == ROWS)


def test_a_failing_load_says_so_and_retry_helps(qtbot, window, page_context, desk: Gym) -> None:
    desk.fail("people", Unavailable("The server is busy. Try again in a moment."))
    page = PeoplePage(desk.context(page_context))
    show_page(window, page)
    qtbot.waitUntil(lambda: page._states.state == "error")
    qtbot.mouseClick(page._states._error.retry, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page._states.state == "content")


def test_an_admin_is_made_and_unmade_with_undo(qtbot, page: PeoplePage, desk: Gym) -> None:
    _open(qtbot, page, "Nadia Haddad")
    assert page.panel.missing.isHidden()
    _press(qtbot, page.panel.admin_button)
    qtbot.waitUntil(lambda: _toasts(page) == ["Nadia Haddad is an admin now"])
    assert page.panel.admin_button.accessibleName() == "Take admin right"
    assert page.panel.missing.text() == "Cannot sign in as staff before a password is set."
    _undo(qtbot, page)
    qtbot.waitUntil(lambda: Role.ADMIN not in desk.persons.person("Nadia Haddad").roles)
    assert [(is_admin, version) for _id, is_admin, version in desk.called("set_admin")] == [
        (True, 1),
        (False, 2),
    ]
    qtbot.waitUntil(lambda: page.panel.admin_button.accessibleName() == "Make admin")


def test_one_cannot_take_ones_own_rights(qtbot, page: PeoplePage) -> None:
    _open(qtbot, page, "Rosa Delgado")
    panel = page.panel
    assert not panel.admin_button.isEnabled() and not panel.active_button.isEnabled()
    assert panel.reason.text() == "You cannot take your own rights away. Ask another admin."
    assert panel.erase_button.isHidden()
    assert panel.password_button.isEnabled()


def test_the_last_admin_stays_and_the_page_says_why(qtbot, page: PeoplePage, desk: Gym) -> None:
    desk.persons.put(dataclasses.replace(desk.persons.person("Rosa Delgado"), has_password=False))
    page.refresh()
    qtbot.waitUntil(lambda: not page.context.tasks.is_busy)
    _open(qtbot, page, "Harriet Stone")
    assert page.panel.reason.text() == "Somebody has to stay admin. Make another person admin first."
    assert not page.panel.admin_button.isEnabled() and not page.panel.active_button.isEnabled()
    page.panel.set_busy(True)
    page.panel.set_busy(False)
    assert not page.panel.admin_button.isEnabled(), "what cannot be done stays locked"


def test_the_server_has_the_last_word_on_the_last_admin(qtbot, page: PeoplePage, desk: Gym) -> None:
    _open(qtbot, page, "Harriet Stone")
    desk.persons.people = [row for row in desk.persons.people if row.name != "Rosa Delgado"]
    _press(qtbot, page.panel.admin_button)
    qtbot.waitUntil(lambda: bool(_toasts(page)))
    assert _toasts(page) == ["Somebody has to stay admin. Make another person admin first."]
    qtbot.waitUntil(lambda: not page.panel.admin_button.isEnabled())


def test_a_conflict_is_said_and_what_is_is_shown(qtbot, page: PeoplePage, desk: Gym) -> None:
    _open(qtbot, page, "Harriet Stone")
    desk.persons.put(dataclasses.replace(desk.persons.person("Harriet Stone"), is_active=False, version=9))
    _press(qtbot, page.panel.active_button)
    qtbot.waitUntil(lambda: bool(_toasts(page)))
    assert _toasts(page)[0].startswith("Somebody else changed this first.")


def test_deactivated_and_undone(qtbot, page: PeoplePage, desk: Gym) -> None:
    _open(qtbot, page, "Harriet Stone")
    _press(qtbot, page.panel.active_button)
    qtbot.waitUntil(lambda: "Harriet Stone" not in _names(page))
    assert _toasts(page) == ["Harriet Stone is deactivated and signed out everywhere"]
    assert page.panel.row is not None and not page.panel.row.is_active
    assert page.panel._inactive.isVisible() and page.panel.active_button.accessibleName() == "Reactivate"
    _undo(qtbot, page)
    qtbot.waitUntil(lambda: "Harriet Stone" in _names(page))
    qtbot.waitUntil(lambda: page.panel.active_button.accessibleName() == "Deactivate")


def test_a_password_is_set_for_whoever_has_an_address(qtbot, page: PeoplePage, desk: Gym) -> None:
    _open(qtbot, page, "Nadia Haddad")
    assert page.panel.pin_button.isHidden()
    _press(qtbot, page.panel.password_button)
    dialog = page.window().findChild(SetSecretDialog)
    for name in ("password", "again"):
        dialog.findChild(QLineEdit, name).setText("correct horse")
    with qtbot.waitSignal(dialog.secret_set):
        qtbot.keyClick(dialog.findChild(QLineEdit, "again"), Qt.Key.Key_Return)
    person_id = desk.persons.person("Nadia Haddad").id
    assert desk.called("set_person_password") == [(person_id, "correct horse")]
    qtbot.waitUntil(lambda: page.panel.password_button.accessibleName() == "Reset password")
    page.filters.choose(PersonFilter.MEMBERS)
    qtbot.waitUntil(lambda: "Grace Osei" in _names(page))
    _open(qtbot, page, "Grace Osei")
    assert not page.panel.password_button.isEnabled()
    assert page.panel.password_button.toolTip() == "There is no e-mail address to sign in with."
    _press(qtbot, page.panel.pin_button)
    dialog = next(d for d in page.window().findChildren(SetSecretDialog) if d.isVisible())
    for name in ("pin", "again"):
        dialog.findChild(QLineEdit, name).setText("4711")
    with qtbot.waitSignal(dialog.secret_set):
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert desk.pins[desk.persons.person("Grace Osei").id] == "4711"


def test_the_panel_leads_to_the_other_pages(qtbot, page: PeoplePage, desk: Gym, went) -> None:
    john = desk.persons.person("John Smith")
    click_row(qtbot, page.people.table, _names(page).index("John Smith"))
    _press(qtbot, page.panel.member_button)
    _press(qtbot, page.panel.trainer_button)
    assert went == [("members", {"member_id": john.id}), ("trainers", {"trainer_id": john.trainer_id})]
    qtbot.keyClick(page.people.table, Qt.Key.Key_Up)
    assert page.panel.row is not None and page.panel.row.name == "Harriet Stone"
    assert page.panel.member_button.isHidden()
    qtbot.keyClick(page.panel, Qt.Key.Key_Escape)
    assert page.panel.row is None and page.people.table.hasFocus()


def test_erasing_somebody_takes_them_off_the_page(qtbot, page: PeoplePage, desk: Gym) -> None:
    _open(qtbot, page, "Nadia Haddad")
    _press(qtbot, page.panel.erase_button)
    dialog = page.window().findChild(EraseDialog)
    qtbot.waitUntil(lambda: dialog._states.state == "content")
    qtbot.keyClicks(dialog.typed, "Nadia Haddad")
    qtbot.keyClick(dialog.typed, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Nadia Haddad" not in _names(page))
    assert page.panel.row is None


def test_opened_with_a_person_the_page_shows_them(qtbot, page: PeoplePage, desk: Gym) -> None:
    page.open(person_id=desk.persons.person("John Smith").id)
    page.refresh()
    qtbot.waitUntil(lambda: page.panel.row is not None)
    assert page.panel._name.text() == "John Smith"
    assert page.people.table.current_row().name == "John Smith"


def test_a_name_of_html_and_ten_thousand_letters(qtbot, page: PeoplePage, desk: Gym) -> None:
    name = "<h1>Big</h1>'; DROP TABLE x; 🏋️ " + "w" * 10_000
    row = desk.persons.put(dataclasses.replace(desk.persons.person("John Smith"), name=name))
    page.refresh()
    qtbot.waitUntil(lambda: name in _names(page))
    page._show(row)
    assert page.panel._name.text() == name and page.panel._name.textFormat() == Qt.TextFormat.PlainText
    assert page.panel.width() == page.panel.minimumWidth() and page.width() <= 1440
