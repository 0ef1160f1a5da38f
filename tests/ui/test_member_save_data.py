"""Everything about oneself goes into a file that one takes along."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from gymtrainer_desktop.domain.errors import Unavailable
from gymtrainer_desktop.ui.member.my_progress_page import MyProgressPage
from gymtrainer_desktop.ui.member.save_data_dialog import SaveDataDialog
from gymtrainer_desktop.ui.shell.page import PageContext
from tests.ui.member_gym import MemberGym, show_page

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def gym() -> MemberGym:
    return MemberGym()


@pytest.fixture
def page(window: QWidget, page_context: PageContext, gym: MemberGym) -> MyProgressPage:
    page = MyProgressPage(gym.context(page_context))
    show_page(window, page)
    return page


def _open(qtbot, page: MyProgressPage) -> SaveDataDialog:
    qtbot.mouseClick(page.save_button, LEFT)
    assert page.save_dialog is not None
    qtbot.waitUntil(page.save_dialog.isVisible)
    return page.save_dialog


def _toasts(page: MyProgressPage) -> list[str]:
    return [toast.words.text() for toast in page.context.notices.toasts.toasts]


def test_everything_is_saved_as_tables_where_one_chooses(
    qtbot, page: MyProgressPage, gym: MemberGym, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def choose(_parent: QWidget, _title: str, start: str, _kinds: str) -> tuple[str, str]:
        asked.append(Path(start).name)
        return str(tmp_path / "mine"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    dialog = _open(qtbot, page)
    assert gym.called("export_own") == []
    qtbot.mouseClick(dialog.confirm_button, LEFT)
    qtbot.waitUntil(lambda: page.save_dialog is None)
    assert asked == ["Sarah-Johnson.zip"]
    assert _toasts(page) == ["Everything about you is in mine.zip"]
    with zipfile.ZipFile(tmp_path / "mine.zip") as archive:
        assert archive.namelist() == ["Person.csv", "Logged exercises.csv"]
        rows = list(csv.reader(io.StringIO(archive.read("Logged exercises.csv").decode("utf-8-sig"))))
    assert rows[0] == ["exercise name", "notes"]
    assert len(rows) == 1 + len(gym.stored_logs)


def test_nobody_chose_a_place_and_nothing_is_read(
    qtbot, page: MyProgressPage, gym: MemberGym, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    dialog = _open(qtbot, page)
    qtbot.mouseClick(dialog.confirm_button, LEFT)
    assert gym.called("export_own") == []
    assert dialog.isVisible()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.save_dialog is None)


def test_saving_is_given_up_and_leaves_no_file(
    qtbot, page: MyProgressPage, gym: MemberGym, tmp_path: Path
) -> None:
    gate = gym.hold("export_own")
    dialog = _open(qtbot, page)
    dialog.save(tmp_path / "mine.zip")
    assert dialog.is_writing
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.words.text() == "Giving up…"
    gate.set()
    qtbot.waitUntil(lambda: page.save_dialog is None)
    assert _toasts(page) == ["Saving was given up; no file was written"]
    assert list(tmp_path.iterdir()) == []


def test_the_dialog_stays_when_the_server_is_away_or_the_place_is_no_place(
    qtbot, page: MyProgressPage, gym: MemberGym, tmp_path: Path
) -> None:
    gym.fail("export_own", Unavailable("The database cannot be reached."))
    dialog = _open(qtbot, page)
    dialog.save(tmp_path / "mine.zip")
    qtbot.waitUntil(dialog.banner.isVisible)
    assert page.context.notices.offline_since is not None
    dialog.save(tmp_path / "nowhere" / "mine.zip")
    qtbot.waitUntil(lambda: dialog.banner.isVisible() and not dialog.is_writing)
    assert dialog.banner.accessibleName().startswith("No file was written")
    assert dialog.confirm_button.isEnabled()
    dialog.save(tmp_path / "mine.zip")
    qtbot.waitUntil(lambda: page.save_dialog is None)
    assert zipfile.is_zipfile(tmp_path / "mine.zip")
