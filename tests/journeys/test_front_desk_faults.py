"""What goes wrong at the front desk, through real windows: races, a huge photo, a killed server; and no mouse."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton

from gymtrainer_desktop.domain.people import MemberFilter
from gymtrainer_desktop.services.sign_in import SignInService
from gymtrainer_desktop.settings import Paths
from gymtrainer_desktop.ui.admin.assigning.assign_trainer_dialog import AssignTrainerDialog
from gymtrainer_desktop.ui.admin.assigning.bulk_assign_dialog import BulkAssignDialog
from gymtrainer_desktop.ui.admin.members.members_page import MembersPage
from tests.factories import Gym, Person
from tests.journeys.conftest import Workstation, begun_gym, is_open, kill_server, new_folder, without_keyring

BUSY_AT_MOST = 0.5
"""Seconds for which the window may not answer, on a machine that does other work as well."""


@pytest.fixture(scope="module")
def desk_gym() -> Iterator[tuple[Paths, Gym]]:
    """One gym for all of these; the trainers of a test are gone when the next one begins."""
    with without_keyring(), new_folder() as folder, begun_gym(folder) as gym:
        yield gym


@pytest.fixture(autouse=True)
def trainers_rest(desk_gym: tuple[Paths, Gym]) -> Iterator[None]:
    """Nobody of the test before takes members any more."""
    yield
    _, gym = desk_gym
    gym.one(
        "UPDATE public.trainer_assignments SET status = 'completed', end_date = public.gym_today()"
        " WHERE status = 'active' RETURNING 1"
    )
    gym.one("UPDATE public.instructors SET is_active = false WHERE is_active RETURNING 1")


def search(desk: Workstation, name: str) -> MembersPage:
    """Search a member by name; the first row is current then, and has the keyboard."""
    page = desk.go("members")
    assert isinstance(page, MembersPage)
    desk.enter(page.search, name)
    desk.until(lambda: [row.full_name for row in page.members.model.rows] == [name])
    desk.settled()
    desk.qtbot.keyClick(page.search, Qt.Key.Key_Down)
    return page


def open_assign_dialog(desk: Workstation, name: str) -> AssignTrainerDialog:
    search(desk, name)
    with desk.qtbot.waitActive(desk.window):
        desk.window.activateWindow()
    desk.press(Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    dialog = desk.in_window(AssignTrainerDialog)
    desk.settled()
    desk.until(dialog.confirm_button.isEnabled)
    return dialog


def active_clients(gym: Gym, trainer: Person) -> list[str]:
    found = gym.one(
        "SELECT array_agg(p.full_name ORDER BY 1) FROM public.trainer_assignments a JOIN public.profiles p"
        " ON p.id = a.member_id WHERE a.trainer_id = :id AND a.status = 'active'",
        id=trainer.trainer_id,
    )
    assert found is None or isinstance(found, list)
    return found or []


def test_two_desks_assign_the_last_place_at_once(
    desk_gym: tuple[Paths, Gym], start: Callable[[Paths], Workstation]
) -> None:
    paths, gym = desk_gym
    maya = gym.trainer("Maya Okafor", limit=1)
    for name in ("Grace Osei", "Liam Becker"):
        gym.member(name)
    tom = gym.admin("Tom Berger")
    gym.secret(tom, "password", "second-desk-1")
    rosas, toms = start(paths), start(paths)
    rosas.sign_in("rosa@harbour.test", "front-desk-1")
    toms.sign_in(tom.email, "second-desk-1")
    dialogs = {
        "Grace Osei": (rosas, open_assign_dialog(rosas, "Grace Osei")),
        "Liam Becker": (toms, open_assign_dialog(toms, "Liam Becker")),
    }
    for _, dialog in dialogs.values():
        assert dialog.confirm_button.text() == "&Assign to Maya Okafor"
    for _, dialog in dialogs.values():
        # Neither window hears of the other before both have asked.
        dialog.submit()
    rosas.until(lambda: sum(is_open(dialog) for _, dialog in dialogs.values()) == 1)
    (got,) = active_clients(gym, maya)
    lost = next(name for name in dialogs if name != got)
    by = {"Grace Osei": "Rosa Delgado", "Liam Becker": "Tom Berger"}[got]
    desk, dialog = dialogs[lost]
    desk.until(lambda: f"{got} got it at" in dialog.banner.accessibleName())
    assert f"assigned by {by}" in dialog.banner.accessibleName()
    desk.until(dialog.banner_button.isVisible)
    desk.click(dialog.banner_button)
    desk.until(lambda: not is_open(dialog))
    waits = "SELECT p.full_name FROM public.trainer_waitlist w JOIN public.profiles p ON p.id = w.member_id"
    desk.settled()
    assert gym.one(f"{waits} WHERE w.trainer_id = :id", id=maya.trainer_id) == lost
    for each in (rosas, toms):
        each.settled()
        each.sign_out()


def test_a_trainer_is_made_inactive_while_the_dialog_is_open(
    desk_gym: tuple[Paths, Gym], start: Callable[[Paths], Workstation]
) -> None:
    paths, gym = desk_gym
    maya, john = gym.trainer("Maya Okafor", limit=9), gym.trainer("John Smith", limit=3)
    gym.member("Sofia Marino")
    desk = start(paths)
    desk.sign_in("rosa@harbour.test", "front-desk-1")
    dialog = open_assign_dialog(desk, "Sofia Marino")
    assert dialog.confirm_button.text() == "&Assign to Maya Okafor"
    tom = gym.session(gym.admin("Tom Berger"), station="station_local")
    trainers = SignInService(gym.station).with_identity(tom).trainers
    version = next(row.version for row in trainers.roster() if row.id == maya.trainer_id)
    assert maya.trainer_id is not None
    trainers.set_active(maya.trainer_id, version, False)
    desk.until(lambda: "Maya Okafor" in dialog.banner.accessibleName())
    assert "Nothing was assigned" in dialog.banner.accessibleName()
    assert not dialog.confirm_button.isEnabled(), "Enter must not mean anybody else at once"
    desk.qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    desk.settled()
    assert dialog.isVisible() and active_clients(gym, john) == []
    desk.enter(dialog.search, "John")
    desk.until(lambda: dialog.confirm_button.text() == "&Assign to John Smith")
    desk.qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    desk.until(lambda: "Sofia Marino assigned to John Smith" in desk.said)
    assert (active_clients(gym, john), active_clients(gym, maya)) == (["Sofia Marino"], [])
    desk.settled()
    desk.sign_out()


def test_a_photo_of_fifty_megabytes_is_refused_and_the_window_goes_on(
    desk_gym: tuple[Paths, Gym],
    start: Callable[[Paths], Workstation],
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    paths, gym = desk_gym
    noah = gym.member("Noah Fischer")
    huge, large = folder / "huge.bmp", folder / "large.bmp"
    for file, edge in ((huge, 4_200), (large, 2_500)):
        picture = QImage(edge, edge, QImage.Format.Format_RGB888)
        picture.fill(QColor("teal"))
        assert picture.save(str(file), "BMP")
    assert huge.stat().st_size > 50 * 1024 * 1024 and large.stat().st_size > 17 * 1024 * 1024
    noise = folder / "noise.jpg"
    noise.write_bytes(b"\xff\xd8\xff\xe0" + os.urandom(1_000_000))

    desk = start(paths)
    desk.sign_in("rosa@harbour.test", "front-desk-1")
    page = search(desk, "Noah Fischer")
    desk.qtbot.keyClick(page.members.table, Qt.Key.Key_Return)
    desk.until(lambda: page.panel.details is not None)
    photo = page.panel.photo
    stored = "SELECT length(photo) FROM public.profiles WHERE id = :id"
    for file, words in (
        (huge, "This file has 50 MB. A photo can have at most 20 MB."),
        (noise, "damaged"),
        (large, "Noah Fischer has a new photo"),
    ):
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_, file=file: (str(file), ""))
        ticks = [time.monotonic()]
        heart = QTimer(desk.window)
        heart.timeout.connect(lambda ticks=ticks: ticks.append(time.monotonic()))
        heart.start(10)
        photo.choose()
        desk.until(lambda words=words: any(words in said for said in desk.said))
        desk.settled()
        heart.stop()
        assert max(b - a for a, b in pairwise(ticks)) < BUSY_AT_MOST
        assert photo.isEnabled()
        if file is not large:
            assert gym.one(stored, id=noah.id) is None
    kept = gym.one(stored, id=noah.id)
    assert isinstance(kept, int) and 0 < kept < 1_000_000
    desk.undo("Noah Fischer has a new photo")
    desk.until(lambda: gym.one(stored, id=noah.id) is None)
    desk.settled()
    desk.sign_out()


def test_the_server_is_killed_between_preview_and_confirm_of_a_bulk_assignment(
    desk_gym: tuple[Paths, Gym], start: Callable[[Paths], Workstation]
) -> None:
    paths, gym = desk_gym
    trainers = [gym.trainer("John Smith", limit=25), gym.trainer("Maya Okafor", limit=20)]
    for place in range(40):
        gym.member(f"Newcomer {place:02}")
    desk = start(paths)
    desk.sign_in("rosa@harbour.test", "front-desk-1")
    page = desk.go("members")
    assert isinstance(page, MembersPage)
    page.filters.choose(MemberFilter.NO_TRAINER)
    desk.enter(page.search, "newcomer")
    desk.until(lambda: page.members.loaded == 40)
    desk.settled()
    page.members.table.setFocus()
    desk.qtbot.keyClick(page.members.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert page.members.picks.selection.count == 40
    desk.click(desk.find(QPushButton, "bulkAssignButton"))
    dialog = desk.in_window(BulkAssignDialog)
    desk.until(
        lambda: dialog.confirm_button.text() == "&Assign 40 members" and dialog.confirm_button.isEnabled()
    )
    planned = {line.member_id: line.trainer_id for line in dialog.preview.ready}

    kill_server(paths)
    desk.click(dialog.confirm_button)
    desk.until(lambda: not dialog.is_running)
    assert "The server did not answer" in dialog.banner.accessibleName()
    assert "nobody is assigned twice" in dialog.banner.accessibleName()
    desk.until(lambda: desk.window.notices.offline_since is None)
    desk.settled()
    assert {line.member_id: line.trainer_id for line in dialog.preview.ready} == planned
    desk.click(dialog.confirm_button)
    desk.until(lambda: "40 members assigned to 2 trainers" in desk.said)
    desk.settled()
    assert [len(active_clients(gym, one)) for one in trainers] == [
        sum(who == one.trainer_id for who in planned.values()) for one in trainers
    ]
    newcomers = "(SELECT id FROM public.profiles WHERE full_name LIKE 'Newcomer %')"
    assert gym.one(f"SELECT count(*) FROM public.trainer_assignments WHERE member_id IN {newcomers}") == 40
    told = (
        f"SELECT count(*) FROM public.notifications WHERE kind = 'assigned' AND recipient_id IN {newcomers}"
    )
    assert gym.one(told) == 40
    desk.sign_out()


def test_from_a_selected_member_to_the_assignment_in_at_most_five_keys(
    desk_gym: tuple[Paths, Gym], start: Callable[[Paths], Workstation]
) -> None:
    paths, gym = desk_gym
    trainers = [gym.trainer(name, limit=limit) for name, limit in (("Ann", 9), ("Bea", 8), ("Cleo", 7))]
    gym.member("Isla McKenzie")
    desk = start(paths)
    desk.sign_in("rosa@harbour.test", "front-desk-1")
    search(desk, "Isla McKenzie")
    desk.until(desk.window.isActiveWindow)
    keys = 0
    for key, modifier in (
        (Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier),
    ):
        desk.press(key, modifier)
        keys += 1
        if keys == 1:
            dialog = desk.in_window(AssignTrainerDialog)
            desk.until(dialog.isActiveWindow)
            desk.until(dialog.confirm_button.isEnabled)
    desk.until(lambda: "Isla McKenzie assigned to Cleo" in desk.said)
    assert keys <= 5 and active_clients(gym, trainers[2]) == ["Isla McKenzie"]
    assert QApplication.activeModalWidget() is None
    desk.settled()
    desk.sign_out()
