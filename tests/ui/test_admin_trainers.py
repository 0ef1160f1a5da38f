"""The trainers page: roster, editor, refusals beside their fields, and two people editing at once."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget

from gymtrainer_desktop.domain.errors import Unavailable, UserError
from gymtrainer_desktop.ui.admin.trainers.trainer_conflict_dialog import TrainerConflictDialog
from gymtrainer_desktop.ui.admin.trainers.trainers_page import TrainersPage
from gymtrainer_desktop.ui.shell.page import PageContext
from tests.ui.admin_gym import click_row, show_page
from tests.ui.trainers_gym import TrainersGym as Gym


@pytest.fixture
def desk() -> Gym:
    return Gym()


@pytest.fixture
def page(qtbot, window: QWidget, page_context: PageContext, desk: Gym) -> TrainersPage:
    page = TrainersPage(desk.context(page_context))
    show_page(window, page)
    qtbot.waitUntil(lambda: page._states.state == "content")
    return page


def _names(page: TrainersPage) -> list[str]:
    return [row.name for row in page.model.rows]


def _open(qtbot, page: TrainersPage, name: str) -> None:
    click_row(qtbot, page.table, _names(page).index(name))
    qtbot.waitUntil(lambda: page.panel.head.name.text() == name)


def _toasts(page: TrainersPage) -> list[str]:
    return [toast.words.text() for toast in page.context.notices.toasts.toasts]


def _conflict(page: TrainersPage) -> QFrame:
    return page.panel._conflict


def _compared(qtbot, page: TrainersPage) -> TrainerConflictDialog:
    def shown() -> list[TrainerConflictDialog]:
        return [d for d in page.window().findChildren(TrainerConflictDialog) if d.isVisible()]

    qtbot.waitUntil(lambda: bool(shown()))
    return shown()[0]


def test_personal_trainers_and_other_instructors_apart(qtbot, page: TrainersPage) -> None:
    tester = QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert [segment.count for segment in page.filters.segments] == [12, 1]
    assert len(_names(page)) == 12 and "Rosa Delgado" not in _names(page)
    where = page.filters.rect_of("others").center().toPoint()
    qtbot.mouseClick(page.filters, Qt.MouseButton.LeftButton, pos=where)
    assert _names(page) == ["Rosa Delgado"]
    assert page.model.index(0, 1).data() == "—" and tester.model() is page.model
    assert page.grab().width() == page.width()


def test_the_search_finds_specializations(qtbot, page: TrainersPage) -> None:
    qtbot.keyClicks(page.search, "lifting")
    qtbot.waitUntil(lambda: _names(page) == ["Daniel Reyes", "Elena Petrova"])
    qtbot.keyClicks(page.search, " zzz")
    qtbot.waitUntil(lambda: page._list_states.state == "empty")
    qtbot.mouseClick(page._list_states._empty.findChild(QPushButton), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(_names(page)) == 12)


def test_opened_with_a_trainer_the_page_shows_them(qtbot, page: TrainersPage, desk: Gym) -> None:
    page.open(trainer_id=desk.trainer("Rosa Delgado").id)
    page.refresh()
    qtbot.waitUntil(lambda: page.panel.trainer_id == desk.trainer("Rosa Delgado").id)
    assert page.filters.current == "others" and not page.panel.form.is_trainer.isChecked()


def test_what_is_edited_is_saved_with_its_version(qtbot, page: TrainersPage, desk: Gym) -> None:
    _open(qtbot, page, "John Smith")
    form = page.panel.form
    assert not page.panel.save_button.isEnabled()
    form.limit.setText("18")
    form.rate.setText("57,5")
    form.years.setText("10")
    qtbot.keyClicks(form.specializations.edit, "Kettlebells")
    qtbot.keyClick(form.specializations.edit, Qt.Key.Key_Return)
    qtbot.keyClicks(form.certifications.edit, "ACE-CPT, NSCA")
    form.bio.setPlainText("Lifts <b>heavy</b> things 🏋️")
    qtbot.mouseClick(page.panel.save_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: _toasts(page) == ["John Smith is saved"])
    edit = desk.called("save")[0]
    assert (edit.version, edit.max_clients, edit.hourly_rate, edit.years_experience) == (
        3,
        18,
        Decimal("57.50"),
        10,
    )
    assert edit.specializations == ("Strength & conditioning", "Kettlebells")
    assert edit.certifications == ("CSCS", "ACE-CPT", "NSCA"), "what is typed and not yet a chip counts"
    assert edit.bio == "Lifts <b>heavy</b> things 🏋️"
    assert not page.panel.save_button.isEnabled()
    assert page.model.index(_names(page).index("John Smith"), 1).data() == "12/18"


def test_a_chip_can_be_taken_away(qtbot, page: TrainersPage, desk: Gym) -> None:
    _open(qtbot, page, "John Smith")
    form = page.panel.form
    form.certifications.edit.setText("cscs")
    form.certifications.take()
    assert form.certifications.texts == ("CSCS",), "nothing twice"
    form.certifications.chips._on_remove_requested("CSCS")
    assert form.certifications.texts == () and page.panel.save_button.isEnabled()
    qtbot.mouseClick(page.panel.revert_button, Qt.MouseButton.LeftButton)
    assert form.certifications.texts == ("CSCS",) and not page.panel.save_button.isEnabled()


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("max_clients", "", "Please enter how many clients at most."),
        ("max_clients", "-5", "A whole number from 0 to 500, please."),
        ("max_clients", "99999999999999999999", "A whole number from 0 to 500, please."),
        ("hourly_rate", "-1", "An amount such as 55.00, at most 100,000, please."),
        ("hourly_rate", "'; DROP TABLE", "An amount such as 55.00, at most 100,000, please."),
        ("hourly_rate", "1.234", "An amount such as 55.00, at most 100,000, please."),
        ("years_experience", "81", "A whole number from 0 to 80, please."),
        ("bio", "b" * 10_000, "The bio is too long: at most 4000 characters, this is 10000."),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(
    qtbot, page: TrainersPage, desk: Gym, field: str, typed: str, sentence: str
) -> None:
    _open(qtbot, page, "John Smith")
    form = page.panel.form
    widget = form._fields[field].field
    (widget.setPlainText if field == "bio" else widget.setText)(typed)
    qtbot.mouseClick(page.panel.save_button, Qt.MouseButton.LeftButton)
    assert form.error_of(field) == sentence
    assert desk.called("save") == []


def test_a_trainer_with_clients_stays_one_and_it_is_said_beside_the_switch(qtbot, page, desk: Gym) -> None:
    _open(qtbot, page, "John Smith")
    words = "This trainer still has active clients. Complete or pause their assignments first."
    desk.fail("save", UserError(words, code="trainer_has_clients", field="is_personal_trainer"))
    form = page.panel.form
    form.is_trainer.setChecked(False)
    qtbot.mouseClick(page.panel.save_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: form.error_of("is_personal_trainer") == words)
    assert not form.is_trainer.isChecked(), "what was chosen stays until the person decides"
    form.is_trainer.setChecked(True)
    assert form.error_of("is_personal_trainer") == ""


def test_an_instructor_becomes_a_personal_trainer(qtbot, page: TrainersPage, desk: Gym) -> None:
    page.filters.choose("others")
    _open(qtbot, page, "Rosa Delgado")
    page.panel.form.is_trainer.setFocus()
    qtbot.keyClick(page.panel.form.is_trainer, Qt.Key.Key_Space)
    qtbot.mouseClick(page.panel.save_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.filters.current == "personal")
    assert "Rosa Delgado" in _names(page) and desk.trainer("Rosa Delgado").is_personal_trainer
    assert page.table.current_row().name == "Rosa Delgado"


def test_a_conflict_keeps_what_was_typed_and_theirs_can_be_shown(
    qtbot, page: TrainersPage, desk: Gym
) -> None:
    _open(qtbot, page, "John Smith")
    page.panel.form.limit.setText("18")
    desk.set_trainer("John Smith", max_clients=20, version=4)
    qtbot.mouseClick(page.panel.save_button, Qt.MouseButton.LeftButton)
    dialog = _compared(qtbot, page)
    assert page.panel.form.limit.text() == "18" and _conflict(page).isVisible()
    said = [each.text() for each in dialog.grid.findChildren(QLabel)]
    assert said[:2] == ["Saved now", "Yours"] and said[said.index("Most clients") :][1:3] == ["20", "18"]
    qtbot.mouseClick(dialog.theirs_button, Qt.MouseButton.LeftButton)
    assert page.panel.form.limit.text() == "20" and not _conflict(page).isVisible()
    assert desk.trainer("John Smith").max_clients == 20


def test_a_conflict_can_be_decided_for_mine(qtbot, page: TrainersPage, desk: Gym) -> None:
    _open(qtbot, page, "John Smith")
    page.panel.form.limit.setText("18")
    desk.set_trainer("John Smith", max_clients=20, version=4)
    qtbot.mouseClick(page.panel.save_button, Qt.MouseButton.LeftButton)
    dialog = _compared(qtbot, page)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert _conflict(page).isVisible() and page.panel.form.limit.text() == "18", "it can wait"
    qtbot.mouseClick(page.panel.compare_button, Qt.MouseButton.LeftButton)
    dialog = _compared(qtbot, page)
    qtbot.keyClick(dialog.confirm_button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.trainer("John Smith").max_clients == 18)
    assert desk.trainer("John Smith").version == 5


def test_a_new_version_of_the_same_content_is_saved_over_without_a_question(qtbot, page, desk: Gym) -> None:
    _open(qtbot, page, "John Smith")
    page.panel.form.limit.setText("18")
    desk.set_trainer("John Smith", version=9)
    qtbot.mouseClick(page.panel.save_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.trainer("John Smith").max_clients == 18)
    assert [edit.version for edit in desk.called("save")] == [3, 9]


def test_a_live_refresh_leaves_a_half_typed_form_alone(qtbot, page: TrainersPage, desk: Gym) -> None:
    _open(qtbot, page, "John Smith")
    page.panel.form.bio.setPlainText("half a sent")
    desk.set_trainer("John Smith", active_clients=13)
    page.refresh()
    qtbot.waitUntil(lambda: page.model.index(_names(page).index("John Smith"), 1).data() == "13/15")
    assert page.panel.form.bio.toPlainText() == "half a sent"
    assert page.table.current_row().name == "John Smith"


def test_leaving_asks_when_something_would_be_lost(qtbot, page: TrainersPage, desk: Gym, monkeypatch) -> None:
    asked = []
    answers = iter((False, True))

    def question(title: str, *_: object, **__: object) -> bool:
        asked.append(title)
        return next(answers)

    monkeypatch.setattr(page.context.notices, "question", question)
    assert page.may_leave() and asked == []
    _open(qtbot, page, "John Smith")
    page.panel.form.limit.setText("18")
    click_row(qtbot, page.table, _names(page).index("Priya Nair"))
    assert page.panel.head.name.text() == "John Smith" and page.table.current_row().name == "John Smith"
    click_row(qtbot, page.table, _names(page).index("Priya Nair"))
    assert page.panel.head.name.text() == "Priya Nair" and asked == ["Discard the changes?"] * 2


def test_the_server_away_keeps_what_was_typed(qtbot, page: TrainersPage, desk: Gym) -> None:
    _open(qtbot, page, "John Smith")
    page.panel.form.limit.setText("18")
    desk.fail("save", Unavailable("The server was stopped. Trying to reach it again."))
    qtbot.mouseClick(page.panel.save_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.context.notices.offline_since is not None)
    qtbot.waitUntil(page.panel.save_button.isEnabled)
    assert page.panel.form.limit.text() == "18"


def test_no_instructors_and_no_personal_trainers(qtbot, page: TrainersPage, desk: Gym) -> None:
    desk.trainer_rows = [desk.trainer("Rosa Delgado")]
    page.refresh()
    qtbot.waitUntil(lambda: page._list_states.state == "empty")
    qtbot.mouseClick(page._list_states._empty.findChild(QPushButton), Qt.MouseButton.LeftButton)
    assert _names(page) == ["Rosa Delgado"]
    desk.trainer_rows = []
    page.refresh()
    qtbot.waitUntil(lambda: page._states.state == "empty")
    assert page._states._empty.title.text() == "There are no trainers yet"
