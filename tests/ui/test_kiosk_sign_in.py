"""Identification and PIN: by keys, by card, refused, forgotten, with the server away."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import datetime

import pytest
from PySide6.QtWidgets import QLabel

from gymtrainer_desktop.domain.errors import Unavailable, UserError
from gymtrainer_desktop.ui.tasks import Tasks
from gymtrainer_desktop.ui.theme.style import Theme
from tests.ui.kiosk_gym import NUMBER, PIN, WRONG, Kiosk, KioskGym
from tests.ui.member_gym import ZONE

AWAY = "The database cannot be reached."


@pytest.fixture
def kiosk(qtbot, theme: Theme, tasks: Tasks) -> Iterator[Kiosk]:
    kiosk = Kiosk(qtbot, tasks, KioskGym())
    yield kiosk
    kiosk.close()


def _front(kiosk: Kiosk) -> str:
    page = kiosk.window.stack.currentWidget()
    assert page is not None
    return page.objectName()


def test_the_number_is_touched_then_the_pin(kiosk: Kiosk) -> None:
    idle = kiosk.window.idle
    assert not idle.go.isEnabled() and idle.go.accessibleName() == "Type your number"
    for digit in NUMBER:
        kiosk.touch(idle.keypad.keys[digit])
    assert idle.boxes.text == NUMBER
    kiosk.touch("goButton")
    assert _front(kiosk) == "pinPage" and idle.number == ""
    kiosk.enter_pin()
    kiosk.until(lambda: _front(kiosk) == "visitView")
    assert kiosk.door.calls == [("sign_in_member", NUMBER)]
    assert kiosk.view.header.greeting.text() == "Hi Sarah"


def test_delete_clear_and_a_long_number(kiosk: Kiosk) -> None:
    idle = kiosk.window.idle
    for digit in "123":
        kiosk.touch(f"key{digit}")
    kiosk.touch("keyDelete")
    assert idle.number == "12"
    kiosk.touch("keyLeft")
    assert idle.number == ""
    for _ in range(40):
        idle.type("9")
    assert idle.number == "9" * 32


def test_a_keyboard_types_the_number_and_the_pin(kiosk: Kiosk) -> None:
    kiosk.type(NUMBER)
    assert kiosk.window.idle.number == NUMBER
    kiosk.type("\r")
    assert _front(kiosk) == "pinPage"
    kiosk.type(PIN + "\r")
    kiosk.until(lambda: _front(kiosk) == "visitView")


def test_a_card_with_letters_asks_for_the_pin(kiosk: Kiosk) -> None:
    kiosk.scan("HSG-0042")
    assert _front(kiosk) == "pinPage"
    kiosk.enter_pin()
    assert ("sign_in_member", "HSG-0042") in kiosk.door.calls


def test_a_wrong_pin_and_an_unknown_number_look_the_same(kiosk: Kiosk) -> None:
    def looks(number: str) -> list[object]:
        kiosk.scan(number)
        pictures = [kiosk.window.grab().toImage()]
        kiosk.enter_pin("0000")
        pin = kiosk.window.pin
        assert (pin.said, pin.digits, _front(kiosk)) == (WRONG, 0, "pinPage")
        pictures.append(kiosk.window.grab().toImage())
        kiosk.touch("pinBackButton")
        return pictures

    looks(NUMBER)  # where the last touch was leaves no mark, but the first one has no touch before it
    assert looks(NUMBER) == looks("99999")


def test_a_locked_number_says_how_long(kiosk: Kiosk) -> None:
    kiosk.door.failures = [UserError("Too many tries. Wait 30 seconds and try again.", code="locked")]
    kiosk.scan(NUMBER)
    kiosk.enter_pin()
    assert kiosk.window.pin.said == "Too many tries. Wait 30 seconds and try again."


def test_a_pin_has_at_least_four_digits_and_is_never_shown(kiosk: Kiosk) -> None:
    kiosk.scan(NUMBER)
    pin = kiosk.window.pin
    for digit in "471":
        kiosk.touch(pin.keypad.keys[digit])
    assert not pin.go.isEnabled()
    for digit in "12345678":
        pin.type(digit)
    assert (pin.digits, pin.dots.count) == (8, 8)
    assert "471" not in pin.dots.accessibleName()


def test_number_and_pin_are_forgotten_when_nobody_goes_on(kiosk: Kiosk) -> None:
    idle, pin = kiosk.window.idle, kiosk.window.pin
    kiosk.touch("key4")
    assert idle.forget_timer.isActive()
    idle.forget_timer.timeout.emit()
    assert idle.number == ""
    kiosk.scan(NUMBER)
    pin.type("4")
    assert pin.forget_timer.isActive()
    pin.forget_timer.timeout.emit()
    assert (_front(kiosk), pin.digits, kiosk.session._number) == ("idlePage", 0, "")


def test_back_forgets_too(kiosk: Kiosk) -> None:
    kiosk.scan(NUMBER)
    kiosk.window.pin.type("4")
    kiosk.touch("pinBackButton")
    assert (_front(kiosk), kiosk.window.pin.digits, kiosk.session._number) == ("idlePage", 0, "")


def test_of_two_cards_the_first_one_counts(kiosk: Kiosk) -> None:
    kiosk.scan(NUMBER)
    kiosk.scan("77777")
    assert kiosk.window.pin.said == "Another card was read. The first one counts: its PIN, please."
    kiosk.scan(NUMBER)  # the same once more changes nothing
    kiosk.enter_pin()
    assert kiosk.door.calls == [("sign_in_member", NUMBER)]


def test_a_card_while_the_pin_is_looked_at_changes_nobody(kiosk: Kiosk) -> None:
    kiosk.door.gate = threading.Event()
    kiosk.scan(NUMBER)
    for digit in PIN:
        kiosk.touch(f"key{digit}")
    kiosk.touch("signInButton")
    assert not kiosk.window.pin.back.isEnabled() and not kiosk.window.pin.forget_timer.isActive()
    kiosk.scan("77777")
    kiosk.door.gate.set()
    kiosk.until(lambda: _front(kiosk) == "visitView")
    assert kiosk.door.calls == [("sign_in_member", NUMBER)]


def test_a_card_while_somebody_is_signed_in_asks_to_finish_first(kiosk: Kiosk) -> None:
    kiosk.sign_in()
    kiosk.scan("77777")
    assert kiosk.window.said == "Finish first, please. Then the next card can be read."
    assert kiosk.view.header.greeting.text() == "Hi Sarah"


def test_the_server_away_is_said_and_the_next_try_works(kiosk: Kiosk) -> None:
    kiosk.door.failures = [Unavailable(AWAY)]
    kiosk.scan(NUMBER)
    kiosk.enter_pin()
    assert kiosk.window.pin.said.startswith("The gym’s server cannot be reached now.")
    assert kiosk.window.idle.online.text().startswith("The gym’s server cannot be reached.")
    kiosk.session._look_whether_back()
    kiosk.settle()
    assert kiosk.window.idle.online.text() == "Online"
    kiosk.enter_pin()
    kiosk.until(lambda: _front(kiosk) == "visitView")


@pytest.mark.expects_log("unexpected failure")
def test_a_fault_is_logged_and_said_without_a_trace(kiosk: Kiosk) -> None:
    kiosk.door.failures = [ValueError("boom")]
    kiosk.scan(NUMBER)
    kiosk.enter_pin()
    assert kiosk.window.pin.said == "Something went wrong. Try again."
    assert "boom" not in " ".join(child.text() for child in kiosk.window.findChildren(QLabel))


def test_forty_members_in_a_minute(kiosk: Kiosk) -> None:
    for _ in range(40):
        kiosk.sign_in()
        kiosk.touch("finishButton")
        kiosk.settle()
        assert _front(kiosk) == "idlePage"
    assert (len(kiosk.door.calls), kiosk.door.signed_in) == (80, 0)


def test_the_idle_page_shows_time_and_date(kiosk: Kiosk) -> None:
    idle = kiosk.window.idle
    idle.use_clock(lambda: datetime(2026, 11, 20, 17, 42, tzinfo=ZONE))
    assert (idle.time.text(), idle.date.text()) == ("17:42", "Friday, 20 November")


def test_entries_that_wait_are_counted_on_the_idle_page(kiosk: Kiosk) -> None:
    kiosk.window.notices.offline(None, 3)
    assert kiosk.window.idle.online.text() == "3 entries wait for the server."
    kiosk.window.notices.offline(None, 0)
    assert kiosk.window.idle.online.text() == "Online"
