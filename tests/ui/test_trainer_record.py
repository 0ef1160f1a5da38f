"""Goals, injuries and limits of a client: read, written in place, and never overwritten unseen."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gymtrainer_desktop.domain.client_records import RECORD_LIMIT, ClientRecord
from gymtrainer_desktop.domain.errors import Denied, Unavailable
from gymtrainer_desktop.ui.notices import Notices
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.trainer.clients.clients_page import MyClientsPage
from gymtrainer_desktop.ui.widgets.client_record import ClientRecordView
from tests.ui.trainer_gym import Gym, uid

SARAH, MIKE, INES = uid(0), uid(1), uid(11)
KNEE = ClientRecord(
    SARAH, "Run 10 km", "Left knee: no deep squats.\nTakes beta blockers.", 3, "Elena Petrova",
    datetime(2026, 11, 2, 9, tzinfo=UTC),
)  # fmt: skip


@pytest.fixture
def gym() -> Gym:
    gym = Gym()
    gym.client_records.stored[SARAH] = KNEE
    return gym


@pytest.fixture
def page(qtbot: QtBot, window: QWidget, page_context: PageContext, gym: Gym) -> MyClientsPage:
    layout = QVBoxLayout(window)
    layout.setContentsMargins(0, 0, 0, 0)
    page = MyClientsPage(gym.context(page_context))
    layout.addWidget(page)
    page.refresh()
    settle(qtbot, page)
    return page


@pytest.fixture
def view(page: MyClientsPage) -> ClientRecordView:
    return page.panel.overview.record


def settle(qtbot: QtBot, page: MyClientsPage) -> None:
    qtbot.waitUntil(lambda: not page.context.tasks.is_busy)


def show(qtbot: QtBot, page: MyClientsPage, member_id: object) -> None:
    page.open(member_id=member_id)
    page.refresh()
    settle(qtbot, page)


def answer(monkeypatch: pytest.MonkeyPatch, answers: list[bool]) -> list[str]:
    """Answer questions in this order; the list returned holds what was asked."""
    asked: list[str] = []

    def question(_self: Notices, title: str, *_args: object, **_more: object) -> bool:
        asked.append(title)
        return answers.pop(0)

    monkeypatch.setattr(Notices, "question", question)
    return asked


def test_injuries_stand_above_everything_else(page: MyClientsPage, view: ClientRecordView) -> None:
    assert view._injuries.isVisible() and view._goals.isVisible() and not view._nothing.isVisible()
    assert view._injuries._text.text() == KNEE.injuries
    overview = page.panel.overview
    top = overview.record_card.mapTo(page, QPoint(0, 0)).y()
    assert top < overview.compliance.mapTo(page, QPoint(0, 0)).y()
    assert view._foot.text() == (
        "Only you and the front desk see this. Written by Elena Petrova, Mon 2 Nov 2026."
    )


def test_without_injuries_the_card_stands_among_the_others(
    qtbot: QtBot, page: MyClientsPage, view: ClientRecordView
) -> None:
    show(qtbot, page, MIKE)
    overview = page.panel.overview
    assert view._nothing.isVisible() and not view._injuries.isVisible()
    top = overview.record_card.mapTo(page, QPoint(0, 0)).y()
    assert top > overview.last_card.mapTo(page, QPoint(0, 0)).y()
    assert view._foot.text() == "Only you and the front desk see this."


def test_it_is_changed_in_place_by_keyboard_alone(
    qtbot: QtBot, page: MyClientsPage, view: ClientRecordView, gym: Gym
) -> None:
    view.edit_button.setFocus()
    qtbot.keyClick(view.edit_button, Qt.Key.Key_Return)
    assert view.injuries.hasFocus() and view.injuries.toPlainText() == KNEE.injuries
    view.injuries.selectAll()
    qtbot.keyClicks(view.injuries, "Knee is fine again.")
    qtbot.keyClick(view.injuries, Qt.Key.Key_Tab)
    assert view.goals.hasFocus()
    view.goals.selectAll()
    qtbot.keyClicks(view.goals, "Half marathon")
    qtbot.keyClick(view.goals, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, page)
    (edit,) = gym.called("save_record")
    assert (edit.goals, edit.injuries, edit.version) == ("Half marathon", "Knee is fine again.", 3)
    assert not view.is_editing and view.record == gym.client_records.stored[SARAH]
    assert view._goals._text.text() == "Half marathon"


def test_the_field_grows_with_its_text(qtbot: QtBot, view: ClientRecordView) -> None:
    view.begin()
    low = view.injuries.height()
    view.injuries.setPlainText("\n".join(str(n) for n in range(8)))
    middle = view.injuries.height()
    assert middle > low
    view.injuries.setPlainText("word " * 2000)
    qtbot.waitUntil(lambda: view.injuries.height() > middle)
    assert view.injuries.height() < view.window().height() / 2
    pasted = QMimeData()
    pasted.setHtml("<b>bold</b>")
    pasted.setText("plain")
    view.goals.clear()
    view.goals.insertFromMimeData(pasted)
    assert view.goals.toPlainText() == "plain"


def test_esc_asks_only_if_something_would_be_lost(
    qtbot: QtBot, page: MyClientsPage, view: ClientRecordView, monkeypatch: pytest.MonkeyPatch, gym: Gym
) -> None:
    asked = answer(monkeypatch, [False, True])
    view.begin()
    qtbot.keyClick(view.injuries, Qt.Key.Key_Escape)
    assert not view.is_editing and asked == []
    settle(qtbot, page)
    view.begin()
    qtbot.keyClicks(view.goals, "More ")
    qtbot.keyClick(view.goals, Qt.Key.Key_Escape)
    assert view.is_editing and len(asked) == 1
    qtbot.keyClick(view.goals, Qt.Key.Key_Escape)
    assert not view.is_editing and asked == ["Discard what you entered?"] * 2
    settle(qtbot, page)
    assert gym.called("save_record") == [] and view._goals._text.text() == "Run 10 km"


def test_nothing_changed_is_nothing_to_save(
    qtbot: QtBot, page: MyClientsPage, view: ClientRecordView, gym: Gym
) -> None:
    view.begin()
    view.goals.setPlainText("  Run 10 km ")
    qtbot.mouseClick(view.save_button, Qt.MouseButton.LeftButton)
    settle(qtbot, page)
    assert gym.called("save_record") == [] and not view.is_editing


def _somebody_writes(gym: Gym) -> ClientRecord:
    theirs = dataclasses.replace(KNEE, goals="Swim", version=4, written_by="Rosa Delgado")
    gym.client_records.stored[SARAH] = theirs
    return theirs


@pytest.mark.parametrize("mine", [True, False])
def test_two_writers_see_both_versions(
    qtbot: QtBot, page: MyClientsPage, view: ClientRecordView, gym: Gym, mine: bool
) -> None:
    view.begin()
    view.goals.setPlainText("Marathon")
    theirs = _somebody_writes(gym)
    page.refresh()
    settle(qtbot, page)
    assert view.is_editing and view.goals.toPlainText() == "Marathon", "a reload leaves the editor alone"
    view.save()
    settle(qtbot, page)
    dialog = view._dialog
    assert dialog is not None and dialog.isVisible()
    assert "Rosa Delgado saved first" in dialog.subtitle.text()
    if mine:
        qtbot.mouseClick(dialog.confirm_button, Qt.MouseButton.LeftButton)
        settle(qtbot, page)
        assert (
            gym.client_records.stored[SARAH].goals == "Marathon"
            and gym.client_records.stored[SARAH].version == 5
        )
    else:
        qtbot.mouseClick(dialog.theirs_button, Qt.MouseButton.LeftButton)
        settle(qtbot, page)
        assert gym.client_records.stored[SARAH] == theirs and view._goals._text.text() == "Swim"
    assert not view.is_editing


def test_keep_editing_after_a_conflict_loses_nothing(
    qtbot: QtBot, page: MyClientsPage, view: ClientRecordView, gym: Gym
) -> None:
    view.begin()
    view.goals.setPlainText("Marathon")
    theirs = _somebody_writes(gym)
    view.save()
    settle(qtbot, page)
    assert view._dialog is not None
    qtbot.mouseClick(view._dialog.cancel_button, Qt.MouseButton.LeftButton)
    assert view.is_editing and view.goals.toPlainText() == "Marathon"
    assert gym.client_records.stored[SARAH] == theirs


def test_what_cannot_be_saved_says_so_and_stays(
    qtbot: QtBot, page: MyClientsPage, view: ClientRecordView, gym: Gym
) -> None:
    view.begin()
    view.injuries.setPlainText("x" * (RECORD_LIMIT + 1))
    view.save()
    settle(qtbot, page)
    assert view._injuries_field.error == "At most 4,000 characters."
    view.injuries.setPlainText("New knee")
    gym.fail("save_record", Unavailable("The server does not answer."))
    view.save()
    settle(qtbot, page)
    assert "kept here" in view._problem.text() and page.context.notices.offline_since is not None
    assert view.is_editing and view.injuries.toPlainText() == "New knee"
    gym.fail("save_record", Denied("This member is not your client any more.", code="no_row"))
    view.save()
    settle(qtbot, page)
    assert view._problem.text() == "This member is not your client any more."
    first, second, third = (edit.id for edit in gym.called("save_record"))
    assert first == second == third, "a retry carries the same key"
    view.save()
    settle(qtbot, page)
    assert gym.client_records.stored[SARAH].injuries == "New knee" and not view.is_editing


def test_while_the_answer_is_on_its_way_nothing_can_be_sent_twice(
    qtbot: QtBot, page: MyClientsPage, view: ClientRecordView, gym: Gym
) -> None:
    gate = gym.hold("save_record")
    view.begin()
    view.goals.setPlainText("Marathon")
    view.save()
    view.save()
    assert not view.save_button.isEnabled() and view.goals.isReadOnly()
    gate.set()
    settle(qtbot, page)
    assert len(gym.called("save_record")) == 1


def test_half_written_words_wait_for_their_client(
    qtbot: QtBot, page: MyClientsPage, view: ClientRecordView, monkeypatch: pytest.MonkeyPatch, gym: Gym
) -> None:
    asked = answer(monkeypatch, [False])
    view.begin()
    view.goals.setPlainText("Half a thought")
    show(qtbot, page, MIKE)
    assert not view.is_editing and view.unsaved() == SARAH
    assert not page.may_leave() and asked == ["Leave without saving goals and injuries?"]
    show(qtbot, page, SARAH)
    assert view.is_editing and view.goals.toPlainText() == "Half a thought"
    view.save()
    settle(qtbot, page)
    assert gym.client_records.stored[SARAH].goals == "Half a thought" and view.unsaved() is None
    assert page.may_leave()


def test_paused_clients_records_are_read_only(
    qtbot: QtBot, page: MyClientsPage, view: ClientRecordView, gym: Gym
) -> None:
    gym.client_records.stored[INES] = dataclasses.replace(KNEE, member_id=INES)
    show(qtbot, page, INES)
    assert view._injuries.isVisible() and not view.edit_button.isEnabled()
    assert "paused" in view.edit_button.toolTip()
    view.begin()
    assert not view.is_editing


def test_a_record_that_cannot_be_loaded_offers_retry(
    qtbot: QtBot, page: MyClientsPage, view: ClientRecordView, gym: Gym
) -> None:
    gym.fail("record", Unavailable("The server does not answer."))
    show(qtbot, page, MIKE)
    assert view._states.state == "error"
    view._states.retry_requested.emit()
    settle(qtbot, page)
    assert view._states.state == "content"
    view.begin()
    view.goals.setPlainText("Typed")
    gym.fail("record", Unavailable("The server does not answer."))
    gym.fail("client", Unavailable("The server does not answer."))
    page.refresh()
    settle(qtbot, page)
    assert view.isVisible() and view.is_editing and view.goals.toPlainText() == "Typed"
    assert page.panel.overview._states.state == "content"


def test_strange_text_is_plain_text(
    qtbot: QtBot, page: MyClientsPage, view: ClientRecordView, gym: Gym
) -> None:
    gym.client_records.stored[SARAH] = dataclasses.replace(KNEE, injuries="<h1>x</h1> 🏋️ " + "A" * 3900)
    page.refresh()
    settle(qtbot, page)
    assert view._injuries._text.textFormat() == Qt.TextFormat.PlainText
    assert view._injuries._text.text().startswith("<h1>x</h1> 🏋️ AAA")
    assert page.window().width() == 1440
