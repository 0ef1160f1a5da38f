"""One person in several roles, sessions that end, and settings that change under way."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QPushButton

from gymtrainer_desktop.domain.people import Role
from gymtrainer_desktop.settings import Paths
from gymtrainer_desktop.ui.widgets.sheet import SheetDialog
from tests.factories import Gym
from tests.journeys.conftest import Workstation


def test_somebody_with_three_roles_switches_between_them(
    own_gym: tuple[Paths, Gym], start: Callable[[Paths], Workstation]
) -> None:
    paths, gym = own_gym
    marcus = gym.trainer("Marcus Webb")
    gym.one(
        "UPDATE public.profiles SET is_admin = true, member_number = 'M-1' WHERE id = :id RETURNING 1",
        id=marcus.id,
    )
    gym.secret(marcus, "password", "marcus-webb-1")
    desk = start(paths)
    desk.sign_in(marcus.email, "marcus-webb-1")
    pages = {Role.ADMIN: "overview", Role.TRAINER: "clients", Role.MEMBER: "home"}
    for role in (Role.ADMIN, Role.TRAINER, Role.MEMBER, Role.ADMIN):
        desk.main.person_button.role_chosen.emit(role)
        desk.settled()
        assert desk.main.current_page is not None and desk.main.current_page.key == pages[role]
    desk.sign_out()


def test_a_session_that_the_desk_ends_goes_back_to_the_door_with_a_sentence(
    own_gym: tuple[Paths, Gym], start: Callable[[Paths], Workstation]
) -> None:
    paths, gym = own_gym
    john = gym.trainer("John Smith")
    gym.secret(john, "password", "john-smith-1")
    room = start(paths)
    room.sign_in(john.email, "john-smith-1")
    gym.one("UPDATE auth.sessions SET revoked_at = now() WHERE profile_id = :id RETURNING 1", id=john.id)
    assert room.app.session is not None
    dialog = SheetDialog("Left open", room.main)
    dialog.open()
    room.main.refresh_all()
    room.until(lambda: room.app.session is None)
    room.until(room.app.window.sign_in.isVisible)
    assert "session has ended" in room.app.window.sign_in.error
    assert not dialog.isVisible()


def test_a_renamed_gym_shows_at_once(
    own_gym: tuple[Paths, Gym], start: Callable[[Paths], Workstation]
) -> None:
    paths, gym = own_gym
    desk = start(paths)
    desk.sign_in("rosa@harbour.test", "front-desk-1")
    desk.main.navigate("settings")
    desk.settled()
    desk.enter(desk.find(QLineEdit, "gym_name"), "Quay Gym")
    desk.click(desk.find(QPushButton, "saveGymButton"))
    desk.until(lambda: desk.main.context.gym.name == "Quay Gym")
    assert gym.one("SELECT name FROM public.gym_settings") == "Quay Gym"
    desk.sign_out()


def test_an_idle_session_ends_and_says_why(
    own_gym: tuple[Paths, Gym], start: Callable[[Paths], Workstation]
) -> None:
    paths, gym = own_gym
    desk = start(paths)
    desk.sign_in("rosa@harbour.test", "front-desk-1")
    session = desk.app.session
    assert session is not None
    before = gym.one("SELECT last_seen_at FROM auth.sessions WHERE revoked_at IS NULL")
    desk.main.user_active.emit()
    desk.settled()
    touched = gym.one("SELECT last_seen_at FROM auth.sessions WHERE revoked_at IS NULL")
    assert touched > before, "using the window keeps the session awake"  # type: ignore[operator]
    assert session._idle.interval() == 15 * 60_000
    session._idle.start(50)
    desk.until(lambda: desk.app.session is None)
    assert desk.app.window.sign_in.error == "You were signed out after 15 minutes without use."
    desk.settled()
    assert gym.one("SELECT count(*) FROM auth.sessions WHERE revoked_at IS NULL") == 0
