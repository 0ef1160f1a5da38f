"""The guide's four flows through the real window, with real threads, on a real database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from gymtrainer_desktop.domain.notifications import NotificationKind
from gymtrainer_desktop.settings import Paths
from gymtrainer_desktop.ui.admin.assign_trainer_dialog import AssignTrainerDialog
from gymtrainer_desktop.ui.admin.member_panel import MemberPanel
from gymtrainer_desktop.ui.widgets.table import DataTable
from tests.factories import Gym, Person
from tests.journeys.conftest import Workstation, kill_server


@dataclass
class Cast:
    """Who takes part."""

    trainer: Person
    full: Person
    member: Person


def cast_of(gym: Gym) -> Cast:
    cast = Cast(
        gym.trainer("John Smith", limit=15), gym.trainer("Maya Okafor", limit=1), gym.member("Sarah Johnson")
    )
    taken = gym.member("Somebody Else")
    gym.assignment(taken, cast.full)
    for number in range(30):
        gym.member(f"Other Member {number}")
    gym.secret(cast.trainer, "password", "coach-john-1")
    gym.secret(cast.member, "pin", "2468")
    return cast


def desk_assigns(desk: Workstation, cast: Cast) -> None:
    """Flow 1: search, open, assign by keyboard; the full trainer cannot be chosen."""
    desk.main.navigate("members")
    desk.settled()
    search = desk.find(QLineEdit, "memberSearch")
    desk.enter(search, "sarah")
    table = desk.find(DataTable, "membersTable")
    desk.until(lambda: table.model().rowCount() == 1)
    desk.settled()
    desk.qtbot.keyClick(search, Qt.Key.Key_Down)
    desk.qtbot.keyClick(table, Qt.Key.Key_Return)
    panel = desk.find(MemberPanel, "memberPanel")
    desk.until(lambda: panel.details is not None)
    desk.click(panel.assign_button)
    dialog = desk.dialog("assignTrainerDialog")
    assert isinstance(dialog, AssignTrainerDialog)
    desk.settled()
    assert "John Smith" in dialog.confirm_button.text()
    desk.qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    desk.until(lambda: panel.active is not None)
    assert panel.active is not None and panel.active.trainer_name == "John Smith"
    desk.settled()


def test_the_desk_assigns_a_trainer(
    own_gym: tuple[Paths, Gym], start: Callable[[Paths], Workstation]
) -> None:
    paths, gym = own_gym
    cast = cast_of(gym)
    desk = start(paths)
    desk.sign_in("rosa@harbour.test", "front-desk-1")
    desk_assigns(desk, cast)
    assert (
        gym.one("SELECT active_clients FROM public.instructors WHERE id = :id", id=cast.trainer.trainer_id)
        == 1
    )
    kinds = {
        cast.member.id: NotificationKind.ASSIGNED,
        cast.trainer.id: NotificationKind.NEW_CLIENT,
    }
    for person, kind in kinds.items():
        assert gym.one("SELECT kind FROM public.notifications WHERE recipient_id = :id", id=person) == kind
    desk.sign_out()


def test_the_desk_goes_on_after_the_server_was_killed(
    own_gym: tuple[Paths, Gym], start: Callable[[Paths], Workstation]
) -> None:
    paths, gym = own_gym
    cast = cast_of(gym)
    desk = start(paths)
    desk.sign_in("rosa@harbour.test", "front-desk-1")
    desk.main.navigate("members")
    desk.settled()
    kill_server(paths)
    desk.until(lambda: desk.window.notices.offline_since is not None)
    assert desk.main.offline_bar.isVisible()
    desk.until(lambda: desk.window.notices.offline_since is None)
    desk.settled()
    desk_assigns(desk, cast)
    assert (
        gym.one("SELECT active_clients FROM public.instructors WHERE id = :id", id=cast.trainer.trainer_id)
        == 1
    )
    desk.sign_out()
