"""The waiting list: its order by drag and by keyboard, offers, requests of trainers, undo, and other desks."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from gymtrainer_desktop.domain.errors import Unavailable, UserError
from gymtrainer_desktop.domain.waitlist import WaitStatus
from gymtrainer_desktop.ui.admin.assigning.assign_trainer_dialog import AssignTrainerDialog
from gymtrainer_desktop.ui.admin.waiting.offer_place_dialog import OfferPlaceDialog
from gymtrainer_desktop.ui.admin.waiting.waiting_dialog import WaitingDialog
from gymtrainer_desktop.ui.admin.waiting.waiting_page import WaitingPage
from gymtrainer_desktop.ui.shell.page import PageContext
from tests.ui.admin_gym import show_page
from tests.ui.desk_gym import Desk

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def badges() -> list[tuple[str, int]]:
    return []


@pytest.fixture
def context(page_context: PageContext, desk: Desk, badges: list[tuple[str, int]]) -> PageContext:
    return dataclasses.replace(
        desk.context(page_context), badge=lambda key, count: badges.append((key, count))
    )


@pytest.fixture
def page(qtbot, window: QWidget, context: PageContext) -> WaitingPage:
    page = WaitingPage(context)
    show_page(window, page)
    qtbot.waitUntil(lambda: page._states.state == "content")
    page.line.table.setFocus(Qt.FocusReason.TabFocusReason)
    return page


def test_the_keyboard_is_in_the_line_where_nobody_put_it_elsewhere(qtbot, window: QWidget, context) -> None:
    page = WaitingPage(context)
    show_page(window, page)
    page.columns_button.setFocus(Qt.FocusReason.OtherFocusReason)
    qtbot.waitUntil(page.line.table.hasFocus)
    page.columns_button.setFocus(Qt.FocusReason.TabFocusReason)
    page.refresh()
    qtbot.waitUntil(lambda: not page.context.tasks.is_busy)
    assert page.columns_button.hasFocus(), "chosen by a person"


def _shown(page: WaitingPage) -> list[str]:
    return [entry.member_name.split()[0] for entry in page.line.entries]


def _said(page: WaitingPage) -> list[str]:
    return [toast.words.text() for toast in page.context.notices.toasts.toasts]


def _at(page: WaitingPage, name: str) -> None:
    assert page.line.table.select_id(next(e.id for e in page.line.entries if e.member_name.startswith(name)))


def _undo(qtbot, page: WaitingPage) -> None:
    """Press the newest Undo by keyboard."""
    toast = page.context.notices.toasts.toasts[-1]
    button = next(b for b in toast.findChildren(QPushButton) if b.text() == "Undo")
    button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(button, Qt.Key.Key_Return)


def _dialog(qtbot, page: WaitingPage, kind: type) -> QWidget:
    window = page.window()
    qtbot.waitUntil(lambda: any(d.isVisible() for d in window.findChildren(kind)))
    dialog = next(d for d in window.findChildren(kind) if d.isVisible())
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def _settled(qtbot, page: WaitingPage) -> None:
    qtbot.waitUntil(lambda: not page.context.tasks.is_busy)


# What is shown


def test_the_line_says_who_waits_for_whom_since_when_and_what_is_offered(page, badges) -> None:
    model = page.line.model
    keys = [column.key for column in model.columns]
    said = [
        dict(zip(keys, (model.index(n, c).data() for c in range(len(keys))), strict=True)) for n in range(4)
    ]
    assert said[0] == {
        "place": "1", "member": "Sofia Marino", "trainer": "Anyone", "wants": "Strength, evenings after 18:00",
        "asked": "2 trainers", "since": "9 days", "state": "Waiting",
    }  # fmt: skip
    assert (said[1]["trainer"], said[1]["asked"]) == ("Maya Okafor", "—")
    assert said[2]["state"] == "Offered John Smith, until Sun 22 Nov"
    assert (said[3]["state"], said[3]["wants"], said[3]["since"]) == ("Accepted Victor Almeida", "—", "1 day")
    assert (page.title, page.subtitle) == ("Waiting list", "4")
    assert page.summary.text() == "1 with an offer, 1 accepted, to be assigned"
    assert badges == [("waiting", 4)]


def test_the_model_keeps_qts_rules(qtbot, page: WaitingPage, desk: Desk) -> None:
    tester = QAbstractItemModelTester(page.line.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    page.moves.step(page.line.entries[0], 1)
    _settled(qtbot, page)
    desk.line = desk.line[:2]
    page.refresh()
    qtbot.waitUntil(lambda: page.line.model.rowCount() == 2)
    assert tester.model() is page.line.model


def test_nobody_waits(qtbot, window: QWidget, context: PageContext, desk: Desk) -> None:
    desk.line.clear()
    page = WaitingPage(context)
    show_page(window, page)
    qtbot.waitUntil(lambda: page._states.state == "empty")
    button = page._states._empty.findChild(QPushButton)
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Return)
    dialog = _dialog(qtbot, page, WaitingDialog)
    dialog.reject()


def test_a_failing_load_offers_retry(qtbot, window: QWidget, context: PageContext, desk: Desk) -> None:
    desk.fail("entries", Unavailable("The server is starting."))
    page = WaitingPage(context)
    show_page(window, page)
    qtbot.waitUntil(lambda: page._states.state == "error")
    retry = page._states._error.retry
    retry.setFocus()
    qtbot.keyClick(retry, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page._states.state == "content")


def test_a_notification_leads_to_its_entry(qtbot, window: QWidget, context: PageContext, desk: Desk) -> None:
    page = WaitingPage(context)
    show_page(window, page, entry_id=desk.entry("Grace Osei").id)
    qtbot.waitUntil(lambda: page.line.current is not None)
    assert page.line.current.member_name == "Grace Osei" and page.card.entry == page.line.current
    page.open(entry_id=desk.member("Mike Davis").id)
    page.refresh()
    qtbot.waitUntil(lambda: _said(page) == ["This member does not wait any more."])
    assert page.line.current.member_name == "Grace Osei", "whoever was looked at stays"


def test_columns_are_remembered(qtbot, page: WaitingPage, window, context, settings) -> None:
    action = next(a for a in page.line.columns_menu(page).actions() if a.text() == "Wishes")
    action.setChecked(False)
    qtbot.waitUntil(lambda: bool(settings.columns("waiting")))
    again = WaitingPage(context)
    qtbot.addWidget(again)
    place = next(n for n, column in enumerate(again.line.model.columns) if column.key == "wants")
    assert again.line.table.isColumnHidden(place)


# Order


def test_alt_and_arrows_move_and_undo_brings_back(qtbot, page: WaitingPage, desk: Desk) -> None:
    _at(page, "Grace")
    for _ in range(2):
        qtbot.keyClick(page.line.table, Qt.Key.Key_Up, ALT)
    assert _shown(page) == ["Grace", "Sofia", "Liam", "Ben"], "shown before it is written"
    qtbot.waitUntil(lambda: desk.names() == ["Grace", "Sofia", "Liam", "Ben"])
    qtbot.waitUntil(lambda: _said(page) == ["Grace Osei is number 1 in line now"])
    assert page.line.current.member_name == "Grace Osei"
    qtbot.keyClick(page.line.table, Qt.Key.Key_Up, ALT)
    _undo(qtbot, page)
    qtbot.waitUntil(lambda: desk.names() == ["Sofia", "Liam", "Grace", "Ben"])
    _settled(qtbot, page)
    qtbot.keyClick(page.line.table, Qt.Key.Key_Down, ALT)
    qtbot.waitUntil(lambda: desk.names() == ["Sofia", "Liam", "Ben", "Grace"])
    assert desk.called("move")[-1][1] is None, "the last one stands before nobody"


def test_moves_pressed_quickly_are_sent_one_after_the_other(qtbot, page: WaitingPage, desk: Desk) -> None:
    gate = desk.hold("move")
    _at(page, "Ben")
    for _ in range(3):
        qtbot.keyClick(page.line.table, Qt.Key.Key_Up, ALT)
    page.refresh()
    qtbot.waitUntil(lambda: len(desk.called("entries")) == 2)
    assert _shown(page) == ["Ben", "Sofia", "Liam", "Grace"]
    gate.set()
    qtbot.waitUntil(lambda: desk.names() == ["Ben", "Sofia", "Liam", "Grace"])
    assert [before for _, before in desk.called("move")] == [
        desk.entry("Grace Osei").id,
        desk.entry("Sofia Marino").id,
    ]
    qtbot.waitUntil(lambda: _said(page) == ["Ben Turner is number 1 in line now"])
    _undo(qtbot, page)
    qtbot.waitUntil(lambda: desk.names() == ["Sofia", "Liam", "Grace", "Ben"])


def test_a_line_is_dragged_with_the_mouse(qtbot, page: WaitingPage, desk: Desk) -> None:
    table, viewport = page.line.table, page.line.table.viewport()

    def row(place: int) -> QPoint:
        return table.visualRect(table.rows_model.index(place, 1)).center()

    def drag(place: int, where: QPoint, *, drop: bool = True) -> None:
        qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=row(place))
        for at in (row(place) + QPoint(0, 15), where):
            qtbot.mouseMove(viewport, at)
        if drop:
            qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=where)

    drag(0, row(2) + QPoint(0, 15))
    qtbot.waitUntil(lambda: desk.names() == ["Liam", "Grace", "Sofia", "Ben"])
    _settled(qtbot, page)
    drag(0, row(3) + QPoint(0, 200))
    qtbot.waitUntil(lambda: desk.names() == ["Grace", "Sofia", "Ben", "Liam"])
    _settled(qtbot, page)
    drag(1, row(1) + QPoint(0, 12))
    drag(3, row(0), drop=False)
    assert table.gap >= 0
    qtbot.keyClick(table, Qt.Key.Key_Escape)
    qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=row(0))
    assert table.gap == -1 and len(desk.called("move")) == 2
    assert desk.names() == ["Grace", "Sofia", "Ben", "Liam"]


def test_a_stale_line_is_loaded_again_with_a_sentence(qtbot, page: WaitingPage, desk: Desk) -> None:
    desk.put("Grace Osei", wants="Something else")
    _at(page, "Grace")
    qtbot.keyClick(page.line.table, Qt.Key.Key_Up, ALT)
    words = "Somebody else changed this first. You see the list as it is now; please look again."
    qtbot.waitUntil(lambda: _said(page) == [words])
    qtbot.waitUntil(lambda: page.line.entries[2].wants == "Something else")
    assert _shown(page) == ["Sofia", "Liam", "Grace", "Ben"] == desk.names()
    qtbot.keyClick(page.line.table, Qt.Key.Key_Up, ALT)
    qtbot.waitUntil(lambda: desk.names() == ["Sofia", "Grace", "Liam", "Ben"])


def test_a_server_that_is_away_moves_nothing(qtbot, page: WaitingPage, desk: Desk) -> None:
    desk.fail("move", Unavailable("The server was stopped."))
    qtbot.keyClick(page.line.table, Qt.Key.Key_Down, ALT)
    qtbot.waitUntil(lambda: page.context.notices.offline_since is not None)
    qtbot.waitUntil(lambda: _shown(page) == ["Sofia", "Liam", "Grace", "Ben"])
    assert desk.names() == _shown(page)


# Assigning, offering, taking off


def test_enter_assigns_and_undo_puts_back_in_line(qtbot, page: WaitingPage, desk: Desk) -> None:
    qtbot.keyClick(page.line.table, Qt.Key.Key_Return)
    dialog = _dialog(qtbot, page, AssignTrainerDialog)
    qtbot.waitUntil(dialog.confirm_button.isEnabled)
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.member("Sofia Marino").trainer_name == "John Smith")
    desk.line = desk.line[1:]  # as the database does when somebody is assigned
    qtbot.waitUntil(lambda: _said(page) == ["Sofia Marino assigned to John Smith"])
    page.refresh()
    qtbot.waitUntil(lambda: _shown(page) == ["Liam", "Grace", "Ben"])
    _undo(qtbot, page)
    qtbot.waitUntil(lambda: _shown(page) == ["Sofia", "Liam", "Grace", "Ben"])
    assert desk.member("Sofia Marino").trainer_name is None


def test_a_place_is_offered_and_taken_back_by_keyboard(qtbot, page: WaitingPage, desk: Desk) -> None:
    qtbot.keyClick(page, Qt.Key.Key_O, ALT)
    dialog = _dialog(qtbot, page, OfferPlaceDialog)
    qtbot.waitUntil(dialog.confirm_button.isEnabled)
    qtbot.keyClick(dialog.search, Qt.Key.Key_Down)
    assert dialog.confirm_button.text() == "&Offer a place with Aiko Tanaka"
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.entry("Sofia Marino").offered_trainer_name == "Aiko Tanaka")
    qtbot.waitUntil(lambda: _said(page) == ["A place with Aiko Tanaka is offered to Sofia Marino"])
    qtbot.waitUntil(page.card.take_back_button.isVisible)
    with qtbot.waitActive(page.window()):
        page.window().activateWindow()
    qtbot.keyClick(page, Qt.Key.Key_T, ALT)
    qtbot.waitUntil(lambda: desk.entry("Sofia Marino").status is WaitStatus.WAITING)
    qtbot.waitUntil(page.card.offer_button.isVisible)


def test_an_offer_that_cannot_be_says_why(qtbot, page: WaitingPage, desk: Desk) -> None:
    qtbot.keyClick(page, Qt.Key.Key_O, ALT)
    dialog = _dialog(qtbot, page, OfferPlaceDialog)
    qtbot.waitUntil(dialog.confirm_button.isEnabled)
    words = "Every free place with John Smith is offered to somebody already."
    desk.fail("offer", UserError(words, code="place_offered", field="trainer"))
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    qtbot.waitUntil(dialog.banner.isVisible)
    assert dialog.banner.accessibleName() == f"Not offered {words}"
    desk.put("Sofia Marino")
    qtbot.waitUntil(dialog.confirm_button.isEnabled)
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Somebody else changed this entry" in dialog.banner.accessibleName())
    dialog.reject()
    words = "Nobody else waits for this place, so it stays offered. Take the member off the list instead."
    desk.fail("take_back", UserError(words, code="nobody_else"))
    page.acts.take_back(desk.entry("Grace Osei"))
    qtbot.waitUntil(lambda: words in _said(page))


def test_delete_removes_and_undo_restores_the_place(qtbot, page: WaitingPage, desk: Desk) -> None:
    _at(page, "Liam")
    qtbot.keyClick(page.line.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: _shown(page) == ["Sofia", "Grace", "Ben"])
    assert page.line.current.member_name == "Grace Osei", "the next one takes the place"
    assert _said(page) == ["Liam Becker is off the waiting list"]
    _undo(qtbot, page)
    qtbot.waitUntil(lambda: _shown(page) == ["Sofia", "Liam", "Grace", "Ben"])
    assert desk.entry("Liam Becker").trainer_name == "Maya Okafor"


# Wishes and new entries


def test_wishes_are_changed_by_keyboard_and_undone(qtbot, page: WaitingPage, desk: Desk) -> None:
    qtbot.keyClick(page.line.table, Qt.Key.Key_F2)
    dialog = _dialog(qtbot, page, WaitingDialog)
    qtbot.waitUntil(lambda: dialog.trainer.count() == 13)
    assert dialog.wants.toPlainText() == "Strength, evenings after 18:00" and not dialog.is_dirty()
    qtbot.keyClicks(dialog.trainer, "Mar")
    dialog.wants.setFocus()
    dialog.wants.selectAll()
    qtbot.keyClicks(dialog.wants, "Mornings")
    qtbot.keyClick(dialog.wants, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: desk.entry("Sofia Marino").wants == "Mornings")
    assert desk.entry("Sofia Marino").trainer_name == "Marcus Webb"
    qtbot.waitUntil(lambda: _said(page) == ["The wishes of Sofia Marino are saved"])
    _undo(qtbot, page)
    qtbot.waitUntil(lambda: desk.entry("Sofia Marino").wants == "Strength, evenings after 18:00")
    assert desk.entry("Sofia Marino").trainer_id is None


def test_wishes_changed_elsewhere_or_too_long_are_kept_in_the_dialog(
    qtbot, page: WaitingPage, desk: Desk
) -> None:
    qtbot.keyClick(page.line.table, Qt.Key.Key_F2)
    dialog = _dialog(qtbot, page, WaitingDialog)
    dialog.wants.setPlainText("w" * 1001)
    dialog.submit()
    assert dialog._fields["wants"].error == "At most 1,000 characters, please."
    dialog.wants.setPlainText("Mornings")
    desk.put("Sofia Marino", wants="Evenings")
    dialog.submit()
    qtbot.waitUntil(dialog._banner.isVisible)
    assert "Somebody else changed this entry meanwhile" in dialog._banner.accessibleName()
    assert dialog.wants.toPlainText() == "Mornings"
    qtbot.waitUntil(lambda: page.line.entries[0].wants == "Evenings")
    dialog.wants.setPlainText(dialog._entry.wants)
    dialog.reject()


def test_a_member_is_found_and_added_by_keyboard(qtbot, page: WaitingPage, desk: Desk) -> None:
    desk.set_member("Carlos Mendez", status=None, trainer_id=None, trainer_name=None)
    qtbot.keyClick(page, Qt.Key.Key_M, ALT)
    dialog = _dialog(qtbot, page, WaitingDialog)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is dialog.finder.search)
    qtbot.keyClicks(dialog.finder.search, "nobody at all")
    qtbot.waitUntil(lambda: dialog.finder._states.state == "empty")
    assert not dialog.confirm_button.isEnabled()
    dialog.finder.search.clear()
    qtbot.keyClicks(dialog.finder.search, "r")
    qtbot.waitUntil(lambda: dialog.finder.model.rowCount() == 5)
    assert dialog.finder.member.full_name == "Ben Turner"
    qtbot.keyClick(dialog.finder.search, Qt.Key.Key_Down)
    assert dialog.finder.member.full_name == "Carlos Mendez"
    qtbot.keyClick(dialog.finder.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: _shown(page) == ["Sofia", "Liam", "Grace", "Ben", "Carlos"])
    assert _said(page) == ["Carlos Mendez is on the waiting list"]
    _undo(qtbot, page)
    qtbot.waitUntil(lambda: desk.names() == ["Sofia", "Liam", "Grace", "Ben"])


def test_who_waits_already_cannot_be_added_twice(qtbot, page: WaitingPage, context, desk: Desk) -> None:
    member = desk.member("Sofia Marino")
    dialog = WaitingDialog(context, page, member=(member.id, member.full_name))
    dialog.open()
    assert dialog.finder is None
    dialog.wants.setPlainText("Mornings")
    dialog.submit()
    qtbot.waitUntil(dialog._banner.isVisible)
    assert dialog._banner.accessibleName() == "Not saved This member is on the waiting list already."
    assert dialog.wants.toPlainText() == "Mornings"
    dialog.wants.clear()
    dialog.reject()


# Trainers who ask


def test_requests_are_granted_and_refused_by_keyboard(qtbot, page: WaitingPage, desk: Desk) -> None:
    sofia = desk.entry("Sofia Marino")
    grant = page.requests.button(sofia.requests[0], "grant")
    assert grant.accessibleName() == "Grant: Sofia Marino becomes the client of John Smith"
    refuse = page.requests.button(sofia.requests[1], "refuse")
    refuse.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(refuse, Qt.Key.Key_Return)
    assert not refuse.isEnabled(), "one answer is taken"
    qtbot.waitUntil(
        lambda: _said(page) == ["Tom Lindqvist is told that Sofia Marino is not to be their client"]
    )
    qtbot.waitUntil(lambda: len(page.line.entries[0].requests) == 1)
    grant = page.requests.button(sofia.requests[0], "grant")
    grant.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(grant, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.member("Sofia Marino").trainer_name == "John Smith")
    qtbot.waitUntil(lambda: _shown(page) == ["Liam", "Grace", "Ben"])
    assert _said(page)[-1] == "Sofia Marino assigned to John Smith"


def test_a_grant_too_late_is_said_and_can_be_tried_again(qtbot, page: WaitingPage, desk: Desk) -> None:
    request = desk.entry("Grace Osei").requests[0]
    desk.fail("grant", Unavailable("The server was stopped."))
    qtbot.mouseClick(page.requests.button(request, "grant"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.context.notices.offline_since is not None)
    qtbot.waitUntil(lambda: page.requests.button(request, "grant").isEnabled())
    desk.fail("grant", UserError("This request is answered already.", code="request_answered"))
    qtbot.mouseClick(page.requests.button(request, "grant"), Qt.MouseButton.LeftButton)
    words = "Somebody else changed this first. You see the list as it is now; please look again."
    qtbot.waitUntil(lambda: words in _said(page))
    qtbot.waitUntil(lambda: page.requests.button(request, "grant").isEnabled())
    first, second = desk.called("grant")
    assert first == second, "sent again under the same key"
    qtbot.mouseClick(page.requests.button(request, "grant"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.member("Grace Osei").trainer_name == "Priya Nair")


def test_a_request_leads_to_its_line(qtbot, page: WaitingPage) -> None:
    page.requests.entry_opened.emit(page.line.entries[2].id)
    assert page.line.current.member_name == "Grace Osei"
    assert page.card.entry.member_name == "Grace Osei"


def test_long_words_elide_everywhere(qtbot, page: WaitingPage, desk: Desk) -> None:
    for entry in list(desk.line):
        long = "<b>" + "w" * 900
        requests = tuple(dataclasses.replace(r, note=long, trainer_name=long) for r in entry.requests)
        desk.put(
            entry.member_name, wants=long, offered_trainer_name=long, trainer_name=long, requests=requests
        )
    page.refresh()
    qtbot.waitUntil(lambda: page.line.entries[0].wants.startswith("<b>"))
    assert page.width() <= 1440 and page.card.width() == page.requests.width() == 312
