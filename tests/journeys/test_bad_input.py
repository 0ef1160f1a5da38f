"""A member is paused, and one is erased, while they stand at the real kiosk: what it says, and what it keeps."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton
from sqlalchemy import text

from gymtrainer_desktop.services.sign_in import SignInService
from gymtrainer_desktop.settings import Paths
from tests.factories import Gym, Person
from tests.journeys.conftest import Workstation
from tests.journeys.saving import open_workout
from tests.journeys.test_kiosk import Wall, hang_up, members_of

assert hang_up, "a fixture"


def kept_of(paths: Paths, member: Person) -> list[str]:
    """The files of the workstation's own that still say something of somebody."""
    own = (paths.drafts_file, paths.outbox_file, paths.plan_cache_file)
    beside = [one for file in own for one in file.parent.glob(file.name + "*")]
    said = (str(member.id).encode(), member.name.encode())
    return [one.name for one in beside if any(words in one.read_bytes() for words in said)]


def half_a_workout(wall: Wall, member: Person) -> None:
    """One exercise saved, and a set of the next, with another to come."""
    wall.sign_in(member)
    wall.touch("startButton")
    wall.touch("saveSetButton")
    wall.touch("rate3")
    wall.settled()
    wall.touch("saveSetButton")
    wall.touch("addSetButton")
    wall.settled()


def erase(gym: Gym, member: Person) -> None:
    """At the desk."""
    gym.owner.execute(
        text(
            "UPDATE public.trainer_assignments SET status = 'completed', end_date = public.gym_today()"
            " WHERE member_id = :id"
        ),
        {"id": member.id},
    )
    SignInService(gym.station).sign_in("rosa@harbour.test", "front-desk-1").persons.erase(member.id)


def test_who_is_paused_goes_on_and_who_is_erased_is_gone_from_the_screen_and_the_disk(
    own_gym: tuple[Paths, Gym], hang_up: Callable[[Paths], Wall], start: Callable[[Paths], Workstation]
) -> None:
    paths, gym = own_gym
    paused, erased, next_one = members_of(gym, 3)
    gym.owner.execute(text("UPDATE public.gym_settings SET kiosk_offline_days = 3"))
    wall = hang_up(paths)
    half_a_workout(wall, paused)
    gym.owner.execute(
        text("UPDATE public.trainer_assignments SET status = 'paused' WHERE member_id = :id"),
        {"id": paused.id},
    )
    wall.touch("saveSetButton")
    wall.touch("rate4")
    wall.settled()
    wall.kiosk.guard.timed_out.emit()
    wall.settled()
    logs = "SELECT count(*) FROM public.workout_progress WHERE member_id = :id"
    assert gym.one(logs, id=paused.id) == 2, "what they did they did"

    half_a_workout(wall, erased)
    wall.kiosk.guard.timed_out.emit()
    wall.settled()
    half_a_workout(wall, erased)
    assert kept_of(paths, erased) != []
    erase(gym, erased)
    wall.until(lambda: wall.window.visit_view is None)
    assert wall.window.idle.hint.text() == "Your session has ended. Sign in again, or ask the front desk."
    wall.settled()
    wall.until(lambda: kept_of(paths, erased) == [] and not wall.app.tasks.is_busy)
    plans = wall.app._station._plans if wall.app._station is not None else None
    assert plans is not None and plans.people() == {paused.id}
    assert gym.one("SELECT count(*) FROM public.refused_entries") == 0

    wall.sign_in(next_one)
    assert plans.count() == 2
    wall.kiosk.end_visit()
    wall.settled()

    # At the window of a desk as well.
    assert wall.app.close()
    floor = start(paths)
    floor.sign_in(str(next_one.member_number), "2468", member=True)
    open_workout(floor)
    floor.click(floor.find(QPushButton, "setDoneButton"))
    floor.until(lambda: kept_of(paths, next_one) != [] and not floor.app.tasks.is_busy)
    erase(gym, next_one)
    floor.until(lambda: floor.app.session is None)
    floor.until(lambda: kept_of(paths, next_one) == [])
    floor.settled()
