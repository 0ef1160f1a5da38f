"""The front desk's first page: what it says, and where its lines lead."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from gymtrainer_desktop.domain.errors import Unavailable
from gymtrainer_desktop.domain.people import MemberFilter
from gymtrainer_desktop.domain.trainers import AttentionLine
from gymtrainer_desktop.ui.admin.overview.overview_page import OverviewPage
from gymtrainer_desktop.ui.shell.page import PageContext
from tests.ui.admin_gym import click_row, show_page, uid
from tests.ui.front_gym import FrontGym


@pytest.fixture
def desk() -> FrontGym:
    return FrontGym(370, waits=False)


@pytest.fixture
def page(window: QWidget, page_context: PageContext, desk: FrontGym) -> OverviewPage:
    page = OverviewPage(desk.context(page_context))
    show_page(window, page)
    return page


def _shown(page: OverviewPage) -> bool:
    return page._states.state == "content"


def test_key_figures_agree_with_the_board(qtbot, page: OverviewPage) -> None:
    qtbot.waitUntil(lambda: _shown(page))
    assert page.clients.figure == "112"
    assert page.clients.accessibleDescription() == "112 72 % of 155 places taken"
    assert page.places.accessibleDescription() == "43 with 10 of 12 trainers"
    assert page.ratio.accessibleDescription() == "32 : 1 384 members, 12 trainers"
    assert page.waiting.accessibleDescription() == "0 373 members are without a trainer"
    assert (
        page.board.total.accessibleName() == "All trainers, 112 of 155 places taken, 43 free, compliance 83 %"
    )


def test_the_board_is_sorted_fullest_first_and_by_what_is_chosen(qtbot, page: OverviewPage) -> None:
    qtbot.waitUntil(lambda: _shown(page))
    names = [row.name for row in page.board.model.rows]
    assert names[-1] == "Aiko Tanaka" and set(names[:2]) == {"Maya Okafor", "Victor Almeida"}
    page.board.order.setFocus()
    qtbot.keyClick(page.board.order, Qt.Key.Key_End)
    page.board.order.activated.emit(page.board.order.currentIndex())
    assert [row.name for row in page.board.model.rows] == sorted(names)
    header = page.board.table.horizontalHeader()
    compliance = header.sectionViewportPosition(3) + header.sectionSize(3) // 2
    qtbot.mouseClick(
        header.viewport(), Qt.MouseButton.LeftButton, pos=header.rect().center().__class__(compliance, 5)
    )
    assert page.board.model.rows[0].name == "Tom Lindqvist"
    assert page.board.order.currentText() == "Lowest compliance first"


def test_full_and_over_full_are_said_in_words(qtbot, page: OverviewPage, desk: FrontGym) -> None:
    desk.set_trainer("Maya Okafor", max_clients=13)
    page.refresh()

    def free() -> dict[str, str]:
        model = page.board.model
        return {model.row_at(row).name: model.index(row, 2).data() for row in range(model.rowCount())}

    qtbot.waitUntil(lambda: free().get("Maya Okafor") == "2 over")
    assert (free()["Victor Almeida"], free()["John Smith"]) == ("Full", "3")


def test_a_click_on_a_trainer_opens_the_trainers_page_there(
    qtbot, page: OverviewPage, desk: FrontGym, page_context
) -> None:
    qtbot.waitUntil(lambda: _shown(page))
    row = next(n for n, one in enumerate(page.board.model.rows) if one.name == "John Smith")
    click_row(qtbot, page.board.table, row)
    assert page_context.services.went == [("trainers", {"trainer_id": desk.trainer("John Smith").id})]


def test_assign_member_leads_to_those_without_a_trainer(qtbot, page: OverviewPage, page_context) -> None:
    qtbot.waitUntil(lambda: _shown(page))
    qtbot.mouseClick(page.board.assign_button, Qt.MouseButton.LeftButton)
    assert page_context.services.went == [("members", {"filter": MemberFilter.NO_TRAINER})]


def test_nobody_needs_attention(qtbot, page: OverviewPage, desk: FrontGym) -> None:
    desk.attention.clear()
    page.refresh()
    qtbot.waitUntil(lambda: _shown(page) and page.attention._nothing.isVisible())
    assert page.attention._nothing.title.text() == "Nobody needs attention"


def test_a_failure_says_what_happened_and_retry_loads(qtbot, window, page_context, desk: FrontGym) -> None:
    desk.fail("overview", Unavailable("The server is starting. Trying again."))
    page = OverviewPage(desk.context(page_context))
    show_page(window, page)
    qtbot.waitUntil(lambda: page._states.state == "error")
    retry = next(b for b in page.findChildren(QPushButton) if b.accessibleName() == "Retry")
    qtbot.mouseClick(retry, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: _shown(page))
    assert page.clients.figure == "112"


@pytest.mark.parametrize("members", [0, 3])
def test_a_gym_without_trainers_is_led_to_adding_one(
    qtbot, window, page_context, desk: FrontGym, members: int
) -> None:
    del desk.member_rows[members:]
    desk.attention.clear()
    desk.trainer_rows = [row for row in desk.trainer_rows if not row.is_personal_trainer]
    page = OverviewPage(desk.context(page_context))
    show_page(window, page)
    qtbot.waitUntil(lambda: _shown(page))
    board = page.board
    assert board.nobody.isVisible() and board.nobody.title.text() == "There are no personal trainers yet"
    assert not any(w.isVisible() for w in (board.table, board.total, board.order, board.assign_button))
    assert (page.clients.figure, page.ratio.figure) == ("0", "—")
    assert page.attention._nothing.words.text().startswith("Once members train with a trainer")
    qtbot.mouseClick(board.add_button, Qt.MouseButton.LeftButton)
    assert page_context.services.went == [("trainers", {"add": True})]
    desk.trainer_rows = FrontGym().trainer_rows
    page.refresh()
    qtbot.waitUntil(board.table.isVisible)
    assert not board.nobody.isVisible() and board.assign_button.isVisible() and board.total.isVisible()


def test_names_are_painted_as_plain_text_and_fit(qtbot, page: OverviewPage, desk: FrontGym) -> None:
    name = "<b>Robert</b>'; DROP TABLE members; 🏋️ " + "x" * 10_000
    desk.trainer_rows = [dataclasses.replace(row, name=name) for row in desk.trainer_rows[:2]]
    desk.attention[:] = [AttentionLine("quiet", uid(1), name, "no workout for 16 days")]
    page.refresh()
    qtbot.waitUntil(lambda: page.board.model.rowCount() == 2)
    picture = page.grab()
    assert picture.width() == page.width() <= 1440
