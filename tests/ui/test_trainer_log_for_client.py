"""A trainer logs for a client who stands beside them."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gymtrainer_desktop.domain.errors import Denied, Unavailable
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.ui.notices import Notices
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.trainer import nav_items
from gymtrainer_desktop.ui.trainer.clients.clients_page import MyClientsPage
from gymtrainer_desktop.ui.trainer.clients.log_for_client_page import LogForClientPage
from gymtrainer_desktop.ui.widgets.logging.exercise_entry import EntryState
from gymtrainer_desktop.ui.widgets.logging.set_row import RowState
from gymtrainer_desktop.ui.widgets.logging.workout_sets import Measure
from tests.ui.trainer_gym import TODAY, Gym, uid

SARAH, MIKE, AVA = uid(0), uid(1), uid(3)
NOW = datetime(2026, 11, 20, 15, 0, tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture
def gym() -> Gym:
    return Gym()


@pytest.fixture
def page(window: QWidget, page_context: PageContext, gym: Gym) -> LogForClientPage:
    page = LogForClientPage(gym.context(page_context), clock=lambda: NOW)
    layout = QVBoxLayout(window)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(page)
    return page


@pytest.fixture
def shown(qtbot: QtBot, page: LogForClientPage) -> LogForClientPage:
    show(qtbot, page, SARAH, "Sarah Johnson")
    return page


def show(qtbot: QtBot, page: LogForClientPage, member: UUID, name: str, **more: object) -> None:
    page.open(member_id=member, name=name, **more)
    page.refresh()
    settle(qtbot, page)


def settle(qtbot: QtBot, page: LogForClientPage) -> None:
    qtbot.waitUntil(lambda: not page.context.tasks.is_busy)


def names(page: LogForClientPage) -> list[str]:
    assert page.session is not None
    return [entry.name for entry in page.session.entries]


def done(qtbot: QtBot, page: LogForClientPage, count: int = 1) -> None:
    for _ in range(count):
        row = next(row for row in page.panel.table.rows if row.state is RowState.CURRENT)
        qtbot.mouseClick(row.done_button, Qt.MouseButton.LeftButton)


def save(qtbot: QtBot, page: LogForClientPage) -> None:
    qtbot.mouseClick(page.panel.save_button, Qt.MouseButton.LeftButton)
    settle(qtbot, page)


def said(page: LogForClientPage) -> list[str]:
    return [toast.words.text() for toast in page.context.notices.toasts.toasts]


def test_the_header_of_a_client_leads_here(
    qtbot: QtBot, window: QWidget, page_context: PageContext, gym: Gym
) -> None:
    clients = MyClientsPage(gym.context(page_context))
    layout = QVBoxLayout(window)
    layout.addWidget(clients)
    clients.refresh()
    qtbot.waitUntil(lambda: not clients.context.tasks.is_busy)
    assert clients.panel.log_button.accessibleName() == "Log for Sarah"
    qtbot.keyClick(clients, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert gym.called("navigate") == [("log_for", {"member_id": SARAH, "name": "Sarah Johnson"})]
    clients.open(member_id=uid(11))
    clients.refresh()
    qtbot.waitUntil(lambda: not clients.context.tasks.is_busy)
    assert not clients.panel.log_button.isEnabled() and "paused" in clients.panel.log_button.toolTip()
    item = next(item for item in nav_items() if item.key == "log_for")
    assert (item.in_rail, item.under, item.needs_args) == (False, "clients", True)


def test_today_s_exercises_with_target_and_last_time(shown: LogForClientPage) -> None:
    assert names(shown) == ["Deadlift", "Romanian deadlift", "Leg curl", "Plank"]
    assert shown._headline.text() == "Log for Sarah"
    assert shown._words.text() == "Sarah sees it, marked “Logged by John Smith”"
    assert [crumb.text for crumb in shown.trail] == ["My clients", "Sarah Johnson"]
    assert shown.days.current == TODAY.isoformat()
    assert [segment.text for segment in shown.days.segments] == [
        "Mon", "Tue", "Wed", "Thu", "Today", "Sat", "Sun",
    ]  # fmt: skip
    assert [segment.count for segment in shown.days.segments] == [None, None, None, None, 4, 2, None]
    assert len(shown.panel.table.rows) == 4
    first = shown.panel.entry
    assert first is not None and [(one.weight, one.reps) for one in first.sets] == [(Decimal(165), 5)] * 4
    hints = [one.text() for one in shown.panel.findChildren(QLabel)]
    assert "(optional, Sarah sees it)" in hints


def test_it_is_saved_for_the_member(qtbot: QtBot, shown: LogForClientPage, gym: Gym) -> None:
    done(qtbot, shown, 4)
    save(qtbot, shown)
    (new,) = gym.called("log")
    assert (new.member_id, new.exercise_id, new.exercise_name) == (SARAH, uid(7010), "Deadlift")
    assert [(one.weight, one.reps, one.unit) for one in new.sets] == [(Decimal(165), 5, Unit.LB)] * 4
    assert gym.stored_logs[SARAH][0].logged_by_name == "John Smith"
    assert shown.session is not None
    assert shown.session.entries[0].state is EntryState.LOGGED
    assert shown.panel.title == "Romanian deadlift", "on to the next"
    assert said(shown)[0] == "Deadlift saved, 4 sets"


def test_a_slip_is_corrected_where_it_stands(qtbot: QtBot, shown: LogForClientPage, gym: Gym) -> None:
    done(qtbot, shown, 4)
    save(qtbot, shown)
    shown.list.chosen.emit(uid(7010))
    assert shown.panel.footer_words == "Saved. Your client can see it."
    qtbot.mouseClick(shown.panel.correct_button, Qt.MouseButton.LeftButton)
    change = shown.panel.table.rows[3]
    change.change_requested.emit()
    shown.panel.table.rows[3].steppers[Measure.REPS].set_value(Decimal(4))
    save(qtbot, shown)
    assert [one.reps for one in gym.stored_logs[SARAH][0].sets] == [5, 5, 5, 4]
    assert gym.called("correct") == [gym.called("log")[0].id] and gym.called("delete") == []


def test_what_cannot_be_corrected_offers_no_way_that_fails(
    qtbot: QtBot, shown: LogForClientPage, gym: Gym
) -> None:
    gym.may_correct = False
    done(qtbot, shown, 4)
    save(qtbot, shown)
    (toast,) = shown.context.notices.toasts.toasts
    assert [button.text() for button in toast.findChildren(QPushButton) if button.text()] == []
    shown.list.chosen.emit(uid(7010))
    assert shown.panel.correct_button.isHidden() and shown.panel.foot.delete_button.isHidden()
    assert shown.panel.footer_words == "Saved. Your client, or the front desk, can correct it."


def test_by_keyboard_alone(qtbot: QtBot, shown: LogForClientPage, gym: Gym) -> None:
    shown.panel.table.focus_current()
    for _ in range(4):
        focus = shown.window().focusWidget()
        assert focus is not None
        qtbot.keyClick(focus, Qt.Key.Key_Return)
    qtbot.keyClick(shown.panel.note, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, shown)
    assert len(gym.called("log")) == 1
    qtbot.keyClick(shown, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, shown)
    assert shown.days.current == date(2026, 11, 21).isoformat()
    assert names(shown) == ["Rowing machine", "Kettlebell swing"]


def test_any_exercise_on_a_day_without_a_plan(qtbot: QtBot, page: LogForClientPage, gym: Gym) -> None:
    show(qtbot, page, AVA, "Ava Novak")
    assert names(page) == [] and page.list.name_edit.isVisible()
    page.list.name_edit.setText("Goblet squat")
    qtbot.keyClick(page.list.name_edit, Qt.Key.Key_Return)
    settle(qtbot, page)
    entry = page.panel.entry
    assert entry is not None
    entry.sets[0].weight, entry.sets[0].reps = Decimal(35), 12
    page.panel.table.show_entry(entry)
    done(qtbot, page)
    save(qtbot, page)
    (new,) = gym.called("log")
    assert (new.member_id, new.exercise_id, new.exercise_name) == (AVA, None, "Goblet squat")


def test_another_day_of_the_week(qtbot: QtBot, shown: LogForClientPage, gym: Gym) -> None:
    gym.stored_logs[SARAH] = [log for log in gym.stored_logs[SARAH] if log.completed_at.day != 17]
    shown.days.choose("2026-11-17")
    settle(qtbot, shown)
    assert names(shown) == ["Back squat", "Leg press"]
    done(qtbot, shown, 4)
    save(qtbot, shown)
    (new,) = gym.called("log")
    assert new.completed_at is not None and new.completed_at.date() == date(2026, 11, 17)


def test_what_is_entered_waits_for_its_client(
    qtbot: QtBot, shown: LogForClientPage, gym: Gym, monkeypatch: pytest.MonkeyPatch
) -> None:
    done(qtbot, shown, 2)
    show(qtbot, shown, MIKE, "Mike Davis")
    assert shown.session is not None and shown.session.sets_done == 0
    asked: list[str] = []
    monkeypatch.setattr(Notices, "question", lambda _self, title, *_a, **_k: bool(asked.append(title)))
    assert shown.may_close() and asked == [], "it is kept on this computer"
    show(qtbot, shown, SARAH, "Sarah Johnson")
    assert shown.session.sets_done == 2
    assert gym.called("log") == []


def test_an_answer_that_comes_after_another_client_was_chosen(
    qtbot: QtBot, shown: LogForClientPage, gym: Gym
) -> None:
    gate = gym.hold("log")
    done(qtbot, shown, 4)
    qtbot.mouseClick(shown.panel.save_button, Qt.MouseButton.LeftButton)
    shown.open(member_id=MIKE, name="Mike Davis")
    shown.refresh()
    gate.set()
    settle(qtbot, shown)
    assert gym.stored_logs[SARAH][0].exercise_name == "Deadlift"
    toast = next(one for one in shown.context.notices.toasts.toasts if "Deadlift" in one.words.text())
    qtbot.mouseClick(toast.findChild(QPushButton), Qt.MouseButton.LeftButton)
    settle(qtbot, shown)
    assert gym.called("delete") == [gym.called("log")[0].id], "Sarah's log, though Mike is shown"
    assert gym.stored_logs[SARAH][0].exercise_name != "Deadlift"


def test_the_server_is_away_and_nothing_is_lost(qtbot: QtBot, shown: LogForClientPage, gym: Gym) -> None:
    gym.fail("log", Unavailable("The server does not answer."))
    done(qtbot, shown, 4)
    save(qtbot, shown)
    assert shown.session is not None and shown.session.entries[0].state is EntryState.UNSENT
    assert shown.panel.problem.startswith("Not saved yet")
    shown.panel.retry_requested.emit()
    settle(qtbot, shown)
    first, second = gym.called("log")
    assert first.id == second.id and shown.session.entries[0].state is EntryState.LOGGED


def test_the_assignment_ends_meanwhile(qtbot: QtBot, shown: LogForClientPage, gym: Gym) -> None:
    gym.fail("log", Denied("Sarah is not your client any more.", code="no_row"))
    done(qtbot, shown, 4)
    save(qtbot, shown)
    assert shown.panel.problem == "Not saved Sarah is not your client any more."
    assert shown.session is not None and shown.session.sets_done == 4, "what was entered stays"


def test_a_wrong_number_is_said_beside_its_set(qtbot: QtBot, shown: LogForClientPage, gym: Gym) -> None:
    entry = shown.panel.entry
    assert entry is not None
    entry.sets[0].reps = 5000
    shown.panel.table.show_entry(entry)
    done(qtbot, shown)
    assert "reps must be between 0 and 1000" in shown.panel.table.rows[0].error
    assert gym.called("log") == []


def test_finish_goes_back_to_the_client_s_log(qtbot: QtBot, shown: LogForClientPage, gym: Gym) -> None:
    done(qtbot, shown, 4)
    save(qtbot, shown)
    shown.list.finish_requested.emit()
    settle(qtbot, shown)
    assert gym.called("navigate") == [("clients", {"member_id": SARAH, "tab": "log"})]
    assert any(text.startswith("Workout finished: 4 sets") for text in said(shown))


def test_a_workout_that_cannot_be_loaded_offers_retry(qtbot: QtBot, page: LogForClientPage, gym: Gym) -> None:
    gym.fail("week", Unavailable("The server does not answer."))
    show(qtbot, page, SARAH, "Sarah Johnson")
    assert page.states.state == "error"
    page.states.retry_requested.emit()
    settle(qtbot, page)
    assert page.states.state == "content" and len(names(page)) == 4


def test_what_was_begun_for_a_client_is_offered_for_that_client(
    qtbot: QtBot, shown: LogForClientPage, gym: Gym
) -> None:
    done(qtbot, shown, 2)
    shown.hide()
    qtbot.waitUntil(lambda: gym.drafts.kept.load("workout", SARAH) is not None)
    again = LogForClientPage(dataclasses.replace(shown.context, drafts={}), clock=shown._at.clock)
    shown.parentWidget().layout().addWidget(again)  # type: ignore[union-attr]
    show(qtbot, again, MIKE, "Mike Davis")
    assert again.draft_banner.words == ""
    show(qtbot, again, SARAH, "Sarah Johnson")
    assert "Deadlift: 2 sets, not saved yet." in again.draft_banner.words
    qtbot.mouseClick(again.draft_banner.continue_button, Qt.MouseButton.LeftButton)
    assert again.session is not None and again.session.sets_done == 2
