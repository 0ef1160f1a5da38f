"""Selecting members: ticks, ranges, all that are loaded, all that match; and the bar that acts on them."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from gymtrainer_desktop.domain.exports import ExportKind
from gymtrainer_desktop.domain.people import MemberFilter, MemberSort
from gymtrainer_desktop.ui.admin.assigning.assign_trainer_dialog import AssignTrainerDialog
from gymtrainer_desktop.ui.admin.assigning.bulk_assign_dialog import BulkAssignDialog
from gymtrainer_desktop.ui.admin.members.members_page import ROWS, MembersPage
from gymtrainer_desktop.ui.admin.reports.export_table_dialog import ExportTableDialog
from gymtrainer_desktop.ui.shell.page import PageContext
from tests.ui.admin_gym import click_row, show_page
from tests.ui.desk_gym import Desk

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def desk() -> Desk:
    return Desk(370)


@pytest.fixture
def page(qtbot, window: QWidget, page_context: PageContext, desk: Desk) -> MembersPage:
    page = MembersPage(desk.context(page_context))
    show_page(window, page)
    qtbot.waitUntil(lambda: page._states.state == "content")
    return page


def _ticked(page: MembersPage) -> list[str]:
    return [row.full_name for row in page.members.model.checked]


def _said(page: MembersPage) -> str:
    return f"{page.bulk._title.text()}, {page.bulk._words.text()}"


def _click(qtbot, page: MembersPage, row: int, column: int = 0, keys=Qt.KeyboardModifier.NoModifier) -> None:
    table = page.members.table
    rect = table.visualRect(page.members.model.index(row, column))
    # The box is at the left of its cell.
    where = QPoint(rect.left() + 20, rect.center().y())
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, keys, where)


def test_the_model_keeps_qts_rules_while_ticking(qtbot, page: MembersPage) -> None:
    model = page.members.model
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.check_rows(range(3), True)
    page.members.picks.select_everybody()
    page.members.table.scrollToBottom()
    qtbot.waitUntil(lambda: page.members.loaded == 2 * ROWS)
    page.members.picks.clear()
    assert tester.model() is model and model.checked == ()


def test_the_mouse_ticks_one_a_range_and_more(qtbot, page: MembersPage) -> None:
    names = [row.full_name for row in page.members.model.rows]
    _click(qtbot, page, 1)
    assert _ticked(page) == [names[1]]
    assert page.panel.member_id is None, "a tick opens nothing"
    _click(qtbot, page, 4, keys=SHIFT)
    assert _ticked(page) == names[1:5]
    _click(qtbot, page, 7, 1, CONTROL)
    _click(qtbot, page, 2, 1, CONTROL)
    assert _ticked(page) == [names[1], *names[3:5], names[7]]
    assert page.bulk.isVisible() and page.bulk._title.text() == "4 selected"
    assert page.panel.member_id is None


def test_the_bar_takes_room_from_the_table_and_gives_it_back(qtbot, page: MembersPage) -> None:
    before = page.members.height()
    page.members.model.set_checked(0, True)
    qtbot.waitUntil(lambda: page.members.height() < before)
    table, bar = page.members.rect(), page.bulk.geometry()
    bottom = page.members.mapTo(page, table.bottomLeft()).y()
    assert bottom < bar.top()
    qtbot.mouseClick(page.bulk._close, Qt.MouseButton.LeftButton)
    assert not page.bulk.isVisible() and _ticked(page) == []
    qtbot.waitUntil(lambda: page.members.height() == before)


def test_the_keyboard_does_it_all(qtbot, page: MembersPage) -> None:
    table = page.members.table
    names = [row.full_name for row in page.members.model.rows]
    table.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(table, Qt.Key.Key_Space)
    for _ in range(3):
        qtbot.keyClick(table, Qt.Key.Key_Down, SHIFT)
    assert _ticked(page) == names[:4]
    qtbot.keyClick(table, Qt.Key.Key_Up, SHIFT)
    assert _ticked(page) == names[:3]
    assert table.focused_row == 2
    qtbot.keyClick(table, Qt.Key.Key_A, CONTROL)
    assert len(_ticked(page)) == ROWS
    qtbot.keyClick(table, Qt.Key.Key_Escape)
    assert _ticked(page) == [] and not page.bulk.isVisible()


def test_slash_and_ctrl_f_lead_to_the_search_and_down_leads_back(qtbot, page: MembersPage) -> None:
    table = page.members.table
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Slash)
    assert page.search.hasFocus()
    qtbot.keyClicks(page.search, "a/b")
    assert page.search.text() == "a/b", "a slash in the field is a letter"
    page.search.clear()
    qtbot.waitUntil(lambda: page.members.loaded == ROWS)
    qtbot.keyClick(page.search, Qt.Key.Key_Down)
    assert table.hasFocus()
    qtbot.keyClick(table, Qt.Key.Key_F, CONTROL)
    assert page.search.hasFocus()


def test_enter_opens_and_esc_closes_from_the_table(qtbot, page: MembersPage) -> None:
    table = page.members.table
    table.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.panel.details is not None)
    qtbot.keyClick(table, Qt.Key.Key_Escape)
    assert page.panel.member_id is None


def test_everybody_who_matches_is_one_selection(qtbot, page: MembersPage, desk: Desk) -> None:
    picks = page.members.picks
    assert not page.bulk.everybody_button.isVisible()
    page.members.model.check_all(True)
    assert page.bulk.everybody_button.text() == "Select all 384 that match"
    qtbot.mouseClick(page.bulk.everybody_button, Qt.MouseButton.LeftButton)
    assert _said(page) == "384 selected, everybody in this list, loaded or not"
    assert not page.bulk.everybody_button.isVisible()
    page.members.table.scrollToBottom()
    qtbot.waitUntil(lambda: page.members.loaded == 2 * ROWS)
    assert len(_ticked(page)) == 2 * ROWS, "rows that arrive are ticked as well"
    page.members.model.set_checked(150, False)
    left_out = page.members.model.row_at(150).id
    page.refresh()
    qtbot.waitUntil(lambda: not page.context.tasks.is_busy)
    selection = picks.selection
    assert (selection.count, selection.without) == (383, {left_out})
    assert selection.query is not None and selection.query.filter is MemberFilter.ALL
    ids = selection.ids(desk.people)
    assert len(ids) == 383 and left_out not in ids
    page.filters.choose(MemberFilter.PAUSED)
    qtbot.waitUntil(lambda: page.members.loaded == 1)
    assert picks.selection.count == 0, "everybody of another list is nobody here"


def test_ticks_stay_while_one_searches_on(qtbot, page: MembersPage) -> None:
    page.members.model.set_checked(0, True)
    first = page.members.model.row_at(0).full_name
    page.search.setText("larsen")
    qtbot.waitUntil(lambda: page.members.loaded == 1)
    page.members.model.set_checked(0, True)
    assert _said(page) == "2 selected, 1 of them not in this list"
    page.search.clear()
    qtbot.waitUntil(lambda: page.members.loaded == ROWS)
    assert _ticked(page) == [first, "Emma Larsen"]
    assert _said(page) == "2 selected, 1 of them has a trainer already"


def test_sorting_keeps_a_selection_of_everybody(qtbot, page: MembersPage, desk: Desk) -> None:
    page.members.model.check_all(True)
    page.members.picks.select_everybody()
    page._on_sort_requested(MemberSort.JOINED, True)
    qtbot.waitUntil(lambda: desk.called("members")[-1].sort is MemberSort.JOINED)
    qtbot.waitUntil(lambda: not page.context.tasks.is_busy)
    assert page.members.picks.is_everybody and len(_ticked(page)) == ROWS


def test_assign_opens_the_preview_for_all_of_them(qtbot, page: MembersPage, desk: Desk) -> None:
    for name in ("Liam Becker", "Sofia Marino"):
        page.members.model.set_checked([row.full_name for row in page.members.model.rows].index(name), True)
    assert _said(page) == "2 selected, none of them has a trainer"
    page.bulk.assign_button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(page.bulk.assign_button, Qt.Key.Key_Return)
    dialog = page.window().findChild(BulkAssignDialog)
    qtbot.waitUntil(lambda: bool(desk.called("choices")))
    assert set(desk.called("choices")[-1]) == {desk.member(n).id for n in ("Liam Becker", "Sofia Marino")}
    qtbot.waitUntil(lambda: not page.context.tasks.is_busy)
    dialog.reject()


def test_one_selected_gets_the_ranked_list_of_trainers(qtbot, page: MembersPage, desk: Desk) -> None:
    names = [row.full_name for row in page.members.model.rows]
    page.members.model.set_checked(names.index("Liam Becker"), True)
    qtbot.keyClick(page, Qt.Key.Key_T, CONTROL)
    dialog = page.window().findChild(AssignTrainerDialog)
    qtbot.waitUntil(dialog.confirm_button.isEnabled)
    dialog.reject()


def test_the_menu_comes_by_mouse_and_by_key(qtbot, page: MembersPage, desk: Desk) -> None:
    table = page.members.table
    names = [row.full_name for row in page.members.model.rows]
    table.setFocus(Qt.FocusReason.TabFocusReason)
    page.members.select(desk.member("Grace Osei").id)
    table.contextMenuEvent(
        QContextMenuEvent(
            QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0), Qt.KeyboardModifier(0)
        )
    )
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    texts = [action.text().split("\t")[0] for action in menu.actions() if not action.isSeparator()]
    assert texts == ["Open", "Tick", "Assign trainer…", "Edit…", "Set PIN…", "Copy the number",
                     "Copy the e-mail address", "Copy the phone number"]  # fmt: skip
    next(action for action in menu.actions() if action.text().startswith("Tick")).trigger()
    next(action for action in menu.actions() if "e-mail" in action.text()).trigger()
    menu.close()
    assert _ticked(page) == ["Grace Osei"]
    assert QGuiApplication.clipboard().text() == "grace@mail.example"
    where = table.visualRect(page.members.model.index(names.index("Mike Davis"), 1)).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, where, table.viewport().mapToGlobal(where))
    table.contextMenuEvent(event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert not any("Assign" in action.text() for action in menu.actions()), "Mike has a trainer"
    next(action for action in menu.actions() if action.text().startswith("Open")).trigger()
    menu.close()
    qtbot.waitUntil(lambda: page.panel.details is not None and page.panel.details.full_name == "Mike Davis")


def test_who_stands_on_top_of_the_view_stays_there(qtbot, page: MembersPage, desk: Desk) -> None:
    table = page.members.table
    table.scrollToBottom()
    qtbot.waitUntil(lambda: page.members.loaded == 2 * ROWS)
    bar = table.verticalScrollBar()
    bar.setValue(60 * 44 + 7)
    top = page.members.model.row_at(60).full_name
    for number in range(3):
        row = dataclasses.replace(desk.member("Grace Osei"), full_name=f"Aaron {number}")
        desk.member_rows.append(dataclasses.replace(row, id=type(row.id)(int=900_000 + number)))
    desk.member_rows = [row for row in desk.member_rows if row.full_name != "Ava Novak"]
    page.refresh()
    qtbot.waitUntil(lambda: page.members.model.row_at(0).full_name == "Aaron 0")
    assert page.members.model.row_at(62).full_name == top
    assert bar.value() == 62 * 44 + 7


def test_a_member_who_moved_to_the_next_page_is_not_shown_twice(qtbot, page: MembersPage, desk: Desk) -> None:
    desk.set_member("Ava Novak", full_name="Zara 150b")
    page.members.table.scrollToBottom()
    qtbot.waitUntil(lambda: page.members.loaded == 199)
    ids = [row.id for row in page.members.model.rows]
    assert len(set(ids)) == len(ids)


def test_filter_and_order_are_remembered(qtbot, window, page_context, desk: Desk, settings) -> None:
    page = MembersPage(desk.context(page_context))
    show_page(window, page)
    qtbot.waitUntil(lambda: page._states.state == "content")
    page.filters.choose(MemberFilter.NO_TRAINER)
    page._on_sort_requested(MemberSort.JOINED, True)
    again = MembersPage(desk.context(page_context))
    qtbot.addWidget(again)
    again.refresh()
    qtbot.waitUntil(lambda: again._states.state == "content")
    asked = desk.called("members")[-1]
    assert (asked.filter, asked.sort, asked.descending) == (MemberFilter.NO_TRAINER, MemberSort.JOINED, True)
    assert again.filters.current == MemberFilter.NO_TRAINER
    section, order = again.members.model.sorted_by or (-1, None)
    assert again.members.model.columns[section].key == "joined" and order is Qt.SortOrder.DescendingOrder
    settings.put("members_view", {"filter": "nonsense", "sort": 7})
    odd = MembersPage(desk.context(page_context))
    qtbot.addWidget(odd)
    assert (odd._query.filter, odd._query.sort) == (MemberFilter.ALL, MemberSort.NAME)


def test_waiting_members_wear_a_pill_of_their_own(qtbot, page: MembersPage, desk: Desk) -> None:
    desk.set_member("Sofia Marino", is_waiting=True)
    page.filters.choose(MemberFilter.WAITING)
    qtbot.waitUntil(lambda: page.members.loaded == 1)
    place = next(n for n, column in enumerate(page.members.model.columns) if column.key == "status")
    assert page.members.model.index(0, place).data() == "Waiting"


def test_what_the_page_shows_is_offered_for_export(qtbot, page: MembersPage) -> None:
    page.filters.choose(MemberFilter.PAUSED)
    qtbot.waitUntil(lambda: page.members.loaded == 1)
    next(action for action in page.bar.more_menu.actions() if "CSV" in action.text()).trigger()
    dialog = page.window().findChild(ExportTableDialog)
    assert dialog.isVisible() and dialog.kind is ExportKind.MEMBERS
    said = [dialog.rows.itemText(place) for place in range(dialog.rows.count())]
    assert any("Paused" in words for words in said)
    dialog.reject()


def test_a_double_click_on_a_box_ticks_twice(qtbot, page: MembersPage) -> None:
    table = page.members.table
    rect = table.visualRect(page.members.model.index(3, 0))
    where = QPoint(rect.left() + 20, rect.center().y())
    qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert page.panel.member_id is None
    click_row(qtbot, table, 3)
    assert page.panel.member_id == page.members.model.row_at(3).id
    QApplication.sendEvent(table, QEvent(QEvent.Type.Leave))


def test_tab_goes_from_the_bar_through_the_table_and_the_panel_to_the_bulk_bar(
    qtbot, page: MembersPage, desk: Desk
) -> None:
    page.panel.open(desk.member("Grace Osei").id)
    page.members.model.set_checked(0, True)
    qtbot.waitUntil(lambda: page.panel.details is not None)
    page.filters.setFocus(Qt.FocusReason.TabFocusReason)
    seen = []
    for _ in range(40):
        widget = QApplication.focusWidget()
        assert widget is not None
        seen.append(widget)
        qtbot.keyClick(widget, Qt.Key.Key_Tab)
    order = [
        page.filters,
        page.search,
        page.columns_button,
        page.bar.more_button,
        page.add_button,
        page.members.table,
        page.panel.photo,
        page.panel.assign_button,
        page.panel.more_button,
        page.panel.contact.edit_button,
        page.panel.sign_in.pin_button,
        page.bulk.assign_button,
    ]
    places = [seen.index(widget) for widget in order]
    assert places == sorted(places)
    assert page.panel.details is not None and page.panel.details.full_name == "Grace Osei"
