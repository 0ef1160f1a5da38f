"""The import of members, walked through by keyboard on a real database, and when something goes wrong."""

from __future__ import annotations

import dataclasses
import os
import stat
import threading
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget

from gymtrainer_desktop.domain.errors import Conflict, Unavailable
from gymtrainer_desktop.domain.member_import import DateOrder, ErrorRule, ExistingRule, MemberField, Verdict
from gymtrainer_desktop.services.gym_services import GymServices
from gymtrainer_desktop.ui.admin.member_import.import_members_dialog import ImportMembersDialog
from gymtrainer_desktop.ui.admin.member_import.import_steps import Step
from gymtrainer_desktop.ui.admin.members.members_page import MembersPage
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.widgets.text import ElidedLabel
from gymtrainer_desktop.ui.widgets.work import Work
from tests.factories import Gym
from tests.ui.admin_gym import show_page

LIST = (
    "Nr;Name;Mail;Geburtsdatum\n"
    "17;Nina Kowalski;nina@mail.example;16.11.1990\n"
    "18;Okafor, Ben;ben@;\n"
    "19;Zoë Weiß;;\n"
    "19;Zoë Weiß;;\n"
)


@pytest.fixture
def services(gym: Gym) -> GymServices:
    return gym.services(gym.admin())


@pytest.fixture
def make(qtbot, window: QWidget, page_context: PageContext) -> Callable[[Any], ImportMembersDialog]:
    """Open the dialog on some services; it is closed at the end."""
    made: list[ImportMembersDialog] = []

    def open_on(services: Any) -> ImportMembersDialog:
        dialog = ImportMembersDialog(dataclasses.replace(page_context, services=services), window)
        with qtbot.waitActive(dialog):
            dialog.open()
        made.append(dialog)
        return dialog

    yield open_on
    for dialog in made:
        qtbot.waitUntil(lambda dialog=dialog: not dialog.is_busy)
        if dialog.isVisible():
            dialog.accept()


@pytest.fixture
def dialog(make: Callable[[Any], ImportMembersDialog], services: GymServices) -> ImportMembersDialog:
    return make(services)


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    def to_file(content: str | bytes = LIST, name: str = "members.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return to_file


def to_columns(qtbot, dialog: ImportMembersDialog, path: Path) -> None:
    dialog.read_file(path)
    qtbot.waitUntil(lambda: dialog.step is Step.COLUMNS and not dialog.is_busy)


def to_check(qtbot, dialog: ImportMembersDialog, path: Path) -> None:
    to_columns(qtbot, dialog, path)
    dialog.confirm_button.click()
    qtbot.waitUntil(lambda: dialog.step is Step.CHECK and not dialog.is_busy)


def shown(dialog: ImportMembersDialog) -> list[tuple[str, ...]]:
    model = dialog.check_step.model
    return [
        tuple(model.index(row, column).data() for column in range(model.columnCount()))
        for row in range(model.rowCount())
    ]


def banner(dialog: ImportMembersDialog) -> str:
    return "" if dialog._banner.isHidden() else dialog._banner.accessibleName()


def names(gym: Gym) -> list[str]:
    found = gym.one("SELECT array_agg(full_name ORDER BY full_name) FROM public.profiles WHERE NOT is_admin")
    assert found is None or isinstance(found, list)
    return found or []


def press(key: Qt.Key) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key)


