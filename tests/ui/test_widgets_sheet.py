"""The base of all dialogs: focus, Enter, Esc, the shade, and the size of the screen."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from gymtrainer_desktop.ui.widgets.fields import FormField
from gymtrainer_desktop.ui.widgets.sheet import Scrim, SheetDialog


class Form(SheetDialog):
    """A dialog with two fields and a note."""

    def __init__(self, parent: QWidget, rows: int = 1) -> None:
        super().__init__("Add note", parent, confirm_text="Add")
        self.first = QLineEdit()
        self.body.addWidget(FormField("Title", self.first))
        self.note = QPlainTextEdit()
        self.body.addWidget(FormField("Note", self.note))
        for number in range(rows):
            self.body.addWidget(QLineEdit(str(number)))

    def is_dirty(self) -> bool:
        return bool(self.first.text())


@pytest.fixture
def form(qtbot, window) -> Form:
    form = Form(window)
    form.open()
    qtbot.waitUntil(lambda: form.isActiveWindow())
    return form


def test_a_dialog_shades_the_window_and_starts_at_the_first_field(qtbot, window, form: Form) -> None:
    assert window.findChild(Scrim).geometry() == window.rect()
    assert form.first.hasFocus()
    seen = []
    for _ in range(5):
        seen.append(form.focusWidget())
        qtbot.keyClick(form.focusWidget(), Qt.Key.Key_Tab)
    assert seen[0] is form.first
    assert seen[1] is form.note
    assert seen[3] is form.cancel_button
    assert seen[4] is form.confirm_button


def test_an_open_dialog_that_nobody_holds_survives_the_collector(qtbot, window) -> None:
    Form(window).open()
    gc.collect()
    forms = window.findChildren(Form)
    assert [form.isVisible() for form in forms] == [True]


def test_enter_submits_but_not_inside_a_note(qtbot, form: Form) -> None:
    form.note.setFocus()
    with qtbot.assertNotEmitted(form.submitted):
        qtbot.keyClick(form.note, Qt.Key.Key_Return)
    assert form.note.toPlainText() == "\n"
    with qtbot.waitSignal(form.submitted):
        qtbot.keyClick(form.note, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert form.result() == SheetDialog.DialogCode.Accepted


def test_enter_in_a_field_submits_unless_busy(qtbot, form: Form) -> None:
    form.set_busy(True)
    with qtbot.assertNotEmitted(form.submitted):
        qtbot.keyClick(form.first, Qt.Key.Key_Return)
    form.set_busy(False)
    with qtbot.waitSignal(form.submitted):
        qtbot.keyClick(form.first, Qt.Key.Key_Return)


def test_esc_closes_at_once_when_nothing_would_be_lost(qtbot, window, form: Form) -> None:
    with qtbot.waitSignal(form.rejected):
        qtbot.keyClick(form.first, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.findChild(Scrim) is None)


@pytest.mark.parametrize("discards", [True, False])
def test_esc_asks_when_something_would_be_lost(qtbot, form: Form, discards: bool) -> None:
    asked: list[str] = []

    def reply() -> None:
        question = QApplication.activeModalWidget()
        assert isinstance(question, SheetDialog)
        asked.append(question.windowTitle())
        (question.confirm_button if discards else question.cancel_button).click()

    qtbot.keyClicks(form.first, "Left shoulder")
    QTimer.singleShot(0, reply)
    qtbot.keyClick(form.first, Qt.Key.Key_Escape)
    assert asked == ["Discard what you entered?"]
    assert form.isVisible() is not discards
    assert form.first.text() == "Left shoulder"


def test_a_dialog_is_never_taller_than_the_screen(qtbot, window) -> None:
    form = Form(window, rows=100)
    form.open()
    screen = form.screen().availableGeometry()
    assert form.height() <= screen.height()
    assert form.y() >= screen.top()
    assert form.confirm_button.mapToGlobal(form.confirm_button.rect().bottomLeft()).y() <= screen.bottom()


def test_a_dialog_grows_with_what_its_button_says(qtbot, window) -> None:
    form = Form(window)
    form.set_confirm_text("Assign three members to Konstantin Papadopoulos-Montgomery from Monday on")
    form.open()
    assert form.confirm_button.width() >= form.confirm_button.sizeHint().width()
