"""The page of back-ups in its states, its form, and the question before a restore."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gymtrainer_desktop.domain.backups import (
    BackUpKind,
    BackUpName,
    BackUpOutcome,
    BackUpPlan,
    FoundBackUp,
    GymFacts,
    KeptBackUp,
)
from gymtrainer_desktop.domain.errors import Unavailable, UserError
from gymtrainer_desktop.services.back_up_keeper import UnderWay
from gymtrainer_desktop.services.backups import BackUpsOverview
from gymtrainer_desktop.ui.admin.backups.backup_words import size_text
from gymtrainer_desktop.ui.admin.backups.backups_page import BackUpsPage
from gymtrainer_desktop.ui.admin.backups.restore_dialog import CheckedDialog, RestoreDialog
from gymtrainer_desktop.ui.shell.page import PageContext
from tests.ui.admin_gym import Gym, click_row, show_page

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
OWN = Path("/data/gym/backups")


def kept(kind: BackUpKind, days: int, members: int | None = 300, problem: str = "") -> KeptBackUp:
    name = BackUpName(kind, NOW - timedelta(days=days, hours=7), "0002")
    return KeptBackUp(OWN / str(name), name, 1_240_000, members, problem)


ROWS = (
    kept(BackUpKind.DAILY, 0, 301),
    kept(BackUpKind.BY_HAND, 1),
    kept(BackUpKind.BEFORE_UPGRADE, 9, 280),
    kept(BackUpKind.DAILY, 10, None, "It is damaged."),
)
FACTS = GymFacts("Harbour Street Gym", "0002", 301, 12, 10_432, date(2026, 11, 20))
INSIDE = dataclasses.replace(FACTS, members=280, logs=9_800, taken_at=NOW - timedelta(days=9))


class BackUps:
    """Answers as the service does, from memory."""

    def __init__(self, gym: Gym) -> None:
        self.gym = gym
        self.under_way: UnderWay | None = None
        self.shown = BackUpsOverview(
            True, "", False, BackUpPlan(OWN), OWN, ROWS, None, datetime(2026, 11, 21, 3, tzinfo=UTC), NOW
        )

    def overview(self) -> BackUpsOverview:
        self.gym.note("overview")
        return self.shown

    def back_up(self) -> None:
        self.gym.note("back_up")
        self.under_way = UnderWay(BackUpKind.BY_HAND, "Writing the back-up", 310_000, 1_240_000)

    def save_copy(self, file: Path, to: Path) -> None:
        self.gym.note("save_copy", (file, to))

    def cancel(self) -> None:
        self.gym.note("cancel")
        self.under_way = None

    def look_into(self, file: Path) -> FoundBackUp:
        self.gym.note("look_into", file)
        return FoundBackUp(file, 1_240_000, INSIDE)

    def compare(self, file: Path) -> tuple[FoundBackUp, GymFacts]:
        self.gym.note("compare", file)
        return FoundBackUp(file, 1_240_000, INSIDE), FACTS

    def save_plan(self, keep: str, at: str, folder: str) -> BackUpPlan:
        self.gym.note("save_plan", (keep, at, folder))
        plan = BackUpPlan(Path(folder) if folder else OWN, int(keep), time.fromisoformat(at))
        self.change(plan=plan)
        return plan

    def change(self, **changes: object) -> None:
        self.shown = dataclasses.replace(self.shown, **changes)  # type: ignore[arg-type]


@pytest.fixture
def desk() -> Gym:
    gym = Gym()
    gym.backups = BackUps(gym)  # type: ignore[attr-defined]
    return gym


@pytest.fixture
def backups(desk: Gym) -> BackUps:
    return desk.backups  # type: ignore[attr-defined, no-any-return]


@pytest.fixture
def page(qtbot: QtBot, window: QWidget, page_context: PageContext, desk: Gym) -> BackUpsPage:
    page = BackUpsPage(desk.context(page_context))
    show_page(window, page)
    qtbot.waitUntil(lambda: page._states.state != "loading")
    return page


def reload(qtbot: QtBot, page: BackUpsPage) -> None:
    page.refresh()
    qtbot.waitUntil(lambda: not page.context.tasks.is_busy)


def dialog(qtbot: QtBot, page: BackUpsPage, kind: type) -> object:
    qtbot.waitUntil(lambda: any(each.isVisible() for each in page.window().findChildren(kind)))
    return page.window().findChildren(kind)[-1]


def test_the_kept_ones_are_listed(page: BackUpsPage, qtmodeltester) -> None:
    model = page.table.backups_model
    qtmodeltester.check(model)
    cells = [[model.index(row, column).data() for column in range(5)] for row in range(4)]
    assert cells[0] == ["Fri 20 Nov 2026, 03:00", "Daily", "301", "0002", "1.2 MB"]
    assert [row[1] for row in cells] == ["Daily", "By hand", "Before an upgrade", "Daily"]
    assert cells[3][2] == "Damaged"
    assert page.last.taken.text() == "Fri 20 Nov 2026, 03:00 · Daily"
    assert page.last.result.text() == "Complete and checked, 1.2 MB"
    assert page.last.next.text() == "Sat 21 Nov 2026, 03:00"
    assert not page.problem.isVisible() and not page.under_way.isVisible()
    assert page.trail[0].key == "settings"


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "1 kB"), (340_400, "340 kB"), (1_240_000, "1.2 MB"), (2.5e9, "2.5 GB"), (3e15, "3,000.0 TB")],
)
def test_sizes_are_readable(size: float, text: str) -> None:
    assert size_text(int(size)) == text


def test_what_can_be_done_depends_on_the_chosen_row(qtbot: QtBot, page: BackUpsPage) -> None:
    buttons = (page.copy_button, page.check_button, page.restore_button)
    assert [button.isEnabled() for button in buttons] == [False, False, False]
    click_row(qtbot, page.table, 1)
    assert [button.isEnabled() for button in buttons] == [True, True, True]
    click_row(qtbot, page.table, 3)
    assert [button.isEnabled() for button in buttons] == [False, True, False], "a damaged one"


def test_none_yet_offers_the_first(qtbot: QtBot, page: BackUpsPage, desk: Gym, backups: BackUps) -> None:
    backups.change(kept=())
    reload(qtbot, page)
    assert page.rows.state == "empty" and page.last.taken.text() == "There is none yet."
    button = page.rows.findChild(QPushButton)
    assert button is not None and not page.now_button.isVisible()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(desk.called("back_up")))


def test_one_under_way_is_shown_and_can_be_given_up(
    qtbot: QtBot, page: BackUpsPage, desk: Gym, backups: BackUps
) -> None:
    qtbot.keyClick(page.now_button, Qt.Key.Key_Return)
    qtbot.waitUntil(page.under_way.isVisible)
    assert page.under_way.words.text() == "Writing the back-up …" and page.under_way.bar.value() == 25
    assert page.under_way.detail.text() == "310 kB"
    assert not page.now_button.isEnabled() and not page.restore_file_button.isEnabled()
    backups.under_way = UnderWay(BackUpKind.BY_HAND, "Checking the back-up", 2_000_000, 1_240_000)
    qtbot.waitUntil(lambda: page.under_way.words.text() == "Checking the back-up …")
    assert page.under_way.bar.value() == 99, "never done before it is"
    loads = len(desk.called("overview"))
    qtbot.mouseClick(page.under_way.cancel_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.under_way.isVisible())
    assert len(desk.called("cancel")) == 1
    qtbot.waitUntil(lambda: len(desk.called("overview")) == loads + 1)
    assert page.now_button.isEnabled()


def test_a_failure_stays_on_the_page_until_one_goes_well(
    qtbot: QtBot, page: BackUpsPage, backups: BackUps
) -> None:
    full = UserError("The disk that holds /stick is full: free some space and try again.")
    backups.change(last=BackUpOutcome(BackUpKind.DAILY, NOW, error=full))
    reload(qtbot, page)
    assert page.problem.isVisible()
    assert page.problem.accessibleName() == (
        "The last back-up failed Fri 20 Nov 2026, 10:00: The disk that holds /stick is full: free some space and"
        " try again."
    )
    assert page.last.next.text() == "Tried again within the hour"
    backups.change(last=BackUpOutcome(BackUpKind.DAILY, NOW, OWN / "x.dump", 7))
    reload(qtbot, page)
    assert not page.problem.isVisible()


def test_a_folder_that_cannot_be_listed_leaves_the_form(
    qtbot: QtBot, page: BackUpsPage, backups: BackUps
) -> None:
    backups.change(kept=(), problem="/closed cannot be written to.")
    reload(qtbot, page)
    assert "/closed cannot be written to." in page.problem.accessibleName() and page.plan.isVisible()


def test_a_failing_load_offers_retry(qtbot: QtBot, window, page_context, desk: Gym) -> None:
    desk.fail("overview", Unavailable("The server is starting. Trying again."))
    page = BackUpsPage(desk.context(page_context))
    show_page(window, page)
    qtbot.waitUntil(lambda: page._states.state == "error")
    qtbot.mouseClick(page._states._error.retry, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page._states.state == "content")


def test_on_a_shared_server_it_says_who_to_ask_and_offers_nothing(
    qtbot: QtBot, page: BackUpsPage, backups: BackUps
) -> None:
    backups.shown = BackUpsOverview(False, "db.harbour.test")
    reload(qtbot, page)
    assert page._states.state == "empty"
    assert "db.harbour.test" in page._states._empty.words.text()
    assert [b for b in page.findChildren(QPushButton) if b.isVisible()] == []


def test_a_demo_gym_says_what_it_does_not_do(qtbot: QtBot, page: BackUpsPage, backups: BackUps) -> None:
    backups.change(is_demo=True)
    reload(qtbot, page)
    click_row(qtbot, page.table, 0)
    assert page.last.next.text() == "A demo gym takes none."
    assert page.plan.demo_words.isVisible() and page.demo_words.isVisible()
    assert not page.restore_button.isEnabled() and not page.restore_file_button.isEnabled()
    assert page.check_button.isEnabled() and page.now_button.isEnabled()


def test_a_file_is_checked_and_told_about(qtbot: QtBot, page: BackUpsPage, desk: Gym, monkeypatch) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("/stick/gym.dump", ""))
    qtbot.mouseClick(page.check_file_button, Qt.MouseButton.LeftButton)
    shown = dialog(qtbot, page, CheckedDialog)
    assert desk.called("look_into") == [Path("/stick/gym.dump")]
    assert isinstance(shown, CheckedDialog)
    assert {"Harbour Street Gym", "280", "9,800", "Wed 11 Nov 2026, 10:00"} <= set(shown.grid.said())
    shown.accept()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    qtbot.mouseClick(page.check_file_button, Qt.MouseButton.LeftButton)
    assert len(desk.called("look_into")) == 1, "nothing chosen, nothing done"


def test_a_file_that_is_none_is_said(qtbot: QtBot, page: BackUpsPage, desk: Gym) -> None:
    desk.fail("look_into", UserError("holiday.jpg is no back-up of a gym."))
    page.check(Path("holiday.jpg"))
    assert page.under_way.isVisible() and not page.under_way.cancel_button.isVisible()
    toasts = page.context.notices.toasts
    qtbot.waitUntil(
        lambda: [t.words.text() for t in toasts.toasts] == ["holiday.jpg is no back-up of a gym."]
    )
    assert not page.under_way.isVisible() and page.check_file_button.isEnabled()


def test_a_copy_is_saved_where_one_says(qtbot: QtBot, page: BackUpsPage, desk: Gym, monkeypatch) -> None:
    asked: list[str] = []

    def answer(_parent: object, _title: str, start: str, _filter: str) -> tuple[str, str]:
        asked.append(Path(start).name)
        return "/stick/copy.dump", ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    click_row(qtbot, page.table, 1)
    qtbot.mouseClick(page.copy_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.called("save_copy") == [(ROWS[1].file, Path("/stick/copy.dump"))])
    assert asked == [ROWS[1].file.name]


def test_a_restore_says_what_it_replaces_and_wants_the_name(
    qtbot: QtBot, page: BackUpsPage, desk: Gym
) -> None:
    page.table.enter_from_above()
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    qtbot.keyClick(page.restore_button, Qt.Key.Key_Return)
    asks = dialog(qtbot, page, RestoreDialog)
    assert isinstance(asks, RestoreDialog) and desk.called("compare") == [ROWS[1].file]
    said = asks.grid.said()
    assert {"301", "280", "10,432", "9,800", "now", "Wed 11 Nov 2026, 10:00"} <= set(said)
    assert said.count("Harbour Street Gym") == 2
    assert "after Wed 11 Nov 2026, 10:00 will no longer be" in asks.banner.accessibleName()
    confirmed: list[FoundBackUp] = []
    page.restore_confirmed.connect(confirmed.append)
    assert asks.typed.hasFocus() and not asks.confirm_button.isEnabled()
    qtbot.keyClicks(asks.typed, "harbour street")
    qtbot.keyClick(asks.typed, Qt.Key.Key_Return)
    assert confirmed == [] and asks.isVisible()
    qtbot.keyClicks(asks.typed, " Gym")
    qtbot.keyClick(asks.typed, Qt.Key.Key_Return)
    assert [found.file for found in confirmed] == [ROWS[1].file] and not asks.isVisible()


def test_the_plan_is_saved(qtbot: QtBot, page: BackUpsPage, desk: Gym, monkeypatch) -> None:
    form = page.plan
    assert (form.keep.text(), form.at.text(), form.folder.text()) == ("14", "03:00", "")
    assert not form.save_button.isEnabled() and form.folder.placeholderText() == str(OWN)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "/stick")
    qtbot.mouseClick(form.choose_button, Qt.MouseButton.LeftButton)
    form.keep.setText("30")
    form.at.setText(" 22:15 ")
    qtbot.keyClick(form.at, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.called("save_plan") == [("30", "22:15", "/stick")])
    qtbot.waitUntil(lambda: not form.is_dirty() and not page.context.tasks.is_busy)
    assert form.folder.text() == "/stick" and form.at.text() == "22:15"


def test_what_is_refused_stands_beside_its_field(qtbot: QtBot, page: BackUpsPage, desk: Gym) -> None:
    desk.fail("save_plan", UserError("A time such as 03:00, please.", field="at"))
    page.plan.at.setText("noon")
    qtbot.mouseClick(page.plan.save_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.plan.error_of("at") == "A time such as 03:00, please.")
    assert page.plan.at.text() == "noon" and page.plan.save_button.isEnabled()


def test_a_refresh_leaves_what_is_half_typed_and_leaving_asks(
    qtbot: QtBot, page: BackUpsPage, backups: BackUps, monkeypatch
) -> None:
    page.plan.keep.setText("3")
    backups.change(plan=BackUpPlan(OWN, 20))
    reload(qtbot, page)
    assert page.plan.keep.text() == "3"
    answers = iter((False, True))
    monkeypatch.setattr(page.context.notices, "question", lambda *_, **__: next(answers))
    assert not page.may_leave()
    assert page.may_leave() and page.plan.keep.text() == "14"
    assert page.may_leave(), "nothing to lose, nothing asked"
    reload(qtbot, page)
    assert page.plan.keep.text() == "20"
