"""Tables written as CSV: which, which rows, where to, given up midway; once through the page on the database."""

from __future__ import annotations

import csv
import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from gymtrainer_desktop.domain.audit import AuditQuery
from gymtrainer_desktop.domain.bulk import Progress, report
from gymtrainer_desktop.domain.errors import Unavailable, UserError
from gymtrainer_desktop.domain.exports import ExportKind
from gymtrainer_desktop.domain.people import MemberFilter, MemberQuery
from gymtrainer_desktop.settings import Settings
from gymtrainer_desktop.ui.admin.reports.export_table_dialog import ExportTableDialog
from gymtrainer_desktop.ui.admin.trainers.trainers_page import TrainersPage
from gymtrainer_desktop.ui.shell.page import PageContext
from gymtrainer_desktop.ui.tasks import Tasks
from tests.factories import Gym
from tests.ui.admin_gym import Gym as Desk
from tests.ui.admin_gym import show_page


class Exports:
    """Writes one line, and says how far it is as the service does."""

    def __init__(self, gym: Desk) -> None:
        self.gym = gym

    def table_csv(
        self, kind: ExportKind, path: Path, progress: Progress | None = None, *, query: Any = None
    ) -> int:
        self.gym.note("table_csv", (kind, path, query))
        for done in range(0, 3001, 1000):
            report(progress, done, 3000)
            self.gym.note("chunk", done)
        path.write_text("Name\n", encoding="utf-8")
        return 3000


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The folders that were opened."""
    folders: list[str] = []

    def open_url(url: Any) -> bool:
        folders.append(url.toLocalFile())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    return folders


@pytest.fixture
def desk() -> Desk:
    gym = Desk()
    gym.exports = Exports(gym)  # type: ignore[attr-defined]
    return gym


@pytest.fixture
def context(page_context: PageContext, desk: Desk) -> PageContext:
    return desk.context(page_context)


def _dialog(window: QWidget, context: PageContext, path: Path, *args: Any) -> ExportTableDialog:
    dialog = ExportTableDialog(context, *args, parent=window)
    dialog.open()
    dialog.path.setText(str(path))
    return dialog


def test_by_keyboard_a_table_is_written_and_its_folder_opened(
    qtbot, window, context, desk: Desk, tmp_path: Path, opened: list[str]
) -> None:
    dialog = ExportTableDialog(context, parent=window)
    dialog.open()
    assert dialog.kinds.count() == len(ExportKind), "every table there is"
    assert Path(dialog.path.text()).name.startswith("harbour-street-gym-members-2")
    qtbot.keyClick(dialog.kinds, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.kinds, Qt.Key.Key_Down)
    assert dialog.kind is ExportKind.ASSIGNMENTS
    assert "assignments" in dialog.path.text(), "the name follows the table until somebody types another"
    dialog.path.selectAll()
    qtbot.keyClicks(dialog.path, str(tmp_path / "all of them"))
    qtbot.keyClick(dialog.kinds, Qt.Key.Key_Down)
    assert dialog.path.text() == str(tmp_path / "all of them")
    qtbot.keyClick(dialog.path, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert desk.called("table_csv") == [(ExportKind.PLANS, tmp_path / "all of them.csv", None)]
    assert opened == [str(tmp_path)]
    assert context.notices.toasts.toasts[-1].words.text() == "3,000 rows are in all of them.csv"


def test_whether_the_folder_is_opened_is_remembered(
    qtbot, window, context, tmp_path: Path, opened: list[str]
) -> None:
    dialog = _dialog(window, context, tmp_path / "a.csv")
    qtbot.keyClick(dialog.opens_folder, Qt.Key.Key_Space)
    dialog.submit()
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert opened == []
    again = ExportTableDialog(context, parent=window)
    assert not again.opens_folder.isChecked()


def test_what_the_page_shows_is_offered_beside_all(
    qtbot, window, context, desk: Desk, tmp_path: Path, opened: list[str]
) -> None:
    query = MemberQuery("sm", MemberFilter.PAUSED)
    dialog = _dialog(window, context, tmp_path / "a.csv", ExportKind.MEMBERS, query, "Paused, “sm”")
    assert dialog.rows.isVisible() and dialog.rows.currentText() == "As shown on the page: Paused, “sm”"
    dialog.submit()
    qtbot.waitUntil(lambda: not dialog.isVisible())
    everybody = _dialog(window, context, tmp_path / "b.csv", ExportKind.MEMBERS, query)
    qtbot.keyClick(everybody.rows, Qt.Key.Key_Down)
    everybody.submit()
    qtbot.waitUntil(lambda: not everybody.isVisible())
    other = _dialog(window, context, tmp_path / "c.csv", ExportKind.MEMBERS, query)
    other.kinds.setCurrentIndex(other.kinds.findData("trainers"))
    assert not other.rows.isVisible(), "the question was about another table"
    other.submit()
    qtbot.waitUntil(lambda: not other.isVisible())
    assert [asked for _, _, asked in desk.called("table_csv")] == [query, None, None]


def test_the_audit_trail_is_written_for_a_period(
    qtbot, window, context, desk: Desk, tmp_path: Path, opened: list[str]
) -> None:
    dialog = _dialog(window, context, tmp_path / "a.csv", ExportKind.AUDIT)
    assert dialog.since.isVisible() and (dialog.until.value - dialog.since.value).days == 30
    day = dialog.until.value
    dialog.until.set_value(dialog.since.value.replace(year=day.year - 1))
    dialog.submit()
    assert dialog._fields["until"].error == "The last day lies before the first."
    dialog.until.set_value(day)
    dialog.submit()
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert desk.called("table_csv")[0][2] == AuditQuery(since=dialog.since.value, until=day)


def test_given_up_midway_there_is_no_file(qtbot, window, context, desk: Desk, tmp_path: Path) -> None:
    gate = desk.hold("chunk")
    dialog = _dialog(window, context, tmp_path / "a.csv")
    dialog.submit()
    qtbot.waitUntil(lambda: bool(desk.called("chunk")))
    assert dialog.is_running and dialog.bar.isVisible() and not dialog.path.isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible() and not dialog.cancel_button.isEnabled()
    gate.set()
    qtbot.waitUntil(lambda: not dialog.is_running)
    assert list(tmp_path.iterdir()) == []
    assert dialog._banner.accessibleName() == "Not saved Given up. No file was written."
    assert dialog.confirm_button.isEnabled() and dialog.path.isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("", "Please say where to."), ("{0}/no/such/folder/a.csv", "There is no folder {0}/no/such/folder.")],
)
def test_a_place_that_cannot_be_is_told_beside_it(
    window, context, desk: Desk, tmp_path: Path, typed: str, sentence: str
) -> None:
    dialog = _dialog(window, context, tmp_path / "a.csv")
    dialog.path.setText(typed.format(tmp_path))
    dialog.submit()
    assert dialog._fields["path"].error == sentence.format(tmp_path)
    assert desk.called("table_csv") == []
    dialog.reject()


def test_a_file_that_is_there_is_asked_about(
    qtbot, window, context, desk: Desk, tmp_path: Path, opened: list[str], monkeypatch
) -> None:
    answers = [False, True]
    monkeypatch.setattr(context.notices, "question", lambda *_a, **_n: answers.pop(0))
    file = tmp_path / "a.csv"
    file.write_text("precious", encoding="utf-8")
    dialog = _dialog(window, context, file)
    dialog.submit()
    assert file.read_text(encoding="utf-8") == "precious" and desk.called("table_csv") == []
    dialog.submit()
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert file.read_text(encoding="utf-8") == "Name\n"


def test_a_full_disk_and_a_server_that_is_away(qtbot, window, context, desk: Desk, tmp_path: Path) -> None:
    dialog = _dialog(window, context, tmp_path / "a.csv")
    desk.fail("table_csv", UserError("The disk is full: free some space and try again."))
    dialog.submit()
    qtbot.waitUntil(lambda: not dialog.is_running)
    assert "The disk is full" in dialog._banner.accessibleName()
    desk.fail("table_csv", Unavailable("The server was stopped."))
    dialog.submit()
    qtbot.waitUntil(lambda: context.notices.offline_since is not None)
    assert dialog.isVisible() and dialog.confirm_button.isEnabled()
    dialog.reject()


@pytest.fixture
def _finish(tasks: Tasks, gym: Gym, qtbot) -> Iterator[None]:
    """Let what is under way end before the database goes."""
    yield
    qtbot.waitUntil(lambda: not tasks.is_busy)


@pytest.mark.usefixtures("_finish")
def test_from_the_page_to_the_file_nothing_runs_in_a_spreadsheet(
    qtbot, window, page_context: PageContext, gym: Gym, tmp_path: Path, opened: list[str]
) -> None:
    gym.trainer("=HYPERLINK(A1)")
    gym.trainer("John Smith")
    services = gym.services(gym.admin("Rosa Delgado"))
    settings = Settings(tmp_path / "settings.json")
    context = dataclasses.replace(
        page_context, services=services, gym=services.gym.settings(), settings=settings
    )
    page = TrainersPage(context)
    show_page(window, page)
    qtbot.waitUntil(lambda: page._states.state == "content")
    page.more_menu.actions()[0].trigger()
    dialog = next(d for d in window.findChildren(ExportTableDialog) if d.isVisible())
    dialog.path.setText(str(tmp_path / "trainers.csv"))
    qtbot.keyClick(dialog.path, Qt.Key.Key_Return)
    # The page has the dialog deleted once it is closed: what it left behind tells that it is done.
    qtbot.waitUntil(lambda: bool(opened))
    rows = list(csv.DictReader((tmp_path / "trainers.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [row["Name"] for row in rows] == ["'=HYPERLINK(A1)", "John Smith"]
    assert rows[1]["Limit"] == "15" and opened == [str(tmp_path)]
