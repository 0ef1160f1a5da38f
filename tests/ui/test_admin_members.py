"""The members page: search, filters, sorting and paging in SQL, the panel, and what it changes."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QWidget

from gymtrainer_desktop.domain.assignments import AssignmentStatus
from gymtrainer_desktop.domain.errors import Unavailable
from gymtrainer_desktop.domain.people import MemberFilter, MemberSort
from gymtrainer_desktop.settings import Settings
from gymtrainer_desktop.ui.admin.members.member_history import AssignmentLine
from gymtrainer_desktop.ui.admin.members.members_page import ROWS, MembersPage
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.widgets.sheet import SheetDialog
from tests.ui.admin_gym import Gym, click_row, show_page


@pytest.fixture
def desk() -> Gym:
    return Gym(370)


@pytest.fixture
def page(qtbot, window: QWidget, page_context: PageContext, desk: Gym) -> MembersPage:
    page = MembersPage(desk.context(page_context))
    show_page(window, page)
    qtbot.waitUntil(lambda: page._states.state == "content")
    return page


def _names(page: MembersPage) -> list[str]:
    return [row.full_name for row in page.members.model.rows]


def _open(qtbot, page: MembersPage, desk: Gym, name: str) -> None:
    page.open(member_id=desk.member(name).id)
    qtbot.waitUntil(lambda: page.panel.details is not None and page.panel.details.full_name == name)


def _toasts(page: MembersPage) -> list[str]:
    stack = page.context.notices.toasts
    return [toast.words.text() for toast in stack._toasts]


def test_the_model_keeps_qts_rules(qtbot, page: MembersPage) -> None:
    tester = QAbstractItemModelTester(page.members.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    page.members.table.scrollToBottom()
    qtbot.waitUntil(lambda: page.members.loaded == 2 * ROWS)
    assert tester.model() is page.members.model


def test_more_rows_come_when_one_scrolls_and_none_twice(qtbot, page: MembersPage, desk: Gym) -> None:
    assert page.members.loaded == ROWS
    assert page.members.footer.text() == "100 of 384 members shown, more when you scroll"
    for loaded in (200, 300, 384):
        page.members.table.scrollToBottom()
        qtbot.waitUntil(lambda wanted=loaded: page.members.loaded == wanted)
    assert page.members.footer.text() == "384 members"
    assert len({row.id for row in page.members.model.rows}) == 384
    assert [query.after is None for query in desk.called("members")] == [True, False, False, False]


def test_a_refresh_keeps_the_rows_the_place_and_the_current_member(
    qtbot, page: MembersPage, desk: Gym
) -> None:
    page.members.table.scrollToBottom()
    qtbot.waitUntil(lambda: page.members.loaded == 200)
    page.members.table.selectRow(150)
    bar = page.members.table.verticalScrollBar()
    bar.setValue(150 * 44)
    current, place = page.members.table.current_row(), bar.value()
    desk.set_member("Sofia Marino", full_name="Sofia Aurora Marino")
    page.refresh()
    qtbot.waitUntil(lambda: "Sofia Aurora Marino" in _names(page) or "Sofia Marino" not in _names(page))
    assert page.members.loaded == 200
    assert page.members.table.current_row() == current
    assert bar.value() == place


def test_typing_searches_and_counts_follow(qtbot, page: MembersPage, desk: Gym) -> None:
    page.search.setFocus()
    qtbot.keyClicks(page.search, "osei")
    qtbot.waitUntil(lambda: _names(page) == ["Grace Osei"])
    assert [segment.count for segment in page.filters.segments] == [1, 1, 0, 0, 0]
    assert page.members.footer.text() == "1 member"
    qtbot.keyClicks(page.search, "'; DROP TABLE profiles; --")
    page.search.insert("🏋️")
    qtbot.waitUntil(lambda: page._states.state == "empty")
    assert page._states._empty.title.text() == "Nobody found"
    button = page._states._empty.findChild(QPushButton)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.members.loaded == ROWS and page._states.state == "content")


def test_a_search_of_ten_thousand_characters_is_cut(qtbot, page: MembersPage, desk: Gym) -> None:
    QApplication.clipboard().setText("y" * 10_000)
    page.search.setFocus()
    page.search.paste()
    qtbot.waitUntil(lambda: page._states.state == "empty")
    assert len(desk.called("members")[-1].text) == 200
    assert page.width() <= 1440


def test_filters_ask_the_database(qtbot, page: MembersPage, desk: Gym) -> None:
    assert [segment.count for segment in page.filters.segments] == [384, 374, 0, 1, 1]
    where = page.filters.rect_of(MemberFilter.PAUSED).center().toPoint()
    qtbot.mouseClick(page.filters, Qt.MouseButton.LeftButton, pos=where)
    qtbot.waitUntil(lambda: _names(page) == ["Emma Larsen"])
    assert desk.called("members")[-1].filter is MemberFilter.PAUSED
    page.filters.setFocus()
    qtbot.keyClick(page.filters, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: _names(page) == ["Ethan Brooks"])


def test_an_empty_filter_leads_back_to_all(qtbot, page: MembersPage, desk: Gym) -> None:
    desk.set_member("Emma Larsen", status=AssignmentStatus.ACTIVE)
    page.open(filter=MemberFilter.PAUSED)
    page.refresh()
    qtbot.waitUntil(lambda: page._states.state == "empty")
    assert page._states._empty.title.text() == "Nobody is paused"
    qtbot.mouseClick(page._states._empty.findChild(QPushButton), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.members.loaded == ROWS)
    assert page.filters.current == MemberFilter.ALL


def test_a_click_on_a_heading_sorts_in_sql(qtbot, page: MembersPage, desk: Gym) -> None:
    header = page.members.table.horizontalHeader()
    place = next(n for n, column in enumerate(page.members.model.columns) if column.key == "joined")
    where = QPoint(header.sectionViewportPosition(place) + header.sectionSize(place) // 2, 8)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=where)
    qtbot.waitUntil(lambda: desk.called("members")[-1].sort is MemberSort.JOINED)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=where)
    qtbot.waitUntil(lambda: _names(page)[:2] == ["Ava Novak", "Grace Osei"])
    assert desk.called("members")[-1].descending


def test_the_cells_say_what_matters(page: MembersPage) -> None:
    places = {column.key: n for n, column in enumerate(page.members.model.columns)}

    def said(name: str, key: str) -> str:
        row = _names(page).index(name)
        return page.members.model.index(row, places[key]).data()

    assert said("Oliver Grant", "plan") == "No plan"
    assert said("Grace Osei", "plan") == "—"
    assert said("Grace Osei", "trainer") == "No trainer"
    assert said("Grace Osei", "last_workout") == "never"
    assert said("Ethan Brooks", "last_workout") == "16 days ago"
    assert said("Mike Davis", "last_workout") == "Today"
    assert said("Ethan Brooks", "compliance") == "41 %"
    assert said("Emma Larsen", "status") == "Paused"
    assert said("Noah Fischer", "joined") == "5 Oct 2026"


def test_columns_are_chosen_in_a_menu_and_remembered(qtbot, window, page_context, desk, tmp_path) -> None:
    settings = Settings(tmp_path / "settings.json")
    context = dataclasses.replace(desk.context(page_context), settings=settings)
    page = MembersPage(context)
    show_page(window, page)
    qtbot.waitUntil(lambda: page._states.state == "content")
    qtbot.mouseClick(page.columns_button, Qt.MouseButton.LeftButton)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    next(action for action in menu.actions() if action.text() == "Phone").trigger()
    next(action for action in menu.actions() if action.text() == "8 weeks").trigger()
    menu.close()
    qtbot.waitUntil(lambda: bool(settings.columns("members")))
    again = MembersPage(context)
    qtbot.addWidget(again)
    hidden = {
        column.key: again.members.table.isColumnHidden(place)
        for place, column in enumerate(again.members.model.columns)
    }
    assert not hidden["phone"] and hidden["weeks"] and hidden["email"] and not hidden["plan"]


def test_little_room_folds_columns_without_forgetting_them(
    qtbot, page: MembersPage, desk: Gym, settings
) -> None:
    table = page.members.table
    place = next(n for n, column in enumerate(page.members.model.columns) if column.key == "compliance")
    page.window().resize(1224, 844)
    assert not table.isColumnHidden(place)
    _open(qtbot, page, desk, "Sarah Johnson")
    qtbot.waitUntil(lambda: table.isColumnHidden(place))
    table.setColumnWidth(0, 300)
    qtbot.waitUntil(lambda: bool(settings.columns("members")))
    assert not any(entry["hidden"] for entry in settings.columns("members") if entry["key"] == "compliance")
    page.panel.close_panel()
    qtbot.waitUntil(lambda: not table.isColumnHidden(place))


def test_a_click_opens_the_panel_arrows_follow_and_esc_closes(qtbot, page: MembersPage, desk: Gym) -> None:
    row = _names(page).index("Ethan Brooks")
    click_row(qtbot, page.members.table, row)
    qtbot.waitUntil(lambda: page.panel.details is not None)
    assert page.panel.isVisible()
    facts = page.panel.contact.facts | page.panel.plan.facts | page.panel.workouts.facts
    assert facts["phone"].text == "020 7946 0199"
    assert facts["born"].text == "Tue 14 May 1991"
    assert facts["ends"].text == "Thu 10 Dec 2026, 20 days left".replace("20 days", "2 weeks")
    assert facts["last"].text == "16 days ago"
    assert len(page.panel.findChildren(AssignmentLine)) == 1
    page.members.table.setFocus()
    qtbot.keyClick(page.members.table, Qt.Key.Key_Down)
    qtbot.waitUntil(
        lambda: page.panel.details is not None and page.panel.details.full_name == _names(page)[row + 1]
    )
    page.panel.setFocus()
    qtbot.keyClick(page.panel, Qt.Key.Key_Escape)
    assert not page.panel.isVisible() and page.panel.member_id is None
    assert page.members.table.hasFocus()


def test_opened_with_a_member_the_page_shows_them(qtbot, page: MembersPage, desk: Gym) -> None:
    member = desk.member("Isla McKenzie")
    page.open(member_id=member.id)
    page.refresh()
    qtbot.waitUntil(lambda: page.panel.details is not None)
    assert page.panel._name.text() == "Isla McKenzie"
    qtbot.waitUntil(lambda: page.members.table.current_row() is not None)
    assert page.members.table.current_row().id == member.id


def test_buttons_follow_the_assignment(qtbot, page: MembersPage, desk: Gym) -> None:
    panel = page.panel

    def shown() -> set[str]:
        buttons = (panel.assign_button, panel.pause_button, panel.resume_button, panel.complete_button)
        return {button.accessibleName() for button in buttons if not button.isHidden()}

    _open(qtbot, page, desk, "Grace Osei")
    assert shown() == {"Assign trainer"}
    _open(qtbot, page, desk, "Mike Davis")
    assert shown() == {"Pause", "Complete"}
    _open(qtbot, page, desk, "Emma Larsen")
    assert shown() == {"Resume", "Complete"}
    _open(qtbot, page, desk, "Ben Turner")
    assert shown() == {"Assign trainer"}


def test_pause_and_its_undo(qtbot, page: MembersPage, desk: Gym) -> None:
    _open(qtbot, page, desk, "Mike Davis")
    record = page.panel.active
    assert record is not None
    qtbot.mouseClick(page.panel.pause_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.member("Mike Davis").status is AssignmentStatus.PAUSED)
    qtbot.waitUntil(lambda: not page.panel.resume_button.isHidden() and page.panel.resume_button.isEnabled())
    assert desk.called("pause") == [(record.id, record.version)]
    assert _toasts(page) == ["Mike Davis is paused, the place with John Smith is free"]
    undo = next(b for b in page.window().findChildren(QPushButton) if b.text() == "Undo")
    qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.member("Mike Davis").status is AssignmentStatus.ACTIVE)
    assert desk.called("resume") == [(record.id, record.version + 1)]


def test_complete_asks_first(qtbot, page: MembersPage, desk: Gym, monkeypatch) -> None:
    asked = []
    answers = iter((False, True))

    def question(title: str, text: str, confirm_text: str, **_: object) -> bool:
        asked.append((title, text, confirm_text))
        return next(answers)

    monkeypatch.setattr(page.context.notices, "question", question)
    _open(qtbot, page, desk, "Mike Davis")
    qtbot.mouseClick(page.panel.complete_button, Qt.MouseButton.LeftButton)
    assert asked[0][0] == "Complete the assignment?"
    assert "Mike Davis no longer trains with John Smith" in asked[0][1]
    assert desk.called("complete") == []
    qtbot.mouseClick(page.panel.complete_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.member("Mike Davis").status is AssignmentStatus.COMPLETED)
    qtbot.waitUntil(lambda: not page.panel.assign_button.isHidden())


def test_a_conflict_is_said_in_words_and_the_panel_shows_what_is(qtbot, page: MembersPage, desk: Gym) -> None:
    _open(qtbot, page, desk, "Mike Davis")
    member = desk.member("Mike Davis")
    paused = dataclasses.replace(desk.records[member.id][0], status=AssignmentStatus.PAUSED, version=7)
    desk.records[member.id] = [paused]
    qtbot.mouseClick(page.panel.pause_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(_toasts(page)))
    assert _toasts(page)[0].startswith("Somebody else changed this first.")
    qtbot.waitUntil(lambda: not page.panel.resume_button.isHidden())


def test_the_server_away_keeps_the_panel_and_says_so(qtbot, page: MembersPage, desk: Gym) -> None:
    _open(qtbot, page, desk, "Mike Davis")
    desk.fail("pause", Unavailable("The server was stopped. Trying to reach it again."))
    qtbot.mouseClick(page.panel.pause_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.context.notices.offline_since is not None)
    assert desk.member("Mike Davis").status is AssignmentStatus.ACTIVE
    qtbot.waitUntil(page.panel.pause_button.isEnabled)


def test_set_pin(qtbot, page: MembersPage, desk: Gym) -> None:
    _open(qtbot, page, desk, "Grace Osei")
    qtbot.mouseClick(page.panel.sign_in.pin_button, Qt.MouseButton.LeftButton)
    dialog = next(d for d in page.window().findChildren(SheetDialog) if d.objectName() == "setPinDialog")
    pin, again = dialog._fields["pin"], dialog._fields["again"]
    qtbot.keyClicks(pin.field, "12x")
    qtbot.keyClick(pin.field, Qt.Key.Key_Return)
    assert pin.error == "A PIN has 4 to 8 digits."
    pin.field.clear()
    qtbot.keyClicks(pin.field, "4711")
    qtbot.keyClicks(again.field, "4712")
    qtbot.keyClick(again.field, Qt.Key.Key_Return)
    assert again.error == "The two PINs differ." and desk.pins == {}
    again.field.clear()
    qtbot.keyClicks(again.field, "4711")
    qtbot.keyClick(again.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.pins == {desk.member("Grace Osei").id: "4711"})
    qtbot.waitUntil(lambda: _toasts(page) == ["Grace Osei has a new PIN"])


def test_names_with_html_and_ten_thousand_letters(qtbot, page: MembersPage, desk: Gym) -> None:
    name = "<h1>Big</h1> & '; DROP TABLE x; 🏋️ " + "w" * 10_000
    member = desk.set_member("Grace Osei", full_name=name)
    page.refresh()
    page.open(member_id=member.id)
    qtbot.waitUntil(lambda: page.panel.details is not None)
    assert page.panel._name.textFormat() == Qt.TextFormat.PlainText
    assert page.panel._name.text() == name
    assert page.panel.width() == page.panel.minimumWidth() and page.width() <= 1440
    model = page.members.model
    tips = [model.index(row, 1).data(Qt.ItemDataRole.ToolTipRole) for row in range(page.members.loaded)]
    assert all(tips) and "<h1>" not in "".join(tips)


def test_a_failing_load_says_so_and_retry_helps(qtbot, window, page_context, desk: Gym) -> None:
    desk.fail("members", Unavailable("The server is busy. Try again in a moment."))
    page = MembersPage(desk.context(page_context))
    show_page(window, page)
    qtbot.waitUntil(lambda: page._states.state == "error")
    qtbot.mouseClick(page._states._error.retry, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page._states.state == "content")


def test_an_answer_to_an_old_question_is_dropped(qtbot, page: MembersPage, desk: Gym) -> None:
    gate = desk.hold("members")
    page.filters.choose(MemberFilter.PAUSED)
    qtbot.waitUntil(lambda: desk.called("members")[-1].filter is MemberFilter.PAUSED)
    page.filters.choose(MemberFilter.QUIET)
    gate.set()
    qtbot.waitUntil(lambda: _names(page) == ["Ethan Brooks"])
    assert page.filters.current == MemberFilter.QUIET
