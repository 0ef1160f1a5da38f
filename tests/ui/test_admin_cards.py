"""Cards on the member's panel: a reader types them in, a click removes them, Undo gives them back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from gymtrainer_desktop.domain.errors import Unavailable
from gymtrainer_desktop.ui.admin.members.card_section import CardsSection
from gymtrainer_desktop.ui.admin.members.members_page import MembersPage
from gymtrainer_desktop.ui.shell.page import PageContext
from tests.ui.admin_gym import Gym, show_page

NAME = "Grace Osei"


@pytest.fixture
def desk() -> Gym:
    return Gym()


@pytest.fixture
def page(qtbot, window: QWidget, page_context: PageContext, desk: Gym) -> MembersPage:
    page = MembersPage(desk.context(page_context))
    show_page(window, page, member_id=desk.member(NAME).id)
    qtbot.waitUntil(lambda: page.panel.details is not None and page._states.state == "content")
    return page


@pytest.fixture
def cards(page: MembersPage) -> CardsSection:
    return page.panel.cards


def _read(qtbot, cards: CardsSection, code: str) -> None:
    """What a reader does: a burst of keys and Enter."""
    qtbot.keyClicks(cards.code, code)
    qtbot.keyClick(cards.code, Qt.Key.Key_Return)


def _toasts(page: MembersPage) -> list[str]:
    return [toast.words.text() for toast in page.context.notices.toasts.toasts]


def test_a_card_is_read_into_the_field(qtbot, page: MembersPage, cards: CardsSection, desk: Gym) -> None:
    qtbot.waitUntil(lambda: any("None: signs in" in words.text() for words in cards.findChildren(QLabel)))
    assert cards.field.isHidden() and cards.lines() == ()
    page.window().resize(1000, 480)
    qtbot.mouseClick(cards.add_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(cards.code.hasFocus)
    # The last section of a panel that scrolls: what opens there is seen.
    qtbot.waitUntil(lambda: cards.code.visibleRegion().boundingRect().height() == cards.code.height())
    _read(qtbot, cards, "04A31B22")
    qtbot.waitUntil(lambda: len(cards.lines()) == 1)
    assert cards.lines()[0].accessibleName() == "04A31B22, Wed 18 Nov 2026"
    assert cards.field.isHidden() and cards.code.text() == ""
    assert _toasts(page) == ["Grace Osei has a card now"]
    (given,) = desk.called("give")
    assert given[1:] == (desk.member(NAME).id, "04A31B22")


@pytest.mark.parametrize("end", [Qt.Key.Key_Return, Qt.Key.Key_Tab])
def test_a_card_is_read_wherever_the_keyboard_is(
    qtbot, page: MembersPage, cards: CardsSection, desk: Gym, end: Qt.Key
) -> None:
    qtbot.mouseClick(cards.add_button, Qt.MouseButton.LeftButton)
    page.search.setFocus()
    qtbot.waitUntil(page.search.hasFocus)
    qtbot.keyClicks(page.search, "04A31B22")
    qtbot.keyClick(page.search, end)
    qtbot.waitUntil(lambda: [line.card.code for line in cards.lines()] == ["04A31B22"])
    assert page.search.text() == "" and page.panel.member_id == desk.member(NAME).id
    cards.begin()
    _read(qtbot, cards, "tag:2")
    qtbot.waitUntil(lambda: len(cards.lines()) == 2)
    assert _toasts(page) == ["Grace Osei has a card now", "Grace Osei has 2 cards now"]


def test_a_person_types_elsewhere_while_a_card_is_waited_for(
    qtbot, page: MembersPage, cards: CardsSection, desk: Gym
) -> None:
    seconds = [0.0]
    cards.reader._now = lambda: seconds[0]
    cards.begin()
    page.search.setFocus()
    for letter in "mike":
        seconds[0] += 0.2
        qtbot.keyClick(page.search, letter)
    seconds[0] += 0.2
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert page.search.text() == "mike"
    cards.end()
    qtbot.keyClicks(page.search, "CARD-1")
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert page.search.text() == "mikeCARD-1", "nobody waits for a card any more"
    assert desk.called("give") == []


def test_what_cannot_be_read_is_told_and_the_next_burst_is(qtbot, cards: CardsSection, desk: Gym) -> None:
    cards.begin()
    for burst in ("a b c d", "x" * 65, "C4\x1d\x1eF7", "ｃａｒｄ", "'; DROP TABLE"):
        cards.reader.read.emit(burst)
        assert cards.field.error == (
            "This could not be read as a card. Hold it to the reader again, or type its code."
        )
        assert not cards.move_button.isVisibleTo(cards)
    assert desk.called("give") == []
    _read(qtbot, cards, "CARD-9")
    qtbot.waitUntil(lambda: [line.card.code for line in cards.lines()] == ["CARD-9"])


def test_what_is_typed_and_no_card_is_told_beside_the_field(qtbot, cards: CardsSection, desk: Gym) -> None:
    cards.begin()
    for typed in ("", "   ", "abc", "a b c d", "x" * 65, "ｃａｒｄ"):
        cards.code.setText(typed)
        qtbot.keyClick(cards.code, Qt.Key.Key_Return)
        assert cards.field.error
        cards.code.clear()
        qtbot.keyClick(cards.code, "C")
        qtbot.waitUntil(lambda: cards.code.text() == "C" and not cards.field.error)
    assert desk.called("give") == []


def test_a_card_of_somebody_else_can_be_moved_and_moved_back(
    qtbot, page: MembersPage, cards: CardsSection, desk: Gym
) -> None:
    mike, grace = desk.member("Mike Davis").id, desk.member(NAME).id
    desk.cards.give(mike, mike, "CARD-1")
    cards.begin()
    _read(qtbot, cards, "CARD-1")
    qtbot.waitUntil(lambda: cards.field.error == "This is a card of Mike Davis already.")
    assert cards.code.selectedText() == "CARD-1", "the next card overwrites it"
    assert cards.move_button.text() == "&Move it to Grace Osei"
    qtbot.mouseClick(cards.move_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: [line.card.code for line in cards.lines()] == ["CARD-1"])
    assert [card.member_id for card in desk.cards.stored] == [grace] and cards.field.isHidden()
    assert _toasts(page) == ["Card CARD-1 is Grace Osei’s now, no longer Mike Davis’s"]
    undo = next(b for b in page.window().findChildren(QPushButton) if b.text() == "Undo")
    qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: [card.member_id for card in desk.cards.stored] == [mike])
    qtbot.waitUntil(lambda: cards.lines() == ())


def test_another_card_than_the_taken_one_is_read_at_once(
    qtbot, page: MembersPage, cards: CardsSection, desk: Gym
) -> None:
    desk.cards.give(desk.member(NAME).id, desk.member("Mike Davis").id, "CARD-1")
    cards.begin()
    _read(qtbot, cards, "CARD-1")
    qtbot.waitUntil(lambda: cards.move_button.isVisibleTo(cards))
    _read(qtbot, cards, "CARD-2")
    qtbot.waitUntil(lambda: [line.card.code for line in cards.lines()] == ["CARD-2"])
    assert not cards.move_button.isVisibleTo(cards) and desk.called("move") == []


def test_after_a_lost_answer_the_same_card_is_sent_under_the_same_key(
    qtbot, page: MembersPage, cards: CardsSection, desk: Gym
) -> None:
    desk.fail("give", Unavailable("The server was stopped. Trying to reach it again."))
    cards.begin()
    _read(qtbot, cards, "CARD-1")
    qtbot.waitUntil(lambda: page.context.notices.offline_since is not None)
    assert cards.code.text() == "CARD-1" and not cards.code.isReadOnly()
    qtbot.keyClick(cards.code, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(cards.lines()) == 1)
    first, second = desk.called("give")
    assert first == second


def test_a_card_is_removed_and_given_back(qtbot, page: MembersPage, cards: CardsSection, desk: Gym) -> None:
    member = desk.member(NAME).id
    desk.cards.give(member, member, "CARD-1")
    page.panel.refresh()
    qtbot.waitUntil(lambda: len(cards.lines()) == 1)
    qtbot.mouseClick(cards.lines()[0].remove_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.cards.stored == [] and cards.lines() == ())
    assert _toasts(page)[-1] == "Card CARD-1 is taken from Grace Osei: it opens nothing any more"
    undo = next(b for b in page.window().findChildren(QPushButton) if b.text() == "Undo")
    qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(cards.lines()) == 1)
    assert desk.cards.stored[0].code == "CARD-1" and desk.cards.stored[0].id != member


def test_esc_closes_the_field_and_leaves_the_panel(
    qtbot, page: MembersPage, cards: CardsSection, desk: Gym
) -> None:
    cards.begin()
    qtbot.keyClicks(cards.code, "CAR")
    qtbot.keyClick(cards.code, Qt.Key.Key_Escape)
    assert cards.field.isHidden() and page.panel.member_id is not None
    cards.begin()
    assert cards.code.text() == ""


def test_another_member_has_other_cards(qtbot, page: MembersPage, cards: CardsSection, desk: Gym) -> None:
    desk.cards.give(desk.member(NAME).id, desk.member(NAME).id, "CARD-1")
    page.panel.refresh()
    qtbot.waitUntil(lambda: len(cards.lines()) == 1)
    cards.begin()
    page.open(member_id=desk.member("Mike Davis").id)
    qtbot.waitUntil(lambda: page.panel.details is not None and cards.lines() == ())
    assert cards.field.isHidden(), "what was begun for one is not read for another"
