"""Messages: the threads, the thread that is open, drafts, receipts, and what the server's absence does."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gymtrainer_desktop.domain.assignments import AssignmentStatus
from gymtrainer_desktop.domain.errors import Denied, Unavailable
from gymtrainer_desktop.domain.messages import MESSAGE_LIMIT
from gymtrainer_desktop.ui.member.home_page import HomePage
from gymtrainer_desktop.ui.messages.message_words import day_heading
from gymtrainer_desktop.ui.messages.messages_page import MessagesPage
from gymtrainer_desktop.ui.messages.thread_view import PAGE, ThreadView
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.trainer.clients.clients_page import MyClientsPage
from tests.ui.member_gym import MemberGym
from tests.ui.trainer_gym import TODAY, Gym, uid

SARAH, MIKE, FORMER = uid(5000), uid(5001), uid(5900)
DAY = timedelta(days=1)


@pytest.fixture
def gym() -> Gym:
    gym = Gym()
    say = gym.messages.say
    say(SARAH, "How was Monday?", from_me=True, ago=4 * DAY, read=True)
    say(SARAH, "Hard but good!", ago=DAY, read=True)
    say(SARAH, "Add 5 lb next week.", from_me=True, ago=timedelta(hours=3))
    say(MIKE, "Can we move Friday?", ago=timedelta(hours=1))
    say(MIKE, "To Saturday, I mean.", ago=timedelta(minutes=50))
    gym.messages.add_thread(
        FORMER, "Tom Former", uid(900), status=AssignmentStatus.COMPLETED, ended_on=date(2026, 10, 5)
    )
    say(FORMER, "Thank you for everything", ago=50 * DAY, read=True)
    return gym


@pytest.fixture
def page(qtbot: QtBot, window: QWidget, page_context: PageContext, gym: Gym) -> MessagesPage:
    return _page(window, gym.context(page_context))


@pytest.fixture
def shown(qtbot: QtBot, page: MessagesPage) -> MessagesPage:
    page.refresh()
    settle(qtbot, page)
    return page


def _page(window: QWidget, context: PageContext, *, as_member: bool = False) -> MessagesPage:
    page = MessagesPage(context, as_member=as_member)
    layout = QVBoxLayout(window)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(page)
    return page


def settle(qtbot: QtBot, page: Any) -> None:
    qtbot.waitUntil(lambda: not page.context.tasks.is_busy)


def open_thread(qtbot: QtBot, page: MessagesPage, assignment_id: UUID) -> None:
    page.open(assignment_id=assignment_id)
    page.refresh()
    settle(qtbot, page)


def texts(thread: ThreadView) -> list[str]:
    return [bubble.text for bubble in thread.bubbles]


def send(qtbot: QtBot, page: Any, thread: ThreadView, text: str) -> None:
    thread.composer.edit.setFocus()
    thread.composer.edit.insertPlainText(text)
    qtbot.keyClick(thread.composer.edit, Qt.Key.Key_Return)
    settle(qtbot, page)


# The list


def test_threads_stand_with_the_latest_on_top(shown: MessagesPage, gym: Gym) -> None:
    rows = shown.list.model.rows
    assert [row.other_name for row in rows[:3]] == ["Mike Davis", "Sarah Johnson", "Tom Former"]
    lines = [str(shown.list.model.index(place, 0).data()) for place in range(4)]
    assert lines[0] == "Mike Davis, To Saturday, I mean., 13:12"
    assert lines[1] == "Sarah Johnson, You: Add 5 lb next week., 11:02"
    assert lines[2] == "Tom Former, Thank you for everything, 1 Oct"
    assert lines[3].endswith("No messages yet")
    shown.list.set_threads((dataclasses.replace(rows[0], unread=2),), TODAY)
    assert str(shown.list.model.index(0, 0).data()).endswith("13:12, 2 unread messages")
    assert gym.called("threads") == [False] * len(gym.called("threads"))
    assert {shown.list.table.rowHeight(n) for n in range(shown.list.model.rowCount())} == {60}


def test_the_model_is_sound(shown: MessagesPage) -> None:
    mode = QAbstractItemModelTester.FailureReportingMode.Fatal
    tester = QAbstractItemModelTester(shown.list.model, mode, shown)
    assert tester.model() is shown.list.model


def test_the_first_unread_thread_opens_and_counts_as_read(
    qtbot: QtBot, shown: MessagesPage, gym: Gym
) -> None:
    assert shown.view.assignment_id == MIKE
    assert texts(shown.view) == ["Can we move Friday?", "To Saturday, I mean."]
    assert len(gym.called("mark_read")) == 1
    assert gym.called("badge")[0] == ("messages", 2) and gym.called("badge")[-1] == ("messages", 0)
    assert shown.list.threads[0].unread == 0


def test_search_finds_without_accents_and_keys_lead_on(qtbot: QtBot, shown: MessagesPage) -> None:
    qtbot.keyClick(shown, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert shown.list.search.hasFocus()
    qtbot.keyClicks(shown.list.search, "SÁRAH")
    qtbot.waitUntil(lambda: [row.other_name for row in shown.list.model.rows] == ["Sarah Johnson"])
    qtbot.keyClick(shown.list.search, Qt.Key.Key_Down)
    qtbot.keyClick(shown.list.table, Qt.Key.Key_Return)
    assert shown.view.assignment_id == SARAH and shown.view.composer.edit.hasFocus()
    shown.list.search.setText("nobody at all")
    qtbot.waitUntil(lambda: shown.list.states.state == "empty")
    settle(qtbot, shown)


def test_arrows_go_from_thread_to_thread(qtbot: QtBot, shown: MessagesPage) -> None:
    shown.list.table.setFocus()
    qtbot.keyClick(shown.list.table, Qt.Key.Key_Down)
    assert shown.view.assignment_id == SARAH and shown.list.table.hasFocus()
    settle(qtbot, shown)


# The thread


def test_days_receipts_and_order(qtbot: QtBot, shown: MessagesPage) -> None:
    open_thread(qtbot, shown, SARAH)
    bubbles = shown.view.bubbles
    assert texts(shown.view) == ["How was Monday?", "Hard but good!", "Add 5 lb next week."]
    assert [bubble.day_heading for bubble in bubbles] == ["Mon 16 Nov", "Yesterday", "Today"]
    assert [bubble.foot for bubble in bubbles] == ["14:02 · Read 14:07", "14:02", "11:02 · Sent"]
    assert day_heading(date(2025, 11, 16), date(2026, 11, 20)) == "Sun 16 Nov 2025"
    bar = shown.view.area.verticalScrollBar()
    assert bar.value() == bar.maximum()


def test_a_receipt_appears_when_the_other_end_reads(qtbot: QtBot, shown: MessagesPage, gym: Gym) -> None:
    open_thread(qtbot, shown, SARAH)
    gym.messages.read_all(SARAH)
    shown.refresh()
    settle(qtbot, shown)
    assert shown.view.bubbles[-1].foot == "11:02 · Read 14:05"


def test_a_message_comes_in_while_one_reads(qtbot: QtBot, shown: MessagesPage, gym: Gym) -> None:
    open_thread(qtbot, shown, SARAH)
    gym.messages.say(SARAH, "One more thing")
    shown.refresh()
    settle(qtbot, shown)
    assert texts(shown.view)[-1] == "One more thing"
    assert all(one.from_me or one.read_at for one in gym.messages.stored[SARAH])
    assert "messages" in shown.tables


def test_older_messages_load_on_the_way_up_and_what_is_in_sight_stays(
    qtbot: QtBot, shown: MessagesPage, gym: Gym
) -> None:
    for n in range(3 * PAGE - 3):
        gym.messages.say(SARAH, f"message {n}", ago=timedelta(minutes=1000 - n), read=True)
    open_thread(qtbot, shown, SARAH)
    thread = shown.view
    assert len(thread.bubbles) == PAGE and thread.older_button.isVisible()
    bar = thread.area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0 and bar.value() == bar.maximum())
    first = thread.bubbles[0]
    bar.setValue(0)
    settle(qtbot, shown)
    assert len(thread.bubbles) == 2 * PAGE
    qtbot.waitUntil(lambda: bar.value() > 0)
    top = first.mapTo(thread.area.viewport(), QPoint(0, 0)).y()
    assert -thread.area.viewport().height() < top < thread.area.viewport().height()
    qtbot.keyClick(shown, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, shown)
    assert len(thread.bubbles) == 3 * PAGE and not thread.older_button.isVisible()
    assert texts(thread)[0] == "How was Monday?"
    assert len({bubble.message.id for bubble in thread.bubbles}) == 3 * PAGE
    before = len(gym.called("thread"))
    thread.load_older()
    settle(qtbot, shown)
    assert len(gym.called("thread")) == before, "there is nothing older"
    shown.refresh()
    settle(qtbot, shown)
    assert len(thread.bubbles) == 3 * PAGE


# Writing


def test_enter_sends_and_shift_enter_begins_a_new_line(qtbot: QtBot, shown: MessagesPage, gym: Gym) -> None:
    open_thread(qtbot, shown, SARAH)
    edit = shown.view.composer.edit
    assert edit.hasFocus(), "whoever opens a thread can write"
    assert shown.view.composer.hint == "Enter sends, Shift+Enter begins a new line"
    qtbot.keyClicks(edit, "First line")
    low = edit.height()
    qtbot.keyClick(edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(edit, "second line")
    assert edit.height() > low and gym.called("send") == []
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    settle(qtbot, shown)
    ((_key, assignment, body),) = gym.called("send")
    assert (assignment, body) == (SARAH, "First line\nsecond line")
    assert texts(shown.view)[-1] == body and shown.view.composer.text == ""
    assert edit.hasFocus() and shown.list.model.rows[0].assignment_id == SARAH


def test_nothing_and_blanks_are_not_sent(qtbot: QtBot, shown: MessagesPage, gym: Gym) -> None:
    composer = shown.view.composer
    for text in ("", "   \n "):
        composer.set_text(text)
        assert not composer.send_button.isEnabled()
        qtbot.keyClick(composer.edit, Qt.Key.Key_Return)
    settle(qtbot, shown)
    assert gym.called("send") == []


def test_ten_thousand_letters_are_counted_and_kept(qtbot: QtBot, shown: MessagesPage, gym: Gym) -> None:
    composer = shown.view.composer
    composer.edit.setPlainText("x" * 10_000)
    assert composer.hint.startswith("6,000 characters too many: a message can have 4,000.")
    qtbot.keyClick(composer.edit, Qt.Key.Key_Return)
    settle(qtbot, shown)
    assert gym.called("send") == [] and len(composer.text) == 10_000
    composer.edit.setPlainText("x" * (MESSAGE_LIMIT - 10))
    assert composer.hint == "10 characters left"
    send(qtbot, shown, shown.view, "")
    bubble = shown.view.bubbles[-1]
    assert bubble.text == "x" * (MESSAGE_LIMIT - 10)
    assert bubble.width() <= shown.view.area.viewport().width(), "a word without end is broken"
    assert bubble.height() > 100


def test_emoji_links_and_tags_stay_as_they_were_typed(qtbot: QtBot, shown: MessagesPage) -> None:
    text = "<b>no</b> 🏋️‍♀️ & see https://example.org/?a=1&b=2"
    send(qtbot, shown, shown.view, text)
    bubble = shown.view.bubbles[-1]
    assert bubble.text == text and bubble._text.anchorAt(QPoint(5, 5)) == ""


def test_what_is_typed_waits_for_its_thread(qtbot: QtBot, shown: MessagesPage, gym: Gym) -> None:
    composer = shown.view.composer
    qtbot.keyClicks(composer.edit, "Saturday at ten")
    open_thread(qtbot, shown, SARAH)
    assert composer.text == ""
    open_thread(qtbot, shown, MIKE)
    assert composer.text == "Saturday at ten"
    assert gym.drafts.load("message", MIKE).content == {"text": "Saturday at ten"}  # type: ignore[union-attr]


def test_a_draft_survives_the_window(
    qtbot: QtBot, shown: MessagesPage, page_context: PageContext, gym: Gym, window: QWidget
) -> None:
    qtbot.keyClicks(shown.view.composer.edit, "Half a thought")
    assert shown.may_leave() and shown.may_close()
    settle(qtbot, shown)
    again = MessagesPage(dataclasses.replace(gym.context(page_context), drafts={}), as_member=False)
    qtbot.addWidget(again)
    again.open(assignment_id=MIKE)
    again.refresh()
    settle(qtbot, again)
    assert again.view.composer.text == "Half a thought"
    again.view.composer.edit.setPlainText("")
    again.may_leave()
    settle(qtbot, again)
    assert gym.drafts.load("message", MIKE) is None


def test_what_was_sent_is_no_draft_any_more(qtbot: QtBot, shown: MessagesPage, gym: Gym) -> None:
    send(qtbot, shown, shown.view, "Saturday is fine")
    assert gym.drafts.load("message", MIKE) is None
    open_thread(qtbot, shown, SARAH)
    open_thread(qtbot, shown, MIKE)
    assert shown.view.composer.text == ""


# What goes wrong


def test_the_server_is_away_and_nothing_is_lost(qtbot: QtBot, shown: MessagesPage, gym: Gym) -> None:
    composer = shown.view.composer
    gym.fail("send", Unavailable("The server does not answer."))
    send(qtbot, shown, shown.view, "Saturday at ten")
    assert composer.text == "Saturday at ten" and "kept" in composer.problem
    assert shown.context.notices.offline_since is not None
    qtbot.keyClick(composer.edit, Qt.Key.Key_Return)
    settle(qtbot, shown)
    first, second = gym.called("send")
    assert first[0] == second[0], "a retry carries the same key, so a lost answer doubles nothing"
    assert composer.text == "" and texts(shown.view)[-1] == "Saturday at ten"


def test_other_words_after_a_failure_are_another_message(qtbot: QtBot, shown: MessagesPage, gym: Gym) -> None:
    gym.fail("send", Unavailable("The server does not answer."))
    send(qtbot, shown, shown.view, "Saturday")
    send(qtbot, shown, shown.view, " at ten")
    first, second = gym.called("send")
    assert first[0] != second[0] and second[2] == "Saturday at ten"
    assert shown.view.composer.problem == ""


def test_the_training_ends_while_one_writes(qtbot: QtBot, shown: MessagesPage, gym: Gym) -> None:
    thread = gym.messages.open[MIKE]
    gym.messages.open[MIKE] = dataclasses.replace(
        thread, is_open=False, status=AssignmentStatus.COMPLETED, ended_on=date(2026, 11, 20)
    )
    send(qtbot, shown, shown.view, "Too late")
    composer = shown.view.composer
    assert composer.text == "Too late"
    assert composer.closed_reason == (
        "The training with Mike ended on Fri 20 Nov 2026. The messages stay here to read."
    )
    assert texts(shown.view) == ["Can we move Friday?", "To Saturday, I mean."]


def test_closed_threads_are_read_only_and_say_why(qtbot: QtBot, shown: MessagesPage) -> None:
    open_thread(qtbot, shown, FORMER)
    assert texts(shown.view) == ["Thank you for everything"]
    assert not shown.view.composer.edit.isVisible()
    assert shown.view.composer.closed_reason.startswith("The training with Tom ended on Mon 5 Oct 2026.")
    assert not shown.client_button.isVisible() and shown._pill.isVisible()


def test_a_refusal_elsewhere_is_told_in_a_toast(qtbot: QtBot, shown: MessagesPage, gym: Gym) -> None:
    gate = gym.hold("send")
    gym.fail("send", Denied("You cannot write here.", code="no_row"))
    shown.view.composer.edit.setPlainText("Hello")
    qtbot.keyClick(shown.view.composer.edit, Qt.Key.Key_Return)
    assert shown.view.composer.edit.isReadOnly() and shown.view.composer.hint == "Sending …"
    shown.list.chosen.emit(shown.list.thread_of(SARAH))
    assert not shown.view.composer.edit.isReadOnly()
    gate.set()
    settle(qtbot, shown)
    said = [toast.words.text() for toast in shown.context.notices.toasts.toasts]
    assert said == ["The message to Mike was not sent and is kept: You cannot write here."]
    open_thread(qtbot, shown, MIKE)
    assert shown.view.composer.text == "Hello"


def test_without_threads_and_without_server(qtbot: QtBot, page: MessagesPage, gym: Gym) -> None:
    gym.fail("threads", Unavailable("The server does not answer."))
    page.refresh()
    settle(qtbot, page)
    assert page._states.state == "error"
    gym.messages.open = {}
    page._states.retry_requested.emit()
    settle(qtbot, page)
    assert page._states.state == "empty"


def test_a_thread_that_fails_to_load_offers_retry_and_later_failures_keep_what_is_there(
    qtbot: QtBot, page: MessagesPage, gym: Gym
) -> None:
    gym.fail("thread", Unavailable("The server does not answer."))
    page.refresh()
    settle(qtbot, page)
    assert page.view._states.state == "error"
    page.view._states.retry_requested.emit()
    settle(qtbot, page)
    assert page.view._states.state == "content" and len(page.view.bubbles) == 2
    for call in ("thread", "threads"):
        gym.fail(call, Unavailable("The server does not answer."))
        page.refresh()
        settle(qtbot, page)
        assert len(page.view.bubbles) == 2 and page.view._states.state == "content"
        assert page._states.state == "content"


def test_a_thread_that_is_not_there(qtbot: QtBot, shown: MessagesPage) -> None:
    open_thread(qtbot, shown, uid(12345))
    said = [toast.words.text() for toast in shown.context.notices.toasts.toasts]
    assert said == ["There is no such thread."] and shown.view.assignment_id == MIKE


# From elsewhere


def test_a_client_s_tab_shows_the_thread(
    qtbot: QtBot, window: QWidget, page_context: PageContext, gym: Gym
) -> None:
    gym.set_row("Mike Davis", unread_messages=2)
    page = MyClientsPage(gym.context(page_context))
    layout = QVBoxLayout(window)
    layout.addWidget(page)
    page.open(member_id=uid(1))
    page.refresh()
    settle(qtbot, page)
    segment = next(one for one in page.panel.tabs.segments if one.key == "messages")
    assert (segment.count, segment.is_urgent) == (2, True)
    assert gym.called("mark_read") == [], "what nobody looked at is not read"
    qtbot.keyClick(page, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    gym.set_row("Mike Davis", unread_messages=0)
    settle(qtbot, page)
    thread = page.panel.messages.view
    assert page.panel.tabs.current == "messages" and thread.composer.edit.hasFocus()
    assert texts(thread) == ["Can we move Friday?", "To Saturday, I mean."]
    assert len(gym.called("mark_read")) == 1
    segment = next(one for one in page.panel.tabs.segments if one.key == "messages")
    assert segment.count is None
    send(qtbot, page, thread, "Saturday is fine")
    assert gym.called("send")[0][1:] == (MIKE, "Saturday is fine")
    page.open(member_id=uid(11))
    page.refresh()
    settle(qtbot, page)
    assert texts(thread) == [] and thread.composer.edit.isVisible(), "paused clients can be written to"


def test_open_client_leads_to_the_tab(qtbot: QtBot, shown: MessagesPage, gym: Gym) -> None:
    qtbot.mouseClick(shown.client_button, Qt.MouseButton.LeftButton)
    assert gym.called("navigate")[-1] == ("clients", {"member_id": uid(1), "tab": "messages"})


def test_the_member_writes_to_the_trainer(qtbot: QtBot, window: QWidget, page_context: PageContext) -> None:
    gym = MemberGym()
    gym.messages.say(SARAH, "Add 5 lb next week.")
    page = _page(window, gym.context(page_context), as_member=True)
    page.refresh()
    settle(qtbot, page)
    assert page._name.text() == "John Smith" and not page.client_button.isVisible()
    assert gym.messages.stored[SARAH][0].read_at is not None
    send(qtbot, page, page.view, "I will!")
    assert [(one.body, one.from_me, one.from_trainer) for one in gym.messages.stored[SARAH]] == [
        ("Add 5 lb next week.", False, True),
        ("I will!", True, False),
    ]


def test_my_trainer_card_leads_to_the_thread(
    qtbot: QtBot, window: QWidget, page_context: PageContext
) -> None:
    gym = MemberGym()
    home = HomePage(gym.context(page_context))
    layout = QVBoxLayout(window)
    layout.addWidget(home)
    home.refresh()
    settle(qtbot, home)
    qtbot.mouseClick(home.trainer.message_button, Qt.MouseButton.LeftButton)
    assert gym.went[-1] == ("messages", {"assignment_id": SARAH})
    gym.trainer = None
    home.refresh()
    settle(qtbot, home)
    assert not home.trainer.message_button.isVisible()
