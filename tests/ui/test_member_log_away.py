"""A member saves a workout while the server is away: it counts as saved, and the page goes on."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from gymtrainer_desktop.ui.member.log_workout_page import LogWorkoutPage
from gymtrainer_desktop.ui.widgets.logging.exercise_entry import EntryState, ExerciseEntry
from tests.ui.member_gym import MemberGym
from tests.ui.test_member_log import _done, _open, _save, _states, gym, page

assert gym and page, "fixtures"
LEFT = Qt.MouseButton.LeftButton


def said(page: LogWorkoutPage) -> list[str]:
    return [toast.words.text() for toast in page.context.notices.toasts.toasts]


def save_while_away(qtbot: QtBot, window: QWidget, page: LogWorkoutPage, gym: MemberGym) -> ExerciseEntry:
    """Save the first exercise while the server is away; return it, waiting."""
    _open(qtbot, window, page)
    _done(qtbot, page, 4)
    gym.recording.is_away = True
    _save(qtbot, page)
    qtbot.waitUntil(lambda: _states(page)[0] is EntryState.LOGGED)
    assert page.session is not None
    return page.session.entries[0]


def test_what_is_saved_while_the_server_is_away_is_kept_here_and_said(
    qtbot: QtBot, window: QWidget, page: LogWorkoutPage, gym: MemberGym
) -> None:
    entry = save_while_away(qtbot, window, page, gym)
    assert said(page) == ["Saved here. It is sent when the server is back."]
    notices = page.context.notices
    assert notices.offline_since is not None and notices.waiting == 1
    assert entry.is_waiting and entry.log is None and not entry.is_touched
    (new,) = gym.recording.queued
    assert (new.exercise_name, len(new.sets)) == ("Deadlift", 4)


def test_when_it_has_arrived_the_page_knows(
    qtbot: QtBot, window: QWidget, page: LogWorkoutPage, gym: MemberGym
) -> None:
    entry = save_while_away(qtbot, window, page, gym)
    gym.recording.is_away = False
    gym.workouts.log(gym.recording.queued.pop())
    page.refresh()
    qtbot.waitUntil(lambda: entry.log is not None)
    assert not entry.is_waiting and entry.state is EntryState.LOGGED


def test_what_the_server_refused_meanwhile_does_not_wait_any_more(
    qtbot: QtBot, window: QWidget, page: LogWorkoutPage, gym: MemberGym
) -> None:
    entry = save_while_away(qtbot, window, page, gym)
    page.refresh()
    qtbot.waitUntil(lambda: not page.context.tasks.is_busy)
    assert not entry.is_refused, "it is still in the queue"
    gym.recording.is_away = False
    gym.recording.queued.clear()
    page.refresh()
    qtbot.waitUntil(lambda: entry.is_refused)
    assert page.session is not None
    page.session.choose(entry.key)
    page.panel.show_entry(entry, "")
    words = "The server did not take this. The front desk has it: no need to enter it again."
    assert words in [label.text() for label in page.panel.findChildren(QLabel)]
    assert page.session.unsaved == ()


def test_without_a_session_of_their_own_it_stays_on_the_page(
    qtbot: QtBot, window: QWidget, page: LogWorkoutPage, gym: MemberGym
) -> None:
    person = dataclasses.replace(page.context.person, member_session=False)
    page.context = dataclasses.replace(page.context, person=person)
    page.outgoing._context = page.context
    save_while_away(qtbot, window, page, gym)
    assert gym.recording.queued == [], (
        "staff log through the server, for later there is no session to send it in"
    )
    assert len(gym.called("log")) == 1
