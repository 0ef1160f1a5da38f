"""The rest between sets."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from gymtrainer_desktop.ui.widgets.logging.rest_card import RestCard
from gymtrainer_desktop.ui.widgets.logging.rest_choice import RestChoice
from tests.ui.conftest import MemorySettings
from tests.ui.member_gym import JOHN, SARAH


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


def test_it_ends_with_a_sound_unless_somebody_wants_none(qtbot, window: QWidget, watch: Watch) -> None:
    sounds: list[int] = []
    card = RestCard(window, now=watch, beep=lambda: sounds.append(1))
    for has_sound in (True, False):
        card.set_sound(has_sound)
        card.start(30, 1)
        watch.seconds += 31
        card.tick()
    assert sounds == [1]


def test_the_button_switches_the_sound_and_says_so(qtbot, card: RestCard) -> None:
    card.start(30, 1)
    with qtbot.waitSignal(card.sound_chosen) as chosen:
        qtbot.mouseClick(card.sound_button, Qt.MouseButton.LeftButton)
    assert chosen.args == [False]
    assert card.sound_button.accessibleName() == "Sound at the end of the rest: off"


def test_without_a_timer_no_rest_begins(card: RestCard) -> None:
    card.start(30, 1)
    card.set_timer(False)
    assert not card.is_running and card.isHidden()
    card.start(30, 2)
    assert not card.is_running


def test_the_choice_is_remembered_per_person() -> None:
    settings = MemorySettings()
    choice = RestChoice(settings, SARAH)
    assert choice.has_sound and choice.has_timer
    choice.set_sound(False)
    assert not RestChoice(settings, SARAH).has_sound
    assert RestChoice(settings, SARAH).has_timer
    assert RestChoice(settings, JOHN).has_sound
