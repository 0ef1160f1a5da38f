"""A trainer asks the desk for a waiting member, or takes one where the gym allows it."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from gymtrainer_desktop.domain.assignments import AssignmentStatus
from gymtrainer_desktop.domain.clients import ClientRow
from gymtrainer_desktop.domain.errors import Denied, Unavailable, UserError
from gymtrainer_desktop.domain.gym import GymSettings
from gymtrainer_desktop.domain.waitlist import WaitingForMe
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.trainer.clients.ask_client_dialog import AskClientDialog
from gymtrainer_desktop.ui.trainer.clients.clients_page import MyClientsPage
from tests.ui.trainer_gym import TODAY, Gym, uid

_NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


class AskingGym(Gym):
    """A trainer's gym where three members wait: one for the trainer, and one who was asked for already."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting = [
            WaitingForMe(uid(700), uid(70), "Sofia Marino", "Strength, evenings", _NOON - timedelta(9), False, True),
            WaitingForMe(uid(701), uid(71), "Liam Becker", "Lose 5 kg", _NOON - timedelta(1), False, False),
            WaitingForMe(uid(702), uid(72), "Grâce Osei", "", _NOON, True, False),
        ]  # fmt: skip
        self.waitlist = _Waitlist(self)
        settings, all_ = self.gym, self

        def stored() -> GymSettings:
            return all_.settings

        settings.settings = stored  # type: ignore[attr-defined]

    def allow(self) -> None:
        """Let trainers take members themselves."""
        self.settings = dataclasses.replace(self.settings, trainers_may_assign=True)


class _Waitlist:
    def __init__(self, gym: AskingGym) -> None:
        self.gym = gym

    def waiting(self) -> tuple[WaitingForMe, ...]:
        self.gym.note("waiting")
        return tuple(self.gym.waiting)

    def request(self, id: UUID, waitlist_id: UUID, note: str = "") -> None:
        self.gym.note("request", (id, waitlist_id, note))
        self.gym.waiting = [
            dataclasses.replace(row, requested=True) if row.waitlist_id == waitlist_id else row
            for row in self.gym.waiting
        ]

    def take(self, waitlist_id: UUID, assignment_id: UUID) -> UUID:
        self.gym.note("take", (waitlist_id, assignment_id))
        row = next(one for one in self.gym.waiting if one.waitlist_id == waitlist_id)
        self.gym.waiting.remove(row)
        self.gym.rows.append(
            ClientRow(
                assignment_id, row.member_id, row.name, AssignmentStatus.ACTIVE, TODAY, None, None, None, None, None, 0
            )
        )  # fmt: skip
        self.gym.stored_notes[row.member_id] = []
        self.gym.stored_logs[row.member_id] = []
        return assignment_id


@pytest.fixture
def gym() -> AskingGym:
    return AskingGym()


@pytest.fixture
def context(page_context: PageContext, gym: AskingGym) -> PageContext:
    return gym.context(page_context)


@pytest.fixture
def page(qtbot, window: QWidget, context: PageContext) -> MyClientsPage:
    layout = QVBoxLayout(window)
    layout.setContentsMargins(0, 0, 0, 0)
    page = MyClientsPage(context)
    layout.addWidget(page)
    page.refresh()
    qtbot.waitUntil(lambda: not page.context.tasks.is_busy)
    return page


def _open(qtbot, window: QWidget, context: PageContext) -> AskClientDialog:
    dialog = AskClientDialog(context, window)
    with qtbot.waitActive(dialog):
        dialog.open()
    qtbot.waitUntil(lambda: dialog._states.state != "loading")
    return dialog


def _from_page(qtbot, page: MyClientsPage) -> AskClientDialog:
    qtbot.keyClick(page, Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    window = page.window()
    qtbot.waitUntil(lambda: any(d.isVisible() for d in window.findChildren(AskClientDialog)))
    dialog = next(d for d in window.findChildren(AskClientDialog) if d.isVisible())
    qtbot.waitUntil(lambda: dialog._states.state == "content")
    qtbot.waitUntil(lambda: QApplication.focusWidget() is dialog.search)
    return dialog


def _said(context: PageContext) -> list[str]:
    return [toast.words.text() for toast in context.notices.toasts.toasts]


def test_the_desk_is_asked_by_keyboard_with_a_note(qtbot, page: MyClientsPage, context, gym) -> None:
    dialog = _from_page(qtbot, page)
    assert [dialog.model.index(n, 0).data() for n in range(3)] == [
        "Sofia Marino, waits for 9 days, asked for, Strength, evenings",
        "Liam Becker, waits for 1 day, Lose 5 kg",
        "Grâce Osei, waits since today, waits for you",
    ]
    assert dialog.confirm_button.text() == "&Ask the desk for Liam", "whoever was asked for is passed over"
    assert dialog._room.text() == "You train 11 of 15."
    qtbot.keyClick(dialog.search, Qt.Key.Key_Down)
    assert dialog.confirm_button.text() == "&Ask the desk for Grâce"
    qtbot.keyClick(dialog, Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClicks(QApplication.focusWidget(), "We know each other")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: _said(context) == ["The desk was asked for Grâce Osei and tells you the answer"])
    assert [(entry, note) for _, entry, note in gym.called("request")] == [(uid(702), "We know each other")]


def test_who_was_asked_for_cannot_be_asked_for_again(qtbot, window, context, gym) -> None:
    dialog = _open(qtbot, window, context)
    qtbot.keyClick(dialog.search, Qt.Key.Key_Up)
    assert dialog.confirm_button.text() == "Asked for already" and not dialog.confirm_button.isEnabled()
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    assert not gym.called("request")
    dialog.reject()


def test_where_the_gym_allows_it_the_trainer_takes_the_member(
    qtbot, page: MyClientsPage, context, gym
) -> None:
    gym.allow()
    dialog = _from_page(qtbot, page)
    assert not dialog.note_field.isVisible(), "the desk is not asked, so there is nothing to tell it"
    qtbot.keyClicks(dialog.search, "grace")
    assert dialog.confirm_button.text() == "&Take Grâce as a client"
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.panel.client is not None and page.panel.client.name == "Grâce Osei")
    assert _said(context) == ["Grâce Osei is your client now"]
    assert page.subtitle == "12/15" and not gym.called("request")


