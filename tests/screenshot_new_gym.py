"""Pictures of a gym on its first day: every page with nothing in it yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gymtrainer_desktop.domain.people import NewMember, Role
from gymtrainer_desktop.domain.trainers import NewInstructor
from gymtrainer_desktop.domain.units import Unit
from gymtrainer_desktop.services.keys import new_id
from gymtrainer_desktop.ui.shell.set_up_gym import GymSetUp
from tests.screenshot_states import items_of, picture_name

if TYPE_CHECKING:
    from gymtrainer_desktop.settings import Paths
    from tests.screenshots import Walk

ADMIN, TRAINER = "rosa@first-day.example", "john@first-day.example"
NUMBER = "M-0001"
PASSWORD, PIN = "first day 2026", "2468"


def new_gym(walk: Walk, paths: Paths) -> None:
    """Set a gym up, and take its pages as an admin, a trainer without clients and a member without a trainer."""
    walk.app.close()
    walk.window.hide()
    paths.create()
    walk.open(paths, None)
    walk.app.start()
    walk.app._on_set_up_requested()
    form = GymSetUp("First Day Gym", "Europe/London", 1, Unit.KG, "Rosa Delgado", ADMIN, PASSWORD)
    walk.app._on_set_up_submitted(form)
    walk.until(lambda: walk.window.sign_in.isVisible())
    walk.enter(Role.ADMIN, ADMIN, PASSWORD)
    empty(walk, Role.ADMIN)
    john = NewInstructor(new_id(), new_id(), "John Smith", TRAINER, password=PASSWORD)
    walk.services.trainers.add(john)
    walk.services.people.add(NewMember(new_id(), "Sarah Johnson", NUMBER, pin=PIN))
    walk.sign_out()
    walk.enter(Role.TRAINER, TRAINER, PASSWORD)
    empty(walk, Role.TRAINER)
    walk.sign_out()
    walk.enter(Role.MEMBER, NUMBER, PIN)
    empty(walk, Role.MEMBER)
    walk.sign_out()


def empty(walk: Walk, role: Role) -> None:
    """Take every page of a role; somebody with that role is signed in, and nothing is there."""
    for _scheme in walk.each_scheme():
        for item in items_of(role):
            if not item.needs_args:
                walk.forget(item.key)
                walk.go(item.key)
                walk.take(f"{picture_name(role, item.key)}-empty")
