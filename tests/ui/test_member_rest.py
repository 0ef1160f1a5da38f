"""The rest between sets."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from gymtrainer_desktop.ui.widgets.logging.rest_card import RestCard


class Watch:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def card(window: QWidget, watch: Callable[[], float]) -> RestCard:
    return RestCard(window, now=watch)


def _ring(card: RestCard) -> str:
    return card._ring.accessibleName()


def test_it_counts_down_and_says_when_it_is_over(qtbot, card: RestCard, watch: Watch) -> None:
    assert card.isHidden()
    card.start(90, 2)
    assert not card.isHidden()
    assert _ring(card) == "1:30 of 1:30"
    watch.seconds += 30.5
    qtbot.waitUntil(lambda: _ring(card) == "1:00 of 1:30")
    with qtbot.waitSignal(card.over):
        watch.seconds += 60
    assert _ring(card) == "0:00 rest is over"
    assert not card.is_running


def test_fifteen_seconds_more(qtbot, card: RestCard, watch: Watch) -> None:
    card.start(30, 1)
    watch.seconds += 20
    qtbot.mouseClick(card.more_button, Qt.MouseButton.LeftButton)
    assert card.seconds_left == 25
    assert _ring(card) == "0:25 of 0:30"
    watch.seconds += 100
    card.tick()
    assert not card.is_running
    qtbot.mouseClick(card.more_button, Qt.MouseButton.LeftButton)
    assert card.is_running
    assert card.seconds_left == 15


def test_skipping_hides_it(qtbot, card: RestCard) -> None:
    card.start(30, 1)
    qtbot.mouseClick(card.skip_button, Qt.MouseButton.LeftButton)
    assert card.isHidden()
    assert not card.is_running
