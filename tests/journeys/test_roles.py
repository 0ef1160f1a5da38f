"""One person in several roles, sessions that end, and settings that change under way."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QPushButton

from gymtrainer_desktop.domain.calendar import Weekday
from gymtrainer_desktop.domain.people import Role
from gymtrainer_desktop.settings import Paths
from gymtrainer_desktop.ui.member.log_workout_page import LogWorkoutPage
from gymtrainer_desktop.ui.widgets.logging.exercise_panel import ExercisePanel
from gymtrainer_desktop.ui.widgets.sheet import SheetDialog
from tests.factories import Gym, Person
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


def test_a_half_entered_workout_is_there_again_after_an_idle_sign_out(
    own_gym: tuple[Paths, Gym], start: Callable[[Paths], Workstation]
) -> None:
    paths, gym = own_gym
    trainer, sarah, mike = gym.trainer("John Smith"), gym.member("Sarah Johnson"), gym.member("Mike Davis")
    for member in (sarah, mike):
        plan = gym.plan(gym.assignment(member, trainer))
        gym.exercise(plan, Weekday.of(gym.today), "Deadlift", sets=3, reps="5", weight="100 kg")
        gym.secret(member, "pin", "2468")
    floor = start(paths)

    def done_by(member: Person) -> int:
        floor.sign_in(member.member_number or "", "2468", member=True)
        floor.main.navigate("log")
        floor.settled()
        page = floor.main.current_page
        assert isinstance(page, LogWorkoutPage) and page.session is not None
        return page.session.sets_done

    assert done_by(sarah) == 0
    for _ in range(2):
        floor.click(floor.find(QPushButton, "setDoneButton"))
    assert floor.app.session is not None
    floor.app.session._idle.start(50)
    floor.until(lambda: floor.app.session is None)
    floor.settled()
    assert done_by(mike) == 0, "nobody meets what somebody else had begun"
    floor.sign_out()
    assert done_by(sarah) == 2
    floor.click(floor.find(QPushButton, "setDoneButton"))
    floor.click(floor.find(ExercisePanel, "exercisePanel").save_button)
    floor.until(lambda: gym.one("SELECT count(*) FROM public.workout_sets") == 3)
    floor.settled()
    floor.sign_out()
