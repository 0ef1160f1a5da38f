"""The next page of a list that is loaded as one scrolls."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject

from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.widgets.rows import RowsModel

Q = TypeVar("Q")
P = TypeVar("P")


def load_more(
    owner: QObject,
    context: PageContext,
    model: RowsModel[Any],
    question: Callable[[], Q],
    ask: Callable[[Q], P],
    show: Callable[[P], None],
) -> None:
    """Load the page that `model` wants, and show it if nothing else is asked by then.

    Args:
        owner: Whose loading it is: what it asked for is dropped with it.
        question: Says, in plain values, what is asked and after which row.
        ask: Answers it; runs in a worker.
        show: Puts the page below the rows.
    """
    asked = question()

    def loaded(page: P) -> None:
        # Rows that follow others than those shown now are of no use.
        if question() == asked:
            show(page)
        else:
            model.fetch_failed()

    def failed(exc: Exception) -> None:
        model.fetch_failed()
        context.notices.error(exc)

    context.tasks.query(owner, lambda: ask(asked), loaded, failed, key="more")