def test_a_full_trainer_may_ask_but_not_take(qtbot, window, context, gym) -> None:
    gym.limit = 11
    dialog = _open(qtbot, window, context)
    assert dialog._room.text() == "You are full, 11 of 11." and dialog.confirm_button.isEnabled()
    gym.allow()
    context.changes.heard.emit(frozenset({"gym_settings"}))
    qtbot.waitUntil(lambda: dialog.may_take)
    assert not dialog.confirm_button.isEnabled()
    dialog.reject()


def test_the_list_stays_live_and_enter_never_means_somebody_else(qtbot, window, context, gym) -> None:
    dialog = _open(qtbot, window, context)
    dialog.note.setText("We know each other")
    gym.waiting = [row for row in gym.waiting if row.name != "Liam Becker"]
    context.changes.heard.emit(frozenset({"trainer_waitlist"}))
    qtbot.waitUntil(dialog.banner.isVisible)
    assert dialog.banner.accessibleName() == (
        "Liam Becker They are not on the list any more. Please choose somebody else."
    )
    assert not dialog.confirm_button.isEnabled() and dialog.note.text() == "We know each other"
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    assert not gym.called("request")
    for _ in range(2):
        qtbot.keyClick(dialog.search, Qt.Key.Key_Down)
    assert dialog.confirm_button.text() == "&Ask the desk for Grâce" and dialog.confirm_button.isEnabled()
    dialog.note.clear()
    dialog.reject()


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (
            UserError("This member does not wait any more. Reload the list.", code="waitlist_closed"),
            "waits no",
        ),
        (Denied("The front desk assigns here.", code="trainers_may_not_assign"), "desk"),
        (UserError("This trainer is full. Choose another one.", code="trainer_capacity"), "full"),
    ],
)
def test_refusals_are_said_and_the_list_loaded_again(qtbot, window, context, gym, error, told) -> None:
    gym.allow()
    dialog = _open(qtbot, window, context)
    gym.fail("take", error)
    loaded = len(gym.called("waiting"))
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    qtbot.waitUntil(dialog.banner.isVisible)
    assert dialog.banner.accessibleName() == f"Not done {error.message}", told
    qtbot.waitUntil(lambda: len(gym.called("waiting")) == loaded + 1)
    qtbot.waitUntil(dialog.confirm_button.isEnabled)
    dialog.reject()


def test_a_lost_answer_asks_once_and_a_long_note_is_told_beside_it(qtbot, window, context, gym) -> None:
    dialog = _open(qtbot, window, context)
    gym.fail("request", Unavailable("The server was stopped."))
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: context.notices.offline_since is not None)
    gym.fail("request", UserError("The note is too long: at most 1,000 characters.", field="note"))
    qtbot.waitUntil(dialog.confirm_button.isEnabled)
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.note_field.error.startswith("The note is too long"))
    with qtbot.waitSignal(dialog.asked):
        qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    keys = {key for key, _, _ in gym.called("request")}
    assert len(gym.called("request")) == 3 and len(keys) == 1


def test_nobody_waits_nothing_matches_and_nothing_loads(qtbot, window, context, gym) -> None:
    dialog = _open(qtbot, window, context)
    qtbot.keyClicks(dialog.search, "zzz")
    assert dialog._states.state == "empty" and not dialog.confirm_button.isEnabled()
    dialog.reject()
    gym.waiting = []
    dialog = _open(qtbot, window, context)
    assert dialog._states._empty.title.text() == "Nobody waits for you or for anyone"
    dialog.reject()
    gym.fail("waiting", Unavailable("The server is starting."))
    dialog = _open(qtbot, window, context)
    assert dialog._states.state == "error"
    qtbot.keyClick(dialog._states._error.retry, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog._states.state == "empty")
    dialog.reject()


def test_without_clients_the_page_offers_to_ask(qtbot, window, context, gym) -> None:
    gym.rows.clear()
    page = MyClientsPage(context)
    layout = QVBoxLayout(window)
    layout.addWidget(page)
    page.refresh()
    qtbot.waitUntil(lambda: page._states.state == "empty")
    button = page._states._empty.findChild(QPushButton)
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any(d.isVisible() for d in window.findChildren(AskClientDialog)))
    window.findChildren(AskClientDialog)[-1].reject()


def test_the_model_keeps_qts_rules_and_long_words_elide(qtbot, window, context, gym: Any) -> None:
    dialog = _open(qtbot, window, context)
    tester = QAbstractItemModelTester(dialog.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    gym.waiting = [
        dataclasses.replace(row, name="<b>" + "n" * 9000, wants="w" * 1000) for row in gym.waiting[:2]
    ]
    dialog.reload()
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 2)
    assert dialog.width() < 700 and tester.model() is dialog.model
    dialog.reject()
