"""Needs attention: what the lines say, what settles them, and where the keyboard stays."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPushButton, QWidget

from gymtrainer_desktop.domain.errors import Unavailable, UserError
from gymtrainer_desktop.domain.people import MemberFilter
from gymtrainer_desktop.domain.trainers import AttentionKind, AttentionLine
from gymtrainer_desktop.ui.admin.assigning.assign_trainer_dialog import AssignTrainerDialog
from gymtrainer_desktop.ui.admin.overview.attention_card import AttentionAction, AttentionRow
from gymtrainer_desktop.ui.admin.overview.overview_page import OverviewPage
from gymtrainer_desktop.ui.admin.overview.tell_trainer_dialog import TellTrainerDialog
from gymtrainer_desktop.ui.shell.page import PageContext
from tests.ui.admin_gym import show_page, uid
from tests.ui.front_gym import FrontGym


@pytest.fixture
def desk() -> FrontGym:
    return FrontGym()


@pytest.fixture
def page(qtbot, window: QWidget, page_context: PageContext, desk: FrontGym) -> OverviewPage:
    page = OverviewPage(desk.context(page_context))
    show_page(window, page)
    qtbot.waitUntil(lambda: page._states.state == "content")
    return page


def _row(page: OverviewPage, name: str, kind: str | None = None) -> AttentionRow:
    return next(r for r in page.attention.rows if r.line.name == name and kind in (None, r.line.kind))


def _press(qtbot, button: QPushButton) -> None:
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Return)


def _said(page: OverviewPage) -> list[str]:
    return [toast.words.text() for toast in page.context.notices.toasts.toasts]


def _went(page_context: PageContext) -> list[object]:
    went: list[object] = page_context.services.went
    return went


def test_the_most_pressing_stands_first_and_is_counted(page: OverviewPage) -> None:
    shown = [(row.line.kind, row.line.name, row.line.detail) for row in page.attention.rows]
    assert shown[:5] == [
        ("request", "Sofia Marino", "for John Smith"),
        ("request", "Sofia Marino", "for Tom Lindqvist"),
        ("request", "Grace Osei", "for Priya Nair"),
        ("accepted", "Ben Turner", "says yes to Victor Almeida"),
        ("waiting", "Liam Becker", "Lose 5 kg before th…, 6 days"),
    ]
    assert page.waiting.accessibleDescription() == "4 longest: 9 days, Sofia Marino"


def test_a_line_opens_by_click_enter_and_space_and_arrows_walk(
    qtbot, page: OverviewPage, desk: FrontGym, page_context: PageContext
) -> None:
    ethan, emma = _row(page, "Ethan Brooks"), _row(page, "Emma Larsen")
    qtbot.mouseClick(ethan.button, Qt.MouseButton.LeftButton, pos=QPoint(40, 20))
    ethan.button.setFocus()
    qtbot.keyClick(ethan.button, Qt.Key.Key_Down)
    assert emma.button.hasFocus()
    qtbot.keyClick(emma.button, Qt.Key.Key_Return)
    qtbot.keyClick(emma.button, Qt.Key.Key_Up)
    qtbot.keyClick(ethan.button, Qt.Key.Key_Space)
    ids = [desk.member(name).id for name in ("Ethan Brooks", "Emma Larsen", "Ethan Brooks")]
    assert _went(page_context) == [("members", {"member_id": id}) for id in ids]


def test_tab_goes_from_the_line_to_what_settles_it(qtbot, page: OverviewPage) -> None:
    row = _row(page, "Grace Osei", "request")
    row.button.setFocus()
    for action in (AttentionAction.GRANT, AttentionAction.REFUSE):
        qtbot.keyClick(page.window().focusWidget(), Qt.Key.Key_Tab)
        assert row.settling[action].hasFocus()
    assert row.settling[AttentionAction.GRANT].accessibleName() == "Grant: Grace Osei"


def test_a_request_is_granted_and_the_undo_brings_the_place_back(
    qtbot, page: OverviewPage, desk: FrontGym
) -> None:
    _press(qtbot, _row(page, "Grace Osei", "request").settling[AttentionAction.GRANT])
    qtbot.waitUntil(lambda: "Grace Osei assigned to Priya Nair" in _said(page))
    qtbot.waitUntil(lambda: all(row.line.name != "Grace Osei" for row in page.attention.rows))
    assert [request for request, *_ in desk.called("grant")] == [uid(8020)]


def test_a_request_is_refused_once_confirmed(qtbot, page: OverviewPage, desk: FrontGym, monkeypatch) -> None:
    answers = iter((False, True))
    monkeypatch.setattr(page.context.notices, "question", lambda *_, **__: next(answers))
    refuse = _row(page, "Grace Osei", "request").settling[AttentionAction.REFUSE]
    _press(qtbot, refuse)
    assert desk.called("refuse") == []
    _press(qtbot, refuse)
    qtbot.waitUntil(lambda: desk.called("refuse") == [uid(8020)])
    qtbot.waitUntil(lambda: ("request", "Grace Osei") not in _kinds(page))


def _kinds(page: OverviewPage) -> list[tuple[str, str]]:
    return [(row.line.kind, row.line.name) for row in page.attention.rows]


def test_a_request_answered_elsewhere_says_so_and_loads_again(
    qtbot, page: OverviewPage, desk: FrontGym
) -> None:
    desk.fail("grant", UserError("This request was answered already.", code="request_answered"))
    _press(qtbot, _row(page, "Grace Osei", "request").settling[AttentionAction.GRANT])
    qtbot.waitUntil(lambda: any("Somebody else changed this first" in words for words in _said(page)))
    qtbot.waitUntil(lambda: len(desk.called("overview")) == 2)


@pytest.mark.parametrize(("name", "kind"), [("Liam Becker", "waiting"), ("Ben Turner", "accepted")])
def test_whoever_waits_is_offered_trainers(qtbot, page: OverviewPage, desk, name: str, kind: str) -> None:
    _press(qtbot, _row(page, name, kind).settling[AttentionAction.ASSIGN])
    dialog = page.window().findChild(AssignTrainerDialog)
    qtbot.waitUntil(dialog.confirm_button.isEnabled)
    desk.line = [entry for entry in desk.line if entry.member_name != name]  # as the database does then
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: (kind, name) not in _kinds(page) and any(name in words for words in _said(page)))


def test_a_trainer_is_told_and_a_retry_keeps_the_key(qtbot, page: OverviewPage, desk: FrontGym) -> None:
    desk.fail("tell_trainer", Unavailable("The server did not answer."))
    _press(qtbot, _row(page, "Oliver Grant").settling[AttentionAction.TELL_TRAINER])
    dialog = page.window().findChild(TellTrainerDialog)
    qtbot.waitUntil(dialog.isVisible)
    assert dialog.windowTitle() == "Tell Victor Almeida" and not dialog.is_dirty()
    proposal = "From the front desk (Rosa Delgado): Oliver Grant has no plan yet. Please write one."
    assert dialog.note.toPlainText() == proposal and dialog.focusWidget() is dialog.note
    dialog.note.setPlainText("Oliver asks for a plan with kettlebells.")
    assert dialog.is_dirty()
    for sent in (1, 2):
        qtbot.waitUntil(dialog.confirm_button.isEnabled)
        qtbot.keyClick(dialog.note, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda wanted=sent: len(desk.called("tell_trainer")) == wanted)
    qtbot.waitUntil(lambda: "Victor Almeida finds your note with the client" in _said(page))
    first, second = desk.called("tell_trainer")
    assert first == second
    assert first[1:] == (
        desk.member("Oliver Grant").assignment_id,
        "Oliver asks for a plan with kettlebells.",
    )


@pytest.mark.parametrize("text", ["   ", "x" * 4001])
def test_an_empty_or_endless_word_is_refused_beside_its_field(
    qtbot, page: OverviewPage, desk, text: str
) -> None:
    _press(qtbot, _row(page, "Oliver Grant").settling[AttentionAction.TELL_TRAINER])
    dialog = page.window().findChild(TellTrainerDialog)
    dialog.note.setPlainText(text)
    qtbot.mouseClick(dialog.confirm_button, Qt.MouseButton.LeftButton)
    assert dialog._fields["note"].error and desk.called("tell_trainer") == []
    dialog.note.setPlainText(dialog._proposal())
    dialog.reject()


def test_over_capacity_leads_to_the_trainer_and_the_hand_over(
    qtbot, page: OverviewPage, desk: FrontGym, page_context: PageContext
) -> None:
    maya = desk.set_trainer("Maya Okafor", max_clients=13)
    page.refresh()
    qtbot.waitUntil(lambda: ("over_capacity", "Maya Okafor") in _kinds(page))
    row = _row(page, "Maya Okafor")
    assert row.line.detail == "15 of 13"
    qtbot.mouseClick(row.button, Qt.MouseButton.LeftButton, pos=QPoint(40, 20))
    _press(qtbot, row.settling[AttentionAction.HAND_OVER])
    assert _went(page_context) == [
        ("trainers", {"trainer_id": maya.id}),
        ("trainers", {"trainer_id": maya.id, "hand_over": True}),
    ]


def _many(page: OverviewPage, desk: FrontGym, kind: AttentionKind, count: int) -> None:
    desk.attention[:] = [
        AttentionLine(kind, uid(100 + n), f"Zara {n:03}", "detail", "John Smith", uid(5000 + n))
        for n in range(count)
    ]
    page.refresh()


@pytest.mark.parametrize(
    ("kind", "where"),
    [
        (AttentionKind.WAITING, ("waiting", {})),
        (AttentionKind.REQUEST, ("waiting", {})),
        (AttentionKind.QUIET, ("members", {"filter": MemberFilter.QUIET})),
        (AttentionKind.OVER_CAPACITY, ("trainers", {})),
    ],
)
def test_and_more_leads_to_the_page_that_lists_them(
    qtbot, page: OverviewPage, desk: FrontGym, page_context: PageContext, kind: AttentionKind, where: object
) -> None:
    desk.line.clear()
    _many(page, desk, kind, 15)
    find: Callable[[], QPushButton] = lambda: page.attention.findChild(QPushButton, f"more_{kind}")  # noqa: E731
    qtbot.waitUntil(lambda: find() is not None and find().text() == "and 12 more")
    _press(qtbot, find())
    assert _went(page_context) == [where]


def test_without_such_a_page_the_others_open_here(qtbot, page: OverviewPage, desk: FrontGym) -> None:
    desk.line.clear()
    _many(page, desk, AttentionKind.NO_PLAN, 120)
    qtbot.waitUntil(lambda: len(page.attention.rows) == 3)

    def more() -> QPushButton:
        return page.attention._more["no_plan"]

    qtbot.waitUntil(lambda: more().isVisible())
    _press(qtbot, more())
    assert len(page.attention.rows) == 50
    qtbot.waitUntil(lambda: more().text() == "Show fewer" and more().hasFocus())
    _press(qtbot, more())
    assert len(page.attention.rows) == 3 and more().text() == "and 117 more"


def test_a_live_refresh_leaves_the_keyboard_where_it_was(qtbot, page: OverviewPage, desk: FrontGym) -> None:
    _row(page, "Ethan Brooks").settling[AttentionAction.TELL_TRAINER].setFocus()
    desk.put("Liam Becker", wants="Something else")
    page.refresh()
    qtbot.waitUntil(lambda: any("Something else" in row.line.detail for row in page.attention.rows))
    assert _row(page, "Ethan Brooks").focused == AttentionAction.TELL_TRAINER
    desk.attention = [line for line in desk.attention if line.name != "Ethan Brooks"]
    page.refresh()
    qtbot.waitUntil(lambda: ("quiet", "Ethan Brooks") not in _kinds(page))
    assert _row(page, "Emma Larsen").focused == AttentionAction.TELL_TRAINER, "the next of its kind"


def test_both_tables_of_the_line_have_it_refresh(page: OverviewPage) -> None:
    assert {"trainer_waitlist", "client_requests", "trainer_assignments"} <= page.tables
