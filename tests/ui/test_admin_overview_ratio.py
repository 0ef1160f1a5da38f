"""Members per trainer over time: the line, the same as a table, and its states."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from gymtrainer_desktop.domain.errors import Unavailable
from gymtrainer_desktop.domain.reports import RatioPoint
from gymtrainer_desktop.ui.admin.overview.overview_page import OverviewPage
from gymtrainer_desktop.ui.admin.overview.ratio_card import RatioCard, ratio_text
from gymtrainer_desktop.ui.shell.page import PageContext
from tests.ui.admin_gym import show_page
from tests.ui.front_gym import FrontGym


@pytest.fixture
def desk() -> FrontGym:
    return FrontGym()


@pytest.fixture
def card(qtbot, window: QWidget, page_context: PageContext, desk: FrontGym) -> RatioCard:
    page = OverviewPage(desk.context(page_context))
    show_page(window, page)
    qtbot.waitUntil(lambda: page._states.state == "content" and page.ratio_card.states.state != "loading")
    return page.ratio_card


def test_the_line_is_members_for_each_trainer(card: RatioCard) -> None:
    assert card.chart is not None and card.chart.count == 12
    last = card.points[-1]
    assert (last.members, last.trainers, last.clients) == (383, 12, 111)
    assert card._count.text() == "32 now, 9.2 clients per trainer"


def test_the_keyboard_walks_the_weeks_and_says_all(qtbot, card: RatioCard) -> None:
    assert card.chart is not None
    card.chart.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(card.chart, Qt.Key.Key_Left)
    assert card.chart.hovered_index == 10
    assert card.chart.accessibleDescription() == (
        "Mon 9 Nov 2026 32 members per trainer 380 members, 12 trainers, 110 clients (9.2 each)"
    )


def test_a_year_is_asked_for_by_keyboard(qtbot, card: RatioCard, desk: FrontGym) -> None:
    card.ranges.setFocus()
    qtbot.keyClick(card.ranges, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: card.chart is not None and card.chart.count == 52)
    assert desk.called("ratio_history") == [12, 52]


def test_the_table_says_the_same_newest_first(qtbot, card: RatioCard, qtmodeltester) -> None:
    card.table_switch.setFocus()
    qtbot.keyClick(card.table_switch, Qt.Key.Key_Space)
    model = card.table.rows_model
    qtmodeltester.check(model)
    assert card.table.isVisible() and model.rowCount() == 12
    cells = [model.index(0, column).data() for column in range(model.columnCount())]
    assert cells == ["Mon 16 Nov 2026", "383", "12", "32", "111", "9.2"]


def test_weeks_without_a_trainer_are_no_points_but_lines_of_the_table(
    qtbot, card: RatioCard, desk: FrontGym
) -> None:
    desk.history = (RatioPoint(desk.history[0].week, 10, 0, 0), *desk.history[1:3])
    card.refresh()
    qtbot.waitUntil(lambda: card.chart is not None and card.chart.count == 2)
    cells = [card.table.rows_model.index(2, column).data() for column in range(6)]
    assert cells[2:] == ["0", "—", "0", "—"]
    desk.history = desk.history[:1]
    card.refresh()
    qtbot.waitUntil(lambda: card.states.state == "empty")


def test_a_failure_of_the_weeks_leaves_the_rest_of_the_page(
    qtbot, window: QWidget, page_context: PageContext, desk: FrontGym
) -> None:
    desk.fail("ratio_history", Unavailable("The server did not answer."))
    page = OverviewPage(desk.context(page_context))
    show_page(window, page)
    qtbot.waitUntil(lambda: page._states.state == "content" and page.ratio_card.states.state == "error")
    retry = next(b for b in page.ratio_card.findChildren(QPushButton) if b.accessibleName() == "Retry")
    qtbot.mouseClick(retry, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.ratio_card.states.state == "content")


@pytest.mark.parametrize(
    ("ratio", "text"), [(None, "—"), (9.25, "9.2"), (19.96, "20.0"), (32.4, "32"), (1200.0, "1,200")]
)
def test_ratios_are_written_short(ratio: float | None, text: str) -> None:
    assert ratio_text(ratio) == text
