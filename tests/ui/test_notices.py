"""Toasts, the offline bar's state, questions, and the report of a bug."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt, QTimer
from PySide6.QtGui import QEnterEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from gymtrainer_desktop.domain.errors import SignedOut, Unavailable, UserError
from gymtrainer_desktop.ui.notices import BugDialog, Notices, report
from gymtrainer_desktop.ui.theme.tokens import Delay, Space
from gymtrainer_desktop.ui.widgets.bars import BulkBar, OfflineBar
from gymtrainer_desktop.ui.widgets.sheet import Scrim, SheetDialog
from gymtrainer_desktop.ui.widgets.toast import Toast


def test_toasts_stand_bottom_left_newest_below(qtbot, window: QWidget, notices: Notices) -> None:
    notices.toasts.left = 216
    notices.toast("First")
    notices.toast("Second")
    first, second = notices.toasts.toasts
    assert (first.words.text(), second.words.text()) == ("First", "Second")
    assert first.x() == second.x() == 216 + Space.XL
    assert first.geometry().bottom() < second.y()
    assert second.geometry().bottom() < window.height()
    window.resize(1200, 700)
    qtbot.waitUntil(lambda: second.geometry().bottom() < 700)


def test_what_wants_something_done_is_said_for_longer(notices: Notices) -> None:
    notices.toast("Deleted", lambda: None)
    notices.offer("2 entries were refused", "Show", lambda: None)
    done, wanted = (toast.findChild(QTimer).interval() for toast in notices.toasts.toasts)
    assert (done, wanted) == (Delay.TOAST, Delay.TOAST_ERROR)


def test_a_long_toast_stays_within_the_window(qtbot, window: QWidget, notices: Notices) -> None:
    window.resize(960, 600)
    notices.toast("word " * 60)
    (toast,) = notices.toasts.toasts
    assert toast.geometry().right() < window.width()
    assert toast.words.height() >= toast.words.heightForWidth(toast.words.width())


def test_toasts_do_not_cover_the_bulk_bar(qtbot, window: QWidget, notices: Notices) -> None:
    bar = BulkBar(window)
    bar.set_selection(3)
    bar.setGeometry(0, 840, 1440, 52)
    notices.toast("Done")
    (toast,) = notices.toasts.toasts
    assert toast.geometry().bottom() < bar.y()


def test_undo_undoes_once_and_takes_the_toast_away(qtbot, notices: Notices) -> None:
    undone: list[int] = []
    notices.toast("3 members assigned", lambda: undone.append(1))
    (toast,) = notices.toasts.toasts
    button = next(b for b in toast.findChildren(QWidget) if getattr(b, "text", lambda: "")() == "Undo")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert undone == [1]
    assert notices.toasts.toasts == ()


def test_a_toast_goes_by_itself_but_waits_while_hovered(qtbot, window: QWidget) -> None:
    toast = Toast("Saved", None, "check", "positive", 30, window)
    toast.show()
    place = QPointF(5, 5)
    toast.start()
    QApplication.sendEvent(toast, QEnterEvent(place, place, place))
    assert not toast._timer.isActive()
    with qtbot.waitSignal(toast.gone):
        QApplication.sendEvent(toast, QEvent(QEvent.Type.Leave))


def test_at_most_four_toasts_are_shown(qtbot, notices: Notices) -> None:
    for number in range(6):
        notices.toast(str(number))
    assert [toast.words.text() for toast in notices.toasts.toasts] == ["2", "3", "4", "5"]


def test_a_user_error_is_a_sentence(qtbot, notices: Notices) -> None:
    notices.error(UserError("Full: choose another trainer."))
    (toast,) = notices.toasts.toasts
    assert toast.words.text() == "Full: choose another trainer."


def test_unavailable_is_the_offline_bar_and_keeps_the_first_time(qtbot, notices: Notices) -> None:
    told: list[tuple[object, int]] = []
    notices.offline_changed.connect(lambda since, waiting: told.append((since, waiting)))
    notices.error(Unavailable("The server did not answer."))
    since = notices.offline_since
    assert since is not None
    notices.error(Unavailable("The server did not answer."))
    assert notices.offline_since == since
    assert told == [(since, 0)]
    notices.offline(since, 2)
    notices.offline(None)
    assert told[1:] == [(since, 2), (None, 2)], "what waits is sent after the server is back"
    notices.offline(None, 0)
    assert told[3:] == [(None, 0)]
    assert notices.toasts.toasts == ()


def test_a_session_that_ended_is_told_to_the_application(qtbot, notices: Notices) -> None:
    with qtbot.waitSignal(notices.session_ended) as told:
        notices.error(SignedOut("You were signed out after 15 minutes."))
    assert told.args == ["You were signed out after 15 minutes."]


@pytest.mark.expects_log("unexpected failure")
def test_a_bug_is_logged_and_its_report_can_be_copied(
    qtbot, window: QWidget, notices: Notices, caplog
) -> None:
    try:
        raise ZeroDivisionError("of a plan of no weeks")
    except ZeroDivisionError as bug:
        notices.error(bug, kept="Your draft note was kept on this computer.")
    dialog = window.findChild(BugDialog)
    assert dialog is not None
    assert dialog.isVisible()
    texts = [child.text() for child in dialog.findChildren(QWidget) if hasattr(child, "text")]
    assert "Your draft note was kept on this computer." in texts
    qtbot.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text()
    assert "ZeroDivisionError: of a plan of no weeks" in copied
    assert "Gym Trainer Desktop" in copied
    assert caplog.records[-1].exc_info is not None
    notices.error(RuntimeError("another one"))
    assert len(window.findChildren(BugDialog)) == 1
    assert "another one" in dialog.findChild(QPlainTextEdit).toPlainText()
    qtbot.mouseClick(dialog.confirm_button, Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()


def test_the_report_holds_versions_and_the_trace() -> None:
    text = report(ValueError("x"))
    assert "Python 3" in text
    assert "Qt 6" in text
    assert text.endswith("ValueError: x")


@pytest.mark.parametrize("answer", [True, False])
def test_a_question_shades_the_window_and_returns_the_answer(
    qtbot, window: QWidget, notices: Notices, answer: bool
) -> None:
    seen: list[str] = []

    def reply() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, SheetDialog)
        seen.append(dialog.confirm_button.text())
        assert window.findChild(Scrim) is not None
        button = dialog.confirm_button if answer else dialog.cancel_button
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    QTimer.singleShot(0, reply)
    assert notices.question("Delete this note?", "It cannot be brought back.", "Delete", True) is answer
    assert seen == ["Delete"]
    qtbot.waitUntil(lambda: window.findChild(Scrim) is None)


def test_offline_bar_words(qtbot, theme) -> None:
    bar = OfflineBar()
    qtbot.addWidget(bar)
    since = datetime(2026, 11, 20, 17, 36, tzinfo=UTC)
    bar.set_state(since, 2)
    assert not bar.isHidden()
    assert "Offline since 17:36" in bar.accessibleName()
    assert "2 entries wait" in bar.accessibleName()
    bar.set_state(since, 1)
    assert "1 entry waits" in bar.accessibleName()
    with qtbot.waitSignal(bar.retry_requested):
        next(b for b in bar.findChildren(QWidget) if getattr(b, "accessibleName", str)() == "Try now").click()
    bar.set_state(None, 0)
    assert bar.isHidden()
