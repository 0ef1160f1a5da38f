"""What the desk does with a trainer beside the form: photo, switching off, handing over, undo, words offered."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QPushButton, QWidget

from gymtrainer_desktop.domain.errors import Conflict, UserError
from gymtrainer_desktop.ui.admin.trainers.hand_over_dialog import HandOverDialog
from gymtrainer_desktop.ui.admin.trainers.trainers_page import TrainersPage
from gymtrainer_desktop.ui.shell.page import PageContext
from tests.ui.admin_gym import click_row, show_page
from tests.ui.trainers_gym import TrainersGym


@pytest.fixture
def desk() -> TrainersGym:
    gym = TrainersGym()
    gym.give("Aiko Tanaka", ["Ada Byron", "Bo Lind"])
    gym.count()
    return gym


@pytest.fixture
def page(qtbot, window: QWidget, page_context: PageContext, desk: TrainersGym) -> TrainersPage:
    page = TrainersPage(desk.context(page_context))
    show_page(window, page)
    qtbot.waitUntil(lambda: page._states.state == "content")
    return page


def _open(qtbot, page: TrainersPage, name: str) -> None:
    click_row(qtbot, page.table, [row.name for row in page.model.rows].index(name))
    qtbot.waitUntil(lambda: page.panel.head.name.text() == name)
    qtbot.waitUntil(lambda: not page.context.tasks.is_busy)


def _undo(qtbot, window: QWidget) -> None:
    button = [b for b in window.findChildren(QPushButton) if b.text() == "Undo" and b.isVisible()][-1]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def _said(page: TrainersPage) -> str:
    toasts = page.context.notices.toasts.toasts
    return toasts[-1].words.text() if toasts else ""


def _hand_over_dialog(qtbot, page: TrainersPage) -> HandOverDialog:
    def shown() -> list[HandOverDialog]:
        return [d for d in page.window().findChildren(HandOverDialog) if d.isVisible()]

    qtbot.waitUntil(lambda: bool(shown()))
    dialog = shown()[0]
    qtbot.waitUntil(dialog.confirm_button.isEnabled)
    return dialog


def test_words_in_use_are_offered_while_one_types(qtbot, page: TrainersPage) -> None:
    _open(qtbot, page, "John Smith")
    field = page.panel.form.specializations
    assert "Olympic lifting" in field.offered and "Strength & conditioning" not in field.offered
    qtbot.keyClicks(field.edit, "LIFT")
    completer = field.edit.completer()
    found = [completer.completionModel().index(n, 0).data() for n in range(completer.completionCount())]
    assert found == ["Olympic lifting", "Powerlifting"]
    qtbot.keyClick(completer.popup(), Qt.Key.Key_Down)
    qtbot.keyClick(completer.popup(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: field.texts == ("Strength & conditioning", "Olympic lifting"))
    assert field.edit.text() == "" and "Olympic lifting" not in field.offered


def test_chips_come_with_enter_and_go_with_backspace(qtbot, page: TrainersPage, desk: TrainersGym) -> None:
    _open(qtbot, page, "John Smith")
    field = page.panel.form.certifications
    qtbot.keyClicks(field.edit, "ACE-CPT")
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    assert field.texts == ("CSCS", "ACE-CPT") and desk.called("save") == [], "Enter adds, it does not save"
    qtbot.keyClicks(field.edit, "N")
    qtbot.keyClick(field.edit, Qt.Key.Key_Backspace)
    assert field.texts == ("CSCS", "ACE-CPT"), "Backspace deletes letters first"
    qtbot.keyClick(field.edit, Qt.Key.Key_Backspace)
    qtbot.keyClick(field.edit, Qt.Key.Key_Backspace)
    assert field.texts == () and page.panel.save_button.isEnabled()
    qtbot.keyClick(field.edit, Qt.Key.Key_Backspace)
    assert field.texts == (), "nothing left to take away"


def test_what_was_saved_can_be_undone(qtbot, window, page: TrainersPage, desk: TrainersGym) -> None:
    _open(qtbot, page, "John Smith")
    page.panel.form.limit.setText("18")
    qtbot.keyClick(page.panel.form.limit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.trainer("John Smith").max_clients == 18)
    qtbot.waitUntil(lambda: not page.context.tasks.is_busy)
    _undo(qtbot, window)
    qtbot.waitUntil(lambda: desk.trainer("John Smith").max_clients == 15)
    qtbot.waitUntil(lambda: page.panel.form.limit.text() == "15")
    qtbot.waitUntil(lambda: _said(page) == "John Smith is as before")


def test_an_undo_after_somebody_elses_change_leaves_theirs(qtbot, window, page, desk: TrainersGym) -> None:
    _open(qtbot, page, "John Smith")
    page.panel.form.limit.setText("18")
    qtbot.mouseClick(page.panel.save_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: _said(page) == "John Smith is saved")
    desk.set_trainer("John Smith", max_clients=30, version=9)
    _undo(qtbot, window)
    qtbot.waitUntil(lambda: "Somebody else changed this first." in _said(page))
    assert desk.trainer("John Smith").max_clients == 30
    qtbot.waitUntil(lambda: page.panel.form.limit.text() == "30")


def test_a_photo_is_taken_and_taken_back(qtbot, window, page, desk: TrainersGym, tmp_path: Path) -> None:
    _open(qtbot, page, "John Smith")
    picture = QImage(900, 600, QImage.Format.Format_RGB32)
    picture.fill(QColor("steelblue"))
    file = tmp_path / "john.png"
    assert picture.save(str(file))
    page.panel.form.bio.setPlainText("half typed")
    page.panel.head.photo.take(file)
    john = desk.trainer("John Smith").id
    qtbot.waitUntil(lambda: john in desk.photos and page.panel.head.photo.has_photo)
    assert QImage.fromData(desk.photos[john]).width() == 512
    assert page.panel.form.bio.toPlainText() == "half typed", "what is half typed stays"
    assert not page.panel._conflict.isVisible()
    qtbot.waitUntil(lambda: not page.context.tasks.is_busy)
    _undo(qtbot, window)
    qtbot.waitUntil(lambda: john not in desk.photos and not page.panel.head.photo.has_photo)
    qtbot.waitUntil(lambda: _said(page) == "John Smith has the former photo again")
    page.panel.form.show_row(desk.trainer("John Smith"))


def test_a_trainer_without_clients_is_switched_off_and_the_undo_works(qtbot, window, page, desk) -> None:
    desk.set_trainer("Marcus Webb", active_clients=0, version=4)
    page.refresh()
    qtbot.waitUntil(lambda: not page.context.tasks.is_busy)
    _open(qtbot, page, "Marcus Webb")
    page.panel.head.active_action.trigger()
    qtbot.waitUntil(lambda: not desk.trainer("Marcus Webb").is_active)
    qtbot.waitUntil(lambda: page.panel.head._inactive.isVisible())
    assert page.panel.head.active_action.text() == "Switch &on again"
    row = page.model.rows.index(desk.trainer("Marcus Webb"))
    assert page.model.index(row, 0).data(Qt.ItemDataRole.DisplayRole) == "Marcus Webb"
    _undo(qtbot, window)
    qtbot.waitUntil(lambda: desk.trainer("Marcus Webb").is_active)
    qtbot.waitUntil(lambda: _said(page) == "Marcus Webb works here again")


def test_switching_off_offers_the_hand_over_and_then_goes_on_by_itself(
    qtbot, window, page, desk: TrainersGym, monkeypatch
) -> None:
    monkeypatch.setattr(page.context.notices, "question", lambda *_a, **_n: True)
    _open(qtbot, page, "Aiko Tanaka")
    page.panel.head.active_action.trigger()
    qtbot.waitUntil(page.panel.clients_notice.isVisible)
    assert desk.trainer("Aiko Tanaka").is_active
    assert "still has 3 active clients" in page.panel.clients_notice.words.text()
    qtbot.waitUntil(page.panel.notice_hand_over_button.hasFocus)
    qtbot.keyClick(page.panel.notice_hand_over_button, Qt.Key.Key_Return)
    dialog = _hand_over_dialog(qtbot, page)
    assert len(dialog.preview.lines) == 3
    qtbot.keyClick(dialog.carry, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not desk.trainer("Aiko Tanaka").is_active)
    assert desk.clients_of("Aiko Tanaka") == []
    qtbot.waitUntil(lambda: not page.panel.clients_notice.isVisible())
    qtbot.waitUntil(lambda: _said(page) == "Aiko Tanaka is switched off and takes no clients")


def test_no_longer_a_personal_trainer_once_the_clients_are_gone(qtbot, page, desk, monkeypatch) -> None:
    monkeypatch.setattr(page.context.notices, "question", lambda *_a, **_n: True)
    _open(qtbot, page, "Aiko Tanaka")
    words = "This trainer still has active clients. Complete or pause their assignments first."
    desk.fail("save", UserError(words, code="trainer_has_clients", field="is_personal_trainer"))
    page.panel.form.is_trainer.setChecked(False)
    qtbot.mouseClick(page.panel.save_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.panel.clients_notice.isVisible)
    assert page.panel.form.error_of("is_personal_trainer") == words
    qtbot.mouseClick(page.panel.notice_hand_over_button, Qt.MouseButton.LeftButton)
    dialog = _hand_over_dialog(qtbot, page)
    qtbot.mouseClick(dialog.confirm_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not desk.trainer("Aiko Tanaka").is_personal_trainer)
    qtbot.waitUntil(lambda: page.filters.current == "others")


def test_the_overview_opens_the_hand_over_at_once(qtbot, page: TrainersPage, desk: TrainersGym) -> None:
    page.open(trainer_id=desk.trainer("Aiko Tanaka").id, hand_over=True)
    page.refresh()
    dialog = _hand_over_dialog(qtbot, page)
    assert page.panel.trainer_id == desk.trainer("Aiko Tanaka").id
    assert dialog.windowTitle() == "Hand over clients of Aiko Tanaka"
    dialog.reject()
    page.refresh()
    qtbot.waitUntil(lambda: not page.context.tasks.is_busy)
    assert not any(d.isVisible() for d in page.window().findChildren(HandOverDialog)), "once is enough"


def test_a_photo_on_a_stale_row_is_refused_and_read_again(qtbot, page: TrainersPage, desk) -> None:
    _open(qtbot, page, "John Smith")
    desk.fail("set_photo", Conflict("Somebody else changed this first."))
    desk.set_trainer("John Smith", max_clients=20, version=8)
    page.panel.head.photo.photo_chosen.emit(None)
    qtbot.waitUntil(lambda: page.panel.form.limit.text() == "20")
    qtbot.waitUntil(lambda: "please look again" in _said(page))


def test_the_table_is_exported_from_its_menu(qtbot, page: TrainersPage) -> None:
    action = page.more_menu.actions()[0]
    assert action.text() == "&Export as CSV…"
    action.trigger()
    dialog = next(d for d in page.window().findChildren(QWidget, "exportTableDialog") if d.isVisible())
    assert dialog.kind == "trainers"
    dialog.reject()
