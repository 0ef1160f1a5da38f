"""The door. A session whose token got lost on the way idles out by itself."""

from __future__ import annotations

from gymtrainer_desktop.database.engine import Database
from gymtrainer_desktop.database.identity import set_secret
from gymtrainer_desktop.services.gym_services import GymServices
from gymtrainer_desktop.services.sign_in import SignInService
from tests.factories import Gym
from tests.faults.writes import Sending, desk, writes


@writes("SignInService.sign_in", alone=True)
def _(gym: Gym) -> Sending:
    coach = gym.trainer()
    set_secret(gym.owner, str(coach.id), "password", "coach-john-1")

    def send(_: GymServices, station: Database) -> object:
        return SignInService(station).sign_in(coach.email, "coach-john-1")

    return Sending(coach, send, transaction=2, repeats=("auth.sessions",))


@writes("SignInService.sign_in_member", alone=True)
def _(gym: Gym) -> Sending:
    member = gym.member()
    set_secret(gym.owner, str(member.id), "pin", "2468")

    def send(_: GymServices, station: Database) -> object:
        return SignInService(station).sign_in_member(member.member_number or "", "2468")

    return Sending(member, send, scope="member", transaction=2, repeats=("auth.sessions",))


@writes("SignInService.sign_out")
def _(gym: Gym) -> Sending:
    return Sending(desk(gym), lambda s, station: SignInService(station).sign_out(s))


@writes("SignInService.touch")
def _(gym: Gym) -> Sending:
    return Sending(desk(gym), lambda s, station: SignInService(station).touch(s))