def test_the_keyboard_is_enough_from_the_file_to_the_members(
    qtbot, monkeypatch: pytest.MonkeyPatch, dialog: ImportMembersDialog, gym: Gym, write: Callable[..., Path]
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(write()), ""))
    assert dialog.choose_button.hasFocus()
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.step is Step.COLUMNS and not dialog.is_busy)
    assert dialog.columns.cards[0].box.hasFocus()
    press(Qt.Key.Key_Tab)
    assert dialog.columns.cards[1].box.hasFocus()
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.step is Step.CHECK and not dialog.is_busy)
    assert dialog.check_step.filters.hasFocus()
    assert dialog.confirm_button.text() == "Import 2 members" and names(gym) == []
    with qtbot.waitSignal(dialog.imported) as imported:
        press(Qt.Key.Key_Return)
    assert len(imported.args[0].added) == 2
    assert names(gym) == ["Nina Kowalski", "Zoë Weiß"]
    assert dialog.step is Step.DONE and dialog.confirm_button.hasFocus()
    assert [label.text() for label in dialog.done_step.findChildren(QLabel) if label.text()] == [
        "2 members were added",
        "On the list twice: 1. Left out with errors: 1."
        " This cannot be undone in one go; each of them can be erased by hand.",
    ]
    press(Qt.Key.Key_Return)
    assert not dialog.isVisible()


def test_every_column_shows_its_first_values_and_how_sure_the_guess_is(
    qtbot, dialog: ImportMembersDialog, write: Callable[..., Path]
) -> None:
    to_columns(qtbot, dialog, write())
    cards = dialog.columns.cards
    assert [card.field for card in cards] == [
        MemberField.NUMBER, MemberField.FULL_NAME, MemberField.EMAIL, MemberField.BIRTH_DATE,
    ]  # fmt: skip
    assert [card.certainty for card in cards] == ["Probably", "Recognised", "Probably", "Recognised"]
    assert [label.text() for label in cards[3].findChildren(ElidedLabel)] == [
        "Geburtsdatum", "16.11.1990", "—", "—", "—",
    ]  # fmt: skip
    assert cards[0].box.accessibleName() == "Column Nr"
    assert dialog.subtitle.text() == "Step 2 of 3: the columns of members.csv"


def test_a_field_given_to_one_column_is_taken_from_another(
    qtbot, dialog: ImportMembersDialog, write: Callable[..., Path]
) -> None:
    to_columns(qtbot, dialog, write())
    assert not dialog.is_dirty()
    boxes = [card.box for card in dialog.columns.cards]
    boxes[0].setFocus()
    QTest.keyClicks(boxes[0], "Last")
    assert dialog.columns.mapped == (MemberField.LAST_NAME, None, MemberField.EMAIL, MemberField.BIRTH_DATE)
    assert dialog.is_dirty()
    QTest.keyClick(boxes[0], Qt.Key.Key_Home)
    assert dialog.columns.problem == "Choose the column that holds the name."
    assert not dialog.confirm_button.isEnabled()
    press(Qt.Key.Key_Return)
    assert dialog.step is Step.COLUMNS, "Enter does not pass by what is missing"
    boxes[1].setFocus()
    QTest.keyClicks(boxes[1], "Name")
    assert dialog.confirm_button.isEnabled() and dialog.columns.problem == ""


def test_how_the_file_is_read_can_be_corrected(
    qtbot, dialog: ImportMembersDialog, write: Callable[..., Path]
) -> None:
    to_columns(qtbot, dialog, write("Anna Lee;anna@mail.example\nBob Roe;bob@mail.example\n"))
    step = dialog.columns
    assert step.header_box.currentText() == "No line has them" and len(step.cards) == 2
    assert step.sheet_box.isHidden() and step.delimiter_box.currentText() == "Semicolon"
    step.header_box.setCurrentIndex(0)
    step.header_box.activated.emit(0)
    qtbot.waitUntil(lambda: step.cards[0].box.accessibleName() == "Column Anna Lee")
    assert step.isEnabled()
    step.delimiter_box.setCurrentIndex(step.delimiter_box.findData(","))
    step.delimiter_box.activated.emit(0)
    qtbot.waitUntil(lambda: len(step.cards) == 1 and not dialog.is_busy)


