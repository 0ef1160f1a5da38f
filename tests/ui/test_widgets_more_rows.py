"""The next page of a list: it follows the rows that were there when it was asked for, or it is of no use."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gymtrainer_desktop.domain.errors import Unavailable
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.widgets.more_rows import load_more
from gymtrainer_desktop.ui.widgets.rows import Column, RowsModel


@dataclass(frozen=True)
class Row:
    id: int


@pytest.mark.parametrize(
    ("then", "shown"), [("the same", (1, 2)), ("another filter", (1,)), ("the server is away", (1,))]
)
def test_a_page_is_added_only_below_the_rows_it_follows(
    qtbot: QtBot, window: QWidget, page_context: PageContext, then: str, shown: tuple[int, ...]
) -> None:
    model: RowsModel[Row] = RowsModel((Column("id", "Id", lambda row: str(row.id)),), parent=window)
    model.set_rows([Row(1)], has_more=True)
    asked, go_on = ["everybody"], threading.Event()

    def ask(question: tuple[str, int]) -> tuple[Row, ...]:
        assert go_on.wait(5) and question == ("everybody", 1)
        if then == "the server is away":
            raise Unavailable("The server does not answer.")
        return (Row(2),)

    def load() -> None:
        load_more(
            window,
            page_context,
            model,
            lambda: (asked[0], model.rows[-1].id),
            ask,
            lambda page: model.extend(page, False),
        )

    model.more_wanted.connect(load)
    model.fetchMore()
    if then == "another filter":
        asked[0] = "admins"
    go_on.set()
    qtbot.waitUntil(lambda: not page_context.tasks.is_busy)
    assert tuple(row.id for row in model.rows) == shown
    assert model.canFetchMore() is (shown == (1,)), "what did not come is asked for again"
    assert (page_context.notices.offline_since is not None) is (then == "the server is away")
