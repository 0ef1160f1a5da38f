"""There is no way out of the kiosk but a staff password, and nothing of anybody stays behind."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QWidget

from gymtrainer_desktop.domain.errors import Unavailable
from gymtrainer_desktop.ui.kiosk.kiosk_visit import KioskVisit
from gymtrainer_desktop.ui.kiosk.staff_exit_dialog import StaffExitDialog
from gymtrainer_desktop.ui.kiosk.visit_view import VisitView
from gymtrainer_desktop.ui.tasks import Tasks
from gymtrainer_desktop.ui.theme.style import Theme
from tests.ui.kiosk_gym import NUMBER, PIN, Kiosk, KioskGym

NO, ALT, CTRL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
)


@pytest.fixture
def kiosk(qtbot, theme: Theme, tasks: Tasks) -> Iterator[Kiosk]:
    kiosk = Kiosk(qtbot, tasks, KioskGym())
    yield kiosk
    kiosk.close()


def _exit(kiosk: Kiosk) -> StaffExitDialog:
    kiosk.window.idle.mark.held.emit()
    dialog = kiosk.window.findChild(StaffExitDialog)
    assert dialog is not None and dialog.isVisible()
    return dialog


@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        (Qt.Key.Key_F4, ALT),
        (Qt.Key.Key_Escape, NO),
        (Qt.Key.Key_Q, CTRL),
        (Qt.Key.Key_W, CTRL),
        (Qt.Key.Key_K, CTRL),
        (Qt.Key.Key_F1, NO),
        (Qt.Key.Key_F5, NO),
        (Qt.Key.Key_F11, NO),
        (Qt.Key.Key_Tab, ALT),
        (Qt.Key.Key_Menu, NO),
    ],
)
def test_keys_do_nothing(kiosk: Kiosk, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
    kiosk.sign_in()
    kiosk.touch("startButton")
    kiosk.settle()
    kiosk.window.grab()
    before = kiosk.window.grab().toImage()
    QTest.keyClick(kiosk.window, key, modifier)
    kiosk.session.reader.settle()
    kiosk.settle()
    assert kiosk.window.isVisible() and kiosk.window.grab().toImage() == before


def test_the_window_does_not_close(kiosk: Kiosk) -> None:
    assert not kiosk.window.close()
    assert kiosk.window.isVisible()
    assert kiosk.window.windowFlags() & Qt.WindowType.FramelessWindowHint


def test_no_menu_and_nothing_dropped(kiosk: Kiosk) -> None:
    dialog = _exit(kiosk)
    for widget in (kiosk.window, dialog.email, kiosk.window.idle.go):
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(1, 1), QPoint(1, 1), NO)
        QApplication.sendEvent(widget, event)
        mime = QMimeData()
        mime.setText("dropped")
        drag = QDragEnterEvent(QPoint(1, 1), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, NO)
        drag.ignore()
        QApplication.sendEvent(widget, drag)
        assert not drag.isAccepted()
    assert [w for w in QApplication.topLevelWidgets() if isinstance(w, QMenu) and w.isVisible()] == []
    assert dialog.email.text() == ""


def test_full_screen_is_taken_back(kiosk: Kiosk) -> None:
    kiosk.window.cover_screen()
    assert kiosk.window.geometry() == kiosk.window.screen().geometry(), (
        "also where there is no window manager"
    )
    assert kiosk.window.windowState() & Qt.WindowState.WindowFullScreen
    kiosk.window.showNormal()
    kiosk.until(lambda: kiosk.window.windowState() & Qt.WindowState.WindowFullScreen)
    kiosk.window.showMinimized()
    kiosk.until(lambda: not kiosk.window.windowState() & Qt.WindowState.WindowMinimized)


def test_only_a_long_press_on_the_mark_asks_for_staff(kiosk: Kiosk) -> None:
    mark = kiosk.window.idle.mark
    assert mark.timer.interval() == 3000 and mark.height() >= 64
    QTest.mousePress(mark, Qt.MouseButton.LeftButton)
    assert mark.timer.isActive()
    QTest.mouseRelease(mark, Qt.MouseButton.LeftButton)
    assert not mark.timer.isActive()
    QTest.mousePress(mark, Qt.MouseButton.LeftButton)
    mark.timer.timeout.emit()
    QTest.mouseRelease(mark, Qt.MouseButton.LeftButton)
    assert kiosk.window.findChild(StaffExitDialog) is not None


def test_staff_leave_with_letters_touched(kiosk: Kiosk) -> None:
    left: list[bool] = []
    kiosk.session.exit_allowed.connect(lambda: left.append(True))
    dialog = _exit(kiosk)
    for field, text in ((dialog.email, "rosa@harbour.test"), (dialog.password, "front-desk-1")):
        field.setFocus()
        for letter in text:
            kiosk.touch(kiosk.find(f"key{letter}", dialog.keys))
    assert (dialog.email.text(), dialog.password.text()) == ("rosa@harbour.test", "front-desk-1")
    kiosk.touch("exitButton")
    kiosk.settle()
    assert left == [True] and kiosk.window.findChild(StaffExitDialog) is None


def test_capitals_and_signs_can_be_touched(kiosk: Kiosk) -> None:
    dialog = _exit(kiosk)
    dialog.password.setFocus()
    kiosk.touch("keyShift")
    kiosk.touch(kiosk.find("keya", dialog.keys))
    kiosk.touch("keySigns")
    kiosk.touch(kiosk.find("keyq", dialog.keys))
    kiosk.touch("keySpace")
    kiosk.touch(kiosk.find("keyDelete", dialog.keys))
    assert dialog.password.text() == "A@"


def test_a_keyboard_types_into_the_fields_and_a_card_does_not(kiosk: Kiosk) -> None:
    dialog = _exit(kiosk)
    dialog.email.setFocus()
    kiosk.type("rosa@")
    kiosk.scan(NUMBER)
    assert dialog.email.text() == "rosa@"
    assert kiosk.window.stack.currentWidget() is kiosk.window.idle


def test_a_wrong_password_is_said_and_stays_in(kiosk: Kiosk) -> None:
    left: list[bool] = []
    kiosk.session.exit_allowed.connect(lambda: left.append(True))
    dialog = _exit(kiosk)
    dialog.email.setText("rosa@harbour.test")
    dialog.password.setText("guess")
    kiosk.touch("exitButton")
    kiosk.settle()
    assert (dialog.sentence.text(), dialog.password.text(), left) == (
        "E-mail and password do not match.", "", [],
    )  # fmt: skip
    kiosk.door.failures = [Unavailable("The database cannot be reached.")]
    dialog.password.setText("front-desk-1")
    kiosk.touch("exitButton")
    kiosk.settle()
    assert (dialog.sentence.text(), left) == ("The database cannot be reached.", [])


def test_the_way_out_closes_itself_and_says_what_waits(kiosk: Kiosk) -> None:
    kiosk.window.notices.offline(None, 3)
    dialog = _exit(kiosk)
    assert dialog.sentence.text().startswith("3 entries wait for the server.")
    dialog.password.setText("front")
    dialog.forget_timer.timeout.emit()
    kiosk.settle()
    assert kiosk.window.findChild(StaffExitDialog) is None


def test_nothing_of_the_last_member_is_left(kiosk: Kiosk) -> None:
    QApplication.clipboard().setText("copied")
    kiosk.sign_in()
    kiosk.touch("startButton")
    kiosk.save_sets(2)
    kiosk.touch("moreButton")
    kiosk.session.end_visit()
    kiosk.settle()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert remains(kiosk) == []
    assert [o for o in gc.get_objects() if type(o) in (KioskVisit, VisitView)] == []
    assert QApplication.clipboard().text() == ""
    assert "Sarah" not in " ".join(w.windowTitle() for w in QApplication.topLevelWidgets())


def test_the_idle_page_looks_as_if_nobody_had_been_there(kiosk: Kiosk) -> None:
    window = kiosk.window
    window.idle.use_clock(kiosk.gym.clock)
    before = window.idle.grab().toImage()
    kiosk.sign_in()
    kiosk.touch("startButton")
    kiosk.save_sets(2)
    kiosk.session.end_visit()
    kiosk.settle()
    window.idle.use_clock(kiosk.gym.clock)
    assert window.idle.grab().toImage() == before


SECRETS = ("Sarah", "Johnson", NUMBER, PIN, "Deadlift", "Strength Program", "165", "Brace before")


def remains(kiosk: Kiosk) -> list[str]:
    """Return what is left of Sarah in any word of any widget."""
    found = []
    for widget in QApplication.allWidgets():
        if widget.window() is not kiosk.window:
            continue
        words = [
            widget.accessibleName(),
            widget.accessibleDescription(),
            widget.toolTip(),
            widget.statusTip(),
        ]
        if isinstance(widget, QLabel):
            words.append(widget.text())
        for getter in ("text", "placeholderText", "toPlainText"):
            held = getattr(widget, getter, "")
            words.append(str(held() if callable(held) else held))
        found += [f"{_name(widget)}: {word}" for word in words for secret in SECRETS if secret in word]
    return found


def _name(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.objectName()}"
