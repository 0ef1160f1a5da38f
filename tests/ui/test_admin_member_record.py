"""Goals and injuries in the member's panel of the front desk."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gymtrainer_desktop.domain.client_records import ClientRecord
from gymtrainer_desktop.ui.admin.members.members_page import MembersPage
from gymtrainer_desktop.ui.notices import Notices
from gymtrainer_desktop.ui.shell.page import PageContext
from tests.ui.admin_gym import Gym, show_page

NAME, OTHER = "Grace Osei", "Mike Davis"


@pytest.fixture
def desk() -> Gym:
    desk = Gym()
    id = desk.member(NAME).id
    desk.client_records.stored[id] = ClientRecord(id, "Swim", "Asthma: inhaler in the bag.", 1, "John Smith")
    return desk


@pytest.fixture
def page(qtbot: QtBot, window: QWidget, page_context: PageContext, desk: Gym) -> MembersPage:
    page = MembersPage(desk.context(page_context))
    show_page(window, page, member_id=desk.member(NAME).id)
    qtbot.waitUntil(lambda: page.panel.record.record.record is not None)
    return page


def test_the_desk_reads_and_writes_the_record(qtbot: QtBot, page: MembersPage, desk: Gym) -> None:
    view = page.panel.record.record
    assert view._injuries._text.text() == "Asthma: inhaler in the bag."
    assert view._foot.text().startswith("Only the trainer and the front desk see this.")
    qtbot.mouseClick(view.edit_button, Qt.MouseButton.LeftButton)
    view.injuries.setPlainText("None any more")
    qtbot.keyClick(view.injuries, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not page.context.tasks.is_busy)
    stored = desk.client_records.stored[desk.member(NAME).id]
    assert (stored.injuries, stored.goals, stored.version) == ("None any more", "Swim", 2)
    assert view._injuries._text.text() == "None any more"


def test_esc_in_the_editor_does_not_close_the_panel(qtbot: QtBot, page: MembersPage) -> None:
    view = page.panel.record.record
    view.begin()
    qtbot.keyClick(view.injuries, Qt.Key.Key_Escape)
    assert page.panel.isVisible() and not view.is_editing
    qtbot.waitUntil(lambda: not page.context.tasks.is_busy)


def test_half_written_words_are_asked_about_before_signing_out(
    qtbot: QtBot, page: MembersPage, desk: Gym, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(Notices, "question", lambda _self, title, *_a, **_k: bool(asked.append(title)))
    assert page.may_close() and asked == []
    view = page.panel.record.record
    view.begin()
    view.goals.setPlainText("Half")
    page.open(member_id=desk.member(OTHER).id)
    qtbot.waitUntil(lambda: view.record is not None and view.record.member_id == desk.member(OTHER).id)
    assert not view.is_editing
    assert not page.may_close() and asked == ["Leave without saving goals and injuries?"]