def test_a_file_of_something_else_is_refused_and_another_can_be_chosen(
    qtbot, dialog: ImportMembersDialog, write: Callable[..., Path]
) -> None:
    dialog.read_file(write(b"%PDF-1.7", "list.pdf"))
    qtbot.waitUntil(lambda: bool(banner(dialog)))
    assert banner(dialog) == "Nothing was imported Line 1: this is a PDF document, not a list of members."
    assert dialog.step is Step.FILE and dialog.retry_button.isHidden() and dialog.choose_button.hasFocus()
    to_columns(qtbot, dialog, write())
    assert banner(dialog) == ""


def test_lines_are_shown_with_what_happens_and_why_and_can_be_filtered(
    qtbot, dialog: ImportMembersDialog, write: Callable[..., Path]
) -> None:
    to_check(qtbot, dialog, write())
    step = dialog.check_step
    QAbstractItemModelTester(step.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert {segment.text: segment.count for segment in step.filters.segments} == {
        "All": 4, "New": 2, "Twice": 1, "Error": 1,
    }  # fmt: skip
    assert shown(dialog) == [
        ("2", "Nina Kowalski", "17", "New", ""),
        ("3", "Ben Okafor", "—", "Error", "“ben@” does not look like an e-mail address."),
        ("4", "Zoë Weiß", "19", "New", ""),
        ("5", "Zoë Weiß", "19", "Twice", "The same person as on line 4."),
    ]
    QTest.keyClick(step.filters, Qt.Key.Key_End)
    assert [line[0] for line in shown(dialog)] == ["3"]
    assert step.table.isColumnHidden(3), "all of them are errors"
    step.errors.choose(ErrorRule.REFUSE)
    assert not dialog.confirm_button.isEnabled()
    step.errors.choose(ErrorRule.LEAVE_OUT)
    assert dialog.confirm_button.isEnabled()


def test_who_is_here_can_be_filled_in(
    qtbot, dialog: ImportMembersDialog, gym: Gym, write: Callable[..., Path]
) -> None:
    ava = gym.member("Ava Novak")
    to_check(qtbot, dialog, write(f"No,Name,Phone\n{ava.member_number},Ava Novak,020 7946\n"))
    assert not dialog.confirm_button.isEnabled(), "there is nothing to do"
    dialog.check_step.existing.choose(ExistingRule.FILL)
    qtbot.waitUntil(lambda: dialog.confirm_button.text() == "Fill in 1" and not dialog.is_busy)
    assert shown(dialog)[0][3:] == (
        "Fill in",
        f"Ava Novak, {ava.member_number} (same member number): phone filled in.",
    )
    with qtbot.waitSignal(dialog.imported):
        dialog.confirm_button.click()
    assert gym.one("SELECT phone FROM public.profiles WHERE id = :id", id=ava.id) == "020 7946"


def test_the_order_of_dates_is_asked_where_nothing_says_it(
    qtbot, dialog: ImportMembersDialog, gym: Gym, write: Callable[..., Path]
) -> None:
    to_check(qtbot, dialog, write("Name,Birthday\nAnna Lee,03/04/1990\n"))
    assert dialog.check_step.asks and dialog.check_step.date_order is DateOrder.DAY_FIRST
    dialog.check_step.order.choose(DateOrder.MONTH_FIRST)
    qtbot.waitUntil(lambda: not dialog.is_busy)
    with qtbot.waitSignal(dialog.imported):
        dialog.confirm_button.click()
    assert str(gym.one("SELECT birth_date FROM public.profiles WHERE full_name = 'Anna Lee'")) == "1990-03-04"


def test_nothing_is_asked_where_dates_say_it(
    qtbot, dialog: ImportMembersDialog, write: Callable[..., Path]
) -> None:
    to_check(qtbot, dialog, write("Name,Birthday\nAnna Lee,03/04/1990\nBo Lee,25/04/1990\n"))
    assert dialog.check_step.asks == "" and dialog.check_step.date_order is None


def test_lines_with_errors_are_saved_to_mend(
    qtbot,
    monkeypatch: pytest.MonkeyPatch,
    dialog: ImportMembersDialog,
    write: Callable[..., Path],
    tmp_path: Path,
) -> None:
    to_check(qtbot, dialog, write())
    offered: list[str] = []

    def choose(_parent: QWidget, _title: str, name: str, _kinds: str) -> tuple[str, str]:
        offered.append(name)
        return str(tmp_path / "mend.csv"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    dialog.check_step.save_button.click()
    qtbot.waitUntil(lambda: bool(dialog._context.notices.toasts.toasts))
    assert offered == [str(tmp_path / "members to mend.csv")]
    assert (tmp_path / "mend.csv").read_text("utf-8-sig").splitlines()[1] == (
        "18;Okafor, Ben;ben@;;3;“ben@” does not look like an e-mail address."
    )
    if os.name != "nt":
        assert stat.S_IMODE((tmp_path / "mend.csv").stat().st_mode) == 0o600, "it is full of people"


def test_a_place_that_cannot_be_written_to_is_said(
    qtbot, dialog: ImportMembersDialog, write: Callable[..., Path], tmp_path: Path
) -> None:
    to_check(qtbot, dialog, write())
    dialog.save_errors(tmp_path / "nowhere" / "mend.csv")
    qtbot.waitUntil(lambda: bool(dialog._context.notices.toasts.toasts))
    assert "could not be written" in dialog._context.notices.toasts.toasts[0].words.text()


def test_going_back_keeps_the_columns(qtbot, dialog: ImportMembersDialog, write: Callable[..., Path]) -> None:
    to_check(qtbot, dialog, write())
    dialog.back_button.click()
    assert dialog.step is Step.COLUMNS and len(dialog.columns.cards) == 4
    dialog.back_button.click()
    assert dialog.step is Step.FILE and dialog.choose_button.isEnabled()


def test_closing_asks_only_when_columns_were_corrected(
    qtbot, monkeypatch: pytest.MonkeyPatch, dialog: ImportMembersDialog, write: Callable[..., Path]
) -> None:
    asked: list[bool] = []
    monkeypatch.setattr(dialog, "_may_discard", lambda: asked.append(True) is not None)
    to_columns(qtbot, dialog, write())
    QTest.keyClicks(dialog.columns.cards[0].box, "Leave")
    dialog.reject()
    assert asked == [True] and dialog.isVisible()
    monkeypatch.setattr(dialog, "_may_discard", lambda: True)
    dialog.reject()
    assert not dialog.isVisible()


class Broken:
    """The real service with something in the way: what fails next, and a gate that writes wait at."""

    def __init__(self, services: GymServices) -> None:
        self._real = services.member_import
        self.fails: list[Exception] = []
        self.gate = threading.Event()
        self.gate.set()
        self.arrived = threading.Event()

    def check(self, *args: Any) -> Any:
        if self.fails:
            raise self.fails.pop()
        return self._real.check(*args)

    def import_members(self, members: Any, existing: Any, errors: Any, work: Work) -> Any:
        if self.fails:
            raise self.fails.pop()

        def wait_then(done: int, total: int) -> bool:
            self.arrived.set()
            assert self.gate.wait(10)
            return work(done, total)

        return self._real.import_members(members, existing, errors, wait_then)


@pytest.fixture
def broken(services: GymServices) -> Broken:
    return Broken(services)


@pytest.fixture
def shaky(
    make: Callable[[Any], ImportMembersDialog], services: GymServices, broken: Broken
) -> ImportMembersDialog:
    return make(SimpleNamespace(gym=services.gym, member_import=broken))


def test_cancelling_while_members_are_added_leaves_nobody(
    qtbot, shaky: ImportMembersDialog, broken: Broken, gym: Gym, write: Callable[..., Path]
) -> None:
    to_check(qtbot, shaky, write())
    broken.gate.clear()
    shaky.confirm_button.click()
    qtbot.waitUntil(broken.arrived.is_set)
    assert not shaky.confirm_button.isEnabled() and not shaky.back_button.isEnabled()
    QTest.keyClick(shaky, Qt.Key.Key_Escape)
    assert shaky.isVisible() and shaky._bar.sentence == "Cancelling…"
    broken.gate.set()
    qtbot.waitUntil(lambda: not shaky.is_busy)
    assert banner(shaky) == "Nothing was imported Cancelled. Nothing was changed."
    assert names(gym) == []
    with qtbot.waitSignal(shaky.imported):
        shaky.confirm_button.click()
    assert names(gym) == ["Nina Kowalski", "Zoë Weiß"]


def test_a_server_that_is_away_for_the_check_is_asked_again(
    qtbot, shaky: ImportMembersDialog, broken: Broken, write: Callable[..., Path]
) -> None:
    broken.fails = [Unavailable("The server was stopped. Trying to reach it again.")]
    to_columns(qtbot, shaky, write())
    shaky.confirm_button.click()
    qtbot.waitUntil(lambda: shaky.check_step.states.state == "error")
    assert not shaky.confirm_button.isEnabled()
    assert shaky._context.notices.offline_since is not None
    shaky.check_step.states.retry_requested.emit()
    qtbot.waitUntil(lambda: shaky.check_step.states.state == "content")
    assert shaky.confirm_button.isEnabled()


def test_a_server_that_went_away_between_check_and_import_gets_everybody_once(
    qtbot, shaky: ImportMembersDialog, broken: Broken, gym: Gym, write: Callable[..., Path]
) -> None:
    to_check(qtbot, shaky, write())
    broken.fails = [Unavailable("The database cannot be reached.")]
    shaky.confirm_button.click()
    qtbot.waitUntil(lambda: bool(banner(shaky)))
    assert banner(shaky) == "Nothing was imported The database cannot be reached."
    assert shaky.retry_button.hasFocus()
    with qtbot.waitSignal(shaky.imported):
        shaky.retry_button.click()
    assert names(gym) == ["Nina Kowalski", "Zoë Weiß"]


def test_somebody_who_was_faster_leads_back_to_the_check(
    qtbot,
    shaky: ImportMembersDialog,
    broken: Broken,
    services: GymServices,
    gym: Gym,
    write: Callable[..., Path],
) -> None:
    to_check(qtbot, shaky, write())
    broken.fails = [Conflict("Somebody was added meanwhile.", code="stale")]
    shaky.confirm_button.click()
    qtbot.waitUntil(lambda: bool(banner(shaky)))
    assert shaky.retry_button.text().strip() == "Check again"
    gym.one(
        "INSERT INTO public.profiles (full_name, member_number) VALUES ('Nina Kowalski', '17') RETURNING id"
    )
    shaky.retry_button.click()
    qtbot.waitUntil(lambda: not shaky.is_busy)
    assert banner(shaky) == "" and shaky.confirm_button.text() == "Import 1 member"
    assert [line.verdict for line in shaky.check_step.model.rows].count(Verdict.ALREADY) == 1


def test_the_members_page_opens_the_import_and_shows_who_came(
    qtbot, window: QWidget, page_context: PageContext, services: GymServices, write: Callable[..., Path]
) -> None:
    settings = services.gym.settings()
    page = MembersPage(dataclasses.replace(page_context, services=services, gym=settings))
    show_page(window, page)
    qtbot.waitUntil(lambda: page._states.state == "empty")
    action = next(
        one for one in page.bar.more_menu.actions() if "Import members" in one.text().replace("&", "")
    )
    action.trigger()
    dialog = window.findChild(ImportMembersDialog)
    assert dialog is not None
    to_check(qtbot, dialog, write())
    dialog.confirm_button.click()
    qtbot.waitUntil(lambda: page.members.loaded == 2)
    dialog.done_step.show_button.click()
    assert not dialog.isVisible()
    assert page_context.services.went == [("members", {"filter": "no_trainer"})]
