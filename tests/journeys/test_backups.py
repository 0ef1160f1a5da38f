"""Back-ups through the real window: taken by itself, by hand, and put in the gym's place under open windows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton

from gymtrainer_desktop.database.local import LocalGym
from gymtrainer_desktop.database.restoring import BEFORE
from gymtrainer_desktop.services import back_up_keeper
from gymtrainer_desktop.settings import Paths, Settings
from gymtrainer_desktop.ui.admin.backups.backups_page import BackUpsPage
from gymtrainer_desktop.ui.admin.backups.restore_dialog import CheckedDialog, RestoreDialog
from gymtrainer_desktop.ui.widgets.choice import ChoiceButton
from tests.database.gym_folder import Place
from tests.factories import Gym
from tests.journeys.conftest import Workstation


def open_backups(desk: Workstation) -> BackUpsPage:
    desk.main.navigate("settings")
    desk.settled()
    desk.click(desk.find(ChoiceButton, "door_backups"))
    desk.settled()
    page = desk.main.current_page
    assert isinstance(page, BackUpsPage)
    return page


def toasts(desk: Workstation) -> list[str]:
    return [toast.words.text() for toast in desk.app.window.notices.toasts.toasts]


def test_an_open_window_takes_the_daily_back_up_by_itself(
    own_gym: tuple[Paths, Gym], start: Callable[[Paths], Workstation], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(back_up_keeper, "FIRST_LOOK_SECONDS", 0.0)
    paths, _ = own_gym
    desk = start(paths)
    desk.sign_in("rosa@harbour.test", "front-desk-1")
    page = open_backups(desk)
    desk.until(lambda: len(page.table.backups_model.rows) == 1)
    assert [file.name.split("-")[0] for file in paths.backups.iterdir()] == ["daily"]
    assert page.last.taken.text().endswith("· Daily")
    assert toasts(desk) == [], "what goes well needs no words"
    desk.sign_out()


def test_a_daily_back_up_that_fails_is_said_once_and_on_the_page(
    own_gym: tuple[Paths, Gym],
    start: Callable[[Paths], Workstation],
    monkeypatch: pytest.MonkeyPatch,
    folder: Path,
) -> None:
    monkeypatch.setattr(back_up_keeper, "FIRST_LOOK_SECONDS", 0.0)
    paths, _ = own_gym
    stick = folder / "stick"
    Settings(paths.settings_file).put("backups", {"folder": str(stick)})
    desk = start(paths)
    desk.until(lambda: desk.app._backups is not None and desk.app._backups.keeper.last is not None)
    desk.until(desk.app.window.sign_in.isVisible)
    assert toasts(desk) == [], "nobody is there who could do anything"
    desk.sign_in("rosa@harbour.test", "front-desk-1")
    assert toasts(desk) == [f"The daily back-up failed. There is no folder {stick}."]
    page = open_backups(desk)
    assert f"There is no folder {stick}." in page.problem.accessibleName()
    desk.sign_out()
    desk.sign_in("rosa@harbour.test", "front-desk-1")
    assert toasts(desk) == []
    stick.mkdir()
    page = open_backups(desk)
    button = page.rows.findChild(QPushButton)
    assert button is not None and not page.now_button.isVisible()
    desk.click(button)
    desk.until(lambda: len(page.table.backups_model.rows) == 1 and not page.problem.isVisible())
    assert len(list(stick.iterdir())) == 1
    desk.sign_out()


def test_restored_from_the_window_everybody_is_thrown_out(
    own_gym: tuple[Paths, Gym],
    start: Callable[[Paths], Workstation],
    monkeypatch: pytest.MonkeyPatch,
    folder: Path,
) -> None:
    paths, gym = own_gym
    gym.member("Sarah Johnson")
    john = gym.trainer("John Smith")
    gym.secret(john, "password", "john-smith-1")
    place = Place(LocalGym.of(paths))
    place.local.cluster.start()
    desk, room = start(paths), start(paths)
    room.sign_in(john.email, "john-smith-1")
    desk.sign_in("rosa@harbour.test", "front-desk-1")

    page = open_backups(desk)
    page.back_up()
    desk.until(lambda: len(page.table.backups_model.rows) == 1)
    desk.until(lambda: "The gym is backed up" in toasts(desk))
    page.table.enter_from_above()
    copy = folder / "copy.dump"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(copy), ""))
    desk.click(page.copy_button)
    desk.until(lambda: "A copy is saved as copy.dump" in toasts(desk))

    gym.member("Entered Since")
    gym.one("UPDATE public.gym_settings SET name = 'Quay Gym' RETURNING 1")
    replaced = place.contents()
    desk.until(lambda: not page.under_way.isVisible())
    page.check(copy)
    checked = desk.dialog("checkedBackupDialog")
    assert isinstance(checked, CheckedDialog) and "Harbour Street Gym" in checked.grid.said()
    checked.accept()

    half = folder / "half.dump"
    half.write_bytes(copy.read_bytes()[:-1])
    page.restore(half)
    desk.until(lambda: any("half.dump is damaged" in words for words in toasts(desk)))
    assert desk.app.session is not None and place.contents() == replaced, "refused before anything is touched"

    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(copy), ""))
    desk.click(page.restore_file_button)
    dialog = desk.dialog("restoreDialog")
    assert isinstance(dialog, RestoreDialog)
    said = dialog.grid.said()
    assert "Quay Gym" in said and "Harbour Street Gym" in said
    typed = desk.find(QLineEdit, "gymNameTyped", dialog)
    desk.enter(typed, "Harbour Street Gym")
    assert not dialog.confirm_button.isEnabled(), "what is replaced has to be named"
    desk.enter(typed, " quay  gym ")
    desk.click(dialog.confirm_button)

    desk.until(lambda: desk.app.window.sign_in.notice.isVisible())
    assert desk.app.session is None
    assert desk.app.window.sign_in._gym.text() == "Harbour Street Gym"
    (former,) = place.databases() - {"gym"}
    notice = desk.app.window.sign_in.notice.text()
    assert (
        former.startswith(BEFORE) and former in notice and "Harbour Street Gym is back as it was on" in notice
    )

    room.until(lambda: room.app.session is None and room.app.window.sign_in.isVisible())
    assert "session has ended" in room.app.window.sign_in.error
    room.until(lambda: room.app.window.sign_in._gym.text() == "Harbour Street Gym")
    assert place.rows("SELECT full_name FROM public.profiles WHERE full_name = 'Entered Since'") == []
    kept = place.contents(former)
    assert {name: kept[name] for name in kept if name != "public.audit_log"} == {
        name: replaced[name] for name in kept if name != "public.audit_log"
    }
    for each, login, secret in (
        (desk, "rosa@harbour.test", "front-desk-1"),
        (room, john.email, "john-smith-1"),
    ):
        each.sign_in(login, secret)
        each.sign_out()
    place.local.close()
